# queue between threads: nothing lost, nothing twice, waiting and its ends, Ctrl-C, programs that use the insides.
import os
import queue
import signal
import threading
import time

LIMIT = 30


def run(*targets):
    threads = [threading.Thread(target=t, daemon=True) for t in targets]
    for t in threads:
        t.start()
    for t in threads:
        t.join(LIMIT)
    print("finished" if not any(t.is_alive() for t in threads) else "HANGS", end=" ")


def traffic(q, producers, consumers, n):
    got = [[] for _ in range(consumers)]

    def produce(k):
        for i in range(n):
            q.put((i, k))

    def consume(k):
        while True:
            item = q.get(timeout=LIMIT)
            if item == (n, n):
                break
            got[k].append(item)
            if hasattr(q, "task_done"):
                q.task_done()

    def end():
        for t in ps:
            t.join(LIMIT)
        for _ in range(consumers):
            q.put((n, n))

    ps = [threading.Thread(target=produce, args=(k,), daemon=True) for k in range(producers)]
    for t in ps:
        t.start()
    run(end, *[lambda k=k: consume(k) for k in range(consumers)])
    everything = [item for items in got for item in items]
    print(type(q).__name__, producers, consumers, len(everything), len(set(everything)) == producers * n, q.qsize(), end=" ")
    # what one producer has put stays in order for each consumer, if the queue keeps order
    print(all(a < b for items in got for k in range(producers) for mine in [[i for i, p in items if p == k]]
              for a, b in zip(mine, mine[1:])) if type(q).__name__ in ("Queue", "SimpleQueue") else "")


for size in 0, 1, 7:
    for p, c in (1, 1), (4, 4), (3, 1), (1, 3):
        traffic(queue.Queue(size), p, c, 300)
        if size != 1:
            traffic(queue.PriorityQueue(size), p, c, 100)
for p, c in (1, 1), (4, 4), (3, 1), (1, 3):
    traffic(queue.SimpleQueue(), p, c, 300)


class Slow(queue.Queue):                # hooks in Python: the way through mutex and conditions
    def _put(self, item):
        super()._put(item)


for p, c in (1, 1), (4, 4):
    traffic(Slow(3), p, c, 200)

# many wait, one item each
for make in queue.Queue, queue.SimpleQueue, queue.LifoQueue:
    q = make()
    got = queue.Queue()
    waiters = [threading.Thread(target=lambda: got.put(q.get(timeout=LIMIT)), daemon=True) for _ in range(20)]
    for t in waiters:
        t.start()
    for i in range(20):
        q.put(i)
    for t in waiters:
        t.join(LIMIT)
    print(sorted(got.get(timeout=LIMIT) for _ in range(20)) == list(range(20)), q.empty())

# putting waits for room, then for its time
q = queue.Queue(1)
q.put(1)
try:
    q.put(2, timeout=0.05)
except queue.Full as e:
    print("Full", e)
t = threading.Thread(target=q.put, args=(2,), daemon=True)
t.start()
print(q.get(timeout=LIMIT), q.get(timeout=LIMIT))
t.join(LIMIT)
for make in queue.Queue, queue.SimpleQueue:
    begin = time.monotonic()
    try:
        make().get(timeout=0.05)
    except queue.Empty as e:
        print("Empty", e, time.monotonic() - begin >= 0.05)

# join and task_done
q = queue.Queue()
seen = []


def worker(q=q):
    while True:
        item = q.get()
        seen.append(item)
        q.task_done()


for _ in range(3):
    threading.Thread(target=worker, daemon=True).start()
for round in range(20):
    for i in range(10):
        q.put(i)
    run(q.join)
    print(len(seen), q.unfinished_tasks, end=" ")
print()

# a limit for join, as programs write it
q = queue.Queue()
q.put(1)
with q.all_tasks_done:
    print(q.all_tasks_done.wait_for(lambda: not q.unfinished_tasks, 0.05))
done = threading.Thread(target=q.task_done)
with q.all_tasks_done:
    done.start()
    print(q.all_tasks_done.wait_for(lambda: not q.unfinished_tasks, LIMIT))
done.join(LIMIT)

# an item put to the front by hand wakes who waits
q = queue.Queue()
out = queue.Queue()
t = threading.Thread(target=lambda: out.put(q.get(timeout=LIMIT)), daemon=True)
t.start()
with q.mutex:
    q.queue.appendleft("front")
    q.unfinished_tasks += 1
    q.not_empty.notify()
print(out.get(timeout=LIMIT))
# clearing by hand makes room for who waits
q = queue.Queue(1)
q.put(0)
t = threading.Thread(target=lambda: (q.put(1), out.put("room")), daemon=True)
t.start()
with q.mutex:
    q.queue.clear()
    q.not_full.notify_all()
print(out.get(timeout=LIMIT), q.get(timeout=LIMIT))
# nobody comes in while the mutex is held
q = queue.Queue()
with q.mutex:
    t = threading.Thread(target=lambda: (q.put(1), q.put(2)), daemon=True)
    t.start()
    for _ in range(1000):
        assert len(q.queue) == 0
    time.sleep(0.01)
    assert len(q.queue) == 0
t.join(LIMIT)
print(q.qsize())
# a priority queue whose comparisons let others run
class Item:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        time.sleep(0)
        return self.n < other.n


q = queue.PriorityQueue()
run(*[lambda k=k: [q.put(Item(i * 4 + k)) for i in range(40)] for k in range(4)])
order = [q.get(timeout=LIMIT).n for _ in range(160)]
print(order == sorted(order), len(set(order)))

# a signal ends the wait of the main thread
class Stop(Exception):
    pass


armed = False


def handler(signum, frame):
    global armed
    if armed:
        armed = False
        raise Stop


def kick():
    while armed:
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(0.02)


signal.signal(signal.SIGUSR1, handler)
full = queue.Queue(1)
full.put(1)
for wait in (queue.Queue().get, queue.SimpleQueue().get, lambda: full.put(2), full.join, lambda: queue.Queue().get(timeout=LIMIT),
             lambda: queue.SimpleQueue().get(timeout=LIMIT)):
    t = threading.Thread(target=kick, daemon=True)
    try:
        armed = True
        t.start()
        wait()
        print("not stopped", end=" ")
    except Stop:
        print("stopped", end=" ")
    armed = False
    t.join(LIMIT)
print(full.qsize(), full.get_nowait())
