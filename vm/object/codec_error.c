/* The error handlers of encoding and decoding: strict, ignore, replace and their like. */
#include "vm/base/unicode.h"
#include "vm/base/utf8.h"
#include "vm/object/call.h"
#include "vm/object/codec_impl.h"
#include "vm/object/dict.h"
#include "vm/object/protocol.h"
#include "vm/object/tuple.h"
#include <stdio.h>

enum ErrorPolicy codec_policy(const char *errors) {
    static const struct { const char *name; enum ErrorPolicy policy; } names[] = {
        { "strict", ERRORS_STRICT }, { "ignore", ERRORS_IGNORE }, { "replace", ERRORS_REPLACE },
        { "backslashreplace", ERRORS_BACKSLASH }, { "xmlcharrefreplace", ERRORS_XML },
        { "namereplace", ERRORS_NAME }, { "surrogateescape", ERRORS_ESCAPE },
        { "surrogatepass", ERRORS_PASS },
    };
    if (errors == NULL)
        return ERRORS_STRICT;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(errors, names[i].name) == 0)
            return names[i].policy;
    return ERRORS_OTHER;
}

/* -- The exceptions -------------------------------------------------------------------------------------- */

static Value unicode_error(Thread *t, enum ExcId id, const char *encoding, Value object, int64_t start,
                           int64_t end, const char *reason) {
    Value items[5] = { str_from_cstr(t, encoding), object, from_small(start), from_small(end),
                       str_from_cstr(t, reason) };
    if (!items[0] || !items[1] || !items[4])
        return VALUE_ERROR;
    Value args = tuple_new(t, items, 5);
    return args ? exc_new(t, t->interp->exc_types[id], args) : VALUE_ERROR;
}

static Value encode_exception(Encoder *e, int64_t start, int64_t end, const char *reason) {
    return unicode_error(e->t, EXC_UnicodeEncodeError, codec_error_name(e->id), from_ptr(e->s), start, end,
                         reason);
}
static Value decode_exception(Decoder *d, size_t start, size_t end, const char *reason) {
    Value data = bytes_new(d->t, d->data, d->n);
    return unicode_error(d->t, EXC_UnicodeDecodeError, codec_error_name(d->id), data, (int64_t)start,
                         (int64_t)end, reason);
}

static int64_t raised(Thread *t, Value exc) {
    if (exc)
        raise_value(t, exc);
    return -1;
}

/* -- Handlers that the program registered ---------------------------------------------------------------- */

Value codec_registry(Thread *t, const char *function, const char *name) {
    static const char *const homes[] = { "_codecs", "codecs" };
    for (size_t i = 0; i < ARRAY_LEN(homes) && t->interp->modules; i++) {
        Value module = dict_get_cstr(t, t->interp->modules, homes[i]);
        Str *attr = module ? str_intern_cstr(t, function) : NULL;
        if (attr == NULL)
            continue;
        Value fn = get_attr_or_null(t, module, attr), arg;
        if (fn)
            return (arg = str_from_cstr(t, name)) ? call1(t, fn, arg) : VALUE_ERROR;
        if (t->exc)
            return VALUE_ERROR;
    }
    return VALUE_ERROR;
}

/* The handler's answer: a str or bytes, and the position to go on at. */
static Value ask_handler(Thread *t, const char *errors, Value exc, int64_t len, int64_t *next,
                         bool encoding) {
    Value handler = codec_registry(t, "lookup_error", errors);
    if (!handler && !t->exc)
        return raise_error(t, EXC_LookupError, "unknown error handler name '%s'", errors);
    if (!handler)
        return VALUE_ERROR;
    Value answer = exc ? call1(t, handler, exc) : VALUE_ERROR;
    if (!answer)
        return VALUE_ERROR;
    Value text = is_tuple(answer) && as_tuple(answer)->len == 2 ? as_tuple(answer)->items[0] : VALUE_NULL;
    if (!text || !is_int(as_tuple(answer)->items[1]) || !(is_str(text) || (encoding && is_bytes(text))))
        return encoding ? raise_type_error(t, "encoding error handler must return (str/bytes, int) tuple")
                        : raise_type_error(t, "decoding error handler must return (str, int) tuple");
    if (!as_int64(t, as_tuple(answer)->items[1], next))
        return VALUE_ERROR;
    int64_t given = *next;
    if (*next < 0)
        *next += len;
    if (*next < 0 || *next > len)
        return raise_error(t, EXC_IndexError, "position %lld from error handler out of bounds",
                           (long long)given);
    return text;
}

/* -- Encoding -------------------------------------------------------------------------------------------- */

static void put_ascii(Encoder *e, const char *s, int n) {
    for (int i = 0; i < n; i++)
        encode_char(e, (uint8_t)s[i]);
}

static bool put_surrogate(Encoder *e, uint32_t c) {
    if (!is_surrogate(c) || e->id == CODEC_ASCII || e->id == CODEC_LATIN1 || e->id >= CODEC_CHARMAP)
        return false;
    encode_char(e, c);
    return true;
}

