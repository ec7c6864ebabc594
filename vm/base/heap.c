/* The collected heap over libgc: set-up, free lists, finalizers, weak links, blocking regions.
 * The state below is the collector's own, one per process: what a collection must reach. */
#include "config.h"

#define GC_THREADS 1
#define GC_NO_THREAD_REDIRECTS 1
#include <gc.h>
#include <gc/gc_inline.h>
#include <gc/gc_mark.h>

#include "heap.h"
#include "large.h"
#include "pages.h"
#include "panic.h"
#include "plat.h"
#include "populate.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <string.h>
#include <sys/mman.h>

#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif

STATIC_ASSERT(HEAP_LEAF == GC_I_PTRFREE);
STATIC_ASSERT(HEAP_SCANNED == GC_I_NORMAL);

/* At least so much is allocated between two collections: a small heap is not worth looking through more
 * often. */
#define MIN_ALLOCATED   (8 << 20)

static Heap *open_heaps;                                /* guarded by libgc's lock */
static GC_push_other_roots_proc other_roots;            /* libgc's own, set once */
static unsigned large_kind;                             /* scanned, but not cleared when allocated */

/* -- Marking --------------------------------------------------------------------------------------------- */

void heap_push_range(const void *lo, const void *hi) {
    GC_push_all_eager((void *)lo, (void *)hi);
}

/* A leaf object's link word is not scanned, so each one on a list is marked by itself. The thread that
 * owns the list may have been stopped in the middle of a pop: the head is then still the old one, and its
 * link still stands. */
NO_SANITIZE_ADDRESS static void push_free_list(void *head) {
    void *batch[128];
    size_t n = 0;
    for (void **p = head; p != NULL; p = *p) {
        batch[n++] = p;
        if (n == ARRAY_LEN(batch)) {
            GC_push_all_eager(batch, batch + n);
            n = 0;
        }
    }
    GC_push_all_eager(batch, batch + n);
}

static void GC_CALLBACK push_roots(void) {
    if (other_roots != NULL)
        other_roots();
    for (Heap *h = open_heaps; h != NULL; h = h->next) {
        for (int c = 1; c <= HEAP_CLASSES; c++)
            push_free_list(h->free[HEAP_LEAF][c]);
        heap_push_range(h->free[HEAP_SCANNED], h->free[HEAP_SCANNED] + HEAP_CLASSES + 1);
        for (int i = 0; i < HEAP_SPARES; i++)
            h->spare[i].p = NULL;                       /* the collector takes them */
        if (h->push_roots != NULL)
            h->push_roots(h->ctx);
    }
}

/* -- Set-up ---------------------------------------------------------------------------------------------- */

static void *GC_CALLBACK out_of_memory(size_t n) {
    (void)n;
    return NULL;
}

/* With divisor n about 2/n of the live bytes are allocated between collections. 1 costs half of what 3
 * does per object (34 against 73 ns at 100 MB live), but the heap may become three times its live part:
 * too much when large. */
static void GC_CALLBACK on_resize(GC_word size) {
    GC_set_free_space_divisor(size < (512u << 20) ? 1 : size < (2048u << 20) ? 2 : 3);
}

static void *tell_heaps(void *arg) {
    for (Heap *h = open_heaps; h != NULL; h = h->next)
        if (h->finalizers_ready != NULL)
            h->finalizers_ready(h->ctx);
    return arg;
}

static void GC_CALLBACK on_finalizers_ready(void) { GC_call_with_alloc_lock(tell_heaps, NULL); }

static void GC_CALLBACK on_collection(GC_EventType event) {
    if (event != GC_EVENT_START && event != GC_EVENT_END)
        return;
    pages_split();
    for (Heap *h = open_heaps; h != NULL; h = h->next)
        if (h->collecting != NULL)
            h->collecting(h->ctx, event == GC_EVENT_START);
}

/* libgc would read /proc/self/maps for it, which takes longer than all the rest. */
static void tell_stack(void) {
    char *lo, *hi;
    plat_stack_bounds(&lo, &hi);
    GC_set_stackbottom(NULL, &(struct GC_stack_base){ .mem_base = hi });
}

