/* math: functions of real numbers and of ints. */
#include "vm/native.h"
#include <math.h>
#include <stdlib.h>

static Value domain_error(Thread *t) { return raise_value_error(t, "math domain error"); }
static Value range_error(Thread *t) { return raise_overflow(t, "math range error"); }

static inline MUST_CHECK bool real_arg(Thread *t, Value v, double *out) {
    if (likely(is_imm_float(v))) {
        *out = imm_float_of(v);
        return true;
    }
    return as_double(t, v, out);
}

/* -- Functions of one number ----------------------------------------------------------------------------- */

/* A nan out of a number is a domain error; so is an infinity, unless the function grows that far. */
static inline Value checked(Thread *t, double x, double r, bool grows) {
    if (likely(isfinite(r)) || isnan(x))
        return from_double(t, r);
    if (isnan(r))
        return domain_error(t);
    return isinf(x) ? from_double(t, r) : grows ? range_error(t) : domain_error(t);
}

#define FUNCTION(name, call, grows) \
    static Value math_##name(Thread *t, Value *a) { \
        double x; \
        return real_arg(t, a[0], &x) ? checked(t, x, call(x), grows) : VALUE_ERROR; \
    }

FUNCTION(acos, acos, false)
FUNCTION(acosh, acosh, false)
FUNCTION(asin, asin, false)
FUNCTION(asinh, asinh, false)
FUNCTION(atan, atan, false)
FUNCTION(atanh, atanh, false)
FUNCTION(cbrt, cbrt, false)
FUNCTION(cos, cos, false)
FUNCTION(cosh, cosh, true)
FUNCTION(erf, erf, false)
FUNCTION(erfc, erfc, false)
FUNCTION(exp, exp, true)
FUNCTION(exp2, exp2, true)
FUNCTION(expm1, expm1, true)
FUNCTION(fabs, fabs, false)
FUNCTION(log1p, log1p, false)
FUNCTION(sin, sin, false)
FUNCTION(sinh, sinh, true)
FUNCTION(sqrt, sqrt, false)
FUNCTION(tan, tan, false)
FUNCTION(tanh, tanh, false)

#define PLAIN(name, expression) \
    static Value math_##name(Thread *t, Value *a) { \
        double x; \
        return real_arg(t, a[0], &x) ? (expression) : VALUE_ERROR; \
    }

PLAIN(degrees, from_double(t, x * (180 / M_PI)))
PLAIN(radians, from_double(t, x * (M_PI / 180)))
PLAIN(isfinite, from_bool(isfinite(x)))
PLAIN(isinf, from_bool(isinf(x)))
PLAIN(isnan, from_bool(isnan(x)))

static Value pair(Thread *t, Value a, Value b) { return a && b ? tuple_pack2(t, a, b) : VALUE_ERROR; }

static Value math_modf(Thread *t, Value *a) {
    double x, whole;
    if (!real_arg(t, a[0], &x))
        return VALUE_ERROR;
    double rest = modf(x, &whole);
    return pair(t, from_double(t, rest), from_double(t, whole));
}

static Value math_frexp(Thread *t, Value *a) {
    double x;
    int e = 0;
    if (!real_arg(t, a[0], &x))
        return VALUE_ERROR;
    if (isfinite(x))
        x = frexp(x, &e);
    return pair(t, from_double(t, x), from_small(e));
}

static Value math_ulp(Thread *t, Value *a) {
    double x;
    if (!real_arg(t, a[0], &x))
        return VALUE_ERROR;
    x = fabs(x);
    if (!isfinite(x))
        return from_double(t, x);
    double next = nextafter(x, INFINITY);
    return from_double(t, isinf(next) ? x - nextafter(x, 0) : next - x);
}

/* -- Gamma ----------------------------------------------------------------------------------------------- */
/* Lanczos' approximation in the rational form with 13 terms. The C library's functions differ from CPython's
 * in the last digits. */

#define LANCZOS_TERMS 13
#define LANCZOS_G 6.024680040776729583740234375
#define LANCZOS_G_MINUS_HALF 5.524680040776729583740234375

