/* itertools: product, permutations, combinations, combinations_with_replacement. */
#include "vm/native.h"
#include "vm/object/container.h"

/* indices[k] says which item of pool k (product) or of the only pool stands at place k; moves[] is used by
 * permutations: how many swaps place k still has. */
typedef struct Combine {
    Obj h;
    Tuple **pools;              /* product: one for each place; else pools[0] only */
    int64_t r;                  /* places */
    int64_t *indices, *moves;   /* leaf memory */
    Tuple *result;              /* given out last; NULL before the first */
    bool stopped;
} Combine;

static Combine *as_combine(Value v) { return (Combine *)obj_of(v); }

static Combine *combine_alloc(Thread *t, Value cls, int64_t r, int64_t npools, int64_t nindices) {
    if (r > INT64_MAX / 16 || npools > INT64_MAX / 16) {
        raise_memory(t);
        return NULL;
    }
    Value v = object_alloc(t, (Type *)obj_of(cls));
    if (!v)
        return NULL;
    Combine *c = as_combine(v);
    c->r = r;
    c->pools = alloc_array(t, (size_t)MAX(npools, 1), sizeof(Tuple *));
    c->indices = alloc_leaf(t, (size_t)MAX(nindices, 1) * sizeof(int64_t));
    c->moves = alloc_leaf(t, (size_t)MAX(r, 1) * sizeof(int64_t));
    if (!c->pools || !c->indices || !c->moves)
        return NULL;
    memset(c->indices, 0, (size_t)nindices * sizeof(int64_t));
    memset(c->moves, 0, (size_t)r * sizeof(int64_t));
    return c;
}

static Tuple *pool_at(Combine *c, int64_t k) {
    return c->h.type->kind == T_IT_PRODUCT ? c->pools[k] : c->pools[0];
}

/* The next result: as the last one before place `from`, by the indices from there on. */
static Value give(Thread *t, Combine *c, int64_t from) {
    Tuple *u = tuple_alloc(t, c->r);
    if (!u)
        return VALUE_ERROR;
    if (from)
        memcpy(u->items, c->result->items, (size_t)from * sizeof(Value));
    for (int64_t k = from; k < c->r; k++)
        u->items[k] = pool_at(c, k)->items[c->indices[k]];
    c->result = u;
    return from_ptr(u);
}

static Value stop(Combine *c) {
    c->stopped = true;
    return VALUE_STOP;
}

/* r as a non-negative count. */
static bool count_arg(Thread *t, Value v, int64_t *r) {
    if (!as_ssize(t, v, r))
        return false;
    if (*r >= 0)
        return true;
    raise_value_error(t, "r must be non-negative");
    return false;
}

static Value sizeof_method(Thread *t, Value *a) {
    Combine *c = as_combine(a[0]);
    return from_small((int64_t)(c->h.type->size + (size_t)c->r * 3 * sizeof(int64_t)));
}

static Value ints_tuple(Thread *t, const int64_t *v, int64_t n) {
    Tuple *u = tuple_alloc(t, n);
    for (int64_t i = 0; u && i < n; i++)
        u->items[i] = from_small(v[i]);
    return from_ptr(u);
}

/* -- product ----------------------------------------------------------------------------------- */

static Value product_new(Thread *t, Value *a) {
    Tuple *iterables = as_tuple(a[1]);
    int64_t repeat, r;
    if (!as_ssize(t, a[2], &repeat))
        return VALUE_ERROR;
    if (repeat < 0)
        return raise_value_error(t, "repeat argument cannot be negative");
    int64_t n = repeat == 0 ? 0 : iterables->len;
    if (__builtin_mul_overflow(n, repeat, &r))
        return raise_memory(t), VALUE_ERROR;
    Combine *c = combine_alloc(t, a[0], r, r, r);
    if (!c)
        return VALUE_ERROR;
    for (int64_t k = 0; k < n; k++) {
        c->pools[k] = tuple_from_iterable(t, iterables->items[k]);
        if (!c->pools[k])
            return VALUE_ERROR;
        c->stopped |= c->pools[k]->len == 0;
    }
    for (int64_t k = n; k < r; k++)
        c->pools[k] = c->pools[k - n];
    return from_ptr(c);
}

static Value product_next(Thread *t, Value self) {
    Combine *c = as_combine(self);
    if (c->stopped)
        return VALUE_STOP;
    if (!c->result)
        return give(t, c, 0);
    int64_t k = c->r - 1;
    while (k >= 0 && ++c->indices[k] == c->pools[k]->len)   /* as an odometer turns */
        c->indices[k--] = 0;
    return k < 0 ? stop(c) : give(t, c, k);
}

static Value product_reduce(Thread *t, Value *a) {
    Combine *c = as_combine(a[0]);
    Value cls = from_ptr(c->h.type);
    if (c->stopped) {
        Value none = tuple_new(t, NULL, 0), args = none ? tuple_pack1(t, none) : 0;
        return args ? tuple_pack2(t, cls, args) : VALUE_ERROR;
    }
    Tuple *pools = tuple_alloc(t, c->r);
    if (!pools)
        return VALUE_ERROR;
    for (int64_t k = 0; k < c->r; k++)
        pools->items[k] = from_ptr(c->pools[k]);
    if (!c->result)
        return tuple_pack2(t, cls, from_ptr(pools));
    Value state = ints_tuple(t, c->indices, c->r);
    return state ? tuple_pack3(t, cls, from_ptr(pools), state) : VALUE_ERROR;
}

