"""Descriptors for processes that run already: who is sent one comes and gets it."""

import os
import threading
from . import process, reduction, util
from .context import get_spawning_popen

__all__ = ['DupFd', 'stop']


class DupFd:
    """A descriptor on its way to another process."""

    def __init__(self, fd):
        new = os.dup(fd)
        self._id = _sharer.register(lambda conn, pid: reduction.send_handle(conn, new, pid), lambda: os.close(new))

    def detach(self):
        """The descriptor, in the process that this was sent to. It can be had once."""
        with _Sharer.connect(self._id) as conn:
            return reduction.recv_handle(conn)


class _Sharer:
    def __init__(self):
        self._reset()
        util.register_after_fork(self, _Sharer._after_fork)

    def _reset(self):
        self._lock = threading.Lock()
        self._cache = {}
        self._next = 0
        self._listener = None
        self._thread = None

    def _after_fork(self):
        for send, close in self._cache.values():
            close()
        if self._listener is not None:
            self._listener.close()
        self._reset()

    def register(self, send, close):
        with self._lock:
            if self._listener is None:
                self._start()
            self._next += 1
            self._cache[self._next] = send, close
            return self._listener.address, self._next

    @staticmethod
    def connect(ident):
        from .connection import Client
        address, key = ident
        c = Client(address, authkey=bytes(process.current_process().authkey))
        c.send((key, os.getpid()))
        return c

    def stop(self, timeout=None):
        with self._lock:
            if self._listener is None:
                return
            from .connection import Client
            with Client(self._listener.address, authkey=bytes(process.current_process().authkey)) as c:
                c.send(None)
            self._thread.join(timeout)
            self._listener.close()
            for send, close in self._cache.values():
                close()
            self._reset()

    def _start(self):
        from .connection import Listener
        self._listener = Listener(authkey=bytes(process.current_process().authkey), backlog=128)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                with self._listener.accept() as conn:
                    message = conn.recv()
                    if message is None:
                        break
                    key, pid = message
                    send, close = self._cache.pop(key)
                    try:
                        send(conn, pid)
                    finally:
                        close()
            except OSError:
                if self._listener is None or self._listener._listener is None:
                    break
            except Exception:
                if not util.is_exiting():
                    import traceback
                    traceback.print_exc()


_sharer = _Sharer()
stop = _sharer.stop
