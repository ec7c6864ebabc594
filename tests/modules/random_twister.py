# _random: the numbers that belong to a seed.
from _random import Random


def show(f, *args):
    try:
        print(args, f(*args))
    except Exception as e:
        print(args, type(e).__name__, e)


for seed in 0, 1, -1, True, 2 ** 32, 2 ** 70, -3 ** 500, 1.5, -3.25, (1, 2, 3):
    r = Random(seed)
    print(seed, r.random(), r.getrandbits(1), r.getrandbits(32), r.getrandbits(33), r.getrandbits(200))
r = Random(7)
print(sum(r.random() for _ in range(2000)))
state = r.getstate()
a = [r.random() for _ in range(5)]
r.setstate(state)
print(a == [r.random() for _ in range(5)], len(state), state[0], state[-1])
r.seed(7)
print(r.random(), Random().random() != Random().random())
for k in 0, -1, 1.0, 2 ** 70, "x":
    show(r.getrandbits, k)
show(r.seed, 1, 2)
show(r.seed, [])
for bad in (1,), (1,) * 624 + (700,), (1,) * 624 + (-1,), (-1,) + (1,) * 624, ("x",) + (1,) * 624, [1] * 625:
    try:
        r.setstate(bad)
    except Exception as e:
        print(type(e).__name__, e)
r.setstate((0,) * 625)
print(r.random())


class Own(Random):
    pass


o = Own(3)
o.x = 1
print(o.random() == Random(3).random(), o.x, hash(o) == hash(o), Random.__new__(Own).getrandbits(5))
show(Random, 1, 2)
try:
    Random(x=1)
except TypeError as e:
    print(e)
