/* Raising, chaining, matching, and the two ways to complain without raising: unraisable errors and warnings. */
#include "vm/object/error.h"
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"
#include <stdio.h>

/* -- Out of memory, out of stack ------------------------------------------------------------------------- */

void *raise_memory(Thread *t) {
    Value e = t->interp->memory_error;
    if (e) {                                            /* one for all: forget where it was raised before */
        as_exc(e)->traceback = as_exc(e)->context = as_exc(e)->cause = 0;
        as_exc(e)->suppress_context = false;
    }
    t->exc = e;
    return NULL;
}

bool enter_c_slow(Thread *t, const char *where) {
    t->depth--;
    raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded%s", where);
    return false;
}

void *alloc_array(Thread *t, size_t n, size_t item) {
    size_t bytes;
    void *p = __builtin_mul_overflow(n, item, &bytes) ? NULL : heap_new(&t->interp->heap, bytes);
    return likely(p) ? p : raise_memory(t);
}

void *alloc_leaf(Thread *t, size_t bytes) {
    void *p = bytes > PTRDIFF_MAX ? NULL : heap_new_leaf(&t->interp->heap, bytes);
    return likely(p) ? p : raise_memory(t);
}

void *grow_array(Thread *t, void *old, size_t old_n, size_t new_n, size_t item) {
    void *p = alloc_array(t, new_n, item);
    if (p && old_n)
        memcpy(p, old, old_n * item);
    return p;
}

/* -- Raising --------------------------------------------------------------------------------------------- */

void exc_set_context(Thread *t, Value x, Value context) {
    if (!context || context == x)
        return;
    /* Cut the chain where it would come back to x. It may hold a ring already, made by hand: the tortoise sees it. */
    Value slow = context;
    bool step = false;
    for (Value o = context; as_exc(o)->context; o = as_exc(o)->context) {
        if (as_exc(o)->context == x) {
            as_exc(o)->context = 0;
            break;
        }
        if (step && (slow = as_exc(slow)->context) == as_exc(o)->context)
            break;
        step = !step;
    }
    as_exc(x)->context = context;
}

Value raise_value(Thread *t, Value exc) {
    if (!exc)
        return VALUE_ERROR;                             /* making it has failed: that waits already */
    if (t->handled)
        exc_set_context(t, exc, t->handled);
    t->exc = exc;
    return VALUE_ERROR;
}

Value exc_new_text(Thread *t, enum ExcId id, Value text) {
    Value args = text ? tuple_pack1(t, text) : VALUE_ERROR;
    return args ? exc_new(t, t->interp->exc_types[id], args) : VALUE_ERROR;
}

static Value raise_v(Thread *t, enum ExcId id, const char *fmt, va_list ap) {
    if (!*fmt)                                          /* "" stands for no argument */
        return raise_value(t, exc_new(t, t->interp->exc_types[id], from_ptr(t->interp->empty_tuple)));
    Value text = str_vformat(t, fmt, ap);
    return text ? raise_value(t, exc_new_text(t, id, text)) : VALUE_ERROR;
}

#define RAISE(id) \
    do { \
        va_list ap; \
        va_start(ap, fmt); \
        raise_v(t, id, fmt, ap); \
        va_end(ap); \
        return VALUE_ERROR; \
    } while (0)

Value raise_error(Thread *t, enum ExcId id, const char *fmt, ...) { RAISE(id); }
Value raise_type_error(Thread *t, const char *fmt, ...) { RAISE(EXC_TypeError); }
Value raise_value_error(Thread *t, const char *fmt, ...) { RAISE(EXC_ValueError); }
Value raise_overflow(Thread *t, const char *fmt, ...) { RAISE(EXC_OverflowError); }

Value raise_from_current(Thread *t, enum ExcId id, const char *fmt, ...) {
    Value cause = exc_fetch(t);
    va_list ap;
    va_start(ap, fmt);
    raise_v(t, id, fmt, ap);
    va_end(ap);
    if (t->exc && cause && t->exc != cause) {
        as_exc(t->exc)->cause = as_exc(t->exc)->context = cause;
        as_exc(t->exc)->suppress_context = true;
    }
    return VALUE_ERROR;
}

static Value raise_with(Thread *t, enum ExcId id, Value arg) {
    Value args = arg ? tuple_pack1(t, arg) : from_ptr(tuple_alloc(t, 0));
    return args ? raise_value(t, exc_new(t, t->interp->exc_types[id], args)) : VALUE_ERROR;
}

Value raise_key_error(Thread *t, Value key) { return raise_with(t, EXC_KeyError, key); }

Value raise_stop_iteration(Thread *t, Value value) {
    return raise_with(t, EXC_StopIteration, value == VALUE_NONE ? 0 : value);
}

