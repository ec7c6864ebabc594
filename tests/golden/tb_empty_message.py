import sys


def attempt(e):
    try:
        raise e
    except BaseException:
        sys.excepthook(*sys.exc_info())


for e in (ValueError(), ValueError(""), ValueError("a", 1), KeyError("k"), KeyError("it's"), OSError(2, "text", "file"), StopIteration(5), AssertionError, SystemExit(1), GeneratorExit(), SyntaxError("m", ("file.py", 3, 5, "a b c d\n")), SyntaxError("m", ("file.py", 3, 1, "    abc def\n", 3, 4)), SyntaxError("only"), UnicodeDecodeError("ascii", b"\xff", 0, 1, "reason"), ExceptionGroup("g", [ValueError(1)]), NameError("free text", name="prnt"), Exception("é€😀"), Exception("tab\tnul\0"), MemoryError(), RecursionError("r"), ImportError("m", name="x"), Warning("w")):
    attempt(e)
