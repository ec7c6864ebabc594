/* The memory of libgc's heap: where it comes from, which of it is in huge pages, and what goes back to the system. */
#include "pages.h"
#include "panic.h"
#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

bool pages_discard(void *p, size_t n) { return syscall(SYS_madvise, p, n, MADV_DONTNEED) == 0; }

static void note_given_back(const char *p);

int __wrap_madvise(void *p, size_t n, int advice);
int __wrap_madvise(void *p, size_t n, int advice) {
    if (advice == MADV_DONTNEED) {
        char *first = align_up(p, WORTH_GIVING), *last = align_down((char *)p + n, WORTH_GIVING);
        if (first >= last)
            return 0;
        p = first;
        n = (size_t)(last - first);
        note_given_back(first);
    }
    return (int)syscall(SYS_madvise, p, n, advice);
}

/* -- The first part of the heap ---------------------------------------------------------------------------- */

static struct {                                         /* guarded by libgc's lock */
    bool made;
    char *next, *end;                                   /* what libgc has not got yet */
    uintptr_t page;                                     /* 0: there is none */
    bool stays;                                         /* it is not to be split */
} first_part;

static bool is_there(const char *p) { return first_part.page != 0 && (uintptr_t)p - first_part.page < HUGE_PAGE; }

static void *map(void *p, size_t n, int prot, int flags, int fd, off_t at) {
    return (void *)syscall(SYS_mmap, p, n, prot, flags, fd, at);
}

static char *map_heap(void *p, size_t n) {
    return map(p, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Aligned, so that the kernel can take huge pages, and told to do so. */
static char *map_huge(size_t n) {
    char *p = map_heap(NULL, n + HUGE_PAGE);
    if (p == MAP_FAILED)
        return p;
    char *page = align_up(p, HUGE_PAGE);
    if (page > p)
        munmap(p, (size_t)(page - p));
    munmap(page + n, (size_t)(p + HUGE_PAGE - page));
    (void)syscall(SYS_madvise, page, n, MADV_HUGEPAGE);
    return page;
}

/* Only this page is to be huge: the kernel is told not to look for others that it could join. */
static void make_first_part(void) {
    first_part.made = true;
    unsigned char there = 0;
    char *page = map_huge(HUGE_PAGE);
    if (page == MAP_FAILED)
        return;
    *(volatile char *)page = 0;
    (void)syscall(SYS_madvise, page, HUGE_PAGE, MADV_NOHUGEPAGE);
    if (mincore(page + PAGE, PAGE, &there) == 0 && there & 1)           /* the kernel had a huge page */
        first_part.page = (uintptr_t)page;
    first_part.next = page;
    first_part.end = page + HUGE_PAGE - PAGE;           /* the last small page is nobody's: it can be given back */
}

void pages_keep(void) { first_part.stays = true; }

void pages_split(void) {
    if (first_part.page && !first_part.stays) {
        (void)pages_discard(first_part.end, PAGE);
        first_part.page = 0;
    }
}

/* -- The other parts --------------------------------------------------------------------------------------- */

enum {
    MAX_PARTS = 64,                                     /* it doubles each time; of more we would not know */
    TABLE = 64 << 10,                                   /* libgc asks for so much when it is for tables of its own */
};

/* fresh: where the pages begin that nobody has touched, as far as we know. */
typedef struct Part { char *start, *end, *fresh; bool huge; } Part;

static struct {                                         /* likewise */
    Part part[MAX_PARTS];
    int n;
    bool next_is_huge;
} parts;

bool pages_next_is_huge(void) { return parts.next_is_huge = parts.n > 0; }

static char *map_part(void *p, size_t n) {
    if (parts.next_is_huge)
        return map_huge(n);
    if (!first_part.made)
        make_first_part();
    if (n > (size_t)(first_part.end - first_part.next))
        return map_heap(p, n);
    p = first_part.next;
    first_part.next += n;
    return p;
}

/* A free block may reach from one part into the next. */
static void note_part(char *start, size_t n, bool huge) {
    Part *last = parts.n > 0 ? &parts.part[parts.n - 1] : NULL;
    if (last && last->end == start && last->huge == huge) {
        last->end += n;
        if (huge)
            last->fresh = last->end;
    } else if (parts.n < MAX_PARTS) {
        parts.part[parts.n++] = (Part){ start, start + n, huge ? start + n : start, huge };
    }
}

static Part *part_of(const char *p) {
    for (int i = parts.n - 1; i >= 0; i--)
        if (p >= parts.part[i].start && p < parts.part[i].end)
            return &parts.part[i];
    return NULL;
}

static void note_given_back(const char *p) {
    Part *part = part_of(p);
    if (part && !part->huge)
        part->fresh = MIN(part->fresh, (char *)p);
}

size_t pages_take_fresh(void *p, size_t n) {
    Part *part = part_of(p);
    if (!part || (char *)p < part->fresh || is_there(p))
        return 0;
    n = MIN(n, (size_t)(part->end - (char *)p));
    part->fresh = (char *)p + n;
    return n;
}

void pages_of_heap(void (*see)(char *start, char *end, bool huge, void *arg), void *arg) {
    for (int i = 0; i < parts.n; i++)
        see(parts.part[i].start, parts.part[i].end, parts.part[i].huge, arg);
}

void pages_renew(void *page) {
    if (map(page, HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != page)
        panic("out of memory while renewing a page");   /* it may have failed half-way: nothing is there any more */
    (void)syscall(SYS_madvise, page, HUGE_PAGE, MADV_HUGEPAGE);
}

bool pages_empty_in_children(void *p, size_t n, bool empty) {
    return syscall(SYS_madvise, p, n, empty ? MADV_WIPEONFORK : MADV_KEEPONFORK) == 0 ||
           errno == EINVAL;                             /* Linux before 4.14: there are only copies */
}

void *__wrap_mmap(void *p, size_t n, int prot, int flags, int fd, off_t at);
void *__wrap_mmap(void *p, size_t n, int prot, int flags, int fd, off_t at) {
    if (flags != (MAP_PRIVATE | MAP_ANONYMOUS) || prot != (PROT_READ | PROT_WRITE) || fd != -1)
        return map(p, n, prot, flags, fd, at);          /* not for the heap */
    char *start = map_part(p, n);
    if (start != MAP_FAILED && n > TABLE)
        note_part(start, n, parts.next_is_huge);
    parts.next_is_huge = false;
    return start;
}

/* -- The program ------------------------------------------------------------------------------------------- */

/* The linker's; a shared library has no beginning of that name. */
extern const char __executable_start[] __attribute__((weak)), etext[] __attribute__((weak));

void pages_map_program(void) {
#ifdef MADV_POPULATE_READ
    const char *start = __executable_start, *end = align_up(etext, PAGE);
    if (start != NULL && start < end)
        (void)syscall(SYS_madvise, start, end - start, MADV_POPULATE_READ);
#endif
}
