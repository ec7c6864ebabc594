/* Hashes: the numbers are CPython's. */
#include "unit.h"
#include "vm/base/hash.h"

#include <math.h>
#include <string.h>

static int64_t text(uint32_t seed, const char *s) {
    return hash_bytes(hash_key_from_seed(seed), s, strlen(s));
}

START_TEST(seeded_bytes) {
    ck_assert_int_eq(text(0, ""), 0);
    ck_assert_int_eq(text(0, "a"), 4644417185603328019);
    ck_assert_int_eq(text(0, "hello world, this is long"), 7650859633215404784);
    ck_assert_int_eq(text(42, "a"), -123207753977932514);
    ck_assert_int_eq(text(42, "12345678"), -8868897825882322955);
    ck_assert_int_eq(text(42, "hello world, this is long"), -1199649544206272706);
}
END_TEST

START_TEST(ints) {
    ck_assert_int_eq(hash_int64(0), 0);
    ck_assert_int_eq(hash_int64(-1), -2);
    ck_assert_int_eq(hash_int64((INT64_C(1) << 61) - 1), 0);
    ck_assert_int_eq(hash_int64(INT64_C(1) << 61), 1);
    ck_assert_int_eq(hash_int64(INT64_MIN), -4);
    uint64_t ten_to_50[] = { 0xb564000000000000u, 0x926687d2c40534fdu, 0x446c3b15f9u };
    ck_assert_int_eq(hash_limbs(ten_to_50, 3, false), 619332571178673746);
    ck_assert_int_eq(hash_limbs(ten_to_50, 3, true), -619332571178673746);
    for (uint64_t i = 1; i < 1000; i++) {
        uint64_t limb = i * UINT64_C(9123456789012345);
        ck_assert_int_eq(hash_limbs(&limb, 1, true), hash_int64(-(int64_t)limb));
    }
}
END_TEST

START_TEST(floats) {
    ck_assert_int_eq(hash_double(3.5), 1152921504606846979);
    ck_assert_int_eq(hash_double(1e300), 1224995262755759164);
    ck_assert_int_eq(hash_double(-1e-300), -482449582752280463);
    ck_assert_int_eq(hash_double(5e-324), 16777216);
    ck_assert_int_eq(hash_double(0x1p100), 549755813888);
    ck_assert_int_eq(hash_double(-1.0), -2);
    ck_assert_int_eq(hash_double(-0.0), 0);
    ck_assert_int_eq(hash_double(INFINITY), 314159);
    ck_assert_int_eq(hash_double(-INFINITY), -314159);
    ck_assert_int_eq(hash_complex(hash_double(1), hash_double(2)), 2000007);
    ck_assert_int_eq(hash_complex(hash_double(0), hash_double(-1)), -2000006);
    for (int64_t i = -1000; i < 1000; i++)
        ck_assert_int_eq(hash_double((double)i * 0x1p40), hash_int64(i * (INT64_C(1) << 40)));
}
END_TEST

static int64_t tuple(size_t n, const int64_t *items) {
    TupleHash h = hash_tuple_start();
    for (size_t i = 0; i < n; i++)
        hash_tuple_add(&h, items[i]);
    return hash_tuple_end(h, n);
}

static int64_t set(size_t n, const int64_t *items) {
    uint64_t acc = 0;
    for (size_t i = 0; i < n; i++)
        acc = hash_set_add(acc, items[i]);
    return hash_set_end(acc, n);
}

START_TEST(containers) {
    ck_assert_int_eq(tuple(0, NULL), 5740354900026072187);
    ck_assert_int_eq(tuple(1, (int64_t[]){ 1 }), -6644214454873602895);
    ck_assert_int_eq(tuple(2, (int64_t[]){ 1, 2 }), -3550055125485641917);
    ck_assert_int_eq(tuple(2, (int64_t[]){ -3550055125485641917, hash_double(3.5) }), 8011440717425436011);
    ck_assert_int_eq(set(0, NULL), 133146708735736);
    ck_assert_int_eq(set(3, (int64_t[]){ 1, 2, 3 }), -272375401224217160);
    ck_assert_int_eq(set(3, (int64_t[]){ 3, 1, 2 }), -272375401224217160);
}
END_TEST

UNIT_MAIN("hash", seeded_bytes, ints, floats, containers)
