"""What all executors share: the future, waiting for several of them, the executor's interface."""

import threading
from collections import namedtuple
from time import monotonic as _now

from _futures import Future, _set_up

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

# What a future goes through. One that was cancelled is "notified" when the executor has come across it.
PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"
_FUTURE_STATES = [PENDING, RUNNING, CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED]
_OVER = (CANCELLED_AND_NOTIFIED, FINISHED)      # nothing more will happen to it


class Error(Exception):
    """The errors of this module."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """A future cannot do that in the state it is in."""


class BrokenExecutor(RuntimeError):
    """The executor has broken down: it takes no more calls."""


def _logger():
    import logging
    return logging.getLogger("concurrent.futures")


def __getattr__(name):
    if name == "LOGGER":
        return _logger()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _report_callback(future, exc):
    _logger().error("exception calling callback for %r", future, exc_info=exc)


def _report_state(future):
    _logger().critical("Future %s in unexpected state: %s", id(future), future._state)


_set_up(InvalidStateError, CancelledError, _report_callback, _report_state)


# -- Waiting for several -------------------------------------------------------------------------------------


class _Waiter:
    # Collects futures that are over.

    def __init__(self):
        self.event = threading.Event()
        self.lock = threading.Lock()
        self.finished_futures = []

    def add_result(self, future):
        with self.lock:
            self.finished_futures.append(future)
            self.event.set()

    add_exception = add_cancelled = add_result

    def install(self, future):
        """Wait for the future; one that is over counts at once."""
        if future._add_waiter(self):
            return
        if future._state == CANCELLED_AND_NOTIFIED:
            self.add_cancelled(future)
        elif future._exception is None:
            self.add_result(future)
        else:
            self.add_exception(future)

    def remove(self, futures):
        for future in futures:
            future._remove_waiter(self)


class _AllCompletedWaiter(_Waiter):
    # The event is set when all have finished, or when one has raised, if that is wanted.

    def __init__(self, pending, stop_on_exception):
        super().__init__()
        self.pending = pending
        self.stop_on_exception = stop_on_exception

    def add_result(self, future):
        with self.lock:
            self.finished_futures.append(future)
            self.pending -= 1
            if self.pending == 0:
                self.event.set()

    add_cancelled = add_result

    def add_exception(self, future):
        self.add_result(future)
        if self.stop_on_exception:
            self.event.set()


DoneAndNotDoneFutures = namedtuple("DoneAndNotDoneFutures", "done not_done")


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait until all futures are done, or the first is, or the first has raised; at most timeout seconds.

    The result is a pair of sets: those that are done, and the others."""
    fs = set(fs)
    if not fs:
        return DoneAndNotDoneFutures(set(), set())
    # A cancelled one counts here, whether or not its executor has come across it.
    done = {f for f in fs if f._state in _OVER}
    if return_when == FIRST_COMPLETED:
        if done:
            return DoneAndNotDoneFutures(done, fs - done)
    elif return_when == FIRST_EXCEPTION:
        if any(not f.cancelled() and f.exception() is not None for f in done):
            return DoneAndNotDoneFutures(done, fs - done)
    if len(done) == len(fs):
        return DoneAndNotDoneFutures(done, set())
    pending = fs - done
    if return_when == FIRST_COMPLETED:
        waiter = _Waiter()
    elif return_when in (FIRST_EXCEPTION, ALL_COMPLETED):
        waiter = _AllCompletedWaiter(len(pending), return_when == FIRST_EXCEPTION)
    else:
        raise ValueError(f"Invalid return condition: {return_when!r}")
    try:
        for future in pending:
            waiter.install(future)
        waiter.event.wait(timeout)
    finally:
        waiter.remove(pending)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


def as_completed(fs, timeout=None):
    """Yield the futures as they become done; TimeoutError if that takes longer than timeout seconds in all."""
    if timeout is not None:
        deadline = _now() + timeout
    pending = set(fs)
    total = len(pending)
    waiter = _Waiter()
    try:
        for future in pending:
            waiter.install(future)
        while pending:
            left = None
            if timeout is not None:
                left = deadline - _now()
                if left < 0 and not waiter.finished_futures:
                    raise TimeoutError(f"{len(pending)} (of {total}) futures unfinished")
            waiter.event.wait(left)
            with waiter.lock:
                finished = waiter.finished_futures
                waiter.finished_futures = []
                waiter.event.clear()
            finished.reverse()
            while finished:
                future = finished.pop()
                pending.remove(future)
                yield future
                future = None           # nothing of ours keeps it while we wait
    finally:
        waiter.remove(pending)


# -- Executors -----------------------------------------------------------------------------------------------


def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future


class Executor:
    """Runs calls elsewhere."""

    def submit(self, fn, /, *args, **kwargs):
        """Have fn(*args, **kwargs) called; the future of its result."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Like map(fn, *iterables), but the calls are submitted at once and run at the same time.

        timeout counts for all the results, from now on. chunksize is for executors that send calls in groups."""
        if timeout is not None:
            deadline = _now() + timeout
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        futures.reverse()

        def results():
            try:
                while futures:
                    if timeout is None:
                        yield _result_or_cancel(futures.pop())
                    else:
                        yield _result_or_cancel(futures.pop(), deadline - _now())
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; wait for those that were submitted, or cancel those that do not run yet."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False
