/* type 'object': what every value can do, and the generic way to get and set attributes. */
#include "vm/base/hash.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type_private.h"

static inline Type *as_type(Value v) { return (Type *)obj_of(v); }

/* -- Attributes ------------------------------------------------------------------------------------------ */

/* From the instance itself; 0: missing. */
static inline Value own_attr(Thread *t, Value v, Type *y, Str *name) {
    if (y->attrs_offset)
        return attrs_get(t, object_attrs(v), name);
    return y->kind == T_MODULE ? dict_get_str(t, as_module(v)->dict, name) : VALUE_NULL;
}

Value object_getattr_quiet(Thread *t, Value v, Str *name) {
    Type *y = type_of(t, v);
    Value before = t->exc, desc = type_lookup(t, y, name);
    Value (*get)(Thread *, Value, Value, Type *) = NULL;
    if (unlikely(t->exc != before))
        return VALUE_ERROR;
    if (desc) {
        Type *dt = type_of(t, desc);
        get = dt->slots.descr_get;
        if (get && dt->slots.descr_set)
            return get(t, desc, v, y);
    }
    Value own = own_attr(t, v, y, name);
    if (own)
        return own;
    return get ? get(t, desc, v, y) : desc;
}

Value object_getattr(Thread *t, Value v, Str *name) {
    Value r = object_getattr_quiet(t, v, name);
    return likely(r) || t->exc ? r : raise_attribute(t, v, name);
}

bool object_setattr(Thread *t, Value v, Str *name, Value x) {
    Type *y = type_of(t, v);
    Value before = t->exc, desc = type_lookup(t, y, name);
    if (unlikely(t->exc != before))
        return false;
    if (desc) {
        Type *dt = type_of(t, desc);
        if (dt->slots.descr_set)
            return dt->slots.descr_set(t, desc, v, x);
    }
    int r;
    if (y->attrs_offset) {
        if (x)
            return attrs_set(t, v, object_attrs(v), name, x);
        r = attrs_delete(t, v, object_attrs(v), name);
    } else if (y->kind == T_MODULE) {
        if (x)
            return dict_set_str(t, as_module(v)->dict, name, x);
        r = dict_delete_str(t, as_module(v)->dict, name);
    } else if (desc) {
        raise_error(t, EXC_AttributeError, "'%T' object attribute '%Q' is read-only", v, name);
        return false;
    } else {
        r = 0;
    }
    if (r == 0)
        raise_error(t, EXC_AttributeError, "'%T' object has no attribute '%Q'", v, name);   /* no name, no obj */
    return r > 0;
}

/* -- Making ---------------------------------------------------------------------------------------------- */

static Value raise_abstract(Thread *t, Type *cls) {
    Value set = dict_get_str(t, cls->dict, NAME(t, __abstractmethods__));
    List *names = set ? list_from_iterable(t, set) : list_alloc(t, 0, 1);
    Value sep = names && list_sort(t, names, 0, false) ? str_from_cstr(t, ", ") : VALUE_ERROR;
    Value joined = sep ? str_join(t, as_str(sep), from_ptr(names)) : VALUE_ERROR;
    if (!joined)
        return VALUE_ERROR;
    return raise_type_error(t, "Can't instantiate abstract class %N with abstract method%s %U", cls,
                            names->len > 1 ? "s" : "", joined);
}

Value object_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (unlikely(nargs > 0 || (kwnames && kwnames->len > 0))) {
        if (cls->slots.new_ != object_new)
            return raise_type_error(t, "object.__new__() takes exactly one argument (the type to instantiate)");
        if (cls->slots.init == object_init)
            return raise_type_error(t, "%N() takes no arguments", cls);
    }
    if (unlikely(cls->flags & TYPE_ABSTRACT))
        return raise_abstract(t, cls);
    return object_alloc(t, cls);
}

bool object_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (unlikely(nargs > 0 || (kwnames && kwnames->len > 0))) {
        Type *y = type_of(t, self);
        if (y->slots.init != object_init) {
            raise_type_error(t, "object.__init__() takes exactly one argument (the instance to initialize)");
            return false;
        }
        if (y->slots.new_ == object_new) {
            raise_type_error(t, "%N.__init__() takes exactly one argument (the instance to initialize)", y);
            return false;
        }
    }
    return true;
}

/* -- repr, hash, comparison ------------------------------------------------------------------------------ */

Value object_default_repr(Thread *t, Value v) {
    Type *y = type_of(t, v);
    Str *module = type_module_name(t, y);
    unsigned long long at = (unsigned long long)v;
    if (!module || str_equal(module, NAME(t, builtins)))
        return str_format(t, "<%Q object at 0x%llx>", y->qualname, at);
    return str_format(t, "<%Q.%Q object at 0x%llx>", module, y->qualname, at);
}

