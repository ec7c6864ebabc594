/* float (immediate or boxed) and complex. */
#pragma once
#include "vm/object/error.h"

typedef struct Float { Obj h; double d; } Float;
typedef struct Complex { Obj h; double re, im; } Complex;

Value float_box(Thread *t, double d);
static inline Value from_double(Thread *t, double d) {
    Value v = try_imm_float(d);
    return likely(v) ? v : float_box(t, d);
}
static inline double float_of(Value v) {
    return likely(is_imm_float(v)) ? imm_float_of(v) : ((Float *)obj_of(v))->d;
}
Value float_repr(Thread *t, double d);
Value float_from_text(Thread *t, Value str_or_bytes);   /* float('...') */
double float_mod(double a, double b);                   /* Python's sign rule; b != 0 */
double float_floordiv(double a, double b);
int64_t float_hash(double d, Value self);
Value float_pow(Thread *t, double a, double b);
Value complex_new(Thread *t, double re, double im);
/* Either operand int or float, at least one float; exact comparison of ints with floats. */
Value float_compare(Thread *t, Value a, Value b, enum CompareOp op);
Value complex_pow(Thread *t, double a_re, double a_im, double b_re, double b_im);
/* An operand of a mixed operation as a double: 1, 0 not a number, -1 error. */
int float_operand(Thread *t, Value v, double *out);
/* m * 2**exponent, rounded once; the lowest bit of m stands for all that is cut off below it. */
double float_scale(uint64_t m, int64_t exponent);
/* complex(v) of a number: __complex__, else as as_double(). */
MUST_CHECK bool as_complex(Thread *t, Value v, double *re, double *im);
