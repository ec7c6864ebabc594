/* Tracebacks: entries noted while an exception leaves frames, and the report of an uncaught exception in the words of
 * CPython 3.11: chained exceptions, groups, notes, carets under the failing part of a line, repeated lines squeezed. */
#include "vm/unwind.h"
#include "compiler/ast.h"
#include "compiler/parse.h"
#include "vm/base/unicode.h"
#include "vm/base/utf8.h"
#include "vm/frame.h"
#include "vm/frozen.h"
#include "vm/gil.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/oscall.h"

/* -- The traceback object ------------------------------------------------------------------------------------------ */

bool traceback_push(Thread *t, Value exc, Code *code, Dict *globals, Value frame, int pc) {
    Traceback *tb = heap_new(&t->interp->heap, sizeof *tb);
    if (!tb) return true;                           /* no memory: the report lacks one line */
    Frame *f = t->frame;
    tb->h.type = type_by_id(t, T_TRACEBACK);
    tb->next = as_exc(exc)->traceback;
    tb->code = code;
    tb->globals = globals;
    tb->lasti = pc * (int)sizeof(Instr);
    tb->lineno = pc < 0 ? code->first_line : code_line(code, (uint32_t)pc);
    if (ptr_kind(frame, T_FRAME)) {
        tb->frame = frame;
    } else if (f->gen) {
        tb->frame = from_ptr(f->gen);
    } else if (!frame) {
        f->object = from_ptr(tb);                   /* most frames are never looked at: see traceback_frame() */
    } else {                                        /* the second exception in this call: both share the object */
        Value waiting = exc_fetch(t);
        tb->frame = frame_object(t, f);
        t->exc = waiting;
    }
    as_exc(exc)->traceback = from_ptr(tb);
    return true;
}

static Traceback *as_traceback(Value v) { return (Traceback *)obj_of(v); }

static Value tb_get_next(Thread *t, Value self) {
    Value v = as_traceback(self)->next;
    return v ? v : VALUE_NONE;
}
static bool tb_set_next(Thread *t, Value self, Value v) {
    if (!v || (v != VALUE_NONE && !ptr_kind(v, T_TRACEBACK))) {
        if (!v) raise_type_error(t, "can't delete tb_next attribute");
        else raise_type_error(t, "expected traceback object, got '%T'", v);
        return false;
    }
    for (Value p = v; p && p != VALUE_NONE; p = as_traceback(p)->next)
        if (p == self) {
            raise_value_error(t, "traceback loop detected");
            return false;
        }
    as_traceback(self)->next = v == VALUE_NONE ? VALUE_NULL : v;
    return true;
}
static Value tb_get_frame(Thread *t, Value self) { return traceback_frame(t, as_traceback(self)); }
static Value tb_get_lineno(Thread *t, Value self) { return from_small(as_traceback(self)->lineno); }
static Value tb_get_lasti(Thread *t, Value self) { return from_small(as_traceback(self)->lasti); }
static Value tb_new(Thread *t, Value *a) {
    if (!ptr_kind(a[2], T_FRAME))
        return raise_type_error(t, "TracebackType() argument 'tb_frame' must be frame, not %V", a[2]);
    if (a[1] != VALUE_NONE && !ptr_kind(a[1], T_TRACEBACK))
        return raise_type_error(t, "expected traceback object or None, got '%T'", a[1]);
    int32_t lasti, line;
    if (!as_int32(t, a[3], &lasti) || !as_int32(t, a[4], &line)) return VALUE_ERROR;
    Traceback *tb = alloc_obj(t, type_by_id(t, T_TRACEBACK), sizeof *tb);
    if (!tb) return VALUE_ERROR;
    FrameObj *f = (FrameObj *)obj_of(a[2]);
    tb->next = a[1] == VALUE_NONE ? VALUE_NULL : a[1];
    tb->frame = a[2];
    tb->code = f->code;
    tb->globals = f->func->globals;
    tb->lasti = lasti;
    tb->lineno = line;
    return from_ptr(tb);
}

static Value tb_dir(Thread *t, Value *a) {
    List *l = list_alloc(t, 0, 4);
    for (const GetSetDef *d = type_traceback.getsets; l && d->name; d++)
        if (!list_append(t, l, str_from_cstr(t, d->name))) return VALUE_ERROR;
    return l ? from_ptr(l) : VALUE_ERROR;
}

