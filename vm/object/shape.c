/* Instances: their memory, the shapes that name their attributes, __dict__ made on demand, __del__.
 *
 * An instance is the struct of its built-in layout, then Attrs if the class has them, then __slots__ values, then room
 * for as many attribute values as earlier instances turned out to need (for tuples all of it after the items).
 * Room for more is an array beside it, whose capacity follows from the number of values alone. */
#include "vm/base/plat.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"

enum {
    INDEX_FROM = 8,             /* more names than this are found by a hash index instead of a walk */
    NAMES_MAX = 64,             /* instances with more attributes use a dict */
    NEXT_MAX = 64,              /* so do instances of a class whose objects all have names of their own */
    RELEARN_MAX = 4,            /* each time costs the inline caches of the class */
};

struct ShapeIndex {
    uint32_t mask;
    struct { Str *name; uint32_t index; } at[];
};
struct ShapeNext {
    Shape *shape;
    struct ShapeNext *next;
};

/* -- Shapes ---------------------------------------------------------------------------------------------- */

static uint32_t name_hash(const Str *name) { return (uint32_t)((uintptr_t)name >> 4) * 0x9E3779B1u >> 8; }

static struct ShapeIndex *make_index(Shape *s) {
    uint32_t size = 32;
    while (size < s->count * 2)
        size *= 2;
    struct ShapeIndex *x = heap_alloc(sizeof *x + size * sizeof x->at[0]);
    if (!x)
        return NULL;
    x->mask = size - 1;
    for (Shape *p = s; p->count > 0; p = p->parent) {
        uint32_t i = name_hash(p->name) & x->mask;
        while (x->at[i].name)
            i = (i + 1) & x->mask;
        x->at[i].name = p->name;
        x->at[i].index = p->count - 1;
    }
    return s->index = x;
}

int shape_find(Shape *s, Str *name) {
    if (s->count > INDEX_FROM) {
        struct ShapeIndex *x = s->index;
        if (x || (x = make_index(s)) != NULL) {
            for (uint32_t i = name_hash(name) & x->mask; x->at[i].name; i = (i + 1) & x->mask)
                if (x->at[i].name == name)
                    return (int)x->at[i].index;
            return -1;
        }
    }
    for (; s->count > 0; s = s->parent)
        if (s->name == name)
            return (int)s->count - 1;
    return -1;
}

static Shape *shape_new(Thread *t, Shape *parent, Str *name) {
    Shape *s = heap_new(&t->interp->heap, sizeof *s);
    if (!s)
        return raise_memory(t);
    s->id = ++t->interp->next_shape_id;
    if (parent) {
        s->parent = parent;
        s->name = name;
        s->count = parent->count + 1;
        s->inline_cap = parent->inline_cap;
    }
    return s;
}

/* The transition that exists already, or NULL with the number of others in *n. */
static Shape *find_next(Shape *s, Str *name, int *n) {
    *n = 0;
    for (struct ShapeNext *x = s->next; x; x = x->next, ++*n)
        if (x->shape->name == name)
            return x->shape;
    return NULL;
}

static Shape *make_next(Thread *t, Shape *s, Str *name) {
    Shape *next = shape_new(t, s, name);
    struct ShapeNext *x = next ? alloc_array(t, 1, sizeof *x) : NULL;
    if (!x)
        return NULL;
    x->shape = next;
    x->next = s->next;
    s->next = x;
    return next;
}

Shape *shape_add(Thread *t, Shape *s, Str *name) {
    int n;
    Shape *next = find_next(s, name, &n);
    return next ? next : make_next(t, s, name);
}

/* The root for new instances; a new one each time that the instances' room has changed. */
static Shape *root_shape(Thread *t, Type *y) {
    if (likely(y->shape && y->shape->inline_cap == y->inline_hint))
        return y->shape;
    Shape *s = shape_new(t, NULL, NULL);
    if (!s)
        return NULL;
    s->inline_cap = y->inline_hint;
    if (y->shape)
        y->relearnt++;
    return y->shape = s;
}

/* -- Where the parts of an instance are ------------------------------------------------------------------ */

static inline char *tail_of(Obj *o, Type *y, uint32_t offset) {
    return (char *)o + offset + (y->kind == T_TUPLE ? (size_t)((Tuple *)o)->len * sizeof(Value) : 0);
}

Attrs *object_attrs(Value v) {
    if (!is_ptr(v))
        return NULL;
    Type *y = obj_of(v)->type;
    return y->attrs_offset ? (Attrs *)tail_of(obj_of(v), y, y->attrs_offset) : NULL;
}

Value *object_slots(Value v) {
    Type *y = obj_of(v)->type;
    return (Value *)tail_of(obj_of(v), y, y->slots_offset);
}

/* -- __del__ --------------------------------------------------------------------------------------------- */

struct DelNode {
    struct DelNode *next;
    Value obj;
};

static void finalizers_ready(void *interp_) {
    Interp *interp = interp_;
    if (interp->main_thread)
        __atomic_or_fetch(&interp->main_thread->breaker, BREAK_FINALIZER, __ATOMIC_RELEASE);
}

