/* Raising SyntaxError and its kin: which error wins, where it stands, the line that is shown. */
#include "compiler/syntax_error.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/diagnose.h"
#include "vm/base/utf8.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

bool syntax_error_at(Thread *t, enum ExcId id, Value filename, Value msg, const ErrorPlace *place) {
    Value where[6] = { filename, from_small(0), from_small(-1), VALUE_NONE };
    if (place != NULL) {
        where[1] = from_small(place->lineno);
        where[2] = from_small(place->offset);
        where[3] = place->text ? place->text : VALUE_NONE;
        where[4] = from_small(place->end_lineno);
        where[5] = from_small(place->end_offset);
    }
    Value details = tuple_new(t, where, place != NULL ? 6 : 4);
    if (details == VALUE_ERROR)
        return false;
    Value args = tuple_pack2(t, msg, details);
    if (args == VALUE_ERROR)
        return false;
    Value exc = exc_new(t, t->interp->exc_types[id], args);
    if (exc != VALUE_ERROR)
        raise_value(t, exc);
    return false;
}

/* -- The line that is shown ------------------------------------------------------------------------------ */

typedef struct Shown { const char *text; size_t len; } Shown;

static const char *line_start(const Lexer *lx, int32_t lineno) {
    const char *p = lx->text;
    for (int32_t i = lx->first_lineno; i < lineno && p < lx->end; i++) {
        const char *stop = memchr(p, '\n', (size_t)(lx->end - p));
        p = stop != NULL ? stop + 1 : lx->end;
    }
    return p;
}

/* Where the physical lines begin that a string or a backslash joins with line `lineno`. */
static const char *joined_start(const Lexer *source, int32_t lineno) {
    Lexer *lx = malloc(sizeof *lx);
    if (lx == NULL)
        return line_start(source, lineno);
    const char *first = source->text;
    int32_t line = source->first_lineno;
    bool before_layout = true;                  /* a backslash within indentation joins nothing for CPython */
    lexer_open(lx, source->text, (size_t)(source->end - source->text), line, 0, source->within);
    lx->unchecked = source->unchecked;
    for (Token tok = { 0 }; ; line = tok.span.end_lineno) {
        lex_token(lx, &tok);
        if (tok.span.lineno > line && tok.span.lineno <= lineno) {
            const char *start = tok.span.col_offset >= 0 ? tok.start - tok.span.col_offset : lx->line_start;
            bool joined = start - source->text >= 2 && start[-2] == '\\' && !before_layout;
            if (!joined)
                first = start;
        }
        before_layout = tok.kind == TK_NEWLINE || tok.kind == TK_INDENT || tok.kind == TK_DEDENT;
        if (tok.span.end_lineno >= lineno || tok.kind == TK_END || tok.kind == TK_ERROR)
            break;
    }
    free(lx);
    return first;
}

/* The line the lexer stands in is shown with its end and all that belongs to it, an earlier one alone. */
static Shown shown_line(const Parser *p, int32_t lineno) {
    const Lexer *lx = p->lexer;
    bool current = lineno >= (p->shown_lineno ? p->shown_lineno : p->token.span.end_lineno);
    Shown s = { current ? joined_start(lx, lineno) : line_start(lx, lineno), 0 };
    const char *last = line_start(lx, lineno);
    const char *stop = memchr(last, '\n', (size_t)(lx->end - last));
    s.len = (size_t)((stop == NULL || stop == lx->given_end ? lx->given_end : stop + current) - s.text);
    return s;
}

static Value shown_value(Thread *t, Shown s) {
    return str_from_utf8_lossy(t, s.text, s.len, "replace");
}

/* -- Raising in the parser ------------------------------------------------------------------------------- */

/* An offset in bytes to one in characters, both from 1; 0 and -1 pass through. */
static int32_t characters(Shown s, int32_t offset) {
    if (offset <= 0)
        return offset;
    size_t n = MIN((size_t)offset, s.len);
    return (int32_t)utf8_count(s.text, n) + ((size_t)offset > s.len);
}

/* start and end are byte offsets from 1, or 0 or -1, which pass through. */
static void raise_between(Parser *p, enum ExcId id, Span lines, int32_t start, int32_t end, const char *fmt,
                          va_list ap) {
    Thread *t = p->t;
    Value msg = str_vformat(t, fmt, ap);
    if (msg != VALUE_ERROR && p->outer != NULL)
        msg = str_format(t, "f-string: %U", msg);
    Shown shown = shown_line(p, lines.lineno);
    Value text = shown_value(t, shown);
    p->arena->failed = true;
    if (msg == VALUE_ERROR || text == VALUE_ERROR)
        return;
    if (p->lexer->unchecked && (shown.text = str_utf8(t, as_str(text), &shown.len)) == NULL)
        return;
    if (p->outer != NULL) {                     /* CPython leaves these as bytes, and ... */
        start -= p->error_col;
        end -= p->error_col;
    } else if (!p->source->raw_columns) {       /* ... those of bytes that do not tell their encoding */
        start = characters(shown, start);
        end = characters(shown, end);
    }
    ErrorPlace place = { lines.lineno, start, lines.end_lineno, end, text };
    syntax_error_at(t, id, p->source->filename, msg, &place);
}

