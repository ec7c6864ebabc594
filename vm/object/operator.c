/* Binary, in-place and unary operators, comparisons: fast cases first, then the slots with Python's reflection
 * rules. */
#include "vm/object/operator.h"
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"

const char *const binary_op_symbol[BIN_COUNT] = {"+", "-", "*", "@", "/", "//", "%", "** or pow()",
                                                 "<<", ">>", "&", "^", "|", "divmod()"};
const char *const compare_op_symbol[6] = {"<", "<=", "==", "!=", ">", ">="};

static const char *const inplace_symbol[BIN_COUNT] = {"+=", "-=", "*=", "@=", "/=", "//=", "%=", "**=",
                                                      "<<=", ">>=", "&=", "^=", "|=", "divmod()"};

/* -- Binary ---------------------------------------------------------------------------------------------- */

static Value raise_binary(Thread *t, const char *symbol, enum BinaryOp op, Value a, Value b) {
    if (op == BIN_RSHIFT && is_exact(t, a, T_BUILTIN) && strcmp(((Native *)obj_of(a))->def->name, "print") == 0 &&
        symbol[2] == 0)
        return raise_type_error(t, "unsupported operand type(s) for >>: '%T' and '%T'. Did you mean \"print(<message>, "
                                   "file=<output_stream>)\"?", a, b);
    return raise_type_error(t, "unsupported operand type(s) for %s: '%T' and '%T'", symbol, a, b);
}

/* The numbers' way: a's slot, then b's; b's first if its type derives from a's and brings a slot of its own. */
static Value try_binary(Thread *t, enum BinaryOp op, Value a, Value b) {
    Type *ya = type_of(t, a), *yb = type_of(t, b);
    BinaryFn fa = ya->slots.binary[op], fb = ya != yb ? yb->slots.binary[op] : NULL;
    if (fb == fa)
        fb = NULL;
    if (fa) {
        if (fb && type_is_subtype(yb, ya)) {
            Value r = fb(t, a, b);
            if (r != VALUE_NOTIMPLEMENTED)
                return r;
            fb = NULL;
        }
        Value r = fa(t, a, b);
        if (r != VALUE_NOTIMPLEMENTED)
            return r;
    }
    return fb ? fb(t, a, b) : VALUE_NOTIMPLEMENTED;
}

static Value repeat_sequence(Thread *t, BinaryFn repeat, Value seq, Value count) {
    if (!is_int(count) && !type_of(t, count)->slots.index)
        return raise_type_error(t, "can't multiply sequence by non-int of type '%T'", count);
    return repeat(t, seq, count);
}

static Value binary_slow(Thread *t, enum BinaryOp op, Value a, Value b, const char *symbol) {
    Value r = try_binary(t, op, a, b);
    if (r != VALUE_NOTIMPLEMENTED)
        return r;
    Slots *sa = &type_of(t, a)->slots;
    if (op == BIN_ADD && sa->concat)
        return sa->concat(t, a, b);
    if (op == BIN_MUL) {
        Slots *sb = &type_of(t, b)->slots;
        if (sa->repeat)
            return repeat_sequence(t, sa->repeat, a, b);
        if (sb->repeat)
            return repeat_sequence(t, sb->repeat, b, a);
    }
    return raise_binary(t, symbol, op, a, b);
}

/* Small ints and immediate floats; 0: not such a case. */
static ALWAYS_INLINE Value binary_fast(Thread *t, enum BinaryOp op, Value a, Value b) {
    if (both_small(a, b)) {
        int64_t x = small_of(a), y = small_of(b), r;
        switch (op) {
        case BIN_ADD: return from_int64(t, x + y);
        case BIN_SUB: return from_int64(t, x - y);
        case BIN_MUL: return likely(!__builtin_mul_overflow(x, y, &r)) ? from_int64(t, r) : 0;
        case BIN_AND: return a & b;
        case BIN_OR: return a | b;
        case BIN_XOR: return from_small(x ^ y);
        default: return 0;
        }
    }
    if (both_imm_float(a, b)) {
        double x = imm_float_of(a), y = imm_float_of(b);
        switch (op) {
        case BIN_ADD: return from_double(t, x + y);
        case BIN_SUB: return from_double(t, x - y);
        case BIN_MUL: return from_double(t, x * y);
        case BIN_TRUEDIV: return y != 0 ? from_double(t, x / y) : 0;
        default: return 0;
        }
    }
    return 0;
}

Value binary_op(Thread *t, enum BinaryOp op, Value a, Value b) {
    Value r = binary_fast(t, op, a, b);
    return likely(r) || t->exc ? r : binary_slow(t, op, a, b, binary_op_symbol[op]);
}

Value inplace_op(Thread *t, enum BinaryOp op, Value a, Value b) {
    Value r = binary_fast(t, op, a, b);
    if (likely(r) || t->exc)
        return r;
    Slots *sa = &type_of(t, a)->slots;
    if (sa->inplace[op]) {
        r = sa->inplace[op](t, a, b);
        if (r != VALUE_NOTIMPLEMENTED)
            return r;
    }
    if (op == BIN_ADD && sa->inplace_concat) {
        r = try_binary(t, op, a, b);
        return r != VALUE_NOTIMPLEMENTED ? r : sa->inplace_concat(t, a, b);
    }
    if (op == BIN_MUL && sa->inplace_repeat) {
        r = try_binary(t, op, a, b);
        return r != VALUE_NOTIMPLEMENTED ? r : repeat_sequence(t, sa->inplace_repeat, a, b);
    }
    return binary_slow(t, op, a, b, inplace_symbol[op]);
}