static void init_once(void) {
    GC_set_handle_fork(1);
    GC_set_all_interior_pointers(0);
    GC_set_markers_count(1);                            /* more markers made pauses longer */
    GC_set_free_space_divisor(1);
    GC_set_min_bytes_allocd(MIN_ALLOCATED);
    GC_set_on_heap_resize(on_resize);
    GC_set_no_dls(1);                                   /* libraries hold no Values in their static data */
    GC_set_warn_proc(GC_ignore_warn_proc);
    GC_set_oom_fn(out_of_memory);
    GC_set_java_finalization(1);                       /* unordered finalizers see all they refer to intact */
    GC_set_finalize_on_demand(1);
    GC_set_finalizer_notifier(on_finalizers_ready);
    tell_stack();
    GC_INIT();
    GC_set_on_collection_event(on_collection);          /* not before: it collects once at the start */
    large_kind = GC_new_kind(GC_new_free_list(), GC_DS_LENGTH, 1, 0);
    GC_allow_register_threads();
    other_roots = GC_get_push_other_roots();
    GC_set_push_other_roots(push_roots);
    /* libgc takes the thread that comes first for one that stays; a host's may end */
    if (getpid() != syscall(SYS_gettid))
        GC_unregister_my_thread();
}

void heap_init(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, init_once);
}

static void *link_heap(void *arg) {
    Heap *h = arg;
    h->prev = NULL;
    h->next = open_heaps;
    if (open_heaps != NULL)
        open_heaps->prev = h;
    open_heaps = h;
    return NULL;
}

static void *unlink_heap(void *arg) {
    Heap *h = arg;
    if (h->next != NULL)
        h->next->prev = h->prev;
    if (h->prev != NULL)
        h->prev->next = h->next;
    else
        open_heaps = h->next;
    return NULL;
}

void heap_open(Heap *h, void (*push)(void *ctx), void *ctx) {
    h->push_roots = push;
    h->ctx = ctx;
    GC_call_with_alloc_lock(link_heap, h);
}

void heap_close(Heap *h) {
    GC_call_with_alloc_lock(unlink_heap, h);
    *h = (Heap){ 0 };
}

void heap_locked(void *(*fn)(void *), void *arg) { GC_call_with_alloc_lock(fn, arg); }

/* -- Allocation ------------------------------------------------------------------------------------------ */

#if HAVE_ASAN
/* AddressSanitizer knows nothing of libgc's objects: each gets some bytes behind it that may not be touched. */
#include <sanitizer/asan_interface.h>
#define GUARD 16

static void *guarded(void *p, size_t n) {
    if (p != NULL) {
        size_t size = GC_size(p);
        __asan_unpoison_memory_region(p, n);
        __asan_poison_memory_region((char *)p + n, size - n);
    }
    return p;
}

/* As the Makefile says to tests; for processes that get another environment. */
const char *__asan_default_options(void) {
    return "detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1";
}
/* libgc clears and links what is free. */
const char *__asan_default_suppressions(void) { return "interceptor_via_fun:GC_\n"; }
#else
#define GUARD 0
static inline void *guarded(void *p, size_t n) { return p; }
#endif

void *heap_alloc(size_t n) {
    void *p = GC_MALLOC(n + GUARD);
    return guarded(p == NULL && large_give_up() ? GC_MALLOC(n + GUARD) : p, n);
}
void *heap_alloc_leaf(size_t n) {
    return guarded(n < LARGE_MIN ? GC_MALLOC_ATOMIC(n + GUARD) : large_new(true, n + GUARD), n);
}
void *heap_alloc_uncollectable(size_t n) { return guarded(GC_MALLOC_UNCOLLECTABLE(n + GUARD), n); }
void heap_free_uncollectable(void *p) { heap_free(p); }
void *heap_take_large(size_t n) { return guarded(large_new(false, n + GUARD), n); }
bool heap_has(const void *p) { return GC_is_heap_ptr(p) != 0; }

#define SPARE_MAX       (64 << 10)
#define SPARE_WASTE     4096                            /* libgc deals in pages there */

/* A collection may empty the places at any time, which only makes them useless. */
static void *take_spare(Heap *h, size_t n) {
    for (int i = 0; i < HEAP_SPARES; i++) {
        size_t size = h->spare[i].size;
        void *p = h->spare[i].p;
        if (p != NULL && size >= n && size - n <= SPARE_WASTE) {
            h->spare[i].p = NULL;
            return p;
        }
    }
    return NULL;
}

