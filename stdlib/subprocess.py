"""Starting programs: their input, their output, their end."""

import io
import os
import sys
import warnings
from _posixsubprocess import fork_exec as _fork_exec, full as _full, pipe as _pipe, poll as _poll
from _posixsubprocess import wait_exit as _wait_exit
from _thread import allocate_lock as _allocate_lock
from time import monotonic as _time

__all__ = ["Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput", "getoutput", "check_output", "run",
           "CalledProcessError", "DEVNULL", "SubprocessError", "TimeoutExpired", "CompletedProcess"]

PIPE = -1
STDOUT = -2
DEVNULL = -3

_CHUNK = 1 << 16            # what a pipe holds, unless it was told otherwise
_SHELL = "/bin/sh"


# -- Errors and results --------------------------------------------------------------------------------------

class SubprocessError(Exception):
    """The base of this module's errors."""


def _set_output(self, value):
    self.output = value


_another_name_for_output = property(lambda self: self.output, _set_output)


class CalledProcessError(SubprocessError):
    """A program did not exit with 0, and was asked to."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    stdout = _another_name_for_output

    def __str__(self):
        code = self.returncode
        if not code or code > 0:
            return "Command '%s' returned non-zero exit status %d." % (self.cmd, code)
        from signal import Signals
        try:
            return "Command '%s' died with %r." % (self.cmd, Signals(-code))
        except ValueError:
            return "Command '%s' died with unknown signal %d." % (self.cmd, -code)


class TimeoutExpired(SubprocessError):
    """A program had not ended when the time was over."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    stdout = _another_name_for_output

    def __str__(self):
        return "Command '%s' timed out after %s seconds" % (self.cmd, self.timeout)


class CompletedProcess:
    """What run() gives: args, returncode, stdout and stderr."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        shown = [f"args={self.args!r}", f"returncode={self.returncode!r}"]
        if self.stdout is not None:
            shown.append(f"stdout={self.stdout!r}")
        if self.stderr is not None:
            shown.append(f"stderr={self.stderr!r}")
        return f"{type(self).__name__}({', '.join(shown)})"

    __class_getitem__ = classmethod(type(list[int]))

    def check_returncode(self):
        """CalledProcessError unless the exit status is 0."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


# -- Functions -----------------------------------------------------------------------------------------------

def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Run a program, wait for its end, and tell how it went. input goes to its standard input; capture_output
    keeps what it writes; after timeout seconds it is killed; with check, a status other than 0 is an error."""
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs["stdout"] = kwargs["stderr"] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process._end_now()
            raise
        code = process.poll()
        if check and code:
            raise CalledProcessError(code, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, code, stdout, stderr)


def call(*popenargs, timeout=None, **kwargs):
    """Run a program and wait for its end; its exit status."""
    with Popen(*popenargs, **kwargs) as process:
        try:
            return process.wait(timeout=timeout)
        except:
            process._end_now()
            raise


def check_call(*popenargs, **kwargs):
    """Run a program; CalledProcessError unless its exit status is 0."""
    code = call(*popenargs, **kwargs)
    if code:
        command = kwargs.get("args")
        raise CalledProcessError(code, popenargs[0] if command is None else command)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a program; what it wrote. CalledProcessError unless its exit status is 0."""
    for name in ("stdout", "check"):
        if name in kwargs:
            raise ValueError(f"{name} argument not allowed, it will be overridden.")
    if "input" in kwargs and kwargs["input"] is None:
        # No input is something else than the parent's.
        text = any([kwargs.get(name) for name in ("text", "universal_newlines", "encoding", "errors")])
        kwargs["input"] = "" if text else b""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """(exit status, what it wrote) of a shell command."""
    try:
        status, data = 0, check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding, errors=errors)
    except CalledProcessError as error:
        status, data = error.returncode, error.output
    return status, data.removesuffix("\n")


