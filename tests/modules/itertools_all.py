# itertools: every function.
from itertools import *
import itertools, operator
def take(n, it): return list(islice(it, n))
print(take(3, count()), take(3, count(10)), take(3, count(1, 2)), take(3, count(0.5, 0.25)), take(3, count(10, -3)), take(2, count(2**70)), take(3, count(start=5, step=5)), count(), count(1, 2), count(2.5), repr(count(5, 1)))
print(take(5, cycle("ab")), list(cycle([])), take(3, repeat("x")), list(repeat("x", 2)), list(repeat(1, 0)), list(repeat(1, -5)), repeat(1), repeat(1, 3), list(repeat(object=5, times=2)), operator.length_hint(repeat(1, 3)))
print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], operator.mul)), list(accumulate([], initial=5)), list(accumulate([1, 2], initial=10)), list(accumulate("abc")), list(accumulate([3, 1, 2], max)), list(accumulate([1, 2], func=lambda a, b: a - b, initial=0)))
print(list(chain()), list(chain("ab", [1], ())), list(chain.from_iterable(["ab", [1]])), list(chain.from_iterable([])), list(compress("abcdef", [1, 0, 1, 0, 1])), list(compress("ab", [])), list(dropwhile(lambda x: x < 3, [1, 3, 2, 5])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(filterfalse(None, [0, 1, ""])), list(filterfalse(lambda x: x % 2, range(5))))
print([(k, list(g)) for k, g in groupby("aabbca")], [(k, list(g)) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)], list(groupby([])), [k for k, g in groupby("aab")])
print(list(islice("abcdef", 3)), list(islice("abcdef", 2, 4)), list(islice("abcdef", 1, None, 2)), list(islice("abc", 0)), list(islice("abc", 5, 10)), list(islice("abcdef", None)), list(islice(count(), 5, 10, 3)))
it = iter("abcdef")
print(list(islice(it, 2)), list(it))
print(list(pairwise("abcd")), list(pairwise("a")), list(starmap(pow, [(2, 3), (3, 2)])), list(starmap(lambda *a: a, [(), (1, 2)])), [list(t) for t in tee("abc")], [list(t) for t in tee([1], 3)], tee("a", 0))
a, b = tee(count())
print(next(a), next(a), next(b), take(2, a), take(3, b))
c = tee(iter("xyz"))[0]
d = tee(c)[1]
print(list(d))
print(list(zip_longest("ab", [1, 2, 3])), list(zip_longest("ab", [1], fillvalue="-")), list(zip_longest()), list(zip_longest("", "")))
print(list(product("ab", [1, 2])), list(product()), list(product("ab", repeat=2)), list(product("a", "", "b")), list(product([1], repeat=0)), len(list(product(range(3), repeat=4))))
print(list(permutations("abc")), list(permutations("abc", 2)), list(permutations("ab", 3)), list(permutations("", 0)), len(list(permutations(range(6)))), list(permutations([1, 1])))
print(list(combinations("abcd", 2)), list(combinations("ab", 3)), list(combinations("abc", 0)), list(combinations(range(4), 3)), list(combinations_with_replacement("abc", 2)), list(combinations_with_replacement("", 1)), list(combinations_with_replacement("a", 3)), len(list(combinations(range(10), 5))))
for source in ("count('a')", "count(1, 'a')", "count(1, 2, 3)", "cycle(5)", "cycle()", "repeat()", "repeat(1, 'a')", "repeat(1, 2, 3)", "accumulate()", "accumulate(5)", "list(accumulate([1, 'a']))", "list(accumulate([1, 2], 5))", "chain(5)", "list(chain(5))", "list(chain([1], 5))", "chain.from_iterable(5)", "list(chain.from_iterable([5]))", "compress([1])", "dropwhile(1)", "list(dropwhile(1, [1]))", "takewhile()", "filterfalse(None)", "groupby()", "groupby(5)", "list(groupby([1], 5))", "islice([])", "islice([], -1)", "islice([], 1, -1)", "islice([], 0, 5, 0)", "islice([], 'a')", "islice([], 1.5)", "islice(5, 1)", "pairwise(5)", "pairwise()", "list(starmap(pow, [5]))", "list(starmap(5, [(1,)]))", "tee(5)", "tee([], -1)", "tee([], 'a')", "zip_longest(5)", "zip_longest([], foo=1)", "product(5)", "product([], repeat=-1)", "product([], repeat='a')", "product([1], foo=1)", "permutations(5)", "permutations([], -1)", "permutations([], 'a')", "combinations([1])", "combinations([1], -1)", "combinations([1], 'a')", "combinations_with_replacement([1], -1)", "itertools.nothing", "count().foo", "islice(range(3), 1)[0]", "len(chain())"):
    try:
        r = eval(source)
        print(source, "=", r if not hasattr(r, "__next__") else type(r).__name__)
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
print([type(x).__name__ for x in (count(), cycle(""), repeat(1), accumulate([]), chain(), compress([], []), dropwhile(None, []), takewhile(None, []), filterfalse(None, []), groupby([]), islice([], 1), pairwise([]), starmap(None, []), tee([])[0], zip_longest(), product(), permutations([]), combinations([], 0), combinations_with_replacement([], 0))])
x = count(1)
c2 = x.__iter__() is x
print(c2, next(x), next(x), sum(islice(count(), 1000)), list(map(lambda p: p[0] * p[1], zip(count(1), [5, 6]))), dict(zip("ab", count())), max(takewhile(lambda v: v < 100, accumulate(repeat(7)))))
