/* Native functions as Python objects: built-in functions, methods in the dicts of types, and the wrappers of slots. */
#include "vm/object/native.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/protocol.h"
#include "vm/object/slots.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/base/hash.h"

static inline Native *as_native(Value v) { return (Native *)obj_of(v); }

/* Signatures are parsed at the first call: most methods are never called. */
static const Sig sig_pending = {.total = 0xffff, .varargs = -1, .varkw = -1};

/* -- Making ---------------------------------------------------------------------------------------------- */

static Native *make(Thread *t, int type, const FunctionDef *def) {
    Native *n = alloc_obj(t, type_by_id(t, type), sizeof *n);
    if (!n)
        return NULL;
    n->fn = def->fn;
    n->def = def;
    n->sig = (Sig *)(uintptr_t)&sig_pending;
    return n;
}

Value native_new(Thread *t, const FunctionDef *def, Value module_name) {
    Native *n = make(t, T_BUILTIN, def);
    if (n)
        n->module = module_name;
    return from_ptr(n);
}

Value native_method(Thread *t, const FunctionDef *def, Type *owner) {
    if (def->flags & FN_STATIC) {
        Native *n = make(t, T_BUILTIN, def);
        ClassMethod *m = n ? alloc_obj(t, type_by_id(t, T_STATICMETHOD), sizeof *m) : NULL;
        if (!m)
            return VALUE_ERROR;
        n->owner = owner;
        n->self = from_ptr(owner);
        m->fn = from_ptr(n);
        return from_ptr(m);
    }
    Native *n = make(t, def->flags & FN_CLASSMETHOD ? T_CLASSMETHOD_DESCR : T_METHOD_DESCR, def);
    if (n)
        n->owner = owner;
    return from_ptr(n);
}

Value native_bind(Thread *t, Native *descr, Value self) {
    Native *n = make(t, T_BUILTIN, descr->def);
    if (!n)
        return VALUE_ERROR;
    n->sig = descr->sig;
    n->owner = descr->owner;
    n->self = self;
    return from_ptr(n);
}

/* -- Calling --------------------------------------------------------------------------------------------- */

static NOINLINE Sig *find_sig(Thread *t, Native *n) {
    Sig *s = sig_get(t, n->def, n->owner && !(n->def->flags & FN_STATIC));
    if (s)
        n->sig = s;
    return s;
}

bool native_settle(Thread *t, Value v) {
    if (!ptr_kind(v, T_BUILTIN))
        return true;
    Native *n = (Native *)obj_of(v);
    return n->raw != NULL || n->sig != &sig_pending || find_sig(t, n) != NULL;
}

/* A method out of the dict of its type: is args[0] fit to be its self? */
static NOINLINE bool check_receiver(Thread *t, Native *n, const Value *args, size_t nargs) {
    if (n->h.type->id == T_CLASSMETHOD_DESCR) {
        if (nargs < 1)
            raise_type_error(t, "descriptor '%s' of '%N' object needs an argument", n->def->name, n->owner);
        else if (!is_type(args[0]))
            raise_type_error(t, "descriptor '%s' for type '%N' needs a type, not a '%T' as arg 2", n->def->name,
                             n->owner, args[0]);
        else if (!type_is_subtype((Type *)obj_of(args[0]), n->owner))
            raise_type_error(t, "descriptor '%s' requires a subtype of '%N' but received '%N'", n->def->name, n->owner,
                             (Type *)obj_of(args[0]));
        else
            return true;
    } else if (nargs < 1) {
        raise_type_error(t, "unbound method %N.%s() needs an argument", n->owner, n->def->name);
    } else if (!is_instance_of(t, args[0], n->owner)) {
        raise_type_error(t, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object", n->def->name, n->owner,
                         args[0]);
    } else {
        return true;
    }
    return false;
}

Value native_call(Thread *t, Native *n, const Value *args, size_t nargs, Tuple *kwnames) {
    if (unlikely(n->raw != NULL))
        return n->raw(t, from_ptr(n), args, nargs, kwnames);
    Sig *s = n->sig;
    if (unlikely(s == &sig_pending) && !(s = find_sig(t, n)))
        return VALUE_ERROR;
    if (kwnames && kwnames->len == 0)
        kwnames = NULL;
    Value self = 0;
    if (s->self) {
        self = n->self;
        if (!self && unlikely(nargs < 1 || type_of(t, args[0]) != n->owner) && !check_receiver(t, n, args, nargs))
            return VALUE_ERROR;
    }
    if (!self && s->simple && nargs == s->total && !kwnames)
        return n->fn(t, (Value *)(uintptr_t)args);
    Value out[s->total + 1];
    if (!args_bind_native(t, s, n->def->name, n, self, args, nargs, kwnames, out))
        return VALUE_ERROR;
    return n->fn(t, out);
}

