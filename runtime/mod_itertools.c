/* itertools: iterators built on iterators. product, permutations and combinations are in
 * itertools_combine.c. */
#include "vm/native.h"
#include "vm/object/container.h"

#define SELF(Type_, name) Type_ *name = (Type_ *)obj_of(self)
#define ARG0(Type_, name) Type_ *name = (Type_ *)obj_of(a[0])

/* A new instance of the class in a[0] as a C struct; NULL: error. */
#define NEW(Type_) ((Type_ *)obj_of(object_alloc(t, (Type *)obj_of(a[0]))))

static Value pack4(Thread *t, Value a, Value b, Value c, Value d) {
    return tuple_new(t, (Value[]) { a, b, c, d }, 4);
}

/* (type, args, state) */
static Value reduce_state(Thread *t, Obj *self, Value args, Value state) {
    return args && state ? tuple_pack3(t, from_ptr(self->type), args, state) : VALUE_ERROR;
}

/* -- count ------------------------------------------------------------------------------------- */

typedef struct Count { Obj h; Value cur, step; } Count;

static bool is_number(Thread *t, Value v) {
    Slots *s = &type_of(t, v)->slots;
    return s->index || s->to_int || s->to_float || is_complex(v);
}

static Value count_new(Thread *t, Value *a) {
    if (!is_number(t, a[1]) || !is_number(t, a[2]))
        return raise_type_error(t, "a number is required");
    Count *c = NEW(Count);
    if (!c)
        return VALUE_ERROR;
    bool plain = a[2] == from_small(1) || a[2] == VALUE_TRUE;          /* then CPython counts in C */
    c->cur = plain && is_bool(a[1]) ? from_small(a[1] == VALUE_TRUE) : a[1];
    c->step = is_bool(a[2]) ? from_small(a[2] == VALUE_TRUE) : a[2];
    return from_ptr(c);
}

static Value count_next(Thread *t, Value self) {
    SELF(Count, c);
    Value v = c->cur;
    if (likely(both_small(v, c->step))) {
        c->cur = from_int64(t, small_of(v) + small_of(c->step));
        return c->cur ? v : VALUE_ERROR;
    }
    Value next = binary_op(t, BIN_ADD, v, c->step);
    if (!next)
        return VALUE_ERROR;
    c->cur = next;
    return v;
}

static Value count_repr(Thread *t, Value self) {
    SELF(Count, c);
    if (c->step == from_small(1))
        return str_format(t, "%Q(%R)", c->h.type->name, c->cur);
    return str_format(t, "%Q(%R, %R)", c->h.type->name, c->cur, c->step);
}

static Value count_reduce(Thread *t, Value *a) {
    ARG0(Count, c);
    return iter_reduce_as(t, a[0], c->step == from_small(1) ? tuple_pack1(t, c->cur)
                          : tuple_pack2(t, c->cur, c->step));
}

const TypeDef type_it_count = {
    .name = "itertools.count",
    .doc = "count(start=0, step=1)\n--\n\nstart, start+step, start+2*step, ... without end.",
    .size = sizeof(Count),
    .slots = { .iter = iter_self, .next = count_next, .repr = count_repr },
    .new_ = { "__new__", count_new, "start=0, step=1", 0, 0 },
    .methods = (const FunctionDef[]) { { "__reduce__", count_reduce, "", 0, 0 }, { 0 } },
};

/* -- cycle ------------------------------------------------------------------------------------- */

typedef struct Cycle { Obj h; Value it; List *saved; int64_t i; bool passed; } Cycle;  /* it 0: from saved */

static Value cycle_new(Thread *t, Value *a) {
    Value it = get_iter(t, a[1]);
    List *saved = it ? list_alloc(t, 0, 0) : NULL;
    Cycle *c = saved ? NEW(Cycle) : NULL;
    if (!c)
        return VALUE_ERROR;
    c->it = it;
    c->saved = saved;
    return from_ptr(c);
}

static Value cycle_next(Thread *t, Value self) {
    SELF(Cycle, c);
    if (c->it) {
        Value v = inner_next(t, c->it);
        if (v != VALUE_STOP)
            return v && (c->passed || list_append(t, c->saved, v)) ? v : VALUE_ERROR;
        c->it = 0;
    }
    if (c->saved->len == 0)
        return VALUE_STOP;
    if (c->i >= c->saved->len)
        c->i = 0;
    return c->saved->items[c->i++];
}

static Value cycle_reduce(Thread *t, Value *a) {
    ARG0(Cycle, c);
    Value it = c->it, saved = from_ptr(c->saved);       /* shared, as the iterator is */
    if (!it) {                                          /* first what is left of this round */
        Value rest = list_slice(t, c->saved, c->i, c->saved->len);
        it = rest ? get_iter(t, rest) : 0;
    }
    if (!it)
        return VALUE_ERROR;
    return reduce_state(t, &c->h, tuple_pack1(t, it), tuple_pack2(t, saved, from_bool(!c->it)));
}

