"""A recording into a file, in the form that the file's name asks for."""
import errno
import os
import stat

FORMS = ".html, .json, .svg or .txt"


def form_of(path):
    """"html", "json", "svg" or "txt". A ValueError says which there are."""
    name = os.path.basename(os.fsdecode(path))
    extension = os.path.splitext(name)[1].lower() if not name.startswith(".") else name.lower()
    if extension in (".html", ".htm"):
        return "html"
    if extension in (".json", ".svg", ".txt"):
        return extension[1:]
    raise ValueError(f"unknown kind of timeline {extension!r}: use {FORMS}" if extension else
                     f"{name!r} does not say which kind of timeline: use {FORMS}")


def check(path):
    """Before a program runs: raises what write() would, as far as that is known by then."""
    form_of(path)
    path = os.fsdecode(path)
    folder = os.path.dirname(os.path.realpath(path))
    if os.path.isdir(path):
        error = errno.EISDIR
    elif not os.path.isdir(folder):
        error = errno.ENOENT
    elif not os.access(path if os.path.exists(path) else folder, os.W_OK):
        error = errno.EACCES
    else:
        return
    raise _about_writing(OSError(error, os.strerror(error), path), path)


def _about_writing(e, path):
    # for messages: other files are only read
    e.filename = path
    e.writing = True
    return e


def write(recording, path, form=None):
    """Writes the timeline to path. What was there stays until the new file is whole; form: not by the extension."""
    form = form or form_of(path)
    path = os.fsdecode(path)
    try:
        _put(recording, path, form)
    except OSError as e:
        raise _about_writing(e, path)


def _put(recording, path, form):
    try:
        regular = stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        regular = True
    if not regular:         # a terminal, a pipe: nothing to put in place
        with open(path, "w", encoding="utf-8", errors="replace") as file:
            _write(recording, file, form)
        return
    path = os.path.realpath(path)       # a link stays one
    temporary = f"{path}.{os.getpid()}.part"
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with open(fd, "w", encoding="utf-8", errors="replace") as file:
            _write(recording, file, form)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _write(recording, file, form):
    """Only the module that is needed is imported: this may be the end of a program that should take no time."""
    if form == "html":
        from .page import write_page
        from .verdicts import verdicts
        write_page(recording, file, verdicts(recording))
    elif form == "json":
        from .chrome import write_chrome
        write_chrome(recording, file)
    elif form == "svg":
        from .svg import write_svg
        write_svg(recording, file)
    elif form == "txt":
        from .text import timeline
        timeline(recording, file, width=PLAIN_WIDTH)
    else:
        raise ValueError(f"unknown kind of timeline {form!r}: use {FORMS}")


PLAIN_WIDTH = 120
