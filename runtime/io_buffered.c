/* _io.BufferedReader, BufferedWriter, BufferedRandom: one buffer over a raw file. */
#include "runtime/io.h"
#include "vm/object/container.h"
#include <errno.h>
#include <unistd.h>

static Buffered *as_buffered(Value v) { return (Buffered *)obj_of(v); }

static bool need_raw(Thread *t, Buffered *b) {
    if (likely(b->raw)) return true;
    raise_value_error(t, b->buf ? "raw stream has been detached" : "I/O operation on uninitialized object");
    return false;
}

static bool raw_is_closed(Thread *t, Buffered *b, int *closed) {
    if (is_exact(t, b->raw, T_RAW_FILE)) *closed = ((RawFile *)obj_of(b->raw))->fd < 0;
    else *closed = io_closed(t, b->raw);
    return *closed >= 0;
}

static bool need_open(Thread *t, Buffered *b, const char *what) {
    int closed;
    if (!need_raw(t, b) || !raw_is_closed(t, b, &closed)) return false;
    if (closed) raise_value_error(t, "%s closed file", what);
    return !closed;
}

static Value owner(Buffered *b) { return from_ptr(b); }

static bool set_dirty(Thread *t, Buffered *b, bool dirty) {
    if (dirty == b->dirty) return true;
    b->dirty = dirty;
    if (dirty) return io_note_dirty(t, owner(b));
    io_note_clean(t, owner(b));
    return true;
}

static COLD bool would_block(Thread *t, int64_t done) {
    Value args[3] = { from_small(EAGAIN), str_from_cstr(t, "write could not complete without blocking"), from_small(done) };
    Value exc = call_value(t, from_ptr(t->interp->exc_types[EXC_BlockingIOError]), args, 3, NULL);
    if (exc) raise_value(t, exc);
    return false;
}

/* Writes buf[0, end) out. What could not be written stays at the front. */
static bool write_out(Thread *t, Buffered *b) {
    int64_t done = 0;
    while (done < b->end) {
        int64_t n = raw_write(t, b->raw, b->buf + done, b->end - done);
        if (n < 0) {
            int64_t left = MAX(b->end - done, 0);       /* none if it was closed meanwhile */
            memmove(b->buf, b->buf + done, (size_t)left);
            b->end = left;
            return n == -1 ? would_block(t, 0) : false;
        }
        done += n;
    }
    b->end = 0;
    b->writing = false;
    return set_dirty(t, b, false);
}

static bool raw_seek(Thread *t, Buffered *b, int64_t offset, int whence, int64_t *at) {
    Value args[2] = { from_int64(t, offset), from_small(whence) };
    Value v = need_raw(t, b) ? call_method(t, b->raw, str_intern_cstr(t, "seek"), args, 2) : VALUE_ERROR;
    if (!v || !as_int64(t, v, at)) return false;
    if (*at < 0) raise_error(t, EXC_OSError, "Raw stream returned invalid position %ld", (long)*at);
    return *at >= 0;
}

/* Gives read-ahead back, so that the raw position is the one the program sees. */
static bool drop_read_ahead(Thread *t, Buffered *b) {
    int64_t back = b->end - b->pos, at;
    b->pos = b->end = 0;
    return back == 0 || raw_seek(t, b, -back, SEEK_CUR, &at);
}

static bool flush_buffer(Thread *t, Buffered *b) {
    if (b->writing) return write_out(t, b);
    if (b->readable && b->writable) return drop_read_ahead(t, b);
    return true;
}

static bool write_buffer(Thread *t, Buffered *b, const char *data, int64_t n) {
    if (!b->writing) {
        if (b->readable && !drop_read_ahead(t, b)) return false;
        b->pos = b->end = 0;
        b->writing = true;
    }
    if (n > b->cap - b->end && b->end > 0 && !write_out(t, b)) return false;
    b->writing = true;
    while (n >= b->cap) {                               /* larger than the buffer: straight out */
        int64_t done = raw_write(t, b->raw, data, n);
        if (done < 0) return done == -1 ? would_block(t, 0) : false;
        data += done;
        n -= done;
    }
    if (n > 0) {
        memcpy(b->buf + b->end, data, (size_t)n);
        b->end += n;
        return set_dirty(t, b, true);
    }
    return true;
}

