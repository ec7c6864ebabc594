/* _io.TextIOWrapper: text over a buffered file.
 *
 * utf-8, latin-1 and ascii are decoded piece by piece: `chunk` holds the bytes that `text` came from, so that tell()
 * can count back from the characters given out to the byte where the next one starts. Any other encoding is read to
 * its end and decoded at once. */
#include "runtime/io.h"
#include "vm/object/container.h"
#include "vm/base/utf8.h"
#include <unistd.h>

enum { PENDING_MAX = 8192, CHUNK_SIZE = 8192 };

static TextFile *as_text(Value v) { return (TextFile *)obj_of(v); }

static bool need_buffer(Thread *t, TextFile *f) {
    if (likely(f->buffer)) return true;
    raise_value_error(t, f->encoding ? "underlying buffer has been detached" : "I/O operation on uninitialized object");
    return false;
}

static bool is_ours(Thread *t, Value buffer) {
    return is_exact(t, buffer, T_BUFFERED_WRITER) || is_exact(t, buffer, T_BUFFERED_READER) || is_exact(t, buffer, T_BUFFERED_RANDOM);
}

static bool need_open(Thread *t, TextFile *f) {
    if (!need_buffer(t, f)) return false;
    int closed;
    if (is_ours(t, f->buffer)) {
        Value raw = ((Buffered *)obj_of(f->buffer))->raw;
        if (raw && is_exact(t, raw, T_RAW_FILE)) {
            if (likely(((RawFile *)obj_of(raw))->fd >= 0)) return true;
            raise_value_error(t, "I/O operation on closed file.");
            return false;
        }
    }
    closed = io_closed(t, f->buffer);
    if (closed > 0) raise_value_error(t, "I/O operation on closed file.");
    return closed == 0;
}

/* -- Writing ------------------------------------------------------------------------------------------------------------- */

/* The buffer's lock comes first: what one thread wrote before something else stays in front of it. */
bool text_write_pending(Thread *t, TextFile *f) {
    if (!f->pending.len) return true;
    Buffered *b = is_exact(t, f->buffer, T_BUFFERED_WRITER) || is_exact(t, f->buffer, T_BUFFERED_RANDOM)
                ? (Buffered *)obj_of(f->buffer) : NULL;
    if (b && !buffered_lock(t, b)) return false;
    Buf out = f->pending;
    bool ok = true;
    f->pending = BUF_INIT;
    if (f->dirty) {                                     /* before other threads may add to it */
        f->dirty = false;
        io_note_clean(t, from_ptr(f));
    }
    if (b) {
        if (out.len) ok = need_open(t, f) && buffered_write_locked(t, b, out.data, (int64_t)out.len);
        buffered_unlock(t, b);
    } else {
        bool raw = is_exact(t, f->buffer, T_RAW_FILE);  /* which a signal may let write a part only */
        for (size_t at = 0; ok && at < out.len;) {
            Value data = bytes_new(t, out.data + at, out.len - at);
            Value n = data ? io_call1(t, f->buffer, "write", data) : VALUE_ERROR;
            ok = n != VALUE_ERROR;
            at = ok && raw && is_small(n) ? at + (size_t)small_of(n) : out.len;
        }
    }
    if (ok && !f->pending.data) {                       /* the memory serves again */
        f->pending = out;
        buf_clear(&f->pending);
    }
    return ok;
}

bool text_flush(Thread *t, TextFile *f) {
    if (!text_write_pending(t, f) || !need_buffer(t, f)) return false;  /* another thread may have detached it */
    if (is_ours(t, f->buffer) && is_exact(t, ((Buffered *)obj_of(f->buffer))->raw, T_RAW_FILE))
        return buffered_flush(t, (Buffered *)obj_of(f->buffer));
    return io_call(t, f->buffer, "flush") != VALUE_ERROR;
}

