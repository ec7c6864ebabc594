# threading.local: an attribute dict for each thread, subclasses, __init__ in each thread.
import gc
import threading
import weakref
from threading import local, Thread


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def elsewhere(f):
    out = []
    t = Thread(target=lambda: out.append(attempt(f)))
    t.start()
    t.join()
    return out[0]


l = local()
l.x = 1
print(l.x, elsewhere(lambda: l.x), l.__dict__, elsewhere(lambda: l.__dict__), elsewhere(lambda: setattr(l, 'x', 2)), l.x)
del l.x
print(attempt(lambda: l.x), attempt(delattr, l, 'x'), attempt(setattr, l, '__dict__', {}), attempt(local, 1), attempt(local, a=1))
print(elsewhere(lambda: delattr(l, '__dict__')))


class Sub(local):
    made = []
    shared = 'class'

    def __init__(self, a, b=2, *rest):
        self.made.append(threading.current_thread() is threading.main_thread())
        self.a, self.b, self.rest = a, b, rest

    @property
    def both(self):
        return self.a, self.b

    def method(self):
        return self.a


s = Sub(1, 3, 4, 5)
s.a = 10
print(s.both, elsewhere(lambda: s.both), s.rest, elsewhere(lambda: s.method()), s.made, s.shared)
s.shared = 'mine'
print(s.shared, elsewhere(lambda: s.shared), attempt(setattr, s, 'both', 1), attempt(Sub))


class Slots(local):
    __slots__ = 'number',


n = Slots()
n.number = 5
print(elsewhere(lambda: n.number), n.number)


class Failing(local):
    calls = 0

    def __init__(self):
        Failing.calls += 1
        if threading.current_thread() is not threading.main_thread():
            raise ValueError('not here')
        self.ok = True


f = Failing()


def twice():
    return attempt(lambda: f.ok), attempt(lambda: f.ok)


print(f.ok, elsewhere(twice), Failing.calls, f.ok)


class Thing:
    pass


l = local()
refs = []


def keep():
    l.thing = Thing()
    refs.append(weakref.ref(l.thing))


t = Thread(target=keep)
t.start()
t.join()
del t
for _ in range(3):
    gc.collect()
print('gone with its thread:', refs[0]() is None)
l.thing = Thing()
print('many threads')
l = Sub(0)
errors = []


def count(n):
    for i in range(200):
        l.a = n, i
        if l.a != (n, i):
            errors.append((n, i))


ts = [Thread(target=count, args=(n,)) for n in range(10)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(errors, l.a, l.__dict__)
