/* posix: what is done with descriptors. */
#include "runtime/posix.h"
#include "vm/object/container.h"
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#define CALL(name, expression) \
    static int64_t name(void *arg) { \
        PosixCall *c = arg; \
        return expression; \
    }
CALL(call_open, openat(c->fd, c->path, c->flags | O_CLOEXEC, c->mode))
CALL(call_closerange, close_range((unsigned)c->fd, (unsigned)c->fd2 - 1, 0))
CALL(call_dup2, c->flags ? dup3(c->fd, c->fd2, O_CLOEXEC) : dup2(c->fd, c->fd2))
CALL(call_dup, fcntl(c->fd, F_DUPFD_CLOEXEC, 0))
CALL(call_pipe, pipe2(c->p, c->flags))
CALL(call_memfd, memfd_create(c->path, (unsigned)c->flags))
CALL(call_openpty, openpty(&c->fd, &c->fd2, NULL, NULL, NULL))
CALL(call_pread, pread(c->fd, c->p, (size_t)c->n, c->at))
CALL(call_pwrite, pwrite(c->fd, c->p, (size_t)c->n, c->at))
CALL(call_readv,
     c->at == -1 ? readv(c->fd, c->p, (int)c->n) : preadv2(c->fd, c->p, (int)c->n, c->at, c->flags))
CALL(call_writev,
     c->at == -1 ? writev(c->fd, c->p, (int)c->n) : pwritev2(c->fd, c->p, (int)c->n, c->at, c->flags))
CALL(call_fdatasync, fdatasync(c->fd))
CALL(call_truncate, ftruncate(c->fd, c->at))
CALL(call_lockf, lockf(c->fd, c->flags, c->at))

static int64_t call_sync(void *arg) {
    sync();
    return 0;
}
static int64_t call_fallocate(void *arg) { /* these two return the error */
    PosixCall *c = arg;
    return (errno = posix_fallocate(c->fd, c->at, c->n)) ? -1 : 0;
}
static int64_t call_fadvise(void *arg) {
    PosixCall *c = arg;
    return (errno = posix_fadvise(c->fd, c->at, c->n, c->flags)) ? -1 : 0;
}

/* The number that a call gives, or OSError. */
static Value number(Thread *t, enum SysKind kind, PosixFn fn, PosixCall *c) {
    int err;
    int64_t r = os_call(t, kind, fn, c, &err);
    return r < 0 ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : from_int64(t, r);
}
/* For what cannot block. */
static Value done(Thread *t, int r) { return r < 0 ? raise_os_error(t, errno) : VALUE_NONE; }

/* -- Opening and closing --------------------------------------------------------------------------------- */

static Value posix_open(Thread *t, Value *a) {
    Path path;
    PosixCall c = { 0 };
    int32_t mode;
    int err;
    if (!posix_path(t, a[0], "open", "path", 0, &path) || !as_int32(t, a[1], &c.flags) ||
        !as_int32(t, a[2], &mode) || !posix_dir_fd(t, a[3], &c.fd))
        return VALUE_ERROR;
    c.path = path.text;
    c.mode = (unsigned)mode;
    int64_t fd = os_call(t, SYS_OPEN, call_open, &c, &err);
    return fd < 0 ? posix_fail(t, err, path.object, VALUE_NULL) : from_small(fd);
}
static Value posix_close(Thread *t, Value *a) {
    int32_t fd;
    int err;
    if (!as_int32(t, a[0], &fd)) return VALUE_ERROR;
    return os_close(t, fd, &err) < 0 && err != EINTR ? posix_fail(t, err, VALUE_NULL, VALUE_NULL)
                                                     : VALUE_NONE;
}
static Value posix_closerange(Thread *t, Value *a) {
    PosixCall c = { 0 };
    int err;
    if (!as_int32(t, a[0], &c.fd) || !as_int32(t, a[1], &c.fd2)) return VALUE_ERROR;
    c.fd = MAX(c.fd, 0);
    if (c.fd < c.fd2 && os_call(t, SYS_CLOSE, call_closerange, &c, &err) < 0 && err < 0) return VALUE_ERROR;
    return VALUE_NONE;
}
static Value posix_dup(Thread *t, Value *a) {
    PosixCall c = { 0 };
    return as_int32(t, a[0], &c.fd) ? number(t, SYS_FILE, call_dup, &c) : VALUE_ERROR;
}
static Value posix_dup2(Thread *t, Value *a) {
    PosixCall c = { 0 };
    int inheritable = truth_of(t, a[2]);
    if (!as_int32(t, a[0], &c.fd) || !as_int32(t, a[1], &c.fd2) || inheritable < 0) return VALUE_ERROR;
    c.flags = !inheritable;
    return number(t, SYS_FILE, call_dup2, &c);
}
static Value pipe_with(Thread *t, int flags) {
    int fd[2];
    PosixCall c = { .p = fd, .flags = flags };
    return number(t, SYS_FILE, call_pipe, &c) ? tuple_pack2(t, from_small(fd[0]), from_small(fd[1])) : VALUE_ERROR;
}
static Value posix_pipe(Thread *t, Value *a) { return pipe_with(t, O_CLOEXEC); }
static Value posix_pipe2(Thread *t, Value *a) {
    int32_t flags;
    return as_int32(t, a[0], &flags) ? pipe_with(t, flags) : VALUE_ERROR;
}
static Value posix_memfd_create(Thread *t, Value *a) {
    const char *name = fs_encode(t, a[0]);
    int64_t flags;
    if (!name || !as_int64(t, a[1], &flags)) return VALUE_ERROR;
    PosixCall c = { .path = name, .flags = (int)flags };
    return number(t, SYS_FILE, call_memfd, &c);
}

