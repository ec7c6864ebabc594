/* The GIL's hand-over as CPython 3.11 does it, for -X gil=cpython: to see what the usual rule is good for.
 *
 * Whoever lets the lock go wakes one waiter, but keeps nobody from taking it: who is back from a short system call is often
 * faster than the one that has to wake up. A waiter that has slept for one interval, while no other thread came by,
 * asks the holder, which gives way at its next check and waits until another thread has had the lock. (The
 * protocol is that of CPython's Python/ceval_gil.h, described there in words.) */
#include "vm/gil_private.h"
#include "vm/observe.h"
#include "vm/probes.h"

static void remove_waiter(Queue *q, Thread *t) {
    Thread *before = NULL;
    for (Thread *w = q->first; w != t; w = w->os->gil_next) before = w;
    if (before) before->os->gil_next = t->os->gil_next;
    else q->first = t->os->gil_next;
    if (q->last == t) q->last = before;
}

static void wait_until_free(Gil *g, Thread *t) {
    ThreadOs *os = t->os;
    observe_wait(t, owner_of(g));
    RACY_SET(os->gil_queued, true);
    push(&g->ordinary, t);
    __atomic_or_fetch(&g->owner, WANTED, __ATOMIC_SEQ_CST);
    for (const Thread *asked = NULL; owner_of(g);) {
        uint64_t switches = g->switches;
        plat_mutex_unlock(&g->mutex);
        enum PlatWake w = plat_park(&os->park, plat_monotonic_ns() + g->interval_ns);
        plat_mutex_lock(&g->mutex);
        Thread *holder = owner_of(g);
        if (w != PLAT_TIMEOUT || !holder || g->switches != switches) continue;
        if (asked == holder) observe_overdue(holder);
        else observe_request(t, holder);
        asked = holder;
        PROBE2(gil__request, t->id, holder->id);
        ask(holder);
    }
    remove_waiter(&g->ordinary, t);
    RACY_SET(os->gil_queued, false);
}

void plain_take(Thread *t) {
    Gil *g = t->interp->gil;
    plat_mutex_lock(&g->mutex);
    if (!g->closer && owner_of(g)) wait_until_free(g, t);
    if (g->closer) {
        plat_mutex_unlock(&g->mutex);
        if (g->closer != t) gil_stay_here();
        return;                                 /* it was kept for us */
    }
    __atomic_store_n(&g->owner, (uintptr_t)t | (g->ordinary.first ? WANTED : 0), __ATOMIC_SEQ_CST);
    g->switches += g->last != t;
    g->last = t;
    if (g->yielder && g->yielder != t) plat_hint(&g->yielder->os->park);
    plat_mutex_unlock(&g->mutex);
    gil_begin_slice(t, 0);
}

static void let_go(Gil *g, Thread *t) {
    unask(t);
    if (g->closer) return;
    __atomic_store_n(&g->owner, 0, __ATOMIC_SEQ_CST);
    if (g->ordinary.first) plat_hint(&g->ordinary.first->os->park);
}

void plain_release(Thread *t) {
    Gil *g = t->interp->gil;
    plat_mutex_lock(&g->mutex);
    let_go(g, t);
    plat_mutex_unlock(&g->mutex);
}

void plain_give_way(Thread *t) {
    Gil *g = t->interp->gil;
    plat_mutex_lock(&g->mutex);
    observe_give_way(t, NULL, false, t->os->offers);
    PROBE2(gil__switch, t->id, UINT64_C(0));
    let_go(g, t);
    g->yielder = t;
    while (!g->closer && g->last == t && g->ordinary.first) {
        plat_mutex_unlock(&g->mutex);
        plat_park(&t->os->park, INT64_MAX);
        plat_mutex_lock(&g->mutex);
    }
    if (g->yielder == t) g->yielder = NULL;
    plat_mutex_unlock(&g->mutex);
    plain_take(t);
}

void plain_wake(Thread *other) {
    observe_woken(other);
    __atomic_store_n(&other->os->woken, true, __ATOMIC_SEQ_CST);
    plat_hint(&other->os->park);
}
