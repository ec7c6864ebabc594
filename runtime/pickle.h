/* What the parts of _pickle share. Writing: pickle_write.c (bytes, frames, memo), pickle_dump.c (built-in types),
 * pickle_reduce.c (globals and everything else). Reading: pickle_read.c (input, stack, memo), pickle_load.c (the
 * instructions), pickle_build.c (globals and instances). mod_pickle.c shows it all to Python. */
#pragma once
#include "runtime/module_error.h"
#include "vm/object/container.h"

enum { PICKLE_DEFAULT = 4, PICKLE_HIGHEST = 5 };

enum PickleOp {
    P_MARK = '(', P_STOP = '.', P_POP = '0', P_POP_MARK = '1', P_DUP = '2', P_FLOAT = 'F', P_INT = 'I',
    P_BININT = 'J', P_BININT1 = 'K', P_LONG = 'L', P_BININT2 = 'M', P_NONE = 'N', P_PERSID = 'P', P_BINPERSID = 'Q',
    P_REDUCE = 'R', P_STRING = 'S', P_BINSTRING = 'T', P_SHORT_BINSTRING = 'U', P_UNICODE = 'V', P_BINUNICODE = 'X',
    P_APPEND = 'a', P_BUILD = 'b', P_GLOBAL = 'c', P_DICT = 'd', P_EMPTY_DICT = '}', P_APPENDS = 'e', P_GET = 'g',
    P_BINGET = 'h', P_INST = 'i', P_LONG_BINGET = 'j', P_LIST = 'l', P_EMPTY_LIST = ']', P_OBJ = 'o', P_PUT = 'p',
    P_BINPUT = 'q', P_LONG_BINPUT = 'r', P_SETITEM = 's', P_TUPLE = 't', P_EMPTY_TUPLE = ')', P_SETITEMS = 'u',
    P_BINFLOAT = 'G', P_PROTO = 0x80, P_NEWOBJ = 0x81, P_EXT1 = 0x82, P_EXT2 = 0x83, P_EXT4 = 0x84, P_TUPLE1 = 0x85,
    P_TUPLE2 = 0x86, P_TUPLE3 = 0x87, P_NEWTRUE = 0x88, P_NEWFALSE = 0x89, P_LONG1 = 0x8a, P_LONG4 = 0x8b,
    P_BINBYTES = 'B', P_SHORT_BINBYTES = 'C', P_SHORT_BINUNICODE = 0x8c, P_BINUNICODE8 = 0x8d, P_BINBYTES8 = 0x8e,
    P_EMPTY_SET = 0x8f, P_ADDITEMS = 0x90, P_FROZENSET = 0x91, P_NEWOBJ_EX = 0x92, P_STACK_GLOBAL = 0x93,
    P_MEMOIZE = 0x94, P_FRAME = 0x95, P_BYTEARRAY8 = 0x96, P_NEXT_BUFFER = 0x97, P_READONLY_BUFFER = 0x98
};

typedef struct PickleState {
    Value pickle_error, pickling_error, unpickling_error;
    Value copyreg;                          /* the module; 0: not imported yet */
    Value compat;                           /* _compat_pickle, likewise */
    Str *persistent_id, *persistent_load, *dispatch_table, *reducer_override, *newobj, *newobj_ex, *find_class, *readinto,
        *peek, *extend, *append, *add, *getinitargs, *getnewargs, *getnewargs_ex, *dict, *class_;
} PickleState;
static inline PickleState *pickle_state(Thread *t) { return t->interp->module_state[STATE_PICKLE]; }
/* An attribute of copyreg or _compat_pickle. */
Value pickle_copyreg(Thread *t, const char *name);
Value pickle_compat(Thread *t, const char *name);
/* Protocols below 3 are shared with Python 2, which has other names for some things: turns module and name into what the
 * two maps of _compat_pickle say. false: raised. */
MUST_CHECK bool pickle_rename(Thread *t, const char *names, const char *modules, Value *module, Value *name);

/* -- Writing --------------------------------------------------------------------------------------------- */

/* Objects seen, by identity. */
typedef struct MemoEntry { Value key; int64_t index; } MemoEntry;
typedef struct PickleMemo {
    MemoEntry *table;                       /* mask + 1 entries; key 0: free */
    int64_t mask, used;
} PickleMemo;

/* What was found out about a class: its instances can be written from their shape. */
typedef struct PlainClass { Type *type; Shape *shape; uint32_t version; bool plain; } PlainClass;
enum { PLAIN_CLASSES = 16 };

