/* _collections: defaultdict, OrderedDict and the helpers of namedtuple and Counter. deque is in deque.c. */
#include "vm/native.h"
#include "vm/object/container.h"

/* -- defaultdict ------------------------------------------------------------------------------- */

typedef struct DefaultDict { Dict d; Value factory; } DefaultDict;      /* factory 0 or None: no defaults */

static DefaultDict *as_default(Value v) { return (DefaultDict *)obj_of(v); }

static Value factory_of(Value v) { return as_default(v)->factory ? as_default(v)->factory : VALUE_NONE; }

static Value default_init(Thread *t, Value *a) {
    Tuple *args = as_tuple(a[1]);
    Value factory = args->len ? args->items[0] : VALUE_NONE;
    if (factory != VALUE_NONE && !is_callable(t, factory))
        return raise_type_error(t, "first argument must be callable or None");
    as_default(a[0])->factory = factory;
    size_t n = args->len ? (size_t)args->len - 1 : 0;
    if (!dict_init_args(t, a[0], args->items + 1, n, NULL, "dict"))
        return VALUE_ERROR;
    return !a[2] || dict_update(t, as_dict(a[0]), a[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value default_missing(Thread *t, Value *a) {
    Value factory = factory_of(a[0]);
    if (factory == VALUE_NONE)
        return raise_key_error(t, a[1]);
    Value v = call0(t, factory);
    return v && set_item(t, a[0], a[1], v) ? v : VALUE_ERROR;
}

static Value default_repr(Thread *t, Value self) {
    Value items = dict_repr(t, self), factory;
    if (!items)
        return VALUE_ERROR;
    int active = repr_enter(t, factory_of(self));       /* a factory may be a method of the dict itself */
    if (active < 0)
        return VALUE_ERROR;
    if (active) {
        factory = str_from_cstr(t, "...");
    } else {
        factory = to_repr(t, factory_of(self));
        repr_leave(t, factory_of(self));
    }
    if (!factory)
        return VALUE_ERROR;
    return str_format(t, "%Q(%U, %U)", obj_of(self)->type->name, factory, items);
}

/* One like self with the pairs of other. */
static Value default_like(Thread *t, Value self, Value other) {
    return call2(t, from_ptr(obj_of(self)->type), factory_of(self), other);
}

static Value default_copy(Thread *t, Value *a) { return default_like(t, a[0], a[0]); }

static Value default_or(Thread *t, Value a, Value b) {
    Value self = is_instance_of(t, a, type_by_id(t, T_DEFAULTDICT)) ? a : b;
    if (!is_dict(a) || !is_dict(b))
        return VALUE_NOTIMPLEMENTED;
    Value v = default_like(t, self, a);
    return v && dict_update(t, as_dict(v), b) ? v : VALUE_ERROR;
}

/* What pickles the pairs: an iterator over items(). */
static Value items_iter(Thread *t, Value self) {
    Value items = call_method0(t, self, NAME(t, items));
    return items ? get_iter(t, items) : VALUE_ERROR;
}

static Value default_reduce(Thread *t, Value *a) {
    Value args = factory_of(a[0]) == VALUE_NONE ? tuple_new(t, NULL, 0) : tuple_pack1(t, factory_of(a[0]));
    Value it = args ? items_iter(t, a[0]) : 0;
    if (!it)
        return VALUE_ERROR;
    return tuple_new(t, (Value[]) { from_ptr(obj_of(a[0])->type), args, VALUE_NONE, VALUE_NONE, it }, 5);
}

static Value get_factory(Thread *t, Value self) { return factory_of(self); }
static bool set_factory(Thread *t, Value self, Value v) {
    as_default(self)->factory = v;
    return true;
}

const TypeDef type_defaultdict = {
    .name = "collections.defaultdict",
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n"
           "A dict that makes a value for a missing key by calling default_factory.",
    .base = T_DICT,
    .size = sizeof(DefaultDict),
    .weakrefs = true,
    .slots = { .repr = default_repr, .binary[BIN_OR] = default_or },
    .init = { "__init__", default_init, "*args, **kwargs", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "__missing__", default_missing, "key, /", "Make, store and return the value of a missing key.", 0 },
        { "copy", default_copy, "", "A shallow copy.", 0 },
        { "__copy__", default_copy, "", "A shallow copy.", 0 },
        { "__reduce__", default_reduce, "", 0, 0 },
        CLASS_GETITEM, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "default_factory", get_factory, set_factory, "What makes the missing values." }, { 0 } },
};

/* -- OrderedDict ------------------------------------------------------------------------------- */

typedef struct OrderedDict { Dict d; Attrs attrs; } OrderedDict;

static bool is_ordered(Thread *t, Value v) { return is_instance_of(t, v, type_by_id(t, T_ORDEREDDICT)); }

/* Does the class leave d[key] = v to dict? */
static bool sets_as_dict(Thread *t, Value v) {
    return obj_of(v)->type->slots.setitem == type_by_id(t, T_DICT)->slots.setitem;
}

static bool set_pairs(Thread *t, Value self, Value pairs) {
    Value it = get_iter(t, pairs);
    if (!it)
        return false;
    for (;;) {
        Value pair = iter_next(t, it);
        if (pair == VALUE_STOP)
            return true;
        Tuple *u = pair ? tuple_from_iterable(t, pair) : NULL;
        if (!u)
            return false;
        if (u->len != 2) {
            raise_value_error(t, u->len < 2 ? "need more than %zd value%s to unpack"
                                            : "too many values to unpack (expected 2)",
                              (ssize_t)u->len, u->len == 1 ? "" : "s");
            return false;
        }
        if (!set_item(t, self, u->items[0], u->items[1]))
            return false;
    }
}

/* update() as MutableMapping does it: through the class's own __setitem__. */
static bool ordered_merge(Thread *t, Value self, Value other) {
    if (sets_as_dict(t, self))
        return dict_update(t, as_dict(self), other);
    if (is_exact_dict(t, other))
        return set_pairs(t, self, dict_view_new(t, T_DICT_ITEMS, other));
    if (get_attr_or_null(t, other, NAME(t, keys))) {
        Value keys = call_method0(t, other, NAME(t, keys));
        Value it = keys ? get_iter(t, keys) : 0;
        while (it) {
            Value key = iter_next(t, it);
            if (key == VALUE_STOP)
                return true;
            Value v = key ? get_item(t, other, key) : 0;
            if (!v || !set_item(t, self, key, v))
                return false;
        }
        return false;
    }
    if (t->exc)
        return false;
    if (get_attr_or_null(t, other, NAME(t, items))) {
        Value items = call_method0(t, other, NAME(t, items));
        return items && set_pairs(t, self, items);
    }
    return !t->exc && set_pairs(t, self, other);
}

static Value ordered_update_from(Thread *t, Value self, Value args, Value kwargs) {
    if (as_tuple(args)->len && !ordered_merge(t, self, as_tuple(args)->items[0]))
        return VALUE_ERROR;
    return !kwargs || ordered_merge(t, self, kwargs) ? VALUE_NONE : VALUE_ERROR;
}

static Value ordered_init(Thread *t, Value *a) {
    if (as_tuple(a[1])->len > 1)
        return raise_type_error(t, "expected at most 1 arguments, got %zd", (ssize_t)as_tuple(a[1])->len);
    return ordered_update_from(t, a[0], a[1], a[2]);
}

static Value ordered_update(Thread *t, Value *a) {
    if (as_tuple(a[1])->len > 1)
        return raise_type_error(t, "update() takes at most 1 positional argument (%zd given)",
                                (ssize_t)as_tuple(a[1])->len);
    return ordered_update_from(t, a[0], a[1], a[2]);
}

static Value ordered_repr(Thread *t, Value self) {
    if (as_dict(self)->used == 0)
        return str_format(t, "%Q()", obj_of(self)->type->name);
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_from_cstr(t, "...");
    Value r = VALUE_ERROR, items = is_exact(t, self, T_ORDEREDDICT) ? dict_view_new(t, T_DICT_ITEMS, self)
                                                                    : call_method0(t, self, NAME(t, items));
    List *l = items ? list_from_iterable(t, items) : NULL;
    if (l)
        r = str_format(t, "%Q(%R)", obj_of(self)->type->name, from_ptr(l));
    repr_leave(t, self);
    return r;
}

static Value ordered_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !is_dict(a) || !is_dict(b))
        return VALUE_NOTIMPLEMENTED;
    int eq = dict_equal(t, as_dict(a), as_dict(b));
    if (eq > 0 && is_ordered(t, a) && is_ordered(t, b)) {
        Value x, y, unused;
        int64_t i = 0, j = 0;
        while (eq > 0 && dict_next(as_dict(a), &i, &x, &unused) && dict_next(as_dict(b), &j, &y, &unused))
            eq = equal_values(t, x, y);
    }
    return eq < 0 ? VALUE_ERROR : from_bool(eq == (op == CMP_EQ));
}

