/* Arithmetic on ints. Both operands small is the common case and stays in machine words, up to 127 bits in
 * two; otherwise the limbs are worked on by GMP's mpn functions straight into the result's own memory. Only
 * powers, true division and the like go through mpz temporaries. */
#include "vm/object/int.h"
#include "vm/base/hash.h"
#include "vm/base/large.h"
#include "vm/base/panic.h"
#include "vm/base/populate.h"
#include "vm/object/float.h"
#include <math.h>
#include <stdlib.h>

#define RESERVE     (8 << 20)
#define SCRATCH_MIN (8 << 10)                           /* from here on the heap, which has huge pages, is faster than malloc() */

/* -- GMP's own memory ------------------------------------------------------------------------------------ */

/* Address space kept for the case that there is no more: GMP finishes what it does with it, and the next large
 * operation raises MemoryError if it can't be had again. One per process, as GMP's allocator is. */
static void *reserve;

static void *from_reserve(void *old, size_t size) {
    void *kept = __atomic_exchange_n(&reserve, NULL, __ATOMIC_ACQ_REL);
    free(kept);
    void *p = kept ? realloc(old, size) : NULL;
    if (!p)
        panic("no memory for the arithmetic of large ints (%zu bytes)", size);
    return p;
}
static void *gmp_alloc(size_t size) {
    void *p = size >= SCRATCH_MIN ? heap_take_large(size) : NULL;
    if (p == NULL)
        p = malloc(size);
    return likely(p != NULL) ? p : from_reserve(NULL, size);
}
static void gmp_free(void *p, size_t size) {
    if (size >= SCRATCH_MIN && heap_has(p))
        heap_free(p);
    else
        free(p);
}
static void *gmp_realloc(void *old, size_t old_size, size_t size) {
    if (MAX(old_size, size) >= SCRATCH_MIN) {
        void *p = gmp_alloc(size);
        memcpy(p, old, MIN(old_size, size));
        gmp_free(old, old_size);
        return p;
    }
    void *p = realloc(old, size);
    return likely(p != NULL) ? p : from_reserve(old, size);
}

