/* _io.FileIO: bytes straight from and to a descriptor. */
#include "runtime/io.h"
#include "vm/frame.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static RawFile *as_raw(Value v) { return (RawFile *)obj_of(v); }

static bool need_open(Thread *t, RawFile *f) {
    if (f->fd >= 0) return true;
    raise_value_error(t, "I/O operation on closed file");
    return false;
}

static const char *mode_text(const RawFile *f) {
    if (f->created) return f->readable ? "xb+" : "xb";
    if (f->appending) return f->readable ? "ab+" : "ab";
    return f->readable ? f->writable ? "rb+" : "rb" : "wb";
}

/* mode: one of r w x a, perhaps +; b is ignored. */
static bool parse_mode(Thread *t, RawFile *f, const char *mode, int *flags) {
    int kinds = 0, plus = 0, create = 0;
    for (const char *p = mode; *p; p++) {
        switch (*p) {
        case 'r': kinds++; f->readable = true; break;
        case 'w': kinds++; f->writable = true; create = O_CREAT | O_TRUNC; break;
        case 'x': kinds++; f->writable = f->created = true; create = O_CREAT | O_EXCL; break;
        case 'a': kinds++; f->writable = f->appending = true; create = O_CREAT | O_APPEND; break;
        case '+': plus++; break;
        case 'b': break;
        default:
            raise_value_error(t, "invalid mode: %.200s", mode);
            return false;
        }
    }
    if (kinds != 1 || plus > 1) {
        raise_value_error(t, "Must have exactly one of create/read/write/append mode and at most one plus");
        return false;
    }
    if (plus) f->readable = f->writable = true;
    *flags = create | (f->readable && f->writable ? O_RDWR : f->readable ? O_RDONLY : O_WRONLY);
    return true;
}

static bool raw_init(Thread *t, Value self, Value file, const char *mode, bool closefd, Value opener) {
    RawFile *f = as_raw(self);
    int flags, err;
    f->fd = -1;
    f->seekable = -1;
    f->closefd = closefd;
    if (is_float(file)) return raise_type_error(t, "integer argument expected, got float"), false;
    int32_t fd = -1;
    bool by_number = is_int(file);
    if (by_number) {
        if (!as_int32(t, file, &fd)) return false;
        if (fd < 0) return raise_value_error(t, "negative file descriptor"), false;
    }
    f->created = f->readable = f->writable = f->appending = false;
    if (!parse_mode(t, f, mode, &flags)) return false;
    struct stat st = { 0 };
    if (by_number) {
        if ((err = os_fstat(t, fd, &st)) != 0) {
            if (err > 0) raise_os_error(t, err);
            return false;
        }
    } else {
        if (!closefd) return raise_value_error(t, "Cannot use closefd=False with file name"), false;
        if (opener != VALUE_NONE) {
            Value got = call2(t, opener, file, from_small(flags | O_CLOEXEC));
            if (!got) return false;
            if (!is_int(got)) return raise_type_error(t, "expected integer from opener"), false;
            if (!as_int32(t, got, &fd)) return false;
            if (fd < 0) return raise_value_error(t, "opener returned %d", (int)fd), false;
        } else {
            const char *path = fs_encode(t, file);
            if (!path) return false;
            fd = os_open(t, path, flags, 0666, &err);
            if (fd < 0) {
                if (err > 0) raise_os_error_path(t, err, file);
                return false;
            }
        }
        if (os_fstat(t, fd, &st) == 0 && S_ISDIR(st.st_mode)) {
            os_close(t, fd, &err);
            raise_os_error_path(t, EISDIR, file);
            return false;
        }
    }
    f->fd = fd;
    const Frame *caller = frame_caller(t);
    if (S_ISFIFO(st.st_mode) && caller && !code_from_library(caller->code)) t->interp->awaited = true;
    if (f->readable && io_state(t)->ndirty && !io_flush_dirty(t, fd)) exc_clear(t);
    if (f->appending) os_lseek(t, fd, 0, SEEK_END, &err);
    return set_attr(t, self, NAME(t, name), file);
}

