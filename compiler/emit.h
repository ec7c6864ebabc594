/* The instruction buffer of a unit: instructions in the order of the text, labels, constants, names,
 * caches, and the regions that exception handlers protect. finish.c turns it into Code. */
#pragma once

#include "compiler/ast.h"
#include "vm/base/vec.h"
#include "vm/object/code.h"
#include "vm/object/opcode.h"

enum { PSEUDO_SETUP = OP_COUNT };               /* start of region `arg`; leaves no instruction */
enum { NO_COLUMN = 0xffff, NO_LABEL = 0xffffffff };

typedef uint32_t Label;

typedef struct Ins {
    uint8_t op;
    bool target;                                /* something jumps here (finish.c) */
    uint32_t arg;                               /* operand; of jumps the label */
    uint32_t region;                            /* innermost protected region, 0: none */
    Pos pos;
} Ins;

/* An exception within goes to the handler, with the stack as deep as at the start plus `adjust`. */
typedef struct Region {
    Label handler;
    uint32_t parent;
    int32_t depth;                              /* found by finish.c; -1: never reached */
    int8_t adjust;
    bool lasti;
} Region;

typedef struct WordMap {                        /* word -> index; malloc'ed */
    struct WordSlot { uint64_t key; uint32_t value; bool used; } *slots;
    uint32_t n, nslots;
} WordMap;

bool wordmap_add(WordMap *m, uint64_t key, bool *found);       /* as in a set; false: no memory */

typedef struct Emitter {
    struct Compiler *c;
    Pos pos;
    uint32_t region;
    Vec(Ins) ins;
    Vec(uint32_t) labels;                       /* place of each */
    Vec(Region) regions;                        /* [0] is not used */
    Vec(Value) consts;
    uint32_t *const_slots;                      /* index + 1 by hash */
    uint32_t nconst_slots;
    Vec(Value) names;
    WordMap name_map;
    Vec(Value) caches;                          /* the name of each */
    WordMap cache_map;                      /* module, class: one cache for all uses of a name by an opcode */
} Emitter;

void emitter_reset(Emitter *e, struct Compiler *c);     /* empty, with the memory it has */
void emitter_free(Emitter *e);
void emit_slow(Emitter *e, Ins ins);

static inline void emit(Emitter *e, int opcode, uint32_t arg) {
    Ins ins = { .op = (uint8_t)opcode, .arg = arg, .region = e->region, .pos = e->pos };
    if (likely(e->ins.len < e->ins.cap))
        e->ins.data[e->ins.len++] = ins;
    else
        emit_slow(e, ins);
}

static inline uint16_t column(int32_t col) { return col < 0 || col >= NO_COLUMN ? NO_COLUMN : (uint16_t)col; }
static inline void emit_at(Emitter *e, Span s) {
    e->pos = (Pos){ s.lineno, s.end_lineno, column(s.col_offset), column(s.end_col_offset) };
}

Label emit_label(Emitter *e);
static inline void emit_place(Emitter *e, Label l) {
    if (likely(l < e->labels.len))
        e->labels.data[l] = (uint32_t)e->ins.len;
}
static inline void emit_jump(Emitter *e, int opcode, Label to) { emit(e, opcode, to); }
/* Everything up to emit_region_end is protected. Regions nest. */
void emit_region(Emitter *e, Label handler, bool lasti, int adjust);
static inline void emit_region_end(Emitter *e) {
    if (e->region < e->regions.len)
        e->region = e->regions.data[e->region].parent;
}

uint32_t emit_const_index(Emitter *e, Value v);         /* equal constants of one type share an index */
uint32_t emit_name_index(Emitter *e, Value name);
uint32_t emit_cache_index(Emitter *e, int opcode, Value name);
