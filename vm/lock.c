/* Waiting for a lock or a notification, and whom a release wakes. */
#include "vm/lock.h"
#include "vm/base/panic.h"
#include "vm/base/plat.h"
#include "vm/gil.h"
#include "vm/observe.h"
#include "vm/signal.h"
#include "vm/thread.h"
#include "vm/interp.h"
#include "vm/object/error.h"
#include "vm/object/str.h"

/* On the C stack of the thread that waits. */
struct Waiter {
    Thread *t;
    Lock *lock;                 /* the one it waits for, or needs when it was notified; or NULL */
    WaitQueue *queue;           /* where it stands; NULL: it was woken */
    Waiter *prev, *next;
    bool again;                 /* was woken and found the lock taken: the next release is for it */
    bool parked;                /* sleeps; not so while a signal handler runs in between */
    bool moved;                 /* notified, and put into the lock's queue */
    bool forever;               /* has no time limit */
};

/* -- Queues ------------------------------------------------------------------------------------------------ */

static void insert_after(WaitQueue *q, Waiter *at, Waiter *w) {        /* at NULL: in front */
    w->prev = at;
    w->next = at ? at->next : q->first;
    if (w->prev) w->prev->next = w;
    else q->first = w;
    if (w->next) w->next->prev = w;
    else q->last = w;
    w->queue = q;
}

static void remove_waiter(Waiter *w) {
    WaitQueue *q = w->queue;
    if (w->prev) w->prev->next = w->next;
    else q->first = w->next;
    if (w->next) w->next->prev = w->prev;
    else q->last = w->prev;
    w->queue = NULL;
}

int64_t queue_length(const WaitQueue *q) {
    int64_t n = 0;
    for (const Waiter *w = q->first; w; w = w->next) n++;
    return n;
}

/* What the sleep is for, for reports. */
static void tell(Thread *t, const Waiter *w) {
    static const enum GilLock kinds[] = { GIL_LOCK_LOCK, GIL_LOCK_JOIN, GIL_LOCK_IMPORT };
    const Lock *l = w->lock;
    if (l && w->queue == &l->waiters && l->use != LOCK_OF_QUEUE)
        observe_lock(t, kinds[l->use], CONTAINER_OF(l, LockObj, lock), l->owner);
    else
        observe_lock(t, GIL_LOCK_NOTIFY, w->queue, 0);
}

static enum ParkEnd park(Thread *t, Waiter *w, int64_t deadline_ns) {
    tell(t, w);
    t->os->wait = w;
    w->parked = true;
    enum ParkEnd end = gil_park(t, SYS_LOCK, deadline_ns);
    w->parked = false;
    t->os->wait = NULL;
    return end;
}

/* -- Locks ------------------------------------------------------------------------------------------------- */

NOINLINE void lock_wake(Thread *t, Lock *l) {
    Waiter *w = l->waiters.first;
    debug_check(gil_held(t) && w->queue == &l->waiters);
    if (w->again) l->owner = w->t->id;
    else if (l->waking) return;
    l->waking = true;
    remove_waiter(w);
    gil_wake(t, w->t);
}

/* The waiter is back from its sleep in the lock's queue: has it the lock now? */
static bool came_back(Thread *t, Lock *l, Waiter *w) {
    bool woken = !w->queue;
    if (woken) l->waking = false;
    else remove_waiter(w);
    bool given = woken && w->again && l->owner == t->id;
    w->again = woken;
    if (!given && l->owner) return false;
    l->owner = t->id;
    return true;
}

/* Sleeping for no time at all would take 50 us, and let others run who were not asked for. */
static bool is_over(int64_t deadline_ns) { return deadline_ns != INT64_MAX && deadline_ns <= plat_monotonic_ns(); }

static int wait_for_lock(Thread *t, Lock *l, Waiter *w, int64_t deadline_ns) {
    for (;;) {
        if (!l->owner) {
            l->owner = t->id;
            return 1;
        }
        if (is_over(deadline_ns)) return 0;
        insert_after(&l->waiters, w->again ? NULL : l->waiters.last, w);
        enum ParkEnd end = park(t, w, deadline_ns);
        if (came_back(t, l, w)) return 1;
        if (end == PARK_TIMEOUT) return 0;
        if (end == PARK_SIGNAL && !signals_run(t)) return -1;
    }
}

/* -X deadlock=raise: would t, waiting for l, wait for a thread that waits for t? It is taken for granted that a lock's
 * owner releases it, which any other thread may do as well. */
