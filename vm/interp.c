/* Making an interpreter: heap, types, names, builtins, sys, in this order. */
#include "vm/interp.h"
#include "vm/base/hash.h"
#include "vm/base/panic.h"
#include "vm/base/plat.h"
#include "vm/frame.h"
#include "vm/gil.h"
#include "vm/idle.h"
#include "vm/import.h"
#include "vm/native.h"
#include "vm/observe.h"
#include "vm/signal.h"
#include "vm/thread.h"
#include "vm/object/bytes.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"
#include <stdlib.h>

/* Called while the collector marks: the live parts of all value stacks and frame records. */
static void push_roots(void *ctx) {
    Interp *interp = ctx;
    for (Thread *t = interp->threads; t; t = t->next) {
        heap_push_range(t->stack, frame_limit(t));
        if (t->frame >= t->frames) heap_push_range(t->frames, t->frame + 1);
    }
}

/* By whichever thread collects: only its own interpreter's holder can be that. */
static void on_collection(void *ctx, bool begins) {
    Thread *holder = gil_holder(ctx);
    if (holder && pthread_equal(holder->os->handle, pthread_self())) observe_collect(holder, begins);
}

/* -- The interpreter ------------------------------------------------------------------------------------------------------- */

static void set_hash_key(Interp *interp, const char *seed) {
    HashKey key;
    if (seed && *seed && strcmp(seed, "random") != 0) key = hash_key_from_seed((uint32_t)strtoul(seed, NULL, 10));
    else if (!plat_random_bytes(&key, sizeof key)) panic("no random bytes for hashing");
    interp->hash_key[0] = key.k0;
    interp->hash_key[1] = key.k1;
}

static bool make_names(Thread *t) {
    static const char *const texts[N_COUNT] = {
#define NAME_ROW(x) #x,
#include "vm/object/names.def"
#undef NAME_ROW
    };
    for (int i = 0; i < N_COUNT; i++)
        if (!(t->interp->names[i] = str_intern_cstr(t, texts[i]))) return false;
    return true;
}

/* The constants that everything else takes for granted. */
static bool make_constants(Thread *t) {
    Interp *in = t->interp;
    Str *empty = str_alloc(t, 0, 0);
    if (!empty) return false;
    in->empty_str = as_str(str_intern(t, from_ptr(empty)));
    return tuple_alloc(t, 0) && bytes_alloc(t, 0);      /* both keep the empty one */
}

Thread *interp_new(const Options *options) {
    heap_init();
    bool registered = heap_thread_enter();              /* a host's thread that the collector has not seen yet */
    Interp *in = heap_alloc_uncollectable(sizeof *in);
    if (!in) return NULL;
    Thread *t = NULL;
    heap_open(&in->heap, push_roots, in);
    if (!(in->ref = heap_alloc(sizeof *in->ref))) return NULL;
    in->ref->interp = in;
    in->options = heap_alloc_uncollectable(sizeof *in->options);
    if (!in->options) return NULL;
    *in->options = *options;
    in->recursion_limit = options->recursion_limit ? options->recursion_limit : 1000;
    in->int_max_str_digits = options->int_max_str_digits >= 0 ? (int)options->int_max_str_digits : 4300;
    in->bytes_warning = options->bytes_warning;
    set_hash_key(in, options->hash_seed);
    if (!(t = thread_new(in))) return NULL;
    in->main_thread = t;
    thread_set_c_stack(t);
    t->os->registered = registered;
    t->os->handle = pthread_self();
    t->os->native_id = plat_thread_id();
    if (!gil_init(t) || (!options->embedded && !(signals_init(t) && idle_init(t)))) return NULL;
    in->heap.collecting = on_collection;                /* asks for the GIL's holder, also while another one collects */
    bool ok = int_init(t) && types_init(t) && make_constants(t) && make_names(t) && import_init(t) &&
              (in->builtins_module = module_from_def(t, &mod_builtins)) &&
              (in->builtins = in->builtins_module->dict) &&
              dict_set_cstr(t, in->modules, "builtins", from_ptr(in->builtins_module)) &&
              (in->sys = module_from_def(t, &mod_sys)) && dict_set_cstr(t, in->modules, "sys", from_ptr(in->sys));
    if (ok) in->import_function = dict_get_str(t, in->builtins, NAME(t, __import__));
    return ok && streams_init(t) ? t : NULL;
}

/* What threading has to do first: it waits for the threads that are no daemons. */
static void join_threads(Thread *t) {
    Value threading = dict_get_cstr(t, t->interp->modules, "threading");
    Str *shutdown = str_intern_cstr(t, "_shutdown");
    if (threading && is_module(threading) && shutdown && !call_method0(t, threading, shutdown)) error_unraisable(t, threading);
    exc_clear(t);
}

static void *empty_ref(void *ref) {
    for (InterpRef *r = ref; r; r = r->older) r->interp = NULL;
    return NULL;
}

bool interp_end(Thread *t, int status) {
    Interp *in = t->interp;
    join_threads(t);
    (void)run_atexit(t);                                /* what fails there is reported, and changes no status */
    giltrace_finish(t, status);
    in->finalizing = true;
    idle_close(in);
    finalize_at_exit(t);
    bool ok = streams_flush(t);
    signals_end(t);
    gil_close(t);
    if (t->os->registered) heap_thread_leave();
    if (in->nthreads > 1) return ok;                    /* daemons are still about: all they know stays */
    heap_locked(empty_ref, in->ref);
    thread_free(t);
    threads_end(in);
    heap_close(&in->heap);
    gil_end(in);
    heap_free_uncollectable(in->options);
    heap_free_uncollectable(in);
    return ok;
}
