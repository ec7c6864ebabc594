/* match: patterns -> tests and jumps.
 *
 * While a pattern is tested, the stack holds, from the bottom: what was there before; the values captured
 * so far, the first one topmost; `on_top` words of the patterns around this one; the subject. A failing
 * test jumps to the label that drops as many words; the names are stored only when the whole pattern has
 * succeeded. */
#include "compiler/unit.h"
#include "vm/object/protocol.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

typedef struct Pattern {
    Vec(Value) names;                           /* captured so far */
    Vec(Label) fail;                            /* fail[n]: drop n words, then go on behind the pattern */
    bool allow_irrefutable;
    uint32_t on_top;                            /* words above the captured values, below the subject */
} Pattern;

static void visit_pattern(Compiler *c, Node *n, Pattern *p);

/* -- Failing --------------------------------------------------------------------------------------------- */

static Label fail_label(Compiler *c, Pattern *p, size_t n) {
    while (p->fail.len <= n && !c->failed) {
        if (!vec_push(&p->fail, new_label(c)))
            compile_no_memory(c);
    }
    return c->failed ? 0 : p->fail.data[n];
}

static void jump_to_fail(Compiler *c, Pattern *p, int opcode) {
    jump(c, opcode, fail_label(c, p, p->on_top + p->names.len));
}

static void place_fail_labels(Compiler *c, Pattern *p) {
    if (c->failed)
        return;
    while (p->fail.len > 1) {
        place(c, vec_pop(&p->fail));
        op0(c, OP_POP_TOP);
    }
    if (p->fail.len == 1)
        place(c, vec_pop(&p->fail));
}

/* -- Captures -------------------------------------------------------------------------------------------- */

/* The top goes below the next n - 1 words. */
static void rotate(Compiler *c, size_t n) {
    for (; n > 1; n--)
        op(c, OP_SWAP, (uint32_t)n);
}

static void capture_name(Compiler *c, Node *n, Value name, Pattern *p) {
    if (!name) {
        op0(c, OP_POP_TOP);
        return;
    }
    if (forbidden_name(c, name, AST_Store))
        return;
    for (size_t i = 0; i < p->names.len; i++) {
        if (p->names.data[i] == name) {
            compile_error(c, n->span, "multiple assignments to name '%U' in pattern", name);
            return;
        }
    }
    rotate(c, p->on_top + p->names.len + 1);
    if (!vec_push(&p->names, name))
        compile_no_memory(c);
}

static bool is_wildcard(const Node *n) {
    return n->kind == AST_MatchAs && !n->MatchAs.name;
}

static bool is_star_wildcard(const Node *n) { return n->kind == AST_MatchStar && !n->MatchStar.name; }

/* A pattern within another one may match anything. */
static void visit_inner(Compiler *c, Node *n, Pattern *p) {
    bool allowed = p->allow_irrefutable;
    p->allow_irrefutable = true;
    visit_pattern(c, n, p);
    p->allow_irrefutable = allowed;
}

/* -- Values ---------------------------------------------------------------------------------------------- */

static bool is_value_expr(const Node *n) { return is_constant(n) || n->kind == AST_Attribute; }

static void match_value(Compiler *c, Node *n, Pattern *p) {
    Node *value = n->MatchValue.value;
    if (!is_value_expr(value)) {
        compile_error(c, n->span, "patterns may only match literals and attribute lookups");
        return;
    }
    visit_expr(c, value);
    op(c, OP_COMPARE, CMP_EQ);
    jump_to_fail(c, p, OP_POP_JUMP_IF_FALSE);
}

static void match_singleton(Compiler *c, Node *n, Pattern *p) {
    if (is_none(n->MatchSingleton.value)) {
        jump_to_fail(c, p, OP_POP_JUMP_IF_NOT_NONE);
        return;
    }
    load_const(c, n->MatchSingleton.value);
    op(c, OP_IS_OP, 0);
    jump_to_fail(c, p, OP_POP_JUMP_IF_FALSE);
}

/* -- Sequences ------------------------------------------------------------------------------------------- */

/* Unpacks the subject, then matches each item. */
static void unpack_items(Compiler *c, AstSeq *patterns, int32_t star, Pattern *p) {
    int32_t n = patterns->n;
    if (star >= 0)
        op(c, OP_UNPACK_EX, (uint32_t)star | (uint32_t)(n - star - 1) << 8);
    else
        op(c, OP_UNPACK_SEQUENCE, (uint32_t)n);
    p->on_top += (uint32_t)n;
    for (int32_t i = 0; i < n && !c->failed; i++) {
        p->on_top--;
        visit_inner(c, patterns->items[i], p);
    }
}

