/* Collecting while the program waits.
 *
 * A thread of its own, the watcher, looks at the main thread now and then, so that a wait costs two stores. When it is time
 * to collect and the main thread waits for something, the watcher wakes it: by the collector's signal out of a system call,
 * by a hint where it is parked. A word tells what the main thread does; a signal is sent only while it waits, and has come
 * before the main thread does anything else. */
#include "vm/idle.h"
#include "vm/base/plat.h"
#include "vm/frame.h"
#include "vm/jump.h"
#include "vm/native.h"
#include "vm/signal.h"
#include "vm/thread.h"
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

/* ... doubled up to this while they are of no use, or there is nothing to look at. */
#define PAUSE_MAX_NS    INT64_C(2000000000)
#define REST_MAX_NS     INT64_C(5000000000)

enum {
    AGAIN_NS = 50000000,                /* until it is tried again to start a watcher */
    GRACE_NS = 20000000,                /* shorter waits are left alone, and sleeps that end soon ... */
    SHORT_WAITS_NS = 1000000000,        /* ... but not for longer than this */
    LOOK_MAX_NS = 256000000,            /* until the next look at a thread that computes, doubled from GRACE_NS on */
    PAUSE_NS = 20000000,                /* at least so long between two collections ... */
    COST_FACTOR = 40,                   /* ... and so many times what the last one took ... */
    STACK_SIZE = 64 << 10
};

/* What the main thread does. CALLING: the signal is being sent; CALLED: it was, and the wait may go on nevertheless, if it
 * had not begun yet. */
enum { RUNNING, WAITING, CALLING, CALLED, PARKED };

struct Idle {
    Thread *t;                          /* the main thread */
    int64_t start_at;                   /* no watcher before that: none could be started */
    int64_t collected;                  /* when the last collection ended, monotonic */
    int64_t pause, shortest;            /* until the next one; the same if there are new objects to finalize */
    size_t collections, allocated;      /* as they were then */
    bool due, busy;
    uint32_t waits;                     /* begun so far */
    int64_t until;                      /* the deadline of one that is PARKED; else INT64_MAX */
    int fd;                             /* what one that is WAITING is for; -1: something else */
    bool blocked;                       /* the signal: it would wait, and end a program that is put in this one's place */
    int state;
    PlatThread watcher;
    PlatParker park;                    /* the watcher's */
    bool watched, asleep, stop;
};

