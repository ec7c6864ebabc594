/* What the parts of _multiprocessing share. Semaphores: multiprocessing_lock.c; messages between processes:
 * multiprocessing_message.c; objects as messages: multiprocessing_object.c; mod_multiprocessing.c shows them and the rest
 * to Python. */
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
    struct Pickler *spare;                  /* not in use; has the memory of an earlier message */
    Bytes *room;                            /* for a message that comes, likewise; nobody else sees it */
} MultiprocessingState;
static inline MultiprocessingState *multiprocessing_state(Thread *t) {
    return t->interp->module_state[STATE_MULTIPROCESSING];
}
extern const FunctionDef multiprocessing_message_functions[], multiprocessing_object_functions[];

struct iovec;
/* Sends a message, which v[1] to v[nv - 1] are; None, or VALUE_ERROR. Waits until the descriptor has taken it, outside the
 * GIL; v[0] is room for its head, and all of v is used up. */
Value message_send(Thread *t, int fd, struct iovec *v, size_t nv);
/* The size of the message that comes next, read from its head. false: EOFError if nothing comes, another exception. */
MUST_CHECK bool message_receive_size(Thread *t, int fd, uint64_t *size);
MUST_CHECK bool message_receive_rest(Thread *t, int fd, void *to, size_t n);

struct PicklePart;
/* An object that is on its way: its pickle, which only this has. */
typedef struct Message {
    Obj h;
    Bytes *out;                             /* len of cap bytes; NULL: it has been sent */
    size_t len, cap;
    struct PicklePart *parts;               /* what belongs in between */
    size_t nparts;
} Message;
/* What it holds goes out and its memory to the next one; None, or VALUE_ERROR. */
Value message_send_object(Thread *t, int fd, Message *m);

enum { ROOM_KEPT = 1 << 20 };               /* bytes for messages, in and out, that a process keeps at most */
