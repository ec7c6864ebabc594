/* None, NotImplemented and Ellipsis. */
#include "vm/base/hash.h"
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

static Value name_repr(Thread *t, Value v) {
    return str_from_cstr(t, v == VALUE_NONE ? "None" : v == VALUE_ELLIPSIS ? "Ellipsis" : "NotImplemented");
}
static Value name_reduce(Thread *t, Value *a) { return name_repr(t, a[0]); }

/* The one instance; the type takes no arguments. */
static Value only(Thread *t, Type *cls, size_t nargs, Tuple *kwnames, Value v) {
    if (nargs || kwnames)
        return raise_type_error(t, "%N takes no arguments", cls);
    return v;
}
static Value none_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return only(t, cls, nargs, kwnames, VALUE_NONE);
}
static Value notimplemented_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return only(t, cls, nargs, kwnames, VALUE_NOTIMPLEMENTED);
}
static Value ellipsis_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs || kwnames)
        return raise_type_error(t, "EllipsisType takes no arguments");
    return VALUE_ELLIPSIS;
}

static int none_truth(Thread *t, Value v) { return 0; }

static int notimplemented_truth(Thread *t, Value v) {
    return warn(t, EXC_DeprecationWarning, 1, "NotImplemented should not be used in a boolean context") ? 1 : -1;
}

const TypeDef type_none = {
    .name = "NoneType",
    .flags = TYPE_NO_BASE,
    .slots = {.repr = name_repr, .truth = none_truth, .new_ = none_new},
};

const TypeDef type_notimplemented = {
    .name = "NotImplementedType",
    .flags = TYPE_NO_BASE,
    .slots = {.repr = name_repr, .truth = notimplemented_truth, .new_ = notimplemented_new},
    .methods = (const FunctionDef[]){{"__reduce__", name_reduce, "", NULL, 0}, {0}},
};

const TypeDef type_ellipsis = {
    .name = "ellipsis",
    .flags = TYPE_NO_BASE,
    .slots = {.repr = name_repr, .new_ = ellipsis_new},
    .methods = (const FunctionDef[]){{"__reduce__", name_reduce, "", NULL, 0}, {0}},
};
