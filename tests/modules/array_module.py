"""array: every type code, messages, slices, buffers, pickles."""
import array
import copy
import io
import pickle
from array import array as A


def c(f, *a, **k):
    try:
        r = f(*a, **k)
    except Exception as e:
        r = (type(e).__name__, str(e))
    print(r)


print("-- making")
print([x for x in dir(A) if x not in dir(object) and x != "__module__"])
for args in [(), ("z",), ("ii",), (5,), ("i", "abc"), ("i", b"12345"), ("i", 5), ("u", [1]), ("i", A("u", "a")), ("i", A("d", [1.5])),
             ("B", [256]), ("B", [-1]), ("b", [200]), ("b", [-129]), ("b", [40000]), ("h", [40000]), ("h", [-40000]), ("H", [-1]), ("H", [70000]), ("H", [2**31]),
             ("i", [2**31]), ("i", [-2**31 - 1]), ("I", [-1]), ("I", [2**32]), ("I", [2**64]), ("l", [2**63]), ("L", [-1]), ("L", [2**64]), ("q", [2**63]),
             ("Q", [2**64]), ("Q", [-1]), ("d", ["x"]), ("u", "ab"), ("u", ["ab"]), ("i", [1.5]), ("f", [1e300]), ("B", ["a"]), ("I", ["a"]),
             ("L", [1.5]), ("Q", [1.5]), ("i", b"12341234"), ("i", bytearray(b"1234")), ("i", range(3)), ("d", (1, 2)), ("i", A("h", [1, 2])), ("i", [True])]:
    c(A, *args)
c(A, "i", x=1)
for code in array.typecodes:
    a = A(code, "xy" if code == "u" else [1, 2])
    print(code, a.itemsize, a, a.tobytes(), memoryview(a).format, memoryview(a).itemsize, a.__reduce_ex__(2), a.__reduce_ex__(3))
    for proto in range(6):
        assert pickle.loads(pickle.dumps(a, proto)) == a
    assert copy.copy(a) == a and copy.deepcopy(a) == a

print("-- methods")
a = A("i", [1, 2, 3])
c(a.append, "x"); c(a.pop, 9); c(A("i").pop); c(a.index, 9); c(a.remove, 9); c(a.extend, A("d")); c(a.extend, 5); c(a.fromlist, 5)
c(a.fromlist, [1, "x"]); print(a); c(a.frombytes, b"123"); c(a.frombytes, "x"); c(a.fromunicode, "x"); c(a.tounicode); c(a.insert, 1, "x")
c(a.index, 1, 1, 2); c(a.count, 1); c(hash, a); c(a.tofile, 5)
a.append(4); a.extend([5]); a.extend(a); a.fromlist([7, 7]); a.frombytes(b"\1\0\0\0"); a.insert(0, 9); a.insert(-1, 8); a.insert(99, 6); print(a)
print(a.pop(), a.pop(0), a.pop(-2), a.index(7), a.index(7, -2), a.count(7)); a.remove(7); a.reverse(); print(a, a.tolist())
u = A("u", "añ\U0001f600"); u.fromunicode("z"); print(u.tounicode(), u[2], u)
b = A("h", [1, 256]); b.byteswap(); print(b)
f = io.BytesIO(); A("i", range(40000)).tofile(f); f.seek(0); r = A("i"); r.fromfile(f, 40000); print(len(r), r[39999])
c(r.fromfile, io.BytesIO(b"123"), 5); c(r.fromfile, io.BytesIO(b"1234" * 2), 5); print(len(r)); c(r.fromfile, io.BytesIO(b"1234"), -5); c(r.fromfile, io.StringIO("x"), 1)

print("-- sequence")
a = A("i", range(10))
c(lambda: a[50]); c(lambda: a["x"]); c(lambda: a.__setitem__(50, 1)); c(lambda: a.__setitem__("x", 1)); c(lambda: a.__setitem__(slice(0, 1), [1]))
c(lambda: a.__setitem__(slice(0, 1), A("d"))); c(lambda: a.__setitem__(slice(0, 3, 2), A("i", [1]))); c(lambda: a + [1]); c(lambda: a + A("d")); c(lambda: a * 1.5)
c(lambda: a.__iadd__([1])); c(lambda: a < [1]); c(lambda: a.__delitem__("x")); c(lambda: a.__delitem__(99)); c(lambda: "x" in a); c(lambda: 5.0 in a)
print(a[2:5], a[::-2], a[8:2], a[-1], a + a[:1], a[:2] * 3, 2 * a[:1], a * -1)
a[1:3] = A("i", [20, 21, 22, 23]); print(a); a[2:2] = a[:1]; print(a); a[::3] = A("i", [0] * len(a[::3])); print(a); a[1:4] = a; print(a)
del a[0]; del a[1:3]; del a[::2]; print(a); del a[::-3]; print(a); a += A("i", [1]); a *= 2; print(a); a[:] = A("i"); print(a)
for x, y in [([1, 2], [1, 2]), ([1, 2], [1, 3]), ([1], [1, 2])]:
    for code in "id":
        p, q = A("i", x), A(code, y)
        print(p == q, p != q, p < q, p <= q, p > q, p >= q)
