/* Locks as Python programs have them: taken and released by threads that hold the GIL, which guards all fields here.
 *
 * A free lock is taken by a store. A thread that finds it taken waits in its queue, outside the GIL; release puts the
 * first of them among the GIL's urgent waiters. Until that one runs, others may take the lock once more; if so, it
 * waits in front of the others, and the next release is for it. So nobody starves, and two threads that use the
 * same lock in turns do not change places at every release. */
#pragma once
#include "vm/object/state.h"

typedef struct LockWait LockWait;
typedef struct Lock {
    uint64_t owner;             /* Thread.id of the thread that took it; 0: free. (Anybody may release it.) */
    LockWait *first, *last;
    bool waking;                /* one that waited is on its way */
} Lock;

/* Until deadline_ns (monotonic; INT64_MAX: none; 0: does not wait): 1 taken, 0 not, -1 a signal handler raised. */
MUST_CHECK int lock_take_slow(Thread *t, Lock *l, int64_t deadline_ns);
static inline MUST_CHECK int lock_take(Thread *t, Lock *l, int64_t deadline_ns) {
    if (likely(!l->owner)) {
        l->owner = t->id;
        return 1;
    }
    return deadline_ns == 0 ? 0 : lock_take_slow(t, l, deadline_ns);
}
void lock_wake(Thread *t, Lock *l);
static inline void lock_give(Thread *t, Lock *l) {      /* it is taken */
    l->owner = 0;
    if (unlikely(l->first != NULL)) lock_wake(t, l);
}
/* _thread.lock: the object around a lock. */
typedef struct LockObj { Obj h; Lock lock; } LockObj;
static inline Lock *lock_of(Value v) { return &((LockObj *)obj_of(v))->lock; }

void lock_forget_waiters(Lock *l);                      /* after a fork: they are gone */
/* The lock that t waits for, or NULL. */
Lock *lock_awaited(const Thread *t);
void lock_stop_waiting(Thread *gone);                   /* after a fork: gone does not exist any more */
