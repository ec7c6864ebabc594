/* bytes: making, comparing, slicing; and what bytearray does in the same way. */
#include "vm/base/hash.h"
#include "vm/object/bytes_impl.h"
#include "vm/object/str_impl.h"

/* -- Making ---------------------------------------------------------------------------------------------- */

static Bytes *raw_bytes(Thread *t, size_t n) {
    if (unlikely(n > (size_t)STR_MAX))
        return raise_memory(t);
    Bytes *b = alloc_leaf_obj(t, type_by_id(t, T_BYTES), offsetof(Bytes, inline_data) + n + 1);
    if (unlikely(b == NULL))
        return NULL;
    b->hash = -1;
    b->len = (int64_t)n;
    b->data = b->inline_data;
    b->data[n] = 0;
    return b;
}

Bytes *bytes_alloc(Thread *t, size_t n) {
    if (unlikely(n == 0)) {
        if (!t->interp->empty_bytes)
            t->interp->empty_bytes = raw_bytes(t, 0);
        return t->interp->empty_bytes;
    }
    return raw_bytes(t, n);
}

Value bytes_new(Thread *t, const char *data, size_t n) {
    Bytes *b = bytes_alloc(t, n);
    if (unlikely(b == NULL))
        return VALUE_ERROR;
    if (n)
        memcpy(b->data, data, n);
    return from_ptr(b);
}

Value bytes_like(Thread *t, Value self, const char *p, int64_t n) {
    return is_bytes(self) ? bytes_new(t, p, (size_t)n) : bytearray_new(t, p, (size_t)n);
}

Value bytes_like_buf(Thread *t, Value self, Buf *b) {
    if (b->failed) {
        raise_memory(t);
        return VALUE_ERROR;
    }
    return bytes_like(t, self, b->data, (int64_t)b->len);
}

/* An instance of a class derived from bytes: scanned, so its data is a block of its own. */
static Value subclass_instance(Thread *t, Type *cls, Value from) {
    Value v = object_alloc(t, cls);
    Bytes *source = as_bytes(from);
    char *own = v ? alloc_leaf(t, (size_t)source->len + 1) : NULL;
    if (own == NULL)
        return VALUE_ERROR;
    memcpy(own, source->data, (size_t)source->len);
    own[source->len] = 0;
    Bytes *b = as_bytes(v);
    b->hash = -1;
    b->len = source->len;
    b->data = own;
    return v;
}

/* -- From other objects ---------------------------------------------------------------------------------- */

static bool ranged(Thread *t, Value v, const char *what, uint8_t *out) {
    int64_t i;
    if (!is_int(v) && !(v = number_index(t, v)))
        return false;
    if (!int_fits_int64(v, &i) || i < 0 || i > 255) {
        raise_value_error(t, "%s must be in range(0, 256)", what);
        return false;
    }
    *out = (uint8_t)i;
    return true;
}

bool byte_value(Thread *t, Value v, uint8_t *out) { return ranged(t, v, "byte", out); }

typedef struct Collecting { Buf *out; const char *what; } Collecting;

static bool add_byte(Thread *t, void *ctx, Value item) {
    Collecting *c = ctx;
    uint8_t byte;
    if (!ranged(t, item, c->what, &byte))
        return false;
    buf_char(c->out, (char)byte);
    return true;
}

bool bytes_collect(Thread *t, Value v, const char *type, Buf *out) {
    Type *y = type_of(t, v);
    BufferView b;
    if (has_index(t, v)) {
        int64_t n;
        Value i = is_int(v) ? v : number_index(t, v);
        if (!i) {
            if (!exc_matches(t, EXC_TypeError))
                return false;
            exc_clear(t);
        } else {
            if (!int_fits_int64(i, &n)) {
                raise_overflow(t, "cannot fit '%T' into an index-sized integer", v);
                return false;
            }
            if (n < 0) {
                raise_value_error(t, "negative count");
                return false;
            }
            buf_fill(out, 0, (size_t)n);
            return true;
        }
    }
    if (ptr_kind(v, T_MEMORYVIEW)) {                        /* which need not be contiguous */
        MemoryView *m = (MemoryView *)obj_of(v);
        if (!memoryview_alive(t, m))
            return false;
        memoryview_bytes(m, out);
        memoryview_consumed(m);
        return true;
    }
    if (has_buffer(t, v)) {
        if (!get_buffer(t, v, &b))
            return false;
        buf_add(out, b.data, b.len);
        release_buffer(t, &b);
        return true;
    }
    if (!y->slots.iter && !y->slots.getitem) {
        raise_type_error(t, "cannot convert '%T' object to %s", v, type);
        return false;
    }
    Value it = get_iter(t, v);
    if (!it && exc_matches(t, EXC_TypeError)) {
        exc_clear(t);
        raise_type_error(t, "cannot convert '%T' object to %s", v, type);
    }
    Collecting c = { out, strcmp(type, "bytes") == 0 ? "bytes" : "byte" };
    return it && each_item(t, it, add_byte, &c);
}

