"""An executor whose calls run in threads."""

import itertools
import os
import queue
import threading
import types
import weakref

from concurrent.futures import _base

# Which thread works for which queue, for the end of the program; _shutdown says that it has come.
_threads_queues = weakref.WeakKeyDictionary()
_shutdown = False
# Nobody starts a thread while the end begins. Always taken after an executor's own lock.
_global_shutdown_lock = threading.Lock()


def _python_exit():
    global _shutdown
    with _global_shutdown_lock:
        _shutdown = True
    workers = list(_threads_queues.items())
    for _, work_queue in workers:
        work_queue.put(None)
    for thread, _ in workers:
        thread.join()


# Before the interpreter waits for the threads that are left, so that ours know that they should end.
threading._register_atexit(_python_exit)

if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_global_shutdown_lock.acquire,
                        after_in_child=_global_shutdown_lock._at_fork_reinit,
                        after_in_parent=_global_shutdown_lock.release)


class _WorkItem:
    # A call that waits for a thread.

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        future = self.future
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as exc:
            future.set_exception(exc)
            future = self = None        # the exception's traceback refers to this frame
        else:
            future.set_result(result)

    __class_getitem__ = classmethod(types.GenericAlias)


def _worker(executor_reference, work_queue, initializer, initargs):
    # What a thread of the pool does. It must not keep the executor alive.
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            _base._logger().critical("Exception in initializer:", exc_info=True)
            executor = executor_reference()
            if executor is not None:
                executor._initializer_failed()
            return
    try:
        take = work_queue.get
        is_empty = work_queue.empty
        while True:
            if is_empty():
                executor = executor_reference()
                if executor is not None and len(executor._threads) < executor._max_workers:
                    executor._idle_semaphore.release()
                del executor
            item = take()
            if item is not None:
                item.run()
                del item
                continue
            executor = executor_reference()
            if _shutdown or executor is None or executor._shutdown:
                if executor is not None:
                    executor._shutdown = True
                work_queue.put(None)    # the others should see it, too
                return
            del executor
    except BaseException:
        _base._logger().critical("Exception in worker", exc_info=True)


class BrokenThreadPool(_base.BrokenExecutor):
    """A thread of the pool could not be set up."""


class ThreadPoolExecutor(_base.Executor):
    """An executor with a pool of at most max_workers threads, started as they are needed."""

    _counter = itertools.count().__next__       # names pools that were given no prefix

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        """By default there are at most 32 threads, and four more than processors.

        Each thread calls initializer(*initargs) first."""
        if max_workers is None:
            max_workers = min(32, (os.cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._work_queue = queue.SimpleQueue()
        self._idle_semaphore = threading.Semaphore(0)   # kept up to date while more threads may be started
        self._threads = set()
        self._broken = False
        self._shutdown = False
        self._shutdown_lock = threading.Lock()
        self._thread_name_prefix = thread_name_prefix or ("ThreadPoolExecutor-%d" % self._counter())
        self._initializer = initializer
        self._initargs = initargs

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock, _global_shutdown_lock:
            if self._broken:
                raise BrokenThreadPool(self._broken)
            if self._shutdown:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _shutdown:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            future = _base.Future()
            self._work_queue.put(_WorkItem(future, fn, args, kwargs))
            if len(self._threads) < self._max_workers:
                self._adjust_thread_count()
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def _adjust_thread_count(self):
        # One more thread, unless an idle one will take the call.
        if self._idle_semaphore.acquire(timeout=0):
            return
        work_queue = self._work_queue

        def wake_up(_):
            work_queue.put(None)        # the executor is gone: its threads may go, too

        count = len(self._threads)
        if count < self._max_workers:
            thread = threading.Thread(
                name="%s_%d" % (self._thread_name_prefix or self, count), target=_worker,
                args=(weakref.ref(self, wake_up), work_queue, self._initializer, self._initargs))
            thread.start()
            self._threads.add(thread)
            _threads_queues[thread] = work_queue

    def _initializer_failed(self):
        with self._shutdown_lock:
            self._broken = "A thread initializer failed, the thread pool is not usable anymore"
            self._fail_waiting(lambda future: future.set_exception(BrokenThreadPool(self._broken)))

    def _fail_waiting(self, end):
        # Take all calls out of the queue and end their futures.
        while True:
            try:
                item = self._work_queue.get_nowait()
            except queue.Empty:
                break
            if item is not None:
                end(item.future)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                self._fail_waiting(_base.Future.cancel)
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
