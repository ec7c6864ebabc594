/* Descriptors: attributes of C types, __slots__ entries, property, classmethod, staticmethod, super. */
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type_private.h"

/* -- getset_descriptor ----------------------------------------------------------------------------------- */

static inline GetSet *as_getset(Value v) { return (GetSet *)obj_of(v); }

static bool check_owner(Thread *t, const char *name, Type *owner, Value obj) {
    if (likely(is_instance_of(t, obj, owner)))
        return true;
    raise_type_error(t, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object", name, owner, obj);
    return false;
}

static Value getset_get(Thread *t, Value self, Value obj, Type *owner) {
    GetSet *g = as_getset(self);
    if (!obj)
        return self;
    return check_owner(t, g->def->name, g->owner, obj) ? g->def->get(t, obj) : VALUE_ERROR;
}

static bool getset_set(Thread *t, Value self, Value obj, Value v) {
    GetSet *g = as_getset(self);
    if (!check_owner(t, g->def->name, g->owner, obj))
        return false;
    if (!g->def->set) {
        raise_error(t, EXC_AttributeError, "attribute '%s' of '%N' objects is not writable", g->def->name, g->owner);
        return false;
    }
    return g->def->set(t, obj, v);
}

bool member_readonly(Thread *t, Value self, Value v) {
    raise_error(t, EXC_AttributeError, "readonly attribute");
    return false;
}

static Value getset_repr(Thread *t, Value self) {
    GetSet *g = as_getset(self);
    const char *kind = g->def->set == member_readonly ? "member" : "attribute";
    return str_format(t, "<%s '%s' of '%N' objects>", kind, g->def->name, g->owner);
}
static Value getset_name(Thread *t, Value self) { return str_from_cstr(t, as_getset(self)->def->name); }
static Value getset_qualname(Thread *t, Value self) {
    return str_format(t, "%Q.%s", as_getset(self)->owner->qualname, as_getset(self)->def->name);
}
static Value getset_objclass(Thread *t, Value self) { return from_ptr(as_getset(self)->owner); }
static Value getset_doc(Thread *t, Value self) {
    return as_getset(self)->def->doc ? str_from_cstr(t, as_getset(self)->def->doc) : VALUE_NONE;
}

const TypeDef type_getset = {
    .name = "getset_descriptor",
    .size = sizeof(GetSet),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = {.repr = getset_repr, .descr_get = getset_get, .descr_set = getset_set},
    .getsets = (const GetSetDef[]){
        {"__name__", getset_name, member_readonly, NULL}, {"__qualname__", getset_qualname, NULL, NULL},
        {"__objclass__", getset_objclass, member_readonly, NULL}, {"__doc__", getset_doc, NULL, NULL}, {0},
    },
};

/* -- member_descriptor: a __slots__ entry ---------------------------------------------------------------- */

static inline Member *as_member(Value v) { return (Member *)obj_of(v); }

static Value *member_place(Thread *t, Member *m, Value obj) {
    if (unlikely(!is_instance_of(t, obj, m->owner))) {
        raise_type_error(t, "descriptor '%Q' for '%N' objects doesn't apply to a '%T' object", m->name, m->owner, obj);
        return NULL;
    }
    return object_slots(obj) + m->index;
}

static Value member_get(Thread *t, Value self, Value obj, Type *owner) {
    if (!obj)
        return self;
    Value *p = member_place(t, as_member(self), obj);
    return !p ? VALUE_ERROR : likely(*p) ? *p : raise_attribute(t, obj, as_member(self)->name);
}

static bool member_set(Thread *t, Value self, Value obj, Value v) {
    Value *p = member_place(t, as_member(self), obj);
    if (!p)
        return false;
    if (!v && !*p) {
        raise_error(t, EXC_AttributeError, "%Q", as_member(self)->name);
        return false;
    }
    *p = v;
    return true;
}

static Value member_repr(Thread *t, Value self) {
    return str_format(t, "<member '%Q' of '%N' objects>", as_member(self)->name, as_member(self)->owner);
}
static Value member_name(Thread *t, Value self) { return from_ptr(as_member(self)->name); }
static Value member_qualname(Thread *t, Value self) {
    return str_format(t, "%Q.%Q", as_member(self)->owner->qualname, as_member(self)->name);
}
static Value member_objclass(Thread *t, Value self) { return from_ptr(as_member(self)->owner); }
static Value member_doc(Thread *t, Value self) { return VALUE_NONE; }

const TypeDef type_member = {
    .name = "member_descriptor",
    .size = sizeof(Member),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = {.repr = member_repr, .descr_get = member_get, .descr_set = member_set},
    .getsets = (const GetSetDef[]){
        {"__name__", member_name, member_readonly, NULL}, {"__qualname__", member_qualname, NULL, NULL},
        {"__objclass__", member_objclass, member_readonly, NULL}, {"__doc__", member_doc, NULL, NULL}, {0},
    },
};

/* -- property -------------------------------------------------------------------------------------------- */

static inline Property *as_property(Value v) { return (Property *)obj_of(v); }
static inline Value or_none(Value v) { return v ? v : VALUE_NONE; }
static inline Value unless_none(Value v) { return v == VALUE_NONE ? 0 : v; }

static bool raise_property(Thread *t, Property *p, Value obj, const char *what) {
    Value name = p->name ? to_repr(t, from_ptr(p->name)) : 0;
    Value cls = to_repr(t, from_ptr(type_of(t, obj)->qualname));
    if (cls && name)
        raise_error(t, EXC_AttributeError, "property %U of %U object has no %s", name, cls, what);
    else if (cls)
        raise_error(t, EXC_AttributeError, "property of %U object has no %s", cls, what);
    return false;
}

static Value property_get(Thread *t, Value self, Value obj, Type *owner) {
    Property *p = as_property(self);
    if (!obj || obj == VALUE_NONE)
        return self;
    if (unlikely(!p->get)) {
        raise_property(t, p, obj, "getter");
        return VALUE_ERROR;
    }
    return call1(t, p->get, obj);
}

static bool property_set(Thread *t, Value self, Value obj, Value v) {
    Property *p = as_property(self);
    Value f = v ? p->set : p->del;
    if (unlikely(!f))
        return raise_property(t, p, obj, v ? "setter" : "deleter");
    return (v ? call2(t, f, obj, v) : call1(t, f, obj)) != VALUE_ERROR;
}

static Value property_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);
}

