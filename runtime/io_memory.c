/* _io.StringIO and _io.BytesIO: files in memory. */
#include "runtime/io.h"
#include "vm/base/utf8.h"
#include "vm/object/container.h"
#include "vm/object/text.h"

#define TEXT_MAX (INT64_C(1) << 46) /* code points; more than there is, less than overflows */

/* A size argument: None stands for `none`. */
static bool size_argument(Thread *t, Value v, int64_t none, int64_t *out) {
    if (v == VALUE_NONE) {
        *out = none;
        return true;
    }
    if (!has_index(t, v))
        return raise_type_error(t, "argument should be integer or None, not '%T'", v), false;
    if (as_index(t, v, out)) return true;
    if (exc_matches(t, EXC_IndexError)) {
        exc_clear(t);
        raise_overflow(t, "cannot fit '%T' into an index-sized integer", v);
    }
    return false;
}

/* A copy of the instance's attributes for __getstate__; None if there are none. */
static Value attributes_of(Thread *t, Value self) {
    Value d = get_attr(t, self, NAME(t, __dict__));
    if (!d || !is_dict(d)) return d ? VALUE_NONE : VALUE_ERROR;
    return dict_len(as_dict(d)) ? from_ptr(dict_copy(t, as_dict(d))) : VALUE_NONE;
}
static bool restore_attributes(Thread *t, Value self, Value attrs, const char *which) {
    if (attrs == VALUE_NONE) return true;
    if (!is_dict(attrs))
        return raise_type_error(t, "%s item of state should be a dict, got a %T", which, attrs), false;
    Value d = get_attr(t, self, NAME(t, __dict__));
    return d && is_dict(d) && dict_update(t, as_dict(d), attrs);
}
static bool restore_position(Thread *t, Value v, const char *which, int64_t *out) {
    if (!is_int(v))
        return raise_type_error(t, "%s item of state must be an integer, got %T", which, v), false;
    if (!as_ssize(t, v, out)) return false;
    if (*out < 0) return raise_value_error(t, "position value cannot be negative"), false;
    return true;
}

/* -- StringIO: the text ---------------------------------------------------------------------------------- */

enum { SEEN_CR = 1, SEEN_LF = 2, SEEN_CRLF = 4 };

/* text has room for cap code points of `width` bytes; it only gets wider. */
typedef struct StringIO {
    Obj h;
    Attrs attrs;
    void *text;
    int64_t len, cap, pos; /* pos may lie behind the end */
    Value newline;         /* None or str, as given */
    char eol[3];           /* what ends a line, and what \n is written as; "" if universal */
    uint8_t width, seen;
    bool ready, closed;
    bool universal, translate; /* lines end at \n, \r and \r\n; these are stored as \n */
} StringIO;

static StringIO *as_sio(Value v) { return (StringIO *)obj_of(v); }

static bool sio_open(Thread *t, StringIO *f) {
    if (likely(f->ready && !f->closed)) return true;
    raise_value_error(t,
                      f->closed ? "I/O operation on closed file" : "I/O operation on uninitialized object");
    return false;
}

/* Room for need code points of that width. */
static bool sio_reserve(Thread *t, StringIO *f, int64_t need, int width) {
    width = MAX(width, f->width);
    if (likely(need <= f->cap && width == f->width)) return true;
    int64_t cap = need <= f->cap ? f->cap : MAX(need, f->cap + f->cap / 2 + 64);
    if (need > TEXT_MAX) return raise_memory(t), false;
    void *bigger = alloc_leaf(t, (size_t)cap * (size_t)width);
    if (!bigger) return false;
    if (f->len) text_copy(bigger, width, f->text, f->width, f->len);
    free_array(f->text, (size_t)f->cap * f->width);
    f->text = bigger;
    f->cap = cap;
    f->width = (uint8_t)width;
    return true;
}

static bool sio_put(Thread *t, StringIO *f, const void *text, int width, int64_t n) {
    int64_t end;
    if (n == 0) return true;
    if (__builtin_add_overflow(f->pos, n, &end)) return raise_overflow(t, "new position too large"), false;
    if (!sio_reserve(t, f, end, width)) return false;
    if (f->pos > f->len) text_fill(text_ptr(f->text, f->width, f->len), f->width, 0, f->pos - f->len);
    text_copy(text_ptr(f->text, f->width, f->pos), f->width, text, width, n);
    f->pos = end;
    f->len = MAX(f->len, end);
    return true;
}

