/* memoryview: a window into the memory of a bytes-like object.
 *
 * A bytearray must not change size while a memoryview shows it (BufferError). Other implementations know
 * the moment a view dies; here dead views linger until a collection. So a view *claims* its bytearray only
 * until its content was taken (a slice, a conversion, a system call): `del buf[:n]` after
 * `bytes(memoryview(buf)[:n])` just works. A view in a `with` keeps its claim to the end. Before
 * BufferError is raised a collection makes sure that the claiming view is alive. Memory is safe in any
 * case: a view holds the block it looks into. */
#include "vm/base/hash.h"
#include "vm/object/bytes_impl.h"
#include "vm/object/str_impl.h"

static MemoryView *view_of(Value v) { return (MemoryView *)obj_of(v); }

/* -- Claims ---------------------------------------------------------------------------------------------- */

typedef struct ViewClaim {
    void *view;                                             /* weak */
    struct ViewClaim *next;
} ViewClaim;

static bool claim(Thread *t, MemoryView *m) {
    if (!is_bytearray(m->owner))
        return true;
    ByteArray *b = as_bytearray(m->owner);
    ViewClaim *c = alloc_array(t, 1, sizeof *c);
    if (c == NULL)
        return false;
    if (!heap_weak_link(&c->view, m)) {
        raise_memory(t);
        return false;
    }
    c->next = b->views;
    b->views = c;
    b->lent = true;
    m->claims = true;
    return true;
}

/* Forgets the claims that are over; is there one left? */
static bool claimed(ByteArray *b) {
    ViewClaim **at = &b->views;
    while (*at) {
        MemoryView *m = heap_weak_get(&(*at)->view);
        if (m && m->owner && (m->claims || m->pinned)) {
            at = &(*at)->next;
        } else {
            if (m)
                heap_weak_drop(&(*at)->view);
            *at = (*at)->next;
        }
    }
    return b->views != NULL;
}

bool bytearray_free_to_resize(Thread *t, ByteArray *b) {
    if (likely(b->exports == 0 && b->views == NULL))
        return true;
    if (b->exports == 0) {
        if (!claimed(b))
            return true;
        heap_collect();
        if (!claimed(b))
            return true;
    }
    raise_error(t, EXC_BufferError, "Existing exports of data: object cannot be re-sized");
    return false;
}

void memoryview_consumed(MemoryView *m) { m->claims = false; }

/* -- Other exporters ---------------------------------------------------------------------------------- */

/* Their memory may really go away (munmap): it is held until the last view was released or collected. The
 * views share a root, never seen by Python, whose `exports` counts them. */
static void give_back(void *root, void *ref) {
    Interp *interp = ((InterpRef *)ref)->interp;
    MemoryView *m = root;
    BufferView b = { .owner = m->owner };
    m->owner = VALUE_NULL;
    if (b.owner && interp)
        release_buffer(interp->main_thread, &b);
}

static void leave_root(Thread *t, MemoryView *root) {
    if (root && --root->exports == 0)
        give_back(root, t->interp->ref);
}

static MemoryView *root_new(Thread *t, Value owner, BufferView *b) {
    MemoryView *root = alloc_obj(t, type_by_id(t, T_MEMORYVIEW), sizeof(MemoryView));
    if (root == NULL || !get_buffer(t, owner, b))
        return NULL;
    root->owner = owner;
    if (heap_finalizer(root, give_back, t->interp->ref))
        return root;
    release_buffer(t, b);
    return raise_memory(t);
}

/* -- Making ---------------------------------------------------------------------------------------------- */

/* A view of the same memory. */
static MemoryView *view_copy(Thread *t, MemoryView *from) {
    MemoryView *m = alloc_obj(t, from->h.type, sizeof(MemoryView));
    if (m == NULL)
        return NULL;
    *m = *from;
    m->hash = -1;
    m->exports = 0;
    m->pinned = false;
    from->claims = false;
    if (!claim(t, m))
        return NULL;
    if (m->root)
        m->root->exports++;
    return m;
}

bool memoryview_alive(Thread *t, MemoryView *m) {
    if (likely(m->owner))
        return true;
    raise_value_error(t, "operation forbidden on released memoryview object");
    return false;
}

