/* Doubles to text and back. Shortest digits: Raffaello Giulietti, "The Schubfach way to render doubles"
 * (2020). Reading: Clinger's exact cases, then Lemire, "Number parsing at a gigabyte per second" (2021),
 * then libc. */
#include "dtoa.h"
#include "pow10.h"
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef unsigned __int128 U128;

enum { MANTISSA_BITS = 52, EXPONENT_BIAS = 1075, EXPONENT_MAX = 0x7FF };
#define HIDDEN_BIT  (UINT64_C(1) << MANTISSA_BITS)

static inline uint64_t bits_of(double d) {
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return bits;
}

static inline double double_of(uint64_t bits) {
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

/* libc's conversions follow the thread's locale; in here that is always "C". newlocale() of all of "C"
 * costs nothing: it returns a constant object of glibc's. */
static locale_t c_locale(void) { return newlocale(LC_ALL_MASK, "C", (locale_t)0); }

/* -- Shortest digits ------------------------------------------------------------------------------------- */

static inline int floor_log2_pow10(int e) { return (e * 1741647) >> 19; }       /* exact for |e| <= 1233 */

/* floor(g * x / 2^128), with the lowest bit set if that was not exact. One bit of error in g never
 * matters: the paper shows that no product comes that close to a boundary. */
static inline uint64_t round_to_odd(uint64_t g_hi, uint64_t g_lo, uint64_t x) {
    uint64_t low = (uint64_t)(((U128)g_lo * x) >> 64);
    U128 sum = (U128)g_hi * x + low;
    return (uint64_t)(sum >> 64) | ((uint64_t)sum > 1);
}

/* The decimal of fewest digits, and of those the nearest, that lies in the rounding interval of c * 2^q. */
static uint64_t shortest(uint64_t c, int q, bool lower_is_closer, int *exponent) {
    bool odd = c & 1;                                /* ties go to even: an odd one does not own its bounds */
    int k = (q * 1262611 - (lower_is_closer ? 524031 : 0)) >> 22;
    int h = q + floor_log2_pow10(-k) + 1;
    uint64_t hi = pow10_table[-k - POW10_FIRST].hi, lo = pow10_table[-k - POW10_FIRST].lo;

    /* Four times the value and its bounds, in units of 10^k. */
    uint64_t value = round_to_odd(hi, lo, (4 * c) << h);
    uint64_t lower = round_to_odd(hi, lo, (4 * c - 2 + lower_is_closer) << h) + odd;
    uint64_t upper = round_to_odd(hi, lo, (4 * c + 2) << h) - odd;

    uint64_t s = value / 4;
    if (s >= 10) {                                      /* one digit less, if exactly one such is inside */
        uint64_t tens = s / 10;
        bool down_inside = lower <= 40 * tens, up_inside = 40 * tens + 40 <= upper;
        if (down_inside != up_inside) {
            *exponent = k + 1;
            return tens + up_inside;
        }
    }
    *exponent = k;
    bool down_inside = lower <= 4 * s, up_inside = 4 * s + 4 <= upper;
    if (down_inside != up_inside)
        return s + up_inside;
    uint64_t middle = 4 * s + 2;                        /* both or neither: the nearer one */
    return s + (value > middle || (value == middle && (s & 1)));
}

int dtoa_shortest(double d, char digits[DTOA_DIGITS_MAX], int *point) {
    uint64_t bits = bits_of(d), m = bits & (HIDDEN_BIT - 1), decimal;
    int e = (int)(bits >> MANTISSA_BITS) & EXPONENT_MAX, exponent = 0;
    if (e >= EXPONENT_BIAS - MANTISSA_BITS && e <= EXPONENT_BIAS && d == (double)(uint64_t)d)
        decimal = (uint64_t)d;                          /* an integer below 2^53 is its own shortest text */
    else
        decimal = shortest(e == 0 ? m : m | HIDDEN_BIT, MAX(e, 1) - EXPONENT_BIAS, m == 0 && e > 1,
                           &exponent);

    while (decimal % 100 == 0) {
        decimal /= 100;
        exponent += 2;
    }
    if (decimal % 10 == 0) {
        decimal /= 10;
        exponent++;
    }
    char text[20];
    int n = 0;
    for (; decimal != 0; decimal /= 10)
        text[n++] = (char)('0' + decimal % 10);
    for (int i = 0; i < n; i++)
        digits[i] = text[n - 1 - i];
    *point = exponent + n;
    return n;
}

/* -- Laying digits out ----------------------------------------------------------------------------------- */

static char *put_exponent(char *p, int e) {
    *p++ = 'e';
    *p++ = e < 0 ? '-' : '+';
    e = abs(e);
    if (e >= 100)
        *p++ = (char)('0' + e / 100);
    *p++ = (char)('0' + e / 10 % 10);
    *p++ = (char)('0' + e % 10);
    return p;
}

static char *put_bytes(char *p, const char *s, int n) {
    memcpy(p, s, (size_t)n);
    return p + n;
}

static char *put_zeros(char *p, int n) {
    memset(p, '0', (size_t)n);
    return p + n;
}

/* repr() of a finite d >= 0, with the flags of dtoa_format(). */
static char *put_repr(char *p, double d, unsigned flags) {
    char digits[DTOA_DIGITS_MAX];
    int n, point;
    if (d == 0) {
        n = point = 1;
        digits[0] = '0';
    } else {
        n = dtoa_shortest(d, digits, &point);
    }
    if (point < -3 || point > 16) {                     /* d.ddde+XX */
        *p++ = digits[0];
        if (n > 1 || (flags & DTOA_ALT))
            *p++ = '.';
        return put_exponent(put_bytes(p, digits + 1, n - 1), point - 1);
    }
    if (point <= 0) {                                   /* 0.000ddd */
        p = put_bytes(p, "0.", 2);
        return put_bytes(put_zeros(p, -point), digits, n);
    }
    if (n <= point) {                                   /* ddd000 */
        p = put_zeros(put_bytes(p, digits, n), point - n);
        return put_bytes(p, ".0", (flags & DTOA_DOT_0) ? 2 : (flags & DTOA_ALT) ? 1 : 0);
    }
    p = put_bytes(p, digits, point);
    *p++ = '.';
    return put_bytes(p, digits + point, n - point);
}

size_t dtoa_repr(double d, char out[DTOA_REPR_MAX]) {
    char *p = out;
    if (isnan(d))
        return (size_t)(put_bytes(p, "nan", 3) - out);
    if (signbit(d))
        *p++ = '-';
    p = isinf(d) ? put_bytes(p, "inf", 3) : put_repr(p, fabs(d), DTOA_DOT_0);
    return (size_t)(p - out);
}

/* -- Formats with a precision ---------------------------------------------------------------------------- */

/* |d| rounded to `precision` digits after the point, in integers: |d| = m * 2^-shift, so |d| *
 * 10^precision is m * 5^precision * 2^(precision - shift), exact in 128 bits. false if it does not fit. */
static bool scaled_exactly(double d, int precision, uint64_t *scaled) {
    static const uint64_t pow5[] = {
        1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625, 48828125, 244140625, 1220703125,
        6103515625, 30517578125, 152587890625,
    };
    uint64_t bits = bits_of(d);
    int e = (int)(bits >> MANTISSA_BITS) & EXPONENT_MAX;
    if (precision >= (int)ARRAY_LEN(pow5) || e == 0 || e > EXPONENT_BIAS)
        return false;                                   /* subnormal, or an integer of more than 53 bits */
    int down = EXPONENT_BIAS - e - precision;
    U128 product = (U128)((bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT) * pow5[precision];
    if (down <= 0) {
        product <<= -down;                              /* at most 53 + 38 + 16 bits */
    } else if (down >= 127) {
        product = 0;                                /* the product has fewer than 92 bits: less than a half */
    } else {
        U128 rest = product & (((U128)1 << down) - 1), half = (U128)1 << (down - 1);
        product >>= down;
        product += rest > half || (rest == half && (product & 1));
    }
    *scaled = (uint64_t)product;
    return product < UINT64_C(10000000000000000000);
}

/* Digits of n, with a point before the last `precision` of them. */
static void add_scaled(Buf *b, uint64_t n, int precision, bool keep_point) {
    char text[48], *p = text + sizeof text;
    for (int i = 0; i < precision; i++, n /= 10)
        *--p = (char)('0' + n % 10);
    if (precision > 0 || keep_point)
        *--p = '.';
    do
        *--p = (char)('0' + n % 10);
    while ((n /= 10) != 0);
    buf_add(b, p, (size_t)(text + sizeof text - p));
}

/* By printf, which rounds correctly at any length. */
static void add_printf(Buf *b, double d, char type, int precision, bool alternate) {
    char fmt[8] = "%#.*", *f = fmt + (alternate ? 4 : 0);
    if (!alternate)
        f = put_bytes(fmt, "%.*", 3);
    *f++ = type;
    *f = 0;
    locale_t old = uselocale(c_locale());
    _Pragma("GCC diagnostic push")
    _Pragma("GCC diagnostic ignored \"-Wformat-nonliteral\"")
    buf_printf(b, fmt, precision, d);
    _Pragma("GCC diagnostic pop")
    uselocale(old);
}

/* 'g' as format() means it without a type: a digit after the point unless there is an exponent, and an
 * exponent already where the point would stand after the last digit. */
static void add_general_dot_0(Buf *b, double d, char type, int precision, bool alternate) {
    precision = MAX(precision, 1);
    size_t start = b->len;
    add_printf(b, d, (char)(type - 2), precision - 1, alternate);           /* 'e' or 'E' */
    if (b->failed)
        return;
    char *text = b->data + start, *e = memchr(text, type - 2, b->len - start);
    if (strtol(e + 1, NULL, 10) == precision - 1) {
        if (alternate)
            return;
        char *end = e;
        while (end > text + 1 && (end[-1] == '0' || end[-1] == '.'))
            end--;
        size_t tail = (size_t)(text + (b->len - start) - e);
        memmove(end, e, tail);
        b->len = (size_t)(end - b->data) + tail;
        return;
    }
    b->len = start;
    add_printf(b, d, type, precision, alternate);
    if (!b->failed && memchr(b->data + start, '.', b->len - start) == NULL &&
        memchr(b->data + start, type - 2, b->len - start) == NULL)
        buf_str(b, ".0");
}

void dtoa_format(Buf *b, double d, char type, int precision, unsigned flags) {
    bool percent = type == '%', upper = type == 'E' || type == 'F' || type == 'G';
    if (percent) {
        d *= 100;
        type = 'f';
    }
    if (signbit(d) && !isnan(d))
        buf_char(b, '-');
    else if (flags & DTOA_PLUS)
        buf_char(b, '+');
    d = fabs(d);

    uint64_t scaled;
    if (!isfinite(d)) {
        buf_str(b, isnan(d) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf"));
    } else if (type == 'r') {
        char text[DTOA_REPR_MAX];
        buf_add(b, text, (size_t)(put_repr(text, d, flags) - text));
    } else if ((type == 'f' || type == 'F') && scaled_exactly(d, precision, &scaled)) {
        add_scaled(b, scaled, precision, flags & DTOA_ALT);
    } else if ((flags & DTOA_DOT_0) && (type == 'g' || type == 'G')) {
        add_general_dot_0(b, d, type, precision, flags & DTOA_ALT);
    } else {
        add_printf(b, d, type, precision, flags & DTOA_ALT);
    }
    if (percent)
        buf_char(b, '%');
}

/* -- Reading --------------------------------------------------------------------------------------------- */

static const double exact_pow10[] = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
};

/* w * 10^e, correctly rounded; false if that takes more bits than are at hand. The table's entry is too
 * large by less than one unit, hence the product by less than 2^64: its upper 128 bits V are off by less
 * than one, and only a V exactly half way between two doubles leaves a doubt. */
static bool scale_pow10(uint64_t w, int64_t e, double *out) {
    if (w == 0 || e < POW10_FIRST) {             /* 2^64 * 10^-343 is less than half of the smallest double */
        *out = 0.0;
        return true;
    }
    if (e > 308) {
        *out = HUGE_VAL;
        return true;
    }
    int zeros = __builtin_clzll(w);
    w <<= zeros;
    uint64_t g_hi = pow10_table[e - POW10_FIRST].hi, g_lo = pow10_table[e - POW10_FIRST].lo;
    U128 v = (U128)w * g_hi + (uint64_t)(((U128)w * g_lo) >> 64);
    int top = 126 + (int)(v >> 127);                    /* its highest bit */
    int exponent = top + floor_log2_pow10((int)e) - zeros - 63;  /* 2^exponent <= result < 2^(exponent + 1) */
    int drop = top - MANTISSA_BITS + MAX(-1022 - exponent, 0);
    if (exponent > 1023) {
        *out = HUGE_VAL;
        return true;
    }
    if (drop > 127)
        return false;
    U128 rest = v & (((U128)1 << drop) - 1), half = (U128)1 << (drop - 1);
    if (rest == half)
        return false;
    uint64_t m = (uint64_t)(v >> drop) + (rest > half);
    *out = double_of(m + ((uint64_t)MAX(exponent + 1022, 0) << MANTISSA_BITS));  /* the hidden bit adds one */
    return true;
}

/* Significant digits, the value of the first 19 of them, and a power of ten. */
typedef struct {
    const char *first;          /* the first digit that is not 0 */
    int64_t digits, exponent;   /* the value is DIGITS * 10^exponent */
    uint64_t head;
} Decimal;

enum { HEAD_DIGITS = 19, EXACT_DIGITS = 800 };          /* no half-way point has more than 767 digits */

static inline bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

/* Takes digits with single underscores between them; returns how many digits there were. */
static int64_t take_digits(const char **s, const char *end, Decimal *d) {
    const char *p = *s;
    int64_t n = 0;
    while (p < end && is_digit(*p)) {
        if (d->digits > 0 || *p != '0') {
            if (d->digits == 0)
                d->first = p;
            if (d->digits < HEAD_DIGITS)
                d->head = d->head * 10 + (uint64_t)(*p - '0');
            d->digits++;
        }
        n++;
        p++;
        if (p + 1 < end && *p == '_' && is_digit(p[1]))
            p++;
    }
    *s = p;
    return n;
}

/* The rare hard case goes to libc, with plain digits: what follows the first 800 only says "a little
 * more". */
static double by_libc(const Decimal *d) {
    char text[EXACT_DIGITS + 32], *p = text;
    int64_t exponent = d->exponent, seen = 0;
    for (const char *s = d->first; seen < d->digits && seen < EXACT_DIGITS; s++)
        if (is_digit(*s)) {
            *p++ = *s;
            seen++;
        }
    exponent += d->digits - seen;
    if (seen < d->digits) {
        *p++ = '1';
        exponent--;
    }
    exponent = MAX(MIN(exponent, (int64_t)99999), (int64_t)-99999);
    snprintf(p, (size_t)(text + sizeof text - p), "e%d", (int)exponent);
    return strtod_l(text, NULL, c_locale());
}

static double decimal_value(const Decimal *d) {
    double low, high;
    if (d->digits <= HEAD_DIGITS) {
        if (d->head <= 2 * HIDDEN_BIT && d->exponent >= -22 && d->exponent <= 22)
            return d->exponent < 0 ? (double)d->head / exact_pow10[-d->exponent]
                                   : (double)d->head * exact_pow10[d->exponent];
        return scale_pow10(d->head, d->exponent, &low) ? low : by_libc(d);
    }
    int64_t e = d->exponent + d->digits - HEAD_DIGITS;
    if (scale_pow10(d->head, e, &low) && scale_pow10(d->head + 1, e, &high) && low == high)
        return low;
    return by_libc(d);
}

static const char *match_word(const char *s, const char *end, const char *word) {
    for (; *word; word++, s++)
        if (s >= end || (*s | 0x20) != *word)
            return NULL;
    return s;
}

const char *dtoa_parse(const char *s, const char *end, double *out) {
    bool negative = s < end && *s == '-';
    const char *p = s + (s < end && (*s == '-' || *s == '+')), *after;
    if ((after = match_word(p, end, "infinity")) || (after = match_word(p, end, "inf"))) {
        *out = negative ? -HUGE_VAL : HUGE_VAL;
        return after;
    }
    if ((after = match_word(p, end, "nan"))) {
        *out = negative ? -(double)NAN : (double)NAN;
        return after;
    }

    Decimal d = { .first = p };
    int64_t whole = take_digits(&p, end, &d), fraction = 0;
    if (p < end && *p == '.' && (whole > 0 || (p + 1 < end && is_digit(p[1])))) {
        p++;
        fraction = take_digits(&p, end, &d);
    }
    if (whole + fraction == 0)
        return NULL;
    d.exponent = -fraction;
    if (p < end && (*p | 0x20) == 'e') {
        const char *q = p + 1;
        bool minus = q < end && *q == '-';
        q += q < end && (*q == '-' || *q == '+');
        int64_t e = 0;
        if (q < end && is_digit(*q)) {
            for (;; q++) {
                e = MIN(e * 10 + (*q - '0'), INT64_C(1) << 50);
                if (q + 2 < end && q[1] == '_' && is_digit(q[2]))
                    q++;
                if (q + 1 >= end || !is_digit(q[1]))
                    break;
            }
            d.exponent += minus ? -e : e;
            p = q + 1;
        }
    }
    double value = d.digits == 0 ? 0.0 : decimal_value(&d);
    *out = negative ? -value : value;
    return p;
}

/* -- round() --------------------------------------------------------------------------------------------- */

/* d > 0 rounded to 10^places: its exact decimal text tells the digits before that place, and ties. */
static double round_to_places(double d, int places) {
    char text[DTOA_REPR_MAX + 320], five[] = "5.0000000000000000000000000";
    locale_t old = uselocale(c_locale());
    snprintf(text, sizeof text, "%.25e", d);    /* no double comes closer to a power of ten, or half of one */
    int precision = atoi(strchr(text, 'e') + 1) - places;
    double result = 0.0;
    if (precision >= 0) {
        snprintf(text, sizeof text, "%.*e", precision, d);
        result = strtod(text, NULL);
    } else if (precision == -1 && strncmp(text, five, strlen(five)) > 0) {
        snprintf(text, sizeof text, "1e%d", places);
        result = strtod(text, NULL);
    }
    uselocale(old);
    return result;
}

double dtoa_round(double d, int ndigits) {
    double magnitude = fabs(d), result = magnitude;
    uint64_t scaled;
    if (ndigits > 323 || d == 0 || (ndigits >= 0 && magnitude >= (double)HIDDEN_BIT))
        return d;                                       /* nothing to round away */
    if (ndigits < 0) {
        result = ndigits < -308 ? 0.0 : round_to_places(magnitude, -ndigits);
    } else if (scaled_exactly(magnitude, ndigits, &scaled) && scaled <= 2 * HIDDEN_BIT) {
        result = (double)scaled / exact_pow10[ndigits]; /* of exact numbers: rounded once */
    } else {
        char text[512];                            /* 0.ddd with at most 323 digits, or 16 before the point */
        locale_t old = uselocale(c_locale());
        snprintf(text, sizeof text, "%.*f", ndigits, magnitude);
        result = strtod(text, NULL);
        uselocale(old);
    }
    return copysign(result, d);
}