static bool add_encoded(Thread *t, TextFile *f, Str *s) {
    if (s->ascii && f->own_decoder) {
        buf_add(&f->pending, s->text, (size_t)s->len);
    } else {
        const char *codec = f->codec;
        /* a byte order mark goes in front of the first text only */
        if (f->started && strcmp(codec, "utf-16") == 0) codec = "utf-16-le";
        if (f->started && strcmp(codec, "utf-32") == 0) codec = "utf-32-le";
        if (f->started && strcmp(codec, "utf-8-sig") == 0) codec = "utf-8";
        Value b = str_encode(t, s, codec, f->handler);
        if (!b) return false;
        buf_add(&f->pending, as_bytes(b)->data, (size_t)as_bytes(b)->len);
    }
    f->started = true;
    if (f->pending.failed) raise_memory(t);
    return !f->pending.failed;
}

static bool contains_char(const Str *s, uint32_t c) {
    if (s->width == 1) return memchr(s->text, (int)c, (size_t)s->len) != NULL;
    for (int64_t i = 0; i < s->len; i++)
        if (str_at(s, i) == c) return true;
    return false;
}

static Value text_write(Thread *t, Value *a) {
    TextFile *f = as_text(a[0]);
    if (!is_str(a[1])) return raise_type_error(t, "write() argument must be str, not %V", a[1]);
    if (!need_open(t, f)) return VALUE_ERROR;
    Str *s = as_str(a[1]);
    if (is_exact(t, f->buffer, T_BUFFERED_READER)) return io_unsupported(t, "not writable");
    bool has_newline = (f->line_buffering || f->newline != VALUE_NONE) && contains_char(s, '\n');
    Str *out = s;
    if (has_newline && f->newline != VALUE_NONE && as_str(f->newline)->len && !str_equals_cstr(as_str(f->newline), "\n")) {
        Value lf = from_ptr(t->interp->latin1['\n']), args[2] = { lf, f->newline };
        Value translated = call_method(t, a[1], NAME(t, replace), args, 2);
        if (!translated) return VALUE_ERROR;
        out = as_str(translated);
    }
    if (f->reading) {                                   /* what was read ahead is given up */
        f->text = NULL;
        f->at = 0;
        f->chunk = f->tail = BUF_INIT;
        f->reading = f->eof = false;
    }
    if (!add_encoded(t, f, out)) return VALUE_ERROR;
    if (!f->dirty) {                                    /* also if it goes on at once: that may have to wait for others */
        f->dirty = true;
        if (!io_note_dirty(t, a[0])) return raise_memory(t), VALUE_ERROR;
    }
    bool flush = f->line_buffering && (has_newline || contains_char(s, '\r'));
    if (flush || f->write_through || f->pending.len >= PENDING_MAX) {
        if (!text_write_pending(t, f)) return VALUE_ERROR;
        if (flush && !text_flush(t, f)) return VALUE_ERROR;
    }
    return from_small(s->len);
}

static Value text_flush_method(Thread *t, Value *a) {
    TextFile *f = as_text(a[0]);
    return need_open(t, f) && text_flush(t, f) ? VALUE_NONE : VALUE_ERROR;
}

/* -- Reading ---------------------------------------------------------------------------------------------------------------- */

/* A method that reads: fn with the lock held. A signal handler may read in the middle of it. */
static Value with_lock(Thread *t, Value *a, Value (*fn)(Thread *t, Value *a)) {
    TextFile *f = as_text(a[0]);
    bool mine;
    if (!io_lock(t, &f->lock, a[0], true, &mine)) return VALUE_ERROR;
    Value v = fn(t, a);
    if (mine) lock_give(t, &f->lock);
    return v;
}
#define LOCKED(name, fn) \
    static Value name(Thread *t, Value *a) { return with_lock(t, a, fn); }

/* Appends what the buffer gives at once (everything for foreign codecs). false: exception; f->eof: nothing came. */
static bool fetch(Thread *t, TextFile *f, Buf *out) {
    size_t before = out->len;
    if (!need_buffer(t, f)) return false;
    if (is_exact(t, f->buffer, T_BUFFERED_READER) || is_exact(t, f->buffer, T_BUFFERED_RANDOM)) {
        if (!buffered_read1(t, (Buffered *)obj_of(f->buffer), CHUNK_SIZE, out)) return false;
    } else {
        Str *read1 = str_intern_cstr(t, "read1");
        Value method = read1 ? get_attr_or_null(t, f->buffer, read1) : VALUE_ERROR;
        if (!method && t->exc) return false;
        Value data = method ? call1(t, method, from_small(CHUNK_SIZE)) : io_call1(t, f->buffer, "read", from_small(CHUNK_SIZE));
        if (!data) return false;
        BufferView view;
        if (!get_buffer(t, data, &view)) {
            if (exc_matches(t, EXC_TypeError)) {
                exc_clear(t);
                raise_type_error(t, "underlying read1() should have returned a bytes-like object, not '%T'", data);
            }
            return false;
        }
        buf_add(out, view.data, view.len);
        release_buffer(t, &view);
    }
    if (out->failed) return raise_memory(t), false;
    if (out->len == before) f->eof = true;
    return true;
}