static int state_of(Idle *i) { return __atomic_load_n(&i->state, __ATOMIC_SEQ_CST); }
static bool change_state(Idle *i, int from, int to) {
    return __atomic_compare_exchange_n(&i->state, &from, to, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/* -- The watcher -------------------------------------------------------------------------------------------------- */

/* Does the kernel itself measure this wait? After an interruption it would begin anew (a socket's SO_RCVTIMEO, a
 * terminal's VTIME), or have come back with less than was asked for (VMIN). */
static bool is_measured(int fd) {
    struct timeval limit = { 0 };
    struct termios terminal;
    socklen_t size = sizeof limit;
    if (fd < 0) return false;
    if (getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, &size) == 0) return limit.tv_sec || limit.tv_usec;
    return tcgetattr(fd, &terminal) == 0 && !(terminal.c_lflag & ICANON) &&
           (terminal.c_cc[VMIN] > 1 || terminal.c_cc[VTIME]);
}

/* false: this wait is not to be interrupted. */
static bool call_main(Idle *i) {
    int state = state_of(i);
    if (state == PARKED) {
        RACY_SET(i->due, true);
        plat_hint(&i->t->os->park);
    } else if ((state == WAITING || state == CALLED) && change_state(i, state, CALLING)) {
        bool may = !i->blocked && !is_measured(i->fd);
        if (may) syscall(SYS_tgkill, getpid(), (pid_t)i->t->os->native_id, SIGXCPU);
        __atomic_store_n(&i->state, may ? CALLED : state, __ATOMIC_SEQ_CST);
        return may;
    }
    return true;
}

static int64_t due_at(const Idle *i) {
    return RACY_GET(i->collected) + (RACY_GET(i->t->interp->new_finalizers) ? RACY_GET(i->shortest) : RACY_GET(i->pause));
}

static void *watch(void *arg) {
    Idle *i = arg;
    int64_t look = GRACE_NS, first = 0;
    uint32_t seen = 0;
    while (!RACY_GET(i->stop)) {
        int64_t now = plat_monotonic_ns(), due = due_at(i);
        uint32_t waits = RACY_GET(i->waits);
        bool waiting = state_of(i) != RUNNING;
        if (RACY_GET(i->t->interp->finalizers) <= 0) {
            __atomic_store_n(&i->asleep, true, __ATOMIC_SEQ_CST);
            if (RACY_GET(i->t->interp->finalizers) <= 0) plat_park(&i->park, INT64_MAX);
            __atomic_store_n(&i->asleep, false, __ATOMIC_SEQ_CST);
            due = now + PAUSE_NS;               /* awake for a while: being woken costs the main thread something */
        }
        if (now < due) {
            plat_park(&i->park, due);
            look = GRACE_NS;
            seen = waits - 1;
            first = 0;
            continue;
        }
        if (waiting && !first) first = now;
        bool whole = waits == seen && RACY_GET(i->until) - now > PAUSE_NS;
        bool refused = waiting && (whole || now - first > SHORT_WAITS_NS) && !call_main(i);
        look = waits == seen && (!waiting || refused) ? MIN(look * 2, LOOK_MAX_NS) : GRACE_NS;
        seen = waits;
        plat_park(&i->park, now + look);
    }
    return NULL;
}

static void begin_to_watch(Idle *i) {
    sigset_t all, before;
    int64_t now = plat_monotonic_ns();
    if (now < i->start_at) return;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    i->blocked = sigismember(&before, SIGXCPU);         /* inherited: no program can block it (mod_signal.c) */
    i->watched = plat_thread_start(&i->watcher, watch, i, STACK_SIZE, false) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!i->watched) i->start_at = now + AGAIN_NS;
}

/* -- The main thread ------------------------------------------------------------------------------------------------ */

/* libgc has a handler of its own for it, which does nothing either, but lets calls begin again by themselves. */
static void on_signal(int number) { (void)number; }

static void reset(Idle *i, Thread *t) {
    *i = (Idle){ .t = t, .collected = plat_monotonic_ns(), .pause = PAUSE_NS, .shortest = PAUSE_NS };
}

bool idle_init(Thread *t) {
    struct sigaction sa = { .sa_handler = on_signal };
    Idle *i = heap_alloc_uncollectable(sizeof *i);
    if (!i) return false;
    sigemptyset(&sa.sa_mask);
    reset(i, t);
    t->interp->idle = i;
    return sigaction(SIGXCPU, &sa, NULL) == 0;
}

void idle_close(Interp *interp) {
    Idle *i = interp->idle;
    if (!i) return;
    RACY_SET(i->stop, true);
    plat_hint(&i->park);
    if (i->watched) plat_thread_join(i->watcher);
    interp->idle = NULL;
    heap_free_uncollectable(i);
}

void idle_after_fork(Thread *t) {
    Idle *i = t->interp->idle;
    if (!i) return;
    reset(i, t);
    finalizers_after_fork(t);
    RACY_SET(t->interp->awaited, false);
}

/* Nobody can tell that these were interrupted. Others might have done a part of what they were asked for. */
static bool is_wait(enum SysKind kind) {
    switch (kind) {
    case SYS_READ: case SYS_RECV: case SYS_ACCEPT: case SYS_SELECT: case SYS_POLL: case SYS_EPOLL: case SYS_OPEN:
    case SYS_WAIT: case SYS_FLOCK: case SYS_SEMAPHORE: return true;
    default: return false;
    }
}