static Value ordered_or(Thread *t, Value a, Value b) {
    if (!is_dict(a) || !is_dict(b))
        return VALUE_NOTIMPLEMENTED;
    Value self = is_ordered(t, a) ? a : b;
    Value v = call1(t, from_ptr(obj_of(self)->type), a);
    return v && ordered_merge(t, v, b) ? v : VALUE_ERROR;
}

static Value ordered_ior(Thread *t, Value a, Value b) { return ordered_merge(t, a, b) ? a : VALUE_ERROR; }

static Value ordered_move_to_end(Thread *t, Value *a) {
    int last = truth_of(t, a[2]);
    int moved = last < 0 ? -1 : dict_move_to_end(t, as_dict(a[0]), a[1], last);
    return moved > 0 ? VALUE_NONE : moved < 0 ? VALUE_ERROR : raise_key_error(t, a[1]);
}

static Value ordered_popitem(Thread *t, Value *a) {
    Value k, v;
    int last = truth_of(t, a[1]);
    if (last < 0)
        return VALUE_ERROR;
    if (!dict_take(t, as_dict(a[0]), last, &k, &v))
        return raise_error(t, EXC_KeyError, "dictionary is empty");
    return tuple_pack2(t, k, v);
}

static Value ordered_pop(Thread *t, Value *a) {
    Value v = dict_pop(t, as_dict(a[0]), a[1]);
    if (v || t->exc)
        return v;
    if (!is_exact(t, a[0], T_ORDEREDDICT)) {            /* a subclass may know of keys that are not stored */
        Value receiver, missing = lookup_special(t, a[0], NAME(t, __missing__), &receiver);
        if (!a[2] && missing)
            return receiver ? call2(t, missing, receiver, a[1]) : call1(t, missing, a[1]);
        if (t->exc)
            return VALUE_ERROR;
    }
    return a[2] ? a[2] : raise_key_error(t, a[1]);
}

