/* weakref.ref and the proxies, over the collector's weak links.
 *
 * A table of the interpreter finds the references to an object by its address; it holds them weakly
 * itself. The collector clears links silently, so callbacks need somebody to look: a canary, an object
 * without references and with a __del__ in C, dies in every collection, and then the table is swept for
 * references that have lost their object. There is a canary only while there are callbacks. */
#include "vm/object/weakref.h"
#include "vm/object/container.h"
#include "vm/object/function.h"

typedef struct Node {
    struct Node *next;
    uintptr_t hidden;           /* complement of the referent's address: no reference for the collector */
    void *ref;                  /* heap_weak_link() to the WeakRef */
} Node;

struct WeakTable {
    Node **buckets;
    size_t mask, count;
    Type *canary;
    bool armed;                 /* a canary lives */
};
typedef struct WeakTable WeakTable;

/* -- The table --------------------------------------------------------------------------------- */

static inline WeakRef *node_ref(Node *n) { return heap_weak_get(&n->ref); }

static Node **bucket_of(WeakTable *w, uintptr_t hidden) {
    return &w->buckets[(hidden >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 32 & w->mask];
}

/* Nodes that nobody will ask for: the reference is gone, or its object is and there is no callback to run. */
static bool is_stale(Node *n) {
    WeakRef *r = node_ref(n);
    return !r || (!r->callback && !weakref_get(r));
}

static bool rehash(Thread *t, WeakTable *w) {
    size_t live = 0;
    for (size_t i = 0; w->buckets && i <= w->mask; i++)
        for (Node *n = w->buckets[i]; n; n = n->next)
            live += !is_stale(n);
    size_t size = 16;
    while (size < live * 2)
        size *= 2;
    Node **old = w->buckets, **buckets = alloc_array(t, size, sizeof(Node *));
    if (!buckets)
        return false;
    size_t old_size = old ? w->mask + 1 : 0;
    w->buckets = buckets;
    w->mask = size - 1;
    w->count = 0;
    for (size_t i = 0; i < old_size; i++)
        for (Node *n = old[i], *next; n; n = next) {
            next = n->next;
            if (is_stale(n)) {
                heap_weak_drop(&n->ref);
                continue;
            }
            Node **b = bucket_of(w, n->hidden);
            n->next = *b;
            *b = n;
            w->count++;
        }
    return true;
}

static WeakTable *table_of(Thread *t) {
    WeakTable *w = t->interp->weakrefs;
    if (!w) {
        w = alloc_array(t, 1, sizeof(WeakTable));
        if (!w || !rehash(t, w))
            return NULL;
        t->interp->weakrefs = w;
    }
    return w;
}

static bool table_add(Thread *t, WeakTable *w, Value obj, WeakRef *r) {
    if (w->count > w->mask && !rehash(t, w))
        return false;
    Node *n = alloc_array(t, 1, sizeof(Node));
    if (!n)
        return false;
    n->hidden = ~(uintptr_t)obj;
    if (!heap_weak_link(&n->ref, r)) {
        raise_memory(t);
        return false;
    }
    Node **b = bucket_of(w, n->hidden);
    n->next = *b;
    *b = n;
    w->count++;
    return true;
}

/* A reference or proxy of exactly this type without callback: such ones are shared. */
static Value find_plain(WeakTable *w, Value obj, Type *type) {
    for (Node *n = *bucket_of(w, ~(uintptr_t)obj); n; n = n->next) {
        WeakRef *r = n->hidden == ~(uintptr_t)obj ? node_ref(n) : NULL;
        if (r && r->h.type == type && !r->callback && weakref_get(r) == obj)
            return from_ptr(r);
    }
    return 0;
}

Value weakref_list(Thread *t, Value obj) {
    List *l = list_alloc(t, 0, 0);
    WeakTable *w = t->interp->weakrefs;
    if (!l)
        return VALUE_ERROR;
    for (Node *n = w && is_ptr(obj) ? *bucket_of(w, ~(uintptr_t)obj) : NULL; n; n = n->next) {
        WeakRef *r = n->hidden == ~(uintptr_t)obj ? node_ref(n) : NULL;
        if (r && weakref_get(r) == obj && !list_append(t, l, from_ptr(r)))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

/* -- Callbacks --------------------------------------------------------------------------------- */

static void canary_died(Thread *t, Value canary);

static const TypeDef canary_def = {
    .name = "weakref.canary", .size = sizeof(Obj) + sizeof(Value), .flags = TYPE_NO_BASE,
    .slots = { .del = canary_died },
};

static bool arm(Thread *t, WeakTable *w) {
    if (w->armed)
        return true;
    if (!w->canary && !(w->canary = type_from_def(t, &canary_def, -1, type_by_id(t, T_OBJECT))))
        return false;
    w->armed = object_alloc(t, w->canary) != 0;
    return w->armed;
}

/* Takes the references out that have lost their object and have a callback. */
static bool take_due(Thread *t, WeakTable *w, List *due, bool *more) {
    for (size_t i = 0; i <= w->mask; i++)
        for (Node **p = &w->buckets[i]; *p;) {
            Node *n = *p;
            WeakRef *r = node_ref(n);
            bool dead = !r || !weakref_get(r);
            if (r && dead && r->callback && !list_append(t, due, from_ptr(r)))
                return false;
            if (dead) {
                heap_weak_drop(&n->ref);
                *p = n->next;
                w->count--;
            } else {
                *more |= r->callback != 0;
                p = &n->next;
            }
        }
    return true;
}

static void canary_died(Thread *t, Value canary) {
    WeakTable *w = t->interp->weakrefs;
    List *due = list_alloc(t, 0, 0);
    bool more = false;
    w->armed = false;
    if (!due || !take_due(t, w, due, &more) || (more && !arm(t, w))) {
        exc_clear(t);        /* out of memory: no callback until the next reference */
        return;
    }
    for (int64_t i = 0; i < due->len; i++) {
        WeakRef *r = as_weakref(due->items[i]);
        Value callback = r->callback;
        r->callback = 0;
        if (callback && !call1(t, callback, from_ptr(r)))
            error_unraisable(t, callback);
    }
}

/* -- Making ------------------------------------------------------------------------------------ */

static Value make(Thread *t, Type *type, Value obj, Value callback, bool share) {
    if (callback == VALUE_NONE)
        callback = 0;
    if (!is_ptr(obj) || !obj_of(obj)->type->weak_offset)
        return raise_type_error(t, "cannot create weak reference to '%T' object", obj);
    WeakTable *w = table_of(t);
    if (!w)
        return VALUE_ERROR;
    if (share && !callback) {
        Value found = find_plain(w, obj, type);
        if (found)
            return found;
    }
    Value v = object_alloc(t, type);
    if (!v)
        return VALUE_ERROR;
    WeakRef *r = as_weakref(v);
    r->hash = -1;
    r->callback = callback;
    if (!heap_weak_link(&r->link, obj_of(obj)))
        return raise_memory(t), VALUE_ERROR;
    if (!table_add(t, w, obj, r) || (callback && !arm(t, w)))
        return VALUE_ERROR;
    return v;
}

Value weakref_new(Thread *t, Value obj, Value callback) {
    return make(t, type_by_id(t, T_WEAKREF), obj, callback, true);
}

Value weakproxy_new(Thread *t, Value obj, Value callback) {
    int id = is_callable(t, obj) ? T_WEAKCALLABLEPROXY : T_WEAKPROXY;
    return make(t, type_by_id(t, id), obj, callback, true);
}

static Value ref_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    bool exact = cls == type_by_id(t, T_WEAKREF);       /* subclasses may take keywords in their __init__ */
    if (!check_args(t, "__new__", nargs, exact ? kwnames : NULL, 1, 2))
        return VALUE_ERROR;
    return make(t, cls, args[0], nargs > 1 ? args[1] : 0, exact);
}

static Value ref_dunder_init(Thread *t, Value *a) { return VALUE_NONE; }

/* -- References -------------------------------------------------------------------------------- */

static Value ref_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_args(t, "weakref", nargs, kwnames, 0, 0))
        return VALUE_ERROR;
    Value v = weakref_get(as_weakref(self));
    return v ? v : VALUE_NONE;
}

