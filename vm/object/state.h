/* Interp and Thread: all the state there is.  Everything hangs from these two and is passed explicitly.
 * A function that may allocate, raise or switch threads takes `Thread *t` first; its absence says "cannot". */
#pragma once
#include "vm/base/heap.h"
#include "vm/object/object.h"

/* Interned names that C code uses: NAME(t, __init__). */
enum NameId {
#define NAME_ROW(x) N_##x,
#include "vm/object/names.def"
#undef NAME_ROW
    N_COUNT
};

/* Built-in exception classes: EXC_TypeError ... index interp->exc_types. */
enum ExcId {
#define EXC(name, base, def) EXC_##name,
#include "vm/object/exceptions.def"
#undef EXC
    EXC_COUNT
};

/* Requests to a running thread, polled at back-jumps and calls. */
enum Breaker {
    BREAK_GIL = 1,          /* somebody wants the GIL */
    BREAK_SIGNAL = 2,       /* a signal waits for its Python handler */
    BREAK_ASYNC = 4,        /* an exception was set from outside */
    BREAK_FINALIZER = 8,    /* the collector has finalizers to run */
    BREAK_LIMIT = 16        /* instruction budget, deadline */
};

typedef struct LocalLink LocalLink;
typedef struct Loading Loading;

/* What a finalizer knows of its interpreter, which may have ended when another one's collection finds the object. */
typedef struct InterpRef { Interp *interp; struct InterpRef *older; } InterpRef;

struct Interp {
    Heap heap;                          /* free lists; used by the GIL's holder only */
    Type *types[T_COUNT];               /* type_by_id() creates on demand */
    Type *exc_types[EXC_COUNT];
    Str *names[N_COUNT];
    Str *latin1[256];                   /* one-character strings */
    Str *empty_str;
    Bytes *empty_bytes;
    Tuple *empty_tuple;
    struct StrTable *interned;
    uint32_t next_type_version;         /* only grows */
    uint32_t next_keys_version;
    uint64_t hash_key[2];               /* string hashing; from PYTHONHASHSEED */
    Dict *builtins;
    Module *builtins_module;
    Dict *modules;                      /* sys.modules */
    Module *sys;
    Dict *sigs;                         /* reserved */
    struct SigCache *sig_cache;         /* parsed signatures by FunctionDef* (args.c) */
    struct MethodCache *method_cache;   /* type_lookup's answers (type.c) */
    uint32_t next_shape_id;
    InterpRef *ref;                     /* to this; emptied at the end, under heap_locked(); older: from before a fork */
    struct DelNode *del_queue;          /* unreachable objects whose __del__ is due; any thread pushes (shape.c) */
    int32_t finalizers, new_finalizers; /* objects that have one; not there yet when the collector looked (vm/idle.h) */
    bool awaited;                       /* there was one whose end somebody may wait for: a socket, a pipe, a program's */
    struct Idle *idle;                  /* collecting while the main thread waits; NULL: a host's */
    struct WeakTable *weakrefs;         /* weak references by object (weakref.c) */
    struct NewGenerators *new_generators;   /* that may need a finalizer (vm/generator_end.c) */
    int recursion_limit;
    int int_max_str_digits;
    int bytes_warning;                  /* -b: comparing bytes with str is worth a warning */
    struct Options *options;            /* the command line's (interp.h) */
    struct Gil *gil;
    struct Observer *observer;          /* who writes down what the threads do, or NULL (vm/observe.h) */
    int observer_owner;                 /* the process that shows at its end what the command line asked to record */
    Thread *main_thread;
    Thread *threads;                    /* list of attached threads; changed by the GIL's holder */
    int nthreads;                       /* its length */
    int nstarted;                       /* of these, started by _thread and not at their end yet */
    uint64_t last_thread_id;
    bool finalizing;                    /* the program has ended; sys.is_finalizing() */
    size_t stack_bytes;                 /* of each thread's value stack */
    size_t thread_overhead;             /* plat_thread_overhead(); 0: not asked yet */
    void *spare_stacks;                 /* of threads that have ended (thread.c) */
    int nspare;
    Loading *loading;                   /* modules that are being imported */
    Value import_function;              /* the built-in __import__ */
    Type *unraisable_args, *asyncgen_hooks;     /* the types of what sys.unraisablehook gets, of sys.get_asyncgen_hooks() */
    Value memory_error;                 /* made at start: raising it needs no memory */
    Value recursion_headroom;
    void *module_state[64];             /* runtime modules' own, indexed by enum ModuleStateId in vm/native.h */
};

