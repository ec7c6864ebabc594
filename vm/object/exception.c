/* The exception classes: one struct for all, whose field[] each layout uses in its own way (error.h). */
#include "vm/object/exception_private.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type_private.h"
#include <errno.h>
#include <stdio.h>

enum Layout { PLAIN, KEY, STOP, EXIT, OS, IMPORT, SYNTAX, NAME_, ATTR, UNIENC, UNIDEC, UNITRANS, GROUP };
#define NAME_LAYOUT NAME_

static const uint8_t layouts[EXC_COUNT] = {
#undef NAME
#define NAME NAME_LAYOUT
#define EXC(name, base, layout) [EXC_##name] = layout,
#include "vm/object/exceptions.def"
#undef EXC
#undef NAME
#define NAME(t, x) ((t)->interp->names[N_##x])
};

/* -- BaseException --------------------------------------------------------------------------------------- */

Value exc_alloc(Thread *t, Type *cls, Value args) {
    Value v = object_alloc(t, cls);
    if (v)
        as_exc(v)->args = args;
    return v;
}

bool exc_no_keywords(Thread *t, Type *cls, Tuple *kwnames) {
    if (likely(!kwnames || kwnames->len == 0))
        return true;
    raise_type_error(t, "%N() takes no keyword arguments", cls);
    return false;
}

static Value base_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    Value u = tuple_new(t, args, (int64_t)nargs);
    return u ? exc_alloc(t, cls, u) : VALUE_ERROR;
}

bool exc_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (!exc_no_keywords(t, type_of(t, self), kwnames))
        return false;
    Tuple *old = is_tuple(as_exc(self)->args) ? as_tuple(as_exc(self)->args) : NULL;
    if (old && (size_t)old->len == nargs && (nargs == 0 || memcmp(old->items, args, nargs * sizeof(Value)) == 0))
        return true;                                    /* as __new__ has left it */
    Value u = tuple_new(t, args, (int64_t)nargs);
    if (u)
        as_exc(self)->args = u;
    return u != 0;
}

static Tuple *args_of(Value self) { return as_tuple(as_exc(self)->args); }

static Value base_str(Thread *t, Value self) {
    Tuple *a = args_of(self);
    switch (a->len) {
    case 0: return str_from_ascii(t, "", 0);
    case 1: return to_str(t, a->items[0]);
    default: return to_str(t, as_exc(self)->args);
    }
}

static Value base_repr(Thread *t, Value self) {
    Tuple *a = args_of(self);
    Str *name = type_of(t, self)->name;
    return a->len == 1 ? str_format(t, "%Q(%R)", name, a->items[0]) : str_format(t, "%Q%R", name, as_exc(self)->args);
}

static Value get_args(Thread *t, Value self) { return as_exc(self)->args; }

static bool set_args(Thread *t, Value self, Value v) {
    if (!v) {
        raise_type_error(t, "args may not be deleted");
        return false;
    }
    Tuple *u = tuple_from_iterable(t, v);
    if (u)
        as_exc(self)->args = from_ptr(u);
    return u != NULL;
}

static Value or_none(Value v) { return v ? v : VALUE_NONE; }

static Value get_traceback(Thread *t, Value self) { return or_none(as_exc(self)->traceback); }

static bool set_traceback(Thread *t, Value self, Value v) {
    if (!v)
        raise_type_error(t, "__traceback__ may not be deleted");
    else if (v != VALUE_NONE && !is_exact(t, v, T_TRACEBACK))
        raise_type_error(t, "__traceback__ must be a traceback or None");
    else
        as_exc(self)->traceback = v == VALUE_NONE ? 0 : v;
    return !t->exc;
}

static bool check_link(Thread *t, Value v, const char *attr, const char *what) {
    if (!v)
        raise_type_error(t, "%s may not be deleted", attr);
    else if (v != VALUE_NONE && !is_exc(v))
        raise_type_error(t, "exception %s must be None or derive from BaseException", what);
    else
        return true;
    return false;
}