/* Fills the empty buffer by one raw read: bytes read, 0 at the end, -1 would block, -2 exception. */
static int64_t fill(Thread *t, Buffered *b) {
    if (b->writing && !write_out(t, b)) return -2;
    b->pos = b->end = 0;
    int64_t n = raw_read(t, b->raw, b->buf, b->cap);
    if (n > 0) b->end = n;
    return n;
}

static bool read_once(Thread *t, Buffered *b, int64_t n, Buf *out) {
    if (b->writing && !write_out(t, b)) return false;
    if (b->pos == b->end && fill(t, b) == -2) return false;
    int64_t have = b->end - b->pos;
    if (n >= 0) have = MIN(have, n);
    buf_add(out, b->buf + b->pos, (size_t)have);
    b->pos += have;
    return true;
}

/* -- With the lock ------------------------------------------------------------------------------------------------------- */

static bool enter(Thread *t, Buffered *b) {
    bool mine;
    return io_lock(t, &b->lock, owner(b), false, &mine);
}
static void leave(Thread *t, Buffered *b) { lock_give(t, &b->lock); }
bool buffered_lock(Thread *t, Buffered *b) { return enter(t, b); }
void buffered_unlock(Thread *t, Buffered *b) { leave(t, b); }
bool buffered_write_locked(Thread *t, Buffered *b, const char *data, int64_t n) { return write_buffer(t, b, data, n); }

bool buffered_flush(Thread *t, Buffered *b) {
    if (!enter(t, b)) return false;
    bool ok = flush_buffer(t, b);
    leave(t, b);
    return ok;
}
bool buffered_write(Thread *t, Buffered *b, const char *data, int64_t n) {
    if (!enter(t, b)) return false;
    bool ok = write_buffer(t, b, data, n);
    leave(t, b);
    return ok;
}
bool buffered_read1(Thread *t, Buffered *b, int64_t n, Buf *out) {
    if (!enter(t, b)) return false;
    bool ok = read_once(t, b, n, out);
    leave(t, b);
    return ok;
}

/* A method that uses the buffer: fn with the lock held. */
static Value with_lock(Thread *t, Value *a, Value (*fn)(Thread *t, Value *a)) {
    Buffered *b = as_buffered(a[0]);
    if (!enter(t, b)) return VALUE_ERROR;
    Value v = fn(t, a);
    leave(t, b);
    return v;
}
#define LOCKED(name, fn) \
    static Value name(Thread *t, Value *a) { return with_lock(t, a, fn); }

/* -- Methods ------------------------------------------------------------------------------------------------------------- */

static bool buffered_setup(Thread *t, Buffered *b, Value raw, int64_t size, bool readable, bool writable) {
    if (size <= 0) return raise_value_error(t, "buffer size must be strictly positive"), false;
    b->raw = VALUE_NULL;
    if (!(b->buf = alloc_leaf(t, (size_t)size))) return false;
    b->raw = raw;
    raw_set_outer(t, raw, from_ptr(b));
    b->cap = size;
    b->pos = b->end = 0;
    b->readable = readable;
    b->writable = writable;
    b->writing = false;
    return true;
}

Value buffered_new(Thread *t, int type_id, Value raw, int64_t size) {
    Value v = object_alloc(t, type_by_id(t, type_id));
    return v && buffered_setup(t, as_buffered(v), raw, size, type_id != T_BUFFERED_WRITER, type_id != T_BUFFERED_READER) ? v : VALUE_ERROR;
}

static Value init_with(Thread *t, Value *a, bool readable, bool writable) {
    int64_t size;
    int yes;
    if (!as_index(t, a[2], &size)) return VALUE_ERROR;
    if (readable) {
        if (!io_true(t, a[1], "readable", &yes)) return VALUE_ERROR;
        if (!yes) return io_unsupported(t, "File or stream is not readable.");
    }
    if (writable) {
        if (!io_true(t, a[1], "writable", &yes)) return VALUE_ERROR;
        if (!yes) return io_unsupported(t, "File or stream is not writable.");
    }
    return buffered_setup(t, as_buffered(a[0]), a[1], size, readable, writable) ? VALUE_NONE : VALUE_ERROR;
}
static Value reader_init(Thread *t, Value *a) { return init_with(t, a, true, false); }
static Value writer_init(Thread *t, Value *a) { return init_with(t, a, false, true); }
static Value random_init(Thread *t, Value *a) { return init_with(t, a, true, true); }

