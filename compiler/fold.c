/* Constant folding on the tree, bottom up: a node whose operands are constants becomes one. What would
 * fail is left for run time, and what would be large is left too. */
#include "compiler/symtable.h"

#include <stdio.h>

#include "compiler/unit.h"
#include "vm/object/bytes.h"
#include "vm/object/int.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* Limits of what may become a constant. */
enum { MAX_INT_BITS = 128, MAX_ITEMS = 256, MAX_TEXT = 4096, MAX_TOTAL_ITEMS = 1024 };

/* The node becomes a constant in its place; every kind folded here has room for it. */
static void become(Compiler *c, Node *n, Value v) {
    v = compile_keep(c, v);
    if (c->failed)
        return;
    n->kind = AST_Constant;
    n->Constant.value = v;
    n->Constant.kind = 0;
}

/* v is the result, or an error: then the operation stays for run time to raise it. */
static void become_result(Compiler *c, Node *n, Value v) {
    if (v != VALUE_ERROR)
        become(c, n, v);
    else if (exc_matches(c->t, EXC_Exception) && !exc_matches(c->t, EXC_MemoryError))
        exc_clear(c->t);
    else
        c->failed = true;
}

/* -- Limits ---------------------------------------------------------------------------------------------- */

static uint64_t bit_length(Value v) {
    IntView view;
    const __mpz_struct *z = int_view(v, &view);
    return mpz_sgn(z) == 0 ? 0 : mpz_sizeinbase(z, 2);
}

/* Items of a constant, nested ones included, counted down from limit; negative if there are more. */
static int64_t count_down(Value v, int64_t limit) {
    if (!is_tuple(v))
        return limit;
    limit -= as_tuple(v)->len;
    for (int64_t i = 0; i < as_tuple(v)->len && limit >= 0; i++)
        limit = count_down(as_tuple(v)->items[i], limit);
    return limit;
}

static bool small_repeat(Value seq, Value count) {
    int64_t n, len;
    if (!int_fits_int64(count, &n))
        return false;
    if (is_tuple(seq)) {
        len = as_tuple(seq)->len;
        return len == 0 || n == 0 ||
               (n > 0 && n <= MAX_ITEMS / len && count_down(seq, MAX_TOTAL_ITEMS / n) >= 0);
    }
    len = is_str(seq) ? as_str(seq)->len : as_bytes(seq)->len;
    return len == 0 || (n >= 0 && n <= MAX_TEXT / len);
}

static bool is_sequence(Value v) { return is_tuple(v) || is_str(v) || is_bytes(v); }

static bool worth_folding(AstOp op, Value a, Value b) {
    int64_t n;
    switch (op) {
    case AST_Mult:
        if (is_int(a) && is_int(b))
            return bit_length(a) == 0 || bit_length(b) == 0 || bit_length(a) + bit_length(b) <= MAX_INT_BITS;
        if (is_int(a) && is_sequence(b))
            return small_repeat(b, a);
        if (is_int(b) && is_sequence(a))
            return small_repeat(a, b);
        return true;
    case AST_Pow:
        if (is_int(a) && is_int(b) && bit_length(a) > 0 && int_sign(b) > 0)
            return int_fits_int64(b, &n) && bit_length(a) <= (uint64_t)(MAX_INT_BITS / n);
        return true;
    case AST_LShift:
        if (is_int(a) && is_int(b) && bit_length(a) > 0 && bit_length(b) > 0)
            return int_fits_int64(b, &n) && n >= 0 && n <= MAX_INT_BITS &&
                   bit_length(a) <= (uint64_t)(MAX_INT_BITS - n);
        return true;
    case AST_Mod:
        return !is_str(a) && !is_bytes(a);
    default:
        return true;
    }
}

/* -- Operators ------------------------------------------------------------------------------------------- */

static int operator_id(AstOp op) {
    switch (op) {
    case AST_Add: return BIN_ADD;
    case AST_Sub: return BIN_SUB;
    case AST_Mult: return BIN_MUL;
    case AST_Div: return BIN_TRUEDIV;
    case AST_FloorDiv: return BIN_FLOORDIV;
    case AST_Mod: return BIN_MOD;
    case AST_Pow: return BIN_POW;
    case AST_LShift: return BIN_LSHIFT;
    case AST_RShift: return BIN_RSHIFT;
    case AST_BitAnd: return BIN_AND;
    case AST_BitXor: return BIN_XOR;
    case AST_BitOr: return BIN_OR;
    default: return BIN_MATMUL;
    }
}

