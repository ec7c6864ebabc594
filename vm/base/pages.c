/* Which pages of libgc's heap go back to the system. */
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
