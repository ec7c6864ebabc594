"""Copying, moving and removing files and whole trees."""

import collections
import errno
import fnmatch
import os
import stat
import sys

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2", "copytree", "move", "rmtree",
           "Error", "SpecialFileError", "ExecError", "ignore_patterns", "chown", "which",
           "get_terminal_size", "SameFileError", "disk_usage", "make_archive", "get_archive_formats",
           "register_archive_format", "unregister_archive_format", "get_unpack_formats", "register_unpack_format",
           "unregister_unpack_format", "unpack_archive"]

COPY_BUFSIZE = 64 * 1024


class Error(OSError):
    pass


class SameFileError(Error):
    """Source and destination are the same file."""


class SpecialFileError(OSError):
    """The operation is not for special files such as named pipes."""


class ExecError(OSError):
    """A command could not be run."""


class ReadError(OSError):
    """An archive could not be read."""


class RegistryError(Exception):
    """A format of archives cannot be registered."""


# -- Files ---------------------------------------------------------------------------------------------------

def copyfileobj(fsrc, fdst, length=0):
    """Copy what is left of one stream to another, in pieces of length."""
    read, write = fsrc.read, fdst.write
    if not length:
        length = COPY_BUFSIZE
    while piece := read(length):
        write(piece)


def _samefile(src, dst):
    if isinstance(src, os.DirEntry):
        try:
            return os.path.samestat(src.stat(), os.stat(dst))
        except OSError:
            return False
    try:
        return os.path.samefile(src, dst)
    except OSError:
        return False


def _stat(fn):
    return fn.stat() if isinstance(fn, os.DirEntry) else os.stat(fn)


def _islink(fn):
    return fn.is_symlink() if isinstance(fn, os.DirEntry) else os.path.islink(fn)


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy the contents of a file; a link itself if follow_symlinks is false."""
    sys.audit("shutil.copyfile", src, dst)
    if _samefile(src, dst):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    for fn in (src, dst):
        try:
            st = _stat(fn)
        except OSError:
            continue        # opening it will tell
        if stat.S_ISFIFO(st.st_mode):
            fn = fn.path if isinstance(fn, os.DirEntry) else fn
            raise SpecialFileError(f"`{fn}` is a named pipe")
    if not follow_symlinks and _islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, "rb") as fsrc:
        try:
            with open(dst, "wb") as fdst:
                copyfileobj(fsrc, fdst)
        except IsADirectoryError as error:
            # "missing/" is what the system reports as a directory.
            if os.path.exists(dst):
                raise
            raise FileNotFoundError(f"Directory does not exist: {dst}") from error
    return dst


def _both_links(src, dst, follow_symlinks):
    return not follow_symlinks and _islink(src) and os.path.islink(dst)


def copymode(src, dst, *, follow_symlinks=True):
    """Copy the permissions."""
    sys.audit("shutil.copymode", src, dst)
    if _both_links(src, dst, follow_symlinks):
        return      # the permissions of links cannot be set
    os.chmod(dst, stat.S_IMODE(_stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Copy permissions and times."""
    sys.audit("shutil.copystat", src, dst)
    follow = not _both_links(src, dst, follow_symlinks)
    if isinstance(src, os.DirEntry):
        st = src.stat(follow_symlinks=follow)
    else:
        st = os.stat(src, follow_symlinks=follow)
    os.utime(dst, ns=(st.st_atime_ns, st.st_mtime_ns), follow_symlinks=follow)
    if follow:
        os.chmod(dst, stat.S_IMODE(st.st_mode))


