# abc.
from abc import ABC, ABCMeta, abstractmethod
import abc
class Shape(ABC):
    @abstractmethod
    def area(self): "doc"
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
    @staticmethod
    @abstractmethod
    def util(): ...
    def describe(self): return f"{self.name} {self.area()}"
class Square(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
    name = "square"
    @classmethod
    def make(cls): return cls(1)
    @staticmethod
    def util(): return "u"
print(Square(3).describe(), Square.make().area(), Square.util(), sorted(Shape.__abstractmethods__), Square.__abstractmethods__, Shape.area.__isabstractmethod__, type(Shape).__name__, isinstance(Square(1), Shape))
class Partial(Shape):
    def area(self): return 0
    name = "p"
class One(ABC):
    @abstractmethod
    def only(self): ...
for cls in (Shape, Partial, One):
    try:
        cls()
    except TypeError as e:
        print(e)
class Base(metaclass=ABCMeta): pass
class Duck: pass
class Sub(Duck): pass
print(Base.register(Duck) is Duck, isinstance(Duck(), Base), issubclass(Sub, Base), isinstance(5, Base), Base in Duck.__mro__)
@Base.register
class Decorated: pass
print(issubclass(Decorated, Base))
class Hook(ABC):
    @classmethod
    def __subclasshook__(cls, C):
        if cls is Hook:
            return True if any("quack" in B.__dict__ for B in C.__mro__) else NotImplemented
        return NotImplemented
class Quacks:
    def quack(self): pass
print(issubclass(Quacks, Hook), isinstance(Quacks(), Hook), issubclass(int, Hook))
for source in ("Base.register(5)", "Base.register(Base)", "Base.register(object)", "isinstance(5, 6)", "issubclass(5, Base)", "abc.nothing"):
    try:
        print(source, eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
class Late(ABC):
    @abstractmethod
    def m(self): ...
def m(self): return "late"
Late.m = m
abc.update_abstractmethods(Late)
print(Late().m())
class WithSuper(One):
    def only(self): return super().only() is None
print(WithSuper().only(), abc.get_cache_token() is not None)
