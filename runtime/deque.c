/* collections.deque: a ring of Values whose room is a power of two. */
#include "runtime/deque.h"
#include "vm/native.h"
#include "vm/object/container.h"

typedef struct Deque {
    Obj h;
    Value *items;
    int64_t cap, head, len;     /* item i is items[(head + i) & (cap - 1)] */
    int64_t maxlen;             /* -1: none */
    uint64_t changes;           /* iterators see by it that the deque is not as it was */
} Deque;

static Deque *as_deque(Value v) { return (Deque *)obj_of(v); }
static bool is_deque(Value v) { return ptr_kind(v, T_DEQUE); }
static inline Value *slot(Deque *d, int64_t i) { return &d->items[(d->head + i) & (d->cap - 1)]; }

/* -- Storage ----------------------------------------------------------------------------------- */

static NOINLINE bool grow(Thread *t, Deque *d) {
    int64_t cap = MAX(d->cap * 2, 8);
    Value *items = alloc_array(t, (size_t)cap, sizeof(Value));
    if (!items)
        return false;
    for (int64_t i = 0; i < d->len; i++)
        items[i] = *slot(d, i);
    free_array(d->items, (size_t)d->cap * sizeof(Value));
    d->items = items;
    d->cap = cap;
    d->head = 0;
    return true;
}

static Value take_last(Deque *d) {
    Value *p = slot(d, --d->len), v = *p;
    *p = 0;
    d->changes++;
    return v;
}

static Value take_first(Deque *d) {
    Value *p = slot(d, 0), v = *p;
    *p = 0;
    d->head = (d->head + 1) & (d->cap - 1);
    d->len--;
    d->changes++;
    return v;
}

static inline bool push_last(Thread *t, Deque *d, Value v) {
    if (d->len == d->maxlen) {                          /* the other end makes room */
        if (d->maxlen == 0)
            return true;
        take_first(d);
    } else if (unlikely(d->len == d->cap) && !grow(t, d)) {
        return false;
    }
    *slot(d, d->len++) = v;
    d->changes++;
    return true;
}

static inline bool push_first(Thread *t, Deque *d, Value v) {
    if (d->len == d->maxlen) {
        if (d->maxlen == 0)
            return true;
        take_last(d);
    } else if (unlikely(d->len == d->cap) && !grow(t, d)) {
        return false;
    }
    d->head = (d->head - 1) & (d->cap - 1);
    d->items[d->head] = v;
    d->len++;
    d->changes++;
    return true;
}

static void empty(Deque *d) {
    d->items = NULL;
    d->cap = d->head = d->len = 0;
    d->changes++;
}

static void remove_at(Deque *d, int64_t i) {
    if (i < d->len / 2) {                               /* close up from the nearer end */
        for (; i > 0; i--)
            *slot(d, i) = *slot(d, i - 1);
        take_first(d);
    } else {
        for (; i < d->len - 1; i++)
            *slot(d, i) = *slot(d, i + 1);
        take_last(d);
    }
}

/* n steps to the right; negative: to the left. */
static void rotate(Deque *d, int64_t n) {
    if (d->len <= 1)
        return;
    n %= d->len;
    if (n < 0)
        n += d->len;
    if (d->len == d->cap) {                             /* a full ring just turns */
        d->head = (d->head - n) & (d->cap - 1);
    } else if (n <= d->len / 2) {
        for (; n > 0; n--) {
            Value *p = slot(d, d->len - 1), v = *p;
            *p = 0;
            d->head = (d->head - 1) & (d->cap - 1);
            d->items[d->head] = v;
        }
    } else {
        for (n = d->len - n; n > 0; n--) {
            Value *p = slot(d, 0), v = *p;
            *p = 0;
            d->head = (d->head + 1) & (d->cap - 1);
            *slot(d, d->len - 1) = v;
        }
    }
    d->changes++;
}

static bool extend_from(Thread *t, Deque *d, Value iterable, bool left) {
    if (is_deque(iterable) && as_deque(iterable) == d) {
        List *copy = list_from_iterable(t, iterable);
        if (!copy)
            return false;
        iterable = from_ptr(copy);
    }
    Value it = get_iter(t, iterable);
    if (!it)
        return false;
    for (;;) {
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return true;
        if (!v || !(left ? push_first(t, d, v) : push_last(t, d, v)))
            return false;
    }
}

