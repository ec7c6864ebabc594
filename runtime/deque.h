/* What other modules may do with a collections.deque; none of it runs Python code. */
#pragma once
#include "vm/object/state.h"

static inline bool is_exact_deque(Thread *t, Value v) { return is_exact(t, v, T_DEQUE); }
Value deque_new(Thread *t);                      /* empty, without bounds */
int64_t deque_size(Value deque);
MUST_CHECK bool deque_append(Thread *t, Value deque, Value item);
Value deque_pop_first(Value deque);             /* it is not empty */
