/* set and frozenset: the table, and the types' slots.
 *
 * Open addressing; a search looks at the slots next to its first one before it jumps, for the cache's
 * sake. The order of iteration is the table's, and as sizes, growth and probing are CPython's, so is the
 * order. */
#include "vm/object/container.h"
#include "vm/object/iter.h"

#define MIN_SLOTS       8
#define LINEAR_PROBES   9

/* -- The table --------------------------------------------------------------------------------- */

enum { MISSING = -1, FAILED = -2, RESTART = -3 };

/* Entry i, whose hash is the wanted one: 1 equal, 0 not, -1 error, -2 the set has changed. */
static NOINLINE int compare_entry(Thread *t, Set *s, int64_t i, Value key) {
    Value own = s->table[i].key;
    int r = quick_equal(t, own, key);
    if (r >= 0)
        return r;
    uint32_t version = s->version;
    SetEntry *table = s->table;
    r = values_equal(t, own, key);
    if (r >= 0 && (s->version != version || s->table != table || s->table[i].key != own))
        return -2;
    return r;
}

static ALWAYS_INLINE int64_t find_once(Thread *t, Set *s, Value key, int64_t hash, int64_t *slot) {
    SetEntry *table = s->table;
    size_t mask = (size_t)s->mask, perturb = (size_t)hash, i = (size_t)hash & mask;
    int64_t tombstone = -1;                             /* the last one passed: a new key goes there */
    for (;;) {
        size_t last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
        for (size_t k = i; k <= last; k++) {
            SetEntry *e = &table[k];
            if (e->key == key)
                return (int64_t)k;
            if (e->key == 0) {
                *slot = tombstone >= 0 ? tombstone : (int64_t)k;
                return MISSING;
            }
            if (e->key == VALUE_DELETED)
                tombstone = (int64_t)k;
            else if (e->hash == hash) {
                int r = compare_entry(t, s, (int64_t)k, key);
                if (r > 0)
                    return (int64_t)k;
                if (unlikely(r < 0))
                    return r == -1 ? FAILED : RESTART;
            }
        }
        perturb >>= 5;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

/* The key's slot, MISSING (*slot is where it would go) or FAILED. */
static ALWAYS_INLINE int64_t find(Thread *t, Set *s, Value key, int64_t hash, int64_t *slot) {
    for (;;) {
        if (unlikely(s->mask < 0))
            return MISSING;
        int64_t i = find_once(t, s, key, hash, slot);
        if (likely(i != RESTART))
            return i;
    }
}

/* Puts a key that is not there into a table without tombstones. */
static void put_clean(SetEntry *table, size_t mask, Value key, int64_t hash) {
    size_t perturb = (size_t)hash, i = (size_t)hash & mask;
    for (;;) {
        size_t last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i;
        for (size_t k = i; k <= last; k++)
            if (table[k].key == 0) {
                table[k] = (SetEntry){ hash, key };
                return;
            }
        perturb >>= 5;
        i = (i * 5 + 1 + perturb) & mask;
    }
}

static inline bool is_live(const SetEntry *e) { return e->key && e->key != VALUE_DELETED; }

/* A new table with more than min slots. */
static NOINLINE bool resize(Thread *t, Set *s, int64_t min) {
    int64_t size = MIN_SLOTS;
    while (size <= min)
        size <<= 1;
    SetEntry *table = alloc_array(t, (size_t)size, sizeof(SetEntry));
    if (unlikely(!table))
        return false;
    for (int64_t i = 0; i <= s->mask; i++)
        if (is_live(&s->table[i]))
            put_clean(table, (size_t)size - 1, s->table[i].key, s->table[i].hash);
    free_array(s->table, (size_t)(s->mask + 1) * sizeof(SetEntry));
    s->table = table;
    s->mask = size - 1;
    s->fill = s->used;
    s->version++;
    return true;
}

static int64_t roomy(const Set *s) { return s->used > 50000 ? s->used * 2 : s->used * 4; }

static inline bool is_crowded(const Set *s, int64_t more) {
    return (s->fill + more) * 5 >= (s->mask < 0 ? MIN_SLOTS - 1 : s->mask) * 3;
}

void set_clear(Set *s) {
    if (s->mask >= 0)
        free_array(s->table, (size_t)(s->mask + 1) * sizeof(SetEntry));
    s->table = NULL;
    s->mask = -1;
    s->used = s->fill = 0;
    s->version++;
}

bool set_tidy(Thread *t, Set *s) {
    if (s->fill - s->used <= s->mask / 4)
        return true;
    return resize(t, s, roomy(s));
}

/* -- The functions for C code ------------------------------------------------------------------ */

static Value alloc_set(Thread *t, Type *cls) {
    Value v = object_alloc(t, cls);
    if (likely(v != 0)) {
        as_set(v)->mask = -1;
        as_set(v)->hash = -1;
    }
    return v;
}

Set *set_new(Thread *t, Type *type) {
    Value v = alloc_set(t, type);
    return v ? as_set(v) : NULL;
}

bool set_add_hash(Thread *t, Set *s, Value key, int64_t hash) {
    int64_t slot = 0;
    if (unlikely(s->mask < 0) && !resize(t, s, 0))
        return false;
    int64_t i = find(t, s, key, hash, &slot);
    if (i >= 0)
        return true;
    if (unlikely(i == FAILED))
        return false;
    if (unlikely(s->mask < 0)) {                        /* __eq__ has cleared the set */
        if (!resize(t, s, 0))
            return false;
        slot = hash & s->mask;
    }
    bool fresh = s->table[slot].key == 0;
    s->table[slot] = (SetEntry){ hash, key };
    s->used++;
    s->fill += fresh;
    return likely(!fresh || !is_crowded(s, 0)) || resize(t, s, roomy(s));
}

bool set_add(Thread *t, Set *s, Value key) {
    int64_t hash;
    return likely(key_hash(t, key, &hash)) && set_add_hash(t, s, key, hash);
}

int set_contains_hash(Thread *t, Set *s, Value key, int64_t hash) {
    int64_t slot, i = find(t, s, key, hash, &slot);
    return i >= 0 ? 1 : i == MISSING ? 0 : -1;
}

/* The hash for looking key up: a set stands for a frozenset of its items. */
static bool lookup_hash(Thread *t, Value *key, int64_t *hash) {
    if (likely(key_hash(t, *key, hash)))
        return true;
    if (!ptr_kind(*key, T_SET) || !exc_matches(t, EXC_TypeError))
        return false;
    exc_clear(t);
    Set *frozen = set_new(t, type_by_id(t, T_FROZENSET));
    if (!frozen || !set_merge(t, frozen, as_set(*key)))
        return false;
    *key = from_ptr(frozen);
    return hash_of(t, *key, hash);
}

int set_contains(Thread *t, Set *s, Value key) {
    int64_t hash;
    return likely(lookup_hash(t, &key, &hash)) ? set_contains_hash(t, s, key, hash) : -1;
}

static void remove_at(Set *s, int64_t i) {
    s->table[i] = (SetEntry){ -1, VALUE_DELETED };
    s->used--;
}

int set_discard_hash(Thread *t, Set *s, Value key, int64_t hash) {
    int64_t slot, i = find(t, s, key, hash, &slot);
    if (i < 0)
        return i == MISSING ? 0 : -1;
    remove_at(s, i);
    return 1;
}

int set_discard(Thread *t, Set *s, Value key) {
    int64_t hash;
    return likely(lookup_hash(t, &key, &hash)) ? set_discard_hash(t, s, key, hash) : -1;
}

Value set_pop(Thread *t, Set *s) {
    if (s->used == 0)
        return 0;
    int64_t i = s->finger & s->mask;
    while (!is_live(&s->table[i]))
        i = i == s->mask ? 0 : i + 1;
    Value v = s->table[i].key;
    remove_at(s, i);
    s->finger = (uint32_t)(i + 1);
    return v;
}

bool set_merge(Thread *t, Set *s, Set *other) {
    if (other == s || other->used == 0)
        return true;
    if (is_crowded(s, other->used) && !resize(t, s, (s->used + other->used) * 2))
        return false;
    if (s->mask < 0 && !resize(t, s, 0))
        return false;
    if (s->fill == 0) {                                 /* no key can be there already */
        if (s->mask == other->mask && other->fill == other->used) {
            memcpy(s->table, other->table, (size_t)(s->mask + 1) * sizeof(SetEntry));
        } else {
            for (int64_t i = 0; i <= other->mask; i++)
                if (is_live(&other->table[i]))
                    put_clean(s->table, (size_t)s->mask, other->table[i].key, other->table[i].hash);
        }
        s->fill = s->used = other->used;
        return true;
    }
    for (int64_t i = 0; i <= other->mask; i++) {
        SetEntry e = other->table[i];
        if (is_live(&e) && !set_add_hash(t, s, e.key, e.hash))
            return false;
    }
    return true;
}

static bool merge_dict(Thread *t, Set *s, Dict *d) {
    if (is_crowded(s, d->used) && !resize(t, s, (s->used + d->used) * 2))
        return false;
    for (int64_t i = d->first; i < d->nentries; i++) {
        DictEntry e = d->entries[i];
        if (e.key && !set_add_hash(t, s, e.key, e.hash))
            return false;
    }
    return true;
}

static bool add_items(Thread *t, Set *s, const Value *items, int64_t n) {
    for (int64_t i = 0; i < n; i++)
        if (!set_add(t, s, items[i]))
            return false;
    return true;
}

typedef struct SetSink { Sink h; Set *set; bool inert; } SetSink;   /* inert: all of the set's items are */

static bool take_add(Thread *t, Sink *s, Value v) {
    SetSink *k = (SetSink *)s;
    if (!k->inert || !is_inert(t, v))
        return false;
    if (set_add(t, k->set, v))
        return true;
    exc_clear(t);                                       /* out of memory; tried again outside */
    return false;
}

bool set_update(Thread *t, Set *s, Value iterable) {
    if (is_anyset(iterable))
        return set_merge(t, s, as_set(iterable));
    if (is_exact_dict(t, iterable))
        return merge_dict(t, s, as_dict(iterable));
    if (is_exact_tuple(t, iterable))
        return add_items(t, s, as_tuple(iterable)->items, as_tuple(iterable)->len);
    if (is_exact_list(t, iterable)) {
        List *l = as_list(iterable);
        for (int64_t i = 0; i < l->len; i++)            /* __hash__ and __eq__ may change it */
            if (!set_add(t, s, l->items[i]))
                return false;
        return true;
    }
    Value it = get_iter(t, iterable);
    if (!it)
        return false;
    SetSink sink = { { take_add }, s, s->used == 0 };
    for (;;) {
        Value v = iter_next_into(t, it, &sink.h);
        if (v == VALUE_STOP)
            return true;
        sink.inert &= is_inert(t, v);
        if (!v || !set_add(t, s, v))
            return false;
    }
}

/* -- Construction ------------------------------------------------------------------------------ */

static Value set_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return alloc_set(t, cls);
}

static bool init_from(Thread *t, Value self, Value iterable) {
    Set *s = as_set(self);
    if (s->fill)
        set_clear(s);
    s->hash = -1;
    return !iterable || set_update(t, s, iterable);
}

static bool set_init_slot(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    return check_args(t, "set", nargs, kwnames, 0, 1) && init_from(t, self, nargs ? args[0] : 0);
}

static Value make_frozenset(Thread *t, Type *cls, Value iterable) {
    Type *exact = type_by_id(t, T_FROZENSET);
    if (cls == exact && iterable && is_exact(t, iterable, T_FROZENSET))
        return iterable;
    Value v = alloc_set(t, cls);
    if (v && iterable && !set_update(t, as_set(v), iterable))
        return VALUE_ERROR;
    return v;
}

static Value frozenset_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    bool exact = cls == type_by_id(t, T_FROZENSET);
    if (!check_args(t, "frozenset", nargs, exact ? kwnames : NULL, 0, 1))
        return VALUE_ERROR;
    return make_frozenset(t, cls, nargs ? args[0] : 0);
}

