/* Encodings by name, and the plain ones: ASCII, Latin-1, UTF-8, UTF-16, UTF-32. */
#include "vm/base/utf8.h"
#include "vm/object/call.h"
#include "vm/object/charmap.h"
#include "vm/object/codec_impl.h"
#include "vm/object/protocol.h"
#include "vm/object/str_impl.h"
#include "vm/object/tuple.h"
#include <string.h>

/* -- Names ----------------------------------------------------------------------------------------------- */

/* Lower case, words joined by one '_', as the aliases below are written. false: too long for any of ours. */
static bool normalised(const char *name, char out[32]) {
    size_t n = 0;
    bool gap = false;
    for (; *name; name++) {
        char c = *name;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.')) {
            gap = true;
            continue;
        }
        if (n >= 28)
            return false;
        if (gap && n)
            out[n++] = '_';
        gap = false;
        out[n++] = c;
    }
    out[n] = 0;
    return true;
}

static const struct { const char *alias; uint8_t id; } aliases[] = {
    { "utf_8", CODEC_UTF8 }, { "utf8", CODEC_UTF8 }, { "u8", CODEC_UTF8 }, { "utf", CODEC_UTF8 },
    { "cp65001", CODEC_UTF8 }, { "utf8_ucs2", CODEC_UTF8 }, { "utf8_ucs4", CODEC_UTF8 },
    { "utf_8_sig", CODEC_UTF8_SIG },
    { "latin_1", CODEC_LATIN1 }, { "latin1", CODEC_LATIN1 }, { "iso8859_1", CODEC_LATIN1 },
    { "iso_8859_1", CODEC_LATIN1 }, { "iso_8859_1_1987", CODEC_LATIN1 }, { "8859", CODEC_LATIN1 },
    { "iso8859", CODEC_LATIN1 }, { "cp819", CODEC_LATIN1 }, { "csisolatin1", CODEC_LATIN1 },
    { "ibm819", CODEC_LATIN1 }, { "iso_ir_100", CODEC_LATIN1 }, { "l1", CODEC_LATIN1 },
    { "latin", CODEC_LATIN1 },
    { "ascii", CODEC_ASCII }, { "us_ascii", CODEC_ASCII }, { "us", CODEC_ASCII }, { "646", CODEC_ASCII },
    { "ansi_x3.4_1968", CODEC_ASCII }, { "ansi_x3_4_1968", CODEC_ASCII }, { "ansi_x3.4_1986", CODEC_ASCII },
    { "cp367", CODEC_ASCII }, { "csascii", CODEC_ASCII }, { "ibm367", CODEC_ASCII },
    { "iso646_us", CODEC_ASCII },
    { "iso_646.irv_1991", CODEC_ASCII }, { "iso_ir_6", CODEC_ASCII },
    { "utf_16", CODEC_UTF16 }, { "utf16", CODEC_UTF16 }, { "u16", CODEC_UTF16 },
    { "utf_16_le", CODEC_UTF16_LE }, { "utf_16le", CODEC_UTF16_LE },
    { "unicodelittleunmarked", CODEC_UTF16_LE },
    { "utf_16_be", CODEC_UTF16_BE }, { "utf_16be", CODEC_UTF16_BE }, { "unicodebigunmarked", CODEC_UTF16_BE },
    { "utf_32", CODEC_UTF32 }, { "utf32", CODEC_UTF32 }, { "u32", CODEC_UTF32 },
    { "utf_32_le", CODEC_UTF32_LE }, { "utf_32le", CODEC_UTF32_LE },
    { "utf_32_be", CODEC_UTF32_BE }, { "utf_32be", CODEC_UTF32_BE },
    { "unicode_escape", CODEC_UNICODE_ESCAPE }, { "raw_unicode_escape", CODEC_RAW_UNICODE_ESCAPE },
};

