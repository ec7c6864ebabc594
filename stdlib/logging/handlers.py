"""Further handlers: files that are rotated or watched, buffers, queues between threads, sockets, syslog."""

import copy
import io
import logging
import os
import queue
import threading
import time
from stat import ST_MTIME

DEFAULT_TCP_LOGGING_PORT = 9020
DEFAULT_UDP_LOGGING_PORT = 9021
DEFAULT_HTTP_LOGGING_PORT = 9022
DEFAULT_SOAP_LOGGING_PORT = 9023
SYSLOG_UDP_PORT = 514
SYSLOG_TCP_PORT = 514

_MIDNIGHT = 24 * 60 * 60        # seconds in a day

# -- Files that are rotated ----------------------------------------------------------------------------------


class BaseRotatingHandler(logging.FileHandler):
    """Before a record, the file may be put aside and a new one begun; subclasses say when."""

    namer = None                # namer(default name) names the file that is put aside
    rotator = None              # rotator(source, dest) puts it aside

    def __init__(self, filename, mode, encoding=None, delay=False, errors=None):
        logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay, errors=errors)
        self.mode = mode
        self.encoding = encoding
        self.errors = errors

    def emit(self, record):
        try:
            if self.shouldRollover(record):
                self.doRollover()
            logging.FileHandler.emit(self, record)
        except Exception:
            self.handleError(record)

    def rotation_filename(self, default_name):
        return self.namer(default_name) if callable(self.namer) else default_name

    def rotate(self, source, dest):
        """Put the file aside."""
        if callable(self.rotator):
            self.rotator(source, dest)
        elif os.path.exists(source):
            os.rename(source, dest)

    def _close_stream(self):
        if self.stream:
            self.stream.close()
            self.stream = None

    def _make_way(self, name):
        if os.path.exists(name):
            os.remove(name)

    def _is_no_file(self):
        # Devices and the like are not rotated.
        return os.path.exists(self.baseFilename) and not os.path.isfile(self.baseFilename)


class RotatingFileHandler(BaseRotatingHandler):
    """Begins a new file when the old one would grow to maxBytes, and keeps backupCount old ones."""

    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        if maxBytes > 0:
            mode = "a"          # otherwise every run of the program would begin by throwing away
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        BaseRotatingHandler.__init__(self, filename, mode, encoding=encoding, delay=delay, errors=errors)
        self.maxBytes = maxBytes
        self.backupCount = backupCount

    def _backup(self, i):
        return self.rotation_filename(f"{self.baseFilename}.{i}")

    def doRollover(self):
        """Every old file gets the next number, the newest gets 1."""
        self._close_stream()
        if self.backupCount > 0:
            for i in range(self.backupCount - 1, 0, -1):
                source, dest = self._backup(i), self._backup(i + 1)
                if os.path.exists(source):
                    self._make_way(dest)
                    os.rename(source, dest)
            newest = self._backup(1)
            self._make_way(newest)
            self.rotate(self.baseFilename, newest)
        if not self.delay:
            self.stream = self._open()

    def shouldRollover(self, record):
        """Would the record make the file too long?"""
        if self._is_no_file():
            return False
        if self.stream is None:
            self.stream = self._open()
        if self.maxBytes > 0:
            text = self.format(record) + "\n"
            self.stream.seek(0, 2)
            return self.stream.tell() + len(text) >= self.maxBytes
        return False


# Of each unit: its seconds, and what is added to the name of a file that is put aside.
_UNITS = {
    "S": (1, "%Y-%m-%d_%H-%M-%S"),
    "M": (60, "%Y-%m-%d_%H-%M"),
    "H": (60 * 60, "%Y-%m-%d_%H"),
    "D": (_MIDNIGHT, "%Y-%m-%d"),
    "MIDNIGHT": (_MIDNIGHT, "%Y-%m-%d"),
    "W": (7 * _MIDNIGHT, "%Y-%m-%d"),
}


