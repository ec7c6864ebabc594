/* binascii: bytes as text and back: hexadecimal, base64; checksums. */
#include "vm/base/buf.h"
#include "vm/native.h"
#include "vm/object/container.h"

static Value raise_binascii(Thread *t, const char *text) {
    Value module = import_module(t, "binascii"),
          cls = module ? get_attr_cstr(t, module, "Error") : VALUE_ERROR;
    Value message = cls ? str_from_cstr(t, text) : VALUE_ERROR,
          exc = message ? call1(t, cls, message) : VALUE_ERROR;
    return exc ? raise_value(t, exc) : VALUE_ERROR;
}

/* Bytes, or text in ASCII; to be released. */
static bool text_argument(Thread *t, Value v, BufferView *out) {
    if (is_str(v)) {
        if (!as_str(v)->ascii)
            return raise_value_error(t, "string argument should contain only ASCII characters"), false;
        *out = (BufferView){ .data = as_str(v)->text, .len = (size_t)as_str(v)->len };
        return true;
    }
    if (get_buffer(t, v, out)) return true;
    if (exc_matches(t, EXC_TypeError)) {
        exc_clear(t);
        raise_type_error(t, "argument should be bytes, buffer or ASCII string, not '%T'", v);
    }
    return false;
}
static void release_text(Thread *t, Value v, BufferView *view) {
    if (!is_str(v)) release_buffer(t, view);
}

/* -- Hexadecimal ----------------------------------------------------------------------------------------- */

static Value binascii_hexlify(Thread *t, Value *a) {
    static const char digits[] = "0123456789abcdef";
    BufferView view;
    if (!get_buffer(t, a[0], &view)) return VALUE_ERROR;
    if (a[1]) {
        Value copy = bytes_new(t, view.data, view.len), text = VALUE_ERROR;
        release_buffer(t, &view);
        if (copy) text = call_method(t, copy, str_intern_cstr(t, "hex"), a + 1, 2);
        return text ? str_encode(t, as_str(text), "latin-1", "strict") : VALUE_ERROR;
    }
    Bytes *b = bytes_alloc(t, view.len * 2);
    for (size_t i = 0; b && i < view.len; i++) {
        uint8_t c = (uint8_t)view.data[i];
        b->data[2 * i] = digits[c >> 4];
        b->data[2 * i + 1] = digits[c & 15];
    }
    release_buffer(t, &view);
    return from_ptr(b);
}

/* The value of a digit plus one; 0: no digit. */
static const uint8_t hex_values[256] = {
    [48] = 1, 2, 3, 4, 5,        6,  7,  8,  9,  10, 0,        0, 0, 0, 0, 0, [64] = 0, 11, 12, 13, 14, 15,
    16,       0, 0, 0, 0,        0,  0,  0,  0,  0,  [80] = 0, 0, 0, 0, 0, 0, 0,        0,  0,  0,  0,  0,
    0,        0, 0, 0, [96] = 0, 11, 12, 13, 14, 15, 16,       0, 0, 0, 0, 0, 0,        0,  0,  0,
};
static Value binascii_unhexlify(Thread *t, Value *a) {
    BufferView view;
    const char *bad = NULL;
    if (!text_argument(t, a[0], &view)) return VALUE_ERROR;
    if (view.len % 2) bad = "Odd-length string";
    Bytes *b = bad ? NULL : bytes_alloc(t, view.len / 2);
    for (size_t i = 0; b && i < view.len; i += 2) {
        int high = hex_values[(uint8_t)view.data[i]] - 1, low = hex_values[(uint8_t)view.data[i + 1]] - 1;
        if ((high | low) < 0) {
            bad = "Non-hexadecimal digit found";
            break;
        }
        b->data[i / 2] = (char)(high << 4 | low);
    }
    release_text(t, a[0], &view);
    return bad ? raise_binascii(t, bad) : from_ptr(b);
}

