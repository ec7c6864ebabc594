/* faulthandler: stacks of threads when the process is about to die, hangs, or is asked by a signal. */
#include "vm/base/plat.h"
#include "vm/dump.h"
#include "vm/native.h"
#include "vm/signal.h"
#include "vm/thread.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* Handlers find it by the process's one interpreter that has signals. In uncollectable memory. */
typedef struct FaultState {
    bool enabled, all_threads;
    int fd;
    Value file;                             /* keeps fd open */
    struct { bool used, all_threads, chain; int fd; Value file; struct sigaction old; } signals[SIGNALS_END];
    /* dump_traceback_later(): a thread that waits */
    PlatMutex mutex;
    PlatCond wake;
    bool later, cancelled, repeat, exit;
    int later_fd;
    int64_t interval_ns, deadline;
    PlatThread watcher;
    pid_t later_pid;                        /* the process that it runs in */
    char header[64];
    Value later_file;
} FaultState;

static FaultState *state_of(Interp *interp) { return interp->module_state[STATE_FAULTHANDLER]; }

static const struct { int number; const char *text; } fatal[] = {
    { SIGBUS, "Bus error" }, { SIGILL, "Illegal instruction" }, { SIGFPE, "Floating point exception" },
    { SIGABRT, "Aborted" }, { SIGSEGV, "Segmentation fault" },
};

/* A file object or a descriptor; None: sys.stderr. */
static bool fd_arg(Thread *t, Value file, int *fd, Value *keep) {
    *keep = VALUE_NULL;
    if (!file || file == VALUE_NONE) {
        file = dict_get_str(t, t->interp->sys->dict, NAME(t, stderr));
        if (!file)
            return raise_error(t, EXC_RuntimeError, "unable to get sys.stderr"), false;
        if (file == VALUE_NONE)
            return raise_error(t, EXC_RuntimeError, "sys.stderr is None"), false;
    } else if (is_int(file)) {
        int32_t n;
        if (!as_int32(t, file, &n))
            return false;
        if (n < 0)
            return raise_value_error(t, "file is not a valid file descripter"), false;
        *fd = n;
        return true;
    }
    Str *fileno = str_intern_cstr(t, "fileno");
    Value n = fileno ? call_method0(t, file, fileno) : VALUE_ERROR;
    int64_t number;
    if (!n)
        return false;
    if (!is_small(n) || (number = small_of(n)) < 0 || number > INT32_MAX)
        return raise_error(t, EXC_RuntimeError, "file.fileno() is not a valid file descriptor"), false;
    if (!call_method0(t, file, NAME(t, flush)))
        exc_clear(t);
    *fd = (int)number;
    *keep = file;
    return true;
}

static void dump(Interp *interp, int fd, bool all_threads) {
    Thread *current = dump_caller(interp);
    if (all_threads)
        dump_threads(interp, current, fd);
    else if (current)
        dump_stack(current, fd, true);
}

/* -- Now --------------------------------------------------------------------------------------------------- */

static Value dump_traceback(Thread *t, Value *a) {
    int fd, all = truth_of(t, a[1]);
    Value keep;
    if (all < 0 || !fd_arg(t, a[0], &fd, &keep))
        return VALUE_ERROR;
    if (all)
        dump_threads(t->interp, t, fd);
    else
        dump_frames(t, fd);
    return VALUE_NONE;
}

/* -- When the process dies ----------------------------------------------------------------------------------- */

static void say(int fd, const char *text) {
    ssize_t ignored = write(fd, text, strlen(text));
    (void)ignored;
}

static void on_fatal(int number) {
    int saved = errno;
    signal(number, SIG_DFL);
    Interp *interp = signals_interp();
    FaultState *s = interp ? state_of(interp) : NULL;
    if (s) {
        say(s->fd, "Fatal Python error: ");
        for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
            if (fatal[i].number == number)
                say(s->fd, fatal[i].text);
        say(s->fd, "\n\n");
        dump(interp, s->fd, s->all_threads);
    }
    errno = saved;
    raise(number);
}

static Value enable(Thread *t, Value *a) {
    FaultState *s = state_of(t->interp);
    int fd, all = truth_of(t, a[1]);
    Value keep;
    if (all < 0 || !fd_arg(t, a[0], &fd, &keep))
        return VALUE_ERROR;
    s->fd = fd;
    s->file = keep;
    s->all_threads = all;
    if (s->enabled)
        return VALUE_NONE;
    s->enabled = true;
    struct sigaction sa = { .sa_handler = on_fatal, .sa_flags = SA_NODEFER };
    for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
        if (sigaction(fatal[i].number, &sa, NULL) != 0)
            return raise_os_error(t, errno);
    return VALUE_NONE;
}