/* How many of the n bytes can be decoded now: the rest may be the beginning of a character. */
static size_t complete_prefix(const TextFile *f, const char *s, size_t n) {
    size_t keep = n;
    if (strcmp(f->codec, "utf-8") == 0) {
        size_t back = 0;
        while (back < 3 && back < n && ((unsigned char)s[n - 1 - back] & 0xc0) == 0x80) back++;
        if (back < n) {
            unsigned char lead = (unsigned char)s[n - 1 - back];
            size_t need = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
            if (lead >= 0xc2 && lead < 0xf5 && need > back + 1) keep = n - 1 - back;
        }
    }
    if (f->translate && keep > 0 && s[keep - 1] == '\r') keep--;    /* its \n may come */
    return keep;
}

/* Notes which line ends came, and turns \r\n and \r into \n if f translates. */
static Str *normalise(Thread *t, TextFile *f, Str *s) {
    if (!f->universal) return s;
    if (!contains_char(s, '\r')) {
        if (!(f->newlines & 2) && contains_char(s, '\n')) f->newlines |= 2;
        return s;
    }
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        if (c == '\n') f->newlines |= 2;
        if (c != '\r') continue;
        bool pair = i + 1 < s->len && str_at(s, i + 1) == '\n';
        f->newlines |= pair ? 4 : 1;
        i += pair;
    }
    if (!f->translate) return s;
    StrBuf b;
    strbuf_init(&b, t);
    int64_t start = 0;
    for (int64_t i = 0; i < s->len; i++) {
        if (str_at(s, i) != '\r') continue;
        strbuf_slice(&b, s, start, i);
        strbuf_char(&b, '\n');
        if (i + 1 < s->len && str_at(s, i + 1) == '\n') i++;
        start = i + 1;
    }
    strbuf_slice(&b, s, start, s->len);
    Value v = strbuf_finish(&b);
    return v ? as_str(v) : NULL;
}

/* Decodes the next piece into f->text (which was given out); at the end text is NULL. */
static bool next_chunk(Thread *t, TextFile *f) {
    f->text = NULL;
    f->at = 0;
    f->chunk = f->tail;                                 /* a new chunk begins with what was left over */
    f->tail = BUF_INIT;
    f->reading = true;
    for (;;) {
        if (!fetch(t, f, &f->chunk)) return false;
        if (!f->own_decoder && !f->eof) continue;
        size_t n = f->eof || !f->own_decoder ? f->chunk.len : complete_prefix(f, f->chunk.data, f->chunk.len);
        if (n == 0) {
            if (f->eof) return true;
            continue;
        }
        if (n < f->chunk.len) {
            buf_add(&f->tail, f->chunk.data + n, f->chunk.len - n);
            f->chunk.len = n;
        }
        Value v = str_decode(t, f->chunk.data, n, f->codec, f->handler);
        if (!v) return false;
        f->text = normalise(t, f, as_str(v));
        return f->text != NULL;
    }
}

static bool begin_read(Thread *t, TextFile *f) {
    if (!need_open(t, f)) return false;
    if (is_exact(t, f->buffer, T_BUFFERED_WRITER)) {
        io_unsupported(t, "not readable");
        return false;
    }
    if (f->eof) f->eof = false;                         /* the file may have grown */
    return !f->pending.len || text_flush(t, f);
}

