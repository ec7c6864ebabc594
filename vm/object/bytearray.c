/* bytearray: bytes that change. */
#include "vm/object/bytes_impl.h"
#include "vm/object/range.h"
#include "vm/object/str_impl.h"

/* -- Memory ---------------------------------------------------------------------------------------------- */

/* A block of `cap` bytes for b, with what b holds at its start. */
static bool move_to_new_block(Thread *t, ByteArray *b, int64_t cap, int64_t keep) {
    char *block = alloc_leaf(t, (size_t)cap);
    if (block == NULL)
        return false;
    if (keep)
        memcpy(block, b->data, (size_t)keep);
    if (!b->lent && b->block && b->cap > HEAP_SMALL_MAX)
        heap_free(b->block);
    b->block = b->data = block;
    b->cap = cap;
    return true;
}

/* Data always ends with a 0 that is not counted. */
static bool reserve(Thread *t, ByteArray *b, int64_t need) {
    int64_t gone = b->data - b->block;
    if (need < b->cap)
        return true;
    if (need > STR_MAX) {
        raise_memory(t);
        return false;
    }
    if (gone > b->cap && need < b->cap + gone) {      /* most of the block is what was deleted at the front */
        memmove(b->block, b->data, (size_t)b->len);
        b->data = b->block;
        b->cap += gone;
        return true;
    }
    return move_to_new_block(t, b, b->cap ? MAX(need + 1, b->cap + b->cap / 2) : need + 1, b->len);
}

bool bytearray_resize(Thread *t, ByteArray *b, int64_t n) {
    if (n == b->len && b->block)
        return true;
    if (!bytearray_free_to_resize(t, b))
        return false;
    if (n < b->cap / 4 && b->cap > 1024) {                  /* much of it is free: a smaller block */
        if (!move_to_new_block(t, b, n + 1, n))
            return false;
    } else if (!reserve(t, b, n)) {
        return false;
    }
    b->len = n;
    b->data[n] = 0;
    return true;
}

Value bytearray_new(Thread *t, const char *data, size_t n) {
    ByteArray *b = alloc_obj(t, type_by_id(t, T_BYTEARRAY), sizeof(ByteArray));
    if (b == NULL || !bytearray_resize(t, b, (int64_t)n))
        return VALUE_ERROR;
    if (data && n)
        memcpy(b->data, data, n);
    return from_ptr(b);
}

/* Makes the gap [at, at + old) `new` bytes long; what is in it then is for the caller to fill. */
static bool regap(Thread *t, ByteArray *b, int64_t at, int64_t old, int64_t new) {
    int64_t tail = b->len - at - old, len = b->len - old + new;
    if (old == new)
        return true;
    if (new < old) {
        if (!bytearray_free_to_resize(t, b))
            return false;
        if (at == 0) {                                      /* a queue is read from its front: no copying */
            b->data += old - new;
            b->cap -= old - new;
            b->len = len;
            if (len == 0) {
                b->cap += b->data - b->block;
                b->data = b->block;
                *b->data = 0;
            }
            return true;
        }
        memmove(b->data + at + new, b->data + at + old, (size_t)tail);
        return bytearray_resize(t, b, len);
    }
    if (!bytearray_resize(t, b, len))
        return false;
    memmove(b->data + at + new, b->data + at + old, (size_t)tail);
    return true;
}

/* -- Making ---------------------------------------------------------------------------------------------- */

static Value bytearray_bare(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    Value v = object_alloc(t, cls);
    return v && bytearray_resize(t, as_bytearray(v), 0) ? v : VALUE_ERROR;
}

static bool set_content(Thread *t, ByteArray *b, const char *p, int64_t n) {
    if (!bytearray_resize(t, b, n))
        return false;
    if (n)
        memcpy(b->data, p, (size_t)n);
    return true;
}

