/* dict's views (keys, values, items) and iterators. */
#include "vm/object/container.h"

/* -- Iterators --------------------------------------------------------------------------------- */

/* What an iterator gives of an entry. */
enum What { KEYS, VALUES, ITEMS };

Value dict_iter_new(Thread *t, int type_id, Value dict) {
    DictIter *it = alloc_obj(t, type_by_id(t, type_id), sizeof(DictIter));
    if (unlikely(!it))
        return VALUE_ERROR;
    Dict *d = as_dict(dict);
    it->dict = dict;
    it->left = it->used = d->used;
    bool reversed = type_id == T_DICT_REVKEYITER || type_id == T_DICT_REVVALUEITER ||
        type_id == T_DICT_REVITEMITER;
    it->i = reversed ? d->nentries - 1 : d->first;
    it->keys_version = dict_keys_version(t, d);
    return from_ptr(it);
}

static Value changed(Thread *t, DictIter *it, bool size) {
    Value dict = it->dict;
    it->used = -1;                                      /* stays an error */
    it->keys_version = 0;
    if (type_is_subtype(type_of(t, dict), type_by_id(t, T_ORDEREDDICT)))
        return raise_error(t, EXC_RuntimeError, "OrderedDict mutated during iteration");
    return raise_error(t, EXC_RuntimeError, size ? "dictionary changed size during iteration"
                                                 : "dictionary keys changed during iteration");
}

/* Goes to the next entry: 1, 0 at the end, -1 error. */
static ALWAYS_INLINE int step(Thread *t, DictIter *it, bool reversed, const DictEntry **entry) {
    if (!it->dict)
        return 0;
    Dict *d = as_dict(it->dict);
    if (unlikely(it->keys_version == 0 || d->keys_version != it->keys_version)) {
        if (d->used != it->used)
            return changed(t, it, true), -1;
        if (d->h.type != t->interp->types[T_DICT] &&
            type_is_subtype(d->h.type, type_by_id(t, T_ORDEREDDICT)))
            return changed(t, it, false), -1;
    }
    if (reversed && unlikely(it->i >= d->nentries))     /* the dict was rebuilt shorter */
        it->i = d->nentries - 1;
    while (reversed ? it->i >= 0 : it->i < d->nentries) {
        DictEntry *e = &d->entries[reversed ? it->i-- : it->i++];
        if (!e->key)
            continue;
        if (unlikely(it->left-- <= 0))
            return changed(t, it, false), -1;
        *entry = e;
        return 1;
    }
    it->dict = 0;
    it->left = 0;
    return 0;
}

int dict_iter_step(Thread *t, DictIter *it, Value *key, Value *value) {
    const DictEntry *e;
    int r = step(t, it, false, &e);
    if (likely(r > 0)) {
        *key = e->key;
        *value = e->value;
    }
    return r;
}

static ALWAYS_INLINE Value next_entry(Thread *t, Value self, enum What what, bool reversed) {
    const DictEntry *e;
    int r = step(t, (DictIter *)obj_of(self), reversed, &e);
    if (unlikely(r <= 0))
        return r ? VALUE_ERROR : VALUE_STOP;
    switch (what) {
    case KEYS: return e->key;
    case VALUES: return e->value;
    default: return tuple_pack2(t, e->key, e->value);
    }
}

static Value keyiter_next(Thread *t, Value self) { return next_entry(t, self, KEYS, false); }
static Value valueiter_next(Thread *t, Value self) { return next_entry(t, self, VALUES, false); }
static Value itemiter_next(Thread *t, Value self) { return next_entry(t, self, ITEMS, false); }
static Value revkeyiter_next(Thread *t, Value self) { return next_entry(t, self, KEYS, true); }
static Value revvalueiter_next(Thread *t, Value self) { return next_entry(t, self, VALUES, true); }
static Value revitemiter_next(Thread *t, Value self) { return next_entry(t, self, ITEMS, true); }

/* Entries still due, counted: the VM's own loops leave `left` alone. */
static int64_t entries_left(DictIter *it, bool reversed) {
    if (!it->dict)
        return 0;
    Dict *d = as_dict(it->dict);
    if (d->used != it->used)
        return 0;
    int64_t n = 0;
    for (int64_t k = reversed ? 0 : it->i; k < (reversed ? MIN(it->i + 1, d->nentries) : d->nentries); k++)
        n += d->entries[k].key != 0;
    return n;
}

static bool is_reversed(DictIter *it) {
    return it->h.type->id == T_DICT_REVKEYITER || it->h.type->id == T_DICT_REVVALUEITER ||
           it->h.type->id == T_DICT_REVITEMITER;
}

static Value iter_hint(Thread *t, Value *a) {
    DictIter *it = (DictIter *)obj_of(a[0]);
    return from_small(entries_left(it, is_reversed(it)));
}