static Value get_cause(Thread *t, Value self) { return or_none(as_exc(self)->cause); }

static bool set_cause(Thread *t, Value self, Value v) {
    if (!check_link(t, v, "__cause__", "cause"))
        return false;
    as_exc(self)->cause = v == VALUE_NONE ? 0 : v;
    as_exc(self)->suppress_context = true;
    return true;
}

static Value get_context(Thread *t, Value self) { return or_none(as_exc(self)->context); }

static bool set_context(Thread *t, Value self, Value v) {
    if (!check_link(t, v, "__context__", "context"))
        return false;
    as_exc(self)->context = v == VALUE_NONE ? 0 : v;
    return true;
}

static Value get_suppress(Thread *t, Value self) { return from_bool(as_exc(self)->suppress_context); }

static bool set_suppress(Thread *t, Value self, Value v) {
    if (!v)
        raise_type_error(t, "can't delete numeric/char attribute");
    else if (!is_bool(v))
        raise_type_error(t, "attribute value type must be bool");
    else
        as_exc(self)->suppress_context = v == VALUE_TRUE;
    return v && is_bool(v);
}

static Value base_with_traceback(Thread *t, Value *a) { return set_traceback(t, a[0], a[1]) ? a[0] : VALUE_ERROR; }

static Value base_add_note(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "note must be a str, not '%T'", a[1]);
    Value notes = get_attr_or_null(t, a[0], NAME(t, __notes__));
    if (t->exc)
        return VALUE_ERROR;
    if (!notes) {
        notes = list_new(t, NULL, 0);
        if (!notes || !set_attr(t, a[0], NAME(t, __notes__), notes))
            return VALUE_ERROR;
    }
    if (!is_list(notes))
        return raise_type_error(t, "Cannot add note: __notes__ is not a list");
    return list_append(t, as_list(notes), a[1]) ? VALUE_NONE : VALUE_ERROR;
}

/* (class, args) and the instance's dict, with what `extra` adds to it. */
static Value reduce_with(Thread *t, Value self, Value args, Dict *extra) {
    Value cls = from_ptr(type_of(t, self));
    Dict *d = object_dict(t, self, false);
    if (t->exc)
        return VALUE_ERROR;
    if (d && dict_len(d) > 0 && extra) {
        d = dict_copy(t, d);
        if (!d || !dict_update(t, d, from_ptr(extra)))
            return VALUE_ERROR;
    } else if (extra) {
        d = extra;
    }
    return d && dict_len(d) > 0 ? tuple_pack3(t, cls, args, from_ptr(d)) : tuple_pack2(t, cls, args);
}

static Value base_reduce(Thread *t, Value *a) { return reduce_with(t, a[0], as_exc(a[0])->args, NULL); }

static Value base_setstate(Thread *t, Value *a) {
    if (a[1] == VALUE_NONE)
        return VALUE_NONE;
    if (!is_dict(a[1]))
        return raise_type_error(t, "state is not a dictionary");
    Value k, v;
    for (int64_t i = 0; dict_next(as_dict(a[1]), &i, &k, &v);)
        if (!is_str(k) || !set_attr(t, a[0], as_str(k), v))
            return t->exc ? VALUE_ERROR : raise_type_error(t, "attribute name must be string, not '%T'", k);
    return VALUE_NONE;
}