Value raw_open(Thread *t, Value file, const char *mode, bool closefd, Value opener) {
    Value self = object_alloc(t, type_by_id(t, T_RAW_FILE));
    return self && raw_init(t, self, file, mode, closefd, opener) ? self : VALUE_ERROR;
}

static Value fileio_new(Thread *t, Type *cls, const Value *args, size_t n, Tuple *kw) {
    Value v = object_alloc(t, cls);
    if (v) as_raw(v)->fd = -1;
    return v;
}
static Value fileio_init(Thread *t, Value *a) {
    const char *mode = is_str(a[2]) ? str_utf8(t, as_str(a[2]), NULL) : NULL;
    if (!mode) return t->exc ? VALUE_ERROR : raise_type_error(t, "FileIO() argument 'mode' must be str, not %V", a[2]);
    int closefd = truth_of(t, a[3]);
    return closefd >= 0 && raw_init(t, a[0], a[1], mode, closefd, a[4]) ? VALUE_NONE : VALUE_ERROR;
}

/* -- Reading and writing ------------------------------------------------------------------------------------------------ */

int64_t raw_read(Thread *t, Value raw, char *buf, int64_t n) {
    if (is_exact(t, raw, T_RAW_FILE)) {
        RawFile *f = as_raw(raw);
        int err;
        if (!need_open(t, f)) return -2;
        ssize_t got = os_read(t, f->fd, buf, (size_t)MIN(n, (int64_t)1 << 30), &err);
        if (got >= 0) return got;
        if (err == EAGAIN) return -1;
        if (err > 0) raise_os_error(t, err);
        return -2;
    }
    Value room = bytearray_new(t, NULL, 0);
    if (!room || !bytearray_resize(t, as_bytearray(room), n)) return -2;
    Value got = io_call1(t, raw, "readinto", room);
    int64_t count;
    if (!got) return -2;
    if (got == VALUE_NONE) return -1;
    if (!as_index(t, got, &count)) return -2;
    if (count < 0 || count > n) {
        raise_error(t, EXC_OSError, "raw readinto() returned invalid length %ld (should have been between 0 and %ld)", (long)count, (long)n);
        return -2;
    }
    memcpy(buf, as_bytearray(room)->data, (size_t)count);
    return count;
}

int64_t raw_write(Thread *t, Value raw, const char *buf, int64_t n) {
    if (is_exact(t, raw, T_RAW_FILE)) {
        RawFile *f = as_raw(raw);
        int err;
        if (!need_open(t, f)) return -2;
        ssize_t done = os_write(t, f->fd, buf, (size_t)MIN(n, (int64_t)1 << 30), &err);
        if (done >= 0) return done;
        if (err == EAGAIN) return -1;
        if (err > 0) raise_os_error(t, err);
        return -2;
    }
    Value data = bytes_new(t, buf, (size_t)n), done = data ? io_call1(t, raw, "write", data) : VALUE_ERROR;
    int64_t count;
    if (!done) return -2;
    if (done == VALUE_NONE) return -1;
    if (!as_index(t, done, &count)) return -2;
    if (count < 0 || count > n) {
        raise_error(t, EXC_OSError, "raw write() returned invalid length %ld (should have been between 0 and %ld)", (long)count, (long)n);
        return -2;
    }
    return count;
}

static bool check_mode(Thread *t, RawFile *f, bool reading) {
    if (!need_open(t, f)) return false;
    if (reading ? f->readable : f->writable) return true;
    io_unsupported(t, reading ? "File not open for reading" : "File not open for writing");
    return false;
}