static Value object_str(Thread *t, Value v) { return type_of(t, v)->slots.repr(t, v); }    /* to_str() checks it */

bool object_hash_pointer(Thread *t, Value v, int64_t *out) {
    *out = hash_pointer((void *)(uintptr_t)v);
    return true;
}

Value object_compare_default(Thread *t, Value a, Value b, enum CompareOp op) {
    if (op == CMP_EQ)
        return a == b ? VALUE_TRUE : VALUE_NOTIMPLEMENTED;
    if (op != CMP_NE)
        return VALUE_NOTIMPLEMENTED;
    Value (*compare)(Thread *, Value, Value, enum CompareOp) = type_of(t, a)->slots.compare;
    Value r = compare ? compare(t, a, b, CMP_EQ) : VALUE_NOTIMPLEMENTED;
    if (r == VALUE_NOTIMPLEMENTED || !r)
        return r;
    int truth = truth_of(t, r);
    return truth < 0 ? VALUE_ERROR : from_bool(!truth);
}

/* -- __class__ ------------------------------------------------------------------------------------------- */

static Value get_class(Thread *t, Value self) { return from_ptr(type_of(t, self)); }

bool set_class(Thread *t, Value self, Value v) {
    if (!v) {
        raise_type_error(t, "can't delete __class__ attribute");
        return false;
    }
    if (!is_type(v)) {
        raise_type_error(t, "__class__ must be set to a class, not '%T' object", v);
        return false;
    }
    Type *old = type_of(t, self), *new = as_type(v);
    bool modules = old->kind == T_MODULE && new->kind == T_MODULE;
    if (!modules && !(old->flags & new->flags & TYPE_USER)) {
        raise_type_error(t, "__class__ assignment only supported for mutable types or ModuleType subclasses");
        return false;
    }
    if (!type_same_layout(t, old, new) && !(modules && old->size == new->size && old->nslots == new->nslots)) {
        raise_type_error(t, "__class__ assignment: '%N' object layout differs from '%N'", new, old);
        return false;
    }
    if (old == new)
        return true;
    /* Shapes belong to the old class: the attributes move into a dict. */
    Attrs *a = object_attrs(self);
    if (a && a->shape && !object_dict(t, self, true))
        return false;
    obj_of(self)->type = new;
    return true;
}

/* -- Methods --------------------------------------------------------------------------------------------- */

static Value object_format(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "__format__() argument must be str, not %V", a[1]);
    if (as_str(a[1])->len > 0)
        return raise_type_error(t, "unsupported format string passed to %T.__format__", a[0]);
    return to_str(t, a[0]);
}

static bool merge_namespace(Thread *t, Dict *into, Type *y) {
    Dict *d = type_namespace(t, y);
    return d && dict_update(t, into, from_ptr(d));
}

bool object_merge_class_dict(Thread *t, Dict *into, Value cls) {
    if (is_type(cls) && as_type(cls)->mro) {
        for (int64_t i = 0; i < as_type(cls)->mro->len; i++)
            if (!merge_namespace(t, into, as_type(as_type(cls)->mro->items[i])))
                return false;
        return true;
    }
    Value d = get_attr_or_null(t, cls, NAME(t, __dict__));
    if (t->exc || (d && !dict_update(t, into, d)))
        return false;
    Value bases = get_attr_or_null(t, cls, NAME(t, __bases__));
    if (t->exc)
        return false;
    if (!bases || !is_tuple(bases) || !enter_c(t, " in dir"))
        return t->exc == 0;
    bool ok = true;
    for (int64_t i = 0; i < as_tuple(bases)->len && ok; i++)
        ok = object_merge_class_dict(t, into, as_tuple(bases)->items[i]);
    leave_c(t);
    return ok;
}

static Value object_dir(Thread *t, Value *a) {
    Dict *d = dict_new(t);
    if (!d)
        return VALUE_ERROR;
    Value own = get_attr_or_null(t, a[0], NAME(t, __dict__));
    if (t->exc)
        return VALUE_ERROR;
    if (own && is_dict(own) && !dict_update(t, d, own))
        return VALUE_ERROR;
    Value cls = get_attr_or_null(t, a[0], NAME(t, __class__));
    if (t->exc || (cls && !object_merge_class_dict(t, d, cls)))
        return VALUE_ERROR;
    return dict_keys_list(t, d);
}

static Value object_sizeof(Thread *t, Value *a) {
    Type *y = type_of(t, a[0]);
    return from_small((int64_t)y->inline_offset + (int64_t)y->inline_hint * 8);
}

static Value object_init_subclass(Thread *t, Value *a) { return VALUE_NONE; }
static Value object_subclasshook(Thread *t, Value *a) { return VALUE_NOTIMPLEMENTED; }

