"""Worker processes, and the thread that deals tasks out to them and takes the results in.

Each worker has a socket of its own: so it is known who has which task, a worker that dies takes nothing with it but its
task, and no lock is shared. A worker whose tasks are short is sent several ahead. It claims each by an atomic store
into shared memory before it runs it, so that what waits behind a long task can be given to somebody else.
"""

import collections
import os
import select
import threading
import time
from itertools import starmap
from _multiprocessing import MessageReader, exchange as _exchange, hang_up as _hang_up, pack as _pack, send as _send, \
    settle as _settle, write_some as _write_some
from . import reduction, util
from .context import ProcessError

_dumps = reduction.dumps
_message = reduction.message

RUN = 'RUN'
CLOSE = 'CLOSE'
TERMINATE = 'TERMINATE'

APPLY, MAP, STARMAP = range(3)          # what a task is: f(*x, **kwds), [f(a) for a in x], [f(*a) for a in x]
_FREE, _CLAIMED, _TAKEN_BACK = range(3)
_SLOTS = 256
_AHEAD = 64                             # so many tasks a worker has at most
_SHORT = 0.005                          # tasks that take less than that are sent ahead
_LONG = 0.1                             # seconds, after which nothing is to wait behind a task


class WorkerDied(ProcessError):
    """The worker that ran a task has ended before the task did."""


WorkerDied.__module__ = 'multiprocessing.pool'


# -- The worker --------------------------------------------------------------------------------------------------------

def run(kind, func, args, kwds):
    if kind == APPLY:
        return func(*args, **kwds)
    if kind == MAP:
        return [func(arg) for arg in args]
    return list(starmap(func, args))


def worker(conn, claims, base, initializer, initargs, maxtasks, errors):
    """What a worker process does."""
    fd = conn if isinstance(conn, int) else conn.fileno()
    reader = MessageReader(fd)
    caught = errors.caught if errors else Exception
    if initializer is not None:
        initializer(*initargs)
    done = 0
    while reader.read():
        while (slot := reader.tag()) is not None:           # behind the pickle
            if claims is not None and not _exchange(claims, base + slot, _FREE, _CLAIMED):
                reader.skip()           # somebody else has got it
                continue
            try:
                kind, func, args, kwds = reader.load()
                value = func(*args, **kwds) if kind == APPLY else run(kind, func, args, kwds)
                answer = slot, True, value
            except caught as exc:
                if isinstance(exc, KeyboardInterrupt):
                    raise
                answer = slot, False, (errors or _errors()).with_traceback(exc)
            try:
                if not answer[1]:
                    _try_to_load(answer)
                message = _message(answer)
            except Exception as exc:
                message = _message((slot, False, (errors or _errors()).not_sendable(exc, answer[2])))
            _send_all(fd, message)
            done += 1
            if done == maxtasks:
                return


def _try_to_load(answer):
    # many an exception's class does not take the arguments that it gives
    import pickle
    pickle.loads(_dumps(answer))


def _given(args):
    initializer, initargs = args[3:5]
    if getattr(initializer, 'is_wrapper', False):
        initializer, initargs = initargs
    yield 'the initializer of its pool', initializer
    for i, arg in enumerate(initargs, 1):
        yield f"argument {i} of its pool's initializer", arg


worker.what_it_is_given = _given        # for errors of spawn


def _errors():
    from .pool import Errors
    return Errors


def _send_all(fd, message):
    try:
        _send(fd, message)
    except BrokenPipeError:
        os._exit(1)                     # nobody wants it any more


_settled = False


def _settle_worker():
    # what each worker would find out for itself
    global _settled
    if _settled:
        return
    _settled = True
    _settle(worker, run, _send_all, Crew._in_child, reduction.message, reduction._reducers)
    fd, writer = os.pipe()
    with open(fd), open(writer, 'wb', 0) as file:
        file.write(_pack(_dumps((MAP, len, ('',), None)), 0))
        reader = MessageReader(fd)
        reader.read()
        _send(writer, _message((reader.tag(), True, run(*reader.load()))))
    reader.skip


