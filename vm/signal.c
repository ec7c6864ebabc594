/* Pending signals: a word of bits per process, handed to the main thread of the main interpreter. */
#include "vm/signal.h"
#include "vm/native.h"
#include <signal.h>
#include <unistd.h>

static volatile uint64_t pending;       /* bit n: signal n has come */
static Thread *volatile receiver;       /* whose breaker a handler sets */

static void on_signal(int number) {
    __atomic_or_fetch(&pending, UINT64_C(1) << number, __ATOMIC_SEQ_CST);
    Thread *t = receiver;
    if (t) __atomic_or_fetch(&t->breaker, BREAK_SIGNAL, __ATOMIC_SEQ_CST);
}

static bool install(int number, void (*handler)(int)) {
    struct sigaction sa = { .sa_handler = handler };
    sigemptyset(&sa.sa_mask);
    return sigaction(number, &sa, NULL) == 0;
}

bool signals_init(Thread *t) {
    struct sigaction old;
    receiver = t;
    if (!install(SIGPIPE, SIG_IGN)) return false;
    /* a job started in the background ignores SIGINT and goes on doing so */
    if (sigaction(SIGINT, NULL, &old) != 0 || old.sa_handler == SIG_IGN) return true;
    return install(SIGINT, on_signal);
}

void signals_end(Thread *t) {
    if (receiver == t) receiver = NULL;
}

bool signals_run(Thread *t) {
    uint64_t now = __atomic_exchange_n(&pending, 0, __ATOMIC_SEQ_CST);
    if (!(now & UINT64_C(1) << SIGINT)) return true;
    raise_error(t, EXC_KeyboardInterrupt, "");
    return false;
}
