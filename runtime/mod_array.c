/* array: the type array.array as a sequence. Its methods are in array_methods.c. */
#include "runtime/array.h"
#include "vm/object/bytes_impl.h"
#include "vm/object/str_impl.h"

/* -- Storage --------------------------------------------------------------------------------------------- */

Array *array_new(Thread *t, Type *cls, const ArrayCode *code, int64_t n) {
    Value v = n <= INT64_MAX / 16 ? object_alloc(t, cls) : from_ptr(raise_memory(t));
    if (!v)
        return NULL;
    Array *a = as_array(v);
    a->code = code;
    a->data = n ? alloc_leaf(t, (size_t)n * code->size) : NULL;
    if (n && !a->data)
        return NULL;
    a->len = a->cap = n;
    return a;
}

/* Views that nobody has any more keep their claim until a collection: then one is made, to be sure. */
bool array_may_resize(Thread *t, Array *a) {
    if (likely(a->exports == 0))
        return true;
    heap_collect();
    finalizers_run(t);
    if (a->exports == 0)
        return true;
    raise_error(t, EXC_BufferError, "cannot resize an array that is exporting buffers");
    return false;
}

bool array_resize(Thread *t, Array *a, int64_t n) {
    if (n != a->len && !array_may_resize(t, a))
        return false;
    if (n > a->cap) {
        int64_t cap = MAX(n, a->cap + a->cap / 8 + 8);
        char *data = cap <= INT64_MAX / 16 ? alloc_leaf(t, (size_t)cap * a->code->size) : raise_memory(t);
        if (data == NULL)
            return false;
        if (a->len)
            memcpy(data, a->data, (size_t)a->len * a->code->size);
        free_array(a->data, (size_t)a->cap * a->code->size);
        a->data = data;
        a->cap = cap;
    }
    a->len = n;
    return true;
}

bool array_append_bytes(Thread *t, Array *a, const char *data, size_t n) {
    int64_t old = a->len, more = (int64_t)(n / a->code->size);
    bool own = a->data && data >= a->data && data < a->data + old * a->code->size;
    size_t offset = own ? (size_t)(data - a->data) : 0;
    if (more == 0)
        return true;
    if (!array_resize(t, a, old + more))
        return false;
    memmove(array_at(a, old), own ? a->data + offset : data, n);
    return true;
}

bool array_append_text(Thread *t, Array *a, Str *s) {
    int64_t old = a->len;
    if (s->len == 0)
        return true;
    if (!array_resize(t, a, old + s->len))
        return false;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        memcpy(array_at(a, old + i), &c, 4);
    }
    return true;
}

Value array_text(Thread *t, Array *a) {
    StrBuf b;
    strbuf_init(&b, t);
    for (int64_t i = 0; i < a->len; i++) {
        uint32_t c;
        memcpy(&c, array_at(a, i), 4);
        if (c > 0x10ffff)
            return raise_value_error(t, "character U+%x is not in range [U+0000; U+10ffff]", c);
        strbuf_char(&b, c);
    }
    return strbuf_finish(&b);
}

