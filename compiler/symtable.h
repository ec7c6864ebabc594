/* Scopes: which names a module, class or function binds, and where each name it uses lives. Private to
 * compiler/. One walk over the tree collects the names (and folds constants on the way, fold.c); then
 * every name is resolved, outer scopes first. */
#pragma once

#include "compiler/ast.h"

enum SymbolFlags {
    SYM_GLOBAL = 1,                             /* `global x` */
    SYM_LOCAL = 2,                              /* assigned, defined */
    SYM_PARAM = 4,
    SYM_NONLOCAL = 8,
    SYM_USE = 16,
    SYM_ANNOT = 32,                             /* x: annotation */
    SYM_COMP_ITER = 64,                         /* target of a comprehension's for */
    SYM_IMPORT = 128,                           /* a `global` behind it is no error, for once */
    SYM_BOUND = SYM_LOCAL | SYM_PARAM | SYM_IMPORT
};

enum SymbolPlace { PLACE_UNKNOWN, PLACE_LOCAL, PLACE_GLOBAL_EXPLICIT, PLACE_GLOBAL, PLACE_FREE, PLACE_CELL };

typedef struct Symbol {
    Value name;                                 /* mangled, interned */
    uint8_t flags, place;
    bool passes;                             /* class: also a free variable on its way to an inner function */
    int32_t local;                              /* index among the fast locals; -1: not met yet */
    int32_t deref;                              /* index among cells and free variables; -1: neither */
    struct Symbol *next;                        /* in the order of appearance */
} Symbol;

enum ScopeKind { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_ANNOTATION };
enum CompKind { COMP_NONE, COMP_LIST, COMP_SET, COMP_DICT, COMP_GENERATOR };

typedef struct Directive {                      /* one name of a global or nonlocal statement, for messages */
    Value name;
    Span span;
    struct Directive *next;
} Directive;

typedef struct Scope {
    struct Scope *parent, *next;                /* next: in the order of entering, so parents come first */
    const Node *node;
    uint8_t kind, comp;                         /* enum ScopeKind, CompKind */
    bool nested;                                /* inside a function */
    bool generator, coroutine;
    bool needs_class_cell;                      /* a method uses __class__ or super */
    bool annotations;                           /* module, class: has an annotated assignment */
    bool unused;                                /* within an annotation that is kept as text */
    bool in_comp_target;                        /* while the target of a comprehension's for is visited */
    int in_comp_iter;                           /* > 0: within a comprehension's iterable */
    Symbol *first, **last;
    Symbol **slots;                             /* by name; a power of two */
    uint32_t n, nslots;
    Directive *directives;
} Scope;

typedef struct Symtable {
    Thread *t;
    Arena *arena;
    struct Compiler *c;
    Scope *first, **last;
    Scope *current;
    Value private_name;                         /* innermost class, for mangling; 0: none */
    Value name_super, name_class, name_debug, name_dot0;
    struct NodeSlot { const Node *node; Scope *scope; } *slots;     /* scope by node */
    uint32_t n, nslots;
} Symtable;

/* false: an exception waits. */
bool symtable_build(Symtable *st, struct Compiler *c, Node *tree);
Scope *symtable_scope(const Symtable *st, const Node *node);
Symbol *scope_find(const Scope *s, Value name);

/* fold.c: replaces n by a constant if it can, in place; its children are folded already. */
void fold_expr(struct Compiler *c, Node *n);
/* An iterable that nobody can keep: a list becomes a tuple, a set of constants a frozenset. */
Node *fold_iterable(struct Compiler *c, Node *n);
