/* Text to tree. */
#pragma once

#include "compiler/ast.h"

enum ParseMode { PARSE_FILE, PARSE_EVAL, PARSE_SINGLE };

enum ParseFlags {
    PARSE_UNICODE = 1,                  /* the text came from a str: no encoding cookie, no byte order mark */
    PARSE_SCRIPT = 2                 /* a file the command line names: CPython words its errors differently */
};

typedef struct ParseStatus {
    bool incomplete;              /* the error is only that the text ends too early: a prompt asks for more */
    bool compound;                      /* the last statement is compound: a prompt waits for an empty line */
} ParseStatus;

/* The tree (Module, Expression or Interactive), in the arena, which the caller opens and closes. NULL with
 * an exception set: SyntaxError and its kin, MemoryError, RecursionError for a tree deeper than
 * AST_MAX_DEPTH. status may be NULL. */
Node *parse_source(Thread *t, Arena *arena, const char *text, size_t n, Value filename, enum ParseMode mode,
                   unsigned flags, ParseStatus *status) MUST_CHECK;
