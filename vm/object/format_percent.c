/* '...' % args, for str and bytes.
 *
 * bytes are worked on as Latin-1 text: a StrBuf of characters below 256, turned into bytes at the end. */
#include "vm/base/dtoa.h"
#include "vm/object/bytes_impl.h"
#include "vm/object/str_impl.h"
#include <limits.h>

typedef struct Percent {
    Thread *t;
    StrBuf out;
    const Str *fmt;
    int64_t pos;                            /* in fmt, behind what was read */
    bool bytes;
    Value args;
    const Value *items;                     /* the arguments still due are items[next..count) */
    int64_t count, next;
    Value mapping;                          /* args, if %(key)s may look into it */
    Value picked;                           /* what a %(key) found */
} Percent;

/* One conversion: %(key)[flags][width][.precision]letter */
typedef struct Conv {
    bool left, sign, blank, alternate, zero;
    int64_t width;
    int precision;                          /* -1: none */
    uint32_t letter;
    bool numeric;                           /* sign and zeros have a meaning */
} Conv;

static Value next_arg(Percent *p) {
    if (p->next >= p->count)
        return raise_type_error(p->t, "not enough arguments for format string");
    return p->items[p->next++];
}

/* -- Reading a conversion -------------------------------------------------------------------------------- */

static bool at_end(Percent *p) {
    if (p->pos < p->fmt->len)
        return false;
    raise_value_error(p->t, "incomplete format");
    return true;
}
static uint32_t peek(const Percent *p) { return str_at(p->fmt, p->pos); }

/* The key after '%(': parentheses in it are in pairs. What it finds is the next, and only, argument. */
static bool read_key(Percent *p) {
    Thread *t = p->t;
    if (!p->mapping) {
        raise_type_error(t, "format requires a mapping");
        return false;
    }
    int64_t start = ++p->pos, depth = 1;
    for (; p->pos < p->fmt->len; p->pos++) {
        depth += peek(p) == '(' ? 1 : peek(p) == ')' ? -1 : 0;
        if (depth == 0)
            break;
    }
    if (depth) {
        raise_value_error(t, "incomplete format key");
        return false;
    }
    Value key;
    if (p->bytes)
        key = bytes_new(t, (char *)p->fmt->text + start, (size_t)(p->pos - start));
    else
        key = str_slice(t, (Str *)p->fmt, start, p->pos);
    p->pos++;
    if (!key || !(p->picked = get_item(t, p->mapping, key)))
        return false;
    p->items = &p->picked;
    p->count = 1;
    p->next = 0;
    return true;
}

static bool star_arg(Percent *p, Value *v) {
    if (!(*v = next_arg(p)))
        return false;
    if (!is_int(*v)) {
        raise_type_error(p->t, "* wants int");
        return false;
    }
    return true;
}

static bool read_digits(Percent *p, int64_t max, const char *what, int64_t *out) {
    *out = 0;
    for (; p->pos < p->fmt->len && peek(p) - '0' < 10; p->pos++) {
        int64_t digit = (int64_t)peek(p) - '0';
        if (*out > (max - digit) / 10) {
            raise_value_error(p->t, "%s too big", p->bytes && *what == 'p' ? "prec" : what);
            return false;
        }
        *out = *out * 10 + digit;
    }
    return true;
}

