/* cmath: functions of complex numbers. For finite arguments the formulas of Kahan ("Branch cuts for complex
 * elementary functions"), which keep signed zeros and small parts exact; for the others what annex G of C
 * says, and where that leaves a choice, what CPython does. */
#include "vm/native.h"
#include <complex.h>
#include <errno.h>
#include <float.h>
#include <math.h>

#undef I

typedef struct Pair { double re, im; } Pair;
enum Outcome { FINE, DOMAIN, RANGE };
typedef enum Outcome Error;

#define LARGE       (DBL_MAX / 4)                       /* beyond this a sum of two may overflow */
#define ROOT_LARGE  0x1.fffffffffffffp+510              /* sqrt(LARGE) */
#define ROOT_MIN    0x1p-511                            /* sqrt(DBL_MIN) */
#define LOG_LARGE   708.3964185322641                   /* log(LARGE), rounded down */

static inline bool finite_pair(Pair z) { return isfinite(z.re) && isfinite(z.im); }
static inline Pair pair_of(double complex c) { return (Pair){ creal(c), cimag(c) }; }
static inline double complex c_of(Pair z) { return CMPLX(z.re, z.im); }
static inline Pair times_i(Pair z) { return (Pair){ -z.im, z.re }; }
static inline Pair over_i(Pair z) { return (Pair){ z.im, -z.re }; }

static Error range_check(Pair z) { return isinf(z.re) || isinf(z.im) ? RANGE : FINE; }

/* -- Roots and logarithms -------------------------------------------------------------------------------- */

static Pair root(Pair z) {
    if (!finite_pair(z))
        return pair_of(csqrt(c_of(z)));
    if (z.re == 0 && z.im == 0)
        return (Pair){ 0, z.im };
    double x = fabs(z.re), y = fabs(z.im), s;
    if (x < DBL_MIN && y < DBL_MIN) {                   /* scaled up, or the root of a subnormal loses bits */
        x = ldexp(x, 53);
        s = ldexp(sqrt(x + hypot(x, ldexp(y, 53))), -27);
    } else {
        x /= 8;
        s = 2 * sqrt(x + hypot(x, y / 8));
    }
    double d = y / (2 * s);
    return z.re >= 0 ? (Pair){ s, copysign(d, z.im) } : (Pair){ d, copysign(s, z.im) };
}

static Error c_sqrt(Pair z, Pair *out) {
    *out = root(z);
    return FINE;
}

static Error c_log(Pair z, Pair *out) {
    double x = fabs(z.re), y = fabs(z.im);
    out->im = atan2(z.im, z.re);
    if (!finite_pair(z)) {
        out->re = isinf(x) || isinf(y) ? INFINITY : NAN;
        return FINE;
    }
    if (x > LARGE || y > LARGE) {
        out->re = log(hypot(x / 2, y / 2)) + M_LN2;
    } else if (x < DBL_MIN && y < DBL_MIN) {
        if (x == 0 && y == 0) {
            out->re = -INFINITY;
            return DOMAIN;
        }
        out->re = log(hypot(ldexp(x, 53), ldexp(y, 53))) - 53 * M_LN2;
    } else {
        double h = hypot(x, y);
        if (h >= 0.71 && h <= 1.73) {                   /* near 1 the logarithm of h would lose all bits */
            double most = MAX(x, y), least = MIN(x, y);
            out->re = log1p((most - 1) * (most + 1) + least * least) / 2;
        } else {
            out->re = log(h);
        }
    }
    return FINE;
}

static Error c_log10(Pair z, Pair *out) {
    Error e = c_log(z, out);
    out->re /= M_LN10;
    out->im /= M_LN10;
    return e;
}

/* -- Exponential and hyperbolic functions ---------------------------------------------------------------- */

static Error c_exp(Pair z, Pair *out) {
    if (!finite_pair(z)) {
        *out = isinf(z.re) && z.re < 0 && !isfinite(z.im) ? (Pair){ 0, 0 } : pair_of(cexp(c_of(z)));
        return isinf(z.im) && (isfinite(z.re) || (isinf(z.re) && z.re > 0)) ? DOMAIN : FINE;
    }
    double scale = z.re > LOG_LARGE ? M_E : 1, size = exp(z.re > LOG_LARGE ? z.re - 1 : z.re);
    *out = (Pair){ size * cos(z.im) * scale, size * sin(z.im) * scale };
    return range_check(*out);
}

