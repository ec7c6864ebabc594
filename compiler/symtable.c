/* Scopes of a tree: collecting names, then resolving them. */
#include "compiler/symtable.h"

#include "compiler/unit.h"
#include "vm/object/str.h"

static void scan_expr(Symtable *st, Node *n);
static void scan_body(Symtable *st, AstSeq *body);

/* -- Tables: names of a scope, scopes by node ------------------------------------------------------------ */

static inline uint32_t hash_word(uint64_t word) {
    return (uint32_t)(word * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

Symbol *scope_find(const Scope *s, Value name) {
    if (s->nslots == 0)
        return NULL;
    for (uint32_t i = hash_word(name);; i++) {
        Symbol *y = s->slots[i & (s->nslots - 1)];
        if (y == NULL || y->name == name)
            return y;
    }
}

static void put_symbol(Scope *s, Symbol *y) {
    uint32_t i = hash_word(y->name);
    while (s->slots[i & (s->nslots - 1)] != NULL)
        i++;
    s->slots[i & (s->nslots - 1)] = y;
}

static Symbol *add_symbol(Symtable *st, Scope *s, Value name) {
    if (s->n * 4 >= s->nslots * 3) {
        uint32_t nslots = s->nslots ? s->nslots * 2 : 8;
        Symbol **slots = arena_alloc(st->arena, nslots * sizeof *slots);
        if (slots == NULL || st->arena->failed) {
            compile_no_memory(st->c);
            return NULL;
        }
        s->slots = slots;
        s->nslots = nslots;
        for (Symbol *y = s->first; y != NULL; y = y->next)
            put_symbol(s, y);
    }
    Symbol *y = arena_alloc(st->arena, sizeof *y);
    if (st->arena->failed) {
        compile_no_memory(st->c);
        return NULL;
    }
    y->name = name;
    y->local = y->deref = -1;
    put_symbol(s, y);
    *s->last = y;
    s->last = &y->next;
    s->n++;
    return y;
}

static void put_scope(Symtable *st, Scope *s) {
    uint32_t i = hash_word((uintptr_t)s->node);
    while (st->slots[i & (st->nslots - 1)].node != NULL)
        i++;
    st->slots[i & (st->nslots - 1)].node = s->node;
    st->slots[i & (st->nslots - 1)].scope = s;
}

Scope *symtable_scope(const Symtable *st, const Node *node) {
    uint32_t i = hash_word((uintptr_t)node);
    while (st->slots[i & (st->nslots - 1)].node != node)
        i++;
    return st->slots[i & (st->nslots - 1)].scope;
}

static void enter_scope(Symtable *st, enum ScopeKind kind, const Node *node) {
    if (st->n * 2 >= st->nslots) {
        uint32_t nslots = st->nslots ? st->nslots * 2 : 64;
        void *slots = arena_alloc(st->arena, nslots * sizeof *st->slots);
        if (slots != NULL && !st->arena->failed) {
            st->slots = slots;
            st->nslots = nslots;
            for (Scope *s = st->first; s != NULL; s = s->next)
                put_scope(st, s);
        }
    }
    Scope *s = arena_alloc(st->arena, sizeof *s), *parent = st->current;
    if (st->arena->failed) {
        compile_no_memory(st->c);
        return;
    }
    s->parent = parent;
    s->kind = kind;
    s->node = node;
    s->last = &s->first;
    if (parent != NULL) {
        s->nested = parent->nested || parent->kind == SCOPE_FUNCTION;
        s->in_comp_iter = parent->in_comp_iter;
        s->unused = parent->unused || parent->kind == SCOPE_ANNOTATION;
    }
    s->unused |= kind == SCOPE_ANNOTATION;
    *st->last = s;
    st->last = &s->next;
    st->n++;
    put_scope(st, s);
    st->current = s;
}

static void leave_scope(Symtable *st) {
    if (!st->c->failed)
        st->current = st->current->parent;
}

/* -- Adding names ---------------------------------------------------------------------------------------- */

static void add_to(Symtable *st, Scope *s, Value name, int flag, Span at) {
    if (st->c->failed)
        return;
    name = mangle_name(st->c, st->private_name, name);
    Symbol *y = scope_find(s, name);
    if (y == NULL) {
        y = add_symbol(st, s, name);
        if (y == NULL)
            return;
    } else if ((flag & SYM_PARAM) && (y->flags & SYM_PARAM)) {
        compile_error(st->c, at, "duplicate argument '%U' in function definition", name);
        return;
    }
    if (s->in_comp_target) {
        if ((y->flags | flag) & (SYM_GLOBAL | SYM_NONLOCAL)) {
            compile_error(st->c, at,
                          "comprehension inner loop cannot rebind assignment expression target '%U'", name);
            return;
        }
        flag |= SYM_COMP_ITER;
    }
    y->flags |= (uint8_t)flag;
    /* `global x` anywhere makes x a global for the module's own code too, whatever namespace that runs in. */
    if ((flag & SYM_GLOBAL) && s != st->first) {
        y = scope_find(st->first, name);
        if (y == NULL)
            y = add_symbol(st, st->first, name);
        if (y != NULL)
            y->flags |= SYM_GLOBAL;
    }
}

static void add_name(Symtable *st, Value name, int flag, Span at) { add_to(st, st->current, name, flag, at); }

static void add_directive(Symtable *st, Scope *s, Value name, Span at) {
    Directive *d = arena_alloc(st->arena, sizeof *d);
    if (st->arena->failed)
        return;
    *d = (Directive){ mangle_name(st->c, st->private_name, name), at, s->directives };
    s->directives = d;
}

static int flags_of(Symtable *st, Value name) {
    Symbol *y = scope_find(st->current, mangle_name(st->c, st->private_name, name));
    return y ? y->flags : 0;
}

/* -- Comprehensions and assignment expressions ----------------------------------------------------------- */

static void refuse_in_annotation(Symtable *st, const char *what, const Node *n) {
    if (st->current->kind == SCOPE_ANNOTATION)
        compile_error(st->c, n->span, "'%s' can not be used within an annotation", what);
}

/* A target of := within comprehensions belongs to the scope around them. */
static void extend_named_target(Symtable *st, Node *target) {
    Value name = target->Name.id;
    for (Scope *s = st->current; s != NULL && !st->c->failed; s = s->parent) {
        if (s->comp) {
            Symbol *y = scope_find(s, mangle_name(st->c, st->private_name, name));
            if (y != NULL && (y->flags & SYM_COMP_ITER))
                compile_error(st->c, target->span,
                              "assignment expression cannot rebind comprehension iteration variable '%U'", name);
            continue;
        }
        if (s->kind == SCOPE_FUNCTION) {
            Symbol *y = scope_find(s, mangle_name(st->c, st->private_name, name));
            int flag = y != NULL && (y->flags & SYM_GLOBAL) ? SYM_GLOBAL : SYM_NONLOCAL;
            add_name(st, name, flag, target->span);
            add_directive(st, st->current, name, target->span);
            add_to(st, s, name, SYM_LOCAL, target->span);
        } else if (s->kind == SCOPE_MODULE) {
            add_name(st, name, SYM_GLOBAL, target->span);
            add_directive(st, st->current, name, target->span);
            add_to(st, s, name, SYM_GLOBAL, target->span);
        } else if (s->kind == SCOPE_CLASS) {
            compile_error(st->c, target->span,
                          "assignment expression within a comprehension cannot be used in a class body");
        }
        return;
    }
}

static void scan_for_clause(Symtable *st, Node *clause, bool outermost) {
    Scope *s = st->current;
    s->in_comp_target = true;
    scan_expr(st, clause->comprehension.target);
    s->in_comp_target = false;
    if (!outermost) {
        s->in_comp_iter++;
        scan_expr(st, clause->comprehension.iter);
        clause->comprehension.iter = fold_iterable(st->c, clause->comprehension.iter);
        s->in_comp_iter--;
    }
    AstSeq *ifs = clause->comprehension.ifs;
    for (int32_t i = 0; i < ifs->n; i++)
        scan_expr(st, ifs->items[i]);
    if (clause->comprehension.is_async)
        s->coroutine = true;
}

static void scan_comprehension(Symtable *st, Node *n, AstSeq *clauses, Node *elt, Node *value,
                               enum CompKind kind) {
    Node *outermost = clauses->items[0];
    st->current->in_comp_iter++;
    scan_expr(st, outermost->comprehension.iter);
    outermost->comprehension.iter = fold_iterable(st->c, outermost->comprehension.iter);
    if (st->c->failed)
        return;
    st->current->in_comp_iter--;
    enter_scope(st, SCOPE_FUNCTION, n);
    if (st->c->failed)
        return;
    Scope *s = st->current;
    s->comp = kind;
    add_name(st, st->name_dot0, SYM_PARAM, outermost->span);
    for (int32_t i = 0; i < clauses->n; i++)
        scan_for_clause(st, clauses->items[i], i == 0);
    if (value != NULL)
        scan_expr(st, value);
    scan_expr(st, elt);
    s->generator = kind == COMP_GENERATOR;
    leave_scope(st);
    if (s->coroutine && !s->generator)
        s->parent->coroutine = true;
}

static void refuse_yield_in_comprehension(Symtable *st, const Node *n) {
    static const char *const where[] = {
        [COMP_LIST] = "list comprehension", [COMP_SET] = "set comprehension",
        [COMP_DICT] = "dict comprehension", [COMP_GENERATOR] = "generator expression"
    };
    if (st->current->comp)
        compile_error(st->c, n->span, "'yield' inside %s", where[st->current->comp]);
}

/* -- Expressions ----------------------------------------------------------------------------------------- */

static void scan_seq(Symtable *st, AstSeq *seq) {
    for (int32_t i = 0; i < seq->n; i++) {
        if (seq->items[i] != NULL)
            scan_expr(st, seq->items[i]);
    }
}

static inline void scan_opt(Symtable *st, Node *n) {
    if (n != NULL)
        scan_expr(st, n);
}

static void scan_params(Symtable *st, Node *args) {
    AstSeq *lists[] = { args->arguments.posonlyargs, args->arguments.args, args->arguments.kwonlyargs };
    for (int k = 0; k < 3; k++) {
        for (int32_t i = 0; i < lists[k]->n; i++)
            add_name(st, lists[k]->items[i]->arg.arg, SYM_PARAM, lists[k]->items[i]->span);
    }
    Node *rest[] = { args->arguments.vararg, args->arguments.kwarg };
    for (int k = 0; k < 2; k++) {
        if (rest[k] != NULL)
            add_name(st, rest[k]->arg.arg, SYM_PARAM, rest[k]->span);
    }
}

static void scan_expr(Symtable *st, Node *n) {
    if (st->c->failed || !compile_enough_stack(st->c))
        return;
    switch (n->kind) {
    case AST_Name:
        if (n->Name.ctx == AST_Load && n->Name.id == st->name_debug) {
            fold_expr(st->c, n);
            return;
        }
        add_name(st, n->Name.id, n->Name.ctx == AST_Load ? SYM_USE : SYM_LOCAL, n->span);
        /* super() without arguments looks for the cell __class__ */
        if (n->Name.id == st->name_super && n->Name.ctx == AST_Load && st->current->kind == SCOPE_FUNCTION)
            add_name(st, st->name_class, SYM_USE, n->span);
        return;
    case AST_Constant:
        return;
    case AST_Attribute:
        scan_expr(st, n->Attribute.value);
        return;
    case AST_Call: {
        scan_expr(st, n->Call.func);
        scan_seq(st, n->Call.args);
        AstSeq *keywords = n->Call.keywords;
        for (int32_t i = 0; i < keywords->n; i++)
            scan_expr(st, keywords->items[i]->keyword.value);
        return;
    }
    case AST_BinOp:
        scan_expr(st, n->BinOp.left);
        scan_expr(st, n->BinOp.right);
        fold_expr(st->c, n);
        return;
    case AST_UnaryOp:
        scan_expr(st, n->UnaryOp.operand);
        fold_expr(st->c, n);
        return;
    case AST_BoolOp:
        scan_seq(st, n->BoolOp.values);
        return;
    case AST_Compare: {
        AstSeq *right = n->Compare.comparators;
        scan_expr(st, n->Compare.left);
        scan_seq(st, right);
        AstOp last = n->Compare.ops->items[n->Compare.ops->n - 1];
        if (last == AST_In || last == AST_NotIn)
            right->items[right->n - 1] = fold_iterable(st->c, right->items[right->n - 1]);
        return;
    }
    case AST_Subscript:
        scan_expr(st, n->Subscript.value);
        scan_expr(st, n->Subscript.slice);
        fold_expr(st->c, n);
        return;
    case AST_Slice:
        scan_opt(st, n->Slice.lower);
        scan_opt(st, n->Slice.upper);
        scan_opt(st, n->Slice.step);
        return;
    case AST_Starred:
        scan_expr(st, n->Starred.value);
        return;
    case AST_Tuple:
        scan_seq(st, n->Tuple.elts);
        fold_expr(st->c, n);
        return;
    case AST_List:
        scan_seq(st, n->List.elts);
        return;
    case AST_Set:
        scan_seq(st, n->Set.elts);
        return;
    case AST_Dict:
        scan_seq(st, n->Dict.keys);
        scan_seq(st, n->Dict.values);
        return;
    case AST_IfExp:
        scan_expr(st, n->IfExp.test);
        scan_expr(st, n->IfExp.body);
        scan_expr(st, n->IfExp.orelse);
        return;
    case AST_JoinedStr:
        scan_seq(st, n->JoinedStr.values);
        return;
    case AST_FormattedValue:
        scan_expr(st, n->FormattedValue.value);
        scan_opt(st, n->FormattedValue.format_spec);
        return;
    case AST_NamedExpr:
        refuse_in_annotation(st, "named expression", n);
        if (st->current->in_comp_iter > 0)
            compile_error(st->c, n->span,
                          "assignment expression cannot be used in a comprehension iterable expression");
        if (st->current->comp)
            extend_named_target(st, n->NamedExpr.target);
        scan_expr(st, n->NamedExpr.value);
        scan_expr(st, n->NamedExpr.target);
        return;
    case AST_Lambda:
        scan_seq(st, n->Lambda.args->arguments.defaults);
        scan_seq(st, n->Lambda.args->arguments.kw_defaults);
        enter_scope(st, SCOPE_FUNCTION, n);
        scan_params(st, n->Lambda.args);
        scan_expr(st, n->Lambda.body);
        leave_scope(st);
        return;
    case AST_ListComp:
        scan_comprehension(st, n, n->ListComp.generators, n->ListComp.elt, NULL, COMP_LIST);
        return;
    case AST_SetComp:
        scan_comprehension(st, n, n->SetComp.generators, n->SetComp.elt, NULL, COMP_SET);
        return;
    case AST_DictComp:
        scan_comprehension(st, n, n->DictComp.generators, n->DictComp.key, n->DictComp.value, COMP_DICT);
        return;
    case AST_GeneratorExp:
        scan_comprehension(st, n, n->GeneratorExp.generators, n->GeneratorExp.elt, NULL, COMP_GENERATOR);
        return;
    case AST_Yield:
        refuse_in_annotation(st, "yield expression", n);
        scan_opt(st, n->Yield.value);
        st->current->generator = true;
        refuse_yield_in_comprehension(st, n);
        return;
    case AST_YieldFrom:
        refuse_in_annotation(st, "yield expression", n);
        scan_expr(st, n->YieldFrom.value);
        st->current->generator = true;
        refuse_yield_in_comprehension(st, n);
        return;
    case AST_Await:
        refuse_in_annotation(st, "await expression", n);
        scan_expr(st, n->Await.value);
        st->current->coroutine = true;
        return;
    default:
        return;
    }
}

/* -- Patterns -------------------------------------------------------------------------------------------- */

static void scan_pattern(Symtable *st, Node *n) {
    if (st->c->failed || !compile_enough_stack(st->c))
        return;
    AstSeq *patterns = NULL;
    switch (n->kind) {
    case AST_MatchValue:
        scan_expr(st, n->MatchValue.value);
        return;
    case AST_MatchSequence:
        patterns = n->MatchSequence.patterns;
        break;
    case AST_MatchStar:
        if (n->MatchStar.name)
            add_name(st, n->MatchStar.name, SYM_LOCAL, n->span);
        return;
    case AST_MatchMapping:
        scan_seq(st, n->MatchMapping.keys);
        patterns = n->MatchMapping.patterns;
        if (n->MatchMapping.rest)
            add_name(st, n->MatchMapping.rest, SYM_LOCAL, n->span);
        break;
    case AST_MatchClass:
        scan_expr(st, n->MatchClass.cls);
        for (int32_t i = 0; i < n->MatchClass.patterns->n; i++)
            scan_pattern(st, n->MatchClass.patterns->items[i]);
        patterns = n->MatchClass.kwd_patterns;
        break;
    case AST_MatchAs:
        if (n->MatchAs.pattern)
            scan_pattern(st, n->MatchAs.pattern);
        if (n->MatchAs.name)
            add_name(st, n->MatchAs.name, SYM_LOCAL, n->span);
        return;
    case AST_MatchOr:
        patterns = n->MatchOr.patterns;
        break;
    default:
        return;
    }
    for (int32_t i = 0; i < patterns->n; i++)
        scan_pattern(st, patterns->items[i]);
}

/* -- Statements ------------------------------------------------------------------------------------------ */

static void scan_annotation(Symtable *st, Node *n) {
    if (n == NULL)
        return;
    if (st->c->flags & CO_FUTURE_ANNOTATIONS) {     /* never evaluated: its names are nobody's */
        enter_scope(st, SCOPE_ANNOTATION, n);
        st->c->keep_tree++;
        scan_expr(st, n);
        st->c->keep_tree--;
        leave_scope(st);
    } else {
        scan_expr(st, n);
    }
}

static void scan_annotations(Symtable *st, Node *args, Node *returns) {
    AstSeq *lists[] = { args->arguments.posonlyargs, args->arguments.args, args->arguments.kwonlyargs };
    for (int k = 0; k < 2; k++) {
        for (int32_t i = 0; i < lists[k]->n; i++)
            scan_annotation(st, lists[k]->items[i]->arg.annotation);
    }
    if (args->arguments.vararg)
        scan_annotation(st, args->arguments.vararg->arg.annotation);
    if (args->arguments.kwarg)
        scan_annotation(st, args->arguments.kwarg->arg.annotation);
    for (int32_t i = 0; i < lists[2]->n; i++)
        scan_annotation(st, lists[2]->items[i]->arg.annotation);
    scan_annotation(st, returns);
}

static void scan_function(Symtable *st, Node *n) {
    __typeof__(n->FunctionDef) *f = &n->FunctionDef;        /* AsyncFunctionDef has the same fields */
    add_name(st, f->name, SYM_LOCAL, n->span);
    scan_seq(st, f->args->arguments.defaults);
    scan_seq(st, f->args->arguments.kw_defaults);
    scan_annotations(st, f->args, f->returns);
    scan_seq(st, f->decorator_list);
    if (st->c->failed)
        return;
    enter_scope(st, SCOPE_FUNCTION, n);
    if (n->kind == AST_AsyncFunctionDef && !st->c->failed)
        st->current->coroutine = true;
    scan_params(st, f->args);
    scan_body(st, f->body);
    leave_scope(st);
}

static void scan_class(Symtable *st, Node *n) {
    add_name(st, n->ClassDef.name, SYM_LOCAL, n->span);
    scan_seq(st, n->ClassDef.bases);
    for (int32_t i = 0; i < n->ClassDef.keywords->n; i++)
        scan_expr(st, n->ClassDef.keywords->items[i]->keyword.value);
    scan_seq(st, n->ClassDef.decorator_list);
    if (st->c->failed)
        return;
    enter_scope(st, SCOPE_CLASS, n);
    Value outer = st->private_name;
    st->private_name = n->ClassDef.name;
    scan_body(st, n->ClassDef.body);
    st->private_name = outer;
    leave_scope(st);
}

static void scan_declaration(Symtable *st, Node *n, AstNames *names, const char *word, int flag) {
    for (int32_t i = 0; i < names->n && !st->c->failed; i++) {
        Value name = names->items[i];
        int flags = flags_of(st, name);
        if (flags & SYM_PARAM)
            compile_error(st->c, n->span, "name '%U' is parameter and %s", name, word);
        else if (flags & SYM_USE)
            compile_error(st->c, n->span, "name '%U' is used prior to %s declaration", name, word);
        else if (flags & SYM_ANNOT)
            compile_error(st->c, n->span, "annotated name '%U' can't be %s", name, word);
        else if (flags & SYM_LOCAL)
            compile_error(st->c, n->span, "name '%U' is assigned to before %s declaration", name, word);
        add_name(st, name, flag, n->span);
        add_directive(st, st->current, name, n->span);
    }
}

static void scan_annotated(Symtable *st, Node *n) {
    Node *target = n->AnnAssign.target;
    Scope *s = st->current;
    if (s->kind != SCOPE_FUNCTION)
        s->annotations = true;
    if (target->kind == AST_Name) {
        Value name = target->Name.id;
        int flags = flags_of(st, name);
        if ((flags & (SYM_GLOBAL | SYM_NONLOCAL)) && s->kind != SCOPE_MODULE && n->AnnAssign.simple) {
            compile_error(st->c, n->span, "annotated name '%U' can't be %s", name,
                          flags & SYM_GLOBAL ? "global" : "nonlocal");
            return;
        }
        if (n->AnnAssign.simple)
            add_name(st, name, SYM_ANNOT | SYM_LOCAL, target->span);
        else if (n->AnnAssign.value)
            add_name(st, name, SYM_LOCAL, target->span);
    } else {
        scan_expr(st, target);
    }
    scan_annotation(st, n->AnnAssign.annotation);
    scan_opt(st, n->AnnAssign.value);
}

static void scan_alias(Symtable *st, Node *n) {
    Value name = n->alias.asname ? n->alias.asname : n->alias.name;
    Str *s = as_str(name);
    if (s->len == 1 && str_at(s, 0) == '*') {
        if (st->current->kind != SCOPE_MODULE)
            compile_error(st->c, n->span, "import * only allowed at module level");
        return;
    }
    if (!n->alias.asname)
        name = first_component(st->c, name);
    if (!st->c->failed)
        add_name(st, name, SYM_IMPORT, n->span);
}

static void scan_stmts(Symtable *st, AstSeq *body);

static void scan_stmt(Symtable *st, Node *n) {
    if (!compile_enough_stack(st->c))
        return;
    AstSeq *seq;
    switch (n->kind) {
    case AST_FunctionDef:
    case AST_AsyncFunctionDef:
        scan_function(st, n);
        return;
    case AST_ClassDef:
        scan_class(st, n);
        return;
    case AST_Return:
        scan_opt(st, n->Return.value);
        return;
    case AST_Delete:
        scan_seq(st, n->Delete.targets);
        return;
    case AST_Assign:
        scan_seq(st, n->Assign.targets);
        scan_expr(st, n->Assign.value);
        return;
    case AST_AugAssign:
        scan_expr(st, n->AugAssign.target);
        scan_expr(st, n->AugAssign.value);
        return;
    case AST_AnnAssign:
        scan_annotated(st, n);
        return;
    case AST_For:
    case AST_AsyncFor:
        scan_expr(st, n->For.target);
        scan_expr(st, n->For.iter);
        if (n->kind == AST_For)
            n->For.iter = fold_iterable(st->c, n->For.iter);
        scan_stmts(st, n->For.body);
        scan_stmts(st, n->For.orelse);
        return;
    case AST_While:
        scan_expr(st, n->While.test);
        scan_stmts(st, n->While.body);
        scan_stmts(st, n->While.orelse);
        return;
    case AST_If:
        for (;;) {                              /* elif chains are as long as they like */
            scan_expr(st, n->If.test);
            scan_stmts(st, n->If.body);
            if (n->If.orelse->n != 1 || n->If.orelse->items[0]->kind != AST_If || st->c->failed)
                break;
            n = n->If.orelse->items[0];
        }
        scan_stmts(st, n->If.orelse);
        return;
    case AST_With:
    case AST_AsyncWith:
        seq = n->With.items;
        for (int32_t i = 0; i < seq->n; i++) {
            scan_expr(st, seq->items[i]->withitem.context_expr);
            scan_opt(st, seq->items[i]->withitem.optional_vars);
        }
        scan_stmts(st, n->With.body);
        return;
    case AST_Match:
        scan_expr(st, n->Match.subject);
        seq = n->Match.cases;
        for (int32_t i = 0; i < seq->n; i++) {
            scan_pattern(st, seq->items[i]->match_case.pattern);
            scan_opt(st, seq->items[i]->match_case.guard);
            scan_stmts(st, seq->items[i]->match_case.body);
        }
        return;
    case AST_Raise:
        scan_opt(st, n->Raise.exc);
        scan_opt(st, n->Raise.cause);
        return;
    case AST_Try:
    case AST_TryStar:
        scan_stmts(st, n->Try.body);
        scan_stmts(st, n->Try.orelse);
        seq = n->Try.handlers;
        for (int32_t i = 0; i < seq->n; i++) {
            Node *h = seq->items[i];
            scan_opt(st, h->ExceptHandler.type);
            if (h->ExceptHandler.name)
                add_name(st, h->ExceptHandler.name, SYM_LOCAL, h->span);
            scan_stmts(st, h->ExceptHandler.body);
        }
        scan_stmts(st, n->Try.finalbody);
        return;
    case AST_Assert:
        scan_expr(st, n->Assert.test);
        scan_opt(st, n->Assert.msg);
        return;
    case AST_Import:
        for (int32_t i = 0; i < n->Import.names->n; i++)
            scan_alias(st, n->Import.names->items[i]);
        return;
    case AST_ImportFrom:
        for (int32_t i = 0; i < n->ImportFrom.names->n; i++)
            scan_alias(st, n->ImportFrom.names->items[i]);
        return;
    case AST_Global:
        scan_declaration(st, n, n->Global.names, "global", SYM_GLOBAL);
        return;
    case AST_Nonlocal:
        scan_declaration(st, n, n->Nonlocal.names, "nonlocal", SYM_NONLOCAL);
        return;
    case AST_Expr:
        scan_expr(st, n->Expr.value);
        return;
    default:
        return;
    }
}

static void scan_stmts(Symtable *st, AstSeq *body) {
    for (int32_t i = 0; i < body->n && !st->c->failed; i++)
        scan_stmt(st, body->items[i]);
}

/* A body whose first statement may be a docstring: "a" + "b" is none, though it folds to a constant. */
static void scan_body(Symtable *st, AstSeq *body) {
    Node *first = body->n > 0 ? body->items[0] : NULL;
    bool constant = first != NULL && first->kind == AST_Expr && first->Expr.value->kind == AST_Constant;
    scan_stmts(st, body);
    if (first != NULL && first->kind == AST_Expr && !constant && first->Expr.value->kind == AST_Constant)
        first->kind = AST_Pass;
}

/* -- Resolving ------------------------------------------------------------------------------------------- */

static void error_at_directive(Symtable *st, Scope *s, Value name, const char *format) {
    Span at = { 0 };
    for (Directive *d = s->directives; d != NULL; d = d->next) {
        if (d->name == name)
            at = d->span;                       /* the oldest one is the last of the list */
    }
    compile_error(st->c, at, format, name);
}

/* The scope around s that has `name` as a variable for inner functions, NULL if it is a global. */
static Scope *find_owner(Symtable *st, Scope *s, Value name) {
    for (Scope *p = s->parent; p != NULL; p = p->parent) {
        if (p->kind == SCOPE_CLASS && name == st->name_class)
            return p;
        if (p->kind != SCOPE_FUNCTION)
            continue;
        Symbol *y = scope_find(p, name);
        if (y == NULL)
            continue;
        switch (y->place) {
        case PLACE_LOCAL: case PLACE_CELL: return p;
        case PLACE_GLOBAL: case PLACE_GLOBAL_EXPLICIT: return NULL;
        default: break;                         /* free: further out */
        }
    }
    return NULL;
}

/* y of scope s is a free variable of owner's: every scope between hands it through. */
static void capture(Symtable *st, Scope *s, Symbol *y, Scope *owner) {
    Value name = y->name;
    y->place = PLACE_FREE;
    for (Scope *p = s->parent; p != owner; p = p->parent) {
        Symbol *q = scope_find(p, name);
        if (q == NULL) {
            q = add_symbol(st, p, name);
            if (q == NULL)
                return;
            q->place = PLACE_FREE;
        } else if (p->kind == SCOPE_CLASS && q->place != PLACE_FREE) {
            q->passes = true;
        }
    }
    if (owner->kind == SCOPE_CLASS)
        owner->needs_class_cell = true;
    else
        scope_find(owner, name)->place = PLACE_CELL;
}

static void resolve(Symtable *st, Scope *s, Symbol *y) {
    if (y->flags & SYM_GLOBAL) {
        if (y->flags & SYM_NONLOCAL)
            error_at_directive(st, s, y->name, "name '%U' is nonlocal and global");
        y->place = PLACE_GLOBAL_EXPLICIT;
    } else if (y->flags & SYM_NONLOCAL) {
        if (s->kind == SCOPE_MODULE) {
            error_at_directive(st, s, y->name, "nonlocal declaration not allowed at module level");
            return;
        }
        Scope *owner = find_owner(st, s, y->name);
        if (owner == NULL)
            error_at_directive(st, s, y->name, "no binding for nonlocal '%U' found");
        else
            capture(st, s, y, owner);
    } else if (y->flags & SYM_BOUND) {
        y->place = PLACE_LOCAL;
    } else if (y->place == PLACE_UNKNOWN) {
        Scope *owner = s->nested || y->name == st->name_class ? find_owner(st, s, y->name) : NULL;
        if (owner != NULL)
            capture(st, s, y, owner);
        else
            y->place = PLACE_GLOBAL;
    }
}

bool symtable_build(Symtable *st, Compiler *c, Node *tree) {
    *st = (Symtable){ .t = c->t, .arena = c->arena, .c = c, .last = &st->first };
    st->name_super = arena_name(c->arena, "super", 5);
    st->name_class = arena_name(c->arena, "__class__", 9);
    st->name_debug = arena_name(c->arena, "__debug__", 9);
    st->name_dot0 = arena_name(c->arena, ".0", 2);
    if (c->arena->failed)
        compile_no_memory(c);
    if (c->failed)
        return false;
    enter_scope(st, SCOPE_MODULE, tree);
    if (tree->kind == AST_Module)
        scan_body(st, tree->Module.body);
    else if (tree->kind == AST_Interactive)
        scan_stmts(st, tree->Interactive.body);
    else
        scan_expr(st, tree->Expression.body);
    for (Scope *s = st->first; s != NULL; s = s->next) {
        if (s->unused)
            continue;
        for (Symbol *y = s->first; y != NULL && !c->failed; y = y->next)
            resolve(st, s, y);
    }
    return !c->failed;
}
