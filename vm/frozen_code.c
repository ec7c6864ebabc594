/* Code objects of the frozen modules. Their instructions, positions and tables stay in the binary, where processes
 * share them; made are the names, constants and caches. */
#include "vm/frozen_code.h"

#include "vm/frozen.h"
#include "vm/object/bytes.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* Not there in the program that writes it, in unit tests and in builds that collect all the time. */
extern const uint32_t frozen_code_data[] __attribute__((weak));

/* What the codes of a module share. */
typedef struct FrozenStrings {
    const uint32_t *where;              /* of each string, from the beginning of the data */
    Str **strings;                      /* made when they are needed */
    Value filename;
} FrozenStrings;

typedef struct Reader {
    Thread *t;
    const uint32_t *at;                 /* what comes next */
    FrozenStrings *module;
} Reader;

static Value read_const(Reader *r);
static Code *read_code(Reader *r);

static Str *string(Reader *r, uint32_t i) {
    Str **known = &r->module->strings[i];
    if (*known)
        return *known;
    const uint32_t *p = frozen_code_data + r->module->where[i];
    size_t n = *p >> 1;
    const char *text = (const char *)(p + 1);
    bool ascii = true;
    for (size_t k = 0; k < n && ascii; k++)
        ascii = (signed char)text[k] >= 0;
    Value v = ascii ? str_from_ascii(r->t, text, n) : str_decode(r->t, text, n, "utf-8", "surrogatepass");
    if (v != VALUE_ERROR && (*p & 1))
        v = str_intern(r->t, v);
    return v == VALUE_ERROR ? NULL : (*known = as_str(v));
}

/* The next n words as they lie there, and on to what follows them. */
static const uint32_t *words(Reader *r, size_t n) {
    const uint32_t *p = r->at;
    r->at += n;
    return p;
}
static const void *block(Reader *r, size_t bytes) { return words(r, (bytes + 3) / 4); }

static Str **read_names(Reader *r, uint32_t n) {
    const uint32_t *numbers = words(r, n);
    Str **names = alloc_array(r->t, n + 1, sizeof *names);
    if (names == NULL)
        return NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (!(names[i] = string(r, numbers[i])))
            return NULL;
    }
    return names;
}

static Value read_items(Reader *r, bool tuple) {
    uint32_t n = *words(r, 1);
    Tuple *u = tuple ? tuple_alloc(r->t, n) : NULL;
    Set *s = tuple ? NULL : set_new(r->t, type_by_id(r->t, T_FROZENSET));
    if (!u && !s)
        return VALUE_ERROR;
    for (uint32_t i = 0; i < n; i++) {
        Value v = read_const(r);
        if (v == VALUE_ERROR || (s && !set_add(r->t, s, v)))
            return VALUE_ERROR;
        if (u)
            u->items[i] = v;
    }
    return tuple ? from_ptr(u) : from_ptr(s);
}

static Value read_int(Reader *r) {
    Str *digits = string(r, *words(r, 1));
    return digits ? int_from_text(r->t, digits->text, (size_t)digits->len, 16) : VALUE_ERROR;
}

static Value read_const(Reader *r) {
    double d[2];
    Value v;
    uint32_t n;
    switch (*words(r, 1)) {
    case FROZEN_WORD: return memcpy(&v, words(r, 2), sizeof v), v;
    case FROZEN_STR: return from_ptr(string(r, *words(r, 1)));
    case FROZEN_BYTES: return n = *words(r, 1), bytes_new(r->t, block(r, n), n);
    case FROZEN_INT: return read_int(r);
    case FROZEN_FLOAT: return memcpy(d, words(r, 2), sizeof *d), from_double(r->t, *d);
    case FROZEN_COMPLEX: return memcpy(d, words(r, 4), sizeof d), complex_new(r->t, d[0], d[1]);
    case FROZEN_TUPLE: return read_items(r, true);
    case FROZEN_FROZENSET: return read_items(r, false);
    default: {
        uint32_t size = *words(r, 1);
        const uint32_t *end = r->at + size;
        v = from_ptr(read_code(r));
        r->at = end;
        return v;
    }
    }
}

