"""A scheduler: actions that are due at certain times, by a clock and a way to wait that one may choose."""

import heapq
import time
from collections import namedtuple
from itertools import count
from threading import RLock

__all__ = ["scheduler"]

Event = namedtuple("Event", "time, priority, sequence, action, argument, kwargs")
Event.time.__doc__ = "When it is due, as the scheduler's clock has it."
Event.priority.__doc__ = "Of events that are due at the same time, the lowest priority is first."
Event.sequence.__doc__ = "Of events that are equal so far, the oldest is first."
Event.action.__doc__ = "What is called: action(*argument, **kwargs)."
Event.argument.__doc__ = "The positional arguments of the action."
Event.kwargs.__doc__ = "The keyword arguments of the action."

_NONE = object()


class scheduler:
    """Actions to be called when they are due. Several threads may use it."""

    def __init__(self, timefunc=time.monotonic, delayfunc=time.sleep):
        """timefunc() tells the time, delayfunc(n) waits until it is n later; n = 0 lets other threads run."""
        self._queue = []
        self._lock = RLock()
        self.timefunc = timefunc
        self.delayfunc = delayfunc
        self._sequence_generator = count()

    def enterabs(self, time, priority, action, argument=(), kwargs=_NONE):
        """Plan an action for a time. The event that is returned serves to cancel it."""
        if kwargs is _NONE:
            kwargs = {}
        with self._lock:
            event = Event(time, priority, next(self._sequence_generator), action, argument, kwargs)
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_NONE):
        """The same, but the time is told from now on."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Take an event out. ValueError if it is not in the queue."""
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        """Is no event left?"""
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Do what is due and wait for what is not, until no event is left.

        If not blocking, do only what is due by now, and return how long it is until the next event, or None.
        Actions may plan and cancel events. After an exception of an action, one may call run() again."""
        while True:
            with self._lock:
                if not self._queue:
                    return None
                event = self._queue[0]
                left = event.time - self.timefunc()
                if left <= 0:
                    heapq.heappop(self._queue)
            if left <= 0:
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)
            elif blocking:
                self.delayfunc(left)
            else:
                return left

    @property
    def queue(self):
        """The events that are left, as a list in the order in which they will run."""
        with self._lock:
            return sorted(self._queue)
