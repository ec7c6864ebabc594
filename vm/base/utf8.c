/* UTF-8, with ASCII taken eight bytes at a time: most text is ASCII for most of its length. */
#include "utf8.h"

#include <string.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)

static inline uint64_t load8(const uint8_t *p) {
    uint64_t w;
    memcpy(&w, p, 8);
    return w;
}

static inline bool is_continuation(uint8_t b) { return (b & 0xC0) == 0x80; }

size_t utf8_ascii_prefix(const void *s, size_t n) {
    const uint8_t *p = s;
    size_t i = 0;
    for (; i + 32 <= n; i += 32)
        if ((load8(p + i) | load8(p + i + 8) | load8(p + i + 16) | load8(p + i + 24)) & HIGH_BITS)
            break;
    for (; i + 8 <= n; i += 8) {
        uint64_t high = load8(p + i) & HIGH_BITS;
        if (high != 0)
            return i + (size_t)__builtin_ctzll(high) / 8;
    }
    while (i < n && p[i] < 0x80)
        i++;
    return i;
}

/* -- Checking -------------------------------------------------------------------------------------------- */

/* Bytes that a character takes that starts with b; 0 if none does. */
static inline int length_of(uint8_t b) {
    return b < 0x80 ? 1 : b < 0xC2 ? 0 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF5 ? 4 : 0;
}

/* The second byte also rules out what has a shorter form, surrogates, and what is beyond U+10FFFF. */
static inline bool second_fits(uint8_t first, uint8_t second) {
    if (!is_continuation(second))
        return false;
    switch (first) {
    case 0xE0: return second >= 0xA0;
    case 0xED: return second < 0xA0;
    case 0xF0: return second >= 0x90;
    case 0xF4: return second < 0x90;
    default: return true;
    }
}

/* Of the character that starts at p: how many of its bytes are there and in order. */
static inline int good_bytes(const uint8_t *p, size_t n, int length) {
    int got = 1;
    if (length > 1 && n > 1 && second_fits(p[0], p[1]))
        for (got = 2; got < length && (size_t)got < n && is_continuation(p[got]);)
            got++;
    return got;
}

static void set_error(Utf8Scan *r, size_t n, int length, int got) {
    if (length == 0) {
        r->reason = "invalid start byte";
        r->error_end = r->valid + 1;
    } else {
        r->error_end = r->valid + (size_t)got;
        r->truncated = r->error_end == n;
        r->reason = r->truncated ? "unexpected end of data" : "invalid continuation byte";
    }
}

bool utf8_scan(const void *s, size_t n, Utf8Scan *r) {
    const uint8_t *p = s;
    size_t i = 0, chars = 0;
    uint8_t top = 0;                                    /* the largest first byte tells the width */
    *r = (Utf8Scan){ 0 };
    while (i < n) {
        if (p[i] < 0x80) {
            size_t run = utf8_ascii_prefix(p + i, n - i);
            i += run;
            chars += run;
            continue;
        }
        int length = length_of(p[i]);
        int got = length == 0 ? 0 : good_bytes(p + i, n - i, length);
        if (unlikely(got == 0 || got < length)) {
            r->valid = i;
            set_error(r, n, length, got);
            break;
        }
        top = MAX(top, p[i]);
        i += (size_t)length;
        chars++;
    }
    r->valid = i;
    r->chars = chars;
    r->max = top < 0xC2 ? 0x7F : top < 0xC4 ? 0xFF : top < 0xF0 ? 0xFFFF : UNICODE_MAX;
    return r->reason == NULL;
}

size_t utf8_count(const void *s, size_t n) {
    const uint8_t *p = s;
    size_t i = 0, continuations = 0;
    for (; i + 8 <= n; i += 8) {                        /* bit 7 set and bit 6 clear */
        uint64_t w = load8(p + i);
        continuations += (size_t)__builtin_popcountll(w & ~(w << 1) & HIGH_BITS);
    }
    for (; i < n; i++)
        continuations += is_continuation(p[i]);
    return n - continuations;
}

