/* The collected heap. Everything of libgc that minipy uses passes through here: only heap.c and large.c
 * include <gc.h>.
 *
 * Two kinds of memory: *scanned* (zeroed; may hold Values and pointers) and *leaf* (not zeroed, never looked
 * into: string bytes, bignum limbs, boxed floats). Words in the heap must point at the first byte of an
 * object; a pointer into the middle counts only on a C stack or a value stack. malloc'd memory is not
 * scanned.
 *
 * Small objects come from free lists in a Heap, one Heap per interpreter, used only by the holder of its
 * GIL, so a pop needs no lock. A collection may be started by another interpreter's thread in the middle
 * of a pop; that is safe because the lists are marked, not cleared, and because the head moves before the
 * link word is overwritten. */
#pragma once

#include "config.h"

enum { HEAP_LEAF, HEAP_SCANNED, HEAP_KINDS };

#define HEAP_GRANULE    16
#define HEAP_CLASSES    32                              /* lists for objects of up to 512 bytes */
#define HEAP_SMALL_MAX  (HEAP_GRANULE * HEAP_CLASSES)
#define HEAP_SPARES     8

/* A build that checks looks at every allocation. */
#if HAVE_ASAN || defined(HEAP_STRESS)
#define HEAP_CHECKED    1
#else
#define HEAP_CHECKED    0
#endif

typedef struct Heap Heap;
struct Heap {
    void *free[HEAP_KINDS][HEAP_CLASSES + 1];   /* class c holds objects of 16*c bytes; class 0 stays empty */
    struct { void *p; size_t size; } spare[HEAP_SPARES];    /* larger leaf objects given back since the last collection */
    unsigned next_spare;
    void (*push_roots)(void *ctx);                  /* called while marking, the world stopped; may be NULL */
    void *ctx;
    void (*finalizers_ready)(void *ctx);                /* a collection has found something to finalize: must only set a
                                                         * flag; may be NULL */
    char *mapped;                                       /* where the pages end that a growing heap has taken ahead */
    void (*collecting)(void *ctx, bool begins);         /* a collection begins or has ended; likewise, may be NULL */
    Heap *prev, *next;                                  /* all open heaps, owned by heap.c */
#ifdef HEAP_STRESS
    size_t allocations;
#endif
};

/* Once per process, before anything else here, from any thread; later calls do nothing. */
void heap_init(void);

/* Puts a zeroed Heap into service. push_roots(ctx) calls heap_push_range() for memory that libgc does not see
 * (value stacks in malloc'd or mapped memory). It must not allocate. */
void heap_open(Heap *h, void (*push_roots)(void *ctx), void *ctx);
void heap_close(Heap *h);

/* fn(arg) while no other thread of the process collects or opens or closes a heap. It must not allocate. */
void heap_locked(void *(*fn)(void *), void *arg);

/* To be called by push_roots only: every word in [lo, hi) may be a pointer, also into the middle of an
 * object. */
void heap_push_range(const void *lo, const void *hi);

/* -- Allocation ------------------------------------------------------------------------------------------ */
/* NULL means out of memory (or past the limit). */

void *heap_new_slow(Heap *h, int kind, size_t n) MUST_CHECK;

static ALWAYS_INLINE MUST_CHECK void *heap_new(Heap *h, size_t n) {
    size_t c = (n + HEAP_GRANULE - 1) / HEAP_GRANULE;
    if (likely(c <= HEAP_CLASSES) && !HEAP_CHECKED) {
        void **p = h->free[HEAP_SCANNED][c];
        if (likely(p != NULL)) {
            h->free[HEAP_SCANNED][c] = *p;
            COMPILER_BARRIER();                         /* the head first: a collection here walks the list */
            *p = NULL;
            return p;
        }
    }
    return heap_new_slow(h, HEAP_SCANNED, n);
}

static ALWAYS_INLINE MUST_CHECK void *heap_new_leaf(Heap *h, size_t n) {
    size_t c = (n + HEAP_GRANULE - 1) / HEAP_GRANULE;
    if (likely(c <= HEAP_CLASSES) && !HEAP_CHECKED) {
        void **p = h->free[HEAP_LEAF][c];
        if (likely(p != NULL)) {
            h->free[HEAP_LEAF][c] = *p;
            COMPILER_BARRIER();
            return p;
        }
    }
    return heap_new_slow(h, HEAP_LEAF, n);
}

