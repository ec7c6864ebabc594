/* SipHash-1-3 and the numeric hashes: x and y hash alike whenever x == y, over int, float and complex. */
#include "hash.h"

#include <math.h>
#include <string.h>

/* -- Text ------------------------------------------------------------------------------------------------ */

static inline uint64_t rotl(uint64_t x, int n) { return x << n | x >> (64 - n); }

typedef struct { uint64_t a, b, c, d; } Sip;

static ALWAYS_INLINE void sip_round(Sip *s) {
    s->a += s->b;
    s->c += s->d;
    s->b = rotl(s->b, 13) ^ s->a;
    s->d = rotl(s->d, 16) ^ s->c;
    s->a = rotl(s->a, 32) + s->d;
    s->c += s->b;
    s->d = rotl(s->d, 21) ^ s->a;
    s->b = rotl(s->b, 17) ^ s->c;
    s->c = rotl(s->c, 32);
}

static ALWAYS_INLINE void sip_word(Sip *s, uint64_t m) {
    s->d ^= m;
    sip_round(s);
    s->a ^= m;
}

/* The key that CPython derives from a seed, so that PYTHONHASHSEED=n gives the same order of bytes. */
HashKey hash_key_from_seed(uint32_t seed) {
    uint8_t bytes[16] = { 0 };
    uint32_t x = seed;
    for (size_t i = 0; seed != 0 && i < sizeof bytes; i++) {
        x = x * 214013 + 2531011;
        bytes[i] = (uint8_t)(x >> 16);
    }
    HashKey key;
    memcpy(&key, bytes, sizeof key);
    return key;
}

int64_t hash_bytes(HashKey key, const void *bytes, size_t n) {
    if (n == 0)
        return 0;
    Sip s = { key.k0 ^ UINT64_C(0x736f6d6570736575), key.k1 ^ UINT64_C(0x646f72616e646f6d),
              key.k0 ^ UINT64_C(0x6c7967656e657261), key.k1 ^ UINT64_C(0x7465646279746573) };
    const uint8_t *p = bytes;
    uint64_t m = 0;
    size_t left = n;
    for (; left >= 8; left -= 8, p += 8) {
        memcpy(&m, p, 8);
        sip_word(&s, m);
    }
    m = (uint64_t)n << 56;
    for (size_t i = 0; i < left; i++)
        m |= (uint64_t)p[i] << (8 * i);
    sip_word(&s, m);
    s.c ^= 0xFF;
    sip_round(&s);
    sip_round(&s);
    sip_round(&s);
    int64_t h = (int64_t)(s.a ^ s.b ^ s.c ^ s.d);
    return h == -1 ? -2 : h;
}

/* -- Numbers: modulo the prime 2^61 - 1 ------------------------------------------------------------------ */

static int64_t with_sign(uint64_t h, bool negative) {
    int64_t r = negative ? -(int64_t)h : (int64_t)h;
    return r == -1 ? -2 : r;
}

static uint64_t reduce(uint64_t x) {
    x = (x & HASH_MODULUS) + (x >> HASH_BITS);
    return x >= HASH_MODULUS ? x - HASH_MODULUS : x;
}

/* x * 2^n: multiplying by 2 rotates the 61 bits. */
static uint64_t shift(uint64_t x, int n) {
    return n == 0 ? x : ((x << n) & HASH_MODULUS) | x >> (HASH_BITS - n);
}

int64_t hash_int64(int64_t i) {
    uint64_t magnitude = i < 0 ? -(uint64_t)i : (uint64_t)i;
    return with_sign(reduce(magnitude), i < 0);
}

int64_t hash_limbs(const uint64_t *limbs, size_t n, bool negative) {
    uint64_t h = 0;
    while (n-- > 0)                                     /* 2^64 is 2^3 here */
        h = reduce(shift(h, 3) + reduce(limbs[n]));
    return with_sign(h, negative);
}

int64_t hash_double(double d) {
    if (isinf(d))
        return d > 0 ? HASH_INF : -HASH_INF;
    if (isnan(d) || d == 0)
        return 0;
    int exponent;
    uint64_t m = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);
    exponent = (exponent - 53) % HASH_BITS;
    return with_sign(shift(reduce(m), exponent < 0 ? exponent + HASH_BITS : exponent), d < 0);
}

int64_t hash_complex(int64_t real_hash, int64_t imag_hash) {
    int64_t h = (int64_t)((uint64_t)real_hash + HASH_IMAG * (uint64_t)imag_hash);
    return h == -1 ? -2 : h;
}

/* Addresses are multiples of 16: the low bits that say nothing go to the top. */
int64_t hash_pointer(const void *p) {
    uint64_t x = (uint64_t)(uintptr_t)p;
    int64_t h = (int64_t)(x >> 4 | x << 60);
    return h == -1 ? -2 : h;
}

int64_t hash_set_end(uint64_t acc, size_t n) {
    acc ^= ((uint64_t)n + 1) * UINT64_C(1927868237);
    acc ^= (acc >> 11) ^ (acc >> 25);
    acc = acc * 69069 + UINT64_C(907133923);
    return acc == UINT64_MAX ? 590923713 : (int64_t)acc;
}