Value raise_os_error_path2(Thread *t, int err, Value filename, Value filename2) {
    char text[256];
    const char *said = strerror_r(err, text, sizeof text);
    Value message = str_from_utf8_lossy(t, said, strlen(said), "surrogateescape");
    if (!message)
        return VALUE_ERROR;
    Value v[5] = {from_small(err), message, filename, VALUE_NONE, filename2};
    Value args = tuple_new(t, v, !filename ? 2 : !filename2 ? 3 : 5);
    return args ? raise_value(t, exc_new(t, t->interp->exc_types[EXC_OSError], args)) : VALUE_ERROR;
}
Value raise_os_error_path(Thread *t, int err, Value filename) { return raise_os_error_path2(t, err, filename, 0); }
Value raise_os_error(Thread *t, int err) { return raise_os_error_path2(t, err, 0, 0); }

Value raise_attribute(Thread *t, Value obj, Str *name) {
    if (is_type(obj))
        raise_error(t, EXC_AttributeError, "type object '%N' has no attribute '%Q'", (Type *)obj_of(obj), name);
    else
        raise_error(t, EXC_AttributeError, "'%T' object has no attribute '%Q'", obj, name);
    if (exc_matches(t, EXC_AttributeError)) {
        as_exc(t->exc)->field[0] = from_ptr(name);
        as_exc(t->exc)->field[1] = obj;
    }
    return VALUE_ERROR;
}

Value raise_name_error(Thread *t, Str *name) {
    raise_error(t, EXC_NameError, "name '%Q' is not defined", name);
    if (exc_matches(t, EXC_NameError))
        as_exc(t->exc)->field[0] = from_ptr(name);
    return VALUE_ERROR;
}

Value raise_import_error(Thread *t, enum ExcId id, Value name, Value path, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    raise_v(t, id, fmt, ap);
    va_end(ap);
    if (exc_matches(t, EXC_ImportError)) {
        as_exc(t->exc)->field[1] = name;
        as_exc(t->exc)->field[2] = path;
    }
    return VALUE_ERROR;
}

static bool is_exc_class(Thread *t, Value v) {
    return is_type(v) && type_is_subtype((Type *)obj_of(v), t->interp->exc_types[EXC_BaseException]);
}

/* An exception out of a class or an instance. */
static Value instantiate(Thread *t, Value x, const char *otherwise) {
    if (is_exc(x))
        return x;
    if (!is_exc_class(t, x))
        return raise_type_error(t, "%s", otherwise);
    Value e = call0(t, x);
    if (e && !is_exc(e))
        return raise_type_error(t, "calling %R should have returned an instance of BaseException, not %R", x,
                                from_ptr(type_of(t, e)));
    return e;
}

Value raise_object(Thread *t, Value x, Value cause) {
    Value e = instantiate(t, x, "exceptions must derive from BaseException");
    if (!e)
        return VALUE_ERROR;
    if (cause) {
        if (cause == VALUE_NONE)
            cause = 0;
        else if (!(cause = instantiate(t, cause, "exception causes must derive from BaseException")))
            return VALUE_ERROR;
        as_exc(e)->cause = cause;
        as_exc(e)->suppress_context = true;
    }
    return raise_value(t, e);
}

/* -- Matching -------------------------------------------------------------------------------------------- */

bool exc_is(Value exc, Type *cls) { return type_is_subtype(obj_of(exc)->type, cls); }

bool exc_matches(Thread *t, enum ExcId id) { return t->exc && exc_is(t->exc, t->interp->exc_types[id]); }

static bool check_pattern(Thread *t, Value pattern) {
    if (is_exc_class(t, pattern))
        return true;
    raise_type_error(t, "catching classes that do not inherit from BaseException is not allowed");
    return false;
}

int exc_matches_pattern(Thread *t, Value exc, Value pattern) {
    if (!is_tuple(pattern))
        return check_pattern(t, pattern) ? exc_is(exc, (Type *)obj_of(pattern)) : -1;
    Tuple *u = as_tuple(pattern);
    for (int64_t i = 0; i < u->len; i++)
        if (!check_pattern(t, u->items[i]))
            return -1;
    for (int64_t i = 0; i < u->len; i++)
        if (exc_is(exc, (Type *)obj_of(u->items[i])))
            return 1;
    return 0;
}

Value exc_take_stop(Thread *t) {
    if (!exc_matches(t, EXC_StopIteration))
        return 0;
    Value v = as_exc(t->exc)->field[0];
    t->exc = 0;
    return v ? v : VALUE_NONE;
}

/* -- Complaining without raising ------------------------------------------------------------------------- */

static Value sys_attr(Thread *t, const char *name) {
    Value v = t->interp->sys ? dict_get_cstr(t, t->interp->sys->dict, name) : 0;
    return v == VALUE_NONE ? 0 : v;
}

