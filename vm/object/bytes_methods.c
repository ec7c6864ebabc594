/* The methods that bytes and bytearray share. Results are of the same kind as self. */
#include "vm/object/bytes_impl.h"
#include "vm/object/codec.h"
#include "vm/object/str_impl.h"

/* -- ASCII ----------------------------------------------------------------------------------------------- */

static inline bool is_lower(uint8_t c) { return (uint8_t)(c - 'a') < 26; }
static inline bool is_upper(uint8_t c) { return (uint8_t)(c - 'A') < 26; }
static inline bool is_alpha(uint8_t c) { return is_lower(c | 32); }
static inline bool is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }
static inline bool is_space(uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

#define QUESTION(name, if_empty, test)                                  \
    Value bytes_m_##name(Thread *t, Value *a) {                         \
        Span s = span_of(a[0]);                                         \
        for (int64_t i = 0; i < s.n; i++) {                             \
            uint8_t c = (uint8_t)s.p[i];                                \
            if (!(test))                                                \
                return VALUE_FALSE;                                     \
        }                                                               \
        return from_bool(s.n != 0 || (if_empty));                       \
    }

QUESTION(isalnum, false, is_alpha(c) || is_digit(c))
QUESTION(isalpha, false, is_alpha(c))
QUESTION(isascii, true, c < 128)
QUESTION(isdigit, false, is_digit(c))
QUESTION(isspace, false, is_space(c))

Value bytes_m_islower(Thread *t, Value *a) {
    Span s = span_of(a[0]);
    bool any = false;
    for (int64_t i = 0; i < s.n; i++) {
        if (is_upper((uint8_t)s.p[i]))
            return VALUE_FALSE;
        any = any || is_lower((uint8_t)s.p[i]);
    }
    return from_bool(any);
}

Value bytes_m_isupper(Thread *t, Value *a) {
    Span s = span_of(a[0]);
    bool any = false;
    for (int64_t i = 0; i < s.n; i++) {
        if (is_lower((uint8_t)s.p[i]))
            return VALUE_FALSE;
        any = any || is_upper((uint8_t)s.p[i]);
    }
    return from_bool(any);
}

Value bytes_m_istitle(Thread *t, Value *a) {
    Span s = span_of(a[0]);
    bool any = false, in_word = false;
    for (int64_t i = 0; i < s.n; i++) {
        uint8_t c = (uint8_t)s.p[i];
        if (is_upper(c) ? in_word : is_lower(c) && !in_word)
            return VALUE_FALSE;
        in_word = is_alpha(c);
        any = any || in_word;
    }
    return from_bool(any);
}

/* A copy of self to be changed in place. */
static char *copy_of(Thread *t, Value self, Value *result, int64_t *n) {
    Span s = span_of(self);
    *result = bytes_like(t, self, s.p, s.n);
    if (!*result)
        return NULL;
    *n = s.n;
    return (char *)span_of(*result).p;
}

#define CONVERSION(name, prepare, change)                               \
    Value bytes_m_##name(Thread *t, Value *a) {                         \
        Value result;                                                   \
        int64_t n;                                                      \
        char *p = copy_of(t, a[0], &result, &n);                        \
        if (p == NULL)                                                  \
            return VALUE_ERROR;                                         \
        prepare;                                                        \
        for (int64_t i = 0; i < n; i++) {                               \
            uint8_t c = (uint8_t)p[i];                                  \
            change;                                                     \
            p[i] = (char)c;                                             \
        }                                                               \
        return result;                                                  \
    }

CONVERSION(lower, (void)0, c = (uint8_t)(c + is_upper(c) * 32))
CONVERSION(upper, (void)0, c = (uint8_t)(c - is_lower(c) * 32))
CONVERSION(swapcase, (void)0, c = is_alpha(c) ? c ^ 32 : c)
CONVERSION(capitalize, (void)0, c = !is_alpha(c) ? c : i ? c | 32 : (uint8_t)(c & ~32))
CONVERSION(title, bool in_word = false,
           bool cased = is_alpha(c); c = !cased ? c : in_word ? c | 32 : (uint8_t)(c & ~32); in_word = cased)

/* -- Searching ------------------------------------------------------------------------------------------- */

/* What to look for: a buffer, or one byte given as an int. */
typedef struct Needle {
    BufferView view;
    uint8_t byte;
} Needle;

