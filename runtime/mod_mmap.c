/* mmap: memory shared with files and other processes. */
#define _GNU_SOURCE
#include "runtime/module_error.h"
#include "vm/object/bytes_impl.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum Access { ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY };

typedef struct Mmap {
    Obj h;
    char *data;                 /* NULL: closed */
    int64_t size, pos, offset;
    int64_t exports;            /* views of data */
    int fd;                     /* a duplicate of the file's, or -1 */
    enum Access access;
    bool writable;
} Mmap;

static Mmap *mmap_of(Value v) { return (Mmap *)obj_of(v); }

static Mmap *open_map(Thread *t, Value v) {
    Mmap *m = mmap_of(v);
    if (likely(m->data != NULL))
        return m;
    raise_value_error(t, "mmap closed or invalid");
    return NULL;
}

static Mmap *writable_map(Thread *t, Value v) {
    Mmap *m = open_map(t, v);
    if (!m || m->writable)
        return m;
    raise_type_error(t, "mmap can't modify a readonly memory map.");
    return NULL;
}

/* -- System calls: those that a file system may delay go through the door -------------------------------- */

typedef struct MapCall { void *data; size_t size, more; int fd, a, b; off_t at; } MapCall;

static int64_t call_map(void *p) {
    MapCall *c = p;
    c->data = mmap64(NULL, c->size, c->a, c->b, c->fd, c->at);
    return c->data == MAP_FAILED ? -1 : 0;
}
static int64_t call_unmap(void *p) { return munmap(((MapCall *)p)->data, ((MapCall *)p)->size); }
static int64_t call_sync(void *p) { return msync(((MapCall *)p)->data, ((MapCall *)p)->size, MS_SYNC); }
static int64_t call_advise(void *p) { return madvise(((MapCall *)p)->data, ((MapCall *)p)->size, ((MapCall *)p)->a); }
static int64_t call_remap(void *p) {
    MapCall *c = p;
    if (c->fd >= 0 && ftruncate(c->fd, c->at + (off_t)c->more) < 0)
        return -1;
    c->data = mremap(c->data, c->size, c->more, MREMAP_MAYMOVE);
    return c->data == MAP_FAILED ? -1 : 0;
}

static bool do_call(Thread *t, int64_t (*fn)(void *), MapCall *c) {
    int err;
    if (os_file_call(t, fn, c, &err) >= 0)
        return true;
    if (err >= 0)
        raise_os_error(t, err);
    return false;
}

static void drop(Mmap *m) {
    if (m->data)
        munmap(m->data, (size_t)m->size);
    if (m->fd >= 0)
        close(m->fd);
    m->data = NULL;
    m->fd = -1;
}
static void finalize(void *obj, void *data) { drop(obj); }

/* -- Making ---------------------------------------------------------------------------------------------- */

