/* Iterators over sequences, and those built on other iterators: enumerate, zip, map, filter, reversed. */
#include "vm/object/container.h"

Value iter_self(Thread *t, Value self) { return self; }

Value iter_reduce_as(Thread *t, Value it, Value args) {
    return args ? tuple_pack2(t, from_ptr(obj_of(it)->type), args) : VALUE_ERROR;
}

/* What many iterators pickle as: builtin(arg), state. */
static Value reduce_builtin(Thread *t, const char *builtin, Value arg, Value state) {
    Value fn = builtin_named(t, builtin);
    Value args = fn && arg ? tuple_pack1(t, arg) : 0;
    if (!args)
        return VALUE_ERROR;
    return state ? tuple_pack3(t, fn, args, state) : tuple_pack2(t, fn, args);
}

static Value empty_list(Thread *t) { return list_new(t, NULL, 0); }
static Value empty_tuple(Thread *t) { return tuple_new(t, NULL, 0); }

/* -- Over sequences ---------------------------------------------------------------------------- */

static SeqIter *seq_iter_of(Value v) { return (SeqIter *)obj_of(v); }

Value seq_iter_new(Thread *t, int type_id, Value seq) {
    SeqIter *it = alloc_obj(t, type_by_id(t, type_id), sizeof(SeqIter));
    if (unlikely(!it))
        return VALUE_ERROR;
    it->seq = seq;
    return from_ptr(it);
}

static Value list_next(Thread *t, Value self) {
    SeqIter *it = seq_iter_of(self);
    if (!it->seq)
        return VALUE_STOP;
    List *l = as_list(it->seq);
    if (it->i < l->len)
        return l->items[it->i++];
    it->seq = 0;
    return VALUE_STOP;
}

static Value list_reverse_next(Thread *t, Value self) {
    SeqIter *it = seq_iter_of(self);
    if (!it->seq)
        return VALUE_STOP;
    List *l = as_list(it->seq);
    if (it->i >= 0 && it->i < l->len)
        return l->items[it->i--];
    it->i = -1;
    it->seq = 0;
    return VALUE_STOP;
}

static Value tuple_next(Thread *t, Value self) {
    SeqIter *it = seq_iter_of(self);
    if (!it->seq)
        return VALUE_STOP;
    Tuple *u = as_tuple(it->seq);
    if (it->i < u->len)
        return u->items[it->i++];
    it->seq = 0;
    return VALUE_STOP;
}

/* IndexError and StopIteration of __getitem__ end an iteration. */
static Value end_of_items(Thread *t) {
    if (!exc_matches(t, EXC_IndexError) && !exc_matches(t, EXC_StopIteration))
        return VALUE_ERROR;
    exc_clear(t);
    return VALUE_STOP;
}

static Value nth_item(Thread *t, Value seq, int64_t i) {
    Type *y = type_of(t, seq);
    return y->slots.item ? y->slots.item(t, seq, i) : get_item(t, seq, from_small(i));
}

static Value seq_next(Thread *t, Value self) {
    SeqIter *it = seq_iter_of(self);
    if (!it->seq)
        return VALUE_STOP;
    Value v = nth_item(t, it->seq, it->i);
    if (v) {
        it->i++;
        return v;
    }
    v = end_of_items(t);
    if (v == VALUE_STOP)
        it->seq = 0;
    return v;
}

static Value list_hint(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    return from_small(it->seq ? MAX(as_list(it->seq)->len - it->i, 0) : 0);
}

static Value list_reverse_hint(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    return from_small(it->seq && it->i < as_list(it->seq)->len ? it->i + 1 : 0);
}

static Value tuple_hint(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    return from_small(it->seq ? as_tuple(it->seq)->len - it->i : 0);
}

static Value seq_hint(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    if (!it->seq)
        return from_small(0);
    if (!type_of(t, it->seq)->slots.len)
        return VALUE_NOTIMPLEMENTED;
    int64_t n = length_of(t, it->seq);
    return n < 0 ? VALUE_ERROR : from_small(MAX(n - it->i, 0));
}

