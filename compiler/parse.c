/* Feeds tokens to the Lemon parser. */
#include "compiler/parse.h"

#include <stdlib.h>

#include "compiler/parser.h"
#include "compiler/syntax_error.h"

void *grammarAlloc(void *(*alloc)(size_t), Parser *p);
void grammarFree(void *parser, void (*release)(void *));
void grammar(void *parser, int kind, Token tok);

void parser_out_of_memory(Parser *p) {
    p->arena->failed = true;
}

/* -- Tokens read early ----------------------------------------------------------------------------------- */

/* The i-th token after the current one. */
static const Token *peek(Parser *p, size_t i) {
    while (p->ahead.len - p->next_ahead <= i) {
        Token tok;
        if (p->ahead.len > p->next_ahead && vec_last(&p->ahead).kind == TK_ERROR)
            return &vec_last(&p->ahead);
        lex_token(p->lexer, &tok);
        if (!vec_push(&p->ahead, tok)) {
            p->arena->failed = true;
            return &p->token;
        }
    }
    return &p->ahead.data[p->next_ahead + i];
}

static bool begins_expression(int kind) {
    switch (kind) {
    case TK_NAME: case TK_MATCH: case TK_CASE: case TK_NUMBER: case TK_STRING: case TK_LPAR: case TK_LSQB:
    case TK_LBRACE: case TK_PLUS: case TK_MINUS: case TK_TILDE: case TK_STAR: case TK_NOT: case TK_LAMBDA:
    case TK_AWAIT: case TK_NONE: case TK_TRUE: case TK_FALSE: case TK_ELLIPSIS:
        return true;
    }
    return false;
}

/* `match` begins a statement if an expression follows and the line ends with a colon. */
static bool is_match_statement(Parser *p) {
    if (!begins_expression(peek(p, 0)->kind))
        return false;
    for (size_t i = 1; !p->arena->failed; i++) {
        switch (peek(p, i)->kind) {
        case TK_NEWLINE:
            return peek(p, i - 1)->kind == TK_COLON;
        case TK_END: case TK_ERROR:
            return false;
        }
    }
    return false;
}

/* `with (...) :` the parentheses may hold items; anywhere else they belong to an expression. */
static void mark_with_paren(Parser *p) {
    if (peek(p, 0)->kind != TK_LPAR)
        return;
    int depth = 1;
    for (size_t i = 1; !p->arena->failed; i++) {
        switch (peek(p, i)->kind) {
        case TK_LPAR: case TK_LSQB: case TK_LBRACE:
            depth++;
            break;
        case TK_RPAR: case TK_RSQB: case TK_RBRACE:
            if (--depth > 0)
                break;
            if (peek(p, i + 1)->kind == TK_COLON)
                p->ahead.data[p->next_ahead].kind = TK_WITH_LPAR;
            return;
        case TK_END: case TK_ERROR: case TK_NEWLINE:
            return;
        }
    }
}

static void next_token(Parser *p) {
    int before = p->token.kind;
    if (unlikely(p->next_ahead < p->ahead.len)) {
        p->token = p->ahead.data[p->next_ahead++];
        if (p->next_ahead == p->ahead.len)
            p->next_ahead = p->ahead.len = 0;
    } else {
        lex_token(p->lexer, &p->token);
    }
    p->n_tokens++;
    bool line_begins = before == TK_NEWLINE || before == TK_INDENT || before == TK_DEDENT || p->n_tokens == 1;
    if (line_begins)
        p->line_token = p->n_tokens - 1;
    bool statements = p->start == TK_START_FILE || p->start == TK_START_SINGLE;
    if (p->token.kind == TK_MATCH && !(statements && line_begins && is_match_statement(p)))
        p->token.kind = TK_NAME;
    else if (p->token.kind == TK_WITH)
        mark_with_paren(p);
}

static bool is_layout(int kind) {
    return kind == TK_NEWLINE || kind == TK_INDENT || kind == TK_DEDENT || kind == TK_END;
}

static bool begins_compound(int kind) {
    switch (kind) {
    case TK_IF: case TK_WHILE: case TK_FOR: case TK_TRY: case TK_WITH: case TK_WITH_LPAR: case TK_DEF: case TK_CLASS:
    case TK_ASYNC: case TK_MATCH: case TK_AT:
        return true;
    }
    return false;
}

