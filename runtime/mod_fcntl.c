/* fcntl: control of descriptors and devices, and locks on files. */
#include "runtime/posix.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* An argument in memory passes through a block of this size; only ioctl() uses larger ones in place. */
enum { ROOM = 1024 };

typedef struct Control {
    int fd, command;
    unsigned long request, arg;                         /* arg: a number or an address */
    struct flock lock;
    char room[ROOM + 1];
} Control;

static int64_t call_fcntl(void *p) { Control *c = p; return fcntl(c->fd, c->command, c->arg); }
static int64_t call_ioctl(void *p) { Control *c = p; return ioctl(c->fd, c->request, c->arg); }
static int64_t call_flock(void *p) { Control *c = p; return flock(c->fd, c->command); }
static int64_t call_lock(void *p) { Control *c = p; return fcntl(c->fd, c->command, &c->lock); }

static Value fail(Thread *t, int err) { return err > 0 ? raise_os_error(t, err) : VALUE_ERROR; }

/* The lowest 32 bits of any int. */
static bool low_word(Thread *t, Value v, unsigned long *out) {
    int64_t low;
    if (!(v = number_index(t, v)) || !(v = int_and(t, v, from_small(UINT32_MAX))) || !as_int64(t, v, &low))
        return false;
    *out = (unsigned long)low;
    return true;
}

static bool copy_in(Thread *t, Control *c, const char *data, size_t n, const char *function) {
    if (n > ROOM) return raise_value_error(t, "%s string arg too long", function), false;
    memcpy(c->room, data, n);
    c->room[n] = 0;
    c->arg = (unsigned long)c->room;
    return true;
}

/* -- Descriptors and devices ----------------------------------------------------------------------------- */

static Value fcntl_fcntl(Thread *t, Value *a) {
    Control c;
    size_t n = 0;
    const char *data = NULL;
    int err;
    if (!posix_fileno(t, a[0], &c.fd) || !as_int32(t, a[1], &c.command)) return VALUE_ERROR;
    if (is_bytes(a[2])) data = as_bytes(a[2])->data, n = (size_t)as_bytes(a[2])->len;
    else if (is_str(a[2]) && !(data = str_utf8(t, as_str(a[2]), &n))) exc_clear(t);
    if (data ? !copy_in(t, &c, data, n, "fcntl") : !low_word(t, a[2], &c.arg)) return VALUE_ERROR;
    int64_t r = os_call(t, SYS_FCNTL, call_fcntl, &c, &err);
    if (r < 0) return fail(t, err);
    return data ? bytes_new(t, c.room, n) : from_small(r);
}

/* With memory as argument: its number if it was changed in place, else bytes. */
static Value device_buffer(Thread *t, Control *c, BufferView *view, bool change) {
    int err;
    if (change && view->len > ROOM) c->arg = (unsigned long)view->data;
    else if (!copy_in(t, c, view->data, view->len, "ioctl")) return VALUE_ERROR;
    int64_t r = os_call_once(t, SYS_IOCTL, call_ioctl, c, &err);
    if (change && view->len <= ROOM) memcpy((char *)view->data, c->room, view->len);
    if (r < 0) return fail(t, err);
    return change ? from_small(r) : bytes_new(t, c->room, view->len);
}

static Value fcntl_ioctl(Thread *t, Value *a) {
    Control c;
    BufferView view;
    int err, mutate;
    if (!posix_fileno(t, a[0], &c.fd) || !low_word(t, a[1], &c.request)) return VALUE_ERROR;
    if ((mutate = truth_of(t, a[3])) < 0) return VALUE_ERROR;
    if (is_str(a[2])) {
        size_t n;
        const char *text = str_utf8(t, as_str(a[2]), &n);
        if (text) {
            view = (BufferView){ .data = text, .len = n };
            return device_buffer(t, &c, &view, false);
        }
        exc_clear(t);
    } else if (!is_int(a[2])) {
        if (get_buffer(t, a[2], &view)) {
            Value r = device_buffer(t, &c, &view, mutate && view.writable);
            release_buffer(t, &view);
            return r;
        }
        exc_clear(t);
    }
    if (!low_word(t, a[2], &c.arg)) return VALUE_ERROR;
    int64_t r = os_call_once(t, SYS_IOCTL, call_ioctl, &c, &err);
    return r < 0 ? fail(t, err) : from_small(r);
}

/* -- Locks ----------------------------------------------------------------------------------------------- */

