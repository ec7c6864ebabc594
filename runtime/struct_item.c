/* Single values of the struct module, from memory and into it. */
#include "runtime/module_error.h"
#include "runtime/struct_format.h"
#include "vm/object/container.h"
#include <math.h>

static bool fail(Thread *t, const char *what) {
    raise_class(t, struct_state(t)->error, "%s", what);
    return false;
}

/* -- Half precision -------------------------------------------------------------------------------------- */

double half_to_double(uint16_t half) {
    int exponent = half >> 10 & 31, fraction = half & 1023;
    double d;
    if (exponent == 31)
        d = fraction ? (double)NAN : (double)INFINITY;
    else
        d = exponent ? ldexp(1024 + fraction, exponent - 25) : ldexp(fraction, -24);
    return half & 0x8000 ? copysign(d, -1.0) : d;
}

bool half_from_double(double d, uint16_t *out) {
    uint16_t sign = signbit(d) ? 0x8000 : 0;
    if (isnan(d) || isinf(d)) {
        *out = sign | (isnan(d) ? 0x7e00 : 0x7c00);
        return true;
    }
    int exponent;
    frexp(d, &exponent);                                /* 0.5 <= |m| < 1 */
    exponent = d == 0 ? -13 : MAX(exponent, -13);       /* zero and subnormal numbers share one exponent */
    double scaled = nearbyint(ldexp(fabs(d), 11 - exponent));       /* to even; 2048: rounded up to the next power */
    if (exponent > 16 || (exponent == 16 && scaled >= 2048))
        return false;
    /* The fraction's highest bit adds one to the exponent, and so does a carry out of it. */
    *out = sign | (uint16_t)(((exponent + 13) << 10) + (int)scaled);
    return true;
}

/* -- Reading --------------------------------------------------------------------------------------------- */

static inline uint64_t load(const uint8_t *p, int size, bool little) {
    uint64_t bits = 0;
    switch (size) {
    case 1: return *p;
    case 2: memcpy(&bits, p, 2); break;
    case 4: memcpy(&bits, p, 4); break;
    default: memcpy(&bits, p, 8); break;
    }
    return little ? bits : __builtin_bswap64(bits) >> (64 - 8 * size);
}

static inline void store(uint8_t *p, int size, bool little, uint64_t bits) {
    if (!little)
        bits = __builtin_bswap64(bits) >> (64 - 8 * size);
    switch (size) {
    case 1: *p = (uint8_t)bits; break;
    case 2: memcpy(p, &bits, 2); break;
    case 4: memcpy(p, &bits, 4); break;
    default: memcpy(p, &bits, 8); break;
    }
}

Value struct_get(Thread *t, const StructFormat *s, const StructField *f, const uint8_t *p) {
    switch (f->code) {
    case 's':
        return bytes_new(t, (const char *)p, (size_t)f->count);
    case 'p':                                           /* its first byte is the length */
        return bytes_new(t, (const char *)p + 1, f->count ? (size_t)MIN((int64_t)*p, f->count - 1) : 0);
    case 'c':
        return bytes_new(t, (const char *)p, 1);
    default:
        break;
    }
    uint64_t bits = load(p, f->size, s->little);
    double d;
    float single;
    switch (f->code) {
    case '?':
        return from_bool(bits != 0);
    case 'e':
        return from_double(t, half_to_double((uint16_t)bits));
    case 'f':
        memcpy(&single, &bits, 4);
        return from_double(t, (double)single);
    case 'd':
        memcpy(&d, &bits, 8);
        return from_double(t, d);
    case 'b': case 'h': case 'i': case 'l': case 'q': case 'n': {
        int shift = 64 - 8 * f->size;
        return from_int64(t, (int64_t)(bits << shift) >> shift);
    }
    default:
        return from_uint64(t, bits);
    }
}

/* -- Writing --------------------------------------------------------------------------------------------- */

static inline bool is_signed_code(char code) {
    switch (code) {
    case 'b': case 'h': case 'i': case 'l': case 'q': case 'n': return true;
    default: return false;
    }
}

/* An int for 8 bytes; *state: 0 fits, 1 too large, -1 raised. */
static uint64_t wide_int(Value v, bool is_signed, int *state) {
    int64_t i;
    *state = 0;
    if (int_fits_int64(v, &i)) {
        *state = !is_signed && i < 0;
        return (uint64_t)i;
    }
    IntView room;
    const __mpz_struct *z = int_view(v, &room);
    *state = is_signed || mpz_sgn(z) < 0 || mpz_sizeinbase(z, 2) > 64;
    return *state ? 0 : mpz_getlimbn(z, 0);
}

