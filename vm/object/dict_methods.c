/* The type dict: slots and methods. */
#include "vm/object/container.h"

/* -- Construction ------------------------------------------------------------------------------ */

static Value dict_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    Value v = object_alloc(t, cls);
    if (v)
        dict_init(as_dict(v));
    return v;
}

bool dict_init_args(Thread *t, Value d, const Value *args, size_t nargs, Tuple *kwnames, const char *name) {
    if (!check_args(t, name, nargs, NULL, 0, 1) || (nargs && !dict_update(t, as_dict(d), args[0])))
        return false;
    for (int64_t i = 0; kwnames && i < kwnames->len; i++)
        if (!dict_set(t, as_dict(d), kwnames->items[i], args[nargs + (size_t)i]))
            return false;
    return true;
}

bool dict_init_bound(Thread *t, Value d, Value args_tuple, Value kwargs, const char *name) {
    Tuple *args = as_tuple(args_tuple);
    return dict_init_args(t, d, args->items, (size_t)args->len, NULL, name) &&
           (!kwargs || dict_update(t, as_dict(d), kwargs));
}

static bool dict_init_slot(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    return dict_init_args(t, self, args, nargs, kwnames, "dict");
}

/* -- Slots ------------------------------------------------------------------------------------- */

static int64_t len(Thread *t, Value self) { return as_dict(self)->used; }

Value dict_subscript(Thread *t, Value self, Value key) {
    Value v;
    int found = dict_lookup(t, as_dict(self), key, &v);
    if (likely(found > 0))
        return v;
    if (found < 0)
        return VALUE_ERROR;
    if (!is_exact_dict(t, self)) {
        Value receiver, missing = lookup_special(t, self, NAME(t, __missing__), &receiver);
        if (missing)
            return receiver ? call2(t, missing, receiver, key) : call1(t, missing, key);
        if (t->exc)
            return VALUE_ERROR;
    }
    return raise_key_error(t, key);
}

static bool setitem(Thread *t, Value self, Value key, Value v) {
    if (likely(v != 0))
        return dict_set(t, as_dict(self), key, v);
    int deleted = dict_delete(t, as_dict(self), key);
    if (deleted == 0)
        raise_key_error(t, key);
    return deleted > 0;
}

static int contains_key(Thread *t, Value self, Value key) {
    Value v;
    return dict_lookup(t, as_dict(self), key, &v);
}

static Value compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !is_dict(a) || !is_dict(b))
        return VALUE_NOTIMPLEMENTED;
    int eq = dict_equal(t, as_dict(a), as_dict(b));
    return eq < 0 ? VALUE_ERROR : from_bool(eq == (op == CMP_EQ));
}

static Value iter(Thread *t, Value self) { return dict_iter_new(t, T_DICT_KEYITER, self); }

Value dict_union(Thread *t, Value a, Value b) {
    if (!is_dict(a) || !is_dict(b))
        return VALUE_NOTIMPLEMENTED;
    Dict *d = dict_copy(t, as_dict(a));
    return d && dict_update(t, d, b) ? from_ptr(d) : VALUE_ERROR;
}

static Value inplace_union(Thread *t, Value a, Value b) {
    return dict_update(t, as_dict(a), b) ? a : VALUE_ERROR;
}

/* -- Methods ----------------------------------------------------------------------------------- */

static Value get(Thread *t, Value *a) {
    Value v;
    int found = dict_lookup(t, as_dict(a[0]), a[1], &v);
    return likely(found > 0) ? v : found == 0 ? a[2] : VALUE_ERROR;
}

static Value setdefault(Thread *t, Value *a) { return dict_setdefault(t, as_dict(a[0]), a[1], a[2]); }

static Value pop(Thread *t, Value *a) {
    Value v = dict_pop(t, as_dict(a[0]), a[1]);
    if (v || t->exc)
        return v;
    return a[2] ? a[2] : raise_key_error(t, a[1]);
}

static Value popitem(Thread *t, Value *a) {
    Value k, v;
    if (!dict_take(t, as_dict(a[0]), true, &k, &v))
        return raise_error(t, EXC_KeyError, "popitem(): dictionary is empty");
    return tuple_pack2(t, k, v);
}

