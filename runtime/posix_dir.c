/* posix: listdir() and scandir(). A directory is read at once, in one trip through the door. */
#include "runtime/posix.h"
#include "vm/object/container.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- Reading --------------------------------------------------------------------------------------------- */

/* One entry as read: this head, then the name and its 0. Entries follow each other unaligned. */
typedef struct Entry {
    uint64_t inode;
    uint16_t length; /* of the name */
    uint8_t kind;    /* DT_DIR ... */
} Entry;

/* malloc'd: made where the heap may not be touched. */
typedef struct Entries {
    char *data;
    size_t len, cap;
} Entries;

static bool add_entry(Entries *list, const struct dirent *d) {
    Entry e = { .inode = d->d_ino, .length = (uint16_t)strlen(d->d_name), .kind = d->d_type };
    size_t need = sizeof e + e.length + 1u;
    if (list->len + need > list->cap) {
        size_t cap = list->cap * 2 + 4096;
        char *bigger = realloc(list->data, cap);
        if (!bigger) return false;
        list->data = bigger;
        list->cap = cap;
    }
    memcpy(list->data + list->len, &e, sizeof e);
    memcpy(list->data + list->len + sizeof e, d->d_name, e.length + 1u);
    list->len += need;
    return true;
}

static int64_t call_read_dir(void *arg) {
    PosixCall *c = arg;
    DIR *dir;
    if (c->path) {
        dir = opendir(c->path);
    } else {
        int fd = fcntl(c->fd, F_DUPFD_CLOEXEC, 0);
        if (fd < 0) return -1;
        dir = fdopendir(fd);
        if (!dir) {
            int err = errno;
            close(fd);
            errno = err;
        } else {
            rewinddir(dir);
        }
    }
    if (!dir) return -1;
    struct dirent *d;
    errno = 0;
    while ((d = readdir(dir)) != NULL) {
        const char *n = d->d_name;
        if (n[0] == '.' && (!n[1] || (n[1] == '.' && !n[2]))) continue;
        if (!add_entry(c->p, d)) {
            errno = ENOMEM;
            break;
        }
        errno = 0;
    }
    int err = errno;
    closedir(dir);
    errno = err;
    return err ? -1 : 0;
}

/* To be followed by free(out->data) in any case. */
static bool read_dir(Thread *t, const Path *path, Entries *out, Value name) {
    PosixCall c = { .path = path->text, .fd = path->fd, .p = out };
    int err;
    if (!path->text && path->fd < 0 && !path->object) c.path = ".";
    if (os_call(t, SYS_DIR, call_read_dir, &c, &err) == 0) return true;
    posix_fail(t, err, name, VALUE_NULL);
    return false;
}

/* The entry at *at, which moves on; its name is behind the head. */
static const char *next_entry(const char *data, size_t *at, Entry *e) {
    memcpy(e, data + *at, sizeof *e);
    const char *name = data + *at + sizeof *e;
    *at += sizeof *e + e->length + 1u;
    return name;
}

static Value posix_listdir(Thread *t, Value *a) {
    Path path;
    Entries all = { 0 };
    Entry e;
    if (!posix_path(t, a[0], "listdir", "path", PATH_FD | PATH_NONE, &path)) return VALUE_ERROR;
    bool as_bytes = path.text && is_bytes(path.object);
    List *names =
        read_dir(t, &path, &all, path.text ? path.object : VALUE_NULL) ? list_alloc(t, 0, 16) : NULL;
    for (size_t at = 0; names && at < all.len;) {
        const char *name = next_entry(all.data, &at, &e);
        Value v = posix_name(t, name, e.length, as_bytes);
        if (!v || !list_append(t, names, v)) names = NULL;
    }
    free(all.data);
    return from_ptr(names);
}

/* -- DirEntry -------------------------------------------------------------------------------------------- */

typedef struct DirEntry {
    Obj h;
    Value name, path;
    Value stat, lstat; /* as asked before, or 0 */
    uint64_t inode;
    int fd; /* the directory, if it was given as one; else -1 */
    uint8_t kind;
} DirEntry;
static DirEntry *as_entry(Value v) { return (DirEntry *)obj_of(v); }

