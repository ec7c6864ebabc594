/* Statements -> instructions, but for those with files of their own (def, class, try, with, match). */
#include "compiler/unit.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* -- Leaving blocks: return, break, continue ------------------------------------------------------------- */

static void swap_if(Compiler *c, bool keep) {
    if (keep)
        op(c, OP_SWAP, 2);
}

/* Undoes one block; the block is off the list already. */
static void unwind_block(Compiler *c, const Block *b, bool keep) {
    Emitter *e = &c->unit->e;
    switch (b->kind) {
    case BLOCK_FOR:                             /* four words of loop state */
        if (keep)
            op(c, OP_SWAP, 5);
        op(c, OP_POP_N, 4);
        return;
    case BLOCK_ASYNC_FOR:
    case BLOCK_POP_VALUE:
        swap_if(c, keep);
        op0(c, OP_POP_TOP);
        return;
    case BLOCK_TRY:
        emit_region_end(e);
        return;
    case BLOCK_FINALLY_TRY:
        emit_region_end(e);
        if (keep)
            push_block(c, &(Block){ .kind = BLOCK_POP_VALUE }, (Span){ 0 });
        visit_body(c, b->body);
        if (keep)
            pop_block(c);
        at_nowhere(c);
        return;
    case BLOCK_FINALLY_END:
        swap_if(c, keep);
        op0(c, OP_POP_TOP);
        swap_if(c, keep);
        emit_region_end(e);
        op0(c, OP_POP_EXCEPT);
        return;
    case BLOCK_WITH:
    case BLOCK_ASYNC_WITH:
        at_node(c, b->node);
        emit_region_end(e);
        swap_if(c, keep);
        call_exit(c);
        if (b->kind == BLOCK_ASYNC_WITH) {
            op(c, OP_GET_AWAITABLE, 2);
            load_const(c, VALUE_NONE);
            yield_from(c);
        }
        op0(c, OP_POP_TOP);
        at_nowhere(c);
        return;
    case BLOCK_HANDLER_CLEANUP:
        if (b->name)
            emit_region_end(e);
        swap_if(c, keep);
        emit_region_end(e);
        op0(c, OP_POP_EXCEPT);
        if (b->name) {
            load_const(c, VALUE_NONE);
            store_name(c, b->name);
            delete_name(c, b->name);
        }
        return;
    default:
        return;
    }
}

Block *unwind_blocks(Compiler *c, bool keep, bool to_loop) {
    Unit *u = c->unit;
    int depth = u->nblocks;
    Block *loop = NULL;
    Block saved[MAX_BLOCKS];
    memcpy(saved, u->blocks, sizeof saved);
    while (u->nblocks > 0 && !c->failed) {
        Block b = u->blocks[u->nblocks - 1];
        if (b.kind == BLOCK_GROUP_HANDLER) {
            compile_error(c, compile_here(c),
                          "'break', 'continue' and 'return' cannot appear in an except* block");
            break;
        }
        if (to_loop && (b.kind == BLOCK_WHILE || b.kind == BLOCK_FOR || b.kind == BLOCK_ASYNC_FOR)) {
            loop = &u->blocks[u->nblocks - 1];
            break;
        }
        u->nblocks--;
        unwind_block(c, &b, keep);
    }
    memcpy(u->blocks, saved, sizeof saved);
    u->nblocks = depth;
    return loop;
}

static void compile_return(Compiler *c, Node *n) {
    Unit *u = c->unit;
    Node *value = n->Return.value;
    bool keep = value != NULL && !is_constant(value);
    if (u->scope->kind != SCOPE_FUNCTION) {
        compile_error(c, n->span, "'return' outside function");
        return;
    }
    if (value != NULL && (u->flags & CO_ASYNC_GENERATOR)) {
        compile_error(c, n->span, "'return' with value in async generator");
        return;
    }
    uint32_t region = u->e.region;
    if (keep) {
        visit_expr(c, value);
    } else if (value != NULL) {
        at_node(c, value);
        op0(c, OP_NOP);
    }
    if (value == NULL || value->lineno != n->lineno) {
        at_node(c, n);
        op0(c, OP_NOP);
    }
    unwind_blocks(c, keep, false);
    if (value == NULL)
        load_const(c, VALUE_NONE);
    else if (!keep)
        load_const(c, constant_value(value));
    op0(c, OP_RETURN_VALUE);
    u->e.region = region;
}