const TypeDef type_traceback = {
    .name = "traceback", .size = sizeof(Traceback), .flags = TYPE_NO_BASE,
    .new_ = { "TracebackType", tb_new, "tb_next, tb_frame, tb_lasti, tb_lineno", NULL, 0 },
    .methods = (const FunctionDef[]) { { "__dir__", tb_dir, "", NULL, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "tb_next", tb_get_next, tb_set_next, NULL }, { "tb_frame", tb_get_frame, member_readonly, NULL },
        { "tb_lineno", tb_get_lineno, NULL, NULL },
        { "tb_lasti", tb_get_lasti, member_readonly, NULL }, { 0 } }
};

/* -- The report ---------------------------------------------------------------------------------------------------- */

typedef struct Report {
    Thread *t;
    StrBuf out;
    Set *seen;                  /* exceptions reported, by address */
    int indent;                 /* columns */
    int group_depth;
    bool need_close;
    int max_group_width, max_group_depth;
    Value cached_name;          /* file whose text is held */
    Buf cached;
} Report;

enum { GROUP_INDENT = 2, REPEATS_SHOWN = 3 };

static void put_indent(Report *r) {
    strbuf_fill(&r->out, ' ', r->indent);
}
/* The start of each line: inside groups a bar. */
static void put_margin(Report *r) {
    put_indent(r);
    if (r->group_depth > 0) strbuf_cstr(&r->out, "| ");
}

/* The text of line `line` of a file; its length in *n; NULL if there is none. */
static const char *source_line(Report *r, Value filename, int line, size_t *n) {
    Thread *t = r->t;
    if (r->cached_name != filename) {
        r->cached = BUF_INIT;
        r->cached_name = filename;
        const char *name = str_utf8_lossy(t, as_str(filename), NULL);
        if (!name) return NULL;
        if (strncmp(name, "<frozen ", 8) == 0) {
            size_t len = strlen(name);
            for (size_t i = 0; i < frozen_module_count; i++)
                if (strlen(frozen_modules[i].name) == len - 9 && memcmp(frozen_modules[i].name, name + 8, len - 9) == 0)
                    buf_add(&r->cached, frozen_modules[i].source, frozen_modules[i].size);
        } else if (name[0] != '<' && os_read_file(t, name, &r->cached) != 0) {
            exc_clear(t);
            r->cached = BUF_INIT;
        }
    }
    const char *p = r->cached.data, *end = p ? p + r->cached.len : NULL;
    for (int i = 1; p && p < end; i++) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        size_t len = eol ? (size_t)(eol - p) : (size_t)(end - p);
        if (i == line) {
            *n = len;
            return p;
        }
        if (!eol) break;
        p = eol + 1;
    }
    return NULL;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\f'; }

/* Columns (bytes in the segment) of the operator of a binary operation or the brackets of a subscript. */
static bool find_anchors(Thread *t, const char *segment, size_t n, int32_t *left, int32_t *right) {
    Arena arena;
    bool found = false;
    Value waiting = exc_fetch(t), name = str_from_cstr(t, "<segment>");
    arena_open(&arena, t);
    Node *tree = name ? parse_source(t, &arena, segment, n, name, PARSE_FILE, PARSE_UNICODE, NULL) : NULL;
    if (tree && tree->Module.body->n == 1 && tree->Module.body->items[0]->kind == AST_Expr) {
        Node *e = tree->Module.body->items[0]->Expr.value;
        if (e->kind == AST_BinOp && e->lineno == e->end_lineno) {
            Node *a = e->BinOp.left, *b = e->BinOp.right;
            for (int32_t i = a->end_col_offset; i < b->col_offset && !found; i++) {
                if (is_space(segment[i]) || segment[i] == ')' || segment[i] == '(') continue;
                *left = i;
                *right = i + 1;
                if (i + 1 < b->col_offset && !is_space(segment[i + 1])) ++*right;
                found = true;
            }
        } else if (e->kind == AST_Subscript && e->lineno == e->end_lineno) {
            int32_t i = e->Subscript.value->end_col_offset;
            while (i < (int32_t)n && segment[i] != '[') i++;
            *left = i;
            *right = e->Subscript.slice->end_col_offset + 1;
            while (*right < (int32_t)n && segment[*right - 1] != ']') ++*right;
            found = i < (int32_t)n;
        }
    }
    arena_close(&arena);
    t->exc = waiting;
    return found;
}