/* a: cls, fileno, length, flags, prot, access, offset */
static Value mmap_new(Thread *t, Value *a) {
    int32_t fd, flags, prot, access;
    int64_t length, offset;
    if (!as_int32(t, a[1], &fd) || !as_ssize(t, a[2], &length) || !as_int32(t, a[3], &flags) ||
        !as_int32(t, a[4], &prot) || !as_int32(t, a[5], &access) || !as_ssize(t, a[6], &offset))
        return VALUE_ERROR;
    if (length < 0)
        return raise_overflow(t, "memory mapped length must be positive");
    if (offset < 0)
        return raise_overflow(t, "memory mapped offset must be positive");
    if (access != ACCESS_DEFAULT && (flags != MAP_SHARED || prot != (PROT_READ | PROT_WRITE)))
        return raise_value_error(t, "mmap can't specify both access and flags, prot.");
    switch (access) {
    case ACCESS_DEFAULT:
        if (!(prot & PROT_WRITE))                       /* what cannot be written is treated so */
            access = prot & PROT_READ ? ACCESS_READ : ACCESS_DEFAULT;
        break;
    case ACCESS_READ: flags = MAP_SHARED; prot = PROT_READ; break;
    case ACCESS_WRITE: flags = MAP_SHARED; prot = PROT_READ | PROT_WRITE; break;
    case ACCESS_COPY: flags = MAP_PRIVATE; prot = PROT_READ | PROT_WRITE; break;
    default: return raise_value_error(t, "mmap invalid access parameter.");
    }
    struct stat st;
    int err = fd == -1 ? 0 : os_fstat(t, fd, &st);
    if (err)
        return err < 0 ? VALUE_ERROR : raise_os_error(t, err);
    if (fd != -1 && S_ISREG(st.st_mode)) {
        if (length == 0) {
            if (st.st_size == 0)
                return raise_value_error(t, "cannot mmap an empty file");
            if (offset >= st.st_size)
                return raise_value_error(t, "mmap offset is greater than file size");
            length = st.st_size - offset;
        } else if (offset > st.st_size || st.st_size - offset < length) {
            return raise_value_error(t, "mmap length is greater than file size");
        }
    }
    if (fd == -1)
        flags |= MAP_ANONYMOUS;
    Value v = object_alloc(t, (Type *)obj_of(a[0]));
    if (!v)
        return VALUE_ERROR;
    Mmap *m = mmap_of(v);
    m->fd = -1;
    if (!heap_finalizer(m, finalize, NULL))
        return from_ptr(raise_memory(t));
    if (fd != -1 && (m->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0)) < 0)
        return raise_os_error(t, errno);
    MapCall c = { .size = (size_t)length, .a = prot, .b = flags, .fd = fd, .at = offset };
    if (!do_call(t, call_map, &c)) {
        drop(m);
        return VALUE_ERROR;
    }
    m->data = c.data;
    m->size = length;
    m->offset = offset;
    m->access = access;
    m->writable = access != ACCESS_READ && prot & PROT_WRITE;
    return v;
}

/* Views that nobody has any more hold the memory until a collection. */
static bool exported(Thread *t, Mmap *m) {
    if (m->exports > 0) {
        heap_collect();
        finalizers_run(t);
    }
    return m->exports > 0;
}

static Value m_close(Thread *t, Value *a) {
    Mmap *m = mmap_of(a[0]);
    if (exported(t, m))
        return raise_error(t, EXC_BufferError, "cannot close exported pointers exist");
    if (m->data) {
        MapCall c = { .data = m->data, .size = (size_t)m->size };
        int err, fd = m->fd;
        m->data = NULL;
        m->fd = -1;
        os_file_call(t, call_unmap, &c, &err);
        if (fd >= 0 && os_close(t, fd, &err) < 0 && err < 0)
            return VALUE_ERROR;
    }
    return VALUE_NONE;
}

static bool mmap_buffer(Thread *t, Value v, BufferView *out, bool writable) {
    Mmap *m = mmap_of(v);
    if (out == NULL) {
        m->exports--;
        return true;
    }
    if (!open_map(t, v))
        return false;
    m->exports++;
    *out = (BufferView){ .data = m->data, .len = (size_t)m->size, .owner = v, .writable = m->writable };
    return true;
}

/* -- As a sequence --------------------------------------------------------------------------------------- */

static int64_t mmap_len(Thread *t, Value self) { return open_map(t, self) ? mmap_of(self)->size : -1; }

static bool place(Thread *t, Value self, Value key, int64_t *i) {
    if (!has_index(t, key)) {
        raise_type_error(t, "mmap indices must be integers");
        return false;
    }
    if (!as_index(t, key, i) || !open_map(t, self))
        return false;
    if (*i < 0)
        *i += mmap_of(self)->size;
    if ((uint64_t)*i < (uint64_t)mmap_of(self)->size)
        return true;
    raise_error(t, EXC_IndexError, "mmap index out of range");
    return false;
}

static Value mmap_getitem(Thread *t, Value self, Value key) {
    int64_t i, start, stop, step;
    if (!open_map(t, self))
        return VALUE_ERROR;
    if (!ptr_kind(key, T_SLICE))
        return place(t, self, key, &i) ? from_small((uint8_t)mmap_of(self)->data[i]) : VALUE_ERROR;
    Mmap *m = slice_unpack(t, key, &start, &stop, &step) ? open_map(t, self) : NULL;
    if (m == NULL)
        return VALUE_ERROR;
    int64_t n = slice_adjust(m->size, &start, &stop, step);     /* after __index__, which may resize it */
    if (step == 1)
        return bytes_new(t, m->data + start, (size_t)n);
    Bytes *b = bytes_alloc(t, (size_t)n);
    for (i = 0; b && i < n; i++)
        b->data[i] = m->data[start + i * step];
    return from_ptr(b);
}

