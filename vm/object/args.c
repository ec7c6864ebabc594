/* Signatures of native functions: parsed once per interpreter, then used to bind arguments and to word the errors the
 * way CPython's native functions of that shape do. */
#include "vm/base/panic.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/native.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include <ctype.h>
#include <stdlib.h>

/* -- Parsing --------------------------------------------------------------------------------------------- */

typedef struct Parser {
    Thread *t;
    const char *text, *at;
} Parser;

NORETURN static void bad(const Parser *p) { panic("bad signature \"%s\"", p->text); }

static void skip_space(Parser *p) {
    while (*p->at == ' ')
        p->at++;
}

static Str *parse_name(Parser *p) {
    const char *start = p->at;
    while (isalnum((unsigned char)*p->at) || *p->at == '_')
        p->at++;
    if (p->at == start)
        bad(p);
    Value v = str_from_ascii(p->t, start, (size_t)(p->at - start));
    return v ? str_intern_exact(p->t, as_str(v)) : NULL;
}

static Value parse_text(Parser *p, bool bytes) {
    char text[256], quote = *p->at++;
    size_t n = 0;
    for (; *p->at != quote; p->at++) {
        if (*p->at == 0 || n == sizeof text)
            bad(p);
        char c = *p->at;
        if (c == '\\') {
            c = *++p->at;
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? 0 : c;
        }
        text[n++] = c;
    }
    p->at++;
    return bytes ? bytes_new(p->t, text, n) : str_from_utf8(p->t, text, n);
}

static bool take_word(Parser *p, const char *word) {
    size_t n = strlen(word);
    if (strncmp(p->at, word, n) != 0 || isalnum((unsigned char)p->at[n]))
        return false;
    p->at += n;
    return true;
}

/* false: out of memory. *v stays 0 for NULL. */
static bool parse_default(Parser *p, Value *v) {
    *v = 0;
    if (take_word(p, "NULL"))
        return true;
    if (take_word(p, "None"))
        *v = VALUE_NONE;
    else if (take_word(p, "True"))
        *v = VALUE_TRUE;
    else if (take_word(p, "False"))
        *v = VALUE_FALSE;
    else if (take_word(p, "..."))
        *v = VALUE_ELLIPSIS;
    else if (strncmp(p->at, "()", 2) == 0) {
        p->at += 2;
        *v = from_ptr(tuple_alloc(p->t, 0));
    } else if (*p->at == '\'' || *p->at == '"') {
        *v = parse_text(p, false);
    } else if (*p->at == 'b' && (p->at[1] == '\'' || p->at[1] == '"')) {
        p->at++;
        *v = parse_text(p, true);
    } else if (isdigit((unsigned char)*p->at) || *p->at == '-' || *p->at == '.') {
        const char *start = p->at;
        char *end, *fend;
        long long i = strtoll(start, &end, 0);
        double d = strtod(start, &fend);
        p->at = MAX(end, fend);
        *v = fend > end ? from_double(p->t, d) : from_int64(p->t, i);
    } else {
        bad(p);
    }
    return *v != 0;
}

static size_t count_parameters(const char *text) {
    size_t n = *text != 0;
    for (char quote = 0; *text; text++) {
        if (quote) {
            if (*text == '\\' && text[1])
                text++;
            else if (*text == quote)
                quote = 0;
        } else if (*text == '\'' || *text == '"') {
            quote = *text;
        } else if (*text == ',') {
            n++;
        }
    }
    return n;
}

static Sig *parse(Thread *t, const char *text, bool with_self) {
    Parser p = {t, text, text};
    size_t most = count_parameters(text) + 1;
    Sig *s = alloc_array(t, 1, sizeof *s);
    if (!s || !(s->names = alloc_array(t, most, sizeof(Str *))) ||
        !(s->defaults = alloc_array(t, most, sizeof(Value))) ||
        !(s->has_default = alloc_leaf(t, most * sizeof(bool))))
        return NULL;
    memset(s->has_default, 0, most);
    s->text = text;
    s->self = with_self;
    s->varargs = s->varkw = -1;
    s->total = s->npos = s->nposonly = s->required = with_self;
    if (with_self && !(s->names[0] = str_intern_cstr(t, "self")))
        return NULL;
    bool kwonly = false;
    for (skip_space(&p); *p.at; skip_space(&p)) {
        if (*p.at == '/') {
            p.at++;
            s->nposonly = s->npos;
        } else if (p.at[0] == '*' && p.at[1] == '*') {
            p.at += 2;
            s->varkw = (int16_t)s->total;
            if (!(s->names[s->total++] = parse_name(&p)))
                return NULL;
        } else if (*p.at == '*') {
            p.at++;
            kwonly = true;
            skip_space(&p);
            if (*p.at && *p.at != ',') {
                s->varargs = (int16_t)s->total;
                if (!(s->names[s->total++] = parse_name(&p)))
                    return NULL;
            }
        } else {
            size_t i = s->total++;
            if (!(s->names[i] = parse_name(&p)))
                return NULL;
            skip_space(&p);
            if (*p.at == '=') {
                p.at++;
                skip_space(&p);
                s->has_default[i] = true;
                if (!parse_default(&p, &s->defaults[i]))
                    return NULL;
                skip_space(&p);
            }
            if (kwonly) {
                s->nkwonly++;
            } else {
                s->npos++;
                if (!s->has_default[i])
                    s->required = s->npos;
            }
        }
        if (*p.at == ',')
            p.at++;
        else if (*p.at)
            bad(&p);
    }
    s->simple = s->varargs < 0 && s->varkw < 0 && s->nkwonly == 0;
    return s;
}

