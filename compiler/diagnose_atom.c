/* Diagnosis of syntax errors: operands, and what stands in brackets. */
#include "compiler/diagnosis.h"

/* -- Atoms ----------------------------------------------------------------------------------------------- */

Node *diag_starred(Diagnosis *d, Node *(*operand)(Diagnosis *)) {
    size_t start = d->pos;
    if (!accept(d, TK_STAR))
        return NULL;
    Node *value = operand(d);
    if (value == NULL)
        return d->pos = start, NULL;
    return MAKE(start, Starred, value, AST_Load);
}

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

Node *diag_strings(Diagnosis *d) {
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

/* The first thing within a bracket. What stands behind a star may be any expression for CPython's error
 * rules. */
static Node *first_element(Diagnosis *d) {
    size_t start = d->pos;
    Node *first = diag_star_named_expression(d);
    if (d->raised || d->quiet || d->toks[start].kind != TK_STAR || (first != NULL && kind(d) == TK_COMMA))
        return first;
    d->pos = start;
    return diag_starred(d, diag_expression);
}

/* ( ... */
static Node *paren(Diagnosis *d) {
    size_t start = d->pos++;
    bool comma;
    Span last;
    if (accept(d, TK_RPAR))
        return MAKE(start, Tuple, NULL, AST_Load);
    if (kind(d) == TK_YIELD) {
        Node *y = diag_yield_expr(d);
        if (y == NULL || !accept(d, TK_RPAR))
            return d->pos = start, NULL;
        return ast_group(d->p->arena, span_since(d, start), y);
    }
    if (kind(d) == TK_DOUBLESTAR) {
        Span at = token(d)->span;
        d->pos++;
        if (diag_expression(d) != NULL && kind(d) == TK_RPAR && !d->quiet)
            RAISE(d, at, "cannot use double starred expression here");
        return d->pos = start, NULL;
    }
    Node *first = first_element(d);
    if (first == NULL)
        return d->pos = start, NULL;
    if (kind(d) == TK_COMMA) {
        AstSeq *elts = diag_more_items(d, first, diag_star_named_expression, &comma);
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
    if (diag_comprehension_clauses(d, &last)) {
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
    if (diag_comprehension_clauses(d, &last)) {
        if (first->kind == AST_Starred) {
            if (!d->quiet)
                RAISE(d, first->span, "iterable unpacking cannot be used in comprehension");
            return d->pos = start, NULL;
        }
        Node *n = is_list ? MAKE(start, ListComp, first, NULL) : MAKE(start, SetComp, first, NULL);
        return close(d, start, bracket, n);
    }
    size_t comma_at = d->pos;
    AstSeq *elts = diag_more_items(d, first, diag_star_named_expression, &comma);
    if (!d->raised && !d->quiet && (kind(d) == TK_FOR || kind(d) == TK_ASYNC) && d->pos > comma_at) {
        Span end = elts->n > 1 && !comma ? elts->items[elts->n - 1]->span : d->toks[comma_at].span;
        if (elts->n > 1)
            end = elts->items[elts->n - 1]->span;
        if (diag_comprehension_clauses(d, &last))
            RAISE(d, span_between(place(first), end),
                  "did you forget parentheses around the comprehension target?");
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
        if (diag_bitwise_or(d) != NULL)
            RAISE(d, span_to_here(d, at), "cannot use a starred expression in a dictionary value");
        else if (colon < d->error && d->reach > d->later)
            d->later = d->reach;
        return NULL;
    }
    if (kind(d) == TK_RBRACE || kind(d) == TK_COMMA) {
        RAISE(d, d->toks[colon].span, "expression expected after dictionary key and ':'");
        return NULL;
    }
    return diag_expression(d);
}

/* The error rules for dict displays are active in CPython's first pass already, and when it looks ahead. */
static Node *later_key(Diagnosis *d) {
    bool first_pass = d->pos <= d->error;
    d->quiet += first_pass;
    Node *key = diag_expression(d);
    d->quiet -= first_pass;
    return key == NULL && !d->raised ? diag_expression(d) : key;
}

/* { key: value, ... whose first key, or the stars before a mapping, have been met. */
static Node *dict(Diagnosis *d, size_t start, bool have_key) {
    Span last;
    for (bool first = true; ; first = false) {
        Span at = token(d)->span;
        bool unpacking = !have_key && accept(d, TK_DOUBLESTAR);
        if (unpacking) {
            if (diag_bitwise_or(d) == NULL)
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
        if (first && diag_comprehension_clauses(d, &last)) {
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
        return diag_strings(d);
    case TK_LPAR: case TK_WITH_LPAR:
        return bracketed(d, paren);
    case TK_LSQB:
        return bracketed(d, list);
    case TK_LBRACE:
        return bracketed(d, brace);
    }
    return NULL;
}

/* -- Calls and subscripts -------------------------------------------------------------------------------- */

static Node *slice(Diagnosis *d) {
    size_t start = d->pos;
    if (kind(d) == TK_STAR)
        return diag_starred(d, diag_bitwise_or);
    Node *lower = NULL;
    if (kind(d) != TK_COLON) {
        lower = diag_named_expression(d);
        if (lower == NULL || kind(d) != TK_COLON)
            return lower;
    }
    d->pos++;
    diag_expression(d);
    if (accept(d, TK_COLON))
        diag_expression(d);
    return d->raised ? NULL : MAKE(start, Slice, lower, NULL, NULL);
}

static Node *call_brackets(Diagnosis *d) {
    size_t start = d->pos++;
    if (!diag_arguments(d))
        return NULL;
    d->pos++;
    return MAKE(start, Pass);
}

static Node *slice_brackets(Diagnosis *d) {
    d->pos++;
    Node *n = diag_items(d, slice);
    return n != NULL && accept(d, TK_RSQB) ? n : NULL;
}

Node *diag_primary(Diagnosis *d) {
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

/* -- Targets: anything of the form that can be assigned to ----------------------------------------------- */

Node *diag_star_target(Diagnosis *d) {
    size_t start = d->pos;
    accept(d, TK_STAR);
    Node *n = diag_primary(d);
    if (n == NULL || diag_invalid_target(n, TO_ASSIGN) != NULL)
        return d->pos = start, NULL;
    return d->toks[start].kind == TK_STAR ? MAKE(start, Starred, n, AST_Store) : n;
}

Node *diag_star_targets(Diagnosis *d) {
    size_t start = d->pos;
    Node *n = diag_items(d, diag_star_target);
    if (n == NULL)
        d->pos = start;
    return n;
}

/* -- Arithmetic ------------------------------------------------------------------------------------------ */

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
    Node *n = diag_primary(d);
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

Node *diag_bitwise_or(Diagnosis *d) { return binary(d, 1); }
