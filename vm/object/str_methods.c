/* The type str: slots, constructor, the table of methods and the small ones among them. */
#include "vm/object/codec.h"
#include "vm/object/container.h"
#include "vm/object/str_impl.h"

/* -- Slots ----------------------------------------------------------------------------------------------- */

static Value str_str(Thread *t, Value self) { return str_exact(t, as_str(self)); }

static bool str_slot_hash(Thread *t, Value self, int64_t *out) {
    *out = str_hash(t, as_str(self));
    return true;
}

static Value str_slot_compare(Thread *t, Value av, Value bv, enum CompareOp op) {
    if (!is_str(av) || !is_str(bv))
        return VALUE_NOTIMPLEMENTED;
    Str *a = as_str(av), *b = as_str(bv);
    if (op == CMP_EQ)
        return from_bool(str_equal(a, b));
    if (op == CMP_NE)
        return from_bool(!str_equal(a, b));
    int order = a == b ? 0 : str_compare(a, b);
    switch (op) {
    case CMP_LT: return from_bool(order < 0);
    case CMP_LE: return from_bool(order <= 0);
    case CMP_GT: return from_bool(order > 0);
    default: return from_bool(order >= 0);
    }
}

static Value str_iter(Thread *t, Value self) {
    return seq_iter_new(t, as_str(self)->ascii ? T_STR_ITER : T_STR_WIDE_ITER, self);
}
static int64_t str_len(Thread *t, Value self) { return as_str(self)->len; }

static Value str_mod(Thread *t, Value a, Value b) {
    return is_str(a) ? str_percent(t, a, b) : VALUE_NOTIMPLEMENTED;
}

static Value str_slot_concat(Thread *t, Value a, Value b) {
    if (!is_str(b))
        return raise_type_error(t, "can only concatenate str (not \"%T\") to str", b);
    return str_concat(t, a, b);
}

static Value str_slot_repeat(Thread *t, Value a, Value b) {
    int64_t n;
    if (!repeat_count(t, b, &n))
        return VALUE_ERROR;
    return str_repeat(t, as_str(a), n);
}

static int str_contains(Thread *t, Value self, Value item) {
    if (!is_str(item)) {
        raise_type_error(t, "'in <string>' requires string as left operand, not %T", item);
        return -1;
    }
    return str_find(as_str(self), as_str(item), 0, as_str(self)->len) >= 0;
}

static Value stepped(Thread *t, Str *s, int64_t start, int64_t step, int64_t n) {
    if (n == 0)
        return str_from_ascii(t, "", 0);
    Str *r = str_alloc_raw(t, n, s->width, s->ascii);
    if (r == NULL)
        return VALUE_ERROR;
    TEXT_SWITCH(s->width, {
        const Ch *p = s->text;
        Ch *out = r->text;
        for (int64_t i = 0; i < n; i++, start += step)
            out[i] = p[start];
    });
    return s->ascii ? from_ptr(r) : str_narrowed(t, r);
}

static Value str_getitem(Thread *t, Value self, Value key) {
    Str *s = as_str(self);
    int64_t i;
    if (ptr_kind(key, T_SLICE)) {
        int64_t start, stop, step, n = slice_indices(t, key, s->len, &start, &stop, &step);
        if (n < 0)
            return VALUE_ERROR;
        return step == 1 ? str_slice(t, s, n ? start : 0, n ? start + n : 0) : stepped(t, s, start, step, n);
    }
    if (likely(is_small(key)))
        i = small_of(key);
    else if (!has_index(t, key))
        return raise_type_error(t, "string indices must be integers, not '%T'", key);
    else if (!as_index(t, key, &i))
        return VALUE_ERROR;
    if (i < 0)
        i += s->len;
    if (unlikely((uint64_t)i >= (uint64_t)s->len))
        return raise_error(t, EXC_IndexError, "string index out of range");
    return str_from_char(t, str_at(s, i));
}

/* -- str(...) -------------------------------------------------------------------------------------------- */

bool codec_argument(Thread *t, const char *fname, const char *param, Value v, const char **out) {
    size_t n;
    *out = NULL;
    if (!v)
        return true;
    if (!is_str(v)) {
        raise_type_error(t, "%s() argument '%s' must be str, not %s", fname, param, argument_type(t, v));
        return false;
    }
    *out = str_utf8(t, as_str(v), &n);
    if (*out && strlen(*out) != n) {
        raise_value_error(t, "embedded null character");
        return false;
    }
    return *out != NULL;
}

static Value decode_object(Thread *t, Value v, const char *encoding, const char *errors) {
    BufferView b;
    if (is_str(v))
        return raise_type_error(t, "decoding str is not supported");
    if (!get_buffer(t, v, &b)) {
        if (!exc_matches(t, EXC_TypeError))
            return VALUE_ERROR;
        exc_clear(t);
        return raise_type_error(t, "decoding to str: need a bytes-like object, %T found", v);
    }
    Value r = b.len ? str_decode(t, b.data, b.len, encoding, errors) : from_ptr(t->interp->empty_str);
    release_buffer(t, &b);
    return r;
}

