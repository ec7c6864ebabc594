"""Pools of worker processes, and of threads."""

__all__ = ['Pool', 'ThreadPool']

import collections
import itertools
import os
import threading
from . import TimeoutError, get_context, util
from .context import ProcessError
from .workers import APPLY, MAP, STARMAP, Crew, Task, WorkerDied, next_task, run

INIT = 'INIT'
RUN = 'RUN'
CLOSE = 'CLOSE'
TERMINATE = 'TERMINATE'

job_counter = itertools.count()


def _repr(obj):
    # what cannot be sent need not have a working repr() either
    try:
        return repr(obj)
    except Exception:
        return object.__repr__(obj)


class MaybeEncodingError(Exception):
    """The result of a task cannot be sent."""

    def __init__(self, exc, value):
        self.exc = _repr(exc)
        self.value = _repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f'<{self.__class__.__name__}: {self}>'


class PoolTerminated(ProcessError):
    """The pool was terminated before the task was done."""


class RemoteTraceback(Exception):
    """The text of a traceback in another process."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception that takes its traceback along, as text, when it is pickled."""

    def __init__(self, exc, tb):
        import traceback
        self.exc = exc
        self.exc.__traceback__ = None
        self.tb = f"\n\"\"\"\n{''.join(traceback.format_exception(type(exc), exc, tb))}\"\"\""

    def __reduce__(self):
        return rebuild_exc, (self.exc, self.tb)


def rebuild_exc(exc, tb):
    """The exception on the other side."""
    exc.__cause__ = RemoteTraceback(tb)
    return exc


class Errors:
    """What workers answer instead of a result."""

    @staticmethod
    def with_traceback(exc):
        return ExceptionWithTraceback(exc, exc.__traceback__)

    @staticmethod
    def not_sendable(exc, value):
        if not isinstance(value, ExceptionWithTraceback):
            return MaybeEncodingError(exc, value)
        sent = ExceptionWithTraceback(MaybeEncodingError(exc, value.exc), None)
        sent.tb = value.tb              # what it was about
        return sent


# -- The pool ----------------------------------------------------------------------------------------------------------

