/* _signal: handlers, timers, masks. stdlib/signal.py puts enumerations around it. */
#include "vm/native.h"
#include "vm/frame.h"
#include "vm/signal.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static SignalState *state(Thread *t) { return t->interp->module_state[STATE_SIGNAL]; }

static bool number_arg(Thread *t, Value v, int *out) {
    int32_t n;
    if (!as_int32(t, v, &n)) return false;
    if (n < 1 || n >= SIGNALS_END) return raise_value_error(t, "signal number out of range"), false;
    *out = n;
    return true;
}

static bool main_only(Thread *t, const char *what) {
    if (signals_mine(t)) return true;
    return raise_value_error(t, "%s only works in main thread of the main interpreter", what), false;
}

static Value done(Thread *t, int err) { return err ? raise_os_error(t, err) : VALUE_NONE; }

/* After a signal was sent: if it came to this process its handler runs now. */
static Value sent(Thread *t, int err) {
    return err ? raise_os_error(t, err) : signals_run(t) ? VALUE_NONE : VALUE_ERROR;
}

/* -- Handlers ------------------------------------------------------------------------------------------------------ */

static Value signal_default_int_handler(Thread *t, Value *a) { return raise_error(t, EXC_KeyboardInterrupt, ""); }

static Value signal_signal(Thread *t, Value *a) {
    int32_t number;
    if (!as_int32(t, a[0], &number) || !main_only(t, "signal")) return VALUE_ERROR;
    if (number < 1 || number >= SIGNALS_END) return raise_value_error(t, "signal number out of range");
    enum SignalAction action = SIGNAL_HANDLE;
    if (a[1] == from_small(0)) action = SIGNAL_DEFAULT;
    else if (a[1] == from_small(1)) action = SIGNAL_IGNORE;
    else if (!is_callable(t, a[1]))
        return raise_type_error(t, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    if (signal_is_taken(number)) return raise_value_error(t, "signal %d belongs to the garbage collector", number);
    if (!signals_run(t)) return VALUE_ERROR;        /* those that have come are for the old handler */
    int err = signal_install(number, action);
    if (err) return raise_os_error(t, err);
    Value old = state(t)->handlers[number];
    state(t)->handlers[number] = a[1];
    return old;
}

static Value signal_getsignal(Thread *t, Value *a) {
    int number;
    return number_arg(t, a[0], &number) ? state(t)->handlers[number] : VALUE_ERROR;
}

static Value signal_siginterrupt(Thread *t, Value *a) {
    int number;
    int32_t flag;
    struct sigaction sa;
    if (!number_arg(t, a[0], &number) || !as_int32(t, a[1], &flag)) return VALUE_ERROR;
    if (sigaction(number, NULL, &sa) != 0) return raise_os_error(t, errno);
    sa.sa_flags = flag ? sa.sa_flags & ~SA_RESTART : sa.sa_flags | SA_RESTART;
    return done(t, sigaction(number, &sa, NULL) == 0 ? 0 : errno);
}

static Value signal_set_wakeup_fd(Thread *t, Value *a) {
    int32_t fd;
    struct stat st;
    int warn = truth_of(t, a[1]);
    if (!as_int32(t, a[0], &fd) || warn < 0 || !main_only(t, "set_wakeup_fd")) return VALUE_ERROR;
    if (fd != -1) {
        if (fstat(fd, &st) != 0) return raise_os_error(t, errno);
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0) return raise_os_error(t, errno);
        if (!(flags & O_NONBLOCK)) return raise_value_error(t, "the fd %d must be in non-blocking mode", fd);
    }
    return from_small(signal_wakeup(fd, warn));
}

/* -- Sending and waiting ------------------------------------------------------------------------------------------- */

static Value signal_raise_signal(Thread *t, Value *a) {
    int32_t number;
    return as_int32(t, a[0], &number) ? sent(t, raise(number) == 0 ? 0 : errno) : VALUE_ERROR;
}

static Value signal_pthread_kill(Thread *t, Value *a) {
    int64_t ident;
    int32_t number;
    if (!as_int64(t, a[0], &ident) || !as_int32(t, a[1], &number)) return VALUE_ERROR;
    return sent(t, pthread_kill((pthread_t)ident, number));
}

static Value signal_pidfd_send_signal(Thread *t, Value *a) {
    int32_t fd, number, flags;
    if (!as_int32(t, a[0], &fd) || !as_int32(t, a[1], &number) || !as_int32(t, a[3], &flags)) return VALUE_ERROR;
    if (a[2] != VALUE_NONE) return raise_type_error(t, "siginfo must be None");
    return sent(t, syscall(SYS_pidfd_send_signal, fd, number, NULL, flags) == 0 ? 0 : errno);
}