def _is_stamp(text, example):
    # Digits where the example has digits, the same otherwise.
    return len(text) == len(example) and all(
        c in "0123456789" if e in "0123456789" else c == e for c, e in zip(text, example))


class TimedRotatingFileHandler(BaseRotatingHandler):
    """Begins a new file every so many seconds (S), minutes (M), hours (H), days (D), at midnight, or on a weekday
    (W0, Monday, to W6); with atTime at that time of the day."""

    def __init__(self, filename, when="h", interval=1, backupCount=0, encoding=None, delay=False, utc=False,
                 atTime=None, errors=None):
        encoding = io.text_encoding(encoding)
        BaseRotatingHandler.__init__(self, filename, "a", encoding=encoding, delay=delay, errors=errors)
        self.when = when.upper()
        self.backupCount = backupCount
        self.utc = utc
        self.atTime = atTime
        unit = self.when
        if unit.startswith("W"):
            if len(unit) != 2:
                raise ValueError(
                    f"You must specify a day for weekly rollover from 0 to 6 (0 is Monday): {unit}")
            if unit[1] not in "0123456":
                raise ValueError(f"Invalid day specified for weekly rollover: {unit}")
            self.dayOfWeek = int(unit[1])
            unit = "W"
        elif unit not in _UNITS:
            raise ValueError(f"Invalid rollover interval specified: {unit}")
        self.interval, self.suffix = _UNITS[unit]
        self.interval *= interval
        # The time goes on from when the file was last written, if there is one.
        if os.path.exists(self.baseFilename):
            begin = os.stat(self.baseFilename)[ST_MTIME]
        else:
            begin = int(time.time())
        self.rolloverAt = self.computeRollover(begin)

    def _clock(self, seconds):
        return time.gmtime(seconds) if self.utc else time.localtime(seconds)

    def _at_fixed_time(self):
        return self.when == "MIDNIGHT" or self.when.startswith("W")

    def computeRollover(self, currentTime):
        """When the next file begins."""
        if not self._at_fixed_time():
            return currentTime + self.interval
        now = self._clock(currentTime)
        at = self.atTime
        target = _MIDNIGHT if at is None else (at.hour * 60 + at.minute) * 60 + at.second
        wait = target - ((now.tm_hour * 60 + now.tm_min) * 60 + now.tm_sec)
        day = now.tm_wday
        if wait < 0:                    # that time is over for today
            wait += _MIDNIGHT
            day = (day + 1) % 7
        result = currentTime + wait
        if self.when.startswith("W"):
            result += (self.dayOfWeek - day) % 7 * _MIDNIGHT
        if not self.utc:
            # The clock may be set between now and then.
            shift = _daylight_shift(now.tm_isdst, time.localtime(result).tm_isdst)
            if shift > 0 or time.localtime(result + shift).tm_isdst:
                result += shift
        return result

    def shouldRollover(self, record):
        """Is it time?"""
        now = int(time.time())
        if now < self.rolloverAt:
            return False
        if self._is_no_file():
            self.rolloverAt = self.computeRollover(now)
            return False
        return True

    def _is_backup_suffix(self, text):
        example = time.strftime(self.suffix, time.gmtime(0))
        return any(_is_stamp(part, example) for part in text.split("."))

    def getFilesToDelete(self):
        """The old files that are too many."""
        folder, base = os.path.split(self.baseFilename)
        prefix = base + "."
        found = [os.path.join(folder, name) for name in os.listdir(folder)
                 if name.startswith(prefix) and self._is_backup_suffix(name[len(prefix):])]
        found.sort()
        return found[:max(len(found) - self.backupCount, 0)]

    def doRollover(self):
        """The file that is put aside gets the time at which it began into its name."""
        self._close_stream()
        now = int(time.time())
        began = self.rolloverAt - self.interval
        stamp = self._clock(began)
        if not self.utc:
            stamp = time.localtime(began - _daylight_shift(time.localtime(now).tm_isdst, stamp.tm_isdst))
        aside = self.rotation_filename(self.baseFilename + "." + time.strftime(self.suffix, stamp))
        self._make_way(aside)
        self.rotate(self.baseFilename, aside)
        if self.backupCount > 0:
            for name in self.getFilesToDelete():
                os.remove(name)
        if not self.delay:
            self.stream = self._open()
        at = self.computeRollover(now)
        while at <= now:
            at += self.interval
        self.rolloverAt = at


