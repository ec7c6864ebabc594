/* Threads: their stacks, how they start and how they end. */
#include "vm/thread.h"
#include "vm/base/panic.h"
#include "vm/frame.h"
#include "vm/idle.h"
#include "vm/lock.h"
#include "vm/native.h"
#include "vm/observe.h"
#include "vm/signal.h"
#include "vm/unwind.h"
#include "vm/object/call.h"
#include "vm/object/error.h"
#include <stdio.h>

enum {
    STACK_BYTES = 512 << 20,            /* address space; memory comes with use */
    FRAMES_PART = 4,                    /* the frame records behind it take a quarter of that */
    MIN_STACK_BYTES = 4 << 20,          /* where address space is limited (ulimit -v) */
    C_STACK_RESERVE = 256 << 10,        /* kept for C code that does not check (libraries, signal handlers) */
    SPARE_STACKS = 16,
};

/* -- Stacks ------------------------------------------------------------------------------------------------ */

static size_t with_frames(const Interp *interp) { return interp->stack_bytes + interp->stack_bytes / FRAMES_PART; }

/* The first stack decides about the size of all: at most a quarter of what may be mapped. */
static void choose_stack_size(Interp *interp) {
    size_t limit = plat_address_space() / 4;
    interp->stack_bytes = STACK_BYTES;
    while (with_frames(interp) > limit && interp->stack_bytes > MIN_STACK_BYTES) interp->stack_bytes /= 2;
}

/* An ended thread's stack serves the next one: that spares it two system calls and some page faults. */
static char *stack_take(Interp *interp) {
    char *p = interp->spare_stacks;
    if (!interp->stack_bytes) choose_stack_size(interp);
    if (!p) return plat_map(with_frames(interp));
    interp->spare_stacks = *(void **)p;
    interp->nspare--;
    return p;
}

static void stack_give(Interp *interp, char *p) {
    if (interp->nspare == SPARE_STACKS) {
        plat_unmap(p, with_frames(interp));
        return;
    }
    *(void **)p = interp->spare_stacks;
    interp->spare_stacks = p;
    interp->nspare++;
}

void threads_end(Interp *interp) {
    while (interp->spare_stacks) plat_unmap(stack_take(interp), with_frames(interp));
}

void thread_set_c_stack(Thread *t) {
    char *lo, *hi;
    plat_stack_bounds(&lo, &hi);
    t->c_stack_limit = lo + C_STACK_RESERVE;
}

/* -- The list ---------------------------------------------------------------------------------------------- */

Thread *thread_new(Interp *interp) {
    Thread *t = heap_alloc_uncollectable(sizeof *t);
    if (!t || !(t->os = heap_alloc(sizeof *t->os)) || !(t->stack = (Value *)stack_take(interp))) return NULL;
    t->os->in_call = SYS_COUNT;
    t->interp = interp;
    t->id = ++interp->last_thread_id;
    t->stack_end = (Value *)((char *)t->stack + interp->stack_bytes);
    t->frames = (Frame *)t->stack_end;
    t->frames_end = t->frames + interp->stack_bytes / FRAMES_PART / sizeof(Frame);
    t->frame = t->frames - 1;
    t->next = interp->threads;
    if (t->next) t->next->prev = t;
    COMPILER_BARRIER();                 /* complete before the collector can come by */
    interp->threads = t;
    interp->nthreads++;
    return t;
}

void thread_free(Thread *t) {
    Interp *interp = t->interp;
    if (t->prev) t->prev->next = t->next;
    else interp->threads = t->next;
    if (t->next) t->next->prev = t->prev;
    interp->nthreads--;
    COMPILER_BARRIER();
    stack_give(interp, (char *)t->stack);
    t->stack = NULL;
}

Thread *thread_by_id(Interp *interp, uint64_t id) {
    Thread *t = interp->threads;
    while (t && t->id != id) t = t->next;
    return t;
}

Thread *thread_by_ident(Interp *interp, uint64_t ident) {
    Thread *t = interp->threads;
    while (t && thread_ident(t) != ident) t = t->next;
    return t;
}

void thread_name(Thread *t, const char *name) {
    snprintf(t->os->name, sizeof t->os->name, "%s", name);
    observe_name(t);
}

/* -- Life -------------------------------------------------------------------------------------------------- */

