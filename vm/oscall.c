/* The blocking system calls. */
#include "vm/oscall.h"
#include "vm/base/plat.h"
#include "vm/signal.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

typedef struct Call { int fd, flags; void *buf; const char *path; size_t n; int64_t at; struct stat *st; mode_t mode; } Call;

static SysResult result_of(int64_t r) { return (SysResult){ r, r < 0 ? errno : 0 }; }

static int64_t finish(Thread *t, SysResult r, int *err) {
    *err = r.value >= 0 ? 0 : t->exc && r.err == EINTR ? -1 : r.err;
    return r.value;
}
static int status(Thread *t, SysResult r) {
    int err;
    return finish(t, r, &err) < 0 ? err : 0;
}

static SysResult call_read(void *p) { Call *c = p; return result_of(read(c->fd, c->buf, c->n)); }
static SysResult call_write(void *p) { Call *c = p; return result_of(write(c->fd, c->buf, c->n)); }
/* What is there already, and fits in, without letting the GIL go: only asked for where somebody waits for it. A long
 * copy would hold it too long; files that can't say whether they would block take the other way. */
enum { QUICK_MAX = 64 << 10 };
static SysResult quick(ssize_t r) {
    int err = errno;
    return r >= 0 ? (SysResult){ r, 0 } : (SysResult){ -1, err == EOPNOTSUPP || err == EINTR ? EAGAIN : err };
}
static SysResult try_read(void *p) {
    Call *c = p;
    struct iovec v = { c->buf, c->n };
    return quick(preadv2(c->fd, &v, 1, -1, RWF_NOWAIT));
}
static SysResult try_write(void *p) {
    Call *c = p;
    struct iovec v = { c->buf, c->n };
    return quick(pwritev2(c->fd, &v, 1, -1, RWF_NOWAIT));
}
static SysResult call_open(void *p) { Call *c = p; return result_of(open(c->path, c->flags | O_CLOEXEC, c->mode)); }
static SysResult call_close(void *p) { Call *c = p; return result_of(close(c->fd)); }
static SysResult call_stat(void *p) { Call *c = p; return result_of(stat(c->path, c->st)); }
static SysResult call_lstat(void *p) { Call *c = p; return result_of(lstat(c->path, c->st)); }
static SysResult call_fstat(void *p) { Call *c = p; return result_of(fstat(c->fd, c->st)); }
static SysResult call_fsync(void *p) { Call *c = p; return result_of(fsync(c->fd)); }
static SysResult call_truncate(void *p) { Call *c = p; return result_of(ftruncate(c->fd, c->at)); }
static SysResult call_lseek(void *p) { Call *c = p; return result_of(lseek(c->fd, c->at, c->flags)); }

