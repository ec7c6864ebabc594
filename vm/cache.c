/* Inline cache misses: answer the slow way, and note how to answer quickly next time. */
#include "vm/cache.h"
#include "vm/object/call.h"
#include "vm/object/opcode.h"
#include "vm/object/str.h"

static bool has_fields(const Type *y) { return y->attrs_offset && y->kind != T_TUPLE; }

/* What may be remembered about obj.name for an instance of a type with object's own __getattribute__. */
static void fill_instance(Thread *t, Cache *c, Value obj, Type *y, bool for_method) {
    Value found = type_lookup(t, y, c->name);
    Type *ft = found ? type_of(t, found) : NULL;
    uint32_t version = type_version(t, y);
    if (!version) return;
    if (found && ft->slots.descr_set) {             /* data descriptor: goes before the instance's own */
        if (ft->kind == T_MEMBER && y->kind != T_TUPLE) {
            c->index = ((Member *)obj_of(found))->index;
            c->kind = CACHE_MEMBER;
        } else if (ft == t->interp->types[T_PROPERTY]) {
            Value get = ((Property *)obj_of(found))->get;
            if (!get || !ptr_kind(get, T_FUNCTION) || !as_func(get)->code->simple || as_func(get)->code->argcount != 1)
                return;
            c->value = get;
            c->kind = CACHE_PROPERTY;
        } else {
            return;
        }
        c->version = version;
        return;
    }
    Shape *shape = NULL;
    if (y->attrs_offset) {
        if (!has_fields(y)) return;
        shape = attrs_at(obj_of(obj), y)->shape;
        if (!shape) return;
        int i = shape_find(shape, c->name);
        if (i >= 0) {
            c->index = (uint32_t)i;
            c->shape = shape;
            c->version = version;
            c->kind = CACHE_FIELD;
            return;
        }
    }
    if (!found) return;
    if (for_method && (ft->kind == T_FUNCTION || ft->kind == T_METHOD_DESCR)) c->kind = CACHE_METHOD;
    else if (!ft->slots.descr_get) c->kind = CACHE_CLASS_VALUE;
    else return;
    c->value = found;
    c->shape = shape;
    c->version = version;
}

static void fill_module(Thread *t, Cache *c, Value obj) {
    Dict *d = as_module(obj)->dict;
    int64_t i = dict_find_str(t, d, c->name);
    if (i < 0 || i > UINT32_MAX) return;
    c->version = dict_keys_version(t, d);
    c->index = (uint32_t)i;
    c->kind = CACHE_MODULE;
}

static void fill_type(Thread *t, Cache *c, Type *cls) {
    Type *meta = cls->h.type;
    Value found = type_lookup(t, cls, c->name);
    if (!found) return;
    Value in_meta = type_lookup(t, meta, c->name);
    if (in_meta && type_of(t, in_meta)->slots.descr_set) return;
    Type *ft = type_of(t, found);
    if (ft->slots.descr_get && ft->kind != T_FUNCTION && ft->kind != T_METHOD_DESCR) return;
    c->version = type_version(t, cls);
    c->value = found;
    c->kind = c->version ? CACHE_TYPE_VALUE : CACHE_EMPTY;
}

static void fill(Thread *t, Cache *c, Value obj, bool for_method) {
    c->kind = CACHE_EMPTY;
    if (c->misses > 250) return;                    /* megamorphic: refilling costs more than it brings */
    c->misses++;
    Type *y = type_of(t, obj);
    if (is_ptr(obj)) {
        if (y == t->interp->types[T_MODULE]) {
            fill_module(t, c, obj);
            return;
        }
        if (y->kind == T_TYPE) {
            if (y == t->interp->types[T_TYPE]) fill_type(t, c, (Type *)obj_of(obj));
            return;
        }
        if (y->flags & TYPE_PLAIN_GETATTR) fill_instance(t, c, obj, y, for_method);
    } else if (for_method && (y->flags & TYPE_PLAIN_GETATTR)) {
        Value found = type_lookup(t, y, c->name);
        if (found && type_of(t, found)->kind == T_METHOD_DESCR) {
            c->value = found;
            c->shape = NULL;
            c->version = type_version(t, y);
            c->kind = CACHE_METHOD;
        }
    }
}

