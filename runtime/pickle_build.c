/* Unpickling: looking up globals, making instances, setting their state. */
#include "runtime/pickle.h"

#define UNPICKLING(...) raise_class(t, pickle_state(t)->unpickling_error, __VA_ARGS__)

/* -- Globals --------------------------------------------------------------------------------------------- */

static bool allowed(Thread *t, Unpickler *u, Value module, Value name) {
    if (!u->allow)
        return true;
    Value full = str_format(t, "%U.%U", module, name);
    int r = full ? contains(t, u->allow, full) : -1;
    if (r == 0)
        UNPICKLING("global '%U' is not allowed", full);
    return r > 0;
}

Value unpickler_find_class(Thread *t, Unpickler *u, Value module, Value name) {
    if (!is_str(module) || !is_str(name))
        return raise_type_error(t, "find_class() needs two str, not %T and %T", module, name);
    if (u->proto < 3 && u->fix_imports && !pickle_rename(t, "NAME_MAPPING", "IMPORT_MAPPING", &module, &name))
        return VALUE_ERROR;
    if (!allowed(t, u, module, name))
        return VALUE_ERROR;
    Value m = dict_get_str(t, t->interp->modules, as_str(module));
    if (!m || m == VALUE_NONE) {
        Value import = dict_get_str(t, t->interp->builtins, NAME(t, __import__));
        if (!import || !call1(t, import, module) || !(m = get_item(t, from_ptr(t->interp->modules), module)))
            return import || t->exc ? VALUE_ERROR : raise_error(t, EXC_ImportError, "__import__ not found");
    }
    Value v = u->proto < 4 ? get_attr_or_null(t, m, as_str(name)) : dotted_attr(t, m, name, NULL);
    return v || t->exc ? v : raise_error(t, EXC_AttributeError, "Can't get attribute %R on %R", name, m);
}

Value unpickler_find(Thread *t, Unpickler *u, Value module, Value name) {
    if (!module || !name)
        return VALUE_ERROR;
    if (u->plain_find)
        return unpickler_find_class(t, u, module, name);
    Value args[2] = { module, name };
    return call_method(t, from_ptr(u), pickle_state(t)->find_class, args, 2);
}

Value unpickler_extension(Thread *t, Unpickler *u, int64_t code) {
    if (code <= 0)
        return raise_unpickling(t, "EXT specifies code <= 0");
    Value key = from_small(code), cache = pickle_copyreg(t, "_extension_cache"), found;
    int r = cache && is_dict(cache) ? dict_lookup(t, as_dict(cache), key, &found) : -1;
    if (r > 0 && !u->allow)
        return found;
    Value registry = r >= 0 ? pickle_copyreg(t, "_inverted_registry") : VALUE_ERROR;
    r = registry && is_dict(registry) ? dict_lookup(t, as_dict(registry), key, &found) : -1;
    if (r == 0)
        return raise_value_error(t, "unregistered extension code %lld", (long long)code);
    if (r < 0)
        return t->exc ? VALUE_ERROR : raise_type_error(t, "copyreg's tables must be dicts");
    if (!is_tuple(found) || as_tuple(found)->len != 2 || !is_str(as_tuple(found)->items[0]) ||
        !is_str(as_tuple(found)->items[1]))
        return raise_value_error(t, "_inverted_registry[%lld] isn't a 2-tuple of strings", (long long)code);
    Value v = unpickler_find(t, u, as_tuple(found)->items[0], as_tuple(found)->items[1]);
    return v && dict_set(t, as_dict(cache), key, v) ? v : VALUE_ERROR;
}

/* -- Instances ------------------------------------------------------------------------------------------- */

Value unpickler_instance(Thread *t, Value cls, Tuple *args) {
    if (args->len == 0 && is_type(cls)) {
        Value f = get_attr_or_null(t, cls, pickle_state(t)->getinitargs);
        if (!f)
            return t->exc ? VALUE_ERROR : call_method1(t, cls, NAME(t, __new__), cls);
    }
    return call_value(t, cls, args->items, (size_t)args->len, NULL);
}

