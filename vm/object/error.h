/* Raising and catching.  A failing function returns VALUE_ERROR / false / NULL / -1 and leaves the exception in
 * t->exc.  There is nothing to free on an error path: the collector does. */
#pragma once
#include "vm/object/state.h"

/* Fields common to all exceptions; exception.c adds the special ones behind. */
struct Exc {
    Obj h;
    Attrs attrs;
    Value args;                 /* tuple */
    Value traceback;            /* Traceback or 0 */
    Value cause, context;       /* or 0 */
    bool suppress_context;
    Value field[8];             /* by layout: STOP value; EXIT code; OS errno strerror filename filename2
                                   characters_written; IMPORT msg name path; SYNTAX msg filename lineno offset text
                                   end_lineno end_offset print_file_and_line; NAME name; ATTR name obj;
                                   UNI* encoding object start end reason; GROUP message exceptions; 0 = not set */
};

/* One entry of a traceback, outermost first.  The frame object is made when someone looks. */
typedef struct Traceback {
    Obj h;
    Value next;                 /* Traceback or 0 */
    Value frame;                /* Frame object or what it can be made of: see traceback_frame() */
    Code *code;
    Dict *globals;
    int32_t lasti;              /* bytes from the code's start to the instruction that raised */
    int32_t lineno;
} Traceback;

/* All return VALUE_ERROR so that one may write `return raise_error(...)`.
 * Formats as str_format: %s char*, %d int, %ld long, %zd ssize_t, %zu, %lld, %x, %c (code point), %%,
 * %S str(value), %R repr(value), %A ascii(value), %U a Value that is a str, %T name of the value's type,
 * %V the same, but None for None, %N name of a Type*, %Q a Str*; precision (%.200s) is understood for %s. */
Value raise_error(Thread *t, enum ExcId id, const char *fmt, ...);
Value raise_type_error(Thread *t, const char *fmt, ...);        /* TypeError */
Value raise_value_error(Thread *t, const char *fmt, ...);       /* ValueError */
Value raise_key_error(Thread *t, Value key);                    /* KeyError(key) */
Value raise_os_error(Thread *t, int err);                       /* OSError subclass for errno err, strerror filled */
Value raise_os_error_path(Thread *t, int err, Value filename);
Value raise_os_error_path2(Thread *t, int err, Value filename, Value filename2);
Value raise_overflow(Thread *t, const char *fmt, ...);
Value raise_stop_iteration(Thread *t, Value value);             /* value 0 or None: no argument */
Value raise_attribute(Thread *t, Value obj, Str *name);         /* "'X' object has no attribute 'y'", name/obj set */
Value raise_name_error(Thread *t, Str *name);                   /* "name 'x' is not defined" */
Value raise_import_error(Thread *t, enum ExcId id, Value name, Value path, const char *fmt, ...);
Value raise_value(Thread *t, Value exc);                        /* an instance; sets context from t->handled */
/* `raise x from cause`; x a class or an instance, cause 0 (none given), None or exception. */
Value raise_object(Thread *t, Value x, Value cause);

/* Replaces the exception that waits by a new one whose __cause__ and __context__ it becomes. */
Value raise_from_current(Thread *t, enum ExcId id, const char *fmt, ...);
/* x is about to wait in t->exc: its __context__ becomes the handled exception, without making a ring. */
void exc_set_context(Thread *t, Value x, Value context);

bool exc_matches(Thread *t, enum ExcId id);                     /* does t->exc match the class? */
bool exc_is(Value exc, Type *cls);                              /* isinstance without hooks */
static inline bool exc_is_id(Thread *t, Value exc, enum ExcId id) { return exc_is(exc, t->interp->exc_types[id]); }
/* `except` matching: pattern a class or a tuple of them; 1, 0, -1 (TypeError: catching classes that do not inherit
 * from BaseException is not allowed). */
int exc_matches_pattern(Thread *t, Value exc, Value pattern);
static inline Value exc_fetch(Thread *t) { Value e = t->exc; t->exc = 0; return e; }     /* take it away */
static inline void exc_restore(Thread *t, Value e) { t->exc = e; }                       /* put it back */
static inline void exc_clear(Thread *t) { t->exc = 0; }
/* Clears a StopIteration that waits and gives its value (None without one); 0 if another exception waits. */
Value exc_take_stop(Thread *t);

bool exceptions_init(Thread *t);                         /* the whole tree, by types_init */
Value exc_new(Thread *t, Type *cls, Value args_tuple);          /* cls(*args) for built-in classes, no __init__ call */
Value exc_new_text(Thread *t, enum ExcId id, Value text);
static inline Exc *as_exc(Value v) { return (Exc *)obj_of(v); }
/* Adds one entry at the front: the exception was raised in, or goes through, the innermost frame at instruction pc. */
bool traceback_push(Thread *t, Value exc, Code *code, Dict *globals, Value frame, int pc);

/* str(exc) the way tracebacks print it, and the whole 3.11 report (chaining, groups, notes, carets, recursion
 * squeezing, SyntaxError's form) as one str.  exception_text.c / traceback.c in vm/unwind.c's room. */
Value traceback_format(Thread *t, Value exc);
Value traceback_format_plain(Thread *t, Value exc);     /* of errors nobody can catch: nothing chained, no notes, no hints */
void error_unraisable_in(Thread *t, const char *message, Value where);  /* with other words than "Exception ignored in" */
void print_unraisable(Thread *t, Value exc, Value message, Value where);    /* what sys.__unraisablehook__ does */
void error_unraisable(Thread *t, Value where);          /* "Exception ignored in: ..." on stderr, clears t->exc */
/* By the module warnings, for the frame stacklevel - 1 above the innermost, or for a place. false: turned into
 * an error. */
bool warn(Thread *t, enum ExcId category, int stacklevel, const char *fmt, ...);
bool warn_explicit(Thread *t, enum ExcId category, Value filename, int line, const char *fmt, ...);
