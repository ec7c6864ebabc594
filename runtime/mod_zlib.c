/* zlib: deflate and its checksums, by the library of that name. */
#include "runtime/module_error.h"
#include "vm/lock.h"
#include "vm/object/container.h"
#include <limits.h>
#include <zlib.h>

enum {
    DEFLATED = Z_DEFLATED,
    DEF_MEM_LEVEL = 8,
    BLOCKS = 6,
    SPARE = (1 << MAX_WBITS) + 64,      /* inflate's window */
    FIRST_ROOM = 16 * 1024,
    LONG = 8 * 1024,                    /* worth letting the GIL go for */
    STEP = 1 << 30,                     /* z_stream counts in uInt */
};

/* A z_stream whose memory is the heap's. zlib asks for all of it when a stream is made; only inflate's window comes
 * later, when the GIL may be out of hand, and is kept ready for that. */
typedef struct Stream {
    z_stream z;
    Thread *t;                          /* who may allocate now; NULL: nobody */
    void *blocks[BLOCKS];               /* zlib's own pointers need not be first bytes */
    void *spare;
} Stream;

static void *stream_alloc(void *opaque, unsigned n, unsigned size) {
    Stream *s = opaque;
    size_t bytes = (size_t)n * size;
    int i = 0;
    while (i < BLOCKS && s->blocks[i]) i++;
    if (i == BLOCKS) return NULL;
    if (s->t) {
        s->blocks[i] = heap_new_leaf(&s->t->interp->heap, bytes);
    } else if (s->spare && bytes <= SPARE) {
        s->blocks[i] = s->spare;
        s->spare = NULL;
    }
    return s->blocks[i];
}
static void stream_free(void *opaque, void *p) {
    Stream *s = opaque;
    for (int i = 0; i < BLOCKS; i++)
        if (s->blocks[i] == p) s->blocks[i] = NULL;
    heap_free(p);
}
static void stream_init(Stream *s, Thread *t) {
    memset(s, 0, sizeof *s);
    s->z.zalloc = stream_alloc;
    s->z.zfree = stream_free;
    s->z.opaque = s;
    s->t = t;
}
static int inflate_init(Stream *s, Thread *t, int wbits) {
    stream_init(s, t);
    s->spare = heap_new_leaf(&t->interp->heap, SPARE);
    return s->spare ? inflateInit2(&s->z, wbits) : Z_MEM_ERROR;
}

/* -- Errors ---------------------------------------------------------------------------------------------- */

static Value zlib_class(Thread *t) { return from_ptr(t->interp->module_state[STATE_ZLIB]); }

static COLD Value fail(Thread *t, const Stream *s, int code, const char *what) {
    const char *text = s->z.msg;
    if (code == Z_VERSION_ERROR) text = "library version mismatch";
    else if (!text && code == Z_BUF_ERROR) text = "incomplete or truncated stream";
    else if (!text && code == Z_STREAM_ERROR) text = "inconsistent stream state";
    else if (!text && code == Z_DATA_ERROR) text = "invalid input data";
    if (!text) return raise_class(t, zlib_class(t), "Error %d %s", code, what);
    return raise_class(t, zlib_class(t), "Error %d %s: %s", code, what, text);
}
static COLD Value no_memory(Thread *t, const char *what) { return raise_error(t, EXC_MemoryError, "%s", what); }

/* -- Work ------------------------------------------------------------------------------------------------ */

/* Input that waits, output that grows. */
typedef struct Work {
    Stream *s;
    const char *data;
    size_t left;
    Buf out;
    size_t limit;                       /* of the output; 0: none */
    int (*run)(z_stream *z, int flush);
    int flush, last_flush, code;        /* last_flush: with the last piece of the input */
} Work;

static int64_t work_step(void *arg) {
    Work *w = arg;
    w->code = w->run(&w->s->z, w->left > w->s->z.avail_in ? w->flush : w->last_flush);
    return 0;
}

