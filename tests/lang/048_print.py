# print: sep, end, file, flush, everything it accepts.
import io
import sys
print()
print(1, "a", None, 2.5, [1], sep=", ", end="!\n")
print("a", "b", sep="")
print("a", "b", sep=None, end=None)
print("x", end="")
print("y", flush=True)
out = io.StringIO()
print("to file", 1, file=out, sep="|")
print(repr(out.getvalue()))
print("to None", file=None)


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, s):
        self.parts.append(s)


w = Writer()
print("a", 1, file=w)
print(file=w)
print(w.parts)
old, sys.stdout = sys.stdout, out
print("redirected")
sys.stdout = old
print(repr(out.getvalue()))


class Str:
    def __str__(self):
        return "from __str__"


class Repr:
    def __repr__(self):
        return "from __repr__"


class Bad:
    def __str__(self):
        return 1


print(Str(), Repr(), [Repr()], {"k": Repr()}, (Str.__name__,))
for source in ("print(sep=1)", "print(end=1)", "print(1, sep=b'')", "print(file=1)", "print(1, file=1)", "print(x=1)", "print(Bad())",
               "print(1, bad=2, worse=3)"):
    try:
        eval(source)
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
print("é€😀", "\ttab", "back\\slash")
print(*[1, 2, 3], *"ab", sep="\n")
print("no newline at end", end="")
