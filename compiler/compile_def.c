/* What makes a code object of its own: def, lambda, class, comprehensions; and the bodies of modules. */
#include "compiler/unit.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static Value name_of(Compiler *c, const char *text) { return arena_name(c->arena, text, strlen(text)); }

/* -- Making the function --------------------------------------------------------------------------------- */

/* [defaults, kwdefaults, annotations as `flags` say] -> function. */
static void make_closure(Compiler *c, Value code, uint32_t flags) {
    if (c->failed)
        return;
    const Code *inner = as_code(code);
    Unit *u = c->unit;
    for (uint32_t i = 0; i < inner->nfree; i++) {
        Value name = from_ptr(inner->local_names[inner->first_free + i]);
        const Symbol *y = scope_find(u->scope, name);
        bool own_class_cell = u->kind == UNIT_CLASS && name == c->st.name_class;
        op(c, OP_LOAD_CLOSURE, own_class_cell ? 0 : (uint32_t)y->deref);
    }
    if (inner->nfree > 0) {
        op(c, OP_BUILD_TUPLE, inner->nfree);
        flags |= 8;
    }
    load_const(c, code);
    op(c, OP_MAKE_FUNCTION, flags);
}

static bool check_parameters(Compiler *c, Node *args) {
    AstSeq *lists[] = { args->arguments.posonlyargs, args->arguments.args, args->arguments.kwonlyargs };
    for (int k = 0; k < 3; k++) {
        for (int32_t i = 0; i < lists[k]->n; i++) {
            if (forbidden_name(c, lists[k]->items[i]->arg.arg, AST_Store))
                return false;
        }
    }
    Node *rest[] = { args->arguments.vararg, args->arguments.kwarg };
    for (int k = 0; k < 2; k++) {
        if (rest[k] != NULL && forbidden_name(c, rest[k]->arg.arg, AST_Store))
            return false;
    }
    return true;
}

/* A tuple of the defaults; all constants make a constant tuple. */
static uint32_t positional_defaults(Compiler *c, AstSeq *defaults) {
    if (defaults->n == 0)
        return 0;
    bool constant = true;
    for (int32_t i = 0; i < defaults->n && constant; i++)
        constant = is_constant(defaults->items[i]);
    if (!constant) {
        visit_exprs(c, defaults);
        op(c, OP_BUILD_TUPLE, (uint32_t)defaults->n);
        return 1;
    }
    Tuple *u = tuple_alloc(c->t, defaults->n);
    if (u == NULL) {
        compile_no_memory(c);
        return 1;
    }
    Pos before = save_pos(c);
    for (int32_t i = 0; i < defaults->n; i++) {
        u->items[i] = constant_value(defaults->items[i]);
        at_node(c, defaults->items[i]);
        op0(c, OP_NOP);                         /* for the line */
    }
    restore_pos(c, before);
    load_const(c, compile_keep(c, from_ptr(u)));
    return 1;
}

static uint32_t keyword_defaults(Compiler *c, Node *args) {
    AstSeq *params = args->arguments.kwonlyargs, *defaults = args->arguments.kw_defaults;
    int32_t n = 0;
    for (int32_t i = 0; i < params->n; i++)
        n += defaults->items[i] != NULL;
    if (n == 0)
        return 0;
    Tuple *names = tuple_alloc(c->t, n);
    if (names == NULL) {
        compile_no_memory(c);
        return 0;
    }
    Value kept = compile_keep(c, from_ptr(names));
    n = 0;
    for (int32_t i = 0; i < params->n && !c->failed; i++) {
        if (defaults->items[i] == NULL)
            continue;
        names->items[n++] = mangle_name(c, c->unit->private_name, params->items[i]->arg.arg);
        visit_expr(c, defaults->items[i]);
    }
    load_const(c, kept);
    op(c, OP_BUILD_CONST_KEY_MAP, (uint32_t)n);
    return 2;
}

static uint32_t all_defaults(Compiler *c, Node *args) {
    uint32_t flags = positional_defaults(c, args->arguments.defaults);
    return flags | keyword_defaults(c, args);
}

/* -- Annotations ----------------------------------------------------------------------------------------- */

void visit_annotation(Compiler *c, Node *n) {
    if (c->flags & CO_FUTURE_ANNOTATIONS) {
        Value text = compile_keep(c, unparse_expr(c, n));
        if (!c->failed)
            load_const(c, text);
    } else if (n->kind == AST_Starred) {        /* *args: *Ts */
        visit_expr(c, n->Starred.value);
        op(c, OP_UNPACK_SEQUENCE, 1);
    } else {
        visit_expr(c, n);
    }
}

