/* Items of array.array: from memory and into it, with CPython's words for what does not fit. */
#include "runtime/array.h"

const ArrayCode array_codes[] = {
    { 'b', 1 }, { 'B', 1 }, { 'u', 4 }, { 'h', 2 }, { 'H', 2 }, { 'i', 4 }, { 'I', 4 },
    { 'l', 8 }, { 'L', 8 }, { 'q', 8 }, { 'Q', 8 }, { 'f', 4 }, { 'd', 8 }, { 0, 0 },
};

const ArrayCode *array_code(uint32_t c) {
    for (const ArrayCode *code = array_codes; code->code; code++)
        if ((uint32_t)code->code == c)
            return code;
    return NULL;
}

Value c_item_get(Thread *t, char code, const char *p) {
    switch (code) {
    case 'b': return from_small(LOAD(int8_t, p));
    case 'B': return from_small(LOAD(uint8_t, p));
    case 'h': return from_small(LOAD(int16_t, p));
    case 'H': return from_small(LOAD(uint16_t, p));
    case 'i': return from_small(LOAD(int32_t, p));
    case 'I': return from_small(LOAD(uint32_t, p));
    case 'l': case 'q': return from_int64(t, LOAD(int64_t, p));
    case 'L': case 'Q': return from_uint64(t, LOAD(uint64_t, p));
    case 'f': return from_double(t, (double)LOAD(float, p));
    case 'd': return from_double(t, LOAD(double, p));
    default:
        if (LOAD(uint32_t, p) > 0x10ffff) return raise_value_error(t, "chr() arg not in range(0x110000)");
        return str_from_char(t, LOAD(uint32_t, p));
    }
}

static bool too_large(Thread *t, const char *type, bool below) {
    raise_overflow(t, below ? "%s is less than minimum" : "%s is greater than maximum", type);
    return false;
}

/* v in [low, high], called `type`. */
static bool in_range(Thread *t, int64_t x, int64_t low, int64_t high, const char *type) {
    return (x >= low && x <= high) || too_large(t, type, x < low);
}

static bool put_unsigned(Thread *t, const ArrayCode *code, char *p, Value v) {
    bool wide = code->code == 'Q';
    if (!(v = number_index(t, v)))
        return false;
    if (int_sign(v) < 0) {
        raise_overflow(t, wide ? "can't convert negative int to unsigned" : "can't convert negative value to unsigned int");
        return false;
    }
    IntView room;
    const __mpz_struct *z = int_view(v, &room);
    if (mpz_sizeinbase(z, 2) > 64) {
        raise_overflow(t, wide ? "int too big to convert" : "Python int too large to convert to C unsigned long");
        return false;
    }
    uint64_t x = mpz_getlimbn(z, 0);
    if (code->size == 4 && x > UINT32_MAX)
        return too_large(t, "unsigned int", false);
    memcpy(p, &x, code->size);
    return true;
}

bool array_put(Thread *t, const ArrayCode *code, char *p, Value v) {
    int64_t x;
    double d;
    float f;
    switch (code->code) {
    case 'f':
        if (!as_double(t, v, &d))
            return false;
        f = (float)d;
        memcpy(p, &f, 4);
        return true;
    case 'd':
        if (!as_double(t, v, &d))
            return false;
        memcpy(p, &d, 8);
        return true;
    case 'u':
        if (!is_str(v) || as_str(v)->len != 1) {
            raise_type_error(t, "array item must be unicode character");
            return false;
        }
        x = str_at(as_str(v), 0);
        break;
    case 'I': case 'L': case 'Q':
        return put_unsigned(t, code, p, v);
    case 'q':
        if (!(v = number_index(t, v)))
            return false;
        if (!int_fits_int64(v, &x)) {
            raise_overflow(t, "int too big to convert");
            return false;
        }
        break;
    default:
        if (!as_int64(t, v, &x))
            return false;
        if (code->code == 'B' && !in_range(t, x, 0, UINT8_MAX, "unsigned byte integer"))
            return false;
        if ((code->code == 'b' || code->code == 'h') && !in_range(t, x, INT16_MIN, INT16_MAX, "signed short integer"))
            return false;
        if (code->code == 'b' && !in_range(t, x, INT8_MIN, INT8_MAX, "signed char"))
            return false;
        if ((code->code == 'i' || code->code == 'H') && !in_range(t, x, INT32_MIN, INT32_MAX, "signed integer"))
            return false;
        if (code->code == 'H' && !in_range(t, x, 0, UINT16_MAX, "unsigned short"))
            return false;
    }
    memcpy(p, &x, code->size);
    return true;
}
