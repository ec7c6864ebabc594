/* A Value is one 64-bit word.
 *
 *   ...0000  pointer to an object (16-byte aligned plain address, so the collector sees it); 0 is "no value"
 *   ...0100, ...1000  special constants: None, False, True, NotImplemented, Ellipsis, STOP
 *   ...01    int of 62 bits            ...1x  float (exponent rotated so that common floats carry the tag)
 *
 * "No value" (0) stands for an unbound variable, a missing optional argument, and, as a result, for
 * "an exception waits in t->exc".  VALUE_STOP is what an exhausted iterator's `next` slot returns. */
#pragma once
#include "vm/base/config.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint64_t Value;

#define VALUE_ERROR          ((Value)0)     /* as a result: an exception waits */
#define VALUE_NULL           ((Value)0)     /* as content: unbound, missing */
#define VALUE_NONE           ((Value)0x04)
#define VALUE_NOTIMPLEMENTED ((Value)0x14)
#define VALUE_ELLIPSIS       ((Value)0x24)
#define VALUE_STOP           ((Value)0x34)
#define VALUE_DELETED        ((Value)0x44)  /* tombstone in hash tables; never escapes */
#define VALUE_FALSE          ((Value)0x08)
#define VALUE_TRUE           ((Value)0x18)

/* -- Tests ------------------------------------------------------------------------------------------ */

static inline bool is_ptr(Value v) { return (v & 15) == 0 && v != 0; }
static inline bool is_none(Value v) { return v == VALUE_NONE; }
static inline bool is_bool(Value v) { return (v & ~(Value)0x10) == VALUE_FALSE; }
static inline bool is_small(Value v) { return (v & 3) == 1; }           /* immediate int */
static inline bool is_imm_float(Value v) { return (v & 2) != 0; }       /* immediate float */
static inline bool both_small(Value a, Value b) { return (((a ^ 1) | (b ^ 1)) & 3) == 0; }
static inline bool both_imm_float(Value a, Value b) { return (a & b & 2) != 0; }

/* -- Bool ------------------------------------------------------------------------------------------- */

static inline Value from_bool(bool b) { return b ? VALUE_TRUE : VALUE_FALSE; }

/* -- Int -------------------------------------------------------------------------------------------- */

#define SMALL_MAX ((INT64_C(1) << 61) - 1)
#define SMALL_MIN (-(INT64_C(1) << 61))

static inline bool fits_small(int64_t i) { return i >= SMALL_MIN && i <= SMALL_MAX; }
static inline Value from_small(int64_t i) { return ((uint64_t)i << 2) | 1; }   /* i must fit */
static inline int64_t small_of(Value v) { return (int64_t)v >> 2; }

/* -- Float: floats whose rotated exponent does not carry the tag are boxed (float.c) --------------------- */

static inline uint64_t rotl64(uint64_t x, unsigned n) { return x << n | x >> (64 - n); }
#define FLOAT_BIAS (UINT64_C(3) << 60)

/* The immediate form, or 0 when d needs a box. */
static inline Value try_imm_float(double d) {
    uint64_t bits;
    memcpy(&bits, &d, 8);
    uint64_t v = rotl64(bits + FLOAT_BIAS, 4);
    return v & 2 ? v : 0;
}
static inline double imm_float_of(Value v) {
    uint64_t bits = rotl64(v, 60) - FLOAT_BIAS;
    double d;
    memcpy(&d, &bits, 8);
    return d;
}

/* -- Pointers --------------------------------------------------------------------------------------- */

typedef struct Obj { struct Type *type; } Obj;      /* every heap object begins with its type */

static inline Value from_ptr(const void *p) { return (Value)(uintptr_t)p; }
static inline Obj *obj_of(Value v) { return (Obj *)(uintptr_t)v; }
