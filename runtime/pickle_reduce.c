/* Pickling by name (classes, functions) and by reduction (all other objects). */
#include "runtime/pickle.h"
#include "vm/object/str_impl.h"

#define PICKLING(...) (raise_class(t, pickle_state(t)->pickling_error, __VA_ARGS__) != VALUE_ERROR)     /* false */

/* -- Globals --------------------------------------------------------------------------------------------- */

Value dotted_attr(Thread *t, Value v, Value name, Value *parent) {
    Str *s = as_str(name), *dot = str_intern_cstr(t, ".");
    if (dot == NULL)
        return VALUE_ERROR;
    for (int64_t start = 0;;) {
        int64_t stop = str_find(s, dot, start, s->len);
        Value part = start == 0 && stop < 0 ? name : str_slice(t, s, start, stop < 0 ? s->len : stop);
        if (!part)
            return VALUE_ERROR;
        if (parent)
            *parent = v;
        if (!(v = get_attr_or_null(t, v, as_str(part))) || stop < 0)
            return v;
        start = stop + 1;
    }
}

/* Is one part of the dotted name "<locals>"? */
static bool is_local(Thread *t, Str *name) {
    Str *mark = str_intern_cstr(t, "<locals>");
    if (mark == NULL)
        return false;
    for (int64_t at = 0; (at = str_find(name, mark, at, name->len)) >= 0; at += mark->len)
        if ((at == 0 || str_at(name, at - 1) == '.') &&
            (at + mark->len == name->len || str_at(name, at + mark->len) == '.'))
            return true;
    return false;
}

/* The name of the module that has v: what v says, or the first loaded one where it is found. */
static Value module_of(Thread *t, Value v, Value name) {
    Value module = get_attr_or_null(t, v, NAME(t, __module__));
    if (t->exc || (module && module != VALUE_NONE))
        return module;
    Dict *modules = dict_copy(t, t->interp->modules);
    Value key, m;
    for (int64_t i = 0; modules && dict_next(modules, &i, &key, &m);) {
        if (m == VALUE_NONE || (is_str(key) && str_equal(as_str(key), NAME(t, __main__))))
            continue;
        Value found = dotted_attr(t, m, name, NULL);
        if (!found && t->exc)
            return VALUE_ERROR;
        if (found == v)
            return key;
    }
    return modules ? NAMEV(t, __main__) : VALUE_ERROR;
}

static Value import_named(Thread *t, Value name) {
    if (!is_str(name))
        return raise_type_error(t, "module name must be a string");
    Value module = dict_get_str(t, t->interp->modules, as_str(name));
    if (module && module != VALUE_NONE)
        return module;
    const char *text = str_utf8(t, as_str(name), NULL);
    return text ? import_module(t, text) : VALUE_ERROR;
}

bool pickle_rename(Thread *t, const char *names, const char *modules, Value *module, Value *name) {
    Value map = pickle_compat(t, names), key = map ? tuple_pack2(t, *module, *name) : 0, found;
    if (!key)
        return false;
    int r = dict_lookup(t, as_dict(map), key, &found);
    if (r > 0) {
        *module = as_tuple(found)->items[0];
        *name = as_tuple(found)->items[1];
    }
    if (r != 0)
        return r > 0;
    if (!(map = pickle_compat(t, modules)) || (r = dict_lookup(t, as_dict(map), *module, &found)) < 0)
        return false;
    if (r > 0)
        *module = found;
    return true;
}

static bool put_identifier(Thread *t, Pickler *p, Value name, const char *what) {
    Str *s = as_str(name);
    size_t n;
    const char *text = s->ascii || p->proto >= 3 ? str_utf8(t, s, &n) : NULL;
    if (text == NULL) {
        if (t->exc && !exc_matches(t, EXC_UnicodeEncodeError))
            return false;
        exc_clear(t);
        return PICKLING("can't pickle %s identifier '%U' using pickle protocol %d", what, name, p->proto);
    }
    return put_bytes(t, p, text, n) && put_op(t, p, '\n');
}