/* One call of zlib. false: no memory. */
static bool work_once(Thread *t, Work *w) {
    z_stream *z = &w->s->z;
    size_t room = w->out.len < FIRST_ROOM ? FIRST_ROOM : w->out.len < STEP ? w->out.len : STEP;
    if (w->limit && room > w->limit - w->out.len) room = w->limit - w->out.len;
    z->next_in = (Bytef *)(uintptr_t)w->data;
    z->avail_in = w->left < STEP ? (uInt)w->left : STEP;
    z->next_out = (Bytef *)buf_reserve(&w->out, room);
    if (!z->next_out) return raise_memory(t), false;
    z->avail_out = (uInt)room;
    uInt in = z->avail_in;
    if (in + room > LONG && in > LONG / 8) {
        int err;
        w->s->t = NULL;
        os_call(t, SYS_ZLIB, work_step, w, &err);
        w->s->t = t;
    } else {
        work_step(w);
    }
    w->data += in - z->avail_in;
    w->left -= in - z->avail_in;
    w->out.len += room - z->avail_out;
    return true;
}

/* Until all input is taken and nothing more comes out. */
static bool work_all(Thread *t, Work *w) {
    do {
        if (w->limit && w->out.len >= w->limit) return true;
        if (!work_once(t, w)) return false;
        if (w->code != Z_OK && w->code != Z_BUF_ERROR) return true;
    } while (w->s->z.avail_out == 0 || w->left > 0);
    return true;
}

static Value work_output(Thread *t, Work *w) {
    Value v = bytes_new(t, w->out.data, w->out.len);
    buf_free(&w->out);
    return v;
}

/* -- Functions ------------------------------------------------------------------------------------------- */

/* a: data, level, wbits */
static Value zlib_compress(Thread *t, Value *a) {
    int32_t level, wbits;
    BufferView view;
    Stream s;
    if (!get_buffer(t, a[0], &view)) return VALUE_ERROR;
    Value result = VALUE_ERROR;
    if (!as_int32(t, a[1], &level) || !as_int32(t, a[2], &wbits)) goto out;
    stream_init(&s, t);
    int code = deflateInit2(&s.z, level, DEFLATED, wbits, DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY);
    if (code == Z_OK) {
        Work w = { .s = &s, .data = view.data, .left = view.len, .run = deflate, .last_flush = Z_FINISH };
        bool ok = work_all(t, &w);
        if (ok && w.code != Z_STREAM_END) fail(t, &s, w.code, "while compressing data");
        deflateEnd(&s.z);
        if (ok && w.code == Z_STREAM_END) result = work_output(t, &w);
    } else if (code == Z_MEM_ERROR) {
        no_memory(t, "Out of memory while compressing data");
    } else if (code == Z_STREAM_ERROR) {
        raise_class(t, zlib_class(t), "Bad compression level");
    } else {
        fail(t, &s, code, "while compressing data");
    }
out:
    release_buffer(t, &view);
    return result;
}

/* a: data, wbits, bufsize */
static Value zlib_decompress(Thread *t, Value *a) {
    int32_t wbits;
    int64_t size;
    BufferView view;
    Stream s;
    if (!get_buffer(t, a[0], &view)) return VALUE_ERROR;
    Value result = VALUE_ERROR;
    if (!as_int32(t, a[1], &wbits) || !as_ssize(t, a[2], &size)) goto out;
    if (size < 0) {
        raise_value_error(t, "bufsize must be non-negative");
        goto out;
    }
    int code = inflate_init(&s, t, wbits);
    if (code == Z_OK) {
        Work w = { .s = &s, .data = view.data, .left = view.len, .run = inflate, .flush = Z_SYNC_FLUSH,
                   .last_flush = Z_FINISH };
        bool ok = work_all(t, &w);
        if (ok && w.code != Z_STREAM_END) {
            if (w.code == Z_MEM_ERROR) no_memory(t, "Out of memory while decompressing data");
            else fail(t, &s, w.code, "while decompressing data");
        }
        inflateEnd(&s.z);
        if (ok && w.code == Z_STREAM_END) result = work_output(t, &w);
    } else if (code == Z_MEM_ERROR) {
        no_memory(t, "Out of memory while decompressing data");
    } else {
        fail(t, &s, code, "while preparing to decompress data");
    }
out:
    release_buffer(t, &view);
    return result;
}

typedef struct Checksum { unsigned long value; const char *data; size_t len; bool crc; } Checksum;