static Error c_cosh(Pair z, Pair *out) {
    if (!finite_pair(z)) {
        *out = isnan(z.re) && z.im == 0 ? (Pair){ z.re, 0 } : pair_of(ccosh(c_of(z)));
        return isinf(z.im) && !isnan(z.re) ? DOMAIN : FINE;
    }
    if (fabs(z.re) > LOG_LARGE) {
        double x = z.re - copysign(1, z.re);
        *out = (Pair){ cos(z.im) * cosh(x) * M_E, sin(z.im) * sinh(x) * M_E };
    } else {
        *out = (Pair){ cos(z.im) * cosh(z.re), sin(z.im) * sinh(z.re) };
    }
    return range_check(*out);
}

static Error c_sinh(Pair z, Pair *out) {
    if (!finite_pair(z)) {
        *out = z.re == 0 && isnan(z.im) ? (Pair){ 0, z.im } : pair_of(csinh(c_of(z)));
        return isinf(z.im) && !isnan(z.re) ? DOMAIN : FINE;
    }
    if (fabs(z.re) > LOG_LARGE) {
        double x = z.re - copysign(1, z.re);
        *out = (Pair){ cos(z.im) * sinh(x) * M_E, sin(z.im) * cosh(x) * M_E };
    } else {
        *out = (Pair){ cos(z.im) * sinh(z.re), sin(z.im) * cosh(z.re) };
    }
    return range_check(*out);
}

static Error c_tanh(Pair z, Pair *out) {
    if (!finite_pair(z)) {
        *out = pair_of(ctanh(c_of(z)));
        if (z.re == 0)
            out->re = NAN;
        if (isinf(z.re) && isinf(z.im))
            out->im = 0;
        return isinf(z.im) && isfinite(z.re) ? DOMAIN : FINE;
    }
    if (fabs(z.re) > LOG_LARGE) {
        *out = (Pair){ copysign(1, z.re), 4 * sin(z.im) * cos(z.im) * exp(-2 * fabs(z.re)) };
    } else {
        double tx = tanh(z.re), ty = tan(z.im), c = 1 / cosh(z.re), below = 1 + tx * ty * (tx * ty);
        *out = (Pair){ tx * (1 + ty * ty) / below, ty / below * c * c };
    }
    return FINE;
}

static Error c_cos(Pair z, Pair *out) { return c_cosh(times_i(z), out); }

#define BY_ROTATION(name, other) \
    static Error name(Pair z, Pair *out) { \
        Error e = other(times_i(z), out); \
        *out = over_i(*out); \
        return e; \
    }

BY_ROTATION(c_sin, c_sinh)
BY_ROTATION(c_tan, c_tanh)

/* -- Inverses -------------------------------------------------------------------------------------------- */

static double log_of_large(Pair z) { return log(hypot(z.re / 2, z.im / 2)) + 2 * M_LN2; }
static bool is_large(Pair z) { return fabs(z.re) > LARGE || fabs(z.im) > LARGE; }

static Error c_acos(Pair z, Pair *out) {
    if (!finite_pair(z)) {
        *out = pair_of(cacos(c_of(z)));
        if (isinf(z.re) && isnan(z.im))
            out->im = INFINITY;
    } else if (is_large(z)) {
        out->re = atan2(fabs(z.im), z.re);
        out->im = -copysign(log_of_large(z), z.im);
    } else {
        Pair u = root((Pair){ 1 - z.re, -z.im }), v = root((Pair){ 1 + z.re, z.im });
        out->re = 2 * atan2(u.re, v.re);
        out->im = asinh(v.re * u.im - v.im * u.re);
    }
    return FINE;
}

static Error c_acosh(Pair z, Pair *out) {
    if (!finite_pair(z)) {
        *out = pair_of(cacosh(c_of(z)));
        if (z.re == 0 && isnan(z.im))
            out->im = NAN;
    } else if (is_large(z)) {
        out->re = log_of_large(z);
        out->im = atan2(z.im, z.re);
    } else {
        Pair u = root((Pair){ z.re - 1, z.im }), v = root((Pair){ z.re + 1, z.im });
        out->re = asinh(u.re * v.re + u.im * v.im);
        out->im = 2 * atan2(u.im, v.re);
    }
    return FINE;
}

static Error c_asinh(Pair z, Pair *out) {
    if (!finite_pair(z)) {
        *out = pair_of(casinh(c_of(z)));
        if (isnan(z.re) && isinf(z.im))
            out->re = INFINITY;
    } else if (is_large(z)) {
        out->re = copysign(log_of_large(z), z.re);
        out->im = atan2(z.im, fabs(z.re));
    } else {
        Pair u = root((Pair){ 1 + z.im, -z.re }), v = root((Pair){ 1 - z.im, z.re });
        out->re = asinh(u.re * v.im - v.re * u.im);
        out->im = atan2(z.im, u.re * v.re - u.im * v.im);
    }
    return FINE;
}

