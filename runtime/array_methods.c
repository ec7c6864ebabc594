/* array.array: its methods, and arrays from pickles of machines with other formats. */
#include "runtime/array.h"
#include "runtime/struct_format.h"
#include "vm/object/bytes_impl.h"

static Value done(bool ok) { return ok ? VALUE_NONE : VALUE_ERROR; }

static Value m_append(Thread *t, Value *a) {
    char room[8];
    Array *x = as_array(a[0]);
    return done(array_put(t, x->code, room, a[1]) && array_append_bytes(t, x, room, x->code->size));
}

static Value m_buffer_info(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    return tuple_pack2(t, from_int64(t, (int64_t)(intptr_t)x->data), from_int64(t, x->len));
}

static void swap_bytes(char *p, size_t size) {
    for (size_t i = 0; i < size / 2; i++) {
        char c = p[i];
        p[i] = p[size - 1 - i];
        p[size - 1 - i] = c;
    }
}

static Value m_byteswap(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    for (int64_t i = 0; i < x->len; i++)
        swap_bytes(array_at(x, i), x->code->size);
    return VALUE_NONE;
}

/* The first index in [start, stop) of an item equal to v; -1: none; -2: error. */
static int64_t find(Thread *t, Array *x, Value v, int64_t start, int64_t stop) {
    for (int64_t i = start; i < stop && i < x->len; i++) {
        Value item = array_get(t, x->code, array_at(x, i));
        int same = item ? equal_values(t, item, v) : -1;
        if (same)
            return same < 0 ? -2 : i;
    }
    return -1;
}

static Value m_count(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    int64_t n = 0;
    for (int64_t i = -1; (i = find(t, x, a[1], i + 1, x->len)) != -1; n++)
        if (i == -2)
            return VALUE_ERROR;
    return from_small(n);
}

static Value m_index(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    int64_t start, stop;
    if (!slice_bound(t, a[2], &start) || !slice_bound(t, a[3], &stop))
        return VALUE_ERROR;
    clamp_bounds(x->len, &start, &stop);
    int64_t i = find(t, x, a[1], start, stop);
    if (i == -1)
        return raise_value_error(t, "array.index(x): x not in array");
    return i < 0 ? VALUE_ERROR : from_small(i);
}

static Value m_extend(Thread *t, Value *a) { return done(array_extend(t, as_array(a[0]), a[1])); }

static Value m_frombytes(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    BufferView b;
    if (!get_buffer(t, a[1], &b))
        return VALUE_ERROR;
    int64_t itemsize = ptr_kind(a[1], T_MEMORYVIEW) ? ((MemoryView *)obj_of(a[1]))->itemsize : b.itemsize;
    bool ok = itemsize <= 1 && b.len % x->code->size == 0;
    if (itemsize > 1)
        raise_type_error(t, "a bytes-like object is required");
    else if (!ok)
        raise_value_error(t, "bytes length not a multiple of item size");
    else
        ok = array_append_bytes(t, x, b.data, b.len);
    release_buffer(t, &b);
    return done(ok);
}

/* a: self, file, count */
static Value m_fromfile(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    int64_t n, bytes;
    if (!as_ssize(t, a[2], &n))
        return VALUE_ERROR;
    if (n < 0)
        return raise_value_error(t, "negative count");
    if (__builtin_mul_overflow(n, x->code->size, &bytes))
        return from_ptr(raise_memory(t));
    Value data = call_method1(t, a[1], NAME(t, read), from_int64(t, bytes));
    if (!data)
        return VALUE_ERROR;
    if (!is_bytes(data))
        return raise_type_error(t, "read() didn't return bytes");
    bool complete = as_bytes(data)->len == bytes;
    Value args[2] = { a[0], data };
    if (!m_frombytes(t, args))
        return VALUE_ERROR;
    return complete ? VALUE_NONE : raise_error(t, EXC_EOFError, "read() didn't return enough bytes");
}

