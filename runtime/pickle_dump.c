/* Pickling the built-in types: numbers, texts, containers. */
#include "runtime/pickle.h"
#include "vm/object/bytes_impl.h"
#include <stdio.h>

enum { BATCH = 1000, FAST_LIMIT = 50 };

static const char nesting[] = " while pickling an object";

/* -- Numbers --------------------------------------------------------------------------------------------- */

static bool save_small(Thread *t, Pickler *p, int64_t i) {
    if (p->bin && i == (int32_t)i) {
        uint32_t u = (uint32_t)i;
        size_t n = u < 256 ? 2 : u < 65536 ? 3 : 5;
        uint8_t *at = pickler_room(t, p, n);
        if (at == NULL)
            return false;
        at[0] = n == 2 ? P_BININT1 : n == 3 ? P_BININT2 : P_BININT;
        memcpy(at + 1, &u, n - 1);
        return true;
    }
    uint8_t text[40];
    size_t n;
    if (p->proto < 2) {
        bool fits = i == (int32_t)i;
        n = (size_t)snprintf((char *)text, sizeof text, fits ? "I%lld\n" : "L%lldL\n", (long long)i);
    } else {
        n = 1;                                          /* as few bytes as show the sign */
        while (n < 8 && i >> (8 * n - 1) != 0 && i >> (8 * n - 1) != -1)
            n++;
        text[0] = P_LONG1;
        text[1] = (uint8_t)n;
        memcpy(text + 2, &i, n);
        n += 2;
    }
    return put_bytes(t, p, text, n);
}

/* -2**(8 * k - 1) needs one byte less than its bit length says. */
static size_t digits_size(Value v, const uint8_t *digits, size_t n) {
    return n - (int_sign(v) < 0 && n > 1 && digits[n - 1] == 0xff && digits[n - 2] & 0x80);
}

static size_t digits_head(uint8_t *head, size_t n) {
    uint32_t n4 = (uint32_t)n;
    head[0] = n < 256 ? P_LONG1 : P_LONG4;
    memcpy(head + 1, &n4, 4);
    return n < 256 ? 2 : 5;
}

static bool save_digits(Thread *t, Pickler *p, Value v, size_t n) {
    uint8_t head[5], *digits = alloc_leaf(t, n);
    if (digits == NULL || !int_to_bytes(t, v, digits, n, true, true))
        return false;
    n = digits_size(v, digits, n);
    return put_large(t, p, head, digits_head(head, n), digits, n, 0);
}

/* The limbs of a positive int are its bytes, but for a zero at the end that they may not have. */
static bool put_limbs(Thread *t, Pickler *p, Value v, size_t n) {
    const Int *x = (const Int *)obj_of(v);
    size_t there = (size_t)x->size * sizeof(mp_limb_t);
    uint8_t head[5];
    return put_part(t, p, head, digits_head(head, n), x->limbs, MIN(n, there), v) &&
           (there >= n || put_unframed(t, p, "", 1));
}

static bool save_int(Thread *t, Pickler *p, Value v) {
    int64_t i;
    if (int_fits_int64(v, &i))
        return save_small(t, p, i);
    if (p->proto < 2) {
        Value text = to_repr(t, v);
        return text && put_op(t, p, P_LONG) && put_bytes(t, p, as_str(text)->text, (size_t)as_str(text)->len) &&
               put_bytes(t, p, "L\n", 2);
    }
    size_t n = (size_t)int_bit_length(v) / 8 + 1;
    if (n > INT32_MAX) {
        raise_overflow(t, "int too large to pickle");
        return false;
    }
    if (pickler_leaves(p, n) && is_exact(t, v, T_INT) && int_sign(v) > 0)
        return put_limbs(t, p, v, n);
    if (p->write)                                       /* what is large goes to the file uncopied */
        return save_digits(t, p, v, n);
    size_t nhead = n < 256 ? 2 : 5;
    uint8_t *at = pickler_item(t, p, nhead, n);
    if (at == NULL || !int_to_bytes(t, v, at + nhead, n, true, true))
        return false;
    size_t exact = digits_size(v, at + nhead, n);
    uint8_t head[5];
    size_t exact_head = digits_head(head, exact);
    if (exact_head != nhead)
        memmove(at + exact_head, at + nhead, exact);
    memcpy(at, head, exact_head);
    p->len -= nhead + n - exact_head - exact;
    return true;
}

static bool save_bool(Thread *t, Pickler *p, Value v) {
    if (p->proto >= 2)
        return put_op(t, p, v == VALUE_TRUE ? P_NEWTRUE : P_NEWFALSE);
    return put_bytes(t, p, v == VALUE_TRUE ? "I01\n" : "I00\n", 4);
}