static Error c_atanh(Pair z, Pair *out) {
    if (!finite_pair(z)) {
        *out = pair_of(catanh(c_of(z)));
        if (isnan(z.re) && isinf(z.im))
            out->re = 0;
        return FINE;
    }
    if (signbit(z.re)) {                                /* an odd function */
        Error e = c_atanh((Pair){ -z.re, -z.im }, out);
        *out = (Pair){ -out->re, -out->im };
        return e;
    }
    double y = fabs(z.im);
    if (z.re > ROOT_LARGE || y > ROOT_LARGE) {
        double h = hypot(z.re / 2, z.im / 2);
        *out = (Pair){ z.re / 4 / h / h, -copysign(M_PI_2, -z.im) };
    } else if (z.re == 1 && y < ROOT_MIN) {
        if (y == 0) {
            *out = (Pair){ INFINITY, z.im };
            return DOMAIN;
        }
        *out = (Pair){ -log(sqrt(y) / sqrt(hypot(y, 2))), copysign(atan2(2, -y) / 2, z.im) };
    } else {
        out->re = log1p(4 * z.re / ((1 - z.re) * (1 - z.re) + y * y)) / 4;
        out->im = -atan2(-2 * z.im, (1 - z.re) * (1 + z.re) - y * y) / 2;
    }
    return FINE;
}

BY_ROTATION(c_asin, c_asinh)
BY_ROTATION(c_atan, c_atanh)

/* -- As Python functions --------------------------------------------------------------------------------- */

static Value raise_outcome(Thread *t, Error e) {
    return e == DOMAIN ? raise_value_error(t, "math domain error") : raise_overflow(t, "math range error");
}

static Value apply(Thread *t, Value v, Error (*fn)(Pair z, Pair *out)) {
    Pair z, r;
    if (!as_complex(t, v, &z.re, &z.im))
        return VALUE_ERROR;
    Error e = fn(z, &r);
    return e == FINE ? complex_new(t, r.re, r.im) : raise_outcome(t, e);
}

#define FUNCTION(name) \
    static Value cmath_##name(Thread *t, Value *a) { return apply(t, a[0], c_##name); }

FUNCTION(acos)
FUNCTION(acosh)
FUNCTION(asin)
FUNCTION(asinh)
FUNCTION(atan)
FUNCTION(atanh)
FUNCTION(cos)
FUNCTION(cosh)
FUNCTION(exp)
FUNCTION(log10)
FUNCTION(sin)
FUNCTION(sinh)
FUNCTION(sqrt)
FUNCTION(tan)
FUNCTION(tanh)

static Value cmath_log(Thread *t, Value *a) {
    Pair z, base, r, below;
    if (!as_complex(t, a[0], &z.re, &z.im))
        return VALUE_ERROR;
    Error e = c_log(z, &r), e2 = FINE;
    if (a[1]) {
        if (!as_complex(t, a[1], &base.re, &base.im))
            return VALUE_ERROR;
        e2 = c_log(base, &below);
        if (below.re == 0 && below.im == 0)
            e2 = DOMAIN;
    }
    if (e != FINE || e2 != FINE)
        return raise_outcome(t, e != FINE ? e : e2);
    Value v = complex_new(t, r.re, r.im);
    if (!v || !a[1])
        return v;
    Value divisor = complex_new(t, below.re, below.im);
    return divisor ? binary_op(t, BIN_TRUEDIV, v, divisor) : VALUE_ERROR;
}

static Value cmath_phase(Thread *t, Value *a) {
    Pair z;
    if (!as_complex(t, a[0], &z.re, &z.im))
        return VALUE_ERROR;
    errno = 0;
    double phase = atan2(z.im, z.re);
    return errno == ERANGE ? raise_outcome(t, RANGE) : from_double(t, phase);      /* it underflows */
}

static Value cmath_polar(Thread *t, Value *a) {
    Pair z;
    if (!as_complex(t, a[0], &z.re, &z.im))
        return VALUE_ERROR;
    double r = hypot(z.re, z.im);
    if (isinf(r) && finite_pair(z))
        return raise_outcome(t, RANGE);
    Value size = from_double(t, r), phase = size ? from_double(t, atan2(z.im, z.re)) : VALUE_ERROR;
    return phase ? tuple_pack2(t, size, phase) : VALUE_ERROR;
}

static Value cmath_rect(Thread *t, Value *a) {
    double r, phi;
    if (!as_double(t, a[0], &r) || !as_double(t, a[1], &phi))
        return VALUE_ERROR;
    if (isinf(phi) && r != 0 && !isnan(r))
        return raise_outcome(t, DOMAIN);
    if (phi == 0)
        return complex_new(t, r, isnan(r) ? 0 : copysign(1, r) * phi);
    if (r == 0 && !isfinite(phi))
        return complex_new(t, 0, 0);
    if (isinf(r) && isfinite(phi))
        return complex_new(t, copysign(r, r * cos(phi)), copysign(r, r * sin(phi)));
    if (isinf(r))
        return complex_new(t, INFINITY, NAN);
    return complex_new(t, r * cos(phi), r * sin(phi));
}

