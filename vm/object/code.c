/* Code objects: what the compiler makes, as Python sees it. Offsets count 2 for each instruction, as
 * tb_lasti does. */
#include "vm/object/code.h"

#include <stdio.h>

#include "vm/base/hash.h"
#include "vm/object/bytes.h"
#include "vm/object/def.h"
#include "vm/object/list.h"
#include "vm/object/opcode.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

Code *code_new(Thread *t) { return alloc_obj(t, type_by_id(t, T_CODE), sizeof(Code)); }

bool code_from_library(const Code *code) {
    static const char mark[] = "<frozen ";
    const Str *s = is_str(code->filename) ? as_str(code->filename) : NULL;
    for (int64_t i = 0; i < (int64_t)sizeof mark - 1; i++)
        if (!s || i >= s->len || str_at(s, i) != (uint32_t)mark[i]) return false;
    return true;
}

/* Artificial instructions have no line: that of what comes before will do. */
int32_t code_line(const Code *c, uint32_t pc) {
    if (pc >= c->ninstrs)
        return c->first_line;
    for (uint32_t i = pc + 1; i-- > 0;) {
        if (c->positions[i].line != 0)
            return c->positions[i].line;
    }
    return c->first_line;
}

/* -- repr, equality -------------------------------------------------------------------------------------- */

static Value code_repr(Thread *t, Value self) {
    const Code *c = as_code(self);
    char address[32];
    snprintf(address, sizeof address, "%p", (const void *)c);
    return str_format(t, "<code object %U at %s, file \"%U\", line %d>", c->name, address, c->filename,
                      (int)(c->first_line ? c->first_line : -1));
}

static bool same_names(Str *const *a, uint32_t na, Str *const *b, uint32_t nb) {
    if (na != nb)
        return false;
    for (uint32_t i = 0; i < na; i++) {
        if (!str_equal(a[i], b[i]))
            return false;
    }
    return true;
}

/* Equal constants of one type; 1, 0, -1. */
static int same_consts(Thread *t, const Code *a, const Code *b) {
    if (a->nconsts != b->nconsts)
        return 0;
    for (uint32_t i = 0; i < a->nconsts; i++) {
        if (type_of(t, a->consts[i]) != type_of(t, b->consts[i]))
            return 0;
        int r = values_equal(t, a->consts[i], b->consts[i]);
        if (r <= 0)
            return r;
    }
    return 1;
}

static int same_code(Thread *t, const Code *a, const Code *b) {
    if (a->ninstrs != b->ninstrs || a->argcount != b->argcount || a->posonly != b->posonly ||
        a->kwonly != b->kwonly || a->flags != b->flags || a->first_line != b->first_line || a->ncaches != b->ncaches ||
        a->nexc != b->nexc ||
        !str_equal(as_str(a->name), as_str(b->name)) ||
        !str_equal(as_str(a->qualname), as_str(b->qualname)) ||
        memcmp(a->instrs, b->instrs, a->ninstrs * sizeof *a->instrs) != 0 ||
        memcmp(a->positions, b->positions, a->ninstrs * sizeof *a->positions) != 0 ||
        !same_names(a->names, a->nnames, b->names, b->nnames) ||
        !same_names(a->local_names, a->nlocals, b->local_names, b->nlocals))
        return 0;
    for (uint32_t i = 0; i < a->ncaches; i++) {
        if (!str_equal(a->caches[i].name, b->caches[i].name))
            return 0;
    }
    return same_consts(t, a, b);
}

static Value code_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !ptr_kind(b, T_CODE))
        return VALUE_NOTIMPLEMENTED;
    if (!code_ready(t, as_code(a)) || !code_ready(t, as_code(b)))
        return VALUE_ERROR;
    int same = a == b ? 1 : same_code(t, as_code(a), as_code(b));
    return same < 0 ? VALUE_ERROR : from_bool(same == (op == CMP_EQ));
}

static bool code_hash(Thread *t, Value self, int64_t *out) {
    const Code *c = as_code(self);
    TupleHash h = hash_tuple_start();
    hash_tuple_add(&h, str_hash(t, as_str(c->name)));
    hash_tuple_add(&h, c->first_line);
    hash_tuple_add(&h, c->argcount);
    hash_tuple_add(&h, c->ninstrs);
    hash_tuple_add(&h, c->flags);
    *out = hash_tuple_end(h, 5);
    return true;
}

/* -- Attributes ------------------------------------------------------------------------------------------ */