/* -- Decoding -------------------------------------------------------------------------------------------- */

static ALWAYS_INLINE void put_char(void *out, size_t i, int width, uint32_t c) {
    if (width == 1)
        ((uint8_t *)out)[i] = (uint8_t)c;
    else if (width == 2)
        ((uint16_t *)out)[i] = (uint16_t)c;
    else
        ((uint32_t *)out)[i] = c;
}

static ALWAYS_INLINE uint32_t get_char(const void *chars, size_t i, int width) {
    return width == 1 ? ((const uint8_t *)chars)[i]
         : width == 2 ? ((const uint16_t *)chars)[i] : ((const uint32_t *)chars)[i];
}

static ALWAYS_INLINE void decode(void *out, const char *s, size_t n, int width) {
    const char *end = s + n;
    size_t i = 0;
    while (s < end) {
        if (end - s >= 8 && (load8((const uint8_t *)s) & HIGH_BITS) == 0) {
            for (int k = 0; k < 8; k++)
                put_char(out, i + (size_t)k, width, (uint8_t)s[k]);
            s += 8;
            i += 8;
            continue;
        }
        uint32_t c;
        s = utf8_next(s, &c);
        put_char(out, i++, width, c);
    }
}

void utf8_decode_1(uint8_t *out, const void *s, size_t n) { decode(out, s, n, 1); }
void utf8_decode_2(uint16_t *out, const void *s, size_t n) { decode(out, s, n, 2); }
void utf8_decode_4(uint32_t *out, const void *s, size_t n) { decode(out, s, n, 4); }

/* -- Encoding -------------------------------------------------------------------------------------------- */

static ALWAYS_INLINE size_t encoded_size(const void *chars, size_t n, int width) {
    size_t size = 0;
    for (size_t i = 0; i < n; i++)
        size += (size_t)utf8_size(get_char(chars, i, width));
    return size;
}

static ALWAYS_INLINE size_t encode(char *out, const void *chars, size_t n, int width) {
    char *p = out;
    for (size_t i = 0; i < n; i++)
        p += utf8_put(p, get_char(chars, i, width));
    return (size_t)(p - out);
}

static ALWAYS_INLINE size_t find_surrogate(const void *chars, size_t i, size_t n, int width) {
    while (i < n && !is_surrogate(get_char(chars, i, width)))
        i++;
    return i;
}

static ALWAYS_INLINE uint32_t max_char(const void *chars, size_t n, int width) {
    uint32_t bits = 0;                                  /* or-ing is enough to tell the widths apart */
    for (size_t i = 0; i < n; i++)
        bits |= get_char(chars, i, width);
    return bits < 0x80 ? 0x7F : bits < 0x100 ? 0xFF : bits < 0x10000 ? 0xFFFF : UNICODE_MAX;
}

size_t utf8_encoded_size(const void *chars, size_t n, int width) {
    switch (width) {
    case 1: return encoded_size(chars, n, 1);
    case 2: return encoded_size(chars, n, 2);
    default: return encoded_size(chars, n, 4);
    }
}

size_t utf8_encode(char *out, const void *chars, size_t n, int width) {
    switch (width) {
    case 1: return encode(out, chars, n, 1);
    case 2: return encode(out, chars, n, 2);
    default: return encode(out, chars, n, 4);
    }
}

size_t utf8_find_surrogate(const void *chars, size_t i, size_t n, int width) {
    switch (width) {
    case 1: return n;
    case 2: return find_surrogate(chars, i, n, 2);
    default: return find_surrogate(chars, i, n, 4);
    }
}

uint32_t utf8_max_char(const void *chars, size_t n, int width) {
    switch (width) {
    case 1: return max_char(chars, n, 1);
    case 2: return max_char(chars, n, 2);
    default: return max_char(chars, n, 4);
    }
}
