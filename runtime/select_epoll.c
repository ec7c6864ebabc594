/* select.epoll objects. */
#include "runtime/select.h"
#include <errno.h>
#include <limits.h>
#include <unistd.h>

typedef struct Epoll { Obj h; int fd; } Epoll;

static Epoll *as_epoll(Value v) { return (Epoll *)obj_of(v); }

static bool need_open(Thread *t, Value self) {
    if (as_epoll(self)->fd >= 0)
        return true;
    raise_value_error(t, "I/O operation on closed epoll object");
    return false;
}

static Value epoll_around(Thread *t, Type *cls, int fd) {
    Value v = object_alloc(t, cls);
    if (v)
        as_epoll(v)->fd = fd;
    return v;
}

static int64_t call_create(void *arg) { return epoll_create1(EPOLL_CLOEXEC); }
static Value epoll_make(Thread *t, Value *a) {
    int32_t size, flags;
    if (!as_int32(t, a[1], &size) || !as_int32(t, a[2], &flags))
        return VALUE_ERROR;
    if (size != -1 && size <= 0)
        return raise_value_error(t, "negative sizehint");
    if (flags && flags != EPOLL_CLOEXEC)
        return raise_error(t, EXC_OSError, "invalid flags");
    Value v = epoll_around(t, (Type *)obj_of(a[0]), -1);
    int err;
    if (v && (as_epoll(v)->fd = (int)os_call(t, SYS_FILE, call_create, NULL, &err)) < 0)
        return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    return v;
}

static Value epoll_fromfd(Thread *t, Value *a) {
    int32_t fd;
    return as_int32(t, a[1], &fd) ? epoll_around(t, (Type *)obj_of(a[0]), fd) : VALUE_ERROR;
}

/* -- Closing --------------------------------------------------------------------------------------------- */

static Value epoll_close(Thread *t, Value *a) {
    int fd = as_epoll(a[0])->fd, err;
    as_epoll(a[0])->fd = -1;
    if (fd >= 0 && os_close(t, fd, &err) < 0)
        return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    return VALUE_NONE;
}
static void epoll_del(Thread *t, Value self) {
    if (!epoll_close(t, &self))
        exc_clear(t);
}
static Value epoll_enter(Thread *t, Value *a) { return need_open(t, a[0]) ? a[0] : VALUE_ERROR; }
static Value epoll_fileno(Thread *t, Value *a) {
    return need_open(t, a[0]) ? from_small(as_epoll(a[0])->fd) : VALUE_ERROR;
}
static Value epoll_get_closed(Thread *t, Value self) { return from_bool(as_epoll(self)->fd < 0); }

/* -- What is watched ------------------------------------------------------------------------------------- */

/* Any int; the upper bits do not count. */
static bool mask_arg(Thread *t, Value v, uint32_t *out) {
    int64_t n;
    if (!(v = number_index(t, v)))
        return false;
    if (!int_fits_int64(v, &n)) {
        IntView room;
        const __mpz_struct *z = int_view(v, &room);
        n = (int64_t)mpz_getlimbn(z, 0);
        if (mpz_sgn(z) < 0)
            n = (int64_t)(0 - (uint64_t)n);
    }
    *out = (uint32_t)n;
    return true;
}

static Value control(Thread *t, Value *a, int op, uint32_t events) {
    int fd;
    if (!posix_fileno(t, a[1], &fd))
        return VALUE_ERROR;
    struct epoll_event ev = { .events = events, .data.fd = fd };
    return epoll_ctl(as_epoll(a[0])->fd, op, fd, &ev) < 0 ? raise_os_error(t, errno) : VALUE_NONE;
}

static Value epoll_register(Thread *t, Value *a) {
    uint32_t events = EPOLLIN | EPOLLPRI | EPOLLOUT;
    if ((a[2] && !mask_arg(t, a[2], &events)) || !need_open(t, a[0]))
        return VALUE_ERROR;
    return control(t, a, EPOLL_CTL_ADD, events);
}
static Value epoll_modify(Thread *t, Value *a) {
    uint32_t events;
    return mask_arg(t, a[2], &events) && need_open(t, a[0]) ? control(t, a, EPOLL_CTL_MOD, events) : VALUE_ERROR;
}
static Value epoll_unregister(Thread *t, Value *a) {
    return need_open(t, a[0]) ? control(t, a, EPOLL_CTL_DEL, 0) : VALUE_ERROR;
}

/* -- Waiting --------------------------------------------------------------------------------------------- */

static Value epoll_poll(Thread *t, Value *a) {
    int64_t deadline;
    int32_t max;
    bool negative;
    int err;
    if (!as_int32(t, a[2], &max) || !need_open(t, a[0]) ||
        !select_deadline(t, a[1], 1000000000, "timeout must be an integer or None", &deadline, &negative))
        return VALUE_ERROR;
    if (max == -1)
        max = FD_SETSIZE - 1;
    else if (max < 1)
        return raise_value_error(t, "maxevents must be greater than 0, got %d", max);
    if ((size_t)max > SIZE_MAX / sizeof(struct epoll_event))
        return raise_memory(t), VALUE_ERROR;
    struct epoll_event room[FD_SETSIZE - 1], *events = room;
    if (max > (int)ARRAY_LEN(room) && !(events = alloc_leaf(t, (size_t)max * sizeof *events)))
        return VALUE_ERROR;
    int ready = os_epoll_wait(t, as_epoll(a[0])->fd, events, max, deadline, &err);
    if (ready < 0)
        return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    List *l = list_alloc(t, 0, ready);
    for (int i = 0; l && i < ready; i++) {
        Value pair = tuple_pack2(t, from_small(events[i].data.fd), from_small(events[i].events));
        if (!pair || !list_append(t, l, pair))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

const TypeDef type_epoll = {
    .name = "select.epoll",
    .doc = "Watches the descriptors that are registered with it, by the kernel's own list of them.",
    .size = sizeof(Epoll),
    .flags = TYPE_NO_BASE,
    .slots = { .del = epoll_del },
    .new_ = { "__new__", epoll_make, "sizehint=-1, flags=0", NULL, 0 },
    .methods = (const FunctionDef[]) {
        { "fromfd", epoll_fromfd, "fd, /", "An epoll object for a descriptor that there is already.", FN_CLASSMETHOD },
        { "close", epoll_close, "", "Close it; the second time does nothing.", 0 },
        { "fileno", epoll_fileno, "", "Its own descriptor.", 0 },
        { "register", epoll_register, "fd, eventmask=NULL", "Watch a descriptor for some events.", 0 },
        { "modify", epoll_modify, "fd, eventmask", "Change the events of a descriptor that is watched.", 0 },
        { "unregister", epoll_unregister, "fd", "Watch a descriptor no longer.", 0 },
        { "poll", epoll_poll, "timeout=None, maxevents=-1",
          "Wait timeout seconds at most. A list of (descriptor, events), no longer than maxevents.", 0 },
        { "__enter__", epoll_enter, "", NULL, 0 },
        { "__exit__", epoll_close, "exc_type=None, exc_value=None, exc_tb=None, /", NULL, 0 },
        { 0 } },
    .getsets = (const GetSetDef[]){ { "closed", epoll_get_closed, NULL, "Is it closed?" }, { 0 } },
};
