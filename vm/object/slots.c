/* C slots and dunder methods: dispatchers for user classes, wrappers for built-in types, and which of the two a class
 * gets. A class that inherits a method unchanged from a C type gets the C function itself. */
#include "vm/object/slots.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* -- Calling a method of the type ------------------------------------------------------------------------ */

/* f was found on the type of self: binds it unless it can be called with self in front. *receiver is self or 0. */
static Value bind_found(Thread *t, Value f, Value self, Value *receiver) {
    *receiver = 0;
    if (is_method_like(f)) {
        *receiver = self;
        return f;
    }
    Type *ft = type_of(t, f);
    return ft->slots.descr_get ? ft->slots.descr_get(t, f, self, type_of(t, self)) : f;
}

Value lookup_special(Thread *t, Value v, Str *name, Value *self) {
    Value f = type_lookup(t, type_of(t, v), name);
    *self = 0;
    return f ? bind_found(t, f, v, self) : 0;
}

static Value call_found(Thread *t, Value f, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Value receiver;
    f = bind_found(t, f, self, &receiver);
    if (!f)
        return VALUE_ERROR;
    if (!receiver)
        return call_value(t, f, args, nargs, kwnames);
    size_t n = nargs + (kwnames ? (size_t)kwnames->len : 0);
    if (unlikely(n > 4096)) {                           /* keep big argument lists off the C stack */
        Value *big = alloc_array(t, n + 1, sizeof(Value));
        if (!big)
            return VALUE_ERROR;
        big[0] = receiver;
        memcpy(big + 1, args, n * sizeof(Value));
        return call_value(t, f, big, nargs + 1, kwnames);
    }
    Value v[n + 1];
    v[0] = receiver;
    if (n)
        memcpy(v + 1, args, n * sizeof(Value));
    return call_value(t, f, v, nargs + 1, kwnames);
}

Value call_dunder(Thread *t, Value self, Str *name, const Value *args, size_t nargs, bool *missing) {
    Value before = t->exc, f = type_lookup(t, type_of(t, self), name);
    bool failed = t->exc != before;
    if (missing)
        *missing = !f && !failed;
    if (!f)
        return missing || failed ? VALUE_ERROR : raise_error(t, EXC_AttributeError, "%Q", name);
    return call_found(t, f, self, args, nargs, NULL);
}

/* NotImplemented where the method is missing. */
static Value call_maybe(Thread *t, Value self, Str *name, Value arg) {
    Value before = t->exc, f = type_lookup(t, type_of(t, self), name);
    if (unlikely(t->exc != before))
        return VALUE_ERROR;
    return f ? call_found(t, f, self, &arg, 1, NULL) : VALUE_NOTIMPLEMENTED;
}

/* -- Dispatchers: operators ------------------------------------------------------------------------------ */

/* Does b's class have a reflected method of its own, other than a's? Only then may it go first. */
static bool is_overloaded(Thread *t, Value a, Value b, Str *rname) {
    Value fb = type_lookup(t, type_of(t, b), rname);
    return fb && type_lookup(t, type_of(t, a), rname) != fb;
}

static Value dispatch_binary(Thread *t, enum BinaryOp op, BinaryFn me, Value a, Value b, Str *name, Str *rname) {
    Type *ya = type_of(t, a), *yb = type_of(t, b);
    bool other = ya != yb && yb->slots.binary[op] == me;
    if (ya->slots.binary[op] == me) {
        if (other && type_is_subtype(yb, ya) && is_overloaded(t, a, b, rname)) {
            Value r = call_maybe(t, b, rname, a);
            if (r != VALUE_NOTIMPLEMENTED)
                return r;
            other = false;
        }
        Value r = call_maybe(t, a, name, b);
        if (r != VALUE_NOTIMPLEMENTED || ya == yb)
            return r;
    }
    return other ? call_maybe(t, b, rname, a) : VALUE_NOTIMPLEMENTED;
}