static Value cycle_setstate(Thread *t, Value *a) {
    ARG0(Cycle, c);
    if (!is_tuple(a[1]))
        return raise_type_error(t, "state is not a tuple");
    Tuple *s = as_tuple(a[1]);
    if (s->len != 2 || !is_list(s->items[0]) || !is_int(s->items[1]))
        return raise_type_error(t, "invalid state");
    c->saved = as_list(s->items[0]);
    c->passed = truth_of(t, s->items[1]) > 0;
    c->i = 0;
    return VALUE_NONE;
}

const TypeDef type_it_cycle = {
    .name = "itertools.cycle",
    .doc = "cycle(iterable, /)\n--\n\nThe items of iterable, again and again.",
    .size = sizeof(Cycle),
    .slots = { .iter = iter_self, .next = cycle_next },
    .new_ = { "__new__", cycle_new, "iterable, /", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "__reduce__", cycle_reduce, "", 0, 0 },
        { "__setstate__", cycle_setstate, "state, /", 0, 0 }, { 0 } },
};

/* -- repeat ------------------------------------------------------------------------------------ */

typedef struct Repeat { Obj h; Value v; int64_t left; } Repeat;     /* left -1: for ever */

static Value repeat_new(Thread *t, Value *a) {
    int64_t left = -1;
    if (a[2]) {
        if (!as_ssize(t, a[2], &left))
            return VALUE_ERROR;
        left = MAX(left, 0);
    }
    Repeat *r = NEW(Repeat);
    if (!r)
        return VALUE_ERROR;
    r->v = a[1];
    r->left = left;
    return from_ptr(r);
}

static Value repeat_next(Thread *t, Value self) {
    SELF(Repeat, r);
    if (r->left == 0)
        return VALUE_STOP;
    r->left -= r->left > 0;
    return r->v;
}

static Value repeat_repr(Thread *t, Value self) {
    SELF(Repeat, r);
    if (r->left < 0)
        return str_format(t, "%Q(%R)", r->h.type->name, r->v);
    return str_format(t, "%Q(%R, %zd)", r->h.type->name, r->v, (ssize_t)r->left);
}

static Value repeat_hint(Thread *t, Value *a) {
    ARG0(Repeat, r);
    return r->left < 0 ? raise_type_error(t, "len() of unsized object") : from_small(r->left);
}

static Value repeat_reduce(Thread *t, Value *a) {
    ARG0(Repeat, r);
    return iter_reduce_as(t, a[0], r->left < 0 ? tuple_pack1(t, r->v)
                          : tuple_pack2(t, r->v, from_small(r->left)));
}

const TypeDef type_it_repeat = {
    .name = "itertools.repeat",
    .doc = "repeat(object [,times])\n\nThe same object for ever, or times times.",
    .size = sizeof(Repeat),
    .slots = { .iter = iter_self, .next = repeat_next, .repr = repeat_repr },
    .new_ = { "__new__", repeat_new, "object, times=NULL", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "__length_hint__", repeat_hint, "", 0, 0 },
        { "__reduce__", repeat_reduce, "", 0, 0 }, { 0 } },
};

/* -- accumulate -------------------------------------------------------------------------------- */

typedef struct Accumulate { Obj h; Value it, fn, total, initial; } Accumulate;  /* total, initial 0: none */

static Value accumulate_new(Thread *t, Value *a) {
    Value it = get_iter(t, a[1]);
    Accumulate *c = it ? NEW(Accumulate) : NULL;
    if (!c)
        return VALUE_ERROR;
    c->it = it;
    c->fn = a[2];
    c->initial = a[3] == VALUE_NONE ? 0 : a[3];
    return from_ptr(c);
}

static Value accumulate_next(Thread *t, Value self) {
    SELF(Accumulate, c);
    if (c->initial) {
        c->total = c->initial;
        c->initial = 0;
        return c->total;
    }
    Value v = inner_next(t, c->it);
    if (v == VALUE_STOP || !v)
        return v;
    if (c->total) {
        v = c->fn == VALUE_NONE ? binary_op(t, BIN_ADD, c->total, v) : call2(t, c->fn, c->total, v);
        if (!v)
            return VALUE_ERROR;
    }
    return c->total = v;
}

static Value accumulate_reduce(Thread *t, Value *a) {
    ARG0(Accumulate, c);
    if (c->initial) {                                   /* as a chain that begins with it */
        Value first = tuple_pack1(t, c->initial);
        Value parts = first ? tuple_pack2(t, first, c->it) : 0;
        Value chain = from_ptr(type_by_id(t, T_IT_CHAIN));
        Value it = parts ? call_value(t, chain, as_tuple(parts)->items, 2, NULL) : 0;
        return it ? reduce_state(t, &c->h, tuple_pack2(t, it, c->fn), VALUE_NONE) : VALUE_ERROR;
    }
    return reduce_state(t, &c->h, tuple_pack2(t, c->it, c->fn), c->total ? c->total : VALUE_NONE);
}

