"""Classes made from annotated fields."""

import sys
import abc
from _thread import get_ident
from keyword import iskeyword
from types import MappingProxyType, GenericAlias, FunctionType, MemberDescriptorType

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields",
           "asdict", "astuple", "make_dataclass", "replace", "is_dataclass"]


class FrozenInstanceError(AttributeError):
    """A field of a frozen dataclass was assigned or deleted."""


# -- Marks ---------------------------------------------------------------------------------------------------

class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


class _MISSING_TYPE:
    pass


class _KW_ONLY_TYPE:
    pass


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()     # default of a parameter whose value a factory makes
MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()
_EMPTY_METADATA = MappingProxyType({})


class _FIELD_BASE:
    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FIELD_BASE("_FIELD")
_FIELD_CLASSVAR = _FIELD_BASE("_FIELD_CLASSVAR")
_FIELD_INITVAR = _FIELD_BASE("_FIELD_INITVAR")

_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT_NAME = "__post_init__"


class InitVar:
    """Annotation of a parameter of __init__ that goes to __post_init__ and is no field."""
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """What is known of one field; made by field(), found by fields()."""
    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata",
                 "kw_only", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY_METADATA if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        key = id(self), get_ident()
        if key in _running_reprs:
            return "..."
        _running_reprs.add(key)
        try:
            return (f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
                    f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},"
                    f"hash={self.hash!r},compare={self.compare!r},metadata={self.metadata!r},"
                    f"kw_only={self.kw_only!r},_field_type={self._field_type})")
        finally:
            _running_reprs.discard(key)

    def __set_name__(self, owner, name):
        # A default that is a descriptor must learn its name; it stands in the class later.
        method = getattr(type(self.default), "__set_name__", None)
        if method:
            method(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen

    def __repr__(self):
        return (f"_DataclassParams(init={self.init!r},repr={self.repr!r},eq={self.eq!r},order={self.order!r},"
                f"unsafe_hash={self.unsafe_hash!r},frozen={self.frozen!r})")


_running_reprs = set()      # (id, thread) of the objects whose repr is being made


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True,
          metadata=None,
          kw_only=MISSING):
    """Say more about a field than its annotation can."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


# -- Reading the class body ----------------------------------------------------------------------------------

def _split_annotation(text):
    # The leading "module.name" or "name" of an annotation given as text.
    def word(i):
        while i < len(text) and text[i].isspace():
            i += 1
        start = i
        while i < len(text) and (text[i].isalnum() or text[i] == "_"):
            i += 1
        return text[start:i], i

    first, i = word(0)
    if not first:
        return None, None
    while i < len(text) and text[i].isspace():
        i += 1
    if i < len(text) and text[i] == ".":
        second, _ = word(i + 1)
        if second:
            return first, second
    return None, first


def _is_named_type(annotation, cls, module, wanted):
    # Does the annotation text begin with a name for a type of `module`, such as typing.ClassVar?
    prefix, name = _split_annotation(annotation)
    if name is None:
        return False
    namespace = sys.modules.get(cls.__module__).__dict__
    if prefix is not None:
        if namespace.get(prefix) is not module:
            return False
        namespace = module.__dict__
    return wanted(namespace.get(name))


def _is_classvar(annotation, cls):
    typing = sys.modules.get("typing")
    if typing is None:
        return False

    def wanted(a):
        return a is typing.ClassVar or type(a) is typing._GenericAlias and a.__origin__ is typing.ClassVar
    return wanted(annotation) or isinstance(annotation, str) and _is_named_type(annotation, cls, typing,
                                                                                wanted)


def _is_initvar(annotation, cls):
    def wanted(a):
        return a is InitVar or type(a) is InitVar
    return (wanted(annotation) or isinstance(annotation, str)
            and _is_named_type(annotation, cls, sys.modules[__name__], wanted))


def _is_kw_only(annotation, cls):
    def wanted(a):
        return a is KW_ONLY
    return (wanted(annotation) or isinstance(annotation, str)
            and _is_named_type(annotation, cls, sys.modules[__name__], wanted))


def _get_field(cls, name, type, default_kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, MemberDescriptorType):
            default = MISSING       # a __slots__ entry
        f = field(default=default)
    f.name = name
    f.type = type
    f._field_type = _FIELD
    if _is_classvar(type, cls):
        f._field_type = _FIELD_CLASSVAR
    elif _is_initvar(type, cls):
        f._field_type = _FIELD_INITVAR

    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f"field {f.name} cannot have a default factory")
    if f._field_type is not _FIELD_CLASSVAR:
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    # Shared mutable defaults are nearly always a mistake; not hashable serves as "mutable".
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {f.default.__class__} for field {f.name} is not allowed: "
                         "use default_factory")
    return f


def _collect_fields(cls, frozen, kw_only):
    fields = {}
    any_frozen_base = has_dataclass_bases = False
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is not None:
            has_dataclass_bases = True
            for f in base_fields.values():
                fields[f.name] = f
            if getattr(base, _PARAMS).frozen:
                any_frozen_base = True

    annotations = cls.__dict__.get("__annotations__", {})
    own = []
    seen_kw_only = False
    for name, type in annotations.items():
        if _is_kw_only(type, cls):
            if seen_kw_only:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            seen_kw_only = kw_only = True
        else:
            own.append(_get_field(cls, name, type, kw_only))
    for f in own:
        fields[f.name] = f
        # The class attribute is the plain default, or nothing.
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not any_frozen_base and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    return fields


# -- Writing the methods -------------------------------------------------------------------------------------
# All methods of a class are one source text, compiled once.

class _Source:

    def __init__(self, cls):
        self.lines = []
        self.names = []
        self.values = {"_MISSING": MISSING, "_FACTORY": _HAS_DEFAULT_FACTORY, "_object": object,
                       "_get_ident": get_ident, "_id": id, "_hash": hash, "_type": type, "_super": super,
                       "_FrozenInstanceError": FrozenInstanceError, "_running": _running_reprs}
        self.cls = cls

    def function(self, name, args, body, returns=""):
        self.names.append(name)
        self.lines.append(f" def {name}({', '.join(args)}){returns}:")
        self.lines += [f"  {line}" for line in body]

    def compile(self):
        if not self.names:
            return {}
        # Free names of the text are parameters of an enclosing function, so that the methods have the
        # globals of the module that defines the class.
        text = "\n".join([f"def _create({', '.join(self.values)}):", *self.lines,
                          f" return {', '.join(self.names)},"])
        module = sys.modules.get(self.cls.__module__)
        namespace = {}
        exec(text, module.__dict__ if module else {}, namespace)
        functions = namespace["_create"](**self.values)
        for function in functions:
            function.__qualname__ = f"{self.cls.__qualname__}.{function.__name__}"
            if function.__name__ == "__repr__":
                function._dataclass = True      # pprint may lay it out
        return dict(zip(self.names, functions))


def _assign(self_name, name, value, frozen):
    if frozen:
        return f"_object.__setattr__({self_name}, {name!r}, {value})"
    return f"{self_name}.{name} = {value}"


def _write_init(source, std_fields, kw_only_fields, frozen, has_post_init, self_name, slots):
    seen_default = False
    for f in std_fields:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = True
            elif seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default argument")
    body = []
    post_init = []
    for f in std_fields + kw_only_fields:
        values = source.values
        values[f"_type_{f.name}"] = f.type
        if f.default is not MISSING:
            values[f"_dflt_{f.name}"] = f.default
        elif f.default_factory is not MISSING:
            values[f"_dflt_{f.name}"] = f.default_factory
        if f._field_type is _FIELD_INITVAR:
            # an InitVar with init=False can only be its default
            post_init.append(f.name if f.init else f"_dflt_{f.name}")
            continue
        if f.default_factory is not MISSING:
            made = f"_dflt_{f.name}()"
            value = f"{made} if {f.name} is _FACTORY else {f.name}" if f.init else made
        elif f.init:
            value = f.name
        elif slots and f.default is not MISSING:
            value = f"_dflt_{f.name}"       # no class attribute can hold the default
        else:
            continue
        body.append(_assign(self_name, f.name, value, frozen))
    if has_post_init:
        body.append(f"{self_name}.{_POST_INIT_NAME}({', '.join(post_init)})")

    def parameter(f):
        if f.default_factory is not MISSING:
            default = " = _FACTORY"
        else:
            default = "" if f.default is MISSING else f" = _dflt_{f.name}"
        return f"{f.name}: _type_{f.name}{default}"

    args = [self_name] + [parameter(f) for f in std_fields if f.init]
    keyword = [parameter(f) for f in kw_only_fields if f.init]
    if keyword:
        args += ["*"] + keyword
    source.function("__init__", args, body or ["pass"], " -> None")


def _write_repr(source, fields):
    shown = ", ".join([f"{f.name}={{self.{f.name}!r}}" for f in fields])
    source.function("__repr__", ["self"], [
        "key = _id(self), _get_ident()",
        "if key in _running:",
        " return '...'",
        "_running.add(key)",
        "try:",
        f" return self.__class__.__qualname__ + f\"({shown})\"",
        "finally:",
        " _running.discard(key)"])


def _tuple_text(owner, fields):
    if not fields:
        return "()"
    return f"({','.join([f'{owner}.{f.name}' for f in fields])},)"


def _write_compare(source, name, op, fields):
    source.function(name, ["self", "other"], [
        "if other.__class__ is self.__class__:",
        f" return {_tuple_text('self', fields)}{op}{_tuple_text('other', fields)}",
        "return NotImplemented"])


def _write_frozen(source, fields):
    source.values["_cls"] = source.cls
    condition = "_type(self) is _cls"
    if fields:
        condition += f" or name in ({', '.join([repr(f.name) for f in fields])},)"
    for name, args, verb in (("__setattr__", ["name", "value"], "assign to"),
                             ("__delattr__", ["name"], "delete")):
        source.function(name, ["self"] + args, [
            f"if {condition}:",
            f" raise _FrozenInstanceError(f\"cannot {verb} field {{name!r}}\")",
            f"_super(_cls, self).{name}({', '.join(args)})"])


def _hash_fields(fields):
    return [f for f in fields if (f.compare if f.hash is None else f.hash)]


def _set_new(cls, functions, name):
    # Does not overwrite what the class body defines; True if it would have to.
    if name in cls.__dict__:
        return True
    setattr(cls, name, functions[name])
    return False


_COMPARISONS = (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">="))


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen))
    fields = _collect_fields(cls, frozen, kw_only)
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get("__hash__", MISSING)
    # A __hash__ of None beside an __eq__ was put there by the class statement.
    has_explicit_hash = not (class_hash is MISSING or class_hash is None and "__eq__" in cls.__dict__)
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    all_init = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_init = [f for f in all_init if f.init and not f.kw_only]
    real = [f for f in fields.values() if f._field_type is _FIELD]
    compared = [f for f in real if f.compare]
    source = _Source(cls)
    if init:
        _write_init(source, [f for f in all_init if not f.kw_only], [f for f in all_init if f.kw_only],
                    frozen,
                    hasattr(cls, _POST_INIT_NAME), "__dataclass_self__" if "self" in fields else "self",
                    slots)
    if repr:
        _write_repr(source, [f for f in real if f.repr])
    if eq:
        _write_compare(source, "__eq__", "==", compared)
    if order:
        for name, op in _COMPARISONS:
            _write_compare(source, name, op, compared)
    if frozen:
        _write_frozen(source, real)
    add_hash = unsafe_hash or eq and frozen and not has_explicit_hash
    if add_hash:
        source.function("__hash__", ["self"], [f"return _hash({_tuple_text('self', _hash_fields(real))})"])
    functions = source.compile()

    if init:
        _set_new(cls, functions, "__init__")
    if repr:
        _set_new(cls, functions, "__repr__")
    if eq:
        _set_new(cls, functions, "__eq__")
    if order:
        for name, _ in _COMPARISONS:
            if _set_new(cls, functions, name):
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using "
                                "functools.total_ordering")
    if frozen:
        for name in ("__setattr__", "__delattr__"):
            if _set_new(cls, functions, name):
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}")
    if unsafe_hash and has_explicit_hash:
        raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    if add_hash:
        cls.__hash__ = functions["__hash__"]
    elif eq and not has_explicit_hash:
        cls.__hash__ = None

    if not getattr(cls, "__doc__"):
        own_init = init and cls.__dict__["__init__"] is functions["__init__"]
        positional_first = sorted([f for f in all_init if f.init], key=lambda f: f.kw_only)
        cls.__doc__ = cls.__name__ + _signature_text(cls, positional_first if own_init else None)
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in std_init])
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot)
    abc.update_abstractmethods(cls)
    return cls


def _annotation_text(annotation):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, type) and not isinstance(annotation, GenericAlias):
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation)


def _signature_text(cls, init_fields):
    # What inspect.signature(cls) would say. init_fields is None if the class has an __init__ of its own;
    # only such classes and the exotic ones pay for the import.
    if init_fields is None or cls.__new__ is not object.__new__ or type(cls).__call__ is not type.__call__:
        import inspect
        try:
            return str(inspect.signature(cls)).replace(" -> None", "")
        except (TypeError, ValueError):
            return ""
    parts = []
    for f in init_fields:
        text = f"{f.name}: {_annotation_text(f.type)}"
        if f.default_factory is not MISSING:
            text += " = <factory>"
        elif f.default is not MISSING:
            text += f" = {f.default!r}"
        if f.kw_only and "*" not in parts:
            parts.append("*")
        parts.append(text)
    return f"({', '.join(parts)})"


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Class decorator: write the methods that follow from the annotated fields."""
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                              weakref_slot)
    return wrap if cls is None else wrap(cls)


