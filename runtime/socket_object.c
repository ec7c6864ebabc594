/* _socket.socket: making, connecting, options, the end. Data is sent and received in socket_io.c and socket_msg.c. */
#include "runtime/socket.h"
#include "vm/frame.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* None or OSError. */
static Value done(Thread *t, int r) { return r < 0 ? raise_os_error(t, errno) : VALUE_NONE; }

/* -- Making ---------------------------------------------------------------------------------------------- */

static Value socket_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    Value v = object_alloc(t, cls);
    if (v) {
        as_socket(v)->fd = -1;
        as_socket(v)->timeout = -1;
    }
    return v;
}

/* What is not known of a descriptor that was given. */
static bool look_at(Thread *t, int fd, int *family, int *type, int *proto) {
    SockAddr a;
    a.len = sizeof a.storage;
    socklen_t size = sizeof(int);
    memset(&a.storage, 0, sizeof a.storage);
    if (getsockname(fd, &a.sa, &a.len) < 0 && (*family == -1 || errno == EBADF || errno == ENOTSOCK))
        return raise_os_error(t, errno), false;         /* with others, not all sockets have names */
    if (*family == -1)
        *family = a.sa.sa_family;
    if ((*type == -1 && getsockopt(fd, SOL_SOCKET, SO_TYPE, type, &size) < 0) ||
        (*proto == -1 && getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, proto, &size) < 0))
        return raise_os_error(t, errno), false;
    return true;
}

static bool set_blocking(Thread *t, int fd, bool blocking) {
    int on = !blocking;
    return ioctl(fd, FIONBIO, &on) == 0 || raise_os_error(t, errno) != VALUE_ERROR;
}

static int64_t call_socket(void *arg) {
    Socket *s = arg;
    return socket(s->family, s->type | SOCK_CLOEXEC, s->proto);
}

static Value socket_init(Thread *t, Value *a) {
    Socket *s = as_socket(a[0]);
    int32_t family, type, proto, fd = -1;
    if (!as_int32(t, a[1], &family) || !as_int32(t, a[2], &type) || !as_int32(t, a[3], &proto))
        return VALUE_ERROR;
    if (a[4] && a[4] != VALUE_NONE) {
        int64_t given;
        if (!as_int64(t, a[4], &given))
            return VALUE_ERROR;
        fd = (int32_t)given;
        if (fd < 0)
            return raise_value_error(t, "negative file descriptor");
        if (!look_at(t, fd, &family, &type, &proto))
            return VALUE_ERROR;
    } else {
        family = family == -1 ? AF_INET : family;
        type = type == -1 ? SOCK_STREAM : type;
        proto = proto == -1 ? 0 : proto;
        Socket plain = { .family = family, .type = type, .proto = proto };
        int err;
        if ((fd = (int32_t)os_call(t, SYS_FILE, call_socket, &plain, &err)) < 0)
            return socket_fail(t, err, false);
    }
    s->fd = fd;
    s->family = family;
    s->type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    s->proto = proto;
    s->timeout = type & SOCK_NONBLOCK ? 0 : socket_state(t)->default_timeout;
    if (!(type & SOCK_NONBLOCK) && s->timeout >= 0 && !set_blocking(t, fd, false))
        return VALUE_ERROR;
    return VALUE_NONE;
}

static Value socket_repr(Thread *t, Value self) {
    Socket *s = as_socket(self);
    return str_format(t, "<socket object, fd=%d, family=%d, type=%d, proto=%d>", s->fd, s->family, s->type, s->proto);
}

/* -- The end --------------------------------------------------------------------------------------------- */

static Value socket_close(Thread *t, Value *a) {
    int fd = as_socket(a[0])->fd, err;
    as_socket(a[0])->fd = -1;
    if (fd >= 0 && os_close(t, fd, &err) < 0 && err != ECONNRESET)
        return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    return VALUE_NONE;
}
static Value socket_detach(Thread *t, Value *a) {
    int fd = as_socket(a[0])->fd;
    as_socket(a[0])->fd = -1;
    return from_small(fd);
}

/* Nobody can reach it any more, and nobody has closed it. */
static void socket_del(Thread *t, Value self) {
    if (as_socket(self)->fd < 0)
        return;
    if (!warn(t, EXC_ResourceWarning, 1, "unclosed %R", self) && exc_matches(t, EXC_Warning))
        error_unraisable(t, self);
    if (!socket_close(t, &self))
        exc_clear(t);
}

