/* Case conversions and the is...() questions. ASCII goes by arithmetic, the rest by the tables of
 * unicode.h. */
#include "vm/base/unicode.h"
#include "vm/object/str_impl.h"

static inline bool ascii_lower(uint32_t c) { return c - 'a' < 26; }
static inline bool ascii_upper(uint32_t c) { return c - 'A' < 26; }
static inline bool ascii_digit(uint32_t c) { return c - '0' < 10; }
static inline bool ascii_alpha(uint32_t c) { return ascii_lower(c | 0x20); }
static inline bool ascii_space(uint32_t c) { return c == ' ' || c - '\t' < 5 || c - 0x1C < 4; }

/* -- Conversions ----------------------------------------------------------------------------------------- */

/* Capital sigma at the end of a word has a small form of its own. */
static uint32_t lower_sigma(const Str *s, int64_t i) {
    int64_t j = i - 1;
    while (j >= 0 && unicode_is_case_ignorable(str_at(s, j))) j--;
    if (j < 0 || !unicode_is_cased(str_at(s, j)))
        return 0x3C3;
    j = i + 1;
    while (j < s->len && unicode_is_case_ignorable(str_at(s, j))) j++;
    return j < s->len && unicode_is_cased(str_at(s, j)) ? 0x3C3 : 0x3C2;
}

static int lower_at(const Str *s, int64_t i, uint32_t out[UNICODE_CASE_MAX]) {
    uint32_t c = str_at(s, i);
    if (c == 0x3A3) {
        out[0] = lower_sigma(s, i);
        return 1;
    }
    return unicode_lower(c, out);
}

enum Casing { LOWER, UPPER, FOLD, SWAP, CAPITALIZE, TITLE };

/* Flips bit 5 of the letters that begin at `first` (a or A). Blocks of fixed size become SIMD code. */
static inline uint8_t flip_in(uint8_t c, uint8_t first) {
    return c ^ (uint8_t)((uint8_t)(c - first) < 26) << 5;
}

static void flip_case(uint8_t *restrict out, const uint8_t *restrict p, int64_t n, uint8_t first) {
    for (; n >= 32; n -= 32, p += 32, out += 32)
        for (int i = 0; i < 32; i++)
            out[i] = flip_in(p[i], first);
    for (int64_t i = 0; i < n; i++)
        out[i] = flip_in(p[i], first);
}

static Value ascii_casing(Thread *t, const Str *s, enum Casing how) {
    Str *r = str_alloc(t, s->len, 127);
    if (r == NULL)
        return VALUE_ERROR;
    const uint8_t *p = s->text;
    uint8_t *out = r->text;
    int64_t n = s->len;
    bool in_word = false;
    switch (how) {
    case LOWER: case FOLD: case CAPITALIZE:
        flip_case(out, p, n, 'A');
        if (how == CAPITALIZE && n && ascii_lower(out[0]))
            out[0] -= 32;
        break;
    case UPPER:
        flip_case(out, p, n, 'a');
        break;
    case SWAP:
        for (int64_t i = 0; i < n; i++)
            out[i] = ascii_alpha(p[i]) ? p[i] ^ 32 : p[i];
        break;
    case TITLE:
        for (int64_t i = 0; i < n; i++) {
            bool cased = ascii_alpha(p[i]);
            out[i] = !cased ? p[i] : in_word ? p[i] | 32 : p[i] & ~32;
            in_word = cased;
        }
        break;
    }
    return from_ptr(r);
}

static Value casing(Thread *t, Value v, enum Casing how) {
    Str *s = as_str(v);
    if (s->len == 0)
        return str_from_ascii(t, "", 0);
    if (s->ascii)
        return ascii_casing(t, s, how);
    StrBuf b;
    strbuf_init(&b, t);
    bool in_word = false;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i), out[UNICODE_CASE_MAX];
        int n = 1;
        switch (how) {
        case LOWER:
            n = lower_at(s, i, out);
            break;
        case UPPER:
            n = unicode_upper(c, out);
            break;
        case FOLD:
            n = unicode_casefold(c, out);
            break;
        case SWAP:
            if (unicode_is_upper(c))
                n = lower_at(s, i, out);
            else if (unicode_is_lower(c))
                n = unicode_upper(c, out);
            else
                out[0] = c;
            break;
        case CAPITALIZE:
            n = i ? lower_at(s, i, out) : unicode_title(c, out);
            break;
        case TITLE:
            n = in_word ? lower_at(s, i, out) : unicode_title(c, out);
            in_word = unicode_is_cased(c);
            break;
        }
        for (int k = 0; k < n; k++)
            strbuf_char(&b, out[k]);
    }
    return strbuf_finish(&b);
}

