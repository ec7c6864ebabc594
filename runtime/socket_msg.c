/* Sockets: messages with several buffers and what accompanies them (descriptors, credentials, options). */
#include "runtime/socket.h"
#include <errno.h>
#include <limits.h>

/* -- Buffers --------------------------------------------------------------------------------------------- */

typedef struct Buffers {
    BufferView *views;                                  /* held until buffers_release() */
    struct iovec *iov;
    int64_t n;
    size_t total;
} Buffers;

static void buffers_release(Thread *t, Buffers *b) {
    for (int64_t i = 0; i < b->n; i++)
        release_buffer(t, &b->views[i]);
}

/* message_item: what an item must be that is to be written to; NULL for those that are only read. */
static bool buffers_open(Thread *t, Value iterable, const char *function, const char *message_item, Buffers *b) {
    *b = (Buffers){ 0 };
    Tuple *items = tuple_from_iterable(t, iterable);
    if (!items) {
        if (exc_matches(t, EXC_TypeError)) {
            exc_clear(t);
            raise_type_error(t, "%s() argument 1 must be an iterable", function);
        }
        return false;
    }
    if (items->len > INT_MAX)
        return raise_error(t, EXC_OSError, "%s() argument 1 is too long", function), false;
    if (!(b->views = alloc_array(t, (size_t)items->len + 1, sizeof *b->views)) ||
        !(b->iov = alloc_leaf(t, ((size_t)items->len + 1) * sizeof *b->iov)))
        return false;
    for (int64_t i = 0; i < items->len; i++) {
        BufferView *v = &b->views[i];
        if (!(message_item ? get_buffer_writable(t, items->items[i], v) : get_buffer(t, items->items[i], v))) {
            if (message_item && exc_matches(t, EXC_TypeError)) {
                exc_clear(t);
                raise_type_error(t, "%s", message_item);
            }
            buffers_release(t, b);
            return false;
        }
        b->iov[b->n++] = (struct iovec){ (char *)v->data, v->len };
        b->total += v->len;
    }
    return true;
}

/* -- What accompanies a message -------------------------------------------------------------------------- */

/* The largest length that CMSG_LEN() and msg_controllen can tell. */
#define ANCILLARY_MAX ((int64_t)INT_MAX - (int64_t)CMSG_LEN(0))

static Value cmsg_size(Thread *t, Value v, bool space) {
    int64_t n;
    if (!as_int64(t, v, &n)) {
        if (!exc_matches(t, EXC_OverflowError))
            return VALUE_ERROR;
        exc_clear(t);
        return raise_overflow(t, "Python int too large to convert to C ssize_t");
    }
    if (n < 0 || n > INT64_MAX / 2)
        return raise_overflow(t, "%s() argument out of range", space ? "CMSG_SPACE" : "CMSG_LEN");
    size_t size = space ? CMSG_SPACE((size_t)n) : CMSG_LEN((size_t)n);
    return size <= INT_MAX ? from_small((int64_t)size)
                           : raise_overflow(t, "%s() argument out of range", space ? "CMSG_SPACE" : "CMSG_LEN");
}
Value socket_cmsg_len(Thread *t, Value *a) { return cmsg_size(t, a[0], false); }
Value socket_cmsg_space(Thread *t, Value *a) { return cmsg_size(t, a[0], true); }

typedef struct Ancillary { int32_t level, type; BufferView data; } Ancillary;

/* One (level, type, data). */
static bool ancillary_item(Thread *t, Value v, Ancillary *out) {
    Tuple *u = is_tuple(v) || is_list(v) ? tuple_from_iterable(t, v) : NULL;
    if (!u) {
        if (!t->exc)
            raise_type_error(t, "[sendmsg() ancillary data items]() argument must be 3-item sequence, not %V", v);
        return false;
    }
    if (u->len != 3) {
        raise_type_error(t, "[sendmsg() ancillary data items]() argument must be sequence of length 3, not %lld",
                         (long long)u->len);
        return false;
    }
    return socket_int(t, u->items[0], &out->level) && socket_int(t, u->items[1], &out->type) &&
           get_buffer(t, u->items[2], &out->data);
}

