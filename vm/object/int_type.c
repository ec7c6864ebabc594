/* The type int: constructor, slots and methods over the arithmetic of int.c. bool shares them. */
#include "vm/object/int.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/float.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* -- Constructor ----------------------------------------------------------------------------------------- */

static bool is_text(Value v) {
    return is_str(v) || is_bytes(v) || is_bytearray(v) || ptr_kind(v, T_MEMORYVIEW) ||
           (is_ptr(v) && obj_of(v)->type->slots.buffer);
}

static Value from_object(Thread *t, Value x) {
    Type *y = type_of(t, x);
    if (is_text(x) && !y->slots.to_int && !y->slots.index)
        return int_from_text_object(t, x, 10);
    return number_int(t, x);
}

static Value from_text_base(Thread *t, Value x, Value base) {
    int64_t n;
    if (!as_index_clamped(t, base, &n))
        return VALUE_ERROR;
    if (n != 0 && (n < 2 || n > 36))
        return raise_value_error(t, "int() base must be >= 2 and <= 36, or 0");
    if (!is_str(x) && !is_bytes(x) && !is_bytearray(x))
        return raise_type_error(t, "int() can't convert non-string with explicit base");
    return int_from_text_object(t, x, (int)n);
}

/* v, an exact int, as an instance of a subclass: its limbs lie in a block of their own. */
static Value derived(Thread *t, Type *cls, Value v) {
    Value obj = object_alloc(t, cls);
    if (!obj)
        return VALUE_ERROR;
    Int *x = (Int *)obj_of(obj);
    IntView view;
    const __mpz_struct *z = int_view(v, &view);
    size_t n = mpz_size(z);
    x->limbs = alloc_leaf(t, MAX(n, 1) * sizeof(mp_limb_t));
    if (!x->limbs)
        return VALUE_ERROR;
    memcpy(x->limbs, z->_mp_d, n * sizeof(mp_limb_t));
    x->size = z->_mp_size;
    return obj;
}

static Value int_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    size_t nkw = kwnames ? (size_t)kwnames->len : 0;
    if (nargs + nkw > 2)
        return raise_type_error(t, "int() takes at most 2 arguments (%zu given)", nargs + nkw);
    Value base = nargs == 2 ? args[1] : 0, v;
    for (size_t i = 0; i < nkw; i++) {
        if (!str_equals_cstr(as_str(kwnames->items[i]), "base"))
            return raise_type_error(t, "'%U' is an invalid keyword argument for int()", kwnames->items[i]);
        base = args[nargs + i];
    }
    if (base)
        v = nargs ? from_text_base(t, args[0], base) : raise_type_error(t, "int() missing string argument");
    else
        v = nargs ? from_object(t, args[0]) : from_small(0);
    return !v || cls == t->interp->types[T_INT] ? v : derived(t, cls, v);
}

/* -- Slots ----------------------------------------------------------------------------------------------- */

/* One of the operands is an int; the other may be anything. */
#define BINARY(name) \
    static Value slot_##name(Thread *t, Value a, Value b) { \
        return is_int(a) && is_int(b) ? int_##name(t, a, b) : VALUE_NOTIMPLEMENTED; \
    }
BINARY(add)
BINARY(sub)
BINARY(mul)
BINARY(truediv)
BINARY(floordiv)
BINARY(mod)
BINARY(pow)
BINARY(lshift)
BINARY(rshift)
BINARY(and)
BINARY(or)
BINARY(xor)

static Value slot_divmod(Thread *t, Value a, Value b) {
    Value q, r;
    if (!is_int(a) || !is_int(b))
        return VALUE_NOTIMPLEMENTED;
    return int_divmod(t, a, b, &q, &r) ? tuple_pack2(t, q, r) : VALUE_ERROR;
}

static Value slot_pow3(Thread *t, Value a, Value b, Value m) {
    return is_int(a) && is_int(b) && is_int(m) ? int_pow_mod(t, a, b, m) : VALUE_NOTIMPLEMENTED;
}

static Value slot_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!is_int(a) || !is_int(b))
        return VALUE_NOTIMPLEMENTED;
    int c = int_compare(a, b);
    switch (op) {
    case CMP_LT: return from_bool(c < 0);
    case CMP_LE: return from_bool(c <= 0);
    case CMP_EQ: return from_bool(c == 0);
    case CMP_NE: return from_bool(c != 0);
    case CMP_GT: return from_bool(c > 0);
    default: return from_bool(c >= 0);
    }
}

