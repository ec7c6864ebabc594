"""Connections: messages through pipes and sockets, listeners and clients with a common key, waiting for many."""

__all__ = ['Client', 'Listener', 'Pipe', 'wait']

import itertools
import os
import select
import sys
import time
from _multiprocessing import hmac_md5 as _hmac_md5, ready as _ready, receive as _receive, \
    receive_object as _receive_object, send as _send
from . import util, reduction
from .context import AuthenticationError, BufferTooShort

_ForkingPickler = reduction.ForkingPickler
_message = reduction.message

BUFSIZE = 8192
CONNECTION_TIMEOUT = 20.

_mmap_counter = itertools.count()
default_family = 'AF_INET'
families = ['AF_INET']
if sys.platform != 'win32':
    default_family = 'AF_UNIX'
    families += ['AF_UNIX']


def _init_timeout(timeout=CONNECTION_TIMEOUT):
    return time.monotonic() + timeout


def arbitrary_address(family):
    """An address of that family that nobody uses."""
    if family == 'AF_INET':
        return 'localhost', 0
    if family == 'AF_UNIX':
        import tempfile
        return tempfile.mktemp(prefix='listener-', dir=util.get_temp_dir())
    raise ValueError('unrecognized family')


def _validate_family(family):
    if family == 'AF_PIPE':
        raise ValueError('Family %s is not recognized.' % family)


def address_type(address):
    """The family that an address belongs to."""
    if type(address) is tuple:
        return 'AF_INET'
    if type(address) is str and address.startswith('\\\\'):
        return 'AF_PIPE'
    if type(address) is str or util.is_abstract_socket_namespace(address):
        return 'AF_UNIX'
    raise ValueError('address type of %r unrecognized' % address)


# -- Connections -------------------------------------------------------------------------------------------------------

class _ConnectionBase:
    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError('invalid handle')
        if not readable and not writable:
            raise ValueError('at least one of `readable` and `writable` must be True')
        self._handle = handle
        self._readable = readable
        self._writable = writable

    def __del__(self):
        if self._handle is not None:
            self._close()

    def _check_closed(self):
        if self._handle is None:
            raise OSError('handle is closed')

    def _check_readable(self):
        if not self._readable:
            raise OSError('connection is write-only')

    def _check_writable(self):
        if not self._writable:
            raise OSError('connection is read-only')

    def _bad_message_length(self):
        if self._writable:
            self._readable = False
        else:
            self.close()
        raise OSError('bad message length')

    @property
    def closed(self):
        """Is it closed?"""
        return self._handle is None

    @property
    def readable(self):
        """Can something be received?"""
        return self._readable

    @property
    def writable(self):
        """Can something be sent?"""
        return self._writable

    def fileno(self):
        """Its descriptor."""
        self._check_closed()
        return self._handle

    def close(self):
        """Close it."""
        if self._handle is not None:
            try:
                self._close()
            finally:
                self._handle = None

    def send_bytes(self, buf, offset=0, size=None):
        """Send bytes as one message."""
        self._check_closed()
        self._check_writable()
        m = memoryview(buf)
        if m.itemsize > 1:
            m = m.cast('B')
        n = len(m)
        if offset < 0:
            raise ValueError('offset is negative')
        if n < offset:
            raise ValueError('buffer length < offset')
        if size is None:
            size = n - offset
        elif size < 0:
            raise ValueError('size is negative')
        elif offset + size > n:
            raise ValueError('buffer length < offset + size')
        self._send_bytes(m[offset:offset + size])

    def recv_bytes(self, maxlength=None):
        """The next message as bytes."""
        self._check_closed()
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        data = self._recv_bytes(maxlength)
        if data is None:
            self._bad_message_length()
        return data

    def recv_bytes_into(self, buf, offset=0):
        """Put the next message into a buffer; how long it is."""
        self._check_closed()
        self._check_readable()
        with memoryview(buf) as m:
            itemsize = m.itemsize
            size = itemsize * len(m)
            if offset < 0:
                raise ValueError('negative offset')
            if offset > size:
                raise ValueError('offset too large')
            data = self._recv_bytes()
            if size < offset + len(data):
                raise BufferTooShort(data)
            with m.cast('B') as room:
                room[offset:offset + len(data)] = data
            return len(data)

    def poll(self, timeout=0.0):
        """Is there something to receive, now or before timeout seconds (None: any time) are over?"""
        self._check_closed()
        self._check_readable()
        return self._poll(timeout)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class Connection(_ConnectionBase):
    """One end of a pipe or socket that objects can be sent through."""

    def _close(self):
        os.close(self._handle)

    def _send_bytes(self, buf):
        _send(self._handle, buf)

    def _recv_bytes(self, maxsize=None):
        return _receive(self._handle, maxsize)

    def send(self, obj):
        """Send an object."""
        self._check_closed()
        self._check_writable()
        _send(self._handle, _message(obj))

    def recv(self):
        """The next object."""
        self._check_closed()
        self._check_readable()
        return _receive_object(self._handle)

    def _poll(self, timeout):
        return _ready(self._handle, timeout)


def _reduce_connection(conn):
    return _rebuild_connection, (reduction.DupFd(conn.fileno()), conn.readable, conn.writable)


def _rebuild_connection(df, readable, writable):
    return Connection(df.detach(), readable, writable)