static Value accumulate_setstate(Thread *t, Value *a) {
    ARG0(Accumulate, c);
    c->total = a[1] == VALUE_NONE ? 0 : a[1];
    return VALUE_NONE;
}

const TypeDef type_it_accumulate = {
    .name = "itertools.accumulate",
    .doc = "accumulate(iterable, func=None, *, initial=None)\n--\n\nRunning totals, or other folds.",
    .size = sizeof(Accumulate),
    .slots = { .iter = iter_self, .next = accumulate_next },
    .new_ = { "__new__", accumulate_new, "iterable, func=None, *, initial=None", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "__reduce__", accumulate_reduce, "", 0, 0 },
        { "__setstate__", accumulate_setstate, "state, /", 0, 0 }, { 0 } },
};

/* -- chain ------------------------------------------------------------------------------------- */

typedef struct Chain { Obj h; Value source, active; } Chain; /* source: iterator of iterables; 0 at the end */

static Value chain_over(Thread *t, Value *a, Value source) {
    Chain *c = source ? NEW(Chain) : NULL;
    if (!c)
        return VALUE_ERROR;
    c->source = source;
    return from_ptr(c);
}

static Value chain_new(Thread *t, Value *a) { return chain_over(t, a, get_iter(t, a[1])); }
static Value chain_from_iterable(Thread *t, Value *a) { return chain_over(t, a, get_iter(t, a[1])); }

static Value chain_next(Thread *t, Value self) {
    SELF(Chain, c);
    while (c->source) {
        if (!c->active) {
            Value iterable = inner_next(t, c->source);
            if (iterable == VALUE_STOP) {
                c->source = 0;
                return VALUE_STOP;
            }
            c->active = iterable ? get_iter(t, iterable) : 0;
            if (!c->active) {
                c->source = 0;
                return VALUE_ERROR;
            }
        }
        Value v = inner_next(t, c->active);
        if (v != VALUE_STOP)
            return v;
        c->active = 0;
    }
    return VALUE_STOP;
}

static Value chain_reduce(Thread *t, Value *a) {
    ARG0(Chain, c);
    Value none = tuple_new(t, NULL, 0);
    if (!c->source)
        return none ? iter_reduce_as(t, a[0], none) : VALUE_ERROR;
    return reduce_state(t, &c->h, none, c->active ? tuple_pack2(t, c->source, c->active)
                        : tuple_pack1(t, c->source));
}

static Value chain_setstate(Thread *t, Value *a) {
    ARG0(Chain, c);
    if (!is_tuple(a[1]))
        return raise_type_error(t, "state is not a tuple");
    Tuple *s = as_tuple(a[1]);
    if (s->len < 1 || s->len > 2)
        return raise_type_error(t, "function takes from 1 to 2 arguments (%zd given)", (ssize_t)s->len);
    if (!is_iterator(t, s->items[0]) || (s->len == 2 && !is_iterator(t, s->items[1])))
        return raise_type_error(t, "Arguments must be iterators.");
    c->source = s->items[0];
    c->active = s->len == 2 ? s->items[1] : 0;
    return VALUE_NONE;
}

const TypeDef type_it_chain = {
    .name = "itertools.chain",
    .doc = "chain(*iterables) --> chain object\n\n"
           "The items of the first iterable, then of the second, and so on.",
    .size = sizeof(Chain),
    .slots = { .iter = iter_self, .next = chain_next },
    .new_ = { "__new__", chain_new, "*iterables", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "from_iterable", chain_from_iterable, "iterable, /",
          "chain() of the items of iterable.", FN_CLASSMETHOD },
        { "__reduce__", chain_reduce, "", 0, 0 },
        { "__setstate__", chain_setstate, "state, /", 0, 0 },
        CLASS_GETITEM, { 0 } },
};

/* -- compress ---------------------------------------------------------------------------------- */

typedef struct Compress { Obj h; Value data, selectors; } Compress;

static Value compress_new(Thread *t, Value *a) {
    Value data = get_iter(t, a[1]), selectors = data ? get_iter(t, a[2]) : 0;
    Compress *c = selectors ? NEW(Compress) : NULL;
    if (!c)
        return VALUE_ERROR;
    c->data = data;
    c->selectors = selectors;
    return from_ptr(c);
}

