/* Making, interning, hashing and comparing strings, and joining two of them. */
#include "vm/base/hash.h"
#include "vm/base/panic.h"
#include "vm/base/utf8.h"
#include "vm/object/codec.h"
#include "vm/object/str_impl.h"

/* -- Allocation ------------------------------------------------------------------------------------------ */

/* A buffer shared by the strings of one `s += x` chain: each is a prefix of data[0..used). Leaf memory;
 * the strings themselves are scanned objects, so that they keep it. */
typedef struct StrBuffer {
    int64_t cap, used;                      /* code points */
    int64_t width;
    char data[];
} StrBuffer;

static StrBuffer *buffer_of(const Str *s) {
    return s->shared ? *(StrBuffer *const *)s->inline_text : NULL;
}

static void str_fields(Str *s, int64_t len, int width, bool ascii) {
    s->hash = -1;
    s->len = len;
    s->width = (uint8_t)width;
    s->ascii = ascii;
    s->interned = false;
    s->shared = false;
    s->text = s->inline_text;
}

Str *str_alloc_raw(Thread *t, int64_t len, int width, bool ascii) {
    if (unlikely(len > STR_MAX / width))
        return raise_memory(t);
    size_t bytes = (size_t)(len + 1) * (size_t)width;
    Str *s = alloc_leaf_obj(t, type_by_id(t, T_STR), offsetof(Str, inline_text) + bytes);
    if (unlikely(s == NULL))
        return NULL;
    str_fields(s, len, width, ascii);
    text_set(s->inline_text, width, len, 0);
    return s;
}

static Str *latin1_char(Thread *t, unsigned c);

static Str *empty_str(Thread *t) {
    Str *s = t->interp->empty_str;
    if (unlikely(s == NULL)) {
        if (!(s = str_alloc_raw(t, 0, 1, true)))
            return NULL;
        s->interned = true;
        t->interp->empty_str = s;
        for (unsigned c = 0; c < 256; c++)                  /* others look into the table themselves */
            if (!latin1_char(t, c))
                return NULL;
    }
    return s;
}

static Str *latin1_char(Thread *t, unsigned c) {
    Str *s = t->interp->latin1[c];
    if (unlikely(s == NULL)) {
        if (!(s = str_alloc_raw(t, 1, 1, c < 128)))
            return NULL;
        *(uint8_t *)s->text = (uint8_t)c;
        s->interned = true;
        t->interp->latin1[c] = s;
    }
    return s;
}

Str *str_alloc(Thread *t, int64_t len, uint32_t max_char) {
    if (unlikely(len == 0))
        return empty_str(t);
    return str_alloc_raw(t, len, text_width(max_char), max_char < 128);
}

/* -- From other forms of text ---------------------------------------------------------------------------- */

Value str_from_char(Thread *t, uint32_t c) {
    if (likely(c < 256))
        return from_ptr(latin1_char(t, c));
    Str *s = str_alloc_raw(t, 1, text_width(c), false);
    if (unlikely(s == NULL))
        return VALUE_ERROR;
    text_set(s->text, s->width, 0, c);
    return from_ptr(s);
}

Value str_from_ascii(Thread *t, const char *p, size_t n) {
    if (n <= 1)
        return n ? from_ptr(latin1_char(t, (uint8_t)*p)) : from_ptr(empty_str(t));
    Str *s = str_alloc_raw(t, (int64_t)n, 1, true);
    if (unlikely(s == NULL))
        return VALUE_ERROR;
    memcpy(s->text, p, n);
    return from_ptr(s);
}