static Value ref_repr(Thread *t, Value self) {
    Value v = weakref_get(as_weakref(self));
    if (!v)
        return str_format(t, "<weakref at %p; dead>", (void *)obj_of(self));
    Value name = get_attr_or_null(t, v, NAME(t, __name__));
    if (t->exc)
        return VALUE_ERROR;
    if (name && is_str(name))
        return str_format(t, "<weakref at %p; to '%T' at %p (%U)>", (void *)obj_of(self), v,
                          (void *)obj_of(v), name);
    return str_format(t, "<weakref at %p; to '%T' at %p>", (void *)obj_of(self), v, (void *)obj_of(v));
}

static bool ref_hash(Thread *t, Value self, int64_t *out) {
    WeakRef *r = as_weakref(self);
    if (r->hash == -1) {
        Value v = weakref_get(r);
        if (!v) {
            raise_type_error(t, "weak object has gone away");
            return false;
        }
        if (!hash_of(t, v, &r->hash))
            return false;
    }
    *out = r->hash;
    return true;
}

static Value ref_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !is_weakref(a) || !is_weakref(b))
        return VALUE_NOTIMPLEMENTED;
    Value x = weakref_get(as_weakref(a)), y = weakref_get(as_weakref(b));
    if (!x || !y)
        return from_bool((a == b) == (op == CMP_EQ));
    return compare_op(t, op, x, y);
}

