/* Pieces of huge pages for libgc, handed out front to back. */
#include "pages.h"
#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LARGE   (2 * HUGE_PAGE)

/* What is left of the newest piece. Guarded by libgc's lock: it is held whenever libgc asks for memory. */
static char *rest;
static size_t rest_size;

/* Many worker processes need little memory of their own: a forked one fills what its parent had left in small pages,
 * and gets so many pieces of them. */
enum { SMALL_AFTER_FORK = 2 };
static int small_pieces;
static char *lowest, *highest;                          /* all pieces lie there, among other things */

void pages_after_fork(void) {
    small_pieces = SMALL_AFTER_FORK;
    if (lowest != NULL)
        syscall(SYS_madvise, lowest, highest - lowest, MADV_NOHUGEPAGE);    /* it goes on behind what is not mapped */
}

bool pages_discard(void *p, size_t n) { return syscall(SYS_madvise, p, n, MADV_DONTNEED) == 0; }

/* mmap64() is the same as mmap(), under a name that is not wrapped. */
static char *map(size_t n) {
    void *p = mmap64(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* n bytes that begin at a huge page. Newer kernels align large pieces by themselves. */
static char *map_aligned(size_t n) {
    char *p = map(n);
    if (p != NULL && (uintptr_t)p % HUGE_PAGE != 0) {
        munmap(p, n);
        p = map(n + HUGE_PAGE);
        if (p != NULL) {
            size_t before = -(uintptr_t)p % HUGE_PAGE;
            if (before > 0)
                munmap(p, before);
            munmap(p + before + n, HUGE_PAGE - before);
            p += before;
        }
    }
    if (p == NULL)
        return NULL;
    if (n > LARGE || small_pieces <= 0)
        syscall(SYS_madvise, p, n, MADV_HUGEPAGE);      /* a kernel without them: as it is */
    else
        small_pieces--;
    lowest = lowest == NULL || p < lowest ? p : lowest;
    highest = p + n > highest ? p + n : highest;
    return p;
}

static char *take(size_t n) {
    if (n > rest_size) {
        /* A large one may be an array that will move (heap_grow()): nothing behind it shares its last page. */
        size_t piece = n < LARGE ? (n + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1) : n;
        char *p = map_aligned(piece);
        if (p == NULL)
            return map(n);                              /* near the limit every page counts */
        if (piece - n <= rest_size)
            return p;                                   /* more is left of the older one */
        rest = p;
        rest_size = piece;
    }
    char *p = rest;
    rest += n;
    rest_size -= n;
    return p;
}

/* Called by libgc for a new part of its heap or its tables; anything else goes on to the system. */
void *__wrap_mmap(void *hint, size_t n, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *hint, size_t n, int protection, int flags, int fd, off_t offset) {
    if (protection != (PROT_READ | PROT_WRITE) || flags != (MAP_PRIVATE | MAP_ANONYMOUS) || n % PAGE != 0)
        return mmap64(hint, n, protection, flags, fd, offset);
    char *p = take(n);
    return p != NULL ? p : MAP_FAILED;
}

/* libgc gives free blocks back after some collections. Small ones are not worth a system call, the loss of a huge
 * page and the faults when they are used again. */
int __wrap_madvise(void *p, size_t n, int advice);
int __wrap_madvise(void *p, size_t n, int advice) {
    if (advice == MADV_DONTNEED) {
        char *first = (char *)(((uintptr_t)p + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1));
        char *last = (char *)(((uintptr_t)p + n) & ~(HUGE_PAGE - 1));
        if (first >= last)
            return 0;
        p = first;
        n = (size_t)(last - first);
    }
    return (int)syscall(SYS_madvise, p, n, advice);
}
