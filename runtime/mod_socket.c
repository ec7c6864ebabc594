/* _socket: the system's sockets. The type is in socket_object.c, names and numbers in socket_names.c, the constants in
 * socket_const.c; stdlib/socket.py builds on it. */
#include "runtime/socket.h"
#include <errno.h>
#include <fcntl.h>

static Value timeout_value(Thread *t, int64_t ns) { return ns < 0 ? VALUE_NONE : from_double(t, (double)ns / 1e9); }

static Value socket_getdefaulttimeout(Thread *t, Value *a) {
    return timeout_value(t, socket_state(t)->default_timeout);
}
static Value socket_setdefaulttimeout(Thread *t, Value *a) {
    return socket_timeout_arg(t, a[0], &socket_state(t)->default_timeout) ? VALUE_NONE : VALUE_ERROR;
}

typedef struct Opening { int fd[2], family, type, proto; } Opening;
static int64_t call_dup(void *arg) { return fcntl(((Opening *)arg)->fd[0], F_DUPFD_CLOEXEC, 0); }
static int64_t call_socketpair(void *arg) {
    Opening *o = arg;
    return socketpair(o->family, o->type | SOCK_CLOEXEC, o->proto, o->fd);
}

static Value socket_dup(Thread *t, Value *a) {
    Opening o;
    int err;
    if (!as_int32(t, a[0], &o.fd[0]))
        return VALUE_ERROR;
    int64_t r = os_call(t, SYS_FILE, call_dup, &o, &err);
    return r < 0 ? socket_fail(t, err, false) : from_small(r);
}

static Value socket_close_fd(Thread *t, Value *a) {
    int32_t fd;
    int err;
    if (!as_int32(t, a[0], &fd))
        return VALUE_ERROR;
    if (os_close(t, fd, &err) < 0 && err != ECONNRESET)
        return socket_fail(t, err, false);
    return VALUE_NONE;
}

static Value socket_around(Thread *t, int fd, int family, int type, int proto) {
    Value args[] = { from_small(family), from_small(type), from_small(proto), from_small(fd) };
    return call_value(t, from_ptr(type_by_id(t, T_SOCKET)), args, 4, NULL);
}

static Value socket_socketpair(Thread *t, Value *a) {
    int32_t family = AF_UNIX, type, proto;
    int err;
    if ((a[0] && !socket_int(t, a[0], &family)) || !socket_int(t, a[1], &type) || !socket_int(t, a[2], &proto))
        return VALUE_ERROR;
    Opening o = { { -1, -1 }, family, type, proto };
    int *fds = o.fd;
    if (os_call(t, SYS_FILE, call_socketpair, &o, &err) < 0)
        return socket_fail(t, err, false);
    Value first = socket_around(t, fds[0], family, type, proto);
    Value second = first ? socket_around(t, fds[1], family, type, proto) : VALUE_ERROR;
    if (!second) {                                      /* the first one is closed when it is collected */
        if (!first)
            os_close(t, fds[0], &err);
        os_close(t, fds[1], &err);
        return VALUE_ERROR;
    }
    return tuple_pack2(t, first, second);
}

static const FunctionDef functions[] = {
    { "CMSG_LEN", socket_cmsg_len, "length, /", "What cmsg_len says for so many bytes of data.", FN_FORMAT },
    { "CMSG_SPACE", socket_cmsg_space, "length, /", "How much room so many bytes of ancillary data need.", FN_FORMAT },
    { "close", socket_close_fd, "fd, /", "Close the descriptor of a socket.", 0 },
    { "dup", socket_dup, "fd, /", "Another descriptor of the same socket, not inherited by other programs.", 0 },
    { "getdefaulttimeout", socket_getdefaulttimeout, "", "The timeout of new sockets.", 0 },
    { "setdefaulttimeout", socket_setdefaulttimeout, "timeout, /", "Set the timeout of new sockets; None: none.", 0 },
    { "socketpair", socket_socketpair, "family=NULL, type=1, proto=0, /",
      "Two sockets that are connected.", FN_FORMAT },
    { 0 }
};

/* class NAME(OSError), of the module socket. */
static Value error_class(Thread *t, Module *m, const char *name) {
    Dict *ns = dict_new(t);
    Value bases = tuple_pack1(t, from_ptr(t->interp->exc_types[EXC_OSError]));
    if (!ns || !bases || !dict_set_str(t, ns, NAME(t, __module__), str_from_cstr(t, "socket")))
        return VALUE_ERROR;
    Value cls = call3(t, from_ptr(type_by_id(t, T_TYPE)), str_from_cstr(t, name), bases, from_ptr(ns));
    return cls && module_set(t, m, name, cls) ? cls : VALUE_ERROR;
}

static bool init(Thread *t, Module *m) {
    SocketState *s = alloc_array(t, 1, sizeof *s);
    if (!s)
        return false;
    s->default_timeout = -1;
    t->interp->module_state[STATE_SOCKET] = s;
    Value type = from_ptr(type_by_id(t, T_SOCKET));
    return module_add_functions(t, m, socket_name_functions) && (s->herror = error_class(t, m, "herror")) && (s->gaierror = error_class(t, m, "gaierror")) &&
           module_set(t, m, "error", from_ptr(t->interp->exc_types[EXC_OSError])) &&
           module_set(t, m, "timeout", from_ptr(t->interp->exc_types[EXC_TimeoutError])) &&
           module_set(t, m, "SocketType", type) && module_set(t, m, "has_ipv6", VALUE_TRUE) && socket_constants(t, m);
}

const ModuleDef mod_socket = {
    .name = "_socket",
    .doc = "The system's sockets; the module socket builds on it.",
    .functions = functions,
    .types = (const uint16_t[]){ T_SOCKET, 0 },
    .init = init,
};
