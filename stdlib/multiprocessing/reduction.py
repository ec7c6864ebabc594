"""Pickling for other processes, and descriptors sent to them."""

import copyreg
import os
import pickle
from _functools import partial as _partial
from sys import modules as _modules
from _multiprocessing import dumps as _dumps, message as _message

__all__ = ['send_handle', 'recv_handle', 'ForkingPickler', 'register', 'dump', 'DupFd', 'sendfds', 'recvfds']

HAVE_SEND_HANDLE = True
_extra_reducers = {}
_table = {}                 # copyreg's and ours
_table_size = -1
_socket_type = None         # socket.socket, once somebody has imported it


def _reducers():
    global _table, _table_size
    if _socket_type is None and 'socket' in _modules:
        _register_socket()
    size = len(copyreg.dispatch_table)
    if size != _table_size:
        _table = {**copyreg.dispatch_table, **_extra_reducers}
        _table_size = size
    return _table


class ForkingPickler(pickle.Pickler):
    """A pickler that knows what only processes of one family can share."""

    _extra_reducers = _extra_reducers

    def __init__(self, *args):
        super().__init__(*args)
        self.dispatch_table = dict(_reducers())

    @classmethod
    def register(cls, type, reduce):
        """reduce(obj) says how an instance of type is made again on the other side."""
        global _table_size
        _extra_reducers[type] = reduce
        _table_size = -1

    @classmethod
    def dumps(cls, obj, protocol=None):
        """A pickle of obj."""
        if cls is ForkingPickler:
            return memoryview(_dumps(obj, _reducers(), protocol))
        import io
        buf = io.BytesIO()
        cls(buf, protocol).dump(obj)
        return buf.getbuffer()

    loads = pickle.loads


register = ForkingPickler.register


def dumps(obj, protocol=None):
    """A pickle of obj as bytes."""
    return _dumps(obj, _reducers(), protocol)


def message(obj):
    """A pickle of obj that only _multiprocessing.send() can send."""
    return _message(obj, _reducers())


def dump(obj, file, protocol=None):
    """Write a pickle of obj to a file."""
    file.write(_dumps(obj, _reducers(), protocol))


# -- Descriptors -------------------------------------------------------------------------------------------------------

def sendfds(sock, fds):
    """Send descriptors through a Unix socket; the other side says that it has them."""
    import array
    import socket
    fds = array.array('i', fds)
    sock.sendmsg([bytes([len(fds) % 256])], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
    if sock.recv(1) != b'A':
        raise RuntimeError('did not receive acknowledgement of fd')


def recvfds(sock, size):
    """Receive so many descriptors from a Unix socket."""
    import array
    import socket
    fds = array.array('i')
    size_bytes = fds.itemsize * size
    msg, ancillary, flags, address = sock.recvmsg(1, socket.CMSG_SPACE(size_bytes))
    if not msg and not ancillary:
        raise EOFError
    sock.send(b'A')
    if len(ancillary) != 1:
        raise RuntimeError('received %d items of ancdata' % len(ancillary))
    level, kind, data = ancillary[0]
    if level != socket.SOL_SOCKET or kind != socket.SCM_RIGHTS or len(data) % fds.itemsize:
        raise RuntimeError('Invalid data received')
    fds.frombytes(data)
    if len(fds) % 256 != msg[0]:
        raise AssertionError(f'Len is {len(fds)} but msg[0] is {msg[0]!r}')
    return list(fds)


def send_handle(conn, handle, destination_pid):
    """Send a descriptor through a connection."""
    import socket
    with socket.fromfd(conn.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as s:
        sendfds(s, [handle])


def recv_handle(conn):
    """Receive a descriptor from a connection."""
    import socket
    with socket.fromfd(conn.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as s:
        return recvfds(s, 1)[0]


class _Inherited:
    # a descriptor that the child was started with, or its number among those that came through the fork server
    def __init__(self, fd):
        self.fd = fd

    def detach(self):
        from .forkserver import get_inherited_fds
        fds = get_inherited_fds()
        return self.fd if fds is None else fds[self.fd]


def DupFd(fd):
    """fd for another process: its detach() gives it there."""
    from .context import get_spawning_popen
    popen = get_spawning_popen()
    if popen is not None:
        return _Inherited(popen.duplicate_for_child(fd))
    from .resource_sharer import DupFd
    return DupFd(fd)


# -- What pickle does not know -----------------------------------------------------------------------------------------

class _C:
    def f(self):
        pass


def _reduce_method(m):
    if m.__self__ is None:
        return getattr, (m.__class__, m.__func__.__name__)
    return getattr, (m.__self__, m.__func__.__name__)


def _reduce_partial(p):
    return _rebuild_partial, (p.func, p.args, p.keywords or {})


def _rebuild_partial(func, args, keywords):
    return _partial(func, *args, **keywords)


def _reduce_method_descriptor(m):
    return getattr, (m.__objclass__, m.__name__)


def _reduce_socket(s):
    return _rebuild_socket, (DupFd(s.fileno()), s.family, s.type, s.proto)


def _rebuild_socket(df, family, type, proto):
    import socket
    return socket.socket(family, type, proto, fileno=df.detach())


register(type(_C().f), _reduce_method)
register(type(list.append), _reduce_method_descriptor)
register(type(int.__add__), _reduce_method_descriptor)
register(_partial, _reduce_partial)


def _register_socket():
    global _socket_type
    _socket_type = getattr(_modules['socket'], 'socket', None)
    if _socket_type is not None:
        register(_socket_type, _reduce_socket)