static bool have_reserve(void) {
    if (likely(__atomic_load_n(&reserve, __ATOMIC_RELAXED) != NULL))
        return true;
    void *p = malloc(RESERVE), *none = NULL;
    if (p && !__atomic_compare_exchange_n(&reserve, &none, p, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        free(p);
    return p != NULL;
}

bool int_init(Thread *t) {
    mp_set_memory_functions(gmp_alloc, gmp_realloc, gmp_free);
    return have_reserve();
}

/* -- Magnitudes ------------------------------------------------------------------------------------------ */

/* Sign and magnitude of any int. d may point at room: a Num is not copied. */
typedef struct Num {
    const mp_limb_t *d;
    int64_t n;
    bool neg;
    mp_limb_t room;
} Num;

static inline void load(Value v, Num *x) {
    if (!is_ptr(v)) {
        int64_t i = is_small(v) ? small_of(v) : v == VALUE_TRUE;
        x->neg = i < 0;
        x->room = i < 0 ? -(uint64_t)i : (uint64_t)i;
        x->d = &x->room;
        x->n = i != 0;
    } else {
        const Int *big = (const Int *)obj_of(v);
        x->neg = big->size < 0;
        x->n = big->size < 0 ? -big->size : big->size;
        x->d = big->limbs;
        x->room = 0;
    }
}

static inline bool is_zero(const Num *x) { return x->n == 0; }

/* An unfinished int of n limbs; size remembers n for finish(). */
static Int *big_alloc(Thread *t, int64_t n) {
    if (unlikely(n > INT_MAX_LIMBS || !have_reserve()))
        return raise_memory(t);
    Int *x = alloc_leaf_obj(t, t->interp->types[T_INT], sizeof(Int) + (size_t)n * sizeof(mp_limb_t));
    if (unlikely(!x))
        return NULL;
    populate_large(x, (size_t)n * sizeof(mp_limb_t));
    x->size = n;
    x->limbs = x->inline_limbs;
    return x;
}

void int_recycle(Thread *t, Value v) { heap_recycle(&t->interp->heap, obj_of(v)); }

/* Is there room for n limbs of GMP's own? */
static MUST_CHECK bool probe(Thread *t, int64_t n) {
    if (likely(n < INT_SURE_LIMBS) && have_reserve())
        return true;
    void *p = n <= 16 * INT_MAX_LIMBS ? malloc((size_t)n * sizeof(mp_limb_t)) : NULL;
    if (!p)
        raise_memory(t);
    free(p);
    return p != NULL;
}

/* Drops leading zeros of the first n limbs and takes the immediate form if it can. */
static Value finish(Thread *t, Int *x, int64_t n, bool neg) {
    while (n > 0 && x->limbs[n - 1] == 0)
        n--;
    if (n <= 1) {
        uint64_t u = n ? x->limbs[0] : 0;
        if (u <= (uint64_t)SMALL_MAX + neg)
            return from_small(neg ? -(int64_t)u : (int64_t)u);
    }
    if (unlikely(x->size > 2 * n + 64)) {               /* do not keep a large block for a small number */
        Int *y = big_alloc(t, n);
        if (unlikely(!y))
            return VALUE_ERROR;
        mpn_copyi(y->limbs, x->limbs, n);
        x = y;
    }
    x->size = neg ? -n : n;
    return from_ptr(x);
}

Int *int_unfinished(Thread *t, int64_t n) { return big_alloc(t, n); }
Value int_finished(Thread *t, Int *x, bool neg) { return finish(t, x, x->size, neg); }

static Value copy_num(Thread *t, const Num *x, bool neg) {
    Int *r = big_alloc(t, x->n);
    if (unlikely(!r))
        return VALUE_ERROR;
    if (x->n)
        mpn_copyi(r->limbs, x->d, x->n);
    return finish(t, r, x->n, neg);
}

static int compare_mag(const Num *x, const Num *y) {
    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    int c = x->n ? mpn_cmp(x->d, y->d, x->n) : 0;
    return (c > 0) - (c < 0);
}

static int64_t bit_length(const Num *x) {
    return x->n ? x->n * 64 - __builtin_clzll(x->d[x->n - 1]) : 0;
}

/* -- Up to 127 bits -------------------------------------------------------------------------------------- */
/* Ints just beyond the immediate ones are the most frequent of the big: 128 machine bits do for them. */

typedef __int128 Wide;
typedef unsigned __int128 UWide;

static ALWAYS_INLINE bool as_wide(Value v, Wide *out) {
    if (is_small(v)) {
        *out = small_of(v);
        return true;
    }
    if (!is_ptr(v)) {
        *out = v == VALUE_TRUE;
        return true;
    }
    const Int *x = (const Int *)obj_of(v);
    uint64_t n = (uint64_t)(x->size < 0 ? -x->size : x->size);
    if (n > 2 || (n == 2 && x->limbs[1] >> 63))
        return false;
    UWide u = n ? x->limbs[0] : 0;
    if (n == 2)
        u |= (UWide)x->limbs[1] << 64;
    *out = x->size < 0 ? -(Wide)u : (Wide)u;
    return true;
}

static Value from_uwide(Thread *t, UWide u, bool neg) {
    uint64_t low = (uint64_t)u, high = (uint64_t)(u >> 64);
    if (high == 0 && low <= (uint64_t)SMALL_MAX + neg)
        return from_small(neg ? -(int64_t)low : (int64_t)low);
    Int *x = alloc_leaf_obj(t, t->interp->types[T_INT], sizeof(Int) + (high ? 2 : 1) * sizeof(mp_limb_t));
    if (unlikely(!x))
        return VALUE_ERROR;
    x->limbs = x->inline_limbs;
    x->limbs[0] = low;
    if (high)
        x->limbs[1] = high;
    x->size = high ? 2 : 1;
    if (neg)
        x->size = -x->size;
    return from_ptr(x);
}

static inline Value from_wide(Thread *t, Wide w) {
    return from_uwide(t, w < 0 ? -(UWide)w : (UWide)w, w < 0);
}

/* (high, low) / d where high < d: one instruction. */
static inline uint64_t divide_wide(uint64_t high, uint64_t low, uint64_t d, uint64_t *rest) {
#if defined(__x86_64__)
    uint64_t q;
    __asm__("divq %4" : "=a"(q), "=d"(*rest) : "0"(low), "1"(high), "r"(d) : "cc");
    return q;
#else
    UWide u = (UWide)high << 64 | low;
    *rest = (uint64_t)(u % d);
    return (uint64_t)(u / d);
#endif
}

/* -- Conversions ----------------------------------------------------------------------------------------- */

Value int_from_int64_slow(Thread *t, int64_t i) {
    Int *x = big_alloc(t, 1);
    if (unlikely(!x))
        return VALUE_ERROR;
    x->limbs[0] = i < 0 ? -(uint64_t)i : (uint64_t)i;
    return finish(t, x, 1, i < 0);
}

Value from_uint64(Thread *t, uint64_t u) {
    if (likely(u <= (uint64_t)SMALL_MAX))
        return from_small((int64_t)u);
    Int *x = big_alloc(t, 1);
    if (unlikely(!x))
        return VALUE_ERROR;
    x->limbs[0] = u;
    return finish(t, x, 1, false);
}

Value int_from_double(Thread *t, double d) {
    if (d > -0x1p61 && d < 0x1p61)
        return from_small((int64_t)d);
    if (isnan(d))
        return raise_value_error(t, "cannot convert float NaN to integer");
    if (isinf(d))
        return raise_overflow(t, "cannot convert float infinity to integer");
    int e;
    uint64_t m = (uint64_t)ldexp(frexp(fabs(d), &e), 64);   /* |d| = m * 2**(e - 64), e > 61 */
    if (e <= 64)
        m >>= 64 - e;
    int64_t shift = MAX(e - 64, 0), n = shift / 64 + 2;
    Int *x = big_alloc(t, n);
    if (unlikely(!x))
        return VALUE_ERROR;
    mpn_zero(x->limbs, n);
    x->limbs[n - 2] = m << shift % 64;
    x->limbs[n - 1] = shift % 64 ? m >> (64 - shift % 64) : 0;
    return finish(t, x, n, d < 0);
}

Value int_from_mpz(Thread *t, const mpz_t z) {
    Num x = { .d = z->_mp_d, .n = z->_mp_size < 0 ? -(int64_t)z->_mp_size : z->_mp_size };
    if (x.n <= 1) {
        uint64_t u = x.n ? x.d[0] : 0;
        if (u <= (uint64_t)SMALL_MAX)
            return from_small(z->_mp_size < 0 ? -(int64_t)u : (int64_t)u);
    }
    return copy_num(t, &x, z->_mp_size < 0);
}

const __mpz_struct *int_view(Value v, IntView *view) {
    Num x;
    load(v, &x);
    view->room[0] = x.room;
    view->z->_mp_alloc = 0;
    view->z->_mp_size = (int)(x.neg ? -x.n : x.n);
    view->z->_mp_d = x.d == &x.room ? view->room : (mp_limb_t *)(uintptr_t)x.d;
    return view->z;
}

bool int_fits_int64(Value v, int64_t *out) {
    if (likely(is_small(v))) {
        *out = small_of(v);
        return true;
    }
    Num x;
    load(v, &x);
    uint64_t u = x.n ? x.d[0] : 0;
    if (x.n > 1 || u > (uint64_t)INT64_MAX + x.neg)
        return false;
    *out = x.neg ? (int64_t)-u : (int64_t)u;
    return true;
}

int int_sign(Value v) {
    if (!is_ptr(v)) {
        int64_t i = is_small(v) ? small_of(v) : v == VALUE_TRUE;
        return (i > 0) - (i < 0);
    }
    int64_t size = ((Int *)obj_of(v))->size;
    return (size > 0) - (size < 0);
}

Value int_exact(Thread *t, Value v) {
    if (is_small(v) || is_exact(t, v, T_INT))
        return v;
    Num x;
    load(v, &x);
    return copy_num(t, &x, x.neg);
}

int64_t int_bit_length(Value v) {
    Num x;
    load(v, &x);
    return bit_length(&x);
}

int64_t int_bit_count(Value v) {
    Num x;
    load(v, &x);
    return x.n ? (int64_t)mpn_popcount(x.d, x.n) : 0;
}

int64_t int_hash(Value v) {
    if (likely(is_small(v)))
        return hash_int64(small_of(v));
    Num x;
    load(v, &x);
    return hash_limbs((const uint64_t *)x.d, (size_t)x.n, x.neg);
}

/* The top 64 bits of a magnitude, the lowest of them set if any bit below is: rounds as the whole would. */
static uint64_t leading_bits(const Num *x) {
    const mp_limb_t *d = x->d;
    int64_t n = x->n;
    int up = __builtin_clzll(d[n - 1]);
    uint64_t m = d[n - 1] << up, rest = 0;
    if (n > 1) {
        if (up) {
            m |= d[n - 2] >> (64 - up);
            rest = d[n - 2] << up;
        } else {
            rest = d[n - 2];
        }
        for (int64_t i = n - 3; !rest && i >= 0; i--)
            rest = d[i];
    }
    return m | (rest != 0);
}

static double inexact_double(const Num *x, bool *overflow) {
    int64_t bits = bit_length(x);
    if (bits > 1024) {
        *overflow = true;
        return x->neg ? -INFINITY : INFINITY;
    }
    double d = bits ? ldexp((double)leading_bits(x), (int)bits - 64) : 0;
    *overflow = isinf(d);
    return x->neg ? -d : d;
}

double int_to_double(Thread *t, Value v, bool *overflow) {
    *overflow = false;
    if (likely(is_small(v)))
        return (double)small_of(v);
    Num x;
    load(v, &x);
    return inexact_double(&x, overflow);
}

double int_frexp(Value v, int64_t *exponent) {
    Num x;
    load(v, &x);
    *exponent = 0;
    if (is_zero(&x))
        return 0;
    double d = (double)leading_bits(&x) * 0x1p-64;
    *exponent = bit_length(&x);
    if (d == 1) {                                       /* rounded up */
        d = 0.5;
        ++*exponent;
    }
    return x.neg ? -d : d;
}

/* -- Comparison ------------------------------------------------------------------------------------------ */

int int_compare(Value a, Value b) {
    if (both_small(a, b))
        return (small_of(a) > small_of(b)) - (small_of(a) < small_of(b));
    Num x, y;
    load(a, &x);
    load(b, &y);
    if (x.neg != y.neg)
        return x.neg ? -1 : 1;
    return x.neg ? compare_mag(&y, &x) : compare_mag(&x, &y);
}

/* -- Addition -------------------------------------------------------------------------------------------- */

static Value add_mag(Thread *t, const Num *x, const Num *y, bool neg) {
    if (x->n < y->n) {
        const Num *swap = x;
        x = y;
        y = swap;
    }
    Int *r = big_alloc(t, x->n + 1);
    if (unlikely(!r))
        return VALUE_ERROR;
    if (y->n)
        r->limbs[x->n] = mpn_add(r->limbs, x->d, x->n, y->d, y->n);
    else {
        if (x->n)
            mpn_copyi(r->limbs, x->d, x->n);
        r->limbs[x->n] = 0;
    }
    return finish(t, r, x->n + 1, neg);
}

/* x - y, negated if neg. */
static Value sub_mag(Thread *t, const Num *x, const Num *y, bool neg) {
    int c = compare_mag(x, y);
    if (c == 0)
        return from_small(0);
    if (c < 0) {
        const Num *swap = x;
        x = y;
        y = swap;
        neg = !neg;
    }
    Int *r = big_alloc(t, x->n);
    if (unlikely(!r))
        return VALUE_ERROR;
    if (y->n)
        mpn_sub(r->limbs, x->d, x->n, y->d, y->n);
    else
        mpn_copyi(r->limbs, x->d, x->n);
    return finish(t, r, x->n, neg);
}

Value int_add(Thread *t, Value a, Value b) {
    if (both_small(a, b))
        return from_int64(t, small_of(a) + small_of(b));
    Wide u, v, sum;
    if (as_wide(a, &u) && as_wide(b, &v) && !__builtin_add_overflow(u, v, &sum))
        return from_wide(t, sum);
    Num x, y;
    load(a, &x);
    load(b, &y);
    return x.neg == y.neg ? add_mag(t, &x, &y, x.neg) : sub_mag(t, &x, &y, x.neg);
}

Value int_sub(Thread *t, Value a, Value b) {
    if (both_small(a, b))
        return from_int64(t, small_of(a) - small_of(b));
    Wide u, v, difference;
    if (as_wide(a, &u) && as_wide(b, &v) && !__builtin_sub_overflow(u, v, &difference))
        return from_wide(t, difference);
    Num x, y;
    load(a, &x);
    load(b, &y);
    return x.neg != y.neg ? add_mag(t, &x, &y, x.neg) : sub_mag(t, &x, &y, x.neg);
}

Value int_neg(Thread *t, Value a) {
    if (is_small(a))
        return from_int64(t, -small_of(a));
    Num x;
    load(a, &x);
    return copy_num(t, &x, !x.neg);
}

Value int_invert(Thread *t, Value a) {
    if (is_small(a))
        return from_small(~small_of(a));
    Num x, one;
    load(a, &x);
    load(from_small(1), &one);
    return x.neg ? sub_mag(t, &x, &one, false) : add_mag(t, &x, &one, true);
}

/* -- Multiplication -------------------------------------------------------------------------------------- */

Value int_mul(Thread *t, Value a, Value b) {
    int64_t product;
    if (both_small(a, b) && !__builtin_mul_overflow(small_of(a), small_of(b), &product))
        return from_int64(t, product);
    Num x, y;
    load(a, &x);
    load(b, &y);
    if (is_zero(&x) || is_zero(&y))
        return from_small(0);
    if (x.n == 1 && y.n == 1)
        return from_uwide(t, (UWide)x.d[0] * y.d[0], x.neg != y.neg);
    const Num *p = &x, *q = &y;
    if (p->n < q->n) {
        p = &y;
        q = &x;
    }
    int64_t n = p->n + q->n;
    Int *r = big_alloc(t, n);
    if (unlikely(!r) || !probe(t, 4 * n))
        return VALUE_ERROR;
    if (q->n == 1)
        r->limbs[n - 1] = mpn_mul_1(r->limbs, p->d, p->n, q->d[0]);
    else if (p->d == q->d)
        mpn_sqr(r->limbs, p->d, p->n);
    else
        mpn_mul(r->limbs, p->d, p->n, q->d, q->n);
    return finish(t, r, n, x.neg != y.neg);
}

/* -- Division -------------------------------------------------------------------------------------------- */

static inline int64_t floor_quotient(int64_t x, int64_t y, int64_t *rest) {
    if ((((uint64_t)x | (uint64_t)y) >> 32) == 0) {     /* the short instruction is several times faster */
        *rest = (uint32_t)x % (uint32_t)y;
        return (uint32_t)x / (uint32_t)y;
    }
    int64_t q = x / y, r = x % y;
    if (r != 0 && (r ^ y) < 0) {
        r += y;
        q--;
    }
    *rest = r;
    return q;
}

/* Scratch memory for a division: on the stack if it is short. */
#define SCRATCH_LIMBS 32
typedef struct Scratch { mp_limb_t room[SCRATCH_LIMBS]; } Scratch;
static mp_limb_t *scratch_for(Thread *t, Scratch *s, int64_t n) {
    return n <= SCRATCH_LIMBS ? s->room : alloc_leaf(t, (size_t)n * sizeof(mp_limb_t));
}

/* x // y and x % y, y not 0; q or r may be NULL. */
static bool divide(Thread *t, const Num *x, const Num *y, Value *q, Value *r) {
    bool opposite = x->neg != y->neg;
    if (compare_mag(x, y) < 0) {
        bool adjust = opposite && !is_zero(x);
        if (q)
            *q = from_small(adjust ? -1 : 0);
        if (r)
            *r = adjust ? sub_mag(t, y, x, y->neg) : copy_num(t, x, x->neg);
        return !r || *r != VALUE_ERROR;
    }
    if (x->n <= 2 && y->n == 1) {                       /* x >= y, so it has a limb at least */
        uint64_t d = y->d[0], high = x->n == 2 ? x->d[1] : 0, m;
        UWide whole = 0;
        if (high >= d) {
            whole = (UWide)(high / d) << 64;
            high %= d;
        }
        whole |= divide_wide(high, x->d[0], d, &m);
        bool adjust = opposite && m;
        if (q && !(*q = from_uwide(t, whole + adjust, opposite)))
            return false;
        return !r || (*r = from_uwide(t, adjust ? d - m : m, y->neg)) != VALUE_ERROR;
    }
    int64_t qn = x->n - y->n + 1;
    if (!q && y->n == 1) {
        mp_limb_t m = mpn_mod_1(x->d, x->n, y->d[0]);
        if (m && opposite)
            m = y->d[0] - m;
        Num rest = { .d = &m, .n = m != 0 };
        *r = copy_num(t, &rest, y->neg);
        return *r != VALUE_ERROR;
    }
    Scratch qroom, rroom;
    Int *quotient = q ? big_alloc(t, qn + 1) : NULL, *rest = r ? big_alloc(t, y->n) : NULL;
    if ((q && !quotient) || (r && !rest) || !probe(t, 4 * x->n))
        return false;
    mp_limb_t *qd = q ? quotient->limbs : scratch_for(t, &qroom, qn);
    mp_limb_t *rd = r ? rest->limbs : scratch_for(t, &rroom, y->n);
    if (!qd || !rd)
        return false;
    if (y->n == 1)
        rd[0] = mpn_divrem_1(qd, 0, x->d, x->n, y->d[0]);
    else
        mpn_tdiv_qr(qd, rd, 0, x->d, x->n, y->d, y->n);
    bool adjust = opposite && !mpn_zero_p(rd, y->n);
    if (q) {
        qd[qn] = adjust ? mpn_add_1(qd, qd, qn, 1) : 0;
        if (!(*q = finish(t, quotient, qn + 1, opposite)))
            return false;
    }
    if (r) {
        if (adjust)
            mpn_sub_n(rd, y->d, rd, y->n);
        if (!(*r = finish(t, rest, y->n, y->neg)))
            return false;
    }
    return true;
}

static Value zero_division(Thread *t, const char *text) {
    return raise_error(t, EXC_ZeroDivisionError, "%s", text);
}

Value int_floordiv(Thread *t, Value a, Value b) {
    int64_t rest;
    if (both_small(a, b) && b != from_small(0))
        return from_int64(t, floor_quotient(small_of(a), small_of(b), &rest));
    Num x, y;
    load(a, &x);
    load(b, &y);
    if (is_zero(&y))
        return zero_division(t, "integer division or modulo by zero");
    Value q;
    return divide(t, &x, &y, &q, NULL) ? q : VALUE_ERROR;
}

Value int_mod(Thread *t, Value a, Value b) {
    int64_t rest;
    if (both_small(a, b) && b != from_small(0)) {
        floor_quotient(small_of(a), small_of(b), &rest);
        return from_small(rest);
    }
    Num x, y;
    load(a, &x);
    load(b, &y);
    if (is_zero(&y))
        return zero_division(t, "integer modulo by zero");
    Value r;
    return divide(t, &x, &y, NULL, &r) ? r : VALUE_ERROR;
}

bool int_divmod(Thread *t, Value a, Value b, Value *q, Value *r) {
    if (both_small(a, b) && b != from_small(0)) {
        int64_t rest, quotient = floor_quotient(small_of(a), small_of(b), &rest);
        *r = from_small(rest);
        *q = from_int64(t, quotient);
        return *q != VALUE_ERROR;
    }
    Num x, y;
    load(a, &x);
    load(b, &y);
    if (is_zero(&y)) {
        zero_division(t, "integer division or modulo by zero");
        return false;
    }
    return divide(t, &x, &y, q, r);
}

/* x / y correctly rounded: a quotient with at least two bits more than a double holds (fewer for subnormals),
 * the lowest made sticky, is rounded once by hand. */
static Value true_quotient(Thread *t, const Num *x, const Num *y, Value a, Value b) {
    int64_t difference = bit_length(x) - bit_length(y);
    bool neg = x->neg != y->neg;
    if (difference > 1024)
        return raise_overflow(t, "integer division result too large for a float");
    if (difference < -1022 - 53 - 1)
        return from_double(t, neg ? -0.0 : 0.0);
    if (!probe(t, 4 * (x->n + y->n)))
        return VALUE_ERROR;
    int64_t shift = MAX(difference, -1021) - 53 - 2;
    IntView xv, yv;
    mpz_t q, r, scaled;
    mpz_inits(q, r, scaled, NULL);
    const __mpz_struct *xz = int_view(a, &xv), *yz = int_view(b, &yv);
    if (shift < 0) {
        mpz_mul_2exp(scaled, xz, (mp_bitcnt_t)-shift);
        xz = scaled;
    } else {
        mpz_mul_2exp(scaled, yz, (mp_bitcnt_t)shift);
        yz = scaled;
    }
    mpz_tdiv_qr(q, r, xz, yz);
    uint64_t m = q->_mp_size ? q->_mp_d[0] : 0;         /* at most 56 bits */
    m |= mpz_sgn(r) != 0;
    mpz_clears(q, r, scaled, NULL);
    int64_t bits = m ? 64 - __builtin_clzll(m) : 0;
    int64_t extra = MAX(bits, -1021 - shift) - 53;
    uint64_t half = UINT64_C(1) << (extra - 1), low = m & (2 * half - 1);
    m -= low;
    if (low > half || (low == half && (m & (2 * half))))
        m += 2 * half;
    double d = ldexp((double)m, (int)shift);
    if (isinf(d))
        return raise_overflow(t, "integer division result too large for a float");
    return from_double(t, neg ? -d : d);
}

Value int_truediv(Thread *t, Value a, Value b) {
    Num x, y;
    load(a, &x);
    load(b, &y);
    if (is_zero(&y))
        return zero_division(t, "division by zero");
    if (is_zero(&x))
        return from_double(t, y.neg ? -0.0 : 0.0);
    if (bit_length(&x) <= 53 && bit_length(&y) <= 53) {
        double d = (double)x.d[0] / (double)y.d[0];
        return from_double(t, x.neg != y.neg ? -d : d);
    }
    return true_quotient(t, &x, &y, a, b);
}

/* -- Powers ---------------------------------------------------------------------------------------------- */

/* base ** e in a machine word; false: it does not fit. */
static bool small_power(int64_t base, uint64_t e, int64_t *out) {
    int64_t r = 1;
    for (;;) {
        if ((e & 1) && __builtin_mul_overflow(r, base, &r))
            return false;
        e >>= 1;
        if (!e) {
            *out = r;
            return true;
        }
        if (__builtin_mul_overflow(base, base, &base))
            return false;
    }
}

Value int_pow(Thread *t, Value a, Value b) {
    if (int_sign(b) < 0) {
        bool overflow;
        double x = int_to_double(t, a, &overflow), y = overflow ? 0 : int_to_double(t, b, &overflow);
        if (overflow)
            return raise_overflow(t, "int too large to convert to float");
        return float_pow(t, x, y);
    }
    int64_t e, r;
    bool fits = int_fits_int64(b, &e);
    if (fits && is_small(a) && small_power(small_of(a), (uint64_t)e, &r))
        return from_int64(t, r);
    Num x, y;
    load(a, &x);
    load(b, &y);
    if (x.n == 0 || (x.n == 1 && x.d[0] == 1))          /* 0, 1, -1; 0**0 is small */
        return from_small(is_zero(&x) ? is_zero(&y) : x.neg && (y.n && (y.d[0] & 1)) ? -1 : 1);
    int64_t bits = bit_length(&x), total;
    if (!fits || __builtin_mul_overflow(bits, e, &total) || total > INT_MAX_LIMBS * 64) {
        raise_memory(t);
        return VALUE_ERROR;
    }
    if (e == 1)
        return int_exact(t, a);
    if (e == 2)
        return int_mul(t, a, a);
    if (!probe(t, total / 64 * 6))
        return VALUE_ERROR;
    IntView view;
    mpz_t z;
    mpz_init(z);
    mpz_pow_ui(z, int_view(a, &view), (unsigned long)e);
    Value v = int_from_mpz(t, z);
    mpz_clear(z);
    return v;
}

static uint64_t mulmod(uint64_t a, uint64_t b, uint64_t m) {
    if ((a | b) >> 32 == 0)
        return a * b % m;
    UWide p = (UWide)a * b;
    uint64_t r;
    divide_wide((uint64_t)(p >> 64), (uint64_t)p, m, &r);       /* a, b < m: the quotient fits */
    return r;
}

/* The inverse of a modulo m, or 0. */
static uint64_t inverse_mod(uint64_t a, uint64_t m) {
    int64_t r0 = (int64_t)m, r1 = (int64_t)a, s0 = 0, s1 = 1;
    while (r1) {
        int64_t q = r0 / r1, swap = r0 - q * r1;
        r0 = r1;
        r1 = swap;
        swap = s0 - q * s1;
        s0 = s1;
        s1 = swap;
    }
    return r0 != 1 ? 0 : s0 < 0 ? (uint64_t)(s0 + (int64_t)m) : (uint64_t)s0;
}

static Value not_invertible(Thread *t) {
    return raise_value_error(t, "base is not invertible for the given modulus");
}

static Value small_pow_mod(Thread *t, Value a, int64_t e, int64_t mod) {
    uint64_t m = mod < 0 ? -(uint64_t)mod : (uint64_t)mod, r = 1, x;
    Value reduced = int_mod(t, a, from_small((int64_t)m));
    if (!reduced)
        return VALUE_ERROR;
    x = (uint64_t)small_of(reduced);
    if (e < 0) {
        x = inverse_mod(x, m);
        if (!x)
            return not_invertible(t);
    }
    for (uint64_t n = e < 0 ? -(uint64_t)e : (uint64_t)e; n; n >>= 1) {
        if (n & 1)
            r = mulmod(r, x, m);
        if (n > 1)
            x = mulmod(x, x, m);
    }
    return from_small(mod < 0 && r ? (int64_t)r + mod : (int64_t)r);
}

Value int_pow_mod(Thread *t, Value a, Value b, Value m) {
    int sign = int_sign(m);
    if (sign == 0)
        return raise_value_error(t, "pow() 3rd argument cannot be 0");
    if (int_bit_length(m) == 1)
        return from_small(0);
    int64_t e;
    if (is_small(m) && m != from_small(SMALL_MIN) && is_small(b)) {
        e = small_of(b);
        return small_pow_mod(t, a, e, small_of(m));
    }
    IntView av, bv, mv;
    mpz_t r, mod;
    const __mpz_struct *base = int_view(a, &av), *exponent = int_view(b, &bv);
    if (!probe(t, 16 * (int_bit_length(m) / 64 + int_bit_length(a) / 64)))
        return VALUE_ERROR;
    mpz_inits(r, mod, NULL);
    mpz_abs(mod, int_view(m, &mv));
    bool ok = mpz_sgn(exponent) >= 0 || mpz_invert(r, base, mod);
    if (ok) {
        mpz_powm(r, base, exponent, mod);               /* inverts by itself; never negative */
        if (sign < 0 && mpz_sgn(r))
            mpz_sub(r, r, mod);
    }
    Value v = ok ? int_from_mpz(t, r) : not_invertible(t);
    mpz_clears(r, mod, NULL);
    return v;
}

/* -- Bits ------------------------------------------------------------------------------------------------ */

Value int_lshift(Thread *t, Value a, Value b) {
    if (int_sign(b) < 0)
        return raise_value_error(t, "negative shift count");
    Num x, count;
    load(a, &x);
    load(b, &count);
    if (is_zero(&x))
        return from_small(0);
    if (count.n > 1 || (count.n && count.d[0] > (uint64_t)INT_MAX_LIMBS * 64)) {
        /* CPython's limit: 2**61 digits of 30 bits */
        if (count.n < 2 || (count.n == 2 && count.d[1] < 4 && (count.d[1] << 2 | count.d[0] >> 62) < 15)) {
            raise_memory(t);
            return VALUE_ERROR;
        }
        return raise_overflow(t, "too many digits in integer");
    }
    int64_t by = count.n ? (int64_t)count.d[0] : 0;
    if (is_small(a) && by <= 64)
        return from_wide(t, (Wide)((UWide)(Wide)small_of(a) << by));
    int64_t words = by / 64, n = x.n + words + 1;
    Int *r = big_alloc(t, n);
    if (unlikely(!r))
        return VALUE_ERROR;
    if (words)
        mpn_zero(r->limbs, words);
    if (by % 64)
        r->limbs[n - 1] = mpn_lshift(r->limbs + words, x.d, x.n, (unsigned)(by % 64));
    else {
        mpn_copyi(r->limbs + words, x.d, x.n);
        r->limbs[n - 1] = 0;
    }
    return finish(t, r, n, x.neg);
}

/* Rounds towards minus infinity. */
Value int_rshift(Thread *t, Value a, Value b) {
    if (int_sign(b) < 0)
        return raise_value_error(t, "negative shift count");
    if (both_small(a, b))
        return from_small(small_of(a) >> MIN(small_of(b), 63));
    Wide w;
    if (is_small(b) && as_wide(a, &w))
        return from_wide(t, w >> MIN(small_of(b), 127));
    Num x, count;
    load(a, &x);
    load(b, &count);
    if (count.n > 1 || (count.n && count.d[0] / 64 >= (uint64_t)x.n))
        return from_small(x.neg ? -1 : 0);
    int64_t by = count.n ? (int64_t)count.d[0] : 0, words = by / 64, n = x.n - words;
    if (n <= 0)
        return from_small(0);
    Int *r = big_alloc(t, n + 1);
    if (unlikely(!r))
        return VALUE_ERROR;
    bool lost = words && !mpn_zero_p(x.d, words);
    if (by % 64)
        lost |= mpn_rshift(r->limbs, x.d + words, n, (unsigned)(by % 64)) != 0;
    else
        mpn_copyi(r->limbs, x.d + words, n);
    r->limbs[n] = x.neg && lost ? mpn_add_1(r->limbs, r->limbs, n, 1) : 0;
    return finish(t, r, n + 1, x.neg);
}

/* Limb i of the two's complement of x; *carry starts as 1. */
static inline mp_limb_t twos_limb(const Num *x, int64_t i, mp_limb_t *carry) {
    mp_limb_t u = i < x->n ? x->d[i] : 0;
    if (x->neg) {
        u = ~u + *carry;
        *carry = *carry && u == 0;
    }
    return u;
}

#define COMBINE(op, u, v) ((op) == BIN_AND ? (u) & (v) : (op) == BIN_OR ? (u) | (v) : (u) ^ (v))

static ALWAYS_INLINE Value bitwise(Thread *t, enum BinaryOp op, Value a, Value b) {
    Wide u, v;
    if (as_wide(a, &u) && as_wide(b, &v))
        return from_wide(t, COMBINE(op, u, v));
    Num x, y;
    load(a, &x);
    load(b, &y);
    bool neg = COMBINE(op, x.neg, y.neg) != 0;
    int64_t n = op == BIN_AND && !x.neg && !y.neg ? MIN(x.n, y.n) : MAX(x.n, y.n) + neg;
    Int *r = big_alloc(t, n);
    if (unlikely(!r))
        return VALUE_ERROR;
    mp_limb_t cx = 1, cy = 1;
    for (int64_t i = 0; i < n; i++) {
        mp_limb_t p = twos_limb(&x, i, &cx), q = twos_limb(&y, i, &cy);
        r->limbs[i] = COMBINE(op, p, q);
    }
    if (neg)
        mpn_neg(r->limbs, r->limbs, n);
    return finish(t, r, n, neg);
}

Value int_and(Thread *t, Value a, Value b) { return both_small(a, b) ? a & b : bitwise(t, BIN_AND, a, b); }
Value int_or(Thread *t, Value a, Value b) { return both_small(a, b) ? a | b : bitwise(t, BIN_OR, a, b); }
Value int_xor(Thread *t, Value a, Value b) {
    return both_small(a, b) ? from_small(small_of(a) ^ small_of(b)) : bitwise(t, BIN_XOR, a, b);
}
