/* int: 62-bit immediates and GMP bignums; bool's arithmetic is int's. */
#pragma once
#include "vm/object/error.h"
#include <gmp.h>

/* A boxed int: never in the immediate range unless of a subclass of int. Leaf memory (limbs inside) for exact
 * ints; subclasses are scanned and have their limbs in a leaf block of their own. */
typedef struct Int {
    Obj h;
    int64_t size;               /* limbs in use; negative for negative ints */
    mp_limb_t *limbs;
    mp_limb_t inline_limbs[];
} Int;

/* GMP aborts when it finds no memory, so sizes are checked first. 2**34 bits take 2 GB. */
#define INT_MAX_LIMBS   (INT64_C(1) << 28)
#define INT_SURE_LIMBS  (1 << 17)                       /* below this the reserve is enough for GMP's scratch memory */

Value int_from_int64_slow(Thread *t, int64_t i);
static inline Value from_int64(Thread *t, int64_t i) {
    return likely(fits_small(i)) ? from_small(i) : int_from_int64_slow(t, i);
}
Value from_uint64(Thread *t, uint64_t u);
Value int_from_double(Thread *t, double d);     /* truncates; OverflowError or ValueError for inf and nan */
Value int_from_mpz(Thread *t, const mpz_t z);               /* normalises to an immediate when it fits */
/* A read-only mpz of any int (bool too): either a view of v's limbs or of `room`. Do not clear it. */
typedef struct { mpz_t z; mp_limb_t room[1]; } IntView;
const __mpz_struct *int_view(Value v, IntView *view);
bool int_fits_int64(Value v, int64_t *out);                 /* v an int; false: too large, no exception */
int int_sign(Value v);
double int_to_double(Thread *t, Value v, bool *overflow);   /* correctly rounded (half even) */
/* UTF-8 as int() reads it, base 0 as literals; ValueError with int()'s message. */
Value int_from_text(Thread *t, const char *text, size_t n, int base);
Value int_to_text(Thread *t, Value v, int base, bool prefix);   /* str; the 4300-digit limit for base 10 */
Value int_exact(Thread *t, Value v);                        /* an int of exact type with v's value */

Value int_add(Thread *t, Value a, Value b);     /* operands: any ints; these never give NotImplemented */
Value int_sub(Thread *t, Value a, Value b);
Value int_mul(Thread *t, Value a, Value b);
Value int_floordiv(Thread *t, Value a, Value b);            /* ZeroDivisionError */
Value int_mod(Thread *t, Value a, Value b);
MUST_CHECK bool int_divmod(Thread *t, Value a, Value b, Value *q, Value *r);
Value int_truediv(Thread *t, Value a, Value b);
Value int_pow(Thread *t, Value a, Value b);
Value int_pow_mod(Thread *t, Value a, Value b, Value m);
Value int_lshift(Thread *t, Value a, Value b);
Value int_rshift(Thread *t, Value a, Value b);
Value int_and(Thread *t, Value a, Value b);
Value int_or(Thread *t, Value a, Value b);
Value int_xor(Thread *t, Value a, Value b);
Value int_neg(Thread *t, Value a);
Value int_invert(Thread *t, Value a);
int int_compare(Value a, Value b);              /* -1, 0, 1 */
int64_t int_hash(Value v);                      /* modulo 2**61 - 1 as CPython */

int64_t int_bit_length(Value v);                /* of the magnitude */
int64_t int_bit_count(Value v);
double int_frexp(Value v, int64_t *exponent);   /* v = result * 2**exponent, 0.5 <= |result| < 1, rounded */
/* int(v, base) of a str or bytes-like object: white space around it and any decimal digits are allowed. */
Value int_from_text_object(Thread *t, Value v, int base);
void int_recycle(Thread *t, Value v);                   /* an exact int that is no immediate and that nobody else sees */
bool int_init(Thread *t);                               /* GMP's memory; false: there is none */
/* An int whose n > 0 limbs are to be filled in, the lowest first; then it gets its sign and its final form. */
Int *int_unfinished(Thread *t, int64_t n);
Value int_finished(Thread *t, Int *x, bool neg);
Value int_from_bytes(Thread *t, const uint8_t *p, size_t n, bool little, bool is_signed);
/* The n bytes at out; OverflowError as int.to_bytes(). */
MUST_CHECK bool int_to_bytes(Thread *t, Value v, uint8_t *out, size_t n, bool little, bool is_signed);
/* The text of a number in ASCII: decimal digits of all scripts, any space as ' ', '?' for whatever else. */
const char *numeric_text(Thread *t, Str *s, size_t *n);