/* -- Base64 ---------------------------------------------------------------------------------------------- */

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static Value binascii_b2a_base64(Thread *t, Value *a) {
    BufferView view;
    int newline = truth_of(t, a[1]);
    if (newline < 0 || !get_buffer(t, a[0], &view)) return VALUE_ERROR;
    Bytes *b = bytes_alloc(t, (view.len + 2) / 3 * 4 + (newline != 0));
    if (b) {
        const uint8_t *p = (const uint8_t *)view.data;
        char *out = b->data;
        size_t rest = view.len;
        for (; rest >= 3; rest -= 3, p += 3) {
            uint32_t n = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
            *out++ = base64_digits[n >> 18];
            *out++ = base64_digits[n >> 12 & 63];
            *out++ = base64_digits[n >> 6 & 63];
            *out++ = base64_digits[n & 63];
        }
        if (rest) {
            uint32_t n = (uint32_t)p[0] << 16 | (rest == 2 ? (uint32_t)p[1] << 8 : 0);
            *out++ = base64_digits[n >> 18];
            *out++ = base64_digits[n >> 12 & 63];
            *out++ = rest == 2 ? base64_digits[n >> 6 & 63] : '=';
            *out++ = '=';
        }
        if (newline) *out = '\n';
    }
    release_buffer(t, &view);
    return from_ptr(b);
}

/* The value of a digit plus one; 0: no digit. */
static const uint8_t base64_values[256] = {
    [32] = 0,   0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  63, 0,  0,  0,  64,
    [48] = 53,  54, 55, 56, 57, 58, 59, 60, 61, 62, 0,  0,  0,  0,  0,  0,
    [64] = 0,   1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
    [80] = 16,  17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 0,  0,  0,  0,  0,
    [96] = 0,   27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
    [112] = 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 0,  0,  0,  0,  0,
};

/* Decodes into out, which has room; NULL or what is wrong. place: which digit of its four is next. */
static const char *base64_decode(Thread *t, BufferView in, bool strict, char *out, size_t *length) {
    char *start = out;
    int place = 0, pads = 0;
    uint32_t bits = 0;
    bool padded = false;
    if (strict && in.len && in.data[0] == '=') return "Leading padding not allowed";
    for (size_t i = 0; i < in.len; i++) {
        if (in.data[i] == '=') {
            padded = true;
            if (place >= 2 && place + ++pads >= 4) {
                if (strict && i + 1 < in.len) return "Excess data after padding";
                *length = (size_t)(out - start);
                return NULL;
            }
            continue;
        }
        int value = base64_values[(uint8_t)in.data[i]] - 1;
        if (value < 0) {
            if (strict) return "Only base64 data is allowed";
            continue;
        }
        if (strict && padded) return "Discontinuous padding not allowed";
        pads = 0;
        bits = bits << 6 | (uint32_t)value;
        if (++place > 1) *out++ = (char)(bits >> (8 - 2 * place));
        place &= 3;
    }
    *length = (size_t)(out - start);
    if (place == 1) return "";
    return place ? "Incorrect padding" : NULL;
}
static Value binascii_a2b_base64(Thread *t, Value *a) {
    BufferView view;
    size_t n = 0;
    int strict = truth_of(t, a[1]);
    if (strict < 0 || !text_argument(t, a[0], &view)) return VALUE_ERROR;
    char *room = alloc_leaf(t, view.len / 4 * 3 + 3);
    const char *bad = room ? base64_decode(t, view, strict, room, &n) : NULL;
    release_text(t, a[0], &view);
    if (!room) return VALUE_ERROR;
    if (!bad) return bytes_new(t, room, n);
    if (*bad) return raise_binascii(t, bad);
    Buf text = BUF_INIT;
    buf_printf(&text,
               "Invalid base64-encoded string: number of data characters (%zu) cannot be 1 more than "
               "a multiple of 4",
               n / 3 * 4 + 1);
    bad = buf_cstr(&text);
    return bad ? raise_binascii(t, bad) : (raise_memory(t), VALUE_ERROR);
}