static void compile_break(Compiler *c, Node *n) {
    uint32_t region = c->unit->e.region;
    op0(c, OP_NOP);
    Block *loop = unwind_blocks(c, false, true);
    if (loop == NULL) {
        compile_error(c, n->span, "'break' outside loop");
        return;
    }
    unwind_block(c, loop, false);
    jump(c, OP_JUMP, loop->exit);
    c->unit->e.region = region;
}

static void compile_continue(Compiler *c, Node *n) {
    uint32_t region = c->unit->e.region;
    op0(c, OP_NOP);
    Block *loop = unwind_blocks(c, false, true);
    if (loop == NULL) {
        compile_error(c, n->span, "'continue' not properly in loop");
        return;
    }
    jump(c, OP_JUMP_BACK, loop->start);
    c->unit->e.region = region;
}

/* -- if, loops ------------------------------------------------------------------------------------------- */

static void compile_if(Compiler *c, Node *n) {
    Label end = new_label(c);
    for (;;) {
        AstSeq *orelse = n->If.orelse;
        Label next = orelse->n > 0 ? new_label(c) : end;
        jump_if(c, n->If.test, next, false);
        visit_body(c, n->If.body);
        if (orelse->n == 0 || c->failed)
            break;
        at_nowhere(c);
        jump(c, OP_JUMP, end);
        place(c, next);
        if (orelse->n == 1 && orelse->items[0]->kind == AST_If) {
            n = orelse->items[0];
            at_node(c, n);
            continue;
        }
        visit_body(c, orelse);
        break;
    }
    place(c, end);
}

static void compile_while(Compiler *c, Node *n) {
    Label start = new_label(c), body = new_label(c), orelse = new_label(c), end = new_label(c);
    place(c, start);
    jump_if(c, n->While.test, orelse, false);
    push_block(c, &(Block){ .kind = BLOCK_WHILE, .start = start, .exit = end }, n->span);
    place(c, body);
    visit_body(c, n->While.body);
    pop_block(c);
    at_node(c, n);
    jump_if(c, n->While.test, body, true);      /* the test again: one jump less in each round */
    place(c, orelse);
    visit_body(c, n->While.orelse);
    place(c, end);
}

static void compile_for(Compiler *c, Node *n) {
    Label start = new_label(c), orelse = new_label(c), end = new_label(c);
    visit_expr(c, n->For.iter);
    op(c, OP_FOR_PREP, 0);
    place(c, start);
    jump(c, OP_FOR_NEXT, orelse);
    push_block(c, &(Block){ .kind = BLOCK_FOR, .start = start, .exit = end }, n->span);
    visit_expr(c, n->For.target);
    visit_body(c, n->For.body);
    pop_block(c);
    at_nowhere(c);
    jump(c, OP_JUMP_BACK, start);
    place(c, orelse);
    visit_body(c, n->For.orelse);
    place(c, end);
}

static void compile_async_for(Compiler *c, Node *n) {
    Emitter *e = &c->unit->e;
    if (c->unit->kind == UNIT_MODULE && (c->flags & COMPILE_TOP_LEVEL_AWAIT)) {
        c->unit->flags |= CO_COROUTINE;
    } else if (c->unit->kind != UNIT_ASYNC_FUNCTION) {
        compile_error(c, n->span, "'async for' outside async function");
        return;
    }
    Label start = new_label(c), finished = new_label(c), end = new_label(c);
    visit_expr(c, n->For.iter);
    op0(c, OP_GET_AITER);
    place(c, start);
    push_block(c, &(Block){ .kind = BLOCK_ASYNC_FOR, .start = start, .exit = end }, n->span);
    emit_region(e, finished, false, 0);
    op0(c, OP_GET_ANEXT);
    load_const(c, VALUE_NONE);
    yield_from(c);
    emit_region_end(e);
    visit_expr(c, n->For.target);
    visit_body(c, n->For.body);
    pop_block(c);
    at_nowhere(c);
    jump(c, OP_JUMP_BACK, start);
    place(c, finished);
    at_node(c, n->For.iter);
    op0(c, OP_END_ASYNC_FOR);
    visit_body(c, n->For.orelse);
    place(c, end);
}

