/* One huge page for the beginning of libgc's heap. */
#include "pages.h"
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What is left of it, after the first request has made it. Guarded by libgc's lock: it is held whenever libgc asks for memory. */
static bool begun;
static char *rest;
static size_t rest_size;

bool pages_discard(void *p, size_t n) { return syscall(SYS_madvise, p, n, MADV_DONTNEED) == 0; }

/* mmap64() is the same as mmap(), under a name that is not wrapped. */
static char *map(size_t n) {
    void *p = mmap64(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* Newer kernels place large parts at huge pages by themselves. */
static char *map_huge_page(void) {
    char *p = map(HUGE_PAGE);
    if (p != NULL && (uintptr_t)p % HUGE_PAGE != 0) {
        munmap(p, HUGE_PAGE);
        p = map(2 * HUGE_PAGE);
        if (p != NULL) {
            size_t before = -(uintptr_t)p % HUGE_PAGE;
            if (before > 0)
                munmap(p, before);
            munmap(p + before + HUGE_PAGE, HUGE_PAGE - before);
            p += before;
        }
    }
    if (p != NULL)
        syscall(SYS_madvise, p, HUGE_PAGE, MADV_HUGEPAGE);      /* a kernel without them: as it is */
    return p;
}

/* Called by libgc for a new part of its heap or its tables; anything else goes on to the system. */
void *__wrap_mmap(void *hint, size_t n, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap(void *hint, size_t n, int protection, int flags, int fd, off_t offset) {
    if (protection != (PROT_READ | PROT_WRITE) || flags != (MAP_PRIVATE | MAP_ANONYMOUS) || n % PAGE != 0)
        return mmap64(hint, n, protection, flags, fd, offset);
    if (!begun) {
        begun = true;
        rest = map_huge_page();
        rest_size = rest != NULL ? HUGE_PAGE : 0;
    }
    if (n > rest_size)
        return mmap64(hint, n, protection, flags, fd, offset);
    char *p = rest;
    rest += n;
    rest_size -= n;
    return p;
}

/* libgc gives free blocks back after some collections. Small ones are not worth a system call and the faults when they
 * are used again. */
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
