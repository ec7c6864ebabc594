/* range and slice. A range holds ints of any size; nearly all fit 62 bits, and those never leave machine
 * arithmetic. */
#include "vm/object/container.h"

#define ZERO from_small(0)
#define ONE  from_small(1)

/* -- Slices ------------------------------------------------------------------------------------ */

Value slice_new(Thread *t, Value start, Value stop, Value step) {
    Slice *s = alloc_obj(t, type_by_id(t, T_SLICE), sizeof(Slice));
    if (unlikely(!s))
        return VALUE_ERROR;
    s->start = start;
    s->stop = stop;
    s->step = step;
    return from_ptr(s);
}

static bool unpack_bound(Thread *t, Value v, int64_t *out) {
    if (!has_index(t, v)) {
        raise_type_error(t, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return slice_bound(t, v, out);
}

bool slice_unpack(Thread *t, Value slice, int64_t *start, int64_t *stop, int64_t *step) {
    Slice *s = (Slice *)obj_of(slice);
    *step = 1;
    if (s->step != VALUE_NONE) {
        if (!unpack_bound(t, s->step, step))
            return false;
        if (*step == 0) {
            raise_value_error(t, "slice step cannot be zero");
            return false;
        }
        *step = MAX(*step, -INT64_MAX);                 /* so that -step is right */
    }
    *start = *step < 0 ? INT64_MAX : 0;
    *stop = *step < 0 ? INT64_MIN : INT64_MAX;
    return (s->start == VALUE_NONE || unpack_bound(t, s->start, start)) &&
           (s->stop == VALUE_NONE || unpack_bound(t, s->stop, stop));
}

static int64_t adjust_bound(int64_t n, int64_t i, int64_t step) {
    if (i < 0) {
        i += n;
        return i < 0 ? (step < 0 ? -1 : 0) : i;
    }
    return i >= n ? (step < 0 ? n - 1 : n) : i;
}

int64_t slice_adjust(int64_t n, int64_t *start, int64_t *stop, int64_t step) {
    *start = adjust_bound(n, *start, step);
    *stop = adjust_bound(n, *stop, step);
    if (step < 0)
        return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

static Value slice_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (!check_args(t, "slice", nargs, kwnames, 1, 3))
        return VALUE_ERROR;
    if (nargs == 1)
        return slice_new(t, VALUE_NONE, args[0], VALUE_NONE);
    return slice_new(t, args[0], args[1], nargs == 3 ? args[2] : VALUE_NONE);
}

static Value slice_repr(Thread *t, Value self) {
    Slice *s = (Slice *)obj_of(self);
    return str_format(t, "slice(%R, %R, %R)", s->start, s->stop, s->step);
}

static Value slice_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!ptr_kind(a, T_SLICE) || !ptr_kind(b, T_SLICE))
        return VALUE_NOTIMPLEMENTED;
    if (a == b)
        return from_bool(op == CMP_EQ || op == CMP_LE || op == CMP_GE);
    Slice *x = (Slice *)obj_of(a), *y = (Slice *)obj_of(b);
    Value u = tuple_pack3(t, x->start, x->stop, x->step);
    Value w = tuple_pack3(t, y->start, y->stop, y->step);
    return u && w ? compare_op(t, op, u, w) : VALUE_ERROR;
}

static Value slice_get_start(Thread *t, Value self) { return ((Slice *)obj_of(self))->start; }
static Value slice_get_stop(Thread *t, Value self) { return ((Slice *)obj_of(self))->stop; }
static Value slice_get_step(Thread *t, Value self) { return ((Slice *)obj_of(self))->step; }

/* An index of a slice as an int of any size. */
static Value bound_int(Thread *t, Value v) {
    if (is_small(v))
        return v;
    if (!has_index(t, v))
        return raise_type_error(t, "slice indices must be integers or None or have an __index__ method");
    return number_index(t, v);
}

/* One bound of slice.indices() for a sequence of n items, in ints of any size. */
static Value indices_bound(Thread *t, Value v, Value n, Value lower, Value upper, Value missing) {
    if (v == VALUE_NONE)
        return missing;
    v = bound_int(t, v);
    if (!v)
        return VALUE_ERROR;
    if (int_sign(v) < 0) {
        v = int_add(t, v, n);
        if (v && int_compare(v, lower) < 0)
            v = lower;
    } else if (int_compare(v, upper) > 0) {
        v = upper;
    }
    return v;
}

