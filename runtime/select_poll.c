/* select.poll objects: a dict of descriptors and the events to watch, and the array that poll() wants. */
#include "runtime/select.h"
#include <errno.h>
#include <limits.h>

typedef struct Poll {
    Obj h;
    Dict *watched;                                      /* descriptor -> events */
    struct pollfd *fds;                                 /* made of `watched` when it has changed */
    int64_t n;
    bool current;                                       /* fds is up to date */
    bool running;                                       /* a thread waits in poll(): fds is its own */
} Poll;

static Poll *as_poll(Value v) { return (Poll *)obj_of(v); }

Value poll_new(Thread *t, Value *a) {
    Poll *p = alloc_obj(t, type_by_id(t, T_POLL), sizeof *p);
    return p && (p->watched = dict_new(t)) ? from_ptr(p) : VALUE_ERROR;
}

static bool events_arg(Thread *t, Value v, int *out) {
    int64_t n;
    if (!has_index(t, v))
        return raise_type_error(t, "an integer is required"), false;
    if (!(v = number_index(t, v)))
        return false;
    if (int_sign(v) < 0)
        return raise_value_error(t, "value must be positive"), false;
    if (!int_fits_int64(v, &n))
        return raise_overflow(t, "Python int too large to convert to C unsigned long"), false;
    if (n > USHRT_MAX)
        return raise_overflow(t, "Python int too large for C unsigned short"), false;
    *out = (int)n;
    return true;
}

static Value poll_register(Thread *t, Value *a) {
    int fd, events = POLLIN | POLLPRI | POLLOUT;
    if (!posix_fileno(t, a[1], &fd) || (a[2] && !events_arg(t, a[2], &events)))
        return VALUE_ERROR;
    Poll *p = as_poll(a[0]);
    p->current = false;
    return dict_set(t, p->watched, from_small(fd), from_small(events)) ? VALUE_NONE : VALUE_ERROR;
}

static Value poll_modify(Thread *t, Value *a) {
    int fd, events;
    Value old;
    if (!posix_fileno(t, a[1], &fd) || !events_arg(t, a[2], &events))
        return VALUE_ERROR;
    Poll *p = as_poll(a[0]);
    int found = dict_lookup(t, p->watched, from_small(fd), &old);
    if (found == 0)
        return raise_os_error(t, ENOENT);
    p->current = false;
    return found > 0 && dict_set(t, p->watched, from_small(fd), from_small(events)) ? VALUE_NONE : VALUE_ERROR;
}

static Value poll_unregister(Thread *t, Value *a) {
    int fd;
    if (!posix_fileno(t, a[1], &fd))
        return VALUE_ERROR;
    int found = dict_delete(t, as_poll(a[0])->watched, from_small(fd));
    if (found <= 0)
        return found < 0 ? VALUE_ERROR : raise_key_error(t, from_small(fd));
    as_poll(a[0])->current = false;
    return VALUE_NONE;
}

static bool fill(Thread *t, Poll *p) {
    struct pollfd *fds = alloc_leaf(t, (size_t)dict_len(p->watched) * sizeof *fds + 1);
    Value key, value;
    if (!fds)
        return false;
    p->n = 0;
    for (int64_t i = 0; dict_next(p->watched, &i, &key, &value);)
        fds[p->n++] = (struct pollfd){ .fd = (int)small_of(key), .events = (short)small_of(value) };
    p->fds = fds;
    p->current = true;
    return true;
}

static Value wait_for(Thread *t, Poll *p, int64_t deadline) {
    int err;
    struct pollfd *fds = p->fds;
    int64_t n = p->n;
    p->running = true;
    int ready = os_poll(t, fds, (size_t)n, deadline, &err);
    p->running = false;
    if (ready < 0)
        return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    List *l = list_alloc(t, 0, ready);
    for (int64_t i = 0; l && i < n; i++) {
        if (!fds[i].revents)
            continue;
        Value pair = tuple_pack2(t, from_small(fds[i].fd), from_small((unsigned short)fds[i].revents));
        if (!pair || !list_append(t, l, pair))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

static Value poll_poll(Thread *t, Value *a) {
    Poll *p = as_poll(a[0]);
    int64_t deadline, ms;
    bool negative;
    if (!select_deadline(t, a[1], 1000000, "timeout must be an integer or None", &deadline, &negative))
        return VALUE_ERROR;
    if (is_int(a[1]) && as_int64(t, a[1], &ms) && (ms > INT_MAX || ms < INT_MIN))
        return raise_overflow(t, "timeout is too large");
    if (is_float(a[1]) && (float_of(a[1]) > INT_MAX || float_of(a[1]) < INT_MIN))
        return raise_overflow(t, "timeout is too large");
    if (p->running)
        return raise_error(t, EXC_RuntimeError, "concurrent poll() invocation");
    if (!p->current && !fill(t, p))
        return VALUE_ERROR;
    return wait_for(t, p, deadline);
}

const TypeDef type_poll = {
    .name = "select.poll",
    .doc = "Watches the descriptors that are registered with it.",
    .size = sizeof(Poll),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .methods = (const FunctionDef[]) {
        { "register", poll_register, "fd, eventmask=NULL, /", "Watch a descriptor for some events, or for all.", 0 },
        { "modify", poll_modify, "fd, eventmask, /", "Change the events of a descriptor that is watched.", 0 },
        { "unregister", poll_unregister, "fd, /", "Watch a descriptor no longer.", 0 },
        { "poll", poll_poll, "timeout=None, /",
          "Wait timeout milliseconds at most. A list of (descriptor, events) of those that are ready.", 0 },
        { 0 } },
};
