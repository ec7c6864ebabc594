# dataclasses.
from dataclasses import *
import dataclasses
@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
    def norm(self): return self.x + self.y
p = P(1, 2)
print(p, p == P(1, 2), p != P(1, 3), P(5), P(x=1, tags=["a"]), p.norm(), p.tags is not P(1).tags, P.__match_args__, P.__doc__, P.__hash__, [f.name for f in fields(p)], asdict(p), astuple(p), replace(p, x=9), is_dataclass(P), is_dataclass(p), is_dataclass(int), P.__eq__(p, 5))
p.x = 10
print(p)
@dataclass(frozen=True, order=True)
class F:
    a: int
    b: str = "x"
    c: float = field(default=1.5, compare=False, repr=False)
f = F(1)
print(f, hash(f) == hash(F(1)), F(1) < F(2), F(1, "a") < F(1, "b"), F(1, c=2) == F(1, c=3), sorted([F(2), F(1)]), {F(1): "k"}[F(1)], max(F(1), F(3)), F(1) >= F(1))
try:
    f.a = 2
except FrozenInstanceError as e:
    print(type(e).__name__, e)
try:
    del f.a
except FrozenInstanceError as e:
    print(e)
@dataclass
class Post:
    r: float
    area: float = field(init=False)
    scale: InitVar[float] = 1.0
    def __post_init__(self, scale): self.area = self.r ** 2 * scale
print(Post(2), Post(2, scale=10), Post(3).area)
@dataclass
class Base:
    a: int
    b: int = 2
@dataclass
class Child(Base):
    c: int = 3
    a: str = "redefined"
print(Child(), Child("x", 5), [f.name for f in fields(Child)])
@dataclass(kw_only=True)
class K:
    a: int
    b: int = 1
@dataclass
class Mixed:
    a: int
    _: KW_ONLY
    b: int = 5
    c: int = field(default=6, kw_only=True)
print(K(a=1), Mixed(1, b=2), Mixed.__match_args__, K.__match_args__)
@dataclass(slots=True)
class S:
    x: int
    y: int = 3
print(S(1), S.__slots__, hasattr(S(1), "__dict__"))
@dataclass(eq=False, repr=False)
class NoEq:
    a: int
print(NoEq(1) == NoEq(1), NoEq.__repr__ is object.__repr__)
@dataclass(unsafe_hash=True)
class H:
    a: int
    b: list = field(default_factory=list, hash=False)
print(hash(H(1)) == hash(H(1, [2])))
@dataclass
class Nested:
    p: P
    items: list
    d: dict
print(Nested(P(1), [P(2)], {"k": P(3)}), asdict(Nested(P(1), [P(2)], {"k": P(3)})), astuple(Nested(P(1), [], {})))
@dataclass
class Rec:
    me: object = None
r = Rec(); r.me = r
print(r)
D = make_dataclass("D", ["x", ("y", int), ("z", int, field(default=5))], namespace={"double": lambda self: self.x * 2})
print(D(1, 2), D(3, 4).double())
for source in ("P()", "P(1, 2, 3, 4)", "P(z=1)", "F('a') < F(1)", "p < P(1)", "replace(p, q=1)", "fields(5)", "asdict(5)", "K(1)", "Mixed(1, 2)", "Post(1, area=5)", "replace(Post(1), area=3)", "field(default=1, default_factory=list)", "make_dataclass('X', ['1a'])", "make_dataclass('X', ['a', 'a'])", "make_dataclass('X', ['class'])", "dataclass(foo=1)", "S(1).__dict__", "setattr(S(1), 'z', 1)", "hash(P(1))"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
for body in ("a: int = 1\n    b: int", "a: list = []", "a: dict = {}", "a: int = field()\n    b: int = 1", "a = 1", "a: 'int' = 1", "a: set = field(default=set())"):
    try:
        exec(f"@dataclass\nclass X:\n    {body}")
        print(body.replace("\n", ";"), [f.name for f in fields(X)])
    except (TypeError, ValueError) as e:
        print(f"{body!r}: {type(e).__name__}: {e}")
try:
    @dataclass(order=True)
    class O:
        a: int
        def __lt__(self, o): pass
except TypeError as e:
    print(e)
try:
    @dataclass(frozen=True)
    class Fr(P): pass
except TypeError as e:
    print(e)
x = fields(F)[2]
print(x.name, x.type, x.default, x.repr, x.compare, x.init, x.default_factory is MISSING, x.metadata, fields(P)[2].default is MISSING)
match P(1, 2):
    case P(x=1, y=b): print("match", b)
match F(7):
    case F(a, b): print("match", a, b)
from typing import ClassVar
@dataclass
class CV:
    a: int
    shared: ClassVar[int] = 5
print(CV(1), [f.name for f in fields(CV)], CV.shared, repr(F.__init__).split(" at ")[0], P.__init__.__qualname__)
