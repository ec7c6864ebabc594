/* The global interpreter lock and the one door out of it.
 *
 * The thread that holds the GIL is the only one that touches the heap, and the only one the collector sees: the others
 * wait in a blocking region of the collector. Whatever may block goes through gil_blocking() or gil_park(), and only
 * vm/oscall*.c and vm/lock.c call these.
 *
 * Who gets it next. The lock is always handed to somebody in particular while somebody waits, so nobody barges in.
 *  - *Ordinary* waiters (computing threads that gave way, new threads) queue up. The first of them asks for the lock
 *    when the holder has had it for one switch interval since it waits (CPython's rule); the holder sees the request
 *    at its next jump back or call and goes to the end of the queue.
 *  - *Urgent* waiters come back from a blocking call or a lock. They ask at once; the holder gives way when it has had
 *    a minimal slice, and takes up the rest of its turn right after them. After URGENT_RUN such grants in a row an
 *    ordinary waiter is served. This is what ends the convoy of short system calls beside computing threads.
 *  - A thread whose lock is released is put among the urgent waiters by the one who releases it (gil_wake) and sleeps
 *    on until it is its turn: one wake-up instead of two.
 * Under -X gil=cpython all waiters are ordinary. Under -X gil-seed=N computing threads change after pseudo-random
 * numbers of checks instead of by the clock: a run can be repeated, and switches come at the most unlikely places. */
#pragma once
#include "vm/object/state.h"

enum SysKind {
#define SYS(id, name) SYS_##id,
#include "vm/oscall.def"
#undef SYS
    SYS_COUNT
};
extern const char *const sys_kind_name[SYS_COUNT];

/* Plain C data in, result and errno out; must not touch Values or the heap. */
typedef struct SysResult { int64_t value; int err; } SysResult;
typedef SysResult (*SysFn)(void *arg);

enum DoorFlags {
    DOOR_NO_RETRY = 1,      /* must not be repeated after EINTR (close, sleep with its own deadline) */
    DOOR_NO_IDLE = 2,       /* ends early if it is interrupted, so only signals may do that (MSG_WAITALL) */
};

/* Runs fn with the GIL released if there is another thread that could use it. try_fn (may be NULL), which must not block,
 * is attempted first with the GIL held, if somebody waits for it; a result other than EAGAIN is final. On EINTR runs
 * signal handlers and calls fn again (PEP 475); if a handler raises, err is EINTR and t->exc is set.
 * Where descriptors have run out, those of unreachable files are closed first. about: the descriptor, or the longest
 * duration in ns of a call that waits; for reports; -1: none. */
SysResult gil_blocking(Thread *t, enum SysKind kind, int64_t about, SysFn try_fn, SysFn fn, void *arg, int flags);

/* Sleeps outside the GIL until gil_wake(), the deadline (monotonic ns, INT64_MAX: none), or a signal that the calling
 * thread has to handle. A wake-up may come together with one of the others: look at what was waited for. */
enum ParkEnd { PARK_WOKEN, PARK_TIMEOUT, PARK_SIGNAL };
enum ParkEnd gil_park(Thread *t, enum SysKind kind, int64_t deadline_ns);
/* Ends other's gil_park(): it runs when it gets the GIL. The caller holds it. */
void gil_wake(Thread *t, Thread *other);
/* Lets another thread have it that wants it, now (time.sleep(0)). */
void gil_yield(Thread *t);

/* With a seed: waits, the GIL held, until the new thread stands in the queue, so that its beginning is no matter of
 * chance. Without one: false. */
bool gil_await_new(Thread *t, const Thread *new_thread);

bool gil_init(Thread *t);               /* t, the interpreter's first thread, holds it */
void gil_after_fork(Thread *t);         /* in the child, where t is alone */
void gil_close(Thread *t);              /* from now on only t ever gets it */
void gil_end(Interp *interp);

void gil_enter(Thread *t);              /* a new thread's first taking; it is registered with the collector */
void gil_leave(Thread *t);              /* its last release; it is not registered any more */

void gil_hide(Thread *t);               /* t ends: its log is gone for those who look for the holder's place */

bool gil_held(const Thread *t);         /* for assertions: by t */
Thread *gil_holder(const Interp *interp);       /* racy, for reports; NULL: nobody */
void gil_set_interval(Interp *interp, int64_t ns);
int64_t gil_interval(const Interp *interp);
bool gil_is_plain(const Interp *interp);        /* -X gil=cpython */