const TypeDef type_exception = {
    .name = "BaseException",
    .doc = "Common base class for all exceptions",
    .size = sizeof(Exc),
    .attrs_offset = offsetof(Exc, attrs),
    .weakrefs = true,
    .slots = {.repr = base_repr, .str = base_str, .new_ = base_new, .init = exc_init},
    .methods = (const FunctionDef[]){
        {"with_traceback", base_with_traceback, "tb, /", "Set self.__traceback__ to tb and return self.", 0},
        {"add_note", base_add_note, "note, /", "Add a note to the exception.", 0},
        {"__reduce__", base_reduce, "", NULL, 0},
        {"__setstate__", base_setstate, "state, /", NULL, 0},
        {0},
    },
    .getsets = (const GetSetDef[]){
        {"args", get_args, set_args, NULL},
        {"__traceback__", get_traceback, set_traceback, NULL},
        {"__cause__", get_cause, set_cause, NULL},
        {"__context__", get_context, set_context, NULL},
        {"__suppress_context__", get_suppress, set_suppress, NULL},
        {0},
    },
};

/* -- Fields ---------------------------------------------------------------------------------------------- */

/* field[i] as a plain attribute: None when unset. */
#define FIELD(i) \
    static Value get_field_##i(Thread *t, Value self) { return or_none(as_exc(self)->field[i]); } \
    static bool set_field_##i(Thread *t, Value self, Value v) { \
        as_exc(self)->field[i] = v; \
        return true; \
    }
FIELD(0)
FIELD(1)
FIELD(2)
FIELD(3)
FIELD(4)
FIELD(5)
FIELD(6)
FIELD(7)

#define ATTRIBUTE(name, i) {name, get_field_##i, set_field_##i, NULL}

/* Keywords that an exception takes, put into field[first ..]; true if all are among names. */
static bool take_keywords(Thread *t, Value self, const Value *values, Tuple *kwnames, const char *fname,
                          const char *const *names, int first) {
    for (int64_t k = 0; kwnames && k < kwnames->len; k++) {
        int i = 0;
        while (names[i] && !str_equals_cstr(as_str(kwnames->items[k]), names[i]))
            i++;
        if (!names[i]) {
            raise_type_error(t, "'%U' is an invalid keyword argument for %s()", kwnames->items[k], fname);
            return false;
        }
        as_exc(self)->field[first + i] = values[k];
    }
    return true;
}

/* -- StopIteration, SystemExit, KeyError ----------------------------------------------------------------- */

static bool stop_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (!exc_init(t, self, args, nargs, kwnames))
        return false;
    as_exc(self)->field[0] = nargs ? args[0] : VALUE_NONE;
    return true;
}

static const TypeDef def_stop = {
    .name = "StopIteration", .doc = "Signal the end from iterator.__next__().",
    .slots = {.init = stop_init}, .getsets = (const GetSetDef[]){ATTRIBUTE("value", 0), {0}},
};

static bool exit_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (!exc_init(t, self, args, nargs, kwnames))
        return false;
    as_exc(self)->field[0] = nargs == 0 ? VALUE_NONE : nargs == 1 ? args[0] : as_exc(self)->args;
    return true;
}

static const TypeDef def_exit = {
    .name = "SystemExit", .doc = "Request to exit from the interpreter.",
    .slots = {.init = exit_init}, .getsets = (const GetSetDef[]){ATTRIBUTE("code", 0), {0}},
};

/* The repr: an empty or odd key would be hard to see. */
static Value key_str(Thread *t, Value self) {
    return args_of(self)->len == 1 ? to_repr(t, args_of(self)->items[0]) : base_str(t, self);
}

static const TypeDef def_key = {.name = "KeyError", .doc = "Mapping key not found.", .slots = {.str = key_str}};

/* -- ImportError, NameError, AttributeError -------------------------------------------------------------- */

static bool import_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"name", "path", NULL};
    if (!exc_init(t, self, args, nargs, NULL))
        return false;
    Exc *e = as_exc(self);
    e->field[0] = nargs == 1 ? args[0] : 0;
    e->field[1] = e->field[2] = 0;
    return take_keywords(t, self, args + nargs, kwnames, "ImportError", names, 1);
}

static Value import_str(Thread *t, Value self) {
    Value msg = as_exc(self)->field[0];
    return msg && is_exact(t, msg, T_STR) ? msg : base_str(t, self);
}