/* start, stop, step of the slice for a sequence of n items (a non-negative int of any size). */
static bool int_indices(Thread *t, Slice *s, Value n, Value out[3]) {
    Value step = ONE;
    if (s->step != VALUE_NONE) {
        step = bound_int(t, s->step);
        if (!step)
            return false;
        if (int_sign(step) == 0) {
            raise_value_error(t, "slice step cannot be zero");
            return false;
        }
    }
    bool down = int_sign(step) < 0;
    Value lower = down ? from_small(-1) : ZERO;
    Value upper = down ? int_sub(t, n, ONE) : n;
    if (!upper)
        return false;
    out[0] = indices_bound(t, s->start, n, lower, upper, down ? upper : lower);
    if (!out[0])
        return false;
    out[1] = indices_bound(t, s->stop, n, lower, upper, down ? lower : upper);
    out[2] = step;
    return out[1] != 0;
}

static Value slice_indices_method(Thread *t, Value *a) {
    Value v[3], n = number_index(t, a[1]);
    if (!n)
        return VALUE_ERROR;
    if (int_sign(n) < 0)
        return raise_value_error(t, "length should not be negative");
    return int_indices(t, (Slice *)obj_of(a[0]), n, v) ? tuple_new(t, v, 3) : VALUE_ERROR;
}

static Value slice_reduce(Thread *t, Value *a) {
    Slice *s = (Slice *)obj_of(a[0]);
    Value args = tuple_pack3(t, s->start, s->stop, s->step);
    return args ? tuple_pack2(t, from_ptr(s->h.type), args) : VALUE_ERROR;
}

const TypeDef type_slice = {
    .name = "slice",
    .doc = "slice(stop)\nslice(start, stop[, step])\n\nWhat stands in the brackets of x[start:stop:step].",
    .size = sizeof(Slice),
    .flags = TYPE_NO_BASE,
    .slots = { .repr = slice_repr, .compare = slice_compare, .new_ = slice_new_slot },
    .methods = (const FunctionDef[]) {
        { "indices", slice_indices_method, "len, /", "(start, stop, step) for a sequence of len items.", 0 },
        { "__reduce__", slice_reduce, "", 0, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "start", slice_get_start, member_readonly, 0 },
        { "stop", slice_get_stop, member_readonly, 0 },
        { "step", slice_get_step, member_readonly, 0 }, { 0 } },
};

/* -- Ranges: making ---------------------------------------------------------------------------- */

/* How many numbers there are from start to stop; step is not 0. */
static Value count_steps(Thread *t, Value start, Value stop, Value step) {
    if (is_small(start) && is_small(stop) && is_small(step)) {
        int64_t lo = small_of(start), hi = small_of(stop), by = small_of(step);
        if (by < 0) {
            int64_t swap = lo;
            lo = hi;
            hi = swap;
            by = -by;
        }
        return from_int64(t, lo < hi ? (hi - lo - 1) / by + 1 : 0);     /* 62-bit bounds: no overflow */
    }
    if (int_sign(step) < 0) {
        Value swap = start;
        start = stop;
        stop = swap;
        step = int_neg(t, step);
        if (!step)
            return VALUE_ERROR;
    }
    if (int_compare(start, stop) >= 0)
        return ZERO;
    Value n = int_sub(t, stop, start);
    if (n)
        n = int_sub(t, n, ONE);
    if (n)
        n = int_floordiv(t, n, step);
    return n ? int_add(t, n, ONE) : VALUE_ERROR;
}

static Range *as_range(Value v) { return (Range *)obj_of(v); }

Value range_new(Thread *t, Value start, Value stop, Value step) {
    Value length = count_steps(t, start, stop, step);
    if (unlikely(!length))
        return VALUE_ERROR;
    Range *r = alloc_obj(t, type_by_id(t, T_RANGE), sizeof(Range));
    if (unlikely(!r))
        return VALUE_ERROR;
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->length = length;
    return from_ptr(r);
}

bool range_fast(Thread *t, Value v, int64_t *start, int64_t *step, int64_t *count) {
    if (!ptr_kind(v, T_RANGE))
        return false;
    Range *r = as_range(v);
    if (!is_small(r->start) || !is_small(r->stop) || !is_small(r->step) || !is_small(r->length))
        return false;
    *start = small_of(r->start);
    *step = small_of(r->step);
    *count = small_of(r->length);
    return true;
}

static Value range_new_slot(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    Value v[3] = { ZERO, ZERO, ONE };
    if (!check_args(t, "range", nargs, kwnames, 1, 3))
        return VALUE_ERROR;
    for (size_t i = 0; i < nargs; i++) {
        Value n = is_small(args[i]) ? args[i] : number_index(t, args[i]);
        if (!n)
            return VALUE_ERROR;
        v[nargs == 1 ? 1 : i] = n;
    }
    if (int_sign(v[2]) == 0)
        return raise_value_error(t, "range() arg 3 must not be zero");
    return range_new(t, v[0], v[1], v[2]);
}

