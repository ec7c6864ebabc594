# sys.excepthook, sys.exc_info, sys.exception, nested handlers and their cleanup.
import sys
print(sys.exc_info(), sys.exception())
try:
    raise ValueError("outer")
except ValueError as outer:
    print(sys.exception() is outer, sys.exc_info()[1] is outer)
    try:
        raise KeyError("inner")
    except KeyError as inner:
        print(sys.exception() is inner, inner.__context__ is outer)
    print(sys.exception() is outer)
    def f():
        print(sys.exception() is outer)
        try:
            raise TypeError
        except TypeError:
            pass
        return sys.exception() is outer
    print(f())
print(sys.exception())
def gen():
    try:
        yield 1
        raise ValueError
    except ValueError:
        yield sys.exception()
    yield sys.exception()
g = gen()
next(g)
try:
    raise KeyError("k")
except KeyError as k:
    print(type(next(g)).__name__, sys.exception() is k)
print(next(g))
for name in ("e",):
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        e
    except NameError as error:
        print(error)
def rebinding():
    e = "before"
    try:
        raise ValueError
    except ValueError as e:
        e = "rebound"
    return "e" in locals()
print(rebinding())
def deleted():
    try:
        raise ValueError
    except ValueError as e:
        del e
    return "fine"
print(deleted())
import io
buffer = io.StringIO()
sys.stderr, old = buffer, sys.stderr
try:
    1 / 0
except ZeroDivisionError:
    sys.excepthook(*sys.exc_info())
sys.stderr = old
print(buffer.getvalue().split("\n")[0], buffer.getvalue().split("\n")[-2])
sys.excepthook = lambda t, v, tb: print("hook:", t.__name__, v, tb.tb_lineno)
def at_end():
    raise RuntimeError("the last error")
at_end()
