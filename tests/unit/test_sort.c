/* The merge sort's algorithm alone: order, stability, few comparisons on runs, and nothing lost when a
 * comparison fails or contradicts itself. */
#include "unit.h"
#include <string.h>
#include <sys/types.h>

typedef uint64_t Value;
typedef struct Run { size_t start, len; } Run;
typedef struct Item { uint64_t key, place; } Item;
typedef struct Sort {
    void *temp;
    size_t temp_bytes, min_gallop;
    int nruns;
    Run runs[96];
    long comparisons, fail_at;
    bool wild;
} Sort;

#define MIN_GALLOP 7

static size_t sort_minrun(size_t n) {
    size_t odd = 0;
    while (n >= 64) {
        odd |= n & 1;
        n >>= 1;
    }
    return n + odd;
}

static void *sort_temp(Sort *s, size_t n, size_t item) {
    if (n * item > s->temp_bytes) {
        free(s->temp);
        s->temp = malloc(n * item);
        s->temp_bytes = n * item;
    }
    return s->temp;
}

static inline int not_less(int c) { return c < 0 ? c : !c; }

static int less(Sort *s, uint64_t a, uint64_t b) {
    s->comparisons++;
    if (s->fail_at && s->comparisons >= s->fail_at)
        return -1;
    return s->wild ? rand() & 1 : a < b;
}

#define ELEM     Item
#define KEY(e)   ((e).key)
#define KEY_TYPE uint64_t
#define LESS     less
#define SUFFIX   items
#include "vm/object/sort.inc"

enum { RANDOM, UP, DOWN, SAW, FEW, NEARLY, KINDS };

static uint64_t key_of(int kind, size_t i, size_t n) {
    switch (kind) {
    case UP: return i;
    case DOWN: return n - i;
    case SAW: return i % (n / 3 + 1);
    case FEW: return (uint64_t)rand() % 5;
    case NEARLY: return rand() % 50 ? i : (uint64_t)rand() % n;
    default: return (uint64_t)rand() % 1000000;
    }
}

static Item *make(int kind, size_t n) {
    Item *a = malloc(n * sizeof *a);
    for (size_t i = 0; i < n; i++)
        a[i] = (Item){ key_of(kind, i, n), i };
    return a;
}

static bool complete(const Item *a, size_t n) {
    char *seen = calloc(n, 1);
    bool ok = true;
    for (size_t i = 0; i < n; i++)
        ok &= a[i].place < n && !seen[a[i].place]++;
    free(seen);
    return ok;
}

START_TEST(sorts_stably) {
    for (int round = 0; round < 2000; round++) {
        size_t n = (size_t)rand() % (round % 50 ? 300 : 20000) + 1;
        int kind = round % KINDS;
        Item *a = make(kind, n);
        Sort s = { .min_gallop = MIN_GALLOP };
        ck_assert(sort_items(&s, a, n));
        ck_assert(complete(a, n));
        for (size_t i = 1; i < n; i++)
            ck_assert(a[i - 1].key < a[i].key || (a[i - 1].key == a[i].key && a[i - 1].place < a[i].place));
        if (kind == UP || kind == DOWN)
            ck_assert_int_eq(s.comparisons, (long)n - 1);
        free(a);
        free(s.temp);
    }
}
END_TEST

START_TEST(loses_nothing) {
    for (int round = 0; round < 4000; round++) {
        size_t n = (size_t)rand() % 400 + 1;
        Item *a = make(round % KINDS, n);
        Sort s = { .min_gallop = MIN_GALLOP, .wild = round & 1 };
        if (!s.wild)
            s.fail_at = rand() % (long)(2 * n) + 1;
        (void)!sort_items(&s, a, n);
        ck_assert(complete(a, n));
        free(a);
        free(s.temp);
    }
}
END_TEST

UNIT_MAIN("sort", sorts_stably, loses_nothing)