/* Looks only at the items that are not wildcards: for patterns like [x, *_] and [*_, x]. */
static void subscript_items(Compiler *c, AstSeq *patterns, int32_t star, Pattern *p) {
    int32_t n = patterns->n;
    p->on_top++;                                /* the subject stays */
    for (int32_t i = 0; i < n && !c->failed; i++) {
        Node *item = patterns->items[i];
        if (is_wildcard(item) || i == star)
            continue;
        op(c, OP_COPY, 1);
        if (i < star) {
            load_const(c, from_small(i));
        } else {
            op0(c, OP_GET_LEN);
            load_const(c, from_small(n - i));
            op(c, OP_BINARY_SUB, 0);
        }
        op0(c, OP_BINARY_SUBSCR);
        visit_inner(c, item, p);
    }
    p->on_top--;
    op0(c, OP_POP_TOP);
}

static void match_sequence(Compiler *c, Node *n, Pattern *p) {
    AstSeq *patterns = n->MatchSequence.patterns;
    int32_t size = patterns->n, star = -1;
    bool only_wildcards = true, star_wildcard = false;
    for (int32_t i = 0; i < size; i++) {
        Node *item = patterns->items[i];
        if (item->kind == AST_MatchStar) {
            if (star >= 0) {
                compile_error(c, n->span, "multiple starred names in sequence pattern");
                return;
            }
            star_wildcard = is_star_wildcard(item);
            only_wildcards &= star_wildcard;
            star = i;
            continue;
        }
        only_wildcards &= is_wildcard(item);
    }
    if (star >= 1 << 8 || (star >= 0 && size - star - 1 >= 1 << 16)) {
        compile_error(c, n->span, "too many expressions in star-unpacking sequence pattern");
        return;
    }
    p->on_top++;                                /* the subject, until it is unpacked */
    op0(c, OP_MATCH_SEQUENCE);
    jump_to_fail(c, p, OP_POP_JUMP_IF_FALSE);
    if (star < 0) {
        op0(c, OP_GET_LEN);
        load_const(c, from_small(size));
        op(c, OP_COMPARE, CMP_EQ);
        jump_to_fail(c, p, OP_POP_JUMP_IF_FALSE);
    } else if (size > 1) {
        op0(c, OP_GET_LEN);
        load_const(c, from_small(size - 1));
        op(c, OP_COMPARE, CMP_GE);
        jump_to_fail(c, p, OP_POP_JUMP_IF_FALSE);
    }
    p->on_top--;
    if (only_wildcards)
        op0(c, OP_POP_TOP);
    else if (star_wildcard)
        subscript_items(c, patterns, star, p);
    else
        unpack_items(c, patterns, star, p);
}

/* -- Mappings -------------------------------------------------------------------------------------------- */

/* The literal keys must differ. */
static bool check_mapping_keys(Compiler *c, Node *n) {
    AstSeq *keys = n->MatchMapping.keys;
    Set *seen = set_new(c->t, type_by_id(c->t, T_SET));
    if (seen == NULL) {
        compile_no_memory(c);
        return false;
    }
    for (int32_t i = 0; i < keys->n; i++) {
        Node *key = keys->items[i];
        if (!is_value_expr(key)) {
            compile_error(c, n->span, "mapping pattern keys may only match literals and attribute lookups");
            return false;
        }
        if (!is_constant(key))
            continue;
        int found = set_contains(c->t, seen, constant_value(key));
        if (found > 0) {
            compile_error(c, n->span, "mapping pattern checks duplicate key (%R)", constant_value(key));
            return false;
        }
        if (found < 0 || !set_add(c->t, seen, constant_value(key))) {
            c->failed = true;
            return false;
        }
    }
    return true;
}