static Value import_reduce(Thread *t, Value *a) {
    Exc *e = as_exc(a[0]);
    Dict *d = NULL;
    if (e->field[1] || e->field[2]) {
        d = dict_new(t);
        if (!d || (e->field[1] && !dict_set_cstr(t, d, "name", e->field[1])) ||
            (e->field[2] && !dict_set_cstr(t, d, "path", e->field[2])))
            return VALUE_ERROR;
    }
    return reduce_with(t, a[0], e->args, d);
}

static const TypeDef def_import = {
    .name = "ImportError", .doc = "Import can't find module, or can't find name in module.",
    .slots = {.init = import_init, .str = import_str},
    .methods = (const FunctionDef[]){{"__reduce__", import_reduce, "", NULL, 0}, {0}},
    .getsets = (const GetSetDef[]){ATTRIBUTE("msg", 0), ATTRIBUTE("name", 1), ATTRIBUTE("path", 2), {0}},
};

static bool name_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"name", NULL};
    return exc_init(t, self, args, nargs, NULL) &&
           take_keywords(t, self, args + nargs, kwnames, "NameError", names, 0);
}

static const TypeDef def_name = {
    .name = "NameError", .doc = "Name not found globally.",
    .slots = {.init = name_init}, .getsets = (const GetSetDef[]){ATTRIBUTE("name", 0), {0}},
};

static bool attr_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    static const char *const names[] = {"name", "obj", NULL};
    return exc_init(t, self, args, nargs, NULL) &&
           take_keywords(t, self, args + nargs, kwnames, "AttributeError", names, 0);
}

static const TypeDef def_attr = {
    .name = "AttributeError", .doc = "Attribute not found.",
    .slots = {.init = attr_init}, .getsets = (const GetSetDef[]){ATTRIBUTE("name", 0), ATTRIBUTE("obj", 1), {0}},
};

/* -- OSError --------------------------------------------------------------------------------------------- */

static int os_class(int err) {
    switch (err) {
    case EAGAIN:
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
#endif
    case EALREADY:
    case EINPROGRESS: return EXC_BlockingIOError;
    case EPIPE:
    case ESHUTDOWN: return EXC_BrokenPipeError;
    case ECHILD: return EXC_ChildProcessError;
    case ECONNABORTED: return EXC_ConnectionAbortedError;
    case ECONNREFUSED: return EXC_ConnectionRefusedError;
    case ECONNRESET: return EXC_ConnectionResetError;
    case EEXIST: return EXC_FileExistsError;
    case ENOENT: return EXC_FileNotFoundError;
    case EISDIR: return EXC_IsADirectoryError;
    case ENOTDIR: return EXC_NotADirectoryError;
    case EINTR: return EXC_InterruptedError;
    case EACCES:
    case EPERM: return EXC_PermissionError;
    case ESRCH: return EXC_ProcessLookupError;
    case ETIMEDOUT: return EXC_TimeoutError;
    default: return -1;
    }
}

static Value os_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames);
static bool os_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames);

/* A subclass with an __init__ of its own only gets its fields when that calls OSError.__init__. */
static bool fields_in_init(Type *y) { return y->slots.init != os_init && y->slots.new_ == os_new; }

static bool os_fill(Thread *t, Value self, const Value *args, size_t nargs) {
    Exc *e = as_exc(self);
    size_t keep = nargs;
    if (nargs >= 2 && nargs <= 5) {
        e->field[0] = args[0];
        e->field[1] = args[1];
        if (nargs >= 3 && args[2] != VALUE_NONE) {
            int64_t written;
            if (exc_is_id(t, self, EXC_BlockingIOError) && type_of(t, args[2])->slots.index) {
                if (!as_int64(t, args[2], &written))
                    return false;
                e->field[4] = from_int64(t, written);
            } else {
                e->field[2] = args[2];
                if (nargs == 5 && args[4] != VALUE_NONE)
                    e->field[3] = args[4];
                keep = 2;                               /* the names stay out of args */
            }
        }
    }
    e->args = tuple_new(t, args, (int64_t)keep);
    return e->args != 0;
}

