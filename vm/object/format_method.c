/* str.format: {field!conversion:spec} in a string, and the pieces of it that the string module wants. */
#include "vm/base/unicode.h"
#include "vm/object/container.h"
#include "vm/object/format.h"
#include "vm/object/str_impl.h"

#define MAX_NESTING 2                       /* a field in a spec, but not in the spec of that */

typedef struct FormatCall {
    Thread *t;
    Tuple *args;                            /* NULL for format_map() */
    Dict *kwargs;                           /* or NULL */
    Value mapping;                          /* or 0 */
    enum { NUMBERING_OPEN, NUMBERING_AUTO, NUMBERING_MANUAL } numbering;
    int64_t next;                           /* of automatic numbering */
} FormatCall;

typedef struct Part { int64_t start, end; } Part;

static bool fail(Thread *t, const char *message) {
    raise_value_error(t, "%s", message);
    return false;
}

/* -- Markup ---------------------------------------------------------------------------------------------- */

typedef struct Markup {
    Part literal;                          /* text before the field */
    bool has_field;
    Part name, spec;
    uint32_t conversion;                    /* 0: none */
    bool nested;                            /* there are fields in the spec */
} Markup;

/* What is in { }; *i is behind the opening brace. */
static bool read_field(Thread *t, const Str *s, int64_t *i, int64_t end, Markup *m) {
    uint32_t c = 0;
    m->name.start = *i;
    while (*i < end) {
        c = str_at(s, (*i)++);
        if (c == '{')
            return fail(t, "unexpected '{' in field name");
        if (c == '[')
            while (*i < end && str_at(s, *i) != ']') ++*i;
        if (c == '}' || c == ':' || c == '!')
            break;
    }
    m->name.end = *i - 1;
    m->spec = (Part){ *i, *i };
    if (c == '}')
        return true;
    if (c != ':' && c != '!')
        return fail(t, "expected '}' before end of string");
    if (c == '!') {
        if (*i >= end)
            return fail(t, "end of string while looking for conversion specifier");
        m->conversion = str_at(s, (*i)++);
        if (*i < end) {
            c = str_at(s, (*i)++);
            if (c == '}')
                return true;
            if (c != ':')
                return fail(t, "expected ':' after conversion specifier");
        }
    }
    m->spec.start = *i;
    for (int depth = 1; *i < end;) {
        c = str_at(s, (*i)++);
        if (c == '{') {
            m->nested = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            m->spec.end = *i - 1;
            return true;
        }
    }
    return fail(t, "unmatched '{' in format spec");
}

/* The literal text from *i on and the field after it. 1: got one, 0: the end, -1: raised. */
static int read_markup(Thread *t, const Str *s, int64_t *i, int64_t end, Markup *m) {
    if (*i >= end)
        return 0;
    *m = (Markup){ .literal = { *i, *i } };
    uint32_t c = 0;
    while (*i < end && (c = str_at(s, *i)) != '{' && c != '}') ++*i;
    m->literal.end = *i;
    if (*i == end)
        return 1;
    ++*i;
    bool last = *i == end;
    if (!last && str_at(s, *i) == c) {      /* a doubled brace is text */
        m->literal.end = (*i)++;
        return 1;
    }
    if (c == '}' || last) {
        raise_value_error(t, "Single '%c' encountered in format string", (int)c);
        return -1;
    }
    m->has_field = true;
    return read_field(t, s, i, end, m) ? 1 : -1;
}

/* -- Field names ----------------------------------------------------------------------------------------- */

/* The number that a part of a name is: -1 if it is none, -2: raised. */
static int64_t part_number(Thread *t, const Str *s, Part part) {
    int64_t value = 0;
    for (int64_t i = part.start; i < part.end; i++) {
        int digit = unicode_decimal(str_at(s, i));
        if (digit < 0)
            return -1;
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, digit, &value)) {
            raise_value_error(t, "Too many decimal digits in format string");
            return -2;
        }
    }
    return part.start == part.end ? -1 : value;
}

static Part first_part(const Str *s, Part name) {
    int64_t i = name.start;
    while (i < name.end && str_at(s, i) != '.' && str_at(s, i) != '[') i++;
    return (Part){ name.start, i };
}

