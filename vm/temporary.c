/* Noting temporaries and giving them back. Sound because nothing between the two copies the stack's value: the
 * instructions passed over only push, or work on what lies above it. User code that they call cannot see the stack. */
#include "vm/temporary.h"
#include "vm/object/int.h"
#include "vm/object/opcode.h"

#define LOOK_AHEAD  12

/* The instruction that takes the value on top of the stack as an operand, or NULL: something else may happen to it. */
static const Instr *consumer(const Instr *pc) {
    int above = 0;                                      /* values pushed on top of it */
    for (int i = 0; i < LOOK_AHEAD; i++) {
        switch (INSTR_OP(pc[i])) {
        case OP_LOAD_CONST: case OP_LOAD_INT: case OP_LOAD_FAST: case OP_LOAD_DEREF: case OP_LOAD_GLOBAL: case OP_LOAD_NAME:
        case OP_ADD_LL: case OP_SUB_LL: case OP_MUL_LL: case OP_MOD_LL: case OP_ADD_LI: case OP_SUB_LI:
        case OP_SUBSCR_LL: case OP_LOAD_FAST_ATTR:
            above++;
            break;
        case OP_LOAD_FAST2:
            above += 2;
            break;
        case OP_LOAD_ATTR: case OP_UNARY_NEG:
            if (above == 0) return NULL;
            break;
        case OP_BINARY_ADD: case OP_BINARY_SUB: case OP_BINARY_MUL: case OP_BINARY_FLOORDIV: case OP_BINARY_MOD:
        case OP_BINARY_LSHIFT: case OP_BINARY_RSHIFT: case OP_BINARY_AND: case OP_BINARY_OR: case OP_BINARY_XOR:
        case OP_COMPARE:
            if (above <= 1) return &pc[i];
            above--;
            break;
        case OP_ADD_STORE: case OP_COMPARE_JUMP:
            return above <= 1 ? &pc[i] : NULL;
        case OP_COMPARE_INT_JUMP:
            return above == 0 ? &pc[i] : NULL;
        default:
            return NULL;
        }
    }
    return NULL;
}

static void note(Thread *t, Value v) {
    const Instr *by = consumer(t->frame->pc);
    if (!by) return;
    for (int i = 0; i < TEMPORARIES; i++) {
        Temporary *place = &t->temporaries[i];
        if (place->value) continue;
        place->value = v;
        place->consumer = by + 1;                       /* as the saved pc will be there */
        t->ntemporaries++;
        return;
    }
}

static void give_back(Thread *t, Value v) {
    for (int i = 0; i < TEMPORARIES; i++) {
        Temporary *place = &t->temporaries[i];
        if (place->value != v || place->consumer != t->frame->pc) continue;
        place->value = VALUE_NULL;
        t->ntemporaries--;
        int_recycle(t, v);
        return;
    }
}

Value temporary_step_slow(Thread *t, Value a, Value b, Value result) {
    bool big_a = is_exact_int_object(t, a), big_b = is_exact_int_object(t, b);
    /* another type's method may have kept its operands, or return what it has elsewhere */
    if (!result || (is_ptr(a) && !big_a) || (is_ptr(b) && !big_b)) return result;
    if (t->ntemporaries && result != a && result != b) {
        if (big_a) give_back(t, a);
        if (big_b) give_back(t, b);
    }
    if (is_exact_int_object(t, result) && result != a && result != b) note(t, result);
    return result;
}

void temporary_forget(Thread *t) {
    for (int i = 0; i < TEMPORARIES; i++) t->temporaries[i].value = VALUE_NULL;
    t->ntemporaries = 0;
}