static const double lanczos_above[LANCZOS_TERMS] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
};
static const double lanczos_below[LANCZOS_TERMS] = {       /* x (x + 1) ... (x + 11) */
    0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
};

static double lanczos_sum(double x) {
    double above = 0, below = 0;
    if (x < 5) {
        for (int i = LANCZOS_TERMS - 1; i >= 0; i--) {
            above = above * x + lanczos_above[i];
            below = below * x + lanczos_below[i];
        }
    } else {                                            /* the powers of x would overflow */
        for (int i = 0; i < LANCZOS_TERMS; i++) {
            above = above / x + lanczos_above[i];
            below = below / x + lanczos_below[i];
        }
    }
    return above / below;
}

/* sin(pi * x) without the error of pi * x. */
static double sin_pi(double x) {
    double y = fmod(fabs(x), 2), r;
    switch ((int)round(2 * y)) {
    case 0: r = sin(M_PI * y); break;
    case 1: r = cos(M_PI * (y - 0.5)); break;
    case 2: r = sin(M_PI * (1 - y)); break;
    case 3: r = -cos(M_PI * (y - 1.5)); break;
    default: r = sin(M_PI * (y - 2)); break;
    }
    return copysign(1, x) * r;
}

/* x ** y in two steps where one would overflow too early. */
static double times_power(double r, double x, double y, bool divide) {
    if (y < 139.5) {
        double p = pow(x, y);
        return divide ? r / p : r * p;
    }
    double root = pow(x, y / 2);
    return divide ? r / root / root : r * root * root;
}

static double gamma_of(double x) {
    double size = fabs(x);
    if (x == floor(x) && x > 0 && x <= 23) {
        double r = 1;
        for (double k = 2; k < x; k++)
            r *= k;
        return r;
    }
    if (size < 1e-20)
        return 1 / x;
    if (size > 200)
        return x < 0 ? 0 / sin_pi(x) : INFINITY;
    double y = size + LANCZOS_G_MINUS_HALF, error;      /* error: what rounding y has lost */
    if (size > LANCZOS_G_MINUS_HALF)
        error = (y - size) - LANCZOS_G_MINUS_HALF;
    else
        error = (y - LANCZOS_G_MINUS_HALF) - size;
    error = error * LANCZOS_G / y;
    if (x < 0) {
        double r = -M_PI / sin_pi(size) / size * exp(y) / lanczos_sum(size);
        r -= error * r;
        return times_power(r, y, size - 0.5, true);
    }
    double r = lanczos_sum(size) / exp(y);
    r += error * r;
    return times_power(r, y, size - 0.5, false);
}

static Value math_gamma(Thread *t, Value *a) {
    double x;
    if (!real_arg(t, a[0], &x))
        return VALUE_ERROR;
    if (isnan(x) || (isinf(x) && x > 0))
        return from_double(t, x);
    if (isinf(x) || (x <= 0 && x == floor(x)))
        return domain_error(t);
    return checked(t, x, gamma_of(x), true);
}

static double lgamma_of(double x) {
    double size = fabs(x);
    if (x == 1 || x == 2)
        return 0;
    if (size < 1e-20)
        return -log(size);
    double r = log(lanczos_sum(size)) - LANCZOS_G;
    r += (size - 0.5) * (log(size + LANCZOS_G - 0.5) - 1);
    if (x < 0)
        r = log(M_PI) - log(fabs(sin_pi(size))) - log(size) - r;
    return r;
}

static Value math_lgamma(Thread *t, Value *a) {
    double x;
    if (!real_arg(t, a[0], &x))
        return VALUE_ERROR;
    if (!isfinite(x))
        return from_double(t, fabs(x));
    if (x <= 0 && x == floor(x))
        return domain_error(t);
    return checked(t, x, lgamma_of(x), true);
}

/* -- Logarithms ------------------------------------------------------------------------------------------ */

