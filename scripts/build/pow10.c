/* Writes the table of powers of ten that vm/base/dtoa.c multiplies with: for each exponent e the 128 most
 * significant bits of 10^e, rounded up unless they are exact. (Giulietti, "The Schubfach way to render
 * doubles", 2020.) */
#include <gmp.h>
#include <stdio.h>

enum { FIRST = -342, LAST = 324 };

int main(void) {
    mpz_t g, power;
    mpz_inits(g, power, NULL);
    printf("/* Made by scripts/build/pow10.c: { high, low } of ceil(10^e * 2^(127 - floor(log2(10^e)))). */\n"
           "enum { POW10_FIRST = %d, POW10_LAST = %d };\n"
           "static const struct { uint64_t hi, lo; } pow10_table[] = {\n", FIRST, LAST);
    for (int e = FIRST; e <= LAST; e++) {
        if (e >= 0) {
            mpz_ui_pow_ui(power, 10, (unsigned long)e);
            long shift = 128 - (long)mpz_sizeinbase(power, 2);
            if (shift >= 0)
                mpz_mul_2exp(g, power, (mp_bitcnt_t)shift);
            else
                mpz_cdiv_q_2exp(g, power, (mp_bitcnt_t)-shift);
        } else {
            /* 10^e = 1 / power, and power is no power of two: 2^(bits - 1) < power < 2^bits. */
            mpz_ui_pow_ui(power, 10, (unsigned long)-e);
            mpz_set_ui(g, 1);
            mpz_mul_2exp(g, g, 127 + mpz_sizeinbase(power, 2));
            mpz_cdiv_q(g, g, power);
        }
        unsigned long lo = mpz_get_ui(g);
        mpz_fdiv_q_2exp(g, g, 64);
        printf("    { 0x%016lx, 0x%016lx },     /* 1e%d */\n", mpz_get_ui(g), lo, e);
    }
    printf("};\n");
    mpz_clears(g, power, NULL);
    return 0;
}
