/* Taking strings apart (split, partition, splitlines) and putting many together (join). */
#include "vm/base/unicode.h"
#include "vm/base/utf8.h"
#include "vm/object/container.h"
#include "vm/object/str_impl.h"

static inline bool is_line_end(uint32_t c) {
    if (likely(c < 128))
        return (c >= '\n' && c <= '\r') || (c >= 0x1C && c <= 0x1E);
    return unicode_is_linebreak(c);
}

/* -- Split ----------------------------------------------------------------------------------------------- */

static bool add_piece(Thread *t, List *l, Str *s, int64_t start, int64_t stop) {
    Value piece = str_slice(t, s, start, stop);
    return piece && list_append(t, l, piece);
}

static bool split_space(Thread *t, List *l, Str *s, int64_t max) {
    int64_t n = s->len, i = 0;
    TEXT_SWITCH(s->width, {
        const Ch *p = s->text;
        for (;;) {
            while (i < n && text_is_space(p[i])) i++;
            if (i == n)
                return true;
            int64_t start = i;
            if (max-- == 0)
                return add_piece(t, l, s, start, n);
            while (i < n && !text_is_space(p[i])) i++;
            if (!add_piece(t, l, s, start, i))
                return false;
        }
    });
}

static bool rsplit_space(Thread *t, List *l, Str *s, int64_t max) {
    int64_t i = s->len;
    TEXT_SWITCH(s->width, {
        const Ch *p = s->text;
        for (;;) {
            while (i > 0 && text_is_space(p[i - 1])) i--;
            if (i == 0)
                return true;
            int64_t stop = i;
            if (max-- == 0)
                return add_piece(t, l, s, 0, stop);
            while (i > 0 && !text_is_space(p[i - 1])) i--;
            if (!add_piece(t, l, s, i, stop))
                return false;
        }
    });
}

static bool split_char(Thread *t, List *l, Str *s, uint32_t sep, int64_t max) {
    int64_t start = 0;
    while (max-- > 0) {
        int64_t gap = text_find_char(str_ptr(s, start), s->width, s->len - start, sep);
        if (gap < 0)
            break;
        if (!add_piece(t, l, s, start, start + gap))
            return false;
        start += gap + 1;
    }
    return add_piece(t, l, s, start, s->len);
}

static bool split_text(Thread *t, List *l, Str *s, const void *sep, int64_t m, int64_t max) {
    int64_t start = 0;
    while (max-- > 0) {
        int64_t gap = text_find(str_ptr(s, start), s->len - start, sep, m, s->width);
        if (gap < 0)
            break;
        if (!add_piece(t, l, s, start, start + gap))
            return false;
        start += gap + m;
    }
    return add_piece(t, l, s, start, s->len);
}

static bool rsplit_text(Thread *t, List *l, Str *s, const void *sep, int64_t m, int64_t max) {
    int64_t stop = s->len;
    while (max-- > 0) {
        int64_t at = text_rfind(s->text, stop, sep, m, s->width);
        if (at < 0)
            break;
        if (!add_piece(t, l, s, at + m, stop))
            return false;
        stop = at;
    }
    return add_piece(t, l, s, 0, stop);
}

static void reverse(List *l) {
    for (int64_t i = 0, j = l->len - 1; i < j; i++, j--) {
        Value v = l->items[i];
        l->items[i] = l->items[j];
        l->items[j] = v;
    }
}

static Value split(Thread *t, Value *a, bool backwards) {
    Str *s = as_str(a[0]);
    int64_t max;
    if (!as_ssize(t, a[2], &max))
        return VALUE_ERROR;
    if (max < 0)
        max = INT64_MAX;
    if (a[1] != VALUE_NONE && !is_str(a[1]))
        return raise_type_error(t, "must be str or None, not %T", a[1]);
    List *l = list_alloc(t, 0, max < 12 ? max + 1 : 12);
    if (l == NULL)
        return VALUE_ERROR;
    bool ok;
    if (a[1] == VALUE_NONE) {
        ok = backwards ? rsplit_space(t, l, s, max) : split_space(t, l, s, max);
    } else {
        Str *sep = as_str(a[1]);
        if (sep->len == 0)
            return raise_value_error(t, "empty separator");
        if (sep->width > s->width) {
            ok = add_piece(t, l, s, 0, s->len);
        } else if (sep->len == 1 && !backwards) {
            ok = split_char(t, l, s, str_at(sep, 0), max);
        } else {
            const void *text = str_widened(t, sep, s->width);
            ok = text && (backwards ? rsplit_text : split_text)(t, l, s, text, sep->len, max);
        }
    }
    if (!ok)
        return VALUE_ERROR;
    if (backwards)
        reverse(l);
    return from_ptr(l);
}

Value str_split(Thread *t, Value *a) { return split(t, a, false); }
Value str_rsplit(Thread *t, Value *a) { return split(t, a, true); }

Value str_splitlines(Thread *t, Value *a) {
    Str *s = as_str(a[0]);
    int32_t keep;
    List *l = as_int32(t, a[1], &keep) ? list_alloc(t, 0, 8) : NULL;
    if (l == NULL)
        return VALUE_ERROR;
    int64_t n = s->len;
    TEXT_SWITCH(s->width, {
        const Ch *p = s->text;
        for (int64_t i = 0; i < n; ) {
            int64_t start = i;
            while (i < n && !is_line_end(p[i])) i++;
            int64_t stop = i;
            if (i < n)
                i += p[i] == '\r' && i + 1 < n && p[i + 1] == '\n' ? 2 : 1;
            if (!add_piece(t, l, s, start, keep ? i : stop))
                return VALUE_ERROR;
        }
    });
    return from_ptr(l);
}

