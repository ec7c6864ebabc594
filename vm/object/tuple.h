#pragma once
#include "vm/object/error.h"
/* hash -1... not cached: 0; attrs of subclasses follow the items */
struct Tuple { Obj h; int64_t len; int64_t hash; Value items[]; };
static inline Tuple *as_tuple(Value v) { return (Tuple *)obj_of(v); }
Tuple *tuple_alloc(Thread *t, int64_t n);  /* items to be filled in (zeroed); n == 0 gives the empty tuple */
Value tuple_new(Thread *t, const Value *items, int64_t n);
Value tuple_pack1(Thread *t, Value a);
Value tuple_pack2(Thread *t, Value a, Value b);
Value tuple_pack3(Thread *t, Value a, Value b, Value c);
Value tuple_slice(Thread *t, Tuple *u, int64_t start, int64_t stop);