void heap_recycle(Heap *h, void *p) {
    size_t size = GC_size(p);
    if (HEAP_CHECKED || size > SPARE_MAX) {
        heap_free(p);
    } else if (size <= HEAP_SMALL_MAX) {
        void **list = &h->free[HEAP_LEAF][size / HEAP_GRANULE];
        *(void **)p = *list;
        COMPILER_BARRIER();                             /* a collection here walks the list */
        *list = p;
    } else {
        unsigned i = h->next_spare++ % HEAP_SPARES;
        h->spare[i].p = NULL;
        COMPILER_BARRIER();
        h->spare[i].size = size;
        COMPILER_BARRIER();
        h->spare[i].p = p;
    }
}

#define PAGES_AHEAD     16

/* A growing heap takes one page after another. */
static void map_ahead(Heap *h, void *p) {
    char *page = align_down(p, PAGE), *next = page + PAGE;
    uintptr_t beyond = (uintptr_t)page - (uintptr_t)h->mapped, left = (uintptr_t)h->mapped - (uintptr_t)next;
    if (left == 0 || beyond < PAGES_AHEAD * PAGE) {
        size_t n = pages_take_fresh(next, PAGES_AHEAD * PAGE);
        if (n > 0)
            populate(next, n);
        h->mapped = next + n;
    } else if (left > PAGES_AHEAD * PAGE) {
        h->mapped = next;                               /* it goes on somewhere else */
    }
}

NOINLINE void *heap_new_slow(Heap *h, int kind, size_t n) {
#ifdef HEAP_STRESS
    if (++h->allocations % HEAP_STRESS == 0)
        GC_gcollect();                                  /* a missing root shows at once */
#endif
    large_settle();
    if (n + GUARD > HEAP_SMALL_MAX) {
        void *p = kind == HEAP_LEAF && !HEAP_CHECKED && n <= SPARE_MAX ? take_spare(h, n) : NULL;
        return p != NULL ? p : kind == HEAP_LEAF ? heap_alloc_leaf(n) : heap_alloc(n);
    }
    size_t c = MAX((n + GUARD + HEAP_GRANULE - 1) / HEAP_GRANULE, (size_t)1);
    if (h->free[kind][c] == NULL) {                     /* not so for a request of 0 bytes */
        /* libgc stores the list while it holds its lock, so it is never out of a collection's sight. */
        do GC_generic_malloc_many(c * HEAP_GRANULE, kind, &h->free[kind][c]);
        while (h->free[kind][c] == NULL && large_give_up());
        if (h->free[kind][c] == NULL)
            return NULL;
        map_ahead(h, h->free[kind][c]);
    }
    void **p = h->free[kind][c];
#if HAVE_ASAN
    __asan_unpoison_memory_region(p, sizeof(void *));
#endif
    h->free[kind][c] = *p;
    COMPILER_BARRIER();
    *p = NULL;
    return guarded(p, n);
}

#define LARGE_ARRAY     (4 << 20)
#define MOVED_AT_ONCE   (256 << 10)

/* Zeroes [p, p + n) by giving the whole pages in it back to the system: they cost nothing until they are touched. */
static void clear_pages(char *p, size_t n) {
    char *first = align_up(p, PAGE), *last = align_down(p + n, PAGE);
    if (first >= last || !pages_discard(first, (size_t)(last - first))) {
        memset(p, 0, n);
        return;
    }
    memset(p, 0, (size_t)(first - p));
    memset(last, 0, (size_t)(p + n - last));
}

/* Moves the pages themselves from one block to another; the old ones stay mapped, without memory. False: not moved
 * (Linux before 5.7, too many mappings). */
