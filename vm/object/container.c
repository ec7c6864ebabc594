/* Helpers that the containers share: index arguments, argument counts, builtins for __reduce__. */
#include "vm/object/container.h"

COLD bool raise_c_stack(Thread *t) {
    raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded");
    return false;
}

bool slice_bound(Thread *t, Value v, int64_t *out) {
    if (is_small(v)) {
        *out = small_of(v);
        return true;
    }
    if (!has_index(t, v)) {
        raise_type_error(t, "slice indices must be integers or have an __index__ method");
        return false;
    }
    return as_index_clamped(t, v, out);
}

bool repeat_count(Thread *t, Value v, int64_t *out) {
    if (!is_small(v)) {
        Value i = is_int(v) ? v : number_index(t, v);
        if (!i)
            return false;
        if (!int_fits_int64(i, out)) {
            raise_overflow(t, "cannot fit '%T' into an index-sized integer", v);
            return false;
        }
    } else {
        *out = small_of(v);
    }
    if (*out < 0)
        *out = 0;
    return true;
}

bool as_ssize(Thread *t, Value v, int64_t *out) {
    if (is_small(v)) {
        *out = small_of(v);
        return true;
    }
    Value i = is_int(v) ? v : number_index(t, v);
    if (!i)
        return false;
    if (!int_fits_int64(i, out)) {
        raise_overflow(t, "Python int too large to convert to C ssize_t");
        return false;
    }
    return true;
}

bool check_args(Thread *t, const char *name, size_t nargs, Tuple *kwnames, size_t min, size_t max) {
    if (kwnames && kwnames->len > 0) {
        raise_type_error(t, "%s() takes no keyword arguments", name);
        return false;
    }
    if (nargs < min) {
        raise_type_error(t, "%s expected %s%zu argument%s, got %zu", name, min == max ? "" : "at least ", min,
                         min == 1 ? "" : "s", nargs);
        return false;
    }
    if (nargs > max) {
        raise_type_error(t, "%s expected %s%zu argument%s, got %zu", name, min == max ? "" : "at most ", max,
                         max == 1 ? "" : "s", nargs);
        return false;
    }
    return true;
}

Value builtin_named(Thread *t, const char *name) {
    Value v = dict_get_cstr(t, t->interp->builtins, name);
    return v ? v : raise_error(t, EXC_AttributeError, "module 'builtins' has no attribute '%s'", name);
}

Value class_getitem(Thread *t, Value *a) { return generic_alias_new(t, a[0], a[1]); }