static Value socket_shutdown(Thread *t, Value *a) {
    int32_t how;
    return as_int32(t, a[1], &how) ? done(t, shutdown(as_socket(a[0])->fd, how)) : VALUE_ERROR;
}

/* -- Connecting ------------------------------------------------------------------------------------------ */

static Value socket_bind(Thread *t, Value *a) {
    SockAddr addr;
    return socket_addr(t, as_socket(a[0]), a[1], &addr, "bind") ? done(t, bind(as_socket(a[0])->fd, &addr.sa, addr.len))
                                                                : VALUE_ERROR;
}

static Value socket_listen(Thread *t, Value *a) {
    int32_t backlog = MIN(SOMAXCONN, 128);
    if (a[1] && !socket_int(t, a[1], &backlog))
        return VALUE_ERROR;
    return done(t, listen(as_socket(a[0])->fd, MAX(backlog, 0)));
}

static Value socket_accept(Thread *t, Value *a) {
    Socket *s = as_socket(a[0]);
    NetCall c = socket_call(s);
    SockAddr from;
    int err, close_err;
    memset(&from, 0, sizeof from);
    c.addr = &from.sa;
    c.addr_len = sizeof from.storage;
    int fd = os_accept(t, &c, &err);
    if (fd < 0)
        return socket_fail(t, err, c.timed_out);
    from.len = MIN(c.addr_len, (socklen_t)sizeof from.storage);
    Value address = socket_addr_value(t, &from, s->proto);
    Value pair = address ? tuple_pack2(t, from_small(fd), address) : VALUE_ERROR;
    if (!pair)
        os_close(t, fd, &close_err);
    return pair;
}

/* An errno, 0, or -1: raised. */
static int connect_to(Thread *t, Value *a, const char *caller, bool *timed_out) {
    Socket *s = as_socket(a[0]);
    SockAddr to;
    int err;
    if (!socket_addr(t, s, a[1], &to, caller))
        return -1;
    NetCall c = socket_call(s);
    c.addr = &to.sa;
    c.addr_len = to.len;
    os_connect(t, &c, &err);
    *timed_out = c.timed_out;
    return err;
}
static Value socket_connect(Thread *t, Value *a) {
    bool timed_out = false;
    int err = connect_to(t, a, "connect", &timed_out);
    return err ? socket_fail(t, err, timed_out) : VALUE_NONE;
}
static Value socket_connect_ex(Thread *t, Value *a) {
    bool timed_out;
    int err = connect_to(t, a, "connect_ex", &timed_out);
    return err < 0 ? VALUE_ERROR : from_small(err);
}

static Value name_of(Thread *t, Socket *s, int (*get)(int, struct sockaddr *, socklen_t *)) {
    SockAddr a;
    memset(&a, 0, sizeof a);
    a.len = sizeof a.storage;
    if (get(s->fd, &a.sa, &a.len) < 0)
        return raise_os_error(t, errno);
    a.len = MIN(a.len, (socklen_t)sizeof a.storage);
    return socket_addr_value(t, &a, s->proto);
}
static Value socket_getsockname(Thread *t, Value *a) { return name_of(t, as_socket(a[0]), (void *)getsockname); }
static Value socket_getpeername(Thread *t, Value *a) { return name_of(t, as_socket(a[0]), (void *)getpeername); }

/* -- How long calls wait --------------------------------------------------------------------------------- */

bool socket_timeout_arg(Thread *t, Value v, int64_t *ns) {
    *ns = -1;
    if (v == VALUE_NONE)
        return true;
    if (!duration_ns(t, v, ns))
        return false;
    if (*ns >= 0)
        return true;
    raise_value_error(t, "Timeout value out of range");
    return false;
}

static Value timeout_value(Thread *t, int64_t ns) {
    return ns < 0 ? VALUE_NONE : from_double(t, (double)ns / 1e9);
}

