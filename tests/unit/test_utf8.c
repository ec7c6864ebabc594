/* UTF-8 and classes of characters. */
#include "unit.h"
#include "vm/base/unicode.h"
#include "vm/base/utf8.h"

#include <string.h>

static void scans(const char *text, size_t n, size_t chars, uint32_t max) {
    Utf8Scan r;
    ck_assert(utf8_scan(text, n, &r));
    ck_assert_uint_eq(r.valid, n);
    ck_assert_uint_eq(r.chars, chars);
    ck_assert_uint_eq(r.max, max);
    ck_assert_uint_eq(utf8_count(text, n), chars);
}

START_TEST(good_text) {
    scans("", 0, 0, 0x7F);
    scans("hello, long and plain world of ASCII", 36, 36, 0x7F);
    scans("caf\xC3\xA9", 5, 4, 0xFF);
    scans("\xC4\x80", 2, 1, 0xFFFF);
    scans("0123456789abcdef\xE2\x82\xAC", 19, 17, 0xFFFF);
    scans("\xF0\x9F\x98\x80!", 5, 2, 0x10FFFF);
    scans("a\0b", 3, 3, 0x7F);
}
END_TEST

static void fails(const char *text, size_t start, size_t end, const char *reason) {
    Utf8Scan r;
    ck_assert(!utf8_scan(text, strlen(text), &r));
    ck_assert_uint_eq(r.valid, start);
    ck_assert_uint_eq(r.error_end, end);
    ck_assert_str_eq(r.reason, reason);
    ck_assert(r.truncated == (strcmp(reason, "unexpected end of data") == 0));
}

START_TEST(bad_text) {
    fails("ab\x80", 2, 3, "invalid start byte");
    fails("\xC0\x80", 0, 1, "invalid start byte");
    fails("\xFF", 0, 1, "invalid start byte");
    fails("\xF5\x80\x80\x80", 0, 1, "invalid start byte");
    fails("a\xC3", 1, 2, "unexpected end of data");
    fails("\xC3(", 0, 1, "invalid continuation byte");
    fails("\xE2\x82", 0, 2, "unexpected end of data");
    fails("\xE2\x82(", 0, 2, "invalid continuation byte");
    fails("\xE2(\x82", 0, 1, "invalid continuation byte");
    fails("\xE0\x80\x80", 0, 1, "invalid continuation byte");
    fails("\xED\xA0\x80", 0, 1, "invalid continuation byte");
    fails("\xF0\x80\x80\x80", 0, 1, "invalid continuation byte");
    fails("\xF4\x90\x80\x80", 0, 1, "invalid continuation byte");
    fails("\xF0\x9F\x98", 0, 3, "unexpected end of data");
    fails("\xF0\x9F\x98(", 0, 3, "invalid continuation byte");
    fails("\xF0\x9F(", 0, 2, "invalid continuation byte");
}
END_TEST

START_TEST(every_character_there_and_back) {
    for (uint32_t c = 0; c <= UNICODE_MAX; c++) {
        char text[UTF8_MAX_BYTES];
        int n = utf8_put(text, c);
        uint32_t back, wide;
        Utf8Scan r;
        ck_assert_int_eq(n, utf8_size(c));
        ck_assert_ptr_eq(utf8_next(text, &back), text + n);
        ck_assert_uint_eq(back, c);
        ck_assert(utf8_scan(text, (size_t)n, &r) == !is_surrogate(c));
        utf8_decode_4(&wide, text, (size_t)n);
        ck_assert_uint_eq(wide, c);
    }
}
END_TEST

