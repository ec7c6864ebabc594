/* What the containers share: hashes and equality of keys with the common cases inline, index arguments. */
#pragma once
#include "vm/base/hash.h"
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/range.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include <sys/types.h>

static inline bool is_exact_str(Thread *t, Value v) { return is_exact(t, v, T_STR); }
static inline bool is_exact_list(Thread *t, Value v) { return is_exact(t, v, T_LIST); }
static inline bool is_exact_tuple(Thread *t, Value v) { return is_exact(t, v, T_TUPLE); }
static inline bool is_exact_dict(Thread *t, Value v) { return is_exact(t, v, T_DICT); }

/* -- Keys -------------------------------------------------------------------------------------- */

static inline int64_t hash_small(int64_t i) {
    if (likely(i > -SMALL_MAX && i < SMALL_MAX))        /* below the modulus 2**61 - 1 */
        return i == -1 ? -2 : i;
    return hash_int64(i);
}

static inline MUST_CHECK bool key_hash(Thread *t, Value v, int64_t *out) {
    if (is_small(v)) {
        *out = hash_small(small_of(v));
        return true;
    }
    if (is_exact_str(t, v)) {
        *out = str_hash(t, as_str(v));
        return true;
    }
    return hash_of(t, v, out);
}

/* Equality without Python code: 1, 0, or -1 for "ask values_equal". */
static inline int quick_equal(Thread *t, Value a, Value b) {
    if (a == b)
        return 1;
    if (both_small(a, b))
        return 0;
    if (is_ptr(a) && is_ptr(b)) {
        Type *str = t->interp->types[T_STR];
        if (obj_of(a)->type == str && obj_of(b)->type == str)
            return str_equal(as_str(a), as_str(b));
    }
    return -1;
}

/* As values_equal (identity first, then ==), the common cases inline. */
static inline int equal_values(Thread *t, Value a, Value b) {
    int r = quick_equal(t, a, b);
    return likely(r >= 0) ? r : values_equal(t, a, b);
}

/* Objects that hand a question on to another (proxies, aliases, iterators built on others) may form chains longer
 * than the C stack. false: RecursionError. */
bool raise_c_stack(Thread *t);
static ALWAYS_INLINE bool has_c_stack(Thread *t) {
    return likely((char *)__builtin_frame_address(0) >= t->c_stack_limit) || raise_c_stack(t);
}

static inline Value inner_next(Thread *t, Value it) {
    if (!has_c_stack(t))
        return VALUE_ERROR;
    return iter_next(t, it);
}

/* -- Arguments (container.c) ------------------------------------------------------------------- */

/* v may be used as an index: an int or something with __index__. */
static inline bool has_index(Thread *t, Value v) { return is_small(v) || type_of(t, v)->slots.index != NULL; }
/* start and stop of index() methods: clamped; "slice indices must be integers or have an __index__
 * method". */
MUST_CHECK bool slice_bound(Thread *t, Value v, int64_t *out);
/* The two bounds made good for a sequence of n items. */
static inline void clamp_bounds(int64_t n, int64_t *start, int64_t *stop) {
    if (*start < 0)
        *start = MAX(*start + n, 0);
    if (*stop < 0)
        *stop = MAX(*stop + n, 0);
    *stop = MIN(*stop, n);
}
/* The count of a repetition; negative becomes 0. OverflowError: cannot fit 'int' into an index-sized
 * integer. */
MUST_CHECK bool repeat_count(Thread *t, Value v, int64_t *out);
/* An int64 from anything with __index__; OverflowError: Python int too large to convert to C ssize_t. */
MUST_CHECK bool as_ssize(Thread *t, Value v, int64_t *out);

/* Refuses keywords and more than max positional arguments as CPython's "X expected at most 1 argument,
 * got 2". */
MUST_CHECK bool check_args(Thread *t, const char *name, size_t nargs, Tuple *kwnames, size_t min, size_t max);

/* builtins.iter, reversed, ... for __reduce__; 0 with an exception when missing. */
Value builtin_named(Thread *t, const char *name);
/* cls[item] of generic classes. */
Value class_getitem(Thread *t, Value *a);
#define CLASS_GETITEM \
    { "__class_getitem__", class_getitem, "item, /", "Parameterise for type hints.", FN_CLASSMETHOD }

/* Gives a big buffer back that nobody else can hold. */
static inline void free_array(void *p, size_t bytes) {
    if (p && bytes > HEAP_SMALL_MAX)
        heap_free(p);
}
