/* What a class statement ends in: metaclass, layout, inheritance order, __slots__, the hooks of bases and members. */
#include "vm/base/unicode.h"
#include "vm/object/code.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/opcode.h"
#include "vm/object/type_private.h"

static inline Type *type_at(Tuple *u, int64_t i) { return (Type *)obj_of(u->items[i]); }

/* -- Metaclass and best base ----------------------------------------------------------------------------- */

Type *type_calculate_metaclass(Thread *t, Type *meta, Tuple *bases) {
    for (int64_t i = 0; i < bases->len; i++) {
        Type *m = type_of(t, bases->items[i]);
        if (type_is_subtype(meta, m))
            continue;
        if (!type_is_subtype(m, meta)) {
            raise_type_error(t, "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                                "of the metaclasses of all its bases");
            return NULL;
        }
        meta = m;
    }
    return meta;
}

/* Does y add fields to those of its base? A dict or a weak reference list do not count: those can be added anywhere. */
static bool adds_layout(const Type *y) {
    return y->size != y->base->size || y->nslots != y->base->nslots || y->kind != y->base->kind ||
           exception_layout(y) != exception_layout(y->base);
}

Type *type_solid_base(Type *y) {
    while (y->base && !adds_layout(y))
        y = y->base;
    return y;
}

Type *type_best_base(Thread *t, Tuple *bases) {
    Type *best = NULL, *winner = NULL;
    for (int64_t i = 0; i < bases->len; i++) {
        if (!is_type(bases->items[i])) {
            raise_type_error(t, "bases must be types");
            return NULL;
        }
        Type *base = type_at(bases, i);
        if (base->flags & TYPE_NO_BASE) {
            raise_type_error(t, "type '%N' is not an acceptable base type", base);
            return NULL;
        }
        if (!base->mro) {                               /* its own mro() is running */
            raise_type_error(t, "Cannot extend an incomplete type '%N'", base);
            return NULL;
        }
        Type *solid = type_solid_base(base);
        if (!winner || (winner != solid && type_is_subtype(solid, winner))) {
            winner = solid;
            best = base;
        } else if (!type_is_subtype(winner, solid)) {
            raise_type_error(t, "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return best;
}

/* The same names in __slots__ over the same base make the same layout. */
static bool same_slots(Thread *t, Type *a, Type *b) {
    if (a->base != b->base || !(a->flags & b->flags & TYPE_USER) || a->nslots != b->nslots)
        return false;
    int64_t i = 0;
    Value k, v;
    while (dict_next(a->dict, &i, &k, &v)) {
        if (!is_ptr(v) || obj_of(v)->type->id != T_MEMBER || ((Member *)obj_of(v))->owner != a)
            continue;
        Value w = dict_get_str(t, b->dict, as_str(k));
        if (!w || !is_ptr(w) || obj_of(w)->type->id != T_MEMBER || ((Member *)obj_of(w))->owner != b ||
            ((Member *)obj_of(w))->index != ((Member *)obj_of(v))->index)
            return false;
    }
    return true;
}

bool type_same_layout(Thread *t, Type *a, Type *b) {
    if (a->size != b->size || a->nslots != b->nslots || a->attrs_offset != b->attrs_offset ||
        a->weak_offset != b->weak_offset || a->kind != b->kind)
        return false;
    Type *sa = type_solid_base(a), *sb = type_solid_base(b);
    return sa == sb || same_slots(t, sa, sb);
}

/* -- Inheritance order ----------------------------------------------------------------------------------- */

static bool in_tail(Tuple *u, int64_t from, Value v) {
    for (int64_t i = from + 1; i < u->len; i++)
        if (u->items[i] == v)
            return true;
    return false;
}

static Tuple *raise_no_order(Thread *t, Tuple **seqs, int64_t *at, int64_t n) {
    StrBuf b;
    strbuf_init(&b, t);
    bool first = true;
    Value heads[n + 1];
    int64_t nheads = 0;
    for (int64_t i = 0; i < n; i++) {
        if (at[i] >= seqs[i]->len)
            continue;
        Value head = seqs[i]->items[at[i]];
        bool seen = false;
        for (int64_t k = 0; k < nheads; k++)
            seen |= heads[k] == head;
        if (seen)
            continue;
        heads[nheads++] = head;
        strbuf_cstr(&b, first ? "" : ", ");
        strbuf_str(&b, ((Type *)obj_of(head))->name);
        first = false;
    }
    Value names = strbuf_finish(&b);
    if (names)
        raise_type_error(t, "Cannot create a consistent method resolution\norder (MRO) for bases %U", names);
    return NULL;
}

/* C3: the heads that stand in nobody's tail, one after the other. */
Tuple *type_c3(Thread *t, Type *y) {
    Tuple *bases = y->bases;
    int64_t nb = bases->len;
    if (nb == 1) {
        Tuple *m = type_at(bases, 0)->mro;
        Tuple *u = tuple_alloc(t, m->len + 1);
        if (!u)
            return NULL;
        u->items[0] = from_ptr(y);
        memcpy(u->items + 1, m->items, (size_t)m->len * sizeof(Value));
        return u;
    }
    for (int64_t i = 0; i < nb; i++)
        if (in_tail(bases, i, bases->items[i])) {
            raise_type_error(t, "duplicate base class %Q", type_at(bases, i)->name);
            return NULL;
        }
    int64_t n = nb + 1;
    Tuple **seqs = alloc_array(t, (size_t)n, sizeof *seqs);
    int64_t *at = alloc_leaf(t, (size_t)n * sizeof *at);
    List *out = list_alloc(t, 0, 8);
    if (!seqs || !at || !out)
        return NULL;
    for (int64_t i = 0; i < nb; i++)
        seqs[i] = type_at(bases, i)->mro;
    seqs[nb] = bases;
    memset(at, 0, (size_t)n * sizeof *at);
    if (!list_append(t, out, from_ptr(y)))
        return NULL;
    for (;;) {
        bool left = false;
        Value next = 0;
        for (int64_t i = 0; i < n && !next; i++) {
            if (at[i] >= seqs[i]->len)
                continue;
            left = true;
            next = seqs[i]->items[at[i]];
            for (int64_t k = 0; k < n; k++)
                if (in_tail(seqs[k], at[k], next)) {
                    next = 0;
                    break;
                }
        }
        if (!left)
            break;
        if (!next)
            return raise_no_order(t, seqs, at, n);
        if (!list_append(t, out, next))
            return NULL;
        for (int64_t k = 0; k < n; k++)
            if (at[k] < seqs[k]->len && seqs[k]->items[at[k]] == next)
                at[k]++;
    }
    return (Tuple *)obj_of(tuple_new(t, out->items, out->len));
}

Tuple *type_make_mro(Thread *t, Type *y) {
    Value f = type_lookup(t, y->h.type, NAME(t, mro)), self;
    if (!f)
        return NULL;
    if (is_exact(t, f, T_METHOD_DESCR) && ((Native *)obj_of(f))->owner == t->interp->types[T_TYPE])
        return type_c3(t, y);
    f = lookup_special(t, from_ptr(y), NAME(t, mro), &self);
    Value r = !f ? VALUE_ERROR : self ? call1(t, f, self) : call0(t, f);
    Tuple *u = r ? tuple_from_iterable(t, r) : NULL;
    if (!u)
        return NULL;
    if (u->len == 0) {
        raise_type_error(t, "type MRO must not be empty");
        return NULL;
    }
    Type *solid = type_solid_base(y);
    for (int64_t i = 0; i < u->len; i++) {
        if (!is_type(u->items[i])) {
            raise_type_error(t, "mro() returned a non-class ('%T')", u->items[i]);
            return NULL;
        }
        if (!type_is_subtype(solid, type_solid_base(type_at(u, i)))) {
            raise_type_error(t, "mro() returned base with unsuitable layout ('%N')", type_at(u, i));
            return NULL;
        }
    }
    return u;
}

/* -- __slots__ ------------------------------------------------------------------------------------------- */

static bool is_identifier(const Str *s) {
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        if (c != '_' && !(i ? unicode_is_xid_continue(c) : unicode_is_xid_start(c)))
            return false;
    }
    return s->len > 0;
}

/* __x in class C is _C__x. */
static Str *mangle(Thread *t, Str *cls, Str *name) {
    if (name->len < 3 || str_at(name, 0) != '_' || str_at(name, 1) != '_' ||
        (str_at(name, name->len - 1) == '_' && str_at(name, name->len - 2) == '_'))
        return name;
    int64_t i = 0;
    while (i < cls->len && str_at(cls, i) == '_')
        i++;
    if (i == cls->len)
        return name;
    StrBuf b;
    strbuf_init(&b, t);
    strbuf_char(&b, '_');
    strbuf_slice(&b, cls, i, cls->len);
    strbuf_str(&b, name);
    Value v = strbuf_finish(&b);
    return v ? as_str(v) : NULL;
}

typedef struct Layout {
    bool dict, weak;            /* the class adds them */
    List *names;                /* its __slots__ values */
} Layout;

/* Names out of __slots__; conflicts are found here. */
static bool read_slots(Thread *t, Type *base, Str *cls, Dict *ns, Value slots, Layout *l) {
    bool may_dict = !type_has_dict(base);
    bool fixed = base->kind != T_INT && base->kind != T_TUPLE && base->kind != T_BYTES && base->kind != T_TYPE;
    bool may_weak = !base->weak_offset && fixed;
    Tuple *u;
    if (is_str(slots))
        u = (Tuple *)obj_of(tuple_pack1(t, slots));
    else
        u = tuple_from_iterable(t, slots);
    if (!u || !(l->names = list_alloc(t, 0, 4)))
        return false;
    if (u->len > 0 && !fixed) {
        raise_type_error(t, "nonempty __slots__ not supported for subtype of '%N'", base);
        return false;
    }
    for (int64_t i = 0; i < u->len; i++) {
        if (!is_str(u->items[i])) {
            raise_type_error(t, "__slots__ items must be strings, not '%T'", u->items[i]);
            return false;
        }
        Str *s = as_str(u->items[i]);
        if (!is_identifier(s)) {
            raise_type_error(t, "__slots__ must be identifiers");
            return false;
        }
        if (str_equal(s, NAME(t, __dict__))) {
            if (!may_dict || l->dict) {
                raise_type_error(t, "__dict__ slot disallowed: we already got one");
                return false;
            }
            l->dict = true;
        } else if (str_equal(s, NAME(t, __weakref__))) {
            if (!may_weak || l->weak) {
                raise_type_error(t, "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
                return false;
            }
            l->weak = true;
        } else {
            s = mangle(t, cls, s);
            if (!s || !(s = str_intern_exact(t, s)))
                return false;
            if (dict_get_str(t, ns, s) && s != NAME(t, __qualname__) && s != NAME(t, __classcell__)) {
                raise_value_error(t, "%R in __slots__ conflicts with class variable", from_ptr(s));
                return false;
            }
            if (!list_append(t, l->names, from_ptr(s)))
                return false;
        }
    }
    return !l->names || list_sort(t, l->names, VALUE_NULL, false);
}

/* Other bases than the best one may bring a dict or weak references. */
static void look_at_other_bases(Type *base, Tuple *bases, Layout *l) {
    for (int64_t i = 0; i < bases->len; i++) {
        Type *other = type_at(bases, i);
        if (other == base)
            continue;
        l->dict |= !type_has_dict(base) && type_has_dict(other);
        l->weak |= !base->weak_offset && other->weak_offset;
    }
}

/* How many attributes __init__ gives to self: a first guess at what instances need, so that the first one already
 * has the shape of the others. */
static uint32_t stores_of_init(Thread *t, Dict *ns) {
    Value init = dict_get_str(t, ns, NAME(t, __init__));
    if (!init || !is_func(init) || !as_func(init)->code->argcount)
        return 0;
    const Code *c = as_func(init)->code;
    Str *names[INLINE_MAX];
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->ninstrs && n < INLINE_MAX; i++) {
        if (INSTR_OP(c->instrs[i]) != OP_STORE_FAST_ATTR || INSTR_A(c->instrs[i]) != 0)
            continue;
        Str *name = code_cache_name(t, c, INSTR_U16(c->instrs[i]));
        uint32_t k = 0;
        if (name == NULL) {
            exc_clear(t);
            break;
        }
        while (k < n && names[k] != name)
            k++;
        if (k == n)
            names[n++] = name;
    }
    return n;
}

static bool set_layout(Thread *t, Type *y, Type *base, const Layout *l) {
    uint32_t at = base->size;
    y->base = base;
    y->kind = base->kind;
    y->size = base->size;
    y->weak_offset = base->weak_offset || l->weak;
    y->nslots = base->nslots;
    if (base->attrs_offset && base->attrs_offset < base->size) {
        y->attrs_offset = base->attrs_offset;           /* a field of the C struct */
    } else if (base->attrs_offset || l->dict) {
        y->attrs_offset = at;
        at += sizeof(Attrs);
    }
    y->slots_offset = at;
    for (int64_t i = 0; l->names && i < l->names->len; i++) {
        Member *m = alloc_obj(t, type_by_id(t, T_MEMBER), sizeof *m);
        if (!m)
            return false;
        m->name = as_str(l->names->items[i]);
        m->owner = y;
        m->index = y->nslots++;
        if (!dict_set_str(t, y->dict, m->name, from_ptr(m)))
            return false;
    }
    y->inline_offset = at + y->nslots * (uint32_t)sizeof(Value);
    y->inline_hint = y->attrs_offset ? (base->flags & TYPE_USER ? base->inline_hint : 0) + stores_of_init(t, y->dict)
                                     : 0;
    y->inline_hint = MIN(y->inline_hint, INLINE_MAX);
    if (l->dict && !dict_get_str(t, y->dict, NAME(t, __dict__)) && !type_add_getset(t, y, &instance_dict_getset))
        return false;
    return !l->weak || type_add_getset(t, y, &instance_weakref_getset);
}

/* -- The namespace --------------------------------------------------------------------------------------- */

/* A plain function under this name becomes a static or class method. */
static bool wrap_function(Thread *t, Dict *d, Str *name, int wrapper) {
    Value f = dict_get_str(t, d, name);
    if (!f || !is_exact(t, f, T_FUNCTION))
        return true;
    ClassMethod *m = alloc_obj(t, type_by_id(t, wrapper), sizeof *m);
    if (!m)
        return false;
    m->fn = f;
    return dict_set_str(t, d, name, from_ptr(m));
}

static bool set_module(Thread *t, Dict *d) {
    if (dict_get_str(t, d, NAME(t, __module__)))
        return true;
    Dict *globals = caller_globals(t);
    Value module = globals ? dict_get_str(t, globals, NAME(t, __name__)) : 0;
    return !module || dict_set_str(t, d, NAME(t, __module__), module);
}

static bool set_up_dict(Thread *t, Type *y) {
    Dict *d = y->dict;
    Value v = dict_get_str(t, d, NAME(t, __qualname__));
    y->qualname = y->name;
    if (v) {
        if (!is_str(v)) {
            raise_type_error(t, "type __qualname__ must be a str, not %T", v);
            return false;
        }
        y->qualname = as_str(v);
        if (dict_delete_str(t, d, NAME(t, __qualname__)) < 0)
            return false;
    }
    if (!dict_get_str(t, d, NAME(t, __doc__)) && !dict_set_str(t, d, NAME(t, __doc__), VALUE_NONE))
        return false;
    if (!wrap_function(t, d, NAME(t, __new__), T_STATICMETHOD) ||
        !wrap_function(t, d, NAME(t, __init_subclass__), T_CLASSMETHOD) ||
        !wrap_function(t, d, NAME(t, __class_getitem__), T_CLASSMETHOD))
        return false;
    Value cell = dict_get_str(t, d, NAME(t, __classcell__));
    if (cell) {
        if (!is_exact(t, cell, T_CELL)) {
            raise_type_error(t, "__classcell__ must be a nonlocal cell, not %R", from_ptr(type_of(t, cell)));
            return false;
        }
        ((Cell *)obj_of(cell))->value = from_ptr(y);
        if (dict_delete_str(t, d, NAME(t, __classcell__)) < 0)
            return false;
    }
    if (dict_get_str(t, d, NAME(t, __eq__)) && !dict_get_str(t, d, NAME(t, __hash__)) &&
        !dict_set_str(t, d, NAME(t, __hash__), VALUE_NONE))
        return false;
    return true;
}

/* abc's way to say that instances match sequence or mapping patterns. */
static bool take_collection_flags(Thread *t, Type *y) {
    for (int64_t i = 0; i < y->bases->len; i++)
        y->flags |= type_at(y->bases, i)->flags & (TYPE_SEQUENCE | TYPE_MAPPING | TYPE_MATCH_SELF);
    Value v = dict_get_cstr(t, y->dict, "__abc_tpflags__");
    if (v && is_small(v)) {
        if (small_of(v) & 1 << 5)
            y->flags = (y->flags & ~(uint32_t)TYPE_MAPPING) | TYPE_SEQUENCE;
        if (small_of(v) & 1 << 6)
            y->flags = (y->flags & ~(uint32_t)TYPE_SEQUENCE) | TYPE_MAPPING;
    }
    return true;
}

/* -- Hooks ----------------------------------------------------------------------------------------------- */

static bool run_set_name(Thread *t, Type *y) {
    List *todo = NULL;                                  /* key, value, ...: what runs may change the dict */
    int64_t i = 0;
    Value k, v;
    while (dict_next(y->dict, &i, &k, &v)) {
        if (!is_ptr(v) || is_exact(t, v, T_FUNCTION) || is_str(v))
            continue;
        if (!type_lookup(t, obj_of(v)->type, NAME(t, __set_name__))) {
            if (t->exc)
                return false;
            continue;
        }
        if (!todo && !(todo = list_alloc(t, 0, 4)))
            return false;
        if (!list_append(t, todo, k) || !list_append(t, todo, v))
            return false;
    }
    for (i = 0; todo && i < todo->len; i += 2) {
        Value args[2] = {from_ptr(y), todo->items[i]};
        if (!call_dunder(t, todo->items[i + 1], NAME(t, __set_name__), args, 2, NULL)) {
            raise_from_current(t, EXC_RuntimeError, "Error calling __set_name__ on '%T' instance %R in '%N'",
                               todo->items[i + 1], todo->items[i], y);
            return false;
        }
    }
    return true;
}

static bool run_init_subclass(Thread *t, Type *y, const Value *kwvalues, Tuple *kwnames) {
    Value self, f = super_getattr(t, y, from_ptr(y), NAME(t, __init_subclass__), &self);
    if (!f)
        return false;
    size_t n = kwnames ? (size_t)kwnames->len : 0;
    Value small[8], *v = small;
    if (n + 1 > ARRAY_LEN(small) && !(v = alloc_array(t, n + 1, sizeof(Value))))
        return false;
    if (self)
        v[0] = self;
    if (n)
        memcpy(v + (self != 0), kwvalues, n * sizeof(Value));
    return call_value(t, f, v, self != 0, kwnames) != VALUE_ERROR;
}

/* -- type.__new__ ---------------------------------------------------------------------------------------- */

static bool check_name(Thread *t, Str *name) {
    for (int64_t i = 0; i < name->len; i++)
        if (str_at(name, i) == 0) {
            raise_value_error(t, "type name must not contain null characters");
            return false;
        }
    return true;
}

Value type_new(Thread *t, Type *meta, Str *name, Tuple *bases, Dict *ns, const Value *kwvalues, Tuple *kwnames) {
    if (bases->len == 0) {
        bases = (Tuple *)obj_of(tuple_pack1(t, from_ptr(t->interp->types[T_OBJECT])));
        if (!bases)
            return VALUE_ERROR;
    }
    Type *base = type_best_base(t, bases);
    const char *utf8 = base && check_name(t, name) ? str_utf8(t, name, NULL) : NULL;
    if (!utf8 || !type_namespace(t, base))
        return VALUE_ERROR;
    Layout l = {0};
    Value slots = dict_get_str(t, ns, NAME(t, __slots__));
    if (slots) {
        if (!read_slots(t, base, name, ns, slots, &l))
            return VALUE_ERROR;
        look_at_other_bases(base, bases, &l);
    } else {
        l.dict = !type_has_dict(base);
        l.weak = !base->weak_offset && base->kind != T_INT && base->kind != T_TUPLE && base->kind != T_BYTES &&
                 base->kind != T_TYPE;
    }
    /* An instance of a metaclass is a Type, with whatever __slots__ never added behind. */
    Type *y = alloc_obj(t, meta, MAX(sizeof(Type), (size_t)meta->inline_offset));
    if (!y || !(y->dict = dict_copy(t, ns)))
        return VALUE_ERROR;
    y->flags = TYPE_USER | TYPE_READY;
    y->id = 0xffff;
    y->name = name;
    y->utf8_name = utf8;
    y->bases = bases;
    y->slots = base->slots;                             /* mro() may be Python code and use the unfinished class */
    if (!set_module(t, y->dict) || !set_layout(t, y, base, &l) || !set_up_dict(t, y) || !take_collection_flags(t, y) ||
        !(y->mro = type_make_mro(t, y)))
        return VALUE_ERROR;
    bool plain_order = bases->len == 1 && y->mro->len == base->mro->len + 1 && y->mro->items[1] == from_ptr(base);
    if (!slots_fill(t, y, plain_order))
        return VALUE_ERROR;
    for (int64_t i = 0; i < bases->len; i++)
        if (!type_add_subclass(t, type_at(bases, i), y))
            return VALUE_ERROR;
    if (!run_set_name(t, y) || !run_init_subclass(t, y, kwvalues, kwnames))
        return VALUE_ERROR;
    return from_ptr(y);
}

Value type_tp_new(Thread *t, Type *meta, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs != 3)
        return raise_type_error(t, "type.__new__() takes exactly 3 arguments (%zu given)", nargs);
    static const char *const kinds[] = {"str", "tuple", "dict"};
    bool ok[3] = {is_str(args[0]), is_tuple(args[1]), is_dict(args[2])};
    for (int i = 0; i < 3; i++)
        if (!ok[i])
            return raise_type_error(t, "type.__new__() argument %d must be %s, not %V", i + 1, kinds[i], args[i]);
    Tuple *bases = as_tuple(args[1]);
    for (int64_t i = 0; i < bases->len; i++) {
        if (is_type(bases->items[i]))
            continue;
        Value entries = get_attr_or_null(t, bases->items[i], NAME(t, __mro_entries__));
        if (t->exc)
            return VALUE_ERROR;
        if (entries)
            return raise_type_error(t, "type() doesn't support MRO entry resolution; use types.new_class()");
    }
    Type *winner = type_calculate_metaclass(t, meta, bases);
    if (!winner)
        return VALUE_ERROR;
    if (winner != meta && winner->slots.new_ != type_tp_new) {
        if (!winner->slots.new_)
            return raise_type_error(t, "cannot create '%N' instances", winner);
        return winner->slots.new_(t, winner, args, nargs, kwnames);
    }
    return type_new(t, winner, as_str(args[0]), bases, as_dict(args[2]), args + 3, kwnames);
}
