/* The format mini-language: [[fill]align][sign][z][#][0][width][grouping][.precision][type] for int,
 * float, complex and str. */
#include "vm/base/dtoa.h"
#include "vm/base/unicode.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/protocol.h"
#include "vm/object/str_impl.h"
#include <limits.h>
#include <math.h>

/* -- Specifications -------------------------------------------------------------------------------------- */

typedef struct Spec {
    uint32_t fill;
    char align;                             /* < > = ^ */
    char sign;                              /* + - space, or 0 */
    bool no_negative_zero, alternate;
    char separator;                         /* , or _, or 0 */
    int64_t width, precision;               /* -1: not given */
    uint32_t type;                          /* 0: not given, and no default */
} Spec;

static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

/* Digits at *i, of any script; -1 if there are none, -2 with an exception if they are too many. */
static int64_t read_number(Thread *t, const Str *s, int64_t *i) {
    int64_t value = -1;
    for (; *i < s->len; ++*i) {
        uint32_t c = str_at(s, *i);
        int digit = c < 128 ? (c - '0' < 10 ? (int)(c - '0') : -1) : unicode_decimal(c);
        if (digit < 0)
            break;
        if (__builtin_mul_overflow(MAX(value, 0), 10, &value) ||
            __builtin_add_overflow(value, digit, &value)) {
            raise_value_error(t, "Too many decimal digits in format string");
            return -2;
        }
    }
    return value;
}

static bool both_separators(Thread *t) {
    raise_value_error(t, "Cannot specify both ',' and '_'.");
    return false;
}

static bool check_separator(Thread *t, const Spec *f) {
    if (!f->separator || f->type == 0 || (f->type < 128 && strchr("defgEG%F", (int)f->type)))
        return true;
    if (f->separator == '_' && f->type < 128 && strchr("boxX", (int)f->type))
        return true;
    if (f->type > 32 && f->type < 128)
        raise_value_error(t, "Cannot specify '%c' with '%c'.", f->separator, (int)f->type);
    else
        raise_value_error(t, "Cannot specify '%c' with '\\x%x'.", f->separator, (unsigned)f->type);
    return false;
}

/* v: the object, for messages. */
static bool parse_spec(Thread *t, Value v, const Str *s, char default_type, char default_align, Spec *f) {
    int64_t i = 0, n = s->len;
    bool fill_given = false, align_given = true;
#define PEEK(c) (i < n && str_at(s, i) == (c))
    *f = (Spec){ .fill = ' ', .align = default_align, .width = -1, .precision = -1 };
    f->type = (uint8_t)default_type;
    if (n >= 2 && is_align(str_at(s, 1))) {
        f->fill = str_at(s, 0);
        f->align = (char)str_at(s, 1);
        fill_given = true;
        i = 2;
    } else if (n >= 1 && is_align(str_at(s, 0))) {
        f->align = (char)str_at(s, 0);
        i = 1;
    } else {
        align_given = false;
    }
    if (PEEK('+') || PEEK('-') || PEEK(' '))
        f->sign = (char)str_at(s, i++);
    if (PEEK('z')) {
        f->no_negative_zero = true;
        i++;
    }
    if (PEEK('#')) {
        f->alternate = true;
        i++;
    }
    if (!fill_given && PEEK('0')) {
        f->fill = '0';
        if (!align_given && default_align == '>')
            f->align = '=';
        i++;
    }
    if ((f->width = read_number(t, s, &i)) == -2)
        return false;
    if (PEEK(',')) {
        f->separator = ',';
        i++;
    }
    if (PEEK('_')) {
        if (f->separator)
            return both_separators(t);
        f->separator = '_';
        i++;
    }
    if (PEEK(',') && f->separator == '_')
        return both_separators(t);
    if (PEEK('.')) {
        i++;
        if ((f->precision = read_number(t, s, &i)) == -2)
            return false;
        if (f->precision == -1) {
            raise_value_error(t, "Format specifier missing precision");
            return false;
        }
    }
#undef PEEK
    if (n - i > 1) {
        raise_value_error(t, "Invalid format specifier '%Q' for object of type '%T'", s, v);
        return false;
    }
    if (i < n)
        f->type = str_at(s, i);
    return check_separator(t, f);
}

static Value unknown_type(Thread *t, const Spec *f, Value v) {
    if (f->type > 32 && f->type < 128)
        return raise_value_error(t, "Unknown format code '%c' for object of type '%T'", (int)f->type, v);
    return raise_value_error(t, "Unknown format code '\\x%x' for object of type '%T'", (unsigned)f->type, v);
}

