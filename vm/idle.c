/* Collecting while the program waits. */
#include "vm/idle.h"
#include "vm/base/plat.h"
#include "vm/frame.h"
#include "vm/jump.h"
#include "vm/native.h"
#include "vm/signal.h"
#include "vm/thread.h"
#include <signal.h>
#include <string.h>
#include <time.h>

enum {
    GRACE_NS = 3000000,                 /* shorter waits are left alone */
    AGAIN_NS = 10000000,                /* the call may not have begun yet when the first signal came */
    PAUSE_NS = 20000000,                /* at least so long between two collections ... */
    COST_FACTOR = 40,                   /* ... and so many times what the last one took ... */
    SHORT_WAITS_NS = 100000000,         /* so long it may go on with waits that are shorter than the pause */
    PAUSE_MAX_NS = 2000000000           /* ... doubled up to this while they are of no use */
};

struct Idle {
    int64_t collected;                  /* when the last one ended, monotonic */
    int64_t pause, shortest;            /* until the next one; the same if there are new objects to finalize */
    int64_t first_wait;                 /* since then, for a lock or a time; 0: none yet */
    int64_t armed;                      /* when the timer runs out */
    timer_t timer;                      /* sends the collector's signal to the thread, so that a call ends with EINTR */
    bool has_timer, due, busy;
};

/* libgc has a handler of its own for it, which does nothing either, but lets calls begin again by themselves. */
static void on_signal(int number) { (void)number; }

bool idle_init(Thread *t) {
    struct sigaction sa = { .sa_handler = on_signal };
    Idle *i = heap_alloc_uncollectable(sizeof *i);
    if (!i) return false;
    sigemptyset(&sa.sa_mask);
    *i = (Idle){ .collected = plat_monotonic_ns(), .pause = PAUSE_NS, .shortest = PAUSE_NS };
    t->interp->idle = i;
    return sigaction(SIGXCPU, &sa, NULL) == 0;
}

void idle_after_fork(Thread *t) {
    Idle *i = t->interp->idle;
    if (!i) return;
    *i = (Idle){ .collected = plat_monotonic_ns(), .pause = PAUSE_NS, .shortest = PAUSE_NS };
    RACY_SET(t->interp->finalizers, 0);
    RACY_SET(t->interp->new_finalizers, 0);
}

/* NULL: this thread does not collect when it waits. */
static Idle *idle_of(Thread *t) {
    Idle *i = t->interp->idle;
    return i && !i->busy && !t->interp->finalizing && signals_mine(t) && RACY_GET(t->interp->finalizers) > 0 ? i : NULL;
}

static int64_t due_at(Thread *t, Idle *i) {
    int64_t at = i->collected + (RACY_GET(t->interp->new_finalizers) ? i->shortest : i->pause);
    return MAX(at, plat_monotonic_ns() + GRACE_NS);
}

/* Nobody can tell that these were interrupted. Others might have done a part of what they were asked for. */
static bool is_wait(enum SysKind kind) {
    switch (kind) {
    case SYS_READ: case SYS_RECV: case SYS_ACCEPT: case SYS_SELECT: case SYS_POLL: case SYS_EPOLL: case SYS_OPEN:
    case SYS_WAIT: case SYS_FLOCK: case SYS_SEMAPHORE: return true;
    default: return false;
    }
}

static bool has_timer(Thread *t, Idle *i) {
    struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGXCPU };
    if (i->has_timer) return true;
    event._sigev_un._tid = (pid_t)t->os->native_id;
    return i->has_timer = timer_create(CLOCK_MONOTONIC, &event, &i->timer) == 0;
}

static void set_timer(Idle *i, int64_t at) {
    struct itimerspec when = { .it_value = { at / 1000000000, at % 1000000000 },
                               .it_interval = { 0, at ? AGAIN_NS : 0 } };
    timer_settime(i->timer, TIMER_ABSTIME, &when, NULL);
}

bool idle_begin(Thread *t, enum SysKind kind) {
    Idle *i = idle_of(t);
    sigset_t blocked;
    if (!i || !is_wait(kind) || !has_timer(t, i)) return false;
    /* it would wait, and end a program that has been put in this one's place */
    if (pthread_sigmask(SIG_BLOCK, NULL, &blocked) != 0 || sigismember(&blocked, SIGXCPU)) return false;
    set_timer(i, i->armed = due_at(t, i));
    return true;
}

void idle_end(Thread *t, bool interrupted) {
    Idle *i = t->interp->idle;
    set_timer(i, 0);
    i->due |= interrupted && plat_monotonic_ns() >= i->armed;
}

int64_t idle_deadline(Thread *t, enum SysKind kind, int64_t deadline_ns) {
    Idle *i = kind == SYS_LOCK || kind == SYS_SLEEP ? idle_of(t) : NULL;
    if (!i) return INT64_MAX;
    int64_t now = plat_monotonic_ns(), at = due_at(t, i);
    if (!i->first_wait) i->first_wait = now;
    /* a short sleep is left whole, but not a hundred of them */
    return at < deadline_ns - PAUSE_NS || (at < deadline_ns && now - i->first_wait > SHORT_WAITS_NS) ? at : INT64_MAX;
}

void idle_is_due(Thread *t) {
    Idle *i = t->interp->idle;
    i->due = true;
}

static void clear_unused(Thread *t) {
    for (Thread *o = t->interp->threads; o; o = o->next)
        if (o->frame >= o->frames && (o == t || RACY_GET(o->os->in_call) != SYS_COUNT)) frame_clear_unused(o->frame);
}

void idle_collect(Thread *t) {
    Idle *i = t->interp->idle;
    if (!i || !i->due) return;
    int64_t start = plat_monotonic_ns();
    int32_t before = RACY_GET(t->interp->finalizers);
    i->due = false;
    i->first_wait = 0;
    i->busy = true;                     /* what is called now may wait in its turn */
    if (!generators_settle(t)) exc_clear(t);
    clear_unused(t);
    RACY_SET(t->interp->new_finalizers, 0);
    files_collect(t);
    i->shortest = MAX(PAUSE_NS, COST_FACTOR * (plat_monotonic_ns() - start));
    bool useful = RACY_GET(t->interp->finalizers) < before;
    i->pause = MAX(i->shortest, useful ? 0 : MIN(2 * i->pause, PAUSE_MAX_NS));
    RACY_SET(t->interp->new_finalizers, 0);             /* those that each collection makes */
    i->collected = plat_monotonic_ns();
    i->busy = false;
}
