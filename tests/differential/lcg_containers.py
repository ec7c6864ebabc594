# Containers under random operations: every result, also the order of sets, must be CPython's.
from collections import OrderedDict, deque

seed = 12345


def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
    return (seed >> 33) % n


def report(name, log, *rest):
    text = str(log)
    print(name, len(log), sum(map(ord, text)), *rest)
    print(text[-300:])


def lists():
    items, log = [], []
    for i in range(20000):
        op = rnd(16)
        try:
            if op < 3:
                items.append(rnd(100))
            elif op == 3:
                items.insert(rnd(40) - 20, rnd(100))
            elif op == 4:
                log.append(items.pop(rnd(40) - 20))
            elif op == 5:
                items[rnd(20) - 10:rnd(20) - 10] = [rnd(9) for _ in range(rnd(6))]
            elif op == 6:
                items[rnd(20) - 10::rnd(7) - 3] = [1] * rnd(6)
            elif op == 7:
                del items[rnd(40) - 20::rnd(7) - 3]
            elif op == 8:
                del items[rnd(30) - 15]
            elif op == 9:
                items.extend(range(rnd(5), rnd(12), rnd(5) - 2))
            elif op == 10:
                log.append(items[rnd(40) - 20:rnd(40) - 20:rnd(9) - 4])
            elif op == 11:
                items.reverse()
            elif op == 12:
                log.append(items.index(rnd(100), rnd(20) - 10, rnd(40) - 20))
            elif op == 13:
                items.sort(reverse=bool(rnd(2)))
            elif op == 14:
                items.remove(rnd(100))
            elif op == 15:
                items *= rnd(3)
            if len(items) > 60:
                del items[20:]
        except (ValueError, IndexError) as e:
            log.append(str(e))
        if i % 50 == 0:
            log.append(list(items))
    report("list", log, items)


def dicts(name, key_of):
    d, log = {}, []
    for i in range(20000):
        op, key = rnd(12), key_of(rnd(1 + (i // 100) % 200))
        if op < 4:
            d[key] = i
        elif op == 4:
            log.append(d.pop(key, None))
        elif op == 5 and key in d:
            del d[key]
        elif op == 6 and d and rnd(3) == 0:
            log.append(d.popitem())
        elif op == 7:
            log.append(d.get(key))
        elif op == 8:
            log.append(d.setdefault(key, i))
        elif op == 9 and rnd(100) == 0:
            d.clear()
        elif op == 10 and rnd(30) == 0:
            d = d.copy()
        elif op == 11 and rnd(50) == 0:
            d = d | {key_of(x): 1 for x in range(rnd(50))}
        if rnd(20) == 0 and d:
            first = next(iter(d))
            log.append((first, d.pop(first)))
        if i % 500 == 0:
            log.append((list(d.items()), list(reversed(d)), len(d)))
    report(name, log, len(d))


def sets():
    s, o, log = set(), set(), []
    for i in range(30000):
        op, key = rnd(18), rnd(1 + (i // 50) % 300) * (1 if i % 7 else 37)
        rare = rnd(20) == 0
        if op < 3:
            s.add(key)
        elif op == 3:
            s.discard(key)
        elif op == 4:
            o.add(key)
        elif op == 5:
            o.discard(key)
        elif op == 6 and rare:
            s = s | o
        elif op == 7 and rare:
            s = s & o
        elif op == 8 and rare:
            s = s - o
        elif op == 9 and rare:
            s = s ^ o
        elif op == 10 and rare:
            s |= o
        elif op == 11 and rare:
            s &= o
        elif op == 12 and rare:
            s -= o
        elif op == 13 and rare:
            s ^= o
        elif op == 14 and s and rnd(4) == 0:
            log.append(s.pop())
        elif op == 15 and rare:
            log.append((s < o, s <= o, s == o, s.isdisjoint(o), s.issuperset(list(o)),
                        hash(frozenset(s)), hash(frozenset(o))))
            s, o = o, s.copy()
        elif op == 16 and rnd(90) == 0:
            s = set(list(s)[:rnd(50)])
            s.update(range(rnd(100)), dict.fromkeys(range(rnd(70))))
        elif op == 17 and rnd(90) == 0:
            s = s.difference(range(rnd(40)), [1, 2])
            s.intersection_update(range(500))
            s.symmetric_difference_update([3, 4, 5])
        if i % 300 == 0:
            log.append((list(s), list(o)))
    report("set", log, len(s), len(o))


def deques(maxlen):
    d, log = deque([], maxlen), []
    for i in range(6000):
        op = rnd(18)
        try:
            if op < 3:
                d.append(rnd(50))
            elif op < 6:
                d.appendleft(rnd(50))
            elif op == 6:
                log.append(d.pop())
            elif op == 7:
                log.append(d.popleft())
            elif op == 8:
                d.rotate(rnd(60) - 30)
            elif op == 9:
                d.insert(rnd(30) - 15, rnd(50))
            elif op == 10:
                del d[rnd(40) - 20]
            elif op == 11:
                d.remove(rnd(50))
            elif op == 12:
                log.append(d.index(rnd(50), rnd(20) - 10))
            elif op == 13:
                d.reverse()
            elif op == 14:
                d.extend(range(rnd(5)))
            elif op == 15:
                d.extendleft(range(rnd(5)))
            elif op == 16:
                log.append((d.count(rnd(50)), 7 in d, d < deque([rnd(50)]), d == d.copy(), list(reversed(d))))
            elif rnd(5) == 0:
                d *= rnd(3)
            elif rnd(3) == 0:
                d = d + deque([1, 2])
            elif rnd(3) == 0:
                d[rnd(10)] = 99
            if len(d) > 40:
                d.clear()
        except (IndexError, ValueError) as e:
            log.append(str(e))
        if i % 20 == 0:
            log.append(list(d))
    report(f"deque {maxlen}", log, d)


def ordered_dicts():
    d, log = OrderedDict(), []
    for i in range(20000):
        op, key = rnd(10), rnd(60)
        try:
            if op < 2:
                d[key] = i
            elif op == 2:
                del d[key]
            elif op == 3:
                d.move_to_end(key)
            elif op == 4:
                d.move_to_end(key, False)
            elif op == 5:
                log.append(d.popitem(bool(rnd(2))))
            elif op == 6:
                log.append(d.pop(key, None))
            elif op == 7:
                d.setdefault(key, 1)
            elif op == 8:
                log.append((list(d), list(reversed(d)), list(d.items())[:3], d == OrderedDict(d), d == dict(d),
                            d == OrderedDict(reversed(d.items()))))
            elif rnd(40) == 0:
                d = d.copy()
                d.update({key: 1, 7: 8})
                d |= {1: 2}
        except KeyError as e:
            log.append(repr(e))
    report("OrderedDict", log, len(d))


lists()
dicts("ints", lambda x: x)
dicts("strs", str)
dicts("tuples", lambda x: (x, str(x)))
dicts("mixed", lambda x: x if x % 3 else str(x))
dicts("colliding", lambda x: x * 1024)
dicts("floats", float)
dicts("big", lambda x: -x - 2**61 + 5)
sets()
for maxlen in (None, 7, 1, 0):
    deques(maxlen)
ordered_dicts()
