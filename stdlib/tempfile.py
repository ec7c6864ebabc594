"""Temporary files and directories, made so that nobody else can have made them before."""

import errno as _errno
import functools as _functools
import io as _io
import os as _os
import shutil as _shutil
import sys as _sys
import types as _types
import warnings as _warnings
import weakref as _weakref
from random import Random as _Random

__all__ = ["NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "mkstemp",
           "mkdtemp", "mktemp", "TMP_MAX", "gettempprefix", "tempdir", "gettempdir", "gettempprefixb",
           "gettempdirb"]

TMP_MAX = _os.TMP_MAX       # how many names are tried
template = "tmp"
tempdir = None              # where files are made; None until it is needed, or set by the user

_FLAGS = _os.O_RDWR | _os.O_CREAT | _os.O_EXCL | _os.O_NOFOLLOW


# -- Names ---------------------------------------------------------------------------------------------------

class _RandomNameSequence:
    # An endless iterator over names that are hard to guess.
    characters = "abcdefghijklmnopqrstuvwxyz0123456789_"

    def __init__(self):
        self.rng = _Random()

    def __iter__(self):
        return self

    def __next__(self):
        return "".join(self.rng.choices(self.characters, k=8))


_name_sequence = None


def _get_candidate_names():
    global _name_sequence
    if _name_sequence is None:
        _name_sequence = _RandomNameSequence()
    return _name_sequence


def _infer_return_type(*args):
    # str or bytes: what the arguments that are not None agree on.
    kind = None
    for arg in args:
        if arg is None:
            continue
        this = bytes if isinstance(arg, bytes) else str
        if kind not in (None, this):
            raise TypeError("Can't mix bytes and non-bytes in path components.")
        kind = this
    if kind is None:
        return bytes if tempdir is not None and not isinstance(tempdir, str) else str
    return kind


def _sanitize_params(prefix, suffix, dir):
    kind = _infer_return_type(prefix, suffix, dir)
    if suffix is None:
        suffix = kind()
    if prefix is None:
        prefix = template if kind is str else _os.fsencode(template)
    if dir is None:
        dir = gettempdir() if kind is str else gettempdirb()
    return prefix, suffix, dir, kind


def _candidate_paths(dir, prefix, suffix, kind):
    names = _get_candidate_names()
    for _ in range(TMP_MAX):
        name = next(names)
        if kind is bytes:
            name = _os.fsencode(name)
        yield _os.path.join(dir, prefix + name + suffix)


# -- The directory for temporary files -----------------------------------------------------------------------

def _candidate_tempdir_list():
    found = [_os.getenv(name) for name in ("TMPDIR", "TEMP", "TMP")]
    dirs = [name for name in found if name] + ["/tmp", "/var/tmp", "/usr/tmp"]
    try:
        dirs.append(_os.getcwd())
    except (AttributeError, OSError):
        dirs.append(_os.curdir)
    return dirs


def _usable(dir):
    # Can a file be written there? The only sure way is to do it.
    for path in _candidate_paths(dir, "", "", str):
        try:
            fd = _os.open(path, _FLAGS, 0o600)
        except FileExistsError:
            continue
        except OSError:
            return False
        try:
            try:
                _os.write(fd, b"blat")
            finally:
                _os.close(fd)
        except OSError:
            return False
        finally:
            _os.unlink(path)
        return True
    return False


def _get_default_tempdir():
    dirs = _candidate_tempdir_list()
    for dir in dirs:
        if dir != _os.curdir:
            dir = _os.path.abspath(dir)
        if _usable(dir):
            return dir
    raise FileNotFoundError(_errno.ENOENT, f"No usable temporary directory found in {dirs}")


def _gettempdir():
    global tempdir
    if tempdir is None:
        tempdir = _get_default_tempdir()
    return tempdir


def gettempprefix():
    """How the names begin if nothing else is said."""
    return _os.fsdecode(template)


def gettempprefixb():
    """gettempprefix() as bytes."""
    return _os.fsencode(template)


def gettempdir():
    """The directory for temporary files."""
    return _os.fsdecode(_gettempdir())


def gettempdirb():
    """gettempdir() as bytes."""
    return _os.fsencode(_gettempdir())


# -- Files and directories by name ---------------------------------------------------------------------------

