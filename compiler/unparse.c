/* An expression as source text in normal form, as `from __future__ import annotations` keeps it. */
#include "compiler/unit.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* Precedence, from loose to tight; an operand that binds looser than its place asks for gets parentheses. */
enum Level {
    P_TUPLE, P_TEST, P_OR, P_AND, P_NOT, P_COMPARE, P_EXPR, P_BOR = P_EXPR, P_BXOR, P_BAND, P_SHIFT, P_ARITH, P_TERM,
    P_FACTOR, P_POWER, P_AWAIT, P_ATOM
};

typedef struct Out {
    Compiler *c;
    StrBuf b;
    bool failed;
} Out;

static void expr(Out *o, const Node *n, int level);

static inline void text(Out *o, const char *s) { strbuf_ascii(&o->b, s, strlen(s)); }
static inline void name(Out *o, Value s) { strbuf_str(&o->b, as_str(s)); }

static void open_if(Out *o, bool yes) {
    if (yes)
        text(o, "(");
}

static void close_if(Out *o, bool yes) {
    if (yes)
        text(o, ")");
}

static void list(Out *o, const AstSeq *seq) {
    for (int32_t i = 0; i < seq->n; i++) {
        if (i > 0)
            text(o, ", ");
        expr(o, seq->items[i], P_TEST);
    }
}

/* -- Constants and text ---------------------------------------------------------------------------------- */

/* repr, with infinity spelt as a number too large. */
static void constant(Out *o, Value v) {
    if (v == VALUE_ELLIPSIS) {
        text(o, "...");
        return;
    }
    if (is_tuple(v)) {
        Tuple *u = as_tuple(v);
        text(o, "(");
        for (int64_t i = 0; i < u->len; i++) {
            if (i > 0)
                text(o, ", ");
            constant(o, u->items[i]);
        }
        text(o, u->len == 1 ? ",)" : ")");
        return;
    }
    Value r = to_repr(o->c->t, v);
    if (r == VALUE_ERROR) {
        o->failed = true;
        return;
    }
    Str *s = as_str(r);
    if (!is_float(v) && !is_complex(v)) {
        strbuf_str(&o->b, s);
        return;
    }
    for (int64_t i = 0; i < s->len; i++) {
        if (str_at(s, i) == 'i' && i + 2 < s->len && str_at(s, i + 1) == 'n') {
            text(o, "1e309");
            i += 2;
        } else {
            strbuf_char(&o->b, str_at(s, i));
        }
    }
}

static void braces(Out *inner, Value v) {
    Str *s = as_str(v);
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t ch = str_at(s, i);
        if (ch == '{' || ch == '}')
            strbuf_char(&inner->b, ch);
        strbuf_char(&inner->b, ch);
    }
}

static void format_piece(Out *inner, const Node *n) {
    if (n->kind == AST_Constant) {
        braces(inner, n->Constant.value);
        return;
    }
    if (n->kind == AST_JoinedStr) {
        for (int32_t i = 0; i < n->JoinedStr.values->n; i++)
            format_piece(inner, n->JoinedStr.values->items[i]);
        return;
    }
    Out value = { .c = inner->c };
    strbuf_init(&value.b, inner->c->t);
    expr(&value, n->FormattedValue.value, P_TEST + 1);
    Value source = strbuf_finish(&value.b);
    if (source == VALUE_ERROR || value.failed) {
        inner->failed = true;
        return;
    }
    text(inner, as_str(source)->len > 0 && str_at(as_str(source), 0) == '{' ? "{ " : "{");
    strbuf_str(&inner->b, as_str(source));
    if (n->FormattedValue.conversion > 0) {
        text(inner, "!");
        strbuf_char(&inner->b, (uint32_t)n->FormattedValue.conversion);
    }
    if (n->FormattedValue.format_spec != NULL) {
        text(inner, ":");
        format_piece(inner, n->FormattedValue.format_spec);
    }
    text(inner, "}");
}

