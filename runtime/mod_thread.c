/* _thread: locks, and who the running thread is.  There is one thread so far: whoever waits for a lock that
 * is taken waits for a signal handler to release it, or until the time is over. */
#include "vm/base/plat.h"
#include "vm/native.h"

/* The longest wait that may be asked for, as CPython has it: what fits into 64 bits of nanoseconds. */
#define TIMEOUT_MAX_S 9223372036.0

/* -- Waiting --------------------------------------------------------------------------------------------- */

/* The arguments (self, blocking, timeout) of acquire(); *ns -1: no limit, 0: do not wait. */
static bool wait_arguments(Thread *t, Value *a, int64_t *ns) {
    int32_t blocking;
    if (!as_int32(t, a[1], &blocking))
        return false;
    *ns = -1;
    if (a[2] != from_small(-1) && !duration_ns(t, a[2], ns))
        return false;
    bool limited = *ns != -1 && *ns != -1000000000;
    if (!blocking && limited) {
        raise_value_error(t, "can't specify a timeout for a non-blocking call");
        return false;
    }
    if (limited && *ns < 0) {
        raise_value_error(t, "timeout value must be positive");
        return false;
    }
    *ns = !blocking ? 0 : limited ? *ns : -1;
    return true;
}

/* Until *taken is false: 1; the time is over: 0; a signal handler has raised: -1. */
static int wait_while(Thread *t, const bool *taken, int64_t ns) {
    int64_t deadline;
    if (ns < 0 || __builtin_add_overflow(plat_monotonic_ns(), ns, &deadline))
        deadline = INT64_MAX;
    while (*taken) {
        if (ns == 0 || plat_monotonic_ns() >= deadline)
            return 0;
        if (!os_pause_until(t, deadline))
            return -1;
    }
    return 1;
}

/* -- lock ------------------------------------------------------------------------------------------------ */

typedef struct Lock { Obj h; bool taken; } Lock;

static Lock *as_lock(Value v) { return (Lock *)obj_of(v); }

static Value allocate_lock(Thread *t, Value *a) {
    return from_ptr(alloc_obj(t, type_by_id(t, T_LOCK), sizeof(Lock)));
}

static Value lock_take(Thread *t, Lock *l, int64_t ns) {
    int r = wait_while(t, &l->taken, ns);
    if (r < 0)
        return VALUE_ERROR;
    l->taken |= r;
    return from_bool(r);
}

static Value lock_acquire(Thread *t, Value *a) {
    int64_t ns;
    return wait_arguments(t, a, &ns) ? lock_take(t, as_lock(a[0]), ns) : VALUE_ERROR;
}
static Value lock_enter(Thread *t, Value *a) { return lock_take(t, as_lock(a[0]), -1); }

static Value lock_release(Thread *t, Value *a) {
    Lock *l = as_lock(a[0]);
    if (!l->taken)
        return raise_error(t, EXC_RuntimeError, "release unlocked lock");
    l->taken = false;
    return VALUE_NONE;
}

static Value lock_locked(Thread *t, Value *a) { return from_bool(as_lock(a[0])->taken); }

static Value lock_reinit(Thread *t, Value *a) {
    as_lock(a[0])->taken = false;
    return VALUE_NONE;
}

static Value lock_repr(Thread *t, Value self) {
    return str_format(t, "<%s %T object at 0x%llx>", as_lock(self)->taken ? "locked" : "unlocked", self,
                      (unsigned long long)self);
}

#define ACQUIRE_SIGNATURE "blocking=True, timeout=-1"
#define ACQUIRE_DOC "Take the lock; False if it was not to be had (in time)."

const TypeDef type_lock = {
    .name = "_thread.lock",
    .doc = "A lock, made by allocate_lock(): one takes it, whoever else wants it waits until it is released.",
    .size = sizeof(Lock),
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

/* taken is what others wait for: that somebody owns it, and with one thread that is the one who asks, unless
 * _acquire_restore() said otherwise. */
typedef struct RLock { Obj h; uint64_t owner, count; bool taken; } RLock;

static RLock *as_rlock(Value v) { return (RLock *)obj_of(v); }

static uint64_t own_ident(void) { return (uint64_t)pthread_self(); }

static Value rlock_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);                        /* what it is called with is ignored */
}

static bool rlock_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    return true;
}

static Value rlock_take(Thread *t, RLock *r, int64_t ns) {
    if (r->count && r->owner == own_ident()) {
        if (r->count == UINT64_MAX)
            return raise_overflow(t, "Internal lock count overflowed");
        r->count++;
        return VALUE_TRUE;
    }
    int got = wait_while(t, &r->taken, ns);
    if (got <= 0)
        return got < 0 ? VALUE_ERROR : VALUE_FALSE;
    r->owner = own_ident();
    r->count = 1;
    r->taken = true;
    return VALUE_TRUE;
}

static Value rlock_acquire(Thread *t, Value *a) {
    int64_t ns;
    return wait_arguments(t, a, &ns) ? rlock_take(t, as_rlock(a[0]), ns) : VALUE_ERROR;
}
static Value rlock_enter(Thread *t, Value *a) { return rlock_take(t, as_rlock(a[0]), -1); }

static bool is_owned(const RLock *r) { return r->count && r->owner == own_ident(); }

static void rlock_clear(RLock *r) {
    r->owner = r->count = 0;
    r->taken = false;
}

static Value rlock_release(Thread *t, Value *a) {
    RLock *r = as_rlock(a[0]);
    if (!is_owned(r))
        return raise_error(t, EXC_RuntimeError, "cannot release un-acquired lock");
    if (--r->count == 0)
        rlock_clear(r);
    return VALUE_NONE;
}