/* a: self, source, encoding, errors */
static Value bytearray_init(Thread *t, Value *a) {
    ByteArray *b = as_bytearray(a[0]);
    Value text;
    int encoded = bytes_encode_source(t, "bytearray", a[1], a[2], a[3], &text);
    if (encoded < 0)
        return VALUE_ERROR;
    if (encoded)
        return set_content(t, b, as_bytes(text)->data, as_bytes(text)->len) ? VALUE_NONE : VALUE_ERROR;
    Buf content = BUF_INIT;
    if (a[1] && !bytes_collect(t, a[1], "bytearray", &content))
        return VALUE_ERROR;
    if (content.failed)
        return from_ptr(raise_memory(t));
    return set_content(t, b, content.data, (int64_t)content.len) ? VALUE_NONE : VALUE_ERROR;
}

/* -- Slots ----------------------------------------------------------------------------------------------- */

static Value bytearray_repr(Thread *t, Value self) {
    char before[256];
    const char *name = type_name_of(t, self), *dot = strrchr(name, '.');
    size_t n = strnlen(dot ? dot + 1 : name, sizeof before - 2);
    memcpy(before, dot ? dot + 1 : name, n);
    memcpy(before + n, "(", 2);
    return bytes_quoted(t, span_of(self), before, ")");
}

static Value bytearray_str(Thread *t, Value v) {
    if (unlikely(t->interp->bytes_warning) && !warn(t, EXC_BytesWarning, 1, "str() on a bytearray instance"))
        return VALUE_ERROR;
    return to_repr(t, v);
}

static Value bytearray_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    BufferView x, y;
    if (is_span(a) && is_span(b))
        return bytes_compare_spans(span_of(a), span_of(b), op);
    if (!has_buffer(t, a) || !has_buffer(t, b)) {
        if (unlikely(t->interp->bytes_warning) && (op == CMP_EQ || op == CMP_NE) && is_str(b) &&
            !warn(t, EXC_BytesWarning, 1, "Comparison between bytearray and string"))
            return VALUE_ERROR;
        return VALUE_NOTIMPLEMENTED;
    }
    if (!get_buffer(t, a, &x))
        return VALUE_ERROR;
    Value r = VALUE_ERROR;
    if (get_buffer(t, b, &y)) {
        r = bytes_compare_spans((Span){ x.data, (int64_t)x.len }, (Span){ y.data, (int64_t)y.len }, op);
        release_buffer(t, &y);
    }
    release_buffer(t, &x);
    return r;
}

static Value bytearray_iter(Thread *t, Value self) { return seq_iter_new(t, T_BYTEARRAY_ITER, self); }
static int64_t bytearray_len(Thread *t, Value self) { return as_bytearray(self)->len; }

/* An index into b made good; false: raised. */
static bool item_index(Thread *t, ByteArray *b, Value key, int64_t *i) {
    if (!has_index(t, key)) {
        raise_type_error(t, "bytearray indices must be integers or slices, not %T", key);
        return false;
    }
    if (!as_index(t, key, i))
        return false;
    if (*i < 0)
        *i += b->len;
    if ((uint64_t)*i >= (uint64_t)b->len) {
        raise_error(t, EXC_IndexError, "bytearray index out of range");
        return false;
    }
    return true;
}

static Value bytearray_getitem(Thread *t, Value self, Value key) {
    ByteArray *b = as_bytearray(self);
    int64_t i;
    if (ptr_kind(key, T_SLICE)) {
        int64_t start, stop, step;
        if (!slice_unpack(t, key, &start, &stop, &step))
            return VALUE_ERROR;
        int64_t n = slice_adjust(b->len, &start, &stop, step);      /* after __index__, which may cut b */
        if (step == 1 || n == 0)
            return bytearray_new(t, n ? b->data + start : NULL, (size_t)n);
        Value r = bytearray_new(t, NULL, (size_t)n);
        for (int64_t k = 0; r && k < n; k++, start += step)
            as_bytearray(r)->data[k] = b->data[start];
        return r;
    }
    return item_index(t, b, key, &i) ? from_small((uint8_t)b->data[i]) : VALUE_ERROR;
}

