/* list: storage, the functions C code calls, and the type's slots. */
#include "vm/object/container.h"
#include "vm/object/iter.h"

#define LIST_MAX ((int64_t)(PTRDIFF_MAX / sizeof(Value)))

/* -- Storage ----------------------------------------------------------------------------------- */

List *list_alloc(Thread *t, int64_t len, int64_t cap) {
    List *l = alloc_obj(t, type_by_id(t, T_LIST), sizeof(List));
    if (unlikely(!l))
        return NULL;
    if (cap < len)
        cap = len;
    if (cap > 0) {
        l->items = alloc_array(t, (size_t)cap, sizeof(Value));
        if (unlikely(!l->items))
            return NULL;
        l->cap = cap;
        l->len = len;
    }
    return l;
}

Value list_new(Thread *t, const Value *items, int64_t n) {
    List *l = list_alloc(t, n, n);
    if (unlikely(!l))
        return VALUE_ERROR;
    if (n)
        memcpy(l->items, items, (size_t)n * sizeof(Value));
    return from_ptr(l);
}

static bool set_capacity(Thread *t, List *l, int64_t cap) {
    Value *items = heap_grow(&t->interp->heap, l->items, (size_t)l->cap * sizeof(Value), (size_t)l->len * sizeof(Value),
                             (size_t)cap * sizeof(Value));
    if (unlikely(!items)) {
        raise_memory(t);
        return false;
    }
    l->items = items;
    l->cap = cap;
    return true;
}

NOINLINE bool list_grow(Thread *t, List *l, int64_t need) {
    if (unlikely(need > LIST_MAX)) {
        raise_memory(t);
        return false;
    }
    int64_t cap = l->cap + l->cap / 2;
    cap = MAX(MAX(cap, need), 4);
    return set_capacity(t, l, (cap + 1) & ~INT64_C(1)); /* whole granules */
}

/* After a removal: nothing behind the end keeps objects alive, and a list that was long gives its room
 * back. */
static void shrunk(Thread *t, List *l, int64_t old_len) {
    if (l->cap >= 128 && l->len < l->cap / 4) {
        Value *items = heap_new(&t->interp->heap, (size_t)(l->cap / 2) * sizeof(Value));
        if (items) {                                    /* no room for less room: stay as we are */
            memcpy(items, l->items, (size_t)l->len * sizeof(Value));
            free_array(l->items, (size_t)l->cap * sizeof(Value));
            l->items = items;
            l->cap /= 2;
            return;
        }
    }
    memset(l->items + l->len, 0, (size_t)(old_len - l->len) * sizeof(Value));
}

void list_clear(List *l) {
    free_array(l->items, (size_t)l->cap * sizeof(Value));
    l->items = NULL;
    l->len = l->cap = 0;
}

bool list_insert(Thread *t, List *l, int64_t i, Value v) {
    if (i < 0)
        i = MAX(i + l->len, 0);
    i = MIN(i, l->len);
    if (unlikely(l->len == l->cap) && !list_grow(t, l, l->len + 1))
        return false;
    memmove(l->items + i + 1, l->items + i, (size_t)(l->len - i) * sizeof(Value));
    l->items[i] = v;
    l->len++;
    return true;
}

static bool append_items(Thread *t, List *l, const Value *items, int64_t n) {
    if (n > l->cap - l->len && !list_grow(t, l, l->len + n))
        return false;
    if (n)
        memcpy(l->items + l->len, items, (size_t)n * sizeof(Value));
    l->len += n;
    return true;
}

typedef struct ListSink { Sink h; List *list; } ListSink;

static bool take_append(Thread *t, Sink *s, Value v) {
    List *l = ((ListSink *)s)->list;
    if (l->len == l->cap)                               /* growing may fail: outside */
        return false;
    l->items[l->len++] = v;
    return true;
}

static bool extend_from_iterator(Thread *t, List *l, Value iterable) {
    Value it = get_iter(t, iterable);
    if (!it)
        return false;
    int64_t hint = length_hint(t, iterable, 8);
    if (hint < 0)
        return false;
    if (hint > 8 && hint > l->cap - l->len && hint <= INT64_MAX - l->len && !list_grow(t, l, l->len + hint))
        return false;
    ListSink sink = { { take_append }, l };
    for (;;) {
        Value v = iter_next_into(t, it, &sink.h);
        if (v == VALUE_STOP)
            return true;
        if (!v || !list_append(t, l, v))
            return false;
    }
}

