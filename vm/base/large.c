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
    MAX_FREE = 64 << 20,                                /* no more of them for a heap with so much that is free */
    MAX_COLLECTED = 64 << 20,                           /* larger heaps take too long to collect only for a fork ... */
    MAX_SEARCHED = 256 << 20,                           /* ... or to look through */
    MAX_ASIDE = 64,
};

typedef struct Block { char *p; size_t n; } Block;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;        /* of all that follows but `made`; busy: it can wait */
static size_t made;                                     /* bytes of large objects, since the last fork */
static bool have_space;
static Block aside[MAX_ASIDE];                          /* free at the last fork, and in nobody's use now */
static int naside;
static size_t collections;                              /* when these were set aside */

static void *next_is_huge(void *arg) { return pages_next_is_huge(), arg; }

static void make_space(void) {
    have_space = true;
    GC_call_with_alloc_lock(next_is_huge, NULL);
    (void)GC_expand_hp(SPACE);                          /* without it things take longer, that is all */
}

static void take_back(void) {
    while (naside > 0) {
        Block *b = &aside[--naside];
        pages_empty_in_children(b->p, b->n, false);
        GC_FREE(b->p);
    }
}

void large_settle(void) {
    if (naside > 0 && heap_collections() != collections && pthread_mutex_trylock(&lock) == 0) {
        if (heap_collections() != collections)
            take_back();
        pthread_mutex_unlock(&lock);
    }
}

void *large_new(void *(*alloc)(size_t n), size_t n) {
    size_t sum = RACY_GET(made) + n;
    RACY_SET(made, sum);
    if (unlikely(sum > MANY && !have_space) && pthread_mutex_trylock(&lock) == 0) {
        if (!have_space)
            make_space();
        pthread_mutex_unlock(&lock);
    }
    return alloc(n);
}

/* -- Before a fork ----------------------------------------------------------------------------------------- */

/* The free blocks that are large enough. libgc has a header for the first page of a free block and for none of the others. */
typedef struct Search { Block found[MAX_ASIDE]; int n; bool renewed; } Search;

static bool begins_free_block(char *page) { return GC_base(page) == NULL && GC_is_heap_ptr(page); }
static bool goes_on(char *page) { return GC_base(page) == NULL && !GC_is_heap_ptr(page); }

static void search_part(char *p, char *end, void *arg) {
    Search *s = arg;
    while (p < end && s->n < MAX_ASIDE) {
        if (!begins_free_block(p)) {
            p += PAGE;
            continue;
        }
        char *start = p;
        while ((p += PAGE) < end && goes_on(p))
            ;
        size_t n = (size_t)(p - start);
        if (n >= SPACE && !s->renewed)
            s->renewed = pages_renew(start, n);         /* the space of an earlier fork, for instance */
        else if (n >= LARGE_MIN)
            s->found[s->n++] = (Block){ start, n };
    }
}

static void *search(void *s) { return pages_of_heap(search_part, s), s; }

static int larger_first(const void *a, const void *b) {
    size_t x = ((const Block *)a)->n, y = ((const Block *)b)->n;
    return (x < y) - (x > y);
}

/* libgc gives the smallest block that is large enough, so each of them is found by its size. As uncollectable objects they
 * don't bring the next collection nearer. */
static void set_aside(Search *s) {
    qsort(s->found, (size_t)s->n, sizeof *s->found, larger_first);
    for (int i = 0; i < s->n; i++) {
        char *p = GC_malloc_atomic_uncollectable(s->found[i].n);
        if (p == NULL)
            break;
        aside[naside++] = (Block){ p, s->found[i].n };
        pages_empty_in_children(p, s->found[i].n, true);
    }
    collections = heap_collections();
}

void large_before_fork(void) {
    Search s;
    if (RACY_GET(made) < MANY || heap_total() > MAX_SEARCHED || pthread_mutex_trylock(&lock) != 0)
        return;
    RACY_SET(made, 0);
    take_back();
    if (heap_total() <= MAX_COLLECTED && GC_get_bytes_since_gc() > MANY)
        heap_collect();
    bool much_free = GC_get_free_bytes() > MAX_FREE;
    s.n = 0;
    s.renewed = false;
    GC_call_with_alloc_lock(search, &s);
    set_aside(&s);
    if (!s.renewed && !much_free)
        make_space();
    pthread_mutex_unlock(&lock);
}
