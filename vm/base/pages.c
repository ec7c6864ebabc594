/* Where libgc's heap begins, and which of its pages go back to the system. */
#include "pages.h"
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

bool pages_discard(void *p, size_t n) { return syscall(SYS_madvise, p, n, MADV_DONTNEED) == 0; }

int __wrap_madvise(void *p, size_t n, int advice);
int __wrap_madvise(void *p, size_t n, int advice) {
    if (advice == MADV_DONTNEED) {
        char *first = (char *)(((uintptr_t)p + WORTH_GIVING - 1) & ~(WORTH_GIVING - 1));
        char *last = (char *)(((uintptr_t)p + n) & ~(WORTH_GIVING - 1));
        if (first >= last)
            return 0;
        p = first;
        n = (size_t)(last - first);
    }
    return (int)syscall(SYS_madvise, p, n, advice);
}

/* -- The first part of the heap ---------------------------------------------------------------------------- */

static struct {                                         /* guarded by libgc's lock */
    bool made;
    char *next, *end;                                   /* what libgc has not got yet */
    uintptr_t page;                                     /* 0: there is none */
} first_part;

bool pages_are_there(const void *p) { return first_part.page != 0 && (uintptr_t)p - first_part.page < HUGE_PAGE; }

static void *map(void *p, size_t n, int prot, int flags, int fd, off_t at) {
    return (void *)syscall(SYS_mmap, p, n, prot, flags, fd, at);
}

/* Only this page is to be huge: the kernel is told not to look for others that it could join, since it would keep a
 * collection waiting for that. */
static void make_first_part(void) {
    first_part.made = true;
    char *p = map(NULL, 2 * HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return;
    char *page = (char *)(((uintptr_t)p + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1));
    if (page > p)
        munmap(p, (size_t)(page - p));
    munmap(page + HUGE_PAGE, (size_t)(p + HUGE_PAGE - page));
    if (syscall(SYS_madvise, page, HUGE_PAGE, MADV_HUGEPAGE) == 0) {
        unsigned char there = 0;
        *(volatile char *)page = 0;
        (void)syscall(SYS_madvise, page, HUGE_PAGE, MADV_NOHUGEPAGE);
        if (mincore(page + PAGE, PAGE, &there) == 0 && there & 1)       /* the kernel had a huge page */
            first_part.page = (uintptr_t)page;
    }
    first_part.next = page;
    first_part.end = page + HUGE_PAGE;
}

void *__wrap_mmap(void *p, size_t n, int prot, int flags, int fd, off_t at);
void *__wrap_mmap(void *p, size_t n, int prot, int flags, int fd, off_t at) {
    if (flags != (MAP_PRIVATE | MAP_ANONYMOUS) || prot != (PROT_READ | PROT_WRITE) || fd != -1)
        return map(p, n, prot, flags, fd, at);          /* not for the heap */
    if (!first_part.made)
        make_first_part();
    if (n > (size_t)(first_part.end - first_part.next))
        return map(p, n, prot, flags, fd, at);
    p = first_part.next;
    first_part.next += n;
    return p;
}

/* -- The program ------------------------------------------------------------------------------------------- */

extern const char __executable_start[], etext[];        /* the linker's */

void pages_map_program(void) {
#ifdef MADV_POPULATE_READ
    uintptr_t end = ((uintptr_t)etext + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
    (void)syscall(SYS_madvise, __executable_start, end - (uintptr_t)__executable_start, MADV_POPULATE_READ);
#endif
}
