"""Starting a process as a copy of this one."""

import os
import _signal as signal         # without the names: they cost every new process
from posix import _fork
from . import util

__all__ = ['Popen']

_INTERRUPT = {signal.SIGINT}


class Popen:
    """A child that was forked."""

    method = 'fork'

    def __init__(self, process_obj):
        util._flush_std_streams()
        self.returncode = None
        self._pidfd = -1
        self._launch(process_obj)

    def duplicate_for_child(self, fd):
        """What the child has to use for fd: the same."""
        return fd

    def _launch(self, process_obj):
        lifeline = util.prepare_fork(process_obj)
        # an interrupt must not catch the child before it knows that it is one
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPT)
        try:
            self.pid = _fork(*util.patience(process_obj))
            if self.pid == 0:
                code = 1
                try:
                    # the lifeline's reading end is still open; the writing end was closed after the fork
                    process_obj._first_mask = before
                    code = process_obj._bootstrap(lifeline)
                finally:
                    os._exit(code)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    @property
    def sentinel(self):
        """A descriptor that can be read when the child has ended."""
        if self._pidfd < 0:
            try:
                self._pidfd = os.pidfd_open(self.pid)
            except OSError:
                # it is gone: the end of a pipe without a writer can be read at once
                self._pidfd, writer = os.pipe()
                os.close(writer)
            self._finalizer = util.Finalize(self, util.close_fds, (self._pidfd,))
        return self._pidfd

    def _ended(self, status):
        self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def poll(self, flag=os.WNOHANG):
        """Its exit code; None while it runs."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, flag)
            except OSError:
                return None         # somebody else has waited for it
            if pid == self.pid:
                self._ended(status)
        return self.returncode

    def wait(self, timeout=None):
        """Wait for its end, timeout seconds at most; its exit code, or None."""
        if self.returncode is None:
            if timeout is not None:
                from _multiprocessing import ready
                if timeout > 0 and self.poll() is None:
                    if self._pidfd >= 0:
                        ready(self._pidfd, timeout)
                    else:
                        # nobody else needs the descriptor
                        try:
                            fd = os.pidfd_open(self.pid)
                        except OSError:
                            return self.poll()
                        try:
                            ready(fd, timeout)
                        finally:
                            os.close(fd)
                return self.poll()
            return self.poll(0)
        return self.returncode

    def _send_signal(self, number):
        if self.returncode is None:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass
            except OSError:
                if self.wait(timeout=0.1) is None:
                    raise

    def terminate(self):
        """Send SIGTERM."""
        self._send_signal(signal.SIGTERM)

    def kill(self):
        """Send SIGKILL."""
        self._send_signal(signal.SIGKILL)

    def close(self):
        """Close its descriptor."""
        if self._pidfd >= 0:
            self._finalizer()
            self._pidfd = -1
