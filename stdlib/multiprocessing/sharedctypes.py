"""Values and arrays in shared memory, by typecode, and their wrappers with a lock."""

import struct
from _multiprocessing import SharedObject
from . import get_context, heap, reduction
from .context import assert_spawning

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']

_NAMES = {'c': 'c_char', 'u': 'c_wchar', 'b': 'c_byte', 'B': 'c_ubyte', 'h': 'c_short', 'H': 'c_ushort', 'i': 'c_int',
          'I': 'c_uint', 'l': 'c_long', 'L': 'c_ulong', 'q': 'c_longlong', 'Q': 'c_ulonglong', 'f': 'c_float',
          'd': 'c_double'}
_FORMATS = {'l': 'q', 'L': 'Q'}         # a buffer's formats have the same size everywhere


class _Shared(SharedObject):
    # what values and arrays have in common: typecode, and a view of the memory

    _scalar = False

    def __new__(cls, code, wrapper):
        view = wrapper.create_memoryview().cast('I' if code == 'u' else code)
        self = SharedObject.__new__(cls, view, _FORMATS.get(code, code), cls._scalar)
        self._code = code
        self._wrapper = wrapper
        return self

    def __reduce__(self):
        assert_spawning(self)
        return type(self), (self._code, self._wrapper)

    def _in(self, value):
        # as C stores it: ints are cut off at the top
        code = self._code
        if code == 'c':
            if isinstance(value, int):
                return bytes([value])
            if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
                raise TypeError('one character bytes, bytearray or integer expected')
            return bytes(value)
        if code == 'u':
            if not isinstance(value, str):
                raise TypeError(f'unicode string expected instead of {type(value).__name__} instance')
            if len(value) != 1:
                raise TypeError('one character unicode string expected')
            return ord(value)
        if code in 'fd':
            if not isinstance(value, (int, float)):
                raise TypeError(f'must be real number, not {type(value).__name__}')
            return float(value)
        if not hasattr(value, '__index__'):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        bits = self._view.itemsize * 8
        value = value.__index__() & ((1 << bits) - 1)
        if code.islower() and value >> bits - 1:
            value -= 1 << bits
        return value

    def _out(self, value):
        return chr(value) if self._code == 'u' else value


class _Value(_Shared):
    _scalar = True

    @property
    def value(self):
        """The value."""
        return self._out(self._view[0])

    @value.setter
    def value(self, value):
        self._view[0] = self._in(value)

    def __repr__(self):
        return f'{_NAMES[self._code]}({self.value!r})'


class _Array(_Shared):
    def __len__(self):
        return len(self._view)

    def __getitem__(self, index):
        if not isinstance(index, slice):
            try:
                return self._out(self._view[index])
            except IndexError:
                raise IndexError('invalid index') from None
        if self._code == 'c':
            return self._view[index].tobytes()
        items = self._view[index].tolist()
        return ''.join(map(chr, items)) if self._code == 'u' else items

    def __setitem__(self, index, value):
        if not isinstance(index, slice):
            try:
                self._view[index] = self._in(value)
            except IndexError:
                raise IndexError('invalid index') from None
            return
        places = range(*index.indices(len(self._view)))
        values = [self._in(bytes([v]) if self._code == 'c' and isinstance(v, int) else v) for v in value]
        if len(values) != len(places):
            raise ValueError('Can only assign sequence of same size')
        for place, v in zip(places, values):
            self._view[place] = v

    def __iter__(self):
        for i in range(len(self._view)):
            yield self._out(self._view[i])

    def __repr__(self):
        return f'<{self.__class__.__module__}.{_NAMES[self._code]}_Array_{len(self)} object at {id(self):#x}>'


class _CharArray(_Array):
    @property
    def raw(self):
        """All its bytes."""
        return self._view.tobytes()

    @raw.setter
    def raw(self, value):
        if len(value) > len(self._view):
            raise ValueError('byte string too long')
        self[:len(value)] = value

    @property
    def value(self):
        """Its bytes up to the first zero."""
        return self.raw.split(b'\0', 1)[0]

    @value.setter
    def value(self, value):
        if not isinstance(value, bytes):
            raise TypeError(f'bytes expected instead of {type(value).__name__} instance')
        if len(value) > len(self._view):
            raise ValueError('byte string too long')
        self[:len(value)] = value
        if len(value) < len(self._view):
            self[len(value)] = b'\0'