static bool mmap_setitem(Thread *t, Value self, Value key, Value v) {
    int64_t i, start, stop, step;
    if (!writable_map(t, self))
        return false;
    bool slice = ptr_kind(key, T_SLICE);
    if (!v) {
        raise_type_error(t, slice ? "mmap object doesn't support slice deletion" : "mmap doesn't support item deletion");
        return false;
    }
    if (!slice) {
        int64_t x;
        if (!place(t, self, key, &i))
            return false;
        if (!has_index(t, v)) {
            raise_type_error(t, "mmap item value must be an int");
            return false;
        }
        if (!as_ssize(t, v, &x))
            return false;
        if (x < 0 || x > 255) {
            raise_value_error(t, "mmap item value must be in range(0, 256)");
            return false;
        }
        if (!open_map(t, self))
            return false;
        if (i < mmap_of(self)->size)
            mmap_of(self)->data[i] = (char)x;
        return true;
    }
    BufferView b;
    if (!slice_unpack(t, key, &start, &stop, &step) || !get_buffer(t, v, &b))
        return false;
    Mmap *m = open_map(t, self);
    int64_t n = m ? slice_adjust(m->size, &start, &stop, step) : 0;     /* after __index__, which may resize it */
    bool ok = m && (int64_t)b.len == n;
    if (m && !ok)
        raise_error(t, EXC_IndexError, "mmap slice assignment is wrong size");
    if (ok && step == 1)
        memmove(m->data + start, b.data, b.len);
    else
        for (i = 0; ok && i < n; i++)
            m->data[start + i * step] = b.data[i];
    release_buffer(t, &b);
    return ok;
}

/* -- As a file ------------------------------------------------------------------------------------------- */

static Value find(Thread *t, Value *a, bool last) {
    Mmap *m = open_map(t, a[0]);
    if (m == NULL)
        return VALUE_ERROR;
    int64_t start = m->pos, stop = m->size;
    BufferView b;
    if (!get_buffer(t, a[1], &b))
        return VALUE_ERROR;
    bool ok = (!a[2] || as_ssize(t, a[2], &start)) && (!a[3] || as_ssize(t, a[3], &stop)) && open_map(t, a[0]);
    int64_t found = -1, n = (int64_t)b.len;
    if (ok) {
        if (start < 0)
            start += m->size;
        if (stop < 0)
            stop += m->size;
        start = MAX(0, MIN(start, m->size));
        stop = MAX(0, MIN(stop, m->size));
        if (last) {
            for (int64_t i = stop - n; i >= start && found < 0; i--)
                if (memcmp(m->data + i, b.data, b.len) == 0)
                    found = i;
        } else if (stop - start >= n) {
            const char *p = n ? memmem(m->data + start, (size_t)(stop - start), b.data, b.len) : m->data + start;
            found = p ? p - m->data : -1;
        }
    }
    release_buffer(t, &b);
    return ok ? from_small(found) : VALUE_ERROR;
}
static Value m_find(Thread *t, Value *a) { return find(t, a, false); }
static Value m_rfind(Thread *t, Value *a) { return find(t, a, true); }

static Value take(Thread *t, Mmap *m, int64_t n) {
    int64_t rest = MAX(m->size - m->pos, 0);
    n = n < 0 || n > rest ? rest : n;
    Value v = bytes_new(t, m->data + m->pos, (size_t)n);
    if (v)
        m->pos += n;
    return v;
}

static Value m_read(Thread *t, Value *a) {
    int64_t n = -1;
    if (a[1] != VALUE_NONE) {
        if (!has_index(t, a[1]))
            return raise_type_error(t, "argument should be integer or None, not '%T'", a[1]);
        if (!as_ssize(t, a[1], &n))
            return VALUE_ERROR;
    }
    Mmap *m = open_map(t, a[0]);
    return m ? take(t, m, n) : VALUE_ERROR;
}