/* Ints may be larger than any float. */
static MUST_CHECK bool log_with(Thread *t, Value v, double (*fn)(double), double *out) {
    double x;
    if (is_int(v) || (!is_float(v) && !type_of(t, v)->slots.to_float && type_of(t, v)->slots.index)) {
        Value i = number_index(t, v);
        if (!i)
            return false;
        bool overflow;
        x = int_to_double(t, i, &overflow);
        if (overflow && x > 0) {
            int64_t e;
            x = int_frexp(i, &e);
            *out = fn(x) + fn(2.0) * (double)e;
            return true;
        }
    } else if (!real_arg(t, v, &x)) {
        return false;
    }
    *out = x;
    if (isnan(x) || (isinf(x) && x > 0))
        return true;
    if (x <= 0) {
        domain_error(t);
        return false;
    }
    *out = fn(x);
    return true;
}

static Value math_log(Thread *t, Value *a) {
    Tuple *args = as_tuple(a[0]);
    double x, base;
    if (args->len < 1 || args->len > 2)
        return raise_type_error(t, "math.log requires 1 to 2 arguments");
    if (!log_with(t, args->items[0], log, &x))
        return VALUE_ERROR;
    if (args->len == 1)
        return from_double(t, x);
    if (!log_with(t, args->items[1], log, &base))
        return VALUE_ERROR;
    if (base == 0)
        return raise_error(t, EXC_ZeroDivisionError, "float division by zero");
    return from_double(t, x / base);
}

static Value math_log2(Thread *t, Value *a) {
    double x;
    return log_with(t, a[0], log2, &x) ? from_double(t, x) : VALUE_ERROR;
}

static Value math_log10(Thread *t, Value *a) {
    double x;
    return log_with(t, a[0], log10, &x) ? from_double(t, x) : VALUE_ERROR;
}

/* -- Functions of two numbers ---------------------------------------------------------------------------- */

#define FUNCTION2(name, expression) \
    static Value math_##name(Thread *t, Value *a) { \
        double x, y; \
        return real_arg(t, a[0], &x) && real_arg(t, a[1], &y) ? (expression) : VALUE_ERROR; \
    }

static Value not_nan(Thread *t, double x, double y, double r) {
    return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(t) : from_double(t, r);
}

static Value power(Thread *t, double x, double y) {
    double r = pow(x, y);
    if (isfinite(r) || !isfinite(x) || !isfinite(y))
        return from_double(t, r);
    return isnan(r) || x == 0 ? domain_error(t) : range_error(t);
}

FUNCTION2(atan2, not_nan(t, x, y, atan2(x, y)))
FUNCTION2(copysign, from_double(t, copysign(x, y)))
FUNCTION2(fmod, not_nan(t, x, y, fmod(x, y)))
FUNCTION2(nextafter, from_double(t, nextafter(x, y)))
FUNCTION2(pow, power(t, x, y))
FUNCTION2(remainder, not_nan(t, x, y, remainder(x, y)))

static Value math_ldexp(Thread *t, Value *a) {
    double x;
    int64_t e;
    if (!real_arg(t, a[0], &x))
        return VALUE_ERROR;
    if (!is_int(a[1]))
        return raise_type_error(t, "Expected an int as second argument to ldexp.");
    if (x == 0 || !isfinite(x))
        return from_double(t, x);
    if (!int_fits_int64(a[1], &e))
        e = int_sign(a[1]) < 0 ? INT64_MIN : INT64_MAX;
    double r = ldexp(x, (int)MAX(MIN(e, INT32_MAX), INT32_MIN));
    return isinf(r) ? range_error(t) : from_double(t, r);
}

static Value math_isclose(Thread *t, Value *a) {
    double x, y, rel, abs;
    if (!real_arg(t, a[0], &x) || !real_arg(t, a[1], &y) || !real_arg(t, a[2], &rel) ||
        !real_arg(t, a[3], &abs))
        return VALUE_ERROR;
    if (rel < 0 || abs < 0)
        return raise_value_error(t, "tolerances must be non-negative");
    if (x == y)
        return VALUE_TRUE;
    if (isinf(x) || isinf(y))
        return VALUE_FALSE;
    double difference = fabs(x - y);
    return from_bool(difference <= fabs(rel * x) || difference <= fabs(rel * y) || difference <= abs);
}