/* 1: written as a number of the extension registry; 0: not registered; -1: error. */
static int save_extension(Thread *t, Pickler *p, Value v, Value module, Value name) {
    Value registry = pickle_copyreg(t, "_extension_registry");
    if (!registry || !is_dict(registry) || dict_len(as_dict(registry)) == 0)
        return registry ? 0 : -1;
    Value key = tuple_pack2(t, module, name), found;
    int r = key ? dict_lookup(t, as_dict(registry), key, &found) : -1;
    if (r <= 0)
        return r;
    int64_t code;
    if (!is_int(found))
        return PICKLING("Can't pickle %R: extension code %R isn't an integer", v, found) - 1;
    if (!int_fits_int64(found, &code) || code <= 0 || code > INT32_MAX) {
        raise_error(t, EXC_RuntimeError, "Can't pickle %R: extension code %R is out of range", v, found);
        return -1;
    }
    size_t n = code < 256 ? 1 : code < 65536 ? 2 : 4;
    uint8_t head[5] = { n == 1 ? P_EXT1 : n == 2 ? P_EXT2 : P_EXT4 };
    memcpy(head + 1, &code, n);
    return put_bytes(t, p, head, n + 1) ? 1 : -1;
}

bool save_global(Thread *t, Pickler *p, Value v, Value name) {
    if (!name) {
        name = get_attr_or_null(t, v, NAME(t, __qualname__));
        if (!name && (t->exc || !(name = get_attr(t, v, NAME(t, __name__)))))
            return false;
    }
    if (!is_str(name)) {
        raise_type_error(t, "expected str for a qualified name, got %T", name);
        return false;
    }
    if (is_local(t, as_str(name))) {
        raise_error(t, EXC_AttributeError, "Can't pickle local object %R", name);
        return false;
    }
    Value module_name = module_of(t, v, name), parent = 0;
    if (!module_name)
        return false;
    Value module = import_named(t, module_name);
    if (!module) {
        Value cause = exc_fetch(t);
        bool ok = PICKLING("Can't pickle %R: import of module %R failed", v, module_name);
        if (t->exc && cause && t->exc != cause)
            exc_set_context(t, t->exc, cause);
        return ok;
    }
    Value found = dotted_attr(t, module, name, &parent);
    if (!found) {
        exc_clear(t);
        return PICKLING("Can't pickle %R: attribute lookup %S on %S failed", v, name, module_name);
    }
    if (found != v)
        return PICKLING("Can't pickle %R: it's not the same object as %S.%S", v, module_name, name);
    if (p->proto >= 2) {
        int r = save_extension(t, p, v, module_name, name);
        if (r)
            return r > 0;                               /* not memoized */
    }
    Str *dot = str_intern_cstr(t, ".");
    Value last = name;
    for (int64_t at = 0; dot && (at = str_find(as_str(name), dot, at, as_str(name)->len)) >= 0; at++)
        if (!(last = str_slice(t, as_str(name), at + 1, as_str(name)->len)))
            return false;
    if (p->proto >= 4)
        return pickle_save(t, p, module_name) && pickle_save(t, p, name) && put_op(t, p, P_STACK_GLOBAL) &&
               memo_put(t, p, v);
    if (parent != module) {                             /* getattr(parent, last) */
        Value get = builtin_named(t, "getattr"), args = tuple_pack2(t, parent, last);
        Value parts = get && args ? tuple_pack2(t, get, args) : VALUE_ERROR;
        return parts && save_reduce(t, p, parts, 0) && memo_put(t, p, v);
    }
    if (p->fix_imports && !pickle_rename(t, "REVERSE_NAME_MAPPING", "REVERSE_IMPORT_MAPPING", &module_name, &last))
        return false;
    return put_op(t, p, P_GLOBAL) && put_identifier(t, p, module_name, "module") &&
           put_identifier(t, p, last, "global") && memo_put(t, p, v);
}