/* -- Strings --------------------------------------------------------------------------------------------- */

/* Adds s[0..n) padded to the width. */
static void add_padded(StrBuf *b, const Spec *f, Str *s, int64_t n) {
    int64_t missing = MAX(f->width - n, 0);
    int64_t left = f->align == '>' ? missing : f->align == '^' ? missing / 2 : 0;
    strbuf_fill(b, f->fill, left);
    if (n == s->len)
        strbuf_str(b, s);
    else
        strbuf_slice(b, s, 0, n);
    strbuf_fill(b, f->fill, missing - left);
}

Value format_str(Thread *t, Value v, Str *spec) {
    Str *s = as_str(v);
    Spec f;
    if (spec->len == 0)
        return str_exact(t, s);
    if (!parse_spec(t, v, spec, 's', '<', &f))
        return VALUE_ERROR;
    if (f.type != 's')
        return unknown_type(t, &f, v);
    if (f.sign)
        return raise_value_error(t, "%s not allowed in string format specifier",
                                 f.sign == ' ' ? "Space" : "Sign");
    if (f.no_negative_zero)
        return raise_value_error(t, "Negative zero coercion (z) not allowed in string format specifier");
    if (f.alternate)
        return raise_value_error(t, "Alternate form (#) not allowed in string format specifier");
    if (f.align == '=')
        return raise_value_error(t, "'=' alignment not allowed in string format specifier");
    int64_t n = f.precision >= 0 ? MIN(f.precision, s->len) : s->len;
    if (f.width <= n)
        return str_slice(t, s, 0, n);
    StrBuf b;
    strbuf_init(&b, t);
    add_padded(&b, &f, s, n);
    return strbuf_finish(&b);
}

/* -- Numbers --------------------------------------------------------------------------------------------- */

/* A number in pieces: sign, prefix (0x), digits before the point, all the rest. */
typedef struct Number {
    bool negative;
    const char *prefix, *digits, *rest;
    int64_t prefix_len, digits_len, rest_len;
    int group;                              /* digits between separators; 0: none */
} Number;

/* How many digits, zeros at the front included, fill `width` with separators among them. */
static int64_t padded_digits(const Number *x, int64_t width) {
    int64_t n = x->digits_len;
    if (!x->group)
        return MAX(n, width);
    int64_t fits = width / (x->group + 1) * x->group + width % (x->group + 1);
    if (width > 0 && width % (x->group + 1) == 0)       /* it would begin with a separator */
        fits++;
    return MAX(n, fits);
}

static void put_ascii(Str *r, int64_t *at, const char *p, int64_t n) {
    if (n > 0)
        text_copy(str_ptr(r, *at), r->width, p, 1, n);
    *at += n;
}
static void put_fill(Str *r, int64_t *at, uint32_t c, int64_t n) {
    text_fill(str_ptr(r, *at), r->width, c, n);
    *at += n;
}

static Value finish_number(Thread *t, const Spec *f, const Number *x) {
    char sign = x->negative ? '-' : f->sign == '+' || f->sign == ' ' ? f->sign : 0;
    int64_t around = (sign != 0) + x->prefix_len + x->rest_len;
    bool zeros = f->fill == '0' && f->align == '=';
    int64_t digits = padded_digits(x, zeros ? f->width - around : 0);
    int64_t separators = x->group && digits ? (digits - 1) / x->group : 0;
    int64_t len = around + digits + separators, missing = MAX(f->width - len, 0), at = 0;
    int64_t left = f->align == '>' ? missing : f->align == '^' ? missing / 2 : 0;
    uint32_t fill = missing ? f->fill : '0';
    Str *r = str_alloc(t, len + missing, MAX(fill, 127));
    if (r == NULL)
        return VALUE_ERROR;
    put_fill(r, &at, fill, left);
    if (sign)
        put_ascii(r, &at, &sign, 1);
    put_ascii(r, &at, x->prefix, x->prefix_len);
    if (f->align == '=') {
        put_fill(r, &at, fill, missing);
        left = missing;
    }
    int64_t extra = digits - x->digits_len;
    if (!separators) {
        put_fill(r, &at, '0', extra);
        put_ascii(r, &at, x->digits, x->digits_len);
    } else {
        for (int64_t i = 0; i < digits; i++) {
            if (i && (digits - i) % x->group == 0)
                text_set(r->text, r->width, at++, (uint8_t)f->separator);
            text_set(r->text, r->width, at++, i < extra ? '0' : (uint8_t)x->digits[i - extra]);
        }
    }
    put_ascii(r, &at, x->rest, x->rest_len);
    put_fill(r, &at, fill, missing - left);
    return from_ptr(r);
}