/* -- Ranges: slots ----------------------------------------------------------------------------- */

/* The i-th number; i an int within the length. */
static Value item_at(Thread *t, Range *r, Value i) {
    int64_t offset;
    if (is_small(i) && is_small(r->start) && is_small(r->step) &&
        !__builtin_mul_overflow(small_of(i), small_of(r->step), &offset) &&
        !__builtin_add_overflow(offset, small_of(r->start), &offset))
        return from_int64(t, offset);
    Value v = int_mul(t, i, r->step);
    return v ? int_add(t, r->start, v) : VALUE_ERROR;
}

static int64_t range_len(Thread *t, Value self) {
    int64_t n;
    if (!int_fits_int64(as_range(self)->length, &n)) {
        raise_overflow(t, "Python int too large to convert to C ssize_t");
        return -1;
    }
    return n;
}

static int range_truth(Thread *t, Value self) { return as_range(self)->length != ZERO; }

static Value range_slice(Thread *t, Range *r, Slice *s) {
    Value v[3];
    if (!int_indices(t, s, r->length, v))
        return VALUE_ERROR;
    Value step = int_mul(t, r->step, v[2]);
    Value start = step ? item_at(t, r, v[0]) : 0;
    Value stop = start ? item_at(t, r, v[1]) : 0;
    return stop ? range_new(t, start, stop, step) : VALUE_ERROR;
}

static Value range_getitem(Thread *t, Value self, Value key) {
    Range *r = as_range(self);
    if (ptr_kind(key, T_SLICE))
        return range_slice(t, r, (Slice *)obj_of(key));
    if (!has_index(t, key))
        return raise_type_error(t, "range indices must be integers or slices, not %T", key);
    Value i = is_small(key) ? key : number_index(t, key);
    if (i && int_sign(i) < 0)
        i = int_add(t, i, r->length);
    if (!i)
        return VALUE_ERROR;
    if (int_sign(i) < 0 || int_compare(i, r->length) >= 0)
        return raise_error(t, EXC_IndexError, "range object index out of range");
    return item_at(t, r, i);
}

/* The index of the int v in r, or no value if it is not there (and no exception). */
static Value index_of(Thread *t, Range *r, Value v) {
    if (is_small(v) && is_small(r->start) && is_small(r->stop) && is_small(r->step)) {
        int64_t x = small_of(v), lo = small_of(r->start), hi = small_of(r->stop), by = small_of(r->step);
        if (by > 0 ? x < lo || x >= hi : x > lo || x <= hi)
            return 0;
        return (x - lo) % by == 0 ? from_int64(t, (x - lo) / by) : 0;
    }
    bool up = int_sign(r->step) > 0;
    if (up ? int_compare(v, r->start) < 0 || int_compare(v, r->stop) >= 0
           : int_compare(v, r->start) > 0 || int_compare(v, r->stop) <= 0)
        return 0;
    Value q, rest, offset = int_sub(t, v, r->start);
    if (!offset || !int_divmod(t, offset, r->step, &q, &rest))
        return 0;
    return int_sign(rest) == 0 ? q : 0;
}

static bool is_plain_int(Thread *t, Value v) { return is_small(v) || is_bool(v) || is_exact(t, v, T_INT); }

static Value plain_int(Value v) { return is_bool(v) ? from_small(v == VALUE_TRUE) : v; }

/* Any other object is compared with each number: the first equal one's position, -1 none, -2 error. */
static int64_t search(Thread *t, Value self, Value v, int64_t *equal) {
    Value it = get_iter(t, self);
    if (!it)
        return -2;
    int64_t first = -1;
    for (int64_t i = 0;; i++) {
        Value x = iter_next(t, it);
        if (x == VALUE_STOP)
            return first;
        int eq = x ? equal_values(t, x, v) : -1;
        if (eq < 0)
            return -2;
        if (eq) {
            if (!equal)
                return i;
            ++*equal;
            first = first < 0 ? i : first;
        }
    }
}

static int range_contains(Thread *t, Value self, Value v) {
    if (is_plain_int(t, v)) {
        if (index_of(t, as_range(self), plain_int(v)))
            return 1;
        return t->exc ? -1 : 0;
    }
    int64_t i = search(t, self, v, NULL);
    return i < -1 ? -1 : i >= 0;
}