static Value compress_next(Thread *t, Value self) {
    SELF(Compress, c);
    for (;;) {
        Value v = inner_next(t, c->data);
        if (v == VALUE_STOP || !v)
            return v;
        Value selector = inner_next(t, c->selectors);
        if (selector == VALUE_STOP || !selector)
            return selector;
        int ok = truth_of(t, selector);
        if (ok)
            return ok < 0 ? VALUE_ERROR : v;
    }
}

static Value compress_reduce(Thread *t, Value *a) {
    ARG0(Compress, c);
    return iter_reduce_as(t, a[0], tuple_pack2(t, c->data, c->selectors));
}

const TypeDef type_it_compress = {
    .name = "itertools.compress",
    .doc = "compress(data, selectors)\n--\n\nThe items of data whose selector is true.",
    .size = sizeof(Compress),
    .slots = { .iter = iter_self, .next = compress_next },
    .new_ = { "__new__", compress_new, "data, selectors", 0, 0 },
    .methods = (const FunctionDef[]) { { "__reduce__", compress_reduce, "", 0, 0 }, { 0 } },
};

/* -- dropwhile, takewhile, filterfalse, starmap ------------------------------------------------ */

/* switched: dropping or taking is over */
typedef struct FnIter { Obj h; Value fn, it; bool switched; } FnIter;

static Value fn_iter_new(Thread *t, Value *a) {
    Value it = get_iter(t, a[2]);
    FnIter *f = it ? NEW(FnIter) : NULL;
    if (!f)
        return VALUE_ERROR;
    f->fn = a[1];
    f->it = it;
    return from_ptr(f);
}

/* The truth of fn(v): 1, 0, -1. */
static int holds(Thread *t, Value fn, Value v) {
    Value r = call1(t, fn, v);
    return r ? truth_of(t, r) : -1;
}

static Value dropwhile_next(Thread *t, Value self) {
    SELF(FnIter, f);
    for (;;) {
        Value v = inner_next(t, f->it);
        if (v == VALUE_STOP || !v || f->switched)
            return v;
        int drop = holds(t, f->fn, v);
        if (drop < 0)
            return VALUE_ERROR;
        if (!drop) {
            f->switched = true;
            return v;
        }
    }
}

static Value takewhile_next(Thread *t, Value self) {
    SELF(FnIter, f);
    if (f->switched)
        return VALUE_STOP;
    Value v = inner_next(t, f->it);
    if (v == VALUE_STOP || !v)
        return v;
    int take = holds(t, f->fn, v);
    if (take > 0)
        return v;
    if (take < 0)
        return VALUE_ERROR;
    f->switched = true;
    return VALUE_STOP;
}

static Value filterfalse_next(Thread *t, Value self) {
    SELF(FnIter, f);
    bool plain = f->fn == VALUE_NONE || f->fn == from_ptr(t->interp->types[T_BOOL]);
    for (;;) {
        Value v = inner_next(t, f->it);
        if (v == VALUE_STOP || !v)
            return v;
        int ok = plain ? truth_of(t, v) : holds(t, f->fn, v);
        if (ok <= 0)
            return ok < 0 ? VALUE_ERROR : v;
    }
}

static Value starmap_next(Thread *t, Value self) {
    SELF(FnIter, f);
    Value v = inner_next(t, f->it);
    if (v == VALUE_STOP || !v)
        return v;
    Tuple *args = tuple_from_iterable(t, v);
    return args ? call_value(t, f->fn, args->items, (size_t)args->len, NULL) : VALUE_ERROR;
}

static Value fn_iter_reduce(Thread *t, Value *a) {
    ARG0(FnIter, f);
    return iter_reduce_as(t, a[0], tuple_pack2(t, f->fn, f->it));
}

static Value fn_iter_reduce_switch(Thread *t, Value *a) {
    ARG0(FnIter, f);
    return reduce_state(t, &f->h, tuple_pack2(t, f->fn, f->it), from_small(f->switched));
}

static Value fn_iter_setstate(Thread *t, Value *a) {
    ARG0(FnIter, f);
    int on = truth_of(t, a[1]);
    if (on < 0)
        return VALUE_ERROR;
    f->switched = on;
    return VALUE_NONE;
}

static const FunctionDef switch_methods[] = {
    { "__reduce__", fn_iter_reduce_switch, "", 0, 0 },
    { "__setstate__", fn_iter_setstate, "state, /", 0, 0 }, { 0 }
};
static const FunctionDef fn_iter_methods[] = { { "__reduce__", fn_iter_reduce, "", 0, 0 }, { 0 } };

#define FN_ITER(def, text, fn, fn_name, rows, text_doc)                                 \
    const TypeDef def = {                                                               \
        .name = "itertools." text, .doc = text "(" fn_name ", iterable, /)\n--\n\n" text_doc, \
        .size = sizeof(FnIter), .slots = { .iter = iter_self, .next = fn },             \
        .new_ = { "__new__", fn_iter_new, fn_name ", iterable, /", 0, 0 }, .methods = rows, \
    };
