/* A growing run of bytes, for building text.
 *
 * The bytes are leaf memory of the collected heap: a Buf on the C stack or in a heap object keeps them
 * alive, and an error path has nothing to free. Do not put a Buf into malloc'd memory. Failure is
 * remembered: append as you like and look at `failed` once, at the end. A zeroed Buf is empty and ready. */
#pragma once

#include "config.h"
#include <stdarg.h>
#include <string.h>

typedef struct {
    char *data;                                   /* NULL while nothing was reserved; not terminated by a 0 */
    size_t len, cap;
    bool failed;                                        /* out of memory: data is incomplete */
} Buf;

#define BUF_INIT ((Buf){0})

/* Makes room for n more bytes and returns where they go, or NULL; the caller adds to len what it used. */
char *buf_grow(Buf *b, size_t n);
static inline char *buf_reserve(Buf *b, size_t n) {
    return likely(b->cap - b->len >= n && b->data != NULL) ? b->data + b->len : buf_grow(b, n);
}

static inline void buf_add(Buf *b, const void *bytes, size_t n) {
    char *p = buf_reserve(b, n);
    if (likely(p != NULL)) {
        memcpy(p, bytes, n);
        b->len += n;
    }
}
static inline void buf_char(Buf *b, char c) {
    char *p = buf_reserve(b, 1);
    if (likely(p != NULL)) {
        *p = c;
        b->len++;
    }
}
static inline void buf_str(Buf *b, const char *s) { buf_add(b, s, strlen(s)); }

void buf_fill(Buf *b, char c, size_t n);                /* n times c */
void buf_utf8(Buf *b, uint32_t cp);                     /* a code point, surrogates included */
void buf_printf(Buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(Buf *b, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

/* The text with a 0 after it (not counted in len), or NULL if anything has failed. */
const char *buf_cstr(Buf *b) MUST_CHECK;

static inline void buf_clear(Buf *b) { b->len = 0; }
void buf_free(Buf *b);                                  /* optional: gives the memory back early */