def _copy_to(src, dst, follow_symlinks, copy_attributes):
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copy_attributes(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy(src, dst, *, follow_symlinks=True):
    """Copy contents and permissions to a file or into a directory; return the path of the copy."""
    return _copy_to(src, dst, follow_symlinks, copymode)


def copy2(src, dst, *, follow_symlinks=True):
    """copy() with the times too."""
    return _copy_to(src, dst, follow_symlinks, copystat)


# -- Trees ---------------------------------------------------------------------------------------------------

def ignore_patterns(*patterns):
    """An ignore function for copytree() that leaves out the names that match."""
    def _ignore_patterns(path, names):
        ignored = []
        for pattern in patterns:
            ignored.extend(fnmatch.filter(names, pattern))
        return set(ignored)
    return _ignore_patterns


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False,
             dirs_exist_ok=False):
    """Copy a tree; what fails on the way is collected and raised as one Error at the end."""
    sys.audit("shutil.copytree", src, dst)
    with os.scandir(src) as itr:
        entries = list(itr)
    ignored = ignore(os.fspath(src), [entry.name for entry in entries]) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    by_entry = copy_function is copy2 or copy_function is copy      # these make use of a DirEntry
    errors = []
    for entry in entries:
        if entry.name in ignored:
            continue
        srcname = os.path.join(src, entry.name)
        dstname = os.path.join(dst, entry.name)
        srcobj = entry if by_entry else srcname
        try:
            is_link = entry.is_symlink()
            if is_link:
                target = os.readlink(srcname)
                if symlinks:
                    os.symlink(target, dstname)
                    copystat(srcobj, dstname, follow_symlinks=False)
                    continue
                if ignore_dangling_symlinks and not os.path.exists(srcname):
                    continue
            if entry.is_dir():
                copytree(srcname if is_link else srcobj, dstname, symlinks, ignore, copy_function,
                         ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(srcobj, dstname)
        except Error as error:      # of a tree below
            errors.extend(error.args[0])
        except OSError as why:
            errors.append((srcname, dstname, str(why)))
    try:
        copystat(src, dst)
    except OSError as why:
        errors.append((src, dst, str(why)))
    if errors:
        raise Error(errors)
    return dst


def _remove_contents(topfd, path, onerror):
    # Everything by descriptors: a directory replaced by a link meanwhile must not lead elsewhere.
    try:
        with os.scandir(topfd) as itr:
            entries = list(itr)
    except OSError as error:
        error.filename = path
        onerror(os.scandir, path, sys.exc_info())
        return
    for entry in entries:
        fullname = os.path.join(path, entry.name)
        try:
            is_dir = entry.is_dir(follow_symlinks=False)
        except OSError:
            is_dir = False
        if is_dir:
            try:
                before = entry.stat(follow_symlinks=False)
            except OSError:
                onerror(os.lstat, fullname, sys.exc_info())
                continue
            if stat.S_ISDIR(before.st_mode):
                _remove_directory(entry.name, fullname, before, topfd, onerror)
                continue
        try:
            os.unlink(entry.name, dir_fd=topfd)
        except OSError:
            onerror(os.unlink, fullname, sys.exc_info())


def _remove_directory(name, path, before, dir_fd, onerror):
    # name is relative to dir_fd, path is for messages; before is what lstat() said.
    try:
        fd = os.open(name, os.O_RDONLY, dir_fd=dir_fd)
    except OSError:
        onerror(os.open, path, sys.exc_info())
        return
    try:
        same = os.path.samestat(before, os.fstat(fd))
        if same:
            _remove_contents(fd, path, onerror)
    finally:
        os.close(fd)
    if same:
        try:
            os.rmdir(name, dir_fd=dir_fd)
        except OSError:
            onerror(os.rmdir, path, sys.exc_info())
    else:
        try:
            raise OSError("Cannot call rmtree on a symbolic link")
        except OSError:
            onerror(os.path.islink, path, sys.exc_info())


def rmtree(path, ignore_errors=False, onerror=None, *, dir_fd=None):
    """Remove a tree. Errors are ignored, or go to onerror(function, path, exc_info), or are raised."""
    sys.audit("shutil.rmtree", path, dir_fd)
    if ignore_errors:
        def onerror(*args):
            pass
    elif onerror is None:
        def onerror(*args):
            raise
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    try:
        before = os.lstat(path, dir_fd=dir_fd)
    except Exception:
        onerror(os.lstat, path, sys.exc_info())
        return
    _remove_directory(path, path, before, dir_fd, onerror)


rmtree.avoids_symlink_attacks = True


# -- Moving --------------------------------------------------------------------------------------------------

def _basename(path):
    return os.path.basename(path.rstrip(os.path.sep))


def _destinsrc(src, dst):
    src = os.path.join(os.path.abspath(src), "")
    dst = os.path.join(os.path.abspath(dst), "")
    return dst.startswith(src)


def move(src, dst, copy_function=copy2):
    """Move a file or a tree, also to another file system; into dst if that is a directory."""
    sys.audit("shutil.move", src, dst)
    real_dst = dst
    if os.path.isdir(dst):
        if _samefile(src, dst):
            os.rename(src, dst)     # a change of case on a system that does not see one
            return None
        real_dst = os.path.join(dst, _basename(os.fspath(src)))
        if os.path.exists(real_dst):
            raise Error(f"Destination path '{real_dst}' already exists")
    try:
        os.rename(src, real_dst)
    except OSError:
        if os.path.islink(src):
            os.symlink(os.readlink(src), real_dst)
            os.unlink(src)
        elif os.path.isdir(src):
            if _destinsrc(src, dst):
                raise Error(f"Cannot move a directory '{src}' into itself '{dst}'.")
            copytree(src, real_dst, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, real_dst)
            os.unlink(src)
    return real_dst


# -- Others --------------------------------------------------------------------------------------------------

_ntuple_diskusage = collections.namedtuple("usage", "total used free")


def disk_usage(path):
    """How much of the file system that holds path is used."""
    st = os.statvfs(path)
    return _ntuple_diskusage(st.f_blocks * st.f_frsize, (st.f_blocks - st.f_bfree) * st.f_frsize,
                             st.f_bavail * st.f_frsize)


def _id(module, function, name):
    # The number of a user or group, or None.
    try:
        return getattr(__import__(module), function)(name)[2]
    except (ImportError, KeyError):
        return None


def chown(path, user=None, group=None):
    """Change the owner, the group or both, given by name or number."""
    sys.audit("shutil.chown", path, user, group)
    if user is None and group is None:
        raise ValueError("user and/or group must be set")
    uid = -1 if user is None else user
    gid = -1 if group is None else group
    if isinstance(user, str):
        uid = _id("pwd", "getpwnam", user)
        if uid is None:
            raise LookupError(f"no such user: {user!r}")
    if group is not None and not isinstance(group, int):
        gid = _id("grp", "getgrnam", group)
        if gid is None:
            raise LookupError(f"no such group: {group!r}")
    os.chown(path, uid, gid)


def get_terminal_size(fallback=(80, 24)):
    """The size in characters: COLUMNS and LINES if set, else what the terminal says, else fallback."""
    size = []
    for variable in ("COLUMNS", "LINES"):
        try:
            size.append(int(os.environ[variable]))
        except (KeyError, ValueError):
            size.append(0)
    columns, lines = size
    if columns <= 0 or lines <= 0:
        try:
            real = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            real = os.terminal_size(fallback)
        if columns <= 0:
            columns = real.columns or fallback[0]
        if lines <= 0:
            lines = real.lines or fallback[1]
    return os.terminal_size((columns, lines))


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """The path of the program that a command runs, or None."""
    def fits(fn):
        return os.path.exists(fn) and os.access(fn, mode) and not os.path.isdir(fn)

    if os.path.dirname(cmd):
        return cmd if fits(cmd) else None
    use_bytes = isinstance(cmd, bytes)
    if path is None:
        path = os.environ.get("PATH", None)
        if path is None:
            try:
                path = os.confstr("CS_PATH")
            except (AttributeError, ValueError):
                path = os.defpath
    if not path:
        return None
    path = os.fsencode(path).split(os.fsencode(os.pathsep)) if use_bytes \
        else os.fsdecode(path).split(os.pathsep)
    seen = set()
    for dir in path:
        if dir not in seen:
            seen.add(dir)
            name = os.path.join(dir, cmd)
            if fits(name):
                return name
    return None


# -- Archives ------------------------------------------------------------------------------------------------

_archivers = {}         # format -> (function, extra arguments, description)
_unpackers = {}         # format -> (extensions, function, extra arguments, description)
_complete = False       # the formats that modules make possible are looked for when they are wanted


def _make_tarball(base_name, base_dir, compress="", owner=None, group=None, verbose=0, dry_run=0, logger=None,
                  root_dir=None):
    # base_name + .tar, .tar.gz ... from base_dir, which is named as seen from root_dir.
    import tarfile
    import grp
    import pwd
    ids = {}
    for key, name, lookup in (("uid", owner, pwd.getpwnam), ("gid", group, grp.getgrnam)):
        try:
            ids[key] = lookup(name)[2]
        except (KeyError, TypeError):
            pass                            # unknown owners are left out

    def set_owner(member):
        if "gid" in ids:
            member.gid, member.gname = ids["gid"], group
        if "uid" in ids:
            member.uid, member.uname = ids["uid"], owner
        return member

    archive_name = base_name + ".tar" + (f".{compress}" if compress else "")
    _make_parent(archive_name, dry_run, logger)
    if logger is not None:
        logger.info("Creating tar archive")
    if not dry_run:
        source = base_dir if root_dir is None else os.path.join(root_dir, base_dir)
        with tarfile.open(archive_name, "w|" + compress) as tar:
            tar.add(source, base_dir, filter=set_owner)
    return archive_name if root_dir is None else os.path.abspath(archive_name)


def _make_zipfile(base_name, base_dir, verbose=0, dry_run=0, logger=None, owner=None, group=None, root_dir=None):
    import zipfile
    archive_name = base_name + ".zip"
    _make_parent(archive_name, dry_run, logger)
    if logger is not None:
        logger.info("creating '%s' and adding '%s' to it", archive_name, base_dir)
    if not dry_run:
        top = base_dir if root_dir is None else os.path.join(root_dir, base_dir)
        top = os.path.normpath(top)

        def add(path):
            name = path if root_dir is None else os.path.relpath(path, root_dir)
            archive.write(path, os.path.normpath(name))
            if logger is not None:
                logger.info("adding '%s'", path)

        with zipfile.ZipFile(archive_name, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            if os.path.normpath(base_dir) != os.curdir:
                add(top)
            for folder, dirs, files in os.walk(top):
                for name in sorted(dirs):
                    add(os.path.join(folder, name))
                for name in files:
                    if os.path.isfile(path := os.path.join(folder, name)):
                        add(path)
    return archive_name if root_dir is None else os.path.abspath(archive_name)


def _make_parent(archive_name, dry_run, logger):
    folder = os.path.dirname(archive_name)
    if folder and not os.path.exists(folder):
        if logger is not None:
            logger.info("creating %s", folder)
        if not dry_run:
            os.makedirs(folder)


_make_tarball.supports_root_dir = _make_zipfile.supports_root_dir = True


def _unpack_tarfile(filename, extract_dir, *, filter=None):
    import tarfile
    try:
        archive = tarfile.open(filename)
    except tarfile.TarError:
        raise ReadError(f"{filename} is not a compressed or uncompressed tar file") from None
    with archive:
        archive.extractall(extract_dir, filter=filter)


def _unpack_zipfile(filename, extract_dir):
    import zipfile
    if not zipfile.is_zipfile(filename):
        raise ReadError(f"{filename} is not a zip file")
    with zipfile.ZipFile(filename) as archive:
        for info in archive.infolist():
            name = info.filename
            if name.startswith("/") or ".." in name:
                continue                    # would leave the directory
            target = os.path.join(extract_dir, *name.split("/"))
            if not target:
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if not name.endswith("/"):
                with archive.open(name) as source, open(target, "wb") as copy:
                    copyfileobj(source, copy)


def _add_builtin_formats():
    # What the modules at hand can do.
    from importlib.util import find_spec
    if find_spec("tarfile") is not None:
        _archivers["tar"] = _make_tarball, [], "uncompressed tar file"
        _unpackers["tar"] = [".tar"], _unpack_tarfile, [], "uncompressed tar file"
        for name, compress, module, extensions, description in (
                ("gztar", "gz", "zlib", [".tar.gz", ".tgz"], "gzip'ed tar-file"),
                ("bztar", "bz2", "bz2", [".tar.bz2", ".tbz2"], "bzip2'ed tar-file"),
                ("xztar", "xz", "lzma", [".tar.xz", ".txz"], "xz'ed tar-file")):
            if find_spec(module) is not None:
                _archivers[name] = _make_tarball, [("compress", compress)], description
                _unpackers[name] = extensions, _unpack_tarfile, [], description
    if find_spec("zipfile") is not None:
        _archivers["zip"] = _make_zipfile, [], "ZIP file"
        _unpackers["zip"] = [".zip"], _unpack_zipfile, [], "ZIP file"


def _formats(table):
    global _complete
    if not _complete:
        _complete = True
        _add_builtin_formats()
    return table


def get_archive_formats():
    """The formats that make_archive() knows: (name, description) pairs."""
    return sorted([(name, entry[2]) for name, entry in _formats(_archivers).items()])


def register_archive_format(name, function, extra_args=None, description=""):
    """Let make_archive() know a format: function(base_name, base_dir, **extra_args, ...) makes the file."""
    if extra_args is None:
        extra_args = []
    if not callable(function):
        raise TypeError(f"The {function} object is not callable")
    if not isinstance(extra_args, (tuple, list)):
        raise TypeError("extra_args needs to be a sequence")
    for pair in extra_args:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise TypeError("extra_args elements are : (arg_name, value)")
    _formats(_archivers)[name] = function, extra_args, description


def unregister_archive_format(name):
    """Forget a format."""
    del _formats(_archivers)[name]


def make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0, owner=None, group=None,
                 logger=None):
    """Make base_name + extension from the directory base_dir, seen from root_dir. Returns the file's name."""
    sys.audit("shutil.make_archive", base_name, format, root_dir, base_dir)
    try:
        function, extra_args, _ = _formats(_archivers)[format]
    except KeyError:
        raise ValueError(f"unknown archive format {format!r}") from None
    kwargs = {"dry_run": dry_run, "logger": logger, "owner": owner, "group": group, **dict(extra_args)}
    if format == "zip":
        del kwargs["owner"], kwargs["group"]
    if base_dir is None:
        base_dir = os.curdir
    if root_dir is None:
        return function(base_name, base_dir, **kwargs)
    if getattr(function, "supports_root_dir", False):
        return function(os.fspath(base_name), base_dir, root_dir=root_dir, **kwargs)
    before = os.getcwd()
    base_name = os.path.abspath(base_name)
    if logger is not None:
        logger.debug("changing into '%s'", root_dir)
    if not dry_run:
        os.chdir(root_dir)
    try:
        return function(base_name, base_dir, **kwargs)
    finally:
        if logger is not None:
            logger.debug("changing back to '%s'", before)
        os.chdir(before)


def get_unpack_formats():
    """The formats that unpack_archive() knows: (name, extensions, description) triples."""
    return sorted([(name, entry[0], entry[3]) for name, entry in _formats(_unpackers).items()])


def register_unpack_format(name, extensions, function, extra_args=None, description=""):
    """Let unpack_archive() know a format: function(filename, extract_dir, **extra_args)."""
    if extra_args is None:
        extra_args = []
    taken = {extension: other for other, entry in _formats(_unpackers).items() for extension in entry[0]}
    for extension in extensions:
        if extension in taken:
            raise RegistryError(f'{extension} is already registered for "{taken[extension]}"')
    if not callable(function):
        raise TypeError("The registered function must be a callable")
    _unpackers[name] = extensions, function, extra_args, description


def unregister_unpack_format(name):
    """Forget a format."""
    del _formats(_unpackers)[name]


def unpack_archive(filename, extract_dir=None, format=None, *, filter=None):
    """Unpack an archive into a directory, by default the current one. Without a format its name tells."""
    sys.audit("shutil.unpack_archive", filename, extract_dir, format)
    extract_dir = os.getcwd() if extract_dir is None else os.fspath(extract_dir)
    filename = os.fspath(filename)
    more = {} if filter is None else {"filter": filter}
    formats = _formats(_unpackers)
    if format is not None:
        if format not in formats:
            raise ValueError(f"Unknown unpack format '{format}'")
        entry = formats[format]
    else:
        for entry in formats.values():
            if any([filename.endswith(extension) for extension in entry[0]]):
                break
        else:
            raise ReadError(f"Unknown archive format '{filename}'")
    entry[1](filename, extract_dir, **dict(entry[2]), **more)
