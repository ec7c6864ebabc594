/* _queue: what queue.py is built on.
 *
 * The holder of the GIL is alone with a queue as long as it runs no Python code, so that the methods here do not take
 * the mutex: it is enough that nobody else has it. They wait at the conditions as a program would that uses these.
 * A Queue with other hooks, conditions or items than queue.py gives it is left to its methods in Python. */
#include "runtime/deque.h"
#include "runtime/heap.h"
#include "vm/base/plat.h"
#include "vm/lock.h"
#include "vm/native.h"
#include "vm/object/container.h"

/* Which methods stand behind _qsize, _put and _get of a class. */
enum Hooks { HOOKS_OWN, HOOKS_FIFO, HOOKS_HEAP, HOOKS_LIFO, HOOKS_COUNT };

typedef struct QueueState {
    Value empty, full;                                  /* the exceptions; full is queue.py's */
    Value plain[HOOKS_COUNT][3];                        /* the hooks of the classes in queue.py: _qsize, _put, _get */
    struct Seen {                                       /* what is known of classes, by the type's address */
        Type *type;
        uint32_t version;
        enum Hooks hooks;
        bool plain_put, plain_get;                      /* put() and get() are ours */
    } seen[8];
} QueueState;
static QueueState *state(Thread *t) { return t->interp->module_state[STATE_QUEUE]; }

static Value raise_empty(Thread *t) { return raise_object(t, state(t)->empty, 0); }

/* -- SimpleQueue ----------------------------------------------------------------------------------------- */

/* gate is closed (owned by nobody in particular) while somebody may wait for an item; who puts one opens it. */
typedef struct SimpleQueue { Obj h; Value items; Lock gate; } SimpleQueue;
enum { GATE_CLOSED = -1 };

static SimpleQueue *as_simple(Value v) { return (SimpleQueue *)obj_of(v); }

static Value simple_new(Thread *t, Value *a) {
    Value v = object_alloc(t, (Type *)obj_of(a[0])), items = v ? deque_new(t) : 0;
    if (!items)
        return VALUE_ERROR;
    as_simple(v)->items = items;
    as_simple(v)->gate.use = LOCK_OF_QUEUE;
    return v;
}

static Value simple_put(Thread *t, Value *a) {
    SimpleQueue *q = as_simple(a[0]);
    if (!deque_append(t, q->items, a[1]))
        return VALUE_ERROR;
    if (q->gate.owner)
        lock_give(t, &q->gate);
    return VALUE_NONE;
}

/* INT64_MAX: no limit. */
static bool deadline_after(Thread *t, Value timeout, int64_t *deadline) {
    int64_t ns;
    *deadline = INT64_MAX;
    if (timeout == VALUE_NONE)
        return true;
    if (!duration_ns(t, timeout, &ns))
        return false;
    if (ns < 0) {
        raise_value_error(t, "'timeout' must be a non-negative number");
        return false;
    }
    if (__builtin_add_overflow(plat_monotonic_ns(), ns, deadline))
        *deadline = INT64_MAX;
    return true;
}

static Value simple_take(Thread *t, SimpleQueue *q, int64_t deadline) {
    while (deque_size(q->items) == 0) {
        if (deadline == 0)
            return raise_empty(t);
        q->gate.owner = GATE_CLOSED;
        int r = lock_take(t, &q->gate, deadline);
        if (r < 0)
            return VALUE_ERROR;
        if (r == 0 && deque_size(q->items) == 0)
            return raise_empty(t);
    }
    Value v = deque_pop_first(q->items);
    if (q->gate.owner && deque_size(q->items) > 0)      /* more than one came: the next may look */
        lock_give(t, &q->gate);
    return v;
}

static Value simple_get(Thread *t, Value *a) {
    int block = truth_of(t, a[1]);
    int64_t deadline = 0;
    if (block < 0 || (block && !deadline_after(t, a[2], &deadline)))
        return VALUE_ERROR;
    return simple_take(t, as_simple(a[0]), deadline);
}

static Value simple_get_nowait(Thread *t, Value *a) { return simple_take(t, as_simple(a[0]), 0); }
static Value simple_empty(Thread *t, Value *a) { return from_bool(deque_size(as_simple(a[0])->items) == 0); }
static Value simple_qsize(Thread *t, Value *a) { return from_small(deque_size(as_simple(a[0])->items)); }

