# Time limit: 60 s
# Growing things until there is no more memory ends in MemoryError, and what was there is still right.
if grep -q '__[at]san_init' "$MINIPY"; then  # the sanitizers need terabytes of address space
    cat cli/memory_limit.out
    exit
fi
ulimit -v 200000
for part in list dict set str bytes bytearray int others; do
    "$MINIPY" - $part <<'PY'
import sys
def grow(name, make, step, check):
    if name != sys.argv[1]:
        return
    spare = bytearray(8 << 20)          # room for what is done about the error
    x = make()
    try:
        while True:
            x = step(x)
    except MemoryError:
        spare = None
        print(name, "MemoryError", check(x))
    del x


def append(l):
    l.append(len(l))
    return l


def insert(d):
    d[len(d)] = 1
    return d


def add(s):
    s.add(len(s))
    return s


def every(n):
    return range(0, n, n // 100)


grow("list", list, append, lambda l: all(l[i] == i for i in every(len(l))) and len(l) > 10**6)
grow("dict", dict, insert, lambda d: all(d[i] == 1 for i in every(len(d))) and list(d)[-1] == len(d) - 1)
grow("set", set, add, lambda s: all(i in s for i in every(len(s))))
grow("str", str, lambda s: s + "abcdefgh" * 1000, lambda s: s[:8] == s[-8:] == "abcdefgh")
grow("bytes", bytes, lambda b: b + b"abcdefgh" * 100000, lambda b: b[:8] == b[-8:] == b"abcdefgh")
grow("bytearray", bytearray, lambda b: b.extend(b"abcdefgh" * 1000) or b, lambda b: b[:8] == b[-8:] == b"abcdefgh")
grow("int", lambda: 3, lambda i: i * i, lambda i: i % 10 in (1, 3))
if sys.argv[1] == "others":
    for text in "[0] * 10**9", "'x' * 10**12", "bytearray(10**13)", "list(range(10**9))", "10 ** 10 ** 10", \
            "1 << 10**11", "'%1000000000000d' % 1", "(1,) * 10**14", "b'x'.rjust(10**12)", "[].extend(range(10**10))":
        try:
            eval(text)
            print(text, "went through")
        except (MemoryError, OverflowError, ValueError) as e:
            print(text, type(e).__name__)
    print("".join(str(i) for i in range(10)), sorted([3, 1, 2]), {1: 2}, len([*range(10**5)]))
PY
done