CodecId codec_find(const char *name) {
    char key[32];
    if (name == NULL || strcmp(name, "utf-8") == 0)
        return CODEC_UTF8;
    if (!normalised(name, key))
        return CODEC_UNKNOWN;
    for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
        if (strcmp(key, aliases[i].alias) == 0)
            return aliases[i].id;
    int map = charmap_find(key);
    return map < 0 ? CODEC_UNKNOWN : (CodecId)(CODEC_CHARMAP + map);
}

const char *codec_name(CodecId id) {
    static const char *const names[] = {
        "", "utf-8", "utf-8-sig", "ascii", "iso8859-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
        "utf-32-le", "utf-32-be", "unicode-escape", "raw-unicode-escape"
    };
    return id >= CODEC_CHARMAP ? charmap_name((int)id - CODEC_CHARMAP) : names[id];
}

const char *codec_error_name(CodecId id) {
    switch (id) {
    case CODEC_LATIN1: return "latin-1";
    case CODEC_UTF8_SIG: return "utf-8";
    case CODEC_UNICODE_ESCAPE: return "unicodeescape";
    case CODEC_RAW_UNICODE_ESCAPE: return "rawunicodeescape";
    default: return id >= CODEC_CHARMAP ? "charmap" : codec_name(id);
    }
}

/* -- Encoding -------------------------------------------------------------------------------------------- */

bool encodable(CodecId id, uint32_t c) {
    if (id >= CODEC_CHARMAP)
        return charmap_byte((int)id - CODEC_CHARMAP, c) >= 0;
    return id == CODEC_ASCII ? c < 0x80 : id == CODEC_LATIN1 ? c < 0x100 : !is_surrogate(c);
}

static void put_16(Buf *b, uint32_t unit, bool big) {
    char two[2] = { (char)unit, (char)(unit >> 8) };
    if (big)
        two[0] = (char)(unit >> 8), two[1] = (char)unit;
    buf_add(b, two, 2);
}

