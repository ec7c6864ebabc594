/* From the instruction buffer to Code: jumps threaded, stack depths followed, unreachable code and idle
 * jumps left out, sequences fused, caches, tables. Every pass is linear. */
#include "compiler/unit.h"
#include "vm/object/str.h"

typedef struct Finish {
    Compiler *c;
    Unit *u;
    Ins *ins;
    uint32_t n;
    uint32_t *labels;
    int32_t *depth;                             /* stack depth before each instruction; -1: unreachable */
    uint32_t *place;                            /* index in the finished code */
    uint32_t max_stack;
} Finish;

static inline bool is_jump(int op) {
    return op < OP_COUNT && (opcode_operand[op] == OPERAND_JUMP || op == OP_FOR_NEXT_FAST || op == OP_COMPARE_JUMP ||
                             op == OP_COMPARE_INT_JUMP);
}

/* -- Targets --------------------------------------------------------------------------------------------- */

/* The instruction that a jump to `at` meets first. The start of a region counts: its handler's depth is
 * found there. */
static uint32_t skip_nops(const Finish *f, uint32_t at) {
    while (at < f->n && f->ins[at].op == OP_NOP && f->ins[at].pos.line == 0)
        at++;
    return at;
}

/* Cuts chains of jumps short. A jump with a line of its own stays visible for whoever traces lines. */
static void thread_jump(Finish *f, Ins *in) {
    for (int hops = 0; hops < 16; hops++) {     /* bounded: `while 1: pass` jumps to itself */
        uint32_t at = skip_nops(f, f->labels[in->arg]);
        if (at >= f->n)
            return;
        const Ins *to = &f->ins[at];
        bool conditional = in->op >= OP_POP_JUMP_IF_FALSE && in->op <= OP_POP_JUMP_IF_NOT_NONE;
        if ((in->op == OP_JUMP_IF_FALSE_OR_POP || in->op == OP_JUMP_IF_TRUE_OR_POP) && to->op == in->op) {
            in->arg = to->arg;                  /* x and (y and z): no second look */
            continue;
        }
        if (to->pos.line != 0 && to->pos.line != in->pos.line)
            return;
        if (to->op == OP_JUMP && to != in) {
            in->arg = to->arg;
        } else if (to->op == OP_JUMP_BACK && (in->op == OP_JUMP || conditional)) {
            if (in->op == OP_JUMP)
                in->op = OP_JUMP_BACK;          /* conditional ones poll by themselves when they go back */
            in->arg = to->arg;
            return;
        } else {
            return;
        }
    }
}

static void thread_jumps(Finish *f) {
    for (uint32_t i = 0; i < f->n; i++) {
        Ins *in = &f->ins[i];
        if (is_jump(in->op) && in->op != OP_SEND && in->op != OP_JUMP_BACK && in->op != OP_JUMP_BACK_SEND)
            thread_jump(f, in);
    }
}

/* -- Exits ------------------------------------------------------------------------------------------------ */

enum { EXIT_MAX = 4 };

/* How many instructions at `at` return without having a line of their own; 0: it is no such exit. */
static uint32_t exit_length(const Finish *f, uint32_t at) {
    for (uint32_t i = at; i < f->n && i < at + EXIT_MAX; i++) {
        int op = f->ins[i].op;
        if (f->ins[i].pos.line != 0 || is_jump(op) || op == PSEUDO_SETUP)
            return 0;
        if (op == OP_RETURN_VALUE)
            return i + 1 - at;
    }
    return 0;
}

/* The line from which control falls to instruction `at`; 0: it does not. */
static int32_t line_before(const Finish *f, uint32_t at) {
    while (at > 0 && (f->ins[at - 1].op == PSEUDO_SETUP || f->ins[at - 1].pos.line == 0) &&
           !opcode_is_final(f->ins[at - 1].op))
        at--;
    return at > 0 && !opcode_is_final(f->ins[at - 1].op) ? f->ins[at - 1].pos.line : 0;
}