/* The types of None, Ellipsis and NotImplemented have no name that could be imported. */
static bool save_class(Thread *t, Pickler *p, Value v) {
    int id = ((Type *)obj_of(v))->id;
    Value only = id == T_NONE ? VALUE_NONE : id == T_ELLIPSIS ? VALUE_ELLIPSIS : id == T_NOTIMPLEMENTED
                     ? VALUE_NOTIMPLEMENTED : 0;
    if (!only)
        return save_global(t, p, v, 0);
    Value args = tuple_pack1(t, only), parts = args ? tuple_pack2(t, from_ptr(type_by_id(t, T_TYPE)), args) : 0;
    return parts && save_reduce(t, p, parts, v);
}

/* -- Instances by their shape ---------------------------------------------------------------------------- */

static bool inherits(Thread *t, Type *y, Str *name) {
    return type_lookup(t, y, name) == type_lookup(t, t->interp->types[T_OBJECT], name);
}

/* Would object.__reduce_ex__(4) give (__newobj__, (cls,), attributes) for all instances of this class and shape? */
static bool is_plain(Thread *t, Type *y, Shape *shape) {
    PickleState *s = pickle_state(t);
    if (!(y->flags & TYPE_USER) || !(y->flags & TYPE_PLAIN_GETATTR) || y->nslots)
        return false;
    for (int64_t i = 0; i < y->mro->len - 1; i++)
        if (!(((Type *)obj_of(y->mro->items[i]))->flags & TYPE_USER))
            return false;                               /* built-in layouts have state of their own */
    if (!inherits(t, y, NAME(t, __reduce_ex__)) || !inherits(t, y, NAME(t, __reduce__)) ||
        !inherits(t, y, NAME(t, __getstate__)) || !inherits(t, y, s->class_) || type_lookup(t, y, s->getnewargs) ||
        type_lookup(t, y, s->getnewargs_ex))
        return false;
    return !shape || (shape_find(shape, NAME(t, __reduce_ex__)) < 0 && shape_find(shape, NAME(t, __reduce__)) < 0 &&
                      shape_find(shape, NAME(t, __getstate__)) < 0);
}

/* What save_reduce() would write, without making the tuples and without making the instance's __dict__ for good.
 * 1 written, 0 not such an object, -1 error. */
static int save_plain(Thread *t, Pickler *p, Value v) {
    Attrs *a = object_attrs(v);
    if (p->proto < 2 || p->fast || p->persistent_id || !a || (!a->shape && a->values))
        return 0;
    Type *y = type_of(t, v);
    Shape *shape = a->shape;
    if (shape && shape->count >= 1000)                  /* more than one batch */
        return 0;
    uint32_t version = type_version(t, y);
    PlainClass *c = &p->plain[((uintptr_t)y >> 4 ^ (uintptr_t)shape >> 5) % PLAIN_CLASSES];
    if (c->type != y || c->shape != shape || c->version != version || !version)
        *c = (PlainClass){ y, shape, version, is_plain(t, y, shape) };
    if (!c->plain)
        return 0;
    if (!pickle_save(t, p, from_ptr(y)) || !pickle_save(t, p, from_ptr(t->interp->empty_tuple)) ||
        !put_op(t, p, P_NEWOBJ))
        return -1;
    int64_t index = memo_find(&p->memo, v);
    if (index >= 0)
        return put_op(t, p, P_POP) && memo_get(t, p, index) ? 1 : -1;
    if (!memo_put(t, p, v))
        return -1;
    int64_t n = shape ? shape->count : 0;
    if (n == 0)
        return 1;
    /* The dict has an index in the memo, under a key that nobody can ask for. */
    Value stand_in = from_ptr(alloc_obj(t, type_by_id(t, T_OBJECT), sizeof(Obj)));
    if (!stand_in || !pickler_boundary(t, p) || !put_op(t, p, P_EMPTY_DICT) || !memo_put(t, p, stand_in))
        return -1;
    Str *few[16], **names = n <= 16 ? few : alloc_array(t, (size_t)n, sizeof *names);
    if (names == NULL)
        return -1;
    Shape *s = shape;
    for (int64_t i = n; i-- > 0; s = s->parent)
        names[i] = s->name;
    if (n > 1 && !put_op(t, p, P_MARK))
        return -1;
    for (int64_t i = 0; i < n; i++) {
        a = object_attrs(v);
        Value x = a->shape == shape ? a->values[i] : attrs_get(t, a, names[i]);
        if (!x) {
            raise_error(t, EXC_RuntimeError, "dictionary changed size during iteration");
            return -1;
        }
        if (!pickle_save(t, p, from_ptr(names[i])) || !pickle_save(t, p, x))
            return -1;
    }
    return put_op(t, p, n == 1 ? P_SETITEM : P_SETITEMS) && put_op(t, p, P_BUILD) ? 1 : -1;
}

