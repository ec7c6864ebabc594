/* tuple: immutable items behind the header. */
#include "vm/object/container.h"

/* -- Making ------------------------------------------------------------------------------------ */

#define TUPLE_MAX ((int64_t)((PTRDIFF_MAX - sizeof(Tuple)) / sizeof(Value)))

static Tuple *alloc_items(Thread *t, int64_t n) {
    if (unlikely(n > TUPLE_MAX))
        return raise_memory(t);
    Tuple *u = alloc_obj(t, type_by_id(t, T_TUPLE), sizeof(Tuple) + (size_t)n * sizeof(Value));
    if (likely(u != NULL))
        u->len = n;
    return u;
}

Tuple *tuple_alloc(Thread *t, int64_t n) {
    if (n == 0) {
        if (unlikely(t->interp->empty_tuple == NULL))
            t->interp->empty_tuple = alloc_items(t, 0);
        return t->interp->empty_tuple;
    }
    return alloc_items(t, n);
}

Value tuple_new(Thread *t, const Value *items, int64_t n) {
    Tuple *u = tuple_alloc(t, n);
    if (unlikely(!u))
        return VALUE_ERROR;
    if (n)
        memcpy(u->items, items, (size_t)n * sizeof(Value));
    return from_ptr(u);
}

Value tuple_pack1(Thread *t, Value a) {
    Tuple *u = alloc_items(t, 1);
    if (unlikely(!u))
        return VALUE_ERROR;
    u->items[0] = a;
    return from_ptr(u);
}

Value tuple_pack2(Thread *t, Value a, Value b) {
    Tuple *u = alloc_items(t, 2);
    if (unlikely(!u))
        return VALUE_ERROR;
    u->items[0] = a;
    u->items[1] = b;
    return from_ptr(u);
}

Value tuple_pack3(Thread *t, Value a, Value b, Value c) {
    Tuple *u = alloc_items(t, 3);
    if (unlikely(!u))
        return VALUE_ERROR;
    u->items[0] = a;
    u->items[1] = b;
    u->items[2] = c;
    return from_ptr(u);
}

Value tuple_slice(Thread *t, Tuple *u, int64_t start, int64_t stop) {
    start = MAX(start, 0);
    stop = MIN(stop, u->len);
    if (start == 0 && stop == u->len && is_exact_tuple(t, from_ptr(u)))
        return from_ptr(u);
    return tuple_new(t, u->items + start, MAX(stop - start, 0));
}

/* tuple(iterable) for cls, a tuple type. */
static Value make(Thread *t, Type *cls, Value iterable) {
    Type *exact = type_by_id(t, T_TUPLE);
    Tuple *u;
    if (!iterable)
        u = tuple_alloc(t, 0);
    else
        u = tuple_from_iterable(t, iterable);           /* an exact tuple comes back as it is */
    if (!u || cls == exact)
        return from_ptr(u);
    Value v = object_alloc_var(t, cls, (size_t)u->len);
    if (!v)
        return VALUE_ERROR;
    Tuple *w = as_tuple(v);
    w->len = u->len;
    if (u->len)
        memcpy(w->items, u->items, (size_t)u->len * sizeof(Value));
    return v;
}

static Value tuple_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    bool exact = cls == type_by_id(t, T_TUPLE);         /* subclasses may take keywords in their __init__ */
    return check_args(t, "tuple", nargs, exact ? kwnames : NULL, 0, 1) ? make(t, cls, nargs ? args[0] : 0)
                                                                       : VALUE_ERROR;
}

/* -- Slots ------------------------------------------------------------------------------------- */

static int64_t tuple_len(Thread *t, Value self) { return as_tuple(self)->len; }

