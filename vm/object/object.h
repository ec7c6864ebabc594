/* Types and their slots.  A type answers "how does a value of mine do X" with C functions; a class made by a
 * `class` statement has the same slots, filled with dispatchers that look the method up (slots.c). */
#pragma once
#include "vm/object/value.h"

typedef struct Thread Thread;
typedef struct Interp Interp;
typedef struct Type Type;
typedef struct Str Str;
typedef struct Bytes Bytes;
typedef struct Tuple Tuple;
typedef struct List List;
typedef struct Dict Dict;
typedef struct Set Set;
typedef struct Shape Shape;
typedef struct Module Module;
typedef struct Code Code;
typedef struct Func Func;
typedef struct Frame Frame;
typedef struct Exc Exc;
typedef struct TypeDef TypeDef;
typedef struct FunctionDef FunctionDef;
typedef struct GetSetDef GetSetDef;
typedef struct ModuleDef ModuleDef;

/* Rich comparison operators, in CPython's order. */
enum CompareOp { CMP_LT, CMP_LE, CMP_EQ, CMP_NE, CMP_GT, CMP_GE };

/* Binary operators with a reflected and an in-place form. */
enum BinaryOp {
    BIN_ADD, BIN_SUB, BIN_MUL, BIN_MATMUL, BIN_TRUEDIV, BIN_FLOORDIV, BIN_MOD, BIN_POW,
    BIN_LSHIFT, BIN_RSHIFT, BIN_AND, BIN_XOR, BIN_OR, BIN_DIVMOD, BIN_COUNT
};

typedef Value (*UnaryFn)(Thread *t, Value self);
typedef Value (*BinaryFn)(Thread *t, Value a, Value b);
/* Positional values args[0..nargs), then the values of the keywords named in kwnames (NULL: none). */
typedef Value (*CallFn)(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames);

struct BufferView;

/* NULL: the type cannot do it.  Slots are inherited when a type is made ready, so a call needs no walk. */
typedef struct Slots {
    UnaryFn repr, str;
    bool (*hash)(Thread *t, Value self, int64_t *out);          /* never -1 */
    CallFn call;
    Value (*getattr)(Thread *t, Value self, Str *name);         /* whole __getattribute__ (+ __getattr__) */
    bool (*setattr)(Thread *t, Value self, Str *name, Value v); /* v == 0: delete */
    Value (*compare)(Thread *t, Value a, Value b, enum CompareOp op);   /* may give VALUE_NOTIMPLEMENTED */
    UnaryFn iter;
    UnaryFn next;                       /* VALUE_STOP when exhausted, without an exception */
    int (*truth)(Thread *t, Value self);                        /* 1, 0, -1 error */
    BinaryFn binary[BIN_COUNT];         /* called with self on either side (CPython's nb_ convention);
                                           VALUE_NOTIMPLEMENTED if it can't; BIN_POW: two-argument power */
    Value (*pow3)(Thread *t, Value a, Value b, Value mod);      /* pow(a, b, mod), mod not None */
    BinaryFn inplace[BIN_COUNT];        /* NULL: use binary */
    UnaryFn neg, pos, abs, invert, to_int, to_float, index;
    int64_t (*len)(Thread *t, Value self);                      /* -1 error */
    BinaryFn getitem;
    Value (*item)(Thread *t, Value self, int64_t i);            /* as iteration, in and reversed() see self[i], where that is
                                           not what getitem gives; IndexError at the end. Not inherited by classes */
    bool (*setitem)(Thread *t, Value self, Value key, Value v); /* v == 0: delete */
    int (*contains)(Thread *t, Value self, Value item);         /* 1, 0, -1 error */
    BinaryFn concat, repeat;            /* sequences' + and *, tried after binary[] as CPython does */
    BinaryFn inplace_concat, inplace_repeat;
    Value (*descr_get)(Thread *t, Value self, Value obj, Type *owner);  /* obj == 0: through the class */
    bool (*descr_set)(Thread *t, Value self, Value obj, Value v);       /* v == 0: delete */
    Value (*new_)(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames);
    bool (*init)(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames);
    UnaryFn await, aiter, anext;
    void (*del)(Thread *t, Value self); /* __del__; run by the collector's finalizer queue */
    bool (*buffer)(Thread *t, Value self, struct BufferView *out, bool writable);   /* bytes-like, see protocol.h;
                                           out NULL: the view is given back; bytes, bytearray, memoryview need none */
} Slots;

