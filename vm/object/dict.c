/* dict: a compact hash table, keys in the order of insertion.
 *
 * Entries lie in one array; the index, a table probed by hash, tells their numbers. A slot is EMPTY,
 * DELETED, or the number of a live entry with the upper bits of its hash above it, so that few searches
 * look at a wrong entry (a cache miss in a large dict). Up to 8 entries need no index. Every function that
 * compares keys may run Python code that changes the dict: `rebuilds` and the entry's key tell whether the
 * search still stands. */
#include "vm/object/container.h"
#include "vm/object/iter.h"

#define SMALL_ENTRIES 8
#define ENTRIES_MAX   ((int64_t)1 << 31)

enum { MISSING = -1, FAILED = -2, RESTART = -3 };

/* -- The index --------------------------------------------------------------------------------- */

#define EMPTY   UINT32_MAX                              /* as slots are read; stored in the slot's width */
#define DELETED (UINT32_MAX - 1)

static inline int index_width(uint32_t bits) { return bits <= 8 ? 1 : bits <= 16 ? 2 : 4; }

static ALWAYS_INLINE uint32_t slot_get(const void *index, int width, size_t i) {
    uint32_t k;
    switch (width) {
    case 1: k = ((const uint8_t *)index)[i]; return k < 0xfe ? k : k | 0xffffff00;
    case 2: k = ((const uint16_t *)index)[i]; return k < 0xfffe ? k : k | 0xffff0000;
    default: return ((const uint32_t *)index)[i];
    }
}

static ALWAYS_INLINE void slot_set(void *index, int width, size_t i, uint32_t entry) {
    switch (width) {
    case 1: ((uint8_t *)index)[i] = (uint8_t)entry; break;
    case 2: ((uint16_t *)index)[i] = (uint16_t)entry; break;
    default: ((uint32_t *)index)[i] = entry; break;
    }
}

/* The probe sequence visits every slot in the end and brings in the hash's upper bits step by step. */
typedef struct { size_t i, perturb; } Probe;
static ALWAYS_INLINE Probe probe_start(int64_t hash, size_t mask) {
    return (Probe){ (size_t)hash & mask, (size_t)hash };
}
static ALWAYS_INLINE void probe_next(Probe *p, size_t mask) {
    p->perturb >>= 5;
    p->i = (p->i * 5 + p->perturb + 1) & mask;
}

/* mask is that of the probes; numbers are smaller than the last two values it lets through, EMPTY's and
 * DELETED's. */
static ALWAYS_INLINE uint32_t slot_for(int64_t hash, size_t mask, int64_t entry) {
    return ((uint32_t)hash & ~(uint32_t)mask) | (uint32_t)entry;
}
static ALWAYS_INLINE bool is_entry(uint32_t slot, size_t mask, int64_t entry) {
    return slot < DELETED && (slot & mask) == (size_t)entry;
}
/* The bits in which a slot must agree with the hash. */
static ALWAYS_INLINE uint32_t tag_bits(int width, size_t mask) {
    return (width == 1 ? 0xff : width == 2 ? 0xffff : 0xffffffff) & ~(uint32_t)mask;
}

static ALWAYS_INLINE void index_put(void *index, int width, size_t mask, int64_t hash, int64_t entry) {
    Probe p = probe_start(hash, mask);
    while (slot_get(index, width, p.i) < DELETED)
        probe_next(&p, mask);
    slot_set(index, width, p.i, slot_for(hash, mask, entry));
}

static inline int64_t fill_limit(uint32_t bits) { return ((int64_t)1 << bits) / 3 * 2; }

static ALWAYS_INLINE void fill_index(Dict *d, void *index, int width, size_t mask) {
    for (int64_t k = 0; k < d->nentries; k++)
        if (d->entries[k].key)
            index_put(index, width, mask, d->entries[k].hash, k);
}

static void free_index(Dict *d) {
    if (d->index)
        free_array(d->index, (size_t)index_width(d->index_bits) << d->index_bits);
    d->index = NULL;
}

