/* posix: extended attributes of files. */
#include "runtime/posix.h"
#include <errno.h>
#include <linux/limits.h>
#include <sys/xattr.h>

enum { NO_FOLLOW = 1 };

static int64_t call_getxattr(void *arg) {
    PosixCall *c = arg;
    return !c->path                ? fgetxattr(c->fd, c->path2, c->p, (size_t)c->n)
           : c->mode == NO_FOLLOW ? lgetxattr(c->path, c->path2, c->p, (size_t)c->n)
                                   : getxattr(c->path, c->path2, c->p, (size_t)c->n);
}
static int64_t call_setxattr(void *arg) {
    PosixCall *c = arg;
    return !c->path                ? fsetxattr(c->fd, c->path2, c->p, (size_t)c->n, c->flags)
           : c->mode == NO_FOLLOW ? lsetxattr(c->path, c->path2, c->p, (size_t)c->n, c->flags)
                                   : setxattr(c->path, c->path2, c->p, (size_t)c->n, c->flags);
}
static int64_t call_removexattr(void *arg) {
    PosixCall *c = arg;
    return !c->path                ? fremovexattr(c->fd, c->path2)
           : c->mode == NO_FOLLOW ? lremovexattr(c->path, c->path2)
                                   : removexattr(c->path, c->path2);
}
static int64_t call_listxattr(void *arg) {
    PosixCall *c = arg;
    return !c->path                ? flistxattr(c->fd, c->p, (size_t)c->n)
           : c->mode == NO_FOLLOW ? llistxattr(c->path, c->p, (size_t)c->n)
                                   : listxattr(c->path, c->p, (size_t)c->n);
}

/* The file, and the attribute's name if there is one. */
static bool prepare(Thread *t, Value file, int flags, Value name, Value follow, const char *function, Path *path,
                    PosixCall *c) {
    Path attribute = { 0 };
    int following = truth_of(t, follow);
    if (following < 0 || !posix_path(t, file, function, "path", flags, path) ||
        (name && !posix_path(t, name, function, "attribute", 0, &attribute)))
        return false;
    if (!path->text && !path->object) path->text = ".";
    if (!path->text && !following)
        return raise_value_error(t, "%s: cannot use fd and follow_symlinks together", function), false;
    *c = (PosixCall){ .path = path->text, .fd = path->fd, .path2 = attribute.text, .mode = following ? 0 : NO_FOLLOW };
    return true;
}

/* What a call writes into a buffer, of a size that nobody knows before. */
static Bytes *read_all(Thread *t, PosixFn fn, PosixCall *c, const Path *path, int64_t first) {
    int err;
    for (c->n = first;; c->n = XATTR_SIZE_MAX) {
        Bytes *b = bytes_alloc(t, (size_t)c->n);
        if (!b) return NULL;
        c->p = b->data;
        int64_t n = os_file_call(t, fn, c, &err);
        if (n >= 0) return (Bytes *)obj_of(bytes_new(t, b->data, (size_t)n));
        if (err != ERANGE || c->n >= XATTR_SIZE_MAX) return posix_fail(t, err, path->object, VALUE_NULL), NULL;
    }
}

static Value posix_getxattr(Thread *t, Value *a) {
    Path path;
    PosixCall c;
    if (!prepare(t, a[0], PATH_FD, a[1], a[2], "getxattr", &path, &c)) return VALUE_ERROR;
    return from_ptr(read_all(t, call_getxattr, &c, &path, 128));
}
static Value posix_setxattr(Thread *t, Value *a) {
    Path path;
    PosixCall c;
    BufferView view;
    int32_t flags;
    if (!prepare(t, a[0], PATH_FD, a[1], a[4], "setxattr", &path, &c) || !as_int32(t, a[3], &flags) ||
        !get_buffer(t, a[2], &view))
        return VALUE_ERROR;
    c.p = (void *)view.data;
    c.n = (int64_t)view.len;
    c.flags = flags;
    Value v = posix_do(t, call_setxattr, &c, path.object, VALUE_NULL);
    release_buffer(t, &view);
    return v;
}
static Value posix_removexattr(Thread *t, Value *a) {
    Path path;
    PosixCall c;
    if (!prepare(t, a[0], PATH_FD, a[1], a[2], "removexattr", &path, &c)) return VALUE_ERROR;
    return posix_do(t, call_removexattr, &c, path.object, VALUE_NULL);
}
static Value posix_listxattr(Thread *t, Value *a) {
    Path path;
    PosixCall c;
    if (!prepare(t, a[0], PATH_FD | PATH_NONE, VALUE_NULL, a[1], "listxattr", &path, &c)) return VALUE_ERROR;
    Bytes *names = read_all(t, call_listxattr, &c, &path, 256);
    List *l = names ? list_alloc(t, 0, 4) : NULL;
    if (!l) return VALUE_ERROR;
    for (const char *p = names->data, *end = p + names->len; p < end; p += strlen(p) + 1) {
        Value name = posix_name(t, p, strlen(p), false);
        if (!name || !list_append(t, l, name)) return VALUE_ERROR;
    }
    return from_ptr(l);
}

const FunctionDef posix_xattr_functions[] = {
    { "getxattr", posix_getxattr, "path, attribute, *, follow_symlinks=True", "An extended attribute's value.", 0 },
    { "listxattr", posix_listxattr, "path=None, *, follow_symlinks=True", "The names of extended attributes.", 0 },
    { "removexattr", posix_removexattr, "path, attribute, *, follow_symlinks=True", NULL, 0 },
    { "setxattr", posix_setxattr, "path, attribute, value, flags=0, *, follow_symlinks=True", NULL, 0 },
    { 0 },
};
