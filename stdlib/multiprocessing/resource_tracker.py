"""A process that takes away what has a name and was left behind, when the last process of the program has ended.

Processes tell it the names through a pipe whose writing end each of them has; the pipe ends with the last of them,
however that ends. A process starts it with the first name, and its children share it."""

import os
import _signal as signal
import sys
from _thread import RLock as _RLock
from . import spawn, util

__all__ = ['ensure_running', 'register', 'unregister']

_SIGNALS = signal.SIGINT, signal.SIGTERM, signal.SIGHUP    # not its business: it ends with the program
_LONGEST = 512          # of a message: such a one is written at once, also when its name needs escapes


def _unlink_shared_memory(name):
    _unlink('/dev/shm/' + name.lstrip('/'), name)


def _unlink_semaphore(name):
    _unlink('/dev/shm/sem.' + name.lstrip('/'), name)


def _unlink(path, name):
    try:
        os.unlink(path)
    except OSError as exc:
        raise type(exc)(exc.errno, exc.strerror, name) from None


_CLEANUP_FUNCS = {'noop': lambda name: None, 'semaphore': _unlink_semaphore, 'shared_memory': _unlink_shared_memory}


class ReentrantCallError(RuntimeError):
    """The tracker was called by something that ran in the middle of such a call."""


class ResourceTracker:
    """What knows whether the tracker runs, and how to reach it."""

    def __init__(self):
        self._lock = _RLock()
        self._fd = None
        self._pid = None                # None also when another process has started it
        self._attached = set()          # what others made, of which the tracker was not told
        self._names = None              # if there can be no tracker
        os.register_at_fork(after_in_child=self._after_fork)

    def _after_fork(self):
        self._lock._at_fork_reinit()

    def _enter_once(self):
        if self._lock._recursion_count() > 1:
            raise ReentrantCallError('Reentrant call into the multiprocessing resource tracker')

    def _adopt(self, fd):
        # the parent's tracker
        os.set_inheritable(fd, False)
        self._fd = fd

    def _stop(self):
        with self._lock:
            self._enter_once()
            if self._fd is not None:
                os.close(self._fd)
                pid, self._fd, self._pid = self._pid, None, None
                if pid is not None:
                    os.waitpid(pid, 0)

    def getfd(self):
        """Where messages to it are written."""
        self.ensure_running()
        return self._fd

    def ensure_running(self):
        """Start it, unless this process or its parent has done so."""
        with self._lock:
            self._enter_once()
            if self._fd is not None:
                if self._check_alive():
                    return
                self._bury()
            self._start()

    def _check_alive(self):
        try:
            os.write(self._fd, b'PROBE:0:noop\n')
        except OSError:
            return False
        return True

    def _bury(self):
        os.close(self._fd)
        pid, self._fd, self._pid = self._pid, None, None
        if pid is not None:
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass                    # somebody has waited for it, or a parent of this process had started it
        import warnings
        warnings.warn('resource_tracker: process died unexpectedly, relaunching.  Some resources might leak.')

    def _start(self):
        from subprocess import _args_from_interpreter_flags
        reader, writer = os.pipe()
        try:
            args = [spawn.get_executable(), *_args_from_interpreter_flags(), '-c',
                    f'from multiprocessing.resource_tracker import main;main({reader})']
            # they stay blocked in it until it ignores them
            before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
            try:
                self._pid = util.spawnv_passfds(args[0], args, [reader])
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        except BaseException:
            os.close(writer)
            raise
        finally:
            os.close(reader)
        self._fd = writer

    def register(self, name, rtype):
        """Have it taken away at the end."""
        self._send('REGISTER', name, rtype)

    def unregister(self, name, rtype):
        """Have it left alone."""
        if (name, rtype) in self._attached:
            self._attached.discard((name, rtype))
            if self._fd is not None:
                self._send('FORGET', name, rtype)
        else:
            self._send('UNREGISTER', name, rtype)

    def _attach(self, name, rtype):
        # somebody else's, and perhaps of another program: it is not taken away because this one ends
        self._attached.add((name, rtype))

    def _send(self, command, name, rtype):
        try:
            self.ensure_running()
        except ReentrantCallError:
            import warnings
            warnings.warn(f'ResourceTracker called reentrantly for resource cleanup, which is unsupported. '
                          f'The {rtype} object {name!r} might leak.')
        except FileNotFoundError:
            self._obey(command, name, rtype)
            return
        if len(f'{command}:{name}:{rtype}\n'.encode('utf-8', 'surrogatepass')) > _LONGEST:
            raise ValueError('msg too long')
        message = f'{command}:{name}:{rtype}'.encode('unicode_escape') + b'\n'
        n = os.write(self._fd, message)
        assert n == len(message), f'nbytes {n:n} but len(msg) {len(message):n}'

    def _obey(self, command, name, rtype):
        # an interpreter inside of another program has none to start: this process does it when it ends
        if self._names is None:
            self._names = {rtype: set() for rtype in _CLEANUP_FUNCS}
            util.Finalize(None, _clean_up, (self._names,), exitpriority=-50)
        _obey(command, name, rtype, self._names)


_resource_tracker = ResourceTracker()
ensure_running = _resource_tracker.ensure_running
register = _resource_tracker.register
unregister = _resource_tracker.unregister
getfd = _resource_tracker.getfd


# -- The process -------------------------------------------------------------------------------------------------------

def main(fd):
    """What the tracker does."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    for stream in sys.stdin, sys.stdout:
        try:
            stream.close()
        except Exception:
            pass                        # None, or nobody reads what it still had
    names = {rtype: set() for rtype in _CLEANUP_FUNCS}
    try:
        with open(fd, 'rb') as messages:
            for message in messages:
                try:
                    command, _, rest = message.rstrip(b'\n').decode('unicode_escape').partition(':')
                    _obey(command, *rest.rsplit(':', 1), names)
                except Exception:
                    sys.excepthook(*sys.exc_info())
    finally:
        _clean_up(names)


def _obey(command, name, rtype, names):
    if rtype not in names:
        raise ValueError(f'Cannot register {name} for automatic cleanup: unknown resource type {rtype}')
    if command == 'REGISTER':
        names[rtype].add(name)
    elif command == 'UNREGISTER':
        names[rtype].remove(name)
    elif command == 'FORGET':
        names[rtype].discard(name)
    elif command != 'PROBE':
        raise RuntimeError(f'unrecognized command {command!r}')


def _clean_up(names):
    for rtype, left in names.items():
        if left:
            _warn(f'There appear to be {len(left)} leaked {rtype} objects to clean up at shutdown')
        for name in left:
            try:
                _CLEANUP_FUNCS[rtype](name)
            except Exception as exc:
                _warn(f'{name!r}: {exc}')
        left.clear()


def _warn(text):
    import warnings
    try:
        warnings.warn('resource_tracker: ' + text, stacklevel=2)
    except Exception:
        pass                            # warnings may be errors
