"""Queues between threads: first in first out, last in first out, smallest first.

put(), get() and task_done() are native (_queue): while nobody has the mutex they need no lock, since no other thread
runs in the middle of them. Queues that a program has changed, and moments when the mutex is taken, come here."""

import threading
import types
from collections import deque
from heapq import heappush, heappop
from time import monotonic as _now

import _queue
from _queue import Empty, SimpleQueue

__all__ = ["Empty", "Full", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Full(Exception):
    """There is no room for the item that was to be put."""


class Queue(_queue._Queue):
    """A queue that holds at most maxsize items; 0 or less: any number.

    A subclass may bring its own _init(), _put(), _get() and _qsize(); they are called with the mutex held."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        # One lock for all, and what there is to wait for.
        self.mutex = mutex = threading.Lock()
        self.not_empty = threading.Condition(mutex)
        self.not_full = threading.Condition(mutex)
        self.all_tasks_done = threading.Condition(mutex)
        self.unfinished_tasks = 0

    def join(self):
        """Wait until every item that was put has been followed by a task_done()."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def __getstate__(self):
        # pickle says of the mutex that it cannot be pickled, and copies share it
        return {name: getattr(self, name) for name in ('maxsize', 'queue', 'mutex', 'not_empty', 'not_full',
                                                       'all_tasks_done', 'unfinished_tasks')} | self.__dict__

    def __setstate__(self, state):
        for name, value in state.items():
            setattr(self, name, value)

    # -- What the native methods leave to us -----------------------------------------------------------------

    def _put_locked(self, item, block, timeout):
        with self.not_full:
            if self.maxsize > 0:
                self._wait_while(self._is_full, self.not_full, Full, block, timeout)
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def _get_locked(self, block, timeout):
        with self.not_empty:
            self._wait_while(self._is_empty, self.not_empty, Empty, block, timeout)
            item = self._get()
            self.not_full.notify()
            return item

    def _task_done_locked(self):
        with self.all_tasks_done:
            left = self.unfinished_tasks - 1
            if left < 0:
                raise ValueError('task_done() called too many times')
            if left == 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = left

    def _qsize_locked(self):
        with self.mutex:
            return self._qsize()

    def _empty_locked(self):
        with self.mutex:
            return not self._qsize()

    def _full_locked(self):
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def _is_full(self):
        return self._qsize() >= self.maxsize

    def _is_empty(self):
        return not self._qsize()

    @staticmethod
    def _wait_while(hindered, condition, error, block, timeout):
        if not block:
            if hindered():
                raise error
        elif timeout is None:
            while hindered():
                condition.wait()
        elif timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        else:
            deadline = _now() + timeout
            while hindered():
                left = deadline - _now()
                if left <= 0:
                    raise error
                condition.wait(left)

    # -- The items: what subclasses replace ------------------------------------------------------------------

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(types.GenericAlias)


class PriorityQueue(Queue):
    """A queue that gives out the smallest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """A queue that gives out the newest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


# With these hooks, found on a queue's class, the native methods need not call them.
_queue._set_up(Full, *[(cls._qsize, cls._put, cls._get) for cls in (Queue, PriorityQueue, LifoQueue)])