/* An instance of a class derived from str: scanned, so its text is a block of its own. */
static Value subclass_instance(Thread *t, Type *cls, Str *text) {
    Value v = object_alloc(t, cls);
    size_t bytes = (size_t)(text->len + 1) * text->width;
    void *own = v ? alloc_leaf(t, bytes) : NULL;
    if (own == NULL)
        return VALUE_ERROR;
    memcpy(own, text->text, bytes - text->width);
    memset((char *)own + bytes - text->width, 0, text->width);
    Str *s = as_str(v);
    s->hash = text->hash;
    s->len = text->len;
    s->width = text->width;
    s->ascii = text->ascii;
    s->text = own;
    return v;
}

/* a: cls, object, encoding, errors */
static Value str_new(Thread *t, Value *a) {
    Type *cls = (Type *)obj_of(a[0]);
    const char *encoding, *errors;
    Value v;
    if (!codec_argument(t, "str", "encoding", a[2], &encoding) ||
        !codec_argument(t, "str", "errors", a[3], &errors))
        return VALUE_ERROR;
    if (!a[1])
        v = str_from_ascii(t, "", 0);
    else if (!a[2] && !a[3])
        v = to_str(t, a[1]);
    else
        v = decode_object(t, a[1], encoding, errors);
    if (!v || cls == t->interp->types[T_STR])
        return v;
    return subclass_instance(t, cls, as_str(v));
}

/* -- Padding --------------------------------------------------------------------------------------------- */

static Value pad(Thread *t, Str *s, int64_t left, int64_t right, uint32_t fill) {
    int64_t len;
    left = MAX(left, 0);
    right = MAX(right, 0);
    if (left == 0 && right == 0)
        return str_exact(t, s);
    if (__builtin_add_overflow(s->len, left, &len) || __builtin_add_overflow(len, right, &len))
        return raise_overflow(t, "padded string is too long");
    int width = MAX(s->width, text_width(fill));
    Str *r = str_alloc_raw(t, len, width, s->ascii && fill < 128);
    if (r == NULL)
        return VALUE_ERROR;
    text_fill(r->text, width, fill, left);
    text_copy(str_ptr(r, left), width, s->text, s->width, s->len);
    text_fill(str_ptr(r, left + s->len), width, fill, right);
    return from_ptr(r);
}

/* Arguments width and fillchar. *missing: how many characters to add. */
static bool pad_args(Thread *t, Value *a, int64_t *width, int64_t *missing, uint32_t *fill) {
    if (!as_ssize(t, a[1], width))
        return false;
    if (!is_str(a[2])) {
        raise_type_error(t, "The fill character must be a unicode character, not %T", a[2]);
        return false;
    }
    if (as_str(a[2])->len != 1) {
        raise_type_error(t, "The fill character must be exactly one character long");
        return false;
    }
    *fill = str_at(as_str(a[2]), 0);
    *missing = *width > as_str(a[0])->len ? *width - as_str(a[0])->len : 0;
    return true;
}

static Value str_center(Thread *t, Value *a) {
    int64_t width, missing;
    uint32_t fill;
    if (!pad_args(t, a, &width, &missing, &fill))
        return VALUE_ERROR;
    int64_t left = missing / 2 + (missing & width & 1);
    return pad(t, as_str(a[0]), left, missing - left, fill);
}

static Value str_ljust(Thread *t, Value *a) {
    int64_t width, missing;
    uint32_t fill;
    return pad_args(t, a, &width, &missing, &fill) ? pad(t, as_str(a[0]), 0, missing, fill) : VALUE_ERROR;
}

static Value str_rjust(Thread *t, Value *a) {
    int64_t width, missing;
    uint32_t fill;
    return pad_args(t, a, &width, &missing, &fill) ? pad(t, as_str(a[0]), missing, 0, fill) : VALUE_ERROR;
}

static Value str_zfill(Thread *t, Value *a) {
    Str *s = as_str(a[0]);
    int64_t width;
    if (!as_ssize(t, a[1], &width))
        return VALUE_ERROR;
    if (width <= s->len)
        return str_exact(t, s);
    Value v = pad(t, s, width - s->len, 0, '0');
    if (v && s->len && (str_at(s, 0) == '+' || str_at(s, 0) == '-')) {  /* the sign goes before the zeros */
        Str *r = as_str(v);
        text_set(r->text, r->width, width - s->len, '0');
        text_set(r->text, r->width, 0, str_at(s, 0));
    }
    return v;
}