static Value get_argcount(Thread *t, Value self) { return from_small(as_code(self)->argcount); }
static Value get_posonly(Thread *t, Value self) { return from_small(as_code(self)->posonly); }
static Value get_kwonly(Thread *t, Value self) { return from_small(as_code(self)->kwonly); }
static Value get_stacksize(Thread *t, Value self) { return from_small(as_code(self)->max_stack); }
static Value get_flags(Thread *t,
                       Value self) { return from_small(as_code(self)->flags & ~(uint32_t)CO_HAS_DOCSTRING); }
static Value get_first_line(Thread *t, Value self) { return from_small(as_code(self)->first_line); }
static Value get_name(Thread *t, Value self) { return as_code(self)->name; }
static Value get_qualname(Thread *t, Value self) { return as_code(self)->qualname; }
static Value get_filename(Thread *t, Value self) { return as_code(self)->filename; }

static Value locals_of_kind(Thread *t, Value self, int kind) {
    const Code *c = as_code(self);
    int64_t n = 0;
    if (!code_ready(t, as_code(self)))
        return VALUE_ERROR;
    for (uint32_t i = 0; i < c->nlocals; i++)
        n += (c->local_kinds[i] & kind) != 0;
    Tuple *u = tuple_alloc(t, n);
    if (u == NULL)
        return VALUE_ERROR;
    n = 0;
    for (uint32_t i = 0; i < c->nlocals; i++) {
        if (c->local_kinds[i] & kind)
            u->items[n++] = from_ptr(c->local_names[i]);
    }
    return from_ptr(u);
}

static Value get_varnames(Thread *t, Value self) { return locals_of_kind(t, self, LOCAL_VAR); }
static Value get_cellvars(Thread *t, Value self) { return locals_of_kind(t, self, LOCAL_CELL); }
static Value get_freevars(Thread *t, Value self) { return locals_of_kind(t, self, LOCAL_FREE); }

static Value get_nlocals(Thread *t, Value self) {
    Value names = get_varnames(t, self);
    return names == VALUE_ERROR ? names : from_small(as_tuple(names)->len);
}

/* A code's small ints are operands of LOAD_INT; they are shown behind the constants proper. */
static Value get_consts(Thread *t, Value self) {
    Code *c = as_code(self);
    if (c->consts_tuple)
        return c->consts_tuple;
    List *l = code_ready(t, c) ? list_alloc(t, 0, c->nconsts + 4) : NULL;
    if (l == NULL)
        return VALUE_ERROR;
    for (uint32_t i = 0; i < c->nconsts; i++) {
        if (!list_append(t, l, c->consts[i]))
            return VALUE_ERROR;
    }
    for (uint32_t pc = 0; pc < c->ninstrs; pc++) {
        uint32_t i = c->instrs[pc];
        int64_t number;
        switch (opcode_operand[INSTR_OP(i)]) {
        case OPERAND_INT: number = INSTR_SARG(i); break;
        case OPERAND_A_INT: number = INSTR_S16(i); break;
        case OPERAND_ABC: number = (int8_t)INSTR_B(i); break;
        default: continue;
        }
        bool seen = false;
        for (int64_t k = c->nconsts; k < l->len && !seen; k++)
            seen = l->items[k] == from_small(number);
        if (!seen && !list_append(t, l, from_small(number)))
            return VALUE_ERROR;
    }
    Value v = tuple_new(t, l->items, l->len);
    if (v != VALUE_ERROR)
        c->consts_tuple = v;
    return v;
}

/* Names of imports and such, then those of variables and attributes, each once. */
static Value get_names(Thread *t, Value self) {
    const Code *c = as_code(self);
    List *l = code_ready(t, as_code(self)) ? list_alloc(t, 0, c->nnames + 4) : NULL;
    if (l == NULL)
        return VALUE_ERROR;
    for (uint32_t i = 0; i < c->nnames + c->ncaches; i++) {
        Value name = from_ptr(i < c->nnames ? c->names[i] : c->caches[i - c->nnames].name);
        bool seen = false;
        for (int64_t k = 0; k < l->len && !seen; k++)
            seen = l->items[k] == name;
        if (!seen && !list_append(t, l, name))
            return VALUE_ERROR;
    }
    return tuple_new(t, l->items, l->len);
}

static Value get_code(Thread *t, Value self) {
    const Code *c = as_code(self);
    return bytes_new(t, (const char *)c->instrs, c->ninstrs * sizeof *c->instrs);
}

static Value get_linetable(Thread *t, Value self) {
    const Code *c = as_code(self);
    return bytes_new(t, (const char *)c->positions, c->ninstrs * sizeof *c->positions);
}

static Value get_exceptiontable(Thread *t, Value self) {
    const Code *c = as_code(self);
    return bytes_new(t, (const char *)c->exc_table, c->nexc * sizeof *c->exc_table);
}

