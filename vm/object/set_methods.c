/* Set algebra and the methods of set and frozenset. */
#include "vm/object/container.h"

/* A result has the plain type that v derives from. */
static Type *base_type(Thread *t, Value v) {
    return type_by_id(t, ptr_kind(v, T_FROZENSET) ? T_FROZENSET : T_SET);
}

static Value copy_of(Thread *t, Value self) {
    Set *s = set_new(t, base_type(t, self));
    return s && set_merge(t, s, as_set(self)) ? from_ptr(s) : VALUE_ERROR;
}

/* -- Algebra ----------------------------------------------------------------------------------- */

/* The items of iterable, as a set that stays what it is. */
static Set *as_set_of(Thread *t, Value iterable) {
    if (is_anyset(iterable))
        return as_set(iterable);
    Set *s = set_new(t, type_by_id(t, T_SET));
    return s && set_update(t, s, iterable) ? s : NULL;
}

static Value intersection(Thread *t, Value self, Value other) {
    if (self == other)
        return copy_of(t, self);
    Set *r = set_new(t, base_type(t, self));
    if (!r)
        return VALUE_ERROR;
    if (is_anyset(other)) {
        Set *a = as_set(self), *b = as_set(other);
        if (b->used > a->used) {                        /* walk over the smaller one */
            Set *swap = a;
            a = b;
            b = swap;
        }
        for (int64_t i = 0; i <= b->mask; i++) {
            SetEntry e = b->table[i];
            if (!e.key || e.key == VALUE_DELETED)
                continue;
            int found = set_contains_hash(t, a, e.key, e.hash);
            if (found < 0 || (found && !set_add_hash(t, r, e.key, e.hash)))
                return VALUE_ERROR;
        }
        return from_ptr(r);
    }
    Value it = get_iter(t, other);
    if (!it)
        return VALUE_ERROR;
    for (;;) {
        int64_t hash;
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return from_ptr(r);
        if (!v || !key_hash(t, v, &hash))
            return VALUE_ERROR;
        int found = set_contains_hash(t, as_set(self), v, hash);
        if (found < 0 || (found && !set_add_hash(t, r, v, hash)))
            return VALUE_ERROR;
    }
}

static bool subtract(Thread *t, Set *s, Value other) {
    if (is_anyset(other)) {
        Set *o = as_set(other);
        if (o == s) {
            set_clear(s);
            return true;
        }
        for (int64_t i = 0; i <= o->mask; i++) {
            SetEntry e = o->table[i];
            if (e.key && e.key != VALUE_DELETED && set_discard_hash(t, s, e.key, e.hash) < 0)
                return false;
        }
        return set_tidy(t, s);
    }
    Value it = get_iter(t, other);
    if (!it)
        return false;
    for (;;) {
        int64_t hash;
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return set_tidy(t, s);
        if (!v || !key_hash(t, v, &hash) || set_discard_hash(t, s, v, hash) < 0)
            return false;
    }
}

static Value difference(Thread *t, Value self, Value other) {
    Set *s = as_set(self);
    bool dict = is_exact_dict(t, other);
    int64_t n = is_anyset(other) ? as_set(other)->used : dict ? as_dict(other)->used : INT64_MAX;
    if (n == INT64_MAX || s->used / 4 > n) {            /* few to take away, or no quick way to ask */
        Value copy = copy_of(t, self);
        return copy && subtract(t, as_set(copy), other) ? copy : VALUE_ERROR;
    }
    Set *r = set_new(t, base_type(t, self));
    if (!r)
        return VALUE_ERROR;
    for (int64_t i = 0; i <= s->mask; i++) {
        SetEntry e = s->table[i];
        Value unused;
        if (!e.key || e.key == VALUE_DELETED)
            continue;
        int found = dict ? dict_lookup_hash(t, as_dict(other), e.key, e.hash, &unused)
                         : set_contains_hash(t, as_set(other), e.key, e.hash);
        if (found < 0 || (!found && !set_add_hash(t, r, e.key, e.hash)))
            return VALUE_ERROR;
    }
    return from_ptr(r);
}

