/* gc: the collector's switches.  libgc has one generation; thresholds are kept for programs that set them. */
#include "vm/frame.h"
#include "vm/native.h"

typedef struct GcState { bool disabled; int64_t threshold[3]; int64_t debug; } GcState;
static GcState *state(Thread *t) { return t->interp->module_state[STATE_GC]; }

static Value gc_collect(Thread *t, Value *a) {
    int64_t generation;
    if (!as_int64(t, a[0], &generation)) return VALUE_ERROR;
    if (generation < 0 || generation > 2) return raise_value_error(t, "invalid generation");
    if (!generators_settle(t)) return VALUE_ERROR;
    heap_collect();
    finalizers_run(t);
    return from_small(0);
}
static Value gc_enable(Thread *t, Value *a) {
    if (state(t)->disabled) heap_enable(true);
    state(t)->disabled = false;
    return VALUE_NONE;
}
static Value gc_disable(Thread *t, Value *a) {
    if (!state(t)->disabled) heap_enable(false);
    state(t)->disabled = true;
    return VALUE_NONE;
}
static Value gc_isenabled(Thread *t, Value *a) { return from_bool(!state(t)->disabled); }
static Value gc_get_threshold(Thread *t, Value *a) {
    int64_t *n = state(t)->threshold;
    return tuple_pack3(t, from_small(n[0]), from_small(n[1]), from_small(n[2]));
}
static Value gc_set_threshold(Thread *t, Value *a) {
    for (int i = 0; i < 3; i++)
        if (a[i] && !as_int64(t, a[i], &state(t)->threshold[i])) return VALUE_ERROR;
    return VALUE_NONE;
}
static Value gc_get_count(Thread *t, Value *a) {
    return tuple_pack3(t, from_small(0), from_small(0), from_small((int64_t)heap_collections()));
}
static Value gc_get_debug(Thread *t, Value *a) { return from_small(state(t)->debug); }
static Value gc_set_debug(Thread *t, Value *a) {
    return as_int64(t, a[0], &state(t)->debug) ? VALUE_NONE : VALUE_ERROR;
}
static Value gc_is_tracked(Thread *t, Value *a) {
    return from_bool(is_ptr(a[0]) && !is_str(a[0]) && !is_bytes(a[0]) && !is_int(a[0]) && !is_float(a[0]) &&
                     !is_complex(a[0]));
}
static Value gc_freeze(Thread *t, Value *a) { return VALUE_NONE; }
static Value gc_get_freeze_count(Thread *t, Value *a) { return from_small(0); }
static Value gc_get_stats(Thread *t, Value *a) {
    List *l = list_alloc(t, 0, 3);
    for (int i = 0; l && i < 3; i++) {
        Dict *d = dict_new(t);
        if (!d || !dict_set_cstr(t, d, "collections", from_small(i == 2 ? (int64_t)heap_collections() : 0)) ||
            !dict_set_cstr(t, d, "collected", from_small(0)) || !dict_set_cstr(t, d, "uncollectable", from_small(0)) ||
            !list_append(t, l, from_ptr(d)))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

static const FunctionDef functions[] = {
    { "collect", gc_collect, "generation=2", "Run a collection; what it found is not counted: returns 0.", 0 },
    { "disable", gc_disable, "", "Stop collecting.", 0 },
    { "enable", gc_enable, "", "Collect again.", 0 },
    { "freeze", gc_freeze, "", NULL, 0 },
    { "get_count", gc_get_count, "", "(0, 0, number of collections).", 0 },
    { "get_debug", gc_get_debug, "", NULL, 0 },
    { "get_freeze_count", gc_get_freeze_count, "", NULL, 0 },
    { "get_stats", gc_get_stats, "", "Per generation statistics.", 0 },
    { "get_threshold", gc_get_threshold, "", NULL, 0 },
    { "is_tracked", gc_is_tracked, "obj, /", "Whether the collector looks into the object.", 0 },
    { "isenabled", gc_isenabled, "", "Whether collections run by themselves.", 0 },
    { "set_debug", gc_set_debug, "flags, /", NULL, 0 },
    { "set_threshold", gc_set_threshold, "threshold0, threshold1=NULL, threshold2=NULL, /", NULL, 0 },
    { "unfreeze", gc_freeze, "", NULL, 0 },
    { 0 }
};

static bool init(Thread *t, Module *m) {
    GcState *s = heap_alloc_uncollectable(sizeof *s);
    if (!s) return false;
    *s = (GcState){ .threshold = { 700, 10, 10 } };
    t->interp->module_state[STATE_GC] = s;
    static const char *const names[] = {
        "DEBUG_STATS", "DEBUG_COLLECTABLE", "DEBUG_UNCOLLECTABLE", "DEBUG_SAVEALL", "DEBUG_LEAK"
    };
    static const int values[] = { 1, 2, 4, 32, 38 };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (!module_set(t, m, names[i], from_small(values[i]))) return false;
    return module_set(t, m, "garbage", from_ptr(list_alloc(t, 0, 0))) &&
        module_set(t, m, "callbacks", from_ptr(list_alloc(t, 0, 0)));
}

const ModuleDef mod_gc = { .name = "gc", .doc = "The garbage collector.", .functions = functions, .init = init };
