/* _futures: the Future of concurrent.futures.
 *
 * The holder of the GIL is alone with a future, so that its state changes without a lock, and who wants the result
 * sleeps in the future's own queue. A program may ask for _condition: from then on its lock is taken, too. */
#include "vm/base/plat.h"
#include "vm/lock.h"
#include "vm/native.h"
#include "vm/object/container.h"

/* Cancelled futures are "notified" when the executor has come across them. */
enum State { PENDING, RUNNING, CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED, STATE_COUNT };
static const char *const state_names[] = { "PENDING", "RUNNING", "CANCELLED", "CANCELLED_AND_NOTIFIED", "FINISHED" };

typedef struct Future {
    Obj h;
    Attrs attrs;
    enum State state;
    Value result, exception;    /* 0: None */
    Value waiters, callbacks;   /* lists, or 0: waiters are those of wait() and as_completed() */
    Value condition;            /* threading.Condition, or 0: nobody has asked for it */
    WaitQueue done;             /* threads that wait for the result */
} Future;

static Future *as_future(Value v) { return (Future *)obj_of(v); }
static bool is_done(const Future *f) { return f->state >= CANCELLED; }
static bool is_cancelled(const Future *f) { return f->state == CANCELLED || f->state == CANCELLED_AND_NOTIFIED; }

/* What the module in Python has given us. */
typedef struct FuturesState { Value invalid_state, cancelled, report_callback, report_state; } FuturesState;
static FuturesState *given(Thread *t) { return t->interp->module_state[STATE_FUTURES]; }

static Value future_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);
}
static Value future_init(Thread *t, Value *a) { return VALUE_NONE; }

/* -- The condition, if there is one ---------------------------------------------------------------------- */

static bool enter(Thread *t, Future *f, Value *condition) {
    *condition = f->condition;
    return !*condition || call_method0(t, *condition, NAME(t, __enter__));
}

/* The value v on the way out, or an error if there was or is one. */
static Value leave(Thread *t, Value condition, Value v) {
    if (!condition)
        return v;
    Value exc = exc_fetch(t), none[] = { VALUE_NONE, VALUE_NONE, VALUE_NONE };
    if (!call_method(t, condition, NAME(t, __exit__), none, 3))
        return VALUE_ERROR;
    exc_restore(t, exc);
    return v;
}

static bool tell_all(Thread *t, Future *f, Value condition) {
    if (f->done.first)
        queue_notify(t, &f->done, INT64_MAX);
    return !condition || call_method0(t, condition, str_intern_cstr(t, "notify_all"));
}

static bool tell_waiters(Thread *t, Value self, const char *method) {
    List *l = as_future(self)->waiters ? as_list(as_future(self)->waiters) : NULL;
    if (!l || l->len == 0)
        return true;
    Str *name = str_intern_cstr(t, method);
    Value all = name ? list_new(t, l->items, l->len) : VALUE_ERROR;     /* the list may change meanwhile */
    if (!all)
        return false;
    for (int64_t i = 0; i < as_list(all)->len; i++)
        if (!call_method1(t, as_list(all)->items[i], name, self))
            return false;
    return true;
}

/* -- Callbacks ------------------------------------------------------------------------------------------- */

static bool run_callback(Thread *t, Value self, Value fn) {
    if (call1(t, fn, self))
        return true;
    if (!exc_matches(t, EXC_Exception))
        return false;
    Value exc = exc_fetch(t);
    return call2(t, given(t)->report_callback, self, exc) != VALUE_ERROR;
}

static Value invoke_callbacks(Thread *t, Value *a) {
    Future *f = as_future(a[0]);
    for (int64_t i = 0; f->callbacks && i < as_list(f->callbacks)->len; i++)
        if (!run_callback(t, a[0], as_list(f->callbacks)->items[i]))
            return VALUE_ERROR;
    return VALUE_NONE;
}

static Value add_done_callback(Thread *t, Value *a) {
    Future *f = as_future(a[0]);
    Value condition;
    if (!enter(t, f, &condition))
        return VALUE_ERROR;
    bool now = is_done(f), ok = true;
    if (!now && !f->callbacks)
        ok = (f->callbacks = list_new(t, NULL, 0)) != VALUE_ERROR;
    if (!now && ok)
        ok = list_append(t, as_list(f->callbacks), a[1]);
    if (!leave(t, condition, ok ? VALUE_NONE : VALUE_ERROR))
        return VALUE_ERROR;
    return !now || run_callback(t, a[0], a[1]) ? VALUE_NONE : VALUE_ERROR;
}

/* -- For whoever wants the result ------------------------------------------------------------------------ */

static Value cancel(Thread *t, Value *a) {
    Future *f = as_future(a[0]);
    Value condition;
    if (!enter(t, f, &condition))
        return VALUE_ERROR;
    if (f->state != PENDING)
        return leave(t, condition, from_bool(is_cancelled(f)));
    f->state = CANCELLED;
    if (!leave(t, condition, tell_all(t, f, condition) ? VALUE_NONE : VALUE_ERROR))
        return VALUE_ERROR;
    return invoke_callbacks(t, a) ? VALUE_TRUE : VALUE_ERROR;
}

