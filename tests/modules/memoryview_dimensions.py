# memoryview of several dimensions, or of none: shape, order, indexing, comparison, errors.
import array


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def assign(m, key, value):
    m[key] = value
    return m.tolist()


def describe(m):
    print(m.ndim, m.shape, m.strides, m.suboffsets, m.format, m.itemsize, m.nbytes, m.c_contiguous, m.f_contiguous, m.contiguous,
          attempt(len, m))


data = bytearray(range(24))
for shape in ([24], [4, 6], [2, 3, 4], [24, 1], [1, 24], [1, 1, 24], [2, 1, 12], [1, 4, 1, 6, 1], (24,), (1, 24, 1)):
    m = memoryview(data).cast("B", shape)
    describe(m)
    for order in (None, "C", "F", "A"):
        print(order, m.tobytes(order).hex(), m.tobytes(order=order) == m.tobytes(order))
    print(m.tolist())
    print(m.hex(), bytes(m) == bytes(data), bytearray(m) == data)
for format in "bBchHiIlLqQnNfd?":
    m = memoryview(bytearray(48)).cast(format)
    n = 48 // m.itemsize
    m = m.cast("B").cast(format, [n // 2, 2])
    describe(m)
    print(m.tobytes("F") == bytes(48), m[0, 0], m[n // 2 - 1, -1])
m = memoryview(array.array("i", range(6))).cast("B").cast("i", [2, 3])
describe(m)
print(m.tolist(), [int.from_bytes(m.tobytes("F")[i:i + 4], "little") for i in range(0, 24, 4)])

print("-- order of one dimension")
m = memoryview(data)[::3]
describe(m)
print([m.tobytes(order) for order in (None, "C", "F", "A")])
describe(memoryview(data)[::-1])
describe(memoryview(data)[:1:2])
describe(memoryview(b""))
describe(memoryview(data)[5:5])
for order in ("c", "", "CF", 5, b"C", "\0", "X"):
    print(attempt(m.tobytes, order))
print(attempt(m.tobytes, "C", "C"), attempt(m.tobytes, None) == m.tobytes())

print("-- indexing")
m = memoryview(data).cast("B", [2, 3, 4])
for key in ((0, 0, 0), (1, 2, 3), (-1, -1, -1), (2, 0, 0), (0, 3, 0), (0, 0, 4), (-3, 0, 0), (0, 0), (0,), (), (0, 0, 0, 0), 0, -1, 2, 5,
            slice(0, 1), slice(None), ..., (..., 0), (slice(0, 1), 0, 0), (slice(0, 1),) * 3, (0, "a", 0), "a", None, (0, 1.5, 0),
            1.0, (1 << 70, 0, 0), 1 << 70, (True, False, True)):
    print(key, (lambda r: r.tolist() if isinstance(r, memoryview) else r)(attempt(lambda: m[key])), "|", attempt(assign, m, key, 7) if not isinstance(key, slice) else attempt(assign, m, key, b"x"))
print(attempt(iter, m), attempt(list, m), type(attempt(reversed, m)), attempt(lambda: 3 in m), attempt(lambda: m.__delitem__((0, 0, 0))))
print(attempt(lambda: assign(m, (0, 0, 0), 256)), attempt(assign, m, (0, 0, 0), "x"))
print(attempt(assign, memoryview(bytes(4)).cast("B", [2, 2]), (0, 0), 1))
one = memoryview(bytearray(range(5)))
print(one[(2,)], attempt(lambda: one[()]), attempt(lambda: one[1, 2]), attempt(lambda: one[...]), attempt(assign, one, (1,), 9), attempt(assign, one, ..., 9),
      attempt(assign, one, (), 9))

print("-- no dimension")
for buffer, format in ((bytearray(b"x"), "B"), (bytearray(b"x"), "c"), (bytearray(4), "i"), (bytearray(8), "d")):
    m = memoryview(buffer).cast(format, [])
    describe(m)
    print(m[()], m[...] is m, m.tolist(), m.tobytes(), m.tobytes("F"), m.hex(), bytes(m), bytearray(m))
    for key in (0, -1, slice(None), (0,), (..., ...), None, "a", (0, 0), slice(0, 1)):
        print(key, attempt(lambda: m[key]), "|", attempt(assign, m, key, 1), "|", attempt(assign, m, key, b"x"))
    print(attempt(iter, m), attempt(list, m), attempt(lambda: 0 in m), type(attempt(lambda: reversed(m))))
    print(attempt(assign, m, (), b"y"), attempt(assign, m, (), 3), attempt(assign, m, ..., 4), attempt(assign, m, ..., b"z"))
    print(m == m, m == memoryview(buffer), m == memoryview(bytes(buffer)).cast(format, ()), m == bytes(buffer))
    describe(m.cast("B"))
    describe(memoryview(m))
    print(m.toreadonly()[()], attempt(assign, m.toreadonly(), (), 1), attempt(lambda: m.cast("B", [1, 1])), attempt(lambda: m.cast("B", [])))
    print(attempt(hash, m), attempt(hash, memoryview(bytes(buffer)).cast(format, []))if format not in "Bc" else
          hash(memoryview(bytes(buffer)).cast(format, [])) == hash(bytes(buffer)))

print("-- casts")
m = memoryview(bytearray(64))
for shape in ([1] * 64, [1] * 63 + [64], [2] * 6 + [1] * 58):
    n = 1
    for i in shape:
        n *= i
    x = m[:n].cast("B", shape)
    print(x.ndim, x.shape == tuple(shape), x.strides, x[(0,) * 64], attempt(lambda: x[(0,) * 63 + (64,)]), x.nbytes, x.f_contiguous)
    x[(0,) * 64] = 5
    print(x.tobytes("F")[:4], x.tobytes()[:4], str(x.tolist()).count("["), x == m[:n].cast("B", shape), x.cast("B") == m[:n], attempt(lambda: x[(0,) * 65]))
for shape in ([1] * 65, [0], [-1], [64, 0], ["a"], [1.0], 64, None, "64", {64}, [63], [65], [1 << 62, 4], [1 << 70], [True] * 1 + [64], iter([64]),
              [], (), [1 << 40, 1 << 40]):
    print(type(shape).__name__, attempt(lambda: m.cast("B", shape).shape), attempt(lambda: m.cast("i", shape).shape))
x = m.cast("B", [8, 8])
print(attempt(lambda: x.cast("B", [64]).shape), attempt(lambda: x.cast("i").shape), attempt(lambda: x.cast("i", [16]).shape), attempt(lambda: x.cast("B").shape),
      attempt(m[::2].cast, "B"), attempt(m.cast, "z"), attempt(m.cast, "i4"), attempt(m.cast, "@i").format, attempt(m.cast, "<i"),
      attempt(m.cast, 5), attempt(m[:3].cast, "i"), attempt(m.cast("i").cast, "f"), m.cast(format="B", shape=[64]).shape)

print("-- comparison")
a = memoryview(bytes(range(6))).cast("B", [2, 3])
print(a == memoryview(bytes(range(6))).cast("B", [2, 3]), a == memoryview(bytes(range(6))).cast("B", [3, 2]), a == bytes(range(6)),
      a == memoryview(bytearray(range(6))).cast("b", [2, 3]), a != memoryview(bytearray(range(1, 7))).cast("b", [2, 3]))
f = memoryview(array.array("d", [1, 2, 3, 4])).cast("B").cast("d", [2, 2])
g = memoryview(array.array("f", [1, 2, 3, 4])).cast("B").cast("f", [2, 2])
print(f == g, f == memoryview(array.array("d", [1, 2, 3, float("nan")])).cast("B").cast("d", [2, 2]), f != g)
print(hash(a) == hash(bytes(range(6))), attempt(hash, memoryview(bytearray(4)).cast("B", [2, 2])))
a.release()
print([attempt(getattr, a, name) for name in ("shape", "strides", "ndim", "f_contiguous", "contiguous", "nbytes")])
print(attempt(a.tobytes, "F"), attempt(a.tolist), attempt(lambda: a[0, 0]), attempt(len, a), attempt(a.cast, "B"), a == a)