static bool read_conv(Percent *p, Conv *c) {
    Value v;
    *c = (Conv){ .precision = -1 };
    if (at_end(p))
        return false;
    if (peek(p) == '(' && !read_key(p))
        return false;
    for (; p->pos < p->fmt->len; p->pos++) {
        uint32_t flag = peek(p);
        if (flag == '-') c->left = true;
        else if (flag == '+') c->sign = true;
        else if (flag == ' ') c->blank = true;
        else if (flag == '#') c->alternate = true;
        else if (flag == '0') c->zero = true;
        else break;
    }
    if (p->pos < p->fmt->len && peek(p) == '*') {
        p->pos++;
        if (!star_arg(p, &v) || !as_ssize(p->t, v, &c->width))
            return false;
        if (c->width < 0) {
            c->left = true;
            c->width = c->width == INT64_MIN ? INT64_MAX : -c->width;
        }
    } else if (!read_digits(p, INT64_MAX, "width", &c->width)) {
        return false;
    }
    if (p->pos < p->fmt->len && peek(p) == '.') {
        int64_t precision;
        p->pos++;
        if (p->pos < p->fmt->len && peek(p) == '*') {
            int32_t given;
            p->pos++;
            if (!star_arg(p, &v) || !as_int32(p->t, v, &given))
                return false;
            precision = MAX(given, 0);
        } else if (!read_digits(p, INT_MAX, "precision", &precision)) {
            return false;
        }
        c->precision = (int)precision;
    }
    if (p->pos < p->fmt->len && (peek(p) == 'h' || peek(p) == 'l' || peek(p) == 'L'))
        p->pos++;
    if (at_end(p))
        return false;
    c->letter = str_at(p->fmt, p->pos++);
    return true;
}

/* -- Output ---------------------------------------------------------------------------------------------- */

/* s, whose first characters may be a sign and 0x, brought to the width. */
static bool put(Percent *p, const Conv *c, Str *s) {
    StrBuf *out = &p->out;
    int64_t start = 0, prefix = 0, len = s->len;
    char sign = 0;
    bool zeros = c->zero && c->numeric;
    if (!c->numeric && c->precision >= 0 && c->letter != 'c')
        len = MIN(len, c->precision);
    if (c->numeric) {
        if (len && (str_at(s, 0) == '-' || str_at(s, 0) == '+')) {
            sign = (char)str_at(s, 0);
            start = 1;
        } else {
            sign = c->sign ? '+' : c->blank ? ' ' : 0;
        }
        if (c->alternate && (c->letter == 'x' || c->letter == 'X' || c->letter == 'o'))
            prefix = 2;
    }
    int64_t missing = c->width - (len - start) - (sign != 0);
    if (missing > STR_MAX) {
        raise_memory(p->t);
        return false;
    }
    if (!c->left && !zeros)
        strbuf_fill(out, ' ', missing);
    if (sign)
        strbuf_char(out, (uint32_t)sign);
    strbuf_slice(out, s, start, start + prefix);
    if (!c->left && zeros)
        strbuf_fill(out, '0', missing);
    if (start + prefix == 0 && len == s->len)
        strbuf_str(out, s);
    else
        strbuf_slice(out, s, start + prefix, len);
    if (c->left)
        strbuf_fill(out, ' ', missing);
    return true;
}

static bool put_value(Percent *p, const Conv *c, Value s) {
    if (!s)
        return false;
    if (c->width <= 0 && c->precision < 0) {
        strbuf_str(&p->out, as_str(s));
        return true;
    }
    return put(p, c, as_str(s));
}

/* -- Integers -------------------------------------------------------------------------------------------- */

static bool wrong_type(Percent *p, const Conv *c, Value v) {
    bool integer = c->letter == 'x' || c->letter == 'X' || c->letter == 'o';
    int letter = p->bytes && c->letter == 'i' ? 'd' : (int)c->letter;
    raise_type_error(p->t, "%%%c format: %s is required, not %T", letter,
                     integer ? "an integer" : "a real number", v);
    return false;
}

/* v as an int, or 0 with an exception. */
static Value integer_of(Percent *p, const Conv *c, Value v) {
    bool exactly = c->letter == 'x' || c->letter == 'X' || c->letter == 'o';
    const Slots *s = &type_of(p->t, v)->slots;
    if (!s->index && !s->to_int && !s->to_float) {
        wrong_type(p, c, v);
        return VALUE_ERROR;
    }
    Value i = exactly ? number_index(p->t, v) : number_int(p->t, v);
    if (!i && exc_matches(p->t, EXC_TypeError)) {
        exc_clear(p->t);
        wrong_type(p, c, v);
    }
    return i;
}

