# put() and get() of all kinds of queues in one thread: what they cost when nobody waits.
import queue


def main(n):
    for make in queue.Queue, queue.LifoQueue, queue.PriorityQueue:
        q = make(10)
        total = 0
        for i in range(n):
            q.put(i)
            q.put(n - i)
            total += q.get() - q.get_nowait()
            q.task_done()
        print(make.__name__, total, q.unfinished_tasks)


main(60000)
