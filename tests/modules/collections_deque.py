# collections.deque.
from collections import deque
d = deque([1, 2, 3])
d.append(4); d.appendleft(0); d.extend("ab"); d.extendleft([8, 9])
print(d, len(d), d.pop(), d.popleft(), d[0], d[-1], d[2], d.index(2), d.count(1), 3 in d, list(d), list(reversed(d)), d.maxlen, bool(deque()), d.copy(), d == d.copy(), d == list(d))
d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(); print(d)
d.remove(3); d.insert(1, "ins"); d.reverse(); d[0] = "set"; del d[1]
print(d, d + deque([1]), d * 2, deque("ab") < deque("ac"), deque([1]) != deque([2]), deque([1]) <= deque([1]))
d += "x"; d *= 2
print(len(d), d.clear(), d)
m = deque(range(5), maxlen=3)
print(m, m.append(9), m, m.appendleft(7), m, m.maxlen, m.extend([1, 2]), m, deque(m), m.copy(), deque(maxlen=0), deque([1], 5), m * 2, m + m)
q = deque()
for i in range(10000):
    q.append(i)
    if i % 3 == 0: q.popleft()
print(len(q), q[0], q[-1], q[3000], sum(q), q.index(5000))
def loop(action):
    q = deque([1, 2, 3])
    try:
        for _ in q: action(q)
        return "finished"
    except RuntimeError as e:
        return str(e)
print(loop(lambda q: q.append(1)), loop(lambda q: q.pop()), loop(lambda q: None))
for source in ("deque().pop()", "deque().popleft()", "deque(5)", "deque([], -1)", "deque([], 'a')", "deque(1, 2, 3)", "deque()[0]", "deque([1])['a']", "deque([1]).remove(2)", "deque([1]).index(2)", "deque([1]).rotate('a')", "deque([1], 1).insert(0, 2)", "hash(deque())", "deque([1])[0:1]", "deque() + [1]", "deque() < 5", "deque([1]).append()", "deque([1]).maxlen.x", "setattr(deque(), 'maxlen', 5)", "deque().foo", "deque([1]).count()", "deque([1]) * 'a'"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
s = deque(); s.append(s); print(s, deque([[1], (2,)]), deque("é"), repr(deque([1], maxlen=2)), type(iter(deque())).__name__, deque([3, 1, 2]).__len__(), max(deque([1, 5])), sorted(deque([2, 1])), [*deque("ab")], deque([1, 2]).__contains__(1), deque(deque([1])))
class Sub(deque): pass
print(Sub([1]), type(Sub([1]).copy()).__name__, isinstance(Sub(), deque))
