/* try, except, except*, finally, with. A handler starts with the stack cut to its region's depth and the
 * exception (on top of the position that raised it, if the region says lasti) pushed; PUSH_EXC_INFO makes
 * it the handled one. */
#include "compiler/unit.h"

/* The end of a handler that itself failed: [previous, lasti, exc]. */
static void reraise_in_handler(Compiler *c) {
    at_nowhere(c);
    op(c, OP_COPY, 3);
    op0(c, OP_POP_EXCEPT);
    op(c, OP_RERAISE, 1);
}

static void unbind(Compiler *c, Value name) {
    load_const(c, VALUE_NONE);
    store_name(c, name);
    delete_name(c, name);
}

/* -- except ---------------------------------------------------------------------------------------------- */

/* The body of one handler, [previous, exc] on the stack; goes to end. */
static void handler_body(Compiler *c, Node *h, Label end) {
    Emitter *e = &c->unit->e;
    Value name = h->ExceptHandler.name;
    Label failed = 0;
    if (name) {
        failed = new_label(c);
        store_name(c, name);
        emit_region(e, failed, true, 0);
    } else {
        op0(c, OP_POP_TOP);
    }
    push_block(c, &(Block){ .kind = BLOCK_HANDLER_CLEANUP, .name = name }, h->span);
    visit_body(c, h->ExceptHandler.body);
    pop_block(c);
    at_nowhere(c);
    uint32_t outer = e->region;
    if (name) {
        emit_region_end(e);
        outer = e->region;
    }
    emit_region_end(e);                         /* of the handler as a whole */
    op0(c, OP_POP_EXCEPT);
    if (name)
        unbind(c, name);
    jump(c, OP_JUMP, end);
    e->region = outer;
    if (name) {
        place(c, failed);
        unbind(c, name);
        op(c, OP_RERAISE, 1);
    }
}

static void compile_try_except(Compiler *c, Node *n) {
    Emitter *e = &c->unit->e;
    AstSeq *handlers = n->Try.handlers;
    Label except = new_label(c), end = new_label(c), cleanup = new_label(c);
    emit_region(e, except, false, 0);
    push_block(c, &(Block){ .kind = BLOCK_TRY }, n->span);
    visit_body(c, n->Try.body);
    pop_block(c);
    emit_region_end(e);
    visit_body(c, n->Try.orelse);
    at_nowhere(c);
    jump(c, OP_JUMP, end);
    place(c, except);
    emit_region(e, cleanup, true, 0);
    op0(c, OP_PUSH_EXC_INFO);
    push_block(c, &(Block){ .kind = BLOCK_HANDLER }, n->span);
    for (int32_t i = 0; i < handlers->n && !c->failed; i++) {
        Node *h = handlers->items[i];
        at_node(c, h);
        if (h->ExceptHandler.type == NULL && i < handlers->n - 1) {
            compile_error(c, h->span, "default 'except:' must be last");
            return;
        }
        Label next = new_label(c);
        if (h->ExceptHandler.type != NULL) {
            visit_expr(c, h->ExceptHandler.type);
            op0(c, OP_CHECK_EXC_MATCH);
            jump(c, OP_POP_JUMP_IF_FALSE, next);
        }
        handler_body(c, h, end);
        at_node(c, h);
        place(c, next);
    }
    pop_block(c);
    op(c, OP_RERAISE, 0);
    emit_region_end(e);
    place(c, cleanup);
    reraise_in_handler(c);
    place(c, end);
}

/* -- except* --------------------------------------------------------------------------------------------- */

/* On the stack: the exception handled before, the group as raised, the list of what the handlers raised,
 * the rest of the group. */