static int64_t checksum(void *arg) {
    Checksum *c = arg;
    c->value = (c->crc ? crc32_z : adler32_z)(c->value, (const Bytef *)c->data, c->len);
    return 0;
}
static Value checksum_of(Thread *t, Value *a, bool crc) {
    BufferView view;
    if (!get_buffer(t, a[0], &view)) return VALUE_ERROR;
    Value start = number_index(t, a[1]), low = start ? int_and(t, start, from_small(UINT32_MAX)) : VALUE_ERROR;
    if (!low) {
        release_buffer(t, &view);
        return VALUE_ERROR;
    }
    Checksum c = { (unsigned long)small_of(low), view.data, view.len, crc };
    int err;
    if (view.len > 8 * LONG) os_call(t, SYS_ZLIB, checksum, &c, &err);
    else checksum(&c);
    release_buffer(t, &view);
    return from_small((int64_t)(c.value & 0xffffffff));
}
static Value zlib_crc32(Thread *t, Value *a) { return checksum_of(t, a, true); }
static Value zlib_adler32(Thread *t, Value *a) { return checksum_of(t, a, false); }

/* -- Objects that go on ---------------------------------------------------------------------------------- */

typedef struct ZlibStream {                    /* zlib.Compress or zlib.Decompress */
    Obj h;
    Stream s;
    Lock lock;                          /* while the GIL is out of hand */
    Value unused_data, unconsumed_tail, dictionary;     /* Decompress. dictionary: bytes-like or 0 */
    bool eof;
} ZlibStream;

static ZlibStream *zip_of(Value v) { return (ZlibStream *)obj_of(v); }

/* The lock and the argument's memory; false: an exception. */
static bool zip_enter(Thread *t, ZlibStream *z, Value data, BufferView *view) {
    if (!get_buffer(t, data, view)) return false;
    if (lock_take(t, &z->lock, INT64_MAX) > 0) {
        z->s.t = t;
        return true;
    }
    release_buffer(t, view);
    return false;
}
static void zip_leave(Thread *t, ZlibStream *z, BufferView *view) {
    z->s.t = NULL;
    lock_give(t, &z->lock);
    release_buffer(t, view);
}

/* a: level, method, wbits, memLevel, strategy, zdict */
static Value zlib_compressobj(Thread *t, Value *a) {
    int32_t level, method, wbits, memory, strategy;
    if (!as_int32(t, a[0], &level) || !as_int32(t, a[1], &method) || !as_int32(t, a[2], &wbits) ||
        !as_int32(t, a[3], &memory) || !as_int32(t, a[4], &strategy))
        return VALUE_ERROR;
    BufferView dict = { 0 };
    if (a[5] && !get_buffer(t, a[5], &dict)) return VALUE_ERROR;
    Value v = object_alloc(t, type_by_id(t, T_COMPRESS)), result = VALUE_ERROR;
    if (!v) goto out;
    ZlibStream *z = zip_of(v);
    stream_init(&z->s, t);
    int code = deflateInit2(&z->s.z, level, method, wbits, memory, strategy);
    if (code == Z_OK && a[5]) {
        code = dict.len > UINT_MAX ? Z_STREAM_ERROR
             : deflateSetDictionary(&z->s.z, (const Bytef *)dict.data, (uInt)dict.len);
        if (code != Z_OK)
            raise_value_error(t, code == Z_STREAM_ERROR ? "Invalid dictionary" : "deflateSetDictionary()");
        else result = v;
    } else if (code == Z_OK) {
        result = v;
    } else if (code == Z_MEM_ERROR) {
        no_memory(t, "Can't allocate memory for compression object");
    } else if (code == Z_STREAM_ERROR) {
        raise_value_error(t, "Invalid initialization option");
    } else {
        fail(t, &z->s, code, "while creating compression object");
    }
    z->s.t = NULL;
out:
    if (a[5]) release_buffer(t, &dict);
    return result;
}

static Value compress_compress(Thread *t, Value *a) {
    ZlibStream *z = zip_of(a[0]);
    BufferView view;
    if (!zip_enter(t, z, a[1], &view)) return VALUE_ERROR;
    Work w = { .s = &z->s, .data = view.data, .left = view.len, .run = deflate };
    Value result = VALUE_ERROR;
    if (work_all(t, &w))
        result = w.code == Z_STREAM_ERROR ? fail(t, &z->s, w.code, "while compressing data") : work_output(t, &w);
    zip_leave(t, z, &view);
    return result;
}

