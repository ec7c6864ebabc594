/* _multiprocessing: messages through pipes and sockets. A message is its length, four bytes, highest first, and its
 * bytes; from 2 GB on the four bytes are those of -1 and eight bytes of length follow. */
#include "runtime/multiprocessing.h"
#include "vm/base/populate.h"
#include "vm/oscall_net.h"
#include <endian.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/uio.h>
#include <unistd.h>

static void wait_for(int fd, short events) {
    struct pollfd p = { .fd = fd, .events = events };
    (void)poll(&p, 1, -1);
}

/* -- Sending --------------------------------------------------------------------------------------------- */

/* Whatever interrupts it, it goes on where it was: nobody ever reads half a message. */
typedef struct Send { int fd; struct iovec *v; size_t nv; } Send;

static void advance(Send *s, size_t n) {
    while (s->nv && n >= s->v->iov_len) {
        n -= s->v->iov_len;
        s->v++;
        s->nv--;
    }
    if (n) {
        s->v->iov_base = (char *)s->v->iov_base + n;
        s->v->iov_len -= n;
    }
}

static int64_t call_send(void *arg) {
    Send *s = arg;
    while (s->nv) {
        ssize_t n = writev(s->fd, s->v, (int)MIN(s->nv, (size_t)IOV_MAX));
        if (n >= 0)
            advance(s, (size_t)n);
        else if (errno == EAGAIN)
            wait_for(s->fd, POLLOUT);
        else
            return -1;
    }
    return 0;
}

static size_t put_head(uint8_t *head, size_t n) {
    if (n <= INT32_MAX) {
        uint32_t size = htobe32((uint32_t)n);
        memcpy(head, &size, 4);
        return 4;
    }
    uint64_t size = htobe64(n);
    memset(head, 0xff, 4);
    memcpy(head + 4, &size, 8);
    return 12;
}

Value message_send(Thread *t, int fd, struct iovec *v, size_t nv) {
    uint8_t head[12];
    size_t n = 0;
    int err;
    for (size_t i = 1; i < nv; i++)
        n += v[i].iov_len;
    v[0] = (struct iovec){ head, put_head(head, n) };
    Send s = { fd, v, nv };
    int64_t r = os_call(t, SYS_WRITE, call_send, &s, &err);
    return r >= 0 ? VALUE_NONE : err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
}

/* a: fd, data, or a Message */
static Value f_send(Thread *t, Value *a) {
    int32_t fd;
    BufferView b;
    if (!as_int32(t, a[0], &fd))
        return VALUE_ERROR;
    if (is_exact(t, a[1], T_MESSAGE))
        return message_send_object(t, fd, (Message *)obj_of(a[1]));
    if (!get_buffer(t, a[1], &b))
        return VALUE_ERROR;
    struct iovec v[2] = { [1] = { (char *)b.data, b.len } };
    Value r = message_send(t, fd, v, 2);
    release_buffer(t, &b);
    return r;
}

/* The message as bytes with its head, for who collects several. a: data, tag (one more byte behind it, or none) */
static Value f_pack(Thread *t, Value *a) {
    BufferView b;
    uint8_t head[12];
    int32_t tag = 0;
    size_t extra = a[1] != VALUE_NULL;
    if ((extra && !as_int32(t, a[1], &tag)) || !get_buffer(t, a[0], &b))
        return VALUE_ERROR;
    size_t n = put_head(head, b.len + extra);
    Bytes *r = bytes_alloc(t, n + b.len + extra);
    if (r) {
        memcpy(r->data, head, n);
        memcpy(r->data + n, b.data, b.len);
        if (extra)
            r->data[n + b.len] = (char)tag;
    }
    release_buffer(t, &b);
    return from_ptr(r);
}

/* -- Receiving ------------------------------------------------------------------------------------------- */

enum { RECEIVE_AHEAD = 1 << 20 };       /* memory is taken in pieces like that while the other side writes on */

typedef struct Receive { int fd; char *data; size_t n, done; } Receive;

/* All n bytes; 0 if the end came before. */
static int64_t call_receive(void *arg) {
    Receive *r = arg;
    size_t ahead = r->n >= POPULATE_MIN ? 0 : r->n;
    while (r->done < r->n) {
        if (r->done >= ahead) {
            populate(r->data + r->done, MIN(r->n - r->done, RECEIVE_AHEAD));
            ahead = r->done + RECEIVE_AHEAD;
        }
        ssize_t n = read(r->fd, r->data + r->done, r->n - r->done);
        if (n > 0)
            r->done += (size_t)n;
        else if (n == 0)
            return 0;
        else if (errno == EAGAIN)
            wait_for(r->fd, POLLIN);
        else
            return -1;
    }
    return 1;
}

