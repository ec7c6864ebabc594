/* What all threads are doing, as text, also from within a signal handler: nothing here allocates, locks or waits. It
 * reads what other threads may be changing; a line may be wrong, but it comes. */
#pragma once
#include "vm/object/state.h"

/* The calling thread's frames alone, as faulthandler.dump_traceback(all_threads=False) has them. */
void dump_frames(const Thread *t, int fd);
/* The stack of one thread: "Thread 0x... (most recent call first):" and a line for each frame. */
void dump_stack(const Thread *t, int fd, bool current);
/* All threads; who holds the GIL, what lock each thread waits for, who owns that, and the circle if there is one.
 * current: the calling thread, or NULL. */
void dump_threads(const Interp *interp, const Thread *current, int fd);
/* The thread of interp that calls, by its POSIX identity; NULL: none of them. */
Thread *dump_caller(const Interp *interp);

/* Threads that wait for each other's locks: the first of a circle and its length; NULL: there is none. */
Thread *deadlocked_thread(const Interp *interp, int *length);