static uint32_t annotate(Compiler *c, Value name, Node *annotation) {
    if (annotation == NULL)
        return 0;
    load_const(c, mangle_name(c, c->unit->private_name, name));
    visit_annotation(c, annotation);
    return 2;
}

static uint32_t annotate_parameters(Compiler *c, AstSeq *params) {
    uint32_t n = 0;
    for (int32_t i = 0; i < params->n; i++)
        n += annotate(c, params->items[i]->arg.arg, params->items[i]->arg.annotation);
    return n;
}

static uint32_t annotations(Compiler *c, Node *args, Node *returns) {
    uint32_t n = annotate_parameters(c, args->arguments.args);
    n += annotate_parameters(c, args->arguments.posonlyargs);
    if (args->arguments.vararg != NULL)
        n += annotate(c, args->arguments.vararg->arg.arg, args->arguments.vararg->arg.annotation);
    n += annotate_parameters(c, args->arguments.kwonlyargs);
    if (args->arguments.kwarg != NULL)
        n += annotate(c, args->arguments.kwarg->arg.arg, args->arguments.kwarg->arg.annotation);
    n += annotate(c, name_of(c, "return"), returns);
    if (n == 0)
        return 0;
    op(c, OP_BUILD_TUPLE, n);
    return 4;
}

/* -- def and lambda -------------------------------------------------------------------------------------- */

static void return_none(Compiler *c) {
    at_nowhere(c);
    load_const(c, VALUE_NONE);
    op0(c, OP_RETURN_VALUE);
}

static int32_t decorators(Compiler *c, Node *n, AstSeq *list) {
    visit_exprs(c, list);
    return list->n > 0 ? list->items[0]->lineno : n->lineno;
}

/* The function or class is on the stack, above its decorators: it takes the place of self in each call. */
static void apply_decorators(Compiler *c, AstSeq *list) {
    Pos before = save_pos(c);
    for (int32_t i = list->n - 1; i >= 0; i--) {
        at_node(c, list->items[i]);
        op(c, OP_CALL, 0);
    }
    restore_pos(c, before);
}

static void function_body(Compiler *c, AstSeq *body) {
    int32_t start = 0;
    if (is_docstring(body) && !(c->flags & COMPILE_NO_DOC)) {
        emit_const_index(&c->unit->e, constant_value(body->items[0]->Expr.value));  /* the first: consts[0] */
        c->unit->flags |= CO_HAS_DOCSTRING;
        start = 1;
    }
    for (int32_t i = start; i < body->n && !c->failed; i++)
        visit_stmt(c, body->items[i]);
    return_none(c);
}

void compile_function(Compiler *c, Node *n) {
    __typeof__(n->FunctionDef) *f = &n->FunctionDef;        /* AsyncFunctionDef has the same fields */
    if (!check_parameters(c, f->args))
        return;
    if (forbidden_name(c, f->name, AST_Store))
        return;
    int32_t first_line = decorators(c, n, f->decorator_list);
    uint32_t flags = all_defaults(c, f->args);
    flags |= annotations(c, f->args, f->returns);
    enter_unit(c, n->kind == AST_FunctionDef ? UNIT_FUNCTION : UNIT_ASYNC_FUNCTION, n, f->name, first_line);
    if (c->failed)
        return;
    function_body(c, f->body);
    make_closure(c, leave_unit(c), flags);
    apply_decorators(c, f->decorator_list);
    store_name(c, f->name);
}

void compile_lambda(Compiler *c, Node *n) {
    if (!check_parameters(c, n->Lambda.args))
        return;
    uint32_t flags = all_defaults(c, n->Lambda.args);
    enter_unit(c, UNIT_LAMBDA, n, name_of(c, "<lambda>"), n->lineno);
    if (c->failed)
        return;
    visit_expr(c, n->Lambda.body);
    c->unit->e.pos = (Pos){ n->lineno, n->lineno, 0, 0 };
    op0(c, OP_RETURN_VALUE);
    make_closure(c, leave_unit(c), flags);
}

/* -- class and module ------------------------------------------------------------------------------------ */