/* The docstring: given, or the getter's. A subclass may have a __doc__ of its own, so there it is an attribute. */
static bool set_doc(Thread *t, Value self, Value doc) {
    Property *p = as_property(self);
    p->getter_doc = false;
    if (!doc && p->get) {
        doc = get_attr_or_null(t, p->get, NAME(t, __doc__));
        if (t->exc)
            return false;
        p->getter_doc = doc && doc != VALUE_NONE;
    }
    if (!is_exact(t, self, T_PROPERTY) && doc && doc != VALUE_NONE)
        return attrs_set(t, self, object_attrs(self), NAME(t, __doc__), doc);
    p->doc = doc;
    return true;
}

static Value property_init(Thread *t, Value *a) {
    Property *p = as_property(a[0]);
    p->get = unless_none(a[1]);
    p->set = unless_none(a[2]);
    p->del = unless_none(a[3]);
    p->name = NULL;
    return set_doc(t, a[0], unless_none(a[4])) ? VALUE_NONE : VALUE_ERROR;
}

/* A copy with one function replaced. */
static Value property_copy(Thread *t, Value self, Value get, Value set, Value del) {
    Property *p = as_property(self);
    get = unless_none(get) ? get : p->get;
    set = unless_none(set) ? set : p->set;
    del = unless_none(del) ? del : p->del;
    Value args[4] = {or_none(get), or_none(set), or_none(del), p->getter_doc ? VALUE_NONE : or_none(p->doc)};
    Value v = call_value(t, from_ptr(type_of(t, self)), args, 4, NULL);
    if (v && ptr_kind(v, T_PROPERTY))
        as_property(v)->name = p->name;
    return v;
}
static Value property_getter(Thread *t, Value *a) { return property_copy(t, a[0], a[1], 0, 0); }
static Value property_setter(Thread *t, Value *a) { return property_copy(t, a[0], 0, a[1], 0); }
static Value property_deleter(Thread *t, Value *a) { return property_copy(t, a[0], 0, 0, a[1]); }

static Value property_set_name(Thread *t, Value *a) {
    if (is_str(a[2]))
        as_property(a[0])->name = as_str(a[2]);
    return VALUE_NONE;
}

