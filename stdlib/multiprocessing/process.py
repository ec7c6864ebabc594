"""Process objects, and what this process knows about itself and its children."""

__all__ = ['BaseProcess', 'current_process', 'active_children', 'parent_process']

import _giltrace
import os
import sys
from _signal import SIG_SETMASK as _SETMASK, pthread_sigmask as _sigmask
from itertools import count

try:
    ORIGINAL_DIR = os.path.abspath(os.getcwd())
except OSError:
    ORIGINAL_DIR = None

_new_process = object.__new__
_reap_at = 32           # with so many children, those that have ended are looked for


def current_process():
    """The object of this process."""
    return _current_process


def parent_process():
    """An object for the process that started this one; None in the first one."""
    return _parent_process


def active_children():
    """The children that live. Those that have ended are joined."""
    _reap()
    return list(_children)


def _reap():
    global _reap_at
    for child in list(_children):
        if (popen := child._popen) and popen.poll() is not None:
            _children.discard(child)
    _reap_at = max(32, 2 * len(_children))


def _shown(code):
    # signals by name
    if code < 0:
        from signal import Signals
        try:
            return f'-{Signals(-code).name}'
        except ValueError:
            pass
    return code


class BaseProcess:
    """A process that runs target(*args, **kwargs), or what a subclass's run() does."""

    _waits_for_fd = None            # a child that was forked may wait until it can read from there
    _ends_with_parent = False       # a daemon does, and whoever has no work without its parent
    _first_mask = None              # the mask that it is to have when it knows who it is

    def _Popen(self):
        raise NotImplementedError

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        me = _current_process
        self._identity = me._identity + (next(_process_counter),)
        self._config = me._config.copy()
        self._parent_pid = os.getpid()
        self._parent_name = me.name
        self._popen = None
        self._closed = False
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or f"{type(self).__name__}-{':'.join(map(str, self._identity))}"
        if daemon is not None:
            self.daemon = daemon
        _dangling.add(self)

    def _check_closed(self):
        if self._closed:
            raise ValueError('process object is closed')

    def run(self):
        """What the process does: calls the target."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Begin to run, once."""
        self._check_closed()
        assert self._popen is None, 'cannot start a process twice'
        assert self._parent_pid == os.getpid(), 'can only start a process object created by current process'
        assert not _current_process._config.get('daemon'), 'daemonic processes are not allowed to have children'
        if len(_children) >= _reap_at:
            _reap()
        self._popen = self._Popen(self)
        self._sentinel = None
        # what the target was given may be large; the parent does not need it any more
        del self._target, self._args, self._kwargs
        _children.add(self)

    def terminate(self):
        """Send it SIGTERM."""
        self._check_closed()
        self._popen.terminate()

    def kill(self):
        """Send it SIGKILL."""
        self._check_closed()
        self._popen.kill()

    def join(self, timeout=None):
        """Wait until it has ended, or timeout seconds are over."""
        self._check_closed()
        assert self._parent_pid == os.getpid(), 'can only join a child process'
        assert self._popen is not None, 'can only join a started process'
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        """Does it run?"""
        self._check_closed()
        if self is _current_process:
            return True
        assert self._parent_pid == os.getpid(), 'can only test a child process'
        if self._popen is None:
            return False
        if self._popen.poll() is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        """Let its resources go. It must have ended."""
        if self._popen is not None:
            if self._popen.poll() is None:
                raise ValueError('Cannot close a process while it is still running. '
                                 'You should first call join() or terminate().')
            self._popen.close()
            self._popen = None
            _children.discard(self)
        self._closed = True

    @property
    def name(self):
        """Its name, for people."""
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        """A daemon is terminated when its parent ends."""
        return self._config.get('daemon', False)

    @daemon.setter
    def daemon(self, daemonic):
        assert self._popen is None, 'process has already started'
        self._config['daemon'] = daemonic

    @property
    def authkey(self):
        """The key that processes of one family know each other by."""
        return self._config['authkey']

    @authkey.setter
    def authkey(self, authkey):
        self._config['authkey'] = AuthenticationString(authkey)

    @property
    def exitcode(self):
        """None while it runs; then its exit status, or minus the signal that ended it."""
        self._check_closed()
        if self is _current_process or self._popen is None:
            return None
        return self._popen.poll()

    @property
    def ident(self):
        """Its process id; None before it has started."""
        self._check_closed()
        if self is _current_process:
            return os.getpid()
        return self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that can be read when the process has ended, for connection.wait()."""
        self._check_closed()
        if self._popen is None:
            raise ValueError('process not started')
        return self._popen.sentinel

    def __repr__(self):
        code = None
        if self is _current_process:
            status = 'started'
        elif self._closed:
            status = 'closed'
        elif self._parent_pid != os.getpid():
            status = 'unknown'
        elif self._popen is None:
            status = 'initial'
        else:
            code = self._popen.poll()
            status = 'started' if code is None else 'stopped'
        info = [type(self).__name__, f'name={self._name!r}']
        if self._popen is not None:
            info.append(f'pid={self._popen.pid}')
        info += [f'parent={self._parent_pid}', status]
        if code is not None:
            info.append(f'exitcode={_shown(code)}')
        if self.daemon:
            info.append('daemon')
        return f"<{' '.join(info)}>"

    def _bootstrap(self, lifeline=None):
        # runs in the child: all of its life. A child that was forked shares its parent's memory until it writes there:
        # what a child needs is at hand in the parent
        global _current_process, _parent_process, _process_counter, _children, _reap_at, _as_parent
        if (util := _util) is None:
            from . import util
        try:
            if self._start_method is not None:
                _force_start_method(self._start_method)
            _process_counter = count(1)
            _children = set()
            _reap_at = 32
            util._close_stdin()
            _current_process = self
            if self._first_mask is not None:
                _sigmask(_SETMASK, self._first_mask)
            _giltrace.name_process(self._name)
            _parent_process = _as_parent or _ParentProcess(self._parent_name, self._parent_pid, lifeline)
            _as_parent = None
            if util._finalizer_registry:
                util._finalizer_registry.clear()
            if util._afterfork_registry:
                util._run_after_forkers()
            if lifeline is not None and (self._ends_with_parent or self._config.get('daemon')):
                util.end_with_parent(lifeline)
            if util._logger:
                util.info('child process calling self.run()')
            try:
                self.run()
                code = 0
            finally:
                util._exit_function()
        except SystemExit as exc:
            if exc.code is None:
                code = 0
            elif isinstance(exc.code, int):
                code = exc.code
            else:
                sys.stderr.write(str(exc.code) + '\n')
                code = 1
        except KeyboardInterrupt:
            # Ctrl-C reaches the whole family at once: the parent speaks for all
            code = 1
        except:
            code = 1
            import traceback
            sys.stderr.write(f'Process {self.name}:\n')
            traceback.print_exc()
        finally:
            if threading := sys.modules.get('threading'):
                threading._shutdown()
            if util._logger:
                util.info('process exiting with exitcode %d' % code)
            util._flush_std_streams()
        return code


class AuthenticationString(bytes):
    """A key: it does not leave the family by accident."""

    def __reduce__(self):
        from .context import get_spawning_popen
        if get_spawning_popen() is None:
            raise TypeError('Pickling an AuthenticationString object is disallowed for security reasons')
        return AuthenticationString, (bytes(self),)


class _ParentProcess(BaseProcess):
    def __init__(self, name, pid, sentinel):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._sentinel = sentinel
        self._config = {}

    def is_alive(self):
        from _multiprocessing import ready
        return not ready(self._sentinel, 0)

    @property
    def ident(self):
        """Its process id."""
        return self._pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that can be read when the process has ended."""
        return self._sentinel

    def join(self, timeout=None):
        """Wait until it has ended, or timeout seconds are over."""
        from _multiprocessing import ready
        ready(self._sentinel, timeout)


class _Config(dict):
    # the key is made when somebody needs it
    def __missing__(self, key):
        if key != 'authkey':
            raise KeyError(key)
        value = self[key] = AuthenticationString(os.urandom(32))
        return value

    def copy(self):
        return _Config(self)


class _MainProcess(BaseProcess):
    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._config = _Config(authkey=AuthenticationString(os.urandom(32)), semprefix='/mp')

    def close(self):
        """It cannot be closed."""


def _before_fork(child, lifeline):
    # what the child will ask for is made here, once for all children
    global _as_parent
    known = _as_parent
    if known is None or (known._pid, known._name, known._sentinel) != (child._parent_pid, child._parent_name, lifeline):
        _as_parent = _ParentProcess(child._parent_name, child._parent_pid, lifeline)


_util = None                    # the module, once it is there
_force_start_method = None      # context's
_as_parent = None               # this process as its children will see it
_parent_process = None
_current_process = _MainProcess()
_process_counter = count(1)
_children = set()


class _Dangling:
    # who wants to know which process objects there are; the main process keeps no list of them
    def add(self, process):
        pass

    def copy(self):
        return set(_children)

    def __iter__(self):
        return iter(_children)


_dangling = _Dangling()