static Value rlock_is_owned(Thread *t, Value *a) { return from_bool(is_owned(as_rlock(a[0]))); }

static Value rlock_recursion_count(Thread *t, Value *a) {
    RLock *r = as_rlock(a[0]);
    return from_int64(t, is_owned(r) ? (int64_t)r->count : 0);
}

/* The two that a condition variable uses: give it back whatever its count, take it again as it was. */
static Value rlock_release_save(Thread *t, Value *a) {
    RLock *r = as_rlock(a[0]);
    if (!r->count)
        return raise_error(t, EXC_RuntimeError, "cannot release un-acquired lock");
    Value count = from_uint64(t, r->count), owner = from_uint64(t, r->owner);
    Value state = count && owner ? tuple_pack2(t, count, owner) : VALUE_ERROR;
    if (state)
        rlock_clear(r);
    return state;
}

static Value rlock_acquire_restore(Thread *t, Value *a) {
    RLock *r = as_rlock(a[0]);
    if (!is_tuple(a[1]) || as_tuple(a[1])->len != 2)
        return raise_type_error(t, "_acquire_restore() argument 1 must be 2-item sequence, not %T", a[1]);
    int64_t count, owner;
    if (!as_int64(t, as_tuple(a[1])->items[0], &count) || !as_int64(t, as_tuple(a[1])->items[1], &owner) ||
        wait_while(t, &r->taken, -1) < 0)
        return VALUE_ERROR;
    r->count = (uint64_t)count;
    r->owner = (uint64_t)owner;
    r->taken = true;
    return VALUE_NONE;
}

static Value rlock_reinit(Thread *t, Value *a) {
    rlock_clear(as_rlock(a[0]));
    return VALUE_NONE;
}

static Value rlock_repr(Thread *t, Value self) {
    RLock *r = as_rlock(self);
    return str_format(t, "<%s %T object owner=%llu count=%llu at 0x%llx>", r->count ? "locked" : "unlocked",
                      self, (unsigned long long)r->owner, (unsigned long long)r->count,
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

/* -- _local ---------------------------------------------------------------------------------------------- */

/* Attributes of one's own for each thread: with one thread, attributes. */
typedef struct Local { Obj h; Attrs attrs; } Local;

static Value local_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    bool given = nargs || (kwnames && kwnames->len);
    if (given && cls->slots.init == type_by_id(t, T_LOCAL)->slots.init)
        return raise_type_error(t, "Initialization arguments are not supported");
    return object_alloc(t, cls);
}

static bool local_setattr(Thread *t, Value self, Str *name, Value v) {
    if (str_equals_cstr(name, "__dict__")) {
        raise_error(t, EXC_AttributeError, "'%T' object attribute '__dict__' is read-only", self);
        return false;
    }
    return object_setattr(t, self, name, v);
}

const TypeDef type_local = {
    .name = "_thread._local",
    .doc = "Thread-local data",
    .size = sizeof(Local),
    .attrs_offset = offsetof(Local, attrs),
    .weakrefs = true,
    .slots = { .new_ = local_new, .setattr = local_setattr },
};

/* -- The module ------------------------------------------------------------------------------------------ */

static Value get_ident(Thread *t, Value *a) { return from_uint64(t, own_ident()); }
static Value get_native_id(Thread *t, Value *a) { return from_int64(t, plat_thread_id()); }
static Value count(Thread *t, Value *a) { return from_small(0); }       /* threads started by this module */
static Value thread_exit(Thread *t, Value *a) {
    return raise_object(t, from_ptr(t->interp->exc_types[EXC_SystemExit]), 0);
}

/* interp->module_state keeps the size itself: the next thread's C stack. */
static Value stack_size(Thread *t, Value *a) {
    size_t *kept = t->interp->module_state[STATE_THREAD];
    int64_t size;
    if (!as_int64(t, a[0], &size))
        return VALUE_ERROR;
    if (size < 0)
        return raise_value_error(t, "size must be 0 or a positive value");
    if (size && size < 32 << 10)
        return raise_value_error(t, "size not valid: %lld bytes", (long long)size);
    Value old = from_int64(t, (int64_t)*kept);
    if (old)
        *kept = (size_t)size;
    return old;
}

static bool init(Thread *t, Module *m) {
    Value longest = from_double(t, TIMEOUT_MAX_S);
    size_t *size = alloc_leaf(t, sizeof *size);
    if (!longest || !size)
        return false;
    *size = 0;
    t->interp->module_state[STATE_THREAD] = size;
    return module_set(t, m, "LockType", from_ptr(type_by_id(t, T_LOCK))) &&
           module_set(t, m, "error", from_ptr(t->interp->exc_types[EXC_RuntimeError])) &&
           module_set(t, m, "TIMEOUT_MAX", longest);
}

const ModuleDef mod_thread = {
    .name = "_thread",
    .doc = "Locks, and who the running thread is.",
    .functions = (const FunctionDef[]) {
        { "allocate_lock", allocate_lock, "", "A new lock that nobody has.", 0 },
        { "allocate", allocate_lock, "", "A new lock that nobody has.", 0 },
        { "get_ident", get_ident, "", "A number that no other living thread has.", 0 },
        { "get_native_id", get_native_id, "", "The kernel's number of the thread.", 0 },
        { "_count", count, "", "How many threads were started by this module and still run.", 0 },
        { "stack_size", stack_size, "size=0, /",
          "The C stack of threads to come (0: the system's); the one before.", FN_FORMAT },
        { "exit", thread_exit, "", "raise SystemExit", 0 },
        { "exit_thread", thread_exit, "", "raise SystemExit", 0 }, { 0 } },
    .types = (const uint16_t[]) { T_RLOCK, T_LOCAL, 0 },
    .init = init,
};