static void joined_str(Out *o, const Node *n) {
    Out inner = { .c = o->c };
    strbuf_init(&inner.b, o->c->t);
    format_piece(&inner, n);
    Value body = strbuf_finish(&inner.b);
    Value quoted = body == VALUE_ERROR || inner.failed ? VALUE_ERROR : str_repr(o->c->t, body);
    if (quoted == VALUE_ERROR) {
        o->failed = true;
        return;
    }
    text(o, "f");
    strbuf_str(&o->b, as_str(quoted));
}

/* -- Operators ------------------------------------------------------------------------------------------- */

static int binary_level(AstOp op) {
    switch (op) {
    case AST_Add: case AST_Sub: return P_ARITH;
    case AST_Mult: case AST_MatMult: case AST_Div: case AST_Mod: case AST_FloorDiv: return P_TERM;
    case AST_LShift: case AST_RShift: return P_SHIFT;
    case AST_BitOr: return P_BOR;
    case AST_BitXor: return P_BXOR;
    case AST_BitAnd: return P_BAND;
    default: return P_POWER;
    }
}

static void bin_op(Out *o, const Node *n, int level) {
    int own = binary_level(n->BinOp.op);
    bool right_associative = n->BinOp.op == AST_Pow, paren = level > own;
    open_if(o, paren);
    expr(o, n->BinOp.left, own + right_associative);
    text(o, " ");
    text(o, ast_op_text(n->BinOp.op));
    text(o, " ");
    expr(o, n->BinOp.right, own + !right_associative);
    close_if(o, paren);
}

static void bool_op(Out *o, const Node *n, int level) {
    int own = n->BoolOp.op == AST_And ? P_AND : P_OR;
    open_if(o, level > own);
    for (int32_t i = 0; i < n->BoolOp.values->n; i++) {
        if (i > 0)
            text(o, n->BoolOp.op == AST_And ? " and " : " or ");
        expr(o, n->BoolOp.values->items[i], own + 1);
    }
    close_if(o, level > own);
}

static void unary_op(Out *o, const Node *n, int level) {
    int own = n->UnaryOp.op == AST_Not ? P_NOT : P_FACTOR;
    open_if(o, level > own);
    text(o, ast_op_text(n->UnaryOp.op));
    if (n->UnaryOp.op == AST_Not)
        text(o, " ");
    expr(o, n->UnaryOp.operand, own);
    close_if(o, level > own);
}

static void compare(Out *o, const Node *n, int level) {
    open_if(o, level > P_COMPARE);
    expr(o, n->Compare.left, P_COMPARE + 1);
    for (int32_t i = 0; i < n->Compare.ops->n; i++) {
        text(o, " ");
        text(o, ast_op_text(n->Compare.ops->items[i]));
        text(o, " ");
        expr(o, n->Compare.comparators->items[i], P_COMPARE + 1);
    }
    close_if(o, level > P_COMPARE);
}

/* -- Functions ------------------------------------------------------------------------------------------- */

static void parameter(Out *o, const Node *arg, const Node *standard, bool *first, const char *prefix) {
    if (!*first)
        text(o, ", ");
    *first = false;
    text(o, prefix);
    if (arg != NULL)
        name(o, arg->arg.arg);
    if (standard != NULL) {
        text(o, "=");
        expr(o, standard, P_TEST);
    }
}

static void parameters(Out *o, const Node *n) {
    const AstSeq *posonly = n->arguments.posonlyargs, *args = n->arguments.args;
    const AstSeq *defaults = n->arguments.defaults, *kwonly = n->arguments.kwonlyargs;
    int32_t total = posonly->n + args->n;
    bool first = true;
    for (int32_t i = 0; i < total; i++) {
        const Node *arg = i < posonly->n ? posonly->items[i] : args->items[i - posonly->n];
        int32_t k = i - (total - defaults->n);
        parameter(o, arg, k >= 0 ? defaults->items[k] : NULL, &first, "");
        if (posonly->n > 0 && i == posonly->n - 1)
            text(o, ", /");
    }
    if (n->arguments.vararg != NULL || kwonly->n > 0)
        parameter(o, n->arguments.vararg, NULL, &first, "*");
    for (int32_t i = 0; i < kwonly->n; i++)
        parameter(o, kwonly->items[i], n->arguments.kw_defaults->items[i], &first, "");
    if (n->arguments.kwarg != NULL)
        parameter(o, n->arguments.kwarg, NULL, &first, "**");
}

