/* Generators that nobody asks any more: close() for what stands inside try or with, the hook of asynchronous
 * generators, the warning about a coroutine that was never awaited.
 *
 * A finalizer for each of them would be dear: most end by themselves soon. So the newest ones are kept in a short list,
 * and only what is still open when the list is full, or when a collection has been (a canary in the list's care dies
 * in it), gets a finalizer. */
#include "vm/frame.h"
#include "vm/import.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"

enum { NEWEST_MAX = 64 };

struct NewGenerators {
    uint32_t n;
    bool armed;                 /* a canary lives */
    Type *canary;
    Generator *list[NEWEST_MAX];
};

/* -- The list ------------------------------------------------------------------------------------------------------ */

bool generators_settle(Thread *t) {
    struct NewGenerators *w = t->interp->new_generators;
    while (w && w->n > 0) {
        Generator *g = w->list[w->n - 1];
        if (g->state != GEN_CLOSED && !finalizer_register(t, from_ptr(g))) return false;
        w->list[--w->n] = NULL;
    }
    return true;
}

static void canary_died(Thread *t, Value canary) {
    t->interp->new_generators->armed = false;
    if (!generators_settle(t)) exc_clear(t);            /* out of memory: they wait for the next collection */
}

static const TypeDef canary_def = {
    .name = "generator_canary", .size = sizeof(Obj) + sizeof(Value), .flags = TYPE_NO_BASE,
    .slots = { .del = canary_died },
};

bool generator_watch(Thread *t, Generator *g) {
    struct NewGenerators *w = t->interp->new_generators;
    if (g->watched) return true;
    if (!w) {
        w = alloc_array(t, 1, sizeof *w);
        if (!w || !(w->canary = type_from_def(t, &canary_def, -1, type_by_id(t, T_OBJECT)))) return false;
        t->interp->new_generators = w;
    }
    if (w->n == NEWEST_MAX && !generators_settle(t)) return false;
    if (!w->armed && !(w->armed = object_alloc(t, w->canary) != VALUE_ERROR)) return false;
    g->watched = true;
    w->list[w->n++] = g;
    return true;
}

/* -- Where a coroutine was made ------------------------------------------------------------------------------------ */

static Value origin_frames(Thread *t) {
    int64_t n = MIN((int64_t)t->origin_depth, t->frame - t->frames + 1);
    Tuple *u = tuple_alloc(t, n);
    for (int64_t i = 0; u && i < n; i++) {
        const Frame *f = t->frame - i;
        u->items[i] = tuple_pack3(t, f->code->filename, from_small(frame_line(f)), f->code->name);
        if (!u->items[i]) return VALUE_ERROR;
    }
    return u ? from_ptr(u) : VALUE_ERROR;
}

bool coroutine_made(Thread *t, Generator *g) {
    const Frame *f = frame_caller(t);
    if (f) {
        g->origin = t->origin_depth > 0 ? origin_frames(t) : from_ptr(f->func);
        g->origin_pc = frame_pc_index(f);
    }
    return !t->exc && generator_watch(t, g);
}

/* -- The end ------------------------------------------------------------------------------------------------------- */

/* (file, line, globals) of the call that made g; None if it is unknown, or told by cr_origin. */
static Value place_of(Thread *t, const Generator *g) {
    if (!g->origin || !is_func(g->origin)) return VALUE_NONE;
    const Func *f = as_func(g->origin);
    return tuple_pack3(t, f->code->filename, from_small(code_line(f->code, (uint32_t)MAX(g->origin_pc, 0))),
                       from_ptr(f->globals));
}

static void warn_unawaited(Thread *t, Generator *g) {
    Value module = import_module(t, "warnings");
    Value f = module ? get_attr_cstr(t, module, "_warn_unawaited_coroutine") : VALUE_ERROR;
    Value place = f ? place_of(t, g) : VALUE_ERROR;
    if (place) call2(t, f, from_ptr(g), place);
}

void generator_del(Thread *t, Value self) {
    Generator *g = as_generator(self);
    if (g->state == GEN_CREATED && (g->code->flags & CO_COROUTINE)) {
        warn_unawaited(t, g);
        g->state = GEN_CLOSED;
    } else if (g->state == GEN_SUSPENDED) {
        if (g->finalizer && !g->ag_closed) call1(t, g->finalizer, self);
        else generator_close(t, g);
    }
}

/* -- At the end of the program ------------------------------------------------------------------------------------- */

static bool is_own_module(Thread *t, Value name, Value module) {
    if (is_str(name) && str_equal(as_str(name), NAME(t, __main__))) return true;
    Value file = is_module(module) ? dict_get_str(t, as_module(module)->dict, NAME(t, __file__)) : VALUE_NULL;
    return file && is_str(file) && as_str(file)->len > 0 && str_at(as_str(file), 0) != '<';
}

enum { DROPPED_MAX = 64 };
typedef struct Dropped { void *links[DROPPED_MAX]; int n; } Dropped;     /* weak: their namespaces */

/* In a function of its own: its locals must not lie on the stack when the collector looks. */
static NOINLINE void drop_own_modules(Thread *t, Dropped *out) {
    Dict *modules = t->interp->modules;
    List *names = list_alloc(t, 0, 8);
    Value name, module;
    for (int64_t i = 0; names && dict_next(modules, &i, &name, &module);) {
        if (!is_own_module(t, name, module)) continue;
        if (!list_append(t, names, name)) break;
        if (is_module(module) && out->n < DROPPED_MAX && heap_weak_link(&out->links[out->n], as_module(module)->dict))
            out->n++;
    }
    for (int64_t i = 0; names && i < names->len; i++)
        if (dict_delete(t, modules, names->items[i]) < 0) break;
    if (t->exc || !generators_settle(t)) exc_clear(t);
    type_forget_methods(t);
}

/* A stale word on the stack, or whoever uses one of its functions, keeps a whole namespace. What is no code goes out of
 * it, as CPython clears the modules that are left: code stays, because finalizers may call it. */
static NOINLINE bool clear_survivors(Thread *t, Dropped *dropped) {
    bool any = false;
    for (int k = 0; k < dropped->n; k++) {
        Dict *d = heap_weak_get(&dropped->links[k]);
        if (!d) continue;
        heap_weak_drop(&dropped->links[k]);
        List *names = list_alloc(t, 0, 8);
        Value name, v;
        for (int64_t i = 0; names && dict_next(d, &i, &name, &v);)
            if (is_ptr(v) && !is_type(v) && !is_module(v) && !is_func(v) && !list_append(t, names, name)) break;
        for (int64_t i = 0; names && i < names->len; i++)
            if (dict_delete(t, d, names->items[i]) < 0) break;
        exc_clear(t);
        any = true;
    }
    return any;
}

/* A program that has nothing to finalize does not pay for a collection. */
void finalize_at_exit(Thread *t) {
    if (!t->interp->heap.finalizers_ready && !t->interp->new_generators) return;
    Dropped dropped = { .n = 0 };
    drop_own_modules(t, &dropped);
    heap_collect_last();
    finalizers_run(t);
    if (t->interp->nthreads == 1 && clear_survivors(t, &dropped)) {
        heap_collect_last();
        finalizers_run(t);
    }
    for (int k = 0; k < dropped.n; k++) heap_weak_drop(&dropped.links[k]);
}
