/* Collecting while the program waits. CPython's reference counts end what nobody has any more at once, and somebody may
 * wait for just that: the peer of a connection for its end, a reader for what was written, the program itself. While
 * there are objects with something to finalize and the main thread waits, the collector looks for them. */
#pragma once
#include "vm/gil.h"

typedef struct Idle Idle;

bool idle_init(Thread *t);              /* t will run the handlers of signals */
void idle_after_fork(Thread *t);        /* in the child: what it has from its parent is not waited for here */
void idle_close(Interp *interp);

/* t is about to wait in a system call, for a descriptor or something else: true if it may be interrupted when it is time to collect; then idle_end()
 * follows. */
bool idle_begin(Thread *t, enum SysKind kind, int fd);
void idle_end(Thread *t, bool interrupted);

/* ... or in gil_park(): true if it may get a hint, and then is to return as if there were a signal. idle_end_park()
 * follows. */
bool idle_begin_park(Thread *t, enum SysKind kind, int64_t deadline_ns);
bool idle_is_called(Thread *t);
void idle_end_park(Thread *t);

/* If it is due. For signals_run(), where Python code may run in the middle of a wait. */
void idle_collect(Thread *t);