def _open_new(dir, prefix, suffix, kind):
    dir = _os.path.abspath(dir)
    for path in _candidate_paths(dir, prefix, suffix, kind):
        _sys.audit("tempfile.mkstemp", path)
        try:
            return _os.open(path, _FLAGS, 0o600), path
        except FileExistsError:
            continue
    raise FileExistsError(_errno.EEXIST, "No usable temporary file name found")


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Make a file that only this user can read and write; return (descriptor, path). text is ignored here."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    return _open_new(dir, prefix, suffix, kind)


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Make a directory for this user alone; return its path."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    for path in _candidate_paths(dir, prefix, suffix, kind):
        _sys.audit("tempfile.mkdtemp", path)
        try:
            _os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(_errno.EEXIST, "No usable temporary directory name found")


def mktemp(suffix="", prefix=template, dir=None):
    """A path that does not exist now. Unsafe: somebody else may make it first; mkstemp() avoids that."""
    if dir is None:
        dir = gettempdir()
    for path in _candidate_paths(dir, prefix, suffix, str):
        if not _os.path.lexists(path):
            return path
    raise FileExistsError(_errno.EEXIST, "No usable temporary filename found")


# -- Files as objects ----------------------------------------------------------------------------------------

class _TemporaryFileCloser:
    # Closes and deletes once, also when it is collected. Apart from the wrapper: methods of the file that
    # somebody kept hold on to this alone.
    file = None
    close_called = False

    def __init__(self, file, name, delete=True):
        self.file = file
        self.name = name
        self.delete = delete

    def close(self, unlink=_os.unlink):
        if self.close_called or self.file is None:
            return
        self.close_called = True
        try:
            self.file.close()
        finally:
            if self.delete:
                unlink(self.name)

    def __del__(self):
        self.close()


class _TemporaryFileWrapper:
    """A file that has a name and is deleted when it is closed."""

    def __init__(self, file, name, delete=True):
        self.file = file
        self.name = name
        self.delete = delete
        self._closer = _TemporaryFileCloser(file, name, delete)

    def __getattr__(self, name):
        file = self.__dict__["file"]
        value = getattr(file, name)
        if hasattr(value, "__call__"):
            method = value

            @_functools.wraps(method)
            def wrapper(*args, **kwargs):
                return method(*args, **kwargs)

            wrapper._closer = self._closer      # a method that is kept keeps the file open
            value = wrapper
        if not isinstance(value, int):
            setattr(self, name, value)
        return value

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, exc, value, tb):
        result = self.file.__exit__(exc, value, tb)
        self.close()
        return result

    def close(self):
        """Close the file and delete it, unless delete was false."""
        self._closer.close()

    def __iter__(self):
        for line in self.file:      # a generator of its own: it keeps the wrapper alive
            yield line


def _text_encoding(mode, encoding):
    return encoding if "b" in mode else _io.text_encoding(encoding)


def _set_name(file, name):
    raw = getattr(file, "buffer", file)
    getattr(raw, "raw", raw).name = name


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                       dir=None, delete=True, *, errors=None):
    """Open a new file; its path is in .name; closing it deletes it unless delete is false."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    encoding = _text_encoding(mode, encoding)
    path = None

    def opener(*args):
        nonlocal path
        fd, path = _open_new(dir, prefix, suffix, kind)
        return fd

    try:
        file = _io.open(dir, mode, buffering=buffering, newline=newline, encoding=encoding, errors=errors,
                        opener=opener)
        try:
            _set_name(file, path)
            return _TemporaryFileWrapper(file, path, delete)
        except:
            file.close()
            raise
    except:
        if path is not None:
            _os.unlink(path)
        raise


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None,
                  *, errors=None):
    """Open a new file without a name: it goes with its last descriptor."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    encoding = _text_encoding(mode, encoding)
    fd = None

    def opener(*args):
        nonlocal fd
        try:
            fd = _os.open(dir, _os.O_RDWR | _os.O_EXCL | _os.O_TMPFILE, 0o600)
        except OSError:
            # Not every kernel and file system can do this.
            fd, path = _open_new(dir, prefix, suffix, kind)
            try:
                _os.unlink(path)
            except:
                _os.close(fd)
                raise
        return fd

    file = _io.open(dir, mode, buffering=buffering, newline=newline, encoding=encoding, errors=errors,
                    opener=opener)
    _set_name(file, fd)
    return file


