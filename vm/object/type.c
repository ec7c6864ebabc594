/* Types: built-in ones from their const tables, attribute lookup with its cache, version tags.
 *
 * A built-in type is made when somebody asks for it, and its dict is filled when somebody looks into it, so that an
 * interpreter starts without paying for what it does not use. Version tags: as long as a type's tag stands, lookups
 * on it give what they gave; a subclass has a tag only while its bases have theirs. */
#include "vm/base/panic.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type_private.h"

/* -- Construction of built-in types ---------------------------------------------------------------------- */

static const TypeDef *const defs[T_COUNT] = {
#define TYPE(ID, def) [ID] = &def,
#include "vm/object/types.def"
#undef TYPE
};

static const char *last_name(const char *dotted) {
    const char *dot = strrchr(dotted, '.');
    return dot ? dot + 1 : dotted;
}

/* The type whose __new__ or __init__ row this is, for messages: "int() takes ..." also for its subclasses. */
static const char *row_owner_name(Type *y, const FunctionDef *row, bool init) {
    if (row->name[0] != '_')                            /* messages use a name of their own: TracebackType */
        return row->name;
    while (y->base && (init ? y->base->init_def : y->base->new_def) == row)
        y = y->base;
    return y->def ? last_name(y->def->name) : type_name(y);
}

static Value new_from_def(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (unlikely(!cls->new_sig) && !(cls->new_sig = sig_get(t, cls->new_def, true)))
        return VALUE_ERROR;
    Value a[cls->new_sig->total];
    if (!args_bind(t, cls->new_sig, row_owner_name(cls, cls->new_def, false), from_ptr(cls), args, nargs, kwnames, a))
        return VALUE_ERROR;
    return cls->new_def->fn(t, a);
}

static bool init_from_def(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Type *y = type_of(t, self);
    if (unlikely(!y->init_def)) {                       /* somebody's own table mixes both forms */
        raise_error(t, EXC_SystemError, "%N has no __init__", y);
        return false;
    }
    if (unlikely(!y->init_sig) && !(y->init_sig = sig_get(t, y->init_def, true)))
        return false;
    Value a[y->init_sig->total];
    return args_bind(t, y->init_sig, row_owner_name(y, y->init_def, true), self, args, nargs, kwnames, a) &&
           y->init_def->fn(t, a) != VALUE_ERROR;
}

/* Everything that needs no other object. */
static Type *make_raw(Thread *t, const TypeDef *def, int id, Type *base) {
    Type *y = alloc_obj(t, t->interp->types[T_TYPE], sizeof(Type));
    if (!y)
        return NULL;
    y->def = def;
    y->base = base;
    y->id = id < 0 ? 0xffff : (uint16_t)id;
    y->kind = base && base->kind != T_OBJECT ? base->kind : y->id;
    y->flags = def->flags;
    y->utf8_name = def->name;
    y->slots = def->slots;
    y->size = def->size;
    y->attrs_offset = def->attrs_offset;
    y->weak_offset = def->weakrefs;
    if (def->new_.fn) {
        y->slots.new_ = new_from_def;
        y->new_def = &def->new_;
    }
    if (def->init.fn) {
        y->slots.init = init_from_def;
        y->init_def = &def->init;
    }
    if (base) {
        bool no_hash = def->slots.compare && !def->slots.hash;
        bool no_new = !y->slots.new_ && ((def->flags & TYPE_NO_NEW) || base->id == T_OBJECT);
        if (!y->slots.new_) {
            y->new_def = base->new_def;
            y->new_sig = base->new_sig;
        }
        if (!y->slots.init) {
            y->init_def = base->init_def;
            y->init_sig = base->init_sig;
        }
        slots_inherit(&y->slots, &base->slots);
        if (no_hash)
            y->slots.hash = NULL;
        if (no_new) {                                   /* a bare instance would have no meaning */
            y->slots.new_ = NULL;
            y->flags |= TYPE_NO_NEW;
        }
        y->flags |= base->flags & (TYPE_MAPPING | TYPE_SEQUENCE | TYPE_MATCH_SELF);
        if (!y->size)
            y->size = base->size;
        if (!y->attrs_offset)
            y->attrs_offset = base->attrs_offset;
        y->weak_offset |= base->weak_offset;
    }
    if (!y->size)
        y->size = sizeof(Obj);
    y->size = (y->size + 7) & ~7u;
    y->slots_offset = y->inline_offset = y->size;
    slots_update_flags(y);
    return y;
}