void compile_module_body(Compiler *c, AstSeq *body, bool keep_doc) {
    Unit *u = c->unit;
    int32_t start = 0;
    if (body->n > 0 && u->kind == UNIT_MODULE)
        at_node(c, body->items[0]);
    if (u->scope->annotations)
        op0(c, OP_SETUP_ANNOTATIONS);
    if (is_docstring(body) && keep_doc && !(c->flags & COMPILE_NO_DOC)) {
        Node *doc = body->items[0]->Expr.value;
        visit_expr(c, doc);
        Pos before = save_pos(c);
        at_nowhere(c);
        store_name(c, name_of(c, "__doc__"));
        restore_pos(c, before);
        start = 1;
    }
    for (int32_t i = start; i < body->n && !c->failed; i++)
        visit_stmt(c, body->items[i]);
}

void compile_class(Compiler *c, Node *n) {
    Value name = n->ClassDef.name;
    if (forbidden_name(c, name, AST_Store))
        return;
    int32_t first_line = decorators(c, n, n->ClassDef.decorator_list);
    op0(c, OP_LOAD_BUILD_CLASS);
    op0(c, OP_PUSH_NULL);
    enter_unit(c, UNIT_CLASS, n, name, first_line);
    if (c->failed)
        return;
    Unit *u = c->unit;
    u->e.pos = (Pos){ first_line, first_line, 0, 0 };
    load_name(c, name_of(c, "__name__"));
    store_name(c, name_of(c, "__module__"));
    load_const(c, u->qualname);
    store_name(c, name_of(c, "__qualname__"));
    compile_module_body(c, n->ClassDef.body, true);
    at_nowhere(c);
    if (u->scope->needs_class_cell) {
        op(c, OP_LOAD_CLOSURE, 0);
        op(c, OP_COPY, 1);
        op_plain_name(c, OP_STORE_NAME, name_of(c, "__classcell__"));
    } else {
        load_const(c, VALUE_NONE);
    }
    op0(c, OP_RETURN_VALUE);
    make_closure(c, leave_unit(c), 0);
    load_const(c, name);
    call_args(c, 2, n->ClassDef.bases, n->ClassDef.keywords);
    apply_decorators(c, n->ClassDef.decorator_list);
    store_name(c, name);
}

/* -- Comprehensions -------------------------------------------------------------------------------------- */

typedef struct Comp {
    enum CompKind kind;
    Node *node, *elt, *value;                   /* value: of a dict */
    AstSeq *clauses;
} Comp;

static void comprehension_clause(Compiler *c, const Comp *comp, int32_t i, uint32_t depth);

/* The innermost part: the element. depth: words of loop state above the result. */
static void comprehension_element(Compiler *c, const Comp *comp, uint32_t depth) {
    switch (comp->kind) {
    case COMP_GENERATOR:
        visit_expr(c, comp->elt);
        if (c->unit->flags & CO_ASYNC_GENERATOR)
            op0(c, OP_ASYNC_GEN_WRAP);
        op0(c, OP_YIELD_VALUE);
        op0(c, OP_POP_TOP);
        return;
    case COMP_LIST:
        visit_expr(c, comp->elt);
        op(c, OP_LIST_APPEND, depth + 1);
        return;
    case COMP_SET:
        visit_expr(c, comp->elt);
        op(c, OP_SET_ADD, depth + 1);
        return;
    default:
        visit_expr(c, comp->elt);
        visit_expr(c, comp->value);
        op(c, OP_MAP_ADD, depth + 1);
        return;
    }
}

static void comprehension_rest(Compiler *c, const Comp *comp, int32_t i, Label skip, uint32_t depth) {
    AstSeq *ifs = comp->clauses->items[i]->comprehension.ifs;
    for (int32_t k = 0; k < ifs->n; k++)
        jump_if(c, ifs->items[k], skip, false);
    if (i + 1 < comp->clauses->n)
        comprehension_clause(c, comp, i + 1, depth);
    else
        comprehension_element(c, comp, depth);
}

static void sync_clause(Compiler *c, const Comp *comp, int32_t i, uint32_t depth) {
    Node *clause = comp->clauses->items[i], *iter = clause->comprehension.iter;
    Label start = new_label(c), next = new_label(c), end = new_label(c);
    if (i > 0 && (iter->kind == AST_Tuple || iter->kind == AST_List) && iter->Tuple.elts->n == 1 &&
        iter->Tuple.elts->items[0]->kind != AST_Starred) {    /* for y in [f(x)]: an assignment, not a loop */
        visit_expr(c, iter->Tuple.elts->items[0]);
        visit_expr(c, clause->comprehension.target);
        comprehension_rest(c, comp, i, next, depth);
        place(c, next);
        return;
    }
    if (i == 0)
        op(c, OP_LOAD_FAST, 0);
    else
        visit_expr(c, iter);
    op(c, OP_FOR_PREP, i == 0);
    place(c, start);
    jump(c, OP_FOR_NEXT, end);
    visit_expr(c, clause->comprehension.target);
    comprehension_rest(c, comp, i, next, depth + 4);
    place(c, next);
    jump(c, OP_JUMP_BACK, start);
    place(c, end);
}

