"""The operating system: what the posix module offers, made comfortable."""

import abc
import sys
import stat as st
from _collections_abc import MutableMapping, Mapping

from posix import *
from posix import _exit
import posix as _posix

if "fspath" not in globals():
    def fspath(path):
        """The str or bytes that stands for a path."""
        if isinstance(path, (str, bytes)):
            return path
        cls = type(path)
        try:
            result = cls.__fspath__(path)
        except AttributeError:
            if hasattr(cls, "__fspath__"):
                raise
            raise TypeError("expected str, bytes or os.PathLike object, not " + cls.__name__) from None
        if isinstance(result, (str, bytes)):
            return result
        raise TypeError(f"expected {cls.__name__}.__fspath__() to return str or bytes, not "
                        f"{type(result).__name__}")

import posixpath as path
from posixpath import curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull

sys.modules["os.path"] = path

name = "posix"
linesep = "\n"
SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


# -- Text and bytes ------------------------------------------------------------------------------------------

_encoding = sys.getfilesystemencoding()
_errors = sys.getfilesystemencodeerrors()


def fsencode(filename):
    """A path as the bytes that the system sees."""
    filename = fspath(filename)
    return filename.encode(_encoding, _errors) if isinstance(filename, str) else filename


def fsdecode(filename):
    """A path as str; bytes that do not decode become lone surrogates."""
    filename = fspath(filename)
    return filename.decode(_encoding, _errors) if isinstance(filename, bytes) else filename


class PathLike(abc.ABC):
    """Whatever has __fspath__."""
    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        """The path as str or bytes."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return any(["__fspath__" in base.__dict__ and base.__dict__["__fspath__"] is not None
                        for base in subclass.__mro__]) or NotImplemented
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


# -- The environment -----------------------------------------------------------------------------------------

class _Environ(MutableMapping):
    # Changes go to the process environment too, so that children see them.

    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self.encodekey = encodekey
        self.decodekey = decodekey
        self.encodevalue = encodevalue
        self.decodevalue = decodevalue
        self._data = data

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key = self.encodekey(key)
        value = self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encoded = self.encodekey(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        items = ", ".join([f"{self.decodekey(k)!r}: {self.decodevalue(v)!r}" for k, v in self._data.items()])
        return f"environ({{{items}}})"

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**self, **other}

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**other, **self}


def _encode_text(value):
    if not isinstance(value, str):
        raise TypeError(f"str expected, not {type(value).__name__}")
    return value.encode(_encoding, "surrogateescape")


def _decode_text(value):
    return value.decode(_encoding, "surrogateescape")


def _check_bytes(value):
    if not isinstance(value, bytes):
        raise TypeError(f"bytes expected, not {type(value).__name__}")
    return value


environ = _Environ(_posix.environ, _encode_text, _decode_text, _encode_text, _decode_text)
environb = _Environ(environ._data, _check_bytes, bytes, _check_bytes, bytes)
supports_bytes_environ = True


def getenv(key, default=None):
    """A variable of the environment as str, or default."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """A variable of the environment as bytes, or default."""
    return environb.get(key, default)


def get_exec_path(env=None):
    """The directories in which programs are looked for."""
    if env is None:
        env = environ
    path_list = env.get("PATH")
    try:
        path_listb = env[b"PATH"]
    except (KeyError, TypeError):
        pass
    else:
        if path_list is not None:
            raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
        path_list = path_listb
    if path_list is not None and isinstance(path_list, bytes):
        path_list = fsdecode(path_list)
    if path_list is None:
        path_list = defpath
    return path_list.split(pathsep)


# -- Which functions take what -------------------------------------------------------------------------------

def _existing(names):
    return {globals()[name] for name in names.split() if name in globals()}


supports_dir_fd = _existing("access chmod chown link mkdir mkfifo mknod open readlink rename rmdir "
                            "stat symlink unlink utime")
supports_effective_ids = _existing("access")
supports_fd = _existing("chdir chmod chown execve listdir pathconf scandir stat statvfs truncate utime")
supports_follow_symlinks = _existing("access chown link stat utime")


# -- Directories ---------------------------------------------------------------------------------------------

def makedirs(name, mode=0o777, exist_ok=False):
    """Make a directory and the missing ones above it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass        # somebody else was faster
        if tail == (b"." if isinstance(tail, bytes) else "."):
            return      # "x/newdir/." exists once newdir does
    try:
        mkdir(name, mode)
    except OSError:
        # Not EEXIST alone: some systems report other errors for existing directories.
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove an empty directory, then the ones above it as long as they are empty."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Rename, making the directories for the new name and removing those that become empty."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


