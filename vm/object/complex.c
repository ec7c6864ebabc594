/* complex: a boxed pair of doubles, its arithmetic and its text. */
#include "vm/base/dtoa.h"
#include "vm/base/hash.h"
#include "vm/object/container.h"
#include <ctype.h>
#include <errno.h>
#include <math.h>

typedef struct Pair { double re, im; } Pair;

static inline Complex *as_complex_obj(Value v) { return (Complex *)obj_of(v); }

Value complex_new(Thread *t, double re, double im) {
    Complex *c = alloc_leaf_obj(t, type_by_id(t, T_COMPLEX), sizeof(Complex));
    if (unlikely(!c))
        return VALUE_ERROR;
    c->re = re;
    c->im = im;
    return from_ptr(c);
}

static inline Value from_pair(Thread *t, Pair p) { return complex_new(t, p.re, p.im); }

static Value complex_exact(Thread *t, Value v) {
    return is_exact(t, v, T_COMPLEX) ? v : complex_new(t, as_complex_obj(v)->re, as_complex_obj(v)->im);
}

/* -- Arithmetic ------------------------------------------------------------------------------------------ */

static int operand(Thread *t, Value v, Pair *out) {
    if (is_complex(v)) {
        *out = (Pair){ as_complex_obj(v)->re, as_complex_obj(v)->im };
        return 1;
    }
    out->im = 0;
    return float_operand(t, v, &out->re);
}

static bool operands(Thread *t, Value a, Value b, Pair *x, Pair *y, Value *result) {
    int r = operand(t, a, x);
    if (r > 0)
        r = operand(t, b, y);
    *result = r < 0 ? VALUE_ERROR : VALUE_NOTIMPLEMENTED;
    return r > 0;
}

static Pair multiply(Pair x, Pair y) {
    return (Pair){ x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re };
}

/* Smith's way: dividing by the larger part first avoids overflow in between. false: y is 0. */
static bool divide(Pair x, Pair y, Pair *out) {
    double re = fabs(y.re), im = fabs(y.im);
    if (re >= im) {
        if (re == 0)
            return false;
        double ratio = y.im / y.re, denominator = y.re + y.im * ratio;
        *out = (Pair){ (x.re + x.im * ratio) / denominator, (x.im - x.re * ratio) / denominator };
    } else if (im >= re) {
        double ratio = y.re / y.im, denominator = y.re * ratio + y.im;
        *out = (Pair){ (x.re * ratio + x.im) / denominator, (x.im * ratio - x.re) / denominator };
    } else {
        *out = (Pair){ NAN, NAN };
    }
    return true;
}

static Pair power_by_squaring(Pair x, unsigned n) {
    Pair r = { 1, 0 };
    for (; n; n >>= 1) {
        if (n & 1)
            r = multiply(r, x);
        x = multiply(x, x);
    }
    return r;
}

static Value zero_power(Thread *t) {
    return raise_error(t, EXC_ZeroDivisionError, "0.0 to a negative or complex power");
}

static Value power(Thread *t, Pair x, Pair y) {
    Pair r;
    errno = 0;
    if (y.im == 0 && y.re == floor(y.re) && fabs(y.re) <= 100) {
        r = power_by_squaring(x, (unsigned)fabs(y.re));
        if (y.re <= 0 && !divide((Pair){ 1, 0 }, r, &r))
            return zero_power(t);
    } else if (x.re == 0 && x.im == 0) {
        if (y.im != 0 || y.re < 0)
            return zero_power(t);
        r = (Pair){ 0, 0 };
    } else {
        double size = hypot(x.re, x.im), length = pow(size, y.re);
        double angle = atan2(x.im, x.re), phase = angle * y.re;
        if (y.im != 0) {
            length /= exp(angle * y.im);
            phase += y.im * log(size);
        }
        r = (Pair){ length * cos(phase), length * sin(phase) };
        if (isinf(phase))
            return zero_power(t);
    }
    if (isinf(r.re) || isinf(r.im))
        return raise_overflow(t, "complex exponentiation");
    return from_pair(t, r);
}