static Value property_fget(Thread *t, Value self) { return or_none(as_property(self)->get); }
static Value property_fset(Thread *t, Value self) { return or_none(as_property(self)->set); }
static Value property_fdel(Thread *t, Value self) { return or_none(as_property(self)->del); }
static Value property_doc(Thread *t, Value self) {
    Attrs *a = object_attrs(self);
    Value own = a && !is_exact(t, self, T_PROPERTY) ? attrs_get(t, a, NAME(t, __doc__)) : 0;
    return own ? own : or_none(as_property(self)->doc);
}
static bool property_put_doc(Thread *t, Value self, Value v) {
    if (!is_exact(t, self, T_PROPERTY) && v)
        return attrs_set(t, self, object_attrs(self), NAME(t, __doc__), v);
    as_property(self)->doc = v;
    as_property(self)->getter_doc = false;
    return true;
}

/* Does f say of itself that it is abstract? 1, 0, -1. */
static int is_abstract(Thread *t, Value f) {
    Value v = f ? get_attr_or_null(t, f, NAME(t, __isabstractmethod__)) : 0;
    return v ? truth_of(t, v) : t->exc ? -1 : 0;
}

static Value property_abstract(Thread *t, Value self) {
    Value fns[3] = {as_property(self)->get, as_property(self)->set, as_property(self)->del};
    for (int i = 0; i < 3; i++) {
        int r = is_abstract(t, fns[i]);
        if (r)
            return r < 0 ? VALUE_ERROR : VALUE_TRUE;
    }
    return VALUE_FALSE;
}

const TypeDef type_property = {
    .name = "property",
    .doc = "Property attribute.",
    .size = sizeof(Property),
    .attrs_offset = offsetof(Property, attrs),
    .slots = {.descr_get = property_get, .descr_set = property_set, .new_ = property_new},
    .init = {"__init__", property_init, "fget=None, fset=None, fdel=None, doc=None", NULL, 0},
    .methods = (const FunctionDef[]){
        {"getter", property_getter, "fget, /", "Descriptor to obtain a copy of the property with a different getter.",
         0},
        {"setter", property_setter, "fset, /", "Descriptor to obtain a copy of the property with a different setter.",
         0},
        {"deleter", property_deleter, "fdel, /",
         "Descriptor to obtain a copy of the property with a different deleter.",
         0},
        {"__set_name__", property_set_name, "owner, name, /", "Method to set name of a property.", 0},
        {0},
    },
    .getsets = (const GetSetDef[]){
        {"fget", property_fget, member_readonly, NULL},
        {"fset", property_fset, member_readonly, NULL},
        {"fdel", property_fdel, member_readonly, NULL},
        {"__doc__", property_doc, property_put_doc, NULL}, {"__isabstractmethod__", property_abstract, NULL, NULL}, {0},
    },
};

/* -- classmethod, staticmethod --------------------------------------------------------------------------- */

static inline ClassMethod *as_classmethod(Value v) { return (ClassMethod *)obj_of(v); }

static Value wrapping_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);
}

static Value wrapping_init(Thread *t, Value *a) {
    as_classmethod(a[0])->fn = a[1];
    return VALUE_NONE;
}

static Value classmethod_get(Thread *t, Value self, Value obj, Type *owner) {
    Value fn = as_classmethod(self)->fn;
    if (!fn)
        return raise_error(t, EXC_RuntimeError, "uninitialized classmethod object");
    if (!owner)
        owner = type_of(t, obj);
    if (!is_func(fn)) {
        Type *y = type_of(t, fn);
        if (y->slots.descr_get)
            return y->slots.descr_get(t, fn, from_ptr(owner), owner);
    }
    return method_new(t, fn, from_ptr(owner));
}

static Value staticmethod_get(Thread *t, Value self, Value obj, Type *owner) {
    Value fn = as_classmethod(self)->fn;
    return fn ? fn : raise_error(t, EXC_RuntimeError, "uninitialized staticmethod object");
}

static Value staticmethod_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Value fn = staticmethod_get(t, self, 0, NULL);
    return fn ? call_value(t, fn, args, nargs, kwnames) : VALUE_ERROR;
}

static Value classmethod_repr(Thread *t, Value self) {
    return str_format(t, "<classmethod(%R)>", or_none(as_classmethod(self)->fn));
}
static Value staticmethod_repr(Thread *t, Value self) {
    return str_format(t, "<staticmethod(%R)>", or_none(as_classmethod(self)->fn));
}

static Value wrapped_fn(Thread *t, Value self) { return or_none(as_classmethod(self)->fn); }

static Value wrapped_abstract(Thread *t, Value self) {
    int r = is_abstract(t, as_classmethod(self)->fn);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}

