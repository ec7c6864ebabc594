/* The one generic growable array. `Vec(int) v = {0};` then vec_push(&v, 7).
 *
 * Its memory is malloc'd: the collector does not look into it, so Values do not belong here unless
 * something else keeps them alive. The macros evaluate v several times: pass a plain pointer expression. */
#pragma once

#include "config.h"
#include <stdlib.h>
#include <string.h>

#define Vec(T)          struct { T *data; size_t len, cap; }

/* Room for n more elements; false when out of memory, the vector is then unchanged. */
#define vec_reserve(v, n) \
    (likely((v)->cap - (v)->len >= (size_t)(n)) || \
     vec_grow_((void **)&(v)->data, (v)->len, &(v)->cap, (n), sizeof *(v)->data))

/* false when out of memory. */
#define vec_push(v, x)  (vec_reserve(v, 1) && ((v)->data[(v)->len++] = (x), true))
#define vec_add(v, src, n) \
    (vec_reserve(v, n) && \
     (memcpy((v)->data + (v)->len, (src), (n) * sizeof *(v)->data), (v)->len += (n), true))

#define vec_pop(v)      ((v)->data[--(v)->len])
#define vec_last(v)     ((v)->data[(v)->len - 1])
#define vec_clear(v)    ((void)((v)->len = 0))
#define vec_free(v)     (free((v)->data), (v)->data = NULL, (void)((v)->len = (v)->cap = 0))
#define vec_each(v, p)  for (__typeof__((v)->data) p = (v)->data; p < (v)->data + (v)->len; p++)

static inline MUST_CHECK bool vec_grow_(void **data, size_t len, size_t *cap, size_t n, size_t size) {
    size_t want, bytes;
    if (__builtin_add_overflow(len, n, &want))
        return false;
    want = MAX(want, MAX(*cap + *cap / 2, (size_t)8));
    if (__builtin_mul_overflow(want, size, &bytes))
        return false;
    void *p = realloc(*data, bytes);
    if (p == NULL)
        return false;
    *data = p;
    *cap = want;
    return true;
}