static Value os_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (fields_in_init(cls))
        return exc_alloc(t, cls, from_ptr(tuple_alloc(t, 0)));
    if (!exc_no_keywords(t, cls, kwnames))
        return VALUE_ERROR;
    if (cls == t->interp->exc_types[EXC_OSError] && nargs >= 2 && nargs <= 5 && is_small(args[0])) {
        int64_t err = small_of(args[0]);
        int id = err == (int)err ? os_class((int)err) : -1;
        if (id >= 0)
            cls = t->interp->exc_types[id];
    }
    Value v = exc_alloc(t, cls, from_ptr(tuple_alloc(t, 0)));
    return v && os_fill(t, v, args, nargs) ? v : VALUE_ERROR;
}

static bool os_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Type *y = type_of(t, self);
    if (!fields_in_init(y))
        return true;
    return exc_no_keywords(t, y, kwnames) && os_fill(t, self, args, nargs);
}

static Value os_str(Thread *t, Value self) {
    Exc *e = as_exc(self);
    Value err = or_none(e->field[0]), text = or_none(e->field[1]);
    if (e->field[2] && e->field[3])
        return str_format(t, "[Errno %S] %S: %R -> %R", err, text, e->field[2], e->field[3]);
    if (e->field[2])
        return str_format(t, "[Errno %S] %S: %R", err, text, e->field[2]);
    if (e->field[0] && e->field[1])
        return str_format(t, "[Errno %S] %S", err, text);
    return base_str(t, self);
}

static Value os_reduce(Thread *t, Value *a) {
    Exc *e = as_exc(a[0]);
    Value args = e->args;
    if (as_tuple(args)->len == 2 && e->field[2]) {
        Value v[5] = {as_tuple(args)->items[0], as_tuple(args)->items[1], e->field[2], VALUE_NONE, e->field[3]};
        if (!(args = tuple_new(t, v, e->field[3] ? 5 : 3)))
            return VALUE_ERROR;
    }
    return reduce_with(t, a[0], args, NULL);
}

static Value get_written(Thread *t, Value self) {
    Value v = as_exc(self)->field[4];
    return v ? v : raise_error(t, EXC_AttributeError, "characters_written");
}

static bool set_written(Thread *t, Value self, Value v) {
    int64_t n;
    if (!v && !as_exc(self)->field[4]) {
        raise_error(t, EXC_AttributeError, "characters_written");
        return false;
    }
    if (v && !as_int64(t, v, &n))
        return false;
    as_exc(self)->field[4] = v ? from_int64(t, n) : 0;
    return true;
}

static const TypeDef def_os = {
    .name = "OSError", .doc = "Base class for I/O related errors.",
    .slots = {.new_ = os_new, .init = os_init, .str = os_str},
    .methods = (const FunctionDef[]){{"__reduce__", os_reduce, "", NULL, 0}, {0}},
    .getsets = (const GetSetDef[]){
        ATTRIBUTE("errno", 0), ATTRIBUTE("strerror", 1), ATTRIBUTE("filename", 2), ATTRIBUTE("filename2", 3),
        {"characters_written", get_written, set_written, NULL}, {0},
    },
};

/* -- SyntaxError ----------------------------------------------------------------------------------------- */

static bool syntax_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (!exc_init(t, self, args, nargs, kwnames))
        return false;
    Exc *e = as_exc(self);
    if (nargs >= 1)
        e->field[0] = args[0];
    if (nargs != 2)
        return true;
    Tuple *info = tuple_from_iterable(t, args[1]);
    if (!info)
        return false;
    if (info->len < 4)
        raise_type_error(t, "function takes at least 4 arguments (%d given)", (int)info->len);
    else if (info->len > 6)
        raise_type_error(t, "function takes at most 6 arguments (%d given)", (int)info->len);
    else if (info->len == 5)
        raise_type_error(t, "end_offset must be provided when end_lineno is provided");
    else
        memcpy(&e->field[1], info->items, (size_t)info->len * sizeof(Value));
    return !t->exc;
}

