/* The const tables that declare modules, types and functions (house.md section 6). */
#pragma once
#include "vm/object/object.h"

/* A native function.  a[i] is the value of parameter i of the signature, in its order: defaults filled in, 0 where a
 * parameter whose default is NULL was not given, a tuple for *args, a dict (or 0 if empty) for **kw.
 * For methods a[0] is self, for class methods and __new__ the class. */
typedef Value (*NativeFn)(Thread *t, Value *a);

enum FunctionFlags {
    FN_CLASSMETHOD = 1, FN_STATIC = 2,
    FN_FORMAT = 4       /* a wrong count says "f() takes at least 1 argument (0 given)" instead of "f expected ..." */
};

/* One row.  `signature` is Python's own text without self/cls: "", "x, /", "iterable=(), /, *, key=None",
 * "*args, sep=' ', end='\\n'".  Defaults: None True False int float 'text' b'' () or NULL (passed as 0). It gives
 * arity, keywords, defaults, __text_signature__ and the error messages. */
struct FunctionDef {
    const char *name;
    NativeFn fn;
    const char *signature;
    const char *doc;
    int flags;
};

struct GetSetDef {
    const char *name;
    Value (*get)(Thread *t, Value self);
    bool (*set)(Thread *t, Value self, Value v);    /* NULL: read only; v == 0: delete */
    const char *doc;
};

bool member_readonly(Thread *t, Value self, Value v);   /* the set of what CPython calls a read-only member */

struct TypeDef {
    const char *name;           /* "int"; "collections.deque" puts it into that module */
    const char *doc;
    uint16_t base;              /* TypeId; 0 is object */
    uint32_t size;              /* sizeof(instance struct); 0: the base's */
    uint32_t flags;             /* TYPE_NO_BASE | TYPE_SEQUENCE ... */
    uint32_t attrs_offset;      /* offsetof Attrs if instances of the type itself have attributes */
    bool weakrefs;              /* instances may be weakly referenced */
    Slots slots;                /* NULL entries are inherited */
    FunctionDef new_;           /* {"__new__", fn, "x=0, /"}: a[0] = cls; fn NULL: inherited */
    FunctionDef init;           /* {"__init__", fn, ...}: a[0] = self, returns VALUE_NONE */
    const FunctionDef *methods; /* ended by {0} */
    const GetSetDef *getsets;   /* ended by {0} */
};

struct ModuleDef {
    const char *name;
    const char *doc;
    const FunctionDef *functions;               /* ended by {0} */
    const uint16_t *types;                      /* TypeIds to export under their last name, ended by 0 */
    bool (*init)(Thread *t, Module *m);         /* further contents; may be NULL */
};

#define TYPE(ID, def) extern const TypeDef def;
#include "vm/object/types.def"
#undef TYPE