/* -- The cache ------------------------------------------------------------------------------------------- */

struct SigCache {
    size_t used, mask;
    struct { const FunctionDef *def; Sig *sig[2]; } at[];
};

static size_t cache_find(const struct SigCache *c, const FunctionDef *def) {
    size_t i = ((uintptr_t)def >> 3) * 0x9E3779B97F4A7C15u >> 20 & c->mask;
    while (c->at[i].def && c->at[i].def != def)
        i = (i + 1) & c->mask;
    return i;
}

static struct SigCache *cache_grow(Thread *t, struct SigCache *old) {
    size_t size = old ? (old->mask + 1) * 2 : 64;
    struct SigCache *c = alloc_array(t, 1, sizeof *c + size * sizeof c->at[0]);
    if (!c)
        return NULL;
    c->mask = size - 1;
    for (size_t i = 0; old && i <= old->mask; i++)
        if (old->at[i].def) {
            c->at[cache_find(c, old->at[i].def)] = old->at[i];
            c->used++;
        }
    return t->interp->sig_cache = c;
}

Sig *sig_get(Thread *t, const FunctionDef *def, bool with_self) {
    struct SigCache *c = t->interp->sig_cache;
    if (unlikely(!c || c->used * 2 > c->mask)) {
        c = cache_grow(t, c);
        if (!c)
            return NULL;
    }
    size_t i = cache_find(c, def);
    if (c->at[i].def && c->at[i].sig[with_self])
        return c->at[i].sig[with_self];
    Sig *s = parse(t, def->signature ? def->signature : "", with_self);
    if (!s)
        return NULL;
    if (!c->at[i].def) {
        c->at[i].def = def;
        c->used++;
    }
    return c->at[i].sig[with_self] = s;
}

/* -- Errors ---------------------------------------------------------------------------------------------- */

/* A call that failed to bind, with everything the words depend on. Counts are without self. */
typedef struct Failed {
    const Sig *sig;
    const char *fname;
    const Native *native;       /* NULL: a class's __new__ or __init__ */
    size_t given, nkw, npos, nposonly, required, len;
} Failed;

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

/* "list.append" or "time.sleep". */
static Value full_name(Thread *t, const Failed *f) {
    return f->native ? native_full_name(t, f->native) : str_from_cstr(t, f->fname);
}

static bool all_positional(const Failed *f) {
    return f->nposonly == f->npos && f->sig->nkwonly == 0 && f->sig->varkw < 0;
}

static bool raise_no_keywords(Thread *t, const Failed *f) {
    bool format = f->native && !f->native->owner && (f->native->def->flags & FN_FORMAT);
    Value name = format ? str_from_cstr(t, f->fname) : full_name(t, f);
    if (name)
        raise_type_error(t, "%U() takes no keyword arguments", name);
    return false;
}

static bool raise_expected(Thread *t, const Failed *f) {
    const char *how = f->required == f->npos && f->sig->varargs < 0 ? "" : f->given < f->required ? "at least "
        : "at most ";
    size_t want = f->given < f->required ? f->required : f->npos;
    if (f->native && f->native->def->flags & FN_FORMAT) {
        raise_type_error(t, "%s() takes %s%zu argument%s (%zu given)", f->fname, *how ? how : "exactly ",
                         want, plural(want), f->given);
        return false;
    }
    raise_type_error(t, "%s expected %s%zu argument%s, got %zu", f->fname, how, want, plural(want), f->given);
    return false;
}

static bool raise_counts(Thread *t, const Failed *f) {
    if (all_positional(f)) {
        bool format = f->npos == 1 && f->native && (f->native->def->flags & FN_FORMAT);
        if (f->native && f->sig->varargs < 0 && f->npos <= 1 && f->required == f->npos && !format) {
            Value name = full_name(t, f);
            if (name && f->npos == 0)
                raise_type_error(t, "%U() takes no arguments (%zu given)", name, f->given);
            else if (name)
                raise_type_error(t, "%U() takes exactly one argument (%zu given)", name, f->given);
            return false;
        }
        return raise_expected(t, f);
    }
    if (f->sig->varargs < 0 && f->given + f->nkw > f->len && f->sig->varkw < 0) {
        raise_type_error(t, "%s() takes at most %zu %sargument%s (%zu given)", f->fname, f->len,
                         f->given ? "" : "keyword ", plural(f->len), f->given + f->nkw);
        return false;
    }
    if (f->sig->varargs < 0 && f->given > f->npos) {
        if (f->npos == 0)
            raise_type_error(t, "%s() takes no positional arguments", f->fname);
        else
            raise_type_error(t, "%s() takes %s %zu positional argument%s (%zu given)", f->fname,
                             f->required < f->npos ? "at most" : "exactly", f->npos, plural(f->npos), f->given);
        return false;
    }
    size_t least = MIN(f->nposonly, f->required);
    raise_type_error(t, "%s() takes %s %zu positional argument%s (%zu given)", f->fname,
                     least < f->npos || f->sig->varargs >= 0 ? "at least" : "exactly", least, plural(least), f->given);
    return false;
}