def _daylight_shift(now, then):
    # What is to be added to a time counted from now on, so that the clock shows the same then.
    if now == then:
        return 0
    return 3600 if now else -3600


class WatchedFileHandler(logging.FileHandler):
    """Looks before each record whether the file has been moved away, and then begins a new one."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay, errors=errors)
        self.dev, self.ino = -1, -1
        self._statstream()

    def _statstream(self):
        if self.stream:
            found = os.fstat(self.stream.fileno())
            self.dev, self.ino = found.st_dev, found.st_ino

    def reopenIfNeeded(self):
        try:
            found = os.stat(self.baseFilename)
        except FileNotFoundError:
            found = None
        if not found or (found.st_dev, found.st_ino) != (self.dev, self.ino):
            if self.stream is not None:
                self.stream.flush()
                self.stream.close()
                self.stream = None
                self.stream = self._open()
                self._statstream()

    def emit(self, record):
        self.reopenIfNeeded()
        logging.FileHandler.emit(self, record)


# -- Buffers -------------------------------------------------------------------------------------------------


class BufferingHandler(logging.Handler):
    """Keeps records in a buffer until there are capacity of them."""

    def __init__(self, capacity):
        logging.Handler.__init__(self)
        self.capacity = capacity
        self.buffer = []

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        """Here: forget them."""
        self.acquire()
        try:
            self.buffer.clear()
        finally:
            self.release()

    def close(self):
        try:
            self.flush()
        finally:
            logging.Handler.close(self)


class MemoryHandler(BufferingHandler):
    """Hands the records on to another handler when there are enough or one is important."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        BufferingHandler.__init__(self, capacity)
        self.flushLevel = flushLevel
        self.target = target
        self.flushOnClose = flushOnClose

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel

    def setTarget(self, target):
        self.acquire()
        try:
            self.target = target
        finally:
            self.release()

    def flush(self):
        self.acquire()
        try:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer.clear()
        finally:
            self.release()

    def close(self):
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            self.acquire()
            try:
                self.target = None
                BufferingHandler.close(self)
            finally:
                self.release()


# -- Queues --------------------------------------------------------------------------------------------------


class QueueHandler(logging.Handler):
    """Puts records into a queue, for a QueueListener in another thread or process."""

    def __init__(self, queue):
        logging.Handler.__init__(self)
        self.queue = queue

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def prepare(self, record):
        """A copy that says all in its message, so that it can be pickled."""
        msg = self.format(record)
        record = copy.copy(record)
        record.message = record.msg = msg
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return record

    def emit(self, record):
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener:
    """A thread that takes records from a queue and hands them to handlers."""

    _sentinel = None

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue = queue
        self.handlers = handlers
        self._thread = None
        self.respect_handler_level = respect_handler_level

    def dequeue(self, block):
        return self.queue.get(block)

    def start(self):
        self._thread = thread = threading.Thread(target=self._monitor)
        thread.daemon = True
        thread.start()

    def prepare(self, record):
        return record

    def handle(self, record):
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def _monitor(self):
        # Until the sentinel comes.
        done = getattr(self.queue, "task_done", None)
        while True:
            try:
                record = self.dequeue(True)
            except queue.Empty:
                return
            try:
                if record is self._sentinel:
                    return
                self.handle(record)
            finally:
                if done is not None:
                    done()

    def enqueue_sentinel(self):
        self.queue.put_nowait(self._sentinel)

    def stop(self):
        """Handle what is in the queue by now, and end the thread."""
        self.enqueue_sentinel()
        self._thread.join()
        self._thread = None


