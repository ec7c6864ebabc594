/* range and slice. */
#pragma once
#include "vm/object/error.h"
typedef struct Range { Obj h; Value start, stop, step, length; } Range;     /* ints of any size */
typedef struct RangeIter { Obj h; int64_t next, step, left; } RangeIter;    /* fits int64: the usual case */
typedef struct Slice { Obj h; Value start, stop, step; } Slice;
Value range_new(Thread *t, Value start, Value stop, Value step);            /* ints; step != 0 */
/* If v is an exact range whose values fit 62 bits: its bounds; the VM runs such loops unboxed. */
bool range_fast(Thread *t, Value v, int64_t *start, int64_t *step, int64_t *count);
Value slice_new(Thread *t, Value start, Value stop, Value step);            /* VALUE_NONE for absent ones */
/* The slice's three numbers, clamped to int64 (runs __index__); absent ones get what step's sign asks for. */
MUST_CHECK bool slice_unpack(Thread *t, Value slice, int64_t *start, int64_t *stop, int64_t *step);
/* Makes unpacked bounds good for a sequence of n items and returns how many the slice takes. */
int64_t slice_adjust(int64_t n, int64_t *start, int64_t *stop, int64_t step);
