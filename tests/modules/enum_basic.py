# enum.
from enum import *
import enum
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1
    def describe(self): return f"{self.name}={self.value}"
    @classmethod
    def favourite(cls): return cls.BLUE
print(Color.RED, repr(Color.RED), Color(2), Color["BLUE"], Color.CRIMSON is Color.RED, list(Color), len(Color), Color.RED.name, Color.RED.value, Color.GREEN.describe(), Color.favourite(), Color.RED in Color, list(Color.__members__), Color.RED == 1, Color.RED is Color(1), hash(Color.RED) == hash(Color.RED), {Color.RED: 1}[Color.RED], isinstance(Color.RED, Color), type(Color), repr(Color), f"{Color.RED}", f"{Color.RED:>12}", "%s" % Color.RED, str([Color.RED]), list(reversed(Color)), bool(Color.RED), Color.RED != Color.BLUE)
class N(IntEnum):
    ONE = 1
    TWO = 2
print(N.ONE + 1, N.TWO > N.ONE, N.ONE == 1, repr(N.ONE), str(N.ONE), f"{N.TWO}", f"{N.TWO:03d}", [10, 20, 30][N.ONE], sorted([N.TWO, N.ONE]), N(2), int(N.TWO), isinstance(N.ONE, int), N.ONE | 4, max(N), sum(N))
class Auto(Enum):
    A = auto()
    B = auto()
    C = 10
    D = auto()
print([m.value for m in Auto])
class S(StrEnum):
    X = auto()
    Y = "why"
print(S.X, repr(S.X), S.X == "x", S.Y.upper(), f"{S.Y}", S("why"), "".join(S), isinstance(S.X, str))
class Perm(Flag):
    R = 4
    W = 2
    X = 1
    RW = R | W
print(Perm.R | Perm.X, repr(Perm.R | Perm.W), Perm.RW, Perm.R in Perm.RW, Perm.RW & Perm.W, ~Perm.R, Perm(0), bool(Perm(0)), Perm(7), list(Perm.RW), len(Perm.RW), Perm.R ^ Perm.R, Perm.R.value, Perm["RW"], list(Perm), Perm.R | Perm.W == Perm.RW, (Perm.R | Perm.X).name, repr(Perm(0)), repr(~Perm.RW))
class IF(IntFlag):
    A = 1
    B = 2
print(IF.A | IF.B, repr(IF.A | 8), IF.A + 1, IF(3), IF.A | 2 == 3, isinstance(IF.A | IF.B, IF), str(IF.B), ~IF.A, repr(IF(0)))
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), Animal.CAT.value, Enum("Q", {"a": 1, "b": 2}).b, Enum("Z", ["x", "y"], start=5).y.value, IntEnum("I", "p q").q + 1, Animal.__name__)
class Planet(Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.4)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def density(self): return round(self.mass / self.radius, 2)
print(Planet.EARTH.mass, Planet.MARS.density, Planet.EARTH.value, Planet((0.6, 3.4)))
class Weird(Enum):
    _ignore_ = ["tmp"]
    tmp = 5
    A = [1]
    B = None
    nested = nonmember(3)
    @member
    def f(self): pass
    @classmethod
    def _missing_(cls, v): return cls.A if v == "default" else None
print(list(Weird)[:2], Weird("default"), Weird(None), Weird.nested, Weird([1]))
for source in ("Color(9)", "Color['X']", "Color.X", "setattr(Color, 'RED', 5)", "delattr(Color, 'RED')", "Color.RED < Color.BLUE", "Color.RED.value.x", "setattr(Color.RED, 'value', 3)", "setattr(Color.RED, 'name', 3)", "Color()", "1 in Color", "'RED' in Color.__members__", "Color.RED.RED", "int(Color.RED)", "Color.RED + 1", "N('a')", "Perm(16)", "Perm.R | 1", "enum.nothing", "Enum('A', 'x x')", "Weird('zzz')", "Color.__call__(3)", "hash(Weird.A) is not None", "IF('x')", "Color.RED()", "len(Color.RED)", "Color[1]"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
for body in ("class X(Color): pass", "class X(Enum):\n  A = 1\n  A = 2", "@unique\nclass X(Enum):\n  A = 1\n  B = 1", "class X(Enum):\n  mro = 1", "class X(int, Enum):\n  A = 'x'", "class X(Enum):\n  _bad_ = 1"):
    try:
        exec(body)
        print(repr(body), "ok")
    except (TypeError, ValueError) as e:
        print(f"{body!r}: {type(e).__name__}: {e}")
class Base(Enum):
    def shout(self): return self.name + "!"
class Derived(Base):
    A = 1
print(Derived.A.shout(), [m for m in Derived], Color._member_names_, Color._value2member_map_, dir(Color)[:4])
class Gen(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() * 2
    P = auto()
    Q = auto()
print(Gen.P.value, Gen.Q)
match Color(2):
    case Color.RED: print("red")
    case Color.GREEN: print("green matched")
class Mixed(str, Enum):
    A = "a"
print(Mixed.A == "a", Mixed.A.upper(), str(Mixed.A), f"{Mixed.A}", Mixed("a"), repr(Mixed.A), "%s" % Mixed.A)
@verify(UNIQUE)
class V(Enum):
    A = 1
print(V.A, global_enum is not None, isinstance(Color.RED, Enum), issubclass(IntFlag, int), EnumMeta is EnumType, Color.RED.__class__, Color.__class__, Color.RED._name_, Color.RED._value_)