const TypeDef type_simple_queue = {
    .name = "_queue.SimpleQueue",
    .doc = "A queue without bounds, first in first out, that signal handlers and finalizers may use, too.",
    .size = sizeof(SimpleQueue),
    .weakrefs = true,
    .new_ = { "__new__", simple_new, "", 0, 0 },
    .methods = (const FunctionDef[]) {
        { "put", simple_put, "item, block=True, timeout=None", "Add an item; never waits.", FN_FORMAT },
        { "put_nowait", simple_put, "item", "Add an item.", FN_FORMAT },
        { "get", simple_get, "block=True, timeout=None",
          "Take the oldest item; wait for one if block is true, but not longer than timeout.", FN_FORMAT },
        { "get_nowait", simple_get_nowait, "", "Take the oldest item or raise Empty.", 0 },
        { "empty", simple_empty, "", "Is there no item just now?", 0 },
        { "qsize", simple_qsize, "", "How many items there are just now.", 0 },
        CLASS_GETITEM, { 0 } },
};

/* -- Queue ----------------------------------------------------------------------------------------------- */

/* The attributes that a Queue has, any value the program likes; 0: not set. */
typedef struct Queue {
    Obj h;
    Value maxsize, items, unfinished, mutex, not_empty, not_full, all_done;
} Queue;

static Queue *as_queue(Value v) { return (Queue *)obj_of(v); }

static bool is_native(Value v, NativeFn fn) {
    return is_ptr(v) && obj_of(v)->type->id == T_METHOD_DESCR && ((Native *)obj_of(v))->fn == fn;
}

static Value queue_put(Thread *t, Value *a);
static Value queue_get(Thread *t, Value *a);

static NOINLINE struct Seen *look_at(Thread *t, struct Seen *seen, Type *type, uint32_t version) {
    Value found[3] = { type_lookup(t, type, NAME(t, _qsize)), type_lookup(t, type, NAME(t, _put)),
                       type_lookup(t, type, NAME(t, _get)) };
    enum Hooks hooks = HOOKS_COUNT;
    while (--hooks > HOOKS_OWN)
        if (found[0] && memcmp(state(t)->plain[hooks], found, sizeof found) == 0)
            break;
    *seen = (struct Seen){ type, version, hooks, is_native(type_lookup(t, type, NAME(t, put)), queue_put),
                           is_native(type_lookup(t, type, NAME(t, get)), queue_get) };
    return seen;
}

static inline struct Seen *class_of(Thread *t, Value self) {
    Type *type = obj_of(self)->type;
    uint32_t version = type->version ? type->version : type_version(t, type);
    struct Seen *seen = &state(t)->seen[((uintptr_t)type >> 4) % ARRAY_LEN(state(t)->seen)];
    return likely(seen->type == type && seen->version == version) ? seen : look_at(t, seen, type, version);
}

/* An instance may have methods among its attributes, too. */
static bool has_attribute(Thread *t, Value self, Str *name) {
    Attrs *at = object_attrs(self);
    return at && at->values && attrs_get(t, at, name);
}

static inline enum Hooks hooks_of(Thread *t, Value self) {
    enum Hooks hooks = class_of(t, self)->hooks;
    return hooks == HOOKS_OWN || has_attribute(t, self, NAME(t, _put)) || has_attribute(t, self, NAME(t, _get)) ||
           has_attribute(t, self, NAME(t, _qsize)) ? HOOKS_OWN : hooks;
}

/* The number of items if they may be touched right now: the hooks are plain, nobody has the mutex. -1: not so. */
static inline int64_t free_size(Thread *t, Value self, enum Hooks *hooks) {
    Queue *q = as_queue(self);
    if (!q->mutex || !q->items || !is_exact(t, q->mutex, T_LOCK) || lock_of(q->mutex)->owner)
        return -1;
    *hooks = hooks_of(t, self);
    if (*hooks == HOOKS_FIFO)
        return is_exact_deque(t, q->items) ? deque_size(q->items) : -1;
    return *hooks != HOOKS_OWN && is_exact(t, q->items, T_LIST) ? as_list(q->items)->len : -1;
}

static Value new_queue(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);                        /* what it is called with is for __init__ */
}

