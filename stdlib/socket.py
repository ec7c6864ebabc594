"""Sockets: connections between processes, on one machine or between many.

What the system offers comes from _socket. Here numbers get names, sockets become context managers and files, and
there are functions for what is wanted most: create_connection() for clients, create_server() for servers.
"""

import _socket
import io
import os
import selectors
from _socket import *
from enum import IntEnum, IntFlag
from errno import EAGAIN, EBADF, EWOULDBLOCK
from sys import byteorder as _byteorder

__all__ = ["fromfd", "getfqdn", "create_connection", "create_server", "has_dualstack_ipv6", "AddressFamily",
           "SocketKind", "send_fds", "recv_fds"]
__all__ += [name for name in dir(_socket) if not name.startswith("_")]

# -- Numbers with names -----------------------------------------------------------------------------------------

IntEnum._convert_("AddressFamily", __name__, lambda name: name.isupper() and name.startswith("AF_"))
IntEnum._convert_("SocketKind", __name__, lambda name: name.isupper() and name.startswith("SOCK_"))
IntFlag._convert_("MsgFlag", __name__, lambda name: name.isupper() and name.startswith("MSG_"))
IntFlag._convert_("AddressInfo", __name__, lambda name: name.isupper() and name.startswith("AI_"))


def _named(number, kind):
    """The member of an enumeration that stands for a number; the number itself if there is none."""
    try:
        return kind(number)
    except ValueError:
        return number


# -- Sockets ----------------------------------------------------------------------------------------------------

class _GiveupOnSendfile(Exception):
    """The system's sendfile() cannot do it."""