static Value disable(Thread *t, Value *a) {
    FaultState *s = state_of(t->interp);
    bool was = s->enabled;
    for (size_t i = 0; was && i < ARRAY_LEN(fatal); i++)
        signal(fatal[i].number, SIG_DFL);
    s->enabled = false;
    s->file = VALUE_NULL;
    return from_bool(was);
}

static Value is_enabled(Thread *t, Value *a) { return from_bool(state_of(t->interp)->enabled); }

/* -- On a signal --------------------------------------------------------------------------------------------- */

static void on_request(int number) {
    int saved = errno;
    Interp *interp = signals_interp();
    FaultState *s = interp ? state_of(interp) : NULL;
    if (s && s->signals[number].used) {
        dump(interp, s->signals[number].fd, s->signals[number].all_threads);
        if (s->signals[number].chain) {
            struct sigaction mine;
            sigaction(number, &s->signals[number].old, &mine);
            raise(number);
            sigset_t one, old;              /* it is blocked while its handler runs: let it come now */
            sigemptyset(&one);
            sigaddset(&one, number);
            pthread_sigmask(SIG_UNBLOCK, &one, &old);
            pthread_sigmask(SIG_SETMASK, &old, NULL);
            sigaction(number, &mine, NULL);
        }
    }
    errno = saved;
}

static bool number_arg(Thread *t, Value v, int *number) {
    int32_t n;
    if (!as_int32(t, v, &n))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
        if (fatal[i].number == n)
            return raise_error(t, EXC_RuntimeError, "signal %d cannot be registered, use enable() instead", (int)n), false;
    if (n < 1 || n >= SIGNALS_END)
        return raise_value_error(t, "signal number out of range"), false;
    if (signal_is_taken(n))
        return raise_value_error(t, "signal %d belongs to the garbage collector", (int)n), false;
    *number = n;
    return true;
}

static Value register_signal(Thread *t, Value *a) {
    FaultState *s = state_of(t->interp);
    int number, fd, all = truth_of(t, a[2]), chain = truth_of(t, a[3]);
    Value keep;
    if (all < 0 || chain < 0 || !number_arg(t, a[0], &number) || !fd_arg(t, a[1], &fd, &keep))
        return VALUE_ERROR;
    struct sigaction sa = { .sa_handler = on_request, .sa_flags = SA_RESTART | (chain ? SA_NODEFER : 0) }, old;
    if (sigaction(number, &sa, &old) != 0)
        return raise_os_error(t, errno);
    if (!s->signals[number].used)
        s->signals[number].old = old;
    s->signals[number].used = true;
    s->signals[number].fd = fd;
    s->signals[number].file = keep;
    s->signals[number].all_threads = all;
    s->signals[number].chain = chain;
    return VALUE_NONE;
}

static Value unregister_signal(Thread *t, Value *a) {
    FaultState *s = state_of(t->interp);
    int number;
    if (!number_arg(t, a[0], &number))
        return VALUE_ERROR;
    bool was = s->signals[number].used;
    if (was)
        sigaction(number, &s->signals[number].old, NULL);
    s->signals[number].used = false;
    s->signals[number].file = VALUE_NULL;
    return from_bool(was);
}

/* -- After a while ------------------------------------------------------------------------------------------- */

/* The watcher is no thread of the interpreter: it waits for no GIL, so it sees a program that hangs with it. */
static void *watch(void *interp) {
    FaultState *s = state_of(interp);
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);       /* the program's signals are for its own threads */
    plat_mutex_lock(&s->mutex);
    while (!s->cancelled) {
        if (plat_cond_wait_until(&s->wake, &s->mutex, s->deadline))
            continue;
        say(s->later_fd, s->header);
        dump_threads(interp, NULL, s->later_fd);
        if (s->exit)
            _exit(1);
        if (!s->repeat)
            break;
        s->deadline = plat_monotonic_ns() + s->interval_ns;
    }
    plat_mutex_unlock(&s->mutex);
    return NULL;
}