/* An index for up to n keys; all entries are live. */
static bool build_index(Thread *t, Dict *d, int64_t n) {
    uint32_t bits = 4;
    while (fill_limit(bits) < n)
        bits++;
    int width = index_width(bits);
    size_t bytes = (size_t)width << bits;
    void *index = alloc_leaf(t, bytes);
    if (unlikely(!index))
        return false;
    memset(index, 0xff, bytes);
    size_t mask = ((size_t)1 << bits) - 1;
    switch (width) {
    case 1: fill_index(d, index, 1, mask); break;
    case 2: fill_index(d, index, 2, mask); break;
    default: fill_index(d, index, 4, mask); break;
    }
    free_index(d);
    d->index = index;
    d->index_bits = (uint8_t)bits;
    d->fill = (uint32_t)d->used;
    d->rebuilds++;
    return true;
}

/* -- Room -------------------------------------------------------------------------------------- */

void dict_init(Dict *d) { d->str_keys = true; }

Dict *dict_new(Thread *t) {
    Dict *d = alloc_obj(t, type_by_id(t, T_DICT), sizeof(Dict));
    if (likely(d != NULL))
        dict_init(d);
    return d;
}

/* Drops the deleted entries, and with them the index: without one a search looks at all entries. */
static void compact(Dict *d) {
    free_index(d);
    int64_t to = 0;
    for (int64_t k = d->first; k < d->nentries; k++)
        if (d->entries[k].key) {
            if (to != k)
                d->entries[to] = d->entries[k];
            to++;
        }
    memset(d->entries + to, 0, (size_t)(d->nentries - to) * sizeof(DictEntry));
    d->nentries = to;
    d->first = 0;
    d->keys_version = 0;
    d->rebuilds++;
}

/* An entries array of cap; the live entries move together at its front. */
static bool move_entries(Thread *t, Dict *d, int64_t cap) {
    if (unlikely(cap > ENTRIES_MAX)) {
        raise_memory(t);
        return false;
    }
    if (d->used != d->nentries)
        compact(d);
    DictEntry *to = heap_grow(&t->interp->heap, d->entries, (size_t)d->cap * sizeof(DictEntry),
                              (size_t)d->nentries * sizeof(DictEntry), (size_t)cap * sizeof(DictEntry));
    d->rebuilds++;
    if (unlikely(!to)) {
        raise_memory(t);
        return false;
    }
    d->entries = to;
    d->cap = cap;
    d->first = 0;
    return true;
}

/* Small dicts double; large ones grow by a quarter, so that little memory lies idle. */
static int64_t grown(int64_t cap) {
    if (cap < 4)
        return 4;
    return cap < 32768 ? cap * 2 : cap + cap / 4;
}

/* After this one more entry fits, and one more slot of the index. */
static NOINLINE bool make_room(Thread *t, Dict *d) {
    bool moved = false;
    if (d->nentries == d->cap) {
        moved = d->used < d->nentries;
        if (d->cap > SMALL_ENTRIES / 2 && d->used <= d->cap - d->cap / 4)
            compact(d);
        else if (!move_entries(t, d, grown(d->cap)))
            return false;
    }
    if (d->nentries < SMALL_ENTRIES) {
        free_index(d);
        return true;
    }
    if (d->index && !moved && d->fill < fill_limit(d->index_bits))
        return true;
    if (d->used < d->nentries)
        compact(d);
    return build_index(t, d, MAX(d->used + d->used / 2, SMALL_ENTRIES + 2));
}

bool dict_reserve(Thread *t, Dict *d, int64_t n) {
    if (n > d->cap) {
        if (!move_entries(t, d, n))
            return false;
        if (n > SMALL_ENTRIES || d->index)
            return build_index(t, d, n);
    }
    return true;
}

Dict *dict_new_sized(Thread *t, int64_t n) {
    Dict *d = dict_new(t);
    return d && n > 0 && !dict_reserve(t, d, n) ? NULL : d;
}

/* -- Searching --------------------------------------------------------------------------------- */

/* How keys are compared: both exact str; identity or hash alone decide nearly always; Python code may run. */
enum KeyKind { KEY_STR, KEY_ANY };

