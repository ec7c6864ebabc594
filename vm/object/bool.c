/* bool: int's arithmetic, but &, | and ^ of two bools give a bool. */
#include "vm/object/container.h"

static Value bool_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_args(t, "bool", nargs, kwnames, 0, 1))
        return VALUE_ERROR;
    int truth = nargs ? truth_of(t, args[0]) : 0;
    return truth < 0 ? VALUE_ERROR : from_bool(truth);
}

static Value bool_repr(Thread *t, Value self) {
    return str_from_cstr(t, self == VALUE_TRUE ? "True" : "False");
}

static Value bool_and(Thread *t, Value a, Value b) {
    if (is_bool(a) && is_bool(b))
        return from_bool(a == VALUE_TRUE && b == VALUE_TRUE);
    return is_int(a) && is_int(b) ? int_and(t, a, b) : VALUE_NOTIMPLEMENTED;
}

static Value bool_or(Thread *t, Value a, Value b) {
    if (is_bool(a) && is_bool(b))
        return from_bool(a == VALUE_TRUE || b == VALUE_TRUE);
    return is_int(a) && is_int(b) ? int_or(t, a, b) : VALUE_NOTIMPLEMENTED;
}

static Value bool_xor(Thread *t, Value a, Value b) {
    if (is_bool(a) && is_bool(b))
        return from_bool(a != b);
    return is_int(a) && is_int(b) ? int_xor(t, a, b) : VALUE_NOTIMPLEMENTED;
}

const TypeDef type_bool = {
    .name = "bool",
    .doc = "bool(x) -> bool\n\nTrue if x counts as true, False otherwise. The two are the only instances.",
    .base = T_INT,
    .flags = TYPE_NO_BASE,
    .slots = {
        .new_ = bool_new, .repr = bool_repr,
        .binary = { [BIN_AND] = bool_and, [BIN_OR] = bool_or, [BIN_XOR] = bool_xor },
    },
};