/* Notes which line ends s has, and writes it with all of them as \n if they are to be translated. */
static bool sio_put_universal(Thread *t, StringIO *f, Str *s) {
    int64_t done = 0;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        if (c == '\n') f->seen |= SEEN_LF;
        if (c != '\r') continue;
        bool pair = i + 1 < s->len && str_at(s, i + 1) == '\n';
        f->seen |= pair ? SEEN_CRLF : SEEN_CR;
        if (f->translate) {
            if (!sio_put(t, f, text_ptr(s->text, s->width, done), s->width, i - done) ||
                !sio_put(t, f, "\n", 1, 1))
                return false;
            done = i + 1 + pair;
        }
        i += pair;
    }
    return sio_put(t, f, text_ptr(s->text, s->width, done), s->width, s->len - done);
}

static bool sio_write_str(Thread *t, StringIO *f, Str *s) {
    if (f->universal) return sio_put_universal(t, f, s);
    int64_t done = 0, at;
    while (f->eol[0] == '\r' &&
           (at = text_find_char(text_ptr(s->text, s->width, done), s->width, s->len - done, '\n')) >= 0) {
        if (!sio_put(t, f, text_ptr(s->text, s->width, done), s->width, at) ||
            !sio_put(t, f, f->eol, 1, (int64_t)strlen(f->eol)))
            return false;
        done += at + 1;
    }
    return sio_put(t, f, text_ptr(s->text, s->width, done), s->width, s->len - done);
}

/* n code points as a str, as narrow as they allow. */
static Value sio_piece(Thread *t, StringIO *f, int64_t start, int64_t n) {
    if (n <= 0) return from_ptr(t->interp->empty_str);
    const void *p = text_ptr(f->text, f->width, start);
    uint32_t max = utf8_max_char(p, (size_t)n, f->width);
    if (n == 1) return str_from_char(t, text_get(p, f->width, 0));
    Str *s = str_alloc(t, n, max);
    if (s) text_copy(s->text, s->width, p, f->width, n);
    return from_ptr(s);
}

/* Length of the line at pos, its end included. */
static int64_t line_length(StringIO *f) {
    int64_t n = f->len - f->pos, at;
    if (n <= 0) return 0;
    const void *p = text_ptr(f->text, f->width, f->pos);
    if (f->universal && !f->translate) {
        for (int64_t i = 0; i < n; i++) {
            uint32_t c = text_get(p, f->width, i);
            if (c == '\n') return i + 1;
            if (c == '\r') return i + 1 < n && text_get(p, f->width, i + 1) == '\n' ? i + 2 : i + 1;
        }
        return n;
    }
    if (f->eol[0] != '\r')
        at = text_find_char(p, f->width, n, '\n');
    else if (!f->eol[1])
        at = text_find_char(p, f->width, n, '\r');
    else {
        uint32_t pair[2];
        text_copy(pair, f->width, "\r\n", 1, 2);
        at = text_find(p, n, pair, 2, f->width);
        if (at >= 0) at++;
    }
    return at < 0 ? n : at + 1;
}

static Value sio_line(Thread *t, StringIO *f, int64_t limit) {
    int64_t n = line_length(f), start = f->pos;
    if (limit >= 0) n = MIN(n, limit);
    f->pos += n;
    return sio_piece(t, f, start, n);
}

/* -- StringIO: methods ----------------------------------------------------------------------------------- */

static bool sio_set_newline(Thread *t, StringIO *f, Value newline) {
    f->eol[0] = '\0';
    if (newline != VALUE_NONE) {
        static const char *const legal[] = { "", "\n", "\r", "\r\n" };
        size_t i = 0;
        if (!is_str(newline))
            return raise_type_error(t, "newline must be str or None, not %T", newline), false;
        while (i < ARRAY_LEN(legal) && !str_equals_cstr(as_str(newline), legal[i])) i++;
        if (i == ARRAY_LEN(legal)) return raise_value_error(t, "illegal newline value: %R", newline), false;
        strcpy(f->eol, legal[i]);
    }
    f->newline = newline;
    f->translate = newline == VALUE_NONE;
    f->universal = f->eol[0] == '\0';
    return true;
}