static Value keys(Thread *t, Value *a) { return dict_view_new(t, T_DICT_KEYS, a[0]); }
static Value values(Thread *t, Value *a) { return dict_view_new(t, T_DICT_VALUES, a[0]); }
static Value items(Thread *t, Value *a) { return dict_view_new(t, T_DICT_ITEMS, a[0]); }

static Value update(Thread *t, Value *a) {
    return dict_init_bound(t, a[0], a[1], a[2], "update") ? VALUE_NONE : VALUE_ERROR;
}

static Value clear(Thread *t, Value *a) {
    dict_clear(t, as_dict(a[0]));
    return VALUE_NONE;
}

static Value copy(Thread *t, Value *a) {
    Dict *d = dict_copy(t, as_dict(a[0]));
    return d ? from_ptr(d) : VALUE_ERROR;
}

static bool fill_from(Thread *t, Value d, Value iterable, Value v) {
    bool plain = is_exact_dict(t, d);
    if (plain && is_exact_dict(t, iterable) && !dict_reserve(t, as_dict(d), as_dict(iterable)->used))
        return false;
    Value it = get_iter(t, iterable);
    if (!it)
        return false;
    for (;;) {
        Value key = iter_next(t, it);
        if (key == VALUE_STOP)
            return true;
        if (!key || !(plain ? dict_set(t, as_dict(d), key, v) : set_item(t, d, key, v)))
            return false;
    }
}

static Value fromkeys(Thread *t, Value *a) {
    Value d = call0(t, a[0]);
    return d && fill_from(t, d, a[1], a[2]) ? d : VALUE_ERROR;
}

static Value dunder_reversed(Thread *t, Value *a) { return dict_iter_new(t, T_DICT_REVKEYITER, a[0]); }

static Value dunder_sizeof(Thread *t, Value *a) {
    Dict *d = as_dict(a[0]);
    size_t index = d->index ? heap_size(d->index) : 0;
    return from_small((int64_t)(d->h.type->size + (size_t)d->cap * sizeof(DictEntry) + index));
}

static Value dunder_contains(Thread *t, Value *a) {
    int found = contains_key(t, a[0], a[1]);
    return found < 0 ? VALUE_ERROR : from_bool(found);
}

static Value dunder_getitem(Thread *t, Value *a) { return dict_subscript(t, a[0], a[1]); }

const TypeDef type_dict = {
    .name = "dict",
    .doc = "dict(**kwargs)\ndict(mapping_or_pairs, **kwargs)\n\n"
           "Keys and their values, in the order of insertion.",
    .size = sizeof(Dict),
    .flags = TYPE_MAPPING | TYPE_MATCH_SELF,
    .slots = {
        .repr = dict_repr, .compare = compare, .iter = iter, .len = len, .getitem = dict_subscript,
        .setitem = setitem, .contains = contains_key, .binary[BIN_OR] = dict_union,
        .inplace[BIN_OR] = inplace_union,
        .new_ = dict_new_slot, .init = dict_init_slot,
    },
    .methods = (const FunctionDef[]) {
        { "get", get, "key, default=None, /", "The value of key, or default.", 0 },
        { "setdefault", setdefault, "key, default=None, /",
          "The value of key; a missing key gets default.", 0 },
        { "pop", pop, "key, default=NULL, /", "Remove key and return its value, or default if given.", 0 },
        { "popitem", popitem, "", "Remove the last pair and return it.", 0 },
        { "keys", keys, "", "A live view of the keys.", 0 },
        { "values", values, "", "A live view of the values.", 0 },
        { "items", items, "", "A live view of the (key, value) pairs.", 0 },
        { "update", update, "*args, **kwargs",
          "Take over the pairs of a mapping, an iterable, and keywords.", 0 },
        { "clear", clear, "", "Remove all keys.", 0 },
        { "copy", copy, "", "A shallow copy.", 0 },
        { "fromkeys", fromkeys, "iterable, value=None, /",
          "A dict with these keys, all of one value.", FN_CLASSMETHOD },
        { "__reversed__", dunder_reversed, "", "An iterator over the keys from the last.", 0 },
        { "__sizeof__", dunder_sizeof, "", "Bytes this takes.", 0 },
        { "__contains__", dunder_contains, "key, /", "True if the key is there.", 0 },
        { "__getitem__", dunder_getitem, "key, /", "The value of key.", 0 },
        CLASS_GETITEM, { 0 } },
};