def _list(top, onerror):
    # (directories, others, directories that are no links) or None after an error.
    try:
        with scandir(top) as entries:
            dirs, files, real = [], [], []
            for entry in entries:
                try:
                    is_dir = entry.is_dir()
                except OSError:
                    is_dir = False
                if not is_dir:
                    files.append(entry.name)
                    continue
                dirs.append(entry.name)
                try:
                    if not entry.is_symlink():
                        real.append(entry.name)
                except OSError:
                    real.append(entry.name)
            return dirs, files, real
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return None


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Yield (directory, its directories, its other files) for a whole tree."""
    sys.audit("os.walk", top, topdown, onerror, followlinks)
    return _walk(fspath(top), topdown, onerror, followlinks)


def _walk(top, topdown, onerror, followlinks):
    stack = [top]       # directories to visit; bottom-up also tuples to yield
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            yield top
            continue
        listed = _list(top, onerror)
        if listed is None:
            continue
        dirs, files, real = listed
        if topdown:
            yield top, dirs, files
            for name in reversed(dirs):     # the caller may have changed it
                new = path.join(top, name)
                if followlinks or not path.islink(new):
                    stack.append(new)
        else:
            stack.append((top, dirs, files))
            stack += [path.join(top, name) for name in reversed(dirs if followlinks else real)]


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False, dir_fd=None):
    """Like walk(), with a descriptor of the directory as a fourth item."""
    sys.audit("os.fwalk", top, topdown, onerror, follow_symlinks, dir_fd)
    top = fspath(top)
    before = None if follow_symlinks else stat(top, follow_symlinks=False, dir_fd=dir_fd)
    try:
        top_fd = open(top, O_RDONLY, dir_fd=dir_fd)
    except OSError as error:
        if onerror is not None:
            onerror(error)
            return
        raise
    try:
        if follow_symlinks or st.S_ISDIR(before.st_mode) and path.samestat(before, stat(top_fd)):
            yield from _fwalk(top_fd, top, isinstance(top, bytes), topdown, onerror, follow_symlinks)
    finally:
        close(top_fd)


def _fwalk(top_fd, top, is_bytes, topdown, onerror, follow_symlinks):
    dirs, files = [], []
    for name in listdir(top_fd):
        if is_bytes:
            name = fsencode(name)
        try:
            is_dir = st.S_ISDIR(stat(name, dir_fd=top_fd).st_mode)
        except OSError:
            try:
                lstat(name, dir_fd=top_fd)      # a broken link counts as a file
            except OSError:
                continue
            is_dir = False
        (dirs if is_dir else files).append(name)
    if topdown:
        yield top, dirs, files, top_fd
    for name in dirs:
        try:
            before = None if follow_symlinks else stat(name, dir_fd=top_fd, follow_symlinks=False)
            dir_fd = open(name, O_RDONLY, dir_fd=top_fd)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        try:
            if follow_symlinks or path.samestat(before, stat(dir_fd)):
                yield from _fwalk(dir_fd, path.join(top, name), is_bytes, topdown, onerror, follow_symlinks)
        finally:
            close(dir_fd)
    if not topdown:
        yield top, dirs, files, top_fd


# -- Running programs ----------------------------------------------------------------------------------------

def execl(file, *args):
    """Replace this process by the program file, arguments given one by one."""
    execv(file, args)


def execle(file, *args):
    """execl() with the environment as the last argument."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """execl() that looks for the program in PATH."""
    execvp(file, args)


def execlpe(file, *args):
    """execlp() with the environment as the last argument."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Replace this process by a program looked for in PATH."""
    _execvpe(file, args)


def execvpe(file, args, env):
    """execvp() with an environment."""
    _execvpe(file, args, env)


def _execvpe(file, args, env=None):
    if env is not None:
        run, rest = execve, (args, env)
    else:
        run, rest = execv, (args,)
        env = environ
    if path.dirname(file):
        return run(file, *rest)
    telling = None      # the first error that says more than "not here"
    file = fsencode(file)
    for directory in map(fsencode, get_exec_path(env)):
        try:
            run(path.join(directory, file), *rest)
        except (FileNotFoundError, NotADirectoryError) as error:
            last = error
        except OSError as error:
            last = error
            if telling is None:
                telling = error
    raise telling or last


P_WAIT = 0
P_NOWAIT = P_NOWAITO = 1


def _spawn(mode, file, args, env, run):
    if not isinstance(args, (tuple, list)):
        raise TypeError("argv must be a tuple or a list")
    if not args or not args[0]:
        raise ValueError("argv first element cannot be empty")
    pid = fork()
    if pid == 0:
        try:
            run(file, args) if env is None else run(file, args, env)
        except BaseException:
            _exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = waitpid(pid, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    """Run a program in a new process; the exit code (P_WAIT) or the process id (P_NOWAIT)."""
    return _spawn(mode, file, args, None, execv)


def spawnve(mode, file, args, env):
    """spawnv() with an environment."""
    return _spawn(mode, file, args, env, execve)


def spawnvp(mode, file, args):
    """spawnv() that looks for the program in PATH."""
    return _spawn(mode, file, args, None, execvp)


def spawnvpe(mode, file, args, env):
    """spawnvp() with an environment."""
    return _spawn(mode, file, args, env, execvpe)


def spawnl(mode, file, *args):
    """spawnv() with the arguments one by one."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """spawnl() with the environment as the last argument."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """spawnl() that looks for the program in PATH."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """spawnlp() with the environment as the last argument."""
    return spawnvpe(mode, file, args[:-1], args[-1])


def popen(cmd, mode="r", buffering=-1):
    """A pipe to or from a shell command."""
    if not isinstance(cmd, str):
        raise TypeError(f"invalid cmd type ({type(cmd)}, expected string)")
    if mode not in ("r", "w"):
        raise ValueError(f"invalid mode {mode!r}")
    if buffering == 0 or buffering is None:
        raise ValueError("popen() does not support unbuffered streams")
    import subprocess
    if mode == "r":
        process = subprocess.Popen(cmd, shell=True, text=True, stdout=subprocess.PIPE, bufsize=buffering)
        return _PopenFile(process.stdout, process)
    process = subprocess.Popen(cmd, shell=True, text=True, stdin=subprocess.PIPE, bufsize=buffering)
    return _PopenFile(process.stdin, process)


class _PopenFile:
    # The stream of a child; close() waits and gives the status.

    def __init__(self, stream, process):
        self._stream = stream
        self._process = process

    def close(self):
        self._stream.close()
        code = self._process.wait()
        if code == 0:
            return None
        return code << 8

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    """A file object for a descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    import io
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


_imported = ("abc", "sys", "st", "MutableMapping", "Mapping", "PathLike", "supports_dir_fd", "supports_effective_ids",
             "supports_fd", "supports_follow_symlinks")
__all__ = [n for n in list(globals()) if n[:1] != "_" and n not in _imported] + ["_exit"]
