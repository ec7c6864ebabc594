/* Expressions -> instructions. Positions follow CPython: they decide where a traceback's carets stand. */
#include "compiler/unit.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { STACK_GUIDELINE = 30 };                  /* displays longer than this are built item by item */

/* -- Names ----------------------------------------------------------------------------------------------- */

bool forbidden_name(Compiler *c, Value name, AstOp ctx) {
    if (likely(name != c->st.name_debug) || ctx == AST_Load)
        return false;
    compile_error(c, compile_here(c),
                  ctx == AST_Store ? "cannot assign to __debug__" : "cannot delete __debug__");
    return true;
}

static uint32_t local_index(Compiler *c, Symbol *y) {
    Unit *u = c->unit;
    if (y->local < 0) {
        y->local = (int32_t)u->locals.len;
        if (!vec_push(&u->locals, y->name))
            compile_no_memory(c);
    }
    return (uint32_t)y->local;
}

static const uint8_t name_ops[][3] = {          /* load, store, delete */
    { OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST }, { OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF },
    { OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL }, { OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME },
};

static void name_op(Compiler *c, Value name, int which) {
    Unit *u = c->unit;
    if (c->failed || forbidden_name(c, name, AST_Load + which))
        return;
    name = mangle_name(c, u->private_name, name);
    bool function = u->scope->kind == SCOPE_FUNCTION;
    Symbol *y = scope_find(u->scope, name);
    switch (y ? y->place : PLACE_UNKNOWN) {
    case PLACE_LOCAL:
        if (function)
            op(c, name_ops[0][which], local_index(c, y));
        else
            op_plain_name(c, name_ops[3][which], name);
        return;
    case PLACE_CELL: case PLACE_FREE:
        op(c, which == 0 && !function ? OP_LOAD_CLASSDEREF : name_ops[1][which], (uint32_t)y->deref);
        return;
    case PLACE_GLOBAL_EXPLICIT:
        op_plain_name(c, name_ops[2][which], name);
        return;
    default:
        op_plain_name(c, name_ops[function ? 2 : 3][which], name);
        return;
    }
}

void load_name(Compiler *c, Value name) { name_op(c, name, 0); }
void store_name(Compiler *c, Value name) { name_op(c, name, 1); }
void delete_name(Compiler *c, Value name) { name_op(c, name, 2); }

static void visit_name(Compiler *c, Node *n) { name_op(c, n->Name.id, (int)(n->Name.ctx - AST_Load)); }

/* -- Operators ------------------------------------------------------------------------------------------- */

void binary_operator(Compiler *c, AstOp operator, bool in_place) {
    static const uint8_t ops[AST_OPS] = {
        [AST_Add] = OP_BINARY_ADD, [AST_Sub] = OP_BINARY_SUB, [AST_Mult] = OP_BINARY_MUL,
        [AST_MatMult] = OP_BINARY_MATMUL, [AST_Div] = OP_BINARY_TRUEDIV, [AST_Mod] = OP_BINARY_MOD,
        [AST_Pow] = OP_BINARY_POW, [AST_LShift] = OP_BINARY_LSHIFT, [AST_RShift] = OP_BINARY_RSHIFT,
        [AST_BitOr] = OP_BINARY_OR, [AST_BitXor] = OP_BINARY_XOR, [AST_BitAnd] = OP_BINARY_AND,
        [AST_FloorDiv] = OP_BINARY_FLOORDIV
    };
    op(c, ops[operator], in_place);
}

static void compare_operator(Compiler *c, AstOp operator, bool inverted) {
    switch (operator) {
    case AST_Is: case AST_IsNot: op(c, OP_IS_OP, (operator == AST_IsNot) ^ inverted); return;
    case AST_In: case AST_NotIn: op(c, OP_CONTAINS_OP, (operator == AST_NotIn) ^ inverted); return;
    case AST_Eq: op(c, OP_COMPARE, CMP_EQ); return;
    case AST_NotEq: op(c, OP_COMPARE, CMP_NE); return;
    case AST_Lt: op(c, OP_COMPARE, CMP_LT); return;
    case AST_LtE: op(c, OP_COMPARE, CMP_LE); return;
    case AST_Gt: op(c, OP_COMPARE, CMP_GT); return;
    default: op(c, OP_COMPARE, CMP_GE); return;
    }
}