static Value cancelled(Thread *t, Value *a) { return from_bool(is_cancelled(as_future(a[0]))); }
static Value running(Thread *t, Value *a) { return from_bool(as_future(a[0])->state == RUNNING); }
static Value done(Thread *t, Value *a) { return from_bool(is_done(as_future(a[0]))); }

static NOINLINE bool wait_until_done(Thread *t, Future *f, Value timeout) {
    int64_t ns = -1, deadline = INT64_MAX;
    if (timeout != VALUE_NONE) {
        if (!duration_ns(t, timeout, &ns))
            return false;
        if (__builtin_add_overflow(plat_monotonic_ns(), ns, &deadline))
            deadline = INT64_MAX;
    }
    while (!is_done(f)) {
        int r = timeout != VALUE_NONE && ns <= 0 ? 0 : queue_wait(t, &f->done, NULL, deadline);
        if (r < 0)
            return false;
        if (r == 0 && !is_done(f)) {
            raise_object(t, from_ptr(t->interp->exc_types[EXC_TimeoutError]), 0);
            return false;
        }
    }
    if (f->state == FINISHED)
        return true;
    raise_object(t, given(t)->cancelled, 0);
    return false;
}

static Value result(Thread *t, Value *a) {
    Future *f = as_future(a[0]);
    if (f->state != FINISHED && !wait_until_done(t, f, a[1]))
        return VALUE_ERROR;
    if (f->exception)
        return raise_object(t, f->exception, 0);
    return f->result ? f->result : VALUE_NONE;
}

static Value exception(Thread *t, Value *a) {
    Future *f = as_future(a[0]);
    if (f->state != FINISHED && !wait_until_done(t, f, a[1]))
        return VALUE_ERROR;
    return f->exception ? f->exception : VALUE_NONE;
}

/* -- For executors --------------------------------------------------------------------------------------- */

static Value set_running(Thread *t, Value *a) {
    Future *f = as_future(a[0]);
    Value condition;
    if (!enter(t, f, &condition))
        return VALUE_ERROR;
    if (f->state == PENDING) {
        f->state = RUNNING;
        return leave(t, condition, VALUE_TRUE);
    }
    if (f->state == CANCELLED) {
        f->state = CANCELLED_AND_NOTIFIED;
        return leave(t, condition, tell_waiters(t, a[0], "add_cancelled") ? VALUE_FALSE : VALUE_ERROR);
    }
    if (call1(t, given(t)->report_state, a[0]))
        raise_error(t, EXC_RuntimeError, "Future in unexpected state");
    return leave(t, condition, VALUE_ERROR);
}

static Value finish(Thread *t, Value self, Value *field, Value v, const char *method) {
    Future *f = as_future(self);
    Value condition;
    if (!enter(t, f, &condition))
        return VALUE_ERROR;
    if (unlikely(is_done(f))) {
        Value text = str_format(t, "%s: %R", state_names[f->state], self);
        if (text)
            raise_object(t, call1(t, given(t)->invalid_state, text), 0);
        return leave(t, condition, VALUE_ERROR);
    }
    *field = v == VALUE_NONE ? 0 : v;
    f->state = FINISHED;
    bool ok = tell_waiters(t, self, method) && tell_all(t, f, condition);
    if (!leave(t, condition, ok ? VALUE_NONE : VALUE_ERROR))
        return VALUE_ERROR;
    return f->callbacks ? invoke_callbacks(t, &self) : VALUE_NONE;
}

static Value set_result(Thread *t, Value *a) {
    return finish(t, a[0], &as_future(a[0])->result, a[1], "add_result");
}
static Value set_exception(Thread *t, Value *a) {
    return finish(t, a[0], &as_future(a[0])->exception, a[1], "add_exception");
}

/* For wait() and as_completed(): the waiter will be told, True; or the future is over by now, False. */
static Value add_waiter(Thread *t, Value *a) {
    Future *f = as_future(a[0]);
    if (f->state >= CANCELLED_AND_NOTIFIED)
        return VALUE_FALSE;
    if (!f->waiters && !(f->waiters = list_new(t, NULL, 0)))
        return VALUE_ERROR;
    return list_append(t, as_list(f->waiters), a[1]) ? VALUE_TRUE : VALUE_ERROR;
}

static Value remove_waiter(Thread *t, Value *a) {
    Future *f = as_future(a[0]);
    List *l = f->waiters ? as_list(f->waiters) : NULL;
    for (int64_t i = 0; l && i < l->len; i++)
        if (l->items[i] == a[1])
            return list_splice(t, l, i, i + 1, NULL, 0) ? VALUE_NONE : VALUE_ERROR;
    return VALUE_NONE;
}

/* -- Attributes ------------------------------------------------------------------------------------------ */

static Value get_state(Thread *t, Value self) {
    return from_ptr(str_intern_cstr(t, state_names[as_future(self)->state]));
}
static bool set_state(Thread *t, Value self, Value v) {
    for (int i = 0; v && is_str(v) && i < STATE_COUNT; i++)
        if (str_equals_cstr(as_str(v), state_names[i])) {
            as_future(self)->state = i;
            return true;
        }
    raise_value_error(t, "not a state of a future");
    return false;
}