/* An exit without a line belongs to the line that leads there; whoever comes from another one gets a copy of it. */
static bool split_exits(Finish *f) {
    Emitter *e = &f->u->e;
    uint32_t last_target = UINT32_MAX, n = f->n;
    int32_t owner = 0, copy_line = 0, line = 0;
    Label copy = 0;
    for (uint32_t i = 0; i < n; i++) {
        int op = f->ins[i].op;
        if (f->ins[i].pos.line != 0 || (i > 0 && opcode_is_final(f->ins[i - 1].op)))
            line = f->ins[i].pos.line;
        if (!is_jump(op) || op == OP_SEND || line == 0)
            continue;
        uint32_t target = skip_nops(f, f->labels[f->ins[i].arg]), length = exit_length(f, target);
        if (length == 0)
            continue;
        if (target != last_target) {
            last_target = target;
            owner = line_before(f, target);
            copy_line = 0;
        }
        if (owner == 0)
            owner = line;
        if (line == owner)
            continue;
        if (line != copy_line) {
            copy = emit_label(e);
            copy_line = line;
            for (uint32_t k = 0; k < length; k++) {
                Ins in = f->ins[target + k];
                if (!vec_push(&e->ins, in))
                    return false;
                f->ins = e->ins.data;
            }
            if (f->c->failed)
                return false;
            f->labels = e->labels.data;
            f->labels[copy] = f->n;
            f->n = (uint32_t)e->ins.len;
        }
        f->ins[i].arg = copy;
    }
    return true;
}

/* -- Depths ---------------------------------------------------------------------------------------------- */

typedef Vec(uint32_t) WorkList;

static bool reach(Finish *f, WorkList *work, uint32_t at, int32_t depth) {
    if (at >= f->n || f->depth[at] >= 0)
        return true;
    f->depth[at] = depth;
    if ((uint32_t)depth > f->max_stack)
        f->max_stack = (uint32_t)depth;
    return vec_push(work, at);
}

/* Follows the flow from the start; what is never met stays at depth -1. */
static bool follow_flow(Finish *f) {
    WorkList work = { 0 };
    bool ok = reach(f, &work, 0, 0);
    while (ok && work.len > 0) {
        uint32_t i = vec_pop(&work);
        int32_t depth = f->depth[i];
        for (;;) {
            Ins *in = &f->ins[i];
            if (in->op == PSEUDO_SETUP) {
                Region *r = &f->u->e.regions.data[in->arg];
                r->depth = depth + r->adjust;
                ok = ok && reach(f, &work, f->labels[r->handler], r->depth + 1 + r->lasti);
            } else {
                if (is_jump(in->op)) {
                    uint32_t target = f->labels[in->arg];
                    ok = ok && reach(f, &work, target, depth + opcode_effect(in->op, in->arg, 1));
                }
                if (opcode_is_final(in->op))
                    break;
                depth += opcode_effect(in->op, in->arg, 0);
            }
            if ((uint32_t)depth > f->max_stack)
                f->max_stack = (uint32_t)depth;
            if (++i >= f->n || f->depth[i] >= 0)
                break;
            f->depth[i] = depth;
        }
    }
    vec_free(&work);
    return ok;
}

/* -- Positions ------------------------------------------------------------------------------------------- */

/* Instructions without a place of their own take that of what comes before them, or of the jump that leads
 * to them. */
static void spread_positions(Finish *f) {
    const Ins *before = NULL;
    for (uint32_t i = 0; i < f->n; i++) {
        Ins *in = &f->ins[i];
        if (f->depth[i] < 0)
            continue;
        if (in->pos.line == 0 && before != NULL && in->op != PSEUDO_SETUP)
            in->pos = before->pos;
        if (is_jump(in->op) && in->pos.line != 0) {
            uint32_t target = f->labels[in->arg];
            while (target < f->n && f->ins[target].op == PSEUDO_SETUP)
                target++;
            if (target > i && target < f->n && f->ins[target].pos.line == 0)
                f->ins[target].pos = in->pos;
        }
        if (in->op == OP_RETURN_VALUE && in->pos.line == 0)
            in->pos = (Pos){ f->u->first_line, f->u->first_line, NO_COLUMN, NO_COLUMN };  /* nothing but a docstring */
        if (opcode_is_final(in->op))
            before = NULL;
        else if (in->op != PSEUDO_SETUP)
            before = in;
    }
}

/* -- Leaving out ----------------------------------------------------------------------------------------- */

/* A NOP stands for a line that makes no instruction, for whoever traces lines. Any neighbour on the line
 * will do. */
static bool idle_nop(const Finish *f, uint32_t i, const Ins *before, uint32_t next) {
    const Ins *in = &f->ins[i];
    if (in->pos.line == 0 || (before != NULL && before->pos.line == in->pos.line))
        return true;
    return next < f->n && f->ins[next].pos.line == in->pos.line;
}

static uint32_t next_live(const Finish *f, uint32_t i) {
    do
        i++;
    while (i < f->n && (f->depth[i] < 0 || f->ins[i].op == PSEUDO_SETUP));
    return i;
}