static Value sio_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);
}
static Value sio_init(Thread *t, Value *a) {
    StringIO *f = as_sio(a[0]);
    f->ready = false;
    if (!sio_set_newline(t, f, a[2])) return VALUE_ERROR;
    if (a[1] != VALUE_NONE && !is_str(a[1]))
        return raise_type_error(t, "initial_value must be str or None, not %T", a[1]);
    f->text = NULL;
    f->len = f->cap = f->pos = 0;
    f->width = 1;
    f->seen = 0;
    if (a[1] != VALUE_NONE && !sio_write_str(t, f, as_str(a[1]))) return VALUE_ERROR;
    f->pos = 0;
    f->closed = false;
    f->ready = true;
    return VALUE_NONE;
}

static Value sio_write(Thread *t, Value *a) {
    StringIO *f = as_sio(a[0]);
    if (!sio_open(t, f)) return VALUE_ERROR;
    if (!is_str(a[1])) return raise_type_error(t, "string argument expected, got '%T'", a[1]);
    return sio_write_str(t, f, as_str(a[1])) ? from_small(as_str(a[1])->len) : VALUE_ERROR;
}
static Value sio_getvalue(Thread *t, Value *a) {
    StringIO *f = as_sio(a[0]);
    return sio_open(t, f) ? sio_piece(t, f, 0, f->len) : VALUE_ERROR;
}
static Value sio_read(Thread *t, Value *a) {
    StringIO *f = as_sio(a[0]);
    int64_t n;
    if (!size_argument(t, a[1], -1, &n) || !sio_open(t, f)) return VALUE_ERROR;
    int64_t left = MAX(f->len - f->pos, 0), start = f->pos;
    if (n < 0 || n > left) n = left;
    f->pos += n;
    return sio_piece(t, f, start, n);
}
static Value sio_readline(Thread *t, Value *a) {
    int64_t limit;
    return size_argument(t, a[1], -1, &limit) && sio_open(t, as_sio(a[0])) ? sio_line(t, as_sio(a[0]), limit)
                                                                           : VALUE_ERROR;
}
static Value sio_next(Thread *t, Value self) {
    StringIO *f = as_sio(self);
    if (!sio_open(t, f)) return VALUE_ERROR;
    if (!is_exact_user(self)) return f->pos >= f->len ? VALUE_STOP : sio_line(t, f, -1);
    Value line = call_method0(t, self, NAME(t, readline));
    if (line && !is_str(line))
        return raise_error(t, EXC_OSError, "readline() should have returned a str object, not '%T'", line);
    return line && as_str(line)->len == 0 ? VALUE_STOP : line;
}
static Value sio_tell(Thread *t, Value *a) {
    return sio_open(t, as_sio(a[0])) ? from_small(as_sio(a[0])->pos) : VALUE_ERROR;
}
static Value sio_seek(Thread *t, Value *a) {
    StringIO *f = as_sio(a[0]);
    int64_t pos;
    int32_t whence;
    if (!as_ssize(t, a[1], &pos) || !as_int32(t, a[2], &whence) || !sio_open(t, f)) return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return raise_value_error(t, "Invalid whence (%d, should be 0, 1 or 2)", (int)whence);
    if (whence == 0 && pos < 0) return raise_value_error(t, "Negative seek position %ld", (long)pos);
    if (whence != 0 && pos != 0) return raise_error(t, EXC_OSError, "Can't do nonzero cur-relative seeks");
    f->pos = whence == 0 ? pos : whence == 1 ? f->pos : f->len;
    return from_int64(t, f->pos);
}
static Value sio_truncate(Thread *t, Value *a) {
    StringIO *f = as_sio(a[0]);
    int64_t size;
    if (!size_argument(t, a[1], f->pos, &size) || !sio_open(t, f)) return VALUE_ERROR;
    if (size < 0) return raise_value_error(t, "Negative size value %ld", (long)size);
    f->len = MIN(f->len, size);
    return from_int64(t, size);
}
static Value sio_close(Thread *t, Value *a) {
    StringIO *f = as_sio(a[0]);
    f->closed = true;
    f->text = NULL;
    f->len = f->cap = 0;
    return VALUE_NONE;
}
static Value sio_flush(Thread *t, Value *a) { return VALUE_NONE; }
static Value sio_yes(Thread *t, Value *a) { return sio_open(t, as_sio(a[0])) ? VALUE_TRUE : VALUE_ERROR; }
static Value sio_getstate(Thread *t, Value *a) {
    Value items[4] = { sio_getvalue(t, a), as_sio(a[0])->newline, from_small(as_sio(a[0])->pos), VALUE_NONE };
    return items[0] && (items[3] = attributes_of(t, a[0])) ? tuple_new(t, items, 4) : VALUE_ERROR;
}
static Value sio_setstate(Thread *t, Value *a) {
    StringIO *f = as_sio(a[0]);
    int64_t pos;
    if (f->closed) return raise_value_error(t, "I/O operation on closed file");
    if (!is_tuple(a[1]) || as_tuple(a[1])->len < 4)
        return raise_type_error(t, "%T.__setstate__ argument should be 4-tuple, got %T", a[0], a[1]);
    Value *item = as_tuple(a[1])->items, args[3] = { a[0], VALUE_NONE, item[1] };
    if (item[0] != VALUE_NONE && !is_str(item[0]))
        return raise_type_error(t, "initial_value must be str or None, not %T", item[0]);
    if (!sio_init(t, args)) return VALUE_ERROR;
    if (item[0] != VALUE_NONE &&
        !sio_put(t, f, as_str(item[0])->text, as_str(item[0])->width, as_str(item[0])->len))
        return VALUE_ERROR; /* as it was: its line ends were translated long ago */
    f->pos = 0;
    if (!restore_position(t, item[2], "third", &pos)) return VALUE_ERROR;
    f->pos = pos;
    return restore_attributes(t, a[0], item[3], "fourth") ? VALUE_NONE : VALUE_ERROR;
}