Value deque_new(Thread *t) {
    Value v = object_alloc(t, type_by_id(t, T_DEQUE));
    if (v)
        as_deque(v)->maxlen = -1;
    return v;
}
int64_t deque_size(Value deque) { return as_deque(deque)->len; }
bool deque_append(Thread *t, Value deque, Value item) { return push_last(t, as_deque(deque), item); }
Value deque_pop_first(Value deque) { return take_first(as_deque(deque)); }

static Value mutated(Thread *t) { return raise_error(t, EXC_RuntimeError, "deque mutated during iteration"); }

/* The first index in [start, stop) of an item equal to v, -1 if none, -2 on an error. */
static int64_t find(Thread *t, Deque *d, Value v, int64_t start, int64_t stop) {
    uint64_t changes = d->changes;
    for (int64_t i = start; i < stop; i++) {
        int eq = equal_values(t, *slot(d, i), v);
        if (eq < 0)
            return -2;
        if (d->changes != changes) {
            mutated(t);
            return -2;
        }
        if (eq)
            return i;
    }
    return -1;
}

/* -- Construction ------------------------------------------------------------------------------ */

static Value deque_dunder_new(Thread *t, Value *a) {
    Value v = object_alloc(t, (Type *)obj_of(a[0]));
    if (v)
        as_deque(v)->maxlen = -1;
    return v;
}

static Value deque_init(Thread *t, Value *a) {
    Deque *d = as_deque(a[0]);
    int64_t maxlen = -1;
    if (a[2] != VALUE_NONE) {
        if (!is_int(a[2]))
            return raise_type_error(t, "an integer is required");
        if (!as_ssize(t, a[2], &maxlen))
            return VALUE_ERROR;
        if (maxlen < 0)
            return raise_value_error(t, "maxlen must be non-negative");
    }
    if (d->len)
        empty(d);
    d->maxlen = maxlen;
    return !a[1] || extend_from(t, d, a[1], false) ? VALUE_NONE : VALUE_ERROR;
}

/* A copy of the same class: through its constructor if it is a subclass. */
static Value copy_of(Thread *t, Value self) {
    Deque *d = as_deque(self);
    if (is_exact(t, self, T_DEQUE)) {
        Value v = object_alloc(t, d->h.type);
        if (!v)
            return VALUE_ERROR;
        as_deque(v)->maxlen = d->maxlen;
        for (int64_t i = 0; i < d->len; i++)
            if (!push_last(t, as_deque(v), *slot(d, i)))
                return VALUE_ERROR;
        return v;
    }
    Value cls = from_ptr(d->h.type);
    Value v = d->maxlen < 0 ? call1(t, cls, self) : call2(t, cls, self, from_small(d->maxlen));
    if (v && !is_deque(v))
        return raise_type_error(t, "%N() must return a deque, not %T", d->h.type, v);
    return v;
}

/* -- Slots ------------------------------------------------------------------------------------- */

static int64_t deque_len(Thread *t, Value self) { return as_deque(self)->len; }

static bool item_index(Thread *t, Deque *d, Value key, int64_t *i) {
    if (!has_index(t, key)) {
        raise_type_error(t, "sequence index must be integer, not '%T'", key);
        return false;
    }
    if (!as_index(t, key, i))
        return false;
    if (*i < 0)
        *i += d->len;
    if (*i < 0 || *i >= d->len) {
        raise_error(t, EXC_IndexError, "deque index out of range");
        return false;
    }
    return true;
}

static Value deque_getitem(Thread *t, Value self, Value key) {
    int64_t i;
    return item_index(t, as_deque(self), key, &i) ? *slot(as_deque(self), i) : VALUE_ERROR;
}

static bool deque_setitem(Thread *t, Value self, Value key, Value v) {
    Deque *d = as_deque(self);
    int64_t i;
    if (!item_index(t, d, key, &i))
        return false;
    if (v)
        *slot(d, i) = v;
    else
        remove_at(d, i);
    return true;
}

static int deque_contains(Thread *t, Value self, Value item) {
    int64_t i = find(t, as_deque(self), item, 0, as_deque(self)->len);
    return i >= 0 ? 1 : i == -1 ? 0 : -1;
}

static Value deque_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!is_deque(a) || !is_deque(b))
        return VALUE_NOTIMPLEMENTED;
    Deque *d = as_deque(a), *e = as_deque(b);
    if (d->len != e->len && (op == CMP_EQ || op == CMP_NE))
        return from_bool(op == CMP_NE);
    uint64_t d_changes = d->changes, e_changes = e->changes;
    for (int64_t i = 0; i < d->len && i < e->len; i++) {
        Value x = *slot(d, i), y = *slot(e, i);
        int eq = equal_values(t, x, y);
        if (eq < 0)
            return VALUE_ERROR;
        if (d->changes != d_changes || e->changes != e_changes)
            return mutated(t);
        if (eq)
            continue;
        if (op == CMP_EQ || op == CMP_NE)
            return from_bool(op == CMP_NE);
        return compare_op(t, op, x, y);
    }
    return compare_op(t, op, from_small(d->len), from_small(e->len));
}