static void lambda(Out *o, const Node *n, int level) {
    const Node *a = n->Lambda.args;
    bool any = a->arguments.posonlyargs->n + a->arguments.args->n + a->arguments.kwonlyargs->n > 0 ||
               a->arguments.vararg != NULL || a->arguments.kwarg != NULL;
    open_if(o, level > P_TEST);
    text(o, any ? "lambda " : "lambda");
    parameters(o, a);
    text(o, ": ");
    expr(o, n->Lambda.body, P_TEST);
    close_if(o, level > P_TEST);
}

static void call(Out *o, const Node *n) {
    const AstSeq *args = n->Call.args, *keywords = n->Call.keywords;
    expr(o, n->Call.func, P_ATOM);
    if (args->n == 1 && keywords->n == 0 && args->items[0]->kind == AST_GeneratorExp) {
        expr(o, args->items[0], P_ATOM);        /* brings its own parentheses */
        return;
    }
    text(o, "(");
    list(o, args);
    for (int32_t i = 0; i < keywords->n; i++) {
        const Node *key = keywords->items[i];
        if (i > 0 || args->n > 0)
            text(o, ", ");
        if (key->keyword.arg) {
            name(o, key->keyword.arg);
            text(o, "=");
        } else {
            text(o, "**");
        }
        expr(o, key->keyword.value, P_TEST);
    }
    text(o, ")");
}

/* -- Displays and comprehensions ------------------------------------------------------------------------- */

static void clauses(Out *o, const AstSeq *generators) {
    for (int32_t i = 0; i < generators->n; i++) {
        const Node *g = generators->items[i];
        text(o, g->comprehension.is_async ? " async for " : " for ");
        expr(o, g->comprehension.target, P_TUPLE);
        text(o, " in ");
        expr(o, g->comprehension.iter, P_TEST + 1);
        for (int32_t k = 0; k < g->comprehension.ifs->n; k++) {
            text(o, " if ");
            expr(o, g->comprehension.ifs->items[k], P_TEST + 1);
        }
    }
}

static void dict(Out *o, const Node *n) {
    text(o, "{");
    for (int32_t i = 0; i < n->Dict.values->n; i++) {
        if (i > 0)
            text(o, ", ");
        if (n->Dict.keys->items[i] != NULL) {
            expr(o, n->Dict.keys->items[i], P_TEST);
            text(o, ": ");
            expr(o, n->Dict.values->items[i], P_TEST);
        } else {
            text(o, "**");
            expr(o, n->Dict.values->items[i], P_EXPR);
        }
    }
    text(o, "}");
}

static void tuple(Out *o, const Node *n, int level) {
    if (n->Tuple.elts->n == 0) {
        text(o, "()");
        return;
    }
    open_if(o, level > P_TUPLE);
    list(o, n->Tuple.elts);
    if (n->Tuple.elts->n == 1)
        text(o, ",");
    close_if(o, level > P_TUPLE);
}

static void opt(Out *o, const Node *n) {
    if (n != NULL)
        expr(o, n, P_TEST);
}

static void attribute(Out *o, const Node *n) {
    const Node *value = n->Attribute.value;
    expr(o, value, P_ATOM);
    /* 1 .real: the dot must not belong to the number */
    text(o, value->kind == AST_Constant && is_int(value->Constant.value) && !is_bool(value->Constant.value) ? " ."
         : ".");
    name(o, n->Attribute.attr);
}