static Value syntax_str(Thread *t, Value self) {
    Exc *e = as_exc(self);
    Value msg = or_none(e->field[0]), line = e->field[2] && is_int(e->field[2]) ? e->field[2] : 0, file = 0;
    if (e->field[1] && is_str(e->field[1])) {
        Str *s = as_str(e->field[1]);
        int64_t i = s->len;
        while (i > 0 && str_at(s, i - 1) != '/')
            i--;
        if (!(file = str_slice(t, s, i, s->len)))
            return VALUE_ERROR;
    }
    if (file && line)
        return str_format(t, "%S (%U, line %S)", msg, file, line);
    if (file)
        return str_format(t, "%S (%U)", msg, file);
    if (line)
        return str_format(t, "%S (line %S)", msg, line);
    return to_str(t, msg);
}

static const TypeDef def_syntax = {
    .name = "SyntaxError", .doc = "Invalid syntax.",
    .slots = {.init = syntax_init, .str = syntax_str},
    .getsets = (const GetSetDef[]){
        ATTRIBUTE("msg", 0), ATTRIBUTE("filename", 1), ATTRIBUTE("lineno", 2), ATTRIBUTE("offset", 3),
        ATTRIBUTE("text", 4), ATTRIBUTE("end_lineno", 5), ATTRIBUTE("end_offset", 6),
        ATTRIBUTE("print_file_and_line", 7), {0},
    },
};

/* -- UnicodeError: encoding, object, start, end, reason -------------------------------------------------- */

static bool want_kind(Thread *t, bool ok, int i, const char *what, Value v) {
    if (!ok)
        raise_type_error(t, "argument %d must be %s, not %V", i, what, v);
    return ok;
}

static bool unicode_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames, enum Layout layout) {
    if (!exc_init(t, self, args, nargs, kwnames))
        return false;
    Exc *e = as_exc(self);
    size_t want = layout == UNITRANS ? 4 : 5;
    if (nargs != want) {
        raise_type_error(t, "function takes exactly %zu arguments (%zu given)", want, nargs);
        return false;
    }
    const Value *a = layout == UNITRANS ? args : args + 1;      /* object, start, end, reason */
    int shift = (int)(a - args);
    if (shift && !want_kind(t, is_str(args[0]), 1, "str", args[0]))
        return false;
    Value object = a[0];
    if (layout != UNIDEC && !want_kind(t, is_str(object), shift + 1, "str", object))
        return false;
    int64_t start, end;
    if (!as_index(t, a[1], &start) || !as_index(t, a[2], &end) ||
        !want_kind(t, is_str(a[3]), shift + 4, "str", a[3]))
        return false;
    if (layout == UNIDEC && !is_bytes(object)) {
        BufferView b;
        if (!get_buffer(t, object, &b))
            return false;
        object = bytes_new(t, b.data, b.len);
        release_buffer(t, &b);
        if (!object)
            return false;
    }
    e->field[0] = shift ? args[0] : 0;
    e->field[1] = object;
    e->field[2] = from_int64(t, start);
    e->field[3] = from_int64(t, end);
    e->field[4] = a[3];
    return true;
}

static bool unienc_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kw) {
    return unicode_init(t, self, args, nargs, kw, UNIENC);
}
static bool unidec_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kw) {
    return unicode_init(t, self, args, nargs, kw, UNIDEC);
}
static bool unitrans_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kw) {
    return unicode_init(t, self, args, nargs, kw, UNITRANS);
}