static Value sio_get_closed(Thread *t, Value self) {
    if (!as_sio(self)->ready && !as_sio(self)->closed)
        return raise_value_error(t, "I/O operation on uninitialized object");
    return from_bool(as_sio(self)->closed);
}
static Value sio_get_line_buffering(Thread *t, Value self) {
    return sio_open(t, as_sio(self)) ? VALUE_FALSE : VALUE_ERROR;
}
static Value sio_get_newlines(Thread *t, Value self) {
    StringIO *f = as_sio(self);
    if (!sio_open(t, f)) return VALUE_ERROR;
    Value seen[3];
    int n = 0;
    if (f->seen & SEEN_CR) seen[n++] = str_from_cstr(t, "\r");
    if (f->seen & SEEN_LF) seen[n++] = str_from_cstr(t, "\n");
    if (f->seen & SEEN_CRLF) seen[n++] = str_from_cstr(t, "\r\n");
    for (int i = 0; i < n; i++)
        if (!seen[i]) return VALUE_ERROR;
    return n == 0 ? VALUE_NONE : n == 1 ? seen[0] : tuple_new(t, seen, n);
}

const TypeDef type_string_io = {
    .name = "_io.StringIO",
    .doc = "A text file in memory.",
    .base = T_TEXT_IO_BASE,
    .size = sizeof(StringIO),
    .attrs_offset = offsetof(StringIO, attrs),
    .weakrefs = true,
    .slots = { .next = sio_next, .new_ = sio_new },
    .init = { "__init__", sio_init, "initial_value='', newline='\\n'", NULL, 0 },
    .methods =
        (const FunctionDef[]){
            { "close", sio_close, "", "Close; the text is lost.", 0 },
            { "getvalue", sio_getvalue, "", "The whole text.", 0 },
            { "read", sio_read, "size=-1, /", "Up to size characters; all without size.", 0 },
            { "flush", sio_flush, "", NULL, 0 },
            { "readable", sio_yes, "", NULL, 0 },
            { "readline", sio_readline, "size=-1, /", "The next line, or '' at the end.", 0 },
            { "seek", sio_seek, "pos, whence=0, /", "Move to pos, or to the end with whence 2.", 0 },
            { "seekable", sio_yes, "", NULL, 0 },
            { "tell", sio_tell, "", "The position.", 0 },
            { "truncate", sio_truncate, "pos=None, /", "Cut at pos, or at the position.", 0 },
            { "writable", sio_yes, "", NULL, 0 },
            { "write", sio_write, "s, /", "Write s; its length.", 0 },
            { "__getstate__", sio_getstate, "", NULL, 0 },
            { "__setstate__", sio_setstate, "state, /", NULL, 0 },
            { 0 } },
    .getsets = (const GetSetDef[]){ { "closed", sio_get_closed, NULL, NULL },
                                    { "line_buffering", sio_get_line_buffering, NULL, NULL },
                                    { "newlines", sio_get_newlines, NULL, NULL },
                                    { 0 } }
};

