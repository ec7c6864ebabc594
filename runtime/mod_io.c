/* _io: open(), the standard streams, and writing out what waits at the end. */
#include "runtime/io.h"
#include "vm/base/plat.h"
#include "vm/object/codec.h"
#include "vm/thread.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* -- open() -------------------------------------------------------------------------------------------------------- */

typedef struct Mode { bool text, binary, creating, reading, writing, appending, updating; char raw[4]; } Mode;

static bool parse_mode(Thread *t, Value mode, Mode *m) {
    *m = (Mode){ 0 };
    if (!is_str(mode)) return raise_type_error(t, "open() argument 'mode' must be str, not %V", mode), false;
    Str *s = as_str(mode);
    size_t n = 0;
    bool bad = false;
    for (int64_t i = 0; i < s->len; i++) {
        uint32_t c = str_at(s, i);
        bool *flag = c == 'x' ? &m->creating : c == 'r' ? &m->reading : c == 'w' ? &m->writing : c == 'a'
            ? &m->appending
                   : c == '+' ? &m->updating : c == 't' ? &m->text : c == 'b' ? &m->binary : NULL;
        if (!flag || *flag) {
            bad = true;
            break;
        }
        *flag = true;
        if (c != 't' && c != 'b' && n < 3) m->raw[n++] = (char)c;
    }
    if (bad) return raise_value_error(t, "invalid mode: %R", mode), false;
    if (m->text && m->binary) return raise_value_error(t, "can't have text and binary mode at once"), false;
    if (m->creating + m->reading + m->writing + m->appending > 1)
        return raise_value_error(t, "must have exactly one of create/read/write/append mode"), false;
    return true;
}

/* open(file, mode, buffering, encoding, errors, newline, closefd, opener) */
Value io_open(Thread *t, Value *a) {
    Mode m;
    int64_t buffering;
    int isatty_ = 0;
    Value file = a[0];
    int64_t fd;
    if (!is_int(file) && type_of(t, file)->slots.index && !(file = number_index(t, file))) return VALUE_ERROR;
    if (is_int(file) && (!int_fits_int64(file, &fd) || fd != (int)fd))
        return raise_type_error(t, "expected str, bytes or os.PathLike object, not %T", a[0]);
    if (!is_int(file) && !(file = fs_path(t, file))) return VALUE_ERROR;
    if (!parse_mode(t, a[1], &m) || !as_int64(t, a[2], &buffering)) return VALUE_ERROR;
    for (int i = 3; i <= 5; i++)
        if (a[i] != VALUE_NONE && !is_str(a[i])) {
            static const char *const names[] = { "encoding", "errors", "newline" };
            return raise_type_error(t, "open() argument '%s' must be str or None, not %V", names[i - 3], a[i]);
        }
    if (m.binary) {
        static const char *const what[] = { "an encoding", "an errors", "a newline" };
        for (int i = 3; i <= 5; i++)
            if (a[i] != VALUE_NONE) return raise_value_error(t, "binary mode doesn't take %s argument", what[i - 3]);
        if (buffering == 1 &&
            !warn(t, EXC_RuntimeWarning, 1,
                  "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used"))
            return VALUE_ERROR;
    }
    int closefd = truth_of(t, a[6]);
    Value raw = closefd < 0 ? VALUE_ERROR : raw_open(t, file, m.raw, closefd, a[7]), result;
    if (!raw) return VALUE_ERROR;
    RawFile *r = (RawFile *)obj_of(raw);
    bool line_buffering = buffering == 1 && !m.binary;
    if (buffering < 0 || buffering == 1) {
        isatty_ = buffering < 0 && isatty(r->fd);
        struct stat st;
        buffering = os_fstat(t, r->fd, &st) == 0 && st.st_blksize > 1 ? st.st_blksize : IO_BUFFER_SIZE;
        if (!m.binary) line_buffering |= isatty_;
    }
    if (buffering == 0) {
        if (m.binary) return raw;
        result = raise_value_error(t, "can't have unbuffered text I/O");
    } else {
        int id = m.updating ? T_BUFFERED_RANDOM : m.reading ? T_BUFFERED_READER : T_BUFFERED_WRITER;
        result = buffered_new(t, id, raw, buffering);
        if (result && !m.binary) {
            result = text_new(t, result, a[3], a[4], a[5], line_buffering, false);
            if (result && !set_attr(t, result, NAME(t, mode), a[1])) result = VALUE_ERROR;
        }
    }
    if (result) return result;
    Value exc = exc_fetch(t);                           /* the descriptor must not leak */
    if (!call_method0(t, raw, NAME(t, close))) exc_clear(t);
    exc_restore(t, exc);
    return VALUE_ERROR;
}