class Pool:
    """Worker processes that run what they are given."""

    _sends_ahead = True                 # a worker has its next task before it answers

    @staticmethod
    def Process(ctx, *args, **kwds):
        """Makes the process object of a worker."""
        return ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._pool = []                 # process objects of the workers
        self._state = INIT
        self._ctx = context or get_context()
        self._initializer = initializer
        self._initargs = initargs
        self._maxtasksperchild = maxtasksperchild
        if processes is None:
            processes = os.cpu_count() or 1
        if processes < 1:
            raise ValueError('Number of processes must be at least 1')
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError('maxtasksperchild must be a positive int or None')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        self._cache = {}                # jobs that are not done, by number
        self._feeds = None              # iterables of imap(), for the thread that goes through them
        self._start()
        self._terminate = util.Finalize(self, self._stop, exitpriority=15)
        self._state = RUN

    def __repr__(self):
        cls = self.__class__
        return f'<{cls.__module__}.{cls.__qualname__} state={self._state} pool_size={self._processes}>'

    def __del__(self, _warn=None, RUN=RUN):
        if self._state == RUN:
            import warnings
            warnings.warn(f'unclosed running multiprocessing pool {self!r}', ResourceWarning, source=self)

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def _check_running(self):
        if self._state != RUN:
            raise ValueError('Pool not running')

    # -- What it is asked for ------------------------------------------------------------------------------------------

    def apply(self, func, args=(), kwds={}):
        """func(*args, **kwds), in a worker."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """The same; its result comes later."""
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._put(Task(result._job, 0, APPLY, func, args, kwds))
        return result

    def map(self, func, iterable, chunksize=None):
        """[func(x) for x in iterable], in workers."""
        return self._map_async(func, iterable, MAP, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """The same; the list comes later."""
        return self._map_async(func, iterable, MAP, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        """[func(*x) for x in iterable], in workers."""
        return self._map_async(func, iterable, STARMAP, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """The same; the list comes later."""
        return self._map_async(func, iterable, STARMAP, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, kind, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        if type(iterable) not in (tuple, range):
            # as it is now: the pool goes through it later, and relies on its length
            iterable = list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(iterable), len(self._pool) * 4 or 1)
            if extra:
                chunksize += 1
        elif not chunksize <= 0:
            itertools.islice((), chunksize)     # raises what it does not like
        if len(iterable) == 0:
            chunksize = 0
        result = MapResult(self, chunksize, len(iterable), callback, error_callback=error_callback)
        if chunksize > 0:
            self._put(_chunks(result._job, func, iterable, kind, chunksize))
        return result

    def imap(self, func, iterable, chunksize=1):
        """An iterator over func(x) for each x, as the results come, in order."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """The same, in the order in which they come."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, cls, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f'Chunksize must be 1+, not {chunksize:n}')
        result = cls(self)
        if self._feeds is None:
            import queue
            self._feeds = queue.SimpleQueue()
            threading.Thread(target=self._feed, name='PoolFeeder', daemon=True).start()
        self._feeds.put((result, func, iterable, chunksize))
        if chunksize == 1:
            return result
        return (item for chunk in result for item in chunk)

    def _feed(self):
        # goes through the iterables of imap(), which may take their time
        while (feed := self._feeds.get()) is not None:
            result, func, iterable, chunksize = feed
            index = -1
            try:
                for index, chunk in enumerate(_batches(iterable, chunksize)):
                    if self._state == TERMINATE:
                        break
                    if chunksize == 1:
                        self._put(Task(result._job, index, APPLY, func, tuple(chunk), {}))
                    else:
                        self._put(Task(result._job, index, MAP, func, chunk, {}))
            except Exception as exc:
                index += 1
                result._set(index, (False, exc))
            result._set_length(index + 1)

    # -- Its end -------------------------------------------------------------------------------------------------------

    def close(self):
        """No more tasks will come; the workers end when all are done."""
        if self._state == RUN:
            self._state = CLOSE
            self._crew.close()

    def terminate(self):
        """End the workers now."""
        self._state = TERMINATE
        self._terminate()

    def join(self):
        """Wait until all workers have ended."""
        if self._state == RUN:
            raise ValueError('Pool is still running')
        if self._state not in (CLOSE, TERMINATE):
            raise ValueError('In unknown state')
        self._crew.join()

    def _start(self):
        self._crew = Crew(self, self._ctx, self._processes, self._initializer, self._initargs,
                          self._maxtasksperchild)
        self._pool = self._crew.processes
        self._crew.start()
        self._put = self._crew.put

    def _stop(self):
        self._state = TERMINATE
        self._crew.terminate()

    # -- For the crew --------------------------------------------------------------------------------------------------

    def _make_process(self, ctx, **kwds):
        process = self.Process(ctx, **kwds)
        process.name = process.name.replace('Process', 'PoolWorker')
        process.daemon = True
        return process

    def _cannot_send(self, task, exc):
        self._finish(task, False, exc)

    def _wanted(self, task):
        return task.job in self._cache          # a map may have failed already

    def _finish(self, task, ok, value):
        result = self._cache.get(task.job)
        if result is not None:
            result._set(task.index, (ok, value))

    def _worker_died(self, task, how):
        self._finish(task, False, WorkerDied(f'{how} while it ran {task}'))

    def _idle_worker_died(self, how):
        pass                            # another one takes its place

    def _give_up(self, exc):
        self._crew.tasks.clear()
        for result in list(self._cache.values()):
            result._fail(exc)

    def _has_ended(self):
        if self._state == RUN:
            self._state = TERMINATE
        if self._feeds is not None:
            self._feeds.put(None)
        self._give_up(PoolTerminated('the pool was terminated before the task was done'))


def _batches(iterable, size):
    it = iter(iterable)
    while batch := tuple(itertools.islice(it, size)):
        yield batch


def _chunks(job, func, iterable, kind, size):
    for index, batch in enumerate(_batches(iterable, size)):
        yield Task(job, index, kind, func, batch, None)


# -- Results -----------------------------------------------------------------------------------------------------------

class ApplyResult:
    """A result that comes later."""

    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._event = threading.Event()
        self._job = next(job_counter)
        self._cache = pool._cache
        self._callback = callback
        self._error_callback = error_callback
        self._cache[self._job] = self

    def ready(self):
        """Has it come?"""
        return self._event.is_set()

    def successful(self):
        """Did the call end without an exception?"""
        if not self.ready():
            raise ValueError(f'{self!r} not ready')
        return self._success

    def wait(self, timeout=None):
        """Until it has come, or timeout seconds are over."""
        self._event.wait(timeout)

    def get(self, timeout=None):
        """The result; the call's exception is raised."""
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _set(self, i, obj):
        self._success, self._value = obj
        self._over()

    def _fail(self, exc):
        self._success, self._value = False, exc
        self._over()

    def _over(self):
        # a callback's error must not end the thread that everything depends on
        callback = self._callback if self._success else self._error_callback
        self._cache.pop(self._job, None)
        try:
            if callback:
                callback(self._value)
        except Exception as exc:
            import sys
            sys.excepthook(type(exc), exc, exc.__traceback__)
        self._event.set()
        self._pool = None


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """A list of results that comes later."""

    def __init__(self, pool, chunksize, length, callback, error_callback):
        ApplyResult.__init__(self, pool, callback, error_callback)
        self._success = True
        self._value = [None] * length
        self._chunksize = chunksize
        if chunksize <= 0:
            self._number_left = 0
            self._event.set()
            del self._cache[self._job]
        else:
            self._number_left = length // chunksize + bool(length % chunksize)

    def _set(self, i, success_result):
        success, result = success_result
        self._number_left -= 1
        if success and self._success:
            start = i * self._chunksize
            if self._chunksize == 1:
                self._value[i] = result[0]
            else:
                self._value[start:start + self._chunksize] = result
        elif not success and self._success:
            self._success = False
            self._value = result
        if self._number_left == 0:
            self._over()


