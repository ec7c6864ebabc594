/* Unpickling: the instructions of all protocols. */
#include "runtime/pickle.h"
#include "vm/object/bytes_impl.h"
#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#define UNPICKLING(...) raise_class(t, pickle_state(t)->unpickling_error, __VA_ARGS__)

static uint64_t little(const uint8_t *p, size_t n) {
    uint64_t x = 0;
    memcpy(&x, p, n);
    return x;
}

static bool bad_line(Thread *t) {
    raise_unpickling(t, "pickle data was truncated");
    return false;
}

/* -- Numbers --------------------------------------------------------------------------------------------- */

/* A line of at least `least` bytes, its \n included, with a NUL behind it. */
static char *line_text(Thread *t, Unpickler *u, size_t least, size_t *n) {
    const char *line = input_line(t, u, n);
    if (line == NULL)
        return NULL;
    if (*n < least) {
        bad_line(t);
        return NULL;
    }
    char *copy = alloc_leaf(t, *n + 1);
    if (copy) {
        memcpy(copy, line, *n);
        copy[*n] = 0;
    }
    return copy;
}

static Value decimal(Thread *t, const char *text) {
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++)
        if (text[i] & 0x80) {
            Value shown = str_from_utf8(t, text, MIN(n, 200));
            return shown ? raise_value_error(t, "invalid literal for int() with base 10: %R", shown) : VALUE_ERROR;
        }
    return int_from_text(t, text, n, 10);
}

static bool load_int(Thread *t, Unpickler *u) {
    size_t n;
    char *text = line_text(t, u, 2, &n), *end;
    if (text == NULL)
        return false;
    errno = 0;
    long long x = strtoll(text, &end, 0);
    if (errno || end != text + n - 1) {
        Value v = int_from_text(t, text, strlen(text), 0);
        if (!v && exc_matches(t, EXC_ValueError)) {
            exc_clear(t);
            raise_value_error(t, "could not convert string to int");
        }
        return push(t, u, v);
    }
    return push(t, u, n == 3 && (x == 0 || x == 1) ? from_bool(x) : from_int64(t, x));
}

static bool load_long(Thread *t, Unpickler *u) {
    size_t n;
    char *text = line_text(t, u, 2, &n);
    if (text == NULL)
        return false;
    if (text[n - 2] == 'L')
        text[n - 2] = 0;
    return push(t, u, decimal(t, text));
}

static bool load_counted_long(Thread *t, Unpickler *u, size_t width) {
    const uint8_t *p = input_take(t, u, width);
    if (p == NULL)
        return false;
    int64_t n = width == 1 ? p[0] : (int32_t)little(p, 4);
    if (n < 0) {
        raise_unpickling(t, "LONG pickle has negative byte count");
        return false;
    }
    if (n == 0)
        return push(t, u, from_small(0));
    p = input_take(t, u, (size_t)n);
    return p && push(t, u, int_from_bytes(t, p, (size_t)n, true, true));
}

/* How many bytes of text are a number. */
static size_t float_length(const char *text) {
    const char *p = text + (*text == '+' || *text == '-'), *start = p;
    static const char *const words[] = { "infinity", "inf", "nan" };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strncasecmp(p, words[i], strlen(words[i])) == 0)
            return (size_t)(p - text) + strlen(words[i]);
    p += strspn(p, "0123456789");
    size_t digits = (size_t)(p - start);
    if (*p == '.') {
        size_t more = strspn(p + 1, "0123456789");
        digits += more;
        p += 1 + more;
    }
    if (digits == 0)
        return 0;
    if (*p == 'e' || *p == 'E') {
        const char *q = p + 1 + (p[1] == '+' || p[1] == '-');
        size_t exponent = strspn(q, "0123456789");
        if (exponent)
            p = q + exponent;
    }
    return (size_t)(p - text);
}

