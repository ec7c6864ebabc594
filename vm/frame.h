/* Frames and the value stack.
 *
 * A thread has one contiguous value stack.  A call's values lie there as [callee][self or no-value][args ..], and
 * the callee's locals begin at its first argument, so that passing arguments copies nothing.  Its evaluation stack
 * follows its locals.  A generator owns locals and evaluation stack itself (Generator.items) and is run in place:
 * its frame record points there, and what it calls uses the thread's stack from `limit` on.
 *
 * The collector scans [stack, frame_limit(innermost)): no store of the stack pointer is needed for it. */
#pragma once
#include "vm/object/code.h"
#include "vm/object/function.h"

enum FrameFlags {
    FRAME_ENTRY = 1,        /* returning leaves eval_run() */
    FRAME_INIT = 2,         /* __init__ of a fast construction: the result is *ret, the instance */
    FRAME_FOR = 4,          /* generator resumed by the caller's FOR_NEXT */
    FRAME_SEND = 8,         /* generator resumed by the caller's SEND */
    FRAME_SEEN = 16,        /* its "call" event has been (trace.c) */
    FRAME_SINK = 32,        /* generator whose yields t->sink is asked about (iter.h) */
};

typedef struct Generator Generator;

struct Frame {
    const Instr *pc;        /* next instruction; valid while the frame is not the running one, or after SAVE() */
    Value *fp;              /* locals[0] */
    Code *code;
    Func *func;
    Value *ret;             /* where the caller's stack takes the result */
    Value *limit;           /* first slot of the thread's stack that this frame does not use */
    Value locals;           /* namespace of module, class and exec code; 0 in functions */
    Value object;           /* the Python frame object once somebody looked; before, 0 or a traceback entry */
    Generator *gen;         /* whose frame this is, or NULL */
    Value outer_handled;    /* generator: the resumer's handled exception */
    uint32_t flags;
};

enum GenState { GEN_CREATED, GEN_SUSPENDED, GEN_RUNNING, GEN_CLOSED };

/* generator, coroutine and async generator */
struct Generator {
    Obj h;
    Code *code;
    Func *func;
    const Instr *pc;
    uint32_t depth;         /* values on its evaluation stack while suspended */
    uint8_t state;          /* enum GenState */
    bool hooks_done;        /* async generator: firstiter hook has run */
    bool handling;          /* in an except clause of its own */
    bool ag_running, ag_closed;
    bool watched;           /* the collector will close it (generator_end.c) */
    int32_t origin_pc;      /* the call that made the coroutine, in origin if that is a function */
    Value name, qualname;
    Value handled;          /* its own handled exception while suspended, or 0 */
    Value frame_object;
    Value finalizer;        /* async generator */
    Value origin;           /* coroutine: cr_origin, or the function that made it, or 0 */
    Value items[];          /* locals, then evaluation stack */
};

/* The Python frame object: looks into the live record; takes the locals over when the frame ends. */
typedef struct FrameObj {
    Obj h;
    Frame *frame;           /* live record, or NULL */
    Generator *gen;         /* a suspended generator's, or NULL */
    Code *code;
    Func *func;
    Value locals_dict;      /* f_locals snapshot or namespace */
    Value *saved;           /* the locals after the end */
    Value back;             /* f_back after the end, or 0 */
    int32_t pc;             /* instruction index after the end */
    Value trace;            /* f_trace, or 0 */
    bool no_lines, opcodes; /* f_trace_lines is False; f_trace_opcodes */
} FrameObj;

static inline Value *frame_limit(Thread *t) { return t->frame >= t->frames ? t->frame->limit : t->stack; }
Frame *frame_too_deep(Thread *t);               /* RecursionError; NULL */
/* Pushes a record for code whose arguments lie bound at fp (locals [nbound, nlocals) get cleared).
 * NULL: RecursionError. */
static ALWAYS_INLINE Frame *frame_push(Thread *t, Func *func, Code *code, Value *fp, uint32_t nbound) {
    Frame *f = t->frame + 1;
    Value *end = fp + code->nlocals, *limit = end + code->max_stack;
    if (unlikely(t->depth >= t->interp->recursion_limit || limit > t->stack_end || f == t->frames_end))
        return frame_too_deep(t);
    if (unlikely(!code_ready(t, code))) return NULL;
    t->depth++;
    for (Value *p = fp + nbound; p < end; p++) *p = VALUE_NULL;
    f->pc = code->instrs;
    f->fp = fp;
    f->code = code;
    f->func = func;
    f->limit = limit;
    f->locals = VALUE_NULL;
    f->object = VALUE_NULL;
    f->gen = NULL;
    f->flags = 0;
    t->frame = f;
    return f;
}
void frame_pop_slow(Thread *t, Frame *f);       /* f->object is set: hands the locals over to it */
static inline int32_t frame_pc_index(const Frame *f) { return (int32_t)(f->pc - f->code->instrs) - 1; }
int32_t frame_line(const Frame *f);
Value frame_object(Thread *t, Frame *f);        /* makes it */
Value generator_frame(Thread *t, Generator *g);
Value frame_locals(Thread *t, Frame *f);        /* dict: locals() */
/* Around a trace function: a dict of locals that somebody has seen is brought up to date, and what was changed in it
 * goes back into the frame. */
