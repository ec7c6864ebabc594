# Frames as people use them: sys._getframe, f_locals, f_back, f_lineno, f_code.
import sys


def where():
    f = sys._getframe()
    return f.f_code.co_name, f.f_lineno, f.f_back.f_code.co_name, f.f_back.f_lineno


print(where())


def caller_name():
    return sys._getframe(1).f_code.co_name


def outer():
    return caller_name(), sys._getframe().f_code.co_qualname


print(outer())


def variables(a, b=2):
    c = [1]

    def inner():
        return c
    f = sys._getframe()
    return sorted(f.f_locals), f.f_locals["c"], f.f_globals is globals(), "len" in f.f_builtins or hasattr(f.f_builtins, "len")


print(variables(1))
f = sys._getframe()
print(f.f_back, f.f_locals is globals(), f.f_code.co_name, type(f).__name__, f.f_lineno)
try:
    sys._getframe(100)
except ValueError as e:
    print(e)
for bad in ("a", 1.5):
    try:
        sys._getframe(bad)
    except TypeError as e:
        print(e)


class C:
    here = sys._getframe().f_code.co_name
    names = sorted(n for n in sys._getframe().f_locals if not n.startswith("__"))


print(C.here, C.names)
print([sys._getframe().f_code.co_name for _ in "a"], (lambda: sys._getframe().f_code.co_name)(), list(sys._getframe().f_code.co_name for _ in "a"))


def gen():
    yield sys._getframe().f_back.f_code.co_name
    yield sys._getframe().f_lineno


g = gen()
print(next(g), g.gi_frame.f_lineno, next(g), g.gi_frame.f_locals)


def depth():
    n, f = 0, sys._getframe()
    while f:
        n, f = n + 1, f.f_back
    return n


def nested(k):
    return depth() if k == 0 else nested(k - 1)


print(depth(), nested(5))


def tb_frames():
    try:
        1 / 0
    except ZeroDivisionError as e:
        tb = e.__traceback__
        return tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_next, tb.tb_frame.f_locals["e"] is e, tb.tb_lasti >= 0


print(tb_frames())


def raises(): raise ValueError


try:
    raises()
except ValueError as e:
    t, v, tb = sys.exc_info()
    print(t, v is e, tb is e.__traceback__, tb.tb_frame.f_code.co_name, tb.tb_next.tb_frame.f_code.co_name, tb.tb_next.tb_next)
print(sys.exc_info())
