/* The GIL and the door.  One thread so far: nobody to let in, so the door calls straight through. */
#include "vm/gil.h"
#include "vm/frame.h"
#include "vm/signal.h"
#include "vm/object/type.h"
#include <errno.h>

const char *const sys_kind_name[SYS_COUNT] = {
#define SYS(id, name) name,
#include "vm/oscall.def"
#undef SYS
};

bool gil_init(Thread *t) { return true; }
void gil_end(Interp *interp) {}

SysResult gil_blocking(Thread *t, enum SysKind kind, SysFn try_fn, SysFn fn, void *arg, int flags) {
    SysResult r = { -1, EAGAIN };
    if (try_fn) r = try_fn(arg);
    if (!try_fn || (r.value < 0 && (r.err == EAGAIN || r.err == EWOULDBLOCK))) {
        do {
            r = fn(arg);
        } while (r.value < 0 && r.err == EINTR && signals_run(t) && !(flags & DOOR_NO_RETRY));
    }
    return r;
}

bool breaker_handle(Thread *t) {
    uint32_t bits = __atomic_exchange_n(&t->breaker, 0, __ATOMIC_ACQUIRE);
    if ((bits & BREAK_SIGNAL) && !signals_run(t)) return false;
    if (bits & BREAK_FINALIZER) finalizers_run(t);
    if ((bits & BREAK_ASYNC) && t->async_exc) {
        Value exc = t->async_exc;
        t->async_exc = VALUE_NULL;
        raise_object(t, exc, VALUE_NULL);
        return false;
    }
    return true;
}