#define TEMPORARIES     4
typedef struct Temporary { Value value; const void *consumer; } Temporary;

struct Thread {
    volatile uint32_t breaker;          /* enum Breaker bits; written by others with atomics */
    bool traced, in_trace;              /* events are wanted; a trace function is running (trace.c) */
    const void *const *dispatch;        /* the eval loop's jump table: the plain or the traced half */
    Interp *interp;
    Value exc;                          /* the exception that waits, or 0 (Exc object) */
    Value handled;                      /* the exception being handled (sys.exc_info), or 0 */
    Frame *frame;                       /* innermost frame record, in frames[] */
    Frame *frames, *frames_end;
    Value *stack, *stack_end;           /* the value stack: locals and evaluation stacks of all frames */
    Value *stack_top;                   /* first free slot; valid whenever C code outside the loop runs */
    int depth;                          /* Python frames + C re-entries, against interp->recursion_limit */
    char *c_stack_limit;                /* lowest address C may reach */
    Value async_exc;                    /* to be raised at the next check */
    Value repr_active;                  /* list of containers whose repr is running, or 0 */
    Value trace_fn, profile_fn;         /* sys.settrace / setprofile */
    Value trace_event;                  /* the one that a trace or profile function is being told, or 0 */
    Frame *trace_frame;                 /* whose it is */
    Value **trace_sp;                   /* at a "line" event the end of that frame's stack, or NULL: a jump changes it */
    Value context;                      /* contextvars */
    Value thread_object;                /* threading.Thread, or 0 */
    LocalLink *locals;           /* the _thread._local objects it has used (thread_local.c) */
    struct Sink *sink;                  /* who takes what the innermost generator under FRAME_SINK yields (iter.h) */
    Value asyncgen_firstiter, asyncgen_finalizer;
    uint32_t ntemporaries;
    Temporary temporaries[TEMPORARIES];     /* large ints on an evaluation stack only (vm/temporary.h) */
    int64_t finalizes_since;            /* it runs finalizers, and handlers of signals wait a little; 0: it does not */
    bool signals_deferred;              /* ... and one waits */
    int origin_depth;                   /* sys.set_coroutine_origin_tracking_depth */
    uint64_t id;                        /* no other thread of the interpreter ever has the same */
    Thread *next, *prev;
    struct ThreadOs *os;                /* vm/thread.h: what it has of the operating system */
};

#define NAME(t, x) ((t)->interp->names[N_##x])
#define NAMEV(t, x) from_ptr((t)->interp->names[N_##x])

/* -- Guarding C recursion -------------------------------------------------------------------------------- */

/* Open every C function that may recurse through Python objects (repr, compare, call, hash ...) with
 *   if (!enter_c(t, " while getting the repr of an object")) return VALUE_ERROR;   ...   leave_c(t);
 * Raises RecursionError "maximum recursion depth exceeded<where>" at the limit or near the C stack's end. */
bool enter_c_slow(Thread *t, const char *where);
static inline MUST_CHECK bool enter_c(Thread *t, const char *where) {
    if (unlikely(++t->depth > t->interp->recursion_limit || (char *)__builtin_frame_address(0) < t->c_stack_limit))
        return enter_c_slow(t, where);
    return true;
}
static inline void leave_c(Thread *t) { t->depth--; }

/* -- Allocation --------------------------------------------------------------------------------------------- */

