/* _cdata: objects over C data in some memory, whoever has that: a bytearray of their own, shared memory, or a part of
 * another one. ctypes makes its types of these (stdlib/_ctypes.py): simple values, arrays, structures. */
#include "runtime/cdata.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/range.h"
#include "vm/object/str.h"

typedef struct CData {
    Obj h;
    MemoryView *view;           /* bytes without gaps, writable; holds the memory */
    Value base;                 /* the object whose memory it is a part of; or 0 */
    int64_t count;              /* items of an array; -1: no array */
    char code;                  /* of the value, or of an array's items; 0: composed of others */
    bool swapped;               /* the bytes come in the other order */
} CData;
static CData *cdata_of(Value v) { return (CData *)obj_of(v); }
static bool is_cdata(Thread *t, Value v) { return is_ptr(v) && is_instance_of(t, v, type_by_id(t, T_CDATA)); }

static CData *need_cdata(Thread *t, Value v) {
    if (!is_cdata(t, v)) return raise_type_error(t, "invalid type"), NULL;
    return cdata_of(v);
}
/* The memory, n bytes from offset on; asked anew after Python code ran, which may have released it. */
static char *place(Thread *t, CData *d, int64_t offset, size_t n) {
    if (!memoryview_alive(t, d->view)) return NULL;
    if (offset < 0 || offset > d->view->len || (size_t)(d->view->len - offset) < n)
        return raise_error(t, EXC_IndexError, "invalid index"), NULL;
    return d->view->data + offset;
}

static Value get(Thread *t, CData *d, int64_t offset, char code, bool swapped) {
    const char *p = place(t, d, offset, cdata_size(code));
    return p ? cdata_get(t, code, swapped, p) : VALUE_ERROR;
}
static bool put(Thread *t, CData *d, int64_t offset, char code, bool swapped, Value v) {
    char room[CDATA_ITEM_MAX], *p = cdata_convert(t, code, swapped, v, room) ? place(t, d, offset, cdata_size(code)) : NULL;
    if (p) memcpy(p, room, cdata_size(code));
    return p != NULL;
}

/* A code, or '' for none (0). */
static bool as_code(Thread *t, Value v, char *code) {
    uint32_t c = is_str(v) && as_str(v)->len == 1 ? str_at(as_str(v), 0) : 0;
    *code = (char)(c < 128 ? c : 0);
    if (cdata_size(*code) || (is_str(v) && as_str(v)->len == 0)) return true;
    raise_value_error(t, "no such code");
    return false;
}

/* a: cls, view or a number of zeros, code, swapped, count (-1: no array), base (None: it stands alone) */
static Value cdata_new(Thread *t, Value *a) {
    int64_t count, n;
    char code;
    Value memory = a[1];
    if (!as_code(t, a[2], &code) || !as_index(t, a[4], &count)) return VALUE_ERROR;
    if (is_int(memory)) {
        if (!as_index(t, memory, &n)) return VALUE_ERROR;
        if (n < 0) return raise_value_error(t, "negative count");
        Value bytes = bytearray_new(t, NULL, 0);
        if (!bytes || !bytearray_resize(t, as_bytearray(bytes), n)) return VALUE_ERROR;
        memset(as_bytearray(bytes)->data, 0, (size_t)n);
        memory = memoryview_new(t, bytes);
        if (!memory) return VALUE_ERROR;
    }
    if (!ptr_kind(memory, T_MEMORYVIEW)) return raise_type_error(t, "expected a memoryview, got %T", memory);
    MemoryView *view = (MemoryView *)obj_of(memory);
    if (!memoryview_alive(t, view)) return VALUE_ERROR;
    size_t size = cdata_size(code);
    if (view->ndim != 1 || view->itemsize != 1 || view->readonly || !memoryview_contiguous(view))
        return raise_value_error(t, "a writable view of bytes without gaps is required");
    if ((code && !size) || count < -1 || (size && (size_t)view->len / size < (size_t)(count < 0 ? 1 : count)))
        return raise_value_error(t, "the view does not fit the code");
    Value v = object_alloc(t, (Type *)obj_of(a[0]));
    if (!v) return VALUE_ERROR;
    CData *d = cdata_of(v);
    d->view = view;
    d->base = a[5] == VALUE_NONE ? VALUE_NULL : a[5];
    d->count = count;
    d->code = code;
    d->swapped = a[3] == VALUE_TRUE;
    return v;
}

/* What a memoryview says of it: as ctypes names types of standard size. Composed ones are bytes. */
static bool cdata_buffer(Thread *t, Value self, BufferView *out, bool writable) {
    CData *d = cdata_of(self);
    if (out == NULL) {
        BufferView held = { .owner = from_ptr(d->view) };
        release_buffer(t, &held);
        return true;
    }
    if (!get_buffer(t, from_ptr(d->view), out)) return false;
    if (!d->code) return true;
    out->itemsize = (uint8_t)cdata_size(d->code);
    out->format[0] = d->swapped ? '>' : '<';
    out->format[1] = d->code == 'l' ? 'q' : d->code == 'L' ? 'Q' : d->code;
    out->scalar = d->count < 0;
    return true;
}

