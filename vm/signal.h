/* Signals: the C handler notes the number and sets the main thread's breaker; Python handlers run in the main thread at
 * its next check or when the door sees EINTR. */
#pragma once
#include "vm/object/state.h"
#include <signal.h>

enum { SIGNALS_END = 65 };              /* signals are 1 .. 64 */
enum SignalAction { SIGNAL_DEFAULT, SIGNAL_IGNORE, SIGNAL_HANDLE };

bool signals_init(Thread *t);           /* SIGINT raises KeyboardInterrupt, SIGPIPE is ignored, as CPython starts */
void signals_end(Thread *t);
bool signals_pending(void);             /* one has come that no handler has run for */
Interp *signals_interp(void);           /* whose thread runs the handlers; NULL: nobody's */
bool signals_mine(const Thread *t);     /* Is t the one thread that runs handlers? */
void signals_after_fork(Thread *t);     /* in the child: what came for the parent is not ours */
void signals_handled(Thread *t, sigset_t *set);     /* those that a Python handler runs for */
/* Runs the handlers of the signals that have come. false: one raised. */
MUST_CHECK bool signals_run(Thread *t);

void signal_simulate(Thread *t, int number);    /* as if it had come, if Python handles it */
bool signal_is_unset(int number, void (*handler)(int));   /* Is that the handler of a signal nobody has set? */
int signal_install(int number, enum SignalAction action);       /* 0 or an errno */
/* Each signal writes its number to fd, so that a poll() ends; -1: none. Gives the old one. */
int signal_wakeup(int fd, bool warn_when_full);
/* The collector stops threads with these: nobody else may have them. */
bool signal_is_taken(int number);

/* Behind interp->module_state[STATE_SIGNAL], once the module is imported: what signal.signal() was given. A callable,
 * 0 or 1 (SIG_DFL, SIG_IGN), or None for what was not set from Python. */
typedef struct SignalState {
    Value handlers[SIGNALS_END];
    Type *timer_error, *info;
} SignalState;
