/* The prompt: reads a statement, runs it, prints what an expression gives, until the end of input. Prompts go to
 * standard error, so that the output can be kept in a file. */
#include "compiler/compile.h"
#include "vm/frame.h"
#include "vm/native.h"
#include "vm/run.h"

static bool put(Thread *t, Value text) {
    Value err = dict_get_str(t, t->interp->sys->dict, NAME(t, stderr));
    return err && call_method1(t, err, NAME(t, write), text) && call_method0(t, err, NAME(t, flush));
}

/* A line of sys.stdin after printing a prompt; its text appended to source. 1, 0 at the end of input, -1: exception. */
static int read_line(Thread *t, const char *prompt_name, const char *otherwise, Buf *source) {
    Dict *sys = t->interp->sys->dict;
    Value prompt = dict_get_cstr(t, sys, prompt_name), in = dict_get_str(t, sys, NAME(t, stdin));
    Value text = prompt ? to_str(t, prompt) : str_from_cstr(t, otherwise);
    if (!text || !in || !put(t, text)) return -1;
    Value line = call_method0(t, in, NAME(t, readline));
    if (!line || !is_str(line)) return -1;
    size_t n;
    const char *s = str_utf8(t, as_str(line), &n);
    if (!s) return -1;
    buf_add(source, s, n);
    return n > 0;
}

/* Nothing but white space, or (at the start) a comment. */
static bool is_blank(const Buf *b, size_t from) {
    for (size_t i = from; i < b->len; i++)
        if (from == 0 && b->data[i] == '#') return true;
        else if (b->data[i] != ' ' && b->data[i] != '\t' && b->data[i] != '\n' && b->data[i] != '\f') return false;
    return true;
}

/* Whether the text needs more lines; compiles it otherwise (NULL with an exception if it is wrong). */
static bool wants_more(Thread *t, Buf *source, Value filename, bool last_line_blank, unsigned flags, Code **code) {
    Arena arena;
    ParseStatus status = { 0 };
    *code = NULL;
    arena_open(&arena, t);
    Node *tree = parse_source(t, &arena, source->data, source->len, filename, PARSE_SINGLE, PARSE_UNICODE, &status);
    bool more = tree ? status.compound && !last_line_blank : status.incomplete;
    if (more) exc_clear(t);
    else if (tree) *code = compile_tree(&arena, tree, source->data, source->len, filename, flags);
    arena_close(&arena);
    return more;
}

static void flush_stdout(Thread *t) {
    Value out = dict_get_str(t, t->interp->sys->dict, NAME(t, stdout));
    if (!out || !call_method0(t, out, NAME(t, flush))) exc_clear(t);
}

int run_interactive(Thread *t, bool greet) {
    Value main, filename = str_from_cstr(t, "<stdin>");
    if (greet && !t->interp->options->quiet &&
        !put(t, str_format(t, "Python 3.11.7 (minipy) on linux\nType \"exit()\" or Ctrl-D to leave.\n")))
        exc_clear(t);
    if (dict_lookup(t, t->interp->modules, NAMEV(t, __main__), &main) <= 0) {
        Module *m = module_new(t, "__main__", NULL);
        Value path = dict_get_str(t, t->interp->sys->dict, NAME(t, path));
        if (!m || !dict_set(t, t->interp->modules, NAMEV(t, __main__), from_ptr(m)) ||
            !dict_set_str(t, m->dict, NAME(t, __builtins__), from_ptr(t->interp->builtins_module)) ||
            (path && is_list(path) && !list_insert(t, as_list(path), 0, from_ptr(t->interp->empty_str))))
            return report_exception(t);
        main = from_ptr(m);
    }
    if (!dict_set_cstr(t, t->interp->sys->dict, "ps1", str_from_cstr(t, ">>> ")) ||
        !dict_set_cstr(t, t->interp->sys->dict, "ps2", str_from_cstr(t, "... ")))
        exc_clear(t);
    t->interp->options->inspect = false;            /* from here on SystemExit leaves */
    unsigned future = compile_optimize_flags(t->interp->options->optimize);
    for (;;) {
        Buf source = BUF_INIT;
        Code *code = NULL;
        int got = read_line(t, "ps1", ">>> ", &source);
        if (got > 0 && is_blank(&source, 0)) continue;
        while (got > 0) {
            size_t before = source.len;
            if (!wants_more(t, &source, filename, false, future, &code)) break;
            got = read_line(t, "ps2", "... ", &source);
            if (got > 0 && is_blank(&source, before)) {
                if (!wants_more(t, &source, filename, true, future, &code)) break;
                got = read_line(t, "ps2", "... ", &source);
            }
        }
        if (got == 0 && !source.len) break;
        if (code) {
            future |= code->flags & CO_FUTURE_ANNOTATIONS;
            bool ok = eval_code(t, code, as_module(main)->dict, VALUE_NULL, VALUE_NONE) != VALUE_ERROR;
            Value exc = exc_fetch(t);
            flush_stdout(t);
            exc_restore(t, exc);
            if (ok) continue;
        }
        if (t->exc) {
            bool leaving = exc_matches(t, EXC_SystemExit);
            if (exc_matches(t, EXC_KeyboardInterrupt) && !code) {
                exc_clear(t);
                if (!put(t, str_from_cstr(t, "\nKeyboardInterrupt\n"))) exc_clear(t);
                continue;
            }
            int status = report_exception(t);
            if (leaving) return status;
        }
        if (got == 0) break;
    }
    if (!put(t, from_ptr(t->interp->latin1['\n']))) exc_clear(t);
    return 0;
}
