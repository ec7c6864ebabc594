/* Tables of the instruction set, out of opcode.def. */
#include "vm/object/opcode.h"

const char *const opcode_name[OP_COUNT] = {
#define OP(name, operand, pops, pushes, doc) #name,
#include "vm/object/opcode.def"
#undef OP
};

const char *const opcode_doc[OP_COUNT] = {
#define OP(name, operand, pops, pushes, doc) doc,
#include "vm/object/opcode.def"
#undef OP
};

const uint8_t opcode_operand[OP_COUNT] = {
#define OP(name, operand, pops, pushes, doc) OPERAND_##operand,
#include "vm/object/opcode.def"
#undef OP
};

int opcode_effect(enum Opcode op, uint32_t arg, int jumped) {
    if (jumped) {
        switch (op) {
        case OP_FOR_NEXT: case OP_FOR_NEXT_FAST: return -4;
        case OP_JUMP_IF_FALSE_OR_POP: case OP_JUMP_IF_TRUE_OR_POP: return 0;
        case OP_SEND: return -1;
        default: break;
        }
    }
    switch (op) {
#define OP(name, operand, pops, pushes, doc) case OP_##name: return (int)(pushes) - (int)(pops);
#include "vm/object/opcode.def"
#undef OP
    default: return 0;
    }
}
