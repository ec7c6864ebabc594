# io: BytesIO, FileIO, buffered files.
import io, os, tempfile
b = io.BytesIO(b"hello world")
print(b.read(5), b.tell(), b.read1(3), b.readline(), b.seek(0), b.readlines(), b.getvalue(), b.seek(-3, 2), b.read(), b.seek(2), b.readinto(buf := bytearray(4)), buf, b.seek(0), list(b), b.getbuffer().nbytes, b.closed, b.seekable())
w = io.BytesIO()
print(w.write(b"abc"), w.write(bytearray(b"d")), w.write(memoryview(b"e")), w.writelines([b"f", b"g"]), w.getvalue(), w.seek(1), w.write(b"X"), w.getvalue(), w.truncate(3), w.getvalue(), w.seek(5), w.write(b"z"), w.getvalue(), w.truncate(), w.tell())
for source in ("io.BytesIO(5)", "io.BytesIO().write('a')", "io.BytesIO().write(5)", "io.BytesIO(b'a').seek(-1)", "io.BytesIO(b'a').seek(0, 9)", "io.BytesIO(b'a').read('x')", "io.BytesIO(b'a').fileno()", "io.BytesIO(b'ab').seek(-1, 1)", "io.BytesIO(b'a').readinto(b'x')", "io.BytesIO(b'a').truncate(-1)", "io.BytesIO(b'a').read(None)", "io.BytesIO(b'a\\nb\\n').readlines(1)", "io.BytesIO(b'a').detach()", "io.FileIO('/nonexistent')", "io.FileIO(-1)", "io.BufferedReader(5)"):
    try: print(source, "=", repr(eval(source)))
    except Exception as e: print(f"{source}: {type(e).__name__}: {e}")
path = os.path.join(tempfile.gettempdir(), f"minipy_iob_{os.getpid()}")
try:
    with open(path, "wb") as f:
        print(type(f).__name__, f.write(b"0123456789" * 1000), f.tell(), f.raw.__class__.__name__, f.mode, f.readable(), f.writable(), f.seekable(), f.fileno() > 2)
    with open(path, "rb") as f:
        print(type(f).__name__, f.peek(3)[:3], f.read(3), f.seek(-4, 2), f.read(), f.read(), f.seek(5000), f.tell(), f.read(2), f.readline()[:3], f.seek(0), f.readinto(buf), buf, len(f.read()), f.read1(5))
    with open(path, "r+b") as f:
        f.seek(5); f.write(b"ABC"); f.seek(0); print(type(f).__name__, f.read(10), f.truncate(8), f.seek(0), f.read())
    with open(path, "rb", buffering=0) as f:
        print(type(f).__name__, f.read(3), f.readall(), f.read())
    with open(path, "xb" if not os.path.exists(path) else "ab") as f: f.write(b"end")
    print(open(path, "rb").read(), os.path.getsize(path))
    with open(path, "wb") as f:
        for use in (lambda: f.write("a"), lambda: f.write(5), lambda: f.read(), lambda: f.write(None)):
            try: use()
            except Exception as e: print(type(e).__name__, e)
    with open(path, "wb", 4) as f:
        f.write(b"ab"); print(os.path.getsize(path)); f.write(b"cdefgh"); f.flush(); print(os.path.getsize(path))
    fd = os.open(path, os.O_RDONLY)
    with open(fd, "rb", closefd=False) as f: print(f.read(), f.name == fd)
    os.close(fd)
    fd = os.open(path, os.O_RDWR)
    print(os.read(fd, 2), os.lseek(fd, 0, 2), os.write(fd, b"!"), os.fstat(fd).st_size, os.close(fd))
    try: os.read(fd, 1)
    except OSError as e: print(type(e).__name__, e)
finally:
    os.remove(path)
class Raw(io.RawIOBase):
    data = b"custom raw stream\nsecond"
    def readable(self): return True
    def readinto(self, b):
        n = min(len(b), len(self.data), 4); b[:n] = self.data[:n]; self.data = self.data[n:]; return n
print(io.BufferedReader(Raw()).readline(), io.TextIOWrapper(io.BufferedReader(Raw())).read(), Raw().read(3), Raw().readall())
r, wfd = os.pipe()
with open(wfd, "w") as f: f.write("through a pipe\n")
with open(r) as f: print(f.read(), f.seekable())
