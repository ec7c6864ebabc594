/* posix: what makes, names and removes files; path arguments. */
#include "runtime/posix.h"
#include "vm/object/container.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* -- Arguments ------------------------------------------------------------------------------------------- */

static bool descriptor(Thread *t, Value v, int *out) {
    int64_t n;
    if (!as_int64(t, v, &n)) {
        if (!exc_matches(t, EXC_OverflowError)) return false;
        exc_clear(t);
        n = is_int(v) && int_sign(v) < 0 ? INT64_MIN : INT64_MAX;
    }
    if (n > INT_MAX) return raise_overflow(t, "fd is greater than maximum"), false;
    if (n < INT_MIN) return raise_overflow(t, "fd is less than minimum"), false;
    *out = (int)n;
    return true;
}

bool posix_path(Thread *t, Value v, const char *function, const char *name, int flags, Path *out) {
    *out = (Path){ .fd = -1, .object = v };
    if (v == VALUE_NONE && (flags & PATH_NONE)) {
        out->object = VALUE_NULL;
        return true;
    }
    if (!is_str(v) && !is_bytes(v)) {
        if ((flags & PATH_FD) && has_index(t, v)) return descriptor(t, v, &out->fd);
        if (!type_lookup(t, type_of(t, v), NAME(t, __fspath__))) {
            static const char *const kinds[] = { "string, bytes or os.PathLike",
                                                 "string, bytes, os.PathLike or integer",
                                                 "string, bytes, os.PathLike or None",
                                                 "string, bytes, os.PathLike, integer or None" };
            if (!t->exc) raise_type_error(t, "%s: %s should be %s, not %T", function, name, kinds[flags], v);
            return false;
        }
        if (!(out->object = v = fs_path(t, v))) return false;
    }
    if (is_bytes(v) && memchr(as_bytes(v)->data, 0, (size_t)as_bytes(v)->len)) {
        raise_value_error(t, "%s: embedded null character in %s", function, name);
        return false;
    }
    return (out->text = fs_encode(t, v)) != NULL;
}

bool posix_dir_fd(Thread *t, Value v, int *out) {
    if (v == VALUE_NONE) {
        *out = AT_FDCWD;
        return true;
    }
    if (!has_index(t, v)) return raise_type_error(t, "argument should be integer or None, not %T", v), false;
    return descriptor(t, v, out);
}

bool posix_fileno(Thread *t, Value v, int *out) {
    if (!is_int(v)) {
        Value method = get_attr_or_null(t, v, NAME(t, fileno));
        if (!method) {
            if (!t->exc) raise_type_error(t, "argument must be an int, or have a fileno() method.");
            return false;
        }
        if (!(v = call0(t, method))) return false;
        if (!is_int(v)) return raise_type_error(t, "fileno() returned a non-integer"), false;
    }
    if (!as_int32(t, v, out)) return false;
    if (*out < 0)
        return raise_value_error(t, "file descriptor cannot be a negative integer (%d)", *out), false;
    return true;
}

bool posix_id(Thread *t, Value v, const char *what, unsigned *out) {
    int64_t n;
    if (!has_index(t, v)) return raise_type_error(t, "%s should be integer, not %T", what, v), false;
    if (!as_int64(t, v, &n)) {
        if (!exc_matches(t, EXC_OverflowError)) return false;
        exc_clear(t);
        n = is_int(v) && int_sign(v) < 0 ? INT64_MIN : INT64_MAX;
    }
    if (n < -1 || n > UINT32_MAX) {             /* CPython's words: only what does not fit a long is too great */
        raise_overflow(t, n < INT64_MAX ? "%s is less than minimum" : "%s is greater than maximum", what);
        return false;
    }
    *out = (unsigned)n;
    return true;
}

Value posix_name(Thread *t, const char *name, size_t n, bool as_bytes) {
    return as_bytes ? bytes_new(t, name, n) : str_from_utf8_lossy(t, name, n, "surrogateescape");
}

/* -- Calls ----------------------------------------------------------------------------------------------- */

