# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__, __dict__ tricks.
class G:
    def __init__(self): self.real = 1
    def __getattr__(self, name):
        if name.startswith("dyn"):
            return f"dynamic {name}"
        raise AttributeError(f"no {name} here")


g = G()
print(g.real, g.dynamic, getattr(g, "dyn2"), hasattr(g, "other"), getattr(g, "other", "default"))
try:
    g.other
except AttributeError as e:
    print(e)


class All:
    def __init__(self): object.__setattr__(self, "log", [])
    def __getattribute__(self, name):
        if name == "log" or name.startswith("__"):
            return object.__getattribute__(self, name)
        return f"intercepted {name}"
    def __setattr__(self, name, value): self.log.append(("set", name, value))
    def __delattr__(self, name): self.log.append(("del", name))


a = All()
a.x = 1
del a.y
setattr(a, "z", 2)
delattr(a, "w")
print(a.x, a.anything, a.log, a.__dict__)


class Both:
    def __getattribute__(self, name):
        if name == "up":
            raise AttributeError("from getattribute")
        return super().__getattribute__(name)
    def __getattr__(self, name): return f"getattr after {name}"


print(Both().up, Both().other)


class Frozen:
    def __init__(self, x): self.__dict__["x"] = x
    def __setattr__(self, name, value): raise AttributeError(f"cannot set {name}")
    def __delattr__(self, name): raise AttributeError(f"cannot delete {name}")


f = Frozen(5)
for source in ("f.x = 1", "del f.x"):
    try:
        exec(source)
    except AttributeError as e:
        print(e)
print(f.x)


class Dir:
    def __dir__(self): return ["b", "a", "a"]


print(dir(Dir()))
for bad in ("def __dir__(self): return 5", "def __dir__(self): return [1, 'a']"):
    exec(f"class D2:\n    {bad}")
    try:
        print(dir(D2()))
    except TypeError as e:
        print(e)


class AttrDict(dict):
    def __getattr__(self, k):
        try:
            return self[k]
        except KeyError:
            raise AttributeError(k) from None
    __setattr__ = dict.__setitem__
    __delattr__ = dict.__delitem__


d = AttrDict(a=1)
d.b = 2
del d.a
print(d, d.b, hasattr(d, "zz"))


class Proxy:
    def __init__(self, o): self._o = o
    def __getattr__(self, name): return getattr(self._o, name)


p = Proxy([3, 1, 2])
p.sort()
print(p._o, p.index(2))
for call in ("getattr(1)", "getattr(1, 2)", "getattr(1, 'x')", "getattr(1, 'x', 2, 3)", "setattr(1, 'x', 2)", "setattr(g, 5, 1)", "delattr(g, 'nope')", "hasattr(1, 2)", "hasattr(1)", "getattr(g, b'x')", "setattr(object(), 'x', 1)",
             "delattr(1, 'real')", "setattr(g, 'a')", "int.x", "setattr(int, 'x', 1)", "(5).x", "None.x", "(5).real.y", "[].x", "len.x", "setattr(None, 'x', 1)", "type.x", "object().x", "G.nothing", "(lambda: 0).x = 1"):
    try:
        print(call, "=", eval(call))
    except Exception as e:
        print(f"{call}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
setattr(g, "with space", 1)
setattr(g, "", 2)
print(g.__dict__)


class Private:
    __x = 1
    def __init__(self): self.__y = 2
    def get(self): return self.__x, self.__y, __name
    def __method(self): return "private method"
    def call(self): return self.__method()
    __dunder__ = "not mangled"
    def local(self):
        __z = 3
        return __z, locals().keys() - {"self"}
    def kw(self, __p=1): return __p


__name = "global"
_Private__name = "mangled global"
o = Private()
print(o.get(), o.call(), o._Private__x, o._Private__y, o.__dunder__, o.local(), o.kw(_Private__p=5), sorted(o.__dict__))
class _Under:
    __v = 1
    def get(self): return self._Under__v
class __:
    __v = 2
print(_Under().get(), hasattr(__, "__v"))
