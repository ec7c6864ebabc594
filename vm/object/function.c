/* Python functions, bound methods, cells. */
#include "vm/object/function.h"
#include "vm/base/hash.h"
#include "vm/object/call.h"
#include "vm/object/code.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static inline Value or_none(Value v) { return v ? v : VALUE_NONE; }

/* -- function -------------------------------------------------------------------------------------------- */

/* What the code of a module sees as builtins: __builtins__ of its globals, a module or a dict, else the
 * interpreter's. */
static Dict *builtins_of(Thread *t, Dict *globals) {
    Value v = dict_get_str(t, globals, NAME(t, __builtins__));
    if (v && is_module(v))
        return as_module(v)->dict;
    return v && is_dict(v) ? as_dict(v) : t->interp->builtins;
}

Value func_new(Thread *t, Code *code, Dict *globals) {
    Func *f = alloc_obj(t, type_by_id(t, T_FUNCTION), sizeof *f);
    if (!f)
        return VALUE_ERROR;
    f->code = code;
    f->globals = globals;
    f->builtins = builtins_of(t, globals);
    f->name = code->name;
    f->qualname = code->qualname;
    f->doc = !(code->flags & CO_HAS_DOCSTRING) ? VALUE_NONE : code->consts ? code->consts[0] : VALUE_NULL;
    f->module = dict_get_str(t, globals, NAME(t, __name__));
    return from_ptr(f);
}

static Value func_repr(Thread *t, Value self) {
    return str_format(t, "<function %U at 0x%llx>", as_func(self)->qualname, (unsigned long long)self);
}

static Value func_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    return call_value(t, self, args, nargs, kwnames);
}

static Value func_get(Thread *t, Value self, Value obj, Type *owner) { return obj ? method_new(t, self, obj) : self; }

/* The doc string of code that was frozen when the function was made is fetched when somebody wants it. */
static Value get_doc(Thread *t, Value self) {
    Func *f = as_func(self);
    if (!f->doc)
        f->doc = code_ready(t, f->code) ? f->code->consts[0] : VALUE_ERROR;
    return f->doc;
}
static bool set_doc(Thread *t, Value self, Value v) {
    as_func(self)->doc = v ? v : VALUE_NONE;
    return true;
}

static Value get_code(Thread *t, Value self) { return from_ptr(as_func(self)->code); }

static bool set_code(Thread *t, Value self, Value v) {
    Func *f = as_func(self);
    if (!v || !is_exact(t, v, T_CODE)) {
        raise_type_error(t, "__code__ must be set to a code object");
        return false;
    }
    int64_t have = f->closure ? as_tuple(f->closure)->len : 0;
    if (have != as_code(v)->nfree) {
        raise_value_error(t, "%U() requires a code object with %d free vars, not %d", f->name, (int)have,
                          (int)as_code(v)->nfree);
        return false;
    }
    if (!get_doc(t, self))
        return false;
    f->code = as_code(v);
    f->version++;
    return true;
}

static Value get_defaults(Thread *t, Value self) { return or_none(as_func(self)->defaults); }

static bool set_defaults(Thread *t, Value self, Value v) {
    if (v && v != VALUE_NONE && !is_tuple(v)) {
        raise_type_error(t, "__defaults__ must be set to a tuple object");
        return false;
    }
    as_func(self)->defaults = v == VALUE_NONE ? 0 : v;
    as_func(self)->version++;
    return true;
}

static Value get_kwdefaults(Thread *t, Value self) { return or_none(as_func(self)->kwdefaults); }

static bool set_kwdefaults(Thread *t, Value self, Value v) {
    if (v && v != VALUE_NONE && !is_dict(v)) {
        raise_type_error(t, "__kwdefaults__ must be set to a dict object");
        return false;
    }
    as_func(self)->kwdefaults = v == VALUE_NONE ? 0 : v;
    as_func(self)->version++;
    return true;
}

