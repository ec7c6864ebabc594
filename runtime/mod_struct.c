/* _struct: values as C structures in bytes, and back. */
#include "runtime/module_error.h"
#include "runtime/struct_format.h"
#include "vm/object/container.h"

typedef struct Struct {
    Obj h;
    Value format;               /* str; 0: not initialised */
    StructFormat f;
} Struct;

typedef struct UnpackIter {
    Obj h;
    Struct *of;                 /* NULL: exhausted */
    Value view;                 /* memoryview that pins the memory */
    int64_t at;
} UnpackIter;

enum { CACHE_MAX = 100 };       /* formats whose Struct is kept */

static Struct *struct_of(Value v) { return (Struct *)obj_of(v); }
static Value struct_error(Thread *t) { return struct_state(t)->error; }

/* -- Construction ---------------------------------------------------------------------------------------- */

static bool fill(Thread *t, Struct *s, Value format) {
    Value text = format;
    if (is_str(format)) {
        text = str_encode(t, as_str(format), "ascii", "strict");
        if (!text)
            return false;
    } else if (!is_bytes(format)) {
        raise_type_error(t, "Struct() argument 1 must be a str or bytes object, not %T", format);
        return false;
    }
    StructFormat f;
    if (!struct_parse(t, as_bytes(text)->data, (size_t)as_bytes(text)->len, &f))
        return false;
    s->format = str_from_ascii(t, as_bytes(text)->data, (size_t)as_bytes(text)->len);
    s->f = f;
    return s->format != VALUE_ERROR;
}

static Value struct_init(Thread *t, Value *a) { return fill(t, struct_of(a[0]), a[1]) ? VALUE_NONE : VALUE_ERROR; }

static Value struct_new(Thread *t, Value *a) {
    Value v = object_alloc(t, (Type *)obj_of(a[0]));
    if (v)
        struct_of(v)->f.size = struct_of(v)->f.items = -1;
    return v;
}

/* The Struct of a format, for the module's functions. */
static Struct *cached(Thread *t, Value format) {
    StructState *state = struct_state(t);
    Value found;
    int r = is_str(format) || is_bytes(format) ? dict_lookup(t, state->cache, format, &found) : 0;
    if (r < 0)
        return NULL;
    if (r > 0)
        return struct_of(found);
    int64_t hash;
    Struct *s = hash_of(t, format, &hash) ? alloc_obj(t, type_by_id(t, T_STRUCT), sizeof(Struct)) : NULL;
    if (s == NULL || !fill(t, s, format))
        return NULL;
    if (dict_len(state->cache) >= CACHE_MAX)
        dict_clear(t, state->cache);
    return dict_set(t, state->cache, format, from_ptr(s)) ? s : NULL;
}

/* -- Packing --------------------------------------------------------------------------------------------- */

static bool pack_items(Thread *t, Struct *s, const Value *items, uint8_t *p) {
    for (int64_t i = 0; i < s->f.nfields; i++) {
        StructField *f = &s->f.fields[i];
        int64_t n = struct_field_items(f);
        uint8_t *q = p + f->offset;
        for (int64_t k = 0; k < n; k++, q += f->size)
            if (!struct_put(t, &s->f, f, q, *items++))
                return false;
    }
    return true;
}

static bool check_count(Thread *t, const char *name, Struct *s, int64_t n) {
    if (n == s->f.items)
        return true;
    raise_class(t, struct_error(t), "%s expected %lld items for packing (got %lld)", name, (long long)s->f.items,
                (long long)n);
    return false;
}

static Value pack(Thread *t, Struct *s, const Value *items, int64_t n) {
    if (!check_count(t, "pack", s, n))
        return VALUE_ERROR;
    Bytes *b = bytes_alloc(t, (size_t)s->f.size);
    if (b == NULL)
        return VALUE_ERROR;
    if (s->f.size)
        memset(b->data, 0, (size_t)s->f.size);
    return pack_items(t, s, items, (uint8_t *)b->data) ? from_ptr(b) : VALUE_ERROR;
}

