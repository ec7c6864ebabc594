"""Threads and what they meet at: locks, conditions, semaphores, events, barriers, timers, thread-local data.

A Thread object stands for one thread of the operating system. `_active` has the objects of those that run, by ident;
`_limbo` those that are about to.
"""

import _thread
import functools as _functools
import sys as _sys
import warnings as _warnings
from _thread import (TIMEOUT_MAX, Condition, RLock as _RLockType, _ExceptHookArgs as ExceptHookArgs, _local as local,
                     get_ident, get_native_id, interrupt_main as _interrupt_main, stack_size)
from time import monotonic as _time, sleep as _sleep

__all__ = ['get_ident', 'active_count', 'Condition', 'current_thread', 'enumerate', 'main_thread', 'TIMEOUT_MAX',
           'Event', 'Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Thread', 'Barrier', 'BrokenBarrierError',
           'Timer', 'ThreadError', 'setprofile', 'settrace', 'local', 'stack_size', 'excepthook', 'ExceptHookArgs',
           'getprofile', 'gettrace', 'get_native_id']

_start_new_thread = _thread._start_and_wait
_say_started = _thread._started
_set_sentinel = _thread._set_sentinel
_set_name = _thread._set_name
_await_free = _thread._await_free
_allocate_lock = _thread.allocate_lock

ThreadError = _thread.error
Lock = _allocate_lock

_HAVE_THREAD_NATIVE_ID = True

_profile_hook = None
_trace_hook = None


def setprofile(func):
    """Have sys.setprofile(func) called in every thread that starts from now on."""
    global _profile_hook
    _profile_hook = func


def getprofile():
    """What setprofile() was given."""
    return _profile_hook


def settrace(func):
    """Have sys.settrace(func) called in every thread that starts from now on."""
    global _trace_hook
    _trace_hook = func


def gettrace():
    """What settrace() was given."""
    return _trace_hook


def RLock(*args, **kwargs):
    """A lock that its owner may take again; it is free when it was released as often."""
    return _RLockType(*args, **kwargs)


def _deprecated(message):
    _warnings.warn(message, DeprecationWarning, stacklevel=3)


# -- Semaphores, events, barriers ---------------------------------------------------------------------------------------

class Semaphore:
    """A counter that acquire() takes one from, waiting while it is 0, and release() adds to."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._cond = Condition(Lock())
        self._value = value

    def __repr__(self):
        cls = self.__class__
        return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}>'

    def acquire(self, blocking=True, timeout=None):
        """Take one; False if there was none (in time)."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        end = None
        with self._cond:
            while self._value == 0:
                if not blocking:
                    return False
                if timeout is not None:
                    if end is None:
                        end = _time() + timeout
                    else:
                        timeout = end - _time()
                        if timeout <= 0:
                            return False
                self._cond.wait(timeout)
            self._value -= 1
        return True

    __enter__ = acquire

    def release(self, n=1):
        """Add n."""
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            self._value += n
            self._cond.notify(n)

    def __exit__(self, t, v, tb):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that can't be released more often than it was acquired."""

    def __init__(self, value=1):
        Semaphore.__init__(self, value)
        self._initial_value = value

    def __repr__(self):
        cls = self.__class__
        return (f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: '
                f'value={self._value}/{self._initial_value}>')

    def release(self, n=1):
        """Add n, up to the value it began with."""
        if n < 1:
            raise ValueError('n must be one or more')
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError('Semaphore released too many times')
            self._value += n
            self._cond.notify(n)


