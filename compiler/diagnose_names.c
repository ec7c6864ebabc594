/* Diagnosis of syntax errors: what expressions are called, and which are no targets. */
#include "compiler/diagnosis.h"

Parser *diag_raising(Diagnosis *d) {
    d->raised = true;
    d->p->token = d->toks[d->seen];
    return d->p;
}

const char *diag_word(Diagnosis *d, const Token *tok) {
    char *copy = arena_alloc(d->p->arena, tok->len + 1);
    return copy != NULL ? memcpy(copy, tok->start, tok->len) : "";
}

/* CPython compares only as many characters as the name has, so `c` and `ma` count as soft keywords here. */
bool diag_is_soft_keyword(const Token *tok) {
    if (!is_name(tok->kind))
        return false;
    return (tok->len <= 5 && memcmp("match", tok->start, tok->len) == 0) ||
           (tok->len <= 4 && memcmp("case", tok->start, tok->len) == 0) || text_is(tok, "_");
}

const char *diag_name_of(const Node *n) {
    switch (n->kind) {
    case AST_Attribute: return "attribute";
    case AST_Subscript: return "subscript";
    case AST_Starred: return "starred";
    case AST_Name: return "name";
    case AST_List: return "list";
    case AST_Tuple: return "tuple";
    case AST_Lambda: return "lambda";
    case AST_Call: return "function call";
    case AST_GeneratorExp: return "generator expression";
    case AST_Yield: case AST_YieldFrom: return "yield expression";
    case AST_Await: return "await expression";
    case AST_ListComp: return "list comprehension";
    case AST_SetComp: return "set comprehension";
    case AST_DictComp: return "dict comprehension";
    case AST_Dict: return "dict literal";
    case AST_Set: return "set display";
    case AST_JoinedStr: return "f-string expression";
    case AST_Compare: return "comparison";
    case AST_IfExp: return "conditional expression";
    case AST_NamedExpr: return "named expression";
    case AST_Constant:
        switch (n->Constant.value) {
        case VALUE_NONE: return "None";
        case VALUE_TRUE: return "True";
        case VALUE_FALSE: return "False";
        case VALUE_ELLIPSIS: return "ellipsis";
        }
        return "literal";
    }
    return "expression";
}

/* The first part of a target that is none, or NULL. */
const Node *diag_invalid_target(const Node *target, TargetsOf what) {
    const Node *n = ast_bare((Node *)target);
    const AstSeq *elts;
    switch (n->kind) {
    case AST_Name: case AST_Attribute: case AST_Subscript:
        return NULL;
    case AST_Starred:
        return what == TO_DELETE ? n : diag_invalid_target(n->Starred.value, what);
    case AST_Compare:                           /* `for a in b` reads as a comparison */
        if (what == TO_LOOP)
            return n->Compare.ops->items[0] == AST_In ? diag_invalid_target(n->Compare.left, what) : NULL;
        return n;
    case AST_Tuple: elts = n->Tuple.elts; break;
    case AST_List: elts = n->List.elts; break;
    default:
        return n;
    }
    for (int32_t i = 0; i < elts->n; i++) {
        const Node *bad = diag_invalid_target(elts->items[i], what);
        if (bad != NULL)
            return bad;
    }
    return NULL;
}

void diag_check_target(Diagnosis *d, const Node *target, TargetsOf what) {
    const Node *bad = target != NULL && !d->quiet && !d->raised ? diag_invalid_target(target, what) : NULL;
    if (bad != NULL)
        RAISE(d, bad->span, what == TO_DELETE ? "cannot delete %s" : "cannot assign to %s",
              diag_name_of(bad));
}