int bytes_encode_source(Thread *t, const char *type, Value source, Value encoding, Value errors,
                        Value *encoded) {
    const char *enc, *err;
    if (!codec_argument(t, type, "encoding", encoding, &enc) ||
        !codec_argument(t, type, "errors", errors, &err))
        return -1;
    if (source && is_str(source)) {
        if (!enc) {
            raise_type_error(t, "string argument without an encoding");
            return -1;
        }
        *encoded = str_encode(t, as_str(source), enc, err);
        return *encoded ? 1 : -1;
    }
    if (enc || err) {
        raise_type_error(t, enc ? "encoding without a string argument" : "errors without a string argument");
        return -1;
    }
    return 0;
}

/* bytes(v) for what is not a str. */
static Value bytes_of(Thread *t, Value v) {
    if (is_exact(t, v, T_BYTES))
        return v;
    if (is_small(v) && small_of(v) >= 0) {
        Bytes *zeros = bytes_alloc(t, (size_t)small_of(v));
        if (zeros && zeros->len)
            memset(zeros->data, 0, (size_t)zeros->len);
        return from_ptr(zeros);
    }
    Value r = is_ptr(v) ? call_special(t, v, NAME(t, __bytes__), NULL, 0) : VALUE_NOTIMPLEMENTED;
    if (r != VALUE_NOTIMPLEMENTED)
        return r && !is_bytes(r) ? raise_type_error(t, "__bytes__ returned non-bytes (type %T)", r) : r;
    Buf b = BUF_INIT;
    if (!bytes_collect(t, v, "bytes", &b))
        return VALUE_ERROR;
    if (b.failed) {
        raise_memory(t);
        return VALUE_ERROR;
    }
    return bytes_new(t, b.data, b.len);
}

/* a: cls, source, encoding, errors */
static Value bytes_make(Thread *t, Value *a) {
    Type *cls = (Type *)obj_of(a[0]);
    Value v;
    int encoded = bytes_encode_source(t, "bytes", a[1], a[2], a[3], &v);
    if (encoded < 0)
        return VALUE_ERROR;
    if (!encoded)
        v = a[1] ? bytes_of(t, a[1]) : bytes_new(t, NULL, 0);
    return !v || cls == t->interp->types[T_BYTES] ? v : subclass_instance(t, cls, v);
}

/* -- repr, comparison, hash ------------------------------------------------------------------------------ */

Value bytes_quoted(Thread *t, Span s, const char *before, const char *after) {
    static const char hex[] = "0123456789abcdef";
    bool single = memchr(s.p, '\'', (size_t)s.n), dbl = single && memchr(s.p, '"', (size_t)s.n);
    char quote = single && !dbl ? '"' : '\'';
    char escaped = *before ? '\'' : quote;                  /* so it is with bytearray, needed or not */
    Buf b = BUF_INIT;
    if (!buf_reserve(&b, (size_t)s.n + strlen(before) + strlen(after) + 3))
        return from_ptr(raise_memory(t));
    buf_str(&b, before);
    buf_char(&b, 'b');
    buf_char(&b, quote);
    for (int64_t i = 0; i < s.n; i++) {
        uint8_t c = (uint8_t)s.p[i];
        if (c == (uint8_t)escaped || c == '\\' || c == '\n' || c == '\r' || c == '\t') {
            char pair[2] = { '\\', (char)(c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c) };
            buf_add(&b, pair, 2);
        } else if (c < ' ' || c >= 127) {
            char four[4] = { '\\', 'x', hex[c >> 4], hex[c & 15] };
            buf_add(&b, four, 4);
        } else {
            buf_char(&b, (char)c);
        }
    }
    buf_char(&b, quote);
    buf_str(&b, after);
    return b.failed ? from_ptr(raise_memory(t)) : str_from_utf8(t, b.data, b.len);
}

