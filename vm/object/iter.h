/* The iterators that the VM runs without a call. */
#pragma once
#include "vm/object/error.h"
/* list, tuple, str, bytes, __getitem__: seq 0 when exhausted */
typedef struct SeqIter { Obj h; Value seq; int64_t i; } SeqIter;
/* dict 0 when exhausted. While the dict's version is keys_version its keys are as they were: just go on at
 * i. Else the slow way looks at used and left, the entries still due. */
typedef struct DictIter {
    Obj h;
    Value dict;
    int64_t i, used, left;
    Value pair;
    uint32_t keys_version;
} DictIter;
typedef struct Enumerate { Obj h; Value it; int64_t i; Value big; } Enumerate;
typedef struct Zip { Obj h; bool strict; int64_t n; Value *its; } Zip;
typedef struct MapObj { Obj h; Value fn; int64_t n; Value *its; } MapObj;
typedef struct Filter { Obj h; Value fn, it; } Filter;
Value seq_iter_new(Thread *t, int type_id, Value seq);        /* T_LIST_ITER, T_TUPLE_ITER, T_STR_ITER ... */
/* The next item of an enumerate, a zip of two or the items of a dict as its two parts, without a tuple,
 * for loops that unpack it at once. 1 got; 0 at the end; -1 error; -2: it is none of these (or of a
 * subclass), nothing was done. */
int iter_next_pair(Thread *t, Value it, Value *a, Value *b);
/* One entry of a dict's iterator (not a reversed one): 1, 0, -1. */
int dict_iter_step(Thread *t, DictIter *it, Value *key, Value *value);
/* A C loop over an iterator may say what it can do with an item without running any Python code: while take() answers
 * true a generator just goes on, in one entry into the eval loop. Only the items that take() refuses, and the end, come
 * out of iter_next_into(), which otherwise is iter_next(). */
typedef struct Sink Sink;
struct Sink { bool (*take)(Thread *t, Sink *s, Value v); };
Value iter_next_into(Thread *t, Value it, Sink *sink);              /* vm/generator.c */
/* Hashing and comparing it with others of the kind runs no Python code: numbers, str, bytes, constants. */
static inline bool is_inert(Thread *t, Value v) {
    return !is_ptr(v) || is_exact(t, v, T_STR) || is_exact(t, v, T_INT) || is_exact(t, v, T_FLOAT) ||
        is_exact(t, v, T_BYTES);
}
Value callable_iter_new(Thread *t, Value callable, Value sentinel);  /* iter(callable, sentinel) */
Value reversed_new(Thread *t, Value seq);                           /* reversed(seq): calls __reversed__ */
Value iter_self(Thread *t, Value self);                             /* the iter slot of iterators */
/* (type(it), args) for __reduce__. */
Value iter_reduce_as(Thread *t, Value it, Value args);
