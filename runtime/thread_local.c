/* _thread._local: attributes of one's own for each thread.
 *
 * The object keeps a dict for each thread that has used it, and each thread weak links to the objects it has used, so
 * that its dicts go when it ends, and all dicts when the object does. */
#include "vm/native.h"

typedef struct LocalEntry { uint64_t thread; Dict *dict; } LocalEntry;
typedef struct Local {
    Obj h;
    Value args, kwargs;             /* for __init__, which runs once in each thread; 0: none */
    LocalEntry *entries;
    size_t n, cap;
    uint64_t last_thread;           /* whose dict was asked for last: that is `last` */
    Dict *last;
} Local;

struct LocalLink {
    void *local;                    /* heap_weak_link() */
    LocalLink *next;
};

static Local *as_local(Value v) { return (Local *)obj_of(v); }

static bool note_use(Thread *t, Local *l) {
    LocalLink *n = alloc_array(t, 1, sizeof *n);
    if (!n || !heap_weak_link(&n->local, l))
        return raise_memory(t), false;
    /* links to objects that are gone leave the list, now and then */
    if ((uintptr_t)n % 256 == 0)
        for (LocalLink **p = &t->locals; *p;) {
            if (heap_weak_get(&(*p)->local))
                p = &(*p)->next;
            else
                *p = (*p)->next;
        }
    n->next = t->locals;
    t->locals = n;
    return true;
}

static void forget_dict(Thread *t, Local *l) {
    for (size_t i = 0; i < l->n; i++)
        if (l->entries[i].thread == t->id) {
            l->entries[i] = l->entries[--l->n];
            l->entries[l->n].dict = NULL;
            break;
        }
    l->last_thread = 0;
    l->last = NULL;
}

void locals_drop(Thread *t) {
    for (LocalLink *n = t->locals; n; n = n->next) {
        Local *l = heap_weak_get(&n->local);
        if (l)
            forget_dict(t, l);
        heap_weak_drop(&n->local);
    }
    t->locals = NULL;
}

static Dict *add_dict(Thread *t, Local *l) {
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 4;
        LocalEntry *grown = grow_array(t, l->entries, l->n, cap, sizeof *grown);
        if (!grown)
            return NULL;
        l->entries = grown;
        l->cap = cap;
    }
    Dict *d = dict_new(t);
    if (!d || !note_use(t, l))
        return NULL;
    l->entries[l->n++] = (LocalEntry){ t->id, d };
    l->last_thread = t->id;
    return l->last = d;
}

/* The running thread's dict; its first use in a thread runs __init__. */
static Dict *dict_of(Thread *t, Value self) {
    Local *l = as_local(self);
    if (likely(l->last_thread == t->id))
        return l->last;
    for (size_t i = 0; i < l->n; i++)
        if (l->entries[i].thread == t->id) {
            l->last_thread = t->id;
            return l->last = l->entries[i].dict;
        }
    Dict *d = add_dict(t, l);
    Type *y = obj_of(self)->type;
    if (!d || y->slots.init == type_by_id(t, T_LOCAL)->slots.init)
        return d;
    Value init = get_attr_cstr(t, self, "__init__");
    if (init && call_tuple_dict(t, init, l->args, l->kwargs))
        return d;
    forget_dict(t, l);                  /* the next use tries again */
    return NULL;
}

static Value local_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    bool given = nargs || (kwnames && kwnames->len);
    if (given && cls->slots.init == type_by_id(t, T_LOCAL)->slots.init)
        return raise_type_error(t, "Initialization arguments are not supported");
    Value self = object_alloc(t, cls);
    if (!self)
        return VALUE_ERROR;
    Local *l = as_local(self);
    Value positional = tuple_new(t, args, (int64_t)nargs);
    Dict *named = kwnames && kwnames->len ? dict_new(t) : NULL;
    if (!positional || (kwnames && kwnames->len && !named))
        return VALUE_ERROR;
    for (int64_t i = 0; named && i < kwnames->len; i++)
        if (!dict_set(t, named, kwnames->items[i], args[nargs + (size_t)i]))
            return VALUE_ERROR;
    l->args = positional;
    l->kwargs = from_ptr(named);
    return add_dict(t, l) ? self : VALUE_ERROR;
}

static Value local_getattr(Thread *t, Value self, Str *name) {
    Dict *d = dict_of(t, self);
    if (!d)
        return VALUE_ERROR;
    if (name == NAME(t, __dict__))
        return from_ptr(d);
    Value desc = type_lookup(t, obj_of(self)->type, name), own = dict_get_str(t, d, name);
    if (!desc && t->exc)
        return VALUE_ERROR;
    bool data = desc && type_of(t, desc)->slots.descr_set;
    if (own && !data)
        return own;
    return object_getattr(t, self, name);
}

static bool local_setattr(Thread *t, Value self, Str *name, Value v) {
    Dict *d = dict_of(t, self);
    if (!d)
        return false;
    if (name == NAME(t, __dict__)) {
        raise_error(t, EXC_AttributeError, "'%T' object attribute '__dict__' is read-only", self);
        return false;
    }
    Value desc = type_lookup(t, obj_of(self)->type, name);
    if (!desc && t->exc)
        return false;
    if (desc && type_of(t, desc)->slots.descr_set)
        return object_setattr(t, self, name, v);
    if (v)
        return dict_set_str(t, d, name, v);
    int r = dict_delete_str(t, d, name);
    if (r == 0)
        raise_error(t, EXC_AttributeError, "'%T' object has no attribute '%Q'", self, name);
    return r > 0;
}

const TypeDef type_local = {
    .name = "_thread._local",
    .doc = "Thread-local data",
    .size = sizeof(Local),
    .weakrefs = true,
    .slots = { .new_ = local_new, .getattr = local_getattr, .setattr = local_setattr },
};