Value bytes_repr(Thread *t, Value v) { return bytes_quoted(t, span_of(v), "", ""); }

static Value bytes_str(Thread *t, Value v) {
    if (unlikely(t->interp->bytes_warning) && !warn(t, EXC_BytesWarning, 1, "str() on a bytes instance"))
        return VALUE_ERROR;
    return to_repr(t, v);
}

Value bytes_compare_spans(Span a, Span b, enum CompareOp op) {
    if (op == CMP_EQ || op == CMP_NE)
        return from_bool((a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, (size_t)a.n) == 0)) == (op == CMP_EQ));
    int order = text_compare(a.p, 1, a.n, b.p, 1, b.n);
    switch (op) {
    case CMP_LT: return from_bool(order < 0);
    case CMP_LE: return from_bool(order <= 0);
    case CMP_GT: return from_bool(order > 0);
    default: return from_bool(order >= 0);
    }
}

static Value bytes_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!is_bytes(a) || !is_bytes(b)) {                     /* with a bytearray: the other one's business */
        if (unlikely(t->interp->bytes_warning) && (op == CMP_EQ || op == CMP_NE) && (is_str(b) || is_int(b)) &&
            !warn(t, EXC_BytesWarning, 1, "Comparison between bytes and %s", is_str(b) ? "string" : "int"))
            return VALUE_ERROR;
        return VALUE_NOTIMPLEMENTED;
    }
    return bytes_compare_spans(span_of(a), span_of(b), op);
}

static bool bytes_hash(Thread *t, Value self, int64_t *out) {
    Bytes *b = as_bytes(self);
    if (b->hash == -1) {
        HashKey key = { t->interp->hash_key[0], t->interp->hash_key[1] };
        b->hash = hash_bytes(key, b->data, (size_t)b->len);
    }
    *out = b->hash;
    return true;
}

/* -- Sequence -------------------------------------------------------------------------------------------- */

static Value bytes_iter(Thread *t, Value self) { return seq_iter_new(t, T_BYTES_ITER, self); }
static int64_t bytes_len(Thread *t, Value self) { return as_bytes(self)->len; }

static Value bytes_getitem(Thread *t, Value self, Value key) {
    Bytes *b = as_bytes(self);
    int64_t i;
    if (ptr_kind(key, T_SLICE)) {
        int64_t start, stop, step, n = slice_indices(t, key, b->len, &start, &stop, &step);
        if (n < 0)
            return VALUE_ERROR;
        if (n == b->len && step == 1 && is_exact(t, self, T_BYTES))
            return self;
        if (step == 1 || n == 0)
            return bytes_new(t, n ? b->data + start : NULL, (size_t)n);
        Bytes *r = bytes_alloc(t, (size_t)n);
        if (r == NULL)
            return VALUE_ERROR;
        for (int64_t k = 0; k < n; k++, start += step)
            r->data[k] = b->data[start];
        return from_ptr(r);
    }
    if (!has_index(t, key))
        return raise_type_error(t, "byte indices must be integers or slices, not %T", key);
    if (!as_index(t, key, &i))
        return VALUE_ERROR;
    if (i < 0)
        i += b->len;
    if ((uint64_t)i >= (uint64_t)b->len)
        return raise_error(t, EXC_IndexError, "index out of range");
    return from_small((uint8_t)b->data[i]);
}

int bytes_contains(Thread *t, Value self, Value item) {
    uint8_t byte;
    BufferView b;
    if (has_index(t, item)) {
        Value number = number_index(t, item);
        if (!number) {                                      /* CPython then takes it for a piece of text */
            exc_clear(t);
            raise_type_error(t, "a bytes-like object is required, not '%T'", item);
            return -1;
        }
        if (!byte_value(t, number, &byte))
            return -1;
        Span s = span_of(self);
        return s.n && memchr(s.p, byte, (size_t)s.n) != NULL;
    }
    if (!get_buffer(t, item, &b))
        return -1;
    Span s = span_of(self);
    int found = text_find(s.p, s.n, b.data, (int64_t)b.len, 1) >= 0;
    release_buffer(t, &b);
    return found;
}

