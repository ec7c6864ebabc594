# ThreadPoolExecutor: submitting empty calls, waiting for their futures.
from concurrent.futures import ThreadPoolExecutor


def nothing():
    pass


def main(workers, n):
    with ThreadPoolExecutor(workers) as ex:
        futures = [ex.submit(nothing) for _ in range(n)]
        print(workers, sum(f.result() is None for f in futures))


main(1, 20000)
main(4, 20000)