typedef struct DueDel { InterpRef *ref; struct DelNode *node; } DueDel;

static void *push_del(void *arg) {
    DueDel *due = arg;
    Interp *interp = due->ref->interp;
    if (!interp)
        return NULL;                                    /* it has ended: nobody is left to run the method */
    struct DelNode *n = due->node;
    if (due->ref == interp->ref)                        /* those from before a fork are not counted */
        __atomic_fetch_sub(&interp->finalizers, 1, __ATOMIC_RELAXED);
    n->next = __atomic_load_n(&interp->del_queue, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&interp->del_queue, &n->next, n, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        ;
    finalizers_ready(interp);
    return NULL;
}

/* Any thread of the process may run this, also one of another interpreter: the method waits for its own. */
static void queue_del(void *obj, void *ref) {
    DueDel due = { ref, heap_alloc(sizeof *due.node) };
    if (!due.node)
        return;                                         /* out of memory: the method will not run */
    due.node->obj = from_ptr(obj);
    heap_locked(push_del, &due);
}

/* Would somebody notice its end, the program or another process? Much of the library has finalizers that nobody sees. */
static bool is_awaited(Thread *t, Value obj) {
    Type *y = obj_of(obj)->type;
    if (is_instance_of(t, obj, type_by_id(t, T_SOCKET)))
        return true;
    Value name = y->flags & TYPE_USER ? dict_get_str(t, y->dict, NAME(t, __module__)) : VALUE_NULL;
    Value module = name && is_str(name) ? dict_get_str(t, t->interp->modules, as_str(name)) : VALUE_NULL;
    return name == NAMEV(t, __main__) ||
           (module && is_module(module) && dict_get_str(t, as_module(module)->dict, NAME(t, __file__)));
}

bool finalizer_register(Thread *t, Value obj) {
    t->interp->heap.finalizers_ready = finalizers_ready;
    if (!RACY_GET(t->interp->awaited) && is_awaited(t, obj))
        RACY_SET(t->interp->awaited, true);
    if (heap_finalizer(obj_of(obj), queue_del, t->interp->ref)) {
        __atomic_fetch_add(&t->interp->finalizers, 1, __ATOMIC_RELAXED);
        __atomic_fetch_add(&t->interp->new_finalizers, 1, __ATOMIC_RELAXED);
        return true;
    }
    raise_memory(t);
    return false;
}

void finalizer_drop(Thread *t, Value obj) {
    if (heap_finalizer_drop(obj_of(obj)) == t->interp->ref)
        __atomic_fetch_sub(&t->interp->finalizers, 1, __ATOMIC_RELAXED);
}

void finalizers_after_fork(Thread *t) {
    InterpRef *ref = heap_alloc(sizeof *ref);
    if (!ref)
        return;                                         /* then it waits for all of them */
    *ref = (InterpRef){ t->interp, t->interp->ref };
    t->interp->ref = ref;
    t->interp->finalizers = t->interp->new_finalizers = 0;
}

struct DelNode *finalizers_hold(Thread *t) {
    return __atomic_exchange_n(&t->interp->del_queue, NULL, __ATOMIC_ACQUIRE);
}

void finalizers_let_go(Thread *t, struct DelNode *held) {
    struct DelNode *last = held, *now = __atomic_load_n(&t->interp->del_queue, __ATOMIC_RELAXED);
    if (!held)
        return;
    while (last->next)
        last = last->next;
    do last->next = now;
    while (!__atomic_compare_exchange_n(&t->interp->del_queue, &now, held, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
}

void finalizers_run(Thread *t) {
    heap_run_finalizers();
    struct DelNode *n = __atomic_exchange_n(&t->interp->del_queue, NULL, __ATOMIC_ACQUIRE), *first = NULL;
    while (n) {                                         /* oldest first */
        struct DelNode *next = n->next;
        n->next = first;
        first = n;
        n = next;
    }
    bool outermost = first && !t->finalizes_since;
    if (outermost)
        t->finalizes_since = plat_monotonic_ns();
    for (n = first; n; n = n->next) {
        Type *y = obj_of(n->obj)->type;
        Value waiting = exc_fetch(t);
        if (y->slots.del)
            y->slots.del(t, n->obj);
        if (t->exc)
            error_unraisable(t, n->obj);
        exc_restore(t, waiting);
    }
    if (!outermost)
        return;
    t->finalizes_since = 0;
    if (t->signals_deferred)
        __atomic_or_fetch(&t->breaker, BREAK_SIGNAL, __ATOMIC_SEQ_CST);
    t->signals_deferred = false;
}

/* -- Allocation ------------------------------------------------------------------------------------------ */

static ALWAYS_INLINE Value alloc_instance(Thread *t, Type *cls, size_t nitems) {
    Shape *shape = NULL;
    size_t size = cls->inline_offset + nitems * sizeof(Value);
    if (cls->attrs_offset && (cls->flags & TYPE_USER)) {
        shape = root_shape(t, cls);
        if (unlikely(!shape))
            return VALUE_ERROR;
        size += shape->inline_cap * sizeof(Value);
    }
    Obj *o = alloc_obj(t, cls, size);
    if (unlikely(!o))
        return VALUE_ERROR;
    if (cls->kind == T_TUPLE)
        ((Tuple *)o)->len = (int64_t)nitems;
    if (shape) {
        Attrs *a = (Attrs *)tail_of(o, cls, cls->attrs_offset);
        a->shape = shape;
        a->values = shape->inline_cap ? (Value *)tail_of(o, cls, cls->inline_offset) : NULL;
    }
    if (unlikely(cls->flags & TYPE_HAS_DEL) && !finalizer_register(t, from_ptr(o)))
        return VALUE_ERROR;
    return from_ptr(o);
}

Value object_alloc(Thread *t, Type *cls) { return alloc_instance(t, cls, 0); }

Value object_alloc_var(Thread *t, Type *cls, size_t nitems) {
    if (nitems > (PTRDIFF_MAX >> 4)) {
        raise_memory(t);
        return VALUE_ERROR;
    }
    return alloc_instance(t, cls, nitems);
}

/* -- Attributes ------------------------------------------------------------------------------------------ */

static uint32_t array_cap(uint32_t n) {
    uint32_t cap = 4;
    while (cap < n)
        cap *= 2;
    return cap;
}

/* Does this instance tell what later ones will need? */
static void learn(Type *y, Shape *next) {
    if (!(y->flags & TYPE_USER) || next->count <= y->inline_hint || next->count > INLINE_MAX ||
        y->relearnt >= RELEARN_MAX || !y->shape || y->shape->inline_cap != next->inline_cap)
        return;
    y->inline_hint = next->count;
}

bool attrs_append(Thread *t, Value obj, Attrs *a, Shape *next, Value v) {
    uint32_t i = next->count - 1;
    if (unlikely(i >= next->inline_cap)) {
        if (i == next->inline_cap || i == array_cap(i)) {
            Value *bigger = alloc_array(t, array_cap(i + 1), sizeof(Value));
            if (!bigger)
                return false;
            if (i)
                memcpy(bigger, a->values, i * sizeof(Value));
            a->values = bigger;
        }
        learn(obj_of(obj)->type, next);
    }
    a->values[i] = v;
    a->shape = next;
    return true;
}

static Dict *attrs_materialise(Thread *t, Attrs *a) {
    if (!a->shape && a->values)
        return (Dict *)a->values;
    uint32_t n = a->shape ? a->shape->count : 0;
    Dict *d = dict_new_sized(t, n);
    if (!d)
        return NULL;
    Str *names[n + 1];
    for (Shape *s = a->shape; s && s->count > 0; s = s->parent)
        names[s->count - 1] = s->name;
    for (uint32_t i = 0; i < n; i++)
        if (!dict_set_str(t, d, names[i], a->values[i]))
            return NULL;
    a->shape = NULL;
    a->values = (Value *)d;
    return d;
}

Value attrs_get(Thread *t, Attrs *a, Str *name) {
    if (likely(a->shape != NULL)) {
        int i = shape_find(a->shape, name);
        return i >= 0 ? a->values[i] : VALUE_NULL;
    }
    return a->values ? dict_get_str(t, (Dict *)a->values, name) : VALUE_NULL;
}

bool attrs_set(Thread *t, Value obj, Attrs *a, Str *name, Value v) {
    if (!a->shape && !a->values) {
        Shape *root = root_shape(t, obj_of(obj)->type);
        if (!root)
            return false;
        if (root->inline_cap == 0)                      /* else obj lost the room that its shape would promise */
            a->shape = root;
    }
    if (likely(a->shape != NULL)) {
        int i = shape_find(a->shape, name);
        if (i >= 0) {
            a->values[i] = v;
            return true;
        }
        int others;
        Shape *next = find_next(a->shape, name, &others);
        if (!next && others < NEXT_MAX && a->shape->count < NAMES_MAX) {
            next = make_next(t, a->shape, name);
            if (!next)
                return false;
        }
        if (next)
            return attrs_append(t, obj, a, next, v);
    }
    Dict *d = attrs_materialise(t, a);
    return d && dict_set_str(t, d, name, v);
}

int attrs_delete(Thread *t, Value obj, Attrs *a, Str *name) {
    if (a->shape ? shape_find(a->shape, name) < 0 : !a->values)
        return 0;
    Dict *d = attrs_materialise(t, a);
    return d ? dict_delete_str(t, d, name) : -1;
}

/* -- __dict__ -------------------------------------------------------------------------------------------- */

Dict *object_dict(Thread *t, Value v, bool create) {
    if (is_module(v))
        return as_module(v)->dict;
    Attrs *a = object_attrs(v);
    if (!a || (!create && !a->values))
        return NULL;
    return attrs_materialise(t, a);
}

bool object_set_dict(Thread *t, Value v, Dict *d) {
    Attrs *a = object_attrs(v);
    if (!a) {
        raise_error(t, EXC_AttributeError, "This object has no __dict__");
        return false;
    }
    a->shape = NULL;
    a->values = (Value *)d;
    return true;
}
