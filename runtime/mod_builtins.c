/* builtins: the functions every script has at hand.  Classes come from types.def, exceptions from exceptions.def. */
#include "compiler/compile.h"
#include "vm/frame.h"
#include "vm/native.h"
#include "vm/object/float.h"
#include "vm/object/iter.h"

/* -- Input and output ---------------------------------------------------------------------------------------------- */

static Value sys_stream(Thread *t, Str *name) {
    Value f = dict_get_str(t, t->interp->sys->dict, name);
    if (!f) return raise_error(t, EXC_RuntimeError, "lost sys.%Q", name);
    return f;
}

static bool write_to(Thread *t, Value write, Value self, Value text) {
    return (self ? call2(t, write, self, text) : call1(t, write, text)) != VALUE_ERROR;
}

/* print(*args, sep=' ', end='\n', file=None, flush=False) */
static Value builtin_print(Thread *t, Value *a) {
    Tuple *args = as_tuple(a[0]);
    Value sep = a[1], end = a[2], file = a[3];
    if (sep != VALUE_NONE && !is_str(sep)) return raise_type_error(t, "sep must be None or a string, not %T", sep);
    if (end != VALUE_NONE && !is_str(end)) return raise_type_error(t, "end must be None or a string, not %T", end);
    if (file == VALUE_NONE) {
        file = sys_stream(t, NAME(t, stdout));
        if (!file) return VALUE_ERROR;
        if (file == VALUE_NONE) return VALUE_NONE;
    }
    Value newline = from_ptr(t->interp->latin1['\n']), space = from_ptr(t->interp->latin1[' ']);
    Value self, write = get_method(t, file, NAME(t, write), &self);
    if (!write) return VALUE_ERROR;
    for (int64_t i = 0; i < args->len; i++) {
        if (i && !write_to(t, write, self, sep == VALUE_NONE ? space : sep)) return VALUE_ERROR;
        Value s = to_str(t, args->items[i]);
        if (!s || !write_to(t, write, self, s)) return VALUE_ERROR;
    }
    if (!write_to(t, write, self, end == VALUE_NONE ? newline : end)) return VALUE_ERROR;
    int flush = truth_of(t, a[4]);
    if (flush < 0) return VALUE_ERROR;
    return flush && !call_method0(t, file, NAME(t, flush)) ? VALUE_ERROR : VALUE_NONE;
}

static Value builtin_input(Thread *t, Value *a) {
    Value in = sys_stream(t, NAME(t, stdin)), out = sys_stream(t, NAME(t, stdout)),
        err = sys_stream(t, NAME(t, stderr));
    if (!in || !out || !err) return VALUE_ERROR;
    if (in == VALUE_NONE) return raise_error(t, EXC_RuntimeError, "input(): lost sys.stdin");
    if (out == VALUE_NONE) return raise_error(t, EXC_RuntimeError, "input(): lost sys.stdout");
    if (err != VALUE_NONE && !call_method0(t, err, NAME(t, flush))) exc_clear(t);
    if (a[0]) {
        Value prompt = to_str(t, a[0]);
        if (!prompt || !call_method1(t, out, NAME(t, write), prompt)) return VALUE_ERROR;
    }
    if (!call_method0(t, out, NAME(t, flush))) exc_clear(t);
    Value line = call_method0(t, in, NAME(t, readline));
    if (!line) return VALUE_ERROR;
    if (!is_str(line)) return raise_type_error(t, "object.readline() returned non-string");
    Str *s = as_str(line);
    if (!s->len) return raise_error(t, EXC_EOFError, "EOF when reading a line");
    return str_at(s, s->len - 1) == '\n' ? str_slice(t, s, 0, s->len - 1) : line;
}

/* -- Numbers and characters ---------------------------------------------------------------------------------------- */

