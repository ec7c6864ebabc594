/* Searching in strings, and the methods that are made of it. */
#include "vm/base/utf8.h"
#include "vm/object/container.h"
#include "vm/object/str_impl.h"

/* -- Helpers shared with the other files of str ---------------------------------------------------------- */

const void *str_widened(Thread *t, const Str *sub, int width) {
    if (likely(sub->width == width))
        return sub->text;
    void *p = alloc_leaf(t, (size_t)MAX(sub->len, 1) * (size_t)width);
    if (p)
        text_convert(p, width, sub->text, sub->width, sub->len);
    return p;
}

Value str_narrowed(Thread *t, Str *r) {
    uint32_t max = utf8_max_char(r->text, (size_t)r->len, r->width);
    if (text_width(max) < r->width)
        return str_from_text(t, r->text, r->width, r->len);
    r->ascii = max < 128;
    return from_ptr(r);
}

static bool find_bound(Thread *t, Value v, int64_t *out) {
    if (likely(is_small(v))) {
        *out = small_of(v);
        return true;
    }
    if (!has_index(t, v)) {
        raise_type_error(t, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return as_index_clamped(t, v, out);
}

bool find_bounds(Thread *t, Value start_arg, Value end_arg, int64_t len, int64_t *start, int64_t *end) {
    *start = 0;
    *end = len;
    if (start_arg && start_arg != VALUE_NONE && !find_bound(t, start_arg, start))
        return false;
    if (end_arg && end_arg != VALUE_NONE && !find_bound(t, end_arg, end))
        return false;
    if (*end > len)
        *end = len;
    else if (*end < 0)
        *end = MAX(*end + len, 0);
    if (*start < 0)
        *start = MAX(*start + len, 0);
    return true;
}

/* -- Find ------------------------------------------------------------------------------------------------ */

/* sub may be narrower than s: widened on the stack, or on the heap when it is long. */
static int64_t search(const Str *s, const Str *sub, int64_t start, int64_t stop, bool backwards) {
    int64_t n = stop - start, m = sub->len;
    if (n < m || sub->width > s->width)
        return -1;
    if (m == 1) {
        uint32_t c = str_at(sub, 0);
        int64_t at = backwards ? text_rfind_char(str_ptr(s, start), s->width, n, c)
                               : text_find_char(str_ptr(s, start), s->width, n, c);
        return at < 0 ? -1 : start + at;
    }
    const void *needle = sub->text;
    uint32_t room[128];
    if (sub->width < s->width) {
        size_t bytes = (size_t)m * s->width;
        void *wide = bytes <= sizeof room ? room : heap_alloc_leaf(bytes);
        if (wide == NULL) {                             /* no memory to do it well */
            for (int64_t i = 0; i <= n - m; i++) {
                int64_t at = backwards ? stop - m - i : start + i;
                if (text_compare(str_ptr(s, at), s->width, m, sub->text, sub->width, m) == 0)
                    return at;
            }
            return -1;
        }
        text_convert(wide, s->width, sub->text, sub->width, m);
        needle = wide;
    }
    int64_t at = backwards ? text_rfind(str_ptr(s, start), n, needle, m, s->width)
                           : text_find(str_ptr(s, start), n, needle, m, s->width);
    return at < 0 ? -1 : start + at;
}

int64_t str_find(const Str *s, const Str *sub, int64_t start, int64_t stop) {
    return search(s, sub, start, stop, false);
}

/* a: self, sub, start, end. -2: error. */
static int64_t find_args(Thread *t, Value *a, bool backwards) {
    Str *s = as_str(a[0]);
    int64_t start, end;
    if (!is_str(a[1])) {
        raise_type_error(t, "must be str, not %T", a[1]);
        return -2;
    }
    if (!find_bounds(t, a[2], a[3], s->len, &start, &end))
        return -2;
    return search(s, as_str(a[1]), start, end, backwards);
}

Value str_find_method(Thread *t, Value *a) {
    int64_t i = find_args(t, a, false);
    return i == -2 ? VALUE_ERROR : from_small(i);
}
Value str_rfind(Thread *t, Value *a) {
    int64_t i = find_args(t, a, true);
    return i == -2 ? VALUE_ERROR : from_small(i);
}
Value str_index(Thread *t, Value *a) {
    int64_t i = find_args(t, a, false);
    return i >= 0 ? from_small(i) : i == -1 ? raise_value_error(t, "substring not found") : VALUE_ERROR;
}
Value str_rindex(Thread *t, Value *a) {
    int64_t i = find_args(t, a, true);
    return i >= 0 ? from_small(i) : i == -1 ? raise_value_error(t, "substring not found") : VALUE_ERROR;
}

Value str_count(Thread *t, Value *a) {
    Str *s = as_str(a[0]);
    int64_t start, end;
    if (!is_str(a[1]))
        return raise_type_error(t, "must be str, not %T", a[1]);
    Str *sub = as_str(a[1]);
    if (!find_bounds(t, a[2], a[3], s->len, &start, &end))
        return VALUE_ERROR;
    int64_t n = end - start;
    if (n < sub->len || sub->width > s->width)
        return from_small(0);
    if (sub->len == 0)
        return from_small(n + 1);
    const void *needle = str_widened(t, sub, s->width);
    if (needle == NULL)
        return VALUE_ERROR;
    return from_small(text_count(str_ptr(s, start), n, needle, sub->len, s->width, INT64_MAX));
}

/* -- Heads and tails ------------------------------------------------------------------------------------- */

static bool same_at(const Str *s, int64_t at, const Str *sub) {
    if (s->width == sub->width)
        return memcmp(str_ptr(s, at), sub->text, (size_t)sub->len * s->width) == 0;
    return sub->width < s->width &&
           text_compare(str_ptr(s, at), s->width, sub->len, sub->text, sub->width, sub->len) == 0;
}

static bool affix_matches(const Str *s, const Str *sub, int64_t start, int64_t end, bool tail) {
    return end - start >= sub->len && same_at(s, tail ? end - sub->len : start, sub);
}

static Value affix(Thread *t, Value *a, bool tail) {
    Str *s = as_str(a[0]);
    int64_t start, end;
    const char *name = tail ? "endswith" : "startswith";
    if (!find_bounds(t, a[2], a[3], s->len, &start, &end))
        return VALUE_ERROR;
    if (is_str(a[1]))
        return from_bool(affix_matches(s, as_str(a[1]), start, end, tail));
    if (!is_tuple(a[1]))
        return raise_type_error(t, "%s first arg must be str or a tuple of str, not %T", name, a[1]);
    Tuple *u = as_tuple(a[1]);
    for (int64_t i = 0; i < u->len; i++) {
        if (!is_str(u->items[i]))
            return raise_type_error(t, "tuple for %s must only contain str, not %T", name, u->items[i]);
        if (affix_matches(s, as_str(u->items[i]), start, end, tail))
            return VALUE_TRUE;
    }
    return VALUE_FALSE;
}

Value str_startswith(Thread *t, Value *a) { return affix(t, a, false); }
Value str_endswith(Thread *t, Value *a) { return affix(t, a, true); }

Value str_removeprefix(Thread *t, Value *a) {
    Str *s = as_str(a[0]);
    if (!is_str(a[1]))
        return raise_type_error(t, "removeprefix() argument must be str, not %s", argument_type(t, a[1]));
    bool there = affix_matches(s, as_str(a[1]), 0, s->len, false);
    return str_slice(t, s, there ? as_str(a[1])->len : 0, s->len);
}

Value str_removesuffix(Thread *t, Value *a) {
    Str *s = as_str(a[0]);
    if (!is_str(a[1]))
        return raise_type_error(t, "removesuffix() argument must be str, not %s", argument_type(t, a[1]));
    bool there = affix_matches(s, as_str(a[1]), 0, s->len, true);
    return str_slice(t, s, 0, there ? s->len - as_str(a[1])->len : s->len);
}

/* -- Replace --------------------------------------------------------------------------------------------- */

static Value too_long(Thread *t) { return raise_overflow(t, "replace string is too long"); }

/* The new text between all characters, at most max times. */
static Value interleave(Thread *t, Str *s, Str *new, int64_t max) {
    int64_t n = MIN(s->len + 1, max), extra, len;
    if (__builtin_mul_overflow(n, new->len, &extra) || __builtin_add_overflow(extra, s->len, &len))
        return too_long(t);
    int width = MAX(s->width, new->width);
    Str *r = str_alloc_raw(t, len, width, s->ascii && new->ascii);
    const void *piece = r ? str_widened(t, new, width) : NULL;
    if (piece == NULL)
        return VALUE_ERROR;
    int64_t at = 0;
    for (int64_t i = 0; i < n; i++) {
        memcpy(str_ptr(r, at), piece, (size_t)new->len * (size_t)width);
        at += new->len;
        if (i < s->len)
            text_set(r->text, width, at++, str_at(s, i));
    }
    if (n < s->len)
        text_copy(str_ptr(r, at), width, str_ptr(s, n), s->width, s->len - n);
    return from_ptr(r);
}

static void replace_char(Str *r, const Str *s, uint32_t from, uint32_t to, int64_t n) {
    TEXT_SWITCH(r->width, {
        Ch *d = r->text;
        text_copy(d, r->width, s->text, s->width, s->len);
        if (n > s->len / 16) {
            for (int64_t i = 0; n; i++)
                if (d[i] == (Ch)from) {
                    d[i] = (Ch)to;
                    n--;
                }
        } else {
            for (Ch *end = d + s->len; n; n--) {
                d += text_find_char(d, r->width, end - d, from);
                *d++ = (Ch)to;
            }
        }
    });
}

static void replace_text(Str *r, const Str *s, const void *old, int64_t m, const void *new, int64_t k,
                         int64_t n) {
    int64_t from = 0, to = 0;
    for (; n; n--) {
        int64_t gap = text_find(str_ptr(s, from), s->len - from, old, m, s->width);
        text_copy(str_ptr(r, to), r->width, str_ptr(s, from), s->width, gap);
        to += gap;
        memcpy(str_ptr(r, to), new, (size_t)k * r->width);
        to += k;
        from += gap + m;
    }
    text_copy(str_ptr(r, to), r->width, str_ptr(s, from), s->width, s->len - from);
}

static Value replace(Thread *t, Str *s, Str *old, Str *new, int64_t max) {
    if (max < 0)
        max = INT64_MAX;
    if (max == 0 || old->len > s->len || old->width > s->width)
        return str_exact(t, s);
    if (old->len == 0)
        return new->len ? interleave(t, s, new, max) : str_exact(t, s);
    const void *needle = str_widened(t, old, s->width);
    if (needle == NULL)
        return VALUE_ERROR;
    int64_t n = text_count(s->text, s->len, needle, old->len, s->width, max);
    if (n == 0 || str_equal(old, new))
        return str_exact(t, s);
    int64_t change, len;
    if (__builtin_mul_overflow(n, new->len - old->len, &change) ||
        __builtin_add_overflow(s->len, change, &len))
        return too_long(t);
    if (len == 0)
        return str_from_ascii(t, "", 0);
    int width = MAX(s->width, new->width);
    Str *r = str_alloc_raw(t, len, width, s->ascii && new->ascii);
    const void *piece = r ? str_widened(t, new, width) : NULL;
    if (piece == NULL)
        return VALUE_ERROR;
    if (old->len == 1 && new->len == 1)
        replace_char(r, s, str_at(old, 0), str_at(new, 0), n);
    else
        replace_text(r, s, needle, old->len, piece, new->len, n);
    return s->ascii ? from_ptr(r) : str_narrowed(t, r);     /* the wide characters may have gone */
}

Value str_replace(Thread *t, Value *a) {
    int64_t max;
    if (!is_str(a[1]))
        return raise_type_error(t, "replace() argument 1 must be str, not %s", argument_type(t, a[1]));
    if (!is_str(a[2]))
        return raise_type_error(t, "replace() argument 2 must be str, not %s", argument_type(t, a[2]));
    if (!as_ssize(t, a[3], &max))
        return VALUE_ERROR;
    return replace(t, as_str(a[0]), as_str(a[1]), as_str(a[2]), max);
}
