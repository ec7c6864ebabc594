/* Private to diagnose*.c: the reader of a line with a mistake in it. It descends through the line in the
 * order in which CPython's second pass tries things, so that of several mistakes the same one is reported.
 *
 * Functions that read something return a node, or NULL: it is not there, or an error was raised
 * (d->raised). They move d->pos only over what they have read. The nodes are only good for names and
 * places. */
#pragma once

#include <string.h>

#include "compiler/diagnose.h"

enum { DIAGNOSIS_DEPTH = 2000 };

typedef struct Diagnosis {
    Parser *p;
    const Token *toks;
    const uint8_t *levels;                      /* bracket depth after each token */
    size_t n, pos, seen;                        /* seen: the furthest token looked at */
    size_t error;                               /* where the LALR parser stopped */
    size_t stop, later;                    /* where CPython's first pass stops, if that is before or behind */
    size_t reach;                               /* as seen, but reset at will */
    int quiet;                                  /* reading ahead: no mistakes are reported */
    bool remembered;                        /* CPython knows what is in brackets here: no mistakes in there */
    int depth;
    size_t steps;                               /* left; bounds the price of reading things twice */
    bool raised;                                /* an exception is set, or the attempt was given up */
} Diagnosis;

typedef Node *(*Reader)(Diagnosis *d);

/* -- Tokens ---------------------------------------------------------------------------------------------- */

static inline int kind_at(Diagnosis *d, size_t i) {
    if (i >= d->n)
        i = d->n - 1;
    if (i > d->seen)
        d->seen = i;
    if (i > d->reach)
        d->reach = i;
    if (d->toks[i].kind == TK_ERROR)
        d->raised = true;                       /* the lexer's error comes first */
    return d->toks[i].kind;
}

static inline int kind(Diagnosis *d) { return kind_at(d, d->pos); }
static inline int next_kind(Diagnosis *d) { return kind_at(d, d->pos + 1); }
static inline const Token *token(Diagnosis *d) { return &d->toks[d->pos < d->n ? d->pos : d->n - 1]; }

static inline bool accept(Diagnosis *d, int k) {
    if (d->raised || kind(d) != k)
        return false;
    d->pos++;
    return true;
}

static inline bool is_name(int k) { return k == TK_NAME || k == TK_CASE || k == TK_MATCH; }

static inline bool text_is(const Token *tok, const char *word) {
    return tok->len == strlen(word) && memcmp(tok->start, word, tok->len) == 0;
}

static inline Span span_between(Span first, Span last) {
    return (Span){ first.lineno, first.col_offset, last.end_lineno, last.end_col_offset };
}

/* The place of a node as messages give it: without the parentheses around it. */
static inline Span place(Node *n) { return ast_bare(n)->span; }

/* To where CPython's tokenizer stands, which it counts one less. */
static inline Span span_to_here(Diagnosis *d, Span first) {
    Span last = d->toks[d->seen].span;
    last.end_col_offset--;
    return span_between(first, last);
}

/* From token `start` to the last one read. */
static inline Span span_since(Diagnosis *d, size_t start) {
    return span_between(d->toks[start].span, d->toks[d->pos > start ? d->pos - 1 : start].span);
}

#define MAKE(start, Kind, ...) ast_new(d->p->arena, span_since(d, start), Kind, __VA_ARGS__)

/* -- Raising --------------------------------------------------------------------------------------------- */

Parser *diag_raising(Diagnosis *d);         /* its lookahead: the furthest token that anybody has looked at */
#define RAISE(d, at, ...) parser_error(diag_raising(d), at, __VA_ARGS__)
#define RAISE_HERE(d, ...) parser_error_here(diag_raising(d), __VA_ARGS__)

const char *diag_word(Diagnosis *d, const Token *tok);          /* a token's text for a message */

/* Guards recursion that brackets do not bound, and the price of the whole. */
static inline bool enter(Diagnosis *d) {
    if (d->raised)
        return false;
    if (d->depth >= DIAGNOSIS_DEPTH || d->steps == 0 || d->p->arena->failed ||
        (char *)__builtin_frame_address(0) < d->p->t->c_stack_limit) {
        d->raised = true;
        return false;
    }
    d->steps--;
    d->depth++;
    return true;
}

static inline Node *leave(Diagnosis *d, Node *result) {
    d->depth--;
    return d->raised ? NULL : result;
}

/* -- What things are called (diagnose_names.c) ----------------------------------------------------------- */

typedef enum TargetsOf { TO_ASSIGN, TO_DELETE, TO_LOOP } TargetsOf;

const char *diag_name_of(const Node *expression);               /* "function call" */
bool diag_is_soft_keyword(const Token *tok);
const Node *diag_invalid_target(const Node *target, TargetsOf what);  /* first part that is none, or NULL */
void diag_check_target(Diagnosis *d, const Node *target, TargetsOf what);       /* raises for that part */

/* -- Expressions (diagnose_expr.c) ----------------------------------------------------------------------- */

Node *diag_expression(Diagnosis *d);
Node *diag_named_expression(Diagnosis *d);
Node *diag_star_expression(Diagnosis *d);
Node *diag_star_expressions(Diagnosis *d);
Node *diag_star_named_expression(Diagnosis *d);
Node *diag_yield_expr(Diagnosis *d);
Node *diag_disjunction(Diagnosis *d);
bool diag_may_begin_expression(int kind);
/* for ... in ... if ...; *last is the span of the last iterable or condition. */
bool diag_comprehension_clauses(Diagnosis *d, Span *last);
/* CPython's first pass knows only real targets at `target`: how far does it get? */
void diag_stop_at_targets(Diagnosis *d, size_t target);
/* Items separated by commas: one alone, or a Tuple. */
Node *diag_items(Diagnosis *d, Reader item);
/* More items behind `first`, each after a comma; a trailing comma is taken. */
AstSeq *diag_more_items(Diagnosis *d, Node *first, Reader item, bool *comma);

/* -- Operands (diagnose_atom.c) -------------------------------------------------------------------------- */

Node *diag_bitwise_or(Diagnosis *d);
Node *diag_primary(Diagnosis *d);
Node *diag_strings(Diagnosis *d);
Node *diag_starred(Diagnosis *d, Reader operand);
Node *diag_star_target(Diagnosis *d);
Node *diag_star_targets(Diagnosis *d);

/* -- Arguments and parameters (diagnose_args.c) ---------------------------------------------------------- */

bool diag_arguments(Diagnosis *d);              /* up to the closing parenthesis, which is left */
bool diag_parameters(Diagnosis *d, bool lambda);   /* up to the closing parenthesis or colon, which is left */

/* -- Statements (diagnose_stmt.c) ------------------------------------------------------------------------ */

void diag_statement(Diagnosis *d, bool in_match);
void diag_match_line(Diagnosis *d);