/* n bytes to be filled in, of kind's kind. */
Value bytes_like_alloc(Thread *t, Value kind, int64_t n) {
    return is_bytes(kind) ? from_ptr(bytes_alloc(t, (size_t)n)) : bytearray_new(t, NULL, (size_t)n);
}

static Value joined(Thread *t, Value kind, Span a, Span b) {
    Value r = bytes_like_alloc(t, kind, a.n + b.n);
    if (!r)
        return VALUE_ERROR;
    char *out = (char *)span_of(r).p;
    if (a.n)
        memcpy(out, a.p, (size_t)a.n);
    if (b.n)
        memcpy(out + a.n, b.p, (size_t)b.n);
    return r;
}

/* Also bytearray's +. The result is of a's kind. */
Value bytes_concat(Thread *t, Value a, Value b) {
    BufferView view;
    if (is_bytes(b)) {
        if (as_bytes(b)->len == 0 && is_exact(t, a, T_BYTES))
            return a;
        if (is_bytes(a) && as_bytes(a)->len == 0 && is_exact(t, b, T_BYTES))
            return b;
        return joined(t, a, span_of(a), span_of(b));
    }
    if (!has_buffer(t, b))
        return raise_type_error(t, "can't concat %T to %T", b, a);
    if (!get_buffer(t, b, &view))
        return VALUE_ERROR;
    Value r = joined(t, a, span_of(a), (Span){ view.data, (int64_t)view.len });
    release_buffer(t, &view);
    return r;
}

Value bytes_repeat_span(Thread *t, Value self, Value count) {
    int64_t n, len;
    if (!repeat_count(t, count, &n))
        return VALUE_ERROR;
    Span s = span_of(self);
    if (n == 1 && is_exact(t, self, T_BYTES))
        return self;
    if (__builtin_mul_overflow(s.n, n, &len)) {
        if (is_bytes(self))
            return raise_overflow(t, "repeated bytes are too long");
        return from_ptr(raise_memory(t));
    }
    Value r = bytes_like_alloc(t, self, len);
    if (!r || len == 0)
        return r;
    char *out = (char *)span_of(r).p;
    if (s.n == 1) {
        memset(out, s.p[0], (size_t)len);
        return r;
    }
    memcpy(out, s.p, (size_t)s.n);
    for (int64_t done = s.n; done < len; ) {                /* doubles what is there */
        int64_t more = MIN(done, len - done);
        memcpy(out + done, out, (size_t)more);
        done += more;
    }
    return r;
}

static Value bytes_mod(Thread *t, Value a, Value b) {
    return is_bytes(a) ? bytes_percent(t, a, b) : VALUE_NOTIMPLEMENTED;
}

/* -- The type -------------------------------------------------------------------------------------------- */

static Value bytes_dunder_bytes(Thread *t, Value *a) {
    Bytes *b = as_bytes(a[0]);
    return is_exact(t, a[0], T_BYTES) ? a[0] : bytes_new(t, b->data, (size_t)b->len);
}
static Value bytes_getnewargs(Thread *t, Value *a) {
    Value v = bytes_dunder_bytes(t, a);
    return v ? tuple_pack1(t, v) : VALUE_ERROR;
}
static Value bytes_sizeof(Thread *t, Value *a) {
    return from_small((int64_t)offsetof(Bytes, inline_data) + 1 + as_bytes(a[0])->len);
}

static const FunctionDef methods[] = {
    BYTES_METHOD_ROWS
    { "__bytes__", bytes_dunder_bytes, "", NULL, 0 },
    { "__getnewargs__", bytes_getnewargs, "", NULL, 0 },
    { "__sizeof__", bytes_sizeof, "", NULL, 0 },
    { 0 }
};

const TypeDef type_bytes = {
    .name = "bytes",
    .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> that many zero bytes\n"
           "bytes() -> empty bytes",
    .size = sizeof(Bytes),
    .flags = TYPE_MATCH_SELF,
    .slots = {
        .repr = bytes_repr,
        .str = bytes_str,
        .hash = bytes_hash,
        .compare = bytes_compare,
        .iter = bytes_iter,
        .binary = { [BIN_MOD] = bytes_mod },
        .len = bytes_len,
        .getitem = bytes_getitem,
        .contains = bytes_contains,
        .concat = bytes_concat,
        .repeat = bytes_repeat_span,
    },
    .new_ = { "__new__", bytes_make, "source=NULL, encoding=NULL, errors=NULL", NULL, 0 },
    .methods = methods,
};