static Value signal_pause(Thread *t, Value *a) { return os_pause_until(t, INT64_MAX) ? VALUE_NONE : VALUE_ERROR; }

static Value signal_alarm(Thread *t, Value *a) {
    int32_t seconds;
    return as_int32(t, a[0], &seconds) ? from_small(alarm((unsigned)seconds)) : VALUE_ERROR;
}

static Value signal_strsignal(Thread *t, Value *a) {
    int number;
    if (!number_arg(t, a[0], &number)) return VALUE_ERROR;
    const char *known = sigdescr_np(number);
    if (!known && (number < SIGRTMIN || number > SIGRTMAX)) return VALUE_NONE;
    return str_from_cstr(t, strsignal(number));
}

/* -- Timers -------------------------------------------------------------------------------------------------------- */

static Value timer_error(Thread *t) {
    Value exc = call2(t, from_ptr(state(t)->timer_error), from_small(errno), str_from_cstr(t, strerror(errno)));
    return exc ? raise_value(t, exc) : VALUE_ERROR;
}

static bool timeval_arg(Thread *t, Value v, struct timeval *out) {
    double d;
    if (!as_double(t, v, &d)) return false;
    if (isnan(d)) return raise_value_error(t, "Invalid value NaN (not a number)"), false;
    if (fabs(d) >= 9.2e9) return raise_overflow(t, "timestamp out of range for platform time_t"), false;
    double whole = floor(d), micro = ceil((d - whole) * 1e6);       /* never earlier than asked for */
    out->tv_sec = (time_t)whole + (micro >= 1e6);
    out->tv_usec = (suseconds_t)(micro >= 1e6 ? 0 : micro);
    return true;
}

static Value timer_value(Thread *t, const struct itimerval *it) {
    Value delay = from_double(t, (double)it->it_value.tv_sec + (double)it->it_value.tv_usec * 1e-6);
    Value interval = from_double(t, (double)it->it_interval.tv_sec + (double)it->it_interval.tv_usec * 1e-6);
    return delay && interval ? tuple_pack2(t, delay, interval) : VALUE_ERROR;
}

static Value signal_setitimer(Thread *t, Value *a) {
    int32_t which;
    struct itimerval now, old;
    if (!as_int32(t, a[0], &which) || !timeval_arg(t, a[1], &now.it_value) || !timeval_arg(t, a[2], &now.it_interval))
        return VALUE_ERROR;
    return setitimer((__itimer_which_t)which, &now, &old) == 0 ? timer_value(t, &old) : timer_error(t);
}

static Value signal_getitimer(Thread *t, Value *a) {
    int32_t which;
    struct itimerval now;
    if (!as_int32(t, a[0], &which)) return VALUE_ERROR;
    return getitimer((__itimer_which_t)which, &now) == 0 ? timer_value(t, &now) : timer_error(t);
}

/* -- Sets of signals ----------------------------------------------------------------------------------------------- */

static Value set_of(Thread *t, const sigset_t *mask) {
    Set *s = set_new(t, type_by_id(t, T_SET));
    for (int i = 1; s && i < SIGNALS_END; i++)
        if (sigismember(mask, i) == 1 && !set_add(t, s, from_small(i))) return VALUE_ERROR;
    return s ? from_ptr(s) : VALUE_ERROR;
}

static bool add_signal(Thread *t, void *ctx, Value v) {
    int32_t number;
    if (!as_int32(t, v, &number)) return false;
    if (number < 1 || number >= SIGNALS_END)
        return raise_value_error(t, "signal number %d out of range [1; %d]", number, SIGNALS_END - 1), false;
    sigaddset(ctx, number);
    return true;
}

static bool mask_arg(Thread *t, Value v, sigset_t *mask) {
    sigemptyset(mask);
    return each_item(t, v, add_signal, mask);
}

static Value signal_pthread_sigmask(Thread *t, Value *a) {
    int32_t how;
    sigset_t mask, old;
    if (!as_int32(t, a[0], &how) || !mask_arg(t, a[1], &mask)) return VALUE_ERROR;
    for (int i = 1; i < SIGNALS_END; i++)
        if (signal_is_taken(i)) sigdelset(&mask, i);
    int err = pthread_sigmask(how, &mask, &old);
    if (err) return raise_os_error(t, err);
    return signals_run(t) ? set_of(t, &old) : VALUE_ERROR;          /* some may have come through now */
}

static Value signal_sigpending(Thread *t, Value *a) {
    sigset_t mask;
    return sigpending(&mask) == 0 ? set_of(t, &mask) : raise_os_error(t, errno);
}