static bool load_float(Thread *t, Unpickler *u) {
    size_t n;
    char *text = line_text(t, u, 2, &n);
    if (text == NULL)
        return false;
    size_t used = float_length(text);
    if (used == n - 1 || (used && !text[used]))
        return push(t, u, float_from_text(t, str_from_ascii(t, text, used)));
    if (used) {
        raise_value_error(t, "could not convert string to float");
    } else {
        Value shown = str_from_utf8_lossy(t, text, MIN(strlen(text), 200), "replace");
        if (shown)
            raise_value_error(t, "could not convert string to float: '%U'", shown);
    }
    return false;
}

static bool load_binfloat(Thread *t, Unpickler *u) {
    const uint8_t *p = input_take(t, u, 8);
    if (p == NULL)
        return false;
    uint64_t bits = __builtin_bswap64(little(p, 8));
    double d;
    memcpy(&d, &bits, 8);
    return push(t, u, from_double(t, d));
}

/* -- Bytes and text -------------------------------------------------------------------------------------- */

/* A count of 1, 4 or 8 bytes; -1: raised. */
static int64_t take_size(Thread *t, Unpickler *u, size_t width, const char *what) {
    const uint8_t *p = input_take(t, u, width);
    if (p == NULL)
        return -1;
    uint64_t n = little(p, width);
    if (n > INT64_MAX) {
        raise_overflow(t, "%s exceeds system's maximum size of %lld bytes", what, (long long)INT64_MAX);
        return -1;
    }
    return (int64_t)n;
}

/* Strings of Python 2: bytes, or text in the encoding that was asked for. */
static Value old_string(Thread *t, Unpickler *u, const char *data, size_t n) {
    const char *encoding = str_utf8(t, as_str(u->encoding), NULL);
    const char *errors = encoding ? str_utf8(t, as_str(u->errors), NULL) : NULL;
    if (errors == NULL)
        return VALUE_ERROR;
    return strcmp(encoding, "bytes") == 0 ? bytes_new(t, data, n) : str_decode(t, data, n, encoding, errors);
}