/* The compiler leaves (name, value, ...): most annotations are never looked at. */
static Value get_annotations(Thread *t, Value self) {
    Func *f = as_func(self);
    if (f->annotations && is_dict(f->annotations))
        return f->annotations;
    Dict *d = dict_new(t);
    if (!d)
        return VALUE_ERROR;
    if (f->annotations && is_tuple(f->annotations)) {
        Tuple *u = as_tuple(f->annotations);
        for (int64_t i = 0; i + 1 < u->len; i += 2)
            if (!dict_set(t, d, u->items[i], u->items[i + 1]))
                return VALUE_ERROR;
    }
    return f->annotations = from_ptr(d);
}

static bool set_annotations(Thread *t, Value self, Value v) {
    if (v && v != VALUE_NONE && !is_dict(v)) {
        raise_type_error(t, "__annotations__ must be set to a dict object");
        return false;
    }
    as_func(self)->annotations = v == VALUE_NONE ? 0 : v;
    return true;
}

static bool want_str(Thread *t, Value v, const char *name) {
    if (v && is_str(v))
        return true;
    raise_type_error(t, "%s must be set to a string object", name);
    return false;
}

static Value get_name(Thread *t, Value self) { return as_func(self)->name; }
static bool set_name(Thread *t, Value self, Value v) {
    if (!want_str(t, v, "__name__"))
        return false;
    as_func(self)->name = v;
    return true;
}
static Value get_qualname(Thread *t, Value self) { return as_func(self)->qualname; }
static bool set_qualname(Thread *t, Value self, Value v) {
    if (!want_str(t, v, "__qualname__"))
        return false;
    as_func(self)->qualname = v;
    return true;
}
static Value get_module(Thread *t, Value self) { return or_none(as_func(self)->module); }
static bool set_module(Thread *t, Value self, Value v) {
    as_func(self)->module = v;
    return true;
}
static Value get_closure(Thread *t, Value self) { return or_none(as_func(self)->closure); }
static Value get_globals(Thread *t, Value self) { return from_ptr(as_func(self)->globals); }
static Value get_builtins(Thread *t, Value self) { return from_ptr(as_func(self)->builtins); }

static Value get_dict(Thread *t, Value self) { return from_ptr(object_dict(t, self, true)); }
static bool set_dict(Thread *t, Value self, Value v) {
    if (!v)
        raise_type_error(t, "cannot delete __dict__");
    else if (!is_dict(v))
        raise_type_error(t, "__dict__ must be set to a dictionary, not a '%T'", v);
    else
        return object_set_dict(t, self, as_dict(v));
    return false;
}

static Value func_tp_new(Thread *t, Value *a) {
    Value code = a[1], globals = a[2], name = a[3], defaults = a[4], closure = a[5];
    if (!is_exact(t, code, T_CODE))
        return raise_type_error(t, "function() argument 'code' must be code, not %V", code);
    if (!is_dict(globals))
        return raise_type_error(t, "function() argument 'globals' must be dict, not %V", globals);
    if (name != VALUE_NONE && !is_str(name))
        return raise_type_error(t, "arg 3 (name) must be None or string");
    if (defaults != VALUE_NONE && !is_tuple(defaults))
        return raise_type_error(t, "arg 4 (defaults) must be None or tuple");
    int64_t want = as_code(code)->nfree, have = is_tuple(closure) ? as_tuple(closure)->len : 0;
    if (!is_tuple(closure) && (want || closure != VALUE_NONE))
        return raise_type_error(t, want ? "arg 5 (closure) must be tuple" : "arg 5 (closure) must be None or tuple");
    if (want != have)
        return raise_value_error(t, "%U requires closure of length %d, not %d", as_code(code)->name, (int)want,
                                 (int)have);
    for (int64_t i = 0; i < have; i++)
        if (!is_exact(t, as_tuple(closure)->items[i], T_CELL))
            return raise_type_error(t, "arg 5 (closure) expected cell, found %T", as_tuple(closure)->items[i]);
    Value v = func_new(t, as_code(code), as_dict(globals));
    if (!v)
        return VALUE_ERROR;
    if (name != VALUE_NONE)
        as_func(v)->name = name;
    as_func(v)->defaults = defaults == VALUE_NONE ? 0 : defaults;
    as_func(v)->closure = have ? closure : 0;
    return v;
}

