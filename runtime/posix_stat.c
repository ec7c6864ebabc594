/* posix: what the system knows about a file, and changing it: stat, mode, owner, times. */
#include "runtime/posix.h"
#include "vm/object/container.h"
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* -- stat ------------------------------------------------------------------------------------------------ */

/* The three times come as whole seconds by index, as float by name, and in nanoseconds. */
static const char *const stat_fields[] = {
    "st_mode",     "st_ino",      "st_dev",     "st_nlink",  "st_uid",   "st_gid",   "st_size",
    "st_atime",    "st_mtime",    "st_ctime",   "st_atime",  "st_mtime", "st_ctime", "st_atime_ns",
    "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev",
};

static Value nanoseconds(Thread *t, struct timespec ts) {
    int64_t ns;
    if (!__builtin_mul_overflow((int64_t)ts.tv_sec, INT64_C(1000000000), &ns) &&
        !__builtin_add_overflow(ns, (int64_t)ts.tv_nsec, &ns))
        return from_int64(t, ns);
    Value s = int_mul(t, from_int64(t, ts.tv_sec), from_small(1000000000));
    return s ? int_add(t, s, from_small(ts.tv_nsec)) : VALUE_ERROR;
}
static Value float_seconds(Thread *t, struct timespec ts) {
    return from_double(t, (double)ts.tv_sec + 1e-9 * (double)ts.tv_nsec);
}

Value posix_stat_value(Thread *t, const struct stat *st) {
    struct timespec at = st->st_atim, mt = st->st_mtim, ct = st->st_ctim;
    Value items[] = {
        from_small(st->st_mode),
        from_uint64(t, st->st_ino),
        from_uint64(t, st->st_dev),
        from_uint64(t, st->st_nlink),
        from_small(st->st_uid),
        from_small(st->st_gid),
        from_int64(t, st->st_size),
        from_int64(t, at.tv_sec),
        from_int64(t, mt.tv_sec),
        from_int64(t, ct.tv_sec),
        float_seconds(t, at),
        float_seconds(t, mt),
        float_seconds(t, ct),
        nanoseconds(t, at),
        nanoseconds(t, mt),
        nanoseconds(t, ct),
        from_int64(t, st->st_blksize),
        from_int64(t, st->st_blocks),
        from_uint64(t, st->st_rdev),
    };
    for (size_t i = 0; i < ARRAY_LEN(items); i++)
        if (!items[i]) return VALUE_ERROR;
    return structseq_new(t, posix_state(t)->stat_result, items);
}

static int64_t call_stat(void *arg) {
    PosixCall *c = arg;
    return c->path ? fstatat(c->fd, c->path, c->p, c->flags) : fstat(c->fd, c->p);
}

/* A path that may be a descriptor, with dir_fd and follow_symlinks. */
static bool file_argument(Thread *t, const char *function, Value v, Value dir_fd, int follow, Path *path,
                          PosixCall *c) {
    if (!posix_path(t, v, function, "path", PATH_FD, path) || !posix_dir_fd(t, dir_fd, &c->fd)) return false;
    c->path = path->text;
    c->flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
    if (path->text) return true;
    c->fd = path->fd;
    if (dir_fd != VALUE_NONE)
        return raise_value_error(t, "%s: can't specify dir_fd without matching path", function), false;
    if (!follow)
        return raise_value_error(t, "%s: cannot use fd and follow_symlinks together", function), false;
    return true;
}

static Value stat_of(Thread *t, const char *function, Value v, Value dir_fd, int follow) {
    Path path;
    struct stat st;
    PosixCall c = { .p = &st };
    int err;
    if (follow < 0 || !file_argument(t, function, v, dir_fd, follow, &path, &c)) return VALUE_ERROR;
    return os_call(t, SYS_STAT, call_stat, &c, &err) < 0 ? posix_fail(t, err, path.object, VALUE_NULL)
                                                         : posix_stat_value(t, &st);
}
static Value posix_stat(Thread *t, Value *a) { return stat_of(t, "stat", a[0], a[1], truth_of(t, a[2])); }
static Value posix_lstat(Thread *t, Value *a) {
    Path path;
    return posix_path(t, a[0], "lstat", "path", 0, &path) ? stat_of(t, "lstat", path.object, a[1], false)
                                                          : VALUE_ERROR;
}
static Value posix_fstat(Thread *t, Value *a) {
    struct stat st;
    int32_t fd;
    if (!as_int32(t, a[0], &fd)) return VALUE_ERROR;
    int err = os_fstat(t, fd, &st);
    return err ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : posix_stat_value(t, &st);
}

/* -- statvfs --------------------------------------------------------------------------------------------- */

static const char *const statvfs_fields[] = { "f_bsize",  "f_frsize",  "f_blocks", "f_bfree",
                                              "f_bavail", "f_files",   "f_ffree",  "f_favail",
                                              "f_flag",   "f_namemax", "f_fsid" };

