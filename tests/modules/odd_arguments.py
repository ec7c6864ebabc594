# Every callable of the built-in types and of the modules that touch nothing outside, with odd arguments in a fixed
# pseudo-random order: whatever comes out, an exception or a value, the interpreter lives on. Raise ROUNDS or change
# SEED to hunt.
# Not with STRESS: thousands of calls make objects of all sizes, each hundredth with a collection
import collections
import functools
import io
import itertools
import math
import sys
import types
import warnings
import weakref

SEED = 20
ROUNDS = 3
MODULES = "builtins math cmath itertools operator functools collections _heapq _bisect _random binascii types".split()
NOT_CALLED = set("copyright credits license exit quit input breakpoint open print help __import__ exec".split())
SLOW_WITH_LARGE = set("""round __round__ factorial comb perm pow __pow__ __rpow__ __lshift__ __rlshift__ lshift ilshift
    ipow repeat count cycle mul imul __mul__ __rmul__ __imul__ center ljust rjust zfill expandtabs""".split())
warnings.simplefilter("ignore")

state = SEED


def random(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % n


class Boom(Exception):
    pass


def boom(*args, **kw):
    raise Boom


def returns(value):
    return lambda *args, **kw: value


def cls(name, bases=(), **namespace):
    return type(name, bases, namespace)


class Changes:
    """Whatever it is asked empties the container it lies in."""
    victim = None

    def touch(self, *args):
        if Changes.victim is not None:
            try:
                Changes.victim.clear()
            except Exception:
                pass
        return 1

    __index__ = __hash__ = __call__ = __len__ = touch
    def __eq__(self, other): return self.touch() == 0
    def __lt__(self, other): return self.touch() == 1
    def __repr__(self): return str(self.touch())
    def __iter__(self): return (self.touch() for _ in range(3))


def with_victim(container):
    Changes.victim = container
    return container


def ring():
    l = [1]
    l.append(l)
    return l


def deep():
    l = []
    for _ in range(3000):
        l = [l]
    return l


def generator():
    x = yield 1
    yield x
    raise Boom


def traceback():
    try:
        raise Boom
    except Boom as e:
        return e.__traceback__


specials = """index len iter eq hash repr bool getattr getitem call
    add lt float int format contains get next fspath bytes""".split()
wrong = ["x", -1, None, 5, "h", None, 3, None, 1, 2, None, "x", 3, "y", 4, None, 1, None, 2, ""]
Booming = cls("Booming", **{f"__{name}__": boom for name in specials})
Wrong = cls("Wrong", **{f"__{name}__": returns(value) for name, value in zip(specials, wrong)})
Huge = cls("Huge", __index__=returns(2**70), __len__=returns(2**62), __length_hint__=returns(2**61),
           __getitem__=lambda self, i: [1, 2, 3][i], __hash__=returns(2**80))
Slots = cls("Slots", __slots__=("a", "__weakref__"))
Int, Str = cls("Int", (int,)), cls("Str", (str,))
List, Dict = cls("List", (list,), __iter__=boom), cls("Dict", (dict,), keys=boom)

values = [
    None, True, 0, 1, -1, 7, 255, 256, 0xd800, 0x110000, 2**31, 2**32, 2**61 - 1, -2**61, 2**62, 2**63 - 1, 2**63,
    -2**63 - 1, 2**64, 10**30, -10**30, 0.0, -0.5, 1e300, 5e-324, float("nan"), float("inf"), 1j,
    "", "a", "h\xe9", "\u20ac\U0001f600", "\ud800", "a\0b", "x" * 300, "%s%d%%", "{0}{a.b[c]!r:>{w}}", "{", "%(",
    "%9999999999999999d", "utf-16", "__class__", "x = 1", b"", b"abc\xff\0",
    (), (1,), (1, 2), (None,) * 5, ((1, 2), (3, 4)), (int, str), frozenset("ab"), range(5), range(2**65, 2**65 + 3),
    slice(None, None, -1), slice(2**70, "x"),
    object, int, str, type, dict, tuple, BaseException, len, str.join, "".join, returns(1), Boom, types, list[int],
    int | str, property(), classmethod(len), staticmethod(5), Ellipsis, NotImplemented, Slots, Changes,
]
makers = [
    bytearray, lambda: bytearray(b"abcdef"), lambda: with_victim(bytearray(b"hello world")),
    lambda: memoryview(b"abcdef"), lambda: memoryview(bytearray(8)).cast("i"), lambda: memoryview(b"abcdef")[::-2],
    list, lambda: [1, 2, 3], lambda: ["a", "b"], lambda: [[1, 2], [3, 4]], ring, deep,
    lambda: with_victim([3, Changes(), 1, Changes(), 0]),
    dict, lambda: {"a": 1}, lambda: {1: 2, None: 3}, lambda: with_victim({Changes(): 1, 1: 2, 2: Changes()}),
    set, lambda: {1, 2}, lambda: with_victim({Changes(), 1, 2}),
    generator, lambda: iter([1, 2]), lambda: iter("abc"), lambda: zip("ab", [1]), lambda: map(boom, [1]),
    lambda: iter({1: 2}), lambda: {1: 2}.items(), lambda: {1: 2}.keys(), lambda: reversed([1]),
    lambda: itertools.chain([1], [2]),
    lambda: types.SimpleNamespace(a=1), lambda: types.MappingProxyType({1: 2}), lambda: super(Int, Int(1)),
    lambda: ValueError("x"), lambda: ExceptionGroup("g", [ValueError(1)]), lambda: OSError(2, "x"),
    lambda: UnicodeDecodeError("utf-8", b"abc", 0, 2, "r"), lambda: StopIteration(5),
    lambda: io.StringIO("a\nb\n"), lambda: io.BytesIO(b"a\nb\n"),
    lambda: collections.deque([1, 2, 3], 5), lambda: with_victim(collections.deque([Changes(), 1, Changes()])),
    lambda: collections.OrderedDict(a=1), lambda: collections.defaultdict(Changes()), lambda: functools.partial(len),
    lambda: weakref.ref(Slots), lambda: weakref.proxy(Booming),
    sys._getframe, traceback, lambda: compile("x", "f", "eval"), lambda: boom.__code__,
    lambda: returns(1).__closure__[0],
    Booming, Wrong, Huge, Changes, Slots, object, lambda: Int(5), lambda: Str("abc"), lambda: List([1, 2]),
    lambda: Dict(a=1),
]
makers += [functools.partial(returns(v)) for v in values]
types_of = [type(make()) for make in makers]

targets, seen = [], {}


def add(name, f):
    if id(f) not in seen and name.rsplit(".", 1)[-1] not in NOT_CALLED:
        seen[id(f)] = f
        targets.append((name, f))


def add_type(name, y):
    add(name, y)
    for attribute, raw in sorted(vars(y).items()):
        f = getattr(y, attribute, None)
        if callable(f):
            add(f"{name}.{attribute}", f)
        for accessor in "__get__", "__set__":
            if not callable(f) and hasattr(raw, accessor):
                add(f"{name}.{attribute}.{accessor}", getattr(raw, accessor))


for module in MODULES:
    for name, f in sorted(vars(__import__(module)).items()):
        if isinstance(f, type):
            add_type(name, f)
        elif callable(f):
            add(name, f)
for y in types_of:
    if y.__module__ != "__main__":
        add_type(y.__name__, y)


def look_at(v):
    repr(v), bool(v), hash(v)
    if hasattr(type(v), "__next__"):
        for _ in range(4):
            next(v)
    elif hasattr(type(v), "__iter__") and not isinstance(v, str):
        for _ in zip(range(5), v):
            pass


def call(name, f):
    picks = [random(len(makers)) for _ in range(random(4))]
    owner = getattr(f, "__objclass__", None)
    fitting = [i for i, y in enumerate(types_of) if owner and issubclass(y, owner)]
    if fitting and random(10) < 8:
        picks.insert(0, fitting[random(len(fitting))])
    Changes.victim = None
    args = [makers[p]() for p in picks]
    large = any(isinstance(a, (int, float)) and abs(a) > 5000 for a in args)
    if not (large and name.rsplit(".", 1)[-1] in SLOW_WITH_LARGE):
        look_at(f(*args))


calls = 0
for _ in range(ROUNDS):
    for name, f in targets:
        calls += 1
        if len(sys.argv) > 1:
            print(calls, name, file=sys.stderr, flush=True)
        try:
            call(name, f)
        except Exception as e:
            try:
                str(e), repr(e)
            except Exception:
                pass
        except SystemExit:
            pass
print("still here", calls > 1000, sum(range(10)), sorted("cab"), {1: 2}, f"{1.5:>8}", [x for x in "ab"])