static Value io_open_code(Thread *t, Value *a) {
    Value args[8] = {
        a[0], str_from_cstr(t, "rb"), from_small(-1), VALUE_NONE, VALUE_NONE, VALUE_NONE, VALUE_TRUE, VALUE_NONE
    };
    return io_open(t, args);
}
static Value io_text_encoding(Thread *t, Value *a) { return a[0] == VALUE_NONE ? str_from_cstr(t, "locale") : a[0]; }

/* -- Flushing ------------------------------------------------------------------------------------------------------ */

/* What a file of ours writes through: itself, or what a text file sits on. NULL: something else. */
static Buffered *buffer_below(Thread *t, Value file) {
    Value buffer = is_file(t, file, T_TEXT_FILE) ? ((TextFile *)obj_of(file))->buffer : file;
    return buffer && (is_file(t, buffer, T_BUFFERED_WRITER) || is_file(t, buffer, T_BUFFERED_RANDOM))
               ? (Buffered *)obj_of(buffer) : NULL;
}
static int fd_below(Thread *t, Value file) {
    Buffered *b = buffer_below(t, file);
    return b && b->raw && is_file(t, b->raw, T_RAW_FILE) ? ((RawFile *)obj_of(b->raw))->fd : -1;
}
static bool is_on_disk(Thread *t, Value file) {
    struct stat st;
    int fd = fd_below(t, file);
    return fd > 2 && os_fstat(t, fd, &st) == 0 && S_ISREG(st.st_mode);
}

static COLD bool lock_contended(Thread *t, Lock *l, Value file) {
    enum { PATIENCE_NS = 50 * 1000 * 1000 };            /* at the end a daemon may hold it for ever: that once */
    IoState *s = io_state(t);
    if (!thread_by_id(t->interp, l->owner)) {
        l->owner = t->id;
        return true;
    }
    if (t->interp->finalizing && !s->deadline) s->deadline = plat_monotonic_ns() + PATIENCE_NS;
    int64_t deadline = t->interp->finalizing ? s->deadline : INT64_MAX;
    int r = lock_take(t, l, deadline);
    if (r == 0)
        raise_error(t, EXC_RuntimeError, "could not acquire lock for %R at interpreter shutdown, possibly due to daemon threads",
                    file);
    return r > 0;
}

bool io_lock(Thread *t, Lock *l, Value file, bool owner_too, bool *mine) {
    *mine = true;
    if (likely(!l->owner)) {
        l->owner = t->id;
        return true;
    }
    if (l->owner != t->id) return lock_contended(t, l, file);
    *mine = false;
    if (!owner_too) raise_error(t, EXC_RuntimeError, "reentrant call inside %R", file);
    return owner_too;
}

/* The files that wait to be written, as they are now: the list changes while they are. NULL: MemoryError. */
static Tuple *dirty_files(Thread *t) {
    IoState *s = io_state(t);
    Tuple *files = tuple_alloc(t, s->ndirty);
    if (files && s->ndirty) memcpy(files->items, s->dirty, (size_t)s->ndirty * sizeof(Value));
    return files;
}

static bool flush_file(Thread *t, Value file) {
    return is_file(t, file, T_TEXT_FILE) ? text_flush(t, (TextFile *)obj_of(file))
                                         : buffered_flush(t, (Buffered *)obj_of(file));
}

bool io_flush_dirty(Thread *t, int fd) {
    struct stat mine, other;
    bool ok = true;
    if (fd >= 0 && os_fstat(t, fd, &mine) != 0) return true;
    Tuple *files = dirty_files(t);
    if (!files) return false;
    for (int64_t i = 0; i < files->len; i++) {
        int below = fd_below(t, files->items[i]);
        if (fd >= 0 &&
            (below < 0 || os_fstat(t, below, &other) != 0 || other.st_ino != mine.st_ino ||
             other.st_dev != mine.st_dev))
            continue;
        if (!flush_file(t, files->items[i])) {
            if (fd < 0) exc_clear(t);
            ok = false;
        }
    }
    return ok;
}

void files_flush(Thread *t) {
    IoState *s = io_state(t);
    if (!s || !s->ndirty || t->exc) return;
    Tuple *files = dirty_files(t);
    for (int64_t i = 0; files && i < files->len; i++) {
        Value file = files->items[i];
        Buffered *b = buffer_below(t, file);
        if (!b || b->lock.owner || !is_on_disk(t, file)) continue;
        if (!flush_file(t, file)) exc_clear(t);         /* it waits on: whoever closes it will hear of it */
    }
    exc_clear(t);
}

