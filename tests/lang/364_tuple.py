# tuple: construction, methods, operators, hashing, errors.
t = (1, "a", None)
print((), (1,), (1, 2), tuple(), tuple("ab"), tuple([1]), tuple({1: 2}), tuple(range(3)), tuple(i for i in "x"), 1, 2)
print(t[0], t[-1], t[1:], t[::-1], t[:], t[:] is t, len(t), t + (1,), t * 2, 2 * (0,), (0,) * 0, (0,) * -1, t.index("a"), t.count(1), (1, 2, 1).index(1, 1), 1 in t, 5 not in t, t == (1, "a", None), t != (), (1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1,) == [1], (1.0,) == (1,), hash((1, 2)) == hash((1.0, 2.0)), tuple(t) is t, {(1, 2): "k"}[1, 2], sorted([(2, 1), (1, 2)]), max((1, 2), (1, 3)))
a, b, *c = (1, 2, 3, 4)
print(a, b, c, (*t, *c), str(t), repr(((),)), f"{t}", "%s" % (t,), bool(()), bool((0,)), list(reversed(t)), list(zip(t, t)), t.__len__(), t.__add__((1,)), t.__contains__(1), t.__getnewargs__(), t.__eq__(1), t.__lt__((2,)), iter(t).__next__(), iter(t).__length_hint__())
n = ([],)
n[0].append(n)
print(n, sorted(m for m in dir(tuple) if m[0] != "_"))
for source in ("t[3]", "t['a']", "t[0] = 1", "del t[0]", "t.append(1)", "t + [1]", "t + 1", "1 + t", "t * 'a'", "t * t", "t < 1", "t < [1]", "t.index(9)", "t.index()", "t.count()", "tuple(5)", "tuple(1, 2)", "tuple(x=1)", "hash(([],))", "t()", "t.x = 1", "-t", "t[1.5]", "(1, 2) * 10**20", "(0,) * 2**62", "tuple.index(1)", "tuple.__new__()", "t += 1", "t @ t", "(1, 'a') < (1, 2)", "t.sort()", "() [0]", "tuple[int](5)", "t - t", "int(t)", "sum(((1,), (2,)), ())", "sum(((1,),))"):
    try:
        r = exec(source) if "= " in source else eval(source)
        print(source, "=", r)
    except (Exception, MemoryError) as e:
        print(f"{source}: {type(e).__name__}: {e}")
x = (1, 2)
y = x
x += (3,)
print(x, y)
def f(): return 1, 2
(p, q), r = f(), 3
print(p, q, r, f() == (1, 2), f()[1], (lambda *a: a)(1), (lambda: ())(), ((1, 2), (3, 4))[1][0], tuple([(i, j) for i in range(2) for j in range(2)]), len(((((1,),),),)), 1,)
big = tuple(range(100000))
print(len(big), big[-1], hash(big) == hash(tuple(range(100000))), big == tuple(range(100000)), (big + (1,))[-1])