# -- Slots ---------------------------------------------------------------------------------------------------

def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)     # the class may be frozen


def _slots_of(cls):
    slots = cls.__dict__.get("__slots__")
    if slots is None:
        return ()
    if isinstance(slots, str):
        return (slots,)
    if not hasattr(slots, "__next__"):
        return tuple(slots)
    raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")


def _add_slots(cls, is_frozen, weakref_slot):
    # Slots cannot be added to a class: make it anew.
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    names = tuple([f.name for f in fields(cls)])
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    slots = [name for name in names if name not in inherited]
    if weakref_slot and "__weakref__" not in inherited:
        slots.append("__weakref__")
    namespace["__slots__"] = tuple(slots)
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    qualname = getattr(cls, "__qualname__", None)
    result = type(cls)(cls.__name__, cls.__bases__, namespace)
    if qualname is not None:
        result.__qualname__ = qualname
    if is_frozen:
        if "__getstate__" not in namespace:
            result.__getstate__ = _dataclass_getstate
        if "__setstate__" not in namespace:
            result.__setstate__ = _dataclass_setstate
    return result


# -- Working with instances ----------------------------------------------------------------------------------

def fields(class_or_instance):
    """The fields of a dataclass, as a tuple of Field objects."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([f for f in found.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Is it a dataclass, or an instance of one?"""
    cls = obj if isinstance(obj, type) and not isinstance(obj, GenericAlias) else type(obj)
    return hasattr(cls, _FIELDS)


