/* Code: what the compiler makes and the VM runs. Immutable but for its caches and quickened instructions. */
#pragma once
#include "vm/object/error.h"

typedef uint32_t Instr;                 /* op | a << 8 | b << 16 | c << 24, or op | arg << 8 (24 bits) */

enum CodeFlags {                        /* CPython's co_flags values */
    CO_OPTIMIZED = 1, CO_NEWLOCALS = 2, CO_VARARGS = 4, CO_VARKEYWORDS = 8, CO_NESTED = 16, CO_GENERATOR = 32,
    CO_COROUTINE = 128, CO_ITERABLE_COROUTINE = 256, CO_ASYNC_GENERATOR = 512, CO_FUTURE_BARRY_AS_BDFL = 0x400000,
    CO_FUTURE_ANNOTATIONS = 0x1000000, CO_FUTURE_MASK = CO_FUTURE_BARRY_AS_BDFL | CO_FUTURE_ANNOTATIONS,
    CO_HAS_DOCSTRING = 0x4000000        /* ours: a function's __doc__ is consts[0] */
};

/* bytes; 0xffff: unknown column; line 0: none */
typedef struct Pos { int32_t line, end_line; uint16_t col, end_col; } Pos;

/* While pc in [start, end): cut the evaluation stack to depth, push the exception, jump to handler. If lasti,
 * push the faulting pc (int) below it. Innermost entries first. */
typedef struct ExcEntry { uint32_t start, end, handler; uint16_t depth; bool lasti; } ExcEntry;

/* Inline cache, one per instruction that names one. */
typedef struct Cache {
    Str *name;                          /* attribute or global name */
    uint32_t version;                   /* type version, or keys version of the globals; 0: empty */
    uint32_t version2;                  /* keys version of the builtins */
    Shape *shape;                       /* for instance attributes */
    Shape *next_shape;                  /* STORE_ATTR that adds an attribute */
    Value value;                        /* the method, class attribute ... (weak in spirit: valid while version is) */
    uint32_t index;                     /* slot / entry index */
    uint8_t kind;                       /* enum CacheKind (vm/cache.h) */
    uint8_t misses;
} Cache;

struct Code {
    Obj h;
    Instr *instrs;                      /* leaf */
    uint32_t ninstrs;
    Value *consts;
    uint32_t nconsts;
    Str **names;                        /* names that are not in caches: imports, STORE_NAME, keyword tuples ... */
    uint32_t nnames;
    Cache *caches;
    uint32_t ncaches;
    Pos *positions;                     /* ninstrs, leaf */
    ExcEntry *exc_table;                /* leaf */
    uint32_t nexc;
    /* Locals: parameters first (positional, keyword-only, *args, **kw), then other locals, then cells that are not
     * parameters, then free variables. */
    Str **local_names;                  /* nlocals (cells and frees included) */
    uint8_t *local_kinds;               /* enum LocalKind bits */
    uint32_t nlocals;                   /* all */
    uint32_t nfree, first_free;
    uint32_t argcount, posonly, kwonly; /* argcount includes posonly */
    uint32_t nparams;                   /* all parameters: argcount + kwonly + *args + **kw: the first locals */
    uint32_t max_stack;
    uint32_t flags;
    bool closes;                        /* a generator that may be suspended inside try or with */
    bool simple;                        /* no *args, **kw, kw-only; not a generator: calls bind without a look */
    int32_t first_line;
    Value name, qualname, filename;     /* str */
    Value consts_tuple;                 /* made on demand for co_consts */
    uint32_t counter;                   /* entries and back-jumps: for the JIT to come */
    /* Code of the library's modules is made as far as a function object needs it; the first call makes the rest
     * (vm/frozen_code.c): consts, names, caches and local_names, which are NULL until then. */
    struct FrozenStrings *frozen;
    const uint32_t *rest;
};
enum LocalKind { LOCAL_VAR = 1, LOCAL_CELL = 2, LOCAL_FREE = 4, LOCAL_HIDDEN = 8 };
static inline Code *as_code(Value v) { return (Code *)obj_of(v); }
Code *code_new(Thread *t);
int32_t code_line(const Code *c, uint32_t pc);
bool code_from_library(const Code *c);              /* of one of the modules in the binary */
MUST_CHECK bool code_thaw(Thread *t, Code *c);
Str *code_cache_name(Thread *t, const Code *c, uint32_t i);     /* of a frozen one too; NULL: MemoryError */
/* To be called before anybody looks at what is NULL in code that has never run. false: MemoryError. */
static inline MUST_CHECK bool code_ready(Thread *t, Code *c) { return likely(c->caches != NULL) || code_thaw(t, c); }
