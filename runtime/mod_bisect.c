/* _bisect: places in a sorted sequence. */
#include "vm/native.h"
#include "vm/object/container.h"

/* The place for x in a[lo:hi]; right: behind equal items. -1: error. */
static int64_t find_place(Thread *t, Value seq, Value x, Value lo_arg, Value hi_arg, Value key, bool right) {
    int64_t lo, hi;
    if (!as_ssize(t, lo_arg, &lo))
        return -1;
    if (lo < 0) {
        raise_value_error(t, "lo must be non-negative");
        return -1;
    }
    if (hi_arg == VALUE_NONE)
        hi = -1;
    else if (!as_ssize(t, hi_arg, &hi))
        return -1;
    if (hi == -1) {                                     /* stands for the length, as ever */
        hi = length_of(t, seq);
        if (hi < 0)
            return -1;
    }
    while (lo < hi) {
        int64_t mid = lo + (hi - lo) / 2;
        Value v = is_exact_list(t, seq) && mid < as_list(seq)->len ? as_list(seq)->items[mid]
                                                                   : get_item(t, seq, from_small(mid));
        if (v && key != VALUE_NONE)
            v = call1(t, key, v);
        if (!v)
            return -1;
        int r = right ? compare_bool(t, CMP_LT, x, v) : compare_bool(t, CMP_LT, v, x);
        if (r < 0)
            return -1;
        if (r == right)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

static Value bisect(Thread *t, Value *a, bool right) {
    int64_t i = find_place(t, a[0], a[1], a[2], a[3], a[4], right);
    return i < 0 ? VALUE_ERROR : from_small(i);
}

static Value insort(Thread *t, Value *a, bool right) {
    Value x = a[4] == VALUE_NONE ? a[1] : call1(t, a[4], a[1]);
    int64_t i = x ? find_place(t, a[0], x, a[2], a[3], a[4], right) : -1;
    if (i < 0)
        return VALUE_ERROR;
    if (is_exact_list(t, a[0]))
        return list_insert(t, as_list(a[0]), i, a[1]) ? VALUE_NONE : VALUE_ERROR;
    Str *name = str_intern_cstr(t, "insert");
    Value args[2] = { from_small(i), a[1] };
    return name && call_method(t, a[0], name, args, 2) ? VALUE_NONE : VALUE_ERROR;
}

static Value bisect_left(Thread *t, Value *a) { return bisect(t, a, false); }
static Value bisect_right(Thread *t, Value *a) { return bisect(t, a, true); }
static Value insort_left(Thread *t, Value *a) { return insort(t, a, false); }
static Value insort_right(Thread *t, Value *a) { return insort(t, a, true); }

const ModuleDef mod_bisect = {
    .name = "_bisect",
    .doc = "Bisection algorithms.",
    .functions = (const FunctionDef[]) {
        { "bisect_left", bisect_left, "a, x, lo=0, hi=None, *, key=None",
          "The leftmost place for x in a.", 0 },
        { "bisect_right", bisect_right, "a, x, lo=0, hi=None, *, key=None",
          "The rightmost place for x in a.", 0 },
        { "insort_left", insort_left, "a, x, lo=0, hi=None, *, key=None",
          "Insert x at its leftmost place.", 0 },
        { "insort_right", insort_right, "a, x, lo=0, hi=None, *, key=None",
          "Insert x at its rightmost place.", 0 },
        { 0 } },
};