static Value deque_repr(Thread *t, Value self) {
    Deque *d = as_deque(self);
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_from_cstr(t, "[...]");
    List *l = list_from_iterable(t, self);
    Value r = VALUE_ERROR;
    if (l && d->maxlen >= 0)
        r = str_format(t, "%Q(%R, maxlen=%zd)", d->h.type->name, from_ptr(l), (ssize_t)d->maxlen);
    else if (l)
        r = str_format(t, "%Q(%R)", d->h.type->name, from_ptr(l));
    repr_leave(t, self);
    return r;
}

static Value deque_concat(Thread *t, Value a, Value b) {
    if (!is_deque(b))
        return raise_type_error(t, "can only concatenate deque (not \"%T\") to deque", b);
    Value v = copy_of(t, a);
    return v && extend_from(t, as_deque(v), b, false) ? v : VALUE_ERROR;
}

static Value deque_inplace_concat(Thread *t, Value self, Value other) {
    return extend_from(t, as_deque(self), other, false) ? self : VALUE_ERROR;
}

static Value deque_inplace_repeat(Thread *t, Value self, Value count) {
    Deque *d = as_deque(self);
    int64_t n, total, len = d->len;
    if (!repeat_count(t, count, &n))
        return VALUE_ERROR;
    if (n == 0) {
        empty(d);
        return self;
    }
    if (__builtin_mul_overflow(n, len, &total) || total > INT64_MAX / 16)
        return raise_memory(t), VALUE_ERROR;
    if (d->maxlen >= 0 && len > 0)                      /* only the last maxlen items would stay */
        n = MIN(n, (d->maxlen + len - 1) / len + 1);
    List *items = list_from_iterable(t, self);
    if (!items)
        return VALUE_ERROR;
    for (; n > 1; n--)
        for (int64_t i = 0; i < len; i++)
            if (!push_last(t, d, items->items[i]))
                return VALUE_ERROR;
    return self;
}

static Value deque_repeat(Thread *t, Value self, Value count) {
    Value v = copy_of(t, self);
    return v ? deque_inplace_repeat(t, v, count) : VALUE_ERROR;
}

/* -- Iterators --------------------------------------------------------------------------------- */

typedef struct DequeIter { Obj h; Value deque; int64_t i; uint64_t changes; } DequeIter;

static Value iter_over(Thread *t, int type_id, Value deque) {
    DequeIter *it = alloc_obj(t, type_by_id(t, type_id), sizeof(DequeIter));
    if (!it)
        return VALUE_ERROR;
    it->deque = deque;
    it->changes = as_deque(deque)->changes;
    return from_ptr(it);
}

static Value deque_iter(Thread *t, Value self) { return iter_over(t, T_DEQUE_ITER, self); }
static Value deque_reversed(Thread *t, Value *a) { return iter_over(t, T_DEQUE_REVITER, a[0]); }

static ALWAYS_INLINE Value step(Thread *t, Value self, bool reversed) {
    DequeIter *it = (DequeIter *)obj_of(self);
    if (!it->deque)
        return VALUE_STOP;
    Deque *d = as_deque(it->deque);
    if (unlikely(it->changes != d->changes)) {
        it->deque = 0;
        return mutated(t);
    }
    if (it->i >= d->len) {
        it->deque = 0;
        return VALUE_STOP;
    }
    int64_t i = it->i++;
    return *slot(d, reversed ? d->len - 1 - i : i);
}

static Value iter_forward(Thread *t, Value self) { return step(t, self, false); }
static Value iter_backward(Thread *t, Value self) { return step(t, self, true); }

static Value iter_hint(Thread *t, Value *a) {
    DequeIter *it = (DequeIter *)obj_of(a[0]);
    return from_small(it->deque ? MAX(as_deque(it->deque)->len - it->i, 0) : 0);
}

static Value iter_reduce(Thread *t, Value *a) {
    DequeIter *it = (DequeIter *)obj_of(a[0]);
    Value deque = it->deque ? it->deque : call0(t, from_ptr(type_by_id(t, T_DEQUE)));
    return deque ? iter_reduce_as(t, a[0], tuple_pack2(t, deque, from_small(it->i))) : VALUE_ERROR;
}

