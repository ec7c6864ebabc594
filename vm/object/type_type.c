/* type 'type': calling a class, attributes of classes, isinstance() and issubclass(). */
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/list.h"
#include "vm/object/native.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type_private.h"

static inline Type *as_type(Value v) { return (Type *)obj_of(v); }

/* -- Calling --------------------------------------------------------------------------------------------- */

static Value type_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Type *cls = as_type(self);
    if (unlikely(cls == t->interp->types[T_TYPE])) {
        if (nargs == 1 && !kwnames)
            return from_ptr(type_of(t, args[0]));
        if (nargs != 3)
            return raise_type_error(t, "type() takes 1 or 3 arguments");
    }
    if (unlikely(!cls->slots.new_))
        return raise_type_error(t, "cannot create '%N' instances", cls);
    Value obj = cls->slots.new_(t, cls, args, nargs, kwnames);
    if (!obj)
        return VALUE_ERROR;
    Type *y = type_of(t, obj);
    if (!type_is_subtype(y, cls) || !y->slots.init || (y->slots.init == object_init && y->slots.new_ != object_new))
        return obj;
    return y->slots.init(t, obj, args, nargs, kwnames) ? obj : VALUE_ERROR;
}

static bool type_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (kwnames && kwnames->len && nargs == 1)
        raise_type_error(t, "type.__init__() takes no keyword arguments");
    else if (nargs != 1 && nargs != 3)
        raise_type_error(t, "type.__init__() takes 1 or 3 arguments");
    else
        return true;
    return false;
}

static Value type_repr(Thread *t, Value self) {
    Type *y = as_type(self);
    Str *module = type_module_name(t, y);
    if (!module || module == NAME(t, builtins) || str_equal(module, NAME(t, builtins)))
        return str_format(t, "<class '%Q'>", module ? y->qualname : y->name);
    return str_format(t, "<class '%Q.%Q'>", module, y->qualname);
}

static Value type_or(Thread *t, Value a, Value b) { return union_new(t, a, b); }

/* -- Attributes ------------------------------------------------------------------------------------------ */

Value type_getattr_quiet(Thread *t, Value self, Str *name) {
    Type *y = as_type(self), *meta = y->h.type;
    Value before = t->exc, desc = type_lookup(t, meta, name);
    if (unlikely(t->exc != before))
        return VALUE_ERROR;
    Type *dt = desc ? type_of(t, desc) : NULL;
    if (desc && dt->slots.descr_get && dt->slots.descr_set)
        return dt->slots.descr_get(t, desc, self, meta);
    Value v = type_lookup(t, y, name);
    if (unlikely(t->exc != before))
        return VALUE_ERROR;
    if (v) {
        Type *vt = type_of(t, v);
        return vt->slots.descr_get ? vt->slots.descr_get(t, v, 0, y) : v;
    }
    if (desc)
        return dt->slots.descr_get ? dt->slots.descr_get(t, desc, self, meta) : desc;
    return VALUE_NULL;
}

Value type_getattr(Thread *t, Value self, Str *name) {
    Value v = type_getattr_quiet(t, self, name);
    return likely(v) || t->exc ? v : raise_attribute(t, self, name);
}

static bool want_user(Thread *t, Type *y, Str *name) {
    if (likely(y->flags & TYPE_USER))
        return true;
    raise_type_error(t, "cannot set '%Q' attribute of immutable type '%N'", name, y);
    return false;
}

static bool type_setattr(Thread *t, Value self, Str *name, Value v) {
    Type *y = as_type(self);
    if (!want_user(t, y, name))
        return false;
    Value desc = type_lookup(t, y->h.type, name);
    if (desc && type_of(t, desc)->slots.descr_set)
        return type_of(t, desc)->slots.descr_set(t, desc, self, v);
    if (v) {
        if (!dict_set_str(t, y->dict, name, v))
            return false;
    } else {
        int r = dict_delete_str(t, y->dict, name);
        if (r == 0)
            raise_error(t, EXC_AttributeError, "type object '%N' has no attribute '%Q'", y, name);
        if (r <= 0)
            return false;
    }
    return type_attr_changed(t, y, name);
}

