# ThreadPoolExecutor.map() and as_completed() over small calls, callbacks.
from concurrent.futures import ThreadPoolExecutor, as_completed


def square(x):
    return x * x


def main(n):
    hits = []
    with ThreadPoolExecutor(4) as ex:
        print(sum(ex.map(square, range(n))))
        print(sum(f.result() for f in as_completed([ex.submit(square, i) for i in range(n)])))
        for i in range(n):
            ex.submit(square, i).add_done_callback(hits.append)
    print(len(hits))


main(8000)