static bool toggle(Thread *t, Set *s, Value other) {
    if (from_ptr(s) == other) {
        set_clear(s);
        return true;
    }
    Set *o = as_set_of(t, other);
    if (!o)
        return false;
    for (int64_t i = 0; i <= o->mask; i++) {
        SetEntry e = o->table[i];
        if (!e.key || e.key == VALUE_DELETED)
            continue;
        int found = set_discard_hash(t, s, e.key, e.hash);
        if (found < 0 || (!found && !set_add_hash(t, s, e.key, e.hash)))
            return false;
    }
    return true;
}

static Value symmetric_difference(Thread *t, Value self, Value other) {
    Set *r = set_new(t, base_type(t, self));
    return r && set_update(t, r, other) && toggle(t, r, self) ? from_ptr(r) : VALUE_ERROR;
}

/* self becomes what r is; r is new and known to nobody. */
static void take_over(Value self, Value r) {
    Set *s = as_set(self), *o = as_set(r);
    s->table = o->table;
    s->mask = o->mask;
    s->used = o->used;
    s->fill = o->fill;
    s->version++;
}

/* -- Operators: between sets only -------------------------------------------------------------- */

Value set_bin_and(Thread *t, Value a, Value b) {
    return is_anyset(a) && is_anyset(b) ? intersection(t, a, b) : VALUE_NOTIMPLEMENTED;
}

Value set_bin_or(Thread *t, Value a, Value b) {
    if (!is_anyset(a) || !is_anyset(b))
        return VALUE_NOTIMPLEMENTED;
    Value r = copy_of(t, a);
    return r && set_merge(t, as_set(r), as_set(b)) ? r : VALUE_ERROR;
}

Value set_bin_sub(Thread *t, Value a, Value b) {
    return is_anyset(a) && is_anyset(b) ? difference(t, a, b) : VALUE_NOTIMPLEMENTED;
}

Value set_bin_xor(Thread *t, Value a, Value b) {
    return is_anyset(a) && is_anyset(b) ? symmetric_difference(t, a, b) : VALUE_NOTIMPLEMENTED;
}

Value set_inplace_and(Thread *t, Value a, Value b) {
    if (!is_anyset(b))
        return VALUE_NOTIMPLEMENTED;
    Value r = intersection(t, a, b);
    if (!r)
        return VALUE_ERROR;
    take_over(a, r);
    return a;
}

Value set_inplace_or(Thread *t, Value a, Value b) {
    if (!is_anyset(b))
        return VALUE_NOTIMPLEMENTED;
    return set_merge(t, as_set(a), as_set(b)) ? a : VALUE_ERROR;
}

Value set_inplace_sub(Thread *t, Value a, Value b) {
    if (!is_anyset(b))
        return VALUE_NOTIMPLEMENTED;
    return subtract(t, as_set(a), b) ? a : VALUE_ERROR;
}

Value set_inplace_xor(Thread *t, Value a, Value b) {
    if (!is_anyset(b))
        return VALUE_NOTIMPLEMENTED;
    return toggle(t, as_set(a), b) ? a : VALUE_ERROR;
}

/* -- Methods of both --------------------------------------------------------------------------- */

static Value m_copy(Thread *t, Value *a) {
    return is_exact(t, a[0], T_FROZENSET) ? a[0] : copy_of(t, a[0]);
}

static Value m_union(Thread *t, Value *a) {
    Value r = copy_of(t, a[0]);
    Tuple *others = as_tuple(a[1]);
    for (int64_t i = 0; r && i < others->len; i++)
        if (others->items[i] != a[0] && !set_update(t, as_set(r), others->items[i]))
            return VALUE_ERROR;
    return r;
}