void encode_char(Encoder *e, uint32_t c) {
    bool big = e->id == CODEC_UTF16_BE || e->id == CODEC_UTF32_BE;
    switch (e->id) {
    case CODEC_UTF8: case CODEC_UTF8_SIG:
        buf_utf8(&e->out, c);
        break;
    case CODEC_UTF16: case CODEC_UTF16_LE: case CODEC_UTF16_BE:
        if (c >= 0x10000) {
            put_16(&e->out, 0xD800 + ((c - 0x10000) >> 10), big);
            c = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        put_16(&e->out, c, big);
        break;
    case CODEC_UTF32: case CODEC_UTF32_LE: case CODEC_UTF32_BE:
        put_16(&e->out, big ? c >> 16 : c & 0xFFFF, big);
        put_16(&e->out, big ? c & 0xFFFF : c >> 16, big);
        break;
    default:
        if (e->id >= CODEC_CHARMAP)
            c = (uint32_t)charmap_byte((int)e->id - CODEC_CHARMAP, c);
        buf_char(&e->out, (char)c);
    }
}

static bool encode_bytes(Encoder *e, const char *reason) {
    const Str *s = e->s;
    for (int64_t i = 0; i < s->len; ) {
        uint32_t c = str_at(s, i);
        if (encodable(e->id, c)) {
            encode_char(e, c);
            i++;
            continue;
        }
        int64_t end = i + 1;
        while (end < s->len && !encodable(e->id, str_at(s, end))) end++;
        if ((i = encode_error(e, i, end, reason)) < 0)
            return false;
    }
    return true;
}

/* Text between surrogates at once, each run of surrogates as one error. */
static bool encode_utf8(Encoder *e) {
    const Str *s = e->s;
    size_t n = (size_t)s->len;
    for (size_t i = 0; i < n; ) {
        size_t end = s->width == 1 ? n : utf8_find_surrogate(s->text, i, n, s->width);
        const void *from = text_ptr(s->text, s->width, (int64_t)i);
        size_t size = utf8_encoded_size(from, end - i, s->width);
        char *out = buf_reserve(&e->out, size);
        if (out == NULL)
            return true;                                    /* out.failed is looked at later */
        e->out.len += utf8_encode(out, from, end - i, s->width);
        i = end;
        while (end < n && is_surrogate(str_at(s, (int64_t)end))) end++;
        if (end > i) {
            int64_t next = encode_error(e, (int64_t)i, (int64_t)end, "surrogates not allowed");
            if (next < 0)
                return false;
            i = (size_t)next;
        }
    }
    return true;
}

static bool encode_units(Encoder *e) {
    const Str *s = e->s;
    if (!buf_reserve(&e->out, (size_t)s->len * (e->id >= CODEC_UTF32 ? 4 : 2)))
        return true;
    for (int64_t i = 0; i < s->len; ) {
        uint32_t c = str_at(s, i);
        if (likely(!is_surrogate(c))) {
            encode_char(e, c);
            i++;
        } else if ((i = encode_error(e, i, i + 1, "surrogates not allowed")) < 0) {
            return false;
        }
    }
    return true;
}

static bool encode_escapes(Encoder *e) {
    for (int64_t i = 0; i < e->s->len; i++) {
        uint32_t c = str_at(e->s, i);
        char text[16];
        if (c == '\\' || c == '\n' || c == '\t' || c == '\r') {
            buf_char(&e->out, '\\');
            buf_char(&e->out, c == '\n' ? 'n' : c == '\t' ? 't' : c == '\r' ? 'r' : '\\');
        } else if (c >= ' ' && c < 127) {
            buf_char(&e->out, (char)c);
        } else {
            backslashed(text, c);
            buf_add(&e->out, text, (size_t)backslashed_size(c));
        }
    }
    return true;
}

static bool encode_raw_escapes(Encoder *e) {
    for (int64_t i = 0; i < e->s->len; i++) {
        uint32_t c = str_at(e->s, i);
        char text[16];
        if (c < 256) {
            buf_char(&e->out, (char)c);
        } else {
            backslashed(text, c);
            buf_add(&e->out, text, (size_t)backslashed_size(c));
        }
    }
    return true;
}

bool encode_all(Encoder *e) {
    switch (e->id) {
    case CODEC_ASCII:
        return encode_bytes(e, "ordinal not in range(128)");
    case CODEC_LATIN1:
        return encode_bytes(e, "ordinal not in range(256)");
    case CODEC_UTF8_SIG:
        buf_utf8(&e->out, 0xFEFF);
        return encode_utf8(e);
    case CODEC_UTF8:
        return encode_utf8(e);
    case CODEC_UTF16: case CODEC_UTF32:
        encode_char(e, 0xFEFF);
        return encode_units(e);
    case CODEC_UNICODE_ESCAPE:
        return encode_escapes(e);
    case CODEC_RAW_UNICODE_ESCAPE:
        return encode_raw_escapes(e);
    default:
        return e->id >= CODEC_CHARMAP ? encode_bytes(e, "character maps to <undefined>") : encode_units(e);
    }
}

/* UTF-8 whose size is known beforehand goes straight into the result. */
static Value utf8_bytes(Thread *t, const Str *s) {
    Bytes *b = bytes_alloc(t, utf8_encoded_size(s->text, (size_t)s->len, s->width));
    if (b == NULL)
        return VALUE_ERROR;
    utf8_encode(b->data, s->text, (size_t)s->len, s->width);
    return from_ptr(b);
}

Value codec_encode(Thread *t, CodecId id, Str *s, const char *errors) {
    if ((s->ascii && (id == CODEC_UTF8 || id == CODEC_ASCII)) || (s->width == 1 && id == CODEC_LATIN1))
        return bytes_new(t, s->text, (size_t)s->len);
    if (id == CODEC_UTF8 && (s->width == 1 ||
                             utf8_find_surrogate(s->text, 0, (size_t)s->len, s->width) == (size_t)s->len))
        return utf8_bytes(t, s);
    Encoder e = { .t = t, .s = s, .id = id, .errors = errors };
    if (!encode_all(&e))
        return VALUE_ERROR;
    if (e.out.failed) {
        raise_memory(t);
        return VALUE_ERROR;
    }
    return bytes_new(t, e.out.data, e.out.len);
}

/* -- Decoding -------------------------------------------------------------------------------------------- */

static bool decode_ascii(Decoder *d) {
    for (size_t i = 0; i < d->n; ) {
        size_t plain = utf8_ascii_prefix(d->data + i, d->n - i);
        strbuf_ascii(&d->out, d->data + i, plain);
        i += plain;
        if (i < d->n) {
            int64_t next = decode_error(d, i, i + 1, "ordinal not in range(128)");
            if (next < 0)
                return false;
            i = (size_t)next;
        }
    }
    return true;
}

static bool decode_charmap(Decoder *d) {
    const uint16_t *codes = charmap_codes((int)d->id - CODEC_CHARMAP);
    for (size_t i = 0; i < d->n; ) {
        uint16_t c = codes[(uint8_t)d->data[i]];
        if (likely(c != CHARMAP_NONE)) {
            strbuf_char(&d->out, c);
            i++;
            continue;
        }
        int64_t next = decode_error(d, i, i + 1, "character maps to <undefined>");
        if (next < 0)
            return false;
        i = (size_t)next;
    }
    return true;
}

static void add_utf8(StrBuf *out, const char *p, const Utf8Scan *scan) {
    if (scan->max < 0x80) {
        strbuf_ascii(out, p, scan->valid);
        return;
    }
    for (const char *end = p + scan->valid; p < end; ) {
        uint32_t c;
        p = utf8_next(p, &c);
        strbuf_char(out, c);
    }
}

static bool decode_utf8(Decoder *d, bool partial, size_t *used) {
    size_t i = 0;
    while (i < d->n) {
        Utf8Scan scan;
        bool good = utf8_scan(d->data + i, d->n - i, &scan);
        if (scan.valid)
            add_utf8(&d->out, d->data + i, &scan);
        if (good)
            break;
        if (partial && scan.truncated) {
            *used = i + scan.valid;
            return true;
        }
        int64_t next = decode_error(d, i + scan.valid, i + scan.error_end, scan.reason);
        if (next < 0)
            return false;
        i = (size_t)next;
    }
    return true;
}

static bool decode_utf16(Decoder *d, bool partial, size_t *used, size_t i) {
    const bool big = d->id == CODEC_UTF16_BE;
    const uint8_t *p = (const uint8_t *)d->data;
#define UNIT(i) (big ? (uint32_t)p[i] << 8 | p[(i) + 1] : (uint32_t)p[(i) + 1] << 8 | p[i])
    while (i < d->n) {
        const char *reason;
        size_t end = i + 2;
        if (end > d->n) {
            reason = "truncated data";
            end = d->n;
        } else {
            uint32_t c = UNIT(i);
            if (likely(!is_surrogate(c))) {
                strbuf_char(&d->out, c);
                i = end;
                continue;
            }
            if (c >= 0xDC00) {
                reason = "illegal encoding";
            } else if (i + 4 > d->n) {
                reason = "unexpected end of data";
                end = d->n;
            } else if (UNIT(i + 2) >= 0xDC00 && UNIT(i + 2) < 0xE000) {
                strbuf_char(&d->out, 0x10000 + ((c & 0x3FF) << 10) + (UNIT(i + 2) & 0x3FF));
                i += 4;
                continue;
            } else {
                reason = "illegal UTF-16 surrogate";
            }
        }
        if (partial && end == d->n && *reason != 'i') {
            *used = i;
            return true;
        }
        int64_t next = decode_error(d, i, end, reason);
        if (next < 0)
            return false;
        i = (size_t)next;
    }
#undef UNIT
    return true;
}

static bool decode_utf32(Decoder *d, bool partial, size_t *used, size_t i) {
    const bool big = d->id == CODEC_UTF32_BE;
    const uint8_t *p = (const uint8_t *)d->data;
    while (i < d->n) {
        const char *reason;
        size_t end = i + 4;
        if (end > d->n) {
            reason = "truncated data";
            end = d->n;
            if (partial) {
                *used = i;
                return true;
            }
        } else {
            uint32_t c;
            memcpy(&c, p + i, 4);
            if (big)
                c = __builtin_bswap32(c);
            if (likely(c <= UNICODE_MAX && !is_surrogate(c))) {
                strbuf_char(&d->out, c);
                i = end;
                continue;
            }
            reason = c > UNICODE_MAX ? "code point not in range(0x110000)"
                                     : "code point in surrogate code point range(0xd800, 0xe000)";
        }
        int64_t next = decode_error(d, i, end, reason);
        if (next < 0)
            return false;
        i = (size_t)next;
    }
    return true;
}

CodecId codec_after_mark(CodecId id, const char *data, size_t n, size_t *mark) {
    *mark = 0;
    if (id == CODEC_UTF16) {
        *mark = n >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0) ? 2 : 0;
        return *mark && *data == '\xFE' ? CODEC_UTF16_BE : CODEC_UTF16_LE;
    }
    if (id == CODEC_UTF32) {
        bool marked = n >= 4 && (memcmp(data, "\xFF\xFE\0\0", 4) == 0 ||
                                 memcmp(data, "\0\0\xFE\xFF", 4) == 0);
        *mark = marked ? 4 : 0;
        return *mark && *data == 0 ? CODEC_UTF32_BE : CODEC_UTF32_LE;
    }
    return id;
}

