/* The GIL observatory: writes down what every thread does with the GIL, while it does it.
 *
 * Its hooks stand where these things happen (vm/gil*.c, lock.c, thread.c, signal.c, the collector, fork), so that
 * everybody else is observed for free. A hook is one test of a pointer when nobody records. It takes no lock and no memory;
 * it writes counters and events into a file that the process has mapped (vm/recording.h says how they look), so that
 * what was recorded outlives the process, however that ends.
 *
 * A thread's log is written by that thread, with the GIL or, when it waits, with the GIL's mutex. */
#pragma once
#include "vm/thread.h"
#include "vm/recording.h"

typedef struct Observer Observer;

/* What a recording is to be. */
typedef struct Observation {
    const char *folder;         /* exists; NULL: a new one, in memory if the machine has a place for that */
    uint64_t room;              /* events that each thread's ring may hold; 0: only counters */
    int how;                    /* HOW_... */
} Observation;

enum { ROOM_USUAL = 1 << 18, ROOM_MAX = 1 << 26 };

/* From now on all threads of the interpreter are recorded. The GIL is held. 0, or an errno. */
int observe_start(Thread *t, const Observation *what);
/* The recording is complete up to now, and nothing is added to it. status: the process's, as far as it is known. */
void observe_stop(Thread *t, int status);
void observe_after_fork(Thread *t);             /* in the child: a file of its own */
const char *observe_folder(const Interp *interp);       /* NULL: nothing is recorded */
void observe_touch(const Interp *interp);       /* brings the clock, and the threads' processor times, up to date */
void observe_process_name(const Interp *interp, const char *name);
/* The variable (NAME=value) by which programs that this one starts join the recording; NULL: none. */
const char *observe_variable(const Interp *interp);
#define OBSERVE_VARIABLE "MINIPY_GIL_RECORDING"

/* -- Hooks --------------------------------------------------------------------------------------------------- */

#define HOOK(name, parameters, arguments)               \
    void log_##name parameters;                         \
    static inline void observe_##name parameters {      \
        if (unlikely(t->os->log != NULL)) log_##name arguments; \
    }

/* Where t is in the program; before it leaves the collector's sight. Noted for the events that follow. */
HOOK(place, (Thread *t), (t))
/* A system call begins (how it ended: ThreadOs.result); kept: with the GIL, since there is nobody to have it; about: a
 * descriptor or a duration, or -1. */
HOOK(call, (Thread *t, enum SysKind kind, int64_t about, bool kept), (t, kind, about, kept))
/* A call that ended at once, with the GIL in hand; start: observe_now() before it. */
HOOK(kept_call, (Thread *t, enum SysKind kind, int64_t about, uint64_t start, SysResult r), (t, kind, about, start, r))
/* Sleeps for a lock, or what is like it. */
HOOK(lock, (Thread *t, enum GilLock kind, const void *id, uint64_t other), (t, kind, id, other))
/* Wants the GIL, and has to wait. */
HOOK(wait, (Thread *t, const Thread *holder), (t, holder))
/* Has it. */
HOOK(run, (Thread *t), (t))
/* t, which sleeps, was woken by another and wants the GIL from now on. */
HOOK(woken, (Thread *t), (t))
/* t has been given the GIL by another, and will run. */
HOOK(granted, (Thread *t, const Thread *by), (t, by))
/* Gives way to next. */
HOOK(give_way, (Thread *t, const Thread *next, bool broken_off, bool offered), (t, next, broken_off, offered))
/* Asks holder, whose interval is over. */
HOOK(request, (Thread *t, const Thread *holder), (t, holder))
/* t, the holder, does not answer: where is it? By a thread that waits, with the GIL's mutex. */
HOOK(overdue, (Thread *t), (t))
HOOK(collect, (Thread *t, bool begins), (t, begins))
HOOK(instant, (Thread *t, enum GilState what, int64_t value, uint64_t other), (t, what, value, other))
HOOK(name, (Thread *t), (t))                    /* its name has changed */
HOOK(end, (Thread *t), (t))                     /* t's last event */
#undef HOOK

/* A thread that is going to start. */
void log_new_thread(Thread *t);
static inline void observe_new_thread(Thread *t) {
    if (unlikely(t->interp->observer != NULL)) log_new_thread(t);
}

uint64_t log_now(const Thread *t);
static inline uint64_t observe_now(const Thread *t) { return unlikely(t->os->log != NULL) ? log_now(t) : 0; }
