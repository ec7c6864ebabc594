"""C data types: values, arrays, structures and unions that lie in memory as C has them.

There are no pointers and no calls of foreign functions.
"""

from _ctypes import Array, Structure, Union, _SimpleCData, _unpickle, addressof, alignment, sizeof

__version__ = '1.1.0'


def _simple(name, code):
    return type(_SimpleCData)(name, (_SimpleCData,), {'_type_': code, '__module__': 'ctypes'})


c_bool = _simple('c_bool', '?')
c_char = _simple('c_char', 'c')
c_wchar = _simple('c_wchar', 'u')
c_byte = _simple('c_byte', 'b')
c_ubyte = _simple('c_ubyte', 'B')
c_short = _simple('c_short', 'h')
c_ushort = _simple('c_ushort', 'H')
c_int = _simple('c_int', 'i')
c_uint = _simple('c_uint', 'I')
c_long = _simple('c_long', 'l')
c_ulong = _simple('c_ulong', 'L')
c_float = _simple('c_float', 'f')
c_double = _simple('c_double', 'd')
c_longdouble = _simple('c_longdouble', 'g')

# where sizes are the same, types are
c_longlong = c_ssize_t = c_int64 = c_long
c_ulonglong = c_size_t = c_uint64 = c_ulong
c_int8, c_int16, c_int32 = c_byte, c_short, c_int
c_uint8, c_uint16, c_uint32 = c_ubyte, c_ushort, c_uint


def ARRAY(typ, len):
    """typ * len."""
    return typ * len


def _buffer(item, kind, init, size):
    if isinstance(init, kind):
        buffer = (item * (len(init) + 1 if size is None else size))()
        buffer.value = init
        return buffer
    if isinstance(init, int):
        return (item * init)()
    raise TypeError(init)


def create_string_buffer(init, size=None):
    """An array of c_char: size of them, or the bytes of init and a zero."""
    return _buffer(c_char, bytes, init, size)


c_buffer = create_string_buffer


def create_unicode_buffer(init, size=None):
    """An array of c_wchar: size of them, or the characters of init and a zero."""
    return _buffer(c_wchar, str, init, size)


from ctypes._endian import BigEndianStructure, BigEndianUnion, LittleEndianStructure, LittleEndianUnion