/* (iter, ([what is left],)): the iterator itself stays where it is. */
static Value iter_reduce(Thread *t, Value *a) {
    DictIter copy = *(DictIter *)obj_of(a[0]);
    DictIter *it = alloc_obj(t, copy.h.type, sizeof(DictIter));
    if (!it)
        return VALUE_ERROR;
    *it = copy;
    List *rest = list_alloc(t, 0, 0);
    Value iter = builtin_named(t, "iter");
    if (!rest || !iter || !list_extend(t, rest, from_ptr(it)))
        return VALUE_ERROR;
    Value args = tuple_pack1(t, from_ptr(rest));
    return args ? tuple_pack2(t, iter, args) : VALUE_ERROR;
}

static const FunctionDef iter_methods[] = {
    { "__length_hint__", iter_hint, "", "How many are left.", 0 },
    { "__reduce__", iter_reduce, "", 0, 0 }, { 0 }
};

#define DICT_ITER(def, text, fn)                                                                    \
    const TypeDef def = {                                                                           \
        .name = text, .size = sizeof(DictIter), .flags = TYPE_NO_BASE | TYPE_NO_NEW,                \
        .slots = { .iter = iter_self, .next = fn }, .methods = iter_methods,                        \
    };
DICT_ITER(type_dict_keyiter, "dict_keyiterator", keyiter_next)
DICT_ITER(type_dict_valueiter, "dict_valueiterator", valueiter_next)
DICT_ITER(type_dict_itemiter, "dict_itemiterator", itemiter_next)
DICT_ITER(type_dict_revkeyiter, "dict_reversekeyiterator", revkeyiter_next)
DICT_ITER(type_dict_revvalueiter, "dict_reversevalueiterator", revvalueiter_next)
DICT_ITER(type_dict_revitemiter, "dict_reverseitemiterator", revitemiter_next)

/* -- Views ------------------------------------------------------------------------------------- */

static Dict *dict_of(Value view) { return as_dict(((DictView *)obj_of(view))->dict); }

Value dict_view_new(Thread *t, int type_id, Value dict) {
    DictView *v = alloc_obj(t, type_by_id(t, type_id), sizeof(DictView));
    if (unlikely(!v))
        return VALUE_ERROR;
    v->dict = dict;
    return from_ptr(v);
}

static int64_t view_len(Thread *t, Value self) { return dict_of(self)->used; }

static Value view_repr(Thread *t, Value self) {
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_from_cstr(t, "...");
    List *l = list_alloc(t, 0, 0);
    bool ordered = is_instance_of(t, from_ptr(dict_of(self)), type_by_id(t, T_ORDEREDDICT));
    Value r = VALUE_ERROR;
    if (l && list_extend(t, l, self))
        r = str_format(t, ordered ? "o%T(%R)" : "%T(%R)", self, from_ptr(l));
    repr_leave(t, self);
    return r;
}

static Value view_mapping(Thread *t, Value self) {
    return mappingproxy_new(t, ((DictView *)obj_of(self))->dict);
}

static Value keys_iter(Thread *t, Value self) {
    return dict_iter_new(t, T_DICT_KEYITER, from_ptr(dict_of(self)));
}
static Value values_iter(Thread *t, Value self) {
    return dict_iter_new(t, T_DICT_VALUEITER, from_ptr(dict_of(self)));
}
static Value items_iter(Thread *t, Value self) {
    return dict_iter_new(t, T_DICT_ITEMITER, from_ptr(dict_of(self)));
}

static Value keys_reversed(Thread *t, Value *a) {
    return dict_iter_new(t, T_DICT_REVKEYITER, from_ptr(dict_of(a[0])));
}
static Value values_reversed(Thread *t, Value *a) {
    return dict_iter_new(t, T_DICT_REVVALUEITER, from_ptr(dict_of(a[0])));
}
static Value items_reversed(Thread *t, Value *a) {
    return dict_iter_new(t, T_DICT_REVITEMITER, from_ptr(dict_of(a[0])));
}

static int keys_contains(Thread *t, Value self, Value key) {
    Value v;
    return dict_lookup(t, dict_of(self), key, &v);
}

static int items_contains(Thread *t, Value self, Value pair) {
    if (!is_tuple(pair) || as_tuple(pair)->len != 2)
        return 0;
    Value v;
    int found = dict_lookup(t, dict_of(self), as_tuple(pair)->items[0], &v);
    return found > 0 ? equal_values(t, v, as_tuple(pair)->items[1]) : found;
}

/* -- Keys and items as sets -------------------------------------------------------------------- */

static bool is_setlike_view(Value v) { return ptr_kind(v, T_DICT_KEYS) || ptr_kind(v, T_DICT_ITEMS); }
static bool is_setlike(Value v) { return is_anyset(v) || is_setlike_view(v); }

/* Is each item of a in b? */
static int all_in(Thread *t, Value a, Value b) {
    Value it = get_iter(t, a);
    if (!it)
        return -1;
    for (;;) {
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return 1;
        int found = v ? contains(t, b, v) : -1;
        if (found <= 0)
            return found;
    }
}