# -- Sockets -------------------------------------------------------------------------------------------------


class SocketHandler(logging.Handler):
    """Sends records, pickled and preceded by their length, over TCP or (port None) a Unix socket.

    The connection is made for the first record. If that fails, it is tried again later, each time after a longer
    pause; records are lost until then."""

    def __init__(self, host, port):
        logging.Handler.__init__(self)
        self.host = host
        self.port = port
        self.address = host if port is None else (host, port)
        self.sock = None
        self.closeOnError = False
        self.retryTime = None           # not before then
        self.retryStart = 1.0
        self.retryMax = 30.0
        self.retryFactor = 2.0

    def makeSocket(self, timeout=1):
        import socket
        if self.port is not None:
            return socket.create_connection(self.address, timeout=timeout)
        result = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        result.settimeout(timeout)
        try:
            result.connect(self.address)
        except OSError:
            result.close()
            raise
        return result

    def createSocket(self):
        now = time.time()
        if self.retryTime is not None and now < self.retryTime:
            return
        try:
            self.sock = self.makeSocket()
            self.retryTime = None
        except OSError:
            if self.retryTime is None:
                self.retryPeriod = self.retryStart
            else:
                self.retryPeriod = min(self.retryPeriod * self.retryFactor, self.retryMax)
            self.retryTime = now + self.retryPeriod

    def send(self, s):
        if self.sock is None:
            self.createSocket()
        if self.sock:
            try:
                self.sock.sendall(s)
            except OSError:
                self.sock.close()
                self.sock = None

    def makePickle(self, record):
        import pickle
        import struct
        if record.exc_info:
            self.format(record)         # for exc_text
        values = dict(record.__dict__)
        values["msg"] = record.getMessage()
        values["args"] = values["exc_info"] = None
        values.pop("message", None)
        data = pickle.dumps(values, 1)
        return struct.pack(">L", len(data)) + data

    def handleError(self, record):
        if self.closeOnError and self.sock:
            self.sock.close()
            self.sock = None
        else:
            logging.Handler.handleError(self, record)

    def emit(self, record):
        try:
            self.send(self.makePickle(record))
        except Exception:
            self.handleError(record)

    def close(self):
        self.acquire()
        try:
            sock, self.sock = self.sock, None
            if sock:
                sock.close()
            logging.Handler.close(self)
        finally:
            self.release()


class DatagramHandler(SocketHandler):
    """The same over UDP or Unix datagrams."""

    def __init__(self, host, port):
        SocketHandler.__init__(self, host, port)
        self.closeOnError = False

    def makeSocket(self):
        import socket
        return socket.socket(socket.AF_UNIX if self.port is None else socket.AF_INET, socket.SOCK_DGRAM)

    def send(self, s):
        if self.sock is None:
            self.createSocket()
        self.sock.sendto(s, self.address)


