"""Values as C structures in bytes, and back.

A format is a byte order (@ native with alignment, = native, < little, > or ! big endian) and letters with counts:
x padding, c char, b B h H i I l L q Q n N ints (upper case: unsigned), ? bool, e f d floats, s p bytes, P pointer.
"""

from _struct import Struct, _clearcache, calcsize, error, iter_unpack, pack, pack_into, unpack, unpack_from

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"]
