/* Decoding of unicode_escape and raw_unicode_escape: Latin-1 text with backslash sequences in it. */
#include "vm/base/unicode.h"
#include "vm/base/utf8.h"
#include "vm/object/codec_impl.h"

static int hex_digit(uint8_t c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads the digits of \x, \u or \U at i. */
static size_t read_hex(const Decoder *d, size_t i, int digits, uint32_t *c) {
    *c = 0;
    for (int value; digits-- && i < d->n && (value = hex_digit((uint8_t)d->data[i])) >= 0; i++)
        *c = *c << 4 | (uint32_t)value;
    return i;
}

/* The escape at i (a backslash that is not the last byte). Returns where it ends; *reason is set if it is
 * wrong, *c otherwise; *c = NOTHING for a line that is continued, KEEP for what is no escape. */
#define NOTHING 0xFFFFFFFFu
#define KEEP    0xFFFFFFFEu

static size_t read_escape(const Decoder *d, size_t i, uint32_t *c, const char **reason) {
    const uint8_t *p = (const uint8_t *)d->data;
    int digits = 0;
    size_t end = i + 2;
    switch (p[i + 1]) {
    case '\n': *c = NOTHING; return end;
    case '\\': case '\'': case '"': *c = p[i + 1]; return end;
    case 'a': *c = '\a'; return end;
    case 'b': *c = '\b'; return end;
    case 'f': *c = '\f'; return end;
    case 'n': *c = '\n'; return end;
    case 'r': *c = '\r'; return end;
    case 't': *c = '\t'; return end;
    case 'v': *c = '\v'; return end;
    case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7':
        *c = 0;
        for (end = i + 1; end < d->n && end < i + 4 && p[end] >= '0' && p[end] <= '7'; end++)
            *c = *c * 8 + (p[end] - '0');
        return end;
    case 'x': digits = 2; *reason = "truncated \\xXX escape"; break;
    case 'u': digits = 4; *reason = "truncated \\uXXXX escape"; break;
    case 'U': digits = 8; *reason = "truncated \\UXXXXXXXX escape"; break;
    case 'N': {
        const uint8_t *close = end < d->n && p[end] == '{' ? memchr(p + end, '}', d->n - end) : NULL;
        *reason = "malformed \\N character escape";
        if (close) {
            const char *name = (const char *)p + end + 1;
            bool known = unicode_by_name(name, (size_t)((const char *)close - name), c);
            *reason = known ? NULL : "unknown Unicode character name";
            end = (size_t)(close - p) + 1;
        }
        return end;
    }
    default:
        *c = KEEP;
        return end;
    }
    end = read_hex(d, end, digits, c);
    if (end == i + 2 + (size_t)digits) {
        *reason = *c > UNICODE_MAX ? "illegal Unicode character" : NULL;
    }
    return end;
}

/* What is at i is no proper escape: an unknown letter, or an octal number above 0o377. */
static bool warn_invalid(const Decoder *d, size_t i) {
    const uint8_t *p = (const uint8_t *)d->data + i;
    if (p[1] >= '4' && p[1] <= '7')
        return warn(d->t, EXC_DeprecationWarning, 1, "invalid octal escape sequence '\\%c%c%c'", p[1], p[2],
                    p[3]);
    return warn(d->t, EXC_DeprecationWarning, 1, "invalid escape sequence '\\%c'", p[1]);
}

bool decode_escapes(Decoder *d, bool partial, size_t *used) {
    size_t i = 0, invalid = d->n;                       /* where the first improper one is */
    while (i < d->n) {
        uint32_t c = (uint8_t)d->data[i];
        if (c != '\\') {
            strbuf_char(&d->out, c);
            i++;
            continue;
        }
        const char *reason = NULL;
        size_t end = i + 1;
        if (end == d->n)
            reason = "\\ at end of string";
        else
            end = read_escape(d, i, &c, &reason);
        if (reason && partial && end == d->n && *reason != 'i' && *reason != 'u') {
            *used = i;
            return true;
        }
        if (reason) {
            int64_t next = decode_error(d, i, end, reason);
            if (next < 0)
                return false;
            i = (size_t)next;
            continue;
        }
        bool octal = d->data[i + 1] >= '0' && d->data[i + 1] <= '7';
        if ((c == KEEP || (octal && c > 0377)) && invalid == d->n)
            invalid = i;
        if (c == KEEP) {
            strbuf_char(&d->out, '\\');
            c = (uint8_t)d->data[i + 1];
        }
        if (c != NOTHING)
            strbuf_char(&d->out, c);
        i = end;
    }
    return invalid == d->n || warn_invalid(d, invalid);
}

/* Only \u and \U count, and only after an odd number of backslashes. */
bool decode_raw_escapes(Decoder *d, bool partial, size_t *used) {
    size_t i = 0;
    while (i < d->n) {
        uint32_t c = (uint8_t)d->data[i];
        bool last = i + 1 == d->n;
        if (c == '\\' && last && partial) {
            *used = i;
            return true;
        }
        if (c != '\\' || last || (d->data[i + 1] != 'u' && d->data[i + 1] != 'U')) {
            strbuf_char(&d->out, c);
            i++;
            if (c == '\\' && !last && d->data[i] == '\\') {     /* the second of a pair starts nothing */
                strbuf_char(&d->out, '\\');
                i++;
            }
            continue;
        }
        int digits = d->data[i + 1] == 'u' ? 4 : 8;
        size_t end = read_hex(d, i + 2, digits, &c);
        const char *reason = end < i + 2 + (size_t)digits
                                 ? (digits == 4 ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape")
                                 : c > UNICODE_MAX ? "\\Uxxxxxxxx out of range" : NULL;
        if (reason == NULL) {
            strbuf_char(&d->out, c);
            i = end;
            continue;
        }
        if (partial && end == d->n && *reason == 't') {
            *used = i;
            return true;
        }
        int64_t next = decode_error(d, i, end, reason);
        if (next < 0)
            return false;
        i = (size_t)next;
    }
    return true;
}