static Value native_slot_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    return native_call(t, as_native(self), args, nargs, kwnames);
}

/* -- Names ----------------------------------------------------------------------------------------------- */

/* The type that a bound method is named after. */
static Type *named_after(Thread *t, const Native *n) {
    if (!n->self)
        return n->owner;
    return is_type(n->self) ? (Type *)obj_of(n->self) : type_of(t, n->self);
}

static Value get_qualname(Thread *t, Value self) {
    Type *y = named_after(t, as_native(self));
    const char *name = as_native(self)->def->name;
    return y ? str_format(t, "%Q.%s", y->qualname, name) : str_from_cstr(t, name);
}

Value native_full_name(Thread *t, const Native *n) {
    if (n->module && is_str(n->module) && !str_equals_cstr(as_str(n->module), "builtins"))
        return str_format(t, "%U.%s", n->module, n->def->name);
    return get_qualname(t, from_ptr(n));
}

static Value get_name(Thread *t, Value self) { return str_from_cstr(t, as_native(self)->def->name); }

static const char end_of_signature[] = ")\n--\n\n";

const char *doc_text(const char *doc) {
    const char *end = strstr(doc, end_of_signature);
    return end ? end + strlen(end_of_signature) : doc;
}

Value doc_signature(Thread *t, const char *doc) {
    const char *end = doc ? strstr(doc, end_of_signature) : NULL, *start = end ? strchr(doc, '(') : NULL;
    return start ? str_from_utf8(t, start, (size_t)(end + 1 - start)) : VALUE_NONE;
}

static Value get_doc(Thread *t, Value self) {
    const char *doc = as_native(self)->def->doc;
    return doc ? str_from_cstr(t, doc_text(doc)) : VALUE_NONE;
}
static Value get_module(Thread *t, Value self) {
    return as_native(self)->module ? as_native(self)->module : VALUE_NONE;
}
static Value get_objclass(Thread *t, Value self) { return from_ptr(as_native(self)->owner); }

static Value get_self(Thread *t, Value self) {
    Native *n = as_native(self);
    if (n->self)
        return n->self;
    Value m = n->module && is_str(n->module) && t->interp->modules
                  ? dict_get_str(t, t->interp->modules, as_str(n->module)) : 0;
    return m ? m : VALUE_NONE;
}

static Value get_text_signature(Thread *t, Value self) {
    Native *n = as_native(self);
    if (n->raw)
        return str_from_cstr(t, "($type, *args, **kwargs)");
    Value given = doc_signature(t, n->def->doc);
    if (given != VALUE_NONE)
        return given;
    const char *first = !n->owner ? "$module" : n->def->flags & FN_STATIC ? "" : n->def->flags & FN_CLASSMETHOD
        ? "$type"
                                                                                                              : "$self";
    const char *rest = n->def->signature ? n->def->signature : "";
    /* self can be given by position only, which '/' says for the others as well. */
    const char *slash = !*first || strchr(rest, '/') ? "" : ", /";
    return str_format(t, "(%s%s%s%s)", first, slash, *first && *rest ? ", " : "", rest);
}

/* -- builtin_function_or_method -------------------------------------------------------------------------- */

static Value builtin_repr(Thread *t, Value v) {
    Native *n = as_native(v);
    if (!n->self || is_module(n->self))
        return str_format(t, "<built-in function %s>", n->def->name);
    return str_format(t, "<built-in method %s of %T object at 0x%llx>", n->def->name, n->self,
                      (unsigned long long)n->self);
}

static Value builtin_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !is_exact(t, b, T_BUILTIN))
        return VALUE_NOTIMPLEMENTED;
    Native *x = as_native(a), *y = as_native(b);
    bool same = x->def == y->def && x->self == y->self && x->raw == y->raw;
    return from_bool(same == (op == CMP_EQ));
}

static bool builtin_hash(Thread *t, Value v, int64_t *out) {
    Native *n = as_native(v);
    *out = hash_pointer(n->def) ^ (n->self ? hash_pointer(obj_of(n->self)) : 0);
    if (*out == -1)
        *out = -2;
    return true;
}

static Value getattr_builtin(Thread *t) {
    Value f = dict_get_cstr(t, t->interp->builtins, "getattr");
    return f ? f : raise_error(t, EXC_AttributeError, "getattr");
}

static Value pair_with_getattr(Thread *t, Value obj, Value name) {
    Value f = getattr_builtin(t), pair = f && name ? tuple_pack2(t, obj, name) : VALUE_ERROR;
    return pair ? tuple_pack2(t, f, pair) : VALUE_ERROR;
}

