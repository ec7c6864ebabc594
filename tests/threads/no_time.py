# Not with SAN, STRESS, DEBUG: all takes longer there but sleeping
# Who waits for no time at all does not sleep: that takes a small part of what the shortest sleep takes.
import concurrent.futures
import queue
import threading
import time

lock, event, semaphore = threading.Lock(), threading.Event(), threading.Semaphore(0)
condition, barrier = threading.Condition(), threading.Barrier(2)
future, work, simple = concurrent.futures.Future(), queue.Queue(), queue.SimpleQueue()
sleeper = threading.Thread(target=event.wait, daemon=True)
lock.acquire()
sleeper.start()


def wait_condition(timeout):
    with condition:
        return condition.wait(timeout)


def wait_barrier(timeout):
    try:
        return barrier.wait(timeout)
    except threading.BrokenBarrierError:
        barrier.reset()


def empty(q):
    def get(timeout):
        try:
            return q.get(timeout=timeout)
        except queue.Empty:
            pass
    return get


def result(timeout):
    try:
        return future.result(timeout)
    except concurrent.futures.TimeoutError:
        pass


def took(wait, timeout):
    best = 9
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(50):
            assert not wait(timeout)
        best = min(best, time.perf_counter() - start)
    return best


other = threading.Event()
for name, wait in (('lock', lambda s: lock.acquire(timeout=s)), ('event', other.wait), ('condition', wait_condition),
                   ('semaphore', lambda s: semaphore.acquire(timeout=s)), ('barrier', wait_barrier),
                   ('queue', empty(work)), ('simple queue', empty(simple)), ('future', result),
                   ('futures', lambda s: concurrent.futures.wait([future], timeout=s).done),
                   ('join', lambda s: sleeper.join(s))):
    print(name, took(wait, 0) < took(wait, 0.001) / 20)
event.set()
sleeper.join()

# a lock that others wait for is given up nevertheless
order = []


def take():
    with condition:
        order.append('taken')
        condition.notify()


condition.acquire()
thread = threading.Thread(target=take)
thread.start()
end = time.monotonic() + 15
while not order and time.monotonic() < end:
    condition.wait(0)
condition.release()
thread.join()
print(order)
