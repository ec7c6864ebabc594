/* _thread.Condition, which threading shows: a lock and a queue of threads that wait for a notification.
 *
 * The lock may be any object with acquire() and release(); with the two kinds of our own nothing is called, and who is
 * notified sleeps on until it can have the lock. */
#include "vm/base/plat.h"
#include "vm/lock.h"
#include "vm/native.h"

typedef struct Condition {
    Obj h;
    Attrs attrs;
    Value lock;                     /* 0: __init__ has not run */
    Lock *own;                      /* the lock inside it, if it is of our own kinds */
    bool recursive;                 /* ... an RLock */
    WaitQueue queue;
} Condition;

static Condition *as_condition(Value v) { return (Condition *)obj_of(v); }

WaitQueue *condition_queue(Thread *t, Value v, const Lock *l) {
    return is_exact(t, v, T_CONDITION) && as_condition(v)->own == l ? &as_condition(v)->queue : NULL;
}

static bool need_lock(Thread *t, Condition *c) {
    if (likely(c->lock))
        return true;
    raise_error(t, EXC_RuntimeError, "Condition.__init__() not called");
    return false;
}

static Value condition_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);
}

static Value condition_init(Thread *t, Value *a) {
    Condition *c = as_condition(a[0]);
    Value lock = a[1] != VALUE_NONE ? a[1] : object_alloc(t, type_by_id(t, T_RLOCK));
    if (!lock)
        return VALUE_ERROR;
    bool plain = is_exact(t, lock, T_LOCK);
    c->recursive = is_exact(t, lock, T_RLOCK);
    c->own = plain || c->recursive ? lock_of(lock) : NULL;
    if (!c->own && (!get_attr_cstr(t, lock, "acquire") || !get_attr_cstr(t, lock, "release")))
        return VALUE_ERROR;
    c->lock = lock;
    return VALUE_NONE;
}

/* -- The lock ---------------------------------------------------------------------------------------------- */

static Value call_lock(Thread *t, Condition *c, const char *method, Value *args, size_t n) {
    Str *name = str_intern_cstr(t, method);
    return name && need_lock(t, c) ? call_method(t, c->lock, name, args, n) : VALUE_ERROR;
}

/* 1, 0, -1: calls a method of the lock that it may have or not. */
static int call_optional(Thread *t, Condition *c, const char *method, Value *args, size_t n, Value *result) {
    Str *name = str_intern_cstr(t, method);
    Value f = name ? get_attr_or_null(t, c->lock, name) : VALUE_ERROR;
    if (!f)
        return t->exc ? -1 : 0;
    *result = call_value(t, f, args, n, NULL);
    return *result ? 1 : -1;
}

static int is_owned(Thread *t, Condition *c) {
    if (!need_lock(t, c))
        return -1;
    if (c->own)
        return c->recursive ? c->own->owner == t->id : lock_is_taken(c->own);
    Value v, no = VALUE_FALSE;
    int r = call_optional(t, c, "_is_owned", NULL, 0, &v);
    if (r > 0)
        return truth_of(t, v);
    if (r < 0 || !(v = call_lock(t, c, "acquire", &no, 1)))
        return -1;
    int free = truth_of(t, v);
    if (free > 0 && !call_lock(t, c, "release", NULL, 0))
        return -1;
    return free < 0 ? -1 : !free;
}

static Value condition_enter(Thread *t, Value *a) {
    Condition *c = as_condition(a[0]);
    if (likely(c->own && !c->own->owner)) {
        c->own->owner = t->id;
        if (c->recursive)
            as_rlock(c->lock)->count = 1;
        return VALUE_TRUE;
    }
    return call_lock(t, c, "__enter__", NULL, 0);
}

static Value condition_exit(Thread *t, Value *a) {
    Condition *c = as_condition(a[0]);
    if (likely(c->own && c->own->owner == t->id && (!c->recursive || as_rlock(c->lock)->count == 1))) {
        if (c->recursive)
            as_rlock(c->lock)->count = 0;
        lock_give(t, c->own);
        return VALUE_NONE;
    }
    Tuple *exc = as_tuple(a[1]);
    return call_lock(t, c, "__exit__", exc->items, (size_t)exc->len);
}

static Value forward(Thread *t, Value *a, const char *method) {
    Condition *c = as_condition(a[0]);
    Value f = need_lock(t, c) ? get_attr_cstr(t, c->lock, method) : VALUE_ERROR;
    return f ? call_tuple_dict(t, f, a[1], a[2]) : VALUE_ERROR;
}
static Value condition_acquire(Thread *t, Value *a) { return forward(t, a, "acquire"); }
static Value condition_release(Thread *t, Value *a) { return forward(t, a, "release"); }
static Value condition_is_owned(Thread *t, Value *a) {
    int r = is_owned(t, as_condition(a[0]));
    return r < 0 ? VALUE_ERROR : from_bool(r);
}