/* -- Copying and pickling -------------------------------------------------------------------------------- */

static Value copyreg(Thread *t, const char *name) {
    Str *module = str_intern_cstr(t, "copyreg");
    if (!module)
        return VALUE_ERROR;
    Value m = t->interp->modules ? dict_get_str(t, t->interp->modules, module) : 0;
    if (!m) {
        Value import = dict_get_str(t, t->interp->builtins, NAME(t, __import__));
        m = import ? call1(t, import, from_ptr(module))
                   : raise_error(t, EXC_ImportError, "__import__ not found");
    }
    return m ? get_attr_cstr(t, m, name) : VALUE_ERROR;
}

/* The list of names in all __slots__ of cls, or None. */
static Value slot_names(Thread *t, Type *cls) {
    if (!(cls->flags & TYPE_USER))
        return VALUE_NONE;
    Value v = dict_get_cstr(t, cls->dict, "__slotnames__");
    if (v)
        return v;
    Value f = copyreg(t, "_slotnames");
    v = f ? call1(t, f, from_ptr(cls)) : VALUE_ERROR;
    if (v && v != VALUE_NONE && !is_list(v))
        return raise_type_error(t, "copyreg._slotnames didn't return a list or None");
    return v;
}

static Value default_state(Thread *t, Value v, bool required) {
    Type *y = type_of(t, v);
    if (required && (y->kind == T_TUPLE || y->kind == T_INT || y->kind == T_BYTES || y->kind == T_MEMORYVIEW ||
                     y->kind == T_CODE))
        return raise_type_error(t, "cannot pickle %T objects", v);
    Value state = VALUE_NONE;
    Attrs *a = object_attrs(v);
    if (a && (a->shape ? a->shape->count > 0 : a->values != NULL)) {
        Dict *d = object_dict(t, v, true);
        if (!d)
            return VALUE_ERROR;
        if (dict_len(d) > 0)
            state = from_ptr(d);
    }
    if (required && type_solid_base(y)->kind != T_OBJECT)
        return raise_type_error(t, "cannot pickle '%T' object", v);
    Value names = slot_names(t, y);
    if (!names)
        return VALUE_ERROR;
    if (names == VALUE_NONE || as_list(names)->len == 0)
        return state;
    Dict *slots = dict_new(t);
    if (!slots)
        return VALUE_ERROR;
    for (int64_t i = 0; i < as_list(names)->len; i++) {
        Value name = as_list(names)->items[i], x = is_str(name) ? get_attr_or_null(t, v, as_str(name)) : 0;
        if (t->exc || (x && !dict_set(t, slots, name, x)))
            return VALUE_ERROR;
    }
    return dict_len(slots) ? tuple_pack2(t, state, from_ptr(slots)) : state;
}

static Value object_getstate(Thread *t, Value *a) { return default_state(t, a[0], false); }

static Value get_state(Thread *t, Value v, bool required) {
    Value f = type_lookup(t, type_of(t, v), NAME(t, __getstate__));
    if (!f && t->exc)
        return VALUE_ERROR;
    Value base = type_lookup(t, t->interp->types[T_OBJECT], NAME(t, __getstate__));
    Value own = is_ptr(v) && object_attrs(v) ? attrs_get(t, object_attrs(v), NAME(t, __getstate__)) : 0;
    return f == base && !own ? default_state(t, v, required) : call_method0(t, v, NAME(t, __getstate__));
}

/* Arguments for cls.__new__: *args a tuple or 0, *kwargs a dict or 0. */
static bool new_arguments(Thread *t, Value v, Value *args, Value *kwargs) {
    Value self;
    *args = *kwargs = 0;
    Str *name = str_intern_cstr(t, "__getnewargs_ex__");
    if (!name)
        return false;
    Value f = lookup_special(t, v, name, &self);
    if (f) {
        Value r = self ? call1(t, f, self) : call0(t, f);
        if (!r)
            return false;
        if (!is_tuple(r)) {
            raise_type_error(t, "__getnewargs_ex__ should return a tuple, not '%T'", r);
            return false;
        }
        if (as_tuple(r)->len != 2) {
            raise_value_error(t, "__getnewargs_ex__ should return a tuple of length 2, not %lld",
                              (long long)as_tuple(r)->len);
            return false;
        }
        *args = as_tuple(r)->items[0];
        *kwargs = as_tuple(r)->items[1];
        if (!is_tuple(*args)) {
            raise_type_error(t, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%T'",
                             *args);
            return false;
        }
        if (!is_dict(*kwargs)) {
            raise_type_error(t, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%T'",
                             *kwargs);
            return false;
        }
        return true;
    }
    if (t->exc || !(name = str_intern_cstr(t, "__getnewargs__")))
        return false;
    f = lookup_special(t, v, name, &self);
    if (!f)
        return t->exc == 0;
    *args = self ? call1(t, f, self) : call0(t, f);
    if (*args && !is_tuple(*args)) {
        raise_type_error(t, "__getnewargs__ should return a tuple, not '%T'", *args);
        return false;
    }
    return *args != 0;
}