static Value ordered_setdefault(Thread *t, Value *a) {
    if (sets_as_dict(t, a[0]))
        return dict_setdefault(t, as_dict(a[0]), a[1], a[2]);
    int found = contains(t, a[0], a[1]);
    if (found)
        return found < 0 ? VALUE_ERROR : get_item(t, a[0], a[1]);
    return set_item(t, a[0], a[1], a[2]) ? a[2] : VALUE_ERROR;
}

static Value ordered_copy(Thread *t, Value *a) {
    Value v = call0(t, from_ptr(obj_of(a[0])->type));
    if (!v)
        return VALUE_ERROR;
    if (is_exact(t, a[0], T_ORDEREDDICT))
        return dict_update(t, as_dict(v), a[0]) ? v : VALUE_ERROR;
    Value key, unused;
    for (int64_t i = 0; dict_next(as_dict(a[0]), &i, &key, &unused);) {
        Value item = get_item(t, a[0], key);
        if (!item || !set_item(t, v, key, item))
            return VALUE_ERROR;
    }
    return v;
}

static Value ordered_reduce(Thread *t, Value *a) {
    Dict *state = object_dict(t, a[0], false);
    if (t->exc)
        return VALUE_ERROR;
    Value args = tuple_new(t, NULL, 0), it = args ? items_iter(t, a[0]) : 0;
    if (!it)
        return VALUE_ERROR;
    Value state_value = state && state->used ? from_ptr(state) : VALUE_NONE;
    return tuple_new(t, (Value[]) { from_ptr(obj_of(a[0])->type), args, state_value, VALUE_NONE, it }, 5);
}

const TypeDef type_ordereddict = {
    .name = "collections.OrderedDict",
    .doc = "A dict that can reorder its keys and whose comparison minds their order.",
    .base = T_DICT,
    .size = sizeof(OrderedDict),
    .attrs_offset = offsetof(OrderedDict, attrs),
    .weakrefs = true,
    .slots = {
        .repr = ordered_repr, .compare = ordered_compare, .binary[BIN_OR] = ordered_or,
        .inplace[BIN_OR] = ordered_ior,
    },
    .init = { "__init__", ordered_init, "*args, **kwargs", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "move_to_end", ordered_move_to_end, "key, last=True",
          "Move key to the end, or to the beginning.", 0 },
        { "popitem", ordered_popitem, "last=True", "Remove the last pair, or the first, and return it.", 0 },
        { "pop", ordered_pop, "key, default=NULL",
          "Remove key and return its value, or default if given.", 0 },
        { "setdefault", ordered_setdefault, "key, default=None",
          "The value of key; a missing key gets default.", 0 },
        { "update", ordered_update, "*args, **kwargs", "Take over pairs.", 0 },
        { "copy", ordered_copy, "", "A shallow copy.", 0 },
        { "__reduce__", ordered_reduce, "", 0, 0 }, { 0 } },
};

/* -- namedtuple's fields ----------------------------------------------------------------------- */

typedef struct TupleGetter { Obj h; int64_t index; Value doc; } TupleGetter;

