/* What happens when there is no memory at all: exceptions say so, and nothing wrong is remembered. */
#include "interp.h"
#include "vm/object/error.h"
#include "vm/object/bytes.h"
#include "vm/object/protocol.h"
#include "vm/object/set.h"
#include "vm/object/type.h"

/* Takes what is left. The chain keeps it; the free lists of all sizes are empty afterwards. */
static void *exhaust(Thread *t) {
    void **chain = NULL;
    heap_set_limit(heap_total());
    for (size_t n = 1 << 20; n >= 8; n /= 2)
        for (void **p; (p = heap_new(&t->interp->heap, n)) != NULL; chain = p)
            *p = chain;
    for (size_t n = 8; n <= 512; n += 8)
        while (heap_new_leaf(&t->interp->heap, n) != NULL)
            ;
    return chain;
}

static void look_up(Thread *t, Value v, Str *name) {
    Value got = get_attr(t, v, name);
    if (got) {
        ck_assert(!t->exc);
        return;
    }
    ck_assert_msg(exc_matches(t, EXC_MemoryError), "%s of a %s: another exception than MemoryError", (const char *)name->text,
                  type_name_of(t, v));
    exc_clear(t);
}

START_TEST(types_made_ready_without_memory) {
    Thread *t = new_interp();
    Str *doc = str_intern_cstr(t, "__doc__");
    struct { Value of; Str *method; } known[] = {
        { from_small(1), str_intern_cstr(t, "bit_length") },
        { from_double(t, 1.5), str_intern_cstr(t, "hex") },
        { from_ptr(doc), str_intern_cstr(t, "swapcase") },
        { from_ptr(list_alloc(t, 0, 1)), str_intern_cstr(t, "append") },
        { from_ptr(set_new(t, type_by_id(t, T_FROZENSET))), str_intern_cstr(t, "union") },
        { from_ptr(tuple_alloc(t, 1)), str_intern_cstr(t, "count") },
        { from_ptr(bytes_alloc(t, 1)), str_intern_cstr(t, "hex") },
    };
    for (int id = 1; id < T_COUNT; id++)
        ck_assert_ptr_nonnull(type_by_id(t, id));
    void *chain = exhaust(t);
    int unready = 0;
    for (int id = 1; id < T_COUNT; id++)
        unready += !(t->interp->types[id]->flags & TYPE_READY);
    ck_assert_int_gt(unready, 10);                      /* else this tests nothing */
    for (int id = 1; id < T_COUNT; id++)
        look_up(t, from_ptr(t->interp->types[id]), doc);
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        Value v = known[i].of, self, f = get_method(t, v, known[i].method, &self);
        ck_assert_msg(f ? !t->exc : exc_matches(t, EXC_MemoryError), "%s", (const char *)known[i].method->text);
        exc_clear(t);
        look_up(t, v, known[i].method);
        if (!set_attr(t, v, known[i].method, VALUE_NONE))
            exc_clear(t);
    }
    KEEP_ALIVE(chain);
    chain = NULL;
    heap_set_limit(0);
    for (int id = 1; id < T_COUNT; id++)                /* all is well now */
        ck_assert_uint_ne(get_attr(t, from_ptr(t->interp->types[id]), doc), VALUE_ERROR);
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        ck_assert_uint_ne(get_attr(t, known[i].of, known[i].method), VALUE_ERROR);
}
END_TEST

UNIT_MAIN("memory", types_made_ready_without_memory)