Value memoryview_new(Thread *t, Value owner) {
    if (ptr_kind(owner, T_PICKLE_BUFFER)) {                 /* stands for another view, and is not seen itself */
        BufferView inner;
        if (!type_of(t, owner)->slots.buffer(t, owner, &inner, false))
            return VALUE_ERROR;
        owner = inner.owner;
        release_buffer(t, &inner);
    }
    if (ptr_kind(owner, T_MEMORYVIEW))
        return memoryview_alive(t, view_of(owner)) ? from_ptr(view_copy(t, view_of(owner))) : VALUE_ERROR;
    BufferView b;
    if (!has_buffer(t, owner))
        return raise_type_error(t, "memoryview: a bytes-like object is required, not '%T'", owner);
    MemoryView *root = NULL;
    if (!is_span(owner)) {
        if (!(root = root_new(t, owner, &b)))
            return VALUE_ERROR;
        root->exports = 1;
    } else {
        if (!get_buffer(t, owner, &b))
            return VALUE_ERROR;
        release_buffer(t, &b);                              /* the claim takes its place */
    }
    MemoryView *m = alloc_obj(t, type_by_id(t, T_MEMORYVIEW), sizeof(MemoryView));
    if (m == NULL)
        return VALUE_ERROR;
    m->owner = owner;
    m->root = root;
    m->block = is_bytearray(owner) ? as_bytearray(owner)->block : (void *)obj_of(owner);
    m->data = (char *)b.data;
    m->itemsize = m->stride = b.itemsize ? b.itemsize : 1;
    m->len = (int64_t)b.len / m->itemsize;
    m->format[0] = 'B';
    if (b.itemsize)
        memcpy(m->format, b.format, sizeof m->format);
    m->readonly = !b.writable;
    m->hash = -1;
    m->ndim = b.scalar ? 0 : 1;
    return claim(t, m) ? from_ptr(m) : VALUE_ERROR;
}

static Value memoryview_make(Thread *t, Value *a) { return memoryview_new(t, a[1]); }

/* -- Shape ----------------------------------------------------------------------------------------------- */

static const int64_t *shape_of(const MemoryView *m) { return m->dims ? m->dims : &m->len; }

static int64_t item_count(const MemoryView *m) {
    int64_t n = 1;
    for (int i = 0; i < m->ndim; i++)
        n *= shape_of(m)[i];
    return n;
}

int64_t memoryview_size(const MemoryView *m) { return item_count(m) * m->itemsize; }
bool memoryview_contiguous(const MemoryView *m) {
    return m->ndim != 1 || m->stride == m->itemsize || m->len <= 1;
}

/* Its `contiguous`: an empty view may have a step, too. */
static bool without_gaps(const MemoryView *m) { return m->ndim != 1 || m->stride == m->itemsize || m->len == 1; }

/* Without gaps also when the first dimension varies fastest? */
static bool fortran_contiguous(const MemoryView *m) {
    int wide = 0;
    for (int i = 0; i < m->ndim && m->ndim > 1; i++)
        wide += shape_of(m)[i] > 1;
    return (wide <= 1 || item_count(m) == 0) && without_gaps(m);
}

/* The items with the first dimension varying fastest. */
static void fortran_bytes(const MemoryView *m, Buf *out) {
    int64_t at[VIEW_MAX_DIMS] = { 0 }, step[VIEW_MAX_DIMS], stride = m->itemsize;
    const char *p = m->data;
    for (int k = m->ndim - 1; k >= 0; k--) {
        step[k] = stride;
        stride *= shape_of(m)[k];
    }
    for (int64_t n = item_count(m); n > 0; n--) {
        buf_add(out, p, (size_t)m->itemsize);
        for (int k = 0; k < m->ndim; k++) {
            p += step[k];
            if (++at[k] < shape_of(m)[k])
                break;
            p -= step[k] * at[k];
            at[k] = 0;
        }
    }
}

void memoryview_bytes(MemoryView *m, Buf *out) {
    if (memoryview_contiguous(m)) {
        buf_add(out, m->data, (size_t)memoryview_size(m));
        return;
    }
    for (int64_t i = 0; i < m->len; i++)
        buf_add(out, m->data + i * m->stride, (size_t)m->itemsize);
}

/* -- Items ----------------------------------------------------------------------------------------------- */

static int format_size(char format) {
    switch (format) {
    case 'c': case 'b': case 'B': case '?': return 1;
    case 'h': case 'H': return 2;
    case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'd': case 'P': return 8;
    default: return 0;
    }
}
static char format_of(const MemoryView *m) { return m->format[1] ? m->format[1] : m->format[0]; }