/* For setters: may y be changed, and is this not a deletion? */
static bool may_set(Thread *t, Type *y, const char *name, Value v) {
    if (!(y->flags & TYPE_USER))
        raise_type_error(t, "cannot set '%s' attribute of immutable type '%N'", name, y);
    else if (!v)
        raise_type_error(t, "cannot delete '%s' attribute of immutable type '%N'", name, y);
    else
        return true;
    return false;
}

static Value get_name(Thread *t, Value self) { return from_ptr(as_type(self)->name); }

static bool set_name(Thread *t, Value self, Value v) {
    Type *y = as_type(self);
    if (!may_set(t, y, "__name__", v))
        return false;
    if (!is_str(v)) {
        raise_type_error(t, "can only assign string to %N.__name__, not '%T'", y, v);
        return false;
    }
    const char *utf8 = str_utf8(t, as_str(v), NULL);
    if (!utf8)
        return false;
    for (int64_t i = 0; i < as_str(v)->len; i++)
        if (str_at(as_str(v), i) == 0) {
            raise_value_error(t, "type name must not contain null characters");
            return false;
        }
    y->name = as_str(v);
    y->utf8_name = utf8;
    return true;
}

static Value get_qualname(Thread *t, Value self) { return from_ptr(as_type(self)->qualname); }

static bool set_qualname(Thread *t, Value self, Value v) {
    Type *y = as_type(self);
    if (!may_set(t, y, "__qualname__", v))
        return false;
    if (!is_str(v)) {
        raise_type_error(t, "can only assign string to %N.__qualname__, not '%T'", y, v);
        return false;
    }
    y->qualname = as_str(v);
    return true;
}

static Value get_module(Thread *t, Value self) {
    Type *y = as_type(self);
    if (y->flags & TYPE_USER) {
        Value v = dict_get_str(t, y->dict, NAME(t, __module__));
        return v ? v : raise_error(t, EXC_AttributeError, "__module__");
    }
    return from_ptr(type_module_name(t, y));
}

static bool set_in_dict(Thread *t, Type *y, Str *name, Value v) {
    return dict_set_str(t, y->dict, name, v) && type_attr_changed(t, y, name);
}

static bool set_module(Thread *t, Value self, Value v) {
    Type *y = as_type(self);
    return may_set(t, y, "__module__", v) && set_in_dict(t, y, NAME(t, __module__), v);
}

static Value get_doc(Thread *t, Value self) {
    Type *y = as_type(self);
    if (!(y->flags & TYPE_USER) && y->def)
        return y->def->doc ? str_from_cstr(t, doc_text(y->def->doc)) : VALUE_NONE;
    Value v = dict_get_str(t, y->dict, NAME(t, __doc__));
    if (!v)
        return VALUE_NONE;
    Type *vt = type_of(t, v);
    return vt->slots.descr_get ? vt->slots.descr_get(t, v, 0, y) : v;
}

static bool set_doc(Thread *t, Value self, Value v) {
    Type *y = as_type(self);
    return may_set(t, y, "__doc__", v) && set_in_dict(t, y, NAME(t, __doc__), v);
}

static Value get_bases(Thread *t, Value self) { return from_ptr(as_type(self)->bases); }
static Value get_base(Thread *t, Value self) {
    return as_type(self)->base ? from_ptr(as_type(self)->base) : VALUE_NONE;
}
static Value get_mro(Thread *t, Value self) { return as_type(self)->mro ? from_ptr(as_type(self)->mro) : VALUE_NONE; }

static Value get_dict(Thread *t, Value self) {
    Dict *d = type_namespace(t, as_type(self));
    return d ? mappingproxy_new(t, from_ptr(d)) : VALUE_ERROR;
}