Value posix_fail(Thread *t, int err, Value name, Value name2) {
    return err < 0 ? VALUE_ERROR : raise_os_error_path2(t, err, name, name2);
}

Value posix_do(Thread *t, PosixFn fn, PosixCall *c, Value name, Value name2) {
    int err;
    return os_file_call(t, fn, c, &err) < 0 ? posix_fail(t, err, name, name2) : VALUE_NONE;
}

#define CALL(name, expression) \
    static int64_t name(void *arg) { \
        PosixCall *c = arg; \
        return expression; \
    }
CALL(call_mkdir, mkdirat(c->fd, c->path, c->mode))
CALL(call_mkfifo, mkfifoat(c->fd, c->path, c->mode))
CALL(call_mknod, mknodat(c->fd, c->path, c->mode, (dev_t)c->n))
CALL(call_unlink, unlinkat(c->fd, c->path, c->flags))
CALL(call_rename, renameat(c->fd, c->path, c->fd2, c->path2))
CALL(call_link, linkat(c->fd, c->path, c->fd2, c->path2, c->flags))
CALL(call_symlink, symlinkat(c->path, c->fd, c->path2))
CALL(call_readlink, readlinkat(c->fd, c->path, c->p, (size_t)c->n))
CALL(call_access, faccessat(c->fd, c->path, (int)c->mode, c->flags))
CALL(call_chdir, c->path ? chdir(c->path) : fchdir(c->fd))
CALL(call_chroot, chroot(c->path))
CALL(call_truncate, c->path ? truncate(c->path, c->at) : ftruncate(c->fd, c->at))

/* -- Making and removing --------------------------------------------------------------------------------- */

/* path, mode, dir_fd; does the error name the path? */
static Value make(Thread *t, Value *a, PosixFn fn, const char *function, bool named) {
    Path path;
    PosixCall c = { 0 };
    int32_t mode;
    if (!posix_path(t, a[0], function, "path", 0, &path) || !as_int32(t, a[1], &mode) ||
        !posix_dir_fd(t, a[2], &c.fd))
        return VALUE_ERROR;
    c.path = path.text;
    c.mode = (unsigned)mode;
    return posix_do(t, fn, &c, named ? path.object : VALUE_NULL, VALUE_NULL);
}
static Value posix_mkdir(Thread *t, Value *a) { return make(t, a, call_mkdir, "mkdir", true); }
static Value posix_mkfifo(Thread *t, Value *a) { return make(t, a, call_mkfifo, "mkfifo", false); }
static Value posix_mknod(Thread *t, Value *a) {
    Path path;
    PosixCall c = { 0 };
    int32_t mode;
    if (!posix_path(t, a[0], "mknod", "path", 0, &path) || !as_int32(t, a[1], &mode) ||
        !as_int64(t, a[2], &c.n) || !posix_dir_fd(t, a[3], &c.fd))
        return VALUE_ERROR;
    c.path = path.text;
    c.mode = (unsigned)mode;
    return posix_do(t, call_mknod, &c, VALUE_NULL, VALUE_NULL);
}

static Value take_away(Thread *t, Value *a, int flags, const char *function) {
    Path path;
    PosixCall c = { .flags = flags };
    if (!posix_path(t, a[0], function, "path", 0, &path) || !posix_dir_fd(t, a[1], &c.fd)) return VALUE_ERROR;
    c.path = path.text;
    return posix_do(t, call_unlink, &c, path.object, VALUE_NULL);
}
static Value posix_remove(Thread *t, Value *a) { return take_away(t, a, 0, "remove"); }
static Value posix_unlink(Thread *t, Value *a) { return take_away(t, a, 0, "unlink"); }
static Value posix_rmdir(Thread *t, Value *a) { return take_away(t, a, AT_REMOVEDIR, "rmdir"); }