/* Names, bases and order. */
static bool finish_raw(Thread *t, Type *y) {
    y->name = y->qualname = str_intern_cstr(t, last_name(y->def->name));
    if (!y->name)
        return false;
    int64_t n = y->base ? y->base->mro->len : 0;
    y->bases = tuple_alloc(t, y->base ? 1 : 0);
    y->mro = tuple_alloc(t, n + 1);
    if (!y->bases || !y->mro)
        return false;
    y->mro->items[0] = from_ptr(y);
    if (y->base) {
        y->bases->items[0] = from_ptr(y->base);
        memcpy(y->mro->items + 1, y->base->mro->items, (size_t)n * sizeof(Value));
        return type_add_subclass(t, y->base, y);
    }
    return true;
}

Type *type_from_def(Thread *t, const TypeDef *def, int id, Type *base) {
    Type *y = make_raw(t, def, id, base);
    return y && finish_raw(t, y) ? y : NULL;
}

Type *type_create_builtin(Thread *t, int id) {
    const TypeDef *def = defs[id];
    Type *base = id == T_OBJECT ? NULL : type_by_id(t, def->base);
    Type *y = type_from_def(t, def, id, base);
    if (!y)
        panic("out of memory while making type '%s'", def->name);
    return t->interp->types[id] = y;
}

/* The first block stands on itself: a str needs type str, whose name is a str. */
bool types_init(Thread *t) {
    static const uint16_t first[] = {T_OBJECT, T_TYPE, T_STR, T_TUPLE, T_LIST, T_DICT, T_INT, T_BOOL, T_FLOAT, T_NONE,
                                     T_NOTIMPLEMENTED, T_ELLIPSIS, T_BYTES};
    Interp *in = t->interp;
    if (!in->method_cache && !(in->method_cache = type_cache_new()))
        return raise_memory(t) != NULL;
    for (size_t i = 0; i < ARRAY_LEN(first); i++) {
        const TypeDef *def = defs[first[i]];
        in->types[first[i]] = make_raw(t, def, first[i], first[i] == T_OBJECT ? NULL : in->types[def->base]);
        if (!in->types[first[i]])
            return false;
    }
    in->types[T_OBJECT]->h.type = in->types[T_TYPE]->h.type = in->types[T_TYPE];
    for (size_t i = 0; i < ARRAY_LEN(first); i++)
        if (!finish_raw(t, in->types[first[i]]))
            return false;
    static const char *const names[N_COUNT] = {
#define NAME_ROW(x) #x,
#include "vm/object/names.def"
#undef NAME_ROW
    };
    for (int i = 0; i < N_COUNT; i++)
        if (!in->names[i] && !(in->names[i] = str_intern_cstr(t, names[i])))
            return false;
    return exceptions_init(t);
}

/* -- Making ready ---------------------------------------------------------------------------------------- */

static Value instance_dict_get(Thread *t, Value self);
static bool instance_dict_set(Thread *t, Value self, Value v);
static Value instance_weakref_get(Thread *t, Value self) { return VALUE_NONE; }

const GetSetDef instance_dict_getset = {"__dict__", instance_dict_get, instance_dict_set, NULL};
const GetSetDef instance_weakref_getset = {"__weakref__", instance_weakref_get, NULL,
                                           "list of weak references to the object"};

static Value instance_dict_get(Thread *t, Value self) {
    Dict *d = object_dict(t, self, true);
    if (!d && !t->exc)
        return raise_error(t, EXC_AttributeError, "This object has no __dict__");
    return from_ptr(d);
}

static bool instance_dict_set(Thread *t, Value self, Value v) {
    if (v && !is_dict(v)) {
        raise_type_error(t, "__dict__ must be set to a dictionary, not a '%T'", v);
        return false;
    }
    return object_set_dict(t, self, v ? as_dict(v) : NULL);
}

bool type_add_getset(Thread *t, Type *y, const GetSetDef *def) {
    Str *name = str_intern_cstr(t, def->name);
    GetSet *g = name ? alloc_obj(t, type_by_id(t, T_GETSET), sizeof *g) : NULL;
    if (!g)
        return false;
    g->def = def;
    g->owner = y;
    return dict_set_str(t, y->dict, name, from_ptr(g));
}

static const FunctionDef new_row = {"__new__", NULL, "*args, **kwargs",
                                    "Create and return a new object.  See help(type) for accurate signature.", 0};

