/* _heapq: a list as a heap, the smallest item (or for the _max functions the largest) first.
 *
 * Every comparison may run Python code that changes the list's length; that is found out after each one. */
#include "runtime/heap.h"
#include "vm/native.h"
#include "vm/object/container.h"

/* Does x belong above y? -1: error, also when the list has changed meanwhile. */
static int above(Thread *t, List *l, int64_t n, Value x, Value y, bool max) {
    if (both_small(x, y))
        return max ? (int64_t)y < (int64_t)x : (int64_t)x < (int64_t)y;
    int r = max ? compare_bool(t, CMP_LT, y, x) : compare_bool(t, CMP_LT, x, y);
    if (r >= 0 && l->len != n) {
        raise_error(t, EXC_RuntimeError, "list changed size during iteration");
        return -1;
    }
    return r;
}

/* Moves the item at i towards the root, at most to start. */
static bool move_up(Thread *t, List *l, int64_t start, int64_t i, bool max) {
    int64_t n = l->len;
    while (i > start) {
        int64_t parent = (i - 1) >> 1;
        Value v = l->items[i], p = l->items[parent];
        int r = above(t, l, n, v, p, max);
        if (r < 0)
            return false;
        if (!r)
            break;
        l->items[parent] = v;
        l->items[i] = p;
        i = parent;
    }
    return true;
}

/* Lets the item at i sink to a leaf along the better children, then rise to its place: fewer comparisons
 * than looking at it on the way down, for it comes from the bottom mostly. */
static bool move_down(Thread *t, List *l, int64_t i, bool max) {
    int64_t n = l->len, start = i;
    while (2 * i + 1 < n) {
        int64_t child = 2 * i + 1;
        if (child + 1 < n) {
            int r = above(t, l, n, l->items[child], l->items[child + 1], max);
            if (r < 0)
                return false;
            child += !r;
        }
        Value v = l->items[i];
        l->items[i] = l->items[child];
        l->items[child] = v;
        i = child;
    }
    return move_up(t, l, start, i, max);
}

static List *heap_arg(Thread *t, Value v, const char *name, bool only) {
    if (is_list(v))
        return as_list(v);
    raise_type_error(t, "%s() argument %smust be list, not %V", name, only ? "" : "1 ", v);
    return NULL;
}

bool heap_push(Thread *t, List *l, Value v) {
    return list_append(t, l, v) && move_up(t, l, 0, l->len - 1, false);
}

static Value heappush(Thread *t, Value *a) {
    List *l = heap_arg(t, a[0], "heappush", false);
    return l && heap_push(t, l, a[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value pop(Thread *t, List *l, bool max) {
    if (!l)
        return VALUE_ERROR;
    if (l->len == 0)
        return raise_error(t, EXC_IndexError, "index out of range");
    Value last = l->items[l->len - 1];
    if (!list_splice(t, l, l->len - 1, l->len, NULL, 0))
        return VALUE_ERROR;
    if (l->len == 0)
        return last;
    Value first = l->items[0];
    l->items[0] = last;
    return move_down(t, l, 0, max) ? first : VALUE_ERROR;
}

Value heap_pop(Thread *t, List *l) { return pop(t, l, false); }

static Value replace(Thread *t, List *l, Value v, bool max) {
    if (!l)
        return VALUE_ERROR;
    if (l->len == 0)
        return raise_error(t, EXC_IndexError, "index out of range");
    Value first = l->items[0];
    l->items[0] = v;
    return move_down(t, l, 0, max) ? first : VALUE_ERROR;
}

static Value make_heap(Thread *t, List *l, bool max) {
    if (!l)
        return VALUE_ERROR;
    for (int64_t i = l->len / 2 - 1; i >= 0; i--)
        if (!move_down(t, l, i, max))
            return VALUE_ERROR;
    return VALUE_NONE;
}

static Value heappushpop(Thread *t, Value *a) {
    List *l = heap_arg(t, a[0], "heappushpop", false);
    if (!l)
        return VALUE_ERROR;
    if (l->len == 0)
        return a[1];
    int r = compare_bool(t, CMP_LT, l->items[0], a[1]);
    if (r <= 0)
        return r < 0 ? VALUE_ERROR : a[1];
    return replace(t, l, a[1], false);
}

static Value heappop(Thread *t, Value *a) { return pop(t, heap_arg(t, a[0], "heappop", true), false); }
static Value heappop_max(Thread *t, Value *a) {
    return pop(t, heap_arg(t, a[0], "_heappop_max", true), true);
}
static Value heapreplace(Thread *t, Value *a) {
    return replace(t, heap_arg(t, a[0], "heapreplace", false), a[1], false);
}
static Value heapreplace_max(Thread *t, Value *a) {
    return replace(t, heap_arg(t, a[0], "_heapreplace_max", false), a[1], true);
}
static Value heapify(Thread *t, Value *a) { return make_heap(t, heap_arg(t, a[0], "heapify", true), false); }
static Value heapify_max(Thread *t, Value *a) {
    return make_heap(t, heap_arg(t, a[0], "_heapify_max", true), true);
}

const ModuleDef mod_heapq = {
    .name = "_heapq",
    .doc = "Heap queue algorithm (a.k.a. priority queue).",
    .functions = (const FunctionDef[]) {
        { "heappush", heappush, "heap, item, /", "Add item to the heap.", 0 },
        { "heappop", heappop, "heap, /", "Remove the smallest item and return it.", 0 },
        { "heapreplace", heapreplace, "heap, item, /", "Remove the smallest item, then add item.", 0 },
        { "heappushpop", heappushpop, "heap, item, /", "Add item, then remove the smallest.", 0 },
        { "heapify", heapify, "heap, /", "Make a list a heap, in linear time.", 0 },
        { "_heappop_max", heappop_max, "heap, /", "heappop for a heap with the largest item first.", 0 },
        { "_heapreplace_max", heapreplace_max, "heap, item, /", "heapreplace for such a heap.", 0 },
        { "_heapify_max", heapify_max, "heap, /", "heapify for such a heap.", 0 }, { 0 } },
};
