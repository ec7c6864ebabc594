/* sys.settrace and sys.setprofile.
 *
 * A program that is not traced pays nothing: the eval loop jumps through t->dispatch, whose second half sends every
 * instruction by way of trace_instruction(). What only the loop can see (an exception, the end of a frame by one) it
 * reports itself, if t->traced. No events come while a trace function runs. */
#pragma once
#include "vm/frame.h"

enum TraceResult {
    TRACE_GO,               /* run the instruction */
    TRACE_DONE,             /* go on with *pc: it has been run, being a call of a native function, or will not be */
    TRACE_ERROR,            /* the trace function has raised an exception: as if the instruction had */
    TRACE_UNWIND,           /* the same, and the frame ends: no handler of its own is asked */
};

void trace_set(Thread *t, Value fn);            /* 0: off */
void trace_set_profile(Thread *t, Value fn);
Value trace_call(Thread *t, Value fn, Value args);      /* sys.call_tracing: traced even inside a trace function */

/* Before the instruction (*pc)[-1] of the innermost frame f is run, whose stack ends at *sp. A jump changes both. */
enum TraceResult trace_instruction(Thread *t, Frame *f, const Instr **pc, Value **sp);
/* t->exc has reached f: its "exception" event. false: t->exc is a new one, and f ends by it at once. */
bool trace_raised(Thread *t, Frame *f);
/* f ends by the exception t->exc, which another one may replace. */
void trace_unwinding(Thread *t, Frame *f);
/* receiver, asked by a loop in f or sent a value by its `yield from` or `await`, has returned: an "exception" event
 * where CPython has a StopIteration in its hands there. */
void trace_delegate_end(Thread *t, Frame *f, Value receiver, Value sent, Value result);
