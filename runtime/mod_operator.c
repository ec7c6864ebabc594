/* _operator: the operators as functions; attrgetter, itemgetter and methodcaller. */
#include "vm/native.h"
#include "vm/object/container.h"

/* -- Operators --------------------------------------------------------------------------------- */

#define COMPARE(name, OP) static Value name(Thread *t, Value *a) { return compare_op(t, OP, a[0], a[1]); }
#define BINARY(name, OP)  static Value name(Thread *t, Value *a) { return binary_op(t, OP, a[0], a[1]); }
#define INPLACE(name, OP) static Value name(Thread *t, Value *a) { return inplace_op(t, OP, a[0], a[1]); }

COMPARE(op_lt, CMP_LT)
COMPARE(op_le, CMP_LE)
COMPARE(op_eq, CMP_EQ)
COMPARE(op_ne, CMP_NE)
COMPARE(op_gt, CMP_GT)
COMPARE(op_ge, CMP_GE)
BINARY(op_add, BIN_ADD)
BINARY(op_sub, BIN_SUB)
BINARY(op_mul, BIN_MUL)
BINARY(op_matmul, BIN_MATMUL)
BINARY(op_truediv, BIN_TRUEDIV)
BINARY(op_floordiv, BIN_FLOORDIV)
BINARY(op_mod, BIN_MOD)
BINARY(op_pow, BIN_POW)
BINARY(op_lshift, BIN_LSHIFT)
BINARY(op_rshift, BIN_RSHIFT)
BINARY(op_and, BIN_AND)
BINARY(op_xor, BIN_XOR)
BINARY(op_or, BIN_OR)
INPLACE(op_iadd, BIN_ADD)
INPLACE(op_isub, BIN_SUB)
INPLACE(op_imul, BIN_MUL)
INPLACE(op_imatmul, BIN_MATMUL)
INPLACE(op_itruediv, BIN_TRUEDIV)
INPLACE(op_ifloordiv, BIN_FLOORDIV)
INPLACE(op_imod, BIN_MOD)
INPLACE(op_ipow, BIN_POW)
INPLACE(op_ilshift, BIN_LSHIFT)
INPLACE(op_irshift, BIN_RSHIFT)
INPLACE(op_iand, BIN_AND)
INPLACE(op_ixor, BIN_XOR)
INPLACE(op_ior, BIN_OR)

static Value op_neg(Thread *t, Value *a) { return unary_neg(t, a[0]); }
static Value op_pos(Thread *t, Value *a) { return unary_pos(t, a[0]); }
static Value op_invert(Thread *t, Value *a) { return unary_invert(t, a[0]); }
static Value op_index(Thread *t, Value *a) { return number_index(t, a[0]); }
static Value op_is(Thread *t, Value *a) { return from_bool(a[0] == a[1]); }
static Value op_is_not(Thread *t, Value *a) { return from_bool(a[0] != a[1]); }

static Value op_abs(Thread *t, Value *a) {
    UnaryFn fn = type_of(t, a[0])->slots.abs;
    return fn ? fn(t, a[0]) : raise_type_error(t, "bad operand type for abs(): '%T'", a[0]);
}

static Value op_truth(Thread *t, Value *a) {
    int r = truth_of(t, a[0]);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}

static Value op_not(Thread *t, Value *a) {
    int r = truth_of(t, a[0]);
    return r < 0 ? VALUE_ERROR : from_bool(!r);
}

/* -- Sequences --------------------------------------------------------------------------------- */

static bool is_sequence(Thread *t, Value v) { return !is_dict(v) && type_of(t, v)->slots.getitem != NULL; }

static Value concatenate(Thread *t, Value a, Value b, bool inplace) {
    Slots *s = &type_of(t, a)->slots;
    BinaryFn fn = inplace && s->inplace_concat ? s->inplace_concat : s->concat;
    if (fn)
        return fn(t, a, b);
    if (is_sequence(t, a) && is_sequence(t, b))
        return inplace ? inplace_op(t, BIN_ADD, a, b) : binary_op(t, BIN_ADD, a, b);
    return raise_type_error(t, "'%T' object can't be concatenated", a);
}

static Value op_concat(Thread *t, Value *a) { return concatenate(t, a[0], a[1], false); }
static Value op_iconcat(Thread *t, Value *a) { return concatenate(t, a[0], a[1], true); }
static Value op_getitem(Thread *t, Value *a) { return get_item(t, a[0], a[1]); }
static Value op_setitem(Thread *t, Value *a) {
    return set_item(t, a[0], a[1], a[2]) ? VALUE_NONE : VALUE_ERROR;
}
static Value op_delitem(Thread *t, Value *a) { return set_item(t, a[0], a[1], 0) ? VALUE_NONE : VALUE_ERROR; }

