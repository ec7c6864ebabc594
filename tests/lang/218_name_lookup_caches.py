# What caches in the interpreter must notice: globals, builtins, attributes and methods that change under a loop.
import builtins


def call_len(x):
    return len(x)


print([call_len("ab") for _ in range(50)][-1])
len = lambda x: "global len"
print(call_len("ab"))
del len
print(call_len("ab"))
builtins.len, saved = (lambda x: "builtins len"), builtins.len
print(call_len("ab"))
builtins.len = saved
print(call_len("ab"))


class A:
    attr = "class"
    def m(self): return "A.m"


class B(A): pass


def read(o): return o.attr
def call(o): return o.m()


a, b = A(), B()
print({read(a) for _ in range(50)}, {call(b) for _ in range(50)})
a.attr = "instance"
print(read(a), read(b))
A.attr = "changed"
B.m = lambda self: "B.m"
print(read(b), call(b), call(a))
a.m = lambda: "instance m"
print(call(a))
del a.m, a.attr, B.m
print(read(a), call(a), call(b))
A.attr = property(lambda self: "property")
a.__dict__["attr"] = "hidden"
print(read(a))
A.attr = "plain again"
print(read(a))
A.__getattr__ = lambda self, name: f"getattr {name}"
print(a.nothing)
del A.__getattr__
try:
    a.nothing
except AttributeError as e:
    print(e)


class X:
    def __init__(self, kind):
        if kind: self.a = 1; self.b = 2
        else: self.b = 20; self.a = 10


print([(o.a, o.b) for o in [X(i % 2) for i in range(6)]])
objects = [X(1), X(0)]
objects[0].c = 3
del objects[0].a
objects[0].a = "late"
print([(o.a, o.b) for o in objects], objects[0].__dict__)


def add(x, y): return x + y


print([add(x, y) for x, y in ((1, 2), (1.5, 2), ("a", "b"), ([1], [2]), (2**62, 2**62), (True, True), (1, 2.5), (1j, 1))])
def compare(x, y): return x < y
print([compare(x, y) for x, y in ((1, 2), (1.5, 1), ("a", "b"), ([1], [0]), (2**70, 1), ((1,), (2,)))])
def index(s, i): return s[i]
print([index(s, i) for s, i in (([1, 2], 0), ((3, 4), 1), ("ab", 1), ({1: "d"}, 1), (b"a", 0), (range(5), 3))])
def iterate(s): return [x for x in s]
print([iterate(s) for s in ([1], (2,), "c", {4: 5}, {6}, range(2), iter([7]), (i for i in [8]))])
def glob(): return value
for i in range(5):
    value = i
    print(glob(), end=" ")
print()
globals()["value"] = "through the dict"
print(glob())
def f(): return 1
def use(): return f()
print(use(), use())
def f(x=5): return x
print(use())
f.__defaults__ = (6,)
print(use())
f.__code__ = (lambda x: x + 1).__code__
print(use())
