/* Raw tokens (re2c). Keywords, operators and well-formed literals are rules; what is wrong with an
 * ill-formed number, string or character is found out by C code off the usual path. */
#include "compiler/indent.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "vm/base/unicode.h"
#include "vm/base/utf8.h"

/* -- Errors ---------------------------------------------------------------------------------------------- */

/* `at` is where reading stopped, in the current line: the offset shown is that of the character before it. */
int lex_error(Lexer *lx, enum ExcId id, const char *at, const char *fmt, ...) {
    LexError *e = &lx->error;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    e->id = id;
    e->lineno = lx->lineno;
    e->offset = e->end_offset = (int32_t)utf8_count(lx->line_start, (size_t)(at - lx->line_start));
    e->line = lx->line_start;
    lx->cursor = at;
    return TK_ERROR;
}

int lex_unclosed(Lexer *lx) {
    int i = lx->n_brackets - 1;
    int32_t last = lx->lineno - (lx->cursor == lx->end);
    lx->lineno = lx->brackets[i].lineno;
    lx->line_start = lx->brackets[i].line;
    int kind = lex_error(lx, EXC_SyntaxError, lx->brackets[i].at + 1, "'%c' was never closed",
                         lx->brackets[i].bracket);
    lx->error.end_offset = 0;
    lx->error.with_newline = lx->lineno >= last;
    lx->error.unclosed = lx->error.quiet = true;
    return kind;
}

static void back_one_line(Lexer *lx) {
    const char *p = lx->line_start - 1;
    while (p > lx->text && p[-1] != '\n')
        p--;
    lx->line_start = p;
    lx->lineno--;
}

int lex_joined_end(Lexer *lx) {
    lx->at_end = true;
    lx->cursor = lx->end;
    if (lx->n_brackets > 0)
        return lex_unclosed(lx);
    back_one_line(lx);
    int kind = lex_error(lx, EXC_SyntaxError, lx->end, "unexpected EOF while parsing");
    lx->error.end_offset = -1;
    lx->error.with_newline = lx->error.quiet = true;
    return kind;
}

int lex_bad_join(Lexer *lx, const char *backslash) {
    int kind = lex_error(lx, EXC_SyntaxError, backslash + 2,
                         "unexpected character after line continuation character");
    lx->error.end_offset = 0;
    lx->error.with_newline = lx->error.quiet = true;
    return kind;
}

static int bad_char(Lexer *lx, const char *at) {
    uint32_t c;
    const char *next = utf8_next(at, &c);
    if (unicode_is_printable(c))
        return lex_error(lx, EXC_SyntaxError, next, "invalid character '%.*s' (U+%04X)", (int)(next - at), at,
                         c);
    return lex_error(lx, EXC_SyntaxError, next, "invalid non-printable character U+%04X", c);
}

/* -- Brackets -------------------------------------------------------------------------------------------- */

static int open_bracket(Lexer *lx, const char *at, int kind) {
    if (lx->n_brackets == MAX_BRACKETS)
        return lex_error(lx, EXC_SyntaxError, at + 1, "too many nested parentheses");
    lx->brackets[lx->n_brackets].bracket = *at;
    lx->brackets[lx->n_brackets].lineno = lx->lineno;
    lx->brackets[lx->n_brackets].at = at;
    lx->brackets[lx->n_brackets++].line = lx->line_start;
    return kind;
}

static int close_bracket(Lexer *lx, const char *at, char opening, int kind) {
    if (lx->n_brackets == 0)
        return lex_error(lx, EXC_SyntaxError, at + 1, "unmatched '%c'", *at);
    int i = --lx->n_brackets;
    char open = lx->brackets[i].bracket;
    if (likely(open == opening))
        return kind;
    if (lx->brackets[i].lineno != lx->lineno)
        return lex_error(lx, EXC_SyntaxError, at + 1,
                         "closing parenthesis '%c' does not match opening parenthesis "
                         "'%c' on line %d", *at, open, lx->brackets[i].lineno);
    return lex_error(lx, EXC_SyntaxError, at + 1,
                     "closing parenthesis '%c' does not match opening parenthesis '%c'",
                     *at, open);
}