static Value fileio_readall(Thread *t, Value *a) {
    RawFile *f = as_raw(a[0]);
    Buf all = BUF_INIT;
    if (!check_mode(t, f, true)) return VALUE_ERROR;
    struct stat st;
    int err;
    int64_t at = os_lseek(t, f->fd, 0, SEEK_CUR, &err);
    if (os_fstat(t, f->fd, &st) == 0 && at >= 0 && st.st_size > at && !buf_reserve(&all, (size_t)(st.st_size - at) + 1))
        return raise_memory(t), VALUE_ERROR;
    for (size_t want = 64 << 10;; want = MIN(want * 2, (size_t)16 << 20)) {
        if (!need_open(t, f)) return VALUE_ERROR;       /* asked each time: another thread may close it */
        char *room = buf_reserve(&all, want);
        ssize_t n = room ? os_read(t, f->fd, room, want, &err) : -1;
        if (!room) err = ENOMEM;
        if (n >= 0) err = 0;
        if (n <= 0) break;
        all.len += (size_t)n;
    }
    if (err == EAGAIN) return all.len ? bytes_new(t, all.data, all.len) : VALUE_NONE;
    if (err) return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    return bytes_new(t, all.data ? all.data : "", all.len);
}
static Value fileio_read(Thread *t, Value *a) {
    int64_t n = -1;
    if (!check_mode(t, as_raw(a[0]), true)) return VALUE_ERROR;
    if (!io_size(t, a[1], &n)) return VALUE_ERROR;
    if (n < 0) return fileio_readall(t, a);
    char *buf = alloc_leaf(t, (size_t)n + 1);
    int err;
    if (!buf) return VALUE_ERROR;
    ssize_t got = os_read(t, as_raw(a[0])->fd, buf, (size_t)n, &err);
    if (got >= 0) return bytes_new(t, buf, (size_t)got);
    return err == EAGAIN ? VALUE_NONE : err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
}
static Value fileio_readinto(Thread *t, Value *a) {
    BufferView view;
    int err;
    if (!check_mode(t, as_raw(a[0]), true) || !io_target(t, "readinto", a[1], &view)) return VALUE_ERROR;
    ssize_t got = os_read(t, as_raw(a[0])->fd, (char *)view.data, view.len, &err);
    release_buffer(t, &view);
    if (got >= 0) return from_small(got);
    return err == EAGAIN ? VALUE_NONE : err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
}
static Value fileio_write(Thread *t, Value *a) {
    BufferView view;
    int err;
    if (!check_mode(t, as_raw(a[0]), false) || !get_buffer(t, a[1], &view)) return VALUE_ERROR;
    ssize_t done = os_write(t, as_raw(a[0])->fd, view.data, view.len, &err);
    release_buffer(t, &view);
    if (done >= 0) return from_small(done);
    return err == EAGAIN ? VALUE_NONE : err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
}

/* -- Position, size, end --------------------------------------------------------------------------------------------------- */

static Value fileio_seek(Thread *t, Value *a) {
    int64_t offset, whence;
    int err;
    if (!need_open(t, as_raw(a[0])) || !as_int64(t, a[1], &offset) || !as_int64(t, a[2], &whence)) return VALUE_ERROR;
    int64_t r = os_lseek(t, as_raw(a[0])->fd, offset, (int)whence, &err);
    return r >= 0 ? from_int64(t, r) : err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
}
static Value fileio_tell(Thread *t, Value *a) {
    Value b[3] = { a[0], from_small(0), from_small(SEEK_CUR) };
    return fileio_seek(t, b);
}
static Value fileio_seekable(Thread *t, Value *a) {
    RawFile *f = as_raw(a[0]);
    int err;
    if (!need_open(t, f)) return VALUE_ERROR;
    if (f->seekable < 0) f->seekable = os_lseek(t, f->fd, 0, SEEK_CUR, &err) >= 0;
    return from_bool(f->seekable);
}
static Value fileio_truncate(Thread *t, Value *a) {
    int64_t size;
    if (!check_mode(t, as_raw(a[0]), false)) return VALUE_ERROR;
    Value v = a[1] == VALUE_NONE ? fileio_tell(t, a) : a[1];
    if (!v || !as_int64(t, v, &size)) return VALUE_ERROR;
    int err = os_ftruncate(t, as_raw(a[0])->fd, size);
    return err == 0 ? v : err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
}
/* From here on the collector has nothing to do but to free it. */
static void forget(Thread *t, Value self) {
    if (is_exact(t, self, T_RAW_FILE)) finalizer_drop(t, self);
}

void raw_set_outer(Thread *t, Value raw, Value outer) {
    if (is_file(t, raw, T_RAW_FILE)) as_raw(raw)->outer = outer;
}

