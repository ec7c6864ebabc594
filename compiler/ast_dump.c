/* The tree as text, as Python's ast.dump() writes it. */
#include "compiler/ast.h"

#include <string.h>

#include "vm/base/buf.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"

typedef struct Dump {
    Thread *t;
    Buf out;
    bool attributes, failed, first;             /* first: no field of this node was written yet */
} Dump;

static void dump_node(Dump *d, const Node *n);

static void dump_value(Dump *d, Value v) {
    Value repr = to_repr(d->t, v);
    size_t n;
    const char *text = repr != VALUE_ERROR ? str_utf8(d->t, as_str(repr), &n) : NULL;
    if (text == NULL)
        d->failed = true;
    else
        buf_add(&d->out, text, n);
}

static void field(Dump *d, const char *name) {
    if (!d->first)
        buf_str(&d->out, ", ");
    d->first = false;
    buf_str(&d->out, name);
    buf_char(&d->out, '=');
}

static void dump_child(Dump *d, const char *name, const Node *n) {
    field(d, name);
    dump_node(d, n);
    d->first = false;
}

#define LIST(d, list, write)                    \
    buf_char(&(d)->out, '[');                   \
    for (int32_t i = 0; i < list->n; i++) {     \
        if (i > 0)                              \
            buf_str(&(d)->out, ", ");           \
        write;                                  \
    }                                           \
    buf_char(&(d)->out, ']');                   \
    (d)->first = false

static void dump_seq(Dump *d, const char *name, const AstSeq *seq) {
    field(d, name);
    LIST(d, seq, dump_node(d, seq->items[i]));
}

static void dump_names(Dump *d, const char *name, const AstNames *names) {
    field(d, name);
    LIST(d, names, dump_value(d, names->items[i]));
}

static void dump_op(Dump *d, AstOp op) {
    buf_str(&d->out, ast_op_name(op));
    buf_str(&d->out, "()");
}

static void dump_ops(Dump *d, const char *name, const AstOps *ops) {
    field(d, name);
    LIST(d, ops, dump_op(d, ops->items[i]));
}

static bool has_position(AstKind kind) {
    enum { mod, part, stmt, expr, pattern, placed };
    static const uint8_t groups[] = {
        expr,
#define NODE(group, Kind, fields) group,
#include "compiler/ast.def"
    };
    return groups[kind] >= stmt;
}

#define F_CHILD(f) dump_child(d, #f, s->f);
#define F_OPT(f) if (s->f != NULL) dump_child(d, #f, s->f);
#define F_SEQ(f) dump_seq(d, #f, s->f);
#define F_NAME(f) field(d, #f); dump_value(d, s->f);
#define F_OPTNAME(f) if (s->f != 0) { field(d, #f); dump_value(d, s->f); }
#define F_NAMES(f) dump_names(d, #f, s->f);
#define F_VALUE(f) field(d, #f); dump_value(d, s->f);
#define F_OPTVALUE(f) if (s->f != 0) { field(d, #f); dump_value(d, s->f); }
#define F_INT(f) field(d, #f); buf_printf(&d->out, "%d", s->f);
#define F_OP(f) field(d, #f); dump_op(d, s->f);
#define F_OPS(f) dump_ops(d, #f, s->f);
#define F_EMPTY(f) field(d, #f); buf_str(&d->out, "[]");

static void dump_node(Dump *d, const Node *n) {
    if (n == NULL) {
        buf_str(&d->out, "None");
        return;
    }
    buf_str(&d->out, ast_kind_name(n->kind));
    buf_char(&d->out, '(');
    d->first = true;
    switch ((AstKind)n->kind) {
#define NODE(group, Kind_, fields)                          \
    case AST_##Kind_: {                                     \
        UNUSED const __typeof__(n->Kind_) *s = &n->Kind_;   \
        fields                                              \
        break;                                              \
    }
#include "compiler/ast.def"
    case AST_GROUP: case AST_KINDS:
        break;
    }
    if (d->attributes && has_position(n->kind)) {
        if (!d->first)
            buf_str(&d->out, ", ");
        buf_printf(&d->out, "lineno=%d, col_offset=%d, end_lineno=%d, end_col_offset=%d",
                   n->lineno, n->col_offset, n->end_lineno, n->end_col_offset);
    }
    buf_char(&d->out, ')');
}

char *ast_dump(Thread *t, const Node *tree, bool include_attributes) {
    Dump d = { .t = t, .attributes = include_attributes };
    dump_node(&d, tree);
    const char *text = buf_cstr(&d.out);
    char *copy = text != NULL && !d.failed ? strdup(text) : NULL;
    if (copy == NULL && !d.failed)
        raise_memory(t);
    return copy;
}
