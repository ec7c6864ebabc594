# copy: what is shared, what is copied, hooks, recursion, errors.
import copy
import copyreg
import collections
import functools
import types
import weakref


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return f"{type(e).__name__}: {e}"


def shows(x):
    # How a copy relates to what it was made of.
    for f in (copy.copy, copy.deepcopy):
        y = attempt(f, x)
        print(f.__name__, "same" if y is x else ascii(y), type(y) is type(x))


print(copy.__all__, copy.error is copy.Error, copy.Error.__module__, copy.Error.__qualname__, copy.Error.__bases__)
print("-- what stays itself")
for x in (None, ..., NotImplemented, 1, 2.5, True, 1j, "s", b"b", (), (1, 2), frozenset([1]), range(3), slice(1, 2), int,
          type("T", (), {}), len, shows, (lambda: 0).__code__, property(), functools.partial, NotImplementedError):
    print(type(x).__name__, copy.copy(x) is x, copy.deepcopy(x) is x)
ref = weakref.ref(shows)
print(copy.copy(ref) is ref, copy.deepcopy(ref) is ref)

print("-- containers")
inner = [1]
for x in ([inner], (inner,), {"k": inner}, {1, 2}, bytearray(b"ab"), collections.OrderedDict(a=inner),
          collections.defaultdict(list, a=inner), collections.deque([inner], 5), collections.Counter("aab"), (inner, inner),
          [[inner], inner], {(1, 2): inner}, frozenset([(1,)]), types.SimpleNamespace(a=inner), {"k": inner}.items,
          collections.namedtuple("P", "x y")(inner, 2), ValueError("a", inner), OSError(2, "no", "f"),
          functools.partial(print, inner, k=inner), inner.append):
    if callable(x) and not isinstance(x, functools.partial):
        y = copy.deepcopy(x)
        print(type(x), copy.copy(x) is x, y is x, attempt(lambda: y.__self__ is x.__self__))
        continue
    y, z = copy.copy(x), copy.deepcopy(x)
    print(type(x).__name__, y is x, z is x, type(y) is type(x), type(z) is type(x), "functools" in repr(x) or (repr(y) == repr(x) == repr(z)))
    inner.append(len(inner))
    print("   ", repr(y) == repr(x), repr(z) == repr(x))

print("-- shared and recursive parts")
a = []
x = [a, a, {"a": a}, (a,)]
y = copy.deepcopy(x)
print(y[0] is y[1] is y[2]["a"] is y[3][0], y[0] is a)
x = []
x.append(x)
y = copy.deepcopy(x)
print(y is not x, y[0] is y, copy.copy(x)[0] is x)
x = {}
x["self"] = x
y = copy.deepcopy(x)
print(y is not x, y["self"] is y)
x = ([],)
x[0].append(x)
y = copy.deepcopy(x)
print(y is not x, y[0][0] is y)
x = ({},)
x[0]["t"] = x
y = copy.deepcopy(x)
print(y is not x, y[0]["t"] is y)


class Plain:
    pass


x = Plain()
x.me, x.list = x, [x]
y = copy.deepcopy(x)
print(y is not x, y.me is y, y.list[0] is y, copy.copy(x).me is x)
x = collections.deque()
x.append(x)
y = copy.deepcopy(x)
print(y is not x, y[0] is y)
x = collections.defaultdict(list)
x[1] = x
y = copy.deepcopy(x)
print(y is not x, y[1] is y)


class Method:
    def go(self):
        return self


x = Method().go
y = copy.deepcopy(x)
print(copy.copy(x)() is x(), y() is x(), y().__class__, type(y))

print("-- memo")
memo = {}
a = [1]
b = copy.deepcopy(a, memo)
print(memo[id(a)] is b, memo[id(memo)] == [a], memo[id(memo)][0] is a, len(memo))
print(copy.deepcopy(a, memo) is b, copy.deepcopy(a, {id(a): "given"}), copy.deepcopy(a, {id(a): None}))
memo = {}
copy.deepcopy((1, "a"), memo)
print(len(memo))
copy.deepcopy(5, memo)
print(len(memo))
print(attempt(copy.deepcopy, [1], 5), "|", attempt(copy.deepcopy, [1], []))
print(attempt(copy.copy), "|", attempt(copy.copy, 1, 2), "|", attempt(copy.deepcopy))
class Memo(dict):
    def get(self, key, default=None):
        print("get")
        return super().get(key, default)
