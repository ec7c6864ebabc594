"""Importing by name. The import system itself is part of the interpreter."""

import sys

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

from builtins import __import__


def invalidate_caches():
    """Nothing to do: folders are not cached."""


def _resolve(name, package, level):
    base = package.split(".")
    if len(base) < level:
        raise ImportError("attempted relative import beyond top-level package")
    base = ".".join(base[:len(base) - level + 1])
    return f"{base}.{name}" if name else base


def import_module(name, package=None):
    """The module of that name; with leading dots, as seen from package."""
    level = 0
    if name.startswith("."):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        level = len(name) - len(name.lstrip("."))
        name = _resolve(name[level:], package, level)
    module = sys.modules.get(name)
    if module is None:
        __import__(name)
        module = sys.modules[name]
    return module


def reload(module):
    """Run a module's source again in the same module object."""
    try:
        name = module.__spec__.name
    except AttributeError:
        try:
            name = module.__name__
        except AttributeError:
            raise TypeError("reload() argument must be a module")
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    parent = name.rpartition(".")[0]
    if parent and parent not in sys.modules:
        raise ImportError(f"parent {parent!r} not in sys.modules", name=parent)
    from importlib import util
    spec = util._find_file_spec(name)
    if spec is None and getattr(module, "__file__", None):
        raise ModuleNotFoundError(f"spec not found for the module {name!r}", name=name)
    if spec is not None and spec.loader is not None:
        module.__spec__ = spec
        spec.loader.exec_module(module)
    return sys.modules[name]
