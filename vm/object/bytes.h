/* bytes, bytearray, memoryview. */
#pragma once
#include "vm/object/error.h"

/* data is NUL-terminated; hash -1: not computed yet. */
struct Bytes { Obj h; int64_t hash; int64_t len; char *data; char inline_data[]; };
/* exports counts the BufferViews that C code holds, views the memoryviews made of it (memoryview.c). A
 * block that was ever lent out is not given back by hand. */
typedef struct ByteArray {
    Obj h;
    int64_t len, cap;           /* cap: room behind data */
    char *data;                 /* in block, behind what was deleted at the front */
    char *block;
    int64_t exports;
    struct ViewClaim *views;
    bool lent;
} ByteArray;
#define VIEW_MAX_DIMS 64
typedef struct MemoryView {
    Obj h;
    Value owner;                /* object that exports; 0 after release() */
    void *block;                /* keeps the memory alive: data may point into the middle of it */
    char *data;
    int64_t len;                /* items of the first dimension; 1 if there is none */
    int64_t itemsize, stride;   /* stride in bytes, may be negative */
    char format[4];
    bool readonly;
    bool claims, pinned;        /* its bytearray must keep its size: see memoryview.c */
    int64_t hash;               /* -1: not known */
    int64_t exports;
    struct MemoryView *root;  /* what holds the view of an exporter other than bytes and bytearray; or NULL */
    int ndim;                   /* 1 but for cast(..., shape); then the view is contiguous */
    const int64_t *dims;        /* items of each dimension if there are several */
} MemoryView;
static inline Bytes *as_bytes(Value v) { return (Bytes *)obj_of(v); }
static inline ByteArray *as_bytearray(Value v) { return (ByteArray *)obj_of(v); }

Value bytes_new(Thread *t, const char *data, size_t n);
Bytes *bytes_alloc(Thread *t, size_t n);                    /* data to be filled in; NULL: MemoryError */
Value bytes_concat(Thread *t, Value a, Value b);
Value bytes_repr(Thread *t, Value v);
Value bytearray_new(Thread *t, const char *data, size_t n);
MUST_CHECK bool bytearray_resize(Thread *t, ByteArray *b, int64_t n);   /* BufferError while exported */
/* Raises BufferError while somebody looks at b's memory, and must be asked before it changes size
 * (memoryview.c). */
MUST_CHECK bool bytearray_free_to_resize(Thread *t, ByteArray *b);
Value memoryview_new(Thread *t, Value owner);
