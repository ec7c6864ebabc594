# Decorators: order, arguments, any expression, on functions, classes, methods, async functions.
log = []


def named(name):
    log.append("evaluated " + name)

    def decorate(f):
        log.append(f"applied {name} to {f.__name__}")

        def wrapper(*args, **kwargs):
            return f"{name}({f(*args, **kwargs)})"
        wrapper.__name__ = f.__name__
        return wrapper
    return decorate


@named("a")
@named("b")
def f(x):
    return x


print(*log, sep="\n")
print(f("arg"))


@lambda f: f()
def called():
    return "value in place of the function"


print(called)
decorators = {"twice": lambda f: lambda x: f(f(x))}


@decorators["twice"]
def add_one(x):
    return x + 1


print(add_one(1))


@(lambda c: setattr(c, "tag", 1) or c)
class C:
    @staticmethod
    def s():
        return "static"

    @classmethod
    def c(cls):
        return cls.tag

    @property
    def p(self):
        return "property"

    @p.setter
    def p(self, value):
        print("set", value)

    @named("m")
    def m(self):
        return type(self).__name__


o = C()
print(o.s(), o.c(), o.p, o.m())
o.p = 3


class Registry:
    def __init__(self):
        self.entries = {}

    def __call__(self, name):
        def add(f):
            self.entries[name] = f
            return f
        return add


register = Registry()


@register("one")
def one(): return 1
@register("two")
def two(): return 2


print({k: v() for k, v in register.entries.items()})


class Decorator:
    def __init__(self, f):
        self.f = f
        self.count = 0

    def __call__(self, *args):
        self.count += 1
        return self.f(*args)


@Decorator
def counted(x):
    return x * 2


print(counted(2), counted(3), counted.count)


@(x := named("walrus"))
def g():
    return "g"


print(g(), x is not None)
try:
    @None
    def h(): pass
except TypeError as e:
    print(e)
try:
    @named
    def k(): pass
except TypeError as e:
    print(e)
