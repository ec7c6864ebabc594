/* The base classes of io: what every file does in terms of a few methods of its own. */
#include "runtime/io.h"

/* While a call let other threads run, one of them may have detached what was below. */
static bool attached(Thread *t, Value obj) {
    if (likely(obj)) return true;
    raise_value_error(t, "underlying stream has been detached");
    return false;
}

Value io_call(Thread *t, Value obj, const char *method) {
    if (!attached(t, obj)) return VALUE_ERROR;
    Str *s = str_intern_cstr(t, method);
    return s ? call_method0(t, obj, s) : VALUE_ERROR;
}
Value io_call1(Thread *t, Value obj, const char *method, Value arg) {
    if (!attached(t, obj)) return VALUE_ERROR;
    Str *s = str_intern_cstr(t, method);
    return s ? call_method1(t, obj, s, arg) : VALUE_ERROR;
}
bool io_true(Thread *t, Value obj, const char *method, int *out) {
    Value v = io_call(t, obj, method);
    *out = v ? truth_of(t, v) : -1;
    return *out >= 0;
}

Value io_unsupported(Thread *t, const char *what) {
    if (!io_state(t)->unsupported && !import_module(t, "_io")) return VALUE_ERROR;      /* the module makes the class */
    Value exc = call1(t, io_state(t)->unsupported, str_from_cstr(t, what));
    return exc ? raise_value(t, exc) : VALUE_ERROR;
}

bool io_size(Thread *t, Value v, int64_t *n) {
    if (v == VALUE_NONE) return true;
    if (is_small(v) || type_of(t, v)->slots.index) {
        Value number = number_index(t, v);
        if (number && !int_fits_int64(number, n)) raise_overflow(t, "cannot fit '%T' into an index-sized integer", v);
        return t->exc == 0;
    }
    raise_type_error(t, "argument should be integer or None, not '%T'", v);
    return false;
}

bool io_target(Thread *t, const char *method, Value v, BufferView *out) {
    if (get_buffer_writable(t, v, out)) return true;
    if (!exc_matches(t, EXC_TypeError)) return false;
    exc_clear(t);
    raise_type_error(t, "%s() argument must be read-write bytes-like object, not %V", method, v);
    return false;
}

int io_closed(Thread *t, Value file) {
    Value v = get_attr(t, file, NAME(t, closed));
    return v ? truth_of(t, v) : -1;
}

bool io_check_open(Thread *t, Value file) {
    int closed = io_closed(t, file);
    if (closed > 0) raise_value_error(t, "I/O operation on closed file.");
    return closed == 0;
}

/* -- Files with unwritten data --------------------------------------------------------------------------------------- */

bool io_note_dirty(Thread *t, Value file) {
    IoState *s = io_state(t);
    if (s->ndirty == s->cap) {
        Value *bigger = grow_array(t, s->dirty, (size_t)s->cap, (size_t)s->cap * 2 + 8, sizeof(Value));
        if (!bigger) return false;
        s->dirty = bigger;
        s->cap = s->cap * 2 + 8;
    }
    s->dirty[s->ndirty++] = file;
    return true;
}

void io_note_clean(Thread *t, Value file) {
    IoState *s = io_state(t);
    for (int64_t i = s->ndirty; i-- > 0;)
        if (s->dirty[i] == file) {
            s->dirty[i] = s->dirty[--s->ndirty];
            s->dirty[s->ndirty] = VALUE_NULL;
            return;
        }
}

/* -- IOBase ------------------------------------------------------------------------------------------------------------ */

#define CLOSED_MARK "__IOBase_closed"

