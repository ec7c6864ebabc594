/* The driver: one compilation, its units, errors, names, and the future statements. */
#include "compiler/compile.h"

#include <stdarg.h>

#include "compiler/syntax_error.h"
#include "compiler/unit.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* -- Errors ---------------------------------------------------------------------------------------------- */

/* The line as a traceback shows it. Text that is not in a file has none, as in CPython, which looks into
 * the file. */
static Value error_line(Compiler *c, int32_t lineno) {
    if (c->text == NULL || (c->flags & COMPILE_NO_FILE) || lineno < 1 || !is_str(c->filename) ||
        (as_str(c->filename)->len > 0 && str_at(as_str(c->filename), 0) == '<'))
        return VALUE_NONE;
    const char *p = c->text, *end = c->text + c->len;
    for (; lineno > 1 && p < end; lineno--) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        p = nl ? nl + 1 : end;
    }
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    return str_from_utf8_lossy(c->t, p, (size_t)((nl ? nl + 1 : end) - p), "replace");
}

/* Errors about names have only the message among their arguments, as in CPython, and the place as
 * attributes. */
static void raise_at(Compiler *c, Span at, Value message) {
    ErrorPlace place = {
        at.lineno, at.col_offset + 1, at.end_lineno, at.end_col_offset + 1, error_line(c, at.lineno)
    };
    c->failed = true;
    if (message == VALUE_ERROR || place.text == VALUE_ERROR)
        return;
    syntax_error_at(c->t, EXC_SyntaxError, c->filename, message, &place);
    if (!c->scanning || c->t->exc == 0)
        return;
    Value args = exc_is_id(c->t, c->t->exc, EXC_SyntaxError) ? tuple_pack1(c->t, message) : VALUE_ERROR;
    if (args != VALUE_ERROR)
        as_exc(c->t->exc)->args = args;
}

/* Errors of the future statement have no end. */
static void future_error(Compiler *c, const Node *n, int32_t offset, const char *format,
                         const char *feature) {
    compile_error(c, n->span, format, feature);
    if (c->t->exc != 0 && exc_is_id(c->t, c->t->exc, EXC_SyntaxError)) {
        as_exc(c->t->exc)->field[3] = from_small(offset);
        as_exc(c->t->exc)->field[6] = VALUE_NONE;
    }
}

Span compile_here(const Compiler *c) {
    Pos p = c->unit->e.pos;
    return (Span){ p.line, p.col == NO_COLUMN ? -1 : p.col, p.end_line, p.end_col == NO_COLUMN ? -1 : p.end_col };
}

void compile_error(Compiler *c, Span at, const char *format, ...) {
    if (c->failed)
        return;
    va_list ap;
    va_start(ap, format);
    Value message = str_vformat(c->t, format, ap);
    va_end(ap);
    raise_at(c, at, message);
}

void compile_no_memory(Compiler *c) {
    if (!c->failed && c->t->exc == 0)
        raise_memory(c->t);
    c->failed = true;
}

bool compile_enough_stack(Compiler *c) {
    if (likely((char *)__builtin_frame_address(0) > c->t->c_stack_limit))
        return true;
    if (!c->failed)
        raise_error(c->t, EXC_RecursionError, "maximum recursion depth exceeded during compilation");
    c->failed = true;
    return false;
}

/* A warning that the filters turn into an error is a SyntaxError. */
void compile_warn(Compiler *c, Span at, const char *format, ...) {
    if (c->failed)
        return;
    va_list ap;
    va_start(ap, format);
    Value message = compile_keep(c, str_vformat(c->t, format, ap));
    va_end(ap);
    if (c->failed || warn_explicit(c->t, EXC_SyntaxWarning, c->filename, at.lineno, "%U", message))
        return;
    if (exc_matches(c->t, EXC_SyntaxWarning)) {
        exc_clear(c->t);
        raise_at(c, at, message);
    }
    c->failed = true;
}

Value compile_keep(Compiler *c, Value v) {
    v = arena_keep(c->arena, v);
    if (c->arena->failed)
        compile_no_memory(c);
    return v;
}

/* -- Names ----------------------------------------------------------------------------------------------- */

/* __x within class C is _C__x. */
Value mangle_name(Compiler *c, Value private_name, Value name) {
    if (likely(private_name == VALUE_NULL))
        return name;
    Str *s = as_str(name), *class_name = as_str(private_name);
    if (s->len < 2 || str_at(s, 0) != '_' || str_at(s, 1) != '_' ||
        (str_at(s, s->len - 1) == '_' && str_at(s, s->len - 2) == '_') || c->failed)
        return name;
    for (int64_t i = 0; i < s->len; i++) {
        if (str_at(s, i) == '.')
            return name;
    }
    int64_t first = 0;
    while (first < class_name->len && str_at(class_name, first) == '_')
        first++;
    if (first == class_name->len)
        return name;
    StrBuf b;
    strbuf_init(&b, c->t);
    strbuf_char(&b, '_');
    strbuf_slice(&b, class_name, first, class_name->len);
    strbuf_str(&b, s);
    Value mangled = strbuf_finish(&b);
    if (mangled != VALUE_ERROR)
        mangled = str_intern(c->t, mangled);
    mangled = compile_keep(c, mangled);
    return c->failed ? name : mangled;
}

