/* Locks and waiting queues as Python programs have them: used by threads that hold the GIL, which guards all fields.
 *
 * A free lock is taken by a store. A thread that finds it taken waits in its queue, outside the GIL; release puts the
 * first of them among the GIL's urgent waiters. Until that one runs, others may take the lock once more; if so, it
 * waits in front of the others, and the next release is for it. So nobody starves, and two threads that use the
 * same lock in turns do not change places at every release.
 *
 * A WaitQueue is the core of a condition variable. Notified waiters are moved to the queue of the lock that they need
 * next and sleep on there ("wait morphing"): they are woken when they can go on, once. */
#pragma once
#include "vm/object/state.h"

typedef struct Waiter Waiter;
typedef struct WaitQueue { Waiter *first, *last; } WaitQueue;
enum LockUse {
    LOCK_PLAIN,
    LOCK_OF_THREAD,             /* released when its owner has ended */
    LOCK_OF_IMPORT,
    LOCK_OF_QUEUE,              /* of no thread: closed while a queue is empty */
};
typedef struct Lock {
    uint64_t owner;             /* Thread.id of the thread that took it; 0: free. (Anybody may release it.) */
    WaitQueue waiters;
    bool waking;                /* one that waited is on its way */
    uint8_t use;                /* enum LockUse, for reports */
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
    if (unlikely(l->waiters.first != NULL)) lock_wake(t, l);
}
static inline bool lock_is_taken(const Lock *l) { return l->owner != 0; }
void lock_forget_waiters(Lock *l);                      /* after a fork: they are gone */

/* Gives l up, sleeps in q, takes l again whatever happens: 1 notified, 0 the deadline passed, -1 a signal handler raised.
 * l NULL: no lock of ours is involved. */
MUST_CHECK int queue_wait(Thread *t, WaitQueue *q, Lock *l, int64_t deadline_ns);
int64_t queue_notify(Thread *t, WaitQueue *q, int64_t n);       /* up to n waiters, the oldest first; how many it were */
int64_t queue_length(const WaitQueue *q);
/* The queue of a threading.Condition (not of a subclass) whose lock is l; NULL: v is something else. */
WaitQueue *condition_queue(Thread *t, Value v, const Lock *l);

/* _thread.lock: the object around a lock. */
typedef struct LockObj { Obj h; Lock lock; } LockObj;
static inline Lock *lock_of(Value v) { return &((LockObj *)obj_of(v))->lock; }

/* _thread.RLock. count: how often its owner has taken it. */
typedef struct RLock { LockObj o; uint64_t count; } RLock;
static inline RLock *as_rlock(Value v) { return (RLock *)obj_of(v); }

/* The lock that t waits for, or NULL. */
Lock *lock_awaited(const Thread *t);
/* The same for reports, without the GIL: t may be running. *copy: what the lock looked like. */
Lock *lock_awaited_now(const Thread *t, Lock *copy);
void lock_stop_waiting(Thread *gone);                   /* after a fork: gone does not exist any more */
