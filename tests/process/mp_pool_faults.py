# Time limit: 60 s
# Pools whose iterables lie, whose results and exceptions cannot be sent or made again, whose workers cannot begin, or
# leave their socket to a child: whoever waits gets an exception.
import multiprocessing as mp
import os
import signal
import sys
import time
from multiprocessing.pool import ThreadPool


class Needy(Exception):
    def __init__(self, a, b):
        super().__init__(a)


class Shy:
    def __repr__(self):
        raise ZeroDivisionError

    def __reduce__(self):
        raise TypeError('cannot be pickled')


class Lies(list):
    def __len__(self):
        return 10

    def __iter__(self):
        return iter([1, 2])


class Breaks(Lies):
    def __iter__(self):
        yield 1
        raise KeyError('iterable')


def needy(x):
    raise Needy(1, 2)


def shy(x):
    return Shy()


def same(x):
    return x


def no_begin():
    raise OSError('initializer')


def killed_with_heir(seconds):
    if os.fork() == 0:
        time.sleep(seconds)             # has the socket of its parent, too
        os._exit(0)
    os.kill(os.getpid(), signal.SIGKILL)


def show(what, call):
    try:
        print(what, call())
    except Exception as e:
        text = str(e).split(' object at')[0].split(' (pid')[0].split(' (_work')[0].rstrip('0123456789')
        print(what, type(e).__name__, text, type(e.__cause__).__name__)


if __name__ == '__main__':
    for make in mp.Pool, ThreadPool:
        with make(2) as pool:
            for f in needy, shy, sys.exit:
                for method in 'map', 'imap', 'imap_unordered':
                    show(f'{method} {f.__name__}',
                         lambda: [type(r).__name__ for r in getattr(pool, method)(f, [3])])
            for iterable in Lies(), Breaks():
                for method, collect in ('map', list), ('imap', list), ('imap_unordered', sorted):
                    show(f'{method} {type(iterable).__name__}', lambda: collect(getattr(pool, method)(same, iterable)))
            for chunksize in 1.5, 'a', True, 0:
                for method in 'map', 'imap':
                    show(f'{method} chunksize {chunksize!r}', lambda: list(getattr(pool, method)(same, [1, 2], chunksize)))
            show('still there', lambda: pool.map(same, range(5)))

    sys.stderr = open(os.devnull, 'w')
    with ThreadPool(2, no_begin) as pool:
        show('ThreadPool', lambda: pool.map(same, [1]))
        show('ThreadPool', lambda: list(pool.imap(same, [1, 2])))

    with mp.Pool(2) as pool:
        start = time.monotonic()
        result = pool.apply_async(killed_with_heir, (10,))
        show('heir', result.get)
        print(time.monotonic() - start < 9)
        show('still there', lambda: pool.map(same, range(5)))

    pool = ThreadPool(1)
    pool.apply_async(time.sleep, (30,))
    start = time.monotonic()
    pool.terminate()                    # a thread cannot be ended: it is not waited for
    print(time.monotonic() - start < 15)
    os._exit(0) if sys.stdout.flush() is None else None
