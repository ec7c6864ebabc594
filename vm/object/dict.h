/* dict: insertion-ordered entries and an index table of 1, 2 or 4 byte slots (compact dict). */
#pragma once
#include "vm/object/def.h"
#include "vm/object/str.h"

typedef struct DictEntry { int64_t hash; Value key, value; } DictEntry;     /* key 0: deleted entry */
struct Dict {
    Obj h;
    int64_t used;               /* live entries */
    int64_t nentries;           /* entries in use, deleted ones included */
    int64_t cap;                /* room in entries */
    DictEntry *entries;
    void *index;                /* leaf; 0: no table yet (up to 8 entries are searched in order) */
    uint32_t keys_version;      /* unique while the set and places of the keys stay; 0: none given yet */
    uint32_t first;             /* no live entry before it: popping from the front stays O(1) */
    uint32_t fill;              /* slots of the index in use, deleted ones included */
    uint16_t rebuilds;          /* counts moves of entries or index: a search sees that it must start anew */
    uint8_t index_bits;         /* table has 1 << index_bits slots */
    bool str_keys;              /* all keys are exact str so far */
};                              /* subclasses have attrs and their own fields behind */
static inline Dict *as_dict(Value v) { return (Dict *)obj_of(v); }

Dict *dict_new(Thread *t);
Dict *dict_new_sized(Thread *t, int64_t n);
/* 1 found (*out set), 0 missing, -1 error from __hash__ / __eq__. */
MUST_CHECK int dict_lookup(Thread *t, Dict *d, Value key, Value *out);
MUST_CHECK int dict_lookup_hash(Thread *t, Dict *d, Value key, int64_t hash, Value *out);
MUST_CHECK bool dict_set(Thread *t, Dict *d, Value key, Value v);
MUST_CHECK bool dict_set_hash(Thread *t, Dict *d, Value key, int64_t hash, Value v);
MUST_CHECK int dict_delete(Thread *t, Dict *d, Value key);      /* 1 deleted, 0 missing, -1 error */
MUST_CHECK int dict_delete_hash(Thread *t, Dict *d, Value key, int64_t hash);
/* Where the value of key is, until the dict changes; a missing key is added with v first. NULL: error. */
MUST_CHECK Value *dict_place(Thread *t, Dict *d, Value key, Value v);
Value dict_pop(Thread *t, Dict *d, Value key);                  /* the value; 0 and no exception if missing */
/* Exact or derived str keys; never runs Python code, never raises. 0: missing. */
Value dict_get_str(Thread *t, Dict *d, Str *key);
MUST_CHECK bool dict_set_str(Thread *t, Dict *d, Str *key, Value v);
MUST_CHECK bool dict_set_cstr(Thread *t, Dict *d, const char *key, Value v);
Value dict_get_cstr(Thread *t, Dict *d, const char *key);
int dict_delete_str(Thread *t, Dict *d, Str *key);
int64_t dict_find_str(Thread *t, Dict *d, Str *key);        /* index into entries, or -1: for inline caches */
uint32_t dict_keys_version(Thread *t, Dict *d);                 /* assigns a tag if there is none */
Value dict_setdefault(Thread *t, Dict *d, Value key, Value v);
/* Iterate: for (int64_t i = 0; dict_next(d, &i, &k, &v);) ... (do not add keys meanwhile) */
static inline bool dict_next(Dict *d, int64_t *i, Value *k, Value *v) {
    while (*i < d->nentries) {
        DictEntry *e = &d->entries[(*i)++];
        if (e->key) { *k = e->key; *v = e->value; return true; }
    }
    return false;
}
static inline int64_t dict_len(const Dict *d) { return d->used; }
MUST_CHECK bool dict_update(Thread *t, Dict *d, Value other);   /* mapping or iterable of pairs; overwrites */
MUST_CHECK bool dict_merge(Thread *t, Dict *d, Value mapping, bool overwrite);
/* f(**a, **b): TypeError on a double key */
MUST_CHECK bool dict_merge_new(Thread *t, Dict *d, Value other, Value func);
Dict *dict_copy(Thread *t, Dict *d);
/* d, which is new and empty, becomes a copy of the other: one block copy, no hashing. */
MUST_CHECK bool dict_copy_into(Thread *t, Dict *d, Dict *other);
void dict_clear(Thread *t, Dict *d);
void dict_init(Dict *d);                                        /* a zeroed dict becomes an empty one */
MUST_CHECK bool dict_reserve(Thread *t, Dict *d, int64_t n);    /* room for n keys in all */
/* Removes the last (or first) entry and gives it out; false: the dict is empty. */
bool dict_take(Thread *t, Dict *d, bool last, Value *key, Value *value);
/* Moves a present key to one end. 1 done, 0 missing, -1 error. */
MUST_CHECK int dict_move_to_end(Thread *t, Dict *d, Value key, bool last);
MUST_CHECK int dict_equal(Thread *t, Dict *a, Dict *b);         /* 1, 0, -1 */
Value dict_keys_list(Thread *t, Dict *d);                       /* list of keys */
Value dict_repr(Thread *t, Value d);
/* d[key] for a dict or subclass, calling __missing__; KeyError. */
Value dict_subscript(Thread *t, Value d, Value key);

/* -- For subclasses (dict_methods.c) ----------------------------------------------------------- */
/* What dict.__init__, OrderedDict.__init__ ... do with (mapping or pairs, **kwargs). */
MUST_CHECK bool dict_init_args(Thread *t, Value d, const Value *args, size_t nargs, Tuple *kwnames,
                               const char *name);
MUST_CHECK bool dict_init_bound(Thread *t, Value d, Value args_tuple, Value kwargs, const char *name);
Value dict_union(Thread *t, Value a, Value b);                  /* a | b of dicts */

/* -- Views and iterators (dict_views.c) -------------------------------------------------------- */
typedef struct DictView { Obj h; Value dict; } DictView;
Value dict_view_new(Thread *t, int type_id, Value dict);        /* T_DICT_KEYS, T_DICT_VALUES, T_DICT_ITEMS */
Value dict_iter_new(Thread *t, int type_id, Value dict);        /* T_DICT_KEYITER ... T_DICT_REVITEMITER */
