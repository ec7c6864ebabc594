/* Diagnosis of syntax errors: statements, that is their first lines. */
#include "compiler/diagnosis.h"

/* -- Simple statements ----------------------------------------------------------------------------------- */

static Node *value_of_assignment(Diagnosis *d) {
    return kind(d) == TK_YIELD ? diag_yield_expr(d) : diag_star_expressions(d);
}

/* target = target = ... up to the last '='. */
static bool assigned_targets(Diagnosis *d) {
    bool any = false;
    for (;;) {
        size_t before = d->pos;
        if (diag_star_targets(d) == NULL || !accept(d, TK_EQUAL)) {
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
    Node *target = diag_primary(d);
    if (target != NULL && is_single_target(target)) {
        if (accept(d, TK_COLON)) {
            if (diag_expression(d) == NULL)
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
    Node *n = diag_primary(d);
    const Node *bare = n != NULL ? ast_bare(n) : NULL;
    if (n != NULL && (bare->kind == AST_List || bare->kind == AST_Tuple) && accept(d, TK_COLON) &&
        diag_expression(d) != NULL)
        RAISE(d, bare->span, "only single target (not %s) can be annotated", diag_name_of(bare));
    if (d->raised)
        return;
    d->pos = start;
    n = diag_star_named_expression(d);
    if (n != NULL && kind(d) == TK_COMMA) {
        bool comma;
        do {
            diag_more_items(d, n, diag_star_named_expression, &comma);
        } while (!d->raised && diag_may_begin_expression(kind(d)) && diag_star_named_expression(d) != NULL);
        if (!d->raised && accept(d, TK_COLON) && diag_expression(d) != NULL)
            RAISE(d, place(n), "only single target (not tuple) can be annotated");
    }
    if (d->raised)
        return;
    d->pos = start;
    n = diag_expression(d);
    if (n != NULL && accept(d, TK_COLON) && diag_expression(d) != NULL)
        RAISE(d, ast_bare(n)->span, "illegal target for annotation");
    if (d->raised)
        return;
    d->pos = start;
    assigned_targets(d);
    n = diag_star_expressions(d);
    if (n != NULL && kind(d) == TK_EQUAL)
        diag_check_target(d, n, TO_ASSIGN);
    if (n == NULL && !d->raised && kind(d) == TK_YIELD) {
        n = diag_yield_expr(d);
        if (n != NULL && kind(d) == TK_EQUAL)
            RAISE(d, n->span, "assignment to yield expression not possible");
    }
    if (d->raised)
        return;
    d->pos = start;
    n = diag_star_expressions(d);
    if (n != NULL && accept(d, TK_AUGASSIGN) && value_of_assignment(d) != NULL)
        RAISE(d, ast_bare(n)->span, "'%s' is an illegal expression for augmented assignment",
              diag_name_of(ast_bare(n)));
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
        diag_star_expressions(d);
        return;
    case TK_RAISE:
        d->pos++;
        if (diag_expression(d) != NULL && accept(d, TK_FROM))
            diag_expression(d);
        return;
    case TK_ASSERT:
        d->pos++;
        if (diag_expression(d) != NULL && accept(d, TK_COMMA))
            diag_expression(d);
        return;
    case TK_DEL:
        d->pos++;
        if (diag_star_targets(d) == NULL || (kind(d) != TK_SEMI && kind(d) != TK_NEWLINE) ||
            d->toks[start + 1].kind == TK_STAR) {
            if (d->raised)
                return;
            diag_stop_at_targets(d, start + 1);
            diag_check_target(d, diag_star_expressions(d), TO_DELETE);
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

void diag_simple_statements(Diagnosis *d) {
    size_t start;
    do {
        start = d->pos;
        simple_statement(d);
    } while (d->pos > start && accept(d, TK_SEMI) && kind(d) != TK_NEWLINE);
}

/* -- Patterns -------------------------------------------------------------------------------------------- */

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

/* Moves *first and *last inwards over parentheses that only group. */
static void strip_groups(Diagnosis *d, size_t *first, size_t *last) {
    while (d->toks[*first].kind == TK_LPAR && *last > *first + 1) {
        for (size_t i = *first + 1; i < *last; i++) {
            if (d->levels[i] < d->levels[*first] ||
                (d->levels[i] == d->levels[*first] && d->toks[i].kind == TK_COMMA))
                return;
        }
        ++*first, --*last;
    }
}

/* name(patterns, name=pattern): d stands behind the parenthesis. */
static bool class_pattern_args(Diagnosis *d) {
    bool keyword = false, misplaced = false;
    size_t first = 0, last = 0;
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
                size_t begin = start, end = d->pos - 1;
                strip_groups(d, &begin, &end);
                first = misplaced ? first : begin;
                last = end;
                misplaced = true;
            }
        }
        if (kind(d) != TK_COMMA)
            break;
        bool keyword_follows = is_name(next_kind(d)) && kind_at(d, d->pos + 2) == TK_EQUAL;
        if (misplaced && (next_kind(d) == TK_RPAR || keyword_follows))
            break;
        d->pos++;
    }
    if (misplaced && !d->raised)
        RAISE(d, span_between(d->toks[first].span, d->toks[last].span),
              "positional patterns follow keyword patterns");
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
        diag_strings(d);
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
            else if ((target = diag_expression(d)) != NULL)
                RAISE(d, place(target), "invalid pattern target");
        }
    }
    d->depth--;
    return good && !d->raised;
}

/* -- Compound statements: their first lines -------------------------------------------------------------- */

static void expect_colon(Diagnosis *d) {
    if (!d->raised && kind(d) == TK_NEWLINE)
        RAISE_HERE(d, "expected ':'");
}

/* ':' and what may follow it on the line. */
static void body(Diagnosis *d) {
    if (!d->raised && accept(d, TK_COLON) && kind(d) != TK_NEWLINE)
        diag_simple_statements(d);
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
    if (diag_named_expression(d) == NULL)
        return;
    expect_colon(d);
    body(d);
}

static void for_statement(Diagnosis *d) {
    size_t target = ++d->pos;
    if (diag_star_targets(d) == NULL || kind(d) != TK_IN) {
        if (d->raised)
            return;
        diag_stop_at_targets(d, target);
        diag_check_target(d, diag_star_expressions(d), TO_LOOP);
        return;
    }
    d->pos++;
    if (diag_star_expressions(d) == NULL)
        return;
    expect_colon(d);
    body(d);
}

/* expression [as target]; false when there is none. */
static bool with_item(Diagnosis *d) {
    if (diag_expression(d) == NULL)
        return false;
    if (kind(d) != TK_AS)
        return true;
    size_t target = ++d->pos;
    Node *n = diag_star_target(d);
    int k = kind(d);
    if (n != NULL && (k == TK_COMMA || k == TK_RPAR || k == TK_COLON))
        return true;
    if (d->raised)
        return false;
    diag_stop_at_targets(d, target);
    n = diag_expression(d);
    k = kind(d);
    if (n != NULL && (k == TK_COMMA || k == TK_RPAR || k == TK_COLON))
        diag_check_target(d, n, TO_ASSIGN);
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
            if (with_list(d) && accept(d, TK_RPAR))
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
        Node *type = diag_expression(d);
        if (type == NULL)
            return;
        if (accept(d, TK_COMMA)) {
            bool good = diag_items(d, diag_expression) != NULL;
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
    if (!force(d, TK_LPAR, "(") || !diag_parameters(d, false) || !accept(d, TK_RPAR))
        return;
    size_t arrow = d->pos;
    if (accept(d, TK_RARROW) && diag_expression(d) == NULL) {
        if (d->raised)
            return;
        d->pos = arrow;
    }
    if (force(d, TK_COLON, ":") && kind(d) != TK_NEWLINE)
        diag_simple_statements(d);
}

static void class_statement(Diagnosis *d) {
    d->pos++;
    if (!is_name(kind(d)))
        return;
    d->pos++;
    if (accept(d, TK_LPAR) && (!diag_arguments(d) || !accept(d, TK_RPAR)))
        return;
    expect_colon(d);
    body(d);
}

void diag_match_line(Diagnosis *d) {
    size_t start = d->pos++;
    bool subject = diag_may_begin_expression(kind(d)) || kind(d) == TK_STAR;
    if (subject) {
        Node *n = diag_items(d, diag_star_named_expression);
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
        } while (good && accept(d, TK_COMMA) && kind(d) != TK_COLON && kind(d) != TK_IF &&
                 kind(d) != TK_NEWLINE);
    }
    if (good && accept(d, TK_IF))
        good = diag_named_expression(d) != NULL;
    if (good) {
        expect_colon(d);
        body(d);
    }
}

void diag_statement(Diagnosis *d, bool in_match) {
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
            diag_simple_statements(d);
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
        diag_named_expression(d);
        return;
    case TK_CASE:
        if (!in_match)
            break;
        case_line(d);
        return;
    case TK_MATCH:
        diag_match_line(d);
        if (d->raised)
            return;
        break;
    }
    diag_simple_statements(d);
}