static void group_handler(Compiler *c, Node *h, Label next) {
    Emitter *e = &c->unit->e;
    Value name = h->ExceptHandler.name;
    Label no_match = new_label(c), failed = new_label(c);
    at_node(c, h);
    visit_expr(c, h->ExceptHandler.type);
    op0(c, OP_CHECK_EG_MATCH);
    op(c, OP_COPY, 1);
    jump(c, OP_POP_JUMP_IF_NONE, no_match);
    if (name)
        store_name(c, name);
    else
        op0(c, OP_POP_TOP);
    emit_region(e, failed, true, 0);
    push_block(c, &(Block){ .kind = BLOCK_HANDLER_CLEANUP, .name = name }, h->span);
    visit_body(c, h->ExceptHandler.body);
    pop_block(c);
    at_nowhere(c);
    emit_region_end(e);
    if (name)
        unbind(c, name);
    jump(c, OP_JUMP, next);
    place(c, failed);
    if (name)
        unbind(c, name);
    op(c, OP_LIST_APPEND, 3);                   /* [.., list, rest, lasti] exc */
    op0(c, OP_POP_TOP);
    jump(c, OP_JUMP, next);
    place(c, no_match);
    at_node(c, h);
    op0(c, OP_POP_TOP);
}

static void compile_try_except_star(Compiler *c, Node *n) {
    Emitter *e = &c->unit->e;
    AstSeq *handlers = n->TryStar.handlers;
    Label except = new_label(c), orelse = new_label(c), end = new_label(c), cleanup = new_label(c);
    Label reraise = new_label(c);
    emit_region(e, except, false, 0);
    push_block(c, &(Block){ .kind = BLOCK_TRY }, n->span);
    visit_body(c, n->TryStar.body);
    pop_block(c);
    emit_region_end(e);
    at_nowhere(c);
    jump(c, OP_JUMP, orelse);
    place(c, except);
    emit_region(e, cleanup, true, 0);
    op0(c, OP_PUSH_EXC_INFO);
    push_block(c, &(Block){ .kind = BLOCK_GROUP_HANDLER }, n->span);
    op(c, OP_COPY, 1);
    op(c, OP_BUILD_LIST, 0);
    op(c, OP_SWAP, 2);
    for (int32_t i = 0; i < handlers->n && !c->failed; i++) {
        Label next = new_label(c);
        group_handler(c, handlers->items[i], next);
        place(c, next);
    }
    pop_block(c);
    at_nowhere(c);
    op(c, OP_LIST_APPEND, 1);                   /* what nobody has handled, or None */
    op0(c, OP_PREP_RERAISE_STAR);
    op(c, OP_COPY, 1);
    jump(c, OP_POP_JUMP_IF_NOT_NONE, reraise);
    op0(c, OP_POP_TOP);
    uint32_t inner = e->region;
    emit_region_end(e);
    op0(c, OP_POP_EXCEPT);
    jump(c, OP_JUMP, end);
    place(c, reraise);
    op(c, OP_SWAP, 2);
    op0(c, OP_POP_EXCEPT);
    op(c, OP_RERAISE, 0);
    e->region = inner;
    emit_region_end(e);
    place(c, cleanup);
    reraise_in_handler(c);
    place(c, orelse);
    visit_body(c, n->TryStar.orelse);
    place(c, end);
}

/* -- finally --------------------------------------------------------------------------------------------- */

static void compile_finally(Compiler *c, Node *n, void (*inner)(Compiler *c, Node *n)) {
    Emitter *e = &c->unit->e;
    AstSeq *finalbody = n->Try.finalbody;
    Label except = new_label(c), exit = new_label(c), cleanup = new_label(c);
    emit_region(e, except, false, 0);
    push_block(c, &(Block){ .kind = BLOCK_FINALLY_TRY, .body = finalbody }, n->span);
    if (n->Try.handlers->n > 0)
        inner(c, n);
    else
        visit_body(c, n->Try.body);
    at_nowhere(c);
    pop_block(c);
    emit_region_end(e);
    visit_body(c, finalbody);
    at_nowhere(c);
    jump(c, OP_JUMP, exit);
    place(c, except);
    push_block(c, &(Block){ .kind = BLOCK_FINALLY_END }, n->span);
    emit_region(e, cleanup, true, 0);
    op0(c, OP_PUSH_EXC_INFO);
    visit_body(c, finalbody);
    at_nowhere(c);
    pop_block(c);
    op(c, OP_RERAISE, 0);
    emit_region_end(e);
    place(c, cleanup);
    reraise_in_handler(c);
    place(c, exit);
}

