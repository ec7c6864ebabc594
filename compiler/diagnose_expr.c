/* Diagnosis of syntax errors: expressions. */
#include "compiler/diagnosis.h"

/* -- Comparisons and conditions -------------------------------------------------------------------------- */

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
    Node *n = diag_bitwise_or(d), *left = n;
    AstOps *ops = NULL;
    for (AstOp op; n != NULL && (op = compare_op(d, &length)) != AST_NO_OP; ) {
        size_t before = d->pos;
        d->pos += length;
        if (diag_bitwise_or(d) == NULL) {
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

Node *diag_disjunction(Diagnosis *d) {
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

static Node *lambda(Diagnosis *d) {
    size_t start = d->pos++;
    Node *body = NULL;
    if (enter(d)) {
        int quiet = d->quiet;
        if (quiet == 0 || kind(d) != TK_LPAR) {
            if (diag_parameters(d, true) && accept(d, TK_COLON))
                body = diag_expression(d);
        }
        d->depth--;
    }
    return body != NULL ? MAKE(start, Lambda, body, body) : (d->pos = d->raised ? d->pos : start, NULL);
}

/* -- Expressions ----------------------------------------------------------------------------------------- */

bool diag_may_begin_expression(int k) {
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
    d->remembered |= !diag_is_soft_keyword(name) && kind_at(d, start + 1) != TK_STRING;
    Node *n = diag_star_expressions(d);
    d->remembered = remembered;
    if (n != NULL && is_legacy(name))
        RAISE(d, span_between(name->span, place(n)),
              "Missing parentheses in call to '%s'. Did you mean %s(...)?",
              diag_word(d, name), diag_word(d, name));
    d->pos = before;
}

/* Two expressions side by side, within brackets: a comma is missing. */
static void missing_comma(Diagnosis *d, size_t start, Node *left) {
    size_t before = d->pos;
    const Token *first = &d->toks[start];
    if (d->quiet || diag_is_soft_keyword(first) ||
        (is_name(first->kind) && kind_at(d, start + 1) == TK_STRING))
        return;
    if (!diag_may_begin_expression(kind(d)))
        return;
    d->quiet++;
    Node *right = diag_expression(d);
    d->quiet--;
    bool legacy = left->kind == AST_Name && is_legacy(first);
    if (right != NULL && !legacy && d->levels[d->pos - 1] > 0)
        RAISE(d, span_between(place(left), place(right)), "invalid syntax. Perhaps you forgot a comma?");
    d->pos = before;
}

Node *diag_expression(Diagnosis *d) {
    size_t start = d->pos;
    if (kind(d) == TK_LAMBDA)
        return lambda(d);
    if (!enter(d))
        return NULL;
    Node *body = diag_disjunction(d);
    if (body != NULL)
        missing_comma(d, start, body);
    if (body != NULL && !d->raised && kind(d) == TK_IF) {
        size_t before = d->pos++;
        Node *test = diag_disjunction(d);
        if (test != NULL && !d->quiet && kind(d) != TK_ELSE && kind(d) != TK_COLON)
            RAISE(d, span_between(place(body), place(test)), "expected 'else' after 'if' expression");
        if (!d->raised)
            legacy_statement(d, start);
        Node *orelse = test != NULL && accept(d, TK_ELSE) ? diag_expression(d) : NULL;
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
    Node *value = is_bitwise_or(e) ? diag_bitwise_or(d) : NULL;
    if (value == NULL || kind(d) == TK_EQUAL || kind(d) == TK_COLONEQUAL) {
        if (!d->raised)
            d->pos = before;
        return;
    }
    if (e->kind == AST_Name)
        RAISE(d, span_between(e->span, place(value)),
              "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    else
        RAISE(d, bare->span, "cannot assign to %s here. Maybe you meant '==' instead of '='?",
              diag_name_of(bare));
}

Node *diag_named_expression(Diagnosis *d) {
    size_t start = d->pos;
    if (is_name(kind(d)) && next_kind(d) == TK_COLONEQUAL) {
        d->pos += 2;
        Node *value = diag_expression(d);
        if (value != NULL)
            return MAKE(start, NamedExpr, value, value);
        d->pos = d->raised ? d->pos : start;
        return NULL;
    }
    Node *e = diag_expression(d);
    if (e == NULL || d->quiet)
        return e;
    if (kind(d) == TK_COLONEQUAL) {
        size_t before = d->pos++;
        const Node *bare = ast_bare(e);
        if (diag_expression(d) != NULL)
            RAISE(d, bare->span, "cannot use assignment expressions with %s", diag_name_of(bare));
        d->pos = before;
    } else if (kind(d) == TK_EQUAL) {
        misplaced_assignment(d, e);
    }
    return d->raised ? NULL : e;
}

void diag_stop_at_targets(Diagnosis *d, size_t target) {
    d->pos = d->reach = target;
    d->quiet++;
    diag_star_targets(d);
    d->quiet--;
    if (d->reach < d->stop)
        d->stop = d->reach;
    d->pos = target;
}

bool diag_comprehension_clauses(Diagnosis *d, Span *last) {
    size_t start = d->pos;
    bool any = false;
    while (!d->raised && (kind(d) == TK_FOR || (kind(d) == TK_ASYNC && next_kind(d) == TK_FOR))) {
        accept(d, TK_ASYNC);
        size_t target = ++d->pos;
        if (diag_star_targets(d) == NULL || kind(d) != TK_IN) {
            if (!d->raised && !d->quiet) {
                diag_stop_at_targets(d, target);
                diag_check_target(d, diag_star_expressions(d), TO_LOOP);
            }
            break;
        }
        d->pos++;
        Node *n = diag_disjunction(d);
        while (n != NULL && accept(d, TK_IF)) {
            *last = place(n);
            n = diag_disjunction(d);
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

/* -- Lists ----------------------------------------------------------------------------------------------- */

Node *diag_star_expression(Diagnosis *d) {
    return kind(d) == TK_STAR ? diag_starred(d, diag_bitwise_or) : diag_expression(d);
}

Node *diag_star_named_expression(Diagnosis *d) {
    return kind(d) == TK_STAR ? diag_starred(d, diag_bitwise_or) : diag_named_expression(d);
}

AstSeq *diag_more_items(Diagnosis *d, Node *first, Node *(*item)(Diagnosis *), bool *comma) {
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

Node *diag_items(Diagnosis *d, Node *(*item)(Diagnosis *)) {
    size_t start = d->pos;
    bool comma;
    Node *first = item(d);
    if (first == NULL || kind(d) != TK_COMMA)
        return first;
    AstSeq *elts = diag_more_items(d, first, item, &comma);
    return d->raised ? NULL : MAKE(start, Tuple, elts, AST_Load);
}

Node *diag_star_expressions(Diagnosis *d) { return diag_items(d, diag_star_expression); }

Node *diag_yield_expr(Diagnosis *d) {
    size_t start = d->pos;
    if (!accept(d, TK_YIELD))
        return NULL;
    Node *value;
    if (accept(d, TK_FROM)) {
        value = diag_expression(d);
        return value != NULL ? MAKE(start, YieldFrom, value) : (d->pos = start, NULL);
    }
    value = diag_star_expressions(d);
    return d->raised ? NULL : MAKE(start, Yield, value);
}