bool list_extend(Thread *t, List *l, Value iterable) {
    if (is_exact_list(t, iterable)) {
        List *o = as_list(iterable);
        int64_t n = o->len;
        if (n > l->cap - l->len && !list_grow(t, l, l->len + n))
            return false;
        if (n)
            memcpy(l->items + l->len, o->items, (size_t)n * sizeof(Value));    /* right for l.extend(l) too */
        l->len += n;
        return true;
    }
    if (is_exact_tuple(t, iterable))
        return append_items(t, l, as_tuple(iterable)->items, as_tuple(iterable)->len);
    int64_t start, step, n;
    if (range_fast(t, iterable, &start, &step, &n)) {
        if (n > l->cap - l->len && !list_grow(t, l, l->len + n))
            return false;
        Value *p = l->items + l->len;
        for (int64_t i = 0; i < n; i++)
            p[i] = from_small(start + i * step);
        l->len += n;
        return true;
    }
    if (is_exact_dict(t, iterable)) {
        Dict *d = as_dict(iterable);
        Value k, v;
        if (d->used > l->cap - l->len && !list_grow(t, l, l->len + d->used))
            return false;
        for (int64_t i = d->first; dict_next(d, &i, &k, &v);)
            l->items[l->len++] = k;
        return true;
    }
    return extend_from_iterator(t, l, iterable);
}

Value list_slice(Thread *t, List *l, int64_t start, int64_t stop) {
    start = MAX(start, 0);
    stop = MIN(stop, l->len);
    return list_new(t, l->items + start, MAX(stop - start, 0));
}

bool list_splice(Thread *t, List *l, int64_t start, int64_t stop, const Value *items, int64_t n) {
    int64_t old = l->len, tail = old - stop, len = start + n + tail;
    if (len > l->cap && !list_grow(t, l, len))
        return false;
    if (tail && start + n != stop)
        memmove(l->items + start + n, l->items + stop, (size_t)tail * sizeof(Value));
    if (n)
        memcpy(l->items + start, items, (size_t)n * sizeof(Value));
    l->len = len;
    if (len < old)
        shrunk(t, l, old);
    return true;
}

/* -- Construction ------------------------------------------------------------------------------ */

static Value new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);
}

static bool init_from(Thread *t, Value self, Value iterable) {
    List *l = as_list(self);
    if (l->cap)
        list_clear(l);
    return !iterable || list_extend(t, l, iterable);
}

static bool init_slot(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    return check_args(t, "list", nargs, kwnames, 0, 1) && init_from(t, self, nargs ? args[0] : 0);
}

/* -- Items ------------------------------------------------------------------------------------- */

static int64_t list_len(Thread *t, Value self) { return as_list(self)->len; }

/* The slice's bounds in l as it is after __index__ methods have run. */
static int64_t slice_of(Thread *t, List *l, Value key, int64_t *start, int64_t *stop, int64_t *step) {
    if (!slice_unpack(t, key, start, stop, step))
        return -1;
    return slice_adjust(l->len, start, stop, *step);
}

Value list_subscript(Thread *t, Value self, Value key) {
    List *l = as_list(self);
    int64_t i;
    if (likely(has_index(t, key))) {
        if (is_small(key))
            i = small_of(key);
        else if (!as_index(t, key, &i))
            return VALUE_ERROR;
        if (i < 0)
            i += l->len;
        if (unlikely(i < 0 || i >= l->len))
            return raise_error(t, EXC_IndexError, "list index out of range");
        return l->items[i];
    }
    if (!ptr_kind(key, T_SLICE))
        return raise_type_error(t, "list indices must be integers or slices, not %T", key);
    int64_t start, stop, step, n = slice_of(t, l, key, &start, &stop, &step);
    if (n < 0)
        return VALUE_ERROR;
    if (step == 1)
        return list_new(t, l->items + start, n);
    List *r = list_alloc(t, n, n);
    if (!r)
        return VALUE_ERROR;
    for (int64_t k = 0; k < n; k++)
        r->items[k] = l->items[start + k * step];
    return from_ptr(r);
}

