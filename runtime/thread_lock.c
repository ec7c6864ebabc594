/* _thread: lock and RLock, the objects around vm/lock.h. */
#include "vm/base/plat.h"
#include "vm/lock.h"
#include "vm/native.h"
#include "vm/thread.h"

/* -- Waiting --------------------------------------------------------------------------------------------- */

/* The arguments (self, blocking, timeout) of acquire() as a deadline: 0: do not wait, INT64_MAX: for ever. */
static bool wait_arguments(Thread *t, Value *a, int64_t *deadline) {
    if (likely(a[1] == VALUE_TRUE && a[2] == from_small(-1))) {
        *deadline = INT64_MAX;
        return true;
    }
    int32_t blocking;
    int64_t ns = -1;
    if (!as_int32(t, a[1], &blocking) || (a[2] != from_small(-1) && !duration_ns(t, a[2], &ns)))
        return false;
    bool limited = ns != -1 && ns != -1000000000;
    if (!blocking && limited) {
        raise_value_error(t, "can't specify a timeout for a non-blocking call");
        return false;
    }
    if (limited && ns < 0) {
        raise_value_error(t, "timeout value must be positive");
        return false;
    }
    *deadline = INT64_MAX;
    if (!blocking || (limited && ns == 0))
        *deadline = 0;
    else if (limited && __builtin_add_overflow(plat_monotonic_ns(), ns, deadline))
        *deadline = INT64_MAX;
    return true;
}

static Value taken(int r) { return r < 0 ? VALUE_ERROR : from_bool(r); }

static uint64_t ident_of(Thread *t, uint64_t id) {
    Thread *owner = id ? thread_by_id(t->interp, id) : NULL;
    return owner ? thread_ident(owner) : 0;
}

/* -- lock ------------------------------------------------------------------------------------------------ */

Value lock_new(Thread *t) { return from_ptr(alloc_obj(t, type_by_id(t, T_LOCK), sizeof(LockObj))); }

static Value lock_acquire(Thread *t, Value *a) {
    int64_t deadline;
    return wait_arguments(t, a, &deadline) ? taken(lock_take(t, lock_of(a[0]), deadline)) : VALUE_ERROR;
}
static Value lock_enter(Thread *t, Value *a) { return taken(lock_take(t, lock_of(a[0]), INT64_MAX)); }

static Value lock_release(Thread *t, Value *a) {
    Lock *l = lock_of(a[0]);
    if (!l->owner)
        return raise_error(t, EXC_RuntimeError, "release unlocked lock");
    lock_give(t, l);
    return VALUE_NONE;
}

static Value lock_locked(Thread *t, Value *a) { return from_bool(lock_of(a[0])->owner != 0); }

static Value lock_reinit(Thread *t, Value *a) {
    lock_of(a[0])->owner = 0;
    lock_forget_waiters(lock_of(a[0]));
    return VALUE_NONE;
}

static Value lock_repr(Thread *t, Value self) {
    return str_format(t, "<%s %T object at 0x%llx>", lock_of(self)->owner ? "locked" : "unlocked", self,
                      (unsigned long long)self);
}

Value lock_await(Thread *t, Value *a) {
    int64_t deadline;
    if (!wait_arguments(t, a, &deadline))
        return VALUE_ERROR;
    Lock *l = lock_of(a[0]);
    int r = lock_take(t, l, deadline);
    if (r > 0)
        lock_give(t, l);
    return taken(r);
}

#define ACQUIRE_SIGNATURE "blocking=True, timeout=-1"
#define ACQUIRE_DOC "Take the lock; False if it was not to be had (in time)."

const TypeDef type_lock = {
    .name = "_thread.lock",
    .doc = "A lock, made by allocate_lock(): one takes it, whoever else wants it waits until it is released.",
    .size = sizeof(LockObj),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .weakrefs = true,
    .slots = { .repr = lock_repr },
    .methods = (const FunctionDef[]) {
        { "acquire", lock_acquire, ACQUIRE_SIGNATURE, ACQUIRE_DOC, 0 },
        { "acquire_lock", lock_acquire, ACQUIRE_SIGNATURE, ACQUIRE_DOC, 0 },
        { "release", lock_release, "", "Give the lock back.", 0 },
        { "release_lock", lock_release, "", "Give the lock back.", 0 },
        { "locked", lock_locked, "", "Is it taken?", 0 },
        { "locked_lock", lock_locked, "", "Is it taken?", 0 },
        { "__enter__", lock_enter, "", "Take the lock.", 0 },
        { "__exit__", lock_release, "*exc", "Give the lock back.", 0 },
        { "_at_fork_reinit", lock_reinit, "", 0, 0 }, { 0 } },
};

/* -- RLock ----------------------------------------------------------------------------------------------- */