/* Text to sys.stderr, to the process's own when there is none. Errors of it are dropped. */
static void write_stderr(Thread *t, Value text) {
    if (!text) {
        exc_clear(t);
        return;
    }
    Value file = sys_attr(t, "stderr");
    if (file) {
        if (!call_method1(t, file, NAME(t, write), text))
            exc_clear(t);
        return;
    }
    const char *s = str_utf8_lossy(t, as_str(text), NULL);
    if (s)
        fputs(s, stderr);
    exc_clear(t);
}

void print_unraisable(Thread *t, Value e, Value message, Value where) {
    Value text = 0;
    bool named = where && where != VALUE_NONE;
    if (named && !(text = to_repr(t, where))) {
        exc_clear(t);
        text = str_from_cstr(t, "<object repr() failed>");
    }
    if (message && message != VALUE_NONE)
        text = text ? str_format(t, "%S: %U\n", message, text) : str_format(t, "%S:\n", message);
    else if (text)
        text = str_format(t, "Exception ignored in: %U\n", text);
    if (text || t->exc)
        write_stderr(t, text);
    write_stderr(t, traceback_format_plain(t, e));
}

static Value hook_args(Thread *t, Value e, const char *message, Value where) {
    static const char *const fields[] = {"exc_type", "exc_value", "exc_traceback", "err_msg", "object"};
    Type *y = t->interp->unraisable_args;
    if (!y)
        y = t->interp->unraisable_args = structseq_type(t, "UnraisableHookArgs", fields, 5, 5);
    Value tb = as_exc(e)->traceback, text = message ? str_from_cstr(t, message) : VALUE_NONE;
    Value items[] = {from_ptr(obj_of(e)->type), e, tb ? tb : VALUE_NONE, text, where ? where : VALUE_NONE};
    return y && text ? structseq_new(t, y, items) : VALUE_ERROR;
}

void error_unraisable(Thread *t, Value where) { error_unraisable_in(t, NULL, where); }

/* A program's own sys.unraisablehook is asked; what that raises is told in its turn. */
void error_unraisable_in(Thread *t, const char *message, Value where) {
    Value e = exc_fetch(t), hook = sys_attr(t, "unraisablehook");
    if (!e)
        return;
    if (hook && hook != sys_attr(t, "__unraisablehook__")) {
        Value args = hook_args(t, e, message, where);
        if (args && call1(t, hook, args))
            return;
        e = exc_fetch(t);
        message = "Exception ignored in sys.unraisablehook";
        where = hook;
    }
    Value text = message ? str_from_cstr(t, message) : 0;
    print_unraisable(t, e, text, where);
    exc_clear(t);
}

/* -- Warnings -------------------------------------------------------------------------------------------- */

/* Would the default filters show it? in_main: it is about code of __main__. */
static bool is_shown(Thread *t, enum ExcId category, bool in_main) {
    static const uint8_t hidden[] = {EXC_DeprecationWarning, EXC_PendingDeprecationWarning, EXC_ImportWarning,
                                     EXC_ResourceWarning};
    if (category == EXC_DeprecationWarning && in_main)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
        if (type_is_subtype(t->interp->exc_types[category], t->interp->exc_types[hidden[i]]))
            return false;
    return true;
}

static bool caller_is_main(Thread *t) {
    Dict *globals = caller_globals(t);
    Value name = globals ? dict_get_str(t, globals, NAME(t, __name__)) : 0;
    return name && is_str(name) && str_equal(as_str(name), NAME(t, __main__));
}

/* A function of the module warnings, which is imported when there is something for it to show; 0: there is
 * nothing, or the exception that the import has raised. */
static Value warnings_function(Thread *t, const char *name, enum ExcId category, bool in_main) {
    Value module = t->interp->modules ? dict_get_cstr(t, t->interp->modules, "warnings") : 0;
    if (!module || module == VALUE_NONE) {
        Value options = sys_attr(t, "warnoptions");
        if (!(options && is_list(options) && as_list(options)->len) && !is_shown(t, category, in_main))
            return 0;
        Value text = t->interp->import_function ? str_from_cstr(t, "warnings") : 0;
        module = text ? call1(t, t->interp->import_function, text) : 0;
    }
    return module ? get_attr_cstr(t, module, name) : 0;
}

bool warn(Thread *t, enum ExcId category, int stacklevel, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    Value text = str_vformat(t, fmt, ap);
    va_end(ap);
    Value f = text ? warnings_function(t, "warn", category, caller_is_main(t)) : 0;
    if (!f)
        return !t->exc;
    return call3(t, f, text, from_ptr(t->interp->exc_types[category]), from_small(stacklevel)) != 0;
}

bool warn_explicit(Thread *t, enum ExcId category, Value filename, int line, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    Value text = str_vformat(t, fmt, ap);
    va_end(ap);
    Value f = text ? warnings_function(t, "warn_explicit", category, false) : 0;
    if (!f)
        return !t->exc;
    Value args[4] = {text, from_ptr(t->interp->exc_types[category]), filename, from_small(line)};
    return call_value(t, f, args, 4, NULL) != 0;
}