/* Moves what stays to the front; f->place tells where each instruction (or the next that stays) went. */
static void compact(Finish *f) {
    Ins *out = f->ins;
    uint32_t n = 0;
    const Ins *before = NULL;                   /* the last one that stays and can go on to the next */
    for (uint32_t i = 0; i < f->n; i++) {
        Ins in = f->ins[i];
        f->place[i] = n;
        if (f->depth[i] < 0 || in.op == PSEUDO_SETUP)
            continue;
        if (in.op == OP_NOP || in.op == OP_JUMP) {
            uint32_t next = next_live(f, i);
            uint32_t target = in.op == OP_JUMP ? f->labels[in.arg] : 0;
            if (in.op == OP_JUMP) {             /* a jump to the next instruction is a NOP */
                while (target < f->n && f->ins[target].op == PSEUDO_SETUP)
                    target++;
                if (target != next || next >= f->n)
                    goto keep;
                in.op = f->ins[i].op = OP_NOP;
            }
            if (idle_nop(f, i, before, next))
                continue;
        }
    keep:
        out[n] = in;
        out[n].target = false;
        before = opcode_is_final(in.op) ? NULL : &out[n];
        n++;
    }
    f->place[f->n] = n;
    for (size_t i = 0; i < f->u->e.labels.len; i++) {
        uint32_t *l = &f->labels[i];
        if (*l == NO_LABEL)
            continue;
        *l = f->place[*l];
    }
    f->n = n;
}

/* Marks what somebody jumps to: nothing may be fused across such a place. */
static void mark_targets(Finish *f) {
    for (uint32_t i = 0; i < f->n; i++) {
        if (is_jump(f->ins[i].op) && f->labels[f->ins[i].arg] < f->n)
            f->ins[f->labels[f->ins[i].arg]].target = true;
    }
    for (size_t i = 1; i < f->u->e.regions.len; i++) {
        const Region *r = &f->u->e.regions.data[i];
        if (r->depth >= 0 && f->labels[r->handler] < f->n)
            f->ins[f->labels[r->handler]].target = true;
    }
}

/* -- Variables ------------------------------------------------------------------------------------------- */

/* The index among all locals of the cell or free variable `deref`: a parameter's cell stays in its place. */
static uint32_t *deref_places(Compiler *c, Unit *u, uint32_t *nlocals) {
    uint32_t total = u->ncells + u->nfrees, next = (uint32_t)u->locals.len;
    uint32_t *places = arena_alloc(c->arena, (total + 1) * sizeof *places);
    if (places == NULL || c->arena->failed) {
        compile_no_memory(c);
        return NULL;
    }
    for (uint32_t i = 0; i < total; i++) {
        bool parameter = i < u->ncells && u->cells[i]->local >= 0;
        places[i] = parameter ? (uint32_t)u->cells[i]->local : next++;
    }
    *nlocals = next;
    return places;
}

static void place_cells(Finish *f, const uint32_t *places) {
    for (uint32_t i = 0; i < f->n; i++) {
        switch (f->ins[i].op) {
        case OP_MAKE_CELL: case OP_LOAD_CLOSURE: case OP_LOAD_DEREF: case OP_STORE_DEREF: case OP_DELETE_DEREF:
        case OP_LOAD_CLASSDEREF:
            f->ins[i].arg = places[f->ins[i].arg];
            break;
        default:
            break;
        }
    }
}

/* -- Fusing ---------------------------------------------------------------------------------------------- */

/* How many of the instructions from i on may be fused, up to 4: one region, no target but the first. */
static int window(const Finish *f, uint32_t i) {
    int k = 1;
    while (k < 4 && i + (uint32_t)k < f->n && !f->ins[i + (uint32_t)k].target &&
           f->ins[i + (uint32_t)k].region == f->ins[i].region)
        k++;
    return k;
}

static inline bool is_byte_local(const Ins *in) { return in->op == OP_LOAD_FAST && in->arg < 256; }
static inline bool same_line(const Ins *a, const Ins *b) { return a->pos.line == b->pos.line; }
static inline int32_t int_of(const Ins *in) { return (int32_t)(in->arg << 8) >> 8; }
static inline bool fits16(int32_t i) { return i == (int16_t)i; }

/* The distance of the jump at i, before anything is fused: afterwards it is not larger. */
static inline bool near(const Finish *f, uint32_t i, int32_t limit) {
    int64_t d = (int64_t)f->labels[f->ins[i].arg] - i;
    return d > -limit && d < limit;
}

