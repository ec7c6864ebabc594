# Condition, Semaphore, Event, Barrier, Timer.
import threading
import time
from threading import (Barrier, BoundedSemaphore, BrokenBarrierError, Condition, Event, Lock, RLock, Semaphore, Thread,
                       Timer)


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def shown(x):
    return repr(x).replace(hex(id(x)), 'ADDR')


def start(f, *args):
    t = Thread(target=f, args=args)
    t.start()
    return t


def until(f):
    end = time.monotonic() + 10
    while not f():
        if time.monotonic() > end:
            print('waited in vain')
            return
        time.sleep(0.0005)


print('-- Condition')
c = Condition()
print(attempt(c.wait), attempt(c.notify), attempt(c.notify_all), attempt(c.release), sep='\n')
print(attempt(c.wait_for, lambda: False))
with c:
    print(c.wait(0), c.wait(-1), c.wait(0.01), c.notify(), c.notify(5), c.notify_all())
    print(attempt(c.wait, 'x'), attempt(c.notify, 'x'))
    print(c.wait_for(lambda: 'yes'), c.wait_for(lambda: [], 0.01), c.wait_for(lambda: 0, timeout=0))
    print(attempt(c.wait_for, lambda: 1 / 0))
    with c:
        print(c.wait(0.001))
print(attempt(Condition, 5))
for lock in Lock(), RLock(), Semaphore(), Condition():
    c = Condition(lock)
    got = []

    def wait():
        with c:
            got.append(c.wait(10))

    ts = [start(wait) for _ in range(3)]
    until(lambda: len(c._waiters) == 3)
    with c:
        c.notify()
    until(lambda: len(got) == 1)
    with c:
        c.notify_all()
    for t in ts:
        t.join()
    print(type(lock).__name__, got, len(c._waiters))


class Counting(Condition):
    waits = 0

    def wait(self, timeout=None):
        self.waits += 1
        return super().wait(timeout)


c = Counting()
value = 0


def produce():
    global value
    for i in range(3):
        with c:
            value += 1
            c.notify()
        time.sleep(0.002)


with c:
    t = start(produce)
    print(c.wait_for(lambda: value == 3, 10), c.waits >= 1)
t.join()


class Foreign:
    def __init__(self):
        self.lock = Lock()
        self.calls = []

    def acquire(self, *args):
        self.calls.append('acquire')
        return self.lock.acquire(*args)

    def release(self):
        self.calls.append('release')
        self.lock.release()

    __enter__ = acquire

    def __exit__(self, *args):
        self.release()


f = Foreign()
c = Condition(f)
with c:
    f.calls.clear()
    print(c.wait(0.001))
    print(f.calls)
print('order of waking')
c = Condition()
order = []


def ordered(i):
    with c:
        c.wait(10)
        order.append(i)


ts = []
for i in range(5):
    ts.append(start(ordered, i))
    until(lambda: len(c._waiters) == i + 1)
for i in range(5):
    with c:
        c.notify()
    until(lambda: len(order) == i + 1)
print(order)
for t in ts:
    t.join()

print('-- ping-pong')
c = Condition()
turn = 0


def player(me):
    global turn
    for _ in range(500):
        with c:
            while turn != me:
                c.wait()
            turn = 1 - me
            c.notify()


ts = [start(player, 0), start(player, 1)]
for t in ts:
    t.join()
print(turn)

print('-- Semaphore')
s = Semaphore(2)
print(s.acquire(), s.acquire(False), s.acquire(False), s.acquire(timeout=0.01), s.acquire(blocking=False))
print(attempt(s.acquire, False, 1), attempt(Semaphore, -1), attempt(s.release, 0), attempt(s.release, n=-1))
print(shown(s), s.release(2), s._value, attempt(Semaphore, 'x'))
b = BoundedSemaphore(2)
print(attempt(b.release), b.acquire(), shown(b), attempt(b.release, 2), b.release(), attempt(b.release), attempt(b.release, 0))
with b:
    print(b._value)
s = Semaphore(0)
got = []
ts = [start(lambda: got.append(s.acquire(timeout=10))) for _ in range(4)]
s.release(3)
until(lambda: len(got) == 3)
s.release()
for t in ts:
    t.join()
print(got)

print('-- Event')
e = Event()
print(shown(e), e.wait(0), e.wait(0.01), e.wait(-1), e.is_set())
got = []
ts = [start(lambda: got.append(e.wait())) for _ in range(5)]
e.set()
for t in ts:
    t.join()
print(got, shown(e), e.wait(), e.clear(), e.is_set(), attempt(e.wait, 'x'))

print('-- Barrier')
b = Barrier(3, action=lambda: got.append('action'))
got = []
print(shown(b), b.parties, b.n_waiting, b.broken)
for _ in range(2):
    ts = [start(lambda: got.append(b.wait(10))) for _ in range(3)]
    for t in ts:
        t.join()
print(got[0], sorted(got[1:4]), got[4], sorted(got[5:]))
print(attempt(b.wait, 0.01), shown(b), b.broken, attempt(b.wait))
b.reset()
print(b.broken, b.n_waiting)
got = []
ts = [start(lambda: got.append(attempt(b.wait))) for _ in range(2)]
until(lambda: b.n_waiting == 2)
print(shown(b))
b.abort()
for t in ts:
    t.join()
print(got, b.broken)
b.reset()
got = []
ts = [start(lambda: got.append(attempt(b.wait))) for _ in range(2)]
until(lambda: b.n_waiting == 2)
b.reset()
for t in ts:
    t.join()
print(got, b.broken, b.n_waiting)
b = Barrier(2, action=lambda: 1 / 0, timeout=10)
got = []
ts = [start(lambda: got.append(attempt(b.wait))) for _ in range(2)]
for t in ts:
    t.join()
print(sorted(got), b.broken)
print(Barrier(1).wait(), issubclass(BrokenBarrierError, RuntimeError))

print('-- Timer')
got = []
t = Timer(0.005, lambda *a, **k: got.append((a, k)), [1], {'x': 2})
t.start()
t.join()
print(got, t.finished.is_set(), t.interval)
t = Timer(1000, got.append, args=[3])
t.start()
t.cancel()
t.join()
print(got, t.is_alive(), isinstance(t, Thread))
t = Timer(0, got.append, 'z')
t.cancel()
t.start()
t.join()
print(got)