/* -- Methods --------------------------------------------------------------------------------------------- */

static Value number_or_none(int64_t i, bool known) { return known ? from_small(i) : VALUE_NONE; }

static Value code_positions(Thread *t, Value *a) {
    const Code *c = as_code(a[0]);
    List *l = list_alloc(t, 0, c->ninstrs);
    if (l == NULL)
        return VALUE_ERROR;
    for (uint32_t pc = 0; pc < c->ninstrs; pc++) {
        Pos p = c->positions[pc];
        Value v[4] = {
            number_or_none(p.line, p.line != 0), number_or_none(p.end_line, p.line != 0),
            number_or_none(p.col, p.line != 0 && p.col != 0xffff),
            number_or_none(p.end_col, p.line != 0 && p.end_col != 0xffff)
        };
        Value u = tuple_new(t, v, 4);
        if (u == VALUE_ERROR || !list_append(t, l, u))
            return VALUE_ERROR;
    }
    return get_iter(t, from_ptr(l));
}

static Value code_lines(Thread *t, Value *a) {
    const Code *c = as_code(a[0]);
    List *l = list_alloc(t, 0, 8);
    if (l == NULL)
        return VALUE_ERROR;
    /* a call counts as its first line, for which there is no instruction */
    if ((c->flags & CO_OPTIMIZED) && c->ninstrs > 0 && c->positions[0].line != c->first_line) {
        Value u = tuple_pack3(t, from_small(0), from_small(0), from_small(c->first_line));
        if (u == VALUE_ERROR || !list_append(t, l, u))
            return VALUE_ERROR;
    }
    for (uint32_t pc = 0; pc < c->ninstrs;) {
        uint32_t start = pc;
        int32_t line = c->positions[pc].line;
        while (pc < c->ninstrs && c->positions[pc].line == line)
            pc++;
        Value u = tuple_pack3(t, from_small((int64_t)sizeof(Instr) * start), from_small((int64_t)sizeof(Instr) * pc),
                              number_or_none(line, line != 0));
        if (u == VALUE_ERROR || !list_append(t, l, u))
            return VALUE_ERROR;
    }
    return get_iter(t, from_ptr(l));
}

static bool take_count(Thread *t, Value v, uint32_t *out) {
    int32_t n;
    if (v == VALUE_NULL)
        return true;
    if (!as_int32(t, v, &n))
        return false;
    if (n < 0) {
        raise_value_error(t, "code: argument must not be negative");
        return false;
    }
    *out = (uint32_t)n;
    return true;
}

static bool take_str(Thread *t, Value v, const char *what, Value *out) {
    if (v == VALUE_NULL)
        return true;
    if (!is_str(v)) {
        raise_type_error(t, "replace() argument '%s' must be str, not %V", what, v);
        return false;
    }
    *out = v;
    return true;
}

/* A copy with caches of its own, which start empty. */
static Code *copy_code(Thread *t, const Code *c) {
    Code *copy = code_new(t);
    if (copy == NULL)
        return NULL;
    Obj head = copy->h;
    *copy = *c;
    copy->h = head;
    copy->counter = 0;
    copy->consts_tuple = VALUE_NULL;
    copy->caches = alloc_array(t, c->ncaches + 1, sizeof *copy->caches);
    if (copy->caches == NULL)
        return NULL;
    for (uint32_t i = 0; i < c->ncaches; i++)
        copy->caches[i].name = c->caches[i].name;
    return copy;
}

static bool replace_consts(Thread *t, Code *c, Value v) {
    if (v == VALUE_NULL)
        return true;
    if (!is_tuple(v)) {
        raise_type_error(t, "replace() argument 'co_consts' must be tuple, not %V", v);
        return false;
    }
    if (as_tuple(v)->len < c->nconsts) {
        raise_value_error(t, "code: co_consts is too small");
        return false;
    }
    Value *consts = alloc_array(t, c->nconsts + 1, sizeof *consts);
    if (consts == NULL)
        return false;
    if (c->nconsts > 0)
        memcpy(consts, as_tuple(v)->items, c->nconsts * sizeof *consts);
    c->consts = consts;
    return true;
}

enum { PLAIN_ARGS = 10 };                       /* self and what replace() can change; then what must stay */