static Value m_fromlist(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    if (!is_list(a[1]))
        return raise_type_error(t, "arg must be list");
    List *l = as_list(a[1]);
    int64_t old = x->len, n = l->len;
    if (n == 0)
        return VALUE_NONE;
    if (!array_resize(t, x, old + n))
        return VALUE_ERROR;
    for (int64_t i = 0; i < n; i++) {
        char room[8];
        bool ok = array_put(t, x->code, room, l->items[i]);
        if (ok && (l->len != n || x->len != old + n)) {
            raise_error(t, EXC_RuntimeError, "list changed size during iteration");
            ok = false;
        }
        if (!ok) {
            x->len = MIN(x->len, old);                  /* all or nothing */
            return VALUE_ERROR;
        }
        memcpy(array_at(x, old + i), room, x->code->size);
    }
    return VALUE_NONE;
}

static Value m_fromunicode(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    if (!is_str(a[1]))
        return raise_type_error(t, "fromunicode() argument must be str, not %V", a[1]);
    if (x->code->code != 'u')
        return raise_value_error(t, "fromunicode() may only be called on unicode type arrays");
    return done(array_append_text(t, x, as_str(a[1])));
}

static Value m_tounicode(Thread *t, Value *a) {
    if (as_array(a[0])->code->code != 'u')
        return raise_value_error(t, "tounicode() may only be called on unicode type arrays");
    return array_text(t, as_array(a[0]));
}

static Value m_insert(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    int64_t i;
    char room[8];
    if (!as_ssize(t, a[1], &i) || !array_put(t, x->code, room, a[2]))
        return VALUE_ERROR;
    int64_t n = x->len;
    if (!array_resize(t, x, n + 1))
        return VALUE_ERROR;
    i = MIN(i < 0 ? MAX(i + n, 0) : i, n);
    memmove(array_at(x, i + 1), array_at(x, i), (size_t)(n - i) * x->code->size);
    memcpy(array_at(x, i), room, x->code->size);
    return VALUE_NONE;
}

static bool delete_at(Thread *t, Array *x, int64_t i) {
    if (!array_may_resize(t, x))
        return false;
    memmove(array_at(x, i), array_at(x, i + 1), (size_t)(x->len - i - 1) * x->code->size);
    x->len--;
    return true;
}

static Value m_pop(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    int64_t i;
    if (!as_index(t, a[1], &i))
        return VALUE_ERROR;
    if (x->len == 0)
        return raise_error(t, EXC_IndexError, "pop from empty array");
    if (i < 0)
        i += x->len;
    if ((uint64_t)i >= (uint64_t)x->len)
        return raise_error(t, EXC_IndexError, "pop index out of range");
    Value v = array_get(t, x->code, array_at(x, i));
    return v && delete_at(t, x, i) ? v : VALUE_ERROR;
}

static Value m_remove(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    int64_t i = find(t, x, a[1], 0, x->len);
    if (i == -1)
        return raise_value_error(t, "array.remove(x): x not in array");
    return done(i >= 0 && (i >= x->len || delete_at(t, x, i)));   /* __eq__ may have cut it */
}

static Value m_reverse(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    size_t size = x->code->size;
    for (int64_t i = 0, j = x->len - 1; i < j; i++, j--) {
        char room[8];
        memcpy(room, array_at(x, i), size);
        memcpy(array_at(x, i), array_at(x, j), size);
        memcpy(array_at(x, j), room, size);
    }
    return VALUE_NONE;
}

static Value m_tobytes(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    return bytes_new(t, x->data, (size_t)x->len * x->code->size);
}

static Value m_tofile(Thread *t, Value *a) {
    enum { BLOCK = 64 * 1024 };
    Array *x = as_array(a[0]);
    for (int64_t at = 0; at < x->len * x->code->size; at += BLOCK) {
        int64_t rest = x->len * x->code->size - at;
        Value block = bytes_new(t, x->data + at, (size_t)MIN(rest, BLOCK));
        if (!block || !call_method1(t, a[1], NAME(t, write), block))
            return VALUE_ERROR;
    }
    return VALUE_NONE;
}