/* One of sys.stdout and sys.stderr, or a level of it? */
static bool is_standard(Thread *t, Value file) {
    Str *const names[] = { NAME(t, stdout), NAME(t, stderr) };
    int fd = fd_below(t, file);
    for (int i = 0; i < 2 && fd >= 0; i++) {
        Value f = dict_get_str(t, t->interp->sys->dict, names[i]);
        if (f && fd_below(t, f) == fd) return true;
    }
    return false;
}

void files_forget(Thread *t, bool streams) {
    IoState *s = io_state(t);
    for (int64_t i = s ? s->ndirty : 0; i-- > 0;) {
        Value file = s->dirty[i];
        Buffered *b = buffer_below(t, file);
        if (!b || b->lock.owner == t->id || !(is_on_disk(t, file) || (streams && is_standard(t, file)))) continue;
        if (is_file(t, file, T_TEXT_FILE)) {
            TextFile *f = (TextFile *)obj_of(file);
            buf_clear(&f->pending);
            f->dirty = false;
        } else {
            b->pos = b->end = 0;
            b->writing = b->dirty = false;
        }
        io_note_clean(t, file);
    }
}

/* A file that waits to be written, out of the collector's sight. */
typedef struct Hidden { uintptr_t file; bool gone; } Hidden;

static void note_gone(void *file, void *hidden) { ((Hidden *)hidden)->gone = true; }

static bool is_ours_alone(Thread *t, Value file) {
    return is_exact(t, file, T_TEXT_FILE) || is_exact(t, file, T_BUFFERED_WRITER) ||
           is_exact(t, file, T_BUFFERED_RANDOM);
}

/* No value may be left on the stack. */
static NOINLINE Hidden *hide_dirty(Thread *t, IoState *s) {
    Hidden *h = s->ndirty ? calloc((size_t)s->ndirty, sizeof *h) : NULL;
    for (int64_t i = 0; h && i < s->ndirty; i++) {
        if (!is_ours_alone(t, s->dirty[i]) || !heap_finalizer(obj_of(s->dirty[i]), note_gone, &h[i])) continue;
        h[i].file = ~(uintptr_t)s->dirty[i];
        s->dirty[i] = VALUE_NULL;
    }
    return h;
}

void files_collect(Thread *t) {
    IoState *s = io_state(t);
    int64_t n = s ? s->ndirty : 0;
    Hidden *h = s ? hide_dirty(t, s) : NULL;
    heap_collect();
    for (int64_t i = 0; h && i < n; i++)                /* what is to be finalized is still whole */
        if (h[i].file) s->dirty[i] = (Value)~h[i].file;
    heap_run_finalizers();
    Tuple *gone = h ? tuple_alloc(t, n) : NULL;
    for (int64_t i = 0; h && i < n; i++) {
        if (h[i].file && !h[i].gone) (void)heap_finalizer_drop(obj_of(s->dirty[i]));
        else if (h[i].file && gone) gone->items[i] = s->dirty[i];
    }
    free(h);
    struct DelNode *held = finalizers_hold(t);          /* what is below closes itself, but only then */
    for (int64_t i = 0; gone && i < n; i++)
        if (gone->items[i] && !flush_file(t, gone->items[i])) exc_clear(t);
    exc_clear(t);
    finalizers_let_go(t, held);
    finalizers_run(t);
}

bool descriptors_reclaim(Thread *t, bool flush) {
    IoState *s = io_state(t);
    if (!s || s->reclaiming || t->exc) return false;
    s->reclaiming = true;                               /* finalizers may open files, too */
    if (flush && !io_flush_dirty(t, -1)) exc_clear(t);
    heap_collect();
    finalizers_run(t);
    s->reclaiming = false;
    return true;
}

bool streams_flush(Thread *t) {
    bool ok = true;
    Str *const names[] = { NAME(t, stdout), NAME(t, stderr) };
    for (int i = 0; i < 2; i++) {
        Value f = dict_get_str(t, t->interp->sys->dict, names[i]);
        if (!f || f == VALUE_NONE) continue;
        int closed = io_closed(t, f);
        if (closed < 0) exc_clear(t);               /* no file at all: flushing says so */
        if (closed > 0 || call_method0(t, f, NAME(t, flush))) continue;
        if (i == 0) {
            error_unraisable(t, f);
            ok = false;
        }
        exc_clear(t);
    }
    io_flush_dirty(t, -1);
    exc_clear(t);
    return ok;
}

/* -- The standard streams ------------------------------------------------------------------------------------------ */

