/* The syntax tree: nodes in an arena, read as node->kind == AST_BinOp, node->BinOp.left.
 * Every node has a position (lines from 1, columns from 0 in UTF-8 bytes). A node's depth bounds the recursion
 * of whoever walks the tree: parse_source() refuses trees deeper than AST_MAX_DEPTH. An elif chain is the one
 * exception: an If that is alone in the orelse of an If adds nothing, so walk such chains with a loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/object/value.h"

typedef struct Thread Thread;
typedef struct Node Node;

enum { AST_MAX_DEPTH = 2900 };

typedef enum AstKind {
    AST_NONE,
#define NODE(group, Kind, fields) AST_##Kind,
#include "compiler/ast.def"
    AST_KINDS
} AstKind;

typedef enum AstOp {
    AST_NO_OP,
#define AOP(Name, text) AST_##Name,
#include "compiler/ast_op.def"
    AST_OPS
} AstOp;

typedef struct Span {
    int32_t lineno, col_offset, end_lineno, end_col_offset;
} Span;

typedef struct AstSeq {
    int32_t n;
    Node *items[];
} AstSeq;

typedef struct AstNames {
    int32_t n;
    Value items[];                              /* interned strings */
} AstNames;

typedef struct AstOps {
    int32_t n;
    AstOp items[];
} AstOps;

#define F_CHILD(f) Node *f;
#define F_OPT(f) Node *f;
#define F_SEQ(f) AstSeq *f;
#define F_NAME(f) Value f;
#define F_OPTNAME(f) Value f;
#define F_NAMES(f) AstNames *f;
#define F_VALUE(f) Value f;
#define F_OPTVALUE(f) Value f;
#define F_INT(f) int32_t f;
#define F_OP(f) AstOp f;
#define F_OPS(f) AstOps *f;
#define F_EMPTY(f)

/* A node is allocated only as large as its kind needs: never copy one by assignment. */
struct Node {
    uint8_t kind;                               /* AstKind */
    bool parenthesised;                         /* (x): kept for the checks of targets and generators */
    uint16_t depth;                             /* 1 + the deepest child */
    union {
        Span span;
        struct { int32_t lineno, col_offset, end_lineno, end_col_offset; };
    };
    union {
#define NODE(group, Kind, fields) struct { fields } Kind;
#include "compiler/ast.def"
    };
};

/* -- The arena ---------------------------------------------------------------------------------------------- */

/* Memory of one compilation, freed at once. It may live on the C stack, but not in malloc'ed memory: `values`
 * is the collector's only way to the constants and names of the tree. Running out of memory sets `failed` and
 * hands out scratch memory, so that constructors need no checks; parse_source() then raises MemoryError. */
typedef struct Arena {
    Thread *t;
    struct ArenaBlock *blocks;
    char *at, *end;
    Value *values;                              /* collector-visible array of everything the tree refers to */
    size_t n_values, max_values;
    struct NameSlot *names;                     /* text -> interned string, open addressing */
    size_t n_names, max_names;
    bool failed;                                /* out of memory, or t has an exception */
    bool too_deep;                              /* some node is deeper than AST_MAX_DEPTH */
    AstSeq *no_nodes;                           /* the shared empty sequence */
    AstNames *no_names;
} Arena;

bool arena_open(Arena *a, Thread *t);           /* false: MemoryError is set */
void arena_close(Arena *a);
void *arena_alloc(Arena *a, size_t n);          /* zeroed, aligned to 8, never NULL */
Value arena_keep(Arena *a, Value v);            /* keep v alive as long as the arena; passes 0 through as a failure */
Value arena_name(Arena *a, const char *text, size_t n);     /* the interned string of an identifier in UTF-8 */

AstSeq *ast_seq(Arena *a, int32_t n);           /* n NULL items */
AstSeq *ast_seq1(Arena *a, Node *item);
AstNames *ast_names(Arena *a, int32_t n);
AstOps *ast_ops(Arena *a, int32_t n);

/* -- Constructors: ast_BinOp(arena, span, left, AST_Add, right) --------------------------------------------- */

#define F_CHILD(f) , Node *f
#define F_OPT(f) , Node *f
#define F_SEQ(f) , AstSeq *f
#define F_NAME(f) , Value f
#define F_OPTNAME(f) , Value f
#define F_NAMES(f) , AstNames *f
#define F_VALUE(f) , Value f
#define F_OPTVALUE(f) , Value f
#define F_INT(f) , int32_t f
#define F_OP(f) , AstOp f
#define F_OPS(f) , AstOps *f
#define F_EMPTY(f)
#define NODE(group, Kind, fields) Node *ast_##Kind(Arena *a, Span at fields);
#include "compiler/ast.def"

const char *ast_kind_name(AstKind kind);        /* "BinOp" */
const char *ast_op_name(AstOp op);              /* "Add" */
const char *ast_op_text(AstOp op);              /* "+" */

/* -- Dump --------------------------------------------------------------------------------------------------- */

/* The tree as text, exactly as Python's ast.dump(tree, include_attributes=...) writes it.
 * A malloc'ed string for the caller to free, NULL with an exception set. */
char *ast_dump(Thread *t, const Node *tree, bool include_attributes);