static void async_clause(Compiler *c, const Comp *comp, int32_t i, uint32_t depth) {
    Emitter *e = &c->unit->e;
    Node *clause = comp->clauses->items[i];
    Label start = new_label(c), next = new_label(c), finished = new_label(c);
    if (i == 0) {
        op(c, OP_LOAD_FAST, 0);
    } else {
        visit_expr(c, clause->comprehension.iter);
        op0(c, OP_GET_AITER);
    }
    place(c, start);
    push_block(c, &(Block){ .kind = BLOCK_ASYNC_COMP }, comp->node->span);
    emit_region(e, finished, false, 0);
    op0(c, OP_GET_ANEXT);
    load_const(c, VALUE_NONE);
    yield_from(c);
    emit_region_end(e);
    visit_expr(c, clause->comprehension.target);
    comprehension_rest(c, comp, i, next, depth + 1);
    place(c, next);
    jump(c, OP_JUMP_BACK, start);
    pop_block(c);
    place(c, finished);
    op0(c, OP_END_ASYNC_FOR);
}

static void comprehension_clause(Compiler *c, const Comp *comp, int32_t i, uint32_t depth) {
    if (c->failed || !compile_enough_stack(c))
        return;
    if (comp->clauses->items[i]->comprehension.is_async)
        async_clause(c, comp, i, depth);
    else
        sync_clause(c, comp, i, depth);
}

void compile_comprehension(Compiler *c, Node *n) {
    static const struct { const char *name; uint8_t build; } kinds[] = {
        [COMP_LIST] = { "<listcomp>", OP_BUILD_LIST }, [COMP_SET] = { "<setcomp>", OP_BUILD_SET },
        [COMP_DICT] = { "<dictcomp>", OP_BUILD_MAP }, [COMP_GENERATOR] = { "<genexpr>", OP_NOP }
    };
    Comp comp = { .node = n };
    switch (n->kind) {
    case AST_ListComp: comp.kind = COMP_LIST; break;
    case AST_SetComp: comp.kind = COMP_SET; break;
    case AST_DictComp: comp.kind = COMP_DICT; break;
    default: comp.kind = COMP_GENERATOR; break;
    }
    if (comp.kind == COMP_DICT) {
        comp.elt = n->DictComp.key;
        comp.value = n->DictComp.value;
        comp.clauses = n->DictComp.generators;
    } else {                                    /* the other three have the same fields */
        comp.elt = n->ListComp.elt;
        comp.clauses = n->ListComp.generators;
    }
    Node *outermost = comp.clauses->items[0];
    enum UnitKind outer_kind = c->unit->kind;
    bool top_level = outer_kind == UNIT_MODULE && (c->flags & COMPILE_TOP_LEVEL_AWAIT);
    enter_unit(c, UNIT_COMPREHENSION, n, name_of(c, kinds[comp.kind].name), n->lineno);
    if (c->failed)
        return;
    at_node(c, n);
    bool is_async = c->unit->scope->coroutine;
    if (is_async && comp.kind != COMP_GENERATOR && outer_kind != UNIT_ASYNC_FUNCTION &&
        outer_kind != UNIT_COMPREHENSION && !top_level) {
        compile_error(c, n->span, "asynchronous comprehension outside of an asynchronous function");
        return;
    }
    if (comp.kind != COMP_GENERATOR)
        op(c, kinds[comp.kind].build, 0);
    comprehension_clause(c, &comp, 0, 0);
    if (comp.kind == COMP_GENERATOR) {
        at_nowhere(c);
        load_const(c, VALUE_NONE);
    }
    op0(c, OP_RETURN_VALUE);
    make_closure(c, leave_unit(c), 0);
    if (c->failed)
        return;
    if (top_level && is_async)
        c->unit->flags |= CO_COROUTINE;
    visit_expr(c, outermost->comprehension.iter);
    op0(c, outermost->comprehension.is_async ? OP_GET_AITER : OP_GET_ITER);
    op(c, OP_CALL, 0);                          /* the iterator in the place of self */
    if (is_async && comp.kind != COMP_GENERATOR) {
        op(c, OP_GET_AWAITABLE, 0);
        load_const(c, VALUE_NONE);
        yield_from(c);
    }
}
