"""The types of C data: simple values, arrays, structures and unions, in memory of their own or somebody else's.

The class of each kind knows size and alignment of its types and makes new ones; what reads and writes the memory is
_cdata's. There are no pointers and no foreign functions: nothing here can touch memory that is not its own.
"""

import operator
import sys
import weakref
from _cdata import _CData, _Field, _Sequence, addressof, load as _load, set_value as _set_value, size as _size_of, \
    store as _store, value as _value

_SIMPLE = 'cubBhHiIlLqQfdg?'
_NOT_SWAPPED = 'cbB'                    # one byte: the same in both orders
_NEVER_SWAPPED = 'ug?'                  # these have no other order at all
_INTEGERS = 'bBhHiIlLqQ?'


# -- What types have in common -----------------------------------------------------------------------------------------

class _Info:
    # what is known of a type: its _info_

    size = None                         # bytes; None: it is abstract
    align = 1
    code, swapped, count = '', False, -1        # as for _cdata
    simple = False                      # one value
    plain = False                       # ... that is one of Python's, and not an object of its own class
    final = True                        # fields cannot be set any more
    other = None                        # the same type in the other byte order
    own = False                         # they have been
    names = ()                          # of all fields


class _DataType(type):
    _info_ = _Info()

    def __mul__(cls, length):
        if not hasattr(length, '__index__'):
            raise TypeError(f"can't multiply sequence by non-int of type '{type(length).__name__}'")
        return _array_type(cls, length.__index__(), sys._getframe(1).f_globals.get('__name__'))

    __rmul__ = __mul__

    def from_buffer(cls, source, offset=0, /):
        """An object in the memory of source, which can be written."""
        view = memoryview(source)
        if view.readonly:
            raise TypeError('underlying buffer is not writable')
        return _over(cls, _part(cls, view, offset))

    def from_buffer_copy(cls, source, offset=0, /):
        """An object with a copy of source's bytes."""
        return _over(cls, memoryview(bytearray(_part(cls, memoryview(source), offset))))


def _part(cls, view, offset):
    if not view.c_contiguous:
        raise TypeError('underlying buffer is not C contiguous')
    if offset < 0:
        raise ValueError('offset cannot be negative')
    size = _need_size(cls)
    if size > view.nbytes - offset:
        raise ValueError(f'Buffer size too small ({view.nbytes} instead of at least {size + offset} bytes)')
    return view.cast('B')[offset:offset + size]


def _need_size(cls):
    info = cls._info_
    if info.size is None:
        raise TypeError('abstract class')
    info.final = True
    return info.size


def _over(cls, view, base=None):
    # an object in that memory, which is not changed
    info = cls._info_
    return _CData.__new__(cls, view, info.code, info.swapped, info.count, base)


def _new(cls, *args, **kwargs):
    info = cls._info_
    if not info.final or info.size is None:
        _need_size(cls)
    return _CData.__new__(cls, info.size, info.code, info.swapped, info.count)


def _reduce(self):
    return _unpickle, (type(self), (self.__dict__, bytes(self._view)))


def _setstate(self, state):
    attributes, data = state
    if len(data) > len(self._view):
        raise ValueError('the data is longer than the object')
    self._view[:len(data)] = data
    self.__dict__.update(attributes)


def _unpickle(cls, state):
    obj = cls.__new__(cls)
    obj.__setstate__(state)
    return obj


def _is_type(cls):
    return isinstance(cls, _DataType) and cls._info_.size is not None


def sizeof(obj_or_type, /):
    """Bytes of an object or of a type's objects."""
    cls = obj_or_type if isinstance(obj_or_type, type) else type(obj_or_type)
    if not _is_type(cls):
        raise TypeError('this type has no size')
    return cls._info_.size


def alignment(obj_or_type, /):
    """What the address of such an object can be divided by."""
    cls = obj_or_type if isinstance(obj_or_type, type) else type(obj_or_type)
    if not _is_type(cls):
        raise TypeError('no alignment info')
    return cls._info_.align


def _put(cls, base, offset, value):
    # value, anything that cls takes, at base's offset
    info = cls._info_
    if isinstance(value, cls):
        base._view[offset:offset + info.size] = value._view[:info.size]
    elif isinstance(value, tuple) and not info.simple:
        try:
            made = cls(*value)
        except Exception as exc:
            raise RuntimeError(f'({cls.__name__}) {type(exc).__name__}: {exc}') from None
        base._view[offset:offset + info.size] = made._view
    elif not info.simple:
        raise TypeError(f'expected {cls.__name__} instance, got {type(value).__name__}')
    elif isinstance(value, _CData):
        raise TypeError(f'incompatible types, {type(value).__name__} instance instead of {cls.__name__} instance')
    else:
        _store(base, offset, info.code, info.swapped, value)


