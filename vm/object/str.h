/* str: code points in 1, 2 or 4 bytes each (the narrowest that fits), so that indexing is O(1). */
#pragma once
#include "vm/object/error.h"
#include <stdarg.h>

/* text points into the same object (leaf memory, the usual case) or at a shared growing buffer (see str_concat:
 * `s += piece` appends in place while s is the latest user of its buffer, so loops of it are linear). */
struct Str {
    Obj h;
    int64_t hash;               /* -1: not computed yet */
    int64_t len;                /* code points */
    uint8_t width;              /* 1, 2, 4 bytes per code point */
    bool ascii;                 /* all code points < 128: text is also its UTF-8 form */
    bool interned;              /* equal interned strings are identical */
    bool shared;                /* a scanned object: a pointer to the growing buffer stands at inline_text */
    void *text;                 /* NUL-terminated (by a zero of that width) unless shared */
    char inline_text[];
};

static inline Str *as_str(Value v) { return (Str *)obj_of(v); }
static inline uint32_t str_at(const Str *s, int64_t i) {
    return s->width == 1 ? ((const uint8_t *)s->text)[i] : s->width == 2 ? ((const uint16_t *)s->text)[i]
                                                                         : ((const uint32_t *)s->text)[i];
}

/* -- Making ------------------------------------------------------------------------------------------------------ */
Str *str_alloc(Thread *t, int64_t len, uint32_t max_char);          /* text to be filled in; NULL: MemoryError */
Value str_from_utf8(Thread *t, const char *s, size_t n);            /* UnicodeDecodeError on bad UTF-8 */
/* "surrogateescape", "replace" ... */
Value str_from_utf8_lossy(Thread *t, const char *s, size_t n, const char *errors);
Value str_from_cstr(Thread *t, const char *s);                      /* UTF-8, NUL-terminated */
Value str_from_ascii(Thread *t, const char *s, size_t n);
Value str_from_char(Thread *t, uint32_t c);
Value str_from_ucs4(Thread *t, const uint32_t *s, int64_t n);
Value str_intern(Thread *t, Value s);                               /* the one interned str equal to s */
Str *str_intern_cstr(Thread *t, const char *s);                     /* NULL: MemoryError */
Str *str_intern_exact(Thread *t, Str *s);                           /* as str_intern; for attribute names */

/* -- Using ------------------------------------------------------------------------------------------------------- */
static inline bool str_equal(const Str *a, const Str *b);
bool str_equal_slow(const Str *a, const Str *b);
static inline bool str_equal(const Str *a, const Str *b) {
    if (a == b) return true;
    if (a->len != b->len || a->width != b->width || (a->interned && b->interned)) return false;
    return str_equal_slow(a, b);
}
bool str_equals_cstr(const Str *a, const char *ascii);
int str_compare(const Str *a, const Str *b);                        /* -1, 0, 1 by code points */
int64_t str_hash_slow(Thread *t, Str *s);
static inline int64_t str_hash(Thread *t, Str *s) { return likely(s->hash != -1) ? s->hash : str_hash_slow(t, s); }
/* NUL-terminated UTF-8; *n (if n) its length. Lone surrogates: UnicodeEncodeError, NULL. */
const char *str_utf8(Thread *t, Str *s, size_t *n);
const char *str_utf8_lossy(Thread *t, Str *s, size_t *n);           /* surrogates as \udcxx text; for messages */
const char *str_fs(Thread *t, Str *s, size_t *n);                   /* surrogateescape; NULL: error */
Value str_concat(Thread *t, Value a, Value b);                      /* exact strs or subclasses -> str */
Value str_append(Thread *t, Value a, Value b);                      /* a += b in a loop: amortised O(len(b)) */
Value str_slice(Thread *t, Str *s, int64_t start, int64_t stop);    /* step 1, 0 <= start <= stop <= len */
Value str_repeat(Thread *t, Str *s, int64_t n);
Value str_join(Thread *t, Str *sep, Value iterable);
Value str_repr(Thread *t, Value s);
Value str_ascii_repr(Thread *t, Value s);
int64_t str_find(const Str *s, const Str *sub, int64_t start, int64_t stop);    /* index or -1 */
Value str_encode(Thread *t, Str *s, const char *encoding, const char *errors);  /* -> bytes */
Value str_decode(Thread *t, const char *data, size_t n, const char *encoding, const char *errors);
Value str_format(Thread *t, const char *fmt, ...);                  /* formats of raise_error, see error.h */
Value str_vformat(Thread *t, const char *fmt, va_list ap);

/* -- Building ---------------------------------------------------------------------------------------------------- */
/* A growing str. It lives on the C stack and is not copied: short text stays in `room`. Widens itself. Failure is
 * remembered: look at strbuf_finish's result. */
typedef struct StrBuf {
    Thread *t;
    void *text;                 /* room, or in a Str under construction */
    int64_t len, cap;
    uint8_t width;
    bool failed;
    uint32_t seen;              /* or of all code points: tells ascii/latin-1 at the end */
    char room[120];
} StrBuf;
void strbuf_init(StrBuf *b, Thread *t);
void strbuf_char(StrBuf *b, uint32_t c);
void strbuf_ascii(StrBuf *b, const char *s, size_t n);
void strbuf_cstr(StrBuf *b, const char *utf8);
void strbuf_str(StrBuf *b, Str *s);
void strbuf_slice(StrBuf *b, Str *s, int64_t start, int64_t stop);
void strbuf_fill(StrBuf *b, uint32_t c, int64_t n);
MUST_CHECK bool strbuf_repr(StrBuf *b, Value v);                    /* appends repr(v) */
Value strbuf_finish(StrBuf *b);                                     /* 0: MemoryError */

/* -- Formatting (format.c) ----------------------------------------------------------------------------------------- */
Value str_percent(Thread *t, Value fmt, Value args);                /* '...' % args */
Value bytes_percent(Thread *t, Value fmt, Value args);
Value str_format_method(Thread *t, Value fmt, Tuple *args, Dict *kwargs /* or NULL */, Value mapping /* or 0 */);
Value format_int(Thread *t, Value v, Str *spec);                    /* int.__format__ */
Value format_float(Thread *t, Value v, Str *spec);
Value format_complex(Thread *t, Value v, Str *spec);
Value format_str(Thread *t, Value v, Str *spec);