static Value op_contains(Thread *t, Value *a) {
    int r = contains(t, a[0], a[1]);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}

/* The position of the first equal item, or with count their number; -1: none, -2: error. */
static int64_t search(Thread *t, Value iterable, Value v, bool count) {
    Value it = get_iter(t, iterable);
    int64_t n = 0;
    if (!it && exc_matches(t, EXC_TypeError)) {
        exc_clear(t);
        raise_type_error(t, "argument of type '%T' is not iterable", iterable);
    }
    for (int64_t i = 0; it; i++) {
        Value x = iter_next(t, it);
        if (x == VALUE_STOP)
            return count ? n : -1;
        int eq = x ? equal_values(t, x, v) : -1;
        if (eq < 0)
            return -2;
        if (eq && !count)
            return i;
        n += eq;
    }
    return -2;
}

static Value op_count_of(Thread *t, Value *a) {
    int64_t n = search(t, a[0], a[1], true);
    return n < 0 ? VALUE_ERROR : from_small(n);
}

static Value op_index_of(Thread *t, Value *a) {
    int64_t i = search(t, a[0], a[1], false);
    if (i == -1)
        return raise_value_error(t, "sequence.index(x): x not in sequence");
    return i < 0 ? VALUE_ERROR : from_small(i);
}

static Value op_length_hint(Thread *t, Value *a) {
    int64_t guess, n;
    if (!as_ssize(t, a[1], &guess))
        return VALUE_ERROR;
    n = length_hint(t, a[0], guess);
    return n < 0 && t->exc ? VALUE_ERROR : from_int64(t, n);
}

/* -- Others ------------------------------------------------------------------------------------ */

static Value op_call(Thread *t, Value *a) {
    Tuple *args = as_tuple(a[0]);
    if (args->len == 0)
        return raise_type_error(t, "call expected at least 1 argument, got 0");
    Value rest = tuple_slice(t, args, 1, args->len);
    return rest ? call_tuple_dict(t, args->items[0], rest, a[1]) : VALUE_ERROR;
}

/* Takes as long wherever the first difference is. */
static bool same_bytes(const char *a, size_t na, const char *b, size_t nb) {
    unsigned char diff = na != nb;
    for (size_t i = 0; i < nb; i++)
        diff |= (unsigned char)((na == nb ? a[i] : b[i]) ^ b[i]);
    return diff == 0;
}

static Value op_compare_digest(Thread *t, Value *a) {
    if (is_str(a[0]) && is_str(a[1])) {
        Str *x = as_str(a[0]), *y = as_str(a[1]);
        if (!x->ascii || !y->ascii)
            return raise_type_error(t, "comparing strings with non-ASCII characters is not supported");
        return from_bool(same_bytes(x->text, (size_t)x->len, y->text, (size_t)y->len));
    }
    if (is_str(a[0]) || is_str(a[1]))
        return raise_type_error(t, "unsupported operand types(s) or combination of types: '%T' and '%T'",
                                a[0], a[1]);
    BufferView x, y;
    if (!get_buffer(t, a[0], &x))
        return VALUE_ERROR;
    if (!get_buffer(t, a[1], &y)) {
        release_buffer(t, &x);
        return VALUE_ERROR;
    }
    bool same = same_bytes(x.data, x.len, y.data, y.len);
    release_buffer(t, &y);
    release_buffer(t, &x);
    return from_bool(same);
}

/* -- itemgetter -------------------------------------------------------------------------------- */

/* paths: attrgetter's names, split at dots */
typedef struct Getter { Obj h; Tuple *what; Tuple *paths; } Getter;

static Getter *as_getter(Value v) { return (Getter *)obj_of(v); }

static Value getter_new(Thread *t, Type *cls, const char *name, const Value *args, size_t nargs,
                        Tuple *kwnames) {
    if (!check_args(t, name, nargs, kwnames, 1, SIZE_MAX))
        return VALUE_ERROR;
    Value what = tuple_new(t, args, (int64_t)nargs);
    Value v = what ? object_alloc(t, cls) : 0;
    if (v)
        as_getter(v)->what = as_tuple(what);
    return v;
}

static Value itemgetter_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs == 0 && !kwnames)
        return raise_type_error(t, "itemgetter expected 1 argument, got 0");
    return getter_new(t, cls, "itemgetter", args, nargs, kwnames);
}