void compile_try(Compiler *c, Node *n) {
    op0(c, OP_NOP);
    if (n->Try.finalbody->n > 0)
        compile_finally(c, n, compile_try_except);
    else
        compile_try_except(c, n);
}

void compile_try_star(Compiler *c, Node *n) {
    op0(c, OP_NOP);
    if (n->TryStar.finalbody->n > 0)
        compile_finally(c, n, compile_try_except_star);
    else
        compile_try_except_star(c, n);
}

/* -- with ------------------------------------------------------------------------------------------------ */

void call_exit(Compiler *c) {
    load_const(c, VALUE_NONE);                  /* in the place of self */
    load_const(c, VALUE_NONE);
    load_const(c, VALUE_NONE);
    op(c, OP_CALL, 2);
}

static void await_exit(Compiler *c) {
    op(c, OP_GET_AWAITABLE, 2);
    load_const(c, VALUE_NONE);
    yield_from(c);
}

void compile_with(Compiler *c, Node *n, int32_t item) {
    Emitter *e = &c->unit->e;
    bool is_async = n->kind == AST_AsyncWith;
    if (is_async && c->unit->kind == UNIT_MODULE && (c->flags & COMPILE_TOP_LEVEL_AWAIT)) {
        c->unit->flags |= CO_COROUTINE;
    } else if (is_async && c->unit->kind != UNIT_ASYNC_FUNCTION) {
        compile_error(c, n->span, "'async with' outside async function");
        return;
    }
    Node *it = n->With.items->items[item];
    Label except = new_label(c), exit = new_label(c), cleanup = new_label(c), suppress = new_label(c);
    visit_expr(c, it->withitem.context_expr);
    if (is_async) {
        op0(c, OP_BEFORE_ASYNC_WITH);
        op(c, OP_GET_AWAITABLE, 1);
        load_const(c, VALUE_NONE);
        yield_from(c);
    } else {
        op0(c, OP_BEFORE_WITH);
    }
    emit_region(e, except, true, -1);          /* the handler finds __exit__ without the value of __enter__ */
    push_block(c, &(Block){ .kind = is_async ? BLOCK_ASYNC_WITH : BLOCK_WITH, .node = n }, n->span);
    if (c->failed)
        return;
    if (it->withitem.optional_vars != NULL)
        visit_expr(c, it->withitem.optional_vars);
    else
        op0(c, OP_POP_TOP);
    if (item + 1 < n->With.items->n)
        compile_with(c, n, item + 1);
    else
        visit_body(c, n->With.body);
    pop_block(c);
    emit_region_end(e);
    at_node(c, n);
    call_exit(c);
    if (is_async)
        await_exit(c);
    op0(c, OP_POP_TOP);
    jump(c, OP_JUMP, exit);

    place(c, except);                           /* __exit__, lasti, exc */
    emit_region(e, cleanup, true, 0);
    op0(c, OP_PUSH_EXC_INFO);
    op0(c, OP_WITH_EXCEPT_START);
    if (is_async)
        await_exit(c);
    jump(c, OP_POP_JUMP_IF_TRUE, suppress);
    op(c, OP_RERAISE, 2);
    place(c, suppress);
    op0(c, OP_POP_TOP);
    emit_region_end(e);
    op0(c, OP_POP_EXCEPT);
    op0(c, OP_POP_TOP);
    op0(c, OP_POP_TOP);
    jump(c, OP_JUMP, exit);
    place(c, cleanup);
    reraise_in_handler(c);
    place(c, exit);
}
