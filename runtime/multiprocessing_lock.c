/* _multiprocessing.SemLock: a semaphore that processes share, or a lock that its owner may take again. */
#include "runtime/multiprocessing.h"
#include "vm/base/plat.h"
#include "vm/thread.h"
#include <errno.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <unistd.h>

enum { RECURSIVE_MUTEX, SEMAPHORE };
enum { ARENA_BYTES = 4096, SLOT_BYTES = 64, SLOTS = ARENA_BYTES / SLOT_BYTES };     /* a slot: one cache line */
_Static_assert(sizeof(sem_t) <= SLOT_BYTES, "a semaphore fits into its slot");

typedef struct SemLock {
    Obj h;
    SemArena *arena;                        /* NULL: not made yet */
    sem_t *sem;
    int slot, kind, maxvalue;
    int64_t count;                          /* how often this process has taken it and not given it back */
    uint64_t owner;                         /* the thread that took it last */
} SemLock;
static SemLock *semlock_of(Value v) { return (SemLock *)obj_of(v); }

/* -- Memory ---------------------------------------------------------------------------------------------- */

static SemArena *arena_map(Thread *t, int fd) {
    SemArena *a = alloc_array(t, 1, sizeof *a);
    if (a == NULL)
        return NULL;
    a->map = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (a->map == MAP_FAILED)
        return raise_os_error(t, errno), NULL;
    a->fd = fd;
    a->pid = (int)getpid();
    return a;
}