/* Indices out of a pickled state, each made good for its pool. */
static bool set_indices(Thread *t, Combine *c, Value state, int64_t n, int64_t *out) {
    if (!is_tuple(state) || as_tuple(state)->len != n) {
        raise_value_error(t, "invalid arguments");
        return false;
    }
    for (int64_t k = 0; k < n; k++) {
        int64_t i, max = c->h.type->kind == T_IT_PRODUCT ? c->pools[k]->len - 1 : c->pools[0]->len - 1;
        if (c->h.type->kind == T_IT_COMBINATIONS)
            max -= c->r - 1 - k;                        /* those behind need room */
        if (!as_ssize(t, as_tuple(state)->items[k], &i))
            return false;
        out[k] = i < 0 ? 0 : MIN(i, max);
    }
    return true;
}

static Value indices_setstate(Thread *t, Value *a) {
    Combine *c = as_combine(a[0]);
    if (c->stopped)
        return VALUE_NONE;
    if (!set_indices(t, c, a[1], c->r, c->indices))
        return VALUE_ERROR;
    return give(t, c, 0) ? VALUE_NONE : VALUE_ERROR;
}

const TypeDef type_it_product = {
    .name = "itertools.product",
    .doc = "product(*iterables, repeat=1) --> product object\n\nCartesian product: as nested for loops.",
    .size = sizeof(Combine),
    .slots = { .iter = iter_self, .next = product_next },
    .new_ = { "__new__", product_new, "*iterables, repeat=1", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "__reduce__", product_reduce, "", 0, 0 },
        { "__setstate__", indices_setstate, "state, /", 0, 0 },
        { "__sizeof__", sizeof_method, "", "Bytes this takes.", 0 }, { 0 } },
};

/* -- permutations ------------------------------------------------------------------------------ */

static Value permutations_new(Thread *t, Value *a) {
    Tuple *pool = tuple_from_iterable(t, a[1]);
    if (!pool)
        return VALUE_ERROR;
    int64_t n = pool->len, r = n;
    if (a[2] != VALUE_NONE) {
        if (!is_int(a[2]))
            return raise_type_error(t, "Expected int as r");
        if (!count_arg(t, a[2], &r))
            return VALUE_ERROR;
    }
    Combine *c = combine_alloc(t, a[0], MIN(r, n), 1, n);
    if (!c)
        return VALUE_ERROR;
    c->pools[0] = pool;
    for (int64_t i = 0; i < n; i++)
        c->indices[i] = i;
    for (int64_t i = 0; i < c->r; i++)
        c->moves[i] = n - i;
    c->stopped = r > n;
    return from_ptr(c);
}

static Value permutations_next(Thread *t, Value self) {
    Combine *c = as_combine(self);
    if (c->stopped)
        return VALUE_STOP;
    if (!c->result)
        return give(t, c, 0);
    int64_t n = c->pools[0]->len;
    for (int64_t k = c->r - 1; k >= 0; k--) {
        int64_t here = c->indices[k];
        if (--c->moves[k] == 0) {                       /* this place has had all: its item goes to the end */
            memmove(c->indices + k, c->indices + k + 1, (size_t)(n - 1 - k) * sizeof(int64_t));
            c->indices[n - 1] = here;
            c->moves[k] = n - k;
            continue;
        }
        int64_t other = n - c->moves[k];
        c->indices[k] = c->indices[other];
        c->indices[other] = here;
        return give(t, c, k);
    }
    return stop(c);
}

static Value permutations_reduce(Thread *t, Value *a) {
    Combine *c = as_combine(a[0]);
    Value cls = from_ptr(c->h.type), pool = c->stopped ? tuple_new(t, NULL, 0) : from_ptr(c->pools[0]);
    Value args = pool ? tuple_pack2(t, pool, from_small(c->r)) : 0;
    if (!args)
        return VALUE_ERROR;
    if (!c->result || c->stopped)
        return tuple_pack2(t, cls, args);
    Value indices = ints_tuple(t, c->indices, c->pools[0]->len), moves = ints_tuple(t, c->moves, c->r);
    Value state = indices && moves ? tuple_pack2(t, indices, moves) : 0;
    return state ? tuple_pack3(t, cls, args, state) : VALUE_ERROR;
}