static bool save_float(Thread *t, Pickler *p, double d) {
    if (p->bin) {
        uint64_t bits;
        uint8_t *at = pickler_room(t, p, 9);
        if (at == NULL)
            return false;
        memcpy(&bits, &d, 8);
        bits = __builtin_bswap64(bits);
        at[0] = P_BINFLOAT;
        memcpy(at + 1, &bits, 8);
        return true;
    }
    Value text = float_repr(t, d);
    return text && put_op(t, p, P_FLOAT) && put_bytes(t, p, as_str(text)->text, (size_t)as_str(text)->len) &&
           put_op(t, p, '\n');
}

/* -- Bytes and text -------------------------------------------------------------------------------------- */

static size_t sized_head(uint8_t *head, int short_op, int op, int long_op, uint64_t n) {
    size_t width = short_op && n < 256 ? 1 : n <= UINT32_MAX && op ? 4 : 8;
    head[0] = (uint8_t)(width == 1 ? short_op : width == 4 ? op : long_op);
    memcpy(head + 1, &n, width);
    return width + 1;
}

static bool too_large(Thread *t, const char *what) {
    raise_overflow(t, "serializing a %s larger than 4 GiB requires pickle protocol 4 or higher", what);
    return false;
}

/* As a call of cls(arg), or cls() without one. */
static bool save_call(Thread *t, Pickler *p, Value f, Value args, Value v) {
    Value parts = args ? tuple_pack2(t, f, args) : VALUE_ERROR;
    return parts && save_reduce(t, p, parts, v);
}

bool save_bytes_data(Thread *t, Pickler *p, Value v, const char *data, size_t n) {
    uint8_t head[9];
    if (n > UINT32_MAX && p->proto < 4)
        return too_large(t, "bytes object");
    size_t nhead = sized_head(head, P_SHORT_BINBYTES, P_BINBYTES, P_BINBYTES8, n);
    return put_large(t, p, head, nhead, data, n, is_exact(t, v, T_BYTES) ? v : 0) && memo_put(t, p, v);
}

static bool save_bytes(Thread *t, Pickler *p, Value v) {
    Bytes *b = as_bytes(v);
    if (p->proto >= 3)
        return save_bytes_data(t, p, v, b->data, (size_t)b->len);
    Value cls = from_ptr(type_by_id(t, T_BYTES));
    if (b->len == 0)
        return save_call(t, p, cls, from_ptr(tuple_alloc(t, 0)), v);
    /* Python 2 had no such type: the bytes are text that is to be encoded. */
    Value text = str_decode(t, b->data, (size_t)b->len, "latin-1", "strict");
    Value codecs = text ? import_module(t, "_codecs") : VALUE_ERROR;
    Value encode = codecs ? get_attr_cstr(t, codecs, "encode") : VALUE_ERROR;
    return encode && save_call(t, p, encode, tuple_pack2(t, text, from_ptr(str_intern_cstr(t, "latin1"))), v);
}

static bool save_bytearray(Thread *t, Pickler *p, Value v) {
    ByteArray *b = as_bytearray(v);
    if (p->proto < 5) {
        Value args = b->len == 0 ? from_ptr(tuple_alloc(t, 0))
                                 : tuple_pack1(t, bytes_new(t, b->data, (size_t)b->len));
        return save_call(t, p, from_ptr(type_by_id(t, T_BYTEARRAY)), args, v);
    }
    uint8_t head[9];
    size_t n = sized_head(head, 0, 0, P_BYTEARRAY8, (uint64_t)b->len);
    return put_large(t, p, head, n, b->data, (size_t)b->len, 0) && memo_put(t, p, v);
}

/* Protocol 0: the text in one line of Latin-1 with escapes. */
static bool put_escaped(Thread *t, Pickler *p, Str *s) {
    if (!put_op(t, p, P_UNICODE))
        return false;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        char text[16];
        int n = 1;
        if (c >= 0x10000)
            n = snprintf(text, sizeof text, "\\U%08x", c);
        else if (c >= 256 || c == '\\' || c == 0 || c == '\n' || c == '\r' || c == 0x1a)
            n = snprintf(text, sizeof text, "\\u%04x", c);
        else
            text[0] = (char)c;
        if (!put_bytes(t, p, text, (size_t)n))
            return false;
    }
    return put_op(t, p, '\n');
}