static Value base_get_closed(Thread *t, Value self) {
    Value v = get_attr_or_null(t, self, str_intern_cstr(t, CLOSED_MARK));
    return t->exc ? VALUE_ERROR : from_bool(v != 0);
}
static Value base_flush(Thread *t, Value *a) { return io_check_open(t, a[0]) ? VALUE_NONE : VALUE_ERROR; }
static Value base_close(Thread *t, Value *a) {
    int closed = io_closed(t, a[0]);
    if (closed) return closed < 0 ? VALUE_ERROR : VALUE_NONE;
    Value flushed = call_method0(t, a[0], NAME(t, flush)), exc = exc_fetch(t);
    if (!set_attr(t, a[0], str_intern_cstr(t, CLOSED_MARK), VALUE_TRUE)) exc_clear(t);
    exc_restore(t, exc);
    return flushed ? VALUE_NONE : VALUE_ERROR;
}
static Value base_enter(Thread *t, Value *a) { return io_check_open(t, a[0]) ? a[0] : VALUE_ERROR; }
static Value base_exit(Thread *t, Value *a) { return call_method0(t, a[0], NAME(t, close)); }
static Value base_false(Thread *t, Value *a) { return io_check_open(t, a[0]) ? VALUE_FALSE : VALUE_ERROR; }
static Value base_seek(Thread *t, Value *a) { return io_unsupported(t, "seek"); }
static Value base_tell(Thread *t, Value *a) {
    Value args[2] = { from_small(0), from_small(1) };
    return call_method(t, a[0], str_intern_cstr(t, "seek"), args, 2);
}
static Value base_truncate(Thread *t, Value *a) { return io_unsupported(t, "truncate"); }
static Value base_fileno(Thread *t, Value *a) { return io_unsupported(t, "fileno"); }

#define CHECK_METHOD(name, ask, message)                                                                                \
    static Value name(Thread *t, Value *a) {                                                                            \
        int yes;                                                                                                        \
        if (!io_true(t, a[0], ask, &yes)) return VALUE_ERROR;                                                           \
        return yes ? VALUE_TRUE : io_unsupported(t, message);                                                           \
    }
CHECK_METHOD(base_check_seekable, "seekable", "File or stream is not seekable.")
CHECK_METHOD(base_check_readable, "readable", "File or stream is not readable.")
CHECK_METHOD(base_check_writable, "writable", "File or stream is not writable.")
static Value base_check_closed(Thread *t, Value *a) { return io_check_open(t, a[0]) ? VALUE_NONE : VALUE_ERROR; }

static Value base_readline(Thread *t, Value *a) {
    int64_t limit = -1;
    if (!io_size(t, a[1], &limit)) return VALUE_ERROR;
    Value peek = get_attr_or_null(t, a[0], str_intern_cstr(t, "peek"));
    if (t->exc) return VALUE_ERROR;
    Buf line = BUF_INIT;
    while (limit < 0 || (int64_t)line.len < limit) {
        int64_t want = 1;
        if (peek) {
            Value ahead = call1(t, peek, from_small(1));
            if (!ahead) return VALUE_ERROR;
            if (!is_bytes(ahead)) return raise_error(t, EXC_OSError, "peek() should have returned a bytes object, not '%T'", ahead);
            Bytes *b = as_bytes(ahead);
            const char *eol = memchr(b->data, '\n', (size_t)b->len);
            want = eol ? eol - b->data + 1 : b->len ? b->len : 1;
            if (limit >= 0) want = MIN(want, limit - (int64_t)line.len);
        }
        Value piece = call_method1(t, a[0], NAME(t, read), from_small(want));
        if (!piece) return VALUE_ERROR;
        if (!is_bytes(piece)) return raise_error(t, EXC_OSError, "read() should have returned a bytes object, not '%T'", piece);
        Bytes *b = as_bytes(piece);
        if (!b->len) break;
        buf_add(&line, b->data, (size_t)b->len);
        if (b->data[b->len - 1] == '\n') break;
    }
    return line.failed ? (raise_memory(t), VALUE_ERROR) : bytes_new(t, line.data ? line.data : "", line.len);
}

