# type(): making classes, attributes of types, dir, isinstance and issubclass.
T = type("T", (int,), {"x": 1, "m": lambda self: self + 1})
print(T, T(5).m(), T.x, T.__name__, T.__bases__, T.__dict__["x"], T.__module__, T.__qualname__)
print(type(1), type("a").__name__, type(type), type(T).__mro__, type(None), type(...), type(NotImplemented), type(type(1)) is type)
print(int.__name__, int.__qualname__, int.__module__, int.__bases__, bool.__mro__, int.__base__, object.__bases__, object.__base__, type.__base__)
T.__name__, T.__qualname__ = "Renamed", "a.b"
print(T, T.__name__)
T.__doc__ = "new doc"
T.__module__ = "other"
print(T, T.__doc__, T.__module__)
for source in ("type()", "type(1, 2)", "type(1, 2, 3)", "type('X', 1, {})", "type('X', (1,), {})", "type('X', (), 5)", "type('X', (), {}, 1)", "type('a\\0b', (), {})", "type('X', (), {1: 2})", "T.__name__ == 5 or setattr(T, '__name__', 5)",
               "setattr(T, '__qualname__', 5)", "setattr(int, '__name__', 'x')", "delattr(T, '__name__')", "delattr(T, '__qualname__')", "delattr(T, '__module__')", "setattr(T, '__name__', 'a\\0')", "setattr(T, '__bases__', 1)", "delattr(T, '__bases__')",
               "isinstance(1)", "isinstance(1, 2)", "isinstance(1, (int, 2))", "isinstance(1, (2, int))", "isinstance(1, ((str,), (int,)))", "isinstance(1, [int])", "issubclass(1, int)", "issubclass(int, 1)", "issubclass(int, (str, (int,)))", "isinstance(1, int | str)",
               "isinstance([], int | str)", "isinstance(None, int | None)", "issubclass(bool, int | str)", "isinstance(1, list[int])", "issubclass(int, list[int])", "isinstance([], list[int] | int)", "isinstance(1, 'int')", "issubclass('a', str)", "issubclass(int, ())"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
print(sorted(n for n in dir(object)))
print(sorted(set(dir(int)) - set(dir(object))))
print(sorted(set(dir(type)) - set(dir(object))))
print(sorted(vars(type("E", (), {}))))
print(type("E", (), {}).__dict__.__class__.__name__)
try:
    T.__dict__["y"] = 1
except TypeError as e:
    print(e)


class Abs:
    __abstractmethods__ = frozenset(["m"])


import abc
class A(abc.ABC):
    @abc.abstractmethod
    def m(self): pass


for cls in (A, type("B", (A,), {}), type("C", (A,), {"m": 1})):
    try:
        print(cls().m)
    except TypeError as e:
        print(e)


class WithClass:
    @property
    def __class__(self): return int


w = WithClass()
print(isinstance(w, int), isinstance(w, WithClass), type(w) is WithClass, w.__class__, issubclass(type(w), int))
print(int.__doc__ is not None, type.__call__(int, "5"), int.__call__("6"), type.mro(bool), bool.__subclasses__(), int.__subclasses__()[0], (5).__class__.__class__, type.__instancecheck__(int, 5), type.__subclasscheck__(int, bool))
print(object() == object(), object.__eq__(1, 1), object.__ne__(1, 2), object.__init__(5), type(object.__new__(object)).__name__, object.__hash__(5) == object.__hash__(5), isinstance(object().__reduce_ex__(2), tuple), object.__subclasshook__(1), object.__dir__(5) is not None, object.__init_subclass__())
print(type.__prepare__(), type(type.__dict__["__dict__"]).__name__, T.__basicsize__ > 0, T.__itemsize__ >= 0, T.__dictoffset__ is not None, T.__weakrefoffset__ is not None)
