/* Where large leaf objects lie, before and after a fork. The state below is the process's, as libgc's own is. */
#include "config.h"

#define GC_THREADS 1
#define GC_NO_THREAD_REDIRECTS 1
#include <gc.h>

#include "heap.h"
#include "large.h"
#include "pages.h"
#include <pthread.h>
#include <stdlib.h>

enum {
    MANY = 1 << 20,                                     /* bytes of large objects that make it worth the trouble */
    SPACE = 8 << 20,                                    /* huge pages for them; those that nobody touches take no memory */
    MAX_TENDED = 64 << 20,                              /* a larger heap is not collected and gets no more of them for a fork */
    MAX_SEARCHED = 256 << 20,                           /* ... nor is it looked through */
    MAX_ASIDE = 64,
};

typedef struct Block { char *p; size_t n; bool in_space; } Block;

typedef struct Blocks { Block block[MAX_ASIDE]; int n; } Blocks;

static struct {
    size_t made;                                        /* bytes of large objects since the last fork; racy */
    pthread_mutex_t lock;                               /* of all that follows, which is looked at without, too; who finds it
                                                         * taken can do without */
    bool asked, have_space;                             /* for huge pages */
    Blocks huge, other;                                 /* free at the last fork, and in nobody's use since */
    size_t collections;                                 /* so many there had been then */
    Blocks whole;                                       /* the huge pages that no child has ever shared ... */
    bool forked;                                        /* ... false: all */
} large = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool try_lock(void) { return pthread_mutex_trylock(&large.lock) == 0; }
static void unlock(void) { pthread_mutex_unlock(&large.lock); }

static void *next_is_huge(void *ok) { return pages_next_is_huge() ? ok : NULL; }

/* Without it things take longer, that is all. */
static void make_space(void) {
    RACY_SET(large.asked, true);
    if (GC_call_with_alloc_lock(next_is_huge, &large) && GC_expand_hp(SPACE))
        RACY_SET(large.have_space, true);
}

static void *count_managed(void *n) {
    GC_set_non_gc_bytes(GC_get_non_gc_bytes() + (GC_word)(uintptr_t)n);
    return NULL;
}

/* It does not bring the next collection nearer: libgc (8.2) forgets that, but when it is freed it does not. */
static void *alloc_uncollectable(size_t n) {
    void *p = GC_malloc_atomic_uncollectable(n);
    if (p)
        GC_call_with_alloc_lock(count_managed, (void *)(uintptr_t)GC_size(p));
    return p;
}

static char *set_aside(Blocks *s, size_t n, bool in_space) {
    char *p = n > 0 && s->n < MAX_ASIDE ? alloc_uncollectable(n) : NULL;
    if (p) {
        (void)pages_empty_in_children(p, n, true);
        s->block[s->n] = (Block){ p, n, in_space };
        RACY_SET(s->n, s->n + 1);
    }
    return p;
}

/* If the system refuses, nobody may have it: the next child would lose what is in it. */
static void take_back(Block b) {
    if (pages_empty_in_children(b.p, b.n, false))
        GC_FREE(b.p);
}

static void take_all_back(Blocks *s) {
    while (s->n > 0) {
        RACY_SET(s->n, s->n - 1);
        take_back(s->block[s->n]);
    }
}

void large_settle(void) {
    if (RACY_GET(large.other.n) > 0 && heap_collections() != RACY_GET(large.collections) && try_lock()) {
        if (heap_collections() != large.collections)
            take_all_back(&large.other);
        unlock();
    }
}

bool large_give_up(void) {
    if (RACY_GET(large.huge.n) + RACY_GET(large.other.n) == 0 || !try_lock())
        return false;
    take_all_back(&large.huge);
    take_all_back(&large.other);
    unlock();
    return true;
}