static Value read_text(Thread *t, Value *a) {
    TextFile *f = as_text(a[0]);
    int64_t n = -1;
    if (!io_size(t, a[1], &n)) return VALUE_ERROR;
    if (!begin_read(t, f)) return VALUE_ERROR;
    StrBuf b;
    strbuf_init(&b, t);
    if (n < 0) {
        if (f->text) strbuf_slice(&b, f->text, f->at, f->text->len);
        f->text = NULL;
        Value data = io_call(t, f->buffer, "read");
        if (!data) return VALUE_ERROR;
        BufferView view = { 0 };
        if (data != VALUE_NONE && !get_buffer(t, data, &view)) return VALUE_ERROR;
        Buf all = f->tail;
        buf_add(&all, view.data, view.len);
        if (view.owner) release_buffer(t, &view);
        f->tail = f->chunk = BUF_INIT;
        f->at = 0;
        f->eof = true;
        Value rest = str_decode(t, all.data ? all.data : "", all.len, f->codec, f->handler);
        Str *s = rest ? normalise(t, f, as_str(rest)) : NULL;
        if (!s) return VALUE_ERROR;
        if (!b.len) return from_ptr(s);
        strbuf_str(&b, s);
        return strbuf_finish(&b);
    }
    while (b.len < n) {
        if (!f->text || f->at == f->text->len) {
            if (f->eof) break;
            if (!next_chunk(t, f)) return VALUE_ERROR;
            if (!f->text) break;
        }
        int64_t take = MIN(n - b.len, f->text->len - f->at);
        strbuf_slice(&b, f->text, f->at, f->at + take);
        f->at += take;
    }
    return strbuf_finish(&b);
}
LOCKED(text_read, read_text)

/* Where the line that starts at `from` ends (behind its line end), or -1 if not in this text. */
static int64_t line_end(const TextFile *f, const Str *s, int64_t from, int64_t limit) {
    int64_t stop = limit >= 0 ? MIN(s->len, from + limit) : s->len;
    bool lf = f->translate || f->universal || f->newline == VALUE_NONE || str_equals_cstr(as_str(f->newline), "\n");
    if (lf && !(f->universal && !f->translate)) {
        if (s->width == 1) {
            const char *text = s->text, *p = memchr(text + from, '\n', (size_t)(stop - from));
            return p ? p - text + 1 : -1;
        }
        for (int64_t i = from; i < stop; i++)
            if (str_at(s, i) == '\n') return i + 1;
        return -1;
    }
    for (int64_t i = from; i < stop; i++) {
        uint32_t c = str_at(s, i);
        if (f->universal) {
            if (c == '\n') return i + 1;
            if (c == '\r') return i + 1 < s->len ? i + 1 + (str_at(s, i + 1) == '\n') : f->eof ? i + 1 : -1;
        } else if (c == '\r') {                         /* newline='\r' or '\r\n' */
            if (as_str(f->newline)->len == 1) return i + 1;
            if (i + 1 < s->len && str_at(s, i + 1) == '\n') return i + 2;
        }
    }
    return -1;
}

static Value read_line(Thread *t, TextFile *f, int64_t limit) {
    if (!begin_read(t, f)) return VALUE_ERROR;
    Value line = VALUE_NULL;                            /* what came from earlier chunks */
    for (;;) {
        if (!f->text || f->at == f->text->len) {
            if (f->eof) break;
            if (!next_chunk(t, f)) return VALUE_ERROR;
            if (!f->text) break;
        }
        Str *s = f->text;
        int64_t from = f->at, had = line ? as_str(line)->len : 0, left = limit < 0 ? -1 : limit - had;
        int64_t end = line_end(f, s, from, left);
        bool done = end >= 0;
        if (!done) end = s->len;
        if (left >= 0 && end - from >= left) {
            end = from + left;
            done = true;
        }
        Value piece = from == 0 && end == s->len ? from_ptr(s) : str_slice(t, s, from, end);
        if (!piece) return VALUE_ERROR;
        f->at = end;
        line = line ? str_append(t, line, piece) : piece;
        if (!line) return VALUE_ERROR;
        if (done) return line;
        if (f->universal && !f->translate && end > from && str_at(s, end - 1) == '\r') {
            /* a \r at the chunk's end: the line ends here, together with a \n that may follow */
            if (!next_chunk(t, f)) return VALUE_ERROR;
            if (f->text && f->text->len && str_at(f->text, 0) == '\n') {
                f->at = 1;
                line = str_append(t, line, from_ptr(t->interp->latin1['\n']));
            }
            return line;
        }
    }
    return line ? line : from_ptr(t->interp->empty_str);
}