Value array_list(Thread *t, Array *a) {
    List *l = list_alloc(t, 0, a->len);
    for (int64_t i = 0; l && i < a->len; i++) {
        Value v = array_get(t, a->code, array_at(a, i));
        if (!v || !list_append(t, l, v))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

static bool append(Thread *t, Array *a, Value v) {
    char room[8];                                       /* first converted: that may run anything */
    return array_put(t, a->code, room, v) && array_append_bytes(t, a, room, a->code->size);
}
static bool append_to(Thread *t, void *ctx, Value v) { return append(t, ctx, v); }

bool array_extend(Thread *t, Array *a, Value iterable) {
    if (!is_array(iterable))
        return each_item(t, iterable, append_to, a);
    Array *from = as_array(iterable);
    if (from->code != a->code) {
        raise_type_error(t, "can only extend with array of same kind");
        return false;
    }
    return array_append_bytes(t, a, from->data, (size_t)from->len * from->code->size);
}

/* -- Making ---------------------------------------------------------------------------------------------- */

static Value make(Thread *t, Type *cls, Value typecode, Value from) {
    if (!is_str(typecode) || as_str(typecode)->len != 1)
        return raise_type_error(t, "array() argument 1 must be a unicode character, not %s", argument_type(t, typecode));
    uint32_t c = str_at(as_str(typecode), 0);
    if (from && is_str(from) && c != 'u')
        return raise_type_error(t, "cannot use a str to initialize an array with typecode '%c'", c);
    if (from && is_array(from) && as_array(from)->code->code == 'u' && c != 'u')
        return raise_type_error(t, "cannot use a unicode array to initialize an array with typecode '%c'", c);
    const ArrayCode *code = array_code(c);
    if (code == NULL)
        return raise_value_error(t, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    Array *a = array_new(t, cls, code, 0);
    if (a == NULL)
        return VALUE_ERROR;
    bool ok = true;
    if (from && is_span(from)) {
        Span s = span_of(from);
        if (s.n % code->size)
            return raise_value_error(t, "bytes length not a multiple of item size");
        ok = array_append_bytes(t, a, s.p, (size_t)s.n);
    } else if (from && is_str(from)) {
        ok = array_append_text(t, a, as_str(from));
    } else if (from) {
        ok = is_array(from) && as_array(from)->code == code ? array_extend(t, a, from)
                                                            : each_item(t, from, append_to, a);
    }
    return ok ? from_ptr(a) : VALUE_ERROR;
}

static Value array_make(Thread *t, Value *a) {
    Tuple *args = as_tuple(a[1]);
    Type *cls = (Type *)obj_of(a[0]);
    if (cls->id == T_ARRAY && a[2] && dict_len(as_dict(a[2])))
        return raise_type_error(t, "array.array() takes no keyword arguments");
    if (args->len < 1 || args->len > 2)
        return raise_type_error(t, "array() takes at %s %d argument%s (%lld given)", args->len ? "most" : "least",
                                args->len ? 2 : 1, args->len ? "s" : "", (long long)args->len);
    return make(t, cls, args->items[0], args->len > 1 ? args->items[1] : 0);
}

/* -- As a sequence --------------------------------------------------------------------------------------- */

static int64_t array_len(Thread *t, Value self) { return as_array(self)->len; }

static Value no_index(Thread *t) { return raise_type_error(t, "array indices must be integers"); }

/* An index into a; false: raised. */
static bool place(Thread *t, Array *a, Value key, const char *message, int64_t *i) {
    if (!has_index(t, key))
        return no_index(t) != VALUE_ERROR;
    if (!as_index(t, key, i))
        return false;
    if (*i < 0)
        *i += a->len;
    if ((uint64_t)*i < (uint64_t)a->len)
        return true;
    raise_error(t, EXC_IndexError, "%s", message);
    return false;
}

static Value array_getitem(Thread *t, Value self, Value key) {
    Array *a = as_array(self);
    int64_t i, start, stop, step;
    if (!ptr_kind(key, T_SLICE))
        return place(t, a, key, "array index out of range", &i) ? array_get(t, a->code, array_at(a, i)) : VALUE_ERROR;
    if (!slice_unpack(t, key, &start, &stop, &step))
        return VALUE_ERROR;
    int64_t n = slice_adjust(a->len, &start, &stop, step);      /* after __index__, which may cut a */
    Array *r = array_new(t, type_by_id(t, T_ARRAY), a->code, n);
    size_t size = a->code->size;
    if (r && n && step == 1)
        memcpy(r->data, array_at(a, start), (size_t)n * size);
    else
        for (i = 0; r && i < n; i++)
            memcpy(array_at(r, i), array_at(a, start + i * step), size);
    return from_ptr(r);
}

/* a[start:start + n] becomes the items of `from`. */
static bool splice(Thread *t, Array *a, int64_t start, int64_t n, const char *from, int64_t more) {
    int64_t tail = a->len - start - n, len = a->len - n + more;
    size_t size = a->code->size;
    if (len > a->len && !array_resize(t, a, len))
        return false;
    if (len < a->len && !array_may_resize(t, a))
        return false;
    if (tail && n != more)
        memmove(array_at(a, start + more), array_at(a, start + n), (size_t)tail * size);
    a->len = len;
    if (more)
        memcpy(array_at(a, start), from, (size_t)more * size);
    return true;
}

static bool set_slice(Thread *t, Array *a, Value key, Value v) {
    Array *from = NULL;
    int64_t start, stop, step, more = 0;
    if (!slice_unpack(t, key, &start, &stop, &step))
        return false;
    int64_t n = slice_adjust(a->len, &start, &stop, step);      /* after __index__, which may cut a */
    if (v) {
        if (!is_array(v)) {
            raise_type_error(t, "can only assign array (not \"%T\") to array slice", v);
            return false;
        }
        from = as_array(v);
        if (from == a) {                         /* a copy of the whole */
            from = array_new(t, type_by_id(t, T_ARRAY), a->code, a->len);
            if (from == NULL)
                return false;
            if (a->len)
                memcpy(from->data, a->data, (size_t)a->len * a->code->size);
        }
        if (from->code != a->code) {
            raise_type_error(t, "bad argument type for built-in operation");
            return false;
        }
        more = from->len;
    }
    size_t size = a->code->size;
    if (step == 1)
        return splice(t, a, start, n, from ? from->data : NULL, more);
    if (v && more > 0) {                     /* nothing, assigned to a slice with a step, deletes */
        if (more != n) {
            raise_value_error(t, "attempt to assign array of size %lld to extended slice of size %lld", (long long)more,
                              (long long)n);
            return false;
        }
        for (int64_t i = 0; i < n; i++)
            memcpy(array_at(a, start + i * step), array_at(from, i), size);
        return true;
    }
    if (n == 0)
        return true;
    if (!array_may_resize(t, a))
        return false;
    if (step < 0) {
        start += (n - 1) * step;
        step = -step;
    }
    for (int64_t i = 0; i < n; i++) {                   /* what lies behind each deleted item moves down */
        int64_t at = start + i * step, next = i == n - 1 ? a->len : at + step;
        memmove(array_at(a, at - i), array_at(a, at + 1), (size_t)(next - at - 1) * size);
    }
    a->len -= n;
    return true;
}

static bool array_setitem(Thread *t, Value self, Value key, Value v) {
    Array *a = as_array(self);
    int64_t i;
    if (ptr_kind(key, T_SLICE))
        return set_slice(t, a, key, v);
    if (!place(t, a, key, "array assignment index out of range", &i))
        return false;
    if (!v)
        return splice(t, a, i, 1, NULL, 0);
    char room[8];
    if (!array_put(t, a->code, room, v))
        return false;
    if (i >= a->len) {                                  /* the conversion has made it shorter */
        raise_error(t, EXC_IndexError, "array assignment index out of range");
        return false;
    }
    memcpy(array_at(a, i), room, a->code->size);
    return true;
}

static int array_contains(Thread *t, Value self, Value item) {
    Array *a = as_array(self);
    for (int64_t i = 0; i < a->len; i++) {
        Value v = array_get(t, a->code, array_at(a, i));
        int same = v ? equal_values(t, v, item) : -1;
        if (same)
            return same;
    }
    return 0;
}

static Value array_concat(Thread *t, Value self, Value other) {
    Array *a = as_array(self);
    if (!is_array(other))
        return raise_type_error(t, "can only append array (not \"%T\") to array", other);
    Array *b = as_array(other);
    if (a->code != b->code)
        return raise_type_error(t, "bad argument type for built-in operation");
    Array *r = array_new(t, type_by_id(t, T_ARRAY), a->code, a->len + b->len);
    if (r && a->len)
        memcpy(r->data, a->data, (size_t)a->len * a->code->size);
    if (r && b->len)
        memcpy(array_at(r, a->len), b->data, (size_t)b->len * a->code->size);
    return from_ptr(r);
}

static bool fill_repeated(Array *a, int64_t unit) {
    size_t size = a->code->size;
    for (int64_t done = unit; done < a->len; done *= 2)
        memcpy(array_at(a, done), a->data, (size_t)MIN(done, a->len - done) * size);
    return true;
}

static Value array_repeat(Thread *t, Value self, Value count) {
    Array *a = as_array(self);
    int64_t n;
    if (!repeat_count(t, count, &n))
        return VALUE_ERROR;
    if (a->len && n > INT64_MAX / 16 / a->len)
        return from_ptr(raise_memory(t));
    Array *r = array_new(t, type_by_id(t, T_ARRAY), a->code, a->len * n);
    if (r && r->len) {
        memcpy(r->data, a->data, (size_t)a->len * a->code->size);
        fill_repeated(r, a->len);
    }
    return from_ptr(r);
}

static Value array_inplace_concat(Thread *t, Value self, Value other) {
    if (!is_array(other))
        return raise_type_error(t, "can only extend array with array (not \"%T\")", other);
    return array_extend(t, as_array(self), other) ? self : VALUE_ERROR;
}

static Value array_inplace_repeat(Thread *t, Value self, Value count) {
    Array *a = as_array(self);
    int64_t n, unit = a->len;
    if (!repeat_count(t, count, &n))
        return VALUE_ERROR;
    if (unit && n > INT64_MAX / 16 / unit)
        return from_ptr(raise_memory(t));
    if (!array_resize(t, a, unit * n))
        return VALUE_ERROR;
    if (a->len)
        fill_repeated(a, unit);
    return self;
}

static Value array_compare(Thread *t, Value x, Value y, enum CompareOp op) {
    if (!is_array(x) || !is_array(y))
        return VALUE_NOTIMPLEMENTED;
    Array *a = as_array(x), *b = as_array(y);
    if (a->len != b->len && (op == CMP_EQ || op == CMP_NE))
        return from_bool(op == CMP_NE);
    int64_t i = 0, n = MIN(a->len, b->len);
    if (a->code == b->code && a->code->code != 'f' && a->code->code != 'd') {
        size_t size = a->code->size;                    /* skips what is the same in memory */
        while (i < n && memcmp(array_at(a, i), array_at(b, i), size) == 0)
            i++;
    }
    for (; i < a->len && i < b->len; i++) {
        Value p = array_get(t, a->code, array_at(a, i)), q = p ? array_get(t, b->code, array_at(b, i)) : VALUE_ERROR;
        Value same = q ? compare_op(t, CMP_EQ, p, q) : VALUE_ERROR;
        int equal = same ? truth_of(t, same) : -1;
        if (equal < 0)
            return VALUE_ERROR;
        if (!equal)
            return op == CMP_EQ || op == CMP_NE ? from_bool(op == CMP_NE) : compare_op(t, op, p, q);
    }
    int64_t d = a->len - b->len;
    return from_bool(op == CMP_LT ? d < 0 : op == CMP_LE ? d <= 0 : op == CMP_EQ ? d == 0 : op == CMP_NE ? d != 0
                         : op == CMP_GT ? d > 0 : d >= 0);
}

static Value array_repr(Thread *t, Value self) {
    Array *a = as_array(self);
    Type *y = type_of(t, self);
    if (a->len == 0)
        return str_format(t, "%Q('%c')", y->name, a->code->code);
    Value items = a->code->code == 'u' ? array_text(t, a) : array_list(t, a);
    return items ? str_format(t, "%Q('%c', %R)", y->name, a->code->code, items) : VALUE_ERROR;
}

static bool array_buffer(Thread *t, Value v, BufferView *out, bool writable) {
    Array *a = as_array(v);
    if (out == NULL) {
        a->exports--;
        return true;
    }
    a->exports++;
    *out = (BufferView){ .data = a->data ? a->data : "", .len = (size_t)a->len * a->code->size, .owner = v,
                         .writable = true, .itemsize = a->code->size,
                         .format = { a->code->code == 'u' ? 'w' : a->code->code } };
    return true;
}

/* -- Iteration ------------------------------------------------------------------------------------------- */

static Value array_iter(Thread *t, Value self) { return seq_iter_new(t, T_ARRAY_ITER, self); }

static Value array_iter_next(Thread *t, Value self) {
    SeqIter *it = (SeqIter *)obj_of(self);
    if (!it->seq)
        return VALUE_STOP;
    Array *a = as_array(it->seq);
    if (it->i < a->len)
        return array_get(t, a->code, array_at(a, it->i++));
    it->seq = 0;
    return VALUE_STOP;
}

static Value array_iter_reduce(Thread *t, Value *a) {
    SeqIter *it = (SeqIter *)obj_of(a[0]);
    Value f = builtin_named(t, "iter"), args = f ? tuple_pack1(t, it->seq ? it->seq : from_ptr(t->interp->empty_tuple)) : 0;
    if (!args)
        return VALUE_ERROR;
    return it->seq ? tuple_pack3(t, f, args, from_small(it->i)) : tuple_pack2(t, f, args);
}

static Value array_iter_setstate(Thread *t, Value *a) {
    SeqIter *it = (SeqIter *)obj_of(a[0]);
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    if (it->seq)
        it->i = MAX(0, MIN(i, as_array(it->seq)->len));
    return VALUE_NONE;
}

/* -- Tables ---------------------------------------------------------------------------------------------- */

static Value get_typecode(Thread *t, Value self) { return str_from_char(t, (uint32_t)as_array(self)->code->code); }
static Value get_itemsize(Thread *t, Value self) { return from_small(as_array(self)->code->size); }

const TypeDef type_array = {
    .name = "array.array",
    .doc = "array(typecode [, initializer]) -> array\n\nMany values of one C type, close together.",
    .size = sizeof(Array),
    .flags = TYPE_SEQUENCE,
    .weakrefs = true,
    .slots = {
        .repr = array_repr, .compare = array_compare, .iter = array_iter, .len = array_len, .getitem = array_getitem,
        .setitem = array_setitem, .contains = array_contains, .concat = array_concat, .repeat = array_repeat,
        .inplace_concat = array_inplace_concat, .inplace_repeat = array_inplace_repeat, .buffer = array_buffer,
    },
    .new_ = { "__new__", array_make, "*args, **kwargs", NULL, 0 },
    .methods = array_methods,
    .getsets = (const GetSetDef[]){
        { "typecode", get_typecode, NULL, "The letter of the items' type." },
        { "itemsize", get_itemsize, NULL, "Bytes of an item." },
        { 0 } },
};

const TypeDef type_array_iter = {
    .name = "array.arrayiterator",
    .size = sizeof(SeqIter),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = iter_self, .next = array_iter_next },
    .methods = (const FunctionDef[]){
        { "__reduce__", array_iter_reduce, "", NULL, 0 },
        { "__setstate__", array_iter_setstate, "state, /", NULL, 0 },
        { 0 } },
};

static bool init(Thread *t, Module *m) {
    char letters[16];
    size_t n = 0;
    for (const ArrayCode *code = array_codes; code->code; code++)
        letters[n++] = code->code;
    return module_set(t, m, "typecodes", str_from_ascii(t, letters, n)) &&
           module_set(t, m, "ArrayType", from_ptr(type_by_id(t, T_ARRAY)));
}

const ModuleDef mod_array = {
    .name = "array",
    .doc = "Arrays of C values.",
    .functions = (const FunctionDef[]){
        { "_array_reconstructor", array_reconstruct, "arraytype, typecode, mformat_code, items, /", "For pickle.", 0 },
        { 0 } },
    .types = (const uint16_t[]){ T_ARRAY, 0 },
    .init = init,
};