/* Entry k, whose hash is the wanted one: 1 equal, 0 not, -1 error, -2 the dict has changed: start anew. */
static NOINLINE int compare_entry(Thread *t, Dict *d, int64_t k, Value key) {
    Value own = d->entries[k].key;
    int r = quick_equal(t, own, key);
    if (r >= 0)
        return r;
    uint16_t rebuilds = d->rebuilds;
    const void *entries = d->entries, *index = d->index;
    r = values_equal(t, own, key);
    bool moved = d->rebuilds != rebuilds || d->entries != entries || d->index != index;
    if (r >= 0 && (moved || k >= d->nentries || d->entries[k].key != own))
        return -2;
    return r;
}

static ALWAYS_INLINE int64_t find_indexed(Thread *t, Dict *d, Value key, int64_t hash, size_t *slot,
                                          int width, enum KeyKind kind) {
    size_t mask = ((size_t)1 << d->index_bits) - 1;
    uint32_t tag = tag_bits(width, mask);
    const void *index = d->index;
    DictEntry *entries = d->entries;
    for (Probe p = probe_start(hash, mask);; probe_next(&p, mask)) {
        uint32_t s = slot_get(index, width, p.i);
        if (s == EMPTY) {
            *slot = p.i;
            return MISSING;
        }
        if ((s ^ (uint32_t)hash) & tag || s == DELETED)
            continue;
        int64_t k = s & mask;
        DictEntry *e = &entries[k];
        if (e->key == key) {
            *slot = p.i;
            return k;
        }
        if (e->hash != hash)
            continue;
        int r = kind == KEY_STR ? str_equal(as_str(e->key), as_str(key)) : compare_entry(t, d, k, key);
        if (r > 0) {
            *slot = p.i;
            return k;
        }
        if (unlikely(r < 0))
            return r == -1 ? FAILED : RESTART;
    }
}

static ALWAYS_INLINE int64_t find_linear(Thread *t, Dict *d, Value key, int64_t hash, enum KeyKind kind) {
    DictEntry *e = d->entries;
    int64_t n = d->nentries;
    for (int64_t k = 0; k < n; k++)
        if (e[k].key == key)
            return k;
    for (int64_t k = 0; k < n; k++) {
        if (e[k].hash != hash || !e[k].key)
            continue;
        int r = kind == KEY_STR ? str_equal(as_str(e[k].key), as_str(key)) : compare_entry(t, d, k, key);
        if (r > 0)
            return k;
        if (unlikely(r < 0))
            return r == -1 ? FAILED : RESTART;
    }
    return MISSING;
}

static ALWAYS_INLINE int64_t find_kind(Thread *t, Dict *d, Value key, int64_t hash, size_t *slot,
                                       enum KeyKind kind) {
    if (!d->index)
        return find_linear(t, d, key, hash, kind);
    switch (index_width(d->index_bits)) {
    case 1: return find_indexed(t, d, key, hash, slot, 1, kind);
    case 2: return find_indexed(t, d, key, hash, slot, 2, kind);
    default: return find_indexed(t, d, key, hash, slot, 4, kind);
    }
}

static NOINLINE int64_t find_any(Thread *t, Dict *d, Value key, int64_t hash, size_t *slot) {
    int64_t k;
    do
        k = find_kind(t, d, key, hash, slot, KEY_ANY);
    while (k == RESTART);
    return k;
}

static NOINLINE int64_t find_str(Dict *d, Value key, int64_t hash, size_t *slot) {
    return find_kind(NULL, d, key, hash, slot, KEY_STR);
}

/* The entry's number, MISSING or FAILED. *slot is its slot in the index; for MISSING the empty slot it
 * ended at. */
static ALWAYS_INLINE int64_t find(Thread *t, Dict *d, Value key, int64_t hash, size_t *slot) {
    if (d->str_keys && is_exact_str(t, key))
        return find_str(d, key, hash, slot);
    return find_any(t, d, key, hash, slot);
}

/* -- Changing ---------------------------------------------------------------------------------- */

/* The first EMPTY slot on hash's way: no keys are compared, so no Python code runs. */
static size_t empty_slot(Dict *d, int64_t hash) {
    size_t mask = ((size_t)1 << d->index_bits) - 1;
    int width = index_width(d->index_bits);
    Probe p = probe_start(hash, mask);
    while (slot_get(d->index, width, p.i) != EMPTY)
        probe_next(&p, mask);
    return p.i;
}