static Value list_reduce(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    if (it->seq)
        return reduce_builtin(t, "iter", it->seq, from_small(it->i));
    return reduce_builtin(t, "iter", empty_list(t), 0);
}

static Value list_reverse_reduce(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    if (it->seq)
        return reduce_builtin(t, "reversed", it->seq, from_small(it->i));
    return reduce_builtin(t, "iter", empty_list(t), 0);
}

static Value seq_reduce(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    if (it->seq)
        return reduce_builtin(t, "iter", it->seq, from_small(it->i));
    return reduce_builtin(t, "iter", empty_tuple(t), 0);
}

static Value seq_setstate(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    if (it->seq)
        it->i = MAX(i, 0);
    return VALUE_NONE;
}

static Value tuple_setstate(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    if (it->seq)
        it->i = i < 0 ? 0 : MIN(i, as_tuple(it->seq)->len);
    return VALUE_NONE;
}

static Value list_reverse_setstate(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    if (it->seq)
        it->i = i < -1 ? -1 : MIN(i, as_list(it->seq)->len - 1);
    return VALUE_NONE;
}

#define ITERATOR_METHODS(hint, reduce, setstate)                \
    (const FunctionDef[]) {                                     \
        { "__length_hint__", hint, "", 0, 0 },                  \
        { "__reduce__", reduce, "", 0, 0 },                     \
        { "__setstate__", setstate, "state, /", 0, 0 }, { 0 } }

const TypeDef type_list_iter = {
    .name = "list_iterator", .size = sizeof(SeqIter), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = iter_self, .next = list_next },
    .methods = ITERATOR_METHODS(list_hint, list_reduce, seq_setstate),
};

const TypeDef type_list_reviter = {
    .name = "list_reverseiterator", .size = sizeof(SeqIter), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = iter_self, .next = list_reverse_next },
    .methods = ITERATOR_METHODS(list_reverse_hint, list_reverse_reduce, list_reverse_setstate),
};

const TypeDef type_tuple_iter = {
    .name = "tuple_iterator", .size = sizeof(SeqIter), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = iter_self, .next = tuple_next },
    .methods = ITERATOR_METHODS(tuple_hint, seq_reduce, tuple_setstate),
};

const TypeDef type_seq_iter = {
    .name = "iterator", .size = sizeof(SeqIter), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = iter_self, .next = seq_next },
    .methods = ITERATOR_METHODS(seq_hint, seq_reduce, seq_setstate),
};

/* -- reversed ---------------------------------------------------------------------------------- */

static Value reversed_alloc(Thread *t, Type *cls, Value seq) {
    Value receiver, method = lookup_special(t, seq, NAME(t, __reversed__), &receiver);
    if (method && method != VALUE_NONE)
        return receiver ? call1(t, method, receiver) : call0(t, method);
    if (t->exc)
        return VALUE_ERROR;
    Type *y = type_of(t, seq);
    if (method == VALUE_NONE || !y->slots.getitem || y->kind == T_DICT || y->kind == T_MAPPINGPROXY)
        return raise_type_error(t, "'%T' object is not reversible", seq);
    int64_t n = length_of(t, seq);
    if (n < 0)
        return VALUE_ERROR;
    Value v = object_alloc(t, cls);
    if (!v)
        return VALUE_ERROR;
    seq_iter_of(v)->seq = seq;
    seq_iter_of(v)->i = n - 1;
    return v;
}

Value reversed_new(Thread *t, Value seq) { return reversed_alloc(t, type_by_id(t, T_REVERSED), seq); }

static Value reversed_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return check_args(t, "reversed", nargs, kwnames, 1, 1) ? reversed_alloc(t, cls, args[0]) : VALUE_ERROR;
}

static Value reversed_next(Thread *t, Value self) {
    SeqIter *it = seq_iter_of(self);
    if (!it->seq)
        return VALUE_STOP;
    if (it->i >= 0) {
        Value v = nth_item(t, it->seq, it->i);
        if (v) {
            it->i--;
            return v;
        }
        if (end_of_items(t) != VALUE_STOP)
            return VALUE_ERROR;
    }
    it->i = -1;
    it->seq = 0;
    return VALUE_STOP;
}

