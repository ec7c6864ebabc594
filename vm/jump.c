/* Where a trace function may jump. The stack is simulated over the whole code, as kinds of values: a jump may drop values,
 * but not make any, and what stays must be what the code over there expects. Rules and words are CPython's. */
#include "vm/jump.h"
#include "vm/base/vec.h"
#include "vm/object/opcode.h"

enum Kind {
    KIND_OBJECT,
    KIND_CALLEE,        /* what a call will call; above it lies its self, perhaps no value */
    KIND_LOOP,          /* a word of a `for` loop's state, perhaps no Value at all */
    KIND_ASYNC_LOOP,    /* the iterator of an `async for` */
    KIND_EXCEPT,        /* an exception, or the one handled before */
    KIND_LASTI,
};

/* Stacks share what lies below: each names the one without its top. Number 0 is the empty one. */
typedef struct Stack { uint32_t below, depth; uint8_t kind; } Stack;
enum { UNSEEN = UINT32_MAX };

typedef struct Jump {
    const Code *code;
    Vec(Stack) stacks;
    Vec(uint32_t) work;         /* instructions whose successors have to be looked at */
    uint32_t *at;               /* the stack before each instruction */
    bool ok;                    /* memory sufficed */
} Jump;

/* -- Simulation -------------------------------------------------------------------------------------------------- */

static uint32_t push(Jump *j, uint32_t stack, enum Kind kind) {
    Stack s = { .below = stack, .depth = j->stacks.data[stack].depth + 1, .kind = (uint8_t)kind };
    if (!vec_push(&j->stacks, s)) {
        j->ok = false;
        return stack;
    }
    return (uint32_t)j->stacks.len - 1;
}

static uint32_t pop(const Jump *j, uint32_t stack, uint32_t n) {
    while (n-- > 0) stack = j->stacks.data[stack].below;
    return stack;
}

static enum Kind top(const Jump *j, uint32_t stack) { return (enum Kind)j->stacks.data[stack].kind; }

static uint32_t swap(Jump *j, uint32_t stack, uint32_t n) {
    uint8_t kinds[8];
    if (n < 2 || n > ARRAY_LEN(kinds)) return stack;
    uint32_t below = stack;
    for (uint32_t i = 0; i < n; i++, below = pop(j, below, 1)) kinds[i] = (uint8_t)top(j, below);
    uint8_t first = kinds[0];
    kinds[0] = kinds[n - 1];
    kinds[n - 1] = first;
    for (uint32_t i = n; i-- > 0;) below = push(j, below, (enum Kind)kinds[i]);
    return below;
}

static uint32_t after(Jump *j, uint32_t stack, Instr ins, int jumped) {
    uint32_t arg = INSTR_ARG(ins);
    switch (INSTR_OP(ins)) {
    case OP_COPY: return push(j, stack, top(j, pop(j, stack, arg - 1)));
    case OP_SWAP: return swap(j, stack, arg);
    case OP_PUSH_NULL: case OP_LOAD_METHOD: return push(j, push(j, pop(j, stack, 1), KIND_CALLEE), KIND_OBJECT);
    case OP_LOAD_FAST_METHOD: case OP_LOAD_GLOBAL_CALL: return push(j, push(j, stack, KIND_CALLEE), KIND_OBJECT);
    case OP_FOR_PREP:
        stack = pop(j, stack, 1);
        for (int i = 0; i < 4; i++) stack = push(j, stack, KIND_LOOP);
        return stack;
    case OP_GET_AITER: return push(j, pop(j, stack, 1), KIND_ASYNC_LOOP);
    case OP_PUSH_EXC_INFO: return push(j, stack, KIND_EXCEPT);
    default: break;
    }
    int effect = opcode_effect((enum Opcode)INSTR_OP(ins), arg, jumped);
    if (INSTR_OP(ins) == OP_CALL || INSTR_OP(ins) == OP_CALL_KW || INSTR_OP(ins) == OP_CALL_EX)
        return push(j, pop(j, stack, (uint32_t)(1 - effect)), KIND_OBJECT);
    if (effect < 0) return pop(j, stack, (uint32_t)-effect);
    while (effect-- > 0) stack = push(j, stack, KIND_OBJECT);
    return stack;
}