/* -- Reduction ------------------------------------------------------------------------------------------- */

static bool save_newobj(Thread *t, Pickler *p, Tuple *args, Value v) {
    if (args->len < 1)
        return PICKLING("__newobj__ arglist is empty");
    Value cls = args->items[0];
    if (!is_type(cls))
        return PICKLING("args[0] from __newobj__ args is not a type");
    if (v) {
        Value own = get_attr(t, v, NAME(t, __class__));
        if (!own)
            return false;
        if (own != cls)
            return PICKLING("args[0] from __newobj__ args has the wrong class");
    }
    Value rest = tuple_slice(t, args, 1, args->len);
    return rest && pickle_save(t, p, cls) && pickle_save(t, p, rest) && put_op(t, p, P_NEWOBJ);
}

static bool save_newobj_ex(Thread *t, Pickler *p, Tuple *u) {
    if (u->len != 3)
        return PICKLING("length of the NEWOBJ_EX argument tuple must be exactly 3, not %lld", (long long)u->len);
    Value cls = u->items[0], args = u->items[1], kwargs = u->items[2];
    if (!is_type(cls))
        return PICKLING("first item from NEWOBJ_EX argument tuple must be a class, not %T", cls);
    if (!is_tuple(args))
        return PICKLING("second item from NEWOBJ_EX argument tuple must be a tuple, not %T", args);
    if (!is_dict(kwargs))
        return PICKLING("third item from NEWOBJ_EX argument tuple must be a dict, not %T", kwargs);
    if (p->proto >= 4)
        return pickle_save(t, p, cls) && pickle_save(t, p, args) && pickle_save(t, p, kwargs) &&
               put_op(t, p, P_NEWOBJ_EX);
    /* partial(cls.__new__, cls, *args, **kwargs)() */
    Value new_ = get_attr(t, cls, NAME(t, __new__)), functools = new_ ? import_module(t, "functools") : 0;
    Value partial = functools ? get_attr_cstr(t, functools, "partial") : VALUE_ERROR;
    Tuple *all = partial ? tuple_alloc(t, as_tuple(args)->len + 2) : NULL;
    if (all == NULL)
        return false;
    all->items[0] = new_;
    all->items[1] = cls;
    memcpy(all->items + 2, as_tuple(args)->items, (size_t)as_tuple(args)->len * sizeof(Value));
    Value call = call_tuple_dict(t, partial, from_ptr(all), kwargs);
    return call && pickle_save(t, p, call) && pickle_save(t, p, from_ptr(t->interp->empty_tuple)) &&
           put_op(t, p, P_REDUCE);
}

static Value part_of(Tuple *u, int64_t i) {
    return i < u->len && u->items[i] != VALUE_NONE ? u->items[i] : 0;
}

