# bytearray: mutation, slices, growth, sharing with memoryview.
a = bytearray(b"hello")
a.append(33)
a.extend(b" wor")
a.extend([108, 100])
a.insert(0, 62)
a.insert(-1, 45)
a.insert(100, 46)
print(a, a.pop(), a.pop(0), a.pop(-2), a)
a.remove(33)
a.reverse()
print(a, len(a), a.copy() is not a, a == bytes(a))
a[0] = 65
a[1:3] = b"xyz"
a[::2] = b"-" * len(a[::2])
print(a)
del a[0]
del a[::3]
print(a)
a[2:2] = b"inserted"
a[:1] = [1, 2, 3]
a[1:3] = a
print(a)
a += b"more"
a += bytearray(b"!")
a *= 2
b = a
b += b"shared"
print(a is b, a[-6:], len(a))
a.clear()
print(a, bytearray(3), bytearray([1, 2]), bytearray("é", "utf-8"), bytearray(b"a") + b"b", b"b" + bytearray(b"a"), type(b"b" + bytearray(b"a")).__name__, type(bytearray(b"a") + b"b").__name__, bytearray(b"ab") * 2, bytearray(b"abc")[::-1], bytearray(b"%d") % 5)
print(bytearray(b"a b").split(), bytearray(b"abc").upper(), bytearray(b",").join([b"x", b"y"]), bytearray(b"abc").find(b"c"), bytearray(b"xAx").strip(b"x"), bytearray(b"abc").replace(b"b", b"-"), bytearray.fromhex("0aff"), bytearray(b"\x0a").hex(), bytearray(b"abc").decode(), b"b" in bytearray(b"abc"), 98 in bytearray(b"abc"), bytearray(b"a") < b"b", bytearray(b"a") == b"a", bytearray(b"abc").translate(None, b"a"))
print([repr(bytearray(x)) for x in (b"", b"'", b'"', b"'\"", b"\\", b"\x00\xff")], str(bytearray(b"x")))
big = bytearray()
for i in range(10000):
    big.append(i & 255)
while len(big) > 10:
    big.pop(0)
print(big, len(big))
m = bytearray(b"abcdef")
v = memoryview(m)
v[0] = 90
v[2:4] = b"YY"
print(m)
for change in ("m.append(1)", "m.pop()", "m[0:1] = b'xx'", "m.clear()", "del m[0]", "m += b'x'", "m.extend(b'ab')"):
    try:
        exec(change)
        print(change, "ok")
    except BufferError as e:
        print(change, e)
v.release()
m.append(33)
print(m)
it = iter(bytearray(b"ab"))
print(next(it), list(it), list(reversed(bytearray(b"ab"))), bytearray(b"ab").__alloc__() >= 2)
class Sub(bytearray):
    pass
s = Sub(b"x")
s.attr = 1
s.append(121)
print(s, type(s[:]).__name__, s.attr, type(s.upper()).__name__)
