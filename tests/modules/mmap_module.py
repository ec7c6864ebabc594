"""mmap: anonymous and of files, access modes, slices, find, resize, closing."""
import mmap
import os
import tempfile


def c(f, *a, **k):
    try:
        r = f(*a, **k)
    except OSError as e:
        r = (type(e).__name__, e.errno, e.strerror)
    except Exception as e:
        r = (type(e).__name__, str(e))
    print(r)


print("-- making")
print([x for x in dir(mmap.mmap) if x not in dir(object) and x != "__module__"])
print([(x, getattr(mmap, x)) for x in dir(mmap) if x[0] != "_" and isinstance(getattr(mmap, x), int)])
print(mmap.error is OSError, mmap.mmap.__name__, mmap.mmap.__module__)
for args in [(-1, 0), (-1, -1), (-1, 10, 99, 99, 3), ("x", 3), (-1, "x"), (999, 10), (-1, 10, 0)]:
    c(lambda: len(mmap.mmap(*args)))
c(lambda: mmap.mmap(-1, 10, access=9)); c(lambda: mmap.mmap(-1, 10, access=1, prot=3)); c(lambda: mmap.mmap(-1, 10, offset=-1)); c(lambda: mmap.mmap(-1, 10, offset=5)); c(lambda: mmap.mmap(-1, 2**70))

print("-- anonymous")
m = mmap.mmap(-1, 20)
print(len(m), m[:3], m[0], bool(m), m.tell(), m.size() if 0 else "")
m[0] = 65; m[1:4] = b"BCD"; m[-1] = 90; m[10:20:3] = b"wxyz"
print(m[:], m[::-1], m[2:10:2], m[5:2], m[-3:])
c(lambda: m[20]); c(lambda: m["x"]); c(lambda: m.__setitem__(20, 1)); c(lambda: m.__setitem__(0, 256)); c(lambda: m.__setitem__(0, "a")); c(lambda: m.__setitem__(slice(0, 2), b"abc"))
c(lambda: m.__setitem__(slice(0, 2), "ab")); c(lambda: m.__delitem__(0)); c(lambda: m.__delitem__(slice(0, 1))); c(lambda: m + b"x"); c(lambda: m * 2);
print(m.find(b"B"), m.find(b"zz"), m.find(b"D", 2), m.find(b"D", -5), m.find(b"", 3), m.rfind(b"\0"), m.rfind(b"A", 1), m.rfind(b"A", 0, 1), m.find(bytearray(b"CD")), m.find(b"A", 0, 100))
c(m.find, "x"); c(m.find); c(m.rfind, 5)
print(m.write(b"hello"), m.tell(), m[:8]); m.seek(0); print(m.read(3), m.read_byte(), m.read(), m.read(5), m.tell()); c(m.read_byte)
m.seek(0); print(m.readline(), m.tell()); m.seek(0); m.write(b"ab\ncd\n"); m.seek(0); print(m.readline(), m.readline(), m.readline(), m.readline())
m.seek(2); m.seek(3, 1); print(m.tell()); m.seek(-2, 2); print(m.tell(), m.read(9)); c(m.seek, -1); c(m.seek, 21); c(m.seek, 0, 5); c(m.seek, "x"); c(m.seek, -100, 1)
m.seek(18); c(m.write, b"abcdef"); print(m.tell()); m.write_byte(1); m.write_byte(2); c(m.write_byte, 3); m.seek(0); c(m.write_byte, 300); c(m.write, "x"); c(m.read, "x"); m.seek(0); print(m.read(None)[:2], m.tell()); m.seek(5); print(m.read(-1)[:3])
m.move(0, 10, 5); c(m.move, 0, 18, 5); c(m.move, -1, 0, 1); c(m.move, 0, 0, 100); print(m[:])
print(m.flush(), m.flush(0, 10)); c(m.flush, 1, 5); c(m.flush, 0, 100); c(m.flush, -1); print(m.madvise(mmap.MADV_NORMAL), m.madvise(mmap.MADV_DONTNEED, 0, 20) if 0 else None); c(m.madvise, 0, 50); c(m.madvise, 0, -1); c(m.madvise, 0, 0, -1); c(m.madvise, 9999)
print(bytes(m)[:2], memoryview(m).readonly if 0 else "", m.closed, m.__enter__() is m)
c(m.resize, 40); print(len(m))
m.close(); m.close(); print(m.closed)
for f in [lambda: m[0], lambda: len(m), lambda: m.read(1), lambda: m.find(b"x"), m.tell, m.size, m.flush, lambda: m.seek(0), lambda: m.__setitem__(0, 1), lambda: m.__enter__(), lambda: memoryview(m), lambda: repr(m), lambda: bytes(m), lambda: m.resize(5), m.readline, m.read_byte]:
    c(f)