static Value itemgetter_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Tuple *what = as_getter(self)->what;
    if (!check_args(t, "itemgetter", nargs, kwnames, 1, 1))
        return VALUE_ERROR;
    if (what->len == 1)
        return get_item(t, args[0], what->items[0]);
    Tuple *u = tuple_alloc(t, what->len);
    for (int64_t i = 0; u && i < what->len; i++)
        if (!(u->items[i] = get_item(t, args[0], what->items[i])))
            return VALUE_ERROR;
    return u ? from_ptr(u) : VALUE_ERROR;
}

static Value getter_repr(Thread *t, Value self) {
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_format(t, "%T(...)", self);
    Tuple *what = as_getter(self)->what;
    StrBuf b;
    strbuf_init(&b, t);
    strbuf_cstr(&b, type_name_of(t, self));
    bool ok = true;
    for (int64_t i = 0; ok && i < what->len; i++) {
        strbuf_cstr(&b, i ? ", " : "(");
        ok = strbuf_repr(&b, what->items[i]);
    }
    strbuf_char(&b, ')');
    repr_leave(t, self);
    return ok ? strbuf_finish(&b) : VALUE_ERROR;
}

static Value getter_reduce(Thread *t, Value *a) {
    return iter_reduce_as(t, a[0], from_ptr(as_getter(a[0])->what));
}

const TypeDef type_itemgetter = {
    .name = "operator.itemgetter",
    .doc = "itemgetter(item, ...) --> itemgetter object\n\n"
           "A function that takes the given items of its argument.",
    .size = sizeof(Getter),
    .slots = { .repr = getter_repr, .call = itemgetter_call, .new_ = itemgetter_new },
    .methods = (const FunctionDef[]) { { "__reduce__", getter_reduce, "", 0, 0 }, { 0 } },
};

/* -- attrgetter -------------------------------------------------------------------------------- */

/* 'a.b' as a tuple of interned names. */
static Value split_path(Thread *t, Str *name) {
    List *parts = list_alloc(t, 0, 0);
    for (int64_t start = 0, i = 0; parts && i <= name->len; i++) {
        if (i < name->len && str_at(name, i) != '.')
            continue;
        Value part = str_slice(t, name, start, i);
        if (part)
            part = str_intern(t, part);
        if (!part || !list_append(t, parts, part))
            return VALUE_ERROR;
        start = i + 1;
    }
    return parts ? tuple_new(t, parts->items, parts->len) : VALUE_ERROR;
}

static Value attrgetter_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs == 0 && !kwnames)
        return raise_type_error(t, "attrgetter expected 1 argument, got 0");
    for (size_t i = 0; i < nargs; i++)
        if (!is_str(args[i]))
            return raise_type_error(t, "attribute name must be a string");
    Value v = getter_new(t, cls, "attrgetter", args, nargs, kwnames);
    Tuple *paths = v ? tuple_alloc(t, (int64_t)nargs) : NULL;
    for (size_t i = 0; paths && i < nargs; i++)
        if (!(paths->items[i] = split_path(t, as_str(args[i]))))
            return VALUE_ERROR;
    if (!paths)
        return VALUE_ERROR;
    as_getter(v)->paths = paths;
    return v;
}

static Value follow(Thread *t, Value v, Tuple *path) {
    for (int64_t i = 0; v && i < path->len; i++)
        v = get_attr(t, v, as_str(path->items[i]));
    return v;
}

static Value attrgetter_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Tuple *paths = as_getter(self)->paths;
    if (!check_args(t, "attrgetter", nargs, kwnames, 1, 1))
        return VALUE_ERROR;
    if (paths->len == 1)
        return follow(t, args[0], as_tuple(paths->items[0]));
    Tuple *u = tuple_alloc(t, paths->len);
    for (int64_t i = 0; u && i < paths->len; i++)
        if (!(u->items[i] = follow(t, args[0], as_tuple(paths->items[i]))))
            return VALUE_ERROR;
    return u ? from_ptr(u) : VALUE_ERROR;
}

const TypeDef type_attrgetter = {
    .name = "operator.attrgetter",
    .doc = "attrgetter(attr, ...) --> attrgetter object\n\n"
           "A function that takes the given attributes of its argument.",
    .size = sizeof(Getter),
    .slots = { .repr = getter_repr, .call = attrgetter_call, .new_ = attrgetter_new },
    .methods = (const FunctionDef[]) { { "__reduce__", getter_reduce, "", 0, 0 }, { 0 } },
};

/* -- methodcaller ------------------------------------------------------------------------------ */

