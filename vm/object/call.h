/* Calling upward into Python, and binding arguments.  call_value & co. are implemented in vm/call.c. */
#pragma once
#include "vm/object/def.h"
#include "vm/object/error.h"

Value call_value(Thread *t, Value f, const Value *args, size_t nargs, Tuple *kwnames);
static inline Value call0(Thread *t, Value f) { return call_value(t, f, NULL, 0, NULL); }
static inline Value call1(Thread *t, Value f, Value a) { return call_value(t, f, &a, 1, NULL); }
static inline Value call2(Thread *t, Value f, Value a, Value b) {
    Value v[2] = {a, b};
    return call_value(t, f, v, 2, NULL);
}
static inline Value call3(Thread *t, Value f, Value a, Value b, Value c) {
    Value v[3] = {a, b, c};
    return call_value(t, f, v, 3, NULL);
}
Value call_tuple_dict(Thread *t, Value f, Value args, Value kwargs);    /* f(*args, **kwargs); kwargs 0 or dict */
Value call_method(Thread *t, Value obj, Str *name, const Value *args, size_t nargs);    /* obj.name(*args) */
static inline Value call_method0(Thread *t, Value obj, Str *name) { return call_method(t, obj, name, NULL, 0); }
static inline Value call_method1(Thread *t, Value obj, Str *name, Value a) { return call_method(t, obj, name, &a, 1); }
/* A dunder on the type of obj; VALUE_NOTIMPLEMENTED when the type lacks it. */
Value call_special(Thread *t, Value obj, Str *name, const Value *args, size_t nargs);
/* next(it) as Python sees it: the end is a StopIteration with its value, where iter_next() gives VALUE_STOP without. */
Value call_next(Thread *t, Value it);

/* -- Native functions (args.c) ------------------------------------------------------------------------------------ */

/* A FunctionDef's signature, parsed once per interpreter. */
typedef struct Sig {
    uint16_t total;             /* entries of the bound vector, self included */
    uint16_t self;              /* 1 if a[0] is self/cls */
    uint16_t npos;              /* positional parameters, self included */
    uint16_t nposonly;          /* of these, before '/', self included */
    uint16_t nkwonly;
    uint16_t required;          /* positional parameters without default, self included */
    int16_t varargs, varkw;     /* index in the vector or -1 */
    bool simple;                /* no *args, **kw, keyword-only parameters */
    Str **names;                /* total */
    Value *defaults;            /* total; 0 for required ones and NULL defaults */
    bool *has_default;
    const char *text;
} Sig;
Sig *sig_get(Thread *t, const FunctionDef *def, bool with_self);    /* NULL: error (a broken table is a panic) */
/* Fills out[sig->total]. self: a[0], or 0 if args[0] is it (method descriptors) or there is none. */
MUST_CHECK bool args_bind(Thread *t, const Sig *sig, const char *fname, Value self, const Value *args, size_t nargs,
                          Tuple *kwnames, Value *out);

/* type 'builtin_function_or_method' (self: module or receiver), 'method_descriptor' (owner set, self 0), ... */
typedef struct Native {
    Obj h;
    NativeFn fn;
    const FunctionDef *def;
    Sig *sig;                   /* never NULL: until the first call one that is not simple and has total 0xffff */
    Value self;                 /* receiver for bound methods, class for class methods; 0 for plain functions */
    Value module;               /* module name (str) or 0 */
    Type *owner;                /* the type whose dict it is in, or NULL */
    CallFn raw;                 /* called instead, arguments unbound, if not NULL (T.__new__) */
} Native;
Value native_new(Thread *t, const FunctionDef *def, Value module_name);             /* plain function */
Value native_method(Thread *t, const FunctionDef *def, Type *owner);                /* descriptor for a type's dict */
Value native_bind(Thread *t, Native *descr, Value self);                            /* [].append */
MUST_CHECK bool native_settle(Thread *t, Value v);      /* if v is a built-in function: what its first call would make */
Value native_call(Thread *t, Native *n, const Value *args, size_t nargs, Tuple *kwnames);

/* -- Looking upward (vm/frame.c) ---------------------------------------------------------------------------------- */
Dict *caller_globals(Thread *t);                /* of the innermost Python frame; NULL: there is none */
/* File (str) and line of the frame `level` above the innermost one (0: itself); false: there is none, no exception. */
bool caller_position(Thread *t, int level, Value *filename, int *line);
/* What super() without arguments means in the innermost frame; false: RuntimeError (vm/frame.c). */
MUST_CHECK bool caller_super(Thread *t, Type **type, Value *obj);