Value str_from_scanned(Thread *t, const char *p, const Utf8Scan *scan) {
    if (scan->chars <= 1) {
        uint32_t c;
        if (scan->chars == 0)
            return from_ptr(empty_str(t));
        utf8_next(p, &c);
        return str_from_char(t, c);
    }
    Str *s = str_alloc(t, (int64_t)scan->chars, scan->max);
    if (unlikely(s == NULL))
        return VALUE_ERROR;
    if (s->width == 1)
        utf8_decode_1(s->text, p, scan->valid);
    else if (s->width == 2)
        utf8_decode_2(s->text, p, scan->valid);
    else
        utf8_decode_4(s->text, p, scan->valid);
    return from_ptr(s);
}

Value str_from_utf8(Thread *t, const char *p, size_t n) {
    return codec_decode(t, CODEC_UTF8, p, n, NULL, NULL);
}

Value str_from_utf8_lossy(Thread *t, const char *s, size_t n, const char *errors) {
    return codec_decode(t, CODEC_UTF8, s, n, errors, NULL);
}

Value str_from_cstr(Thread *t, const char *s) { return str_from_utf8(t, s, strlen(s)); }

Value str_from_text(Thread *t, const void *text, int width, int64_t n) {
    if (n <= 1)
        return n ? str_from_char(t, text_get(text, width, 0)) : from_ptr(empty_str(t));
    Str *s = str_alloc(t, n, utf8_max_char(text, (size_t)n, width));
    if (unlikely(s == NULL))
        return VALUE_ERROR;
    text_copy(s->text, s->width, text, width, n);
    return from_ptr(s);
}

Value str_from_ucs4(Thread *t, const uint32_t *s, int64_t n) { return str_from_text(t, s, 4, n); }

/* Keeps what is known about s: no need to measure it again. */
static Value str_copy(Thread *t, const Str *s) {
    if (s->len == 0)
        return from_ptr(empty_str(t));
    if (s->len == 1)
        return str_from_char(t, str_at(s, 0));
    Str *r = str_alloc_raw(t, s->len, s->width, s->ascii);
    if (unlikely(r == NULL))
        return VALUE_ERROR;
    memcpy(r->text, s->text, (size_t)s->len * s->width);
    r->hash = s->hash;
    return from_ptr(r);
}

Value str_exact(Thread *t, Str *s) {
    return s->h.type == t->interp->types[T_STR] ? from_ptr(s) : str_copy(t, s);
}

/* -- Interning ------------------------------------------------------------------------------------------- */

/* Open addressing, at most half full. Holds its strings for good: there are as many as names in programs. */
typedef struct StrTable {
    size_t used, mask;
    Str **slots;
} StrTable;

static bool table_grow(Thread *t) {
    StrTable *old = t->interp->interned;
    StrTable *fresh = alloc_array(t, 1, sizeof *fresh);
    size_t n = old ? (old->mask + 1) * 2 : 2048;
    if (fresh == NULL || !(fresh->slots = alloc_array(t, n, sizeof(Str *))))
        return false;
    fresh->mask = n - 1;
    if (old) {
        fresh->used = old->used;
        for (size_t i = 0; i <= old->mask; i++) {
            Str *s = old->slots[i];
            if (s == NULL)
                continue;
            size_t at = (size_t)s->hash & fresh->mask;
            while (fresh->slots[at])
                at = (at + 1) & fresh->mask;
            fresh->slots[at] = s;
        }
    }
    t->interp->interned = fresh;
    return true;
}

Str *str_intern_exact(Thread *t, Str *s) {
    if (s->interned)
        return s;
    if (s->len <= 1 && s->width == 1)
        return s->len ? latin1_char(t, *(uint8_t *)s->text) : empty_str(t);
    int64_t hash = str_hash(t, s);
    StrTable *table = t->interp->interned;
    if (unlikely(table == NULL || table->used * 2 > table->mask)) {
        if (!table_grow(t))
            return NULL;
        table = t->interp->interned;
    }
    size_t at = (size_t)hash & table->mask;
    for (Str *x; (x = table->slots[at]) != NULL; at = (at + 1) & table->mask)
        if (x->hash == hash && str_equal(x, s))
            return x;
    if (s->shared || s->h.type != t->interp->types[T_STR]) {    /* what lives for good is exact and compact */
        Value copy = str_copy(t, s);
        if (!copy)
            return NULL;
        s = as_str(copy);
        s->hash = hash;
    }
    s->interned = true;
    table->slots[at] = s;
    table->used++;
    return s;
}