static Value new_called(Thread *t, Value native, const Value *args, size_t nargs, Tuple *kwnames) {
    Type *y = (Type *)obj_of(((Native *)obj_of(native))->self);
    if (nargs < 1)
        return raise_type_error(t, "%N.__new__(): not enough arguments", y);
    if (!is_type(args[0]))
        return raise_type_error(t, "%N.__new__(X): X is not a type object (%T)", y, args[0]);
    Type *cls = (Type *)obj_of(args[0]);
    if (!type_is_subtype(cls, y))
        return raise_type_error(t, "%N.__new__(%N): %N is not a subtype of %N", y, cls, cls, y);
    Type *base = cls;                                   /* the C type at the bottom must be made by its own function */
    while (base->flags & TYPE_USER)
        base = base->base;
    if (base->slots.new_ != y->slots.new_ || base->new_def != y->new_def)
        return raise_type_error(t, "%N.__new__(%N) is not safe, use %N.__new__()", y, cls, base);
    if (unlikely(cls->new_def != y->new_def)) {
        /* cls has a __new__ in Python, and this is its call to the one it replaced. */
        Sig *sig = y->new_sig ? y->new_sig : (y->new_sig = sig_get(t, y->new_def, true));
        if (!sig)
            return VALUE_ERROR;
        Value a[sig->total];
        if (!args_bind(t, sig, row_owner_name(y, y->new_def, false), args[0], args + 1, nargs - 1, kwnames, a))
            return VALUE_ERROR;
        return y->new_def->fn(t, a);
    }
    return y->slots.new_(t, cls, args + 1, nargs - 1, kwnames);
}

Value type_new_wrapper(Thread *t, Type *y) {
    Native *n = (Native *)obj_of(native_new(t, &new_row, 0));
    if (!n)
        return VALUE_ERROR;
    n->self = from_ptr(y);
    n->raw = new_called;
    return from_ptr(n);
}

static bool fill_dict(Thread *t, Type *y, const TypeDef *def) {
    if (!slots_add_wrappers(t, y, def))
        return false;
    if (def->new_.fn || def->slots.new_) {
        Value v = type_new_wrapper(t, y);
        if (!v || !dict_set_str(t, y->dict, NAME(t, __new__), v))
            return false;
    }
    for (const FunctionDef *f = def->methods; f && f->name; f++) {
        Value v = native_method(t, f, y);
        if (!v || !dict_set_cstr(t, y->dict, f->name, v))
            return false;
    }
    bool has_dict = false;
    for (const GetSetDef *g = def->getsets; g && g->name; g++) {
        has_dict |= strcmp(g->name, "__dict__") == 0;
        if (!type_add_getset(t, y, g))
            return false;
    }
    if (def->attrs_offset && !has_dict && !(y->base && y->base->attrs_offset) &&
        !type_add_getset(t, y, &instance_dict_getset))
        return false;
    if (!dict_get_str(t, y->dict, NAME(t, __doc__))) {
        Value doc = def->doc ? str_from_cstr(t, def->doc) : VALUE_NONE;
        if (!doc || !dict_set_str(t, y->dict, NAME(t, __doc__), doc))
            return false;
    }
    return true;
}

bool type_make_ready(Thread *t, Type *y) {
    if (y->flags & TYPE_READY)
        return true;
    Value waiting = exc_fetch(t);                       /* lookups happen while exceptions wait */
    y->dict = dict_new(t);
    y->flags |= TYPE_READY;                             /* filling it may look at it */
    if (!y->dict || !fill_dict(t, y, y->def)) {
        y->flags &= ~(uint32_t)TYPE_READY;
        y->dict = NULL;
        return false;
    }
    exc_restore(t, waiting);
    return true;
}

/* -- Subclasses ------------------------------------------------------------------------------------------ */

/* A list in order of creation. A user class is linked weakly: it may be collected. */
typedef struct SubLink {
    struct SubLink *next;
    Type *strong;
    void *weak;
} SubLink;

static Type *link_target(SubLink *l) { return l->strong ? l->strong : heap_weak_get(&l->weak); }

bool type_add_subclass(Thread *t, Type *base, Type *sub) {
    SubLink *l = alloc_array(t, 1, sizeof *l);
    if (!l)
        return false;
    if (!(sub->flags & TYPE_USER)) {
        l->strong = sub;
    } else if (!heap_weak_link(&l->weak, sub)) {
        raise_memory(t);
        return false;
    }
    SubLink *first = (SubLink *)obj_of(base->subclasses);
    /* The chain hangs from its last link in a ring: new ones go to the end at once. */
    if (first) {
        SubLink *last = first;
        l->next = last->next;
        last->next = l;
    } else {
        l->next = l;
    }
    base->subclasses = from_ptr(l);
    return true;
}

bool type_each_subclass(Thread *t, Type *y, bool (*fn)(Thread *t, Type *sub, void *ctx), void *ctx) {
    SubLink *last = (SubLink *)obj_of(y->subclasses);
    if (!last)
        return true;
    for (SubLink *prev = last, *l = last->next;; l = prev->next) {
        Type *sub = link_target(l);
        bool at_end = l == last;
        if (!sub) {                                     /* collected: take the link out */
            if (prev == l) {
                y->subclasses = 0;
                return true;
            }
            prev->next = l->next;
            if (at_end)
                y->subclasses = from_ptr(prev);
        } else {
            if (!fn(t, sub, ctx))
                return false;
            prev = l;
        }
        if (at_end)
            return true;
    }
}

