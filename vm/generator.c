/* Generators, coroutines and async generators: heap frames that the eval loop runs in place. */
#include "vm/frame.h"
#include "vm/object/call.h"
#include "vm/object/iter.h"
#include "vm/object/opcode.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* -- Creation and resumption --------------------------------------------------------------------------------------- */

Value generator_new(Thread *t, Func *func, Code *code, const Value *args) {
    int id = code->flags & CO_ASYNC_GENERATOR ? T_ASYNC_GENERATOR : code->flags & CO_COROUTINE ? T_COROUTINE
        : T_GENERATOR;
    size_t n = code->nlocals + code->max_stack;
    if (!code_ready(t, code)) return VALUE_ERROR;
    Generator *g = alloc_obj(t, type_by_id(t, id), sizeof *g + n * sizeof(Value));
    if (!g) return VALUE_ERROR;
    g->code = code;
    g->func = func;
    g->pc = code->instrs;
    g->name = func->name;
    g->qualname = func->qualname;
    memcpy(g->items, args, code->nparams * sizeof(Value));
    if ((id == T_COROUTINE && !coroutine_made(t, g)) || (code->closes && !generator_watch(t, g))) return VALUE_ERROR;
    return from_ptr(g);
}

static const char *kind_name(const Generator *g) {
    return g->code->flags & CO_ASYNC_GENERATOR ? "async generator" : g->code->flags & CO_COROUTINE ? "coroutine"
        : "generator";
}

Frame *generator_enter(Thread *t, Generator *g, uint32_t flags) {
    if (unlikely(g->state == GEN_RUNNING)) {
        raise_value_error(t, "%s already executing", kind_name(g));
        return NULL;
    }
    Frame *f = t->frame + 1;
    if (unlikely(t->depth >= t->interp->recursion_limit || f == t->frames_end)) {
        raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded");
        return NULL;
    }
    f->limit = frame_limit(t);
    t->depth++;
    f->pc = g->pc;
    f->fp = g->items;
    f->code = g->code;
    f->func = g->func;
    f->locals = VALUE_NULL;
    f->object = g->frame_object;
    if (f->object) ((FrameObj *)obj_of(f->object))->frame = f;
    f->gen = g;
    f->flags = flags;
    f->outer_handled = t->handled;
    if (g->handling) t->handled = g->handled;
    g->state = GEN_RUNNING;
    t->frame = f;
    return f;
}

static Value run_entered(Thread *t, Generator *g, Value *result) {
    Value v;
    if ((char *)__builtin_frame_address(0) < t->c_stack_limit) {
        t->handled = t->frame->outer_handled;
        t->frame--;
        t->depth--;
        g->state = g->pc == g->code->instrs ? GEN_CREATED : GEN_SUSPENDED;
        return raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded");
    }
    v = eval_run(t);
    if (v && g->state == GEN_CLOSED) {
        *result = v;
        return VALUE_STOP;
    }
    return v;
}

Value generator_resume(Thread *t, Generator *g, Value sent, Value *result) {
    if (g->state == GEN_CLOSED) {
        *result = VALUE_NONE;
        if (g->code->flags & CO_COROUTINE)
            return raise_error(t, EXC_RuntimeError, "cannot reuse already awaited coroutine");
        return VALUE_STOP;
    }
    if (g->state == GEN_CREATED && sent != VALUE_NONE)
        return raise_type_error(t, "can't send non-None value to a just-started %s", kind_name(g));
    bool fresh = g->state == GEN_CREATED;
    if (!generator_enter(t, g, FRAME_ENTRY)) return VALUE_ERROR;
    if (!fresh) g->items[g->code->nlocals + g->depth++] = sent;
    return run_entered(t, g, result);
}

Value iter_next_into(Thread *t, Value it, Sink *sink) {
    if (!is_exact(t, it, T_GENERATOR) || t->traced) return iter_next(t, it);
    Generator *g = as_generator(it);
    Sink *outer = t->sink;
    Value result;
    if (g->state == GEN_CLOSED) return VALUE_STOP;
    bool fresh = g->state == GEN_CREATED;
    if (!generator_enter(t, g, FRAME_ENTRY | FRAME_SINK)) return VALUE_ERROR;
    if (!fresh) g->items[g->code->nlocals + g->depth++] = VALUE_NONE;
    t->sink = sink;
    Value v = run_entered(t, g, &result);
    t->sink = outer;
    return v;
}