static int64_t call_statvfs(void *arg) {
    PosixCall *c = arg;
    return c->path ? statvfs(c->path, c->p) : fstatvfs(c->fd, c->p);
}
static Value statvfs_of(Thread *t, PosixCall *c, Value name) {
    struct statvfs st;
    int err;
    c->p = &st;
    if (os_call(t, SYS_STAT, call_statvfs, c, &err) < 0) return posix_fail(t, err, name, VALUE_NULL);
    Value items[] = { from_uint64(t, st.f_bsize),   from_uint64(t, st.f_frsize), from_uint64(t, st.f_blocks),
                      from_uint64(t, st.f_bfree),   from_uint64(t, st.f_bavail), from_uint64(t, st.f_files),
                      from_uint64(t, st.f_ffree),   from_uint64(t, st.f_favail), from_uint64(t, st.f_flag),
                      from_uint64(t, st.f_namemax), from_uint64(t, st.f_fsid) };
    return structseq_new(t, posix_state(t)->statvfs_result, items);
}
static Value posix_statvfs(Thread *t, Value *a) {
    Path path;
    if (!posix_path(t, a[0], "statvfs", "path", PATH_FD, &path)) return VALUE_ERROR;
    PosixCall c = { .path = path.text, .fd = path.fd };
    return statvfs_of(t, &c, path.object);
}
static Value posix_fstatvfs(Thread *t, Value *a) {
    PosixCall c = { 0 };
    return as_int32(t, a[0], &c.fd) ? statvfs_of(t, &c, VALUE_NULL) : VALUE_ERROR;
}

/* -- Mode and owner -------------------------------------------------------------------------------------- */

static int64_t call_chmod(void *arg) {
    PosixCall *c = arg;
    return c->path ? fchmodat(c->fd, c->path, c->mode, c->flags) : fchmod(c->fd, c->mode);
}
static int64_t call_chown(void *arg) {
    PosixCall *c = arg;
    return c->path ? fchownat(c->fd, c->path, c->uid, c->gid, c->flags) : fchown(c->fd, c->uid, c->gid);
}

static Value posix_chmod(Thread *t, Value *a) {
    Path path;
    PosixCall c = { 0 };
    int follow = truth_of(t, a[3]), err;
    int32_t mode;
    if (follow < 0 || !as_int32(t, a[1], &mode) || !file_argument(t, "chmod", a[0], a[2], follow, &path, &c))
        return VALUE_ERROR;
    c.mode = (unsigned)mode;
    if (os_file_call(t, call_chmod, &c, &err) >= 0) return VALUE_NONE;
    if (err == ENOTSUP && !follow)
        return raise_error(t, EXC_NotImplementedError, "chmod: follow_symlinks unavailable on this platform");
    return posix_fail(t, err, path.object, VALUE_NULL);
}
static Value posix_fchmod(Thread *t, Value *a) {
    PosixCall c = { 0 };
    int32_t mode;
    if (!as_int32(t, a[0], &c.fd) || !as_int32(t, a[1], &mode)) return VALUE_ERROR;
    c.mode = (unsigned)mode;
    return posix_do(t, call_chmod, &c, VALUE_NULL, VALUE_NULL);
}

static Value posix_chown(Thread *t, Value *a) {
    Path path;
    PosixCall c = { 0 };
    int follow = truth_of(t, a[4]);
    if (follow < 0 || !posix_id(t, a[1], "uid", &c.uid) || !posix_id(t, a[2], "gid", &c.gid) ||
        !file_argument(t, "chown", a[0], a[3], follow, &path, &c))
        return VALUE_ERROR;
    return posix_do(t, call_chown, &c, path.object, VALUE_NULL);
}
static Value posix_lchown(Thread *t, Value *a) {
    Path path;
    PosixCall c = { .fd = AT_FDCWD, .flags = AT_SYMLINK_NOFOLLOW };
    if (!posix_path(t, a[0], "lchown", "path", 0, &path) || !posix_id(t, a[1], "uid", &c.uid) ||
        !posix_id(t, a[2], "gid", &c.gid))
        return VALUE_ERROR;
    c.path = path.text;
    return posix_do(t, call_chown, &c, path.object, VALUE_NULL);
}
static Value posix_fchown(Thread *t, Value *a) {
    PosixCall c = { 0 };
    if (!as_int32(t, a[0], &c.fd) || !posix_id(t, a[1], "uid", &c.uid) ||
        !posix_id(t, a[2], "gid", &c.gid))
        return VALUE_ERROR;
    return posix_do(t, call_chown, &c, VALUE_NULL, VALUE_NULL);
}

/* -- Times ----------------------------------------------------------------------------------------------- */

static int64_t call_utime(void *arg) {
    PosixCall *c = arg;
    return c->path ? utimensat(c->fd, c->path, c->p, c->flags) : futimens(c->fd, c->p);
}