/* -- Reading and writing --------------------------------------------------------------------------------- */

/* length, and at if it is not NULL; -1 for the position of the file itself. */
static Value read_bytes(Thread *t, int fd, int64_t length, const int64_t *at) {
    if (length < 0) return raise_os_error(t, EINVAL);
    length = MIN(length, (int64_t)1 << 30);
    int err;
    Bytes *b = bytes_alloc(t, (size_t)length);
    if (!b) return VALUE_ERROR;
    PosixCall c = { .fd = fd, .p = b->data, .n = length, .at = at ? *at : 0 };
    int64_t got =
        at ? os_call(t, SYS_READ, call_pread, &c, &err) : os_read(t, fd, b->data, (size_t)length, &err);
    if (got < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
    return got == length ? from_ptr(b) : bytes_new(t, b->data, (size_t)got);
}
static Value posix_read(Thread *t, Value *a) {
    int32_t fd;
    int64_t n;
    return as_int32(t, a[0], &fd) && as_ssize(t, a[1], &n) ? read_bytes(t, fd, n, NULL) : VALUE_ERROR;
}
static Value posix_pread(Thread *t, Value *a) {
    int32_t fd;
    int64_t n, at;
    if (!as_int32(t, a[0], &fd) || !as_ssize(t, a[1], &n) || !as_int64(t, a[2], &at)) return VALUE_ERROR;
    return read_bytes(t, fd, n, &at);
}
static Value posix_write(Thread *t, Value *a) {
    int32_t fd;
    BufferView view;
    int err;
    if (!as_int32(t, a[0], &fd) || !get_buffer(t, a[1], &view)) return VALUE_ERROR;
    int64_t n = os_write(t, fd, view.data, view.len, &err);
    release_buffer(t, &view);
    return n < 0 ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : from_small(n);
}
static Value posix_pwrite(Thread *t, Value *a) {
    PosixCall c = { 0 };
    BufferView view;
    if (!as_int32(t, a[0], &c.fd) || !as_int64(t, a[2], &c.at) || !get_buffer(t, a[1], &view))
        return VALUE_ERROR;
    c.p = (void *)view.data;
    c.n = (int64_t)view.len;
    Value v = number(t, SYS_WRITE, call_pwrite, &c);
    release_buffer(t, &view);
    return v;
}

/* A buffer to read into; BufferError for what can only be read from. */
static bool get_target(Thread *t, Value v, BufferView *out) {
    if (get_buffer_writable(t, v, out)) return true;
    if (!exc_matches(t, EXC_TypeError)) return false;
    exc_clear(t);
    if (!get_buffer(t, v, out)) return false;
    release_buffer(t, out);
    return raise_error(t, EXC_BufferError, "Object is not writable."), false;
}

/* Several buffers at once; at -1: at the position of the file. */
static Value vectored(Thread *t, const char *function, Value *a, int64_t at, int flags, bool reading) {
    PosixCall c = { .at = at, .flags = flags };
    if (!as_int32(t, a[0], &c.fd)) return VALUE_ERROR;
    if (!is_list(a[1]) && !is_tuple(a[1]) && (is_dict(a[1]) || !type_of(t, a[1])->slots.getitem))
        return raise_type_error(t, "%s() arg 2 must be a sequence", function);
    Tuple *items = tuple_from_iterable(t, a[1]);
    if (!items) return VALUE_ERROR;
    size_t n = (size_t)items->len, held = 0;
    struct iovec *vec = alloc_leaf(t, (n + 1) * sizeof *vec);
    BufferView *views = alloc_array(t, n + 1, sizeof *views);
    if (!vec || !views) return VALUE_ERROR;
    while (held < n && (reading ? get_target(t, items->items[held], &views[held])
                                : get_buffer(t, items->items[held], &views[held]))) {
        vec[held] = (struct iovec){ (void *)views[held].data, views[held].len };
        held++;
    }
    Value v = VALUE_ERROR;
    if (held == n) {
        c.p = vec;
        c.n = (int64_t)n;
        v = number(t, reading ? SYS_READ : SYS_WRITE, reading ? call_readv : call_writev, &c);
    }
    while (held > 0) release_buffer(t, &views[--held]);
    return v;
}
static Value posix_readv(Thread *t, Value *a) { return vectored(t, "readv", a, -1, 0, true); }
static Value posix_writev(Thread *t, Value *a) { return vectored(t, "writev", a, -1, 0, false); }
static Value posix_preadv(Thread *t, Value *a) {
    int64_t at;
    int32_t flags;
    return as_int64(t, a[2], &at) && as_int32(t, a[3], &flags) ? vectored(t, "preadv2", a, at, flags, true)
                                                               : VALUE_ERROR;
}
static Value posix_pwritev(Thread *t, Value *a) {
    int64_t at;
    int32_t flags;
    return as_int64(t, a[2], &at) && as_int32(t, a[3], &flags) ? vectored(t, "pwritev", a, at, flags, false)
                                                               : VALUE_ERROR;
}

/* -- Position, size, what reached the disk --------------------------------------------------------------- */

static Value posix_lseek(Thread *t, Value *a) {
    int32_t fd, whence;
    int64_t at;
    int err;
    if (!as_int32(t, a[0], &fd) || !as_int64(t, a[1], &at) || !as_int32(t, a[2], &whence)) return VALUE_ERROR;
    int64_t r = os_lseek(t, fd, at, whence, &err);
    return r < 0 ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : from_int64(t, r);
}
static Value posix_fsync(Thread *t, Value *a) {
    int fd;
    if (!posix_fileno(t, a[0], &fd)) return VALUE_ERROR;
    int err = os_fsync(t, fd);
    return err ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : VALUE_NONE;
}
static Value posix_fdatasync(Thread *t, Value *a) {
    PosixCall c = { 0 };
    return posix_fileno(t, a[0], &c.fd) ? posix_do(t, call_fdatasync, &c, VALUE_NULL, VALUE_NULL)
                                        : VALUE_ERROR;
}
static Value posix_sync(Thread *t, Value *a) { return posix_do(t, call_sync, NULL, VALUE_NULL, VALUE_NULL); }
static Value posix_ftruncate(Thread *t, Value *a) {
    PosixCall c = { 0 };
    if (!as_int32(t, a[0], &c.fd) || !as_int64(t, a[1], &c.at)) return VALUE_ERROR;
    return posix_do(t, call_truncate, &c, VALUE_NULL, VALUE_NULL);
}
static Value posix_fallocate_function(Thread *t, Value *a) {
    PosixCall c = { 0 };
    if (!as_int32(t, a[0], &c.fd) || !as_int64(t, a[1], &c.at) || !as_int64(t, a[2], &c.n))
        return VALUE_ERROR;
    return posix_do(t, call_fallocate, &c, VALUE_NULL, VALUE_NULL);
}
static Value posix_fadvise_function(Thread *t, Value *a) {
    PosixCall c = { 0 };
    if (!as_int32(t, a[0], &c.fd) || !as_int64(t, a[1], &c.at) || !as_int64(t, a[2], &c.n) ||
        !as_int32(t, a[3], &c.flags))
        return VALUE_ERROR;
    return posix_do(t, call_fadvise, &c, VALUE_NULL, VALUE_NULL);
}
static Value posix_lockf(Thread *t, Value *a) {
    PosixCall c = { 0 };
    if (!as_int32(t, a[0], &c.fd) || !as_int32(t, a[1], &c.flags) || !as_int64(t, a[2], &c.at))
        return VALUE_ERROR;
    return posix_do(t, call_lockf, &c, VALUE_NULL, VALUE_NULL);
}

/* -- Flags ----------------------------------------------------------------------------------------------- */

static Value get_flag(Thread *t, Value v, int get, int flag) {
    int32_t fd;
    if (!as_int32(t, v, &fd)) return VALUE_ERROR;
    int flags = fcntl(fd, get);
    return flags < 0 ? raise_os_error(t, errno) : from_bool(!(flags & flag));
}
/* Sets the flag if `yes` is false: both are named after their opposite in Python. */
static Value set_flag(Thread *t, Value *a, int get, int set, int flag) {
    int32_t fd;
    int yes = truth_of(t, a[1]);
    if (!as_int32(t, a[0], &fd) || yes < 0) return VALUE_ERROR;
    int flags = fcntl(fd, get);
    return done(t, flags < 0 ? -1 : fcntl(fd, set, yes ? flags & ~flag : flags | flag));
}
static Value posix_get_inheritable(Thread *t, Value *a) { return get_flag(t, a[0], F_GETFD, FD_CLOEXEC); }
static Value posix_set_inheritable(Thread *t, Value *a) {
    return set_flag(t, a, F_GETFD, F_SETFD, FD_CLOEXEC);
}
static Value posix_get_blocking(Thread *t, Value *a) { return get_flag(t, a[0], F_GETFL, O_NONBLOCK); }
static Value posix_set_blocking(Thread *t, Value *a) { return set_flag(t, a, F_GETFL, F_SETFL, O_NONBLOCK); }

/* -- Terminals ------------------------------------------------------------------------------------------- */

static Value posix_isatty(Thread *t, Value *a) {
    int32_t fd;
    return as_int32(t, a[0], &fd) ? from_bool(isatty(fd)) : VALUE_ERROR;
}
static Value posix_ttyname(Thread *t, Value *a) {
    int32_t fd;
    char name[128];
    if (!as_int32(t, a[0], &fd)) return VALUE_ERROR;
    int err = ttyname_r(fd, name, sizeof name);
    return err ? raise_os_error(t, err) : posix_name(t, name, strlen(name), false);
}
static Value posix_ctermid(Thread *t, Value *a) { return str_from_cstr(t, "/dev/tty"); }
static Value posix_openpty(Thread *t, Value *a) {
    PosixCall c = { 0 };
    if (!number(t, SYS_FILE, call_openpty, &c)) return VALUE_ERROR;
    fcntl(c.fd, F_SETFD, FD_CLOEXEC);
    fcntl(c.fd2, F_SETFD, FD_CLOEXEC);
    return tuple_pack2(t, from_small(c.fd), from_small(c.fd2));
}
static Value posix_tcgetpgrp(Thread *t, Value *a) {
    int32_t fd;
    if (!as_int32(t, a[0], &fd)) return VALUE_ERROR;
    pid_t group = tcgetpgrp(fd);
    return group < 0 ? raise_os_error(t, errno) : from_small(group);
}
static Value posix_tcsetpgrp(Thread *t, Value *a) {
    int32_t fd, group;
    return as_int32(t, a[0], &fd) && as_int32(t, a[1], &group) ? done(t, tcsetpgrp(fd, group)) : VALUE_ERROR;
}
static Value posix_device_encoding(Thread *t, Value *a) {
    int32_t fd;
    if (!as_int32(t, a[0], &fd)) return VALUE_ERROR;
    return isatty(fd) ? str_from_cstr(t, "UTF-8") : VALUE_NONE;
}
static Value posix_get_terminal_size(Thread *t, Value *a) {
    int32_t fd = STDOUT_FILENO;
    struct winsize size;
    if (a[0] && !as_int32(t, a[0], &fd)) return VALUE_ERROR;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0) return raise_os_error(t, errno);
    Value items[] = { from_small(size.ws_col), from_small(size.ws_row) };
    return structseq_new(t, posix_state(t)->terminal_size, items);
}