static Value readline(Thread *t, Value *a) {
    int64_t limit;
    if (!as_ssize(t, a[1], &limit)) return VALUE_ERROR;
    return limit == 0 ? (need_open(t, as_text(a[0])) ? from_ptr(t->interp->empty_str) : VALUE_ERROR) : read_line(t, as_text(a[0]), limit);
}
LOCKED(text_readline, readline)
static Value text_next(Thread *t, Value self) {
    Value args[] = { self, from_small(-1) };
    Value line = is_exact_user(self) ? call_method0(t, self, NAME(t, readline)) : text_readline(t, args);
    if (!line) return VALUE_ERROR;
    if (!is_str(line)) return raise_error(t, EXC_OSError, "readline() should have returned a str object, not '%T'", line);
    as_text(self)->no_tell = as_str(line)->len > 0;
    return as_str(line)->len ? line : VALUE_STOP;
}

/* -- Position ---------------------------------------------------------------------------------------------------------------- */

/* Bytes of the chunk that the first f->at characters of text came from. */
static int64_t bytes_given_out(const TextFile *f) {
    const char *p = f->chunk.data, *end = p + f->chunk.len;
    bool utf8 = strcmp(f->codec, "utf-8") == 0;
    for (int64_t i = 0; i < f->at && p < end; i++) {
        if (f->translate && *p == '\r' && p + 1 < end && p[1] == '\n') p++;
        p++;
        while (utf8 && p < end && ((unsigned char)*p & 0xc0) == 0x80) p++;
    }
    return p - f->chunk.data;
}

static Value tell(Thread *t, Value *a) {
    TextFile *f = as_text(a[0]);
    int seekable;
    if (!need_open(t, f) || !io_true(t, f->buffer, "seekable", &seekable)) return VALUE_ERROR;
    if (!seekable) return io_unsupported(t, "underlying stream is not seekable");
    if (f->no_tell) return raise_error(t, EXC_OSError, "telling position disabled by next() call");
    if (!text_flush(t, f)) return VALUE_ERROR;
    Value v = io_call(t, f->buffer, "tell");
    int64_t at;
    if (!v || !as_int64(t, v, &at)) return VALUE_ERROR;
    if (!f->reading || (!f->text && !f->tail.len)) return v;
    return from_int64(t, at - (int64_t)f->tail.len - (f->text ? (int64_t)f->chunk.len - bytes_given_out(f) : 0));
}
LOCKED(text_tell, tell)

static Value seek_to(Thread *t, Value *a) {
    TextFile *f = as_text(a[0]);
    int64_t whence, offset;
    int seekable;
    if (!as_int64(t, a[2], &whence) || !need_open(t, f) || !io_true(t, f->buffer, "seekable", &seekable)) return VALUE_ERROR;
    if (!seekable) return io_unsupported(t, "underlying stream is not seekable");
    if (!as_int64(t, a[1], &offset)) return VALUE_ERROR;
    if (whence == SEEK_CUR) {
        if (offset != 0) return io_unsupported(t, "can't do nonzero cur-relative seeks");
        Value here = text_tell(t, a);
        if (!here || !as_int64(t, here, &offset)) return VALUE_ERROR;
        whence = SEEK_SET;
    } else if (whence == SEEK_END) {
        if (offset != 0) return io_unsupported(t, "can't do nonzero end-relative seeks");
    } else if (whence != SEEK_SET) {
        return raise_value_error(t, "invalid whence (%ld, should be %d, %d or %d)", (long)whence, SEEK_SET, SEEK_CUR, SEEK_END);
    } else if (offset < 0) {
        return raise_value_error(t, "negative seek position %ld", (long)offset);
    }
    if (!text_flush(t, f)) return VALUE_ERROR;
    Value args[2] = { from_int64(t, offset), from_small(whence) };
    Value v = need_buffer(t, f) ? call_method(t, f->buffer, str_intern_cstr(t, "seek"), args, 2) : VALUE_ERROR;
    if (!v) return VALUE_ERROR;
    f->text = NULL;
    f->at = 0;
    f->chunk = f->tail = BUF_INIT;
    f->eof = f->reading = false;
    f->started = v != from_small(0);
    return v;
}
LOCKED(text_seek, seek_to)