/* -- Slots ------------------------------------------------------------------------------------- */

static int64_t set_len(Thread *t, Value self) { return as_set(self)->used; }
static int set_in(Thread *t, Value self, Value key) { return set_contains(t, as_set(self), key); }

static bool frozenset_hash(Thread *t, Value self, int64_t *out) {
    Set *s = as_set(self);
    if (s->hash == -1) {
        uint64_t acc = 0;
        for (int64_t i = 0; i <= s->mask; i++)
            if (is_live(&s->table[i]))
                acc = hash_set_add(acc, s->table[i].hash);
        s->hash = hash_set_end(acc, (size_t)s->used);
    }
    *out = s->hash;
    return true;
}

int set_issubset(Thread *t, Set *a, Set *b) {
    if (a->used > b->used)
        return 0;
    for (int64_t i = 0; i <= a->mask; i++) {
        SetEntry e = a->table[i];
        if (!is_live(&e))
            continue;
        int found = set_contains_hash(t, b, e.key, e.hash);
        if (found <= 0)
            return found;
    }
    return 1;
}

static Value set_compare(Thread *t, Value x, Value y, enum CompareOp op) {
    if (!is_anyset(x) || !is_anyset(y))
        return VALUE_NOTIMPLEMENTED;
    Set *a = as_set(x), *b = as_set(y);
    int r = 0;
    switch (op) {
    case CMP_EQ:
    case CMP_NE:
        if (a->used == b->used && (a->hash == -1 || b->hash == -1 || a->hash == b->hash))
            r = set_issubset(t, a, b);
        break;
    case CMP_LT: r = a->used < b->used ? set_issubset(t, a, b) : 0; break;
    case CMP_LE: r = set_issubset(t, a, b); break;
    case CMP_GT: r = b->used < a->used ? set_issubset(t, b, a) : 0; break;
    case CMP_GE: r = set_issubset(t, b, a); break;
    }
    if (r < 0)
        return VALUE_ERROR;
    return from_bool(op == CMP_NE ? !r : r);
}