static Value get_result(Thread *t, Value self) {
    return as_future(self)->result ? as_future(self)->result : VALUE_NONE;
}
static bool set_the_result(Thread *t, Value self, Value v) {
    as_future(self)->result = v == VALUE_NONE ? 0 : v;
    return true;
}
static Value get_exception(Thread *t, Value self) {
    return as_future(self)->exception ? as_future(self)->exception : VALUE_NONE;
}
static bool set_the_exception(Thread *t, Value self, Value v) {
    as_future(self)->exception = v == VALUE_NONE ? 0 : v;
    return true;
}

static Value made_list(Thread *t, Value *field) {
    if (!*field)
        *field = list_new(t, NULL, 0);
    return *field;
}
static Value get_waiters(Thread *t, Value self) { return made_list(t, &as_future(self)->waiters); }
static Value get_callbacks(Thread *t, Value self) { return made_list(t, &as_future(self)->callbacks); }

static Value get_condition(Thread *t, Value self) {
    Future *f = as_future(self);
    if (!f->condition)
        f->condition = call0(t, from_ptr(type_by_id(t, T_CONDITION)));
    return f->condition;
}

static Value future_repr(Thread *t, Value self) {
    static const char *const words[] = { "pending", "running", "cancelled", "cancelled", "finished" };
    Future *f = as_future(self);
    Value head = str_format(t, "<%Q at 0x%llx state=%s", f->h.type->name, (unsigned long long)self, words[f->state]);
    if (!head)
        return VALUE_ERROR;
    if (f->state != FINISHED)
        return str_format(t, "%U>", head);
    if (f->exception)
        return str_format(t, "%U raised %Q>", head, type_of(t, f->exception)->name);
    return str_format(t, "%U returned %Q>", head, type_of(t, f->result ? f->result : VALUE_NONE)->name);
}

/* Futures hold a lock, and no lock can be pickled. */
static Value cannot_reduce(Thread *t, Value *a) {
    return raise_type_error(t, "cannot pickle '_thread.RLock' object");
}

const TypeDef type_future = {
    .name = "concurrent.futures._base.Future",
    .doc = "The result of a call that runs elsewhere, once there is one.",
    .size = sizeof(Future),
    .attrs_offset = offsetof(Future, attrs),
    .weakrefs = true,
    .slots = { .repr = future_repr, .new_ = future_new },
    .init = { "__init__", future_init, "", 0, 0 },
    .getsets = (const GetSetDef[]) {
        { "_state", get_state, set_state, 0 },
        { "_result", get_result, set_the_result, 0 },
        { "_exception", get_exception, set_the_exception, 0 },
        { "_waiters", get_waiters, NULL, 0 },
        { "_done_callbacks", get_callbacks, NULL, 0 },
        { "_condition", get_condition, NULL, "Notified when the future is done." }, { 0 } },
    .methods = (const FunctionDef[]) {
        { "__reduce_ex__", cannot_reduce, "protocol, /", NULL, 0 },
        { "cancel", cancel, "", "Do not run the call. False if it runs already or has run.", 0 },
        { "cancelled", cancelled, "", "Was it cancelled?", 0 },
        { "running", running, "", "Does the call run right now?", 0 },
        { "done", done, "", "Was it cancelled, or has the call come to its end?", 0 },
        { "result", result, "timeout=None",
          "What the call returned; waits for it, at most timeout seconds. Raises what the call raised.", 0 },
        { "exception", exception, "timeout=None",
          "What the call raised, or None; waits for its end, at most timeout seconds.", 0 },
        { "add_done_callback", add_done_callback, "fn",
          "Call fn with the future once it is done, in whatever thread that comes about; now if it is.", 0 },
        { "set_running_or_notify_cancel", set_running, "",
          "The call is about to run; False: it must not, for it was cancelled.", 0 },
        { "set_result", set_result, "result", "The call has returned that.", 0 },
        { "set_exception", set_exception, "exception", "The call has raised that.", 0 },
        { "_invoke_callbacks", invoke_callbacks, "", 0, 0 },
        { "_add_waiter", add_waiter, "waiter, /", 0, 0 },
        { "_remove_waiter", remove_waiter, "waiter, /", 0, 0 },
        CLASS_GETITEM, { 0 } },
};

/* -- The module ------------------------------------------------------------------------------------------ */

static Value set_up(Thread *t, Value *a) {
    *given(t) = (FuturesState){ a[0], a[1], a[2], a[3] };
    return VALUE_NONE;
}

static bool init(Thread *t, Module *m) {
    FuturesState *s = alloc_array(t, 1, sizeof *s);
    t->interp->module_state[STATE_FUTURES] = s;
    return s != NULL;
}

const ModuleDef mod_futures = {
    .name = "_futures",
    .doc = "What concurrent.futures is built on.",
    .functions = (const FunctionDef[]) {
        { "_set_up", set_up, "invalid_state, cancelled, report_callback, report_state, /", 0, 0 }, { 0 } },
    .types = (const uint16_t[]) { T_FUTURE, 0 },
    .init = init,
};