static Value base_iter(Thread *t, Value self) { return io_check_open(t, self) ? self : VALUE_ERROR; }
static Value base_next(Thread *t, Value self) {
    Value line = call_method0(t, self, NAME(t, readline));
    int64_t n = line ? length_of(t, line) : -1;
    return n < 0 ? VALUE_ERROR : n ? line : VALUE_STOP;
}
static Value base_readlines(Thread *t, Value *a) {
    int64_t hint = -1, total = 0;
    if (!io_size(t, a[1], &hint)) return VALUE_ERROR;
    List *l = list_alloc(t, 0, 8);
    Value it = l ? get_iter(t, a[0]) : VALUE_ERROR, line;
    if (!it) return VALUE_ERROR;
    while ((line = iter_next(t, it)) != VALUE_STOP) {
        if (!line || !list_append(t, l, line)) return VALUE_ERROR;
        int64_t n = length_of(t, line);
        if (n < 0) return VALUE_ERROR;
        if (hint > 0 && (total += n) > hint) break;
    }
    return from_ptr(l);
}
static Value base_writelines(Thread *t, Value *a) {
    if (!io_check_open(t, a[0])) return VALUE_ERROR;
    Value it = get_iter(t, a[1]), line;
    if (!it) return VALUE_ERROR;
    while ((line = iter_next(t, it)) != VALUE_STOP)
        if (!line || !call_method1(t, a[0], NAME(t, write), line)) return VALUE_ERROR;
    return VALUE_NONE;
}

/* Nobody has the file any more. For types of programs: ours have descriptors below them that are closed, or none. */
static void base_del(Thread *t, Value self) {
    int closed = io_closed(t, self);
    if (closed == 0) (void)!call_method0(t, self, NAME(t, close));
    exc_clear(t);
}

static Value io_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) { return object_alloc(t, cls); }

