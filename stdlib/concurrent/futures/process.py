"""An executor whose calls run in processes."""

import itertools
import multiprocessing as mp
import os
import threading
import weakref
from functools import partial

from concurrent.futures import _base
from multiprocessing.pool import ExceptionWithTraceback
from multiprocessing.util import Finalize, is_exiting
from multiprocessing.workers import APPLY, TERMINATE, Crew, Task

_crews = weakref.WeakSet()              # of executors that have begun, for the end of the program
_global_shutdown = False
_ABRUPT = ("A process in the process pool was terminated abruptly while the future was running or pending.")


def _python_exit():
    global _global_shutdown
    _global_shutdown = True
    crews = list(_crews)
    for crew in crews:
        crew.close()
    for crew in crews:
        crew.join()


threading._register_atexit(_python_exit)


def _let_go(crew):
    # nobody has the executor any more, or a child process that did not shut it down is about to end
    crew.close()
    if is_exiting():
        crew.join()


class BrokenProcessPool(_base.BrokenExecutor):
    """A process of the pool has ended while the pool needed it."""


def _process_chunk(fn, chunk):
    return [fn(*args) for args in chunk]


def _chunks(size, *iterables):
    it = zip(*iterables)
    while chunk := tuple(itertools.islice(it, size)):
        yield chunk


class _RemoteTraceback(Exception):
    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


def _rebuild_exc(exc, tb):
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


class _ExceptionWithTraceback(ExceptionWithTraceback):
    def __reduce__(self):
        return _rebuild_exc, (self.exc, self.tb)


class _Errors:
    caught = BaseException              # also SystemExit is the future's; with a pool it ends the worker

    @staticmethod
    def with_traceback(exc):
        return _ExceptionWithTraceback(exc, exc.__traceback__)

    @staticmethod
    def not_sendable(exc, value):
        return _ExceptionWithTraceback(exc, exc.__traceback__)


def _initialize(initializer, initargs):
    try:
        initializer(*initargs)
    except BaseException:
        _base._logger().critical("Exception in initializer:", exc_info=True)
        os._exit(1)


_initialize.is_wrapper = True


class _Owner:
    # what the crew knows of its executor

    _sends_ahead = False                # what has been sent cannot be cancelled

    def __init__(self, executor):
        self._cache = {}                # futures that are not over
        self.broken = None
        self.lock = threading.Lock()
        self.starting = threading.Lock()        # who has it decides whether a future runs or is cancelled
        self.ref = weakref.ref(executor)

    def _make_process(self, ctx, **kwds):
        return ctx.Process(**kwds)

    def _wanted(self, task):
        # asked when the task is dealt out, the second time after the worker that had it is gone
        if task.index:
            return True
        task.index = 1
        future = task.job
        with self.starting:
            if future not in self._cache:
                return False                    # shutdown() was faster
            if future.set_running_or_notify_cancel():
                return True
            del self._cache[future]
            return False

    def cancel_pending(self):
        for future in list(self._cache):
            if future.cancel():                 # its callbacks may do anything: no lock is held here
                with self.starting:
                    if self._cache.pop(future, None):
                        future.set_running_or_notify_cancel()

    def _finish(self, task, ok, value):
        future = task.job
        self._cache.pop(future, None)
        if ok:
            future.set_result(value)
        else:
            future.set_exception(value)

    def _cannot_send(self, task, exc):
        text = _ExceptionWithTraceback(exc, exc.__traceback__).tb
        self._finish(task, False, _rebuild_exc(exc, text))

    def _worker_died(self, task, how):
        self._break(task, f"{_ABRUPT} {how} while it ran {task}")

    def _idle_worker_died(self, how):
        self._break(None, "A child process terminated abruptly, the process pool is not usable anymore. " + how)

    def _break(self, task, message):
        with self.lock:
            self.broken = message
            crew = self.crew
            crew.tasks.clear()
            crew.state = TERMINATE
        self._fail(message)

    def _fail(self, message):
        for future in list(self._cache):
            with self.starting:
                if not self._cache.pop(future, None):
                    continue
                if future._state in (_base.PENDING, _base.CANCELLED) and not future.set_running_or_notify_cancel():
                    continue
            if not future.done():
                future.set_exception(BrokenProcessPool(message))

    def _give_up(self, exc):
        self._break(None, f"{_ABRUPT} {exc}")

    def _has_ended(self):
        if self._cache:
            self._fail(self.broken or _ABRUPT)


class ProcessPoolExecutor(_base.Executor):
    """An executor with a pool of worker processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        """By default there are as many as processors. Each calls initializer(*initargs) first, and makes place for a
        new one after max_tasks_per_child calls."""
        if max_workers is None:
            max_workers = os.cpu_count() or 1
        elif max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        range(max_workers)              # raises what it does not like
        if mp_context is None:
            mp_context = mp.get_context("spawn" if max_tasks_per_child is not None else None)
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError("max_tasks_per_child must be an integer")
            if max_tasks_per_child <= 0:
                raise ValueError("max_tasks_per_child must be >= 1")
            if mp_context.get_start_method(allow_none=False) == "fork":
                raise ValueError("max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; "
                                 "supply a different mp_context.")
        self._mp_context = mp_context
        self._max_workers = max_workers
        self._shutdown_thread = False
        self._shutdown_lock = threading.Lock()
        self._owner = _Owner(self)
        self._owner.lock = self._shutdown_lock
        if initializer is not None:
            initializer, initargs = _initialize, (initializer, initargs)
        self._owner.crew = self._crew = Crew(self._owner, mp_context, max_workers, initializer, initargs,
                                             max_tasks_per_child, _Errors)
        self._begun = False

    @property
    def _processes(self):
        return {process.pid: process for process in self._crew.processes}

    @property
    def _pending_work_items(self):
        # what programs ask for its length: the calls that are not over
        return dict(enumerate(list(self._owner._cache)))

    @property
    def _broken(self):
        return self._owner.broken or False

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._owner.broken:
                raise BrokenProcessPool(self._owner.broken)
            if self._shutdown_thread:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _global_shutdown:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            if not self._begun:
                self._crew.start()
                self._begun = True
                _crews.add(self._crew)
                Finalize(self, _let_go, args=(self._crew,), exitpriority=15)
            future = _base.Future()
            self._owner._cache[future] = True
            self._crew.put(Task(future, 0, APPLY, fn, args, kwargs))
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        if chunksize == 1:
            return super().map(fn, *iterables, timeout=timeout)
        lists = super().map(partial(_process_chunk, fn), _chunks(chunksize, *iterables), timeout=timeout)
        return itertools.chain.from_iterable(lists)

    map.__doc__ = _base.Executor.map.__doc__

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown_thread = True
            if not self._begun:
                return
        if cancel_futures:
            self._owner.cancel_pending()
        self._crew.close()
        if wait:
            self._crew.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
