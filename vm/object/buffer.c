/* Looking at the memory of bytes-like objects. Other kinds of exporters get their case here. */
#include "vm/object/bytes_impl.h"

/* The bytearray whose memory this is, if any: it must keep its size meanwhile. */
static ByteArray *lender(Value v) {
    if (ptr_kind(v, T_MEMORYVIEW))
        v = ((MemoryView *)obj_of(v))->owner;
    return is_bytearray(v) ? as_bytearray(v) : NULL;
}

bool get_buffer(Thread *t, Value v, BufferView *out) {
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
    } else if (is_ptr(v) && obj_of(v)->type->slots.buffer) {
        return obj_of(v)->type->slots.buffer(t, v, out, false);
    } else {
        raise_type_error(t, "a bytes-like object is required, not '%T'", v);
        return false;
    }
    ByteArray *from = lender(v);
    if (from)
        from->exports++;
    return true;
}

bool get_buffer_writable(Thread *t, Value v, BufferView *out) {
    if (is_bytes(v) || !has_buffer(t, v)) {
        raise_type_error(t, "a read-write bytes-like object is required, not '%T'", v);
        return false;
    }
    if (!get_buffer(t, v, out))
        return false;
    if (!out->writable) {
        release_buffer(t, out);
        raise_type_error(t, "a read-write bytes-like object is required, not '%T'", v);
        return false;
    }
    return true;
}

void release_buffer(Thread *t, BufferView *b) {
    if (!b->owner)
        return;
    ByteArray *from = lender(b->owner);
    if (from)
        from->exports--;
    if (ptr_kind(b->owner, T_MEMORYVIEW))
        ((MemoryView *)obj_of(b->owner))->exports--;
    else if (obj_of(b->owner)->type->slots.buffer)
        obj_of(b->owner)->type->slots.buffer(t, b->owner, NULL, false);      /* NULL: give it back */
    b->owner = VALUE_NULL;
}