static Value m_intersection(Thread *t, Value *a) {
    Tuple *others = as_tuple(a[1]);
    if (others->len == 0)
        return copy_of(t, a[0]);
    Value r = a[0];
    for (int64_t i = 0; r && i < others->len; i++)
        r = intersection(t, r, others->items[i]);
    return r;
}

static Value m_difference(Thread *t, Value *a) {
    Tuple *others = as_tuple(a[1]);
    if (others->len == 0)
        return copy_of(t, a[0]);
    Value r = difference(t, a[0], others->items[0]);
    for (int64_t i = 1; r && i < others->len; i++)
        if (!subtract(t, as_set(r), others->items[i]))
            return VALUE_ERROR;
    return r;
}

static Value m_symmetric_difference(Thread *t, Value *a) { return symmetric_difference(t, a[0], a[1]); }

static Value m_isdisjoint(Thread *t, Value *a) {
    Set *s = as_set(a[0]);
    if (a[0] == a[1])
        return from_bool(s->used == 0);
    if (is_anyset(a[1])) {
        Set *o = as_set(a[1]);
        if (o->used > s->used) {
            Set *swap = s;
            s = o;
            o = swap;
        }
        for (int64_t i = 0; i <= o->mask; i++) {
            SetEntry e = o->table[i];
            int found = e.key && e.key != VALUE_DELETED ? set_contains_hash(t, s, e.key, e.hash) : 0;
            if (found)
                return found < 0 ? VALUE_ERROR : VALUE_FALSE;
        }
        return VALUE_TRUE;
    }
    Value it = get_iter(t, a[1]);
    if (!it)
        return VALUE_ERROR;
    for (;;) {
        int64_t hash;
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return VALUE_TRUE;
        if (!v || !key_hash(t, v, &hash))
            return VALUE_ERROR;
        int found = set_contains_hash(t, s, v, hash);
        if (found)
            return found < 0 ? VALUE_ERROR : VALUE_FALSE;
    }
}

static Value m_issubset(Thread *t, Value *a) {
    int r;
    if (is_anyset(a[1])) {
        r = set_issubset(t, as_set(a[0]), as_set(a[1]));
    } else {
        Value common = intersection(t, a[0], a[1]);
        r = common ? as_set(common)->used == as_set(a[0])->used : -1;
    }
    return r < 0 ? VALUE_ERROR : from_bool(r);
}

static Value m_issuperset(Thread *t, Value *a) {
    if (is_anyset(a[1])) {
        int r = set_issubset(t, as_set(a[1]), as_set(a[0]));
        return r < 0 ? VALUE_ERROR : from_bool(r);
    }
    Value it = get_iter(t, a[1]);
    if (!it)
        return VALUE_ERROR;
    for (;;) {
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return VALUE_TRUE;
        int found = v ? set_contains(t, as_set(a[0]), v) : -1;
        if (found <= 0)
            return found < 0 ? VALUE_ERROR : VALUE_FALSE;
    }
}

static Value m_reduce(Thread *t, Value *a) {
    List *items = list_alloc(t, 0, 0);
    if (!items || !list_extend(t, items, a[0]))
        return VALUE_ERROR;
    Value args = tuple_pack1(t, from_ptr(items));
    Dict *state = object_dict(t, a[0], false);
    if (!args || t->exc)
        return VALUE_ERROR;
    return tuple_pack3(t, from_ptr(obj_of(a[0])->type), args, state ? from_ptr(state) : VALUE_NONE);
}

static Value m_sizeof(Thread *t, Value *a) {
    Set *s = as_set(a[0]);
    return from_small((int64_t)(s->h.type->size + (size_t)(s->mask + 1) * sizeof(SetEntry)));
}

static Value m_contains(Thread *t, Value *a) {
    int found = set_contains(t, as_set(a[0]), a[1]);
    return found < 0 ? VALUE_ERROR : from_bool(found);
}

/* -- Methods of set alone ---------------------------------------------------------------------- */