static Value text_truncate(Thread *t, Value *a) {
    TextFile *f = as_text(a[0]);
    if (!need_open(t, f) || !text_flush(t, f)) return VALUE_ERROR;
    return io_call1(t, f->buffer, "truncate", a[1]);
}

/* -- Life --------------------------------------------------------------------------------------------------------------------- */

static bool set_codec(Thread *t, TextFile *f, Value encoding, Value errors) {
    if (encoding == VALUE_NONE || str_equals_cstr(as_str(encoding), "locale")) encoding = str_from_cstr(t, "UTF-8");
    if (errors == VALUE_NONE) errors = NAMEV(t, strict);
    if (!encoding) return false;
    const char *name = str_utf8(t, as_str(encoding), NULL), *handler = str_utf8(t, as_str(errors), NULL);
    if (!name || !handler) return false;
    if (strlen(name) != (size_t)as_str(encoding)->len) return raise_value_error(t, "embedded null character"), false;
    Value probe = str_encode(t, t->interp->empty_str, name, "strict");      /* LookupError: unknown encoding */
    if (!probe) return false;
    char plain[32];
    size_t n = 0;
    for (const char *p = name; *p && n < sizeof plain - 1; p++)
        if (*p != '-' && *p != '_' && *p != ' ') plain[n++] = (char)(*p | ('A' <= *p && *p <= 'Z' ? 32 : 0));
    plain[n] = 0;
    static const struct { const char *from, *to; bool own; } known[] = {
        { "utf8", "utf-8", true }, { "u8", "utf-8", true }, { "latin1", "latin-1", true }, { "iso88591", "latin-1", true }, { "l1", "latin-1", true },
        { "ascii", "ascii", true }, { "usascii", "ascii", true }, { "646", "ascii", true }, { "utf16", "utf-16", false },
        { "utf32", "utf-32", false }, { "utf8sig", "utf-8-sig", false } };
    f->codec = name;
    f->own_decoder = false;
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (strcmp(plain, known[i].from) == 0) {
            f->codec = known[i].to;
            f->own_decoder = known[i].own;
        }
    f->handler = handler;
    f->encoding = encoding;
    f->errors = errors;
    return true;
}

static bool set_newline(Thread *t, TextFile *f, Value newline) {
    if (newline != VALUE_NONE) {
        Str *s = as_str(newline);
        if (s->len && !str_equals_cstr(s, "\n") && !str_equals_cstr(s, "\r") && !str_equals_cstr(s, "\r\n"))
            return raise_value_error(t, "illegal newline value: %U", newline), false;
    }
    f->newline = newline;
    f->universal = newline == VALUE_NONE || as_str(newline)->len == 0;
    f->translate = newline == VALUE_NONE;
    return true;
}

static bool text_setup(Thread *t, TextFile *f, Value buffer, Value encoding, Value errors, Value newline, bool line_buffering,
                       bool write_through) {
    f->buffer = VALUE_NULL;
    if (!set_newline(t, f, newline) || !set_codec(t, f, encoding, errors)) return false;
    f->buffer = buffer;
    if (is_ours(t, buffer)) raw_set_outer(t, ((Buffered *)obj_of(buffer))->raw, from_ptr(f));
    f->line_buffering = line_buffering;
    f->write_through = write_through;
    f->text = NULL;
    f->at = 0;
    f->pending = f->chunk = f->tail = BUF_INIT;
    f->reading = f->eof = f->started = false;
    f->newlines = 0;
    return true;
}

Value text_new(Thread *t, Value buffer, Value encoding, Value errors, Value newline, bool line_buffering, bool write_through) {
    Value v = object_alloc(t, type_by_id(t, T_TEXT_FILE));
    return v && text_setup(t, as_text(v), buffer, encoding, errors, newline, line_buffering, write_through) ? v : VALUE_ERROR;
}

