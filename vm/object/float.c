/* float: the type, its arithmetic and its text. Most floats are immediate (value.h); the others are boxed
 * here. */
#include "vm/object/float.h"
#include "vm/base/dtoa.h"
#include "vm/base/hash.h"
#include "vm/object/container.h"
#include <math.h>
#include <strings.h>

Value float_box(Thread *t, double d) {
    Float *f = alloc_leaf_obj(t, t->interp->types[T_FLOAT], sizeof(Float));
    if (unlikely(!f))
        return VALUE_ERROR;
    f->d = d;
    return from_ptr(f);
}

static inline Value float_exact(Thread *t, Value v) {
    return is_imm_float(v) || is_exact(t, v, T_FLOAT) ? v : from_double(t, float_of(v));
}

/* -- Arithmetic ------------------------------------------------------------------------------------------ */

int float_operand(Thread *t, Value v, double *out) {
    if (likely(is_float(v))) {
        *out = float_of(v);
        return 1;
    }
    if (!is_int(v))
        return 0;
    bool overflow;
    *out = int_to_double(t, v, &overflow);
    if (overflow) {
        raise_overflow(t, "int too large to convert to float");
        return -1;
    }
    return 1;
}

/* Both operands as doubles; else 0 or NotImplemented in *result. */
static inline bool operands(Thread *t, Value a, Value b, double *x, double *y, Value *result) {
    int r = float_operand(t, a, x);
    if (r > 0)
        r = float_operand(t, b, y);
    *result = r < 0 ? VALUE_ERROR : VALUE_NOTIMPLEMENTED;
    return r > 0;
}

/* fmod(), but in a few instructions where the quotient is exact enough: a - q*b is a double then, so fma()
 * gives it exactly, and where q was rounded up to the next whole number one step back does. */
static inline double remainder_of(double a, double b) {
    double q = a / b;
    if (unlikely(!(fabs(q) < 0x1p53) || isinf(b)))
        return fmod(a, b);
    double r = fma(-(double)(int64_t)q, b, a);
    if (r != 0 && (r < 0) != (a < 0))
        r += a < 0 ? -fabs(b) : fabs(b);
    return copysign(r, a);
}

double float_mod(double a, double b) {
    double m = remainder_of(a, b);
    if (m == 0)
        return copysign(0, b);
    return (b < 0) != (m < 0) ? m + b : m;
}

double float_floordiv(double a, double b) {
    double m = remainder_of(a, b), q = (a - m) / b;
    if (m != 0 && (b < 0) != (m < 0))
        q -= 1;
    if (q == 0)
        return copysign(0, a / b);
    double whole = floor(q);
    return q - whole > 0.5 ? whole + 1 : whole;
}

static Value raise_range(Thread *t) {
    Value text = str_from_cstr(t, "Numerical result out of range");
    Value args = text ? tuple_pack2(t, from_small(34), text) : VALUE_ERROR;
    Value exc = args ? exc_new(t, t->interp->exc_types[EXC_OverflowError], args) : VALUE_ERROR;
    return exc ? raise_value(t, exc) : VALUE_ERROR;
}

Value float_pow(Thread *t, double a, double b) {
    if (a == 0 && b < 0 && !isinf(b))
        return raise_error(t, EXC_ZeroDivisionError, "0.0 cannot be raised to a negative power");
    bool finite = isfinite(a) && isfinite(b);
    if (a < 0 && finite && b != floor(b))
        return complex_pow(t, a, 0, b, 0);
    double r = pow(a, b);
    if (isinf(r) && finite)
        return raise_range(t);
    return from_double(t, r);
}

#define OPERATOR(name, expression) \
    static Value slot_##name(Thread *t, Value a, Value b) { \
        double x, y; \
        Value r; \
        return operands(t, a, b, &x, &y, &r) ? (expression) : r; \
    }
#define DIVISION(name, text, expression) \
    OPERATOR(name, y == 0 ? raise_error(t, EXC_ZeroDivisionError, text) : (expression))

static Value divmod_pair(Thread *t, double x, double y) {
    Value q = from_double(t, float_floordiv(x, y)), r = q ? from_double(t, float_mod(x, y)) : VALUE_ERROR;
    return r ? tuple_pack2(t, q, r) : VALUE_ERROR;
}

OPERATOR(add, from_double(t, x + y))
OPERATOR(sub, from_double(t, x - y))
OPERATOR(mul, from_double(t, x * y))
OPERATOR(pow, float_pow(t, x, y))
DIVISION(truediv, "float division by zero", from_double(t, x / y))
DIVISION(floordiv, "float floor division by zero", from_double(t, float_floordiv(x, y)))
DIVISION(mod, "float modulo", from_double(t, float_mod(x, y)))
DIVISION(divmod, "float divmod()", divmod_pair(t, x, y))

