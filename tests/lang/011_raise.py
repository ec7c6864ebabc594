# raise: classes, instances, from, errors of raise itself, chaining attributes.
def attempt(source, names=None):
    try:
        exec(source, names or {})
    except BaseException as e:
        print(f"{source!r}: {type(e).__name__}: {e} | cause {e.__cause__!r} context {e.__context__!r} {e.__suppress_context__}")


attempt("raise ValueError")
attempt("raise ValueError()")
attempt("raise ValueError(1, 2)")
attempt("raise")
attempt("raise 1")
attempt("raise 'text'")
attempt("raise int")
attempt("raise None")
attempt("raise ValueError from KeyError")
attempt("raise ValueError from KeyError('k')")
attempt("raise ValueError from None")
attempt("raise ValueError from 1")
attempt("raise ValueError from 'a'")
attempt("try:\n 1/0\nexcept ZeroDivisionError:\n raise ValueError")
attempt("try:\n 1/0\nexcept ZeroDivisionError as z:\n raise ValueError from z")
attempt("try:\n 1/0\nexcept ZeroDivisionError:\n raise ValueError from None")
attempt("try:\n 1/0\nfinally:\n undefined")
attempt("class E(Exception):\n def __init__(self, a): self.a = a\nraise E")
attempt("class E(Exception):\n def __new__(cls): return 3\nraise E")
attempt("raise StopIteration(5)")
attempt("raise SystemExit(3)")
attempt("raise GeneratorExit")
attempt("raise BaseException('b')")


def chain():
    try:
        try:
            raise KeyError("one")
        except KeyError:
            raise IndexError("two")
    except IndexError:
        raise TypeError("three")


try:
    chain()
except TypeError as e:
    while e is not None:
        print(repr(e), end=" <- ")
        e = e.__context__
    print("end")

# No cycles: an exception raised again inside its own handler is not its own context.
try:
    first = ValueError("first")
    try:
        raise first
    except ValueError:
        try:
            raise KeyError("second")
        except KeyError:
            raise first
except ValueError as e:
    print(repr(e.__context__), e is first)

e = ValueError("set by hand")
e.__cause__ = KeyError("c")
print(e.__suppress_context__, repr(e.__cause__))
e.__cause__ = None
print(e.__suppress_context__)
for name, value in (("__cause__", 1), ("__context__", "x"), ("__traceback__", 3), ("args", 5)):
    try:
        setattr(e, name, value)
    except TypeError as error:
        print(name, error)
print(e.with_traceback(None) is e)
try:
    e.with_traceback(1)
except TypeError as error:
    print(error)