/* One .attribute or [item] at *i. 1: got one, 0: the end, -1: raised. */
static int next_part(Thread *t, const Str *s, int64_t *i, int64_t end, Part *part, bool *is_attr) {
    if (*i >= end)
        return 0;
    uint32_t c = str_at(s, (*i)++);
    *is_attr = c == '.';
    part->start = *i;
    if (c == '.') {
        while (*i < end && str_at(s, *i) != '.' && str_at(s, *i) != '[') ++*i;
        part->end = *i;
    } else if (c == '[') {
        while (*i < end && str_at(s, *i) != ']') ++*i;
        if (*i >= end) {
            fail(t, "Missing ']' in format string");
            return -1;
        }
        part->end = (*i)++;
    } else {
        fail(t, "Only '.' or '[' may follow ']' in format field specifier");
        return -1;
    }
    if (part->start == part->end) {
        fail(t, "Empty attribute in format string");
        return -1;
    }
    return 1;
}

/* Decides what an empty or numeric name means. */
static bool take_number(FormatCall *f, bool empty, int64_t *index) {
    if (f->numbering == NUMBERING_OPEN)
        f->numbering = empty ? NUMBERING_AUTO : NUMBERING_MANUAL;
    if (empty && f->numbering == NUMBERING_MANUAL)
        return fail(f->t, "cannot switch from manual field specification to automatic field numbering");
    if (!empty && f->numbering == NUMBERING_AUTO)
        return fail(f->t, "cannot switch from automatic field numbering to manual field specification");
    if (empty)
        *index = f->next++;
    return true;
}

static Value named_argument(FormatCall *f, Str *s, Part part) {
    Thread *t = f->t;
    Value key = str_slice(t, s, part.start, part.end), v = VALUE_NULL;
    if (!key)
        return VALUE_ERROR;
    if (f->mapping)
        return get_item(t, f->mapping, key);
    int found = f->kwargs ? dict_lookup(t, f->kwargs, key, &v) : 0;
    return found > 0 ? v : found < 0 ? VALUE_ERROR : raise_key_error(t, key);
}

static Value field_value(FormatCall *f, Str *s, Part name) {
    Thread *t = f->t;
    Part part = first_part(s, name);
    int64_t index = part_number(t, s, part), i = part.end;
    bool empty = part.start == part.end, is_attr;
    Value v;
    if (index == -2 || ((empty || index >= 0) && !take_number(f, empty, &index)))
        return VALUE_ERROR;
    if (index < 0) {
        v = named_argument(f, s, part);
    } else if (f->args == NULL) {
        return raise_value_error(t, "Format string contains positional fields");
    } else if (index >= f->args->len) {
        return raise_error(t, EXC_IndexError, "Replacement index %lld out of range for positional args tuple",
                           (long long)index);
    } else {
        v = f->args->items[index];
    }
    int more;
    while (v && (more = next_part(t, s, &i, name.end, &part, &is_attr)) != 0) {
        if (more < 0 || (!is_attr && (index = part_number(t, s, part)) == -2))
            return VALUE_ERROR;
        Value key = !is_attr && index >= 0 ? from_int64(t, index) : str_slice(t, s, part.start, part.end);
        if (!key)
            return VALUE_ERROR;
        if (is_attr) {
            Str *attr = str_intern_exact(t, as_str(key));
            v = attr ? get_attr(t, v, attr) : VALUE_ERROR;
        } else {
            v = get_item(t, v, key);
        }
    }
    return v;
}

/* -- Rendering ------------------------------------------------------------------------------------------- */

static bool build(FormatCall *f, StrBuf *out, Str *s, Part range, int nesting);

static Value converted(Thread *t, Value v, uint32_t conversion) {
    switch (conversion) {
    case 0: return v;
    case 'r': return to_repr(t, v);
    case 's': return to_str(t, v);
    case 'a': return to_ascii(t, v);
    default: break;
    }
    if (conversion > 32 && conversion < 127)
        return raise_value_error(t, "Unknown conversion specifier %c", (int)conversion);
    return raise_value_error(t, "Unknown conversion specifier \\x%x", (unsigned)conversion);
}

/* format(v, spec) without looking for a method where the type is known. */
static Value formatted(Thread *t, Value v, Str *spec) {
    if (is_exact_str(t, v))
        return format_str(t, v, spec);
    if (is_small(v))
        return format_int(t, v, spec);
    if (is_imm_float(v))
        return format_float(t, v, spec);
    return to_format(t, v, from_ptr(spec));
}

