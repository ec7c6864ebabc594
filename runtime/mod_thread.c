/* _thread: starting threads, and who the running one is. */
#include "vm/lock.h"
#include "vm/native.h"
#include "vm/signal.h"
#include "vm/thread.h"
#include <signal.h>
#include <stdio.h>

/* The longest wait that may be asked for, as CPython has it: what fits into 64 bits of nanoseconds. */
#define TIMEOUT_MAX_S 9223372036.0

typedef struct ThreadState { size_t stack_size; } ThreadState;     /* of threads to come; 0: the system's */
static ThreadState *state(Thread *t) { return t->interp->module_state[STATE_THREAD]; }

static Value allocate_lock(Thread *t, Value *a) { return lock_new(t); }

static Value start(Thread *t, Value *a, bool says_started) {
    if (!is_callable(t, a[0]))
        return raise_type_error(t, "first arg must be callable");
    if (!is_tuple(a[1]))
        return raise_type_error(t, "2nd arg must be a tuple");
    if (a[2] && !is_dict(a[2]))
        return raise_type_error(t, "optional 3rd arg must be a dictionary");
    uint64_t ident = thread_start(t, a[0], a[1], a[2], state(t)->stack_size, says_started);
    return ident ? from_uint64(t, ident) : VALUE_ERROR;
}
static Value start_new_thread(Thread *t, Value *a) { return start(t, a, false); }
static Value start_and_wait(Thread *t, Value *a) { return start(t, a, true); }
static Value started(Thread *t, Value *a) { return thread_started(t), VALUE_NONE; }

static Value set_sentinel(Thread *t, Value *a) {
    Value lock = a[0] ? a[0] : lock_new(t);
    if (!lock)
        return VALUE_ERROR;
    if (!is_exact(t, lock, T_LOCK))
        return raise_type_error(t, "a lock is required, not '%T'", lock);
    thread_set_sentinel(t, lock);
    if (a[0])
        lock_of(lock)->owner = t->id;                   /* from now on it is this thread that has it */
    return lock;
}

/* A copy of a thread's name, so that reports have it without touching objects. */
static Value set_name(Thread *t, Value *a) {
    if (!is_int(a[0]))
        return VALUE_NONE;
    int64_t ident;
    Thread *named = as_int64(t, a[0], &ident) ? thread_by_ident(t->interp, (uint64_t)ident) : NULL;
    const char *text = is_str(a[1]) ? str_utf8_lossy(t, as_str(a[1]), NULL) : NULL;
    if (t->exc)
        return VALUE_ERROR;
    if (named && text)
        thread_name(named, text);
    return VALUE_NONE;
}

static Value await_free(Thread *t, Value *a) {
    if (!is_exact(t, a[0], T_LOCK))
        return raise_type_error(t, "a lock is required, not '%T'", a[0]);
    return lock_await(t, a);
}

static Value get_ident(Thread *t, Value *a) { return from_uint64(t, thread_ident(t)); }
static Value get_native_id(Thread *t, Value *a) { return from_int64(t, t->os->native_id); }
static Value count(Thread *t, Value *a) { return from_small(t->interp->nstarted); }

static Value thread_exit(Thread *t, Value *a) {
    return raise_object(t, from_ptr(t->interp->exc_types[EXC_SystemExit]), 0);
}

static Value interrupt_main(Thread *t, Value *a) {
    int32_t number;
    if (!as_int32(t, a[0], &number))
        return VALUE_ERROR;
    if (number < 1 || number >= SIGNALS_END)
        return raise_value_error(t, "signal number out of range");
    signal_simulate(t, number);
    return VALUE_NONE;
}

static Value stack_size(Thread *t, Value *a) {
    int64_t size;
    if (!as_int64(t, a[0], &size))
        return VALUE_ERROR;
    if (size < 0)
        return raise_value_error(t, "size must be 0 or a positive value");
    if (size && size < 32 << 10)
        return raise_value_error(t, "size not valid: %lld bytes", (long long)size);
    Value old = from_int64(t, (int64_t)state(t)->stack_size);
    if (old)
        state(t)->stack_size = (size_t)size;
    return old;
}

static bool init(Thread *t, Module *m) {
    static const char *const fields[] = { "exc_type", "exc_value", "exc_traceback", "thread" };
    Value longest = from_double(t, TIMEOUT_MAX_S);
    Type *hook_args = structseq_type(t, "_thread._ExceptHookArgs", fields, 4, 4);
    ThreadState *s = alloc_leaf(t, sizeof *s);
    if (!longest || !hook_args || !s)
        return false;
    s->stack_size = 0;
    t->interp->module_state[STATE_THREAD] = s;
    return module_set(t, m, "LockType", from_ptr(type_by_id(t, T_LOCK))) &&
           module_set(t, m, "error", from_ptr(t->interp->exc_types[EXC_RuntimeError])) &&
           module_set(t, m, "_ExceptHookArgs", from_ptr(hook_args)) && module_set(t, m, "TIMEOUT_MAX", longest);
}

#define START_SIGNATURE "function, args, kwargs=NULL, /"
#define START_DOC "Run function(*args, **kwargs) in a new thread; that thread's ident."
#define INTERRUPT_DOC "As if the signal had come: its handler runs in the main thread."

const ModuleDef mod_thread = {
    .name = "_thread",
    .doc = "Threads and locks, without comfort: see threading.",
    .functions = (const FunctionDef[]) {
        { "start_new_thread", start_new_thread, START_SIGNATURE, START_DOC, 0 },
        { "start_new", start_new_thread, START_SIGNATURE, START_DOC, 0 },
        { "_start_and_wait", start_and_wait, START_SIGNATURE,
          "The same; returns when the thread has called _started(), or a signal has come.", 0 },
        { "_started", started, "", "The running thread is ready: who started it goes on.", 0 },
        { "allocate_lock", allocate_lock, "", "A new lock that nobody has.", 0 },
        { "allocate", allocate_lock, "", "A new lock that nobody has.", 0 },
        { "get_ident", get_ident, "", "A number that no other living thread has.", 0 },
        { "get_native_id", get_native_id, "", "The kernel's number of the thread.", 0 },
        { "_count", count, "", "How many threads were started by this module and still run.", 0 },
        { "_set_sentinel", set_sentinel, "lock=NULL, /", "A lock that is released when the running thread ends.", 0 },
        { "_await_free", await_free, "lock, blocking=True, timeout=-1, /", "Wait until a lock is free; is it?", 0 },
        { "_set_name", set_name, "ident, name, /", "Note the name of a thread for reports.", 0 },
        { "interrupt_main", interrupt_main, "signum=2, /", INTERRUPT_DOC, 0 },
        { "stack_size", stack_size, "size=0, /",
          "The C stack of threads to come (0: the system's); the one before.", FN_FORMAT },
        { "exit", thread_exit, "", "raise SystemExit", 0 },
        { "exit_thread", thread_exit, "", "raise SystemExit", 0 }, { 0 } },
    .types = (const uint16_t[]) { T_RLOCK, T_CONDITION, T_LOCAL, 0 },
    .init = init,
};
