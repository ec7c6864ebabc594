/* Pending signals: a word of bits per process, handed to the main thread of the main interpreter. */
#include "vm/signal.h"
#include "vm/base/plat.h"
#include "vm/dump.h"
#include "vm/frame.h"
#include "vm/idle.h"
#include "vm/native.h"
#include "vm/observe.h"
#include "vm/remote.h"
#include "vm/thread.h"
#include <errno.h>
#include <signal.h>
#include <unistd.h>

static volatile uint64_t pending;       /* bit n - 1: signal n has come */
static volatile uint64_t passed_on;     /* ... it is noted already, and sent to the receiver to interrupt its call */
static Thread *volatile receiver;       /* whose breaker a handler sets */
static volatile uint64_t question;      /* that another process has asked (vm/remote.h) */
static struct { volatile int fd; volatile bool warn; volatile int err; } wakeup_fd = { -1, true, 0 };

static uint64_t bit(int number) { return UINT64_C(1) << (number - 1); }

static void tell_receiver(Thread *t) {
    if (!t) return;
    __atomic_or_fetch(&t->breaker, BREAK_SIGNAL, __ATOMIC_SEQ_CST);
    plat_hint(&t->os->park);            /* on its way to sleep it may be past the breaker */
}

static bool received_here(const Thread *t) { return t && pthread_equal(pthread_self(), t->os->handle); }

/* Was it noted by another thread, and sent here to interrupt a call? */
static bool is_passed_on(const Thread *t, int number) {
    return received_here(t) && (__atomic_fetch_and(&passed_on, ~bit(number), __ATOMIC_SEQ_CST) & bit(number));
}

/* The receiver is to run what belongs to it. */
static void tell_receiver_of(Thread *t, int number) {
    tell_receiver(t);
    if (!t || received_here(t)) return;
    if (RACY_GET(t->os->in_call) != SYS_COUNT && !RACY_GET(t->os->parked)) {    /* it may sit in a system call */
        __atomic_or_fetch(&passed_on, bit(number), __ATOMIC_SEQ_CST);
        pthread_kill(t->os->handle, number);
    }
}

static void on_signal(int number) {
    int saved = errno;
    Thread *t = receiver;
    if (is_passed_on(t, number)) return;
    __atomic_or_fetch(&pending, bit(number), __ATOMIC_SEQ_CST);
    if (wakeup_fd.fd >= 0) {
        unsigned char byte = (unsigned char)number;
        ssize_t n;
        do n = write(wakeup_fd.fd, &byte, 1);
        while (n < 0 && errno == EINTR);
        if (n < 0 && (wakeup_fd.warn || (errno != EAGAIN && errno != EWOULDBLOCK))) wakeup_fd.err = errno;
    }
    tell_receiver_of(t, number);
    errno = saved;
}

int signal_install(int number, enum SignalAction action) {
    /* no SA_RESTART: an interrupted call comes back, so that the handler runs at once */
    struct sigaction sa = { .sa_handler = action == SIGNAL_DEFAULT ? SIG_DFL : action == SIGNAL_IGNORE ? SIG_IGN : on_signal };
    sigemptyset(&sa.sa_mask);
    __atomic_fetch_and(&passed_on, ~bit(number), __ATOMIC_SEQ_CST);        /* it may never arrive now */
    return sigaction(number, &sa, NULL) == 0 ? 0 : errno;
}

void signal_simulate(Thread *t, int number) {
    struct sigaction sa;
    if (sigaction(number, NULL, &sa) == 0 && sa.sa_handler == on_signal) on_signal(number);
}

int signal_wakeup(int fd, bool warn_when_full) {
    int old = wakeup_fd.fd;
    wakeup_fd.warn = warn_when_full;
    wakeup_fd.fd = fd;
    return old;
}

bool signal_is_taken(int number) { return number == SIGPWR || number == SIGXCPU; }

bool signals_pending(void) { return __atomic_load_n(&pending, __ATOMIC_SEQ_CST) != 0; }

bool signals_mine(const Thread *t) { return t == receiver; }

Interp *signals_interp(void) {
    Thread *t = receiver;
    return t ? t->interp : NULL;
}

/* SIGQUIT (Ctrl-\) asks what the threads are doing. It needs no GIL: it answers also when nobody moves. With a value it is
 * another process's question (vm/remote.h). */
