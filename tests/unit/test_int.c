/* Ints: identities that tie the operations to each other, on operands around each change of form. */
#include "unit.h"
#include "vm/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include <math.h>

static Thread *t;

/* Each test runs in a process of its own. */
static void start(void) {
    t = interp_new(&(Options){ .int_max_str_digits = 0 });
    ck_assert(t != NULL);
}

static uint64_t next_random(uint64_t *x) {
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

/* Up to 320 bits, most often near a power of 2. */
static Value random_int(uint64_t *x) {
    mpz_t z;
    unsigned long bits = (next_random(x) % 5 + 1) * 64 - next_random(x) % 4;
    if (next_random(x) % 6 == 0)
        bits = next_random(x) % 320;
    mpz_init_set_ui(z, 1);
    mpz_mul_2exp(z, z, bits);
    mpz_sub_ui(z, z, 1);
    if (next_random(x) % 2)
        mpz_tdiv_q_ui(z, z, next_random(x) | 1);
    mpz_add_ui(z, z, next_random(x) % 3);
    if (next_random(x) % 2)
        mpz_neg(z, z);
    Value v = int_from_mpz(t, z);
    mpz_clear(z);
    return v;
}

/* Immediate if and only if it fits, no leading zeros. */
static void check_form(Value v) {
    ck_assert(v != VALUE_ERROR && is_int(v));
    if (is_ptr(v)) {
        Int *x = (Int *)obj_of(v);
        int64_t n = x->size < 0 ? -x->size : x->size;
        ck_assert(n > 0 && x->limbs[n - 1] != 0);
        ck_assert(n > 1 || x->limbs[0] > (uint64_t)SMALL_MAX + (x->size < 0));
    }
}

static Value same(Value a, Value b) {
    check_form(a);
    check_form(b);
    ck_assert_int_eq(int_compare(a, b), 0);
    ck_assert_int_eq(int_hash(a), int_hash(b));
    return a;
}

START_TEST(identities) {
    start();
    uint64_t x = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        Value a = random_int(&x), b = random_int(&x), c = random_int(&x), q, r;
        same(int_sub(t, int_add(t, a, b), b), a);
        same(int_add(t, a, int_neg(t, a)), from_small(0));
        same(int_mul(t, a, int_add(t, b, c)), int_add(t, int_mul(t, a, b), int_mul(t, a, c)));
        same(int_add(t, int_and(t, a, b), int_or(t, a, b)), int_add(t, a, b));
        same(int_xor(t, a, b), int_sub(t, int_or(t, a, b), int_and(t, a, b)));
        same(int_invert(t, a), int_sub(t, int_neg(t, a), from_small(1)));
        Value by = from_small((int64_t)(next_random(&x) % 200));
        same(int_rshift(t, int_lshift(t, a, by), by), a);
        same(int_rshift(t, a, by), int_floordiv(t, a, int_lshift(t, from_small(1), by)));
        ck_assert_int_eq(int_compare(a, b), int_sign(int_sub(t, a, b)));
        if (int_sign(b) == 0)
            continue;
        ck_assert(int_divmod(t, a, b, &q, &r));
        same(int_add(t, int_mul(t, q, b), r), a);
        ck_assert(int_sign(r) == 0 || int_sign(r) == int_sign(b));
        ck_assert_int_eq(int_sign(b) > 0 ? int_compare(r, b) : int_compare(b, r), -1);
        same(int_floordiv(t, a, b), q);
        same(int_mod(t, a, b), r);
        same(int_pow_mod(t, a, from_small(3), b), int_mod(t, int_pow(t, a, from_small(3)), b));
    }
}
END_TEST

START_TEST(text_and_bytes) {
    start();
    uint64_t x = 12345;
    for (int i = 0; i < 5000; i++) {
        Value a = random_int(&x);
        for (int base = 2; base <= 36; base += 1 + i % 7) {
            Str *s = as_str(int_to_text(t, a, base, false));
            same(int_from_text(t, s->text, (size_t)s->len, base), a);
        }
        uint8_t bytes[48];
        bool little = i % 2;
        ck_assert(int_to_bytes(t, a, bytes, sizeof bytes, little, true));
        same(int_from_bytes(t, bytes, sizeof bytes, little, true), a);
    }
    static const char *const bad[] = { "", " ", "-", "_1", "1_", "1__2", "0x", "08",
                                       "1 2", "--1", "0b2", "1a" };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        ck_assert(int_from_text(t, bad[i], strlen(bad[i]), 0) == VALUE_ERROR);
        ck_assert(exc_matches(t, EXC_ValueError));
        exc_clear(t);
    }
}
END_TEST

START_TEST(doubles) {
    start();
    uint64_t x = 999;
    for (int i = 0; i < 20000; i++) {
        Value a = random_int(&x);
        bool overflow;
        IntView view;
        double d = int_to_double(t, a, &overflow), lower = mpz_get_d(int_view(a, &view));     /* truncates */
        ck_assert(!overflow);
        ck_assert(d == lower || d == nextafter(lower, lower < 0 ? -INFINITY : INFINITY));
        Value back = int_from_double(t, d);
        ck_assert(float_compare(t, from_double(t, d), back, CMP_EQ) == VALUE_TRUE);
        int64_t e;
        double m = int_frexp(a, &e);
        ck_assert(ldexp(m, (int)e) == d);
        if (int_sign(a)) {
            ck_assert(float_of(int_truediv(t, a, a)) == 1);
            ck_assert(float_of(int_truediv(t, a, from_small(1))) == d);
        }
    }
}
END_TEST

/* What would make GMP abort is refused. */
START_TEST(too_large) {
    start();
    Value huge = int_pow(t, from_small(10), from_small(12));
    ck_assert(int_lshift(t, from_small(1), huge) == VALUE_ERROR && exc_matches(t, EXC_MemoryError));
    exc_clear(t);
    ck_assert(int_pow(t, from_small(10), huge) == VALUE_ERROR && exc_matches(t, EXC_MemoryError));
    exc_clear(t);
    same(int_pow(t, from_small(-1), huge), from_small(1));
    same(int_rshift(t, from_small(-5), huge), from_small(-1));
    same(int_lshift(t, from_small(0), huge), from_small(0));
}
END_TEST

UNIT_MAIN("int", identities, text_and_bytes, doubles, too_large)
