/* Threads: what a Thread has of the operating system, how it starts and ends.
 *
 * A Python thread is one POSIX thread, registered with the collector from its first step to its last. Whoever
 * runs Python code holds the GIL (vm/gil.h); a thread is in its interpreter's list from before it starts until it
 * has ended. */
#pragma once
#include "vm/base/plat.h"
#include "vm/gil.h"

struct Waiter;

/* Thread.os. In collected memory: who still has a pointer to an ended thread's may look. */
struct ThreadOs {
    PlatParker park;            /* the one place where this thread sleeps for the GIL, a lock or a time */
    PlatThread handle;
    int64_t native_id;          /* the kernel's number; 0 until it runs */
    int64_t started_ns;         /* monotonic */

    /* gil.c, guarded by the GIL's mutex while the thread waits */
    Thread *gil_next;
    bool gil_queued, gil_urgent;
    bool woken;                 /* by gil_wake() under -X gil=cpython, where that puts nobody into a queue */
    bool gil_awake;             /* asks by itself; not so after gil_wake() as long as the thread sleeps */
    bool gil_timing;            /* will look at the clock when the holder's interval is over */
    bool offers;                /* gives way unasked */
    int cpu;                    /* where it ran last, as far as it knows */
    int64_t slice_start;        /* when its present turn began, turns that were broken off counted in */

    struct ThreadLog *log;      /* what it does is written down here; NULL: nobody records (vm/observe.h) */
    void *overdue;              /* the code that it ran when it did not answer a request; here the collector sees it */

    /* lock.c, guarded by the GIL */
    struct Waiter *wait;        /* the lock it waits for, or NULL */
    enum SysKind in_call;       /* the call it is in, SYS_COUNT: none */
    SysResult result;           /* of the last one, for the log */
    bool parked;                /* in gil_park() */

    /* thread.c */
    Value fn, args, kwargs;     /* what it runs */
    size_t stack_size;
    bool registered;            /* a host's thread, made known to the collector by interp_new() */
    Thread *starter;            /* waits until it runs; then NULL */
    bool says_started;          /* ... until it calls thread_started() */
    Value sentinel;             /* a _thread.lock, or 0 */
    char name[64];              /* for reports; "": not known */
};

typedef struct ThreadOs ThreadOs;

Thread *thread_new(Interp *interp);     /* a Thread with its stacks, in the interpreter's list. NULL: out of memory */
void thread_free(Thread *t);            /* out of the list; the GIL is held */
void thread_set_c_stack(Thread *t);     /* notes the calling OS thread's stack bounds */
void threads_end(Interp *interp);       /* the spare stacks */

/* Starts a thread that calls fn(*args, **kwargs) (a tuple; a dict or 0) and reports what it raises. Returns once it
 * runs or, if it says so by itself, has called thread_started(); earlier if a signal comes. The new thread's ident;
 * 0: an exception (RuntimeError "can't start new thread"). stack_size 0: the system's. */
MUST_CHECK uint64_t thread_start(Thread *t, Value fn, Value args, Value kwargs, size_t stack_size, bool says_started);
void thread_started(Thread *t);
Thread *thread_by_id(Interp *interp, uint64_t id);              /* NULL: it has ended */
Thread *thread_by_ident(Interp *interp, uint64_t ident);
static inline uint64_t thread_ident(const Thread *t) { return (uint64_t)t->os->handle; }     /* get_ident()'s */

void thread_name(Thread *t, const char *name);         /* for reports; cut to what os->name holds */
/* Its name as reports say it; otherwise: what they call a thread that has none. */
static inline const char *thread_shown(const Thread *t, const char *otherwise) {
    return t->os->name[0] ? t->os->name : t == t->interp->main_thread ? "MainThread" : otherwise;
}

/* In the child of a fork: the others are gone. */
void threads_after_fork(Thread *t);

/* A lock that is released when t has ended, in place of one that was set before; t itself calls it. */
void thread_set_sentinel(Thread *t, Value lock);
