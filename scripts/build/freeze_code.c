/* Compiles the frozen modules: writes to standard output what vm/frozen_code.h describes. */
#include <stdio.h>
#include <stdlib.h>

#include "compiler/compile.h"
#include "vm/base/vec.h"
#include "vm/frozen.h"
#include "vm/frozen_code.h"
#include "vm/interp.h"
#include "vm/object/bytes.h"
#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/unwind.h"

typedef struct Writer {
    Thread *t;
    Vec(uint32_t) out;                  /* the whole file */
    Vec(uint32_t) code;                 /* of one module, which comes behind its strings */
    Dict *numbers;                      /* of its strings */
    Value strings;                      /* a list of them */
} Writer;

static _Noreturn void fail(Writer *w, const char *what) {
    fprintf(stderr, "freeze_code: %s\n", what);
    if (w->t->exc)
        print_exception(w->t, w->t->exc);
    exit(1);
}

static void word(Writer *w, uint32_t x) {
    if (!vec_push(&w->code, x))
        fail(w, "out of memory");
}
static void out_word(Writer *w, uint32_t x) {
    if (!vec_push(&w->out, x))
        fail(w, "out of memory");
}
/* Bytes, and zeros up to the next word. */
static void block(Writer *w, const void *p, size_t n) {
    for (size_t i = 0; i < n; i += 4) {
        uint32_t x = 0;
        memcpy(&x, (const char *)p + i, n - i < 4 ? n - i : 4);
        word(w, x);
    }
}

/* The number of a string in its module. Interned and other strings with one text are two. */
static uint32_t string(Writer *w, Str *s) {
    Value key = tuple_pack2(w->t, from_ptr(s), from_bool(s->interned));
    Value number;
    int found = key ? dict_lookup(w->t, w->numbers, key, &number) : -1;
    if (found < 0)
        fail(w, "a string");
    if (found)
        return (uint32_t)small_of(number);
    uint32_t n = (uint32_t)as_list(w->strings)->len;
    if (!list_append(w->t, as_list(w->strings), from_ptr(s)) || !dict_set(w->t, w->numbers, key, from_small(n)))
        fail(w, "a string");
    return n;
}
static void names(Writer *w, Str *const *names, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        word(w, string(w, names[i]));
}

static void write_code(Writer *w, const Code *c);

static void constant(Writer *w, Value v) {
    if (!is_ptr(v)) {
        word(w, FROZEN_WORD);
        block(w, &v, sizeof v);
        return;
    }
    switch (obj_of(v)->type->kind) {
    case T_STR:
        word(w, FROZEN_STR);
        word(w, string(w, as_str(v)));
        break;
    case T_BYTES:
        word(w, FROZEN_BYTES);
        word(w, (uint32_t)as_bytes(v)->len);
        block(w, as_bytes(v)->data, (size_t)as_bytes(v)->len);
        break;
    case T_INT: {
        Value digits = int_to_text(w->t, v, 16, false);
        if (!digits)
            fail(w, "an int");
        word(w, FROZEN_INT);
        word(w, string(w, as_str(digits)));
        break;
    }
    case T_FLOAT: {
        double d = float_of(v);
        word(w, FROZEN_FLOAT);
        block(w, &d, sizeof d);
        break;
    }
    case T_COMPLEX: {
        const Complex *z = (const Complex *)obj_of(v);
        word(w, FROZEN_COMPLEX);
        block(w, &z->re, sizeof z->re);
        block(w, &z->im, sizeof z->im);
        break;
    }
    case T_TUPLE:
        word(w, FROZEN_TUPLE);
        word(w, (uint32_t)as_tuple(v)->len);
        for (int64_t i = 0; i < as_tuple(v)->len; i++)
            constant(w, as_tuple(v)->items[i]);
        break;
    case T_FROZENSET: {
        Set *s = as_set(v);
        Value key;
        uint32_t n = 0;
        for (int64_t i = 0; set_next(s, &i, &key);)
            n++;
        word(w, FROZEN_FROZENSET);
        word(w, n);
        for (int64_t i = 0; set_next(s, &i, &key);)
            constant(w, key);
        break;
    }
    case T_CODE: {
        word(w, FROZEN_CODE);
        word(w, 0);
        size_t start = w->code.len;
        write_code(w, as_code(v));
        w->code.data[start - 1] = (uint32_t)(w->code.len - start);
        break;
    }
    default:
        fail(w, "a constant of an unknown type");
    }
}

