/* Text of doubles and back. */
#include "unit.h"
#include "vm/base/dtoa.h"

#include <float.h>
#include <math.h>
#include <string.h>

static void is_repr(double d, const char *expected) {
    char out[DTOA_REPR_MAX + 1];
    out[dtoa_repr(d, out)] = 0;
    ck_assert_str_eq(out, expected);
}

START_TEST(repr_of_known_values) {
    is_repr(0.0, "0.0");
    is_repr(-0.0, "-0.0");
    is_repr(1.0, "1.0");
    is_repr(-1.5, "-1.5");
    is_repr(0.1, "0.1");
    is_repr(0.0001, "0.0001");
    is_repr(0.00001, "1e-05");
    is_repr(1e16, "1e+16");
    is_repr(1e15, "1000000000000000.0");
    is_repr(9999999999999998.0, "9999999999999998.0");
    is_repr(1e22, "1e+22");
    is_repr(1e23, "1e+23");
    is_repr(123456789012345680.0, "1.2345678901234568e+17");
    is_repr(9007199254740993.0, "9007199254740992.0");
    is_repr(0x1p-44, "5.684341886080802e-14");
    is_repr(5e-324, "5e-324");
    is_repr(DBL_MIN, "2.2250738585072014e-308");
    is_repr(DBL_MAX, "1.7976931348623157e+308");
    is_repr(INFINITY, "inf");
    is_repr(-INFINITY, "-inf");
    is_repr(NAN, "nan");
    is_repr(-(double)NAN, "nan");
}
END_TEST

START_TEST(repr_reads_back) {
    uint64_t state = 42;
    for (int i = 0; i < 200000; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        uint64_t bits = state ^ state >> 29;
        double d, back;
        memcpy(&d, &bits, sizeof d);
        if (!isfinite(d))
            continue;
        char out[DTOA_REPR_MAX];
        size_t n = dtoa_repr(d, out);
        ck_assert_ptr_eq(dtoa_parse(out, out + n, &back), out + n);
        ck_assert(memcmp(&back, &d, sizeof d) == 0);
    }
}
END_TEST

static void is_format(double d, char type, int precision, unsigned flags, const char *expected) {
    Buf b = BUF_INIT;
    dtoa_format(&b, d, type, precision, flags);
    ck_assert_str_eq(buf_cstr(&b), expected);
}

START_TEST(formats) {
    is_format(3.14159, 'f', 2, 0, "3.14");
    is_format(2.5, 'f', 0, 0, "2");
    is_format(3.5, 'f', 0, DTOA_ALT, "4.");
    is_format(2.675, 'f', 2, 0, "2.67");
    is_format(-0.001, 'f', 2, 0, "-0.00");
    is_format(1e300, 'f', 1, 0,
              "100000000000000005250476025520442024870446858110815915491585411551180245798890819578637137"
              "508044786404370444383288387817694252323536043057564479218478670698284838720092657580373783"
              "023379478809005936895323497079994508111903896764088007465274278014249457925878882005684283"
              "8115669472196386865459400540160.0");
    is_format(0.1, 'f', 55, 0, "0.1000000000000000055511151231257827021181583404541015625");
    is_format(1234.5, 'e', 3, 0, "1.234e+03");
    is_format(1234.5, 'E', 0, DTOA_ALT, "1.E+03");
    is_format(1e-5, 'g', 6, 0, "1e-05");
    is_format(100000.0, 'g', 6, 0, "100000");
    is_format(1000000.0, 'g', 6, 0, "1e+06");
    is_format(100.0, 'g', 3, DTOA_DOT_0, "1e+02");
    is_format(10.0, 'g', 3, DTOA_DOT_0, "10.0");
    is_format(1.0, 'r', 0, 0, "1");
    is_format(1.0, 'r', 0, DTOA_DOT_0, "1.0");
    is_format(1e16, 'r', 0, DTOA_ALT, "1.e+16");
    is_format(0.125, '%', 1, 0, "12.5%");
    is_format(1.0, 'f', 1, DTOA_PLUS, "+1.0");
    is_format(INFINITY, 'F', 1, 0, "INF");
    is_format(-INFINITY, 'g', 1, 0, "-inf");
    is_format(-(double)NAN, 'f', 1, DTOA_PLUS, "+nan");
}
END_TEST

/* The text that is not taken is what follows `length`; -1: no number at all. */
static void parses(const char *text, int length, double expected) {
    double d = -1;
    const char *end = dtoa_parse(text, text + strlen(text), &d);
    if (length < 0) {
        ck_assert_ptr_null(end);
        return;
    }
    ck_assert_ptr_eq(end, text + length);
    ck_assert(d == expected);
}

START_TEST(reading) {
    parses("1", 1, 1);
    parses("-.5", 3, -0.5);
    parses("5.", 2, 5);
    parses("1_000.0_1e1_0", 13, 1000.01e10);
    parses("1__0", 1, 1);
    parses("1_", 1, 1);
    parses("1e", 1, 1);
    parses("1e+", 1, 1);
    parses("1e5_", 3, 1e5);
    parses("+InFinitY", 9, INFINITY);
    parses("-inf", 4, -INFINITY);
    parses("infinit", 3, INFINITY);
    parses("", -1, 0);
    parses(".", -1, 0);
    parses("-", -1, 0);
    parses("_1", -1, 0);
    parses("e5", -1, 0);
    parses("1e400", 5, INFINITY);
    parses("1e-400", 6, 0);
    parses("1e99999999999999999999", 22, INFINITY);
    parses("0e99999999999999999999", 22, 0);
    parses("9007199254740993", 16, 9007199254740992.0);
    parses("9007199254740993.000000000000000000001", 38, 9007199254740994.0);
    parses("2.4703282292062327208e-324", 26, 0);
    parses("2.4703282292062327209e-324", 26, 5e-324);
    parses("1.7976931348623158e308", 22, DBL_MAX);
    parses("1.7976931348623159e308", 22, INFINITY);
    double d;
    ck_assert_ptr_nonnull(dtoa_parse("nan", "nan" + 3, &d));
    ck_assert(isnan(d));
}
END_TEST

START_TEST(rounding) {
    ck_assert(dtoa_round(2.675, 2) == 2.67);
    ck_assert(dtoa_round(2.5, 0) == 2.0);
    ck_assert(dtoa_round(-0.4, 0) == 0.0 && signbit(dtoa_round(-0.4, 0)));
    ck_assert(dtoa_round(15.0, -1) == 20.0);
    ck_assert(dtoa_round(25.0, -1) == 20.0);
    ck_assert(dtoa_round(5.0, -1) == 0.0);
    ck_assert(dtoa_round(5.1, -1) == 10.0);
    ck_assert(dtoa_round(1e23, -22) == 1e23);
    ck_assert(dtoa_round(1.5e300, -400) == 0.0);
    ck_assert(dtoa_round(1e-300, 305) == 1e-300);
    ck_assert(isinf(dtoa_round(DBL_MAX, -308)));
}
END_TEST

UNIT_MAIN("dtoa", repr_of_known_values, repr_reads_back, formats, reading, rounding)