static bool slot_hash(Thread *t, Value self, int64_t *out) {
    *out = int_hash(self);
    return true;
}

static Value slot_repr(Thread *t, Value self) { return int_to_text(t, self, 10, false); }
static int slot_truth(Thread *t, Value self) { return int_sign(self) != 0; }
static Value slot_abs(Thread *t, Value self) {
    return int_sign(self) < 0 ? int_neg(t, self) : int_exact(t, self);
}

static Value slot_float(Thread *t, Value self) {
    bool overflow;
    double d = int_to_double(t, self, &overflow);
    return overflow ? raise_overflow(t, "int too large to convert to float") : from_double(t, d);
}

/* -- Methods --------------------------------------------------------------------------------------------- */

static Value int_itself(Thread *t, Value *a) { return int_exact(t, a[0]); }

static Value bit_length(Thread *t, Value *a) { return from_small(int_bit_length(a[0])); }
static Value bit_count(Thread *t, Value *a) { return from_small(int_bit_count(a[0])); }

static Value as_integer_ratio(Thread *t, Value *a) {
    Value v = int_exact(t, a[0]);
    return v ? tuple_pack2(t, v, from_small(1)) : VALUE_ERROR;
}

/* To a multiple of 10**-digits, ties to the even one. */
static Value int_round(Thread *t, Value *a) {
    Value self = a[0], digits = a[1] ? number_index(t, a[1]) : from_small(0);
    if (!digits)
        return VALUE_ERROR;
    if (int_sign(digits) >= 0)
        return int_exact(t, self);
    if (!is_small(digits) || -small_of(digits) > int_bit_length(self))     /* a digit is more than a bit */
        return from_small(0);
    Value unit = int_pow(t, from_small(10), from_small(-small_of(digits))), q, rest;
    if (!unit || !int_divmod(t, self, unit, &q, &rest))
        return VALUE_ERROR;
    Value twice = int_add(t, rest, rest);
    if (!twice)
        return VALUE_ERROR;
    int c = int_compare(twice, unit);
    bool odd = int_sign(int_and(t, q, from_small(1))) != 0;
    Value down = int_sub(t, self, rest);
    return !down || c < 0 || (c == 0 && !odd) ? down : int_add(t, down, unit);
}

static Value int_format_method(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "__format__() argument must be str, not %V", a[1]);
    return format_int(t, a[0], as_str(a[1]));
}

static Value getnewargs(Thread *t, Value *a) {
    Value v = int_exact(t, a[0]);
    return v ? tuple_pack1(t, v) : VALUE_ERROR;
}

/* As if there were 30 bits in a digit, four bytes each. */
static Value sizeof_method(Thread *t, Value *a) {
    int64_t digits = (int_bit_length(a[0]) + 29) / 30;
    return from_small(24 + 4 * MAX(digits, 1));
}

static MUST_CHECK bool byte_order(Thread *t, Value v, const char *function, bool *little) {
    if (!v) {
        *little = false;
        return true;
    }
    if (!is_str(v)) {
        raise_type_error(t, "%s() argument 'byteorder' must be str, not %V", function, v);
        return false;
    }
    *little = str_equals_cstr(as_str(v), "little");
    if (*little || str_equals_cstr(as_str(v), "big"))
        return true;
    raise_value_error(t, "byteorder must be either 'little' or 'big'");
    return false;
}

static Value to_bytes(Thread *t, Value *a) {
    int64_t n = 1;
    bool little;
    if (a[1]) {
        Value length = number_index(t, a[1]);
        if (!length)
            return VALUE_ERROR;
        if (!int_fits_int64(length, &n))
            return raise_overflow(t, "Python int too large to convert to C ssize_t");
    }
    int is_signed = truth_of(t, a[3]);
    if (is_signed < 0 || !byte_order(t, a[2], "to_bytes", &little))
        return VALUE_ERROR;
    if (n < 0)
        return raise_value_error(t, "length argument must be non-negative");
    Bytes *b = bytes_alloc(t, (size_t)n);
    if (!b || !int_to_bytes(t, a[0], (uint8_t *)b->data, (size_t)n, little, is_signed))
        return VALUE_ERROR;
    return from_ptr(b);
}