class SpooledTemporaryFile(_io.IOBase):
    """A file in memory until it grows beyond max_size or its fileno() is asked for: then a TemporaryFile."""

    _rolled = False

    def __init__(self, max_size=0, mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                 prefix=None, dir=None, *, errors=None):
        if "b" in mode:
            self._file = _io.BytesIO()
        else:
            encoding = _io.text_encoding(encoding)
            self._file = _io.TextIOWrapper(_io.BytesIO(), encoding=encoding, errors=errors, newline=newline)
        self._max_size = max_size
        self._TemporaryFileArgs = {"mode": mode, "buffering": buffering, "suffix": suffix, "prefix": prefix,
                                   "encoding": encoding, "newline": newline, "dir": dir, "errors": errors}

    __class_getitem__ = classmethod(_types.GenericAlias)

    def _check(self, file):
        if not self._rolled and self._max_size and file.tell() > self._max_size:
            self.rollover()

    def rollover(self):
        """Move the contents to a file on disk."""
        if self._rolled:
            return
        old = self._file
        new = self._file = TemporaryFile(**self._TemporaryFileArgs)
        del self._TemporaryFileArgs
        position = old.tell()
        if hasattr(new, "buffer"):
            new.buffer.write(old.detach().getvalue())
        else:
            new.write(old.getvalue())
        new.seek(position, 0)
        self._rolled = True

    def __enter__(self):
        if self._file.closed:
            raise ValueError("Cannot enter context with closed file")
        return self

    def __exit__(self, exc, value, tb):
        self._file.close()

    def __iter__(self):
        return self._file.__iter__()

    def __del__(self):
        if not self.closed:
            _warnings.warn(f"Unclosed file {self!r}", ResourceWarning, stacklevel=2, source=self)
            self.close()

    def __next__(self):
        return self._file.__next__()

    def close(self):
        self._file.close()

    @property
    def closed(self):
        return self._file.closed

    @property
    def encoding(self):
        return self._file.encoding

    @property
    def errors(self):
        return self._file.errors

    def fileno(self):
        self.rollover()
        return self._file.fileno()

    def flush(self):
        self._file.flush()

    def isatty(self):
        return self._file.isatty()

    @property
    def mode(self):
        try:
            return self._file.mode
        except AttributeError:
            return self._TemporaryFileArgs["mode"]

    @property
    def name(self):
        try:
            return self._file.name
        except AttributeError:
            return None

    @property
    def newlines(self):
        return self._file.newlines

    def readable(self):
        return self._file.readable()

    def read(self, *args):
        return self._file.read(*args)

    def read1(self, *args):
        return self._file.read1(*args)

    def readinto(self, b):
        return self._file.readinto(b)

    def readinto1(self, b):
        return self._file.readinto1(b)

    def readline(self, *args):
        return self._file.readline(*args)

    def readlines(self, *args):
        return self._file.readlines(*args)

    def seekable(self):
        return self._file.seekable()

    def seek(self, *args):
        return self._file.seek(*args)

    def tell(self):
        return self._file.tell()

    def truncate(self, size=None):
        if size is None:
            return self._file.truncate()
        if size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def writable(self):
        return self._file.writable()

    def write(self, s):
        file = self._file
        count = file.write(s)
        self._check(file)
        return count

    def writelines(self, iterable):
        file = self._file
        file.writelines(iterable)
        self._check(file)

    def detach(self):
        return self._file.detach()


class TemporaryDirectory:
    """A directory that goes, with all that is in it, at the end of a with block or by cleanup()."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore_cleanup_errors = ignore_cleanup_errors
        self._finalizer = _weakref.finalize(self, self._cleanup, self.name,
                                            warn_message=f"Implicitly cleaning up {self!r}",
                                            ignore_errors=ignore_cleanup_errors)

    @classmethod
    def _rmtree(cls, name, ignore_errors=False):
        def onerror(func, path, exc_info):
            if issubclass(exc_info[0], PermissionError):
                # The directory or the entry may only lack permissions: this user's, so they can be given.
                try:
                    if path != name:
                        _os.chmod(_os.path.dirname(path), 0o700)
                    if not _os.path.islink(path):
                        _os.chmod(path, 0o700)
                    try:
                        _os.unlink(path)
                    except (IsADirectoryError, PermissionError):
                        cls._rmtree(path, ignore_errors=ignore_errors)
                except FileNotFoundError:
                    pass
            elif issubclass(exc_info[0], FileNotFoundError) or ignore_errors:
                pass
            else:
                raise

        _shutil.rmtree(name, onerror=onerror)

    @classmethod
    def _cleanup(cls, name, warn_message, ignore_errors=False):
        cls._rmtree(name, ignore_errors=ignore_errors)
        _warnings.warn(warn_message, ResourceWarning)

    def __repr__(self):
        return f"<{self.__class__.__name__} {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, exc, value, tb):
        self.cleanup()

    def cleanup(self):
        """Delete the directory."""
        if self._finalizer.detach() or _os.path.exists(self.name):
            self._rmtree(self.name, ignore_errors=self._ignore_cleanup_errors)

    __class_getitem__ = classmethod(_types.GenericAlias)