class SysLogHandler(logging.Handler):
    """Sends records to the system's logger: address is a path or (host, port)."""

    (LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG) = range(8)

    (LOG_KERN, LOG_USER, LOG_MAIL, LOG_DAEMON, LOG_AUTH, LOG_SYSLOG, LOG_LPR, LOG_NEWS, LOG_UUCP, LOG_CRON,
     LOG_AUTHPRIV, LOG_FTP, LOG_NTP, LOG_SECURITY, LOG_CONSOLE, LOG_SOLCRON, LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2,
     LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5, LOG_LOCAL6, LOG_LOCAL7) = range(24)

    priority_names = {
        "alert": LOG_ALERT, "crit": LOG_CRIT, "critical": LOG_CRIT, "debug": LOG_DEBUG, "emerg": LOG_EMERG,
        "err": LOG_ERR, "error": LOG_ERR, "info": LOG_INFO, "notice": LOG_NOTICE, "panic": LOG_EMERG,
        "warn": LOG_WARNING, "warning": LOG_WARNING}

    facility_names = {
        "auth": LOG_AUTH, "authpriv": LOG_AUTHPRIV, "console": LOG_CONSOLE, "cron": LOG_CRON, "daemon": LOG_DAEMON,
        "ftp": LOG_FTP, "kern": LOG_KERN, "lpr": LOG_LPR, "mail": LOG_MAIL, "news": LOG_NEWS, "ntp": LOG_NTP,
        "security": LOG_SECURITY, "solaris-cron": LOG_SOLCRON, "syslog": LOG_SYSLOG, "user": LOG_USER,
        "uucp": LOG_UUCP, "local0": LOG_LOCAL0, "local1": LOG_LOCAL1, "local2": LOG_LOCAL2, "local3": LOG_LOCAL3,
        "local4": LOG_LOCAL4, "local5": LOG_LOCAL5, "local6": LOG_LOCAL6, "local7": LOG_LOCAL7}

    priority_map = {"DEBUG": "debug", "INFO": "info", "WARNING": "warning", "ERROR": "error", "CRITICAL": "critical"}

    ident = ""                  # goes before each message
    append_nul = True           # some loggers want the message to end with a 0

    def __init__(self, address=("localhost", SYSLOG_UDP_PORT), facility=LOG_USER, socktype=None):
        logging.Handler.__init__(self)
        self.address = address
        self.facility = facility
        self.socktype = socktype
        self.socket = None
        self.createSocket()

    def _connect(self, family, kind, protocol, address):
        import socket
        sock = socket.socket(family, kind, protocol)
        try:
            if address is not None:
                sock.connect(address)
        except OSError:
            sock.close()
            raise
        return sock

    def createSocket(self):
        import socket
        kind = self.socktype
        if isinstance(self.address, str):
            self.unixsocket = True
            # The logger may not be there yet, or be one that wants a stream.
            kinds = [socket.SOCK_DGRAM, socket.SOCK_STREAM] if kind is None else [kind]
            for kind in kinds:
                try:
                    self.socket = self._connect(socket.AF_UNIX, kind, 0, self.address)
                    self.socktype = kind
                    return
                except OSError:
                    pass
            return
        self.unixsocket = False
        self.socktype = kind = socket.SOCK_DGRAM if kind is None else kind
        host, port = self.address
        error = OSError("getaddrinfo returns an empty list")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, 0, kind):
            try:
                self.socket = self._connect(family, kind, protocol, address if kind == socket.SOCK_STREAM else None)
                return
            except OSError as exc:
                error = exc
        raise error

    def encodePriority(self, facility, priority):
        if isinstance(facility, str):
            facility = self.facility_names[facility]
        if isinstance(priority, str):
            priority = self.priority_names[priority]
        return facility << 3 | priority

    def mapPriority(self, levelName):
        return self.priority_map.get(levelName, "warning")

    def close(self):
        self.acquire()
        try:
            sock, self.socket = self.socket, None
            if sock:
                sock.close()
            logging.Handler.close(self)
        finally:
            self.release()

    def emit(self, record):
        try:
            msg = self.ident + self.format(record) + ("\000" if self.append_nul else "")
            priority = self.encodePriority(self.facility, self.mapPriority(record.levelname))
            data = f"<{priority}>{msg}".encode("utf-8")
            if not self.socket:
                self.createSocket()
            import socket
            if self.unixsocket:
                try:
                    self.socket.send(data)
                except OSError:         # the logger was restarted
                    self.socket.close()
                    self.createSocket()
                    self.socket.send(data)
            elif self.socktype == socket.SOCK_DGRAM:
                self.socket.sendto(data, self.address)
            else:
                self.socket.sendall(data)
        except Exception:
            self.handleError(record)