/* Who waits at one of the queue's conditions; NULL: it is of another kind than queue.py makes. */
static inline WaitQueue *waiters_of(Thread *t, Queue *q, Value condition) {
    return condition ? condition_queue(t, condition, lock_of(q->mutex)) : NULL;
}

static inline void wake(Thread *t, WaitQueue *w, int64_t n) {
    if (unlikely(w->first != NULL))
        queue_notify(t, w, n);
}

/* None, or a number that is not negative: what the native part understands. */
static bool plain_timeout(Value timeout) {
    return timeout == VALUE_NONE || (is_small(timeout) && small_of(timeout) >= 0) ||
           (is_imm_float(timeout) && float_of(timeout) >= 0);
}

/* What is left of the time, for the part in Python. */
static Value time_left(Thread *t, int64_t deadline) {
    if (deadline == INT64_MAX)
        return VALUE_NONE;
    return from_double(t, (double)MAX(deadline - plat_monotonic_ns(), 0) * 1e-9);
}

/* When the wait at one condition must end. */
typedef struct Patience { Value block, timeout; int64_t deadline; bool begun; } Patience;

/* Sleeps until somebody notifies: 1; there is nothing to wait for (any more): 0; an exception: -1. The mutex is not
 * taken for it: who wakes up looks at the queue anew. */
static NOINLINE int wait_for(Thread *t, WaitQueue *w, Patience *p) {
    int block = truth_of(t, p->block);
    if (block <= 0)
        return block;
    if (!p->begun && !deadline_after(t, p->timeout, &p->deadline))
        return -1;
    p->begun = true;
    if (p->deadline != INT64_MAX && plat_monotonic_ns() >= p->deadline)
        return 0;
    return queue_wait(t, w, NULL, p->deadline) < 0 ? -1 : 1;
}

static bool push(Thread *t, Queue *q, enum Hooks hooks, Value item) {
    if (hooks == HOOKS_FIFO)
        return deque_append(t, q->items, item);
    if (hooks == HOOKS_LIFO)
        return list_append(t, as_list(q->items), item);
    Lock *mutex = lock_of(q->mutex);                    /* comparisons may run Python code, and others meanwhile */
    if (lock_take(t, mutex, 0) != 1)
        return false;
    bool ok = heap_push(t, as_list(q->items), item);
    if (mutex->owner)
        lock_give(t, mutex);
    return ok;
}

static Value pop(Thread *t, Queue *q, enum Hooks hooks) {
    if (hooks == HOOKS_FIFO)
        return deque_pop_first(q->items);
    List *l = as_list(q->items);
    if (hooks == HOOKS_LIFO) {
        Value v = l->items[l->len - 1];
        return list_splice(t, l, l->len - 1, l->len, NULL, 0) ? v : VALUE_ERROR;
    }
    Lock *mutex = lock_of(q->mutex);
    if (lock_take(t, mutex, 0) != 1)
        return VALUE_ERROR;
    Value v = heap_pop(t, l);
    if (mutex->owner)
        lock_give(t, mutex);
    return v;
}

static Value put(Thread *t, Value self, Value item, Value block, Value timeout) {
    Queue *q = as_queue(self);
    Patience p = { block, timeout, INT64_MAX, false };
    for (;;) {
        enum Hooks hooks;
        int64_t n = free_size(t, self, &hooks);
        WaitQueue *empty, *full;
        if (n < 0 || !q->maxsize || !is_small(q->maxsize) || !q->unfinished || !is_small(q->unfinished) ||
            !(empty = waiters_of(t, q, q->not_empty)) || !(full = waiters_of(t, q, q->not_full)))
            break;
        int64_t max = small_of(q->maxsize);
        if (max > 0 && block != VALUE_FALSE && !plain_timeout(timeout))
            break;
        if (max <= 0 || n < max) {
            if (!push(t, q, hooks, item))
                return VALUE_ERROR;
            if (is_small(q->unfinished))
                q->unfinished = from_int64(t, small_of(q->unfinished) + 1);
            wake(t, empty, 1);
            return VALUE_NONE;
        }
        int r = wait_for(t, full, &p);
        if (r <= 0)
            return r < 0 ? VALUE_ERROR : raise_object(t, state(t)->full, 0);
    }
    Value args[] = { item, block, p.begun ? time_left(t, p.deadline) : timeout };
    return args[2] ? call_method(t, self, NAME(t, _put_locked), args, 3) : VALUE_ERROR;
}

