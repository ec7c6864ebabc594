# Processes, pools and pipes, beside CPython if there is one (PYTHON, or python3): each measured by turns, the best of
# three. Runs itself with the name of a measurement under the interpreter that is to be measured.
import os
import subprocess
import sys
import time

ROUNDS = 3
TASKS = 100_000


def same(x):
    return x


def receive(conn, n):
    for _ in range(n):
        conn.recv()
    conn.send(None)


def start_and_join(method, n):
    import multiprocessing
    ctx = multiprocessing.get_context(method)
    start = time.perf_counter()
    for _ in range(n):
        p = ctx.Process(target=same, args=(1,))
        p.start()
        p.join()
    return (time.perf_counter() - start) / n * 1e3


def tiny_tasks():
    from multiprocessing import Pool
    with Pool(2) as pool:
        start = time.perf_counter()
        pool.map(same, range(TASKS), chunksize=1)
        return (time.perf_counter() - start) / TASKS * 1e6


def through_pipe(obj, n=3):
    from multiprocessing import Pipe, Process
    ours, theirs = Pipe()
    p = Process(target=receive, args=(theirs, n))
    p.start()
    start = time.perf_counter()
    for _ in range(n):
        ours.send(obj)
    ours.recv()
    took = (time.perf_counter() - start) / n * 1e3
    p.join()
    return took


def workers(n):
    from math import factorial
    from multiprocessing import Pool
    start = time.perf_counter()
    with Pool(n) as pool:
        pool.map(factorial, [1000] * 30)
    return (time.perf_counter() - start) * 1e3


def gain():
    # how much faster than a loop the better of two pools is: 002/16 of the documents
    from math import factorial
    from multiprocessing import Pool
    args = [10**5] * 30

    def took(work):
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    def in_pool(n):
        with Pool(n) as pool:
            pool.map(factorial, args)

    loop = min(took(lambda: tuple(map(factorial, args))) for _ in range(2))
    return loop / min(took(lambda: in_pool(n)) for n in (2, 4))


MEASURES = {
    "fork, start and join, ms": lambda: start_and_join("fork", 50),
    "spawn, start and join, ms": lambda: start_and_join("spawn", 5),
    "Pool.map of tiny tasks, us each": tiny_tasks,
    "a list of a million ints, ms": lambda: through_pipe(list(range(1_000_000))),
    "100 MB of bytes, ms": lambda: through_pipe(bytes(100_000_000)),
    "a pool of 64 workers, ms": lambda: workers(64),
}
GAIN = "the better of pools of 2 and 4, times the speed of a loop"


def measure(python, name):
    out = subprocess.run([python, os.path.abspath(__file__), name], stdout=subprocess.PIPE, text=True, check=True).stdout
    return float(out)


def main():
    other = os.environ.get("PYTHON", "python3")
    for name in MEASURES:
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(measure(sys.executable, name))
            theirs.append(measure(other, name))
        print(f"{name}\t{min(ours):.1f}\tCPython {min(theirs):.1f}\tratio {min(theirs) / min(ours):.2f}", flush=True)
    ours = sorted(measure(sys.executable, GAIN) for _ in range(7))
    print(f"{GAIN}\tmedian {ours[3]:.2f} of {ours[0]:.2f} to {ours[-1]:.2f}\tCPython {measure(other, GAIN):.2f}")


if __name__ == "__main__":
    print({**MEASURES, GAIN: gain}[sys.argv[1]]()) if sys.argv[1:] else main()
