"""Paths as objects: pure ones only compute, the others reach the file system."""

import fnmatch
import io
import os
import sys
import warnings
from _collections_abc import Sequence
from errno import EBADF, ELOOP, ENOENT, ENOTDIR
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK

__all__ = ["PurePath", "PurePosixPath", "PureWindowsPath", "Path", "PosixPath", "WindowsPath"]


# -- The rules of the two systems ----------------------------------------------------------------------------

class _PosixFlavour:
    sep = "/"
    altsep = ""

    def splitroot(self, part):
        # (drive, root, rest). Two slashes are a root of their own; one or three and more are the usual one.
        if part[:1] != "/":
            return "", "", part
        rest = part.lstrip("/")
        return "", "//" if len(part) - len(rest) == 2 else "/", rest

    def casefold(self, s):
        return s

    def is_reserved(self, parts):
        return False

    def make_uri(self, path):
        return "file://" + _quote(bytes(path))


class _WindowsFlavour:
    sep = "\\"
    altsep = "/"
    reserved_names = ({"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
                      | {port + digit for port in ("COM", "LPT") for digit in "123456789\xb9\xb2\xb3"})

    def splitroot(self, part):
        prefix = ""
        if part.startswith("\\\\?\\"):              # \\?\C:\ and \\?\UNC\server\share: extended paths
            prefix, part = part[:4], part[4:]
            if part.startswith("UNC\\"):
                prefix, part = prefix + "UNC", "\\" + part[3:]
        if part.startswith("\\\\") and part[2:3] != "\\":
            server_end = part.find("\\", 2)
            if server_end >= 0:
                share_end = part.find("\\", server_end + 1)
                if share_end != server_end + 1:     # two separators in a row: no share
                    if share_end < 0:
                        share_end = len(part)
                    drive = prefix + part[1:share_end] if prefix else part[:share_end]
                    return drive, "\\", part[share_end + 1:]
        drive = root = ""
        if part[1:2] == ":" and part[0].isascii() and part[0].isalpha():
            drive, part = part[:2], part[2:]
        if part.startswith("\\"):
            root, part = "\\", part.lstrip("\\")
        return prefix + drive, root, part

    def casefold(self, s):
        return s.lower()

    def is_reserved(self, parts):
        if not parts or parts[0].startswith("\\\\"):    # what is on a network is not reserved here
            return False
        name = parts[-1].partition(".")[0].partition(":")[0].rstrip(" ")
        return name.upper() in self.reserved_names

    def make_uri(self, path):
        drive = path.drive
        if len(drive) == 2 and drive[1] == ":":
            return f"file:///{drive}{_quote(path.as_posix()[2:].encode('utf-8'))}"
        return "file:" + _quote(path.as_posix().encode("utf-8"))


_posix_flavour = _PosixFlavour()
_windows_flavour = _WindowsFlavour()

_UNQUOTED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~/")


def _quote(data):
    return "".join([chr(b) if b in _UNQUOTED else f"%{b:02X}" for b in data])


def _parse(flavour, strings):
    # Drive, root and the list of parts; the first part is drive + root unless both are empty.
    sep, altsep = flavour.sep, flavour.altsep
    drive = root = ""
    rest = []
    for s in strings:
        if not s:
            continue
        if altsep:
            s = s.replace(altsep, sep)
        this_drive, this_root, s = flavour.splitroot(s)
        if this_drive:
            drive, root = this_drive, this_root
            rest = []
        elif this_root:     # on the drive so far
            root = this_root
            rest = []
        rest += [name for name in s.split(sep) if name and name != "."]
    return drive, root, [drive + root] + rest if drive or root else rest


# -- Pure paths ----------------------------------------------------------------------------------------------

class _PathParents(Sequence):
    # The sequence of the directories above a path, the nearest first.
    __slots__ = ("_pathcls", "_drv", "_root", "_parts")

    def __init__(self, path):
        self._pathcls = type(path)
        self._drv = path._drv
        self._root = path._root
        self._parts = path._parts

    def __len__(self):
        return len(self._parts) - bool(self._drv or self._root)

    def __getitem__(self, idx):
        if isinstance(idx, slice):
            return tuple([self[i] for i in range(*idx.indices(len(self)))])
        if idx >= len(self) or idx < -len(self):
            raise IndexError(idx)
        if idx < 0:
            idx += len(self)
        return self._pathcls._from_parsed_parts(self._drv, self._root, self._parts[:-idx - 1])

    def __repr__(self):
        return f"<{self._pathcls.__name__}.parents>"


class PurePath:
    """A path that is only computed with. PurePath() makes one of this system."""

    __slots__ = ("_drv", "_root", "_parts", "_str", "_hash", "_pparts", "_cached_cparts")

    def __new__(cls, *args):
        if cls is PurePath:
            cls = PureWindowsPath if os.name == "nt" else PurePosixPath
        return cls._from_parts(args)

    def __reduce__(self):
        return self.__class__, tuple(self._parts)

    @classmethod
    def _parse_args(cls, args):
        strings = []
        for arg in args:
            if isinstance(arg, PurePath):
                strings += arg._parts
                continue
            arg = os.fspath(arg)
            if not isinstance(arg, str):
                raise TypeError("argument should be a str object or an os.PathLike object returning str, not "
                                f"{type(arg)!r}")
            strings.append(str(arg))    # of a subclass of str only the text
        return _parse(cls._flavour, strings)

    @classmethod
    def _from_parts(cls, args):
        return cls._from_parsed_parts(*cls._parse_args(args))

    @classmethod
    def _from_parsed_parts(cls, drv, root, parts):
        self = object.__new__(cls)
        self._drv = drv
        self._root = root
        self._parts = parts
        return self

    def _make_child(self, args):
        drv, root, parts = self._parse_args(args)
        if not drv and not root:
            return self._from_parsed_parts(self._drv, self._root, self._parts + parts)
        if root and not drv and self._drv:
            return self._from_parsed_parts(self._drv, root, [self._drv + root] + parts[1:])
        casefold = self._flavour.casefold
        if drv and not root and casefold(drv) == casefold(self._drv):   # relative to the same drive
            return self._from_parsed_parts(self._drv, self._root, self._parts + parts[1:])
        return self._from_parsed_parts(drv, root, parts)

    # -- As text --

    def __str__(self):
        try:
            return self._str
        except AttributeError:
            pass
        self._str = self._format_parsed_parts(self._drv, self._root, self._parts) or "."
        return self._str

    @classmethod
    def _format_parsed_parts(cls, drv, root, parts):
        sep = cls._flavour.sep
        return drv + root + sep.join(parts[1:]) if drv or root else sep.join(parts)

    def __fspath__(self):
        return str(self)

    def as_posix(self):
        """The path with slashes."""
        return str(self).replace(self._flavour.sep, "/")

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return f"{self.__class__.__name__}({self.as_posix()!r})"

    def as_uri(self):
        """The path as a file: URI."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        return self._flavour.make_uri(self)

    # -- Order --

    @property
    def _cparts(self):
        # The parts as they are compared.
        try:
            return self._cached_cparts
        except AttributeError:
            casefold = self._flavour.casefold
            self._cached_cparts = [casefold(part) for part in self._parts]
            return self._cached_cparts

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._cparts == other._cparts and self._flavour is other._flavour

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(tuple(self._cparts))
            return self._hash

    def __lt__(self, other):
        if not isinstance(other, PurePath) or self._flavour is not other._flavour:
            return NotImplemented
        return self._cparts < other._cparts

    def __le__(self, other):
        if not isinstance(other, PurePath) or self._flavour is not other._flavour:
            return NotImplemented
        return self._cparts <= other._cparts

    def __gt__(self, other):
        if not isinstance(other, PurePath) or self._flavour is not other._flavour:
            return NotImplemented
        return self._cparts > other._cparts

    def __ge__(self, other):
        if not isinstance(other, PurePath) or self._flavour is not other._flavour:
            return NotImplemented
        return self._cparts >= other._cparts

    # -- Pieces --

    @property
    def drive(self):
        """The drive letter or the network share, or nothing."""
        return self._drv

    @property
    def root(self):
        """The separator at the beginning, or nothing."""
        return self._root

    @property
    def anchor(self):
        """Drive and root."""
        return self._drv + self._root

    @property
    def name(self):
        """The last component, if it is no root."""
        parts = self._parts
        if len(parts) == (1 if self._drv or self._root else 0):
            return ""
        return parts[-1]

    @property
    def suffix(self):
        """The end of the name from its last dot on."""
        name = self.name
        i = name.rfind(".")
        return name[i:] if 0 < i < len(name) - 1 else ""

    @property
    def suffixes(self):
        """All ends of the name that begin with a dot, as a list."""
        name = self.name
        if name.endswith("."):
            return []
        return ["." + suffix for suffix in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        """The name without its suffix."""
        name = self.name
        i = name.rfind(".")
        return name[:i] if 0 < i < len(name) - 1 else name

    @property
    def parts(self):
        """The components as a tuple."""
        try:
            return self._pparts
        except AttributeError:
            self._pparts = tuple(self._parts)
            return self._pparts

    @property
    def parent(self):
        """The path without its last component."""
        if len(self._parts) == bool(self._drv or self._root):
            return self
        return self._from_parsed_parts(self._drv, self._root, self._parts[:-1])

    @property
    def parents(self):
        """The directories above, the nearest first."""
        return _PathParents(self)

    # -- Other paths from this one --

    def with_name(self, name):
        """The path with another name."""
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        flavour = self._flavour
        drv, root, parts = _parse(flavour, (name,))
        if not name or name[-1] in (flavour.sep, flavour.altsep) or drv or root or len(parts) != 1:
            raise ValueError(f"Invalid name {name!r}")
        return self._from_parsed_parts(self._drv, self._root, self._parts[:-1] + [name])

    def with_stem(self, stem):
        """The path with the stem changed."""
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        """The path with the suffix changed, added or (if empty) removed."""
        flavour = self._flavour
        if (flavour.sep in suffix or flavour.altsep and flavour.altsep in suffix
                or suffix and not suffix.startswith(".") or suffix == "."):
            raise ValueError(f"Invalid suffix {suffix!r}")
        name = self.name
        if not name:
            raise ValueError(f"{self!r} has an empty name")
        return self._from_parsed_parts(self._drv, self._root, self._parts[:-1] + [self.stem + suffix])

    def relative_to(self, *other):
        """The path as seen from another one, which must be above it."""
        if not other:
            raise TypeError("need at least one argument")

        def comparable(drv, root, parts):   # drive and root apart: "c:x" is below "c:"
            return [drv, root] + parts[1:] if root else [drv] + parts[1:] if drv else parts

        drv, root, parts = self._parse_args(other)
        mine = comparable(self._drv, self._root, self._parts)
        theirs = comparable(drv, root, parts)
        casefold = self._flavour.casefold
        n = len(theirs)
        if not root and not drv and n == 0:
            below = not self._drv and not self._root
        else:
            below = [casefold(part) for part in mine[:n]] == [casefold(part) for part in theirs]
        if not below:
            formatted = self._format_parsed_parts(drv, root, parts)
            raise ValueError(f"{str(self)!r} is not in the subpath of {formatted!r} OR one path is relative "
                             "and the other is absolute.")
        return self._from_parsed_parts("", self._root if n == 1 else "", mine[n:])

    def is_relative_to(self, *other):
        """Is the other path above this one?"""
        try:
            self.relative_to(*other)
        except ValueError:
            return False
        return True

    def joinpath(self, *args):
        """The path with components added; an absolute one replaces it."""
        return self._make_child(args)

    def __truediv__(self, key):
        try:
            return self._make_child((key,))
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self._from_parts([key] + self._parts)
        except TypeError:
            return NotImplemented

    # -- Questions --

    def is_absolute(self):
        """Does the path begin at a root (and a drive, where there are drives)?"""
        return bool(self._root) and (self._flavour is _posix_flavour or bool(self._drv))

    def is_reserved(self):
        """Is the name one that the system keeps for itself?"""
        return self._flavour.is_reserved(self._parts)

    def match(self, path_pattern):
        """Does the path, or its end if the pattern is relative, match a shell pattern?"""
        casefold = self._flavour.casefold
        drv, root, pattern = _parse(self._flavour, (casefold(path_pattern),))
        if not pattern:
            raise ValueError("empty pattern")
        parts = self._cparts
        if drv and drv != casefold(self._drv) or root and root != casefold(self._root):
            return False
        if drv or root:
            if len(pattern) != len(parts):
                return False
            pattern = pattern[1:]
        elif len(pattern) > len(parts):
            return False
        return all([fnmatch.fnmatchcase(part, pat) for part, pat in zip(reversed(parts), reversed(pattern))])


os.PathLike.register(PurePath)


class PurePosixPath(PurePath):
    """A pure path of POSIX systems."""

    __slots__ = ()
    _flavour = _posix_flavour


class PureWindowsPath(PurePath):
    """A pure path of Windows."""

    __slots__ = ()
    _flavour = _windows_flavour


# -- Patterns for glob() -------------------------------------------------------------------------------------

_IGNORED_ERRNOS = (ENOENT, ENOTDIR, EBADF, ELOOP)


def _ignore_error(error):
    return getattr(error, "errno", None) in _IGNORED_ERRNOS


def _make_selector(parts, flavour):
    # A function from a directory to the paths below it that match the parts.
    if not parts or parts == [""]:
        return lambda path: iter((path,))
    first = parts[0]
    if first == "**":
        return _recursive_selector(_make_selector(parts[1:], flavour))
    if "**" in first:
        raise ValueError("Invalid pattern: '**' can only be an entire path component")
    last = len(parts) == 1
    rest = _make_selector(parts[1:], flavour)
    if "*" in first or "?" in first or "[" in first:
        return _wildcard_selector(first, rest, last, flavour)
    return _precise_selector(first, rest, last)


def _precise_selector(name, rest, last):
    def select(parent):
        if not parent.is_dir():
            return
        try:
            path = parent._make_child_relpath(name)
            if path.exists() if last else path.is_dir():
                yield from rest(path)
        except PermissionError:
            return
    return select


def _wildcard_selector(pattern, rest, last, flavour):
    pattern = flavour.casefold(pattern)

    def select(parent):
        if not parent.is_dir():
            return
        try:
            with os.scandir(parent) as itr:
                entries = list(itr)
            for entry in entries:
                if not last:
                    try:
                        if not entry.is_dir():
                            continue
                    except OSError as error:
                        if not _ignore_error(error):
                            raise
                        continue
                if fnmatch.fnmatchcase(flavour.casefold(entry.name), pattern):
                    yield from rest(parent._make_child_relpath(entry.name))
        except PermissionError:
            return
    return select


def _directories(parent):
    # The directory and all below it, links left alone.
    yield parent
    try:
        with os.scandir(parent) as itr:
            entries = list(itr)
        for entry in entries:
            try:
                descend = entry.is_dir() and not entry.is_symlink()
            except OSError as error:
                if not _ignore_error(error):
                    raise
                continue
            if descend:
                yield from _directories(parent._make_child_relpath(entry.name))
    except PermissionError:
        return


def _recursive_selector(rest):
    def select(parent):
        if not parent.is_dir():
            return
        seen = set()        # several ** find the same path in several ways
        try:
            for directory in _directories(parent):
                for path in rest(directory):
                    if path not in seen:
                        yield path
                        seen.add(path)
        except PermissionError:
            return
    return select


# -- Paths of the file system --------------------------------------------------------------------------------

class Path(PurePath):
    """A path of this system with the operations on files."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = WindowsPath if os.name == "nt" else PosixPath
        if cls._flavour is not (_windows_flavour if os.name == "nt" else _posix_flavour):
            raise NotImplementedError(f"cannot instantiate {cls.__name__!r} on your system")
        return cls._from_parts(args)

    def _make_child_relpath(self, part):
        return self._from_parsed_parts(self._drv, self._root, self._parts + [part])

    def __enter__(self):
        warnings.warn("pathlib.Path.__enter__() is deprecated and scheduled for removal in Python 3.13; Path "
                      "objects as a context manager is a no-op", DeprecationWarning, stacklevel=2)
        return self

    def __exit__(self, t, v, tb):
        pass

    # -- Where it is --

    @classmethod
    def cwd(cls):
        """The current directory."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The directory of the user."""
        return cls("~").expanduser()

    def absolute(self):
        """The path from the root, links and ".." as they are."""
        if self.is_absolute():
            return self
        return self._from_parts([self.cwd()] + self._parts)

    def resolve(self, strict=False):
        """The path from the root without links and ".."; strict: it must exist."""
        def check_loop(error):
            if error.errno == ELOOP:
                raise RuntimeError(f"Symlink loop from {error.filename!r}")

        try:
            path = os.path.realpath(self, strict=strict)
        except OSError as error:
            check_loop(error)
            raise
        path = self._from_parts((path,))
        if not strict:      # realpath() gives loops back as they are
            try:
                path.stat()
            except OSError as error:
                check_loop(error)
        return path

    def expanduser(self):
        """The path with ~ and ~user replaced."""
        if self._drv or self._root or not self._parts or self._parts[0][:1] != "~":
            return self
        home = os.path.expanduser(self._parts[0])
        if home[:1] == "~":
            raise RuntimeError("Could not determine home directory.")
        drv, root, parts = self._parse_args((home,))
        return self._from_parsed_parts(drv, root, parts + self._parts[1:])

    def readlink(self):
        """What the link points to."""
        return self._from_parts((os.readlink(self),))

    # -- Directories --

    def iterdir(self):
        """The paths of what is in the directory."""
        for name in os.listdir(self):
            yield self._make_child_relpath(name)

    def _select(self, pattern, before):
        flavour = self._flavour
        drv, root, parts = _parse(flavour, (pattern,))
        if drv or root:
            raise NotImplementedError("Non-relative patterns are unsupported")
        if pattern and pattern[-1] in (flavour.sep, flavour.altsep):
            parts.append("")    # directories only
        return _make_selector(before + parts, flavour)(self)

    def glob(self, pattern):
        """The paths below this one that match a shell pattern."""
        sys.audit("pathlib.Path.glob", self, pattern)
        if not pattern:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        yield from self._select(pattern, [])

    def rglob(self, pattern):
        """glob() in all directories below this one too."""
        sys.audit("pathlib.Path.rglob", self, pattern)
        yield from self._select(pattern, ["**"])

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make the directory, with parents those above it."""
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            # Not EEXIST alone: some systems report other errors for existing directories.
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        """Remove the empty directory."""
        os.rmdir(self)

    # -- Contents --

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        """Open the file as open() does."""
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """The contents as bytes."""
        with self.open(mode="rb") as file:
            return file.read()

    def read_text(self, encoding=None, errors=None):
        """The contents as str."""
        encoding = io.text_encoding(encoding)
        with self.open(mode="r", encoding=encoding, errors=errors) as file:
            return file.read()

    def write_bytes(self, data):
        """Make bytes the contents."""
        view = memoryview(data)     # the type is checked before the file is emptied
        with self.open(mode="wb") as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Make a str the contents."""
        if not isinstance(data, str):
            raise TypeError("data must be str, not " + data.__class__.__name__)
        encoding = io.text_encoding(encoding)
        with self.open(mode="w", encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    # -- Changes --

    def touch(self, mode=0o666, exist_ok=True):
        """Make the file, or set its times to now."""
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                pass        # not there: it is made
        flags = os.O_CREAT | os.O_WRONLY
        if not exist_ok:
            flags |= os.O_EXCL
        os.close(os.open(self, flags, mode))

    def chmod(self, mode, *, follow_symlinks=True):
        """Set the permissions."""
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def lchmod(self, mode):
        """Set the permissions of a link itself."""
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove the file or link."""
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        """Give it another path, which is returned."""
        os.rename(self, target)
        return self.__class__(target)

    def replace(self, target):
        """rename() that replaces what is there, on every system."""
        os.replace(self, target)
        return self.__class__(target)

    def symlink_to(self, target, target_is_directory=False):
        """Make this path a link to the target."""
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        """Make this path another name of the target."""
        os.link(target, self)

    def link_to(self, target):
        """Make the target another name of this path."""
        warnings.warn("pathlib.Path.link_to() is deprecated and is scheduled for removal in Python 3.12. Use "
                      "pathlib.Path.hardlink_to() instead.", DeprecationWarning, stacklevel=2)
        self.__class__(target).hardlink_to(self)

    # -- Questions --

    def stat(self, *, follow_symlinks=True):
        """What os.stat() says."""
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        """stat() of a link itself."""
        return self.stat(follow_symlinks=False)

    def owner(self):
        """The name of the user that owns the file."""
        import pwd
        return pwd.getpwuid(self.stat().st_uid).pw_name

    def group(self):
        """The name of the group that owns the file."""
        import grp
        return grp.getgrgid(self.stat().st_gid).gr_name

    def samefile(self, other_path):
        """Is the other path the same file?"""
        st = self.stat()
        try:
            other = other_path.stat()
        except AttributeError:
            other = self.__class__(other_path).stat()
        return os.path.samestat(st, other)

    def _has_mode(self, test, follow_symlinks=True):
        # Does it exist and pass the test of its mode? Paths that cannot be asked about do not.
        try:
            return test(self.stat(follow_symlinks=follow_symlinks).st_mode)
        except OSError as error:
            if not _ignore_error(error):
                raise
            return False
        except ValueError:      # a null character
            return False

    def exists(self):
        """Is there anything?"""
        return self._has_mode(lambda mode: True)

    def is_dir(self):
        """Is it a directory, or a link to one?"""
        return self._has_mode(S_ISDIR)

    def is_file(self):
        """Is it a regular file, or a link to one?"""
        return self._has_mode(S_ISREG)

    def is_symlink(self):
        """Is it a link?"""
        return self._has_mode(S_ISLNK, False)

    def is_block_device(self):
        """Is it a block device?"""
        return self._has_mode(S_ISBLK)

    def is_char_device(self):
        """Is it a character device?"""
        return self._has_mode(S_ISCHR)

    def is_fifo(self):
        """Is it a named pipe?"""
        return self._has_mode(S_ISFIFO)

    def is_socket(self):
        """Is it a socket?"""
        return self._has_mode(S_ISSOCK)

    def is_mount(self):
        """Is a file system mounted there?"""
        if not self.is_dir():
            return False
        try:
            here, above = self.stat(), self.parent.stat()
        except OSError:
            return False
        return here.st_dev != above.st_dev or here.st_ino == above.st_ino


class PosixPath(Path, PurePosixPath):
    """A path of a POSIX system."""

    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    """A path of Windows."""

    __slots__ = ()

    def is_mount(self):
        raise NotImplementedError("Path.is_mount() is unsupported on this system")