static bool needle_get(Thread *t, Value v, Needle *needle) {
    *needle = (Needle){ 0 };
    if (!is_bytes(v) && has_index(t, v)) {
        if (!byte_value(t, v, &needle->byte))
            return false;
        needle->view.data = (const char *)&needle->byte;
        needle->view.len = 1;
        return true;
    }
    if (!has_buffer(t, v)) {
        raise_type_error(t, "argument should be integer or bytes-like object, not '%T'", v);
        return false;
    }
    return get_buffer(t, v, &needle->view);
}

/* -2: error. */
static int64_t find_args(Thread *t, Value *a, bool backwards) {
    Needle needle;
    int64_t start, end, at = -1;
    if (!find_bounds(t, a[2], a[3], span_of(a[0]).n, &start, &end) || !needle_get(t, a[1], &needle))
        return -2;
    Span s = span_of(a[0]);
    end = MIN(end, s.n);                                    /* __index__ may have cut a bytearray */
    if (end - start >= (int64_t)needle.view.len) {
        at = (backwards ? text_rfind : text_find)(s.p + start, end - start, needle.view.data,
                                                  (int64_t)needle.view.len, 1);
        at = at < 0 ? -1 : at + start;
    }
    release_buffer(t, &needle.view);
    return at;
}

Value bytes_m_find(Thread *t, Value *a) {
    int64_t i = find_args(t, a, false);
    return i == -2 ? VALUE_ERROR : from_small(i);
}
Value bytes_m_rfind(Thread *t, Value *a) {
    int64_t i = find_args(t, a, true);
    return i == -2 ? VALUE_ERROR : from_small(i);
}
Value bytes_m_index(Thread *t, Value *a) {
    int64_t i = find_args(t, a, false);
    return i >= 0 ? from_small(i) : i == -1 ? raise_value_error(t, "subsection not found") : VALUE_ERROR;
}
Value bytes_m_rindex(Thread *t, Value *a) {
    int64_t i = find_args(t, a, true);
    return i >= 0 ? from_small(i) : i == -1 ? raise_value_error(t, "subsection not found") : VALUE_ERROR;
}

Value bytes_m_count(Thread *t, Value *a) {
    Needle needle;
    int64_t start, end, count = 0;
    if (!find_bounds(t, a[2], a[3], span_of(a[0]).n, &start, &end) || !needle_get(t, a[1], &needle))
        return VALUE_ERROR;
    Span s = span_of(a[0]);
    int64_t n = MIN(end, s.n) - start, m = (int64_t)needle.view.len;
    if (n >= m)
        count = m ? text_count(s.p + start, n, needle.view.data, m, 1, INT64_MAX) : n + 1;
    release_buffer(t, &needle.view);
    return from_small(count);
}

/* 1, 0, -1 error; *size: of v in bytes */
static int affix_matches(Thread *t, Value self, Value v, int64_t start, int64_t end, bool tail,
                         int64_t *size) {
    BufferView b;
    if (!get_buffer(t, v, &b))
        return -1;
    Span s = span_of(self);
    int64_t m = *size = (int64_t)b.len;
    end = MIN(end, s.n);
    int match = end - start >= m && memcmp(s.p + (tail ? end - m : start), b.data, b.len) == 0;
    release_buffer(t, &b);
    return match;
}

static Value affix(Thread *t, Value *a, bool tail) {
    int64_t start, end, size;
    if (!find_bounds(t, a[2], a[3], span_of(a[0]).n, &start, &end))
        return VALUE_ERROR;
    if (is_tuple(a[1])) {
        Tuple *u = as_tuple(a[1]);
        for (int64_t i = 0; i < u->len; i++) {
            int match = affix_matches(t, a[0], u->items[i], start, end, tail, &size);
            if (match)
                return match < 0 ? VALUE_ERROR : VALUE_TRUE;
        }
        return VALUE_FALSE;
    }
    if (!has_buffer(t, a[1]))
        return raise_type_error(t, "%s first arg must be bytes or a tuple of bytes, not %T",
                                tail ? "endswith" : "startswith", a[1]);
    int match = affix_matches(t, a[0], a[1], start, end, tail, &size);
    return match < 0 ? VALUE_ERROR : from_bool(match);
}

Value bytes_m_startswith(Thread *t, Value *a) { return affix(t, a, false); }
Value bytes_m_endswith(Thread *t, Value *a) { return affix(t, a, true); }