/* items: buffer, offset, values. */
static Value pack_into(Thread *t, Struct *s, const Value *items, int64_t n) {
    if (n < 2)
        return raise_class(t, struct_error(t), "pack_into expected %s argument", n ? "offset" : "buffer");
    if (!check_count(t, "pack_into", s, n - 2))
        return VALUE_ERROR;
    BufferView b;
    if (!get_buffer_writable(t, items[0], &b)) {
        if (exc_matches(t, EXC_TypeError)) {
            exc_clear(t);
            raise_type_error(t, "argument must be read-write bytes-like object, not %V", items[0]);
        }
        return VALUE_ERROR;
    }
    int64_t offset, size = s->f.size, len = (int64_t)b.len;
    Value result = VALUE_ERROR;
    if (!as_index(t, items[1], &offset)) {
    } else if (offset < 0 && offset + size > 0) {
        raise_class(t, struct_error(t), "no space to pack %lld bytes at offset %lld", (long long)size,
                    (long long)offset);
    } else if (offset < 0 && offset + len < 0) {
        raise_class(t, struct_error(t), "offset %lld out of range for %lld-byte buffer", (long long)offset,
                    (long long)len);
    } else {
        if (offset < 0)
            offset += len;
        if (offset > len || len - offset < size) {
            raise_class(t, struct_error(t),
                        "pack_into requires a buffer of at least %zu bytes for packing %lld bytes at offset %lld "
                        "(actual buffer size is %lld)",
                        (size_t)size + (size_t)offset, (long long)size, (long long)offset, (long long)len);
        } else {
            uint8_t *p = (uint8_t *)b.data + offset;
            memset(p, 0, (size_t)size);
            if (pack_items(t, s, items + 2, p))
                result = VALUE_NONE;
        }
    }
    release_buffer(t, &b);
    return result;
}

/* -- Unpacking ------------------------------------------------------------------------------------------- */

static Value unpack(Thread *t, Struct *s, const char *data) {
    Tuple *u = tuple_alloc(t, s->f.items);
    int64_t at = 0;
    for (int64_t i = 0; u && i < s->f.nfields; i++) {
        StructField *f = &s->f.fields[i];
        int64_t n = struct_field_items(f);
        const uint8_t *p = (const uint8_t *)data + f->offset;
        for (int64_t k = 0; k < n; k++, p += f->size)
            if (!(u->items[at++] = struct_get(t, &s->f, f, p)))
                return VALUE_ERROR;
    }
    return from_ptr(u);
}

static bool ready(Thread *t, Struct *s) {
    if (likely(s->format))
        return true;
    raise_error(t, EXC_RuntimeError, "Struct object is not initialized");
    return false;
}

static Value unpack_all(Thread *t, Struct *s, Value buffer) {
    BufferView b;
    if (!ready(t, s) || !get_buffer(t, buffer, &b))
        return VALUE_ERROR;
    Value r = (int64_t)b.len == s->f.size
                  ? unpack(t, s, b.data)
                  : raise_class(t, struct_error(t), "unpack requires a buffer of %lld bytes", (long long)s->f.size);
    release_buffer(t, &b);
    return r;
}

static Value unpack_from(Thread *t, Struct *s, Value buffer, Value at) {
    BufferView b;
    int64_t offset;
    if (!ready(t, s) || !as_index(t, at, &offset) || !get_buffer(t, buffer, &b))
        return VALUE_ERROR;
    int64_t size = s->f.size, len = (int64_t)b.len;
    Value r;
    if (offset < 0 && offset + size > 0) {
        r = raise_class(t, struct_error(t), "not enough data to unpack %lld bytes at offset %lld", (long long)size,
                        (long long)offset);
    } else if (offset < 0 && offset + len < 0) {
        r = raise_class(t, struct_error(t), "offset %lld out of range for %lld-byte buffer", (long long)offset,
                        (long long)len);
    } else {
        if (offset < 0)
            offset += len;
        if (offset > len || len - offset < size)
            r = raise_class(t, struct_error(t),
                            "unpack_from requires a buffer of at least %zu bytes for unpacking %lld bytes at offset "
                            "%lld (actual buffer size is %lld)",
                            (size_t)size + (size_t)offset, (long long)size, (long long)offset, (long long)len);
        else
            r = unpack(t, s, b.data + offset);
    }
    release_buffer(t, &b);
    return r;
}

