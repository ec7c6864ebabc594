/* `frame.f_lineno = line` in a trace function, and what the evaluation stack holds at an instruction. */
#pragma once
#include "vm/frame.h"

/* f, whose stack ends at *sp and which is about to run the instruction f->pc[-1], goes on at the line instead: f->pc
 * and *sp are changed. false: ValueError. */
MUST_CHECK bool frame_jump(Thread *t, Frame *f, Value **sp, int32_t line);

/* Takes away what calls that are over have left above the evaluation stack, where the collector would find it. f runs a
 * call; if it runs anything else, nothing is done. */
void frame_clear_unused(Frame *f);
