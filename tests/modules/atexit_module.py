# atexit: order, arguments, unregister, exceptions, what registers while it runs.
import atexit
import sys


def attempt(label, f, *args, **kwargs):
    try:
        print(label, "->", f(*args, **kwargs))
    except BaseException as e:
        print(label, "->", type(e).__name__, e)


print([n for n in dir(atexit) if not n.startswith("__")])
attempt("register", atexit.register, 3)
attempt("unregister", atexit.unregister)
before = atexit._ncallbacks()


@atexit.register
def first():
    print("first")


print(first.__name__, atexit._ncallbacks() - before)
print(atexit.register(print, "with", "arguments", sep="-", end=".\n") is print)
atexit.register(print, "gone")
atexit.register(first)
atexit.register(print, "gone too")
atexit.unregister(print)
print(atexit._ncallbacks() - before)
atexit._run_exitfuncs()
print(atexit._ncallbacks())


class Equal:
    def __eq__(self, other):
        raise ZeroDivisionError("compared")

    def __call__(self):
        print("called")


atexit.register(Equal())
attempt("unregister", atexit.unregister, first)
atexit._clear()
print(atexit._ncallbacks())
atexit.register(print, "cleared")
atexit._clear()


def more():
    print("more")
    atexit.register(print, "registered while running")


def fail(what):
    raise what


atexit.register(print, "last")
atexit.register(more)
sys.stderr = sys.stdout
atexit.register(lambda: print("before the failures"))
atexit._run_exitfuncs()
atexit.register(print, "at the end")
atexit.register(more)
atexit.register(sys.exit, 3)
sys.stderr = sys.__stderr__
