"""Queues between processes."""

__all__ = ['Queue', 'SimpleQueue', 'JoinableQueue']

import collections
import os
import select
import sys
import threading
import time
from queue import Empty, Full
from _multiprocessing import SEM_VALUE_MAX, pack as _pack, write_some as _write_some
from pickle import loads as _loads
from . import connection, context, reduction, util

_GRACE = 0.25           # so long a process that ends waits for somebody to read what it has put


def _place():
    # where the program made the queue, for warnings
    frame = sys._getframe(2)
    while frame and frame.f_globals.get('__name__', '').startswith('multiprocessing'):
        frame = frame.f_back
    return f'{frame.f_code.co_filename}, line {frame.f_lineno}' if frame else 'an unknown place'


class Queue:
    """A queue: what processes put comes out in other processes, in order. put() does not wait for a reader: what the
    pipe does not take is written by a thread."""

    def __init__(self, maxsize=0, *, ctx):
        if maxsize <= 0:
            maxsize = SEM_VALUE_MAX
        self._maxsize = maxsize
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = ctx.Lock()
        self._wlock = ctx.Lock()
        self._sem = ctx.BoundedSemaphore(maxsize)
        self._opid = os.getpid()
        self._made_at = _place()
        self._ignore_epipe = False
        self._reset()

    def __getstate__(self):
        context.assert_spawning(self)
        return (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock, self._wlock, self._sem,
                self._opid, self._made_at)

    def __setstate__(self, state):
        (self._ignore_epipe, self._maxsize, self._reader, self._writer, self._rlock, self._wlock, self._sem,
         self._opid, self._made_at) = state
        self._reset()

    def _reset(self, obj=None):
        self._changed = threading.Condition(threading.Lock())
        self._buffer = collections.deque()      # messages for the thread, the first one perhaps partly written
        self._written = 0                       # so much of the first one
        self._has_wlock = False                 # while a message is partly written
        self._thread = None
        self._finalizer = None
        self._no_join = False
        self._stop = None
        self._closed = False
        if obj is None:
            util.register_after_fork(self, Queue._after_fork)

    def _after_fork(self):
        self._reset(self)

    def put(self, obj, block=True, timeout=None):
        """Put an object. While the queue is full: wait, timeout seconds at most, or raise Full."""
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')
        if not self._sem.acquire(block, timeout):
            raise Full
        try:
            data = _pack(reduction.dumps(obj))
        except Exception as exc:
            self._sem.release()
            self._on_queue_feeder_error(exc, obj)
            return
        with self._changed:
            if not self._buffer and self._write_now(data):
                return
            self._buffer.append(data)
            if self._thread is None:
                self._start_thread()
            self._changed.notify()

    def _write_now(self, data):
        # what the pipe takes at once needs no thread
        if not self._wlock.acquire(False):
            return False
        try:
            n = _write_some(self._writer._handle, data, 0)
        except BaseException as exc:
            self._wlock.release()
            if self._ignore_epipe and isinstance(exc, BrokenPipeError):
                return True
            raise
        if 0 < n < len(data):
            self._written = n
            self._has_wlock = True
            return False
        self._wlock.release()
        return n == len(data)

    def get(self, block=True, timeout=None):
        """Take an object. While the queue is empty: wait, timeout seconds at most, or raise Empty."""
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')
        if block and timeout is None:
            with self._rlock:
                data = self._reader.recv_bytes()
            self._sem.release()
        else:
            end = time.monotonic() + timeout if block else 0
            if not self._rlock.acquire(block, timeout):
                raise Empty
            try:
                if not self._reader.poll(max(0, end - time.monotonic()) if block else 0):
                    raise Empty
                data = self._reader.recv_bytes()
                self._sem.release()
            finally:
                self._rlock.release()
        return _loads(data)

    def qsize(self):
        """How many objects are in it, about."""
        return self._maxsize - self._sem._semlock._get_value()

    def empty(self):
        """Is it empty, for now?"""
        return not self._reader.poll()

    def full(self):
        """Is it full, for now?"""
        return self._sem._semlock._is_zero()

    def get_nowait(self):
        """Take an object, or raise Empty."""
        return self.get(False)

    def put_nowait(self, obj):
        """Put an object, or raise Full."""
        return self.put(obj, False)

    def close(self):
        """This process will put nothing more."""
        if self._closed:
            return
        self._closed = True
        with self._changed:
            if self._thread is None:
                self._close_ends()
            else:
                self._changed.notify()

    def _close_ends(self):
        self._reader.close()
        self._writer.close()

    def join_thread(self):
        """After close(): wait until all is written."""
        assert self._closed, f'Queue {self!r} not closed'
        if self._thread is not None:
            self._thread.join()

    def cancel_join_thread(self):
        """What is not written when the process ends may get lost."""
        self._no_join = True
        if self._finalizer is not None:
            self._finalizer.cancel()

    # -- The thread that writes ----------------------------------------------------------------------------------------

    def _start_thread(self):
        self._stop = os.pipe()                  # its end stops the thread in the middle of a message
        self._thread = threading.Thread(target=self._feed, name='QueueFeederThread', daemon=True)
        self._thread.start()
        if not self._no_join:
            self._finalizer = util.Finalize(None, self._at_exit, exitpriority=-5)

    def _feed(self):
        poll = select.poll()
        poll.register(self._writer._handle, select.POLLOUT)
        poll.register(self._stop[0], select.POLLIN)
        try:
            while True:
                with self._changed:
                    while not self._buffer and not self._closed:
                        self._changed.wait()
                    if not self._buffer:
                        break
                if self._write(poll) is None:
                    return                      # stopped: another process goes on
        except Exception as exc:
            if not (self._ignore_epipe and isinstance(exc, BrokenPipeError)):
                self._on_queue_feeder_error(exc, None)
            with self._changed:
                self._buffer.clear()
                self._unlock()
        self._close_ends()

    def _unlock(self):
        if self._has_wlock:
            self._has_wlock = False
            self._wlock.release()

    def _write(self, poll):
        # the first message of the buffer; None: told to stop
        data = self._buffer[0]
        if not self._has_wlock:
            while not self._wlock.acquire(True, 0.1):
                if poll is not None and any(fd == self._stop[0] for fd, event in poll.poll(0)):
                    return None
            self._has_wlock = True
        while self._written < len(data):
            n = _write_some(self._writer._handle, data, self._written)
            self._written += n
            if n:
                continue
            if poll is None:
                _ready_to_write(self._writer._handle)
            elif any(fd == self._stop[0] for fd, event in poll.poll()):
                return None
        with self._changed:
            self._buffer.popleft()
            self._written = 0
            self._unlock()
        return True

    def _at_exit(self):
        # Nobody may wait for a process that waits for somebody to read. If there is still something to be written,
        # a copy of this process stays behind for it.
        thread = self._thread
        with self._changed:
            self._closed = True
            self._changed.notify()
        thread.join(_GRACE)
        if not thread.is_alive():
            return
        os.close(self._stop[1])
        thread.join()
        if not self._buffer:
            return
        import warnings
        from .process import current_process
        warnings.warn(f'{current_process().name} ends while {len(self._buffer)} items that it has put into the queue '
                      f'made at {self._made_at} do not fit into its pipe and nobody reads them: read a queue before '
                      f'joining those who write to it, or call cancel_join_thread()', RuntimeWarning, stacklevel=2)
        util._flush_std_streams()
        from posix import _fork
        if _fork() == 0:
            try:
                self._go_on_alone()
            finally:
                os._exit(0)

    def _go_on_alone(self):
        keep = self._writer._handle
        os.closerange(0, keep)
        os.closerange(keep + 1, os.sysconf('SC_OPEN_MAX'))
        self._wlock._semlock._after_fork()
        while self._buffer:
            self._write(None)                   # an error when the last reader is gone

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        """Called when an object could not be pickled, or not be written."""
        import traceback
        traceback.print_exception(e)


