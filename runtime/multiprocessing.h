/* What the parts of _multiprocessing share. Semaphores: multiprocessing_lock.c; messages between processes:
 * multiprocessing_message.c; mod_multiprocessing.c shows them and the rest to Python. */
#pragma once
#include "vm/native.h"

/* Shared memory full of semaphores. Slots are used once: another process may still have the semaphore when this one
 * has forgotten it. The memory is given back when nobody here has a semaphore in it any more. */
typedef struct SemArena {
    int fd;                                 /* a memfd: what another program maps to get at the same semaphores */
    int pid;                                /* only this process makes new ones in it */
    char *map;
    int used, live;                         /* slots given out; SemLock objects of this process */
} SemArena;

typedef struct MultiprocessingState {
    SemArena *arena;                        /* where the next semaphore goes */
    struct Pickler *spare;                  /* not in use */
} MultiprocessingState;
static inline MultiprocessingState *multiprocessing_state(Thread *t) {
    return t->interp->module_state[STATE_MULTIPROCESSING];
}
extern const FunctionDef multiprocessing_message_functions[];