class socket(_socket.socket):
    """One end of a connection, or of what may become one."""

    __slots__ = ["__weakref__", "_io_refs", "_closed"]

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            if family == -1:
                family = AF_INET
            if type == -1:
                type = SOCK_STREAM
            if proto == -1:
                proto = 0
        _socket.socket.__init__(self, family, type, proto, fileno)
        self._io_refs = 0               # files made of it that are open: it stays open for them
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        if not self._closed:
            self.close()

    def __repr__(self):
        cls = self.__class__
        closed = " [closed]" if getattr(self, "_closed", False) else ""
        text = (f"<{cls.__module__}.{cls.__qualname__}{closed} fd={self.fileno()}, family={self.family!s}, "
                f"type={self.type!s}, proto={self.proto}")
        if not closed:
            for label, address_of in ("laddr", self.getsockname), ("raddr", self.getpeername):
                try:
                    address = address_of()
                except (OSError, AttributeError):
                    continue
                if address:
                    text += f", {label}={address}"
        return text + ">"

    def __getstate__(self):
        raise TypeError(f"cannot pickle {self.__class__.__name__!r} object")

    def dup(self):
        """Another socket object with a descriptor of its own for the same connection."""
        copy = self.__class__(self.family, self.type, self.proto, fileno=dup(self.fileno()))
        copy.settimeout(self.gettimeout())
        return copy

    def accept(self):
        """Wait for a connection. Returns a new socket for it and the address of the other side."""
        fd, address = self._accept()
        connection = socket(self.family, self.type, self.proto, fileno=fd)
        # Without a default timeout it waits, even if this one does not.
        if getdefaulttimeout() is None and self.gettimeout():
            connection.setblocking(True)
        return connection, address

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        """A file that reads from the socket, writes to it, or both; the arguments are those of open()."""
        if not set(mode) <= {"r", "w", "b"}:
            raise ValueError(f"invalid mode {mode!r} (only r, w, b allowed)")
        writing = "w" in mode
        reading = "r" in mode or not writing
        binary = "b" in mode
        raw = SocketIO(self, ("r" if reading else "") + ("w" if writing else ""))
        self._io_refs += 1
        if buffering is None or buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if not binary:
                raise ValueError("unbuffered streams must be binary")
            return raw
        if reading and writing:
            buffer = io.BufferedRWPair(raw, raw, buffering)
        elif reading:
            buffer = io.BufferedReader(raw, buffering)
        else:
            buffer = io.BufferedWriter(raw, buffering)
        if binary:
            return buffer
        text = io.TextIOWrapper(buffer, io.text_encoding(encoding), errors, newline)
        text.mode = mode
        return text

    # -- Files out to the other side

    def _sendfile_use_sendfile(self, file, offset=0, count=None):
        """sendfile() by the system; _GiveupOnSendfile if it cannot send this file."""
        self._check_sendfile_params(file, offset, count)
        try:
            file_fd = file.fileno()
        except (AttributeError, io.UnsupportedOperation) as error:
            raise _GiveupOnSendfile(error) from None
        try:
            size = os.fstat(file_fd).st_size
        except OSError as error:
            raise _GiveupOnSendfile(error) from None
        if not size:
            return 0                    # empty, as far as one can see
        block = min(count or size, 1 << 30)
        timeout = self.gettimeout()
        if timeout == 0:
            raise ValueError("non-blocking sockets are not supported")
        sent_all = 0
        with selectors.PollSelector() as selector:
            selector.register(self.fileno(), selectors.EVENT_WRITE)
            try:
                while True:
                    if timeout and not selector.select(timeout):
                        raise TimeoutError("timed out")
                    if count:
                        block = min(block, count - sent_all)
                        if block <= 0:
                            break
                    try:
                        sent = os.sendfile(self.fileno(), file_fd, offset, block)
                    except BlockingIOError:
                        if not timeout:
                            selector.select()
                        continue
                    except OSError as error:
                        if sent_all == 0:
                            raise _GiveupOnSendfile(error) from None
                        raise
                    if sent == 0:
                        break
                    offset += sent
                    sent_all += sent
                return sent_all
            finally:
                if sent_all > 0 and hasattr(file, "seek"):
                    file.seek(offset)

    def _sendfile_use_send(self, file, offset=0, count=None):
        """sendfile() by reading and sending."""
        self._check_sendfile_params(file, offset, count)
        if self.gettimeout() == 0:
            raise ValueError("non-blocking sockets are not supported")
        if offset:
            file.seek(offset)
        block = min(count, 8192) if count else 8192
        sent_all = 0
        try:
            while True:
                if count:
                    block = min(block, count - sent_all)
                    if block <= 0:
                        break
                rest = memoryview(file.read(block))
                if not rest:
                    break
                while rest:
                    try:
                        sent = self.send(rest)
                    except BlockingIOError:
                        continue
                    sent_all += sent
                    rest = rest[sent:]
            return sent_all
        finally:
            if sent_all > 0 and hasattr(file, "seek"):
                file.seek(offset + sent_all)

    def _check_sendfile_params(self, file, offset, count):
        if "b" not in getattr(file, "mode", "b"):
            raise ValueError("file should be opened in binary mode")
        if not self.type & SOCK_STREAM:
            raise ValueError("only SOCK_STREAM type sockets are supported")
        if count is not None:
            if not isinstance(count, int):
                raise TypeError(f"count must be a positive integer (got {count!r})")
            if count <= 0:
                raise ValueError(f"count must be a positive integer (got {count!r})")

    def sendfile(self, file, offset=0, count=None):
        """Send a file that is open in binary mode, from offset on, count bytes or all of it.

        Returns how many bytes were sent; the file's position is behind them, also after an error.
        """
        try:
            return self._sendfile_use_sendfile(file, offset, count)
        except _GiveupOnSendfile:
            return self._sendfile_use_send(file, offset, count)

    # -- The end

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def _real_close(self):
        _socket.socket.close(self)

    def close(self):
        """Close the socket; the connection ends when the last file of makefile() is closed, too."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def detach(self):
        """Give the descriptor away: this object is closed, the connection is not. Returns the descriptor."""
        self._closed = True
        return super().detach()

    # -- What it is

    @property
    def family(self):
        """The address family."""
        return _named(super().family, AddressFamily)

    @property
    def type(self):
        """The kind of socket."""
        return _named(super().type, SocketKind)

    def get_inheritable(self):
        """Do programs that are started get the descriptor?"""
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        """Set whether programs that are started get the descriptor."""
        os.set_inheritable(self.fileno(), inheritable)


SocketType = _socket.SocketType


def fromfd(fd, family, type, proto=0):
    """A socket for the same connection as the descriptor fd, which stays open."""
    return socket(family, type, proto, dup(fd))


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Two sockets that are connected with each other, of the family AF_UNIX if nothing else is said."""
    if family is None:
        family = AF_UNIX
    first, second = _socket.socketpair(family, type, proto)
    return (socket(family, type, proto, first.detach()), socket(family, type, proto, second.detach()))


# -- Descriptors over sockets -------------------------------------------------------------------------------------

def send_fds(sock, buffers, fds, flags=0, address=None):
    """Send open descriptors along with data over a Unix socket."""
    packed = b"".join(fd.to_bytes(4, _byteorder, signed=True) for fd in fds)
    return sock.sendmsg(buffers, [(SOL_SOCKET, SCM_RIGHTS, packed)])


def recv_fds(sock, bufsize, maxfds, flags=0):
    """Receive data and at most maxfds descriptors. Returns (data, descriptors, flags, address)."""
    fds = []
    data, ancillary, flags, address = sock.recvmsg(bufsize, CMSG_LEN(maxfds * 4))
    for level, kind, packed in ancillary:
        if level == SOL_SOCKET and kind == SCM_RIGHTS:
            usable = len(packed) - len(packed) % 4
            fds += [int.from_bytes(packed[i:i + 4], _byteorder, signed=True) for i in range(0, usable, 4)]
    return data, fds, flags, address


# -- Sockets as files ---------------------------------------------------------------------------------------------