FN_ITER(type_it_dropwhile, "dropwhile", dropwhile_next, "predicate", switch_methods,
        "The items from the first one on for which predicate is false.")
FN_ITER(type_it_takewhile, "takewhile", takewhile_next, "predicate", switch_methods,
        "The items before the first one for which predicate is false.")
FN_ITER(type_it_filterfalse, "filterfalse", filterfalse_next, "function", fn_iter_methods,
        "The items for which function is false; None: the false items.")
FN_ITER(type_it_starmap, "starmap", starmap_next, "function", fn_iter_methods,
        "The results of function(*item).")

/* -- groupby ----------------------------------------------------------------------------------- */

/* key is of the last item read, wanted of the group given out last; value 0: the last item was given out. */
typedef struct GroupBy { Obj h; Value it, fn, wanted, key, value, grouper; } GroupBy;
typedef struct Grouper { Obj h; Value parent, wanted; } Grouper;

static Value groupby_new(Thread *t, Value *a) {
    Value it = get_iter(t, a[1]);
    GroupBy *g = it ? NEW(GroupBy) : NULL;
    if (!g)
        return VALUE_ERROR;
    g->it = it;
    g->fn = a[2];
    return from_ptr(g);
}

/* Reads one item; STOP, error, or something else. */
static Value groupby_step(Thread *t, GroupBy *g) {
    Value v = inner_next(t, g->it);
    if (v == VALUE_STOP || !v)
        return v;
    Value key = g->fn == VALUE_NONE ? v : call1(t, g->fn, v);
    if (!key)
        return VALUE_ERROR;
    g->value = v;
    g->key = key;
    return v;
}

static Value grouper_make(Thread *t, Value parent, Value wanted) {
    Grouper *r = alloc_obj(t, type_by_id(t, T_IT_GROUPER), sizeof(Grouper));
    if (!r)
        return VALUE_ERROR;
    r->parent = parent;
    r->wanted = wanted;
    ((GroupBy *)obj_of(parent))->grouper = from_ptr(r);
    return from_ptr(r);
}

static Value groupby_next(Thread *t, Value self) {
    SELF(GroupBy, g);
    g->grouper = 0;
    for (;;) {                                          /* over the rest of the group */
        if (g->key) {
            if (!g->wanted)
                break;
            int eq = equal_values(t, g->wanted, g->key);
            if (eq < 0)
                return VALUE_ERROR;
            if (!eq)
                break;
        }
        Value v = groupby_step(t, g);
        if (v == VALUE_STOP || !v)
            return v;
    }
    g->wanted = g->key;
    Value group = grouper_make(t, self, g->wanted);
    return group ? tuple_pack2(t, g->wanted, group) : VALUE_ERROR;
}

static Value grouper_next(Thread *t, Value self) {
    SELF(Grouper, r);
    GroupBy *g = (GroupBy *)obj_of(r->parent);
    if (g->grouper != self)
        return VALUE_STOP;
    if (!g->value) {
        Value v = groupby_step(t, g);
        if (v == VALUE_STOP || !v)
            return v;
    }
    int eq = equal_values(t, r->wanted, g->key);
    if (eq <= 0)
        return eq < 0 ? VALUE_ERROR : VALUE_STOP;
    Value v = g->value;
    g->value = 0;
    return v;
}

static Value groupby_reduce(Thread *t, Value *a) {
    ARG0(GroupBy, g);
    Value args = tuple_pack2(t, g->it, g->fn);
    if (!g->wanted || !g->key || !g->value)
        return args ? iter_reduce_as(t, a[0], args) : VALUE_ERROR;
    return reduce_state(t, &g->h, args, tuple_pack3(t, g->value, g->wanted, g->key));
}

static Value groupby_setstate(Thread *t, Value *a) {
    ARG0(GroupBy, g);
    if (!is_tuple(a[1]))
        return raise_type_error(t, "state is not a tuple");
    Tuple *s = as_tuple(a[1]);
    if (s->len != 3)
        return raise_type_error(t, "function takes exactly 3 arguments (%zd given)", (ssize_t)s->len);
    g->value = s->items[0];
    g->wanted = s->items[1];
    g->key = s->items[2];
    return VALUE_NONE;
}

static Value grouper_new(Thread *t, Value *a) {
    if (!ptr_kind(a[1], T_IT_GROUPBY))
        return raise_type_error(t, "_grouper() argument 1 must be itertools.groupby, not %V", a[1]);
    return grouper_make(t, a[1], a[2]);
}

static Value grouper_reduce(Thread *t, Value *a) {
    ARG0(Grouper, r);
    if (((GroupBy *)obj_of(r->parent))->grouper == a[0])
        return iter_reduce_as(t, a[0], tuple_pack2(t, r->parent, r->wanted));
    Value iter = builtin_named(t, "iter"), none = tuple_new(t, NULL, 0);
    Value args = iter && none ? tuple_pack1(t, none) : 0;
    return args ? tuple_pack2(t, iter, args) : VALUE_ERROR;
}

