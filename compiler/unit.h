/* What the files of the compiler share: one compilation, and one function (class, module) being compiled.
 *
 * Errors are sticky: the first one sets Compiler.failed and leaves the exception in the thread; everybody
 * else goes on or returns early, emitting into the void. So the walk over the tree needs no checks of
 * results. */
#pragma once

#include "compiler/ast.h"
#include "compiler/compile.h"
#include "compiler/emit.h"
#include "compiler/symtable.h"
#include "vm/base/vec.h"
#include "vm/object/code.h"

typedef struct Unit Unit;

typedef struct Compiler {
    Thread *t;
    Arena *arena;
    Value filename;
    const char *text;                           /* or NULL */
    size_t len;
    unsigned flags;                             /* enum CompileFlags, CO_FUTURE_ANNOTATIONS */
    int32_t future_line;                        /* of the last `from __future__ import` */
    bool failed;
    bool interactive;
    bool scanning;                              /* not generating code yet */
    int keep_tree;                              /* > 0: no folding (annotations kept as text) */
    Symtable st;
    Unit *unit;
    Unit *spare;                                /* finished units whose memory is used again */
} Compiler;

enum UnitKind { UNIT_MODULE, UNIT_CLASS, UNIT_FUNCTION, UNIT_ASYNC_FUNCTION, UNIT_LAMBDA, UNIT_COMPREHENSION };

enum BlockKind {
    BLOCK_WHILE, BLOCK_FOR, BLOCK_ASYNC_FOR, BLOCK_TRY, BLOCK_FINALLY_TRY, BLOCK_FINALLY_END, BLOCK_WITH,
    BLOCK_ASYNC_WITH, BLOCK_HANDLER_CLEANUP, BLOCK_POP_VALUE, BLOCK_HANDLER, BLOCK_GROUP_HANDLER, BLOCK_ASYNC_COMP
};

/* A statement we are within: what return, break and continue must undo. */
typedef struct Block {
    enum BlockKind kind;
    Label start, exit;                          /* of loops */
    const Node *node;                           /* with: position of the call of __exit__ */
    AstSeq *body;                               /* finally */
    Value name;                                 /* except ... as name; 0: none */
} Block;

enum { MAX_BLOCKS = 20 };                       /* "too many statically nested blocks" */

struct Unit {
    Unit *parent;                               /* also: next in the list of spare ones */
    Scope *scope;
    enum UnitKind kind;
    Value name, qualname;
    Value private_name;                         /* class name for mangling, 0: none */
    uint32_t argcount, posonly, kwonly, flags;
    int32_t first_line;
    Emitter e;
    Vec(Value) locals;                          /* names of parameters and local variables met so far */
    Symbol **cells, **frees;                    /* in the order of their deref index */
    uint32_t ncells, nfrees;
    Block blocks[MAX_BLOCKS];
    int nblocks;
};

/* -- compile.c ------------------------------------------------------------------------------------------- */

void compile_error(Compiler *c, Span at, const char *format, ...);
Span compile_here(const Compiler *c);           /* the current position */
void compile_warn(Compiler *c, Span at, const char *format, ...);       /* SyntaxWarning */
void compile_no_memory(Compiler *c);            /* fails with the exception that waits, or MemoryError */
bool compile_enough_stack(Compiler *c);         /* false: failed with RecursionError */
Value compile_keep(Compiler *c, Value v);       /* keeps v for the whole compilation; 0 fails */
Value mangle_name(Compiler *c, Value private_name, Value name);
Value first_component(Compiler *c, Value dotted);       /* "a" of "a.b.c" */
void enter_unit(Compiler *c, enum UnitKind kind, const Node *node, Value name, int32_t first_line);
Value leave_unit(Compiler *c);                  /* the finished Code */
void push_block(Compiler *c, const Block *b, Span at);
void pop_block(Compiler *c);