Value complex_pow(Thread *t, double a_re, double a_im, double b_re, double b_im) {
    return power(t, (Pair){ a_re, a_im }, (Pair){ b_re, b_im });
}

static Value quotient(Thread *t, Pair x, Pair y) {
    Pair r;
    if (!divide(x, y, &r))
        return raise_error(t, EXC_ZeroDivisionError, "complex division by zero");
    return from_pair(t, r);
}

#define OPERATOR(name, expression) \
    static Value slot_##name(Thread *t, Value a, Value b) { \
        Pair x, y; \
        Value r; \
        return operands(t, a, b, &x, &y, &r) ? (expression) : r; \
    }

OPERATOR(add, complex_new(t, x.re + y.re, x.im + y.im))
OPERATOR(sub, complex_new(t, x.re - y.re, x.im - y.im))
OPERATOR(mul, from_pair(t, multiply(x, y)))
OPERATOR(truediv, quotient(t, x, y))
OPERATOR(pow, power(t, x, y))

static Value slot_pow3(Thread *t, Value a, Value b, Value m) {
    return raise_value_error(t, "complex modulo");
}

static Value slot_neg(Thread *t, Value v) {
    return complex_new(t, -as_complex_obj(v)->re, -as_complex_obj(v)->im);
}

static int slot_truth(Thread *t, Value v) { return as_complex_obj(v)->re != 0 || as_complex_obj(v)->im != 0; }

static Value slot_abs(Thread *t, Value v) {
    Complex *c = as_complex_obj(v);
    double d = hypot(c->re, c->im);
    if (isinf(d) && isfinite(c->re) && isfinite(c->im))
        return raise_overflow(t, "absolute value too large");
    return from_double(t, d);
}

static Value slot_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (op != CMP_EQ && op != CMP_NE)
        return VALUE_NOTIMPLEMENTED;
    Complex *x = as_complex_obj(a);
    bool equal;
    if (is_complex(b)) {
        equal = x->re == as_complex_obj(b)->re && x->im == as_complex_obj(b)->im;
    } else if (is_float(b)) {
        equal = x->im == 0 && x->re == float_of(b);
    } else if (is_int(b)) {
        Value re = from_double(t, x->re);
        if (!re)
            return VALUE_ERROR;
        equal = x->im == 0 && float_compare(t, re, b, CMP_EQ) == VALUE_TRUE;
    } else {
        return VALUE_NOTIMPLEMENTED;
    }
    return from_bool(equal == (op == CMP_EQ));
}

static bool slot_hash(Thread *t, Value self, int64_t *out) {
    Complex *c = as_complex_obj(self);
    *out = hash_complex(float_hash(c->re, self), float_hash(c->im, self));
    return true;
}

/* -- Text ------------------------------------------------------------------------------------------------ */

static Value slot_repr(Thread *t, Value self) {
    Complex *c = as_complex_obj(self);
    Buf b = BUF_INIT;
    bool real = c->re != 0 || signbit(c->re);           /* 0j, but (-0+0j) */
    if (real) {
        buf_char(&b, '(');
        dtoa_format(&b, c->re, 'r', 0, 0);
    }
    dtoa_format(&b, c->im, 'r', 0, real ? DTOA_PLUS : 0);
    buf_str(&b, real ? "j)" : "j");
    if (b.failed) {
        raise_memory(t);
        return VALUE_ERROR;
    }
    return str_from_ascii(t, b.data, b.len);
}

static inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static const char *skip_space(const char *s, const char *end) {
    while (s < end && is_space(*s))
        s++;
    return s;
}

/* A sign counts as one such: '+j' is 1j. NULL: neither number nor sign. */
static const char *parse_part(const char *s, const char *end, double *out, bool *bare) {
    const char *past = s < end ? dtoa_parse(s, end, out) : NULL;
    *bare = !past;
    if (past)
        return past;
    *out = 1;
    if (s < end && (*s == '+' || *s == '-')) {
        *out = *s == '-' ? -1 : 1;
        s++;
    }
    return s;
}

static inline bool is_j(const char *s, const char *end) { return s < end && (*s | 0x20) == 'j'; }