/* Adds a key that find() has just not found (slot is from there). */
static ALWAYS_INLINE bool insert(Thread *t, Dict *d, Value key, int64_t hash, Value v, size_t slot) {
    if (unlikely(d->nentries == d->cap || (d->index ? d->fill >= fill_limit(d->index_bits)
                                                    : d->nentries >= SMALL_ENTRIES))) {
        if (!make_room(t, d))
            return false;
        if (d->index)
            slot = empty_slot(d, hash);
    }
    DictEntry *e = &d->entries[d->nentries];
    e->hash = hash;
    e->key = key;
    e->value = v;
    if (d->index) {
        slot_set(d->index, index_width(d->index_bits), slot,
                 slot_for(hash, ((size_t)1 << d->index_bits) - 1, d->nentries));
        d->fill++;
    }
    d->nentries++;
    d->used++;
    d->keys_version = 0;
    if (d->str_keys && !is_exact_str(t, key))
        d->str_keys = false;
    return true;
}

/* Where the index refers to entry k. */
static size_t slot_of(Dict *d, int64_t k) {
    size_t mask = ((size_t)1 << d->index_bits) - 1;
    int width = index_width(d->index_bits);
    Probe p = probe_start(d->entries[k].hash, mask);
    while (!is_entry(slot_get(d->index, width, p.i), mask, k))
        probe_next(&p, mask);
    return p.i;
}

static void remove_entry(Dict *d, int64_t k, size_t slot) {
    DictEntry *e = &d->entries[k];
    if (d->index)
        slot_set(d->index, index_width(d->index_bits), slot, DELETED);
    e->key = e->value = 0;
    e->hash = 0;
    d->used--;
    d->keys_version = 0;
    if (k == d->first) {
        int64_t first = k + 1;
        while (first < d->nentries && !d->entries[first].key)
            first++;
        d->first = (uint32_t)first;
    }
}

void dict_clear(Thread *t, Dict *d) {
    free_index(d);
    free_array(d->entries, (size_t)d->cap * sizeof(DictEntry));
    d->entries = NULL;
    d->used = d->nentries = d->cap = 0;
    d->first = d->fill = 0;
    d->keys_version = 0;
    d->rebuilds++;
    d->str_keys = true;
}

/* -- The functions for C code ------------------------------------------------------------------ */

int dict_lookup_hash(Thread *t, Dict *d, Value key, int64_t hash, Value *out) {
    size_t slot;
    int64_t k = find(t, d, key, hash, &slot);
    if (k >= 0) {
        *out = d->entries[k].value;
        return 1;
    }
    *out = 0;
    return k == MISSING ? 0 : -1;
}

int dict_lookup(Thread *t, Dict *d, Value key, Value *out) {
    int64_t hash;
    if (unlikely(!key_hash(t, key, &hash)))
        return -1;
    return dict_lookup_hash(t, d, key, hash, out);
}

bool dict_set_hash(Thread *t, Dict *d, Value key, int64_t hash, Value v) {
    size_t slot = 0;
    int64_t k = find(t, d, key, hash, &slot);
    if (k >= 0) {
        d->entries[k].value = v;
        return true;
    }
    return k == MISSING && insert(t, d, key, hash, v, slot);
}

bool dict_set(Thread *t, Dict *d, Value key, Value v) {
    int64_t hash;
    return likely(key_hash(t, key, &hash)) && dict_set_hash(t, d, key, hash, v);
}

Value *dict_place(Thread *t, Dict *d, Value key, Value v) {
    int64_t hash;
    size_t slot = 0;
    if (!key_hash(t, key, &hash))
        return NULL;
    int64_t k = find(t, d, key, hash, &slot);
    if (k >= 0)
        return &d->entries[k].value;
    return k == MISSING && insert(t, d, key, hash, v, slot) ? &d->entries[d->nentries - 1].value : NULL;
}

Value dict_setdefault(Thread *t, Dict *d, Value key, Value v) {
    Value *p = dict_place(t, d, key, v);
    return p ? *p : VALUE_ERROR;
}