static Value range_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!ptr_kind(b, T_RANGE) || !ptr_kind(a, T_RANGE) || (op != CMP_EQ && op != CMP_NE))
        return VALUE_NOTIMPLEMENTED;
    Range *x = as_range(a), *y = as_range(b);
    bool equal = a == b;
    if (!equal && int_compare(x->length, y->length) == 0)
        equal = x->length == ZERO || (int_compare(x->start, y->start) == 0 &&
                                      (x->length == ONE || int_compare(x->step, y->step) == 0));
    return from_bool(equal == (op == CMP_EQ));
}

static bool range_hash(Thread *t, Value self, int64_t *out) {
    Range *r = as_range(self);
    Value u = tuple_pack3(t, r->length, r->length == ZERO ? VALUE_NONE : r->start,
                          r->length == ZERO || r->length == ONE ? VALUE_NONE : r->step);
    return u && hash_of(t, u, out);
}

static Value range_repr(Thread *t, Value self) {
    Range *r = as_range(self);
    if (r->step == ONE)
        return str_format(t, "range(%R, %R)", r->start, r->stop);
    return str_format(t, "range(%R, %R, %R)", r->start, r->stop, r->step);
}

/* -- Iterators --------------------------------------------------------------------------------- */

typedef struct LongRangeIter { Obj h; Value next, step, left; } LongRangeIter;

static Value iter_over(Thread *t, Value start, Value step, Value length) {
    int64_t past;
    if (is_small(start) && is_small(step) && is_small(length) &&
        !__builtin_mul_overflow(small_of(step), small_of(length), &past) &&
        !__builtin_add_overflow(past, small_of(start), &past) && fits_small(past)) {
        RangeIter *it = alloc_obj(t, type_by_id(t, T_RANGE_ITER), sizeof(RangeIter));
        if (unlikely(!it))
            return VALUE_ERROR;
        it->next = small_of(start);
        it->step = small_of(step);
        it->left = small_of(length);
        return from_ptr(it);
    }
    LongRangeIter *it = alloc_obj(t, type_by_id(t, T_LONGRANGE_ITER), sizeof(LongRangeIter));
    if (unlikely(!it))
        return VALUE_ERROR;
    it->next = start;
    it->step = step;
    it->left = length;
    return from_ptr(it);
}

static Value range_iter(Thread *t, Value self) {
    Range *r = as_range(self);
    return iter_over(t, r->start, r->step, r->length);
}

static Value range_reversed(Thread *t, Value *a) {
    Range *r = as_range(a[0]);
    Value step = int_neg(t, r->step);
    Value last = step ? int_sub(t, r->length, ONE) : 0;
    Value start = last ? item_at(t, r, last) : 0;
    return start ? iter_over(t, start, step, r->length) : VALUE_ERROR;
}

static Value rangeiter_next(Thread *t, Value self) {
    RangeIter *it = (RangeIter *)obj_of(self);
    if (it->left <= 0)
        return VALUE_STOP;
    it->left--;
    int64_t i = it->next;
    it->next += it->step;
    return from_int64(t, i);
}

static Value longrangeiter_next(Thread *t, Value self) {
    LongRangeIter *it = (LongRangeIter *)obj_of(self);
    if (int_sign(it->left) <= 0)
        return VALUE_STOP;
    Value i = it->next;
    Value left = int_sub(t, it->left, ONE), next = int_add(t, it->next, it->step);
    if (!left || !next)
        return VALUE_ERROR;
    it->left = left;
    it->next = next;
    return i;
}

static Value self_iter(Thread *t, Value self) { return self; }

static Value rangeiter_hint(Thread *t, Value *a) { return from_int64(t, ((RangeIter *)obj_of(a[0]))->left); }
static Value longrangeiter_hint(Thread *t, Value *a) { return ((LongRangeIter *)obj_of(a[0]))->left; }

/* What the iterator has before it, as (iter, (range,), 0). */
static Value reduce_as(Thread *t, Value start, Value step, Value left) {
    Value iter = builtin_named(t, "iter");
    Value length = iter ? int_mul(t, left, step) : 0;
    Value stop = length ? int_add(t, start, length) : 0;
    Value r = stop ? range_new(t, start, stop, step) : 0;
    Value args = r ? tuple_pack1(t, r) : 0;
    return args ? tuple_pack3(t, iter, args, ZERO) : VALUE_ERROR;
}

static Value rangeiter_reduce(Thread *t, Value *a) {
    RangeIter *it = (RangeIter *)obj_of(a[0]);
    return reduce_as(t, from_int64(t, it->next), from_int64(t, it->step), from_int64(t, it->left));
}

static Value longrangeiter_reduce(Thread *t, Value *a) {
    LongRangeIter *it = (LongRangeIter *)obj_of(a[0]);
    return reduce_as(t, it->next, it->step, it->left);
}