Value str_intern(Thread *t, Value s) { return from_ptr(str_intern_exact(t, as_str(s))); }

Str *str_intern_cstr(Thread *t, const char *s) {
    Value v = str_from_cstr(t, s);
    return v ? str_intern_exact(t, as_str(v)) : NULL;
}

/* -- Equality, order, hash ------------------------------------------------------------------------------- */

bool str_equal_slow(const Str *a, const Str *b) {
    return memcmp(a->text, b->text, (size_t)a->len * a->width) == 0;
}

bool str_equals_cstr(const Str *a, const char *ascii) {
    size_t n = strlen(ascii);
    return a->width == 1 && (size_t)a->len == n && memcmp(a->text, ascii, n) == 0;
}

int str_compare(const Str *a, const Str *b) {
    return text_compare(a->text, a->width, a->len, b->text, b->width, b->len);
}

int64_t str_hash_slow(Thread *t, Str *s) {
    HashKey key = { t->interp->hash_key[0], t->interp->hash_key[1] };
    return s->hash = hash_bytes(key, s->text, (size_t)s->len * s->width);
}

/* -- As UTF-8 -------------------------------------------------------------------------------------------- */

/* Moves a string out of its shared buffer, where no terminator can follow it. */
static bool detach(Thread *t, Str *s) {
    size_t bytes = (size_t)s->len * s->width;
    char *own = alloc_leaf(t, bytes + s->width);
    if (own == NULL)
        return false;
    memcpy(own, s->text, bytes);
    memset(own + bytes, 0, s->width);
    s->text = own;
    *(StrBuffer **)s->inline_text = NULL;
    s->shared = false;
    return true;
}

/* Surrogates are let through as three bytes. */
static char *encoded(Thread *t, const Str *s, size_t *n) {
    size_t size = utf8_encoded_size(s->text, (size_t)s->len, s->width);
    char *out = alloc_leaf(t, size + 1);
    if (out == NULL)
        return NULL;
    utf8_encode(out, s->text, (size_t)s->len, s->width);
    out[size] = 0;
    if (n)
        *n = size;
    return out;
}

const char *str_utf8(Thread *t, Str *s, size_t *n) {
    if (likely(s->ascii)) {
        if (s->shared && !detach(t, s))
            return NULL;
        if (n)
            *n = (size_t)s->len;
        return s->text;
    }
    if (s->width > 1 && utf8_find_surrogate(s->text, 0, (size_t)s->len, s->width) < (size_t)s->len) {
        if (str_encode(t, s, "utf-8", NULL))
            unreachable();
        return NULL;
    }
    return encoded(t, s, n);
}

const char *str_utf8_lossy(Thread *t, Str *s, size_t *n) {
    if (s->width > 1 && utf8_find_surrogate(s->text, 0, (size_t)s->len, s->width) < (size_t)s->len) {
        Value b = str_encode(t, s, "utf-8", "backslashreplace");
        if (!b)
            return NULL;
        if (n)
            *n = (size_t)as_bytes(b)->len;
        return as_bytes(b)->data;
    }
    return str_utf8(t, s, n);
}

const char *str_fs(Thread *t, Str *s, size_t *n) {
    if (s->ascii)
        return str_utf8(t, s, n);
    Value b = str_encode(t, s, "utf-8", "surrogateescape");
    if (!b)
        return NULL;
    if (n)
        *n = (size_t)as_bytes(b)->len;
    return as_bytes(b)->data;
}

/* -- Joining two, cutting, repeating --------------------------------------------------------------------- */