/* A prompt takes one statement at a time. The lookahead stands on a line of its own: is that one too many? A compound
 * statement may go on, or lack something that the grammar misses; `last` is the token in front of the NEWLINE. */
static bool is_second_statement(const Parser *p, int first, int line_first, int last) {
    if (p->n_tokens - 1 != p->line_token || p->n_tokens == 1 || p->token.kind == TK_END)
        return false;
    if (!begins_compound(first))
        return first != 0;
    switch (p->token.kind) {
    case TK_ERROR: case TK_INDENT: case TK_DEDENT: case TK_ELIF: case TK_ELSE: case TK_EXCEPT: case TK_FINALLY:
        return false;
    }
    return p->lexer->n_indents == 0 && line_first != TK_AT && last != TK_COLON;
}

static void refuse_second_statement(Parser *p, bool compound, const Token *before) {
    p->rejected = compound;                     /* after a compound statement CPython only sees a wrong token */
    if (compound)
        return;
    p->token = *before;
    p->surplus = true;
    parser_error_here(p, "multiple statements found while compiling a single statement");
}

/* -- Running --------------------------------------------------------------------------------------------- */

Node *parser_run(Parser *p) {
    Arena *a = p->arena;
    void *lemon = grammarAlloc(malloc, p);
    if (lemon == NULL) {
        a->failed = true;
        return NULL;
    }
    grammar(lemon, p->start, (Token){ 0 });
    int first = 0, line_first = 0, last = 0;    /* of the text, of the line before the lookahead's, before the NEWLINE */
    do {
        if (p->n_tokens - 1 == p->line_token)
            line_first = p->token.kind;
        if (p->n_tokens > 0 && !is_layout(p->token.kind)) {
            p->end = p->token.span;
            last = p->token.kind;
            first = first ? first : last;
        }
        Token before = p->token;
        next_token(p);
        if (p->start == TK_START_SINGLE && is_second_statement(p, first, line_first, last))
            refuse_second_statement(p, begins_compound(first), &before);
        else
            grammar(lemon, p->token.kind, p->token);
    } while (p->token.kind != TK_END && !p->rejected && !a->failed);        /* TK_ERROR is rejected */
    grammarFree(lemon, free);
    vec_free(&p->ahead);
    if (p->rejected || a->failed)
        syntax_error(p);
    return a->failed ? NULL : p->result;
}

static bool is_compound(const Node *stmt) {
    switch (stmt->kind) {
    case AST_FunctionDef: case AST_AsyncFunctionDef: case AST_ClassDef: case AST_For: case AST_AsyncFor:
    case AST_While: case AST_If: case AST_With: case AST_AsyncWith: case AST_Match: case AST_Try:
    case AST_TryStar:
        return true;
    }
    return false;
}

static const int start_tokens[] = { TK_START_FILE, TK_START_EVAL, TK_START_SINGLE };

Node *parse_source(Thread *t, Arena *arena, const char *text, size_t n, Value filename, enum ParseMode mode,
                   unsigned flags, ParseStatus *status) {
    ParseStatus unused;
    status = status != NULL ? status : &unused;
    *status = (ParseStatus){ 0 };
    Source source;
    if (!source_open(t, &source, text, n, filename, flags & PARSE_UNICODE, flags & PARSE_SCRIPT))
        return NULL;
    Lexer lexer;
    lexer_open(&lexer, source.text, source.len, 1, 0, false);
    lexer.unchecked = source.unchecked;
    if (mode != PARSE_FILE && source.newline_added)
        lexer.given_end--;
    Parser p = { .t = t, .arena = arena, .source = &source, .lexer = &lexer, .start = start_tokens[mode] };
    Node *tree = parser_run(&p);
    source_close(&source);
    status->incomplete = tree == NULL && !p.surplus && (lexer.at_end || lexer.cursor >= lexer.given_end);
    if (tree != NULL && mode == PARSE_SINGLE && tree->Interactive.body->n > 0)
        status->compound = is_compound(tree->Interactive.body->items[tree->Interactive.body->n - 1]);
    if (tree != NULL && arena->too_deep) {
        raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded during compilation");
        tree = NULL;
    } else if (tree == NULL && t->exc == 0) {
        raise_memory(t);
    }
    return tree;
}
