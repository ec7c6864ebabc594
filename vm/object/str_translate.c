/* str.translate and str.maketrans. */
#include "vm/base/utf8.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/protocol.h"
#include "vm/object/str_impl.h"

/* -- maketrans ------------------------------------------------------------------------------------------- */

static Value table_from_dict(Thread *t, Dict *table, Value from) {
    if (!is_exact(t, from, T_DICT))
        return raise_type_error(t, "if you give only one argument to maketrans it must be a dict");
    Value key, value;
    for (int64_t i = 0; dict_next((Dict *)obj_of(from), &i, &key, &value); ) {
        if (is_str(key)) {
            if (as_str(key)->len != 1)
                return raise_value_error(t, "string keys in translate table must be of length 1");
            key = from_small(str_at(as_str(key), 0));
        } else if (!is_int(key)) {
            return raise_type_error(t, "keys in translate table must be strings or integers");
        }
        if (!dict_set(t, table, key, value))
            return VALUE_ERROR;
    }
    return from_ptr(table);
}

/* a: x, y, z without self */
Value str_maketrans(Thread *t, Value *a) {
    Dict *table = dict_new(t);
    if (table == NULL)
        return VALUE_ERROR;
    if (!a[1])
        return table_from_dict(t, table, a[0]);
    if (!is_str(a[1]))
        return raise_type_error(t, "maketrans() argument 2 must be str, not %s", argument_type(t, a[1]));
    if (a[2] && !is_str(a[2]))
        return raise_type_error(t, "maketrans() argument 3 must be str, not %s", argument_type(t, a[2]));
    if (!is_str(a[0]))
        return raise_type_error(t, "first maketrans argument must be a string if there is a second argument");
    Str *from = as_str(a[0]), *to = as_str(a[1]);
    if (from->len != to->len)
        return raise_value_error(t, "the first two maketrans arguments must have equal length");
    for (int64_t i = 0; i < from->len; i++)
        if (!dict_set(t, table, from_small(str_at(from, i)), from_small(str_at(to, i))))
            return VALUE_ERROR;
    for (int64_t i = 0; a[2] && i < as_str(a[2])->len; i++)
        if (!dict_set(t, table, from_small(str_at(as_str(a[2]), i)), VALUE_NONE))
            return VALUE_ERROR;
    return from_ptr(table);
}

/* -- translate ------------------------------------------------------------------------------------------- */

/* What the table says of c: an int, a str or None; a missing entry is c itself. */
static Value mapped(Thread *t, Value table, uint32_t c) {
    Value v;
    if (is_exact(t, table, T_DICT)) {
        int found = dict_lookup(t, (Dict *)obj_of(table), from_small(c), &v);
        return found > 0 ? v : found == 0 ? from_small(c) : VALUE_ERROR;
    }
    v = get_item(t, table, from_small(c));
    if (!v && exc_matches(t, EXC_LookupError)) {
        exc_clear(t);
        return from_small(c);
    }
    return v;
}

static bool add_mapped(StrBuf *b, Value v) {
    Thread *t = b->t;
    int64_t c;
    if (is_int(v)) {
        if (!int_fits_int64(v, &c) || c < 0 || c > UNICODE_MAX) {
            raise_value_error(t, "character mapping must be in range(0x110000)");
            return false;
        }
        strbuf_char(b, (uint32_t)c);
    } else if (is_str(v)) {
        strbuf_str(b, as_str(v));
    } else if (v != VALUE_NONE) {
        raise_type_error(t, "character mapping must return integer, None or str");
        return false;
    }
    return true;
}

/* What ASCII characters become, asked once each: a code point below 128, or one of these. */
enum { DROPPED = 128, NOT_ASKED, OTHER };

/* Translates ASCII by what is known, to `out`. Returns how many characters it did before one to be asked
 * about. */
static int64_t known_run(const uint8_t *p, int64_t n, const uint8_t known[128], uint8_t *out,
                         int64_t *out_len) {
    int64_t i = 0, k = 0;
    for (uint8_t c; i < n && (c = known[p[i]]) <= DROPPED; i++) {
        out[k] = c;
        k += c != DROPPED;
    }
    *out_len = k;
    return i;
}

Value str_translate(Thread *t, Value *a) {
    Str *s = as_str(a[0]), *whole = NULL;
    const bool fixed = is_exact(t, a[1], T_DICT);       /* whose answers do not change */
    uint8_t known[128];
    Value answers[128];
    memset(known, NOT_ASKED, sizeof known);
    StrBuf b;
    strbuf_init(&b, t);
    int64_t len = 0;                        /* of the result, as long as it is ASCII and no longer than s */
    if (s->ascii && s->len && !(whole = str_alloc_raw(t, s->len, 1, true)))
        return VALUE_ERROR;
    for (int64_t i = 0; i < s->len;) {
        if (s->ascii) {
            uint8_t run[256], *out = whole ? (uint8_t *)whole->text + len : run;
            int64_t n, left = whole ? s->len - i : MIN(s->len - i, (int64_t)sizeof run);
            int64_t did = known_run((uint8_t *)s->text + i, left, known, out, &n);
            if (whole)
                len += n;
            else
                strbuf_ascii(&b, (char *)run, (size_t)n);
            i += did;
            if (did == left)
                continue;
        }
        uint32_t c = str_at(s, i++);
        Value v = c < 128 && known[c] == OTHER ? answers[c] : mapped(t, a[1], c);
        if (!v)
            return VALUE_ERROR;
        bool simple = v == VALUE_NONE || (is_small(v) && (uint64_t)small_of(v) < 128);
        if (c < 128 && known[c] == NOT_ASKED) {
            answers[c] = v;
            known[c] = v == VALUE_NONE ? DROPPED : simple ? (uint8_t)small_of(v) : fixed ? OTHER : NOT_ASKED;
        }
        if (whole && simple) {
            if (v != VALUE_NONE)
                ((uint8_t *)whole->text)[len++] = (uint8_t)small_of(v);
            continue;
        }
        if (whole)
            strbuf_ascii(&b, whole->text, (size_t)len);
        whole = NULL;
        if (!add_mapped(&b, v))
            return VALUE_ERROR;
    }
    if (!whole)
        return strbuf_finish(&b);
    return len == s->len ? from_ptr(whole) : str_from_ascii(t, whole->text, (size_t)len);
}
