/* _socket: what its files share. */
#pragma once
#include "vm/native.h"
#include "vm/oscall_net.h"
#include <linux/can.h>
#include <linux/can/isotp.h>
#include <linux/can/j1939.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/qrtr.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/un.h>

typedef struct Socket {
    Obj h;
    int fd;                                             /* -1: closed */
    int family, type, proto;
    int64_t timeout;                                    /* ns; -1: calls wait as long as it takes */
} Socket;
static inline Socket *as_socket(Value v) { return (Socket *)obj_of(v); }

typedef struct SocketState {
    int64_t default_timeout;
    Value herror, gaierror;
} SocketState;
static inline SocketState *socket_state(Thread *t) { return t->interp->module_state[STATE_SOCKET]; }

typedef struct SockAddr {
    union {
        struct sockaddr sa;
        struct sockaddr_storage storage;
        struct sockaddr_un un;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
        struct sockaddr_nl nl;
        struct sockaddr_ll ll;
        struct sockaddr_vm vm;
        struct sockaddr_can can;
        struct sockaddr_alg alg;
        struct sockaddr_tipc tipc;
        struct sockaddr_qrtr qrtr;
    };
    socklen_t len;
} SockAddr;

/* -- Addresses (socket_addr.c) --------------------------------------------------------------------------- */

/* Python's form of an address as the system's; caller: the method, for messages. */
MUST_CHECK bool socket_addr(Thread *t, const Socket *s, Value v, SockAddr *out, const char *caller);
/* The other way; None if there is no address. family and proto are the socket's. */
Value socket_addr_value(Thread *t, const SockAddr *a, int proto);
/* The less usual families (socket_addr_linux.c): 1, 0: it is none of them, -1: raised. */
int socket_addr_linux(Thread *t, const Socket *s, Value v, SockAddr *out, const char *caller);
Value socket_addr_linux_value(Thread *t, const SockAddr *a, int proto);
/* Is v a tuple? If not: TypeError. */
MUST_CHECK bool socket_addr_tuple(Thread *t, Value v, const char *caller, const char *family);
/* The address of a host (no port) for a family, or any with AF_UNSPEC. */
MUST_CHECK bool socket_resolve(Thread *t, const char *name, int family, SockAddr *out);
/* A host name as system calls want it: str, bytes or bytearray. NULL: raised. */
const char *socket_host(Thread *t, Value v);
/* The same for a str, which is checked and encoded as names of the DNS are. */
const char *socket_idna(Thread *t, Value v);

/* -- Errors ---------------------------------------------------------------------------------------------- */

Value socket_fail(Thread *t, int err, bool timed_out);  /* err as from vm/oscall.h */
Value socket_gai_error(Thread *t, int code, int err);
Value socket_host_error(Thread *t, int code);

/* -- Sockets --------------------------------------------------------------------------------------------- */

/* A call on s that waits as its timeout says. */
NetCall socket_call(const Socket *s);
/* Methods (socket_io.c, socket_msg.c); the table is in socket_object.c. */
Value socket_recv(Thread *t, Value *a);
Value socket_recv_into(Thread *t, Value *a);
Value socket_recvfrom(Thread *t, Value *a);
Value socket_recvfrom_into(Thread *t, Value *a);
Value socket_send(Thread *t, Value *a);
Value socket_sendall(Thread *t, Value *a);
Value socket_sendto(Thread *t, Value *a);
Value socket_recvmsg(Thread *t, Value *a);
Value socket_recvmsg_into(Thread *t, Value *a);
Value socket_sendmsg(Thread *t, Value *a);
Value socket_sendmsg_afalg(Thread *t, Value *a);
Value socket_cmsg_len(Thread *t, Value *a);
Value socket_cmsg_space(Thread *t, Value *a);
extern const FunctionDef socket_name_functions[];      /* socket_names.c */
MUST_CHECK bool socket_constants(Thread *t, Module *m);
/* An int argument; OverflowError in the words of CPython's argument parser. */
MUST_CHECK bool socket_int(Thread *t, Value v, int32_t *out);
/* A timeout in seconds; None is -1. */
MUST_CHECK bool socket_timeout_arg(Thread *t, Value v, int64_t *ns);