/* Raises t->exc inside g, where it stands. */
static Value resume_raising(Thread *t, Generator *g, Value *result) {
    Value exc = exc_fetch(t);
    if (g->state == GEN_CLOSED) {
        t->exc = exc;
        return VALUE_ERROR;
    }
    if (!generator_enter(t, g, FRAME_ENTRY)) return VALUE_ERROR;
    if (t->handled && t->handled != exc && !as_exc(exc)->context) as_exc(exc)->context = t->handled;
    t->exc = exc;
    return run_entered(t, g, result);
}

/* What g delegates to in `yield from` / `await`, or 0. */
static Value delegate_of(Generator *g) {
    if (g->state != GEN_SUSPENDED || !g->depth || INSTR_OP(*g->pc) != OP_JUMP_BACK_SEND) return VALUE_NULL;
    return g->items[g->code->nlocals + g->depth - 1];
}

/* The delegate has ended with `value`: continue after the SEND. */
static Value resume_after_delegate(Thread *t, Generator *g, Value value, Value *result) {
    const Instr *send = g->pc + 1 + INSTR_SARG(*g->pc);
    g->pc = send + 1 + INSTR_SARG(*send);
    if (!generator_enter(t, g, FRAME_ENTRY)) return VALUE_ERROR;
    g->items[g->code->nlocals + g->depth - 1] = value;
    return run_entered(t, g, result);
}

/* While its delegate works for it, g counts as running and stands on the stack of frames. */
static bool step_in(Thread *t, Generator *g) {
    if ((char *)__builtin_frame_address(0) < t->c_stack_limit) {
        raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded");
        return false;
    }
    return generator_enter(t, g, FRAME_ENTRY) != NULL;
}
static void step_out(Thread *t, Generator *g) {
    Frame *f = t->frame;
    g->state = GEN_SUSPENDED;
    t->handled = f->outer_handled;
    if (f->object) frame_pop_slow(t, f);
    t->frame--;
    t->depth--;
}

static bool close_delegate(Thread *t, Generator *g, Value y) {
    bool ok = false;
    if (!step_in(t, g)) return false;
    if (is_generator(y)) {
        ok = generator_close(t, as_generator(y)) != VALUE_ERROR;
    } else {
        Value close = get_attr_or_null(t, y, NAME(t, close));
        ok = close ? call0(t, close) != VALUE_ERROR : t->exc == 0;
    }
    step_out(t, g);
    return ok;
}

/* throw(type[, value[, tb]]) -> the exception to raise waits in t->exc; false: a TypeError does. */
static bool prepare_throw(Thread *t, Value type, Value value, Value tb) {
    if (tb && tb != VALUE_NONE && !ptr_kind(tb, T_TRACEBACK)) {
        raise_type_error(t, "throw() third argument must be a traceback object");
        return false;
    }
    Value exc;
    if (is_type(type) && type_is_subtype((Type *)obj_of(type), t->interp->exc_types[EXC_BaseException])) {
        if (value && value != VALUE_NONE && is_exc(value) && is_instance_of(t, value, (Type *)obj_of(type)))
            exc = value;
        else if (!value || value == VALUE_NONE) exc = call0(t, type);
        else if (is_tuple(value)) exc = call_tuple_dict(t, type, value, VALUE_NULL);
        else exc = call1(t, type, value);
        if (exc && !is_exc(exc))
            exc = raise_type_error(t, "calling %R should have returned an instance of BaseException, not %T", type,
                                   exc);
        if (!exc) exc = exc_fetch(t);               /* what went wrong is thrown instead */
    } else if (is_exc(type)) {
        if (value && value != VALUE_NONE) {
            raise_type_error(t, "instance exception may not have a separate value");
            return false;
        }
        exc = type;
    } else {
        raise_type_error(t, "exceptions must be classes or instances deriving from BaseException, not %T", type);
        return false;
    }
    if (tb && tb != VALUE_NONE) as_exc(exc)->traceback = tb;
    t->exc = exc;
    return true;
}

static bool is_generator_exit(Thread *t, Value type) {
    Type *exit = t->interp->exc_types[EXC_GeneratorExit];
    return is_type(type) ? type_is_subtype((Type *)obj_of(type), exit) : is_exc(type) && exc_is(type, exit);
}

/* g.throw(type, value, tb), value and tb maybe 0. What g delegates to is given them as they are; only the place that
 * raises makes an exception of them. */
