/* The system calls of select, epoll and sockets that may block.
 *
 * Each can first try without waiting, the GIL held: while others want it, what is there already costs no hand-over. */
#include "vm/oscall_net.h"
#include "vm/base/plat.h"
#include "vm/observe.h"
#include <errno.h>
#include <string.h>
#include <time.h>

/* With more descriptors than this, looking twice costs more than a hand-over. */
#define TRY_MAX 64
/* Copying more than this would hold the GIL too long. */
#define QUICK_MAX (64 << 10)

static SysResult result_of(int64_t r) { return (SysResult){ r, r < 0 ? errno : 0 }; }
static const SysResult not_ready = { -1, EAGAIN };

static int64_t finish(Thread *t, SysResult r, int *err) {
    *err = r.value >= 0 ? 0 : t->exc && r.err == EINTR ? -1 : r.err;
    return r.value;
}

int64_t os_deadline(int64_t ns) {
    int64_t at;
    if (ns <= 0)
        return ns < 0 ? OS_FOREVER : OS_NOW;
    return __builtin_add_overflow(plat_monotonic_ns(), ns, &at) ? OS_FOREVER : at;
}

/* What is left until then, for calls that take NULL as "for ever". */
static struct timespec *time_left(int64_t deadline, struct timespec *room) {
    if (deadline == OS_FOREVER)
        return NULL;
    int64_t ns = deadline == OS_NOW ? 0 : deadline - plat_monotonic_ns();
    if (ns < 0)
        ns = 0;
    *room = (struct timespec){ ns / 1000000000, ns % 1000000000 };
    return room;
}

/* -- Many descriptors ------------------------------------------------------------------------------------ */

/* For reports. */
static int64_t duration(const Thread *t, int64_t deadline) {
    if (!t->os->log || deadline == OS_FOREVER)
        return -1;
    return deadline == OS_NOW ? 0 : MAX(deadline - plat_monotonic_ns(), 0);
}

typedef struct Wait {
    int n, fd;
    SelectSets *sets, found;
    struct pollfd *fds;
    struct epoll_event *events;
    int64_t deadline;
} Wait;

static SysResult run_select(Wait *w, int64_t deadline) {
    struct timespec room;
    w->found = *w->sets;                                /* what was asked for stays: there may be a next time */
    SelectSets *f = &w->found;
    return result_of(pselect(w->n, &f->read, &f->write, &f->except, time_left(deadline, &room), NULL));
}
static SysResult run_poll(Wait *w, int64_t deadline) {
    struct timespec room;
    return result_of(ppoll(w->fds, (nfds_t)w->n, time_left(deadline, &room), NULL));
}
static SysResult run_epoll(Wait *w, int64_t deadline) {
    struct timespec room, *left = time_left(deadline, &room);
    int64_t ms = -1;
    if (left)                                           /* never early */
        ms = MIN((int64_t)left->tv_sec * 1000 + (left->tv_nsec + 999999) / 1000000, (int64_t)INT32_MAX);
    return result_of(epoll_wait(w->fd, w->events, w->n, (int)ms));
}

#define WAIT_CALLS(name)                                                                                       \
    static SysResult wait_##name(void *p) { return run_##name(p, ((Wait *)p)->deadline); }                     \
    static SysResult try_##name(void *p) {                                                                     \
        SysResult r = run_##name(p, OS_NOW);                                                                   \
        return r.value == 0 ? not_ready : r;                                                                   \
    }
WAIT_CALLS(select)
WAIT_CALLS(poll)
WAIT_CALLS(epoll)

/* Who asks without wanting to wait asks in a loop, mostly, and lets the others run. */
static SysFn try_if(bool worth, const Wait *w, SysFn fn) { return worth && w->deadline != OS_NOW ? fn : NULL; }