static bool raise_missing(Thread *t, const Failed *f, size_t i) {
    raise_type_error(t, "%s() missing required argument '%Q' (pos %d)", f->fname, f->sig->names[i],
                     (int)(i - f->sig->self) + 1);
    return false;
}

/* -- Binding --------------------------------------------------------------------------------------------- */

/* Index of the parameter that keyword name may fill, or -1. */
static int find_parameter(const Sig *s, const Str *name) {
    for (int i = s->nposonly; i < s->total; i++)
        if (s->names[i] == name && i != s->varargs && i != s->varkw)
            return i;
    for (int i = s->nposonly; i < s->total; i++)
        if (i != s->varargs && i != s->varkw && str_equal(s->names[i], name))
            return i;
    return -1;
}

bool args_bind_native(Thread *t, const Sig *s, const char *fname, const Native *native, Value self, const Value *args,
                      size_t nargs, Tuple *kwnames, Value *out) {
    size_t first = s->self && self ? 1 : 0;             /* where args[0] goes */
    size_t n = nargs + first, nkw = kwnames ? (size_t)kwnames->len : 0;
    if (first)
        out[0] = self;
    if (likely(s->simple && nkw == 0 && n >= s->required && n <= s->npos)) {
        if (nargs)
            memcpy(out + first, args, nargs * sizeof(Value));
        for (size_t i = n; i < s->total; i++)
            out[i] = s->defaults[i];
        return true;
    }
    if (nkw == 0 && s->varargs == s->npos && s->total == s->npos + 1 && n >= s->npos) {     /* nothing but *args left */
        if (s->npos > first)
            memcpy(out + first, args, (s->npos - first) * sizeof(Value));
        return (out[s->varargs] = tuple_new(t, args + (s->npos - first), (int64_t)(n - s->npos))) != VALUE_ERROR;
    }
    Failed f = {s, fname, native, n - s->self, nkw, (size_t)s->npos - s->self,
                s->nposonly > s->self ? (size_t)s->nposonly - s->self : 0, (size_t)s->required - s->self, 0};
    f.len = f.npos + s->nkwonly;
    if (nkw && all_positional(&f))
        return raise_no_keywords(t, &f);
    if ((s->varargs < 0 && (n > s->npos || (f.given + nkw > f.len && s->varkw < 0))) ||
        n < MIN(s->required, MAX(s->nposonly, s->self)))
        return raise_counts(t, &f);

    size_t npos = MIN(n, (size_t)s->npos);
    if (npos > first)
        memcpy(out + first, args, (npos - first) * sizeof(Value));
    memset(out + npos, 0, (s->total - npos) * sizeof(Value));
    if (s->varargs >= 0) {
        out[s->varargs] = tuple_new(t, args + (npos - first), (int64_t)(n - npos));
        if (!out[s->varargs])
            return false;
    }
    Dict *extra = NULL;
    Str *unknown = NULL;
    for (size_t k = 0; k < nkw; k++) {
        Str *name = as_str(kwnames->items[k]);
        int i = find_parameter(s, name);
        if (i >= 0 && !out[i]) {
            out[i] = args[nargs + k];
        } else if (i >= 0) {
            raise_type_error(t, "argument for %s() given by name ('%Q') and position (%d)", fname, name,
                             i - s->self + 1);
            return false;
        } else if (s->varkw < 0) {
            unknown = unknown ? unknown : name;
        } else if ((!extra && !(extra = dict_new(t))) || !dict_set_str(t, extra, name, args[nargs + k])) {
            return false;
        }
    }
    if (s->varkw >= 0)
        out[s->varkw] = from_ptr(extra);
    for (int i = (int)npos; i < s->total; i++) {
        if (out[i] || i == s->varargs || i == s->varkw)
            continue;
        if (!s->has_default[i])
            return i < s->nposonly ? raise_counts(t, &f) : raise_missing(t, &f, (size_t)i);
        out[i] = s->defaults[i];
    }
    if (unknown) {
        raise_type_error(t, "'%Q' is an invalid keyword argument for %s()", unknown, fname);
        return false;
    }
    return true;
}

bool args_bind(Thread *t, const Sig *sig, const char *fname, Value self, const Value *args, size_t nargs,
               Tuple *kwnames, Value *out) {
    return args_bind_native(t, sig, fname, NULL, self, args, nargs, kwnames, out);
}