static Value builtin_reduce(Thread *t, Value *a) {
    Native *n = as_native(a[0]);
    Value name = get_name(t, a[0]);
    return n->self && !is_module(n->self) ? pair_with_getattr(t, n->self, name) : name;
}

static Value descr_reduce(Thread *t, Value *a) {
    return pair_with_getattr(t, from_ptr(as_native(a[0])->owner), get_name(t, a[0]));
}

const TypeDef type_builtin = {
    .name = "builtin_function_or_method",
    .size = sizeof(Native),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .weakrefs = true,
    .slots = {.repr = builtin_repr, .call = native_slot_call, .compare = builtin_compare, .hash = builtin_hash},
    .methods = (const FunctionDef[]){{"__reduce__", builtin_reduce, "", NULL, 0}, {0}},
    .getsets = (const GetSetDef[]){
        {"__name__", get_name, NULL, NULL}, {"__qualname__", get_qualname, NULL, NULL},
        {"__doc__", get_doc, NULL, NULL}, {"__module__", get_module, NULL, NULL}, {"__self__", get_self, NULL, NULL},
        {"__text_signature__", get_text_signature, NULL, NULL}, {0},
    },
};

/* -- method_descriptor, classmethod_descriptor ----------------------------------------------------------- */

static Value method_descr_repr(Thread *t, Value v) {
    return str_format(t, "<method '%s' of '%N' objects>", as_native(v)->def->name, as_native(v)->owner);
}

static Value method_descr_get(Thread *t, Value self, Value obj, Type *owner) {
    if (!obj)
        return self;
    if (unlikely(!is_instance_of(t, obj, as_native(self)->owner)))
        return check_receiver(t, as_native(self), &obj, 1) ? self : VALUE_ERROR;
    return native_bind(t, as_native(self), obj);
}

static Value classmethod_descr_get(Thread *t, Value self, Value obj, Type *owner) {
    Value cls = from_ptr(owner ? owner : type_of(t, obj));
    return check_receiver(t, as_native(self), &cls, 1) ? native_bind(t, as_native(self), cls) : VALUE_ERROR;
}

#define DESCR_GETSETS \
    {"__name__", get_name, member_readonly, NULL}, {"__qualname__", get_qualname, NULL, NULL}, \
    {"__doc__", get_doc, NULL, NULL}, \
    {"__objclass__", get_objclass, member_readonly, NULL}, \
    {"__text_signature__", get_text_signature, NULL, NULL}, {0}

const TypeDef type_method_descr = {
    .name = "method_descriptor",
    .size = sizeof(Native),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = {.repr = method_descr_repr, .call = native_slot_call, .descr_get = method_descr_get},
    .methods = (const FunctionDef[]){{"__reduce__", descr_reduce, "", NULL, 0}, {0}},
    .getsets = (const GetSetDef[]){DESCR_GETSETS},
};

const TypeDef type_classmethod_descr = {
    .name = "classmethod_descriptor",
    .size = sizeof(Native),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = {.repr = method_descr_repr, .call = native_slot_call, .descr_get = classmethod_descr_get},
    .getsets = (const GetSetDef[]){DESCR_GETSETS},
};

/* -- wrapper_descriptor, method-wrapper ------------------------------------------------------------------ */

static inline SlotWrapper *as_wrapper(Value v) { return (SlotWrapper *)obj_of(v); }

static Value wrapper_repr(Thread *t, Value v) {
    SlotWrapper *w = as_wrapper(v);
    return str_format(t, "<slot wrapper '%s' of '%N' objects>", slot_row_name(t, w->row), w->owner);
}

static Value wrapper_call(Thread *t, Value v, const Value *args, size_t nargs, Tuple *kwnames) {
    SlotWrapper *w = as_wrapper(v);
    const char *name = slot_row_name(t, w->row);
    if (nargs < 1)
        return raise_type_error(t, "descriptor '%s' of '%N' object needs an argument", name, w->owner);
    if (!is_instance_of(t, args[0], w->owner))
        return raise_type_error(t, "descriptor '%s' requires a '%N' object but received a '%T'", name, w->owner,
                                args[0]);
    return slot_wrapper_call(t, w->row, w->owner, args[0], args + 1, nargs - 1, kwnames);
}

static Value wrapper_get(Thread *t, Value self, Value obj, Type *owner) {
    if (!obj)
        return self;
    SlotWrapper *w = as_wrapper(self);
    if (!is_instance_of(t, obj, w->owner))
        return raise_type_error(t, "descriptor '%s' for '%N' objects doesn't apply to a '%T' object",
                                slot_row_name(t, w->row), w->owner, obj);
    SlotWrapper *m = alloc_obj(t, type_by_id(t, T_METHOD_WRAPPER), sizeof *m);
    if (!m)
        return VALUE_ERROR;
    m->row = w->row;
    m->owner = w->owner;
    m->self = obj;
    return from_ptr(m);
}