static void match_mapping(Compiler *c, Node *n, Pattern *p) {
    AstSeq *keys = n->MatchMapping.keys, *patterns = n->MatchMapping.patterns;
    Value rest = n->MatchMapping.rest;
    int32_t size = keys->n;
    if (!check_mapping_keys(c, n))
        return;
    p->on_top++;                                /* the subject */
    op0(c, OP_MATCH_MAPPING);
    jump_to_fail(c, p, OP_POP_JUMP_IF_FALSE);
    if (size == 0 && !rest) {
        p->on_top--;
        op0(c, OP_POP_TOP);
        return;
    }
    if (size > 0) {
        op0(c, OP_GET_LEN);
        load_const(c, from_small(size));
        op(c, OP_COMPARE, CMP_GE);
        jump_to_fail(c, p, OP_POP_JUMP_IF_FALSE);
    }
    visit_exprs(c, keys);
    op(c, OP_BUILD_TUPLE, (uint32_t)size);
    op0(c, OP_MATCH_KEYS);                      /* subject, keys, values or None */
    p->on_top += 2;
    op(c, OP_COPY, 1);
    jump_to_fail(c, p, OP_POP_JUMP_IF_NONE);
    op(c, OP_UNPACK_SEQUENCE, (uint32_t)size);
    p->on_top += (uint32_t)size - 1;
    for (int32_t i = 0; i < size && !c->failed; i++) {
        p->on_top--;
        visit_inner(c, patterns->items[i], p);
    }
    p->on_top -= 2;                             /* subject and keys are ours from here on */
    if (rest) {
        op(c, OP_BUILD_MAP, 0);
        op(c, OP_SWAP, 3);
        op(c, OP_DICT_UPDATE, 2);               /* copy, keys <- subject */
        op(c, OP_UNPACK_SEQUENCE, (uint32_t)size);
        for (int32_t i = size; i > 0; i--) {    /* copy, remaining keys */
            op(c, OP_COPY, (uint32_t)i + 1);
            op(c, OP_SWAP, 2);
            op0(c, OP_DELETE_SUBSCR);
        }
        capture_name(c, n, rest, p);
    } else {
        op0(c, OP_POP_TOP);
        op0(c, OP_POP_TOP);
    }
}

/* -- Classes --------------------------------------------------------------------------------------------- */

static void match_class(Compiler *c, Node *n, Pattern *p) {
    AstSeq *patterns = n->MatchClass.patterns, *keyword_patterns = n->MatchClass.kwd_patterns;
    AstNames *attrs = n->MatchClass.kwd_attrs;
    for (int32_t i = 0; i < attrs->n; i++) {
        at_node(c, keyword_patterns->items[i]);
        if (forbidden_name(c, attrs->items[i], AST_Store))
            return;
        for (int32_t k = i + 1; k < attrs->n; k++) {
            if (attrs->items[k] == attrs->items[i]) {
                compile_error(c, keyword_patterns->items[k]->span, "attribute name repeated in class pattern: %U",
                              attrs->items[i]);
                return;
            }
        }
    }
    at_node(c, n);
    visit_expr(c, n->MatchClass.cls);
    Value names = compile_keep(c, tuple_new(c->t, attrs->items, attrs->n));
    if (c->failed)
        return;
    load_const(c, names);
    op(c, OP_MATCH_CLASS, (uint32_t)patterns->n);
    op(c, OP_COPY, 1);
    p->on_top++;                                /* the attributes, or None */
    jump_to_fail(c, p, OP_POP_JUMP_IF_NONE);
    int32_t size = patterns->n + attrs->n;
    op(c, OP_UNPACK_SEQUENCE, (uint32_t)size);
    p->on_top += (uint32_t)size - 1;
    for (int32_t i = 0; i < size && !c->failed; i++) {
        p->on_top--;
        Node *item = i < patterns->n ? patterns->items[i] : keyword_patterns->items[i - patterns->n];
        if (is_wildcard(item))
            op0(c, OP_POP_TOP);
        else
            visit_inner(c, item, p);
    }
}

/* -- Alternatives ---------------------------------------------------------------------------------------- */

static void match_as(Compiler *c, Node *n, Pattern *p) {
    if (n->MatchAs.pattern == NULL) {
        if (!p->allow_irrefutable) {
            if (n->MatchAs.name)
                compile_error(c, n->span, "name capture '%U' makes remaining patterns unreachable",
                              n->MatchAs.name);
            else
                compile_error(c, n->span, "wildcard makes remaining patterns unreachable");
            return;
        }
        capture_name(c, n, n->MatchAs.name, p);
        return;
    }
    p->on_top++;
    op(c, OP_COPY, 1);
    visit_pattern(c, n->MatchAs.pattern, p);
    p->on_top--;
    capture_name(c, n, n->MatchAs.name, p);
}

static size_t find_name(const Pattern *p, Value name) {
    size_t i = 0;
    while (i < p->names.len && p->names.data[i] != name)
        i++;
    return i;
}

/* Every alternative captures the same names; the first one sets their order on the stack, the others
 * follow. */
static void reorder_captures(Compiler *c, const Pattern *control, Pattern *p) {
    size_t count = control->names.len;
    for (size_t want = count; want-- > 0 && !c->failed;) {
        size_t have = find_name(p, control->names.data[want]);
        if (p->names.len != count || have == p->names.len) {
            compile_error(c, compile_here(c), "alternative patterns bind different names");
            return;
        }
        for (size_t k = 0; have != want && k <= have; k++) {
            Value first = p->names.data[0];
            memmove(p->names.data, p->names.data + 1, want * sizeof first);
            p->names.data[want] = first;
            rotate(c, want + 1);
        }
    }
}