/* size bytes, zeroed, scanned by the collector, with h.type set; NULL with MemoryError. */
static inline MUST_CHECK void *alloc_obj(Thread *t, Type *type, size_t size);
/* The same for objects without pointers the collector must follow; not zeroed. */
static inline MUST_CHECK void *alloc_leaf_obj(Thread *t, Type *type, size_t size);
/* Scanned, zeroed array; leaf array (not zeroed).  NULL with MemoryError. */
MUST_CHECK void *alloc_array(Thread *t, size_t n, size_t item);
MUST_CHECK void *alloc_leaf(Thread *t, size_t bytes);
/* Grow: a new array with the old content, unused part zeroed (never in place). */
MUST_CHECK void *grow_array(Thread *t, void *old, size_t old_n, size_t new_n, size_t item);
void *raise_memory(Thread *t);          /* MemoryError; NULL */

static inline void *alloc_obj(Thread *t, Type *type, size_t size) {
    Obj *o = heap_new(&t->interp->heap, size);
    if (unlikely(!o)) return raise_memory(t);
    o->type = type;
    return o;
}
static inline void *alloc_leaf_obj(Thread *t, Type *type, size_t size) {
    Obj *o = heap_new_leaf(&t->interp->heap, size);
    if (unlikely(!o)) return raise_memory(t);
    o->type = type;
    return o;
}

/* -- Types by id -------------------------------------------------------------------------------------------- */

Type *type_create_builtin(Thread *t, int id);   /* type.c; out of memory at this point is fatal */
static inline Type *type_by_id(Thread *t, int id) {
    Type *y = t->interp->types[id];
    return likely(y != NULL) ? y : type_create_builtin(t, id);
}

static inline Type *type_of(Thread *t, Value v) {
    if (likely(is_ptr(v))) return obj_of(v)->type;
    if (is_small(v)) return t->interp->types[T_INT];
    if (is_imm_float(v)) return t->interp->types[T_FLOAT];
    if (is_bool(v)) return t->interp->types[T_BOOL];
    if (v == VALUE_NONE) return t->interp->types[T_NONE];
    if (v == VALUE_NOTIMPLEMENTED) return t->interp->types[T_NOTIMPLEMENTED];
    return t->interp->types[T_ELLIPSIS];
}

/* Layout tests: true for subclasses too.  is_exact_*: not for subclasses. */
static inline bool ptr_kind(Value v, int kind) { return is_ptr(v) && obj_of(v)->type->kind == kind; }
static inline bool is_exact(Thread *t, Value v, int id) { return is_ptr(v) && obj_of(v)->type == t->interp->types[id]; }
static inline bool is_str(Value v) { return ptr_kind(v, T_STR); }
static inline bool is_bytes(Value v) { return ptr_kind(v, T_BYTES); }
static inline bool is_bytearray(Value v) { return ptr_kind(v, T_BYTEARRAY); }
static inline bool is_tuple(Value v) { return ptr_kind(v, T_TUPLE); }
static inline bool is_list(Value v) { return ptr_kind(v, T_LIST); }
static inline bool is_dict(Value v) { return ptr_kind(v, T_DICT); }      /* defaultdict, OrderedDict too */
static inline bool is_anyset(Value v) { return ptr_kind(v, T_SET) || ptr_kind(v, T_FROZENSET); }
static inline bool is_int(Value v) { return is_small(v) || is_bool(v) || ptr_kind(v, T_INT); }   /* bool too */
static inline bool is_float(Value v) { return is_imm_float(v) || ptr_kind(v, T_FLOAT); }
static inline bool is_complex(Value v) { return ptr_kind(v, T_COMPLEX); }
static inline bool is_type(Value v) { return ptr_kind(v, T_TYPE); }
static inline bool is_module(Value v) { return ptr_kind(v, T_MODULE); }
static inline bool is_func(Value v) { return ptr_kind(v, T_FUNCTION); }
static inline bool is_exc(Value v) { return ptr_kind(v, T_EXCEPTION); }
static inline bool is_exact_user(Value v) { return is_ptr(v) && (obj_of(v)->type->flags & TYPE_USER); }