bool decode_all(Decoder *d, bool partial, size_t *used) {
    size_t mark;
    *used = d->n;
    d->id = codec_after_mark(d->id, d->data, d->n, &mark);
    switch (d->id) {
    case CODEC_ASCII: return decode_ascii(d);
    case CODEC_UTF16_LE: case CODEC_UTF16_BE: return decode_utf16(d, partial, used, mark);
    case CODEC_UTF32_LE: case CODEC_UTF32_BE: return decode_utf32(d, partial, used, mark);
    case CODEC_UNICODE_ESCAPE: return decode_escapes(d, partial, used);
    case CODEC_RAW_UNICODE_ESCAPE: return decode_raw_escapes(d, partial, used);
    default: return d->id >= CODEC_CHARMAP ? decode_charmap(d) : decode_utf8(d, partial, used);
    }
}

static Value latin1_str(Thread *t, const char *data, size_t n) {
    if (n <= 1 || utf8_ascii_prefix(data, n) == n)
        return n == 1 ? str_from_char(t, (uint8_t)*data) : str_from_ascii(t, data, n);
    Str *s = str_alloc(t, (int64_t)n, 0xFF);
    if (s == NULL)
        return VALUE_ERROR;
    memcpy(s->text, data, n);
    return from_ptr(s);
}

