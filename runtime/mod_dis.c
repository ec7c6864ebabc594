/* _dis: the instruction set and the tables of a code object, for stdlib/dis.py. */
#include "vm/native.h"
#include "vm/object/code.h"
#include "vm/object/list.h"
#include "vm/object/opcode.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static Value dis_opcodes(Thread *t, Value *a) {
    static const char *const operands[OP_COUNT] = {
#define OP(name, operand, pops, pushes, doc) #operand,
#include "vm/object/opcode.def"
#undef OP
    };
    List *l = list_alloc(t, 0, OP_COUNT);
    for (int i = 0; l && i < OP_COUNT; i++) {
        Value row = tuple_pack3(t, str_from_cstr(t, opcode_name[i]), str_from_cstr(t, operands[i]),
                                str_from_cstr(t, opcode_doc[i]));
        if (!row || !list_append(t, l, row)) return VALUE_ERROR;
    }
    return l ? from_ptr(l) : VALUE_ERROR;
}

static Code *code_of(Thread *t, Value v, const char *name) {
    if (is_exact(t, v, T_CODE)) return as_code(v);
    raise_type_error(t, "%s() argument 1 must be code, not %V", name, v);
    return NULL;
}

/* (constants, names, names of the inline caches, locals) */
static Value dis_tables(Thread *t, Value *a) {
    const Code *c = code_of(t, a[0], "tables");
    if (!c || !code_ready(t, as_code(a[0]))) return VALUE_ERROR;
    Tuple *caches = tuple_alloc(t, c->ncaches);
    if (!caches) return VALUE_ERROR;
    for (uint32_t i = 0; i < c->ncaches; i++) caches->items[i] = from_ptr(c->caches[i].name);
    Value v[4] = {
        tuple_new(t, c->consts, c->nconsts), tuple_new(t, (const Value *)c->names, c->nnames), from_ptr(caches),
        tuple_new(t, (const Value *)c->local_names, c->nlocals)
    };
    return v[0] && v[1] && v[3] ? tuple_new(t, v, 4) : VALUE_ERROR;
}

/* [(start, end, handler, depth, lasti)], innermost first; places are offsets */
static Value dis_handlers(Thread *t, Value *a) {
    const Code *c = code_of(t, a[0], "handlers");
    List *l = c ? list_alloc(t, 0, c->nexc) : NULL;
    for (uint32_t i = 0; l && i < c->nexc; i++) {
        const ExcEntry *e = &c->exc_table[i];
        int64_t width = sizeof(Instr);
        Value v[5] = { from_small(e->start * width), from_small(e->end * width), from_small(e->handler * width),
                       from_small(e->depth), from_bool(e->lasti) };
        Value row = tuple_new(t, v, 5);
        if (!row || !list_append(t, l, row)) return VALUE_ERROR;
    }
    return l ? from_ptr(l) : VALUE_ERROR;
}

static Value dis_stack_effect(Thread *t, Value *a) {
    int32_t op, arg = 0;
    if (!as_int32(t, a[0], &op)) return VALUE_ERROR;
    if (op < 0 || op >= OP_COUNT) return raise_value_error(t, "invalid opcode or oparg");
    bool takes = opcode_operand[op] != OPERAND_NONE, given = a[1] != VALUE_NONE;
    if (takes && !given) return raise_value_error(t, "stack_effect: opcode requires oparg but oparg was not specified");
    if (!takes && given)
        return raise_value_error(t, "stack_effect: opcode does not permit oparg but oparg was specified");
    if (given && !as_int32(t, a[1], &arg)) return VALUE_ERROR;
    if (a[2] != VALUE_NONE && !is_bool(a[2]))
        return raise_value_error(t, "stack_effect: jump must be False, True or None");
    int falling = opcode_effect(op, (uint32_t)arg, 0), jumping = opcode_effect(op, (uint32_t)arg, 1);
    return from_small(a[2] == VALUE_TRUE ? jumping : a[2] == VALUE_FALSE ? falling : MAX(falling, jumping));
}

const ModuleDef mod_dis = {
    .name = "_dis",
    .doc = "The instruction set and what code objects refer to.",
    .functions = (const FunctionDef[]) {
        { "opcodes", dis_opcodes, "", "(name, kind of operand, what it does) by opcode.", 0 },
        { "tables", dis_tables, "code, /", "What the operands of code are indexes of.", 0 },
        { "handlers", dis_handlers, "code, /", "The exception table.", 0 },
        { "stack_effect", dis_stack_effect, "opcode, oparg=None, /, *, jump=None",
          "How an instruction changes the depth of the stack.", 0 },
        { 0 } },
};
