# ThreadPoolExecutor: many short lives with few calls each, so that threads are still being started while calls come.
from concurrent.futures import ThreadPoolExecutor


def square(x):
    return x * x


def main(workers, times, n):
    total = 0
    for _ in range(times):
        with ThreadPoolExecutor(workers) as ex:
            total += sum(ex.map(square, range(n)))
    print(workers, total)


main(4, 30, 1000)
main(16, 30, 1000)