/* [start, stop) of self: itself if that is all and it cannot change. */
static Value part(Thread *t, Value self, int64_t start, int64_t stop) {
    Span s = span_of(self);
    if (start == 0 && stop == s.n && is_exact(t, self, T_BYTES))
        return self;
    return bytes_like(t, self, s.p + start, stop - start);
}

Value bytes_m_removeprefix(Thread *t, Value *a) {
    int64_t size;
    int match = affix_matches(t, a[0], a[1], 0, INT64_MAX, false, &size);
    return match < 0 ? VALUE_ERROR : part(t, a[0], match ? size : 0, span_of(a[0]).n);
}

Value bytes_m_removesuffix(Thread *t, Value *a) {
    int64_t size;
    int match = affix_matches(t, a[0], a[1], 0, INT64_MAX, true, &size);
    return match < 0 ? VALUE_ERROR : part(t, a[0], 0, span_of(a[0]).n - (match ? size : 0));
}

/* -- Strip ----------------------------------------------------------------------------------------------- */

static Value strip(Thread *t, Value *a, bool left, bool right) {
    bool drop[256];
    if (a[1] == VALUE_NONE) {
        for (int c = 0; c < 256; c++)
            drop[c] = is_space((uint8_t)c);
    } else {
        BufferView b;
        if (!get_buffer(t, a[1], &b))
            return VALUE_ERROR;
        memset(drop, 0, sizeof drop);
        for (size_t i = 0; i < b.len; i++)
            drop[(uint8_t)b.data[i]] = true;
        release_buffer(t, &b);
    }
    Span s = span_of(a[0]);
    int64_t start = 0, stop = s.n;
    while (left && start < stop && drop[(uint8_t)s.p[start]]) start++;
    while (right && stop > start && drop[(uint8_t)s.p[stop - 1]]) stop--;
    return part(t, a[0], start, stop);
}

Value bytes_m_strip(Thread *t, Value *a) { return strip(t, a, true, true); }
Value bytes_m_lstrip(Thread *t, Value *a) { return strip(t, a, true, false); }
Value bytes_m_rstrip(Thread *t, Value *a) { return strip(t, a, false, true); }

/* -- Split ----------------------------------------------------------------------------------------------- */

static bool add_piece(Thread *t, List *l, Value self, int64_t start, int64_t stop) {
    Value piece = part(t, self, start, stop);
    return piece && list_append(t, l, piece);
}

static bool split_space(Thread *t, List *l, Value self, int64_t max) {
    Span s = span_of(self);
    for (int64_t i = 0;;) {
        while (i < s.n && is_space((uint8_t)s.p[i])) i++;
        if (i == s.n)
            return true;
        int64_t start = i;
        if (max-- == 0)
            return add_piece(t, l, self, start, s.n);
        while (i < s.n && !is_space((uint8_t)s.p[i])) i++;
        if (!add_piece(t, l, self, start, i))
            return false;
    }
}

static bool rsplit_space(Thread *t, List *l, Value self, int64_t max) {
    Span s = span_of(self);
    for (int64_t i = s.n;;) {
        while (i > 0 && is_space((uint8_t)s.p[i - 1])) i--;
        if (i == 0)
            return true;
        int64_t stop = i;
        if (max-- == 0)
            return add_piece(t, l, self, 0, stop);
        while (i > 0 && !is_space((uint8_t)s.p[i - 1])) i--;
        if (!add_piece(t, l, self, i, stop))
            return false;
    }
}

static bool split_at(Thread *t, List *l, Value self, const BufferView *sep, int64_t max) {
    Span s = span_of(self);
    int64_t start = 0, m = (int64_t)sep->len;
    while (max-- > 0) {
        int64_t gap = text_find(s.p + start, s.n - start, sep->data, m, 1);
        if (gap < 0)
            break;
        if (!add_piece(t, l, self, start, start + gap))
            return false;
        start += gap + m;
    }
    return add_piece(t, l, self, start, s.n);
}

static bool rsplit_at(Thread *t, List *l, Value self, const BufferView *sep, int64_t max) {
    Span s = span_of(self);
    int64_t stop = s.n, m = (int64_t)sep->len;
    while (max-- > 0) {
        int64_t at = text_rfind(s.p, stop, sep->data, m, 1);
        if (at < 0)
            break;
        if (!add_piece(t, l, self, at + m, stop))
            return false;
        stop = at;
    }
    return add_piece(t, l, self, 0, stop);
}

