# input, open basics, print to files; the door for simple scripts.
import io, os, sys, tempfile
sys.stdin = io.StringIO("first line\nsecond\n\nlast without newline")
print(input(), input("prompt> "), repr(input()), input())
try:
    input()
except EOFError as e:
    print("EOFError:", e)
sys.stdin = io.StringIO("x\n")
print([line for line in sys.stdin])
sys.stdin = sys.__stdin__
path = os.path.join(tempfile.gettempdir(), f"minipy_test_{os.getpid()}.txt")
try:
    with open(path, "w") as f:
        print("line", 1, file=f)
        print(f.write("line 2\n"), f.writelines(["a\n", "b"]), f.mode, f.closed, f.name == path)
    print(f.closed)
    with open(path) as f:
        print(repr(f.read()), repr(f.read()), f.seek(0), repr(f.readline()), f.readlines())
    with open(path, "a", encoding="utf-8") as f:
        f.write("\né€")
    print(open(path, encoding="utf-8").read().split("\n"), [line.rstrip() for line in open(path, encoding="utf-8")], open(path, "rb").read()[-6:])
    with open(path, "r+") as f:
        f.write("LINE"); f.seek(0, 2); f.write("!")
    with open(path, "rb") as f:
        print(f.read(4), f.tell(), f.seek(-1, 2), f.read(), list(f))
    for args in (("/nonexistent/x",), (path, "x"), (path, "q"), (path, "rw"), (path, ""), (path, "rbt"), (5.5,), (None,), ("/tmp",), (path, "r", 0), (path, "rb", -1, "utf-8"), (path, "w", 1, "no such codec"), (path, "r", -1, None, None, "x"), ("a\0b",), (-1,), ([],)):
        try:
            open(*args).close()
            print(args[1:], "ok")
        except Exception as e:
            print([a if a is not path else "path" for a in args], type(e).__name__, str(e).replace(path, "path"))
    f = open(path)
    f.close()
    for use in (f.read, f.readline, f.fileno, lambda: f.write("x"), lambda: next(f), f.__enter__, f.flush, f.tell):
        try:
            use()
        except ValueError as e:
            print(e)
    with open(path) as f:
        for use in (lambda: f.write("x"), lambda: f.read("a"), lambda: f.read(1.5), lambda: f.seek(-1), lambda: f.seek(1, 1), lambda: f.foo):
            try:
                use()
            except Exception as e:
                print(type(e).__name__, e)
    with open(path, "wb") as f:
        try:
            f.write("text")
        except TypeError as e:
            print(e)
        try:
            f.read()
        except Exception as e:
            print(type(e).__name__, e)
finally:
    os.remove(path)
try:
    open(path)
except FileNotFoundError as e:
    print(e.errno, e.strerror, e.filename == path, type(e).__mro__[1].__name__)