static Value permutations_setstate(Thread *t, Value *a) {
    Combine *c = as_combine(a[0]);
    int64_t n = c->pools[0]->len;
    if (!is_tuple(a[1]) || as_tuple(a[1])->len != 2 || !is_tuple(as_tuple(a[1])->items[1]) ||
        as_tuple(as_tuple(a[1])->items[1])->len != c->r)
        return raise_value_error(t, "invalid arguments");
    if (c->stopped)
        return VALUE_NONE;
    Tuple *moves = as_tuple(as_tuple(a[1])->items[1]);
    if (!set_indices(t, c, as_tuple(a[1])->items[0], n, c->indices))
        return VALUE_ERROR;
    for (int64_t k = 0; k < c->r; k++) {
        int64_t left;
        if (!as_ssize(t, moves->items[k], &left))
            return VALUE_ERROR;
        c->moves[k] = MAX(1, MIN(left, n - k));
    }
    return give(t, c, 0) ? VALUE_NONE : VALUE_ERROR;
}

const TypeDef type_it_permutations = {
    .name = "itertools.permutations",
    .doc = "permutations(iterable, r=None)\n--\n\nAll ordered choices of r items.",
    .size = sizeof(Combine),
    .slots = { .iter = iter_self, .next = permutations_next },
    .new_ = { "__new__", permutations_new, "iterable, r=None", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "__reduce__", permutations_reduce, "", 0, 0 },
        { "__setstate__", permutations_setstate, "state, /", 0, 0 },
        { "__sizeof__", sizeof_method, "", "Bytes this takes.", 0 }, { 0 } },
};

/* -- combinations ------------------------------------------------------------------------------ */

static Value combinations_make(Thread *t, Value *a, bool again) {
    int64_t r;
    Value number = number_index(t, a[2]);               /* before the iterable is looked at; its size after that */
    Tuple *pool = number ? tuple_from_iterable(t, a[1]) : NULL;
    if (!pool || !count_arg(t, number, &r))
        return VALUE_ERROR;
    bool none = again ? pool->len == 0 && r > 0 : r > pool->len;
    Combine *c = combine_alloc(t, a[0], none ? 0 : r, 1, none ? 0 : r);
    if (!c)
        return VALUE_ERROR;
    c->pools[0] = pool;
    c->stopped = none;
    for (int64_t k = 0; k < c->r && !again; k++)
        c->indices[k] = k;
    c->r = r;
    return from_ptr(c);
}

static Value combinations_new(Thread *t, Value *a) { return combinations_make(t, a, false); }
static Value combinations_wr_new(Thread *t, Value *a) { return combinations_make(t, a, true); }

static Value combinations_next(Thread *t, Value self) {
    Combine *c = as_combine(self);
    if (c->stopped)
        return VALUE_STOP;
    if (!c->result)
        return give(t, c, 0);
    int64_t n = c->pools[0]->len, k = c->r - 1;
    while (k >= 0 && c->indices[k] == n - c->r + k)
        k--;
    if (k < 0)
        return stop(c);
    int64_t i = ++c->indices[k];
    for (int64_t j = k + 1; j < c->r; j++)
        c->indices[j] = ++i;
    return give(t, c, k);
}

static Value combinations_wr_next(Thread *t, Value self) {
    Combine *c = as_combine(self);
    if (c->stopped)
        return VALUE_STOP;
    if (!c->result)
        return give(t, c, 0);
    int64_t n = c->pools[0]->len, k = c->r - 1;
    while (k >= 0 && c->indices[k] == n - 1)
        k--;
    if (k < 0)
        return stop(c);
    int64_t i = c->indices[k] + 1;
    for (int64_t j = k; j < c->r; j++)
        c->indices[j] = i;
    return give(t, c, k);
}

static Value combinations_reduce(Thread *t, Value *a) {
    Combine *c = as_combine(a[0]);
    Value cls = from_ptr(c->h.type), pool = c->stopped ? tuple_new(t, NULL, 0) : from_ptr(c->pools[0]);
    Value args = pool ? tuple_pack2(t, pool, from_small(c->r)) : 0;
    if (!args)
        return VALUE_ERROR;
    if (!c->result || c->stopped)
        return tuple_pack2(t, cls, args);
    Value state = ints_tuple(t, c->indices, c->r);
    return state ? tuple_pack3(t, cls, args, state) : VALUE_ERROR;
}

static const FunctionDef combinations_methods[] = {
    { "__reduce__", combinations_reduce, "", 0, 0 },
    { "__setstate__", indices_setstate, "state, /", 0, 0 },
    { "__sizeof__", sizeof_method, "", "Bytes this takes.", 0 }, { 0 }
};

const TypeDef type_it_combinations = {
    .name = "itertools.combinations",
    .doc = "combinations(iterable, r)\n--\n\nAll choices of r items, in the order of the iterable.",
    .size = sizeof(Combine),
    .slots = { .iter = iter_self, .next = combinations_next },
    .new_ = { "__new__", combinations_new, "iterable, r", 0, 0 },
    .methods = combinations_methods,
};

const TypeDef type_it_combinations_wr = {
    .name = "itertools.combinations_with_replacement",
    .doc = "combinations_with_replacement(iterable, r)\n--\n\n"
           "All choices of r items, each any number of times.",
    .size = sizeof(Combine),
    .slots = { .iter = iter_self, .next = combinations_wr_next },
    .new_ = { "__new__", combinations_wr_new, "iterable, r", 0, 0 },
    .methods = combinations_methods,
};