/* Takes every step-th byte out, n of them from start. */
static bool delete_stepped(Thread *t, ByteArray *b, int64_t start, int64_t step, int64_t n) {
    if (n == 0)
        return true;
    if (!bytearray_free_to_resize(t, b))
        return false;
    if (step < 0) {
        start += step * (n - 1);
        step = -step;
    }
    int64_t to = start;
    for (int64_t i = start, k = 0; i < b->len; i++) {
        if (k < n && i == start + k * step)
            k++;
        else
            b->data[to++] = b->data[i];
    }
    return bytearray_resize(t, b, to);
}

static bool assign_slice(Thread *t, ByteArray *b, Value key, const char *p, int64_t m) {
    int64_t start, stop, step;
    if (!slice_unpack(t, key, &start, &stop, &step))
        return false;
    int64_t n = slice_adjust(b->len, &start, &stop, step);          /* after __index__, which may cut b */
    if (step == 1) {
        if (!regap(t, b, start, n, m))
            return false;
        if (m)
            memcpy(b->data + start, p, (size_t)m);
        return true;
    }
    if (m == 0)
        return delete_stepped(t, b, start, step, n);
    if (m != n) {
        raise_value_error(t, "attempt to assign bytes of size %lld to extended slice of size %lld",
                          (long long)m, (long long)n);
        return false;
    }
    for (int64_t k = 0; k < n; k++, start += step)
        b->data[start] = p[k];
    return true;
}