static int64_t call_stat(void *arg) {
    PosixCall *c = arg;
    return fstatat(c->fd, c->path, c->p, c->flags);
}
/* 0 or an errno; -1: exception. */
static int ask(Thread *t, DirEntry *d, bool follow, struct stat *st) {
    PosixCall c = { .fd = d->fd >= 0 ? d->fd : AT_FDCWD, .p = st, .flags = follow ? 0 : AT_SYMLINK_NOFOLLOW };
    int err;
    if (!(c.path = fs_encode(t, d->fd >= 0 ? d->name : d->path))) return -1;
    return os_call(t, SYS_STAT, call_stat, &c, &err) < 0 ? err : 0;
}

static Value entry_ask_stat(Thread *t, DirEntry *d, bool follow) {
    struct stat st;
    int err = ask(t, d, follow, &st);
    return err ? posix_fail(t, err, d->path, VALUE_NULL) : posix_stat_value(t, &st);
}
static Value entry_lstat(Thread *t, DirEntry *d) {
    return d->lstat ? d->lstat : (d->lstat = entry_ask_stat(t, d, false));
}
static int64_t mode_of(Value st) { return small_of(as_tuple(st)->items[0]); }

/* 1, 0, -1: exception. */
static int is_link(Thread *t, DirEntry *d) {
    if (d->kind != DT_UNKNOWN) return d->kind == DT_LNK;
    Value st = entry_lstat(t, d);
    return st ? S_ISLNK(mode_of(st)) : -1;
}
static Value entry_stat(Thread *t, DirEntry *d, bool follow) {
    if (!follow) return entry_lstat(t, d);
    if (!d->stat) {
        int link = is_link(t, d);
        d->stat = link < 0 ? VALUE_ERROR : link ? entry_ask_stat(t, d, true) : entry_lstat(t, d);
    }
    return d->stat;
}

/* The kind that readdir() told, if it is an answer; what is gone is nothing. */
static Value is_kind(Thread *t, Value *a, int kind, unsigned mode) {
    DirEntry *d = as_entry(a[0]);
    int follow = truth_of(t, a[1]);
    if (follow < 0) return VALUE_ERROR;
    if (d->kind != DT_UNKNOWN && !(follow && d->kind == DT_LNK)) return from_bool(d->kind == kind);
    Value st = entry_stat(t, d, follow);
    if (st) return from_bool((mode_of(st) & S_IFMT) == mode);
    if (!exc_matches(t, EXC_FileNotFoundError)) return VALUE_ERROR;
    exc_clear(t);
    return VALUE_FALSE;
}
static Value entry_is_dir(Thread *t, Value *a) { return is_kind(t, a, DT_DIR, S_IFDIR); }
static Value entry_is_file(Thread *t, Value *a) { return is_kind(t, a, DT_REG, S_IFREG); }
static Value entry_is_symlink(Thread *t, Value *a) {
    int link = is_link(t, as_entry(a[0]));
    if (link < 0 && exc_matches(t, EXC_FileNotFoundError)) {
        exc_clear(t);
        link = 0;
    }
    return link < 0 ? VALUE_ERROR : from_bool(link);
}
static Value entry_stat_method(Thread *t, Value *a) {
    int follow = truth_of(t, a[1]);
    return follow < 0 ? VALUE_ERROR : entry_stat(t, as_entry(a[0]), follow);
}
static Value entry_inode(Thread *t, Value *a) { return from_uint64(t, as_entry(a[0])->inode); }
static Value entry_fspath(Thread *t, Value *a) { return as_entry(a[0])->path; }
static Value entry_get_name(Thread *t, Value self) { return as_entry(self)->name; }
static Value entry_get_path(Thread *t, Value self) { return as_entry(self)->path; }
static Value entry_repr(Thread *t, Value self) {
    return str_format(t, "<DirEntry %R>", as_entry(self)->name);
}