/* __name__ and the like are the function's unless somebody has set them here. */
static Value forward(Thread *t, Value self, Str *name) {
    Value own = attrs_get(t, object_attrs(self), name), fn = as_classmethod(self)->fn;
    if (own)
        return own;
    Value v = fn ? get_attr_or_null(t, fn, name) : 0;
    return v || t->exc ? v : raise_attribute(t, self, name);
}
static bool put(Thread *t, Value self, Str *name, Value v) {
    Attrs *a = object_attrs(self);
    if (v)
        return attrs_set(t, self, a, name, v);
    int r = attrs_delete(t, self, a, name);
    if (r == 0)
        raise_attribute(t, self, name);
    return r > 0;
}
#define FORWARD(id) \
    static Value forward_##id(Thread *t, Value self) { return forward(t, self, NAME(t, __##id##__)); } \
    static bool put_##id(Thread *t, Value self, Value v) { return put(t, self, NAME(t, __##id##__), v); }
FORWARD(name)
FORWARD(qualname)
FORWARD(doc)
FORWARD(module)
FORWARD(annotations)

#define WRAPPING_GETSETS \
    {"__func__", wrapped_fn, member_readonly, NULL}, {"__wrapped__", wrapped_fn, member_readonly, NULL}, \
    {"__isabstractmethod__", wrapped_abstract, NULL, NULL}, {"__name__", forward_name, put_name, NULL}, \
    {"__qualname__", forward_qualname, put_qualname, NULL}, {"__doc__", forward_doc, put_doc, NULL}, \
    {"__module__", forward_module, put_module, NULL}, {"__annotations__", forward_annotations, put_annotations, NULL}, \
    {0}

const TypeDef type_classmethod = {
    .name = "classmethod",
    .doc = "classmethod(function) -> method\n\nConvert a function to be a class method.",
    .size = sizeof(ClassMethod),
    .attrs_offset = offsetof(ClassMethod, attrs),
    .slots = {.repr = classmethod_repr, .descr_get = classmethod_get, .new_ = wrapping_new},
    .init = {"__init__", wrapping_init, "function, /", NULL, 0},
    .getsets = (const GetSetDef[]){WRAPPING_GETSETS},
};

const TypeDef type_staticmethod = {
    .name = "staticmethod",
    .doc = "staticmethod(function) -> method\n\nConvert a function to be a static method.",
    .size = sizeof(ClassMethod),
    .attrs_offset = offsetof(ClassMethod, attrs),
    .slots = {.repr = staticmethod_repr, .call = staticmethod_call, .descr_get = staticmethod_get,
              .new_ = wrapping_new},
    .init = {"__init__", wrapping_init, "function, /", NULL, 0},
    .getsets = (const GetSetDef[]){WRAPPING_GETSETS},
};

/* -- super ----------------------------------------------------------------------------------------------- */

static inline Super *as_super(Value v) { return (Super *)obj_of(v); }

/* The class in whose order to look: obj itself if it is a class below type, else obj's class. NULL: TypeError. */
static Type *super_check(Thread *t, Type *type, Value obj) {
    if (is_type(obj) && type_is_subtype((Type *)obj_of(obj), type))
        return (Type *)obj_of(obj);
    if (is_instance_of(t, obj, type))
        return type_of(t, obj);
    Value cls = get_attr_or_null(t, obj, NAME(t, __class__));       /* a proxy may say what it stands for */
    if (cls && is_type(cls) && (Type *)obj_of(cls) != type_of(t, obj) && type_is_subtype((Type *)obj_of(cls), type))
        return (Type *)obj_of(cls);
    if (!t->exc)
        raise_type_error(t, "super(type, obj): obj must be an instance or subtype of type");
    return NULL;
}

static Value super_make(Thread *t, Type *cls, Type *type, Value obj) {
    Type *start = obj ? super_check(t, type, obj) : NULL;
    if (obj && !start)
        return VALUE_ERROR;
    Value v = object_alloc(t, cls);
    if (!v)
        return VALUE_ERROR;
    as_super(v)->type = type;
    as_super(v)->obj = obj;
    as_super(v)->obj_type = start;
    return v;
}

Value super_new(Thread *t, Type *type, Value obj) { return super_make(t, type_by_id(t, T_SUPER), type, obj); }