/* -- Strings --------------------------------------------------------------------------------------------- */

/* Reads the rest of a string whose opening quotes end at p. */
static int read_string(Lexer *lx, const char *start, const char *p, char quote, bool triple) {
    const char *first_line = lx->line_start;
    int32_t first_lineno = lx->lineno;
    for (;; p++) {
        if (*p == quote) {
            if (!triple || (p[1] == quote && p[2] == quote))
                break;
        } else if (*p == '\\' && p[1] != 0) {
            p++;
        } else if (*p == 0 && p == lx->end) {
            break;
        } else if (*p == '\n' && !triple) {
            break;
        }
        if (*p == '\n') {
            lx->line_start = p + 1;
            lx->lineno++;
            lx->shift = 0;
        }
    }
    if (likely(*p == quote)) {
        lx->cursor = p + (triple ? 3 : 1);
        return TK_STRING;
    }
    int32_t last = lx->lineno;
    lx->at_end |= p >= lx->given_end;
    if (*p == 0) {
        lx->at_end = true;
        last -= lx->lineno > first_lineno;              /* the line that the end of the text would begin */
    }
    lx->lineno = first_lineno;
    lx->line_start = first_line;
    return lex_error(lx, EXC_SyntaxError, start + 1, "unterminated %sstring literal (detected at line %d)",
                     triple ? "triple-quoted " : "", last);
}

/* -- Names ----------------------------------------------------------------------------------------------- */

static int check_name(Lexer *lx, const char *start, const char *end) {
    Utf8Scan scan;
    if (unlikely(lx->unchecked) && !utf8_scan(start, (size_t)(end - start), &scan))
        return lex_error(lx, EXC_SyntaxError, start + 1, "(unicode error) 'utf-8' codec can't decode byte "
                         "0x%02x in position %zu: %s", (uint8_t)start[scan.valid], scan.valid, scan.reason);
    for (const char *p = start; p < end; ) {
        uint32_t c;
        const char *at = p;
        p = utf8_next(p, &c);
        bool good = c < 128 || (at == start ? unicode_is_xid_start(c) : unicode_is_xid_continue(c));
        if (!good)
            return bad_char(lx, at);
    }
    return TK_NAME;
}

/* -- Numbers that do not end where a number should ------------------------------------------------------- */

static bool is_name_char(char c) { return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 128; }

/* `1if x else y` is still allowed: a keyword that may follow an expression. */
static bool keyword_follows(const char *p) {
    static const char *const words[] = { "and", "else", "for", "or", "not" };
    if (p[0] == 'i')                                    /* CPython looks no further than this */
        return p[1] == 'f' || p[1] == 'n' || p[1] == 's';
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        size_t n = strlen(words[i]);
        if (strncmp(p, words[i], n) == 0 && !is_name_char(p[n]))
            return true;
    }
    return false;
}

static int end_number(Lexer *lx, const char *p, const char *kind) {
    lx->cursor = p;
    if (!is_name_char(*p) || (unsigned char)*p >= 128 || keyword_follows(p))
        return TK_NUMBER;
    return lex_error(lx, EXC_SyntaxError, p, "invalid %s literal", kind);
}

/* Digits with single underscores between them; NULL after an error. */
static const char *skip_digits(Lexer *lx, const char *p) {
    for (;;) {
        while (isdigit((unsigned char)*p))
            p++;
        if (*p != '_')
            return p;
        if (!isdigit((unsigned char)*++p)) {
            lex_error(lx, EXC_SyntaxError, p, "invalid decimal literal");
            return NULL;
        }
    }
}

