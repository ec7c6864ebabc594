/* What gil.c and gil_plain.c share: the lock itself. */
#pragma once
#include "vm/base/plat.h"
#include "vm/gil.h"
#include "vm/thread.h"

#define WANTED          ((uintptr_t)1)  /* beside the holder in Gil.owner: somebody waits */

typedef struct Queue { Thread *first, *last; } Queue;

typedef struct Gil {
    volatile uintptr_t owner;           /* Thread * | WANTED; 0: free, and then nobody waits */
    PlatMutex mutex;                    /* for the rest; never held across a wait */
    Queue urgent, ordinary;
    int urgent_run;
    bool ordinary_asks;                 /* the first ordinary waiter's interval is over */
    bool plain, spin;
    int cpu;                            /* where the holder runs, as far as it knows */
    uint64_t switches;                  /* plain: how often another thread than before took it */
    Thread *last, *yielder;             /* plain: who had it last; who waits until another has had it */
    Thread *closer;                     /* gil_close() */
    uint64_t random;                    /* -X gil-seed=N: state of the generator; 0: the clock decides */
    uint32_t countdown;                 /* ... checks until the next change of threads */
    int64_t interval_ns;
} Gil;

static inline Thread *owner_of(const Gil *g) { return (Thread *)(__atomic_load_n(&g->owner, __ATOMIC_SEQ_CST) & ~WANTED); }

static inline void ask(Thread *holder) { __atomic_or_fetch(&holder->breaker, BREAK_GIL, __ATOMIC_SEQ_CST); }
static inline void unask(Thread *t) { __atomic_and_fetch(&t->breaker, ~(uint32_t)BREAK_GIL, __ATOMIC_SEQ_CST); }

static inline void push(Queue *q, Thread *t) {
    t->os->gil_next = NULL;
    if (q->last) q->last->os->gil_next = t;
    else RACY_SET(q->first, t);
    q->last = t;
}

NORETURN void gil_stay_here(void);      /* the interpreter has ended and with it everything that a thread could do */
void gil_begin_slice(Thread *t, int64_t used);

/* -X gil=cpython (gil_plain.c). All but plain_wake() in a blocking region of the collector. */
void plain_take(Thread *t);
void plain_release(Thread *t);
void plain_give_way(Thread *t);
void plain_wake(Thread *other);