static Value iter_new(Thread *t, Value *a) {
    int64_t i;
    int id = ((Type *)obj_of(a[0]))->id;
    if (!is_deque(a[1]))
        return raise_type_error(t, "argument 1 must be collections.deque, not %T", a[1]);
    if (!as_ssize(t, a[2], &i))
        return VALUE_ERROR;
    Value v = iter_over(t, id, a[1]);
    if (v)
        ((DequeIter *)obj_of(v))->i = MAX(i, 0);
    return v;
}

#define DEQUE_ITER(def, text, fn)                                                       \
    const TypeDef def = {                                                               \
        .name = text, .size = sizeof(DequeIter), .flags = TYPE_NO_BASE,                 \
        .slots = { .iter = iter_self, .next = fn },                                     \
        .new_ = { "__new__", iter_new, "deque, index=0, /", 0, 0 },                     \
        .methods = (const FunctionDef[]) {                                              \
            { "__length_hint__", iter_hint, "", 0, 0 },                                 \
            { "__reduce__", iter_reduce, "", 0, 0 }, { 0 } },                           \
    };
DEQUE_ITER(type_deque_iter, "_collections._deque_iterator", iter_forward)
DEQUE_ITER(type_deque_reviter, "_collections._deque_reverse_iterator", iter_backward)

/* -- Methods ----------------------------------------------------------------------------------- */

