# What ends a program is, in a call of a process pool, an exception of its future; the pool goes on.
import sys
from concurrent.futures import ProcessPoolExecutor


class Base(BaseException):
    pass


def leave(code):
    sys.exit(code)


def base(x):
    raise Base(x)


if __name__ == '__main__':
    with ProcessPoolExecutor(1) as executor:
        for f, x in (leave, 3), (leave, None), (base, 5), (abs, -1), (abs, 'a'):
            future = executor.submit(f, x)
            print(f.__name__, x, repr(future.exception()), type(getattr(future.exception(), '__cause__', None)).__name__)
        try:
            executor.submit(leave, 4).result()
        except SystemExit as e:
            print(e.code)
    for bad in 0, -1, 1.5, 'a':
        try:
            ProcessPoolExecutor(bad)
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