const TypeDef type_it_groupby = {
    .name = "itertools.groupby",
    .doc = "groupby(iterable, key=None)\n--\n\n"
           "Pairs of a key and an iterator over the neighbours that have it.",
    .size = sizeof(GroupBy),
    .slots = { .iter = iter_self, .next = groupby_next },
    .new_ = { "__new__", groupby_new, "iterable, key=None", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "__reduce__", groupby_reduce, "", 0, 0 },
        { "__setstate__", groupby_setstate, "state, /", 0, 0 }, { 0 } },
};

const TypeDef type_it_grouper = {
    .name = "itertools._grouper", .size = sizeof(Grouper), .flags = TYPE_NO_BASE,
    .slots = { .iter = iter_self, .next = grouper_next },
    .new_ = { "__new__", grouper_new, "parent, tgtkey, /", 0, 0 },
    .methods = (const FunctionDef[]) { { "__reduce__", grouper_reduce, "", 0, 0 }, { 0 } },
};

/* -- islice ------------------------------------------------------------------------------------ */

/* it 0: at the end; stop -1: none */
typedef struct ISlice { Obj h; Value it; int64_t next, stop, step, read; } ISlice;

/* None: missing. Negative and what is no index or does not fit: false, without an exception. */
static bool islice_bound(Thread *t, Value v, int64_t missing, int64_t *out) {
    *out = missing;
    if (v == VALUE_NONE)
        return true;
    if (has_index(t, v) && as_ssize(t, v, out) && *out >= 0)
        return true;
    exc_clear(t);
    return false;
}

