/* String literals of the grammar: prefixes, implicit concatenation, f-strings. */
#include <ctype.h>
#include <string.h>

#include "compiler/literal.h"
#include "compiler/parser.h"
#include "compiler/syntax_error.h"
#include "vm/base/buf.h"
#include "vm/base/utf8.h"
#include "vm/object/bytes.h"
#include "vm/object/protocol.h"

enum { MAX_SPEC_NESTING = 2 };

/* One STRING token taken apart. */
typedef struct Literal {
    Token tok;
    const char *text, *end;                     /* between the quotes */
    bool raw, bytes, format;
} Literal;

/* What a concatenation, or a format specification, is made of so far. */
typedef struct Joined {
    Span at;
    Value kind;                                 /* 'u' or 0 */
    AstSeq *values;
    StrBuf text;                                /* follows the last value */
} Joined;

static Literal take_apart(Token tok) {
    Literal s = { .tok = tok };
    const char *p = tok.start;
    for (; *p != '\'' && *p != '"'; p++) {
        switch (*p | 0x20) {
        case 'r': s.raw = true; break;
        case 'b': s.bytes = true; break;
        case 'f': s.format = true; break;
        }
    }
    size_t rest = (size_t)(token_end(tok) - p);
    size_t quotes = rest >= 6 && p[1] == p[0] && p[2] == p[0] ? 3 : 1;
    s.text = p + quotes;
    s.end = token_end(tok) - quotes;
    return s;
}

/* -- Errors of values become SyntaxErrors where the lookahead stands ------------------------------------- */

static void convert_error(Parser *p) {
    Thread *t = p->t;
    const char *kind = exc_matches(t, EXC_UnicodeError) ? "unicode error"
                       : exc_matches(t, EXC_ValueError) ? "value error" : NULL;
    p->arena->failed = true;
    if (kind == NULL)
        return;
    Value text = to_str(t, exc_fetch(t));
    if (text != VALUE_ERROR)
        parser_error_here(p, "(%s) %U", kind, text);
}

Node *make_number(Parser *p, Token tok) {
    Value v = literal_number(p->t, tok.start, tok.len);
    if (unlikely(v == VALUE_ERROR) && exc_matches(p->t, EXC_ValueError)) {
        Value text = to_str(p->t, exc_fetch(p->t));
        if (text != VALUE_ERROR) {
            Span at = { tok.span.lineno, -1, tok.span.end_lineno, -1 };
            parser_error(p, at,
                         "%U - Consider hexadecimal for huge integer literals to avoid decimal conversion "
                         "limits.", text);
        }
    }
    return NEW(tok.span, Constant, arena_keep(p->arena, v), 0);
}

/* -- Pieces ---------------------------------------------------------------------------------------------- */

static Value take_text(Parser *p, Joined *j) {
    Value v = strbuf_finish(&j->text);
    strbuf_init(&j->text, p->t);
    return arena_keep(p->arena, v);
}

/* A warning for the backslash at odd; that the filters turn into an error it is a SyntaxError. */
static void warn_escape(Parser *p, Token tok, const char *odd) {
    Value text = odd[1] >= '4' && odd[1] <= '7'
                     ? str_format(p->t, "invalid octal escape sequence '\\%.3s'", odd + 1)
                     : str_format(p->t, "invalid escape sequence '\\%c'", (int)odd[1]);
    if (text && warn_explicit(p->t, EXC_DeprecationWarning, p->source->filename, tok.span.lineno, "%U", text))
        return;
    if (exc_matches(p->t, EXC_DeprecationWarning)) {
        exc_clear(p->t);
        parser_error(p, tok.span, "%U", text);
    }
    p->arena->failed = true;
}

static void add_text(Parser *p, Joined *j, const Literal *s, const char *text, const char *end) {
    const char *odd = NULL;
    if (!literal_text(&j->text, text, (size_t)(end - text), s->raw, &odd))
        convert_error(p);
    else if (unlikely(odd != NULL))
        warn_escape(p, s->tok, odd);
}