/* PYTHONIOENCODING is encoding:errors; each may be left out. An encoding alone is meant strictly. */
static bool stream_codec(Thread *t, int fd, Value *encoding, Value *errors) {
    const Options *o = t->interp->options;
    const char *set = o->ignore_environment ? NULL : getenv("PYTHONIOENCODING"), *colon = set ? strchr(set, ':') : NULL;
    size_t n = !set ? 0 : colon ? (size_t)(colon - set) : strlen(set);
    char name[64] = "utf-8";
    if (n && n < sizeof name) {
        memcpy(name, set, n);
        name[n] = 0;
        CodecId id = codec_find(name);
        if (id != CODEC_UNKNOWN) snprintf(name, sizeof name, "%s", codec_name(id));
    }
    *encoding = n < sizeof name ? str_from_cstr(t, name) : str_from_utf8_lossy(t, set, n, "replace");
    *errors = fd == 2 ? str_from_cstr(t, "backslashreplace")
              : colon && colon[1] ? str_from_utf8_lossy(t, colon + 1, strlen(colon + 1), "replace")
              : !n && o->forgiving_streams ? NAMEV(t, surrogateescape) : NAMEV(t, strict);
    return *encoding && *errors;
}

static bool make_stream(Thread *t, int fd, const char *name, const char *mode) {
    static const char *const shown[] = { "<stdin>", "<stdout>", "<stderr>" };
    struct stat st;
    Value stream = VALUE_NONE;
    if (os_fstat(t, fd, &st) == 0) {
        bool out = fd > 0, unbuffered = out && t->interp->options->unbuffered;
        Value raw = raw_open(t, from_small(fd), mode, false, VALUE_NONE);
        Value buffer = !raw || unbuffered
                           ? raw : buffered_new(t, out ? T_BUFFERED_WRITER : T_BUFFERED_READER, raw, IO_BUFFER_SIZE);
        bool tty = isatty(fd);
        if (raw) finalizer_drop(t, raw);            /* it closes nothing */
        if (!buffer || !set_attr(t, raw, NAME(t, name), str_from_cstr(t, shown[fd]))) return false;
        Value encoding, errors;
        if (!stream_codec(t, fd, &encoding, &errors)) return false;
        stream = text_new(t, buffer, encoding, errors, from_ptr(t->interp->latin1['\n']),
                          !unbuffered && (fd == 2 || (out && tty)), t->interp->options->unbuffered);
        if (!stream || !set_attr(t, stream, NAME(t, mode), str_from_cstr(t, out ? "w" : "r"))) return false;
    }
    Value dunder = str_format(t, "__%s__", name);
    return dunder && module_set(t, t->interp->sys, name, stream) && dict_set(t, t->interp->sys->dict, dunder, stream);
}

bool streams_init(Thread *t) {
    IoState *s = heap_alloc_uncollectable(sizeof *s);
    if (!s) return false;
    t->interp->module_state[STATE_IO] = s;
    bool done = make_stream(t, 0, "stdin", "r") && make_stream(t, 1, "stdout", "w") && make_stream(t, 2, "stderr", "w");
    t->interp->heap.finalizers_ready = NULL;        /* so far there is nothing to finalize at the end */
    return done;
}

/* -- The module ---------------------------------------------------------------------------------------------------- */

static const FunctionDef functions[] = {
    { "open_code", io_open_code, "path", "Open a file of code for reading.", 0 },
    { "text_encoding", io_text_encoding, "encoding, stacklevel=2, /", NULL, 0 },
    { 0 }
};
static const uint16_t types[] = {
    T_IO_BASE, T_RAW_IO_BASE, T_BUFFERED_IO_BASE, T_TEXT_IO_BASE, T_RAW_FILE, T_BUFFERED_READER, T_BUFFERED_WRITER,
    T_BUFFERED_RANDOM, T_TEXT_FILE, T_STRING_IO, T_BYTES_IO, 0
};

static bool init(Thread *t, Module *m) {
    Dict *ns = dict_new(t);
    Value bases =
        tuple_pack2(t, from_ptr(t->interp->exc_types[EXC_OSError]), from_ptr(t->interp->exc_types[EXC_ValueError]));
    if (!ns || !bases || !dict_set_str(t, ns, NAME(t, __module__), str_from_cstr(t, "io"))) return false;
    Value args[3] = { str_from_cstr(t, "UnsupportedOperation"), bases, from_ptr(ns) };
    Value cls = call_value(t, from_ptr(type_by_id(t, T_TYPE)), args, 3, NULL);
    io_state(t)->unsupported = cls;
    Value open_ = dict_get_cstr(t, t->interp->builtins, "open");        /* one function in two places */
    return cls && module_set(t, m, "UnsupportedOperation", cls) && (!open_ || module_set(t, m, "open", open_)) &&
           module_set(t, m, "BlockingIOError", from_ptr(t->interp->exc_types[EXC_BlockingIOError])) &&
           module_set(t, m, "DEFAULT_BUFFER_SIZE", from_small(IO_BUFFER_SIZE));
}

const ModuleDef mod_io = { .name = "_io", .doc = "Files.", .functions = functions, .types = types, .init = init };
