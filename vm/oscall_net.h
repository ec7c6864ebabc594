/* Waiting for descriptors, and the calls on sockets that may wait. Results as in vm/oscall.h: -1 comes with *err, an
 * errno, or -1 when a signal handler raised.
 *
 * A deadline is a time of the monotonic clock; OS_NOW: do not wait at all, OS_FOREVER: wait as long as it takes. */
#pragma once
#include "vm/oscall.h"
#include <netdb.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>

#define OS_NOW INT64_C(0)
#define OS_FOREVER INT64_MAX
int64_t os_deadline(int64_t ns);                        /* ns from now; below 0: OS_FOREVER, 0: OS_NOW */

/* -- Many descriptors ------------------------------------------------------------------------------------ */

typedef struct SelectSets { fd_set read, write, except; } SelectSets;
int os_select(Thread *t, int nfds, SelectSets *sets, int64_t deadline, int *err);
int os_poll(Thread *t, struct pollfd *fds, size_t n, int64_t deadline, int *err);
int os_epoll_wait(Thread *t, int fd, struct epoll_event *events, int max, int64_t deadline, int *err);

/* -- One socket ------------------------------------------------------------------------------------------ */

/* What the calls on sockets take; plain data for the other side of the door, so all memory must stay put. */
typedef struct NetCall {
    int fd, flags;
    void *buf;
    size_t n;
    struct sockaddr *addr;                              /* NULL: none */
    socklen_t addr_len;
    struct msghdr *msg;
    /* How it waits. `blocking`: the descriptor is, and the call itself waits. Otherwise poll() does, until deadline. */
    bool blocking;
    int64_t deadline;
    void *scratch;                                      /* recv: room on the C stack, maybe buf; or NULL */
    size_t scratch_size;
    bool timed_out;                                     /* out: with EAGAIN, because of the deadline */
    bool tried;                                         /* own: it was not ready */
    size_t done;                                        /* own: bytes that a blocking send has sent already */
} NetCall;

ssize_t os_recv(Thread *t, NetCall *c, int *err);       /* recvfrom() if addr; sets addr_len */
ssize_t os_send(Thread *t, NetCall *c, int *err);       /* sendto() if addr; a blocking one sends all of a stream's */
ssize_t os_recvmsg(Thread *t, NetCall *c, int *err);
ssize_t os_sendmsg(Thread *t, NetCall *c, int *err);    /* changes msg->msg_iov's items */
int os_accept(Thread *t, NetCall *c, int *err);         /* close-on-exec; sets addr and addr_len */
int os_connect(Thread *t, NetCall *c, int *err);        /* EINPROGRESS only if deadline is OS_NOW */

/* -- Names ----------------------------------------------------------------------------------------------- */

/* An EAI_ code; *err as above (-1 with a result of EAI_SYSTEM: a handler raised). */
int os_getaddrinfo(Thread *t, const char *host, const char *service, const struct addrinfo *hints,
                   struct addrinfo **out, int *err);
int os_getnameinfo(Thread *t, const struct sockaddr *addr, socklen_t len, char *host, socklen_t host_len,
                   char *service, socklen_t service_len, int flags, int *err);