/* -- Making the module ----------------------------------------------------------------------------------- */

bool posix_file_init(Thread *t, Module *m) {
    static const char *const fields[] = { "columns", "lines" };
    posix_state(t)->terminal_size = posix_structseq(t, m, "os.terminal_size", fields, 2, 2);
    return posix_state(t)->terminal_size != NULL;
}

const FunctionDef posix_file_functions[] = {
    { "close", posix_close, "fd", "Close a descriptor.", 0 },
    { "closerange", posix_closerange, "fd_low, fd_high, /", "Close descriptors, errors or not.", 0 },
    { "ctermid", posix_ctermid, "", NULL, 0 },
    { "device_encoding", posix_device_encoding, "fd", NULL, 0 },
    { "dup", posix_dup, "fd, /", "Another descriptor of the same file.", 0 },
    { "dup2", posix_dup2, "fd, fd2, inheritable=True", "Make fd2 another descriptor of the same file.", 0 },
    { "fdatasync", posix_fdatasync, "fd", NULL, 0 },
    { "fsync", posix_fsync, "fd", "Wait until the file is on the disk.", 0 },
    { "ftruncate", posix_ftruncate, "fd, length, /", NULL, 0 },
    { "get_blocking", posix_get_blocking, "fd, /", NULL, 0 },
    { "get_inheritable", posix_get_inheritable, "fd, /", NULL, 0 },
    { "get_terminal_size", posix_get_terminal_size, "fd=NULL, /", "Columns and lines of the terminal.", 0 },
    { "isatty", posix_isatty, "fd, /", "Is it a terminal?", 0 },
    { "lockf", posix_lockf, "fd, command, length, /", NULL, 0 },
    { "lseek", posix_lseek, "fd, position, whence, /", "Move the position; the new one.", 0 },
    { "memfd_create", posix_memfd_create, "name, flags=1", "A file without a name, in memory.", 0 },
    { "open", posix_open, "path, flags, mode=511, *, dir_fd=None", "Open a file; its descriptor.", 0 },
    { "openpty", posix_openpty, "", NULL, 0 },
    { "pipe", posix_pipe, "", "A pipe: descriptors to read and to write.", 0 },
    { "pipe2", posix_pipe2, "flags, /", NULL, 0 },
    { "posix_fadvise", posix_fadvise_function, "fd, offset, length, advice, /", NULL, 0 },
    { "posix_fallocate", posix_fallocate_function, "fd, offset, length, /", NULL, 0 },
    { "pread", posix_pread, "fd, length, offset, /", NULL, 0 },
    { "preadv", posix_preadv, "fd, buffers, offset, flags=0, /", NULL, 0 },
    { "pwrite", posix_pwrite, "fd, buffer, offset, /", NULL, 0 },
    { "pwritev", posix_pwritev, "fd, buffers, offset, flags=0, /", NULL, 0 },
    { "read", posix_read, "fd, length, /", "Up to length bytes.", 0 },
    { "readv", posix_readv, "fd, buffers, /", NULL, 0 },
    { "set_blocking", posix_set_blocking, "fd, blocking, /", NULL, 0 },
    { "set_inheritable", posix_set_inheritable, "fd, inheritable, /", NULL, 0 },
    { "sync", posix_sync, "", NULL, 0 },
    { "tcgetpgrp", posix_tcgetpgrp, "fd, /", NULL, 0 },
    { "tcsetpgrp", posix_tcsetpgrp, "fd, pgid, /", NULL, 0 },
    { "ttyname", posix_ttyname, "fd, /", NULL, 0 },
    { "write", posix_write, "fd, data, /", "Write bytes; how many.", 0 },
    { "writev", posix_writev, "fd, buffers, /", NULL, 0 },
    { 0 },
};