static Value cmath_isfinite(Thread *t, Value *a) {
    Pair z;
    return as_complex(t, a[0], &z.re, &z.im) ? from_bool(finite_pair(z)) : VALUE_ERROR;
}

static Value cmath_isinf(Thread *t, Value *a) {
    Pair z;
    return as_complex(t, a[0], &z.re, &z.im) ? from_bool(isinf(z.re) || isinf(z.im)) : VALUE_ERROR;
}

static Value cmath_isnan(Thread *t, Value *a) {
    Pair z;
    return as_complex(t, a[0], &z.re, &z.im) ? from_bool(isnan(z.re) || isnan(z.im)) : VALUE_ERROR;
}

static Value cmath_isclose(Thread *t, Value *a) {
    Pair x, y;
    double rel, abs;
    if (!as_complex(t, a[0], &x.re, &x.im) || !as_complex(t, a[1], &y.re, &y.im) ||
        !as_double(t, a[2], &rel) || !as_double(t, a[3], &abs))
        return VALUE_ERROR;
    if (rel < 0 || abs < 0)
        return raise_value_error(t, "tolerances must be non-negative");
    if (x.re == y.re && x.im == y.im)
        return VALUE_TRUE;
    if (isinf(x.re) || isinf(x.im) || isinf(y.re) || isinf(y.im))
        return VALUE_FALSE;
    double difference = hypot(x.re - y.re, x.im - y.im);
    return from_bool(difference <= rel * hypot(y.re, y.im) || difference <= rel * hypot(x.re, x.im) ||
                     difference <= abs);
}

static bool init(Thread *t, Module *m) {
    return module_set(t, m, "pi", from_double(t, M_PI)) && module_set(t, m, "e", from_double(t, M_E)) &&
           module_set(t, m, "tau", from_double(t, 2 * M_PI)) &&
           module_set(t, m, "inf", from_double(t, INFINITY)) &&
           module_set(t, m, "infj", complex_new(t, 0, INFINITY)) &&
           module_set(t, m, "nan", from_double(t, NAN)) && module_set(t, m, "nanj", complex_new(t, 0, NAN));
}

const ModuleDef mod_cmath = {
    .name = "cmath",
    .doc = "Functions of complex numbers.",
    .functions = (const FunctionDef[]) {
        { "acos", cmath_acos, "z, /", "Arc cosine.", 0 },
        { "acosh", cmath_acosh, "z, /", "Inverse hyperbolic cosine.", 0 },
        { "asin", cmath_asin, "z, /", "Arc sine.", 0 },
        { "asinh", cmath_asinh, "z, /", "Inverse hyperbolic sine.", 0 },
        { "atan", cmath_atan, "z, /", "Arc tangent.", 0 },
        { "atanh", cmath_atanh, "z, /", "Inverse hyperbolic tangent.", 0 },
        { "cos", cmath_cos, "z, /", "Cosine.", 0 },
        { "cosh", cmath_cosh, "z, /", "Hyperbolic cosine.", 0 },
        { "exp", cmath_exp, "z, /", "e to the power z.", 0 },
        { "isclose", cmath_isclose, "a, b, *, rel_tol=1e-09, abs_tol=0.0", "Are a and b that close?", 0 },
        { "isfinite", cmath_isfinite, "z, /", "Are both parts finite?", 0 },
        { "isinf", cmath_isinf, "z, /", "Is one of the parts infinite?", 0 },
        { "isnan", cmath_isnan, "z, /", "Is one of the parts not a number?", 0 },
        { "log", cmath_log, "z, base=NULL, /", "Logarithm to base e, or the given one.", 0 },
        { "log10", cmath_log10, "z, /", "Logarithm to base 10.", 0 },
        { "phase", cmath_phase, "z, /", "The angle of z, in radians.", 0 },
        { "polar", cmath_polar, "z, /", "The pair (abs(z), phase(z)).", 0 },
        { "rect", cmath_rect, "r, phi, /", "The number with that size and angle.", 0 },
        { "sin", cmath_sin, "z, /", "Sine.", 0 },
        { "sinh", cmath_sinh, "z, /", "Hyperbolic sine.", 0 },
        { "sqrt", cmath_sqrt, "z, /", "Square root.", 0 },
        { "tan", cmath_tan, "z, /", "Tangent.", 0 },
        { "tanh", cmath_tanh, "z, /", "Hyperbolic tangent.", 0 },
        { 0 } },
    .init = init,
};