static Value split(Thread *t, Value *a, bool backwards) {
    int64_t max;
    if (!as_ssize(t, a[2], &max))
        return VALUE_ERROR;
    if (max < 0)
        max = INT64_MAX;
    List *l = list_alloc(t, 0, max < 12 ? max + 1 : 12);
    if (l == NULL)
        return VALUE_ERROR;
    bool ok;
    if (a[1] == VALUE_NONE) {
        ok = (backwards ? rsplit_space : split_space)(t, l, a[0], max);
    } else {
        BufferView sep;
        if (!get_buffer(t, a[1], &sep))
            return VALUE_ERROR;
        if (sep.len == 0) {
            raise_value_error(t, "empty separator");
            ok = false;
        } else {
            ok = (backwards ? rsplit_at : split_at)(t, l, a[0], &sep, max);
        }
        release_buffer(t, &sep);
    }
    if (!ok)
        return VALUE_ERROR;
    for (int64_t i = 0, j = l->len - 1; backwards && i < j; i++, j--) {
        Value v = l->items[i];
        l->items[i] = l->items[j];
        l->items[j] = v;
    }
    return from_ptr(l);
}

Value bytes_m_split(Thread *t, Value *a) { return split(t, a, false); }
Value bytes_m_rsplit(Thread *t, Value *a) { return split(t, a, true); }