/* -- '%s: %r' % (a, b) becomes an f-string --------------------------------------------------------------- */

typedef struct Format {
    Str *text;
    int64_t at;                                 /* behind the '%' */
    int width, precision;                       /* -1: not given */
    bool left;
    int conversion;
} Format;

static uint32_t next_char(Format *f) { return f->at < f->text->len ? str_at(f->text, f->at++) : 0; }

static bool number(Format *f, uint32_t *ch, int *out) {
    *out = 0;
    for (int digits = 0; *ch >= '0' && *ch <= '9'; digits++) {
        if (digits == 3)
            return false;
        *out = *out * 10 + (int)(*ch - '0');
        *ch = next_char(f);
    }
    return true;
}

/* Only s, r and a: the others ask for numbers. */
static bool parse_conversion(Format *f) {
    uint32_t ch = next_char(f);
    f->width = f->precision = -1;
    f->left = false;
    while (ch == '-' || ch == '+' || ch == ' ' || ch == '#' || ch == '0') {
        f->left |= ch == '-';
        ch = next_char(f);
    }
    if (ch >= '0' && ch <= '9' && !number(f, &ch, &f->width))
        return false;
    if (ch == '.') {
        ch = next_char(f);
        if (!number(f, &ch, &f->precision))
            return false;
    }
    f->conversion = (int)ch;
    return ch == 's' || ch == 'r' || ch == 'a';
}

/* The text from `from` up to the next conversion or the end, with %% as %. */
static Node *literal_piece(Compiler *c, Node *n, Format *f, bool *more) {
    StrBuf b;
    strbuf_init(&b, c->t);
    *more = false;
    while (f->at < f->text->len) {
        uint32_t ch = next_char(f);
        if (ch == '%') {
            if (f->at < f->text->len && str_at(f->text, f->at) == '%') {
                f->at++;
            } else {
                *more = true;
                break;
            }
        }
        strbuf_char(&b, ch);
    }
    Value v = compile_keep(c, strbuf_finish(&b));
    if (c->failed || as_str(v)->len == 0)
        return NULL;
    return ast_new(c->arena, n->span, Constant, v, 0);
}

static Node *value_piece(Compiler *c, Node *value, const Format *f) {
    Node *spec = NULL;
    char text[16];
    int len = 0;
    if (f->width > 0 && !f->left)
        text[len++] = '>';
    if (f->width >= 0)
        len += snprintf(text + len, sizeof text - (size_t)len, "%d", f->width);
    if (f->precision >= 0)
        len += snprintf(text + len, sizeof text - (size_t)len, ".%d", f->precision);
    if (len > 0)
        spec = ast_new(c->arena, value->span, Constant,
                       compile_keep(c, str_from_ascii(c->t, text, (size_t)len)), 0);
    return ast_new(c->arena, value->span, FormattedValue, value, f->conversion, spec);
}

static void fold_format(Compiler *c, Node *n) {
    AstSeq *elts = n->BinOp.right->Tuple.elts, *pieces = NULL;
    Format f = { .text = as_str(constant_value(n->BinOp.left)) };
    int32_t used = 0;
    for (int32_t i = 0; i < elts->n; i++) {
        if (elts->items[i]->kind == AST_Starred)
            return;
    }
    for (bool more = true; more && !c->failed;) {
        Node *piece = literal_piece(c, n->BinOp.left, &f, &more);
        if (piece != NULL)
            pieces = ast_seq_add(c->arena, pieces, piece);
        if (!more)
            break;
        if (used == elts->n || !parse_conversion(&f))
            return;
        pieces = ast_seq_add(c->arena, pieces, value_piece(c, elts->items[used++], &f));
    }
    if (used < elts->n || pieces == NULL)
        return;
    if (c->arena->failed) {
        compile_no_memory(c);
        return;
    }
    n->kind = AST_JoinedStr;
    n->JoinedStr.values = pieces;
}