static void expr(Out *o, const Node *n, int level) {
    if (o->failed || !compile_enough_stack(o->c)) {
        o->failed = true;
        return;
    }
    switch (n->kind) {
    case AST_Name: name(o, n->Name.id); break;
    case AST_Constant:
        if (n->Constant.kind)
            text(o, "u");
        constant(o, n->Constant.value);
        break;
    case AST_Attribute: attribute(o, n); break;
    case AST_Subscript:
        expr(o, n->Subscript.value, P_ATOM);
        text(o, "[");
        expr(o, n->Subscript.slice, P_TUPLE);
        text(o, "]");
        break;
    case AST_Slice:
        opt(o, n->Slice.lower);
        text(o, ":");
        opt(o, n->Slice.upper);
        if (n->Slice.step != NULL) {
            text(o, ":");
            expr(o, n->Slice.step, P_TEST);
        }
        break;
    case AST_BinOp: bin_op(o, n, level); break;
    case AST_BoolOp: bool_op(o, n, level); break;
    case AST_UnaryOp: unary_op(o, n, level); break;
    case AST_Compare: compare(o, n, level); break;
    case AST_IfExp:
        open_if(o, level > P_TEST);
        expr(o, n->IfExp.body, P_TEST + 1);
        text(o, " if ");
        expr(o, n->IfExp.test, P_TEST + 1);
        text(o, " else ");
        expr(o, n->IfExp.orelse, P_TEST);
        close_if(o, level > P_TEST);
        break;
    case AST_Lambda: lambda(o, n, level); break;
    case AST_Call: call(o, n); break;
    case AST_Tuple: tuple(o, n, level); break;
    case AST_List:
        text(o, "[");
        list(o, n->List.elts);
        text(o, "]");
        break;
    case AST_Set:
        text(o, "{");
        list(o, n->Set.elts);
        text(o, "}");
        break;
    case AST_Dict: dict(o, n); break;
    case AST_ListComp: case AST_SetComp: case AST_GeneratorExp:
        text(o, n->kind == AST_ListComp ? "[" : n->kind == AST_SetComp ? "{" : "(");
        expr(o, n->ListComp.elt, P_TEST);
        clauses(o, n->ListComp.generators);
        text(o, n->kind == AST_ListComp ? "]" : n->kind == AST_SetComp ? "}" : ")");
        break;
    case AST_DictComp:
        text(o, "{");
        expr(o, n->DictComp.key, P_TEST);
        text(o, ": ");
        expr(o, n->DictComp.value, P_TEST);
        clauses(o, n->DictComp.generators);
        text(o, "}");
        break;
    case AST_JoinedStr: joined_str(o, n); break;
    case AST_FormattedValue: joined_str(o, n); break;
    case AST_Starred:
        text(o, "*");
        expr(o, n->Starred.value, P_EXPR);
        break;
    case AST_NamedExpr:
        open_if(o, level > P_TUPLE);
        expr(o, n->NamedExpr.target, P_ATOM);
        text(o, " := ");
        expr(o, n->NamedExpr.value, P_ATOM);
        close_if(o, level > P_TUPLE);
        break;
    case AST_Await:
        open_if(o, level > P_AWAIT);
        text(o, "await ");
        expr(o, n->Await.value, P_ATOM);
        close_if(o, level > P_AWAIT);
        break;
    case AST_Yield:
        text(o, n->Yield.value != NULL ? "(yield " : "(yield");
        opt(o, n->Yield.value);
        text(o, ")");
        break;
    case AST_YieldFrom:
        text(o, "(yield from ");
        expr(o, n->YieldFrom.value, P_TEST);
        text(o, ")");
        break;
    default: break;
    }
}

Value unparse_expr(Compiler *c, const Node *n) {
    Out o = { .c = c };
    strbuf_init(&o.b, c->t);
    expr(&o, n, P_TEST);
    Value v = strbuf_finish(&o.b);
    return o.failed ? VALUE_ERROR : v;
}