/* Columns that n bytes of UTF-8 take on a screen: ideographs take two. */
static int64_t columns(const char *s, size_t n) {
    int64_t count = 0;
    for (const char *end = s + n; s < end;) {
        uint32_t c;
        s = utf8_next(s, &c);
        count += unicode_is_wide(c) ? 2 : 1;
    }
    return count;
}

static void put_source_line(Report *r, Value filename, const Pos *pos, int line) {
    size_t n;
    const char *text = source_line(r, filename, line, &n);
    if (!text) return;
    size_t skip = 0;
    while (skip < n && is_space(text[skip])) skip++;
    if (n > skip && text[n - 1] == '\r') n--;
    size_t whole = n;
    while (n > skip && is_space(text[n - 1])) n--;
    if (skip == n) return;
    put_margin(r);
    strbuf_cstr(&r->out, "    ");
    Value shown = str_from_utf8_lossy(r->t, text + skip, whole - skip, "replace");
    if (!shown) return;
    strbuf_str(&r->out, as_str(shown));
    strbuf_cstr(&r->out, "\n");
    if (!pos || pos->col == 0xffff || pos->line != line) return;
    size_t start = pos->col, end = pos->end_line == line && pos->end_col != 0xffff ? pos->end_col : n;
    if (end > n) end = n;
    if (start >= end || start < skip) return;
    int32_t left = -1, right = -1;
    if (pos->end_line == line && end - start < 4096) {
        if (find_anchors(r->t, text + start, end - start, &left, &right)) {
            left = (int32_t)columns(text + start, (size_t)left);
            right = (int32_t)columns(text + start, (size_t)right);
        }
    }
    if (left < 0 && start == skip && end == whole) return;  /* the whole line: nothing to point at */
    put_margin(r);
    strbuf_cstr(&r->out, "    ");
    strbuf_fill(&r->out, ' ', columns(text + skip, start - skip));
    int64_t width = columns(text + start, end - start);
    for (int64_t i = 0; i < width; i++) strbuf_char(&r->out, left < 0 || (i >= left && i < right) ? '^' : '~');
    strbuf_cstr(&r->out, "\n");
}

static void put_entry(Report *r, Traceback *tb) {
    Code *c = tb->code;
    put_margin(r);
    strbuf_cstr(&r->out, "  File \"");
    strbuf_str(&r->out, as_str(c->filename));
    Value rest = str_format(r->t, "\", line %d, in %U\n", tb->lineno, c->name);
    if (rest) strbuf_str(&r->out, as_str(rest));
    int32_t pc = tb->lasti / (int)sizeof(Instr);
    const Pos *pos = pc >= 0 && (uint32_t)pc < c->ninstrs ? &c->positions[pc] : NULL;
    put_source_line(r, c->filename, pos, tb->lineno);
}

static void put_repeats(Report *r, long count) {
    if (count <= REPEATS_SHOWN) return;
    put_margin(r);
    Value s =
        str_format(r->t, "  [Previous line repeated %ld more time%s]\n", count - REPEATS_SHOWN,
                   count - REPEATS_SHOWN == 1 ? "" : "s");
    if (s) strbuf_str(&r->out, as_str(s));
}

static void put_traceback(Report *r, Value traceback) {
    if (!traceback) return;
    Thread *t = r->t;
    long limit = 1000, depth = 0;
    Value set = dict_get_cstr(t, t->interp->sys->dict, "tracebacklimit");
    if (set && is_small(set)) {
        limit = (long)small_of(set);
        if (limit <= 0) return;
    }
    for (Value v = traceback; v; v = as_traceback(v)->next) depth++;
    put_margin(r);
    strbuf_cstr(&r->out, "Traceback (most recent call last):\n");
    Traceback *last = NULL;
    long count = 0;
    for (Value v = traceback; v; v = as_traceback(v)->next) {
        Traceback *tb = as_traceback(v);
        if (depth-- > limit) continue;
        if (last && last->code->filename == tb->code->filename && last->lineno == tb->lineno &&
            str_equal(as_str(last->code->name), as_str(tb->code->name))) {
            count++;
        } else {
            put_repeats(r, count);
            count = 1;
        }
        last = tb;
        if (count <= REPEATS_SHOWN) put_entry(r, tb);
    }
    put_repeats(r, count);
}