static Value view_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!is_setlike_view(a) || !is_setlike(b))
        return VALUE_NOTIMPLEMENTED;
    int64_t n = view_len(t, a), m = length_of(t, b);
    if (m < 0)
        return VALUE_ERROR;
    int r = 0;
    switch (op) {
    case CMP_EQ:
    case CMP_NE: r = n == m ? all_in(t, a, b) : 0; break;
    case CMP_LT: r = n < m ? all_in(t, a, b) : 0; break;
    case CMP_LE: r = n <= m ? all_in(t, a, b) : 0; break;
    case CMP_GT: r = n > m ? all_in(t, b, a) : 0; break;
    case CMP_GE: r = n >= m ? all_in(t, b, a) : 0; break;
    }
    if (r < 0)
        return VALUE_ERROR;
    return from_bool(op == CMP_NE ? !r : r);
}

static Set *set_from(Thread *t, Value iterable) {
    Set *s = set_new(t, type_by_id(t, T_SET));
    return s && set_update(t, s, iterable) ? s : NULL;
}

static Value view_and(Thread *t, Value a, Value b) {
    Value test = is_setlike_view(a) ? a : b, walk = is_setlike_view(a) ? b : a;
    if (is_setlike(walk) && length_of(t, walk) > view_len(t, test)) {   /* walk over the smaller one */
        Value swap = test;
        test = walk;
        walk = swap;
    }
    Value it = get_iter(t, walk);
    Set *r = it ? set_new(t, type_by_id(t, T_SET)) : NULL;
    if (!r)
        return VALUE_ERROR;
    for (;;) {
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return from_ptr(r);
        int found = v ? contains(t, test, v) : -1;
        if (found < 0 || (found && !set_add(t, r, v)))
            return VALUE_ERROR;
    }
}

static Value view_or(Thread *t, Value a, Value b) {
    Set *r = set_from(t, a);
    return r && set_update(t, r, b) ? from_ptr(r) : VALUE_ERROR;
}

static Value view_sub(Thread *t, Value a, Value b) {
    Set *r = set_from(t, a);
    Value it = r ? get_iter(t, b) : 0;
    if (!it)
        return VALUE_ERROR;
    for (;;) {
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return from_ptr(r);
        if (!v || set_discard(t, r, v) < 0)
            return VALUE_ERROR;
    }
}

static Value view_xor(Thread *t, Value a, Value b) {
    Set *r = set_from(t, a), *other = r ? set_from(t, b) : NULL;
    Value v;
    if (!other)
        return VALUE_ERROR;
    for (int64_t i = 0; set_next(other, &i, &v);) {
        int found = set_discard(t, r, v);
        if (found < 0 || (!found && !set_add(t, r, v)))
            return VALUE_ERROR;
    }
    return from_ptr(r);
}

static Value view_isdisjoint(Thread *t, Value *a) {
    Value self = a[0], other = a[1];
    if (self == other)
        return from_bool(view_len(t, self) == 0);
    if (is_setlike(other) && length_of(t, other) > view_len(t, self)) {
        Value swap = self;
        self = other;
        other = swap;
    }
    Value it = get_iter(t, other);
    if (!it)
        return VALUE_ERROR;
    for (;;) {
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return VALUE_TRUE;
        int found = v ? contains(t, self, v) : -1;
        if (found)
            return found < 0 ? VALUE_ERROR : VALUE_FALSE;
    }
}

static const GetSetDef view_getsets[] = {
    { "mapping", view_mapping, NULL, "The dict behind this view, read only." }, { 0 }
};

const TypeDef type_dict_keys = {
    .name = "dict_keys", .size = sizeof(DictView), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = {
        .repr = view_repr, .len = view_len, .iter = keys_iter, .contains = keys_contains,
        .compare = view_compare,
        .binary[BIN_AND] = view_and, .binary[BIN_OR] = view_or, .binary[BIN_SUB] = view_sub,
        .binary[BIN_XOR] = view_xor,
    },
    .methods = (const FunctionDef[]) {
        { "isdisjoint", view_isdisjoint, "other, /", "True if there is no common key.", 0 },
        { "__reversed__", keys_reversed, "", "An iterator from the last.", 0 }, { 0 } },
    .getsets = view_getsets,
};

const TypeDef type_dict_values = {
    .name = "dict_values", .size = sizeof(DictView), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .repr = view_repr, .len = view_len, .iter = values_iter },
    .methods = (const FunctionDef[]) {
        { "__reversed__", values_reversed, "", "An iterator from the last.", 0 }, { 0 } },
    .getsets = view_getsets,
};

const TypeDef type_dict_items = {
    .name = "dict_items", .size = sizeof(DictView), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = {
        .repr = view_repr, .len = view_len, .iter = items_iter, .contains = items_contains,
        .compare = view_compare,
        .binary[BIN_AND] = view_and, .binary[BIN_OR] = view_or, .binary[BIN_SUB] = view_sub,
        .binary[BIN_XOR] = view_xor,
    },
    .methods = (const FunctionDef[]) {
        { "isdisjoint", view_isdisjoint, "other, /", "True if there is no common item.", 0 },
        { "__reversed__", items_reversed, "", "An iterator from the last.", 0 }, { 0 } },
    .getsets = view_getsets,
};
