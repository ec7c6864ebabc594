/* sys: the interpreter's own facts and switches. */
#include "vm/frame.h"
#include "vm/native.h"
#include "vm/thread.h"
#include "vm/run.h"
#include "vm/trace.h"
#include "vm/unwind.h"
#include <float.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* -- Functions ----------------------------------------------------------------------------------------------------- */

static Value sys_exit(Thread *t, Value *a) {
    Value args = a[0] == VALUE_NONE ? from_ptr(t->interp->empty_tuple) : is_tuple(a[0]) ? a[0] : tuple_pack1(t, a[0]);
    Value exc = args ? call_tuple_dict(t, from_ptr(t->interp->exc_types[EXC_SystemExit]), args, VALUE_NULL)
                     : VALUE_ERROR;
    return exc ? raise_value(t, exc) : VALUE_ERROR;
}
static Value sys_exc_info(Thread *t, Value *a) {
    Value e = t->handled;
    if (!e) return tuple_pack3(t, VALUE_NONE, VALUE_NONE, VALUE_NONE);
    Value tb = as_exc(e)->traceback;
    return tuple_pack3(t, from_ptr(obj_of(e)->type), e, tb ? tb : VALUE_NONE);
}
static Value sys_exception(Thread *t, Value *a) { return t->handled ? t->handled : VALUE_NONE; }
static Value sys_getrecursionlimit(Thread *t, Value *a) { return from_small(t->interp->recursion_limit); }
static Value sys_setrecursionlimit(Thread *t, Value *a) {
    int32_t n;
    if (!as_int32(t, a[0], &n)) return VALUE_ERROR;
    if (n < 1) return raise_value_error(t, "recursion limit must be greater or equal than 1");
    int depth = t->depth + 1;                   /* with this call */
    if (depth >= n)
        return raise_error(t, EXC_RecursionError,
                           "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low", n,
                           depth);
    t->interp->recursion_limit = n;
    return VALUE_NONE;
}
static Value sys_intern(Thread *t, Value *a) {
    if (!is_str(a[0])) return raise_type_error(t, "intern() argument must be str, not %V", a[0]);
    if (!is_exact(t, a[0], T_STR)) return raise_type_error(t, "can't intern %T", a[0]);
    return str_intern(t, a[0]);
}
static Value sys_getsizeof(Thread *t, Value *a) {
    Value v = call_special(t, a[0], NAME(t, __sizeof__), NULL, 0);
    if (v == VALUE_NOTIMPLEMENTED) v = raise_type_error(t, "Type %T doesn't define __sizeof__", a[0]);
    if (!v && a[1] && exc_matches(t, EXC_TypeError)) {
        exc_clear(t);
        return a[1];
    }
    if (v && is_small(v) && small_of(v) < 0) return raise_value_error(t, "__sizeof__() should return >= 0");
    return v;
}
static Value sys_getrefcount(Thread *t, Value *a) { return from_small(2); }
static Value sys_getframe(Thread *t, Value *a) {
    int32_t depth;
    if (!as_int32(t, a[0], &depth)) return VALUE_ERROR;
    Frame *f = t->frame - (depth > 0 ? depth : 0);
    if (f < t->frames) return raise_value_error(t, "call stack is not deep enough");
    return frame_object(t, f);
}
static Value sys_displayhook(Thread *t, Value *a) {
    Dict *b = t->interp->builtins;
    if (a[0] == VALUE_NONE) return VALUE_NONE;
    if (!dict_set_str(t, b, NAME(t, _), VALUE_NONE)) return VALUE_ERROR;
    Value out = dict_get_str(t, t->interp->sys->dict, NAME(t, stdout));
    if (!out || out == VALUE_NONE) return raise_error(t, EXC_RuntimeError, "lost sys.stdout");
    Value text = to_repr(t, a[0]);
    if (!text || !call_method1(t, out, NAME(t, write), text) ||
        !call_method1(t, out, NAME(t, write), from_ptr(t->interp->latin1['\n'])))
        return VALUE_ERROR;
    return dict_set_str(t, b, NAME(t, _), a[0]) ? VALUE_NONE : VALUE_ERROR;
}
static void write_error(Thread *t, Value text) {
    Value err = dict_get_str(t, t->interp->sys->dict, NAME(t, stderr));
    if (!text || !err || err == VALUE_NONE || !call_method1(t, err, NAME(t, write), text)) exc_clear(t);
}
static Value sys_excepthook(Thread *t, Value *a) {
    if (!is_exc(a[1])) {
        write_error(t, str_format(t, "TypeError: print_exception(): Exception expected for value, %T found\n", a[1]));
        return VALUE_NONE;
    }
    if (a[2] != VALUE_NONE && ptr_kind(a[2], T_TRACEBACK) && !as_exc(a[1])->traceback) as_exc(a[1])->traceback = a[2];
    print_exception(t, a[1]);
    return VALUE_NONE;
}
static Value sys_unraisablehook(Thread *t, Value *a) {
    static const char *const fields[] = { "exc_value", "err_msg", "object" };
    Value v[3];
    if (type_of(t, a[0]) != t->interp->unraisable_args)
        return raise_type_error(t, "sys.unraisablehook argument type must be UnraisableHookArgs");
    for (int i = 0; i < 3; i++)
        if (!(v[i] = get_attr_cstr(t, a[0], fields[i]))) return VALUE_ERROR;
    if (is_exc(v[0])) print_unraisable(t, v[0], v[1], v[2]);
    exc_clear(t);
    return VALUE_NONE;
}
/* PYTHONBREAKPOINT names the function, "0" none. */
static Value sys_breakpointhook(Thread *t, Value *a) {
    const char *set = t->interp->options->ignore_environment ? NULL : getenv("PYTHONBREAKPOINT");
    if (!set || !*set) set = "pdb.set_trace";
    if (strcmp(set, "0") == 0) return VALUE_NONE;
    const char *dot = strrchr(set, '.');
    Value name = dot ? str_from_utf8_lossy(t, set, (size_t)(dot - set), "surrogateescape") : VALUE_NULL;
    if (dot && !name) return VALUE_ERROR;
    Value module = !dot ? from_ptr(t->interp->builtins_module) : dot == set ? VALUE_ERROR
                 : import_module(t, str_utf8_lossy(t, as_str(name), NULL));
    Value f = module ? get_attr_cstr(t, module, dot ? dot + 1 : set) : VALUE_ERROR;
    if (f) return call_tuple_dict(t, f, a[0], a[1]);
    if (t->exc && !exc_matches(t, EXC_ImportError) && !exc_matches(t, EXC_AttributeError)) return VALUE_ERROR;
    exc_clear(t);
    return warn(t, EXC_RuntimeWarning, 1, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", set) ? VALUE_NONE
                                                                                               : VALUE_ERROR;
}
static Value sys_getdefaultencoding(Thread *t, Value *a) { return str_from_cstr(t, "utf-8"); }
static Value sys_getfilesystemencodeerrors(Thread *t, Value *a) { return NAMEV(t, surrogateescape); }
static Value sys_getswitchinterval(Thread *t, Value *a) {
    return from_double(t, (double)(gil_interval(t->interp) / 1000) * 1e-6);
}
static Value sys_setswitchinterval(Thread *t, Value *a) {
    double d;
    if (!as_double(t, a[0], &d)) return VALUE_ERROR;
    if (!(d > 0.0)) return raise_value_error(t, "switch interval must be strictly positive");
    double us = MIN(d * 1e6, 4e9);                      /* whole microseconds, as CPython keeps them; at most 67 minutes */
    gil_set_interval(t->interp, (int64_t)MAX(us, 1.0) * 1000);
    return VALUE_NONE;
}
static Value sys_gil_policy(Thread *t, Value *a) {
    return str_from_cstr(t, gil_is_plain(t->interp) ? "cpython" : "minipy");
}
static Value sys_current_frames(Thread *t, Value *a) {
    Dict *d = dict_new(t);
    for (Thread *other = t->interp->threads; d && other; other = other->next) {
        if (other->frame < other->frames) continue;
        Value id = from_uint64(t, thread_ident(other)), frame = id ? frame_object(t, other->frame) : VALUE_ERROR;
        if (!frame || !dict_set(t, d, id, frame)) return VALUE_ERROR;
    }
    return from_ptr(d);
}
static Value sys_current_exceptions(Thread *t, Value *a) {
    Dict *d = dict_new(t);
    for (Thread *other = t->interp->threads; d && other; other = other->next) {
        Value id = from_uint64(t, thread_ident(other));
        if (!id || !dict_set(t, d, id, other->handled ? other->handled : VALUE_NONE)) return VALUE_ERROR;
    }
    return from_ptr(d);
}
static Value sys_get_int_max_str_digits(Thread *t, Value *a) { return from_small(t->interp->int_max_str_digits); }
static Value sys_set_int_max_str_digits(Thread *t, Value *a) {
    int32_t n;
    if (!as_int32(t, a[0], &n)) return VALUE_ERROR;
    if (n != 0 && n < 640) return raise_value_error(t, "maxdigits must be 0 or larger than 640");
    t->interp->int_max_str_digits = n;
    return VALUE_NONE;
}
static Value sys_is_finalizing(Thread *t, Value *a) { return from_bool(t->interp->finalizing); }
static Value sys_settrace(Thread *t, Value *a) {
    trace_set(t, a[0] == VALUE_NONE ? VALUE_NULL : a[0]);
    return VALUE_NONE;
}
static Value sys_gettrace(Thread *t, Value *a) { return t->trace_fn ? t->trace_fn : VALUE_NONE; }
static Value sys_setprofile(Thread *t, Value *a) {
    trace_set_profile(t, a[0] == VALUE_NONE ? VALUE_NULL : a[0]);
    return VALUE_NONE;
}
static Value sys_getprofile(Thread *t, Value *a) { return t->profile_fn ? t->profile_fn : VALUE_NONE; }
static Value sys_getallocatedblocks(Thread *t, Value *a) { return from_small((int64_t)(heap_used() / 64)); }
static Value sys_get_asyncgen_hooks(Thread *t, Value *a) {
    static const char *const fields[] = { "firstiter", "finalizer" };
    Value items[] = { t->asyncgen_firstiter ? t->asyncgen_firstiter : VALUE_NONE,
                      t->asyncgen_finalizer ? t->asyncgen_finalizer : VALUE_NONE };
    Type *y = t->interp->asyncgen_hooks;
    if (!y) y = t->interp->asyncgen_hooks = structseq_type(t, "asyncgen_hooks", fields, 2, 2);
    return y ? structseq_new(t, y, items) : VALUE_ERROR;
}
static Value sys_set_asyncgen_hooks(Thread *t, Value *a) {
    for (int i = 0; i < 2; i++)
        if (a[i] && a[i] != VALUE_NONE && !is_callable(t, a[i]))
            return raise_type_error(t, "callable %s expected, got %T", i ? "finalizer" : "firstiter", a[i]);
    if (a[0]) t->asyncgen_firstiter = a[0] == VALUE_NONE ? VALUE_NULL : a[0];
    if (a[1]) t->asyncgen_finalizer = a[1] == VALUE_NONE ? VALUE_NULL : a[1];
    return VALUE_NONE;
}
static Value sys_get_origin_depth(Thread *t, Value *a) { return from_small(t->origin_depth); }
static Value sys_set_origin_depth(Thread *t, Value *a) {
    int32_t n;
    if (!as_int32(t, a[0], &n)) return VALUE_ERROR;
    if (n < 0) return raise_value_error(t, "depth must be >= 0");
    t->origin_depth = n;
    return VALUE_NONE;
}
static Value sys_audit(Thread *t, Value *a) {
    if (as_tuple(a[0])->len == 0) return raise_type_error(t, "audit() missing 1 required positional argument: 'event'");
    return VALUE_NONE;
}
static Value sys_call_tracing(Thread *t, Value *a) {
    if (!is_tuple(a[1])) return raise_type_error(t, "call_tracing() argument 2 must be tuple, not %V", a[1]);
    return trace_call(t, a[0], a[1]);
}

static const FunctionDef functions[] = {
    { "__displayhook__", sys_displayhook, "object, /", NULL, 0 },
    { "__excepthook__", sys_excepthook, "exctype, value, traceback, /", NULL, 0 },
    { "__breakpointhook__", sys_breakpointhook, "*args, **kws", NULL, 0 },
    { "__unraisablehook__", sys_unraisablehook, "unraisable, /", NULL, 0 },
    { "_current_exceptions", sys_current_exceptions, "", "The exception each thread handles, by its ident.", 0 },
    { "_current_frames", sys_current_frames, "", "The innermost frame of each thread, by its ident.", 0 },
    { "_gil_policy", sys_gil_policy, "", "How the GIL is handed over: 'minipy', or 'cpython' under -X gil=cpython.", 0 },
    { "_getframe", sys_getframe, "depth=0, /", "A frame object of the call stack.", 0 },
    { "audit", sys_audit, "*args", "Pass an event to the audit hooks: there are none.", 0 },
    { "breakpointhook", sys_breakpointhook, "*args, **kws", "Called by breakpoint().", 0 },
    { "call_tracing", sys_call_tracing, "func, args, /", NULL, 0 },
    { "displayhook", sys_displayhook, "object, /", "Print an object, and save it in builtins._.", 0 },
    { "exc_info", sys_exc_info, "", "(type, value, traceback) of the exception being handled.", 0 },
    { "excepthook", sys_excepthook, "exctype, value, traceback, /", "Print an uncaught exception.", 0 },
    { "exception", sys_exception, "", "The exception being handled.", 0 },
    { "exit", sys_exit, "status=None, /", "Raise SystemExit(status).", 0 },
    { "get_asyncgen_hooks", sys_get_asyncgen_hooks, "", NULL, 0 },
    { "get_coroutine_origin_tracking_depth", sys_get_origin_depth, "", NULL, 0 },
    { "get_int_max_str_digits", sys_get_int_max_str_digits, "", "The limit of int/str conversion.", 0 },
    { "getallocatedblocks", sys_getallocatedblocks, "", NULL, 0 },
    { "getdefaultencoding", sys_getdefaultencoding, "", "utf-8", 0 },
    { "getfilesystemencodeerrors", sys_getfilesystemencodeerrors, "", "surrogateescape", 0 },
    { "getfilesystemencoding", sys_getdefaultencoding, "", "utf-8", 0 },
    { "getprofile", sys_getprofile, "", NULL, 0 },
    { "getrecursionlimit", sys_getrecursionlimit, "", "The limit of recursion.", 0 },
    { "getrefcount", sys_getrefcount, "object, /", "There are no reference counts: always 2.", 0 },
    { "getsizeof", sys_getsizeof, "object, default=NULL", "Bytes of an object.", 0 },
    { "getswitchinterval", sys_getswitchinterval, "", "Seconds between forced thread switches.", 0 },
    { "gettrace", sys_gettrace, "", NULL, 0 },
    { "intern", sys_intern, "string, /", "The one copy of a string that all equal interned ones share.", 0 },
    { "is_finalizing", sys_is_finalizing, "", NULL, 0 },
    { "set_asyncgen_hooks", sys_set_asyncgen_hooks, "firstiter=NULL, finalizer=NULL", NULL, 0 },
    { "set_coroutine_origin_tracking_depth", sys_set_origin_depth, "depth", NULL, 0 },
    { "set_int_max_str_digits", sys_set_int_max_str_digits, "maxdigits", "Limit int/str conversion.", 0 },
    { "setprofile", sys_setprofile, "function, /", NULL, 0 },
    { "setrecursionlimit", sys_setrecursionlimit, "limit, /", "Set the limit of recursion.", 0 },
    { "setswitchinterval", sys_setswitchinterval, "interval, /", "Set the time between forced thread switches.", 0 },
    { "settrace", sys_settrace, "function, /", NULL, 0 },
    { "unraisablehook", sys_unraisablehook, "unraisable, /", NULL, 0 },
    { 0 }
};

/* -- Constants ----------------------------------------------------------------------------------------------------- */

static bool set_structseq(Thread *t, Module *m, const char *name, const char *type_name, const char *const *fields,
                          const Value *items, int n) {
    Type *y = structseq_type(t, type_name, fields, n, n);
    if (!y) return false;
    Value v = structseq_new(t, y, items);
    return v && module_set(t, m, name, v);
}

static bool set_version(Thread *t, Module *m) {
    static const char *const fields[] = { "major", "minor", "micro", "releaselevel", "serial" };
    Value items[] = { from_small(3), from_small(11), from_small(7), str_from_cstr(t, "final"), from_small(0) };
    if (!set_structseq(t, m, "version_info", "sys.version_info", fields, items, 5)) return false;
    Value impl = object_alloc(t, type_by_id(t, T_SIMPLE_NAMESPACE));
    Value version = dict_get_cstr(t, m->dict, "version_info");
    return impl && set_attr(t, impl, NAME(t, name), str_from_cstr(t, "minipy")) &&
           set_attr(t, impl, str_intern_cstr(t, "cache_tag"), str_from_cstr(t, "minipy-311")) &&
           set_attr(t, impl, str_intern_cstr(t, "version"), version) &&
           set_attr(t, impl, str_intern_cstr(t, "hexversion"), from_small(0x030b07f0)) &&
           module_set(t, m, "implementation", impl) && module_set(t, m, "hexversion", from_small(0x030b07f0)) &&
           module_set(t, m, "api_version", from_small(1013)) &&
           module_set(t, m, "version", str_from_cstr(t, "3.11.7 (minipy)"));
}

static bool set_numbers(Thread *t, Module *m) {
    static const char *const float_fields[] = { "max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig",
                                                "mant_dig", "epsilon", "radix", "rounds" };
    Value floats[] = {
        from_double(t, DBL_MAX), from_small(DBL_MAX_EXP), from_small(DBL_MAX_10_EXP), from_double(t, DBL_MIN),
        from_small(DBL_MIN_EXP), from_small(DBL_MIN_10_EXP), from_small(DBL_DIG), from_small(DBL_MANT_DIG),
        from_double(t, DBL_EPSILON), from_small(FLT_RADIX), from_small(1)
    };
    static const char *const int_fields[] = { "bits_per_digit", "sizeof_digit", "default_max_str_digits",
                                              "str_digits_check_threshold" };
    Value ints[] = { from_small(30), from_small(4), from_small(4300), from_small(640) };
    static const char *const hash_fields[] = { "width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits",
                                               "seed_bits", "cutoff" };
    Value hashes[] = { from_small(64), from_int64(t, (INT64_C(1) << 61) - 1), from_small(314159), from_small(0),
                       from_small(1000003), str_from_cstr(t, "siphash13"), from_small(64), from_small(128),
                       from_small(0) };
    static const char *const thread_fields[] = { "name", "lock", "version" };
    Value threads[] = { str_from_cstr(t, "pthread"), str_from_cstr(t, "semaphore"), VALUE_NONE };
    return set_structseq(t, m, "float_info", "sys.float_info", float_fields, floats, 11) &&
           set_structseq(t, m, "int_info", "sys.int_info", int_fields, ints, 4) &&
           set_structseq(t, m, "hash_info", "sys.hash_info", hash_fields, hashes, 9) &&
           set_structseq(t, m, "thread_info", "sys.thread_info", thread_fields, threads, 3);
}

static bool set_flags(Thread *t, Module *m) {
    static const char *const fields[] = { "debug", "inspect", "interactive", "optimize", "dont_write_bytecode",
        "no_user_site", "no_site", "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization",
        "isolated", "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits" };
    const Options *o = t->interp->options;
    bool random = !o->hash_seed || strcmp(o->hash_seed, "0") != 0;
    Value items[] = { from_small(o->debug), from_small(o->inspect), from_small(o->interactive), from_small(o->optimize),
        from_small(o->dont_write_bytecode), from_small(o->no_user_site), from_small(o->no_site),
        from_small(o->ignore_environment), from_small(o->verbose), from_small(o->bytes_warning), from_small(o->quiet),
        from_small(random), from_small(o->isolated), from_bool(o->dev_mode), from_small(o->utf8_mode), from_small(0),
        from_bool(o->safe_path),
        from_small(o->int_max_str_digits >= 0 ? o->int_max_str_digits : -1) };
    return set_structseq(t, m, "flags", "sys.flags", fields, items, ARRAY_LEN(items));
}

static Value decoded(Thread *t, const char *s) { return str_from_utf8_lossy(t, s, strlen(s), "surrogateescape"); }

/* A folder of PYTHONPATH: absolute, and once. */
static bool add_folder(Thread *t, List *path, const char *name, size_t n) {
    char clean[2 * PATH_MAX] = "";
    if (n >= PATH_MAX || (name[0] != '/' && !getcwd(clean, PATH_MAX))) return true;
    size_t len = strcmp(clean, "/") == 0 ? 0 : strlen(clean);
    for (const char *p = name, *end = name + n; p < end; p++) {
        const char *slash = memchr(p, '/', (size_t)(end - p));
        size_t part = (size_t)((slash ? slash : end) - p);
        if (part == 2 && memcmp(p, "..", 2) == 0) {
            while (len > 0 && clean[--len] != '/') continue;
        } else if (part > 0 && !(part == 1 && *p == '.')) {
            clean[len++] = '/';
            memcpy(clean + len, p, part);
            len += part;
        }
        p += part;
    }
    Value folder = str_from_utf8_lossy(t, len ? clean : "/", len ? len : 1, "surrogateescape");
    int there = folder ? contains(t, from_ptr(path), folder) : -1;
    return there > 0 || (there == 0 && list_append(t, path, folder));
}

static bool set_lists(Thread *t, Module *m) {
    const Options *o = t->interp->options;
    List *argv = list_alloc(t, 0, o->argc + 1), *orig = list_alloc(t, 0, o->orig_argc + 1);
    List *path = list_alloc(t, 0, 8), *warn = list_alloc(t, 0, 1);
    Dict *x = dict_new(t);
    if (!argv || !orig || !path || !warn || !x) return false;
    for (int i = 0; i < o->orig_argc; i++)
        if (!list_append(t, orig, decoded(t, o->orig_argv[i]))) return false;
    for (int i = 0; i < o->argc; i++)
        if (!list_append(t, argv, decoded(t, o->argv[i]))) return false;
    for (const char *p = o->python_path; p && *p;) {
        const char *colon = strchr(p, ':');
        size_t n = colon ? (size_t)(colon - p) : strlen(p);
        if (n && !add_folder(t, path, p, n)) return false;
        p += n + (colon != NULL);
    }
    for (int i = 0; i < o->nwarnoptions; i++)
        if (!list_append(t, warn, decoded(t, o->warnoptions[i]))) return false;
    for (int i = 0; i < o->nxoptions; i++) {
        char *eq = strchr(o->xoptions[i], '=');
        Value k = str_from_utf8_lossy(t, o->xoptions[i], eq ? (size_t)(eq - o->xoptions[i]) : strlen(o->xoptions[i]),
                                      "surrogateescape");
        if (!k || !dict_set(t, x, k, eq ? decoded(t, eq + 1) : VALUE_TRUE)) return false;
    }
    return module_set(t, m, "argv", from_ptr(argv)) &&
           module_set(t, m, "orig_argv", from_ptr(orig)) &&
           module_set(t, m, "path", from_ptr(path)) && module_set(t, m, "warnoptions", from_ptr(warn)) &&
           module_set(t, m, "_xoptions", from_ptr(x)) && module_set(t, m, "meta_path", from_ptr(list_alloc(t, 0, 0))) &&
           module_set(t, m, "path_hooks", from_ptr(list_alloc(t, 0, 0))) &&
           module_set(t, m, "path_importer_cache", from_ptr(dict_new(t)));
}

static bool init(Thread *t, Module *m) {
    const Options *o = t->interp->options;
    List *native = list_alloc(t, 0, 64);
    if (!native) return false;
    for (const ModuleDef *const *d = native_modules; *d; d++)
        if (!list_append(t, native, str_from_cstr(t, (*d)->name))) return false;
    Tuple *names = tuple_from_iterable(t, from_ptr(native));
    Value executable = o->executable ? decoded(t, o->executable) : from_ptr(t->interp->empty_str);
    return names && executable && set_version(t, m) && set_numbers(t, m) && set_flags(t, m) && set_lists(t, m) &&
           module_set(t, m, "builtin_module_names", from_ptr(names)) &&
           module_set(t, m, "modules", from_ptr(t->interp->modules)) &&
           module_set(t, m, "executable", executable) && module_set(t, m, "_base_executable", executable) &&
           module_set(t, m, "prefix", str_from_cstr(t, "/usr/local")) &&
           module_set(t, m, "base_prefix", str_from_cstr(t, "/usr/local")) &&
           module_set(t, m, "exec_prefix", str_from_cstr(t, "/usr/local")) &&
           module_set(t, m, "base_exec_prefix", str_from_cstr(t, "/usr/local")) &&
           module_set(t, m, "platlibdir", str_from_cstr(t, "lib")) &&
           module_set(t, m, "platform", str_from_cstr(t, "linux")) &&
           module_set(t, m, "byteorder", str_from_cstr(t, "little")) &&
           module_set(t, m, "maxsize", from_int64(t, INT64_MAX)) &&
           module_set(t, m, "maxunicode", from_small(0x10ffff)) &&
           module_set(t, m, "float_repr_style", str_from_cstr(t, "short")) &&
           module_set(t, m, "copyright", str_from_cstr(t, "Copyright (c) the minipy authors.")) &&
           module_set(t, m, "dont_write_bytecode", VALUE_TRUE) && module_set(t, m, "pycache_prefix", VALUE_NONE) &&
           module_set(t, m, "abiflags", from_ptr(t->interp->empty_str)) &&
           module_set(t, m, "_git",
                      tuple_pack3(t, str_from_cstr(t, "minipy"), from_ptr(t->interp->empty_str),
                                  from_ptr(t->interp->empty_str)));
}

const ModuleDef mod_sys = {
    .name = "sys", .doc = "The interpreter's own facts and switches.", .functions = functions, .init = init
};
