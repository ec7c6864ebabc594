/* The formatting that C code uses for messages: printf's ideas, plus values, types and strings (see
 * error.h). */
#include "vm/base/panic.h"
#include "vm/base/utf8.h"
#include "vm/object/protocol.h"
#include "vm/object/str_impl.h"
#include <stdio.h>

/* One conversion: %[flags][width][.precision][length]letter */
typedef struct Conv {
    bool zero, left;
    int width, precision;                   /* -1: none */
    char length;                            /* 0, 'l', 'L' (ll), 'z' */
} Conv;

static const char *read_conv(const char *p, Conv *c, va_list *ap) {
    *c = (Conv){ .width = 0, .precision = -1 };
    for (;; p++) {
        if (*p == '0') c->zero = true;
        else if (*p == '-') c->left = true;
        else break;
    }
    if (*p == '*') {
        c->width = va_arg(*ap, int);
        p++;
    }
    for (; *p >= '0' && *p <= '9'; p++)
        c->width = c->width * 10 + (*p - '0');
    if (*p == '.') {
        c->precision = 0;
        if (*++p == '*') {
            c->precision = va_arg(*ap, int);
            p++;
        }
        for (; *p >= '0' && *p <= '9'; p++)
            c->precision = c->precision * 10 + (*p - '0');
    }
    if (*p == 'z' || *p == 'j' || *p == 't') {
        c->length = 'z';
        p++;
    }
    while (*p == 'l') {
        c->length = c->length ? 'L' : 'l';
        p++;
    }
    return p;
}

static int64_t signed_arg(const Conv *c, va_list *ap) {
    return c->length == 0 ? va_arg(*ap, int) : c->length == 'l' ? va_arg(*ap, long) : va_arg(*ap, long long);
}
static uint64_t unsigned_arg(const Conv *c, va_list *ap) {
    return c->length == 0 ? va_arg(*ap, unsigned)
         : c->length == 'l' ? va_arg(*ap, unsigned long) : va_arg(*ap, unsigned long long);
}

static void add_number(StrBuf *b, const Conv *c, char *text, int n) {
    int sign = text[0] == '-';
    int pad = MAX(c->width - n, 0);
    if (!c->left && !c->zero)
        strbuf_fill(b, ' ', pad);
    strbuf_ascii(b, text, (size_t)sign);
    if (!c->left && c->zero)
        strbuf_fill(b, '0', pad);
    strbuf_ascii(b, text + sign, (size_t)(n - sign));
    if (c->left)
        strbuf_fill(b, ' ', pad);
}

/* Text that may be cut at `precision` characters and padded to `width`. */
static void add_str(StrBuf *b, const Conv *c, Str *s) {
    int64_t n = c->precision >= 0 ? MIN(s->len, (int64_t)c->precision) : s->len;
    if (!c->left)
        strbuf_fill(b, ' ', c->width - n);
    if (n == s->len)
        strbuf_str(b, s);
    else
        strbuf_slice(b, s, 0, n);
    if (c->left)
        strbuf_fill(b, ' ', c->width - n);
}

static bool add_cstr(StrBuf *b, const Conv *c, const char *p) {
    if (c->precision < 0 && c->width == 0) {
        strbuf_cstr(b, p ? p : "(null)");
        return true;
    }
    size_t n = c->precision < 0 ? strlen(p) : strnlen(p, (size_t)c->precision * UTF8_MAX_BYTES);
    Value v = str_from_utf8_lossy(b->t, p, n, "replace");
    if (!v)
        return false;
    add_str(b, c, as_str(v));
    return true;
}

static bool add_value(StrBuf *b, const Conv *c, Value v) {
    if (!v)
        return false;
    add_str(b, c, as_str(v));
    return true;
}

static bool convert(StrBuf *b, const Conv *c, char letter, va_list *ap) {
    char text[72];
    Thread *t = b->t;
    switch (letter) {
    case '%': strbuf_char(b, '%'); return true;
    case 's': return add_cstr(b, c, va_arg(*ap, const char *));
    case 'c': strbuf_char(b, (uint32_t)va_arg(*ap, int)); return true;
    case 'd': case 'i':
        add_number(b, c, text, snprintf(text, sizeof text, "%lld", (long long)signed_arg(c, ap)));
        return true;
    case 'u':
        add_number(b, c, text, snprintf(text, sizeof text, "%llu", (unsigned long long)unsigned_arg(c, ap)));
        return true;
    case 'x':
        add_number(b, c, text, snprintf(text, sizeof text, "%llx", (unsigned long long)unsigned_arg(c, ap)));
        return true;
    case 'X':
        add_number(b, c, text, snprintf(text, sizeof text, "%llX", (unsigned long long)unsigned_arg(c, ap)));
        return true;
    case 'p':
        add_number(b, c, text, snprintf(text, sizeof text, "%p", va_arg(*ap, void *)));
        return true;
    case 'S': return add_value(b, c, to_str(t, va_arg(*ap, Value)));
    case 'R': return add_value(b, c, to_repr(t, va_arg(*ap, Value)));
    case 'A': return add_value(b, c, to_ascii(t, va_arg(*ap, Value)));
    case 'U': return add_value(b, c, va_arg(*ap, Value));
    case 'Q': return add_value(b, c, from_ptr(va_arg(*ap, Str *)));
    case 'T': return add_cstr(b, c, type_name_of(t, va_arg(*ap, Value)));
    case 'V': {
        Value v = va_arg(*ap, Value);
        return add_cstr(b, c, v == VALUE_NONE ? "None" : type_name_of(t, v));
    }
    case 'N': return add_cstr(b, c, type_name(va_arg(*ap, Type *)));
    default: panic("str_format: unknown conversion %%%c", letter);
    }
}

Value str_vformat(Thread *t, const char *fmt, va_list ap0) {
    StrBuf b;
    va_list ap;                             /* a copy: its address can be taken whatever va_list is */
    va_copy(ap, ap0);
    strbuf_init(&b, t);
    bool ok = true;
    while (ok && *fmt) {
        const char *p = strchrnul(fmt, '%');
        if (utf8_ascii_prefix(fmt, (size_t)(p - fmt)) == (size_t)(p - fmt))
            strbuf_ascii(&b, fmt, (size_t)(p - fmt));
        else if (!add_cstr(&b, &(Conv){ .precision = -1 }, strndupa(fmt, (size_t)(p - fmt))))
            ok = false;
        if (*p == 0)
            break;
        Conv c;
        p = read_conv(p + 1, &c, &ap);
        ok = convert(&b, &c, *p, &ap);
        fmt = p + 1;
    }
    va_end(ap);
    return ok ? strbuf_finish(&b) : VALUE_ERROR;
}

Value str_format(Thread *t, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    Value v = str_vformat(t, fmt, ap);
    va_end(ap);
    return v;
}
