/* The bridge between C slots and dunder methods: what slots.def declares. */
#pragma once
#include "vm/object/call.h"
#include "vm/object/type.h"

/* How a slot of a C type looks as a Python method. */
enum WrapKind {
    W_NONE,                     /* not shown: a row that only dispatches */
    W_UNARY, W_BINARY, W_REFLECTED, W_POW, W_RPOW, W_INPLACE, W_COMPARE, W_HASH, W_CALL, W_GETATTR, W_SETATTR,
    W_DELATTR, W_NEXT, W_TRUTH, W_LEN, W_SETITEM, W_DELITEM, W_CONTAINS, W_GET, W_SET, W_DELETE, W_INIT, W_NEW, W_DEL
};

typedef struct SlotRow {
    uint16_t name;              /* NameId */
    uint16_t offset;            /* in Slots; rows of one slot are neighbours */
    uint8_t wrap;               /* enum WrapKind */
    uint8_t op;                 /* W_COMPARE: which */
    void *dispatch;             /* for classes that define the method in Python; NULL: such do not fill this slot */
    const char *doc;
} SlotRow;

extern const SlotRow slot_rows[];
extern const size_t slot_row_count;

static inline void **slot_at(Slots *s, const SlotRow *row) { return (void **)((char *)s + row->offset); }

/* 'slot wrapper' (self 0) and 'method-wrapper'. */
typedef struct SlotWrapper {
    Obj h;
    const SlotRow *row;
    Type *owner;                /* whose C function it calls */
    Value self;
} SlotWrapper;

/* Wrappers, T.__new__ and __hash__ = None for what def fills in, into y's dict. */
MUST_CHECK bool slots_add_wrappers(Thread *t, Type *y, const TypeDef *def);
/* Fill the slots of a user class: from its dict over the slots of its one base, or all of them by the MRO. */
MUST_CHECK bool slots_fill(Thread *t, Type *y, bool inherit);
MUST_CHECK bool slots_update(Thread *t, Type *y, Str *name);   /* one method of y or a base has changed; NULL: any */
void slots_update_flags(Type *y);
/* Takes what dst lacks from src, as a C type inherits. */
void slots_inherit(Slots *dst, const Slots *src);

Value slot_wrapper_new(Thread *t, const SlotRow *row, Type *owner);
Value slot_wrapper_call(Thread *t, const SlotRow *row, Type *owner, Value self, const Value *args, size_t nargs,
                        Tuple *kwnames);
const char *slot_row_name(Thread *t, const SlotRow *row);

/* Is f something that takes its receiver as a first argument when looked up on the type of it? */
static inline bool is_method_like(Value f) {
    if (!is_ptr(f))
        return false;
    uint16_t id = obj_of(f)->type->id;
    return id == T_FUNCTION || id == T_METHOD_DESCR || id == T_SLOT_WRAPPER;
}
/* The method `name` of self's type with self and args; *missing (if given) tells that there is none, else that is an
 * AttributeError. */
Value call_dunder(Thread *t, Value self, Str *name, const Value *args, size_t nargs, bool *missing);