static Value islice_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_args(t, "islice", nargs, cls == type_by_id(t, T_IT_ISLICE) ? kwnames : NULL, 2, 4))
        return VALUE_ERROR;
    int64_t start = 0, stop, step = 1;
    if (!islice_bound(t, args[nargs == 2 ? 1 : 2], -1, &stop))
        return raise_value_error(t,
            "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (nargs > 2 && !islice_bound(t, args[1], 0, &start))
        return raise_value_error(t,
                                 "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (nargs > 3 && (!islice_bound(t, args[3], 1, &step) || step < 1))
        return raise_value_error(t, "Step for islice() must be a positive integer or None.");
    Value it = get_iter(t, args[0]);
    Value v = it ? object_alloc(t, cls) : 0;
    if (!v)
        return VALUE_ERROR;
    ISlice *s = (ISlice *)obj_of(v);
    s->it = it;
    s->next = start;
    s->stop = stop;
    s->step = step;
    return v;
}

static Value islice_next(Thread *t, Value self) {
    SELF(ISlice, s);
    if (!s->it)
        return VALUE_STOP;
    Value v = 0;
    while (s->read < s->next) {
        v = inner_next(t, s->it);
        if (v == VALUE_STOP || !v)
            goto over;
        s->read++;
    }
    v = VALUE_STOP;
    if (s->stop >= 0 && s->read >= s->stop)
        goto over;
    v = inner_next(t, s->it);
    if (v == VALUE_STOP || !v)
        goto over;
    s->read++;
    if (__builtin_add_overflow(s->next, s->step, &s->next) || (s->stop >= 0 && s->next > s->stop))
        s->next = s->stop >= 0 ? s->stop : INT64_MAX;
    return v;
over:
    if (v == VALUE_STOP)
        s->it = 0;
    return v;
}

static Value islice_reduce(Thread *t, Value *a) {
    ARG0(ISlice, s);
    if (!s->it) {
        Value none = list_new(t, NULL, 0), it = none ? get_iter(t, none) : 0;
        return it ? reduce_state(t, &s->h, tuple_pack2(t, it, from_small(0)), from_small(0)) : VALUE_ERROR;
    }
    Value stop = s->stop < 0 ? VALUE_NONE : from_int64(t, s->stop);
    Value args = pack4(t, s->it, from_int64(t, s->next), stop, from_int64(t, s->step));
    return reduce_state(t, &s->h, args, from_int64(t, s->read));
}

static Value islice_setstate(Thread *t, Value *a) {
    ARG0(ISlice, s);
    return as_ssize(t, a[1], &s->read) ? VALUE_NONE : VALUE_ERROR;
}

const TypeDef type_it_islice = {
    .name = "itertools.islice",
    .doc = "islice(iterable, stop) --> islice object\n"
           "islice(iterable, start, stop[, step]) --> islice object\n\n"
           "What a slice of a sequence would give.",
    .size = sizeof(ISlice),
    .slots = { .iter = iter_self, .next = islice_next, .new_ = islice_new },
    .methods = (const FunctionDef[]) {
        { "__reduce__", islice_reduce, "", 0, 0 },
        { "__setstate__", islice_setstate, "state, /", 0, 0 }, { 0 } },
};

/* -- pairwise ---------------------------------------------------------------------------------- */

typedef struct Pairwise { Obj h; Value it, old; } Pairwise;

static Value pairwise_new(Thread *t, Value *a) {
    Value it = get_iter(t, a[1]);
    Pairwise *p = it ? NEW(Pairwise) : NULL;
    if (!p)
        return VALUE_ERROR;
    p->it = it;
    return from_ptr(p);
}

static Value pairwise_next(Thread *t, Value self) {
    SELF(Pairwise, p);
    if (!p->it)
        return VALUE_STOP;
    Value old = p->old, v;
    if (!old) {
        old = inner_next(t, p->it);
        if (old == VALUE_STOP)
            p->it = 0;
        if (old == VALUE_STOP || !old)
            return old;
        p->old = old;
        if (!p->it)
            return VALUE_STOP;
    }
    v = inner_next(t, p->it);
    if (v == VALUE_STOP || !v) {
        p->it = p->old = 0;
        return v;
    }
    p->old = v;
    return tuple_pack2(t, old, v);
}

const TypeDef type_it_pairwise = {
    .name = "itertools.pairwise",
    .doc = "pairwise(iterable, /)\n--\n\nPairs of neighbours: s0 s1, s1 s2, ...",
    .size = sizeof(Pairwise),
    .slots = { .iter = iter_self, .next = pairwise_next },
    .new_ = { "__new__", pairwise_new, "iterable, /", 0, 0 },
};

/* -- tee --------------------------------------------------------------------------------------- */

/* What has been read forms a linked list; each tee iterator points at its place in it, so what all have
 * passed is garbage. */
typedef struct TeeNode { Value value; struct TeeNode *next; } TeeNode;      /* value 0: not read yet */
typedef struct TeeSource { Value it; bool reading; } TeeSource;
typedef struct Tee { Obj h; TeeSource *source; TeeNode *node; } Tee;

static Value tee_make(Thread *t, Type *cls, TeeSource *source, TeeNode *node) {
    Value v = object_alloc(t, cls);
    if (v) {
        ((Tee *)obj_of(v))->source = source;
        ((Tee *)obj_of(v))->node = node;
    }
    return v;
}

static Value tee_over(Thread *t, Type *cls, Value iterable) {
    Value it = get_iter(t, iterable);
    if (!it)
        return VALUE_ERROR;
    if (is_exact(t, it, T_IT_TEE))
        return tee_make(t, cls, ((Tee *)obj_of(it))->source, ((Tee *)obj_of(it))->node);
    TeeSource *source = alloc_array(t, 1, sizeof(TeeSource));
    TeeNode *node = source ? alloc_array(t, 1, sizeof(TeeNode)) : NULL;
    if (!node)
        return VALUE_ERROR;
    source->it = it;
    return tee_make(t, cls, source, node);
}

static Value tee_new(Thread *t, Value *a) { return tee_over(t, (Type *)obj_of(a[0]), a[1]); }

static Value tee_next(Thread *t, Value self) {
    SELF(Tee, e);
    TeeNode *n = e->node;
    if (!n->value) {
        if (e->source->reading)
            return raise_error(t, EXC_RuntimeError, "cannot re-enter the tee iterator");
        e->source->reading = true;
        Value v = inner_next(t, e->source->it);
        e->source->reading = false;
        if (v == VALUE_STOP || !v)
            return v;
        n->next = alloc_array(t, 1, sizeof(TeeNode));
        if (!n->next)
            return VALUE_ERROR;
        n->value = v;
    }
    e->node = n->next;
    return n->value;
}

static Value tee_copy(Thread *t, Value *a) {
    ARG0(Tee, e);
    return tee_make(t, e->h.type, e->source, e->node);
}

const TypeDef type_it_tee = {
    .name = "itertools._tee",
    .doc = "Iterator wrapped to make it copyable.",
    .size = sizeof(Tee),
    .flags = TYPE_NO_BASE,
    .weakrefs = true,
    .slots = { .iter = iter_self, .next = tee_next },
    .new_ = { "__new__", tee_new, "iterable, /", 0, 0 },
    .methods = (const FunctionDef[]) { { "__copy__", tee_copy, "", "An independent iterator.", 0 }, { 0 } },
};

static Value tee(Thread *t, Value *a) {
    int64_t n;
    if (!as_ssize(t, a[1], &n))
        return VALUE_ERROR;
    if (n < 0)
        return raise_value_error(t, "n must be >= 0");
    Tuple *u = tuple_alloc(t, n);
    if (!u || n == 0)
        return from_ptr(u);
    Value it = get_iter(t, a[0]), receiver;
    Value copy = it ? lookup_special(t, it, NAME(t, __copy__), &receiver) : 0;
    if (!it || t->exc)
        return VALUE_ERROR;
    u->items[0] = copy ? it : tee_over(t, type_by_id(t, T_IT_TEE), it);
    for (int64_t i = 0; u->items[i] && ++i < n;) {
        u->items[i] = copy ? call_method0(t, u->items[i - 1], NAME(t, __copy__))
                           : tee_over(t, type_by_id(t, T_IT_TEE), u->items[i - 1]);
        if (!u->items[i])
            return VALUE_ERROR;
    }
    return u->items[0] ? from_ptr(u) : VALUE_ERROR;
}

/* -- zip_longest ------------------------------------------------------------------------------- */

/* its[i] 0: at its end */
typedef struct ZipLongest { Obj h; int64_t n, active; Value *its, fill; } ZipLongest;

static Value zip_longest_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    Value fill = VALUE_NONE;
    if (kwnames && kwnames->len) {
        if (kwnames->len > 1 || !str_equals_cstr(as_str(kwnames->items[0]), "fillvalue"))
            return raise_type_error(t, "zip_longest() got an unexpected keyword argument");
        fill = args[nargs];
    }
    Value *its = alloc_array(t, MAX(nargs, (size_t)1), sizeof(Value));
    for (size_t i = 0; its && i < nargs; i++)
        if (!(its[i] = get_iter(t, args[i])))
            return VALUE_ERROR;
    Value v = its ? object_alloc(t, cls) : 0;
    if (!v)
        return VALUE_ERROR;
    ZipLongest *z = (ZipLongest *)obj_of(v);
    z->n = z->active = (int64_t)nargs;
    z->its = its;
    z->fill = fill;
    return v;
}

