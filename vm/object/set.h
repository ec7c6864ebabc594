/* set and frozenset: open addressing over {hash, key}. */
#pragma once
#include "vm/object/def.h"
#include "vm/object/error.h"
typedef struct SetEntry { int64_t hash; Value key; } SetEntry;    /* key 0: free, VALUE_DELETED: tombstone */
struct Set {
    Obj h;
    int64_t used, fill;         /* live keys; these and the tombstones */
    int64_t mask;               /* -1 while there is no table */
    SetEntry *table;
    int64_t hash;               /* of a frozenset; -1: not computed yet */
    uint32_t version;           /* counts new tables: a search sees that it must start anew */
    uint32_t finger;            /* where pop() looks next */
};
static inline Set *as_set(Value v) { return (Set *)obj_of(v); }
Set *set_new(Thread *t, Type *type);                    /* type set, frozenset or derived; empty */
MUST_CHECK bool set_add(Thread *t, Set *s, Value key);
MUST_CHECK int set_contains(Thread *t, Set *s, Value key);
MUST_CHECK int set_discard(Thread *t, Set *s, Value key);
MUST_CHECK bool set_update(Thread *t, Set *s, Value iterable);
static inline bool set_next(Set *s, int64_t *i, Value *key) {
    while (*i <= s->mask) {
        SetEntry *e = &s->table[(*i)++];
        if (e->key && e->key != VALUE_DELETED) { *key = e->key; return true; }
    }
    return false;
}

/* -- Shared by set.c and set_methods.c --------------------------------------------------------- */
MUST_CHECK bool set_add_hash(Thread *t, Set *s, Value key, int64_t hash);
MUST_CHECK int set_contains_hash(Thread *t, Set *s, Value key, int64_t hash);
MUST_CHECK int set_discard_hash(Thread *t, Set *s, Value key, int64_t hash);
MUST_CHECK bool set_merge(Thread *t, Set *s, Set *other);
bool set_tidy(Thread *t, Set *s);                       /* after many removals: fewer tombstones */
void set_clear(Set *s);
Value set_pop(Thread *t, Set *s);                       /* 0 without an exception when empty */
extern const FunctionDef set_methods[], frozenset_methods[];
Value set_bin_and(Thread *t, Value a, Value b);
Value set_bin_or(Thread *t, Value a, Value b);
Value set_bin_sub(Thread *t, Value a, Value b);
Value set_bin_xor(Thread *t, Value a, Value b);
Value set_inplace_and(Thread *t, Value a, Value b);
Value set_inplace_or(Thread *t, Value a, Value b);
Value set_inplace_sub(Thread *t, Value a, Value b);
Value set_inplace_xor(Thread *t, Value a, Value b);
int set_issubset(Thread *t, Set *a, Set *b);            /* 1, 0, -1 */
