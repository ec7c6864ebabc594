"""Shared memory with a name, and lists in it."""

__all__ = ['SharedMemory', 'ShareableList']

import mmap
import os
import secrets
import struct
import types
from . import util

_FOLDER = '/dev/shm/'


def _make_filename():
    return '/psm_' + secrets.token_hex(4)


def _forget(name):
    # at the end of the process that made it
    try:
        os.unlink(_FOLDER + name)
    except OSError:
        return
    import warnings
    warnings.warn(f'shared memory {name!r} was never unlinked by the process that made it: done now', stacklevel=2)


class SharedMemory:
    """A block of memory that other processes find by its name. It stays until somebody calls unlink(), or the process
    that has made it ends."""

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
            self._name = name if name is not None else _make_filename()
            try:
                self._fd = os.open(_FOLDER + self._name.lstrip('/'), flags, mode=self._mode)
                break
            except FileExistsError as exc:
                if name is not None:
                    raise FileExistsError(exc.errno, exc.strerror, '/' + self._name.lstrip('/')) from None
            except OSError as exc:
                raise type(exc)(exc.errno, exc.strerror, '/' + self._name.lstrip('/')) from None
        self._unlink = None
        try:
            if create:
                os.ftruncate(self._fd, size)
                self._unlink = util.Finalize(None, _forget, (self._name.lstrip('/'),), exitpriority=-50)
            self._size = os.fstat(self._fd).st_size
            self._mmap = mmap.mmap(self._fd, self._size)
        except BaseException:
            self.unlink()
            raise
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
            if self._unlink is not None:
                self._unlink.cancel()
            try:
                os.unlink(_FOLDER + self._name.lstrip('/'))
            except OSError as exc:
                raise type(exc)(exc.errno, exc.strerror, '/' + self._name.lstrip('/')) from None


# Layout of a list: how many items; for each the place behind it; for each its kind and struct format, 8 bytes; data.
_ALIGN = 8
_KINDS = {int: 'q', float: 'd', bool: '?', type(None): 'x'}


class ShareableList:
    """A list of ints, floats, bools, strs, bytes and None in shared memory. Its length is fixed, and so is the room of
    each str and bytes."""

    def __init__(self, sequence=None, *, name=None):
        if sequence is None:
            self.shm = SharedMemory(name)
        else:
            items = list(sequence)
            formats = [self._format(item) for item in items]
            ends, at = [], 0
            for format in formats:
                at += struct.calcsize(format)
                ends.append(at)
            head = 8 + 17 * len(items)
            self.shm = SharedMemory(name, create=True, size=head + at)
        buf = self.shm.buf
        if sequence is not None:
            struct.pack_into('<q', buf, 0, len(items))
            self._list_len = len(items)
            for i, (end, format) in enumerate(zip(ends, formats)):
                struct.pack_into('<q8s', buf, 8 + 16 * i, end, format.encode())
            for i, item in enumerate(items):
                self._store(i, item, formats[i])
        self._list_len, = struct.unpack_from('<q', buf, 0)

    @staticmethod
    def _format(item):
        if isinstance(item, (str, bytes)):
            n = len(item.encode() if isinstance(item, str) else item)
            return f'{_ALIGN * (n // _ALIGN + 1)}s'
        try:
            return _KINDS[type(item)]
        except KeyError:
            raise ValueError(f'cannot put an object of type {type(item).__name__} into a ShareableList') from None

    def _entry(self, i):
        # where item i is, and its format
        if not isinstance(i, int):
            raise TypeError(f'list indices must be integers or slices, not {type(i).__name__}')
        n = self._list_len
        if i < 0:
            i += n
        if not 0 <= i < n:
            raise IndexError('index out of range')
        start = struct.unpack_from('<q', self.shm.buf, 8 + 16 * (i - 1))[0] if i else 0
        format = struct.unpack_from('<8s', self.shm.buf, 16 + 16 * i)[0].rstrip(b'\0').decode()
        return i, 8 + 17 * n + start, format

    def _store(self, i, item, format):
        n = self._list_len
        start = struct.unpack_from('<q', self.shm.buf, 8 + 16 * (i - 1))[0] if i else 0
        kind = b's' if isinstance(item, str) else b'b' if isinstance(item, bytes) else b'-'
        self.shm.buf[8 + 16 * n + i:9 + 16 * n + i] = kind
        place = 8 + 17 * n + start
        if item is None:
            self.shm.buf[place:place + 1] = b'\0'
        else:
            struct.pack_into('<' + format, self.shm.buf, place, item.encode() if isinstance(item, str) else item)

    def __getitem__(self, position):
        try:
            i, place, format = self._entry(position)
        except IndexError:
            raise IndexError('index out of range') from None
        if format == 'x':
            return None
        value, = struct.unpack_from('<' + format, self.shm.buf, place)
        if format[-1] == 's':
            value = value.rstrip(b'\0')
            kind = 8 + 16 * self._list_len + i
            if self.shm.buf[kind] == ord('s'):
                value = value.decode()
        return value

    def __setitem__(self, position, value):
        try:
            i, place, old = self._entry(position)
        except IndexError:
            raise IndexError('assignment index out of range') from None
        new = self._format(value)
        if old[-1] == 's' and isinstance(value, (str, bytes)):
            if len(value.encode() if isinstance(value, str) else value) > int(old[:-1]):
                raise ValueError('bytes/str item exceeds available storage')
            new = old
        elif struct.calcsize(new) > max(struct.calcsize(old), 1):
            raise ValueError('bytes/str item exceeds available storage')
        struct.pack_into('<8s', self.shm.buf, 16 + 16 * i, new.encode())
        self._store(i, value, new)

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
        return ''.join(self._entry(i)[2] for i in range(self._list_len))

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