static Value ref_callback(Thread *t, Value self) {
    WeakRef *r = as_weakref(self);
    return r->callback && weakref_get(r) ? r->callback : VALUE_NONE;
}

const TypeDef type_weakref = {
    .name = "weakref.ReferenceType",
    .doc = "A reference that does not keep its object alive: call it for the object, or None.",
    .size = sizeof(WeakRef),
    .slots = {
        .repr = ref_repr, .hash = ref_hash, .call = ref_call, .compare = ref_compare, .new_ = ref_new,
    },
    .init = { "__init__", ref_dunder_init, "object, callback=None, /", 0, 0 },
    .methods = (const FunctionDef[]) { CLASS_GETITEM, { 0 } },
    .getsets = (const GetSetDef[]) { { "__callback__", ref_callback, member_readonly, 0 }, { 0 } },
};

/* -- Proxies: every operation goes to the referent --------------------------------------------- */

static bool is_proxy(Value v) { return ptr_kind(v, T_WEAKPROXY) || ptr_kind(v, T_WEAKCALLABLEPROXY); }

/* What *v refers to if it is a proxy. */
static bool unwrap(Thread *t, Value *v) {
    if (!is_proxy(*v))
        return true;
    *v = weakref_get(as_weakref(*v));
    if (*v)
        return true;
    raise_error(t, EXC_ReferenceError, "weakly-referenced object no longer exists");
    return false;
}

#define PROXY_UNARY(name, expr) \
    static Value proxy_##name(Thread *t, Value v) { return unwrap(t, &v) ? (expr) : VALUE_ERROR; }
#define PROXY_BINARY(name, OP)                                                  \
    static Value proxy_##name(Thread *t, Value a, Value b) {                    \
        return unwrap(t, &a) && unwrap(t, &b) ? binary_op(t, OP, a, b) : VALUE_ERROR; }  \
    static Value proxy_i##name(Thread *t, Value a, Value b) {                   \
        return unwrap(t, &a) && unwrap(t, &b) ? inplace_op(t, OP, a, b) : VALUE_ERROR; }

static Value proxy_abs_of(Thread *t, Value v) {
    UnaryFn fn = type_of(t, v)->slots.abs;
    return fn ? fn(t, v) : raise_type_error(t, "bad operand type for abs(): '%T'", v);
}

static Value proxy_float_of(Thread *t, Value v) {
    double d;
    return as_double(t, v, &d) ? from_double(t, d) : VALUE_ERROR;
}

static Value proxy_next_of(Thread *t, Value v) {
    if (!is_iterator(t, v))
        return raise_type_error(t, "Weakref proxy referenced a non-iterator '%T' object", v);
    return iter_next(t, v);
}

PROXY_UNARY(str, to_str(t, v))
PROXY_UNARY(iter, get_iter(t, v))
PROXY_UNARY(next, proxy_next_of(t, v))
PROXY_UNARY(neg, unary_neg(t, v))
PROXY_UNARY(pos, unary_pos(t, v))
PROXY_UNARY(abs, proxy_abs_of(t, v))
PROXY_UNARY(invert, unary_invert(t, v))
PROXY_UNARY(int, number_int(t, v))
PROXY_UNARY(float, proxy_float_of(t, v))
PROXY_UNARY(index, number_index(t, v))
PROXY_BINARY(add, BIN_ADD)
PROXY_BINARY(sub, BIN_SUB)
PROXY_BINARY(mul, BIN_MUL)
PROXY_BINARY(matmul, BIN_MATMUL)
PROXY_BINARY(truediv, BIN_TRUEDIV)
PROXY_BINARY(floordiv, BIN_FLOORDIV)
PROXY_BINARY(mod, BIN_MOD)
PROXY_BINARY(pow, BIN_POW)
PROXY_BINARY(lshift, BIN_LSHIFT)
PROXY_BINARY(rshift, BIN_RSHIFT)
PROXY_BINARY(and, BIN_AND)
PROXY_BINARY(xor, BIN_XOR)
PROXY_BINARY(or, BIN_OR)

static Value proxy_divmod(Thread *t, Value a, Value b) {
    return unwrap(t, &a) && unwrap(t, &b) ? binary_op(t, BIN_DIVMOD, a, b) : VALUE_ERROR;
}