static Value m_tolist(Thread *t, Value *a) { return array_list(t, as_array(a[0])); }

static Value m_copy(Thread *t, Value *a) {
    Array *x = as_array(a[0]), *r = array_new(t, type_by_id(t, T_ARRAY), x->code, x->len);
    if (r && x->len)
        memcpy(r->data, x->data, (size_t)x->len * x->code->size);
    return from_ptr(r);
}

static Value m_sizeof(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    return from_int64(t, (int64_t)x->h.type->size + x->cap * x->code->size);
}

/* -- Pickling -------------------------------------------------------------------------------------------- */

/* What a machine code stands for: a size, sign and byte order that pickles name by a number. */
static const struct { char kind, code; bool big; } machine[] = {        /* kind: letter of struct with that layout */
    { 'B', 'B', 0 }, { 'b', 'b', 0 }, { 'H', 'H', 0 }, { 'H', 'H', 1 }, { 'h', 'h', 0 }, { 'h', 'h', 1 },
    { 'I', 'I', 0 }, { 'I', 'I', 1 }, { 'i', 'i', 0 }, { 'i', 'i', 1 }, { 'Q', 'Q', 0 }, { 'Q', 'Q', 1 },
    { 'q', 'q', 0 }, { 'q', 'q', 1 }, { 'f', 'f', 0 }, { 'f', 'f', 1 }, { 'd', 'd', 0 }, { 'd', 'd', 1 },
    { 'u', 'u', 0 }, { 'u', 'u', 1 }, { 'w', 'u', 0 }, { 'w', 'u', 1 },     /* UTF-16 and UTF-32 */
};
enum { MACHINE_UTF16 = 18, MACHINE_UTF32 = 20 };

static int machine_code(const ArrayCode *code) {
    switch (code->code) {
    case 'l': return 12;
    case 'L': return 10;
    case 'u': return MACHINE_UTF32;
    default:
        for (int i = 0; i < MACHINE_UTF16; i++)
            if (machine[i].code == code->code)
                return i;
        return -1;
    }
}

static Value m_reduce_ex(Thread *t, Value *a) {
    Array *x = as_array(a[0]);
    int64_t protocol;
    if (!as_int64(t, a[1], &protocol))
        return VALUE_ERROR;
    Dict *d = object_dict(t, a[0], false);
    if (t->exc)
        return VALUE_ERROR;
    Value state = d ? from_ptr(d) : VALUE_NONE, cls = from_ptr(type_of(t, a[0]));
    Value letter = str_from_char(t, (uint32_t)x->code->code);
    if (protocol < 3) {
        Value items = array_list(t, x);
        Value args = items ? tuple_pack2(t, letter, items) : VALUE_ERROR;
        return args ? tuple_pack3(t, cls, args, state) : VALUE_ERROR;
    }
    Value module = import_module(t, "array"), f = module ? get_attr_cstr(t, module, "_array_reconstructor") : VALUE_ERROR;
    Value bytes = f ? m_tobytes(t, a) : VALUE_ERROR;
    if (!bytes)
        return VALUE_ERROR;
    Value args = tuple_new(t, (Value[]){ cls, letter, from_small(machine_code(x->code)), bytes }, 4);
    return args ? tuple_pack3(t, f, args, state) : VALUE_ERROR;
}

