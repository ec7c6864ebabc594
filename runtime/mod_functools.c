/* _functools: partial, reduce, cmp_to_key and the cache behind functools.lru_cache. */
#include "vm/native.h"
#include "vm/object/container.h"

/* -- partial ----------------------------------------------------------------------------------- */

typedef struct Partial { Obj h; Attrs attrs; Value fn, args, kw; } Partial;     /* args: tuple, kw: dict */

static Partial *as_partial(Value v) { return (Partial *)obj_of(v); }
static bool is_partial(Value v) { return ptr_kind(v, T_PARTIAL); }

/* The two tuples as one. */
static Value join(Thread *t, Value a, const Value *items, size_t n) {
    Tuple *u = as_tuple(a);
    if (n == 0 && is_exact_tuple(t, a))
        return a;
    Tuple *w = tuple_alloc(t, u->len + (int64_t)n);
    if (!w)
        return VALUE_ERROR;
    if (u->len)
        memcpy(w->items, u->items, (size_t)u->len * sizeof(Value));
    if (n)
        memcpy(w->items + u->len, items, n * sizeof(Value));
    return from_ptr(w);
}

static Value partial_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs < 1)
        return raise_type_error(t, "type 'partial' takes at least one argument");
    Value fn = args[0], base_args = tuple_new(t, NULL, 0), base_kw = 0;
    if (!base_args)
        return VALUE_ERROR;
    if (!is_callable(t, fn))
        return raise_type_error(t, "the first argument must be callable");
    if (is_partial(fn) && !as_partial(fn)->attrs.values) {      /* a partial of a partial is one */
        base_args = as_partial(fn)->args;
        base_kw = as_partial(fn)->kw;
        fn = as_partial(fn)->fn;
    }
    Value v = object_alloc(t, cls);
    Value all = v ? join(t, base_args, args + 1, nargs - 1) : 0;
    Dict *kw = all ? base_kw ? dict_copy(t, as_dict(base_kw)) : dict_new(t) : NULL;
    if (!kw)
        return VALUE_ERROR;
    for (int64_t i = 0; kwnames && i < kwnames->len; i++)
        if (!dict_set(t, kw, kwnames->items[i], args[nargs + (size_t)i]))
            return VALUE_ERROR;
    Partial *p = as_partial(v);
    p->fn = fn;
    p->args = all;
    p->kw = from_ptr(kw);
    return v;
}

/* With keywords on the partial's side: the call's own go over them. */
static Value call_with_keywords(Thread *t, Partial *p, const Value *args, size_t nargs, Tuple *kwnames) {
    Dict *kw = dict_copy(t, as_dict(p->kw));
    if (!kw)
        return VALUE_ERROR;
    for (int64_t i = 0; kwnames && i < kwnames->len; i++)
        if (!dict_set(t, kw, kwnames->items[i], args[nargs + (size_t)i]))
            return VALUE_ERROR;
    size_t npartial = (size_t)as_tuple(p->args)->len, n = npartial + nargs;
    Tuple *names = tuple_alloc(t, kw->used);
    Value *all = alloc_array(t, n + (size_t)kw->used + 1, sizeof(Value));
    if (!names || !all)
        return VALUE_ERROR;
    memcpy(all, as_tuple(p->args)->items, npartial * sizeof(Value));
    memcpy(all + npartial, args, nargs * sizeof(Value));
    Value k, v;
    for (int64_t i = 0, j = 0; dict_next(kw, &i, &k, &v); j++) {
        names->items[j] = k;
        all[n + (size_t)j] = v;
    }
    return call_value(t, p->fn, all, n, names);
}

static Value partial_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Partial *p = as_partial(self);
    if (as_dict(p->kw)->used)
        return call_with_keywords(t, p, args, nargs, kwnames);
    size_t npartial = (size_t)as_tuple(p->args)->len;
    size_t given = nargs + (kwnames ? (size_t)kwnames->len : 0), n = npartial + given;
    Value few[16], *all = few;
    if (n > ARRAY_LEN(few)) {
        all = alloc_array(t, n, sizeof(Value));
        if (!all)
            return VALUE_ERROR;
    }
    memcpy(all, as_tuple(p->args)->items, npartial * sizeof(Value));
    if (given)
        memcpy(all + npartial, args, given * sizeof(Value));
    return call_value(t, p->fn, all, npartial + nargs, kwnames);
}