static bool str_or_none(Thread *t, Value v, const char *name) {
    if (v == VALUE_NONE || is_str(v)) return true;
    raise_type_error(t, "TextIOWrapper() argument '%s' must be str or None, not %V", name, v);
    return false;
}
static Value text_init(Thread *t, Value *a) {
    int line = truth_of(t, a[5]), through = truth_of(t, a[6]);
    if (line < 0 || through < 0 || !str_or_none(t, a[2], "encoding") || !str_or_none(t, a[3], "errors") || !str_or_none(t, a[4], "newline"))
        return VALUE_ERROR;
    int yes;
    if (!io_true(t, a[1], "readable", &yes) || !io_true(t, a[1], "writable", &yes)) return VALUE_ERROR;
    return text_setup(t, as_text(a[0]), a[1], a[2], a[3], a[4], line, through) ? VALUE_NONE : VALUE_ERROR;
}
static Value text_reconfigure(Thread *t, Value *a) {
    TextFile *f = as_text(a[0]);
    if (!need_open(t, f) || !text_flush(t, f)) return VALUE_ERROR;
    if (f->text && (a[1] != VALUE_NONE || a[2] != VALUE_NONE || a[3] != VALUE_ELLIPSIS))
        return io_unsupported(t, "It is not possible to set the encoding or newline of stream after the first read");
    if (a[1] != VALUE_NONE || a[2] != VALUE_NONE) {
        Value encoding = a[1] != VALUE_NONE ? a[1] : f->encoding;
        Value errors = a[2] != VALUE_NONE ? a[2] : a[1] != VALUE_NONE ? VALUE_NONE : f->errors;
        if (!is_str(encoding)) return raise_type_error(t, "reconfigure() argument 'encoding' must be str or None, not %V", encoding);
        if (!set_codec(t, f, encoding, errors)) return VALUE_ERROR;
    }
    if (a[3] != VALUE_ELLIPSIS && !set_newline(t, f, a[3])) return VALUE_ERROR;
    if (a[4] != VALUE_NONE) {
        int on = truth_of(t, a[4]);
        if (on < 0) return VALUE_ERROR;
        f->line_buffering = on;
    }
    if (a[5] != VALUE_NONE) {
        int on = truth_of(t, a[5]);
        if (on < 0) return VALUE_ERROR;
        f->write_through = on;
    }
    return VALUE_NONE;
}
static Value text_close(Thread *t, Value *a) {
    TextFile *f = as_text(a[0]);
    if (!need_buffer(t, f)) return VALUE_ERROR;
    int closed = io_closed(t, f->buffer);
    if (closed) return closed < 0 ? VALUE_ERROR : VALUE_NONE;
    Value flushed = call_method0(t, a[0], NAME(t, flush)), first = exc_fetch(t);
    if (f->dirty) {
        f->dirty = false;
        io_note_clean(t, a[0]);
    }
    Value done = io_call(t, f->buffer, "close");
    if (!flushed) {
        if (!done && t->exc) as_exc(t->exc)->context = first;
        else t->exc = first;
        return VALUE_ERROR;
    }
    return done ? VALUE_NONE : VALUE_ERROR;
}
static Value text_detach(Thread *t, Value *a) {
    TextFile *f = as_text(a[0]);
    if (!need_buffer(t, f) || !call_method0(t, a[0], NAME(t, flush))) return VALUE_ERROR;
    Value buffer = f->buffer;
    f->buffer = VALUE_NULL;
    if (is_ours(t, buffer)) raw_set_outer(t, ((Buffered *)obj_of(buffer))->raw, buffer);
    return buffer;
}

#define FORWARD(name, method)                                                                                           \
    static Value name(Thread *t, Value *a) {                                                                            \
        return need_buffer(t, as_text(a[0])) ? io_call(t, as_text(a[0])->buffer, method) : VALUE_ERROR;                   \
    }