static Value generator_throw(Thread *t, Generator *g, Value type, Value value, Value tb, Value *result) {
    Value y = delegate_of(g), end = VALUE_NONE, v;
    if (g->state == GEN_RUNNING) return raise_value_error(t, "%s already executing", kind_name(g));
    if (!y) {
        if (!prepare_throw(t, type, value, tb)) return VALUE_ERROR;
        if (g->state != GEN_CLOSED || !(g->code->flags & CO_COROUTINE)) return resume_raising(t, g, result);
        exc_clear(t);
        return raise_error(t, EXC_RuntimeError, "cannot reuse already awaited coroutine");
    }
    if (is_generator_exit(t, type)) {
        bool ok = close_delegate(t, g, y);
        return ok && !prepare_throw(t, type, value, tb) ? VALUE_ERROR : resume_raising(t, g, result);
    }
    if (is_generator(y)) {
        if (!step_in(t, g)) return resume_raising(t, g, result);
        v = generator_throw(t, as_generator(y), type, value, tb, &end);
        step_out(t, g);
    } else {
        Value method = get_attr_or_null(t, y, NAME(t, throw));
        if (!method)
            return !t->exc && !prepare_throw(t, type, value, tb) ? VALUE_ERROR : resume_raising(t, g, result);
        Value args[3] = { type, value, tb };
        if (!step_in(t, g)) return resume_raising(t, g, result);
        v = call_value(t, method, args, !value ? 1 : !tb ? 2 : 3, NULL);
        step_out(t, g);
        if (!v && exc_matches(t, EXC_StopIteration)) {
            end = exc_take_stop(t);
            v = VALUE_STOP;
        }
    }
    if (v == VALUE_STOP) return resume_after_delegate(t, g, end, result);
    return v ? v : resume_raising(t, g, result);
}

Value generator_close(Thread *t, Generator *g) {
    if (g->state == GEN_CREATED) {
        g->state = GEN_CLOSED;
        return VALUE_NONE;
    }
    if (g->state == GEN_CLOSED) return VALUE_NONE;
    if (g->state == GEN_RUNNING) return raise_value_error(t, "%s already executing", kind_name(g));
    Value y = delegate_of(g), result = VALUE_NONE, v;
    bool ok = true;
    if (y) ok = close_delegate(t, g, y);
    if (ok) {
        Value exc = exc_new(t, t->interp->exc_types[EXC_GeneratorExit], from_ptr(t->interp->empty_tuple));
        if (!exc) return VALUE_ERROR;
        t->exc = exc;
    }
    v = resume_raising(t, g, &result);
    if (v == VALUE_STOP) return VALUE_NONE;
    if (v) return raise_error(t, EXC_RuntimeError, "%s ignored GeneratorExit", kind_name(g));
    if (exc_matches(t, EXC_StopIteration) || exc_matches(t, EXC_GeneratorExit)) {
        exc_clear(t);
        return VALUE_NONE;
    }
    return VALUE_ERROR;
}

/* A step's outcome as a method result: the return value travels in StopIteration. */
static Value step_result(Thread *t, Value v, Value result) {
    return v == VALUE_STOP ? raise_stop_iteration(t, result) : v;
}

/* -- Methods of generators and coroutines -------------------------------------------------------------------------- */

static Value gen_next(Thread *t, Value self) {
    Value result;               /* nobody asks for it: see call_next() */
    return generator_resume(t, as_generator(self), VALUE_NONE, &result);
}
static Value gen_iter(Thread *t, Value self) { return self; }
static Value gen_send(Thread *t, Value *a) {
    Value result = VALUE_NONE, v = generator_resume(t, as_generator(a[0]), a[1], &result);
    return step_result(t, v, result);
}
static Value gen_throw(Thread *t, Value *a) {
    Value result = VALUE_NONE;
    Value v = generator_throw(t, as_generator(a[0]), a[1], a[2], a[3], &result);
    return step_result(t, v, result);
}
static Value gen_close(Thread *t, Value *a) { return generator_close(t, as_generator(a[0])); }

