/* Weak references and proxies. */
#pragma once
#include "vm/object/error.h"

typedef struct WeakRef {
    Obj h;
    void *link;                 /* heap_weak_link() to the referent */
    Value callback;             /* 0: none, or it has run */
    int64_t hash;               /* of the referent; -1: not asked for yet */
} WeakRef;                      /* proxies have the same layout */
static inline WeakRef *as_weakref(Value v) { return (WeakRef *)obj_of(v); }
static inline bool is_weakref(Value v) { return ptr_kind(v, T_WEAKREF); }
/* The referent, 0 when it is gone. */
static inline Value weakref_get(WeakRef *r) { return from_ptr(heap_weak_get(&r->link)); }

Value weakref_new(Thread *t, Value obj, Value callback);        /* callback 0 or None: none */
Value weakproxy_new(Thread *t, Value obj, Value callback);
Value weakref_list(Thread *t, Value obj);        /* all references and proxies to obj: a list */
