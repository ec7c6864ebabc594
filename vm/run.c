/* Running programs as __main__, and the exit status that follows. */
#include "vm/run.h"
#include "compiler/compile.h"
#include "vm/frame.h"
#include "vm/native.h"
#include "vm/unwind.h"
#include <errno.h>
#include <signal.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- Uncaught exceptions ------------------------------------------------------------------------------------------- */

static void write_stderr(Thread *t, Value text) {
    Value err = dict_get_str(t, t->interp->sys->dict, NAME(t, stderr));
    if (err && err != VALUE_NONE && call_method1(t, err, NAME(t, write), text) && call_method0(t, err, NAME(t, flush)))
        return;
    exc_clear(t);
}

/* SystemExit's code: None 0, an int itself, anything else is printed and gives 1. */
static int exit_status(Thread *t, Value exc) {
    Value code = is_exc(exc) ? get_attr_cstr(t, exc, "code") : VALUE_NONE;
    if (!code) {
        exc_clear(t);
        return 1;
    }
    if (code == VALUE_NONE) return 0;
    if (is_int(code)) {
        int64_t n;
        return (int)(int_fits_int64(int_exact(t, code), &n) ? n & 0xff : 255);
    }
    Value text = to_str(t, code);
    if (text && (text = str_format(t, "%S\n", text))) write_stderr(t, text);
    exc_clear(t);
    return 1;
}

int report_exception(Thread *t) {
    Value exc = exc_fetch(t);
    if (exc_is_id(t, exc, EXC_SystemExit) && !t->interp->options->inspect) return exit_status(t, exc);
    bool interrupted = exc_is_id(t, exc, EXC_KeyboardInterrupt);
    Value hook = dict_get_str(t, t->interp->sys->dict, NAME(t, excepthook));
    Value tb = as_exc(exc)->traceback;
    Dict *sys = t->interp->sys->dict;
    if (!dict_set_cstr(t, sys, "last_type", from_ptr(obj_of(exc)->type)) || !dict_set_cstr(t, sys, "last_value", exc) ||
        !dict_set_cstr(t, sys, "last_traceback", tb ? tb : VALUE_NONE))
        exc_clear(t);
    if (!hook) {
        write_stderr(t, str_from_cstr(t, "sys.excepthook is missing\n"));
        print_exception(t, exc);
    } else {
        Value args[3] = { from_ptr(obj_of(exc)->type), exc, tb ? tb : VALUE_NONE };
        if (!call_value(t, hook, args, 3, NULL)) {
            Value second = exc_fetch(t);
            if (exc_is_id(t, second, EXC_SystemExit)) return exit_status(t, second);
            write_stderr(t, str_from_cstr(t, "Error in sys.excepthook:\n"));
            print_exception(t, second);
            write_stderr(t, str_from_cstr(t, "\nOriginal exception was:\n"));
            print_exception(t, exc);
        }
    }
    return interrupted ? 128 + SIGINT : 1;
}

/* -- __main__ ------------------------------------------------------------------------------------------------------ */

static Module *make_main(Thread *t) {
    Value m;
    if (dict_lookup(t, t->interp->modules, NAMEV(t, __main__), &m) > 0 && is_module(m)) return as_module(m);
    Module *main = module_new(t, "__main__", NULL);
    if (!main || !dict_set_str(t, main->dict, NAME(t, __builtins__), from_ptr(t->interp->builtins_module)) ||
        !dict_set_str(t, main->dict, NAME(t, __annotations__), from_ptr(dict_new(t))) ||
        !dict_set(t, t->interp->modules, NAMEV(t, __main__), from_ptr(main)))
        return NULL;
    return main;
}

static bool prepend_path(Thread *t, Value folder) {
    Value path = dict_get_str(t, t->interp->sys->dict, NAME(t, path));
    if (t->interp->options->safe_path) return true;
    return folder && path && is_list(path) && list_insert(t, as_list(path), 0, folder);
}

