# bytearray and memoryview: sizes, views, item formats, assignment to slices.


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


ba = bytearray(b'abcdef')
m = memoryview(ba)
show(lambda: ba.append(1))
show(ba.clear)
show(lambda: ba.pop())
show(lambda: ba.__setitem__(slice(0, 2), b'XY'))
show(lambda: ba.__setitem__(slice(0, 2), b'XYZ'))
show(lambda: ba.__delitem__(0))
show(lambda: ba.__iadd__(b'x'))
ba[0] = 65
show(lambda: m[0])
m[1] = 66
show(lambda: ba)
m.release()
show(lambda: ba.append(1))
show(lambda: ba)
with memoryview(ba) as m:
    show(lambda: m.tobytes())
    show(lambda: ba.append(1))
    show(lambda: bytes(m))
    show(lambda: ba.append(2))
show(lambda: ba.append(3))
show(lambda: m[0])

def consume(buf, n):
    data = bytes(memoryview(buf)[:n])
    del buf[:n]
    return data
show(consume, ba, 3)
show(lambda: ba)
q = bytearray()
for i in range(2000):
    q += b'0123456789'
    if i % 3 == 0:
        assert consume(q, 7), i
show(lambda: (len(q), q[:10], q[-5:]))
m = memoryview(bytearray(range(20)))
v = m[2:18:3]
show(lambda: (v.tolist(), v.shape, v.strides, v.contiguous, bytes(v), v[::-1].tolist(), len(v), v.nbytes,
     v[1], v[-1]))
v[0] = 99
show(lambda: m[2])
show(lambda: v.cast('H'))
show(lambda: v.hex())
show(lambda: v == bytes(v))
v[1:3] = b'\x01\x02'
show(lambda: m.tolist())
show(lambda: b'x'.join([v]))
m[0:5] = m[1:6]
show(lambda: m.tolist())
m[::2] = m[10:20]
show(lambda: m.tolist())
c = memoryview(bytearray(24)).cast('i', [2, 3])
c[1, 2] = -5
show(lambda: c.tolist())
show(lambda: (c.shape, c.strides, c.ndim, c.nbytes, len(c), c[1, 2], c.format, c.tobytes()))
show(lambda: c[0])
show(lambda: c[2, 0])
show(lambda: c[0, 0, 0])
show(lambda: c == c)
show(lambda: c.cast('B').tolist())
show(lambda: list(c))
for f, x in [('b', -5), ('B', 5), ('h', -300), ('H', 60000), ('i', -2 ** 31), ('I', 2 ** 32 - 1), ('q',
              -2 ** 63), ('Q', 2 ** 64 - 1), ('l', 5), ('L', 6), ('n', -1), ('N', 1), ('f', 1.5), ('d',
              2.5), ('?', 1), ('c', b'z'), ('P', 77)]:
    mm = memoryview(bytearray(16)).cast(f)
    mm[1] = x
    show(lambda: (f, mm[1], mm.itemsize, mm.tolist()[:2], mm.tobytes()[:8]))
    show(lambda: mm.__setitem__(0, 2 ** 64))
    show(lambda: mm.__setitem__(0, -2 ** 63 - 1))
    show(lambda: mm.__setitem__(0, 'x'))
    show(lambda: mm.__setitem__(0, 1.5))
    show(lambda: mm.__setitem__(0, 300))
    show(lambda: mm.__setitem__(0, -1))
show(lambda: memoryview(memoryview(b'abc')).tobytes())
show(lambda: memoryview(b'abc')[...] is not None)
show(lambda: memoryview(b'abc') == memoryview(bytearray(b'abc')))
show(lambda: memoryview(b'abc').obj)
show(lambda: memoryview(b'a').__class__)
show(lambda: 97 in memoryview(b'abc'))
show(lambda: memoryview(b'ab') + b'c')
show(lambda: b'c' + memoryview(b'ab'))
show(lambda: bytearray(b'c') + memoryview(b'ab'))
show(lambda: b'abc'.find(memoryview(b'c')))
show(lambda: b'abc'.startswith(memoryview(b'a')))
show(lambda: int.from_bytes(memoryview(b'\x01\x02'), 'big') if hasattr(int, 'from_bytes') else 258)
show(lambda: str(memoryview(b'abc'), 'ascii'))
show(lambda: b'%s' % memoryview(b'q'))
show(lambda: memoryview(b'abc').tobytes(order='F'))
show(lambda: memoryview(b'abc').tobytes(None))
show(lambda: memoryview(b'ab').cast(5))
show(lambda: memoryview(b'ab').cast('B', 5))
show(lambda: memoryview(b'ab').cast('B', [3]))
show(lambda: memoryview(b'ab').cast('B', [0]))
show(lambda: memoryview(b'ab').cast('B', ['a']))
show(lambda: iter(memoryview(b'ab')).__next__())
show(lambda: list(iter(memoryview(b'abc').cast('c'))))
b = bytearray(b'hello')
it = iter(b)
next(it)
b.append(33)
show(lambda: list(it))
b.append(1)
show(lambda: list(it))
show(lambda: b'ab'.__iter__().__length_hint__())
b = bytearray(b'abc')
b.extend(b)
show(lambda: b)
show(lambda: b.__iadd__(b))
show(lambda: b)
b[2:4] = b
show(lambda: b)
b *= 2
show(lambda: b)
b *= 0
show(lambda: b)
b.extend((x for x in [1, 2]))
show(lambda: b)
b[:] = 'x'.encode()
show(lambda: b)
b[5:9] = [1, 2]
show(lambda: b)
b[::2] = b'..'
show(lambda: b)
b = bytearray(range(10))
del b[::3]
show(lambda: b)
del b[-1:0:-2]
show(lambda: b)
del b[0]
show(lambda: b)
b.insert(-1, 5)
b.insert(100, 6)
b.insert(-100, 7)
show(lambda: b)
b.reverse()
show(lambda: b)
show(lambda: b.pop(-2))
b.remove(5)
show(lambda: b)
