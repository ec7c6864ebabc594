"""Filters and handlers: which records are logged, and what is done with them."""

import io
import logging
import os
import sys
import threading
import weakref
from types import GenericAlias

from logging import NOTSET, _checkLevel, _lock, _register_at_fork_reinit_lock, getLevelName
from logging._format import Formatter

__all__ = ["FileHandler", "Filter", "Filterer", "Handler", "NullHandler", "StreamHandler"]

# -- Filters -------------------------------------------------------------------------------------------------


class Filter:
    """Lets the records of one logger and those below it pass, or all if it has no name."""

    def __init__(self, name=""):
        self.name = name
        self.nlen = len(name)

    def filter(self, record):
        """Shall the record be logged?"""
        return not self.nlen or record.name == self.name or record.name.startswith(self.name + ".")


class Filterer:
    """What loggers and handlers have in common: filters."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        """filter is a callable, or an object with a method filter."""
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """Do all filters let the record pass?"""
        for f in self.filters:
            if not (f.filter(record) if hasattr(f, "filter") else f(record)):
                return False
        return True


# -- Handlers ------------------------------------------------------------------------------------------------

_defaultFormatter = Formatter()
_handlers = weakref.WeakValueDictionary()       # by name
_handlerList = []                               # weak references to all, in the order of their making


def _removeHandlerRef(wr):
    # Called when the handler is gone, perhaps at a time when the module is half torn down.
    handlers, lock = _handlerList, _lock
    if handlers and lock:
        with lock:
            if wr in handlers:
                handlers.remove(wr)


def _addHandlerRef(handler):
    with _lock:
        _handlerList.append(weakref.ref(handler, _removeHandlerRef))


class Handler(Filterer):
    """Does something with records; the base of all handlers."""

    def __init__(self, level=NOTSET):
        Filterer.__init__(self)
        self._name = None
        self.level = _checkLevel(level)
        self.formatter = None
        self._closed = False
        _addHandlerRef(self)
        self.createLock()

    def get_name(self):
        return self._name

    def set_name(self, name):
        with _lock:
            if self._name in _handlers:
                del _handlers[self._name]
            self._name = name
            if name:
                _handlers[name] = self

    name = property(get_name, set_name)

    def createLock(self):
        """Make the lock that keeps threads apart while they write."""
        self.lock = threading.RLock()
        _register_at_fork_reinit_lock(self)

    def _at_fork_reinit(self):
        self.lock._at_fork_reinit()

    def acquire(self):
        if self.lock:
            self.lock.acquire()

    def release(self):
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        """Records below that level are not handled."""
        self.level = _checkLevel(level)

    def format(self, record):
        return (self.formatter or _defaultFormatter).format(record)

    def emit(self, record):
        """Do what is to be done with the record; called with the lock held."""
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def handle(self, record):
        """emit() it if the filters let it pass; did they?"""
        passed = self.filter(record)
        if passed:
            self.acquire()
            try:
                self.emit(record)
            finally:
                self.release()
        return passed

    def setFormatter(self, fmt):
        self.formatter = fmt

    def flush(self):
        """Have everything written that was logged."""

    def close(self):
        """The handler is not needed any more."""
        with _lock:
            self._closed = True
            if self._name and self._name in _handlers:
                del _handlers[self._name]

    def handleError(self, record):
        """An exception came up in emit(): report it on standard error and go on."""
        if not logging.raiseExceptions or not sys.stderr:
            return
        import traceback
        exc = sys.exc_info()[1]
        err = sys.stderr
        try:
            err.write("--- Logging error ---\n")
            traceback.print_exception(exc, file=err)
            err.write("Call stack:\n")
            frame = exc.__traceback__.tb_frame
            while frame and frame.f_globals.get("__package__") == __package__:
                frame = frame.f_back
            if frame:
                traceback.print_stack(frame, file=err)
            else:
                err.write(f"Logged from file {record.filename}, line {record.lineno}\n")
            try:
                err.write(f"Message: {record.msg!r}\nArguments: {record.args}\n")
            except RecursionError:
                raise
            except Exception:
                err.write("Unable to print the message and arguments - possible formatting error.\n"
                          "Use the traceback above to help find the error.\n")
        except OSError:
            pass                        # there is nobody left to tell
        finally:
            del exc

    def __repr__(self):
        return f"<{self.__class__.__name__} ({getLevelName(self.level)})>"


class StreamHandler(Handler):
    """Writes to a stream, sys.stderr by default, and flushes it after each record."""

    terminator = "\n"

    def __init__(self, stream=None):
        Handler.__init__(self)
        self.stream = sys.stderr if stream is None else stream

    def flush(self):
        self.acquire()
        try:
            if self.stream and hasattr(self.stream, "flush"):
                self.stream.flush()
        finally:
            self.release()

    def emit(self, record):
        try:
            # One write, so that others who write to the stream do not come in between.
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Write to another stream from now on. The old one, or None if it is the same."""
        if stream is self.stream:
            return None
        self.acquire()
        try:
            old = self.stream
            self.flush()
            self.stream = stream
        finally:
            self.release()
        return old

    def __repr__(self):
        name = str(getattr(self.stream, "name", ""))
        if name:
            name += " "
        return f"<{self.__class__.__name__} {name}({getLevelName(self.level)})>"

    __class_getitem__ = classmethod(GenericAlias)


class FileHandler(StreamHandler):
    """Writes to a file; with delay it is opened for the first record."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        self.baseFilename = os.path.abspath(os.fspath(filename))
        self.mode = mode
        self.encoding = encoding if "b" in mode else io.text_encoding(encoding)
        self.errors = errors
        self.delay = delay
        self._builtin_open = open       # still there when the program ends
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            StreamHandler.__init__(self, self._open())

    def close(self):
        self.acquire()
        try:
            stream = self.stream
            if stream:
                try:
                    self.flush()
                finally:
                    self.stream = None
                    if hasattr(stream, "close"):
                        stream.close()
        finally:
            try:
                StreamHandler.close(self)
            finally:
                self.release()

    def _open(self):
        return self._builtin_open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors)

    def emit(self, record):
        # A closed one is not opened once more if that would throw away what was written.
        if self.stream is None and (self.mode != "w" or not self._closed):
            self.stream = self._open()
        if self.stream:
            StreamHandler.emit(self, record)

    def __repr__(self):
        return f"<{self.__class__.__name__} {self.baseFilename} ({getLevelName(self.level)})>"


class _StderrHandler(StreamHandler):
    # Whatever sys.stderr is at the time.

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


class NullHandler(Handler):
    """Does nothing: for libraries that leave it to the program where records go."""

    def handle(self, record):
        pass

    def emit(self, record):
        pass

    def createLock(self):
        self.lock = None

    def _at_fork_reinit(self):
        pass


for _cls in Filter, Filterer, Handler, StreamHandler, FileHandler, _StderrHandler, NullHandler:
    _cls.__module__ = __package__       # where they are known
del _cls
