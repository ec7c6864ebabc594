"""A small process that is asked to fork others: they begin with as little as it has."""

__all__ = ['ensure_running', 'get_inherited_fds', 'connect_to_new_process', 'set_forkserver_preload']

import os
import select
import signal
import struct
import sys
import threading
from . import process, reduction, spawn, util

MAXFDS_TO_SEND = 256
SIGNED_STRUCT = struct.Struct('q')

_inherited = None


def get_inherited_fds():
    """The descriptors that came with this process; None in one that no server has forked."""
    return _inherited


class ForkServer:
    """What knows whether the server runs, and how to reach it."""

    def __init__(self):
        self._address = None
        self._alive = None              # the server lives as long as somebody has this end of a pipe
        self._pid = None
        self._lock = threading.Lock()
        self._preload = ['__main__']

    def set_forkserver_preload(self, modules_names):
        """Modules that the server imports when it starts."""
        if not all(type(name) is str for name in modules_names):
            raise TypeError('module_names must be a list of strings')
        self._preload = modules_names

    def connect_to_new_process(self, fds):
        """Have a process forked that gets these descriptors: where its number and exit code come from, and where
        what it is to do goes to."""
        import socket
        self.ensure_running()
        if len(fds) + 2 > MAXFDS_TO_SEND:
            raise ValueError('too many fds')
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(self._address)
            status_r, status_w = os.pipe()
            data_r, data_w = os.pipe()
            try:
                reduction.sendfds(client, [data_r, status_w, *fds])
                return status_r, data_w
            except BaseException:
                os.close(status_r)
                os.close(data_w)
                raise
            finally:
                os.close(data_r)
                os.close(status_w)

    def ensure_running(self):
        """Start the server if there is none."""
        import socket
        with self._lock:
            if self._pid is not None:
                pid, status = os.waitpid(self._pid, os.WNOHANG)
                if not pid:
                    return
                os.close(self._alive)
                self._address = self._alive = self._pid = None
            from .connection import arbitrary_address
            with socket.socket(socket.AF_UNIX) as listener:
                address = arbitrary_address('AF_UNIX')
                listener.bind(address)
                os.chmod(address, 0o600)
                listener.listen()
                alive_r, alive_w = os.pipe()
                try:
                    preload = [name for name in self._preload if name != '__main__']
                    command = (f'from multiprocessing.forkserver import main; '
                               f'main({listener.fileno()}, {alive_r}, {preload!r}, {sys.path!r})')
                    args = [spawn.get_executable(), '-c', command]
                    self._pid = util.spawnv_passfds(args[0], args, [listener.fileno(), alive_r])
                except BaseException:
                    os.close(alive_w)
                    raise
                finally:
                    os.close(alive_r)
                self._address = address
                self._alive = alive_w


def main(listener_fd, alive_r, preload, sys_path=None):
    """What the server does."""
    import socket
    if sys_path is not None:
        sys.path[:] = sys_path
    for name in preload:
        try:
            __import__(name)
        except ImportError:
            pass
    util._close_stdin()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children = {}                       # pidfd: (pid, where its exit code goes)
    poll = select.poll()
    poll.register(listener_fd, select.POLLIN)
    poll.register(alive_r, select.POLLIN)
    with socket.socket(fileno=listener_fd) as listener:
        while True:
            for fd, event in poll.poll():
                if fd == alive_r:
                    raise SystemExit
                if fd == listener_fd:
                    connection, address = listener.accept()
                    with connection:
                        _fork_one(connection, [listener_fd, alive_r, *children], children, poll)
                elif fd in children:
                    pid, writer = children.pop(fd)
                    poll.unregister(fd)
                    os.close(fd)
                    status = os.waitpid(pid, 0)[1]
                    try:
                        os.write(writer, SIGNED_STRUCT.pack(os.waitstatus_to_exitcode(status)))
                    except BrokenPipeError:
                        pass            # who asked for it is gone
                    os.close(writer)


def _fork_one(connection, unused, children, poll):
    fds = reduction.recvfds(connection, MAXFDS_TO_SEND)
    data_r, status_w, *rest = fds
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            for fd in [*unused, *(writer for _, writer in children.values()), connection.detach()]:
                os.close(fd)
            code = _serve_one(data_r, status_w, rest)
        except Exception:
            sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
        finally:
            os._exit(code)
    for fd in (data_r, *rest):
        os.close(fd)
    try:
        os.write(status_w, SIGNED_STRUCT.pack(pid))
    except BrokenPipeError:
        pass
    pidfd = os.pidfd_open(pid)
    children[pidfd] = pid, status_w
    poll.register(pidfd, select.POLLIN)


def _serve_one(data_r, status_w, fds):
    global _inherited
    os.close(status_w)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    lifeline, *_inherited = fds
    return spawn._main(data_r, lifeline)


_forkserver = ForkServer()
ensure_running = _forkserver.ensure_running
connect_to_new_process = _forkserver.connect_to_new_process
set_forkserver_preload = _forkserver.set_forkserver_preload