class Event:
    """A flag that threads can wait for."""

    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def __repr__(self):
        cls = self.__class__
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {'set' if self._flag else 'unset'}>"

    def _at_fork_reinit(self):
        self._cond._at_fork_reinit()

    def is_set(self):
        """Is it set?"""
        return self._flag

    def isSet(self):
        """Old name of is_set()."""
        _deprecated('isSet() is deprecated, use is_set() instead')
        return self.is_set()

    def set(self):
        """Set it: all who wait go on."""
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        """Unset it: who comes from now on waits."""
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Until it is set, or timeout seconds are over; is it set?"""
        with self._cond:
            return self._flag or self._cond.wait(timeout)


class BrokenBarrierError(RuntimeError):
    """The barrier was broken or reset while a thread waited, or before."""


class Barrier:
    """A point that a fixed number of threads reach before any of them goes on; it serves again and again."""

    # states: threads come in (0), threads go out (1), being reset (-1), broken (-2)
    def __init__(self, parties, action=None, timeout=None):
        self._cond = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = 0
        self._count = 0

    def __repr__(self):
        cls = self.__class__
        if self.broken:
            return f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: broken>'
        return (f'<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: '
                f'waiters={self.n_waiting}/{self.parties}>')

    def wait(self, timeout=None):
        """Wait for the others. Each thread gets another number, 0 to parties - 1; the last one runs the action."""
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            self._cond.wait_for(lambda: self._state not in (-1, 1))     # those before us leave first
            if self._state < 0:
                raise BrokenBarrierError
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._release()
                else:
                    if not self._cond.wait_for(lambda: self._state != 0, timeout):
                        self._break()
                        raise BrokenBarrierError
                    if self._state < 0:
                        raise BrokenBarrierError
                return index
            finally:
                self._count -= 1
                if self._count == 0 and self._state in (-1, 1):
                    self._state = 0
                    self._cond.notify_all()

    def _release(self):
        try:
            if self._action:
                self._action()
            self._state = 1
            self._cond.notify_all()
        except:
            self._break()
            raise

    def _break(self):
        self._state = -2
        self._cond.notify_all()

    def reset(self):
        """Back to the beginning; threads that wait get BrokenBarrierError."""
        with self._cond:
            if self._count > 0:
                if self._state in (0, -2):
                    self._state = -1
            else:
                self._state = 0
            self._cond.notify_all()

    def abort(self):
        """Break it: BrokenBarrierError for those that wait and those that come, until reset()."""
        with self._cond:
            self._break()

    @property
    def parties(self):
        """How many threads it is for."""
        return self._parties

    @property
    def n_waiting(self):
        """How many wait now."""
        return self._count if self._state == 0 else 0

    @property
    def broken(self):
        """Is it broken?"""
        return self._state == -2


# -- Threads -----------------------------------------------------------------------------------------------------------

_counter = 0


def _newname(template):
    global _counter
    _counter += 1
    return template % _counter


_active_limbo_lock = RLock()
_active = {}
_limbo = {}


class Thread:
    """A thread that runs target(*args, **kwargs), or what a subclass's run() does."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        if name:
            name = str(name)
        else:
            name = _newname('Thread-%d')
            if target is not None:
                try:
                    name += f' ({target.__name__})'
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = None
        self._native_id = None
        self._has_started = False
        self._is_stopped = False
        self._tstate_lock = None            # taken while the thread lives
        self._initialized = True

    def __repr__(self):
        assert self._initialized, 'Thread.__init__() was not called'
        status = 'initial'
        if self._has_started:
            status = 'started'
        self.is_alive()
        if self._is_stopped:
            status = 'stopped'
        if self._daemonic:
            status += ' daemon'
        if self._ident is not None:
            status += f' {self._ident}'
        return f'<{self.__class__.__name__}({self._name}, {status})>'

    def __getstate__(self):
        # no lock can be pickled, and so no thread
        return self.__dict__ | {'_tstate_lock': self._tstate_lock or _allocate_lock()}

    def start(self):
        """Begin to run, once."""
        if not self._initialized:
            raise RuntimeError('thread.__init__() not called')
        if self._has_started:
            raise RuntimeError('threads can only be started once')
        with _active_limbo_lock:
            _limbo[self] = self
        self._has_started = True
        self._tstate_lock = _allocate_lock()
        self._tstate_lock.acquire()
        try:
            _start_new_thread(self._bootstrap_inner, ())
        except Exception:
            self._has_started = False
            self._tstate_lock = None
            with _active_limbo_lock:
                del _limbo[self]
            raise
        while self._ident is None:          # a signal came in between
            _sleep(0.0001)

    def run(self):
        """What the thread does: calls the target."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap_inner(self):
        _set_sentinel(self._tstate_lock)
        ident = get_ident()
        self._native_id = get_native_id()
        _set_name(ident, self._name)
        with _active_limbo_lock:
            _active[ident] = self
            _limbo.pop(self, None)
        self._ident = ident
        _say_started()
        try:
            if _trace_hook:
                _sys.settrace(_trace_hook)
            if _profile_hook:
                _sys.setprofile(_profile_hook)
            try:
                self.run()
            except:
                self._invoke_excepthook()
        finally:
            self._delete()

    def _invoke_excepthook(self):
        hook = excepthook
        if hook is None:
            hook = __excepthook__
        args = ExceptHookArgs([*_sys.exc_info(), self])
        try:
            hook(args)
        except Exception as exc:
            exc.__suppress_context__ = True
            if _sys is not None and _sys.stderr is not None:
                print('Exception in threading.excepthook:', file=_sys.stderr, flush=True)
            _sys.excepthook(*_sys.exc_info())

    @property
    def _started(self):
        # what programs know it by: an event
        event = Event()
        if self._has_started:
            event.set()
        return event

    def _delete(self):
        with _active_limbo_lock:
            _active.pop(self._ident, None)

    def _wait_for_end(self, blocking=True, timeout=-1):
        lock = self._tstate_lock
        if lock is None:
            return
        if _await_free(lock, blocking, timeout):
            self._is_stopped = True
            self._tstate_lock = None

    def join(self, timeout=None):
        """Wait until it has ended, or timeout seconds are over."""
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if not self._has_started:
            raise RuntimeError('cannot join thread before it is started')
        if self is current_thread():
            raise RuntimeError('cannot join current thread')
        if timeout is None:
            self._wait_for_end()
        else:
            self._wait_for_end(timeout=max(timeout, 0))

    def is_alive(self):
        """Has it been started, and not ended?"""
        assert self._initialized, 'Thread.__init__() not called'
        if self._is_stopped or not self._has_started:
            return False
        self._wait_for_end(False)
        return not self._is_stopped

    @property
    def name(self):
        """Its name, for people."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, 'Thread.__init__() not called'
        self._name = str(name)
        _set_name(self._ident, self._name)

    @property
    def ident(self):
        """Its number among the living threads; None before it has begun."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._ident

    @property
    def native_id(self):
        """The kernel's number for it; None before it has begun."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._native_id

    @property
    def daemon(self):
        """A daemon is not waited for at the end of the program."""
        assert self._initialized, 'Thread.__init__() not called'
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError('Thread.__init__() not called')
        if self._has_started:
            raise RuntimeError('cannot set daemon status of active thread')
        self._daemonic = daemonic

    def isDaemon(self):
        """Old form of daemon."""
        _deprecated('isDaemon() is deprecated, get the daemon attribute instead')
        return self.daemon

    def setDaemon(self, daemonic):
        """Old form of daemon."""
        _deprecated('setDaemon() is deprecated, set the daemon attribute instead')
        self.daemon = daemonic

    def getName(self):
        """Old form of name."""
        _deprecated('getName() is deprecated, get the name attribute instead')
        return self.name

    def setName(self, name):
        """Old form of name."""
        _deprecated('setName() is deprecated, set the name attribute instead')
        self.name = name


