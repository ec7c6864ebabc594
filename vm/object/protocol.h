/* What one may do with any value.  Every function may run Python code. */
#pragma once
#include "vm/object/type.h"

Value get_attr(Thread *t, Value v, Str *name);          /* AttributeError when missing */
Value get_attr_or_null(Thread *t, Value v, Str *name);  /* 0 and no exception when missing; 0 and t->exc on errors */
MUST_CHECK bool set_attr(Thread *t, Value v, Str *name, Value x);   /* x == 0 deletes */
Value get_attr_cstr(Thread *t, Value v, const char *name);
/* v.name for a call: returns the function and *self (the object to pass first), or *self = 0 if bound already. */
Value get_method(Thread *t, Value v, Str *name, Value *self);

Value get_item(Thread *t, Value v, Value key);
MUST_CHECK bool set_item(Thread *t, Value v, Value key, Value x);   /* x == 0 deletes */
int contains(Thread *t, Value container, Value item);   /* 1, 0, -1 */
int64_t length_of(Thread *t, Value v);                  /* -1: error */
int64_t length_hint(Thread *t, Value v, int64_t guess); /* -1: error */

Value get_iter(Thread *t, Value v);                     /* "'int' object is not iterable" */
Value iter_next(Thread *t, Value it);                   /* VALUE_STOP when exhausted; 0: error */
bool is_iterator(Thread *t, Value v);
Tuple *tuple_from_iterable(Thread *t, Value v);         /* NULL: error */
List *list_from_iterable(Thread *t, Value v);
/* Calls fn(ctx, item) for each; false stops with an error. Fast for list, tuple, range. */
MUST_CHECK bool each_item(Thread *t, Value iterable, bool (*fn)(Thread *t, void *ctx, Value item), void *ctx);

Value to_str(Thread *t, Value v);                       /* str(v): an exact or derived str */
Value to_repr(Thread *t, Value v);
Value to_ascii(Thread *t, Value v);
Value to_format(Thread *t, Value v, Value spec);        /* format(v, spec) */
MUST_CHECK bool hash_of(Thread *t, Value v, int64_t *out);
static inline int truth_of(Thread *t, Value v);         /* 1, 0, -1 */
int truth_slow(Thread *t, Value v);
static inline int truth_of(Thread *t, Value v) {
    if (v == VALUE_TRUE) return 1;
    if (v == VALUE_FALSE || v == VALUE_NONE) return 0;
    if (is_small(v)) return v != from_small(0);
    return truth_slow(t, v);
}
int values_equal(Thread *t, Value a, Value b);          /* identity first, then ==; 1, 0, -1 */
bool is_callable(Thread *t, Value v);

/* repr of containers: enter returns 1 if v's repr is running already ("[...]"), 0 entered, -1 error. */
int repr_enter(Thread *t, Value v);
void repr_leave(Thread *t, Value v);

/* C integers out of any value with __index__; false: TypeError ("'X' object cannot be interpreted as an integer")
 * or OverflowError. */
/* OverflowError: Python int too large to convert to C long */
MUST_CHECK bool as_int64(Thread *t, Value v, int64_t *out);
MUST_CHECK bool as_int32(Thread *t, Value v, int32_t *out);     /* ... C int */
/* IndexError: cannot fit 'int' into an index-sized integer */
MUST_CHECK bool as_index(Thread *t, Value v, int64_t *out);
MUST_CHECK bool as_index_clamped(Thread *t, Value v, int64_t *out);     /* clamps instead of raising */
/* float(v): __float__, __index__; "must be real number, not X" */
MUST_CHECK bool as_double(Thread *t, Value v, double *out);
Value number_index(Thread *t, Value v);                         /* operator.index: exact int */
Value number_int(Thread *t, Value v);                           /* int(v) */
/* Slice bounds for a sequence of length n as CPython's PySlice_AdjustIndices: returns the slice's length, -1 error. */
int64_t slice_indices(Thread *t, Value slice, int64_t n, int64_t *start, int64_t *stop, int64_t *step);

/* Read-only view of bytes-like objects (bytes, bytearray, memoryview, array, mmap). */
typedef struct BufferView {
    const char *data;
    size_t len;
    Value owner;
    bool writable;
    uint8_t itemsize;           /* of exporters with a `buffer` slot; 0: bytes */
    char format[4];             /* then: what a memoryview says they are */
    bool scalar;                /* one item, and no dimension */
} BufferView;
MUST_CHECK bool get_buffer(Thread *t, Value v, BufferView *out);        /* "a bytes-like object is required, not 'X'" */
MUST_CHECK bool get_buffer_writable(Thread *t, Value v, BufferView *out);
void release_buffer(Thread *t, BufferView *b);          /* bytearray may not be resized between the two */
Value fs_path(Thread *t, Value v);                      /* os.fspath: str or bytes */
/* A path argument as NUL-terminated bytes for system calls (fsencode, no embedded NUL); NULL: error. */
const char *fs_encode(Thread *t, Value path);