class SocketIO(io.RawIOBase):
    """A socket as a raw file. mode is r, w or rw, perhaps with b."""

    def __init__(self, sock, mode):
        if mode not in ("r", "w", "rw", "rb", "wb", "rwb"):
            raise ValueError(f"invalid mode: {mode!r}")
        io.RawIOBase.__init__(self)
        self._sock = sock
        self._mode = mode if "b" in mode else mode + "b"
        self._reading = "r" in mode
        self._writing = "w" in mode
        self._timeout_occurred = False

    def readinto(self, b):
        """Receive into a buffer. Returns the number of bytes, 0 at the end, None if nothing is there."""
        self._checkClosed()
        self._checkReadable()
        if self._timeout_occurred:
            raise OSError("cannot read from timed out object")
        try:
            return self._sock.recv_into(b)
        except TimeoutError:
            self._timeout_occurred = True       # how much was lost, nobody knows
            raise
        except BlockingIOError:
            return None

    def write(self, b):
        """Send a buffer or a part of it. Returns the number of bytes, None if nothing can be sent now."""
        self._checkClosed()
        self._checkWritable()
        try:
            return self._sock.send(b)
        except BlockingIOError:
            return None

    def readable(self):
        """Is it open for reading?"""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return self._reading

    def writable(self):
        """Is it open for writing?"""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return self._writing

    def seekable(self):
        """Never."""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return super().seekable()

    def fileno(self):
        """The descriptor of the socket."""
        self._checkClosed()
        return self._sock.fileno()

    @property
    def name(self):
        return -1 if self.closed else self.fileno()

    @property
    def mode(self):
        return self._mode

    def close(self):
        """Close the file, and the socket if it waits for that."""
        if self.closed:
            return
        io.RawIOBase.close(self)
        self._sock._decref_socketios()
        self._sock = None


# -- For clients and servers ----------------------------------------------------------------------------------------

def getfqdn(name=""):
    """The whole name of a host, or of this machine: the first of its names that has a dot in it."""
    name = name.strip()
    if not name or name in ("0.0.0.0", "::"):
        name = gethostname()
    try:
        hostname, aliases, _ = gethostbyaddr(name)
    except error:
        return name
    return next((known for known in [hostname, *aliases] if "." in known), hostname)


_GLOBAL_DEFAULT_TIMEOUT = object()             # stands for "what setdefaulttimeout() says"


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, all_errors=False):
    """Connect to a service at (host, port), trying all addresses that the host has. Returns the socket.

    source_address is what to bind to before. If no address answers, the error of the last one is raised, or with
    all_errors an ExceptionGroup of all.
    """
    host, port = address
    errors = []
    for family, kind, proto, _, target in getaddrinfo(host, port, 0, SOCK_STREAM):
        connection = None
        try:
            connection = socket(family, kind, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                connection.settimeout(timeout)
            if source_address:
                connection.bind(source_address)
            connection.connect(target)
            return connection
        except error as problem:
            if not all_errors:
                errors.clear()
            errors.append(problem)
            if connection is not None:
                connection.close()
    if not errors:
        raise error("getaddrinfo returns an empty list")
    try:
        if all_errors:
            raise ExceptionGroup("create_connection failed", errors)
        raise errors[0]
    finally:
        errors = None                   # no ring of traceback and error


def has_dualstack_ipv6():
    """Can one socket here serve both IPv4 and IPv6?"""
    if not has_ipv6:
        return False
    try:
        with socket(AF_INET6, SOCK_STREAM) as probe:
            probe.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except error:
        return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    """A TCP socket that listens at (host, port).

    backlog is for listen(), reuse_port lets several sockets have one port; with dualstack_ipv6 and the family
    AF_INET6 it takes IPv4 connections, too.
    """
    if dualstack_ipv6:
        if not has_dualstack_ipv6():
            raise ValueError("dualstack_ipv6 not supported on this platform")
        if family != AF_INET6:
            raise ValueError("dualstack_ipv6 requires AF_INET6 family")
    server = socket(family, SOCK_STREAM)
    try:
        # A server that is started again gets its port at once.
        try:
            server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        except error:
            pass
        if reuse_port:
            server.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if has_ipv6 and family == AF_INET6:
            server.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0 if dualstack_ipv6 else 1)
        try:
            server.bind(address)
        except error as problem:
            raise error(problem.errno, f"{problem.strerror} (while attempting to bind on address {address!r})") from None
        if backlog is None:
            server.listen()
        else:
            server.listen(backlog)
        return server
    except error:
        server.close()
        raise


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """What addresses a host and a service have: a list of (family, type, proto, canonical name, address).

    host is a name, an address or None; port a number, the name of a service or None.
    """
    return [(_named(af, AddressFamily), _named(kind, SocketKind), protocol, name, address)
            for af, kind, protocol, name, address in _socket.getaddrinfo(host, port, family, type, proto, flags)]