static void delete_stepped(Thread *t, List *l, int64_t start, int64_t step, int64_t n) {
    if (n <= 0)
        return;
    if (step < 0) {
        start += step * (n - 1);
        step = -step;
    }
    int64_t old = l->len, to = start;
    for (int64_t k = 0; k < n; k++) {                   /* close up behind each deleted item */
        int64_t from = start + k * step + 1;
        int64_t until = k == n - 1 ? old : from + step - 1;
        memmove(l->items + to, l->items + from, (size_t)(until - from) * sizeof(Value));
        to += until - from;
    }
    l->len = to;
    shrunk(t, l, old);
}

/* The items of an iterable as a private or immutable array. */
static bool sequence_items(Thread *t, List *self, Value v, const char *message, const Value **items,
                           int64_t *n) {
    if (is_exact_tuple(t, v)) {
        *items = as_tuple(v)->items;
        *n = as_tuple(v)->len;
        return true;
    }
    List *l;
    if (is_exact_list(t, v) && as_list(v) != self) {
        l = as_list(v);
    } else if (is_exact_list(t, v)) {
        Value copy = list_new(t, self->items, self->len);
        if (!copy)
            return false;
        l = as_list(copy);
    } else {
        Value it = get_iter(t, v);
        if (!it) {
            if (exc_matches(t, EXC_TypeError)) {
                exc_clear(t);
                raise_type_error(t, message);
            }
            return false;
        }
        l = list_alloc(t, 0, 0);
        if (!l || !list_extend(t, l, it))
            return false;
    }
    *items = l->items;
    *n = l->len;
    return true;
}

static bool set_slice(Thread *t, List *l, Value key, Value v) {
    int64_t start, stop, step, n;
    const Value *items = NULL;
    int64_t nitems = 0;
    if (!slice_unpack(t, key, &start, &stop, &step))
        return false;
    if (v && !sequence_items(t, l, v, step == 1 ? "can only assign an iterable"
                                                : "must assign iterable to extended slice", &items, &nitems))
        return false;
    n = slice_adjust(l->len, &start, &stop, step);
    if (step == 1)
        return list_splice(t, l, start, MAX(start, stop), items, nitems);
    if (!v) {
        delete_stepped(t, l, start, step, n);
        return true;
    }
    if (nitems != n) {
        raise_value_error(t, "attempt to assign sequence of size %zd to extended slice of size %zd",
                          (ssize_t)nitems, (ssize_t)n);
        return false;
    }
    for (int64_t k = 0; k < n; k++)
        l->items[start + k * step] = items[k];
    return true;
}

static bool list_setitem(Thread *t, Value self, Value key, Value v) {
    List *l = as_list(self);
    if (likely(has_index(t, key))) {
        int64_t i;
        if (is_small(key))
            i = small_of(key);
        else if (!as_index(t, key, &i))
            return false;
        if (i < 0)
            i += l->len;
        if (unlikely(i < 0 || i >= l->len)) {
            raise_error(t, EXC_IndexError, "list assignment index out of range");
            return false;
        }
        if (likely(v != 0)) {
            l->items[i] = v;
            return true;
        }
        return list_splice(t, l, i, i + 1, NULL, 0);
    }
    if (!ptr_kind(key, T_SLICE)) {
        raise_type_error(t, "list indices must be integers or slices, not %T", key);
        return false;
    }
    return set_slice(t, l, key, v);
}

/* -- Comparison, repr, arithmetic -------------------------------------------------------------- */

static int list_contains(Thread *t, Value self, Value item) {
    List *l = as_list(self);
    for (int64_t i = 0; i < l->len; i++) {
        int eq = equal_values(t, l->items[i], item);
        if (eq)
            return eq;
    }
    return 0;
}

static Value list_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!is_list(a) || !is_list(b))
        return VALUE_NOTIMPLEMENTED;
    List *l = as_list(a), *m = as_list(b);
    if (l->len != m->len && (op == CMP_EQ || op == CMP_NE))
        return from_bool(op == CMP_NE);
    for (int64_t i = 0; i < l->len && i < m->len; i++) {    /* lengths may change in comparisons */
        Value x = l->items[i], y = m->items[i];
        int eq = equal_values(t, x, y);
        if (eq > 0)
            continue;
        if (eq < 0)
            return VALUE_ERROR;
        if (op == CMP_EQ)
            return VALUE_FALSE;
        if (op == CMP_NE)
            return VALUE_TRUE;
        return compare_op(t, op, x, y);
    }
    switch (op) {
    case CMP_LT: return from_bool(l->len < m->len);
    case CMP_LE: return from_bool(l->len <= m->len);
    case CMP_EQ: return from_bool(l->len == m->len);
    case CMP_NE: return from_bool(l->len != m->len);
    case CMP_GT: return from_bool(l->len > m->len);
    default: return from_bool(l->len >= m->len);
    }
}

