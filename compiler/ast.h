/* The syntax tree: nodes in an arena, read as node->kind == AST_BinOp, node->BinOp.left. Every node has a
 * position (lines from 1, columns from 0 in UTF-8 bytes). A node's depth bounds the recursion of whoever
 * walks the tree: parse_source() refuses trees deeper than AST_MAX_DEPTH. An elif chain is the one
 * exception: an If that is alone in the orelse of an If adds nothing, so walk such chains with a loop. */
#pragma once

#include "vm/object/value.h"
#include "vm/object/object.h"

typedef struct Node Node;

enum { AST_MAX_DEPTH = 2900 };

typedef enum AstKind {
    AST_GROUP,                                  /* (x) while it is being parsed; never in a finished tree */
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
    bool parenthesised;                         /* written as (x) */
    uint16_t depth;                             /* 1 + the deepest child */
    union {
        Span span;
        struct { int32_t lineno, col_offset, end_lineno, end_col_offset; };
    };
    union {
        struct { Node *inner; } Group;
#define NODE(group, Kind, fields) struct { fields } Kind;
#include "compiler/ast.def"
    };
};

/* -- The arena ------------------------------------------------------------------------------------------- */

/* Memory of one compilation, freed at once. The struct lies on the C stack (or in the collected heap), not
 * in malloc'ed memory: `values` is the collector's only way to the constants and names of the tree.
 * Running out of memory sets `failed` and hands out scratch memory that is of no further use, so that
 * constructors need no checks. */
typedef struct Arena {
    Thread *t;
    struct ArenaBlock *blocks;
    char *at, *end;                             /* the free part of the newest small block */
    Value *values;                              /* collector-visible array of everything the tree refers to */
    size_t n_values, max_values;
    struct NameSlot *names;                     /* text -> interned string, open addressing */
    size_t n_names, max_names;
    bool failed;                                /* an exception waits in t, or memory ran out */
    bool too_deep;                              /* some node is deeper than AST_MAX_DEPTH */
    uint64_t scratch[64];
} Arena;

void arena_open(Arena *a, Thread *t);           /* allocates nothing yet */
void arena_close(Arena *a);
void *arena_alloc(Arena *a, size_t n);       /* zeroed, aligned to 8; NULL only if large and memory ran out */
Value arena_keep(Arena *a, Value v);     /* keeps v as long as the arena; 0 sets failed: an exception waits */
Value arena_name(Arena *a, const char *text, size_t n);    /* the interned string of an identifier in UTF-8 */

/* Lists grow at their end: the result replaces the argument, which may be NULL for an empty one. */
AstSeq *ast_seq_add(Arena *a, AstSeq *seq, Node *item);
AstNames *ast_names_add(Arena *a, AstNames *names, Value name);
AstOps *ast_ops_add(Arena *a, AstOps *ops, AstOp op);

/* x itself for (x): what constructors and lists store. */
static inline Node *ast_bare(Node *n) {
    while (n != NULL && n->kind == AST_GROUP)
        n = n->Group.inner;
    return n;
}
Node *ast_group(Arena *a, Span at, Node *inner);

/* -- Making nodes: ast_new(arena, span, BinOp, left, AST_Add, right) ------------------------------------- */

/* The fields in the order of ast.def. Lists given as NULL become empty ones, groups are replaced by what
 * they hold. */
#define ast_new(arena, at, Kind_, ...) ({                                                                   \
    Arena *arena_ = (arena);                                                                                \
    Node *node_ = arena_alloc(arena_, offsetof(Node, Kind_) + sizeof node_->Kind_);                         \
    node_->kind = AST_##Kind_;                                                                              \
    node_->span = (at);                                                                                     \
    node_->Kind_ = (__typeof__(node_->Kind_)){ __VA_ARGS__ };                                               \
    ast_finish_##Kind_(arena_, node_); })

#define NODE(group, Kind, fields) Node *ast_finish_##Kind(Arena *a, Node *n);
#include "compiler/ast.def"

Node *ast_adopt(Arena *a, Node *n, const Node *child);     /* after child was added to a list of n */

const char *ast_kind_name(AstKind kind);        /* "BinOp" */
const char *ast_op_name(AstOp op);              /* "Add" */
const char *ast_op_text(AstOp op);              /* "+" */

/* -- Dump ------------------------------------------------------------------------------------------------ */

/* The tree as text, exactly as Python's ast.dump(tree, include_attributes=...) writes it. A malloc'ed
 * string for the caller to free, NULL with an exception set. */
char *ast_dump(Thread *t, const Node *tree, bool include_attributes);
