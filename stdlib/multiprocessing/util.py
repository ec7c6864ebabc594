"""What the parts of the package share: finalizers, what is done after a fork, the log."""

import atexit
import _giltrace
import itertools
import os
import sys
from _multiprocessing import end_with_parent as _end_with_parent, settle as _settle
from _thread import _local, allocate_lock as _allocate_lock
from _weakref import ref as _ref
from . import process

__all__ = ['sub_debug', 'debug', 'info', 'sub_warning', 'get_logger', 'log_to_stderr', 'get_temp_dir',
           'register_after_fork', 'is_exiting', 'Finalize', 'ForkAwareThreadLock', 'ForkAwareLocal',
           'close_all_fds_except', 'SUBDEBUG', 'SUBWARNING']

# -- The log -----------------------------------------------------------------------------------------------------------

NOTSET = 0
SUBDEBUG = 5
DEBUG = 10
INFO = 20
SUBWARNING = 25
LOGGER_NAME = 'multiprocessing'
DEFAULT_LOGGING_FORMAT = '[%(levelname)s/%(processName)s] %(message)s'

_logger = None
_log_to_stderr = False


def sub_debug(msg, *args):
    if _logger:
        _logger.log(SUBDEBUG, msg, *args, stacklevel=2)


def debug(msg, *args):
    if _logger:
        _logger.log(DEBUG, msg, *args, stacklevel=2)


def info(msg, *args):
    if _logger:
        _logger.log(INFO, msg, *args, stacklevel=2)


def sub_warning(msg, *args):
    if _logger:
        _logger.log(SUBWARNING, msg, *args, stacklevel=2)


def get_logger():
    """The logger of this package."""
    global _logger
    if not _logger:
        import logging
        _logger = logging.getLogger(LOGGER_NAME)
        _logger.propagate = 0
        # before the log itself ends
        atexit.unregister(_exit_function)
        atexit.register(_exit_function)
    return _logger


def log_to_stderr(level=None):
    """Turn on the log, and write it to standard error."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return _logger


# -- Addresses ---------------------------------------------------------------------------------------------------------

abstract_sockets_supported = sys.platform == 'linux'


def is_abstract_socket_namespace(address):
    """Is it the name of a socket that has no file?"""
    if not address:
        return False
    if isinstance(address, bytes):
        return address[0] == 0
    if isinstance(address, str):
        return address[0] == '\0'
    raise TypeError(f'address type of {address!r} unrecognized')


def get_temp_dir():
    """A folder for this family of processes, removed at the end."""
    folder = process.current_process()._config.get('tempdir')
    if folder is None:
        import shutil
        import tempfile
        folder = tempfile.mkdtemp(prefix='pymp-')
        Finalize(None, shutil.rmtree, args=(folder,), kwargs={'ignore_errors': True}, exitpriority=-100)
        process.current_process()._config['tempdir'] = folder
    return folder


# -- After a fork ------------------------------------------------------------------------------------------------------

_afterfork_registry = {}                # number: (weak reference, function)
_afterfork_counter = itertools.count()


def _run_after_forkers():
    for key, (ref, func) in sorted(_afterfork_registry.items(), key=lambda item: item[0]):
        try:
            if (obj := ref()) is not None:
                func(obj)
        except Exception as exc:
            info('after forker raised exception %s', exc)


def register_after_fork(obj, func):
    """Have func(obj) called in child processes, as long as obj lives."""
    key = next(_afterfork_counter)
    _afterfork_registry[key] = _ref(obj, lambda ref: _afterfork_registry.pop(key, None)), func


class ForkAwareThreadLock:
    """A lock of threads that is free in a child."""

    def __init__(self):
        self._lock = _allocate_lock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        register_after_fork(self, ForkAwareThreadLock._at_fork_reinit)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)


class ForkAwareLocal(_local):
    """Data of a thread that is gone in a child."""

    def __init__(self):
        register_after_fork(self, lambda obj: obj.__dict__.clear())

    def __reduce__(self):
        return type(self), ()


# -- The parent's life -------------------------------------------------------------------------------------------------

_lifeline = None            # a pipe: whose writing end only this process has


def lifeline():
    """The reading end of a pipe that ends with this process, however it ends."""
    global _lifeline
    if _lifeline is None:
        _lifeline = os.pipe()
    return _lifeline[0]


def _cut_lifeline():
    global _lifeline
    if _lifeline is not None:
        os.close(_lifeline[1])
        _lifeline = None


os.register_at_fork(after_in_child=_cut_lifeline)


def patience(child):
    """What a forked child can wait for before it does anything; nothing if somebody could see the difference."""
    if child._waits_for_fd is None or _logger or _giltrace.folder() or type(child).run is not process.BaseProcess.run:
        return ()
    # other threads and the collector may change the registry meanwhile
    for ref, func in list(_afterfork_registry.values()):
        if not (getattr(func, '__module__', None) or '').startswith('multiprocessing.'):
            return ()
    return (child._waits_for_fd, *_lifeline)


def end_with_parent(fd):
    """Kill this process when the one that has the other end of the pipe is gone."""
    _end_with_parent(fd, 9)


# -- Finalizers --------------------------------------------------------------------------------------------------------

_finalizer_registry = {}
_finalizer_counter = itertools.count()


class Finalize:
    """A call that is made when obj has died, at the end of the process, or when somebody makes it: once."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError(f'Exitpriority ({exitpriority!r}) must be None or int, not {type(exitpriority)}')
        if obj is not None:
            self._weakref = _ref(obj, self)
        elif exitpriority is None:
            raise ValueError('Without object, exitpriority cannot be None')
        else:
            self._weakref = None
        self._callback = callback
        self._args = args
        self._kwargs = kwargs or {}
        self._key = exitpriority, next(_finalizer_counter)
        self._pid = os.getpid()
        _finalizer_registry[self._key] = self

    def __call__(self, wr=None):
        """Make the call, unless it was made, or this is another process."""
        if _finalizer_registry.pop(self._key, None) is None:
            return None
        res = self._callback(*self._args, **self._kwargs) if self._pid == os.getpid() else None
        self._weakref = self._callback = self._args = self._kwargs = self._key = None
        return res

    def cancel(self):
        """Do not make the call."""
        if _finalizer_registry.pop(self._key, None) is not None:
            self._weakref = self._callback = self._args = self._kwargs = self._key = None

    def still_active(self):
        """Is the call still to be made?"""
        return self._key in _finalizer_registry

    def __repr__(self):
        # that of one without an object says the same as that of one whose object is gone
        if self._callback is None or self._weakref is None or self._weakref() is None:
            return f'<{self.__class__.__name__} object, dead>'
        text = f"<{self.__class__.__name__} object, callback={getattr(self._callback, '__name__', self._callback)}"
        if self._args:
            text += f', args={self._args}'
        if self._kwargs:
            text += f', kwargs={self._kwargs}'
        if self._key[0] is not None:
            text += f', exitpriority={self._key[0]}'
        return text + '>'