/* The first `name` after type in the order of start; 0: none, no exception. */
static Value find_after(Thread *t, Type *start, Type *type, Str *name) {
    Tuple *mro = start->mro;
    int64_t i = 0;
    if (!mro)                                           /* the class is still being made */
        return 0;
    while (i < mro->len && mro->items[i] != from_ptr(type))
        i++;
    for (i++; i < mro->len; i++) {
        Dict *d = type_namespace(t, (Type *)obj_of(mro->items[i]));
        Value v = d ? dict_get_str(t, d, name) : 0;
        if (v || !d)
            return v;
    }
    return 0;
}

static Value bind_super(Thread *t, Value f, Value obj, Type *start) {
    Type *y = type_of(t, f);
    return y->slots.descr_get ? y->slots.descr_get(t, f, obj == from_ptr(start) ? 0 : obj, start) : f;
}

Value super_getattr(Thread *t, Type *type, Value obj, Str *name, Value *self) {
    *self = 0;
    Type *start = super_check(t, type, obj);
    if (!start)
        return VALUE_ERROR;
    Value f = name == NAME(t, __class__) ? 0 : find_after(t, start, type, name);
    if (f) {
        if (is_method_like(f) && obj != from_ptr(start)) {
            *self = obj;
            return f;
        }
        return bind_super(t, f, obj, start);
    }
    Value s = t->exc ? VALUE_ERROR : super_new(t, type, obj);       /* an attribute of super itself, or the error */
    return s ? object_getattr(t, s, name) : VALUE_ERROR;
}

static Value super_get_attribute(Thread *t, Value self, Str *name) {
    Super *s = as_super(self);
    if (s->obj_type && name != NAME(t, __class__)) {
        Value f = find_after(t, s->obj_type, s->type, name);
        if (f)
            return bind_super(t, f, s->obj, s->obj_type);
        if (t->exc)
            return VALUE_ERROR;
    }
    return object_getattr(t, self, name);
}

static Value super_descr_get(Thread *t, Value self, Value obj, Type *owner) {
    Super *s = as_super(self);
    if (!obj || obj == VALUE_NONE || s->obj)
        return self;
    if (!is_exact(t, self, T_SUPER))
        return call2(t, from_ptr(type_of(t, self)), from_ptr(s->type), obj);
    return super_new(t, s->type, obj);
}

static Value super_tp_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);
}

static bool super_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Super *s = as_super(self);
    Value obj = nargs > 1 && args[1] != VALUE_NONE ? args[1] : 0;
    Type *type = NULL;
    if (kwnames && kwnames->len > 0)
        raise_type_error(t, "super() takes no keyword arguments");
    else if (nargs > 2)
        raise_type_error(t, "super() expected at most 2 arguments, got %zu", nargs);
    else if (nargs == 0)
        (void)!caller_super(t, &type, &obj);
    else if (!is_type(args[0]))
        raise_type_error(t, "super() argument 1 must be a type, not %T", args[0]);
    else
        type = (Type *)obj_of(args[0]);
    if (t->exc)
        return false;
    Type *start = obj ? super_check(t, type, obj) : NULL;
    if (obj && !start)
        return false;
    s->type = type;
    s->obj = obj;
    s->obj_type = start;
    return true;
}

static Value super_repr(Thread *t, Value self) {
    Super *s = as_super(self);
    if (s->obj_type)
        return str_format(t, "<super: <class '%Q'>, <%N object>>", s->type->name, s->obj_type);
    if (s->type)
        return str_format(t, "<super: <class '%Q'>, NULL>", s->type->name);
    return str_from_cstr(t, "<super: <class 'NULL'>, NULL>");
}

static Value ptr_or_none(void *p) { return p ? from_ptr(p) : VALUE_NONE; }
static Value super_this(Thread *t, Value self) { return ptr_or_none(as_super(self)->type); }
static Value super_self(Thread *t, Value self) { return or_none(as_super(self)->obj); }
static Value super_self_class(Thread *t, Value self) { return ptr_or_none(as_super(self)->obj_type); }

const TypeDef type_super = {
    .name = "super",
    .doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\n"
           "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires issubclass(type2, type)",
    .size = sizeof(Super),
    .slots = {.repr = super_repr, .getattr = super_get_attribute, .descr_get = super_descr_get,
              .new_ = super_tp_new, .init = super_init},
    .getsets = (const GetSetDef[]){
        {"__thisclass__", super_this, member_readonly, "the class invoking super()"},
        {"__self__", super_self, member_readonly, "the instance invoking super(); may be None"},
        {"__self_class__", super_self_class, member_readonly,
         "the type of the instance invoking super(); may be None"},
        {0},
    },
};
