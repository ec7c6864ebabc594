/* StrBuf: a str that grows.
 *
 * Text that outgrows the room in it lies in a Str under construction, which becomes the result if little
 * of it stays unused; the pointer into that object is safe because a StrBuf lives on the C stack. */
#include "vm/base/utf8.h"
#include "vm/object/protocol.h"
#include "vm/object/str_impl.h"

void strbuf_init(StrBuf *b, Thread *t) {
    b->t = t;
    b->text = b->room;
    b->len = 0;
    b->cap = sizeof b->room;
    b->width = 1;
    b->failed = false;
    b->seen = 0;
}

static bool reserve_slow(StrBuf *b, int64_t n, int width) {
    if (b->failed)
        return false;
    width = MAX(width, b->width);
    int64_t need = b->len + n, cap = MAX(need + need / 2, (int64_t)sizeof b->room);
    Str *s = str_alloc_raw(b->t, cap, width, false);
    if (unlikely(s == NULL)) {
        b->failed = true;
        b->cap = b->len;                                /* so that the fast path stops trying */
        return false;
    }
    if (b->len)
        text_copy(s->text, width, b->text, b->width, b->len);
    b->text = s->text;
    b->width = (uint8_t)width;
    b->cap = cap;
    return true;
}

/* Makes room for n more of at least that width. */
static inline bool reserve(StrBuf *b, int64_t n, int width) {
    return likely(b->cap - b->len >= n && b->width >= width) || reserve_slow(b, n, width);
}

void strbuf_char(StrBuf *b, uint32_t c) {
    b->seen |= c;
    if (likely(b->width == 1 && c < 0x100 && b->len < b->cap))
        ((uint8_t *)b->text)[b->len++] = (uint8_t)c;
    else if (reserve(b, 1, text_width(c)))
        text_set(b->text, b->width, b->len++, c);
}

static void add_text(StrBuf *b, const void *text, int width, int64_t n) {
    text_copy(text_ptr(b->text, b->width, b->len), b->width, text, width, n);
    b->len += n;
}

void strbuf_ascii(StrBuf *b, const char *s, size_t n) {
    if (n && reserve(b, (int64_t)n, 1))
        add_text(b, s, 1, (int64_t)n);
}

void strbuf_cstr(StrBuf *b, const char *utf8) {
    size_t n = strlen(utf8);
    if (utf8_ascii_prefix(utf8, n) == n) {
        strbuf_ascii(b, utf8, n);
        return;
    }
    Value v = b->failed ? VALUE_ERROR : str_from_utf8_lossy(b->t, utf8, n, "replace");
    if (v)
        strbuf_str(b, as_str(v));
    else
        b->failed = true;
}

void strbuf_str(StrBuf *b, Str *s) {
    if (s->len == 0 || !reserve(b, s->len, s->width))
        return;
    add_text(b, s->text, s->width, s->len);
    b->seen |= s->ascii ? 0 : s->width == 1 ? 0x80 : s->width == 2 ? 0x100 : 0x10000;
}

/* Cut to what is in [start, stop): seen must be exact, or the result would not be in its narrowest form. */
void strbuf_slice(StrBuf *b, Str *s, int64_t start, int64_t stop) {
    if (stop <= start)
        return;
    const void *p = str_ptr(s, start);
    uint32_t max = s->ascii ? 0x7F : utf8_max_char(p, (size_t)(stop - start), s->width);
    if (!reserve(b, stop - start, text_width(max)))
        return;
    add_text(b, p, s->width, stop - start);
    b->seen |= max >= 0x80 ? max : 0;
}

void strbuf_fill(StrBuf *b, uint32_t c, int64_t n) {
    if (n <= 0 || !reserve(b, n, text_width(c)))
        return;
    text_fill(text_ptr(b->text, b->width, b->len), b->width, c, n);
    b->len += n;
    b->seen |= c;
}

bool strbuf_repr(StrBuf *b, Value v) {
    Value r = to_repr(b->t, v);
    if (!r)
        return false;
    strbuf_str(b, as_str(r));
    return true;
}

Value strbuf_finish(StrBuf *b) {
    if (b->failed)
        return VALUE_ERROR;
    if (b->len <= 1)
        return b->len ? str_from_char(b->t, text_get(b->text, b->width, 0)) : str_from_ascii(b->t, "", 0);
    bool ascii = b->seen < 128;
    if (b->text != b->room && b->cap - b->len <= 16 + b->len / 4) {
        Str *s = CONTAINER_OF(b->text, Str, inline_text);
        s->len = b->len;
        s->ascii = ascii;
        text_set(b->text, b->width, b->len, 0);
        return from_ptr(s);
    }
    Str *s = str_alloc_raw(b->t, b->len, b->width, ascii);
    if (unlikely(s == NULL))
        return VALUE_ERROR;
    memcpy(s->text, b->text, (size_t)b->len * b->width);
    return from_ptr(s);
}