static bool repr_items(Thread *t, StrBuf *b, Partial *p) {
    if (!strbuf_repr(b, p->fn))
        return false;
    Tuple *args = as_tuple(p->args);
    for (int64_t i = 0; i < args->len; i++) {
        strbuf_ascii(b, ", ", 2);
        if (!strbuf_repr(b, args->items[i]))
            return false;
    }
    Value k, v;
    for (int64_t i = 0; dict_next(as_dict(p->kw), &i, &k, &v);) {
        Value name = to_str(t, k);
        if (!name)
            return false;
        strbuf_ascii(b, ", ", 2);
        strbuf_str(b, as_str(name));
        strbuf_char(b, '=');
        if (!strbuf_repr(b, v))
            return false;
    }
    return true;
}

static Value partial_repr(Thread *t, Value self) {
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_from_cstr(t, "...");
    StrBuf b;
    strbuf_init(&b, t);
    strbuf_cstr(&b, type_name_of(t, self));
    strbuf_char(&b, '(');
    bool ok = repr_items(t, &b, as_partial(self));
    strbuf_char(&b, ')');
    repr_leave(t, self);
    return ok ? strbuf_finish(&b) : VALUE_ERROR;
}

static Value partial_reduce(Thread *t, Value *a) {
    Partial *p = as_partial(a[0]);
    Dict *d = object_dict(t, a[0], false);
    if (t->exc)
        return VALUE_ERROR;
    Value args = tuple_pack1(t, p->fn);
    Value state = tuple_new(t, (Value[]) { p->fn, p->args, p->kw, d ? from_ptr(d) : VALUE_NONE }, 4);
    return args && state ? tuple_pack3(t, from_ptr(p->h.type), args, state) : VALUE_ERROR;
}

static Value partial_setstate(Thread *t, Value *a) {
    Partial *p = as_partial(a[0]);
    Value *s = is_tuple(a[1]) && as_tuple(a[1])->len == 4 ? as_tuple(a[1])->items : NULL;
    if (!s || !is_callable(t, s[0]) || !is_tuple(s[1]) || (s[2] != VALUE_NONE && !is_dict(s[2])))
        return raise_type_error(t, "invalid partial state");
    Tuple *args = tuple_from_iterable(t, s[1]);
    Dict *kw = s[2] == VALUE_NONE ? dict_new(t) : as_dict(s[2]);
    if (s[2] != VALUE_NONE && !is_exact_dict(t, s[2]))
        kw = dict_copy(t, kw);
    if (!args || !kw)
        return VALUE_ERROR;
    if (s[3] != VALUE_NONE && (!is_dict(s[3]) || !object_set_dict(t, a[0], as_dict(s[3]))))
        return t->exc ? VALUE_ERROR : raise_type_error(t, "invalid partial state");
    p->fn = s[0];
    p->args = from_ptr(args);
    p->kw = from_ptr(kw);
    return VALUE_NONE;
}

static Value get_func(Thread *t, Value self) { return as_partial(self)->fn; }
static Value get_args(Thread *t, Value self) { return as_partial(self)->args; }
static Value get_keywords(Thread *t, Value self) { return as_partial(self)->kw; }

const TypeDef type_partial = {
    .name = "functools.partial",
    .doc = "partial(func, *args, **keywords) - new function with partial application\n"
           "of the given arguments and keywords.",
    .size = sizeof(Partial),
    .attrs_offset = offsetof(Partial, attrs),
    .weakrefs = true,
    .slots = { .repr = partial_repr, .call = partial_call, .new_ = partial_new },
    .methods = (const FunctionDef[]) {
        { "__reduce__", partial_reduce, "", 0, 0 },
        { "__setstate__", partial_setstate, "state, /", 0, 0 },
        CLASS_GETITEM, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "func", get_func, NULL, "function object to use in future partial calls" },
        { "args", get_args, NULL, "tuple of arguments to future partial calls" },
        { "keywords", get_keywords, NULL, "dictionary of keyword arguments to future partial calls" },
        { 0 } },
};

/* -- reduce ------------------------------------------------------------------------------------ */

static Value reduce(Thread *t, Value *a) {
    Value it = get_iter(t, a[1]), result = a[2];
    if (!it) {
        if (exc_matches(t, EXC_TypeError)) {
            exc_clear(t);
            raise_type_error(t, "reduce() arg 2 must support iteration");
        }
        return VALUE_ERROR;
    }
    for (;;) {
        Value v = iter_next(t, it);
        if (!v)
            return VALUE_ERROR;
        if (v == VALUE_STOP)
            break;
        result = result ? call2(t, a[0], result, v) : v;
        if (!result)
            return VALUE_ERROR;
    }
    return result ? result : raise_type_error(t, "reduce() of empty iterable with no initial value");
}