static Value gen_repr(Thread *t, Value self) {
    Generator *g = as_generator(self);
    const char *kind = obj_of(self)->type->kind == T_ASYNC_GENERATOR ? "async_generator" : kind_name(g);
    return str_format(t, "<%s object %S at 0x%lx>", kind, g->qualname, (long)self);
}
static Value gen_get_name(Thread *t, Value self) { return as_generator(self)->name; }
static Value gen_get_qualname(Thread *t, Value self) { return as_generator(self)->qualname; }
static bool gen_set_name(Thread *t, Value self, Value v) {
    if (!v || !is_str(v)) {
        raise_type_error(t, "__name__ must be set to a string object");
        return false;
    }
    as_generator(self)->name = v;
    return true;
}
static bool gen_set_qualname(Thread *t, Value self, Value v) {
    if (!v || !is_str(v)) {
        raise_type_error(t, "__qualname__ must be set to a string object");
        return false;
    }
    as_generator(self)->qualname = v;
    return true;
}
static Value gen_get_code(Thread *t, Value self) { return from_ptr(as_generator(self)->code); }
static Value gen_get_running(Thread *t, Value self) { return from_bool(as_generator(self)->state == GEN_RUNNING); }
static Value gen_get_suspended(Thread *t, Value self) { return from_bool(as_generator(self)->state == GEN_SUSPENDED); }
static Value gen_get_yieldfrom(Thread *t, Value self) {
    Value y = delegate_of(as_generator(self));
    return y ? y : VALUE_NONE;
}
static Value gen_get_frame(Thread *t, Value self) {
    Generator *g = as_generator(self);
    if (g->state == GEN_CLOSED) return VALUE_NONE;
    return generator_frame(t, g);
}
static Value coro_get_origin(Thread *t, Value self) {
    Value v = as_generator(self)->origin;
    return v && is_tuple(v) ? v : VALUE_NONE;
}

#define GEN_METHODS                                                                                                    \
    { "send", gen_send, "value, /", "Resume with a value; the next yield's value or StopIteration.", 0 },              \
    { "throw", gen_throw, "typ, val=NULL, tb=NULL, /", "Raise an exception at the yield.", 0 },                        \
    { "close", gen_close, "", "Raise GeneratorExit at the yield.", 0 }

const TypeDef type_generator = {
    .name = "generator", .size = sizeof(Generator), .flags = TYPE_NO_BASE | TYPE_NO_NEW, .weakrefs = true,
    .slots = { .repr = gen_repr, .iter = gen_iter, .next = gen_next, .del = generator_del },
    .methods = (const FunctionDef[]) { GEN_METHODS, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "__name__", gen_get_name, gen_set_name, NULL }, { "__qualname__", gen_get_qualname, gen_set_qualname, NULL },
        { "gi_code", gen_get_code, member_readonly, NULL }, { "gi_frame", gen_get_frame, NULL, NULL },
        { "gi_running", gen_get_running, NULL, NULL }, { "gi_suspended", gen_get_suspended, NULL, NULL },
        { "gi_yieldfrom", gen_get_yieldfrom, NULL, NULL }, { 0 } }
};

typedef struct CoroutineWrapper { Obj h; Value coroutine; } CoroutineWrapper;

static Value coro_await(Thread *t, Value self) {
    CoroutineWrapper *w = alloc_obj(t, type_by_id(t, T_COROUTINE_WRAPPER), sizeof *w);
    if (!w) return VALUE_ERROR;
    w->coroutine = self;
    return from_ptr(w);
}

const TypeDef type_coroutine = {
    .name = "coroutine", .size = sizeof(Generator), .flags = TYPE_NO_BASE | TYPE_NO_NEW, .weakrefs = true,
    .slots = { .repr = gen_repr, .await = coro_await, .del = generator_del },
    .methods = (const FunctionDef[]) { GEN_METHODS, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "__name__", gen_get_name, gen_set_name, NULL }, { "__qualname__", gen_get_qualname, gen_set_qualname, NULL },
        { "cr_code", gen_get_code, member_readonly, NULL }, { "cr_frame", gen_get_frame, NULL, NULL },
        { "cr_running", gen_get_running, NULL, NULL }, { "cr_suspended", gen_get_suspended, NULL, NULL },
        { "cr_await", gen_get_yieldfrom, NULL, NULL },
        { "cr_origin", coro_get_origin, member_readonly, NULL }, { 0 } }
};

static Value wrapper_send(Thread *t, Value *a) {
    Value b[2] = { ((CoroutineWrapper *)obj_of(a[0]))->coroutine, a[1] };
    return gen_send(t, b);
}
static Value wrapper_next(Thread *t, Value self) {
    Value a[2] = { self, VALUE_NONE };
    return wrapper_send(t, a);
}
static Value wrapper_throw(Thread *t, Value *a) {
    Value b[4] = { ((CoroutineWrapper *)obj_of(a[0]))->coroutine, a[1], a[2], a[3] };
    return gen_throw(t, b);
}
static Value wrapper_close(Thread *t, Value *a) {
    return generator_close(t, as_generator(((CoroutineWrapper *)obj_of(a[0]))->coroutine));
}