static bool save_str(Thread *t, Pickler *p, Value v) {
    Str *s = as_str(v);
    if (!p->bin)
        return put_escaped(t, p, s) && memo_put(t, p, v);
    uint8_t head[9];
    const char *data;
    size_t n;
    if (s->ascii) {
        data = s->text;
        n = (size_t)s->len;
    } else {
        Value encoded = str_encode(t, s, "utf-8", "surrogatepass");
        if (!encoded)
            return false;
        data = as_bytes(encoded)->data;
        n = (size_t)as_bytes(encoded)->len;
    }
    if (n > UINT32_MAX && p->proto < 4)
        return too_large(t, "string");
    size_t nhead = sized_head(head, p->proto >= 4 ? P_SHORT_BINUNICODE : 0, P_BINUNICODE, P_BINUNICODE8, n);
    return put_large(t, p, head, nhead, data, n, 0) && memo_put(t, p, v);
}

static bool save_buffer(Thread *t, Pickler *p, Value v) {
    Value error = pickle_state(t)->pickling_error;
    if (p->proto < 5)
        return raise_class(t, error, "PickleBuffer can only pickled with protocol >= 5"), false;
    Value view = ((PickleBuffer *)obj_of(v))->view;
    if (((PickleBuffer *)obj_of(v))->released)
        return raise_value_error(t, "operation forbidden on released PickleBuffer object"), false;
    MemoryView *m = (MemoryView *)obj_of(view);
    if (!memoryview_alive(t, m))
        return false;
    if (!memoryview_contiguous(m))
        return raise_class(t, error, "PickleBuffer can not be pickled when pointing to a non-contiguous buffer"), false;
    if (p->buffer_callback) {
        Value r = call1(t, p->buffer_callback, v);
        int in_band = r ? truth_of(t, r) : -1;
        if (in_band < 0)
            return false;
        if (!in_band)
            return put_op(t, p, P_NEXT_BUFFER) && (!m->readonly || put_op(t, p, P_READONLY_BUFFER));
    }
    BufferView b;
    if (!get_buffer(t, view, &b))
        return false;
    bool ok;
    if (m->readonly) {
        ok = save_bytes_data(t, p, v, b.data, b.len);
    } else {
        uint8_t head[9];
        size_t n = sized_head(head, 0, 0, P_BYTEARRAY8, b.len);
        ok = put_large(t, p, head, n, b.data, b.len, 0) && memo_put(t, p, v);
    }
    release_buffer(t, &b);
    return ok;
}

/* -- Containers ------------------------------------------------------------------------------------------ */

/* Fast mode has no memo: what is deep is watched for rings. */
static bool fast_enter(Thread *t, Pickler *p, Value v) {
    if (!p->fast || ++p->fast_depth < FAST_LIMIT)
        return true;
    if (!p->fast_seen && !(p->fast_seen = dict_new(t)))
        return false;
    Value key = from_small((int64_t)(v >> 4)), found;
    int r = dict_lookup(t, p->fast_seen, key, &found);
    if (r == 0)
        return dict_set(t, p->fast_seen, key, VALUE_NONE);
    if (r > 0)
        raise_value_error(t, "fast mode: can't pickle cyclic objects including object type %s at %p",
                          type_name_of(t, v), (void *)obj_of(v));
    return false;
}

static bool fast_leave(Thread *t, Pickler *p, Value v, bool ok) {
    if (!p->fast)
        return ok;
    if (p->fast_depth-- >= FAST_LIMIT && p->fast_seen) {
        int r = dict_delete(t, p->fast_seen, from_small((int64_t)(v >> 4)));
        return ok && r >= 0;
    }
    return ok;
}

static bool save_tuple(Thread *t, Pickler *p, Value v) {
    Tuple *u = as_tuple(v);
    static const uint8_t ops[] = { P_EMPTY_TUPLE, P_TUPLE1, P_TUPLE2, P_TUPLE3 };
    bool counted = u->len <= 3 && p->proto >= 2;
    if (u->len == 0)
        return p->proto ? put_op(t, p, P_EMPTY_TUPLE) : put_bytes(t, p, "(t", 2);
    if (!counted && !put_op(t, p, P_MARK))
        return false;
    for (int64_t i = 0; i < u->len; i++)
        if (!pickle_save(t, p, u->items[i]))
            return false;
    /* A tuple that contains itself by way of a list is in the memo now: back to what stood on the stack. */
    int64_t index = memo_find(&p->memo, v);
    if (index >= 0) {
        if (!counted && p->bin)
            return put_op(t, p, P_POP_MARK) && memo_get(t, p, index);
        for (int64_t i = counted; i <= u->len; i++)
            if (!put_op(t, p, P_POP))
                return false;
        return memo_get(t, p, index);
    }
    return put_op(t, p, counted ? ops[u->len] : P_TUPLE) && memo_put(t, p, v);
}