const TypeDef type_function = {
    .name = "function",
    .doc = "Create a function object.",
    .size = sizeof(Func),
    .flags = TYPE_NO_BASE,
    .attrs_offset = offsetof(Func, attrs),
    .weakrefs = true,
    .slots = {.repr = func_repr, .call = func_call, .descr_get = func_get},
    .new_ = {"__new__", func_tp_new, "code, globals, name=None, argdefs=None, closure=None", NULL, 0},
    .getsets = (const GetSetDef[]){
        {"__code__", get_code, set_code, NULL},
        {"__defaults__", get_defaults, set_defaults, NULL},
        {"__kwdefaults__", get_kwdefaults, set_kwdefaults, NULL},
        {"__annotations__", get_annotations, set_annotations, NULL},
        {"__name__", get_name, set_name, NULL},
        {"__qualname__", get_qualname, set_qualname, NULL},
        {"__doc__", get_doc, set_doc, NULL},
        {"__module__", get_module, set_module, NULL},
        {"__dict__", get_dict, set_dict, NULL},
        {"__closure__", get_closure, member_readonly, NULL},
        {"__globals__", get_globals, member_readonly, NULL},
        {"__builtins__", get_builtins, member_readonly, NULL},
        {0},
    },
};

/* -- method ---------------------------------------------------------------------------------------------- */

static inline Method *as_method(Value v) { return (Method *)obj_of(v); }

Value method_new(Thread *t, Value func, Value self) {
    Method *m = alloc_obj(t, type_by_id(t, T_METHOD), sizeof *m);
    if (m) {
        m->func = func;
        m->self = self;
    }
    return from_ptr(m);
}

static Value method_tp_new(Thread *t, Value *a) {
    if (!is_callable(t, a[1]))
        return raise_type_error(t, "first argument must be callable");
    if (a[2] == VALUE_NONE)
        return raise_type_error(t, "instance must not be None");
    return method_new(t, a[1], a[2]);
}

/* The function's __qualname__ or __name__, 0 if it has none. */
static Value method_name(Thread *t, Value func) {
    Value v = get_attr_or_null(t, func, NAME(t, __qualname__));
    if (!t->exc && (!v || !is_str(v)))
        v = get_attr_or_null(t, func, NAME(t, __name__));
    return v && is_str(v) ? v : 0;
}

static Value method_repr(Thread *t, Value self) {
    Value name = method_name(t, as_method(self)->func);
    if (t->exc)
        return VALUE_ERROR;
    return name ? str_format(t, "<bound method %U of %R>", name, as_method(self)->self)
                : str_format(t, "<bound method ? of %R>", as_method(self)->self);
}

/* What the type 'method' does not know is asked of the function. */
static Value method_getattr(Thread *t, Value self, Str *name) {
    Value before = t->exc, desc = type_lookup(t, type_of(t, self), name);
    if (unlikely(t->exc != before))
        return VALUE_ERROR;
    if (desc) {
        Type *y = type_of(t, desc);
        return y->slots.descr_get ? y->slots.descr_get(t, desc, self, type_of(t, self)) : desc;
    }
    return get_attr(t, as_method(self)->func, name);
}

static Value method_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !is_exact(t, b, T_METHOD))
        return VALUE_NOTIMPLEMENTED;
    int same = values_equal(t, as_method(a)->func, as_method(b)->func);
    if (same < 0)
        return VALUE_ERROR;
    return from_bool((same && as_method(a)->self == as_method(b)->self) == (op == CMP_EQ));
}

