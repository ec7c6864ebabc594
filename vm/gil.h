/* The global interpreter lock and the one door out of it (design: "The GIL", "The one door").
 *
 * The thread that holds the GIL is the only one that touches the heap, and the only one the collector sees.  Whatever
 * may block goes through gil_blocking(), and only vm/oscall.c and vm/lock.c call that. */
#pragma once
#include "vm/object/state.h"

enum SysKind {
#define SYS(id, name) SYS_##id,
#include "vm/oscall.def"
#undef SYS
    SYS_COUNT
};
extern const char *const sys_kind_name[SYS_COUNT];

/* Plain C data in, result and errno out; must not touch Values or the heap. */
typedef struct SysResult { int64_t value; int err; } SysResult;
typedef SysResult (*SysFn)(void *arg);

enum DoorFlags {
    DOOR_NO_RETRY = 1,      /* must not be repeated after EINTR (close, sleep with its own deadline) */
};

/* Runs fn with the GIL released if there is another thread that could use it. try_fn (may be NULL) is attempted first
 * with the GIL held; a result other than EAGAIN is final. On EINTR runs signal handlers and calls fn again (PEP 475);
 * if a handler raises, err is EINTR and t->exc is set. */
SysResult gil_blocking(Thread *t, enum SysKind kind, SysFn try_fn, SysFn fn, void *arg, int flags);

bool gil_init(Thread *t);
void gil_end(Interp *interp);
