/* select: what its files share. */
#pragma once
#include "runtime/posix.h"
#include "vm/object/container.h"
#include "vm/oscall_net.h"

/* A timeout argument as a deadline; None waits for ever. unit_ns: what 1 stands for. false: raised; a value that is no
 * number raises TypeError(message). Negative ones give OS_FOREVER and *negative. */
MUST_CHECK bool select_deadline(Thread *t, Value timeout, int64_t unit_ns, const char *message, int64_t *deadline,
                                bool *negative);
Value poll_new(Thread *t, Value *a);                    /* select.poll() */
