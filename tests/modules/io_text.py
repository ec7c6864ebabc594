# io: StringIO, TextIOWrapper, newline handling, encodings, seeking, errors.
import io, os, tempfile
s = io.StringIO("line1\nline2\r\nline3")
print(repr(s.read(3)), s.tell(), repr(s.readline()), repr(s.read()), s.read(), s.seek(0), s.readlines(), s.getvalue() != "", s.closed, s.seekable(), s.readable(), s.writable(), s.isatty(), s.line_buffering, s.newlines, s.encoding, s.errors)
w = io.StringIO()
print(w.write("abc"), w.write(""), w.writelines(["d", "e\n"]), w.getvalue(), w.tell(), w.seek(1), w.write("X"), w.getvalue(), w.truncate(2), w.getvalue(), w.seek(5), w.write("z"), repr(w.getvalue()), w.truncate(0), w.seek(0), repr(w.getvalue()))
print([l for l in io.StringIO("a\nb\n\nc")], io.StringIO("a\r\nb\rc\n").read().__repr__(), io.StringIO("a\r\nb\rc", newline=None).readlines(), io.StringIO("a\r\nb\rc", newline="").readlines(), io.StringIO("a\nb", newline="\r\n").getvalue().__repr__(), io.StringIO("a\rb\nc", newline="\r").readlines())
with io.StringIO("x") as f: print(f.read())
for use in (f.read, f.getvalue, lambda: f.write("a"), f.tell, lambda: next(f), f.readline):
    try: use()
    except ValueError as e: print(e)
for source in ("io.StringIO(5)", "io.StringIO(b'a')", "io.StringIO().write(5)", "io.StringIO().write(b'a')", "io.StringIO('a').seek(-1)", "io.StringIO('a').seek(1, 1)", "io.StringIO('a').seek(0, 5)", "io.StringIO('a').seek('b')", "io.StringIO('a').read('x')", "io.StringIO('a').truncate(-1)", "io.StringIO('a').fileno()", "io.StringIO('a', newline='x')", "io.StringIO('a').detach()", "io.StringIO('abc').seek(0, 2)", "io.StringIO('abc').read(None)", "io.StringIO('abc').read(-5)", "io.StringIO('a\\nb').readlines(1)", "io.StringIO('ab\\n').readline(1)", "io.StringIO().nothing", "io.TextIOWrapper(5)", "io.open('/nonexistent/file')", "io.BytesIO('a')"):
    try: print(source, "=", repr(eval(source)))
    except Exception as e: print(f"{source}: {type(e).__name__}: {e}")
path = os.path.join(tempfile.gettempdir(), f"minipy_io_{os.getpid()}")
try:
    for newline in (None, "", "\n", "\r\n", "\r"):
        with open(path, "w", newline=newline) as f: f.write("a\nb\r\nc\rd")
        raw = open(path, "rb").read()
        print(repr(newline), raw, [open(path, newline=n).readlines() for n in (None, "", "\n", "\r\n", "\r")])
    with open(path, "wb") as f: f.write("é€😀\n".encode() * 3)
    with open(path, encoding="utf-8") as f:
        print(ascii(f.read(2)), ascii(f.readline()), f.tell() > 0, f.encoding, f.newlines, ascii(next(f)), f.errors, f.buffer.__class__.__name__, f.mode)
    with open(path, encoding="utf-8") as f:
        position = (f.readline(), f.tell())[1]
        rest = f.read()
        f.seek(position)
        print(f.read() == rest, f.seek(0, 2) == f.tell(), f.seek(0), ascii(f.read(1)))
    for enc, errors in (("ascii", "strict"), ("ascii", "replace"), ("ascii", "ignore"), ("ascii", "backslashreplace"), ("latin-1", "strict"), ("ascii", "surrogateescape"), ("utf-8", "strict")):
        try: print(enc, errors, ascii(open(path, encoding=enc, errors=errors).readline()))
        except UnicodeDecodeError as e: print(enc, errors, e)
    for enc, errors in (("ascii", "strict"), ("ascii", "replace"), ("ascii", "xmlcharrefreplace"), ("latin-1", "strict"), ("latin-1", "replace")):
        try:
            with open(path, "w", encoding=enc, errors=errors) as f: f.write("aé€")
            print(enc, errors, open(path, "rb").read())
        except UnicodeEncodeError as e: print(enc, errors, e)
    with open(path, "w+") as f:
        f.write("hello"); f.seek(0); print(f.read(), f.truncate(3), f.seek(0), f.read(), f.seek(0), f.write("J"), f.flush(), open(path).read())
    with open(path, "a+") as f:
        f.write("!"); f.seek(0); print(f.read(), f.tell())
    with open(path, "w", buffering=1) as f:
        f.write("line\npart"); print(repr(open(path).read()), f.line_buffering)
    f = open(path, "w"); f.write("x"); f.close(); f.close(); print(f.closed, repr(f).replace(path, "path"))
    b = io.BytesIO()
    t = io.TextIOWrapper(b, encoding="utf-8", newline="\r\n", write_through=True)
    t.write("a\né"); t.flush(); print(b.getvalue(), t.detach() is b)
    t = io.TextIOWrapper(io.BytesIO(b"x\r\ny"), encoding="utf-8"); print(t.readlines(), t.reconfigure(errors="replace"), t.errors)
    big = "é" * 10000 + "\n" + "x" * 20000
    with open(path, "w") as f: f.write(big)
    with open(path) as f: print(f.read() == big, f.seek(0), len(f.readline()), len(f.read(5)), len(f.read()))
    print(sum(len(l) for l in open(path)), [len(l) for l in open(path)])
finally:
    os.remove(path)
print(io.DEFAULT_BUFFER_SIZE, io.SEEK_SET, io.SEEK_CUR, io.SEEK_END, issubclass(io.UnsupportedOperation, OSError), issubclass(io.UnsupportedOperation, ValueError), io.open is open, isinstance(io.StringIO(), io.TextIOBase), isinstance(io.BytesIO(), io.IOBase), io.text_encoding(None))
