/* The collected heap: free lists under collection, also from several threads, finalizers and weak links. */
#include "unit.h"
#include "vm/base/plat.h"

#include <string.h>

typedef struct Node { struct Node *next; uint64_t *payload, value; } Node;

/* A chain whose payloads are leaves; churn in between; every word must still be there. */
static void build_and_check(Heap *h, int nodes) {
    Node *first = NULL;
    for (int i = 0; i < nodes; i++) {
        Node *n = heap_new(h, sizeof *n);
        ck_assert_ptr_nonnull(n);
        ck_assert(n->next == NULL && n->payload == NULL && n->value == 0);
        n->payload = heap_new_leaf(h, 8 + (size_t)(i % 50) * 16);
        *n->payload = n->value = (uint64_t)i;
        n->next = first;
        first = n;
        for (int k = 0; k < 3; k++) {
            uint64_t *garbage = heap_new(h, 16 + (size_t)(i + k) % 700);
            ck_assert(garbage[0] == 0 && garbage[1] == 0);
            memset(garbage, 0xFF, 16);
            memset(heap_new_leaf(h, 24), 0xFF, 24);
        }
    }
    for (; first != NULL; first = first->next)
        ck_assert_uint_eq(*first->payload, first->value);
}

START_TEST(lists_survive_collections) {
    Heap h = { 0 };
    heap_open(&h, NULL, NULL);
    for (int i = 0; i < 20; i++) {
        build_and_check(&h, 5000);
        heap_collect();
    }
    ck_assert_ptr_nonnull(heap_new(&h, 0));
    ck_assert_uint_ge(heap_size(heap_new(&h, 100)), 100);
    heap_close(&h);
}
END_TEST

START_TEST(arrays_grow) {
    Heap h = { 0 };
    heap_open(&h, NULL, NULL);
    uintptr_t **array = NULL;
    size_t used = 0, room = 0;
    for (size_t to = 3; to < 6 << 20; to = to * 9 / 4 + 1) {
        array = heap_grow(&h, array, room * sizeof *array, used * sizeof *array, to * sizeof *array);
        ck_assert_ptr_nonnull(array);
        room = to;
        bool ok = true;                                 /* each ck_assert writes to a file */
        for (size_t i = used; i < room; i++)
            ok &= array[i] == NULL;
        for (; used < room - room / 5; used++) {
            if (used % 64 == 0) {                       /* objects that only the array knows */
                array[used] = heap_new(&h, 48);
                *array[used] = used;
            }
        }
        heap_collect();
        for (size_t i = 0; i < used; i += 64)
            ok &= *array[i] == i;
        ck_assert(ok);
    }
    KEEP_ALIVE(array);
    heap_close(&h);
}
END_TEST

static void *worker(void *arg) {
    bool mine = heap_thread_enter();
    Heap *h = arg;
    heap_open(h, NULL, NULL);
    for (int i = 0; i < 30; i++)
        build_and_check(h, 3000);
    heap_close(h);
    if (mine)
        heap_thread_leave();
    return NULL;
}

static void *join_all(void *arg) {
    PlatThread *threads = arg;
    for (int i = 0; i < 3; i++)
        plat_thread_join(threads[i]);
    return NULL;
}

START_TEST(heaps_in_parallel) {
    static Heap heaps[3];
    PlatThread threads[3];
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(plat_thread_start(&threads[i], worker, &heaps[i], 0, false), 0);
    for (int i = 0; i < 200; i++)
        heap_collect();
    heap_do_blocking(join_all, threads);
}
END_TEST

static void push_stack(void *ctx) {
    void **stack = ctx;
    heap_push_range(stack, stack + 100);
}

START_TEST(pushed_roots_keep_alive) {
    Heap h = { 0 };
    void **stack = plat_map(plat_page_size());
    heap_open(&h, push_stack, stack);
    for (int i = 0; i < 100; i++) {
        uint64_t *p = heap_new_leaf(&h, 64);
        *p = (uint64_t)i;
        stack[i] = p + 3;                               /* the middle will do on a stack */
    }
    for (int i = 0; i < 5; i++) {
        build_and_check(&h, 5000);
        heap_collect();
    }
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(((uint64_t *)stack[i])[-3], (uint64_t)i);
    heap_close(&h);
    plat_unmap(stack, plat_page_size());
}
END_TEST

static int finalized;
static void finalize(void *obj, void *data) {
    ck_assert_uint_eq(((Node *)obj)->value, 7);
    ck_assert_uint_eq(((Node *)obj)->next->value, 8);   /* what it refers to is intact */
    finalized += *(int *)data;
}

static NOINLINE void make_garbage(Heap *h, void **links, int *one) {
    for (int i = 0; i < 50; i++) {
        Node *n = heap_new(h, sizeof *n), *m = heap_new(h, sizeof *n);
        n->next = m;
        m->next = n;                                    /* a cycle does not stop it */
        n->value = 7;
        m->value = 8;
        ck_assert(heap_finalizer(n, finalize, one));
        ck_assert(heap_weak_link(&links[i], m));
        ck_assert_ptr_eq(heap_weak_get(&links[i]), m);
    }
}

START_TEST(finalizers_and_weak_links) {
    static void *links[50];
    static int one = 1;
    Heap h = { 0 };
    heap_open(&h, NULL, NULL);
    Node *kept = heap_new(&h, sizeof *kept);
    void *kept_link = NULL;
    ck_assert(heap_weak_link(&kept_link, kept));
    make_garbage(&h, links, &one);
    build_and_check(&h, 5000);
    heap_collect();
    ck_assert_int_eq(finalized, 0);                     /* only on demand */
    ck_assert(heap_finalizers_pending());
    heap_run_finalizers();
    ck_assert_int_ge(finalized, 45);                    /* a stale word may hold a few back */
    heap_collect();
    heap_collect();
    int dead = 0;
    for (int i = 0; i < 50; i++)
        dead += heap_weak_get(&links[i]) == NULL;
    ck_assert_int_ge(dead, 45);
    ck_assert_ptr_eq(heap_weak_get(&kept_link), kept);
    heap_weak_drop(&kept_link);
    ck_assert_ptr_null(kept_link);
    heap_close(&h);
}
END_TEST

START_TEST(out_of_memory_is_null) {
    Heap h = { 0 };
    heap_open(&h, NULL, NULL);
    ck_assert_ptr_null(heap_new(&h, (size_t)1 << 60));
    heap_set_limit(heap_total() + (32 << 20));
    ck_assert_ptr_null(heap_new_leaf(&h, 64 << 20));
    heap_set_limit(0);
    void *big = heap_new_leaf(&h, 64 << 20);
    ck_assert_ptr_nonnull(big);
    heap_free(big);
    heap_close(&h);
}
END_TEST

START_TEST(the_stack_has_bounds) {
    char here, *lo, *hi;
    plat_stack_bounds(&lo, &hi);
    ck_assert(lo < &here && &here < hi);
    ck_assert_uint_ge((size_t)(hi - lo), 64 << 10);
}
END_TEST

UNIT_MAIN("heap", lists_survive_collections, arrays_grow, heaps_in_parallel, pushed_roots_keep_alive,
          finalizers_and_weak_links, out_of_memory_is_null, the_stack_has_bounds)