static int64_t encode_by_handler(Encoder *e, int64_t start, int64_t end, const char *reason) {
    int64_t next;
    Value exc = encode_exception(e, start, end, reason);
    Value text = ask_handler(e->t, e->errors, exc, e->s->len, &next, true);
    if (!text)
        return -1;
    if (is_bytes(text)) {
        buf_add(&e->out, as_bytes(text)->data, (size_t)as_bytes(text)->len);
        return next;
    }
    for (int64_t i = 0; i < as_str(text)->len; i++) {
        uint32_t c = str_at(as_str(text), i);
        if (!encodable(e->id, c))
            return raised(e->t, exc);
        encode_char(e, c);
    }
    return next;
}

int64_t encode_error(Encoder *e, int64_t start, int64_t end, const char *reason) {
    char text[16];
    if (e->policy == ERRORS_NOT_READ)
        e->policy = codec_policy(e->errors);
    if (e->policy == ERRORS_OTHER)
        return encode_by_handler(e, start, end, reason);
    bool units = e->id >= CODEC_UTF16 && e->id <= CODEC_UTF32_BE;      /* single bytes do not fit there */
    for (int64_t i = start; i < end; i++) {
        uint32_t c = str_at(e->s, i);
        switch (e->policy) {
        case ERRORS_IGNORE:
            break;
        case ERRORS_REPLACE:
            encode_char(e, '?');
            break;
        case ERRORS_NAME: {
            char name[UNICODE_NAME_MAX];
            size_t n = unicode_name(c, name);
            if (n) {
                put_ascii(e, "\\N{", 3);
                put_ascii(e, name, (int)n);
                put_ascii(e, "}", 1);
                break;
            }
        }
            FALLTHROUGH;
        case ERRORS_BACKSLASH:
            backslashed(text, c);
            put_ascii(e, text, backslashed_size(c));
            break;
        case ERRORS_XML:
            put_ascii(e, text, snprintf(text, sizeof text, "&#%u;", c));
            break;
        case ERRORS_ESCAPE:
            if (c < 0xDC80 || c > 0xDCFF || units)
                return raised(e->t, encode_exception(e, i, end, reason));
            buf_char(&e->out, (char)(c - 0xDC00));
            break;
        case ERRORS_PASS:
            if (!put_surrogate(e, c))
                return raised(e->t, encode_exception(e, i, end, reason));
            break;
        default:
            return raised(e->t, encode_exception(e, start, end, reason));
        }
    }
    return end;
}

/* -- Decoding -------------------------------------------------------------------------------------------- */

/* The surrogate that the bytes at start stand for; its size in bytes, 0 if there is none. */
static size_t surrogate_at(const Decoder *d, size_t start, uint32_t *c) {
    const uint8_t *p = (const uint8_t *)d->data + start;
    size_t left = d->n - start, size = 0;
    switch (d->id) {
    case CODEC_UTF8:
        if (left >= 3 && p[0] == 0xED && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
            *c = 0xD000u | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
            size = 3;
        }
        break;
    case CODEC_UTF16_LE: case CODEC_UTF16_BE:
        if (left >= 2) {
            *c = d->id == CODEC_UTF16_LE ? p[0] | (uint32_t)p[1] << 8 : p[1] | (uint32_t)p[0] << 8;
            size = 2;
        }
        break;
    case CODEC_UTF32_LE: case CODEC_UTF32_BE:
        if (left >= 4) {
            memcpy(c, p, 4);
            if (d->id == CODEC_UTF32_BE)
                *c = __builtin_bswap32(*c);
            size = 4;
        }
        break;
    default:
        break;
    }
    return size && is_surrogate(*c) ? size : 0;
}

int64_t decode_error(Decoder *d, size_t start, size_t end, const char *reason) {
    Thread *t = d->t;
    const uint8_t *p = (const uint8_t *)d->data;
    char text[16];
    uint32_t c;
    size_t i;
    if (d->policy == ERRORS_NOT_READ)
        d->policy = codec_policy(d->errors);
    switch (d->policy) {
    case ERRORS_IGNORE:
        return (int64_t)end;
    case ERRORS_REPLACE:
        strbuf_char(&d->out, 0xFFFD);
        return (int64_t)end;
    case ERRORS_BACKSLASH:
        for (i = start; i < end; i++) {
            backslashed(text, p[i]);
            strbuf_ascii(&d->out, text, 4);
        }
        return (int64_t)end;
    case ERRORS_ESCAPE:
        for (i = start; i < end && i < start + 4 && p[i] >= 0x80; i++)
            strbuf_char(&d->out, 0xDC00u + p[i]);
        if (i > start)
            return (int64_t)i;
        break;
    case ERRORS_PASS:
        if ((i = surrogate_at(d, start, &c))) {
            strbuf_char(&d->out, c);
            return (int64_t)(start + i);
        }
        break;
    case ERRORS_XML: case ERRORS_NAME:
        raise_type_error(t, "don't know how to handle UnicodeDecodeError in error callback");
        return -1;
    case ERRORS_OTHER: {
        int64_t next;
        Value exc = decode_exception(d, start, end, reason);
        Value piece = ask_handler(t, d->errors, exc, (int64_t)d->n, &next, false);
        if (!piece)
            return -1;
        strbuf_str(&d->out, as_str(piece));
        return next;
    }
    default:
        break;
    }
    return raised(t, decode_exception(d, start, end, reason));
}