void *large_new(bool collectable, size_t n) {
    void *(*alloc)(size_t) = collectable ? GC_malloc_atomic : alloc_uncollectable;
    size_t sum = RACY_GET(large.made) + n;
    RACY_SET(large.made, sum);
    if (unlikely((sum > MANY && !RACY_GET(large.asked)) || RACY_GET(large.huge.n) > 0) && try_lock()) {
        take_all_back(&large.huge);
        if (!large.asked)
            make_space();
        unlock();
    }
    void *p = alloc(n);
    return p == NULL && large_give_up() ? alloc(n) : p;
}

/* -- Before a fork ----------------------------------------------------------------------------------------- */

static bool begins_free_block(char *page) { return GC_base(page) == NULL && GC_is_heap_ptr(page); }
static bool goes_on(char *page) { return GC_base(page) == NULL && !GC_is_heap_ptr(page); }

/* libgc has a header for the first page of a free block and for none of the others. */
static void search_part(char *p, char *end, bool is_huge, void *found) {
    Blocks *s = found;
    while (p < end && s->n < MAX_ASIDE) {
        char *start = p;
        bool is_free = begins_free_block(p);
        p += PAGE;
        while (is_free && p < end && goes_on(p))
            p += PAGE;
        if (is_free && p - start >= LARGE_MIN)
            s->block[s->n++] = (Block){ start, (size_t)(p - start), is_huge };
    }
}

static void *search(void *found) { return pages_of_heap(search_part, found), found; }

static int larger_first(const void *a, const void *b) {
    size_t x = ((const Block *)a)->n, y = ((const Block *)b)->n;
    return (x < y) - (x > y);
}

/* A huge page that a child has shared may be one of small pages now. */
static void make_whole(Block b) {
    for (char *page = b.p; page < b.p + b.n; page += HUGE_PAGE) {
        bool is_whole = !large.forked;
        for (int i = 0; i < large.whole.n; i++)
            is_whole |= (size_t)(page - large.whole.block[i].p) < large.whole.block[i].n;
        if (!is_whole)
            pages_renew(page);
    }
}

/* The whole huge pages of a block that is set aside, apart from what lies around them; how much that is. No other block is
 * free that is as large. */
static size_t take_apart(Block *at) {
    Block b = *at;
    char *first = align_up(b.p, HUGE_PAGE), *last = align_down(b.p + b.n, HUGE_PAGE);
    if (!b.in_space || first >= last)
        return 0;
    RACY_SET(large.other.n, large.other.n - 1);
    *at = large.other.block[large.other.n];
    take_back(b);
    size_t before = (size_t)(first - b.p), n = (size_t)(last - first);
    bool found = before == 0 || set_aside(&large.other, before, false) == b.p;
    set_aside(found ? &large.huge : &large.other, n, true);
    set_aside(&large.other, b.n - before - n, false);
    return found ? n : 0;
}

/* libgc gives the smallest block that is large enough, so each of them is found by its size. How many bytes are whole huge
 * pages? */
static size_t set_all_aside(void) {
    Blocks found = { .n = 0 };
    size_t n = 0;
    take_all_back(&large.huge);
    take_all_back(&large.other);
    GC_call_with_alloc_lock(search, &found);
    qsort(found.block, (size_t)found.n, sizeof *found.block, larger_first);
    for (int i = 0; i < found.n; i++)
        set_aside(&large.other, found.block[i].n, found.block[i].in_space);
    for (int i = large.other.n - 1; i >= 0; i--)
        n += take_apart(&large.other.block[i]);
    RACY_SET(large.collections, heap_collections());
    return n;
}

static void prepare(void) {
    RACY_SET(large.made, 0);
    if (heap_total() <= MAX_TENDED && GC_get_bytes_since_gc() > MANY)
        heap_collect();
    if (set_all_aside() < SPACE && heap_total() <= MAX_TENDED)
        make_space();
    for (int i = 0; i < large.huge.n; i++)
        make_whole(large.huge.block[i]);
    large.whole = large.huge;
}

void large_before_fork(void) {
    if (!RACY_GET(large.have_space) || !try_lock())
        return;
    if (RACY_GET(large.made) >= MANY && heap_total() <= MAX_SEARCHED)
        prepare();
    else if (large.huge.n == 0)
        large.whole.n = 0;
    large.forked = true;
    unlock();
}