static int local_local(int op, uint32_t arg) {
    switch (op) {
    case OP_BINARY_ADD: return arg ? 0 : OP_ADD_LL;
    case OP_BINARY_SUB: return arg ? 0 : OP_SUB_LL;
    case OP_BINARY_MUL: return arg ? 0 : OP_MUL_LL;
    case OP_BINARY_MOD: return arg ? 0 : OP_MOD_LL;
    case OP_BINARY_SUBSCR: return OP_SUBSCR_LL;
    default: return 0;
    }
}

/* A fused jump keeps its label in ins.arg; the bytes beside it are a and b. */
typedef struct Fused { Ins ins; uint32_t a, b; } Fused;

/* Both set *out to the fused form of the instructions at i and return how many it replaces; 1: none. */

static int fuse_loads(const Finish *f, uint32_t i, int k, Fused *out) {
    const Ins *x = &f->ins[i];
    uint32_t a = x->arg;
    if (k >= 2 && x[1].op == OP_LOAD_INT && fits16(int_of(&x[1])) && same_line(x, &x[1])) {
        uint32_t number = (uint32_t)int_of(&x[1]) & 0xffff;
        bool add = k >= 3 && x[2].op == OP_BINARY_ADD, sub = k >= 3 && x[2].op == OP_BINARY_SUB;
        if ((add || sub) && same_line(x, &x[2])) {
            int op = 0, used = 3;
            if (x[2].arg == 0)
                op = add ? OP_ADD_LI : OP_SUB_LI;
            else if (k >= 4 && x[3].op == OP_STORE_FAST && x[3].arg == a)
                op = add ? OP_INC_FAST : OP_DEC_FAST, used = 4;
            if (op) {
                out->ins = x[2];
                out->ins.op = (uint8_t)op;
                out->ins.arg = a | number << 8;
                return used;
            }
        }
        return 1;
    }
    if (k >= 2 && x[1].arg < 1 << 16) {
        int op = x[1].op == OP_LOAD_ATTR ? OP_LOAD_FAST_ATTR
               : x[1].op == OP_LOAD_METHOD ? OP_LOAD_FAST_METHOD
               : x[1].op == OP_STORE_ATTR ? OP_STORE_FAST_ATTR : 0;
        if (op && same_line(x, &x[1])) {
            out->ins = x[1];
            out->ins.op = (uint8_t)op;
            out->ins.arg = a | x[1].arg << 8;
            return 2;
        }
    }
    if (k >= 2 && is_byte_local(&x[1]) && same_line(x, &x[1])) {
        int op = k >= 3 ? local_local(x[2].op, x[2].arg) : 0;
        if (op && same_line(x, &x[2])) {
            out->ins = x[2];
            out->ins.op = (uint8_t)op;
            out->ins.arg = a | x[1].arg << 8;
            return 3;
        }
        Fused second;
        /* else the second has better company */
        if (fuse_loads(f, i + 1, k - 1 < 3 ? k - 1 : 3, &second) == 1) {
            out->ins = *x;
            out->ins.op = OP_LOAD_FAST2;
            out->ins.arg = a | x[1].arg << 8;
            return 2;
        }
    }
    return 1;
}