static bool put_integer(Percent *p, Conv *c, Value v) {
    if (!is_int(v) && !(v = integer_of(p, c, v)))
        return false;
    if (is_bool(v))
        v = from_small(v == VALUE_TRUE);
    int base = c->letter == 'o' ? 8 : (c->letter | 32) == 'x' ? 16 : 10;
    if (is_small(v) && base == 10 && c->width <= 0 && c->precision < 0 && !c->sign && !c->blank) {
        char room[24], *at = room + sizeof room;            /* plain %d: straight into the result */
        int64_t i = small_of(v);
        uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
        do {
            *--at = (char)('0' + u % 10);
        } while (u /= 10);
        if (i < 0)
            *--at = '-';
        strbuf_ascii(&p->out, at, (size_t)(room + sizeof room - at));
        return true;
    }
    Value text = int_to_text(p->t, v, base, c->alternate && base != 10);
    if (!text)
        return false;
    c->numeric = true;
    if (c->precision < 0 && c->letter != 'X')
        return put(p, c, as_str(text));
    /* Zeros up to the precision, behind sign and prefix. */
    Str *s = as_str(text);
    int64_t head = (str_at(s, 0) == '-') + (c->alternate && base != 10 ? 2 : 0);
    StrBuf b;
    strbuf_init(&b, p->t);
    strbuf_slice(&b, s, 0, head);
    strbuf_fill(&b, '0', c->precision - (s->len - head));
    strbuf_slice(&b, s, head, s->len);
    if (c->letter == 'X')
        for (int64_t i = 0; i < b.len; i++) {
            uint8_t *d = (uint8_t *)b.text + i;
            *d = *d >= 'a' ? *d - 32 : *d;
        }
    c->precision = -1;
    text = strbuf_finish(&b);
    return text && put(p, c, as_str(text));
}

/* -- Floats, characters, text ---------------------------------------------------------------------------- */

static bool put_float(Percent *p, Conv *c, Value v) {
    double d;
    if (is_float(v)) {
        d = float_of(v);
    } else if (!as_double(p->t, v, &d)) {
        if (p->bytes && exc_matches(p->t, EXC_TypeError)) {
            exc_clear(p->t);
            raise_type_error(p->t, "float argument required, not %T", v);
        }
        return false;
    }
    char room[128];                         /* most need no more; a Buf this small is never freed */
    Buf b = { .data = room, .cap = sizeof room };
    dtoa_format(&b, d, (char)c->letter, c->precision < 0 ? 6 : c->precision, c->alternate ? DTOA_ALT : 0);
    if (b.failed) {
        raise_memory(p->t);
        return false;
    }
    if (c->width <= 0 && !c->sign && !c->blank) {
        strbuf_ascii(&p->out, b.data, b.len);
        return true;
    }
    Value text = str_from_ascii(p->t, b.data, b.len);
    c->numeric = true;
    c->precision = -1;
    return text && put(p, c, as_str(text));
}

static bool put_char(Percent *p, const Conv *c, Value v) {
    Thread *t = p->t;
    int64_t code = -1, limit = p->bytes ? 256 : 0x110000;
    if (p->bytes && is_span(v) && span_of(v).n == 1) {
        code = (uint8_t)span_of(v).p[0];
    } else if (!p->bytes && is_str(v) && as_str(v)->len == 1) {
        code = str_at(as_str(v), 0);
    } else {
        const char *wanted = p->bytes ? "%c requires an integer in range(256) or a single byte"
                                      : "%c requires int or char";
        Value i = !is_int(v) && has_index(t, v) ? number_index(t, v) : v;
        if (!i)
            return false;
        if (!is_int(i)) {
            raise_type_error(t, "%s", wanted);
            return false;
        }
        if (!int_fits_int64(i, &code) || code < 0 || code >= limit) {
            raise_overflow(t, p->bytes ? "%%c arg not in range(256)" : "%%c arg not in range(0x110000)");
            return false;
        }
    }
    Value s = str_from_char(t, (uint32_t)code);
    return s && put(p, c, as_str(s));
}