/* -- Assignments ----------------------------------------------------------------------------------------- */

/* a, b = b, a needs no tuple: the values are stored from the stack. For locals, last first: no swap
 * either. */
static bool assign_parallel(Compiler *c, AstSeq *targets, Node *value) {
    Node *target = targets->items[0];
    if (targets->n != 1 || value->kind != AST_Tuple ||
        (target->kind != AST_Tuple && target->kind != AST_List))
        return false;
    AstSeq *to = target->Tuple.elts, *from = value->Tuple.elts;
    int32_t n = to->n;
    if (n < 2 || n > 3 || from->n != n)
        return false;
    bool locals = c->unit->scope->kind == SCOPE_FUNCTION;
    for (int32_t i = 0; i < n; i++) {
        if (to->items[i]->kind == AST_Starred || from->items[i]->kind == AST_Starred)
            return false;
        const Symbol *y = NULL;
        if (locals && to->items[i]->kind == AST_Name)
            y = scope_find(c->unit->scope, mangle_name(c, c->unit->private_name, to->items[i]->Name.id));
        locals = locals && y != NULL && y->place == PLACE_LOCAL;
        for (int32_t k = 0; k < i; k++)
            locals = locals && to->items[k]->Name.id != to->items[i]->Name.id;
    }
    visit_exprs(c, from);
    for (int32_t i = n - 1; i >= 0 && locals; i--)
        visit_expr(c, to->items[i]);
    if (!locals) {
        op(c, OP_SWAP, (uint32_t)n);
        visit_exprs(c, to);
    }
    return true;
}

static void compile_assign(Compiler *c, Node *n) {
    AstSeq *targets = n->Assign.targets;
    if (assign_parallel(c, targets, n->Assign.value))
        return;
    visit_expr(c, n->Assign.value);
    for (int32_t i = 0; i < targets->n; i++) {
        if (i < targets->n - 1)
            op(c, OP_COPY, 1);
        visit_expr(c, targets->items[i]);
    }
}

static void compile_aug_assign(Compiler *c, Node *n) {
    Node *target = n->AugAssign.target, *value = n->AugAssign.value;
    Pos here = save_pos(c);
    at_node(c, target);
    switch (target->kind) {
    case AST_Attribute:
        visit_expr(c, target->Attribute.value);
        op(c, OP_COPY, 1);
        at_attribute_name(c, target);
        op_name(c, OP_LOAD_ATTR, target->Attribute.attr);
        break;
    case AST_Subscript:
        visit_expr(c, target->Subscript.value);
        visit_expr(c, target->Subscript.slice);
        op(c, OP_COPY, 2);
        op(c, OP_COPY, 2);
        op0(c, OP_BINARY_SUBSCR);
        break;
    default:
        if (forbidden_name(c, target->Name.id, AST_Store))
            return;
        load_name(c, target->Name.id);
        break;
    }
    restore_pos(c, here);
    visit_expr(c, value);
    binary_operator(c, n->AugAssign.op, true);
    at_node(c, target);
    switch (target->kind) {
    case AST_Attribute:
        if (forbidden_name(c, target->Attribute.attr, AST_Store))
            return;
        at_attribute_name(c, target);
        op(c, OP_SWAP, 2);
        op_name(c, OP_STORE_ATTR, target->Attribute.attr);
        break;
    case AST_Subscript:
        op(c, OP_SWAP, 3);
        op(c, OP_SWAP, 2);
        op0(c, OP_STORE_SUBSCR);
        break;
    default:
        store_name(c, target->Name.id);
        break;
    }
}

/* Evaluates a part of an annotated target that is not assigned to. */
static void evaluate(Compiler *c, Node *n) {
    if (n == NULL)
        return;
    visit_expr(c, n);
    op0(c, OP_POP_TOP);
}

static void evaluate_slice(Compiler *c, Node *n) {
    if (n->kind == AST_Slice) {
        evaluate(c, n->Slice.lower);
        evaluate(c, n->Slice.upper);
        evaluate(c, n->Slice.step);
    } else if (n->kind == AST_Tuple) {
        for (int32_t i = 0; i < n->Tuple.elts->n; i++)
            evaluate_slice(c, n->Tuple.elts->items[i]);
    } else {
        evaluate(c, n);
    }
}