static Value set_repr(Thread *t, Value self) {
    Set *s = as_set(self);
    if (s->used == 0)
        return str_format(t, "%T()", self);
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_format(t, "%T(...)", self);
    StrBuf b;
    strbuf_init(&b, t);
    bool exact = is_exact(t, self, T_SET), ok = true, more = false;
    if (!exact) {
        strbuf_cstr(&b, type_name_of(t, self));
        strbuf_char(&b, '(');
    }
    strbuf_char(&b, '{');
    List *items = list_alloc(t, 0, s->used);            /* repr() may run code that changes the set */
    ok = items && list_extend(t, items, self);
    for (int64_t i = 0; ok && i < items->len; i++, more = true) {
        if (more)
            strbuf_ascii(&b, ", ", 2);
        ok = strbuf_repr(&b, items->items[i]);
    }
    strbuf_ascii(&b, "})", exact ? 1 : 2);
    repr_leave(t, self);
    return ok ? strbuf_finish(&b) : VALUE_ERROR;
}

/* -- The iterator ------------------------------------------------------------------------------ */

typedef struct SetIter { Obj h; Value set; int64_t i, used, left; } SetIter;

static Value set_iter(Thread *t, Value self) {
    SetIter *it = alloc_obj(t, type_by_id(t, T_SET_ITER), sizeof(SetIter));
    if (unlikely(!it))
        return VALUE_ERROR;
    it->set = self;
    it->left = it->used = as_set(self)->used;
    return from_ptr(it);
}