/* -- cmp_to_key -------------------------------------------------------------------------------- */

typedef struct CmpKey { Obj h; Value cmp, obj; } CmpKey;        /* obj 0: the key function itself */

static CmpKey *as_cmp_key(Value v) { return (CmpKey *)obj_of(v); }

static Value cmp_key_new(Thread *t, Value cmp, Value obj) {
    CmpKey *k = alloc_obj(t, type_by_id(t, T_CMP_KEY), sizeof(CmpKey));
    if (!k)
        return VALUE_ERROR;
    k->cmp = cmp;
    k->obj = obj;
    return from_ptr(k);
}

static Value cmp_to_key(Thread *t, Value *a) { return cmp_key_new(t, a[0], 0); }

static Value cmp_key_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs == 0 && kwnames && kwnames->len == 1 && str_equals_cstr(as_str(kwnames->items[0]), "obj"))
        return cmp_key_new(t, as_cmp_key(self)->cmp, args[0]);
    size_t given = nargs + (kwnames ? (size_t)kwnames->len : 0);
    if (given > 1)
        return raise_type_error(t, "K() takes at most 1 argument (%zu given)", given);
    if (nargs < 1)
        return raise_type_error(t, "K() missing required argument 'obj' (pos 1)");
    return cmp_key_new(t, as_cmp_key(self)->cmp, args[0]);
}

static Value cmp_key_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!is_exact(t, b, T_CMP_KEY))
        return raise_type_error(t, "other argument must be K instance");
    Value x = as_cmp_key(a)->obj, y = as_cmp_key(b)->obj;
    if (!x || !y)
        return raise_error(t, EXC_AttributeError, "object");
    Value r = call2(t, as_cmp_key(a)->cmp, x, y);
    return r ? compare_op(t, op, r, from_small(0)) : VALUE_ERROR;
}

static Value get_obj(Thread *t, Value self) {
    Value v = as_cmp_key(self)->obj;
    return v ? v : VALUE_NONE;
}
static bool set_obj(Thread *t, Value self, Value v) {
    as_cmp_key(self)->obj = v;
    return true;
}

const TypeDef type_cmp_key = {
    .name = "functools.KeyWrapper", .size = sizeof(CmpKey), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .call = cmp_key_call, .compare = cmp_key_compare },
    .getsets = (const GetSetDef[]) { { "obj", get_obj, set_obj, "Value wrapped by a key function." }, { 0 } },
};

/* -- lru_cache --------------------------------------------------------------------------------- */

/* The cache is a dict whose order is that of the last use: the first entry goes when it is full. */
typedef struct Lru {
    Obj h;
    Attrs attrs;
    Value fn, info_type;
    Dict *cache;
    int64_t maxsize;            /* -1: unlimited */
    int64_t hits, misses;
    bool typed;
} Lru;

static Lru *as_lru(Value v) { return (Lru *)obj_of(v); }

static Value lru_new(Thread *t, Value *a) {
    int64_t maxsize = -1;
    int typed = truth_of(t, a[3]);
    if (!is_callable(t, a[1]))
        return raise_type_error(t, "the first argument must be callable");
    if (a[2] != VALUE_NONE) {
        if (!has_index(t, a[2]))
            return raise_type_error(t, "maxsize should be integer or None");
        if (!as_ssize(t, a[2], &maxsize))
            return VALUE_ERROR;
        maxsize = MAX(maxsize, 0);
    }
    Value v = typed < 0 ? 0 : object_alloc(t, (Type *)obj_of(a[0]));
    if (!v)
        return VALUE_ERROR;
    Lru *l = as_lru(v);
    l->fn = a[1];
    l->maxsize = maxsize;
    l->typed = typed;
    l->info_type = a[4];
    l->cache = dict_new(t);
    return l->cache ? v : VALUE_ERROR;
}

/* The arguments as one key: a lone int or str stands for itself; otherwise a tuple of the values, a mark
 * before the keywords, and, if typed, the types. */