/* All that a raw stream without readall() has. */
static Value read_until_end(Thread *t, Value raw) {
    Buf all = BUF_INIT;
    for (bool some = false;; some = true) {
        Value piece = io_call(t, raw, "read");
        if (!piece) return VALUE_ERROR;
        if (piece == VALUE_NONE && !some) return VALUE_NONE;
        if (piece != VALUE_NONE && !is_bytes(piece)) return raise_type_error(t, "read() should return bytes");
        if (piece == VALUE_NONE || !as_bytes(piece)->len) break;
        buf_add(&all, as_bytes(piece)->data, (size_t)as_bytes(piece)->len);
    }
    return all.failed ? (raise_memory(t), VALUE_ERROR) : bytes_new(t, all.data ? all.data : "", all.len);
}

static Value read_all(Thread *t, Buffered *b) {
    Buf all = BUF_INIT;
    if (b->writing && !write_out(t, b)) return VALUE_ERROR;
    buf_add(&all, b->buf + b->pos, (size_t)(b->end - b->pos));
    b->pos = b->end = 0;
    Value readall = get_attr_cstr(t, b->raw, "readall");
    if (!readall && !exc_matches(t, EXC_AttributeError)) return VALUE_ERROR;
    if (!readall) exc_clear(t);
    Value rest = readall ? call0(t, readall) : read_until_end(t, b->raw);
    if (!rest) return VALUE_ERROR;
    if (rest == VALUE_NONE) return all.len ? bytes_new(t, all.data, all.len) : VALUE_NONE;
    if (!is_bytes(rest)) return raise_type_error(t, "readall() should return bytes");
    if (!all.len) return rest;
    buf_add(&all, as_bytes(rest)->data, (size_t)as_bytes(rest)->len);
    return all.failed ? (raise_memory(t), VALUE_ERROR) : bytes_new(t, all.data, all.len);
}

static Value read_some(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    int64_t n = -1;
    if (!io_size(t, a[1], &n)) return VALUE_ERROR;
    if (n < -1) return raise_value_error(t, "read length must be non-negative or -1");
    if (!need_open(t, b, "read of")) return VALUE_ERROR;
    if (n < 0) return read_all(t, b);
    if (b->writing && !write_out(t, b)) return VALUE_ERROR;
    if (n <= b->end - b->pos) {
        Value v = bytes_new(t, b->buf + b->pos, (size_t)n);
        b->pos += n;
        return v;
    }
    Bytes *out = bytes_alloc(t, (size_t)n);
    if (!out) return VALUE_ERROR;
    int64_t have = b->end - b->pos;
    memcpy(out->data, b->buf + b->pos, (size_t)have);
    b->pos = b->end = 0;
    while (have < n) {
        int64_t got;
        if (n - have >= b->cap) {
            got = raw_read(t, b->raw, out->data + have, (n - have) / b->cap * b->cap);
        } else {
            got = fill(t, b);
            if (got > 0) {
                got = MIN(got, n - have);
                memcpy(out->data + have, b->buf, (size_t)got);
                b->pos = got;
            }
        }
        if (got == -2) return VALUE_ERROR;
        if (got == -1 && have == 0) return VALUE_NONE;
        if (got <= 0) break;
        have += got;
    }
    return have == n ? from_ptr(out) : bytes_new(t, out->data, (size_t)have);
}
LOCKED(buffered_read, read_some)

