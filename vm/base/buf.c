/* Byte builder: growth and formatting. */
#include "buf.h"
#include "heap.h"
#include "utf8.h"

#include <stdio.h>

#define FIRST_CAPACITY 64

char *buf_grow(Buf *b, size_t n) {
    size_t want;
    if (b->failed || __builtin_add_overflow(b->len, n, &want) || want > PTRDIFF_MAX) {
        b->failed = true;
        return NULL;
    }
    if (b->data != NULL && want <= b->cap)
        return b->data + b->len;
    want = MAX(want, MAX(b->cap + b->cap / 2, (size_t)FIRST_CAPACITY));
    char *data = heap_alloc_leaf(want);
    if (data == NULL) {
        b->failed = true;
        return NULL;
    }
    if (b->len > 0)
        memcpy(data, b->data, b->len);
    buf_free(&(Buf){ .data = b->data, .cap = b->cap });
    b->data = data;
    b->cap = want;
    return data + b->len;
}

void buf_free(Buf *b) {
    if (b->cap > 512)                                   /* a smaller one costs more to free than to leave */
        heap_free(b->data);
    *b = BUF_INIT;
}

void buf_fill(Buf *b, char c, size_t n) {
    char *p = buf_reserve(b, n);
    if (p != NULL) {
        memset(p, c, n);
        b->len += n;
    }
}

void buf_utf8(Buf *b, uint32_t cp) {
    char *p = buf_reserve(b, UTF8_MAX_BYTES);
    if (p != NULL)
        b->len += (size_t)utf8_put(p, cp);
}

void buf_vprintf(Buf *b, const char *fmt, va_list ap) {
    va_list again;
    va_copy(again, ap);
    char *p = buf_reserve(b, 64);
    size_t room = p != NULL ? b->cap - b->len : 0;
    int n = vsnprintf(p, room, fmt, ap);
    if (n < 0) {
        b->failed = true;
    } else if (p != NULL && (size_t)n >= room) {
        p = buf_reserve(b, (size_t)n + 1);              /* vsnprintf ends with a 0 */
        if (p != NULL)
            vsnprintf(p, (size_t)n + 1, fmt, again);
    }
    if (p != NULL && n > 0)
        b->len += (size_t)n;
    va_end(again);
}

void buf_printf(Buf *b, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

const char *buf_cstr(Buf *b) {
    char *p = buf_reserve(b, 1);
    if (p == NULL)
        return NULL;
    *p = 0;
    return b->data;
}
