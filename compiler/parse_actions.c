/* What the grammar's actions do beyond making one node. */
#include "compiler/parser.h"

#include <string.h>

#include "vm/base/buf.h"
#include "vm/object/float.h"
#include "vm/object/str.h"

static void reject(Parser *p) { p->rejected = p->by_action = true; }

/* CPython stops at the token before the lookahead. */
static void reject_before(Parser *p) {
    p->rejected = p->by_action = p->before = true;
}

/* -- Statements ------------------------------------------------------------------------------------------ */

AstSeq *join_stmts(Parser *p, AstSeq *body, AstSeq *stmts) {
    for (int32_t i = 0; i < stmts->n; i++)
        body = ast_seq_add(p->arena, body, stmts->items[i]);
    return body;
}

Node *make_async(Parser *p, Token async, Node *stmt) {
    switch (stmt->kind) {
    case AST_FunctionDef: stmt->kind = AST_AsyncFunctionDef; break;
    case AST_For: stmt->kind = AST_AsyncFor; break;
    case AST_With: stmt->kind = AST_AsyncWith; break;
    }
    stmt->span = FROM(async);
    return stmt;
}
STATIC_ASSERT(offsetof(Node, FunctionDef.returns) == offsetof(Node, AsyncFunctionDef.returns));
STATIC_ASSERT(offsetof(Node, For.orelse) == offsetof(Node, AsyncFor.orelse));
STATIC_ASSERT(offsetof(Node, With.body) == offsetof(Node, AsyncWith.body));

Node *decorate(Parser *p, AstSeq *decorators, Node *definition) {
    switch (definition->kind) {
    case AST_FunctionDef:
        definition->FunctionDef.decorator_list = decorators;
        return ast_finish_FunctionDef(p->arena, definition);
    case AST_AsyncFunctionDef:
        definition->AsyncFunctionDef.decorator_list = decorators;
        return ast_finish_AsyncFunctionDef(p->arena, definition);
    default:
        definition->ClassDef.decorator_list = decorators;
        return ast_finish_ClassDef(p->arena, definition);
    }
}

/* `with (...):` holds items, unless something in it can only belong to a tuple or a group. */
AstSeq *paren_items(Parser *p, Token paren, Elts e, bool comma) {
    AstSeq *elts = elts_seq(p, e), *items = NULL;
    bool any_as = false, any_plain = false;
    for (int32_t i = 0; i < elts->n; i++) {
        Node *x = elts->items[i];
        any_as |= x->kind == AST_withitem;
        any_plain |= !x->parenthesised && (x->kind == AST_Starred || x->kind == AST_NamedExpr);
    }
    if (any_plain) {
        if (any_as || (elts->n == 1 && !comma && elts->items[0]->kind == AST_Starred))
            reject(p);
        Node *expr = elts->n == 1 && !comma ? elts->items[0] : NEW(FROM(paren), Tuple, elts, AST_Load);
        return SEQ(NULL, NEW(FROM(paren), withitem, expr, NULL));
    }
    for (int32_t i = 0; i < elts->n; i++) {
        Node *x = elts->items[i];
        items = SEQ(items, x->kind == AST_withitem ? x : NEW(x->span, withitem, x, NULL));
    }
    return items;
}

Token join_tokens(Token first, Token last) {
    first.len = (uint32_t)(token_end(last) - first.start);
    return first;
}

/* "a . b" means a.b. */
Value dotted_name(Parser *p, Token tok) {
    if (memchr(tok.start, ' ', tok.len) == NULL && memchr(tok.start, '\t', tok.len) == NULL &&
        memchr(tok.start, '\\', tok.len) == NULL && memchr(tok.start, '\f', tok.len) == NULL)
        return arena_name(p->arena, tok.start, tok.len);
    Buf text = BUF_INIT;
    for (uint32_t i = 0; i < tok.len; i++) {
        if (strchr(" \t\f\\\n", tok.start[i]) == NULL)
            buf_char(&text, tok.start[i]);
    }
    if (text.failed)
        return arena_keep(p->arena, (raise_memory(p->t), VALUE_ERROR));
    return arena_name(p->arena, text.data, text.len);
}

/* -- Parameters ------------------------------------------------------------------------------------------ */

static Params *params_of(Parser *p, Params *params) {
    return params != NULL ? params : arena_alloc(p->arena, sizeof *params);
}

Params *params_add(Parser *p, Params *params, Node *arg, Node *default_value) {
    Params *s = params_of(p, params);
    if (s->kwarg != NULL)
        reject(p);
    if (s->star) {
        s->kwonlyargs = SEQ(s->kwonlyargs, arg);
        s->kw_defaults = SEQ(s->kw_defaults, default_value);
        return s;
    }
    s->args = SEQ(s->args, arg);
    if (default_value != NULL)
        s->defaults = SEQ(s->defaults, default_value);
    else if (s->defaults != NULL)
        reject(p);
    return s;
}

Params *params_slash(Parser *p, Params *params) {
    Params *s = params_of(p, params);
    if (s->slash || s->star || s->kwarg != NULL || s->args == NULL)
        reject_before(p);
    s->slash = true;
    s->posonlyargs = s->args;
    s->args = NULL;
    return s;
}