/* str(exc) or what stands for it. */
static Value safe_str(Thread *t, Value exc) {
    Value s = to_str(t, exc);
    if (s) return s;
    exc_clear(t);
    return str_from_cstr(t, "<exception str() failed>");
}

static Value field(Value exc, int i) { return as_exc(exc)->field[i]; }

/* SyntaxError shows file and line above its message. */
static void put_syntax_error(Report *r, Value exc) {
    Thread *t = r->t;
    Value filename = field(exc, 1), lineno = field(exc, 2), offset = field(exc, 3), text = field(exc, 4);
    Value end_offset = field(exc, 6), end_lineno = field(exc, 5);
    if (!filename || filename == VALUE_NONE) filename = str_from_cstr(t, "<string>");
    if (!lineno || !is_small(lineno)) return;
    Value head = str_format(t, "  File \"%S\", line %S\n", filename, lineno);
    if (!head) return;
    put_margin(r);
    strbuf_str(&r->out, as_str(head));
    if (!text || !is_str(text)) return;
    Str *s = as_str(text);
    int64_t at = offset && is_small(offset) ? small_of(offset) : -1, start = 0, shown = s->len;
    int64_t end = end_offset && is_small(end_offset) ? small_of(end_offset) : -1;
    if (end_lineno && is_small(end_lineno) && small_of(end_lineno) > small_of(lineno)) end = s->len;
    if (shown > 0 && str_at(s, shown - 1) == '\n') shown--;
    if (at > shown + 1) at = shown + 1;
    for (int64_t i = 0; i < at - 1; i++)
        if (str_at(s, i) == '\n' && i + 1 < s->len) start = i + 1;      /* of several lines the one that is meant */
    while (start < s->len && (str_at(s, start) == ' ' || str_at(s, start) == '\t' || str_at(s, start) == '\f')) start++;
    put_margin(r);
    strbuf_cstr(&r->out, "    ");
    if (start < shown) strbuf_slice(&r->out, s, start, shown);
    strbuf_cstr(&r->out, "\n");
    int64_t col = at - 1 - start, width = end - at;
    if (at < 1 || col < 0) return;
    if (obj_of(exc)->type != t->interp->exc_types[EXC_SyntaxError]) width = 1;
    if (width > s->len + 1 - at) width = s->len + 1 - at;
    put_margin(r);
    strbuf_cstr(&r->out, "    ");
    strbuf_fill(&r->out, ' ', col);
    strbuf_fill(&r->out, '^', MAX(width, 1));
    strbuf_cstr(&r->out, "\n");
}

static bool print_as_syntax(Thread *t, Value exc) {
    if (!exc_is_id(t, exc, EXC_SyntaxError) || !field(exc, 2) || !is_small(field(exc, 2))) return false;
    for (int i = 3; i <= 6; i++)                    /* offset, text, end_lineno, end_offset */
        if (i != 4 && field(exc, i) && field(exc, i) != VALUE_NONE && !is_small(field(exc, i))) return false;
    return true;
}

static void put_lines(Report *r, Str *s) {
    int64_t start = 0;
    for (int64_t i = 0; i <= s->len; i++) {
        if (i < s->len && str_at(s, i) != '\n') continue;
        if (start) put_margin(r);
        strbuf_slice(&r->out, s, start, i);
        strbuf_cstr(&r->out, "\n");
        start = i + 1;
    }
}

static Value suggestion_for(Thread *t, Value exc);

static void put_type_name(Report *r, Type *y) {
    Str *module = type_module_name(r->t, y);
    exc_clear(r->t);
    if (!module) strbuf_cstr(&r->out, "<unknown>.");
    else if (!str_equals_cstr(module, "builtins") && !str_equals_cstr(module, "__main__")) {
        strbuf_str(&r->out, module);
        strbuf_cstr(&r->out, ".");
    }
    strbuf_str(&r->out, y->qualname ? y->qualname : y->name);
}

