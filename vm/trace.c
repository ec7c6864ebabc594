/* Events for trace and profile functions. The order of events and the rules for line events are CPython's. */
#include "vm/trace.h"
#include "vm/object/call.h"
#include "vm/object/list.h"
#include "vm/object/opcode.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"
#include "vm/unwind.h"

/* -- On and off ---------------------------------------------------------------------------------------------------- */

static void choose_table(Thread *t) {
    bool on = (t->trace_fn || t->profile_fn) && !t->in_trace;
    if (on == t->traced) return;
    t->traced = on;
    if (t->dispatch) t->dispatch += on ? OP_COUNT : -(ptrdiff_t)OP_COUNT;
}

/* Calls that have begun are not reported as beginning. */
static void mark_seen(Thread *t) {
    for (Frame *f = t->frame; f >= t->frames; f--) f->flags |= FRAME_SEEN;
}

void trace_set(Thread *t, Value fn) {
    mark_seen(t);
    t->trace_fn = fn;
    choose_table(t);
}

void trace_set_profile(Thread *t, Value fn) {
    mark_seen(t);
    t->profile_fn = fn;
    choose_table(t);
}

Value trace_call(Thread *t, Value fn, Value args) {
    bool inside = t->in_trace;
    t->in_trace = false;
    mark_seen(t);
    choose_table(t);
    Value v = call_tuple_dict(t, fn, args, VALUE_NULL);
    t->in_trace = inside;
    choose_table(t);
    return v;
}

/* -- Calling the functions ----------------------------------------------------------------------------------------- */

static inline FrameObj *seen_object(const Frame *f) {
    return ptr_kind(f->object, T_FRAME) ? (FrameObj *)obj_of(f->object) : NULL;
}

static Value call_tracer(Thread *t, Frame *f, Value fn, Value event, Value arg) {
    Value frame = frame_object(t, f);
    if (!frame) return VALUE_ERROR;
    FrameObj *o = (FrameObj *)obj_of(frame);
    if (!frame_refresh_locals(t, o)) return VALUE_ERROR;
    Value outer_event = t->trace_event;
    Frame *outer_frame = t->trace_frame;
    t->trace_event = event;
    t->trace_frame = f;
    t->in_trace = true;
    choose_table(t);
    Value v = call3(t, fn, frame, event, arg);
    t->trace_event = outer_event;
    t->trace_frame = outer_frame;
    t->in_trace = false;
    choose_table(t);
    frame_store_locals(t, o);
    if (!v) traceback_push(t, t->exc, f->code, f->func->globals, frame, frame_pc_index(f));
    return v;
}

/* "call" asks the thread's function; its answer, the frame's own, is asked about the rest. */
static bool tell_trace(Thread *t, Frame *f, Value event, Value arg) {
    bool call = event == NAMEV(t, call);
    FrameObj *o = seen_object(f);
    Value fn = !t->trace_fn ? VALUE_NULL : call ? t->trace_fn : o ? o->trace : VALUE_NULL;
    if (!fn) return true;
    Value v = call_tracer(t, f, fn, event, arg);
    o = seen_object(f);
    if (v) {
        if (v != VALUE_NONE) o->trace = v;
        return true;
    }
    t->trace_fn = VALUE_NULL;
    if (o) o->trace = VALUE_NULL;
    choose_table(t);
    return false;
}

static bool tell_profile(Thread *t, Frame *f, Value event, Value arg) {
    if (!t->profile_fn || call_tracer(t, f, t->profile_fn, event, arg)) return true;
    t->profile_fn = VALUE_NULL;
    choose_table(t);
    return false;
}

static bool tell_both(Thread *t, Frame *f, Value event, Value arg) {
    return tell_trace(t, f, event, arg) && tell_profile(t, f, event, arg);
}

static bool tell_call(Thread *t, Frame *f) {
    f->flags |= FRAME_SEEN;
    return tell_both(t, f, NAMEV(t, call), VALUE_NONE);
}

/* -- Exceptions ---------------------------------------------------------------------------------------------------- */

bool trace_raised(Thread *t, Frame *f) {
    Value exc = exc_fetch(t);
    if (!(f->flags & FRAME_SEEN) && !tell_call(t, f)) return false;         /* throw() */
    FrameObj *o = seen_object(f);
    if (o && o->trace && t->trace_fn) {
        Value tb = as_exc(exc)->traceback;
        Value arg = tuple_pack3(t, from_ptr(obj_of(exc)->type), exc, tb ? tb : VALUE_NONE);
        if (!arg || !tell_trace(t, f, NAMEV(t, exception), arg)) return true;
    }
    t->exc = exc;
    return true;
}

void trace_unwinding(Thread *t, Frame *f) {
    Value exc = exc_fetch(t);
    if (tell_both(t, f, NAMEV(t, return), VALUE_NONE)) t->exc = exc;
}

void trace_delegate_end(Thread *t, Frame *f, Value receiver, Value sent, Value result) {
    FrameObj *o = seen_object(f);
    if (!o || !o->trace || (sent == VALUE_NONE && result == VALUE_NONE && !ptr_kind(receiver, T_COROUTINE) &&
                            !(type_of(t, receiver)->flags & TYPE_USER)))
        return;
    raise_stop_iteration(t, result);
    trace_raised(t, f);
    exc_clear(t);
}