static Value slot_pow3(Thread *t, Value a, Value b, Value m) {
    return raise_type_error(t, "pow() 3rd argument not allowed unless all arguments are integers");
}

static Value slot_neg(Thread *t, Value self) { return from_double(t, -float_of(self)); }
static Value slot_abs(Thread *t, Value self) { return from_double(t, fabs(float_of(self))); }
static Value slot_int(Thread *t, Value self) { return int_from_double(t, float_of(self)); }
static int slot_truth(Thread *t, Value self) { return float_of(self) != 0; }

/* -- Comparison ------------------------------------------------------------------------------------------ */

/* The sign of d - i; d is not nan. */
static int compare_with_int(double d, Value i) {
    if (is_small(i) && fabs(d) < 0x1p62) {
        int64_t whole = (int64_t)d, n = small_of(i);
        if (whole != n)
            return whole < n ? -1 : 1;
        double rest = d - (double)whole;
        return (rest > 0) - (rest < 0);
    }
    if (isinf(d))
        return d > 0 ? 1 : -1;
    IntView view;
    int c = mpz_cmp_d(int_view(i, &view), d);
    return (c < 0) - (c > 0);
}

static bool holds(enum CompareOp op, int c) {
    switch (op) {
    case CMP_LT: return c < 0;
    case CMP_LE: return c <= 0;
    case CMP_EQ: return c == 0;
    case CMP_NE: return c != 0;
    case CMP_GT: return c > 0;
    default: return c >= 0;
    }
}

Value float_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    double x = is_float(a) ? float_of(a) : 0, y = is_float(b) ? float_of(b) : 0;
    if (isnan(x) || isnan(y))
        return from_bool(op == CMP_NE);
    if (!is_float(a))
        return from_bool(holds(op, -compare_with_int(y, a)));
    if (!is_float(b))
        return from_bool(holds(op, compare_with_int(x, b)));
    return from_bool(holds(op, (x > y) - (x < y)));
}

static Value slot_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    return is_float(b) || is_int(b) ? float_compare(t, a, b, op) : VALUE_NOTIMPLEMENTED;
}

int64_t float_hash(double d, Value self) {
    return isnan(d) ? hash_pointer((void *)(uintptr_t)self) : hash_double(d);
}

static bool slot_hash(Thread *t, Value self, int64_t *out) {
    *out = float_hash(float_of(self), self);
    return true;
}

/* -- Text ------------------------------------------------------------------------------------------------ */

Value float_repr(Thread *t, double d) {
    char text[DTOA_REPR_MAX];
    return str_from_ascii(t, text, dtoa_repr(d, text));
}

static Value slot_repr(Thread *t, Value self) { return float_repr(t, float_of(self)); }

static inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static bool parse_float(const char *s, const char *end, double *out) {
    while (s < end && is_space(*s))
        s++;
    while (end > s && is_space(end[-1]))
        end--;
    return s < end && dtoa_parse(s, end, out) == end;
}

Value float_from_text(Thread *t, Value v) {
    double d;
    bool ok;
    if (is_str(v)) {
        size_t n;
        const char *s = numeric_text(t, as_str(v), &n);
        if (!s)
            return VALUE_ERROR;
        ok = parse_float(s, s + n, &d);
    } else {
        BufferView b;
        if (!get_buffer(t, v, &b))
            return VALUE_ERROR;
        ok = parse_float(b.data, b.data + b.len, &d);
        release_buffer(t, &b);
    }
    return ok ? from_double(t, d) : raise_value_error(t, "could not convert string to float: %R", v);
}

double float_scale(uint64_t m, int64_t exponent) {
    int bits = m ? 64 - __builtin_clzll(m) : 0;
    int64_t extra = MAX(bits - 53, -1074 - exponent);   /* subnormals keep fewer bits */
    if (bits == 0 || extra > 64)
        return 0;
    if (exponent > 1024)
        return INFINITY;
    if (extra <= 0)
        return ldexp((double)m, (int)exponent);
    uint64_t half = UINT64_C(1) << (extra - 1), mask = half | (half - 1), low = m & mask;
    uint64_t kept = extra == 64 ? 0 : m >> extra;
    if (low > half || (low == half && (kept & 1)))
        kept++;
    return ldexp((double)kept, (int)(exponent + extra));
}

/* -- Hexadecimal ----------------------------------------------------------------------------------------- */