static Value m_readline(Thread *t, Value *a) {
    Mmap *m = open_map(t, a[0]);
    if (m == NULL)
        return VALUE_ERROR;
    if (m->pos >= m->size)
        return bytes_new(t, "", 0);
    const char *end = memchr(m->data + m->pos, '\n', (size_t)(m->size - m->pos));
    return take(t, m, end ? end + 1 - m->data - m->pos : -1);
}

static Value m_read_byte(Thread *t, Value *a) {
    Mmap *m = open_map(t, a[0]);
    if (m == NULL)
        return VALUE_ERROR;
    if (m->pos >= m->size)
        return raise_value_error(t, "read byte out of range");
    return from_small((uint8_t)m->data[m->pos++]);
}

static Value m_write(Thread *t, Value *a) {
    BufferView b;
    if (!open_map(t, a[0]) || !get_buffer(t, a[1], &b))
        return VALUE_ERROR;
    Mmap *m = writable_map(t, a[0]);
    Value r = VALUE_ERROR;
    if (m && (m->pos > m->size || m->size - m->pos < (int64_t)b.len)) {
        raise_value_error(t, "data out of range");
    } else if (m) {
        memmove(m->data + m->pos, b.data, b.len);
        m->pos += (int64_t)b.len;
        r = from_small((int64_t)b.len);
    }
    release_buffer(t, &b);
    return r;
}

static Value m_write_byte(Thread *t, Value *a) {
    int64_t x;
    if (!open_map(t, a[0]) || !as_int64(t, a[1], &x))
        return VALUE_ERROR;
    if (x < 0 || x > 255)
        return raise_overflow(t, "unsigned byte integer is %s", x < 0 ? "less than minimum" : "greater than maximum");
    Mmap *m = writable_map(t, a[0]);
    if (m == NULL)
        return VALUE_ERROR;
    if (m->pos >= m->size)
        return raise_value_error(t, "write byte out of range");
    m->data[m->pos++] = (char)x;
    return VALUE_NONE;
}

static Value m_tell(Thread *t, Value *a) { return open_map(t, a[0]) ? from_small(mmap_of(a[0])->pos) : VALUE_ERROR; }

static Value m_seek(Thread *t, Value *a) {
    int64_t distance, to;
    int32_t whence;
    Mmap *m;
    if (!as_ssize(t, a[1], &distance) || !as_int32(t, a[2], &whence) || !(m = open_map(t, a[0])))
        return VALUE_ERROR;
    if (whence < 0 || whence > 2)
        return raise_value_error(t, "unknown seek type");
    if (__builtin_add_overflow(whence == 0 ? 0 : whence == 1 ? m->pos : m->size, distance, &to) || to < 0 || to > m->size)
        return raise_value_error(t, "seek out of range");
    m->pos = to;
    return VALUE_NONE;
}

static Value m_size(Thread *t, Value *a) {
    Mmap *m = open_map(t, a[0]);
    if (m == NULL)
        return VALUE_ERROR;
    if (m->fd < 0)
        return raise_os_error(t, EBADF);
    struct stat st;
    int err = os_fstat(t, m->fd, &st);
    return err ? err < 0 ? VALUE_ERROR : raise_os_error(t, err) : from_int64(t, st.st_size);
}

/* -- Pages ----------------------------------------------------------------------------------------------- */

/* While another thread may run nobody may unmap what the system works at: that counts as a view. */
static bool pinned_call(Thread *t, Mmap *m, int64_t (*fn)(void *), MapCall *c) {
    m->exports++;
    bool ok = do_call(t, fn, c);
    m->exports--;
    return ok;
}

/* a: self, offset, size */
static Value m_flush(Thread *t, Value *a) {
    Mmap *m = open_map(t, a[0]);
    int64_t offset = 0, size = m ? m->size : 0;
    if (!m || !as_ssize(t, a[1], &offset) || (a[2] && !as_ssize(t, a[2], &size)) || !open_map(t, a[0]))
        return VALUE_ERROR;
    if (size < 0 || offset < 0 || m->size - offset < size)
        return raise_value_error(t, "flush values out of range");
    if (m->access == ACCESS_READ || m->access == ACCESS_COPY)
        return VALUE_NONE;
    MapCall c = { .data = m->data + offset, .size = (size_t)size };
    return pinned_call(t, m, call_sync, &c) ? VALUE_NONE : VALUE_ERROR;
}