static bool move_pages(char *to, char *from, size_t n) {
    if (mremap(from, n, n, MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, to) == to)
        return true;
    /* It may have failed half-way: after the pages of `to` were unmapped. */
    if (mmap(to, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != to)
        panic("out of memory while moving an array");
    return false;
}

/* A collection started by another interpreter's thread in the middle of this finds both arrays: old in its owner, p
 * on this stack. */
static void *grow_large(char *old, size_t used, size_t n) {
    char *p = GC_generic_malloc(n + GUARD, large_kind); /* not cleared */
    if (guarded(p, n) == NULL)
        return NULL;
    clear_pages(p + used, n - used);
    size_t done = used & ~(PAGE - 1);
    if (done > 0 && !move_pages(p, old, done))
        for (done = 0; used - done > MOVED_AT_ONCE; done += MOVED_AT_ONCE) {
            memcpy(p + done, old + done, MOVED_AT_ONCE);
            pages_discard(old + done, MOVED_AT_ONCE);
        }
    memcpy(p + done, old + done, used - done);
    KEEP_ALIVE(p);
    return p;
}

void *heap_grow(Heap *h, void *old, size_t old_n, size_t used, size_t n) {
    void *p = NULL;
    if (n >= LARGE_ARRAY && old_n >= LARGE_ARRAY / 2)
        p = grow_large(old, used, n);
    else if ((p = heap_new(h, n)) != NULL && used > 0)
        memcpy(p, old, used);
    if (p != NULL && old_n > HEAP_SMALL_MAX)
        heap_free(old);
    return p;
}

void heap_free(void *p) {
#if HAVE_ASAN
    if (p != NULL)
        __asan_poison_memory_region(p, GC_size(p));     /* first: once it is free another thread may get it */
#endif
    GC_FREE(p);
}

size_t heap_size(const void *p) { return GC_size(p) - GUARD; }

/* -- Collection ------------------------------------------------------------------------------------------ */

/* What earlier calls have left below the stack pointer would lie in the gaps of libgc's own frames, and keep
 * objects. */
static NOINLINE void clear_dead_stack(void) {
    char dead[4096];
    memset(dead, 0, sizeof dead);
    KEEP_ALIVE(dead);
}

void heap_collect(void) {
    clear_dead_stack();
    GC_gcollect();
}

void heap_collect_last(void) {
    pages_keep();
    heap_collect();
}

void heap_enable(bool on) {
    if (on)
        GC_enable();
    else
        GC_disable();
}

size_t heap_total(void) { return GC_get_heap_size(); }
size_t heap_used(void) { return GC_get_heap_size() - GC_get_free_bytes(); }
size_t heap_allocated(void) { return GC_get_bytes_since_gc(); }
size_t heap_collections(void) { return GC_get_gc_no(); }
void heap_set_limit(size_t bytes) { GC_set_max_heap_size(bytes); }

/* -- Finalizers and weak links --------------------------------------------------------------------------- */

bool heap_finalizer(void *obj, void (*fn)(void *obj, void *data), void *data) {
    /* libgc says "out of memory" only by leaving the old values as they were set before the call. */
    void *old_data = &old_data;
    GC_finalization_proc old_fn = NULL;
    GC_register_finalizer_no_order(obj, fn, data, &old_fn, &old_data);
    return old_data != &old_data;
}

void *heap_finalizer_drop(void *obj) {
    void *old_data = NULL;
    GC_finalization_proc old_fn = NULL;
    GC_register_finalizer_no_order(obj, NULL, NULL, &old_fn, &old_data);
    return old_fn != NULL ? old_data : NULL;
}

bool heap_finalizers_pending(void) { return GC_should_invoke_finalizers() != 0; }
int heap_run_finalizers(void) { return GC_invoke_finalizers(); }

bool heap_weak_link(void **link, void *obj) {
    *(uintptr_t *)link = ~(uintptr_t)obj;
    if (GC_general_register_disappearing_link(link, obj) == GC_NO_MEMORY) {
        *link = NULL;
        return false;
    }
    return true;
}

void heap_weak_drop(void **link) {
    GC_unregister_disappearing_link(link);
    *link = NULL;
}

/* -- Threads --------------------------------------------------------------------------------------------- */

bool heap_thread_enter(void) {
    struct GC_stack_base base;
    if (GC_thread_is_registered())
        return false;
    if (GC_get_stack_base(&base) != GC_SUCCESS)
        panic("the bounds of the stack are unknown");
    return GC_register_my_thread(&base) == GC_SUCCESS;
}

bool heap_thread_enter_at(void *stack_base) {
    struct GC_stack_base base = { .mem_base = stack_base };
    return GC_register_my_thread(&base) == GC_SUCCESS;
}

void heap_thread_leave(void) { GC_unregister_my_thread(); }

/* libgc finds a thread's registers with getcontext(), which asks the kernel for the signal mask: 90 % of what
 * a blocking region costs. Linked with --wrap=getcontext it is told that this doesn't work here, and takes the
 * compiler's way to put registers on the stack. */
int __wrap_getcontext(void *context);
int __wrap_getcontext(void *context) {
    (void)context;
    return -1;
}

void *heap_do_blocking(void *(*fn)(void *), void *arg) { return GC_do_blocking(fn, arg); }