static Value get_abstract(Thread *t, Value self) {
    Type *y = as_type(self);
    Value v = y->flags & TYPE_USER ? dict_get_str(t, y->dict, NAME(t, __abstractmethods__)) : 0;
    return v ? v : raise_error(t, EXC_AttributeError, "__abstractmethods__");
}

static bool set_abstract(Thread *t, Value self, Value v) {
    Type *y = as_type(self);
    int abstract = v ? truth_of(t, v) : 0;
    if (abstract < 0 || !want_user(t, y, NAME(t, __abstractmethods__)))
        return false;
    if (v) {
        if (!dict_set_str(t, y->dict, NAME(t, __abstractmethods__), v))
            return false;
    } else {
        int r = dict_delete_str(t, y->dict, NAME(t, __abstractmethods__));
        if (r == 0)
            raise_error(t, EXC_AttributeError, "__abstractmethods__");
        if (r <= 0)
            return false;
    }
    y->flags = abstract ? y->flags | TYPE_ABSTRACT : y->flags & ~(uint32_t)TYPE_ABSTRACT;
    slots_update_flags(y);
    return type_attr_changed(t, y, NAME(t, __abstractmethods__));
}

static Value get_annotations(Thread *t, Value self) {
    Type *y = as_type(self);
    if (!(y->flags & TYPE_USER))
        return raise_error(t, EXC_AttributeError, "type object '%N' has no attribute '__annotations__'", y);
    Value v = dict_get_str(t, y->dict, NAME(t, __annotations__));
    if (v) {
        Type *vt = type_of(t, v);
        return vt->slots.descr_get ? vt->slots.descr_get(t, v, 0, y) : v;
    }
    Dict *d = dict_new(t);
    return d && set_in_dict(t, y, NAME(t, __annotations__), from_ptr(d)) ? from_ptr(d) : VALUE_ERROR;
}

static bool set_annotations(Thread *t, Value self, Value v) {
    Type *y = as_type(self);
    if (!want_user(t, y, NAME(t, __annotations__)))
        return false;
    if (v)
        return set_in_dict(t, y, NAME(t, __annotations__), v);
    int r = dict_delete_str(t, y->dict, NAME(t, __annotations__));
    if (r == 0)
        raise_error(t, EXC_AttributeError, "__annotations__");
    return r > 0 && type_attr_changed(t, y, NAME(t, __annotations__));
}

static Value get_basicsize(Thread *t, Value self) { return from_small(as_type(self)->inline_offset); }

static Value get_itemsize(Thread *t, Value self) {
    switch (as_type(self)->kind) {
    case T_TUPLE: return from_small(8);
    case T_INT: return from_small(8);
    case T_BYTES: return from_small(1);
    case T_TYPE: return from_small(8);
    default: return from_small(0);
    }
}
static Value get_dictoffset(Thread *t, Value self) { return from_small(as_type(self)->attrs_offset); }
static Value get_weakoffset(Thread *t, Value self) { return from_small(as_type(self)->weak_offset ? 8 : 0); }

/* The bits that Python code looks at, where CPython has them. */
static Value get_flags(Thread *t, Value self) {
    Type *y = as_type(self);
    static const struct { uint8_t kind, bit; } subclass[] = {
        {T_INT, 24}, {T_LIST, 25}, {T_TUPLE, 26}, {T_BYTES, 27}, {T_STR, 28}, {T_DICT, 29}, {T_EXCEPTION, 30},
        {T_TYPE, 31},
    };
    int64_t f = 1 << 12 | 1 << 14;                      /* ready, garbage collected */
    if (y->flags & TYPE_USER)
        f |= 1 << 9;
    else
        f |= 1 << 8;                                    /* immutable */
    if (!(y->flags & TYPE_NO_BASE))
        f |= 1 << 10;
    if (y->flags & TYPE_SEQUENCE)
        f |= 1 << 5;
    if (y->flags & TYPE_MAPPING)
        f |= 1 << 6;
    if (y->flags & TYPE_ABSTRACT)
        f |= 1 << 20;
    if (y->flags & TYPE_NO_NEW)
        f |= 1 << 7;
    for (size_t i = 0; i < ARRAY_LEN(subclass); i++)
        if (y->kind == subclass[i].kind)
            f |= INT64_C(1) << subclass[i].bit;
    return from_small(f);
}