/* -- To ints --------------------------------------------------------------------------------------------- */

static Value by_method(Thread *t, Value v, Str *name, double (*fn)(double)) {
    if (is_int(v))
        return int_exact(t, v);
    if (is_imm_float(v) || is_exact(t, v, T_FLOAT))
        return int_from_double(t, fn(float_of(v)));
    Value r = call_special(t, v, name, NULL, 0);
    if (r != VALUE_NOTIMPLEMENTED)
        return r;
    double x;
    return as_double(t, v, &x) ? int_from_double(t, fn(x)) : VALUE_ERROR;
}

static Value math_floor(Thread *t, Value *a) { return by_method(t, a[0], NAME(t, __floor__), floor); }
static Value math_ceil(Thread *t, Value *a) { return by_method(t, a[0], NAME(t, __ceil__), ceil); }

static Value math_trunc(Thread *t, Value *a) {
    if (is_imm_float(a[0]) || is_exact(t, a[0], T_FLOAT))
        return int_from_double(t, float_of(a[0]));
    Value r = call_special(t, a[0], NAME(t, __trunc__), NULL, 0);
    if (r == VALUE_NOTIMPLEMENTED)
        return raise_type_error(t, "type %T doesn't define __trunc__ method", a[0]);
    return r;
}

/* -- Vectors --------------------------------------------------------------------------------------------- */

/* Doubles of unknown number: a few on the stack, many on the heap. */
typedef struct Doubles {
    double *d;
    int64_t n, cap;
    double room[32];
} Doubles;

static void doubles_init(Doubles *v) {
    v->d = v->room;
    v->n = 0;
    v->cap = (int64_t)ARRAY_LEN(v->room);
}

static MUST_CHECK bool doubles_add(Thread *t, Doubles *v, double x) {
    if (unlikely(v->n == v->cap)) {
        double *bigger = alloc_leaf(t, 2 * (size_t)v->cap * sizeof(double));
        if (!bigger)
            return false;
        memcpy(bigger, v->d, (size_t)v->n * sizeof(double));
        v->d = bigger;
        v->cap *= 2;
    }
    v->d[v->n++] = x;
    return true;
}

/* The root of the sum of squares. The numbers are scaled by a power of 2 so that nothing overflows; the
 * squares are summed in twice the precision, and the root gets one Newton step with what it misses. */
static double norm(const Doubles *v) {
    double most = 0;
    bool nan = false;
    for (int64_t i = 0; i < v->n; i++) {
        double x = fabs(v->d[i]);
        nan |= isnan(x);
        most = x > most ? x : most;
    }
    if (isinf(most))
        return most;
    if (nan)
        return NAN;
    if (most == 0 || v->n == 1)
        return most;
    int e;
    frexp(most, &e);
    double high = 0, low = 0;
    for (int64_t i = 0; i < v->n; i++) {
        double x = ldexp(v->d[i], -e), square = x * x, rest = fma(x, x, -square), sum = high + square;
        double back = sum - high;
        low += rest + ((high - (sum - back)) + (square - back));
        high = sum;
    }
    double root = sqrt(high + low);
    root += (fma(-root, root, high) + low) / (2 * root);
    return ldexp(root, e);
}

static Value math_hypot(Thread *t, Value *a) {
    Tuple *args = as_tuple(a[0]);
    Doubles v;
    doubles_init(&v);
    for (int64_t i = 0; i < args->len; i++) {
        double x;
        if (!real_arg(t, args->items[i], &x) || !doubles_add(t, &v, x))
            return VALUE_ERROR;
    }
    return from_double(t, norm(&v));
}