static Value float_hex(Thread *t, Value *a) {
    double d = float_of(a[0]);
    if (!isfinite(d))
        return float_repr(t, d);
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff);
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    const char *sign = bits >> 63 ? "-" : "";
    if (exponent == 0 && fraction == 0)
        return str_format(t, "%s0x0.0p+0", sign);
    char digits[16];
    for (int i = 0; i < 13; i++)
        digits[i] = "0123456789abcdef"[fraction >> (48 - 4 * i) & 15];
    digits[13] = 0;
    int e = exponent ? exponent - 1023 : -1022;
    return str_format(t, "%s0x%c.%sp%s%d", sign, exponent ? '1' : '0', digits, e < 0 ? "" : "+", e);
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Digits with a point: the first 60 or so bits in *m, the rest in its lowest bit. NULL: there is no digit. */
static const char *hex_mantissa(const char *s, uint64_t *m, int64_t *exponent) {
    bool any = false, point = false;
    *m = 0;
    *exponent = 0;
    for (;; s++) {
        int d = hex_digit(*s);
        if (*s == '.' && !point) {
            point = true;
        } else if (d < 0) {
            return any ? s : NULL;
        } else {
            any = true;
            if (*m >> 60) {
                *m |= d != 0;
                *exponent += point ? 0 : 4;
            } else {
                *m = *m << 4 | (uint64_t)d;
                *exponent -= point ? 4 : 0;
            }
        }
    }
}

static const char *hex_exponent(const char *s, int64_t *out) {
    bool neg = *s == '-';
    int64_t e = 0;
    if (*s == '-' || *s == '+')
        s++;
    if (*s < '0' || *s > '9')
        return NULL;
    for (; *s >= '0' && *s <= '9'; s++)
        e = MIN(e * 10 + (*s - '0'), INT64_C(1) << 56);
    *out += neg ? -e : e;
    return s;
}

static bool skip_word(const char **s, const char *word) {
    size_t n = strlen(word);
    if (strncasecmp(*s, word, n) != 0)
        return false;
    *s += n;
    return true;
}

static Value parse_hex(Thread *t, const char *s, const char *end) {
    while (is_space(*s))
        s++;
    bool neg = *s == '-', literal = true;
    double d = NAN;
    if (*s == '-' || *s == '+')
        s++;
    if (!skip_word(&s, "nan")) {
        d = INFINITY;
        if (!skip_word(&s, "infinity") && !skip_word(&s, "inf")) {
            uint64_t m;
            int64_t exponent;
            literal = false;
            if (s[0] == '0' && (s[1] | 0x20) == 'x')
                s += 2;
            s = hex_mantissa(s, &m, &exponent);
            if (s && (*s | 0x20) == 'p')
                s = hex_exponent(s + 1, &exponent);
            d = s ? float_scale(m, exponent) : 0;
        }
    }
    while (s && is_space(*s))
        s++;
    if (s != end)
        return raise_value_error(t, "invalid hexadecimal floating-point string");
    if (isinf(d) && !literal)
        return raise_overflow(t, "hexadecimal value too large to represent as a float");
    return from_double(t, neg ? -d : d);
}

static Value float_fromhex(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "bad argument type for built-in operation");
    size_t n;
    const char *s = str_utf8(t, as_str(a[1]), &n);
    Value v = s ? parse_hex(t, s, s + n) : VALUE_ERROR;
    return !v || a[0] == from_ptr(t->interp->types[T_FLOAT]) ? v : call1(t, a[0], v);
}

/* -- Constructor ----------------------------------------------------------------------------------------- */

static Value from_object(Thread *t, Value x) {
    if (is_imm_float(x) || is_exact(t, x, T_FLOAT))
        return x;
    double d;
    Slots *s = &type_of(t, x)->slots;
    if (s->to_float || s->index)
        return as_double(t, x, &d) ? from_double(t, d) : VALUE_ERROR;
    if (is_str(x) || is_bytes(x) || is_bytearray(x) || ptr_kind(x, T_MEMORYVIEW) || s->buffer)
        return float_from_text(t, x);
    return raise_type_error(t, "float() argument must be a string or a real number, not '%T'", x);
}

static Value float_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    bool exact = cls == t->interp->types[T_FLOAT];
    if (!check_args(t, "float", nargs, exact ? kwnames : NULL, 0, 1))
        return VALUE_ERROR;
    Value v = nargs ? from_object(t, args[0]) : from_double(t, 0.0);
    if (!v || exact)
        return v;
    Value obj = object_alloc(t, cls);
    if (obj)
        ((Float *)obj_of(obj))->d = float_of(v);
    return obj;
}

/* -- Methods --------------------------------------------------------------------------------------------- */

static Value float_itself(Thread *t, Value *a) { return float_exact(t, a[0]); }
static Value float_trunc(Thread *t, Value *a) { return int_from_double(t, float_of(a[0])); }
static Value float_floor(Thread *t, Value *a) { return int_from_double(t, floor(float_of(a[0]))); }
static Value float_ceil(Thread *t, Value *a) { return int_from_double(t, ceil(float_of(a[0]))); }