static Value read1(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    int64_t n;
    Buf out = BUF_INIT;
    if (!as_ssize(t, a[1], &n) || !need_open(t, b, "read of")) return VALUE_ERROR;
    if (n == 0) return from_ptr(t->interp->empty_bytes);
    if (n > b->cap && b->pos == b->end && !b->writing) {    /* one read of the size asked for */
        char *room = alloc_leaf(t, (size_t)n);
        int64_t got = room ? raw_read(t, b->raw, room, n) : -2;
        return got == -2 ? VALUE_ERROR : bytes_new(t, room, (size_t)MAX(got, 0));
    }
    return read_once(t, b, n, &out) ? bytes_new(t, out.data ? out.data : "", out.len) : VALUE_ERROR;
}
LOCKED(buffered_read1_method, read1)
static Value peek(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    int64_t n;
    if (!as_ssize(t, a[1], &n) || !need_open(t, b, "peek of")) return VALUE_ERROR;
    if (b->writing && !write_out(t, b)) return VALUE_ERROR;
    if (b->pos == b->end && fill(t, b) == -2) return VALUE_ERROR;
    return bytes_new(t, b->buf + b->pos, (size_t)(b->end - b->pos));
}
LOCKED(buffered_peek, peek)
static Value readinto(Thread *t, Value *a, bool once) {
    Buffered *b = as_buffered(a[0]);
    BufferView view;
    if (!io_target(t, once ? "readinto1" : "readinto", a[1], &view)) return VALUE_ERROR;
    if (!need_open(t, b, "readinto of")) {
        release_buffer(t, &view);
        return VALUE_ERROR;
    }
    int64_t have = 0, n = (int64_t)view.len;
    bool ok = !b->writing || write_out(t, b);
    while (ok && have < n) {
        int64_t got = b->end - b->pos;
        if (got == 0) {
            if (once && have) break;
            if (n - have >= b->cap) {
                got = raw_read(t, b->raw, (char *)view.data + have, n - have);
                if (got > 0) have += got;
                if (got > 0 && !once) continue;
                ok = got != -2;
                break;
            }
            got = fill(t, b);
            if (got <= 0) {
                ok = got != -2;
                break;
            }
        }
        got = MIN(got, n - have);
        memcpy((char *)view.data + have, b->buf + b->pos, (size_t)got);
        b->pos += got;
        have += got;
    }
    release_buffer(t, &view);
    return ok ? from_small(have) : VALUE_ERROR;
}
static Value readinto_all(Thread *t, Value *a) { return readinto(t, a, false); }
static Value readinto_once(Thread *t, Value *a) { return readinto(t, a, true); }
LOCKED(buffered_readinto, readinto_all)
LOCKED(buffered_readinto1, readinto_once)

static Value line_of(Thread *t, Buffered *b, int64_t limit) {
    Buf line = BUF_INIT;
    if (b->writing && !write_out(t, b)) return VALUE_ERROR;
    for (;;) {
        if (b->pos == b->end) {
            int64_t got = fill(t, b);
            if (got == -2) return VALUE_ERROR;
            if (got <= 0) break;
        }
        int64_t have = b->end - b->pos;
        if (limit >= 0) have = MIN(have, limit - (int64_t)line.len);
        const char *start = b->buf + b->pos, *eol = memchr(start, '\n', (size_t)have);
        int64_t n = eol ? eol - start + 1 : have;
        b->pos += n;
        if (!line.len && eol) return bytes_new(t, start, (size_t)n);
        buf_add(&line, start, (size_t)n);
        if (eol || (limit >= 0 && (int64_t)line.len >= limit)) break;
    }
    return line.failed ? (raise_memory(t), VALUE_ERROR) : bytes_new(t, line.data ? line.data : "", line.len);
}
static Value read_line(Thread *t, Value *a) {
    int64_t limit = -1;
    if (!io_size(t, a[1], &limit)) return VALUE_ERROR;
    return need_open(t, as_buffered(a[0]), "readline of") ? line_of(t, as_buffered(a[0]), limit) : VALUE_ERROR;
}
LOCKED(buffered_readline, read_line)
static Value buffered_next(Thread *t, Value self) {
    Buffered *b = as_buffered(self);
    if (!need_open(t, b, "I/O operation on")) return VALUE_ERROR;
    if (!b->readable) return io_unsupported(t, "read");
    Value args[] = { self, from_small(-1) };
    Value line = is_exact_user(self) ? call_method0(t, self, NAME(t, readline)) : buffered_readline(t, args);
    return !line ? VALUE_ERROR : is_bytes(line) && as_bytes(line)->len == 0 ? VALUE_STOP : line;
}

