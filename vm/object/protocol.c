/* What one may do with any value: attributes, items, iteration, text, truth, hashing, conversion to C numbers. */
#include "vm/object/protocol.h"
#include "vm/base/hash.h"
#include "vm/object/bytes.h"
#include "vm/object/container.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/object/function.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/operator.h"
#include "vm/object/range.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type_private.h"

/* -- Attributes ------------------------------------------------------------------------------------------ */

/* Attribute names are compared by identity: they must be the interned ones. */
static inline Str *interned(Thread *t, Str *name) { return likely(name->interned) ? name : str_intern_exact(t, name); }

Value get_attr(Thread *t, Value v, Str *name) {
    if (!(name = interned(t, name)) || !has_c_stack(t))
        return VALUE_ERROR;
    Value r = type_of(t, v)->slots.getattr(t, v, name);
    if (unlikely(!r && t->exc && exc_matches(t, EXC_AttributeError)) && !as_exc(t->exc)->field[0] &&
        !as_exc(t->exc)->field[1]) {
        as_exc(t->exc)->field[0] = from_ptr(name);      /* raised by Python code: what it was about */
        as_exc(t->exc)->field[1] = v;
    }
    return r;
}

Value get_attr_or_null(Thread *t, Value v, Str *name) {
    if (!(name = interned(t, name)) || !has_c_stack(t))
        return VALUE_ERROR;
    Type *y = type_of(t, v);
    Value r;
    if (likely(y->flags & TYPE_PLAIN_GETATTR))
        r = object_getattr_quiet(t, v, name);
    else if (y->slots.getattr == type_getattr)
        r = type_getattr_quiet(t, v, name);
    else
        r = y->slots.getattr(t, v, name);
    if (!r && t->exc && exc_matches(t, EXC_AttributeError))
        exc_clear(t);
    return r;
}

bool set_attr(Thread *t, Value v, Str *name, Value x) {
    if (!(name = interned(t, name)) || !has_c_stack(t))
        return false;
    return type_of(t, v)->slots.setattr(t, v, name, x);
}

Value get_attr_cstr(Thread *t, Value v, const char *name) {
    Str *s = str_intern_cstr(t, name);
    return s ? get_attr(t, v, s) : VALUE_ERROR;
}

Value get_method(Thread *t, Value v, Str *name, Value *self) {
    Type *y = type_of(t, v);
    *self = 0;
    if (!(name = interned(t, name)))
        return VALUE_ERROR;
    if (unlikely(!(y->flags & TYPE_PLAIN_GETATTR)))
        return y->slots.getattr(t, v, name);
    Value before = t->exc, f = type_lookup(t, y, name);
    if (unlikely(t->exc != before))
        return VALUE_ERROR;
    if (f && is_method_like(f)) {
        Attrs *a = object_attrs(v);
        Value own = a ? attrs_get(t, a, name) : y->kind == T_MODULE ? dict_get_str(t, as_module(v)->dict, name) : 0;
        if (own)
            return own;
        *self = v;
        return f;
    }
    return object_getattr(t, v, name);
}

/* -- Items ----------------------------------------------------------------------------------------------- */

Value get_item(Thread *t, Value v, Value key) {
    Type *y = type_of(t, v);
    if (likely(y->slots.getitem != NULL))
        return has_c_stack(t) ? y->slots.getitem(t, v, key) : VALUE_ERROR;
    if (is_type(v)) {
        if (v == from_ptr(t->interp->types[T_TYPE]))
            return generic_alias_new(t, v, key);
        Value f = get_attr_or_null(t, v, NAME(t, __class_getitem__));
        if (f && f != VALUE_NONE)
            return call1(t, f, key);
        return t->exc ? VALUE_ERROR : raise_type_error(t, "type '%N' is not subscriptable", (Type *)obj_of(v));
    }
    return raise_type_error(t, "'%T' object is not subscriptable", v);
}

bool set_item(Thread *t, Value v, Value key, Value x) {
    Type *y = type_of(t, v);
    if (likely(y->slots.setitem != NULL))
        return has_c_stack(t) && y->slots.setitem(t, v, key, x);
    if (x)
        raise_type_error(t, "'%T' object does not support item assignment", v);
    else if (has_index(t, key) && (y->flags & TYPE_USER || y->slots.contains || y->slots.getitem))
        raise_type_error(t, "'%T' object doesn't support item deletion", v);    /* asked as a sequence */
    else
        raise_type_error(t, "'%T' object does not support item deletion", v);
    return false;
}