static Value reversed_hint(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    if (!it->seq)
        return from_small(0);
    int64_t n = length_of(t, it->seq);
    return n < 0 ? VALUE_ERROR : from_small(n < it->i + 1 ? 0 : it->i + 1);
}

static Value reversed_reduce(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    Value args = tuple_pack1(t, it->seq ? it->seq : empty_tuple(t));
    if (!it->seq)
        return iter_reduce_as(t, a[0], args);
    return args ? tuple_pack3(t, from_ptr(it->h.type), args, from_small(it->i)) : VALUE_ERROR;
}

static Value reversed_setstate(Thread *t, Value *a) {
    SeqIter *it = seq_iter_of(a[0]);
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    if (it->seq) {
        int64_t n = length_of(t, it->seq);
        if (n < 0)
            return VALUE_ERROR;
        it->i = i < -1 ? -1 : MIN(i, n - 1);
    }
    return VALUE_NONE;
}

const TypeDef type_reversed = {
    .name = "reversed",
    .doc = "reversed(sequence, /)\n--\n\nAn iterator over the items from the last to the first.",
    .size = sizeof(SeqIter),
    .slots = { .iter = iter_self, .next = reversed_next, .new_ = reversed_new_slot },
    .methods = ITERATOR_METHODS(reversed_hint, reversed_reduce, reversed_setstate),
};

/* -- iter(callable, sentinel) ------------------------------------------------------------------ */

typedef struct CallableIter { Obj h; Value callable, sentinel; } CallableIter; /* callable 0 when exhausted */

Value callable_iter_new(Thread *t, Value callable, Value sentinel) {
    CallableIter *it = alloc_obj(t, type_by_id(t, T_CALLABLE_ITER), sizeof(CallableIter));
    if (!it)
        return VALUE_ERROR;
    it->callable = callable;
    it->sentinel = sentinel;
    return from_ptr(it);
}

static Value callable_next(Thread *t, Value self) {
    CallableIter *it = (CallableIter *)obj_of(self);
    if (!it->callable)
        return VALUE_STOP;
    Value v = call0(t, it->callable);
    if (!v) {
        if (!exc_matches(t, EXC_StopIteration))
            return VALUE_ERROR;
        exc_clear(t);
        it->callable = 0;
        return VALUE_STOP;
    }
    if (!it->callable)                                  /* the call has run this iterator to its end */
        return VALUE_STOP;
    int eq = equal_values(t, v, it->sentinel);
    if (eq < 0)
        return VALUE_ERROR;
    if (!eq)
        return v;
    it->callable = 0;
    return VALUE_STOP;
}

static Value callable_reduce(Thread *t, Value *a) {
    CallableIter *it = (CallableIter *)obj_of(a[0]);
    if (!it->callable)
        return reduce_builtin(t, "iter", empty_tuple(t), 0);
    Value fn = builtin_named(t, "iter");
    Value args = fn ? tuple_pack2(t, it->callable, it->sentinel) : 0;
    return args ? tuple_pack2(t, fn, args) : VALUE_ERROR;
}

const TypeDef type_callable_iter = {
    .name = "callable_iterator", .size = sizeof(CallableIter), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = iter_self, .next = callable_next },
    .methods = (const FunctionDef[]) { { "__reduce__", callable_reduce, "", 0, 0 }, { 0 } },
};

/* -- enumerate --------------------------------------------------------------------------------- */

static Value enumerate_make(Thread *t, Type *cls, Value iterable, Value start_arg) {
    Value start = is_small(start_arg) ? start_arg : number_index(t, start_arg);
    Value it = start ? get_iter(t, iterable) : 0;
    Value v = it ? object_alloc(t, cls) : 0;
    if (!v)
        return VALUE_ERROR;
    Enumerate *e = (Enumerate *)obj_of(v);
    e->it = it;
    if (is_small(start))
        e->i = small_of(start);
    else
        e->big = start;
    return v;
}