/* Not for what only the file system can delay. */
static bool is_worth_a_watcher(enum SysKind kind, int fd) {
    struct stat st;
    return kind != SYS_OPEN && !(kind == SYS_READ && fstat(fd, &st) == 0 && S_ISREG(st.st_mode));
}

static bool begin(Thread *t, enum SysKind kind, int fd, int state, int64_t until) {
    Idle *i = t->interp->idle;
    if (!i || i->busy || t->interp->finalizing || RACY_GET(t->interp->finalizers) <= 0 || !signals_mine(t)) return false;
    if (unlikely(!i->watched) && is_worth_a_watcher(kind, fd)) begin_to_watch(i);
    if (!i->watched) return false;
    if (unlikely(__atomic_load_n(&i->asleep, __ATOMIC_RELAXED))) plat_hint(&i->park);
    RACY_SET(i->until, until);
    RACY_SET(i->fd, kind == SYS_READ || kind == SYS_RECV || kind == SYS_ACCEPT ? fd : -1);
    RACY_SET(i->waits, i->waits + 1);
    __atomic_store_n(&i->state, state, __ATOMIC_RELEASE);
    return true;
}

bool idle_begin(Thread *t, enum SysKind kind, int fd) { return is_wait(kind) && begin(t, kind, fd, WAITING, INT64_MAX); }

void idle_end(Thread *t, bool interrupted) {
    Idle *i = t->interp->idle;
    while (!change_state(i, WAITING, RUNNING)) {
        if (change_state(i, CALLED, RUNNING)) {
            (void)getppid();                    /* returns after the signal's handler, if that is still to come */
            RACY_SET(i->due, interrupted);
            return;
        }
        sched_yield();                          /* CALLING */
    }
}

bool idle_begin_park(Thread *t, enum SysKind kind, int64_t deadline_ns) {
    return (kind == SYS_LOCK || kind == SYS_SLEEP) && begin(t, kind, -1, PARKED, deadline_ns);
}
bool idle_is_called(Thread *t) { return RACY_GET(t->interp->idle->due); }
void idle_end_park(Thread *t) { __atomic_store_n(&t->interp->idle->state, RUNNING, __ATOMIC_SEQ_CST); }

static void clear_unused(Thread *t) {
    for (Thread *o = t->interp->threads; o; o = o->next)
        if (o->frame >= o->frames && (o == t || RACY_GET(o->os->in_call) != SYS_COUNT)) frame_clear_unused(o->frame);
}

void idle_collect(Thread *t) {
    Idle *i = t->interp->idle;
    if (!i || !RACY_GET(i->due)) return;
    RACY_SET(i->due, false);
    if (heap_collections() == i->collections && heap_allocated() == i->allocated) {      /* nobody has run since then */
        RACY_SET(i->pause, MIN(2 * i->pause, REST_MAX_NS));
        RACY_SET(i->collected, plat_monotonic_ns());
        return;
    }
    int64_t start = plat_monotonic_ns();
    int32_t before = RACY_GET(t->interp->finalizers);
    i->busy = true;                     /* what is called now may wait in its turn */
    Value waiting = exc_fetch(t);
    if (!generators_settle(t)) exc_clear(t);
    clear_unused(t);
    files_collect(t);
    bool useful = RACY_GET(t->interp->finalizers) < before;
    RACY_SET(i->shortest, MAX(PAUSE_NS, COST_FACTOR * (plat_monotonic_ns() - start)));
    RACY_SET(i->pause, MAX(i->shortest, useful ? 0 : MIN(2 * i->pause, PAUSE_MAX_NS)));
    RACY_SET(t->interp->new_finalizers, 0);             /* those that each collection makes */
    i->collections = heap_collections();
    i->allocated = heap_allocated();
    RACY_SET(i->collected, plat_monotonic_ns());
    exc_restore(t, waiting);
    i->busy = false;
}