#define REFLECTED(OP, name) \
    static Value dispatch_##name(Thread *t, Value a, Value b) { \
        return dispatch_binary(t, OP, dispatch_##name, a, b, NAME(t, __##name##__), NAME(t, __r##name##__)); \
    }
#define INPLACE(name) \
    static Value dispatch_i##name(Thread *t, Value a, Value b) { \
        return call_dunder(t, a, NAME(t, __i##name##__), &b, 1, NULL); \
    }
#define BOTH(OP, name) REFLECTED(OP, name) INPLACE(name)
BOTH(BIN_ADD, add)
BOTH(BIN_SUB, sub)
BOTH(BIN_MUL, mul)
BOTH(BIN_MATMUL, matmul)
BOTH(BIN_TRUEDIV, truediv)
BOTH(BIN_FLOORDIV, floordiv)
BOTH(BIN_MOD, mod)
BOTH(BIN_LSHIFT, lshift)
BOTH(BIN_RSHIFT, rshift)
BOTH(BIN_AND, and)
BOTH(BIN_XOR, xor)
BOTH(BIN_OR, or)
BOTH(BIN_POW, pow)
REFLECTED(BIN_DIVMOD, divmod)

/* Three arguments know no reflection. */
static Value dispatch_pow3(Thread *t, Value a, Value b, Value mod) {
    if (type_of(t, a)->slots.pow3 != dispatch_pow3)
        return VALUE_NOTIMPLEMENTED;
    Value v[2] = {b, mod};
    return call_dunder(t, a, NAME(t, __pow__), v, 2, NULL);
}

#define UNARY(slot, name) \
    static Value dispatch_##slot(Thread *t, Value self) { \
        return call_dunder(t, self, NAME(t, name), NULL, 0, NULL); \
    }
UNARY(repr, __repr__)
UNARY(str, __str__)
UNARY(neg, __neg__)
UNARY(pos, __pos__)
UNARY(abs, __abs__)
UNARY(invert, __invert__)
UNARY(int, __int__)
UNARY(float, __float__)
UNARY(index, __index__)
UNARY(await, __await__)
UNARY(aiter, __aiter__)
UNARY(anext, __anext__)

static const uint16_t compare_names[6] = {N___lt__, N___le__, N___eq__, N___ne__, N___gt__, N___ge__};

static Value dispatch_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    Value f = type_lookup(t, type_of(t, a), t->interp->names[compare_names[op]]);
    if (!f)
        return VALUE_NOTIMPLEMENTED;
    if (is_exact(t, f, T_SLOT_WRAPPER) && ((SlotWrapper *)obj_of(f))->row->op == op &&
        ((SlotWrapper *)obj_of(f))->row->wrap == W_COMPARE)     /* inherited beside one that is overridden */
        return ((SlotWrapper *)obj_of(f))->owner->slots.compare(t, a, b, op);
    return call_found(t, f, a, &b, 1, NULL);
}

/* -- Dispatchers: the rest ------------------------------------------------------------------------------- */

static bool dispatch_hash(Thread *t, Value self, int64_t *out) {
    Value r = call_dunder(t, self, NAME(t, __hash__), NULL, 0, NULL);
    if (!r)
        return false;
    if (!is_int(r)) {
        raise_type_error(t, "__hash__ method should return an integer");
        return false;
    }
    if (is_bool(r))
        *out = r == VALUE_TRUE;
    else if (!int_fits_int64(r, out))
        *out = int_hash(r);
    if (*out == -1)
        *out = -2;
    return true;
}

static Value dispatch_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Value f = type_lookup(t, type_of(t, self), NAME(t, __call__));
    if (!f)
        return raise_type_error(t, "'%T' object is not callable", self);
    if (!enter_c(t, " while calling a Python object"))
        return VALUE_ERROR;
    Value r = call_found(t, f, self, args, nargs, kwnames);
    leave_c(t);
    return r;
}

