# Lock and RLock: arguments, errors, states.
import _thread
import threading
import time


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


def shown(x):
    return repr(x).replace(hex(id(x)), 'ADDR').replace(str(threading.get_ident()), 'IDENT')


def elsewhere(f, *args):
    out = []
    t = threading.Thread(target=lambda: out.append(attempt(f, *args)))
    t.start()
    t.join()
    return out[0]


for make in threading.Lock, threading.RLock:
    l = make()
    print('--', shown(l), type(l).__name__)
    print(l.acquire(), shown(l), elsewhere(l.acquire, False), elsewhere(l.acquire, True, 0), elsewhere(l.acquire, 1, 0.01))
    for args in [(False, 0), (False, 1), (True, -2), (True, -0.5), (True, 'x'), ('x',), (1, 2, 3), (True, float('nan')),
                 (True, threading.TIMEOUT_MAX * 2), (True, 1e30), (None,), (True, None)]:
        print(args, attempt(elsewhere, l.acquire, *args))
    print(attempt(l.acquire, timeout=5, nonsense=1))
    print(elsewhere(l.acquire, False, -1))
    print(l.release(), shown(l), attempt(l.release), attempt(l.__exit__))
    with l as got:
        print('with', got, elsewhere(l.acquire, False))
    print(elsewhere(l.acquire, False))
    print(hasattr(l, 'locked'))

print('-- Lock: anybody may release it')
l = threading.Lock()
l.acquire()
print(l.locked(), elsewhere(l.release), l.locked(), attempt(type(l)), type(l) is _thread.LockType)
print(attempt(lambda: type('X', (type(l),), {})))
l.acquire_lock(), print(l.locked_lock()), l.release_lock()

print('-- RLock: its owner only')
r = threading.RLock()
print(attempt(r.release))
print(r.acquire(), r.acquire(), r.acquire(timeout=1), shown(r))
print(elsewhere(r.release), elsewhere(r.acquire, False), r._is_owned(), elsewhere(r._is_owned))
state = r._release_save()
print(state[0], shown(r), elsewhere(lambda: r.acquire(False) and r.release()))
print(attempt(r._release_save))


def hold_and_leave():
    r.acquire()


r = threading.RLock()
r.acquire()
r.acquire()
saved = r._release_save()
print(elsewhere(lambda: r.acquire() and r.release()), r._is_owned())
r._acquire_restore(saved)
print(r._is_owned(), saved[0], r.release(), r.release(), attempt(r.release))
print(attempt(r._acquire_restore, 5), attempt(r._acquire_restore, (1,)))


class Sub(type(threading.RLock())):
    extra = 1


s = Sub()
with s:
    with s:
        print(type(s).__name__, s.extra, s._is_owned())

print('-- waiting')
l = threading.Lock()
l.acquire()
start = time.monotonic()
print(l.acquire(timeout=0.05), time.monotonic() - start >= 0.05)
order = []
queue_lock = threading.Lock()


def taker():
    with l:
        order.append(1)


ts = [threading.Thread(target=taker) for _ in range(20)]
for t in ts:
    t.start()
l.release()
for t in ts:
    t.join()
print(len(order), l.locked())

print('-- exclusion')
for make in threading.Lock, threading.RLock, threading.Semaphore, threading.Condition:
    l = make()
    n = inside = worst = 0

    def count():
        global n, inside, worst
        for _ in range(300):
            with l:
                inside += 1
                worst = max(worst, inside)
                v = n
                for _ in range(3):
                    pass
                n = v + 1
                inside -= 1

    ts = [threading.Thread(target=count) for _ in range(10)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    print(n, worst)