static Value get(Thread *t, Value self, Value block, Value timeout) {
    Queue *q = as_queue(self);
    Patience p = { block, timeout, INT64_MAX, false };
    for (;;) {
        enum Hooks hooks;
        int64_t n = free_size(t, self, &hooks);
        WaitQueue *empty, *full;
        if (n < 0 || !(empty = waiters_of(t, q, q->not_empty)) || !(full = waiters_of(t, q, q->not_full)) ||
            (block != VALUE_FALSE && !plain_timeout(timeout)))
            break;
        if (n > 0) {
            Value v = pop(t, q, hooks);
            if (v)
                wake(t, full, 1);
            return v;
        }
        int r = wait_for(t, empty, &p);
        if (r <= 0)
            return r < 0 ? VALUE_ERROR : raise_empty(t);
    }
    Value args[] = { block, p.begun ? time_left(t, p.deadline) : timeout };
    return args[1] ? call_method(t, self, NAME(t, _get_locked), args, 2) : VALUE_ERROR;
}

static Value queue_put(Thread *t, Value *a) { return put(t, a[0], a[1], a[2], a[3]); }
static Value queue_get(Thread *t, Value *a) { return get(t, a[0], a[1], a[2]); }

/* The two that go through put() and get(), which a subclass may have replaced. */
static Value call_unblocked(Thread *t, Value self, Str *name, const Value *item, size_t n) {
    Value args[2] = { n ? *item : VALUE_FALSE, VALUE_FALSE };
    Value f = get_attr(t, self, name), names = f ? tuple_pack1(t, from_ptr(str_intern_cstr(t, "block"))) : VALUE_ERROR;
    return names ? call_value(t, f, args, n, as_tuple(names)) : VALUE_ERROR;
}
static Value queue_put_nowait(Thread *t, Value *a) {
    if (likely(class_of(t, a[0])->plain_put && !has_attribute(t, a[0], NAME(t, put))))
        return put(t, a[0], a[1], VALUE_FALSE, VALUE_NONE);
    return call_unblocked(t, a[0], NAME(t, put), a + 1, 1);
}
static Value queue_get_nowait(Thread *t, Value *a) {
    if (likely(class_of(t, a[0])->plain_get && !has_attribute(t, a[0], NAME(t, get))))
        return get(t, a[0], VALUE_FALSE, VALUE_NONE);
    return call_unblocked(t, a[0], NAME(t, get), NULL, 0);
}

static Value queue_task_done(Thread *t, Value *a) {
    Queue *q = as_queue(a[0]);
    if (q->mutex && is_exact(t, q->mutex, T_LOCK) && !lock_of(q->mutex)->owner && q->unfinished &&
        is_small(q->unfinished) && small_of(q->unfinished) > 0) {
        WaitQueue *joiners = waiters_of(t, q, q->all_done);
        if (joiners) {
            q->unfinished = from_small(small_of(q->unfinished) - 1);
            if (q->unfinished == from_small(0))
                wake(t, joiners, INT64_MAX);
            return VALUE_NONE;
        }
    }
    return call_method0(t, a[0], NAME(t, _task_done_locked));
}

static Value queue_qsize(Thread *t, Value *a) {
    enum Hooks hooks;
    int64_t n = free_size(t, a[0], &hooks);
    return n >= 0 ? from_small(n) : call_method0(t, a[0], NAME(t, _qsize_locked));
}

static Value queue_empty(Thread *t, Value *a) {
    enum Hooks hooks;
    int64_t n = free_size(t, a[0], &hooks);
    return n >= 0 ? from_bool(n == 0) : call_method0(t, a[0], NAME(t, _empty_locked));
}

static Value queue_full(Thread *t, Value *a) {
    enum Hooks hooks;
    Value max = as_queue(a[0])->maxsize;
    int64_t n = max && is_small(max) ? free_size(t, a[0], &hooks) : -1;
    return n >= 0 ? from_bool(small_of(max) > 0 && n >= small_of(max)) : call_method0(t, a[0], NAME(t, _full_locked));
}

/* -- Its attributes -------------------------------------------------------------------------------------- */

