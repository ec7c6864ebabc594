/* Copying, comparing and searching runs of code points of any width. */
#include "vm/object/text.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

void text_convert(void *dst, int dst_width, const void *src, int src_width, int64_t n) {
    if (dst_width == src_width) {
        memcpy(dst, src, (size_t)n * (size_t)dst_width);
    } else if (dst_width == 4) {
        uint32_t *d = dst;
        TEXT_SWITCH(src_width, { const Ch *s = src; for (int64_t i = 0; i < n; i++) d[i] = s[i]; });
    } else if (dst_width == 2) {
        uint16_t *d = dst;
        TEXT_SWITCH(src_width, { const Ch *s = src; for (int64_t i = 0; i < n; i++) d[i] = (uint16_t)s[i]; });
    } else {
        uint8_t *d = dst;
        TEXT_SWITCH(src_width, { const Ch *s = src; for (int64_t i = 0; i < n; i++) d[i] = (uint8_t)s[i]; });
    }
}

void text_fill(void *p, int width, uint32_t c, int64_t n) {
    if (width == 1) {
        memset(p, (int)c, (size_t)n);
        return;
    }
    TEXT_SWITCH(width, { Ch *d = p; for (int64_t i = 0; i < n; i++) d[i] = (Ch)c; });
}

int text_compare(const void *a, int a_width, int64_t a_len, const void *b, int b_width, int64_t b_len) {
    int64_t n = MIN(a_len, b_len);
    if (a_width == 1 && b_width == 1) {
        int r = memcmp(a, b, (size_t)n);
        if (r)
            return r < 0 ? -1 : 1;
    } else {
        for (int64_t i = 0; i < n; i++) {
            uint32_t x = text_get(a, a_width, i), y = text_get(b, b_width, i);
            if (x != y)
                return x < y ? -1 : 1;
        }
    }
    return a_len < b_len ? -1 : a_len > b_len;
}

/* -- Searching ------------------------------------------------------------------------------------------- */

#define CH                  uint8_t
#define FN(name)            name##_1
#define FIND_CHAR           memchr_1
#define VEC_N               16
#define VEC_SET1(c)         _mm_set1_epi8((char)(c))
#define VEC_EQ              _mm_cmpeq_epi8
static int64_t memchr_1(const uint8_t *p, int64_t n, uint8_t c) {
    const uint8_t *at = memchr(p, c, (size_t)n);
    return at ? at - p : -1;
}
#include "vm/object/text_find.inc"

#define CH                  uint16_t
#define FN(name)            name##_2
#define FIND_CHAR           find_char_2
#define VEC_N               8
#define VEC_SET1(c)         _mm_set1_epi16((short)(c))
#define VEC_EQ              _mm_cmpeq_epi16
#include "vm/object/text_find.inc"

#define CH                  uint32_t
#define FN(name)            name##_4
#define FIND_CHAR           find_char_4
#define VEC_N               4
#define VEC_SET1(c)         _mm_set1_epi32((int)(c))
#define VEC_EQ              _mm_cmpeq_epi32
#include "vm/object/text_find.inc"

/* Does c fit the width at all? */
static bool fits(uint32_t c, int width) { return width == 4 || c < (1u << (8 * width)); }

int64_t text_find_char(const void *p, int width, int64_t n, uint32_t c) {
    if (!fits(c, width))
        return -1;
    return width == 1 ? memchr_1(p, n, (uint8_t)c)
         : width == 2 ? find_char_2(p, n, (uint16_t)c) : find_char_4(p, n, c);
}

int64_t text_rfind_char(const void *p, int width, int64_t n, uint32_t c) {
    if (!fits(c, width))
        return -1;
    if (width == 1) {
        const uint8_t *at = memrchr(p, (int)c, (size_t)n);
        return at ? at - (const uint8_t *)p : -1;
    }
    return width == 2 ? rfind_char_2(p, n, (uint16_t)c) : rfind_char_4(p, n, c);
}

int64_t text_count_char(const void *p, int width, int64_t n, uint32_t c) {
    if (!fits(c, width))
        return 0;
    return width == 1 ? count_char_1(p, n, (uint8_t)c)
         : width == 2 ? count_char_2(p, n, (uint16_t)c) : count_char_4(p, n, c);
}

int64_t text_find(const void *hay, int64_t n, const void *needle, int64_t m, int width) {
    if (m > n)
        return -1;
    return width == 1 ? find_1(hay, n, needle, m)
         : width == 2 ? find_2(hay, n, needle, m) : find_4(hay, n, needle, m);
}

int64_t text_rfind(const void *hay, int64_t n, const void *needle, int64_t m, int width) {
    if (m > n)
        return -1;
    if (m == 1)
        return text_rfind_char(hay, width, n, text_get(needle, width, 0));
    return width == 1 ? rfind_1(hay, n, needle, m)
         : width == 2 ? rfind_2(hay, n, needle, m) : rfind_4(hay, n, needle, m);
}

int64_t text_count(const void *hay, int64_t n, const void *needle, int64_t m, int width, int64_t max) {
    if (m > n)
        return 0;
    return width == 1 ? count_1(hay, n, needle, m, max)
         : width == 2 ? count_2(hay, n, needle, m, max) : count_4(hay, n, needle, m, max);
}
