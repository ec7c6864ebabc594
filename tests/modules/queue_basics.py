# queue without other threads: order, limits, failures, attributes, subclasses, what programs do with the insides.
import queue
import threading


def attempt(label, f, *args, **kwargs):
    try:
        print(label, "->", f(*args, **kwargs))
    except Exception as e:
        print(label, "->", type(e).__name__, e)


print(queue.__all__, queue.Empty, queue.Full, queue.Empty.__mro__[1], queue.SimpleQueue)
for cls in queue.Queue, queue.LifoQueue, queue.PriorityQueue:
    q = cls()
    for x in 3, 1, 2:
        q.put(x)
    print(cls.__name__, q.maxsize, q.qsize(), q.empty(), q.full(), list(q.queue), q.unfinished_tasks, cls[int])
    print([q.get(), q.get_nowait(), q.get(False), q.empty()])
    attempt("get", q.get, False)
    attempt("get", q.get_nowait)
    attempt("get", q.get, True, 0)
    attempt("get", q.get, timeout=0.001)
    attempt("get", q.get, timeout=-1)
    q.task_done(), q.task_done(), q.task_done()
    q.join()
    attempt("done", q.task_done)
    q = cls(2)
    q.put(1), q.put(2, block=False)
    print(q.full(), q.qsize(), q.maxsize)
    attempt("put", q.put, 3, False)
    attempt("put", q.put_nowait, 3)
    attempt("put", q.put, 3, True, 0.001)
    attempt("put", q.put, 3, timeout=0)
    attempt("put", q.put, 3, timeout=-1)
    attempt("put", q.put, 3, timeout="x")
    q.get()
    attempt("put", q.put, 3, timeout=-1)
    attempt("put", q.put, 3, timeout=1.5)
    q.maxsize = 3
    attempt("put", q.put_nowait, 4)
    attempt("put", q.put_nowait, 5)
    print(sorted([q.get() for _ in range(q.qsize())]), q.unfinished_tasks)
q = queue.Queue(-1)
attempt("put", q.put, 1, timeout=-1)
print(q.full(), q.maxsize)

# items of a priority queue that compare in Python
class Item:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n


q = queue.PriorityQueue()
for n in 5, 3, 9, 1, 7:
    q.put(Item(n))
print([q.get().n for _ in range(5)])
q.put(1)
attempt("put", q.put, "x")
print(q.qsize(), q.unfinished_tasks, q.mutex.locked())
q = queue.PriorityQueue()
q.queue = [2, "a"]
attempt("get", q.get)
print(q.mutex.locked(), q.qsize())
# a comparison that uses the queue itself
q = queue.PriorityQueue()


class Busy(Item):
    def __lt__(self, other):
        print("locked:", q.mutex.locked())
        return super().__lt__(other)


q.put(Busy(2)), q.put(Busy(1))
print(q.get().n)

# hooks
class Unique(queue.Queue):
    def _init(self, maxsize):
        print("init", maxsize)
        self.queue = []
        self.puts = 0

    def _put(self, item):
        self.puts += 1
        if item not in self.queue:
            self.queue.append(item)

    def _get(self):
        return self.queue.pop(0)


q = Unique(5)
for x in 1, 2, 1, 2, 3:
    q.put(x)
print(q.queue, q.puts, q.qsize(), q.unfinished_tasks, q.get(), q.full(), q.empty())


class Sized(queue.Queue):
    def _qsize(self):
        return 10


q = Sized(10)
attempt("put", q.put, 1, False)
print(q.full(), q.qsize(), q.empty())
q = queue.Queue()
q._put = lambda item: q.queue.append(("own", item))
q.put(1)
print(q.get())
del q._put
q.put(2)
print(q.get())
plain, queue.Queue._get = queue.Queue._get, lambda self: "patched"
q.put(3)
print(q.get(), q.qsize(), queue.LifoQueue()._get.__name__)
queue.Queue._get = plain
print(q.get(), q.qsize())


class Counting(queue.Queue):
    total = 0

    def put(self, item, *args, **kwargs):
        super().put(item, *args, **kwargs)
        self.total += 1


q = Counting()
q.put(1), q.put(2, False), q.put_nowait(3)
print(q.total, q.qsize())


class Forgets(queue.Queue):
    def __init__(self):
        pass


attempt("put", Forgets().put, 1)
attempt("qsize", Forgets().qsize)

# the insides
q = queue.Queue()
q.put(1), q.put(2)
with q.mutex:
    q.queue.clear()
    q.unfinished_tasks = 0
    q.all_tasks_done.notify_all()
    q.not_full.notify_all()
q.join()
print(q.qsize(), q.empty(), type(q.queue).__name__, type(q.not_empty).__name__, type(q.mutex).__name__)
with q.not_empty:
    q.queue.appendleft("first")
    q.not_empty.notify()
print(q.get(), q.unfinished_tasks)
with q.mutex:
    print(q.mutex.locked(), q._qsize(), q._put("x"), q._get())
q.queue.extend("abc")
print(q.get(), q.qsize())
import weakref
print(weakref.ref(q)() is q)
attempt("new", queue.Queue, 1, 2)
attempt("new", queue.Queue, size=1)

# SimpleQueue
s = queue.SimpleQueue()
s.put(1), s.put(2, False, -5), s.put_nowait(3)
print(s.qsize(), s.empty(), s.get(), s.get(False), s.get_nowait(), s.empty())
attempt("get", s.get, False)
attempt("get", s.get_nowait)
attempt("get", s.get, timeout=0)
attempt("get", s.get, True, 0.001)
attempt("get", s.get, timeout=-1)
attempt("get", s.get, False, -5)
attempt("get", s.get, True, "x")
attempt("get", s.get, timeout=1e300)
attempt("get", s.get, timeout=10 ** 30)
attempt("get", s.get, timeout=float("nan"))
attempt("put", s.put)
attempt("attribute", setattr, s, "x", 1)
print(queue.SimpleQueue[int], weakref.ref(s)() is s)
for i in range(100):
    s.put(i)
print(sum(s.get() for _ in range(100)), s.qsize())
attempt("join", lambda: s.join())