Value first_component(Compiler *c, Value dotted) {
    Str *s = as_str(dotted);
    for (int64_t i = 0; i < s->len; i++) {
        if (str_at(s, i) != '.')
            continue;
        Value head = str_slice(c->t, s, 0, i);
        head = compile_keep(c, head == VALUE_ERROR ? head : str_intern(c->t, head));
        return c->failed ? dotted : head;
    }
    return dotted;
}

bool is_str_constant(const Node *n) { return is_constant(n) && is_str(constant_value(n)); }

bool is_docstring(const AstSeq *body) {
    return body->n > 0 && body->items[0]->kind == AST_Expr && is_str_constant(body->items[0]->Expr.value);
}

/* -- Units ----------------------------------------------------------------------------------------------- */

static Value qualified_name(Compiler *c, const Unit *parent, Value name, bool is_def) {
    if (parent == NULL || parent->kind == UNIT_MODULE)
        return name;
    if (is_def) {
        const Symbol *y = scope_find(parent->scope, mangle_name(c, parent->private_name, name));
        if (y != NULL && y->place == PLACE_GLOBAL_EXPLICIT)
            return name;
    }
    StrBuf b;
    strbuf_init(&b, c->t);
    strbuf_str(&b, as_str(parent->qualname));
    strbuf_cstr(&b, parent->kind == UNIT_CLASS ? "." : ".<locals>.");
    strbuf_str(&b, as_str(name));
    Value v = compile_keep(c, strbuf_finish(&b));
    return c->failed ? name : v;
}

static int compare_symbols(const void *a, const void *b) {
    return str_compare(as_str((*(Symbol *const *)a)->name), as_str((*(Symbol *const *)b)->name));
}

/* Cells come first, then free variables, each sorted by name. The cell __class__ of a class, which is none
 * of its names, has deref index 0. */
static void collect_cells(Compiler *c, Unit *u) {
    const Scope *s = u->scope;
    uint32_t ncells = s->needs_class_cell && s->kind == SCOPE_CLASS, nfrees = 0;
    for (Symbol *y = s->first; y != NULL; y = y->next) {
        y->local = y->deref = -1;               /* a body in a finally is compiled twice */
        ncells += y->place == PLACE_CELL;
        nfrees += y->place == PLACE_FREE || y->passes;
    }
    u->ncells = ncells;
    u->nfrees = nfrees;
    if (ncells + nfrees == 0)
        return;
    u->cells = arena_alloc(c->arena, (ncells + nfrees) * sizeof *u->cells);
    if (u->cells == NULL || c->arena->failed) {
        compile_no_memory(c);
        return;
    }
    u->frees = u->cells + ncells;
    uint32_t cell = 0, free_ = 0;
    if (s->needs_class_cell && s->kind == SCOPE_CLASS) {
        Symbol *own = arena_alloc(c->arena, sizeof *own);
        own->name = c->st.name_class;
        own->local = -1;
        u->cells[cell++] = own;
    }
    for (Symbol *y = s->first; y != NULL; y = y->next) {
        if (y->place == PLACE_CELL)
            u->cells[cell++] = y;
        else if (y->place == PLACE_FREE || y->passes)
            u->frees[free_++] = y;
    }
    qsort(u->cells, ncells, sizeof *u->cells, compare_symbols);
    qsort(u->frees, nfrees, sizeof *u->frees, compare_symbols);
    for (uint32_t i = 0; i < ncells + nfrees; i++)
        u->cells[i]->deref = (int32_t)i;
}

static void add_parameter(Compiler *c, Unit *u, Value name) {
    Symbol *y = scope_find(u->scope, mangle_name(c, u->private_name, name));
    y->local = (int32_t)u->locals.len;
    if (!vec_push(&u->locals, y->name))
        compile_no_memory(c);
}

static void add_parameters(Compiler *c, Unit *u, const Node *args) {
    AstSeq *lists[] = { args->arguments.posonlyargs, args->arguments.args, args->arguments.kwonlyargs };
    for (int k = 0; k < 3; k++) {
        for (int32_t i = 0; i < lists[k]->n && !c->failed; i++)
            add_parameter(c, u, lists[k]->items[i]->arg.arg);
    }
    u->posonly = (uint32_t)lists[0]->n;
    u->argcount = (uint32_t)lists[0]->n + (uint32_t)lists[1]->n;
    u->kwonly = (uint32_t)lists[2]->n;
    if (args->arguments.vararg) {
        add_parameter(c, u, args->arguments.vararg->arg.arg);
        u->flags |= CO_VARARGS;
    }
    if (args->arguments.kwarg) {
        add_parameter(c, u, args->arguments.kwarg->arg.arg);
        u->flags |= CO_VARKEYWORDS;
    }
}