static bool tuple_hash(Thread *t, Value self, int64_t *out) {
    Tuple *u = as_tuple(self);
    if (u->hash) {
        *out = u->hash;
        return true;
    }
    if (!enter_c(t, ""))
        return false;
    TupleHash h = hash_tuple_start();
    for (int64_t i = 0; i < u->len; i++) {
        int64_t item;
        if (!key_hash(t, u->items[i], &item)) {
            leave_c(t);
            return false;
        }
        hash_tuple_add(&h, item);
    }
    leave_c(t);
    *out = u->hash = hash_tuple_end(h, (size_t)u->len);
    return true;
}

static Value tuple_repr(Thread *t, Value self) {
    Tuple *u = as_tuple(self);
    if (u->len == 0)
        return str_from_cstr(t, "()");
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_from_cstr(t, "(...)");
    StrBuf b;
    strbuf_init(&b, t);
    strbuf_char(&b, '(');
    for (int64_t i = 0; i < u->len; i++) {
        if (i)
            strbuf_ascii(&b, ", ", 2);
        if (!strbuf_repr(&b, u->items[i])) {
            repr_leave(t, self);
            return VALUE_ERROR;
        }
    }
    if (u->len == 1)
        strbuf_char(&b, ',');
    strbuf_char(&b, ')');
    repr_leave(t, self);
    return strbuf_finish(&b);
}

static Value order_by_length(int64_t n, int64_t m, enum CompareOp op) {
    switch (op) {
    case CMP_LT: return from_bool(n < m);
    case CMP_LE: return from_bool(n <= m);
    case CMP_EQ: return from_bool(n == m);
    case CMP_NE: return from_bool(n != m);
    case CMP_GT: return from_bool(n > m);
    default: return from_bool(n >= m);
    }
}

static Value tuple_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!is_tuple(a) || !is_tuple(b))
        return VALUE_NOTIMPLEMENTED;
    Tuple *u = as_tuple(a), *w = as_tuple(b);
    int64_t n = MIN(u->len, w->len);
    for (int64_t i = 0; i < n; i++) {
        int eq = equal_values(t, u->items[i], w->items[i]);
        if (eq > 0)
            continue;
        if (eq < 0)
            return VALUE_ERROR;
        if (op == CMP_EQ)
            return VALUE_FALSE;
        if (op == CMP_NE)
            return VALUE_TRUE;
        return compare_op(t, op, u->items[i], w->items[i]);
    }
    return order_by_length(u->len, w->len, op);
}

static int tuple_contains(Thread *t, Value self, Value item) {
    Tuple *u = as_tuple(self);
    for (int64_t i = 0; i < u->len; i++) {
        int eq = equal_values(t, u->items[i], item);
        if (eq)
            return eq;
    }
    return 0;
}

static Value tuple_getitem(Thread *t, Value self, Value key) {
    Tuple *u = as_tuple(self);
    if (likely(has_index(t, key))) {
        int64_t i;
        if (is_small(key))
            i = small_of(key);
        else if (!as_index(t, key, &i))
            return VALUE_ERROR;
        if (i < 0)
            i += u->len;
        if (unlikely(i < 0 || i >= u->len))
            return raise_error(t, EXC_IndexError, "tuple index out of range");
        return u->items[i];
    }
    if (!ptr_kind(key, T_SLICE))
        return raise_type_error(t, "tuple indices must be integers or slices, not %T", key);
    int64_t start, stop, step;
    if (!slice_unpack(t, key, &start, &stop, &step))
        return VALUE_ERROR;
    int64_t n = slice_adjust(u->len, &start, &stop, step);
    if (step == 1)
        return tuple_slice(t, u, start, start + n);
    Tuple *w = tuple_alloc(t, n);
    if (!w)
        return VALUE_ERROR;
    for (int64_t k = 0; k < n; k++)
        w->items[k] = u->items[start + k * step];
    return from_ptr(w);
}