/* -- Waiting ----------------------------------------------------------------------------------------------- */

static bool deadline_arg(Thread *t, Value v, int64_t *deadline) {
    int64_t ns;
    *deadline = INT64_MAX;
    if (v == VALUE_NONE)
        return true;
    if (!is_int(v) && !is_float(v) && !compare_op(t, CMP_GT, v, from_small(0)))
        return false;                                   /* refused in the words of a comparison */
    if (!duration_ns(t, v, &ns))
        return false;
    if (__builtin_add_overflow(plat_monotonic_ns(), MAX(ns, 0), deadline))
        *deadline = INT64_MAX;
    return true;
}

/* Any other lock: its own ways to be given up and taken again. */
static int wait_with_foreign_lock(Thread *t, Condition *c, int64_t deadline) {
    Value saved = VALUE_NONE, v;
    int r = call_optional(t, c, "_release_save", NULL, 0, &saved);
    if (r < 0 || (r == 0 && !call_lock(t, c, "release", NULL, 0)))
        return -1;
    int result = queue_wait(t, &c->queue, NULL, deadline);
    Value exc = exc_fetch(t);
    r = call_optional(t, c, "_acquire_restore", &saved, 1, &v);
    if (r < 0 || (r == 0 && !call_lock(t, c, "acquire", NULL, 0)))
        return -1;
    exc_restore(t, exc);
    return result;
}

/* 1 notified, 0 the time is over, -1 raised; the lock is held again. */
static int wait_until(Thread *t, Condition *c, int64_t deadline) {
    int owned = is_owned(t, c);
    if (owned == 0)
        raise_error(t, EXC_RuntimeError, "cannot wait on un-acquired lock");
    if (owned <= 0)
        return -1;
    if (!c->own)
        return wait_with_foreign_lock(t, c, deadline);
    if (!c->recursive)
        return queue_wait(t, &c->queue, c->own, deadline);
    RLock *l = as_rlock(c->lock);
    uint64_t count = l->count;
    l->count = 0;
    int r = queue_wait(t, &c->queue, c->own, deadline);
    l->count = count;
    return r;
}

static Value condition_wait(Thread *t, Value *a) {
    int64_t deadline;
    if (!deadline_arg(t, a[1], &deadline))
        return VALUE_ERROR;
    int r = wait_until(t, as_condition(a[0]), deadline);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}

static Value condition_wait_for(Thread *t, Value *a) {
    int64_t deadline;
    Value result = call0(t, a[1]);
    if (!result || !deadline_arg(t, a[2], &deadline))
        return VALUE_ERROR;
    for (;;) {
        int yes = truth_of(t, result);
        if (yes < 0)
            return VALUE_ERROR;
        if (yes || (deadline != INT64_MAX && plat_monotonic_ns() >= deadline))
            return result;
        Value wait_args[] = { a[0], VALUE_NONE };
        if (deadline != INT64_MAX && !(wait_args[1] = from_double(t, (double)(deadline - plat_monotonic_ns()) * 1e-9)))
            return VALUE_ERROR;
        /* through the method, which a subclass may have made its own */
        if (!call_method(t, a[0], NAME(t, wait), wait_args + 1, 1) || !(result = call0(t, a[1])))
            return VALUE_ERROR;
    }
}

static bool notify(Thread *t, Condition *c, int64_t n) {
    int owned = is_owned(t, c);
    if (owned == 0)
        raise_error(t, EXC_RuntimeError, "cannot notify on un-acquired lock");
    if (owned <= 0)
        return false;
    if (c->queue.first)
        queue_notify(t, &c->queue, n);
    return true;
}

static Value condition_notify(Thread *t, Value *a) {
    Condition *c = as_condition(a[0]);
    int64_t n = 0;
    if (c->queue.first && !as_int64(t, a[1], &n))       /* with nobody there n may be anything */
        return VALUE_ERROR;
    return notify(t, c, n) ? VALUE_NONE : VALUE_ERROR;
}
static Value condition_notify_all(Thread *t, Value *a) {
    return notify(t, as_condition(a[0]), INT64_MAX) ? VALUE_NONE : VALUE_ERROR;
}
static Value condition_notifyAll(Thread *t, Value *a) {
    if (!warn(t, EXC_DeprecationWarning, 1, "notifyAll() is deprecated, use notify_all() instead"))
        return VALUE_ERROR;
    return condition_notify_all(t, a);
}

static Value condition_reinit(Thread *t, Value *a) {
    Condition *c = as_condition(a[0]);
    c->queue = (WaitQueue){ NULL, NULL };
    return call_lock(t, c, "_at_fork_reinit", NULL, 0) ? VALUE_NONE : VALUE_ERROR;
}