print("-- files")
fd, path = tempfile.mkstemp()
try:
    os.write(fd, b"0123456789" * 500)
    c(lambda: mmap.mmap(fd, 6000)); c(lambda: mmap.mmap(fd, 0, offset=8192)); c(lambda: mmap.mmap(fd, 10, offset=4096)[:])
    with mmap.mmap(fd, 0) as m:
        print(len(m), m[:5], m.size()); m[0:3] = b"abc"; m.flush(); print(os.pread(fd, 5, 0))
        with memoryview(m) as v: print(v.readonly, v.format, v[:4].tobytes(), v.nbytes); v[0] = 88; c(m.close); c(m.resize, 10)
        print(m[0], repr(m)[:40])
        m.resize(8192); print(len(m), os.fstat(fd).st_size, m[5000:5003]); m.resize(100); print(len(m), m.size(), m[-3:])
    print(m.closed, repr(m))
    r = mmap.mmap(fd, 0, access=mmap.ACCESS_READ); print(r[:4]); c(lambda: r.__setitem__(0, 1)); c(lambda: r.__setitem__(slice(0, 1), b"a")); c(r.write, b"x"); c(r.write_byte, 1); c(r.move, 0, 1, 1); c(r.resize, 5); print(memoryview(r).readonly, repr(r)[:60])
    w = mmap.mmap(fd, 50, access=mmap.ACCESS_COPY); w[0] = 1; print(w[0], os.pread(fd, 1, 0)); c(w.resize, 10); print(w.flush())
    d = mmap.mmap(fd, 50, access=mmap.ACCESS_WRITE); d[1] = 50; print(os.pread(fd, 2, 0)); del d
    p = mmap.mmap(fd, 50, mmap.MAP_PRIVATE, mmap.PROT_READ); print(p[1]); c(lambda: p.__setitem__(0, 1))
    o = os.open(path, os.O_RDONLY); c(lambda: mmap.mmap(o, 10)); print(mmap.mmap(o, 10, prot=mmap.PROT_READ)[:3]); os.close(o)
    x = mmap.mmap(fd, 100); os.close(fd); print(x[0], x.size()); fd = os.open(path, os.O_RDWR); os.ftruncate(fd, 0); c(lambda: mmap.mmap(fd, 0)); c(x.size)
finally:
    os.close(fd); os.unlink(path)
class Sub(mmap.mmap):
    def __new__(cls, n): return super().__new__(cls, -1, n)
s = Sub(5); s.note = 1; print(len(s), s.note, isinstance(s, mmap.mmap))
pid = os.fork()
shared = s
if pid == 0:
    shared[0] = 77
    os._exit(0)
os.waitpid(pid, 0); print(shared[0])

# A resize that fails changes nothing.
with tempfile.TemporaryFile() as file:
    file.write(b'abc' * 10)
    file.flush()
    m = mmap.mmap(file.fileno(), 0)
    try:
        m.resize(0)
    except OSError as e:
        print(e)
    m.resize(20)
    print(len(m), m.closed)
print("-- callbacks that resize the map")
class Resizes:
    def __init__(self, n): self.n = n
    def __index__(self): m.resize(self.n); return 100
for f in [lambda x: m[:x], lambda x: m[50:x:7], lambda x: m.__setitem__(slice(0, x), b"z" * 100), lambda x: m.__setitem__(slice(0, x, 2), b"z" * 5)]:
    for n in 10, 200:
        m = mmap.mmap(-1, 150)
        m[:] = b"0123456789" * 15
        c(f, Resizes(n)); print(len(m), m[:])

# one byte after the other
with mmap.mmap(-1, 4) as m:
    m[:] = b'a1a '
    print(list(m), b'1' in m, b'x' in m, b'a1' in m, 97 in m, sum(x == b'a' for x in m), m.read())
    it = iter(m)
    print(next(it), type(it).__name__, iter(it) is it)
    m[:] = b'2*21'
    print(eval(m), list(reversed(m)))
    with memoryview(m) as view, view[:3] as part:
        print(eval(part))
    class Map(mmap.mmap):
        pass
    class Own(mmap.mmap):
        def __getitem__(self, i):
            return {0: 5, 1: 6}[i]
    print(list(Map(-1, 2)), b'\0' in Map(-1, 1))
    try:
        print(next(iter(Own(-1, 2))), 6 in Own(-1, 2), list(Own(-1, 1)))
    except KeyError as e:
        print('KeyError', e)
for f in list, lambda m: b'a' in m, lambda m: next(it):
    try:
        print(f(m))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
