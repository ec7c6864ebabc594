"""Abstract base classes: the metaclass, its registry and its caches."""

from _weakref import ref as _ref

_generation = 0     # grows with every register(); a negative answer is good for one generation only


def get_cache_token():
    """A value that changes whenever any class is registered anywhere."""
    return _generation


def abstractmethod(funcobj):
    """Mark a method as one that concrete subclasses must define."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """Deprecated: stack @classmethod on @abstractmethod instead."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """Deprecated: stack @staticmethod on @abstractmethod instead."""
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """Deprecated: stack @property on @abstractmethod instead."""
    __isabstractmethod__ = True


def _abstract_names(cls, own):
    names = [name for name, value in own.items() if getattr(value, "__isabstractmethod__", False)]
    for base in cls.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if name not in own and getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.append(name)
    return frozenset(names)


class _State:
    # Sets of weak references: an ABC must not keep the classes it has judged alive.
    __slots__ = ("registry", "yes", "no", "generation")

    def __init__(self):
        self.registry = set()
        self.yes = set()
        self.no = set()
        self.generation = _generation


class ABCMeta(type):
    """Metaclass of abstract base classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _abstract_names(cls, namespace)
        cls._abc_impl = _State()
        return cls

    def register(cls, subclass):
        """Make subclass a virtual subclass of this class; returns it, so it serves as a decorator."""
        global _generation
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        registry = cls._abc_impl.registry
        registry.add(_ref(subclass, registry.discard))
        _generation += 1
        return subclass

    def __instancecheck__(cls, instance):
        """Support isinstance(instance, cls)."""
        subclass = instance.__class__
        if _ref(subclass) in cls._abc_impl.yes:
            return True
        actual = type(instance)
        if actual is subclass:
            return cls.__subclasscheck__(subclass)
        return cls.__subclasscheck__(subclass) or cls.__subclasscheck__(actual)

    def __subclasscheck__(cls, subclass):
        """Support issubclass(subclass, cls)."""
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        state = cls._abc_impl
        key = _ref(subclass)
        if key in state.yes:
            return True
        if state.generation != _generation:
            state.no.clear()
            state.generation = _generation
        elif key in state.no:
            return False
        verdict = cls.__subclasshook__(subclass)
        if verdict is NotImplemented:
            verdict = cls in subclass.__mro__ or _inherits_virtually(cls, state, subclass)
        elif verdict is not True and verdict is not False:
            raise AssertionError("__subclasshook__ must return either False, True, or NotImplemented")
        known = state.yes if verdict else state.no
        known.add(_ref(subclass, known.discard))
        return verdict

    def _dump_registry(cls, file=None):
        state = cls._abc_impl
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Inv. counter: {_generation}", file=file)
        print(f"_abc_registry: {state.registry!r}", file=file)
        print(f"_abc_cache: {state.yes!r}", file=file)
        print(f"_abc_negative_cache: {state.no!r}", file=file)
        print(f"_abc_negative_cache_version: {state.generation!r}", file=file)

    def _abc_registry_clear(cls):
        cls._abc_impl.registry.clear()

    def _abc_caches_clear(cls):
        cls._abc_impl.yes.clear()
        cls._abc_impl.no.clear()


def _inherits_virtually(cls, state, subclass):
    for reference in list(state.registry):
        registered = reference()
        if registered is not None and issubclass(subclass, registered):
            return True
    for child in cls.__subclasses__():
        if issubclass(subclass, child):
            return True
    return False


def update_abstractmethods(cls):
    """Compute the abstract methods of cls again after methods were added to it; returns cls."""
    if hasattr(cls, "__abstractmethods__"):
        cls.__abstractmethods__ = _abstract_names(cls, cls.__dict__)
    return cls


class ABC(metaclass=ABCMeta):
    """Inherit from this to become abstract without naming the metaclass."""
    __slots__ = ()
