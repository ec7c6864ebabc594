# The same Fibonacci numbers in a row, in threads and in processes. Threads take turns at the GIL, so they gain nothing;
# processes run side by side, as many as there are processors.

import sys
from multiprocessing import Pool
from threading import Thread
from time import perf_counter


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def in_a_row(numbers):
    return [fib(n) for n in numbers]


def in_threads(numbers):
    results = {}
    threads = [Thread(target=lambda i=i, n=n: results.__setitem__(i, fib(n))) for i, n in enumerate(numbers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[i] for i in range(len(numbers))]


def in_processes(numbers):
    with Pool() as pool:
        return pool.map(fib, numbers, chunksize=1)


if __name__ == "__main__":
    numbers = [int(sys.argv[1]) if sys.argv[1:] else 30] * 6
    for way in in_a_row, in_threads, in_processes:
        start = perf_counter()
        results = way(numbers)
        print(f"{way.__name__:<13} {perf_counter() - start:6.3f} s  {results}")
