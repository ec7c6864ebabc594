/* The GIL: a word that names its holder, two queues of waiters, and the rules of hand-over. */
#include "vm/gil_private.h"
#include "vm/base/panic.h"
#include "vm/frame.h"
#include "vm/idle.h"
#include "vm/interp.h"
#include "vm/native.h"
#include "vm/observe.h"
#include "vm/probes.h"
#include "vm/signal.h"
#include "vm/object/type.h"
#include <errno.h>
#include <sched.h>
#include <unistd.h>

/* A holder is not asked to give way to an urgent waiter before it has had this. Shorter slices are eaten up by
 * the change of threads itself (a wake-up takes 5 to 50 us). */
#define MIN_SLICE_NS    (50 * 1000)
/* How long a thread that expects its turn soon looks out for it before it sleeps: as long as sleeping and being
 * woken take. It does so only while the holder runs on another processor: on the same one it would be in its way. */
#define SPIN_NS         (20 * 1000)
#define URGENT_RUN      16              /* grants to urgent waiters in a row while an ordinary one waits */

#define SEEDED_CHECKS   64              /* with -X gil-seed=N, at most so many checks between two changes of threads */

const char *const sys_kind_name[SYS_COUNT] = {
#define SYS(id, name) name,
#include "vm/oscall.def"
#undef SYS
};

/* -- Owner and queues -------------------------------------------------------------------------------------- */