def _get(cls, base, offset):
    info = cls._info_
    if info.plain:
        return _load(base, offset, info.code, info.swapped)
    return _over(cls, base._view[offset:offset + info.size], base)


# -- Simple values -----------------------------------------------------------------------------------------------------

class PyCSimpleType(_DataType):
    """The type of types of simple values."""

    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        if bases == (_CData,):
            return
        info = cls._info_ = _Info()
        info.simple = True
        info.plain = _SimpleCData in bases
        code = getattr(cls, '_type_', None)
        if code is None:
            raise AttributeError("class must define a '_type_' attribute")
        if not isinstance(code, str):
            raise TypeError("class must define a '_type_' string attribute")
        if len(code) != 1:
            raise ValueError("class must define a '_type_' attribute which must be a string of length 1")
        if code not in _SIMPLE:
            raise AttributeError("class must define a '_type_' attribute which must be\n"
                                 f"a single character string containing one of '{_SIMPLE}'.")
        info.code = code
        info.size = info.align = _size_of(code)

    def _in_order(cls, name, swapped):
        info = cls._info_
        if not info.code or info.code in _NEVER_SWAPPED:
            raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")
        if info.swapped == swapped or info.code in _NOT_SWAPPED:
            return cls
        if info.other is None:
            other = type(cls)(cls.__name__, cls.__bases__, {'_type_': info.code, '__module__': cls.__module__})
            other._info_.swapped = not info.swapped
            info.other, other._info_.other = other, cls
        return info.other

    # this machine is little-endian
    __ctype_le__ = property(lambda cls: cls._in_order('__ctype_le__', False))
    __ctype_be__ = property(lambda cls: cls._in_order('__ctype_be__', True))


class _SimpleCData(_CData, metaclass=PyCSimpleType):
    """A value of a C type."""

    __new__ = _new
    __hash__ = None
    __reduce__ = _reduce
    __setstate__ = _setstate
    value = property(_value, _set_value, doc='current value')

    def __init__(self, *args, **kwargs):
        if len(args) > 1:
            raise TypeError(f'__init__ expected at most 1 argument, got {len(args)}')
        if args:
            _set_value(self, args[0])

    def __bool__(self):
        return any(self._view)

    def __repr__(self):
        if type(self)._info_.plain:
            return f'{type(self).__name__}({_value(self)!r})'
        return f'<{type(self).__name__} object at {id(self):#x}>'


# -- Arrays ------------------------------------------------------------------------------------------------------------

class PyCArrayType(_DataType):
    """The type of types of arrays."""

    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        if bases == (_Sequence,):
            return
        length = getattr(cls, '_length_', None)
        if length is None:
            raise AttributeError("class must define a '_length_' attribute")
        if not isinstance(length, int):
            raise TypeError("The '_length_' attribute must be an integer")
        if length < 0:
            raise ValueError("The '_length_' attribute must not be negative")
        if length > sys.maxsize:
            raise OverflowError("The '_length_' attribute is too large")
        item = getattr(cls, '_type_', None)
        if item is None:
            raise AttributeError("class must define a '_type_' attribute")
        if not _is_type(item):
            raise TypeError('_type_ must have storage info')
        size = _need_size(item) * length
        if size > sys.maxsize:
            raise OverflowError('array too large')
        info = cls._info_ = _Info()
        info.size, info.align, info.count, info.swapped = size, item._info_.align, length, item._info_.swapped
        info.code = item._info_.code if item._info_.plain else ''
        if info.code == 'c':
            cls.value, cls.raw = _char_value, _char_raw
        elif info.code == 'u':
            cls.value = _wchar_value


class Array(_Sequence, metaclass=PyCArrayType):
    """Values of one C type, one behind the other."""

    __new__ = _new
    __hash__ = None
    __reduce__ = _reduce
    __setstate__ = _setstate

    def __init__(self, *args, **kwargs):
        if len(args) > len(self):
            raise IndexError('invalid index')
        self[:len(args)] = args

    # what _cdata cannot do by itself

    def _item(self, i):
        item = self._type_
        return _get(item, self, i * item._info_.size)

    def _set_item(self, i, value):
        item = self._type_
        _put(item, self, i * item._info_.size, value)


def _array_type(item, length, module):
    if length < 0:
        raise ValueError(f'Array length must be >= 0, not {length}')
    if length > sys.maxsize:
        raise OverflowError("cannot fit 'int' into an index-sized integer")
    if not _is_type(item):
        raise TypeError('_type_ must have storage info')
    if (cls := _array_types.get((item, length))) is None:
        cls = PyCArrayType(f'{item.__name__}_Array_{length}', (Array,),
                           {'_length_': length, '_type_': item, '__module__': module})
        _array_types[item, length] = cls
    return cls


_array_types = weakref.WeakValueDictionary()


