/* Looking at the memory of bytes-like objects: our own kinds, and those with a `buffer` slot. */
#include "vm/object/bytes_impl.h"

/* The bytearray whose memory this is, if any: it must keep its size meanwhile. */
static ByteArray *lender(Value v) {
    if (ptr_kind(v, T_MEMORYVIEW))
        v = ((MemoryView *)obj_of(v))->owner;
    return is_bytearray(v) ? as_bytearray(v) : NULL;
}

static bool open_view(Thread *t, Value v, BufferView *out, bool writable) {
    int kind = is_ptr(v) ? obj_of(v)->type->kind : T_NONE;
    if (likely(kind == T_BYTES)) {
        *out = (BufferView){ as_bytes(v)->data, (size_t)as_bytes(v)->len, v, false };
        return true;
    }
    if (kind == T_BYTEARRAY) {
        *out = (BufferView){ as_bytearray(v)->data, (size_t)as_bytearray(v)->len, v, true };
    } else if (kind == T_MEMORYVIEW) {
        MemoryView *m = (MemoryView *)obj_of(v);
        if (!memoryview_alive(t, m))
            return false;
        if (!memoryview_contiguous(m)) {
            raise_error(t, EXC_BufferError, "memoryview: underlying buffer is not C-contiguous");
            return false;
        }
        *out = (BufferView){ m->data, (size_t)memoryview_size(m), v, !m->readonly };
        m->exports++;
        memoryview_consumed(m);
    } else if (type_of(t, v)->slots.buffer) {
        if (!type_of(t, v)->slots.buffer(t, v, out, writable))
            return false;
        out->owner = v;
    } else {
        raise_type_error(t, "a bytes-like object is required, not '%T'", v);
        return false;
    }
    ByteArray *from = lender(v);
    if (from)
        from->exports++;
    return true;
}

bool get_buffer(Thread *t, Value v, BufferView *out) { return open_view(t, v, out, false); }

bool get_buffer_writable(Thread *t, Value v, BufferView *out) {
    if (!is_bytes(v) && has_buffer(t, v)) {
        if (!open_view(t, v, out, true))
            return false;
        if (out->writable)
            return true;
        release_buffer(t, out);
    }
    raise_type_error(t, "a read-write bytes-like object is required, not '%T'", v);
    return false;
}

void release_buffer(Thread *t, BufferView *b) {
    if (!b->owner)
        return;
    ByteArray *from = lender(b->owner);
    if (from)
        from->exports--;
    if (ptr_kind(b->owner, T_MEMORYVIEW))
        ((MemoryView *)obj_of(b->owner))->exports--;
    else if (!is_span(b->owner))
        (void)type_of(t, b->owner)->slots.buffer(t, b->owner, NULL, false);
    else if (obj_of(b->owner)->type->slots.buffer)
        obj_of(b->owner)->type->slots.buffer(t, b->owner, NULL, false);      /* NULL: give it back */
    b->owner = VALUE_NULL;
}