/* Nobody can reach it any more, and nobody has closed it. */
static void fileio_del(Thread *t, Value self) {
    RawFile *f = as_raw(self);
    if (f->fd < 0) return;
    if (f->closefd && !warn(t, EXC_ResourceWarning, 1, "unclosed file %R", f->outer ? f->outer : self)) {
        if (exc_matches(t, EXC_Warning)) error_unraisable(t, self);
        exc_clear(t);
    }
    if (!call_method0(t, self, NAME(t, close))) exc_clear(t);
}

static Value fileio_close(Thread *t, Value *a) {
    RawFile *f = as_raw(a[0]);
    int fd = f->fd, err;
    if (fd < 0) return VALUE_NONE;
    if (type_of(t, a[0]) != type_by_id(t, T_RAW_FILE) && !call_method0(t, a[0], NAME(t, flush))) return VALUE_ERROR;
    f->fd = -1;
    forget(t, a[0]);
    if (f->closefd && os_close(t, fd, &err) < 0 && err != EINTR) return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    return VALUE_NONE;
}
static Value fileio_fileno(Thread *t, Value *a) { return need_open(t, as_raw(a[0])) ? from_small(as_raw(a[0])->fd) : VALUE_ERROR; }
static Value fileio_isatty(Thread *t, Value *a) { return need_open(t, as_raw(a[0])) ? from_bool(isatty(as_raw(a[0])->fd)) : VALUE_ERROR; }
static Value fileio_readable(Thread *t, Value *a) { return need_open(t, as_raw(a[0])) ? from_bool(as_raw(a[0])->readable) : VALUE_ERROR; }
static Value fileio_writable(Thread *t, Value *a) { return need_open(t, as_raw(a[0])) ? from_bool(as_raw(a[0])->writable) : VALUE_ERROR; }
static Value fileio_get_closed(Thread *t, Value self) { return from_bool(as_raw(self)->fd < 0); }
static Value fileio_get_mode(Thread *t, Value self) { return str_from_cstr(t, mode_text(as_raw(self))); }
static Value fileio_get_closefd(Thread *t, Value self) { return from_bool(as_raw(self)->closefd); }
static Value fileio_repr(Thread *t, Value self) {
    RawFile *f = as_raw(self);
    if (f->fd < 0) return str_format(t, "<%N [closed]>", type_of(t, self));
    Value name = get_attr_or_null(t, self, NAME(t, name));
    if (!name) {
        exc_clear(t);
        return str_format(t, "<%N fd=%d mode='%s' closefd=%s>", type_of(t, self), f->fd, mode_text(f), f->closefd ? "True" : "False");
    }
    return str_format(t, "<%N name=%R mode='%s' closefd=%s>", type_of(t, self), name, mode_text(f), f->closefd ? "True" : "False");
}

const TypeDef type_raw_file = {
    .name = "_io.FileIO", .doc = "A file as bytes, unbuffered.", .base = T_RAW_IO_BASE, .size = sizeof(RawFile),
    .attrs_offset = offsetof(RawFile, attrs), .weakrefs = true,
    .slots = { .repr = fileio_repr, .new_ = fileio_new, .del = fileio_del },
    .init = { "__init__", fileio_init, "file, mode='r', closefd=True, opener=None", NULL, 0 },
    .methods = (const FunctionDef[]) {
        { "close", fileio_close, "", NULL, 0 }, { "fileno", fileio_fileno, "", NULL, 0 }, { "isatty", fileio_isatty, "", NULL, 0 },
        { "read", fileio_read, "size=-1, /", NULL, 0 }, { "readable", fileio_readable, "", NULL, 0 },
        { "readall", fileio_readall, "", NULL, 0 }, { "readinto", fileio_readinto, "buffer, /", NULL, 0 },
        { "seek", fileio_seek, "pos, whence=0, /", NULL, 0 }, { "seekable", fileio_seekable, "", NULL, 0 },
        { "tell", fileio_tell, "", NULL, 0 }, { "truncate", fileio_truncate, "size=None, /", NULL, 0 },
        { "writable", fileio_writable, "", NULL, 0 }, { "write", fileio_write, "b, /", NULL, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "closed", fileio_get_closed, NULL, NULL }, { "mode", fileio_get_mode, NULL, NULL },
        { "closefd", fileio_get_closefd, NULL, NULL }, { 0 } }
};