Value load_attr_miss(Thread *t, Cache *c, Value obj) {
    Value v = get_attr(t, obj, c->name);
    if (v) fill(t, c, obj, false);
    return v;
}

Value load_method_miss(Thread *t, Cache *c, Value obj, Value *self) {
    Value f = get_method(t, obj, c->name, self);
    if (f) fill(t, c, obj, true);
    return f;
}

bool store_attr_miss(Thread *t, Cache *c, Value obj, Value v) {
    Type *y = type_of(t, obj);
    c->kind = CACHE_EMPTY;
    if (!is_ptr(obj) || !(y->flags & TYPE_PLAIN_SETATTR) || !has_fields(y) || !(y->flags & TYPE_USER))
        return set_attr(t, obj, c->name, v);
    Value found = type_lookup(t, y, c->name);
    Attrs *a = attrs_at(obj_of(obj), y);
    Shape *before = a->shape;
    if (!set_attr(t, obj, c->name, v)) return false;
    if ((found && type_of(t, found)->slots.descr_set) || !before || !a->shape) return true;
    uint32_t version = type_version(t, y);
    if (!version) return true;
    if (a->shape == before) {
        int i = shape_find(before, c->name);
        if (i < 0) return true;
        c->index = (uint32_t)i;
        c->kind = CACHE_FIELD;
    } else {
        if (a->shape->parent != before) return true;
        c->next_shape = a->shape;
        c->kind = CACHE_ADD_FIELD;
    }
    c->shape = before;
    c->version = version;
    return true;
}

Value load_global_miss(Thread *t, Cache *c, Func *f) {
    Dict *g = f->globals, *b = f->builtins;
    c->kind = CACHE_EMPTY;
    /* a dict subclass may answer differently each time */
    if (!is_exact(t, from_ptr(g), T_DICT) || !is_exact(t, from_ptr(b), T_DICT)) return load_global_slow(t, f, c->name);
    int64_t i = dict_find_str(t, g, c->name);
    if (i >= 0) {
        c->version = dict_keys_version(t, g);
        c->index = (uint32_t)i;
        c->kind = CACHE_GLOBAL;
        return g->entries[i].value;
    }
    i = dict_find_str(t, b, c->name);
    if (i >= 0) {
        c->version = dict_keys_version(t, g);
        c->version2 = dict_keys_version(t, b);
        c->index = (uint32_t)i;
        c->kind = CACHE_BUILTIN;
        return b->entries[i].value;
    }
    return load_global_slow(t, f, c->name);
}

/* -- Ahead of the first call ------------------------------------------------------------------------------- */

/* of: the module that is on the stack, or 0. The result: what is on the stack then, or 0. */
static Value look_up(Thread *t, Func *f, Instr ins, Value of) {
    Cache *caches = f->code->caches;
    Value self;
    switch (INSTR_OP(ins)) {
    case OP_LOAD_GLOBAL:
    case OP_LOAD_GLOBAL_CALL: return load_global_miss(t, &caches[INSTR_ARG(ins)], f);
    case OP_LOAD_ATTR: return of ? load_attr_miss(t, &caches[INSTR_ARG(ins)], of) : 0;
    case OP_LOAD_METHOD: return of ? load_method_miss(t, &caches[INSTR_ARG(ins)], of, &self) : 0;
    default: return 0;
    }
}

bool function_settle(Thread *t, Func *f) {
    if (!code_ready(t, f->code)) return false;
    Value of = 0;
    for (uint32_t i = 0; i < f->code->ninstrs; i++) {
        Value v = look_up(t, f, f->code->instrs[i], of);
        if (!v) exc_clear(t);                           /* whoever runs it will hear of it */
        if (v && !native_settle(t, v)) return false;
        of = v && is_module(v) ? v : 0;
    }
    for (uint32_t i = 0; i < f->code->nconsts; i++)         /* its inner functions */
        if (ptr_kind(f->code->consts[i], T_CODE) && !code_ready(t, (Code *)obj_of(f->code->consts[i]))) return false;
    return true;
}
