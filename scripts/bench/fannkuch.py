# Pancake flips over all permutations: list reads, writes and slice reversal.
def fannkuch(n):
    count = list(range(1, n + 1))
    perm1 = list(range(n))
    most = checksum = sign = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        if perm1[0]:
            perm = perm1[:]
            flips = 0
            k = perm[0]
            while k:
                perm[:k + 1] = perm[k::-1]
                flips += 1
                k = perm[0]
            if flips > most:
                most = flips
            checksum += -flips if sign else flips
        sign ^= 1
        while True:
            if r == n:
                return most, checksum
            perm1.insert(r, perm1.pop(0))
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1


def reversals(n):
    items = list(range(n))
    for _ in range(60):
        i, j = 0, n - 1
        while i < j:
            items[i], items[j] = items[j], items[i]
            i += 1
            j -= 1
    return items[0], items[-1]


print(fannkuch(8), reversals(30000))