bool save_reduce(Thread *t, Pickler *p, Value parts, Value v) {
    Tuple *u = as_tuple(parts);
    if (u->len < 2 || u->len > 6)
        return PICKLING("tuple returned by __reduce__ must contain 2 through 6 elements");
    Value f = u->items[0], args = u->items[1], state = part_of(u, 2), items = part_of(u, 3), pairs = part_of(u, 4),
          setter = part_of(u, 5);
    if (!is_callable(t, f))
        return PICKLING("first item of the tuple returned by __reduce__ must be callable");
    if (!is_tuple(args))
        return PICKLING("second item of the tuple returned by __reduce__ must be a tuple");
    if (items && !is_iterator(t, items))
        return PICKLING("fourth element of the tuple returned by __reduce__ must be an iterator, not %T", items);
    if (pairs && !is_iterator(t, pairs))
        return PICKLING("fifth element of the tuple returned by __reduce__ must be an iterator, not %T", pairs);
    if (setter && !is_callable(t, setter))
        return PICKLING("sixth element of the tuple returned by __reduce__ must be a function, not %T", setter);
    Value name = p->proto >= 2 ? get_attr_or_null(t, f, NAME(t, __name__)) : 0;
    if (t->exc)
        return false;
    bool ok;
    if (name && is_str(name) && str_equal(as_str(name), pickle_state(t)->newobj_ex))
        ok = save_newobj_ex(t, p, as_tuple(args));
    else if (name && is_str(name) && str_equal(as_str(name), pickle_state(t)->newobj))
        ok = save_newobj(t, p, as_tuple(args), v);
    else
        ok = pickle_save(t, p, f) && pickle_save(t, p, args) && put_op(t, p, P_REDUCE);
    if (!ok)
        return false;
    if (v) {
        /* An object that its own arguments refer to is in the memo by now. */
        int64_t index = memo_find(&p->memo, v);
        if (index >= 0)
            return put_op(t, p, P_POP) && memo_get(t, p, index);
        if (!memo_put(t, p, v))
            return false;
    }
    if ((items && !save_items(t, p, items)) || (pairs && !save_pairs(t, p, pairs)))
        return false;
    if (!state)
        return true;
    if (!setter)
        return pickle_save(t, p, state) && put_op(t, p, P_BUILD);
    return pickle_save(t, p, setter) && pickle_save(t, p, v) && pickle_save(t, p, state) && put_op(t, p, P_TUPLE2) &&
           put_op(t, p, P_REDUCE) && put_op(t, p, P_POP);
}

/* The reducer that is registered for v's class; 0: none. */
static Value registered(Thread *t, Pickler *p, Value v) {
    Value cls = from_ptr(type_of(t, v)), found, table = p->dispatch_table;
    if (!table && !(table = pickle_copyreg(t, "dispatch_table")))
        return VALUE_ERROR;
    if (is_exact(t, table, T_DICT))
        return dict_lookup(t, as_dict(table), cls, &found) > 0 ? found : VALUE_ERROR;
    found = get_item(t, table, cls);
    if (!found && exc_matches(t, EXC_KeyError))
        exc_clear(t);
    return found;
}

bool save_other(Thread *t, Pickler *p, Value v) {
    Value parts = VALUE_NOTIMPLEMENTED;
    if (p->reducer_override && !(parts = call1(t, p->reducer_override, v)))
        return false;
    if (parts == VALUE_NOTIMPLEMENTED) {
        int id = type_of(t, v)->id;
        if (id == T_TYPE)
            return save_class(t, p, v);
        if (id == T_FUNCTION)
            return save_global(t, p, v, 0);
        Value reduce = registered(t, p, v);
        if (!reduce && t->exc)
            return false;
        if (reduce) {
            parts = call1(t, reduce, v);
        } else if (is_type(v)) {
            return save_global(t, p, v, 0);
        } else {
            int r = save_plain(t, p, v);
            if (r)
                return r > 0;
            if ((reduce = get_attr_or_null(t, v, NAME(t, __reduce_ex__))))
                parts = call1(t, reduce, from_small(p->proto));
            else if (!t->exc && (reduce = get_attr_or_null(t, v, NAME(t, __reduce__))))
                parts = call0(t, reduce);
            else
                return t->exc ? false : PICKLING("can't pickle '%T' object: %R", v, v);
        }
    }
    if (!parts)
        return false;
    if (is_str(parts))
        return save_global(t, p, v, parts);
    if (!is_tuple(parts))
        return PICKLING("__reduce__ must return a string or tuple");
    return save_reduce(t, p, parts, v);
}
