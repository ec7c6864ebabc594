/* The arena, and the constructors generated from ast.def. */
#include "compiler/ast.h"

#include <stdlib.h>
#include <string.h>

#include "vm/base/unicode.h"
#include "vm/base/utf8.h"
#include "vm/object/str.h"

/* -- The arena ------------------------------------------------------------------------------------------- */

enum {
    BLOCK_SIZE = 128 * 1024,
    LARGE = 8 * 1024                            /* what is larger gets a block of its own */
};

typedef struct ArenaBlock {
    struct ArenaBlock *next;
    char data[] __attribute__((aligned(8)));
} ArenaBlock;

typedef struct NameSlot {
    const char *text;                           /* in the arena; NULL: free */
    uint32_t len, hash;
    Value name;
} NameSlot;

void arena_open(Arena *a, Thread *t) {
    *a = (Arena){ .t = t };
}

void arena_close(Arena *a) {
    for (ArenaBlock *b = a->blocks, *next; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    free(a->names);
    *a = (Arena){ .t = a->t };
}

/* calloc leaves fresh pages untouched, so zeroing costs nothing extra. */
static ArenaBlock *add_block(Arena *a, size_t n) {
    ArenaBlock *b = n <= SIZE_MAX - sizeof *b ? calloc(1, sizeof *b + n) : NULL;
    if (b == NULL) {
        a->failed = true;
        return NULL;
    }
    b->next = a->blocks;
    a->blocks = b;
    return b;
}

static COLD void *alloc_slow(Arena *a, size_t n) {
    ArenaBlock *b = add_block(a, n > LARGE ? n : BLOCK_SIZE);
    if (b == NULL)
        return n <= sizeof a->scratch ? memset(a->scratch, 0, sizeof a->scratch) : NULL;
    if (n <= LARGE) {
        a->at = b->data + n;
        a->end = b->data + BLOCK_SIZE;
    }
    return b->data;
}

void *arena_alloc(Arena *a, size_t n) {
    n = (n + 7) & ~(size_t)7;
    if (unlikely((size_t)(a->end - a->at) < n))
        return alloc_slow(a, n);
    void *p = a->at;
    a->at += n;
    return p;
}

Value arena_keep(Arena *a, Value v) {
    if (v == VALUE_ERROR)
        a->failed = true;
    if (!is_ptr(v))
        return v;
    if (a->n_values == a->max_values) {
        size_t max = a->max_values ? a->max_values * 2 : 64;
        Value *grown = grow_array(a->t, a->values, a->n_values, max, sizeof *grown);
        if (grown == NULL) {
            a->failed = true;
            return VALUE_NONE;
        }
        a->values = grown;
        a->max_values = max;
    }
    return a->values[a->n_values++] = v;
}

static bool grow_names(Arena *a) {
    size_t max = a->max_names ? a->max_names * 2 : 256;
    NameSlot *slots = calloc(max, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < a->max_names; i++) {
        if (a->names[i].text == NULL)
            continue;
        size_t j = a->names[i].hash & (max - 1);
        while (slots[j].text != NULL)
            j = (j + 1) & (max - 1);
        slots[j] = a->names[i];
    }
    free(a->names);
    a->names = slots;
    a->max_names = max;
    return true;
}

/* Identifiers are compared in their NFKC form. */
static Value new_name(Arena *a, const char *text, size_t n) {
    Value v;
    if (utf8_ascii_prefix(text, n) == n) {
        v = str_from_ascii(a->t, text, n);
    } else {
        char *normal = unicode_nfkc(text, n, &n);
        if (normal == NULL)
            return raise_memory(a->t), VALUE_ERROR;
        v = str_from_utf8(a->t, normal, n);
        free(normal);
    }
    return v == VALUE_ERROR ? v : str_intern(a->t, v);
}

Value arena_name(Arena *a, const char *text, size_t n) {
    if (a->n_names * 2 >= a->max_names && !grow_names(a)) {
        a->failed = true;
        return raise_memory(a->t), VALUE_NONE;
    }
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    size_t i = hash & (a->max_names - 1);
    for (; a->names[i].text != NULL; i = (i + 1) & (a->max_names - 1)) {
        NameSlot *s = &a->names[i];
        if (s->hash == hash && s->len == n && memcmp(s->text, text, n) == 0)
            return s->name;
    }
    Value v = arena_keep(a, new_name(a, text, n));
    char *copy = arena_alloc(a, n);
    if (a->failed)
        return VALUE_NONE;
    memcpy(copy, text, n);
    a->names[i] = (NameSlot){ copy, (uint32_t)n, hash, v };
    a->n_names++;
    return v;
}

/* The shared empty list of all kinds. Nobody writes to it: an append to a list of no items makes a new one.
 * */
static const int64_t empty_list[1];

/* -- Lists: the capacity follows from the length (4, 8, 16, ...), so appending is linear ----------------- */

static void *grow_list(Arena *a, void *old, size_t head, int32_t n, size_t item) {
    if (n > 0 && (n < 4 || (n & (n - 1)) != 0))
        return old;
    if (n > INT32_MAX / 2) {
        a->failed = true;
        return NULL;
    }
    char *grown = arena_alloc(a, head + (n == 0 ? 4 : 2 * (size_t)n) * item);
    if (n > 0 && grown != NULL && !a->failed)
        memcpy(grown, old, head + (size_t)n * item);
    return grown;
}

#define LIST_ADD(a, list, item)                                                                              \
    __typeof__(list) grown = grow_list(a, list, sizeof *list, list ? list->n : 0, sizeof list->items[0]);    \
    if (grown == NULL || (a)->failed)                                                                        \
        return list != NULL ? list : (__typeof__(list))empty_list;                                           \
    grown->items[grown->n++] = item;                                                                         \
    return grown

AstSeq *ast_seq_add(Arena *a, AstSeq *seq, Node *item) { LIST_ADD(a, seq, ast_bare(item)); }
AstNames *ast_names_add(Arena *a, AstNames *names, Value name) { LIST_ADD(a, names, name); }
AstOps *ast_ops_add(Arena *a, AstOps *ops, AstOp op) { LIST_ADD(a, ops, op); }

/* -- Finishing a node: what ast_new does besides storing fields ------------------------------------------ */


static inline uint32_t max_depth(uint32_t depth, const Node *child) {
    return child != NULL && child->depth > depth ? child->depth : depth;
}

static inline uint32_t max_depth_of(uint32_t depth, const AstSeq *seq) {
    for (int32_t i = 0; i < seq->n; i++)
        depth = max_depth(depth, seq->items[i]);
    return depth;
}

static inline Node *set_depth(Arena *a, Node *n, uint32_t depth) {
    if (n->kind == AST_If && n->If.orelse->n == 1 && n->If.orelse->items[0]->kind == AST_If) {
        /* An elif is as deep as the if it belongs to (see ast.h), so it must not be counted as its child. */
        depth = max_depth_of(max_depth(0, n->If.test), n->If.body);
        uint32_t elif = n->If.orelse->items[0]->depth - 1;
        depth = elif > depth ? elif : depth;
    }
    if (unlikely(++depth > AST_MAX_DEPTH)) {
        a->too_deep = true;
        depth = AST_MAX_DEPTH;
    }
    n->depth = (uint16_t)depth;
    return n;
}

Node *ast_adopt(Arena *a, Node *n, const Node *child) {
    uint32_t depth = child->depth;
    return depth < n->depth ? n : set_depth(a, n, depth);
}

Node *ast_group(Arena *a, Span at, Node *inner) {
    Node *bare = ast_bare(inner);
    if (a->failed)
        return bare;
    bare->parenthesised = true;
    Node *n = arena_alloc(a, offsetof(Node, Group) + sizeof n->Group);
    if (a->failed)
        return bare;
    n->span = at;
    n->depth = bare->depth;
    n->Group.inner = bare;
    return n;
}

#define F_CHILD(f) depth = max_depth(depth, s->f = ast_bare(s->f));
#define F_OPT(f) depth = max_depth(depth, s->f = ast_bare(s->f));
#define F_SEQ(f) if (s->f == NULL) s->f = (AstSeq *)empty_list; else depth = max_depth_of(depth, s->f);
#define F_NAMES(f) if (s->f == NULL) s->f = (AstNames *)empty_list;
#define F_OPS(f) if (s->f == NULL) s->f = (AstOps *)empty_list;
#define F_NAME(f)
#define F_OPTNAME(f)
#define F_VALUE(f)
#define F_OPTVALUE(f)
#define F_INT(f)
#define F_OP(f)
#define F_EMPTY(f)
#define NODE(group, Kind_, fields)                          \
    Node *ast_finish_##Kind_(Arena *a, Node *n) {           \
        UNUSED __typeof__(n->Kind_) *s = &n->Kind_;         \
        uint32_t depth = 0;                                 \
        fields                                              \
        return set_depth(a, n, depth);                      \
    }
#include "compiler/ast.def"

/* -- Names of kinds and operators ------------------------------------------------------------------------ */

const char *ast_kind_name(AstKind kind) {
    static const char *const names[] = {
        "Group",
#define NODE(group, Kind, fields) #Kind,
#include "compiler/ast.def"
    };
    return names[kind];
}

const char *ast_op_name(AstOp op) {
    static const char *const names[] = {
        "",
#define AOP(Name, text) #Name,
#include "compiler/ast_op.def"
    };
    return names[op];
}

const char *ast_op_text(AstOp op) {
    static const char *const texts[] = {
        "",
#define AOP(Name, text) text,
#include "compiler/ast_op.def"
    };
    return texts[op];
}
