# Tasks that wait for each other: none may wait behind a long one while other workers are free again and again.
import os
import tempfile
import time
from multiprocessing import Pool


def until(folder, n, much_later):
    end = time.monotonic() + 30
    while not os.path.exists(os.path.join(folder, str(n))):
        if time.monotonic() > end or n < much_later and os.path.exists(os.path.join(folder, str(much_later))):
            return 'too late'
        time.sleep(0.005)
    return 'in time'


def step(arg):
    folder, n, waits_for, last = arg
    result = until(folder, waits_for, last) if waits_for is not None else 'done'
    time.sleep(0.01)
    open(os.path.join(folder, str(n)), 'w').close()
    return n, result


def run(how, waits, workers=2, n=40):
    with tempfile.TemporaryDirectory() as folder, Pool(workers) as pool:
        args = [(folder, i, waits.get(i), n - 1) for i in range(n)]
        results = how(pool, args)
        print([r for r in results if r[1] != 'done'], len(results))


def one_by_one(pool, args):
    results = [pool.apply_async(step, (arg,)) for arg in args]
    return [r.get(60) for r in results]


for later in 1, 2, 3, 6:
    run(lambda pool, args: pool.map(step, args, chunksize=1), {0: later})
    run(lambda pool, args: list(pool.imap(step, args)), {0: later})
    run(one_by_one, {0: later})
run(lambda pool, args: pool.map(step, args, chunksize=1), {0: 3, 1: 4}, workers=3)
run(lambda pool, args: pool.map(step, args, chunksize=1), {0: 39})
