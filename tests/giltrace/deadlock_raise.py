# -X deadlock=raise: waiting that would never end raises; what may end does not.
import subprocess
import sys

if len(sys.argv) == 1:
    run = subprocess.run([sys.executable, '-X', 'deadlock=raise', __file__, 'run'], capture_output=True, text=True, timeout=60)
    print(run.returncode, run.stdout + run.stderr, sep='\n', end='')
    sys.exit()

import threading

a, b = threading.Lock(), threading.Lock()
both = threading.Barrier(2)


raised = []


def tell(e):
    """Which of two threads closes the circle is a matter of chance: in the words of the one that would be the first."""
    words = str(e)
    me = threading.current_thread().name
    names = sorted({name for name in ('from a', 'from b', 'MainThread', 'joins main') if name in words})
    raised.append(f'{words.startswith(f"deadlock: {me} waits for")} {words.endswith(me) or words.endswith(me + " holds")} '
                  f'{names} {words.count("waits for")}')


def take(first, second):
    with first:
        both.wait()
        try:
            with second:
                pass
        except RuntimeError as e:
            tell(e)


# one of them raises, the other one goes on
threads = [threading.Thread(target=take, args=locks, name=f'from {name}') for name, locks in (('a', (a, b)), ('b', (b, a)))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(a.locked(), b.locked(), raised)

lock = threading.Lock()
lock.acquire()
try:
    lock.acquire()
except RuntimeError as e:
    print(e)
print(lock.acquire(timeout=0.01), lock.acquire(blocking=False))
lock.release()


def join(other):
    try:
        other.join()
    except RuntimeError as e:
        tell(e)


raised.clear()
thread = threading.Thread(target=join, args=(threading.main_thread(),), name='joins main')
thread.start()
join(thread)
print(raised)

# a wait with a limit ends by itself: no deadlock
rlock = threading.RLock()
started = threading.Event()


def limited():
    with a:
        started.set()
        print(rlock.acquire(timeout=0.05))


with rlock:
    with rlock:
        thread = threading.Thread(target=limited)
        thread.start()
        started.wait()
        with a:
            print('got it')
    thread.join()