Value power_mod(Thread *t, Value a, Value b, Value mod) {
    if (mod == VALUE_NONE)
        return binary_op(t, BIN_POW, a, b);
    typedef Value (*Pow3)(Thread *, Value, Value, Value);
    Pow3 tried[3] = {NULL};
    Type *ya = type_of(t, a), *yb = type_of(t, b), *ym = type_of(t, mod);
    Pow3 order[3] = {ya->slots.pow3, yb->slots.pow3, ym->slots.pow3};
    if (ya != yb && type_is_subtype(yb, ya) && order[1] && order[1] != order[0]) {
        Pow3 first = order[1];
        order[1] = order[0];
        order[0] = first;
    }
    for (int i = 0; i < 3; i++) {
        Pow3 f = order[i];
        if (!f || f == tried[0] || f == tried[1])
            continue;
        tried[i] = f;
        Value r = f(t, a, b, mod);
        if (r != VALUE_NOTIMPLEMENTED)
            return r;
    }
    return raise_type_error(t, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", a, b, mod);
}

/* -- Unary ----------------------------------------------------------------------------------------------- */

static Value unary(Thread *t, UnaryFn f, Value v, const char *symbol) {
    return f ? f(t, v) : raise_type_error(t, "bad operand type for %s: '%T'", symbol, v);
}

Value unary_neg(Thread *t, Value v) {
    if (likely(is_small(v)))
        return from_int64(t, -small_of(v));
    return unary(t, type_of(t, v)->slots.neg, v, "unary -");
}
Value unary_pos(Thread *t, Value v) { return unary(t, type_of(t, v)->slots.pos, v, "unary +"); }
Value unary_invert(Thread *t, Value v) {
    if (likely(is_small(v)))
        return from_small(~small_of(v));
    return unary(t, type_of(t, v)->slots.invert, v, "unary ~");
}

/* -- Comparison ------------------------------------------------------------------------------------------ */

static const uint8_t mirrored[6] = {CMP_GT, CMP_GE, CMP_EQ, CMP_NE, CMP_LT, CMP_LE};

#define COMPARE(op, x, y) \
    ((op) == CMP_LT ? (x) < (y) : (op) == CMP_LE ? (x) <= (y) : (op) == CMP_EQ ? (x) == (y) \
     : (op) == CMP_NE ? (x) != (y) : (op) == CMP_GT ? (x) > (y) : (x) >= (y))

static Value compare_slots(Thread *t, enum CompareOp op, Value a, Value b) {
    Type *ya = type_of(t, a), *yb = type_of(t, b);
    bool reflected = false;
    Value r;
    if (ya != yb && yb->slots.compare && type_is_subtype(yb, ya)) {
        reflected = true;
        r = yb->slots.compare(t, b, a, mirrored[op]);
        if (r != VALUE_NOTIMPLEMENTED)
            return r;
    }
    if (ya->slots.compare) {
        r = ya->slots.compare(t, a, b, op);
        if (r != VALUE_NOTIMPLEMENTED)
            return r;
    }
    if (!reflected && yb->slots.compare) {
        r = yb->slots.compare(t, b, a, mirrored[op]);
        if (r != VALUE_NOTIMPLEMENTED)
            return r;
    }
    if (op == CMP_EQ)
        return from_bool(a == b);
    if (op == CMP_NE)
        return from_bool(a != b);
    return raise_type_error(t, "'%s' not supported between instances of '%T' and '%T'", compare_op_symbol[op], a, b);
}

Value compare_op(Thread *t, enum CompareOp op, Value a, Value b) {
    if (both_small(a, b)) {
        int64_t x = small_of(a), y = small_of(b);
        return from_bool(COMPARE(op, x, y));
    }
    if (both_imm_float(a, b)) {
        double x = imm_float_of(a), y = imm_float_of(b);
        return from_bool(COMPARE(op, x, y));
    }
    if (is_exact(t, a, T_STR) && is_exact(t, b, T_STR)) {
        if (op == CMP_EQ || op == CMP_NE)
            return from_bool(str_equal(as_str(a), as_str(b)) == (op == CMP_EQ));
        int c = str_compare(as_str(a), as_str(b));
        return from_bool(COMPARE(op, c, 0));
    }
    if (!enter_c(t, " in comparison"))
        return VALUE_ERROR;
    Value r = compare_slots(t, op, a, b);
    leave_c(t);
    return r;
}

int compare_bool(Thread *t, enum CompareOp op, Value a, Value b) {
    if (a == b) {
        if (op == CMP_EQ)
            return 1;
        if (op == CMP_NE)
            return 0;
    }
    Value r = compare_op(t, op, a, b);
    return likely(is_bool(r)) ? r == VALUE_TRUE : r ? truth_of(t, r) : -1;
}
