/* UTF-8: checking, decoding to 1, 2 or 4 bytes per character, encoding. Classes of characters are in
 * unicode.h. */
#pragma once

#include "config.h"

#define UNICODE_MAX     0x10FFFF
#define UTF8_MAX_BYTES  4

/* -- Decoding -------------------------------------------------------------------------------------------- */

typedef struct {
    size_t valid;           /* bytes that were fine: all of them, or the offset of the error */
    size_t chars;           /* characters in those */
    uint32_t max;        /* an upper bound of them that has the right width: 0x7F, 0xFF, 0xFFFF or 0x10FFFF */
    size_t error_end;       /* offset after the bad bytes, as UnicodeDecodeError.end */
    const char *reason;     /* CPython's words, NULL if there is no error */
    bool truncated;         /* the error is only that the text stops within a character */
} Utf8Scan;

/* Checks up to n bytes and measures them; false when it met an error. */
bool utf8_scan(const void *s, size_t n, Utf8Scan *r);

/* Length of the leading run of ASCII. */
size_t utf8_ascii_prefix(const void *s, size_t n) PURE;

/* Decode n bytes that utf8_scan() found good; the destination has room for the characters counted there. */
void utf8_decode_1(uint8_t *out, const void *s, size_t n);
void utf8_decode_2(uint16_t *out, const void *s, size_t n);
void utf8_decode_4(uint32_t *out, const void *s, size_t n);

/* One character of good text; returns where the next one starts. Lets encoded surrogates pass. */
static inline const char *utf8_next(const char *s, uint32_t *cp) {
    const uint8_t *p = (const uint8_t *)s;
    if (likely(p[0] < 0x80)) {
        *cp = p[0];
        return s + 1;
    }
    if (p[0] < 0xE0) {
        *cp = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return s + 2;
    }
    if (p[0] < 0xF0) {
        *cp = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return s + 3;
    }
    *cp = (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
    return s + 4;
}

/* Characters in good text. */
size_t utf8_count(const void *s, size_t n) PURE;

/* -- Encoding -------------------------------------------------------------------------------------------- */

static inline bool is_surrogate(uint32_t cp) { return (cp & 0xFFFFF800u) == 0xD800; }

static inline int utf8_size(uint32_t cp) { return cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4; }

/* Writes one character, surrogates as their three bytes; returns how many bytes. */
static inline int utf8_put(char *out, uint32_t cp) {
    if (likely(cp < 0x80)) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

/* Bytes that n characters of 1, 2 or 4 bytes take in UTF-8, and the conversion (returns the same number).
 * Surrogates pass as three bytes; who must refuse them looks with utf8_find_surrogate() first. */
size_t utf8_encoded_size(const void *chars, size_t n, int width) PURE;
size_t utf8_encode(char *out, const void *chars, size_t n, int width);

/* Index of the first surrogate at or after i, or n. */
size_t utf8_find_surrogate(const void *chars, size_t i, size_t n, int width) PURE;

/* An upper bound of the characters that has the right width: 0x7F, 0xFF, 0xFFFF, 0x10FFFF. */
uint32_t utf8_max_char(const void *chars, size_t n, int width) PURE;