static Value tuple_concat(Thread *t, Value a, Value b) {
    if (!is_tuple(b))
        return raise_type_error(t, "can only concatenate tuple (not \"%T\") to tuple", b);
    Tuple *u = as_tuple(a), *v = as_tuple(b);
    if (v->len == 0 && is_exact_tuple(t, a))
        return a;
    if (u->len == 0 && is_exact_tuple(t, b))
        return b;
    Tuple *w = tuple_alloc(t, u->len + v->len);
    if (!w)
        return VALUE_ERROR;
    memcpy(w->items, u->items, (size_t)u->len * sizeof(Value));
    memcpy(w->items + u->len, v->items, (size_t)v->len * sizeof(Value));
    return from_ptr(w);
}

static Value tuple_repeat(Thread *t, Value self, Value count) {
    Tuple *u = as_tuple(self);
    int64_t n, total;
    if (!repeat_count(t, count, &n))
        return VALUE_ERROR;
    if (n == 1 && is_exact_tuple(t, self))
        return self;
    if (__builtin_mul_overflow(n, u->len, &total))
        return raise_memory(t), VALUE_ERROR;
    Tuple *w = tuple_alloc(t, total);
    if (!w)
        return VALUE_ERROR;
    for (int64_t i = 0; i < total; i += u->len)
        memcpy(w->items + i, u->items, (size_t)u->len * sizeof(Value));
    return from_ptr(w);
}

static Value tuple_iter(Thread *t, Value self) { return seq_iter_new(t, T_TUPLE_ITER, self); }

/* -- Methods ----------------------------------------------------------------------------------- */

static Value tuple_index(Thread *t, Value *a) {
    Tuple *u = as_tuple(a[0]);
    int64_t start, stop;
    if (!slice_bound(t, a[2], &start) || !slice_bound(t, a[3], &stop))
        return VALUE_ERROR;
    clamp_bounds(u->len, &start, &stop);
    for (int64_t i = start; i < stop; i++) {
        int eq = equal_values(t, u->items[i], a[1]);
        if (eq)
            return eq < 0 ? VALUE_ERROR : from_small(i);
    }
    return raise_value_error(t, "tuple.index(x): x not in tuple");
}

static Value tuple_count(Thread *t, Value *a) {
    Tuple *u = as_tuple(a[0]);
    int64_t count = 0;
    for (int64_t i = 0; i < u->len; i++) {
        int eq = equal_values(t, u->items[i], a[1]);
        if (eq < 0)
            return VALUE_ERROR;
        count += eq;
    }
    return from_small(count);
}

static Value tuple_getnewargs(Thread *t, Value *a) {
    Value copy = tuple_new(t, as_tuple(a[0])->items, as_tuple(a[0])->len);
    return copy ? tuple_pack1(t, copy) : VALUE_ERROR;
}

static Value tuple_sizeof(Thread *t, Value *a) {
    return from_small((int64_t)(obj_of(a[0])->type->size + (size_t)as_tuple(a[0])->len * sizeof(Value)));
}

const TypeDef type_tuple = {
    .name = "tuple",
    .doc = "tuple(iterable=(), /)\n--\n\nImmutable sequence.",
    .size = sizeof(Tuple),
    .flags = TYPE_SEQUENCE | TYPE_MATCH_SELF,
    .slots = {
        .repr = tuple_repr, .hash = tuple_hash, .compare = tuple_compare, .iter = tuple_iter,
        .len = tuple_len,
        .getitem = tuple_getitem, .contains = tuple_contains, .concat = tuple_concat, .repeat = tuple_repeat,
        .new_ = tuple_new_slot,
    },
    .methods = (const FunctionDef[]) {
        { "index", tuple_index, "value, start=0, stop=9223372036854775807, /",
          "Index of the first value.", 0 },
        { "count", tuple_count, "value, /", "How many items equal value.", 0 },
        { "__getnewargs__", tuple_getnewargs, "", 0, 0 },
        { "__sizeof__", tuple_sizeof, "", "Bytes this takes.", 0 },
        CLASS_GETITEM, { 0 } },
};