static Value get_view(Thread *t, Value self) { return from_ptr(cdata_of(self)->view); }
static Value get_base(Thread *t, Value self) { return cdata_of(self)->base ? cdata_of(self)->base : VALUE_NONE; }
static Value get_objects(Thread *t, Value self) { return VALUE_NONE; }
static Value get_needs_free(Thread *t, Value self) { return from_small(!cdata_of(self)->base); }

const TypeDef type_cdata = {
    .name = "_ctypes._CData",
    .size = sizeof(CData),
    .weakrefs = true,
    .slots = { .buffer = cdata_buffer },
    .new_ = { "__new__", cdata_new, "memory, code='', swapped=False, count=-1, base=None, /", NULL, 0 },
    .getsets = (const GetSetDef[]) {
        { "_view", get_view, NULL, "Its memory." },
        { "_b_base_", get_base, NULL, "The object that it is a part of." },
        { "_b_needsfree_", get_needs_free, NULL, "Has it memory of its own?" },
        { "_objects", get_objects, NULL, "What it points to: nothing." },
        { 0 } },
};

/* -- Arrays -------------------------------------------------------------------------------------------------------- */

static int64_t array_len(Thread *t, Value self) { return MAX(cdata_of(self)->count, 0); }

static bool array_index(Thread *t, CData *d, Value key, const char *what, int64_t *i) {
    if (!has_index(t, key)) return raise_type_error(t, "%s", what), false;
    if (!as_index(t, key, i)) return false;
    if (*i < 0) *i += d->count;
    if ((uint64_t)*i < (uint64_t)MAX(d->count, 0)) return true;
    raise_error(t, EXC_IndexError, "invalid index");
    return false;
}

static Value item_at(Thread *t, Value self, int64_t i) {
    CData *d = cdata_of(self);
    if (!d->code) return call_method1(t, self, str_intern_cstr(t, "_item"), from_small(i));
    return get(t, d, i * (int64_t)cdata_size(d->code), d->code, d->swapped);
}

static Value array_slice(Thread *t, Value self, Value key) {
    CData *d = cdata_of(self);
    int64_t start, stop, step;
    if (!slice_unpack(t, key, &start, &stop, &step)) return VALUE_ERROR;
    int64_t n = slice_adjust(MAX(d->count, 0), &start, &stop, step);
    List *items = list_alloc(t, 0, n);
    for (int64_t i = 0; items && i < n; i++) {
        Value v = item_at(t, self, start + i * step);
        if (!v || !list_append(t, items, v)) return VALUE_ERROR;
    }
    if (!items || (d->code != 'c' && d->code != 'u')) return from_ptr(items);
    return d->code == 'c' ? call_method1(t, bytes_new(t, "", 0), str_intern_cstr(t, "join"), from_ptr(items))
                          : call_method1(t, str_from_cstr(t, ""), str_intern_cstr(t, "join"), from_ptr(items));
}

static Value array_getitem(Thread *t, Value self, Value key) {
    int64_t i;
    if (ptr_kind(key, T_SLICE)) return array_slice(t, self, key);
    return array_index(t, cdata_of(self), key, "indices must be integers", &i) ? item_at(t, self, i) : VALUE_ERROR;
}

/* What is no plain value goes to the class, which knows the items' type. */
static bool set_item_at(Thread *t, Value self, int64_t i, Value v) {
    CData *d = cdata_of(self);
    if (!d->code || is_cdata(t, v)) {
        Value args[2] = { from_small(i), v };
        return call_method(t, self, str_intern_cstr(t, "_set_item"), args, 2) != VALUE_ERROR;
    }
    return put(t, d, i * (int64_t)cdata_size(d->code), d->code, d->swapped, v);
}

static bool set_slice(Thread *t, Value self, Value key, Value v) {
    int64_t start, stop, step;
    if (!slice_unpack(t, key, &start, &stop, &step)) return false;
    int64_t n = slice_adjust(array_len(t, self), &start, &stop, step), len = length_of(t, v);
    if (len < 0 && !exc_matches(t, EXC_TypeError)) return false;
    exc_clear(t);
    if (len != n) return raise_value_error(t, "Can only assign sequence of same size"), false;
    for (int64_t i = 0; i < n; i++) {
        Value item = get_item(t, v, from_small(i));
        if (!item || !set_item_at(t, self, start + i * step, item)) return false;
    }
    return true;
}

static bool array_setitem(Thread *t, Value self, Value key, Value v) {
    int64_t i;
    if (!v) return raise_type_error(t, "Array does not support item deletion"), false;
    if (ptr_kind(key, T_SLICE)) return set_slice(t, self, key, v);
    return array_index(t, cdata_of(self), key, "indices must be integer", &i) && set_item_at(t, self, i, v);
}

const TypeDef type_cdata_array = {
    .name = "_ctypes._Sequence",
    .base = T_CDATA,
    .slots = { .len = array_len, .getitem = array_getitem, .setitem = array_setitem },
};

/* -- Fields -------------------------------------------------------------------------------------------------------- */