static void on_quit(int number, siginfo_t *info, void *context) {
    int saved = errno;
    Thread *t = receiver;
    if (!t || is_passed_on(t, number)) return;
    uint64_t asked = remote_question(info);
    if (!asked) {
        dump_threads(t->interp, dump_caller(t->interp), 2);
    } else if (!remote_answer_now(t->interp, asked)) {
        __atomic_store_n(&question, asked, __ATOMIC_SEQ_CST);
        __atomic_or_fetch(&pending, bit(number), __ATOMIC_SEQ_CST);
        tell_receiver_of(t, number);
    }
    errno = saved;
}

bool signal_is_unset(int number, void (*handler)(int)) {
    return handler == SIG_DFL || (number == SIGQUIT && (void *)handler == (void *)on_quit);
}

bool signals_init(Thread *t) {
    struct sigaction old;
    receiver = t;
    if (sigaction(SIGQUIT, NULL, &old) == 0 && old.sa_handler == SIG_DFL) {
        struct sigaction sa = { .sa_sigaction = on_quit, .sa_flags = SA_SIGINFO };
        if (sigaction(SIGQUIT, &sa, NULL) != 0) return false;
    }
    if (signal_install(SIGPIPE, SIGNAL_IGNORE) != 0 || signal_install(SIGXFSZ, SIGNAL_IGNORE) != 0) return false;
    /* a job started in the background ignores SIGINT and goes on doing so */
    if (sigaction(SIGINT, NULL, &old) != 0 || old.sa_handler == SIG_IGN) return true;
    return signal_install(SIGINT, SIGNAL_HANDLE) == 0;
}

void signals_end(Thread *t) {
    if (receiver == t) receiver = NULL;
}

void signals_after_fork(Thread *t) {
    __atomic_store_n(&pending, 0, __ATOMIC_SEQ_CST);
    __atomic_store_n(&passed_on, 0, __ATOMIC_SEQ_CST);
    if (receiver && receiver->interp == t->interp) receiver = t;
}

void signals_handled(Thread *t, sigset_t *set) {
    const SignalState *s = t->interp->module_state[STATE_SIGNAL];
    sigemptyset(set);
    for (int n = 1; n < SIGNALS_END; n++)
        if (s ? is_ptr(s->handlers[n]) : n == SIGINT) sigaddset(set, n);
}

static void report_wakeup_failure(Thread *t) {
    raise_os_error(t, wakeup_fd.err);
    wakeup_fd.err = 0;
    Value text = str_from_cstr(t, "Exception ignored when trying to write to the signal wakeup fd:\n"), exc = exc_fetch(t);
    Value err = dict_get_str(t, t->interp->sys->dict, NAME(t, stderr)), report = traceback_format(t, exc);
    if (!text || !report || !err || err == VALUE_NONE || !call_method1(t, err, NAME(t, write), text) ||
        !call_method1(t, err, NAME(t, write), report))
        exc_clear(t);
}

static bool run_handler(Thread *t, int number) {
    SignalState *s = t->interp->module_state[STATE_SIGNAL];
    uint64_t asked = number == SIGQUIT ? __atomic_exchange_n(&question, 0, __ATOMIC_SEQ_CST) : 0;
    if (asked) {
        remote_answer(t, asked);
        return true;
    }
    if (!s) {                                       /* nobody has imported signal yet */
        if (number == SIGINT) raise_error(t, EXC_KeyboardInterrupt, "");
        return number != SIGINT;
    }
    observe_instant(t, GIL_SIGNAL, number, 0);
    Value handler = s->handlers[number];
    if (is_int(handler) || handler == VALUE_NONE) return true;      /* changed while the signal was waiting */
    Frame *f = frame_caller(t);
    Value frame = f ? frame_object(t, f) : VALUE_NONE;
    return frame && call2(t, handler, from_small(number), frame);
}

/* What a handler raises is lost in a finalizer, which the program knows nothing of. One that takes long must be open to
 * interruption all the same. */
static bool is_to_wait(Thread *t) {
    enum { PATIENCE_NS = 100 * 1000 * 1000 };
    return t->finalizes_since && plat_monotonic_ns() - t->finalizes_since < PATIENCE_NS;
}

bool signals_run(Thread *t) {
    if (t != receiver) return true;
    if (unlikely(is_to_wait(t))) {
        t->signals_deferred = true;
        return true;
    }
    idle_collect(t);
    if (wakeup_fd.err) report_wakeup_failure(t);
    uint64_t now = __atomic_exchange_n(&pending, 0, __ATOMIC_SEQ_CST);
    for (int number = 1; now; number++) {
        if (!(now & bit(number))) continue;
        now &= ~bit(number);
        if (run_handler(t, number)) continue;
        if (now) {                                  /* the others wait for the next check */
            __atomic_or_fetch(&pending, now, __ATOMIC_SEQ_CST);
            tell_receiver(t);
        }
        return false;
    }
    return true;
}