class Task:
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
        if self.kind == MAP and len(self.args) == 1:
            return f'{name}({reprlib.repr(self.args[0])})'
        if self.kind != APPLY:
            return f'{name} for each of {reprlib.repr(list(self.args))}'
        args = [reprlib.repr(arg) for arg in self.args]
        args += [f'{key}={reprlib.repr(arg)}' for key, arg in self.kwds.items()]
        return f"{name}({', '.join(args)})"


def next_task(tasks):
    """The next one, out of a deque of tasks and of iterators of tasks; None: there is none."""
    while tasks:
        first = tasks[0]
        if type(first) is Task:
            tasks.popleft()
            return first
        task = next(first, None)
        if task is not None:
            return task
        if tasks and tasks[0] is first:
            tasks.popleft()
    return None


class _Worker:
    # the parent's side of a worker

    def __init__(self, process, fd, base):
        self.process = process
        self.fd = fd
        self.reader = MessageReader(fd, True)
        self.base = base                # where its slots begin in the shared memory; None: it has none
        self.sent = 0                   # tasks, ever
        self.taken_back = 0             # so many of them
        self.tasks = collections.deque()        # (slot, number, task): sent, and not answered yet
        self.room = 1                   # so many it is to have
        self.since = 0.0                # when it began with the first of them
        self.out = None                 # what its socket did not take yet: (bytes, start)
        self.queue = None               # of the crew's, in which it waits for tasks
        self.answered = 0


