/* Python's layout over the raw tokens. */
#include "compiler/indent.h"

#include <string.h>

void lexer_open(Lexer *lx, const char *text, size_t len, int32_t lineno, int32_t col, bool within) {
    memset(lx, 0, offsetof(Lexer, brackets));
    lx->n_brackets = 0;
    lx->n_indents = lx->pending = 0;
    lx->indents[0].col = lx->indents[0].alt_col = 0;
    lx->error = (LexError){ .id = EXC_SyntaxError };
    lx->text = lx->cursor = lx->line_start = text;
    lx->end = lx->given_end = text + len;
    lx->lineno = lx->first_lineno = lineno;
    lx->shift = col;
    lx->within = within;
    lx->line_begins = !within;
}

static int bad_tabs(Lexer *lx) {
    int kind = lex_error(lx, EXC_TabError, lx->line_start,
                         "inconsistent use of tabs and spaces in indentation");
    lx->error.offset = 1;
    lx->error.end_offset = 0;
    lx->error.with_newline = lx->error.quiet = true;
    return kind;
}

static int compare_indent(Lexer *lx, int32_t col, int32_t alt_col) {
    int i = lx->n_indents;
    if (col == lx->indents[i].col)
        return alt_col == lx->indents[i].alt_col ? 0 : bad_tabs(lx);
    if (col > lx->indents[i].col) {
        if (i + 1 >= MAX_INDENTS) {
            int kind = lex_error(lx, EXC_IndentationError, lx->line_start, "too many levels of indentation");
            lx->error.offset = 1;
            lx->error.end_offset = 0;
            lx->error.with_newline = lx->error.quiet = true;
            return kind;
        }
        if (alt_col <= lx->indents[i].alt_col)
            return bad_tabs(lx);
        lx->n_indents = i + 1;
        lx->indents[i + 1].col = col;
        lx->indents[i + 1].alt_col = alt_col;
        lx->pending = 1;
        return 0;
    }
    for (; i > 0 && col < lx->indents[i].col; i--)
        lx->pending--;
    lx->n_indents = i;
    if (col != lx->indents[i].col) {
        const char *stop = memchr(lx->cursor, '\n', (size_t)(lx->end - lx->cursor));
        int kind = lex_error(lx, EXC_IndentationError, stop != NULL ? MIN(stop + 1, lx->given_end) : lx->end,
                             "unindent does not match any outer indentation level");
        lx->error.end_offset = -1;
        lx->error.with_newline = lx->error.quiet = true;
        return kind;
    }
    return alt_col == lx->indents[i].alt_col ? 0 : bad_tabs(lx);
}

/* Measures the indentation of the next line that holds more than a comment; TK_ERROR or 0. */
static int begin_line(Lexer *lx) {
    const char *p = lx->cursor;
    int32_t col = 0, alt_col = 0, joined_col = 0;
    for (;; p++) {
        switch (*p) {
        case ' ':
            col++, alt_col++;
            continue;
        case '\t':
            col = (col / 8 + 1) * 8;
            alt_col++;
            continue;
        case '\f':
            col = alt_col = 0;
            continue;
        case '\\':                                      /* the first of joined lines has the indentation */
            if (p[1] != '\n')
                return lex_bad_join(lx, p);
            joined_col = joined_col ? joined_col : col;
            p++;
            lx->line_start = p + 1;
            lx->lineno++;
            if (p + 1 < lx->end)
                continue;
            return lex_joined_end(lx);
        case '#':
            p = memchr(p, '\n', (size_t)(lx->end - p));
            if (p == NULL)
                p = lx->end - 1;
            FALLTHROUGH;
        case '\n':
            col = alt_col = joined_col = 0;
            lx->line_start = p + 1;
            lx->lineno++;
            lx->shift = 0;
            continue;
        }
        break;
    }
    lx->cursor = p;
    lx->line_begins = false;
    if (p >= lx->end) {
        col = alt_col = joined_col = 0;
        lx->at_end = true;
        if (p == lx->text) {
            lx->lineno = 0;
        } else {                                        /* the end counts to the last line */
            lx->lineno--;
            lx->line_start = memrchr(lx->text, '\n', (size_t)(p - 1 - lx->text));
            lx->line_start = lx->line_start != NULL ? lx->line_start + 1 : lx->text;
        }
    }
    return joined_col ? compare_indent(lx, joined_col, joined_col) : compare_indent(lx, col, alt_col);
}

void lex_token(Lexer *lx, Token *tok) {
    if (unlikely(lx->line_begins && lx->n_brackets == 0)) {
        if (begin_line(lx) == TK_ERROR) {
            *tok = (Token){ lx->cursor, 0, TK_ERROR, { lx->lineno, -1, lx->lineno, -1 } };
            return;
        }
    }
    if (unlikely(lx->pending != 0)) {
        int kind = lx->pending > 0 ? TK_INDENT : TK_DEDENT;
        *tok = (Token){ lx->cursor, 0, (uint16_t)kind, { lx->lineno, -1, lx->lineno, -1 } };
        lx->pending += lx->pending > 0 ? -1 : 1;
        return;
    }
    lex_raw(lx, tok);
    bool supplied = tok->kind == TK_NEWLINE && token_end(*tok) == lx->given_end && lx->given_end < lx->end;
    if (unlikely(tok->kind == TK_END || supplied))
        tok->span.col_offset = tok->span.end_col_offset = -1;
}