/* "<i" and the like, of values in shared memory: they have no items here, as in CPython, until they are cast. */
static bool native(const MemoryView *m) { return m->format[0] != '<'; }
static bool is_bytes_format(const MemoryView *m) { return native(m) && strchr("Bbc", format_of(m)); }

static bool supported(Thread *t, const MemoryView *m) {
    if (likely(native(m)))
        return true;
    raise_error(t, EXC_NotImplementedError, "memoryview: unsupported format %s", m->format);
    return false;
}

static bool is_signed(char format) { return strchr("bhilqn", format) != NULL; }

static Value item_get(Thread *t, const MemoryView *m, const char *p) {
    char format = format_of(m);
    union { uint8_t u1; uint16_t u2; uint32_t u4; uint64_t u8; float f; double d; } x = { .u8 = 0 };
    memcpy(&x, p, (size_t)m->itemsize);
    switch (format) {
    case 'c': return bytes_new(t, p, 1);
    case '?': return from_bool(x.u1);
    case 'f': return from_double(t, (double)x.f);
    case 'd': return from_double(t, x.d);
    default: break;
    }
    if (!is_signed(format))
        return from_uint64(t, x.u8);
    int shift = 64 - 8 * (int)m->itemsize;
    return from_int64(t, (int64_t)(x.u8 << shift) >> shift);
}

static bool invalid_type(Thread *t, const MemoryView *m) {
    raise_type_error(t, "memoryview: invalid type for format '%s'", m->format);
    return false;
}
static bool invalid_value(Thread *t, const MemoryView *m) {
    raise_value_error(t, "memoryview: invalid value for format '%s'", m->format);
    return false;
}

static bool item_set(Thread *t, MemoryView *m, char *p, Value v) {
    char format = format_of(m);
    uint64_t bits;
    if (format == 'c') {
        if (!is_bytes(v))
            return invalid_type(t, m);
        if (as_bytes(v)->len != 1)
            return invalid_value(t, m);
        bits = (uint8_t)as_bytes(v)->data[0];
    } else if (format == '?') {
        int truth = truth_of(t, v);
        if (truth < 0)
            return false;
        bits = (uint64_t)truth;
    } else if (format == 'f' || format == 'd') {
        double d;
        if (!as_double(t, v, &d)) {
            if (!exc_matches(t, EXC_TypeError))
                return false;
            exc_clear(t);
            return invalid_type(t, m);
        }
        float f = (float)d;
        memcpy(&bits, &d, 8);
        if (format == 'f')
            memcpy(&bits, &f, 4);
    } else {
        if (!is_int(v)) {
            if (!has_index(t, v))
                return invalid_type(t, m);
            if (!(v = number_index(t, v)))
                return false;
        }
        int width = 8 * (int)m->itemsize;
        int64_t i;
        if (int_fits_int64(v, &i)) {
            bits = (uint64_t)i;
            int64_t limit = width < 64 ? INT64_C(1) << (width - 1) : 0;     /* 0: every int64 fits */
            bool fits = format == 'P' || (is_signed(format) ? !limit || (i >= -limit && i < limit)
                                                            : i >= 0 && (!limit || i < 2 * limit));
            if (!fits)
                return invalid_value(t, m);
        } else {
            IntView room;
            const __mpz_struct *z = int_view(v, &room);
            if (is_signed(format) || width < 64 || mpz_sgn(z) < 0 || mpz_sizeinbase(z, 2) > 64)
                return invalid_value(t, m);
            bits = mpz_getlimbn(z, 0);
        }
    }
    if (!memoryview_alive(t, m))                            /* conversion may have run anything */
        return false;
    memcpy(p, &bits, (size_t)m->itemsize);
    return true;
}

/* -- Indexing -------------------------------------------------------------------------------------------- */

/* Where item i of the first dimension is; NULL: raised. */
static char *item_at(Thread *t, int64_t i, int64_t n, int64_t stride, char *base, int dimension) {
    if (i < 0)
        i += n;
    if ((uint64_t)i >= (uint64_t)n) {
        raise_error(t, EXC_IndexError, "index out of bounds on dimension %d", dimension);
        return NULL;
    }
    return base + i * stride;
}