static Value getter_new(Thread *t, Value *a) {
    int64_t index;
    if (!as_ssize(t, a[1], &index))
        return VALUE_ERROR;
    Value v = object_alloc(t, (Type *)obj_of(a[0]));
    if (v) {
        TupleGetter *g = (TupleGetter *)obj_of(v);
        g->index = index;
        g->doc = a[2];
    }
    return v;
}

static Value getter_get(Thread *t, Value self, Value obj, Type *owner) {
    TupleGetter *g = (TupleGetter *)obj_of(self);
    if (likely(is_tuple(obj))) {
        if (likely(g->index >= 0 && g->index < as_tuple(obj)->len))
            return as_tuple(obj)->items[g->index];
        return raise_error(t, EXC_IndexError, "tuple index out of range");
    }
    if (!obj || obj == VALUE_NONE)
        return self;
    return raise_type_error(t, "descriptor for index '%zd' for tuple subclasses doesn't apply to '%T' object",
                            (ssize_t)g->index, obj);
}

static bool getter_set(Thread *t, Value self, Value obj, Value v) {
    raise_error(t, EXC_AttributeError, v ? "can't set attribute" : "can't delete attribute");
    return false;
}

static Value getter_repr(Thread *t, Value self) {
    TupleGetter *g = (TupleGetter *)obj_of(self);
    return str_format(t, "_tuplegetter(%zd, %R)", (ssize_t)g->index, g->doc);
}

static Value getter_reduce(Thread *t, Value *a) {
    TupleGetter *g = (TupleGetter *)obj_of(a[0]);
    return iter_reduce_as(t, a[0], tuple_pack2(t, from_small(g->index), g->doc));
}

static Value getter_get_doc(Thread *t, Value self) { return ((TupleGetter *)obj_of(self))->doc; }
static bool getter_set_doc(Thread *t, Value self, Value v) {
    ((TupleGetter *)obj_of(self))->doc = v ? v : VALUE_NONE;
    return true;
}

const TypeDef type_tuplegetter = {
    .name = "_collections._tuplegetter",
    .size = sizeof(TupleGetter),
    .slots = { .repr = getter_repr, .descr_get = getter_get, .descr_set = getter_set },
    .new_ = { "__new__", getter_new, "index, doc, /", 0, 0 },
    .methods = (const FunctionDef[]) { { "__reduce__", getter_reduce, "", 0, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) { { "__doc__", getter_get_doc, getter_set_doc, 0 }, { 0 } },
};

/* -- Counter ----------------------------------------------------------------------------------- */

/* One more of key in a dict whose class leaves get and __setitem__ to dict. */
static bool count_in_dict(Thread *t, Dict *d, Value key) {
    Value *n = dict_place(t, d, key, from_small(0));
    if (!n)
        return false;
    if (likely(is_small(*n) && *n != from_small(SMALL_MAX))) {
        *n = from_small(small_of(*n) + 1);
        return true;
    }
    Value more = binary_op(t, BIN_ADD, *n, from_small(1));
    return more && dict_set(t, d, key, more);
}

static bool count_in_mapping(Thread *t, Value mapping, Value get, Value key) {
    Value n = call2(t, get, key, from_small(0));
    Value more = n ? binary_op(t, BIN_ADD, n, from_small(1)) : 0;
    return more && set_item(t, mapping, key, more);
}

static Value count_elements(Thread *t, Value *a) {
    Value it = get_iter(t, a[1]), get = 0;
    if (!it)
        return VALUE_ERROR;
    Str *name = str_intern_cstr(t, "get");
    if (!name)
        return VALUE_ERROR;
    bool plain = is_dict(a[0]) && sets_as_dict(t, a[0]) &&
                 type_lookup(t, type_of(t, a[0]), name) == type_lookup(t, type_by_id(t, T_DICT), name);
    if (!plain && !(get = get_attr(t, a[0], name)))
        return VALUE_ERROR;
    for (;;) {
        Value key = iter_next(t, it);
        if (key == VALUE_STOP)
            return VALUE_NONE;
        if (!key || !(plain ? count_in_dict(t, as_dict(a[0]), key) : count_in_mapping(t, a[0], get, key)))
            return VALUE_ERROR;
    }
}

const ModuleDef mod_collections = {
    .name = "_collections",
    .doc = "Container types that want speed.",
    .functions = (const FunctionDef[]) {
        { "_count_elements", count_elements, "mapping, iterable, /",
          "Count the elements of iterable in mapping.", 0 },
        { 0 } },
    .types = (const uint16_t[]) {
        T_DEQUE, T_DEFAULTDICT, T_ORDEREDDICT, T_TUPLEGETTER, T_DEQUE_ITER, T_DEQUE_REVITER, 0 },
};
