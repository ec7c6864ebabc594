/* Hashes: seeded SipHash for text, CPython's arithmetic hashes for numbers and tuples. */
#pragma once

#include "config.h"

typedef struct { uint64_t k0, k1; } HashKey;          /* one per interpreter, from PYTHONHASHSEED or random */

#define HASH_BITS       61
#define HASH_MODULUS    ((UINT64_C(1) << HASH_BITS) - 1)
#define HASH_INF        314159
#define HASH_IMAG       UINT64_C(1000003)               /* weight of the imaginary part of a complex */

HashKey hash_key_from_seed(uint32_t seed);              /* seed 0: a key of zeros, that is no randomisation */

/* SipHash-1-3. Never -1; 0 for no bytes, as CPython. */
int64_t hash_bytes(HashKey key, const void *bytes, size_t n) PURE;

int64_t hash_int64(int64_t i) CONST_FN;
/* A magnitude in little-endian 64-bit limbs, and its sign. */
int64_t hash_limbs(const uint64_t *limbs, size_t n, bool negative) PURE;
/* Not for nan, which hashes by identity: hash_pointer() of its object. */
int64_t hash_double(double d) CONST_FN;
int64_t hash_complex(int64_t real_hash, int64_t imag_hash) CONST_FN;
int64_t hash_pointer(const void *p) CONST_FN;

/* A tuple: start, one step for each item's hash, end with the number of items. */
typedef struct { uint64_t acc; } TupleHash;
static inline TupleHash hash_tuple_start(void) { return (TupleHash){ UINT64_C(2870177450012600261) }; }
static inline void hash_tuple_add(TupleHash *h, int64_t item) {
    h->acc += (uint64_t)item * UINT64_C(14029467366897019727);
    h->acc = (h->acc << 31) | (h->acc >> 33);
    h->acc *= UINT64_C(11400714785074694791);
}
static inline int64_t hash_tuple_end(TupleHash h, size_t n) {
    h.acc += n ^ (UINT64_C(2870177450012600261) ^ UINT64_C(3527539));
    return h.acc == UINT64_MAX ? 1546275796 : (int64_t)h.acc;
}

/* A frozenset: order does not matter. Add each item's hash, end with the number of items. */
static inline uint64_t hash_set_add(uint64_t acc, int64_t item) {
    uint64_t h = (uint64_t)item;
    return acc ^ (((h ^ UINT64_C(89869747)) ^ (h << 16)) * UINT64_C(3644798167));
}
int64_t hash_set_end(uint64_t acc, size_t n) CONST_FN;
