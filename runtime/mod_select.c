/* select: waiting for descriptors. poll objects are in select_poll.c, epoll objects in select_epoll.c. */
#include "runtime/select.h"
#include <errno.h>
#include <limits.h>
#include <math.h>

/* -- Timeouts -------------------------------------------------------------------------------------------- */

static bool timeout_ns(Thread *t, Value v, int64_t unit_ns, int64_t *ns) {
    if (is_float(v)) {
        double d = float_of(v);
        if (isnan(d))
            return raise_value_error(t, "Invalid value NaN (not a number)"), false;
        d = ceil(d * (double)unit_ns);
        if (!(d >= -0x1p63 && d < 0x1p63))
            return raise_overflow(t, "timestamp out of range for platform time_t"), false;
        *ns = (int64_t)d;
        return true;
    }
    int64_t n;
    if (as_int64(t, v, &n) && !__builtin_mul_overflow(n, unit_ns, ns))
        return true;
    if (t->exc && !exc_matches(t, EXC_OverflowError))
        return false;
    exc_clear(t);
    raise_overflow(t, "timestamp too large to convert to C _PyTime_t");
    return false;
}

bool select_deadline(Thread *t, Value timeout, int64_t unit_ns, const char *message, int64_t *deadline,
                     bool *negative) {
    int64_t ns;
    *negative = false;
    *deadline = OS_FOREVER;
    if (timeout == VALUE_NONE)
        return true;
    if (!timeout_ns(t, timeout, unit_ns, &ns)) {
        if (exc_matches(t, EXC_TypeError)) {
            exc_clear(t);
            raise_type_error(t, "%s", message);
        }
        return false;
    }
    *negative = ns < 0;
    *deadline = os_deadline(ns);
    return true;
}

/* -- select() -------------------------------------------------------------------------------------------- */

typedef struct Watched { Tuple *objects; int *fds; } Watched;

/* The descriptors of one of the three sequences. */
static bool watch(Thread *t, Value sequence, Watched *w, fd_set *set, int *nfds) {
    FD_ZERO(set);
    if (!(w->objects = tuple_from_iterable(t, sequence))) {
        if (exc_matches(t, EXC_TypeError)) {
            exc_clear(t);
            raise_type_error(t, "arguments 1-3 must be sequences");
        }
        return false;
    }
    int64_t n = w->objects->len;
    if (!(w->fds = alloc_leaf(t, (size_t)n * sizeof(int) + 1)))
        return false;
    for (int64_t i = 0; i < n; i++) {
        int fd;
        if (!posix_fileno(t, w->objects->items[i], &fd))
            return false;
        if (fd >= FD_SETSIZE)
            return raise_value_error(t, "filedescriptor out of range in select()"), false;
        w->fds[i] = fd;
        FD_SET(fd, set);
        *nfds = MAX(*nfds, fd + 1);
    }
    return true;
}

static Value ready_of(Thread *t, const Watched *w, const fd_set *set) {
    List *l = list_alloc(t, 0, 0);
    for (int64_t i = 0; l && i < w->objects->len; i++)
        if (FD_ISSET(w->fds[i], set) && !list_append(t, l, w->objects->items[i]))
            return VALUE_ERROR;
    return from_ptr(l);
}

static Value select_select(Thread *t, Value *a) {
    Watched read, write, except;
    SelectSets sets;
    int64_t deadline;
    bool negative;
    int nfds = 0, err;
    if (!select_deadline(t, a[3], 1000000000, "timeout must be a float or None", &deadline, &negative))
        return VALUE_ERROR;
    if (negative)
        return raise_value_error(t, "timeout must be non-negative");
    if (!watch(t, a[0], &read, &sets.read, &nfds) || !watch(t, a[1], &write, &sets.write, &nfds) ||
        !watch(t, a[2], &except, &sets.except, &nfds))
        return VALUE_ERROR;
    int r = os_select(t, nfds, &sets, deadline, &err);
    if (r < 0)
        return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    Value in = ready_of(t, &read, &sets.read), out = in ? ready_of(t, &write, &sets.write) : VALUE_ERROR;
    Value special = out ? ready_of(t, &except, &sets.except) : VALUE_ERROR;
    return special ? tuple_pack3(t, in, out, special) : VALUE_ERROR;
}

/* -- The module ------------------------------------------------------------------------------------------ */

static const FunctionDef functions[] = {
    { "select", select_select, "rlist, wlist, xlist, timeout=None, /",
      "Wait until something of rlist can be read, of wlist be written, or of xlist is exceptional, or timeout seconds\n"
      "are over. The three lists of those that are ready.", 0 },
    { "poll", poll_new, "", "A new poll object: it watches the descriptors that are registered with it.", 0 },
    { 0 }
};

#define NUMBER(x) { #x, x }
static const struct { const char *name; int64_t value; } numbers[] = {
    NUMBER(PIPE_BUF), NUMBER(POLLIN), NUMBER(POLLPRI), NUMBER(POLLOUT), NUMBER(POLLERR), NUMBER(POLLHUP),
    NUMBER(POLLNVAL), NUMBER(POLLRDNORM), NUMBER(POLLRDBAND), NUMBER(POLLWRNORM), NUMBER(POLLWRBAND),
    NUMBER(POLLMSG), NUMBER(POLLRDHUP), NUMBER(EPOLLIN), NUMBER(EPOLLOUT), NUMBER(EPOLLPRI), NUMBER(EPOLLERR),
    NUMBER(EPOLLHUP), NUMBER(EPOLLRDHUP), { "EPOLLET", (int64_t)(uint32_t)EPOLLET }, NUMBER(EPOLLONESHOT),
    NUMBER(EPOLLEXCLUSIVE), NUMBER(EPOLLRDNORM), NUMBER(EPOLLRDBAND), NUMBER(EPOLLWRNORM), NUMBER(EPOLLWRBAND),
    NUMBER(EPOLLMSG), NUMBER(EPOLL_CLOEXEC)
};

static bool init(Thread *t, Module *m) {
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (!module_set(t, m, numbers[i].name, from_small(numbers[i].value)))
            return false;
    return module_set(t, m, "error", from_ptr(t->interp->exc_types[EXC_OSError]));
}

const ModuleDef mod_select = {
    .name = "select",
    .doc = "Waiting for many descriptors at once.",
    .functions = functions,
    .types = (const uint16_t[]){ T_EPOLL, 0 },
    .init = init,
};
