# memoryview: the basics.
m = memoryview(b"abcdef")
print(len(m), m[0], m[-1], bytes(m[1:3]), m.tobytes(), m.tolist(), m[::2].tolist(), m[::-1].tobytes(), m == b"abcdef", m == memoryview(b"abcdef"), m[1:3] == b"bc", m != b"x", list(m[:2]), 97 in m, m.hex(), m.readonly, m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.contiguous, m.c_contiguous, m.obj, bytes(m), hash(m) == hash(b"abcdef"))
b = bytearray(b"abcdef")
w = memoryview(b)
w[0] = 65
w[1:3] = b"BC"
w[-1] = ord("F")
w[3:5] = memoryview(b"xy")
print(b, w.readonly, w.obj is b)
for source in ("m[0] = 1", "w[0] = 256", "w[0] = 'a'", "w[0:2] = b'abc'", "w[10]", "w['a']", "w[10] = 1", "del w[0]", "memoryview('a')", "memoryview(5)", "memoryview()", "m + b'a'", "m * 2", "m < b'b'", "hash(w)", "m.foo", "w[0] = 1.5", "w[0:2] = 5", "m[1, 2]", "memoryview([1])"):
    try:
        exec(source) if " = " in source or "del" in source else print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
with memoryview(b"ctx") as c:
    print(c[0])
for use in ("c[0]", "len(c)", "c.tobytes()", "bytes(c)"):
    try:
        eval(use)
    except ValueError as e:
        print(use, e)
x = memoryview(b"x")
x.release()
x.release()
c = memoryview(bytearray(range(8))).cast("H")
print(c.format, len(c), c.itemsize, c[0], c.tolist(), c.cast("B")[1], memoryview(b"\x01\x00\x00\x00").cast("i")[0], memoryview(b"\xff").cast("b")[0], memoryview(b"ab").cast("c")[0], memoryview(b"\0\0\0\0\0\0\xf0?").cast("d")[0])
print(b"".join([memoryview(b"a"), b"b"]), b"abc".find(memoryview(b"c")), bytearray(memoryview(b"q")), int.from_bytes(memoryview(b"\1\0"), "big"), str(memoryview(b"s"), "ascii"), memoryview(memoryview(b"nested"))[0], m.toreadonly().readonly, sorted(memoryview(b"ba")), [*memoryview(b"ab")], memoryview(b"ab").tobytes().decode(), tuple(reversed(m))[:2])