const TypeDef type_coroutine_wrapper = {
    .name = "coroutine_wrapper", .size = sizeof(CoroutineWrapper), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = gen_iter, .next = wrapper_next },
    .methods = (const FunctionDef[]) {
        { "send", wrapper_send, "value, /", NULL, 0 }, { "throw", wrapper_throw, "typ, val=NULL, tb=NULL, /", NULL, 0 },
        { "close", wrapper_close, "", NULL, 0 }, { 0 } }
};

Value call_next(Thread *t, Value it) {
    if (ptr_kind(it, T_GENERATOR)) {
        Value a[2] = { it, VALUE_NONE };
        return gen_send(t, a);
    }
    Type *y = type_of(t, it);
    if (y->flags & TYPE_USER) {
        Value v = call_special(t, it, NAME(t, __next__), NULL, 0);
        if (v != VALUE_NOTIMPLEMENTED) return v;
    }
    if (!y->slots.next) return raise_type_error(t, "'%T' object is not an iterator", it);
    Value v = y->slots.next(t, it);
    return v == VALUE_STOP ? raise_stop_iteration(t, VALUE_NULL) : v;
}

/* -- Delegation: what SEND and the GET_ instructions need ---------------------------------------------------------- */

Value send_step(Thread *t, Value receiver, Value sent, Value *result) {
    Value v;
    if (is_generator(receiver)) return generator_resume(t, as_generator(receiver), sent, result);
    Type *y = type_of(t, receiver);
    if (sent == VALUE_NONE && y->slots.next) {
        if (!(y->flags & TYPE_USER)) {
            v = y->slots.next(t, receiver);
            if (v == VALUE_STOP) *result = VALUE_NONE;
        } else {
            v = call_next(t, receiver);
        }
    } else {
        v = call_method1(t, receiver, NAME(t, send), sent);
    }
    if (!v && exc_matches(t, EXC_StopIteration)) {
        *result = exc_take_stop(t);
        return VALUE_STOP;
    }
    return v;
}

Value get_yield_from_iter(Thread *t, Value v, Code *code) {
    if (ptr_kind(v, T_COROUTINE)) {
        if (!(code->flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE)))
            return raise_type_error(t, "cannot 'yield from' a coroutine object in a non-coroutine generator");
        return v;
    }
    if (ptr_kind(v, T_GENERATOR)) return v;
    return get_iter(t, v);
}

Value get_awaitable(Thread *t, Value v, uint32_t how) {
    if (ptr_kind(v, T_COROUTINE)) {
        if (delegate_of(as_generator(v))) return raise_error(t, EXC_RuntimeError, "coroutine is being awaited already");
        return v;
    }
    if (ptr_kind(v, T_GENERATOR) && (as_generator(v)->code->flags & CO_ITERABLE_COROUTINE)) return v;
    Type *y = type_of(t, v);
    if (!y->slots.await) {
        if (how == 1)
            return raise_type_error(t,
                                    "'async with' received an object from __aenter__ that does not implement "
                                    "__await__: %N", y);
        if (how == 2)
            return raise_type_error(t,
                                    "'async with' received an object from __aexit__ that does not implement "
                                    "__await__: %N", y);
        return raise_type_error(t, "object %T can't be used in 'await' expression", v);
    }
    if (ptr_kind(v, T_COROUTINE)) return v;
    Value it = y->slots.await(t, v);
    if (!it) return VALUE_ERROR;
    if (ptr_kind(it, T_COROUTINE) ||
        (ptr_kind(it, T_GENERATOR) && (as_generator(it)->code->flags & CO_ITERABLE_COROUTINE)))
        return raise_type_error(t, "__await__() returned a coroutine");
    if (!is_iterator(t, it)) return raise_type_error(t, "__await__() returned non-iterator of type '%T'", it);
    return it;
}

Value get_aiter(Thread *t, Value v) {
    Type *y = type_of(t, v);
    if (!y->slots.aiter)
        return raise_type_error(t, "'async for' requires an object with __aiter__ method, got %N", y);
    Value it = y->slots.aiter(t, v);
    if (!it) return VALUE_ERROR;
    if (!type_of(t, it)->slots.anext)
        return raise_type_error(t,
                                "'async for' received an object from __aiter__ that does not implement __anext__: %T",
                                it);
    return it;
}

Value get_anext(Thread *t, Value v) {
    Type *y = type_of(t, v);
    if (!y->slots.anext)
        return raise_type_error(t, "'async for' requires an iterator with __anext__ method, got %N", y);
    Value next = y->slots.anext(t, v);
    if (!next) return VALUE_ERROR;
    if (obj_of(v)->type->kind == T_ASYNC_GENERATOR && !is_exact_user(v)) return next;
    Value it = get_awaitable(t, next, 0);
    return it ? it
              : raise_from_current(t, EXC_TypeError, "'async for' received an invalid object from __anext__: %T", next);
}