static Value math_dist(Thread *t, Value *a) {
    Tuple *p = tuple_from_iterable(t, a[0]), *q = p ? tuple_from_iterable(t, a[1]) : NULL;
    if (!q)
        return VALUE_ERROR;
    if (p->len != q->len)
        return raise_value_error(t, "both points must have the same number of dimensions");
    Doubles v;
    doubles_init(&v);
    for (int64_t i = 0; i < p->len; i++) {
        double x, y;
        if (!real_arg(t, p->items[i], &x) || !real_arg(t, q->items[i], &y) || !doubles_add(t, &v, x - y))
            return VALUE_ERROR;
    }
    return from_double(t, norm(&v));
}

/* -- Sums and products ----------------------------------------------------------------------------------- */

/* Shewchuk's method: partial sums that do not overlap, of growing size, together are the exact sum. */
typedef struct ExactSum {
    Doubles partials;
    double special, infinities;                         /* sums of items not finite; of the infinite */
} ExactSum;

static bool exact_add(Thread *t, void *ctx, Value item) {
    ExactSum *s = ctx;
    double x;
    if (!real_arg(t, item, &x))
        return false;
    double given = x;
    int64_t n = 0;
    for (int64_t i = 0; i < s->partials.n; i++) {
        double y = s->partials.d[i];
        if (fabs(x) < fabs(y)) {
            double swap = x;
            x = y;
            y = swap;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0)
            s->partials.d[n++] = low;
        x = high;
    }
    s->partials.n = n;
    if (x == 0)
        return true;
    if (isfinite(x))
        return doubles_add(t, &s->partials, x);
    if (isfinite(given)) {
        raise_overflow(t, "intermediate overflow in fsum");
        return false;
    }
    if (isinf(given))
        s->infinities += given;
    s->special += given;
    s->partials.n = 0;
    return true;
}

static Value math_fsum(Thread *t, Value *a) {
    ExactSum s = { .special = 0 };
    doubles_init(&s.partials);
    if (!each_item(t, a[0], exact_add, &s))
        return VALUE_ERROR;
    if (s.special != 0) {
        if (isnan(s.infinities))
            return raise_value_error(t, "-inf + inf in fsum");
        return from_double(t, s.special);
    }
    int64_t n = s.partials.n;
    const double *p = s.partials.d;
    double high = n ? p[--n] : 0, low = 0;
    while (n > 0) {
        double x = high, y = p[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0)
            break;
    }
    /* Half a unit is left: what lies below decides where a tie goes. */
    if (n > 0 && ((low < 0 && p[n - 1] < 0) || (low > 0 && p[n - 1] > 0))) {
        double twice = low * 2, moved = high + twice;
        if (twice == moved - high)
            high = moved;
    }
    return from_double(t, high);
}

static bool multiply(Thread *t, void *ctx, Value item) {
    Value *product = ctx;
    return (*product = binary_op(t, BIN_MUL, *product, item)) != VALUE_ERROR;
}

static Value math_prod(Thread *t, Value *a) {
    Value product = a[1];
    return each_item(t, a[0], multiply, &product) ? product : VALUE_ERROR;
}

/* -- Whole numbers --------------------------------------------------------------------------------------- */

#define MAX_BITS  (64 * INT_MAX_LIMBS)
#define SURE_BITS (64.0 * INT_SURE_LIMBS)

/* Is there room for some numbers of that many bits? */
static MUST_CHECK bool has_room(Thread *t, double bits) {
    if (likely(bits < SURE_BITS))
        return true;
    void *p = bits < (double)MAX_BITS ? malloc((size_t)bits / 4) : NULL;
    if (!p)
        raise_memory(t);
    free(p);
    return p != NULL;
}

static Value factorial(Thread *t, Value n) {
    int64_t i;
    if (int_sign(n) < 0)
        return raise_value_error(t, "factorial() not defined for negative values");
    if (!int_fits_int64(n, &i))
        return raise_overflow(t, "factorial() argument should not exceed %lld", (long long)INT64_MAX);
    if (i <= 20) {
        int64_t r = 1;
        for (int64_t k = 2; k <= i; k++)
            r *= k;
        return from_int64(t, r);
    }
    double at_most = (double)i * (64 - __builtin_clzll((unsigned long long)i));
    if (at_most >= SURE_BITS && !has_room(t, lgamma_of((double)i + 1) / M_LN2))
        return VALUE_ERROR;
    mpz_t z;
    mpz_init(z);
    mpz_fac_ui(z, (unsigned long)i);
    Value v = int_from_mpz(t, z);
    mpz_clear(z);
    return v;
}