static Value m_add(Thread *t, Value *a) { return set_add(t, as_set(a[0]), a[1]) ? VALUE_NONE : VALUE_ERROR; }

static Value m_discard(Thread *t, Value *a) {
    return set_discard(t, as_set(a[0]), a[1]) < 0 ? VALUE_ERROR : VALUE_NONE;
}

static Value m_remove(Thread *t, Value *a) {
    int found = set_discard(t, as_set(a[0]), a[1]);
    return found > 0 ? VALUE_NONE : found < 0 ? VALUE_ERROR : raise_key_error(t, a[1]);
}

static Value m_pop(Thread *t, Value *a) {
    Value v = set_pop(t, as_set(a[0]));
    return v ? v : raise_error(t, EXC_KeyError, "pop from an empty set");
}

static Value m_clear(Thread *t, Value *a) {
    set_clear(as_set(a[0]));
    return VALUE_NONE;
}

static Value m_update(Thread *t, Value *a) {
    Tuple *others = as_tuple(a[1]);
    for (int64_t i = 0; i < others->len; i++)
        if (!set_update(t, as_set(a[0]), others->items[i]))
            return VALUE_ERROR;
    return VALUE_NONE;
}

static Value m_intersection_update(Thread *t, Value *a) {
    Value r = m_intersection(t, a);
    if (!r)
        return VALUE_ERROR;
    take_over(a[0], r);
    return VALUE_NONE;
}

static Value m_difference_update(Thread *t, Value *a) {
    Tuple *others = as_tuple(a[1]);
    for (int64_t i = 0; i < others->len; i++)
        if (!subtract(t, as_set(a[0]), others->items[i]))
            return VALUE_ERROR;
    return VALUE_NONE;
}

static Value m_symmetric_difference_update(Thread *t, Value *a) {
    return toggle(t, as_set(a[0]), a[1]) ? VALUE_NONE : VALUE_ERROR;
}

#define SHARED_METHODS \
    { "copy", m_copy, "", "A shallow copy.", 0 }, \
    { "union", m_union, "*others", "The items of self and of all others.", 0 }, \
    { "intersection", m_intersection, "*others", "The items common to self and all others.", 0 }, \
    { "difference", m_difference, "*others", "The items of self that are in none of the others.", 0 }, \
    { "symmetric_difference", m_symmetric_difference, "other, /", "The items in just one of the two.", 0 }, \
    { "isdisjoint", m_isdisjoint, "other, /", "True if there is no common item.", 0 }, \
    { "issubset", m_issubset, "other, /", "True if other has all items of self.", 0 }, \
    { "issuperset", m_issuperset, "other, /", "True if self has all items of other.", 0 }, \
    { "__contains__", m_contains, "item, /", "True if item is there.", 0 }, \
    { "__reduce__", m_reduce, "", 0, 0 }, \
    { "__sizeof__", m_sizeof, "", "Bytes this takes.", 0 }, \
    CLASS_GETITEM

const FunctionDef set_methods[] = {
    { "add", m_add, "item, /", "Put item into the set.", 0 },
    { "remove", m_remove, "item, /", "Take item out; KeyError if it is missing.", 0 },
    { "discard", m_discard, "item, /", "Take item out if it is there.", 0 },
    { "pop", m_pop, "", "Take some item out and return it.", 0 },
    { "clear", m_clear, "", "Remove all items.", 0 },
    { "update", m_update, "*others", "Put in the items of all others.", 0 },
    { "intersection_update", m_intersection_update, "*others", "Keep only what all others have.", 0 },
    { "difference_update", m_difference_update, "*others", "Take out what is in any of the others.", 0 },
    { "symmetric_difference_update", m_symmetric_difference_update, "other, /",
      "Toggle the items of other.", 0 },
    SHARED_METHODS, { 0 }
};

const FunctionDef frozenset_methods[] = { SHARED_METHODS, { 0 } };
