# __init_subclass__, __set_name__, __class_getitem__, __mro_entries__, class keywords.
class Plugin:
    registry = {}

    def __init_subclass__(cls, name=None, /, **kw):
        super().__init_subclass__()
        cls.registry[name or cls.__name__] = cls
        cls.kw = kw


class One(Plugin): pass
class Two(Plugin, key="two", other=3): pass
class Three(Two): pass


print(Plugin.registry, Two.kw, Three.kw, "kw" in Plugin.__dict__)


class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, obj, owner):
        return self if obj is None else obj.__dict__.get(self.name, f"no {self.name}")

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value * 2


class Model:
    a = Field()
    b = c = Field()

    def __init_subclass__(cls):
        print("init_subclass", cls.__name__, [k for k, v in vars(cls).items() if isinstance(v, Field)])


class Sub(Model):
    d = Field()


m = Sub()
m.a = 5
m.d = 7
print(m.a, m.b, m.d, m.__dict__)
late = Field()
Model.late = late
print(hasattr(late, "name"))


class BadSetName:
    def __set_name__(self, owner, name):
        raise ValueError("no names")


try:
    class Bad:
        x = BadSetName()
except (RuntimeError, ValueError) as e:
    print(type(e).__name__, e, "| cause", repr(e.__cause__))


class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item!r}]"


class GSub(Generic): pass


print(Generic[int], GSub["x", 1], Generic[1:2], GSub[()])
try:
    Generic()[0]
except TypeError as e:
    print(e)
try:
    Plugin[0]
except TypeError as e:
    print(e)


class Entry:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return (Generic, dict)


class FromEntry(Entry()): pass


print(FromEntry.__mro__, FromEntry.__orig_bases__[0].__class__.__name__)


class NoEntry:
    def __mro_entries__(self, bases): return ()


class FromNone(NoEntry(), list): pass


print(FromNone.__bases__)


class BadEntry:
    def __mro_entries__(self, bases): return 5


try:
    class FromBad(BadEntry()): pass
except TypeError as e:
    print(e)
for source in ("class X(int, key=1): pass", "class Y(Model, key=1): pass", "class Z(Plugin, 5): pass", "class W(key=1): pass", "type('T', (), {}, key=1)"):
    try:
        exec(source)
        print("ok")
    except TypeError as e:
        print(source, "->", e)
kw = {"key": 1}
bases = (One,)
class Star(*bases, **kw): pass
print(Star.kw, Star.__bases__)
class WithMethod:
    @classmethod
    def __init_subclass__(cls, **kw): print("explicit classmethod", cls.__name__)
class Of(WithMethod): pass