static bool add_field(FormatCall *f, StrBuf *out, Str *s, const Markup *m, int nesting) {
    Thread *t = f->t;
    Value v = field_value(f, s, m->name), spec;
    if (!v || !(v = converted(t, v, m->conversion)))
        return false;
    if (m->nested) {
        StrBuf b;
        strbuf_init(&b, t);
        if (!build(f, &b, s, m->spec, nesting - 1))
            return false;
        spec = strbuf_finish(&b);
    } else {
        spec = str_slice(t, s, m->spec.start, m->spec.end);
    }
    if (!spec || !(v = formatted(t, v, as_str(spec))))
        return false;
    strbuf_str(out, as_str(v));
    return true;
}

static bool build(FormatCall *f, StrBuf *out, Str *s, Part range, int nesting) {
    Markup m;
    int more;
    if (nesting <= 0)
        return fail(f->t, "Max string recursion exceeded");
    while ((more = read_markup(f->t, s, &range.start, range.end, &m)) > 0) {
        strbuf_slice(out, s, m.literal.start, m.literal.end);
        if (m.has_field && !add_field(f, out, s, &m, nesting))
            return false;
    }
    return more == 0;
}

Value str_format_method(Thread *t, Value fmt, Tuple *args, Dict *kwargs, Value mapping) {
    FormatCall f = { .t = t, .args = args, .kwargs = kwargs, .mapping = mapping };
    Str *s = as_str(fmt);
    StrBuf out;
    strbuf_init(&out, t);
    return build(&f, &out, s, (Part){ 0, s->len }, MAX_NESTING) ? strbuf_finish(&out) : VALUE_ERROR;
}

/* -- For string.Formatter -------------------------------------------------------------------------------- */

static Value slice_of(Thread *t, Str *s, Part r) { return str_slice(t, s, r.start, r.end); }

Value format_parse_markup(Thread *t, Value format) {
    if (!is_str(format))
        return raise_type_error(t, "expected str, got %T", format);
    Str *s = as_str(format);
    List *l = list_alloc(t, 0, 4);
    int64_t i = 0;
    Markup m;
    int more = 0;
    while (l && (more = read_markup(t, s, &i, s->len, &m)) > 0) {
        Value items[4] = { slice_of(t, s, m.literal), VALUE_NONE, VALUE_NONE, VALUE_NONE };
        if (m.has_field) {
            items[1] = slice_of(t, s, m.name);
            items[2] = slice_of(t, s, m.spec);
            items[3] = m.conversion ? str_from_char(t, m.conversion) : VALUE_NONE;
        }
        if (!items[0] || !items[1] || !items[2] || !items[3])
            return VALUE_ERROR;
        Value row = tuple_new(t, items, 4);
        if (!row || !list_append(t, l, row))
            return VALUE_ERROR;
    }
    return l && more == 0 ? get_iter(t, from_ptr(l)) : VALUE_ERROR;
}

Value format_split_field_name(Thread *t, Value name) {
    if (!is_str(name))
        return raise_type_error(t, "expected str, got %T", name);
    Str *s = as_str(name);
    Part part = first_part(s, (Part){ 0, s->len });
    int64_t i = part.end, index = part_number(t, s, part);
    List *l = index == -2 ? NULL : list_alloc(t, 0, 4);
    if (l == NULL)
        return VALUE_ERROR;
    Value first = index >= 0 ? from_int64(t, index) : slice_of(t, s, part);
    bool is_attr;
    int more;
    while ((more = next_part(t, s, &i, s->len, &part, &is_attr)) > 0) {
        if (!is_attr && (index = part_number(t, s, part)) == -2)
            return VALUE_ERROR;
        Value key = !is_attr && index >= 0 ? from_int64(t, index) : slice_of(t, s, part);
        Value row = key ? tuple_pack2(t, from_bool(is_attr), key) : VALUE_ERROR;
        if (!row || !list_append(t, l, row))
            return VALUE_ERROR;
    }
    if (more < 0 || !first)
        return VALUE_ERROR;
    Value rest = get_iter(t, from_ptr(l));
    return rest ? tuple_pack2(t, first, rest) : VALUE_ERROR;
}
