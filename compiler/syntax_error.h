/* Raising SyntaxError and its kin with their place. */
#pragma once

#include "vm/object/error.h"

/* Offsets count characters from 1; -1 and 0 occur as CPython gives them. */
typedef struct ErrorPlace {
    int32_t lineno, offset, end_lineno, end_offset;
    Value text;                                 /* the line, or 0 for None */
} ErrorPlace;

/* The exception with args (msg, (filename, lineno, offset, text, end_lineno, end_offset)); place NULL: the
 * whole file is meant. Always returns false. */
bool syntax_error_at(Thread *t, enum ExcId id, Value filename, Value msg, const ErrorPlace *place);

struct Parser;
void syntax_error(struct Parser *p);            /* p->rejected: finds the words for it and raises */