static Value signal_valid_signals(Thread *t, Value *a) {
    sigset_t mask;
    sigfillset(&mask);
    return set_of(t, &mask);
}

typedef struct Wait { sigset_t mask; siginfo_t info; int64_t deadline; bool forever; } Wait;

static int64_t wait_for_signal(void *p) {
    Wait *w = p;
    if (w->forever) return sigwaitinfo(&w->mask, &w->info);
    struct timespec now, rest;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t left = w->deadline - (now.tv_sec * INT64_C(1000000000) + now.tv_nsec);
    if (left < 0) left = 0;
    rest = (struct timespec){ left / 1000000000, left % 1000000000 };
    return sigtimedwait(&w->mask, &w->info, &rest);
}

/* The signal's number; -1 with *err. */
static int64_t wait_signal(Thread *t, Wait *w, int *err) { return os_file_call(t, wait_for_signal, w, err); }

static Value signal_sigwait(Thread *t, Value *a) {
    Wait w = { .forever = true };
    int err;
    if (!mask_arg(t, a[0], &w.mask)) return VALUE_ERROR;
    int64_t n = wait_signal(t, &w, &err);
    return n >= 0 ? from_small(n) : err == -1 ? VALUE_ERROR : raise_os_error(t, err);
}

static Value info_value(Thread *t, const siginfo_t *si) {
    Value items[] = {
        from_small(si->si_signo), from_small(si->si_code), from_small(si->si_errno), from_small(si->si_pid),
        from_small((int64_t)si->si_uid), from_small(si->si_status), from_small(si->si_band)
    };
    return structseq_new(t, state(t)->info, items);
}

static Value signal_sigwaitinfo(Thread *t, Value *a) {
    Wait w = { .forever = true };
    int err;
    if (!mask_arg(t, a[0], &w.mask)) return VALUE_ERROR;
    if (wait_signal(t, &w, &err) >= 0) return info_value(t, &w.info);
    return err == -1 ? VALUE_ERROR : raise_os_error(t, err);
}

static Value signal_sigtimedwait(Thread *t, Value *a) {
    Wait w = { 0 };
    int64_t ns;
    int err;
    struct timespec now;
    if (!duration_ns(t, a[1], &ns)) return VALUE_ERROR;
    if (ns < 0) return raise_value_error(t, "timeout must be non-negative");
    if (!mask_arg(t, a[0], &w.mask)) return VALUE_ERROR;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (__builtin_add_overflow(now.tv_sec * INT64_C(1000000000) + now.tv_nsec, ns, &w.deadline)) w.deadline = INT64_MAX;
    if (wait_signal(t, &w, &err) >= 0) return info_value(t, &w.info);
    return err == EAGAIN ? VALUE_NONE : err == -1 ? VALUE_ERROR : raise_os_error(t, err);
}

/* -- The module ---------------------------------------------------------------------------------------------------- */

static const FunctionDef functions[] = {
    { "alarm", signal_alarm, "seconds, /", "Send SIGALRM after so many seconds; those an earlier one had left.", 0 },
    { "default_int_handler", signal_default_int_handler, "signalnum, frame, /", "Raise KeyboardInterrupt.", 0 },
    { "getitimer", signal_getitimer, "which, /", "(seconds left, interval) of a timer.", 0 },
    { "getsignal", signal_getsignal, "signalnum, /", "The handler of a signal.", 0 },
    { "pause", signal_pause, "", "Wait until a signal comes.", 0 },
    { "pidfd_send_signal", signal_pidfd_send_signal, "pidfd, signalnum, siginfo=None, flags=0, /",
      "Send a signal to a process by its file descriptor.", 0 },
    { "pthread_kill", signal_pthread_kill, "thread_id, signalnum, /", "Send a signal to a thread.", 0 },
    { "pthread_sigmask", signal_pthread_sigmask, "how, mask, /",
      "Change which signals this thread blocks; the old set.", 0 },
    { "raise_signal", signal_raise_signal, "signalnum, /", "Send a signal to this thread.", 0 },
    { "set_wakeup_fd", signal_set_wakeup_fd, "fd, /, *, warn_on_full_buffer=True",
      "Write the number of each signal to fd; the old one.", 0 },
    { "setitimer", signal_setitimer, "which, seconds, interval=0.0, /", "Start a timer; its old values.", 0 },
    { "siginterrupt", signal_siginterrupt, "signalnum, flag, /", "Whether a signal interrupts system calls.", 0 },
    { "signal", signal_signal, "signalnum, handler, /", "Set the handler of a signal; the old one.", 0 },
    { "sigpending", signal_sigpending, "", "Signals that wait because they are blocked.", 0 },
    { "sigtimedwait", signal_sigtimedwait, "sigset, timeout, /",
      "sigwaitinfo() with a time limit; None when it is over.", 0 },
    { "sigwait", signal_sigwait, "sigset, /", "Wait for one of these signals; its number.", 0 },
    { "sigwaitinfo", signal_sigwaitinfo, "sigset, /", "Wait for one of these signals; what is known of it.", 0 },
    { "strsignal", signal_strsignal, "signalnum, /", "What a signal is called.", 0 },
    { "valid_signals", signal_valid_signals, "", "All signals there are.", 0 },
    { 0 }
};