/* What CPython says depends on which of its functions handles the letter. */
static bool put_int(Thread *t, const StructFormat *s, const StructField *f, uint8_t *p, Value v) {
    bool is_signed = is_signed_code(f->code), indexed = false;
    if (!is_int(v)) {
        if (!has_index(t, v))
            return fail(t, "required argument is not an integer");
        if (!(v = number_index(t, v)))
            return false;
        indexed = true;
    }
    bool short_names = f->size == 1 || (f->size == 2 && s->little);
    int too_large;
    uint64_t bits = wide_int(v, is_signed || short_names, &too_large);
    if (f->code == 'P' && too_large) {
        int64_t i;
        if (!int_fits_int64(v, &i))
            return indexed ? (raise_overflow(t, "Python int too large to convert to C unsigned long"), false)
                           : fail(t, "int too large to convert");
        bits = (uint64_t)i;
        too_large = 0;
    }
    if (too_large && f->size == 8 && !s->little)
        return indexed ? (raise_overflow(t, "int too big to convert"), false) : fail(t, "int too large to convert");
    if (too_large)
        return fail(t, "argument out of range");
    if (f->size < 8) {
        int64_t high = (INT64_C(1) << (8 * f->size - is_signed)) - 1, low = is_signed ? -high - 1 : 0;
        bool fits = is_signed || short_names ? (int64_t)bits >= low && (int64_t)bits <= high : bits <= (uint64_t)high;
        if (!fits && short_names)
            raise_class(t, struct_state(t)->error, "%s%s format requires %lld <= number <= %lld", is_signed ? "" : "u",
                        f->size == 1 ? "byte" : "short", (long long)low, (long long)high);
        else if (!fits)
            raise_class(t, struct_state(t)->error, "'%c' format requires %lld <= number <= %lld", f->code,
                        (long long)low, (long long)high);
        if (!fits)
            return false;
    }
    store(p, f->size, s->little, bits);
    return true;
}

static bool put_float(Thread *t, const StructFormat *s, const StructField *f, uint8_t *p, Value v) {
    double d;
    uint64_t bits = 0;
    if (is_float(v)) {
        d = float_of(v);
    } else if (!as_double(t, v, &d)) {
        exc_clear(t);
        return fail(t, "required argument is not a float");
    }
    if (f->code == 'd') {
        memcpy(&bits, &d, 8);
    } else if (f->code == 'f') {
        float single = (float)d;
        if (isinf(single) && !isinf(d) && !s->native) {
            raise_overflow(t, "float too large to pack with f format");
            return false;
        }
        memcpy(&bits, &single, 4);
    } else {
        uint16_t half;
        if (!half_from_double(d, &half)) {
            raise_overflow(t, "float too large to pack with e format");
            return false;
        }
        bits = half;
    }
    store(p, f->size, s->little, bits);
    return true;
}

static bool put_text(Thread *t, const StructField *f, uint8_t *p, Value v) {
    const char *data;
    int64_t n;
    if (is_bytes(v)) {
        data = as_bytes(v)->data;
        n = as_bytes(v)->len;
    } else if (is_bytearray(v)) {
        data = as_bytearray(v)->data;
        n = as_bytearray(v)->len;
    } else {
        return fail(t, f->code == 's' ? "argument for 's' must be a bytes object"
                                      : "argument for 'p' must be a bytes object");
    }
    if (f->code == 's') {
        memcpy(p, data, (size_t)MIN(n, f->count));
        return true;
    }
    if (f->count == 0)
        return true;
    n = MIN(n, f->count - 1);
    memcpy(p + 1, data, (size_t)n);
    *p = (uint8_t)MIN(n, 255);
    return true;
}

/* An immediate int that fits; false: look closer. */
static inline bool put_small(const StructFormat *s, const StructField *f, uint8_t *p, Value v) {
    int64_t i = small_of(v);
    if (is_signed_code(f->code) ? f->size < 8 && (i + (INT64_C(1) << (8 * f->size - 1))) >> (8 * f->size) != 0
                                : i < 0 || (f->size < 8 && i >> (8 * f->size) != 0))
        return false;
    store(p, f->size, s->little, (uint64_t)i);
    return true;
}

bool struct_put(Thread *t, const StructFormat *s, const StructField *f, uint8_t *p, Value v) {
    int truth;
    switch (f->code) {
    case 's': case 'p':
        return put_text(t, f, p, v);
    case 'c':
        if (!is_bytes(v) || as_bytes(v)->len != 1)
            return fail(t, "char format requires a bytes object of length 1");
        *p = (uint8_t)as_bytes(v)->data[0];
        return true;
    case '?':
        truth = truth_of(t, v);
        *p = truth > 0;
        return truth >= 0;
    case 'e': case 'f': case 'd':
        return put_float(t, s, f, p, v);
    default:
        return (is_small(v) && put_small(s, f, p, v)) || put_int(t, s, f, p, v);
    }
}