static Value make_key(Thread *t, Lru *l, const Value *args, size_t nargs, Tuple *kwnames) {
    size_t nkw = kwnames ? (size_t)kwnames->len : 0;
    if (nkw == 0 && !l->typed) {
        if (nargs == 1 && (is_small(args[0]) || is_exact_str(t, args[0]) || is_exact(t, args[0], T_INT)))
            return args[0];
        return tuple_new(t, args, (int64_t)nargs);
    }
    Tuple *key = tuple_alloc(t, (int64_t)(nargs + (nkw ? 1 + 2 * nkw : 0) + (l->typed ? nargs + nkw : 0)));
    if (!key)
        return VALUE_ERROR;
    Value *p = key->items;
    for (size_t i = 0; i < nargs; i++)
        *p++ = args[i];
    if (nkw)
        *p++ = from_ptr(l->h.type);                     /* a value that nobody passes */
    for (size_t i = 0; i < nkw; i++) {
        *p++ = kwnames->items[i];
        *p++ = args[nargs + i];
    }
    if (l->typed)
        for (size_t i = 0; i < nargs + nkw; i++)
            *p++ = from_ptr(type_of(t, args[i]));
    return from_ptr(key);
}

static Value lru_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Lru *l = as_lru(self);
    if (l->maxsize == 0) {
        l->misses++;
        return call_value(t, l->fn, args, nargs, kwnames);
    }
    int64_t hash;
    Value v, key = make_key(t, l, args, nargs, kwnames);
    if (!key || !key_hash(t, key, &hash))
        return VALUE_ERROR;
    int found = dict_lookup_hash(t, l->cache, key, hash, &v);
    if (found < 0)
        return VALUE_ERROR;
    if (found) {
        l->hits++;
        return l->maxsize < 0 || dict_move_to_end(t, l->cache, key, true) >= 0 ? v : VALUE_ERROR;
    }
    l->misses++;
    Value result = call_value(t, l->fn, args, nargs, kwnames);
    if (!result)
        return VALUE_ERROR;
    if (l->maxsize >= 0) {
        found = dict_lookup_hash(t, l->cache, key, hash, &v);
        if (found < 0)
            return VALUE_ERROR;
        Value old_key, old;
        if (found)                                      /* the call itself has cached this meanwhile */
            return result;
        while (l->cache->used >= l->maxsize && dict_take(t, l->cache, false, &old_key, &old))
            ;
    }
    return dict_set_hash(t, l->cache, key, hash, result) ? result : VALUE_ERROR;
}

static Value lru_descr_get(Thread *t, Value self, Value obj, Type *owner) {
    return !obj || obj == VALUE_NONE ? self : method_new(t, self, obj);
}

static Value lru_cache_info(Thread *t, Value *a) {
    Lru *l = as_lru(a[0]);
    Value maxsize = l->maxsize < 0 ? VALUE_NONE : from_int64(t, l->maxsize);
    Value v[4] = { from_small(l->hits), from_small(l->misses), maxsize, from_small(l->cache->used) };
    return call_value(t, l->info_type, v, 4, NULL);
}

static Value lru_cache_clear(Thread *t, Value *a) {
    Lru *l = as_lru(a[0]);
    l->hits = l->misses = 0;
    dict_clear(t, l->cache);
    return VALUE_NONE;
}

static Value lru_copy(Thread *t, Value *a) { return a[0]; }
static Value lru_reduce(Thread *t, Value *a) { return get_attr(t, a[0], NAME(t, __qualname__)); }

const TypeDef type_lru_cache = {
    .name = "functools._lru_cache_wrapper",
    .doc = "A function that remembers its results.",
    .size = sizeof(Lru),
    .attrs_offset = offsetof(Lru, attrs),
    .weakrefs = true,
    .slots = { .call = lru_call, .descr_get = lru_descr_get },
    .new_ = { "__new__", lru_new, "user_function, maxsize, typed, cache_info_type", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "cache_info", lru_cache_info, "", "Report cache statistics", 0 },
        { "cache_clear", lru_cache_clear, "", "Clear the cache and cache statistics", 0 },
        { "__copy__", lru_copy, "", 0, 0 },
        { "__deepcopy__", lru_copy, "memo, /", 0, 0 },
        { "__reduce__", lru_reduce, "", 0, 0 }, { 0 } },
};

const ModuleDef mod_functools = {
    .name = "_functools",
    .doc = "Tools that operate on functions.",
    .functions = (const FunctionDef[]) {
        { "reduce", reduce, "function, iterable, initial=NULL, /",
          "Fold the items of iterable into one value, from the left.", 0 },
        { "cmp_to_key", cmp_to_key, "mycmp", "Convert a cmp= function into a key= function.", 0 }, { 0 } },
    .types = (const uint16_t[]) { T_PARTIAL, T_LRU_CACHE, 0 },
};
