/* Searching runs of 1-, 2- and 4-byte characters, against the plainest way to do it. */
#include "unit.h"
#include "vm/object/text.h"

static uint64_t seed = 42;
static int rnd(int n) {
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((seed >> 33) % (uint64_t)n);
}

static bool here(const void *p, int64_t i, const void *needle, int64_t m, int width) {
    return memcmp(text_ptr(p, width, i), needle, (size_t)(m * width)) == 0;
}
static int64_t plain_find(const void *p, int64_t n, const void *needle, int64_t m, int width) {
    for (int64_t i = 0; i + m <= n; i++)
        if (here(p, i, needle, m, width))
            return i;
    return -1;
}
static int64_t plain_rfind(const void *p, int64_t n, const void *needle, int64_t m, int width) {
    for (int64_t i = n - m; i >= 0; i--)
        if (here(p, i, needle, m, width))
            return i;
    return -1;
}
static int64_t plain_count(const void *p, int64_t n, const void *needle, int64_t m, int width) {
    int64_t count = 0;
    for (int64_t i = 0; i + m <= n; i++)
        if (here(p, i, needle, m, width)) {
            count++;
            i += m - 1;
        }
    return count;
}

static void compare(const void *p, int64_t n, const void *needle, int64_t m, int width) {
    ck_assert_int_eq(text_find(p, n, needle, m, width), plain_find(p, n, needle, m, width));
    ck_assert_int_eq(text_rfind(p, n, needle, m, width), plain_rfind(p, n, needle, m, width));
    if (m > 0)
        ck_assert_int_eq(text_count(p, n, needle, m, width, INT64_MAX), plain_count(p, n, needle, m, width));
}

START_TEST(short_texts) {
    for (int round = 0; round < 100000; round++) {
        uint32_t text[150], needle[64];
        int width = 1 << rnd(3), n = rnd(120), m = rnd(rnd(4) ? 6 : 40), letters = 1 + rnd(3);
        for (int i = 0; i < n; i++)
            text_set(text, width, i, (uint32_t)('a' + rnd(letters) + (width > 1 && rnd(7) == 0 ? 0x100 : 0)));
        for (int i = 0; i < m; i++)
            text_set(needle, width, i, (uint32_t)('a' + rnd(letters)));
        if (m <= n && rnd(2))                               /* something that is there */
            memcpy(needle, text_ptr(text, width, rnd(n - m + 1)), (size_t)(m * width));
        compare(text, n, needle, m, width);
        uint32_t c = (uint32_t)('a' + rnd(4));
        text_set(needle, width, 0, c);
        ck_assert_int_eq(text_find_char(text, width, n, c), plain_find(text, n, needle, 1, width));
        ck_assert_int_eq(text_rfind_char(text, width, n, c), plain_rfind(text, n, needle, 1, width));
        ck_assert_int_eq(text_count_char(text, width, n, c), plain_count(text, n, needle, 1, width));
    }
}
END_TEST

/* Repetitive enough to make it change over to the linear algorithm. */
START_TEST(periodic_texts) {
    for (int round = 0; round < 2000; round++) {
        static const int widths[] = { 1, 2, 4 };
        int width = widths[rnd(3)], n = 1000 + rnd(2000), m = 20 + rnd(300), period = 1 + rnd(9);
        uint32_t text[3000], needle[320], unit[9];
        for (int i = 0; i < period; i++)
            unit[i] = (uint32_t)('a' + rnd(2));
        for (int i = 0; i < n; i++)
            text_set(text, width, i, rnd(400) ? unit[i % period] : 'c');
        for (int i = 0; i < m; i++)
            text_set(needle, width, i, unit[i % period]);
        if (rnd(2))
            text_set(needle, width, rnd(m), 'b');
        compare(text, n, needle, m, width);
    }
}
END_TEST

START_TEST(widening_and_order) {
    uint8_t narrow[5] = "abc\xE9";
    uint32_t wide[4];
    uint16_t middle[4];
    text_copy(wide, 4, narrow, 1, 4);
    ck_assert_uint_eq(wide[3], 0xE9);
    text_copy(middle, 2, wide, 4, 4);
    ck_assert_int_eq(text_compare(middle, 2, 4, narrow, 1, 4), 0);
    ck_assert_int_eq(text_compare(middle, 2, 3, narrow, 1, 4), -1);
    middle[0] = 0x1234;
    ck_assert_int_eq(text_compare(middle, 2, 1, narrow, 1, 4), 1);
}
END_TEST

UNIT_MAIN("text", short_texts, periodic_texts, widening_and_order)
