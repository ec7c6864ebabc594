/* The words of a syntax error. The LALR parser only knows at which token it gave up; here the logical line
 * of that token is read once more by recursive descent, and the first familiar mistake is reported. If
 * there is none it is "invalid syntax" (see syntax_error.c). */
#include "compiler/diagnosis.h"

/* -- Blocks ---------------------------------------------------------------------------------------------- */

static bool is_layout(int k) { return k == TK_NEWLINE || k == TK_INDENT || k == TK_DEDENT; }

/* The first token of the clause that should have an indented block: `line` begins its logical line. */
static void missing_block(Diagnosis *d, size_t line) {
    const Token *first = &d->toks[line];
    if (first->kind == TK_ASYNC)
        first++;
    enum ExcId id = EXC_IndentationError;
    diag_raising(d);
    if (first->kind == TK_DEF || first->kind == TK_CLASS) {
        parser_error_of(d->p, id, "expected an indented block after %s definition on line %d",
                        first->kind == TK_DEF ? "function" : "class", first->span.lineno);
        return;
    }
    const char *star = first->kind == TK_EXCEPT && first[1].kind == TK_STAR ? "*" : "";
    parser_error_of(d->p, id, "expected an indented block after '%s%s' statement on line %d",
                    diag_word(d, first), star, first->span.lineno);
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
    if (d->toks[error].kind != TK_INDENT && d->toks[error - 1].kind == TK_NEWLINE &&
        d->toks[error - 2].kind == TK_COLON)
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

/* For CPython's second pass a line `match (x)` lacks a colon, even where it was a good call in the first
 * one. */
static void check_match_lines(Diagnosis *d, size_t end) {
    for (size_t i = 0; i < end && !d->raised; i++) {
        if (d->toks[i].kind == TK_MATCH && (i == 0 || is_layout(d->toks[i - 1].kind))) {
            d->pos = i;
            diag_match_line(d);
        }
    }
    d->pos = end;
}

bool diagnose(Parser *p, const Token *toks, const uint8_t *levels, size_t n, size_t line, size_t *error,
              size_t *seen) {
    Diagnosis d = { .p = p, .toks = toks, .levels = levels, .n = n, .pos = line, .seen = *error,
                    .error = *error,
                    .stop = SIZE_MAX, .steps = 100000 + 20 * (n - line) };
    if (p->start == TK_START_FSTRING) {
        diag_star_expressions(&d);
    } else if (p->start == TK_START_EVAL) {
        diag_items(&d, diag_expression);
    } else {
        check_match_lines(&d, line);
        check_blocks(&d, *error);
        int k = toks[line].kind;
        bool in_match = is_in_match(&d, line);
        if (k == TK_MATCH && !d.raised && !in_match) {
            d.quiet++;
            diag_match_line(&d);
            d.error = *error = d.seen;
            d.quiet--;
            d.pos = line;
        }
        if (p->by_action)
            d.seen = line;
        bool clause = k == TK_ELSE || k == TK_ELIF || k == TK_EXCEPT || k == TK_FINALLY;
        if (!d.raised && !is_layout(k) && !(clause && *error == line) && !(in_match && k != TK_CASE))
            diag_statement(&d, in_match);
    }
    *seen = d.seen > *error ? d.seen : *error;
    if (d.stop < *error)
        *error = d.stop;
    else if (d.later > *error)
        *error = d.later;
    return p->arena->failed;
}