int contains(Thread *t, Value container, Value item) {
    Type *y = type_of(t, container);
    if (likely(y->slots.contains != NULL))
        return has_c_stack(t) ? y->slots.contains(t, container, item) : -1;
    Value it = get_iter(t, container);
    if (!it) {
        if (exc_matches(t, EXC_TypeError)) {
            exc_clear(t);
            raise_type_error(t, "argument of type '%T' is not iterable", container);
        }
        return -1;
    }
    for (;;) {
        Value v = iter_next(t, it);
        if (v == VALUE_STOP)
            return 0;
        int r = v ? values_equal(t, v, item) : -1;
        if (r)
            return r;
    }
}

int64_t length_of(Thread *t, Value v) {
    Type *y = type_of(t, v);
    if (likely(y->slots.len != NULL))
        return has_c_stack(t) ? y->slots.len(t, v) : -1;
    raise_type_error(t, "object of type '%T' has no len()", v);
    return -1;
}

int64_t length_hint(Thread *t, Value v, int64_t guess) {
    Type *y = type_of(t, v);
    if (y->slots.len) {
        int64_t n = has_c_stack(t) ? y->slots.len(t, v) : -1;
        if (n >= 0)
            return n;
        if (!exc_matches(t, EXC_TypeError))
            return -1;
        exc_clear(t);
    }
    Value self, f = lookup_special(t, v, NAME(t, __length_hint__), &self);
    if (!f)
        return t->exc ? -1 : guess;
    Value r = self ? call1(t, f, self) : call0(t, f);
    if (!r) {
        if (!exc_matches(t, EXC_TypeError))
            return -1;
        exc_clear(t);
        return guess;
    }
    if (r == VALUE_NOTIMPLEMENTED)
        return guess;
    if (!is_int(r)) {
        raise_type_error(t, "__length_hint__ must be an integer, not %T", r);
        return -1;
    }
    int64_t n;
    if (!as_int64(t, r, &n))
        return -1;
    if (n < 0) {
        raise_value_error(t, "__length_hint__() should return >= 0");
        return -1;
    }
    return n;
}

/* -- Iteration ------------------------------------------------------------------------------------------- */

bool is_iterator(Thread *t, Value v) { return type_of(t, v)->slots.next != NULL; }

Value get_iter(Thread *t, Value v) {
    Type *y = type_of(t, v);
    if (likely(y->slots.iter != NULL)) {
        Value it = has_c_stack(t) ? y->slots.iter(t, v) : VALUE_ERROR;
        if (unlikely(it && !is_iterator(t, it)))
            return raise_type_error(t, "iter() returned non-iterator of type '%T'", it);
        return it;
    }
    if (y->slots.item || (y->slots.getitem && (y->flags & (TYPE_USER | TYPE_SEQUENCE))))
        return seq_iter_new(t, T_SEQ_ITER, v);
    return raise_type_error(t, "'%T' object is not iterable", v);
}

Value iter_next(Thread *t, Value it) {
    UnaryFn next = type_of(t, it)->slots.next;
    return likely(next != NULL) ? next(t, it) : raise_type_error(t, "'%T' object is not an iterator", it);
}

List *list_from_iterable(Thread *t, Value v) {
    if (is_exact(t, v, T_LIST) || is_exact(t, v, T_TUPLE)) {
        int64_t n = is_list(v) ? as_list(v)->len : as_tuple(v)->len;
        Value l = list_new(t, is_list(v) ? as_list(v)->items : as_tuple(v)->items, n);
        return (List *)obj_of(l);
    }
    Value it = get_iter(t, v);
    int64_t guess = it ? length_hint(t, v, 8) : -1;
    List *l = guess >= 0 ? list_alloc(t, 0, guess) : NULL;
    if (!l)
        return NULL;
    return list_extend(t, l, it) ? l : NULL;
}

Tuple *tuple_from_iterable(Thread *t, Value v) {
    if (is_exact(t, v, T_TUPLE))
        return as_tuple(v);
    if (is_exact(t, v, T_LIST))
        return (Tuple *)obj_of(tuple_new(t, as_list(v)->items, as_list(v)->len));
    List *l = list_from_iterable(t, v);
    return l ? (Tuple *)obj_of(tuple_new(t, l->items, l->len)) : NULL;
}

