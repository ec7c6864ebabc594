# Primes: list and bytearray items in while loops, extended slices.
def sieve_list(n):
    flags = [True] * (n + 1)
    total = 0
    i = 2
    while i <= n:
        if flags[i]:
            total += 1
            j = i * i
            while j <= n:
                flags[j] = False
                j += i
        i += 1
    return total


def sieve_bytes(n):
    flags = bytearray(b"\1") * (n + 1)
    flags[0] = flags[1] = 0
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes((n - i * i) // i + 1)
    return sum(flags)


print(sieve_list(1500000), sieve_bytes(4000000))
