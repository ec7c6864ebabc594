/* Ints as text, both ways. GMP's conversions are subquadratic; the limit on digits is CPython's protection
 * against texts that are meant to keep a machine busy, so programs rely on it. */
#include "vm/object/int.h"
#include "vm/base/unicode.h"
#include "vm/object/bytes.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"

#define LIMIT_TEXT "Exceeds the limit (%d digits) for integer string conversion"
#define LIMIT_HINT "; use sys.set_int_max_str_digits() to increase the limit"

/* -- To text --------------------------------------------------------------------------------------------- */

static Value small_to_text(Thread *t, int64_t i, int base, const char *prefix) {
    char room[72], *p = room + sizeof room;
    uint64_t u = i < 0 ? -(uint64_t)i : (uint64_t)i;
    if (base == 10)
        for (; u >= 10; u /= 10)
            *--p = (char)('0' + u % 10);
    else
        for (; u >= (unsigned)base; u /= (unsigned)base)
            *--p = "0123456789abcdefghijklmnopqrstuvwxyz"[u % (unsigned)base];
    *--p = "0123456789abcdefghijklmnopqrstuvwxyz"[u];
    size_t n = strlen(prefix);
    p -= n;
    memcpy(p, prefix, n);
    if (i < 0)
        *--p = '-';
    return str_from_ascii(t, p, (size_t)(room + sizeof room - p));
}

Value int_to_text(Thread *t, Value v, int base, bool with_prefix) {
    const char *prefix = !with_prefix ? "" : base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
    if (!is_ptr(v))
        return small_to_text(t, is_small(v) ? small_of(v) : v == VALUE_TRUE, base, prefix);
    IntView view;
    const __mpz_struct *z = int_view(v, &view);
    size_t size = mpz_sizeinbase(z, base), limit = (size_t)MAX(t->interp->int_max_str_digits, 0);
    size_t sign = mpz_sgn(z) < 0, skip = strlen(prefix);
    if (base == 10 && limit && size > limit + 1)        /* sizeinbase may be one too many */
        return raise_value_error(t, LIMIT_TEXT LIMIT_HINT, (int)limit);
    char *text = alloc_leaf(t, size + skip + 3);
    if (!text)
        return VALUE_ERROR;
    mpz_get_str(text + skip, base, z);
    size_t n = strlen(text + skip);
    if (base == 10 && limit && n - sign > limit)
        return raise_value_error(t, LIMIT_TEXT LIMIT_HINT, (int)limit);
    if (skip) {                                         /* the sign goes before the prefix */
        if (sign)
            text[0] = '-';
        memcpy(text + sign, prefix, skip);
    }
    Value s = str_from_ascii(t, text, n + skip);
    if (size > HEAP_SMALL_MAX)
        heap_free(text);
    return s;
}

/* -- From text ------------------------------------------------------------------------------------------- */

static inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static inline int digit_of(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
}

/* Copies the digits of [s, end) to out without the underscores between them; their number, or 0 if there is
 * something else. */
static size_t clean_digits(const char *s, const char *end, int base, char *out) {
    size_t n = 0;
    bool digit = false;                                 /* was the last one? */
    for (; s < end; s++) {
        if (*s == '_') {
            if (!digit)
                return 0;
            digit = false;
        } else {
            if (digit_of(*s) >= base)
                return 0;
            out[n++] = *s;
            digit = true;
        }
    }
    return digit ? n : 0;
}

static Value from_digits(Thread *t, const char *digits, size_t n, int base, bool neg) {
    if (n <= 11 || (base == 10 && n <= 18)) {           /* 36**11 < 2**61 */
        int64_t i = 0;
        for (; n; n--)
            i = i * base + digit_of(*digits++);
        return from_small(neg ? -i : i);
    }
    mpz_t z;
    if (mpz_init_set_str(z, digits, base) != 0) {
        mpz_clear(z);
        return raise_value_error(t, "invalid digits");
    }
    if (neg)
        mpz_neg(z, z);
    Value v = int_from_mpz(t, z);
    mpz_clear(z);
    return v;
}

/* The number in [s, end); 0 without an exception if it is none. */
static Value parse(Thread *t, const char *s, const char *end, int base) {
    while (s < end && is_space(*s))
        s++;
    while (end > s && is_space(end[-1]))
        end--;
    bool neg = s < end && *s == '-', only_zero = false;
    if (s < end && (*s == '-' || *s == '+'))
        s++;
    if (end - s >= 2 && *s == '0') {
        char c = s[1] | 0x20;
        int says = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
        if (says && (base == 0 || base == says)) {
            base = says;
            s += 2;
            if (s < end && *s == '_')
                s++;
        } else {
            only_zero = base == 0;                      /* 007 is refused, 000 not */
        }
    }
    if (base == 0)
        base = 10;
    if (s >= end)
        return 0;
    char room[256], *digits = room;
    if ((size_t)(end - s) >= sizeof room && !(digits = alloc_leaf(t, (size_t)(end - s) + 1)))
        return VALUE_ERROR;
    size_t n = clean_digits(s, end, base, digits);
    if (n == 0)
        return 0;
    digits[n] = 0;
    int limit = t->interp->int_max_str_digits;
    if ((base & (base - 1)) != 0 && limit > 0 && n > (size_t)limit)
        return raise_value_error(t, LIMIT_TEXT ": value has %zu digits" LIMIT_HINT, limit, n);
    Value v = from_digits(t, digits, n, base, neg);
    return only_zero && v && v != from_small(0) ? 0 : v;
}