/* Protocol 2 and above: (copyreg.__newobj__, (cls, ...), state, list items, dict items). */
static Value reduce_new(Thread *t, Value v) {
    Type *y = type_of(t, v);
    if (!y->slots.new_)
        return raise_type_error(t, "cannot pickle '%T' object", v);
    Value args, kwargs;
    if (!new_arguments(t, v, &args, &kwargs))
        return VALUE_ERROR;
    bool has_args = args != 0, ex = kwargs && dict_len(as_dict(kwargs)) > 0;
    Value cls = from_ptr(y), make = copyreg(t, ex ? "__newobj_ex__" : "__newobj__"), pack;
    if (!make)
        return VALUE_ERROR;
    if (ex) {
        pack = tuple_pack3(t, cls, args, kwargs);
    } else {
        int64_t n = args ? as_tuple(args)->len : 0;
        Tuple *u = tuple_alloc(t, n + 1);
        pack = from_ptr(u);
        if (u) {
            u->items[0] = cls;
            if (n)
                memcpy(u->items + 1, as_tuple(args)->items, (size_t)n * sizeof(Value));
        }
    }
    Value state = pack ? get_state(t, v, !has_args && !is_list(v) && !is_dict(v)) : VALUE_ERROR;
    if (!state)
        return VALUE_ERROR;
    Value items = VALUE_NONE, pairs = VALUE_NONE;
    if (is_list(v) && !(items = get_iter(t, v)))
        return VALUE_ERROR;
    if (is_dict(v)) {
        pairs = call_method0(t, v, NAME(t, items));
        if (!pairs || !(pairs = get_iter(t, pairs)))
            return VALUE_ERROR;
    }
    Value parts[5] = {make, pack, state, items, pairs};
    return tuple_new(t, parts, 5);
}

static Value reduce_protocol(Thread *t, Value v, Value protocol) {
    if (small_of(protocol) >= 2)
        return reduce_new(t, v);
    Value f = copyreg(t, "_reduce_ex");
    return f ? call2(t, f, v, protocol) : VALUE_ERROR;
}

static Value object_reduce(Thread *t, Value *a) { return reduce_protocol(t, a[0], from_small(0)); }

static Value object_reduce_ex(Thread *t, Value *a) {
    int32_t protocol;
    if (!as_int32(t, a[1], &protocol))
        return VALUE_ERROR;
    Value reduce = get_attr_or_null(t, a[0], NAME(t, __reduce__));
    if (t->exc)
        return VALUE_ERROR;
    if (reduce) {
        Value f = type_lookup(t, type_of(t, a[0]), NAME(t, __reduce__));
        if (f != type_lookup(t, t->interp->types[T_OBJECT], NAME(t, __reduce__)))
            return call0(t, reduce);
    }
    return reduce_protocol(t, a[0], from_small(protocol));
}

/* -- The table ------------------------------------------------------------------------------------------- */

const TypeDef type_object = {
    .name = "object",
    .doc = "The base class of the class hierarchy.\n\n"
           "When called, it accepts no arguments and returns a new featureless\n"
           "instance that has no instance attributes and cannot be given any.\n",
    .size = sizeof(Obj),
    .slots = {
        .repr = object_default_repr, .str = object_str, .hash = object_hash_pointer, .getattr = object_getattr,
        .setattr = object_setattr, .compare = object_compare_default, .new_ = object_new, .init = object_init,
    },
    .methods = (const FunctionDef[]){
        {"__format__", object_format, "format_spec, /", "Default object formatter.", 0},
        {"__dir__", object_dir, "", "Default dir() implementation.", 0},
        {"__sizeof__", object_sizeof, "", "Size of object in memory, in bytes.", 0},
        {"__reduce__", object_reduce, "", "Helper for pickle.", 0},
        {"__reduce_ex__", object_reduce_ex, "protocol, /", "Helper for pickle.", 0},
        {"__getstate__", object_getstate, "", "Helper for pickle.", 0},
        {"__init_subclass__", object_init_subclass, "", "This method is called when a class is subclassed.",
         FN_CLASSMETHOD},
        {"__subclasshook__", object_subclasshook, "*args", "Abstract classes can override this to customize "
         "issubclass().", FN_CLASSMETHOD},
        {0},
    },
    .getsets = (const GetSetDef[]){{"__class__", get_class, set_class, "the object's class"}, {0}},
};