int os_select(Thread *t, int nfds, SelectSets *sets, int64_t deadline, int *err) {
    Wait w = { .n = nfds, .sets = sets, .deadline = deadline };
    SysFn first = try_if(nfds > 0 && nfds <= 4 * TRY_MAX, &w, try_select);
    int64_t r = finish(t, gil_blocking(t, SYS_SELECT, duration(t, deadline), first, wait_select, &w, 0), err);
    *sets = w.found;
    return (int)r;
}

int os_poll(Thread *t, struct pollfd *fds, size_t n, int64_t deadline, int *err) {
    Wait w = { .n = (int)n, .fds = fds, .deadline = deadline };
    SysFn first = try_if(n > 0 && n <= TRY_MAX, &w, try_poll);
    return (int)finish(t, gil_blocking(t, SYS_POLL, duration(t, deadline), first, wait_poll, &w, 0), err);
}

int os_epoll_wait(Thread *t, int fd, struct epoll_event *events, int max, int64_t deadline, int *err) {
    Wait w = { .n = max, .fd = fd, .events = events, .deadline = deadline };
    return (int)finish(t, gil_blocking(t, SYS_EPOLL, duration(t, deadline), try_if(true, &w, try_epoll), wait_epoll,
                                         &w, 0), err);
}

/* -- One socket ------------------------------------------------------------------------------------------ */

typedef ssize_t (*NetFn)(NetCall *c, int flags);        /* flags: MSG_DONTWAIT or 0 */

static ssize_t do_recv(NetCall *c, int flags) {
    return recvfrom(c->fd, c->buf, c->n, c->flags | flags, c->addr, c->addr ? &c->addr_len : NULL);
}
static ssize_t do_send(NetCall *c, int flags) {
    char *from = (char *)c->buf + c->done;
    return sendto(c->fd, from, c->n - c->done, c->flags | flags, c->addr, c->addr ? c->addr_len : 0);
}
static ssize_t do_recvmsg(NetCall *c, int flags) {
    socklen_t name = c->msg->msg_namelen;
    size_t control = c->msg->msg_controllen;
    ssize_t r = recvmsg(c->fd, c->msg, c->flags | flags);
    if (r < 0) {                                        /* for the next time */
        c->msg->msg_namelen = name;
        c->msg->msg_controllen = control;
    }
    return r;
}
static ssize_t do_sendmsg(NetCall *c, int flags) { return sendmsg(c->fd, c->msg, c->flags | flags); }
static ssize_t do_accept(NetCall *c, int flags) {
    return accept4(c->fd, c->addr, c->addr ? &c->addr_len : NULL, SOCK_CLOEXEC);
}

