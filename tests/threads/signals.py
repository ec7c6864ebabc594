# Signals and threads: handlers run in the main thread, whatever it waits for, at once; Ctrl-C ends any wait.
import _thread
import os
import signal
import sys
import threading
import time

pid = os.getpid()
main = threading.main_thread()
signal.alarm(15)                    # no wait here may last
LONG = 14


def interrupted(name, wait, send=lambda: os.kill(pid, signal.SIGINT)):
    ready = threading.Event()

    def sender():
        ready.wait()
        time.sleep(0.01)
        send()

    t = threading.Thread(target=sender)
    t.start()
    begin = time.monotonic()
    try:
        ready.set()
        wait()
    except KeyboardInterrupt:
        print(name, 'interrupted', time.monotonic() - begin < LONG)
    else:
        print(name, 'not interrupted')
    t.join()


def held(make):
    lock = make()
    t = threading.Thread(target=lock.acquire)
    t.start()
    t.join()
    return lock


lock, rlock = held(threading.Lock), held(threading.RLock)
cond = threading.Condition()
cond_lock = threading.Condition(threading.Lock())
event = threading.Event()
sem = threading.Semaphore(0)
barrier = threading.Barrier(2)
stop = threading.Event()
waiter = threading.Thread(target=stop.wait)
waiter.start()
r, w = os.pipe()
f = open(r, 'rb', closefd=False)


def with_cond(c, timeout=None):
    with c:
        c.wait(timeout)


def compute():
    while True:
        pass


interrupted('Lock', lock.acquire)
interrupted('Lock with a limit', lambda: lock.acquire(timeout=LONG))
interrupted('with Lock', lambda: lock.__enter__())
interrupted('RLock', rlock.acquire)
interrupted('join', waiter.join)
second = threading.Thread(target=stop.wait)     # CPython takes an interrupted join() for the thread's end
second.start()
interrupted('join with a limit', lambda: second.join(LONG))
interrupted('Event', event.wait)
interrupted('Event with a limit', lambda: event.wait(LONG))
interrupted('Condition', lambda: with_cond(cond))
interrupted('Condition with a limit', lambda: with_cond(cond, LONG))
interrupted('Condition of a Lock', lambda: with_cond(cond_lock))
print(cond.acquire(False), cond_lock.acquire(False), len(cond._waiters))
interrupted('Semaphore', sem.acquire)
interrupted('Barrier', barrier.wait)
interrupted('sleep', lambda: time.sleep(LONG))
interrupted('pause', signal.pause)
interrupted('os.read', lambda: os.read(r, 1))
interrupted('file', lambda: f.read(1))
interrupted('pthread_kill', lambda: lock.acquire(), lambda: signal.pthread_kill(main.ident, signal.SIGINT))
interrupted('raise_signal', compute, lambda: signal.raise_signal(signal.SIGINT))
interrupted('a signal to another thread', compute,
            lambda: signal.pthread_kill(waiter.ident, signal.SIGINT))


interrupted('a computation', compute)
interrupted('interrupt_main', compute, _thread.interrupt_main)
busy = True


def spin():
    while busy:
        pass


spinner = threading.Thread(target=spin)
spinner.start()
interrupted('beside a computing thread', lock.acquire)
interrupted('a computation beside another', compute)

print('-- handlers')
calls = []


def handler(number, frame):
    calls.append((signal.Signals(number).name, threading.current_thread() is main))


signal.signal(signal.SIGUSR1, handler)
signal.signal(signal.SIGUSR2, handler)


def until(n):
    end = time.monotonic() + LONG
    while len(calls) < n and time.monotonic() < end:
        time.sleep(0.001)


def in_thread(f):
    t = threading.Thread(target=f)
    t.start()
    t.join()


in_thread(lambda: signal.raise_signal(signal.SIGUSR1))
until(1)
in_thread(lambda: os.kill(pid, signal.SIGUSR2))
until(2)
in_thread(lambda: signal.pthread_kill(threading.get_ident(), signal.SIGUSR1))
until(3)
signal.pthread_kill(waiter.ident, signal.SIGUSR2)
until(4)
busy = False
spinner.join()
print(calls)


def set_handler():
    try:
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    except ValueError as e:
        print(e)


in_thread(set_handler)
print('an interrupted wait goes on')
calls.clear()
woken = []


def poke():
    for i in range(3):
        time.sleep(0.003)
        os.kill(pid, signal.SIGUSR1)
        until(i + 1)
    lock.release()


t = threading.Thread(target=poke)
t.start()
woken.append(lock.acquire(timeout=LONG))
t.join()
print(woken, len(calls))
print('a handler that takes locks while its thread waits for one')
inner = threading.Lock()


def locking(number, frame):
    with inner:
        calls.append(lock.acquire(timeout=0.001))


signal.signal(signal.SIGUSR1, locking)
calls.clear()
t = threading.Thread(target=poke)
t.start()
woken.append(lock.acquire(timeout=LONG))
t.join()
print(woken, calls)


def failing(number, frame):
    raise ArithmeticError('from the handler')


signal.signal(signal.SIGUSR1, failing)
t = threading.Thread(target=lambda: (time.sleep(0.01), os.kill(pid, signal.SIGUSR1)))
t.start()
try:
    with cond:
        cond.wait(LONG)
except ArithmeticError as e:
    print(e, cond._is_owned())
t.join()
try:
    _thread.interrupt_main(0)
except ValueError as e:
    print(e)
stop.set()
waiter.join()