/* What a function object needs. */
static Code *read_code(Reader *r) {
    Code *c = code_new(r->t);
    if (c == NULL)
        return NULL;
    const uint32_t *field = words(r, FROZEN_FIELDS);
    c->ninstrs = field[FROZEN_NINSTRS];
    c->nconsts = field[FROZEN_NCONSTS];
    c->nnames = field[FROZEN_NNAMES];
    c->ncaches = field[FROZEN_NCACHES];
    c->nexc = field[FROZEN_NEXC];
    c->nlocals = field[FROZEN_NLOCALS];
    c->nfree = field[FROZEN_NFREE];
    c->first_free = field[FROZEN_FIRST_FREE];
    c->argcount = field[FROZEN_ARGCOUNT];
    c->posonly = field[FROZEN_POSONLY];
    c->kwonly = field[FROZEN_KWONLY];
    c->nparams = field[FROZEN_NPARAMS];
    c->max_stack = field[FROZEN_MAX_STACK];
    c->flags = field[FROZEN_FLAGS];
    c->closes = field[FROZEN_BOOLS] & 1;
    c->simple = field[FROZEN_BOOLS] & 2;
    c->first_line = (int32_t)field[FROZEN_FIRST_LINE];
    c->name = from_ptr(string(r, field[FROZEN_NAME]));
    c->qualname = from_ptr(string(r, field[FROZEN_QUALNAME]));
    c->filename = r->module->filename;
    /* nobody writes into these */
    c->instrs = (Instr *)block(r, c->ninstrs * sizeof *c->instrs);
    c->positions = (Pos *)block(r, c->ninstrs * sizeof *c->positions);
    c->exc_table = (ExcEntry *)block(r, c->nexc * sizeof *c->exc_table);
    c->local_kinds = (uint8_t *)block(r, c->nlocals);
    c->frozen = r->module;
    c->rest = r->at;
    return c->name && c->qualname ? c : NULL;
}

Str *code_cache_name(Thread *t, const Code *c, uint32_t i) {
    if (c->caches)
        return c->caches[i].name;
    Reader r = { .t = t, .module = c->frozen };
    return string(&r, c->rest[c->nnames + i]);
}

static Cache *read_caches(Reader *r, uint32_t n) {
    const uint32_t *numbers = words(r, n);
    Cache *caches = alloc_array(r->t, n + 1, sizeof *caches);
    for (uint32_t i = 0; caches && i < n; i++) {
        if (!(caches[i].name = string(r, numbers[i])))
            return NULL;
    }
    return caches;
}

static Value *read_consts(Reader *r, uint32_t n) {
    Value *consts = alloc_array(r->t, n + 1, sizeof *consts);
    for (uint32_t i = 0; consts && i < n; i++) {
        if ((consts[i] = read_const(r)) == VALUE_ERROR)
            return NULL;
    }
    return consts;
}

/* If memory ends on the way, the code is as frozen as before. */
bool code_thaw(Thread *t, Code *c) {
    Reader r = { .t = t, .at = c->rest, .module = c->frozen };
    Str **names = read_names(&r, c->nnames);
    Cache *caches = names ? read_caches(&r, c->ncaches) : NULL;
    Str **locals = caches ? read_names(&r, c->nlocals) : NULL;
    Value *consts = locals ? read_consts(&r, c->nconsts) : NULL;
    if (consts == NULL)
        return false;
    c->names = names;
    c->local_names = locals;
    c->consts = consts;
    c->caches = caches;
    c->frozen = NULL;
    c->rest = NULL;
    return true;
}

Code *frozen_code(Thread *t, size_t i, Value filename) {
    if (frozen_code_data == NULL || i >= frozen_code_data[0])
        return NULL;
    FrozenStrings *m = alloc_array(t, 1, sizeof *m);
    if (m == NULL)
        return NULL;
    Reader r = { .t = t, .at = frozen_code_data + frozen_code_data[1 + i], .module = m };
    uint32_t n = *words(&r, 1);
    m->where = words(&r, n);
    m->filename = filename;
    m->strings = alloc_array(t, n + 1, sizeof *m->strings);
    return m->strings ? read_code(&r) : NULL;
}