static Value invalid(Thread *t, Value v, int base) {
    Value r = to_repr(t, v);
    if (r && as_str(r)->len > 200)
        r = str_slice(t, as_str(r), 0, 200);
    return r ? raise_value_error(t, "invalid literal for int() with base %d: %U", base, r) : VALUE_ERROR;
}

const char *numeric_text(Thread *t, Str *s, size_t *n) {
    *n = (size_t)s->len;
    if (s->ascii)
        return s->text;
    char *ascii = alloc_leaf(t, *n + 1);
    for (int64_t i = 0; ascii && i < s->len; i++) {
        uint32_t c = str_at(s, i);
        int digit = c < 128 ? -1 : unicode_decimal(c);
        ascii[i] = c < 128 ? (char)c : digit >= 0 ? (char)('0' + digit) : unicode_is_space(c) ? ' ' : '?';
    }
    return ascii;
}

static Value parse_str(Thread *t, Str *s, int base) {
    size_t n;
    const char *text = numeric_text(t, s, &n);
    return text ? parse(t, text, text + n, base) : VALUE_ERROR;
}

Value int_from_text_object(Thread *t, Value v, int base) {
    if (is_str(v)) {
        Value r = parse_str(t, as_str(v), base);
        return r || t->exc ? r : invalid(t, v, base);
    }
    BufferView b;
    if (!get_buffer(t, v, &b))
        return VALUE_ERROR;
    Value r = parse(t, b.data, b.data + b.len, base);
    if (!r && !t->exc) {
        Value copy = bytes_new(t, b.data, b.len);
        if (copy)
            invalid(t, copy, base);
    }
    release_buffer(t, &b);
    return r;
}

Value int_from_text(Thread *t, const char *text, size_t n, int base) {
    for (size_t i = 0; i < n; i++) {
        if ((uint8_t)text[i] >= 128) {
            Value s = str_from_utf8(t, text, n);
            return s ? int_from_text_object(t, s, base) : VALUE_ERROR;
        }
    }
    Value r = parse(t, text, text + n, base);
    if (r || t->exc)
        return r;
    Value s = str_from_ascii(t, text, n);
    return s ? invalid(t, s, base) : VALUE_ERROR;
}

/* -- To and from bytes ----------------------------------------------------------------------------------- */

static void reverse(uint8_t *p, size_t n) {
    for (size_t i = 0; i < n / 2; i++) {
        uint8_t swap = p[i];
        p[i] = p[n - 1 - i];
        p[n - 1 - i] = swap;
    }
}

/* Two's complement of n bytes, the lowest first. */
static void negate_bytes(uint8_t *p, size_t n) {
    unsigned carry = 1;
    for (size_t i = 0; i < n; i++) {
        carry += (uint8_t)~p[i];
        p[i] = (uint8_t)carry;
        carry >>= 8;
    }
}

Value int_from_bytes(Thread *t, const uint8_t *p, size_t n, bool little, bool is_signed) {
    bool neg = is_signed && n && (p[little ? n - 1 : 0] & 0x80);
    if (n <= 7) {
        int64_t i = neg ? -1 : 0;
        for (size_t k = 0; k < n; k++)
            i = (int64_t)((uint64_t)i << 8 | p[little ? n - 1 - k : k]);
        return from_small(i);
    }
    /* limbs are little-endian words, so the bytes of a number are those of its limbs */
    size_t nlimbs = (n + sizeof(mp_limb_t) - 1) / sizeof(mp_limb_t);
    Int *x = int_unfinished(t, (int64_t)nlimbs);
    if (x == NULL)
        return VALUE_ERROR;
    x->limbs[nlimbs - 1] = 0;
    memcpy(x->limbs, p, n);
    if (!little)
        reverse((uint8_t *)x->limbs, n);
    if (neg)
        negate_bytes((uint8_t *)x->limbs, n);
    return int_finished(t, x, neg);
}

bool int_to_bytes(Thread *t, Value v, uint8_t *out, size_t n, bool little, bool is_signed) {
    IntView view;
    const __mpz_struct *z = int_view(v, &view);
    bool neg = mpz_sgn(z) < 0;
    if (neg && !is_signed) {
        raise_overflow(t, "can't convert negative int to unsigned");
        return false;
    }
    size_t bits = mpz_sgn(z) ? mpz_sizeinbase(z, 2) : 0;
    if (is_signed && bits && !(neg && mpz_scan1(z, 0) == bits - 1))     /* -128 needs no more bits than 127 */
        bits++;
    if (bits > 8 * n && !(n == 0 && neg && bits == 1)) {                /* CPython lets -1 fit into no byte */
        raise_overflow(t, "int too big to convert");
        return false;
    }
    size_t used = MIN(mpz_size(z) * sizeof(mp_limb_t), n);
    memcpy(out, mpz_limbs_read(z), used);
    memset(out + used, 0, n - used);
    if (neg)
        negate_bytes(out, n);
    if (!little)
        reverse(out, n);
    return true;
}