/* number | [number sign]number j, where the number before j may be left out. NULL: malformed. */
static const char *parse_parts(const char *s, const char *end, Pair *out) {
    double first;
    bool bare;
    *out = (Pair){ 0, 0 };
    s = parse_part(s, end, &first, &bare);
    if (is_j(s, end)) {
        out->im = first;
        return s + 1;
    }
    if (bare)
        return NULL;
    out->re = first;
    if (s >= end || (*s != '+' && *s != '-'))
        return s;
    s = parse_part(s, end, &out->im, &bare);
    return is_j(s, end) ? s + 1 : NULL;
}

static bool parse_complex(const char *s, const char *end, Pair *out) {
    s = skip_space(s, end);
    bool bracket = s < end && *s == '(';
    if (bracket)
        s = skip_space(s + 1, end);
    s = parse_parts(s, end, out);
    if (!s)
        return false;
    s = skip_space(s, end);
    if (bracket) {
        if (s >= end || *s != ')')
            return false;
        s = skip_space(s + 1, end);
    }
    return s == end;
}

/* An underscore that does not stand between digits. */
static bool bad_underscore(const char *s, const char *end) {
    for (const char *p = s; p < end; p++)
        if (*p == '_' && (p == s || p + 1 == end || !isdigit((unsigned char)p[-1]) || !isdigit((unsigned char)p[1])))
            return true;
    return false;
}

static MUST_CHECK bool from_text(Thread *t, Value v, Pair *out) {
    size_t n;
    const char *s = numeric_text(t, as_str(v), &n);
    if (s && bad_underscore(s, s + n)) {
        raise_value_error(t, "could not convert string to complex: %R", v);
        return false;
    }
    if (s && !parse_complex(s, s + n, out)) {
        raise_value_error(t, "complex() arg is a malformed string");
        s = NULL;
    }
    return s != NULL;
}

/* -- Constructor ----------------------------------------------------------------------------------------- */

/* What __complex__ says: 1, 0 there is none, -1 error. */
static int try_method(Thread *t, Value v, Pair *out) {
    if (is_exact(t, v, T_COMPLEX)) {
        *out = (Pair){ as_complex_obj(v)->re, as_complex_obj(v)->im };
        return 1;
    }
    if (!is_ptr(v))
        return 0;
    Value r = call_special(t, v, NAME(t, __complex__), NULL, 0);
    if (r == VALUE_NOTIMPLEMENTED)
        return 0;
    if (!r)
        return -1;
    if (!is_complex(r)) {
        raise_type_error(t, "__complex__ returned non-complex (type %T)", r);
        return -1;
    }
    if (!is_exact(t, r, T_COMPLEX) &&
        !warn(t, EXC_DeprecationWarning, 1,
              "__complex__ returned non-complex (type %T).  The ability to return an instance of a strict "
              "subclass of complex is deprecated, and may be removed in a future version of Python.", r))
        return -1;
    *out = (Pair){ as_complex_obj(r)->re, as_complex_obj(r)->im };
    return 1;
}

bool as_complex(Thread *t, Value v, double *re, double *im) {
    Pair p;
    int r = try_method(t, v, &p);
    if (r > 0) {
        *re = p.re;
        *im = p.im;
        return true;
    }
    *im = 0;
    return r == 0 && as_double(t, v, re);
}

static bool is_number(Thread *t, Value v) {
    Slots *s = &type_of(t, v)->slots;
    return is_complex(v) || s->to_float || s->index;
}

static MUST_CHECK bool from_parts(Thread *t, Value re, Value im, Pair *out) {
    if (is_str(re)) {
        if (im) {
            raise_type_error(t, "complex() can't take second arg if first is a string");
            return false;
        }
        return from_text(t, re, out);
    }
    if (im && is_str(im)) {
        raise_type_error(t, "complex() second arg can't be a string");
        return false;
    }
    Pair x = { 0, 0 }, y = { 0, 0 };
    int method = try_method(t, re, &x);
    if (method < 0)
        return false;
    if (!method && !is_number(t, re)) {
        raise_type_error(t, "complex() first argument must be a string or a number, not '%T'", re);
        return false;
    }
    if (im && !is_number(t, im)) {
        raise_type_error(t, "complex() second argument must be a number, not '%T'", im);
        return false;
    }
    if (!method && !as_double(t, re, &x.re))
        return false;
    if (im && operand(t, im, &y) <= 0 && (t->exc || !as_double(t, im, &y.re)))
        return false;
    /* re + im * 1j, without touching the sign of a zero where a part is real */
    out->re = im && is_complex(im) ? x.re - y.im : x.re;
    out->im = !im ? x.im : method ? y.re + x.im : y.re;
    return true;
}

