/* Questions that another process of the same user asks about this one's threads (giltrace dump, top).
 *
 * The asker listens on the abstract Unix socket "minipy-gil-PID-NONCE" (its own PID, decimal; a number from 0 to 255 that it
 * changes from question to question) and sends SIGQUIT by sigqueue(3) with a value: REMOTE_MAGIC << 48 | NONCE << 40 |
 * what << 32 | PID. Signals that come together are one: who gets no answer asks again. The answer comes through that socket and ends with its end. A dump is
 * written by the signal handler itself, so it comes also from a program that hangs; for the rest the main thread needs the
 * GIL. Their answer is one line: "new FOLDER" or "old FOLDER" of the recording, "done", or "error TEXT". */
#pragma once
#include "vm/object/state.h"
#include <signal.h>
#include <sys/types.h>

enum { REMOTE_MAGIC = 0x4d50 };
enum RemoteAsk { ASK_DUMP = 1, ASK_COUNT, ASK_TRACE, ASK_STOP };

uint64_t remote_question(const siginfo_t *info);        /* 0: it is an ordinary signal */
/* In the handler. False: the answer needs the GIL. */
bool remote_answer_now(const Interp *interp, uint64_t question);
void remote_answer(Thread *t, uint64_t question);
int remote_ask(pid_t pid, enum RemoteAsk what, unsigned nonce);         /* 0 or an errno */