static Value builtin_abs(Thread *t, Value *a) {
    Type *y = type_of(t, a[0]);
    if (!y->slots.abs) return raise_type_error(t, "bad operand type for abs(): '%T'", a[0]);
    return y->slots.abs(t, a[0]);
}
static Value to_base(Thread *t, Value v, int base) {
    Value i = number_index(t, v);
    return i ? int_to_text(t, i, base, true) : VALUE_ERROR;
}
static Value builtin_bin(Thread *t, Value *a) { return to_base(t, a[0], 2); }
static Value builtin_oct(Thread *t, Value *a) { return to_base(t, a[0], 8); }
static Value builtin_hex(Thread *t, Value *a) { return to_base(t, a[0], 16); }
static Value builtin_chr(Thread *t, Value *a) {
    int64_t c;
    if (!as_int64(t, a[0], &c)) {
        if (exc_matches(t, EXC_OverflowError)) {
            exc_clear(t);
            raise_overflow(t, "Python int too large to convert to C int");
        }
        return VALUE_ERROR;
    }
    if (c > INT32_MAX || c < INT32_MIN)
        return raise_overflow(t, "signed integer is %s than %s", c > 0 ? "greater" : "less",
                                                              c > 0 ? "maximum" : "minimum");
    if (c < 0 || c > 0x10ffff) return raise_value_error(t, "chr() arg not in range(0x110000)");
    return str_from_char(t, (uint32_t)c);
}
static Value builtin_ord(Thread *t, Value *a) {
    int64_t n;
    if (is_str(a[0])) {
        n = as_str(a[0])->len;
        if (n == 1) return from_small(str_at(as_str(a[0]), 0));
    } else if (is_bytes(a[0])) {
        n = as_bytes(a[0])->len;
        if (n == 1) return from_small((uint8_t)as_bytes(a[0])->data[0]);
    } else if (is_bytearray(a[0])) {
        n = as_bytearray(a[0])->len;
        if (n == 1) return from_small((uint8_t)as_bytearray(a[0])->data[0]);
    } else {
        return raise_type_error(t, "ord() expected string of length 1, but %T found", a[0]);
    }
    return raise_type_error(t, "ord() expected a character, but string of length %ld found", (long)n);
}
static Value builtin_divmod(Thread *t, Value *a) { return binary_op(t, BIN_DIVMOD, a[0], a[1]); }
static Value builtin_pow(Thread *t, Value *a) {
    return a[2] == VALUE_NONE ? binary_op(t, BIN_POW, a[0], a[1]) : power_mod(t, a[0], a[1], a[2]);
}
static Value builtin_round(Thread *t, Value *a) {
    Value self, f = lookup_special(t, a[0], NAME(t, __round__), &self);
    if (!f) return t->exc ? VALUE_ERROR : raise_type_error(t, "type %T doesn't define __round__ method", a[0]);
    Value args[2] = { self, a[1] };
    size_t n = a[1] == VALUE_NONE ? 0 : 1;
    return self ? call_value(t, f, args, n + 1, NULL) : call_value(t, f, args + 1, n, NULL);
}

/* sum: running totals of small ints and of floats stay in C variables */
typedef struct SumSink { Sink h; Value total; } SumSink;

static bool take_sum(Thread *t, Sink *s, Value v) {
    SumSink *k = (SumSink *)s;
    int64_t sum;
    if (both_small(k->total, v) && !__builtin_add_overflow((int64_t)k->total, (int64_t)(v - 1), &sum)) {
        k->total = (Value)sum;
        return true;
    }
    if (!both_imm_float(k->total, v)) return false;
    Value d = from_double(t, imm_float_of(k->total) + imm_float_of(v));
    if (!d) return exc_clear(t), false;
    k->total = d;
    return true;
}