bool each_item(Thread *t, Value iterable, bool (*fn)(Thread *t, void *ctx, Value item), void *ctx) {
    int64_t start, step, count;
    if (is_exact(t, iterable, T_LIST)) {
        List *l = as_list(iterable);
        for (int64_t i = 0; i < l->len; i++)            /* fn may change the list */
            if (!fn(t, ctx, l->items[i]))
                return false;
        return true;
    }
    if (is_exact(t, iterable, T_TUPLE)) {
        Tuple *u = as_tuple(iterable);
        for (int64_t i = 0; i < u->len; i++)
            if (!fn(t, ctx, u->items[i]))
                return false;
        return true;
    }
    if (is_exact(t, iterable, T_RANGE) && range_fast(t, iterable, &start, &step, &count)) {
        for (; count > 0; count--, start += step)
            if (!fn(t, ctx, from_small(start)))
                return false;
        return true;
    }
    Value it = get_iter(t, iterable);
    if (!it)
        return false;
    UnaryFn next = type_of(t, it)->slots.next;
    for (;;) {
        Value x = next(t, it);
        if (x == VALUE_STOP)
            return true;
        if (!x || !fn(t, ctx, x))
            return false;
    }
}

/* -- Text ------------------------------------------------------------------------------------------------ */

Value to_str(Thread *t, Value v) {
    if (is_exact(t, v, T_STR))
        return v;
    if (!enter_c(t, " while getting the str of an object"))
        return VALUE_ERROR;
    Value r = type_of(t, v)->slots.str(t, v);
    leave_c(t);
    if (unlikely(r && !is_str(r)))
        return raise_type_error(t, "__str__ returned non-string (type %T)", r);
    return r;
}

Value to_repr(Thread *t, Value v) {
    if (!enter_c(t, " while getting the repr of an object"))
        return VALUE_ERROR;
    Value r = type_of(t, v)->slots.repr(t, v);
    leave_c(t);
    if (unlikely(r && !is_str(r)))
        return raise_type_error(t, "__repr__ returned non-string (type %T)", r);
    return r;
}