void type_drop_subclass(Type *base, Type *sub) {
    SubLink *last = (SubLink *)obj_of(base->subclasses);
    if (!last)
        return;
    SubLink *l = last;
    do {
        l = l->next;
        if (link_target(l) == sub) {
            if (!l->strong)
                heap_weak_drop(&l->weak);
            l->strong = NULL;
            return;                                     /* the next walk takes the empty link out */
        }
    } while (l != last);
}

/* -- Versions -------------------------------------------------------------------------------------------- */

uint32_t type_version(Thread *t, Type *y) {
    if (likely(y->version))
        return y->version;
    for (int64_t i = 0; y->bases && i < y->bases->len; i++)
        if (!type_version(t, (Type *)obj_of(y->bases->items[i])))
            return 0;
    if (t->interp->next_type_version == UINT32_MAX)     /* used up: from here on new types are not cached */
        return 0;
    return y->version = ++t->interp->next_type_version;
}

static bool drop_version(Thread *t, Type *y, void *ctx) {
    if (y->version) {
        y->version = 0;
        type_each_subclass(t, y, drop_version, NULL);
    }
    return true;
}

static bool update_slots(Thread *t, Type *y, void *name) {
    return slots_update(t, y, name) && type_each_subclass(t, y, update_slots, name);
}

bool type_attr_changed(Thread *t, Type *y, Str *name) {
    drop_version(t, y, NULL);
    if (!(y->flags & TYPE_USER) ||
        (name && !(name->len > 4 && str_at(name, 0) == '_' && str_at(name, 1) == '_')))
        return true;
    return update_slots(t, y, name);
}

void type_modified(Thread *t, Type *y) {
    if (!type_attr_changed(t, y, NULL))
        exc_clear(t);
}

/* -- Lookup ---------------------------------------------------------------------------------------------- */

enum { CACHE_SIZE = 2048 };
struct MethodCache {
    struct { uint32_t version; Str *name; Value value; } at[CACHE_SIZE];
};

struct MethodCache *type_cache_new(void) { return heap_alloc(sizeof(struct MethodCache)); }

static Value lookup_along(Thread *t, Type *y, Str *name) {
    if (unlikely(!y->mro)) {                            /* still being made */
        for (; y; y = y->base) {
            Value v = y->dict ? dict_get_str(t, y->dict, name) : 0;
            if (v)
                return v;
        }
        return 0;
    }
    for (int64_t i = 0; i < y->mro->len; i++) {
        Dict *d = type_namespace(t, (Type *)obj_of(y->mro->items[i]));
        if (unlikely(!d))
            return 0;
        Value v = dict_get_str(t, d, name);
        if (v)
            return v;
    }
    return 0;
}

static NOINLINE Value lookup_slow(Thread *t, Type *y, Str *name) {
    Value before = t->exc, v = lookup_along(t, y, name);
    if (unlikely(t->exc != before))                     /* no memory: no answer that may be kept */
        return 0;
    uint32_t version = y->mro ? type_version(t, y) : 0;
    if (version) {
        size_t i = (version * 31u ^ (uintptr_t)name >> 4) % CACHE_SIZE;
        struct MethodCache *c = t->interp->method_cache;
        c->at[i].version = version;
        c->at[i].name = name;
        c->at[i].value = v;
    }
    return v;
}

void type_forget_methods(Thread *t) { memset(t->interp->method_cache, 0, sizeof *t->interp->method_cache); }

Value type_lookup(Thread *t, Type *y, Str *name) {
    size_t i = (y->version * 31u ^ (uintptr_t)name >> 4) % CACHE_SIZE;
    struct MethodCache *c = t->interp->method_cache;
    if (likely(c->at[i].name == name && c->at[i].version == y->version && y->version))
        return c->at[i].value;
    return lookup_slow(t, y, name);
}

bool type_is_subtype_slow(Type *a, Type *b) {
    if (likely(a->mro != NULL)) {
        for (int64_t i = 0; i < a->mro->len; i++)
            if (a->mro->items[i] == from_ptr(b))
                return true;
        return false;
    }
    for (; a; a = a->base)
        if (a == b)
            return true;
    return b->base == NULL;
}

/* -- Names ----------------------------------------------------------------------------------------------- */

const char *type_name(Type *y) { return y->utf8_name; }

Str *type_module_name(Thread *t, Type *y) {
    if (!(y->flags & TYPE_USER) && y->def) {
        const char *dot = strrchr(y->def->name, '.');
        if (!dot)
            return NAME(t, builtins);
        Value v = str_from_utf8(t, y->def->name, (size_t)(dot - y->def->name));
        return v ? as_str(v) : NULL;
    }
    Value v = y->dict ? dict_get_str(t, y->dict, NAME(t, __module__)) : 0;
    return v && is_str(v) ? as_str(v) : NULL;
}
