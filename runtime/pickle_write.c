/* Pickling: the bytes, their frames, and the memo of objects written. */
#include "runtime/pickle.h"
#include "vm/base/populate.h"
#include "vm/object/bytes.h"
#include <stdio.h>

enum { FRAME_MIN = 4, FRAME_TARGET = 64 * 1024, FRAME_HEAD = 9, FIRST_ROOM = 1000, LARGE = 4 << 20 };

/* -- Output ---------------------------------------------------------------------------------------------- */

static bool ensure(Thread *t, Pickler *p, size_t n) {
    if (p->out && p->cap - p->len >= n)
        return true;
    size_t want;
    if (__builtin_add_overflow(p->len, n, &want) || want > PTRDIFF_MAX / 2) {
        raise_memory(t);
        return false;
    }
    size_t more = p->cap < LARGE ? 2 * p->cap : p->cap + p->cap / 2;
    want = p->out ? MAX(want + want / 64, more) : MAX(want + 64, (size_t)FIRST_ROOM);
    Bytes *b = bytes_alloc(t, want);
    if (b == NULL)
        return false;
    populate_large(b->data, want);
    if (p->out) {
        memcpy(b->data, p->out->data, p->len);
        free_array(p->out, p->cap);
    }
    p->out = b;
    p->cap = want;
    return true;
}

uint8_t *pickler_grow(Thread *t, Pickler *p, size_t n) {
    bool open = p->framing && p->frame_start < 0;
    if (!ensure(t, p, n + (open ? FRAME_HEAD : 0)))
        return NULL;
    if (open) {
        p->frame_start = (int64_t)p->len;
        p->len += FRAME_HEAD;                           /* filled in when the frame ends */
    }
    p->len += n;
    return (uint8_t *)p->out->data + p->len - n;
}

bool put_bytes(Thread *t, Pickler *p, const void *data, size_t n) {
    uint8_t *at = pickler_room(t, p, n);
    if (at && n)
        memcpy(at, data, n);
    return at != NULL;
}

void pickler_end_frame(Pickler *p) {
    if (!p->framing || p->frame_start < 0 || !p->out)
        return;
    uint8_t *head = (uint8_t *)p->out->data + p->frame_start;
    uint64_t n = p->len - (uint64_t)p->frame_start - FRAME_HEAD;
    if (n >= FRAME_MIN) {
        head[0] = P_FRAME;
        memcpy(head + 1, &n, 8);
    } else {                                            /* not worth its head */
        memmove(head, head + FRAME_HEAD, n);
        p->len -= FRAME_HEAD;
    }
    p->frame_start = -1;
}

Value pickler_result(Thread *t, Pickler *p) {
    pickler_end_frame(p);
    Bytes *b = p->out;
    if (b == NULL)
        return bytes_new(t, "", 0);
    if (p->len < FRAME_TARGET || p->len < p->cap / 2) {
        Value exact = bytes_new(t, b->data, p->len);
        p->len = 0;
        return exact;
    }
    b->len = (int64_t)p->len;
    b->data[b->len] = 0;
    p->out = NULL;
    p->len = p->cap = 0;
    return from_ptr(b);
}

bool pickler_flush(Thread *t, Pickler *p) {
    if (!p->write || p->len == 0)
        return true;
    Value data = pickler_result(t, p);
    return data && call1(t, p->write, data) != VALUE_ERROR;
}

bool pickler_boundary_slow(Thread *t, Pickler *p) {
    pickler_end_frame(p);
    return pickler_flush(t, p);                         /* memory stays bounded when a file takes it */
}

uint8_t *pickler_item(Thread *t, Pickler *p, size_t nhead, size_t n) {
    if (n < FRAME_TARGET)
        return pickler_room(t, p, nhead + n);
    pickler_end_frame(p);
    if (!ensure(t, p, nhead + n + 16))
        return NULL;
    p->len += nhead + n;
    return (uint8_t *)p->out->data + p->len - nhead - n;
}

bool put_unframed(Thread *t, Pickler *p, const void *data, size_t n) {
    pickler_end_frame(p);
    bool framing = p->framing;
    p->framing = false;
    bool ok = put_bytes(t, p, data, n);
    p->framing = framing;
    return ok;
}

/* Uncopied, and memory stays bounded. */
static bool large_to_file(Thread *t, Pickler *p, const uint8_t *head, size_t nhead, const void *data, size_t n,
                          Value payload) {
    return put_unframed(t, p, head, nhead) && pickler_flush(t, p) && (payload || (payload = bytes_new(t, data, n))) &&
           call1(t, p->write, payload) != VALUE_ERROR;
}

bool pickler_leaves(const Pickler *p, size_t n) { return p->gathers && n >= FRAME_TARGET; }

bool put_part(Thread *t, Pickler *p, const uint8_t *head, size_t nhead, const void *data, size_t n, Value owner) {
    if (p->nparts == p->parts_cap) {
        size_t cap = p->parts_cap ? 2 * p->parts_cap : 8;
        PicklePart *parts = alloc_array(t, cap, sizeof *parts);
        if (parts == NULL)
            return false;
        if (p->nparts)
            memcpy(parts, p->parts, p->nparts * sizeof *parts);
        p->parts = parts;
        p->parts_cap = cap;
    }
    if (!put_unframed(t, p, head, nhead))
        return false;
    p->parts[p->nparts++] = (PicklePart){ .at = p->len, .n = n, .data = data, .owner = owner };
    return true;
}