static Value math_factorial(Thread *t, Value *a) {
    Value n = number_index(t, a[0]);
    return n ? factorial(t, n) : VALUE_ERROR;
}

/* n and k as non-negative ints. */
static MUST_CHECK bool choose_args(Thread *t, Value *a, Value *n, Value *k) {
    *n = number_index(t, a[0]);
    *k = *n ? number_index(t, a[1]) : VALUE_ERROR;
    if (!*k)
        return false;
    if (int_sign(*n) < 0)
        raise_value_error(t, "n must be a non-negative integer");
    else if (int_sign(*k) < 0)
        raise_value_error(t, "k must be a non-negative integer");
    else
        return true;
    return false;
}

static Value math_comb(Thread *t, Value *a) {
    Value n, k;
    if (!choose_args(t, a, &n, &k))
        return VALUE_ERROR;
    Value rest = int_sub(t, n, k);
    if (!rest)
        return VALUE_ERROR;
    if (int_sign(rest) < 0)
        return from_small(0);
    if (int_compare(rest, k) < 0)
        k = rest;
    int64_t i, total;
    if (!int_fits_int64(k, &i))
        return raise_overflow(t, "min(n - k, k) must not exceed %lld", (long long)INT64_MAX);
    if (int_fits_int64(n, &total) && total <= 62) {     /* each step is exact and below 2**62 * 62 */
        unsigned __int128 r = 1;
        for (int64_t j = 1; j <= i; j++)
            r = r * (unsigned)(total - j + 1) / (unsigned)j;
        return from_int64(t, (int64_t)r);
    }
    double bits = (double)i * (double)int_bit_length(n);
    if (int_fits_int64(n, &total))
        bits = MIN(bits, (double)total);
    if (!has_room(t, bits))
        return VALUE_ERROR;
    IntView view;
    mpz_t z;
    mpz_init(z);
    mpz_bin_ui(z, int_view(n, &view), (unsigned long)i);
    Value v = int_from_mpz(t, z);
    mpz_clear(z);
    return v;
}

/* n (n - 1) ... (n - k + 1), halves first so that the factors are alike in size. */
static Value falling(Thread *t, Value n, int64_t k) {
    if (k <= 8) {
        Value r = from_small(1);
        for (int64_t i = 0; i < k && r; i++) {
            Value factor = int_sub(t, n, from_small(i));
            r = factor ? int_mul(t, r, factor) : VALUE_ERROR;
        }
        return r;
    }
    Value upper = falling(t, n, k / 2), start = upper ? int_sub(t, n, from_small(k / 2)) : VALUE_ERROR;
    Value lower = start ? falling(t, start, k - k / 2) : VALUE_ERROR;
    return lower ? int_mul(t, upper, lower) : VALUE_ERROR;
}

static Value math_perm(Thread *t, Value *a) {
    if (a[1] == VALUE_NONE)
        return math_factorial(t, a);
    Value n, k;
    if (!choose_args(t, a, &n, &k))
        return VALUE_ERROR;
    if (int_compare(n, k) < 0)
        return from_small(0);
    int64_t i;
    if (!int_fits_int64(k, &i))
        return raise_overflow(t, "k must not exceed %lld", (long long)INT64_MAX);
    if (!has_room(t, (double)i * (double)int_bit_length(n)))
        return VALUE_ERROR;
    return falling(t, n, i);
}

static Value absolute(Thread *t, Value v) { return int_sign(v) < 0 ? int_neg(t, v) : v; }

