/* Byte builder and growable array. */
#include "unit.h"
#include "vm/base/buf.h"
#include "vm/base/vec.h"

START_TEST(building) {
    Buf b = BUF_INIT;
    ck_assert_str_eq(buf_cstr(&b), "");
    buf_char(&b, 'a');
    buf_str(&b, "bc");
    buf_add(&b, "\0d", 2);
    buf_fill(&b, '-', 3);
    buf_utf8(&b, 0x20AC);
    buf_printf(&b, "%d/%s", 42, "x");
    ck_assert_uint_eq(b.len, 15);
    ck_assert(memcmp(b.data, "abc\0d---\xE2\x82\xAC" "42/x", 15) == 0);
    buf_clear(&b);
    ck_assert_str_eq(buf_cstr(&b), "");
    buf_free(&b);
    ck_assert_ptr_null(b.data);
}
END_TEST

START_TEST(growing) {
    Buf b = BUF_INIT;
    for (int i = 0; i < 200000; i++)
        buf_printf(&b, "%06d", i);
    ck_assert(!b.failed);
    ck_assert_uint_eq(b.len, 1200000);
    for (size_t i = 0; i < 200000; i += 777) {
        char number[7] = { 0 };
        memcpy(number, b.data + 6 * i, 6);
        ck_assert_int_eq(atoi(number), (int)i);
    }
}
END_TEST

START_TEST(long_printf) {
    Buf b = BUF_INIT;
    buf_printf(&b, "%1000d", 7);
    ck_assert_uint_eq(b.len, 1000);
    ck_assert(b.data[999] == '7' && b.data[0] == ' ');
}
END_TEST

START_TEST(failure_is_remembered) {
    Buf b = BUF_INIT;
    buf_str(&b, "before");
    ck_assert_ptr_null(buf_reserve(&b, SIZE_MAX - 2));
    ck_assert(b.failed);
    buf_str(&b, "a text too long for the room that is still there, which may be 64 bytes or a bit more");
    ck_assert_ptr_null(buf_reserve(&b, (size_t)1 << 62));
    ck_assert(b.failed);
}
END_TEST

START_TEST(vectors) {
    Vec(int) v = { 0 };
    for (int i = 0; i < 1000; i++)
        ck_assert(vec_push(&v, i));
    ck_assert_uint_eq(v.len, 1000);
    ck_assert_int_eq(vec_last(&v), 999);
    ck_assert_int_eq(vec_pop(&v), 999);
    ck_assert(vec_add(&v, ((int[]){ 5, 6, 7 }), 3));
    int sum = 0;
    vec_each(&v, p)
        sum += *p;
    ck_assert_int_eq(sum, 999 * 998 / 2 + 18);
    ck_assert(!vec_reserve(&v, SIZE_MAX / 2));
    ck_assert_uint_eq(v.len, 1002);
    vec_free(&v);
    ck_assert_ptr_null(v.data);
}
END_TEST

UNIT_MAIN("buf", building, growing, long_printf, failure_is_remembered, vectors)
