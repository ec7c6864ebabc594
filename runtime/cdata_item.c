/* Single C values as Python's, and back, with the words of ctypes. */
#include "runtime/cdata.h"
#include "runtime/array.h"
#include "vm/object/int.h"
#include "vm/object/str.h"

size_t cdata_size(char code) {
    switch (code) {
    case 'c': case 'b': case 'B': case '?': return 1;
    case 'h': case 'H': return 2;
    case 'i': case 'I': case 'f': case 'u': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'd': return 8;
    case 'g': return sizeof(long double);
    default: return 0;
    }
}

static void reverse(char *p, size_t n) {
    for (size_t i = 0; i < n / 2; i++) {
        char c = p[i];
        p[i] = p[n - 1 - i];
        p[n - 1 - i] = c;
    }
}

Value cdata_get(Thread *t, char code, bool swapped, const char *p) {
    char room[CDATA_ITEM_MAX];
    if (swapped) {
        memcpy(room, p, cdata_size(code));
        reverse(room, cdata_size(code));
        p = room;
    }
    switch (code) {
    case 'c': return bytes_new(t, p, 1);
    case '?': return from_bool(*p != 0);
    case 'g': return from_double(t, (double)LOAD(long double, p));
    default: return c_item_get(t, code, p);
    }
}

static bool one_byte(Thread *t, Value v, char *out) {
    BufferView b;
    int64_t i;
    if (is_int(v) && int_fits_int64(v, &i) && i >= 0 && i < 256) {
        *out = (char)i;
        return true;
    }
    if (is_span(v) && span_of(v).n == 1) {
        if (!get_buffer(t, v, &b)) return false;
        *out = b.data[0];
        release_buffer(t, &b);
        return true;
    }
    raise_type_error(t, "one character bytes, bytearray or integer expected");
    return false;
}

/* The lowest 64 bits, in two's complement. */
static bool low_bits(Thread *t, Value v, uint64_t *out) {
    int64_t i;
    if (!(v = number_index(t, v))) return false;
    if (int_fits_int64(v, &i)) {
        *out = (uint64_t)i;
        return true;
    }
    IntView room;
    const __mpz_struct *z = int_view(v, &room);
    *out = mpz_sgn(z) < 0 ? -mpz_getlimbn(z, 0) : mpz_getlimbn(z, 0);
    return true;
}

bool cdata_convert(Thread *t, char code, bool swapped, Value v, char room[CDATA_ITEM_MAX]) {
    union { char c; uint32_t u; uint64_t i; float f; double d; long double g; } x = { 0 };
    double d = 0;
    int truth;
    switch (code) {
    case 'c':
        if (!one_byte(t, v, &x.c)) return false;
        break;
    case '?':
        if ((truth = truth_of(t, v)) < 0) return false;
        x.c = truth != 0;
        break;
    case 'u':
        if (!is_str(v)) return raise_type_error(t, "unicode string expected instead of %T instance", v), false;
        if (as_str(v)->len != 1) return raise_type_error(t, "one character unicode string expected"), false;
        x.u = str_at(as_str(v), 0);
        break;
    case 'f': case 'd': case 'g':
        if (!as_double(t, v, &d)) return false;
        if (code == 'f') x.f = (float)d;
        else if (code == 'd') x.d = d;
        else x.g = d;
        break;
    default:
        if (!low_bits(t, v, &x.i)) return false;
    }
    memcpy(room, &x, sizeof x);
    if (swapped) reverse(room, cdata_size(code));
    return true;
}