static void compile_ann_assign(Compiler *c, Node *n) {
    Node *target = n->AnnAssign.target;
    bool named = c->unit->scope->kind != SCOPE_FUNCTION;    /* has __annotations__ */
    if (n->AnnAssign.value != NULL) {
        visit_expr(c, n->AnnAssign.value);
        visit_expr(c, target);
    }
    switch (target->kind) {
    case AST_Name:
        if (forbidden_name(c, target->Name.id, AST_Store))
            return;
        if (n->AnnAssign.simple && named) {
            visit_annotation(c, n->AnnAssign.annotation);
            op_plain_name(c, OP_LOAD_NAME, arena_name(c->arena, "__annotations__", 15));
            load_const(c, mangle_name(c, c->unit->private_name, target->Name.id));
            op0(c, OP_STORE_SUBSCR);
        }
        break;
    case AST_Attribute:
        if (forbidden_name(c, target->Attribute.attr, AST_Store))
            return;
        if (n->AnnAssign.value == NULL)
            evaluate(c, target->Attribute.value);
        break;
    default:
        if (n->AnnAssign.value == NULL) {
            evaluate(c, target->Subscript.value);
            evaluate_slice(c, target->Subscript.slice);
        }
        break;
    }
    if (!n->AnnAssign.simple && named && !(c->flags & CO_FUTURE_ANNOTATIONS))
        evaluate(c, n->AnnAssign.annotation);
}

static void compile_delete(Compiler *c, Node *n) { visit_exprs(c, n->Delete.targets); }

/* -- Imports --------------------------------------------------------------------------------------------- */

/* import a.b.c as d: IMPORT_NAME gave a; the rest is fetched step by step, the last one stays above its
 * package. */
static void import_as(Compiler *c, Value dotted, Value asname) {
    Str *s = as_str(dotted);
    int64_t start = as_str(first_component(c, dotted))->len + 1;
    for (int64_t i = start; i <= s->len && !c->failed; i++) {
        if (i < s->len && str_at(s, i) != '.')
            continue;
        Value part = str_slice(c->t, s, start, i);
        part = compile_keep(c, part == VALUE_ERROR ? part : str_intern(c->t, part));
        if (c->failed)
            return;
        op_plain_name(c, OP_IMPORT_FROM, part);
        if (i < s->len) {
            op(c, OP_SWAP, 2);
            op0(c, OP_POP_TOP);
        }
        start = i + 1;
    }
    store_name(c, asname);
}

static bool is_dotted(Value name) {
    Str *s = as_str(name);
    for (int64_t i = 0; i < s->len; i++) {
        if (str_at(s, i) == '.')
            return true;
    }
    return false;
}

static void compile_import(Compiler *c, Node *n) {
    for (int32_t i = 0; i < n->Import.names->n && !c->failed; i++) {
        Node *alias = n->Import.names->items[i];
        load_const(c, from_small(0));
        load_const(c, VALUE_NONE);
        op_plain_name(c, OP_IMPORT_NAME, alias->alias.name);
        if (!alias->alias.asname) {
            store_name(c, first_component(c, alias->alias.name));
        } else if (is_dotted(alias->alias.name)) {
            import_as(c, alias->alias.name, alias->alias.asname);
            op0(c, OP_POP_TOP);
        } else {
            store_name(c, alias->alias.asname);
        }
    }
}

static void compile_import_from(Compiler *c, Node *n) {
    AstSeq *aliases = n->ImportFrom.names;
    Value module = n->ImportFrom.module ? n->ImportFrom.module : arena_name(c->arena, "", 0);
    if (n->lineno > c->future_line && n->ImportFrom.module && n->ImportFrom.level == 0 &&
        str_equals_cstr(as_str(module), "__future__")) {
        compile_error(c, n->span, "from __future__ imports must occur at the beginning of the file");
        return;
    }
    Tuple *names = tuple_alloc(c->t, aliases->n);
    if (names == NULL) {
        compile_no_memory(c);
        return;
    }
    for (int32_t i = 0; i < aliases->n; i++)
        names->items[i] = aliases->items[i]->alias.name;
    load_const(c, from_small(n->ImportFrom.level));
    load_const(c, compile_keep(c, from_ptr(names)));
    op_plain_name(c, OP_IMPORT_NAME, module);
    for (int32_t i = 0; i < aliases->n && !c->failed; i++) {
        Node *alias = aliases->items[i];
        if (i == 0 && str_equals_cstr(as_str(alias->alias.name), "*")) {
            op0(c, OP_IMPORT_STAR);
            return;
        }
        op_plain_name(c, OP_IMPORT_FROM, alias->alias.name);
        store_name(c, alias->alias.asname ? alias->alias.asname : alias->alias.name);
    }
    op0(c, OP_POP_TOP);
}