#define ATTRIBUTE(field, text)                                                                  \
    static Value get_##field(Thread *t, Value self) {                                           \
        Value v = as_queue(self)->field;                                                        \
        return v ? v : raise_attribute(t, self, str_intern_cstr(t, text));                      \
    }                                                                                           \
    static bool set_##field(Thread *t, Value self, Value v) {                                   \
        if (!v && !as_queue(self)->field)                                                       \
            return raise_attribute(t, self, str_intern_cstr(t, text)), false;                   \
        as_queue(self)->field = v;                                                              \
        return true;                                                                            \
    }
ATTRIBUTE(maxsize, "maxsize")
ATTRIBUTE(items, "queue")
ATTRIBUTE(unfinished, "unfinished_tasks")
ATTRIBUTE(mutex, "mutex")
ATTRIBUTE(not_empty, "not_empty")
ATTRIBUTE(not_full, "not_full")
ATTRIBUTE(all_done, "all_tasks_done")

const TypeDef type_queue = {
    .name = "_queue._Queue",
    .doc = "The part of queue.Queue that is native.",
    .size = sizeof(Queue),
    .slots = { .new_ = new_queue },
    .getsets = (const GetSetDef[]) {
        { "maxsize", get_maxsize, set_maxsize, 0 },
        { "queue", get_items, set_items, "The items." },
        { "unfinished_tasks", get_unfinished, set_unfinished, 0 },
        { "mutex", get_mutex, set_mutex, "The lock for all of it." },
        { "not_empty", get_not_empty, set_not_empty, 0 },
        { "not_full", get_not_full, set_not_full, 0 },
        { "all_tasks_done", get_all_done, set_all_done, 0 }, { 0 } },
    .methods = (const FunctionDef[]) {
        { "put", queue_put, "item, block=True, timeout=None",
          "Add an item. If the queue is full, wait for room (no longer than timeout) or raise Full.", 0 },
        { "get", queue_get, "block=True, timeout=None",
          "Take an item. If there is none, wait for one (no longer than timeout) or raise Empty.", 0 },
        { "put_nowait", queue_put_nowait, "item", "Add an item or raise Full.", 0 },
        { "get_nowait", queue_get_nowait, "", "Take an item or raise Empty.", 0 },
        { "task_done", queue_task_done, "", "One of the items that were taken is dealt with.", 0 },
        { "qsize", queue_qsize, "", "How many items there are just now.", 0 },
        { "empty", queue_empty, "", "Is there no item just now?", 0 },
        { "full", queue_full, "", "Is there no room just now?", 0 }, { 0 } },
};

/* -- The module ------------------------------------------------------------------------------------------ */

static Value set_up(Thread *t, Value *a) {
    QueueState *s = state(t);
    s->full = a[0];
    memset(s->seen, 0, sizeof s->seen);
    for (int i = HOOKS_FIFO; i < HOOKS_COUNT; i++) {
        if (!is_tuple(a[i]) || as_tuple(a[i])->len != 3)
            return raise_type_error(t, "three methods are needed of each class");
        memcpy(s->plain[i], as_tuple(a[i])->items, sizeof s->plain[i]);
    }
    return VALUE_NONE;
}

static bool init(Thread *t, Module *m) {
    QueueState *s = alloc_array(t, 1, sizeof *s);
    Dict *body = dict_new(t);
    if (!s || !body)
        return false;
    t->interp->module_state[STATE_QUEUE] = s;
    Value doc = str_from_cstr(t, "There is no item to take.");
    Value bases = tuple_pack1(t, from_ptr(t->interp->exc_types[EXC_Exception]));
    if (!bases || !doc || !dict_set_str(t, body, NAME(t, __module__), from_ptr(str_intern_cstr(t, "_queue"))) ||
        !dict_set_str(t, body, NAME(t, __doc__), doc))
        return false;
    s->full = from_ptr(t->interp->exc_types[EXC_Exception]);
    s->empty = call3(t, from_ptr(type_by_id(t, T_TYPE)), str_from_cstr(t, "Empty"), bases, from_ptr(body));
    return s->empty && module_set(t, m, "Empty", s->empty);
}

const ModuleDef mod_queue = {
    .name = "_queue",
    .doc = "What the module queue is built on.",
    .functions = (const FunctionDef[]) {
        { "_set_up", set_up, "full, fifo, heap, lifo, /", 0, 0 }, { 0 } },
    .types = (const uint16_t[]) { T_SIMPLE_QUEUE, T_QUEUE, 0 },
    .init = init,
};