static Value enumerate_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    size_t nkw = kwnames ? (size_t)kwnames->len : 0;
    Value iterable = nargs > 0 ? args[0] : 0, start = nargs > 1 ? args[1] : 0;
    if (nargs + nkw > 2)
        return raise_type_error(t, "enumerate() takes at most 2 arguments (%zu given)", nargs + nkw);
    for (size_t i = 0; i < nkw; i++) {
        Str *name = as_str(kwnames->items[i]);
        Value *to = str_equals_cstr(name, "iterable") ? &iterable : &start;
        if (to == &start && !str_equals_cstr(name, "start"))
            to = NULL;
        if (!to || *to)
            return raise_type_error(t, "'%Q' is an invalid keyword argument for enumerate()", name);
        *to = args[nargs + i];
    }
    if (!iterable)
        return raise_type_error(t, "enumerate() missing required argument 'iterable'");
    return enumerate_make(t, cls, iterable, start ? start : from_small(0));
}

static Value enumerate_next(Thread *t, Value self) {
    Enumerate *e = (Enumerate *)obj_of(self);
    Value v = inner_next(t, e->it);
    if (v == VALUE_STOP || !v)
        return v;
    if (unlikely(e->big || e->i == SMALL_MAX)) {
        Value i = e->big ? e->big : from_small(e->i);
        e->big = int_add(t, i, from_small(1));
        return e->big ? tuple_pack2(t, i, v) : VALUE_ERROR;
    }
    return tuple_pack2(t, from_small(e->i++), v);
}

static Value enumerate_reduce(Thread *t, Value *a) {
    Enumerate *e = (Enumerate *)obj_of(a[0]);
    return iter_reduce_as(t, a[0], tuple_pack2(t, e->it, e->big ? e->big : from_small(e->i)));
}

const TypeDef type_enumerate = {
    .name = "enumerate",
    .doc = "enumerate(iterable, start=0)\n--\n\nPairs of a running number and an item.",
    .size = sizeof(Enumerate),
    .slots = { .iter = iter_self, .next = enumerate_next, .new_ = enumerate_new },
    .methods = (const FunctionDef[]) { { "__reduce__", enumerate_reduce, "", 0, 0 }, CLASS_GETITEM, { 0 } },
};

/* -- zip and map ------------------------------------------------------------------------------- */

/* Iterators over each of the n values. */
static Value *get_iters(Thread *t, const Value *values, int64_t n) {
    Value *its = alloc_array(t, (size_t)MAX(n, 1), sizeof(Value));
    for (int64_t i = 0; its && i < n; i++) {
        its[i] = get_iter(t, values[i]);
        if (!its[i])
            return NULL;
    }
    return its;
}

static Value zip_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    int strict = 0;
    if (kwnames && kwnames->len && cls == type_by_id(t, T_ZIP)) {
        if (kwnames->len > 1)
            return raise_type_error(t, "zip() takes at most 1 keyword argument (%zd given)",
                                    (ssize_t)kwnames->len);
        if (!str_equals_cstr(as_str(kwnames->items[0]), "strict"))
            return raise_type_error(t, "'%U' is an invalid keyword argument for zip()", kwnames->items[0]);
    }
    for (int64_t i = 0; kwnames && i < kwnames->len; i++)
        if (str_equals_cstr(as_str(kwnames->items[i]), "strict") &&
            (strict = truth_of(t, args[nargs + (size_t)i])) < 0)
            return VALUE_ERROR;
    Value *its = get_iters(t, args, (int64_t)nargs);
    Value v = its ? object_alloc(t, cls) : 0;
    if (!v)
        return VALUE_ERROR;
    Zip *z = (Zip *)obj_of(v);
    z->strict = strict;
    z->n = (int64_t)nargs;
    z->its = its;
    return v;
}

static Value raise_zip_length(Thread *t, int64_t i, const char *what) {
    return raise_value_error(t, "zip() argument %zd is %s than argument%s%zd", (ssize_t)(i + 1), what,
                             i == 1 ? " " : "s 1-", (ssize_t)i);
}

