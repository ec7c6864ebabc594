/* Importing modules: built-in (C tables), frozen (Python source in the binary), files on sys.path. */
#pragma once
#include "vm/base/buf.h"
#include "vm/frozen.h"
#include "vm/object/def.h"
#include "vm/object/function.h"

/* `import a.b` / `from ..x import y`: what builtins.__import__ does. fromlist: tuple or None. */
Value import_module_level(Thread *t, Str *name, Dict *globals, Value fromlist, int64_t level);
/* The module by its absolute name, imported if need be (importlib.import_module). */
Value import_module(Thread *t, const char *name);
bool module_is_initializing(Thread *t, Value module);
MUST_CHECK bool import_init(Thread *t);                  /* makes sys.modules; before the first module */
Value import_builtin(Thread *t, Value *a);              /* builtins.__import__ */
/* Where module `name` is: its source as a file or in the binary, for -m. false: an exception was raised. */
MUST_CHECK bool import_find_source(Thread *t, Value name, Value *filename, Buf *source, bool *is_package,
                                   Value *search_path);

/* __spec__; origin and search_path may be 0; located: origin is a file. */
Value import_spec(Thread *t, Value name, Value origin, bool located, Value search_path, Value package);

extern const ModuleDef *const native_modules[];         /* runtime/modules.c, ended by NULL */