const TypeDef type_io_base = {
    .name = "_io._IOBase", .doc = "The base of all files.", .size = sizeof(Obj), .weakrefs = true,
    .slots = { .iter = base_iter, .next = base_next, .new_ = io_new, .del = base_del },
    .methods = (const FunctionDef[]) {
        { "__enter__", base_enter, "", NULL, 0 }, { "__exit__", base_exit, "*args", NULL, 0 },
        { "_checkClosed", base_check_closed, "msg=None", NULL, 0 }, { "_checkReadable", base_check_readable, "msg=None", NULL, 0 },
        { "_checkSeekable", base_check_seekable, "msg=None", NULL, 0 }, { "_checkWritable", base_check_writable, "msg=None", NULL, 0 },
        { "close", base_close, "", "Flush and close.", 0 }, { "fileno", base_fileno, "", NULL, 0 },
        { "flush", base_flush, "", NULL, 0 }, { "isatty", base_false, "", NULL, 0 },
        { "readable", base_false, "", NULL, 0 }, { "readline", base_readline, "size=-1, /", NULL, 0 },
        { "readlines", base_readlines, "hint=-1, /", NULL, 0 }, { "seek", base_seek, "offset, whence=0, /", NULL, 0 },
        { "seekable", base_false, "", NULL, 0 }, { "tell", base_tell, "", NULL, 0 },
        { "truncate", base_truncate, "size=None, /", NULL, 0 }, { "writable", base_false, "", NULL, 0 },
        { "writelines", base_writelines, "lines, /", NULL, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) { { "closed", base_get_closed, NULL, NULL }, { 0 } }
};

/* -- RawIOBase, BufferedIOBase, TextIOBase -------------------------------------------------------------------------------- */

static Value rawbase_read(Thread *t, Value *a) {
    int64_t n;
    if (a[1] == VALUE_NONE) n = -1;
    else if (!as_index(t, a[1], &n)) return VALUE_ERROR;
    if (n < 0) return io_call(t, a[0], "readall");
    Value room = bytearray_new(t, NULL, 0);
    if (!room || !bytearray_resize(t, as_bytearray(room), n)) return VALUE_ERROR;
    Value got = io_call1(t, a[0], "readinto", room);
    int64_t count;
    if (!got || got == VALUE_NONE) return got;
    if (!as_index(t, got, &count)) return VALUE_ERROR;
    if (count < 0 || count > n) return raise_value_error(t, "readinto returned %ld outside buffer size %ld", (long)count, (long)n);
    return bytes_new(t, as_bytearray(room)->data, (size_t)count);
}
static Value rawbase_readall(Thread *t, Value *a) {
    Buf all = BUF_INIT;
    for (;;) {
        Value piece = call_method1(t, a[0], NAME(t, read), from_small(IO_BUFFER_SIZE));
        if (!piece) return VALUE_ERROR;
        if (piece == VALUE_NONE && all.len == 0) return VALUE_NONE;
        if (piece == VALUE_NONE) break;
        if (!is_bytes(piece)) return raise_type_error(t, "read() should return bytes");
        if (!as_bytes(piece)->len) break;
        buf_add(&all, as_bytes(piece)->data, (size_t)as_bytes(piece)->len);
    }
    return bytes_new(t, all.data ? all.data : "", all.len);
}
static Value unsupported_readinto(Thread *t, Value *a) { return raise_error(t, EXC_NotImplementedError, ""); }

const TypeDef type_raw_io_base = {
    .name = "_io._RawIOBase", .base = T_IO_BASE, .size = sizeof(Obj),
    .methods = (const FunctionDef[]) {
        { "read", rawbase_read, "size=-1, /", NULL, 0 }, { "readall", rawbase_readall, "", NULL, 0 },
        { "readinto", unsupported_readinto, "buffer, /", NULL, 0 }, { "write", unsupported_readinto, "b, /", NULL, 0 }, { 0 } }
};

static Value bufbase_read(Thread *t, Value *a) { return io_unsupported(t, "read"); }
static Value bufbase_read1(Thread *t, Value *a) { return io_unsupported(t, "read1"); }
static Value bufbase_write(Thread *t, Value *a) { return io_unsupported(t, "write"); }
static Value bufbase_detach(Thread *t, Value *a) { return io_unsupported(t, "detach"); }
static Value readinto_with(Thread *t, Value *a, const char *method) {
    BufferView view;
    if (!get_buffer_writable(t, a[1], &view)) return VALUE_ERROR;
    Value got = io_call1(t, a[0], method, from_small((int64_t)view.len));
    if (!got) {
        release_buffer(t, &view);
        return VALUE_ERROR;
    }
    if (!is_bytes(got) || (size_t)as_bytes(got)->len > view.len) {
        release_buffer(t, &view);
        return raise_error(t, EXC_OSError, "read() should have returned a bytes object, not '%T'", got);
    }
    memcpy((char *)view.data, as_bytes(got)->data, (size_t)as_bytes(got)->len);
    release_buffer(t, &view);
    return from_small(as_bytes(got)->len);
}
static Value bufbase_readinto(Thread *t, Value *a) { return readinto_with(t, a, "read"); }
static Value bufbase_readinto1(Thread *t, Value *a) { return readinto_with(t, a, "read1"); }

const TypeDef type_buffered_io_base = {
    .name = "_io._BufferedIOBase", .base = T_IO_BASE, .size = sizeof(Obj),
    .methods = (const FunctionDef[]) {
        { "detach", bufbase_detach, "", NULL, 0 }, { "read", bufbase_read, "size=-1, /", NULL, 0 },
        { "read1", bufbase_read1, "size=-1, /", NULL, 0 }, { "readinto", bufbase_readinto, "buffer, /", NULL, 0 },
        { "readinto1", bufbase_readinto1, "buffer, /", NULL, 0 }, { "write", bufbase_write, "b, /", NULL, 0 }, { 0 } }
};

static Value textbase_readline(Thread *t, Value *a) { return io_unsupported(t, "readline"); }
static Value textbase_none(Thread *t, Value self) { return VALUE_NONE; }

const TypeDef type_text_io_base = {
    .name = "_io._TextIOBase", .base = T_IO_BASE, .size = sizeof(Obj),
    .methods = (const FunctionDef[]) {
        { "detach", bufbase_detach, "", NULL, 0 }, { "read", bufbase_read, "size=-1, /", NULL, 0 },
        { "readline", textbase_readline, "size=-1, /", NULL, 0 }, { "write", bufbase_write, "s, /", NULL, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "encoding", textbase_none, NULL, NULL }, { "errors", textbase_none, NULL, NULL },
        { "newlines", textbase_none, NULL, NULL }, { 0 } }
};