static Value fcntl_flock(Thread *t, Value *a) {
    Control c;
    int err;
    if (!posix_fileno(t, a[0], &c.fd) || !as_int32(t, a[1], &c.command)) return VALUE_ERROR;
    t->interp->awaited = true;              /* others may wait for the end of the file */
    return os_call(t, SYS_FLOCK, call_flock, &c, &err) < 0 ? fail(t, err) : VALUE_NONE;
}

static Value fcntl_lockf(Thread *t, Value *a) {
    Control c = { .lock = { 0 } };
    int32_t what, whence;
    int64_t start = 0, length = 0;
    int err;
    if (!posix_fileno(t, a[0], &c.fd) || !as_int32(t, a[1], &what) || !as_int32(t, a[4], &whence)) return VALUE_ERROR;
    if (what != LOCK_UN && !(what & (LOCK_SH | LOCK_EX))) return raise_value_error(t, "unrecognized lockf argument");
    if (!as_int64(t, a[3], &start) || !as_int64(t, a[2], &length)) return VALUE_ERROR;
    c.lock.l_type = what == LOCK_UN ? F_UNLCK : what & LOCK_SH ? F_RDLCK : F_WRLCK;
    c.lock.l_start = start;
    c.lock.l_len = length;
    c.lock.l_whence = (short)whence;
    c.command = what & LOCK_NB ? F_SETLK : F_SETLKW;
    t->interp->awaited = true;
    return os_call(t, SYS_FCNTL, call_lock, &c, &err) < 0 ? fail(t, err) : VALUE_NONE;
}

/* -- Making the module ----------------------------------------------------------------------------------- */

static const struct { const char *name; int64_t value; } constants[] = {
#define C(x) { #x, x },
    C(DN_ACCESS) C(DN_ATTRIB) C(DN_CREATE) C(DN_DELETE) C(DN_MODIFY) C(DN_MULTISHOT) C(DN_RENAME) C(FASYNC)
    C(FD_CLOEXEC) C(F_ADD_SEALS) C(F_DUPFD) C(F_DUPFD_CLOEXEC) C(F_EXLCK) C(F_GETFD) C(F_GETFL) C(F_GETLEASE) C(F_GETLK)
    C(F_GETLK64) C(F_GETOWN) C(F_GETPIPE_SZ) C(F_GETSIG) C(F_GET_SEALS) C(F_NOTIFY) C(F_OFD_GETLK) C(F_OFD_SETLK)
    C(F_OFD_SETLKW) C(F_RDLCK) C(F_SEAL_GROW) C(F_SEAL_SEAL) C(F_SEAL_SHRINK) C(F_SEAL_WRITE) C(F_SETFD) C(F_SETFL)
    C(F_SETLEASE) C(F_SETLK) C(F_SETLK64) C(F_SETLKW) C(F_SETLKW64) C(F_SETOWN) C(F_SETPIPE_SZ) C(F_SETSIG) C(F_SHLCK)
    C(F_UNLCK) C(F_WRLCK) C(LOCK_EX) C(LOCK_MAND) C(LOCK_NB) C(LOCK_READ) C(LOCK_RW) C(LOCK_SH) C(LOCK_UN) C(LOCK_WRITE)
#undef C
};

static bool init(Thread *t, Module *m) {
    for (size_t i = 0; i < ARRAY_LEN(constants); i++)
        if (!module_set(t, m, constants[i].name, from_small(constants[i].value))) return false;
    return true;
}

const ModuleDef mod_fcntl = {
    .name = "fcntl",
    .doc = "Control of descriptors and devices, and locks on files.",
    .functions = (const FunctionDef[]){
        { "fcntl", fcntl_fcntl, "fd, cmd, arg=0, /",
          "Do cmd with a descriptor. arg is an int, or str or bytes that the system reads and may change:\n"
          "the result is an int, or the bytes as they are then.", 0 },
        { "flock", fcntl_flock, "fd, operation, /",
          "Lock an open file as a whole, or unlock it: LOCK_SH, LOCK_EX, LOCK_UN.", 0 },
        { "ioctl", fcntl_ioctl, "fd, request, arg=0, mutate_flag=True, /",
          "Make a request to a device. arg is an int, or memory: a mutable buffer is changed in place, and the\n"
          "result is an int; for others, or without mutate_flag, it is the bytes as they are then.", 0 },
        { "lockf", fcntl_lockf, "fd, cmd, len=0, start=0, whence=0, /",
          "Lock a part of a file against other processes, or unlock it; len 0 is up to the end, however far.", 0 },
        { 0 },
    },
    .init = init,
};