static SemArena *arena_with_room(Thread *t) {
    MultiprocessingState *s = multiprocessing_state(t);
    if (s->arena && s->arena->used < SLOTS && s->arena->pid == (int)getpid())
        return s->arena;
    int fd = memfd_create("minipy semaphores", MFD_CLOEXEC);
    if (fd < 0 || ftruncate(fd, ARENA_BYTES) < 0) {
        raise_os_error(t, errno);
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    SemArena *old = s->arena, *a = arena_map(t, fd);
    if (a == NULL) {
        close(fd);
        return NULL;
    }
    s->arena = a;
    if (old && old->live == 0) {
        munmap(old->map, ARENA_BYTES);
        close(old->fd);
    }
    return a;
}

static void semlock_del(Thread *t, Value self) {
    SemLock *l = semlock_of(self);
    SemArena *a = l->arena;
    l->arena = NULL;
    if (a == NULL || --a->live > 0 || a == multiprocessing_state(t)->arena)
        return;
    munmap(a->map, ARENA_BYTES);
    close(a->fd);
}

static Value semlock_place(Thread *t, Type *cls, SemArena *arena, int slot, int kind, int maxvalue) {
    Value v = object_alloc(t, cls);
    if (!v)
        return VALUE_ERROR;
    SemLock *l = semlock_of(v);
    l->arena = arena;
    l->sem = (sem_t *)(void *)(arena->map + slot * SLOT_BYTES);
    l->slot = slot;
    l->kind = kind;
    l->maxvalue = maxvalue;
    arena->live++;
    return v;
}

/* a: cls, kind, value, maxvalue */
static Value semlock_new(Thread *t, Value *a) {
    int32_t kind, value, maxvalue;
    if (!as_int32(t, a[1], &kind) || !as_int32(t, a[2], &value) || !as_int32(t, a[3], &maxvalue))
        return VALUE_ERROR;
    if (kind != RECURSIVE_MUTEX && kind != SEMAPHORE)
        return raise_value_error(t, "unrecognized kind");
    if (value < 0)
        return raise_os_error(t, EINVAL);
    SemArena *arena = arena_with_room(t);
    if (arena == NULL)
        return VALUE_ERROR;
    Value v = semlock_place(t, (Type *)obj_of(a[0]), arena, arena->used, kind, maxvalue);
    if (v) {
        arena->used++;
        if (sem_init(semlock_of(v)->sem, 1, (unsigned)value) < 0)
            return raise_os_error(t, errno);
    }
    return v;
}

/* a: cls, fd, slot, kind, maxvalue. The descriptor becomes the lock's. */
static Value semlock_rebuild(Thread *t, Value *a) {
    int32_t fd, slot, kind, maxvalue;
    if (!as_int32(t, a[1], &fd) || !as_int32(t, a[2], &slot) || !as_int32(t, a[3], &kind) ||
        !as_int32(t, a[4], &maxvalue))
        return VALUE_ERROR;
    if (slot < 0 || slot >= SLOTS)
        return raise_value_error(t, "no semaphore has number %d", (int)slot);
    SemArena *arena = arena_map(t, fd);
    if (arena == NULL)
        return VALUE_ERROR;
    arena->used = SLOTS;
    return semlock_place(t, (Type *)obj_of(a[0]), arena, slot, kind, maxvalue);
}

/* -- Taking and giving back ------------------------------------------------------------------------------ */

static bool is_mine(Thread *t, const SemLock *l) { return l->count > 0 && l->owner == t->id; }

typedef struct SemWait { sem_t *sem; int64_t deadline; } SemWait;
static int64_t call_wait(void *arg) {
    SemWait *w = arg;
    if (w->deadline == INT64_MAX)
        return sem_wait(w->sem);
    struct timespec at = { w->deadline / 1000000000, w->deadline % 1000000000 };
    return sem_clockwait(w->sem, CLOCK_MONOTONIC, &at);
}

/* a: self, block, timeout */
static Value semlock_acquire(Thread *t, Value *a) {
    SemLock *l = semlock_of(a[0]);
    int block = truth_of(t, a[1]), err;
    SemWait w = { l->sem, INT64_MAX };
    if (block < 0)
        return VALUE_ERROR;
    if (l->kind == RECURSIVE_MUTEX && is_mine(t, l)) {
        l->count++;
        return VALUE_TRUE;
    }
    int64_t ns = -1;
    if (a[2] != VALUE_NONE && !patience_ns(t, a[2], &ns))
        return VALUE_ERROR;
    if (sem_trywait(l->sem) != 0) {
        if (!block)
            return VALUE_FALSE;
        if (a[2] != VALUE_NONE) {
            if (ns <= 0)
                return VALUE_FALSE;
            if (__builtin_add_overflow(plat_monotonic_ns(), ns, &w.deadline))
                w.deadline = INT64_MAX;
        }
        if (os_call(t, SYS_SEMAPHORE, call_wait, &w, &err) < 0)
            return err == ETIMEDOUT ? VALUE_FALSE : err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    }
    l->count++;
    l->owner = t->id;
    return VALUE_TRUE;
}
static Value semlock_enter(Thread *t, Value *a) {
    Value args[3] = { a[0], VALUE_TRUE, VALUE_NONE };
    return semlock_acquire(t, args);
}

static Value semlock_release(Thread *t, Value *a) {
    SemLock *l = semlock_of(a[0]);
    if (l->kind == RECURSIVE_MUTEX) {
        if (!is_mine(t, l))
            return raise_error(t, EXC_AssertionError, "attempt to release recursive lock not owned by thread");
        if (l->count > 1) {
            l->count--;
            return VALUE_NONE;
        }
    } else {
        int value;
        if (sem_getvalue(l->sem, &value) < 0)
            return raise_os_error(t, errno);
        if (value >= l->maxvalue)
            return raise_value_error(t, "semaphore or lock released too many times");
    }
    if (sem_post(l->sem) < 0)
        return raise_os_error(t, errno);
    l->count--;
    return VALUE_NONE;
}

/* -- Looking --------------------------------------------------------------------------------------------- */

static Value semlock_value(Thread *t, Value *a) {
    int value;
    return sem_getvalue(semlock_of(a[0])->sem, &value) < 0 ? raise_os_error(t, errno)
                                                           : from_small(value < 0 ? 0 : value);
}
static Value semlock_is_zero(Thread *t, Value *a) {
    Value v = semlock_value(t, a);
    return v ? from_bool(v == from_small(0)) : VALUE_ERROR;
}
static Value semlock_count(Thread *t, Value *a) { return from_int64(t, semlock_of(a[0])->count); }
static Value semlock_is_mine(Thread *t, Value *a) { return from_bool(is_mine(t, semlock_of(a[0]))); }
static Value semlock_after_fork(Thread *t, Value *a) {
    semlock_of(a[0])->count = 0;
    return VALUE_NONE;
}
static Value get_kind(Thread *t, Value v) { return from_small(semlock_of(v)->kind); }
static Value get_maxvalue(Thread *t, Value v) { return from_small(semlock_of(v)->maxvalue); }
static Value get_fd(Thread *t, Value v) { return from_small(semlock_of(v)->arena->fd); }
static Value get_handle(Thread *t, Value v) { return from_small(semlock_of(v)->slot); }

const TypeDef type_semlock = {
    .name = "_multiprocessing.SemLock",
    .doc = "A semaphore that processes share.",
    .size = sizeof(SemLock),
    .slots = { .del = semlock_del },
    .new_ = { "__new__", semlock_new, "kind, value, maxvalue", NULL, 0 },
    .methods = (const FunctionDef[]) {
        { "acquire", semlock_acquire, "block=True, timeout=None", "Take one; False if there was none (in time).", 0 },
        { "release", semlock_release, "", "Give one back.", 0 },
        { "__enter__", semlock_enter, "", "Take one.", 0 },
        { "__exit__", semlock_release, "*exc", "Give one back.", 0 },
        { "_count", semlock_count, "", "How often this process has taken it.", 0 },
        { "_is_mine", semlock_is_mine, "", "Does this thread have it?", 0 },
        { "_get_value", semlock_value, "", "How many are left.", 0 },
        { "_is_zero", semlock_is_zero, "", "Is none left?", 0 },
        { "_after_fork", semlock_after_fork, "", "This process has not taken it.", 0 },
        { "_rebuild", semlock_rebuild, "fd, handle, kind, maxvalue", "The semaphore of another process.",
          FN_CLASSMETHOD },
        { 0 } },
    .getsets = (const GetSetDef[]) {
        { "kind", get_kind, NULL, "RECURSIVE_MUTEX or SEMAPHORE." },
        { "maxvalue", get_maxvalue, NULL, "The most it may count to." },
        { "handle", get_handle, NULL, "Its number in its memory." },
        { "fd", get_fd, NULL, "The descriptor of its memory." },
        { 0 } },
};
