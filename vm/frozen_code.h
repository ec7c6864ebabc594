/* The code of the frozen modules, compiled when minipy was built: what scripts/build/freeze_code.c writes and
 * frozen_code.c reads.
 *
 * 32-bit words in the machine's own order. First the number of modules (as many as frozen_modules[] has, in that
 * order) and for each one where it begins. A module: the number of its strings and where each begins; its code.
 * A string: bytes << 1 | interned; the bytes as UTF-8. Code: see enum FrozenField; then instructions, positions, the
 * exception table and the kinds of the locals, which are used where they lie; then the strings' numbers for names,
 * caches and locals; then the constants. A constant: its kind, and what enum FrozenConst says.
 *
 * A function's names, constants and caches are made when it is called for the first time: most of the functions of a
 * module never are. */
#pragma once
#include "vm/object/code.h"

enum FrozenField {
    FROZEN_NINSTRS, FROZEN_NCONSTS, FROZEN_NNAMES, FROZEN_NCACHES, FROZEN_NEXC, FROZEN_NLOCALS, FROZEN_NFREE,
    FROZEN_FIRST_FREE, FROZEN_ARGCOUNT, FROZEN_POSONLY, FROZEN_KWONLY, FROZEN_NPARAMS, FROZEN_MAX_STACK, FROZEN_FLAGS,
    FROZEN_BOOLS,                       /* closes, simple << 1 */
    FROZEN_FIRST_LINE, FROZEN_NAME, FROZEN_QUALNAME,    /* strings */
    FROZEN_FIELDS
};
enum FrozenConst {
    FROZEN_WORD,                        /* a Value that is no pointer: two words */
    FROZEN_STR,                         /* the string's number */
    FROZEN_BYTES,                       /* length, bytes */
    FROZEN_INT,                         /* the number of the string with its hexadecimal digits */
    FROZEN_FLOAT, FROZEN_COMPLEX,       /* two words; four */
    FROZEN_TUPLE, FROZEN_FROZENSET,     /* length, constants */
    FROZEN_CODE                         /* its length in words, the code */
};

/* The code of frozen_modules[i]. NULL: an exception waits, or, if none does, this build has no such code. */
Code *frozen_code(Thread *t, size_t i, Value filename);