class IMapIterator:
    """Results in order, as they come."""

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._job = next(job_counter)
        self._cache = pool._cache
        self._items = collections.deque()
        self._index = 0
        self._length = None
        self._unsorted = {}
        self._failure = None
        self._cache[self._job] = self

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """The next result; TimeoutError if it does not come in time."""
        with self._cond:
            if not self._items:
                if self._index == self._length:
                    self._pool = None
                    raise StopIteration
                if not self._failure:
                    self._cond.wait_for(lambda: self._items or self._index == self._length or self._failure, timeout)
                if not self._items:
                    if self._index == self._length:
                        self._pool = None
                        raise StopIteration
                    raise self._failure or TimeoutError
            success, value = self._items.popleft()
        if success:
            return value
        raise value

    __next__ = next

    def _set(self, i, obj):
        with self._cond:
            if self._index == i:
                self._items.append(obj)
                self._index += 1
                while self._index in self._unsorted:
                    self._items.append(self._unsorted.pop(self._index))
                    self._index += 1
                self._cond.notify()
            else:
                self._unsorted[i] = obj
            self._check_end()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            self._check_end()
            if self._index == length:
                self._cond.notify()

    def _check_end(self):
        if self._index == self._length:
            self._cache.pop(self._job, None)

    def _fail(self, exc):
        with self._cond:
            self._cache.pop(self._job, None)
            self._failure = exc
            self._cond.notify()


class IMapUnorderedIterator(IMapIterator):
    """Results as they come."""

    def _set(self, i, obj):
        with self._cond:
            self._items.append(obj)
            self._index += 1
            self._cond.notify()
            self._check_end()


# -- Threads -----------------------------------------------------------------------------------------------------------

class ThreadPool(Pool):
    """The same with threads instead of processes."""

    @staticmethod
    def Process(ctx, *args, **kwds):
        """Makes the thread object of a worker."""
        from .dummy import Process
        return Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=()):
        Pool.__init__(self, processes, initializer, initargs)

    def _start(self):
        self._changed = threading.Condition()
        self._tasks = collections.deque()
        self._alive = self._processes   # threads that have begun or will
        self._broken = None             # why nobody will ever do a task
        for _ in range(self._processes):
            w = self.Process(self._ctx, target=self._work, args=(self._initializer, self._initargs))
            w.daemon = True
            self._pool.append(w)
        for w in self._pool:
            w.start()

    def _put(self, tasks):
        with self._changed:
            if self._broken is not None:
                self._fail_all(self._broken)
                return
            self._tasks.append(tasks)
            if type(tasks) is Task:
                self._changed.notify()
            else:
                self._changed.notify_all()

    def _wake(self):
        with self._changed:
            self._changed.notify_all()

    def close(self):
        """No more tasks will come."""
        if self._state == RUN:
            self._state = CLOSE
            self._wake()

    def _work(self, initializer, initargs):
        if initializer is not None:
            try:
                initializer(*initargs)
            except BaseException as exc:
                self._dead(exc)
                raise
        while True:
            with self._changed:
                while (task := None if self._state == TERMINATE else next_task(self._tasks)) is None:
                    if self._state == TERMINATE or (self._state == CLOSE and not self._cache):
                        self._changed.notify_all()
                        return
                    self._changed.wait()
            try:
                ok, value = True, run(task.kind, task.func, task.args, task.kwds or {})
            except Exception as exc:
                ok, value = False, exc
            except BaseException as exc:
                # nothing ends a worker: whoever waits for its next task would wait for ever
                ok, value = False, WorkerDied(f'{threading.current_thread().name} got {exc!r} while it ran {task}')
            with self._changed:
                self._finish(task, ok, value)
                if self._state == CLOSE and not self._cache:
                    self._changed.notify_all()

    def _dead(self, exc):
        # a worker could not begin; without any, nobody would ever do what is asked for
        with self._changed:
            self._alive -= 1
            if self._alive == 0:
                self._broken = WorkerDied(f'no thread of the pool could begin; the last error was {exc!r}')
                self._fail_all(self._broken)

    def _fail_all(self, exc):
        for result in list(self._cache.values()):
            result._fail(exc)

    def join(self):
        """Wait until all workers have ended."""
        if self._state == RUN:
            raise ValueError('Pool is still running')
        for w in self._pool:
            w.join()

    def _stop(self):
        self._state = TERMINATE
        if self._feeds is not None:
            self._feeds.put(None)
        self._wake()
        # whoever is at a task cannot be stopped: join() waits for it, terminate() and the end of the program do not
        self._fail_all(PoolTerminated('the pool was terminated before the task was done'))