/* -- Small ones ------------------------------------------------------------------------------------------ */

static void compile_assert(Compiler *c, Node *n) {
    Node *test = n->Assert.test;
    if ((test->kind == AST_Tuple && test->Tuple.elts->n > 0) ||
        (is_constant(test) && is_tuple(constant_value(test)) && as_tuple(constant_value(test))->len > 0))
        compile_warn(c, n->span, "assertion is always true, perhaps remove parentheses?");
    if (c->flags & COMPILE_NO_ASSERT)
        return;
    Label end = new_label(c);
    jump_if(c, test, end, true);
    op0(c, OP_LOAD_ASSERTION_ERROR);
    if (n->Assert.msg != NULL) {
        visit_expr(c, n->Assert.msg);
        op(c, OP_CALL, 0);                      /* the message in the place of self */
    }
    op(c, OP_RAISE, 1);
    place(c, end);
}

static void compile_raise(Compiler *c, Node *n) {
    uint32_t parts = 0;
    if (n->Raise.exc != NULL) {
        visit_expr(c, n->Raise.exc);
        parts++;
        if (n->Raise.cause != NULL) {
            visit_expr(c, n->Raise.cause);
            parts++;
        }
    }
    op(c, OP_RAISE, parts);
}

static void compile_expr_stmt(Compiler *c, Node *n) {
    Node *value = n->Expr.value;
    if (c->interactive && c->unit->kind == UNIT_MODULE) {
        visit_expr(c, value);
        op0(c, OP_PRINT_EXPR);
    } else if (is_constant(value)) {
        op0(c, OP_NOP);
    } else {
        visit_expr(c, value);
        at_nowhere(c);
        op0(c, OP_POP_TOP);
    }
}

void visit_body(Compiler *c, AstSeq *body) {
    for (int32_t i = 0; i < body->n && !c->failed; i++)
        visit_stmt(c, body->items[i]);
}

void visit_stmt(Compiler *c, Node *n) {
    if (c->failed || !compile_enough_stack(c))
        return;
    Pos before = save_pos(c);
    at_node(c, n);
    switch (n->kind) {
    case AST_Expr: compile_expr_stmt(c, n); break;
    case AST_Assign: compile_assign(c, n); break;
    case AST_AugAssign: compile_aug_assign(c, n); break;
    case AST_AnnAssign: compile_ann_assign(c, n); break;
    case AST_If: compile_if(c, n); break;
    case AST_For: compile_for(c, n); break;
    case AST_AsyncFor: compile_async_for(c, n); break;
    case AST_While: compile_while(c, n); break;
    case AST_Return: compile_return(c, n); break;
    case AST_Break: compile_break(c, n); break;
    case AST_Continue: compile_continue(c, n); break;
    case AST_FunctionDef: case AST_AsyncFunctionDef: compile_function(c, n); break;
    case AST_ClassDef: compile_class(c, n); break;
    case AST_Try: compile_try(c, n); break;
    case AST_TryStar: compile_try_star(c, n); break;
    case AST_With: case AST_AsyncWith: compile_with(c, n, 0); break;
    case AST_Match: compile_match(c, n); break;
    case AST_Raise: compile_raise(c, n); break;
    case AST_Assert: compile_assert(c, n); break;
    case AST_Import: compile_import(c, n); break;
    case AST_ImportFrom: compile_import_from(c, n); break;
    case AST_Delete: compile_delete(c, n); break;
    case AST_Pass: op0(c, OP_NOP); break;
    default: break;                             /* Global, Nonlocal */
    }
    restore_pos(c, before);
}