static inline Value constant_value(const Node *n) { return n->Constant.value; }
static inline bool is_constant(const Node *n) { return n->kind == AST_Constant; }
bool is_str_constant(const Node *n);
bool is_docstring(const AstSeq *body);

/* -- emit.c: the short forms of Emitter's functions for the unit at work --------------------------------- */

static inline void op(Compiler *c, int opcode, uint32_t arg) { emit(&c->unit->e, opcode, arg); }
static inline void op0(Compiler *c, int opcode) { emit(&c->unit->e, opcode, 0); }
static inline void jump(Compiler *c, int opcode, Label to) { emit_jump(&c->unit->e, opcode, to); }
static inline Label new_label(Compiler *c) { return emit_label(&c->unit->e); }
static inline void place(Compiler *c, Label l) { emit_place(&c->unit->e, l); }
void load_const(Compiler *c, Value v);
void op_name(Compiler *c, int opcode, Value name);      /* operand NAME or CACHE; mangles */
void op_plain_name(Compiler *c, int opcode, Value name);    /* the same without mangling */

/* The position of the instructions to come. */
static inline void at_node(Compiler *c, const Node *n) { emit_at(&c->unit->e, n->span); }
static inline void at_nowhere(Compiler *c) { c->unit->e.pos = (Pos){ 0, 0, NO_COLUMN, NO_COLUMN }; }
static inline Pos save_pos(Compiler *c) { return c->unit->e.pos; }
static inline void restore_pos(Compiler *c, Pos pos) { c->unit->e.pos = pos; }

/* -- compile_expr.c -------------------------------------------------------------------------------------- */

void visit_expr(Compiler *c, Node *n);
void visit_exprs(Compiler *c, AstSeq *seq);
/* Jump to `to` if n's truth is `cond`, else fall through. */
void jump_if(Compiler *c, Node *n, Label to, bool cond);
void load_name(Compiler *c, Value name);
void store_name(Compiler *c, Value name);
void delete_name(Compiler *c, Value name);
bool forbidden_name(Compiler *c, Value name, AstOp ctx);     /* __debug__: an error at the current position */
void yield_from(Compiler *c);                   /* receiver, None -> result */
/* f and no-value are on the stack, then `extra` positional arguments: the rest, and the call. */
void call_args(Compiler *c, uint32_t extra, AstSeq *args, AstSeq *keywords);
void at_attribute_name(Compiler *c, const Node *attribute);   /* only moves when the expression spans lines */
void binary_operator(Compiler *c, AstOp operator, bool in_place);

/* -- compile_stmt.c, compile_try.c, compile_match.c, compile_def.c --------------------------------------- */

void visit_stmt(Compiler *c, Node *n);
void visit_body(Compiler *c, AstSeq *body);
/* What leaving blocks above the innermost loop (to_loop) or all of them takes; keep: a value on top of the
 * stack survives. Returns the loop, NULL if there is none. */
Block *unwind_blocks(Compiler *c, bool keep, bool to_loop);
void compile_try(Compiler *c, Node *n);
void compile_try_star(Compiler *c, Node *n);
void compile_with(Compiler *c, Node *n, int32_t item);
void call_exit(Compiler *c);                    /* __exit__ -> result of __exit__(None, None, None) */
void compile_match(Compiler *c, Node *n);
void compile_function(Compiler *c, Node *n);
void compile_class(Compiler *c, Node *n);
void compile_lambda(Compiler *c, Node *n);
void compile_comprehension(Compiler *c, Node *n);
void compile_module_body(Compiler *c, AstSeq *body, bool keep_doc);
void visit_annotation(Compiler *c, Node *n);    /* pushes the annotation, or its text */

/* unparse.c: source text of an expression in normal form; 0 on failure. */
Value unparse_expr(Compiler *c, const Node *n);

/* finish.c: the instructions of the unit at work -> Code; NULL on failure. */
Code *finish_unit(Compiler *c);