void parser_error(Parser *p, Span at, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    raise_between(p, EXC_SyntaxError, at, at.col_offset + 1, at.end_col_offset + 1, fmt, ap);
    va_end(ap);
}

/* A token without columns (INDENT, DEDENT, the end) stands where the lexer was when it made it. */
static void raise_here(Parser *p, enum ExcId id, const char *fmt, va_list ap) {
    Span at = p->token.span;
    int32_t start = at.col_offset + 1, end = at.end_col_offset + 1;
    if (at.col_offset < 0) {
        const char *stand = MIN(p->token.start, p->lexer->given_end);
        start = (int32_t)(stand - line_start(p->lexer, at.lineno));
        end = -1;
    }
    raise_between(p, id, at, start, end, fmt, ap);
}

void parser_error_here(Parser *p, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    raise_here(p, EXC_SyntaxError, fmt, ap);
    va_end(ap);
}

void parser_error_of(Parser *p, enum ExcId id, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    raise_here(p, id, fmt, ap);
    va_end(ap);
}

static void raise_lex_error(Parser *p, const LexError *e, const Lexer *lx) {
    Thread *t = p->t;
    p->arena->failed = true;
    const char *stop = memchr(e->line, '\n', (size_t)(lx->end - e->line));
    const char *start = e->with_newline && !e->unclosed ? joined_start(lx, e->lineno) : e->line;
    stop = stop == NULL || stop == lx->given_end ? lx->given_end : stop + e->with_newline;
    Shown shown = { start, (size_t)(stop - start) };
    Value msg = str_from_cstr(t, e->msg), text = shown_value(t, shown);
    if (msg == VALUE_ERROR || text == VALUE_ERROR)
        return;
    ErrorPlace place = { e->lineno, e->offset, e->lineno, e->end_offset, text };
    syntax_error_at(t, e->id, p->source->filename, msg, &place);
}

/* -- Which error ----------------------------------------------------------------------------------------- */

typedef struct Tokens {
    Vec(Token) list;
    Vec(uint8_t) levels;
} Tokens;

/* All tokens up to the error, and as much behind it as there is: mistakes show only further on. */
static bool read_tokens(Parser *p, Tokens *all, Lexer *lx) {
    Token tok;
    lexer_open(lx, p->lexer->text, (size_t)(p->lexer->end - p->lexer->text), p->lexer->first_lineno,
               p->first_col,
               p->lexer->within);
    lx->given_end = p->lexer->given_end;
    lx->unchecked = p->lexer->unchecked;
    do {
        lex_token(lx, &tok);
        if (!vec_push(&all->list, tok) || !vec_push(&all->levels, (uint8_t)lx->n_brackets))
            return false;
    } while (tok.kind != TK_END && tok.kind != TK_ERROR);
    return true;
}

/* CPython reads the rest of the text after a syntax error, and prefers what is wrong with its tokens. */
static void prefer_lex_error(Parser *p, const Tokens *all, Lexer *lx, size_t seen) {
    const Token *last = &vec_last(&all->list);
    if (last->kind != TK_ERROR)
        return;
    seen -= seen > 0 && all->list.data[seen].kind == TK_ERROR;
    int32_t lineno = all->list.data[seen].span.lineno;
    if (lx->error.quiet && !(lx->n_brackets > 0 && lineno > lx->brackets[lx->n_brackets - 1].lineno))
        return;
    exc_clear(p->t);
    if (lx->error.quiet && !lx->error.unclosed)
        lex_unclosed(lx);
    raise_lex_error(p, &lx->error, lx);
}

void syntax_error(Parser *p) {
    bool raised = p->arena->failed;                     /* an action has found the error */
    if (raised && !exc_matches(p->t, EXC_SyntaxError))
        return;
    if (p->token.kind == TK_ERROR && !p->by_action) {   /* whatever an action says of what is before it */
        exc_clear(p->t);
        raise_lex_error(p, &p->lexer->error, p->lexer);
        return;
    }
    Tokens all = { 0 };
    Lexer *lx = malloc(sizeof *lx);
    size_t error = p->n_tokens - 1 - p->before, seen = error;
    if (lx == NULL || !read_tokens(p, &all, lx)) {
        p->arena->failed = true;
    } else if (raised && p->surplus) {                 /* what comes behind is not read */
    } else if (raised) {
        prefer_lex_error(p, &all, lx, seen);
    } else if (diagnose(p, all.list.data, all.levels.data, all.list.len, p->line_token, &error, &seen)) {
        prefer_lex_error(p, &all, lx, seen);
    } else if (all.list.data[seen].kind == TK_ERROR) {  /* looking around has met it */
        raise_lex_error(p, &lx->error, lx);
    } else {
        p->token = all.list.data[error];
        p->shown_lineno = all.list.data[seen].span.end_lineno;
        if (p->token.kind == TK_INDENT || p->token.kind == TK_DEDENT) {
            parser_error_of(p, EXC_IndentationError, p->token.kind == TK_INDENT ? "unexpected indent"
                                                                                : "unexpected unindent");
        } else {
            parser_error(p, p->token.span, "invalid syntax");
            prefer_lex_error(p, &all, lx, seen);
        }
    }
    vec_free(&all.list);
    vec_free(&all.levels);
    free(lx);
}
