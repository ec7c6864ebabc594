/* Memory that is about to be written as a whole: its pages all at once cost a third of as many page faults. */
#pragma once
#include "vm/base/pages.h"
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

enum { POPULATE_MIN = 64 << 10 };

/* Only a hint: an old kernel does not know it. */
static inline void populate(void *p, size_t n) {
#ifdef MADV_POPULATE_WRITE
    char *first = align_up(p, PAGE), *last = align_down((char *)p + n, PAGE);
    if (last > first)
        (void)madvise(first, (size_t)(last - first), MADV_POPULATE_WRITE);
#endif
}
/* The same for what may be small. */
static inline void populate_large(void *p, size_t n) {
    if (unlikely(n >= POPULATE_MIN) && p != NULL)
        populate(p, n);
}