static bool save_list_items(Thread *t, Pickler *p, List *l) {
    if (l->len == 1)
        return pickle_save(t, p, l->items[0]) && put_op(t, p, P_APPEND);
    int64_t i = 0;
    do {
        if (!put_op(t, p, P_MARK))
            return false;
        for (int64_t batch = 0; batch < BATCH && i < l->len; batch++)
            if (!pickle_save(t, p, l->items[i++]))
                return false;
        if (!put_op(t, p, P_APPENDS))
            return false;
    } while (i < l->len);
    return true;
}

/* One by one, or in batches of which the last may have a single item. */
static bool save_batches(Thread *t, Pickler *p, Value it, bool (*save)(Thread *, Pickler *, Value), int one, int many) {
    Value first, v;
    if (p->proto == 0) {
        while ((v = iter_next(t, it)) != VALUE_STOP)
            if (!v || !save(t, p, v) || !put_op(t, p, one))
                return false;
        return true;
    }
    int64_t n;
    do {
        if ((first = iter_next(t, it)) == VALUE_STOP)
            return true;
        if (!first || !(v = iter_next(t, it)))
            return false;
        if (v == VALUE_STOP)
            return save(t, p, first) && put_op(t, p, one);
        if (!put_op(t, p, P_MARK) || !save(t, p, first))
            return false;
        for (n = 1; v != VALUE_STOP;) {
            if (!save(t, p, v))
                return false;
            if (++n == BATCH)
                break;
            if (!(v = iter_next(t, it)))
                return false;
        }
        if (!put_op(t, p, many))
            return false;
    } while (n == BATCH);
    return true;
}

static bool save_pair(Thread *t, Pickler *p, Value pair) {
    if (!is_tuple(pair) || as_tuple(pair)->len != 2) {
        raise_type_error(t, "dict items iterator must return 2-tuples");
        return false;
    }
    return pickle_save(t, p, as_tuple(pair)->items[0]) && pickle_save(t, p, as_tuple(pair)->items[1]);
}

bool save_items(Thread *t, Pickler *p, Value it) { return save_batches(t, p, it, pickle_save, P_APPEND, P_APPENDS); }
bool save_pairs(Thread *t, Pickler *p, Value it) { return save_batches(t, p, it, save_pair, P_SETITEM, P_SETITEMS); }

static bool save_list(Thread *t, Pickler *p, Value v) {
    List *l = as_list(v);
    if (!fast_enter(t, p, v))
        return false;
    bool ok = (p->bin ? put_op(t, p, P_EMPTY_LIST) : put_bytes(t, p, "(l", 2)) && memo_put(t, p, v);
    if (ok && l->len) {
        if (p->proto > 0) {
            ok = save_list_items(t, p, l);
        } else {
            Value it = get_iter(t, v);
            ok = it && save_items(t, p, it);
        }
    }
    return fast_leave(t, p, v, ok);
}

static bool size_changed(Thread *t, const char *what) {
    raise_error(t, EXC_RuntimeError, "%s changed size during iteration", what);
    return false;
}

static bool save_dict_items(Thread *t, Pickler *p, Dict *d) {
    int64_t at = 0, n = dict_len(d), batch;
    Value key, value;
    if (n == 1)
        return !dict_next(d, &at, &key, &value) ||
               (pickle_save(t, p, key) && pickle_save(t, p, value) && put_op(t, p, P_SETITEM));
    do {
        if (!put_op(t, p, P_MARK))
            return false;
        batch = 0;
        while (dict_next(d, &at, &key, &value)) {
            if (!pickle_save(t, p, key) || !pickle_save(t, p, value))
                return false;
            if (++batch == BATCH)
                break;
        }
        if (!put_op(t, p, P_SETITEMS))
            return false;
        if (dict_len(d) != n)
            return size_changed(t, "dictionary");
    } while (batch == BATCH);
    return true;
}

static bool save_dict(Thread *t, Pickler *p, Value v) {
    Dict *d = as_dict(v);
    if (!fast_enter(t, p, v))
        return false;
    bool ok = (p->bin ? put_op(t, p, P_EMPTY_DICT) : put_bytes(t, p, "(d", 2)) && memo_put(t, p, v);
    if (ok && dict_len(d)) {
        if (p->proto > 0) {
            ok = save_dict_items(t, p, d);
        } else {
            Value items = call_method0(t, v, NAME(t, items)), it = items ? get_iter(t, items) : VALUE_ERROR;
            ok = it && save_pairs(t, p, it);
        }
    }
    return fast_leave(t, p, v, ok);
}