class Crew:
    """Workers, and who keeps them busy. The owner makes their process objects (_make_process), is told how tasks end
    (_finish(task, ok, value), _cannot_send(task, exc)), and asked whether a task is still to be done (_wanted(task)):
    names that subclasses of pools have no use for. With _sends_ahead a worker has its next task of a map() before it
    answers; else only those have it whose tasks are short."""

    def __init__(self, owner, ctx, size, initializer, initargs, maxtasks, errors=None):
        self.owner = owner
        self.ctx = ctx
        self.size = size
        self.for_worker = initializer, initargs, maxtasks, errors
        self.maxtasks = maxtasks
        self.processes = []             # of the workers
        self.pending = owner._cache     # what is not done: when it is empty, the crew may go home
        self.tasks = collections.deque()        # iterators of tasks, and single tasks
        self.state = RUN

    def start(self):
        """Start the workers and the thread."""
        self._wake_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._wake_lock = threading.RLock()     # reentrant: wake() may interrupt itself, by a signal
        self._epoll = select.epoll()
        self._epoll.register(self._wake_fd, select.EPOLLIN)
        self._workers = {}              # by descriptor
        self._new_fd = -1               # our end of the socket of one that is about to start
        self._idle = collections.deque()        # workers without a task
        self._hungry = collections.deque()      # workers that have some, and room for more
        self._unlucky = 0               # workers in a row that ended without having done anything
        self._broken = None
        self._asleep = False
        self._looked = 0.0              # when a task was last looked for that waits behind a long one
        self._ahead = self.ctx.get_start_method() == 'fork'
        self._least = 2 if self._ahead and self.owner._sends_ahead else 1
        self._claims = None
        if self._ahead:
            import mmap
            self._claims = mmap.mmap(-1, self.size * _SLOTS)
            self._bases = [i * _SLOTS for i in range(self.size)]
        util.register_after_fork(self, Crew._in_child)
        if self._ahead:
            _settle_worker()
        try:
            while len(self.processes) < self.size:
                self._add_worker()
        except BaseException:
            for w in self._workers.values():
                w.process.terminate()
                w.process.join()
            self._in_child()
            raise
        self.thread = threading.Thread(target=self._serve, name='PoolHandler', daemon=True)
        self.thread.start()

    def _in_child(self):
        # a copy of this process has no part in the pool
        self.state = TERMINATE
        for fd in self._workers:
            os.close(fd)
        self._workers.clear()
        if self._new_fd >= 0:
            os.close(self._new_fd)
            self._new_fd = -1
        if self._wake_fd >= 0:
            self._epoll.close()
            os.close(self._wake_fd)
            self._wake_fd = -1

    def _add_worker(self):
        from .connection import Connection, Pipe
        parent, child = Pipe()
        base = self._bases.pop() if self._ahead else None
        process = self.owner._make_process(self.ctx, target=worker, args=(child, self._claims, base, *self.for_worker))
        process._ends_with_parent = True
        if self._ahead and self.for_worker[0] is None:
            process._waits_for_fd = child.fileno()  # without a task it has nothing to do
        self._new_fd = parent.fileno()
        try:
            process.start()
        except BaseException:
            parent.close()
            raise
        finally:
            self._new_fd = -1
            child.close()
        fd, parent._handle = parent._handle, None
        w = self._workers[fd] = _Worker(process, fd, base)
        self.processes.append(process)
        self._let_wait(w, self._idle)
        self._epoll.register(fd, select.EPOLLIN)

    def put(self, tasks):
        self.tasks.append(tasks)
        if self._asleep:
            self.wake()

    def wake(self):
        if self._wake_fd >= 0:
            with self._wake_lock:           # its end comes when it likes, and the number may be another file's then
                if self._wake_fd >= 0:
                    os.eventfd_write(self._wake_fd, 1)

    def _serve(self):
        try:
            while self.state != TERMINATE:
                self._deal()
                if self.state == CLOSE and not self.pending:
                    break
                self._listen()
        except BaseException as exc:
            if self.state != TERMINATE:
                self._broken = exc
                raise
        finally:
            self._end()

    def _listen(self):
        self._asleep = True
        # somebody may have put a task before he could see that
        busy = (self._idle or self._hungry) and self.tasks
        found = self._epoll.poll(0 if busy else 0.5 if self.pending else -1)
        self._asleep = False
        if not found and self.pending and not busy:
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
        while w := self._next_worker():
            out = []
            while len(w.tasks) < w.room and self._may_send(w):
                if (task := self._task_for(w)) is None:
                    break
                if (data := self._prepare(w, task)) is not None:
                    out.append(data)
            if out:
                if len(w.tasks) == len(out):
                    w.since = time.monotonic()
                w.room = max(w.room, self._least)
                self._write(w, out[0] if len(out) == 1 else b''.join(out))
            if not out and w.tasks and self.tasks:
                continue                        # it gets no more before it has answered
            if len(w.tasks) < w.room and self._may_send(w):
                self._let_wait(w, self._hungry if w.tasks else self._idle)
                if not self.tasks and (not w.tasks or not self._idle):
                    return                      # nobody else can be given anything

    def _task_for(self, w):
        # what waits behind a long task is older than what has not been sent
        now = time.monotonic()
        if now - self._looked > _LONG:
            if task := self._take_back(w, now - _LONG):
                return task
            self._looked = now
        task = next_task(self.tasks)
        if task is None:
            return None if w.tasks else self._take_back(w, now)
        if w.tasks and w.room <= self._least and (task.kind == APPLY or task.job != w.tasks[-1][2].job):
            self.tasks.appendleft(task)         # those of one map() may wait for each other
            return None
        return task

    def _next_worker(self):
        # those that have nothing come first
        for queue in self._idle, self._hungry:
            if queue:
                w = queue.popleft()
                w.queue = None
                return w
        return None

    def _let_wait(self, w, queue):
        self._leave_queue(w)
        w.queue = queue
        queue.append(w)

    def _leave_queue(self, w):
        if w.queue is not None:
            w.queue.remove(w)
            w.queue = None

    def _may_send(self, w):
        if self.maxtasks is not None and w.sent - w.taken_back >= self.maxtasks:
            return False
        # what is large is not sent ahead: its socket has not taken all of the last one
        return not w.tasks or w.out is None and w.sent - w.tasks[0][1] < _SLOTS - 1

    def _prepare(self, w, task):
        if not self.owner._wanted(task):
            return None
        slot = w.sent % _SLOTS
        try:
            data = task.data
            if data is None:
                data = task.data = _dumps((task.kind, task.func, task.args, task.kwds))
        except Exception as exc:
            self.owner._cannot_send(task, exc)
            return None
        if self._ahead:
            self._claims[w.base + slot] = _FREE
        w.tasks.append((slot, w.sent, task))
        w.sent += 1
        return _pack(data, slot)

    def _take_back(self, other, begun):
        # a task that waits behind one that was begun before then, for another worker
        if not self._ahead:
            return None
        for w in self._workers.values():
            if len(w.tasks) > 1 and w.since <= begun and w is not other:
                slot, number, task = w.tasks[-1]
                if _exchange(self._claims, w.base + slot, _FREE, _TAKEN_BACK):
                    w.tasks.pop()
                    w.taken_back += 1
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
        reader = w.reader
        try:
            alive = reader.read()
        except OSError:
            alive = False
        if not alive:
            self._bury(w)
            return
        tasks = w.tasks
        n = 0
        while reader.tag() is not None:
            try:
                slot, ok, value = reader.load()
            except Exception as exc:
                slot, ok, value = tasks[0][0], False, exc       # it answers in order
            task = tasks.popleft()[2]
            self.owner._finish(task, ok, value)
            n += 1
        if n == 0:
            return
        w.answered += n
        self._unlucky = 0
        if self._ahead:
            now = time.monotonic()
            if now - w.since < _SHORT * n:
                w.room = min(_AHEAD, w.room * 2)
            elif w.room > self._least:
                w.room //= 2
            w.since = now
        if not tasks:
            if w.queue is not self._idle:
                self._let_wait(w, self._idle)
        elif w.queue is None and len(tasks) <= w.room // 2:
            self._let_wait(w, self._hungry)

    def _bury(self, w):
        # a worker has ended; its tasks go to others, but for the one that it was at
        del self._workers[w.fd]
        self._leave_queue(w)
        self._epoll.unregister(w.fd)
        os.close(w.fd)
        process = w.process
        process.join(5)
        if process.exitcode is None:
            process.kill()
            process.join()
        self.processes.remove(process)
        victim = None
        if w.tasks and (not self._ahead or self._claims[w.base + w.tasks[0][0]] == _CLAIMED):
            victim = w.tasks.popleft()[2]
        self.tasks.extendleft(task for slot, number, task in reversed(w.tasks))
        if victim is not None:
            self.owner._worker_died(victim, _obituary(process))
        elif not w.answered:
            self._unlucky += 1
        if victim is None and process.exitcode and self.state == RUN:
            self.owner._idle_worker_died(_obituary(process))
        if self._ahead:
            self._bases.append(w.base)
        if self.state == TERMINATE or (self.state == CLOSE and not self.pending):
            return
        if self._unlucky > 2 * self.size + 2:
            self.owner._give_up(WorkerDied(f'{self._unlucky} workers in a row have ended before they took a task; '
                                          f'the last one: {_obituary(process)}'))
            self._unlucky = 0
            if not self._workers:
                self.state = TERMINATE
            return
        self._add_worker()

    def _end(self):
        workers = list(self._workers.values())
        if self.state == TERMINATE or self._broken:
            for w in workers:
                w.process.terminate()
        self.state = TERMINATE if self._broken or self.state != CLOSE else CLOSE
        for w in workers:
            _hang_up(w.fd)
        self._workers.clear()
        end = time.monotonic() + 5
        for w in workers:
            if self.state == TERMINATE:
                w.process.join(max(0.1, end - time.monotonic()))
                if w.process.exitcode is None:
                    w.process.kill()    # it does not care for SIGTERM
            w.process.join()
        self._epoll.close()
        with self._wake_lock:
            fd, self._wake_fd = self._wake_fd, -1
        os.close(fd)
        self.owner._has_ended()

    # -- For other threads ---------------------------------------------------------------------------------------------

    def close(self):
        """End when all is done."""
        if self.state == RUN:
            self.state = CLOSE
            self.wake()

    def terminate(self):
        """End now."""
        self.state = TERMINATE
        self.wake()
        self.join()

    def join(self):
        """Wait until all workers have ended."""
        if self.thread is not threading.current_thread():
            self.thread.join()


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