/* What CPython's private methods are: those of the lock, or stand-ins. */
static Value condition_release_save(Thread *t, Value *a) {
    Condition *c = as_condition(a[0]);
    Value saved = VALUE_NONE;
    int r = need_lock(t, c) ? call_optional(t, c, "_release_save", NULL, 0, &saved) : -1;
    return r < 0 || (r == 0 && !call_lock(t, c, "release", NULL, 0)) ? VALUE_ERROR : saved;
}
static Value condition_acquire_restore(Thread *t, Value *a) {
    Condition *c = as_condition(a[0]);
    Value v;
    int r = need_lock(t, c) ? call_optional(t, c, "_acquire_restore", a + 1, 1, &v) : -1;
    return r < 0 || (r == 0 && !call_lock(t, c, "acquire", NULL, 0)) ? VALUE_ERROR : VALUE_NONE;
}

static Value condition_get_lock(Thread *t, Value self) {
    return need_lock(t, as_condition(self)) ? as_condition(self)->lock : VALUE_ERROR;
}
/* One None for each thread that waits: how many there are is all that can be known. */
static Value condition_get_waiters(Thread *t, Value self) {
    int64_t n = queue_length(&as_condition(self)->queue);
    List *l = list_alloc(t, n, n);
    for (int64_t i = 0; l && i < n; i++)
        l->items[i] = VALUE_NONE;
    return from_ptr(l);
}

/* -- Copying ------------------------------------------------------------------------------------------- */

/* All of its attributes: so copies share the lock, and pickle says that this cannot be pickled. */
static Value condition_getstate(Thread *t, Value *a) {
    Value own = get_attr(t, a[0], NAME(t, __dict__)), lock = as_condition(a[0])->lock;
    Dict *state = own ? dict_new(t) : NULL;
    Str *name = state ? str_intern_cstr(t, "_lock") : NULL;
    bool ok = name && (!lock || dict_set(t, state, from_ptr(name), lock)) && dict_update(t, state, own);
    return ok ? from_ptr(state) : VALUE_ERROR;
}

static Value condition_setstate(Thread *t, Value *a) {
    if (!is_dict(a[1]))
        return raise_type_error(t, "state must be a dict, not '%T'", a[1]);
    Dict *state = dict_new(t);                          /* a copy: attributes may be set by Python code */
    Value key, v, init[2] = { a[0] };
    if (!state || !dict_update(t, state, a[1]))
        return VALUE_ERROR;
    for (int64_t i = 0; dict_next(state, &i, &key, &v);) {
        if (!is_str(key))
            return raise_type_error(t, "attribute name must be string, not '%T'", key);
        if (str_equals_cstr(as_str(key), "_lock")) {
            init[1] = v;
            if (!condition_init(t, init))
                return VALUE_ERROR;
        } else if (!set_attr(t, a[0], as_str(key), v)) {
            return VALUE_ERROR;
        }
    }
    return VALUE_NONE;
}

static Value condition_repr(Thread *t, Value self) {
    Condition *c = as_condition(self);
    return need_lock(t, c) ? str_format(t, "<Condition(%S, %lld)>", c->lock, (long long)queue_length(&c->queue)) : VALUE_ERROR;
}

const TypeDef type_condition = {
    .name = "threading.Condition",
    .doc = "A meeting point: threads that hold its lock wait here, giving the lock up, until one notifies them.",
    .size = sizeof(Condition),
    .attrs_offset = offsetof(Condition, attrs),
    .weakrefs = true,
    .slots = { .repr = condition_repr, .new_ = condition_new },
    .init = { "__init__", condition_init, "lock=None", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "acquire", condition_acquire, "*args, **kwargs", "Take the lock, as its own acquire().", 0 },
        { "release", condition_release, "*args, **kwargs", "Give the lock back, as its own release().", 0 },
        { "__enter__", condition_enter, "", "Take the lock.", 0 },
        { "__exit__", condition_exit, "*exc", "Give the lock back.", 0 },
        { "wait", condition_wait, "timeout=None",
          "Give the lock up, sleep until notified or until timeout seconds are over (then False), take it again.", 0 },
        { "wait_for", condition_wait_for, "predicate, timeout=None",
          "wait() until predicate() is true, or until timeout seconds are over; its last value.", 0 },
        { "notify", condition_notify, "n=1", "Wake up to n of the waiting threads; they go on when they get the lock.", 0 },
        { "notify_all", condition_notify_all, "", "Wake all waiting threads.", 0 },
        { "notifyAll", condition_notifyAll, "", "Old name of notify_all().", 0 },
        { "__getstate__", condition_getstate, "", 0, 0 },
        { "__setstate__", condition_setstate, "state, /", 0, 0 },
        { "_is_owned", condition_is_owned, "", 0, 0 },
        { "_release_save", condition_release_save, "", 0, 0 },
        { "_acquire_restore", condition_acquire_restore, "state, /", 0, 0 },
        { "_at_fork_reinit", condition_reinit, "", 0, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "_lock", condition_get_lock, NULL, NULL }, { "_waiters", condition_get_waiters, NULL, NULL }, { 0 } },
};