/* The end of a stream: what it gave, if zlib agrees. */
static Value finish(Thread *t, ZlibStream *z, Work *w, int (*end)(z_stream *), const char *what) {
    int code = end(&z->s.z);
    return code == Z_OK ? work_output(t, w) : fail(t, &z->s, code, what);
}

static Value compress_flush(Thread *t, Value *a) {
    ZlibStream *z = zip_of(a[0]);
    int32_t mode;
    BufferView none;
    if (!as_int32(t, a[1], &mode)) return VALUE_ERROR;
    if (mode == Z_NO_FLUSH) return bytes_new(t, "", 0);
    Value empty = bytes_new(t, "", 0), result = VALUE_ERROR;
    if (!empty || !zip_enter(t, z, empty, &none)) return VALUE_ERROR;
    Work w = { .s = &z->s, .data = "", .run = deflate, .flush = mode, .last_flush = mode };
    if (work_all(t, &w)) {
        int code = w.code;
        if (code == Z_STREAM_END && mode == Z_FINISH) {
            result = finish(t, z, &w, deflateEnd, "while finishing compression");
        } else if (code == Z_OK || code == Z_BUF_ERROR) {
            result = work_output(t, &w);
        } else {
            result = fail(t, &z->s, code, "while flushing");
        }
    }
    zip_leave(t, z, &none);
    return result;
}

/* copy() of both: what the library copies, and the rest. */
static Value zip_copy(Thread *t, Value self, int type, int (*copy)(z_stream *, z_stream *), const char *memory,
                      const char *what) {
    ZlibStream *z = zip_of(self), *new;
    Value v = object_alloc(t, type_by_id(t, type)), result = VALUE_ERROR;
    if (!v || lock_take(t, &z->lock, INT64_MAX) < 0) return VALUE_ERROR;
    new = zip_of(v);
    stream_init(&new->s, t);
    if (type == T_DECOMPRESS && !(new->s.spare = heap_new_leaf(&t->interp->heap, SPARE))) {
        no_memory(t, memory);
        goto out;
    }
    z->s.z.opaque = &new->s;            /* the library asks the source for memory */
    int code = copy(&new->s.z, &z->s.z);
    z->s.z.opaque = &z->s;
    if (code == Z_OK) {
        new->unused_data = z->unused_data;
        new->unconsumed_tail = z->unconsumed_tail;
        new->dictionary = z->dictionary;
        new->eof = z->eof;
        result = v;
    } else if (code == Z_STREAM_ERROR) {
        raise_value_error(t, "Inconsistent stream state");
    } else if (code == Z_MEM_ERROR) {
        no_memory(t, memory);
    } else {
        fail(t, &z->s, code, what);
    }
out:
    new->s.t = NULL;
    lock_give(t, &z->lock);
    return result;
}

static Value compress_copy(Thread *t, Value *a) {
    return zip_copy(t, a[0], T_COMPRESS, deflateCopy, "Can't allocate memory for compression object",
                    "while copying compression object");
}
static Value decompress_copy(Thread *t, Value *a) {
    return zip_copy(t, a[0], T_DECOMPRESS, inflateCopy, "Can't allocate memory for decompression object",
                    "while copying decompression object");
}

static bool set_dictionary(Thread *t, ZlibStream *z) {
    BufferView dict;
    if (!get_buffer(t, z->dictionary, &dict)) return false;
    int code = dict.len > UINT_MAX ? Z_DATA_ERROR
             : inflateSetDictionary(&z->s.z, (const Bytef *)dict.data, (uInt)dict.len);
    release_buffer(t, &dict);
    if (code != Z_OK) fail(t, &z->s, code, "while setting zdict");
    return code == Z_OK;
}

