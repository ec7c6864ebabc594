/* What the files of the type machinery (type.c, type_new.c, type_type.c, object.c) share. */
#pragma once
#include "vm/object/slots.h"

/* -- type.c -- */
MUST_CHECK bool type_add_subclass(Thread *t, Type *base, Type *sub);
void type_drop_subclass(Type *base, Type *sub);
/* Calls fn for each direct subclass that is still alive; false stops. */
bool type_each_subclass(Thread *t, Type *y, bool (*fn)(Thread *t, Type *sub, void *ctx), void *ctx);
/* y's dict has changed at name: versions of y and its subclasses, slots if name is a special method's. */
MUST_CHECK bool type_attr_changed(Thread *t, Type *y, Str *name);
Value type_new_wrapper(Thread *t, Type *y);                 /* T.__new__ for y's dict */

struct MethodCache *type_cache_new(void);
MUST_CHECK bool type_add_getset(Thread *t, Type *y, const GetSetDef *def);
extern const GetSetDef instance_dict_getset, instance_weakref_getset;

/* -- type_new.c -- */
Value type_tp_new(Thread *t, Type *meta, const Value *args, size_t nargs, Tuple *kwnames);
Type *type_best_base(Thread *t, Tuple *bases);              /* NULL: TypeError */
Type *type_solid_base(Type *y);                             /* the ancestor that last added to the layout */
Tuple *type_make_mro(Thread *t, Type *y);                   /* by C3 or by the metaclass's mro() */
Tuple *type_c3(Thread *t, Type *y);
static inline bool type_has_dict(const Type *y) {
    return y->attrs_offset != 0 || y->kind == T_TYPE || y->kind == T_MODULE;
}
bool type_same_layout(Thread *t, Type *a, Type *b);  /* may an instance of one become one of the other? */
int exception_layout(const Type *y);                        /* exception.c: which special fields, 0 for none */

/* -- object.c -- */
bool object_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames);
Value object_type_dir(Thread *t, Type *y);                  /* names of y and its bases, a list */
MUST_CHECK bool object_merge_class_dict(Thread *t, Dict *into, Value cls);
MUST_CHECK bool set_class(Thread *t, Value v, Value cls);

/* -- type_type.c -- */
Value type_getattr(Thread *t, Value self, Str *name);
Value type_getattr_quiet(Thread *t, Value self, Str *name);     /* missing: 0 and no exception */
bool type_set_bases(Thread *t, Type *y, Value bases);