static bool from_seconds(Thread *t, Value v, struct timespec *out) {
    int64_t s;
    out->tv_nsec = 0;
    if (is_float(v)) {
        double d = float_of(v), whole = floor(d), part = floor((d - whole) * 1e9);
        if (isnan(d)) return raise_value_error(t, "Invalid value NaN (not a number)"), false;
        if (part >= 1e9) {
            part -= 1e9;
            whole += 1;
        }
        if (!(whole >= -9.2e18 && whole <= 9.2e18))
            return raise_overflow(t, "timestamp out of range for platform time_t"), false;
        out->tv_sec = (time_t)whole;
        out->tv_nsec = (long)part;
        return true;
    }
    if (!as_int64(t, v, &s)) {
        if (exc_matches(t, EXC_OverflowError)) {
            exc_clear(t);
            raise_overflow(t, "timestamp out of range for platform time_t");
        }
        return false;
    }
    out->tv_sec = (time_t)s;
    return true;
}
static bool from_nanoseconds(Thread *t, Value v, struct timespec *out) {
    Value n = number_index(t, v), q, r;
    int64_t s, ns;
    if (!n || !int_divmod(t, n, from_small(1000000000), &q, &r) || !as_int64(t, q, &s) ||
        !as_int64(t, r, &ns))
        return false;
    *out = (struct timespec){ .tv_sec = (time_t)s, .tv_nsec = (long)ns };
    return true;
}

static Value posix_utime(Thread *t, Value *a) {
    Path path;
    struct timespec times[2];
    PosixCall c = { 0 };
    int follow = truth_of(t, a[4]);
    bool by_ns = a[2] != VALUE_NULL;
    Value given = by_ns ? a[2] : a[1];
    if (follow < 0 || !posix_path(t, a[0], "utime", "path", PATH_FD, &path)) return VALUE_ERROR;
    if (by_ns && a[1] != VALUE_NONE)
        return raise_value_error(t, "utime: you may specify either 'times' or 'ns' but not both");
    if (given != VALUE_NONE || by_ns) {
        if (!is_tuple(given) || as_tuple(given)->len != 2)
            return raise_type_error(t, by_ns ? "utime: 'ns' must be a tuple of two ints"
                                             : "utime: 'times' must be either a tuple of two ints or None");
        for (int i = 0; i < 2; i++) {
            Value v = as_tuple(given)->items[i];
            if (!(by_ns ? from_nanoseconds(t, v, &times[i]) : from_seconds(t, v, &times[i])))
                return VALUE_ERROR;
        }
        c.p = times;
    }
    if (!file_argument(t, "utime", path.object, a[3], follow, &path, &c)) return VALUE_ERROR;
    return posix_do(t, call_utime, &c, VALUE_NULL, VALUE_NULL);      /* CPython does not name the file here */
}

/* -- Making the module ----------------------------------------------------------------------------------- */

bool posix_stat_init(Thread *t, Module *m) {
    PosixState *s = posix_state(t);
    s->stat_result = posix_structseq(t, m, "os.stat_result", stat_fields, ARRAY_LEN(stat_fields), 10);
    s->statvfs_result =
        posix_structseq(t, m, "os.statvfs_result", statvfs_fields, ARRAY_LEN(statvfs_fields), 10);
    if (!s->stat_result || !s->statvfs_result) return false;
    Dict *d = type_namespace(t, s->stat_result);
    Value match = d ? dict_get_str(t, d, NAME(t, __match_args__)) : VALUE_ERROR;
    Value shorter = match ? tuple_slice(t, as_tuple(match), 0, 7) : VALUE_ERROR;
    return shorter && dict_set_str(t, d, NAME(t, __match_args__), shorter) &&
           dict_set_cstr(t, d, "n_unnamed_fields", from_small(3));
}

const FunctionDef posix_stat_functions[] = {
    { "chmod", posix_chmod, "path, mode, *, dir_fd=None, follow_symlinks=True", "Change the mode of a file.",
      0 },
    { "chown", posix_chown, "path, uid, gid, *, dir_fd=None, follow_symlinks=True",
      "Change the owner of a file.", 0 },
    { "fchmod", posix_fchmod, "fd, mode", NULL, 0 },
    { "fchown", posix_fchown, "fd, uid, gid", NULL, 0 },
    { "fstat", posix_fstat, "fd", NULL, 0 },
    { "fstatvfs", posix_fstatvfs, "fd, /", NULL, 0 },
    { "lchown", posix_lchown, "path, uid, gid", NULL, 0 },
    { "lstat", posix_lstat, "path, *, dir_fd=None", "As stat(), of a symbolic link itself.", 0 },
    { "stat", posix_stat, "path, *, dir_fd=None, follow_symlinks=True", "What the system knows about a file.",
      0 },
    { "statvfs", posix_statvfs, "path", "What the system knows about a file system.", 0 },
    { "utime", posix_utime, "path, times=None, *, ns=NULL, dir_fd=None, follow_symlinks=True",
      "Change the times of a file.", 0 },
    { 0 },
};