/* Of two ints that are not negative. */
static Value gcd2(Thread *t, Value a, Value b) {
    if (both_small(a, b)) {
        uint64_t x = (uint64_t)small_of(a), y = (uint64_t)small_of(b);
        while (y) {
            uint64_t r = (x | y) >> 32 ? x % y : (uint32_t)x % (uint32_t)y;
            x = y;
            y = r;
        }
        return from_small((int64_t)x);
    }
    IntView av, bv;
    mpz_t z;
    mpz_init(z);
    mpz_gcd(z, int_view(a, &av), int_view(b, &bv));
    Value v = int_from_mpz(t, z);
    mpz_clear(z);
    return v;
}

static Value lcm2(Thread *t, Value a, Value b) {
    if (int_sign(a) == 0 || int_sign(b) == 0)
        return from_small(0);
    Value g = gcd2(t, a, b), q = g ? int_floordiv(t, a, g) : VALUE_ERROR;
    return q ? int_mul(t, q, b) : VALUE_ERROR;
}

static Value fold(Thread *t, Tuple *args, Value start, Value (*fn)(Thread *t, Value a, Value b)) {
    Value r = start;
    for (int64_t i = 0; i < args->len && r; i++) {
        Value v = number_index(t, args->items[i]);
        v = v ? absolute(t, v) : VALUE_ERROR;
        r = !v ? VALUE_ERROR : i == 0 ? v : fn(t, r, v);
    }
    return r;
}

static Value math_gcd(Thread *t, Value *a) { return fold(t, as_tuple(a[0]), from_small(0), gcd2); }
static Value math_lcm(Thread *t, Value *a) { return fold(t, as_tuple(a[0]), from_small(1), lcm2); }

static Value math_isqrt(Thread *t, Value *a) {
    Value n = number_index(t, a[0]);
    if (!n)
        return VALUE_ERROR;
    if (int_sign(n) < 0)
        return raise_value_error(t, "isqrt() argument must be nonnegative");
    if (is_small(n)) {
        int64_t x = small_of(n), r = (int64_t)sqrt((double)x);
        while (r * r > x)
            r--;
        while ((r + 1) * (r + 1) <= x)
            r++;
        return from_small(r);
    }
    IntView view;
    mpz_t z;
    mpz_init(z);
    mpz_sqrt(z, int_view(n, &view));
    Value v = int_from_mpz(t, z);
    mpz_clear(z);
    return v;
}

/* -- The module ------------------------------------------------------------------------------------------ */

static bool init(Thread *t, Module *m) {
    return module_set(t, m, "pi", from_double(t, M_PI)) && module_set(t, m, "e", from_double(t, M_E)) &&
           module_set(t, m, "tau", from_double(t, 2 * M_PI)) &&
           module_set(t, m, "inf", from_double(t, INFINITY)) && module_set(t, m, "nan", from_double(t, NAN));
}