static Value code_replace(Thread *t, Value *a) {
    static const char *const fixed_names[] = {
        "co_code", "co_names", "co_varnames", "co_freevars", "co_cellvars", "co_nlocals", "co_stacksize",
        "co_linetable", "co_exceptiontable"
    };
    static Value (*const fixed[])(Thread *t, Value self) = {
        get_code, get_names, get_varnames, get_freevars, get_cellvars, get_nlocals, get_stacksize, get_linetable,
        get_exceptiontable
    };
    const Code *old = as_code(a[0]);
    Code *c = code_ready(t, as_code(a[0])) ? copy_code(t, old) : NULL;
    uint32_t first_line = (uint32_t)old->first_line, flags = old->flags & ~(uint32_t)CO_HAS_DOCSTRING;
    if (c == NULL || !take_count(t, a[1], &c->argcount) || !take_count(t, a[2], &c->posonly) ||
        !take_count(t, a[3], &c->kwonly) || !take_count(t, a[4], &flags) ||
        !take_count(t, a[5], &first_line) ||
        !replace_consts(t, c, a[6]) || !take_str(t, a[7], "co_filename", &c->filename) ||
        !take_str(t, a[8], "co_name", &c->name) || !take_str(t, a[9], "co_qualname", &c->qualname))
        return VALUE_ERROR;
    for (size_t i = 0; i < ARRAY_LEN(fixed); i++) {
        if (a[PLAIN_ARGS + i] == VALUE_NULL)
            continue;
        Value now = fixed[i](t, a[0]);
        int same = now == VALUE_ERROR ? -1 : values_equal(t, now, a[PLAIN_ARGS + i]);
        if (same < 0)
            return VALUE_ERROR;
        if (!same)
            return raise_value_error(t, "code: %s cannot be replaced", fixed_names[i]);
    }
    if ((uint64_t)c->argcount + c->kwonly > c->nlocals || c->posonly > c->argcount)
        return raise_value_error(t, "code: co_varnames is too small");
    c->first_line = (int32_t)first_line;
    c->flags = flags | (old->flags & CO_HAS_DOCSTRING);
    c->simple = c->kwonly == 0 && !(c->flags & (CO_VARARGS | CO_VARKEYWORDS | CO_GENERATOR | CO_COROUTINE |
                                                CO_ASYNC_GENERATOR));
    return from_ptr(c);
}

static Value code_tp_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return raise_type_error(t,
                            "code objects come from compile() and replace(): arguments for their parts are not taken");
}

const TypeDef type_code = {
    .name = "code",
    .doc = "Compiled Python: instructions, constants, names.",
    .size = sizeof(Code),
    .flags = TYPE_NO_BASE,
    .weakrefs = true,
    .slots = { .repr = code_repr, .compare = code_compare, .hash = code_hash, .new_ = code_tp_new },
    .methods = (const FunctionDef[]) {
        { "co_positions", code_positions, "", "(line, end_line, column, end_column) of each instruction.", 0 },
        { "co_lines", code_lines, "", "(start, end, line) of each run of instructions.", 0 },
        { "replace", code_replace,
          "*, co_argcount=NULL, co_posonlyargcount=NULL, co_kwonlyargcount=NULL, co_flags=NULL, co_firstlineno=NULL, "
          "co_consts=NULL, co_filename=NULL, co_name=NULL, co_qualname=NULL, co_code=NULL, co_names=NULL, "
          "co_varnames=NULL, co_freevars=NULL, co_cellvars=NULL, co_nlocals=NULL, co_stacksize=NULL, "
          "co_linetable=NULL, co_exceptiontable=NULL",
          "A copy with some attributes changed.", 0 },
        { 0 } },
    .getsets = (const GetSetDef[]) {
        { "co_argcount", get_argcount, member_readonly, 0 },
        { "co_posonlyargcount", get_posonly, member_readonly, 0 },
        { "co_kwonlyargcount", get_kwonly, member_readonly, 0 },
        { "co_nlocals", get_nlocals, member_readonly, 0 },
        { "co_stacksize", get_stacksize, member_readonly, 0 },
        { "co_flags", get_flags, member_readonly, 0 },
        { "co_firstlineno", get_first_line, member_readonly, 0 },
        { "co_name", get_name, member_readonly, 0 },
        { "co_qualname", get_qualname, member_readonly, 0 },
        { "co_filename", get_filename, member_readonly, 0 },
        { "co_consts", get_consts, member_readonly, 0 },
        { "co_names", get_names, member_readonly, 0 },
        { "co_varnames", get_varnames, NULL, 0 },
        { "co_cellvars", get_cellvars, NULL, 0 },
        { "co_freevars", get_freevars, NULL, 0 },
        { "co_code", get_code, NULL, 0 },
        { "co_linetable", get_linetable, member_readonly, 0 },
        { "co_lnotab", get_linetable, NULL, 0 },
        { "co_exceptiontable", get_exceptiontable, member_readonly, 0 },
        { 0 } },
};
