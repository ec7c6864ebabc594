/* Collecting while the program waits. CPython's reference counts end what nobody has any more at once, and somebody may
 * wait for just that: the peer of a connection for its end, a reader for what was written, the program itself. While
 * there are objects with something to finalize and the main thread waits, the collector looks for them. */
#pragma once
#include "vm/gil.h"

typedef struct Idle Idle;

bool idle_init(Thread *t);              /* t will run the handlers of signals */
void idle_after_fork(Thread *t);        /* in the child: what it has from its parent is not waited for here */

/* t is about to wait in a system call: true if it will be interrupted when it is time to collect; then idle_end()
 * follows. */
bool idle_begin(Thread *t, enum SysKind kind);
void idle_end(Thread *t, bool interrupted);

/* ... or in gil_park() until the deadline: when to wake up before, in monotonic ns; INT64_MAX: not at all. */
int64_t idle_deadline(Thread *t, enum SysKind kind, int64_t deadline_ns);
void idle_is_due(Thread *t);

/* If it is due. For signals_run(), where Python code may run in the middle of a wait. */
void idle_collect(Thread *t);