def excepthook(args, /):
    """What is done about an exception that ends a thread: it is printed."""
    exc_type, value, traceback, thread = args
    if exc_type == SystemExit:
        return
    stderr = _sys.stderr
    if stderr is None:
        stderr = getattr(thread, '_stderr', None)
        if stderr is None:
            return
    name = thread.name if thread is not None else get_ident()
    print(f'Exception in thread {name}:', file=stderr, flush=True)
    if stderr is _sys.stderr:
        _sys.__excepthook__(exc_type, value, traceback)
    else:
        from traceback import print_exception
        print_exception(exc_type, value, traceback, file=stderr)
    stderr.flush()


__excepthook__ = excepthook


class Timer(Thread):
    """A thread that calls function(*args, **kwargs) after interval seconds, unless it is cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        """Do not call it, if it has not been called yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _Running(Thread):
    """A thread that was not started by a Thread object: it runs already."""

    def _begin(self):
        self._has_started = True
        self._ident = get_ident()
        self._native_id = get_native_id()
        _set_name(self._ident, self._name)
        self._tstate_lock = _set_sentinel()
        self._tstate_lock.acquire()
        with _active_limbo_lock:
            _active[self._ident] = self


class _MainThread(_Running):
    def __init__(self):
        Thread.__init__(self, name='MainThread', daemon=False)
        self._begin()