static Value dispatch_getattr(Thread *t, Value v, Str *name) {
    Type *y = type_of(t, v);
    Value own = type_lookup(t, y, NAME(t, __getattribute__));
    Value hook = type_lookup(t, y, NAME(t, __getattr__)), arg = from_ptr(name), r;
    if (own && is_exact(t, own, T_SLOT_WRAPPER)) {
        Value (*get)(Thread *, Value, Str *) = ((SlotWrapper *)obj_of(own))->owner->slots.getattr;
        /* An error that __getattr__ would drop at once is not made in the first place. */
        r = get == object_getattr ? object_getattr_quiet(t, v, name) : get(t, v, name);
        if (!r && !t->exc && !hook)
            return raise_attribute(t, v, name);
    } else {
        r = own ? call_found(t, own, v, &arg, 1, NULL) : raise_attribute(t, v, name);
    }
    if (r || !hook || (t->exc && !exc_matches(t, EXC_AttributeError)))
        return r;
    exc_clear(t);
    return call_found(t, hook, v, &arg, 1, NULL);
}

static bool dispatch_setattr(Thread *t, Value self, Str *name, Value v) {
    Value args[2] = {from_ptr(name), v};
    if (v)
        return call_dunder(t, self, NAME(t, __setattr__), args, 2, NULL) != VALUE_ERROR;
    return call_dunder(t, self, NAME(t, __delattr__), args, 1, NULL) != VALUE_ERROR;
}

static Value dispatch_iter(Thread *t, Value self) {
    Value f = type_lookup(t, type_of(t, self), NAME(t, __iter__));
    if (!f || f == VALUE_NONE)
        return raise_type_error(t, "'%T' object is not iterable", self);
    return call_found(t, f, self, NULL, 0, NULL);
}

static Value dispatch_next(Thread *t, Value self) {
    Value r = call_dunder(t, self, NAME(t, __next__), NULL, 0, NULL);
    if (!r && exc_matches(t, EXC_StopIteration)) {
        exc_clear(t);
        return VALUE_STOP;
    }
    return r;
}

static int dispatch_truth(Thread *t, Value self) {
    Value r = call_dunder(t, self, NAME(t, __bool__), NULL, 0, NULL);
    if (!r)
        return -1;
    if (!is_bool(r)) {
        raise_type_error(t, "__bool__ should return bool, returned %T", r);
        return -1;
    }
    return r == VALUE_TRUE;
}

static int64_t dispatch_len(Thread *t, Value self) {
    Value r = call_dunder(t, self, NAME(t, __len__), NULL, 0, NULL);
    if (!r || (!is_small(r) && !(r = number_index(t, r))))
        return -1;
    if (int_sign(r) < 0) {
        raise_value_error(t, "__len__() should return >= 0");
        return -1;
    }
    int64_t n;
    return as_index(t, r, &n) ? n
                              : (exc_clear(t), raise_overflow(t, "cannot fit 'int' into an index-sized integer"), -1);
}

static Value dispatch_getitem(Thread *t, Value self, Value key) {
    return call_dunder(t, self, NAME(t, __getitem__), &key, 1, NULL);
}

static bool dispatch_setitem(Thread *t, Value self, Value key, Value v) {
    Value args[2] = {key, v};
    if (v)
        return call_dunder(t, self, NAME(t, __setitem__), args, 2, NULL) != VALUE_ERROR;
    return call_dunder(t, self, NAME(t, __delitem__), args, 1, NULL) != VALUE_ERROR;
}

static int dispatch_contains(Thread *t, Value self, Value item) {
    Value f = type_lookup(t, type_of(t, self), NAME(t, __contains__));
    if (f == VALUE_NONE) {
        raise_type_error(t, "'%T' object is not a container", self);
        return -1;
    }
    if (!f) {
        raise_error(t, EXC_AttributeError, "__contains__");
        return -1;
    }
    Value r = call_found(t, f, self, &item, 1, NULL);
    return r ? truth_of(t, r) : -1;
}