static int64_t jump_target(const Code *c, uint32_t i) {
    Instr ins = c->instrs[i];
    int64_t next = (int64_t)i + 1;
    switch (opcode_operand[INSTR_OP(ins)]) {
    case OPERAND_JUMP: return next + INSTR_SARG(ins);
    case OPERAND_A_JUMP: return next + INSTR_S16(ins);
    case OPERAND_ABC: return next + (int8_t)INSTR_C(ins);
    default: return -1;
    }
}

static void reach(Jump *j, int64_t i, uint32_t stack) {
    if (i >= j->code->ninstrs || j->at[i] != UNSEEN) return;
    j->at[i] = stack;
    if (!vec_push(&j->work, (uint32_t)i)) j->ok = false;
}

static void follow(Jump *j) {
    while (j->ok && j->work.len > 0) {
        uint32_t i = vec_pop(&j->work), stack = j->at[i];
        Instr ins = j->code->instrs[i];
        int64_t target = jump_target(j->code, i);
        if (target >= 0) reach(j, target, after(j, stack, ins, 1));
        if (!opcode_is_final(INSTR_OP(ins))) reach(j, (int64_t)i + 1, after(j, stack, ins, 0));
    }
}

/* Handlers whose `try` has been reached. */
static bool enter_handlers(Jump *j) {
    for (uint32_t k = 0; k < j->code->nexc; k++) {
        const ExcEntry *e = &j->code->exc_table[k];
        if (j->at[e->start] == UNSEEN || j->at[e->handler] != UNSEEN) continue;
        uint32_t stack = j->at[e->start];
        stack = pop(j, stack, j->stacks.data[stack].depth - e->depth);
        if (e->lasti) stack = push(j, stack, KIND_LASTI);
        reach(j, e->handler, push(j, stack, KIND_EXCEPT));
    }
    return j->work.len > 0;
}

static bool simulate(Jump *j) {
    j->at = malloc((j->code->ninstrs + 1) * sizeof *j->at);
    j->ok = j->at && vec_push(&j->stacks, (Stack) { 0 });
    if (!j->ok) return false;
    for (uint32_t i = 0; i < j->code->ninstrs; i++) j->at[i] = UNSEEN;
    reach(j, 0, 0);
    do follow(j);
    while (j->ok && enter_handlers(j));
    return j->ok;
}

static void end_simulation(Jump *j) {
    vec_free(&j->stacks);
    vec_free(&j->work);
    free(j->at);
}

/* -- The rules --------------------------------------------------------------------------------------------------- */

static bool compatible(const Jump *j, uint32_t from, uint32_t to) {
    if (from == UNSEEN || to == UNSEEN) return false;
    const Stack *s = j->stacks.data;
    if (s[from].depth < s[to].depth) return false;
    from = pop(j, from, s[from].depth - s[to].depth);
    for (; from != to && s[to].depth > 0; from = s[from].below, to = s[to].below)
        if (s[from].kind != s[to].kind) return false;
    return true;
}

static const char *why_not(const Jump *j, uint32_t to) {
    if (to == UNSEEN) return "can't jump into an exception handler, or code may be unreachable";
    switch (top(j, to)) {
    case KIND_EXCEPT: return "can't jump into an 'except' block as there's no exception";
    case KIND_LASTI: return "can't jump into a re-raising block as there's no location";
    case KIND_LOOP: case KIND_ASYNC_LOOP: return "can't jump into the body of a for loop";
    default: return "incompatible stacks";
    }
}

static bool is_prologue(Instr ins) { return INSTR_OP(ins) == OP_MAKE_CELL || INSTR_OP(ins) == OP_COPY_FREE_VARS; }