Value str_concat(Thread *t, Value av, Value bv) {
    Str *a = as_str(av), *b = as_str(bv);
    if (b->len == 0)
        return str_exact(t, a);
    if (a->len == 0)
        return str_exact(t, b);
    int width = MAX(a->width, b->width);
    Str *r = str_alloc_raw(t, a->len + b->len, width, a->ascii && b->ascii);
    if (unlikely(r == NULL))
        return VALUE_ERROR;
    text_copy(r->text, width, a->text, a->width, a->len);
    text_copy(text_ptr(r->text, width, a->len), width, b->text, b->width, b->len);
    return from_ptr(r);
}

/* From this length on `a += b` leaves room behind the text. Below it copying costs less than the second
 * object. */
#define APPEND_MIN 256

static StrBuffer *buffer_for(Thread *t, const Str *a, int64_t len, int width) {
    int64_t cap = a->shared ? len + len / 2 : len + len / 4;
    if (cap > STR_MAX / width)
        return raise_memory(t);
    StrBuffer *b = alloc_leaf(t, sizeof(StrBuffer) + (size_t)cap * (size_t)width);
    if (b == NULL)
        return NULL;
    b->cap = cap;
    b->width = width;
    b->used = a->len;
    text_copy(b->data, width, a->text, a->width, a->len);
    return b;
}

Value str_append(Thread *t, Value av, Value bv) {
    Str *a = as_str(av), *b = as_str(bv);
    int64_t len = a->len + b->len;
    Type *str_type = t->interp->types[T_STR];
    if (len < APPEND_MIN || b->len == 0 || a->len == 0 || a->h.type != str_type)
        return str_concat(t, av, bv);
    int width = MAX(a->width, b->width);
    StrBuffer *buffer = buffer_of(a);
    if (!buffer || buffer->used != a->len || buffer->width != width || buffer->cap < len) {
        if (!(buffer = buffer_for(t, a, len, width)))
            return VALUE_ERROR;
    }
    Str *r = alloc_obj(t, str_type, sizeof(Str) + sizeof(StrBuffer *));
    if (unlikely(r == NULL))
        return VALUE_ERROR;
    text_copy(text_ptr(buffer->data, width, a->len), width, b->text, b->width, b->len);
    buffer->used = len;
    str_fields(r, len, width, a->ascii && b->ascii);
    r->text = buffer->data;
    r->shared = true;
    *(StrBuffer **)r->inline_text = buffer;
    return from_ptr(r);
}

Value str_slice(Thread *t, Str *s, int64_t start, int64_t stop) {
    int64_t n = stop - start;
    if (n == s->len)
        return str_exact(t, s);
    if (!s->ascii || n <= 1)
        return str_from_text(t, str_ptr(s, start), s->width, n);
    Str *r = str_alloc_raw(t, n, 1, true);
    if (unlikely(r == NULL))
        return VALUE_ERROR;
    memcpy(r->text, (char *)s->text + start, (size_t)n);
    return from_ptr(r);
}

Value str_repeat(Thread *t, Str *s, int64_t n) {
    if (n <= 0 || s->len == 0)
        return from_ptr(empty_str(t));
    if (n == 1)
        return str_exact(t, s);
    int64_t len;
    if (__builtin_mul_overflow(s->len, n, &len))
        return raise_overflow(t, "repeated string is too long");
    Str *r = str_alloc_raw(t, len, s->width, s->ascii);
    if (unlikely(r == NULL))
        return VALUE_ERROR;
    if (s->len == 1) {
        text_fill(r->text, s->width, str_at(s, 0), len);
        return from_ptr(r);
    }
    size_t done = (size_t)s->len * s->width, total = (size_t)len * s->width;
    memcpy(r->text, s->text, done);
    while (done < total) {                              /* doubles what is there */
        size_t more = MIN(done, total - done);
        memcpy((char *)r->text + done, r->text, more);
        done += more;
    }
    return from_ptr(r);
}