Value to_ascii(Thread *t, Value v) {
    if (is_exact(t, v, T_STR))
        return str_ascii_repr(t, v);
    Value r = to_repr(t, v);
    if (!r || as_str(r)->ascii)
        return r;
    Str *s = as_str(r);
    StrBuf b;
    strbuf_init(&b, t);
    for (int64_t i = 0; i < s->len; i++) {
        static const char hex[] = "0123456789abcdef";
        uint32_t c = str_at(s, i);
        if (c < 128) {
            strbuf_char(&b, c);
            continue;
        }
        int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        strbuf_char(&b, '\\');
        strbuf_char(&b, digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
        while (digits-- > 0)
            strbuf_char(&b, (uint32_t)hex[c >> 4 * digits & 15]);
    }
    return strbuf_finish(&b);
}

Value to_format(Thread *t, Value v, Value spec) {
    if (spec && !is_str(spec))
        return raise_type_error(t, "Format specifier must be a string, not %T", spec);
    if (!spec || as_str(spec)->len == 0) {
        if (is_exact(t, v, T_STR))
            return v;
        if (is_small(v))
            return to_str(t, v);
        if (!spec && !(spec = str_from_ascii(t, "", 0)))
            return VALUE_ERROR;
    }
    bool missing;
    Value r = call_dunder(t, v, NAME(t, __format__), &spec, 1, &missing);
    if (missing)
        return raise_type_error(t, "Type %T doesn't define __format__", v);
    if (unlikely(r && !is_str(r)))
        return raise_type_error(t, "__format__ must return a str, not %T", r);
    return r;
}

/* Containers whose repr is running in this thread, innermost last. */
int repr_enter(Thread *t, Value v) {
    if (!t->repr_active) {
        List *l = list_alloc(t, 0, 8);
        if (!l)
            return -1;
        t->repr_active = from_ptr(l);
    }
    List *l = as_list(t->repr_active);
    for (int64_t i = l->len - 1; i >= 0; i--)
        if (l->items[i] == v)
            return 1;
    return list_append(t, l, v) ? 0 : -1;
}

void repr_leave(Thread *t, Value v) {
    List *l = as_list(t->repr_active);
    for (int64_t i = l->len - 1; i >= 0; i--)
        if (l->items[i] == v) {
            memmove(l->items + i, l->items + i + 1, (size_t)(l->len - i - 1) * sizeof(Value));
            l->items[--l->len] = 0;
            return;
        }
}

/* -- Hash, truth, equality ------------------------------------------------------------------------------- */

bool hash_of(Thread *t, Value v, int64_t *out) {
    if (is_small(v)) {
        *out = int_hash(v);
        return true;
    }
    Type *y = type_of(t, v);
    if (likely(y->slots.hash != NULL))
        return has_c_stack(t) && y->slots.hash(t, v, out);
    raise_type_error(t, "unhashable type: '%N'", y);
    return false;
}

int truth_slow(Thread *t, Value v) {
    if (is_imm_float(v))
        return imm_float_of(v) != 0;
    Type *y = type_of(t, v);
    if (y->slots.truth)
        return has_c_stack(t) ? y->slots.truth(t, v) : -1;
    if (y->slots.len) {
        int64_t n = y->slots.len(t, v);
        return n < 0 ? -1 : n > 0;
    }
    return 1;
}

int values_equal(Thread *t, Value a, Value b) { return compare_bool(t, CMP_EQ, a, b); }

bool is_callable(Thread *t, Value v) { return type_of(t, v)->slots.call != NULL; }

/* -- Numbers --------------------------------------------------------------------------------------------- */

/* What a conversion method returned must be an int; of a subclass it is disliked. */
static Value check_int(Thread *t, Value r, const char *method) {
    if (!r || is_small(r) || is_exact(t, r, T_INT))
        return r;
    if (!is_int(r))
        return raise_type_error(t, "%s returned non-int (type %T)", method, r);
    if (!warn(t, EXC_DeprecationWarning, 1,
              "%s returned non-int (type %T).  The ability to return an instance of a strict subclass of int is "
              "deprecated, and may be removed in a future version of Python.", method, r))
        return VALUE_ERROR;
    return int_exact(t, r);
}

Value number_index(Thread *t, Value v) {
    if (likely(is_small(v)))
        return v;
    if (is_int(v))
        return int_exact(t, v);
    UnaryFn index = type_of(t, v)->slots.index;
    if (!index)
        return raise_type_error(t, "'%T' object cannot be interpreted as an integer", v);
    return check_int(t, index(t, v), "__index__");
}

Value number_int(Thread *t, Value v) {
    if (likely(is_small(v)) || is_exact(t, v, T_INT))
        return v;
    Type *y = type_of(t, v);
    if (y->slots.to_int)
        return check_int(t, y->slots.to_int(t, v), "__int__");
    if (y->slots.index)
        return number_index(t, v);
    Value self, f = lookup_special(t, v, NAME(t, __trunc__), &self);
    if (f) {
        if (!warn(t, EXC_DeprecationWarning, 1, "The delegation of int() to __trunc__ is deprecated."))
            return VALUE_ERROR;
        Value r = self ? call1(t, f, self) : call0(t, f);
        if (!r || is_int(r))
            return r ? int_exact(t, r) : r;
        if (!type_of(t, r)->slots.index)
            return raise_type_error(t, "__trunc__ returned non-Integral (type %T)", r);
        return number_index(t, r);
    }
    if (t->exc)
        return VALUE_ERROR;
    if (is_str(v)) {
        size_t n;
        const char *s = str_utf8(t, as_str(v), &n);
        return s ? int_from_text(t, s, n, 10) : VALUE_ERROR;
    }
    BufferView b;
    if (is_bytes(v) || is_bytearray(v)) {
        if (!get_buffer(t, v, &b))
            return VALUE_ERROR;
        Value r = int_from_text(t, b.data, b.len, 10);
        release_buffer(t, &b);
        return r;
    }
    return raise_type_error(t, "int() argument must be a string, a bytes-like object or a real number, not '%T'", v);
}

/* The int of v in 64 bits: 1, 0 too large (its sign in *out), -1 error. */
static int index64(Thread *t, Value v, int64_t *out) {
    if (likely(is_small(v))) {
        *out = small_of(v);
        return 1;
    }
    Value i = number_index(t, v);
    if (!i)
        return -1;
    if (int_fits_int64(i, out))
        return 1;
    *out = int_sign(i);
    return 0;
}

bool as_int64(Thread *t, Value v, int64_t *out) {
    int r = index64(t, v, out);
    if (r == 0)
        raise_overflow(t, "Python int too large to convert to C long");
    return r == 1;
}

bool as_int32(Thread *t, Value v, int32_t *out) {
    int64_t i;
    int r = index64(t, v, &i);
    if (r < 0)
        return false;
    if (r == 0 || i < INT32_MIN || i > INT32_MAX) {
        raise_overflow(t, "Python int too large to convert to C int");
        return false;
    }
    *out = (int32_t)i;
    return true;
}

bool as_index(Thread *t, Value v, int64_t *out) {
    int r = index64(t, v, out);
    if (r == 0)
        raise_error(t, EXC_IndexError, "cannot fit '%T' into an index-sized integer", v);
    return r == 1;
}

bool as_index_clamped(Thread *t, Value v, int64_t *out) {
    int r = index64(t, v, out);
    if (r == 0)
        *out = *out < 0 ? INT64_MIN : INT64_MAX;
    return r >= 0;
}

static bool int_as_double(Thread *t, Value v, double *out) {
    bool overflow = false;
    *out = int_to_double(t, v, &overflow);
    if (overflow)
        raise_overflow(t, "int too large to convert to float");
    return !overflow;
}

bool as_double(Thread *t, Value v, double *out) {
    if (is_float(v)) {
        *out = float_of(v);
        return true;
    }
    if (is_small(v)) {
        *out = (double)small_of(v);
        return true;
    }
    if (is_int(v))
        return int_as_double(t, v, out);
    Type *y = type_of(t, v);
    if (y->slots.to_float) {
        Value r = y->slots.to_float(t, v);
        if (!r)
            return false;
        if (!is_float(r)) {
            raise_type_error(t, "%T.__float__ returned non-float (type %T)", v, r);
            return false;
        }
        if (!is_imm_float(r) && !is_exact(t, r, T_FLOAT) &&
            !warn(t, EXC_DeprecationWarning, 1,
                  "%T.__float__ returned non-float (type %T).  The ability to return an instance of a strict subclass "
                  "of float is deprecated, and may be removed in a future version of Python.", v, r))
            return false;
        *out = float_of(r);
        return true;
    }
    if (y->slots.index) {
        Value i = number_index(t, v);
        return i && int_as_double(t, i, out);
    }
    raise_type_error(t, "must be real number, not %T", v);
    return false;
}

static bool slice_part(Thread *t, Value v, int64_t *out) {
    if (!is_int(v) && !type_of(t, v)->slots.index) {
        raise_type_error(t, "slice indices must be integers or None or have an __index__ method");
        return false;
    }
    return as_index_clamped(t, v, out);
}

int64_t slice_indices(Thread *t, Value slice, int64_t n, int64_t *start, int64_t *stop, int64_t *step) {
    Slice *s = (Slice *)obj_of(slice);
    *step = 1;
    if (s->step != VALUE_NONE) {
        if (!slice_part(t, s->step, step))
            return -1;
        if (*step == 0) {
            raise_value_error(t, "slice step cannot be zero");
            return -1;
        }
        if (*step < -INT64_MAX)                         /* so that it can be negated */
            *step = -INT64_MAX;
    }
    bool down = *step < 0;
    *start = down ? INT64_MAX : 0;
    *stop = down ? INT64_MIN : INT64_MAX;
    if ((s->start != VALUE_NONE && !slice_part(t, s->start, start)) ||
        (s->stop != VALUE_NONE && !slice_part(t, s->stop, stop)))
        return -1;
    int64_t low = down ? -1 : 0, high = down ? n - 1 : n;
    if (*start < 0)
        *start = MAX(*start + n, low);
    *start = MIN(*start, high);
    if (*stop < 0)
        *stop = s->stop == VALUE_NONE ? low : MAX(*stop + n, low);
    *stop = MIN(*stop, high);
    if (down)
        return *stop < *start ? (*start - *stop - 1) / -*step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / *step + 1 : 0;
}

/* -- Paths ----------------------------------------------------------------------------------------------- */

Value fs_path(Thread *t, Value v) {
    if (is_str(v) || is_bytes(v))
        return v;
    bool missing;
    Value r = call_dunder(t, v, NAME(t, __fspath__), NULL, 0, &missing);
    if (missing)
        return raise_type_error(t, "expected str, bytes or os.PathLike object, not %T", v);
    if (r && !is_str(r) && !is_bytes(r))
        return raise_type_error(t, "expected %T.__fspath__() to return str or bytes, not %T", v, r);
    return r;
}

const char *fs_encode(Thread *t, Value path) {
    if (!(path = fs_path(t, path)))
        return NULL;
    size_t n;
    const char *s;
    if (is_bytes(path)) {
        s = as_bytes(path)->data;
        n = (size_t)as_bytes(path)->len;
    } else if (!(s = str_fs(t, as_str(path), &n))) {
        return NULL;
    }
    if (memchr(s, 0, n)) {
        raise_value_error(t, "embedded null byte");
        return NULL;
    }
    return s;
}
