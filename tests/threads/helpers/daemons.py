import os
import sys
import threading
import time


def spin():
    while True:
        pass


def sleep():
    time.sleep(1000)


def lock():
    l = threading.Lock()
    l.acquire()
    l.acquire()


def condition():
    c = threading.Condition()
    with c:
        c.wait()


def timed():
    c = threading.Condition()
    while True:
        with c:
            c.wait(0.0005)


def read():
    r, w = os.pipe()
    os.read(r, 1)


def stat():
    while True:
        os.stat('/')


def allocate():
    while True:
        [[i] for i in range(100)]


def imports():
    while True:
        for m in 'heapq', 'copy', 'helpers.circle_a', 'helpers.circle_b':
            sys.modules.pop(m, None)
            try:
                __import__(m)
            except Exception:
                pass


def starts():
    while True:
        try:
            threading.Thread(target=int, daemon=True).start()
        except RuntimeError:
            pass


def joins():
    t = threading.Thread(target=spin, daemon=True)
    t.start()
    t.join()


def prints():
    while True:
        os.write(1, b'x\n')


for i in range(3):
    threading.Thread(target=globals()[sys.argv[1]], daemon=True).start()
time.sleep(0.02)
sys.exit(int(sys.argv[2]) if len(sys.argv) > 2 else 4)
