/* Inline caches: hit paths are inline here, miss paths (which refill) in cache.c. */
#pragma once
#include "vm/frame.h"
#include "vm/object/dict.h"
#include "vm/object/protocol.h"

enum CacheKind {
    CACHE_EMPTY,
    CACHE_GLOBAL,           /* version: keys of the globals; index: entry */
    CACHE_BUILTIN,          /* version, version2: keys of globals and builtins; index: entry in builtins */
    CACHE_FIELD,            /* version of the type, shape of the instance: values[index] */
    CACHE_ADD_FIELD,        /* STORE_ATTR that takes the instance from shape to next_shape */
    CACHE_CLASS_VALUE,      /* version (and shape if the instance has attributes): value, found on the class */
    CACHE_METHOD,           /* the same, value is a function to call with the instance first */
    CACHE_MEMBER,           /* __slots__ entry index */
    CACHE_MODULE,           /* version: keys of the module's dict; index: entry */
    CACHE_TYPE_VALUE,       /* obj is a class: version is its own; value */
    CACHE_PROPERTY,         /* value is the Python getter */
};

/* Where instances of y (not a tuple layout) keep their attributes. */
static inline Attrs *attrs_at(Obj *o, Type *y) { return (Attrs *)((char *)o + y->attrs_offset); }

Value load_attr_miss(Thread *t, Cache *c, Value obj);
bool store_attr_miss(Thread *t, Cache *c, Value obj, Value v);
Value load_method_miss(Thread *t, Cache *c, Value obj, Value *self);
Value load_global_miss(Thread *t, Cache *c, Func *f);

/* Makes what the first call of f would make: its code's constants and caches, the answers for globals and for what it takes
 * from modules, and the signatures of built-in functions among them. */
MUST_CHECK bool function_settle(Thread *t, Func *f);

static ALWAYS_INLINE Value load_global_cached(Thread *t, Cache *c, Func *fn) {
    Dict *g = fn->globals;
    if (likely(c->kind == CACHE_GLOBAL && g->keys_version == c->version)) return g->entries[c->index].value;
    if (likely(c->kind == CACHE_BUILTIN && g->keys_version == c->version &&
               fn->builtins->keys_version == c->version2))
        return fn->builtins->entries[c->index].value;
    return load_global_miss(t, c, fn);
}

/* The attribute, 0 if the cache does not know (then call the miss function). */
static ALWAYS_INLINE Value load_attr_hit(Cache *c, Value obj) {
    if (unlikely(!is_ptr(obj))) return 0;
    Obj *o = obj_of(obj);
    Type *y = o->type;
    if (likely(c->kind == CACHE_FIELD && y->version == c->version)) {
        Attrs *a = attrs_at(o, y);
        if (likely(a->shape == c->shape)) return a->values[c->index];
        return 0;
    }
    switch (c->kind) {
    case CACHE_MODULE: {
        if (y->kind != T_MODULE) return 0;
        Dict *d = ((Module *)o)->dict;
        return d->keys_version == c->version ? d->entries[c->index].value : 0;
    }
    case CACHE_TYPE_VALUE:
        return y->kind == T_TYPE && ((Type *)o)->version == c->version ? c->value : 0;
    case CACHE_CLASS_VALUE:
        if (y->version != c->version || (c->shape && attrs_at(o, y)->shape != c->shape)) return 0;
        return c->value;
    case CACHE_MEMBER:
        if (y->version != c->version) return 0;
        return ((Value *)((char *)o + y->slots_offset))[c->index];
    default:
        return 0;
    }
}

static ALWAYS_INLINE Value load_method_hit(Thread *t, Cache *c, Value obj) {
    if (c->kind != CACHE_METHOD) return 0;
    if (likely(is_ptr(obj))) {
        Obj *o = obj_of(obj);
        Type *y = o->type;
        if (unlikely(y->version != c->version)) return 0;
        if (c->shape && unlikely(attrs_at(o, y)->shape != c->shape)) return 0;
        return c->value;
    }
    return type_of(t, obj)->version == c->version ? c->value : 0;
}