class _DummyThread(_Running):
    def __init__(self):
        Thread.__init__(self, name=_newname('Dummy-%d'), daemon=True)
        self._begin()
        _leave.key = _Leave(self._ident)

    def is_alive(self):
        return not self._is_stopped and self._has_started

    def join(self, timeout=None):
        raise RuntimeError('cannot join a dummy thread')


class _Leave:
    # goes with the thread's local data: its dummy then leaves the list
    def __init__(self, ident):
        self.ident = ident

    def __del__(self):
        with _active_limbo_lock:
            _active.pop(self.ident, None)


_leave = local()


def current_thread():
    """The Thread object of the running thread."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def currentThread():
    """Old name of current_thread()."""
    _deprecated('currentThread() is deprecated, use current_thread() instead')
    return current_thread()


def active_count():
    """How many threads live."""
    with _active_limbo_lock:
        return len(_active) + len(_limbo)


def activeCount():
    """Old name of active_count()."""
    _deprecated('activeCount() is deprecated, use active_count() instead')
    return active_count()


def _enumerate():
    return list(_active.values()) + list(_limbo.values())


def enumerate():
    """The Thread objects of all threads that live."""
    with _active_limbo_lock:
        return _enumerate()


# -- The end -----------------------------------------------------------------------------------------------------------

_threading_atexits = []
_SHUTTING_DOWN = False


def _register_atexit(func, *arg, **kwargs):
    """Have func called when the main thread has ended, before the other threads are waited for."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    _threading_atexits.append(_functools.partial(func, *arg, **kwargs))


def _shutdown():
    """Called at the end of the program: waits for the threads that are no daemons."""
    global _SHUTTING_DOWN
    if _main_thread._is_stopped:
        return
    _SHUTTING_DOWN = True
    for call in reversed(_threading_atexits):
        call()
    lock = _main_thread._tstate_lock
    if lock is not None and lock.locked():
        lock.release()
    _main_thread._is_stopped = True
    me = current_thread()
    while True:
        with _active_limbo_lock:
            others = [t for t in _enumerate() if not t.daemon and t is not me and t is not _main_thread]
        if not others:
            break
        for thread in others:
            thread._wait_for_end()
            with _active_limbo_lock:
                if thread._is_stopped and _active.get(thread._ident) is thread:
                    del _active[thread._ident]


def main_thread():
    """The thread that the program began with."""
    return _main_thread


def _after_fork(alone):
    # in the child, whose one thread is the one that forked. Was it alone before?
    # objects of foreign threads may have stayed
    global _active_limbo_lock, _active, _main_thread
    me = current_thread()
    if alone and me is _main_thread and len(_active) == 1 and not _limbo:
        me._native_id = get_native_id()
        return
    _active_limbo_lock = RLock()
    _main_thread = me
    for thread in list(_active.values()) + list(_limbo.values()):
        if thread is not me:
            thread._is_stopped = True
            thread._tstate_lock = None
    _limbo.clear()
    me._ident = get_ident()
    me._native_id = get_native_id()
    me._tstate_lock = _set_sentinel()
    me._tstate_lock.acquire()
    _active = {me._ident: me}


_main_thread = _MainThread()
