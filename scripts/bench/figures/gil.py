# Short system calls beside threads that compute: what the GIL's hand-over makes of them. The echo pair has one
# processor and the computing threads the other, as far as there are two; the client thinks for 200 us between requests.
import os
import socket
import statistics
import threading
import time

CPUS = sorted(os.sched_getaffinity(0))
THINK = 0.0002
SECONDS = 1.0


def pin(which):
    os.sched_setaffinity(0, {CPUS[which % len(CPUS)]})


class Spinners:
    def __init__(self, n):
        self.counts = [0] * n
        self.stop = False
        self.threads = [threading.Thread(target=self.spin, args=(i,)) for i in range(n)]

    def spin(self, i):
        pin(1)
        counts = self.counts
        while not self.stop:
            counts[i] += 1

    def __enter__(self):
        self.start = time.perf_counter()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exc):
        self.stop = True
        for thread in self.threads:
            thread.join()
        self.rate = sum(self.counts) / (time.perf_counter() - self.start)


def echo():
    """Requests a second, and how long each took."""
    here, there = socket.socketpair()
    times = []

    def server():
        pin(0)
        while data := there.recv(1):
            there.sendall(data)

    def client():
        pin(0)
        end = time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            time.sleep(THINK)
            start = time.perf_counter()
            here.sendall(b"x")
            here.recv(1)
            times.append(time.perf_counter() - start)
        here.close()

    threads = [threading.Thread(target=server), threading.Thread(target=client)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / SECONDS, times


def overshoot():
    pin(0)
    times = []
    for _ in range(200):
        start = time.perf_counter()
        time.sleep(0.001)
        times.append(time.perf_counter() - start - 0.001)
    os.sched_setaffinity(0, CPUS)
    return statistics.median(times) * 1e3


free, _ = echo()
print(f"echo alone, requests/s\t{free:.0f}")
print(f"sleep(0.001) alone overshoots by, ms\t{overshoot():.3f}")
with Spinners(1) as alone:
    time.sleep(SECONDS)
for n in (1, 4):
    with Spinners(n) as spinners:
        rate, times = echo()
    print(f"echo beside {n} spinners, requests/s\t{rate:.0f}")
    print(f"... of the rate alone\t{rate / free:.2f}")
    print(f"... median latency, us\t{statistics.median(times) * 1e6:.0f}")
    print(f"... longest wait, ms\t{max(times) * 1e3:.1f}")
    print(f"... spinners' progress, of theirs alone\t{spinners.rate / alone.rate:.2f}")
    with Spinners(n):
        print(f"sleep(0.001) beside {n} overshoots by, ms\t{overshoot():.3f}")

with Spinners(4) as spinners:
    time.sleep(2)
print(f"four computing threads, slowest / fastest\t{min(spinners.counts) / max(spinners.counts):.2f}")


def factorize(number):
    for i in range(1, number + 1):
        if number % i == 0:
            yield i


def all_factors(number):
    return list(factorize(number))


numbers = [2139079, 1214759, 1516637, 1852285, 1637033]
ratios = []
for _ in range(5):
    start = time.perf_counter()
    for number in numbers:
        all_factors(number)
    middle = time.perf_counter()
    threads = [threading.Thread(target=all_factors, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ratios.append((time.perf_counter() - middle) / (middle - start))
print(f"factorize, five threads / five calls\t{statistics.median(ratios):.3f}")