static Value m_append(Thread *t, Value *a) {
    return push_last(t, as_deque(a[0]), a[1]) ? VALUE_NONE : VALUE_ERROR;
}
static Value m_appendleft(Thread *t, Value *a) {
    return push_first(t, as_deque(a[0]), a[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value m_pop(Thread *t, Value *a) {
    Deque *d = as_deque(a[0]);
    return d->len ? take_last(d) : raise_error(t, EXC_IndexError, "pop from an empty deque");
}

static Value m_popleft(Thread *t, Value *a) {
    Deque *d = as_deque(a[0]);
    return d->len ? take_first(d) : raise_error(t, EXC_IndexError, "pop from an empty deque");
}

static Value m_extend(Thread *t, Value *a) {
    return extend_from(t, as_deque(a[0]), a[1], false) ? VALUE_NONE : VALUE_ERROR;
}
static Value m_extendleft(Thread *t, Value *a) {
    return extend_from(t, as_deque(a[0]), a[1], true) ? VALUE_NONE : VALUE_ERROR;
}

static Value m_clear(Thread *t, Value *a) {
    empty(as_deque(a[0]));
    return VALUE_NONE;
}

static Value m_copy(Thread *t, Value *a) { return copy_of(t, a[0]); }

static Value m_rotate(Thread *t, Value *a) {
    int64_t n;
    if (!as_ssize(t, a[1], &n))
        return VALUE_ERROR;
    rotate(as_deque(a[0]), n);
    return VALUE_NONE;
}

static Value m_reverse(Thread *t, Value *a) {
    Deque *d = as_deque(a[0]);
    for (int64_t i = 0, k = d->len - 1; i < k; i++, k--) {
        Value v = *slot(d, i);
        *slot(d, i) = *slot(d, k);
        *slot(d, k) = v;
    }
    return VALUE_NONE;
}

static Value m_count(Thread *t, Value *a) {
    Deque *d = as_deque(a[0]);
    int64_t n = 0, i = 0;
    while ((i = find(t, d, a[1], i, d->len)) >= 0) {
        n++;
        i++;
    }
    return i == -1 ? from_small(n) : VALUE_ERROR;
}

static Value m_index(Thread *t, Value *a) {
    Deque *d = as_deque(a[0]);
    int64_t start, stop;
    if (!slice_bound(t, a[2], &start) || !slice_bound(t, a[3], &stop))
        return VALUE_ERROR;
    clamp_bounds(d->len, &start, &stop);
    int64_t i = find(t, d, a[1], start, stop);
    if (i == -1)
        return raise_value_error(t, "%R is not in deque", a[1]);
    return i < 0 ? VALUE_ERROR : from_small(i);
}

static Value m_remove(Thread *t, Value *a) {
    Deque *d = as_deque(a[0]);
    uint64_t changes = d->changes;
    for (int64_t i = 0; i < d->len; i++) {
        int eq = equal_values(t, *slot(d, i), a[1]);
        if (eq < 0)
            return VALUE_ERROR;
        if (d->changes != changes)
            return raise_error(t, EXC_IndexError, "deque mutated during remove().");
        if (eq) {
            remove_at(d, i);
            return VALUE_NONE;
        }
    }
    return raise_value_error(t, "%R is not in deque", a[1]);
}

static Value m_insert(Thread *t, Value *a) {
    Deque *d = as_deque(a[0]);
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    if (d->len == d->maxlen)
        return raise_error(t, EXC_IndexError, "deque already at its maximum size");
    if (i < 0)
        i = MAX(i + d->len, 0);
    i = MIN(i, d->len);
    if (i <= d->len / 2) {
        if (!push_first(t, d, a[2]))
            return VALUE_ERROR;
        for (int64_t k = 0; k < i; k++)
            *slot(d, k) = *slot(d, k + 1);
    } else {
        if (!push_last(t, d, a[2]))
            return VALUE_ERROR;
        for (int64_t k = d->len - 1; k > i; k--)
            *slot(d, k) = *slot(d, k - 1);
    }
    *slot(d, i) = a[2];
    return VALUE_NONE;
}

static Value m_reduce(Thread *t, Value *a) {
    Deque *d = as_deque(a[0]);
    Dict *state = object_dict(t, a[0], false);
    if (t->exc)
        return VALUE_ERROR;
    Value none = tuple_new(t, NULL, 0);
    Value args = none && d->maxlen >= 0 ? tuple_pack2(t, none, from_small(d->maxlen)) : none;
    Value it = args ? get_iter(t, a[0]) : 0;
    if (!it)
        return VALUE_ERROR;
    return tuple_new(t, (Value[]) { from_ptr(d->h.type), args, state ? from_ptr(state) : VALUE_NONE, it }, 4);
}

static Value m_sizeof(Thread *t, Value *a) {
    return from_small((int64_t)(obj_of(a[0])->type->size + (size_t)as_deque(a[0])->cap * sizeof(Value)));
}

static Value get_maxlen(Thread *t, Value self) {
    int64_t n = as_deque(self)->maxlen;
    return n < 0 ? VALUE_NONE : from_small(n);
}

const TypeDef type_deque = {
    .name = "collections.deque",
    .doc = "deque([iterable[, maxlen]]) --> deque object\n\nA list that is quick at both ends.",
    .size = sizeof(Deque),
    .flags = TYPE_SEQUENCE,
    .weakrefs = true,
    .slots = {
        .repr = deque_repr, .compare = deque_compare, .iter = deque_iter, .len = deque_len,
        .getitem = deque_getitem,
        .setitem = deque_setitem, .contains = deque_contains, .concat = deque_concat, .repeat = deque_repeat,
        .inplace_concat = deque_inplace_concat, .inplace_repeat = deque_inplace_repeat,
    },
    .new_ = { "__new__", deque_dunder_new, "*args, **kwargs", 0, 0 },
    .init = { "__init__", deque_init, "iterable=NULL, maxlen=None", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "append", m_append, "item, /", "Add item at the right.", 0 },
        { "appendleft", m_appendleft, "item, /", "Add item at the left.", 0 },
        { "pop", m_pop, "", "Remove the rightmost item and return it.", 0 },
        { "popleft", m_popleft, "", "Remove the leftmost item and return it.", 0 },
        { "extend", m_extend, "iterable, /", "Add the items of iterable at the right.", 0 },
        { "extendleft", m_extendleft, "iterable, /",
          "Add the items of iterable at the left, one by one.", 0 },
        { "clear", m_clear, "", "Remove all items.", 0 },
        { "copy", m_copy, "", "A shallow copy.", 0 },
        { "__copy__", m_copy, "", "A shallow copy.", 0 },
        { "rotate", m_rotate, "n=1, /", "Turn n steps to the right; negative: to the left.", 0 },
        { "reverse", m_reverse, "", "Turn the order round, in place.", 0 },
        { "count", m_count, "value, /", "How many items equal value.", 0 },
        { "index", m_index, "value, start=0, stop=9223372036854775807, /", "Index of the first value.", 0 },
        { "remove", m_remove, "value, /", "Remove the first item that equals value.", 0 },
        { "insert", m_insert, "index, object, /", "Put object before index.", 0 },
        { "__reversed__", deque_reversed, "", "An iterator from the right.", 0 },
        { "__reduce__", m_reduce, "", 0, 0 },
        { "__sizeof__", m_sizeof, "", "Bytes this takes.", 0 },
        CLASS_GETITEM, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "maxlen", get_maxlen, NULL, "The greatest length, or None." }, { 0 } },
};