static bool cas_owner(Gil *g, uintptr_t from, uintptr_t to) {
    return __atomic_compare_exchange_n(&g->owner, &from, to, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
static void push_front(Queue *q, Thread *t) {
    t->os->gil_next = q->first;
    RACY_SET(q->first, t);
    if (!q->last) q->last = t;
}
static Thread *pop(Queue *q) {
    Thread *t = q->first;
    RACY_SET(q->first, t->os->gil_next);
    if (!q->first) q->last = NULL;
    return t;
}

/* The one who gets it next leaves its queue; NULL: nobody waits. */
static Thread *pick(Gil *g) {
    Thread *t;
    if (g->urgent.first && (!g->ordinary.first || g->urgent_run < URGENT_RUN)) {
        t = pop(&g->urgent);
        g->urgent_run += g->ordinary.first != NULL;
    } else if (g->ordinary.first) {
        t = pop(&g->ordinary);
        g->urgent_run = 0;
        RACY_SET(g->ordinary_asks, false);
        /* the next in line begins to look at the clock */
        if (g->ordinary.first && !g->ordinary.first->os->gil_timing) {
            RACY_SET(g->ordinary.first->os->gil_timing, true);
            plat_hint(&g->ordinary.first->os->park);
        }
    } else {
        return NULL;
    }
    RACY_SET(t->os->gil_queued, false);
    return t;
}

/* xorshift64 (Marsaglia 2003) */
static uint64_t draw(Gil *g) {
    g->random ^= g->random << 13;
    g->random ^= g->random >> 7;
    return g->random ^= g->random << 17;
}

/* next, who left its queue, is the holder after `by`; the mutex is unlocked. */
static void hand_over(Gil *g, Thread *next, const Thread *by) {
    observe_granted(next, by);
    bool more = g->urgent.first || g->ordinary.first;
    /* till it runs: nobody should think that its turn is over */
    RACY_SET(next->os->slice_start, plat_monotonic_ns());
    __atomic_store_n(&g->owner, (uintptr_t)next | (more ? WANTED : 0), __ATOMIC_SEQ_CST);
    if (g->urgent.first || g->ordinary_asks || g->random) ask(next);
    plat_mutex_unlock(&g->mutex);
    plat_grant(&next->os->park);
}

/* -- Taking ------------------------------------------------------------------------------------------------ */

void gil_stay_here(void) {
    for (;;) pause();
}

static void enqueue(Gil *g, Thread *t, bool urgent, bool awake) {
    ThreadOs *os = t->os;
    RACY_SET(os->gil_queued, true);
    os->gil_urgent = urgent;
    RACY_SET(os->gil_awake, awake);
    Queue *q = urgent ? &g->urgent : &g->ordinary;
    RACY_SET(os->gil_timing, !urgent && !q->first);
    push(q, t);
}

/* The clock says that the holder's interval may be over. Returns when to look again. */
static int64_t interval_over(Gil *g, Thread *t) {
    int64_t again = INT64_MAX, now = plat_monotonic_ns();
    t->os->cpu = sched_getcpu();
    plat_mutex_lock(&g->mutex);
    if (!t->os->gil_queued || g->ordinary.first != t) {
        RACY_SET(t->os->gil_timing, false);     /* granted, or somebody went in front: pick() says when again */
    } else {
        Thread *holder = owner_of(g);
        int64_t over = RACY_GET(holder->os->slice_start) + g->interval_ns;
        if (now < over) {
            again = over;
        } else if (g->ordinary_asks) {
            observe_overdue(holder);            /* it was asked an interval ago */
        } else {
            observe_request(t, holder);
            PROBE2(gil__request, t->id, holder->id);
            RACY_SET(g->ordinary_asks, true);
            RACY_SET(t->os->gil_timing, false); /* somebody may be put in front and be served instead: then anew */
            ask(holder);
            if (t->os->log) again = now + g->interval_ns;
        }
    }
    plat_mutex_unlock(&g->mutex);
    return again;
}

void gil_begin_slice(Thread *t, int64_t used) {
    Gil *g = t->interp->gil;
    if (unlikely(g->random)) ask(t);
    RACY_SET(t->os->slice_start, plat_monotonic_ns() - used);
    RACY_SET(g->cpu, t->os->cpu = sched_getcpu());
    observe_run(t);
    PROBE1(gil__take, t->id);
}

/* The holder itself may be gone by now: nothing of it is looked at. */
static bool may_spin(const Gil *g, const Thread *t) { return g->spin && owner_of(g) && RACY_GET(g->cpu) != t->os->cpu; }

/* Sleeps until the lock is handed to t, which is in a queue. */
static void wait_for_grant(Gil *g, Thread *t, int64_t spin_ns) {
    ThreadOs *os = t->os;
    if (spin_ns && may_spin(g, t) && plat_park_spin(&os->park, spin_ns)) return;
    int64_t again = RACY_GET(os->gil_timing) ? plat_monotonic_ns() + RACY_GET(g->interval_ns) : INT64_MAX;
    for (;;) {
        enum PlatWake w = plat_park(&os->park, again);
        if (w == PLAT_GRANTED) return;
        if (os->gil_urgent) continue;
        if (w == PLAT_TIMEOUT) {
            again = interval_over(g, t);        /* if it has asked, the answer comes at once */
            if (!RACY_GET(os->gil_timing) && may_spin(g, t) && plat_park_spin(&os->park, SPIN_NS)) return;
        } else if (w == PLAT_HINTED && RACY_GET(os->gil_timing)) {
            /* it is first now, or the interval was changed; signals hint as well, and put nothing off */
            again = MIN(again, plat_monotonic_ns() + RACY_GET(g->interval_ns));
        }
    }
}

/* t wants the lock; it may already stand in the queue, put there by gil_wake(). */
static void take(Thread *t, bool urgent) {
    Gil *g = t->interp->gil;
    ThreadOs *os = t->os;
    if (unlikely(g->plain)) {
        plain_take(t);
        return;
    }
    if (likely(!RACY_GET(os->gil_queued) && cas_owner(g, 0, (uintptr_t)t))) {
        gil_begin_slice(t, 0);
        return;
    }
    os->cpu = sched_getcpu();
    plat_mutex_lock(&g->mutex);
    if (unlikely(g->closer)) {
        plat_mutex_unlock(&g->mutex);
        if (g->closer != t) gil_stay_here();
        return;                                 /* it was kept for us */
    }
    Thread *holder;
    for (;;) {
        uintptr_t owner = __atomic_load_n(&g->owner, __ATOMIC_SEQ_CST);
        holder = (Thread *)(owner & ~WANTED);
        if (owner == 0 && cas_owner(g, 0, (uintptr_t)t)) {
            plat_mutex_unlock(&g->mutex);
            gil_begin_slice(t, 0);
            return;
        }
        if (owner && ((owner & WANTED) || cas_owner(g, owner, owner | WANTED))) break;
    }
    bool first = urgent && !g->urgent.first;
    if (holder == t) {                          /* handed over since we looked */
    } else if (!os->gil_queued) {
        enqueue(g, t, urgent, true);
    } else {
        RACY_SET(os->gil_awake, true);
        first = g->urgent.first == t;
    }
    if (urgent && holder != t) ask(holder);
    observe_wait(t, holder);
    plat_mutex_unlock(&g->mutex);
    wait_for_grant(g, t, first ? MIN_SLICE_NS + SPIN_NS : 0);
    gil_begin_slice(t, 0);
}

/* -- Letting go --------------------------------------------------------------------------------------------- */

static void release(Thread *t) {
    Gil *g = t->interp->gil;
    PROBE2(gil__release, t->id, t->os->in_call);
    if (unlikely(g->plain)) {
        plain_release(t);
        return;
    }
    if (likely(cas_owner(g, (uintptr_t)t, 0))) return;
    plat_mutex_lock(&g->mutex);
    unask(t);
    Thread *next = g->closer ? NULL : pick(g);
    if (next) {
        hand_over(g, next, t);
    } else {
        if (!g->closer) __atomic_store_n(&g->owner, 0, __ATOMIC_SEQ_CST);
        plat_mutex_unlock(&g->mutex);
    }
}

/* The holder gives way and waits for its next turn. In a blocking region. */
static void *give_way_outside(void *arg) {
    Thread *t = arg;
    Gil *g = t->interp->gil;
    ThreadOs *os = t->os;
    debug_check(gil_held(t));
    if (unlikely(g->plain)) {
        plain_give_way(t);
        return NULL;
    }
    int64_t now = plat_monotonic_ns(), used = now - os->slice_start;
    plat_mutex_lock(&g->mutex);
    unask(t);
    Thread *next = g->closer ? NULL : pick(g);
    if (!next) {
        plat_mutex_unlock(&g->mutex);
        return NULL;
    }
    RACY_SET(os->gil_queued, true);
    os->gil_urgent = false;
    RACY_SET(os->gil_awake, true);
    bool broken_off = next->os->gil_urgent && !g->random && !g->ordinary_asks && used < g->interval_ns - g->interval_ns / 8;
    if (broken_off) {                           /* the rest of the turn comes right after */
        RACY_SET(os->gil_timing, true);
        push_front(&g->ordinary, t);
    } else {
        used = 0;
        RACY_SET(os->gil_timing, !g->ordinary.first);
        push(&g->ordinary, t);
    }
    observe_give_way(t, next, broken_off, os->offers);
    PROBE2(gil__switch, t->id, next->id);
    hand_over(g, next, t);
    wait_for_grant(g, t, broken_off ? SPIN_NS : 0);
    gil_begin_slice(t, used);
    return NULL;
}

static void give_way(Thread *t, bool offers) {
    observe_place(t);
    t->os->offers = offers;
    heap_do_blocking(give_way_outside, t);
}

/* With a seed threads change after a number of checks that depends on it alone, and every check comes by here. */
static void count_down(Gil *g, Thread *t) {
    ask(t);
    if (g->countdown-- > 0) return;
    g->countdown = (uint32_t)(draw(g) % SEEDED_CHECKS);
    if (__atomic_load_n(&g->owner, __ATOMIC_RELAXED) & WANTED) give_way(t, false);
}

/* BREAK_GIL was set: is it time to give way? */
static void consider_request(Thread *t) {
    Gil *g = t->interp->gil;
    if (unlikely(g->random)) return count_down(g, t);
    if (!(__atomic_load_n(&g->owner, __ATOMIC_RELAXED) & WANTED)) return;
    if (unlikely(g->plain)) {
        give_way(t, false);
        return;
    }
    Thread *urgent = RACY_GET(g->urgent.first); /* it stays: only the holder, this thread, can let it in */
    bool ordinary_asks = RACY_GET(g->ordinary_asks);
    if (!urgent && !ordinary_asks) return;
    if (plat_monotonic_ns() - t->os->slice_start < MIN_SLICE_NS) ask(t);       /* at a later check */
    else if (ordinary_asks || RACY_GET(urgent->os->gil_awake)) give_way(t, false);
    else plat_hint(&urgent->os->park);          /* it asks as soon as it is awake; till then there is time to use */
}

void gil_yield(Thread *t) {
    if (__atomic_load_n(&t->interp->gil->owner, __ATOMIC_RELAXED) & WANTED) give_way(t, true);
}

bool breaker_handle(Thread *t) {
    uint32_t bits = __atomic_exchange_n(&t->breaker, 0, __ATOMIC_ACQUIRE);
    if (bits & BREAK_GIL) consider_request(t);
    if (bits & BREAK_FINALIZER) finalizers_run(t);
    if ((bits & BREAK_SIGNAL) && !signals_run(t)) {
        __atomic_or_fetch(&t->breaker, bits & BREAK_ASYNC, __ATOMIC_SEQ_CST);
        return false;
    }
    if ((bits & BREAK_ASYNC) && t->async_exc) {
        Value exc = t->async_exc;
        t->async_exc = VALUE_NULL;
        raise_object(t, exc, VALUE_NULL);
        return false;
    }
    return true;
}

/* -- The door ------------------------------------------------------------------------------------------------ */

typedef struct Outside { Thread *t; SysFn fn; void *arg; SysResult r; } Outside;

static void *run_outside(void *arg) {
    Outside *o = arg;
    release(o->t);
    o->r = o->fn(o->arg);
    o->t->os->result = o->r;
    take(o->t, true);
    return NULL;
}

/* Not in gil_blocking()'s frame: where it is not used, old values there would outlive a collection. */
static NOINLINE SysResult call_outside(Thread *t, SysFn fn, void *arg) {
    Outside o = { t, fn, arg, { 0, 0 } };
    heap_do_blocking(run_outside, &o);
    return o.r;
}

static bool would_block(SysResult r) { return r.value < 0 && (r.err == EAGAIN || r.err == EWOULDBLOCK); }

SysResult gil_blocking(Thread *t, enum SysKind kind, int64_t about, SysFn try_fn, SysFn fn, void *arg, int flags) {
    Gil *g = t->interp->gil;
    debug_check(gil_held(t));
    for (int attempt = 0;;) {
        /* one that has come just now would not end a wait that begins after it */
        if (unlikely(RACY_GET(t->breaker) & BREAK_SIGNAL) && !(flags & DOOR_NO_RETRY) && !signals_run(t))
            return (SysResult){ -1, EINTR };
        SysResult r = { -1, EAGAIN };
        RACY_SET(t->os->in_call, kind);
        if (try_fn && !g->plain && (__atomic_load_n(&g->owner, __ATOMIC_RELAXED) & WANTED)) {
            uint64_t start = observe_now(t);
            r = try_fn(arg);
            if (!would_block(r)) observe_kept_call(t, kind, about, start, r);
        }
        bool idle = would_block(r) && unlikely(RACY_GET(t->interp->awaited)) && !flags && idle_begin(t, kind, (int)about);
        if (would_block(r)) {
            bool alone = t->interp->nthreads == 1 && !g->plain;
            observe_call(t, kind, about, alone);
            if (alone) {
                r = fn(arg);
                t->os->result = r;
                observe_run(t);
            } else {
                r = call_outside(t, fn, arg);
            }
        }
        if (idle) idle_end(t, r.value < 0 && r.err == EINTR);
        RACY_SET(t->os->in_call, SYS_COUNT);
        debug_check(gil_held(t));
        if (unlikely(r.value < 0 && (r.err == EMFILE || r.err == ENFILE)) && attempt < 2 &&
            descriptors_reclaim(t, attempt++ > 0))
            continue;
        if (r.value >= 0 || r.err != EINTR || !signals_run(t) || (flags & DOOR_NO_RETRY)) return r;
    }
}

typedef struct Parked { Thread *t; int64_t deadline; bool spin, idle; enum ParkEnd end; } Parked;

static void *park_outside(void *arg) {
    Parked *p = arg;
    Thread *t = p->t;
    ThreadOs *os = t->os;
    bool mine = signals_mine(t);
    release(t);
    p->end = PARK_WOKEN;
    if (p->spin && may_spin(t->interp->gil, t) && plat_park_spin(&os->park, SPIN_NS)) goto granted;
    for (;;) {
        /* looked for each time: the hint of a signal may have been taken together with another */
        if (mine && signals_pending()) p->end = PARK_SIGNAL;
        if (p->end != PARK_WOKEN) break;
        enum PlatWake w = plat_park(&os->park, p->deadline);
        if (w == PLAT_GRANTED) goto granted;
        if (RACY_GET(os->gil_queued) || RACY_GET(os->woken)) break; /* by gil_wake(), not yet served: ask for it */
        if (w == PLAT_TIMEOUT) p->end = PARK_TIMEOUT;
        else if (p->idle && idle_is_called(t)) p->end = PARK_SIGNAL;
    }
    take(t, true);
    return NULL;
granted:
    observe_wait(t, NULL);
    gil_begin_slice(t, 0);
    return NULL;
}

enum ParkEnd gil_park(Thread *t, enum SysKind kind, int64_t deadline_ns) {
    bool spin = t->interp->gil->spin && kind == SYS_LOCK && t->interp->nthreads > 1;
    Parked p = { .t = t, .deadline = deadline_ns, .spin = spin, .end = PARK_WOKEN };
    debug_check(gil_held(t) && !t->os->parked && !t->os->gil_queued);
    RACY_SET(t->os->in_call, kind);
    if (kind == SYS_SLEEP || kind == SYS_PAUSE)
        observe_call(t, kind, deadline_ns == INT64_MAX ? -1 : MAX(deadline_ns - plat_monotonic_ns(), 0), false);
    p.idle = unlikely(RACY_GET(t->interp->awaited)) && idle_begin_park(t, kind, deadline_ns);
    RACY_SET(t->os->parked, true);
    t->os->woken = false;
    heap_do_blocking(park_outside, &p);
    if (p.idle) idle_end_park(t);
    RACY_SET(t->os->parked, false);
    RACY_SET(t->os->in_call, SYS_COUNT);
    debug_check(gil_held(t) && !t->os->gil_queued);
    return p.end;
}

void gil_wake(Thread *t, Thread *other) {
    Gil *g = t->interp->gil;
    debug_check(gil_held(t) && other != t && other->os->parked);    /* elsewhere it would not know what it got */
    if (unlikely(g->plain)) {
        plain_wake(other);
        return;
    }
    plat_mutex_lock(&g->mutex);
    if (!other->os->gil_queued) {
        observe_woken(other);
        enqueue(g, other, true, false);
        __atomic_or_fetch(&g->owner, WANTED, __ATOMIC_SEQ_CST);
        ask(t);
    }
    plat_mutex_unlock(&g->mutex);
}

/* -- Beginning and end -------------------------------------------------------------------------------------- */

static void *enter(void *t) {
    take(t, false);
    return NULL;
}
bool gil_await_new(Thread *t, const Thread *new_thread) {
    Gil *g = t->interp->gil;
    if (!g->random) return false;
    while (!__atomic_load_n(&new_thread->os->gil_queued, __ATOMIC_ACQUIRE)) sched_yield();
    return true;
}

void gil_hide(Thread *t) {
    Gil *g = t->interp->gil;
    plat_mutex_lock(&g->mutex);
    t->os->log = NULL;
    plat_mutex_unlock(&g->mutex);
}

void gil_enter(Thread *t) { heap_do_blocking(enter, t); }
void gil_leave(Thread *t) { release(t); }

bool gil_init(Thread *t) {
    Interp *interp = t->interp;
    Gil *g = heap_alloc_uncollectable(sizeof *g);
    if (!g) return false;
    plat_mutex_init(&g->mutex);
    g->owner = (uintptr_t)t;
    g->interval_ns = interp->options->gil_interval_ns ? interp->options->gil_interval_ns : 5 * 1000 * 1000;
    g->plain = interp->options->plain_gil;
    if (interp->options->gil_seed) g->random = interp->options->gil_seed * UINT64_C(0x9e3779b97f4a7c15);
    if (g->random) ask(t);
    g->spin = !g->plain && plat_usable_cpus() > 1;
    interp->gil = g;
    return true;
}

void gil_after_fork(Thread *t) {
    Gil *g = t->interp->gil;
    plat_mutex_init(&g->mutex);
    g->urgent = g->ordinary = (Queue){ NULL, NULL };
    g->ordinary_asks = false;
    g->urgent_run = 0;
    g->last = g->yielder = NULL;
    __atomic_store_n(&g->owner, (uintptr_t)t, __ATOMIC_SEQ_CST);
    unask(t);
    t->os->park.word = 0;
}

void gil_close(Thread *t) {
    Gil *g = t->interp->gil;
    plat_mutex_lock(&g->mutex);
    g->closer = t;
    unask(t);
    __atomic_or_fetch(&g->owner, WANTED, __ATOMIC_SEQ_CST);     /* so that everybody comes by the mutex */
    plat_mutex_unlock(&g->mutex);
}

void gil_end(Interp *interp) {
    plat_mutex_destroy(&interp->gil->mutex);
    heap_free_uncollectable(interp->gil);
}

bool gil_held(const Thread *t) { return owner_of(t->interp->gil) == t; }
Thread *gil_holder(const Interp *interp) { return owner_of(interp->gil); }
bool gil_is_plain(const Interp *interp) { return interp->gil->plain; }
int64_t gil_interval(const Interp *interp) { return interp->gil->interval_ns; }

void gil_set_interval(Interp *interp, int64_t ns) {
    Gil *g = interp->gil;
    plat_mutex_lock(&g->mutex);
    RACY_SET(g->interval_ns, ns);
    if (g->ordinary.first) plat_hint(&g->ordinary.first->os->park);
    plat_mutex_unlock(&g->mutex);
}