/* a: wbits, zdict */
static Value zlib_decompressobj(Thread *t, Value *a) {
    int32_t wbits;
    if (!as_int32(t, a[0], &wbits)) return VALUE_ERROR;
    if (a[1]) {
        BufferView dict;
        if (!get_buffer(t, a[1], &dict)) {
            if (!exc_matches(t, EXC_TypeError)) return VALUE_ERROR;
            exc_clear(t);
            return raise_type_error(t, "zdict argument must support the buffer protocol");
        }
        release_buffer(t, &dict);
    }
    Value v = object_alloc(t, type_by_id(t, T_DECOMPRESS)), empty = bytes_new(t, "", 0);
    if (!v || !empty) return VALUE_ERROR;
    ZlibStream *z = zip_of(v);
    z->unused_data = z->unconsumed_tail = empty;
    z->dictionary = a[1];
    int code = inflate_init(&z->s, t, wbits);
    Value result = VALUE_ERROR;
    if (code == Z_OK) {
        if (!a[1] || wbits >= 0 || set_dictionary(t, z)) result = v;
    } else if (code == Z_STREAM_ERROR) {
        raise_value_error(t, "Invalid initialization option");
    } else if (code == Z_MEM_ERROR) {
        no_memory(t, "Can't allocate memory for decompression object");
    } else {
        fail(t, &z->s, code, "while creating decompression object");
    }
    z->s.t = NULL;
    return result;
}

/* As work_all, and gives the dictionary when it is asked for. */
static bool unpack(Thread *t, ZlibStream *z, Work *w) {
    for (;;) {
        if (!work_all(t, w)) return false;
        if (w->code != Z_NEED_DICT || !z->dictionary) return true;
        if (!set_dictionary(t, z)) return false;
    }
}

/* What was not used is kept: behind the end of the data, or beyond max_length. */
static bool keep_rest(Thread *t, ZlibStream *z, Work *w) {
    if (w->code == Z_STREAM_END) {
        if (w->left) {
            Bytes *old = as_bytes(z->unused_data), *all = bytes_alloc(t, (size_t)old->len + w->left);
            if (!all) return false;
            memcpy(all->data, old->data, (size_t)old->len);
            memcpy(all->data + old->len, w->data, w->left);
            z->unused_data = from_ptr(all);
        }
        w->left = 0;
    }
    if (w->left || as_bytes(z->unconsumed_tail)->len) {
        Value rest = bytes_new(t, w->data, w->left);
        if (!rest) return false;
        z->unconsumed_tail = rest;
    }
    return true;
}

/* a: self, data, max_length */
static Value decompress_decompress(Thread *t, Value *a) {
    ZlibStream *z = zip_of(a[0]);
    int64_t limit;
    BufferView view;
    if (!as_ssize(t, a[2], &limit)) return VALUE_ERROR;
    if (limit < 0) return raise_value_error(t, "max_length must be non-negative");
    if (!zip_enter(t, z, a[1], &view)) return VALUE_ERROR;
    Work w = { .s = &z->s, .data = view.data, .left = view.len, .limit = (size_t)limit, .run = inflate,
               .flush = Z_SYNC_FLUSH, .last_flush = Z_SYNC_FLUSH };
    Value result = VALUE_ERROR;
    if (unpack(t, z, &w) && keep_rest(t, z, &w)) {
        if (w.code == Z_STREAM_END) z->eof = true;
        result = w.code == Z_STREAM_END || w.code == Z_OK || w.code == Z_BUF_ERROR
               ? work_output(t, &w) : fail(t, &z->s, w.code, "while decompressing data");
    }
    zip_leave(t, z, &view);
    return result;
}

/* a: self, length */
static Value decompress_flush(Thread *t, Value *a) {
    ZlibStream *z = zip_of(a[0]);
    int64_t length;
    BufferView view;
    if (!as_ssize(t, a[1], &length)) return VALUE_ERROR;
    if (length <= 0) return raise_value_error(t, "length must be greater than zero");
    if (!zip_enter(t, z, z->unconsumed_tail, &view)) return VALUE_ERROR;
    Work w = { .s = &z->s, .data = view.data, .left = view.len, .run = inflate, .last_flush = Z_FINISH };
    Value result = VALUE_ERROR;
    if (unpack(t, z, &w) && keep_rest(t, z, &w)) {
        z->eof |= w.code == Z_STREAM_END;
        result = w.code == Z_STREAM_END ? finish(t, z, &w, inflateEnd, "while finishing decompression")
                                        : work_output(t, &w);
    }
    zip_leave(t, z, &view);
    return result;
}

static Value get_unused_data(Thread *t, Value self) { return zip_of(self)->unused_data; }
static Value get_unconsumed_tail(Thread *t, Value self) { return zip_of(self)->unconsumed_tail; }
static Value get_eof(Thread *t, Value self) { return from_bool(zip_of(self)->eof); }