/* a: class, typecode, machine code, bytes */
Value array_reconstruct(Thread *t, Value *a) {
    int32_t format;
    if (!is_type(a[0]))
        return raise_type_error(t, "first argument must be a type object, not %T", a[0]);
    if (!is_str(a[1]) || as_str(a[1])->len != 1)
        return raise_type_error(t, "_array_reconstructor() argument 2 must be a unicode character, not %V", a[1]);
    if (!as_int32(t, a[2], &format))
        return VALUE_ERROR;
    Type *cls = (Type *)obj_of(a[0]);
    if (!type_is_subtype(cls, type_by_id(t, T_ARRAY)))
        return raise_type_error(t, "%N is not a subtype of array.array", cls);
    const ArrayCode *code = array_code(str_at(as_str(a[1]), 0));
    if (code == NULL)
        return raise_value_error(t, "second argument must be a valid type code");
    if (format < 0 || (size_t)format >= ARRAY_LEN(machine))
        return raise_value_error(t, "third argument must be a valid machine format code.");
    if (!is_bytes(a[3]))
        return raise_type_error(t, "fourth argument should be bytes, not %T", a[3]);
    Bytes *b = as_bytes(a[3]);
    if (format >= MACHINE_UTF16) {
        bool wide = format >= MACHINE_UTF32;
        if (b->len % (wide ? 4 : 2))
            return raise_value_error(t, "string length not a multiple of item size");
        Value text = str_decode(t, b->data, (size_t)b->len, wide ? machine[format].big ? "utf-32-be" : "utf-32-le"
                                : machine[format].big ? "utf-16-be" : "utf-16-le", "strict");
        return text ? call2(t, a[0], a[1], text) : VALUE_ERROR;
    }
    StructFormat layout = { .little = !machine[format].big };
    StructField field = { machine[format].kind, array_code((uint32_t)machine[format].code)->size, 0, 1 };
    if (b->len % field.size)
        return raise_value_error(t, "bytes length not a multiple of item size");
    if (!machine[format].big && machine_code(code) == format)
        return call2(t, a[0], a[1], a[3]);
    List *l = list_alloc(t, 0, b->len / field.size);
    for (int64_t i = 0; l && i < b->len; i += field.size) {
        Value v = struct_get(t, &layout, &field, (const uint8_t *)b->data + i);
        if (!v || !list_append(t, l, v))
            return VALUE_ERROR;
    }
    /* Ints keep their size and not their letter. */
    char letter = strchr("fd", machine[format].code) ? code->code : machine[format].code;
    Value typecode = l ? str_from_char(t, (uint32_t)letter) : VALUE_ERROR;
    return typecode ? call2(t, a[0], typecode, from_ptr(l)) : VALUE_ERROR;
}

const FunctionDef array_methods[] = {
    { "append", m_append, "v, /", "Add an item at the end.", 0 },
    { "buffer_info", m_buffer_info, "", "Address of the memory and number of items.", 0 },
    { "byteswap", m_byteswap, "", "Turn the bytes of each item round.", 0 },
    { "count", m_count, "v, /", "How many items equal v.", 0 },
    { "extend", m_extend, "bb, /", "Add items at the end.", 0 },
    { "frombytes", m_frombytes, "buffer, /", "Add the items that these bytes are.", 0 },
    { "fromfile", m_fromfile, "f, n, /", "Add n items read from a file.", 0 },
    { "fromlist", m_fromlist, "list, /", "Add the items of a list.", 0 },
    { "fromunicode", m_fromunicode, "ustr, /", "Add the characters of a str.", 0 },
    { "index", m_index, "v, start=0, stop=9223372036854775807, /", "Index of the first item that equals v.", 0 },
    { "insert", m_insert, "i, v, /", "Put v before item i.", 0 },
    { "pop", m_pop, "i=-1, /", "Remove item i and return it.", 0 },
    { "remove", m_remove, "v, /", "Remove the first item that equals v.", 0 },
    { "reverse", m_reverse, "", "Turn the order round, in place.", 0 },
    { "tobytes", m_tobytes, "", "The items as bytes.", 0 },
    { "tofile", m_tofile, "f, /", "Write the items to a file.", 0 },
    { "tolist", m_tolist, "", "The items in a list.", 0 },
    { "tounicode", m_tounicode, "", "The characters as a str.", 0 },
    { "__copy__", m_copy, "", "A copy.", 0 },
    { "__deepcopy__", m_copy, "unused, /", "A copy.", 0 },
    { "__reduce_ex__", m_reduce_ex, "value, /", "For pickle.", 0 },
    { "__sizeof__", m_sizeof, "", "Bytes this takes.", 0 },
    { 0 },
};