typedef struct MethodCaller {
    Obj h;
    Str *name;
    size_t nargs;
    Value *args;                /* room for the receiver, nargs values, then those of the keywords */
    Tuple *kwnames;             /* or NULL */
} MethodCaller;

static MethodCaller *as_caller(Value v) { return (MethodCaller *)obj_of(v); }

static Value caller_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs < 1)
        return raise_type_error(t, "methodcaller needs at least one argument, the method name");
    if (!is_str(args[0]))
        return raise_type_error(t, "method name must be a string");
    size_t nkw = kwnames ? (size_t)kwnames->len : 0;
    Value name = is_exact_str(t, args[0]) ? str_intern(t, args[0]) : args[0];
    Value v = name ? object_alloc(t, cls) : 0;
    Value *all = v ? alloc_array(t, nargs + nkw, sizeof(Value)) : NULL;
    if (!all)
        return VALUE_ERROR;
    memcpy(all + 1, args + 1, (nargs - 1 + nkw) * sizeof(Value));
    MethodCaller *m = as_caller(v);
    m->name = as_str(name);
    m->nargs = nargs - 1;
    m->args = all;
    m->kwnames = nkw ? kwnames : NULL;
    return v;
}

static Value caller_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    MethodCaller *m = as_caller(self);
    if (!check_args(t, "methodcaller", nargs, kwnames, 1, 1))
        return VALUE_ERROR;
    Value receiver, f = get_method(t, args[0], m->name, &receiver);
    if (!f)
        return VALUE_ERROR;
    if (!receiver)
        return call_value(t, f, m->args + 1, m->nargs, m->kwnames);
    size_t n = 1 + m->nargs + (m->kwnames ? (size_t)m->kwnames->len : 0);
    Value few[16], *all = n <= ARRAY_LEN(few) ? few : alloc_array(t, n, sizeof(Value));
    if (!all)
        return VALUE_ERROR;
    memcpy(all, m->args, n * sizeof(Value));        /* a copy: the call may come back to this methodcaller */
    all[0] = receiver;
    return call_value(t, f, all, 1 + m->nargs, m->kwnames);
}

static Value caller_repr(Thread *t, Value self) {
    MethodCaller *m = as_caller(self);
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_format(t, "%T(...)", self);
    StrBuf b;
    strbuf_init(&b, t);
    strbuf_cstr(&b, type_name_of(t, self));
    strbuf_char(&b, '(');
    bool ok = strbuf_repr(&b, from_ptr(m->name));
    for (size_t i = 0; ok && i < m->nargs; i++) {
        strbuf_ascii(&b, ", ", 2);
        ok = strbuf_repr(&b, m->args[1 + i]);
    }
    for (int64_t i = 0; ok && m->kwnames && i < m->kwnames->len; i++) {
        strbuf_ascii(&b, ", ", 2);
        strbuf_str(&b, as_str(m->kwnames->items[i]));
        strbuf_char(&b, '=');
        ok = strbuf_repr(&b, m->args[1 + m->nargs + (size_t)i]);
    }
    strbuf_char(&b, ')');
    repr_leave(t, self);
    return ok ? strbuf_finish(&b) : VALUE_ERROR;
}

static Value caller_reduce(Thread *t, Value *a) {
    MethodCaller *m = as_caller(a[0]);
    Tuple *args = tuple_alloc(t, (int64_t)m->nargs);
    if (!args)
        return VALUE_ERROR;
    memcpy(args->items, m->args + 1, m->nargs * sizeof(Value));
    if (!m->kwnames) {
        Value named[2] = { from_ptr(m->name), 0 };
        Tuple *all = tuple_alloc(t, (int64_t)m->nargs + 1);
        if (!all)
            return VALUE_ERROR;
        all->items[0] = named[0];
        memcpy(all->items + 1, args->items, m->nargs * sizeof(Value));
        return tuple_pack2(t, from_ptr(m->h.type), from_ptr(all));
    }
    size_t nkw = (size_t)m->kwnames->len;
    Value *v = alloc_array(t, 2 + nkw, sizeof(Value));
    if (!v)
        return VALUE_ERROR;
    v[0] = from_ptr(m->h.type);
    v[1] = from_ptr(m->name);
    memcpy(v + 2, m->args + 1 + m->nargs, nkw * sizeof(Value));
    Value partial = call_value(t, from_ptr(type_by_id(t, T_PARTIAL)), v, 2, m->kwnames);
    return partial ? tuple_pack2(t, partial, from_ptr(args)) : VALUE_ERROR;
}

