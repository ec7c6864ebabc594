/* Waiting for a lock, and whom a release wakes. */
#include "vm/lock.h"
#include "vm/gil.h"
#include "vm/signal.h"
#include "vm/thread.h"

/* On the C stack of the thread that waits. */
struct LockWait {
    Thread *t;
    Lock *lock;
    LockWait *prev, *next;
    bool queued;
    bool again;                 /* was woken and found the lock taken: the next release is for it */
};

static void enqueue(Lock *l, LockWait *w) {
    LockWait *after = w->again ? NULL : l->last;        /* an old waiter goes in front */
    w->prev = after;
    w->next = after ? after->next : l->first;
    if (w->prev) w->prev->next = w;
    else l->first = w;
    if (w->next) w->next->prev = w;
    else l->last = w;
    w->queued = true;
}

static void unlink_wait(Lock *l, LockWait *w) {
    if (w->prev) w->prev->next = w->next;
    else l->first = w->next;
    if (w->next) w->next->prev = w->prev;
    else l->last = w->prev;
    w->queued = false;
}

NOINLINE void lock_wake(Thread *t, Lock *l) {
    LockWait *w = l->first;
    if (w->again) l->owner = w->t->id;
    else if (l->waking) return;
    l->waking = true;
    unlink_wait(l, w);
    gil_wake(t, w->t);
}

NOINLINE int lock_take_slow(Thread *t, Lock *l, int64_t deadline_ns) {
    LockWait w = { .t = t, .lock = l };
    int result = -1;
    while (result < 0) {
        enqueue(l, &w);
        t->os->wait = &w;
        enum ParkEnd end = gil_park(t, SYS_LOCK, deadline_ns);
        t->os->wait = NULL;
        if (w.queued) {
            unlink_wait(l, &w);
            w.again = false;
        } else {
            l->waking = false;
            w.again = true;
        }
        if (l->owner == t->id && w.again) result = 1;   /* given to us by the one who had it */
        else if (!l->owner) result = 1;
        else if (end == PARK_TIMEOUT) result = 0;
        else if (end == PARK_SIGNAL && !signals_run(t)) break;
    }
    if (result == 1) l->owner = t->id;
    return result;
}

void lock_forget_waiters(Lock *l) {
    l->first = l->last = NULL;
    l->waking = false;
}

Lock *lock_awaited(const Thread *t) { return t->os->wait ? t->os->wait->lock : NULL; }

void lock_stop_waiting(Thread *gone) {
    if (gone->os->wait && gone->os->wait->queued) unlink_wait(gone->os->wait->lock, gone->os->wait);
    else if (gone->os->wait) gone->os->wait->lock->waking = false;
}