/* A run of instructions of one line can be entered at its beginning. */
static bool starts_run(const Code *c, uint32_t i) {
    return !is_prologue(c->instrs[i]) &&
           (i == 0 || is_prologue(c->instrs[i - 1]) || c->positions[i].line != c->positions[i - 1].line);
}

/* The first line with instructions from `line` on; 0: none. */
static int32_t line_from(const Code *c, int32_t line) {
    int32_t best = 0;
    for (uint32_t i = 0; i < c->ninstrs; i++) {
        int32_t at = c->positions[i].line;
        if (at >= line && starts_run(c, i) && (best == 0 || at < best)) best = at;
    }
    return best;
}

/* The instruction to go on with: the one of the line that keeps most of the stack. -1 and *why: there is none. */
static int64_t destination(const Jump *j, uint32_t start, int32_t line, const char **why) {
    const Code *c = j->code;
    int64_t best = -1;
    bool explained = false;
    *why = "cannot find bytecode for specified line";
    for (uint32_t i = 0; i < c->ninstrs; i++) {
        if (c->positions[i].line != line || !starts_run(c, i)) continue;
        if (compatible(j, start, j->at[i])) {
            if (best < 0 || j->stacks.data[j->at[i]].depth > j->stacks.data[j->at[best]].depth) best = i;
        } else if (!explained) {
            *why = why_not(j, j->at[i]);
            explained = true;
        }
    }
    return best;
}

static void drop(Thread *t, Frame *f, const Jump *j, Value **sp, uint32_t from, uint32_t to) {
    for (uint32_t n = j->stacks.data[from].depth - j->stacks.data[to].depth; n > 0; n--, from = pop(j, from, 1)) {
        Value v = *--*sp;
        if (top(j, from) != KIND_EXCEPT) continue;
        if (!v) f->gen->handling = false;               /* as POP_EXCEPT does */
        t->handled = !v ? f->outer_handled : v == VALUE_NONE ? VALUE_NULL : v;
    }
}

/* The line of the `def` has no instructions here: a jump to it leads before the first one, whose event follows. */
static bool jump_to_start(Frame *f, int32_t line) {
    const Code *c = f->code;
    return (c->flags & CO_OPTIMIZED) && line == c->first_line && line_from(c, line) != line;
}

bool frame_jump(Thread *t, Frame *f, Value **sp, int32_t line) {
    const Code *c = f->code;
    if (line < c->first_line) {
        raise_value_error(t, "line %d comes before the current code block", line);
        return false;
    }
    bool to_start = jump_to_start(f, line);
    int32_t found = line_from(c, line);
    if (!found) {
        raise_value_error(t, "line %d comes after the current code block", line);
        return false;
    }
    Jump j = { .code = c };
    const char *why = NULL;
    if (!simulate(&j)) {
        raise_memory(t);
    } else {
        uint32_t start = j.at[frame_pc_index(f)], end = 0;
        int64_t best = -1;
        if (start == UNSEEN) {
            why = "can't jump from unreachable code";
        } else if (to_start) {
            while (is_prologue(c->instrs[best + 1])) best++;
        } else {
            best = destination(&j, start, found, &why);
            if (best >= 0) {
                why = NULL;
                end = j.at[best];
            }
        }
        if (why) raise_value_error(t, "%s", why);
        else {
            drop(t, f, &j, sp, start, end);
            f->pc = c->instrs + best + 1;
        }
    }
    end_simulation(&j);
    return t->exc == 0;
}

void frame_clear_unused(Frame *f) {
    int32_t i = frame_pc_index(f);
    Jump j = { .code = f->code };
    if (i < 0 || f->gen) return;
    int op = INSTR_OP(f->code->instrs[i]);
    if (op != OP_CALL && op != OP_CALL_KW && op != OP_CALL_EX) return;
    if (simulate(&j) && j.at[i] != UNSEEN)
        for (Value *p = f->fp + f->code->nlocals + j.stacks.data[j.at[i]].depth; p < f->limit; p++) *p = VALUE_NULL;
    end_simulation(&j);
}
