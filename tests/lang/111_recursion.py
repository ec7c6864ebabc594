# Recursion: the limit, deep but allowed, mutual, through C, and recovery afterwards.
import sys


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(sys.getrecursionlimit(), depth(900))


def runaway():
    return runaway() + 1


for attempt in range(3):
    try:
        runaway()
    except RecursionError as e:
        print(type(e).__name__, e, isinstance(e, RuntimeError))
print(depth(900))


def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)


print(even(800))
sys.setrecursionlimit(200000)
print(depth(100000))
sys.setrecursionlimit(1000)
try:
    depth(1100)
except RecursionError as e:
    print(e)
for bad in (0, -1):
    try:
        sys.setrecursionlimit(bad)
    except ValueError as e:
        print(e)
for bad in ("a", 1.5, None):
    try:
        sys.setrecursionlimit(bad)
    except TypeError as e:
        print(e)


def low():
    try:
        sys.setrecursionlimit(3)
    except RecursionError as e:
        return str(e)


print(low() is not None, sys.getrecursionlimit())


class Loop:
    def __init__(self):
        self.me = self

    def __repr__(self):
        return repr(self.me)

    def __eq__(self, other):
        return self == other

    def __hash__(self):
        return hash(self.me)

    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __call__(self):
        return self()

    def __iter__(self):
        return iter(self.me)

    def __len__(self):
        return len(self.me)

    def __lt__(self, other):
        return sorted([self, other])

    def __str__(self):
        return f"{self.me}"

    def __add__(self, other):
        return self + other

    def __getitem__(self, i):
        return self[i]

    def __bool__(self):
        return not self

    def __format__(self, spec):
        return format(self.me, spec)


o = Loop()
for name, action in {"repr": lambda: repr(o), "eq": lambda: o == 1, "hash": lambda: hash(o), "getattr": lambda: o.nothing, "call": lambda: o(),
                     "iter": lambda: list(o), "len": lambda: len(o), "sort": lambda: sorted([o, Loop()]), "str": lambda: str(o), "add": lambda: o + 1,
                     "getitem": lambda: o[0], "bool": lambda: bool(o), "format": lambda: format(o), "map": lambda: list(map(action_map, [1]))}.items():
    def action_map(x):
        return list(map(action_map, [x]))
    try:
        action()
        print(name, "no error")
    except RecursionError as e:
        print(name, "RecursionError")
print(depth(500))