static Value get_text_signature(Thread *t, Value self) {
    Type *y = as_type(self);
    if (y->flags & TYPE_USER || !y->def)
        return VALUE_NONE;
    Value given = doc_signature(t, y->def->doc);
    if (given != VALUE_NONE)
        return given;
    const char *sig = y->def->init.fn ? y->def->init.signature : y->def->new_.fn ? y->def->new_.signature : NULL;
    return sig ? str_format(t, "(%s)", sig) : VALUE_NONE;
}

/* -- __bases__ ------------------------------------------------------------------------------------------- */

static bool get_set_bases(Thread *t, Value self, Value v) {
    return may_set(t, as_type(self), "__bases__", v) && type_set_bases(t, as_type(self), v);
}

/* New orders for y and all below; ctx is a List: type, order before, and so on. */
static bool refresh(Thread *t, Type *y, void *ctx) {
    Tuple *mro = type_make_mro(t, y);
    if (!mro || !list_append(t, ctx, from_ptr(y)) || !list_append(t, ctx, from_ptr(y->mro)))
        return false;
    y->mro = mro;
    return type_each_subclass(t, y, refresh, ctx);
}

/* Is b y or made from it, in the order or by layout? A mro() that sets bases itself makes these differ. */
static bool derives_from(Type *b, Type *y) {
    if (type_is_subtype(b, y))
        return true;
    while (b && b != y)
        b = b->base;
    return b != NULL;
}

bool type_set_bases(Thread *t, Type *y, Value v) {
    if (!is_tuple(v)) {
        raise_type_error(t, "can only assign tuple to %N.__bases__, not %T", y, v);
        return false;
    }
    Tuple *bases = as_tuple(v), *old_bases = y->bases;
    List *changed = list_alloc(t, 0, 4);
    if (!changed)
        return false;
    Type *old_base = y->base;
    if (bases->len == 0) {
        raise_type_error(t, "can only assign non-empty tuple to %N.__bases__, not ()", y);
        return false;
    }
    for (int64_t i = 0; i < bases->len; i++) {
        if (!is_type(bases->items[i])) {
            raise_type_error(t, "%N.__bases__ must be tuple of classes, not '%T'", y, bases->items[i]);
            return false;
        }
        if (derives_from(as_type(bases->items[i]), y)) {
            raise_type_error(t, "a __bases__ item causes an inheritance cycle");
            return false;
        }
    }
    Type *base = type_best_base(t, bases);
    if (!base)
        return false;
    if (base != old_base && (type_solid_base(base) != type_solid_base(old_base) ||
                             (base->attrs_offset && !y->attrs_offset) || base->nslots != old_base->nslots)) {
        raise_type_error(t, "__bases__ assignment: '%N' object layout differs from '%N'", base, old_base);
        return false;
    }
    type_modified(t, y);                                /* while the old bases still know it */
    y->bases = bases;
    y->base = base;
    bool ok = refresh(t, y, changed);
    if (y->bases != bases)                              /* a mro() has set others: these count */
        return ok;
    if (!ok) {
        for (int64_t i = 0; i < changed->len; i += 2)
            as_type(changed->items[i])->mro = as_tuple(changed->items[i + 1]);
        y->bases = old_bases;
        y->base = old_base;
        return false;
    }
    for (int64_t i = 0; i < old_bases->len; i++)
        type_drop_subclass(as_type(old_bases->items[i]), y);
    for (int64_t i = 0; i < bases->len; i++)
        if (!type_add_subclass(t, as_type(bases->items[i]), y))
            return false;
    return type_attr_changed(t, y, NULL);
}