static Value dispatch_get(Thread *t, Value self, Value obj, Type *owner) {
    Value args[2] = {obj ? obj : VALUE_NONE, owner ? from_ptr(owner) : VALUE_NONE};
    return call_dunder(t, self, NAME(t, __get__), args, 2, NULL);
}

static bool dispatch_set(Thread *t, Value self, Value obj, Value v) {
    Value args[2] = {obj, v};
    if (v)
        return call_dunder(t, self, NAME(t, __set__), args, 2, NULL) != VALUE_ERROR;
    return call_dunder(t, self, NAME(t, __delete__), args, 1, NULL) != VALUE_ERROR;
}

static Value dispatch_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    Value f = get_attr(t, from_ptr(cls), NAME(t, __new__));
    if (!f)
        return VALUE_ERROR;
    size_t n = nargs + (kwnames ? (size_t)kwnames->len : 0);
    Value small[16], *v = small;
    if (n + 1 > ARRAY_LEN(small) && !(v = alloc_array(t, n + 1, sizeof(Value))))
        return VALUE_ERROR;
    v[0] = from_ptr(cls);
    if (n)
        memcpy(v + 1, args, n * sizeof(Value));
    return call_value(t, f, v, nargs + 1, kwnames);
}

static bool dispatch_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Value f = type_lookup(t, type_of(t, self), NAME(t, __init__));
    if (!f) {
        raise_error(t, EXC_AttributeError, "__init__");
        return false;
    }
    Value r = call_found(t, f, self, args, nargs, kwnames);
    if (r && r != VALUE_NONE)
        r = raise_type_error(t, "__init__() should return None, not '%T'", r);
    return r != VALUE_ERROR;
}

static void dispatch_del(Thread *t, Value self) {
    Value f = type_lookup(t, type_of(t, self), NAME(t, __del__));
    if (f && !call_found(t, f, self, NULL, 0, NULL))
        error_unraisable(t, f);
}

/* -- The table ------------------------------------------------------------------------------------------- */

const SlotRow slot_rows[] = {
#define SLOT(name, slot, fn, wrap, op, doc) {N_##name, offsetof(Slots, slot), wrap, op, (void *)(uintptr_t)fn, doc},
#include "vm/object/slots.def"
};
const size_t slot_row_count = ARRAY_LEN(slot_rows);

const char *slot_row_name(Thread *t, const SlotRow *row) { return t->interp->names[row->name]->text; }

static inline Str *row_name(Thread *t, const SlotRow *row) { return t->interp->names[row->name]; }

/* End of the group of rows that fill the same slot. */
static size_t group_end(size_t i) {
    size_t j = i + 1;
    while (j < ARRAY_LEN(slot_rows) && slot_rows[j].offset == slot_rows[i].offset)
        j++;
    return j;
}

static size_t group_start(size_t i) {
    while (i > 0 && slot_rows[i - 1].offset == slot_rows[i].offset)
        i--;
    return i;
}

/* -- Which function a class gets ------------------------------------------------------------------------- */

void slots_inherit(Slots *dst, const Slots *src) {
    STATIC_ASSERT(sizeof(Slots) % sizeof(void *) == 0);
    void **d = (void **)dst;
    void *const *s = (void *const *)src;
    for (size_t i = 0; i < sizeof(Slots) / sizeof(void *); i++)
        if (!d[i])
            d[i] = s[i];
}

/* T.__new__ as it stands in the dict of a built-in type. */
static Type *new_owner(Thread *t, Value v) {
    return is_exact(t, v, T_BUILTIN) && ((Native *)obj_of(v))->raw && is_type(((Native *)obj_of(v))->self)
               ? (Type *)obj_of(((Native *)obj_of(v))->self)
               : NULL;
}