static bool set_slice(Thread *t, ByteArray *b, Value key, Value v) {
    Buf content = BUF_INIT;
    if (!v)
        return assign_slice(t, b, key, NULL, 0);
    const Slots *slots = &type_of(t, v)->slots;
    if (is_str(v) || is_int(v) || (!has_buffer(t, v) && !slots->iter && !slots->getitem)) {
        raise_type_error(t, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
        return false;
    }
    if (!bytes_collect(t, v, "bytearray", &content))        /* a copy: v may be b, or look into it */
        return false;
    if (content.failed) {
        raise_memory(t);
        return false;
    }
    return assign_slice(t, b, key, content.data, (int64_t)content.len);
}

static bool bytearray_setitem(Thread *t, Value self, Value key, Value v) {
    ByteArray *b = as_bytearray(self);
    int64_t i;
    uint8_t byte;
    if (ptr_kind(key, T_SLICE))
        return set_slice(t, b, key, v);
    if (!item_index(t, b, key, &i))
        return false;
    if (!v)
        return regap(t, b, i, 1, 0);
    if (!byte_value(t, v, &byte))
        return false;
    if (i >= b->len) {                                      /* v.__index__() has cut it */
        raise_error(t, EXC_IndexError, "bytearray index out of range");
        return false;
    }
    b->data[i] = (char)byte;
    return true;
}

static bool append_bytes(Thread *t, ByteArray *b, const char *p, int64_t n) {
    int64_t at = b->len;
    if (!bytearray_resize(t, b, at + n))
        return false;
    memcpy(b->data + at, p, (size_t)n);
    return true;
}

static Value bytearray_iconcat(Thread *t, Value self, Value other) {
    ByteArray *b = as_bytearray(self);
    BufferView view;
    if (!has_buffer(t, other))
        return raise_type_error(t, "can't concat %T to %T", other, self);
    if (!get_buffer(t, other, &view))
        return VALUE_ERROR;
    bool ok = append_bytes(t, b, view.data, (int64_t)view.len);
    release_buffer(t, &view);
    return ok ? self : VALUE_ERROR;
}

static Value bytearray_irepeat(Thread *t, Value self, Value count) {
    ByteArray *b = as_bytearray(self);
    int64_t n, len, unit = b->len;
    if (!repeat_count(t, count, &n))
        return VALUE_ERROR;
    if (__builtin_mul_overflow(unit, n, &len))
        return from_ptr(raise_memory(t));
    if (!bytearray_resize(t, b, len))
        return VALUE_ERROR;
    for (int64_t at = unit; unit && at < len; at += unit)
        memcpy(b->data + at, b->data, (size_t)unit);
    return self;
}

static Value bytearray_mod(Thread *t, Value a, Value b) {
    if (!is_bytearray(a))
        return VALUE_NOTIMPLEMENTED;
    Value v = bytes_new(t, as_bytearray(a)->data, (size_t)as_bytearray(a)->len);
    if (!v || !(v = bytes_percent(t, v, b)))
        return VALUE_ERROR;
    return bytearray_new(t, as_bytes(v)->data, (size_t)as_bytes(v)->len);
}

/* -- Methods --------------------------------------------------------------------------------------------- */

static Value bytearray_append(Thread *t, Value *a) {
    uint8_t byte;
    char c;
    if (!byte_value(t, a[1], &byte))
        return VALUE_ERROR;
    c = (char)byte;
    return append_bytes(t, as_bytearray(a[0]), &c, 1) ? VALUE_NONE : VALUE_ERROR;
}

static Value bytearray_extend(Thread *t, Value *a) {
    ByteArray *b = as_bytearray(a[0]);
    if (a[1] == a[0]) {                                /* += refuses that: it would lend itself to itself */
        int64_t n = b->len;
        if (!bytearray_resize(t, b, n * 2))
            return VALUE_ERROR;
        memcpy(b->data + n, b->data, (size_t)n);
        return VALUE_NONE;
    }
    if (has_buffer(t, a[1]))
        return bytearray_iconcat(t, a[0], a[1]) ? VALUE_NONE : VALUE_ERROR;
    Type *y = type_of(t, a[1]);
    if (!y->slots.iter && !y->slots.getitem)
        return raise_type_error(t, "can't extend bytearray with %T", a[1]);
    Value it = get_iter(t, a[1]), item;
    Buf content = BUF_INIT;
    if (!it)
        return VALUE_ERROR;
    while ((item = iter_next(t, it)) != VALUE_STOP) {
        uint8_t byte;
        if (!item || !byte_value(t, item, &byte))
            return VALUE_ERROR;
        buf_char(&content, (char)byte);
    }
    if (content.failed)
        return from_ptr(raise_memory(t));
    bool ok = content.len == 0 || append_bytes(t, b, content.data, (int64_t)content.len);
    return ok ? VALUE_NONE : VALUE_ERROR;
}

static Value bytearray_insert(Thread *t, Value *a) {
    ByteArray *b = as_bytearray(a[0]);
    int64_t i;
    uint8_t byte;
    if (!as_ssize(t, a[1], &i) || !byte_value(t, a[2], &byte))
        return VALUE_ERROR;
    if (i < 0)
        i = MAX(i + b->len, 0);
    i = MIN(i, b->len);
    if (!regap(t, b, i, 0, 1))
        return VALUE_ERROR;
    b->data[i] = (char)byte;
    return VALUE_NONE;
}

static Value bytearray_pop(Thread *t, Value *a) {
    ByteArray *b = as_bytearray(a[0]);
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    if (b->len == 0)
        return raise_error(t, EXC_IndexError, "pop from empty bytearray");
    if (i < 0)
        i += b->len;
    if ((uint64_t)i >= (uint64_t)b->len)
        return raise_error(t, EXC_IndexError, "pop index out of range");
    uint8_t byte = (uint8_t)b->data[i];
    return regap(t, b, i, 1, 0) ? from_small(byte) : VALUE_ERROR;
}

static Value bytearray_remove(Thread *t, Value *a) {
    ByteArray *b = as_bytearray(a[0]);
    uint8_t byte;
    if (!byte_value(t, a[1], &byte))
        return VALUE_ERROR;
    int64_t i = text_find_char(b->data, 1, b->len, byte);
    if (i < 0)
        return raise_value_error(t, "value not found in bytearray");
    return regap(t, b, i, 1, 0) ? VALUE_NONE : VALUE_ERROR;
}

static Value bytearray_reverse(Thread *t, Value *a) {
    ByteArray *b = as_bytearray(a[0]);
    for (int64_t i = 0, j = b->len - 1; i < j; i++, j--) {
        char c = b->data[i];
        b->data[i] = b->data[j];
        b->data[j] = c;
    }
    return VALUE_NONE;
}

static Value bytearray_clear(Thread *t, Value *a) {
    return bytearray_resize(t, as_bytearray(a[0]), 0) ? VALUE_NONE : VALUE_ERROR;
}

static Value bytearray_copy(Thread *t, Value *a) {
    return bytearray_new(t, as_bytearray(a[0])->data, (size_t)as_bytearray(a[0])->len);
}

static Value bytearray_alloc(Thread *t, Value *a) {
    return from_small(as_bytearray(a[0])->len ? as_bytearray(a[0])->cap : 0);
}
static Value bytearray_sizeof(Thread *t, Value *a) {
    return from_small((int64_t)sizeof(ByteArray) + as_bytearray(a[0])->cap);
}

/* (type, (text, 'latin-1'), attributes): what every pickle protocol can carry. */
static Value bytearray_reduce(Thread *t, Value *a) {
    ByteArray *b = as_bytearray(a[0]);
    Value text = str_decode(t, b->data, (size_t)b->len, "latin-1", NULL);
    Value encoding = str_from_cstr(t, "latin-1");
    Value args = text && encoding ? tuple_pack2(t, text, encoding) : VALUE_ERROR;
    Dict *d = args ? object_dict(t, a[0], false) : NULL;
    if (!args || t->exc)
        return VALUE_ERROR;
    return tuple_pack3(t, from_ptr(b->h.type), args, d && dict_len(d) ? from_ptr(d) : VALUE_NONE);
}

static const FunctionDef methods[] = {
    BYTES_METHOD_ROWS
    { "append", bytearray_append, "item, /", "Add one byte at the end.", 0 },
    { "clear", bytearray_clear, "", "Make it empty.", 0 },
    { "copy", bytearray_copy, "", "A copy.", 0 },
    { "extend", bytearray_extend, "iterable_of_ints, /", "Add what the iterable gives at the end.", 0 },
    { "insert", bytearray_insert, "index, item, /", "Put one byte before index.", 0 },
    { "pop", bytearray_pop, "index=-1, /", "Take one byte out and return it.", 0 },
    { "remove", bytearray_remove, "value, /", "Take the first byte of that value out.", 0 },
    { "reverse", bytearray_reverse, "", "The same bytes from last to first.", 0 },
    { "__alloc__", bytearray_alloc, "", "Bytes of memory taken.", 0 },
    { "__reduce__", bytearray_reduce, "", NULL, 0 },
    { "__reduce_ex__", bytearray_reduce, "proto=0, /", NULL, 0 },
    { "__sizeof__", bytearray_sizeof, "", NULL, 0 },
    { 0 }
};

const TypeDef type_bytearray = {
    .name = "bytearray",
    .doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n"
           "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\n"
           "bytearray(int) -> that many zero bytes\nbytearray() -> empty bytearray",
    .size = sizeof(ByteArray),
    .flags = TYPE_MATCH_SELF,
    .slots = {
        .new_ = bytearray_bare,
        .repr = bytearray_repr,
        .str = bytearray_str,
        .compare = bytearray_compare,
        .iter = bytearray_iter,
        .binary = { [BIN_MOD] = bytearray_mod },
        .len = bytearray_len,
        .getitem = bytearray_getitem,
        .setitem = bytearray_setitem,
        .contains = bytes_contains,
        .concat = bytes_concat,
        .repeat = bytes_repeat_span,
        .inplace_concat = bytearray_iconcat,
        .inplace_repeat = bytearray_irepeat,
    },
    .init = { "__init__", bytearray_init, "source=NULL, encoding=NULL, errors=NULL", NULL, 0 },
    .methods = methods,
};