print(A("d", [float("nan")]) == A("d", [float("nan")]))
it = iter(A("b", [1, 2, 3])); next(it); print(type(it), it.__reduce__(), list(pickle.loads(pickle.dumps(it))), list(it), list(it), it.__reduce__()[1])
class Sub(A):
    def __init__(self, code, items, extra=0): self.extra = extra
    def __new__(cls, code, items, extra=0): return A.__new__(cls, code, items)
s = Sub("i", [1, 2], 7); print(s, type(s[:1]), pickle.loads(pickle.dumps(s)).extra, pickle.loads(pickle.dumps(s, 2)).extra)
match a:
    case [*rest]: print("sequence", rest)

print("-- buffers")
a = A("i", [1, 2, 3])
with memoryview(a) as m:
    c(a.append, 1); c(a.extend, [1]); c(a.__imul__, 2); c(a.pop); c(lambda: a.__delitem__(slice(0, 1))); c(a.frombytes, b"1234"); c(a.extend, [])
    m[0] = 77
    with m[1:] as rest: print(a[0], m.tolist(), m.shape, m.nbytes, bytes(rest))     # without `with` it is there till a collection
    c(lambda: m.__setitem__(0, 2**40))
a.append(5); print(a); print(bytes(A("h", [1])), bytearray(A("h", [1])) + A("h", [2]), b"".join([A("B", b"ab"), b"c"]))
m = memoryview(A("d", [1.5, 2.5])); print(m[::-1].tolist(), m.cast("B").nbytes, m == A("d", [1.5, 2.5]), m == A("f", [1.5, 2.5]))

print("-- machine formats")
R = array._array_reconstructor
for args in [(A, "i", 99, b""), (5, "i", 8, b""), (A, "z", 8, b""), (A, "i", 8, b"123"), (A, "i", 8, b"12341234"), (A, "i", 9, b"\0\0\1\2"), (A, "i", 8, "x"),
             (A, "u", 18, b"a\0b\0"), (A, "u", 19, b"\0a\0b"), (A, "u", 21, b"\0\0\0a\0\0\0b"), (int, "u", 18, b"a\0"), (A, "d", 17, b"\x3f\xf8" + b"\0" * 6), (A, "f", 15, b"\x3f\xc0\0\0"),
             (A, "l", 6, b"\1\0\0\0"), (A, "b", 0, b"\1"), (A, "L", 11, b"\0" * 7 + b"\5"), (A, "u", 18, b"abc")]:
    c(R, *args)
# an empty array assigned to a slice with a step deletes
for s in slice(None, None, 2), slice(None, None, -1), slice(1, 1, 3), slice(None):
    a = array.array('i', [1, 2, 3, 4, 5])
    a[s] = array.array('i')
    print(a)

print("-- callbacks that cut the array")
class Cuts:
    def __init__(self, cut, value): self.cut, self.value = cut, value
    def __index__(self): self.cut(); return self.value
    def __eq__(self, other): self.cut(); return True
def cut_all(f):
    a = A("i", range(20))
    c(f, a, Cuts(lambda: a.__delitem__(slice(2, None)), 5))
    print(a)
cut_all(lambda a, x: a[x:])
cut_all(lambda a, x: a[:x])
cut_all(lambda a, x: a[x::3])
cut_all(lambda a, x: a.__delitem__(slice(x, None)))
cut_all(lambda a, x: a.__delitem__(slice(None, x, 2)))
cut_all(lambda a, x: a.__setitem__(slice(x, None), A("i", [7])))
cut_all(lambda a, x: a.__setitem__(slice(None, x), a))
cut_all(lambda a, x: a.__setitem__(slice(None, x, 2), a))
cut_all(lambda a, x: a.__setitem__(slice(x, None), [1]))
cut_all(lambda a, x: a.remove(x))
cut_all(lambda a, x: a.index(x))