static bool receive(Thread *t, int fd, void *data, size_t n) {
    Receive r = { fd, data, n, 0 };
    int err;
    int64_t end = n ? os_call(t, SYS_READ, call_receive, &r, &err) : 1;
    if (end > 0)
        return true;
    if (end < 0)
        return err > 0 ? (raise_os_error(t, err), false) : false;
    if (r.done)
        raise_error(t, EXC_OSError, "got end of file during message");
    else
        raise_error(t, EXC_EOFError, "");
    return false;
}

bool message_receive_size(Thread *t, int fd, uint64_t *size) {
    uint32_t head;
    if (!receive(t, fd, &head, sizeof head))
        return false;
    *size = be32toh(head);
    if (head == UINT32_MAX) {
        if (!receive(t, fd, size, sizeof *size))
            return false;
        *size = be64toh(*size);
    }
    if (*size <= PTRDIFF_MAX / 2)
        return true;
    raise_memory(t);
    return false;
}

bool message_receive_rest(Thread *t, int fd, void *to, size_t n) { return receive(t, fd, to, n); }

/* a: fd, maxlength (None: any). None if the message is longer: the connection cannot be used any more. */
static Value f_receive(Thread *t, Value *a) {
    int32_t fd;
    uint64_t size;
    int64_t max = INT64_MAX;
    if (!as_int32(t, a[0], &fd) || (a[1] != VALUE_NONE && !as_int64(t, a[1], &max)) || !message_receive_size(t, fd, &size))
        return VALUE_ERROR;
    if (size > (uint64_t)max)
        return VALUE_NONE;
    Bytes *b = bytes_alloc(t, size);
    return b && receive(t, fd, b->data, size) ? from_ptr(b) : VALUE_ERROR;
}

/* Can something be read, or written (a[2])? a: fd, timeout (None: for ever), write */
static Value f_ready(Thread *t, Value *a) {
    struct pollfd p = { .events = POLLIN };
    int64_t ns = -1, deadline;
    int err;
    if (!as_int32(t, a[0], &p.fd) || (a[1] != VALUE_NONE && !patience_ns(t, a[1], &ns)))
        return VALUE_ERROR;
    deadline = a[1] == VALUE_NONE ? OS_FOREVER : os_deadline(ns < 0 ? 0 : ns);
    if (a[2] == VALUE_TRUE)
        p.events = POLLOUT;
    int n = os_poll(t, &p, 1, deadline, &err);
    return n >= 0 ? from_bool(n > 0) : err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
}

/* Writes what the descriptor takes at once, from place a[2] of the bytes a[1] on: how much that was. */
static Value f_write_some(Thread *t, Value *a) {
    int32_t fd;
    int64_t at;
    BufferView b;
    if (!as_int32(t, a[0], &fd) || !as_int64(t, a[2], &at) || !get_buffer(t, a[1], &b))
        return VALUE_ERROR;
    ssize_t n = 0;
    if (at >= 0 && (size_t)at < b.len) {
        struct iovec v = { (char *)b.data + at, b.len - (size_t)at };
        do n = pwritev2(fd, &v, 1, -1, RWF_NOWAIT);
        while (n < 0 && errno == EINTR);
    }
    int err = errno;
    release_buffer(t, &b);
    return n >= 0 ? from_small(n) : err == EAGAIN ? from_small(0) : raise_os_error(t, err);
}

const FunctionDef multiprocessing_message_functions[] = {
    { "send", f_send, "fd, data, /", "Send bytes, or a Message, as one message.", 0 },
    { "pack", f_pack, "data, tag=NULL, /",
      "The message with its length before it, and perhaps one byte behind it.", 0 },
    { "receive", f_receive, "fd, maxlength=None, /", "The next message; None if it is longer than that.", 0 },
    { "ready", f_ready, "fd, timeout=None, write=False, /", "Wait until it can be read from (or written to).", 0 },
    { "write_some", f_write_some, "fd, data, start, /", "Write as much as goes without waiting; how much it was.", 0 },
    { 0 }
};
