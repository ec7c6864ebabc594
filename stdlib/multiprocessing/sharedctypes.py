"""C values, arrays and structures in shared memory, and their wrappers with a lock."""

import ctypes
from _ctypes import _over
from . import get_context, heap, reduction
from .context import assert_spawning

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']

typecode_to_type = {
    'c': ctypes.c_char, 'u': ctypes.c_wchar,
    'b': ctypes.c_byte, 'B': ctypes.c_ubyte,
    'h': ctypes.c_short, 'H': ctypes.c_ushort,
    'i': ctypes.c_int, 'I': ctypes.c_uint,
    'l': ctypes.c_long, 'L': ctypes.c_ulong,
    'q': ctypes.c_longlong, 'Q': ctypes.c_ulonglong,
    'f': ctypes.c_float, 'd': ctypes.c_double,
}


def _type(typecode_or_type):
    return typecode_to_type.get(typecode_or_type, typecode_or_type)


# -- Objects in shared memory ------------------------------------------------------------------------------------------

def _new_value(cls):
    return rebuild_ctype(cls, heap.BufferWrapper(ctypes.sizeof(cls)), None)


def rebuild_ctype(cls, wrapper, length):
    """An object in the memory of wrapper; length: of an array of such objects, None for a single one."""
    if length is not None:
        cls = cls * length
    if reduction._extra_reducers.get(cls) is not reduce_ctype:
        reduction.register(cls, reduce_ctype)
    obj = _over(cls, wrapper.create_memoryview())
    obj._wrapper = wrapper
    return obj


def reduce_ctype(obj):
    """How such an object goes to a child that is being spawned."""
    assert_spawning(obj)
    if isinstance(obj, ctypes.Array):
        return rebuild_ctype, (obj._type_, obj._wrapper, obj._length_)
    return rebuild_ctype, (type(obj), obj._wrapper, None)


def RawValue(typecode_or_type, *args):
    """A value in shared memory, without a lock."""
    obj = _new_value(_type(typecode_or_type))
    obj.__init__(*args)
    return obj


def RawArray(typecode_or_type, size_or_initializer):
    """An array in shared memory, without a lock."""
    cls = _type(typecode_or_type)
    if isinstance(size_or_initializer, int):
        return _new_value(cls * size_or_initializer)
    obj = _new_value(cls * len(size_or_initializer))
    obj.__init__(*size_or_initializer)
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
    new = _new_value(type(obj))
    new._view[:] = obj._view
    return new


def synchronized(obj, lock=None, ctx=None):
    """A wrapper with a lock."""
    assert not isinstance(obj, SynchronizedBase), 'object already synchronized'
    ctx = ctx or get_context()
    if isinstance(obj, ctypes._SimpleCData):
        return Synchronized(obj, lock, ctx)
    if isinstance(obj, ctypes.Array):
        if obj._type_ is ctypes.c_char:
            return SynchronizedString(obj, lock, ctx)
        return SynchronizedArray(obj, lock, ctx)
    return _wrapper_of(type(obj))(obj, lock, ctx)


_wrappers = {}


def _wrapper_of(cls):
    # a structure's has the fields
    if cls not in _wrappers:
        _wrappers[cls] = type('Synchronized' + cls.__name__, (SynchronizedBase,),
                              {field[0]: _with_lock(field[0]) for field in cls._fields_})
    return _wrappers[cls]


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
        self.acquire()
        try:
            return getattr(self._obj, name)
        finally:
            self.release()

    def set(self, value):
        self.acquire()
        try:
            setattr(self._obj, name, value)
        finally:
            self.release()

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