static int odd_based_number(Lexer *lx, const char *p, int base, const char *kind) {
    do {
        if (*p == '_')
            p++;
        bool good = base == 16 ? isxdigit((unsigned char)*p) != 0 : *p >= '0' && *p < '0' + base;
        if (!good) {
            if (base < 16 && isdigit((unsigned char)*p))
                return lex_error(lx, EXC_SyntaxError, p + 1, "invalid digit '%c' in %s literal", *p, kind);
            return lex_error(lx, EXC_SyntaxError, p, "invalid %s literal", kind);
        }
        while (base == 16 ? isxdigit((unsigned char)*p) != 0 : *p >= '0' && *p < '0' + base)
            p++;
    } while (*p == '_');
    if (base < 16 && isdigit((unsigned char)*p))
        return lex_error(lx, EXC_SyntaxError, p + 1, "invalid digit '%c' in %s literal", *p, kind);
    return end_number(lx, p, kind);
}

static int odd_number(Lexer *lx, const char *start) {
    const char *p = start, *zeros_end = NULL;
    if (*p == '0') {
        switch (p[1] | 0x20) {
        case 'x': return odd_based_number(lx, p + 2, 16, "hexadecimal");
        case 'o': return odd_based_number(lx, p + 2, 8, "octal");
        case 'b': return odd_based_number(lx, p + 2, 2, "binary");
        }
        while (*p == '0' || (*p == '_' && p[1] == '0'))
            p++;
        if (isdigit((unsigned char)*p) || (*p == '_' && isdigit((unsigned char)p[1])))
            zeros_end = p;
    }
    if ((p = skip_digits(lx, p)) == NULL)
        return TK_ERROR;
    bool is_float = *p == '.';
    p += is_float;
    if (is_float && isdigit((unsigned char)*p) && (p = skip_digits(lx, p)) == NULL)
        return TK_ERROR;
    if (*p == 'e' || *p == 'E') {
        const char *e = p++;
        if (*p == '+' || *p == '-') {
            if (!isdigit((unsigned char)*++p))
                return lex_error(lx, EXC_SyntaxError, p, "invalid decimal literal");
        } else if (!isdigit((unsigned char)*p)) {
            return end_number(lx, e, "decimal");
        }
        is_float = true;
        if ((p = skip_digits(lx, p)) == NULL)
            return TK_ERROR;
    }
    if (*p == 'j' || *p == 'J')
        return end_number(lx, p + 1, "imaginary");
    if (zeros_end != NULL && !is_float) {
        lex_error(lx, EXC_SyntaxError, p, "leading zeros in decimal integer literals are not permitted; "
                  "use an 0o prefix for octal integers");
        lx->error.offset = (int32_t)utf8_count(lx->line_start, (size_t)(start - lx->line_start)) + 1;
        lx->error.end_offset = lx->error.offset + (int32_t)(zeros_end - start);
        return TK_ERROR;
    }
    return end_number(lx, p, "decimal");
}

/* -- The rules ------------------------------------------------------------------------------------------- */

/*!re2c
    re2c:define:YYCTYPE  = "unsigned char";
    re2c:define:YYCURSOR = "p";
    re2c:define:YYMARKER = "marker";
    re2c:yyfill:enable   = 0;
    re2c:flags:case-ranges = 1;

    digits  = [0-9] ("_"? [0-9])*;
    integer = "0" ("_"? "0")* | [1-9] ("_"? [0-9])*;
    based   = "0" ([xX] ("_"? [0-9a-fA-F])+ | [oO] ("_"? [0-7])+ | [bB] ("_"? [01])+);
    point   = digits? "." digits | digits ".";
    real    = point | (digits | point) [eE] [+-]? digits;
    number  = integer | based | real | (digits | real) [jJ];
    prefix  = [uU] | [rR] | [bB] | [fF] | [bB] [rR] | [rR] [bB] | [fF] [rR] | [rR] [fF];
*/

#define KIND(k)     do { kind = (k); goto done; } while (0)
#define FINISH(k)   do { lx->cursor = (const char *)p; KIND(k); } while (0)