static void write_code(Writer *w, const Code *c) {
    const uint32_t fields[FROZEN_FIELDS] = {
        [FROZEN_NINSTRS] = c->ninstrs, [FROZEN_NCONSTS] = c->nconsts, [FROZEN_NNAMES] = c->nnames,
        [FROZEN_NCACHES] = c->ncaches, [FROZEN_NEXC] = c->nexc, [FROZEN_NLOCALS] = c->nlocals,
        [FROZEN_NFREE] = c->nfree, [FROZEN_FIRST_FREE] = c->first_free, [FROZEN_ARGCOUNT] = c->argcount,
        [FROZEN_POSONLY] = c->posonly, [FROZEN_KWONLY] = c->kwonly, [FROZEN_NPARAMS] = c->nparams,
        [FROZEN_MAX_STACK] = c->max_stack, [FROZEN_FLAGS] = c->flags, [FROZEN_BOOLS] = c->closes | c->simple << 1,
        [FROZEN_FIRST_LINE] = (uint32_t)c->first_line, [FROZEN_NAME] = string(w, as_str(c->name)),
        [FROZEN_QUALNAME] = string(w, as_str(c->qualname)),
    };
    block(w, fields, sizeof fields);
    block(w, c->instrs, c->ninstrs * sizeof *c->instrs);
    block(w, c->positions, c->ninstrs * sizeof *c->positions);
    block(w, c->exc_table, c->nexc * sizeof *c->exc_table);
    block(w, c->local_kinds, c->nlocals);
    names(w, c->names, c->nnames);
    for (uint32_t i = 0; i < c->ncaches; i++)
        word(w, string(w, c->caches[i].name));
    names(w, c->local_names, c->nlocals);
    for (uint32_t i = 0; i < c->nconsts; i++)
        constant(w, c->consts[i]);
}

static void write_string(Writer *w, Str *s) {
    Value bytes = str_encode(w->t, s, "utf-8", "surrogatepass");
    if (!bytes)
        fail(w, "a string");
    size_t n = (size_t)as_bytes(bytes)->len;
    out_word(w, (uint32_t)n << 1 | s->interned);
    w->code.len = 0;
    block(w, as_bytes(bytes)->data, n);
    for (size_t i = 0; i < w->code.len; i++)
        out_word(w, w->code.data[i]);
}

static void write_module(Writer *w, const FrozenModule *m) {
    Value filename = str_format(w->t, "<frozen %s>", m->name);
    Code *c = filename ? compile_source(w->t, m->source, m->size, filename, PARSE_FILE, 0) : NULL;
    if (c == NULL || !(w->numbers = dict_new(w->t)) || !(w->strings = from_ptr(list_alloc(w->t, 0, 0))))
        fail(w, m->name);
    write_code(w, c);
    uint32_t *code = w->code.data;      /* it has to wait for the strings */
    size_t ncode = w->code.len, nstrings = (size_t)as_list(w->strings)->len;
    memset(&w->code, 0, sizeof w->code);
    out_word(w, (uint32_t)nstrings);
    size_t table = w->out.len, at = table + nstrings + ncode;
    for (size_t i = 0; i < nstrings; i++)
        out_word(w, 0);
    for (size_t i = 0; i < ncode; i++)
        out_word(w, code[i]);
    for (size_t i = 0; i < nstrings; i++) {
        w->out.data[table + i] = (uint32_t)at;
        write_string(w, as_str(as_list(w->strings)->items[i]));
        at = w->out.len;
    }
    w->code.len = 0;
    free(code);
}

int main(void) {
    static const Options options = { .int_max_str_digits = -1, .hash_seed = "0", .isolated = true };
    Writer w = { .t = interp_new(&options) };
    if (!w.t)
        return 1;
    out_word(&w, (uint32_t)frozen_module_count);
    for (size_t i = 0; i < frozen_module_count; i++)
        out_word(&w, 0);
    for (size_t i = 0; i < frozen_module_count; i++) {
        w.out.data[1 + i] = (uint32_t)w.out.len;
        write_module(&w, &frozen_modules[i]);
    }
    return fwrite(w.out.data, 4, w.out.len, stdout) == w.out.len && fflush(stdout) == 0 ? 0 : 1;
}