/* Skips that many numbers; the pickled form starts at 0. */
static Value rangeiter_setstate(Thread *t, Value *a) {
    RangeIter *it = (RangeIter *)obj_of(a[0]);
    int64_t n;
    if (!as_ssize(t, a[1], &n))
        return VALUE_ERROR;
    n = n < 0 ? 0 : MIN(n, it->left);
    it->next += n * it->step;
    it->left -= n;
    return VALUE_NONE;
}

static Value longrangeiter_setstate(Thread *t, Value *a) {
    LongRangeIter *it = (LongRangeIter *)obj_of(a[0]);
    Value n = number_index(t, a[1]);
    if (!n)
        return VALUE_ERROR;
    if (int_sign(n) < 0)
        n = ZERO;
    if (int_compare(n, it->left) > 0)
        n = it->left;
    Value skipped = int_mul(t, n, it->step);
    Value next = skipped ? int_add(t, it->next, skipped) : 0;
    Value left = next ? int_sub(t, it->left, n) : 0;
    if (!left)
        return VALUE_ERROR;
    it->next = next;
    it->left = left;
    return VALUE_NONE;
}

const TypeDef type_range_iter = {
    .name = "range_iterator", .size = sizeof(RangeIter), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = self_iter, .next = rangeiter_next },
    .methods = (const FunctionDef[]) {
        { "__length_hint__", rangeiter_hint, "", 0, 0 },
        { "__reduce__", rangeiter_reduce, "", 0, 0 },
        { "__setstate__", rangeiter_setstate, "state, /", 0, 0 }, { 0 } },
};

const TypeDef type_longrange_iter = {
    .name = "longrange_iterator", .size = sizeof(LongRangeIter), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = self_iter, .next = longrangeiter_next },
    .methods = (const FunctionDef[]) {
        { "__length_hint__", longrangeiter_hint, "", 0, 0 },
        { "__reduce__", longrangeiter_reduce, "", 0, 0 },
        { "__setstate__", longrangeiter_setstate, "state, /", 0, 0 }, { 0 } },
};

/* -- Ranges: methods --------------------------------------------------------------------------- */

static Value range_index(Thread *t, Value *a) {
    if (is_plain_int(t, a[1])) {
        Value i = index_of(t, as_range(a[0]), plain_int(a[1]));
        if (i || t->exc)
            return i;
        return raise_value_error(t, "%R is not in range", a[1]);
    }
    int64_t i = search(t, a[0], a[1], NULL);
    if (i == -1)
        return raise_value_error(t, "sequence.index(x): x not in sequence");
    return i < 0 ? VALUE_ERROR : from_small(i);
}

static Value range_count(Thread *t, Value *a) {
    if (is_plain_int(t, a[1])) {
        bool found = index_of(t, as_range(a[0]), plain_int(a[1])) != 0;
        return t->exc ? VALUE_ERROR : from_small(found);
    }
    int64_t n = 0;
    return search(t, a[0], a[1], &n) == -2 ? VALUE_ERROR : from_small(n);
}

static Value range_reduce(Thread *t, Value *a) {
    Range *r = as_range(a[0]);
    Value args = tuple_pack3(t, r->start, r->stop, r->step);
    return args ? tuple_pack2(t, from_ptr(r->h.type), args) : VALUE_ERROR;
}

static Value range_get_start(Thread *t, Value self) { return as_range(self)->start; }
static Value range_get_stop(Thread *t, Value self) { return as_range(self)->stop; }
static Value range_get_step(Thread *t, Value self) { return as_range(self)->step; }

const TypeDef type_range = {
    .name = "range",
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
           "The ints from start up to, but not including, stop, by step.",
    .size = sizeof(Range),
    .flags = TYPE_NO_BASE | TYPE_SEQUENCE,
    .slots = {
        .repr = range_repr, .hash = range_hash, .compare = range_compare, .iter = range_iter,
        .truth = range_truth,
        .len = range_len, .getitem = range_getitem, .contains = range_contains, .new_ = range_new_slot,
    },
    .methods = (const FunctionDef[]) {
        { "index", range_index, "value, /", "Index of value.", 0 },
        { "count", range_count, "value, /", "How many numbers equal value.", 0 },
        { "__reversed__", range_reversed, "", "An iterator from the end.", 0 },
        { "__reduce__", range_reduce, "", 0, 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "start", range_get_start, member_readonly, 0 },
        { "stop", range_get_stop, member_readonly, 0 },
        { "step", range_get_step, member_readonly, 0 }, { 0 } },
};