static Value unicode_str(Thread *t, Value self, bool decode) {
    Exc *e = as_exc(self);
    if (!e->field[1] || !e->field[4])                   /* made without __init__ */
        return str_from_ascii(t, "", 0);
    int64_t start = small_of(e->field[2]), end = small_of(e->field[3]);
    Value reason = e->field[4], head;
    int64_t n = decode ? as_bytes(e->field[1])->len : as_str(e->field[1])->len;
    const char *verb = decode ? "decode" : e->field[0] ? "encode" : "translate", *unit = decode ? "byte" : "character";
    head = e->field[0] ? str_format(t, "'%S' codec can't %s %s", e->field[0], verb, unit)
                       : str_format(t, "can't %s %s", verb, unit);
    if (!head)
        return VALUE_ERROR;
    if (start < 0 || start >= n || end != start + 1)
        return str_format(t, "%Us in position %lld-%lld: %S", head, (long long)start, (long long)(end - 1), reason);
    char what[16];
    if (decode) {
        snprintf(what, sizeof what, "0x%02x", (unsigned char)as_bytes(e->field[1])->data[start]);
    } else {
        uint32_t c = str_at(as_str(e->field[1]), start);
        snprintf(what, sizeof what, c < 0x100 ? "'\\x%02x'" : c < 0x10000 ? "'\\u%04x'" : "'\\U%08x'", c);
    }
    return str_format(t, "%U %s in position %lld: %S", head, what, (long long)start, reason);
}
static Value unienc_str(Thread *t, Value self) { return unicode_str(t, self, false); }
static Value unidec_str(Thread *t, Value self) { return unicode_str(t, self, true); }

/* The object and the positions keep their types, so that str() can rely on them. */
static bool set_position(Thread *t, Value self, Value v, int i) {
    int64_t n;
    if (!v) {
        raise_type_error(t, "can't delete numeric/char attribute");
        return false;
    }
    if (!as_index(t, v, &n))
        return false;
    as_exc(self)->field[i] = from_int64(t, MIN(MAX(n, SMALL_MIN), SMALL_MAX));
    return true;
}
static bool set_start(Thread *t, Value self, Value v) { return set_position(t, self, v, 2); }
static bool set_end(Thread *t, Value self, Value v) { return set_position(t, self, v, 3); }
static Value get_start(Thread *t, Value self) {
    return as_exc(self)->field[2] ? as_exc(self)->field[2] : from_small(0);
}
static Value get_end(Thread *t, Value self) { return as_exc(self)->field[3] ? as_exc(self)->field[3] : from_small(0); }

static bool set_object(Thread *t, Value self, Value v) {
    bool decode = exc_is_id(t, self, EXC_UnicodeDecodeError);
    if (!v || !(decode ? is_bytes(v) : is_str(v))) {
        raise_type_error(t, "object attribute must be %s", decode ? "bytes" : "unicode");
        return false;
    }
    as_exc(self)->field[1] = v;
    return true;
}

#define UNICODE_ATTRIBUTES \
    {"object", get_field_1, set_object, NULL}, {"start", get_start, set_start, NULL}, {"end", get_end, set_end, NULL}, \
    ATTRIBUTE("reason", 4), {0}

static const TypeDef def_unienc = {
    .name = "UnicodeEncodeError", .doc = "Unicode encoding error.",
    .slots = {.init = unienc_init, .str = unienc_str},
    .getsets = (const GetSetDef[]){ATTRIBUTE("encoding", 0), UNICODE_ATTRIBUTES},
};
static const TypeDef def_unidec = {
    .name = "UnicodeDecodeError", .doc = "Unicode decoding error.",
    .slots = {.init = unidec_init, .str = unidec_str},
    .getsets = (const GetSetDef[]){ATTRIBUTE("encoding", 0), UNICODE_ATTRIBUTES},
};
static const TypeDef def_unitrans = {
    .name = "UnicodeTranslateError", .doc = "Unicode translation error.",
    .slots = {.init = unitrans_init, .str = unienc_str},
    .getsets = (const GetSetDef[]){ATTRIBUTE("encoding", 0), UNICODE_ATTRIBUTES},
};