def _convert(obj, convert_instance, convert_dict):
    # A deep copy in which dataclass instances are converted.
    if _is_dataclass_instance(obj):
        return convert_instance(obj)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_convert(v, convert_instance, convert_dict) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)([_convert(v, convert_instance, convert_dict) for v in obj])
    if isinstance(obj, dict):
        pairs = [(_convert(k, convert_instance, convert_dict), _convert(v, convert_instance, convert_dict))
                 for k, v in obj.items()]
        if hasattr(type(obj), "default_factory"):       # defaultdict: its first argument is the factory
            result = type(obj)(getattr(obj, "default_factory"))
            for key, value in pairs:
                result[key] = value
            return result
        return type(obj)(pairs)
    if type(obj) in _ATOMS:
        return obj
    import copy
    return copy.deepcopy(obj)


_ATOMS = frozenset([type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented), type,
                    FunctionType, type(len), range])


def asdict(obj, *, dict_factory=dict):
    """The fields of an instance as a dict, recursively."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")

    def instance(obj):
        return dict_factory([(f.name, _convert(getattr(obj, f.name), instance, None)) for f in fields(obj)])
    return instance(obj)


def astuple(obj, *, tuple_factory=tuple):
    """The field values of an instance as a tuple, recursively."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")

    def instance(obj):
        return tuple_factory([_convert(getattr(obj, f.name), instance, None) for f in fields(obj)])
    return instance(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False,
                   weakref_slot=False):
    """Make a dataclass of a list of names, (name, type) or (name, type, Field)."""
    namespace = {} if namespace is None else namespace
    seen = set()
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, tp = item, "typing.Any"
        elif len(item) == 2:
            name, tp = item
        elif len(item) == 3:
            name, tp, defaults[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in seen:
            raise TypeError(f"Field name duplicated: {name!r}")
        seen.add(name)
        annotations[name] = tp

    def fill(body):
        body.update(namespace)
        body.update(defaults)
        body["__annotations__"] = annotations

    from types import new_class
    cls = new_class(cls_name, bases, {}, fill)
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """A new instance with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in getattr(obj, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with init=False, it cannot be specified with "
                                 "replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)