def _text_setter(kind, what, zero):
    def set(self, value):
        if not isinstance(value, kind):
            raise TypeError(f'{what} expected instead of {type(value).__name__} instance')
        if len(value) > len(self):
            raise ValueError(f"{'byte ' if kind is bytes else ''}string too long")
        self[:len(value)] = value
        if len(value) < len(self):
            self[len(value)] = zero
    return set


def _set_raw(self, value):
    view = memoryview(value).cast('B')
    if len(view) > len(self._view):
        raise ValueError('byte string too long')
    self._view[:len(view)] = view


_char_value = property(lambda self: bytes(self._view).split(b'\0', 1)[0], _text_setter(bytes, 'bytes', b'\0'),
                       doc='string value')
_char_raw = property(lambda self: bytes(self._view), _set_raw, doc='value')
_wchar_value = property(lambda self: self[:].split('\0', 1)[0], _text_setter(str, 'unicode string', '\0'),
                        doc='string value')


# -- Structures and unions ---------------------------------------------------------------------------------------------

class CField(_Field):
    """A field of a structure or union. Plain values are read and written by _Field itself."""

    __slots__ = '_type', '_bits', '_bit_offset'

    def __new__(cls, kind, offset, bits=None, bit_offset=0):
        info = kind._info_
        self = _Field.__new__(cls, offset, info.code if info.plain and bits is None else '', info.swapped)
        self._type = kind
        self._bits = bits
        self._bit_offset = bit_offset
        return self

    @property
    def size(self):
        """Its bytes; of a bit field its bits << 16, and where these begin."""
        return self._type._info_.size if self._bits is None else self._bits << 16 | self._bit_offset

    def __repr__(self):
        if self._bits is None:
            return f'<Field type={self._type.__name__}, ofs={self.offset}, size={self.size}>'
        return f'<Field type={self._type.__name__}, ofs={self.offset}:{self._bit_offset}, bits={self._bits}>'

    def _get(self, obj):
        if self._bits is not None:
            return self._get_bits(obj)
        value = _get(self._type, obj, self.offset)
        return value.value if self._is_text() else value

    def _set(self, obj, value):
        if self._bits is not None:
            self._set_bits(obj, value)
        elif self._is_text() and not isinstance(value, self._type):
            self._set_text(obj, value)
        else:
            _put(self._type, obj, self.offset, value)

    def _is_text(self):
        # arrays of characters are seen as bytes or str
        info = self._type._info_
        return info.count >= 0 and (info.code == 'c' or info.code == 'u')

    def _set_text(self, obj, value):
        info = self._type._info_
        if info.code == 'c':
            if not isinstance(value, bytes):
                raise TypeError(f'expected bytes, {type(value).__name__} found')
            value = value.split(b'\0', 1)[0]
            if len(value) > info.count:
                raise ValueError(f'bytes too long ({len(value)}, maximum length {info.count})')
        else:
            if not isinstance(value, str):
                raise TypeError(f'unicode string expected instead of {type(value).__name__} instance')
            if len(value) > info.count:
                raise ValueError(f'string too long ({len(value)}, maximum length {info.count})')
        _get(self._type, obj, self.offset).value = value

    def _place(self):
        # code of the storage, byte order, and how far to shift: in the other order the first bits are the highest
        info = self._type._info_
        shift = info.size * 8 - self._bit_offset - self._bits if info.swapped else self._bit_offset
        return 'B' if info.code == '?' else info.code, info.swapped, shift

    def _get_bits(self, obj):
        code, swapped, shift = self._place()
        bits = self._bits
        value = _load(obj, self.offset, code, swapped) >> shift & (1 << bits) - 1
        if self._type._info_.code == '?':
            return bool(value)
        return value - (1 << bits) if code.islower() and value >> bits - 1 else value

    def _set_bits(self, obj, value):
        code, swapped, shift = self._place()
        mask = (1 << self._bits) - 1
        cls = self._type
        if isinstance(value, cls):
            value = value.value
        elif isinstance(value, _CData):
            raise TypeError(f'incompatible types, {type(value).__name__} instance instead of {cls.__name__} instance')
        if cls._info_.code == '?':
            value = bool(value)
        value = operator.index(value)
        old = _load(obj, self.offset, code, swapped)
        _store(obj, self.offset, code, swapped, old & ~(mask << shift) | (value & mask) << shift)


