# Annotations: variables, parameters, returns, classes; evaluated or not.
x: int = 1
y: "forward"
z: list[int] = []
(w): str = "not recorded"
print(__annotations__)


def f(a: int, b: "text" = 2, /, c: list = None, *args: str, d: 1 + 1, e: float = 3, **kw: dict) -> None:
    local: undefined_name = 1
    other: 1 / 0
    return local


print(f.__annotations__, f(1, d=2))


class C:
    a: int
    b: str = "b"
    c: "C"
    __private: int = 3
    d = 4

    def m(self: "C", other: "C") -> "C": ...


print(C.__annotations__, hasattr(C, "a"), C.b, C.m.__annotations__)


class D(C):
    e: int


print(D.__annotations__, hasattr(object, "__annotations__"))


class E(C):
    pass


print(E.__annotations__, "__annotations__" in E.__dict__)
d = {}
d["k"]: int = 5
C.attr: undefined_is_evaluated if False else int = 6
print(d, C.attr)
try:
    v: undefined_name = 1
except NameError as e:
    print(e, "v" in globals())
try:
    d[undefined_key]: int
except NameError as e:
    print(e)
f.__annotations__ = {"new": 1}
print(f.__annotations__)
del f.__annotations__
print(f.__annotations__)
try:
    f.__annotations__ = 5
except TypeError as e:
    print(e)
n: None = None
t: int | None
u: tuple[int, ...] = ()
print(__annotations__["t"], __annotations__["u"], __annotations__["n"])
