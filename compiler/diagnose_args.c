/* Diagnosis of syntax errors: arguments of calls and parameters of functions. */
#include "compiler/diagnosis.h"

/* -- Arguments ------------------------------------------------------------------------------------------- */

/* name=value in a call. */
static bool keyword(Diagnosis *d) {
    Span last;
    const Token *name = token(d), *equal = name + 1;
    if (!is_name(name->kind)) {
        if (!d->quiet)
            RAISE(d, span_between(name->span, equal->span), "cannot assign to %s", diag_word(d, name));
        return false;
    }
    size_t start = d->pos;
    d->pos += 2;
    if (diag_expression(d) == NULL) {
        if (!d->raised)
            d->pos = start;
        return false;
    }
    if (!d->quiet && diag_comprehension_clauses(d, &last))
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
        Node *n = good ? diag_starred(d, diag_expression) : NULL;
        if (n == NULL && !d->raised && !d->quiet && (s->unpacking || s->starred || s->keyword))
            RAISE(d, at, "iterable argument unpacking follows keyword argument unpacking");
        s->starred = true;
        s->n_positional++;
        if (n != NULL && !d->quiet && diag_comprehension_clauses(d, &last)) {
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
        return diag_expression(d) != NULL;
    }
    if ((is_name(k) || k == TK_NONE || k == TK_TRUE || k == TK_FALSE) && next_kind(d) == TK_EQUAL) {
        s->keyword = true;
        return keyword(d);
    }
    bool named = is_name(k) && next_kind(d) == TK_COLONEQUAL;
    Node *value = named ? diag_named_expression(d) : diag_expression(d);
    if (value == NULL)
        return false;
    if (!d->quiet && kind(d) == TK_EQUAL) {
        RAISE(d, span_between(place(value), token(d)->span),
              "expression cannot contain assignment, perhaps you meant \"==\"?");
        return false;
    }
    s->misplaced |= s->keyword;
    s->n_positional++;
    if ((kind(d) == TK_FOR || kind(d) == TK_ASYNC) && diag_comprehension_clauses(d, &last)) {
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

bool diag_arguments(Diagnosis *d) {
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

/* -- Parameters ------------------------------------------------------------------------------------------ */

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
        Node *annotation = star && kind(d) == TK_STAR ? diag_star_expression(d) : diag_expression(d);
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
        RAISE(d, span_between(first, token(d)->span), "%s parameters cannot be parenthesized",
              s->lambda ? "Lambda expression" : "Function");
    d->pos = start;
}

static bool slash_param(Diagnosis *d, ParamState *s) {
    Span at = token(d)->span;
    d->pos++;
    if (s->star)
        RAISE(d, at, "/ must be ahead of *");
    else if (s->slash)
        RAISE(d, at, "/ may appear only once");
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
        else if (diag_expression(d) == NULL)
            return false;
        s->default_seen = true;
    } else if (s->default_seen && !s->star && (kind(d) == TK_COMMA || params_end(d, s))) {
        RAISE(d, at, "non-default argument follows default argument");
    }
    return !d->raised;
}

bool diag_parameters(Diagnosis *d, bool lambda) {
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