static Value buffered_write_method(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    BufferView view;
    if (is_str(a[1])) return raise_type_error(t, "a bytes-like object is required, not 'str'");
    if (!need_open(t, b, "write to") || !get_buffer(t, a[1], &view)) return VALUE_ERROR;
    int64_t n = (int64_t)view.len;
    bool ok = buffered_write(t, b, view.data, n);
    release_buffer(t, &view);
    return ok ? from_small(n) : VALUE_ERROR;
}
static Value buffered_flush_method(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    if (!need_open(t, b, "flush of") || !buffered_flush(t, b)) return VALUE_ERROR;
    return is_exact(t, b->raw, T_RAW_FILE) || io_call(t, b->raw, "flush") ? VALUE_NONE : VALUE_ERROR;
}

static Value buffered_tell(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    int64_t at;
    if (!need_raw(t, b)) return VALUE_ERROR;            /* a closed one says so itself */
    Value v = io_call(t, b->raw, "tell");
    if (!v || !as_int64(t, v, &at)) return VALUE_ERROR;
    return from_int64(t, b->writing ? at + b->end : at - (b->end - b->pos));
}
static Value seek_to(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    int64_t offset, whence, at;
    int seekable;
    if (!as_int64(t, a[2], &whence)) return VALUE_ERROR;
    if (whence < 0 || whence > 4) return raise_value_error(t, "whence value %ld unsupported", (long)whence);
    if (!need_open(t, b, "seek of") || !io_true(t, b->raw, "seekable", &seekable)) return VALUE_ERROR;
    if (!seekable) return io_unsupported(t, "File or stream is not seekable.");
    if (!as_int64(t, a[1], &offset)) return VALUE_ERROR;
    if (b->writing && !write_out(t, b)) return VALUE_ERROR;
    if (whence == SEEK_CUR) offset -= b->end - b->pos;
    b->pos = b->end = 0;
    return raw_seek(t, b, offset, (int)whence, &at) ? from_int64(t, at) : VALUE_ERROR;
}
LOCKED(buffered_seek, seek_to)
static Value truncate_at(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    if (!need_open(t, b, "truncate of")) return VALUE_ERROR;
    if (!b->writable) return io_unsupported(t, "truncate");
    Value size = a[1];
    if (size == VALUE_NONE && !(size = buffered_tell(t, a))) return VALUE_ERROR;
    return flush_buffer(t, b) ? io_call1(t, b->raw, "truncate", size) : VALUE_ERROR;
}
LOCKED(buffered_truncate, truncate_at)
static Value buffered_close(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    int closed;
    if (!need_raw(t, b) || !raw_is_closed(t, b, &closed)) return VALUE_ERROR;
    if (closed) return VALUE_NONE;
    Value flushed = call_method0(t, a[0], NAME(t, flush)), first = exc_fetch(t);
    if (!set_dirty(t, b, false)) exc_clear(t);
    b->end = b->pos = 0;
    Value done = io_call(t, b->raw, "close");
    if (!flushed) {
        if (!done && t->exc) as_exc(t->exc)->context = first;
        else t->exc = first;
        return VALUE_ERROR;
    }
    return done ? VALUE_NONE : VALUE_ERROR;
}
static Value buffered_detach(Thread *t, Value *a) {
    Buffered *b = as_buffered(a[0]);
    if (!need_raw(t, b) || !call_method0(t, a[0], NAME(t, flush))) return VALUE_ERROR;
    Value raw = b->raw;
    b->raw = VALUE_NULL;
    raw_set_outer(t, raw, VALUE_NULL);
    return raw;
}

#define FORWARD(name, method)                                                                                           \
    static Value name(Thread *t, Value *a) {                                                                            \
        return need_raw(t, as_buffered(a[0])) ? io_call(t, as_buffered(a[0])->raw, method) : VALUE_ERROR;               \
    }
FORWARD(buffered_fileno, "fileno")
FORWARD(buffered_isatty, "isatty")
FORWARD(buffered_seekable, "seekable")
FORWARD(buffered_readable, "readable")
FORWARD(buffered_writable, "writable")
#define FORWARD_GET(fn, attr)                                                                                           \
    static Value fn(Thread *t, Value self) {                                                                            \
        return need_raw(t, as_buffered(self)) ? get_attr(t, as_buffered(self)->raw, NAME(t, attr)) : VALUE_ERROR;       \
    }