/* Iterator i has ended: with strict, the others must end with it. */
static NOINLINE Value zip_end(Thread *t, Zip *z, int64_t i) {
    if (!z->strict)
        return VALUE_STOP;
    if (i > 0)
        return raise_zip_length(t, i, "shorter");
    for (i = 1; i < z->n; i++) {
        Value v = inner_next(t, z->its[i]);
        if (v == VALUE_STOP)
            continue;
        return v ? raise_zip_length(t, i, "longer") : VALUE_ERROR;
    }
    return VALUE_STOP;
}

static Value zip_next(Thread *t, Value self) {
    Zip *z = (Zip *)obj_of(self);
    if (z->n == 0)
        return VALUE_STOP;
    Tuple *u = tuple_alloc(t, z->n);
    if (!u)
        return VALUE_ERROR;
    for (int64_t i = 0; i < z->n; i++) {
        Value v = inner_next(t, z->its[i]);
        if (unlikely(!v))
            return VALUE_ERROR;
        if (v == VALUE_STOP)
            return zip_end(t, z, i);
        u->items[i] = v;
    }
    return from_ptr(u);
}

static Value zip_reduce(Thread *t, Value *a) {
    Zip *z = (Zip *)obj_of(a[0]);
    Value its = tuple_new(t, z->its, z->n);
    if (!its)
        return VALUE_ERROR;
    return z->strict ? tuple_pack3(t, from_ptr(z->h.type), its, VALUE_TRUE)
        : tuple_pack2(t, from_ptr(z->h.type), its);
}

static Value zip_setstate(Thread *t, Value *a) {
    int strict = truth_of(t, a[1]);
    if (strict < 0)
        return VALUE_ERROR;
    ((Zip *)obj_of(a[0]))->strict = strict;
    return VALUE_NONE;
}

const TypeDef type_zip = {
    .name = "zip",
    .doc = "zip(*iterables, strict=False)\n--\n\n"
           "Tuples of one item of each iterable, as long as all have one.",
    .size = sizeof(Zip),
    .slots = { .iter = iter_self, .next = zip_next, .new_ = zip_new },
    .methods = (const FunctionDef[]) {
        { "__reduce__", zip_reduce, "", 0, 0 },
        { "__setstate__", zip_setstate, "state, /", 0, 0 }, { 0 } },
};

static Value map_alloc(Thread *t, Type *cls, const Value *args, size_t nargs) {
    if (nargs < 2)
        return raise_type_error(t, "map() must have at least two arguments.");
    Value *its = get_iters(t, args + 1, (int64_t)nargs - 1);
    Value v = its ? object_alloc(t, cls) : 0;
    if (!v)
        return VALUE_ERROR;
    MapObj *m = (MapObj *)obj_of(v);
    m->fn = args[0];
    m->n = (int64_t)nargs - 1;
    m->its = its;
    return v;
}

static Value map_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames && kwnames->len && cls == type_by_id(t, T_MAP))
        return raise_type_error(t, "map() takes no keyword arguments");
    return map_alloc(t, cls, args, nargs);
}

static Value map_next(Thread *t, Value self) {
    MapObj *m = (MapObj *)obj_of(self);
    if (likely(m->n == 1)) {
        Value v = inner_next(t, m->its[0]);
        return v == VALUE_STOP || !v ? v : call1(t, m->fn, v);
    }
    Value few[8], *args = few;
    if (m->n > (int64_t)ARRAY_LEN(few)) {
        args = alloc_array(t, (size_t)m->n, sizeof(Value));
        if (!args)
            return VALUE_ERROR;
    }
    for (int64_t i = 0; i < m->n; i++) {
        args[i] = inner_next(t, m->its[i]);
        if (args[i] == VALUE_STOP || !args[i])
            return args[i];
    }
    return call_value(t, m->fn, args, (size_t)m->n, NULL);
}

static Value map_reduce(Thread *t, Value *a) {
    MapObj *m = (MapObj *)obj_of(a[0]);
    Tuple *args = tuple_alloc(t, m->n + 1);
    if (!args)
        return VALUE_ERROR;
    args->items[0] = m->fn;
    memcpy(args->items + 1, m->its, (size_t)m->n * sizeof(Value));
    return iter_reduce_as(t, a[0], from_ptr(args));
}