static bool save_set(Thread *t, Pickler *p, Value v) {
    Set *s = as_set(v);
    if (p->proto < 4) {
        List *l = list_from_iterable(t, v);
        return l && save_call(t, p, from_ptr(type_of(t, v)), tuple_pack1(t, from_ptr(l)), v);
    }
    int64_t at = 0, n = s->used, batch;
    Value item;
    if (!put_op(t, p, P_EMPTY_SET) || !memo_put(t, p, v))
        return false;
    if (n == 0)
        return true;
    do {
        if (!put_op(t, p, P_MARK))
            return false;
        batch = 0;
        while (set_next(s, &at, &item)) {
            if (!pickle_save(t, p, item))
                return false;
            if (++batch == BATCH)
                break;
        }
        if (!put_op(t, p, P_ADDITEMS))
            return false;
        if (s->used != n)
            return size_changed(t, "set");
    } while (batch == BATCH);
    return true;
}

static bool save_frozenset(Thread *t, Pickler *p, Value v) {
    if (p->proto < 4)
        return save_set(t, p, v);
    if (p->fast && !fast_enter(t, p, v))
        return false;
    int64_t at = 0;
    Value item;
    bool ok = put_op(t, p, P_MARK);
    while (ok && set_next(as_set(v), &at, &item))
        ok = pickle_save(t, p, item);
    if (ok) {
        int64_t index = memo_find(&p->memo, v);
        if (index >= 0)                                 /* it contains itself by way of something else */
            ok = put_op(t, p, P_POP_MARK) && memo_get(t, p, index);
        else
            ok = put_op(t, p, P_FROZENSET) && memo_put(t, p, v);
    }
    return fast_leave(t, p, v, ok);
}

/* -- Any object ------------------------------------------------------------------------------------------ */

static bool save_value(Thread *t, Pickler *p, Value v);

/* 1: v has a persistent id, which was written; 0: it has none; -1: error. */
static int save_persistent(Thread *t, Pickler *p, Value v) {
    Value id = call1(t, p->persistent_id, v);
    if (id == VALUE_NONE || !id)
        return id ? 0 : -1;
    if (p->bin)                                         /* the id itself has none */
        return pickler_boundary(t, p) && save_value(t, p, id) && put_op(t, p, P_BINPERSID) ? 1 : -1;
    Value text = to_str(t, id);
    if (!text)
        return -1;
    if (!as_str(text)->ascii) {
        raise_class(t, pickle_state(t)->pickling_error, "persistent IDs in protocol 0 must be ASCII strings");
        return -1;
    }
    return put_op(t, p, P_PERSID) && put_bytes(t, p, as_str(text)->text, (size_t)as_str(text)->len) &&
                   put_op(t, p, '\n')
               ? 1 : -1;
}

static bool save_container(Thread *t, Pickler *p, Value v, int id) {
    switch (id) {
    case T_DICT: return save_dict(t, p, v);
    case T_SET: return save_set(t, p, v);
    case T_FROZENSET: return save_frozenset(t, p, v);
    case T_LIST: return save_list(t, p, v);
    case T_TUPLE: return save_tuple(t, p, v);
    case T_BYTEARRAY: return save_bytearray(t, p, v);
    case T_PICKLE_BUFFER: return save_buffer(t, p, v);
    default: return save_other(t, p, v);
    }
}

static inline bool save_value(Thread *t, Pickler *p, Value v) {
    if (is_small(v))
        return save_small(t, p, small_of(v));
    if (is_imm_float(v))
        return save_float(t, p, imm_float_of(v));
    if (v == VALUE_NONE)
        return put_op(t, p, P_NONE);
    if (is_bool(v))
        return save_bool(t, p, v);
    int id = type_of(t, v)->id;                         /* its own: subclasses go by save_other() */
    if (id == T_INT)
        return save_int(t, p, v);
    if (id == T_FLOAT)
        return save_float(t, p, float_of(v));
    int64_t index = memo_find(&p->memo, v);
    if (index >= 0)
        return memo_get(t, p, index);
    if (id == T_STR)
        return save_str(t, p, v);
    if (id == T_BYTES)
        return save_bytes(t, p, v);
    if (!enter_c(t, nesting))
        return false;
    bool ok = save_container(t, p, v, id);
    leave_c(t);
    return ok;
}

bool pickle_save(Thread *t, Pickler *p, Value v) {
    if (!pickler_boundary(t, p))
        return false;
    if (unlikely(p->persistent_id != 0)) {
        int r = save_persistent(t, p, v);
        if (r)
            return r > 0;
    }
    return save_value(t, p, v);
}