static char *tuple_item(Thread *t, MemoryView *m, Tuple *key) {
    if (key->len != m->ndim) {
        if (key->len > m->ndim)
            raise_type_error(t, "cannot index %d-dimension view with %lld-element tuple", m->ndim,
                             (long long)key->len);
        else
            raise_error(t, EXC_NotImplementedError, "sub-views are not implemented");
        return NULL;
    }
    char *p = m->data;
    int64_t stride = memoryview_size(m), i;
    for (int k = 0; k < m->ndim; k++) {
        int64_t n = shape_of(m)[k];
        stride = m->ndim == 1 ? m->stride : n ? stride / n : 0;
        if (!as_index(t, key->items[k], &i) || !(p = item_at(t, i, n, stride, p, k + 1)))
            return NULL;
    }
    return p;
}

static const char restricted[] = "memoryview slice assignments are currently restricted to ndim = 1";

static bool all_indices(Thread *t, Tuple *u) {
    for (int64_t i = 0; i < u->len; i++)
        if (!has_index(t, u->items[i]))
            return false;
    return true;
}

static bool is_multislice(Value key) {
    bool all = is_tuple(key) && as_tuple(key)->len > 0;
    for (int64_t i = 0; all && i < as_tuple(key)->len; i++)
        all = ptr_kind(as_tuple(key)->items[i], T_SLICE);
    return all;
}

/* The place that key names, an int or a tuple of them; NULL: raised. */
static char *locate(Thread *t, MemoryView *m, Value key, bool to_set) {
    int64_t i;
    if (m->ndim == 0) {
        if ((is_tuple(key) && as_tuple(key)->len == 0) || (to_set && key == VALUE_ELLIPSIS))
            return supported(t, m) ? m->data : NULL;
        raise_type_error(t, "invalid indexing of 0-dim memory");
        return NULL;
    }
    if (is_multislice(key)) {
        raise_error(t, EXC_NotImplementedError, to_set ? restricted : "multi-dimensional slicing is not implemented");
        return NULL;
    }
    if (is_tuple(key) && all_indices(t, as_tuple(key)))
        return supported(t, m) ? tuple_item(t, m, as_tuple(key)) : NULL;
    if (!has_index(t, key)) {
        raise_type_error(t, "memoryview: invalid slice key");
        return NULL;
    }
    if (((m->ndim == 1 || !to_set) && !as_index(t, key, &i)) || !supported(t, m))
        return NULL;
    if (m->ndim != 1) {
        raise_error(t, EXC_NotImplementedError, to_set ? "sub-views are not implemented"
                                                       : "multi-dimensional sub-views are not implemented");
        return NULL;
    }
    return item_at(t, i, m->len, m->stride, m->data, 1);
}

static MemoryView *sliced(Thread *t, MemoryView *m, Value key) {
    int64_t start, stop, step, n = slice_indices(t, key, m->len, &start, &stop, &step);
    if (n < 0 || !memoryview_alive(t, m))                   /* __index__ may have released it */
        return NULL;
    MemoryView *r = view_copy(t, m);
    if (r == NULL)
        return NULL;
    if (m->ndim > 1) {                                      /* such views have no gaps */
        int64_t *dims = alloc_leaf(t, (size_t)m->ndim * sizeof *dims);
        if (dims == NULL)
            return NULL;
        if (step != 1 && n > 1) {
            raise_error(t, EXC_NotImplementedError, "multi-dimensional slicing with a step is not implemented");
            return NULL;
        }
        memcpy(dims, m->dims, (size_t)m->ndim * sizeof *dims);
        r->data = m->data + start * (memoryview_size(m) / MAX(m->len, 1));
        r->len = dims[0] = n;
        r->dims = dims;
        return r;
    }
    r->data = m->data + start * m->stride;
    r->len = n;
    r->stride = m->stride * step;
    return r;
}

static Value memoryview_getitem(Thread *t, Value self, Value key) {
    MemoryView *m = view_of(self);
    if (!memoryview_alive(t, m))
        return VALUE_ERROR;
    if (ptr_kind(key, T_SLICE) && m->ndim)
        return from_ptr(sliced(t, m, key));
    if (key == VALUE_ELLIPSIS && m->ndim == 0)
        return self;
    char *p = locate(t, m, key, false);
    return p && memoryview_alive(t, m) ? item_get(t, m, p) : VALUE_ERROR;     /* __index__ may release it */
}

static bool same_format(const MemoryView *a, const MemoryView *b) {
    return format_of(a) == format_of(b) && native(a) == native(b) && a->itemsize == b->itemsize;
}