def _run_finalizers(minpriority=None):
    # the highest priority first, the newest first
    keys = [key for key in list(_finalizer_registry)
            if key[0] is not None and (minpriority is None or key[0] >= minpriority)]
    for key in sorted(keys, reverse=True):
        finalizer = _finalizer_registry.get(key)
        if finalizer is not None:
            sub_debug('calling %s', finalizer)
            try:
                finalizer()
            except Exception:
                import traceback
                traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


_exiting = False


def is_exiting():
    """Is the process about to end?"""
    return _exiting


def _exit_function():
    global _exiting
    if _exiting:
        return
    _exiting = True
    if _logger:
        info('process shutting down')
    if _finalizer_registry:
        _run_finalizers(0)
    if process._children:
        for child in process.active_children():
            if child.daemon:
                info('calling terminate() for daemon %s', child.name)
                child._popen.terminate()
        for child in process.active_children():
            info('calling join() for process %s', child.name)
            child.join()
    if _finalizer_registry:
        _run_finalizers()


atexit.register(_exit_function)
process._util = sys.modules[__name__]


# -- Streams and descriptors -------------------------------------------------------------------------------------------

def _flush_std_streams():
    for stream in sys.stdout, sys.stderr:
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass


_empty_stdin = None             # for children, made by the parent


def _open_empty():
    return open(os.open(os.devnull, os.O_RDONLY), encoding='utf-8', closefd=False)


def _close_stdin():
    # a child does not read what the parent is asked
    global _empty_stdin
    stdin = sys.stdin
    if stdin is None:
        return
    try:
        stdin.close()
    except (OSError, ValueError):
        pass
    try:
        sys.stdin = _empty_stdin or _open_empty()
    except (OSError, ValueError):
        pass
    _empty_stdin = None


def prepare_fork(child):
    """Have at hand what every child would have to make for itself; the reading end of the lifeline."""
    global _empty_stdin
    fd = lifeline()
    process._before_fork(child, fd)
    if _empty_stdin is None:
        try:
            _empty_stdin = _open_empty()
            open(os.devnull, encoding='utf-8').close()
        except OSError:
            pass
        # what is made when a function runs first, and what types remember of the methods they were asked for: not in
        # each child
        from .popen_fork import Popen
        base = process.BaseProcess
        _settle(_close_stdin, _cut_lifeline, _exit_function, _flush_std_streams, _run_after_forkers, end_with_parent,
                Popen._launch, base._bootstrap, base.run, process._force_start_method)
        if threading := sys.modules.get('threading'):
            _settle(threading._after_fork, threading.current_thread)
        for name in '_bootstrap', '_start_method', 'run':
            getattr(child, name)
        child._config.get('daemon')
        sorted({}.items())
    return fd


def close_all_fds_except(fds):
    """Close all descriptors but these."""
    fds = sorted({*fds, -1, os.sysconf('SC_OPEN_MAX')})
    for low, high in zip(fds, fds[1:]):
        os.closerange(low + 1, high)


def wait_until(wait, predicate, timeout):
    """wait(seconds) until predicate() is true, or timeout seconds are over; what it said last."""
    import time
    result = predicate()
    end = None if timeout is None else time.monotonic() + timeout
    left = None
    while not result:
        if end is not None:
            left = end - time.monotonic()
            if left <= 0:
                break
        wait(left)
        result = predicate()
    return result


def close_fds(*fds):
    """Close each of them."""
    for fd in fds:
        os.close(fd)


def spawnv_passfds(path, args, passfds):
    """Start a program that has these descriptors; its pid."""
    from _posixsubprocess import fork_exec
    path = os.fsencode(path)
    return fork_exec([path, *args[1:]], (path,), True, tuple(sorted(set(passfds))), None, None, -1, -1, -1, False,
                     False, -1, None, None, None, -1, None, path)
