/* Iterators over str, bytes, bytearray and memoryview. The VM runs most loops over them without these
 * functions. */
#include "vm/object/bytes_impl.h"

static SeqIter *iter_of(Value v) { return (SeqIter *)obj_of(v); }

static Value exhausted(SeqIter *it) {
    it->seq = VALUE_NULL;
    return VALUE_STOP;
}

static Value str_iter_next(Thread *t, Value self) {
    SeqIter *it = iter_of(self);
    if (!it->seq)
        return VALUE_STOP;
    Str *s = as_str(it->seq);
    return it->i < s->len ? str_from_char(t, str_at(s, it->i++)) : exhausted(it);
}

static Value bytes_iter_next(Thread *t, Value self) {
    SeqIter *it = iter_of(self);
    if (!it->seq)
        return VALUE_STOP;
    Span s = span_of(it->seq);
    return it->i < s.n ? from_small((uint8_t)s.p[it->i++]) : exhausted(it);
}

static Value memory_iter_next(Thread *t, Value self) {
    SeqIter *it = iter_of(self);
    if (!it->seq)
        return VALUE_STOP;
    int64_t n = length_of(t, it->seq);
    if (n < 0)
        return VALUE_ERROR;
    return it->i < n ? get_item(t, it->seq, from_small(it->i++)) : exhausted(it);
}

static Value iter_length_hint(Thread *t, Value *a) {
    SeqIter *it = iter_of(a[0]);
    int64_t n = it->seq ? length_of(t, it->seq) : 0;
    return n < 0 ? VALUE_ERROR : from_small(MAX(n - it->i, 0));
}

static Value iter_reduce(Thread *t, Value *a) {
    SeqIter *it = iter_of(a[0]);
    Value fn = builtin_named(t, "iter");
    bool of_str = it->h.type->slots.next == str_iter_next;
    Value seq = it->seq ? it->seq : of_str ? str_from_ascii(t, "", 0) : from_ptr(tuple_alloc(t, 0));
    Value args = fn && seq ? tuple_pack1(t, seq) : VALUE_ERROR;
    if (!args)
        return VALUE_ERROR;
    return it->seq ? tuple_pack3(t, fn, args, from_small(it->i)) : tuple_pack2(t, fn, args);
}

static Value iter_setstate(Thread *t, Value *a) {
    SeqIter *it = iter_of(a[0]);
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    if (it->seq) {
        int64_t n = length_of(t, it->seq);
        if (n < 0)
            return VALUE_ERROR;
        it->i = i < 0 ? 0 : MIN(i, n);
    }
    return VALUE_NONE;
}

static const FunctionDef methods[] = {
    { "__length_hint__", iter_length_hint, "", "How many are left.", 0 },
    { "__reduce__", iter_reduce, "", NULL, 0 },
    { "__setstate__", iter_setstate, "state, /", NULL, 0 },
    { 0 }
};

#define ITERATOR(def, type_name, next_fn)                               \
    const TypeDef def = {                                               \
        .name = type_name,                                              \
        .size = sizeof(SeqIter),                                        \
        .flags = TYPE_NO_BASE | TYPE_NO_NEW,                            \
        .slots = { .iter = iter_self, .next = next_fn },                \
        .methods = methods,                                             \
    }

ITERATOR(type_str_iter, "str_ascii_iterator", str_iter_next);
ITERATOR(type_str_wide_iter, "str_iterator", str_iter_next);
ITERATOR(type_bytes_iter, "bytes_iterator", bytes_iter_next);
ITERATOR(type_bytearray_iter, "bytearray_iterator", bytes_iter_next);
ITERATOR(type_memory_iter, "memory_iterator", memory_iter_next);