/* -- BytesIO --------------------------------------------------------------------------------------------- */

/* The bytes are a bytearray: getbuffer() needs nothing of its own, and what is looked at is not resized. */
typedef struct BytesIO {
    Obj h;
    Attrs attrs;
    Value bytes; /* 0: closed */
    int64_t pos; /* may lie behind the end */
} BytesIO;

static BytesIO *as_bio(Value v) { return (BytesIO *)obj_of(v); }
static ByteArray *content(BytesIO *f) { return as_bytearray(f->bytes); }

static bool bio_open(Thread *t, BytesIO *f) {
    if (likely(f->bytes != VALUE_NULL)) return true;
    raise_value_error(t, "I/O operation on closed file.");
    return false;
}
static bool bio_free(Thread *t, BytesIO *f) {
    return bio_open(t, f) && bytearray_free_to_resize(t, content(f));
}

static bool bio_put(Thread *t, BytesIO *f, const char *p, int64_t n) {
    int64_t end;
    if (n == 0) return true;
    if (__builtin_add_overflow(f->pos, n, &end) || end > TEXT_MAX) return raise_memory(t), false;
    int64_t before = content(f)->len;
    if (end > before && !bytearray_resize(t, content(f), end)) return false;
    if (f->pos > before) memset(content(f)->data + before, 0, (size_t)(f->pos - before));
    memcpy(content(f)->data + f->pos, p, (size_t)n);
    f->pos = end;
    return true;
}

static bool bio_write_value(Thread *t, BytesIO *f, Value v, int64_t *n) {
    BufferView view;
    if (!bio_free(t, f) || !get_buffer(t, v, &view)) return false;
    *n = (int64_t)view.len;
    bool ok = bio_put(t, f, view.data, *n);
    release_buffer(t, &view);
    return ok;
}

static Value bio_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    Value v = object_alloc(t, cls);
    return v && (as_bio(v)->bytes = bytearray_new(t, NULL, 0)) ? v : VALUE_ERROR;
}
static Value bio_init(Thread *t, Value *a) {
    BytesIO *f = as_bio(a[0]);
    int64_t n;
    if (f->bytes && !bytearray_free_to_resize(t, content(f))) return VALUE_ERROR;
    if (!(f->bytes = bytearray_new(t, NULL, 0))) return VALUE_ERROR;
    f->pos = 0;
    if (a[1] && a[1] != VALUE_NONE && !bio_write_value(t, f, a[1], &n)) return VALUE_ERROR;
    f->pos = 0;
    return VALUE_NONE;
}

static Value bio_write(Thread *t, Value *a) {
    int64_t n;
    return bio_write_value(t, as_bio(a[0]), a[1], &n) ? from_small(n) : VALUE_ERROR;
}
static Value bio_writelines(Thread *t, Value *a) {
    int64_t n;
    Value it = bio_open(t, as_bio(a[0])) ? get_iter(t, a[1]) : VALUE_ERROR, line;
    if (!it) return VALUE_ERROR;
    while ((line = iter_next(t, it)) != VALUE_STOP)
        if (!line || !bio_write_value(t, as_bio(a[0]), line, &n)) return VALUE_ERROR;
    return VALUE_NONE;
}

