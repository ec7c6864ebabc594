/* Sockets: sending and receiving. */
#include "runtime/socket.h"
#include <errno.h>
#include <sys/ioctl.h>

NetCall socket_call(const Socket *s) {
    return (NetCall){ .fd = s->fd, .blocking = s->timeout < 0, .deadline = os_deadline(s->timeout) };
}

Value socket_fail(Thread *t, int err, bool timed_out) {
    if (timed_out)
        return raise_error(t, EXC_TimeoutError, "timed out");
    return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
}

static bool flags_arg(Thread *t, Value v, NetCall *c) {
    int32_t flags;
    if (!socket_int(t, v, &flags))
        return false;
    c->flags = flags;
    return true;
}

/* The address that a call has received. */
static Value from_address(Thread *t, Socket *s, NetCall *c, SockAddr *a) {
    a->len = MIN(c->addr_len, (socklen_t)sizeof a->storage);
    return socket_addr_value(t, a, s->proto);
}
static void want_address(NetCall *c, SockAddr *a) {
    memset(a, 0, sizeof *a);
    c->addr = &a->sa;
    c->addr_len = sizeof a->storage;
}

/* -- Receiving ------------------------------------------------------------------------------------------- */

/* Small data come by way of the C stack; so do the many calls that ask for much and get little. */
enum { RECV_ROOM = 8192 };

/* A stream tells how much is there, so no room is made for what is not. */
static void ask_for_less(const Socket *s, NetCall *c) {
    int there;
    bool stream = s->type == SOCK_STREAM && (s->family == AF_UNIX || s->family == AF_INET || s->family == AF_INET6);
    if (c->n > RECV_ROOM && stream && !c->flags && ioctl(c->fd, FIONREAD, &there) == 0 && there > 0)
        c->n = MIN(c->n, (size_t)there);
}

static Value receive(Thread *t, Value *a, const char *name, SockAddr *from) {
    Socket *s = as_socket(a[0]);
    NetCall c = socket_call(s);
    int64_t n;
    char room[RECV_ROOM];
    Bytes *whole = NULL;
    int err;
    if (!as_index(t, a[1], &n) || !flags_arg(t, a[2], &c))
        return VALUE_ERROR;
    if (n < 0)
        return raise_value_error(t, "negative buffersize in %s", name);
    c.n = (size_t)n;
    ask_for_less(s, &c);
    if (c.n > sizeof room && !(whole = bytes_alloc(t, c.n)))
        return VALUE_ERROR;
    c.buf = whole ? whole->data : room;
    c.scratch = room;
    c.scratch_size = sizeof room;
    if (from)
        want_address(&c, from);
    ssize_t got = os_recv(t, &c, &err);
    if (got < 0)
        return socket_fail(t, err, c.timed_out);
    /* MSG_TRUNC asks for the true length, which may be more than there is room for. */
    size_t len = MIN((size_t)got, c.n);
    Value data = whole && len == c.n ? from_ptr(whole) : bytes_new(t, c.buf, len);
    if (!data || !from)
        return data;
    Value address = from_address(t, s, &c, from);
    return address ? tuple_pack2(t, data, address) : VALUE_ERROR;
}

Value socket_recv(Thread *t, Value *a) { return receive(t, a, "recv", NULL); }
Value socket_recvfrom(Thread *t, Value *a) {
    SockAddr from;
    return receive(t, a, "recvfrom", &from);
}

static Value receive_into(Thread *t, Value *a, const char *name, const char *too_small, SockAddr *from) {
    Socket *s = as_socket(a[0]);
    BufferView view;
    int64_t n;
    int err;
    if (!get_buffer_writable(t, a[1], &view)) {
        if (exc_matches(t, EXC_TypeError)) {
            exc_clear(t);
            raise_type_error(t, "%s() argument 1 must be read-write bytes-like object, not %V", name, a[1]);
        }
        return VALUE_ERROR;
    }
    Value r = VALUE_ERROR;
    NetCall c = socket_call(s);
    if (!as_index(t, a[2], &n) || !flags_arg(t, a[3], &c)) {
        /* raised */
    } else if (n < 0) {
        raise_value_error(t, "negative buffersize in %s", name);
    } else if ((size_t)n > view.len) {
        raise_value_error(t, "%s", too_small);
    } else {
        c.buf = (char *)view.data;
        c.n = n ? (size_t)n : view.len;
        if (from)
            want_address(&c, from);
        ssize_t got = os_recv(t, &c, &err);
        Value address = got >= 0 && from ? from_address(t, s, &c, from) : VALUE_NULL;
        if (got < 0)
            socket_fail(t, err, c.timed_out);
        else if (!from)
            r = from_small(got);
        else if (address)
            r = tuple_pack2(t, from_small(got), address);
    }
    release_buffer(t, &view);
    return r;
}

Value socket_recv_into(Thread *t, Value *a) {
    return receive_into(t, a, "recv_into", "buffer too small for requested bytes", NULL);
}
Value socket_recvfrom_into(Thread *t, Value *a) {
    SockAddr from;
    return receive_into(t, a, "recvfrom_into", "nbytes is greater than the length of the buffer", &from);
}

/* -- Sending --------------------------------------------------------------------------------------------- */

Value socket_send(Thread *t, Value *a) {
    NetCall c = socket_call(as_socket(a[0]));
    BufferView view;
    int err;
    if (!get_buffer(t, a[1], &view))
        return VALUE_ERROR;
    Value r = VALUE_ERROR;
    if (flags_arg(t, a[2], &c)) {
        c.buf = (char *)view.data;
        c.n = view.len;
        ssize_t sent = os_send(t, &c, &err);
        r = sent >= 0 ? from_small(sent) : socket_fail(t, err, c.timed_out);
    }
    release_buffer(t, &view);
    return r;
}

/* The timeout is for all of it. */
Value socket_sendall(Thread *t, Value *a) {
    NetCall c = socket_call(as_socket(a[0]));
    BufferView view;
    int err;
    if (!get_buffer(t, a[1], &view))
        return VALUE_ERROR;
    Value r = VALUE_ERROR;
    if (flags_arg(t, a[2], &c)) {
        r = VALUE_NONE;
        for (size_t at = 0; r && at < view.len;) {
            c.buf = (char *)view.data + at;
            c.n = view.len - at;
            c.done = 0;
            ssize_t sent = os_send(t, &c, &err);
            if (sent < 0)
                r = socket_fail(t, err, c.timed_out);
            else
                at += (size_t)sent;
        }
    }
    release_buffer(t, &view);
    return r;
}

/* (data, address) or (data, flags, address). */
Value socket_sendto(Thread *t, Value *a) {
    Socket *s = as_socket(a[0]);
    Tuple *args = as_tuple(a[1]);
    NetCall c = socket_call(s);
    SockAddr to;
    BufferView view;
    int err;
    if (args->len < 2 || args->len > 3)
        return raise_type_error(t, "sendto() takes 2 or 3 arguments (%lld given)", (long long)args->len);
    if (!get_buffer(t, args->items[0], &view))
        return VALUE_ERROR;
    Value r = VALUE_ERROR;
    if ((args->len == 2 || flags_arg(t, args->items[1], &c)) &&
        socket_addr(t, s, args->items[args->len - 1], &to, "sendto")) {
        c.buf = (char *)view.data;
        c.n = view.len;
        c.addr = &to.sa;
        c.addr_len = to.len;
        ssize_t sent = os_send(t, &c, &err);
        r = sent >= 0 ? from_small(sent) : socket_fail(t, err, c.timed_out);
    }
    release_buffer(t, &view);
    return r;
}