/* The block of all items, in leaf memory that stays put. */
static bool ancillary_block(Thread *t, Ancillary *items, int64_t n, struct msghdr *m) {
    size_t size = 0;
    for (int64_t i = 0; i < n; i++) {
        if (items[i].data.len > (size_t)ANCILLARY_MAX)
            return raise_error(t, EXC_OSError, "ancillary data item too large"), false;
        size += CMSG_SPACE(items[i].data.len);
        if (size > INT_MAX)
            return raise_error(t, EXC_OSError, "too much ancillary data"), false;
    }
    char *block = alloc_leaf(t, size);
    if (!block)
        return false;
    memset(block, 0, size);
    m->msg_control = block;
    m->msg_controllen = size;
    struct cmsghdr *c = CMSG_FIRSTHDR(m);
    for (int64_t i = 0; i < n; i++, c = CMSG_NXTHDR(m, c)) {
        c->cmsg_level = items[i].level;
        c->cmsg_type = items[i].type;
        c->cmsg_len = CMSG_LEN(items[i].data.len);
        memcpy(CMSG_DATA(c), items[i].data.data, items[i].data.len);
    }
    return true;
}

static bool ancillary_arg(Thread *t, Value v, struct msghdr *m) {
    Tuple *u = tuple_from_iterable(t, v);
    if (!u) {
        if (exc_matches(t, EXC_TypeError)) {
            exc_clear(t);
            raise_type_error(t, "sendmsg() argument 2 must be an iterable");
        }
        return false;
    }
    if (u->len == 0)
        return true;
    Ancillary *items = alloc_array(t, (size_t)u->len, sizeof *items);
    int64_t n = 0;
    while (items && n < u->len && ancillary_item(t, u->items[n], &items[n]))
        n++;
    bool ok = items && n == u->len && ancillary_block(t, items, n, m);
    for (int64_t i = 0; items && i < n; i++)
        release_buffer(t, &items[i].data);
    return ok;
}

/* -- Sending --------------------------------------------------------------------------------------------- */

static Value send_message(Thread *t, Socket *s, struct msghdr *m, Buffers *b, int flags) {
    NetCall c = socket_call(s);
    int err;
    m->msg_iov = b->iov;
    m->msg_iovlen = (size_t)b->n;
    c.msg = m;
    c.n = b->total;
    c.flags = flags;
    ssize_t sent = os_sendmsg(t, &c, &err);
    return sent >= 0 ? from_small(sent) : socket_fail(t, err, c.timed_out);
}

Value socket_sendmsg(Thread *t, Value *a) {
    Socket *s = as_socket(a[0]);
    struct msghdr m = { 0 };
    SockAddr to;
    Buffers b;
    int32_t flags = 0;
    if (a[3] && !socket_int(t, a[3], &flags))
        return VALUE_ERROR;
    if (!buffers_open(t, a[1], "sendmsg", NULL, &b))
        return VALUE_ERROR;
    Value r = VALUE_ERROR;
    if ((!a[2] || ancillary_arg(t, a[2], &m)) &&
        (!a[4] || a[4] == VALUE_NONE || socket_addr(t, s, a[4], &to, "sendmsg"))) {
        if (a[4] && a[4] != VALUE_NONE) {
            m.msg_name = &to.storage;
            m.msg_namelen = to.len;
        }
        r = send_message(t, s, &m, &b, flags);
    }
    buffers_release(t, &b);
    return r;
}

/* For AF_ALG: what to do, the initialization vector and the length of the associated data go along. */
Value socket_sendmsg_afalg(Thread *t, Value *a) {
    Socket *s = as_socket(a[0]);
    int32_t op, flags;
    int64_t assoc = -1;
    Buffers b = { 0 };
    BufferView iv = { 0 };
    Ancillary items[3];
    int64_t n = 0;
    if (s->family != AF_ALG)
        return raise_error(t, EXC_OSError, "algset is only supported for AF_ALG");
    if (!a[2])
        return raise_type_error(t, "Invalid or missing argument 'op'");
    if (!socket_int(t, a[2], &op) || !socket_int(t, a[5], &flags))
        return VALUE_ERROR;
    if (op < 0)
        return raise_type_error(t, "Invalid or missing argument 'op'");
    if (a[4] && !as_int64(t, a[4], &assoc))
        return VALUE_ERROR;
    if (a[4] && assoc < 0)
        return raise_type_error(t, "assoclen must be positive");
    if (a[3] && !get_buffer(t, a[3], &iv))
        return VALUE_ERROR;
    Value r = VALUE_ERROR;
    struct msghdr m = { 0 };
    Buf iv_block = BUF_INIT;
    uint32_t words[3] = { (uint32_t)op, (uint32_t)iv.len, (uint32_t)assoc };
    items[n++] = (Ancillary){ SOL_ALG, ALG_SET_OP, { (char *)&words[0], 4 } };
    if (a[3]) {
        buf_add(&iv_block, (char *)&words[1], 4);
        buf_add(&iv_block, iv.data, iv.len);
        items[n++] = (Ancillary){ SOL_ALG, ALG_SET_IV, { iv_block.data, iv_block.len } };
    }
    if (a[4])
        items[n++] = (Ancillary){ SOL_ALG, ALG_SET_AEAD_ASSOCLEN, { (char *)&words[2], 4 } };
    if (iv_block.failed)
        raise_memory(t);
    else if (ancillary_block(t, items, n, &m) && (!a[1] || buffers_open(t, a[1], "sendmsg", NULL, &b)))
        r = send_message(t, s, &m, &b, flags);
    buffers_release(t, &b);
    release_buffer(t, &iv);
    return r;
}

