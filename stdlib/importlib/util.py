"""Specs of modules: finding, making and using them."""

import sys
from importlib import _resolve
from importlib.machinery import ModuleSpec, SourceFileLoader, PathFinder, BuiltinImporter

__all__ = ["cache_from_source", "decode_source", "find_spec", "module_from_spec", "resolve_name",
           "source_from_cache", "spec_from_file_location", "spec_from_loader"]


def resolve_name(name, package):
    """The absolute name for one with leading dots."""
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(f"no package specified for {repr(name)} (required for relative module names)")
    level = len(name) - len(name.lstrip("."))
    return _resolve(name[level:], package, level)


def _find_file_spec(name):
    # The spec of a module that is in a file; parents are imported.
    parent, _, _ = name.rpartition(".")
    path = None
    if parent:
        module = __import__(parent, fromlist=["__path__"])
        try:
            path = module.__path__
        except AttributeError as e:
            raise ModuleNotFoundError(f"__path__ attribute not found on {parent!r} while trying to find "
                                      f"{name!r}",
                                      name=name) from e
    return PathFinder.find_spec(name, path)


def find_spec(name, package=None):
    """The spec of a module, None if there is no such module. Imports the packages above it."""
    fullname = resolve_name(name, package) if name.startswith(".") else name
    if fullname in sys.modules:
        module = sys.modules[fullname]
        if module is None:
            return None
        try:
            spec = module.__spec__
        except AttributeError:
            raise ValueError(f"{name}.__spec__ is not set") from None
        if spec is None:
            raise ValueError(f"{name}.__spec__ is None")
        return spec
    spec = BuiltinImporter.find_spec(fullname) or _find_file_spec(fullname)
    if spec is None:
        # What is left are the modules inside the binary; only importing tells.
        try:
            __import__(fullname)
        except ModuleNotFoundError:
            return None
        spec = sys.modules[fullname].__spec__
    return spec


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """The spec of a module that a loader loads."""
    if origin is None:
        origin = getattr(loader, "_ORIGIN", None)
    if hasattr(loader, "get_filename"):
        return spec_from_file_location(name, loader=loader,
                                       submodule_search_locations=[] if is_package else None)
    if is_package is None and hasattr(loader, "is_package"):
        try:
            is_package = loader.is_package(name)
        except ImportError:
            is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


_unset = object()


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=_unset):
    """The spec of a module in a file; None if the file cannot be one."""
    if location is None:
        location = "<unknown>"
        if hasattr(loader, "get_filename"):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        from posix import fspath
        location = fspath(location)
        if not location.startswith("/"):
            from posixpath import abspath
            location = abspath(location)
    if loader is None:
        if not location.endswith(".py"):
            return None
        loader = SourceFileLoader(name, location)
    spec = ModuleSpec(name, loader, origin=location)
    spec._set_fileattr = True
    if submodule_search_locations is _unset:
        if hasattr(loader, "is_package"):
            try:
                if loader.is_package(name):
                    spec.submodule_search_locations = []
            except ImportError:
                pass
    else:
        spec.submodule_search_locations = submodule_search_locations
    if spec.submodule_search_locations == [] and location:
        spec.submodule_search_locations.append(location.rpartition("/")[0])
    return spec


def module_from_spec(spec):
    """A new module for a spec, not run yet and not in sys.modules."""
    module = None
    if hasattr(spec.loader, "create_module"):
        module = spec.loader.create_module(spec)
    elif hasattr(spec.loader, "exec_module"):
        raise ImportError("loaders that define exec_module() must also define create_module()")
    if module is None:
        module = type(sys)(spec.name)
    module.__name__ = spec.name
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    module.__spec__ = spec
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
    return module


def decode_source(source_bytes):
    """Source bytes as text, by their encoding declaration, with newlines made uniform."""
    from linecache import _decode
    return _decode(source_bytes)


def cache_from_source(path, debug_override=None, *, optimization=None):
    """There are no files of bytecode."""
    raise NotImplementedError("sys.implementation.cache_tag is None")


def source_from_cache(path):
    """There are no files of bytecode."""
    raise NotImplementedError("sys.implementation.cache_tag is None")
