"""The files whose names match a shell pattern."""

import fnmatch
import os
import stat
import sys

__all__ = ["glob", "iglob", "escape"]


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The matching paths as a list, in no special order."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive,
                      include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The matching paths as an iterator. With recursive, ** stands for any number of directories."""
    sys.audit("glob.glob", pathname, recursive)
    sys.audit("glob.glob/2", pathname, recursive, root_dir, dir_fd)
    root_dir = os.fspath(root_dir) if root_dir is not None else pathname[:0]
    found = _iglob(pathname, root_dir, dir_fd, recursive, False, include_hidden)
    if not pathname or recursive and _isrecursive(pathname[:2]):
        return _without_empty_first(found)
    return found


def _without_empty_first(paths):
    # ** matches no directory at all too: that gives an empty path.
    for path in paths:
        if path:
            yield path
        break
    yield from paths


def _iglob(pathname, root_dir, dir_fd, recursive, dironly, include_hidden):
    dirname, basename = os.path.split(pathname)
    if not has_magic(pathname):
        assert not dironly
        if basename:
            if _lexists(_join(root_dir, pathname), dir_fd):
                yield pathname
        elif _isdir(_join(root_dir, dirname), dir_fd):      # "dir/" matches directories only
            yield pathname
        return
    if not has_magic(basename):
        match = _one_name
    elif recursive and _isrecursive(basename):
        match = _any_depth
    else:
        match = _pattern
    if not dirname:
        yield from match(root_dir, basename, dir_fd, dironly, include_hidden)
        return
    # split() leaves "//" and drives as they are: such a directory is itself.
    if dirname != pathname and has_magic(dirname):
        dirs = _iglob(dirname, root_dir, dir_fd, recursive, True, include_hidden)
    else:
        dirs = [dirname]
    for dirname in dirs:
        for name in match(_join(root_dir, dirname), basename, dir_fd, dironly, include_hidden):
            yield os.path.join(dirname, name)


# -- The ways to match the last component within a directory -------------------------------------------------

def _pattern(dirname, pattern, dir_fd, dironly, include_hidden):
    names = list(_iterdir(dirname, dir_fd, dironly))
    if not include_hidden and not _ishidden(pattern):
        names = [name for name in names if not _ishidden(name)]
    return fnmatch.filter(names, pattern)


def _one_name(dirname, basename, dir_fd, dironly, include_hidden):
    if basename:
        exists = _lexists(_join(dirname, basename), dir_fd)
    else:
        exists = _isdir(dirname, dir_fd)
    return [basename] if exists else []


def _any_depth(dirname, pattern, dir_fd, dironly, include_hidden):
    yield pattern[:0]
    yield from _below(dirname, dir_fd, dironly, include_hidden)


def _below(dirname, dir_fd, dironly, include_hidden):
    for name in list(_iterdir(dirname, dir_fd, dironly)):
        if include_hidden or not _ishidden(name):
            yield name
            for deeper in _below(_join(dirname, name), dir_fd, dironly, include_hidden):
                yield _join(name, deeper)


def glob0(dirname, pattern):
    """The name itself if it is there."""
    return _one_name(dirname, pattern, None, False, False)


def glob1(dirname, pattern):
    """The names in a directory that match."""
    return _pattern(dirname, pattern, None, False, False)


# -- The file system, errors taken for "nothing there" -------------------------------------------------------

def _iterdir(dirname, dir_fd, dironly):
    # All names of a directory, or those of its directories.
    fd = None
    encode = isinstance(dirname, bytes)
    where = dirname or (b"." if encode else ".")
    try:
        if dir_fd is not None:
            where = fd = os.open(where, os.O_RDONLY | os.O_DIRECTORY, dir_fd=dir_fd)
        try:
            with os.scandir(where) as entries:
                for entry in entries:
                    try:
                        if not dironly or entry.is_dir():
                            yield os.fsencode(entry.name) if encode else os.fsdecode(entry.name)
                    except OSError:
                        pass
        finally:
            if fd is not None:
                os.close(fd)
    except OSError:
        return


def _lexists(pathname, dir_fd):
    if dir_fd is None:
        return os.path.lexists(pathname)
    try:
        os.lstat(pathname, dir_fd=dir_fd)
    except (OSError, ValueError):
        return False
    return True


def _isdir(pathname, dir_fd):
    if dir_fd is None:
        return os.path.isdir(pathname)
    try:
        return stat.S_ISDIR(os.stat(pathname, dir_fd=dir_fd).st_mode)
    except (OSError, ValueError):
        return False


# -- Names ---------------------------------------------------------------------------------------------------

def _join(dirname, basename):
    if not dirname or not basename:     # either may be empty, and no separator is wanted then
        return dirname or basename
    return os.path.join(dirname, basename)


def has_magic(s):
    """Is there any special character in it?"""
    return any([c in s for c in ((b"*", b"?", b"[") if isinstance(s, bytes) else "*?[")])


def _ishidden(path):
    return path[:1] in (".", b".")


def _isrecursive(pattern):
    return pattern == (b"**" if isinstance(pattern, bytes) else "**")


def escape(pathname):
    """The pattern that matches this path only."""
    drive, pathname = os.path.splitdrive(pathname)
    if isinstance(pathname, bytes):
        for c in (b"[", b"*", b"?"):    # the brackets first: the others bring new ones
            pathname = pathname.replace(c, b"[" + c + b"]")
    else:
        for c in "[*?":
            pathname = pathname.replace(c, f"[{c}]")
    return drive + pathname