static Value is_integer(Thread *t, Value *a) {
    double d = float_of(a[0]);
    return from_bool(isfinite(d) && floor(d) == d);
}

static Value float_round(Thread *t, Value *a) {
    double d = float_of(a[0]);
    if (a[1] == VALUE_NONE)
        return int_from_double(t, nearbyint(d));        /* ties to even: nobody changes the mode */
    Value digits = number_index(t, a[1]);
    if (!digits)
        return VALUE_ERROR;
    int64_t n;
    if (!int_fits_int64(digits, &n))
        n = int_sign(digits) < 0 ? INT64_MIN : INT64_MAX;
    if (!isfinite(d) || n > 323)
        return from_double(t, d);
    if (n < -308)
        return from_double(t, 0 * d);
    double r = dtoa_round(d, (int)n);
    return isinf(r) ? raise_overflow(t, "rounded value too large to represent") : from_double(t, r);
}

static Value as_integer_ratio(Thread *t, Value *a) {
    double d = float_of(a[0]);
    if (isinf(d))
        return raise_overflow(t, "cannot convert Infinity to integer ratio");
    if (isnan(d))
        return raise_value_error(t, "cannot convert NaN to integer ratio");
    int e;
    int64_t m = (int64_t)ldexp(frexp(d, &e), 53);
    e = m ? e - 53 : 0;
    for (; m && !(m & 1) && e < 0; e++)
        m /= 2;
    Value p = from_int64(t, m), q = from_small(1);
    if (e > 0)
        p = int_lshift(t, p, from_small(e));
    else
        q = int_lshift(t, q, from_small(-e));
    return p && q ? tuple_pack2(t, p, q) : VALUE_ERROR;
}

static Value float_format_method(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "__format__() argument must be str, not %V", a[1]);
    return format_float(t, a[0], as_str(a[1]));
}

static Value getnewargs(Thread *t, Value *a) {
    Value v = float_exact(t, a[0]);
    return v ? tuple_pack1(t, v) : VALUE_ERROR;
}

static Value getformat(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "__getformat__() argument must be str, not %V", a[1]);
    if (!str_equals_cstr(as_str(a[1]), "double") && !str_equals_cstr(as_str(a[1]), "float"))
        return raise_value_error(t, "__getformat__() argument 1 must be 'double' or 'float'");
    return str_from_cstr(t, "IEEE, little-endian");
}

static Value get_imag(Thread *t, Value self) { return from_double(t, 0.0); }

const TypeDef type_float = {
    .name = "float",
    .doc = "Convert a string or number to a floating point number, if possible.",
    .size = sizeof(Float),
    .flags = TYPE_MATCH_SELF,
    .slots = {
        .new_ = float_new, .repr = slot_repr, .hash = slot_hash, .compare = slot_compare, .truth = slot_truth,
        .binary = {
            [BIN_ADD] = slot_add, [BIN_SUB] = slot_sub, [BIN_MUL] = slot_mul, [BIN_TRUEDIV] = slot_truediv,
            [BIN_FLOORDIV] = slot_floordiv, [BIN_MOD] = slot_mod, [BIN_POW] = slot_pow,
            [BIN_DIVMOD] = slot_divmod,
        },
        .pow3 = slot_pow3, .neg = slot_neg, .pos = float_exact, .abs = slot_abs, .to_int = slot_int,
        .to_float = float_exact,
    },
    .methods = (const FunctionDef[]) {
        { "conjugate", float_itself, "", "The number itself: it has no imaginary part.", 0 },
        { "__trunc__", float_trunc, "", "The int next to self towards 0.", 0 },
        { "__floor__", float_floor, "", "The greatest int that is not above self.", 0 },
        { "__ceil__", float_ceil, "", "The least int that is not below self.", 0 },
        { "__round__", float_round, "ndigits=None, /", "The nearest int, or float with ndigits digits.", 0 },
        { "as_integer_ratio", as_integer_ratio, "", "Two ints whose ratio is exactly self.", 0 },
        { "fromhex", float_fromhex, "string, /", "The float that hex() wrote.", FN_CLASSMETHOD },
        { "hex", float_hex, "", "An exact text: '0x1.8000000000000p+0' is 1.5.", 0 },
        { "is_integer", is_integer, "", "Is the value whole?", 0 },
        { "__getnewargs__", getnewargs, "", 0, 0 },
        { "__getformat__", getformat, "typestr, /", "How C stores a 'double' or 'float'.", FN_CLASSMETHOD },
        { "__format__", float_format_method, "format_spec, /", "The text that format_spec asks for.", 0 },
        { 0 } },
    .getsets = (const GetSetDef[]) {
        { "real", float_exact, NULL, "the real part of a complex number" },
        { "imag", get_imag, NULL, "the imaginary part of a complex number" }, { 0 } },
};