/* The digits of |i| right before `end`; returns the first. base: 2, 8, 10, 16. */
static char *small_digits(char *end, int64_t i, int base, bool capitals) {
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
        "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
        "8081828384858687888990919293949596979899";
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    if (base == 10) {
        for (; u >= 100; u /= 100)
            memcpy(end -= 2, pairs + u % 100 * 2, 2);
        if (u >= 10)
            memcpy(end -= 2, pairs + u * 2, 2);
        else
            *--end = (char)('0' + u);
        return end;
    }
    const char *set = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
    int shift = base == 16 ? 4 : base == 8 ? 3 : 1;
    do {
        *--end = set[u & (unsigned)(base - 1)];
    } while (u >>= shift);
    return end;
}

static Value format_char(Thread *t, Value v, Spec *f) {
    int64_t c;
    if (f->sign)
        return raise_value_error(t, "Sign not allowed with integer format specifier 'c'");
    if (f->alternate)
        return raise_value_error(t, "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!as_int64(t, v, &c))
        return VALUE_ERROR;
    if (c < 0 || c > 0x10FFFF)
        return raise_overflow(t, "%%c arg not in range(0x110000)");
    StrBuf b;
    strbuf_init(&b, t);
    if (f->align == '=')
        f->align = '>';
    Value s = str_from_char(t, (uint32_t)c);
    if (!s)
        return VALUE_ERROR;
    add_padded(&b, f, as_str(s), 1);
    return strbuf_finish(&b);
}

static Value format_digits(Thread *t, Value v, Spec *f) {
    if (f->precision >= 0)
        return raise_value_error(t, "Precision not allowed in integer format specifier");
    if (f->no_negative_zero)
        return raise_value_error(t, "Negative zero coercion (z) not allowed in integer format specifier");
    if (f->type == 'c')
        return format_char(t, v, f);
    int base = f->type == 'b' ? 2 : f->type == 'o' ? 8 : (f->type | 32) == 'x' ? 16 : 10;
    char room[72], prefix[2] = { '0', (char)f->type };
    Number x = { .prefix = prefix, .prefix_len = f->alternate && base != 10 ? 2 : 0 };
    x.group = !f->separator ? 0 : base == 10 ? 3 : 4;
    int64_t i;
    if (int_fits_int64(v, &i)) {
        x.negative = i < 0;
        x.digits = small_digits(room + sizeof room, i, base, f->type == 'X');
        x.digits_len = room + sizeof room - x.digits;
        return finish_number(t, f, &x);
    }
    Value text = int_to_text(t, v, base, false);
    if (!text)
        return VALUE_ERROR;
    char *digits = as_str(text)->text;
    x.negative = digits[0] == '-';
    x.digits = digits + x.negative;
    x.digits_len = as_str(text)->len - x.negative;
    if (f->type == 'X') {                        /* text was made for us, but it may be shared all the same */
        char *upper = alloc_leaf(t, (size_t)x.digits_len);
        if (upper == NULL)
            return VALUE_ERROR;
        for (int64_t k = 0; k < x.digits_len; k++)
            upper[k] = x.digits[k] >= 'a' ? (char)(x.digits[k] - 32) : x.digits[k];
        x.digits = upper;
    }
    return finish_number(t, f, &x);
}

/* -- Floats ---------------------------------------------------------------------------------------------- */

/* Takes text apart that dtoa_format() has made. */
static void split_float(const Buf *text, const Spec *f, double d, Number *x) {
    const char *p = text->data, *end = p + text->len;
    *x = (Number){ .negative = *p == '-' };
    p += x->negative || *p == '+';
    x->digits = p;
    while (p < end && *p >= '0' && *p <= '9') p++;
    x->digits_len = p - x->digits;
    x->rest = p;
    x->rest_len = end - p;
    x->group = f->separator && isfinite(d) ? 3 : 0;
    if (x->negative && f->no_negative_zero) {
        const char *e = x->digits;                      /* is it zero as written? */
        while (e < end && (*e == '0' || *e == '.')) e++;
        if (e == end || *e == 'e' || *e == 'E' || *e == '%')
            x->negative = false;
    }
}

static bool float_precision(Thread *t, Spec *f, char *type, int *precision) {
    if (f->precision > INT_MAX) {
        raise_value_error(t, "precision too big");
        return false;
    }
    *precision = (int)f->precision;
    if (*precision < 0)
        *precision = *type == 'r' ? 0 : 6;
    else if (*type == 'r')
        *type = 'g';
    return true;
}

static Value format_double(Thread *t, double d, Spec *f) {
    char type = f->type == 0 ? 'r' : f->type == 'n' ? 'g' : (char)f->type;
    unsigned flags = (f->type == 0 ? DTOA_DOT_0 : 0) | (f->alternate ? DTOA_ALT : 0);
    int precision;
    if (!float_precision(t, f, &type, &precision))
        return VALUE_ERROR;
    char room[128];                         /* most need no more; a Buf this small is never freed */
    Buf text = { .data = room, .cap = sizeof room };
    dtoa_format(&text, d, type, precision, flags);
    if (text.failed)
        return from_ptr(raise_memory(t));
    Number x;
    split_float(&text, f, d, &x);
    return finish_number(t, f, &x);
}

static bool is_float_type(uint32_t type) { return type && type < 128 && strchr("eEfFgG%", (int)type); }

Value format_float(Thread *t, Value v, Str *spec) {
    Spec f;
    if (spec->len == 0)
        return is_exact_user(v) ? to_str(t, v) : float_repr(t, float_of(v));
    if (!parse_spec(t, v, spec, 0, '>', &f))
        return VALUE_ERROR;
    if (f.type && f.type != 'n' && !is_float_type(f.type))
        return unknown_type(t, &f, v);
    return format_double(t, float_of(v), &f);
}

Value format_int(Thread *t, Value v, Str *spec) {
    Spec f;
    if (spec->len == 0)
        return is_small(v) ? int_to_text(t, v, 10, false) : to_str(t, v);
    if (!parse_spec(t, v, spec, 'd', '>', &f))
        return VALUE_ERROR;
    if (f.type < 128 && f.type && strchr("bcdoxXn", (int)f.type))
        return format_digits(t, v, &f);
    if (!is_float_type(f.type))
        return unknown_type(t, &f, v);
    bool overflow = false;
    double d = int_to_double(t, v, &overflow);
    if (overflow)
        return raise_overflow(t, "int too large to convert to float");
    return format_double(t, d, &f);
}

/* -- Complex --------------------------------------------------------------------------------------------- */

static bool add_part(StrBuf *b, const Spec *f, const Buf *text, double d) {
    Number x;
    split_float(text, f, d, &x);
    Value part = finish_number(b->t, f, &x);
    if (part)
        strbuf_str(b, as_str(part));
    return part != VALUE_ERROR;
}

Value format_complex(Thread *t, Value v, Str *spec) {
    double re = ((Complex *)obj_of(v))->re, im = ((Complex *)obj_of(v))->im;
    Spec f;
    int precision;
    if (spec->len == 0)
        return to_str(t, v);
    if (!parse_spec(t, v, spec, 0, '>', &f))
        return VALUE_ERROR;
    if (f.type && f.type != 'n' && (!is_float_type(f.type) || f.type == '%'))
        return unknown_type(t, &f, v);
    if (f.fill == '0')
        return raise_value_error(t, "Zero padding is not allowed in complex format specifier");
    if (f.align == '=')
        return raise_value_error(t, "'=' alignment flag is not allowed in complex format specifier");
    char type = f.type == 0 ? 'r' : f.type == 'n' ? 'g' : (char)f.type;
    bool plain = type == 'r', no_real = plain && re == 0 && !signbit(re);
    if (!float_precision(t, &f, &type, &precision))
        return VALUE_ERROR;
    unsigned flags = f.alternate ? DTOA_ALT : 0;
    Buf real = BUF_INIT, imaginary = BUF_INIT;
    dtoa_format(&real, re, type, precision, flags);
    dtoa_format(&imaginary, im, type, precision, flags);
    if (real.failed || imaginary.failed)
        return from_ptr(raise_memory(t));
    Spec part = f;
    part.width = -1;
    part.align = '<';
    StrBuf b;
    strbuf_init(&b, t);
    if (plain && !no_real)
        strbuf_char(&b, '(');
    if (!no_real) {
        if (!add_part(&b, &part, &real, re))
            return VALUE_ERROR;
        part.sign = '+';
    }
    if (!add_part(&b, &part, &imaginary, im))
        return VALUE_ERROR;
    strbuf_char(&b, 'j');
    if (plain && !no_real)
        strbuf_char(&b, ')');
    Value text = strbuf_finish(&b);
    if (!text || as_str(text)->len >= f.width)
        return text;
    strbuf_init(&b, t);
    add_padded(&b, &f, as_str(text), as_str(text)->len);
    return strbuf_finish(&b);
}
