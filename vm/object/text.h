/* Runs of code points, 1, 2 or 4 bytes each: what str.c and its siblings (and bytes, as width 1) work on.
 * Private to vm/object. Lengths and positions count code points. */
#pragma once
#include "vm/base/config.h"
#include <string.h>

/* Runs `code` with Ch as the type of one code point of that width. */
#define TEXT_SWITCH(width, code)                                \
    do {                                                        \
        if ((width) == 1) { typedef uint8_t Ch; code }          \
        else if ((width) == 2) { typedef uint16_t Ch; code }    \
        else { typedef uint32_t Ch; code }                      \
    } while (0)

static inline int text_width(uint32_t max_char) { return max_char < 0x100 ? 1 : max_char < 0x10000 ? 2 : 4; }

static inline uint32_t text_get(const void *p, int width, int64_t i) {
    return width == 1 ? ((const uint8_t *)p)[i]
         : width == 2 ? ((const uint16_t *)p)[i] : ((const uint32_t *)p)[i];
}
static inline void text_set(void *p, int width, int64_t i, uint32_t c) {
    if (width == 1) ((uint8_t *)p)[i] = (uint8_t)c;
    else if (width == 2) ((uint16_t *)p)[i] = (uint16_t)c;
    else ((uint32_t *)p)[i] = c;
}
static inline void *text_ptr(const void *p, int width, int64_t i) {
    return (char *)p + (size_t)i * (size_t)width;
}

/* n code points from src to dst, which must not overlap; who narrows knows that they fit. */
void text_convert(void *dst, int dst_width, const void *src, int src_width, int64_t n);
static inline void text_copy(void *dst, int dst_width, const void *src, int src_width, int64_t n) {
    if (unlikely(n == 0)) return;                               /* src may be NULL */
    if (likely(dst_width == src_width)) memcpy(dst, src, (size_t)n * (size_t)dst_width);
    else text_convert(dst, dst_width, src, src_width, n);
}
void text_fill(void *p, int width, uint32_t c, int64_t n);
/* -1, 0, 1 */
int text_compare(const void *a, int a_width, int64_t a_len, const void *b, int b_width, int64_t b_len);

/* -- Searching (text_find.inc) ------------------------------------------------------------------------ */
/* Index or -1. Linear in the worst case but for text_rfind. */
int64_t text_find_char(const void *p, int width, int64_t n, uint32_t c);
int64_t text_rfind_char(const void *p, int width, int64_t n, uint32_t c);
int64_t text_count_char(const void *p, int width, int64_t n, uint32_t c);

/* The two must have the same width. An empty needle is found at once. */
int64_t text_find(const void *hay, int64_t n, const void *needle, int64_t m, int width);
int64_t text_rfind(const void *hay, int64_t n, const void *needle, int64_t m, int width);
/* Occurrences that do not overlap, at most max; m > 0. */
int64_t text_count(const void *hay, int64_t n, const void *needle, int64_t m, int width, int64_t max);
