# A Queue between four producers and four consumers, with task_done() and join().
import queue
import threading


def produce(q, n):
    for i in range(n):
        q.put(i)


def consume(q, out):
    total = 0
    while (item := q.get()) is not None:
        total += item
        q.task_done()
    out.append(total)


def main(n):
    q, out = queue.Queue(), []
    producers = [threading.Thread(target=produce, args=(q, n)) for _ in range(4)]
    consumers = [threading.Thread(target=consume, args=(q, out)) for _ in range(4)]
    for t in producers + consumers:
        t.start()
    for t in producers:
        t.join()
    q.join()
    for _ in consumers:
        q.put(None)
    for t in consumers:
        t.join()
    print(sum(out))


main(40000)