/* The value of the deleted key; 0 when missing or on an error. */
static Value pop_hash(Thread *t, Dict *d, Value key, int64_t hash) {
    size_t slot = 0;
    int64_t k = find(t, d, key, hash, &slot);
    if (k < 0)
        return 0;
    Value v = d->entries[k].value;
    remove_entry(d, k, slot);
    return v;
}

Value dict_pop(Thread *t, Dict *d, Value key) {
    int64_t hash;
    if (d->used == 0)                                   /* an unhashable key passes then */
        return 0;
    return key_hash(t, key, &hash) ? pop_hash(t, d, key, hash) : 0;
}

int dict_delete_hash(Thread *t, Dict *d, Value key, int64_t hash) {
    if (pop_hash(t, d, key, hash))
        return 1;
    return t->exc ? -1 : 0;
}

int dict_delete(Thread *t, Dict *d, Value key) {
    int64_t hash;
    return key_hash(t, key, &hash) ? dict_delete_hash(t, d, key, hash) : -1;
}

bool dict_take(Thread *t, Dict *d, bool last, Value *key, Value *value) {
    if (d->used == 0)
        return false;
    int64_t k = d->first;
    if (last) {
        k = d->nentries - 1;
        while (!d->entries[k].key)
            k--;
    }
    *key = d->entries[k].key;
    *value = d->entries[k].value;
    remove_entry(d, k, d->index ? slot_of(d, k) : 0);
    if (last) {                                         /* the place is free again: popping stays O(1) */
        d->nentries = d->used ? k : 0;
        d->first = (uint32_t)MIN((int64_t)d->first, d->nentries);
    }
    return true;
}

/* Moves all entries behind a gap half as long as they are; the number of entry k follows it. */
static bool open_front(Thread *t, Dict *d, int64_t *k) {
    int64_t gap = d->used / 2 + 1, cap = gap + d->used + 1, n = gap;
    DictEntry *to = alloc_array(t, (size_t)cap, sizeof(DictEntry));
    if (!to)
        return false;
    for (int64_t j = 0, old = *k; j < d->nentries; j++)
        if (d->entries[j].key) {
            if (j == old)
                *k = n;
            to[n++] = d->entries[j];
        }
    free_array(d->entries, (size_t)d->cap * sizeof(DictEntry));
    d->entries = to;
    d->cap = cap;
    d->nentries = n;
    d->first = (uint32_t)gap;
    d->rebuilds++;
    d->keys_version = 0;
    return build_index(t, d, cap);
}

int dict_move_to_end(Thread *t, Dict *d, Value key, bool last) {
    int64_t hash;
    size_t slot = 0;
    if (!key_hash(t, key, &hash))
        return -1;
    int64_t k = find(t, d, key, hash, &slot);
    if (k < 0)
        return k == MISSING ? 0 : -1;
    DictEntry e = d->entries[k];
    if (last) {
        if (k == d->nentries - 1)
            return 1;
        bool str_keys = d->str_keys;
        remove_entry(d, k, slot);
        if (!insert(t, d, e.key, hash, e.value, d->index ? empty_slot(d, hash) : 0))
            return -1;
        d->str_keys = str_keys;
        return 1;
    }
    if (k == d->first)
        return 1;
    if (d->first == 0 && !open_front(t, d, &k))
        return -1;
    if (d->index)
        slot = slot_of(d, k);
    uint32_t front = d->first - 1;
    remove_entry(d, k, slot);
    d->entries[front] = e;
    d->first = front;
    d->used++;
    if (d->index)
        slot_set(d->index, index_width(d->index_bits), slot,
                 slot_for(hash, ((size_t)1 << d->index_bits) - 1, front));
    return 1;
}

/* -- Keys that are str ------------------------------------------------------------------------- */

