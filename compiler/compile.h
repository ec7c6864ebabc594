/* Text or tree -> Code: the one door of this folder. */
#pragma once

#include "compiler/ast.h"
#include "compiler/parse.h"
#include "vm/object/code.h"

/* Bits of `flags` beside CO_FUTURE_ANNOTATIONS and those of enum ParseFlags. */
enum CompileFlags {
    COMPILE_TOP_LEVEL_AWAIT = 0x2000,           /* ast.PyCF_ALLOW_TOP_LEVEL_AWAIT */
    COMPILE_NO_FILE = 1 << 27,                  /* there is no file of that name: errors found late show no line */
    COMPILE_NO_ASSERT = 1 << 28,                /* -O */
    COMPILE_NO_DOC = 1 << 29                    /* -OO */
};
static inline unsigned compile_optimize_flags(int level) {
    return level < 1 ? 0 : level < 2 ? COMPILE_NO_ASSERT : COMPILE_NO_ASSERT | COMPILE_NO_DOC;
}

/* NULL with SyntaxError (or MemoryError, RecursionError, ...) set. text is UTF-8 or as its coding line says;
 * flags: future features that the text inherits. */
Code *compile_source(Thread *t, const char *text, size_t n, Value filename, enum ParseMode mode,
                     unsigned flags);
/* The same for a tree that lies in arena a. text (NULL: unknown) serves for the line shown with a
 * SyntaxError. */
Code *compile_tree(Arena *a, Node *tree, const char *text, size_t n, Value filename, unsigned flags);