static void fold_binary(Compiler *c, Node *n) {
    Node *left = n->BinOp.left, *right = n->BinOp.right;
    if (n->BinOp.op == AST_Mod && is_str_constant(left) && right->kind == AST_Tuple) {
        fold_format(c, n);
        return;
    }
    if (!is_constant(left) || !is_constant(right) || n->BinOp.op == AST_MatMult)
        return;
    Value a = constant_value(left), b = constant_value(right);
    if (worth_folding(n->BinOp.op, a, b))
        become_result(c, n, binary_op(c->t, operator_id(n->BinOp.op), a, b));
}

static void fold_unary(Compiler *c, Node *n) {
    Node *x = n->UnaryOp.operand;
    if (!is_constant(x))
        return;
    Value v = constant_value(x);
    int truth;
    switch (n->UnaryOp.op) {
    case AST_Not:
        truth = truth_of(c->t, v);
        become_result(c, n, truth < 0 ? VALUE_ERROR : from_bool(!truth));
        return;
    case AST_USub: become_result(c, n, unary_neg(c->t, v)); return;
    case AST_UAdd: become_result(c, n, unary_pos(c->t, v)); return;
    default: become_result(c, n, unary_invert(c->t, v)); return;
    }
}

/* -- Tuples and subscripts ------------------------------------------------------------------------------- */

static Value constant_items(Compiler *c, const AstSeq *elts) {
    for (int32_t i = 0; i < elts->n; i++) {
        if (!is_constant(elts->items[i]))
            return VALUE_NULL;
    }
    Tuple *u = tuple_alloc(c->t, elts->n);
    if (u == NULL) {
        c->failed = true;
        return VALUE_NULL;
    }
    for (int32_t i = 0; i < elts->n; i++)
        u->items[i] = constant_value(elts->items[i]);
    return from_ptr(u);
}

static void fold_tuple(Compiler *c, Node *n) {
    if (n->Tuple.ctx != AST_Load)
        return;
    Value v = constant_items(c, n->Tuple.elts);
    if (v != VALUE_NULL)
        become(c, n, v);
}

static void fold_subscript(Compiler *c, Node *n) {
    Node *value = n->Subscript.value, *slice = n->Subscript.slice;
    if (n->Subscript.ctx == AST_Load && is_constant(value) && is_constant(slice))
        become_result(c, n, get_item(c->t, constant_value(value), constant_value(slice)));
}

void fold_expr(Compiler *c, Node *n) {
    if (c->keep_tree || c->failed)
        return;
    switch (n->kind) {
    case AST_BinOp: fold_binary(c, n); return;
    case AST_UnaryOp: fold_unary(c, n); return;
    case AST_Tuple: fold_tuple(c, n); return;
    case AST_Subscript: fold_subscript(c, n); return;
    case AST_Name: become(c, n, from_bool(!(c->flags & COMPILE_NO_ASSERT))); return;    /* __debug__ */
    default: return;
    }
}

Node *fold_iterable(Compiler *c, Node *n) {
    if (c->keep_tree || c->failed)
        return n;
    if (n->kind == AST_List) {
        for (int32_t i = 0; i < n->List.elts->n; i++) {
            if (n->List.elts->items[i]->kind == AST_Starred)
                return n;
        }
        AstSeq *elts = n->List.elts;
        n->kind = AST_Tuple;
        n->Tuple.elts = elts;
        n->Tuple.ctx = AST_Load;
        fold_tuple(c, n);
        return n;
    }
    if (n->kind != AST_Set)
        return n;
    Value items = constant_items(c, n->Set.elts);
    if (items == VALUE_NULL)
        return n;
    items = compile_keep(c, items);
    Set *set = set_new(c->t, type_by_id(c->t, T_FROZENSET));
    if (set == NULL || !set_update(c->t, set, items)) {
        c->failed = true;
        return n;
    }
    Node *constant = ast_new(c->arena, n->span, Constant, compile_keep(c, from_ptr(set)), 0);
    if (c->arena->failed) {
        compile_no_memory(c);
        return n;
    }
    return constant;
}
