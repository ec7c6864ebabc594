"""Path names of POSIX systems: os.path."""

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = False

import os       # after the constants, which os asks for when it is imported second
import stat

__all__ = ["normcase", "isabs", "join", "splitdrive", "split", "splitext", "basename", "dirname",
           "commonprefix", "getsize", "getmtime", "getatime", "getctime", "islink", "exists", "lexists",
           "isdir", "isfile", "ismount", "expanduser", "expandvars", "normpath", "abspath", "samefile",
           "sameopenfile", "samestat", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep",
           "devnull", "realpath", "supports_unicode_filenames", "relpath", "commonpath"]

fspath = os.fspath


def _get_sep(path):
    return b"/" if isinstance(path, bytes) else "/"


def _check_arg_types(funcname, *args):
    # Find out what was wrong with the arguments of a function that takes only str or only bytes.
    has_str = has_bytes = False
    for arg in args:
        if isinstance(arg, str):
            has_str = True
        elif isinstance(arg, bytes):
            has_bytes = True
        else:
            raise TypeError(f"{funcname}() argument must be str, bytes, or os.PathLike object, not "
                            f"{arg.__class__.__name__!r}") from None
    if has_str and has_bytes:
        raise TypeError("Can't mix strings and bytes in path components") from None


# -- Taking names apart and together -------------------------------------------------------------------------

def normcase(s):
    """Nothing to do here but to check the type."""
    return fspath(s)


def isabs(s):
    """Does the path begin at the root?"""
    s = fspath(s)
    return s.startswith(_get_sep(s))


def join(a, *p):
    """Put components together; an absolute one forgets what came before."""
    a = fspath(a)
    sep = _get_sep(a)
    path = a
    try:
        if not p:
            path[:0] + sep      # a bytes-like that is neither str nor bytes fails here
        for b in map(fspath, p):
            if b.startswith(sep):
                path = b
            elif not path or path.endswith(sep):
                path += b
            else:
                path += sep + b
    except (TypeError, AttributeError, BytesWarning):
        _check_arg_types("join", a, *p)
        raise
    return path


def split(p):
    """(directory, last component); the latter is empty if the path ends in a slash."""
    p = fspath(p)
    sep = _get_sep(p)
    i = p.rfind(sep) + 1
    head, tail = p[:i], p[i:]
    if head and head != sep * len(head):
        head = head.rstrip(sep)
    return head, tail


def splitext(p):
    """(root, extension with its dot); leading dots belong to the root."""
    p = fspath(p)
    sep, dot = (b"/", b".") if isinstance(p, bytes) else ("/", ".")
    start = p.rfind(sep) + 1
    i = p.rfind(dot)
    if i < start or not p[start:i].strip(dot):
        return p, p[:0]
    return p[:i], p[i:]


def splitdrive(p):
    """There are no drives: (empty, path)."""
    p = fspath(p)
    return p[:0], p


def basename(p):
    """The last component."""
    p = fspath(p)
    return p[p.rfind(_get_sep(p)) + 1:]


def dirname(p):
    """The path without its last component."""
    return split(p)[0]


def commonprefix(m):
    """The longest common prefix of a list of strings, character by character."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(fspath, m))
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    """The longest common path of a sequence of paths."""
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    paths = tuple(map(fspath, paths))
    sep = _get_sep(paths[0])
    dot = b"." if isinstance(paths[0], bytes) else "."
    try:
        parts = [path.split(sep) for path in paths]
        absolute = {path.startswith(sep) for path in paths}
        if len(absolute) > 1:
            raise ValueError("Can't mix absolute and relative paths") from None
        parts = [[c for c in p if c and c != dot] for p in parts]
        low, high = min(parts), max(parts)
        n = 0
        while n < len(low) and low[n] == high[n]:
            n += 1
        prefix = sep if absolute.pop() else sep[:0]
        return prefix + sep.join(low[:n])
    except (TypeError, AttributeError):
        _check_arg_types("commonpath", *paths)
        raise


def normpath(path):
    """Without double slashes, "." and "x/.."."""
    path = fspath(path)
    if isinstance(path, bytes):
        sep, dot, dotdot, empty = b"/", b".", b"..", b""
    else:
        sep, dot, dotdot, empty = "/", ".", "..", ""
    if not path:
        return dot
    # Exactly two leading slashes are left alone: POSIX gives them a meaning.
    root = empty
    if path.startswith(sep):
        root = sep * 2 if path.startswith(sep * 2) and not path.startswith(sep * 3) else sep
    parts = []
    for part in path.split(sep):
        if not part or part == dot:
            continue
        if part != dotdot or not root and not parts or parts and parts[-1] == dotdot:
            parts.append(part)
        elif parts:
            parts.pop()
    return root + sep.join(parts) or dot


def abspath(path):
    """Absolute and normal."""
    path = fspath(path)
    if not isabs(path):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


def relpath(path, start=None):
    """The path as seen from start (default: the working directory)."""
    if not path:
        raise ValueError("no path specified")
    path = fspath(path)
    if isinstance(path, bytes):
        dot, sep, dotdot = b".", b"/", b".."
    else:
        dot, sep, dotdot = ".", "/", ".."
    start = dot if start is None else fspath(start)
    try:
        here = [x for x in abspath(start).split(sep) if x]
        there = [x for x in abspath(path).split(sep) if x]
        n = len(commonprefix([here, there]))
        parts = [dotdot] * (len(here) - n) + there[n:]
        return join(*parts) if parts else dot
    except (TypeError, AttributeError, BytesWarning):
        _check_arg_types("relpath", path, start)
        raise


# -- Asking the system ---------------------------------------------------------------------------------------

def exists(path):
    """Is there such a file? False for broken links."""
    try:
        os.stat(path)
    except (OSError, ValueError):
        return False
    return True


def lexists(path):
    """Is there such a file or link, broken or not?"""
    try:
        os.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def isfile(path):
    """Is it a regular file, or a link to one?"""
    try:
        st = os.stat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(st.st_mode)


def isdir(s):
    """Is it a directory, or a link to one?"""
    try:
        st = os.stat(s)
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(st.st_mode)


def islink(path):
    """Is it a symbolic link?"""
    try:
        st = os.lstat(path)
    except (OSError, ValueError, AttributeError):
        return False
    return stat.S_ISLNK(st.st_mode)


def ismount(path):
    """Is it a mount point?"""
    try:
        st = os.lstat(path)
        if stat.S_ISLNK(st.st_mode):
            return False
        path = fspath(path)
        parent = realpath(join(path, b".." if isinstance(path, bytes) else ".."))
        up = os.lstat(parent)
    except (OSError, ValueError):
        return False
    return st.st_dev != up.st_dev or st.st_ino == up.st_ino


def getsize(filename):
    """The size in bytes."""
    return os.stat(filename).st_size


def getmtime(filename):
    """When the contents were changed last."""
    return os.stat(filename).st_mtime


def getatime(filename):
    """When the file was read last."""
    return os.stat(filename).st_atime


def getctime(filename):
    """When the inode was changed last."""
    return os.stat(filename).st_ctime


def samestat(s1, s2):
    """Do two results of stat() mean the same file?"""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Do two paths mean the same file?"""
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    """Do two descriptors mean the same file?"""
    return samestat(os.fstat(fp1), os.fstat(fp2))