/* a: self, option, start, length */
static Value m_madvise(Thread *t, Value *a) {
    int32_t option;
    Mmap *m = open_map(t, a[0]);
    int64_t start = 0, length = m ? m->size : 0;
    if (!m || !as_int32(t, a[1], &option) || !as_ssize(t, a[2], &start) || (a[3] && !as_ssize(t, a[3], &length)) ||
        !open_map(t, a[0]))
        return VALUE_ERROR;
    if (start < 0 || start >= m->size)
        return raise_value_error(t, "madvise start out of bounds");
    if (length < 0)
        return raise_value_error(t, "madvise length invalid");
    length = MIN(length, m->size - start);
    MapCall c = { .data = m->data + start, .size = (size_t)length, .a = option };
    return pinned_call(t, m, call_advise, &c) ? VALUE_NONE : VALUE_ERROR;
}

static Value m_move(Thread *t, Value *a) {
    int64_t to, from, n;
    if (!as_ssize(t, a[1], &to) || !as_ssize(t, a[2], &from) || !as_ssize(t, a[3], &n))
        return VALUE_ERROR;
    Mmap *m = writable_map(t, a[0]);
    if (m == NULL)
        return VALUE_ERROR;
    if (to < 0 || from < 0 || n < 0 || m->size - to < n || m->size - from < n)
        return raise_value_error(t, "source, destination, or count out of range");
    memmove(m->data + to, m->data + from, (size_t)n);
    return VALUE_NONE;
}

static Value m_resize(Thread *t, Value *a) {
    int64_t size;
    Mmap *m = open_map(t, a[0]);
    if (!m || !as_ssize(t, a[1], &size) || !open_map(t, a[0]))
        return VALUE_ERROR;
    if (exported(t, m))
        return raise_error(t, EXC_BufferError, "mmap can't resize with extant buffers exported.");
    if (m->access == ACCESS_READ || m->access == ACCESS_COPY)
        return raise_type_error(t, "mmap can't resize a readonly or copy-on-write memory map.");
    if (size < 0 || INT64_MAX - size < m->offset)
        return raise_value_error(t, "new size out of range");
    if (size == 0)                                      /* before the file is cut off below what is mapped */
        return raise_os_error(t, EINVAL);
    char *old = m->data;
    MapCall c = { .data = old, .size = (size_t)m->size, .more = (size_t)size, .fd = m->fd, .at = m->offset };
    m->data = NULL;                                     /* nobody may use it meanwhile */
    bool ok = do_call(t, call_remap, &c);
    m->data = ok ? c.data : old;                        /* where it fails, nothing has moved */
    if (!ok)
        return VALUE_ERROR;
    m->size = size;
    return VALUE_NONE;
}

static Value mmap_repr(Thread *t, Value self) {
    static const char *const names[] = { "ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY" };
    Mmap *m = mmap_of(self);
    if (!m->data)
        return str_format(t, "<%N closed=True>", type_of(t, self));
    return str_format(t, "<%N closed=False, access=%s, length=%lld, pos=%lld, offset=%lld>", type_of(t, self),
                      names[m->access], (long long)m->size, (long long)m->pos, (long long)m->offset);
}

static Value m_enter(Thread *t, Value *a) { return open_map(t, a[0]) ? a[0] : VALUE_ERROR; }
static Value mmap_item(Thread *t, Value self, int64_t i) {
    Mmap *m = open_map(t, self);
    if (m && (i < 0 || i >= m->size)) return raise_error(t, EXC_IndexError, "mmap index out of range");
    return m ? bytes_new(t, m->data + i, 1) : VALUE_ERROR;
}

static Value get_closed(Thread *t, Value self) { return from_bool(!mmap_of(self)->data); }
static Value m_sizeof(Thread *t, Value *a) { return from_small(obj_of(a[0])->type->size); }

