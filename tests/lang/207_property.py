# property: getter, setter, deleter, doc, inheritance, errors.
class C:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        """doc of x"""
        return self._x

    @x.setter
    def x(self, value):
        if value < 0:
            raise ValueError("negative")
        self._x = value

    @x.deleter
    def x(self):
        print("deleting")
        self._x = None

    @property
    def readonly(self):
        return "ro"

    def _get(self): return "got"
    def _set(self, v): print("set", v)
    old = property(_get, _set, None, "old doc")
    writeonly = property(None, _set)
    nothing = property()

    @property
    def raises(self):
        raise AttributeError("inside the property")

    @property
    def keyerror(self):
        return {}["k"]


c = C()
print(c.x, C.x.__doc__, C.old.__doc__, c.readonly)
c.x = 5
print(c.x)
del c.x
print(c.x, c.old)
c.old = 3
for source in ("c.x = -1", "c.readonly = 1", "del c.readonly", "del c.old", "c.writeonly", "c.nothing", "c.nothing = 1", "del c.nothing", "c.raises", "c.keyerror", "C.x.fget = 1", "property(1, 2).__get__(c)",
               "property(1, 2, 3, 4, 5)", "property(bad=1)"):
    try:
        exec(source)
        print(source, "ok")
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
print(C.x.fget.__name__, C.x.fset.__name__, C.x.fdel.__name__, C.readonly.fset, type(C.x).__name__, hasattr(c, "raises"), getattr(c, "raises", "default"))
c.__dict__["readonly"] = "shadow?"
print(c.readonly)


class D(C):
    @property
    def x(self):
        return ("D", super().x)

    @C.readonly.getter
    def readonly(self):
        return "D ro"

    @C.old.setter
    def old(self, v):
        print("D set", v)


d = D()
print(d.x, d.readonly, d.old)
d.old = 4
try:
    d.x = 1
except AttributeError as e:
    print(e)


class WithGetattr:
    @property
    def p(self):
        return self.missing

    def __getattr__(self, name):
        return f"getattr({name})"


class Fallback:
    @property
    def p(self):
        raise AttributeError("hidden")

    def __getattr__(self, name):
        return f"getattr({name})"


print(WithGetattr().p, Fallback().p)


class Doc(property):
    extra = 1


class UsesDoc:
    @Doc
    def p(self):
        "sub doc"
        return 2


print(UsesDoc().p, UsesDoc.p.extra, UsesDoc.p.__doc__)
p = property(lambda self: 9)
Plain = type("Plain", (), {"p": p})
print(Plain().p, p.__get__(Plain()), p.__get__(None, Plain) is p)
