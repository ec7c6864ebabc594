/* posix: moving data between descriptors inside the kernel, and counters with a descriptor. */
#include "runtime/posix.h"
#include "vm/object/container.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <unistd.h>

/* A count, and positions in the two files unless the system is to keep them. */
typedef struct CopyCall {
    int from, to;
    off_t from_at, to_at;
    bool from_given, to_given;
    int64_t n;
    unsigned flags;
} CopyCall;

static int64_t call_copy(void *arg) {
    CopyCall *c = arg;
    return copy_file_range(c->from, c->from_given ? &c->from_at : NULL, c->to, c->to_given ? &c->to_at : NULL,
                           (size_t)c->n, 0);
}
static int64_t call_splice(void *arg) {
    CopyCall *c = arg;
    return splice(c->from, c->from_given ? &c->from_at : NULL, c->to, c->to_given ? &c->to_at : NULL, (size_t)c->n,
                  c->flags);
}
static int64_t call_sendfile(void *arg) {
    CopyCall *c = arg;
    return sendfile(c->to, c->from, c->from_given ? &c->from_at : NULL, (size_t)c->n);
}

static bool offset(Thread *t, Value v, bool *given, off_t *out) {
    int64_t n;
    if (v == VALUE_NONE) return true;
    if (!as_int64(t, v, &n)) return false;
    *given = true;
    *out = n;
    return true;
}
static Value copied(Thread *t, PosixFn fn, CopyCall *c) {
    int err;
    int64_t n = os_call(t, SYS_WRITE, fn, c, &err);
    return n < 0 ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : from_int64(t, n);
}
static Value copy_between(Thread *t, Value *a, PosixFn fn, CopyCall *c) {
    if (!as_int32(t, a[0], &c->from) || !as_int32(t, a[1], &c->to) || !as_ssize(t, a[2], &c->n)) return VALUE_ERROR;
    if (c->n < 0) return raise_value_error(t, "negative value for 'count' not allowed");
    if (!offset(t, a[3], &c->from_given, &c->from_at) || !offset(t, a[4], &c->to_given, &c->to_at))
        return VALUE_ERROR;
    return copied(t, fn, c);
}
static Value posix_copy_file_range(Thread *t, Value *a) {
    CopyCall c = { 0 };
    return copy_between(t, a, call_copy, &c);
}
static Value posix_splice(Thread *t, Value *a) {
    CopyCall c = { 0 };
    int64_t flags;
    if (!as_int64(t, a[5], &flags)) return VALUE_ERROR;
    c.flags = (unsigned)flags;
    return copy_between(t, a, call_splice, &c);
}
static Value posix_sendfile(Thread *t, Value *a) {
    CopyCall c = { 0 };
    if (!as_int32(t, a[0], &c.to) || !as_int32(t, a[1], &c.from) || !offset(t, a[2], &c.from_given, &c.from_at) ||
        !as_ssize(t, a[3], &c.n))
        return VALUE_ERROR;
    return copied(t, call_sendfile, &c);
}

/* -- eventfd ---------------------------------------------------------------------------------------------- */

static int64_t call_eventfd(void *arg) {
    PosixCall *c = arg;
    return eventfd((unsigned)c->n, c->flags);
}
static Value posix_eventfd(Thread *t, Value *a) {
    int64_t n;
    int32_t flags;
    if (!is_int(a[0])) return raise_type_error(t, "an integer is required");
    if (int_sign(a[0]) < 0) return raise_value_error(t, "value must be positive");
    if (!as_int64(t, a[0], &n) || n > UINT_MAX) {
        exc_clear(t);
        return raise_overflow(t, "Python int too large for C unsigned int");
    }
    if (!as_int32(t, a[1], &flags)) return VALUE_ERROR;
    PosixCall c = { .n = n, .flags = flags };
    int err;
    int64_t fd = os_call(t, SYS_FILE, call_eventfd, &c, &err);
    return fd < 0 ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : from_small(fd);
}
static Value posix_eventfd_read(Thread *t, Value *a) {
    uint64_t n;
    int fd, err;
    if (!posix_fileno(t, a[0], &fd)) return VALUE_ERROR;
    if (os_read(t, fd, &n, sizeof n, &err) < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
    return from_uint64(t, n);
}
static Value posix_eventfd_write(Thread *t, Value *a) {
    uint64_t n;
    int fd, err;
    if (!posix_fileno(t, a[0], &fd)) return VALUE_ERROR;
    if (!is_int(a[1])) return raise_type_error(t, "an integer is required");
    if (int_sign(a[1]) < 0) return raise_value_error(t, "value must be positive");
    if (!int_to_bytes(t, a[1], (uint8_t *)&n, sizeof n, __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, false))
        return VALUE_ERROR;
    if (os_write(t, fd, &n, sizeof n, &err) < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
    return VALUE_NONE;
}

const FunctionDef posix_copy_functions[] = {
    { "copy_file_range", posix_copy_file_range, "src, dst, count, offset_src=None, offset_dst=None",
      "Copy between files; how many bytes.", 0 },
    { "eventfd", posix_eventfd, "initval, flags=524288", "A descriptor that counts.", 0 },
    { "eventfd_read", posix_eventfd_read, "fd", "Take the count, waiting for one.", 0 },
    { "eventfd_write", posix_eventfd_write, "fd, value", "Add to the count.", 0 },
    { "sendfile", posix_sendfile, "out_fd, in_fd, offset, count", "Copy between descriptors.", 0 },
    { "splice", posix_splice, "src, dst, count, offset_src=None, offset_dst=None, flags=0",
      "Move data from or to a pipe; how many bytes.", 0 },
    { 0 },
};