/* Sets the slot of rows [i, j). A C function that all the methods agree on, else the dispatcher. */
static void fill_group(Thread *t, Type *y, size_t i, size_t j) {
    void **slot = slot_at(&y->slots, &slot_rows[i]);
    void *specific = NULL;
    bool generic = false, found = false;
    for (; i < j; i++) {
        const SlotRow *row = &slot_rows[i];
        Value f = type_lookup(t, y, row_name(t, row));
        if (!f)
            continue;
        Type *owner = NULL;
        if (is_exact(t, f, T_SLOT_WRAPPER) && ((SlotWrapper *)obj_of(f))->row->name == row->name)
            owner = ((SlotWrapper *)obj_of(f))->owner;
        else if (row->wrap == W_NEW)
            owner = new_owner(t, f);
        if (owner && type_is_subtype(y, owner)) {
            void *fn = *slot_at(&owner->slots, row);
            generic |= found && fn != specific;
            specific = fn;
            found = true;
            if (row->wrap == W_NEW) {
                y->new_def = owner->new_def;
                y->new_sig = owner->new_sig;
            } else if (row->wrap == W_INIT) {
                y->init_def = owner->init_def;
                y->init_sig = owner->init_sig;
            }
        } else if (f == VALUE_NONE && row->wrap == W_HASH) {
            found = true;                               /* no slot: unhashable */
        } else {
            generic = true;
        }
    }
    *slot = generic ? slot_rows[j - 1].dispatch : specific;
}

void slots_update_flags(Type *y) {
    uint32_t f = y->flags & ~(uint32_t)(TYPE_PLAIN_GETATTR | TYPE_PLAIN_SETATTR | TYPE_PLAIN_NEW | TYPE_HAS_DEL);
    if (y->slots.getattr == object_getattr)
        f |= TYPE_PLAIN_GETATTR;
    if (y->slots.setattr == object_setattr)
        f |= TYPE_PLAIN_SETATTR;
    if (y->slots.new_ == object_new && !(f & TYPE_ABSTRACT))
        f |= TYPE_PLAIN_NEW;
    if (y->slots.del)
        f |= TYPE_HAS_DEL;
    y->flags = f;
}

bool slots_update(Thread *t, Type *y, Str *name) {
    for (size_t i = 0; i < ARRAY_LEN(slot_rows);) {
        size_t j = group_end(i);
        for (size_t k = i; k < j; k++)
            if (!name || row_name(t, &slot_rows[k]) == name) {
                fill_group(t, y, i, j);
                break;
            }
        i = j;
    }
    slots_update_flags(y);
    return true;
}

bool slots_fill(Thread *t, Type *y, bool inherit) {
    if (!inherit) {
        y->slots.buffer = y->base->slots.buffer;
        y->new_def = y->base->new_def;
        y->new_sig = y->base->new_sig;
        y->init_def = y->base->init_def;
        y->init_sig = y->base->init_sig;
        return slots_update(t, y, NULL);
    }
    /* One base: what y's own dict does not name is as in the base. */
    y->slots = y->base->slots;
    y->slots.item = NULL;
    y->new_def = y->base->new_def;
    y->new_sig = y->base->new_sig;
    y->init_def = y->base->init_def;
    y->init_sig = y->base->init_sig;
    int64_t i = 0;
    Value k, v;
    while (dict_next(y->dict, &i, &k, &v)) {
        if (!is_str(k) || as_str(k)->len < 5 || str_at(as_str(k), 0) != '_' || str_at(as_str(k), 1) != '_')
            continue;
        Str *name = as_str(k)->interned ? as_str(k) : str_intern_exact(t, as_str(k));
        if (!name)
            return false;
        for (size_t r = 0; r < ARRAY_LEN(slot_rows); r++)
            if (row_name(t, &slot_rows[r]) == name)
                fill_group(t, y, group_start(r), group_end(r));
    }
    slots_update_flags(y);
    return true;
}

