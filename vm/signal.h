/* Signals: the C handler notes the number and sets the main thread's breaker; Python handlers run in the main thread at
 * its next check or when the door sees EINTR. */
#pragma once
#include "vm/object/state.h"

bool signals_init(Thread *t);           /* SIGINT raises KeyboardInterrupt, SIGPIPE is ignored, as CPython starts */
/* Runs the handlers of the signals that have come. false: one raised. */
MUST_CHECK bool signals_run(Thread *t);