static Value str_expandtabs(Thread *t, Value *a) {
    Str *s = as_str(a[0]);
    int32_t size;
    if (!as_int32(t, a[1], &size))
        return VALUE_ERROR;
    if (text_find_char(s->text, s->width, s->len, '\t') < 0)
        return str_exact(t, s);
    StrBuf b;
    strbuf_init(&b, t);
    int64_t column = 0, start = 0;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        if (c != '\t') {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            continue;
        }
        strbuf_slice(&b, s, start, i);
        start = i + 1;
        if (size > 0) {
            int64_t n = size - column % size;
            if (b.len > STR_MAX - n)
                return raise_overflow(t, "new string is too long");
            strbuf_fill(&b, ' ', n);
            column += n;
        }
    }
    strbuf_slice(&b, s, start, s->len);
    return strbuf_finish(&b);
}

/* -- Strip ----------------------------------------------------------------------------------------------- */

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

static Value strip(Thread *t, Value *a, int sides, const char *name) {
    Str *s = as_str(a[0]);
    const Str *set = NULL;
    if (a[1] != VALUE_NONE) {
        if (!is_str(a[1]))
            return raise_type_error(t, "%s arg must be None or str", name);
        set = as_str(a[1]);
    }
    int64_t start = 0, stop = s->len;
#define STRIPPED(c) (set ? text_find_char(set->text, set->width, set->len, c) >= 0 : text_is_space(c))
    if (sides & STRIP_LEFT)
        while (start < stop && STRIPPED(str_at(s, start))) start++;
    if (sides & STRIP_RIGHT)
        while (stop > start && STRIPPED(str_at(s, stop - 1))) stop--;
#undef STRIPPED
    return str_slice(t, s, start, stop);
}

static Value str_strip(Thread *t, Value *a) { return strip(t, a, STRIP_LEFT | STRIP_RIGHT, "strip"); }
static Value str_lstrip(Thread *t, Value *a) { return strip(t, a, STRIP_LEFT, "lstrip"); }
static Value str_rstrip(Thread *t, Value *a) { return strip(t, a, STRIP_RIGHT, "rstrip"); }

/* -- Encoding, formatting, the rest ---------------------------------------------------------------------- */

static Value str_encode_method(Thread *t, Value *a) {
    const char *encoding, *errors;
    Str *s = as_str(a[0]);
    if (s->ascii && is_str(a[1]) && is_str(a[2]) && str_equals_cstr(as_str(a[1]), "utf-8"))
        return bytes_new(t, s->text, (size_t)s->len);
    if (!codec_argument(t, "encode", "encoding", a[1], &encoding) ||
        !codec_argument(t, "encode", "errors", a[2], &errors))
        return VALUE_ERROR;
    return str_encode(t, s, encoding, errors);
}

static Value str_format_call(Thread *t, Value *a) {
    return str_format_method(t, a[0], as_tuple(a[1]), a[2] ? (Dict *)obj_of(a[2]) : NULL, VALUE_NULL);
}

static Value str_format_map(Thread *t, Value *a) { return str_format_method(t, a[0], NULL, NULL, a[1]); }

static Value str_dunder_format(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "__format__() argument must be str, not %s", argument_type(t, a[1]));
    if (as_str(a[1])->len == 0 && !is_exact_str(t, a[0]))
        return to_str(t, a[0]);                         /* a derived class may have its own __str__ */
    return format_str(t, a[0], as_str(a[1]));
}

static Value str_getnewargs(Thread *t, Value *a) {
    Value s = str_exact(t, as_str(a[0]));
    return s ? tuple_pack1(t, s) : VALUE_ERROR;
}

static Value str_sizeof(Thread *t, Value *a) {
    const Str *s = as_str(a[0]);
    return from_small((int64_t)offsetof(Str, inline_text) + (s->len + 1) * s->width);
}