static int64_t bytes_left(BytesIO *f) { return MAX(content(f)->len - f->pos, 0); }
static Value bio_take(Thread *t, BytesIO *f, int64_t n) {
    const char *p = content(f)->data + (n ? f->pos : 0);
    f->pos += n;
    return bytes_new(t, p, (size_t)n);
}
static Value bio_read(Thread *t, Value *a) {
    int64_t n;
    if (!size_argument(t, a[1], -1, &n) || !bio_open(t, as_bio(a[0]))) return VALUE_ERROR;
    int64_t left = bytes_left(as_bio(a[0]));
    return bio_take(t, as_bio(a[0]), n < 0 || n > left ? left : n);
}
static Value bio_readinto(Thread *t, Value *a) {
    BytesIO *f = as_bio(a[0]);
    BufferView view;
    if (!io_target(t, "readinto", a[1], &view)) return VALUE_ERROR;
    bool open = bio_open(t, f);
    int64_t n = open ? MIN(bytes_left(f), (int64_t)view.len) : 0;
    if (n) memmove((char *)view.data, content(f)->data + f->pos, (size_t)n);
    f->pos += n;
    release_buffer(t, &view);
    return open ? from_small(n) : VALUE_ERROR;
}

static int64_t bio_line_length(BytesIO *f, int64_t limit) {
    int64_t n = bytes_left(f);
    if (limit >= 0) n = MIN(n, limit);
    const char *p = n ? content(f)->data + f->pos : NULL, *eol = n ? memchr(p, '\n', (size_t)n) : NULL;
    return eol ? eol - p + 1 : n;
}
static Value bio_readline(Thread *t, Value *a) {
    int64_t limit;
    if (!size_argument(t, a[1], -1, &limit) || !bio_open(t, as_bio(a[0]))) return VALUE_ERROR;
    return bio_take(t, as_bio(a[0]), bio_line_length(as_bio(a[0]), limit));
}
static Value bio_readlines(Thread *t, Value *a) {
    BytesIO *f = as_bio(a[0]);
    int64_t limit, total = 0, n;
    if (a[1] != VALUE_NONE && !has_index(t, a[1]))
        return raise_type_error(t, "integer argument expected, got '%T'", a[1]);
    if (!size_argument(t, a[1], -1, &limit) || !bio_open(t, f)) return VALUE_ERROR;
    List *lines = list_alloc(t, 0, 8);
    while (lines && (n = bio_line_length(f, -1)) > 0) {
        Value line = bio_take(t, f, n);
        if (!line || !list_append(t, lines, line)) return VALUE_ERROR;
        if (limit > 0 && (total += n) >= limit) break;
    }
    return from_ptr(lines);
}
static Value bio_next(Thread *t, Value self) {
    if (!bio_open(t, as_bio(self))) return VALUE_ERROR;
    int64_t n = bio_line_length(as_bio(self), -1);
    return n ? bio_take(t, as_bio(self), n) : VALUE_STOP;
}

