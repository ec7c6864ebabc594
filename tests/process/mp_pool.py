# Pools of processes and threads, and an executor of processes.
import multiprocessing as mp
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.dummy import Pool as DummyPool
from multiprocessing.pool import MaybeEncodingError, ThreadPool

LIMIT = 15


def square(x):
    return x * x


def add(x, y):
    return x + y


def fail(x):
    raise KeyError(x)


def unsendable(x):
    return lambda: x


def remember(value):
    global remembered
    remembered = value


def recall(_):
    return remembered


def pid(_):
    return os.getpid()


def numbers():
    yield 1
    yield 2
    raise ValueError("the iterable's own")


def exercise(pool):
    print(pool.map(square, range(10)), pool.map(square, []), pool.map(square, range(7), chunksize=3))
    print(pool.starmap(add, [(1, 2), (3, 4)]), pool.apply(add, (1,), {"y": 5}))
    print(list(pool.imap(square, range(5))), sorted(pool.imap_unordered(square, range(6), chunksize=2)))
    r = pool.map_async(square, range(3))
    r.wait(LIMIT)
    print(r.ready(), r.successful(), r.get())
    for call in (lambda: pool.apply(fail, (1,)), lambda: pool.map(fail, [2]), lambda: list(pool.imap(fail, [7]))):
        try:
            call()
        except KeyError as exc:
            print(repr(exc))
    it = pool.imap(square, numbers())
    print(next(it), next(it))
    try:
        next(it)
    except ValueError as exc:
        print(exc)
    got = []
    pool.apply_async(square, (3,), callback=got.append).get(LIMIT)
    r = pool.apply_async(fail, (3,), error_callback=lambda e: got.append(repr(e)))
    r.wait(LIMIT)
    print(got, r.successful())


def main():
    with mp.Pool(2, remember, ("set",)) as pool:
        exercise(pool)
        print(pool.map(recall, range(2)), pool)
        try:
            pool.apply(unsendable, (1,))
        except MaybeEncodingError as exc:
            print(str(exc)[:41])
        try:
            pool.apply(fail, (1,))
        except KeyError as exc:
            print(type(exc.__cause__).__name__, "in fail" in str(exc.__cause__))
        r = pool.apply_async(pid, (1,))
        r.get(LIMIT)
        r = pool.apply_async(square, (2,))
        print(r.get(LIMIT))
    print(pool)
    try:
        pool.map(square, [1])
    except ValueError as exc:
        print(exc)
    pool = mp.Pool(2, maxtasksperchild=2)
    print(len(set(pool.map(pid, range(8), chunksize=1))) >= 4)
    try:
        pool.join()
    except ValueError as exc:
        print(exc)
    pool.close()
    pool.join()
    print(pool)
    for arguments in ((0,), (1, 5), (1, None, (), 0)):
        try:
            mp.Pool(*arguments)
        except (ValueError, TypeError) as exc:
            print(exc)
    with ThreadPool(2) as pool:
        exercise(pool)
    with DummyPool(2) as pool:
        print(pool.map(square, range(3)))
    with ProcessPoolExecutor(2) as ex:
        print(list(ex.map(square, range(5))), list(ex.map(add, range(5), range(5), chunksize=2)))
        print(repr(ex.submit(fail, 1).exception(LIMIT)), ex.submit(len, b"x" * 3_000_000).result(LIMIT))
        print(type(ex.submit(unsendable, 1).exception(LIMIT)).__name__)
    try:
        ex.submit(square, 1)
    except RuntimeError as exc:
        print(exc)


if __name__ == "__main__":
    main()