FORWARD_GET(buffered_get_closed, closed)
FORWARD_GET(buffered_get_name, name)
FORWARD_GET(buffered_get_mode, mode)
static Value buffered_get_raw(Thread *t, Value self) { return as_buffered(self)->raw ? as_buffered(self)->raw : VALUE_NONE; }
static Value buffered_repr(Thread *t, Value self) {
    Value name = as_buffered(self)->raw ? get_attr_or_null(t, self, NAME(t, name)) : VALUE_NULL;
    exc_clear(t);
    return name ? str_format(t, "<%N name=%R>", type_of(t, self), name) : str_format(t, "<%N>", type_of(t, self));
}

#define COMMON_METHODS                                                                                                  \
    { "close", buffered_close, "", NULL, 0 }, { "detach", buffered_detach, "", NULL, 0 },                               \
    { "fileno", buffered_fileno, "", NULL, 0 }, { "flush", buffered_flush_method, "", NULL, 0 },                        \
    { "isatty", buffered_isatty, "", NULL, 0 }, { "seekable", buffered_seekable, "", NULL, 0 },                         \
    { "seek", buffered_seek, "target, whence=0, /", NULL, 0 }, { "tell", buffered_tell, "", NULL, 0 },                  \
    { "truncate", buffered_truncate, "pos=None, /", NULL, 0 }
#define READ_METHODS                                                                                                    \
    { "peek", buffered_peek, "size=0, /", NULL, 0 }, { "read", buffered_read, "size=-1, /", NULL, 0 },                  \
    { "read1", buffered_read1_method, "size=-1, /", NULL, 0 }, { "readable", buffered_readable, "", NULL, 0 },          \
    { "readinto", buffered_readinto, "buffer, /", NULL, 0 }, { "readinto1", buffered_readinto1, "buffer, /", NULL, 0 }, \
    { "readline", buffered_readline, "size=-1, /", NULL, 0 }
#define WRITE_METHODS                                                                                                   \
    { "writable", buffered_writable, "", NULL, 0 }, { "write", buffered_write_method, "buffer, /", NULL, 0 }
static const GetSetDef buffered_getsets[] = {
    { "closed", buffered_get_closed, NULL, NULL }, { "name", buffered_get_name, NULL, NULL },
    { "mode", buffered_get_mode, NULL, NULL }, { "raw", buffered_get_raw, NULL, NULL }, { 0 }
};

const TypeDef type_buffered_reader = {
    .name = "_io.BufferedReader", .base = T_BUFFERED_IO_BASE, .size = sizeof(Buffered), .attrs_offset = offsetof(Buffered, attrs),
    .weakrefs = true, .slots = { .repr = buffered_repr, .next = buffered_next },
    .init = { "__init__", reader_init, "raw, buffer_size=8192", NULL, 0 },
    .methods = (const FunctionDef[]) { COMMON_METHODS, READ_METHODS, { 0 } }, .getsets = buffered_getsets
};
const TypeDef type_buffered_writer = {
    .name = "_io.BufferedWriter", .base = T_BUFFERED_IO_BASE, .size = sizeof(Buffered), .attrs_offset = offsetof(Buffered, attrs),
    .weakrefs = true, .slots = { .repr = buffered_repr },
    .init = { "__init__", writer_init, "raw, buffer_size=8192", NULL, 0 },
    .methods = (const FunctionDef[]) { COMMON_METHODS, WRITE_METHODS, { 0 } }, .getsets = buffered_getsets
};
const TypeDef type_buffered_random = {
    .name = "_io.BufferedRandom", .base = T_BUFFERED_IO_BASE, .size = sizeof(Buffered), .attrs_offset = offsetof(Buffered, attrs),
    .weakrefs = true, .slots = { .repr = buffered_repr, .next = buffered_next },
    .init = { "__init__", random_init, "raw, buffer_size=8192", NULL, 0 },
    .methods = (const FunctionDef[]) { COMMON_METHODS, READ_METHODS, WRITE_METHODS, { 0 } }, .getsets = buffered_getsets
};