static Value builtin_sum(Thread *t, Value *a) {
    Value total = a[1];
    if (is_str(total)) return raise_type_error(t, "sum() can't sum strings [use ''.join(seq) instead]");
    if (is_bytes(total)) return raise_type_error(t, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (is_bytearray(total)) return raise_type_error(t, "sum() can't sum bytearray [use b''.join(seq) instead]");
    if (is_exact(t, a[0], T_LIST) || is_exact(t, a[0], T_TUPLE)) {
        bool list = is_list(a[0]);
        for (int64_t i = 0; i < (list ? as_list(a[0])->len : as_tuple(a[0])->len); i++) {
            Value v = list ? as_list(a[0])->items[i] : as_tuple(a[0])->items[i];
            int64_t s;
            if (both_small(total, v) && !__builtin_add_overflow((int64_t)total, (int64_t)(v - 1), &s)) total = (Value)s;
            else if (!(total = binary_op(t, BIN_ADD, total, v))) return VALUE_ERROR;
        }
        return total;
    }
    Value it = get_iter(t, a[0]), v;
    if (!it) return VALUE_ERROR;
    SumSink sum = { { take_sum }, total };
    while ((v = iter_next_into(t, it, &sum.h)) != VALUE_STOP)
        if (!v || (!take_sum(t, &sum.h, v) && !(sum.total = binary_op(t, BIN_ADD, sum.total, v)))) return VALUE_ERROR;
    return sum.total;
}

/* -- Attributes and classes ---------------------------------------------------------------------------------------- */

static Str *attribute_name(Thread *t, Value name, const char *func) {
    if (is_str(name)) return str_intern_exact(t, as_str(name));
    if (func) raise_type_error(t, "%s(): attribute name must be string", func);
    else raise_type_error(t, "attribute name must be string, not '%T'", name);
    return NULL;
}
static Value builtin_getattr(Thread *t, Value *a) {
    Str *name = attribute_name(t, a[1], NULL);
    if (!name) return VALUE_ERROR;
    if (!a[2]) return get_attr(t, a[0], name);
    Value v = get_attr_or_null(t, a[0], name);
    return v || t->exc ? v : a[2];
}
static Value builtin_hasattr(Thread *t, Value *a) {
    Str *name = attribute_name(t, a[1], NULL);
    if (!name) return VALUE_ERROR;
    Value v = get_attr_or_null(t, a[0], name);
    return !v && t->exc ? VALUE_ERROR : from_bool(v != 0);
}
static Value builtin_setattr(Thread *t, Value *a) {
    Str *name = attribute_name(t, a[1], NULL);
    return name && set_attr(t, a[0], name, a[2]) ? VALUE_NONE : VALUE_ERROR;
}
static Value builtin_delattr(Thread *t, Value *a) {
    Str *name = attribute_name(t, a[1], NULL);
    return name && set_attr(t, a[0], name, VALUE_NULL) ? VALUE_NONE : VALUE_ERROR;
}
static Value builtin_callable(Thread *t, Value *a) { return from_bool(is_callable(t, a[0])); }
static Value builtin_isinstance(Thread *t, Value *a) {
    int r = object_isinstance(t, a[0], a[1]);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}
static Value builtin_issubclass(Thread *t, Value *a) {
    int r = object_issubclass(t, a[0], a[1]);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}
static Value builtin_id(Thread *t, Value *a) { return from_uint64(t, a[0]); }
static Value builtin_hash(Thread *t, Value *a) {
    int64_t h;
    return hash_of(t, a[0], &h) ? from_int64(t, h) : VALUE_ERROR;
}
static Value builtin_len(Thread *t, Value *a) {
    int64_t n = length_of(t, a[0]);
    return n < 0 ? VALUE_ERROR : from_small(n);
}
static Value builtin_repr(Thread *t, Value *a) { return to_repr(t, a[0]); }
static Value builtin_ascii(Thread *t, Value *a) { return to_ascii(t, a[0]); }
static Value builtin_format(Thread *t, Value *a) {
    if (!is_str(a[1])) return raise_type_error(t, "format() argument 2 must be str, not %V", a[1]);
    return to_format(t, a[0], a[1]);
}

static Value mro_entries(Thread *t, Value bases, bool *changed) {
    Tuple *u = as_tuple(bases);
    List *l = NULL;
    for (int64_t i = 0; i < u->len; i++) {
        Value b = u->items[i], f = is_type(b) ? VALUE_NULL : get_attr_or_null(t, b, NAME(t, __mro_entries__));
        if (!f) {
            if (t->exc) return VALUE_ERROR;
            if (l && !list_append(t, l, b)) return VALUE_ERROR;
            continue;
        }
        Value more = call1(t, f, bases);
        if (!more) return VALUE_ERROR;
        if (!is_tuple(more)) return raise_type_error(t, "__mro_entries__ must return a tuple");
        if (!l) {
            l = list_alloc(t, 0, u->len + 1);
            if (!l) return VALUE_ERROR;
            for (int64_t k = 0; k < i; k++)
                if (!list_append(t, l, u->items[k])) return VALUE_ERROR;
        }
        for (int64_t k = 0; k < as_tuple(more)->len; k++)
            if (!list_append(t, l, as_tuple(more)->items[k])) return VALUE_ERROR;
    }
    *changed = l != NULL;
    return l ? tuple_new(t, l->items, l->len) : bases;
}

/* __build_class__(func, name, *bases, metaclass=None, **kwds) */
static Value builtin_build_class(Thread *t, Value *a) {
    if (!a[0] || !a[1]) return raise_type_error(t, "__build_class__: not enough arguments");
    if (!is_func(a[0])) return raise_type_error(t, "__build_class__: func must be a function");
    if (!is_str(a[1])) return raise_type_error(t, "__build_class__: name is not a string");
    bool changed = false;
    Value bases = mro_entries(t, a[2], &changed);
    if (!bases) return VALUE_ERROR;
    Dict *kw = a[3] ? dict_copy(t, as_dict(a[3])) : dict_new(t);
    if (!kw) return VALUE_ERROR;
    Value meta = dict_get_str(t, kw, NAME(t, metaclass));
    if (meta) {
        if (dict_delete_str(t, kw, NAME(t, metaclass)) < 0) return VALUE_ERROR;
    } else {
        meta = as_tuple(bases)->len ? from_ptr(type_of(t, as_tuple(bases)->items[0])) : from_ptr(type_by_id(t, T_TYPE));
    }
    if (is_type(meta)) {
        Type *best = type_calculate_metaclass(t, (Type *)obj_of(meta), as_tuple(bases));
        if (!best) return VALUE_ERROR;
        meta = from_ptr(best);
    }
    Value kwargs = kw->used ? from_ptr(kw) : VALUE_NULL, ns;
    Value pair = tuple_pack2(t, a[1], bases);
    if (!pair) return VALUE_ERROR;
    if (meta == from_ptr(type_by_id(t, T_TYPE))) {
        ns = from_ptr(dict_new(t));
    } else {
        Value prepare = get_attr_or_null(t, meta, NAME(t, __prepare__));
        if (!prepare && t->exc) return VALUE_ERROR;
        ns = prepare ? call_tuple_dict(t, prepare, pair, kwargs) : from_ptr(dict_new(t));
    }
    if (!ns) return VALUE_ERROR;
    if (!is_dict(ns) && !type_of(t, ns)->slots.getitem) {
        if (is_type(meta))
            return raise_type_error(t, "%N.__prepare__() must return a mapping, not %T", (Type *)obj_of(meta), ns);
        return raise_type_error(t, "<metaclass>.__prepare__() must return a mapping, not %T", ns);
    }
    Value cell = run_class_body(t, as_func(a[0]), ns);
    if (!cell) return VALUE_ERROR;
    if (changed && !set_item(t, ns, from_ptr(str_intern_cstr(t, "__orig_bases__")), a[2])) return VALUE_ERROR;
    Value args = tuple_pack3(t, a[1], bases, ns);
    if (!args) return VALUE_ERROR;
    Value cls = call_tuple_dict(t, meta, args, kwargs);
    if (cls && is_type(cls) && ptr_kind(cell, T_CELL)) {
        Value inside = ((Cell *)obj_of(cell))->value;
        if (!inside)
            return raise_error(t, EXC_RuntimeError,
                               "__class__ not set defining %R as %R. Was __classcell__ propagated to type.__new__?",
                               a[1], cls);
        if (inside != cls) return raise_type_error(t, "__class__ set to %R defining %R as %R", inside, a[1], cls);
    }
    return cls;
}

/* -- Iteration ----------------------------------------------------------------------------------------------------- */

typedef struct TruthSink { Sink h; int wanted; } TruthSink;

static bool take_truth(Thread *t, Sink *s, Value v) {
    return !is_ptr(v) && truth_of(t, v) != ((TruthSink *)s)->wanted;
}

static Value truth_of_items(Thread *t, Value iterable, int wanted) {
    Value it = get_iter(t, iterable), v;
    if (!it) return VALUE_ERROR;
    TruthSink sink = { { take_truth }, wanted };
    while ((v = iter_next_into(t, it, &sink.h)) != VALUE_STOP) {
        int b = v ? truth_of(t, v) : -1;
        if (b < 0) return VALUE_ERROR;
        if (b == wanted) return from_bool(wanted);
    }
    return from_bool(!wanted);
}
static Value builtin_all(Thread *t, Value *a) { return truth_of_items(t, a[0], 0); }
static Value builtin_any(Thread *t, Value *a) { return truth_of_items(t, a[0], 1); }

static Value builtin_iter(Thread *t, Value *a) {
    if (!a[1]) return get_iter(t, a[0]);
    if (!is_callable(t, a[0])) return raise_type_error(t, "iter(v, w): v must be callable");
    return callable_iter_new(t, a[0], a[1]);
}
static Value builtin_next(Thread *t, Value *a) {
    Type *y = type_of(t, a[0]);
    if (!y->slots.next) return raise_type_error(t, "'%T' object is not an iterator", a[0]);
    Value v = a[1] ? y->slots.next(t, a[0]) : call_next(t, a[0]);
    if (v == VALUE_STOP) return a[1];
    if (!v && a[1] && exc_matches(t, EXC_StopIteration)) {
        exc_clear(t);
        return a[1];
    }
    return v;
}
static Value builtin_aiter(Thread *t, Value *a) {
    if (!type_of(t, a[0])->slots.aiter) return raise_type_error(t, "'%T' object is not an async iterable", a[0]);
    return get_aiter(t, a[0]);
}
static Value builtin_anext(Thread *t, Value *a) {
    Type *y = type_of(t, a[0]);
    if (!y->slots.anext) return raise_type_error(t, "'%T' object is not an async iterator", a[0]);
    Value v = y->slots.anext(t, a[0]);
    return v && a[1] ? anext_awaitable_new(t, v, a[1]) : v;
}

typedef struct ExtremeSink { Sink h; Value best, key; enum CompareOp op; } ExtremeSink;

static inline bool is_better(const ExtremeSink *x, Value k) {
    return x->op == CMP_LT ? (int64_t)k < (int64_t)x->key : (int64_t)k > (int64_t)x->key;
}

static bool take_extreme(Thread *t, Sink *s, Value v) {
    ExtremeSink *x = (ExtremeSink *)s;
    if (!x->best || !both_small(v, x->key)) return false;
    if (is_better(x, v)) x->best = x->key = v;
    return true;
}

/* min and max: one iterable or several arguments */
static Value extreme(Thread *t, Value *a, const char *name, enum CompareOp op) {
    Tuple *args = as_tuple(a[0]);
    Value key = a[1], fallback = a[2], it, v;
    ExtremeSink x = { { take_extreme }, VALUE_NULL, VALUE_NULL, op };
    if (args->len == 0) return raise_type_error(t, "%s expected at least 1 argument, got 0", name);
    if (args->len > 1 && fallback)
        return raise_type_error(t, "Cannot specify a default for %s() with multiple positional arguments", name);
    it = get_iter(t, args->len == 1 ? args->items[0] : a[0]);
    if (!it) return VALUE_ERROR;
    while ((v = key == VALUE_NONE ? iter_next_into(t, it, &x.h) : iter_next(t, it)) != VALUE_STOP) {
        if (!v) return VALUE_ERROR;
        Value k = key == VALUE_NONE ? v : call1(t, key, v);
        if (!k) return VALUE_ERROR;
        if (x.best) {
            int better = both_small(k, x.key) ? is_better(&x, k) : compare_bool(t, op, k, x.key);
            if (better < 0) return VALUE_ERROR;
            if (!better) continue;
        }
        x.best = v;
        x.key = k;
    }
    if (x.best) return x.best;
    return fallback ? fallback : raise_value_error(t, "%s() arg is an empty sequence", name);
}
static Value builtin_min(Thread *t, Value *a) { return extreme(t, a, "min", CMP_LT); }
static Value builtin_max(Thread *t, Value *a) { return extreme(t, a, "max", CMP_GT); }

static Value builtin_sorted(Thread *t, Value *a) {
    Tuple *args = as_tuple(a[0]);
    int32_t reverse;
    if (args->len != 1) return raise_type_error(t, "sorted expected 1 argument, got %zd", (ssize_t)args->len);
    Value key, name;
    for (int64_t i = 0; a[3] && dict_next(as_dict(a[3]), &i, &name, &key);)
        return raise_type_error(t, "'%S' is an invalid keyword argument for sort()", name);
    List *l = list_from_iterable(t, args->items[0]);
    bool ok = l && as_int32(t, a[2], &reverse) && list_sort(t, l, a[1], reverse != 0);
    return ok ? from_ptr(l) : VALUE_ERROR;
}

/* -- Namespaces ---------------------------------------------------------------------------------------------------- */

static Value builtin_globals(Thread *t, Value *a) {
    Dict *g = caller_globals(t);
    return g ? from_ptr(g) : VALUE_NONE;
}
static Value builtin_locals(Thread *t, Value *a) {
    Frame *f = frame_caller(t);
    return f ? frame_locals(t, f) : raise_error(t, EXC_SystemError, "frame does not exist");
}
static Value builtin_vars(Thread *t, Value *a) {
    if (!a[0]) return builtin_locals(t, a);
    Value d = get_attr_or_null(t, a[0], NAME(t, __dict__));
    return d || t->exc ? d : raise_type_error(t, "vars() argument must have __dict__ attribute");
}
static Value builtin_dir(Thread *t, Value *a) {
    List *l;
    if (!a[0]) {
        Value d = builtin_locals(t, a);
        if (!d) return VALUE_ERROR;
        Value keys = is_dict(d) ? dict_keys_list(t, as_dict(d)) : call_method0(t, d, NAME(t, keys));
        l = keys ? list_from_iterable(t, keys) : NULL;
    } else {
        Value names = call_special(t, a[0], NAME(t, __dir__), NULL, 0);
        if (names == VALUE_NOTIMPLEMENTED) return raise_type_error(t, "object does not provide __dir__");
        l = names ? list_from_iterable(t, names) : NULL;
    }
    return l && list_sort(t, l, VALUE_NONE, false) ? from_ptr(l) : VALUE_ERROR;
}

/* -- Compiling and running ----------------------------------------------------------------------------------------- */

/* compile(): features of __future__, 0x10 and what the ast module calls PyCF_...; those without a meaning do
 * nothing. */
enum { KNOWN_FLAGS = 0x1fe0000 | 0x10 | 0x200 | 0x1000 | COMPILE_TOP_LEVEL_AWAIT | 0x4000 };

/* Source as text: str, bytes, bytearray ... NULL: TypeError. */
static const char *source_text(Thread *t, Value source, const char *what, size_t *n, unsigned *flags) {
    const char *text;
    if (is_str(source)) {
        text = str_utf8(t, as_str(source), n);
        *flags |= PARSE_UNICODE;
    } else {
        BufferView view;
        if (!get_buffer(t, source, &view)) {
            if (!exc_matches(t, EXC_TypeError) && !exc_matches(t, EXC_BufferError)) return NULL;
            exc_clear(t);
            raise_type_error(t, "%s", what);
            return NULL;
        }
        Value copy = bytes_new(t, view.data, view.len);         /* warnings may run code that changes the memory */
        *n = view.len;
        release_buffer(t, &view);
        text = copy ? as_bytes(copy)->data : NULL;
    }
    if (text && memchr(text, 0, *n)) {
        raise_error(t, EXC_SyntaxError, "source code string cannot contain null bytes");
        return NULL;
    }
    return text;
}

/* What code compiled at run time takes over from the program and its caller. */
static unsigned inherited_flags(Thread *t) {
    Frame *f = frame_caller(t);
    return f ? f->code->flags & CO_FUTURE_ANNOTATIONS : 0;
}

static bool file_exists(Thread *t, Value filename) {
    const char *path = str_fs(t, as_str(filename), NULL);
    struct stat st;
    bool there = path && *path != '<' && os_stat(t, path, &st) == 0;
    exc_clear(t);
    return there;
}

static Value builtin_compile(Thread *t, Value *a) {
    int32_t flags, optimize;
    Value filename = a[1];
    if (!is_str(filename)) {
        filename = fs_path(t, filename);
        if (filename && is_bytes(filename))
            filename =
                str_decode(t, as_bytes(filename)->data, (size_t)as_bytes(filename)->len, "utf-8", "surrogateescape");
        if (!filename) return VALUE_ERROR;
    }
    if (!is_str(a[2])) return raise_type_error(t, "compile() argument 'mode' must be str, not %V", a[2]);
    const char *mode = str_utf8(t, as_str(a[2]), NULL);
    if (!mode || !as_int32(t, a[3], &flags)) return VALUE_ERROR;
    int alone = truth_of(t, a[4]);
    if (alone < 0 || !as_int32(t, a[5], &optimize)) return VALUE_ERROR;
    if (flags & ~KNOWN_FLAGS) return raise_value_error(t, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2) return raise_value_error(t, "compile(): invalid optimize value");
    enum ParseMode m;
    if (strcmp(mode, "exec") == 0) m = PARSE_FILE;
    else if (strcmp(mode, "eval") == 0) m = PARSE_EVAL;
    else if (strcmp(mode, "single") == 0) m = PARSE_SINGLE;
    else return raise_value_error(t, "compile() mode must be 'exec', 'eval' or 'single'");
    if (ptr_kind(a[0], T_CODE)) return a[0];
    size_t n;
    unsigned all = (unsigned)flags & (CO_FUTURE_ANNOTATIONS | COMPILE_TOP_LEVEL_AWAIT);
    const char *text = source_text(t, a[0], "compile() arg 1 must be a string, bytes or AST object", &n, &all);
    if (!text) return VALUE_ERROR;
    if (!alone) all |= inherited_flags(t);
    if (!file_exists(t, filename)) all |= COMPILE_NO_FILE;
    all |= compile_optimize_flags(optimize < 0 ? t->interp->options->optimize : optimize);
    return from_ptr(compile_source(t, text, n, filename, m, all));
}

/* Whether the closure is one cell for each free variable of code. */
static bool closure_fits(Thread *t, Code *code, Value closure, bool eval) {
    if (eval && code->nfree) {
        raise_type_error(t, "code object passed to eval() may not contain free variables");
        return false;
    }
    if (!code->nfree && closure != VALUE_NONE) {
        raise_type_error(t, "cannot use a closure with this code object");
        return false;
    }
    bool fits = !code->nfree || (is_exact(t, closure, T_TUPLE) && as_tuple(closure)->len == code->nfree);
    for (uint32_t i = 0; fits && i < code->nfree; i++) fits = ptr_kind(as_tuple(closure)->items[i], T_CELL);
    if (!fits) raise_type_error(t, "code object requires a closure of exactly length %d", (int)code->nfree);
    return fits;
}

/* Shared by eval and exec: source or code, globals, locals. */
static Value run_source(Thread *t, Value *a, Value closure, bool eval) {
    Value globals = a[1], locals = a[2];
    if (globals == VALUE_NONE) {
        Frame *f = frame_caller(t);
        if (!f) return raise_error(t, EXC_SystemError, "globals and locals cannot be NULL");
        globals = from_ptr(f->func->globals);
        if (locals == VALUE_NONE && !(locals = frame_locals(t, f))) return VALUE_ERROR;
    } else if (locals == VALUE_NONE) {
        locals = globals;
    }
    if (!is_dict(globals)) {
        if (eval && type_of(t, globals)->slots.getitem)
            return raise_type_error(t, "globals must be a real dict; try eval(code, {}, mapping)");
        return raise_type_error(t, eval ? "globals must be a dict" : "exec() globals must be a dict, not %T", globals);
    }
    if (!is_dict(locals) && !type_of(t, locals)->slots.getitem)
        return raise_type_error(t, eval ? "locals must be a mapping" : "locals must be a mapping or None, not %T",
                                locals);
    Value builtins = dict_get_str(t, as_dict(globals), NAME(t, __builtins__));
    if (!builtins && !dict_set_str(t, as_dict(globals), NAME(t, __builtins__), from_ptr(t->interp->builtins)))
        return VALUE_ERROR;
    Code *code;
    if (ptr_kind(a[0], T_CODE)) {
        code = as_code(a[0]);
        if (!closure_fits(t, code, closure, eval)) return VALUE_ERROR;
    } else {
        if (closure != VALUE_NONE)
            return raise_type_error(t, "closure can only be used when source is a code object");
        size_t n;
        unsigned flags = 0;
        const char *text = source_text(t, a[0], eval ? "eval() arg 1 must be a string, bytes or code object"
                                                     : "exec() arg 1 must be a string, bytes or code object", &n,
                                                     &flags);
        if (!text) return VALUE_ERROR;
        if (eval)
            while (n && (*text == ' ' || *text == '\t')) text++, n--;
        Value filename = str_from_cstr(t, "<string>");
        code = filename ? compile_source(t, text, n, filename, eval ? PARSE_EVAL : PARSE_FILE, 
                                         flags | inherited_flags(t) |
                                         compile_optimize_flags(t->interp->options->optimize))
                        : NULL;
        if (!code) return VALUE_ERROR;
    }
    Value v = eval_code(t, code, as_dict(globals), locals, closure);
    return v && !eval ? VALUE_NONE : v;
}
static Value builtin_eval(Thread *t, Value *a) { return run_source(t, a, VALUE_NONE, true); }
static Value builtin_exec(Thread *t, Value *a) { return run_source(t, a, a[3], false); }

static Value builtin_breakpoint(Thread *t, Value *a) {
    Value hook = dict_get_cstr(t, t->interp->sys->dict, "breakpointhook");
    if (!hook) return raise_error(t, EXC_RuntimeError, "lost sys.breakpointhook");
    return call_tuple_dict(t, hook, a[0], a[1]);
}
/* exit and quit: the class lives in Python, and few scripts use it */
static Value quitter(Thread *t, Value code) {
    Value exc = exc_new(t, t->interp->exc_types[EXC_SystemExit], tuple_pack1(t, code));
    return exc ? raise_value(t, exc) : VALUE_ERROR;
}
static Value builtin_exit(Thread *t, Value *a) { return quitter(t, a[0]); }

static const FunctionDef functions[] = {
    { "__build_class__", builtin_build_class, "func=NULL, name=NULL, /, *bases, **kwds",
      "Used by the class statement.", 0 },
    { "__import__", import_builtin, "name, globals=None, locals=None, fromlist=(), level=0", "Import a module.", 0 },
    { "abs", builtin_abs, "x, /", "Return the absolute value of the argument.", 0 },
    { "aiter", builtin_aiter, "async_iterable, /", "Return an AsyncIterator for an AsyncIterable object.", 0 },
    { "all", builtin_all, "iterable, /", "True if all items are true.", 0 },
    { "anext", builtin_anext, "aiterator, default=NULL, /", "The next item of an async iterator.", 0 },
    { "any", builtin_any, "iterable, /", "True if any item is true.", 0 },
    { "ascii", builtin_ascii, "obj, /", "An ASCII-only representation of an object.", 0 },
    { "bin", builtin_bin, "number, /", "Binary representation of an integer.", 0 },
    { "breakpoint", builtin_breakpoint, "*args, **kws", "Call sys.breakpointhook(*args, **kws).", 0 },
    { "callable", builtin_callable, "obj, /", "Whether the object may be called.", 0 },
    { "chr", builtin_chr, "i, /", "The one-character string of code point i.", 0 },
    { "compile", builtin_compile,
      "source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1",
      "Compile source into a code object.", 0 },
    { "delattr", builtin_delattr, "obj, name, /", "Delete the named attribute.", 0 },
    { "dir", builtin_dir, "object=NULL, /", "Names in the current scope or of an object.", 0 },
    { "divmod", builtin_divmod, "x, y, /", "The tuple (x//y, x%y).", 0 },
    { "eval", builtin_eval, "source, globals=None, locals=None, /", "Evaluate an expression.", 0 },
    { "exec", builtin_exec, "source, globals=None, locals=None, /, *, closure=None", "Execute statements.", 0 },
    { "exit", builtin_exit, "code=None", "Leave the program.", 0 },
    { "format", builtin_format, "value, format_spec='', /", "value.__format__(format_spec).", 0 },
    { "getattr", builtin_getattr, "object, name, default=NULL, /", "Get a named attribute.", 0 },
    { "globals", builtin_globals, "", "The dictionary of the current module's variables.", 0 },
    { "hasattr", builtin_hasattr, "obj, name, /", "Whether the object has the attribute.", 0 },
    { "hash", builtin_hash, "obj, /", "The hash value of an object.", 0 },
    { "hex", builtin_hex, "number, /", "Hexadecimal representation of an integer.", 0 },
    { "id", builtin_id, "obj, /", "The identity of an object.", 0 },
    { "input", builtin_input, "prompt=NULL, /", "Read a line from standard input.", 0 },
    { "isinstance", builtin_isinstance, "obj, class_or_tuple, /", "Whether an object is an instance.", 0 },
    { "issubclass", builtin_issubclass, "cls, class_or_tuple, /", "Whether a class is derived from another.", 0 },
    { "iter", builtin_iter, "object, sentinel=NULL, /", "An iterator over an object.", 0 },
    { "len", builtin_len, "obj, /", "The number of items in a container.", 0 },
    { "locals", builtin_locals, "", "The dictionary of the current scope's local variables.", 0 },
    { "max", builtin_max, "*args, key=None, default=NULL", "The largest item.", 0 },
    { "min", builtin_min, "*args, key=None, default=NULL", "The smallest item.", 0 },
    { "next", builtin_next, "iterator, default=NULL, /", "The next item of an iterator.", 0 },
    { "oct", builtin_oct, "number, /", "Octal representation of an integer.", 0 },
    { "open", io_open,
      "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None",
      "Open a file.", 0 },
    { "ord", builtin_ord, "c, /", "The code point of a one-character string.", 0 },
    { "pow", builtin_pow, "base, exp, mod=None", "base**exp or base**exp % mod.", 0 },
    { "print", builtin_print, "*args, sep=' ', end='\\n', file=None, flush=False", "Print values to a stream.", 0 },
    { "quit", builtin_exit, "code=None", "Leave the program.", 0 },
    { "repr", builtin_repr, "obj, /", "The canonical string representation.", 0 },
    { "round", builtin_round, "number, ndigits=None", "Round a number.", 0 },
    { "setattr", builtin_setattr, "obj, name, value, /", "Set a named attribute.", 0 },
    { "sorted", builtin_sorted, "*args, key=None, reverse=False, **kwargs",
      "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nA new sorted list.", 0 },
    { "sum", builtin_sum, "iterable, /, start=0", "The sum of the items.", 0 },
    { "vars", builtin_vars, "object=NULL, /", "The __dict__ of an object, or locals().", 0 },
    { 0 }
};

static const uint16_t types[] = {
    T_BOOL, T_BYTEARRAY, T_BYTES, T_CLASSMETHOD, T_COMPLEX, T_DICT, T_ENUMERATE, T_FILTER, T_FLOAT, T_FROZENSET, T_INT,
    T_LIST, T_MAP, T_MEMORYVIEW, T_PROPERTY, T_RANGE, T_REVERSED, T_SET, T_SLICE, T_STATICMETHOD, T_STR, T_SUPER,
    T_TUPLE, T_TYPE, T_ZIP, 0
};

static bool init(Thread *t, Module *m) {
    static const char *const exc_names[EXC_COUNT] = {
#define EXC(name, base, def) #name,
#include "vm/object/exceptions.def"
#undef EXC
    };
    for (int i = 0; i < EXC_COUNT; i++)
        if (!module_set(t, m, exc_names[i], from_ptr(t->interp->exc_types[i]))) return false;
    Value os_error = from_ptr(t->interp->exc_types[EXC_OSError]);
    return module_set(t, m, "object", from_ptr(type_by_id(t, T_OBJECT))) &&
        module_set(t, m, "EnvironmentError", os_error) &&
           module_set(t, m, "IOError", os_error) && module_set(t, m, "None", VALUE_NONE) &&
           module_set(t, m, "True", VALUE_TRUE) && module_set(t, m, "False", VALUE_FALSE) &&
           module_set(t, m, "Ellipsis", VALUE_ELLIPSIS) && module_set(t, m, "NotImplemented", VALUE_NOTIMPLEMENTED) &&
           module_set(t, m, "__debug__", from_bool(t->interp->options->optimize == 0));
}

const ModuleDef mod_builtins = {
    .name = "builtins", .doc = "Built-in functions, types, exceptions, and other objects.",
    .functions = functions, .types = types, .init = init
};
