# What locks and their relatives cost when nobody else wants them, and what a thread costs.
import os
import statistics
import subprocess
import threading
import time


def best(work, n, rounds=5):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work(n)
        times.append(time.perf_counter() - start)
    return min(times) / n


lock, rlock, condition = threading.Lock(), threading.RLock(), threading.Condition()
event, semaphore, local = threading.Event(), threading.Semaphore(), threading.local()
local.x = 1


def acquire_release(n):
    for _ in range(n):
        lock.acquire()
        lock.release()


def with_lock(n):
    for _ in range(n):
        with lock:
            pass


def with_rlock(n):
    for _ in range(n):
        with rlock:
            pass


def with_condition(n):
    for _ in range(n):
        with condition:
            condition.notify()


def event_round(n):
    for _ in range(n):
        event.set()
        event.wait()
        event.clear()


def with_semaphore(n):
    for _ in range(n):
        with semaphore:
            pass


def local_attribute(n):
    for _ in range(n):
        local.x


def nothing():
    pass


def start_join(n):
    for _ in range(n):
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()


for name, work, n in (("lock.acquire + release", acquire_release, 200000), ("with lock", with_lock, 200000),
                      ("with rlock", with_rlock, 200000), ("with condition: notify", with_condition, 100000),
                      ("event set + wait + clear", event_round, 30000), ("with semaphore", with_semaphore, 50000),
                      ("thread-local attribute", local_attribute, 200000)):
    print(f"{name}, ns\t{best(work, n) * 1e9:.0f}")
print(f"thread start + join, us\t{best(start_join, 200) * 1e6:.1f}")


# A system call that does not wait, alone and beside a thread that sleeps.
def write(n):
    for _ in range(n):
        os.write(null, b"x")


null = os.open("/dev/null", os.O_WRONLY)
alone = best(write, 20000)
stop = threading.Event()
sleeper = threading.Thread(target=stop.wait)
sleeper.start()
beside = best(write, 20000)
stop.set()
sleeper.join()
print(f"system call, one thread, ns\t{alone * 1e9:.0f}")
print(f"... more, beside a sleeping thread, ns\t{(beside - alone) * 1e9:.0f}")


# Two threads that hand a condition back and forth.
def ping_pong(rounds):
    turn = [0]

    def player(me):
        for _ in range(rounds):
            with condition:
                while turn[0] != me:
                    condition.wait()
                turn[0] = 1 - me
                condition.notify()

    players = [threading.Thread(target=player, args=(i,)) for i in (0, 1)]
    for player in players:
        player.start()
    for player in players:
        player.join()


ours, theirs = [], []
for _ in range(5):
    ours.append(best(ping_pong, 3000, 1) * 1e6)
    theirs.append(float(subprocess.run(["build/pingpong_loop", "3000"], capture_output=True, check=True).stdout))
print(f"condition to and fro, us\t{statistics.median(ours):.1f}")
print(f"... of the same in C with pthreads\t{statistics.median(ours) / statistics.median(theirs):.2f}")


# Many threads that sleep.
def resident():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1])


stop = threading.Event()
threads = [threading.Thread(target=stop.wait) for _ in range(10000)]
before, start = resident(), time.perf_counter()
for thread in threads:
    thread.start()
print(f"10,000 threads started, s\t{time.perf_counter() - start:.2f}")
print(f"memory of a sleeping thread, KB\t{(resident() - before) / len(threads):.1f}")
stop.set()
for thread in threads:
    thread.join()