Params *params_star(Parser *p, Params *params, Node *arg) {
    Params *s = params_of(p, params);
    if (s->star || s->kwarg != NULL)
        arg == NULL ? reject_before(p) : reject(p);
    s->star = true;
    s->vararg = arg;
    return s;
}

Params *params_double_star(Parser *p, Params *params, Node *arg) {
    Params *s = params_of(p, params);
    if (s->kwarg != NULL)
        reject(p);
    s->kwarg = arg;
    return s;
}

Node *params_node(Parser *p, Params *s) {
    if (s == NULL)
        return NEW(START, arguments, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    if (s->star && s->vararg == NULL && s->kwonlyargs == NULL)
        reject(p);
    return NEW(START, arguments, s->posonlyargs, s->args, s->vararg, s->kwonlyargs, s->kw_defaults, s->kwarg,
               s->defaults);
}

/* -- Targets --------------------------------------------------------------------------------------------- */

static bool set_context(Node *target, AstOp ctx) {
    Node *n = ast_bare(target);
    AstSeq *elts = NULL;
    switch (n->kind) {
    case AST_Name: n->Name.ctx = ctx; return true;
    case AST_Attribute: n->Attribute.ctx = ctx; return true;
    case AST_Subscript: n->Subscript.ctx = ctx; return true;
    case AST_Starred:
        n->Starred.ctx = ctx;
        return ctx != AST_Del && set_context(n->Starred.value, ctx);
    case AST_Tuple: n->Tuple.ctx = ctx; elts = n->Tuple.elts; break;
    case AST_List: n->List.ctx = ctx; elts = n->List.elts; break;
    default:
        return false;
    }
    for (int32_t i = 0; i < elts->n; i++) {
        if (!set_context(elts->items[i], ctx))
            return false;
    }
    return true;
}

Node *store(Parser *p, Node *target) {
    if (p->arena->failed || !set_context(target, AST_Store))
        reject(p);
    return target;
}

AstSeq *delete_list(Parser *p, Elts targets) {
    AstSeq *list = elts_seq(p, targets);
    for (int32_t i = 0; i < list->n && !p->arena->failed; i++) {
        if (!set_context(list->items[i], AST_Del))
            reject(p);
    }
    return list;
}

Node *store_list(Parser *p, Elts targets, bool comma) {
    return store(p, comma || targets.seq != NULL ? make_tuple(p, targets) : targets.first);
}

static Node *store_before(Parser *p, Node *target, bool single) {
    int kind = ast_bare(target)->kind;
    if (p->arena->failed || (single && kind != AST_Name && kind != AST_Attribute && kind != AST_Subscript) ||
        !set_context(target, AST_Store)) {
        reject_before(p);
    }
    return target;
}

Targets targets_first(Parser *p, Node *target) {
    return (Targets){ target, SEQ(NULL, store_before(p, target, false)) };
}

Targets targets_add(Parser *p, Targets targets, Node *target) {
    targets.targets = SEQ(targets.targets, store_before(p, target, false));
    return targets;
}

Node *single_target(Parser *p, Node *target) { return store_before(p, target, true); }
int is_simple(const Node *target) { return target->kind == AST_Name; }

AstOp augmented_op(Token op) {
    switch (op.start[0]) {
    case '+': return AST_Add;
    case '-': return AST_Sub;
    case '*': return op.len == 3 ? AST_Pow : AST_Mult;
    case '/': return op.len == 3 ? AST_FloorDiv : AST_Div;
    case '%': return AST_Mod;
    case '@': return AST_MatMult;
    case '&': return AST_BitAnd;
    case '|': return AST_BitOr;
    case '^': return AST_BitXor;
    case '<': return AST_LShift;
    default: return AST_RShift;
    }
}

/* -- Expressions ----------------------------------------------------------------------------------------- */

Elts elts_add(Parser *p, Elts e, Node *item) {
    if (e.seq == NULL)
        e.seq = SEQ(NULL, e.first);
    e.seq = SEQ(e.seq, item);
    return e;
}

AstSeq *elts_seq(Parser *p, Elts e) { return e.seq != NULL ? e.seq : SEQ(NULL, e.first); }

Pairs pairs_add(Parser *p, Pairs pairs, Node *key, Node *value) {
    pairs.keys = SEQ(pairs.keys, key);
    pairs.values = SEQ(pairs.values, value);
    return pairs;
}

CallArgs args_add(Parser *p, CallArgs args, Node *arg) {
    if (arg->kind == AST_keyword) {
        args.unpacked |= arg->keyword.arg == 0;
        args.keywords = SEQ(args.keywords, arg);
        return args;
    }
    if (arg->kind == AST_Starred ? args.unpacked : args.keywords != NULL)
        reject(p);
    args.args = SEQ(args.args, arg);
    return args;
}

Value keyword_name(Parser *p, Node *name) {
    if (name->kind == AST_Name)
        return name->Name.id;
    reject(p);
    return VALUE_NONE;
}

Node *make_tuple(Parser *p, Elts e) {
    return NEW(FROM(e), Tuple, elts_seq(p, e), AST_Load);
}

Node *make_paren(Parser *p, Token open, Elts e, bool comma) {
    if (comma || e.seq != NULL)
        return NEW(FROM(open), Tuple, elts_seq(p, e), AST_Load);
    if (e.first->kind == AST_Starred)
        reject(p);
    return ast_group(p->arena, FROM(open), e.first);
}

Node *make_slices(Parser *p, Elts e, bool comma) {
    return comma || e.seq != NULL || e.first->kind == AST_Starred ? make_tuple(p, e) : e.first;
}

Node *make_bool(Parser *p, Node *left, AstOp op, Node *right) {
    if (left->kind == AST_BoolOp && left->BoolOp.op == op) {
        left->BoolOp.values = SEQ(left->BoolOp.values, right);
        left->span = FROM(left);
        return ast_adopt(p->arena, left, right);
    }
    AstSeq *values = SEQ(SEQ(NULL, left), right);
    return NEW(FROM(left), BoolOp, op, values);
}

Node *make_compare(Parser *p, Node *left, AstOp op, Node *right) {
    return NEW(FROM(left), Compare, left, ast_ops_add(p->arena, NULL, op), SEQ(NULL, right));
}

Node *add_compare(Parser *p, Node *compare, AstOp op, Node *right) {
    compare->Compare.ops = ast_ops_add(p->arena, compare->Compare.ops, op);
    compare->Compare.comparators = SEQ(compare->Compare.comparators, right);
    compare->span = FROM(compare);
    return ast_adopt(p->arena, compare, right);
}

Strings *strings_add(Parser *p, Strings *s, Token tok) {
    int32_t n = s != NULL ? s->n : 0;
    if ((n & (n - 1)) == 0) {
        Strings *grown = arena_alloc(p->arena, sizeof *s + (n ? 2 * (size_t)n : 1) * sizeof tok);
        if (p->arena->failed)
            return s;
        if (n > 0)
            memcpy(grown, s, sizeof *s + (size_t)n * sizeof tok);
        s = grown;
    }
    s->items[s->n++] = tok;
    return s;
}

/* -- Patterns -------------------------------------------------------------------------------------------- */

Node *make_subject(Parser *p, Elts e, bool comma) {
    if (comma || e.seq != NULL)
        return make_tuple(p, e);
    if (e.first->kind == AST_Starred)
        reject(p);
    return e.first;
}

Node *open_sequence(Parser *p, Elts e, bool comma) {
    if (comma || e.seq != NULL)
        return NEW(FROM(e), MatchSequence, elts_seq(p, e));
    if (e.first->kind == AST_MatchStar)
        reject(p);
    return e.first;
}

Node *paren_pattern(Parser *p, Token open, Elts e, bool comma) {
    if (comma || e.seq != NULL || e.first->kind == AST_MatchStar) {
        if (!comma && e.seq == NULL)
            reject_before(p);
        return NEW(FROM(open), MatchSequence, elts_seq(p, e));
    }
    return ast_group(p->arena, FROM(open), e.first);
}

Value capture_name(Parser *p, Token name) {
    return name.len == 1 && name.start[0] == '_' ? 0 : IDENT(name);
}

Value as_name(Parser *p, Token name) {
    Value v = capture_name(p, name);
    if (v == 0)
        reject_before(p);
    return v;
}

Node *make_or_pattern(Parser *p, Node *left, Node *right) {
    if (left->kind == AST_MatchOr) {
        left->MatchOr.patterns = SEQ(left->MatchOr.patterns, right);
        left->span = FROM(left);
        return ast_adopt(p->arena, left, right);
    }
    AstSeq *patterns = SEQ(SEQ(NULL, left), right);
    return NEW(FROM(left), MatchOr, patterns);
}

Node *make_complex(Parser *p, Node *real, AstOp op, Node *imaginary) {
    const Node *number = real->kind == AST_UnaryOp ? real->UnaryOp.operand : real;
    if (p->arena->failed)
        return real;
    if (is_complex(number->Constant.value))
        parser_error(p, number->span, "real number required in complex literal");
    else if (!is_complex(imaginary->Constant.value))
        parser_error(p, imaginary->span, "imaginary number required in complex literal");
    return NEW(FROM(real), BinOp, real, op, imaginary);
}

Node *mapping_pattern(Parser *p, Token open, Pairs items, Value rest) {
    return NEW(FROM(open), MatchMapping, items.keys, items.values, rest);
}

ClassPatterns class_positional(Parser *p, ClassPatterns list, Node *pattern) {
    if (list.names != NULL)
        reject(p);
    list.patterns = SEQ(list.patterns, pattern);
    return list;
}

ClassPatterns class_keyword(Parser *p, ClassPatterns list, Token name, Node *pattern) {
    list.names = ast_names_add(p->arena, list.names, IDENT(name));
    list.values = SEQ(list.values, pattern);
    return list;
}

Node *class_pattern(Parser *p, Node *cls, ClassPatterns list) {
    return NEW(FROM(cls), MatchClass, cls, list.patterns, list.names, list.values);
}
