/* Large ints that only the next operator sees. In `a * b + c` the product is on the evaluation stack and nowhere
 * else; a tracing collector would not know before its next run. So whoever makes a large int looks ahead: if plain
 * loads and operators lead to an operator that takes it, it is noted with the place of that one, which gives its
 * memory back at once. Arithmetic on large ints then runs in a few blocks that stay in the processor's cache. */
#pragma once
#include "vm/frame.h"
#include "vm/object/object.h"

Value temporary_step_slow(Thread *t, Value a, Value b, Value result);
void temporary_forget(Thread *t);           /* an exception: what was on the stack is gone */

static inline bool is_exact_int_object(Thread *t, Value v) {
    return is_ptr(v) && obj_of(v)->type == t->interp->types[T_INT];
}

/* After an operator of the innermost frame (its pc saved) on a and b. Returns result. */
static inline Value temporary_step(Thread *t, Value a, Value b, Value result) {
    if (likely(!t->ntemporaries && !is_exact_int_object(t, result))) return result;
    return temporary_step_slow(t, a, b, result);
}