START_TEST(decode_and_encode) {
    const char *text = "plain ascii, then \xC3\xA9t\xC3\xA9 and more ascii at the end";
    size_t n = strlen(text), chars = utf8_count(text, n);
    uint8_t one[64];
    uint16_t two[64];
    uint32_t four[64];
    char back[128];
    utf8_decode_1(one, text, n);
    utf8_decode_2(two, text, n);
    utf8_decode_4(four, text, n);
    for (size_t i = 0; i < chars; i++)
        ck_assert(one[i] == two[i] && two[i] == four[i]);
    const void *all[] = { one, two, four };
    for (int i = 0; i < 3; i++) {
        int width = 1 << i;
        ck_assert_uint_eq(utf8_encoded_size(all[i], chars, width), n);
        ck_assert_uint_eq(utf8_encode(back, all[i], chars, width), n);
        ck_assert(memcmp(back, text, n) == 0);
        ck_assert_uint_eq(utf8_max_char(all[i], chars, width), 0xFF);
        ck_assert_uint_eq(utf8_find_surrogate(all[i], 0, chars, width), chars);
    }
    two[5] = 0xDC80;
    ck_assert_uint_eq(utf8_find_surrogate(two, 0, chars, 2), 5);
    ck_assert_uint_eq(utf8_find_surrogate(two, 6, chars, 2), chars);
}
END_TEST

START_TEST(ascii_prefix) {
    char text[100];
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 'x', sizeof text);
        text[at] = (char)0x80;
        ck_assert_uint_eq(utf8_ascii_prefix(text, sizeof text), at);
    }
    memset(text, 'x', sizeof text);
    ck_assert_uint_eq(utf8_ascii_prefix(text, sizeof text), sizeof text);
}
END_TEST

START_TEST(classes) {
    ck_assert(unicode_is_alpha(0xE9) && !unicode_is_alpha('1') && unicode_is_alpha(0x4E00));
    ck_assert(unicode_is_decimal(0x663) && unicode_decimal(0x663) == 3);
    ck_assert(!unicode_is_decimal(0xB2) && unicode_digit(0xB2) == 2);
    ck_assert(unicode_is_numeric(0xBD) && !unicode_is_digit(0xBD) && unicode_is_numeric(0x4E00));
    ck_assert(unicode_is_space(0x3000) && unicode_is_space(0x1F) && !unicode_is_space(0x200B));
    ck_assert(!unicode_is_printable(0xAD) && unicode_is_printable(' ') && !unicode_is_printable(0xA0));
    ck_assert(unicode_is_lower(0xAA) && unicode_is_upper(0x2160) && unicode_is_title(0x1C5));
    ck_assert(unicode_is_xid_start(0xE9) && !unicode_is_xid_start('_') && unicode_is_xid_continue('_'));
    ck_assert(unicode_is_xid_continue(0xB7) && !unicode_is_xid_start(0xB7));
    ck_assert_str_eq(unicode_category('a'), "Ll");
    ck_assert_str_eq(unicode_category(0x10FFFF), "Cn");
    ck_assert_str_eq(unicode_category(0xD800), "Cs");
}
END_TEST

START_TEST(cases) {
    uint32_t out[UNICODE_CASE_MAX];
    ck_assert_int_eq(unicode_upper(0xDF, out), 2);
    ck_assert(out[0] == 'S' && out[1] == 'S');
    ck_assert_int_eq(unicode_title(0xDF, out), 2);
    ck_assert(out[0] == 'S' && out[1] == 's');
    ck_assert_int_eq(unicode_casefold(0xDF, out), 2);
    ck_assert(out[0] == 's' && out[1] == 's');
    ck_assert_int_eq(unicode_lower(0x130, out), 2);
    ck_assert_int_eq(unicode_upper(0x390, out), 3);
    ck_assert_int_eq(unicode_lower(0x3A3, out), 1);
    ck_assert_uint_eq(out[0], 0x3C3);
    ck_assert_int_eq(unicode_casefold(0xD800, out), 1);
    ck_assert_uint_eq(out[0], 0xD800);
}
END_TEST

START_TEST(identifiers_are_normalised) {
    size_t n;
    char *s = unicode_nfkc("\xEF\xAC\x81x", 4, &n);
    ck_assert_uint_eq(n, 3);
    ck_assert_str_eq(s, "fix");
    free(s);
}
END_TEST

UNIT_MAIN("utf8", good_text, bad_text, every_character_there_and_back, decode_and_encode, ascii_prefix,
          classes, cases, identifiers_are_normalised)