def getoutput(cmd, *, encoding=None, errors=None):
    """What a shell command wrote."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    """Arguments as one line, as programs for Windows take it apart: quotes around blanks, and backslashes only
    before quotes are special."""
    words = []
    for arg in map(os.fsdecode, seq):
        quoted = not arg or " " in arg or "\t" in arg
        out = []
        slashes = 0
        for c in arg:
            if c == "\\":
                slashes += 1
                continue
            out.append("\\" * (2 * slashes + 1 if c == '"' else slashes) + c)
            slashes = 0
        word = "".join(out) + "\\" * (2 * slashes if quoted else slashes)
        words.append(f'"{word}"' if quoted else word)
    return " ".join(words)


def _args_from_interpreter_flags():
    """The options that start another interpreter which behaves like this one."""
    flags = sys.flags
    args = []
    for name, option in (("debug", "d"), ("dont_write_bytecode", "B"), ("no_site", "S"), ("verbose", "v"),
                         ("bytes_warning", "b"), ("quiet", "q")):
        if count := getattr(flags, name, 0):
            args.append("-" + option * count)
    if flags.optimize > 0:
        args.append("-" + "O" * flags.optimize)
    if flags.isolated:
        args.append("-I")
    else:
        if flags.ignore_environment:
            args.append("-E")
        if flags.no_user_site:
            args.append("-s")
        if flags.safe_path:
            args.append("-P")
    args += ["-W" + option for option in sys.warnoptions]
    for name, value in getattr(sys, "_xoptions", {}).items():
        args += ["-X", name if value is True else f"{name}={value}"]
    return args


# -- Children nobody waited for ------------------------------------------------------------------------------

_active = []        # Popen objects that were forgotten while their program ran: no zombies
_open = 0           # children whose status was not taken
_many = 64          # so many, and it is worth looking for forgotten ones


def _cleanup():
    for process in _active[:]:
        if process._internal_poll(_deadstate=sys.maxsize) is not None:
            try:
                _active.remove(process)
            except ValueError:
                pass        # another thread was faster


def _find_forgotten():
    # A forgotten object takes its child's status when the collector finds it, which may be late.
    global _many
    import gc
    gc.collect()
    _cleanup()
    _many = max(64, 2 * _open)


# -- Warnings ------------------------------------------------------------------------------------------------

class _AboutFullPipe:
    # The pattern of a filter: this warning tells why a program stands still, so it is shown by default.

    @staticmethod
    def match(text):
        return text.startswith("subprocess ") and "pipe is full" in text


def _warn_of_full_pipe(text):
    # About the line outside of this module that waits.
    level = 2
    frame = sys._getframe(1)
    while frame is not None and frame.f_globals is globals():
        level += 1
        frame = frame.f_back
    warnings.warn(text, ResourceWarning, stacklevel=level)


if not sys.warnoptions:
    warnings.filters.insert(0, ("default", _AboutFullPipe, ResourceWarning, None, 0))
    warnings._filters_mutated()


# -- Arguments -----------------------------------------------------------------------------------------------

def _text_encoding():
    # What text files have when nothing is said.
    return io.TextIOWrapper(io.BytesIO()).encoding


def _group_id(group):
    if isinstance(group, str):
        import grp
        return grp.getgrnam(group).gr_gid
    return group if isinstance(group, int) else None


def _one_group(group):
    if group is None:
        return None
    gid = _group_id(group)
    if gid is None:
        raise TypeError(f"Group must be a string or an integer, not {type(group)}")
    if gid < 0:
        raise ValueError(f"Group ID cannot be negative, got {gid}")
    return gid


def _all_groups(groups):
    if groups is None:
        return None
    if isinstance(groups, str):
        raise ValueError("Groups must be a list, not a string")
    gids = []
    for group in groups:
        gid = _group_id(group)
        if gid is None:
            raise TypeError(f"Items in extra_groups must be a string or integer, not {type(group)}")
        gids.append(gid)
    for gid in gids:
        if gid < 0:
            raise ValueError(f"Group ID cannot be negative, got {gid}")
    return tuple(gids)


def _user_id(user):
    if user is None:
        return None
    if isinstance(user, str):
        import pwd
        user = pwd.getpwnam(user).pw_uid
    elif not isinstance(user, int):
        raise TypeError("User must be a string or an integer")
    if user < 0:
        raise ValueError(f"User ID cannot be negative, got {user}")
    return user


def _programs(executable, env):
    # Where the program may be, in order.
    if os.path.dirname(executable):
        return [executable]
    if isinstance(executable, bytes):
        return [os.path.join(os.fsencode(directory), executable) for directory in os.get_exec_path(env)]
    return [os.path.join(directory, executable) for directory in os.get_exec_path(env)]


def _newlines(data, encoding, errors):
    return data.decode(encoding, errors or "strict").replace("\r\n", "\n").replace("\r", "\n")


# -- A running program ---------------------------------------------------------------------------------------

class Popen:
    """A program that was started.

    args is a list of str, or one str: a program without arguments, or a line for the shell. stdin, stdout and
    stderr are None (the parent's), PIPE, DEVNULL, a descriptor or a file; stderr may also be STDOUT. The other
    ends of pipes are the attributes stdin, stdout and stderr, which hold text if text, encoding, errors or
    universal_newlines are given."""

    _child_created = False      # for __del__, should __init__ fail

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None,
                 close_fds=True, shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None,
                 creationflags=0, restore_signals=True, start_new_session=False, pass_fds=(), *, user=None,
                 group=None, extra_groups=None, encoding=None, errors=None, text=None, umask=-1, pipesize=-1,
                 process_group=None):
        if _active:
            _cleanup()
        if _open > _many:
            _find_forgotten()
        self._waitpid_lock = _allocate_lock()
        self._input = None
        self._input_offset = 0
        self._output = None             # pieces by pipe, once communicate() has begun
        self._communication_started = False
        self._sigint_wait_secs = 0.25   # how long a child may take to end after Ctrl-C
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if pipesize is None:
            pipesize = -1
        if not isinstance(pipesize, int):
            raise TypeError("pipesize must be an integer")
        if pass_fds and not close_fds:
            warnings.warn("pass_fds overriding close_fds.", RuntimeWarning)
            close_fds = True
        if startupinfo is not None:
            raise ValueError("startupinfo is only supported on Windows platforms")
        if creationflags != 0:
            raise ValueError("creationflags is only supported on Windows platforms")
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.pipesize = pipesize
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError("Cannot disambiguate when both text and universal_newlines are supplied but "
                                  "different. Pass one or the other.")
        self.text_mode = encoding or errors or text or universal_newlines
        if self.text_mode and encoding is None:
            self.encoding = _text_encoding()
        if process_group is None:
            process_group = -1
        line_buffering = False
        if bufsize == 1:
            if self.text_mode:
                line_buffering, bufsize = True, -1
            elif PIPE in (stdin, stdout, stderr):
                warnings.warn("line buffering (buffering=1) isn't supported in binary mode, the default buffer "
                              "size will be used", RuntimeWarning)
                bufsize = -1
        gid = _one_group(group)
        gids = _all_groups(extra_groups)
        uid = _user_id(user)
        ours = []           # descriptors to be closed if anything goes wrong
        theirs = []         # the child's ends, closed here once it has them
        try:
            child = [self._end(0, stdin, ours, theirs), self._end(1, stdout, ours, theirs), -1]
            if stderr == STDOUT and isinstance(stderr, int):
                child[2] = child[1] if child[1] != -1 else sys.__stdout__.fileno()
            else:
                child[2] = self._end(2, stderr, ours, theirs)
            self._open_files(ours, bufsize, line_buffering)
            self.pid = self._start(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, child,
                                   restore_signals, start_new_session, process_group, gid, gids, uid, umask)
            self._child_created = True
        except:
            for stream in (self.stdin, self.stdout, self.stderr):
                if stream is not None:
                    try:
                        stream.close()
                    except OSError:
                        pass
            for _, fd in ours:
                os.close(fd)
            raise
        finally:
            for fd in theirs:
                os.close(fd)

    def _end(self, number, what, ours, theirs):
        # The child's descriptor for stdin (0), stdout or stderr; -1: it stays as it is.
        if what is None:
            return -1
        if isinstance(what, int):
            if what == PIPE:
                read, write = _pipe(self.pipesize)
                ours.append((number, read if number else write))
                theirs.append(write if number else read)
                return theirs[-1]
            if what == DEVNULL:
                fd = os.open(os.devnull, os.O_RDWR)
                theirs.append(fd)
                return fd
            if what < 0:
                raise OSError(9, os.strerror(9))
            return what
        return what.fileno()

    def _open_files(self, ours, bufsize, line_buffering):
        while ours:
            number, fd = ours[0]
            stream = io.open(fd, "rb" if number else "wb", bufsize)
            del ours[0]                     # the file closes it from now on
            setattr(self, ("stdin", "stdout", "stderr")[number], stream)
            if not self.text_mode:
                continue
            if number:
                stream = io.TextIOWrapper(stream, encoding=self.encoding, errors=self.errors)
            else:
                stream = io.TextIOWrapper(stream, encoding=self.encoding, errors=self.errors, write_through=True,
                                          line_buffering=line_buffering)
            setattr(self, ("stdin", "stdout", "stderr")[number], stream)

    @staticmethod
    def _start(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, shell, child, restore_signals,
               start_new_session, process_group, gid, gids, uid, umask):
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError("path-like args is not allowed when shell is true")
            args = [args]
        else:
            args = list(args)
        if shell:
            args = [_SHELL, "-c"] + args
            if executable:
                args[0] = executable
        if executable is None:
            executable = args[0]
        sys.audit("subprocess.Popen", executable, args, cwd, env)
        if env is not None:
            env.items               # AttributeError for what is no mapping, before its PATH is asked for
        if pass_fds:
            pass_fds = tuple(sorted(set(map(int, pass_fds))))
        pid = _fork_exec(args, _programs(executable, env), close_fds, tuple(pass_fds), cwd, env, *child,
                         restore_signals, start_new_session, process_group, gid, gids, uid, umask, preexec_fn,
                         executable)
        if pid is None:
            raise SubprocessError("Exception occurred in preexec_fn.")
        global _open
        _open += 1
        return pid

    def __repr__(self):
        shown = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        return shown if len(shown) <= 80 else shown[:76] + "...>"

    __class_getitem__ = classmethod(type(list[int]))

    @property
    def universal_newlines(self):
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, value):
        self.text_mode = bool(value)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        if self.stdout:
            self.stdout.close()
        if self.stderr:
            self.stderr.close()
        try:
            if self.stdin:
                self.stdin.close()      # may have something left to write
        finally:
            if exc_type is KeyboardInterrupt:
                # The child got the interrupt as well: it ends now, or not for it.
                if self._sigint_wait_secs > 0:
                    try:
                        self._wait(self._sigint_wait_secs)
                    except TimeoutExpired:
                        pass
                self._sigint_wait_secs = 0
            elif self.returncode is None:
                self.wait()

    def __del__(self, _warn=warnings.warn, _maxsize=sys.maxsize):
        if not self._child_created:
            return
        if self.returncode is None:
            _warn(f"subprocess {self.pid} is still running", ResourceWarning, source=self)
        self._internal_poll(_deadstate=_maxsize)
        if self.returncode is None and _active is not None:
            _active.append(self)

    # -- Its end ---------------------------------------------------------------------------------------------

    def _reap(self, _deadstate=None):
        # Take the status of a child that has ended. Only one thread may ask the system at a time.
        global _open
        with self._waitpid_lock:
            if self.returncode is None:
                try:
                    pid, status = os.waitpid(self.pid, os.WNOHANG)
                except ChildProcessError:
                    # Somebody else took it, or SIGCHLD is ignored: it is gone, more cannot be known.
                    self.returncode = 0 if _deadstate is None else _deadstate
                else:
                    if pid:
                        self.returncode = os.waitstatus_to_exitcode(status)
                if self.returncode is not None:
                    _open -= 1
        return self.returncode

    def _internal_poll(self, _deadstate=None):
        return self._reap(_deadstate) if self.returncode is None else self.returncode

    def poll(self):
        """The exit status if the program has ended, else None. Minus a number is the signal that killed it."""
        return self._reap() if self.returncode is None else self.returncode

    def wait(self, timeout=None):
        """Wait for the end; the exit status. TimeoutExpired after timeout seconds."""
        end = None if timeout is None else _time() + timeout
        try:
            return self._wait(timeout)
        except KeyboardInterrupt:
            self._after_interrupt(end)
            raise

    def _after_interrupt(self, end):
        # Ctrl-C went to the child too: give it a moment, once, to end in peace.
        patience = self._sigint_wait_secs
        if end is not None:
            patience = min(patience, end - _time())
        self._sigint_wait_secs = 0
        try:
            self._wait(patience)
        except TimeoutExpired:
            pass

    def _wait(self, timeout):
        if self.returncode is not None:
            return self.returncode
        end = None if timeout is None else _time() + timeout
        while True:
            ended = self._wait_exit(None if end is None else end - _time())
            if self._reap() is not None:
                return self.returncode
            if not ended:
                raise TimeoutExpired(self.args, timeout)

    def _wait_exit(self, timeout):
        # False: the time is over. A child that cannot write on, because nobody reads, never ends: say so, once.
        unread = {name: stream for name, stream in (("stdout", self.stdout), ("stderr", self.stderr))
                  if stream is not None and not stream.closed}
        if not unread:
            return _wait_exit(self.pid, timeout)
        end = None if timeout is None else _time() + timeout
        before = {}
        pause = 0.1
        while True:
            left = None if end is None else end - _time()
            if _wait_exit(self.pid, pause if left is None else min(pause, left)):
                return True
            if left is not None and left <= pause:
                return False
            for name, stream in unread.items():
                try:
                    waiting = _full(stream.fileno())
                except (OSError, ValueError):
                    continue                # closed meanwhile
                if waiting and before.get(name) == waiting:
                    _warn_of_full_pipe(f"subprocess {self.pid} stands still: its {name} pipe is full ({waiting} "
                                       "bytes) and nobody reads it; use communicate() instead of wait()")
                    return _wait_exit(self.pid, None if end is None else end - _time())
                before[name] = waiting
            pause = min(pause * 2, 2)

    def send_signal(self, sig):
        """Send a signal, if the program has not ended."""
        self.poll()                         # a number of a process may be used again
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, sig)
        except ProcessLookupError:
            pass

    def terminate(self):
        """Ask the program to end (SIGTERM)."""
        self.send_signal(15)

    def kill(self):
        """End the program (SIGKILL)."""
        self.send_signal(9)

    def _end_now(self):
        # Kill it, and leave no zombie behind even if nobody asks again.
        self.kill()
        try:
            self._wait(0.25)
        except TimeoutExpired:
            _active.append(self)

    # -- Input and output ------------------------------------------------------------------------------------

    def communicate(self, input=None, timeout=None):
        """Write input, read all output, wait for the end: (stdout, stderr), None for what is no pipe. After
        TimeoutExpired it may be called again, and nothing is lost."""
        if self._communication_started and input:
            raise ValueError("Cannot send input after starting communication")
        if (timeout is None and not self._communication_started
                and [self.stdin, self.stdout, self.stderr].count(None) >= 2):
            try:
                return self._communicate_one(input)
            except KeyboardInterrupt:
                self._after_interrupt(None)
                raise
        end = None if timeout is None else _time() + timeout
        try:
            self._exchange(input, end, timeout)
        except KeyboardInterrupt:
            self._after_interrupt(end)
            raise
        finally:
            self._communication_started = True
        return self._result(self.stdout), self._result(self.stderr)

    def _communicate_one(self, input):
        # At most one pipe: nothing to choose between.
        stdout = stderr = None
        if self.stdin:
            self._write_all(input)
        elif self.stdout:
            stdout = self.stdout.read()
            self.stdout.close()
        elif self.stderr:
            stderr = self.stderr.read()
            self.stderr.close()
        self.wait()
        return stdout, stderr

    def _write_all(self, input):
        try:
            if input:
                self.stdin.write(input)
        except BrokenPipeError:
            pass                            # it did not want to know
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass

    def _start_exchange(self, input):
        if self.stdin:
            try:
                self.stdin.flush()
            except BrokenPipeError:
                pass
            if not input:
                try:
                    self.stdin.close()
                except BrokenPipeError:
                    pass
        if self.stdin and input is not None:
            self._input = input.encode(self.stdin.encoding, self.stdin.errors) if self.text_mode else input
        self._output = {stream: [] for stream in (self.stdout, self.stderr) if stream}

    def _exchange(self, input, end, timeout):
        if self._output is None:        # also after an interrupt that came before it was set
            self._start_exchange(input)
        view = memoryview(self._input).cast("B") if self._input else None
        writing = [self.stdin.fileno()] if view and not self.stdin.closed else []
        reading = {stream.fileno(): stream for stream in self._output if not stream.closed}
        if writing:
            os.set_blocking(writing[0], False)      # so that each write may be large
        while writing or reading:
            left = None if end is None else end - _time()
            if left is not None and left < 0:
                raise self._timed_out(timeout)
            for fd in _poll(list(reading), writing, left):
                stream = reading.get(fd)
                if stream is None:
                    writing = self._write_some(fd, view)
                elif data := os.read(fd, _CHUNK):
                    self._output[stream].append(data)
                else:
                    del reading[fd]
                    stream.close()
        try:
            self.wait(None if end is None else max(end - _time(), 0))
        except TimeoutExpired:
            raise self._timed_out(timeout) from None

    def _write_some(self, fd, view):
        # What is to be written after that: the descriptor, or nothing any more.
        try:
            self._input_offset += os.write(fd, view[self._input_offset:self._input_offset + _CHUNK])
        except BlockingIOError:
            return [fd]
        except BrokenPipeError:
            self._input_offset = len(view)
        if self._input_offset < len(view):
            return [fd]
        self.stdin.close()
        return []

    def _pieces(self, stream):
        return b"".join(self._output[stream]) if stream else None

    def _timed_out(self, timeout):
        return TimeoutExpired(self.args, timeout, output=self._pieces(self.stdout) or None,
                              stderr=self._pieces(self.stderr) or None)

    def _result(self, stream):
        data = self._pieces(stream)
        return _newlines(data, stream.encoding, stream.errors) if self.text_mode and stream else data
