/* Binary, in-place, unary operators and comparisons with Python's reflection rules. */
#pragma once
#include "vm/object/error.h"

Value binary_op(Thread *t, enum BinaryOp op, Value a, Value b);     /* BIN_POW: two arguments */
Value inplace_op(Thread *t, enum BinaryOp op, Value a, Value b);
Value power_mod(Thread *t, Value a, Value b, Value mod);            /* pow(a, b, mod) */
Value unary_neg(Thread *t, Value v);
Value unary_pos(Thread *t, Value v);
Value unary_invert(Thread *t, Value v);
Value compare_op(Thread *t, enum CompareOp op, Value a, Value b);   /* any value */
int compare_bool(Thread *t, enum CompareOp op, Value a, Value b);   /* its truth: 1, 0, -1; EQ/NE: identity first */
extern const char *const binary_op_symbol[BIN_COUNT];               /* "+", ... for messages */
extern const char *const compare_op_symbol[6];