static Value list_repr(Thread *t, Value self) {
    List *l = as_list(self);
    if (l->len == 0)
        return str_from_cstr(t, "[]");
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_from_cstr(t, "[...]");
    StrBuf b;
    strbuf_init(&b, t);
    strbuf_char(&b, '[');
    for (int64_t i = 0; i < l->len; i++) {
        if (i)
            strbuf_ascii(&b, ", ", 2);
        if (!strbuf_repr(&b, l->items[i])) {
            repr_leave(t, self);
            return VALUE_ERROR;
        }
    }
    strbuf_char(&b, ']');
    repr_leave(t, self);
    return strbuf_finish(&b);
}

static Value list_concat(Thread *t, Value a, Value b) {
    if (!is_list(b))
        return raise_type_error(t, "can only concatenate list (not \"%T\") to list", b);
    List *l = as_list(a), *m = as_list(b);
    List *r = list_alloc(t, l->len + m->len, 0);
    if (!r)
        return VALUE_ERROR;
    if (l->len)
        memcpy(r->items, l->items, (size_t)l->len * sizeof(Value));
    if (m->len)
        memcpy(r->items + l->len, m->items, (size_t)m->len * sizeof(Value));
    return from_ptr(r);
}

/* Fills items[0..total) with repetitions of its first n. */
static void repeat_items(Value *items, int64_t n, int64_t total) {
    if (n == 1) {
        for (int64_t i = 1; i < total; i++)
            items[i] = items[0];
        return;
    }
    for (int64_t done = n; done < total; done *= 2)
        memcpy(items + done, items, (size_t)MIN(done, total - done) * sizeof(Value));
}

static Value list_repeat(Thread *t, Value self, Value count) {
    List *l = as_list(self);
    int64_t n, total;
    if (!repeat_count(t, count, &n))
        return VALUE_ERROR;
    if (__builtin_mul_overflow(n, l->len, &total) || total > LIST_MAX)
        return raise_memory(t), VALUE_ERROR;
    List *r = list_alloc(t, total, total);
    if (!r)
        return VALUE_ERROR;
    if (total) {
        memcpy(r->items, l->items, (size_t)l->len * sizeof(Value));
        repeat_items(r->items, l->len, total);
    }
    return from_ptr(r);
}

static Value list_inplace_concat(Thread *t, Value self, Value other) {
    return list_extend(t, as_list(self), other) ? self : VALUE_ERROR;
}

static Value list_inplace_repeat(Thread *t, Value self, Value count) {
    List *l = as_list(self);
    int64_t n, total;
    if (!repeat_count(t, count, &n))
        return VALUE_ERROR;
    if (n == 0 || l->len == 0) {
        list_clear(l);
        return self;
    }
    if (__builtin_mul_overflow(n, l->len, &total) || total > LIST_MAX)
        return raise_memory(t), VALUE_ERROR;
    if (total > l->cap && !list_grow(t, l, total))
        return VALUE_ERROR;
    repeat_items(l->items, l->len, total);
    l->len = total;
    return self;
}

static Value list_iter(Thread *t, Value self) { return seq_iter_new(t, T_LIST_ITER, self); }

const TypeDef type_list = {
    .name = "list",
    .doc = "list(iterable=(), /)\n--\n\nMutable sequence.",
    .size = sizeof(List),
    .flags = TYPE_SEQUENCE | TYPE_MATCH_SELF,
    .slots = {
        .repr = list_repr, .compare = list_compare, .iter = list_iter, .len = list_len,
        .getitem = list_subscript, .setitem = list_setitem, .contains = list_contains,
        .concat = list_concat, .repeat = list_repeat, .inplace_concat = list_inplace_concat,
        .inplace_repeat = list_inplace_repeat, .new_ = new_slot, .init = init_slot,
    },
    .methods = list_methods,
};