class _Layout:
    # where the next field goes

    def __init__(self, base, pack):
        self.size = base.size or 0
        self.align = base.align
        self.pack = pack
        self.unit = 0                   # bytes of the storage that bit fields share, 0: there is none
        self.used = 0                   # bits of it

    def add(self, cls, bits=None):
        """The field of a structure."""
        size, align = cls._info_.size, cls._info_.align
        if bits is not None and self.unit:
            if size <= self.unit and self.used + bits <= self.unit * 8:
                return self._bit_field(cls, bits)
            if size > self.unit and self.used + bits <= size * 8:       # the storage grows
                self.size += size - self.unit
                self.unit = size
                return self._bit_field(cls, bits)
        if self.pack:
            align = min(align, self.pack)
        self.align = max(self.align, align)
        start = -(-self.size // align) * align
        self.size = start + size
        self.unit, self.used = (0, 0) if bits is None else (size, 0)
        return CField(cls, start) if bits is None else self._bit_field(cls, bits)

    def _bit_field(self, cls, bits):
        field = CField(cls, self.size - self.unit, bits, self.used)
        self.used += bits
        return field

    def add_to_union(self, cls, bits=None):
        """The field of a union."""
        align = cls._info_.align
        self.align = max(self.align, min(align, self.pack) if self.pack else align)
        self.size = max(self.size, cls._info_.size)
        return CField(cls, 0, bits)


class PyCStructType(_DataType):
    """The type of types of structures."""

    _is_union = False

    def __init__(cls, name, bases, namespace):
        super().__init__(name, bases, namespace)
        if bases == (_CData,):
            return
        base, info = cls.__mro__[1]._info_, _Info()
        base.final = True
        info.size, info.align, info.names, info.final = base.size or 0, base.align, base.names, False
        cls._info_ = info
        if '_fields_' in namespace:
            cls._lay_out(namespace['_fields_'])

    def __setattr__(cls, name, value):
        if name == '_fields_':
            cls._lay_out(value)
        super().__setattr__(name, value)

    def _field_type(cls, kind):
        # in the byte order of the structure
        return kind

    def _lay_out(cls, fields):
        info = cls._info_
        if info.final or info.own:
            raise AttributeError('_fields_ is final')
        if not hasattr(fields, '__len__') or not hasattr(fields, '__getitem__'):
            raise TypeError("'_fields_' must be a sequence of pairs")
        pack = getattr(cls, '_pack_', 0)
        if not isinstance(pack, int) or not 0 <= pack < 1 << 31:
            raise ValueError('_pack_ must be a non-negative integer')
        layout = _Layout(info, pack)
        names = []
        for i, field in enumerate(fields):
            if not isinstance(field, tuple) or not 2 <= len(field) <= 3 or not isinstance(field[0], str):
                raise TypeError("'_fields_' must be a sequence of (name, C type) pairs")
            name, kind, *bits = field
            if not _is_type(kind):
                raise TypeError(f'second item in _fields_ tuple (index {i}) must be a C type')
            kind = cls._field_type(kind)
            _need_size(kind)
            if bits:
                if not kind._info_.simple or kind._info_.code not in _INTEGERS:
                    raise TypeError(f'bit fields not allowed for type {kind.__name__}')
                if not isinstance(bits[0], int):
                    raise TypeError(f"'{type(bits[0]).__name__}' object cannot be interpreted as an integer")
                if not 1 <= bits[0] <= kind._info_.size * 8:
                    raise ValueError('number of bits invalid for bit field')
            add = layout.add_to_union if cls._is_union else layout.add
            type.__setattr__(cls, name, add(kind, *bits))
            names.append(name)
        if info.final:
            raise AttributeError('Structure or union cannot contain itself')
        info.own = True
        info.align = layout.align
        info.size = -(-layout.size // layout.align) * layout.align
        info.names += tuple(names)
        for name in getattr(cls, '_anonymous_', ()):
            cls._show_fields_of(name)

    def _show_fields_of(cls, name):
        # an anonymous field's fields are fields of its structure
        field = getattr(cls, name)
        if not isinstance(field, CField):
            raise AttributeError(f"'{name}' is specified in _anonymous_ but not in _fields_")
        field._type._fields_
        for inner in field._type._info_.names:
            f = getattr(field._type, inner)
            type.__setattr__(cls, inner, CField(f._type, field.offset + f.offset, f._bits, f._bit_offset))


class UnionType(PyCStructType):
    """The type of types of unions."""

    _is_union = True


def _init_fields(self, *args, **kwargs):
    names = type(self)._info_.names
    if len(args) > len(names):
        raise TypeError('too many initializers')
    for name, value in zip(names, args):
        if name in kwargs:
            raise TypeError(f'duplicate values for field {name!r}')
        setattr(self, name, value)
    for name, value in kwargs.items():
        setattr(self, name, value)


class Structure(_CData, metaclass=PyCStructType):
    """C's struct: fields one behind the other."""

    __new__ = _new
    __init__ = _init_fields
    __hash__ = None
    __reduce__ = _reduce
    __setstate__ = _setstate


class Union(_CData, metaclass=UnionType):
    """C's union: fields in the same place."""

    __new__ = _new
    __init__ = _init_fields
    __hash__ = None
    __reduce__ = _reduce
    __setstate__ = _setstate