static Value rlock_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);                        /* what it is called with is ignored */
}

static bool rlock_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    return true;
}

static int rlock_take(Thread *t, RLock *r, int64_t deadline) {
    if (r->o.lock.owner == t->id) {
        if (r->count == UINT64_MAX) {
            raise_overflow(t, "Internal lock count overflowed");
            return -1;
        }
        r->count++;
        return 1;
    }
    int got = lock_take(t, &r->o.lock, deadline);
    if (got > 0)
        r->count = 1;
    return got;
}

static Value rlock_acquire(Thread *t, Value *a) {
    int64_t deadline;
    return wait_arguments(t, a, &deadline) ? taken(rlock_take(t, as_rlock(a[0]), deadline)) : VALUE_ERROR;
}
static Value rlock_enter(Thread *t, Value *a) { return taken(rlock_take(t, as_rlock(a[0]), INT64_MAX)); }

static bool is_owned(Thread *t, const RLock *r) { return r->o.lock.owner == t->id && r->count; }

static Value rlock_release(Thread *t, Value *a) {
    RLock *r = as_rlock(a[0]);
    if (!is_owned(t, r))
        return raise_error(t, EXC_RuntimeError, "cannot release un-acquired lock");
    if (--r->count == 0)
        lock_give(t, &r->o.lock);
    return VALUE_NONE;
}

static Value rlock_is_owned(Thread *t, Value *a) { return from_bool(is_owned(t, as_rlock(a[0]))); }

static Value rlock_recursion_count(Thread *t, Value *a) {
    RLock *r = as_rlock(a[0]);
    return from_int64(t, is_owned(t, r) ? (int64_t)r->count : 0);
}

/* The two that a condition variable uses: give it back whatever its count, take it again as it was. */
static Value rlock_release_save(Thread *t, Value *a) {
    RLock *r = as_rlock(a[0]);
    if (!r->o.lock.owner)
        return raise_error(t, EXC_RuntimeError, "cannot release un-acquired lock");
    Value count = from_uint64(t, r->count), owner = from_uint64(t, r->o.lock.owner);
    Value state = count && owner ? tuple_pack2(t, count, owner) : VALUE_ERROR;
    if (!state)
        return VALUE_ERROR;
    r->count = 0;
    lock_give(t, &r->o.lock);
    return state;
}

static Value rlock_acquire_restore(Thread *t, Value *a) {
    RLock *r = as_rlock(a[0]);
    if (!is_tuple(a[1]))
        return raise_type_error(t, "_acquire_restore() argument 1 must be 2-item sequence, not %V", a[1]);
    if (as_tuple(a[1])->len != 2)
        return raise_type_error(t, "_acquire_restore() argument 1 must be sequence of length 2, not %lld",
                                (long long)as_tuple(a[1])->len);
    int64_t count, owner;
    if (!as_int64(t, as_tuple(a[1])->items[0], &count) || !as_int64(t, as_tuple(a[1])->items[1], &owner) ||
        lock_take(t, &r->o.lock, INT64_MAX) < 0)
        return VALUE_ERROR;
    r->count = (uint64_t)count;
    r->o.lock.owner = (uint64_t)owner;
    return VALUE_NONE;
}

static Value rlock_reinit(Thread *t, Value *a) {
    as_rlock(a[0])->count = 0;
    return lock_reinit(t, a);
}

static Value rlock_repr(Thread *t, Value self) {
    RLock *r = as_rlock(self);
    return str_format(t, "<%s %T object owner=%llu count=%llu at 0x%llx>", r->count ? "locked" : "unlocked",
                      self, (unsigned long long)ident_of(t, r->o.lock.owner), (unsigned long long)r->count,
                      (unsigned long long)self);
}

const TypeDef type_rlock = {
    .name = "_thread.RLock",
    .doc = "A lock that its owner may take again; it is free when it was released as often.",
    .size = sizeof(RLock),
    .weakrefs = true,
    .slots = { .repr = rlock_repr, .new_ = rlock_new, .init = rlock_init },
    .methods = (const FunctionDef[]) {
        { "acquire", rlock_acquire, ACQUIRE_SIGNATURE, ACQUIRE_DOC, 0 },
        { "release", rlock_release, "", "Give the lock back, once.", 0 },
        { "__enter__", rlock_enter, "", "Take the lock.", 0 },
        { "__exit__", rlock_release, "*exc", "Give the lock back, once.", 0 },
        { "_is_owned", rlock_is_owned, "", 0, 0 },
        { "_recursion_count", rlock_recursion_count, "", 0, 0 },
        { "_acquire_restore", rlock_acquire_restore, "state, /", 0, 0 },
        { "_release_save", rlock_release_save, "", 0, 0 },
        { "_at_fork_reinit", rlock_reinit, "", 0, 0 }, { 0 } },
};
