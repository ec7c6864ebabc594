/* The Python part of the library, as source text inside the binary, and the texts that it uses. The tables are
 * written by scripts/build/freeze.c from the folder stdlib/. */
#pragma once

#include "vm/base/config.h"

typedef struct {
    const char *name;           /* "collections.abc" */
    const char *path;           /* "collections/abc.py", below stdlib/ */
    const char *source;         /* 0-terminated */
    size_t size;                /* bytes before that 0 */
    bool is_package;
} FrozenModule;

extern const FrozenModule frozen_modules[];     /* in the order of strcmp(name) */
extern const size_t frozen_module_count;

typedef struct {
    const char *path;           /* "giltrace/page/page.css" */
    const char *text;
    size_t size;
} FrozenText;

extern const FrozenText frozen_texts[];         /* ended by a path of NULL; runtime/mod_frozen.c reads them */