static Value wrapper_name(Thread *t, Value v) { return from_ptr(t->interp->names[as_wrapper(v)->row->name]); }
static Value wrapper_qualname(Thread *t, Value v) {
    return str_format(t, "%Q.%s", as_wrapper(v)->owner->qualname, slot_row_name(t, as_wrapper(v)->row));
}
static Value wrapper_doc(Thread *t, Value v) { return str_from_cstr(t, as_wrapper(v)->row->doc); }
static Value wrapper_objclass(Thread *t, Value v) { return from_ptr(as_wrapper(v)->owner); }
static Value wrapper_self(Thread *t, Value v) { return as_wrapper(v)->self; }

static Value wrapper_text_signature(Thread *t, Value v) {
    switch ((enum WrapKind)as_wrapper(v)->row->wrap) {
    case W_CALL:
    case W_INIT: return str_from_cstr(t, "($self, /, *args, **kwargs)");
    case W_BINARY:
    case W_INPLACE:
    case W_REFLECTED:
    case W_COMPARE: return str_from_cstr(t, "($self, value, /)");
    case W_GETATTR:
    case W_DELATTR: return str_from_cstr(t, "($self, name, /)");
    case W_SETATTR: return str_from_cstr(t, "($self, name, value, /)");
    case W_DELITEM:
    case W_CONTAINS: return str_from_cstr(t, "($self, key, /)");
    case W_SETITEM: return str_from_cstr(t, "($self, key, value, /)");
    case W_GET: return str_from_cstr(t, "($self, instance, owner=None, /)");
    case W_SET: return str_from_cstr(t, "($self, instance, value, /)");
    case W_DELETE: return str_from_cstr(t, "($self, instance, /)");
    case W_POW:
    case W_RPOW: return str_from_cstr(t, "($self, value, mod=None, /)");
    default: return str_from_cstr(t, "($self, /)");
    }
}

static Value wrapper_reduce(Thread *t, Value *a) {
    SlotWrapper *w = as_wrapper(a[0]);
    return pair_with_getattr(t, w->self ? w->self : from_ptr(w->owner), wrapper_name(t, a[0]));
}

#define WRAPPER_GETSETS \
    {"__name__", wrapper_name, member_readonly, NULL}, {"__qualname__", wrapper_qualname, NULL, NULL}, \
    {"__doc__", wrapper_doc, NULL, NULL}, {"__objclass__", wrapper_objclass, member_readonly, NULL}, \
    {"__text_signature__", wrapper_text_signature, NULL, NULL}

const TypeDef type_slot_wrapper = {
    .name = "wrapper_descriptor",
    .size = sizeof(SlotWrapper),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = {.repr = wrapper_repr, .call = wrapper_call, .descr_get = wrapper_get},
    .methods = (const FunctionDef[]){{"__reduce__", wrapper_reduce, "", NULL, 0}, {0}},
    .getsets = (const GetSetDef[]){WRAPPER_GETSETS, {0}},
};

static Value method_wrapper_repr(Thread *t, Value v) {
    SlotWrapper *w = as_wrapper(v);
    return str_format(t, "<method-wrapper '%s' of %T object at 0x%llx>", slot_row_name(t, w->row), w->self,
                      (unsigned long long)w->self);
}

static Value method_wrapper_call(Thread *t, Value v, const Value *args, size_t nargs, Tuple *kwnames) {
    SlotWrapper *w = as_wrapper(v);
    return slot_wrapper_call(t, w->row, w->owner, w->self, args, nargs, kwnames);
}

static Value method_wrapper_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !is_exact(t, b, T_METHOD_WRAPPER))
        return VALUE_NOTIMPLEMENTED;
    SlotWrapper *x = as_wrapper(a), *y = as_wrapper(b);
    bool same = x->row == y->row && x->owner == y->owner && x->self == y->self;
    return from_bool(same == (op == CMP_EQ));
}

static bool method_wrapper_hash(Thread *t, Value v, int64_t *out) {
    *out = hash_pointer(as_wrapper(v)->row) ^ hash_pointer((void *)(uintptr_t)as_wrapper(v)->self);
    if (*out == -1)
        *out = -2;
    return true;
}

const TypeDef type_method_wrapper = {
    .name = "method-wrapper",
    .size = sizeof(SlotWrapper),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = {.repr = method_wrapper_repr, .call = method_wrapper_call, .compare = method_wrapper_compare,
              .hash = method_wrapper_hash},
    .methods = (const FunctionDef[]){{"__reduce__", wrapper_reduce, "", NULL, 0}, {0}},
    .getsets = (const GetSetDef[]){WRAPPER_GETSETS, {"__self__", wrapper_self, member_readonly, NULL}, {0}},
};
