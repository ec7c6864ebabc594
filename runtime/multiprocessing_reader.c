/* _multiprocessing.MessageReader: messages from a descriptor that nobody else reads from. It reads what is there, as much as
 * fits, and makes the objects out of its own buffer. */
#include "runtime/multiprocessing.h"
#include "runtime/pickle.h"
#include "vm/base/populate.h"
#include "vm/object/bytes.h"
#include "vm/oscall_net.h"
#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READER_BYTES = 64 << 10, READER_FIRST = 4 << 10 };

typedef struct MessageReader {
    Obj h;
    int fd;
    bool nonblocking;
    bool busy;                  /* somebody reads, or makes an object: the buffer must stay */
    Bytes *buf;                 /* [start, end) is unread */
    size_t start, end;
} MessageReader;
static MessageReader *reader_of(Value v) { return (MessageReader *)obj_of(v); }

/* a: cls, fd, nonblocking */
static Value reader_new(Thread *t, Value *a) {
    int32_t fd;
    if (!as_int32(t, a[1], &fd))
        return VALUE_ERROR;
    Value v = object_alloc(t, (Type *)obj_of(a[0]));
    if (!v)
        return VALUE_ERROR;
    reader_of(v)->fd = fd;
    reader_of(v)->nonblocking = a[2] == VALUE_TRUE;
    return v;
}

static bool enter(Thread *t, MessageReader *r) {
    if (r->busy) {
        raise_error(t, EXC_RuntimeError, "the reader is in use");
        return false;
    }
    return r->busy = true;
}

/* The length of the message at p, with its head; 0: its head is not there yet. */
static uint64_t message_size(const char *p, size_t n) {
    uint32_t head;
    uint64_t size;
    if (n < 4)
        return 0;
    memcpy(&head, p, 4);
    if (head != UINT32_MAX)
        return 4 + (uint64_t)be32toh(head);
    if (n < 12)
        return 0;
    memcpy(&size, p + 4, 8);
    size = be64toh(size);
    return size < UINT64_MAX - 12 ? 12 + size : size;   /* nobody has so much memory */
}

/* The first whole message, its head aside; NULL: there is none. */
static const char *first(const MessageReader *r, size_t *n) {
    if (r->buf == NULL)
        return NULL;
    const char *p = r->buf->data + r->start;
    uint64_t size = message_size(p, r->end - r->start);
    if (size == 0 || size > r->end - r->start)
        return NULL;
    size_t head = (uint8_t)p[0] == 0xff ? 12 : 4;
    *n = (size_t)size - head;
    return p + head;
}

typedef struct Read { int fd; char *to; size_t n; } Read;
static int64_t call_read(void *arg) {
    Read *r = arg;
    return read(r->fd, r->to, r->n);
}
/* Without a wait it does not have to go through the door. */
static int64_t read_more(Thread *t, MessageReader *r, int *err) {
    Read c = { r->fd, r->buf->data + r->end, (size_t)r->buf->len - r->end };
    if (!r->nonblocking)
        return os_call(t, SYS_READ, call_read, &c, err);
    /* somebody may have seen that there is nothing but the end, while a grandchild still has the other side open */
    int64_t got = recv(c.fd, c.to, c.n, MSG_DONTWAIT);
    *err = got < 0 ? errno : 0;
    return got;
}

/* Room for the message that has begun, or for many. */
static bool make_room(Thread *t, MessageReader *r) {
    size_t cap = r->buf ? (size_t)r->buf->len : 0, want = READER_FIRST, n = r->end - r->start;
    if (r->buf) {
        uint64_t size = message_size(r->buf->data + r->start, n);
        if (size > PTRDIFF_MAX / 2) {
            raise_memory(t);
            return false;
        }
        want = MAX(size, (uint64_t)READER_BYTES);
    }
    Bytes *old = r->buf;
    bool keep = cap >= want && cap <= MAX(4 * want, (size_t)ROOM_KEPT);
    if (!keep) {
        if ((r->buf = bytes_alloc(t, want)) == NULL) {
            r->buf = old;
            return false;
        }
        populate_large(r->buf->data, MIN(want, (size_t)ROOM_KEPT));
    }
    if (n && (!keep || r->start))
        memmove(r->buf->data, old->data + r->start, n);
    if (!keep)
        free_array(old, cap);
    r->start = 0;
    r->end = n;
    return true;
}

