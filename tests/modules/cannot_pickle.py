# What pickle and copy say about what lives with threads.
import concurrent.futures
import copy
import pickle
import queue
import threading


def attempt(label, f):
    try:
        print(label, f())
    except Exception as exc:
        print(label, type(exc).__name__, exc)


class Worker:
    def __init__(self):
        self.inbox = queue.Queue()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        print('runs')


class Tagged(threading.Condition):
    def __init__(self):
        super().__init__(threading.Lock())
        self.tag = 5


for make in (threading.Thread, lambda: threading.Timer(1, print), threading.Event, threading.Condition, Tagged,
             threading.Semaphore, threading.BoundedSemaphore, lambda: threading.Barrier(2), threading.Lock,
             threading.RLock, threading.local, queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue,
             concurrent.futures.Future, Worker, lambda: Worker().run, threading.current_thread):
    name = type(make()).__name__
    attempt('dumps ' + name, lambda: pickle.dumps(make()))
    attempt('deepcopy ' + name, lambda: copy.deepcopy(make()))

condition = Tagged()
other = copy.copy(condition)
with condition:
    print(other._lock is condition._lock, other._is_owned(), other.tag)
first = queue.Queue(3)
first.put(1)
second = copy.copy(first)
print(second.get(), first.empty(), second.maxsize, type(second).__name__)
event = threading.Event()
copy.copy(event).set()
print(event.is_set())
thread = copy.copy(Worker().thread)
print(thread.is_alive())
thread.start()
thread.join()
try:
    condition.__setstate__(5)
except Exception as exc:
    print(isinstance(exc, (TypeError, AttributeError)))

# a PickleBuffer stands for what it was made of
data = bytearray(b'abc')
buffer = pickle.PickleBuffer(data)
view = memoryview(buffer)
print(view.obj is data, bytes(view))
buffer.release()
print(bytes(view))
attempt('released', lambda: memoryview(buffer))
