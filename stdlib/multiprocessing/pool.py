"""Pools of worker processes, and of threads.

One thread per pool deals the tasks out and takes the results in. Each worker has a socket of its own: so it is known
who has which task, a worker that dies takes nothing with it but its task, and no lock is shared. A worker whose tasks are
short is sent several ahead. It claims each by an atomic store into shared memory before it runs it, so that what waits
behind a long task can be given to somebody else.
"""

__all__ = ['Pool', 'ThreadPool']

import collections
import itertools
import os
import select
import threading
import time
from pickle import loads as _loads
from _multiprocessing import MessageReader, exchange as _exchange, pack as _pack, write_some as _write_some
from . import TimeoutError, get_context, reduction, util
from .context import ProcessError

_dumps = reduction.dumps

INIT = 'INIT'
RUN = 'RUN'
CLOSE = 'CLOSE'
TERMINATE = 'TERMINATE'

job_counter = itertools.count()

_APPLY, _MAP, _STARMAP = range(3)       # what a task is: f(*x, **kwds), [f(a) for a in x], [f(*a) for a in x]
_FREE, _CLAIMED, _TAKEN_BACK = range(3)
_SLOTS = 256
_AHEAD = 64                             # so many tasks a worker has at most
_SHORT = 0.0005                         # tasks that take less than that are sent ahead


class MaybeEncodingError(Exception):
    """The result of a task cannot be sent."""

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"

    def __repr__(self):
        return f'<{self.__class__.__name__}: {self}>'


class WorkerDied(ProcessError):
    """The worker that ran a task has ended before the task did."""


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


# -- The worker --------------------------------------------------------------------------------------------------------

def _run(kind, func, args, kwds):
    if kind == _APPLY:
        return func(*args, **kwds)
    if kind == _MAP:
        return [func(arg) for arg in args]
    return [func(*arg) for arg in args]


def worker(conn, claims, initializer=None, initargs=(), maxtasks=None):
    """What a worker process does."""
    fd = conn if isinstance(conn, int) else conn.fileno()
    reader = MessageReader(fd)
    if initializer is not None:
        initializer(*initargs)
    done = 0
    while (messages := reader.read()) is not None:
        for data in messages:
            slot = data[0]
            if claims is not None and not _exchange(claims, slot, _FREE, _CLAIMED):
                continue                # somebody else has got it
            try:
                kind, func, args, kwds = _loads(memoryview(data)[1:])
                value = func(*args, **kwds) if kind == _APPLY else _run(kind, func, args, kwds)
                answer = slot, True, value
            except Exception as exc:
                answer = slot, False, ExceptionWithTraceback(exc, exc.__traceback__)
            try:
                data = _dumps(answer)
            except Exception as exc:
                data = _dumps((slot, False, MaybeEncodingError(exc, answer[2])))
            _send_all(fd, data)
            done += 1
            if done == maxtasks:
                return


def _send_all(fd, data):
    from _multiprocessing import send
    global _send_all
    _send_all = send
    try:
        send(fd, data)
    except BrokenPipeError:
        os._exit(1)                     # nobody wants it any more


class _Task:
    __slots__ = 'job', 'index', 'kind', 'func', 'args', 'kwds', 'data'

    def __init__(self, job, index, kind, func, args, kwds):
        self.job = job
        self.index = index
        self.kind = kind
        self.func = func
        self.args = args
        self.kwds = kwds
        self.data = None

    def __str__(self):
        import reprlib
        name = getattr(self.func, '__qualname__', None) or reprlib.repr(self.func)
        if self.kind == _MAP and len(self.args) == 1:
            return f'{name}({reprlib.repr(self.args[0])})'
        if self.kind != _APPLY:
            return f'{name} for each of {reprlib.repr(list(self.args))}'
        args = [reprlib.repr(arg) for arg in self.args]
        args += [f'{key}={reprlib.repr(arg)}' for key, arg in self.kwds.items()]
        return f"{name}({', '.join(args)})"


class _Worker:
    # the parent's side of a worker

    def __init__(self, process, fd, claims):
        self.process = process
        self.fd = fd
        self.reader = MessageReader(fd, True)
        self.claims = claims
        self.sent = 0                   # tasks, ever
        self.tasks = collections.deque()        # (slot, number, task): sent, and not answered yet
        self.room = 1                   # so many it is to have
        self.since = 0.0                # when it began with the first of them
        self.out = None                 # what its socket did not take yet: (bytes, start)
        self.hungry = True              # is in the pool's list of those that have room
        self.answered = 0


