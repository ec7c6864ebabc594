"""Shared memory with a name, and lists in it."""

__all__ = ['SharedMemory', 'ShareableList']

import errno
import mmap
import os
import secrets
import struct
import types
from . import resource_tracker

_FOLDER = '/dev/shm/'


def _make_filename():
    return '/psm_' + secrets.token_hex(4)


class SharedMemory:
    """A block of memory that other processes find by its name. It stays until somebody calls unlink(), or the program
    that has made it ends: then the resource tracker does."""

    _name = None
    _fd = -1
    _mmap = None
    _buf = None
    _flags = os.O_RDWR
    _mode = 0o600

    def __init__(self, name=None, create=False, size=0):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        flags = os.O_RDWR
        if create:
            flags = os.O_CREAT | os.O_EXCL | os.O_RDWR
            if size == 0:
                raise ValueError("'size' must be a positive number different from zero")
        if name is None and not create:
            raise ValueError("'name' can only be None if create=True")
        while True:
            self._name = '/' + name if name is not None else _make_filename()
            file = self._name.lstrip('/')
            try:
                if not file or '/' in file or len(os.fsencode(file)) > 254:
                    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
                self._fd = os.open(_FOLDER + file, flags, mode=self._mode)
                break
            except OSError as exc:
                if name is not None or not isinstance(exc, FileExistsError):
                    raise type(exc)(exc.errno, exc.strerror, self._name) from None
        registered = False
        try:
            if create:
                resource_tracker.register(self._name, 'shared_memory')
                registered = True
                disk = os.fstatvfs(self._fd)
                if disk.f_blocks and size > disk.f_bavail * disk.f_frsize:
                    # the file could be as long as that, but whoever uses it would get a SIGBUS
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self._name)
                os.ftruncate(self._fd, size)
            self._size = os.fstat(self._fd).st_size
            self._mmap = mmap.mmap(self._fd, self._size)
        except BaseException:
            self.close()
            if create:
                os.unlink(_FOLDER + file)
            if registered:
                resource_tracker.unregister(self._name, 'shared_memory')
            raise
        if not create:
            resource_tracker._resource_tracker._attach(self._name, 'shared_memory')
        self._buf = memoryview(self._mmap)

    def __del__(self):
        try:
            self.close()
        except (OSError, BufferError):
            pass

    def __reduce__(self):
        return self.__class__, (self.name, False, self.size)

    def __repr__(self):
        return f'{self.__class__.__name__}({self.name!r}, size={self.size})'

    @property
    def buf(self):
        """A memoryview of it."""
        return self._buf

    @property
    def name(self):
        """Its name, for other processes."""
        return self._name[1:] if self._name.startswith('/') else self._name

    @property
    def size(self):
        """How many bytes it has."""
        return self._size

    def close(self):
        """This process will not use it any more."""
        # a slice of the view that nobody uses any more may still be there: then the memory goes with it
        buf, self._buf = self._buf, None
        memory, self._mmap = self._mmap, None
        try:
            if buf is not None:
                buf.release()
            if memory is not None:
                memory.close()
        except BufferError:
            pass
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def unlink(self):
        """Take its name away: it is gone when the last process has closed it."""
        if self._name:
            try:
                os.unlink(_FOLDER + self._name.lstrip('/'))
            except OSError as exc:
                raise type(exc)(exc.errno, exc.strerror, '/' + self._name.lstrip('/')) from None
            resource_tracker.unregister(self._name, 'shared_memory')


# The layout is CPython's, so that processes of both may share a list. In 8-byte words: how many items; for each the
# place where its data begins, and the one behind the last; the data; for each its struct format. Then a byte for each
# that says what was made into bytes.
_ALIGN = 8
_FORMATS = {int: 'q', float: 'd', bool: 'xxxxxxx?', str: '%ds', bytes: '%ds', type(None): 'xxxxxx?x'}
_AS_IT_IS, _STR, _BYTES, _NONE = range(4)
_KINDS = {str: _STR, bytes: _BYTES, type(None): _NONE}