/* -- Instructions -------------------------------------------------------------------------------------------------- */

static enum TraceResult call_native(Thread *t, Frame *f, Value *base, Value *args, size_t npos, Tuple *names,
                                    Value **sp) {
    Value func = base[0];
    if (ptr_kind(func, T_METHOD_DESCR)) {
        if (npos == 0 || !type_is_subtype(type_of(t, args[0]), ((Native *)obj_of(func))->owner)) return TRACE_GO;
        func = native_bind(t, (Native *)obj_of(func), args[0]);
        if (!func) return TRACE_ERROR;
    }
    if (!tell_profile(t, f, NAMEV(t, c_call), func)) return TRACE_ERROR;
    Value v = INSTR_OP(f->pc[-1]) != OP_CALL_EX ? call_value(t, base[0], args, npos, names)
            : call_ex(t, base[0], base[2], INSTR_ARG(f->pc[-1]) & 1 ? base[3] : VALUE_NULL, INSTR_ARG(f->pc[-1]) & 1);
    if (!v) {
        Value exc = exc_fetch(t);
        if (tell_profile(t, f, NAMEV(t, c_exception), func)) t->exc = exc;
        return TRACE_ERROR;
    }
    *base = v;                                          /* where the collector sees it */
    if (!tell_profile(t, f, NAMEV(t, c_return), func)) return TRACE_ERROR;
    *sp = base + 1;
    return TRACE_DONE;
}

/* A call of a native function is made here, between its two events. */
static enum TraceResult profile_call(Thread *t, Frame *f, Instr ins, Value **sp) {
    Value *base;
    Tuple *names = NULL;
    size_t n = INSTR_ARG(ins);
    switch (INSTR_OP(ins)) {
    case OP_CALL: base = *sp - n - 2; break;
    case OP_CALL_KW:
        base = *sp - n - 3;
        names = as_tuple((*sp)[-1]);
        n -= (size_t)names->len;
        break;
    case OP_CALL_EX: base = *sp - 3 - (n & 1); break;
    default: return TRACE_GO;
    }
    if (!ptr_kind(base[0], T_BUILTIN) && !ptr_kind(base[0], T_METHOD_DESCR)) return TRACE_GO;
    if (INSTR_OP(ins) == OP_CALL_EX) {
        bool some = is_tuple(base[2]) && as_tuple(base[2])->len > 0;
        return call_native(t, f, base, some ? as_tuple(base[2])->items : NULL, some, NULL, sp);
    }
    return base[1] ? call_native(t, f, base, base + 1, n + 1, names, sp)
                   : call_native(t, f, base, base + 2, n, names, sp);
}

static bool is_prologue(Instr ins) { return INSTR_OP(ins) == OP_MAKE_CELL || INSTR_OP(ins) == OP_COPY_FREE_VARS; }

/* Is instruction `at`, met after `before`, the beginning of a line? Where a loop jumps back a line begins anew. */
static bool begins_line(const Code *c, int32_t at, int32_t before) {
    int32_t line = c->positions[at].line;
    if (line == 0) return false;
    if (before < 0 || is_prologue(c->instrs[before]) || c->positions[before].line != line) return true;
    return at <= before && INSTR_OP(c->instrs[at]) != OP_SEND;
}

/* The "line" event, in which the trace function may make the frame go on somewhere else. */
static bool tell_line(Thread *t, Frame *f, Value **sp) {
    const Instr *pc = f->pc;
    Value **outer = t->trace_sp;
    t->trace_sp = sp;
    bool ok = tell_trace(t, f, NAMEV(t, line), VALUE_NONE);
    t->trace_sp = outer;
    if (!ok) f->pc = pc;
    return ok;
}

enum TraceResult trace_instruction(Thread *t, Frame *f, const Instr **pc, Value **sp) {
    if (is_prologue((*pc)[-1])) return TRACE_GO;
    if (!(f->flags & FRAME_SEEN) && !tell_call(t, f)) return TRACE_UNWIND;
    int32_t before = frame_pc_index(f);
    f->pc = *pc;
    FrameObj *o = seen_object(f);
    if (o && o->trace && t->trace_fn) {
        if (!o->no_lines && begins_line(f->code, frame_pc_index(f), before)) {
            if (!tell_line(t, f, sp)) return TRACE_ERROR;
            *pc = f->pc;
        }
        if (f->pc == f->code->instrs || is_prologue(f->pc[-1])) return TRACE_DONE;  /* has jumped to its beginning */
        if (o->opcodes && !tell_trace(t, f, NAMEV(t, opcode), VALUE_NONE)) return TRACE_ERROR;
    }
    Instr ins = f->pc[-1];
    if (INSTR_OP(ins) == OP_RETURN_VALUE || INSTR_OP(ins) == OP_YIELD_VALUE)
        return tell_both(t, f, NAMEV(t, return), (*sp)[-1]) ? TRACE_GO : TRACE_UNWIND;
    return t->profile_fn ? profile_call(t, f, ins, sp) : TRACE_GO;
}