static void put_message(Report *r, Value exc) {
    Thread *t = r->t;
    Type *y = obj_of(exc)->type;
    bool syntax = print_as_syntax(t, exc);
    if (syntax) put_syntax_error(r, exc);
    put_margin(r);
    put_type_name(r, y);
    Value text = syntax && field(exc, 0) ? to_str(t, field(exc, 0)) : safe_str(t, exc);
    exc_clear(t);
    if (text && as_str(text)->len) {
        strbuf_cstr(&r->out, ": ");
        strbuf_str(&r->out, as_str(text));
    }
    Value hint = suggestion_for(t, exc);
    exc_clear(t);
    if (hint) {
        strbuf_cstr(&r->out, ". Did you mean: '");
        strbuf_str(&r->out, as_str(hint));
        strbuf_cstr(&r->out, "'?");
    }
    strbuf_cstr(&r->out, "\n");
    Value notes = get_attr_or_null(t, exc, NAME(t, __notes__));
    exc_clear(t);
    if (!notes || notes == VALUE_NONE) return;
    if (is_list(notes) || is_tuple(notes)) {
        Tuple *u = tuple_from_iterable(t, notes);
        for (int64_t i = 0; u && i < u->len; i++) {
            Value s = to_str(t, u->items[i]);
            if (!s) {
                exc_clear(t);
                s = str_format(t, "<note str() failed>");
            }
            put_margin(r);
            if (s) put_lines(r, as_str(s));
        }
    } else {
        Value s = to_repr(t, notes);
        exc_clear(t);
        put_margin(r);
        if (s) put_lines(r, as_str(s));
    }
}

static void put_exception(Report *r, Value exc);

static void put_plain(Report *r, Value exc) {
    put_traceback(r, as_exc(exc)->traceback);
    put_message(r, exc);
}

static void put_group(Report *r, Value exc) {
    if (r->group_depth > r->max_group_depth) {
        put_margin(r);
        Value s = str_format(r->t, "... (max_group_depth is %d)\n", r->max_group_depth);
        if (s) strbuf_str(&r->out, as_str(s));
        return;
    }
    bool top = r->group_depth == 0;
    if (top) r->indent += GROUP_INDENT;
    if (as_exc(exc)->traceback) {
        put_indent(r);
        strbuf_cstr(&r->out, top ? "+ " : "| ");
        StrBuf *out = &r->out;
        strbuf_cstr(out, "Exception Group Traceback (most recent call last):\n");
        if (top) r->group_depth = 1;
        Report inner = *r;
        strbuf_init(&inner.out, r->t);
        put_traceback(&inner, as_exc(exc)->traceback);
        Value body = strbuf_finish(&inner.out);         /* without its own heading */
        r->cached = inner.cached;
        r->cached_name = inner.cached_name;
        if (body) {
            Str *s = as_str(body);
            int64_t i = 0;
            while (i < s->len && str_at(s, i) != '\n') i++;
            strbuf_slice(out, s, i + 1, s->len);
        }
    } else if (top) {
        r->group_depth = 1;
    }
    put_message(r, exc);
    Tuple *u = as_tuple(field(exc, 1));
    int64_t n = u->len;
    if (n > r->max_group_width) n = r->max_group_width + 1;
    r->need_close = false;
    for (int64_t i = 0; i < n; i++) {
        bool last = i == n - 1;
        if (last) r->need_close = true;
        bool truncated = i >= r->max_group_width;
        put_indent(r);
        Value s = truncated ? str_from_cstr(r->t, "...") : str_format(r->t, "%ld", (long)i + 1);
        strbuf_cstr(&r->out, i == 0 ? "+-" : "  ");
        if (s) {
            strbuf_cstr(&r->out, "+---------------- ");
            strbuf_str(&r->out, as_str(s));
            strbuf_cstr(&r->out, " ----------------\n");
        }
        r->indent += GROUP_INDENT;
        r->group_depth++;
        if (truncated) {
            put_margin(r);
            Value more = str_format(r->t, "and %ld more exception%s\n", (long)(u->len - r->max_group_width),
                                    u->len - r->max_group_width == 1 ? "" : "s");
            if (more) strbuf_str(&r->out, as_str(more));
        } else if (enter_c(r->t, " while printing an exception group")) {
            put_exception(r, u->items[i]);
            leave_c(r->t);
        } else {
            exc_clear(r->t);
        }
        if (last && r->need_close) {
            put_indent(r);
            strbuf_cstr(&r->out, "+------------------------------------\n");
            r->need_close = false;
        }
        r->indent -= GROUP_INDENT;
        r->group_depth--;
    }
    if (top) {
        r->indent -= GROUP_INDENT;
        r->group_depth = 0;
    }
}