/* The same without a Heap, for code that has none at hand: takes libgc's lock. */
void *heap_alloc(size_t n) MUST_CHECK;
void *heap_alloc_leaf(size_t n) MUST_CHECK;

/* Leaf memory of more than 2 KB, until heap_free(). It takes libgc's lock and may collect. */
void *heap_take_large(size_t n) MUST_CHECK;
bool heap_has(const void *p);                           /* is it an object of the heap? */

/* Scanned, zeroed, lives until heap_free_uncollectable(): a root. For Interp, Thread and the like. */
void *heap_alloc_uncollectable(size_t n) MUST_CHECK;
void heap_free_uncollectable(void *p);

/* A scanned array of n bytes: the first `used` come from old (an array of old_n bytes, or NULL), which is given back
 * as by heap_free(); the rest is zero. A large one moves page by page and its unused end takes no memory, so
 * growing needs hardly more than what is in use. NULL: out of memory, and old stands. */
void *heap_grow(Heap *h, void *old, size_t old_n, size_t used, size_t n) MUST_CHECK;

/* Gives one object back at once. Only for a buffer that provably nobody else points to (the old items of a
 * grown list); worth it above some 500 bytes, where it spares whole collections. NULL is allowed. */
void heap_free(void *p);

/* The same for a leaf object, which will be among the next to be given out. Cheap. */
void heap_recycle(Heap *h, void *p);

/* Bytes usable at p, which is at least what was asked for. */
size_t heap_size(const void *p);

/* -- Collection ------------------------------------------------------------------------------------------ */
void heap_collect(void);
void heap_collect_last(void);                           /* the program ends */
void heap_enable(bool on);                            /* gc.enable() and gc.disable(); switches are counted */
size_t heap_total(void);                                /* bytes taken from the system */
size_t heap_used(void);                                 /* of these, bytes not known to be free */
size_t heap_allocated(void);                            /* bytes since the last collection; small objects by the page */
size_t heap_collections(void);                          /* number of collections so far */
void heap_set_limit(size_t bytes);                      /* of heap_total(); 0 means none */

/* -- Finalizers ------------------------------------------------------------------------------------------ */
/* fn(obj, data) runs once after obj became unreachable, when somebody calls heap_run_finalizers(); obj and
 * all it refers to are intact, and it may come back to life. Order among several is not defined. fn NULL
 * unregisters. One finalizer per object. false: out of memory. */
bool heap_finalizer(void *obj, void (*fn)(void *obj, void *data), void *data) MUST_CHECK;
void *heap_finalizer_drop(void *obj);               /* its data; NULL: it had none */
bool heap_finalizers_pending(void);
int heap_run_finalizers(void);                          /* returns how many ran */

/* -- Weak links ------------------------------------------------------------------------------------------ */
/* *link refers to obj without keeping it alive and becomes NULL when obj is found unreachable (before its
 * finalizer runs). The word is stored disguised: read it with heap_weak_get() only. It lies in a heap
 * object, which may die first, or in static or malloc'd memory, whose owner must drop it. false: out of
 * memory. */
bool heap_weak_link(void **link, void *obj) MUST_CHECK;
void heap_weak_drop(void **link);
static inline void *heap_weak_get(void **link) {
    for (;;) {
        uintptr_t hidden = *(volatile uintptr_t *)link;
        if (hidden == 0)
            return NULL;
        void *p = (void *)~hidden;
        KEEP_ALIVE(p);                                  /* from here on a collection sees p ... */
        if (*(volatile uintptr_t *)link == hidden)      /* ... and none has come in between */
            return p;
    }
}

/* -- Threads --------------------------------------------------------------------------------------------- */
/* A thread that touches the heap is registered for as long as it does so. enter returns true if it was
 * this call that registered it; only then is leave due. */
bool heap_thread_enter(void);
/* The same for a thread that knows where its stack begins: nothing above stack_base is looked at. Cheaper. */
bool heap_thread_enter_at(void *stack_base);
void heap_thread_leave(void);

/* fn runs as a thread that the collector neither stops nor scans below this frame: it must not touch the
 * heap. */
void *heap_do_blocking(void *(*fn)(void *), void *arg);