const TypeDef type_compress = {
    .name = "zlib.Compress",
    .size = sizeof(ZlibStream),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .methods = (const FunctionDef[]){
        { "compress", compress_compress, "data, /", "Take in data; returns what is ready of the compressed.", 0 },
        { "flush", compress_flush, "mode=4, /", "What is left; Z_FINISH ends the stream.", 0 },
        { "copy", compress_copy, "", "Another object in the same state.", 0 },
        { "__copy__", compress_copy, "", NULL, 0 },
        { "__deepcopy__", compress_copy, "memo, /", NULL, 0 },
        { 0 } },
};

const TypeDef type_decompress = {
    .name = "zlib.Decompress",
    .size = sizeof(ZlibStream),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .methods = (const FunctionDef[]){
        { "decompress", decompress_decompress, "data, /, max_length=0",
          "Take in compressed data; returns up to max_length bytes.", 0 },
        { "flush", decompress_flush, "length=16384, /", "All that can still be had.", 0 },
        { "copy", decompress_copy, "", "Another object in the same state.", 0 },
        { "__copy__", decompress_copy, "", NULL, 0 },
        { "__deepcopy__", decompress_copy, "memo, /", NULL, 0 },
        { 0 } },
    .getsets = (const GetSetDef[]){
        { "unused_data", get_unused_data, member_readonly, "What followed the compressed data." },
        { "unconsumed_tail", get_unconsumed_tail, member_readonly, "Input that max_length left over." },
        { "eof", get_eof, member_readonly, "Has the end of the compressed data been reached?" },
        { 0 } },
};

static bool init(Thread *t, Module *m) {
#define C(name) { #name, name }
    static const struct { const char *name; int value; } constants[] = {
        C(MAX_WBITS), C(DEFLATED), C(DEF_MEM_LEVEL), { "DEF_BUF_SIZE", 16384 },
        C(Z_NO_COMPRESSION), C(Z_BEST_SPEED), C(Z_BEST_COMPRESSION), C(Z_DEFAULT_COMPRESSION), C(Z_DEFAULT_STRATEGY),
        C(Z_FILTERED), C(Z_HUFFMAN_ONLY), C(Z_RLE), C(Z_FIXED), C(Z_NO_FLUSH), C(Z_PARTIAL_FLUSH), C(Z_SYNC_FLUSH),
        C(Z_FULL_FLUSH), C(Z_FINISH), C(Z_BLOCK), C(Z_TREES),
    };
    for (size_t i = 0; i < ARRAY_LEN(constants); i++)
        if (!module_set(t, m, constants[i].name, from_small(constants[i].value))) return false;
    Value error = module_error_new(t, m, "zlib.error", from_ptr(t->interp->exc_types[EXC_Exception]));
    t->interp->module_state[STATE_ZLIB] = error ? obj_of(error) : NULL;
    return error && module_set(t, m, "ZLIB_VERSION", str_from_cstr(t, ZLIB_VERSION)) &&
           module_set(t, m, "ZLIB_RUNTIME_VERSION", str_from_cstr(t, zlibVersion())) &&
           module_set(t, m, "__version__", str_from_cstr(t, "1.0"));
}

const ModuleDef mod_zlib = {
    .name = "zlib",
    .doc = "Compression as in gzip and PNG files, by the library zlib.",
    .functions = (const FunctionDef[]){
        { "adler32", zlib_adler32, "data, value=1, /", "The Adler-32 checksum of data, going on from value.", 0 },
        { "compress", zlib_compress, "data, /, level=-1, wbits=15", "The data, compressed.", 0 },
        { "compressobj", zlib_compressobj, "level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=NULL",
          "An object that compresses piece by piece.", 0 },
        { "crc32", zlib_crc32, "data, value=0, /", "The CRC-32 of data, going on from value.", 0 },
        { "decompress", zlib_decompress, "data, /, wbits=15, bufsize=16384", "What compressed data was before.", 0 },
        { "decompressobj", zlib_decompressobj, "wbits=15, zdict=NULL",
          "An object that decompresses piece by piece.", 0 },
        { 0 } },
    .init = init,
};