FORWARD(text_fileno, "fileno")
FORWARD(text_isatty, "isatty")
FORWARD(text_seekable, "seekable")
FORWARD(text_readable, "readable")
FORWARD(text_writable, "writable")
static Value text_get_closed(Thread *t, Value self) {
    return need_buffer(t, as_text(self)) ? get_attr(t, as_text(self)->buffer, NAME(t, closed)) : VALUE_ERROR;
}
static Value text_get_name(Thread *t, Value self) {
    return need_buffer(t, as_text(self)) ? get_attr(t, as_text(self)->buffer, NAME(t, name)) : VALUE_ERROR;
}
static Value text_get_buffer(Thread *t, Value self) { return need_buffer(t, as_text(self)) ? as_text(self)->buffer : VALUE_ERROR; }
static Value text_get_encoding(Thread *t, Value self) { return as_text(self)->encoding ? as_text(self)->encoding : VALUE_NONE; }
static Value text_get_errors(Thread *t, Value self) { return as_text(self)->errors ? as_text(self)->errors : VALUE_NONE; }
static Value text_get_newlines(Thread *t, Value self) {
    static const char *const kinds[] = { "\r", "\n", "\r\n" };
    int seen = as_text(self)->newlines;
    Value found[3];
    int n = 0;
    for (int i = 0; i < 3; i++)
        if (seen >> i & 1) found[n++] = str_from_cstr(t, kinds[i]);
    return n == 0 ? VALUE_NONE : n == 1 ? found[0] : tuple_new(t, found, n);
}
static Value text_get_line_buffering(Thread *t, Value self) { return from_bool(as_text(self)->line_buffering); }
static Value text_get_write_through(Thread *t, Value self) { return from_bool(as_text(self)->write_through); }
static Value text_repr(Thread *t, Value self) {
    Value name = as_text(self)->buffer ? get_attr_or_null(t, self, NAME(t, name)) : VALUE_NULL;
    exc_clear(t);
    Value mode = get_attr_or_null(t, self, NAME(t, mode));
    exc_clear(t);
    StrBuf b;
    strbuf_init(&b, t);
    Value head = str_format(t, "<%N", type_of(t, self));
    if (head) strbuf_str(&b, as_str(head));
    if (name) {
        strbuf_cstr(&b, " name=");
        if (!strbuf_repr(&b, name)) return VALUE_ERROR;
    }
    if (mode) {
        strbuf_cstr(&b, " mode=");
        if (!strbuf_repr(&b, mode)) return VALUE_ERROR;
    }
    strbuf_cstr(&b, " encoding=");
    if (!strbuf_repr(&b, text_get_encoding(t, self))) return VALUE_ERROR;
    strbuf_cstr(&b, ">");
    return strbuf_finish(&b);
}

const TypeDef type_text_file = {
    .name = "_io.TextIOWrapper", .doc = "Text over a buffered binary file.", .base = T_TEXT_IO_BASE, .size = sizeof(TextFile),
    .attrs_offset = offsetof(TextFile, attrs), .weakrefs = true,
    .slots = { .repr = text_repr, .next = text_next },
    .init = { "__init__", text_init, "buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False", NULL, 0 },
    .methods = (const FunctionDef[]) {
        { "close", text_close, "", NULL, 0 }, { "detach", text_detach, "", NULL, 0 }, { "fileno", text_fileno, "", NULL, 0 },
        { "flush", text_flush_method, "", NULL, 0 }, { "isatty", text_isatty, "", NULL, 0 },
        { "read", text_read, "size=-1, /", NULL, 0 }, { "readable", text_readable, "", NULL, 0 },
        { "readline", text_readline, "size=-1, /", NULL, 0 },
        { "reconfigure", text_reconfigure, "*, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None", NULL, 0 },
        { "seek", text_seek, "cookie, whence=0, /", NULL, 0 }, { "seekable", text_seekable, "", NULL, 0 },
        { "tell", text_tell, "", NULL, 0 }, { "truncate", text_truncate, "pos=None, /", NULL, 0 },
        { "writable", text_writable, "", NULL, 0 }, { "write", text_write, "text, /", NULL, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "buffer", text_get_buffer, NULL, NULL }, { "closed", text_get_closed, NULL, NULL },
        { "encoding", text_get_encoding, NULL, NULL }, { "errors", text_get_errors, NULL, NULL },
        { "line_buffering", text_get_line_buffering, NULL, NULL }, { "name", text_get_name, NULL, NULL },
        { "newlines", text_get_newlines, NULL, NULL }, { "write_through", text_get_write_through, NULL, NULL }, { 0 } }
};