static bool set_slice(Thread *t, MemoryView *m, Value key, Value v) {
    Value from = memoryview_new(t, v);
    if (!from) {
        if (!has_buffer(t, v)) {
            exc_clear(t);
            raise_type_error(t, "a bytes-like object is required, not '%T'", v);
        }
        return false;
    }
    MemoryView *source = view_of(from), *to = sliced(t, m, key);
    memoryview_consumed(source);
    if (to == NULL)
        return false;
    to->claims = false;
    m->claims = is_bytearray(m->owner);                     /* the slice was only ours */
    if (source->ndim != 1 || source->len != to->len || !same_format(source, to)) {
        raise_value_error(t, "memoryview assignment: lvalue and rvalue have different structures");
        return false;
    }
    if (memoryview_contiguous(source) && memoryview_contiguous(to)) {
        memmove(to->data, source->data, (size_t)memoryview_size(to));
        return true;
    }
    Buf copy = BUF_INIT;                                    /* they may overlap */
    memoryview_bytes(source, &copy);
    if (copy.failed) {
        raise_memory(t);
        return false;
    }
    for (int64_t i = 0; i < to->len; i++)
        memcpy(to->data + i * to->stride, copy.data + i * to->itemsize, (size_t)to->itemsize);
    return true;
}

static bool memoryview_setitem(Thread *t, Value self, Value key, Value v) {
    MemoryView *m = view_of(self);
    if (!memoryview_alive(t, m) || !supported(t, m))
        return false;
    if (m->readonly) {
        raise_type_error(t, "cannot modify read-only memory");
        return false;
    }
    if (!v) {
        raise_type_error(t, "cannot delete memory");
        return false;
    }
    if (ptr_kind(key, T_SLICE) && m->ndim > 1) {
        raise_error(t, EXC_NotImplementedError, restricted);
        return false;
    }
    if (ptr_kind(key, T_SLICE) && m->ndim)
        return set_slice(t, m, key, v);
    char *p = locate(t, m, key, true);
    return p && item_set(t, m, p, v);
}

static int64_t memoryview_len(Thread *t, Value self) {
    MemoryView *m = view_of(self);
    return memoryview_alive(t, m) ? m->len : -1;
}

static Value memoryview_iter(Thread *t, Value self) {
    MemoryView *m = view_of(self);
    if (!memoryview_alive(t, m))
        return VALUE_ERROR;
    if (m->ndim == 0)
        return raise_type_error(t, "invalid indexing of 0-dim memory");
    if (m->ndim != 1)
        return raise_error(t, EXC_NotImplementedError, "multi-dimensional sub-views are not implemented");
    if (!supported(t, m))
        return VALUE_ERROR;
    return seq_iter_new(t, T_MEMORY_ITER, self);
}

/* -- Comparison, hash, repr ------------------------------------------------------------------------------ */

static Value memoryview_compare(Thread *t, Value av, Value bv, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !ptr_kind(av, T_MEMORYVIEW))
        return VALUE_NOTIMPLEMENTED;
    MemoryView *a = view_of(av);
    if (!a->owner || (ptr_kind(bv, T_MEMORYVIEW) && !view_of(bv)->owner))
        return from_bool((av == bv) == (op == CMP_EQ));
    if (!has_buffer(t, bv))
        return VALUE_NOTIMPLEMENTED;
    Value other = ptr_kind(bv, T_MEMORYVIEW) ? bv : memoryview_new(t, bv);
    if (!other)
        return VALUE_ERROR;
    MemoryView *b = view_of(other);
    memoryview_consumed(a);
    memoryview_consumed(b);
    bool equal = a->ndim == b->ndim && memcmp(shape_of(a), shape_of(b), (size_t)a->ndim * sizeof(int64_t)) == 0;
    if (equal && same_format(a, b) && memoryview_contiguous(a) && memoryview_contiguous(b) &&
        !strchr("fdu", format_of(a)))
        return from_bool((memcmp(a->data, b->data, (size_t)memoryview_size(a)) == 0) == (op == CMP_EQ));
    equal = equal && format_of(a) != 'u' && format_of(b) != 'u';       /* the module struct does not know it */
    int64_t n = equal ? item_count(a) : 0;
    for (int64_t i = 0; equal && i < n; i++) {
        Value x = item_get(t, a, a->data + i * a->stride), y = item_get(t, b, b->data + i * b->stride);
        if (!x || !y)
            return VALUE_ERROR;
        int same = compare_bool(t, CMP_EQ, x, y);
        if (same < 0)
            return VALUE_ERROR;
        equal = same && !(is_float(x) && float_of(x) != float_of(x));
    }
    return from_bool(equal == (op == CMP_EQ));
}

