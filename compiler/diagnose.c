/* The words of a syntax error. The LALR parser only knows at which token it gave up; here the logical line of that
 * token is read once more by recursive descent, in the order in which CPython's second pass tries things, and the
 * first familiar mistake is reported. Nothing is: then it is "invalid syntax" (see syntax_error.c).
 *
 * Functions that read something return a node, or NULL: it is not there, or an error was raised (d->raised).
 * They move d->pos only over what they have read. */
#include "compiler/diagnose.h"

#include <string.h>

enum { MAX_DEPTH = 2000 };

typedef struct Diagnosis {
    Parser *p;
    const Token *toks;
    const uint8_t *levels;                      /* bracket depth after each token */
    size_t n, pos, seen;                        /* seen: the furthest token looked at */
    size_t error;                               /* where the LALR parser stopped */
    size_t stop, later;                         /* where CPython's first pass stops, if that is before or behind */
    size_t reach;                               /* as seen, but reset at will */
    int quiet;                                  /* reading ahead: no mistakes are reported */
    bool remembered;                            /* CPython knows what is in brackets here: no mistakes in there */
    int depth;
    size_t steps;                               /* left; bounds the price of reading things twice */
    bool raised;                                /* an exception is set, or the attempt was given up */
} Diagnosis;

typedef enum TargetsOf { TO_ASSIGN, TO_DELETE, TO_LOOP } TargetsOf;

static Node *expression(Diagnosis *d);
static Node *named_expression(Diagnosis *d);
static Node *star_expressions(Diagnosis *d);
static Node *bitwise_or(Diagnosis *d);
static Node *disjunction(Diagnosis *d);
static bool comprehension_clauses(Diagnosis *d, Span *last);

/* -- Tokens ------------------------------------------------------------------------------------------------- */