enum TypeFlags {
    TYPE_USER      = 1 << 0,    /* made by a class statement or type(...) : mutable, __module__ in its dict */
    TYPE_NO_BASE   = 1 << 1,    /* may not be subclassed (bool, NoneType, ...) */
    TYPE_READY     = 1 << 2,    /* dict filled, slots inherited */
    TYPE_ABSTRACT  = 1 << 3,    /* __abstractmethods__ is not empty */
    TYPE_HAS_DEL   = 1 << 4,
    TYPE_NO_NEW    = 1 << 5,    /* cannot create 'X' instances */
    TYPE_MAPPING   = 1 << 6,    /* matches mapping patterns (dict, Mapping) */
    TYPE_SEQUENCE  = 1 << 7,    /* matches sequence patterns (list, tuple, range, Sequence; not str) */
    TYPE_PLAIN_GETATTR = 1 << 8,  /* slots.getattr is object's: inline caches may shortcut it */
    TYPE_PLAIN_SETATTR = 1 << 9,  /* slots.setattr is object's */
    TYPE_MATCH_SELF = 1 << 10,  /* class pattern with one positional matches the subject itself (int, str, ...) */
    TYPE_PLAIN_NEW = 1 << 11,   /* __new__ is object's: instances by object_alloc, then __init__ */
};

/* What stands behind an instance's attributes, at type->attrs_offset (0: no instance attributes).
 * values[i] belongs to the name at index i of shape.  When somebody asks for __dict__, or deletes an attribute, or has
 * too many, shape becomes NULL and values holds one Dict (as Value) for good; values == NULL: nothing yet. */
typedef struct Attrs {
    Shape *shape;
    Value *values;      /* may point into the same object: see object_alloc */
} Attrs;

struct Type {
    Obj h;                      /* its metatype */
    Slots slots;
    Str *name;                  /* __name__ */
    Str *qualname;
    uint16_t kind;              /* TypeId of the built-in layout it derives from: T_INT for class X(int) */
    uint16_t id;                /* own TypeId, or T_OBJECT..: 0xffff for types without one */
    uint32_t flags;
    uint32_t version;           /* unique; changes when the type or a base of it changes; 0: not assigned */
    uint32_t size;              /* bytes of an instance without attrs and __slots__ values */
    uint32_t attrs_offset;      /* 0: instances have no attributes; for T_TUPLE kinds counted after the items */
    uint32_t slots_offset;      /* first __slots__ value, same rule */
    uint32_t nslots;            /* number of __slots__ values, inherited ones included */
    uint32_t weak_offset;       /* reserved: 1 if instances may be weakly referenced, else 0 */
    uint32_t inline_hint;       /* attribute values to allocate inside the instance, learnt */
    const TypeDef *def;         /* NULL for user classes */
    Type *base;                 /* best base (layout) */
    Tuple *bases;
    Tuple *mro;
    Dict *dict;                 /* own namespace; use type_namespace() which makes a lazy type ready */
    Shape *shape;               /* root shape of the instances */
    Value subclasses;           /* list of weak references, or 0 */
    Value init_cached;          /* Python function of __init__ for the VM's fast construction, or 0 */
    uint32_t init_version;      /* type version it is valid for */
    void *extra;                /* for whoever needs it */
    Attrs attrs;                /* instances of metaclasses keep theirs in dict; unused otherwise */
    uint32_t inline_offset;     /* where attribute values inside the instance begin (tuples: after the items) */
    uint8_t relearnt;           /* how often inline_hint has grown */
    const FunctionDef *new_def, *init_def;      /* behind slots.new_ and slots.init of built-in types, inherited */
    struct Sig *new_sig, *init_sig;             /* parsed at the first call */
    const char *utf8_name;      /* for messages */
};

/* Every C type has a row in types.def: T_INT, T_STR, ... */
enum TypeId {
#define TYPE(ID, def) ID,
#include "vm/object/types.def"
#undef TYPE
    T_COUNT
};

/* An instance of a plain user class: attrs, then `inline_hint` values, __slots__ values before them. */
typedef struct Instance { Obj h; Attrs attrs; } Instance;