/* -- Receiving ------------------------------------------------------------------------------------------- */

static Value ancillary_value(Thread *t, struct msghdr *m) {
    List *l = list_alloc(t, 0, 0);
    if (!l)
        return VALUE_ERROR;
    char *end = (char *)m->msg_control + m->msg_controllen;
    for (struct cmsghdr *c = m->msg_controllen ? CMSG_FIRSTHDR(m) : NULL; c; c = CMSG_NXTHDR(m, c)) {
        if (c->cmsg_len < CMSG_LEN(0))
            break;
        char *data = (char *)CMSG_DATA(c);              /* the last item may have been cut off */
        size_t n = MIN(c->cmsg_len - CMSG_LEN(0), (size_t)(end - data));
        Value bytes = bytes_new(t, data, n);
        Value item = bytes ? tuple_pack3(t, from_small(c->cmsg_level), from_small(c->cmsg_type), bytes) : VALUE_ERROR;
        if (!item || !list_append(t, l, item))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

/* (first, ancillary data, flags, address); first is a count for recvmsg_into(), else the data, in `whole`. */
static Value receive_message(Thread *t, Value *a, Buffers *b, Bytes *whole) {
    Socket *s = as_socket(a[0]);
    NetCall c = socket_call(s);
    struct msghdr m = { .msg_iov = b->iov, .msg_iovlen = (size_t)b->n };
    SockAddr from;
    int64_t room;
    int32_t flags;
    int err;
    if (!as_index(t, a[2], &room) || !socket_int(t, a[3], &flags))
        return VALUE_ERROR;
    if (room < 0 || room > ANCILLARY_MAX)
        return raise_value_error(t, "invalid ancillary data buffer length");
    if (room && !(m.msg_control = alloc_leaf(t, (size_t)room)))
        return VALUE_ERROR;
    m.msg_controllen = (size_t)room;
    memset(&from, 0, sizeof from);
    m.msg_name = &from.storage;
    m.msg_namelen = sizeof from.storage;
    c.msg = &m;
    c.n = whole ? (size_t)whole->len : b->total;
    c.flags = flags;
    ssize_t got = os_recvmsg(t, &c, &err);
    if (got < 0)
        return socket_fail(t, err, c.timed_out);
    from.len = MIN(m.msg_namelen, (socklen_t)sizeof from.storage);
    Value items[4] = { from_small(got), ancillary_value(t, &m), from_small(m.msg_flags), VALUE_NULL };
    if (whole)
        items[0] = got == whole->len ? from_ptr(whole)
                                     : bytes_new(t, whole->data, (size_t)MIN((int64_t)got, whole->len));
    if (items[0] && items[1])
        items[3] = socket_addr_value(t, &from, s->proto);
    return items[3] ? tuple_new(t, items, 4) : VALUE_ERROR;
}

Value socket_recvmsg(Thread *t, Value *a) {
    int64_t n;
    if (!as_index(t, a[1], &n))
        return VALUE_ERROR;
    if (n < 0)
        return raise_value_error(t, "negative buffer size in recvmsg()");
    Bytes *whole = bytes_alloc(t, (size_t)n);
    if (!whole)
        return VALUE_ERROR;
    struct iovec iov = { whole->data, (size_t)n };
    Buffers b = { .iov = &iov, .n = 1 };
    return receive_message(t, a, &b, whole);
}

Value socket_recvmsg_into(Thread *t, Value *a) {
    Buffers b;
    if (!buffers_open(t, a[1], "recvmsg_into",
                      "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers", &b))
        return VALUE_ERROR;
    Value r = receive_message(t, a, &b, NULL);
    buffers_release(t, &b);
    return r;
}