static Value setiter_next(Thread *t, Value self) {
    SetIter *it = (SetIter *)obj_of(self);
    if (!it->set)
        return VALUE_STOP;
    Set *s = as_set(it->set);
    if (unlikely(it->used != s->used)) {
        it->used = -1;                                  /* stays an error */
        return raise_error(t, EXC_RuntimeError, "Set changed size during iteration");
    }
    Value v;
    if (!set_next(s, &it->i, &v)) {
        it->set = 0;
        return VALUE_STOP;
    }
    it->left--;
    return v;
}

static Value setiter_hint(Thread *t, Value *a) {
    SetIter *it = (SetIter *)obj_of(a[0]);
    return from_small(it->set && it->used == as_set(it->set)->used ? MAX(it->left, 0) : 0);
}

static Value setiter_reduce(Thread *t, Value *a) {
    SetIter *it = alloc_obj(t, obj_of(a[0])->type, sizeof(SetIter));
    if (!it)
        return VALUE_ERROR;
    *it = *(SetIter *)obj_of(a[0]);
    List *rest = list_alloc(t, 0, 0);
    Value iter = builtin_named(t, "iter");
    if (!rest || !iter || !list_extend(t, rest, from_ptr(it)))
        return VALUE_ERROR;
    Value args = tuple_pack1(t, from_ptr(rest));
    return args ? tuple_pack2(t, iter, args) : VALUE_ERROR;
}

const TypeDef type_set_iter = {
    .name = "set_iterator", .size = sizeof(SetIter), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = iter_self, .next = setiter_next },
    .methods = (const FunctionDef[]) {
        { "__length_hint__", setiter_hint, "", 0, 0 },
        { "__reduce__", setiter_reduce, "", 0, 0 }, { 0 } },
};

const TypeDef type_set = {
    .name = "set",
    .doc = "set(iterable=(), /)\n--\n\nDistinct items without order.",
    .size = sizeof(Set),
    .flags = TYPE_MATCH_SELF,
    .weakrefs = true,
    .slots = {
        .repr = set_repr, .compare = set_compare, .iter = set_iter, .len = set_len, .contains = set_in,
        .binary[BIN_AND] = set_bin_and, .binary[BIN_OR] = set_bin_or,
        .binary[BIN_SUB] = set_bin_sub, .binary[BIN_XOR] = set_bin_xor,
        .inplace[BIN_AND] = set_inplace_and, .inplace[BIN_OR] = set_inplace_or,
        .inplace[BIN_SUB] = set_inplace_sub, .inplace[BIN_XOR] = set_inplace_xor,
        .new_ = set_new_slot, .init = set_init_slot,
    },
    .methods = set_methods,
};

const TypeDef type_frozenset = {
    .name = "frozenset",
    .doc = "frozenset(iterable=(), /)\n--\n\nA set that never changes and may be a key.",
    .size = sizeof(Set),
    .flags = TYPE_MATCH_SELF,
    .weakrefs = true,
    .slots = {
        .repr = set_repr, .compare = set_compare, .hash = frozenset_hash, .iter = set_iter, .len = set_len,
        .contains = set_in,
        .binary[BIN_AND] = set_bin_and, .binary[BIN_OR] = set_bin_or,
        .binary[BIN_SUB] = set_bin_sub, .binary[BIN_XOR] = set_bin_xor,
        .new_ = frozenset_new_slot,
    },
    .methods = frozenset_methods,
};