/* -- Async generators ---------------------------------------------------------------------------------------------- */
/* The loop sees two kinds of yield from an async generator: values of an await inside pass through; values of its own
 * `yield` come wrapped and end the asend() awaitable with StopIteration(value).  (PEP 525) */

typedef struct AsyncGenWrapped { Obj h; Value value; } AsyncGenWrapped;
enum AwaitState { AWAIT_INIT, AWAIT_ITER, AWAIT_CLOSED };
typedef struct AsyncGenStep {
    Obj h; Generator *gen; Value value; uint8_t state; bool closing; Value typ, val, tb;
} AsyncGenStep;

Value async_gen_wrap(Thread *t, Value v) {
    AsyncGenWrapped *w = alloc_obj(t, type_by_id(t, T_ASYNC_GEN_WRAPPED), sizeof *w);
    if (!w) return VALUE_ERROR;
    w->value = v;
    return from_ptr(w);
}
const TypeDef type_async_gen_wrapped = {
    .name = "async_generator_wrapped_value", .size = sizeof(AsyncGenWrapped), .flags = TYPE_NO_BASE | TYPE_NO_NEW
};

/* Outcome of a step of the generator under asend()/athrow(). */
static Value async_step_result(Thread *t, AsyncGenStep *s, Value v) {
    Generator *g = s->gen;
    if (v == VALUE_STOP) {
        g->ag_closed = true;
        g->ag_running = false;
        s->state = AWAIT_CLOSED;
        return raise_error(t, EXC_StopAsyncIteration, "");
    }
    if (!v) {
        if (exc_matches(t, EXC_StopAsyncIteration) || exc_matches(t, EXC_GeneratorExit)) g->ag_closed = true;
        g->ag_running = false;
        s->state = AWAIT_CLOSED;
        return VALUE_ERROR;
    }
    if (ptr_kind(v, T_ASYNC_GEN_WRAPPED)) {
        g->ag_running = false;
        s->state = AWAIT_CLOSED;
        return raise_stop_iteration(t, ((AsyncGenWrapped *)obj_of(v))->value);
    }
    return v;
}

static bool run_hooks(Thread *t, Generator *g) {
    if (g->hooks_done) return true;
    g->hooks_done = true;
    if (t->asyncgen_finalizer) {
        g->finalizer = t->asyncgen_finalizer;
        if (!generator_watch(t, g)) return false;
    }
    if (t->asyncgen_firstiter) return call1(t, t->asyncgen_firstiter, from_ptr(g)) != VALUE_ERROR;
    return true;
}

static Value new_step(Thread *t, int id, Value gen, Value value) {
    if (!run_hooks(t, as_generator(gen))) return VALUE_ERROR;
    AsyncGenStep *s = alloc_obj(t, type_by_id(t, id), sizeof *s);
    if (!s) return VALUE_ERROR;
    s->gen = as_generator(gen);
    s->value = value;
    return from_ptr(s);
}

static Value asend_send_value(Thread *t, Value self, Value sent) {
    AsyncGenStep *s = (AsyncGenStep *)obj_of(self);
    if (s->state == AWAIT_CLOSED)
        return raise_error(t, EXC_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    if (s->state == AWAIT_INIT) {
        if (s->gen->ag_running)
            return raise_error(t, EXC_RuntimeError, "anext(): asynchronous generator is already running");
        if (sent == VALUE_NONE) sent = s->value;
        s->state = AWAIT_ITER;
    }
    s->gen->ag_running = true;
    Value result = VALUE_NONE;
    return async_step_result(t, s, generator_resume(t, s->gen, sent, &result));
}
static Value asend_next(Thread *t, Value self) { return asend_send_value(t, self, VALUE_NONE); }
static Value asend_send(Thread *t, Value *a) { return asend_send_value(t, a[0], a[1]); }
static Value asend_throw(Thread *t, Value *a) {
    AsyncGenStep *s = (AsyncGenStep *)obj_of(a[0]);
    if (s->state == AWAIT_CLOSED)
        return raise_error(t, EXC_RuntimeError, "cannot reuse already awaited __anext__()/asend()");
    Value result;
    return async_step_result(t, s, generator_throw(t, s->gen, a[1], a[2], a[3], &result));
}
static Value step_close(Thread *t, Value *a) {
    ((AsyncGenStep *)obj_of(a[0]))->state = AWAIT_CLOSED;
    return VALUE_NONE;
}

const TypeDef type_async_gen_asend = {
    .name = "async_generator_asend", .size = sizeof(AsyncGenStep), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = gen_iter, .next = asend_next, .await = gen_iter },
    .methods = (const FunctionDef[]) {
        { "send", asend_send, "value, /", NULL, 0 }, { "throw", asend_throw, "typ, val=NULL, tb=NULL, /", NULL, 0 },
        { "close", step_close, "", NULL, 0 }, { 0 } }
};

