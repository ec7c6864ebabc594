# functools: reduce, partial, wraps, lru_cache, cache, cached_property, total_ordering, singledispatch, cmp_to_key, partialmethod.
import functools
from functools import *
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 5), reduce(max, [3, 9, 2]), reduce(lambda a, b: [a, b], "abc"), reduce(lambda a, b: a, [7]))
for source in ("reduce(lambda a, b: a, [])", "reduce(5, [1, 2])", "reduce(max)", "reduce(max, 5)", "partial()", "partial(5)", "lru_cache(maxsize='a')", "lru_cache(5)(lambda: 1)()", "wraps()", "cmp_to_key()", "cmp_to_key(5)", "total_ordering(object)", "singledispatch(5)", "cached_property(1)", "functools.nothing", "update_wrapper(1, 2)"):
    try:
        r = eval(source)
        print(source, "ok")
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
p = partial(int, base=2)
print(p("101"), p.func, p.args, p.keywords, p("11", base=3), partial(print, "a", sep="-")("b"), partial(partial(pow, 2), 3)(), partial(max, 5)(9, 3), repr(partial(int, "5", base=10)), partial(pow, 2).args, p.__doc__ is not None)
p.attr = 1
print(p.attr, partial(lambda *a, **k: (a, k), 1, x=2)(3, y=4))


def decorate(f):
    @wraps(f)
    def wrapper(*args):
        """wrapper doc"""
        return "wrapped", f(*args)
    return wrapper


@decorate
def documented(x: int) -> str:
    """the doc"""
    return x


documented.attr = 1
print(documented(5), documented.__name__, documented.__doc__, documented.__wrapped__(6), documented.__annotations__, documented.__qualname__, documented.__module__, WRAPPER_ASSIGNMENTS, WRAPPER_UPDATES)
calls = []


@lru_cache(maxsize=2)
def square(x, y=0):
    calls.append(x)
    return x * x


print([square(n) for n in (1, 2, 1, 3, 2, 1)], calls, square.cache_info(), square.cache_parameters(), square.__wrapped__(5), square.__name__)
square.cache_clear()
print(square.cache_info(), square(2), square(2.0), square(x=2), square(2, y=0), square.cache_info().misses)


@lru_cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


@cache
def fact(n): return n * fact(n - 1) if n else 1


@lru_cache(maxsize=None, typed=True)
def typed(x): return type(x).__name__


@lru_cache(maxsize=0)
def never(x): return x


print(fib(80), fact(30), fib.cache_info(), fact.cache_info().maxsize, typed(1), typed(1.0), typed(True), typed.cache_info().currsize, never(1), never(1), never.cache_info())
try:
    fib([])
except TypeError as e:
    print(e)


class Lazy:
    count = 0

    @cached_property
    def value(self):
        """doc of value"""
        Lazy.count += 1
        return [Lazy.count]

    @lru_cache
    def method(self, x): return x * 2


l = Lazy()
print(l.value, l.value is l.value, Lazy.count, l.__dict__, Lazy.value.__doc__, l.method(4), Lazy().value, type(Lazy.value).__name__)
del l.value
print(l.value)


@total_ordering
class Version:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n


a, b = Version(1), Version(2)
print(a < b, a <= b, a > b, a >= b, a == b, a != b, max(a, b).n, sorted([b, a])[0].n, a <= Version(1))


@singledispatch
def show(x, *args): return f"object {x}"


@show.register
def _(x: int): return f"int {x}"


@show.register(list)
@show.register(tuple)
def _(x): return f"sequence {len(x)}"


@show.register(type(None))
def show_none(x): return "none"


print(show("s"), show(5), show(True), show([1]), show((1, 2)), show(None), show.dispatch(int)(7), show.dispatch(float).__name__, list in show.registry, show_none(None))
try:
    show()
except TypeError as e:
    print(e)


class Methods:
    @singledispatchmethod
    def neg(self, x): raise NotImplementedError(type(x).__name__)

    @neg.register
    def _(self, x: int): return -x

    @neg.register
    def _(self, x: str): return x[::-1]

    def add(self, a, b, *, c=0): return a + b + c
    add_five = partialmethod(add, 5)
    add_c = partialmethod(add, c=100)


m = Methods()
print(m.neg(5), m.neg("abc"), m.add_five(1), m.add_c(1, 2))
try:
    m.neg(1.5)
except NotImplementedError as e:
    print(e)
k = cmp_to_key(lambda a, b: b - a)
print(sorted([1, 3, 2], key=k), k(1) > k(2), k(1) == k(1), k(1).obj, max([1, 5], key=k))