static void set_flags(Unit *u) {
    const Scope *s = u->scope;
    if (s->kind == SCOPE_FUNCTION) {
        u->flags |= CO_OPTIMIZED | CO_NEWLOCALS;
        if (s->nested)
            u->flags |= CO_NESTED;
        if (s->generator)
            u->flags |= s->coroutine ? CO_ASYNC_GENERATOR : CO_GENERATOR;
        else if (s->coroutine)
            u->flags |= CO_COROUTINE;
    } else if (s->kind == SCOPE_MODULE && s->coroutine) {
        u->flags |= CO_COROUTINE;               /* only with top-level await allowed */
    }
}

void enter_unit(Compiler *c, enum UnitKind kind, const Node *node, Value name, int32_t first_line) {
    Unit *u = c->spare, *parent = c->unit;
    if (u != NULL) {
        c->spare = u->parent;
    } else {
        u = calloc(1, sizeof *u);
        if (u == NULL) {
            compile_no_memory(c);
            return;
        }
    }
    u->parent = parent;
    u->scope = symtable_scope(&c->st, node);
    u->kind = kind;
    u->name = name;
    u->private_name = kind == UNIT_CLASS ? name : parent ? parent->private_name : VALUE_NULL;
    u->qualname = qualified_name(c, parent, name,
                                 kind == UNIT_FUNCTION || kind == UNIT_ASYNC_FUNCTION || kind == UNIT_CLASS);
    u->argcount = u->posonly = u->kwonly = 0;
    u->flags = c->flags & CO_FUTURE_MASK;
    u->first_line = first_line;
    u->nblocks = 0;
    vec_clear(&u->locals);
    emitter_reset(&u->e, c);
    c->unit = u;
    collect_cells(c, u);
    switch (kind) {
    case UNIT_FUNCTION: case UNIT_ASYNC_FUNCTION: add_parameters(c, u, node->FunctionDef.args); break;
    case UNIT_LAMBDA: add_parameters(c, u, node->Lambda.args); break;
    case UNIT_COMPREHENSION:
        add_parameter(c, u, c->st.name_dot0);
        u->argcount = 1;
        break;
    default: break;
    }
    set_flags(u);
    if (u->nfrees > 0)
        op(c, OP_COPY_FREE_VARS, u->nfrees);
    for (uint32_t i = 0; i < u->ncells && !c->failed; i++)
        op(c, OP_MAKE_CELL, i);
}

static void drop_unit(Compiler *c) {
    Unit *u = c->unit;
    c->unit = u->parent;
    u->parent = c->spare;
    c->spare = u;
}

Value leave_unit(Compiler *c) {
    Code *code = c->failed ? NULL : finish_unit(c);
    if (code == NULL)
        compile_no_memory(c);
    drop_unit(c);
    return code == NULL ? VALUE_NONE : compile_keep(c, from_ptr(code));
}

void push_block(Compiler *c, const Block *b, Span at) {
    Unit *u = c->unit;
    if (u->nblocks == MAX_BLOCKS) {
        compile_error(c, at, "too many statically nested blocks");
        return;
    }
    u->blocks[u->nblocks++] = *b;
}

void pop_block(Compiler *c) {
    if (!c->failed)
        c->unit->nblocks--;
}

/* -- from __future__ import ... -------------------------------------------------------------------------- */

static void check_features(Compiler *c, const Node *n) {
    static const char *const known[] = {
        "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function",
        "unicode_literals", "generator_stop"
    };
    for (int32_t i = 0; i < n->ImportFrom.names->n && !c->failed; i++) {
        Str *name = as_str(n->ImportFrom.names->items[i]->alias.name);
        bool found = false;
        for (size_t k = 0; k < ARRAY_LEN(known); k++)
            found |= str_equals_cstr(name, known[k]);
        if (str_equals_cstr(name, "annotations"))
            c->flags |= CO_FUTURE_ANNOTATIONS;
        else if (str_equals_cstr(name, "barry_as_FLUFL"))
            c->flags |= CO_FUTURE_BARRY_AS_BDFL;
        else if (str_equals_cstr(name, "braces"))
            future_error(c, n, n->col_offset + 1, "not a chance", NULL);
        else if (!found)
            future_error(c, n, n->col_offset + 1, "future feature %.100s is not defined",
                         str_utf8_lossy(c->t, name, NULL));
    }
}