/* src, dst, src_dir_fd, dst_dir_fd */
static Value two_paths(Thread *t, Value *a, PosixFn fn, const char *function, int flags) {
    Path src, dst;
    PosixCall c = { .flags = flags };
    if (!posix_path(t, a[0], function, "src", 0, &src) || !posix_path(t, a[1], function, "dst", 0, &dst) ||
        !posix_dir_fd(t, a[2], &c.fd) || !posix_dir_fd(t, a[3], &c.fd2))
        return VALUE_ERROR;
    c.path = src.text;
    c.path2 = dst.text;
    return posix_do(t, fn, &c, src.object, dst.object);
}
static Value posix_rename(Thread *t, Value *a) { return two_paths(t, a, call_rename, "rename", 0); }
static Value posix_replace(Thread *t, Value *a) { return two_paths(t, a, call_rename, "replace", 0); }
static Value posix_link(Thread *t, Value *a) {
    int follow = truth_of(t, a[4]);
    if (follow < 0) return VALUE_ERROR;
    /* By itself the system links to a symbolic link; asked about directories, CPython asks it to follow. */
    bool plain = a[2] == VALUE_NONE && a[3] == VALUE_NONE;
    return two_paths(t, a, call_link, "link", follow && !plain ? AT_SYMLINK_FOLLOW : 0);
}
static Value posix_symlink(Thread *t, Value *a) {
    Path src, dst;
    PosixCall c = { 0 };
    if (!posix_path(t, a[0], "symlink", "src", 0, &src) || !posix_path(t, a[1], "symlink", "dst", 0, &dst) ||
        !posix_dir_fd(t, a[3], &c.fd))
        return VALUE_ERROR;
    c.path = src.text;
    c.path2 = dst.text;
    return posix_do(t, call_symlink, &c, src.object, dst.object);
}
static Value posix_readlink(Thread *t, Value *a) {
    Path path;
    char target[PATH_MAX + 1];
    PosixCall c = { .p = target, .n = sizeof target };
    int err;
    if (!posix_path(t, a[0], "readlink", "path", 0, &path) || !posix_dir_fd(t, a[1], &c.fd))
        return VALUE_ERROR;
    c.path = path.text;
    int64_t n = os_file_call(t, call_readlink, &c, &err);
    return n < 0 ? posix_fail(t, err, path.object, VALUE_NULL)
                 : posix_name(t, target, (size_t)n, is_bytes(path.object));
}

/* -- Asking and going ------------------------------------------------------------------------------------ */