static bool memoryview_hash(Thread *t, Value self, int64_t *out) {
    MemoryView *m = view_of(self);
    if (m->hash == -1) {
        if (!memoryview_alive(t, m))
            return false;
        if (!m->readonly) {
            raise_value_error(t, "cannot hash writable memoryview object");
            return false;
        }
        if (!is_bytes_format(m)) {
            raise_value_error(t, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
            return false;
        }
        Buf content = BUF_INIT;
        HashKey key = { t->interp->hash_key[0], t->interp->hash_key[1] };
        memoryview_bytes(m, &content);
        if (content.failed) {
            raise_memory(t);
            return false;
        }
        m->hash = hash_bytes(key, content.data, content.len);
    }
    *out = m->hash;
    return true;
}

static Value memoryview_repr(Thread *t, Value self) {
    MemoryView *m = view_of(self);
    return str_format(t, m->owner ? "<memory at %p>" : "<released memory at %p>", (void *)m);
}

/* -- Methods --------------------------------------------------------------------------------------------- */

static Value memoryview_tobytes(Thread *t, Value *a) {
    MemoryView *m = view_of(a[0]);
    if (!memoryview_alive(t, m))
        return VALUE_ERROR;
    if (a[1] != VALUE_NONE && !is_str(a[1]))
        return raise_type_error(t, "tobytes() argument 'order' must be str or None, not %s", argument_type(t, a[1]));
    if (is_str(a[1]) && strlen(as_str(a[1])->text) < (size_t)as_str(a[1])->len && as_str(a[1])->ascii)
        return raise_value_error(t, "embedded null character");
    if (a[1] != VALUE_NONE && !(is_str(a[1]) && (str_equals_cstr(as_str(a[1]), "C") ||
                                                 str_equals_cstr(as_str(a[1]), "F") ||
                                                 str_equals_cstr(as_str(a[1]), "A"))))
        return raise_value_error(t, "order must be 'C', 'F' or 'A'");
    memoryview_consumed(m);
    bool fortran = is_str(a[1]) && str_equals_cstr(as_str(a[1]), "F") && m->ndim > 1;
    if (memoryview_contiguous(m) && !fortran)
        return bytes_new(t, m->data, (size_t)memoryview_size(m));
    Buf content = BUF_INIT;
    if (fortran)
        fortran_bytes(m, &content);
    else
        memoryview_bytes(m, &content);
    return content.failed ? from_ptr(raise_memory(t)) : bytes_new(t, content.data, content.len);
}

static Value memoryview_hex(Thread *t, Value *a) {
    MemoryView *m = view_of(a[0]);
    Buf content = BUF_INIT;
    if (!memoryview_alive(t, m))
        return VALUE_ERROR;
    memoryview_consumed(m);
    memoryview_bytes(m, &content);
    if (content.failed)
        return from_ptr(raise_memory(t));
    return bytes_hex(t, content.data, (int64_t)content.len, a[1], a[2]);
}

static Value nested_list(Thread *t, MemoryView *m, int dimension, char **p) {
    if (m->ndim == 0)
        return item_get(t, m, *p);
    int64_t n = shape_of(m)[dimension];
    List *l = list_alloc(t, 0, n);
    for (int64_t i = 0; l && i < n; i++) {
        Value v;
        if (dimension + 1 < m->ndim) {
            v = nested_list(t, m, dimension + 1, p);
        } else {
            v = item_get(t, m, *p);
            *p += m->stride;
        }
        if (!v || !list_append(t, l, v))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

static Value memoryview_tolist(Thread *t, Value *a) {
    MemoryView *m = view_of(a[0]);
    if (!memoryview_alive(t, m) || !supported(t, m))
        return VALUE_ERROR;
    memoryview_consumed(m);
    char *p = m->data;
    return nested_list(t, m, 0, &p);
}

static bool read_shape(Thread *t, Value v, MemoryView *m) {
    const Value *items = is_list(v) ? as_list(v)->items : as_tuple(v)->items;
    int64_t n = is_list(v) ? as_list(v)->len : as_tuple(v)->len, size = m->itemsize;
    int64_t *dims = n > 1 ? alloc_leaf(t, (size_t)n * sizeof *dims) : NULL;
    if (n > 1 && !dims)
        return false;
    int64_t bytes = memoryview_size(m);
    for (int64_t i = 0; i < n; i++) {
        int64_t x;
        if (!is_int(items[i])) {
            raise_type_error(t, "memoryview.cast(): elements of shape must be integers");
            return false;
        }
        if (!int_fits_int64(items[i], &x)) {
            raise_overflow(t, "Python int too large to convert to C ssize_t");
            return false;
        }
        if (x <= 0) {
            raise_value_error(t, "memoryview.cast(): elements of shape must be integers > 0");
            return false;
        }
        if (dims)
            dims[i] = x;
        if (__builtin_mul_overflow(size, x, &size)) {
            raise_value_error(t, "memoryview.cast(): product(shape) > SSIZE_MAX");
            return false;
        }
    }
    if (size != bytes) {
        raise_type_error(t, "memoryview: product(shape) * itemsize != buffer size");
        return false;
    }
    m->ndim = (int)n;
    m->dims = dims;
    m->len = dims ? dims[0] : n ? m->len : 1;
    return true;
}

/* a: self, format, shape */
static Value memoryview_cast(Thread *t, Value *a) {
    MemoryView *m = view_of(a[0]);
    if (!memoryview_alive(t, m))
        return VALUE_ERROR;
    if (!is_str(a[1]))
        return raise_type_error(t, "cast() argument 'format' must be str, not %s", argument_type(t, a[1]));
    if (!memoryview_contiguous(m))
        return raise_type_error(t, "memoryview: casts are restricted to C-contiguous views");
    if (a[2]) {
        if (!is_list(a[2]) && !is_tuple(a[2]))
            return raise_type_error(t, "shape must be a list or a tuple");
        int64_t n = is_list(a[2]) ? as_list(a[2])->len : as_tuple(a[2])->len;
        if (n > VIEW_MAX_DIMS)
            return raise_value_error(t, "memoryview: number of dimensions must not exceed %d", VIEW_MAX_DIMS);
        if (m->ndim != 1 && n != 1)
            return raise_type_error(t, "memoryview: cast must be 1D -> ND or ND -> 1D");
    }
    Str *s = as_str(a[1]);
    bool native = s->len == 2 && str_at(s, 0) == '@';
    uint32_t c = native || s->len == 1 ? str_at(s, native) : 0;
    int size = c < 128 ? format_size((char)c) : 0;
    if (size == 0)
        return raise_value_error(t, "memoryview: destination format must be a native single character format "
                                    "prefixed with an optional '@'");
    if (!is_bytes_format(m) && !strchr("Bbc", (int)c))
        return raise_type_error(t, "memoryview: cannot cast between two non-byte formats");
    int64_t bytes = memoryview_size(m);
    if (bytes % size)
        return raise_type_error(t, "memoryview: length is not a multiple of itemsize");
    MemoryView *r = view_copy(t, m);
    if (r == NULL)
        return VALUE_ERROR;
    memset(r->format, 0, sizeof r->format);
    r->format[0] = native ? '@' : (char)c;
    if (native)
        r->format[1] = (char)c;
    r->itemsize = r->stride = size;
    r->ndim = 1;
    r->dims = NULL;
    r->len = bytes / size;
    return a[2] && !read_shape(t, a[2], r) ? VALUE_ERROR : from_ptr(r);
}

static Value memoryview_toreadonly(Thread *t, Value *a) {
    MemoryView *m = view_of(a[0]);
    MemoryView *r = memoryview_alive(t, m) ? view_copy(t, m) : NULL;
    if (r)
        r->readonly = true;
    return from_ptr(r);
}

static Value memoryview_release(Thread *t, Value *a) {
    MemoryView *m = view_of(a[0]);
    if (m->exports > 0)
        return raise_error(t, EXC_BufferError, "memoryview has %lld exported buffer%s", (long long)m->exports,
                           m->exports == 1 ? "" : "s");
    if (m->owner)
        leave_root(t, m->root);
    m->owner = VALUE_NULL;
    m->root = NULL;
    m->block = NULL;
    m->data = NULL;
    m->claims = m->pinned = false;
    return VALUE_NONE;
}

static Value memoryview_enter(Thread *t, Value *a) {
    MemoryView *m = view_of(a[0]);
    if (!memoryview_alive(t, m))
        return VALUE_ERROR;
    m->pinned = is_bytearray(m->owner);
    if (m->pinned && !m->claims && !claim(t, m))            /* its claim may be forgotten already */
        return VALUE_ERROR;
    return a[0];
}

static const FunctionDef methods[] = {
    { "release", memoryview_release, "", "Let the memory go.", 0 },
    { "tobytes", memoryview_tobytes, "order='C'", "A copy as bytes.", 0 },
    { "hex", memoryview_hex, "sep=NULL, bytes_per_sep=1", "Two hexadecimal digits for each byte.", 0 },
    { "tolist", memoryview_tolist, "", "The items in a list.", 0 },
    { "cast", memoryview_cast, "format, shape=NULL", "The same memory with another item type or shape.", 0 },
    { "toreadonly", memoryview_toreadonly, "", "A view that cannot write.", 0 },
    { "__enter__", memoryview_enter, "", NULL, 0 },
    { "__exit__", memoryview_release, "*exc_info", NULL, 0 },
    { 0 }
};

/* -- Attributes ------------------------------------------------------------------------------------------ */

#define GETTER(name, result)                                            \
    static Value get_##name(Thread *t, Value self) {                    \
        MemoryView *m = view_of(self);                                  \
        return memoryview_alive(t, m) ? (result) : VALUE_ERROR;         \
    }

static Value tuple_of_ints(Thread *t, const int64_t *x, int n) {
    Tuple *u = tuple_alloc(t, n);
    for (int i = 0; u && i < n; i++)
        u->items[i] = from_int64(t, x[i]);
    return from_ptr(u);
}

static Value strides(Thread *t, const MemoryView *m) {
    int64_t out[VIEW_MAX_DIMS], stride = m->itemsize;
    if (m->ndim == 1)
        return tuple_of_ints(t, &m->stride, 1);
    for (int i = m->ndim - 1; i >= 0; i--) {
        out[i] = stride;
        stride *= shape_of(m)[i];
    }
    return tuple_of_ints(t, out, m->ndim);
}

GETTER(obj, m->owner)
GETTER(nbytes, from_int64(t, memoryview_size(m)))
GETTER(itemsize, from_small(m->itemsize))
GETTER(format, str_from_cstr(t, m->format))
GETTER(ndim, from_small(m->ndim))
GETTER(shape, tuple_of_ints(t, shape_of(m), m->ndim))
GETTER(strides, strides(t, m))
GETTER(suboffsets, tuple_of_ints(t, NULL, 0))
GETTER(readonly, from_bool(m->readonly))
GETTER(c_contiguous, from_bool(without_gaps(m)))
GETTER(f_contiguous, from_bool(fortran_contiguous(m)))

static const GetSetDef getsets[] = {
    { "obj", get_obj, NULL, "The object that has the memory." },
    { "nbytes", get_nbytes, NULL, "How many bytes are shown." },
    { "itemsize", get_itemsize, NULL, "Bytes of one item." },
    { "format", get_format, NULL, "Type of the items, as in the struct module." },
    { "ndim", get_ndim, NULL, "Number of dimensions." },
    { "shape", get_shape, NULL, "Items in each dimension." },
    { "strides", get_strides, NULL, "Bytes from one item to the next in each dimension." },
    { "suboffsets", get_suboffsets, NULL, "Always empty." },
    { "readonly", get_readonly, NULL, "May it be written to?" },
    { "c_contiguous", get_c_contiguous, NULL, "Without gaps, last dimension first?" },
    { "f_contiguous", get_f_contiguous, NULL, "Without gaps, first dimension first?" },
    { "contiguous", get_c_contiguous, NULL, "Without gaps?" },
    { 0 }
};

const TypeDef type_memoryview = {
    .name = "memoryview",
    .doc = "A window into the memory of a bytes-like object.",
    .size = sizeof(MemoryView),
    .flags = TYPE_NO_BASE | TYPE_SEQUENCE,
    .weakrefs = true,
    .slots = {
        .repr = memoryview_repr,
        .hash = memoryview_hash,
        .compare = memoryview_compare,
        .iter = memoryview_iter,
        .len = memoryview_len,
        .getitem = memoryview_getitem,
        .setitem = memoryview_setitem,
    },
    .new_ = { "__new__", memoryview_make, "object", NULL, 0 },
    .methods = methods,
    .getsets = getsets,
};
