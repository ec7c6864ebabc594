# The switch interval: what may be set, and that it counts for threads that wait already.
import sys
import threading
import time


def attempt(f, *args):
    try:
        return f(*args)
    except BaseException as e:
        return f'{type(e).__name__}: {e}'


print(sys.getswitchinterval())
for v in 0, -1, 0.0, 'x', None, 1e-6, 0.25, 1:
    print(v, attempt(sys.setswitchinterval, v), sys.getswitchinterval())
sys.setswitchinterval(0.005)

stop = False
counts = [0, 0]


def count(i):
    while not stop:
        counts[i] += 1


sys.setswitchinterval(1000)
ts = [threading.Thread(target=count, args=(i,)) for i in range(2)]
started = time.monotonic()


def sequence():
    for t in ts:
        t.start()


starter = threading.Thread(target=sequence)
sys.setswitchinterval(0.001)        # a thread needs the lock to start at all
starter.start()
starter.join()
sys.setswitchinterval(0.0005)
end = time.monotonic() + 10
while min(counts) < 1000 and time.monotonic() < end:
    time.sleep(0.001)
stop = True
for t in ts:
    t.join()
print(min(counts) >= 1000, time.monotonic() - started < 10)

print('-- frames of other threads')
inside, leave = threading.Event(), threading.Event()


def outer():
    inner()


def inner():
    inside.set()
    leave.wait()


t = threading.Thread(target=outer)
t.start()
inside.wait()
frames = sys._current_frames()
print(sorted(frames) == sorted([t.ident, threading.get_ident()]))
names, f = [], frames[t.ident]
while f:
    names.append(f.f_code.co_name)
    f = f.f_back
print([n for n in names if n in ('outer', 'inner', 'run')])
print(frames[threading.get_ident()] is sys._getframe())
leave.set()
t.join()
print(list(sys._current_frames()) == [threading.get_ident()])