/* athrow() and aclose() */
static Value athrow_send_value(Thread *t, Value self, Value sent) {
    AsyncGenStep *s = (AsyncGenStep *)obj_of(self);
    Generator *g = s->gen;
    Value result = VALUE_NONE, v;
    const char *what = s->closing ? "aclose()" : "athrow()";
    if (s->state == AWAIT_CLOSED)
        return raise_error(t, EXC_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    if (g->state == GEN_CLOSED && s->state == AWAIT_INIT) {
        s->state = AWAIT_CLOSED;
        return raise_stop_iteration(t, VALUE_NONE);
    }
    if (s->state == AWAIT_INIT) {
        if (g->ag_running)
            return raise_error(t, EXC_RuntimeError, "%s: asynchronous generator is already running", what);
        if (g->ag_closed) {
            s->state = AWAIT_CLOSED;
            return raise_error(t, EXC_StopAsyncIteration, "");
        }
        if (sent != VALUE_NONE)
            return raise_error(t, EXC_RuntimeError, "can't send non-None value to a just-started coroutine");
        s->state = AWAIT_ITER;
        g->ag_running = true;
        if (s->closing) {
            g->ag_closed = true;
            if (g->state == GEN_CREATED) {
                g->state = GEN_CLOSED;
                g->ag_running = false;
                s->state = AWAIT_CLOSED;
                return raise_stop_iteration(t, VALUE_NONE);
            }
            s->typ = from_ptr(t->interp->exc_types[EXC_GeneratorExit]);
        }
        v = generator_throw(t, g, s->typ, s->val, s->tb, &result);
    } else {
        v = generator_resume(t, g, sent, &result);
    }
    if (!s->closing) return async_step_result(t, s, v);
    if (v && v != VALUE_STOP) {
        if (ptr_kind(v, T_ASYNC_GEN_WRAPPED)) {
            g->ag_running = false;
            s->state = AWAIT_CLOSED;
            return raise_error(t, EXC_RuntimeError, "async generator ignored GeneratorExit");
        }
        return v;
    }
    g->ag_running = false;
    s->state = AWAIT_CLOSED;
    if (v == VALUE_STOP || exc_matches(t, EXC_StopAsyncIteration) || exc_matches(t, EXC_GeneratorExit)) {
        exc_clear(t);
        return raise_stop_iteration(t, VALUE_NONE);
    }
    return VALUE_ERROR;
}
static Value athrow_next(Thread *t, Value self) { return athrow_send_value(t, self, VALUE_NONE); }
static Value athrow_send(Thread *t, Value *a) { return athrow_send_value(t, a[0], a[1]); }
static Value athrow_throw(Thread *t, Value *a) {
    AsyncGenStep *s = (AsyncGenStep *)obj_of(a[0]);
    if (s->state == AWAIT_CLOSED)
        return raise_error(t, EXC_RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    Value result, v = generator_throw(t, s->gen, a[1], a[2], a[3], &result);
    if (!s->closing) return async_step_result(t, s, v);
    if (v && ptr_kind(v, T_ASYNC_GEN_WRAPPED)) {
        s->gen->ag_running = false;
        s->state = AWAIT_CLOSED;
        return raise_error(t, EXC_RuntimeError, "async generator ignored GeneratorExit");
    }
    if (v == VALUE_STOP || (!v && (exc_matches(t, EXC_StopAsyncIteration) || exc_matches(t, EXC_GeneratorExit)))) {
        exc_clear(t);
        return raise_stop_iteration(t, VALUE_NONE);
    }
    return v;
}

const TypeDef type_async_gen_athrow = {
    .name = "async_generator_athrow", .size = sizeof(AsyncGenStep), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = gen_iter, .next = athrow_next, .await = gen_iter },
    .methods = (const FunctionDef[]) {
        { "send", athrow_send, "value, /", NULL, 0 }, { "throw", athrow_throw, "typ, val=NULL, tb=NULL, /", NULL, 0 },
        { "close", step_close, "", NULL, 0 }, { 0 } }
};

static Value ag_aiter(Thread *t, Value self) { return self; }
static Value ag_anext(Thread *t, Value self) { return new_step(t, T_ASYNC_GEN_ASEND, self, VALUE_NONE); }
static Value ag_asend(Thread *t, Value *a) { return new_step(t, T_ASYNC_GEN_ASEND, a[0], a[1]); }
static Value ag_athrow(Thread *t, Value *a) {
    Value s = new_step(t, T_ASYNC_GEN_ATHROW, a[0], VALUE_NULL);
    if (!s) return VALUE_ERROR;
    AsyncGenStep *step = (AsyncGenStep *)obj_of(s);
    step->typ = a[1];
    step->val = a[2];
    step->tb = a[3];
    return s;
}
static Value ag_aclose(Thread *t, Value *a) {
    Value s = new_step(t, T_ASYNC_GEN_ATHROW, a[0], VALUE_NULL);
    if (s) ((AsyncGenStep *)obj_of(s))->closing = true;
    return s;
}
static Value ag_get_running(Thread *t, Value self) { return from_bool(as_generator(self)->ag_running); }


const TypeDef type_async_generator = {
    .name = "async_generator", .size = sizeof(Generator), .flags = TYPE_NO_BASE | TYPE_NO_NEW, .weakrefs = true,
    .slots = { .repr = gen_repr, .aiter = ag_aiter, .anext = ag_anext, .del = generator_del },
    .methods = (const FunctionDef[]) {
        { "asend", ag_asend, "value, /", NULL, 0 }, { "athrow", ag_athrow, "typ, val=NULL, tb=NULL, /", NULL, 0 },
        { "aclose", ag_aclose, "", NULL, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "__name__", gen_get_name, gen_set_name, NULL }, { "__qualname__", gen_get_qualname, gen_set_qualname, NULL },
        { "ag_code", gen_get_code, member_readonly, NULL }, { "ag_frame", gen_get_frame, NULL, NULL },
        { "ag_running", ag_get_running, member_readonly, NULL },
        { "ag_await", gen_get_yieldfrom, NULL, NULL }, { 0 } }
};

/* anext(it, default): awaits __anext__() and turns StopAsyncIteration into the default. */
typedef struct AnextAwaitable { Obj h; Value it, fallback; } AnextAwaitable;

static Value anext_step(Thread *t, Value self, Value sent) {
    AnextAwaitable *a = (AnextAwaitable *)obj_of(self);
    Value result = VALUE_NONE, v;
    if (!is_iterator(t, a->it)) {
        Value it = get_awaitable(t, a->it, 0);
        if (!it) return VALUE_ERROR;
        a->it = it;
    }
    v = send_step(t, a->it, sent, &result);
    if (v == VALUE_STOP) return raise_stop_iteration(t, result);
    if (!v && exc_matches(t, EXC_StopAsyncIteration)) {
        exc_clear(t);
        return raise_stop_iteration(t, a->fallback);
    }
    return v;
}
static Value anext_next(Thread *t, Value self) { return anext_step(t, self, VALUE_NONE); }
static Value anext_send(Thread *t, Value *a) { return anext_step(t, a[0], a[1]); }
static Value anext_throw(Thread *t, Value *a) {
    AnextAwaitable *w = (AnextAwaitable *)obj_of(a[0]);
    Value v = call_method(t, w->it, NAME(t, throw), a + 1, !a[2] ? 1 : !a[3] ? 2 : 3);
    if (!v && exc_matches(t, EXC_StopAsyncIteration)) {
        exc_clear(t);
        return raise_stop_iteration(t, w->fallback);
    }
    return v;
}
static Value anext_close(Thread *t, Value *a) {
    return call_method0(t, ((AnextAwaitable *)obj_of(a[0]))->it, NAME(t, close));
}

const TypeDef type_anext_awaitable = {
    .name = "anext_awaitable", .size = sizeof(AnextAwaitable), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = gen_iter, .next = anext_next, .await = gen_iter },
    .methods = (const FunctionDef[]) {
        { "send", anext_send, "value, /", NULL, 0 }, { "throw", anext_throw, "typ, val=NULL, tb=NULL, /", NULL, 0 },
        { "close", anext_close, "", NULL, 0 }, { 0 } }
};

Value anext_awaitable_new(Thread *t, Value awaitable, Value fallback) {
    AnextAwaitable *a = alloc_obj(t, type_by_id(t, T_ANEXT_AWAITABLE), sizeof *a);
    if (!a) return VALUE_ERROR;
    a->it = awaitable;
    a->fallback = fallback;
    return from_ptr(a);
}
