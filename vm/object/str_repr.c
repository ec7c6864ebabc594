/* repr() and ascii() of strings. */
#include "vm/base/unicode.h"
#include "vm/object/str_impl.h"

static const char hex[] = "0123456789abcdef";

/* How c is written between `quote`s: the number of characters, 1 if it stands for itself. */
static int spelled(uint32_t c, uint32_t quote, bool ascii) {
    if (likely(c < 128)) {
        if (c == quote || c == '\\' || c == '\n' || c == '\r' || c == '\t') return 2;
        return c >= ' ' && c < 127 ? 1 : 4;
    }
    if (!ascii && unicode_is_printable(c)) return 1;
    return c < 0x100 ? 4 : c < 0x10000 ? 6 : 10;
}

static int64_t spell(void *out, int width, int64_t at, uint32_t c, int n) {
    if (n == 1) {
        text_set(out, width, at, c);
        return at + 1;
    }
    text_set(out, width, at++, '\\');
    if (n == 2) {
        text_set(out, width, at++, c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c);
        return at;
    }
    text_set(out, width, at++, n == 4 ? 'x' : n == 6 ? 'u' : 'U');
    for (int shift = (n - 3) * 4; shift >= 0; shift -= 4)
        text_set(out, width, at++, (uint32_t)hex[c >> shift & 15]);
    return at;
}

/* ASCII that stands for itself between single quotes: the usual case, seen in one pass. */
static bool is_plain(const Str *s) {
    const uint8_t *p = s->text;
    bool odd = false;
    int64_t n = s->len;
    for (; n >= 32; n -= 32, p += 32) {
        uint8_t any = 0;                                /* a fixed number of steps becomes SIMD code */
        for (int i = 0; i < 32; i++)
            any |= (p[i] < ' ') | (p[i] >= 127) | (p[i] == '\'') | (p[i] == '\\');
        odd |= any != 0;
    }
    for (int64_t i = 0; i < n; i++)
        odd |= (p[i] < ' ') | (p[i] >= 127) | (p[i] == '\'') | (p[i] == '\\');
    return !odd;
}

static Value quoted(Thread *t, const Str *s, bool ascii) {
    if (s->ascii && is_plain(s)) {
        Str *r = str_alloc_raw(t, s->len + 2, 1, true);
        if (r == NULL)
            return VALUE_ERROR;
        char *out = r->text;
        out[0] = out[s->len + 1] = '\'';
        memcpy(out + 1, s->text, (size_t)s->len);
        return from_ptr(r);
    }
    bool single = text_find_char(s->text, s->width, s->len, '\'') >= 0;
    bool dbl = single && text_find_char(s->text, s->width, s->len, '"') >= 0;
    uint32_t quote = single && !dbl ? '"' : '\'', max = 127;
    int64_t len = 2;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        int n = spelled(c, quote, ascii);
        len += n;
        if (n == 1 && c > max)
            max = c;
    }
    Str *r = str_alloc(t, len, max);
    if (r == NULL)
        return VALUE_ERROR;
    text_set(r->text, r->width, 0, quote);
    text_set(r->text, r->width, len - 1, quote);
    if (len == s->len + 2) {                            /* nothing to escape */
        text_copy(str_ptr(r, 1), r->width, s->text, s->width, s->len);
        return from_ptr(r);
    }
    int64_t at = 1;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        at = spell(r->text, r->width, at, c, spelled(c, quote, ascii));
    }
    return from_ptr(r);
}

Value str_repr(Thread *t, Value s) { return quoted(t, as_str(s), false); }
Value str_ascii_repr(Thread *t, Value s) { return quoted(t, as_str(s), true); }