static const FunctionDef methods[] = {
    { "capitalize", str_capitalize, "", "The first character in title case, the rest in lower case.", 0 },
    { "casefold", str_casefold, "", "For comparing without regard to case.", 0 },
    { "center", str_center, "width, fillchar=' ', /", "Padded on both sides to width.", 0 },
    { "count", str_count, "sub, start=None, end=None, /",
      "Number of occurrences that do not overlap.", FN_FORMAT },
    { "encode", str_encode_method, "encoding='utf-8', errors='strict'", "As bytes.", 0 },
    { "endswith", str_endswith, "suffix, start=None, end=None, /",
      "Does it end so, or with one of several?", FN_FORMAT },
    { "expandtabs", str_expandtabs, "tabsize=8", "With spaces up to the next tab stop for each tab.", 0 },
    { "find", str_find_method, "sub, start=None, end=None, /", "Lowest index of sub, or -1.", FN_FORMAT },
    { "format", str_format_call, "*args, **kwargs", "With each {field} replaced by an argument.", 0 },
    { "format_map", str_format_map, "mapping, /", "As format(**mapping), without copying the mapping.", 0 },
    { "index", str_index, "sub, start=None, end=None, /",
      "As find(), but ValueError if there is none.", FN_FORMAT },
    { "isalnum", str_isalnum, "", "Only letters and numbers, and at least one?", 0 },
    { "isalpha", str_isalpha, "", "Only letters, and at least one?", 0 },
    { "isascii", str_isascii, "", "Only ASCII?", 0 },
    { "isdecimal", str_isdecimal, "", "Only decimal digits, and at least one?", 0 },
    { "isdigit", str_isdigit, "", "Only digits, and at least one?", 0 },
    { "isidentifier", str_isidentifier, "", "Could it be a name in Python?", 0 },
    { "islower", str_islower, "", "Nothing in upper case, and something in lower case?", 0 },
    { "isnumeric", str_isnumeric, "", "Only numeric characters, and at least one?", 0 },
    { "isprintable", str_isprintable, "", "Nothing that repr() would escape?", 0 },
    { "isspace", str_isspace, "", "Only white space, and at least one?", 0 },
    { "istitle", str_istitle, "", "Each word with a capital, and only one?", 0 },
    { "isupper", str_isupper, "", "Nothing in lower case, and something in upper case?", 0 },
    { "join", str_join_method, "iterable, /", "The strings of iterable, with this one between them.", 0 },
    { "ljust", str_ljust, "width, fillchar=' ', /", "Padded on the right to width.", 0 },
    { "lower", str_lower, "", "In lower case.", 0 },
    { "lstrip", str_lstrip, "chars=None, /", "Without leading white space, or any of chars.", 0 },
    { "maketrans", str_maketrans, "x, y=NULL, z=NULL, /", "A table for translate().", FN_STATIC },
    { "partition", str_partition, "sep, /", "What is before the first sep, sep, and what is after.", 0 },
    { "removeprefix", str_removeprefix, "prefix, /", "Without prefix, if it begins so.", 0 },
    { "removesuffix", str_removesuffix, "suffix, /", "Without suffix, if it ends so.", 0 },
    { "replace", str_replace, "old, new, count=-1, /", "With new for old, count times at most.", 0 },
    { "rfind", str_rfind, "sub, start=None, end=None, /", "Highest index of sub, or -1.", FN_FORMAT },
    { "rindex", str_rindex, "sub, start=None, end=None, /",
      "As rfind(), but ValueError if there is none.", FN_FORMAT },
    { "rjust", str_rjust, "width, fillchar=' ', /", "Padded on the left to width.", 0 },
    { "rpartition", str_rpartition, "sep, /", "What is before the last sep, sep, and what is after.", 0 },
    { "rsplit", str_rsplit, "sep=None, maxsplit=-1", "As split(), but from the right.", 0 },
    { "rstrip", str_rstrip, "chars=None, /", "Without trailing white space, or any of chars.", 0 },
    { "split", str_split, "sep=None, maxsplit=-1", "The parts between sep, or white space.", 0 },
    { "splitlines", str_splitlines, "keepends=False", "The lines.", 0 },
    { "startswith", str_startswith, "prefix, start=None, end=None, /",
      "Does it begin so, or with one of several?", FN_FORMAT },
    { "strip", str_strip, "chars=None, /", "Without white space, or any of chars, at both ends.", 0 },
    { "swapcase", str_swapcase, "", "Upper case to lower and the reverse.", 0 },
    { "title", str_title, "", "Each word with a capital.", 0 },
    { "translate", str_translate, "table, /", "Each character replaced by what the table says.", 0 },
    { "upper", str_upper, "", "In upper case.", 0 },
    { "zfill", str_zfill, "width, /", "Padded with zeros after the sign to width.", 0 },
    { "__format__", str_dunder_format, "format_spec, /", NULL, 0 },
    { "__getnewargs__", str_getnewargs, "", NULL, 0 },
    { "__sizeof__", str_sizeof, "", NULL, 0 },
    { 0 }
};

const TypeDef type_str = {
    .name = "str",
    .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
           "Text: an immutable sequence of Unicode code points.",
    .size = sizeof(Str),
    .flags = TYPE_MATCH_SELF,
    .slots = {
        .repr = str_repr,
        .str = str_str,
        .hash = str_slot_hash,
        .compare = str_slot_compare,
        .iter = str_iter,
        .binary = { [BIN_MOD] = str_mod },
        .len = str_len,
        .getitem = str_getitem,
        .contains = str_contains,
        .concat = str_slot_concat,
        .repeat = str_slot_repeat,
    },
    .new_ = { "__new__", str_new, "object=NULL, encoding=NULL, errors=NULL", NULL, 0 },
    .methods = methods,
};
