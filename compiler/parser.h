/* Private to the parser: its state, and the helpers that the grammar's actions call. */
#pragma once

#include "compiler/indent.h"
#include "compiler/parse.h"
#include "compiler/source.h"
#include "compiler/token.h"
#include "vm/base/vec.h"

/* Lists under construction. An Elts of one element has no list yet: most of them are parentheses. */
typedef struct Elts { Node *first; AstSeq *seq; } Elts;
typedef struct Targets { Node *first; AstSeq *targets; } Targets;
typedef struct Pairs { AstSeq *keys, *values; } Pairs;
typedef struct CallArgs { AstSeq *args, *keywords; bool unpacked; } CallArgs;
typedef struct ClassPatterns { AstSeq *patterns; AstNames *names; AstSeq *values; } ClassPatterns;
typedef struct From { Value module; int level; } From;
typedef struct Augmented { Node *target; AstOp op; } Augmented;
typedef struct Strings { int32_t n; Token items[]; } Strings;
typedef struct Params {
    AstSeq *posonlyargs, *args, *defaults, *kwonlyargs, *kw_defaults;
    Node *vararg, *kwarg;
    bool slash, star;
} Params;

typedef struct Parser {
    Thread *t;
    Arena *arena;
    const Source *source;
    Lexer *lexer;
    int start;                                  /* TK_START_... */
    Token token;                                /* the lookahead: the newest token the grammar has seen */
    Span end;                                   /* where the last token before it that is not layout ends */
    bool rejected;                              /* a syntax error; its words are still to be found */
    bool by_action;                             /* ... noticed by an action, not by the LALR tables */
    bool before;                          /* ... and it is the token before the lookahead that does not fit */
    bool surplus;                               /* the error is a second statement at the prompt */
    Node *result;
    Vec(Token) ahead;                           /* tokens read early, [next_ahead, len) still to be used */
    size_t next_ahead;
    size_t n_tokens, line_token;               /* tokens used; number of the first one of this logical line */
    struct Parser *outer;                  /* of an f-string's expression: the parser of the text around it */
    int32_t first_col;                          /* ... the column of its opening brace */
    int32_t error_col;                          /* ... and what CPython subtracts from columns in messages */
    int32_t shown_lineno;               /* how far an error message has read, if further than the lookahead */
} Parser;

/* The result or NULL; the exception is set, or p->rejected. */
Node *parser_run(Parser *p);
void parser_out_of_memory(Parser *p);

/* Raises SyntaxError at a place in the text, or where the lookahead stands. They set arena->failed. */
void parser_error(Parser *p, Span at, const char *fmt, ...);
void parser_error_here(Parser *p, const char *fmt, ...);
void parser_error_of(Parser *p, enum ExcId id, const char *fmt, ...);

/* -- Spans ----------------------------------------------------------------------------------------------- */

static inline Span span_from(const Parser *p, Span start) {
    return (Span){ start.lineno, start.col_offset, p->end.end_lineno, p->end.end_col_offset };
}
static inline Span span_of_token(Token tok) { return tok.span; }
static inline Span span_of_node(const Node *n) { return n->span; }
static inline Span span_of_elts(Elts e) { return e.first->span; }
static inline Span span_of_targets(Targets t) { return t.first->span; }

/* From the start of x to the end of what has been read. */
#define FROM(x) span_from(p, _Generic((x), Token: span_of_token, Node *: span_of_node, Elts: span_of_elts, \
                                      Targets: span_of_targets)(x))
#define START ((Span){ 0 })
#define NEW(at, Kind, ...) ast_new(p->arena, at, Kind, __VA_ARGS__)
#define SEQ(seq, item) ast_seq_add(p->arena, seq, item)
#define IDENT(tok) arena_name(p->arena, (tok).start, (tok).len)

/* -- Statements ------------------------------------------------------------------------------------------ */

AstSeq *join_stmts(Parser *p, AstSeq *body, AstSeq *stmts);
Node *make_async(Parser *p, Token async, Node *stmt);
Node *decorate(Parser *p, AstSeq *decorators, Node *definition);
AstSeq *paren_items(Parser *p, Token paren, Elts items, bool comma);
Value dotted_name(Parser *p, Token tok);
Token join_tokens(Token first, Token last);

Params *params_add(Parser *p, Params *params, Node *arg, Node *default_value);
Params *params_slash(Parser *p, Params *params);
Params *params_star(Parser *p, Params *params, Node *arg);
Params *params_double_star(Parser *p, Params *params, Node *arg);
Node *params_node(Parser *p, Params *params);

/* -- Targets: these reject what cannot be assigned or deleted, and set the context of what can ----------- */

Node *store(Parser *p, Node *target);
AstSeq *delete_list(Parser *p, Elts targets);
Node *store_list(Parser *p, Elts targets, bool comma);
Targets targets_first(Parser *p, Node *target);
Targets targets_add(Parser *p, Targets targets, Node *target);
Node *single_target(Parser *p, Node *target);
AstOp augmented_op(Token op);
int is_simple(const Node *target);

/* -- Expressions ----------------------------------------------------------------------------------------- */

static inline Elts elts_first(Node *first) { return (Elts){ first, NULL }; }
Elts elts_add(Parser *p, Elts e, Node *item);
AstSeq *elts_seq(Parser *p, Elts e);
Pairs pairs_add(Parser *p, Pairs pairs, Node *key, Node *value);
CallArgs args_add(Parser *p, CallArgs args, Node *arg);
Value keyword_name(Parser *p, Node *name);
Node *make_tuple(Parser *p, Elts e);
Node *make_paren(Parser *p, Token open, Elts e, bool comma);
Node *make_slices(Parser *p, Elts e, bool comma);
Node *make_bool(Parser *p, Node *left, AstOp op, Node *right);
Node *make_compare(Parser *p, Node *left, AstOp op, Node *right);
Node *add_compare(Parser *p, Node *compare, AstOp op, Node *right);
Strings *strings_add(Parser *p, Strings *strings, Token tok);

/* -- Patterns -------------------------------------------------------------------------------------------- */

Node *make_subject(Parser *p, Elts e, bool comma);
Node *open_sequence(Parser *p, Elts e, bool comma);
Node *paren_pattern(Parser *p, Token open, Elts e, bool comma);
Value capture_name(Parser *p, Token name);      /* 0 for the wildcard */
Value as_name(Parser *p, Token name);           /* rejects the wildcard */
Node *make_or_pattern(Parser *p, Node *left, Node *right);
Node *make_complex(Parser *p, Node *real, AstOp op, Node *imaginary);
Node *mapping_pattern(Parser *p, Token open, Pairs items, Value rest);
ClassPatterns class_positional(Parser *p, ClassPatterns list, Node *pattern);
ClassPatterns class_keyword(Parser *p, ClassPatterns list, Token name, Node *pattern);
Node *class_pattern(Parser *p, Node *cls, ClassPatterns list);

/* -- Literals (literal.c) -------------------------------------------------------------------------------- */

Node *make_number(Parser *p, Token tok);
Node *make_strings(Parser *p, Strings *strings);
