# Signals that come while a notified thread waits for its lock: the handler may block, the others go on.
import os
import signal
import threading

signal.alarm(15)
r, w = os.pipe()
pid = os.getpid()
calls = 0
rounds = 40


def handler(number, frame):
    global calls
    calls += 1
    os.write(w, b'.')
    os.read(r, 1)


signal.signal(signal.SIGUSR1, handler)
cond = threading.Condition(threading.Lock())
woken = 0
stop = False


def notifier():
    sent = 0
    while not stop:
        with cond:
            cond.notify()
            if sent == calls:           # one at a time: no storm
                sent += 1
                os.kill(pid, signal.SIGUSR1)
            for _ in range(50):
                pass


def other():
    n = 0
    while not stop:
        with cond:
            n += 1


ts = [threading.Thread(target=notifier), threading.Thread(target=other)]
for t in ts:
    t.start()
for _ in range(rounds):
    with cond:
        woken += cond.wait(5)
stop = True
for t in ts:
    t.join()
print(woken, calls > 0)