reduction.register(Connection, _reduce_connection)


def Pipe(duplex=True):
    """Two connections: what is sent at one comes out at the other. Not duplex: the first one only receives."""
    if duplex:
        import _socket
        a, b = _socket.socketpair()
        return Connection(a.detach()), Connection(b.detach())
    reader, writer = os.pipe()
    return Connection(reader, writable=False), Connection(writer, readable=False)


# -- Listeners and clients ---------------------------------------------------------------------------------------------

class Listener:
    """Accepts connections at an address."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        family = family or (address and address_type(address)) or default_family
        address = address or arbitrary_address(family)
        _validate_family(family)
        self._listener = _SocketListener(address, family, backlog)
        if authkey is not None and not isinstance(authkey, bytes):
            self.close()
            raise TypeError('authkey should be a byte string')
        self._authkey = authkey

    def accept(self):
        """Wait for a client; the connection to it."""
        if self._listener is None:
            raise OSError('listener is closed')
        conn = self._listener.accept()
        if self._authkey:
            try:
                deliver_challenge(conn, self._authkey)
                answer_challenge(conn, self._authkey)
            except BaseException:
                conn.close()
                raise
        return conn

    def close(self):
        """Stop listening."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    @property
    def address(self):
        """Where it listens."""
        return self._listener._address

    @property
    def last_accepted(self):
        """Where the client of the last accept() is."""
        return self._listener._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class _SocketListener:
    def __init__(self, address, family, backlog):
        import socket
        self._socket = socket.socket(getattr(socket, family))
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind(address)
            self._socket.listen(backlog)
            self._address = self._socket.getsockname()
        except OSError:
            self._socket.close()
            raise
        self._last_accepted = None
        self._unlink = None
        if family == 'AF_UNIX' and not util.is_abstract_socket_namespace(address):
            self._unlink = util.Finalize(self, os.unlink, args=(address,), exitpriority=0)

    def accept(self):
        client, self._last_accepted = self._socket.accept()
        client.setblocking(True)
        return Connection(client.detach())

    def close(self):
        try:
            self._socket.close()
        finally:
            unlink, self._unlink = self._unlink, None
            if unlink is not None:
                unlink()


def Client(address, family=None, authkey=None):
    """A connection to a listener."""
    family = family or address_type(address)
    _validate_family(family)
    conn = SocketClient(address)
    if authkey is not None and not isinstance(authkey, bytes):
        conn.close()
        raise TypeError('authkey should be a byte string')
    if authkey is not None:
        try:
            answer_challenge(conn, authkey)
            deliver_challenge(conn, authkey)
        except BaseException:
            conn.close()
            raise
    return conn


def SocketClient(address):
    """A connection to a listener, without a key."""
    import socket
    with socket.socket(getattr(socket, address_type(address))) as s:
        s.setblocking(True)
        s.connect(address)
        return Connection(s.detach())


# -- Keys: each side shows that it knows the key, and none sends it ----------------------------------------------------

MESSAGE_LENGTH = 20
CHALLENGE = b'#CHALLENGE#'
WELCOME = b'#WELCOME#'
FAILURE = b'#FAILURE#'


def _check_key(authkey):
    if not isinstance(authkey, bytes):
        raise ValueError(f'Authkey must be bytes, not {type(authkey)!s}')


def deliver_challenge(connection, authkey):
    """Ask the other side for a digest that only who knows the key can make."""
    _check_key(authkey)
    message = os.urandom(MESSAGE_LENGTH)
    connection.send_bytes(CHALLENGE + message)
    if connection.recv_bytes(256) != _hmac_md5(authkey, message):
        connection.send_bytes(FAILURE)
        raise AuthenticationError('digest received was wrong')
    connection.send_bytes(WELCOME)


def answer_challenge(connection, authkey):
    """Make the digest that the other side asks for."""
    _check_key(authkey)
    message = connection.recv_bytes(256)
    assert message[:len(CHALLENGE)] == CHALLENGE, f'message = {message!r}'
    connection.send_bytes(_hmac_md5(authkey, message[len(CHALLENGE):]))
    if connection.recv_bytes(256) != WELCOME:
        raise AuthenticationError('digest sent was rejected')


# -- Waiting for many --------------------------------------------------------------------------------------------------

def _fd_of(obj):
    try:
        return int(obj.fileno())
    except (AttributeError, TypeError, ValueError):
        raise ValueError(f'Invalid file object: {obj!r}') from None


def wait(object_list, timeout=None):
    """Those of connections, sockets and descriptors that can be read, once there is one or timeout seconds are over."""
    by_fd = {}
    poll = select.poll()
    for obj in object_list:
        fd = obj if isinstance(obj, int) else _fd_of(obj)
        if fd < 0:
            raise ValueError(f'Invalid file descriptor: {fd}')
        by_fd.setdefault(fd, []).append(obj)
        poll.register(fd, select.POLLIN | select.POLLPRI)
    end = None if timeout is None else time.monotonic() + timeout
    left = None if timeout is None else max(0, timeout * 1000)
    while True:
        found = poll.poll(left)
        if found:
            return [obj for fd, event in found for obj in by_fd[fd]]
        if end is not None:
            left = (end - time.monotonic()) * 1000
            if left <= 0:
                return []