/* bytes(v), but a number is not a length. */
static Value bytes_of(Thread *t, Value v) {
    if (is_text(v) && !is_str(v))
        return v;
    Value r = call_special(t, v, NAME(t, __bytes__), NULL, 0);
    if (r != VALUE_NOTIMPLEMENTED)
        return !r || is_bytes(r) ? r : raise_type_error(t, "__bytes__ returned non-bytes (type %T)", r);
    Slots *s = &type_of(t, v)->slots;
    if (is_str(v) || (!s->iter && !s->getitem))
        return raise_type_error(t, "cannot convert '%T' object to bytes", v);
    Value list = from_ptr(list_from_iterable(t, v));
    return list ? call1(t, from_ptr(type_by_id(t, T_BYTES)), list) : VALUE_ERROR;
}

static Value from_bytes(Thread *t, Value *a) {
    bool little;
    int is_signed = truth_of(t, a[3]);
    if (is_signed < 0 || !byte_order(t, a[2], "from_bytes", &little))
        return VALUE_ERROR;
    BufferView b;
    Value bytes = bytes_of(t, a[1]);
    if (!bytes || !get_buffer(t, bytes, &b))
        return VALUE_ERROR;
    Value v = int_from_bytes(t, (const uint8_t *)b.data, b.len, little, is_signed);
    release_buffer(t, &b);
    return !v || a[0] == from_ptr(t->interp->types[T_INT]) ? v : call1(t, a[0], v);
}

static Value get_self(Thread *t, Value self) { return int_exact(t, self); }
static Value get_zero(Thread *t, Value self) { return from_small(0); }
static Value get_one(Thread *t, Value self) { return from_small(1); }

const TypeDef type_int = {
    .name = "int",
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
           "The integer that x stands for: a number is truncated towards zero, a text is read in\n"
           "the given base (2 to 36, or 0 to go by its prefix as in source code). Without arguments 0.",
    .size = sizeof(Int),
    .flags = TYPE_MATCH_SELF,
    .slots = {
        .new_ = int_new, .repr = slot_repr, .hash = slot_hash, .compare = slot_compare, .truth = slot_truth,
        .binary = {
            [BIN_ADD] = slot_add, [BIN_SUB] = slot_sub, [BIN_MUL] = slot_mul, [BIN_TRUEDIV] = slot_truediv,
            [BIN_FLOORDIV] = slot_floordiv, [BIN_MOD] = slot_mod, [BIN_POW] = slot_pow,
            [BIN_DIVMOD] = slot_divmod, [BIN_LSHIFT] = slot_lshift, [BIN_RSHIFT] = slot_rshift,
            [BIN_AND] = slot_and, [BIN_OR] = slot_or, [BIN_XOR] = slot_xor,
        },
        .pow3 = slot_pow3, .neg = int_neg, .pos = int_exact, .abs = slot_abs, .invert = int_invert,
        .to_int = int_exact, .to_float = slot_float, .index = int_exact,
    },
    .methods = (const FunctionDef[]) {
        { "conjugate", int_itself, "", "The number itself: it has no imaginary part.", 0 },
        { "bit_length", bit_length, "", "Bits needed to write the magnitude in binary.", 0 },
        { "bit_count", bit_count, "", "Ones in the binary form of the magnitude.", 0 },
        { "to_bytes", to_bytes, "length=1, byteorder='big', *, signed=False",
          "The bytes of the number; two's complement if signed.", 0 },
        { "from_bytes", from_bytes, "bytes, byteorder='big', *, signed=False",
          "The number that the bytes stand for.", FN_CLASSMETHOD },
        { "as_integer_ratio", as_integer_ratio, "", "The pair (self, 1).", 0 },
        { "__trunc__", int_itself, "", "The number itself.", 0 },
        { "__floor__", int_itself, "", "The number itself.", 0 },
        { "__ceil__", int_itself, "", "The number itself.", 0 },
        { "__round__", int_round, "ndigits=NULL, /", "The nearest multiple of 10**-ndigits.", 0 },
        { "__getnewargs__", getnewargs, "", 0, 0 },
        { "__format__", int_format_method, "format_spec, /", "The text that format_spec asks for.", 0 },
        { "__sizeof__", sizeof_method, "", "Bytes this takes.", 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "real", get_self, NULL, "the real part of a complex number" },
        { "imag", get_zero, NULL, "the imaginary part of a complex number" },
        { "numerator", get_self, NULL, "the numerator of a rational number in lowest terms" },
        { "denominator", get_one, NULL, "the denominator of a rational number in lowest terms" }, { 0 } },
};