static int octal(char c) { return c >= '0' && c <= '7' ? c - '0' : -1; }
static int hexadecimal(char c) {
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* Resolves the escapes of a bytes literal in place; its new length, -1: raised. */
static int64_t unescape(Thread *t, char *s, size_t n) {
    static const char letters[] = "\\'\"abfnrtv", meanings[] = "\\'\"\a\b\f\n\r\t\v";
    char *out = s;
    for (size_t i = 0; i < n;) {
        if (s[i] != '\\') {
            *out++ = s[i++];
            continue;
        }
        if (++i == n)
            return raise_value_error(t, "Trailing \\ in string"), -1;
        char c = s[i++];
        const char *letter = c ? strchr(letters, c) : NULL;
        if (letter) {
            *out++ = meanings[letter - letters];
        } else if (octal(c) >= 0) {
            int x = octal(c);
            for (int k = 0; k < 2 && i < n && octal(s[i]) >= 0; k++)
                x = x * 8 + octal(s[i++]);
            *out++ = (char)x;
        } else if (c == 'x') {
            if (i + 1 >= n || hexadecimal(s[i]) < 0 || hexadecimal(s[i + 1]) < 0)
                return raise_value_error(t, "invalid \\x escape at position %zd", (ssize_t)i - 2), -1;
            *out++ = (char)(hexadecimal(s[i]) << 4 | hexadecimal(s[i + 1]));
            i += 2;
        } else if (c != '\n') {                        /* a line may be continued */
            *out++ = '\\';
            *out++ = c;
        }
    }
    return out - s;
}

static bool load_string(Thread *t, Unpickler *u) {
    size_t n;
    char *text = line_text(t, u, 1, &n);
    if (text == NULL)
        return false;
    n--;
    if (n < 2 || text[0] != text[n - 1] || (text[0] != '\'' && text[0] != '"')) {
        raise_unpickling(t, "the STRING opcode argument must be quoted");
        return false;
    }
    text[n - 1] = 0;
    int64_t len = unescape(t, text + 1, n - 2);
    return len >= 0 && push(t, u, old_string(t, u, text + 1, (size_t)len));
}

static bool load_binstring(Thread *t, Unpickler *u, size_t width) {
    int64_t n = take_size(t, u, width, "BINSTRING");
    const uint8_t *p = n < 0 ? NULL : input_take(t, u, (size_t)n);
    return p && push(t, u, old_string(t, u, (const char *)p, (size_t)n));
}

static bool load_unicode(Thread *t, Unpickler *u) {
    size_t n;
    const char *line = input_line(t, u, &n);
    return line && push(t, u, str_decode(t, line, n - 1, "raw-unicode-escape", "strict"));
}

static Value text_of(Thread *t, const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (p[i] & 0x80)
            return str_decode(t, p, n, "utf-8", "surrogatepass");
    return str_from_ascii(t, p, n);
}

static bool load_binunicode(Thread *t, Unpickler *u, size_t width) {
    int64_t n = take_size(t, u, width, "BINUNICODE");
    const uint8_t *p = n < 0 ? NULL : input_take(t, u, (size_t)n);
    return p && push(t, u, text_of(t, (const char *)p, (size_t)n));
}

static bool load_binbytes(Thread *t, Unpickler *u, size_t width) {
    int64_t n = take_size(t, u, width, "BINBYTES");
    if (n < 0)
        return false;
    if (u->read && !u->peeked && u->at == u->end && n > 0) {     /* what the file gives is the object */
        const uint8_t *p = input_take(t, u, (size_t)n);
        if (p == NULL)
            return false;
        if (is_exact(t, u->chunk, T_BYTES) && as_bytes(u->chunk)->len == n && u->data == p && !u->peeked)
            return push(t, u, u->chunk);
        return push(t, u, bytes_new(t, (const char *)p, (size_t)n));
    }
    const uint8_t *p = input_take(t, u, (size_t)n);
    return p && push(t, u, bytes_new(t, (const char *)p, (size_t)n));
}

static bool load_bytearray(Thread *t, Unpickler *u) {
    int64_t n = take_size(t, u, 8, "BYTEARRAY8");
    const uint8_t *p = n < 0 ? NULL : input_take(t, u, (size_t)n);
    return p && push(t, u, bytearray_new(t, (const char *)p, (size_t)n));
}

static bool load_next_buffer(Thread *t, Unpickler *u) {
    if (!u->buffers) {
        raise_unpickling(t, "pickle stream refers to out-of-band data but no *buffers* argument was given");
        return false;
    }
    Value v = iter_next(t, u->buffers);
    if (v == VALUE_STOP)
        v = raise_unpickling(t, "not enough out-of-band buffers");
    return push(t, u, v);
}

static bool load_readonly_buffer(Thread *t, Unpickler *u) {
    if (u->len <= u->fence)
        return raise_underflow(t, u), false;
    Value view = memoryview_new(t, u->stack[u->len - 1]);
    if (!view || u->len <= u->fence)
        return false;
    MemoryView *m = (MemoryView *)obj_of(view);
    if (!m->readonly) {
        m->readonly = true;
        u->stack[u->len - 1] = view;
    }
    return true;
}

/* -- Containers ------------------------------------------------------------------------------------------ */

static bool load_tuple(Thread *t, Unpickler *u, int64_t n) {
    if (u->len - n < u->fence)
        return raise_underflow(t, u), false;
    return push(t, u, from_ptr(pop_tuple(t, u, u->len - n)));
}

static bool load_marked_tuple(Thread *t, Unpickler *u) {
    int64_t mark = pop_mark(t, u);
    return mark >= 0 && push(t, u, from_ptr(pop_tuple(t, u, mark)));
}

static bool load_list(Thread *t, Unpickler *u) {
    int64_t mark = pop_mark(t, u);
    if (mark < 0)
        return false;
    if (mark > u->len)
        return raise_underflow(t, u), false;
    Value v = list_new(t, u->stack + mark, u->len - mark);
    u->len = mark;
    return push(t, u, v);
}

static bool load_dict(Thread *t, Unpickler *u) {
    int64_t mark = pop_mark(t, u);
    if (mark < 0)
        return false;
    if (mark > u->len)
        return raise_underflow(t, u), false;
    if ((u->len - mark) % 2) {
        raise_unpickling(t, "odd number of items for DICT");
        return false;
    }
    Dict *d = dict_new(t);
    for (int64_t i = mark; d && i + 1 < u->len; i += 2)
        if (!dict_set(t, d, u->stack[i], u->stack[i + 1]))
            return false;
    stack_cut(u, mark);
    return push(t, u, from_ptr(d));
}

static bool load_frozenset(Thread *t, Unpickler *u) {
    int64_t mark = pop_mark(t, u);
    Tuple *items = mark < 0 ? NULL : pop_tuple(t, u, mark);
    return items && push(t, u, call1(t, from_ptr(type_by_id(t, T_FROZENSET)), from_ptr(items)));
}

/* The items from `from` on go into the list below them. */
static bool append_items(Thread *t, Unpickler *u, int64_t from) {
    if (from > u->len || from <= u->fence)
        return raise_underflow(t, u), false;
    if (from == u->len)
        return true;
    Value list = u->stack[from - 1];
    if (is_exact_list(t, list)) {
        List *l = as_list(list);
        int64_t n = u->len - from;
        if (n == 1) {
            u->len = from;
            return list_append(t, l, u->stack[from]);
        }
        bool ok = list_splice(t, l, l->len, l->len, u->stack + from, n);
        stack_cut(u, from);
        return ok;
    }
    Value extend = get_attr_or_null(t, list, pickle_state(t)->extend);
    if (!extend && t->exc)
        return false;
    Value items = from <= u->len ? list_new(t, u->stack + from, u->len - from) : raise_underflow(t, u);
    if (!items)
        return false;
    stack_cut(u, from);
    if (extend)
        return call1(t, extend, items) != VALUE_ERROR;
    Value append = get_attr(t, list, pickle_state(t)->append);
    for (int64_t i = 0; append && i < as_list(items)->len; i++)
        if (!call1(t, append, as_list(items)->items[i]))
            return false;
    return append != VALUE_ERROR;
}

static bool set_items(Thread *t, Unpickler *u, int64_t from) {
    if (from > u->len || from <= u->fence)
        return raise_underflow(t, u), false;
    if (from == u->len)
        return true;
    if ((u->len - from) % 2) {
        raise_unpickling(t, "odd number of items for SETITEMS");
        return false;
    }
    Value dict = u->stack[from - 1];
    bool exact = is_exact_dict(t, dict);
    for (int64_t i = from; i + 1 < u->len; i += 2) {
        Value key = u->stack[i], v = u->stack[i + 1];
        if (exact ? !dict_set(t, as_dict(dict), key, v) : !set_item(t, dict, key, v))
            return false;
    }
    stack_cut(u, from);
    return true;
}

static bool add_items(Thread *t, Unpickler *u) {
    int64_t mark = pop_mark(t, u);
    if (mark < 0)
        return false;
    if (mark > u->len || mark <= u->fence)
        return raise_underflow(t, u), false;
    if (mark == u->len)
        return true;
    Value set = u->stack[mark - 1];
    Tuple *items = pop_tuple(t, u, mark);
    if (items == NULL)
        return false;
    if (ptr_kind(set, T_SET))
        return set_update(t, as_set(set), from_ptr(items));
    Value add = get_attr(t, set, pickle_state(t)->add);
    for (int64_t i = 0; add && i < items->len; i++)
        if (!call1(t, add, items->items[i]))
            return false;
    return add != VALUE_ERROR;
}

/* -- The stack and the memo ------------------------------------------------------------------------------ */

static bool load_pop(Thread *t, Unpickler *u) {
    if (u->nmarks && u->marks[u->nmarks - 1] == u->len)
        return pop_mark(t, u) >= 0;                     /* a mark is on top */
    return pop(t, u) != VALUE_ERROR;
}

static bool load_pop_mark(Thread *t, Unpickler *u) {
    int64_t mark = pop_mark(t, u);
    if (mark >= 0)
        stack_cut(u, mark);
    return mark >= 0;
}

static bool get_memo(Thread *t, Unpickler *u, int64_t index) {
    Value v = unpickler_memo_get(t, u, index);
    if (!v && !t->exc)
        return UNPICKLING("Memo value not found at index %lld", (long long)index), false;
    return push(t, u, v);
}

static bool set_memo(Thread *t, Unpickler *u, int64_t index) {
    if (u->len <= u->fence)
        return raise_underflow(t, u), false;
    if (index < 0) {
        raise_value_error(t, "negative PUT argument");
        return false;
    }
    return unpickler_memo_set(t, u, index, u->stack[u->len - 1]);
}

/* GET and PUT have their index in decimal digits. */
static bool line_index(Thread *t, Unpickler *u, bool needs_item, int64_t *index) {
    size_t n;
    char *text = line_text(t, u, 2, &n);
    if (text && needs_item && u->len <= u->fence)
        return raise_underflow(t, u), false;
    Value v = text ? decimal(t, text) : VALUE_ERROR;
    return v && as_ssize(t, v, index);
}

static bool small_index(Thread *t, Unpickler *u, size_t width, int64_t *index) {
    const uint8_t *p = input_take(t, u, width);
    if (p)
        *index = (int64_t)little(p, width);
    return p != NULL;
}

static bool load_persistent(Thread *t, Unpickler *u, Value id) {
    if (!id)
        return false;
    return push(t, u, call1(t, u->persistent_load, id));
}

static bool no_persistent(Thread *t) {
    raise_unpickling(t, "A load persistent id instruction was encountered,\nbut no persistent_load function was "
                        "specified.");
    return false;
}

static bool load_persid(Thread *t, Unpickler *u) {
    size_t n;
    if (!u->persistent_load)
        return no_persistent(t);
    const char *line = input_line(t, u, &n);
    if (line == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        if (line[i] & 0x80)
            return raise_unpickling(t, "persistent IDs in protocol 0 must be ASCII strings"), false;
    return load_persistent(t, u, str_from_ascii(t, line, n - 1));
}

/* -- Objects --------------------------------------------------------------------------------------------- */

static Value line_name(Thread *t, Unpickler *u, const char *encoding) {
    size_t n;
    const char *line = input_line(t, u, &n);
    if (line == NULL)
        return VALUE_ERROR;
    if (n < 2)
        return bad_line(t) ? 0 : VALUE_ERROR;
    return str_decode(t, line, n - 1, encoding, "strict");
}

static bool load_global(Thread *t, Unpickler *u) {
    Value module = line_name(t, u, "utf-8"), name = module ? line_name(t, u, "utf-8") : VALUE_ERROR;
    return name && push(t, u, unpickler_find(t, u, module, name));
}

static bool load_stack_global(Thread *t, Unpickler *u) {
    Value name = pop(t, u), module = name ? pop(t, u) : VALUE_ERROR;
    if (!module)
        return false;
    if (!is_exact_str(t, name) || !is_exact_str(t, module)) {
        raise_unpickling(t, "STACK_GLOBAL requires str");
        return false;
    }
    return push(t, u, unpickler_find(t, u, module, name));
}

static bool load_inst(Thread *t, Unpickler *u) {
    int64_t mark = pop_mark(t, u);
    if (mark < 0)
        return false;
    Value module = line_name(t, u, "ascii"), name = module ? line_name(t, u, "ascii") : VALUE_ERROR;
    Value cls = name ? unpickler_find(t, u, module, name) : VALUE_ERROR;
    Tuple *args = cls ? pop_tuple(t, u, mark) : NULL;
    return args && push(t, u, unpickler_instance(t, cls, args));
}

static bool load_obj(Thread *t, Unpickler *u) {
    int64_t mark = pop_mark(t, u);
    if (mark < 0)
        return false;
    if (u->len - mark < 1)
        return raise_underflow(t, u), false;
    Tuple *args = pop_tuple(t, u, mark + 1);
    Value cls = args ? pop(t, u) : VALUE_ERROR;
    return cls && push(t, u, unpickler_instance(t, cls, args));
}

static bool load_newobj(Thread *t, Unpickler *u, bool ex) {
    Value kwargs = ex ? pop(t, u) : 0;
    if (ex && !kwargs)
        return false;
    Value args = pop(t, u), cls = args ? pop(t, u) : VALUE_ERROR;
    return cls && push(t, u, unpickler_newobj(t, cls, args, kwargs, ex));
}

static bool load_reduce(Thread *t, Unpickler *u) {
    Value args = pop(t, u), f = args ? pop(t, u) : VALUE_ERROR;
    if (!f)
        return false;
    if (!is_tuple(args)) {
        raise_type_error(t, "argument list must be a tuple");
        return false;
    }
    return push(t, u, call_value(t, f, as_tuple(args)->items, (size_t)as_tuple(args)->len, NULL));
}

static bool load_ext(Thread *t, Unpickler *u, size_t width) {
    const uint8_t *p = input_take(t, u, width);
    if (p == NULL)
        return false;
    return push(t, u, unpickler_extension(t, u, width == 4 ? (int32_t)little(p, 4) : (int64_t)little(p, width)));
}

static bool load_proto(Thread *t, Unpickler *u) {
    const uint8_t *p = input_take(t, u, 1);
    if (p == NULL)
        return false;
    if (*p > PICKLE_HIGHEST) {
        raise_value_error(t, "unsupported pickle protocol: %d", *p);
        return false;
    }
    u->proto = *p;
    return true;
}

static bool load_frame(Thread *t, Unpickler *u) {
    const uint8_t *p = input_take(t, u, 8);
    if (p == NULL)
        return false;
    uint64_t n = little(p, 8);
    if (n > INT64_MAX) {
        raise_overflow(t, "FRAME length exceeds system's maximum of %lld bytes", (long long)INT64_MAX);
        return false;
    }
    if (!input_take(t, u, (size_t)n))                   /* all of it is there from now on */
        return false;
    u->at -= (size_t)n;
    return true;
}

static bool invalid_key(Thread *t, int key) {
    if (key >= 0x20 && key <= 0x7e && key != '\'' && key != '\\')
        UNPICKLING("invalid load key, '%c'.", key);
    else
        UNPICKLING("invalid load key, '\\x%02x'.", key);
    return false;
}

/* -- The loop -------------------------------------------------------------------------------------------- */

static bool run(Thread *t, Unpickler *u, int op) {
    int64_t i;
    const uint8_t *p;
    switch (op) {
    case P_NONE: return push(t, u, VALUE_NONE);
    case P_BININT: return (p = input_take(t, u, 4)) && push(t, u, from_small((int32_t)little(p, 4)));
    case P_BININT1: return (p = input_take(t, u, 1)) && push(t, u, from_small(p[0]));
    case P_BININT2: return (p = input_take(t, u, 2)) && push(t, u, from_small((int64_t)little(p, 2)));
    case P_INT: return load_int(t, u);
    case P_LONG: return load_long(t, u);
    case P_LONG1: return load_counted_long(t, u, 1);
    case P_LONG4: return load_counted_long(t, u, 4);
    case P_FLOAT: return load_float(t, u);
    case P_BINFLOAT: return load_binfloat(t, u);
    case P_SHORT_BINBYTES: return load_binbytes(t, u, 1);
    case P_BINBYTES: return load_binbytes(t, u, 4);
    case P_BINBYTES8: return load_binbytes(t, u, 8);
    case P_BYTEARRAY8: return load_bytearray(t, u);
    case P_NEXT_BUFFER: return load_next_buffer(t, u);
    case P_READONLY_BUFFER: return load_readonly_buffer(t, u);
    case P_SHORT_BINSTRING: return load_binstring(t, u, 1);
    case P_BINSTRING: return load_binstring(t, u, 4);
    case P_STRING: return load_string(t, u);
    case P_UNICODE: return load_unicode(t, u);
    case P_SHORT_BINUNICODE: return load_binunicode(t, u, 1);
    case P_BINUNICODE: return load_binunicode(t, u, 4);
    case P_BINUNICODE8: return load_binunicode(t, u, 8);
    case P_EMPTY_TUPLE: return push(t, u, from_ptr(t->interp->empty_tuple));
    case P_TUPLE1: return load_tuple(t, u, 1);
    case P_TUPLE2: return load_tuple(t, u, 2);
    case P_TUPLE3: return load_tuple(t, u, 3);
    case P_TUPLE: return load_marked_tuple(t, u);
    case P_EMPTY_LIST: return push(t, u, list_new(t, NULL, 0));
    case P_LIST: return load_list(t, u);
    case P_EMPTY_DICT: return push(t, u, from_ptr(dict_new(t)));
    case P_DICT: return load_dict(t, u);
    case P_EMPTY_SET: return push(t, u, from_ptr(set_new(t, type_by_id(t, T_SET))));
    case P_ADDITEMS: return add_items(t, u);
    case P_FROZENSET: return load_frozenset(t, u);
    case P_OBJ: return load_obj(t, u);
    case P_INST: return load_inst(t, u);
    case P_NEWOBJ: return load_newobj(t, u, false);
    case P_NEWOBJ_EX: return load_newobj(t, u, true);
    case P_GLOBAL: return load_global(t, u);
    case P_STACK_GLOBAL: return load_stack_global(t, u);
    case P_APPEND:
        if (u->len - 1 <= u->fence)
            return raise_underflow(t, u), false;
        return append_items(t, u, u->len - 1);
    case P_APPENDS: return (i = pop_mark(t, u)) >= 0 && append_items(t, u, i);
    case P_BUILD: return unpickler_build(t, u);
    case P_DUP: return u->len > u->fence ? push(t, u, u->stack[u->len - 1]) : raise_underflow(t, u) != 0;
    case P_BINGET: return small_index(t, u, 1, &i) && get_memo(t, u, i);
    case P_LONG_BINGET: return small_index(t, u, 4, &i) && get_memo(t, u, i);
    case P_GET: return line_index(t, u, false, &i) && get_memo(t, u, i);
    case P_MARK: return push_mark(t, u);
    case P_BINPUT: return small_index(t, u, 1, &i) && set_memo(t, u, i);
    case P_LONG_BINPUT: return small_index(t, u, 4, &i) && set_memo(t, u, i);
    case P_PUT: return line_index(t, u, true, &i) && set_memo(t, u, i);
    case P_MEMOIZE: return set_memo(t, u, u->memo_len);
    case P_POP: return load_pop(t, u);
    case P_POP_MARK: return load_pop_mark(t, u);
    case P_SETITEM: return set_items(t, u, u->len - 2);
    case P_SETITEMS: return (i = pop_mark(t, u)) >= 0 && set_items(t, u, i);
    case P_PERSID: return load_persid(t, u);
    case P_BINPERSID: return u->persistent_load ? load_persistent(t, u, pop(t, u)) : no_persistent(t);
    case P_REDUCE: return load_reduce(t, u);
    case P_PROTO: return load_proto(t, u);
    case P_FRAME: return load_frame(t, u);
    case P_EXT1: return load_ext(t, u, 1);
    case P_EXT2: return load_ext(t, u, 2);
    case P_EXT4: return load_ext(t, u, 4);
    case P_NEWTRUE: return push(t, u, VALUE_TRUE);
    case P_NEWFALSE: return push(t, u, VALUE_FALSE);
    default: return invalid_key(t, op);
    }
}

Value unpickler_load(Thread *t, Unpickler *u) {
    u->nmarks = u->fence = u->len = 0;
    u->proto = 0;
    for (;;) {
        const uint8_t *p = input_take(t, u, 1);
        if (p == NULL) {
            if (is_ptr(t->exc) && exc_is(t->exc, (Type *)obj_of(pickle_state(t)->unpickling_error))) {
                exc_clear(t);
                raise_error(t, EXC_EOFError, "Ran out of input");
            }
            return VALUE_ERROR;
        }
        if (*p == P_STOP)
            break;
        if (!run(t, u, *p))
            return VALUE_ERROR;
    }
    Value v = pop(t, u);
    return v && input_skip(t, u) ? v : VALUE_ERROR;
}