Value bytes_m_splitlines(Thread *t, Value *a) {
    int32_t keep;
    List *l = as_int32(t, a[1], &keep) ? list_alloc(t, 0, 8) : NULL;
    if (l == NULL)
        return VALUE_ERROR;
    Span s = span_of(a[0]);
    for (int64_t i = 0; i < s.n;) {
        int64_t start = i;
        while (i < s.n && s.p[i] != '\n' && s.p[i] != '\r') i++;
        int64_t stop = i;
        if (i < s.n)
            i += s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
        if (!add_piece(t, l, a[0], start, keep ? i : stop))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

static Value partition(Thread *t, Value *a, bool backwards) {
    BufferView sep;
    if (!get_buffer(t, a[1], &sep))
        return VALUE_ERROR;
    Value self = a[0], result = VALUE_ERROR;
    Span s = span_of(self);
    if (sep.len == 0) {
        raise_value_error(t, "empty separator");
    } else {
        int64_t m = (int64_t)sep.len, at = (backwards ? text_rfind : text_find)(s.p, s.n, sep.data, m, 1);
        Value x, y, z;
        if (at >= 0) {
            x = part(t, self, 0, at);
            y = is_bytes(self) ? a[1] : bytes_like(t, self, sep.data, m);
            z = part(t, self, at + m, s.n);
        } else {
            Value whole = part(t, self, 0, s.n), empty = bytes_like(t, self, NULL, 0);
            y = bytes_like(t, self, NULL, 0);
            x = backwards ? empty : whole;
            z = backwards ? whole : empty;
        }
        if (x && y && z)
            result = tuple_pack3(t, x, y, z);
    }
    release_buffer(t, &sep);
    return result;
}

Value bytes_m_partition(Thread *t, Value *a) { return partition(t, a, false); }
Value bytes_m_rpartition(Thread *t, Value *a) { return partition(t, a, true); }

/* -- Join ------------------------------------------------------------------------------------------------ */

static Value join_items(Thread *t, Value self, const Value *items, int64_t n) {
    Buf b = BUF_INIT;
    if (n == 1 && is_exact(t, items[0], T_BYTES) && is_bytes(self))
        return items[0];
    for (int64_t i = 0; i < n; i++) {
        BufferView view;
        if (!has_buffer(t, items[i]) || !get_buffer(t, items[i], &view)) {
            exc_clear(t);
            return raise_type_error(t, "sequence item %zd: expected a bytes-like object, %T found", (size_t)i,
                                    items[i]);
        }
        Span s = span_of(self);
        if (i && s.n)
            buf_add(&b, s.p, (size_t)s.n);
        buf_add(&b, view.data, view.len);
        release_buffer(t, &view);
    }
    return bytes_like_buf(t, self, &b);
}

/* All items are bytes: their sizes are known beforehand. */
static Value join_bytes(Thread *t, Value self, const Value *items, int64_t n, int64_t total) {
    Span s = span_of(self);
    Value r = bytes_like_alloc(t, self, total);
    if (!r)
        return VALUE_ERROR;
    char *out = (char *)span_of(r).p;
    for (int64_t i = 0; i < n; i++) {
        Bytes *b = as_bytes(items[i]);
        if (i && s.n) {
            memcpy(out, s.p, (size_t)s.n);
            out += s.n;
        }
        memcpy(out, b->data, (size_t)b->len);
        out += b->len;
    }
    return r;
}

Value bytes_m_join(Thread *t, Value *a) {
    List *l;
    Value v = a[1];
    const Value *items;
    int64_t n;
    if (is_exact_tuple(t, v)) {
        items = as_tuple(v)->items;
        n = as_tuple(v)->len;
    } else {
        if (!is_exact_list(t, v)) {
            Value it = get_iter(t, v);
            if (!it && exc_matches(t, EXC_TypeError)) {
                exc_clear(t);
                return raise_type_error(t, "can only join an iterable");
            }
            if (!it || !(l = list_from_iterable(t, it)))
                return VALUE_ERROR;
            v = from_ptr(l);
        }
        items = as_list(v)->items;
        n = as_list(v)->len;
    }
    int64_t total = 0, i = 0;
    for (; i < n && is_bytes(items[i]); i++)
        if (__builtin_add_overflow(total, as_bytes(items[i])->len + span_of(a[0]).n, &total))
            return raise_overflow(t, "join() result is too long");
    if (i == n && n > 1)
        return join_bytes(t, a[0], items, n, total - span_of(a[0]).n);
    return join_items(t, a[0], items, n);
}

/* -- Replace, translate ---------------------------------------------------------------------------------- */

static Value replaced(Thread *t, Value self, const BufferView *old, const BufferView *new, int64_t max) {
    Span s = span_of(self);
    int64_t m = (int64_t)old->len, k = (int64_t)new->len, count, change, len;
    if (max == 0 || m > s.n)
        return part(t, self, 0, s.n);
    count = m ? text_count(s.p, s.n, old->data, m, 1, max) : MIN(s.n + 1, max);
    if (count == 0)
        return part(t, self, 0, s.n);
    if (__builtin_mul_overflow(count, k - m, &change) || __builtin_add_overflow(s.n, change, &len))
        return raise_overflow(t, "replace bytes is too long");
    Value r = bytes_like_alloc(t, self, len);
    if (!r || len == 0)
        return r;
    char *out = (char *)span_of(r).p;
    int64_t at = 0;
    for (int64_t i = 0; i < count; i++) {
        int64_t gap = m ? text_find(s.p + at, s.n - at, old->data, m, 1) : i > 0;
        memcpy(out, s.p + at, (size_t)gap);
        memcpy(out + gap, new->data, (size_t)k);
        out += gap + k;
        at += gap + m;
    }
    memcpy(out, s.p + at, (size_t)(s.n - at));
    return r;
}

Value bytes_m_replace(Thread *t, Value *a) {
    BufferView old, new;
    int64_t max;
    if (!as_ssize(t, a[3], &max) || !get_buffer(t, a[1], &old))
        return VALUE_ERROR;
    Value r = VALUE_ERROR;
    if (get_buffer(t, a[2], &new)) {
        r = replaced(t, a[0], &old, &new, max < 0 ? INT64_MAX : max);
        release_buffer(t, &new);
    }
    release_buffer(t, &old);
    return r;
}

Value bytes_m_translate(Thread *t, Value *a) {
    BufferView b;
    char table[256];
    bool drop[256] = { false };
    for (int c = 0; c < 256; c++)
        table[c] = (char)c;
    if (a[1] != VALUE_NONE) {
        if (!get_buffer(t, a[1], &b))
            return VALUE_ERROR;
        bool right = b.len == 256;
        if (right)
            memcpy(table, b.data, 256);
        release_buffer(t, &b);
        if (!right)
            return raise_value_error(t, "translation table must be 256 characters long");
    }
    if (!get_buffer(t, a[2], &b))
        return VALUE_ERROR;
    bool any_dropped = b.len > 0;
    for (size_t i = 0; i < b.len; i++)
        drop[(uint8_t)b.data[i]] = true;
    release_buffer(t, &b);
    Value result;
    int64_t n, kept = 0;
    char *p = copy_of(t, a[0], &result, &n);
    if (p == NULL)
        return VALUE_ERROR;
    for (int64_t i = 0; i < n; i++) {
        uint8_t c = (uint8_t)p[i];
        if (!drop[c])
            p[kept++] = table[c];
    }
    return any_dropped && kept < n ? bytes_like(t, a[0], p, kept) : result;
}

/* a: frm, to */
Value bytes_m_maketrans(Thread *t, Value *a) {
    BufferView from, to;
    char table[256];
    for (int c = 0; c < 256; c++)
        table[c] = (char)c;
    if (!get_buffer(t, a[0], &from))
        return VALUE_ERROR;
    Value r = VALUE_ERROR;
    if (get_buffer(t, a[1], &to)) {
        if (from.len != to.len) {
            raise_value_error(t, "maketrans arguments must have same length");
        } else {
            for (size_t i = 0; i < from.len; i++)
                table[(uint8_t)from.data[i]] = to.data[i];
            r = bytes_new(t, table, 256);
        }
        release_buffer(t, &to);
    }
    release_buffer(t, &from);
    return r;
}

/* -- Padding --------------------------------------------------------------------------------------------- */

static Value pad(Thread *t, Value self, int64_t left, int64_t right, char fill) {
    Span s = span_of(self);
    if (left + right == 0)
        return part(t, self, 0, s.n);
    if (left + right > STR_MAX)
        return from_ptr(raise_memory(t));
    Value r = bytes_like_alloc(t, self, left + s.n + right);
    if (!r)
        return VALUE_ERROR;
    char *out = (char *)span_of(r).p;
    memset(out, fill, (size_t)left);
    if (s.n)
        memcpy(out + left, s.p, (size_t)s.n);
    memset(out + left + s.n, fill, (size_t)right);
    return r;
}

static bool pad_args(Thread *t, Value *a, const char *name, int64_t *width, int64_t *missing, char *fill) {
    if (!as_ssize(t, a[1], width))
        return false;
    if (!is_span(a[2]) || span_of(a[2]).n != 1) {
        raise_type_error(t, "%s() argument 2 must be a byte string of length 1, not %s", name,
                         argument_type(t, a[2]));
        return false;
    }
    *fill = span_of(a[2]).p[0];
    *missing = *width > span_of(a[0]).n ? *width - span_of(a[0]).n : 0;
    return true;
}

Value bytes_m_center(Thread *t, Value *a) {
    int64_t width, missing;
    char fill;
    if (!pad_args(t, a, "center", &width, &missing, &fill))
        return VALUE_ERROR;
    int64_t left = missing / 2 + (missing & width & 1);
    return pad(t, a[0], left, missing - left, fill);
}

Value bytes_m_ljust(Thread *t, Value *a) {
    int64_t width, missing;
    char fill;
    return pad_args(t, a, "ljust", &width, &missing, &fill) ? pad(t, a[0], 0, missing, fill) : VALUE_ERROR;
}

Value bytes_m_rjust(Thread *t, Value *a) {
    int64_t width, missing;
    char fill;
    return pad_args(t, a, "rjust", &width, &missing, &fill) ? pad(t, a[0], missing, 0, fill) : VALUE_ERROR;
}

Value bytes_m_zfill(Thread *t, Value *a) {
    int64_t width;
    if (!as_ssize(t, a[1], &width))
        return VALUE_ERROR;
    int64_t n = span_of(a[0]).n, zeros = width > n ? width - n : 0;
    Value r = pad(t, a[0], zeros, 0, '0');
    if (r && zeros && n) {
        char *p = (char *)span_of(r).p, sign = p[zeros];
        if (sign == '+' || sign == '-') {                   /* it goes before the zeros */
            p[zeros] = '0';
            p[0] = sign;
        }
    }
    return r;
}

Value bytes_m_expandtabs(Thread *t, Value *a) {
    int32_t size;
    if (!as_int32(t, a[1], &size))
        return VALUE_ERROR;
    Span s = span_of(a[0]);
    Buf b = BUF_INIT;
    int64_t column = 0;
    for (int64_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c != '\t') {
            buf_char(&b, c);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        } else if (size > 0) {
            int64_t n = size - column % size;
            buf_fill(&b, ' ', (size_t)n);
            column += n;
        }
    }
    return bytes_like_buf(t, a[0], &b);
}

/* -- Text ------------------------------------------------------------------------------------------------ */

Value bytes_m_decode(Thread *t, Value *a) {
    const char *encoding, *errors;
    BufferView b;
    if (is_str(a[1]) && is_str(a[2]) && str_equals_cstr(as_str(a[1]), "utf-8")) {
        Span s = span_of(a[0]);
        if (utf8_ascii_prefix(s.p, (size_t)s.n) == (size_t)s.n)
            return str_from_ascii(t, s.p, (size_t)s.n);
    }
    if (!codec_argument(t, "decode", "encoding", a[1], &encoding) ||
        !codec_argument(t, "decode", "errors", a[2], &errors) || !get_buffer(t, a[0], &b))
        return VALUE_ERROR;
    Value r = b.len ? str_decode(t, b.data, b.len, encoding, errors) : from_ptr(t->interp->empty_str);
    release_buffer(t, &b);
    return r;
}

/* The separator of hex(): a str or bytes of one ASCII character. -1: error. */
static int separator(Thread *t, Value sep) {
    int64_t n = length_of(t, sep);
    if (n < 0)
        return -1;
    if (n != 1) {
        raise_value_error(t, "sep must be length 1.");
        return -1;
    }
    if (!is_str(sep) && !is_bytes(sep)) {
        raise_type_error(t, "sep must be str or bytes.");
        return -1;
    }
    uint32_t c = is_str(sep) ? str_at(as_str(sep), 0) : (uint8_t)as_bytes(sep)->data[0];
    if (c > 127) {
        raise_value_error(t, "sep must be ASCII.");
        return -1;
    }
    return (int)c;
}

Value bytes_hex(Thread *t, const char *p, int64_t n, Value sep, Value per_sep) {
    static const char hex[] = "0123456789abcdef";
    int32_t group = 0;
    int c = 0;
    if (sep && ((c = separator(t, sep)) < 0 || !as_int32(t, per_sep, &group)))
        return VALUE_ERROR;
    bool from_left = group < 0;
    int64_t size = from_left ? -(int64_t)group : group;
    int64_t seps = size && n ? (n - 1) / size : 0;
    Str *r = str_alloc(t, n * 2 + seps, 127);
    if (r == NULL)
        return VALUE_ERROR;
    char *out = r->text;
    for (int64_t i = 0; i < n; i++) {
        if (seps && i && (from_left ? i : n - i) % size == 0)
            *out++ = (char)c;
        *out++ = hex[(uint8_t)p[i] >> 4];
        *out++ = hex[p[i] & 15];
    }
    return from_ptr(r);
}

Value bytes_m_hex(Thread *t, Value *a) {
    BufferView b;
    if (!get_buffer(t, a[0], &b))
        return VALUE_ERROR;
    Value r = bytes_hex(t, b.data, (int64_t)b.len, a[1], a[2]);
    release_buffer(t, &b);
    return r;
}

static int hex_value(uint32_t c) {
    return c - '0' < 10 ? (int)c - '0' : (c | 32) - 'a' < 6 && c < 128 ? (int)(c | 32) - 'a' + 10 : -1;
}

/* a: cls, string */
Value bytes_m_fromhex(Thread *t, Value *a) {
    Type *cls = (Type *)obj_of(a[0]);
    if (!is_str(a[1]))
        return raise_type_error(t, "fromhex() argument must be str, not %s", argument_type(t, a[1]));
    Str *s = as_str(a[1]);
    Buf b = BUF_INIT;
    for (int64_t i = 0; i < s->len;) {
        uint32_t c = str_at(s, i);
        if (c < 128 && is_space((uint8_t)c)) {
            i++;
            continue;
        }
        int high = hex_value(c), low = high >= 0 && i + 1 < s->len ? hex_value(str_at(s, i + 1)) : -1;
        if (low < 0)
            return raise_value_error(t, "non-hexadecimal number found in fromhex() arg at position %zd",
                                     (size_t)(high < 0 ? i : i + 1));
        buf_char(&b, (char)(high << 4 | low));
        i += 2;
    }
    if (b.failed)
        return from_ptr(raise_memory(t));
    if (cls->kind == T_BYTEARRAY && cls == t->interp->types[T_BYTEARRAY])
        return bytearray_new(t, b.data, b.len);
    Value v = bytes_new(t, b.data, b.len);
    return !v || cls == t->interp->types[T_BYTES] ? v : call1(t, a[0], v);
}
