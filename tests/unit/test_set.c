/* set against a table of flags. */
#include "interp.h"

#define KEYS 400

static Value key_value(int64_t k) { return from_small(k % 3 ? k : k << 30); }

static void check_same(Thread *t, Set *s, const bool *has) {
    int64_t n = 0, i = 0;
    Value v;
    for (int64_t k = 0; k < KEYS; k++) {
        n += has[k];
        ck_assert_int_eq(set_contains(t, s, key_value(k)), has[k]);
    }
    ck_assert_int_eq(s->used, n);
    while (set_next(s, &i, &v))
        n--;
    ck_assert_int_eq(n, 0);
}

START_TEST(behaves_as_the_model) {
    Thread *t = new_interp();
    uint64_t seed = 7;
    bool has[KEYS] = { 0 };
    Set *s = set_new(t, type_by_id(t, T_SET));
    for (int i = 0; i < 100000; i++) {
        int64_t k = (int64_t)(next_random(&seed) % (uint64_t)(1 + i / 200 % (KEYS - 1)));
        switch (next_random(&seed) % 4) {
        case 0: case 1:
            ck_assert(set_add(t, s, key_value(k)));
            has[k] = true;
            break;
        case 2:
            ck_assert_int_eq(set_discard(t, s, key_value(k)), has[k]);
            has[k] = false;
            break;
        default:
            ck_assert_int_eq(set_contains(t, s, key_value(k)), has[k]);
        }
        if (i % 500 == 0) {
            check_same(t, s, has);
            ck_assert(set_tidy(t, s));
            Set *copy = set_new(t, type_by_id(t, T_SET));
            ck_assert(set_update(t, copy, from_ptr(s)));
            check_same(t, s = copy, has);
        }
    }
}
END_TEST

START_TEST(tombstones_do_not_pile_up) {
    Thread *t = new_interp();
    Set *s = set_new(t, type_by_id(t, T_SET));
    for (int64_t i = 0; i < 1000000; i++) {
        ck_assert(set_add(t, s, from_small(i)));
        if (i >= 10)
            ck_assert_int_eq(set_discard(t, s, from_small(i - 10)), 1);
    }
    ck_assert_int_le(s->mask, 255);
    while (s->used)
        ck_assert(set_pop(t, s) != 0);
    ck_assert(set_pop(t, s) == 0);
}
END_TEST

UNIT_MAIN("set", behaves_as_the_model, tombstones_do_not_pile_up)