Value codec_decode(Thread *t, CodecId id, const char *data, size_t n, const char *errors, size_t *consumed) {
    size_t used = n, skipped = 0;
    if (consumed)
        *consumed = n;
    if (id == CODEC_LATIN1)
        return latin1_str(t, data, n);
    if (id == CODEC_UTF8_SIG) {
        if (n >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
            skipped = 3;
        } else if (consumed && n < 3 && memcmp(data, "\xEF\xBB\xBF", n) == 0) {
            *consumed = 0;                                  /* the mark may be still to come */
            return str_from_ascii(t, "", 0);
        }
        data += skipped;
        n -= skipped;
        id = CODEC_UTF8;
    }
    Utf8Scan scan;
    if ((id == CODEC_UTF8 || id == CODEC_ASCII) && utf8_ascii_prefix(data, n) == n)
        return str_from_ascii(t, data, n);
    if (id == CODEC_UTF8 && utf8_scan(data, n, &scan))
        return str_from_scanned(t, data, &scan);
    Decoder d = { .t = t, .id = id, .data = data, .n = n, .errors = errors };
    strbuf_init(&d.out, t);
    if (!decode_all(&d, consumed != NULL, &used))
        return VALUE_ERROR;
    if (consumed)
        *consumed = skipped + used;
    return strbuf_finish(&d.out);
}

