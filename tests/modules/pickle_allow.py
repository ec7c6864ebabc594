"""pickle: the list of names that untrusted data may look up (minipy's own)."""
import collections
import io
import os
import pickle


class Point:
    def __init__(self, x):
        self.x = x


def attempt(f, *args, **kw):
    try:
        r = f(*args, **kw)
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(r)


class Evil:
    def __reduce__(self):
        return os.getenv, ("HOME",)


plain = {"a": [1, 2.5, None, True, b"x", (1, 2)], "s": {1, 2}, "f": frozenset([3])}
for proto in range(4, 6):
    print(pickle.loads(pickle.dumps(plain, proto), allow=()) == plain)
attempt(pickle.loads, pickle.dumps(Evil()), allow=set())
attempt(pickle.loads, pickle.dumps(Evil()), allow={"os.getenvb"})
attempt(lambda: pickle.loads(pickle.dumps(Point(4)), allow={"__main__.Point"}).x)
attempt(lambda: pickle.load(io.BytesIO(pickle.dumps(Point(4))), allow=["__main__.Point"]).x)
attempt(lambda: pickle.Unpickler(io.BytesIO(pickle.dumps(Point(4))), allow={"__main__.Pointer": 1}).load())
attempt(pickle.loads, pickle.dumps(collections.OrderedDict(a=1)), allow={"collections.OrderedDict"})
# Python 2's names are meant as what they are now.
attempt(pickle.loads, b"c__builtin__\nxrange\n(I3\ntR.", allow={"builtins.range"})
attempt(pickle.loads, b"c__builtin__\nxrange\n(I3\ntR.", allow={"__builtin__.xrange"})
# A class that may be used may not be changed.
state = b"\x80\x04c__main__\nPoint\nN}\x8c\x01xK\x05s\x86b."
attempt(pickle.loads, state, allow={"__main__.Point"})
print(hasattr(Point, "x"))
for bad in ["__main__.Point", 5]:
    attempt(pickle.loads, b"N.", allow=bad)


class Own(pickle.Unpickler):
    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


attempt(Own(io.BytesIO(pickle.dumps(Evil())), allow={"x.y"}).load)

# A memo index out of nowhere takes no memory.
attempt(pickle.loads, b"Nr\xff\xff\xff\xff0j\xff\xff\xff\xff.")