copy.deepcopy([[]], Memo())

print("-- hooks")


class Hooks:
    def __init__(self, x=None):
        self.x = x

    def __copy__(self):
        print("__copy__")
        return "shallow"

    def __deepcopy__(self, memo):
        print("__deepcopy__", type(memo), len(memo))
        return "deep"


shows(Hooks())
print(copy.deepcopy([Hooks()]), copy.copy([Hooks()])[0].__class__)
h = Hooks()
h.__deepcopy__ = lambda memo: "own"
h.__copy__ = lambda: "own"
print(copy.copy(h), copy.deepcopy(h))


class NoHooks(Hooks):
    __copy__ = None
    __deepcopy__ = None


print(copy.copy(NoHooks(1)).x, attempt(lambda: copy.deepcopy(NoHooks([1])).x))


class Meta(type):
    def __copy__(cls):
        return "no"

    def __deepcopy__(cls, memo):
        return "no"


class WithMeta(metaclass=Meta):
    pass


shows(WithMeta)


class Static:
    @staticmethod
    def __copy__(*args):
        return args

    @classmethod
    def __deepcopy__(cls, memo):
        return cls


print(len(copy.copy(Static())), copy.deepcopy(Static()))


class Getattr:
    def __getattr__(self, name):
        print("asked for", name)
        raise AttributeError(name)


copy.copy(Getattr())
copy.deepcopy(Getattr())


class Failing:
    def __init__(self, error):
        self.error = error

    def __reduce_ex__(self, protocol):
        raise self.error


shows(Failing(KeyError("k")))
shows(Failing(copy.Error("un")))

print("-- reductors")


class Reduces:
    def __init__(self, *args):
        self.args = args

    def __repr__(self):
        return f"Reduces{self.__dict__}"

    def __reduce__(self):
        return self.result


for result in ((Reduces, (1, [2])), (Reduces, (), {"state": 1}), (Reduces, (), None), "name", (Reduces, ()), (Reduces,), (), 5, None,
               (Reduces, (), None, iter([1])), (list, (), None, iter([1, [2]])), (dict, (), None, None, iter([(1, [2])])),
               (list, (), None, [1], None, None), (Reduces, (), None, None, None, None, None), (Reduces, 5), (5, ()),
               (Reduces, [1, 2]), (Reduces, (), ({"a": 1}, {"b": 2})), (Reduces, (), (None, {"b": 2})), (Reduces, (), 7),
               (Reduces, (), (1, 2)), (Reduces, (), (1, 2, 3)), (Reduces, (), {}), (Reduces, (), ()), (dict, (), None, None, [(1, 2, 3)]),
               (dict, (), None, None, 5), [Reduces, ()], (Reduces, (), None, (), ()), (Reduces, (), [("a", 1)]),
               (Reduces, (), ({}, None)), (Reduces, (), ("ab", {"c": 1}))):
    x = Reduces()
    for f in (copy.copy, copy.deepcopy):
        Reduces.result = result
        y = attempt(f, x)
        print(f.__name__, "same" if y is x else y)
    del Reduces.result


class SetState:
    def __init__(self):
        self.x = [1]

    def __getstate__(self):
        print("__getstate__")
        return ["state", self.x]

    def __setstate__(self, state):
        print("__setstate__", state)
        self.state = state


x = SetState()
print(copy.copy(x).state[1] is x.x, copy.deepcopy(x).state[1] is x.x)


class FalseState(SetState):
    def __getstate__(self):
        return False


print(copy.copy(FalseState()).__dict__)


class Slots:
    __slots__ = "a", "__b"

    def __init__(self):
        self.a = [1]
        self.__b = 2

    def b(self):
        return self.__b


class SlotsAndDict(Slots):
    def __init__(self):
        super().__init__()
        self.c = [3]


for cls in (Slots, SlotsAndDict):
    x = cls()
    y, z = copy.copy(x), copy.deepcopy(x)
    print(y.a is x.a, z.a is x.a, z.a, y.b(), z.b(), getattr(z, "c", None))


class NewArgs(int):
    def __new__(cls, n, extra):
        print("__new__", n, extra)
        self = super().__new__(cls, n)
        self.extra = extra
        return self

    def __getnewargs__(self):
        return int(self), self.extra