void thread_set_sentinel(Thread *t, Value lock) {
    t->os->sentinel = lock;
    if (lock) lock_of(lock)->use = LOCK_OF_THREAD;
}

void thread_started(Thread *t) {
    Thread *starter = t->os->starter;
    t->os->starter = NULL;
    if (starter) gil_wake(t, starter);
}

static void run(Thread *t) {
    ThreadOs *os = t->os;
    if (!os->says_started) thread_started(t);
    if (call_ex(t, os->fn, os->args, os->kwargs, os->kwargs != VALUE_NULL)) return;
    Value exc = exc_fetch(t);
    if (exc_is_id(t, exc, EXC_SystemExit)) return;
    exc_restore(t, exc);
    error_unraisable_in(t, "Exception ignored in thread started by", os->fn);
}

/* The last that t does with the GIL. */
static void finish(Thread *t) {
    ThreadOs *os = t->os;
    debug_check(gil_held(t) && !os->wait && !os->gil_queued);
    thread_started(t);
    if (os->sentinel) {
        Lock *l = lock_of(os->sentinel);
        if (l->owner) lock_give(t, l);
    }
    locals_drop(t);
    observe_end(t);
    t->interp->nstarted--;
    os->fn = os->args = os->kwargs = os->sentinel = VALUE_NULL;
}

static void *thread_main(void *arg) {
    Thread *t = arg;
    char *here = __builtin_frame_address(0);
    if (!heap_thread_enter_at(here)) panic("a thread is known to the collector before it starts");
    t->c_stack_limit = here - t->os->stack_size + t->interp->thread_overhead + C_STACK_RESERVE;
    gil_enter(t);
    t->os->native_id = plat_thread_id();        /* os->handle was set by the starter, which had the GIL until then */
    observe_name(t);
    run(t);
    finish(t);
    thread_free(t);
    heap_thread_leave();
    gil_leave(t);
    heap_free_uncollectable(t);
    return NULL;
}

uint64_t thread_start(Thread *t, Value fn, Value args, Value kwargs, size_t stack_size, bool says_started) {
    debug_check(gil_held(t));
    Thread *n = thread_new(t->interp);
    if (!n) return raise_memory(t), 0;
    ThreadOs *os = n->os;
    os->fn = fn;
    os->args = args;
    os->kwargs = kwargs;
    os->starter = t;
    os->says_started = says_started;
    os->stack_size = stack_size ? stack_size : plat_stack_size();
    if (!t->interp->thread_overhead) t->interp->thread_overhead = plat_thread_overhead();
    size_t needed = C_STACK_RESERVE + t->interp->thread_overhead;
    if (os->stack_size < 2 * needed) stack_size = os->stack_size += needed;
    uint64_t id = n->id;
    t->interp->nstarted++;
    observe_new_thread(n);
    if (plat_thread_start(&os->handle, thread_main, n, stack_size, true) != 0) {
        t->interp->nstarted--;
        observe_end(n);
        thread_free(n);
        heap_free_uncollectable(n);
        raise_error(t, EXC_RuntimeError, "can't start new thread");
        return 0;
    }
    observe_place(t);
    observe_instant(t, GIL_THREAD, 0, id);
    /* until it runs, unless a signal comes: it does not depend on us */
    enum ParkEnd end = PARK_WOKEN;
    if (!gil_await_new(t, n) || says_started)
        while (os->starter && end == PARK_WOKEN) {
            observe_lock(t, GIL_LOCK_START, NULL, id);
            end = gil_park(t, SYS_START, INT64_MAX);
        }
    os->starter = NULL;
    return (uint64_t)os->handle;        /* the thread itself may have ended by now */
}

void threads_after_fork(Thread *t) {
    Interp *interp = t->interp;
    observe_after_fork(t);
    gil_after_fork(t);
    interp->main_thread = t;            /* who hears of finalizers, also while the others go */
    for (Thread *other = interp->threads, *next; other; other = next) {
        next = other->next;
        if (other == t) continue;
        lock_stop_waiting(other);
        for (Frame *f = other->frame; f >= other->frames; f--)
            if (f->object) frame_pop_slow(t, f);
        locals_drop(other);
        thread_free(other);
        heap_free_uncollectable(other);
    }
    interp->nstarted = 0;
    t->os->handle = pthread_self();
    t->os->native_id = plat_thread_id();
    idle_after_fork(t);
}