static Value socket_settimeout(Thread *t, Value *a) {
    int64_t ns;
    if (!socket_timeout_arg(t, a[1], &ns))
        return VALUE_ERROR;
    as_socket(a[0])->timeout = ns;
    return set_blocking(t, as_socket(a[0])->fd, ns < 0) ? VALUE_NONE : VALUE_ERROR;
}
static Value socket_setblocking(Thread *t, Value *a) {
    int64_t on;
    if (!as_int64(t, a[1], &on))
        return VALUE_ERROR;
    as_socket(a[0])->timeout = on ? -1 : 0;
    return set_blocking(t, as_socket(a[0])->fd, on) ? VALUE_NONE : VALUE_ERROR;
}
static Value socket_gettimeout(Thread *t, Value *a) { return timeout_value(t, as_socket(a[0])->timeout); }
static Value socket_getblocking(Thread *t, Value *a) { return from_bool(as_socket(a[0])->timeout != 0); }

/* -- Options --------------------------------------------------------------------------------------------- */

static Value socket_getsockopt(Thread *t, Value *a) {
    Socket *s = as_socket(a[0]);
    int32_t level, name, room;
    char buf[1024];
    if (!socket_int(t, a[1], &level) || !socket_int(t, a[2], &name) || !socket_int(t, a[3], &room))
        return VALUE_ERROR;
    if (room == 0) {
        union { int number; uint64_t wide; } v = { 0 };
        socklen_t size = s->family == AF_VSOCK ? sizeof v.wide : sizeof v.number;
        if (getsockopt(s->fd, level, name, &v, &size) < 0)
            return raise_os_error(t, errno);
        return s->family == AF_VSOCK ? from_uint64(t, v.wide) : from_small(v.number);
    }
    if (room < 0 || room > (int)sizeof buf)
        return raise_error(t, EXC_OSError, "getsockopt buflen out of range");
    socklen_t size = (socklen_t)room;
    if (getsockopt(s->fd, level, name, buf, &size) < 0)
        return raise_os_error(t, errno);
    return bytes_new(t, buf, size);
}

/* (level, name, int or bytes) or (level, name, None, length). */
static Value socket_setsockopt(Thread *t, Value *a) {
    Socket *s = as_socket(a[0]);
    Tuple *args = as_tuple(a[1]);
    int32_t level, name, number;
    int64_t length;
    if (args->len < 3 || args->len > 4 || (args->len == 4 && (args->items[2] != VALUE_NONE || !is_int(args->items[3]))))
        return raise_type_error(t, "setsockopt() takes exactly 3 arguments (%lld given)", (long long)args->len);
    if (!socket_int(t, args->items[0], &level) || !socket_int(t, args->items[1], &name))
        return VALUE_ERROR;
    Value v = args->items[2];
    if (args->len == 4) {
        if (!as_int64(t, args->items[3], &length))
            return VALUE_ERROR;
        return done(t, setsockopt(s->fd, level, name, NULL, (socklen_t)length));
    }
    if (s->family == AF_VSOCK && is_int(v) && int_sign(v) >= 0 && as_int64(t, v, &length))
        return done(t, setsockopt(s->fd, level, name, &length, sizeof length));
    if (socket_int(t, v, &number))
        return done(t, setsockopt(s->fd, level, name, &number, sizeof number));
    exc_clear(t);
    BufferView view;
    if (!get_buffer(t, v, &view))
        return VALUE_ERROR;
    Value r = done(t, setsockopt(s->fd, level, name, view.data, (socklen_t)view.len));
    release_buffer(t, &view);
    return r;
}

/* -- The type -------------------------------------------------------------------------------------------- */

static Value socket_fileno(Thread *t, Value *a) { return from_small(as_socket(a[0])->fd); }
static Value socket_get_family(Thread *t, Value self) { return from_small(as_socket(self)->family); }
static Value socket_get_type(Thread *t, Value self) { return from_small(as_socket(self)->type); }
static Value socket_get_proto(Thread *t, Value self) { return from_small(as_socket(self)->proto); }
static Value socket_get_timeout(Thread *t, Value self) { return timeout_value(t, as_socket(self)->timeout); }