Value str_lower(Thread *t, Value *a) { return casing(t, a[0], LOWER); }
Value str_upper(Thread *t, Value *a) { return casing(t, a[0], UPPER); }
Value str_casefold(Thread *t, Value *a) { return casing(t, a[0], FOLD); }
Value str_swapcase(Thread *t, Value *a) { return casing(t, a[0], SWAP); }
Value str_capitalize(Thread *t, Value *a) { return casing(t, a[0], CAPITALIZE); }
Value str_title(Thread *t, Value *a) { return casing(t, a[0], TITLE); }

/* -- Questions ------------------------------------------------------------------------------------------- */

/* Is it so for every character? ascii_test and unicode_test see it as c. */
#define EVERY(s, ascii_test, unicode_test)                              \
    for (int64_t i = 0; i < (s)->len; i++) {                            \
        uint32_t c = str_at((s), i);                                    \
        if (!(likely(c < 128) ? (ascii_test) : (unicode_test)))         \
            return VALUE_FALSE;                                         \
    }

#define QUESTION(name, if_empty, ascii_test, unicode_test)              \
    Value name(Thread *t, Value *a) {                                   \
        const Str *s = as_str(a[0]);                                    \
        EVERY(s, ascii_test, unicode_test)                              \
        return from_bool(s->len != 0 || (if_empty));                    \
    }

QUESTION(str_isalpha, false, ascii_alpha(c), unicode_is_alpha(c))
QUESTION(str_isalnum, false, ascii_alpha(c) || ascii_digit(c), unicode_is_alnum(c))
QUESTION(str_isdecimal, false, ascii_digit(c), unicode_is_decimal(c))
QUESTION(str_isdigit, false, ascii_digit(c), unicode_is_digit(c))
QUESTION(str_isnumeric, false, ascii_digit(c), unicode_is_numeric(c))
QUESTION(str_isspace, false, ascii_space(c), unicode_is_space(c))
QUESTION(str_isprintable, true, c >= ' ' && c < 127, unicode_is_printable(c))
QUESTION(str_isidentifier, false, ascii_alpha(c) || c == '_' || (i && ascii_digit(c)),
         i ? unicode_is_xid_continue(c) : unicode_is_xid_start(c))

Value str_isascii(Thread *t, Value *a) { return from_bool(as_str(a[0])->ascii); }

static inline bool upper(uint32_t c) { return c < 128 ? ascii_upper(c) : unicode_is_upper(c); }
static inline bool lower(uint32_t c) { return c < 128 ? ascii_lower(c) : unicode_is_lower(c); }
static inline bool title(uint32_t c) { return c >= 128 && unicode_is_title(c); }

Value str_islower(Thread *t, Value *a) {
    const Str *s = as_str(a[0]);
    bool any = false;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        if (upper(c) || title(c))
            return VALUE_FALSE;
        any = any || lower(c);
    }
    return from_bool(any);
}

Value str_isupper(Thread *t, Value *a) {
    const Str *s = as_str(a[0]);
    bool any = false;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        if (lower(c) || title(c))
            return VALUE_FALSE;
        any = any || upper(c);
    }
    return from_bool(any);
}

Value str_istitle(Thread *t, Value *a) {
    const Str *s = as_str(a[0]);
    bool any = false, in_word = false;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        bool up = upper(c) || title(c);
        if (up ? in_word : lower(c) && !in_word)
            return VALUE_FALSE;
        in_word = up || lower(c);
        any = any || in_word;
    }
    return from_bool(any);
}