static Value iter_unpack(Thread *t, Struct *s, Value buffer) {
    if (!ready(t, s))
        return VALUE_ERROR;
    if (s->f.size == 0)
        return raise_class(t, struct_error(t), "cannot iteratively unpack with a struct of length 0");
    BufferView b;
    if (!get_buffer(t, buffer, &b))
        return VALUE_ERROR;
    bool whole = (int64_t)b.len % s->f.size == 0;
    release_buffer(t, &b);
    if (!whole)
        return raise_class(t, struct_error(t), "iterative unpacking requires a buffer of a multiple of %lld bytes",
                           (long long)s->f.size);
    UnpackIter *it = alloc_obj(t, type_by_id(t, T_UNPACK_ITER), sizeof *it);
    if (it == NULL || !(it->view = memoryview_new(t, buffer)))
        return VALUE_ERROR;
    it->of = s;
    return from_ptr(it);
}

static Value unpack_next(Thread *t, Value self) {
    UnpackIter *it = (UnpackIter *)obj_of(self);
    BufferView b;
    if (!it->of || !get_buffer(t, it->view, &b))
        return it->of ? VALUE_ERROR : VALUE_STOP;
    Value r = VALUE_STOP;
    if (it->at + it->of->f.size <= (int64_t)b.len) {
        r = unpack(t, it->of, b.data + it->at);
        it->at += it->of->f.size;
    }
    bool last = it->at + it->of->f.size > (int64_t)b.len;
    release_buffer(t, &b);
    if (r == VALUE_STOP || (r && last && it->at == 0)) {
        it->of = NULL;
        it->view = 0;
    }
    return r;
}

static Value unpack_hint(Thread *t, Value *a) {
    UnpackIter *it = (UnpackIter *)obj_of(a[0]);
    if (!it->of)
        return from_small(0);
    int64_t n = ((MemoryView *)obj_of(it->view))->len;
    return from_small((n - it->at) / it->of->f.size);
}

/* -- Methods and functions ------------------------------------------------------------------------------- */

static Value m_pack(Thread *t, Value *a) {
    return ready(t, struct_of(a[0])) ? pack(t, struct_of(a[0]), as_tuple(a[1])->items, as_tuple(a[1])->len)
                                     : VALUE_ERROR;
}
static Value m_pack_into(Thread *t, Value *a) {
    return ready(t, struct_of(a[0])) ? pack_into(t, struct_of(a[0]), as_tuple(a[1])->items, as_tuple(a[1])->len)
                                     : VALUE_ERROR;
}
static Value m_unpack(Thread *t, Value *a) { return unpack_all(t, struct_of(a[0]), a[1]); }
static Value m_unpack_from(Thread *t, Value *a) { return unpack_from(t, struct_of(a[0]), a[1], a[2]); }
static Value m_iter_unpack(Thread *t, Value *a) { return iter_unpack(t, struct_of(a[0]), a[1]); }

static Value get_format(Thread *t, Value self) { return ready(t, struct_of(self)) ? struct_of(self)->format : 0; }
static Value get_size(Thread *t, Value self) { return from_int64(t, struct_of(self)->f.size); }
static Value m_sizeof(Thread *t, Value *a) {
    Struct *s = struct_of(a[0]);
    return from_int64(t, (int64_t)sizeof *s + s->f.nfields * (int64_t)sizeof(StructField));
}

