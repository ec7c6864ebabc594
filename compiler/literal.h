/* Texts of literals to Values. */
#pragma once

#include "vm/base/buf.h"
#include "vm/object/str.h"

/* A well-formed NUMBER. 0: the exception is set (ValueError for a decimal integer of too many digits). */
Value literal_number(Thread *t, const char *text, size_t n);

/* Decodes the text between the quotes of a str literal, escapes unless raw, and appends it. false:
 * UnicodeDecodeError with the positions CPython counts. *odd: the first backslash that means nothing, or begins
 * an octal number of more than a byte; left alone if there is none. */
MUST_CHECK bool literal_text(StrBuf *out, const char *text, size_t n, bool raw, const char **odd);

/* The same for bytes. false: ValueError. */
MUST_CHECK bool literal_bytes(Thread *t, Buf *out, const char *text, size_t n, bool raw, const char **odd);