/* -- Tables ---------------------------------------------------------------------------------------------- */

const TypeDef type_mmap = {
    .name = "mmap.mmap",
    .doc = "Memory that is mapped from a file, or shared with child processes.",
    .size = sizeof(Mmap),
    .weakrefs = true,
    .slots = { .repr = mmap_repr, .len = mmap_len, .getitem = mmap_getitem, .setitem = mmap_setitem,
               .item = mmap_item, .buffer = mmap_buffer },
    .new_ = { "__new__", mmap_new, "fileno, length, flags=1, prot=3, access=0, offset=0", NULL, 0 },
    .methods = (const FunctionDef[]){
        { "close", m_close, "", "Unmap the memory.", 0 },
        { "find", m_find, "sub, start=NULL, end=NULL, /", "Lowest place of sub from the position on, or -1.", FN_FORMAT },
        { "rfind", m_rfind, "sub, start=NULL, end=NULL, /", "Highest place of sub, or -1.", FN_FORMAT },
        { "flush", m_flush, "offset=0, size=NULL, /", "Write changes to the file.", 0 },
        { "madvise", m_madvise, "option, start=0, length=NULL, /", "Tell the system how it will be used.", 0 },
        { "move", m_move, "dest, src, count, /", "Copy bytes within.", 0 },
        { "read", m_read, "n=None, /", "Up to n bytes from the position on.", 0 },
        { "read_byte", m_read_byte, "", "The byte at the position.", 0 },
        { "readline", m_readline, "", "A line from the position on.", 0 },
        { "resize", m_resize, "newsize, /", "Change the size, and that of the file.", 0 },
        { "seek", m_seek, "pos, whence=0, /", "Set the position.", 0 },
        { "size", m_size, "", "The file's size.", 0 },
        { "tell", m_tell, "", "The position.", 0 },
        { "write", m_write, "bytes, /", "Write bytes at the position.", 0 },
        { "write_byte", m_write_byte, "byte, /", "Write a byte at the position.", 0 },
        { "__enter__", m_enter, "", NULL, 0 },
        { "__exit__", m_close, "*exc_info", NULL, 0 },
        { "__sizeof__", m_sizeof, "", NULL, 0 },
        { 0 } },
    .getsets = (const GetSetDef[]){ { "closed", get_closed, NULL, NULL }, { 0 } },
};

static bool init(Thread *t, Module *m) {
#define C(name) { #name, name }
    static const struct { const char *name; int value; } constants[] = {
        C(ACCESS_DEFAULT), C(ACCESS_READ), C(ACCESS_WRITE), C(ACCESS_COPY), C(MADV_DODUMP), C(MADV_DOFORK),
        C(MADV_DONTDUMP), C(MADV_DONTFORK), C(MADV_DONTNEED), C(MADV_FREE), C(MADV_HUGEPAGE), C(MADV_HWPOISON),
        C(MADV_MERGEABLE), C(MADV_NOHUGEPAGE), C(MADV_NORMAL), C(MADV_RANDOM), C(MADV_REMOVE), C(MADV_SEQUENTIAL),
        C(MADV_UNMERGEABLE), C(MADV_WILLNEED), C(MAP_ANON), C(MAP_ANONYMOUS), C(MAP_DENYWRITE), C(MAP_EXECUTABLE),
        C(MAP_POPULATE), C(MAP_PRIVATE), C(MAP_SHARED), C(MAP_STACK), C(PROT_EXEC), C(PROT_READ), C(PROT_WRITE),
    };
    for (size_t i = 0; i < ARRAY_LEN(constants); i++)
        if (!module_set(t, m, constants[i].name, from_small(constants[i].value)))
            return false;
    Value page = from_small(sysconf(_SC_PAGESIZE));
    return module_set(t, m, "PAGESIZE", page) && module_set(t, m, "ALLOCATIONGRANULARITY", page) &&
           module_set(t, m, "error", from_ptr(t->interp->exc_types[EXC_OSError]));
}

const ModuleDef mod_mmap = {
    .name = "mmap",
    .doc = "Memory mapped files.",
    .types = (const uint16_t[]){ T_MMAP, 0 },
    .init = init,
};
