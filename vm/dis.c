/* The disassembler, from opcode.def. */
#include "vm/dis.h"

#include <stdio.h>

#include "vm/object/opcode.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"

static const char *const compare_text[] = { "<", "<=", "==", "!=", ">", ">=" };

static int64_t jump_distance(uint32_t i) {
    switch (opcode_operand[INSTR_OP(i)]) {
    case OPERAND_JUMP: return INSTR_SARG(i);
    case OPERAND_A_JUMP: return INSTR_S16(i);
    case OPERAND_ABC: return (int8_t)INSTR_C(i);
    default: return INT64_MAX;
    }
}

static bool *find_targets(Thread *t, const Code *code) {
    bool *target = alloc_leaf(t, code->ninstrs + 1);
    if (target == NULL)
        return NULL;
    memset(target, 0, code->ninstrs + 1);
    for (uint32_t pc = 0; pc < code->ninstrs; pc++) {
        int64_t distance = jump_distance(code->instrs[pc]), to = pc + 1 + distance;
        if (distance != INT64_MAX && to >= 0 && to <= code->ninstrs)
            target[to] = true;
    }
    for (uint32_t i = 0; i < code->nexc; i++)
        target[code->exc_table[i].handler] = true;
    return target;
}

static void number(StrBuf *b, int64_t n) {
    char s[24];
    strbuf_ascii(b, s, (size_t)snprintf(s, sizeof s, "%lld", (long long)n));
}

static void field(StrBuf *b, const char *format, int64_t n) {
    char s[48];
    strbuf_ascii(b, s, (size_t)snprintf(s, sizeof s, format, (long long)n));
}

static void name_of_local(StrBuf *b, const Code *code, uint32_t i) {
    if (i < code->nlocals)
        strbuf_str(b, code->local_names[i]);
}

static void name_of_cache(StrBuf *b, const Code *code, uint32_t i) {
    if (i < code->ncaches)
        strbuf_str(b, code->caches[i].name);
}

static void compare_and_jump(StrBuf *b, uint32_t a) {
    strbuf_cstr(b, compare_text[(a & 7) % 6]);
    strbuf_cstr(b, a & 8 ? " true" : " false");
}

/* The operand's meaning; false: an exception. */
static bool meaning(StrBuf *b, const Code *code, uint32_t pc) {
    uint32_t i = code->instrs[pc], arg = INSTR_ARG(i);
    bool ok = true;
    switch (opcode_operand[INSTR_OP(i)]) {
    case OPERAND_CONST:
        if (arg < code->nconsts)
            ok = strbuf_repr(b, code->consts[arg]);
        break;
    case OPERAND_NAME:
        if (arg < code->nnames)
            strbuf_str(b, code->names[arg]);
        break;
    case OPERAND_CACHE: name_of_cache(b, code, arg); break;
    case OPERAND_LOCAL: name_of_local(b, code, arg); break;
    case OPERAND_JUMP:
        strbuf_cstr(b, "to ");
        number(b, pc + 1 + (int64_t)INSTR_SARG(i));
        break;
    case OPERAND_FLAGS:
        if (INSTR_OP(i) == OP_COMPARE)
            strbuf_cstr(b, compare_text[arg % 6]);
        break;
    case OPERAND_A_JUMP:
        if (INSTR_OP(i) == OP_COMPARE_JUMP)
            compare_and_jump(b, INSTR_A(i));
        else
            name_of_local(b, code, INSTR_A(i));
        strbuf_cstr(b, ", to ");
        number(b, pc + 1 + (int64_t)INSTR_S16(i));
        break;
    case OPERAND_ABC:
        compare_and_jump(b, INSTR_A(i));
        strbuf_cstr(b, ", ");
        number(b, (int8_t)INSTR_B(i));
        strbuf_cstr(b, ", to ");
        number(b, pc + 1 + (int64_t)(int8_t)INSTR_C(i));
        break;
    case OPERAND_AB:
        if (INSTR_OP(i) == OP_UNPACK_EX) {
            number(b, INSTR_A(i));
            strbuf_cstr(b, " before, ");
            number(b, INSTR_U16(i));
            strbuf_cstr(b, " after");
            break;
        }
        name_of_local(b, code, INSTR_A(i));
        strbuf_cstr(b, ", ");
        name_of_local(b, code, INSTR_B(i));
        break;
    case OPERAND_A_INT:
        name_of_local(b, code, INSTR_A(i));
        strbuf_cstr(b, ", ");
        number(b, INSTR_S16(i));
        break;
    case OPERAND_A_CACHE:
        name_of_local(b, code, INSTR_A(i));
        strbuf_cstr(b, ", ");
        name_of_cache(b, code, INSTR_U16(i));
        break;
    default:
        break;
    }
    return ok;
}