/* -- Checksums ------------------------------------------------------------------------------------------- */

/* The low 32 bits of any int. */
static bool low_bits(Thread *t, Value v, uint32_t *out) {
    Value n = number_index(t, v), low = n ? int_and(t, n, from_small(UINT32_MAX)) : VALUE_ERROR;
    if (low) *out = (uint32_t)small_of(low);
    return low != VALUE_ERROR;
}

static Value binascii_crc32(Thread *t, Value *a) {
    /* What four bits at the low end do to the rest. */
    static const uint32_t table[16] = { 0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                        0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c };
    BufferView view;
    uint32_t crc;
    if (!get_buffer(t, a[0], &view)) return VALUE_ERROR;
    bool ok = low_bits(t, a[1], &crc);
    crc = ok ? ~crc : 0;
    for (size_t i = 0; ok && i < view.len; i++) {
        crc ^= (uint8_t)view.data[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    release_buffer(t, &view);
    return ok ? from_small((int64_t)(uint32_t)~crc) : VALUE_ERROR;
}

static Value binascii_crc_hqx(Thread *t, Value *a) {
    BufferView view;
    uint32_t crc;
    if (!get_buffer(t, a[0], &view)) return VALUE_ERROR;
    bool ok = low_bits(t, a[1], &crc);
    crc = ok ? crc & 0xffff : 0;
    for (size_t i = 0; ok && i < view.len; i++) {
        crc ^= (uint32_t)(uint8_t)view.data[i] << 8;
        for (int bit = 0; bit < 8; bit++) crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    release_buffer(t, &view);
    return ok ? from_small(crc) : VALUE_ERROR;
}

/* -- Making the module ----------------------------------------------------------------------------------- */

static bool add_exception(Thread *t, Module *m, const char *name, enum ExcId base) {
    Dict *body = dict_new(t);
    if (!body || !dict_set_str(t, body, NAME(t, __module__), from_ptr(str_intern_cstr(t, "binascii"))))
        return false;
    Value bases = tuple_pack1(t, from_ptr(t->interp->exc_types[base]));
    Value cls =
        bases ? call3(t, from_ptr(type_by_id(t, T_TYPE)), str_from_cstr(t, name), bases, from_ptr(body)) : 0;
    return module_set(t, m, name, cls);
}
static bool init(Thread *t, Module *m) {
    return add_exception(t, m, "Error", EXC_ValueError) && add_exception(t, m, "Incomplete", EXC_Exception);
}

const ModuleDef mod_binascii = {
    .name = "binascii",
    .doc = "Bytes as text and back; checksums.",
    .functions =
        (const FunctionDef[]){
            { "a2b_base64", binascii_a2b_base64, "data, /, *, strict_mode=False", "The bytes of base64 text.",
              0 },
            { "a2b_hex", binascii_unhexlify, "hexstr, /", "The bytes of hexadecimal text.", 0 },
            { "b2a_base64", binascii_b2a_base64, "data, /, *, newline=True", "Bytes as a line of base64.",
              0 },
            { "b2a_hex", binascii_hexlify, "data, sep=NULL, bytes_per_sep=1", "Bytes as hexadecimal text.",
              0 },
            { "crc32", binascii_crc32, "data, crc=0, /", "The CRC-32 of data, going on from crc.", 0 },
            { "crc_hqx", binascii_crc_hqx, "data, crc, /", "The CRC-CCITT of data, going on from crc.", 0 },
            { "hexlify", binascii_hexlify, "data, sep=NULL, bytes_per_sep=1", "Bytes as hexadecimal text.",
              0 },
            { "unhexlify", binascii_unhexlify, "hexstr, /", "The bytes of hexadecimal text.", 0 },
            { 0 },
        },
    .init = init,
};