static int fuse(const Finish *f, uint32_t i, Fused *out) {
    const Ins *x = &f->ins[i];
    int k = window(f, i);
    out->ins = *x;
    out->a = out->b = 0;
    if (k == 1)
        return 1;
    switch (x->op) {
    case OP_LOAD_FAST:
        return x->arg < 256 ? fuse_loads(f, i, k, out) : 1;
    case OP_FOR_NEXT:
        if (x[1].op == OP_STORE_FAST && x[1].arg < 256 && same_line(x, &x[1]) && near(f, i, 32000)) {
            out->ins.op = OP_FOR_NEXT_FAST;
            out->a = x[1].arg;
            return 2;
        }
        return 1;
    case OP_LOAD_INT:
        if (k >= 3 && x[1].op == OP_COMPARE && int_of(x) == (int8_t)int_of(x) && same_line(x, &x[1]) &&
            (x[2].op == OP_POP_JUMP_IF_TRUE || x[2].op == OP_POP_JUMP_IF_FALSE) && near(f, i + 2, 120)) {
            out->ins = x[2];
            out->ins.pos = x[1].pos;
            out->ins.op = OP_COMPARE_INT_JUMP;
            out->a = x[1].arg | (x[2].op == OP_POP_JUMP_IF_TRUE ? 8 : 0);
            out->b = x->arg & 0xff;
            return 3;
        }
        return 1;
    case OP_COMPARE:
        if ((x[1].op == OP_POP_JUMP_IF_TRUE || x[1].op == OP_POP_JUMP_IF_FALSE) && near(f, i + 1, 32000)) {
            out->ins = x[1];
            out->ins.pos = x->pos;
            out->ins.op = OP_COMPARE_JUMP;
            out->a = x->arg | (x[1].op == OP_POP_JUMP_IF_TRUE ? 8 : 0);
            return 2;
        }
        return 1;
    case OP_BINARY_ADD:                         /* the fused form adds in place, so a plain c = a + b stays */
        if (x->arg == 1 && x[1].op == OP_STORE_FAST) {
            out->ins.op = OP_ADD_STORE;
            out->ins.arg = x[1].arg;
            return 2;
        }
        return 1;
    case OP_LOAD_GLOBAL:
        if (x[1].op == OP_PUSH_NULL) {
            out->ins.op = OP_LOAD_GLOBAL_CALL;
            return 2;
        }
        return 1;
    default:
        return 1;
    }
}

/* -- The code object ------------------------------------------------------------------------------------- */

static bool encode(Finish *f, Code *code) {
    uint32_t n = 0;
    Ins *ins = f->ins;
    struct { uint8_t a, b; } *extra = alloc_leaf(f->c->t, ((size_t)f->n + 1) * 2);
    if (extra == NULL)
        return false;
    /* Fuse in place: the result is never ahead of what is read. */
    for (uint32_t i = 0; i < f->n;) {
        Fused fused;
        int used = fuse(f, i, &fused);
        for (int k = 0; k < used; k++)
            f->place[i + (uint32_t)k] = n;
        i += (uint32_t)used;
        ins[n] = fused.ins;
        extra[n].a = (uint8_t)fused.a;
        extra[n].b = (uint8_t)fused.b;
        n++;
    }
    f->place[f->n] = n;
    code->instrs = alloc_leaf(f->c->t, (size_t)n * sizeof *code->instrs);
    if (code->instrs == NULL)
        return false;
    code->positions = alloc_leaf(f->c->t, (size_t)n * sizeof *code->positions);
    if (code->positions == NULL)
        return false;
    code->ninstrs = n;
    for (uint32_t i = 0; i < n; i++) {
        const Ins *in = &ins[i];
        uint32_t arg = in->arg, op = in->op;
        bool large = false;
        if (is_jump(in->op)) {
            int64_t distance = (int64_t)f->place[f->labels[arg]] - (i + 1);
            if (op == OP_JUMP && distance < 0)
                op = OP_JUMP_BACK;              /* the one that polls: `while True` can be interrupted */
            large = distance < -(1 << 23) || distance >= 1 << 23;
            arg = (uint32_t)distance & 0xffffff;
            if (in->op == OP_FOR_NEXT_FAST || in->op == OP_COMPARE_JUMP)
                arg = extra[i].a | ((uint32_t)distance & 0xffff) << 8;
            else if (in->op == OP_COMPARE_INT_JUMP)
                arg = extra[i].a | (uint32_t)extra[i].b << 8 | ((uint32_t)distance & 0xff) << 16;
        } else {
            large = arg >= 1 << 24;
        }
        if (large) {
            raise_error(f->c->t, EXC_OverflowError, "code is too large");
            return false;
        }
        code->instrs[i] = MAKE_INSTR(op, arg);
        code->positions[i] = in->pos;
    }
    f->n = n;
    return true;
}

/* One entry for each run of instructions with the same innermost region; no two overlap. */
static bool exception_table(Finish *f, Code *code) {
    const Region *regions = f->u->e.regions.data;
    uint32_t count = 0, last = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        count += f->ins[i].region != 0 && f->ins[i].region != last;
        last = f->ins[i].region;
    }
    if (count == 0)
        return true;
    code->exc_table = alloc_leaf(f->c->t, count * sizeof *code->exc_table);
    if (code->exc_table == NULL)
        return false;
    for (uint32_t i = 0; i < f->n;) {
        uint32_t region = f->ins[i].region, start = i;
        while (i < f->n && f->ins[i].region == region)
            i++;
        if (region == 0)
            continue;
        const Region *r = &regions[region];
        code->exc_table[code->nexc++] = (ExcEntry){
            start, i, f->place[f->labels[r->handler]], (uint16_t)r->depth, r->lasti
        };
    }
    return true;
}