const TypeDef type_methodcaller = {
    .name = "operator.methodcaller",
    .doc = "methodcaller(name, ...) --> methodcaller object\n\n"
           "A function that calls the given method of its argument.",
    .size = sizeof(MethodCaller),
    .slots = { .repr = caller_repr, .call = caller_call, .new_ = caller_new },
    .methods = (const FunctionDef[]) { { "__reduce__", caller_reduce, "", 0, 0 }, { 0 } },
};

/* -- The module -------------------------------------------------------------------------------- */

#define ROW2(name, fn, doc) { name, fn, "a, b, /", doc, 0 }

const ModuleDef mod_operator = {
    .name = "_operator",
    .doc = "Operator interface.",
    .functions = (const FunctionDef[]) {
        ROW2("lt", op_lt, "Same as a < b."),
        ROW2("le", op_le, "Same as a <= b."),
        ROW2("eq", op_eq, "Same as a == b."),
        ROW2("ne", op_ne, "Same as a != b."),
        ROW2("gt", op_gt, "Same as a > b."),
        ROW2("ge", op_ge, "Same as a >= b."),
        ROW2("add", op_add, "Same as a + b."),
        ROW2("sub", op_sub, "Same as a - b."),
        ROW2("mul", op_mul, "Same as a * b."),
        ROW2("matmul", op_matmul, "Same as a @ b."),
        ROW2("truediv", op_truediv, "Same as a / b."),
        ROW2("floordiv", op_floordiv, "Same as a // b."),
        ROW2("mod", op_mod, "Same as a % b."),
        ROW2("pow", op_pow, "Same as a ** b."),
        ROW2("lshift", op_lshift, "Same as a << b."),
        ROW2("rshift", op_rshift, "Same as a >> b."),
        ROW2("and_", op_and, "Same as a & b."),
        ROW2("xor", op_xor, "Same as a ^ b."),
        ROW2("or_", op_or, "Same as a | b."),
        ROW2("iadd", op_iadd, "Same as a += b."),
        ROW2("isub", op_isub, "Same as a -= b."),
        ROW2("imul", op_imul, "Same as a *= b."),
        ROW2("imatmul", op_imatmul, "Same as a @= b."),
        ROW2("itruediv", op_itruediv, "Same as a /= b."),
        ROW2("ifloordiv", op_ifloordiv, "Same as a //= b."),
        ROW2("imod", op_imod, "Same as a %= b."),
        ROW2("ipow", op_ipow, "Same as a **= b."),
        ROW2("ilshift", op_ilshift, "Same as a <<= b."),
        ROW2("irshift", op_irshift, "Same as a >>= b."),
        ROW2("iand", op_iand, "Same as a &= b."),
        ROW2("ixor", op_ixor, "Same as a ^= b."),
        ROW2("ior", op_ior, "Same as a |= b."),
        ROW2("is_", op_is, "Same as a is b."),
        ROW2("is_not", op_is_not, "Same as a is not b."),
        ROW2("concat", op_concat, "Same as a + b, for sequences."),
        ROW2("iconcat", op_iconcat, "Same as a += b, for sequences."),
        ROW2("contains", op_contains, "Same as b in a."),
        ROW2("countOf", op_count_of, "How many items of a equal b."),
        ROW2("indexOf", op_index_of, "Index of the first item of a that equals b."),
        ROW2("getitem", op_getitem, "Same as a[b]."),
        ROW2("delitem", op_delitem, "Same as del a[b]."),
        { "setitem", op_setitem, "a, b, c, /", "Same as a[b] = c.", 0 },
        { "neg", op_neg, "a, /", "Same as -a.", 0 },
        { "pos", op_pos, "a, /", "Same as +a.", 0 },
        { "abs", op_abs, "a, /", "Same as abs(a).", 0 },
        { "inv", op_invert, "a, /", "Same as ~a.", 0 },
        { "invert", op_invert, "a, /", "Same as ~a.", 0 },
        { "index", op_index, "a, /", "Same as a.__index__()", 0 },
        { "not_", op_not, "a, /", "Same as not a.", 0 },
        { "truth", op_truth, "a, /", "True if a is true, False otherwise.", 0 },
        { "length_hint", op_length_hint, "obj, default=0, /", "How many items obj probably has.", 0 },
        { "call", op_call, "*args, **kwargs", "Same as obj(*args, **kwargs).", 0 },
        { "_compare_digest", op_compare_digest, "a, b, /",
          "a == b, in a time that tells nothing about them.", 0 },
        { 0 } },
    .types = (const uint16_t[]) { T_ATTRGETTER, T_ITEMGETTER, T_METHODCALLER, 0 },
};
