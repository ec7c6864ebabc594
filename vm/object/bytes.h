/* bytes, bytearray, memoryview. */
#pragma once
#include "vm/object/error.h"

struct Bytes { Obj h; int64_t hash; int64_t len; char *data; char inline_data[]; };     /* data NUL-terminated; hash -1: unknown */
typedef struct ByteArray { Obj h; Attrs attrs; int64_t len, cap; char *data; int64_t exports; } ByteArray;
typedef struct MemoryView {
    Obj h;
    Value owner;                /* object that exports; 0 after release() */
    char *data;
    int64_t len;                /* items */
    int64_t itemsize, stride;   /* stride in bytes, may be negative */
    char format[4];
    bool readonly;
    int64_t hash;
    int64_t exports;
} MemoryView;
static inline Bytes *as_bytes(Value v) { return (Bytes *)obj_of(v); }
static inline ByteArray *as_bytearray(Value v) { return (ByteArray *)obj_of(v); }

Value bytes_new(Thread *t, const char *data, size_t n);
Bytes *bytes_alloc(Thread *t, size_t n);                    /* data to be filled in; NULL: MemoryError */
Value bytes_concat(Thread *t, Value a, Value b);
Value bytes_repr(Thread *t, Value v);
Value bytearray_new(Thread *t, const char *data, size_t n);
MUST_CHECK bool bytearray_resize(Thread *t, ByteArray *b, int64_t n);   /* BufferError while exported */
Value memoryview_new(Thread *t, Value owner);
