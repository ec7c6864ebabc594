"""Shallow and deep copies of any object."""

from copyreg import dispatch_table
import types
import _weakref

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    """The object cannot be copied."""


error = Error

_ATOMIC = frozenset([type(None), type(...), type(NotImplemented), int, float, bool, complex, bytes, str, type,
                     range,
                     slice, property, _weakref.ref, types.FunctionType, types.BuiltinFunctionType,
                     types.CodeType])
_COPYABLE = frozenset([list, dict, set, bytearray])


def copy(x):
    """A new object with the same contents."""
    cls = type(x)
    if cls in _ATOMIC or cls is tuple or cls is frozenset:
        return x
    if cls in _COPYABLE:
        return x.copy()
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    reduced = _reduce(x, cls, "shallow")
    if isinstance(reduced, str):
        return x
    return _reconstruct(x, None, *reduced)


def _reduce(x, cls, kind):
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    reductor = getattr(x, "__reduce_ex__", None)
    if reductor is not None:
        return reductor(4)
    reductor = getattr(x, "__reduce__", None)
    if reductor:
        return reductor()
    raise Error(f"un({kind})copyable object of type {cls}")


def deepcopy(x, memo=None, _nil=[]):
    """A new object with copies of the contents, and so on."""
    cls = type(x)
    if cls in _ATOMIC and cls is not slice:
        return x
    if memo is None:
        memo = {}
    key = id(x)
    y = memo.get(key, _nil)
    if y is not _nil:
        return y
    copier = _deep.get(cls)
    if copier is not None:
        y = copier(x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            y = copier(memo)
        else:
            reduced = _reduce(x, cls, "deep")
            y = x if isinstance(reduced, str) else _reconstruct(x, memo, *reduced)
    if y is not x:
        memo[key] = y
        _keep_alive(x, memo)
    return y


def _keep_alive(x, memo):
    # The memo's keys are addresses: they must not be used again while it lives.
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _deepcopy_list(x, memo):
    y = []
    memo[id(x)] = y
    for item in x:
        y.append(deepcopy(item, memo))
    return y


def _deepcopy_tuple(x, memo):
    y = [deepcopy(item, memo) for item in x]
    # A tuple inside itself has been copied by now.
    try:
        return memo[id(x)]
    except KeyError:
        pass
    for old, new in zip(x, y):
        if old is not new:
            return tuple(y)
    return x


def _deepcopy_dict(x, memo):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deep = {list: _deepcopy_list, tuple: _deepcopy_tuple, dict: _deepcopy_dict,
         types.MethodType: _deepcopy_method}


def _reconstruct(x, memo, func, args, state=None, listiter=None, dictiter=None, *more):
    # Make an object from what __reduce_ex__ gave; memo is None for a shallow copy.
    if more:
        raise TypeError(f"_reconstruct() takes from 4 to 7 positional arguments but {7 + len(more)} were "
                        "given")
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, "__setstate__"):
            y.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                y.__dict__.update(state)
            if slots is not None:
                for key, value in slots.items():
                    setattr(y, key, value)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key = deepcopy(key, memo)
                value = deepcopy(value, memo)
            y[key] = value
    return y