def realpath(filename, *, strict=False):
    """The absolute path without symbolic links."""
    filename = fspath(filename)
    if isinstance(filename, bytes):
        sep, dot, dotdot, path = b"/", b".", b"..", os.getcwdb()
    else:
        sep, dot, dotdot, path = "/", ".", "..", os.getcwd()
    todo = filename.split(sep)[::-1]
    start = path + sep      # errors name files as they were given, from here
    if filename.startswith(sep):
        path = sep
        start = None
    seen = {}               # link -> what it resolved to; None while it is being resolved
    while todo:
        name = todo.pop()
        if name is None:    # a link has been resolved to `path`
            seen[todo.pop()] = path
            continue
        if not name or name == dot:
            continue
        if name == dotdot:
            path = dirname(path)
            continue
        new = path + name if path.endswith(sep) else path + sep + name
        try:
            if not stat.S_ISLNK(os.lstat(new).st_mode):
                path = new
                continue
            if new in seen:
                if seen[new] is not None:
                    path = seen[new]
                    continue
                if strict:
                    os.stat(new)        # a loop: raises
                # Keep the name of the loop and the rest as they are.
                todo = [n for n in todo[::-1] if isinstance(n, (str, bytes)) and n not in seen]
                return _join_loop(new, todo, sep)
            target = os.readlink(new)
        except OSError as error:
            if strict:
                if start is not None and new.startswith(start):
                    error.filename = new[len(start):]
                raise
            path = new
            continue
        seen[new] = None
        todo += [new, None]
        if target.startswith(sep):
            path = sep
            start = None
        todo.extend(target.split(sep)[::-1])
    return path


def _join_loop(path, rest, sep):
    for name in rest:
        path = join(path, name)
    return abspath(path)


# -- Expansion -----------------------------------------------------------------------------------------------

def expanduser(path):
    """Replace a leading ~ or ~user by the home directory."""
    path = fspath(path)
    tilde = b"~" if isinstance(path, bytes) else "~"
    if not path.startswith(tilde):
        return path
    sep = _get_sep(path)
    i = path.find(sep, 1)
    if i < 0:
        i = len(path)
    if i == 1:
        if "HOME" in os.environ:
            home = os.environ["HOME"]
        else:
            try:
                import pwd
                home = pwd.getpwuid(os.getuid()).pw_dir
            except (ImportError, KeyError):
                return path
    else:
        name = path[1:i]
        try:
            import pwd
            home = pwd.getpwnam(os.fsdecode(name)).pw_dir
        except (ImportError, KeyError):
            return path
    if isinstance(path, bytes):
        home = os.fsencode(home)
    home = home.rstrip(sep)
    return home + path[i:] or sep


def expandvars(path):
    """Replace $name and ${name} by the environment's values; unknown ones stay."""
    path = fspath(path)
    is_bytes = isinstance(path, bytes)
    text = os.fsdecode(path) if is_bytes else path
    if "$" not in text:
        return path
    pieces = []
    i = 0
    while (j := text.find("$", i)) >= 0:
        pieces.append(text[i:j])
        if text.startswith("{", j + 1):
            end = text.find("}", j + 2)
            if end < 0:
                i = j
                break
            name, i = text[j + 2:end], end + 1
        else:
            i = j + 1
            while i < len(text) and (text[i] == "_" or text[i].isascii() and text[i].isalnum()):
                i += 1
            name = text[j + 1:i]
        pieces.append(os.environ.get(name, text[j:i]) if name else text[j:i])
    pieces.append(text[i:])
    text = "".join(pieces)
    return os.fsencode(text) if is_bytes else text
