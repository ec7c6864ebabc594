/* dict against a plain array of pairs in order of insertion; versions of the keys; memory. */
#include "interp.h"
#include <stdio.h>

#define KEYS 300

typedef struct Model { int64_t keys[KEYS], values[KEYS]; int n; } Model;

static int model_find(const Model *m, int64_t key) {
    for (int i = 0; i < m->n; i++)
        if (m->keys[i] == key)
            return i;
    return -1;
}

static void model_remove(Model *m, int at) {
    m->n--;
    memmove(m->keys + at, m->keys + at + 1, (size_t)(m->n - at) * sizeof(int64_t));
    memmove(m->values + at, m->values + at + 1, (size_t)(m->n - at) * sizeof(int64_t));
}

static void model_insert(Model *m, int at, int64_t key, int64_t value) {
    memmove(m->keys + at + 1, m->keys + at, (size_t)(m->n - at) * sizeof(int64_t));
    memmove(m->values + at + 1, m->values + at, (size_t)(m->n - at) * sizeof(int64_t));
    m->keys[at] = key;
    m->values[at] = value;
    m->n++;
}

/* Keys of three sorts: small ints, ints that collide in every small table, strs. */
static Value key_value(Thread *t, int sort, int64_t k) {
    if (sort == 2) {
        char text[32];
        snprintf(text, sizeof text, "key %d", (int)k);
        return str_from_cstr(t, text);
    }
    return from_small(sort == 1 ? k << 20 : k);
}

static void check_same(Thread *t, Dict *d, const Model *m, int sort) {
    ck_assert_int_eq(d->used, m->n);
    int64_t i = 0;
    Value k, v;
    for (int j = 0; j < m->n; j++) {
        ck_assert(dict_next(d, &i, &k, &v));
        ck_assert(equal_values(t, k, key_value(t, sort, m->keys[j])) == 1);
        ck_assert(v == from_small(m->values[j]));
        ck_assert(dict_lookup(t, d, key_value(t, sort, m->keys[j]), &v) == 1 &&
                  v == from_small(m->values[j]));
    }
    ck_assert(!dict_next(d, &i, &k, &v));
}

static void step(Thread *t, Dict *d, Model *m, int sort, uint64_t *seed, int64_t range) {
    int64_t k = (int64_t)(next_random(seed) % (uint64_t)range);
    Value key = key_value(t, sort, k), gone, v;
    int at = model_find(m, k);
    switch (next_random(seed) % 9) {
    case 0: case 1: case 2: case 3:
        ck_assert(dict_set(t, d, key, from_small(k * 2)));
        if (at < 0)
            model_insert(m, m->n, k, k * 2);
        else
            m->values[at] = k * 2;
        break;
    case 4: case 5:
        ck_assert_int_eq(dict_delete(t, d, key), at >= 0);
        if (at >= 0)
            model_remove(m, at);
        break;
    case 6: {
        bool last = next_random(seed) & 1;
        ck_assert_int_eq(dict_take(t, d, last, &gone, &v), m->n > 0);
        if (m->n)
            model_remove(m, last ? m->n - 1 : 0);
        break;
    }
    case 7: {
        bool last = next_random(seed) & 1;
        ck_assert_int_eq(dict_move_to_end(t, d, key, last), at >= 0);
        if (at >= 0) {
            int64_t value = m->values[at];
            model_remove(m, at);
            model_insert(m, last ? m->n : 0, k, value);
        }
        break;
    }
    default:
        ck_assert_int_eq(dict_lookup(t, d, key, &v), at >= 0);
    }
}

START_TEST(behaves_as_the_model) {
    Thread *t = new_interp();
    for (int sort = 0; sort < 3; sort++) {
        uint64_t seed = 42 + (uint64_t)sort;
        Model m = { 0 };
        Dict *d = dict_new(t);
        for (int i = 0; i < 40000; i++) {
            step(t, d, &m, sort, &seed, 1 + i / 100 % (KEYS - 1));
            if (i % 100 == 0)
                check_same(t, d, &m, sort);
            if (i % 1000 == 0)
                check_same(t, d = dict_copy(t, d), &m, sort);
            if (i % 7000 == 6999) {
                dict_clear(t, d);
                m.n = 0;
            }
        }
    }
}
END_TEST

START_TEST(versions_follow_the_keys) {
    Thread *t = new_interp();
    Dict *d = dict_new(t);
    Str *a = str_intern_cstr(t, "a"), *b = str_intern_cstr(t, "b");
    ck_assert(dict_set_str(t, d, a, from_small(1)));
    uint32_t version = dict_keys_version(t, d);
    ck_assert_uint_ne(version, 0);
    ck_assert(dict_set_str(t, d, a, from_small(2)));
    ck_assert_uint_eq(d->keys_version, version);        /* a new value is no new key */
    ck_assert(dict_set_str(t, d, b, from_small(3)));
    ck_assert_uint_eq(d->keys_version, 0);
    uint32_t next = dict_keys_version(t, d);
    ck_assert(next != version && next != 0);
    ck_assert_int_eq(dict_find_str(t, d, b), 1);
    ck_assert_int_eq(dict_delete_str(t, d, a), 1);
    ck_assert_uint_eq(d->keys_version, 0);
    ck_assert(dict_get_str(t, d, a) == 0 && dict_get_str(t, d, b) == from_small(3));
}
END_TEST

START_TEST(ends_are_quick_and_small) {
    Thread *t = new_interp();
    Dict *d = dict_new(t);
    Value k, v;
    bool ok = true;                                     /* each ck_assert writes to a file */
    for (int64_t i = 0; i < 2000000; i++) {             /* a queue: in at the end, out at the front */
        ok &= dict_set(t, d, from_small(i), VALUE_NONE);
        if (i >= 100)
            ok &= dict_take(t, d, false, &k, &v) && k == from_small(i - 100);
    }
    ck_assert_int_le(d->cap, 512);
    for (int64_t i = 0; i < 2000000; i++) {             /* a stack */
        ok &= dict_set(t, d, from_small(-1 - i % 7), VALUE_NONE);
        ok &= dict_take(t, d, true, &k, &v);
    }
    ck_assert_int_le(d->cap, 512);
    d = dict_new(t);
    for (int64_t i = 0; i < 1000000; i++)
        ok &= dict_set(t, d, from_small(i), VALUE_NONE);
    ck_assert(ok);
    size_t bytes = sizeof *d + heap_size(d->entries) + heap_size(d->index);
    ck_assert_uint_le(bytes, 42000000);                 /* CPython's */
}
END_TEST

UNIT_MAIN("dict", behaves_as_the_model, versions_follow_the_keys, ends_are_quick_and_small)
