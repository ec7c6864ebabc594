/* Source text made ready for the lexer: UTF-8, lines that end in '\n', a 0 behind it. */
#pragma once

#include "vm/object/value.h"
#include "vm/object/object.h"

typedef struct Source {
    const char *text;                           /* malloc'ed; text[len] == 0, the last line is complete */
    size_t len;
    bool newline_added;                         /* the last line had no end of its own */
    bool raw_columns;                           /* CPython counts bytes in the places of its parser's errors */
    bool unchecked;                             /* some of it is no UTF-8: an error only outside of comments */
    Value filename;
} Source;

/* is_unicode: the text came from a str, so neither a byte order mark nor an encoding cookie has a meaning.
 * is_script: a file given to the command line, whose errors are worded differently. false: SyntaxError is
 * set. */
MUST_CHECK bool source_open(Thread *t, Source *s, const char *text, size_t n, Value filename, bool is_unicode,
                            bool is_script);
void source_close(Source *s);

/* Line `lineno` (from 1) without its end; an empty line past the last one. Linear: for errors only. */
const char *source_line(const Source *s, int32_t lineno, size_t *len);