/* Text in which a backslash is a backslash. */
static void add_plain(Parser *p, Joined *j, const char *text, const char *end) {
    const char *odd;
    if (!literal_text(&j->text, text, (size_t)(end - text), true, &odd))
        convert_error(p);
}

static void end_text(Parser *p, Joined *j) {
    if (j->text.len > 0)
        j->values = SEQ(j->values, NEW(j->at, Constant, take_text(p, j), j->kind));
}

/* CPython places the end of a format specification, and the whole, at its own literal, not at the
 * concatenation. */
static Node *joined_node(Parser *p, Joined *j, Span at) {
    j->at = at;
    end_text(p, j);
    return NEW(at, JoinedStr, j->values);
}

/* -- f-strings ------------------------------------------------------------------------------------------- */

static const char *parse_pieces(Parser *p, Joined *j, const Literal *s, const char *at, int level);

/* Finds where the expression that starts at `at` ends: at one of ! : = } outside of brackets and strings.
 * NULL after an error. */
static const char *end_of_expression(Parser *p, const Literal *s, const char *at) {
    char brackets[MAX_BRACKETS];
    int depth = 0;
    char quote = 0;
    bool triple = false;
    const char *e = at;
    for (; e < s->end; e++) {
        char c = *e;
        if (c == '\\')
            return parser_error_here(p, "f-string expression part cannot include a backslash"), NULL;
        if (quote != 0) {
            if (c != quote)
                continue;
            if (!triple) {
                quote = 0;
            } else if (e + 2 < s->end && e[1] == c && e[2] == c) {
                e += 2;
                quote = 0;
            }
            continue;
        }
        switch (c) {
        case '\'': case '"':
            quote = c;
            triple = e + 2 < s->end && e[1] == c && e[2] == c;
            e += triple ? 2 : 0;
            continue;
        case '(': case '[': case '{':
            if (depth == MAX_BRACKETS)
                return parser_error_here(p, "f-string: too many nested parenthesis"), NULL;
            brackets[depth++] = c;
            continue;
        case '#':
            return parser_error_here(p, "f-string expression part cannot include '#'"), NULL;
        case '!': case '=': case '<': case '>':
            if (depth > 0)
                continue;
            if (e + 1 < s->end && e[1] == '=') {
                e++;
                continue;
            }
            if (c == '<' || c == '>')
                continue;
            return e;
        case ':':
            if (depth == 0)
                return e;
            continue;
        case ')': case ']': case '}':
            if (depth == 0) {
                if (c == '}')
                    return e;
                return parser_error_here(p, "f-string: unmatched '%c'", c), NULL;
            }
            char open = brackets[--depth];
            if (open != (c == ')' ? '(' : c == ']' ? '[' : '{'))
                return parser_error_here(p, "f-string: closing parenthesis '%c' does not match "
                                         "opening parenthesis '%c'", c, open), NULL;
            continue;
        }
    }
    if (quote != 0)
        parser_error_here(p, "f-string: unterminated string");
    else if (depth > 0)
        parser_error_here(p, "f-string: unmatched '%c'", brackets[depth - 1]);
    else
        parser_error_here(p, "f-string: expecting '}'");
    return NULL;
}

/* Parses (expression): the parentheses let it span lines and be a tuple or a yield; the first one takes
 * the place of the brace, so positions come out right. */