static bool is_future_import(const Node *n) {
    return n->kind == AST_ImportFrom && n->ImportFrom.level == 0 && n->ImportFrom.module &&
           str_equals_cstr(as_str(n->ImportFrom.module), "__future__");
}

/* Only a docstring and other future imports may come before. What comes later is refused by
 * compile_stmt.c, or here if it stands on the same line. */
static void find_features(Compiler *c, const AstSeq *body) {
    bool done = false;
    int32_t line = 0;
    for (int32_t i = 0; i < body->n && !c->failed; i++) {
        const Node *n = body->items[i];
        if (done && n->lineno > line)
            return;
        line = n->lineno;
        if (is_future_import(n)) {
            if (done) {
                future_error(c, n, n->col_offset, "from __future__ imports must occur at the beginning of the file",
                             NULL);
                return;
            }
            check_features(c, n);
            c->future_line = n->lineno;
        } else {
            done |= i > 0 || !is_docstring(body);
        }
    }
}

enum { PARSE_FLAGS = PARSE_UNICODE | PARSE_SCRIPT };

/* -- The door -------------------------------------------------------------------------------------------- */

static Value compile_root(Compiler *c, Node *tree) {
    Value name = arena_name(c->arena, "<module>", 8);
    int32_t first_line = 1;
    c->scanning = false;
    enter_unit(c, UNIT_MODULE, tree, name, first_line);
    if (c->failed)
        return VALUE_NONE;
    if (tree->kind == AST_Expression) {
        visit_expr(c, tree->Expression.body);
        op0(c, OP_RETURN_VALUE);
        return leave_unit(c);
    }
    if (tree->kind == AST_Module) {
        compile_module_body(c, tree->Module.body, true);
    } else {
        if (c->unit->scope->annotations)
            op0(c, OP_SETUP_ANNOTATIONS);
        visit_body(c, tree->Interactive.body);
    }
    at_nowhere(c);
    load_const(c, VALUE_NONE);
    op0(c, OP_RETURN_VALUE);
    return leave_unit(c);
}

static void free_units(Unit *u) {
    for (Unit *next; u != NULL; u = next) {
        next = u->parent;
        emitter_free(&u->e);
        vec_free(&u->locals);
        free(u);
    }
}

Code *compile_tree(Arena *a, Node *tree, const char *text, size_t n, Value filename, unsigned flags) {
    Compiler c = {
        .t = a->t, .arena = a, .filename = filename, .text = text, .len = n, .flags = flags,
        .interactive = tree->kind == AST_Interactive, .scanning = true
    };
    if (tree->kind == AST_Module)
        find_features(&c, tree->Module.body);
    else if (tree->kind == AST_Interactive)
        find_features(&c, tree->Interactive.body);
    Value code = VALUE_NONE;
    if (!c.failed && symtable_build(&c.st, &c, tree))
        code = compile_root(&c, tree);
    free_units(c.unit);
    free_units(c.spare);
    return c.failed ? NULL : as_code(code);
}

/* A compound statement that ends in its heading's line, which is not complete: more may belong to it. */
static bool is_cut_off(const char *text, size_t n) {
    if (text[n - 1] == '\n')
        return false;
    while (n > 0 && text[n - 1] != '\n')
        n--;
    return text[n] != ' ' && text[n] != '\t' && text[n] != '#';
}

/* One statement was wanted, and the text has none or not all of it: that is an error at its end. */
static void raise_unfinished(Thread *t, const char *text, size_t n, Value filename) {
    size_t end = n > 0 && text[n - 1] == '\n' ? n - 1 : n, start = end;
    int32_t line = n > 0;
    while (start > 0 && text[start - 1] != '\n') start--;
    for (size_t i = 0; i < start; i++) line += text[i] == '\n';
    Value shown = str_from_utf8_lossy(t, text + start, n - start, "replace");
    ErrorPlace place = { line, 0, line, 0, shown };
    if (shown != VALUE_ERROR)
        syntax_error_at(t, EXC_SyntaxError, filename, str_from_cstr(t, "invalid syntax"), &place);
}

Code *compile_source(Thread *t, const char *text, size_t n, Value filename, enum ParseMode mode,
                     unsigned flags) {
    Arena arena;
    arena_open(&arena, t);
    ParseStatus status;
    Node *tree = parse_source(t, &arena, text, n, filename, mode, flags & PARSE_FLAGS, &status);
    if (tree != NULL && mode == PARSE_SINGLE &&
        (tree->Interactive.body->n == 0 || (status.compound && is_cut_off(text, n)))) {
        raise_unfinished(t, text, n, filename);
        tree = NULL;
    }
    Code *code = tree == NULL ? NULL : compile_tree(&arena, tree, text, n, filename, flags & ~PARSE_FLAGS);
    arena_close(&arena);
    return code;
}