static Value posix_access(Thread *t, Value *a) {
    Path path;
    PosixCall c = { 0 };
    int err, effective, follow;
    int32_t mode;
    if (!posix_path(t, a[0], "access", "path", 0, &path) || !as_int32(t, a[1], &mode) ||
        !posix_dir_fd(t, a[2], &c.fd) || (effective = truth_of(t, a[3])) < 0 ||
        (follow = truth_of(t, a[4])) < 0)
        return VALUE_ERROR;
    c.path = path.text;
    c.mode = (unsigned)mode;
    c.flags = (effective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
    bool ok = os_file_call(t, call_access, &c, &err) == 0;
    return !ok && err < 0 ? VALUE_ERROR : from_bool(ok);
}

static Value posix_chdir(Thread *t, Value *a) {
    Path path;
    if (!posix_path(t, a[0], "chdir", "path", PATH_FD, &path)) return VALUE_ERROR;
    PosixCall c = { .path = path.text, .fd = path.fd };
    return posix_do(t, call_chdir, &c, path.object, VALUE_NULL);
}
static Value posix_fchdir(Thread *t, Value *a) {
    PosixCall c = { 0 };
    return posix_fileno(t, a[0], &c.fd) ? posix_do(t, call_chdir, &c, VALUE_NULL, VALUE_NULL) : VALUE_ERROR;
}
static Value posix_chroot(Thread *t, Value *a) {
    Path path;
    if (!posix_path(t, a[0], "chroot", "path", 0, &path)) return VALUE_ERROR;
    PosixCall c = { .path = path.text };
    return posix_do(t, call_chroot, &c, path.object, VALUE_NULL);
}

static Value current(Thread *t, bool as_bytes) {
    for (size_t room = PATH_MAX;; room *= 2) {
        char *buf = alloc_leaf(t, room);
        if (!buf) return VALUE_ERROR;
        if (getcwd(buf, room)) return posix_name(t, buf, strlen(buf), as_bytes);
        if (errno != ERANGE) return raise_os_error(t, errno);
    }
}
static Value posix_getcwd(Thread *t, Value *a) { return current(t, false); }
static Value posix_getcwdb(Thread *t, Value *a) { return current(t, true); }

static Value posix_truncate(Thread *t, Value *a) {
    Path path;
    int64_t size;
    if (!posix_path(t, a[0], "truncate", "path", PATH_FD, &path) || !as_int64(t, a[1], &size))
        return VALUE_ERROR;
    PosixCall c = { .path = path.text, .fd = path.fd, .at = size };
    return posix_do(t, call_truncate, &c, path.text ? path.object : VALUE_NULL, VALUE_NULL);
}

static Value posix_umask(Thread *t, Value *a) {
    int32_t mask;
    return as_int32(t, a[0], &mask) ? from_small(umask((mode_t)mask)) : VALUE_ERROR;
}

static Value posix_fspath(Thread *t, Value *a) { return fs_path(t, a[0]); }

/* -- Devices --------------------------------------------------------------------------------------------- */

static Value posix_major(Thread *t, Value *a) {
    int64_t device;
    return as_int64(t, a[0], &device) ? from_small(major((dev_t)device)) : VALUE_ERROR;
}
static Value posix_minor(Thread *t, Value *a) {
    int64_t device;
    return as_int64(t, a[0], &device) ? from_small(minor((dev_t)device)) : VALUE_ERROR;
}
static Value posix_makedev(Thread *t, Value *a) {
    int32_t high, low;
    if (!as_int32(t, a[0], &high) || !as_int32(t, a[1], &low)) return VALUE_ERROR;
    return from_int64(t, (int64_t)makedev((unsigned)high, (unsigned)low));
}

const FunctionDef posix_path_functions[] = {
    { "access", posix_access, "path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True",
      "May path be used in that way?", 0 },
    { "chdir", posix_chdir, "path", "Make path the working directory.", 0 },
    { "chroot", posix_chroot, "path", "Make path the root directory.", 0 },
    { "fchdir", posix_fchdir, "fd", NULL, 0 },
    { "fspath", posix_fspath, "path", "The str or bytes that stands for path.", 0 },
    { "getcwd", posix_getcwd, "", "The working directory.", 0 },
    { "getcwdb", posix_getcwdb, "", "The working directory as bytes.", 0 },
    { "link", posix_link, "src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True",
      "Make dst another name of src.", 0 },
    { "major", posix_major, "device, /", NULL, 0 },
    { "makedev", posix_makedev, "major, minor, /", NULL, 0 },
    { "minor", posix_minor, "device, /", NULL, 0 },
    { "mkdir", posix_mkdir, "path, mode=511, *, dir_fd=None", "Make a directory.", 0 },
    { "mkfifo", posix_mkfifo, "path, mode=438, *, dir_fd=None", "Make a named pipe.", 0 },
    { "mknod", posix_mknod, "path, mode=384, device=0, *, dir_fd=None", "Make a file of any kind.", 0 },
    { "readlink", posix_readlink, "path, *, dir_fd=None", "Where a symbolic link points.", 0 },
    { "remove", posix_remove, "path, *, dir_fd=None", "Remove a file.", 0 },
    { "rename", posix_rename, "src, dst, *, src_dir_fd=None, dst_dir_fd=None", "Give src the name dst.", 0 },
    { "replace", posix_replace, "src, dst, *, src_dir_fd=None, dst_dir_fd=None", "Give src the name dst.",
      0 },
    { "rmdir", posix_rmdir, "path, *, dir_fd=None", "Remove an empty directory.", 0 },
    { "symlink", posix_symlink, "src, dst, target_is_directory=False, *, dir_fd=None",
      "Make dst a symbolic link to src.", 0 },
    { "truncate", posix_truncate, "path, length", "Cut or extend a file.", 0 },
    { "umask", posix_umask, "mask, /", "Set the file mode mask; the old one.", 0 },
    { "unlink", posix_unlink, "path, *, dir_fd=None", "Remove a file.", 0 },
    { 0 },
};