static Value complex_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[2] = { "real", "imag" };
    Value v[2] = { 0, 0 };
    size_t nkw = kwnames ? (size_t)kwnames->len : 0;
    if (nargs + nkw > 2)
        return raise_type_error(t, "complex() takes at most 2 arguments (%zu given)", nargs + nkw);
    for (size_t i = 0; i < nargs; i++)
        v[i] = args[i];
    for (size_t i = 0; i < nkw; i++) {
        Str *name = as_str(kwnames->items[i]);
        size_t k = str_equals_cstr(name, names[0]) ? 0 : str_equals_cstr(name, names[1]) ? 1 : 2;
        if (k == 2)
            return raise_type_error(t, "'%Q' is an invalid keyword argument for complex()", name);
        if (k < nargs)
            return raise_type_error(t, "argument for complex() given by name ('%Q') and position (%d)", name,
                                    (int)k + 1);
        v[k] = args[nargs + i];
    }
    bool exact = cls == t->interp->types[T_COMPLEX];
    if (exact && v[0] && !v[1] && is_exact(t, v[0], T_COMPLEX))
        return v[0];
    Pair p;
    if (!from_parts(t, v[0] ? v[0] : from_small(0), v[1], &p))
        return VALUE_ERROR;
    if (exact)
        return from_pair(t, p);
    Value obj = object_alloc(t, cls);
    if (obj) {
        as_complex_obj(obj)->re = p.re;
        as_complex_obj(obj)->im = p.im;
    }
    return obj;
}

/* -- Methods --------------------------------------------------------------------------------------------- */

static Value conjugate(Thread *t, Value *a) {
    return complex_new(t, as_complex_obj(a[0])->re, -as_complex_obj(a[0])->im);
}

static Value complex_itself(Thread *t, Value *a) { return complex_exact(t, a[0]); }
static Value get_real(Thread *t, Value self) { return from_double(t, as_complex_obj(self)->re); }
static Value get_imag(Thread *t, Value self) { return from_double(t, as_complex_obj(self)->im); }

static Value getnewargs(Thread *t, Value *a) {
    Value re = get_real(t, a[0]), im = re ? get_imag(t, a[0]) : VALUE_ERROR;
    return im ? tuple_pack2(t, re, im) : VALUE_ERROR;
}

static Value complex_format(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "__format__() argument must be str, not %V", a[1]);
    return format_complex(t, a[0], as_str(a[1]));
}

const TypeDef type_complex = {
    .name = "complex",
    .doc = "complex(real=0, imag=0)\n\n"
           "The number real + imag*1j; or the one that a text such as '1+2j' stands for.",
    .size = sizeof(Complex),
    .slots = {
        .new_ = complex_new_slot, .repr = slot_repr, .hash = slot_hash, .compare = slot_compare,
        .truth = slot_truth,
        .binary = {
            [BIN_ADD] = slot_add, [BIN_SUB] = slot_sub, [BIN_MUL] = slot_mul, [BIN_TRUEDIV] = slot_truediv,
            [BIN_POW] = slot_pow,
        },
        .pow3 = slot_pow3, .neg = slot_neg, .pos = complex_exact, .abs = slot_abs,
    },
    .methods = (const FunctionDef[]) {
        { "conjugate", conjugate, "", "The same with the imaginary part negated.", 0 },
        { "__complex__", complex_itself, "", "The number itself as an exact complex.", 0 },
        { "__getnewargs__", getnewargs, "", 0, 0 },
        { "__format__", complex_format, "format_spec, /", "The text that format_spec asks for.", 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "real", get_real, member_readonly, "the real part of a complex number" },
        { "imag", get_imag, member_readonly, "the imaginary part of a complex number" }, { 0 } },
};
