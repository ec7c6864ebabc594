/* _random: the Mersenne Twister MT19937 of Matsumoto and Nishimura, seeded and read as CPython does it: a
 * seed gives the same numbers. The distributions are in stdlib/random.py. */
#include "vm/base/plat.h"
#include "vm/native.h"
#include <errno.h>

#define N 624
#define M 397

typedef struct RandomObj {
    Obj h;
    uint32_t state[N];
    int32_t index;                                      /* of the next word; N: make new ones first */
} RandomObj;

static inline RandomObj *as_random(Value v) { return (RandomObj *)obj_of(v); }

/* -- The twister ----------------------------------------------------------------------------------------- */

static inline uint32_t twist(uint32_t far, uint32_t high, uint32_t low) {
    uint32_t y = (high & 0x80000000u) | (low & 0x7fffffffu);
    return far ^ y >> 1 ^ (-(low & 1) & 0x9908b0dfu);
}

static NOINLINE void refill(RandomObj *r) {
    uint32_t *s = r->state;
    int i = 0;
    for (; i < N - M; i++)
        s[i] = twist(s[i + M], s[i], s[i + 1]);
    for (; i < N - 1; i++)
        s[i] = twist(s[i + M - N], s[i], s[i + 1]);
    s[N - 1] = twist(s[M - 1], s[N - 1], s[0]);
    r->index = 0;
}

static inline uint32_t next_word(RandomObj *r) {
    if (unlikely(r->index >= N))
        refill(r);
    uint32_t y = r->state[r->index++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static void seed_word(RandomObj *r, uint32_t seed) {
    uint32_t *s = r->state;
    s[0] = seed;
    for (uint32_t i = 1; i < N; i++)
        s[i] = 1812433253u * (s[i - 1] ^ s[i - 1] >> 30) + i;
    r->index = N;
}

static void seed_array(RandomObj *r, const uint32_t *key, size_t n) {
    uint32_t *s = r->state;
    size_t i = 1, j = 0;
    seed_word(r, 19650218u);
    for (size_t k = MAX(n, N); k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
        if (++i == N) {
            s[0] = s[N - 1];
            i = 1;
        }
        if (++j == n)
            j = 0;
    }
    for (size_t k = N - 1; k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1566083941u) - (uint32_t)i;
        if (++i == N) {
            s[0] = s[N - 1];
            i = 1;
        }
    }
    s[0] = 0x80000000u;
}

/* -- Seeding --------------------------------------------------------------------------------------------- */

/* An int by its magnitude, any other object by its hash, None by bytes of the system. */
static MUST_CHECK bool seed_object(Thread *t, RandomObj *r, Value v) {
    if (!v || v == VALUE_NONE) {
        uint32_t key[N];
        if (!plat_random_bytes(key, sizeof key)) {
            raise_os_error(t, ENOSYS);
            return false;
        }
        seed_array(r, key, N);
        return true;
    }
    if (!is_int(v)) {
        int64_t hash;
        if (!hash_of(t, v, &hash) || !(v = from_uint64(t, (uint64_t)hash)))
            return false;
    }
    IntView view;
    const __mpz_struct *z = int_view(v, &view);
    size_t limbs = mpz_size(z), n = 2 * limbs;
    uint32_t room[8], *key = room;
    if (n > ARRAY_LEN(room) && !(key = alloc_leaf(t, n * sizeof *key)))
        return false;
    memcpy(key, z->_mp_d, limbs * sizeof(mp_limb_t));
    while (n > 0 && key[n - 1] == 0)
        n--;
    if (n == 0)
        key[n++] = 0;
    seed_array(r, key, n);
    return true;
}

static Value random_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (cls == t->interp->types[T_RANDOM] && kwnames && kwnames->len)
        return raise_type_error(t, "Random() takes no keyword arguments");
    return object_alloc(t, cls);
}

static bool random_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs > 1) {
        raise_type_error(t, "Random() requires 0 or 1 argument");
        return false;
    }
    return seed_object(t, as_random(self), nargs ? args[0] : VALUE_NONE);
}

static Value random_seed(Thread *t, Value *a) {
    return seed_object(t, as_random(a[0]), a[1]) ? VALUE_NONE : VALUE_ERROR;
}

