# match: class patterns, __match_args__, built-in types, errors.
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class Plain:
    pass


def f(x):
    match x:
        case Point3(1, 2, z):
            return f"three {z}"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on y axis {y}"
        case Point(x, y=0):
            return f"on x axis {x}"
        case Point(Point(a, b), _):
            return f"nested {a} {b}"
        case Point() as p:
            return f"some {p}"
        case Plain(name=n):
            return f"plain {n}"
        case Plain():
            return "plain without name"
        case bool(b):
            return f"bool {b}"
        case int(n) | float(n):
            return f"number {n}"
        case str("special"):
            return "special"
        case str(s):
            return f"str {s}"
        case [int(), str() as s]:
            return f"int and str {s}"
        case list(items):
            return f"list {items}"
        case tuple((a, b)):
            return f"pair {a} {b}"
        case dict(d):
            return f"dict {d}"
        case set() | frozenset():
            return "set"
        case bytes(b):
            return f"bytes {b}"
        case Exception(args=(a, *_)):
            return f"exception {a}"
        case object():
            return "object"


named = Plain()
named.name = "n"
for x in (Point3(1, 2, 3), Point3(0, 0, 9), Point(0, 0), Point(0, 5), Point(6, 0), Point(Point(1, 2), 3), Point(7, 7), named,
          Plain(), True, 4, 2.5, "special", "other", [1, "s"], [1, 2], (1, 2), (1, 2, 3), {"k": 1}, {1}, b"b",
          ValueError("v", 1), None):
    print(f(x))


def attempt(source, **names):
    try:
        exec(source, {**globals(), **names})
    except Exception as e:
        print(f"{source!r}: {type(e).__name__}: {e}")


attempt("match Point(1, 2):\n case Point(1, 2, 3): pass")
attempt("match Plain():\n case Plain(1): pass")
attempt("match 3:\n case int(1, 2): pass")
attempt("match 3:\n case list(1, 2): pass")
attempt("match Point(1, 2):\n case Point(1, x=2): pass")
attempt("match 3:\n case len(): pass")
attempt("match 3:\n case named(): pass")
attempt("match 3:\n case undefined(): pass")


class ListArgs:
    __match_args__ = ["x"]
    x = 1


class IntArgs:
    __match_args__ = (1,)


attempt("match ListArgs():\n case ListArgs(1): pass", ListArgs=ListArgs)
attempt("match IntArgs():\n case IntArgs(1): pass", IntArgs=IntArgs)


class Meta(type):
    def __instancecheck__(cls, other):
        return other == 5


class Five(metaclass=Meta):
    real = 0


match 5:
    case Five(real=r): print("instancecheck", r)


class Raises:
    @property
    def x(self):
        raise AttributeError("hidden")

    @property
    def y(self):
        raise ValueError("shown")


match Raises():
    case Raises(x=1): print("never")
    case _: print("AttributeError means no match")
attempt("match Raises():\n case Raises(y=1): pass", Raises=Raises)