/* -- Partition ------------------------------------------------------------------------------------------- */

static Value partition(Thread *t, Value *a, bool backwards) {
    Str *s = as_str(a[0]);
    if (!is_str(a[1]))
        return raise_type_error(t, "must be str, not %T", a[1]);
    Str *sep = as_str(a[1]);
    if (sep->len == 0)
        return raise_value_error(t, "empty separator");
    int64_t at = -1;
    if (sep->width <= s->width) {
        const void *text = str_widened(t, sep, s->width);
        if (text == NULL)
            return VALUE_ERROR;
        at = (backwards ? text_rfind : text_find)(s->text, s->len, text, sep->len, s->width);
    }
    if (at < 0) {
        Value empty = str_from_ascii(t, "", 0);
        return backwards ? tuple_pack3(t, empty, empty, a[0]) : tuple_pack3(t, a[0], empty, empty);
    }
    Value head = str_slice(t, s, 0, at), tail = head ? str_slice(t, s, at + sep->len, s->len) : VALUE_ERROR;
    return tail ? tuple_pack3(t, head, a[1], tail) : VALUE_ERROR;
}

Value str_partition(Thread *t, Value *a) { return partition(t, a, false); }
Value str_rpartition(Thread *t, Value *a) { return partition(t, a, true); }

/* -- Join ------------------------------------------------------------------------------------------------ */

STATIC_ASSERT(offsetof(Str, inline_text) == 40);      /* 8 + 1 bytes of text make a granule more: see below */

static Value join_items(Thread *t, Str *sep, const Value *items, int64_t n) {
    if (n == 0)
        return str_from_ascii(t, "", 0);
    int64_t len = 0;
    uint8_t width = 1;
    bool ascii = true;
    for (int64_t i = 0; i < n; i++) {
        if (i + 8 < n && is_ptr(items[i + 8]))
            __builtin_prefetch(obj_of(items[i + 8]));       /* they lie anywhere */
        if (unlikely(!is_str(items[i])))
            return raise_type_error(t, "sequence item %zd: expected str instance, %T found", (size_t)i,
                                    items[i]);
        const Str *s = as_str(items[i]);
        width |= s->width;                              /* 1, 2, 4: the highest bit decides */
        ascii &= s->ascii;
        if (unlikely(__builtin_add_overflow(len, s->len, &len)))
            return raise_overflow(t, "join() result is too long for a Python string");
    }
    if (n == 1)
        return str_exact(t, as_str(items[0]));
    int64_t seps;
    if (__builtin_mul_overflow(sep->len, n - 1, &seps) || __builtin_add_overflow(len, seps, &len))
        return raise_overflow(t, "join() result is too long for a Python string");
    if (len == 0)
        return str_from_ascii(t, "", 0);
    if (sep->len) {
        width |= sep->width;
        ascii &= sep->ascii;
    }
    width = width & 4 ? 4 : width & 2 ? 2 : 1;
    Str *r = str_alloc_raw(t, len, width, ascii);
    const void *gap = r ? str_widened(t, sep, MAX(width, sep->width)) : NULL;
    if (gap == NULL)
        return VALUE_ERROR;
    char *out = r->text;
    if (width == 1) {                                   /* then everything is: bytes and no conversions */
        size_t m = (size_t)sep->len;
        const char *end = out + len;
        const char only = m ? *(const char *)gap : 0;
        for (int64_t i = 0; i < n; i++) {
            const Str *s = as_str(items[i]);
            if (i && m == 1) {
                *out++ = only;
            } else if (i && m) {
                memcpy(out, gap, m);
                out += m;
            }
            /* A fixed size is quicker; what lies behind the text belongs to the object: whole granules. */
            if (!HAVE_ASAN && s->len <= 8 && end - out >= 8 && s->text == s->inline_text)
                memcpy(out, s->inline_text, 8);
            else if (!HAVE_ASAN && s->len <= 16 && end - out >= 16 && s->text == s->inline_text)
                memcpy(out, s->inline_text, 16);
            else
                memcpy(out, s->text, (size_t)s->len);
            out += s->len;
        }
        return from_ptr(r);
    }
    size_t m = (size_t)sep->len * width;
    for (int64_t i = 0; i < n; i++) {
        const Str *s = as_str(items[i]);
        if (i && m) {
            memcpy(out, gap, m);
            out += m;
        }
        text_copy(out, width, s->text, s->width, s->len);
        out += (size_t)s->len * width;
    }
    return from_ptr(r);
}

Value str_join(Thread *t, Str *sep, Value iterable) {
    if (is_exact_list(t, iterable))
        return join_items(t, sep, as_list(iterable)->items, as_list(iterable)->len);
    if (is_exact_tuple(t, iterable))
        return join_items(t, sep, as_tuple(iterable)->items, as_tuple(iterable)->len);
    Value it = get_iter(t, iterable);
    if (!it && exc_matches(t, EXC_TypeError)) {
        exc_clear(t);
        return raise_type_error(t, "can only join an iterable");
    }
    List *l = it ? list_from_iterable(t, it) : NULL;
    return l ? join_items(t, sep, l->items, l->len) : VALUE_ERROR;
}

Value str_join_method(Thread *t, Value *a) { return str_join(t, as_str(a[0]), a[1]); }