Value unpickler_newobj(Thread *t, Value cls, Value args, Value kwargs, bool ex) {
    const char *op = ex ? "NEWOBJ_EX" : "NEWOBJ";
    if (!is_type(cls))
        return UNPICKLING("%s class argument must be a type, not %T", op, cls);
    Type *y = (Type *)obj_of(cls);
    if (!type_namespace(t, y))
        return VALUE_ERROR;
    if (!y->slots.new_)
        return UNPICKLING("%s class argument '%N' doesn't have __new__", op, y);
    if (!is_tuple(args))
        return UNPICKLING("%s args argument must be a tuple, not %T", op, args);
    if (kwargs && !is_dict(kwargs))
        return UNPICKLING("%s kwargs argument must be a dict, not %T", op, kwargs);
    Tuple *u = as_tuple(args);
    if (!kwargs)
        return y->slots.new_(t, y, u->items, (size_t)u->len, NULL);
    Value new_ = get_attr(t, cls, NAME(t, __new__));
    Tuple *all = new_ ? tuple_alloc(t, u->len + 1) : NULL;
    if (all == NULL)
        return VALUE_ERROR;
    all->items[0] = cls;
    memcpy(all->items + 1, u->items, (size_t)u->len * sizeof(Value));
    return call_tuple_dict(t, new_, from_ptr(all), kwargs);
}

/* -- State ----------------------------------------------------------------------------------------------- */

/* The attributes of state, which has str keys, put into the instance directly, as into its __dict__. */
static bool set_attrs(Thread *t, Value v, Attrs *a, Dict *state) {
    Value key, x;
    for (int64_t i = 0; dict_next(state, &i, &key, &x);) {
        Str *name = as_str(key)->interned ? as_str(key) : str_intern_exact(t, as_str(key));
        if (name == NULL || !attrs_set(t, v, a, name, x))
            return false;
    }
    return true;
}

static bool set_dict(Thread *t, Value v, Value state) {
    if (!is_dict(state)) {
        raise_unpickling(t, "state is not a dictionary");
        return false;
    }
    Dict *from = as_dict(state);
    Attrs *a = is_exact_user(v) && type_of(t, v)->flags & TYPE_PLAIN_GETATTR ? object_attrs(v) : NULL;
    if (a && !is_type(v) && from->str_keys && type_lookup(t, type_of(t, v), pickle_state(t)->dict)) {
        Value found = type_lookup(t, type_of(t, v), pickle_state(t)->dict);
        if (is_ptr(found) && obj_of(found)->type->id == T_GETSET)     /* the usual __dict__ */
            return set_attrs(t, v, a, from);
    }
    Value dict = get_attr(t, v, pickle_state(t)->dict), key, x;
    if (!dict)
        return false;
    for (int64_t i = 0; dict_next(from, &i, &key, &x);) {
        if (is_exact(t, key, T_STR) && !(key = str_intern(t, key)))
            return false;
        if (!set_item(t, dict, key, x))
            return false;
    }
    return true;
}

bool unpickler_build(Thread *t, Unpickler *u) {
    if (u->len - 2 < u->fence) {
        raise_underflow(t, u);
        return false;
    }
    Value state = u->stack[--u->len], v = u->stack[u->len - 1], slots = 0;
    if (u->allow && (is_type(v) || is_func(v) || is_module(v))) {
        UNPICKLING("the state of %R may not be set", v);   /* what all instances share */
        return false;
    }
    Value f = get_attr_or_null(t, v, NAME(t, __setstate__));
    if (f)
        return call1(t, f, state) != VALUE_ERROR;
    if (t->exc)
        return false;
    if (is_tuple(state) && as_tuple(state)->len == 2) {
        slots = as_tuple(state)->items[1];
        state = as_tuple(state)->items[0];
    }
    if (state != VALUE_NONE && !set_dict(t, v, state))
        return false;
    if (!slots || slots == VALUE_NONE)
        return true;
    if (!is_dict(slots)) {
        raise_unpickling(t, "slot state is not a dictionary");
        return false;
    }
    Value key, x;
    for (int64_t i = 0; dict_next(as_dict(slots), &i, &key, &x);) {
        if (!is_str(key)) {
            raise_type_error(t, "attribute name must be string, not '%T'", key);
            return false;
        }
        Str *name = str_intern_exact(t, as_str(key));
        if (name == NULL || !set_attr(t, v, name, x))
            return false;
    }
    return true;
}