#define NUMBER(x) { #x, x }
static const struct { const char *name; int value; } numbers[] = {
    NUMBER(SIGABRT), NUMBER(SIGALRM), NUMBER(SIGBUS), NUMBER(SIGCHLD), NUMBER(SIGCLD), NUMBER(SIGCONT), NUMBER(SIGFPE),
    NUMBER(SIGHUP), NUMBER(SIGILL), NUMBER(SIGINT), NUMBER(SIGIO), NUMBER(SIGIOT), NUMBER(SIGKILL), NUMBER(SIGPIPE),
    NUMBER(SIGPOLL), NUMBER(SIGPROF), NUMBER(SIGPWR), NUMBER(SIGQUIT), NUMBER(SIGSEGV), NUMBER(SIGSTKFLT),
    NUMBER(SIGSTOP),
    NUMBER(SIGSYS), NUMBER(SIGTERM), NUMBER(SIGTRAP), NUMBER(SIGTSTP), NUMBER(SIGTTIN), NUMBER(SIGTTOU), NUMBER(SIGURG),
    NUMBER(SIGUSR1), NUMBER(SIGUSR2), NUMBER(SIGVTALRM), NUMBER(SIGWINCH), NUMBER(SIGXCPU), NUMBER(SIGXFSZ),
    NUMBER(SIG_BLOCK), NUMBER(SIG_SETMASK), NUMBER(SIG_UNBLOCK), NUMBER(ITIMER_PROF), NUMBER(ITIMER_REAL),
    NUMBER(ITIMER_VIRTUAL),
    { "NSIG", SIGNALS_END }, { "SIG_DFL", 0 }, { "SIG_IGN", 1 }
};

/* What the process does with each signal by now; SIGINT is what signals_init() has made of it. */
static bool note_handlers(Thread *t, Module *m, SignalState *s) {
    Value interrupt = dict_get_cstr(t, m->dict, "default_int_handler");
    for (int i = 1; i < SIGNALS_END; i++) {
        struct sigaction sa;
        s->handlers[i] = VALUE_NONE;
        if (signal_is_taken(i) || sigaction(i, NULL, &sa) != 0) continue;
        if (signal_is_unset(i, sa.sa_handler)) s->handlers[i] = from_small(0);
        else if (sa.sa_handler == SIG_IGN) s->handlers[i] = from_small(1);
        else if (i == SIGINT && signals_mine(t)) s->handlers[i] = interrupt;
    }
    return interrupt != VALUE_NULL;
}

static bool init(Thread *t, Module *m) {
    static const char *const fields[] = {
        "si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"
    };
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (!module_set(t, m, numbers[i].name, from_small(numbers[i].value))) return false;
    if (!module_set(t, m, "SIGRTMIN", from_small(SIGRTMIN)) || !module_set(t, m, "SIGRTMAX", from_small(SIGRTMAX)))
        return false;
    SignalState *s = alloc_array(t, 1, sizeof *s);
    Dict *ns = dict_new(t);
    if (!s || !ns || !note_handlers(t, m, s) || !dict_set_str(t, ns, NAME(t, __module__), str_from_cstr(t, "signal")))
        return false;
    Value bases = tuple_pack1(t, from_ptr(t->interp->exc_types[EXC_OSError]));
    Value error = bases
        ? call3(t, from_ptr(type_by_id(t, T_TYPE)), str_from_cstr(t, "itimer_error"), bases, from_ptr(ns))
        : VALUE_ERROR;
    s->info = structseq_type(t, "signal.struct_siginfo", fields, ARRAY_LEN(fields), ARRAY_LEN(fields));
    if (!error || !s->info) return false;
    s->timer_error = (Type *)obj_of(error);
    t->interp->module_state[STATE_SIGNAL] = s;
    return module_set(t, m, "ItimerError", error) && module_set(t, m, "struct_siginfo", from_ptr(s->info));
}

const ModuleDef mod_signal = { .name = "_signal", .doc = "Signals.", .functions = functions, .init = init };