/* A large piece of the pickle that lies in memory of its owner, which does not change: it belongs at place `at` of out. */
typedef struct PicklePart { size_t at, n; const void *data; Value owner; } PicklePart;

typedef struct Pickler Pickler;
struct Pickler {
    Obj h;
    Bytes *out;                             /* written so far: len of cap bytes */
    size_t len, cap;
    PicklePart *parts;                      /* in this order; whoever sets `gathers` puts it together */
    size_t nparts, parts_cap;
    bool gathers;
    int64_t frame_start;                    /* place of the open frame's head in out, or -1 */
    int proto;
    bool ready, bin, fast, fix_imports, framing;
    Value write;                            /* the file's; 0: everything is collected in out */
    Value persistent_id, dispatch_table, reducer_override, buffer_callback;     /* or 0 */
    PickleMemo memo;
    Dict *fast_seen;                        /* fast mode: containers being written, once it is deep */
    int64_t fast_depth;
    PlainClass plain[PLAIN_CLASSES];
};

MUST_CHECK bool pickler_setup(Thread *t, Pickler *p, Value protocol, Value fix_imports, Value buffer_callback);
MUST_CHECK bool pickler_dump(Thread *t, Pickler *p, Value v);       /* a whole pickle */
Value pickler_result(Thread *t, Pickler *p);                        /* out as bytes */
MUST_CHECK bool pickler_flush(Thread *t, Pickler *p);

/* Room for n more bytes, in a frame if there are frames. NULL: MemoryError. */
uint8_t *pickler_grow(Thread *t, Pickler *p, size_t n);
static inline uint8_t *pickler_room(Thread *t, Pickler *p, size_t n) {
    if (likely(p->cap - p->len >= n && !(p->framing && p->frame_start < 0) && p->out)) {
        uint8_t *at = (uint8_t *)p->out->data + p->len;
        p->len += n;
        return at;
    }
    return pickler_grow(t, p, n);
}
static inline MUST_CHECK bool put_op(Thread *t, Pickler *p, int op) {
    uint8_t *at = pickler_room(t, p, 1);
    if (at)
        *at = (uint8_t)op;
    return at != NULL;
}
MUST_CHECK bool put_bytes(Thread *t, Pickler *p, const void *data, size_t n);
/* Head and content of something that may be large: then it goes out of frames, and to the file uncopied. payload: the
 * object that has the data, if the file may keep it; or 0. */
MUST_CHECK bool put_large(Thread *t, Pickler *p, const uint8_t *head, size_t nhead, const void *data, size_t n,
                          Value payload);
MUST_CHECK bool put_unframed(Thread *t, Pickler *p, const void *data, size_t n);
/* Is something of n bytes better left where it is? Then put_part() does so. */
bool pickler_leaves(const Pickler *p, size_t n);
MUST_CHECK bool put_part(Thread *t, Pickler *p, const uint8_t *head, size_t nhead, const void *data, size_t n, Value owner);
/* Room for the two, to be filled in by the caller, where put_large() would put them if nothing goes to a file. */
uint8_t *pickler_item(Thread *t, Pickler *p, size_t nhead, size_t n);
/* What was written so far is to be used: [0, len) of out. */
void pickler_end_frame(Pickler *p);
/* Between two objects a frame that is long enough ends. */
MUST_CHECK bool pickler_boundary_slow(Thread *t, Pickler *p);
static inline MUST_CHECK bool pickler_boundary(Thread *t, Pickler *p) {
    return likely(!p->framing || p->frame_start < 0 || (int64_t)p->len - p->frame_start < 65536 + 9) ||
           pickler_boundary_slow(t, p);
}

int64_t memo_find(const PickleMemo *m, Value v);                    /* -1: not there */
MUST_CHECK bool memo_add(Thread *t, PickleMemo *m, Value v, int64_t index);
MUST_CHECK bool memo_put(Thread *t, Pickler *p, Value v);           /* remembers v and says so in the pickle */
MUST_CHECK bool memo_get(Thread *t, Pickler *p, int64_t index);     /* writes the reference */

MUST_CHECK bool pickle_save(Thread *t, Pickler *p, Value v);
MUST_CHECK bool save_items(Thread *t, Pickler *p, Value iterator);          /* list items and APPENDS */
MUST_CHECK bool save_pairs(Thread *t, Pickler *p, Value iterator);
MUST_CHECK bool save_bytes_data(Thread *t, Pickler *p, Value v, const char *data, size_t n);
MUST_CHECK bool save_global(Thread *t, Pickler *p, Value v, Value name);     /* name 0: its own */
MUST_CHECK bool save_reduce(Thread *t, Pickler *p, Value parts, Value v);    /* v 0: not memoized */
MUST_CHECK bool save_other(Thread *t, Pickler *p, Value v);