# -- The pool ----------------------------------------------------------------------------------------------------------

class Pool:
    """Worker processes that run what they are given."""

    @staticmethod
    def Process(ctx, *args, **kwds):
        """Makes the process object of a worker."""
        return ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._pool = []
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
        self._tasks = collections.deque()       # iterators of tasks, and single tasks
        self._feeds = None              # iterables of imap(), for the thread that goes through them
        self._thread = None
        self._start()
        self._terminate = util.Finalize(self, self._stop, exitpriority=15)
        self._state = RUN

    def __repr__(self):
        cls = self.__class__
        return f'<{cls.__module__}.{cls.__qualname__} state={self._state} pool_size={len(self._pool)}>'

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
        self._put(_Task(result._job, 0, _APPLY, func, args, kwds))
        return result

    def map(self, func, iterable, chunksize=None):
        """[func(x) for x in iterable], in workers."""
        return self._map_async(func, iterable, _MAP, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """The same; the list comes later."""
        return self._map_async(func, iterable, _MAP, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        """[func(*x) for x in iterable], in workers."""
        return self._map_async(func, iterable, _STARMAP, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """The same; the list comes later."""
        return self._map_async(func, iterable, _STARMAP, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, kind, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        if not hasattr(iterable, '__len__'):
            iterable = list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(iterable), len(self._pool) * 4 or 1)
            if extra:
                chunksize += 1
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
                        self._put(_Task(result._job, index, _APPLY, func, tuple(chunk), {}))
                    else:
                        self._put(_Task(result._job, index, _MAP, func, chunk, {}))
            except Exception as exc:
                index += 1
                result._set(index, (False, exc))
            result._set_length(index + 1)

    # -- Its end -------------------------------------------------------------------------------------------------------

    def close(self):
        """No more tasks will come; the workers end when all are done."""
        if self._state == RUN:
            self._state = CLOSE
            self._wake()

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
        self._thread.join()

    def _stop(self):
        self._state = TERMINATE
        self._wake()
        if self._thread is not threading.current_thread():
            self._thread.join()

    # -- The thread that deals -----------------------------------------------------------------------------------------

    def _start(self):
        self._wake_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._epoll = select.epoll()
        self._epoll.register(self._wake_fd, select.EPOLLIN)
        self._workers = {}              # by descriptor
        self._hungry = collections.deque()
        self._unlucky = 0               # workers in a row that ended without having done anything
        self._broken = None
        self._asleep = False
        self._ahead = self._ctx.get_start_method() == 'fork'
        util.register_after_fork(self, Pool._in_child)
        try:
            while len(self._pool) < self._processes:
                self._add_worker()
        except BaseException:
            for w in self._workers.values():
                w.process.terminate()
                w.process.join()
            self._in_child()
            raise
        self._thread = threading.Thread(target=self._serve, name='PoolHandler', daemon=True)
        self._thread.start()

    def _in_child(self):
        # a copy of this process has no part in the pool
        self._state = TERMINATE
        for fd in self._workers:
            os.close(fd)
        self._workers.clear()
        if self._wake_fd >= 0:
            self._epoll.close()
            os.close(self._wake_fd)
            self._wake_fd = -1

    def _add_worker(self):
        from .connection import Connection, Pipe
        parent, child = Pipe()
        claims = None
        if self._ahead:
            import mmap
            claims = mmap.mmap(-1, _SLOTS)
        process = self.Process(self._ctx, target=worker, args=(
            child, claims, self._initializer, self._initargs, self._maxtasksperchild))
        process.name = process.name.replace('Process', 'PoolWorker')
        process.daemon = True
        try:
            process.start()
        except BaseException:
            parent.close()
            raise
        finally:
            child.close()
        fd, parent._handle = parent._handle, None
        w = self._workers[fd] = _Worker(process, fd, claims)
        self._pool.append(process)
        self._hungry.append(w)
        self._epoll.register(fd, select.EPOLLIN)

    def _put(self, tasks):
        self._tasks.append(tasks)
        if self._asleep:
            self._wake()

    def _wake(self):
        if self._wake_fd >= 0:
            os.eventfd_write(self._wake_fd, 1)

    def _serve(self):
        try:
            while self._state != TERMINATE:
                self._deal()
                if self._state == CLOSE and not self._cache:
                    break
                self._listen()
        except BaseException as exc:
            if self._state != TERMINATE:
                self._broken = exc
                raise
        finally:
            self._end()

    def _listen(self):
        self._asleep = True
        # somebody may have put a task before he could see that
        busy = any(self._hungry) and self._tasks
        found = self._epoll.poll(0 if busy else 0.5 if self._cache else -1)
        self._asleep = False
        if not found and self._cache and not busy:
            # a socket stays open when a worker has left it to a child of its own
            for w in list(self._workers.values()):
                if w.tasks and w.process._popen.poll() is not None:
                    self._hear(w)
                    if self._workers.get(w.fd) is w:
                        self._bury(w)
        for fd, event in found:
            if fd == self._wake_fd:
                os.eventfd_read(fd)
            elif w := self._workers.get(fd):
                if event & select.EPOLLOUT:
                    self._write(w)
                if event & ~select.EPOLLOUT:
                    self._hear(w)

    def _deal(self):
        hungry = self._hungry
        while hungry:
            w = hungry.popleft()
            if self._workers.get(w.fd) is not w:
                continue
            out = []
            while len(w.tasks) < w.room and self._may_send(w):
                task = self._next_task()
                if task is None:
                    break
                if (data := self._prepare(w, task)) is not None:
                    out.append(data)
            if out:
                if len(w.tasks) == len(out):
                    w.since = time.monotonic()
                self._write(w, out[0] if len(out) == 1 else b''.join(out))
            elif not w.tasks and (task := self._take_back()):
                self._tasks.appendleft(task)
                hungry.appendleft(w)
                continue
            if len(w.tasks) < w.room and self._may_send(w):
                # there was no task for it
                hungry.appendleft(w)
                return
            w.hungry = False

    def _may_send(self, w):
        if self._maxtasksperchild is not None and w.sent >= self._maxtasksperchild:
            return False
        return not w.tasks or w.sent - w.tasks[0][1] < _SLOTS - 1

    def _next_task(self):
        tasks = self._tasks
        while tasks:
            first = tasks[0]
            if type(first) is _Task:
                tasks.popleft()
                return first
            task = next(first, None)
            if task is not None:
                return task
            if tasks and tasks[0] is first:
                tasks.popleft()
        return None

    def _prepare(self, w, task):
        if task.job not in self._cache:
            return None                 # a map that has failed already
        slot = w.sent % _SLOTS
        try:
            data = task.data
            if data is None:
                data = task.data = _dumps((task.kind, task.func, task.args, task.kwds))
        except Exception as exc:
            self._finish(task, False, exc)
            return None
        if w.claims is not None:
            w.claims[slot] = _FREE
        w.tasks.append((slot, w.sent, task))
        w.sent += 1
        return _pack(data, slot)

    def _take_back(self):
        # a task that waits behind another one, for a worker that has nothing to do
        if not self._ahead:
            return None
        for w in self._workers.values():
            if len(w.tasks) > 1:
                slot, number, task = w.tasks[-1]
                if _exchange(w.claims, slot, _FREE, _TAKEN_BACK):
                    w.tasks.pop()
                    return task
        return None

    def _write(self, w, data=None):
        # sends data behind what is still to be sent
        start = 0
        if w.out is not None:
            old, start = w.out
            data = old if data is None else old[start:] + data
            start = start if data is old else 0
        elif data is None:
            return
        try:
            n = _write_some(w.fd, data, start)
        except OSError:
            n = len(data) - start       # it is gone: that will be heard
        waiting = w.out is not None
        w.out = (data, start + n) if start + n < len(data) else None
        if waiting != (w.out is not None):
            self._epoll.modify(w.fd, select.EPOLLIN if waiting else select.EPOLLIN | select.EPOLLOUT)

    def _hear(self, w):
        try:
            messages = w.reader.read()
        except OSError:
            messages = None
        if messages is None:
            self._bury(w)
            return
        if not messages:
            return
        tasks = w.tasks
        for data in messages:
            try:
                slot, ok, value = _loads(data)
            except Exception as exc:
                slot, ok, value = tasks[0][0], False, exc       # it answers in order
            task = tasks.popleft()[2]
            self._finish(task, ok, value)
        w.answered += len(messages)
        self._unlucky = 0
        if self._ahead:
            now = time.monotonic()
            if now - w.since < _SHORT * len(messages):
                w.room = min(_AHEAD, w.room * 2)
            elif w.room > 1:
                w.room //= 2
            w.since = now
        if not w.hungry and len(tasks) <= w.room // 2:
            w.hungry = True
            self._hungry.append(w)

    def _finish(self, task, ok, value):
        result = self._cache.get(task.job)
        if result is not None:
            result._set(task.index, (ok, value))

    def _bury(self, w):
        # a worker has ended; its tasks go to others, but for the one that it was at
        del self._workers[w.fd]
        self._epoll.unregister(w.fd)
        os.close(w.fd)
        process = w.process
        process.join(5)
        if process.exitcode is None:
            process.kill()
            process.join()
        self._pool.remove(process)
        victim = None
        if w.tasks and (w.claims is None or w.claims[w.tasks[0][0]] == _CLAIMED):
            victim = w.tasks.popleft()[2]
        self._tasks.extendleft(task for slot, number, task in reversed(w.tasks))
        if victim is not None:
            self._finish(victim, False, WorkerDied(f'{_obituary(process)} while it ran {victim}'))
        elif not w.answered:
            self._unlucky += 1
        if w.claims is not None:
            w.claims.close()
        if self._state == TERMINATE or (self._state == CLOSE and not self._cache):
            return
        if self._unlucky > 2 * self._processes + 2:
            self._give_up(WorkerDied(f'{self._unlucky} workers in a row have ended before they took a task; the last '
                                     f'one: {_obituary(process)}'))
            return
        self._add_worker()

    def _give_up(self, exc):
        # the pool will never get anything done
        self._tasks.clear()
        for result in list(self._cache.values()):
            result._fail(exc)
        if not self._workers:
            self._state = TERMINATE

    def _end(self):
        workers = list(self._workers.values())
        if self._state == TERMINATE or self._broken:
            for w in workers:
                w.process.terminate()
        self._state = TERMINATE if self._broken or self._state != CLOSE else CLOSE
        for w in workers:
            os.close(w.fd)
        self._workers.clear()
        end = time.monotonic() + 5
        for w in workers:
            if self._state == TERMINATE:
                w.process.join(max(0.1, end - time.monotonic()))
                if w.process.exitcode is None:
                    w.process.kill()    # it does not care for SIGTERM
            w.process.join()
            if w.claims is not None:
                w.claims.close()
        if self._feeds is not None:
            self._feeds.put(None)
        self._epoll.close()
        fd, self._wake_fd = self._wake_fd, -1
        os.close(fd)
        for result in list(self._cache.values()):
            result._fail(PoolTerminated('the pool was terminated before the task was done'))


def _obituary(process):
    import signal
    code = process.exitcode
    who = f'{process.name} (pid {process.pid})'
    if code is None or code >= 0:
        return f'{who} ended with exit code {code}'
    try:
        return f'{who} was killed by signal {-code} ({signal.Signals(-code).name})'
    except ValueError:
        return f'{who} was killed by signal {-code}'


def _batches(iterable, size):
    it = iter(iterable)
    while batch := tuple(itertools.islice(it, size)):
        yield batch


def _chunks(job, func, iterable, kind, size):
    for index, batch in enumerate(_batches(iterable, size)):
        yield _Task(job, index, kind, func, batch, None)


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
        for _ in range(self._processes):
            w = self.Process(self._ctx, target=self._work, args=(self._initializer, self._initargs))
            w.daemon = True
            self._pool.append(w)
        for w in self._pool:
            w.start()

    def _put(self, tasks):
        with self._changed:
            self._tasks.append(tasks)
            if type(tasks) is _Task:
                self._changed.notify()
            else:
                self._changed.notify_all()

    def _wake(self):
        with self._changed:
            self._changed.notify_all()

    def _work(self, initializer, initargs):
        if initializer is not None:
            initializer(*initargs)
        while True:
            with self._changed:
                while (task := None if self._state == TERMINATE else self._next_task()) is None:
                    if self._state == TERMINATE or (self._state == CLOSE and not self._cache):
                        self._changed.notify_all()
                        return
                    self._changed.wait()
            try:
                ok, value = True, _run(task.kind, task.func, task.args, task.kwds or {})
            except Exception as exc:
                ok, value = False, exc
            with self._changed:
                self._finish(task, ok, value)
                if self._state == CLOSE and not self._cache:
                    self._changed.notify_all()

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
        for result in list(self._cache.values()):
            result._fail(PoolTerminated('the pool was terminated before the task was done'))
        me = threading.current_thread()
        for w in self._pool:
            if w is not me:
                w.join()
