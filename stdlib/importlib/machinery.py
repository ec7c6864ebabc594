"""Module specs and the loader of source files."""

import sys

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = []
EXTENSION_SUFFIXES = []
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES


def all_suffixes():
    """All endings that make a file a module."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class ModuleSpec:
    """What is known of a module before it is loaded."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self._uninitialized_submodules = []
        self._set_fileattr = False
        self._initializing = False
        self.cached = None

    def __repr__(self):
        args = [f"name={self.name!r}", f"loader={self.loader!r}"]
        if self.origin is not None:
            args.append(f"origin={self.origin!r}")
        if self.submodule_search_locations is not None:
            args.append(f"submodule_search_locations={self.submodule_search_locations}")
        return f"{self.__class__.__name__}({', '.join(args)})"

    def __eq__(self, other):
        try:
            return (self.name == other.name and self.loader == other.loader and self.origin == other.origin
                    and self.submodule_search_locations == other.submodule_search_locations
                    and self.cached == other.cached and self.has_location == other.has_location)
        except AttributeError:
            return NotImplemented

    @property
    def parent(self):
        """The package that relative imports start from."""
        return self.name.rpartition(".")[0] if self.submodule_search_locations is None else self.name

    @property
    def has_location(self):
        """Is origin a place that can be read?"""
        return self._set_fileattr

    @has_location.setter
    def has_location(self, value):
        self._set_fileattr = bool(value)


class SourceFileLoader:
    """Loads a module from a source file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __repr__(self):
        return f"<_frozen_importlib_external.SourceFileLoader object at {id(self):#x}>"

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def is_package(self, fullname=None):
        return self.path.rpartition("/")[2] == "__init__.py"

    def get_filename(self, fullname=None):
        return self.path

    def get_data(self, path):
        from _io import open_code
        with open_code(path) as file:
            return file.read()

    def get_source(self, fullname=None):
        from importlib.util import decode_source
        try:
            return decode_source(self.get_data(self.path))
        except OSError as exc:
            raise ImportError("source not available through get_data()", name=fullname) from exc

    def source_to_code(self, data, path):
        return compile(data, path, "exec", dont_inherit=True)

    def get_code(self, fullname=None):
        return self.source_to_code(self.get_data(self.path), self.path)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def load_module(self, fullname=None):
        from importlib.util import spec_from_file_location, module_from_spec
        name = fullname or self.name
        module = sys.modules.get(name)
        if module is None:
            module = module_from_spec(spec_from_file_location(name, self.path, loader=self))
            sys.modules[name] = module
        try:
            self.exec_module(module)
        except BaseException:
            sys.modules.pop(name, None)
            raise
        return sys.modules[name]


class PathFinder:
    """Finds modules in folders."""

    @staticmethod
    def invalidate_caches():
        pass

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        from posix import stat
        from stat import S_ISDIR, S_ISREG
        from importlib.util import spec_from_file_location

        def kind(name):
            try:
                return stat(name).st_mode
            except (OSError, ValueError):
                return 0

        tail = fullname.rpartition(".")[2]
        portions = []
        for entry in sys.path if path is None else path:
            if not isinstance(entry, str):
                continue
            base = f"{entry}/{tail}" if entry else tail
            is_dir = S_ISDIR(kind(base))
            if is_dir and S_ISREG(kind(base + "/__init__.py")):
                return spec_from_file_location(fullname, base + "/__init__.py",
                                               submodule_search_locations=[base])
            if S_ISREG(kind(base + ".py")):
                return spec_from_file_location(fullname, base + ".py")
            if is_dir:
                portions.append(base)
        if portions:
            spec = ModuleSpec(fullname, None)
            spec.submodule_search_locations = portions
            return spec
        return None


class BuiltinImporter:
    """Finds modules that are written in C."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname in sys.builtin_module_names:
            return ModuleSpec(fullname, cls, origin="built-in", is_package=False)
        return None