static const char cause_text[] = "\nThe above exception was the direct cause of the following exception:\n\n";
static const char context_text[] = "\nDuring handling of the above exception, another exception occurred:\n\n";

static void put_between(Report *r, const char *text) {
    if (r->group_depth == 0) {
        strbuf_cstr(&r->out, text);
        return;
    }
    for (const char *p = text; *p; p++) {
        const char *eol = strchr(p, '\n');
        put_indent(r);
        strbuf_cstr(&r->out, eol == p ? "|" : "| ");
        strbuf_ascii(&r->out, p, (size_t)(eol - p));
        if (eol == p) strbuf_cstr(&r->out, " ");
        strbuf_cstr(&r->out, "\n");
        p = eol;
    }
}

static bool already_seen(Report *r, Value exc) {
    int seen = set_contains(r->t, r->seen, from_small((int64_t)(exc >> 4)));
    exc_clear(r->t);
    return seen != 0;
}

static void put_exception(Report *r, Value exc) {
    /* the chain, outermost cause first: collected in a list, so that long chains need no recursion */
    Thread *t = r->t;
    List *chain = list_alloc(t, 0, 4);
    if (!chain) return;
    for (Value e = exc; e;) {
        if (!set_add(t, r->seen, from_small((int64_t)(e >> 4))) || !list_append(t, chain, e)) break;
        Exc *x = as_exc(e);
        if (x->cause && x->cause != VALUE_NONE) {
            if (already_seen(r, x->cause)) break;
            if (!list_append(t, chain, VALUE_TRUE)) break;
            e = x->cause;
        } else if (x->context && x->context != VALUE_NONE && !x->suppress_context) {
            if (already_seen(r, x->context)) break;
            if (!list_append(t, chain, VALUE_FALSE)) break;
            e = x->context;
        } else {
            break;
        }
    }
    for (int64_t i = chain->len; i-- > 0;) {
        Value e = chain->items[i];
        if (is_bool(e)) {
            put_between(r, e == VALUE_TRUE ? cause_text : context_text);
            continue;
        }
        if (exc_is_id(t, e, EXC_BaseExceptionGroup)) put_group(r, e);
        else put_plain(r, e);
    }
}

Value traceback_format(Thread *t, Value exc) {
    Report r = { .t = t, .max_group_width = 15, .max_group_depth = 10, .cached = BUF_INIT };
    Value waiting = exc_fetch(t);
    strbuf_init(&r.out, t);
    r.seen = set_new(t, type_by_id(t, T_SET));
    if (!r.seen) return VALUE_ERROR;
    put_exception(&r, exc);
    t->exc = waiting;
    return strbuf_finish(&r.out);
}

Value traceback_format_plain(Thread *t, Value exc) {
    Report r = { .t = t, .cached = BUF_INIT };
    strbuf_init(&r.out, t);
    put_traceback(&r, as_exc(exc)->traceback);
    put_type_name(&r, obj_of(exc)->type);
    strbuf_cstr(&r.out, ": ");
    Value text = safe_str(t, exc);
    if (text) strbuf_str(&r.out, as_str(text));
    strbuf_cstr(&r.out, "\n");
    return strbuf_finish(&r.out);
}

void print_exception(Thread *t, Value exc) {
    Value text = traceback_format(t, exc), err = dict_get_str(t, t->interp->sys->dict, NAME(t, stderr));
    if (text && err && err != VALUE_NONE) {
        Value out = dict_get_str(t, t->interp->sys->dict, NAME(t, stdout));
        if (out && out != VALUE_NONE && !call_method0(t, out, NAME(t, flush))) exc_clear(t);
        if (call_method1(t, err, NAME(t, write), text) && call_method0(t, err, NAME(t, flush))) return;
    }
    exc_clear(t);
}

/* -- "Did you mean" ------------------------------------------------------------------------------------------------ */
/* Edit distance as CPython weighs it: a change costs 2, a change of case only 1. */

