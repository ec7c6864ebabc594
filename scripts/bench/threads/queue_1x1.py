# A Queue between one producer and one consumer.
import queue
import threading


def produce(q, n):
    for i in range(n):
        q.put(i)
    q.put(None)


def consume(q, out):
    total = 0
    while (item := q.get()) is not None:
        total += item
    out.append(total)


def main(n):
    q, out = queue.Queue(), []
    threads = [threading.Thread(target=produce, args=(q, n)), threading.Thread(target=consume, args=(q, out))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(out)


main(300000)