int64_t dict_find_str(Thread *t, Dict *d, Str *key) {
    int64_t hash = str_hash(t, key);
    size_t slot;
    if (d->str_keys)
        return find_str(d, from_ptr(key), hash, &slot);
    size_t mask = ((size_t)1 << d->index_bits) - 1;
    if (!d->index) {
        for (int64_t k = 0; k < d->nentries; k++)
            if (d->entries[k].hash == hash && is_str(d->entries[k].key) &&
                str_equal(as_str(d->entries[k].key), key))
                return k;
        return MISSING;
    }
    int width = index_width(d->index_bits);
    for (Probe p = probe_start(hash, mask);; probe_next(&p, mask)) {
        uint32_t s = slot_get(d->index, width, p.i);
        if (s == EMPTY)
            return MISSING;
        int64_t k = s & mask;
        if (s != DELETED && d->entries[k].hash == hash && is_str(d->entries[k].key) &&
            str_equal(as_str(d->entries[k].key), key))
            return k;
    }
}

Value dict_get_str(Thread *t, Dict *d, Str *key) {
    int64_t k = dict_find_str(t, d, key);
    return k >= 0 ? d->entries[k].value : 0;
}

bool dict_set_str(Thread *t, Dict *d, Str *key, Value v) {
    return dict_set_hash(t, d, from_ptr(key), str_hash(t, key), v);
}

bool dict_set_cstr(Thread *t, Dict *d, const char *key, Value v) {
    Str *s = str_intern_cstr(t, key);
    return s && dict_set_str(t, d, s, v);
}

Value dict_get_cstr(Thread *t, Dict *d, const char *key) {
    Value s = str_from_cstr(t, key);
    if (!s) {
        exc_clear(t);
        return 0;
    }
    return dict_get_str(t, d, as_str(s));
}

int dict_delete_str(Thread *t, Dict *d, Str *key) {
    int64_t k = dict_find_str(t, d, key);
    if (k < 0)
        return 0;
    remove_entry(d, k, d->index ? slot_of(d, k) : 0);
    return 1;
}

uint32_t dict_keys_version(Thread *t, Dict *d) {
    if (d->keys_version == 0 && likely(t->interp->next_keys_version != UINT32_MAX))
        d->keys_version = ++t->interp->next_keys_version;
    return d->keys_version;
}

/* -- Copies and merges ------------------------------------------------------------------------- */

bool dict_copy_into(Thread *t, Dict *d, Dict *other) {
    if (other->used == 0)
        return true;
    if (other->used < other->nentries) {                /* with holes: entry by entry, without them */
        if (!move_entries(t, d, other->used))
            return false;
        for (int64_t k = other->first; k < other->nentries; k++)
            if (other->entries[k].key)
                d->entries[d->nentries++] = other->entries[k];
        d->used = d->nentries;
        d->str_keys = other->str_keys;
        d->keys_version = 0;
        return d->used <= SMALL_ENTRIES || build_index(t, d, d->used);
    }
    int64_t cap = MAX(other->used, 4);
    DictEntry *entries = alloc_array(t, (size_t)cap, sizeof(DictEntry));
    if (!entries)
        return false;
    if (other->index) {
        size_t bytes = (size_t)index_width(other->index_bits) << other->index_bits;
        void *index = alloc_leaf(t, bytes);
        if (!index)
            return false;
        memcpy(index, other->index, bytes);
        d->index = index;
        d->index_bits = other->index_bits;
        d->fill = other->fill;
    }
    memcpy(entries, other->entries, (size_t)other->nentries * sizeof(DictEntry));
    d->entries = entries;
    d->cap = cap;
    d->nentries = d->used = other->used;
    d->str_keys = other->str_keys;
    d->keys_version = 0;
    d->rebuilds++;
    return true;
}

Dict *dict_copy(Thread *t, Dict *d) {
    Dict *copy = dict_new(t);
    return copy && dict_copy_into(t, copy, d) ? copy : NULL;
}

