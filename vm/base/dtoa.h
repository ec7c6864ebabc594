/* Text of doubles: the shortest text that reads back, rounding to a precision, and reading.
 * Independent of the locale; correctly rounded in both directions. */
#pragma once

#include "buf.h"
#include "config.h"

#define DTOA_DIGITS_MAX 17
#define DTOA_REPR_MAX   32

/* The shortest digits that identify a finite d > 0, without trailing zeros: d = 0.DIGITS * 10^point.
 * Returns how many there are. */
int dtoa_shortest(double d, char digits[DTOA_DIGITS_MAX], int *point);

/* Python's repr(): '1.0', '1e+16', '-0.0', 'inf', 'nan'. Not terminated; returns the length. */
size_t dtoa_repr(double d, char out[DTOA_REPR_MAX]);

enum {
    DTOA_ALT   = 1,     /* '#': keep the point, and in 'g' the zeros at the end */
    DTOA_DOT_0 = 2,     /* append ".0" if it would look like an int otherwise (formats 'r' and 'g') */
    DTOA_PLUS  = 4,     /* a sign also before what is not negative */
};

/* Appends d as Python formats it. type is one of e E f F g G r, or % (100 times d as f, with the percent
 * sign); precision >= 0, ignored for 'r'. A nan has no sign. Running out of memory shows in b->failed. */
void dtoa_format(Buf *b, double d, char type, int precision, unsigned flags);

/* Reads the longest prefix of [s, end) that Python's float() accepts: sign, digits with underscores
 * between them, point, exponent, inf, infinity, nan in any case. No white space. Returns where it ends, or
 * NULL if there is none. */
const char *dtoa_parse(const char *s, const char *end, double *out) MUST_CHECK;

/* round(d, ndigits) of a finite d. The result may be infinite: the caller raises OverflowError. */
double dtoa_round(double d, int ndigits);
