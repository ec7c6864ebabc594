/* Private to the parser: the words of a syntax error. */
#pragma once

#include "compiler/parser.h"

/* toks[error] is the token the parser has stopped at, toks[line] begins its logical line. Raises the
 * exception for a mistake it knows and returns true. *error may move: CPython stops at another token in
 * some statements. *seen: the furthest token anybody has looked at. */
bool diagnose(Parser *p, const Token *toks, const uint8_t *levels, size_t n, size_t line, size_t *error,
              size_t *seen);
