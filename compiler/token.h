/* One token. Its kind is a TK_ number from the grammar; 0 is the end of the text. */
#pragma once

#include "compiler/ast.h"
#include "grammar.h"

enum { TK_END = 0 };

typedef struct Token {
    const char *start;
    uint32_t len;
    uint16_t kind;
    Span span;                                  /* columns are -1 for INDENT, DEDENT and the end */
} Token;

static inline const char *token_end(Token tok) { return tok.start + tok.len; }