static Node *parse_expression(Parser *p, const Literal *s, const char *at, const char *end) {
    const char *c = at;
    while (c < end && strchr(" \t\n\f\r", *c) != NULL)
        c++;
    if (c == end) {
        if (*end == '}')
            parser_error_here(p, "f-string: empty expression not allowed");
        else
            parser_error_here(p, "f-string: expression required before '%c'", *end);
        return NULL;
    }
    size_t n = (size_t)(end - at);
    char *text = arena_alloc(p->arena, n + 4);  /* zeroed: the end is marked */
    if (text == NULL || p->arena->failed)
        return NULL;
    text[0] = '(';
    memcpy(text + 1, at, n);
    memcpy(text + 1 + n, ")\n", 2);

    const char *brace = at - 1, *line = s->tok.start;
    int32_t lineno = s->tok.span.lineno, col = s->tok.span.col_offset;
    for (const char *q = s->tok.start; q < brace; q++) {
        if (*q == '\n') {
            lineno++;
            col = 0;
            line = q + 1;
        }
    }
    col += (int32_t)(brace - line);
    Lexer lexer;
    lexer_open(&lexer, text, n + 3, lineno, col, true);
    lexer.unchecked = p->lexer->unchecked;
    Parser sub = { .t = p->t, .arena = p->arena, .source = p->source, .lexer = &lexer,
                   .start = TK_START_FSTRING,
                   .outer = p, .first_col = col };
    const char *q = at;                /* CPython counts differently if the expression begins on a new line */
    while (q < end && (*q == ' ' || *q == '\t' || *q == '\f'))
        q++;
    bool same_line = lineno == s->tok.span.lineno;
    sub.error_col = q < end && *q == '\n' ? (same_line ? s->tok.span.col_offset : 0) : col;
    return parser_run(&sub);
}

/* {expression = !r :spec}: at stands behind the brace. Returns what follows the closing brace; NULL after
 * an error. */
static const char *parse_replacement(Parser *p, Joined *j, const Literal *s, const char *at, int level) {
    if (level >= MAX_SPEC_NESTING)
        return parser_error_here(p, "f-string: expressions nested too deeply"), NULL;
    const char *e = end_of_expression(p, s, at);
    Node *value = e != NULL ? parse_expression(p, s, at, e) : NULL, *spec = NULL;
    if (value == NULL)
        return NULL;
    int conversion = -1;
    bool shown = *e == '=';
    if (shown) {
        for (e++; e < s->end && isspace((unsigned char)*e); )
            e++;
        add_plain(p, j, at, e);
    }
    if (e < s->end && *e == '!') {
        if (++e < s->end)
            conversion = (unsigned char)*e++;
        if (conversion != -1 && conversion != 's' && conversion != 'r' && conversion != 'a')
            return parser_error_here(p, "f-string: invalid conversion character: "
                                     "expected 's', 'r', or 'a'"), NULL;
    }
    end_text(p, j);
    if (e < s->end && *e == ':') {
        Joined inner = { .at = j->at, .kind = j->kind };
        strbuf_init(&inner.text, p->t);
        e = parse_pieces(p, &inner, s, e + 1, level + 1);
        if (e == NULL)
            return NULL;
        spec = joined_node(p, &inner, s->tok.span);
    }
    if (e >= s->end || *e != '}')
        return parser_error_here(p, "f-string: expecting '}'"), NULL;
    if (shown && spec == NULL && conversion == -1)
        conversion = 'r';
    j->values = SEQ(j->values, NEW(j->at, FormattedValue, value, conversion, spec));
    return e + 1;
}

/* Text up to the next brace that is not doubled. *doubled: it ends with the first of two braces. */
static const char *end_of_text(const Literal *s, const char *at, int level, bool *doubled) {
    *doubled = false;
    for (const char *e = at; e < s->end; e++) {
        if (*e == '\\' && !s->raw && e + 1 < s->end) {
            e++;
            if (*e == 'N' && e + 1 < s->end && e[1] == '{') {
                while (e < s->end && *e != '}')
                    e++;
            }
            if (*e != '{' && *e != '}')
                continue;
            if (e[-1] != '\\')                          /* the end of \N{name} */
                continue;
        }
        if (*e != '{' && *e != '}')
            continue;
        if (level == 0 && e + 1 < s->end && e[1] == *e) {
            *doubled = true;
            return e + 1;
        }
        return e;
    }
    return s->end;
}

/* Literal text and replacement fields; a format specification (level > 0) ends at its closing brace. */
static const char *parse_pieces(Parser *p, Joined *j, const Literal *s, const char *at, int level) {
    while (at < s->end && !p->arena->failed) {
        bool doubled;
        const char *e = end_of_text(s, at, level, &doubled);
        add_text(p, j, s, at, e);
        if (doubled) {
            at = e + 1;
            continue;
        }
        if (e < s->end && *e == '}') {
            if (level > 0)
                return e;
            return parser_error_here(p, "f-string: single '}' is not allowed"), NULL;
        }
        at = e < s->end ? parse_replacement(p, j, s, e + 1, level) : e;
        if (at == NULL)
            return NULL;
    }
    return p->arena->failed ? NULL : at;
}

