# What is free when a process forks is not copied: nothing that is in use may be lost by that, in whichever process.
import gc
import os
import random
import threading
import zlib
from math import factorial

SIZES = [70_000, 190_000, 700_000, 1_100_000, 2_500_000, 5_000_000]


def make(rng, count):
    """Objects of many sizes, each with what it must hold."""
    kept = []
    for i in range(count):
        data = rng.randbytes(1000) * (rng.choice(SIZES) // 1000)
        kept.append((data, zlib.crc32(data)))
        if i % 3 == 0:
            number = factorial(rng.randrange(20_000, 30_000))
            kept.append((number, number % 1_000_000_007))
    return kept


def broken(kept):
    return sum((zlib.crc32(x) if isinstance(x, bytes) else x % 1_000_000_007) != sum_of_it for x, sum_of_it in kept)


def in_child(work):
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return pid


def ends(pids):
    return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]


def child(kept, rng, depth):
    """A child looks at what it was given, makes more, forks, collects, and looks again."""
    bad = broken(kept)
    mine = make(rng, 2)
    bad += sum(ends([in_child(lambda: child(kept + mine, rng, depth - 1)) for _ in range(2)])) if depth else 0
    if depth % 2:
        gc.collect()
    mine += make(rng, 1)
    return min(90, bad + broken(kept) + broken(mine))


rng = random.Random(42)
kept = []
for turn in range(4):
    make(rng, 4)                        # garbage: free, sooner or later
    kept += make(rng, 2)
    if turn % 2:
        gc.collect()
        del kept[::3]
    pids = [in_child(lambda: child(kept, rng, turn % 3)) for _ in range(3)]
    more = make(rng, 4)                 # while the children live
    print(turn, ends(pids), broken(kept), broken(more))
    kept += more[:2]

# other threads make and drop objects while this one forks
stop = False


def churn(seed, result):
    rng = random.Random(seed)
    bad = 0
    while not stop:
        bad += broken(make(rng, 3))
    result.append(bad)


result = []
threads = [threading.Thread(target=churn, args=(i, result)) for i in range(2)]
for t in threads:
    t.start()
import warnings
warnings.simplefilter('ignore', DeprecationWarning)
codes = []
for turn in range(5):
    codes += ends([in_child(lambda: child(kept, rng, 0)) for _ in range(2)])
    kept[turn % len(kept)] = make(rng, 1)[0]
stop = True
for t in threads:
    t.join()
print(codes, result, broken(kept))