const TypeDef type_map = {
    .name = "map",
    .doc = "map(function, /, *iterables)\n--\n\nThe results of function for the items of the iterables.",
    .size = sizeof(MapObj),
    .slots = { .iter = iter_self, .next = map_next, .new_ = map_new_slot },
    .methods = (const FunctionDef[]) { { "__reduce__", map_reduce, "", 0, 0 }, { 0 } },
};

/* -- Pairs without a tuple --------------------------------------------------------------------- */

static int next_enumerated(Thread *t, Enumerate *e, Value *a, Value *b) {
    Value v = inner_next(t, e->it);
    if (v == VALUE_STOP || !v)
        return v ? 0 : -1;
    *b = v;
    if (likely(!e->big && e->i < SMALL_MAX)) {
        *a = from_small(e->i++);
        return 1;
    }
    *a = e->big ? e->big : from_small(e->i);
    e->big = int_add(t, *a, from_small(1));
    return e->big ? 1 : -1;
}

static int next_zipped(Thread *t, Zip *z, Value *a, Value *b) {
    *a = inner_next(t, z->its[0]);
    if (*a == VALUE_STOP || !*a)
        return *a && zip_end(t, z, 0) ? 0 : -1;
    *b = inner_next(t, z->its[1]);
    if (*b == VALUE_STOP || !*b)
        return *b && zip_end(t, z, 1) ? 0 : -1;
    return 1;
}

int iter_next_pair(Thread *t, Value it, Value *a, Value *b) {
    if (!is_ptr(it))
        return -2;
    switch (obj_of(it)->type->id) {
    case T_ENUMERATE: return next_enumerated(t, (Enumerate *)obj_of(it), a, b);
    case T_ZIP: return ((Zip *)obj_of(it))->n == 2 ? next_zipped(t, (Zip *)obj_of(it), a, b) : -2;
    case T_DICT_ITEMITER: return dict_iter_step(t, (DictIter *)obj_of(it), a, b);
    default: return -2;
    }
}

/* -- filter ------------------------------------------------------------------------------------ */

static Value filter_alloc(Thread *t, Type *cls, Value fn, Value iterable) {
    Value it = get_iter(t, iterable);
    Value v = it ? object_alloc(t, cls) : 0;
    if (!v)
        return VALUE_ERROR;
    Filter *f = (Filter *)obj_of(v);
    f->fn = fn;
    f->it = it;
    return v;
}

static Value filter_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    bool exact = cls == type_by_id(t, T_FILTER);
    if (!check_args(t, "filter", nargs, exact ? kwnames : NULL, 2, 2))
        return VALUE_ERROR;
    return filter_alloc(t, cls, args[0], args[1]);
}

static Value filter_next(Thread *t, Value self) {
    Filter *f = (Filter *)obj_of(self);
    bool plain = f->fn == VALUE_NONE || f->fn == from_ptr(t->interp->types[T_BOOL]);
    for (;;) {
        Value v = inner_next(t, f->it);
        if (v == VALUE_STOP || !v)
            return v;
        Value r = plain ? v : call1(t, f->fn, v);
        int ok = r ? truth_of(t, r) : -1;
        if (ok)
            return ok < 0 ? VALUE_ERROR : v;
    }
}

static Value filter_reduce(Thread *t, Value *a) {
    Filter *f = (Filter *)obj_of(a[0]);
    return iter_reduce_as(t, a[0], tuple_pack2(t, f->fn, f->it));
}

const TypeDef type_filter = {
    .name = "filter",
    .doc = "filter(function, iterable, /)\n--\n\nThe items for which function is true; None: the true items.",
    .size = sizeof(Filter),
    .slots = { .iter = iter_self, .next = filter_next, .new_ = filter_new_slot },
    .methods = (const FunctionDef[]) { { "__reduce__", filter_reduce, "", 0, 0 }, { 0 } },
};
