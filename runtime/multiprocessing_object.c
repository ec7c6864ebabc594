/* _multiprocessing: objects as messages. Their pickles are written into memory and read from memory that no Python code
 * ever sees, and that serves the next message: nothing is copied, and no garbage is left behind. */
#include "runtime/multiprocessing.h"
#include "runtime/pickle.h"
#include "vm/base/populate.h"
#include "vm/object/bytes.h"
#include <sys/uio.h>

enum { SPARE_MEMO = 64 };

/* -- Pickling ---------------------------------------------------------------------------------------------- */

/* One pickler is kept from message to message: making one takes longer than writing a short message. */
static Pickler *take_pickler(Thread *t) {
    MultiprocessingState *s = multiprocessing_state(t);
    Pickler *p = s->spare;
    s->spare = NULL;
    return p ? p : alloc_obj(t, type_by_id(t, T_PICKLER), sizeof *p);
}

static void keep_pickler(Thread *t, Pickler *p) {
    size_t n = (size_t)(p->memo.mask + 1);
    if (p->memo.table && n > SPARE_MEMO) {
        free_array(p->memo.table, n * sizeof(MemoEntry));
        p->memo.table = NULL;
    } else if (p->memo.table) {
        memset(p->memo.table, 0, n * sizeof(MemoEntry));
    }
    if (!p->memo.table)
        p->memo.mask = 0;
    p->memo.used = 0;
    if (p->cap > ROOM_KEPT) {
        free_array(p->out, p->cap);
        p->out = NULL;
        p->cap = 0;
    }
    p->len = 0;
    p->dispatch_table = p->buffer_callback = VALUE_NULL;
    multiprocessing_state(t)->spare = p;
}

/* What Pickler(..., dispatch_table).dump(obj) writes is in the pickler then; NULL: raised. */
static Pickler *dump(Thread *t, Value obj, Value dispatch_table, Value protocol, bool gathers) {
    Pickler *p = take_pickler(t);
    if (p == NULL || !pickler_setup(t, p, protocol, VALUE_TRUE, VALUE_NONE))
        return NULL;
    p->gathers = gathers;
    p->dispatch_table = dispatch_table;
    return pickler_dump(t, p, obj) ? p : NULL;
}

/* a: obj, dispatch_table, protocol */
static Value f_dumps(Thread *t, Value *a) {
    Pickler *p = dump(t, a[0], a[1], a[2], false);
    Value r = p ? pickler_result(t, p) : VALUE_ERROR;
    if (r)
        keep_pickler(t, p);
    return r;
}

/* a: obj, dispatch_table */
static Value f_message(Thread *t, Value *a) {
    Pickler *p = dump(t, a[0], a[1], VALUE_NONE, true);
    Message *m = p ? alloc_obj(t, type_by_id(t, T_MESSAGE), sizeof *m) : NULL;
    if (m == NULL)
        return VALUE_ERROR;
    pickler_end_frame(p);
    m->out = p->out;
    m->len = p->len;
    m->cap = p->cap;
    m->parts = p->parts;
    m->nparts = p->nparts;
    p->out = NULL;
    p->parts = NULL;
    p->len = p->cap = p->nparts = p->parts_cap = 0;
    keep_pickler(t, p);
    return from_ptr(m);
}

/* The pieces in order behind one for the head: what was written, and the parts at their places. */
static size_t put_together(const Message *m, struct iovec *v) {
    size_t nv = 1, done = 0;
    for (size_t i = 0; i <= m->nparts; i++) {
        size_t at = i < m->nparts ? m->parts[i].at : m->len;
        if (at > done)
            v[nv++] = (struct iovec){ m->out->data + done, at - done };
        if (i < m->nparts)
            v[nv++] = (struct iovec){ (void *)m->parts[i].data, m->parts[i].n };
        done = at;
    }
    return nv;
}

Value message_send_object(Thread *t, int fd, Message *m) {
    Message sent = *m;
    Bytes *out = m->out;
    if (out == NULL)
        return raise_value_error(t, "the message has been sent already");
    struct iovec few[2], *v = few;
    if (sent.nparts && (v = alloc_leaf(t, (2 * sent.nparts + 2) * sizeof *v)) == NULL)
        return VALUE_ERROR;
    m->out = NULL;                                      /* while it is sent other threads run */
    Value r = message_send(t, fd, v, put_together(&sent, v));
    KEEP_ALIVE(v);
    KEEP_ALIVE(sent.parts);                             /* they hold the owners */
    Pickler *spare = multiprocessing_state(t)->spare;
    if (spare && spare->out == NULL && sent.cap <= ROOM_KEPT) {
        spare->out = out;
        spare->cap = sent.cap;
    } else {
        free_array(out, sent.cap);
    }
    return r;
}

const TypeDef type_message = {
    .name = "_multiprocessing.Message",
    .doc = "An object that is to be sent.",
    .size = sizeof(Message),
    .flags = TYPE_NO_BASE,
};

/* -- Receiving --------------------------------------------------------------------------------------------- */

static Bytes *take_room(Thread *t, size_t n) {
    MultiprocessingState *s = multiprocessing_state(t);
    Bytes *b = s->room;
    s->room = NULL;
    if (b && (size_t)b->len >= n)
        return b;
    free_array(b, b ? (size_t)b->len : 0);
    if ((b = bytes_alloc(t, n)) != NULL)
        populate_large(b->data, MIN(n, (size_t)ROOM_KEPT));
    return b;
}

static void keep_room(Thread *t, Bytes *b) {
    MultiprocessingState *s = multiprocessing_state(t);
    if (b->len > ROOM_KEPT || (s->room && s->room->len >= b->len))
        free_array(b, (size_t)b->len);
    else
        s->room = b;
}

/* a: fd */
static Value f_receive_object(Thread *t, Value *a) {
    int32_t fd;
    uint64_t size;
    if (!as_int32(t, a[0], &fd) || !message_receive_size(t, fd, &size))
        return VALUE_ERROR;
    Bytes *b = take_room(t, (size_t)size);
    if (b == NULL)
        return VALUE_ERROR;
    Value v = message_receive_rest(t, fd, b->data, (size_t)size) ? unpickle(t, b->data, (size_t)size) : VALUE_ERROR;
    keep_room(t, b);
    return v;
}

const FunctionDef multiprocessing_object_functions[] = {
    { "dumps", f_dumps, "obj, dispatch_table, protocol=None, /", "A pickle of obj, with these reducers.", 0 },
    { "message", f_message, "obj, dispatch_table, /", "obj as a message that can be sent, once.", 0 },
    { "receive_object", f_receive_object, "fd, /", "The object that comes next.", 0 },
    { 0 }
};
