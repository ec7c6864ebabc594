"""Primes below a limit (first argument, 100 unless given), by the sieve of Eratosthenes."""
import sys


def primes(limit):
    flags = bytearray([1]) * limit
    flags[:2] = b"\0" * min(limit, 2)
    for n in range(2, int(limit ** 0.5) + 1):
        if flags[n]:
            flags[n * n::n] = bytes(len(range(n * n, limit, n)))
    return [n for n, flag in enumerate(flags) if flag]


found = primes(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
print(*found)
print(len(found), "primes")
