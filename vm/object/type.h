/* Types: creation, inheritance order, attribute lookup, version tags; shapes and instance attributes.
 * type.c (types), slots.c (C slots <-> dunder methods), shape.c (instance attributes), descr.c (descriptors). */
#pragma once
#include "vm/object/error.h"

/* -- Types ------------------------------------------------------------------------------------------------------ */

bool types_init(Thread *t);                         /* object, type and the first block, at interpreter start */
Type *type_from_def(Thread *t, const TypeDef *def, int id, Type *base);     /* exceptions use it with their own base */
bool type_make_ready(Thread *t, Type *y);           /* fills dict and slots of a lazy built-in type */
static inline Dict *type_namespace(Thread *t, Type *y) {
    if (unlikely(!(y->flags & TYPE_READY)) && !type_make_ready(t, y)) return NULL;
    return y->dict;
}
/* type(name, bases, ns, **kw): what a class statement ends in; runs __set_name__ and __init_subclass__. */
Value type_new(Thread *t, Type *meta, Str *name, Tuple *bases, Dict *ns, const Value *kwvalues, Tuple *kwnames);
Type *type_calculate_metaclass(Thread *t, Type *meta, Tuple *bases);        /* the most derived; NULL: TypeError */

/* Attribute of the class or its bases along the MRO, no descriptor protocol; 0 when missing. Cached by (version, name)
 * in a table of the interpreter. The only exception is the MemoryError, with 0, of a built-in type that is looked at for
 * the first time; an exception may wait during a lookup, so t->exc has to be compared with what it was before. */
Value type_lookup(Thread *t, Type *y, Str *name);
uint32_t type_version(Thread *t, Type *y);          /* assigns a tag if it has none; stays until the type changes */
void type_modified(Thread *t, Type *y);             /* after a change of its dict: new versions, slots anew */
static inline bool type_is_subtype(Type *a, Type *b);   /* by MRO, no hooks */
bool type_is_subtype_slow(Type *a, Type *b);
static inline bool type_is_subtype(Type *a, Type *b) { return a == b || type_is_subtype_slow(a, b); }
static inline bool is_instance_of(Thread *t, Value v, Type *y) { return type_is_subtype(type_of(t, v), y); }
/* isinstance() / issubclass() with __instancecheck__, tuples and unions; 1, 0, -1. */
int object_isinstance(Thread *t, Value v, Value cls);
int object_issubclass(Thread *t, Value c, Value cls);
/* A special method on the type of v (never on the instance), bound: *self is v or 0 if it was bound already.
 * 0 when missing (no exception) or on an error of __get__ (t->exc set). */
Value lookup_special(Thread *t, Value v, Str *name, Value *self);
const char *type_name(Type *y);  /* UTF-8 of tp_name as messages print it ("int", "collections.deque") */
static inline const char *type_name_of(Thread *t, Value v) { return type_name(type_of(t, v)); }
Str *type_module_name(Thread *t, Type *y);               /* __module__ as str or NULL */

/* -- Instances -------------------------------------------------------------------------------------------------- */

Value object_alloc(Thread *t, Type *cls);           /* a bare instance of cls, fields zeroed, for __new__ functions */
Value object_alloc_var(Thread *t, Type *cls, size_t nitems);    /* tuple layouts: room for n items */
Attrs *object_attrs(Value v);                       /* where its attributes live, or NULL */
Value *object_slots(Value v);                       /* first of its __slots__ values */
Dict *object_dict(Thread *t, Value v, bool create); /* materialises __dict__; NULL without exception: none */
bool object_set_dict(Thread *t, Value v, Dict *d);

enum { INLINE_MAX = 16 };                            /* attribute values inside an instance, at most */

struct Shape {                                      /* an ordered set of attribute names */
    Shape *parent;
    Str *name;                                      /* the last name, at index count-1 */
    uint32_t count;
    uint32_t id;                                    /* unique in the interpreter */
    uint32_t inline_cap;                            /* values that lie inside the instance, the same for a whole tree:
                                                       count <= inline_cap says that all of them do */
    struct ShapeIndex *index;                       /* hash from name to index, made when count > 8 */
    struct ShapeNext *next;                         /* transitions */
};
int shape_find(Shape *s, Str *name);                /* index or -1; names are interned */
Shape *shape_add(Thread *t, Shape *s, Str *name);   /* the shape with one more name; NULL: MemoryError */
/* Raw instance attributes, no descriptors. get: 0 = missing, never raises for interned names. */
Value attrs_get(Thread *t, Attrs *a, Str *name);
bool attrs_set(Thread *t, Value obj, Attrs *a, Str *name, Value v);
int attrs_delete(Thread *t, Value obj, Attrs *a, Str *name);    /* 1 deleted, 0 missing, -1 error */
/* Puts v at the shape's next index for obj (used by the VM's store cache); false: MemoryError. */
bool attrs_append(Thread *t, Value obj, Attrs *a, Shape *next, Value v);

/* Runs the collector's finalizers and the __del__ methods that are due: the answer to BREAK_FINALIZER. */
void finalizers_run(Thread *t);
/* Those that are due wait until they are let go. */
struct DelNode *finalizers_hold(Thread *t);
void finalizers_let_go(Thread *t, struct DelNode *held);
void finalizers_after_fork(Thread *t);          /* objects from before it are not counted any more */
void type_forget_methods(Thread *t);            /* empties the cache of lookups, which keeps what it knows alive */
/* slots.del of obj's type will be called once after obj has become unreachable. */
MUST_CHECK bool finalizer_register(Thread *t, Value obj);
void finalizer_drop(Thread *t, Value obj);      /* it will not */

/* object's own __getattribute__ and __setattr__. */
Value object_getattr(Thread *t, Value v, Str *name);
Value object_getattr_quiet(Thread *t, Value v, Str *name);     /* missing: 0 and no exception */
bool object_setattr(Thread *t, Value v, Str *name, Value x);
Value object_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames);
Value object_default_repr(Thread *t, Value v);      /* <mod.X object at 0x...> */
bool object_hash_pointer(Thread *t, Value v, int64_t *out);
Value object_compare_default(Thread *t, Value a, Value b, enum CompareOp op);

/* -- Descriptors (descr.c) --------------------------------------------------------------------------------------- */

typedef struct GetSet { Obj h; const GetSetDef *def; Type *owner; } GetSet;
typedef struct Member { Obj h; Str *name; Type *owner; uint32_t index; } Member;
typedef struct Property { Obj h; Attrs attrs; Value get, set, del, doc; bool getter_doc; Str *name; } Property;
typedef struct ClassMethod { Obj h; Attrs attrs; Value fn; } ClassMethod;   /* staticmethod too */
typedef struct Super { Obj h; Type *type; Value obj; Type *obj_type; } Super;
Value super_new(Thread *t, Type *type, Value obj);  /* super(type, obj), checked */
Value super_getattr(Thread *t, Type *type, Value obj, Str *name, Value *self);  /* fast path of super().name(...) */
Value generic_alias_new(Thread *t, Value origin, Value args);
Value union_new(Thread *t, Value a, Value b);       /* int | str; VALUE_NOTIMPLEMENTED if it can't */
Tuple *union_args(Value u);                          /* of a union object */
Value mappingproxy_new(Thread *t, Value mapping);

/* Struct sequences (sys.version_info, os.stat_result ...): a tuple type with named fields. */
Type *structseq_type(Thread *t, const char *name, const char *const *fields, int nfields, int nvisible);
Value structseq_new(Thread *t, Type *y, const Value *items);    /* nfields of them */
