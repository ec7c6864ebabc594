/* atexit: functions to be called at the interpreter's end, last registered first. */
#include "vm/native.h"
#include "vm/unwind.h"

/* The list of (function, args, kwargs or None); what was unregistered is None until it is its turn. */
typedef struct AtexitState {
    List *calls;
} AtexitState;
static AtexitState *state(Thread *t) { return t->interp->module_state[STATE_ATEXIT]; }

static Value atexit_register(Thread *t, Value *a) {
    if (!is_callable(t, a[0])) return raise_type_error(t, "the first argument must be callable");
    Value call = tuple_pack3(t, a[0], a[1], a[2] ? a[2] : VALUE_NONE);
    return call && list_append(t, state(t)->calls, call) ? a[0] : VALUE_ERROR;
}

static Value atexit_unregister(Thread *t, Value *a) {
    List *calls = state(t)->calls;
    for (int64_t i = 0; i < calls->len; i++) {
        if (calls->items[i] == VALUE_NONE) continue;
        Value call = calls->items[i];
        int same = values_equal(t, as_tuple(call)->items[0], a[0]);
        if (same < 0) return VALUE_ERROR;
        if (same && i < calls->len && calls->items[i] == call) /* __eq__ may have changed the list */
            calls->items[i] = VALUE_NONE;
    }
    return VALUE_NONE;
}

static Value atexit_clear(Thread *t, Value *a) {
    list_clear(state(t)->calls);
    return VALUE_NONE;
}

/* The exception that waits, on stderr. */
static void report(Thread *t, Value func) {
    error_unraisable_in(t, "Exception ignored in atexit callback", func);
}

/* What is registered meanwhile is forgotten with all the others. */
bool run_atexit(Thread *t) {
    AtexitState *s = state(t);
    if (!s) return true;
    bool ok = true;
    for (int64_t i = s->calls->len - 1; i >= 0; i--) {
        if (i >= s->calls->len) continue;               /* _clear() was called */
        Value call = s->calls->items[i];
        if (call == VALUE_NONE) continue;
        Value *item = as_tuple(call)->items;
        Value kwargs = item[2] == VALUE_NONE ? VALUE_NULL : item[2];
        if (call_tuple_dict(t, item[0], item[1], kwargs)) continue;
        ok = false;
        report(t, item[0]);
    }
    list_clear(s->calls);
    return ok;
}

static Value atexit_run_exitfuncs(Thread *t, Value *a) {
    run_atexit(t);
    return VALUE_NONE;
}
static Value atexit_ncallbacks(Thread *t, Value *a) { return from_small(state(t)->calls->len); }

static bool init(Thread *t, Module *m) {
    AtexitState *s = alloc_array(t, 1, sizeof *s);
    if (!s || !(s->calls = list_alloc(t, 0, 8))) return false;
    t->interp->module_state[STATE_ATEXIT] = s;
    return true;
}

const ModuleDef mod_atexit = {
    .name = "atexit",
    .doc = "Functions to be called at the end.",
    .functions =
        (const FunctionDef[]){
            { "_clear", atexit_clear, "", "Forget all functions.", 0 },
            { "_ncallbacks", atexit_ncallbacks, "", "How many functions are registered.", 0 },
            { "_run_exitfuncs", atexit_run_exitfuncs, "", "Call them all now.", 0 },
            { "register", atexit_register, "func, /, *args, **kwargs",
              "Call func(*args, **kwargs) at the end.", 0 },
            { "unregister", atexit_unregister, "func, /", "Forget func.", 0 },
            { 0 },
        },
    .init = init,
};
