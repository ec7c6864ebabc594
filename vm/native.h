/* The one header that runtime/ includes: objects, errors, calls, the way out to the system. */
#pragma once
#include "vm/gil.h"
#include "vm/interp.h"
#include "vm/import.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/error.h"
#include "vm/object/float.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/range.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"
#include "vm/oscall.h"

/* interp->module_state[...]: what a native module keeps for itself. */
enum ModuleStateId {
    STATE_IO,
    STATE_POSIX,
    STATE_ATEXIT,
    STATE_SIGNAL,
    STATE_TIME,
    STATE_GC,
    STATE_ITERTOOLS,
    STATE_THREAD,
    STATE_FAULTHANDLER,
    STATE_SOCKET,
    STATE_PWD,
    STATE_GRP,
    STATE_RESOURCE,
    STATE_MULTIPROCESSING,
    STATE_QUEUE,
    STATE_CONTEXTVARS,
    STATE_FUTURES,
    STATE_STRUCT,
    STATE_PICKLE,
    STATE_ZLIB,
};

#define MODULE(id) extern const ModuleDef mod_##id;
#include "runtime/modules.def"
#undef MODULE

/* Standard streams (runtime/mod_io.c): sys.stdin, stdout, stderr; flushing them at the end. */
MUST_CHECK bool streams_init(Thread *t);
Value io_open(Thread *t, Value *a);                     /* open(): builtins' and io's */
bool streams_flush(Thread *t);                          /* false: something could not be written (exit status 120) */
Value lock_new(Thread *t);                              /* a _thread.lock: runtime/thread_lock.c */
Value lock_await(Thread *t, Value *a);                  /* (lock, blocking, timeout): waits until it is free */
void locals_drop(Thread *t);                            /* t ends: its thread-local data; runtime/thread_local.c */
/* A collection: files that nobody can reach are written out and closed, what else has a finalizer is finalized. */
void files_collect(Thread *t);
/* Closes files that nobody can reach; with `flush` also those that only wait to be written. False: not now. */
bool descriptors_reclaim(Thread *t, bool flush);
/* Before another process is made or another program takes over: writes what waits in files on disk. Those that the
 * program has forgotten about would be closed and written, if references were counted. */
void files_flush(Thread *t);
/* In a child: what other threads have written since then waits in the copies, too, and is the parent's to write. With
 * `streams` the same holds of sys.stdout and sys.stderr, which whoever forked has flushed. */
void files_forget(Thread *t, bool streams);
bool run_atexit(Thread *t);                             /* runtime/mod_atexit.c */
/* The recording that the command line asked for, or that this process was started into: runtime/mod_giltrace.c. */
MUST_CHECK bool giltrace_begin(Thread *t);              /* false: an exception */
void giltrace_finish(Thread *t, int status);            /* ... is complete, and shown if this process asked for it */
/* A duration in seconds (int or float) as nanoseconds, rounded up: runtime/mod_time.c. */
MUST_CHECK bool duration_ns(Thread *t, Value v, int64_t *ns);
/* The same for what waits with a deadline of its own: what no clock can count to is INT64_MAX. */
MUST_CHECK bool patience_ns(Thread *t, Value v, int64_t *ns);