/* %b and %s of bytes: a buffer, or what __bytes__() gives, as Latin-1 text. */
static Value bytes_text(Percent *p, Value v) {
    Thread *t = p->t;
    BufferView b;
    if (!has_buffer(t, v)) {
        Value r = VALUE_NOTIMPLEMENTED;
        if (is_ptr(v) && !is_str(v))
            r = call_special(t, v, NAME(t, __bytes__), NULL, 0);
        if (!r)
            return VALUE_ERROR;
        if (r == VALUE_NOTIMPLEMENTED)
            return raise_type_error(t, "%%b requires a bytes-like object, or an object that implements "
                                    "__bytes__, not '%T'", v);
        if (!is_bytes(r))
            return raise_type_error(t, "__bytes__ returned non-bytes (type %T)", r);
        v = r;
    }
    if (!get_buffer(t, v, &b))
        return VALUE_ERROR;
    Value s = str_decode(t, b.data, b.len, "latin-1", NULL);
    release_buffer(t, &b);
    return s;
}

static bool convert(Percent *p, Conv *c, Value v) {
    Thread *t = p->t;
    switch (c->letter) {
    case 's':
        return put_value(p, c, p->bytes ? bytes_text(p, v) : to_str(t, v));
    case 'r':
        return put_value(p, c, p->bytes ? to_ascii(t, v) : to_repr(t, v));
    case 'a':
        return put_value(p, c, to_ascii(t, v));
    case 'd': case 'i': case 'u': case 'x': case 'X': case 'o':
        return put_integer(p, c, v);
    case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        return put_float(p, c, v);
    case 'c':
        return put_char(p, c, v);
    case 'b':
        if (p->bytes)
            return put_value(p, c, bytes_text(p, v));
        break;
    }
    if (p->bytes && c->letter >= 128 && c->precision >= 0) {        /* a byte that CPython takes for a signed char */
        raise_overflow(t, "character argument not in range(0x110000)");
        return false;
    }
    raise_value_error(t, "unsupported format character '%c' (0x%x) at index %lld",
                      p->bytes || (c->letter >= 31 && c->letter <= 126) ? (int)c->letter : '?', (unsigned)c->letter,
                      (long long)p->pos - 1);
    return false;
}

/* -- The whole ------------------------------------------------------------------------------------------- */

static bool run(Percent *p) {
    const Str *fmt = p->fmt;
    while (p->pos < fmt->len) {
        int64_t plain = text_find_char(str_ptr(fmt, p->pos), fmt->width, fmt->len - p->pos, '%');
        if (plain < 0)
            plain = fmt->len - p->pos;
        strbuf_slice(&p->out, (Str *)fmt, p->pos, p->pos + plain);
        if ((p->pos += plain) == fmt->len)
            break;
        p->pos++;
        if (p->pos < fmt->len && peek(p) == '%') {
            strbuf_char(&p->out, '%');
            p->pos++;
            continue;
        }
        Conv c;
        Value v;
        if (!read_conv(p, &c) || !(v = next_arg(p)) || !convert(p, &c, v))
            return false;
    }
    if (p->next < p->count && !p->mapping) {
        raise_type_error(p->t, "not all arguments converted during %s formatting",
                         p->bytes ? "bytes" : "string");
        return false;
    }
    return true;
}

static void start(Percent *p, Thread *t, const Str *fmt, Value args, bool bytes) {
    *p = (Percent){ .t = t, .fmt = fmt, .args = args, .bytes = bytes, .count = 1 };
    p->items = &p->args;
    strbuf_init(&p->out, t);
    if (is_tuple(args)) {
        p->items = as_tuple(args)->items;
        p->count = as_tuple(args)->len;
    } else if (!is_str(args) && !(bytes && is_span(args)) && type_of(t, args)->slots.getitem) {
        p->mapping = args;
    }
}

Value str_percent(Thread *t, Value fmt, Value args) {
    Percent p;
    start(&p, t, as_str(fmt), args, false);
    return run(&p) ? strbuf_finish(&p.out) : VALUE_ERROR;
}

Value bytes_percent(Thread *t, Value fmt, Value args) {
    Percent p;
    Value text = str_decode(t, as_bytes(fmt)->data, (size_t)as_bytes(fmt)->len, "latin-1", NULL);
    if (!text)
        return VALUE_ERROR;
    start(&p, t, as_str(text), args, true);
    if (!run(&p) || !(text = strbuf_finish(&p.out)))
        return VALUE_ERROR;
    return bytes_new(t, as_str(text)->text, (size_t)as_str(text)->len);
}