class _WideArray(_Array):
    @property
    def value(self):
        """Its characters up to the first zero."""
        return self[:].split('\0', 1)[0]

    @value.setter
    def value(self, value):
        if not isinstance(value, str):
            raise TypeError(f'unicode string expected instead of {type(value).__name__} instance')
        if len(value) > len(self._view):
            raise ValueError('string too long')
        self[:len(value)] = value
        if len(value) < len(self._view):
            self[len(value)] = '\0'


def _code_of(typecode_or_type):
    if isinstance(typecode_or_type, str) and typecode_or_type in _NAMES:
        return typecode_or_type
    for code, name in _NAMES.items():
        if getattr(typecode_or_type, '__name__', None) == name:
            return code
    raise TypeError('this type has no size')


def _size(code):
    return struct.calcsize('i' if code == 'u' else code)


def RawValue(typecode_or_type, *args):
    """A value in shared memory, without a lock."""
    code = _code_of(typecode_or_type)
    obj = _Value(code, heap.BufferWrapper(_size(code)))
    if args:
        obj.value, = args
    return obj


def RawArray(typecode_or_type, size_or_initializer):
    """An array in shared memory, without a lock."""
    code = _code_of(typecode_or_type)
    cls = _CharArray if code == 'c' else _WideArray if code == 'u' else _Array
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError(f'Array length must be >= 0, not {size_or_initializer}')
        return cls(code, heap.BufferWrapper(_size(code) * size_or_initializer))
    items = size_or_initializer if hasattr(size_or_initializer, '__len__') else list(size_or_initializer)
    obj = cls(code, heap.BufferWrapper(_size(code) * len(items)))
    obj[:] = items
    return obj


def _lock_for(lock, ctx):
    if lock in (True, None):
        return (ctx or get_context()).RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError(f"{lock!r} has no method 'acquire'")
    return lock


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A value in shared memory, with a lock."""
    obj = RawValue(typecode_or_type, *args)
    return obj if lock is False else synchronized(obj, _lock_for(lock, ctx), ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """An array in shared memory, with a lock."""
    obj = RawArray(typecode_or_type, size_or_initializer)
    return obj if lock is False else synchronized(obj, _lock_for(lock, ctx), ctx)


def copy(obj):
    """The same in other memory."""
    wrapper = heap.BufferWrapper(obj._view.nbytes)
    wrapper.create_memoryview()[:] = obj._view.cast('B')
    return type(obj)(obj._code, wrapper)


def synchronized(obj, lock=None, ctx=None):
    """A wrapper with a lock."""
    assert not isinstance(obj, SynchronizedBase), 'object already synchronized'
    ctx = ctx or get_context()
    if isinstance(obj, _Value):
        return Synchronized(obj, lock, ctx)
    if isinstance(obj, _CharArray):
        return SynchronizedString(obj, lock, ctx)
    return SynchronizedArray(obj, lock, ctx)


class SynchronizedBase:
    """An object in shared memory, and its lock."""

    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = lock or (ctx or get_context(force=True)).RLock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __reduce__(self):
        assert_spawning(self)
        return synchronized, (self._obj, self._lock)

    def get_obj(self):
        """The object without the lock."""
        return self._obj

    def get_lock(self):
        """The lock."""
        return self._lock

    def __repr__(self):
        return f'<{type(self).__name__} wrapper for {self._obj}>'


def _with_lock(name):
    def get(self):
        with self._lock:
            return getattr(self._obj, name)

    def set(self, value):
        with self._lock:
            setattr(self._obj, name, value)

    return property(get, set)


class Synchronized(SynchronizedBase):
    """A value and its lock."""

    value = _with_lock('value')


class SynchronizedArray(SynchronizedBase):
    """An array and its lock."""

    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value

    def __getslice__(self, start, stop):
        with self._lock:
            return self._obj[start:stop]

    def __setslice__(self, start, stop, values):
        with self._lock:
            self._obj[start:stop] = values


class SynchronizedString(SynchronizedArray):
    """An array of bytes and its lock."""

    value = _with_lock('value')
    raw = _with_lock('raw')
