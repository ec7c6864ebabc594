# Chains longer than the C stack: methods of methods, one with-statement of many items.
import sys
import types


def attempt(f):         # how deep one comes is the interpreter's business
    try:
        f()
    except (RecursionError, SyntaxError):
        pass
    print(f.__name__, "survived")


def methods():
    f = lambda *args: None
    for _ in range(8000):
        f = types.MethodType(f, 1)
    f()


def with_items():
    compile("with " + ", ".join(["a"] * 30000) + ": pass", "x", "exec")


attempt(with_items)
attempt(methods)
sys.setrecursionlimit(10**6)
attempt(with_items)
attempt(methods)