const TypeDef type_dir_entry = {
    .name = "posix.DirEntry",
    .doc = "An entry of a directory.",
    .size = sizeof(DirEntry),
    .flags = TYPE_NO_NEW | TYPE_NO_BASE,
    .slots = { .repr = entry_repr },
    .methods =
        (const FunctionDef[]){
            CLASS_GETITEM,
            { "__fspath__", entry_fspath, "", "The path.", 0 },
            { "inode", entry_inode, "", "The inode's number.", 0 },
            { "is_dir", entry_is_dir, "*, follow_symlinks=True", "Is it a directory?", 0 },
            { "is_file", entry_is_file, "*, follow_symlinks=True", "Is it a regular file?", 0 },
            { "is_symlink", entry_is_symlink, "", "Is it a symbolic link?", 0 },
            { "stat", entry_stat_method, "*, follow_symlinks=True", "os.stat() of it, remembered.", 0 },
            { 0 },
        },
    .getsets =
        (const GetSetDef[]){
            { "name", entry_get_name, NULL, "The name in its directory." },
            { "path", entry_get_path, NULL, "The directory's path with the name." },
            { 0 },
        },
};

/* -- scandir() ------------------------------------------------------------------------------------------- */

typedef struct ScandirIter {
    Obj h;
    Value prefix; /* str or bytes before each name */
    char *data;   /* entries; NULL at the end */
    size_t at, len;
    int fd;
} ScandirIter;
static ScandirIter *as_scandir(Value v) { return (ScandirIter *)obj_of(v); }

static Value scandir_next(Thread *t, Value self) {
    ScandirIter *it = as_scandir(self);
    Entry e;
    if (!it->data || it->at >= it->len) {
        it->data = NULL;
        return VALUE_STOP;
    }
    DirEntry *d = alloc_obj(t, type_by_id(t, T_DIR_ENTRY), sizeof *d);
    const char *name = next_entry(it->data, &it->at, &e);
    if (!d || !(d->name = posix_name(t, name, e.length, is_bytes(it->prefix)))) return VALUE_ERROR;
    d->path =
        is_bytes(it->prefix) ? bytes_concat(t, it->prefix, d->name) : str_concat(t, it->prefix, d->name);
    d->inode = e.inode;
    d->kind = e.kind;
    d->fd = it->fd;
    return d->path ? from_ptr(d) : VALUE_ERROR;
}
static Value scandir_iter(Thread *t, Value self) { return self; }
static Value scandir_enter(Thread *t, Value *a) { return a[0]; }
static Value scandir_close(Thread *t, Value *a) {
    as_scandir(a[0])->data = NULL;
    return VALUE_NONE;
}

/* What comes before the names in the paths: the directory and a slash. */
static Value scandir_prefix(Thread *t, const Path *path) {
    if (!path->text) return str_from_cstr(t, path->object ? "" : "./");
    bool bytes = is_bytes(path->object), slash = *path->text && path->text[strlen(path->text) - 1] != '/';
    if (!slash) return path->object;
    Value end = bytes ? bytes_new(t, "/", 1) : from_ptr(t->interp->latin1['/']);
    return !end ? VALUE_ERROR : bytes ? bytes_concat(t, path->object, end) : str_concat(t, path->object, end);
}

static Value posix_scandir(Thread *t, Value *a) {
    Path path;
    Entries all = { 0 };
    if (!posix_path(t, a[0], "scandir", "path", PATH_FD | PATH_NONE, &path)) return VALUE_ERROR;
    ScandirIter *it = alloc_obj(t, type_by_id(t, T_SCANDIR_ITER), sizeof *it);
    bool ok = it && (it->prefix = scandir_prefix(t, &path)) &&
              read_dir(t, &path, &all, path.text ? path.object : VALUE_NULL) && (it->data = alloc_leaf(t, all.len + 1));
    if (ok) {
        memcpy(it->data, all.data ? all.data : "", all.len);
        it->len = all.len;
        it->fd = path.fd;
    }
    free(all.data);
    return ok ? from_ptr(it) : VALUE_ERROR;
}

const TypeDef type_scandir_iter = {
    .name = "posix.ScandirIterator",
    .size = sizeof(ScandirIter),
    .flags = TYPE_NO_NEW | TYPE_NO_BASE,
    .slots = { .iter = scandir_iter, .next = scandir_next },
    .methods =
        (const FunctionDef[]){
            { "__enter__", scandir_enter, "", NULL, 0 },
            { "__exit__", scandir_close, "*args", NULL, 0 },
            { "close", scandir_close, "", "Give the entries back.", 0 },
            { 0 },
        },
};

const FunctionDef posix_dir_functions[] = {
    { "listdir", posix_listdir, "path=None", "The names in a directory, in any order.", 0 },
    { "scandir", posix_scandir, "path=None", "The entries of a directory, one by one.", 0 },
    { 0 },
};