/* -- Methods --------------------------------------------------------------------------------------------- */

static Value type_mro(Thread *t, Value *a) {
    Tuple *u = type_c3(t, as_type(a[0]));
    return u ? list_new(t, u->items, u->len) : VALUE_ERROR;
}

static bool collect_subclass(Thread *t, Type *sub, void *list) { return list_append(t, list, from_ptr(sub)); }

static Value type_subclasses(Thread *t, Value *a) {
    List *l = list_alloc(t, 0, 4);
    return l && type_each_subclass(t, as_type(a[0]), collect_subclass, l) ? from_ptr(l) : VALUE_ERROR;
}

static Value type_dir(Thread *t, Value *a) {
    Dict *d = dict_new(t);
    return d && object_merge_class_dict(t, d, a[0]) ? dict_keys_list(t, d) : VALUE_ERROR;
}

static Value type_prepare(Thread *t, Value *a) { return from_ptr(dict_new(t)); }

static Value type_sizeof(Thread *t, Value *a) { return from_small(sizeof(Type)); }

static int default_isinstance(Thread *t, Value v, Value cls);
static int default_issubclass(Thread *t, Value c, Value cls);

static Value type_instancecheck(Thread *t, Value *a) {
    int r = default_isinstance(t, a[1], a[0]);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}
static Value type_subclasscheck(Thread *t, Value *a) {
    int r = default_issubclass(t, a[1], a[0]);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}

/* -- isinstance, issubclass ------------------------------------------------------------------------------ */

/* __bases__ of what is not a type but acts like one: a tuple, or NULL with or without an exception. */
static Tuple *abstract_bases(Thread *t, Value cls) {
    Value v = get_attr_or_null(t, cls, NAME(t, __bases__));
    return v && is_tuple(v) ? as_tuple(v) : NULL;
}

static bool check_class(Thread *t, Value cls, const char *message) {
    if (is_type(cls) || abstract_bases(t, cls))
        return true;
    if (!t->exc)
        raise_type_error(t, "%s", message);
    return false;
}

static int abstract_issubclass(Thread *t, Value derived, Value cls) {
    if (derived == cls)
        return 1;
    Tuple *bases = abstract_bases(t, derived);
    if (!bases)
        return t->exc ? -1 : 0;
    if (!enter_c(t, " in __issubclass__"))
        return -1;
    int r = 0;
    for (int64_t i = 0; i < bases->len && r == 0; i++)
        r = abstract_issubclass(t, bases->items[i], cls);
    leave_c(t);
    return r;
}

