"""SHA-512 in Python: what random needs for seeds that are strings, where no C version is built."""

from math import isqrt

_MASK = (1 << 64) - 1


def _constants():
    # The first 64 bits of the fractions of the cube roots of the first 80 primes, and of the square roots of
    # the first 8: by integer roots.
    primes = []
    n = 2
    while len(primes) < 80:
        if all([n % p for p in primes]):
            primes.append(n)
        n += 1

    def cube_root(p):
        value = p << 192
        r = int(p ** (1 / 3) * 2 ** 64)
        r = (2 * r + value // (r * r)) // 3     # one step of Newton's: from 50 bits to all
        while r ** 3 > value:
            r -= 1
        while (r + 1) ** 3 <= value:
            r += 1
        return r & _MASK

    return [cube_root(p) for p in primes], [isqrt(p << 128) & _MASK for p in primes[:8]]


_K, _START = _constants()


class sha512:
    """Hash of data; update() adds to it."""

    name = "sha512"
    digest_size = 64
    block_size = 128

    def __init__(self, data=b"", *, usedforsecurity=True):
        self._data = bytes(data)

    def update(self, data):
        self._data += bytes(data)

    def copy(self):
        return sha512(self._data)

    def hexdigest(self):
        return self.digest().hex()

    def digest(self):
        data = self._data
        size = len(data)
        data += b"\x80" + bytes((111 - size) % 128) + (size * 8).to_bytes(16, "big")
        state = list(_START)
        for i in range(0, len(data), 128):
            _compress(state, data[i:i + 128])
        return b"".join([word.to_bytes(8, "big") for word in state])


def _compress(state, block):
    w = [int.from_bytes(block[i:i + 8], "big") for i in range(0, 128, 8)]
    for t in range(16, 80):
        x, y = w[t - 15], w[t - 2]
        s0 = (x >> 1 | x << 63) ^ (x >> 8 | x << 56) ^ x >> 7
        s1 = (y >> 19 | y << 45) ^ (y >> 61 | y << 3) ^ y >> 6
        w.append(w[t - 16] + (s0 & _MASK) + w[t - 7] + (s1 & _MASK) & _MASK)
    a, b, c, d, e, f, g, h = state
    for t in range(80):
        s1 = ((e >> 14 | e << 50) ^ (e >> 18 | e << 46) ^ (e >> 41 | e << 23)) & _MASK
        t1 = h + s1 + (e & f ^ ~e & g) + _K[t] + w[t]
        s0 = ((a >> 28 | a << 36) ^ (a >> 34 | a << 30) ^ (a >> 39 | a << 25)) & _MASK
        t2 = s0 + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = t1 + t2 & _MASK, a, b, c, d + t1 & _MASK, e, f, g
    for i, v in enumerate((a, b, c, d, e, f, g, h)):
        state[i] = state[i] + v & _MASK
