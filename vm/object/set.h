/* set and frozenset: open addressing over {hash, key}. */
#pragma once
#include "vm/object/error.h"
typedef struct SetEntry { int64_t hash; Value key; } SetEntry;      /* key 0: free, VALUE_DELETED: tombstone */
struct Set { Obj h; int64_t used, fill, mask; SetEntry *table; int64_t hash; uint32_t version; };
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