static Value zip_longest_next(Thread *t, Value self) {
    SELF(ZipLongest, z);
    if (z->n == 0 || z->active == 0)
        return VALUE_STOP;
    Tuple *u = tuple_alloc(t, z->n);
    for (int64_t i = 0; u && i < z->n; i++) {
        u->items[i] = z->fill;
        if (!z->its[i])
            continue;
        Value v = inner_next(t, z->its[i]);
        if (!v) {
            z->active = 0;
            return VALUE_ERROR;
        }
        if (v != VALUE_STOP) {
            u->items[i] = v;
            continue;
        }
        z->its[i] = 0;
        if (--z->active == 0)
            return VALUE_STOP;
    }
    return u ? from_ptr(u) : VALUE_ERROR;
}

static Value zip_longest_reduce(Thread *t, Value *a) {
    ARG0(ZipLongest, z);
    Tuple *its = tuple_alloc(t, z->n);
    for (int64_t i = 0; its && i < z->n; i++)
        if (!(its->items[i] = z->its[i] ? z->its[i] : tuple_new(t, NULL, 0)))
            return VALUE_ERROR;
    return its ? reduce_state(t, &z->h, from_ptr(its), z->fill) : VALUE_ERROR;
}

static Value zip_longest_setstate(Thread *t, Value *a) {
    ((ZipLongest *)obj_of(a[0]))->fill = a[1];
    return VALUE_NONE;
}

const TypeDef type_it_zip_longest = {
    .name = "itertools.zip_longest",
    .doc = "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object\n\n"
           "As zip(), but until the longest iterable ends.",
    .size = sizeof(ZipLongest),
    .slots = { .iter = iter_self, .next = zip_longest_next, .new_ = zip_longest_new },
    .methods = (const FunctionDef[]) {
        { "__reduce__", zip_longest_reduce, "", 0, 0 },
        { "__setstate__", zip_longest_setstate, "state, /", 0, 0 }, { 0 } },
};

/* -- The module -------------------------------------------------------------------------------- */

const ModuleDef mod_itertools = {
    .name = "itertools",
    .doc = "Functional tools for creating and using iterators.",
    .functions = (const FunctionDef[]) {
        { "tee", tee, "iterable, n=2, /", "n independent iterators over the items of one.", 0 }, { 0 } },
    .types = (const uint16_t[]) {
        T_IT_ACCUMULATE, T_IT_CHAIN, T_IT_COMBINATIONS, T_IT_COMBINATIONS_WR, T_IT_COMPRESS,
        T_IT_COUNT, T_IT_CYCLE, T_IT_DROPWHILE, T_IT_FILTERFALSE, T_IT_GROUPBY, T_IT_GROUPER,
        T_IT_ISLICE, T_IT_PAIRWISE, T_IT_PERMUTATIONS, T_IT_PRODUCT, T_IT_REPEAT, T_IT_STARMAP,
        T_IT_TAKEWHILE, T_IT_TEE, T_IT_ZIP_LONGEST, 0 },
};