const ModuleDef mod_math = {
    .name = "math",
    .doc = "Functions of real numbers and of ints.",
    .functions = (const FunctionDef[]) {
        { "acos", math_acos, "x, /", "Arc cosine, in radians.", 0 },
        { "acosh", math_acosh, "x, /", "Inverse hyperbolic cosine.", 0 },
        { "asin", math_asin, "x, /", "Arc sine, in radians.", 0 },
        { "asinh", math_asinh, "x, /", "Inverse hyperbolic sine.", 0 },
        { "atan", math_atan, "x, /", "Arc tangent, in radians.", 0 },
        { "atan2", math_atan2, "y, x, /", "The angle of the point (x, y), in radians.", 0 },
        { "atanh", math_atanh, "x, /", "Inverse hyperbolic tangent.", 0 },
        { "cbrt", math_cbrt, "x, /", "Cube root.", 0 },
        { "ceil", math_ceil, "x, /", "The least int that is not below x.", 0 },
        { "comb", math_comb, "n, k, /", "Ways to choose k of n things, order ignored.", 0 },
        { "copysign", math_copysign, "x, y, /", "The magnitude of x with the sign of y.", 0 },
        { "cos", math_cos, "x, /", "Cosine of x radians.", 0 },
        { "cosh", math_cosh, "x, /", "Hyperbolic cosine.", 0 },
        { "degrees", math_degrees, "x, /", "Radians to degrees.", 0 },
        { "dist", math_dist, "p, q, /", "Distance of two points, given as sequences of coordinates.", 0 },
        { "erf", math_erf, "x, /", "Error function.", 0 },
        { "erfc", math_erfc, "x, /", "1 - erf(x), exact where that is small.", 0 },
        { "exp", math_exp, "x, /", "e to the power x.", 0 },
        { "exp2", math_exp2, "x, /", "2 to the power x.", 0 },
        { "expm1", math_expm1, "x, /", "exp(x) - 1, exact for small x.", 0 },
        { "fabs", math_fabs, "x, /", "Absolute value as a float.", 0 },
        { "factorial", math_factorial, "n, /", "Product of the ints from 1 to n.", 0 },
        { "floor", math_floor, "x, /", "The greatest int that is not above x.", 0 },
        { "fmod", math_fmod, "x, y, /", "Remainder with the sign of x.", 0 },
        { "frexp", math_frexp, "x, /", "(m, e) with x == m * 2**e and 0.5 <= abs(m) < 1.", 0 },
        { "fsum", math_fsum, "seq, /", "The sum of floats, rounded once.", 0 },
        { "gamma", math_gamma, "x, /", "Gamma function.", 0 },
        { "gcd", math_gcd, "*integers", "Greatest common divisor.", 0 },
        { "hypot", math_hypot, "*coordinates", "Distance of a point from the origin.", 0 },
        { "isclose", math_isclose, "a, b, *, rel_tol=1e-09, abs_tol=0.0", "Are a and b that close?", 0 },
        { "isfinite", math_isfinite, "x, /", "Is x neither infinite nor nan?", 0 },
        { "isinf", math_isinf, "x, /", "Is x infinite?", 0 },
        { "isnan", math_isnan, "x, /", "Is x not a number?", 0 },
        { "isqrt", math_isqrt, "n, /", "The square root, rounded down.", 0 },
        { "lcm", math_lcm, "*integers", "Least common multiple.", 0 },
        { "ldexp", math_ldexp, "x, i, /", "x * 2**i.", 0 },
        { "lgamma", math_lgamma, "x, /", "Logarithm of the magnitude of gamma(x).", 0 },
        { "log", math_log, "*args", "log(x, [base=math.e]): the logarithm of x to that base.", 0 },
        { "log10", math_log10, "x, /", "Logarithm to base 10.", 0 },
        { "log1p", math_log1p, "x, /", "log(1 + x), exact for small x.", 0 },
        { "log2", math_log2, "x, /", "Logarithm to base 2.", 0 },
        { "modf", math_modf, "x, /", "Fractional and whole part of x, both floats.", 0 },
        { "nextafter", math_nextafter, "x, y, /", "The float next to x towards y.", 0 },
        { "perm", math_perm, "n, k=None, /", "Ways to choose k of n things in order.", 0 },
        { "pow", math_pow, "x, y, /", "x to the power y, as floats.", 0 },
        { "prod", math_prod, "iterable, /, *, start=1", "The product of start and all items.", 0 },
        { "radians", math_radians, "x, /", "Degrees to radians.", 0 },
        { "remainder", math_remainder, "x, y, /", "x minus the nearest multiple of y.", 0 },
        { "sin", math_sin, "x, /", "Sine of x radians.", 0 },
        { "sinh", math_sinh, "x, /", "Hyperbolic sine.", 0 },
        { "sqrt", math_sqrt, "x, /", "Square root.", 0 },
        { "tan", math_tan, "x, /", "Tangent of x radians.", 0 },
        { "tanh", math_tanh, "x, /", "Hyperbolic tangent.", 0 },
        { "trunc", math_trunc, "x, /", "The int next to x towards 0.", 0 },
        { "ulp", math_ulp, "x, /", "The value of the last bit of x.", 0 },
        { 0 } },
    .init = init,
};