/* -- Concatenation --------------------------------------------------------------------------------------- */

static Node *make_bytes(Parser *p, Strings *strings, Span at) {
    Buf out = BUF_INIT;
    for (int32_t i = 0; i < strings->n; i++) {
        Literal s = take_apart(strings->items[i]);
        size_t n = (size_t)(s.end - s.text);
        if (utf8_ascii_prefix(s.text, n) < n) {
            parser_error(p, s.tok.span, "bytes can only contain ASCII literal characters");
            return NULL;
        }
        const char *odd = NULL;
        if (!literal_bytes(p->t, &out, s.text, n, s.raw, &odd)) {
            convert_error(p);
            return NULL;
        }
        if (unlikely(odd != NULL))
            warn_escape(p, s.tok, odd);
    }
    Value v = out.failed ? VALUE_ERROR : bytes_new(p->t, out.data ? out.data : "", out.len);
    return NEW(at, Constant, arena_keep(p->arena, v), 0);
}

static Node *make_text(Parser *p, Strings *strings, Span at) {
    Joined j = { .at = at };
    bool format = false;
    if (strings->items[0].start[0] == 'u')
        j.kind = arena_name(p->arena, "u", 1);
    strbuf_init(&j.text, p->t);
    for (int32_t i = 0; i < strings->n && !p->arena->failed; i++) {
        Literal s = take_apart(strings->items[i]);
        format |= s.format;
        if (s.format)
            parse_pieces(p, &j, &s, s.text, 0);
        else
            add_text(p, &j, &s, s.text, s.end);
    }
    if (p->arena->failed)
        return NULL;
    return format ? joined_node(p, &j, at) : NEW(at, Constant, take_text(p, &j), j.kind);
}

/* The usual case: one literal without prefix and escapes. */
static inline bool plain_text(Token tok, const char **text, size_t *n) {
    char q = tok.start[0];
    if ((q != '\'' && q != '"') || (tok.len >= 6 && tok.start[1] == q && tok.start[2] == q))
        return false;
    *text = tok.start + 1;
    *n = tok.len - 2;
    return memchr(*text, '\\', *n) == NULL;
}

/* Is the text of the literals UTF-8 at all? */
static bool check_text(Parser *p, Strings *strings) {
    for (int32_t i = 0; i < strings->n; i++) {
        Literal s = take_apart(strings->items[i]);
        Utf8Scan scan;
        if (!s.bytes && !utf8_scan(s.text, (size_t)(s.end - s.text), &scan)) {
            parser_error_here(p, "(unicode error) 'utf-8' codec can't decode byte 0x%x in position %zu: %s",
                              (uint8_t)s.text[scan.valid], scan.valid, scan.reason);
            return false;
        }
    }
    return true;
}

Node *make_strings(Parser *p, Strings *strings) {
    if (p->arena->failed || (p->lexer->unchecked && !check_text(p, strings)))
        return NEW(START, Pass);
    Span at = FROM(strings->items[0]);
    const char *text;
    size_t n;
    if (strings->n == 1 && plain_text(strings->items[0], &text, &n))
        return NEW(at, Constant, arena_keep(p->arena, str_from_utf8(p->t, text, n)), 0);
    int n_bytes = 0;
    for (int32_t i = 0; i < strings->n; i++)
        n_bytes += take_apart(strings->items[i]).bytes;
    if (n_bytes != 0 && n_bytes != strings->n) {
        parser_error_here(p, "cannot mix bytes and nonbytes literals");
        return NEW(START, Pass);
    }
    Node *made = n_bytes != 0 ? make_bytes(p, strings, at) : make_text(p, strings, at);
    return made != NULL ? made : NEW(START, Pass);      /* after an error: callers may look at it */
}