static Value read_some(Thread *t, MessageReader *r) {
    int err;
    if (!make_room(t, r))
        return VALUE_ERROR;
    int64_t n = read_more(t, r, &err);
    if (n == 0)
        return VALUE_FALSE;
    if (n < 0 && (err == EAGAIN || err == EINTR) && r->nonblocking)
        n = 0;
    else if (n < 0)
        return err == ECONNRESET ? VALUE_FALSE : err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    r->end += (size_t)n;
    return VALUE_TRUE;
}

enum { SOON_NS = 1000000, AT_ONCE = 4 << 20 };

/* Is the other side about to write the rest of a long message? None of the others has to be asked before that is there.
 * VALUE_TRUE, VALUE_FALSE, or an error. */
static Value goes_on(Thread *t, const MessageReader *r) {
    uint64_t n = r->end - r->start, size = message_size(r->buf->data + r->start, n);
    struct pollfd p = { .fd = r->fd, .events = POLLIN };
    int err = 0;
    bool waits = r->nonblocking && size > n && size >= POPULATE_MIN;
    int ready = waits ? os_poll(t, &p, 1, os_deadline(SOON_NS), &err) : 0;
    return ready < 0 && err <= 0 ? VALUE_ERROR : from_bool(ready > 0);
}

static Value reader_read(Thread *t, Value *a) {
    MessageReader *r = reader_of(a[0]);
    if (!enter(t, r))
        return VALUE_ERROR;
    Value v = read_some(t, r), more = VALUE_TRUE;
    size_t enough = r->end + AT_ONCE;                   /* others wait, too */
    while (v == VALUE_TRUE && r->end < enough && (more = goes_on(t, r)) == VALUE_TRUE)
        v = read_some(t, r);
    v = more ? v : VALUE_ERROR;
    r->busy = false;
    return v;
}

static Value reader_tag(Thread *t, Value *a) {
    MessageReader *r = reader_of(a[0]);
    size_t n;
    const char *p = r->busy ? NULL : first(r, &n);
    return p && n ? from_small((uint8_t)p[n - 1]) : VALUE_NONE;
}

static Value take_first(Thread *t, MessageReader *r, bool wanted) {
    size_t n;
    if (!enter(t, r))
        return VALUE_ERROR;
    const char *p = first(r, &n);
    Value v = p == NULL ? raise_error(t, EXC_IndexError, "there is no message") : wanted ? unpickle(t, p, n) : VALUE_NONE;
    if (p)
        r->start = (size_t)(p - r->buf->data) + n;
    r->busy = false;
    return v;
}

static Value reader_load(Thread *t, Value *a) { return take_first(t, reader_of(a[0]), true); }
static Value reader_skip(Thread *t, Value *a) { return take_first(t, reader_of(a[0]), false); }

const TypeDef type_message_reader = {
    .name = "_multiprocessing.MessageReader",
    .doc = "Reads messages from a descriptor, several at once if they are there.",
    .size = sizeof(MessageReader),
    .flags = TYPE_NO_BASE,
    .new_ = { "__new__", reader_new, "fd, nonblocking=False", NULL, 0 },
    .methods = (const FunctionDef[]) {
        { "read", reader_read, "", "Wait for something, whole messages or not: did anything come before the end?", 0 },
        { "tag", reader_tag, "", "The last byte of the first message; None: there is no whole one.", 0 },
        { "load", reader_load, "", "The object in the first message, which is gone then, also if that fails.", 0 },
        { "skip", reader_skip, "", "Drop the first message.", 0 },
        { 0 } },
};
