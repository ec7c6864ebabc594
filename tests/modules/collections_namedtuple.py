# collections.namedtuple.
from collections import namedtuple
P = namedtuple("P", "x y")
p = P(1, y=2)
print(p, p.x, p[1], p._fields, P._fields, p._asdict(), p._replace(x=5), P._make([7, 8]), p == (1, 2), hash(p) == hash((1, 2)), len(p), list(p), isinstance(p, tuple), P.__name__, P.__doc__, p.index(2), p + (3,), p < P(1, 3), P.x.__doc__)
x, y = p
print(x, y, {**p._asdict()}, P(*[1, 2]), P(**{"x": 1, "y": 2}), repr(P("a", None)), P.__new__.__defaults__, P.__mro__[1], P.__module__, P.__slots__, P._field_defaults, P.__match_args__)
D = namedtuple("D", ["a", "b", "c"], defaults=[10, 20])
print(D(1), D(1, 2), D._field_defaults, namedtuple("C", "a,b, c")(1, 2, 3), namedtuple("E", [])(), namedtuple("R", "a class _b a 1x", rename=True)._fields, namedtuple("M", "a", module="mod").__module__)
class Point(namedtuple("Point", "x y")):
    __slots__ = ()
    @property
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __str__(self): return f"({self.x}, {self.y})"
print(Point(3, 4).norm, Point(1, 2), repr(Point(1, 2)), Point(1, 2)._replace(y=9))
for source in ("P()", "P(1)", "P(1, 2, 3)", "P(1, z=2)", "P(x=1)", "p.z", "p[2]", "setattr(p, 'x', 5)", "p._replace(z=1)", "P._make([1])", "namedtuple('1x', 'a')", "namedtuple('A', 'a a')", "namedtuple('A', '_a')", "namedtuple('A', 'class')", "namedtuple('A', 'a b', defaults=[1, 2, 3])", "namedtuple('A', [1])", "namedtuple()", "namedtuple('A', 'a-b')", "namedtuple('def', 'a')", "p.x()"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
match p:
    case P(x=a, y=b): print("matched", a, b)
match p:
    case P(1, b): print("positional", b)
match p:
    case [a, b]: print("sequence", a, b)