/* Tries, and tries again when poll() says that it is worth it, until the deadline. */
static SysResult wait_and(NetCall *c, NetFn fn, short events) {
    if (c->fd < 0)                                      /* which poll() would ignore */
        return (SysResult){ -1, EBADF };
    for (;;) {
        if (!c->tried) {
            ssize_t r = fn ? fn(c, MSG_DONTWAIT) : 0;
            if (r >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
                return result_of(r);
        }
        struct timespec room;
        struct pollfd p = { .fd = c->fd, .events = events };
        int ready = ppoll(&p, 1, time_left(c->deadline, &room), NULL);
        if (ready < 0)
            return result_of(-1);
        if (ready == 0) {
            c->timed_out = true;
            return not_ready;
        }
        c->tried = false;
    }
}

/* One that has been tried and was not ready. */
static SysResult tried(NetCall *c, ssize_t r) {
    SysResult result = result_of(r);
    c->tried = r < 0 && (result.err == EAGAIN || result.err == EWOULDBLOCK);
    return result;
}

/* To collect while it waits, it is interrupted: what was on the C stack before is to keep nothing alive. */
static SysResult received(NetCall *c, SysResult r) {
    if (r.value < 0 && r.err == EINTR && c->scratch)
        memset(c->scratch, 0, c->scratch_size);
    return r;
}

#define TRY(name) static SysResult try_##name(void *p) { return tried(p, do_##name(p, MSG_DONTWAIT)); }
#define BLOCK(name) static SysResult block_##name(void *p) { return result_of(do_##name(p, 0)); }
#define WAIT(name, events) static SysResult wait_##name(void *p) { return wait_and(p, do_##name, events); }
TRY(recv)
static SysResult block_recv(void *p) { return received(p, result_of(do_recv(p, 0))); }
static SysResult wait_recv(void *p) { return received(p, wait_and(p, do_recv, POLLIN)); }
TRY(recvmsg) BLOCK(recvmsg) WAIT(recvmsg, POLLIN)
BLOCK(accept) WAIT(accept, POLLIN)
TRY(send) WAIT(send, POLLOUT)
TRY(sendmsg) WAIT(sendmsg, POLLOUT)

static int64_t net_call(Thread *t, enum SysKind kind, NetCall *c, SysFn try_fn, SysFn block, SysFn wait, int *err) {
    SysResult r;
    bool quick = c->n <= QUICK_MAX;
    c->tried = false;
    if (c->blocking)
        r = gil_blocking(t, kind, c->fd, quick ? try_fn : NULL, block, c, c->flags & MSG_WAITALL ? DOOR_NO_IDLE : 0);
    else if (c->deadline != OS_NOW)
        r = gil_blocking(t, kind, c->fd, quick ? try_fn : NULL, wait, c, 0);
    else if (quick) {
        uint64_t start = observe_now(t);                /* it cannot wait: nothing to leave the lock for */
        r = try_fn(c);
        observe_kept_call(t, kind, c->fd, start, r);
    } else
        r = gil_blocking(t, kind, c->fd, NULL, try_fn, c, 0);
    return finish(t, r, err);
}

ssize_t os_recv(Thread *t, NetCall *c, int *err) {
    /* MSG_WAITALL would be cut short by a first look. */
    SysFn first = c->blocking && (c->flags & MSG_WAITALL) ? NULL : try_recv;
    return net_call(t, SYS_RECV, c, first, block_recv, wait_recv, err);
}
ssize_t os_recvmsg(Thread *t, NetCall *c, int *err) {
    SysFn first = c->blocking && (c->flags & MSG_WAITALL) ? NULL : try_recvmsg;
    return net_call(t, SYS_RECV, c, first, block_recvmsg, wait_recvmsg, err);
}

/* A blocking send() returns when all is sent, so one that has sent a part goes on outside. */
static SysResult try_whole_send(void *p) {
    NetCall *c = p;
    SysResult r = try_send(c);
    if (r.value >= 0 && (size_t)r.value < c->n) {
        c->done = (size_t)r.value;
        return not_ready;
    }
    return r;
}
static SysResult block_send(void *p) {
    NetCall *c = p;
    ssize_t r = do_send(c, 0);
    if (r < 0 && !c->done)
        return result_of(-1);
    return (SysResult){ (int64_t)c->done + MAX(r, 0), 0 };
}

/* The part of the message that is still to be sent; what accompanies it has gone with the first byte. */
static void skip_sent(struct msghdr *m, size_t n) {
    m->msg_control = NULL;
    m->msg_controllen = 0;
    while (n > 0 && n >= m->msg_iov->iov_len) {
        n -= m->msg_iov->iov_len;
        m->msg_iov++;
        m->msg_iovlen--;
    }
    if (n > 0) {
        m->msg_iov->iov_base = (char *)m->msg_iov->iov_base + n;
        m->msg_iov->iov_len -= n;
    }
}
static SysResult try_whole_sendmsg(void *p) {
    NetCall *c = p;
    SysResult r = try_sendmsg(c);
    if (r.value >= 0 && (size_t)r.value < c->n) {
        c->done = (size_t)r.value;
        skip_sent(c->msg, c->done);
        return not_ready;
    }
    return r;
}
static SysResult block_sendmsg(void *p) {
    NetCall *c = p;
    ssize_t r = do_sendmsg(c, 0);
    if (r < 0 && !c->done)
        return result_of(-1);
    return (SysResult){ (int64_t)c->done + MAX(r, 0), 0 };
}

ssize_t os_send(Thread *t, NetCall *c, int *err) {
    return net_call(t, SYS_SEND, c, c->blocking ? try_whole_send : try_send, block_send, wait_send, err);
}
ssize_t os_sendmsg(Thread *t, NetCall *c, int *err) {
    return net_call(t, SYS_SEND, c, c->blocking ? try_whole_sendmsg : try_sendmsg, block_sendmsg, wait_sendmsg, err);
}

/* There is no accept() that never waits on a descriptor that does, so that one has no first look. Others may have been
 * made blocking behind our back, so they go through the door all the same. */
int os_accept(Thread *t, NetCall *c, int *err) {
    SysFn fn = c->blocking || c->deadline == OS_NOW ? block_accept : wait_accept;
    c->tried = true;                                    /* poll() first, for the same reason */
    return (int)finish(t, gil_blocking(t, SYS_ACCEPT, c->fd, NULL, fn, c, 0), err);
}

static SysResult first_connect(void *p) {
    NetCall *c = p;
    return result_of(connect(c->fd, c->addr, c->addr_len));
}
/* connect() goes on in the background: POLLOUT tells the end, SO_ERROR how it was. */
static SysResult wait_connect(void *p) {
    NetCall *c = p;
    c->tried = true;
    SysResult r = wait_and(c, NULL, POLLOUT);
    if (r.value < 0)
        return r;
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
        return result_of(-1);
    return (SysResult){ error && error != EISCONN ? -1 : 0, error };
}

int os_connect(Thread *t, NetCall *c, int *err) {
    SysResult r = gil_blocking(t, SYS_CONNECT, c->fd, NULL, first_connect, c, DOOR_NO_RETRY);
    bool interrupted = r.value < 0 && r.err == EINTR && !t->exc;
    if (interrupted || (r.value < 0 && r.err == EINPROGRESS && c->deadline != OS_NOW))
        r = gil_blocking(t, SYS_CONNECT, c->fd, NULL, wait_connect, c, 0);
    return (int)finish(t, r, err);
}

/* -- Names ----------------------------------------------------------------------------------------------- */

typedef struct Resolve {
    const char *host, *service;
    const struct addrinfo *hints;
    struct addrinfo **out;
    const struct sockaddr *addr;
    socklen_t len, host_len, service_len;
    char *host_out, *service_out;
    int flags;
} Resolve;

/* The EAI_ code is the value: these do not fail the way system calls do. */
static SysResult run_getaddrinfo(void *p) {
    Resolve *r = p;
    int code = getaddrinfo(r->host, r->service, r->hints, r->out);
    return (SysResult){ code == EAI_SYSTEM ? -1 : -(int64_t)code, code == EAI_SYSTEM ? errno : 0 };
}
static SysResult run_getnameinfo(void *p) {
    Resolve *r = p;
    int code = getnameinfo(r->addr, r->len, r->host_out, r->host_len, r->service_out, r->service_len, r->flags);
    return (SysResult){ code == EAI_SYSTEM ? -1 : -(int64_t)code, code == EAI_SYSTEM ? errno : 0 };
}
static int resolve(Thread *t, SysFn fn, Resolve *r, int *err) {
    int64_t code = finish(t, gil_blocking(t, SYS_RESOLVE, -1, NULL, fn, r, 0), err);
    return code < 0 ? EAI_SYSTEM : -(int)code;
}

int os_getaddrinfo(Thread *t, const char *host, const char *service, const struct addrinfo *hints,
                   struct addrinfo **out, int *err) {
    Resolve r = { .host = host, .service = service, .hints = hints, .out = out };
    return resolve(t, run_getaddrinfo, &r, err);
}
int os_getnameinfo(Thread *t, const struct sockaddr *addr, socklen_t len, char *host, socklen_t host_len,
                   char *service, socklen_t service_len, int flags, int *err) {
    Resolve r = { .addr = addr, .len = len, .host_out = host, .host_len = host_len, .service_out = service,
                  .service_len = service_len, .flags = flags };
    return resolve(t, run_getnameinfo, &r, err);
}
