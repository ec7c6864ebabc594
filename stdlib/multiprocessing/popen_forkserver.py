"""Starting a process by asking the fork server."""

import os
from _multiprocessing import ready
from . import forkserver, popen_spawn_posix, util

__all__ = ['Popen']


class Popen(popen_spawn_posix.Popen):
    """A child that the fork server has forked."""

    method = 'forkserver'

    def duplicate_for_child(self, fd):
        """What the child has to use for fd: its place among those it gets."""
        self._fds.append(fd)
        return len(self._fds) - 1

    def _launch(self, process_obj):
        super()._launch(process_obj)
        self.pid = self._read()

    def _start(self):
        self._status, writer = forkserver.connect_to_new_process([util.lifeline(), *self._fds])
        self._finalizer = util.Finalize(self, util.close_fds, (self._status,))
        return writer

    def _read(self):
        data = os.read(self._status, forkserver.SIGNED_STRUCT.size)
        if not data:
            raise EOFError('unexpected EOF')
        return forkserver.SIGNED_STRUCT.unpack(data)[0]

    @property
    def sentinel(self):
        """A descriptor that can be read when the child has ended."""
        return self._status

    def poll(self, flag=os.WNOHANG):
        """Its exit code; None while it runs."""
        if self.returncode is None:
            if not ready(self._status, 0 if flag == os.WNOHANG else None):
                return None
            try:
                self.returncode = self._read()
            except (OSError, EOFError):
                self.returncode = 255   # the server has died, and cannot say
        return self.returncode

    def wait(self, timeout=None):
        """Wait for its end, timeout seconds at most; its exit code, or None."""
        # the server says it, a moment after the child has gone
        if self.returncode is None and not ready(self._status, timeout):
            return None
        return self.poll()

    def close(self):
        """Close its descriptor."""
        self._finalizer()