static Value proxy_pow3(Thread *t, Value a, Value b, Value mod) {
    return unwrap(t, &a) && unwrap(t, &b) && unwrap(t, &mod) ? power_mod(t, a, b, mod) : VALUE_ERROR;
}

static Value proxy_repr(Thread *t, Value self) {
    Value v = self;
    if (!unwrap(t, &v))
        return VALUE_ERROR;
    return str_format(t, "<weakproxy at %p to %T at %p>", (void *)obj_of(self), v, (void *)obj_of(v));
}

static Value proxy_getattr(Thread *t, Value v, Str *name) {
    return unwrap(t, &v) ? get_attr(t, v, name) : VALUE_ERROR;
}
static bool proxy_setattr(Thread *t, Value v, Str *name, Value x) {
    return unwrap(t, &v) && set_attr(t, v, name, x);
}
static int proxy_truth(Thread *t, Value v) { return unwrap(t, &v) ? truth_of(t, v) : -1; }
static int64_t proxy_len(Thread *t, Value v) { return unwrap(t, &v) ? length_of(t, v) : -1; }
static Value proxy_getitem(Thread *t, Value v, Value key) {
    return unwrap(t, &v) ? get_item(t, v, key) : VALUE_ERROR;
}
static bool proxy_setitem(Thread *t, Value v, Value key, Value x) {
    return unwrap(t, &v) && set_item(t, v, key, x);
}
static int proxy_contains(Thread *t, Value v, Value item) {
    return unwrap(t, &v) ? contains(t, v, item) : -1;
}

static Value proxy_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    return unwrap(t, &a) && unwrap(t, &b) ? compare_op(t, op, a, b) : VALUE_ERROR;
}

static Value proxy_call(Thread *t, Value v, const Value *args, size_t nargs, Tuple *kwnames) {
    return unwrap(t, &v) ? call_value(t, v, args, nargs, kwnames) : VALUE_ERROR;
}

static Value proxy_bytes(Thread *t, Value *a) {
    return unwrap(t, &a[0]) ? call_method0(t, a[0], NAME(t, __bytes__)) : VALUE_ERROR;
}

static Value proxy_reversed(Thread *t, Value *a) {
    return unwrap(t, &a[0]) ? call_method0(t, a[0], NAME(t, __reversed__)) : VALUE_ERROR;
}

static const FunctionDef proxy_methods[] = {
    { "__bytes__", proxy_bytes, "", 0, 0 },
    { "__reversed__", proxy_reversed, "", 0, 0 }, { 0 }
};

#define BINARY_SLOTS(OP, name) .binary[OP] = proxy_##name, .inplace[OP] = proxy_i##name
#define PROXY_SLOTS                                                                                         \
    .repr = proxy_repr, .str = proxy_str, .getattr = proxy_getattr, .setattr = proxy_setattr,               \
    .compare = proxy_compare, .iter = proxy_iter, .next = proxy_next, .truth = proxy_truth,                 \
    BINARY_SLOTS(BIN_ADD, add), BINARY_SLOTS(BIN_SUB, sub), BINARY_SLOTS(BIN_MUL, mul),                     \
    BINARY_SLOTS(BIN_MATMUL, matmul), BINARY_SLOTS(BIN_TRUEDIV, truediv),                                   \
    BINARY_SLOTS(BIN_FLOORDIV, floordiv), BINARY_SLOTS(BIN_MOD, mod), BINARY_SLOTS(BIN_POW, pow),           \
    BINARY_SLOTS(BIN_LSHIFT, lshift), BINARY_SLOTS(BIN_RSHIFT, rshift), BINARY_SLOTS(BIN_AND, and),         \
    BINARY_SLOTS(BIN_XOR, xor), BINARY_SLOTS(BIN_OR, or), .binary[BIN_DIVMOD] = proxy_divmod,               \
    .pow3 = proxy_pow3, .neg = proxy_neg, .pos = proxy_pos, .abs = proxy_abs, .invert = proxy_invert,       \
    .to_int = proxy_int, .to_float = proxy_float, .index = proxy_index, .len = proxy_len,                   \
    .getitem = proxy_getitem, .setitem = proxy_setitem, .contains = proxy_contains

const TypeDef type_weakproxy = {
    .name = "weakref.ProxyType", .size = sizeof(WeakRef), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { PROXY_SLOTS }, .methods = proxy_methods,
};

const TypeDef type_weakcallableproxy = {
    .name = "weakref.CallableProxyType", .size = sizeof(WeakRef), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { PROXY_SLOTS, .call = proxy_call }, .methods = proxy_methods,
};