/* Compiles and runs text as the body of __main__. */
static int run_main(Thread *t, Module *main, const char *text, size_t n, Value filename, unsigned flags) {
    flags |= compile_optimize_flags(t->interp->options->optimize);
    Code *code = compile_source(t, text, n, filename, PARSE_FILE, flags);
    Value v = code ? eval_code(t, code, main->dict, VALUE_NULL, VALUE_NONE) : VALUE_ERROR;
    return v ? 0 : report_exception(t);
}

int run_command(Thread *t, const char *text) {
    Module *main = make_main(t);
    Value filename = str_from_cstr(t, "<string>");
    if (!main || !filename || !prepend_path(t, from_ptr(t->interp->empty_str))) return report_exception(t);
    Buf source = BUF_INIT;
    buf_str(&source, text);
    buf_char(&source, '\n');
    return run_main(t, main, source.data, source.len, filename, 0);
}

static Value absolute_path(Thread *t, const char *path) {
    char cwd[PATH_MAX];
    Value name = str_from_utf8_lossy(t, path, strlen(path), "surrogateescape");
    if (!name || path[0] == '/' || !getcwd(cwd, sizeof cwd)) return name;
    return strcmp(path, ".") == 0 ? str_from_utf8_lossy(t, cwd, strlen(cwd), "surrogateescape")
                                  : str_format(t, "%s/%U", cwd, name);
}

static int run_folder(Thread *t, const char *path) {
    Value folder = absolute_path(t, path);
    Value file = folder ? str_format(t, path[strlen(path) - 1] == '/' ? "%U__main__.py" : "%U/__main__.py", folder)
                        : VALUE_ERROR;
    Buf source = BUF_INIT;
    Module *main = make_main(t);
    if (!file || !main) return report_exception(t);
    if (os_read_file(t, str_fs(t, as_str(file), NULL), &source) != 0) {
        exc_clear(t);
        fprintf(stderr, "%s: can't find '__main__' module in %s\n", t->interp->options->executable,
                str_utf8_lossy(t, as_str(to_repr(t, folder)), NULL));
        return 1;
    }
    Value package = from_ptr(t->interp->empty_str),
        spec = import_spec(t, NAMEV(t, __main__), file, true, VALUE_NULL, package);
    if (!prepend_path(t, folder) || !spec || !dict_set_str(t, main->dict, NAME(t, __file__), file) ||
        !dict_set_str(t, main->dict, NAME(t, __package__), package) ||
        !dict_set_str(t, main->dict, NAME(t, __spec__), spec))
        return report_exception(t);
    return run_main(t, main, source.data ? source.data : "", source.len, file, 0);
}

static Value folder_of(Thread *t, const char *path) {
    char resolved[PATH_MAX];
    if (realpath(path, resolved)) path = resolved;
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) + (slash == path) : 0;
    return str_from_utf8_lossy(t, path, n, "surrogateescape");
}

int run_file(Thread *t, const char *path) {
    bool standard_input = strcmp(path, "-") == 0;
    struct stat st;
    Buf source = BUF_INIT;
    if (!standard_input && os_stat(t, path, &st) == 0 && S_ISDIR(st.st_mode)) return run_folder(t, path);
    int err = standard_input ? os_read_all(t, 0, &source) : os_read_file(t, path, &source);
    if (err < 0) return report_exception(t);
    if (err) {
        fprintf(stderr, "%s: can't open file %s: [Errno %d] %s\n", t->interp->options->executable,
                str_utf8_lossy(t, as_str(to_repr(t, absolute_path(t, path))), NULL), err, strerror(err));
        return 2;
    }
    Module *main = make_main(t);
    Value filename = standard_input ? str_from_cstr(t, "<stdin>") : absolute_path(t, path);
    if (!main || !filename || !prepend_path(t, standard_input ? from_ptr(t->interp->empty_str) : folder_of(t, path)))
        return report_exception(t);
    if (!standard_input && (!dict_set_str(t, main->dict, NAME(t, __file__), filename) ||
                            !dict_set_cstr(t, main->dict, "__cached__", VALUE_NONE)))
        return report_exception(t);
    return run_main(t, main, source.data ? source.data : "", source.len, filename, PARSE_SCRIPT);
}

