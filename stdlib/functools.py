"""Tools for functions: caching, partial application, wrapping, dispatch on a type."""

from _functools import partial, reduce, cmp_to_key, _lru_cache_wrapper
from _thread import RLock

__all__ = ["update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering", "cache",
           "cmp_to_key", "lru_cache", "reduce", "partial", "partialmethod", "singledispatch",
           "singledispatchmethod", "cached_property"]

GenericAlias = type(list[int])

# -- Wrappers ------------------------------------------------------------------------------------------------

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make wrapper look like wrapped: copy the assigned attributes, merge the updated ones."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped   # last: __dict__ of wrapped may have brought another one
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Decorator for the wrapper inside a decorator: update_wrapper() with wrapped given."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# -- total_ordering ------------------------------------------------------------------------------------------

def _derived(name, root, negate, join):
    # Build the comparison `name` from the defined one: [not] root, then joined with == or !=.
    qualname = f"_{name.strip('_')}_from_{root.strip('_')}"
    if qualname in globals():
        return globals()[qualname]

    def compare(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        if negate:
            result = not result
        if join == "or ==":
            return result or self == other
        if join == "and !=":
            return result and self != other
        return result
    compare.__name__ = name
    compare.__qualname__ = qualname
    compare.__doc__ = getattr(int, name).__doc__
    globals()[qualname] = compare       # where pickle looks for it
    return compare


# root -> (operation, negate the root?, then join with)
_ORDERINGS = {
    "__lt__": (("__gt__", True, "and !="), ("__le__", False, "or =="), ("__ge__", True, "")),
    "__le__": (("__ge__", True, "or =="), ("__lt__", False, "and !="), ("__gt__", True, "")),
    "__gt__": (("__lt__", True, "and !="), ("__ge__", False, "or =="), ("__le__", True, "")),
    "__ge__": (("__le__", True, "or =="), ("__gt__", False, "and !="), ("__lt__", True, "")),
}


def total_ordering(cls):
    """Class decorator: supply the missing ones of <, <=, >, >= from the one that is defined."""
    roots = [op for op in _ORDERINGS if getattr(cls, op, None) is not getattr(object, op, None)]
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for preferred in ("__lt__", "__le__", "__gt__", "__ge__"):
        if preferred in roots:
            break
    for name, negate, join in _ORDERINGS[preferred]:
        if name not in roots:
            setattr(cls, name, _derived(name, preferred, negate, join))
    return cls


# -- partialmethod -------------------------------------------------------------------------------------------

class partialmethod:
    """partial() for a method: arguments are filled in after self."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):     # flatten
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        shown = [repr(self.func)]
        shown += [repr(arg) for arg in self.args]
        shown += [f"{name}={value!r}" for name, value in self.keywords.items()]
        cls = self.__class__
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(shown)})"

    def _make_unbound_method(self):
        def _method(self_or_cls, /, *args, **keywords):
            return this.func(self_or_cls, *this.args, *args, **{**this.keywords, **keywords})
        this = self
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method._partialmethod = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            new_func = get(obj, cls)
            if new_func is not self.func:       # the descriptor has bound something: fill in the rest
                result = partial(new_func, *self.args, **self.keywords)
                try:
                    result.__self__ = new_func.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


# -- Caches --------------------------------------------------------------------------------------------------

_CacheInfo = None


def _cache_info_type():
    # Made at the first use: importing functools stays cheap.
    global _CacheInfo
    if _CacheInfo is None:
        from collections import namedtuple
        _CacheInfo = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"], module=__name__)
    return _CacheInfo


def lru_cache(maxsize=128, typed=False):
    """Remember the results of a function for the maxsize most recently used arguments."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):     # @lru_cache without parentheses
        return _cached(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(user_function):
        return _cached(user_function, maxsize, typed)
    return decorate


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _cache_info_type())
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """Remember every result of a function."""
    return lru_cache(maxsize=None)(user_function)


_NOT_FOUND = object()


class cached_property:
    """A property that is computed once and then kept in the instance's __dict__."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.lock = RLock()

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} instance to cache "
                            f"{self.attrname!r} property.") from None
        value = cache.get(self.attrname, _NOT_FOUND)
        if value is not _NOT_FOUND:
            return value
        with self.lock:
            value = cache.get(self.attrname, _NOT_FOUND)    # another thread may have been faster
            if value is _NOT_FOUND:
                value = self.func(instance)
                try:
                    cache[self.attrname] = value
                except TypeError:
                    raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance does "
                                    "not "
                                    f"support item assignment for caching {self.attrname!r} "
                                    "property.") from None
        return value

    __class_getitem__ = classmethod(GenericAlias)


# -- Dispatch on the type of the first argument --------------------------------------------------------------

def _c3_merge(sequences):
    result = []
    while sequences := [s for s in sequences if s]:
        for s in sequences:
            candidate = s[0]
            if not any([candidate in other[1:] for other in sequences]):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        result.append(candidate)
        for s in sequences:
            if s[0] is candidate:
                del s[0]
    return result


def _c3_mro(cls, abcs=None):
    # The linearisation of cls as if the abcs were real bases: each stands at the lowest class that has it,
    # behind the explicit bases that are abstract themselves and before the concrete ones.
    bases = cls.__bases__
    split = 0
    for i, base in enumerate(bases):
        if hasattr(base, "__abstractmethods__"):
            split = i + 1
    first, last = list(bases[:split]), list(bases[split:])
    abcs = list(abcs) if abcs else []
    here = [abc for abc in abcs
            if issubclass(cls, abc) and not any([issubclass(base, abc) for base in bases])]
    rest = [abc for abc in abcs if abc not in here]
    orders = [[cls]] + [_c3_mro(base, rest) for base in first + here + last]
    return _c3_merge(orders + [first, here, last])      # the three groups have no order among each other


def _compose_mro(cls, types):
    # The MRO of cls extended by those of the (abstract) types it is a virtual subclass of.
    own = set(cls.__mro__)

    def related(typ):
        return (typ not in own and hasattr(typ, "__mro__") and not isinstance(typ, GenericAlias)
                and issubclass(cls, typ))

    types = [typ for typ in types if related(typ)]
    # A type that is a real base of another candidate comes in with that one.
    types = [typ for typ in types
             if not any([typ is not other and typ in other.__mro__ for other in types])]
    wanted = set(types)
    mro = []
    for typ in types:
        families = [[base for base in child.__mro__ if base in wanted]
                    for child in typ.__subclasses__() if child not in own and issubclass(cls, child)]
        if not families:
            mro.append(typ)
            continue
        families.sort(key=len, reverse=True)    # the subclass that covers most of the wanted types leads
        for family in families:
            for base in family:
                if base not in mro:
                    mro.append(base)
    return _c3_mro(cls, abcs=mro)


def _find_impl(cls, registry):
    # The best match for cls; RuntimeError if two unrelated ABCs fit equally well.
    mro = _compose_mro(cls, registry.keys())
    match = None
    for typ in mro:
        if match is not None:
            if (typ in registry and typ not in cls.__mro__ and match not in cls.__mro__
                    and not issubclass(match, typ)):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {typ}")
            break
        if typ in registry:
            match = typ
    return registry.get(match)


def _is_union(cls):
    if isinstance(cls, type(int | str)):
        return True
    import sys
    typing = sys.modules.get("typing")
    return typing is not None and typing.get_origin(cls) is typing.Union


def _union_args(cls):
    # The members of a union of classes, or None if cls is something else.
    if not _is_union(cls):
        return None
    args = cls.__args__
    return args if all([_is_class(arg) for arg in args]) else None


def _is_class(cls):
    return isinstance(cls, type) and not isinstance(cls, GenericAlias)


def singledispatch(func):
    """Turn a function into a generic one that picks an implementation by the class of its first argument."""
    from abc import get_cache_token
    from weakref import WeakKeyDictionary

    registry = {}
    dispatch_cache = WeakKeyDictionary()
    cache_token = None
    funcname = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        """The implementation for a class."""
        nonlocal cache_token
        if cache_token is not None:
            token = get_cache_token()
            if cache_token != token:
                dispatch_cache.clear()
                cache_token = token
        try:
            return dispatch_cache[cls]
        except KeyError:
            impl = registry.get(cls) or _find_impl(cls, registry)
            dispatch_cache[cls] = impl
            return impl

    def register(cls, func=None):
        """Register an implementation; as a decorator it takes the class or the first annotation."""
        nonlocal cache_token
        if _is_class(cls) or _union_args(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union "
                                "type.")
            if not getattr(cls, "__annotations__", {}):
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}. "
                                "Use either `@register(some_class)` or plain `@register` on an annotated "
                                "function.")
            func = cls
            from typing import get_type_hints
            argname, cls = next(iter(get_type_hints(func).items()))
            if not (_is_class(cls) or _union_args(cls)):
                what = "not all arguments are classes." if _is_union(cls) else "is not a class."
                raise TypeError(f"Invalid annotation for {argname!r}. {cls!r} {what}")
        for member in _union_args(cls) or (cls,):
            registry[member] = func
        if cache_token is None and hasattr(cls, "__abstractmethods__"):
            cache_token = get_cache_token()
        dispatch_cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = type(type.__dict__)(registry)
    wrapper._clear_cache = dispatch_cache.clear
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    """singledispatch for a method: dispatches on the first argument after self or cls."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Register an implementation, as for singledispatch."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        return update_wrapper(_method, self.func)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
