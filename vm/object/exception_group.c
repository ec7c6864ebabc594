/* BaseExceptionGroup and ExceptionGroup: checks, subgroup(), split(), derive(). field: message, exceptions. */
#include "vm/object/call.h"
#include "vm/object/exception_private.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static inline Tuple *exceptions_of(Value g) { return as_tuple(as_exc(g)->field[1]); }
static inline Type *exc_type(Thread *t, enum ExcId id) { return t->interp->exc_types[id]; }

/* -- Making ---------------------------------------------------------------------------------------------- */

static Value group_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs != 2)
        return raise_type_error(t, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)", nargs);
    if (!is_str(args[0]))
        return raise_type_error(t, "BaseExceptionGroup.__new__() argument 1 must be str, not %V", args[0]);
    Type *y = type_of(t, args[1]);
    if (is_dict(args[1]) || is_anyset(args[1]) || !y->slots.getitem)
        return raise_type_error(t, "second argument (exceptions) must be a sequence");
    Tuple *u = tuple_from_iterable(t, args[1]);
    if (!u)
        return VALUE_ERROR;
    if (u->len == 0)
        return raise_value_error(t, "second argument (exceptions) must be a non-empty sequence");
    bool nested = false;                                /* is there one that is no Exception? */
    for (int64_t i = 0; i < u->len; i++) {
        if (!is_exc(u->items[i]))
            return raise_value_error(t, "Item %d of second argument (exceptions) is not an exception", (int)i);
        nested |= !exc_is_id(t, u->items[i], EXC_Exception);
    }
    if (cls == exc_type(t, EXC_BaseExceptionGroup)) {
        if (!nested)
            cls = exc_type(t, EXC_ExceptionGroup);
    } else if (nested && cls == exc_type(t, EXC_ExceptionGroup)) {
        return raise_type_error(t, "Cannot nest BaseExceptions in an ExceptionGroup");
    } else if (nested && type_is_subtype(cls, exc_type(t, EXC_Exception))) {
        return raise_type_error(t, "Cannot nest BaseExceptions in '%N'", cls);
    }
    Value all = tuple_new(t, args, 2), v = all ? exc_alloc(t, cls, all) : VALUE_ERROR;
    if (!v)
        return VALUE_ERROR;
    as_exc(v)->field[0] = args[0];
    as_exc(v)->field[1] = from_ptr(u);
    return v;
}

static Value group_str(Thread *t, Value self) {
    int64_t n = exceptions_of(self)->len;
    return str_format(t, "%S (%lld sub-exception%s)", as_exc(self)->field[0], (long long)n, n == 1 ? "" : "s");
}

static Value get_message(Thread *t, Value self) { return as_exc(self)->field[0]; }
static Value get_exceptions(Thread *t, Value self) { return as_exc(self)->field[1]; }

/* -- Splitting ------------------------------------------------------------------------------------------- */

static Value group_derive(Thread *t, Value *a) {
    Value args[2] = {as_exc(a[0])->field[0], a[1]};
    return call_value(t, from_ptr(exc_type(t, EXC_BaseExceptionGroup)), args, 2, NULL);
}

/* A group of these by g.derive(), with what g says about itself copied over. */
static Value derive_from(Thread *t, Value g, List *excs) {
    if (!excs || excs->len == 0)
        return VALUE_NONE;
    Str *name = str_intern_cstr(t, "derive");
    Value v = name ? call_method1(t, g, name, from_ptr(excs)) : VALUE_ERROR;
    if (!v)
        return VALUE_ERROR;
    if (!is_exc(v) || !exc_is_id(t, v, EXC_BaseExceptionGroup))
        return raise_type_error(t, "derive must return an instance of BaseExceptionGroup");
    as_exc(v)->traceback = as_exc(g)->traceback;
    as_exc(v)->context = as_exc(g)->context;
    as_exc(v)->cause = as_exc(g)->cause;
    as_exc(v)->suppress_context = as_exc(g)->suppress_context;
    Value notes = get_attr_or_null(t, g, NAME(t, __notes__));
    if (t->exc)
        return VALUE_ERROR;
    if (notes && is_list(notes)) {
        notes = list_new(t, as_list(notes)->items, as_list(notes)->len);
        if (!notes || !set_attr(t, v, NAME(t, __notes__), notes))
            return VALUE_ERROR;
    }
    return v;
}