/* -- The tree -------------------------------------------------------------------------------------------- */

static const TypeDef plain_defs[EXC_COUNT] = {
#define EXC(exc, base, layout) [EXC_##exc] = {.name = #exc},
#include "vm/object/exceptions.def"
#undef EXC
};

static const TypeDef *const own_defs[EXC_COUNT] = {
    [EXC_BaseException] = &type_exception, [EXC_StopIteration] = &def_stop, [EXC_SystemExit] = &def_exit,
    [EXC_KeyError] = &def_key, [EXC_ImportError] = &def_import, [EXC_NameError] = &def_name,
    [EXC_AttributeError] = &def_attr, [EXC_OSError] = &def_os, [EXC_SyntaxError] = &def_syntax,
    [EXC_UnicodeEncodeError] = &def_unienc, [EXC_UnicodeDecodeError] = &def_unidec,
    [EXC_UnicodeTranslateError] = &def_unitrans, [EXC_BaseExceptionGroup] = &exc_def_group,
};

static const uint8_t bases[EXC_COUNT] = {
#define EXC(name, base, layout) [EXC_##name] = EXC_##base,
#include "vm/object/exceptions.def"
#undef EXC
};

int exception_layout(const Type *y) {
    while (y->flags & TYPE_USER)
        y = y->base;
    return y->kind == T_EXCEPTION ? (int)(uintptr_t)y->extra : 0;
}

/* ExceptionGroup is the one built-in class with two bases. */
static bool add_second_base(Thread *t, Type *y, Type *group, Type *exception) {
    Type *base = t->interp->exc_types[EXC_BaseException], *object = t->interp->types[T_OBJECT];
    Value order[] = {from_ptr(y), from_ptr(group), from_ptr(exception), from_ptr(base), from_ptr(object)};
    Value two = tuple_pack2(t, from_ptr(group), from_ptr(exception)), mro = tuple_new(t, order, ARRAY_LEN(order));
    if (!two || !mro || !type_add_subclass(t, exception, y))
        return false;
    y->bases = as_tuple(two);
    y->mro = as_tuple(mro);
    return true;
}

bool exceptions_init(Thread *t) {
    Interp *in = t->interp;
    for (int id = 0; id < EXC_COUNT; id++) {
        const TypeDef *def = own_defs[id] ? own_defs[id] : &plain_defs[id];
        Type *base = id == EXC_BaseException ? in->types[T_OBJECT] : in->exc_types[bases[id]];
        Type *y = type_from_def(t, def, id == EXC_BaseException ? T_EXCEPTION : -1, base);
        if (!y)
            return false;
        y->extra = (void *)(uintptr_t)(layouts[id] == KEY ? PLAIN : layouts[id]);
        in->exc_types[id] = y;
        if (id == EXC_BaseException)
            in->types[T_EXCEPTION] = y;
    }
    if (!add_second_base(t, in->exc_types[EXC_ExceptionGroup], in->exc_types[EXC_BaseExceptionGroup],
                         in->exc_types[EXC_Exception]))
        return false;
    Value none = from_ptr(tuple_alloc(t, 0));
    in->memory_error = none ? exc_new(t, in->exc_types[EXC_MemoryError], none) : 0;
    return in->memory_error != 0;
}

Value exc_new(Thread *t, Type *cls, Value args) {
    Tuple *u = as_tuple(args);
    Value v = cls->slots.new_ == base_new ? exc_alloc(t, cls, args)
                                          : cls->slots.new_(t, cls, u->items, (size_t)u->len, NULL);
    if (!v || cls->slots.init == exc_init)
        return v;
    return cls->slots.init(t, v, u->items, (size_t)u->len, NULL) ? v : VALUE_ERROR;
}