/* d takes the keys of other. */
static bool merge_dict(Thread *t, Dict *d, Dict *other, bool overwrite) {
    if (other == d || other->used == 0)
        return true;
    if (d->used == 0 && d->cap == 0)
        return dict_copy_into(t, d, other);
    if (other->used > d->used && other->used > d->cap - d->nentries &&
        !dict_reserve(t, d, d->used + other->used))
        return false;
    int64_t n = other->used;
    uint16_t rebuilds = other->rebuilds;
    for (int64_t i = other->first; i < other->nentries; i++) {
        DictEntry e = other->entries[i];
        if (!e.key)
            continue;
        size_t slot = 0;
        int64_t k = find(t, d, e.key, e.hash, &slot);
        if (k == FAILED)
            return false;
        if (k == MISSING) {
            if (!insert(t, d, e.key, e.hash, e.value, slot))
                return false;
        } else if (overwrite) {
            d->entries[k].value = e.value;
        }
        if (other->used != n || other->rebuilds != rebuilds) {
            raise_error(t, EXC_RuntimeError, "dict mutated during update");
            return false;
        }
    }
    return true;
}

/* A dict whose class iterates as dict does: its entries may be read directly. */
static bool reads_as_dict(Thread *t, Value v) {
    return is_dict(v) && obj_of(v)->type->slots.iter == type_by_id(t, T_DICT)->slots.iter;
}

static bool set_or_keep(Thread *t, Dict *d, Value key, Value v, bool overwrite) {
    return overwrite ? dict_set(t, d, key, v) : dict_setdefault(t, d, key, v) != 0;
}

bool dict_merge(Thread *t, Dict *d, Value mapping, bool overwrite) {
    if (reads_as_dict(t, mapping))
        return merge_dict(t, d, as_dict(mapping), overwrite);
    Value keys = call_method0(t, mapping, NAME(t, keys));
    Value it = keys ? get_iter(t, keys) : 0;
    if (!it)
        return false;
    for (;;) {
        Value key = iter_next(t, it);
        if (key == VALUE_STOP)
            return true;
        Value v = key ? get_item(t, mapping, key) : 0;
        if (!v || !set_or_keep(t, d, key, v, overwrite))
            return false;
    }
}

/* One item of an iterable of pairs. */
static bool set_pair(Thread *t, Dict *d, Value pair, int64_t i) {
    const Value *items;
    int64_t n;
    if (is_exact_tuple(t, pair)) {
        items = as_tuple(pair)->items;
        n = as_tuple(pair)->len;
    } else if (is_exact_list(t, pair)) {
        items = as_list(pair)->items;
        n = as_list(pair)->len;
    } else {
        Tuple *u = tuple_from_iterable(t, pair);
        if (!u) {
            if (exc_matches(t, EXC_TypeError)) {
                exc_clear(t);
                raise_type_error(t, "cannot convert dictionary update sequence element #%zd to a sequence",
                                 (ssize_t)i);
            }
            return false;
        }
        items = u->items;
        n = u->len;
    }
    if (n != 2) {
        raise_value_error(t, "dictionary update sequence element #%zd has length %zd; 2 is required",
                          (ssize_t)i, (ssize_t)n);
        return false;
    }
    return dict_set(t, d, items[0], items[1]);
}

/* inert: all of the dict's keys are */
typedef struct PairSink { Sink h; Dict *dict; int64_t n; bool inert; } PairSink;

static bool take_pair(Thread *t, Sink *s, Value v) {
    PairSink *k = (PairSink *)s;
    if (!k->inert || !is_exact_tuple(t, v) || as_tuple(v)->len != 2 || !is_inert(t, as_tuple(v)->items[0]))
        return false;
    if (!dict_set(t, k->dict, as_tuple(v)->items[0], as_tuple(v)->items[1])) {
        exc_clear(t);                                   /* out of memory; tried again outside */
        return false;
    }
    k->n++;
    return true;
}

static bool update_from_pairs(Thread *t, Dict *d, Value pairs) {
    Value it = get_iter(t, pairs);
    if (!it)
        return false;
    PairSink sink = { { take_pair }, d, 0, d->used == 0 };
    for (;; sink.n++) {
        Value pair = iter_next_into(t, it, &sink.h);
        if (pair == VALUE_STOP)
            return true;
        sink.inert = false;
        if (!pair || !set_pair(t, d, pair, sink.n))
            return false;
    }
}

bool dict_update(Thread *t, Dict *d, Value other) {
    if (is_exact_dict(t, other))
        return merge_dict(t, d, as_dict(other), true);
    if (get_attr_or_null(t, other, NAME(t, keys)))
        return dict_merge(t, d, other, true);
    return !t->exc && update_from_pairs(t, d, other);
}