bool put_large(Thread *t, Pickler *p, const uint8_t *head, size_t nhead, const void *data, size_t n, Value payload) {
    if (p->write && n >= FRAME_TARGET)
        return large_to_file(t, p, head, nhead, data, n, payload);
    if (payload && pickler_leaves(p, n))
        return put_part(t, p, head, nhead, data, n, payload);
    uint8_t *at = pickler_item(t, p, nhead, n);
    if (at == NULL)
        return false;
    memcpy(at, head, nhead);
    if (n)
        memcpy(at + nhead, data, n);
    return true;
}

/* -- Memo ------------------------------------------------------------------------------------------------ */

/* The entry of v, or the free one where it belongs. Neighbours in memory, which are often seen one after the other, are
 * neighbours in the table; what collides goes far away. */
static inline MemoEntry *locate(const PickleMemo *m, Value v) {
    uint64_t i = v >> 4, rest = i;
    for (;;) {
        MemoEntry *e = &m->table[i & (uint64_t)m->mask];
        if (e->key == v || e->key == 0)
            return e;
        rest >>= 5;
        i = i * 5 + rest + 1;
    }
}

int64_t memo_find(const PickleMemo *m, Value v) {
    if (m->table == NULL)
        return -1;
    const MemoEntry *e = locate(m, v);
    return e->key ? e->index : -1;
}

static bool memo_resize(Thread *t, PickleMemo *m) {
    int64_t old = m->table ? m->mask + 1 : 0, size = old ? old * (m->used > 50000 ? 2 : 4) : 32;
    PickleMemo fresh = { alloc_array(t, (size_t)size, sizeof(MemoEntry)), size - 1, m->used };
    if (fresh.table == NULL)
        return false;
    for (int64_t i = 0; i < old; i++)
        if (m->table[i].key)
            *locate(&fresh, m->table[i].key) = m->table[i];
    free_array(m->table, (size_t)old * sizeof(MemoEntry));
    *m = fresh;
    return true;
}

bool memo_add(Thread *t, PickleMemo *m, Value v, int64_t index) {
    if ((m->table == NULL || m->used * 3 >= m->mask * 2) && !memo_resize(t, m))
        return false;
    MemoEntry *e = locate(m, v);
    m->used += e->key == 0;
    *e = (MemoEntry){ v, index };
    return true;
}

static bool put_index(Thread *t, Pickler *p, int text_op, int short_op, int long_op, int64_t index) {
    uint8_t head[32];
    size_t n;
    if (!p->bin) {
        n = (size_t)snprintf((char *)head, sizeof head, "%c%lld\n", text_op, (long long)index);
    } else if (index < 256) {
        head[0] = (uint8_t)short_op;
        head[1] = (uint8_t)index;
        n = 2;
    } else if (index <= UINT32_MAX) {
        uint32_t i = (uint32_t)index;
        head[0] = (uint8_t)long_op;
        memcpy(head + 1, &i, 4);
        n = 5;
    } else {
        raise_class(t, pickle_state(t)->pickling_error, "memo id too large for %s",
                    text_op == P_PUT ? "LONG_BINPUT" : "LONG_BINGET");
        return false;
    }
    return put_bytes(t, p, head, n);
}

bool memo_put(Thread *t, Pickler *p, Value v) {
    if (p->fast)
        return true;
    int64_t index = p->memo.used;
    if (!memo_add(t, &p->memo, v, index))
        return false;
    return p->proto >= 4 ? put_op(t, p, P_MEMOIZE) : put_index(t, p, P_PUT, P_BINPUT, P_LONG_BINPUT, index);
}

bool memo_get(Thread *t, Pickler *p, int64_t index) {
    return put_index(t, p, P_GET, P_BINGET, P_LONG_BINGET, index);
}

/* -- A whole pickle -------------------------------------------------------------------------------------- */

bool pickler_setup(Thread *t, Pickler *p, Value protocol, Value fix_imports, Value buffer_callback) {
    int64_t proto = PICKLE_DEFAULT;
    if (protocol != VALUE_NONE) {
        if (!as_int64(t, protocol, &proto))
            return false;
        if (proto < 0)
            proto = PICKLE_HIGHEST;
        if (proto > PICKLE_HIGHEST) {
            raise_value_error(t, "pickle protocol must be <= %d", PICKLE_HIGHEST);
            return false;
        }
    }
    int fix = truth_of(t, fix_imports);
    if (fix < 0)
        return false;
    if (buffer_callback != VALUE_NONE && proto < 5) {
        raise_value_error(t, "buffer_callback needs protocol >= 5");
        return false;
    }
    p->proto = (int)proto;
    p->bin = proto > 0;
    p->fix_imports = fix && proto < 3;
    p->buffer_callback = buffer_callback == VALUE_NONE ? 0 : buffer_callback;
    p->frame_start = -1;
    p->framing = p->fast = false;
    p->ready = true;
    return true;
}

bool pickler_dump(Thread *t, Pickler *p, Value v) {
    p->len = 0;
    p->frame_start = -1;
    p->framing = false;
    if (p->proto >= 2) {
        uint8_t head[2] = { P_PROTO, (uint8_t)p->proto };
        if (!put_bytes(t, p, head, 2))
            return false;
        p->framing = p->proto >= 4;
    }
    bool ok = pickle_save(t, p, v) && put_op(t, p, P_STOP);
    pickler_end_frame(p);
    p->framing = false;
    return ok;
}