/* -- Wrappers -------------------------------------------------------------------------------------------- */

Value slot_wrapper_new(Thread *t, const SlotRow *row, Type *owner) {
    SlotWrapper *w = alloc_obj(t, type_by_id(t, T_SLOT_WRAPPER), sizeof *w);
    if (!w)
        return VALUE_ERROR;
    w->row = row;
    w->owner = owner;
    return from_ptr(w);
}

bool slots_add_wrappers(Thread *t, Type *y, const TypeDef *def) {
    for (size_t i = 0; i < ARRAY_LEN(slot_rows); i++) {
        const SlotRow *row = &slot_rows[i];
        bool own = *slot_at((Slots *)(uintptr_t)&def->slots, row) != NULL;
        if (row->wrap == W_INIT)
            own |= def->init.fn != NULL;
        if (!own || row->wrap == W_NONE || row->wrap == W_NEW || dict_get_str(t, y->dict, row_name(t, row)))
            continue;
        Value w = slot_wrapper_new(t, row, y);
        if (!w || !dict_set_str(t, y->dict, row_name(t, row), w))
            return false;
    }
    if (def->slots.compare && !def->slots.hash && !dict_set_str(t, y->dict, NAME(t, __hash__), VALUE_NONE))
        return false;
    return true;
}

static bool want_args(Thread *t, size_t nargs, size_t want) {
    if (likely(nargs == want))
        return true;
    raise_type_error(t, "%sexpected %zu argument%s, got %zu", want > 1 ? " " : "", want, want == 1 ? "" : "s",
                     nargs);
    return false;
}

static bool want_args_range(Thread *t, size_t nargs, size_t min, size_t max) {
    if (nargs < min)
        raise_type_error(t, " expected at least %zu argument%s, got %zu", min, min == 1 ? "" : "s", nargs);
    else if (nargs > max)
        raise_type_error(t, " expected at most %zu argument%s, got %zu", max, max == 1 ? "" : "s", nargs);
    else
        return true;
    return false;
}

static Value done(bool ok) { return ok ? VALUE_NONE : VALUE_ERROR; }

/* An attribute name out of an argument. */
static Str *name_arg(Thread *t, Value v) {
    if (!is_str(v)) {
        raise_type_error(t, "attribute name must be string, not '%T'", v);
        return NULL;
    }
    return as_str(v)->interned ? as_str(v) : str_intern_exact(t, as_str(v));
}

/* object.__setattr__(cls, ...) must not get round what the class's own C type does on setting. */
static bool may_set(Thread *t, Type *owner, Value self, const char *what) {
    Type *y = type_of(t, self);
    while (y && (y->flags & TYPE_USER))
        y = y->base;
    if (y && y->slots.setattr != owner->slots.setattr && y->slots.setattr != object_setattr &&
        type_is_subtype(y, owner)) {
        raise_type_error(t, "can't apply this %s to %N object", what, y);
        return false;
    }
    return true;
}

