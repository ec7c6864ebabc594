/* list: a growing array of Values. */
#pragma once
#include "vm/object/def.h"
#include "vm/object/error.h"
struct List { Obj h; int64_t len, cap; Value *items; };     /* grows by 1.5; subclasses have attrs behind */
static inline List *as_list(Value v) { return (List *)obj_of(v); }
/* items[0..len) zeroed: fill them before anything else runs */
List *list_alloc(Thread *t, int64_t len, int64_t cap);
Value list_new(Thread *t, const Value *items, int64_t n);
bool list_grow(Thread *t, List *l, int64_t need);
static inline MUST_CHECK bool list_append(Thread *t, List *l, Value v) {
    if (unlikely(l->len == l->cap) && !list_grow(t, l, l->len + 1)) return false;
    l->items[l->len++] = v;
    return true;
}
MUST_CHECK bool list_insert(Thread *t, List *l, int64_t i, Value v);
MUST_CHECK bool list_extend(Thread *t, List *l, Value iterable);
Value list_slice(Thread *t, List *l, int64_t start, int64_t stop);
/* l[start:stop] = items[0..n), or deletion with n 0; items may not lie in l. 0 <= start <= stop <= len. */
MUST_CHECK bool list_splice(Thread *t, List *l, int64_t start, int64_t stop, const Value *items, int64_t n);
Value list_subscript(Thread *t, Value l, Value key);         /* l[key] */
void list_clear(List *l);
/* Stable adaptive merge sort (natural runs, galloping); key 0 or None: none. "list modified during sort". */
MUST_CHECK bool list_sort(Thread *t, List *l, Value key, bool reverse);
extern const FunctionDef list_methods[];                    /* list_methods.c */