static int kind_at(Diagnosis *d, size_t i) {
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

static int kind(Diagnosis *d) { return kind_at(d, d->pos); }
static int next_kind(Diagnosis *d) { return kind_at(d, d->pos + 1); }
static const Token *token(Diagnosis *d) { return &d->toks[d->pos < d->n ? d->pos : d->n - 1]; }

static bool accept(Diagnosis *d, int k) {
    if (d->raised || kind(d) != k)
        return false;
    d->pos++;
    return true;
}

static bool is_name(int k) { return k == TK_NAME || k == TK_CASE || k == TK_MATCH; }

static bool text_is(const Token *tok, const char *word) {
    return tok->len == strlen(word) && memcmp(tok->start, word, tok->len) == 0;
}

/* CPython compares only as many characters as the name has, so `c` and `ma` count as soft keywords here. */
static bool is_soft_keyword(const Token *tok) {
    return is_name(tok->kind) && ((tok->len <= 5 && memcmp("match", tok->start, tok->len) == 0) ||
                                  (tok->len <= 4 && memcmp("case", tok->start, tok->len) == 0) || text_is(tok, "_"));
}

static Span span_between(Span first, Span last) {
    return (Span){ first.lineno, first.col_offset, last.end_lineno, last.end_col_offset };
}

/* The place of a node as messages give it: without the parentheses around it. */
static Span place(Node *n) { return ast_bare(n)->span; }

/* To where CPython's tokenizer stands, which it counts one less. */
static Span span_to_here(Diagnosis *d, Span first) {
    Span last = d->toks[d->seen].span;
    last.end_col_offset--;
    return span_between(first, last);
}

/* From token `start` to the last one read. */
static Span span_since(Diagnosis *d, size_t start) {
    return span_between(d->toks[start].span, d->toks[d->pos > start ? d->pos - 1 : start].span);
}

#define MAKE(start, Kind, ...) ast_new(d->p->arena, span_since(d, start), Kind, __VA_ARGS__)

/* -- Raising ------------------------------------------------------------------------------------------------ */

/* The parser's lookahead becomes the furthest token that anybody has looked at. */
static Parser *raising(Diagnosis *d) {
    d->raised = true;
    d->p->token = d->toks[d->seen];
    return d->p;
}

#define RAISE(d, at, ...) parser_error(raising(d), at, __VA_ARGS__)
#define RAISE_HERE(d, ...) parser_error_here(raising(d), __VA_ARGS__)

/* A token's text for a message. */
static const char *word(Diagnosis *d, const Token *tok) {
    char *copy = arena_alloc(d->p->arena, tok->len + 1);
    return copy != NULL ? memcpy(copy, tok->start, tok->len) : "";
}

/* Guards recursion that brackets do not bound, and the price of the whole. */
static bool enter(Diagnosis *d) {
    if (d->raised)
        return false;
    if (d->depth >= MAX_DEPTH || d->steps == 0 || d->p->arena->failed ||
        (char *)__builtin_frame_address(0) < d->p->t->c_stack_limit) {
        d->raised = true;
        return false;
    }
    d->steps--;
    d->depth++;
    return true;
}

static Node *leave(Diagnosis *d, Node *result) {
    d->depth--;
    return d->raised ? NULL : result;
}

/* -- What things are called ---------------------------------------------------------------------------------- */

static const char *expression_name(const Node *n) {
    switch (n->kind) {
    case AST_Attribute: return "attribute";
    case AST_Subscript: return "subscript";
    case AST_Starred: return "starred";
    case AST_Name: return "name";
    case AST_List: return "list";
    case AST_Tuple: return "tuple";
    case AST_Lambda: return "lambda";
    case AST_Call: return "function call";
    case AST_GeneratorExp: return "generator expression";
    case AST_Yield: case AST_YieldFrom: return "yield expression";
    case AST_Await: return "await expression";
    case AST_ListComp: return "list comprehension";
    case AST_SetComp: return "set comprehension";
    case AST_DictComp: return "dict comprehension";
    case AST_Dict: return "dict literal";
    case AST_Set: return "set display";
    case AST_JoinedStr: return "f-string expression";
    case AST_Compare: return "comparison";
    case AST_IfExp: return "conditional expression";
    case AST_NamedExpr: return "named expression";
    case AST_Constant:
        switch (n->Constant.value) {
        case VALUE_NONE: return "None";
        case VALUE_TRUE: return "True";
        case VALUE_FALSE: return "False";
        case VALUE_ELLIPSIS: return "ellipsis";
        }
        return "literal";
    }
    return "expression";
}

/* The first part of a target that is none, or NULL. */
static const Node *invalid_target(const Node *target, TargetsOf what) {
    const Node *n = ast_bare((Node *)target);
    const AstSeq *elts;
    switch (n->kind) {
    case AST_Name: case AST_Attribute: case AST_Subscript:
        return NULL;
    case AST_Starred:
        return what == TO_DELETE ? n : invalid_target(n->Starred.value, what);
    case AST_Compare:                           /* `for a in b` reads as a comparison */
        if (what == TO_LOOP)
            return n->Compare.ops->items[0] == AST_In ? invalid_target(n->Compare.left, what) : NULL;
        return n;
    case AST_Tuple: elts = n->Tuple.elts; break;
    case AST_List: elts = n->List.elts; break;
    default:
        return n;
    }
    for (int32_t i = 0; i < elts->n; i++) {
        const Node *bad = invalid_target(elts->items[i], what);
        if (bad != NULL)
            return bad;
    }
    return NULL;
}

static void check_target(Diagnosis *d, const Node *target, TargetsOf what) {
    const Node *bad = target != NULL && !d->quiet && !d->raised ? invalid_target(target, what) : NULL;
    if (bad != NULL)
        RAISE(d, bad->span, what == TO_DELETE ? "cannot delete %s" : "cannot assign to %s", expression_name(bad));
}

/* -- Lists -------------------------------------------------------------------------------------------------- */

static Node *starred(Diagnosis *d, Node *(*operand)(Diagnosis *)) {
    size_t start = d->pos;
    if (!accept(d, TK_STAR))
        return NULL;
    Node *value = operand(d);
    if (value == NULL)
        return d->pos = start, NULL;
    return MAKE(start, Starred, value, AST_Load);
}

static Node *star_expression(Diagnosis *d) {
    return kind(d) == TK_STAR ? starred(d, bitwise_or) : expression(d);
}

static Node *star_named_expression(Diagnosis *d) {
    return kind(d) == TK_STAR ? starred(d, bitwise_or) : named_expression(d);
}

/* More items behind `first`, each after a comma; a trailing comma is taken. */
static AstSeq *more_items(Diagnosis *d, Node *first, Node *(*item)(Diagnosis *), bool *comma) {
    AstSeq *seq = ast_seq_add(d->p->arena, NULL, first);
    *comma = false;
    while (accept(d, TK_COMMA)) {
        Node *n = item(d);
        *comma = n == NULL;
        if (n == NULL)
            break;
        seq = ast_seq_add(d->p->arena, seq, n);
    }
    return seq;
}

static Node *items(Diagnosis *d, Node *(*item)(Diagnosis *)) {
    size_t start = d->pos;
    bool comma;
    Node *first = item(d);
    if (first == NULL || kind(d) != TK_COMMA)
        return first;
    AstSeq *elts = more_items(d, first, item, &comma);
    return d->raised ? NULL : MAKE(start, Tuple, elts, AST_Load);
}

static Node *star_expressions(Diagnosis *d) { return items(d, star_expression); }

static Node *yield_expr(Diagnosis *d) {
    size_t start = d->pos;
    if (!accept(d, TK_YIELD))
        return NULL;
    Node *value;
    if (accept(d, TK_FROM)) {
        value = expression(d);
        return value != NULL ? MAKE(start, YieldFrom, value) : (d->pos = start, NULL);
    }
    value = star_expressions(d);
    return d->raised ? NULL : MAKE(start, Yield, value);
}

/* Targets as the grammar knows them: anything of the form that can be assigned to. */
static Node *star_target(Diagnosis *d);

static Node *star_targets(Diagnosis *d) {
    size_t start = d->pos;
    Node *n = items(d, star_target);
    if (n == NULL)
        d->pos = start;
    return n;
}

/* -- Atoms -------------------------------------------------------------------------------------------------- */

/* What is wrong within a string comes first, also when CPython only looks ahead. */
static bool read_strings(Diagnosis *d, size_t start) {
    Strings *all = NULL;
    Token lookahead = d->p->token;
    for (size_t i = start; i < d->pos; i++)
        all = strings_add(d->p, all, d->toks[i]);
    d->p->token = d->toks[d->seen];
    make_strings(d->p, all);
    d->raised |= d->p->arena->failed;
    if (!d->raised)
        d->p->token = lookahead;
    return !d->raised;
}

static Node *strings(Diagnosis *d) {
    size_t start = d->pos;
    bool format = false;
    for (; kind(d) == TK_STRING; d->pos++) {
        for (const char *s = token(d)->start; *s != '\'' && *s != '"'; s++)
            format |= (*s | 0x20) == 'f';
    }
    if (d->pos > d->error && !d->raised && !read_strings(d, start))
        return NULL;
    return format ? MAKE(start, JoinedStr, NULL) : MAKE(start, Constant, from_small(0), 0);
}

static Node *close(Diagnosis *d, size_t start, int bracket, Node *n) {
    if (d->raised || n == NULL || !accept(d, bracket)) {
        d->pos = start;
        return NULL;
    }
    n->span = span_since(d, start);
    return n;
}

/* The first thing within a bracket. What stands behind a star may be any expression for CPython's error rules. */
static Node *first_element(Diagnosis *d) {
    size_t start = d->pos;
    Node *first = star_named_expression(d);
    if (d->raised || d->quiet || d->toks[start].kind != TK_STAR || (first != NULL && kind(d) == TK_COMMA))
        return first;
    d->pos = start;
    return starred(d, expression);
}

/* ( ... */
static Node *paren(Diagnosis *d) {
    size_t start = d->pos++;
    bool comma;
    Span last;
    if (accept(d, TK_RPAR))
        return MAKE(start, Tuple, NULL, AST_Load);
    if (kind(d) == TK_YIELD) {
        Node *y = yield_expr(d);
        if (y == NULL || !accept(d, TK_RPAR))
            return d->pos = start, NULL;
        return ast_group(d->p->arena, span_since(d, start), y);
    }
    if (kind(d) == TK_DOUBLESTAR) {
        Span at = token(d)->span;
        d->pos++;
        if (expression(d) != NULL && kind(d) == TK_RPAR && !d->quiet)
            RAISE(d, at, "cannot use double starred expression here");
        return d->pos = start, NULL;
    }
    Node *first = first_element(d);
    if (first == NULL)
        return d->pos = start, NULL;
    if (kind(d) == TK_COMMA) {
        AstSeq *elts = more_items(d, first, star_named_expression, &comma);
        return close(d, start, TK_RPAR, MAKE(start, Tuple, elts, AST_Load));
    }
    if (kind(d) == TK_RPAR) {
        if (first->kind == AST_Starred) {
            if (!d->quiet)
                RAISE(d, place(first), "cannot use starred expression here");
            return d->pos = start, NULL;
        }
        d->pos++;
        return ast_group(d->p->arena, span_since(d, start), first);
    }
    if (comprehension_clauses(d, &last)) {
        if (first->kind == AST_Starred) {
            if (!d->quiet)
                RAISE(d, first->span, "iterable unpacking cannot be used in comprehension");
            return d->pos = start, NULL;
        }
        return close(d, start, TK_RPAR, MAKE(start, GeneratorExp, first, NULL));
    }
    return d->pos = start, NULL;
}

/* Elements of a list or a set up to the closing bracket, or a comprehension. */
static Node *display(Diagnosis *d, size_t start, Node *first, int bracket) {
    bool comma, is_list = bracket == TK_RSQB;
    Span last;
    if (first == NULL || d->raised)
        return d->pos = start, NULL;
    if (comprehension_clauses(d, &last)) {
        if (first->kind == AST_Starred) {
            if (!d->quiet)
                RAISE(d, first->span, "iterable unpacking cannot be used in comprehension");
            return d->pos = start, NULL;
        }
        return close(d, start, bracket, is_list ? MAKE(start, ListComp, first, NULL) : MAKE(start, SetComp, first, NULL));
    }
    size_t comma_at = d->pos;
    AstSeq *elts = more_items(d, first, star_named_expression, &comma);
    if (!d->raised && !d->quiet && (kind(d) == TK_FOR || kind(d) == TK_ASYNC) && d->pos > comma_at) {
        Span end = elts->n > 1 && !comma ? elts->items[elts->n - 1]->span : d->toks[comma_at].span;
        if (elts->n > 1)
            end = elts->items[elts->n - 1]->span;
        if (comprehension_clauses(d, &last))
            RAISE(d, span_between(place(first), end), "did you forget parentheses around the comprehension target?");
    }
    return close(d, start, bracket, is_list ? MAKE(start, List, elts, AST_Load) : MAKE(start, Set, elts));
}

static Node *list(Diagnosis *d) {
    size_t start = d->pos++;
    if (accept(d, TK_RSQB))
        return MAKE(start, List, NULL, AST_Load);
    return display(d, start, first_element(d), TK_RSQB);
}

/* The value behind `key :`. */
static Node *dict_value(Diagnosis *d, size_t colon) {
    if (kind(d) == TK_STAR) {
        Span at = token(d)->span;
        d->reach = d->pos++;
        if (bitwise_or(d) != NULL)
            RAISE(d, span_to_here(d, at), "cannot use a starred expression in a dictionary value");
        else if (colon < d->error && d->reach > d->later)
            d->later = d->reach;
        return NULL;
    }
    if (kind(d) == TK_RBRACE || kind(d) == TK_COMMA) {
        RAISE(d, d->toks[colon].span, "expression expected after dictionary key and ':'");
        return NULL;
    }
    return expression(d);
}

/* The error rules for dict displays are active in CPython's first pass already, and when it looks ahead. */
static Node *later_key(Diagnosis *d) {
    bool first_pass = d->pos <= d->error;
    d->quiet += first_pass;
    Node *key = expression(d);
    d->quiet -= first_pass;
    return key == NULL && !d->raised ? expression(d) : key;
}

/* { key: value, ... whose first key, or the stars before a mapping, have been met. */
static Node *dict(Diagnosis *d, size_t start, bool have_key) {
    Span last;
    for (bool first = true; ; first = false) {
        Span at = token(d)->span;
        bool unpacking = !have_key && accept(d, TK_DOUBLESTAR);
        if (unpacking) {
            if (bitwise_or(d) == NULL)
                break;
        } else {
            Node *key = NULL;
            if (!have_key && (key = later_key(d)) == NULL)
                break;
            if (kind(d) != TK_COLON) {
                if (!first) {
                    Span at = place(key);
                    RAISE(d, ((Span){ at.lineno, at.end_col_offset - 1, at.end_lineno, -1 }),
                          "':' expected after dictionary key");
                }
                break;
            }
            size_t colon = d->pos++;
            if (dict_value(d, colon) == NULL)
                break;
        }
        have_key = false;
        if (first && comprehension_clauses(d, &last)) {
            if (unpacking && kind(d) == TK_RBRACE && !d->quiet)
                RAISE(d, at, "dict unpacking cannot be used in dict comprehension");
            return close(d, start, TK_RBRACE, MAKE(start, DictComp, NULL, NULL, NULL));
        }
        if (d->raised || !accept(d, TK_COMMA) || kind(d) == TK_RBRACE)
            return close(d, start, TK_RBRACE, MAKE(start, Dict, NULL, NULL));
    }
    return d->pos = start, NULL;
}

static Node *brace(Diagnosis *d) {
    size_t start = d->pos++;
    if (accept(d, TK_RBRACE))
        return MAKE(start, Dict, NULL, NULL);
    if (kind(d) == TK_DOUBLESTAR)
        return dict(d, start, false);
    Node *first = first_element(d);
    if (first != NULL && first->kind != AST_Starred && kind(d) == TK_COLON)
        return dict(d, start, true);
    return display(d, start, first, TK_RBRACE);
}

static Node *bracketed(Diagnosis *d, Node *(*read)(Diagnosis *)) {
    bool remembered = d->remembered;
    d->quiet += remembered;
    d->remembered = false;
    Node *n = read(d);
    d->remembered = remembered;
    d->quiet -= remembered;
    return n;
}

static Node *atom(Diagnosis *d) {
    size_t start = d->pos;
    switch (kind(d)) {
    case TK_NAME: case TK_CASE: case TK_MATCH:
        d->pos++;
        return MAKE(start, Name, 0, AST_Load);
    case TK_NUMBER:
        d->pos++;
        return MAKE(start, Constant, from_small(0), 0);
    case TK_NONE:
        d->pos++;
        return MAKE(start, Constant, VALUE_NONE, 0);
    case TK_TRUE:
        d->pos++;
        return MAKE(start, Constant, VALUE_TRUE, 0);
    case TK_FALSE:
        d->pos++;
        return MAKE(start, Constant, VALUE_FALSE, 0);
    case TK_ELLIPSIS:
        d->pos++;
        return MAKE(start, Constant, VALUE_ELLIPSIS, 0);
    case TK_STRING:
        return strings(d);
    case TK_LPAR: case TK_WITH_LPAR:
        return bracketed(d, paren);
    case TK_LSQB:
        return bracketed(d, list);
    case TK_LBRACE:
        return bracketed(d, brace);
    }
    return NULL;
}

/* -- Calls and subscripts ----------------------------------------------------------------------------------- */

/* name=value in a call. */
static bool keyword(Diagnosis *d) {
    Span last;
    const Token *name = token(d), *equal = name + 1;
    if (!is_name(name->kind)) {
        if (!d->quiet)
            RAISE(d, span_between(name->span, equal->span), "cannot assign to %s", word(d, name));
        return false;
    }
    size_t start = d->pos;
    d->pos += 2;
    if (expression(d) == NULL) {
        if (!d->raised)
            d->pos = start;
        return false;
    }
    if (!d->quiet && comprehension_clauses(d, &last))
        RAISE(d, span_between(name->span, equal->span),
              "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    return !d->raised;
}

typedef struct ArgState {
    int n_positional;
    bool starred, keyword, unpacking;
    bool misplaced;                             /* a positional argument behind a keyword */
} ArgState;

/* One argument; false when there is none or it is broken. */
static bool argument(Diagnosis *d, ArgState *s) {
    Span last;
    size_t start = d->pos;
    int k = kind(d);
    if (k == TK_STAR) {
        Span at = token(d)->span;
        bool good = !s->unpacking || s->misplaced;
        Node *n = good ? starred(d, expression) : NULL;
        if (n == NULL && !d->raised && !d->quiet && (s->unpacking || s->starred || s->keyword))
            RAISE(d, at, "iterable argument unpacking follows keyword argument unpacking");
        s->starred = true;
        s->n_positional++;
        if (n != NULL && !d->quiet && comprehension_clauses(d, &last)) {
            if (s->n_positional == 1 && !s->keyword)
                RAISE(d, n->span, "iterable unpacking cannot be used in comprehension");
            else
                RAISE(d, span_between(n->span, last), "Generator expression must be parenthesized");
        }
        return n != NULL && !d->raised;
    }
    if (k == TK_DOUBLESTAR) {
        d->pos++;
        s->unpacking = s->keyword = true;
        return expression(d) != NULL;
    }
    if ((is_name(k) || k == TK_NONE || k == TK_TRUE || k == TK_FALSE) && next_kind(d) == TK_EQUAL) {
        s->keyword = true;
        return keyword(d);
    }
    bool named = is_name(k) && next_kind(d) == TK_COLONEQUAL;
    Node *value = named ? named_expression(d) : expression(d);
    if (value == NULL)
        return false;
    if (!d->quiet && kind(d) == TK_EQUAL) {
        RAISE(d, span_between(place(value), token(d)->span),
              "expression cannot contain assignment, perhaps you meant \"==\"?");
        return false;
    }
    s->misplaced |= s->keyword;
    s->n_positional++;
    if ((kind(d) == TK_FOR || kind(d) == TK_ASYNC) && comprehension_clauses(d, &last)) {
        bool alone = s->n_positional == 1 && !s->keyword;
        if (!d->quiet && alone && !named && accept(d, TK_COMMA)) {
            ArgState rest = { 0 };
            while (kind(d) != TK_RPAR && argument(d, &rest) && accept(d, TK_COMMA))
                ;
            if (!d->raised)
                RAISE(d, span_between(place(value), last), "Generator expression must be parenthesized");
        }
        if (!d->raised && !d->quiet && !alone)
            RAISE(d, span_between(place(value), last), "Generator expression must be parenthesized");
        if (d->raised || !alone)
            return d->pos = start, false;
    }
    return true;
}

/* The arguments up to ")", which is left. */
static bool arguments(Diagnosis *d) {
    ArgState s = { 0 };
    while (kind(d) != TK_RPAR) {
        size_t before = d->pos;
        if (!argument(d, &s)) {
            if (s.misplaced && !d->raised)
                d->pos = before;
            break;
        }
        if (!accept(d, TK_COMMA))
            break;
    }
    kind(d);
    if (s.misplaced && !d->quiet && !d->raised)
        RAISE_HERE(d, s.unpacking ? "positional argument follows keyword argument unpacking"
                                  : "positional argument follows keyword argument");
    return !d->raised && kind(d) == TK_RPAR;
}

static Node *slice(Diagnosis *d) {
    size_t start = d->pos;
    if (kind(d) == TK_STAR)
        return starred(d, bitwise_or);
    Node *lower = NULL;
    if (kind(d) != TK_COLON) {
        lower = named_expression(d);
        if (lower == NULL || kind(d) != TK_COLON)
            return lower;
    }
    d->pos++;
    expression(d);
    if (accept(d, TK_COLON))
        expression(d);
    return d->raised ? NULL : MAKE(start, Slice, lower, NULL, NULL);
}

static Node *call_brackets(Diagnosis *d) {
    size_t start = d->pos++;
    if (!arguments(d))
        return NULL;
    d->pos++;
    return MAKE(start, Pass);
}

static Node *slice_brackets(Diagnosis *d) {
    d->pos++;
    Node *n = items(d, slice);
    return n != NULL && accept(d, TK_RSQB) ? n : NULL;
}

static Node *primary(Diagnosis *d) {
    size_t start = d->pos;
    Node *n = atom(d);
    while (n != NULL && !d->raised) {
        size_t before = d->pos;
        switch (kind(d)) {
        case TK_DOT:
            if (!is_name(next_kind(d)))
                return n;
            d->pos += 2;
            n = MAKE(start, Attribute, n, 0, AST_Load);
            continue;
        case TK_LPAR:
            if (bracketed(d, call_brackets) == NULL)
                return d->raised ? NULL : (d->pos = before, n);
            n = MAKE(start, Call, n, NULL, NULL);
            continue;
        case TK_LSQB:
            if (bracketed(d, slice_brackets) == NULL)
                return d->raised ? NULL : (d->pos = before, n);
            n = MAKE(start, Subscript, n, n, AST_Load);
            continue;
        }
        return n;
    }
    return d->raised ? NULL : n;
}

static Node *star_target(Diagnosis *d) {
    size_t start = d->pos;
    accept(d, TK_STAR);
    Node *n = primary(d);
    if (n == NULL || invalid_target(n, TO_ASSIGN) != NULL)
        return d->pos = start, NULL;
    return d->toks[start].kind == TK_STAR ? MAKE(start, Starred, n, AST_Store) : n;
}

/* -- Operators ---------------------------------------------------------------------------------------------- */

static int binary_priority(int k) {
    switch (k) {
    case TK_VBAR: return 1;
    case TK_CIRCUMFLEX: return 2;
    case TK_AMPER: return 3;
    case TK_LEFTSHIFT: case TK_RIGHTSHIFT: return 4;
    case TK_PLUS: case TK_MINUS: return 5;
    case TK_STAR: case TK_SLASH: case TK_DOUBLESLASH: case TK_PERCENT: case TK_AT: return 6;
    }
    return 0;
}

/* + - ~ and powers. */
static Node *factor(Diagnosis *d) {
    size_t start = d->pos;
    if (!enter(d))
        return NULL;
    int k = kind(d);
    if (k == TK_PLUS || k == TK_MINUS || k == TK_TILDE) {
        d->pos++;
        Node *operand = factor(d);
        return leave(d, operand != NULL ? MAKE(start, UnaryOp, AST_USub, operand) : (d->pos = start, NULL));
    }
    bool await = accept(d, TK_AWAIT);
    Node *n = primary(d);
    if (n == NULL)
        return d->pos = start, leave(d, NULL);
    if (await)
        n = MAKE(start, Await, n);
    size_t before = d->pos;
    if (accept(d, TK_DOUBLESTAR)) {
        Node *right = factor(d);
        if (right == NULL)
            d->pos = before;
        else
            n = MAKE(start, BinOp, n, AST_Pow, right);
    }
    return leave(d, n);
}

static Node *binary(Diagnosis *d, int priority) {
    size_t start = d->pos;
    Node *left = factor(d);
    while (left != NULL && !d->raised) {
        size_t before = d->pos;
        int p = binary_priority(kind(d));
        if (p < priority || p == 0)
            break;
        d->pos++;
        Node *right = binary(d, p + 1);
        if (right == NULL) {
            d->pos = before;
            break;
        }
        left = MAKE(start, BinOp, left, AST_Add, right);
    }
    return d->raised ? NULL : left;
}

static Node *bitwise_or(Diagnosis *d) { return binary(d, 1); }

static AstOp compare_op(Diagnosis *d, size_t *length) {
    *length = 1;
    switch (kind(d)) {
    case TK_EQEQUAL: case TK_NOTEQUAL: case TK_LESS: case TK_LESSEQUAL: case TK_GREATER: case TK_GREATEREQUAL:
        return AST_Eq;
    case TK_IN:
        return AST_In;
    case TK_IS:
        *length = next_kind(d) == TK_NOT ? 2 : 1;
        return AST_Is;
    case TK_NOT:
        *length = 2;
        return next_kind(d) == TK_IN ? AST_NotIn : AST_NO_OP;
    }
    return AST_NO_OP;
}

static Node *comparison(Diagnosis *d) {
    size_t start = d->pos, length;
    Node *n = bitwise_or(d), *left = n;
    AstOps *ops = NULL;
    for (AstOp op; n != NULL && (op = compare_op(d, &length)) != AST_NO_OP; ) {
        size_t before = d->pos;
        d->pos += length;
        if (bitwise_or(d) == NULL) {
            if (!d->raised)
                d->pos = before;
            break;
        }
        ops = ast_ops_add(d->p->arena, ops, op);
        n = MAKE(start, Compare, left, ops, NULL);
    }
    return d->raised ? NULL : n;
}

static Node *inversion(Diagnosis *d) {
    size_t start = d->pos;
    if (kind(d) != TK_NOT)
        return comparison(d);
    if (!enter(d))
        return NULL;
    d->pos++;
    Node *operand = inversion(d);
    return leave(d, operand != NULL ? MAKE(start, UnaryOp, AST_Not, operand) : (d->pos = start, NULL));
}

static Node *disjunction(Diagnosis *d) {
    size_t start = d->pos;
    Node *n = inversion(d);
    while (n != NULL && (kind(d) == TK_AND || kind(d) == TK_OR)) {
        size_t before = d->pos++;
        if (inversion(d) == NULL) {
            if (!d->raised)
                d->pos = before;
            break;
        }
        n = MAKE(start, BoolOp, AST_And, NULL);
    }
    return d->raised ? NULL : n;
}

/* -- Parameters --------------------------------------------------------------------------------------------- */

typedef struct ParamState {
    bool lambda, default_seen, slash, star, any;
} ParamState;

static bool params_end(Diagnosis *d, const ParamState *s) {
    return kind(d) == (s->lambda ? TK_COLON : TK_RPAR);
}

/* name [: annotation]; its span, or false. */
static bool param(Diagnosis *d, const ParamState *s, bool star, Span *at) {
    size_t start = d->pos;
    if (!is_name(kind(d)))
        return false;
    d->pos++;
    if (!s->lambda && accept(d, TK_COLON)) {
        Node *annotation = star && kind(d) == TK_STAR ? star_expression(d) : expression(d);
        if (annotation == NULL)
            return false;
    }
    *at = span_since(d, start);
    return true;
}

/* (a, b) among the parameters. */
static void parenthesised_params(Diagnosis *d, const ParamState *s) {
    Span first = token(d)->span, at;
    size_t start = d->pos++;
    bool any = false;
    while (param(d, s, false, &at)) {
        any = true;
        if (!accept(d, TK_COMMA))
            break;
    }
    if (any && kind(d) == TK_RPAR && !d->raised && !s->default_seen && !s->star)
        RAISE(d, span_between(first, token(d)->span), s->lambda ? "Lambda expression parameters cannot be parenthesized"
                                                                : "Function parameters cannot be parenthesized");
    d->pos = start;
}

static bool slash_param(Diagnosis *d, ParamState *s) {
    Span at = token(d)->span;
    d->pos++;
    if (s->slash)
        RAISE(d, at, "/ may appear only once");
    else if (s->star)
        RAISE(d, at, "/ must be ahead of *");
    else if (!s->any && kind(d) == TK_COMMA)
        RAISE(d, at, "at least one argument must precede /");
    else if (s->any && kind(d) == TK_STAR)
        RAISE(d, token(d)->span, "expected comma between / and *");
    s->slash = true;
    return !d->raised && s->any;
}

static bool star_param(Diagnosis *d, ParamState *s) {
    Span star = token(d)->span, at;
    d->pos++;
    bool bare = !param(d, s, true, &at);
    if (d->raised)
        return false;
    if (s->star) {
        if (!bare || kind(d) == TK_COMMA)
            RAISE(d, star, "* argument may appear only once");
        return false;
    }
    s->star = true;
    if (bare) {
        bool ends = params_end(d, s);
        if (!ends && kind(d) == TK_COMMA) {
            d->pos++;
            ends = params_end(d, s) || kind(d) == TK_DOUBLESTAR;
            if (!ends)
                d->pos--;
        }
        if (ends && s->lambda)
            RAISE_HERE(d, "named arguments must follow bare *");
        else if (ends)
            RAISE(d, star, "named arguments must follow bare *");
        return !d->raised && kind(d) == TK_COMMA;
    }
    if (kind(d) == TK_EQUAL)
        RAISE(d, token(d)->span, "var-positional argument cannot have default value");
    return !d->raised;
}

static bool double_star_param(Diagnosis *d, ParamState *s) {
    Span at;
    d->pos++;
    if (!param(d, s, false, &at))
        return false;
    if (kind(d) == TK_EQUAL) {
        RAISE(d, token(d)->span, "var-keyword argument cannot have default value");
        return false;
    }
    if (kind(d) == TK_COMMA) {
        int k = next_kind(d);
        size_t before = d->pos++;
        if (k == TK_STAR || k == TK_DOUBLESTAR || k == TK_SLASH)
            RAISE(d, token(d)->span, "arguments cannot follow var-keyword argument");
        else if (param(d, s, false, &at))
            RAISE(d, at, "arguments cannot follow var-keyword argument");
        if (!d->raised && !params_end(d, s))
            d->pos = before;
    }
    return !d->raised;
}

static bool plain_param(Diagnosis *d, ParamState *s) {
    Span at;
    if (!param(d, s, false, &at))
        return false;
    if (kind(d) == TK_EQUAL) {
        Span equal = token(d)->span;
        d->pos++;
        if (kind(d) == TK_COMMA || params_end(d, s))
            RAISE(d, equal, "expected default value expression");
        else if (expression(d) == NULL)
            return false;
        s->default_seen = true;
    } else if (s->default_seen && !s->star && (kind(d) == TK_COMMA || params_end(d, s))) {
        RAISE(d, at, "non-default argument follows default argument");
    }
    return !d->raised;
}

/* Parameters up to the closing parenthesis or the colon, which is left. */
static bool parameters(Diagnosis *d, bool lambda) {
    ParamState s = { .lambda = lambda };
    while (!d->raised && !params_end(d, &s)) {
        bool good;
        switch (kind(d)) {
        case TK_SLASH: good = slash_param(d, &s); break;
        case TK_STAR: good = star_param(d, &s); break;
        case TK_DOUBLESTAR: good = double_star_param(d, &s); break;
        case TK_LPAR:
            if (!d->quiet)
                parenthesised_params(d, &s);
            return false;
        default: good = plain_param(d, &s);
        }
        if (!good)
            return false;
        s.any = true;
        if (!accept(d, TK_COMMA))
            break;
    }
    return !d->raised && params_end(d, &s);
}

static Node *lambda(Diagnosis *d) {
    size_t start = d->pos++;
    Node *body = NULL;
    if (enter(d)) {
        int quiet = d->quiet;
        if (quiet == 0 || kind(d) != TK_LPAR) {
            if (parameters(d, true) && accept(d, TK_COLON))
                body = expression(d);
        }
        d->depth--;
    }
    return body != NULL ? MAKE(start, Lambda, body, body) : (d->pos = d->raised ? d->pos : start, NULL);
}

/* -- Expressions -------------------------------------------------------------------------------------------- */

static bool may_begin_expression(int k) {
    switch (k) {
    case TK_NAME: case TK_CASE: case TK_MATCH: case TK_NUMBER: case TK_STRING: case TK_LPAR: case TK_LSQB:
    case TK_LBRACE: case TK_PLUS: case TK_MINUS: case TK_TILDE: case TK_NOT: case TK_LAMBDA: case TK_AWAIT:
    case TK_NONE: case TK_TRUE: case TK_FALSE: case TK_ELLIPSIS:
        return true;
    }
    return false;
}

static bool is_legacy(const Token *tok) { return text_is(tok, "print") || text_is(tok, "exec"); }

/* print x. CPython looks at what follows any name, and so finds mistakes in there first. */
static void legacy_statement(Diagnosis *d, size_t start) {
    const Token *name = &d->toks[start];
    size_t before = d->pos;
    if (d->quiet || d->raised || !is_name(name->kind) || kind_at(d, start + 1) == TK_LPAR)
        return;
    bool remembered = d->remembered;
    d->pos = start + 1;                         /* where missing_comma() has been already, or not: */
    d->remembered |= !is_soft_keyword(name) && kind_at(d, start + 1) != TK_STRING;
    Node *n = star_expressions(d);
    d->remembered = remembered;
    if (n != NULL && is_legacy(name))
        RAISE(d, span_between(name->span, place(n)), "Missing parentheses in call to '%s'. Did you mean %s(...)?",
              word(d, name), word(d, name));
    d->pos = before;
}

/* Two expressions side by side, within brackets: a comma is missing. */
static void missing_comma(Diagnosis *d, size_t start, Node *left) {
    size_t before = d->pos;
    const Token *first = &d->toks[start];
    if (d->quiet || is_soft_keyword(first) || (is_name(first->kind) && kind_at(d, start + 1) == TK_STRING))
        return;
    if (!may_begin_expression(kind(d)))
        return;
    d->quiet++;
    Node *right = expression(d);
    d->quiet--;
    bool legacy = left->kind == AST_Name && is_legacy(first);
    if (right != NULL && !legacy && d->levels[d->pos - 1] > 0)
        RAISE(d, span_between(place(left), place(right)), "invalid syntax. Perhaps you forgot a comma?");
    d->pos = before;
}

static Node *expression(Diagnosis *d) {
    size_t start = d->pos;
    if (kind(d) == TK_LAMBDA)
        return lambda(d);
    if (!enter(d))
        return NULL;
    Node *body = disjunction(d);
    if (body != NULL)
        missing_comma(d, start, body);
    if (body != NULL && !d->raised && kind(d) == TK_IF) {
        size_t before = d->pos++;
        Node *test = disjunction(d);
        if (test != NULL && !d->quiet && kind(d) != TK_ELSE && kind(d) != TK_COLON)
            RAISE(d, span_between(place(body), place(test)), "expected 'else' after 'if' expression");
        if (!d->raised)
            legacy_statement(d, start);
        Node *orelse = test != NULL && accept(d, TK_ELSE) ? expression(d) : NULL;
        if (orelse != NULL)
            body = MAKE(start, IfExp, test, body, orelse);
        else if (!d->raised)
            d->pos = before;
    } else {
        legacy_statement(d, start);
    }
    return leave(d, body);
}

static bool is_bitwise_or(const Node *n) {
    switch (n->kind) {
    case AST_Compare: case AST_BoolOp: case AST_IfExp: case AST_Lambda:
        return false;
    case AST_UnaryOp:
        return n->UnaryOp.op != AST_Not;
    }
    return true;
}

static bool is_constant_name(const Node *n) {
    return n->kind == AST_Constant && (n->Constant.value == VALUE_NONE || is_bool(n->Constant.value));
}

/* e = value where an expression is wanted. */
static void misplaced_assignment(Diagnosis *d, const Node *e) {
    const Node *bare = ast_bare((Node *)e);
    if (e->kind == AST_List || e->kind == AST_Tuple || e->kind == AST_GeneratorExp || is_constant_name(e))
        return;
    size_t before = d->pos++;
    Node *value = is_bitwise_or(e) ? bitwise_or(d) : NULL;
    if (value == NULL || kind(d) == TK_EQUAL || kind(d) == TK_COLONEQUAL) {
        if (!d->raised)
            d->pos = before;
        return;
    }
    if (e->kind == AST_Name)
        RAISE(d, span_between(e->span, place(value)),
              "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    else
        RAISE(d, bare->span, "cannot assign to %s here. Maybe you meant '==' instead of '='?", expression_name(bare));
}

static Node *named_expression(Diagnosis *d) {
    size_t start = d->pos;
    if (is_name(kind(d)) && next_kind(d) == TK_COLONEQUAL) {
        d->pos += 2;
        Node *value = expression(d);
        return value != NULL ? MAKE(start, NamedExpr, value, value) : (d->pos = d->raised ? d->pos : start, NULL);
    }
    Node *e = expression(d);
    if (e == NULL || d->quiet)
        return e;
    if (kind(d) == TK_COLONEQUAL) {
        size_t before = d->pos++;
        const Node *bare = ast_bare(e);
        if (expression(d) != NULL)
            RAISE(d, bare->span, "cannot use assignment expressions with %s", expression_name(bare));
        d->pos = before;
    } else if (kind(d) == TK_EQUAL) {
        misplaced_assignment(d, e);
    }
    return d->raised ? NULL : e;
}

/* CPython's first pass knows only real targets at `target`: how far does it get? */
static void stop_at_targets(Diagnosis *d, size_t target) {
    d->pos = d->reach = target;
    d->quiet++;
    star_targets(d);
    d->quiet--;
    if (d->reach < d->stop)
        d->stop = d->reach;
    d->pos = target;
}

/* for ... in ... if ...; *last is the span of the last iterable or condition. */
static bool comprehension_clauses(Diagnosis *d, Span *last) {
    size_t start = d->pos;
    bool any = false;
    while (!d->raised && (kind(d) == TK_FOR || (kind(d) == TK_ASYNC && next_kind(d) == TK_FOR))) {
        accept(d, TK_ASYNC);
        size_t target = ++d->pos;
        if (star_targets(d) == NULL || kind(d) != TK_IN) {
            if (!d->raised && !d->quiet) {
                stop_at_targets(d, target);
                check_target(d, star_expressions(d), TO_LOOP);
            }
            break;
        }
        d->pos++;
        Node *n = disjunction(d);
        while (n != NULL && accept(d, TK_IF)) {
            *last = place(n);
            n = disjunction(d);
        }
        if (n == NULL) {
            any = false;
            break;
        }
        *last = place(n);
        any = true;
    }
    if (!any && !d->raised)
        d->pos = start;
    return any && !d->raised;
}

/* -- Simple statements -------------------------------------------------------------------------------------- */

static Node *value_of_assignment(Diagnosis *d) {
    return kind(d) == TK_YIELD ? yield_expr(d) : star_expressions(d);
}

/* target = target = ... up to the last '='. */
static bool assigned_targets(Diagnosis *d) {
    bool any = false;
    for (;;) {
        size_t before = d->pos;
        if (star_targets(d) == NULL || !accept(d, TK_EQUAL)) {
            if (!d->raised)
                d->pos = before;
            return any && !d->raised;
        }
        any = true;
    }
}

static bool is_single_target(const Node *n) {
    n = ast_bare((Node *)n);
    return n->kind == AST_Name || n->kind == AST_Attribute || n->kind == AST_Subscript;
}

/* What the grammar accepts. */
static bool assignment(Diagnosis *d) {
    size_t start = d->pos;
    Node *target = primary(d);
    if (target != NULL && is_single_target(target)) {
        if (accept(d, TK_COLON)) {
            if (expression(d) == NULL)
                return false;
            return !accept(d, TK_EQUAL) || value_of_assignment(d) != NULL;
        }
        if (accept(d, TK_AUGASSIGN))
            return value_of_assignment(d) != NULL;
    }
    if (d->raised)
        return false;
    d->pos = start;
    if (assigned_targets(d) && value_of_assignment(d) != NULL && kind(d) != TK_EQUAL)
        return true;
    if (!d->raised)
        d->pos = start;
    return false;
}

/* What it does not. */
static void invalid_assignment(Diagnosis *d) {
    size_t start = d->pos;
    Node *n = primary(d);
    const Node *bare = n != NULL ? ast_bare(n) : NULL;
    if (n != NULL && (bare->kind == AST_List || bare->kind == AST_Tuple) && accept(d, TK_COLON) && expression(d) != NULL)
        RAISE(d, bare->span, "only single target (not %s) can be annotated", expression_name(bare));
    if (d->raised)
        return;
    d->pos = start;
    n = star_named_expression(d);
    if (n != NULL && kind(d) == TK_COMMA) {
        bool comma;
        do {
            more_items(d, n, star_named_expression, &comma);
        } while (!d->raised && may_begin_expression(kind(d)) && star_named_expression(d) != NULL);
        if (!d->raised && accept(d, TK_COLON) && expression(d) != NULL)
            RAISE(d, place(n), "only single target (not tuple) can be annotated");
    }
    if (d->raised)
        return;
    d->pos = start;
    n = expression(d);
    if (n != NULL && accept(d, TK_COLON) && expression(d) != NULL)
        RAISE(d, ast_bare(n)->span, "illegal target for annotation");
    if (d->raised)
        return;
    d->pos = start;
    assigned_targets(d);
    n = star_expressions(d);
    if (n != NULL && kind(d) == TK_EQUAL)
        check_target(d, n, TO_ASSIGN);
    if (n == NULL && !d->raised && kind(d) == TK_YIELD) {
        n = yield_expr(d);
        if (n != NULL && kind(d) == TK_EQUAL)
            RAISE(d, n->span, "assignment to yield expression not possible");
    }
    if (d->raised)
        return;
    d->pos = start;
    n = star_expressions(d);
    if (n != NULL && accept(d, TK_AUGASSIGN) && value_of_assignment(d) != NULL)
        RAISE(d, ast_bare(n)->span, "'%s' is an illegal expression for augmented assignment",
              expression_name(ast_bare(n)));
    if (!d->raised)
        d->pos = start;
}

static bool accept_name(Diagnosis *d) {
    if (!is_name(kind(d)))
        return false;
    d->pos++;
    return true;
}

static bool dotted_name_of(Diagnosis *d) {
    if (!accept_name(d))
        return false;
    while (kind(d) == TK_DOT && is_name(next_kind(d)))
        d->pos += 2;
    return true;
}

static void import_names(Diagnosis *d) {
    do {
        if (!dotted_name_of(d) || (accept(d, TK_AS) && !accept_name(d)))
            return;
    } while (accept(d, TK_COMMA));
}

static void from_import(Diagnosis *d) {
    size_t start = d->pos;
    while (kind(d) == TK_DOT || kind(d) == TK_ELLIPSIS)
        d->pos++;
    dotted_name_of(d);
    if (d->pos == start || !accept(d, TK_IMPORT))
        return;
    while (accept_name(d)) {
        if ((accept(d, TK_AS) && !accept_name(d)) || !accept(d, TK_COMMA))
            return;
        if (kind(d) == TK_NEWLINE)
            RAISE_HERE(d, "trailing comma not allowed without surrounding parentheses");
    }
}

static void simple_statement(Diagnosis *d) {
    size_t start = d->pos;
    switch (kind(d)) {
    case TK_RETURN:
        d->pos++;
        star_expressions(d);
        return;
    case TK_RAISE:
        d->pos++;
        if (expression(d) != NULL && accept(d, TK_FROM))
            expression(d);
        return;
    case TK_ASSERT:
        d->pos++;
        if (expression(d) != NULL && accept(d, TK_COMMA))
            expression(d);
        return;
    case TK_DEL:
        d->pos++;
        if (star_targets(d) == NULL || (kind(d) != TK_SEMI && kind(d) != TK_NEWLINE) || d->toks[start + 1].kind == TK_STAR) {
            if (d->raised)
                return;
            stop_at_targets(d, start + 1);
            check_target(d, star_expressions(d), TO_DELETE);
        }
        return;
    case TK_FROM:
        d->pos++;
        from_import(d);
        return;
    case TK_IMPORT:
        d->pos++;
        import_names(d);
        return;
    case TK_PASS: case TK_BREAK: case TK_CONTINUE:
        d->pos++;
        return;
    case TK_GLOBAL: case TK_NONLOCAL:
        d->pos++;
        while (accept_name(d) && accept(d, TK_COMMA))
            ;
        return;
    }
    if (assignment(d) || d->raised)
        return;
    invalid_assignment(d);
    if (!d->raised)
        value_of_assignment(d);
}

static void simple_statements(Diagnosis *d) {
    size_t start;
    do {
        start = d->pos;
        simple_statement(d);
    } while (d->pos > start && accept(d, TK_SEMI) && kind(d) != TK_NEWLINE);
}

/* -- Patterns ----------------------------------------------------------------------------------------------- */

static bool pattern(Diagnosis *d);

static bool pattern_list(Diagnosis *d, int end) {
    while (kind(d) != end) {
        accept(d, TK_STAR);
        if (!pattern(d))
            return false;
        if (!accept(d, TK_COMMA))
            break;
    }
    return kind(d) == end;
}

/* name(patterns, name=pattern): d stands behind the parenthesis. */
static bool class_pattern_args(Diagnosis *d) {
    bool keyword = false;
    Span first = { 0 };
    bool misplaced = false;
    while (kind(d) != TK_RPAR) {
        size_t start = d->pos;
        if (is_name(kind(d)) && next_kind(d) == TK_EQUAL) {
            if (misplaced)
                break;
            keyword = true;
            d->pos += 2;
            if (!pattern(d))
                return false;
        } else {
            if (!pattern(d))
                return false;
            if (keyword) {
                first = misplaced ? first : d->toks[start].span;
                misplaced = true;
            }
        }
        if (kind(d) != TK_COMMA)
            break;
        if (misplaced && (next_kind(d) == TK_RPAR || (is_name(next_kind(d)) && kind_at(d, d->pos + 2) == TK_EQUAL)))
            break;
        d->pos++;
    }
    if (misplaced && !d->raised)
        RAISE(d, span_between(first, d->toks[d->pos - 1].span), "positional patterns follow keyword patterns");
    return !d->raised && accept(d, TK_RPAR);
}

static bool closed_pattern(Diagnosis *d) {
    switch (kind(d)) {
    case TK_LPAR:
        d->pos++;
        return pattern_list(d, TK_RPAR) && accept(d, TK_RPAR);
    case TK_LSQB:
        d->pos++;
        return pattern_list(d, TK_RSQB) && accept(d, TK_RSQB);
    case TK_LBRACE:
        for (d->pos++; kind(d) != TK_RBRACE; ) {
            if (accept(d, TK_DOUBLESTAR)) {
                if (!is_name(kind(d)))
                    return false;
                d->pos++;
            } else if (!closed_pattern(d) || !accept(d, TK_COLON) || !pattern(d)) {
                return false;
            }
            if (!accept(d, TK_COMMA))
                break;
        }
        return accept(d, TK_RBRACE);
    case TK_NONE: case TK_TRUE: case TK_FALSE:
        d->pos++;
        return true;
    case TK_STRING:
        strings(d);
        return true;
    case TK_MINUS: case TK_NUMBER:
        accept(d, TK_MINUS);
        if (!accept(d, TK_NUMBER))
            return false;
        if ((kind(d) == TK_PLUS || kind(d) == TK_MINUS) && next_kind(d) == TK_NUMBER)
            d->pos += 2;
        return true;
    case TK_NAME: case TK_CASE: case TK_MATCH:
        d->pos++;
        while (kind(d) == TK_DOT && is_name(next_kind(d)))
            d->pos += 2;
        if (!accept(d, TK_LPAR))
            return true;
        return class_pattern_args(d);
    }
    return false;
}

static bool pattern(Diagnosis *d) {
    if (!enter(d))
        return false;
    bool good = closed_pattern(d);
    while (good && accept(d, TK_VBAR))
        good = closed_pattern(d);
    if (good && kind(d) == TK_AS) {
        Node *target;
        const Token *name = &d->toks[d->pos + 1];
        if (is_name(next_kind(d)) && !text_is(name, "_")) {
            d->pos += 2;
        } else {
            d->pos++;
            if (text_is(name, "_"))
                RAISE(d, name->span, "cannot use '_' as a target");
            else if ((target = expression(d)) != NULL)
                RAISE(d, place(target), "invalid pattern target");
        }
    }
    d->depth--;
    return good && !d->raised;
}

/* -- Compound statements: their first lines ------------------------------------------------------------------ */

static void expect_colon(Diagnosis *d) {
    if (!d->raised && kind(d) == TK_NEWLINE)
        RAISE_HERE(d, "expected ':'");
}

/* ':' and what may follow it on the line. */
static void body(Diagnosis *d) {
    if (!d->raised && accept(d, TK_COLON) && kind(d) != TK_NEWLINE)
        simple_statements(d);
}

/* CPython insists on this token: anything else is named as its lack. */
static bool force(Diagnosis *d, int k, const char *text) {
    if (d->raised || accept(d, k))
        return !d->raised;
    RAISE(d, token(d)->span, "expected '%s'", text);
    return false;
}

static void condition(Diagnosis *d) {
    d->pos++;
    if (named_expression(d) == NULL)
        return;
    expect_colon(d);
    body(d);
}

static void for_statement(Diagnosis *d) {
    size_t target = ++d->pos;
    if (star_targets(d) == NULL || kind(d) != TK_IN) {
        if (d->raised)
            return;
        stop_at_targets(d, target);
        check_target(d, star_expressions(d), TO_LOOP);
        return;
    }
    d->pos++;
    if (star_expressions(d) == NULL)
        return;
    expect_colon(d);
    body(d);
}

/* expression [as target]; false when there is none. */
static bool with_item(Diagnosis *d) {
    if (expression(d) == NULL)
        return false;
    if (kind(d) != TK_AS)
        return true;
    size_t target = ++d->pos;
    Node *n = star_target(d);
    int k = kind(d);
    if (n != NULL && (k == TK_COMMA || k == TK_RPAR || k == TK_COLON))
        return true;
    if (d->raised)
        return false;
    stop_at_targets(d, target);
    n = expression(d);
    k = kind(d);
    if (n != NULL && (k == TK_COMMA || k == TK_RPAR || k == TK_COLON))
        check_target(d, n, TO_ASSIGN);
    return n != NULL && !d->raised;
}

static bool with_list(Diagnosis *d) {
    do {
        if (!with_item(d))
            return false;
    } while (accept(d, TK_COMMA) && kind(d) != TK_RPAR);
    return true;
}

static void with_statement(Diagnosis *d) {
    size_t start = ++d->pos;
    if (kind(d) == TK_LPAR || kind(d) == TK_WITH_LPAR) {
        if (start <= d->error) {
            d->quiet++;
            d->reach = d->pos++;
            if (with_list(d))
                kind(d);
            d->quiet--;
            if (d->reach > d->later)
                d->later = d->reach;
            d->pos = start;
        }
        d->pos++;
        if (with_list(d) && accept(d, TK_RPAR)) {
            if (kind(d) == TK_COLON) {
                body(d);
                return;
            }
            expect_colon(d);
        }
        if (d->raised)
            return;
        d->pos = start;
    }
    if (!with_list(d))
        return;
    expect_colon(d);
    body(d);
}

/* The handlers before this one: 0 none, 1 except, 2 except*. */
static int earlier_handler(Diagnosis *d) {
    int level = 0;
    for (size_t i = d->pos; i-- > 0; ) {
        int k = d->toks[i].kind;
        if (k == TK_DEDENT)
            level++;
        else if (k == TK_INDENT)
            level--;
        bool first = i == 0 || d->toks[i - 1].kind == TK_NEWLINE || d->toks[i - 1].kind == TK_INDENT ||
                     d->toks[i - 1].kind == TK_DEDENT;
        if (level == 0 && first && k != TK_DEDENT && k != TK_INDENT)
            return k != TK_EXCEPT ? 0 : d->toks[i + 1].kind == TK_STAR ? 2 : 1;
    }
    return 0;
}

static void except_clause(Diagnosis *d) {
    static const char mixed[] = "cannot have both 'except' and 'except*' on the same 'try'";
    int earlier = earlier_handler(d);
    Span except = token(d)->span, star = except;
    d->pos++;
    bool starred = kind(d) == TK_STAR;
    if (starred)
        star = d->toks[d->pos++].span;
    if (starred && (kind(d) == TK_NEWLINE || kind(d) == TK_COLON)) {
        RAISE_HERE(d, "expected one or more exception types");
        return;
    }
    if (kind(d) != TK_COLON && kind(d) != TK_NEWLINE) {
        Node *type = expression(d);
        if (type == NULL)
            return;
        if (accept(d, TK_COMMA)) {
            bool good = items(d, expression) != NULL;
            if (good && accept(d, TK_AS))
                good = accept(d, TK_NAME);
            if (good && kind(d) == TK_COLON)
                RAISE(d, span_to_here(d, place(type)), "multiple exception types must be parenthesized");
            return;
        }
        if (accept(d, TK_AS) && is_name(kind(d)))
            d->pos++;
    }
    expect_colon(d);
    if (!d->raised && kind(d) == TK_COLON && earlier == 1 && starred)
        RAISE(d, span_between(except, star), mixed);
    else if (!d->raised && kind(d) == TK_COLON && earlier == 2 && !starred)
        RAISE(d, except, mixed);
    body(d);
}

static void function(Diagnosis *d) {
    d->pos++;
    if (!is_name(kind(d)))
        return;
    d->pos++;
    if (!force(d, TK_LPAR, "(") || !parameters(d, false) || !accept(d, TK_RPAR))
        return;
    size_t arrow = d->pos;
    if (accept(d, TK_RARROW) && expression(d) == NULL) {
        if (d->raised)
            return;
        d->pos = arrow;
    }
    if (force(d, TK_COLON, ":") && kind(d) != TK_NEWLINE)
        simple_statements(d);
}

static void class_statement(Diagnosis *d) {
    d->pos++;
    if (!is_name(kind(d)))
        return;
    d->pos++;
    if (accept(d, TK_LPAR) && (!arguments(d) || !accept(d, TK_RPAR)))
        return;
    expect_colon(d);
    body(d);
}

static void match_line(Diagnosis *d) {
    size_t start = d->pos++;
    bool subject = may_begin_expression(kind(d)) || kind(d) == TK_STAR;
    if (subject) {
        Node *n = items(d, star_named_expression);
        subject = n != NULL && n->kind != AST_Starred;
    }
    if (subject && !d->quiet && kind(d) == TK_NEWLINE && d->pos > start + 1)
        RAISE_HERE(d, "expected ':'");
    if (!d->raised && subject && accept(d, TK_COLON))
        kind(d);
    d->pos = start;
}

static void case_line(Diagnosis *d) {
    bool good = false;
    d->pos++;
    if (kind(d) != TK_COLON && kind(d) != TK_NEWLINE) {
        do {
            accept(d, TK_STAR);
            good = pattern(d);
        } while (good && accept(d, TK_COMMA) && kind(d) != TK_COLON && kind(d) != TK_IF && kind(d) != TK_NEWLINE);
    }
    if (good && accept(d, TK_IF))
        good = named_expression(d) != NULL;
    if (good) {
        expect_colon(d);
        body(d);
    }
}

static void statement(Diagnosis *d, bool in_match) {
    if (kind(d) == TK_ASYNC) {
        int k = next_kind(d);
        if (k != TK_DEF && k != TK_FOR && k != TK_WITH)
            return;
        d->pos++;
    }
    switch (kind(d)) {
    case TK_IF: case TK_ELIF: case TK_WHILE:
        condition(d);
        return;
    case TK_ELSE: case TK_TRY: case TK_FINALLY:
        d->pos++;
        if (force(d, TK_COLON, ":") && kind(d) != TK_NEWLINE)
            simple_statements(d);
        return;
    case TK_FOR:
        for_statement(d);
        return;
    case TK_WITH:
        with_statement(d);
        return;
    case TK_EXCEPT:
        except_clause(d);
        return;
    case TK_DEF:
        function(d);
        return;
    case TK_CLASS:
        class_statement(d);
        return;
    case TK_AT:
        d->pos++;
        named_expression(d);
        return;
    case TK_CASE:
        if (!in_match)
            break;
        case_line(d);
        return;
    case TK_MATCH:
        match_line(d);
        if (d->raised)
            return;
        break;
    }
    simple_statements(d);
}

/* -- Blocks ------------------------------------------------------------------------------------------------- */

static bool is_layout(int k) { return k == TK_NEWLINE || k == TK_INDENT || k == TK_DEDENT; }

/* The first token of the clause that should have an indented block: `line` begins its logical line. */
static void missing_block(Diagnosis *d, size_t line) {
    const Token *first = &d->toks[line];
    if (first->kind == TK_ASYNC)
        first++;
    enum ExcId id = EXC_IndentationError;
    raising(d);
    if (first->kind == TK_DEF || first->kind == TK_CLASS) {
        parser_error_of(d->p, id, "expected an indented block after %s definition on line %d",
                        first->kind == TK_DEF ? "function" : "class", first->span.lineno);
        return;
    }
    const char *star = first->kind == TK_EXCEPT && first[1].kind == TK_STAR ? "*" : "";
    parser_error_of(d->p, id, "expected an indented block after '%s%s' statement on line %d", word(d, first), star,
                    first->span.lineno);
}

/* Mistakes that show at the start of a line: a block is missing, or a try is left without handlers. */
static void check_blocks(Diagnosis *d, size_t error) {
    size_t heads[MAX_INDENTS + 1];              /* the last line that begins at each level */
    heads[0] = SIZE_MAX;
    int level = 0;
    for (size_t i = 0; i < error; i++) {
        int k = d->toks[i].kind;
        if (k == TK_INDENT)
            heads[++level] = SIZE_MAX;
        else if (k == TK_DEDENT)
            level--;
        else if (k != TK_NEWLINE && (i == 0 || is_layout(d->toks[i - 1].kind)))
            heads[level] = i;
    }
    if (error < 2 || !is_layout(d->toks[error - 1].kind))
        return;
    if (d->toks[error].kind != TK_INDENT && d->toks[error - 1].kind == TK_NEWLINE && d->toks[error - 2].kind == TK_COLON)
        missing_block(d, heads[level]);
    else if (heads[level] != SIZE_MAX && d->toks[heads[level]].kind == TK_TRY)
        RAISE_HERE(d, "expected 'except' or 'finally' block");
}

/* Does the line at `line` stand directly in the block of a match statement? */
static bool is_in_match(Diagnosis *d, size_t line) {
    int level = 0;
    for (size_t i = line; i-- > 0; ) {
        if (d->toks[i].kind == TK_DEDENT) {
            level++;
        } else if (d->toks[i].kind == TK_INDENT && level-- == 0) {
            size_t head = i;
            while (head > 0 && !(head < i - 1 && is_layout(d->toks[head - 1].kind)))
                head--;
            return d->toks[head].kind == TK_MATCH;
        }
    }
    return false;
}

/* For CPython's second pass a line `match (x)` lacks a colon, even where it was a good call in the first one. */
static void check_match_lines(Diagnosis *d, size_t end) {
    for (size_t i = 0; i < end && !d->raised; i++) {
        if (d->toks[i].kind == TK_MATCH && (i == 0 || is_layout(d->toks[i - 1].kind))) {
            d->pos = i;
            match_line(d);
        }
    }
    d->pos = end;
}

bool diagnose(Parser *p, const Token *toks, const uint8_t *levels, size_t n, size_t line, size_t *error, size_t *seen) {
    Diagnosis d = { .p = p, .toks = toks, .levels = levels, .n = n, .pos = line, .seen = *error, .error = *error,
                    .stop = SIZE_MAX, .steps = 100000 + 20 * (n - line) };
    if (p->start == TK_START_FSTRING) {
        star_expressions(&d);
    } else if (p->start == TK_START_EVAL) {
        items(&d, expression);
    } else {
        check_match_lines(&d, line);
        check_blocks(&d, *error);
        int k = toks[line].kind;
        bool in_match = is_in_match(&d, line);
        if (k == TK_MATCH && !d.raised && !in_match) {
            d.quiet++;
            match_line(&d);
            d.error = *error = d.seen;
            d.quiet--;
            d.pos = line;
        }
        if (p->by_action)
            d.seen = line;
        bool clause = k == TK_ELSE || k == TK_ELIF || k == TK_EXCEPT || k == TK_FINALLY;
        if (!d.raised && !is_layout(k) && !(clause && *error == line) && !(in_match && k != TK_CASE))
            statement(&d, in_match);
    }
    *seen = d.seen > *error ? d.seen : *error;
    if (d.stop < *error)
        *error = d.stop;
    else if (d.later > *error)
        *error = d.later;
    return p->arena->failed;
}