ssize_t os_read(Thread *t, int fd, void *buf, size_t n, int *err) {
    Call c = { .fd = fd, .buf = buf, .n = n };
    ssize_t got = finish(t, gil_blocking(t, SYS_READ, fd, n <= QUICK_MAX ? try_read : NULL, call_read, &c, 0), err);
    /* A signal that came just before the end does not wait until somebody has raised EOFError for it. */
    if (got == 0 && n && signals_pending() && !signals_run(t)) return *err = -1, -1;
    return got;
}
ssize_t os_write(Thread *t, int fd, const void *buf, size_t n, int *err) {
    Call c = { .fd = fd, .buf = (void *)buf, .n = n };
    return finish(t, gil_blocking(t, SYS_WRITE, fd, n <= QUICK_MAX ? try_write : NULL, call_write, &c, 0), err);
}
int os_open(Thread *t, const char *path, int flags, mode_t mode, int *err) {
    Call c = { .path = path, .flags = flags, .mode = mode };
    return (int)finish(t, gil_blocking(t, SYS_OPEN, -1, NULL, call_open, &c, 0), err);
}
int os_close(Thread *t, int fd, int *err) {
    Call c = { .fd = fd };
    return (int)finish(t, gil_blocking(t, SYS_CLOSE, fd, NULL, call_close, &c, DOOR_NO_RETRY), err);
}
int os_stat(Thread *t, const char *path, struct stat *st) {
    Call c = { .path = path, .st = st };
    return status(t, gil_blocking(t, SYS_STAT, -1, NULL, call_stat, &c, 0));
}
int os_lstat(Thread *t, const char *path, struct stat *st) {
    Call c = { .path = path, .st = st };
    return status(t, gil_blocking(t, SYS_STAT, -1, NULL, call_lstat, &c, 0));
}
int os_fstat(Thread *t, int fd, struct stat *st) {
    Call c = { .fd = fd, .st = st };
    return status(t, gil_blocking(t, SYS_STAT, fd, NULL, call_fstat, &c, 0));
}
int os_fsync(Thread *t, int fd) {
    Call c = { .fd = fd };
    return status(t, gil_blocking(t, SYS_FSYNC, fd, NULL, call_fsync, &c, 0));
}
int os_ftruncate(Thread *t, int fd, int64_t size) {
    Call c = { .fd = fd, .at = size };
    return status(t, gil_blocking(t, SYS_TRUNCATE, fd, NULL, call_truncate, &c, 0));
}
int64_t os_lseek(Thread *t, int fd, int64_t offset, int whence, int *err) {
    Call c = { .fd = fd, .at = offset, .flags = whence };
    return finish(t, gil_blocking(t, SYS_SEEK, fd, NULL, call_lseek, &c, 0), err);
}
bool os_sleep_until(Thread *t, int64_t deadline_ns) {
    if (plat_monotonic_ns() >= deadline_ns) return gil_yield(t), true;
    for (;;) {
        enum ParkEnd end = gil_park(t, SYS_SLEEP, deadline_ns);
        if (end == PARK_TIMEOUT) return true;
        if (end == PARK_SIGNAL && !signals_run(t)) return false;
    }
}
bool os_pause_until(Thread *t, int64_t deadline_ns) {
    return gil_park(t, SYS_PAUSE, deadline_ns) != PARK_SIGNAL || signals_run(t);
}

typedef struct OtherCall { int64_t (*fn)(void *); void *arg; } OtherCall;
static SysResult call_other(void *p) { OtherCall *c = p; return result_of(c->fn(c->arg)); }
int64_t os_call(Thread *t, enum SysKind kind, int64_t (*fn)(void *arg), void *arg, int *err) {
    OtherCall c = { fn, arg };
    return finish(t, gil_blocking(t, kind, -1, NULL, call_other, &c, 0), err);
}
int64_t os_call_once(Thread *t, enum SysKind kind, int64_t (*fn)(void *arg), void *arg, int *err) {
    OtherCall c = { fn, arg };
    return finish(t, gil_blocking(t, kind, -1, NULL, call_other, &c, DOOR_NO_RETRY), err);
}
int64_t os_file_call(Thread *t, int64_t (*fn)(void *arg), void *arg, int *err) {
    return os_call(t, SYS_FILE, fn, arg, err);
}

int os_read_all(Thread *t, int fd, Buf *out) {
    for (size_t want = 64 << 10;; want = MIN(want * 2, (size_t)16 << 20)) {
        char *p = buf_reserve(out, want);
        int err;
        if (!p) return ENOMEM;
        ssize_t n = os_read(t, fd, p, want, &err);
        if (n < 0) return err;
        if (n == 0) return 0;
        out->len += (size_t)n;
    }
}

int os_read_file(Thread *t, const char *path, Buf *out) {
    int err, close_err, fd = os_open(t, path, O_RDONLY, 0, &err);
    if (fd < 0) return err;
    struct stat st;
    err = os_fstat(t, fd, &st);
    if (!err && S_ISDIR(st.st_mode)) err = EISDIR;
    if (!err && st.st_size > 0 && !buf_reserve(out, (size_t)st.st_size + 1)) err = ENOMEM;
    if (!err) err = os_read_all(t, fd, out);
    os_close(t, fd, &close_err);
    return err;
}