/* A field of a structure; what is no plain value is the subclass's. */
typedef struct Field {
    Obj h;
    int64_t offset;
    char code;                  /* 0: no plain value */
    bool swapped;
} Field;
static Field *field_of(Value v) { return (Field *)obj_of(v); }

/* a: cls, offset, code, swapped */
static Value field_new(Thread *t, Value *a) {
    int64_t offset;
    char code;
    if (!as_index(t, a[1], &offset) || !as_code(t, a[2], &code)) return VALUE_ERROR;
    Value v = object_alloc(t, (Type *)obj_of(a[0]));
    if (!v) return VALUE_ERROR;
    *field_of(v) = (Field){ .h = field_of(v)->h, .offset = offset, .code = code, .swapped = a[3] == VALUE_TRUE };
    return v;
}

static Value field_get(Thread *t, Value self, Value obj, Type *owner) {
    Field *f = field_of(self);
    if (!obj) return self;
    CData *d = need_cdata(t, obj);
    if (!d) return VALUE_ERROR;
    if (!f->code) return call_method1(t, self, str_intern_cstr(t, "_get"), obj);
    return get(t, d, f->offset, f->code, f->swapped);
}

static bool field_set(Thread *t, Value self, Value obj, Value v) {
    Field *f = field_of(self);
    CData *d = need_cdata(t, obj);
    if (!d) return false;
    if (!v) return raise_type_error(t, "can't delete attribute"), false;
    if (!f->code || is_cdata(t, v)) {
        Value args[2] = { obj, v };
        return call_method(t, self, str_intern_cstr(t, "_set"), args, 2) != VALUE_ERROR;
    }
    return put(t, d, f->offset, f->code, f->swapped, v);
}

static Value get_offset(Thread *t, Value self) { return from_int64(t, field_of(self)->offset); }

const TypeDef type_cdata_field = {
    .name = "_ctypes._Field",
    .size = sizeof(Field),
    .slots = { .descr_get = field_get, .descr_set = field_set },
    .new_ = { "__new__", field_new, "offset, code, swapped, /", NULL, 0 },
    .getsets = (const GetSetDef[]) {
        { "offset", get_offset, NULL, "offset in bytes of this field" },
        { 0 } },
};

/* -- Functions ----------------------------------------------------------------------------------------------------- */

static CData *need_simple(Thread *t, Value v) {
    CData *d = need_cdata(t, v);
    if (d && !d->code) return raise_type_error(t, "%T has no simple value", v), NULL;
    return d;
}
static Value cdata_value(Thread *t, Value *a) {
    CData *d = need_simple(t, a[0]);
    return d ? get(t, d, 0, d->code, d->swapped) : VALUE_ERROR;
}
static Value cdata_set_value(Thread *t, Value *a) {
    CData *d = need_simple(t, a[0]);
    return d && put(t, d, 0, d->code, d->swapped, a[1]) ? VALUE_NONE : VALUE_ERROR;
}

/* a: data, offset, code, swapped */
static bool member(Thread *t, Value *a, CData **d, int64_t *offset, char *code) {
    *d = need_cdata(t, a[0]);
    if (!*d || !as_index(t, a[1], offset) || !as_code(t, a[2], code)) return false;
    return *code || (raise_value_error(t, "no such code"), false);
}
static Value cdata_load(Thread *t, Value *a) {
    CData *d;
    int64_t offset;
    char code;
    return member(t, a, &d, &offset, &code) ? get(t, d, offset, code, a[3] == VALUE_TRUE) : VALUE_ERROR;
}
static Value cdata_store(Thread *t, Value *a) {
    CData *d;
    int64_t offset;
    char code;
    return member(t, a, &d, &offset, &code) && put(t, d, offset, code, a[3] == VALUE_TRUE, a[4]) ? VALUE_NONE : VALUE_ERROR;
}
static Value cdata_address(Thread *t, Value *a) {
    CData *d = need_cdata(t, a[0]);
    const char *p = d ? place(t, d, 0, 0) : NULL;
    return p ? from_uint64(t, (uintptr_t)p) : VALUE_ERROR;
}
static Value cdata_size_of(Thread *t, Value *a) {
    char code;
    return as_code(t, a[0], &code) ? from_small((int64_t)cdata_size(code)) : VALUE_ERROR;
}

const ModuleDef mod_cdata = {
    .name = "_cdata",
    .doc = "C data in memory, for ctypes.",
    .functions = (const FunctionDef[]) {
        { "value", cdata_value, "data, /", "The value of a simple one.", 0 },
        { "set_value", cdata_set_value, "data, value, /", "Change the value of a simple one.", 0 },
        { "load", cdata_load, "data, offset, code, swapped, /", "A value somewhere in it.", 0 },
        { "store", cdata_store, "data, offset, code, swapped, value, /", "Change a value somewhere in it.", 0 },
        { "addressof", cdata_address, "obj, /", "Where its memory is.", 0 },
        { "size", cdata_size_of, "code, /", "Bytes of a value.", 0 },
        { 0 } },
    .types = (const uint16_t[]) { T_CDATA, T_CDATA_ARRAY, T_CDATA_FIELD, 0 },
};
