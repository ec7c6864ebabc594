/* The lexer's state, and the token stream with Python's layout: NEWLINE, INDENT, DEDENT. */
#pragma once

#include "compiler/token.h"
#include "vm/object/state.h"

enum { MAX_BRACKETS = 200, MAX_INDENTS = 100 };

typedef struct LexError {
    enum ExcId id;
    char msg[160];
    int32_t lineno, offset, end_offset;         /* as the exception shows them */
    const char *line;                           /* the line to show */
    bool with_newline;                          /* show it with its end */
    bool unclosed;                              /* the text ended within a bracket */
    bool quiet;                                 /* CPython notices it only when the parser gets there */
} LexError;

typedef struct Lexer {
    const char *text, *cursor, *end;            /* *end == 0 */
    const char *given_end;                      /* where the text ended before a line end was supplied */
    const char *line_start;
    int32_t lineno, first_lineno;
    int32_t shift;                     /* added to the columns of the first line (text within a larger one) */
    bool line_begins, within, at_end;
    bool unchecked;                             /* the text may be no good UTF-8 */
    int n_brackets;
    struct { char bracket; int32_t lineno; const char *at, *line; } brackets[MAX_BRACKETS];
    int n_indents, pending;                     /* pending: INDENTs (> 0) or DEDENTs (< 0) still to be told */
    struct { int32_t col, alt_col; } indents[MAX_INDENTS + 1];  /* alt_col: with tabs counted as one column */
    LexError error;                             /* of the TK_ERROR token, after which there are no more */
} Lexer;

/* within: the text stands within a line, whose indentation does not matter here. */
void lexer_open(Lexer *lx, const char *text, size_t len, int32_t lineno, int32_t col, bool within);
void lex_token(Lexer *lx, Token *tok);

/* For lexer.re and indent.c. A raw token: no layout but a NEWLINE where a line ends outside of brackets. */
void lex_raw(Lexer *lx, Token *tok);
int lex_error(Lexer *lx, enum ExcId id, const char *at, const char *fmt, ...) PRINTF_LIKE(4, 5);
int lex_unclosed(Lexer *lx);                    /* the text ended within a bracket */
int lex_joined_end(Lexer *lx);                  /* it ended behind a backslash */
int lex_bad_join(Lexer *lx, const char *backslash);     /* something follows a backslash on its line */
