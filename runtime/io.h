/* _io: what its files share.  A text file sits on a buffered one, which sits on a raw one; each level may also be any
 * Python object with the right methods, so calls between levels go straight only when the other type is exactly ours. */
#pragma once
#include "vm/base/buf.h"
#include "vm/lock.h"
#include "vm/native.h"

enum { IO_BUFFER_SIZE = 8192 };

typedef struct RawFile {
    Obj h;
    Attrs attrs;                /* name, and whatever programs set */
    Value outer;                /* the buffered or text file that it is part of, for the warning; or 0 */
    int fd;                     /* -1: closed */
    bool created, readable, writable, appending, closefd;
    int8_t seekable;            /* 1, 0, -1: not asked yet */
} RawFile;

/* Reader, writer, or both.  While reading, buf[pos, end) is what came and was not given out; while writing, buf[0, end)
 * waits to be written.  Never both. */
typedef struct Buffered {
    Obj h;
    Attrs attrs;
    Value raw;                  /* 0: not initialised, or detached */
    char *buf;
    int64_t cap, pos, end;
    bool readable, writable, writing, dirty;
    Lock lock;                  /* whoever uses buf has it: calls of the raw file let other threads run */
} Buffered;

typedef struct TextFile {
    Obj h;
    Attrs attrs;                /* mode */
    Value buffer;               /* 0: not initialised, or detached */
    Value encoding, errors;     /* str */
    const char *codec, *handler;
    Value newline;              /* None or str, as given */
    bool universal;             /* lines end at \n, \r and \r\n */
    bool translate;             /* what is read has these turned into \n */
    bool line_buffering, write_through, dirty;
    bool no_tell;               /* a loop takes the lines: tell() is refused, as in CPython, where it would be wrong */
    bool reading, eof, started; /* started: text was written, no byte order mark any more */
    bool own_decoder;           /* utf-8, latin-1, ascii: decoded piece by piece */
    Buf pending;                /* encoded text that waits to be written */
    Str *text;                  /* decoded, not given out from at on */
    int64_t at;
    Buf chunk;                  /* the bytes that text was decoded from */
    uint8_t newlines;           /* kinds of line ends that have come: 1 \r, 2 \n, 4 \r\n */
    Buf tail;                   /* bytes that do not make a character yet, or a \r whose partner may come */
    Lock lock;                  /* whoever reads has it */
} TextFile;

typedef struct IoState {
    Value unsupported;          /* io.UnsupportedOperation */
    Value *dirty;               /* files with text or bytes that wait to be written; kept alive until they are */
    int64_t ndirty, cap;
    bool reclaiming;            /* descriptors_reclaim() is at work */
    int64_t deadline;           /* at the end of the program: until when locks are waited for; 0: none was */
} IoState;
static inline IoState *io_state(Thread *t) { return t->interp->module_state[STATE_IO]; }

/* The lock of a file. A thread that has it already gets RuntimeError, if `owner_too` does not let it in; a lock whose
 * owner is gone, after a fork, is free. *mine says whether io_unlock() is due. */
MUST_CHECK bool io_lock(Thread *t, Lock *l, Value file, bool owner_too, bool *mine);
bool io_note_dirty(Thread *t, Value file);              /* false: MemoryError */
void io_note_clean(Thread *t, Value file);
/* Writes what waits in files on the same inode as fd (-1: all files); what fails stays. False: something failed. */
bool io_flush_dirty(Thread *t, int fd);
Value io_unsupported(Thread *t, const char *what);
MUST_CHECK bool io_target(Thread *t, const char *method, Value v, BufferView *out);     /* a buffer to read into */
MUST_CHECK bool io_size(Thread *t, Value v, int64_t *n);  /* an optional size: None leaves *n as it is */
MUST_CHECK bool io_check_open(Thread *t, Value file);   /* ValueError: I/O operation on closed file. */
int io_closed(Thread *t, Value file);                   /* its `closed`: 1, 0, -1 */
Value io_call(Thread *t, Value obj, const char *method);
Value io_call1(Thread *t, Value obj, const char *method, Value arg);
bool io_true(Thread *t, Value obj, const char *method, int *out);   /* truth of obj.method() */

/* -1: end of a non-blocking file's data (None in Python); -2: exception. */
int64_t raw_read(Thread *t, Value raw, char *buf, int64_t n);
int64_t raw_write(Thread *t, Value raw, const char *buf, int64_t n);
Value raw_open(Thread *t, Value file, const char *mode, bool closefd, Value opener);

/* Of this type or one made of it? (All of them have the kind of IOBase.) */
static inline bool is_file(Thread *t, Value v, int type_id) {
    return is_ptr(v) && is_instance_of(t, v, type_by_id(t, type_id));
}
/* Tells the raw file below which file it is part of. */
void raw_set_outer(Thread *t, Value raw, Value outer);

Value buffered_new(Thread *t, int type_id, Value raw, int64_t size);
MUST_CHECK bool buffered_write(Thread *t, Buffered *b, const char *data, int64_t n);
MUST_CHECK bool buffered_lock(Thread *t, Buffered *b);
void buffered_unlock(Thread *t, Buffered *b);
MUST_CHECK bool buffered_write_locked(Thread *t, Buffered *b, const char *data, int64_t n);
MUST_CHECK bool buffered_flush(Thread *t, Buffered *b);
/* Up to n bytes with at most one raw read (n < 0: what one read gives); appended to out. */
MUST_CHECK bool buffered_read1(Thread *t, Buffered *b, int64_t n, Buf *out);

Value text_new(Thread *t, Value buffer, Value encoding, Value errors, Value newline, bool line_buffering, bool write_through);
MUST_CHECK bool text_flush(Thread *t, TextFile *f);
MUST_CHECK bool text_write_pending(Thread *t, TextFile *f);
