/* `frame.f_lineno = line` in a trace function. */
#pragma once
#include "vm/frame.h"

/* f, whose stack ends at *sp and which is about to run the instruction f->pc[-1], goes on at the line instead: f->pc
 * and *sp are changed. false: ValueError. */
MUST_CHECK bool frame_jump(Thread *t, Frame *f, Value **sp, int32_t line);
