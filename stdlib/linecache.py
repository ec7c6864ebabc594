"""Lines of source files, kept for tracebacks."""

import sys
import os

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# name -> (size, mtime, lines, full name), or (function that gets the source,) until somebody asks
cache = {}


def clearcache():
    """Forget everything."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """One line of a file with its newline; empty if there is no such line."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    """All lines of a file; empty if it cannot be read."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def checkcache(filename=None):
    """Forget files that have changed."""
    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1 or entry[1] is None:
            continue        # not read yet, or not from a file
        try:
            st = os.stat(entry[3])
        except (OSError, ValueError):
            cache.pop(name, None)
            continue
        if entry[0] != st.st_size or entry[1] != st.st_mtime:
            cache.pop(name, None)


def updatecache(filename, module_globals=None):
    """Read a file anew and return its lines."""
    entry = cache.pop(filename, None)
    if not filename or filename.startswith("<") and filename.endswith(">"):
        if entry is None and not lazycache(filename, module_globals):
            return []
        entry = entry or cache.pop(filename)
        return _from_loader(filename, entry)
    fullname = filename
    try:
        st = os.stat(fullname)
    except OSError:
        # The module's loader may know it under that name.
        if entry is not None and len(entry) == 1 or lazycache(filename, module_globals):
            lines = _from_loader(filename, entry if entry and len(entry) == 1 else cache.pop(filename))
            if lines is not None:
                return lines
        if os.path.isabs(filename):
            return []
        for directory in sys.path:
            try:
                fullname = os.path.join(directory, filename)
                st = os.stat(fullname)
                break
            except (TypeError, AttributeError, OSError, ValueError):
                pass
        else:
            return []
    except ValueError:
        return []
    try:
        with open(fullname, "rb") as file:
            lines = _decode(file.read()).splitlines(True)
    except (OSError, UnicodeDecodeError, SyntaxError, LookupError):
        return []
    lines = _only_newlines(lines)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = st.st_size, st.st_mtime, lines, fullname
    return lines


def _from_loader(filename, entry):
    # Lines from a loader; None if it fails.
    try:
        data = entry[0]()
    except (ImportError, OSError, AttributeError):
        return None if not filename.startswith("<") else []
    if data is None:
        return []
    lines = [line + "\n" for line in data.splitlines()]
    cache[filename] = len(data), None, lines, filename
    return lines


def _only_newlines(lines):
    # str.splitlines() splits at form feeds and the like too: join what they tore apart.
    result = []
    torn = False
    for line in lines:
        if torn:
            result[-1] += line
        else:
            result.append(line)
        torn = not line.endswith("\n")
    return result


def _decode(data):
    # Text of a source file: a byte order mark or a coding comment in the first two lines decides.
    encoding = "utf-8"
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    else:
        for line in data.split(b"\n", 2)[:2]:
            line = line.strip()
            if line and not line.startswith(b"#"):
                break
            found = _coding_of(line.decode("latin-1"))
            if found:
                encoding = found
                break
    return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def _coding_of(comment):
    i = comment.find("coding")
    while i >= 0:
        rest = comment[i + 6:]
        if rest[:1] in (":", "="):
            rest = rest[1:].lstrip(" \t")
            n = 0
            while n < len(rest) and (rest[n].isalnum() or rest[n] in "-_."):
                n += 1
            if n:
                return rest[:n]
        i = comment.find("coding", i + 1)
    return None


def lazycache(filename, module_globals):
    """Note that the module's loader can give the source; True if it is noted."""
    if filename in cache:
        return len(cache[filename]) == 1
    if (not filename or filename.startswith("<") and filename.endswith(">")
            and not filename.startswith("<frozen")):
        return False
    if module_globals and "__name__" in module_globals:
        spec = module_globals.get("__spec__")
        name = getattr(spec, "name", module_globals["__name__"])
        loader = getattr(spec, "loader", None) or module_globals.get("__loader__")
        get_source = getattr(loader, "get_source", None)
        if name and get_source:
            cache[filename] = (lambda: get_source(name),)
            return True
    return False
