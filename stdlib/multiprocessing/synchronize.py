"""Locks, semaphores, conditions, events and barriers that processes share."""

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event']

import os
import threading
from _multiprocessing import SEM_VALUE_MAX, SemLock as _SemLock
from . import context, process, reduction, util

RECURSIVE_MUTEX, SEMAPHORE = range(2)


class SemLock:
    """What all of them are made of."""

    def __init__(self, kind, value, maxvalue, *, ctx):
        self._semlock = _SemLock(kind, value, maxvalue)
        self._make_methods()

    def _make_methods(self):
        self.acquire = self._semlock.acquire
        self.release = self._semlock.release
        util.register_after_fork(self, SemLock._after_fork)

    def _after_fork(self):
        self._semlock._after_fork()

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self._semlock.__exit__(*args)

    def __getstate__(self):
        context.assert_spawning(self)
        s = self._semlock
        return reduction.DupFd(s.fd), s.handle, s.kind, s.maxvalue

    def __setstate__(self, state):
        df, *rest = state
        # several semaphores may have come with the same descriptor
        self._semlock = _SemLock._rebuild(os.dup(df.detach()), *rest)
        self._make_methods()

    def _owner(self):
        # for repr: who has it, as far as this process knows
        if self._semlock._is_mine():
            name = process.current_process().name
            if threading.current_thread().name != 'MainThread':
                name += '|' + threading.current_thread().name
            return name
        if not self._semlock._is_zero():
            return None
        return 'SomeOtherThread' if self._semlock._count() > 0 else 'SomeOtherProcess'


class Semaphore(SemLock):
    """A counter that acquire() takes one from, waiting while it is 0, and release() adds to."""

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, SEM_VALUE_MAX, ctx=ctx)

    def get_value(self):
        """The counter."""
        return self._semlock._get_value()

    def __repr__(self):
        return f'<{self.__class__.__name__}(value={self._semlock._get_value()})>'


class BoundedSemaphore(Semaphore):
    """A semaphore that can't be released more often than it was acquired."""

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, value, ctx=ctx)

    def __repr__(self):
        return (f'<{self.__class__.__name__}(value={self._semlock._get_value()}, '
                f'maxvalue={self._semlock.maxvalue})>')


class Lock(SemLock):
    """A lock: one takes it, whoever else wants it waits until it is released."""

    def __init__(self, *, ctx):
        SemLock.__init__(self, SEMAPHORE, 1, 1, ctx=ctx)

    def __repr__(self):
        return f'<{self.__class__.__name__}(owner={self._owner()})>'


class RLock(SemLock):
    """A lock that its owner may take again."""

    def __init__(self, *, ctx):
        SemLock.__init__(self, RECURSIVE_MUTEX, 1, 1, ctx=ctx)

    def __repr__(self):
        owner = self._owner()
        count = 0 if owner is None else self._semlock._count() if self._semlock._is_mine() else 'nonzero'
        return f'<{self.__class__.__name__}({owner}, {count})>'


class Condition:
    """A condition variable."""

    def __init__(self, lock=None, *, ctx):
        self._lock = lock or ctx.RLock()
        self._sleeping_count = ctx.Semaphore(0)     # came to sleep, and were not seen by notify() yet
        self._woken_count = ctx.Semaphore(0)        # have got up
        self._wait_semaphore = ctx.Semaphore(0)     # they sleep here
        self._make_methods()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore

    def __setstate__(self, state):
        self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore = state
        self._make_methods()

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        try:
            waiters = self._sleeping_count.get_value() - self._woken_count.get_value()
        except Exception:
            waiters = 'unknown'
        return f'<{self.__class__.__name__}({self._lock}, {waiters})>'

    def wait(self, timeout=None):
        """Give the lock up until somebody notifies, or timeout seconds are over."""
        assert self._lock._semlock._is_mine(), 'must acquire() condition before using wait()'
        self._sleeping_count.release()
        count = self._lock._semlock._count()
        for _ in range(count):
            self._lock.release()
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(count):
                self._lock.acquire()

    def notify(self, n=1):
        """Wake n of those that wait."""
        assert self._lock._semlock._is_mine(), 'lock is not owned'
        assert not self._wait_semaphore.acquire(False), ('notify: Should not have been able to acquire '
                                                         '_wait_semaphore')
        # those that got up because their time was over do not sleep any more
        while self._woken_count.acquire(False):
            self._sleeping_count.acquire(False)
        woken = 0
        while woken < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            woken += 1
        if woken:
            for _ in range(woken):
                self._woken_count.acquire()
            # what was meant for one whose time was over in between
            while self._wait_semaphore.acquire(False):
                pass

    def notify_all(self):
        """Wake all of them."""
        self.notify(n=SEM_VALUE_MAX)

    def wait_for(self, predicate, timeout=None):
        """Until predicate() is true, or timeout seconds are over; what it said last."""
        return util.wait_until(self.wait, predicate, timeout)


class Event:
    """A flag that processes can wait for."""

    def __init__(self, *, ctx):
        self._cond = ctx.Condition(ctx.Lock())
        self._flag = ctx.Semaphore(0)

    def is_set(self):
        """Is it set?"""
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def set(self):
        """Set it: all who wait go on."""
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        """Unset it."""
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        """Until it is set, or timeout seconds are over; is it set?"""
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
                return True
            self._cond.wait(timeout)
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def __repr__(self):
        return f"<{type(self).__qualname__} at {id(self):#x} {'set' if self.is_set() else 'unset'}>"


class Barrier(threading.Barrier):
    """A point that a fixed number of processes reach before any of them goes on."""

    def __init__(self, parties, action=None, timeout=None, *, ctx):
        from .heap import BufferWrapper
        self.__setstate__((parties, action, timeout, ctx.Condition(), BufferWrapper(8)))
        self._state = 0
        self._count = 0

    def __setstate__(self, state):
        self._parties, self._action, self._timeout, self._cond, self._wrapper = state
        self._shared = self._wrapper.create_memoryview().cast('i')

    def __getstate__(self):
        return self._parties, self._action, self._timeout, self._cond, self._wrapper

    @property
    def _state(self):
        return self._shared[0]

    @_state.setter
    def _state(self, value):
        self._shared[0] = value

    @property
    def _count(self):
        return self._shared[1]

    @_count.setter
    def _count(self, value):
        self._shared[1] = value