MUST_CHECK bool frame_refresh_locals(Thread *t, FrameObj *o);
void frame_store_locals(Thread *t, FrameObj *o);
Frame *frame_caller(Thread *t);                 /* innermost Python frame or NULL */
Value traceback_frame(Thread *t, Traceback *tb);

/* Locals of a call of func: binds any mixture of arguments into dst[0 .. argument count), raising CPython's
 * messages. */
MUST_CHECK bool bind_arguments(Thread *t, Func *func, const Value *args, size_t nargs, Tuple *kwnames, Value *dst);

/* -- eval.c ------------------------------------------------------------------------------------------------------ */
Value eval_run(Thread *t);                      /* runs the innermost frame, which has FRAME_ENTRY */
/* Module, exec, eval, class body. locals: 0 for globals; closure: None, or a cell for each free variable. */
Value eval_code(Thread *t, Code *code, Dict *globals, Value locals, Value closure);
Value run_class_body(Thread *t, Func *body, Value ns);
MUST_CHECK bool breaker_handle(Thread *t);      /* what t->breaker asks for; false: an exception was raised */

/* -- generator.c -------------------------------------------------------------------------------------------------- */
Value generator_new(Thread *t, Func *func, Code *code, const Value *args);  /* args: bound parameters */
/* Makes gen the innermost frame with sent on its stack. false: already running, or MemoryError. */
Frame *generator_enter(Thread *t, Generator *g, uint32_t flags);
/* Runs to the next yield: the value yielded; VALUE_STOP and *result when it returned; 0 on an exception. */
Value generator_resume(Thread *t, Generator *g, Value sent, Value *result);
Value generator_close(Thread *t, Generator *g);
static inline bool is_generator(Value v) {
    return is_ptr(v) && (obj_of(v)->type->kind == T_GENERATOR || obj_of(v)->type->kind == T_COROUTINE);
}
static inline Generator *as_generator(Value v) { return (Generator *)obj_of(v); }
Value get_yield_from_iter(Thread *t, Value v, Code *code);
Value get_awaitable(Thread *t, Value v, uint32_t how);
Value get_aiter(Thread *t, Value v);
Value get_anext(Thread *t, Value v);
Value async_gen_wrap(Thread *t, Value v);
Value anext_awaitable_new(Thread *t, Value awaitable, Value fallback);      /* anext(it, default) */
/* One step of SEND on anything but a plain generator: yielded value; VALUE_STOP and *result; 0. */
Value send_step(Thread *t, Value receiver, Value sent, Value *result);

/* -- generator_end.c ---------------------------------------------------------------------------------------------- */
MUST_CHECK bool generator_watch(Thread *t, Generator *g);   /* closed by the collector if it stays open */
MUST_CHECK bool generators_settle(Thread *t);               /* the newest get finalizers: before a collection */
MUST_CHECK bool coroutine_made(Thread *t, Generator *g);
void generator_del(Thread *t, Value self);
void finalize_at_exit(Thread *t);               /* what __main__ and other modules from files held */

/* -- eval_slow.c: bodies of the rarer instructions ----------------------------------------------------------------- */
MUST_CHECK bool unpack_sequence(Thread *t, Value seq, uint32_t n, Value *out);   /* out[0] is the last item */
MUST_CHECK bool unpack_ex(Thread *t, Value seq, uint32_t before, uint32_t after, Value *out);
Value format_value(Thread *t, Value v, Value spec, uint32_t flags);
Value build_string(Thread *t, const Value *parts, uint32_t n);
Value make_function(Thread *t, Frame *f, uint32_t flags, const Value *parts);
Value name_load(Thread *t, Frame *f, Str *name);
MUST_CHECK bool name_store(Thread *t, Frame *f, Str *name, Value v);
MUST_CHECK bool name_delete(Thread *t, Frame *f, Str *name);
Value load_global_slow(Thread *t, Func *func, Str *name);
Value load_classderef(Thread *t, Frame *f, uint32_t local);
Value raise_unbound(Thread *t, Code *code, uint32_t local);
Value raise_unbound_deref(Thread *t, Code *code, uint32_t local);
MUST_CHECK bool import_star(Thread *t, Frame *f, Value module);
Value import_name(Thread *t, Frame *f, Str *name, Value level, Value fromlist);
Value import_from(Thread *t, Value module, Str *name);
MUST_CHECK bool before_with(Thread *t, Value manager, bool is_async, Value *exit, Value *result);
Value with_except_start(Thread *t, Value exit, Value exc);
int check_exc_match(Thread *t, Value exc, Value pattern);
MUST_CHECK bool check_eg_match(Thread *t, Value exc, Value pattern, Value *rest, Value *match);
Value prep_reraise_star(Thread *t, Value orig, Value list);
int match_sequence(Thread *t, Value v);
int match_mapping(Thread *t, Value v);
Value match_keys(Thread *t, Value subject, Value keys);
Value match_class(Thread *t, Value subject, Value cls, uint32_t npos, Value kwnames);
MUST_CHECK bool print_expr(Thread *t, Value v);
MUST_CHECK bool dict_merge_call(Thread *t, Dict *d, Value mapping, Value func);
MUST_CHECK bool list_extend_star(Thread *t, Value list, Value iterable);
Value call_ex(Thread *t, Value f, Value args, Value kwargs, bool has_kwargs);
