# Threads that _thread started: who current_thread() says they are, how they end.
import _thread
import sys
import threading
import time

done = threading.Event()
seen = {}


def inside():
    me = threading.current_thread()
    seen['same'] = me is threading.current_thread()
    seen['kind'] = type(me).__name__
    seen['daemon'] = me.daemon
    seen['alive'] = me.is_alive()
    seen['name'] = me.name.rstrip('0123456789')
    seen['ident'] = me.ident == _thread.get_ident() == threading.get_ident()
    seen['listed'] = me in threading.enumerate()
    try:
        me.start()
    except RuntimeError as e:
        seen['start'] = str(e)
    done.set()


ident = _thread.start_new_thread(inside, ())
print(done.wait(10), type(ident).__name__)
for k, v in seen.items():
    print(k, v)

print('-- arguments')
for args in [(), (1, ()), (inside, []), (inside, (), 3), (inside,)]:
    try:
        _thread.start_new_thread(*args)
    except TypeError as e:
        print(type(e).__name__, str(e).replace('start_new_thread ', ''))

print('-- exits')
lock = _thread.allocate_lock()


def run(f, *args):
    lock.acquire()

    def g():
        try:
            f(*args)
        finally:
            lock.release()
    _thread.start_new_thread(g, ())
    print(f.__name__, lock.acquire(True, 10))
    lock.release()


run(_thread.exit)
run(sys.exit, 'not shown')
run(exec, 'raise SystemExit(3)')
hooked = []
sys.unraisablehook = lambda u: hooked.append((type(u.exc_value).__name__, str(u.exc_value), u.err_msg))


def fail():
    raise ValueError('gone')


_thread.start_new_thread(fail, ())
end = time.monotonic() + 10
while not hooked and time.monotonic() < end:
    time.sleep(0.001)
print(hooked)
end = time.monotonic() + 10
while _thread._count() and time.monotonic() < end:
    time.sleep(0.001)
print('count', _thread._count())
print(_thread.error is RuntimeError, _thread.LockType is type(_thread.allocate_lock()), _thread.TIMEOUT_MAX)
print(_thread.get_native_id() == threading.main_thread().native_id)
print('-- stack sizes')
print(_thread.stack_size(), threading.stack_size(256 * 1024), threading.stack_size(), threading.stack_size(0))
for size in -1, 1, 4095:
    try:
        threading.stack_size(size)
    except ValueError as e:
        print(e)
threading.stack_size(256 * 1024)
out = []


def deep(n):
    return n and deep(n - 1) + 1


t = threading.Thread(target=lambda: out.append(deep(500)))
t.start()
t.join()
print(out)