/* The callee as messages about its arguments name it: "f()". */
static Value function_text(Thread *t, Value func) {
    Value name = get_attr_or_null(t, func, NAME(t, __qualname__));
    exc_clear(t);
    if (!name || !is_str(name))
        return to_str(t, func);
    Value module = get_attr_or_null(t, func, NAME(t, __module__));
    exc_clear(t);
    if (module && is_str(module) && !str_equals_cstr(as_str(module), "builtins"))
        return str_format(t, "%U.%U()", module, name);
    return str_format(t, "%U()", name);
}

static bool set_keyword(Thread *t, Dict *d, Value key, Value v, Value func) {
    int64_t hash;
    size_t slot = 0;
    if (!key_hash(t, key, &hash))
        return false;
    int64_t k = find(t, d, key, hash, &slot);
    if (k == MISSING)
        return insert(t, d, key, hash, v, slot);
    if (k == FAILED)
        return false;
    Value name = function_text(t, func);
    if (!name)
        return false;
    if (is_str(key))
        raise_type_error(t, "%U got multiple values for keyword argument '%U'", name, key);
    else
        raise_type_error(t, "%U keywords must be strings", name);
    return false;
}

bool dict_merge_new(Thread *t, Dict *d, Value other, Value func) {
    if (reads_as_dict(t, other)) {
        Value k, v;
        for (int64_t i = 0; dict_next(as_dict(other), &i, &k, &v);)
            if (!set_keyword(t, d, k, v, func))
                return false;
        return true;
    }
    if (!get_attr_or_null(t, other, NAME(t, keys))) {
        if (t->exc)
            return false;
        Value name = function_text(t, func);
        if (name)
            raise_type_error(t, "%U argument after ** must be a mapping, not %T", name, other);
        return false;
    }
    Value keys = call_method0(t, other, NAME(t, keys));
    Value it = keys ? get_iter(t, keys) : 0;
    if (!it)
        return false;
    for (;;) {
        Value key = iter_next(t, it);
        if (key == VALUE_STOP)
            return true;
        Value v = key ? get_item(t, other, key) : 0;
        if (!v || !set_keyword(t, d, key, v, func))
            return false;
    }
}

Value dict_keys_list(Thread *t, Dict *d) {
    List *l = list_alloc(t, 0, d->used);
    Value k, v;
    if (!l)
        return VALUE_ERROR;
    for (int64_t i = 0; dict_next(d, &i, &k, &v);)
        l->items[l->len++] = k;
    return from_ptr(l);
}

/* -- Comparison and repr ----------------------------------------------------------------------- */

int dict_equal(Thread *t, Dict *a, Dict *b) {
    if (a->used != b->used)
        return 0;
    for (int64_t i = 0; i < a->nentries; i++) {
        DictEntry e = a->entries[i];
        Value other;
        if (!e.key)
            continue;
        int found = dict_lookup_hash(t, b, e.key, e.hash, &other);
        if (found <= 0)
            return found;
        int eq = equal_values(t, e.value, other);
        if (eq <= 0)
            return eq;
    }
    return 1;
}

Value dict_repr(Thread *t, Value self) {
    Dict *d = as_dict(self);
    if (d->used == 0)
        return str_from_cstr(t, "{}");
    int active = repr_enter(t, self);
    if (active)
        return active < 0 ? VALUE_ERROR : str_from_cstr(t, "{...}");
    StrBuf b;
    strbuf_init(&b, t);
    strbuf_char(&b, '{');
    Value k, v;
    bool ok = true, more = false;
    for (int64_t i = 0; ok && dict_next(d, &i, &k, &v); more = true) {
        if (more)
            strbuf_ascii(&b, ", ", 2);
        ok = strbuf_repr(&b, k);
        if (ok) {
            strbuf_ascii(&b, ": ", 2);
            ok = strbuf_repr(&b, v);
        }
    }
    strbuf_char(&b, '}');
    repr_leave(t, self);
    return ok ? strbuf_finish(&b) : VALUE_ERROR;
}
