/* The embedding API (include/minipy.h) over an interpreter and its main thread. */
#include "include/minipy.h"
#include "compiler/compile.h"
#include "vm/frame.h"
#include "vm/gil.h"
#include "vm/native.h"
#include "vm/observe.h"
#include "vm/unwind.h"

struct Minipy {
    Thread *t;
    Module *main;
    const char *text;           /* what was handed out last; kept alive by being here */
    bool failed;
    int status;
};

/* The host's thread holds the GIL during its calls only. */
static void enter(Minipy *m) { gil_enter(m->t); }
static void leave(Minipy *m) {
    observe_call(m->t, SYS_HOST, -1, false);
    gil_leave(m->t);
}

static const char *keep(Minipy *m, Value str) {
    m->text = str ? str_utf8_lossy(m->t, as_str(str), NULL) : NULL;
    exc_clear(m->t);
    return m->text;
}

static void failed(Minipy *m) {
    Thread *t = m->t;
    Value exc = exc_fetch(t), code;
    m->status = 1;
    m->failed = true;
    if (exc_is_id(t, exc, EXC_SystemExit) && (code = get_attr_cstr(t, exc, "code")) != VALUE_ERROR)
        m->status = code == VALUE_NONE ? 0 : is_small(code) ? (int)(small_of(code) & 0xff) : 1;
    exc_clear(t);
    if (!keep(m, traceback_format(t, exc))) m->text = "MemoryError\n";
}

Minipy *minipy_open(void) {
    static const Options plain = { .int_max_str_digits = -1, .executable = "minipy", .embedded = true };
    Minipy *m = NULL;
    Thread *t = interp_new(&plain);
    if (!t) return NULL;
    Module *main = module_new(t, "__main__", NULL);
    if (main && dict_set_str(t, main->dict, NAME(t, __builtins__), from_ptr(t->interp->builtins_module)) &&
        dict_set(t, t->interp->modules, NAMEV(t, __main__), from_ptr(main)) &&
        (m = heap_alloc_uncollectable(sizeof *m))) {
        *m = (Minipy){ .t = t, .main = main, .text = "" };
        leave(m);
        return m;
    }
    (void)!interp_end(t, 0);
    return NULL;
}

bool minipy_close(Minipy *m) {
    enter(m);
    bool ok = interp_end(m->t, 0);
    heap_free_uncollectable(m);
    return ok;
}

static Value run(Minipy *m, const char *text, const char *name, enum ParseMode mode) {
    Thread *t = m->t;
    Value filename = str_from_utf8_lossy(t, name, strlen(name), "surrogateescape");
    Code *code = filename ? compile_source(t, text, strlen(text), filename, mode, PARSE_UNICODE) : NULL;
    m->text = "";
    m->failed = false;
    m->status = 0;
    return code ? eval_code(t, code, m->main->dict, VALUE_NULL, VALUE_NONE) : VALUE_ERROR;
}

bool minipy_exec(Minipy *m, const char *text, const char *name) {
    enter(m);
    bool ok = run(m, text, name, PARSE_FILE) != VALUE_ERROR;
    if (!ok) failed(m);
    leave(m);
    return ok;
}

const char *minipy_eval(Minipy *m, const char *expression) {
    enter(m);
    Value v = run(m, expression, "<eval>", PARSE_EVAL), s = v ? to_str(m->t, v) : VALUE_ERROR;
    const char *text = s ? keep(m, s) : NULL;
    if (!s) failed(m);
    leave(m);
    return text;
}

bool minipy_set(Minipy *m, const char *name, const char *value) {
    Thread *t = m->t;
    enter(m);
    Value s = str_from_utf8(t, value, strlen(value));
    bool ok = s && dict_set_cstr(t, m->main->dict, name, s);
    if (!ok) failed(m);
    leave(m);
    return ok;
}

const char *minipy_error(Minipy *m) { return m->failed ? m->text : ""; }
int minipy_status(Minipy *m) { return m->status; }