static bool method_hash(Thread *t, Value self, int64_t *out) {
    if (!hash_of(t, as_method(self)->func, out))
        return false;
    *out ^= hash_pointer((void *)(uintptr_t)as_method(self)->self);
    if (*out == -1)
        *out = -2;
    return true;
}

static Value get_func(Thread *t, Value self) { return as_method(self)->func; }
static Value get_self(Thread *t, Value self) { return as_method(self)->self; }
static Value get_method_doc(Thread *t, Value self) {
    Value v = get_attr_or_null(t, as_method(self)->func, NAME(t, __doc__));
    return v || t->exc ? v : VALUE_NONE;
}

static Value method_reduce(Thread *t, Value *a) {
    Method *m = as_method(a[0]);
    Value f = dict_get_cstr(t, t->interp->builtins, "getattr"), name = get_attr(t, m->func, NAME(t, __name__));
    Value pair = f && name ? tuple_pack2(t, m->self, name) : VALUE_ERROR;
    return pair ? tuple_pack2(t, f, pair) : VALUE_ERROR;
}

const TypeDef type_method = {
    .name = "method",
    .doc = "Create a bound instance method object.",
    .size = sizeof(Method),
    .flags = TYPE_NO_BASE,
    .weakrefs = true,
    .slots = {.repr = method_repr, .call = func_call, .getattr = method_getattr, .compare = method_compare,
              .hash = method_hash},
    .new_ = {"__new__", method_tp_new, "function, instance, /", NULL, 0},
    .methods = (const FunctionDef[]){{"__reduce__", method_reduce, "", NULL, 0}, {0}},
    .getsets = (const GetSetDef[]){
        {"__func__", get_func, member_readonly, "the function (or other callable) implementing a method"},
        {"__self__", get_self, member_readonly, "the instance to which a method is bound"},
        {"__doc__", get_method_doc, NULL, NULL}, {0},
    },
};

/* -- cell ------------------------------------------------------------------------------------------------ */

static inline Cell *as_cell(Value v) { return (Cell *)obj_of(v); }

Value cell_new(Thread *t, Value v) {
    Cell *c = alloc_obj(t, type_by_id(t, T_CELL), sizeof *c);
    if (c)
        c->value = v;
    return from_ptr(c);
}

static Value cell_tp_new(Thread *t, Value *a) { return cell_new(t, a[1]); }

static Value cell_repr(Thread *t, Value self) {
    Value v = as_cell(self)->value;
    if (!v)
        return str_format(t, "<cell at 0x%llx: empty>", (unsigned long long)self);
    return str_format(t, "<cell at 0x%llx: %T object at 0x%llx>", (unsigned long long)self, v, (unsigned long long)v);
}

/* By content; an empty cell is less than any other. */
static Value cell_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!is_exact(t, b, T_CELL))
        return VALUE_NOTIMPLEMENTED;
    Value x = as_cell(a)->value, y = as_cell(b)->value;
    return x && y ? compare_op(t, op, x, y) : compare_op(t, op, from_small(x != 0), from_small(y != 0));
}

static Value get_contents(Thread *t, Value self) {
    Value v = as_cell(self)->value;
    return v ? v : raise_value_error(t, "Cell is empty");
}
static bool set_contents(Thread *t, Value self, Value v) {
    as_cell(self)->value = v;
    return true;
}

const TypeDef type_cell = {
    .name = "cell",
    .doc = "Create a new cell object.",
    .size = sizeof(Cell),
    .flags = TYPE_NO_BASE,
    .slots = {.repr = cell_repr, .compare = cell_compare},
    .new_ = {"__new__", cell_tp_new, "contents=NULL, /", NULL, 0},
    .getsets = (const GetSetDef[]){{"cell_contents", get_contents, set_contents, NULL}, {0}},
};