static bool closes_circle(Thread *t, const Lock *l) {
    for (int n = 0; l && n <= t->interp->nthreads; n++) {
        Thread *owner = thread_by_id(t->interp, l->owner);
        if (owner == t) return true;
        l = owner && owner->os->wait && owner->os->wait->forever ? lock_awaited(owner) : NULL;
    }
    return false;
}

static const char *name_of(const Thread *t) { return thread_shown(t, "a thread"); }

static int raise_deadlock(Thread *t, const Lock *l) {
    Value text = str_format(t, "deadlock: %s", name_of(t));
    Thread *owner = t;
    do {
        owner = thread_by_id(t->interp, l->owner);
        const char *how = l->use == LOCK_OF_THREAD ? "%U waits for the end of %s%s" : "%U waits for a lock that %s holds%s";
        if (text) text = str_format(t, how, text, name_of(owner), owner == t ? "" : ", which");
    } while (owner != t && (l = lock_awaited(owner)));
    if (text) raise_error(t, EXC_RuntimeError, "%U", text);
    return -1;
}

NOINLINE int lock_take_slow(Thread *t, Lock *l, int64_t deadline_ns) {
    Waiter w = { .t = t, .lock = l, .forever = deadline_ns == INT64_MAX };
    debug_check(gil_held(t));
    if (unlikely(t->interp->options->deadlock_raises) && w.forever && closes_circle(t, l)) return raise_deadlock(t, l);
    return wait_for_lock(t, l, &w, deadline_ns);
}

void lock_forget_waiters(Lock *l) {
    l->waiters = (WaitQueue){ NULL, NULL };
    l->waking = false;
}

static Lock *awaited(const Waiter *w) {
    return w->lock && (!w->queue || w->queue == &w->lock->waiters) ? w->lock : NULL;
}

Lock *lock_awaited(const Thread *t) { return t->os->wait ? awaited(t->os->wait) : NULL; }

Lock *lock_awaited_now(const Thread *t, Lock *copy) {
    Waiter w, *wait = RACY_GET(t->os->wait);    /* it is on the thread's stack, which goes on */
    Lock *l = wait && plat_peek(&w, wait, sizeof w) ? awaited(&w) : NULL;
    return l && plat_peek(copy, l, sizeof *l) ? l : NULL;
}

void lock_stop_waiting(Thread *gone) {
    Waiter *w = gone->os->wait;
    if (!w) return;
    if (w->queue) {
        remove_waiter(w);
    } else if (w->lock) {
        w->lock->waking = false;
        if (w->again && w->lock->owner == gone->id) w->lock->owner = 0;     /* it was on its way to take it */
    }
}

/* -- Conditions -------------------------------------------------------------------------------------------- */

int queue_wait(Thread *t, WaitQueue *q, Lock *l, int64_t deadline_ns) {
    Waiter w = { .t = t, .lock = l };
    enum ParkEnd end;
    bool raised = false;
    if (is_over(deadline_ns) && !(l && l->waiters.first)) return 0;
    insert_after(q, q->last, &w);
    if (l) lock_give(t, l);
    do {
        end = park(t, &w, deadline_ns);
        /* a handler runs only where nobody but queue_notify() can come upon w, so not in the lock's queue */
        if (end == PARK_SIGNAL && w.queue == q) raised = !signals_run(t);
    } while (w.queue == q && !raised && end != PARK_TIMEOUT);
    bool notified = w.queue != q;
    if (!notified) remove_waiter(&w);
    if (l && !(w.moved && came_back(t, l, &w))) {
        if (notified && !raised && end == PARK_SIGNAL) raised = !signals_run(t);
        Value exc = exc_fetch(t);               /* the lock is needed in any case, also when handlers raise once more */
        while (wait_for_lock(t, l, &w, INT64_MAX) < 0) {
            Value another = exc_fetch(t);
            exc = exc ? exc : another;
            raised = true;
        }
        exc_restore(t, exc);
    }
    return raised ? -1 : notified;
}

int64_t queue_notify(Thread *t, WaitQueue *q, int64_t n) {
    int64_t done = 0;
    debug_check(gil_held(t));
    while (q->first && done < n) {
        Waiter *w = q->first;
        Lock *l = w->lock;
        remove_waiter(w);
        done++;
        if (!w->parked) continue;               /* it sees it when its handler has returned */
        w->moved = l && l->owner;
        if (w->moved) insert_after(&l->waiters, l->waiters.last, w);
        else gil_wake(t, w->t);
    }
    return done;
}