static Value cancel_later(Thread *t, Value *a) {
    FaultState *s = state_of(t->interp);
    if (!s->later)
        return VALUE_NONE;
    if (s->later_pid != getpid()) {                 /* a fork left it behind */
        plat_mutex_init(&s->mutex);
        plat_cond_init(&s->wake);
        s->later = false;
        s->later_file = VALUE_NULL;
        return VALUE_NONE;
    }
    plat_mutex_lock(&s->mutex);
    s->cancelled = true;
    plat_cond_signal(&s->wake);
    plat_mutex_unlock(&s->mutex);
    plat_thread_join(s->watcher);           /* it ends at once: it only writes a dump, if anything */
    s->later = false;
    s->later_file = VALUE_NULL;
    return VALUE_NONE;
}

static Value dump_later(Thread *t, Value *a) {
    FaultState *s = state_of(t->interp);
    int64_t ns;
    int fd, repeat = truth_of(t, a[1]), leave = truth_of(t, a[3]);
    Value keep;
    if (!duration_ns(t, a[0], &ns) || repeat < 0 || leave < 0)
        return VALUE_ERROR;
    if (ns <= 0)
        return raise_value_error(t, "timeout must be greater than 0");
    if (!fd_arg(t, a[2], &fd, &keep) || !cancel_later(t, a))
        return VALUE_ERROR;
    int64_t us = ns / 1000 % 1000000, seconds = ns / 1000000000;
    snprintf(s->header, sizeof s->header, us ? "Timeout (%d:%02d:%02d.%06d)!\n" : "Timeout (%d:%02d:%02d)!\n",
             (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60), (int)us);
    s->later_fd = fd;
    s->later_file = keep;
    s->repeat = repeat;
    s->exit = leave;
    s->cancelled = false;
    s->interval_ns = ns;
    s->deadline = plat_monotonic_ns() + ns;
    if (plat_thread_start(&s->watcher, watch, t->interp, 0, false) != 0)
        return raise_error(t, EXC_RuntimeError, "unable to start watchdog thread");
    s->later = true;
    s->later_pid = getpid();
    return VALUE_NONE;
}

/* -- Ways to die, for tests ---------------------------------------------------------------------------------- */

static Value die_by(Thread *t, Value *a) {
    int32_t number;
    if (!as_int32(t, a[0], &number))
        return VALUE_ERROR;
    raise(number);
    return VALUE_NONE;
}
static Value die_segv(Thread *t, Value *a) { return raise(SIGSEGV), VALUE_NONE; }
static Value die_abrt(Thread *t, Value *a) { return raise(SIGABRT), VALUE_NONE; }
static Value die_fpe(Thread *t, Value *a) { return raise(SIGFPE), VALUE_NONE; }

static bool init(Thread *t, Module *m) {
    FaultState *s = heap_alloc_uncollectable(sizeof *s);
    if (!s)
        return raise_memory(t), false;
    plat_mutex_init(&s->mutex);
    plat_cond_init(&s->wake);
    t->interp->module_state[STATE_FAULTHANDLER] = s;
    return true;
}

const ModuleDef mod_faulthandler = {
    .name = "faulthandler",
    .doc = "Stacks of threads when the process is about to die, hangs, or is asked by a signal.",
    .functions = (const FunctionDef[]) {
        { "enable", enable, "file=None, all_threads=True", "Dump the stacks when a signal kills the process.", 0 },
        { "disable", disable, "", "No longer do what enable() asked for; was it on?", 0 },
        { "is_enabled", is_enabled, "", "Is it on?", 0 },
        { "dump_traceback", dump_traceback, "file=None, all_threads=True", "Dump the stacks now.", 0 },
        { "dump_traceback_later", dump_later, "timeout, repeat=False, file=None, exit=False",
          "Dump the stacks after timeout seconds, unless that is cancelled.", 0 },
        { "cancel_dump_traceback_later", cancel_later, "", "Forget dump_traceback_later().", 0 },
        { "register", register_signal, "signum, file=None, all_threads=True, chain=False",
          "Dump the stacks when the signal comes.", 0 },
        { "unregister", unregister_signal, "signum, /", "No longer do so; was it registered?", 0 },
        { "_raise", die_by, "signum, /", 0, 0 },
        { "_sigsegv", die_segv, "release_gil=False, /", 0, 0 },
        { "_sigabrt", die_abrt, "", 0, 0 },
        { "_sigfpe", die_fpe, "", 0, 0 }, { 0 } },
    .init = init,
};