/* Compared with `is`, these are suspicious. */
static bool is_literal_value(const Node *n) {
    return is_constant(n) && !is_none(constant_value(n)) && !is_bool(constant_value(n)) &&
           constant_value(n) != VALUE_ELLIPSIS;
}

static void check_compare(Compiler *c, Node *n) {
    const Node *left = n->Compare.left;
    for (int32_t i = 0; i < n->Compare.ops->n; i++) {
        AstOp operator = n->Compare.ops->items[i];
        const Node *right = n->Compare.comparators->items[i];
        if ((operator == AST_Is || operator == AST_IsNot) &&
            (is_literal_value(left) || is_literal_value(right))) {
            compile_warn(c, n->span, operator == AST_Is ? "\"is\" with a literal. Did you mean \"==\"?"
                                                        : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

/* Pushes the next operand of a chain and compares, keeping the operand for the comparison that follows. */
static void chain_link(Compiler *c, Node *n, int32_t i) {
    visit_expr(c, n->Compare.comparators->items[i]);
    op(c, OP_SWAP, 2);
    op(c, OP_COPY, 2);
    compare_operator(c, n->Compare.ops->items[i], false);
}

static void visit_compare(Compiler *c, Node *n, bool inverted) {
    int32_t last = n->Compare.ops->n - 1;
    check_compare(c, n);
    visit_expr(c, n->Compare.left);
    if (last == 0) {
        visit_expr(c, n->Compare.comparators->items[0]);
        compare_operator(c, n->Compare.ops->items[0], inverted);
        return;
    }
    Label cleanup = new_label(c), end = new_label(c);
    for (int32_t i = 0; i < last; i++) {
        chain_link(c, n, i);
        jump(c, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    }
    visit_expr(c, n->Compare.comparators->items[last]);
    compare_operator(c, n->Compare.ops->items[last], false);
    jump(c, OP_JUMP, end);
    place(c, cleanup);
    op(c, OP_SWAP, 2);
    op0(c, OP_POP_TOP);
    place(c, end);
}

static void jump_if_compare(Compiler *c, Node *n, Label to, bool cond) {
    int32_t last = n->Compare.ops->n - 1;
    AstOp operator = n->Compare.ops->items[last];
    Node *right = n->Compare.comparators->items[last];
    int pop_jump = cond ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE;
    check_compare(c, n);
    visit_expr(c, n->Compare.left);
    if (last == 0) {
        if ((operator == AST_Is || operator == AST_IsNot) &&
            is_constant(right) && is_none(constant_value(right))) {
            jump(c, (operator == AST_Is) == cond ? OP_POP_JUMP_IF_NONE : OP_POP_JUMP_IF_NOT_NONE, to);
            return;
        }
        visit_expr(c, right);
        compare_operator(c, operator, false);
        jump(c, pop_jump, to);
        return;
    }
    Label cleanup = new_label(c), end = new_label(c);
    for (int32_t i = 0; i < last; i++) {
        chain_link(c, n, i);
        jump(c, OP_POP_JUMP_IF_FALSE, cleanup);
    }
    visit_expr(c, right);
    compare_operator(c, operator, false);
    jump(c, pop_jump, to);
    jump(c, OP_JUMP, end);
    place(c, cleanup);
    op0(c, OP_POP_TOP);
    if (!cond)
        jump(c, OP_JUMP, to);
    place(c, end);
}

static void visit_bool_op(Compiler *c, Node *n) {
    AstSeq *values = n->BoolOp.values;
    int jump_op = n->BoolOp.op == AST_And ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP;
    Label end = new_label(c);
    for (int32_t i = 0; i < values->n - 1; i++) {
        visit_expr(c, values->items[i]);
        jump(c, jump_op, end);
    }
    visit_expr(c, values->items[values->n - 1]);
    place(c, end);
}

static void visit_unary(Compiler *c, Node *n) {
    Node *x = n->UnaryOp.operand;
    if (n->UnaryOp.op == AST_Not && x->kind == AST_Compare && x->Compare.ops->n == 1 &&
        x->Compare.ops->items[0] >= AST_Is) {   /* is, is not, in, not in: the result is a bool already */
        visit_compare(c, x, true);
        return;
    }
    visit_expr(c, x);
    switch (n->UnaryOp.op) {
    case AST_Not: op0(c, OP_UNARY_NOT); return;
    case AST_USub: op0(c, OP_UNARY_NEG); return;
    case AST_UAdd: op0(c, OP_UNARY_POS); return;
    default: op0(c, OP_UNARY_INVERT); return;
    }
}

/* -- Conditions ------------------------------------------------------------------------------------------ */

void jump_if(Compiler *c, Node *n, Label to, bool cond) {
    if (c->failed || !compile_enough_stack(c))
        return;
    Pos before = save_pos(c);
    switch (n->kind) {
    case AST_UnaryOp:
        if (n->UnaryOp.op == AST_Not) {
            jump_if(c, n->UnaryOp.operand, to, !cond);
            return;
        }
        break;
    case AST_BoolOp: {
        AstSeq *values = n->BoolOp.values;
        bool decides = n->BoolOp.op == AST_Or;  /* the truth that ends the evaluation */
        Label end = decides == cond ? to : new_label(c);
        for (int32_t i = 0; i < values->n - 1; i++)
            jump_if(c, values->items[i], end, decides);
        jump_if(c, values->items[values->n - 1], to, cond);
        if (end != to)
            place(c, end);
        return;
    }
    case AST_IfExp: {
        Label orelse = new_label(c), end = new_label(c);
        jump_if(c, n->IfExp.test, orelse, false);
        jump_if(c, n->IfExp.body, to, cond);
        at_nowhere(c);
        jump(c, OP_JUMP, end);
        restore_pos(c, before);
        place(c, orelse);
        jump_if(c, n->IfExp.orelse, to, cond);
        place(c, end);
        return;
    }
    case AST_Compare:
        at_node(c, n);                /* for what follows too, as in CPython: an assert's raise stands here */
        jump_if_compare(c, n, to, cond);
        return;
    case AST_Constant: {
        int truth = truth_of(c->t, constant_value(n));
        if (truth < 0) {
            c->failed = true;
            return;
        }
        at_node(c, n);
        if (truth == cond)
            jump(c, OP_JUMP, to);
        else
            op0(c, OP_NOP);                     /* for the line */
        restore_pos(c, before);
        return;
    }
    default:
        break;
    }
    visit_expr(c, n);
    jump(c, cond ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, to);
}

/* -- Displays -------------------------------------------------------------------------------------------- */

static Value tuple_of_constants(Compiler *c, const AstSeq *elts) {
    Tuple *u = tuple_alloc(c->t, elts->n);
    if (u == NULL) {
        compile_no_memory(c);
        return VALUE_NONE;
    }
    for (int32_t i = 0; i < elts->n; i++)
        u->items[i] = constant_value(elts->items[i]);
    return compile_keep(c, from_ptr(u));
}

static bool all_constant(const AstSeq *elts) {
    for (int32_t i = 0; i < elts->n; i++) {
        if (elts->items[i] == NULL || !is_constant(elts->items[i]))
            return false;
    }
    return true;
}

typedef struct Display { uint8_t build, add, extend; } Display;
static const Display list_display = { OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND };
static const Display set_display = { OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE };

/* The items, after `pushed` values that are on the stack already, as a list, set or (by way of a list)
 * tuple. */
static void build_display(Compiler *c, AstSeq *elts, uint32_t pushed, const Display *d, bool tuple) {
    int32_t n = elts->n;
    bool starred = false, built = false;
    if (n > 2 && pushed == 0 && all_constant(elts) && !tuple) {
        op(c, d->build, 0);
        load_const(c, tuple_of_constants(c, elts));
        op(c, d->extend, 1);
        return;
    }
    for (int32_t i = 0; i < n && !starred; i++)
        starred = elts->items[i]->kind == AST_Starred;
    if (!starred && n <= STACK_GUIDELINE) {
        visit_exprs(c, elts);
        op(c, tuple ? OP_BUILD_TUPLE : d->build, (uint32_t)n + pushed);
        return;
    }
    if (n > STACK_GUIDELINE) {
        op(c, d->build, pushed);
        built = true;
    }
    for (int32_t i = 0; i < n && !c->failed; i++) {
        Node *elt = elts->items[i];
        if (elt->kind == AST_Starred) {
            if (!built)
                op(c, d->build, (uint32_t)i + pushed);
            built = true;
            visit_expr(c, elt->Starred.value);
            op(c, d->extend, 1);
        } else {
            visit_expr(c, elt);
            if (built)
                op(c, d->add, 1);
        }
    }
    if (tuple)
        op0(c, OP_LIST_TO_TUPLE);
}

static void build_map_part(Compiler *c, Node *n, int32_t from, int32_t to) {
    AstSeq *keys = n->Dict.keys, *values = n->Dict.values;
    bool constant = to - from > 1;
    for (int32_t i = from; i < to && constant; i++)
        constant = is_constant(keys->items[i]);
    if (!constant) {
        for (int32_t i = from; i < to; i++) {
            visit_expr(c, keys->items[i]);
            visit_expr(c, values->items[i]);
        }
        op(c, OP_BUILD_MAP, (uint32_t)(to - from));
        return;
    }
    for (int32_t i = from; i < to; i++)
        visit_expr(c, values->items[i]);
    Tuple *u = tuple_alloc(c->t, to - from);
    if (u == NULL) {
        compile_no_memory(c);
        return;
    }
    for (int32_t i = from; i < to; i++)
        u->items[i - from] = constant_value(keys->items[i]);
    load_const(c, compile_keep(c, from_ptr(u)));
    op(c, OP_BUILD_CONST_KEY_MAP, (uint32_t)(to - from));
}

static void visit_dict(Compiler *c, Node *n) {
    AstSeq *keys = n->Dict.keys;
    int32_t size = keys->n, start = 0;
    bool have = false;                          /* a dict is on the stack */
    for (int32_t i = 0; i <= size && !c->failed; i++) {
        bool unpack = i < size && keys->items[i] == NULL;
        if (i > start && (i == size || unpack || (i - start) * 2 > STACK_GUIDELINE)) {
            build_map_part(c, n, start, i);
            if (have)
                op(c, OP_DICT_UPDATE, 1);
            have = true;
            start = i;
        }
        if (unpack) {
            if (!have)
                op(c, OP_BUILD_MAP, 0);
            have = true;
            visit_expr(c, n->Dict.values->items[i]);
            op(c, OP_DICT_UPDATE, 1);
            start = i + 1;
        }
    }
    if (!have)
        op(c, OP_BUILD_MAP, 0);
}

/* -- Unpacking targets ----------------------------------------------------------------------------------- */

static void unpack_to(Compiler *c, Node *n, AstSeq *elts) {
    int32_t star = -1;
    for (int32_t i = 0; i < elts->n; i++) {
        if (elts->items[i]->kind != AST_Starred)
            continue;
        if (star >= 0) {
            compile_error(c, n->span, "multiple starred expressions in assignment");
            return;
        }
        star = i;
        if (i >= 1 << 8 || elts->n - i - 1 >= 1 << 16) {
            compile_error(c, n->span, "too many expressions in star-unpacking assignment");
            return;
        }
    }
    if (star >= 0)
        op(c, OP_UNPACK_EX, (uint32_t)star | (uint32_t)(elts->n - star - 1) << 8);
    else
        op(c, OP_UNPACK_SEQUENCE, (uint32_t)elts->n);
    for (int32_t i = 0; i < elts->n; i++)
        visit_expr(c, i == star ? elts->items[i]->Starred.value : elts->items[i]);
}

static void visit_sequence(Compiler *c, Node *n) {
    AstSeq *elts = n->Tuple.elts;               /* a List has the same fields */
    if (n->Tuple.ctx == AST_Store)
        unpack_to(c, n, elts);
    else if (n->Tuple.ctx == AST_Load)
        build_display(c, elts, 0, &list_display, n->kind == AST_Tuple);
    else
        visit_exprs(c, elts);
}

/* -- Attributes and subscripts --------------------------------------------------------------------------- */

/* In an expression of several lines, an attribute's instruction stands at its name. */
void at_attribute_name(Compiler *c, const Node *n) {
    Pos *pos = &c->unit->e.pos;
    if (pos->line == n->end_lineno)
        return;
    pos->line = n->end_lineno;
    int32_t len = (int32_t)as_str(n->Attribute.attr)->len;
    if (len <= n->end_col_offset) {
        pos->col = column(n->end_col_offset - len);
    } else {
        pos->col = pos->end_col = NO_COLUMN;
        pos->end_line = pos->line;
    }
}

static void visit_attribute(Compiler *c, Node *n) {
    static const uint8_t ops[] = { OP_LOAD_ATTR, OP_STORE_ATTR, OP_DELETE_ATTR };
    visit_expr(c, n->Attribute.value);
    if (forbidden_name(c, n->Attribute.attr, n->Attribute.ctx))
        return;
    at_attribute_name(c, n);
    op_name(c, ops[n->Attribute.ctx - AST_Load], n->Attribute.attr);
}

static const char *kind_of_expr(Compiler *c, const Node *n, bool *subscriptable, bool *callable) {
    *subscriptable = *callable = false;
    switch (n->kind) {
    case AST_Constant: {
        Value v = constant_value(n);
        *subscriptable = is_str(v) || is_bytes(v) || is_tuple(v);
        return type_name(type_of(c->t, v));
    }
    case AST_Tuple: *subscriptable = true; return "tuple";
    case AST_List: case AST_ListComp: *subscriptable = true; return "list";
    case AST_Dict: case AST_DictComp: *subscriptable = true; return "dict";
    case AST_Set: case AST_SetComp: return "set";
    case AST_GeneratorExp: return "generator";
    case AST_Lambda: *callable = true; return "function";
    case AST_JoinedStr: case AST_FormattedValue: *subscriptable = true; return "str";
    default: return NULL;
    }
}

static void check_call(Compiler *c, const Node *func, Span at) {
    bool subscriptable, callable;
    const char *kind = kind_of_expr(c, func, &subscriptable, &callable);
    if (kind != NULL && !callable)
        compile_warn(c, at, "'%s' object is not callable; perhaps you missed a comma?", kind);
}

static void check_subscript(Compiler *c, const Node *n) {
    bool subscriptable, callable, ignored;
    const Node *value = n->Subscript.value, *index = n->Subscript.slice;
    const char *kind = kind_of_expr(c, value, &subscriptable, &callable);
    if (kind == NULL)
        return;
    if (!subscriptable) {
        compile_warn(c, n->span, "'%s' object is not subscriptable; perhaps you missed a comma?", kind);
        return;
    }
    if (value->kind == AST_Dict || value->kind == AST_DictComp)
        return;
    const char *index_kind = kind_of_expr(c, index, &ignored, &ignored);
    if (index_kind != NULL && !(is_constant(index) && is_int(constant_value(index))))
        compile_warn(c, n->span, "%s indices must be integers or slices, not %s; perhaps you missed a comma?", kind,
                     index_kind);
}

static void load_opt(Compiler *c, Node *n) {
    if (n != NULL)
        visit_expr(c, n);
    else
        load_const(c, VALUE_NONE);
}

static void visit_subscript(Compiler *c, Node *n) {
    static const uint8_t ops[] = { OP_BINARY_SUBSCR, OP_STORE_SUBSCR, OP_DELETE_SUBSCR };
    Node *slice = n->Subscript.slice;
    if (n->Subscript.ctx == AST_Load)
        check_subscript(c, n);
    visit_expr(c, n->Subscript.value);
    if (n->Subscript.ctx == AST_Load && slice->kind == AST_Slice && slice->Slice.step == NULL) {
        load_opt(c, slice->Slice.lower);
        load_opt(c, slice->Slice.upper);
        op0(c, OP_BINARY_SLICE);
        return;
    }
    visit_expr(c, slice);
    op0(c, ops[n->Subscript.ctx - AST_Load]);
}

static void visit_slice(Compiler *c, Node *n) {
    load_opt(c, n->Slice.lower);
    load_opt(c, n->Slice.upper);
    if (n->Slice.step != NULL)
        visit_expr(c, n->Slice.step);
    op(c, OP_BUILD_SLICE, n->Slice.step != NULL ? 3 : 2);
}

/* -- Calls ----------------------------------------------------------------------------------------------- */

static bool check_keywords(Compiler *c, AstSeq *keywords) {
    for (int32_t i = 0; i < keywords->n; i++) {
        Node *key = keywords->items[i];
        if (!key->keyword.arg)
            continue;
        if (forbidden_name(c, key->keyword.arg, AST_Store))
            return false;
    }
    if (keywords->n < 2)
        return true;
    /* Quadratic only up to a point: many keywords are looked up by their names' addresses. */
    WordMap seen = { 0 };
    for (int32_t i = 0; i < keywords->n && !c->failed; i++) {
        Node *key = keywords->items[i];
        if (!key->keyword.arg)
            continue;
        bool found = false;
        if (!wordmap_add(&seen, key->keyword.arg, &found))
            compile_no_memory(c);
        else if (found)
            compile_error(c, key->span, "keyword argument repeated: %U", key->keyword.arg);
    }
    free(seen.slots);
    return !c->failed;
}

static bool has_unpacking(AstSeq *args, AstSeq *keywords) {
    for (int32_t i = 0; i < args->n; i++) {
        if (args->items[i]->kind == AST_Starred)
            return true;
    }
    for (int32_t i = 0; i < keywords->n; i++) {
        if (!keywords->items[i]->keyword.arg)
            return true;
    }
    return false;
}

static Value keyword_names(Compiler *c, AstSeq *keywords, int32_t from, int32_t to) {
    Tuple *u = tuple_alloc(c->t, to - from);
    if (u == NULL) {
        compile_no_memory(c);
        return VALUE_NONE;
    }
    for (int32_t i = from; i < to; i++)
        u->items[i - from] = keywords->items[i]->keyword.arg;
    return compile_keep(c, from_ptr(u));
}

static void call_plain(Compiler *c, uint32_t extra, AstSeq *args, AstSeq *keywords) {
    visit_exprs(c, args);
    for (int32_t i = 0; i < keywords->n; i++)
        visit_expr(c, keywords->items[i]->keyword.value);
    uint32_t n = extra + (uint32_t)args->n + (uint32_t)keywords->n;
    if (keywords->n == 0) {
        op(c, OP_CALL, n);
        return;
    }
    load_const(c, keyword_names(c, keywords, 0, keywords->n));
    op(c, OP_CALL_KW, n);
}

/* keywords[from .. to) as a dict. */
static void build_keywords(Compiler *c, AstSeq *keywords, int32_t from, int32_t to) {
    int32_t n = to - from;
    if (n > 1 && n * 2 <= STACK_GUIDELINE) {
        for (int32_t i = from; i < to; i++)
            visit_expr(c, keywords->items[i]->keyword.value);
        load_const(c, keyword_names(c, keywords, from, to));
        op(c, OP_BUILD_CONST_KEY_MAP, (uint32_t)n);
        return;
    }
    bool big = n * 2 > STACK_GUIDELINE;
    if (big)
        op(c, OP_BUILD_MAP, 0);
    for (int32_t i = from; i < to; i++) {
        load_const(c, keywords->items[i]->keyword.arg);
        visit_expr(c, keywords->items[i]->keyword.value);
        if (big)
            op(c, OP_MAP_ADD, 1);
    }
    if (!big)
        op(c, OP_BUILD_MAP, (uint32_t)n);
}

static void call_unpacking(Compiler *c, uint32_t extra, AstSeq *args, AstSeq *keywords) {
    if (extra == 0 && args->n == 1 && args->items[0]->kind == AST_Starred) {
        visit_expr(c, args->items[0]->Starred.value);   /* f(*x): any iterable, CALL_EX makes the tuple */
    } else {
        build_display(c, args, extra, &list_display, true);
    }
    if (keywords->n == 0) {
        op(c, OP_CALL_EX, 0);
        return;
    }
    bool have = false;
    int32_t start = 0;
    for (int32_t i = 0; i <= keywords->n && !c->failed; i++) {
        bool unpack = i < keywords->n && !keywords->items[i]->keyword.arg;
        if (i > start && (i == keywords->n || unpack)) {
            build_keywords(c, keywords, start, i);
            if (have)
                op(c, OP_DICT_MERGE, 1);
            have = true;
        }
        if (unpack) {
            if (!have)
                op(c, OP_BUILD_MAP, 0);
            have = true;
            visit_expr(c, keywords->items[i]->keyword.value);
            op(c, OP_DICT_MERGE, 1);
            start = i + 1;
        }
    }
    op(c, OP_CALL_EX, 1);
}

void call_args(Compiler *c, uint32_t extra, AstSeq *args, AstSeq *keywords) {
    if (!check_keywords(c, keywords))
        return;
    if (has_unpacking(args, keywords))
        call_unpacking(c, extra, args, keywords);
    else
        call_plain(c, extra, args, keywords);
}

static void visit_call(Compiler *c, Node *n) {
    Node *func = n->Call.func;
    AstSeq *args = n->Call.args, *keywords = n->Call.keywords;
    if (func->kind == AST_Attribute && func->Attribute.ctx == AST_Load && !has_unpacking(args, keywords)) {
        visit_expr(c, func->Attribute.value);
        at_node(c, func);
        at_attribute_name(c, func);
        op_name(c, OP_LOAD_METHOD, func->Attribute.attr);
        at_node(c, n);
        at_attribute_name(c, func);
        call_args(c, 0, args, keywords);
        return;
    }
    check_call(c, func, n->span);
    visit_expr(c, func);
    Pos here = save_pos(c);
    at_node(c, func);
    op0(c, OP_PUSH_NULL);
    restore_pos(c, here);
    call_args(c, 0, args, keywords);
}

/* -- Text in braces -------------------------------------------------------------------------------------- */

static void visit_joined_str(Compiler *c, Node *n) {
    AstSeq *values = n->JoinedStr.values;
    if (values->n <= STACK_GUIDELINE) {
        visit_exprs(c, values);
        if (values->n != 1)
            op(c, OP_BUILD_STRING, (uint32_t)values->n);
        return;
    }
    load_const(c, arena_name(c->arena, "", 0));
    op_plain_name(c, OP_LOAD_METHOD, arena_name(c->arena, "join", 4));
    op(c, OP_BUILD_LIST, 0);
    for (int32_t i = 0; i < values->n; i++) {
        visit_expr(c, values->items[i]);
        op(c, OP_LIST_APPEND, 1);
    }
    op(c, OP_CALL, 1);
}

static void visit_formatted_value(Compiler *c, Node *n) {
    uint32_t flags = 0;
    visit_expr(c, n->FormattedValue.value);
    switch (n->FormattedValue.conversion) {
    case 's': flags = 1; break;
    case 'r': flags = 2; break;
    case 'a': flags = 3; break;
    default: break;
    }
    if (n->FormattedValue.format_spec != NULL) {
        visit_expr(c, n->FormattedValue.format_spec);
        flags |= 4;
    }
    op(c, OP_FORMAT_VALUE, flags);
}

/* -- yield and await ------------------------------------------------------------------------------------- */

void yield_from(Compiler *c) {
    Label send = new_label(c), end = new_label(c);
    place(c, send);
    jump(c, OP_SEND, end);
    op0(c, OP_YIELD_VALUE);
    jump(c, OP_JUMP_BACK_SEND, send);
    place(c, end);
}

static bool top_level_await(Compiler *c) {
    return (c->flags & COMPILE_TOP_LEVEL_AWAIT) && c->unit->kind == UNIT_MODULE;
}

static void visit_await(Compiler *c, Node *n) {
    Unit *u = c->unit;
    if (!top_level_await(c)) {
        if (u->scope->kind != SCOPE_FUNCTION) {
            compile_error(c, n->span, "'await' outside function");
            return;
        }
        if (u->kind != UNIT_ASYNC_FUNCTION && u->kind != UNIT_COMPREHENSION) {
            compile_error(c, n->span, "'await' outside async function");
            return;
        }
    }
    visit_expr(c, n->Await.value);
    op(c, OP_GET_AWAITABLE, 0);
    load_const(c, VALUE_NONE);
    yield_from(c);
}

static void visit_yield(Compiler *c, Node *n) {
    if (c->unit->scope->kind != SCOPE_FUNCTION) {
        compile_error(c, n->span, "'yield' outside function");
        return;
    }
    load_opt(c, n->Yield.value);
    if (c->unit->flags & CO_ASYNC_GENERATOR)
        op0(c, OP_ASYNC_GEN_WRAP);
    op0(c, OP_YIELD_VALUE);
}

static void visit_yield_from(Compiler *c, Node *n) {
    if (c->unit->scope->kind != SCOPE_FUNCTION) {
        compile_error(c, n->span, "'yield' outside function");
        return;
    }
    if (c->unit->kind == UNIT_ASYNC_FUNCTION) {
        compile_error(c, n->span, "'yield from' inside async function");
        return;
    }
    visit_expr(c, n->YieldFrom.value);
    op0(c, OP_GET_YIELD_FROM_ITER);
    load_const(c, VALUE_NONE);
    yield_from(c);
}

/* -- All of them ----------------------------------------------------------------------------------------- */

void visit_exprs(Compiler *c, AstSeq *seq) {
    for (int32_t i = 0; i < seq->n; i++)
        visit_expr(c, seq->items[i]);
}

static void visit_if_exp(Compiler *c, Node *n) {
    Label orelse = new_label(c), end = new_label(c);
    jump_if(c, n->IfExp.test, orelse, false);
    visit_expr(c, n->IfExp.body);
    Pos here = save_pos(c);
    at_nowhere(c);
    jump(c, OP_JUMP, end);
    restore_pos(c, here);
    place(c, orelse);
    visit_expr(c, n->IfExp.orelse);
    place(c, end);
}

void visit_expr(Compiler *c, Node *n) {
    if (c->failed || !compile_enough_stack(c))
        return;
    Pos before = save_pos(c);
    at_node(c, n);
    switch (n->kind) {
    case AST_Name: visit_name(c, n); break;
    case AST_Constant: load_const(c, constant_value(n)); break;
    case AST_Attribute: visit_attribute(c, n); break;
    case AST_Call: visit_call(c, n); break;
    case AST_BinOp:
        visit_expr(c, n->BinOp.left);
        visit_expr(c, n->BinOp.right);
        binary_operator(c, n->BinOp.op, false);
        break;
    case AST_UnaryOp: visit_unary(c, n); break;
    case AST_BoolOp: visit_bool_op(c, n); break;
    case AST_Compare: visit_compare(c, n, false); break;
    case AST_Subscript: visit_subscript(c, n); break;
    case AST_Slice: visit_slice(c, n); break;
    case AST_Tuple: case AST_List: visit_sequence(c, n); break;
    case AST_Set: build_display(c, n->Set.elts, 0, &set_display, false); break;
    case AST_Dict: visit_dict(c, n); break;
    case AST_IfExp: visit_if_exp(c, n); break;
    case AST_JoinedStr: visit_joined_str(c, n); break;
    case AST_FormattedValue: visit_formatted_value(c, n); break;
    case AST_NamedExpr:
        visit_expr(c, n->NamedExpr.value);
        op(c, OP_COPY, 1);
        visit_expr(c, n->NamedExpr.target);
        break;
    case AST_Lambda: compile_lambda(c, n); break;
    case AST_ListComp: case AST_SetComp: case AST_DictComp: case AST_GeneratorExp:
        compile_comprehension(c, n);
        break;
    case AST_Await: visit_await(c, n); break;
    case AST_Yield: visit_yield(c, n); break;
    case AST_YieldFrom: visit_yield_from(c, n); break;
    case AST_Starred:
        compile_error(c, n->span,
                      n->Starred.ctx == AST_Store ? "starred assignment target must be in a list or tuple"
                                                  : "can't use starred expression here");
        break;
    default: break;
    }
    restore_pos(c, before);
}