static bool fill_values(Thread *t, const Emitter *e, Code *code) {
    code->consts = alloc_array(t, e->consts.len + 1, sizeof *code->consts);
    if (code->consts == NULL)
        return false;
    code->names = alloc_array(t, e->names.len + 1, sizeof *code->names);
    if (code->names == NULL)
        return false;
    code->caches = alloc_array(t, e->caches.len + 1, sizeof *code->caches);
    if (code->caches == NULL)
        return false;
    code->nconsts = (uint32_t)e->consts.len;
    code->nnames = (uint32_t)e->names.len;
    code->ncaches = (uint32_t)e->caches.len;
    if (e->consts.len > 0)
        memcpy(code->consts, e->consts.data, e->consts.len * sizeof *code->consts);
    for (size_t i = 0; i < e->names.len; i++)
        code->names[i] = as_str(e->names.data[i]);
    for (size_t i = 0; i < e->caches.len; i++)
        code->caches[i].name = as_str(e->caches.data[i]);
    return true;
}

static bool fill_locals(Thread *t, const Unit *u, const uint32_t *places, uint32_t nlocals, Code *code) {
    uint32_t simple = (uint32_t)u->locals.len, total = u->ncells + u->nfrees;
    code->local_names = alloc_array(t, nlocals + 1, sizeof *code->local_names);
    if (code->local_names == NULL)
        return false;
    code->local_kinds = alloc_leaf(t, nlocals + 1);
    if (code->local_kinds == NULL)
        return false;
    memset(code->local_kinds, 0, nlocals + 1);
    for (uint32_t i = 0; i < simple; i++) {
        code->local_names[i] = as_str(u->locals.data[i]);
        code->local_kinds[i] = LOCAL_VAR;
    }
    for (uint32_t i = 0; i < total; i++) {
        code->local_names[places[i]] = as_str(u->cells[i]->name);
        code->local_kinds[places[i]] |= i < u->ncells ? LOCAL_CELL : LOCAL_FREE;
    }
    code->nlocals = nlocals;
    code->nfree = u->nfrees;
    code->first_free = nlocals - u->nfrees;
    return true;
}

static bool fill_code(Finish *f, Code *code) {
    Thread *t = f->c->t;
    Unit *u = f->u;
    uint32_t nlocals;
    uint32_t *places = deref_places(f->c, u, &nlocals);
    if (places == NULL)
        return false;
    if (!follow_flow(f))
        return false;
    spread_positions(f);
    compact(f);
    place_cells(f, places);
    mark_targets(f);
    if (!encode(f, code) || !exception_table(f, code) || !fill_values(t, &u->e, code) ||
        !fill_locals(t, u, places, nlocals, code))
        return false;
    code->argcount = u->argcount;
    code->posonly = u->posonly;
    code->kwonly = u->kwonly;
    code->nparams = u->argcount + u->kwonly + !!(u->flags & CO_VARARGS) + !!(u->flags & CO_VARKEYWORDS);
    code->max_stack = f->max_stack;
    code->flags = u->flags;
    code->simple = u->kwonly == 0 && !(u->flags & (CO_VARARGS | CO_VARKEYWORDS | CO_GENERATOR | CO_COROUTINE |
                                                   CO_ASYNC_GENERATOR));
    for (uint32_t i = 0; i < f->n && !code->closes; i++)
        code->closes = f->ins[i].op == OP_YIELD_VALUE && f->ins[i].region != 0;
    code->first_line = u->first_line;
    code->name = u->name;
    code->qualname = u->qualname;
    code->filename = f->c->filename;
    return true;
}

Code *finish_unit(Compiler *c) {
    Unit *u = c->unit;
    Finish f = { .c = c, .u = u, .ins = u->e.ins.data, .n = (uint32_t)u->e.ins.len, .labels = u->e.labels.data };
    Code *code = NULL;
    thread_jumps(&f);
    if (!split_exits(&f))
        return NULL;
    f.depth = malloc((f.n + 1) * sizeof *f.depth);
    f.place = malloc((f.n + 1) * sizeof *f.place);
    if (f.depth != NULL && f.place != NULL) {
        memset(f.depth, -1, (f.n + 1) * sizeof *f.depth);
        code = code_new(c->t);
        if (code != NULL && !fill_code(&f, code))
            code = NULL;
    }
    free(f.depth);
    free(f.place);
    return code;
}