enum { MOVE_COST = 2, CASE_COST = 1, NAME_MAX_LEN = 40, CANDIDATES_MAX = 750 };

static int substitution_cost(uint32_t a, uint32_t b) {
    if (a == b) return 0;
    if (a < 128 && b < 128 && (a | 32) == (b | 32) && ((a | 32) >= 'a' && (a | 32) <= 'z')) return CASE_COST;
    return MOVE_COST;
}

static int edit_distance(const Str *a, const Str *b, int max) {
    int64_t i = 0, an = a->len, bn = b->len;
    while (i < an && i < bn && str_at(a, i) == str_at(b, i)) i++;
    while (an > i && bn > i && str_at(a, an - 1) == str_at(b, bn - 1)) an--, bn--;
    int64_t n = an - i, m = bn - i;
    if (n == 0 || m == 0) return (int)(n + m) * MOVE_COST;
    if (n > NAME_MAX_LEN || m > NAME_MAX_LEN) return max + 1;
    int row[NAME_MAX_LEN + 1];
    for (int64_t k = 0; k < n; k++) row[k] = (int)(k + 1) * MOVE_COST;
    int result = 0;
    for (int64_t j = 0; j < m; j++) {
        int diagonal = (int)j * MOVE_COST, best = INT32_MAX;
        result = diagonal;
        for (int64_t k = 0; k < n; k++) {
            int sub = diagonal + substitution_cost(str_at(b, i + j), str_at(a, i + k));
            diagonal = row[k];
            int move = MIN(result, diagonal) + MOVE_COST;
            result = MIN(sub, move);
            row[k] = result;
            best = MIN(best, result);
        }
        if (best > max) return max + 1;
    }
    return result;
}

static Value closest(Thread *t, Str *name, Value names) {
    Tuple *u = tuple_from_iterable(t, names);
    if (!u || u->len > CANDIDATES_MAX || name->len > NAME_MAX_LEN) return VALUE_NULL;
    Value best = VALUE_NULL;
    int best_distance = INT32_MAX;
    for (int64_t i = 0; i < u->len; i++) {
        if (!is_str(u->items[i]) || str_equal(as_str(u->items[i]), name)) continue;
        Str *s = as_str(u->items[i]);
        int max = (int)(name->len + s->len + 3) * MOVE_COST / 6;
        if (max > best_distance - 1) max = best_distance - 1;
        int d = edit_distance(name, s, max);
        if (d > max) continue;
        best = u->items[i];
        best_distance = d;
    }
    return best;
}

static Value dir_of(Thread *t, Value obj) {
    Value names = call_special(t, obj, NAME(t, __dir__), NULL, 0);
    List *l = names && names != VALUE_NOTIMPLEMENTED ? list_from_iterable(t, names) : NULL;
    return l && list_sort(t, l, VALUE_NONE, false) ? from_ptr(l) : VALUE_NULL;
}

static Value suggestion_for(Thread *t, Value exc) {
    if (exc_is_id(t, exc, EXC_AttributeError)) {
        Value name = field(exc, 0), obj = field(exc, 1);
        if (!name || !obj || !is_str(name)) return VALUE_NULL;
        Value names = dir_of(t, obj);
        return names ? closest(t, as_str(name), names) : VALUE_NULL;
    }
    if (exc_is_id(t, exc, EXC_NameError) && !exc_is_id(t, exc, EXC_UnboundLocalError)) {
        Value name = field(exc, 0), v = as_exc(exc)->traceback;
        if (!name || !is_str(name) || !v) return VALUE_NULL;
        while (as_traceback(v)->next) v = as_traceback(v)->next;
        Traceback *tb = as_traceback(v);
        List *names = list_alloc(t, 0, 16);
        for (uint32_t i = 0; names && i < tb->code->nlocals; i++)
            if (!list_append(t, names, from_ptr(tb->code->local_names[i]))) return VALUE_NULL;
        Value hint = names ? closest(t, as_str(name), from_ptr(names)) : VALUE_NULL;
        if (!hint) hint = closest(t, as_str(name), dict_keys_list(t, tb->globals));
        if (!hint) hint = closest(t, as_str(name), dict_keys_list(t, t->interp->builtins));
        return hint;
    }
    return VALUE_NULL;
}