void lex_raw(Lexer *lx, Token *tok) {
    const unsigned char *p = (const unsigned char *)lx->cursor, *marker, *s;
    int kind;
again:
    s = p;
    tok->start = (const char *)s;
    tok->span.lineno = lx->lineno;
    tok->span.col_offset = (int32_t)((const char *)s - lx->line_start) + lx->shift;
    /*!re2c
        [ \t\f]+            { goto again; }
        "#" [^\n\x00]*      {
            if (*p != '\n' || lx->n_brackets > 0)
                goto again;
            p++;
            goto newline;
        }
        "\n"                {
            if (lx->n_brackets > 0) {
                lx->lineno++;
                lx->line_start = (const char *)p;
                lx->shift = 0;
                goto again;
            }
            goto newline;
        }
        "\\\n"              {
            if ((const char *)p > lx->given_end)
                KIND(lex_bad_join(lx, (const char *)s));
            lx->lineno++;
            lx->line_start = (const char *)p;
            lx->shift = 0;
            if ((const char *)p < lx->end)
                goto again;
            KIND(lex_joined_end(lx));
        }
        "\\"                { KIND(lex_bad_join(lx, (const char *)s)); }
        "\x00"              {
            lx->cursor = (const char *)s;
            lx->at_end = true;
            KIND(lx->n_brackets > 0 ? lex_unclosed(lx) : TK_END);
        }

        prefix? "'"         { KIND(read_string(lx, (const char *)s, (const char *)p, '\'', false)); }
        prefix? "\""        { KIND(read_string(lx, (const char *)s, (const char *)p, '"', false)); }
        prefix? "'''"       { KIND(read_string(lx, (const char *)s, (const char *)p, '\'', true)); }
        prefix? "\"\"\""    { KIND(read_string(lx, (const char *)s, (const char *)p, '"', true)); }

        number              {
            if (unlikely(is_name_char((char)*p)))
                KIND(odd_number(lx, (const char *)s));
            FINISH(TK_NUMBER);
        }

        "False"             { FINISH(TK_FALSE); }
        "None"              { FINISH(TK_NONE); }
        "True"              { FINISH(TK_TRUE); }
        "and"               { FINISH(TK_AND); }
        "as"                { FINISH(TK_AS); }
        "assert"            { FINISH(TK_ASSERT); }
        "async"             { FINISH(TK_ASYNC); }
        "await"             { FINISH(TK_AWAIT); }
        "break"             { FINISH(TK_BREAK); }
        "case"              { FINISH(TK_CASE); }
        "class"             { FINISH(TK_CLASS); }
        "continue"          { FINISH(TK_CONTINUE); }
        "def"               { FINISH(TK_DEF); }
        "del"               { FINISH(TK_DEL); }
        "elif"              { FINISH(TK_ELIF); }
        "else"              { FINISH(TK_ELSE); }
        "except"            { FINISH(TK_EXCEPT); }
        "finally"           { FINISH(TK_FINALLY); }
        "for"               { FINISH(TK_FOR); }
        "from"              { FINISH(TK_FROM); }
        "global"            { FINISH(TK_GLOBAL); }
        "if"                { FINISH(TK_IF); }
        "import"            { FINISH(TK_IMPORT); }
        "in"                { FINISH(TK_IN); }
        "is"                { FINISH(TK_IS); }
        "lambda"            { FINISH(TK_LAMBDA); }
        "match"             { FINISH(TK_MATCH); }
        "nonlocal"          { FINISH(TK_NONLOCAL); }
        "not"               { FINISH(TK_NOT); }
        "or"                { FINISH(TK_OR); }
        "pass"              { FINISH(TK_PASS); }
        "raise"             { FINISH(TK_RAISE); }
        "return"            { FINISH(TK_RETURN); }
        "try"               { FINISH(TK_TRY); }
        "while"             { FINISH(TK_WHILE); }
        "with"              { FINISH(TK_WITH); }
        "yield"             { FINISH(TK_YIELD); }

        [a-zA-Z_] [a-zA-Z0-9_]*                         { FINISH(TK_NAME); }
        [a-zA-Z_\x80-\xff] [a-zA-Z0-9_\x80-\xff]*       {
            lx->cursor = (const char *)p;
            KIND(check_name(lx, (const char *)s, (const char *)p));
        }

        "("                { lx->cursor = (const char *)p; KIND(open_bracket(lx, (const char *)s, TK_LPAR)); }
        "["                { lx->cursor = (const char *)p; KIND(open_bracket(lx, (const char *)s, TK_LSQB)); }
        "{"              { lx->cursor = (const char *)p; KIND(open_bracket(lx, (const char *)s, TK_LBRACE)); }
        ")"          { lx->cursor = (const char *)p; KIND(close_bracket(lx, (const char *)s, '(', TK_RPAR)); }
        "]"          { lx->cursor = (const char *)p; KIND(close_bracket(lx, (const char *)s, '[', TK_RSQB)); }
        "}"        { lx->cursor = (const char *)p; KIND(close_bracket(lx, (const char *)s, '{', TK_RBRACE)); }
        ":"                 { FINISH(TK_COLON); }
        ","                 { FINISH(TK_COMMA); }
        ";"                 { FINISH(TK_SEMI); }
        "."                 { FINISH(TK_DOT); }
        "..."               { FINISH(TK_ELLIPSIS); }
        "+"                 { FINISH(TK_PLUS); }
        "-"                 { FINISH(TK_MINUS); }
        "*"                 { FINISH(TK_STAR); }
        "**"                { FINISH(TK_DOUBLESTAR); }
        "/"                 { FINISH(TK_SLASH); }
        "//"                { FINISH(TK_DOUBLESLASH); }
        "%"                 { FINISH(TK_PERCENT); }
        "@"                 { FINISH(TK_AT); }
        "|"                 { FINISH(TK_VBAR); }
        "&"                 { FINISH(TK_AMPER); }
        "^"                 { FINISH(TK_CIRCUMFLEX); }
        "~"                 { FINISH(TK_TILDE); }
        "<<"                { FINISH(TK_LEFTSHIFT); }
        ">>"                { FINISH(TK_RIGHTSHIFT); }
        "<"                 { FINISH(TK_LESS); }
        ">"                 { FINISH(TK_GREATER); }
        "="                 { FINISH(TK_EQUAL); }
        "=="                { FINISH(TK_EQEQUAL); }
        "!="                { FINISH(TK_NOTEQUAL); }
        "<="                { FINISH(TK_LESSEQUAL); }
        ">="                { FINISH(TK_GREATEREQUAL); }
        "->"                { FINISH(TK_RARROW); }
        ":="                { FINISH(TK_COLONEQUAL); }
        ("+"|"-"|"*"|"/"|"//"|"%"|"@"|"&"|"|"|"^"|"<<"|">>"|"**") "="   { FINISH(TK_AUGASSIGN); }
        "<>" | [$?!`]       { FINISH(TK_ILLEGAL); }
        *                   { KIND(bad_char(lx, (const char *)s)); }
    */
newline:                                        /* a NEWLINE begins where a comment before it does */
    tok->kind = TK_NEWLINE;
    tok->len = (uint32_t)((const char *)p - 1 - tok->start);
    tok->span.end_lineno = lx->lineno;
    tok->span.end_col_offset = (int32_t)((const char *)p - 1 - lx->line_start) + lx->shift;
    lx->cursor = lx->line_start = (const char *)p;
    lx->lineno++;
    lx->shift = 0;
    lx->line_begins = true;
    return;
done:
    tok->kind = (uint16_t)kind;
    tok->len = (uint32_t)(lx->cursor - tok->start);
    tok->span.end_lineno = lx->lineno;
    tok->span.end_col_offset = (int32_t)(lx->cursor - lx->line_start) + lx->shift;
}
