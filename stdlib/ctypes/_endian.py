"""Structures and unions whose fields are stored in the other byte order than this machine's, which is little-endian."""

from _ctypes import Array, PyCStructType, Structure, Union, UnionType, _array_type


def _other_order(kind):
    if hasattr(kind, '__ctype_be__'):
        return kind.__ctype_be__
    if issubclass(kind, Array):
        return _array_type(_other_order(kind._type_), kind._length_, kind.__module__)
    if issubclass(kind, (Structure, Union)):
        return kind
    raise TypeError(f'This type does not support other endian: {kind}')


class _SwappedStructType(PyCStructType):
    def _field_type(cls, kind):
        return _other_order(kind)


class _SwappedUnionType(UnionType):
    def _field_type(cls, kind):
        return _other_order(kind)


class BigEndianStructure(Structure, metaclass=_SwappedStructType):
    """A structure with its fields in big-endian order."""


class BigEndianUnion(Union, metaclass=_SwappedUnionType):
    """A union with its fields in big-endian order."""


LittleEndianStructure, LittleEndianUnion = Structure, Union