static Value f_calcsize(Thread *t, Value *a) {
    Struct *s = cached(t, a[0]);
    return s ? from_int64(t, s->f.size) : VALUE_ERROR;
}
static Struct *first_format(Thread *t, Tuple *u) {
    if (u->len == 0) {
        raise_type_error(t, "missing format argument");
        return NULL;
    }
    return cached(t, u->items[0]);
}
static Value f_pack(Thread *t, Value *a) {
    Struct *s = first_format(t, as_tuple(a[0]));
    return s ? pack(t, s, as_tuple(a[0])->items + 1, as_tuple(a[0])->len - 1) : VALUE_ERROR;
}
static Value f_pack_into(Thread *t, Value *a) {
    Struct *s = first_format(t, as_tuple(a[0]));
    return s ? pack_into(t, s, as_tuple(a[0])->items + 1, as_tuple(a[0])->len - 1) : VALUE_ERROR;
}
static Value f_unpack(Thread *t, Value *a) {
    Struct *s = cached(t, a[0]);
    return s ? unpack_all(t, s, a[1]) : VALUE_ERROR;
}
static Value f_unpack_from(Thread *t, Value *a) {
    Struct *s = cached(t, a[0]);
    return s ? unpack_from(t, s, a[1], a[2]) : VALUE_ERROR;
}
static Value f_iter_unpack(Thread *t, Value *a) {
    Struct *s = cached(t, a[0]);
    return s ? iter_unpack(t, s, a[1]) : VALUE_ERROR;
}
static Value f_clearcache(Thread *t, Value *a) {
    dict_clear(t, struct_state(t)->cache);
    return VALUE_NONE;
}

/* -- Tables ---------------------------------------------------------------------------------------------- */

const TypeDef type_struct = {
    .name = "_struct.Struct",
    .doc = "A format, parsed: values as bytes laid out like a C structure, and back.",
    .size = sizeof(Struct),
    .weakrefs = true,
    .new_ = { "__new__", struct_new, "*args, **kwargs", NULL, 0 },
    .init = { "__init__", struct_init, "format", NULL, 0 },
    .methods = (const FunctionDef[]){
        { "iter_unpack", m_iter_unpack, "buffer, /", "An iterator of tuples, one for each structure.", 0 },
        { "pack", m_pack, "*args", "The values as bytes.", 0 },
        { "pack_into", m_pack_into, "*args", "Writes values into a buffer at an offset.", 0 },
        { "unpack", m_unpack, "buffer, /", "The values of a buffer of just the right size.", 0 },
        { "unpack_from", m_unpack_from, "buffer, offset=0", "The values in a buffer from an offset on.", 0 },
        { "__sizeof__", m_sizeof, "", "Bytes this takes.", 0 },
        { 0 } },
    .getsets = (const GetSetDef[]){
        { "format", get_format, NULL, "The format it was made of." },
        { "size", get_size, NULL, "Bytes of a structure." },
        { 0 } },
};

const TypeDef type_unpack_iter = {
    .name = "_struct.unpack_iterator",
    .size = sizeof(UnpackIter),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .iter = iter_self, .next = unpack_next },
    .methods = (const FunctionDef[]){ { "__length_hint__", unpack_hint, "", NULL, 0 }, { 0 } },
};

static bool init(Thread *t, Module *m) {
    StructState *state = alloc_array(t, 1, sizeof *state);
    if (!state || !(state->cache = dict_new(t)))
        return false;
    t->interp->module_state[STATE_STRUCT] = state;
    state->error = module_error_new(t, m, "struct.error", from_ptr(t->interp->exc_types[EXC_Exception]));
    return state->error != VALUE_ERROR;
}

const ModuleDef mod_struct = {
    .name = "_struct",
    .doc = "Values as C structures in bytes, and back.",
    .functions = (const FunctionDef[]){
        { "_clearcache", f_clearcache, "", "Forget the formats seen so far.", 0 },
        { "calcsize", f_calcsize, "format, /", "Bytes of a structure.", 0 },
        { "iter_unpack", f_iter_unpack, "format, buffer, /", "An iterator of tuples, one for each structure.", 0 },
        { "pack", f_pack, "*args", "The values as bytes.", 0 },
        { "pack_into", f_pack_into, "*args", "Writes values into a buffer at an offset.", 0 },
        { "unpack", f_unpack, "format, buffer, /", "The values of a buffer of just the right size.", 0 },
        { "unpack_from", f_unpack_from, "format, /, buffer, offset=0", "The values in a buffer from an offset on.", 0 },
        { 0 } },
    .types = (const uint16_t[]){ T_STRUCT, 0 },
    .init = init,
};