/* -- Numbers --------------------------------------------------------------------------------------------- */

static Value random_random(Thread *t, Value *a) {
    RandomObj *r = as_random(a[0]);
    uint32_t high = next_word(r) >> 5, low = next_word(r) >> 6;     /* 27 and 26 bits */
    return from_double(t, (high * 67108864.0 + low) * 0x1p-53);
}

static Value random_getrandbits(Thread *t, Value *a) {
    RandomObj *r = as_random(a[0]);
    int32_t k;
    if (!as_int32(t, a[1], &k))
        return VALUE_ERROR;
    if (k < 0)
        return raise_value_error(t, "number of bits must be non-negative");
    if (k == 0)
        return from_small(0);
    if (k <= 32)
        return from_small(next_word(r) >> (32 - k));
    size_t words = ((size_t)k + 31) / 32;
    uint32_t room[64], *w = room;
    if (words > ARRAY_LEN(room) && !(w = alloc_leaf(t, words * sizeof *w)))
        return VALUE_ERROR;
    for (size_t i = 0; i < words; i++, k -= 32)
        w[i] = k < 32 ? next_word(r) >> (32 - k) : next_word(r);
    return int_from_bytes(t, (const uint8_t *)w, words * sizeof *w, true, false);
}

/* -- State ----------------------------------------------------------------------------------------------- */

static Value random_getstate(Thread *t, Value *a) {
    RandomObj *r = as_random(a[0]);
    Tuple *u = tuple_alloc(t, N + 1);
    if (!u)
        return VALUE_ERROR;
    for (int i = 0; i < N; i++)
        u->items[i] = from_small(r->state[i]);
    u->items[N] = from_small(r->index);
    return from_ptr(u);
}

static MUST_CHECK bool as_word(Thread *t, Value v, uint32_t *out) {
    if (likely(is_small(v)) && small_of(v) >= 0) {
        *out = (uint32_t)small_of(v);
        return true;
    }
    if (!is_int(v)) {
        raise_type_error(t, "an integer is required");
        return false;
    }
    IntView view;
    const __mpz_struct *z = int_view(v, &view);
    if (mpz_sgn(z) < 0)
        raise_overflow(t, "can't convert negative value to unsigned int");
    else if (mpz_size(z) > 1)
        raise_overflow(t, "Python int too large to convert to C unsigned long");
    else
        *out = (uint32_t)mpz_get_ui(z);
    return !t->exc;
}

static Value random_setstate(Thread *t, Value *a) {
    if (!is_tuple(a[1]))
        return raise_type_error(t, "state vector must be a tuple");
    Tuple *u = as_tuple(a[1]);
    uint32_t state[N];
    int64_t index;
    if (u->len != N + 1)
        return raise_value_error(t, "state vector is the wrong size");
    for (int i = 0; i < N; i++)
        if (!as_word(t, u->items[i], &state[i]))
            return VALUE_ERROR;
    if (!as_int64(t, u->items[N], &index))
        return VALUE_ERROR;
    if (index < 0 || index > N)
        return raise_value_error(t, "invalid state");
    RandomObj *r = as_random(a[0]);
    memcpy(r->state, state, sizeof state);
    r->index = (int32_t)index;
    return VALUE_NONE;
}

const TypeDef type_random = {
    .name = "_random.Random",
    .doc = "Random() -> create a random number generator with its own internal state.",
    .size = sizeof(RandomObj),
    .slots = { .new_ = random_new, .init = random_init },
    .methods = (const FunctionDef[]) {
        { "random", random_random, "", "A float of 53 random bits, from 0 up to but not including 1.", 0 },
        { "seed", random_seed, "n=None, /", "Start the sequence that belongs to n.", 0 },
        { "getstate", random_getstate, "", "The state as a tuple.", 0 },
        { "setstate", random_setstate, "state, /", "Go back to a state that getstate() gave.", 0 },
        { "getrandbits", random_getrandbits, "k, /", "An int of k random bits.", 0 }, { 0 } },
};

const ModuleDef mod_random = {
    .name = "_random",
    .doc = "The Mersenne Twister.",
    .functions = (const FunctionDef[]) { { 0 } },
    .types = (const uint16_t[]) { T_RANDOM, 0 },
};