/* Somebody has given a file's name for a module's. */
static const char *file_name_hint(Thread *t, const char *name) {
    size_t n = strlen(name);
    if (n < 3 || strcmp(name + n - 3, ".py") != 0) return "";
    Value text = str_format(t, ". Try using '%.*s' instead of '%s' as the module name.", (int)n - 3, name, name);
    return text ? str_utf8_lossy(t, as_str(text), NULL) : "";
}

int run_module(Thread *t, const char *name) {
    Value module = str_from_utf8_lossy(t, name, strlen(name), "surrogateescape"), filename, search;
    Buf source = BUF_INIT;
    bool is_package;
    char cwd[PATH_MAX];
    Module *main = make_main(t);
    if (name[0] == '.') {
        fprintf(stderr, "%s: Relative module names not supported\n", t->interp->options->executable);
        return 1;
    }
    if (!module || !main || !prepend_path(t, str_from_cstr(t, getcwd(cwd, sizeof cwd) ? cwd : "")))
        return report_exception(t);
    bool found = import_find_source(t, module, &filename, &source, &is_package, &search);
    if (found && is_package) {
        Value inner = import_module(t, name) ? str_format(t, "%U.__main__", module) : VALUE_ERROR;
        if (!inner) return report_exception(t);
        source = BUF_INIT;
        found = import_find_source(t, inner, &filename, &source, &is_package, &search);
        if (!found && exc_matches(t, EXC_ImportError)) {
            exc_clear(t);
            fprintf(stderr, "%s: No module named %s.__main__; '%s' is a package and cannot be directly executed\n",
                    t->interp->options->executable, name, name);
            return 1;
        }
        module = inner;
    }
    if (!found) {
        if (!exc_matches(t, EXC_ImportError)) return report_exception(t);
        Value exc = exc_fetch(t), text = to_str(t, exc);
        bool missing = text && as_exc(exc)->field[1] && as_exc(exc)->field[1] == module;
        if (missing || !text)
            fprintf(stderr, "%s: No module named %s\n", t->interp->options->executable, name);
        else if (strncmp(str_utf8_lossy(t, as_str(text), NULL), "No code object", 14) == 0)
            fprintf(stderr, "%s: %s\n", t->interp->options->executable, str_utf8_lossy(t, as_str(text), NULL));
        else
            fprintf(stderr, "%s: Error while finding module specification for '%s' (%s: %s)%s\n",
                    t->interp->options->executable, name,
                    type_name(obj_of(exc)->type), str_utf8_lossy(t, as_str(text), NULL), file_name_hint(t, name));
        return 1;
    }
    Value package = VALUE_NULL, argv = dict_get_cstr(t, t->interp->sys->dict, "argv");
    for (int64_t i = as_str(module)->len; i-- > 0 && !package;)
        if (str_at(as_str(module), i) == '.') package = str_slice(t, as_str(module), 0, i);
    if (!package) package = from_ptr(t->interp->empty_str);
    if (argv && is_list(argv) && as_list(argv)->len) as_list(argv)->items[0] = filename;
    Value spec = import_spec(t, module, filename, true, VALUE_NULL, package);
    if (!spec || !dict_set_str(t, main->dict, NAME(t, __package__), package) ||
        !dict_set_str(t, main->dict, NAME(t, __file__), filename) ||
        !dict_set_str(t, main->dict, NAME(t, __spec__), spec))
        return report_exception(t);
    return run_main(t, main, source.data ? source.data : "", source.len, filename, 0);
}