/* -- Reading --------------------------------------------------------------------------------------------- */

typedef struct Unpickler {
    Obj h;
    const uint8_t *data;                    /* unread input: [at, end) */
    size_t at, end;
    Value chunk;                            /* bytes that own data, if it came from a file */
    Value read, readline, readinto, peek;   /* the file's; read 0: all input is in data */
    size_t peeked;                          /* bytes of data that the file still holds, from at_peek on */
    Value *stack;
    int64_t len, cap;
    int64_t *marks;
    int64_t nmarks, marks_cap;
    int64_t fence;                          /* nothing below may be popped */
    Value *memo;
    int64_t memo_cap;
    Dict *memo_far;                         /* by index, what lies far behind the others; or NULL */
    int64_t memo_len;
    int proto;
    bool ready, fix_imports, plain_find;    /* plain_find: find_class is our own */
    Value encoding, errors;                 /* str */
    Value buffers;                          /* iterator or 0 */
    Value persistent_load;                  /* or 0 */
    Value allow;                            /* names that may be looked up; 0: all */
} Unpickler;

MUST_CHECK bool unpickler_setup(Thread *t, Unpickler *u, Value fix_imports, Value encoding, Value errors,
                                Value buffers, Value allow);
MUST_CHECK bool unpickler_open(Thread *t, Unpickler *u, Value file);
Value unpickler_load(Thread *t, Unpickler *u);
Value unpickle(Thread *t, const void *data, size_t n);      /* what pickle.loads(data) returns */

Value raise_unpickling(Thread *t, const char *text);
Value raise_underflow(Thread *t, Unpickler *u);
/* n bytes of input that stay until the next read; NULL: raised. */
const uint8_t *input_take_slow(Thread *t, Unpickler *u, size_t n);
static inline const uint8_t *input_take(Thread *t, Unpickler *u, size_t n) {
    if (likely(u->end - u->at >= n)) {
        u->at += n;
        return u->data + u->at - n;
    }
    return input_take_slow(t, u, n);
}
/* A line with its \n, or without one at the end of the input. */
const char *input_line(Thread *t, Unpickler *u, size_t *n);
MUST_CHECK bool input_skip(Thread *t, Unpickler *u);        /* tells the file what was used of what was peeked */
/* Makes one `n` bytes long frame available; what lies before it was used. */
MUST_CHECK bool input_into(Thread *t, Unpickler *u, char *to, size_t n);

MUST_CHECK bool push_slow(Thread *t, Unpickler *u, Value v);
static inline MUST_CHECK bool push(Thread *t, Unpickler *u, Value v) {
    if (unlikely(!v))
        return false;
    if (unlikely(u->len == u->cap))
        return push_slow(t, u, v);
    u->stack[u->len++] = v;
    return true;
}
static inline Value pop(Thread *t, Unpickler *u) {
    if (unlikely(u->len <= u->fence))
        return raise_underflow(t, u);
    return u->stack[--u->len];
}
MUST_CHECK bool push_mark(Thread *t, Unpickler *u);
int64_t pop_mark(Thread *t, Unpickler *u);                  /* the stack's height at the mark, or -1 */
void stack_cut(Unpickler *u, int64_t height);
Tuple *pop_tuple(Thread *t, Unpickler *u, int64_t from);

MUST_CHECK bool unpickler_memo_set(Thread *t, Unpickler *u, int64_t index, Value v);
Value unpickler_memo_get(Thread *t, Unpickler *u, int64_t index);       /* 0 and no exception: not there */

Value unpickler_find(Thread *t, Unpickler *u, Value module, Value name);        /* through find_class */
Value unpickler_find_class(Thread *t, Unpickler *u, Value module, Value name);  /* our own */
Value unpickler_extension(Thread *t, Unpickler *u, int64_t code);
Value unpickler_instance(Thread *t, Value cls, Tuple *args);
Value unpickler_newobj(Thread *t, Value cls, Value args, Value kwargs, bool ex);
MUST_CHECK bool unpickler_build(Thread *t, Unpickler *u);
/* module.name, for dotted names; what is in between in *parent, if that is not NULL. A missing one: 0, no exception. */
Value dotted_attr(Thread *t, Value module, Value name, Value *parent);

/* -- PickleBuffer ---------------------------------------------------------------------------------------- */

typedef struct PickleBuffer {
    Obj h;
    Value view;                             /* memoryview; stays after a release, while others look through it */
    bool released;
} PickleBuffer;