/* -- By name, with what the program registered ----------------------------------------------------------- */

static Value raise_not_text(Thread *t, const char *name, int which) {
    return raise_error(t, EXC_LookupError,
                       "'%s' is not a text encoding; use codecs.%s() to handle arbitrary codecs", name,
                       which == 0 ? "encode" : "decode");
}

/* Encodings between bytes, which str.encode() and bytes.decode() refuse by their names. */
static bool is_binary_codec(const char *name) {
    static const char *const names[] = {
        "base64", "base_64", "base64_codec", "bz2", "bz2_codec", "hex", "hex_codec", "quopri", "quopri_codec",
        "quoted_printable", "quotedprintable", "rot13", "rot_13", "uu", "uu_codec", "zip", "zlib",
        "zlib_codec"
    };
    char key[32];
    for (size_t i = 0; i < ARRAY_LEN(names) && normalised(name, key); i++)
        if (strcmp(key, names[i]) == 0)
            return true;
    return false;
}

/* The first item of what codecs.lookup(name)[which](object, errors) returns. */
static Value by_registry(Thread *t, const char *name, const char *errors, Value object, int which) {
    if (is_binary_codec(name))
        return raise_not_text(t, name, which);
    Value info = codec_registry(t, "lookup", name);
    if (!info)
        return t->exc ? VALUE_ERROR : raise_error(t, EXC_LookupError, "unknown encoding: %s", name);
    if (!object || !is_tuple(info) || as_tuple(info)->len != 4)
        return t->exc ? VALUE_ERROR : raise_type_error(t, "codec search functions must return 4-tuples");
    Str *flag = str_intern_cstr(t, "_is_text_encoding");
    Value is_text = flag ? get_attr_or_null(t, info, flag) : VALUE_ERROR;
    if (!is_text && t->exc)
        return VALUE_ERROR;
    if (is_text == VALUE_FALSE)
        return raise_not_text(t, name, which);
    Value how = str_from_cstr(t, errors ? errors : "strict");
    Value answer = how ? call2(t, as_tuple(info)->items[which], object, how) : VALUE_ERROR;
    if (!answer)
        return VALUE_ERROR;
    if (!is_tuple(answer) || as_tuple(answer)->len != 2)
        return raise_type_error(t, which == 0 ? "encoder must return a tuple (object, integer)"
                                              : "decoder must return a tuple (object,integer)");
    return as_tuple(answer)->items[0];
}

Value str_encode(Thread *t, Str *s, const char *encoding, const char *errors) {
    CodecId id = codec_find(encoding);
    if (id != CODEC_UNKNOWN)
        return codec_encode(t, id, s, errors);
    Value v = by_registry(t, encoding, errors, from_ptr(s), 0);
    if (v && !is_bytes(v))
        return raise_type_error(t, "'%s' encoder returned '%T' instead of 'bytes'; use codecs.encode() to "
                                "encode to arbitrary types", encoding, v);
    return v;
}

Value str_decode(Thread *t, const char *data, size_t n, const char *encoding, const char *errors) {
    CodecId id = codec_find(encoding);
    if (id != CODEC_UNKNOWN)
        return codec_decode(t, id, data, n, errors, NULL);
    Value v = by_registry(t, encoding, errors, bytes_new(t, data, n), 1);
    if (v && !is_str(v))
        return raise_type_error(t, "'%s' decoder returned '%T' instead of 'str'; use codecs.decode() to "
                                "decode to arbitrary types", encoding, v);
    return v;
}