class ShareableList:
    """A list of ints, floats, bools, strs, bytes and None in shared memory. Its length is fixed, and so is the room of
    each item: 8 bytes, more for longer strs and bytes."""

    def __init__(self, sequence=None, *, name=None):
        if name is not None and sequence is None:
            self.shm = SharedMemory(name)
            self._list_len, = struct.unpack_from('q', self.shm.buf, 0)
            self._ends = struct.unpack_from(f'{self._list_len + 1}q', self.shm.buf, 8)
            return
        items = list(() if sequence is None else sequence)
        formats = [self._format(item) for item in items]
        ends = [0]
        for format in formats:
            ends.append(ends[-1] + struct.calcsize(format))
        self._list_len = len(items)
        self._ends = tuple(ends)
        self.shm = SharedMemory(name, create=True, size=self._data + ends[-1] + 9 * len(items))
        struct.pack_into(f'{len(items) + 2}q', self.shm.buf, 0, len(items), *ends)
        for i, (item, format) in enumerate(zip(items, formats)):
            self._store(i, item, format)

    @property
    def _data(self):
        return 8 * (self._list_len + 2)

    @staticmethod
    def _format(item):
        format = _FORMATS[type(item)]
        if type(item) in (str, bytes):
            n = len(item.encode() if isinstance(item, str) else item)
            format %= _ALIGN * (n // _ALIGN + 1)
        return format

    def _place(self, position):
        position = position if position >= 0 else position + self._list_len
        if not 0 <= position < self._list_len:
            raise IndexError
        return position

    def _format_at(self, i):
        at = self._data + self._ends[-1] + 8 * i
        return bytes(self.shm.buf[at:at + 8]).rstrip(b'\0').decode()

    def _kind_at(self, i):
        return self._data + self._ends[-1] + 8 * self._list_len + i

    def _store(self, i, item, format):
        kind = _KINDS.get(type(item), _AS_IT_IS)
        struct.pack_into(format, self.shm.buf, self._data + self._ends[i], item.encode() if kind == _STR else item)
        self.shm.buf[self._kind_at(i)] = kind
        struct.pack_into('8s', self.shm.buf, self._data + self._ends[-1] + 8 * i, format.encode())

    def __getitem__(self, position):
        try:
            i = self._place(position)
        except IndexError:
            raise IndexError('index out of range') from None
        kind = self.shm.buf[self._kind_at(i)]
        if kind == _AS_IT_IS:
            return struct.unpack_from(self._format_at(i), self.shm.buf, self._data + self._ends[i])[0]
        if kind == _NONE:
            return None
        value = bytes(self.shm.buf[self._data + self._ends[i]:self._data + self._ends[i + 1]]).rstrip(b'\0')
        return value.decode() if kind == _STR else value

    def __setitem__(self, position, value):
        try:
            i = self._place(position)
        except IndexError:
            raise IndexError('assignment index out of range') from None
        format = _FORMATS[type(value)]
        if type(value) in (str, bytes):
            room = self._ends[i + 1] - self._ends[i]
            if len(value.encode() if isinstance(value, str) else value) > room:
                raise ValueError('bytes/str item exceeds available storage')
            format %= room
        self._store(i, value, format)

    def __reduce__(self):
        return _attach, (self.__class__, self.shm.name)

    def __len__(self):
        return self._list_len

    def __iter__(self):
        for i in range(self._list_len):
            yield self[i]

    def __repr__(self):
        return f'{self.__class__.__name__}({list(self)}, name={self.shm.name!r})'

    @property
    def format(self):
        """The struct formats of its items."""
        return ''.join(map(self._format_at, range(self._list_len)))

    def count(self, value):
        """How often value is in it."""
        return sum(value == item for item in self)

    def index(self, value):
        """The first place where value is."""
        for i, item in enumerate(self):
            if value == item:
                return i
        raise ValueError(f'{value!r} not in this container')

    __class_getitem__ = classmethod(types.GenericAlias)


def _attach(cls, name):
    return cls(name=name)
