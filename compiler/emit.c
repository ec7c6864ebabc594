/* The instruction buffer. Running out of memory fails the compilation and drops what was to be added. */
#include "compiler/emit.h"

#include "compiler/unit.h"
#include "vm/base/hash.h"
#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

enum { KEEP_SLOTS = 4096 };                  /* larger hash tables are not worth clearing for the next unit */

/* -- Instructions ---------------------------------------------------------------------------------------- */

NOINLINE void emit_slow(Emitter *e, Ins ins) {
    if (!vec_push(&e->ins, ins))
        compile_no_memory(e->c);
}

Label emit_label(Emitter *e) {
    if (!vec_push(&e->labels, NO_LABEL)) {
        compile_no_memory(e->c);
        return 0;
    }
    return (Label)e->labels.len - 1;
}

void emit_region(Emitter *e, Label handler, bool lasti, int adjust) {
    Region r = { handler, e->region, -1, (int8_t)adjust, lasti };
    if (!vec_push(&e->regions, r)) {
        compile_no_memory(e->c);
        return;
    }
    uint32_t region = (uint32_t)e->regions.len - 1;
    emit(e, PSEUDO_SETUP, region);
    e->region = region;
}

/* -- Words to indexes ------------------------------------------------------------------------------------ */

static inline uint32_t hash_word(uint64_t word) {
    return (uint32_t)(word * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

static struct WordSlot *find_word(const WordMap *m, uint64_t key) {
    uint32_t i = hash_word(key);
    while (m->slots[i & (m->nslots - 1)].used && m->slots[i & (m->nslots - 1)].key != key)
        i++;
    return &m->slots[i & (m->nslots - 1)];
}

/* The slot of key, to be filled in if it is not used; NULL without memory. */
static struct WordSlot *map_word(WordMap *m, uint64_t key) {
    if (m->n * 2 >= m->nslots) {
        WordMap grown = { .nslots = m->nslots ? m->nslots * 2 : 32, .n = m->n };
        grown.slots = calloc(grown.nslots, sizeof *grown.slots);
        if (grown.slots == NULL)
            return NULL;
        for (uint32_t i = 0; i < m->nslots; i++) {
            if (m->slots[i].used)
                *find_word(&grown, m->slots[i].key) = m->slots[i];
        }
        free(m->slots);
        *m = grown;
    }
    return find_word(m, key);
}

static void clear_map(WordMap *m) {
    if (m->nslots > KEEP_SLOTS) {
        free(m->slots);
        *m = (WordMap){ 0 };
    } else if (m->n > 0) {
        memset(m->slots, 0, m->nslots * sizeof *m->slots);
        m->n = 0;
    }
}

static uint32_t index_of(Emitter *e, WordMap *m, uint64_t key, uint32_t next) {
    struct WordSlot *s = map_word(m, key);
    if (s == NULL) {
        compile_no_memory(e->c);
        return 0;
    }
    if (!s->used) {
        *s = (struct WordSlot){ key, next, true };
        m->n++;
    }
    return s->value;
}

bool wordmap_add(WordMap *m, uint64_t key, bool *found) {
    struct WordSlot *s = map_word(m, key);
    if (s == NULL)
        return false;
    *found = s->used;
    m->n += !s->used;
    *s = (struct WordSlot){ key, 0, true };
    return true;
}

uint32_t emit_name_index(Emitter *e, Value name) {
    uint32_t next = (uint32_t)e->names.len, i = index_of(e, &e->name_map, name, next);
    if (i == next && !vec_push(&e->names, name))
        compile_no_memory(e->c);
    return i;
}

/* A function's instruction has a cache of its own. Code of modules and classes runs once: its accesses to
 * a variable share one, so that a module of a million lines needs no million caches. */
uint32_t emit_cache_index(Emitter *e, int opcode, Value name) {
    uint32_t next = (uint32_t)e->caches.len, i = next;
    if ((opcode == OP_LOAD_NAME || opcode == OP_STORE_NAME) && !e->c->failed)
        i = index_of(e, &e->cache_map, name << 1 | (opcode == OP_LOAD_NAME), next);
    if (i == next && !vec_push(&e->caches, name))
        compile_no_memory(e->c);
    return i;
}

/* -- Constants: equal ones of one type share an index ---------------------------------------------------- */

static uint64_t hash_const(Thread *t, Value v) {
    if (!is_ptr(v))
        return v;
    switch (obj_of(v)->type->kind) {
    case T_STR: return (uint64_t)str_hash(t, as_str(v));
    case T_INT: return (uint64_t)int_hash(v);
    case T_BYTES: return hash_bytes((HashKey){ 1, 2 }, as_bytes(v)->data, (size_t)as_bytes(v)->len);
    case T_FLOAT: return (uint64_t)hash_double(float_of(v));
    case T_COMPLEX: {
        const Complex *z = (const Complex *)obj_of(v);
        return (uint64_t)hash_complex(hash_double(z->re), hash_double(z->im));
    }
    case T_TUPLE: {
        TupleHash h = hash_tuple_start();
        for (int64_t i = 0; i < as_tuple(v)->len; i++)
            hash_tuple_add(&h, (int64_t)hash_const(t, as_tuple(v)->items[i]));
        return (uint64_t)hash_tuple_end(h, (size_t)as_tuple(v)->len);
    }
    default: return v;
    }
}

static bool same_double(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

/* Equal and indistinguishable: 1, 1.0 and True differ, 0.0 and -0.0 too. */
static bool same_const(Value a, Value b) {
    if (a == b)
        return true;
    if (!is_ptr(a) || !is_ptr(b) || obj_of(a)->type != obj_of(b)->type)
        return false;
    switch (obj_of(a)->type->kind) {
    case T_STR: return str_equal(as_str(a), as_str(b));
    case T_INT: return int_compare(a, b) == 0;
    case T_BYTES:
        return as_bytes(a)->len == as_bytes(b)->len &&
               memcmp(as_bytes(a)->data, as_bytes(b)->data, (size_t)as_bytes(a)->len) == 0;
    case T_FLOAT: return same_double(float_of(a), float_of(b));
    case T_COMPLEX: {
        const Complex *x = (const Complex *)obj_of(a), *y = (const Complex *)obj_of(b);
        return same_double(x->re, y->re) && same_double(x->im, y->im);
    }
    case T_TUPLE:
        if (as_tuple(a)->len != as_tuple(b)->len)
            return false;
        for (int64_t i = 0; i < as_tuple(a)->len; i++) {
            if (!same_const(as_tuple(a)->items[i], as_tuple(b)->items[i]))
                return false;
        }
        return true;
    default: return false;
    }
}

static bool grow_consts(Emitter *e) {
    uint32_t n = e->nconst_slots ? e->nconst_slots * 2 : 64;
    uint32_t *slots = calloc(n, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t k = 0; k < e->consts.len; k++) {
        uint32_t i = hash_word(hash_const(e->c->t, e->consts.data[k]));
        while (slots[i & (n - 1)] != 0)
            i++;
        slots[i & (n - 1)] = (uint32_t)k + 1;
    }
    free(e->const_slots);
    e->const_slots = slots;
    e->nconst_slots = n;
    return true;
}

/* Constants that look like identifiers are interned, as names are. */
static Value intern_const(Compiler *c, Value v) {
    if (!is_ptr(v))
        return v;
    if (obj_of(v)->type->kind == T_STR) {
        Str *s = as_str(v);
        if (s->interned || !s->ascii)
            return v;
        const char *p = s->text;
        for (int64_t i = 0; i < s->len; i++) {
            char ch = p[i];
            if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
                  ch == '_'))
                return v;
        }
        return compile_keep(c, str_intern(c->t, v));
    }
    if (obj_of(v)->type->kind == T_TUPLE) {
        for (int64_t i = 0; i < as_tuple(v)->len; i++)
            as_tuple(v)->items[i] = intern_const(c, as_tuple(v)->items[i]);
    }
    return v;
}

uint32_t emit_const_index(Emitter *e, Value v) {
    if (e->c->failed)
        return 0;
    v = intern_const(e->c, v);
    if (e->c->failed)
        return 0;
    if (e->consts.len * 2 >= e->nconst_slots && !grow_consts(e)) {
        compile_no_memory(e->c);
        return 0;
    }
    uint32_t i = hash_word(hash_const(e->c->t, v)), mask = e->nconst_slots - 1;
    for (; e->const_slots[i & mask] != 0; i++) {
        uint32_t k = e->const_slots[i & mask] - 1;
        if (same_const(e->consts.data[k], v))
            return k;
    }
    if (!vec_push(&e->consts, v)) {
        compile_no_memory(e->c);
        return 0;
    }
    return (e->const_slots[i & mask] = (uint32_t)e->consts.len) - 1;
}

/* -- Emitters are used again ----------------------------------------------------------------------------- */

void emitter_reset(Emitter *e, Compiler *c) {
    e->c = c;
    e->pos = (Pos){ 0, 0, NO_COLUMN, NO_COLUMN };
    e->region = 0;
    vec_clear(&e->ins);
    vec_clear(&e->labels);
    vec_clear(&e->regions);
    if (!vec_push(&e->regions, (Region){ 0 }))
        compile_no_memory(c);
    vec_clear(&e->names);
    vec_clear(&e->caches);
    clear_map(&e->name_map);
    clear_map(&e->cache_map);
    if (e->nconst_slots > KEEP_SLOTS) {
        free(e->const_slots);
        e->const_slots = NULL;
        e->nconst_slots = 0;
    } else if (e->consts.len > 0) {
        memset(e->const_slots, 0, e->nconst_slots * sizeof *e->const_slots);
    }
    vec_clear(&e->consts);
}

void emitter_free(Emitter *e) {
    vec_free(&e->ins);
    vec_free(&e->labels);
    vec_free(&e->regions);
    vec_free(&e->consts);
    vec_free(&e->names);
    vec_free(&e->caches);
    free(e->const_slots);
    free(e->name_map.slots);
    free(e->cache_map.slots);
}

/* -- The forms the rest of the compiler uses ------------------------------------------------------------- */

void load_const(Compiler *c, Value v) {
    if (is_small(v) && small_of(v) >= -(1 << 23) && small_of(v) < 1 << 23)
        op(c, OP_LOAD_INT, (uint32_t)small_of(v) & 0xffffff);
    else
        op(c, OP_LOAD_CONST, emit_const_index(&c->unit->e, v));
}

void op_plain_name(Compiler *c, int opcode, Value name) {
    Emitter *e = &c->unit->e;
    op(c, opcode, opcode_operand[opcode] == OPERAND_CACHE ? emit_cache_index(e, opcode, name)
                                                           : emit_name_index(e, name));
}

void op_name(Compiler *c, int opcode, Value name) {
    op_plain_name(c, opcode, mangle_name(c, c->unit->private_name, name));
}