static Value bio_getvalue(Thread *t, Value *a) {
    BytesIO *f = as_bio(a[0]);
    return bio_open(t, f) ? bytes_new(t, content(f)->data, (size_t)content(f)->len) : VALUE_ERROR;
}
static Value bio_getbuffer(Thread *t, Value *a) {
    return bio_open(t, as_bio(a[0])) ? memoryview_new(t, as_bio(a[0])->bytes) : VALUE_ERROR;
}
static Value bio_tell(Thread *t, Value *a) {
    return bio_open(t, as_bio(a[0])) ? from_int64(t, as_bio(a[0])->pos) : VALUE_ERROR;
}
static Value bio_seek(Thread *t, Value *a) {
    BytesIO *f = as_bio(a[0]);
    int64_t pos;
    int32_t whence;
    if (!as_ssize(t, a[1], &pos) || !as_int32(t, a[2], &whence) || !bio_open(t, f)) return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return raise_value_error(t, "invalid whence (%d, should be 0, 1 or 2)", (int)whence);
    if (whence == 0 && pos < 0) return raise_value_error(t, "negative seek value %ld", (long)pos);
    int64_t from = whence == 0 ? 0 : whence == 1 ? f->pos : content(f)->len;
    if (__builtin_add_overflow(pos, from, &pos)) return raise_overflow(t, "new position too large");
    f->pos = MAX(pos, 0);
    return from_int64(t, f->pos);
}
static Value bio_truncate(Thread *t, Value *a) {
    BytesIO *f = as_bio(a[0]);
    int64_t size;
    if (!size_argument(t, a[1], f->pos, &size) || !bio_free(t, f)) return VALUE_ERROR;
    if (size < 0) return raise_value_error(t, "negative size value %ld", (long)size);
    return size >= content(f)->len || bytearray_resize(t, content(f), size) ? from_int64(t, size)
                                                                            : VALUE_ERROR;
}
static Value bio_close(Thread *t, Value *a) {
    BytesIO *f = as_bio(a[0]);
    if (f->bytes && !bytearray_free_to_resize(t, content(f))) return VALUE_ERROR;
    f->bytes = VALUE_NULL;
    return VALUE_NONE;
}
static Value bio_yes(Thread *t, Value *a) { return bio_open(t, as_bio(a[0])) ? VALUE_TRUE : VALUE_ERROR; }
static Value bio_getstate(Thread *t, Value *a) {
    Value value = bio_getvalue(t, a), attrs = value ? attributes_of(t, a[0]) : VALUE_ERROR;
    return attrs ? tuple_pack3(t, value, from_int64(t, as_bio(a[0])->pos), attrs) : VALUE_ERROR;
}
static Value bio_setstate(Thread *t, Value *a) {
    BytesIO *f = as_bio(a[0]);
    if (!is_tuple(a[1]) || as_tuple(a[1])->len < 3)
        return raise_type_error(t, "%T.__setstate__ argument should be 3-tuple, got %T", a[0], a[1]);
    Value *item = as_tuple(a[1])->items, args[2] = { a[0], item[0] };
    int64_t pos;
    if (!bio_init(t, args) || !restore_position(t, item[1], "second", &pos)) return VALUE_ERROR;
    f->pos = pos;
    return restore_attributes(t, a[0], item[2], "third") ? VALUE_NONE : VALUE_ERROR;
}
static Value bio_get_closed(Thread *t, Value self) { return from_bool(!as_bio(self)->bytes); }

const TypeDef type_bytes_io = {
    .name = "_io.BytesIO",
    .doc = "A file of bytes in memory.",
    .base = T_BUFFERED_IO_BASE,
    .size = sizeof(BytesIO),
    .attrs_offset = offsetof(BytesIO, attrs),
    .weakrefs = true,
    .slots = { .next = bio_next, .new_ = bio_new },
    .init = { "__init__", bio_init, "initial_bytes=b''", NULL, 0 },
    .methods =
        (const FunctionDef[]){
            { "close", bio_close, "", "Close; the bytes are lost.", 0 },
            { "getbuffer", bio_getbuffer, "", "A view of the bytes.", 0 },
            { "getvalue", bio_getvalue, "", "All bytes.", 0 },
            { "read", bio_read, "size=-1, /", "Up to size bytes; all without size.", 0 },
            { "read1", bio_read, "size=-1, /", NULL, 0 },
            { "readable", bio_yes, "", NULL, 0 },
            { "readinto", bio_readinto, "buffer, /", NULL, 0 },
            { "readline", bio_readline, "size=-1, /", "The next line, or b''.", 0 },
            { "readlines", bio_readlines, "size=None, /", NULL, 0 },
            { "seek", bio_seek, "pos, whence=0, /", "Move to a position.", 0 },
            { "seekable", bio_yes, "", NULL, 0 },
            { "tell", bio_tell, "", "The position.", 0 },
            { "truncate", bio_truncate, "size=None, /", "Cut at size, or at the position.", 0 },
            { "writable", bio_yes, "", NULL, 0 },
            { "write", bio_write, "b, /", "Write b; its length.", 0 },
            { "writelines", bio_writelines, "lines, /", NULL, 0 },
            { "__getstate__", bio_getstate, "", NULL, 0 },
            { "__setstate__", bio_setstate, "state, /", NULL, 0 },
            { 0 } },
    .getsets = (const GetSetDef[]){ { "closed", bio_get_closed, NULL, NULL }, { 0 } }
};