static bool is_exc_class(Thread *t, Value v) {
    return is_type(v) && type_is_subtype((Type *)obj_of(v), exc_type(t, EXC_BaseException));
}

static bool check_condition(Thread *t, Value c) {
    bool ok = is_func(c) || is_exc_class(t, c);
    if (is_tuple(c)) {
        ok = true;
        for (int64_t i = 0; i < as_tuple(c)->len; i++)
            ok &= is_exc_class(t, as_tuple(c)->items[i]);
    }
    if (!ok)
        raise_type_error(t, "expected a function, exception type or tuple of exception types");
    return ok;
}

static int matches(Thread *t, Value e, Value condition) {
    if (!is_func(condition))
        return exc_matches_pattern(t, e, condition);
    Value r = call1(t, condition, e);
    return r ? truth_of(t, r) : -1;
}

/* *match and *rest (if wanted) become groups or None. */
static bool split(Thread *t, Value e, Value condition, Value *match, Value *rest) {
    int r = matches(t, e, condition);
    if (r < 0)
        return false;
    *match = r ? e : VALUE_NONE;
    if (rest)
        *rest = r ? VALUE_NONE : e;
    if (r || !exc_is_id(t, e, EXC_BaseExceptionGroup))
        return true;
    List *yes = list_alloc(t, 0, 4), *no = rest ? list_alloc(t, 0, 4) : NULL;
    if (!yes || (rest && !no) || !enter_c(t, " in exception_group_split_recursive"))
        return false;
    Tuple *u = exceptions_of(e);
    bool ok = true;
    for (int64_t i = 0; i < u->len && ok; i++) {
        Value m, n = VALUE_NONE;
        ok = split(t, u->items[i], condition, &m, rest ? &n : NULL) && (m == VALUE_NONE || list_append(t, yes, m)) &&
             (n == VALUE_NONE || list_append(t, no, n));
    }
    leave_c(t);
    if (!ok || !(*match = derive_from(t, e, yes)))
        return false;
    return !rest || (*rest = derive_from(t, e, no)) != 0;
}

static Value group_split(Thread *t, Value *a) {
    Value match, rest;
    if (!check_condition(t, a[1]) || !split(t, a[0], a[1], &match, &rest))
        return VALUE_ERROR;
    return tuple_pack2(t, match, rest);
}

static Value group_subgroup(Thread *t, Value *a) {
    Value match;
    return check_condition(t, a[1]) && split(t, a[0], a[1], &match, NULL) ? match : VALUE_ERROR;
}

static Value group_class_getitem(Thread *t, Value *a) { return generic_alias_new(t, a[0], a[1]); }

const TypeDef exc_def_group = {
    .name = "BaseExceptionGroup",
    .doc = "A combination of multiple unrelated exceptions.",
    .slots = {.new_ = group_new, .init = exc_init, .str = group_str},
    .methods = (const FunctionDef[]){
        {"derive", group_derive, "excs, /", NULL, 0},
        {"split", group_split, "condition, /", NULL, 0},
        {"subgroup", group_subgroup, "condition, /", NULL, 0},
        {"__class_getitem__", group_class_getitem, "item, /", "See PEP 585", FN_CLASSMETHOD},
        {0},
    },
    .getsets = (const GetSetDef[]){
        {"message", get_message, member_readonly, "exception message"},
        {"exceptions", get_exceptions, member_readonly, "nested exceptions"},
        {0},
    },
};
