/* Numbers and escape sequences. */
#include "compiler/literal.h"

#include <ctype.h>
#include <string.h>

#include "vm/base/buf.h"
#include "vm/base/dtoa.h"
#include "vm/base/unicode.h"
#include "vm/base/utf8.h"
#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/tuple.h"

/* -- Numbers --------------------------------------------------------------------------------------------- */

Value literal_number(Thread *t, const char *text, size_t n) {
    bool based = n > 1 && text[0] == '0' && strchr("xXoObB", text[1]) != NULL;
    if (based)
        return int_from_text(t, text, n, 0);
    char last = text[n - 1];
    if (last == 'j' || last == 'J') {
        double d;
        return dtoa_parse(text, text + n - 1, &d) != NULL ? complex_new(t, 0.0, d) : from_small(0);
    }
    int64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '.' || text[i] == 'e' || text[i] == 'E') {
            double d;
            return dtoa_parse(text, text + n, &d) != NULL ? from_double(t, d) : from_small(0);
        }
        if (text[i] != '_' && n < 18)
            value = value * 10 + (text[i] - '0');
    }
    return n < 18 ? from_small(value) : int_from_text(t, text, n, 10);
}

/* -- Escapes --------------------------------------------------------------------------------------------- */

static int hex_digit(char c) {
    return isdigit((unsigned char)c) ? c - '0' : isxdigit((unsigned char)c) ? (c | 0x20) - 'a' + 10 : -1;
}

/* Up to max hexadecimal digits; returns how many there were. */
static int read_hex(const char *s, const char *end, int max, uint32_t *out) {
    int i = 0;
    *out = 0;
    for (; i < max && s + i < end && hex_digit(s[i]) >= 0; i++)
        *out = *out << 4 | (uint32_t)hex_digit(s[i]);
    return i;
}

static const char *read_octal(const char *s, const char *end, uint32_t *out) {
    *out = 0;
    for (int i = 0; i < 3 && s < end && *s >= '0' && *s <= '7'; i++)
        *out = *out * 8 + (uint32_t)(*s++ - '0');
    return s;
}

/* The value of a one-letter escape, or -1. */
static int simple_escape(char c) {
    switch (c) {
    case '\\': case '\'': case '"': return c;
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    }
    return -1;
}

/* CPython decodes a form of the text in which each character outside of ASCII has become \UXXXXXXXX. */
static int64_t counted(const char *from, const char *to) {
    int64_t n = 0;
    for (const char *p = from; p < to; p++)
        n += (uint8_t)*p < 0x80 ? 1 : (uint8_t)*p >= 0xC0 ? 10 : 0;
    return n;
}

static bool bad_escape(Thread *t, const char *text, size_t n, const char *at, const char *end,
                       const char *reason) {
    Value object = bytes_new(t, text, n), why = str_from_cstr(t, reason), codec = str_from_cstr(t,
                                                                                             "unicodeescape");
    if (object == VALUE_ERROR || why == VALUE_ERROR || codec == VALUE_ERROR)
        return false;
    Value fields[5] = { codec, object, from_small(counted(text, at)), from_small(counted(text, end)), why };
    Value args = tuple_new(t, fields, 5);
    Value exc = args != VALUE_ERROR ? exc_new(t, t->interp->exc_types[EXC_UnicodeDecodeError], args)
            : VALUE_ERROR;
    if (exc != VALUE_ERROR)
        raise_value(t, exc);
    return false;
}

/* \N{name}: s stands behind the N. Returns where the escape ends, or NULL with *stop and the reason set. */
static const char *read_name(const char *s, const char *end, uint32_t *c, const char **stop,
                             const char **reason) {
    *reason = "malformed \\N character escape";
    *stop = s;
    if (s >= end || *s != '{')
        return NULL;
    const char *name = ++s;
    while (s < end && *s != '}')
        s++;
    *stop = s;
    if (s == end || s == name)
        return NULL;
    *stop = s + 1;
    *reason = "unknown Unicode character name";
    return unicode_by_name(name, (size_t)(s - name), c) ? s + 1 : NULL;
}

static void note_odd(const char **odd, const char *at) {
    if (*odd == NULL)
        *odd = at;
}

bool literal_text(StrBuf *out, const char *text, size_t n, bool raw, const char **odd) {
    const char *s = text, *end = text + n;
    while (s < end) {
        const char *run = s;
        while (s < end && (uint8_t)*s < 0x80 && (*s != '\\' || raw))
            s++;
        if (s > run)
            strbuf_ascii(out, run, (size_t)(s - run));
        if (s == end)
            break;
        uint32_t c;
        if ((uint8_t)*s >= 0x80) {
            s = utf8_next(s, &c);
            strbuf_char(out, c);
            continue;
        }
        const char *start = s++;
        const char *reason = NULL, *stop = s;
        char e = s < end ? *s : 0;
        int simple = simple_escape(e), width = e == 'x' ? 2 : e == 'u' ? 4 : e == 'U' ? 8 : 0;
        if (s < end && simple >= 0) {
            strbuf_char(out, (uint32_t)simple);
            s++;
        } else if (e == '\n') {
            s++;
        } else if (e >= '0' && e <= '7') {
            s = read_octal(s, end, &c);
            strbuf_char(out, c);
            if (c > 0377)
                note_odd(odd, start);
        } else if (width > 0) {
            int digits = read_hex(s + 1, end, width, &c);
            s = stop = s + 1 + digits;
            if (digits < width)
                reason = width == 2 ? "truncated \\xXX escape" : width == 4 ? "truncated \\uXXXX escape"
                                                                            : "truncated \\UXXXXXXXX escape";
            else if (c > UNICODE_MAX)
                reason = "illegal Unicode character";
            else
                strbuf_char(out, c);
        } else if (e == 'N') {
            const char *next = read_name(s + 1, end, &c, &stop, &reason);
            if (next != NULL) {
                strbuf_char(out, c);
                reason = NULL;
                s = next;
            }
        } else {
            strbuf_char(out, '\\');                     /* not an escape: the backslash stays */
            note_odd(odd, start);
        }
        if (reason != NULL)
            return bad_escape(out->t, text, n, start, stop, reason);
    }
    return true;
}

bool literal_bytes(Thread *t, Buf *out, const char *text, size_t n, bool raw, const char **odd) {
    const char *s = text, *end = text + n;
    if (raw || memchr(text, '\\', n) == NULL) {
        buf_add(out, text, n);
        return true;
    }
    while (s < end) {
        const char *run = s;
        while (s < end && *s != '\\')
            s++;
        buf_add(out, run, (size_t)(s - run));
        if (s == end)
            break;
        const char *start = s++;
        uint32_t c;
        int simple = simple_escape(*s);
        if (simple >= 0) {
            buf_char(out, (char)simple);
            s++;
        } else if (*s == '\n') {
            s++;
        } else if (*s >= '0' && *s <= '7') {
            s = read_octal(s, end, &c);
            buf_char(out, (char)c);
            if (c > 0377)
                note_odd(odd, start);
        } else if (*s == 'x') {
            if (read_hex(s + 1, end, 2, &c) < 2) {
                raise_value_error(t, "invalid \\x escape at position %zu", (size_t)(start - text));
                return false;
            }
            buf_char(out, (char)c);
            s += 3;
        } else {
            buf_char(out, '\\');
            note_odd(odd, start);
        }
    }
    return true;
}