static bool instruction(Thread *t, StrBuf *b, const Code *code, uint32_t pc, bool target, int32_t *line) {
    uint32_t i = code->instrs[pc];
    int32_t at = code->positions[pc].line;
    if (at != *line && at != 0) {
        if (pc > 0)
            strbuf_char(b, '\n');
        field(b, "%4lld", at);
        *line = at;
    } else {
        strbuf_cstr(b, "    ");
    }
    strbuf_cstr(b, target ? " >> " : "    ");
    field(b, "%6lld ", pc);
    const char *name = opcode_name[INSTR_OP(i)];
    strbuf_cstr(b, name);
    if (opcode_operand[INSTR_OP(i)] != OPERAND_NONE) {
        strbuf_fill(b, ' ', 22 - (int64_t)strlen(name) > 0 ? 22 - (int64_t)strlen(name) : 1);
        uint8_t operand = opcode_operand[INSTR_OP(i)];
        field(b, "%6lld",
              operand == OPERAND_INT || operand == OPERAND_JUMP ? INSTR_SARG(i) : (int64_t)INSTR_ARG(i));
        StrBuf words;
        strbuf_init(&words, t);
        if (!meaning(&words, code, pc))
            return false;
        Value v = strbuf_finish(&words);
        if (v == VALUE_ERROR)
            return false;
        if (as_str(v)->len > 0) {
            strbuf_cstr(b, " (");
            strbuf_str(b, as_str(v));
            strbuf_char(b, ')');
        }
    }
    strbuf_char(b, '\n');
    return true;
}

static bool disassemble(Thread *t, StrBuf *b, Code *code) {
    if (!enter_c(t, " while disassembling code"))
        return false;
    bool *target = find_targets(t, code);
    int32_t line = 0;
    bool ok = target != NULL;
    for (uint32_t pc = 0; pc < code->ninstrs && ok; pc++)
        ok = instruction(t, b, code, pc, target[pc], &line);
    if (code->nexc > 0)
        strbuf_cstr(b, "ExceptionTable:\n");
    for (uint32_t i = 0; i < code->nexc; i++) {
        const ExcEntry *e = &code->exc_table[i];
        field(b, "  %lld", e->start);
        field(b, " to %lld", (int64_t)e->end - 1);
        field(b, " -> %lld", e->handler);
        field(b, " [%lld]", e->depth);
        strbuf_cstr(b, e->lasti ? " lasti\n" : "\n");
    }
    for (uint32_t i = 0; i < code->nconsts && ok; i++) {
        if (!ptr_kind(code->consts[i], T_CODE))
            continue;
        strbuf_cstr(b, "\nDisassembly of ");
        ok = strbuf_repr(b, code->consts[i]);
        strbuf_cstr(b, ":\n");
        ok = ok && disassemble(t, b, as_code(code->consts[i]));
    }
    leave_c(t);
    return ok;
}

Value dis_code(Thread *t, Code *code) {
    StrBuf b;
    strbuf_init(&b, t);
    return disassemble(t, &b, code) ? strbuf_finish(&b) : VALUE_ERROR;
}