class NewArgsEx(NewArgs):
    def __new__(cls, n, *, extra):
        return NewArgs.__new__(cls, n, extra)

    def __getnewargs_ex__(self):
        return (int(self),), {"extra": self.extra}


for x in (NewArgs(3, [4]), NewArgsEx(3, extra=[4])):
    y, z = copy.copy(x), copy.deepcopy(x)
    print(y == x, z == x, y.extra is x.extra, z.extra is x.extra)


class List(list):
    pass


class Dict(dict):
    pass


class Tuple(tuple):
    pass


class Set(set):
    pass


class Str(str):
    pass


class Bytes(bytes):
    pass


class Frozen(frozenset):
    pass


class Array(bytearray):
    pass


class Complex(complex):
    pass


for x in (List([[1]]), Dict(a=[1]), Tuple([[1]]), Set([1]), Str("s"), Bytes(b"b"), Frozen([1]), Array(b"x"), Complex(1j)):
    x.attr = [1]
    y, z = copy.copy(x), copy.deepcopy(x)
    print(type(y).__name__, y == x == z, y is x, z is x, y.attr is x.attr, z.attr is x.attr, type(z) is type(x))

print("-- copyreg")


class Registered:
    pass


copyreg.pickle(Registered, lambda x: (list, ([1],)))
shows(Registered())
copyreg.dispatch_table[Registered] = lambda x: "name"
shows(Registered())
del copyreg.dispatch_table[Registered]


class RegisteredMeta(type):
    pass


class OfMeta(metaclass=RegisteredMeta):
    pass


copyreg.pickle(RegisteredMeta, lambda c: (str, ("a class",)))
shows(OfMeta)
print(attempt(copyreg.pickle, int, 5), attempt(copyreg.pickle, int, len, 5), attempt(copyreg.constructor, 5), copyreg.constructor(len))
copyreg.dispatch_table.pop(int, None)
print(copyreg.__all__, complex in copyreg.dispatch_table, copyreg.pickle_complex(1 + 2j))
copyreg.add_extension("m", "n", 240)
copyreg.add_extension("m", "n", 240)
for args in (("m", "n", 241), ("m", "other", 240), ("m", "x", 0), ("m", "x", 1 << 31), ("m", "x", "y")):
    print(attempt(copyreg.add_extension, *args))
print(attempt(copyreg.remove_extension, "m", "n", 241), copyreg.remove_extension("m", "n", 240), attempt(copyreg.remove_extension, "m", "n", 240))
print(copyreg._slotnames(SlotsAndDict), copyreg._slotnames(Plain), SlotsAndDict.__dict__["__slotnames__"])
print(copyreg.__newobj__(list), copyreg.__newobj_ex__(NewArgsEx, (1,), {"extra": 2}).extra)
for protocol in (0, 1, 2, 4):
    for x in (Plain(), Slots(), List([1]), NewArgs(1, 2), 1j, object(), len, Tuple()):
        r = attempt(x.__reduce_ex__, protocol)
        print(protocol, type(x).__name__, r if isinstance(r, str) else [getattr(i, "__name__", None) or (i if not hasattr(i, "__next__") else list(i)) for i in r])

print("-- what cannot be copied")


def generator():
    yield


for x in (generator(), iter([1]), copy, {}.keys(), memoryview(b"x"), object(), __import__("threading").Lock(), open(__file__), super(Plain, Plain()),
          [].__iter__(), enumerate([1]), zip([1]), map(len, []), staticmethod(len), classmethod(len), types.MappingProxyType({}), (i for i in ()),
          reversed([1]), int | str, list[int], types.GenericAlias(list, int)):
    r = attempt(copy.copy, x)
    s = attempt(copy.deepcopy, x)
    print(type(x).__name__, r if isinstance(r, str) else type(r).__name__, s if isinstance(s, str) else type(s).__name__)
deep = []
for i in range(5000):
    deep = [deep]
print(attempt(copy.deepcopy, deep)[:14])


class Self:
    def __deepcopy__(self, memo):
        return self


memo = {}
x = Self()
print(copy.deepcopy(x, memo) is x, len(memo))


class Changing(dict):
    def __deepcopy__(self, memo):
        d.pop("b", None)
        return 0


d = {"a": Changing(), "b": 1}
print(attempt(copy.deepcopy, d))