/* Puts the captured values of the alternatives, which lie above the subject, below all the earlier ones. */
static void join_captures(Compiler *c, Node *n, const Pattern *control, Pattern *p) {
    size_t distance = control->names.len + 1 + p->on_top + p->names.len;
    for (size_t i = 0; i < control->names.len && !c->failed; i++) {
        Value name = control->names.data[i];
        rotate(c, distance);
        if (find_name(p, name) < p->names.len)
            compile_error(c, n->span, "multiple assignments to name '%U' in pattern", name);
        if (!vec_push(&p->names, name))
            compile_no_memory(c);
    }
    op0(c, OP_POP_TOP);
}

static void free_pattern(Pattern *p) {
    vec_free(&p->names);
    vec_free(&p->fail);
}

static void match_or(Compiler *c, Node *n, Pattern *p) {
    AstSeq *patterns = n->MatchOr.patterns;
    Pattern control = { 0 };
    Label end = new_label(c);
    for (int32_t i = 0; i < patterns->n && !c->failed; i++) {
        Node *item = patterns->items[i];
        Pattern alternative = { .allow_irrefutable = i == patterns->n - 1 && p->allow_irrefutable };
        at_node(c, item);
        op(c, OP_COPY, 1);
        visit_pattern(c, item, &alternative);
        if (i > 0) {
            if (alternative.names.len != control.names.len)
                compile_error(c, compile_here(c), "alternative patterns bind different names");
            reorder_captures(c, &control, &alternative);
        }
        jump(c, OP_JUMP, end);
        place_fail_labels(c, &alternative);
        if (i == 0) {
            control = alternative;
            continue;
        }
        free_pattern(&alternative);
    }
    op0(c, OP_POP_TOP);
    jump_to_fail(c, p, OP_JUMP);
    place(c, end);
    join_captures(c, n, &control, p);
    free_pattern(&control);
}

static void visit_pattern(Compiler *c, Node *n, Pattern *p) {
    if (c->failed || !compile_enough_stack(c))
        return;
    at_node(c, n);                              /* for what follows too, as in CPython */
    switch (n->kind) {
    case AST_MatchValue: match_value(c, n, p); break;
    case AST_MatchSingleton: match_singleton(c, n, p); break;
    case AST_MatchSequence: match_sequence(c, n, p); break;
    case AST_MatchMapping: match_mapping(c, n, p); break;
    case AST_MatchClass: match_class(c, n, p); break;
    case AST_MatchStar: capture_name(c, n, n->MatchStar.name, p); break;
    case AST_MatchAs: match_as(c, n, p); break;
    default: match_or(c, n, p); break;
    }
}

/* -- The statement --------------------------------------------------------------------------------------- */

/* The subject lies on the stack; the last case that tests anything consumes it. */
static void compile_case(Compiler *c, Node *n, bool last_test, bool last, Label end) {
    Pattern p = { .allow_irrefutable = n->match_case.guard != NULL || last };
    at_node(c, n->match_case.pattern);
    if (!last_test)
        op(c, OP_COPY, 1);
    visit_pattern(c, n->match_case.pattern, &p);
    for (size_t i = 0; i < p.names.len; i++)
        store_name(c, p.names.data[i]);
    if (n->match_case.guard != NULL)
        jump_if(c, n->match_case.guard, fail_label(c, &p, 0), false);
    if (!last_test)
        op0(c, OP_POP_TOP);
    visit_body(c, n->match_case.body);
    at_nowhere(c);
    jump(c, OP_JUMP, end);
    at_node(c, n->match_case.pattern);
    place_fail_labels(c, &p);
    free_pattern(&p);
}

void compile_match(Compiler *c, Node *n) {
    AstSeq *cases = n->Match.cases;
    Label end = new_label(c);
    visit_expr(c, n->Match.subject);
    Node *last = cases->items[cases->n - 1];
    bool has_default = cases->n > 1 && is_wildcard(last->match_case.pattern);
    int32_t tests = cases->n - has_default;
    for (int32_t i = 0; i < tests && !c->failed; i++)
        compile_case(c, cases->items[i], i == tests - 1, i == cases->n - 1, end);
    if (has_default && !c->failed) {
        at_node(c, last->match_case.pattern);
        op0(c, OP_NOP);
        if (last->match_case.guard != NULL)
            jump_if(c, last->match_case.guard, end, false);
        visit_body(c, last->match_case.body);
    }
    place(c, end);
}