Value slot_wrapper_call(Thread *t, const SlotRow *row, Type *owner, Value self, const Value *a, size_t n,
                        Tuple *kwnames) {
    Slots *s = &owner->slots;
    void *fn = *slot_at(s, row);
    if (row->wrap == W_CALL)
        return s->call(t, self, a, n, kwnames);
    if (row->wrap == W_INIT)
        return done(s->init(t, self, a, n, kwnames));
    if (kwnames && kwnames->len > 0)
        return raise_type_error(t, "wrapper %s() takes no keyword arguments", slot_row_name(t, row));
    switch ((enum WrapKind)row->wrap) {
    case W_UNARY:
        return want_args(t, n, 0) ? ((UnaryFn)fn)(t, self) : VALUE_ERROR;
    case W_BINARY:
    case W_INPLACE:
        return want_args(t, n, 1) ? ((BinaryFn)fn)(t, self, a[0]) : VALUE_ERROR;
    case W_REFLECTED:
        return want_args(t, n, 1) ? ((BinaryFn)fn)(t, a[0], self) : VALUE_ERROR;
    case W_POW:
    case W_RPOW: {
        if (!want_args_range(t, n, 1, 2))
            return VALUE_ERROR;
        Value x = row->wrap == W_POW ? self : a[0], y = row->wrap == W_POW ? a[0] : self;
        if (n == 1 || a[1] == VALUE_NONE)
            return ((BinaryFn)fn)(t, x, y);
        return s->pow3 ? s->pow3(t, x, y, a[1]) : VALUE_NOTIMPLEMENTED;
    }
    case W_COMPARE:
        return want_args(t, n, 1) ? s->compare(t, self, a[0], (enum CompareOp)row->op) : VALUE_ERROR;
    case W_HASH: {
        int64_t h;
        return want_args(t, n, 0) && s->hash(t, self, &h) ? from_int64(t, h) : VALUE_ERROR;
    }
    case W_GETATTR: {
        Str *name = want_args(t, n, 1) ? name_arg(t, a[0]) : NULL;
        return name ? s->getattr(t, self, name) : VALUE_ERROR;
    }
    case W_SETATTR: {
        Str *name = want_args(t, n, 2) ? name_arg(t, a[0]) : NULL;
        return done(name && may_set(t, owner, self, "__setattr__") && s->setattr(t, self, name, a[1]));
    }
    case W_DELATTR: {
        Str *name = want_args(t, n, 1) ? name_arg(t, a[0]) : NULL;
        return done(name && may_set(t, owner, self, "__delattr__") && s->setattr(t, self, name, 0));
    }
    case W_NEXT: {
        Value r = !want_args(t, n, 0) ? VALUE_ERROR : ptr_kind(self, T_GENERATOR) ? call_next(t, self)
            : s->next(t, self);
        return r == VALUE_STOP ? raise_stop_iteration(t, 0) : r;
    }
    case W_TRUTH: {
        int r = want_args(t, n, 0) ? s->truth(t, self) : -1;
        return r < 0 ? VALUE_ERROR : from_bool(r);
    }
    case W_LEN: {
        int64_t r = want_args(t, n, 0) ? s->len(t, self) : -1;
        return r < 0 ? VALUE_ERROR : from_int64(t, r);
    }
    case W_SETITEM:
        return done(want_args(t, n, 2) && s->setitem(t, self, a[0], a[1]));
    case W_DELITEM:
        return done(want_args(t, n, 1) && s->setitem(t, self, a[0], 0));
    case W_CONTAINS: {
        int r = want_args(t, n, 1) ? s->contains(t, self, a[0]) : -1;
        return r < 0 ? VALUE_ERROR : from_bool(r);
    }
    case W_GET: {
        if (!want_args_range(t, n, 1, 2))
            return VALUE_ERROR;
        Value obj = a[0] == VALUE_NONE ? 0 : a[0], cls = n > 1 && a[1] != VALUE_NONE ? a[1] : 0;
        if (!obj && !cls)
            return raise_type_error(t, "__get__(None, None) is invalid");
        return s->descr_get(t, self, obj, cls && is_type(cls) ? (Type *)obj_of(cls) : obj ? type_of(t, obj) : NULL);
    }
    case W_SET:
        return done(want_args(t, n, 2) && s->descr_set(t, self, a[0], a[1]));
    case W_DELETE:
        return done(want_args(t, n, 1) && s->descr_set(t, self, a[0], 0));
    case W_DEL:
        if (!want_args(t, n, 0))
            return VALUE_ERROR;
        s->del(t, self);
        return VALUE_NONE;
    case W_CALL:
    case W_INIT:
    case W_NEW:
    case W_NONE:
        break;
    }
    return raise_error(t, EXC_SystemError, "bad slot wrapper");
}