static int default_isinstance(Thread *t, Value v, Value cls) {
    if (likely(is_type(cls))) {
        Type *y = type_of(t, v), *c = as_type(cls);
        if (type_is_subtype(y, c))
            return 1;
        /* __class__ may say something else, but only where somebody has overridden it. */
        if (y->flags & TYPE_PLAIN_GETATTR) {
            Value d = type_lookup(t, y, NAME(t, __class__));
            if (!d && t->exc)
                return -1;
            if (d && is_exact(t, d, T_GETSET) && ((GetSet *)obj_of(d))->owner == t->interp->types[T_OBJECT])
                return 0;
        }
        Value k = get_attr_or_null(t, v, NAME(t, __class__));
        if (!k)
            return t->exc ? -1 : 0;
        return is_type(k) && as_type(k) != y && type_is_subtype(as_type(k), c);
    }
    if (!check_class(t, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union"))
        return -1;
    Value k = get_attr_or_null(t, v, NAME(t, __class__));
    if (!k)
        return t->exc ? -1 : 0;
    return abstract_issubclass(t, k, cls);
}

static int default_issubclass(Thread *t, Value c, Value cls) {
    if (is_type(c) && is_type(cls))
        return type_is_subtype(as_type(c), as_type(cls));
    if (!check_class(t, c, "issubclass() arg 1 must be a class") ||
        !check_class(t, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union"))
        return -1;
    return abstract_issubclass(t, c, cls);
}

static int ask(Thread *t, Value v, Value cls, Str *hook, const char *where, int (*again)(Thread *, Value, Value),
               int (*otherwise)(Thread *, Value, Value)) {
    Tuple *all = NULL;
    if (is_tuple(cls))
        all = as_tuple(cls);
    else if (is_ptr(cls) && obj_of(cls)->type->id == T_UNION)
        all = union_args(cls);
    if (all) {
        if (!enter_c(t, where))
            return -1;
        int r = 0;
        for (int64_t i = 0; i < all->len && r == 0; i++)
            r = again(t, v, all->items[i]);
        leave_c(t);
        return r;
    }
    Value self, f = lookup_special(t, cls, hook, &self);
    if (!f)
        return t->exc ? -1 : otherwise(t, v, cls);
    if (!enter_c(t, where))
        return -1;
    Value r = self ? call2(t, f, self, v) : call1(t, f, v);
    leave_c(t);
    return r ? truth_of(t, r) : -1;
}

int object_isinstance(Thread *t, Value v, Value cls) {
    if (from_ptr(type_of(t, v)) == cls)
        return 1;
    if (likely(is_exact(t, cls, T_TYPE)))
        return default_isinstance(t, v, cls);
    return ask(t, v, cls, NAME(t, __instancecheck__), " in __instancecheck__", object_isinstance, default_isinstance);
}

int object_issubclass(Thread *t, Value c, Value cls) {
    if (is_exact(t, cls, T_TYPE))
        return c == cls ? 1 : default_issubclass(t, c, cls);
    return ask(t, c, cls, NAME(t, __subclasscheck__), " in __subclasscheck__", object_issubclass, default_issubclass);
}

/* -- The table ------------------------------------------------------------------------------------------- */

const TypeDef type_type = {
    .name = "type",
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    .size = sizeof(Type),
    .weakrefs = true,
    .slots = {
        .repr = type_repr, .call = type_call, .getattr = type_getattr, .setattr = type_setattr, .new_ = type_tp_new,
        .init = type_init, .binary = {[BIN_OR] = type_or},
    },
    .methods = (const FunctionDef[]){
        {"mro", type_mro, "", "Return a type's method resolution order.", 0},
        {"__subclasses__", type_subclasses, "", "Return a list of immediate subclasses.", 0},
        {"__prepare__", type_prepare, "*args, **kwargs", "Make the namespace of a class statement.", FN_CLASSMETHOD},
        {"__instancecheck__", type_instancecheck, "instance, /", "Check if an object is an instance.", 0},
        {"__subclasscheck__", type_subclasscheck, "subclass, /", "Check if a class is a subclass.", 0},
        {"__dir__", type_dir, "", "Specialized __dir__ implementation for types.", 0},
        {"__sizeof__", type_sizeof, "", "Return memory consumption of the type object.", 0},
        {0},
    },
    .getsets = (const GetSetDef[]){
        {"__name__", get_name, set_name, NULL},
        {"__qualname__", get_qualname, set_qualname, NULL},
        {"__module__", get_module, set_module, NULL},
        {"__doc__", get_doc, set_doc, NULL},
        {"__bases__", get_bases, get_set_bases, NULL},
        {"__base__", get_base, member_readonly, NULL},
        {"__mro__", get_mro, member_readonly, NULL},
        {"__dict__", get_dict, NULL, NULL},
        {"__abstractmethods__", get_abstract, set_abstract, NULL},
        {"__annotations__", get_annotations, set_annotations, NULL},
        {"__basicsize__", get_basicsize, member_readonly, NULL},
        {"__itemsize__", get_itemsize, member_readonly, NULL},
        {"__dictoffset__", get_dictoffset, member_readonly, NULL},
        {"__weakrefoffset__", get_weakoffset, member_readonly, NULL},
        {"__flags__", get_flags, member_readonly, NULL},
        {"__text_signature__", get_text_signature, NULL, NULL},
        {0},
    },
};
