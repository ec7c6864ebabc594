/* An interpreter for unit tests of the object layer. */
#pragma once

#include "unit.h"
#include "vm/interp.h"
#include "vm/object/container.h"

static inline Thread *new_interp(void) {
    static const Options options = { .int_max_str_digits = -1, .hash_seed = "0", .isolated = true };
    Thread *t = interp_new(&options);
    ck_assert_ptr_nonnull(t);
    return t;
}

/* A small deterministic generator: a failure can be run again. */
static inline uint64_t next_random(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}