const TypeDef type_socket = {
    .name = "_socket.socket",
    .doc = "One end of a connection, or of what may become one; socket.socket is made of it.",
    .size = sizeof(Socket),
    .slots = { .repr = socket_repr, .new_ = socket_new, .del = socket_del },
    .init = { "socket", socket_init, "family=-1, type=-1, proto=-1, fileno=NULL", NULL, FN_FORMAT },
    .methods = (const FunctionDef[]) {
        { "_accept", socket_accept, "", "Take a connection that waits: (descriptor, address of the other side).", 0 },
        { "bind", socket_bind, "address, /", "Give the socket an address.", 0 },
        { "close", socket_close, "", "Close it; the second time does nothing.", 0 },
        { "connect", socket_connect, "address, /", "Connect to a listening socket, or set the peer of datagrams.", 0 },
        { "connect_ex", socket_connect_ex, "address, /", "The same, but gives an error's number.", 0 },
        { "detach", socket_detach, "", "Give the descriptor away: the socket is closed, it is not.", 0 },
        { "fileno", socket_fileno, "", "The descriptor; -1 if it is closed.", 0 },
        { "getblocking", socket_getblocking, "", "Do calls wait (perhaps not for ever)?", 0 },
        { "getpeername", socket_getpeername, "", "The address of the other side.", 0 },
        { "getsockname", socket_getsockname, "", "The socket's own address.", 0 },
        { "getsockopt", socket_getsockopt, "level, option, buflen=0, /",
          "An option, as int, or as bytes (buflen at most).", FN_FORMAT },
        { "gettimeout", socket_gettimeout, "", "How many seconds calls wait; None: as long as it takes.", 0 },
        { "listen", socket_listen, "backlog=NULL, /", "Be ready for connections; some may wait.", FN_FORMAT },
        { "recv", socket_recv, "bufsize, flags=0, /", "Receive bufsize bytes at most; b'' is the end.", FN_FORMAT },
        { "recv_into", socket_recv_into, "buffer, nbytes=0, flags=0", "Receive into a buffer.", FN_FORMAT },
        { "recvfrom", socket_recvfrom, "bufsize, flags=0, /", "Receive (data, address of the sender).", FN_FORMAT },
        { "recvfrom_into", socket_recvfrom_into, "buffer, nbytes=0, flags=0",
          "Receive into a buffer: (number of bytes, address of the sender).", FN_FORMAT },
        { "recvmsg", socket_recvmsg, "bufsize, ancbufsize=0, flags=0, /",
          "Receive (data, [(level, type, data), ...], flags, address).", FN_FORMAT },
        { "recvmsg_into", socket_recvmsg_into, "buffers, ancbufsize=0, flags=0, /",
          "The same into buffers: the first item is the number of bytes.", FN_FORMAT },
        { "send", socket_send, "data, flags=0, /", "Send data, or a part of it; the number of bytes.", FN_FORMAT },
        { "sendall", socket_sendall, "data, flags=0, /", "Send all of data.", FN_FORMAT },
        { "sendmsg", socket_sendmsg, "buffers, ancdata=NULL, flags=NULL, address=NULL, /",
          "Send what is in buffers, along with [(level, type, data), ...]; the number of bytes.", FN_FORMAT },
        { "sendmsg_afalg", socket_sendmsg_afalg, "msg=NULL, *, op=NULL, iv=NULL, assoclen=NULL, flags=0",
          "Send to the kernel's crypto API: op, iv and assoclen go along.", 0 },
        { "sendto", socket_sendto, "*args",
          "sendto(data[, flags], address): send to an address; the number of bytes.", 0 },
        { "setblocking", socket_setblocking, "flag, /", "Whether calls wait as long as it takes, or not at all.", 0 },
        { "setsockopt", socket_setsockopt, "*args",
          "setsockopt(level, option, value): set an option to an int or bytes; (level, option, None, length) is a\n"
          "null pointer with that length.", 0 },
        { "settimeout", socket_settimeout, "timeout, /", "How many seconds calls wait; None: as long as it takes.", 0 },
        { "shutdown", socket_shutdown, "how, /", "End receiving (SHUT_RD), sending (SHUT_WR) or both (SHUT_RDWR).", 0 },
        { 0 } },
    .getsets = (const GetSetDef[]) {
        { "family", socket_get_family, member_readonly, "The address family." },
        { "type", socket_get_type, member_readonly, "The kind of socket." },
        { "proto", socket_get_proto, member_readonly, "The protocol." },
        { "timeout", socket_get_timeout, NULL, "How many seconds calls wait; None: as long as it takes." },
        { 0 } },
};
