/* Python functions, bound methods, cells, modules. */
#pragma once
#include "vm/object/error.h"
struct Func {
    Obj h;
    Attrs attrs;
    Code *code;
    Dict *globals, *builtins;
    Value defaults;             /* tuple or 0 */
    Value kwdefaults;           /* dict or 0 */
    Value closure;              /* tuple of cells or 0 */
    Value name, qualname, doc, module;
    Value annotations;          /* dict, or tuple (name, value, ...) not yet made a dict, or 0 */
    uint32_t version;
};
typedef struct Method { Obj h; Value func, self; } Method;
typedef struct Cell { Obj h; Value value; } Cell;           /* 0: empty */
struct Module { Obj h; Dict *dict; const ModuleDef *def; void *state; };
static inline Func *as_func(Value v) { return (Func *)obj_of(v); }
static inline Module *as_module(Value v) { return (Module *)obj_of(v); }
Value func_new(Thread *t, Code *code, Dict *globals);
Value method_new(Thread *t, Value func, Value self);
Value cell_new(Thread *t, Value v);
Module *module_new(Thread *t, const char *name, const char *doc);   /* with __name__, __doc__, __loader__ ... None */
Module *module_from_def(Thread *t, const ModuleDef *def);           /* functions, types, init */
MUST_CHECK bool module_set(Thread *t, Module *m, const char *name, Value v);
MUST_CHECK bool module_add_functions(Thread *t, Module *m, const FunctionDef *functions);      /* NULL: none */
/* weakref.c */
Value weakref_new(Thread *t, Value obj, Value callback);