def _ready_to_write(fd):
    from _multiprocessing import ready
    ready(fd, None, True)


class JoinableQueue(Queue):
    """A queue that counts which items are done."""

    def __init__(self, maxsize=0, *, ctx):
        Queue.__init__(self, maxsize, ctx=ctx)
        self._unfinished_tasks = ctx.Semaphore(0)
        self._cond = ctx.Condition()

    def __getstate__(self):
        return Queue.__getstate__(self) + (self._cond, self._unfinished_tasks)

    def __setstate__(self, state):
        Queue.__setstate__(self, state[:-2])
        self._cond, self._unfinished_tasks = state[-2:]

    def put(self, obj, block=True, timeout=None):
        """Put an object, which somebody will call task_done() for."""
        if self._closed:
            raise ValueError(f'Queue {self!r} is closed')
        self._unfinished_tasks.release()
        try:
            super().put(obj, block, timeout)
        except BaseException:
            self._unfinished_tasks.acquire(False)
            raise

    def task_done(self):
        """One of the items is done."""
        with self._cond:
            if not self._unfinished_tasks.acquire(False):
                raise ValueError('task_done() called too many times')
            if self._unfinished_tasks._semlock._is_zero():
                self._cond.notify_all()

    def join(self):
        """Wait until all items are done."""
        with self._cond:
            if not self._unfinished_tasks._semlock._is_zero():
                self._cond.wait()


class SimpleQueue:
    """A queue that is little more than a pipe: put() waits when that is full."""

    def __init__(self, *, ctx):
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = ctx.Lock()
        self._wlock = ctx.Lock()

    def close(self):
        """Close its ends in this process."""
        self._reader.close()
        self._writer.close()

    def empty(self):
        """Is it empty, for now?"""
        return not self._reader.poll()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._reader, self._writer, self._rlock, self._wlock

    def __setstate__(self, state):
        self._reader, self._writer, self._rlock, self._wlock = state

    def get(self):
        """Wait for an object."""
        with self._rlock:
            data = self._reader.recv_bytes()
        return _loads(data)

    def put(self, obj):
        """Put an object."""
        data = reduction.dumps(obj)
        with self._wlock:
            self._writer.send_bytes(data)
