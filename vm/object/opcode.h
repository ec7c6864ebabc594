/* Opcodes: everything here is made from opcode.def. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum Opcode {
#define OP(name, operand, pops, pushes, doc) OP_##name,
#include "vm/object/opcode.def"
#undef OP
    OP_COUNT
};
enum Operand { OPERAND_NONE, OPERAND_COUNT, OPERAND_CONST, OPERAND_NAME, OPERAND_CACHE, OPERAND_LOCAL, OPERAND_JUMP,
               OPERAND_FLAGS, OPERAND_INT, OPERAND_A_JUMP, OPERAND_AB, OPERAND_ABC, OPERAND_A_INT, OPERAND_A_CACHE };

extern const char *const opcode_name[OP_COUNT];
extern const uint8_t opcode_operand[OP_COUNT];
extern const char *const opcode_doc[OP_COUNT];
/* Control never goes on to the next instruction. */
static inline bool opcode_is_final(int op) {
    return op == OP_JUMP || op == OP_JUMP_BACK || op == OP_JUMP_BACK_SEND || op == OP_RETURN_VALUE ||
           op == OP_RERAISE || op == OP_RAISE;
}
/* Change of stack depth, on falling through or when the jump is taken. */
int opcode_effect(enum Opcode op, uint32_t arg, int jumped);

#define INSTR_OP(i)     ((i) & 0xff)
#define INSTR_ARG(i)    ((i) >> 8)
#define INSTR_SARG(i)   ((int32_t)(i) >> 8)
#define INSTR_A(i)      ((i) >> 8 & 0xff)
#define INSTR_B(i)      ((i) >> 16 & 0xff)
#define INSTR_C(i)      ((i) >> 24)
#define INSTR_S16(i)    ((int32_t)(i) >> 16)
#define INSTR_U16(i)    ((i) >> 16)
#define MAKE_INSTR(op, arg)     ((uint32_t)(op) | (uint32_t)(arg) << 8)
