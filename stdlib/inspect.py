"""Questions about live objects: what they are, what they can be called with, where their source is."""

import enum
import functools
import linecache
import os
import sys
import types
import builtins
from _collections import OrderedDict
from keyword import iskeyword

_empty_marker = object()

CO_OPTIMIZED = 0x1
CO_NEWLOCALS = 0x2
CO_VARARGS = 0x4
CO_VARKEYWORDS = 0x8
CO_NESTED = 0x10
CO_GENERATOR = 0x20
CO_NOFREE = 0x40
CO_COROUTINE = 0x80
CO_ITERABLE_COROUTINE = 0x100
CO_ASYNC_GENERATOR = 0x200
TPFLAGS_IS_ABSTRACT = 1 << 20


# -- Kinds of objects ----------------------------------------------------------------------------------------

def ismodule(object):
    """Is it a module?"""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Is it a class?"""
    return isinstance(object, type)


def ismethod(object):
    """Is it a bound method written in Python?"""
    return isinstance(object, types.MethodType)


def ismethoddescriptor(object):
    """Is it a descriptor with __get__ but without __set__ that is neither method, function nor class?"""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    tp = type(object)
    return hasattr(tp, "__get__") and not hasattr(tp, "__set__")


def isdatadescriptor(object):
    """Is it a descriptor with __set__ or __delete__?"""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    tp = type(object)
    return hasattr(tp, "__set__") or hasattr(tp, "__delete__")


def ismemberdescriptor(object):
    """Is it an attribute such as __slots__ makes?"""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Is it a computed attribute of a type written in C?"""
    return isinstance(object, types.GetSetDescriptorType)


def isfunction(object):
    """Is it a function written in Python?"""
    return isinstance(object, types.FunctionType)


def _has_code_flag(f, flag):
    while ismethod(f):
        f = f.__func__
    f = functools._unwrap_partial(f)
    if not (isfunction(f) or _is_functionlike(f)):
        return False
    return bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    """Is it a generator function?"""
    return _has_code_flag(obj, CO_GENERATOR)


def iscoroutinefunction(obj):
    """Is it an async def function?"""
    return _has_code_flag(obj, CO_COROUTINE)


def isasyncgenfunction(obj):
    """Is it an asynchronous generator function?"""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    """Is it an asynchronous generator?"""
    return isinstance(object, types.AsyncGeneratorType)


def isgenerator(object):
    """Is it a generator?"""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Is it a coroutine?"""
    return isinstance(object, types.CoroutineType)


def isawaitable(object):
    """Can it be awaited?"""
    import _collections_abc
    return (isinstance(object, types.CoroutineType)
            or isinstance(object, types.GeneratorType)
            and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
            or isinstance(object, _collections_abc.Awaitable))


def istraceback(object):
    """Is it a traceback?"""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Is it a frame?"""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Is it a code object?"""
    return isinstance(object, types.CodeType)


def isbuiltin(object):
    """Is it a built-in function or bound method?"""
    return isinstance(object, types.BuiltinFunctionType)


def ismethodwrapper(object):
    """Is it a bound slot method such as (1).__add__?"""
    return isinstance(object, types.MethodWrapperType)


def isroutine(object):
    """Is it any kind of function or method?"""
    return (isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)
            or ismethodwrapper(object))


def isabstract(object):
    """Is it a class with abstract methods left?"""
    if not isinstance(object, type):
        return False
    from abc import ABCMeta, _abstract_names
    if "__abstractmethods__" not in object.__dict__ and issubclass(type(object), ABCMeta):
        return bool(_abstract_names(object, object.__dict__))      # in __init_subclass__ it is not known yet
    return bool(getattr(object, "__abstractmethods__", None))


# -- Members -------------------------------------------------------------------------------------------------

def _getmembers(object, predicate, getter):
    names = dir(object)
    seen = set()
    mro = ()
    if isclass(object):
        mro = (object,) + getmro(object)
        # dir() does not show attributes that only the class has, such as DynamicClassAttributes.
        for base in object.__bases__:
            for key, value in base.__dict__.items():
                if isinstance(value, types.DynamicClassAttribute):
                    names.append(key)
    results = []
    for key in names:
        try:
            value = getter(object, key)
            if key in seen:
                raise AttributeError
        except AttributeError:
            for base in mro:
                if key in base.__dict__:
                    value = base.__dict__[key]
                    break
            else:
                continue    # a slot without value, or a lying __dir__
        if not predicate or predicate(value):
            results.append((key, value))
        seen.add(key)
    results.sort(key=lambda pair: pair[0])
    return results


def getmembers(object, predicate=None):
    """All (name, value) pairs of an object, sorted, those that fulfil the predicate if one is given."""
    return _getmembers(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """getmembers() that runs no code of the object."""
    return _getmembers(object, predicate, getattr_static)


class _Record(tuple):
    # A small named tuple: inspect has many, and collections is not needed for them.
    __slots__ = ()
    _fields = ()

    def __new__(cls, *args, **kwds):
        if len(args) + len(kwds) != len(cls._fields):
            raise TypeError(f"{cls.__name__} takes {len(cls._fields)} arguments")
        return tuple.__new__(cls, [*args, *[kwds[name] for name in cls._fields[len(args):]]])

    def __init_subclass__(cls):
        from _collections import _tuplegetter
        cls.__match_args__ = cls._fields
        for i, name in enumerate(cls._fields):
            setattr(cls, name, _tuplegetter(i, f"Alias for field number {i}"))

    def __repr__(self):
        items = ", ".join([f"{name}={value!r}" for name, value in zip(self._fields, self)])
        return f"{type(self).__name__}({items})"

    def __getnewargs__(self):
        return tuple(self)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _replace(self, /, **kwds):
        return type(self)(*[kwds.pop(name, value) for name, value in zip(self._fields, self)], **kwds)


class Attribute(_Record):
    """What classify_class_attrs() says of a name."""
    __slots__ = ()
    _fields = ("name", "kind", "defining_class", "object")


def classify_class_attrs(cls):
    """For every name of a class: its kind, the class that defines it and the object there."""
    mro = getmro(cls)
    metamro = tuple([c for c in getmro(type(cls)) if c not in (type, object)])
    class_bases = (cls,) + mro
    all_bases = class_bases + metamro
    names = dir(cls)
    for base in mro:
        for key, value in base.__dict__.items():
            if isinstance(value, types.DynamicClassAttribute) and value.fget is not None:
                names.append(key)
    result = []
    processed = set()
    for name in names:
        homecls = get_obj = None
        dict_obj = sentinel = _empty_marker
        if name not in processed:
            try:
                if name == "__dict__":
                    raise Exception("__dict__ is special, don't want the proxy")
                get_obj = getattr(cls, name)
            except Exception:
                pass
            else:
                homecls = getattr(get_obj, "__objclass__", homecls)
                if homecls not in class_bases:
                    # a getattr that gives something from elsewhere
                    homecls = None
                    last_cls = None
                    for base in class_bases:
                        if getattr(base, name, None) is get_obj:
                            last_cls = base
                    for base in metamro:
                        try:
                            found = base.__getattr__(cls, name)
                        except AttributeError:
                            continue
                        if found is get_obj:
                            last_cls = base
                    if last_cls is not None:
                        homecls = last_cls
        for base in all_bases:
            if name in base.__dict__:
                dict_obj = base.__dict__[name]
                if homecls not in metamro:
                    homecls = base
                break
        if homecls is None:
            continue
        obj = get_obj if get_obj is not None else dict_obj
        if isinstance(dict_obj, (staticmethod, types.BuiltinMethodType)):
            kind = "static method"
            obj = dict_obj
        elif isinstance(dict_obj, (classmethod, types.ClassMethodDescriptorType)):
            kind = "class method"
            obj = dict_obj
        elif isinstance(dict_obj, property):
            kind = "property"
            obj = dict_obj
        elif isroutine(obj):
            kind = "method"
        else:
            kind = "data"
        result.append(Attribute(name, kind, homecls, obj))
        processed.add(name)
    return result


def getmro(cls):
    """The method resolution order."""
    return cls.__mro__


def walktree(classes, children, parent):
    results = []
    classes.sort(key=lambda c: (c.__module__, c.__name__))
    for c in classes:
        results.append((c, c.__bases__))
        if c in children:
            results.append(walktree(children[c], children, c))
    return results


def getclasstree(classes, unique=False):
    """Classes in a hierarchy of nested lists."""
    children = {}
    roots = []
    for c in classes:
        if c.__bases__:
            for parent in c.__bases__:
                below = children.setdefault(parent, [])
                if c not in below:
                    below.append(c)
                if unique and parent in classes:
                    break
        elif c not in roots:
            roots.append(c)
    for parent in children:
        if parent not in classes:
            roots.append(parent)
    return walktree(roots, children, None)


# -- Without running code of the object ----------------------------------------------------------------------

_type_getmro = type.__dict__["__mro__"].__get__ if hasattr(type.__dict__.get("__mro__"), "__get__") else None


def _static_mro(klass):
    return _type_getmro(klass) if _type_getmro else klass.__mro__


def _instance_dict(obj):
    try:
        return object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return {}


def _in_class(klass, attr):
    for entry in _static_mro(klass):
        if _shadowed_dict(type(entry)) is _empty_marker:
            try:
                return entry.__dict__[attr]
            except KeyError:
                pass
    return _empty_marker


def _shadowed_dict(klass):
    for entry in _static_mro(klass):
        found = type.__dict__["__dict__"].__get__(entry) if hasattr(type.__dict__.get("__dict__"),
                                                                    "__get__") \
            else entry.__dict__
        if "__dict__" in found:
            class_dict = found["__dict__"]
            if not (type(class_dict) is types.GetSetDescriptorType and class_dict.__name__ == "__dict__"
                    and getattr(class_dict, "__objclass__", entry) is entry):
                return class_dict
    return _empty_marker


def getattr_static(obj, attr, default=_empty_marker):
    """getattr() that runs neither descriptors nor __getattr__."""
    instance_result = _empty_marker
    if issubclass(type(obj), type):
        klass = obj
        is_class = True
    else:
        klass = type(obj)
        is_class = False
        dict_attr = _shadowed_dict(klass)
        if dict_attr is _empty_marker or type(dict_attr) is types.MemberDescriptorType:
            instance_result = dict.get(_instance_dict(obj), attr, _empty_marker)
    klass_result = _in_class(klass, attr)
    if instance_result is not _empty_marker and klass_result is not _empty_marker:
        kind = type(klass_result)
        if (_in_class(kind, "__get__") is not _empty_marker
                and (_in_class(kind, "__set__") is not _empty_marker
                     or _in_class(kind, "__delete__") is not _empty_marker)):
            return klass_result
    if instance_result is not _empty_marker:
        return instance_result
    if klass_result is not _empty_marker:
        return klass_result
    if is_class:
        for entry in _static_mro(type(klass)):
            if _shadowed_dict(type(entry)) is _empty_marker:
                try:
                    return entry.__dict__[attr]
                except KeyError:
                    pass
    if default is not _empty_marker:
        return default
    raise AttributeError(attr)


# -- Annotations, wrappers, documentation --------------------------------------------------------------------

def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """The annotations of a function, class or module as a new dict; eval_str evaluates strings."""
    if isinstance(obj, type):
        obj_dict = getattr(obj, "__dict__", None)
        ann = obj_dict.get("__annotations__", None) if obj_dict and hasattr(obj_dict, "get") else None
        if isinstance(ann, types.GetSetDescriptorType):
            ann = None
        module = sys.modules.get(getattr(obj, "__module__", None), None)
        obj_globals = getattr(module, "__dict__", None)
        obj_locals = dict(vars(obj))
        unwrap = obj
    elif isinstance(obj, types.ModuleType):
        ann = getattr(obj, "__annotations__", None)
        obj_globals = obj.__dict__
        obj_locals = unwrap = None
    elif callable(obj):
        ann = getattr(obj, "__annotations__", None)
        obj_globals = getattr(obj, "__globals__", None)
        obj_locals = None
        unwrap = obj
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if ann is None:
        return {}
    if not isinstance(ann, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    if not ann:
        return {}
    if not eval_str:
        return dict(ann)
    while unwrap is not None:
        if hasattr(unwrap, "__wrapped__"):
            unwrap = unwrap.__wrapped__
        elif isinstance(unwrap, functools.partial):
            unwrap = unwrap.func
        else:
            if hasattr(unwrap, "__globals__"):
                obj_globals = unwrap.__globals__
            break
    if globals is None:
        globals = obj_globals
    if locals is None:
        locals = obj_locals
    return {key: eval(value, globals, locals) if isinstance(value, str) else value for key,
            value in ann.items()}


def unwrap(func, *, stop=None):
    """Follow __wrapped__ to the innermost function."""
    f = func
    seen = {id(f): f}
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= sys.getrecursionlimit():
            raise ValueError(f"wrapper loop when unwrapping {f!r}")
        seen[id(func)] = func
    return func


def indentsize(line):
    """How many columns a line is indented."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def cleandoc(doc):
    """A docstring without the indentation of the source."""
    lines = doc.expandtabs().split("\n")
    margin = min([len(line) - len(line.lstrip()) for line in lines[1:] if line.lstrip()], default=None)
    lines[0] = lines[0].lstrip()
    if margin is not None:
        lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def _finddoc(obj):
    # The docstring of the same thing in a base class.
    if isclass(obj):
        for base in obj.__mro__:
            if base is not object:
                try:
                    doc = base.__doc__
                except AttributeError:
                    continue
                if doc is not None:
                    return doc
        return None
    if ismethod(obj):
        name = obj.__func__.__name__
        owner = obj.__self__
        if isclass(owner) and getattr(getattr(owner, name, None), "__func__") is obj.__func__:
            cls = owner
        else:
            cls = owner.__class__
    elif isfunction(obj):
        name = obj.__name__
        cls = _findclass(obj)
        if cls is None or getattr(cls, name) is not obj:
            return None
    elif isbuiltin(obj):
        name = obj.__name__
        owner = obj.__self__
        own = isclass(owner) and owner.__qualname__ + "." + name == obj.__qualname__
        cls = owner if own else owner.__class__
    elif isinstance(obj, property):
        func = obj.fget
        name = func.__name__
        cls = _findclass(func)
        if cls is None or getattr(cls, name) is not obj:
            return None
    elif ismethoddescriptor(obj) or isdatadescriptor(obj):
        name = obj.__name__
        cls = obj.__objclass__
        if getattr(cls, name) is not obj:
            return None
        if ismemberdescriptor(obj):
            slots = getattr(cls, "__slots__", None)
            if isinstance(slots, dict) and name in slots:
                return slots[name]
    else:
        return None
    for base in cls.__mro__:
        try:
            doc = getattr(base, name).__doc__
        except AttributeError:
            continue
        if doc is not None:
            return doc
    return None


def _findclass(func):
    cls = sys.modules.get(func.__module__)
    if cls is None:
        return None
    for name in func.__qualname__.split(".")[:-1]:
        cls = getattr(cls, name)
    return cls if isclass(cls) else None


def getdoc(object):
    """The docstring, cleaned up; inherited where the object has none."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None:
        try:
            doc = _finddoc(object)
        except (AttributeError, TypeError):
            return None
    if not isinstance(doc, str):
        return None
    return cleandoc(doc)


# -- Files and source ----------------------------------------------------------------------------------------

def getfile(object):
    """The file an object was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isclass(object):
        if hasattr(object, "__module__"):
            module = sys.modules.get(object.__module__)
            if getattr(module, "__file__", None):
                return module.__file__
            if object.__module__ == "__main__":
                raise OSError("source code not available")
        raise TypeError(f"{object!r} is a built-in class")
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got "
                    f"{type(object).__name__}")


def getmodulename(path):
    """The module name a file name stands for, or None."""
    fname = os.path.basename(path)
    for suffix in (".py", ".pyc"):
        if fname.endswith(suffix):
            return fname[:-len(suffix)]
    return None


def getsourcefile(object):
    """The source file of an object, or None."""
    filename = getfile(object)
    if filename.endswith(".pyc"):
        filename = filename[:-1]
    if os.path.exists(filename):
        return filename
    module = getmodule(object, filename)
    if getattr(module, "__loader__", None) is not None:
        return filename
    if getattr(getattr(module, "__spec__", None), "loader", None) is not None:
        return filename
    if filename in linecache.cache:
        return filename
    return None


def getabsfile(object, _filename=None):
    """The absolute path of the source file, or of the file."""
    if _filename is None:
        _filename = getsourcefile(object) or getfile(object)
    return os.path.normcase(os.path.abspath(_filename))


modulesbyfile = {}
_filesbymodname = {}


def getmodule(object, _filename=None):
    """The module an object was defined in, or None."""
    if ismodule(object):
        return object
    if hasattr(object, "__module__"):
        return sys.modules.get(object.__module__)
    if _filename is not None and _filename in modulesbyfile:
        return sys.modules.get(modulesbyfile[_filename])
    try:
        file = getabsfile(object, _filename)
    except (TypeError, FileNotFoundError):
        return None
    if file in modulesbyfile:
        return sys.modules.get(modulesbyfile[file])
    for modname, module in sys.modules.copy().items():
        f = getattr(module, "__file__", None) if ismodule(module) else None
        if f and _filesbymodname.get(modname) != f:
            _filesbymodname[modname] = f
            f = getabsfile(module)
            modulesbyfile[f] = modulesbyfile[os.path.realpath(f)] = module.__name__
    if file in modulesbyfile:
        return sys.modules.get(modulesbyfile[file])
    main = sys.modules["__main__"]
    if not hasattr(object, "__name__"):
        return None
    if getattr(main, object.__name__, None) is object:
        return main
    if getattr(builtins, object.__name__, None) is object:
        return builtins
    return None


class _LogicalLine:
    # A statement's line: it may run over several lines of the file. first and last are indices, last is
    # excluded.
    __slots__ = ("first", "last", "indent", "text", "comment")

    def __init__(self, first, last, indent, text, comment):
        self.first = first
        self.last = last
        self.indent = indent
        self.text = text            # the first line, stripped
        self.comment = comment      # nothing but a comment


def _logical_lines(lines, start=0):
    i = start
    while i < len(lines):
        line = lines[i]
        text = line.strip()
        if not text:
            i += 1
            continue
        first = i
        indent = len(line.expandtabs()) - len(line.expandtabs().lstrip())
        if text.startswith("#"):
            i += 1
            yield _LogicalLine(first, i, indent, text, True)
            continue
        depth = 0
        quote = None        # of a triple-quoted string that is open
        while i < len(lines):
            depth, quote, continues = _scan_line(lines[i], depth, quote)
            i += 1
            if depth <= 0 and quote is None and not continues:
                break
        yield _LogicalLine(first, i, indent, text, False)


def _scan_line(line, depth, quote):
    # Follow brackets and strings through one line.
    j, n = 0, len(line)
    while j < n:
        if quote is not None:
            end = j
            while True:
                end = line.find(quote, end)
                if end < 0:
                    if len(quote) == 1 and not line.rstrip("\r\n").endswith("\\"):
                        return depth, None, False       # a broken string
                    return depth, quote, False
                slashes = 0
                while end - slashes > j and line[end - slashes - 1] == "\\":
                    slashes += 1
                if slashes % 2 == 0:
                    break
                end += 1
            j = end + len(quote)
            quote = None
            continue
        c = line[j]
        if c == "#":
            return depth, None, False
        if c in "'\"":
            quote = c * 3 if line.startswith(c * 3, j) else c
            j += len(quote)
            continue
        if c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif c == "\\" and line[j + 1:].strip() == "":
            return depth, None, True
        j += 1
    return depth, quote, False


def getblock(lines):
    """The lines of the definition or statement at the beginning of a list of lines."""
    header = None       # the def or class line that decorators lead to
    body_indent = None
    end = 1
    for line in _logical_lines(lines):
        if header is None:
            if line.comment:
                continue
            end = line.last
            if line.text.startswith("@"):
                continue
            if not line.text.startswith(("def ", "class ", "async ")):
                return lines[:end]      # a lambda, or any other statement
            header = line
        elif line.comment:
            if body_indent is not None and line.indent >= body_indent:
                end = line.last
        elif line.indent <= header.indent:
            break
        else:
            if body_indent is None:
                body_indent = line.indent
            end = line.last
    return lines[:end]


def _find_class_line(lines, qualname):
    # The index of the (decorated) class statement with that qualified name, or None.
    scopes = []         # (indent, name as it stands in qualified names)
    decorator = None
    for line in _logical_lines(lines):
        if line.comment:
            continue
        while scopes and line.indent <= scopes[-1][0]:
            scopes.pop()
        text = line.text
        if text.startswith("@"):
            if decorator is None:
                decorator = line.first
            continue
        words = text.replace("(", " ").replace(":", " ").split(None, 3)
        if words[0] == "async" and len(words) > 1:
            words.pop(0)
        if words[0] in ("class", "def") and len(words) > 1:
            path = ".".join([name for _, name in scopes] + [words[1]])
            if words[0] == "class":
                if path == qualname:
                    return line.first if decorator is None else decorator
                scopes.append((line.indent, words[1]))
            else:
                scopes.append((line.indent, words[1] + ".<locals>"))
        decorator = None
    return None


def findsource(object):
    """(all lines of the file, index of the first line of the object); OSError if there is no source."""
    file = getsourcefile(object)
    if file:
        linecache.checkcache(file)
    else:
        file = getfile(object)
        if not (file.startswith("<") and file.endswith(">")):
            raise OSError("source code not available")
    module = getmodule(object, file)
    lines = linecache.getlines(file, module.__dict__) if module else linecache.getlines(file)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        lnum = _find_class_line(lines, object.__qualname__)
        if lnum is None:
            raise OSError("could not find class definition")
        return lines, lnum
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        if not hasattr(object, "co_firstlineno"):
            raise OSError("could not find function definition")
        lnum = object.co_firstlineno - 1
        if lnum >= len(lines):
            raise OSError("lineno is out of bounds")
        return lines, lnum
    raise OSError("could not find code object")


def getcomments(object):
    """The comment lines right above an object, or None."""
    try:
        lines, lnum = findsource(object)
    except (OSError, TypeError):
        return None
    if ismodule(object):
        start = 0
        if lines and lines[0][:2] == "#!":
            start = 1
        while start < len(lines) and lines[start].strip() in ("", "#"):
            start += 1
        comments = []
        while start < len(lines) and lines[start][:1] == "#":
            comments.append(lines[start].expandtabs())
            start += 1
        return "".join(comments) or None
    if lnum > 0:
        indent = indentsize(lines[lnum])
        comments = []
        end = lnum - 1
        while end >= 0 and lines[end].lstrip()[:1] == "#" and indentsize(lines[end]) == indent:
            comments.insert(0, lines[end].expandtabs().lstrip())
            end -= 1
        while comments and comments[0].strip() == "#":
            comments.pop(0)
        while comments and comments[-1].strip() == "#":
            comments.pop()
        return "".join(comments) or None
    return None


def getsourcelines(object):
    """(the lines of an object's source, the number of the first); OSError if there is no source."""
    object = unwrap(object)
    lines, lnum = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or isframe(object) and object.f_code.co_name == "<module>":
        return lines, 0
    return getblock(lines[lnum:]), lnum + 1


def getsource(object):
    """The source of an object as one string; OSError if there is none."""
    return "".join(getsourcelines(object)[0])


# -- Arguments, the older interface --------------------------------------------------------------------------

class Arguments(_Record):
    __slots__ = ()
    _fields = ("args", "varargs", "varkw")


class FullArgSpec(_Record):
    __slots__ = ()
    _fields = ("args", "varargs", "varkw", "defaults", "kwonlyargs", "kwonlydefaults", "annotations")


class ArgInfo(_Record):
    __slots__ = ()
    _fields = ("args", "varargs", "keywords", "locals")


class ClosureVars(_Record):
    __slots__ = ()
    _fields = ("nonlocals", "globals", "builtins", "unbound")


def getargs(co):
    """Names of the arguments of a code object."""
    if not iscode(co):
        raise TypeError(f"{co!r} is not a code object")
    names = co.co_varnames
    count = co.co_argcount
    nkwargs = co.co_kwonlyargcount
    args = list(names[:count])
    kwonlyargs = list(names[count:count + nkwargs])
    count += nkwargs
    varargs = varkw = None
    if co.co_flags & CO_VARARGS:
        varargs = names[count]
        count += 1
    if co.co_flags & CO_VARKEYWORDS:
        varkw = names[count]
    return Arguments(args + kwonlyargs, varargs, varkw)


def getfullargspec(func):
    """Names and defaults of a function's parameters."""
    try:
        sig = _signature_from_callable(func, follow_wrapper_chains=False, skip_bound_arg=False,
                                       sigcls=Signature,
                                       eval_str=False)
    except Exception as ex:
        raise TypeError("unsupported callable") from ex
    args, posonlyargs, kwonlyargs, defaults = [], [], [], ()
    varargs = varkw = None
    annotations, kwdefaults = {}, {}
    if sig.return_annotation is not sig.empty:
        annotations["return"] = sig.return_annotation
    for param in sig.parameters.values():
        kind, name = param.kind, param.name
        if kind is _POSITIONAL_ONLY:
            posonlyargs.append(name)
            if param.default is not param.empty:
                defaults += (param.default,)
        elif kind is _POSITIONAL_OR_KEYWORD:
            args.append(name)
            if param.default is not param.empty:
                defaults += (param.default,)
        elif kind is _VAR_POSITIONAL:
            varargs = name
        elif kind is _KEYWORD_ONLY:
            kwonlyargs.append(name)
            if param.default is not param.empty:
                kwdefaults[name] = param.default
        elif kind is _VAR_KEYWORD:
            varkw = name
        if param.annotation is not param.empty:
            annotations[name] = param.annotation
    return FullArgSpec(posonlyargs + args, varargs, varkw, defaults or None, kwonlyargs, kwdefaults or None,
                       annotations)


def getargvalues(frame):
    """Names of a frame's arguments, and its local variables."""
    args, varargs, varkw = getargs(frame.f_code)
    return ArgInfo(args, varargs, varkw, frame.f_locals)


def formatannotation(annotation, base_module=None):
    """An annotation as text."""
    if getattr(annotation, "__module__", None) == "typing":
        return _without_typing(repr(annotation))
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


def _without_typing(text):
    # Remove "typing." where it is a whole first name.
    pieces = text.split("typing.")
    result = pieces[0]
    for piece in pieces[1:]:
        last = result[-1:]
        result += ("typing." if last.isalnum() or last in ("_", ".") and last else "") + piece
    return result


def formatannotationrelativeto(object):
    module = getattr(object, "__module__", None)
    return lambda annotation: formatannotation(annotation, module)


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs=lambda name: "*" + name,
                    formatvarkw=lambda name: "**" + name, formatvalue=lambda value: "=" + repr(value)):
    """What getargvalues() gave, as text."""
    specs = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        specs.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        specs.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return "(" + ", ".join(specs) + ")"


def _missing_arguments(f_name, names, positional, values):
    names = [repr(name) for name in names if name not in values]
    missing = len(names)
    if missing == 1:
        text = names[0]
    elif missing == 2:
        text = "{} and {}".format(*names)
    else:
        text = ", ".join(names[:-2]) + ", {} and {}".format(*names[-2:])
    raise TypeError(f"{f_name}() missing {missing} required {'positional' if positional else 'keyword-only'} "
                    f"argument{'' if missing == 1 else 's'}: {text}")


def _too_many(f_name, args, kwonly, varargs, defcount, given, values):
    atleast = len(args) - defcount
    kwonly_given = len([arg for arg in kwonly if arg in values])
    if varargs:
        plural = atleast != 1
        text = f"at least {atleast}"
    elif defcount:
        plural = True
        text = f"from {atleast} to {len(args)}"
    else:
        plural = len(args) != 1
        text = str(len(args))
    kwonly_text = ""
    if kwonly_given:
        kwonly_text = (f" positional argument{'s' if given != 1 else ''} (and {kwonly_given} keyword-only "
                       "argument"
                       f"{'s' if kwonly_given != 1 else ''})")
    raise TypeError(f"{f_name}() takes {text} positional argument{'s' if plural else ''} but "
                    f"{given}{kwonly_text} "
                    f"{'was' if given == 1 and not kwonly_given else 'were'} given")


def getcallargs(func, /, *positional, **named):
    """Which parameter would get which value in a call."""
    args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, ann = getfullargspec(func)
    f_name = func.__name__
    values = {}
    if ismethod(func) and func.__self__ is not None:
        positional = (func.__self__,) + positional
    num_pos = len(positional)
    num_args = len(args)
    num_defaults = len(defaults) if defaults else 0
    n = min(num_pos, num_args)
    for i in range(n):
        values[args[i]] = positional[i]
    if varargs:
        values[varargs] = tuple(positional[n:])
    possible = set(args + kwonlyargs)
    if varkw:
        values[varkw] = {}
    for kw, value in named.items():
        if kw not in possible:
            if not varkw:
                raise TypeError(f"{f_name}() got an unexpected keyword argument {kw!r}")
            values[varkw][kw] = value
            continue
        if kw in values:
            raise TypeError(f"{f_name}() got multiple values for argument {kw!r}")
        values[kw] = value
    if num_pos > num_args and not varargs:
        _too_many(f_name, args, kwonlyargs, varargs, num_defaults, num_pos, values)
    if num_pos < num_args:
        required = args[:num_args - num_defaults]
        for arg in required:
            if arg not in values:
                _missing_arguments(f_name, required, True, values)
        for i, arg in enumerate(args[num_args - num_defaults:]):
            if arg not in values:
                values[arg] = defaults[i]
    missing = 0
    for kwarg in kwonlyargs:
        if kwarg not in values:
            if kwonlydefaults and kwarg in kwonlydefaults:
                values[kwarg] = kwonlydefaults[kwarg]
            else:
                missing += 1
    if missing:
        _missing_arguments(f_name, kwonlyargs, False, values)
    return values


def getclosurevars(func):
    """The names a function takes from outside, and their values."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f"{func!r} is not a Python function")
    code = func.__code__
    nonlocal_vars = {}
    if func.__closure__ is not None:
        nonlocal_vars = {var: cell.cell_contents for var, cell in zip(code.co_freevars, func.__closure__)}
    global_ns = func.__globals__
    builtin_ns = global_ns.get("__builtins__", builtins.__dict__)
    if ismodule(builtin_ns):
        builtin_ns = builtin_ns.__dict__
    global_vars, builtin_vars, unbound = {}, {}, set()
    for name in code.co_names:
        if name in ("None", "True", "False"):
            continue
        if name in global_ns:
            global_vars[name] = global_ns[name]
        elif name in builtin_ns:
            builtin_vars[name] = builtin_ns[name]
        else:
            unbound.add(name)
    return ClosureVars(nonlocal_vars, global_vars, builtin_vars, unbound)


# -- Frames --------------------------------------------------------------------------------------------------

class _Traceback(_Record):
    __slots__ = ()
    _fields = ("filename", "lineno", "function", "code_context", "index")


class Traceback(_Traceback):
    """What getframeinfo() says of a frame."""

    def __new__(cls, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, filename, lineno, function, code_context, index)
        self.positions = positions
        return self

    def __repr__(self):
        return (f"Traceback(filename={self.filename!r}, lineno={self.lineno!r}, function={self.function!r}, "
                f"code_context={self.code_context!r}, index={self.index!r}, positions={self.positions!r})")


class _FrameInfo(_Record):
    __slots__ = ()
    _fields = ("frame", "filename", "lineno", "function", "code_context", "index")


class FrameInfo(_FrameInfo):
    """What stack() says of a frame."""

    def __new__(cls, frame, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, frame, filename, lineno, function, code_context, index)
        self.positions = positions
        return self

    def __repr__(self):
        return (f"FrameInfo(frame={self.frame!r}, filename={self.filename!r}, lineno={self.lineno!r}, "
                f"function={self.function!r}, code_context={self.code_context!r}, index={self.index!r}, "
                f"positions={self.positions!r})")


class Positions(_Record):
    """Where in the source an instruction stands."""
    __slots__ = ()
    _fields = ("lineno", "end_lineno", "col_offset", "end_col_offset")

    def __new__(cls, lineno=None, end_lineno=None, col_offset=None, end_col_offset=None):
        return tuple.__new__(cls, (lineno, end_lineno, col_offset, end_col_offset))


def getframeinfo(frame, context=1):
    """File, line, function and source lines of a frame or traceback."""
    from traceback import _code_position
    if istraceback(frame):
        positions = _code_position(frame.tb_frame.f_code, frame.tb_lasti)
        lineno = frame.tb_lineno
        frame = frame.tb_frame
    else:
        lineno = frame.f_lineno
        positions = _code_position(frame.f_code, frame.f_lasti)
    if positions[0] is None:
        frame_positions = (lineno, *positions[1:])
    else:
        frame_positions = positions
    if not isframe(frame):
        raise TypeError(f"{frame!r} is not a frame or traceback object")
    filename = getsourcefile(frame) or getfile(frame)
    lines = index = None
    if context > 0:
        start = lineno - 1 - context // 2
        try:
            lines, lnum = findsource(frame)
        except OSError:
            lines = index = None
        else:
            start = max(0, min(start, len(lines) - context))
            lines = lines[start:start + context]
            index = lineno - 1 - start
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index,
                     positions=Positions(*frame_positions))


def getlineno(frame):
    """The line a frame is at."""
    return frame.f_lineno


def getouterframes(frame, context=1):
    """FrameInfo records of a frame and its callers."""
    result = []
    while frame:
        info = getframeinfo(frame, context)
        result.append(FrameInfo(frame, *info, positions=info.positions))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    """FrameInfo records of the entries of a traceback."""
    result = []
    while tb:
        info = getframeinfo(tb, context)
        result.append(FrameInfo(tb.tb_frame, *info, positions=info.positions))
        tb = tb.tb_next
    return result


def currentframe():
    """The frame of the caller."""
    return sys._getframe(1) if hasattr(sys, "_getframe") else None


def stack(context=1):
    """FrameInfo records of the caller and its callers."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """FrameInfo records of the exception that is being handled."""
    exc = sys.exc_info()[1]
    return getinnerframes(exc.__traceback__ if exc else None, context)


GEN_CREATED = "GEN_CREATED"
GEN_RUNNING = "GEN_RUNNING"
GEN_SUSPENDED = "GEN_SUSPENDED"
GEN_CLOSED = "GEN_CLOSED"


def getgeneratorstate(generator):
    """GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED or GEN_CLOSED."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getgeneratorlocals(generator):
    """The local variables of a generator."""
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    frame = getattr(generator, "gi_frame", None)
    return {} if frame is None else frame.f_locals


CORO_CREATED = "CORO_CREATED"
CORO_RUNNING = "CORO_RUNNING"
CORO_SUSPENDED = "CORO_SUSPENDED"
CORO_CLOSED = "CORO_CLOSED"


def getcoroutinestate(coroutine):
    """CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED or CORO_CLOSED."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine."""
    frame = getattr(coroutine, "cr_frame", None)
    return {} if frame is None else frame.f_locals


# -- Signatures: where they come from ------------------------------------------------------------------------

_BUILTIN_CALLABLES = (types.WrapperDescriptorType, types.MethodWrapperType, types.ClassMethodDescriptorType,
                      types.MethodDescriptorType, types.BuiltinFunctionType)


def _user_defined_method(cls, name):
    try:
        method = getattr(cls, name)
    except AttributeError:
        return None
    return None if isinstance(method, _BUILTIN_CALLABLES) else method


def _is_functionlike(obj):
    # Something that has what a function has, such as a compiled function.
    if not callable(obj) or isclass(obj):
        return False
    name = getattr(obj, "__name__", None)
    code = getattr(obj, "__code__", None)
    defaults = getattr(obj, "__defaults__", _empty_marker)
    kwdefaults = getattr(obj, "__kwdefaults__", _empty_marker)
    annotations = getattr(obj, "__annotations__", None)
    return (isinstance(code, types.CodeType) and isinstance(name, str)
            and (defaults is None or isinstance(defaults, tuple))
            and (kwdefaults is None or isinstance(kwdefaults, dict))
            and (annotations is None or isinstance(annotations, dict)))


def _is_builtin(obj):
    return (isbuiltin(obj) or ismethoddescriptor(obj) or isinstance(obj, _BUILTIN_CALLABLES)
            or obj in (type, object))


def _bound_method(sig):
    # The signature without its first parameter.
    params = tuple(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    if params[0].kind in (_POSITIONAL_OR_KEYWORD, _POSITIONAL_ONLY):
        params = params[1:]
    # else *args, which swallows self
    return sig.replace(parameters=params)


def _of_partial(wrapped_sig, partial, extra_args=()):
    old_params = wrapped_sig.parameters
    new_params = dict(old_params.items())
    args = partial.args or ()
    keywords = partial.keywords or {}
    if extra_args:
        args = extra_args + args
    try:
        bound = wrapped_sig.bind_partial(*args, **keywords)
    except TypeError as ex:
        raise ValueError(f"partial object {partial!r} has incorrect arguments") from ex
    to_kwonly = False
    for name, param in old_params.items():
        if name in bound.arguments:
            value = bound.arguments[name]
            if param.kind is _POSITIONAL_ONLY:
                new_params.pop(name)
                continue
            if param.kind is _POSITIONAL_OR_KEYWORD:
                if name in keywords:
                    # Given by keyword, it can be given anew, but only by keyword, as everything after it.
                    to_kwonly = True
                    new_params[name] = param.replace(default=value)
                else:
                    new_params.pop(name)
                    continue
            if param.kind is _KEYWORD_ONLY:
                new_params[name] = param.replace(default=value)
        if to_kwonly:
            if param.kind is _POSITIONAL_OR_KEYWORD:
                new_params[name] = new_params.pop(name).replace(kind=_KEYWORD_ONLY)
            elif param.kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                new_params[name] = new_params.pop(name)
            elif param.kind is _VAR_POSITIONAL:
                new_params.pop(name)
    return wrapped_sig.replace(parameters=new_params.values())


def _from_text(cls, obj, text, skip_bound_arg):
    # "($self, x, /, y=1)": let the compiler parse it, as the parameters of a function.
    bound = "$" in text
    module = sys.modules.get(getattr(obj, "__module__", None) or "builtins")
    namespace = dict(sys.modules)
    if module is not None:
        namespace.update(module.__dict__)
    namespace.update(builtins.__dict__)
    scope = {}
    try:
        exec(f"def f{text.replace('$', '')}: pass", namespace, scope)
    except (SyntaxError, NameError, AttributeError):
        raise ValueError(f"{obj!r} has invalid signature") from None
    sig = _from_function(cls, scope["f"])
    if bound:
        owner = getattr(obj, "__self__", None)
        params = list(sig.parameters.values())
        if isclass(obj) or ismodule(owner) or owner is not None and skip_bound_arg:
            params.pop(0)
        else:
            params[0] = params[0].replace(kind=_POSITIONAL_ONLY)
        sig = sig.replace(parameters=params)
    return sig


def _from_builtin(cls, func, skip_bound_arg=True):
    text = getattr(func, "__text_signature__", None)
    if not text:
        raise ValueError(f"no signature found for builtin {func!r}")
    return _from_text(cls, func, text, skip_bound_arg)


def _from_function(cls, func, skip_bound_arg=True, globals=None, locals=None, eval_str=False):
    text = getattr(func, "__text_signature__", None)
    if text:
        return _from_text(cls, func, text, skip_bound_arg)
    code = func.__code__
    names = code.co_varnames
    pos_count = code.co_argcount
    posonly_count = code.co_posonlyargcount
    kwonly_count = code.co_kwonlyargcount
    annotations = get_annotations(func, globals=globals, locals=locals, eval_str=eval_str)
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    first_default = pos_count - len(defaults)
    params = []

    def add(name, kind, default=_empty):
        params.append(Parameter(name, annotation=annotations.get(name, _empty), kind=kind, default=default))

    for i, name in enumerate(names[:pos_count]):
        add(name, _POSITIONAL_ONLY if i < posonly_count else _POSITIONAL_OR_KEYWORD,
            defaults[i - first_default] if i >= first_default else _empty)
    if code.co_flags & CO_VARARGS:
        add(names[pos_count + kwonly_count], _VAR_POSITIONAL)
    for name in names[pos_count:pos_count + kwonly_count]:
        add(name, _KEYWORD_ONLY, kwdefaults.get(name, _empty))
    if code.co_flags & CO_VARKEYWORDS:
        add(names[pos_count + kwonly_count + bool(code.co_flags & CO_VARARGS)], _VAR_KEYWORD)
    # Functions of the compiler are well-formed, look-alikes may not be.
    return cls(params, return_annotation=annotations.get("return", _empty),
               __validate_parameters__=not isfunction(func))


def _signature_from_callable(obj, *, follow_wrapper_chains=True, skip_bound_arg=True, globals=None,
                             locals=None,
                             eval_str=False, sigcls):
    def again(obj):
        return _signature_from_callable(obj, follow_wrapper_chains=follow_wrapper_chains,
                                        skip_bound_arg=skip_bound_arg, globals=globals, locals=locals,
                                        eval_str=eval_str, sigcls=sigcls)

    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if isinstance(obj, types.MethodType):
        sig = again(obj.__func__)
        return _bound_method(sig) if skip_bound_arg else sig
    if follow_wrapper_chains:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__") or isinstance(f, types.MethodType))
        if isinstance(obj, types.MethodType):
            return again(obj)
    sig = getattr(obj, "__signature__", None)
    if sig is not None:
        if not isinstance(sig, Signature):
            raise TypeError(f"unexpected object {sig!r} in __signature__ attribute")
        return sig
    partialmethod = getattr(obj, "_partialmethod", None)
    if isinstance(partialmethod, functools.partialmethod):
        wrapped = again(partialmethod.func)
        sig = _of_partial(wrapped, partialmethod, (None,))
        first = tuple(wrapped.parameters.values())[0]
        if first.kind is _VAR_POSITIONAL:
            return sig
        return sig.replace(parameters=(first,) + tuple(sig.parameters.values()))
    if isfunction(obj) or _is_functionlike(obj):
        return _from_function(sigcls, obj, skip_bound_arg=skip_bound_arg, globals=globals, locals=locals,
                              eval_str=eval_str)
    if _is_builtin(obj):
        return _from_builtin(sigcls, obj, skip_bound_arg)
    if isinstance(obj, functools.partial):
        return _of_partial(again(obj.func), obj)

    sig = None
    if isinstance(obj, type):
        call = _user_defined_method(type(obj), "__call__")
        if call is not None:
            sig = again(call)
        else:
            new = _user_defined_method(obj, "__new__")
            init = _user_defined_method(obj, "__init__")
            for base in obj.__mro__:
                if new is not None and "__new__" in base.__dict__:
                    sig = again(new)
                    break
                if init is not None and "__init__" in base.__dict__:
                    sig = again(init)
                    break
        if sig is None:
            for base in obj.__mro__[:-1]:
                text = getattr(base, "__text_signature__", None)
                if text:
                    return _from_text(sigcls, base, text, True)
            if type not in obj.__mro__:
                if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
                    return sigcls([])
                raise ValueError(f"no signature found for builtin type {obj!r}")
    else:
        call = _user_defined_method(type(obj), "__call__")
        if call is not None:
            try:
                sig = again(call)
            except ValueError as ex:
                raise ValueError(f"no signature found for {obj!r}") from ex
    if sig is not None:
        return _bound_method(sig) if skip_bound_arg else sig
    raise ValueError(f"callable {obj!r} is not supported by signature")


# -- Signatures: what they are -------------------------------------------------------------------------------

class _void:
    pass


class _empty:
    """Marks what a parameter or signature does not have."""


class _ParameterKind(enum.IntEnum):
    POSITIONAL_ONLY = "positional-only"
    POSITIONAL_OR_KEYWORD = "positional or keyword"
    VAR_POSITIONAL = "variadic positional"
    KEYWORD_ONLY = "keyword-only"
    VAR_KEYWORD = "variadic keyword"

    def __new__(cls, description):
        value = len(cls.__members__)
        member = int.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    def __str__(self):
        return self.name


_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD = _ParameterKind


class Parameter:
    """One parameter of a signature."""

    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind")
        if default is not _empty and self._kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f"{self._kind.description} parameters cannot have default values")
        self._default = default
        self._annotation = annotation
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if name[:1] == "." and name[1:].isdigit():
            # The argument of a comprehension's function, ".0", is shown as implicit0.
            if self._kind != _POSITIONAL_OR_KEYWORD:
                raise ValueError("implicit arguments must be passed as positional or keyword arguments, not "
                                 f"{self._kind.description}")
            self._kind = _POSITIONAL_ONLY
            name = f"implicit{name[1:]}"
        if iskeyword(name) and self._kind is not _POSITIONAL_ONLY or not name.isidentifier():
            raise ValueError(f"{name!r} is not a valid parameter name")
        self._name = name

    def __reduce__(self):
        return type(self), (self._name, self._kind), {"_default": self._default,
                                                      "_annotation": self._annotation}

    def __setstate__(self, state):
        self._default = state["_default"]
        self._annotation = state["_annotation"]

    @property
    def name(self):
        return self._name

    @property
    def default(self):
        return self._default

    @property
    def annotation(self):
        return self._annotation

    @property
    def kind(self):
        return self._kind

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """A copy with some attributes changed."""
        return type(self)(self._name if name is _void else name, self._kind if kind is _void else kind,
                          default=self._default if default is _void else default,
                          annotation=self._annotation if annotation is _void else annotation)

    def __str__(self):
        text = self._name
        if self._annotation is not _empty:
            text = f"{text}: {formatannotation(self._annotation)}"
        if self._default is not _empty:
            text = f"{text}{' = ' if self._annotation is not _empty else '='}{self._default!r}"
        if self._kind == _VAR_POSITIONAL:
            return "*" + text
        if self._kind == _VAR_KEYWORD:
            return "**" + text
        return text

    def __repr__(self):
        return f'<{self.__class__.__name__} "{self}">'

    def __hash__(self):
        return hash((self._name, self._kind, self._annotation, self._default))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name == other._name and self._kind == other._kind and self._default == other._default
                and self._annotation == other._annotation)


class BoundArguments:
    """Which parameter got which argument."""

    __slots__ = ("arguments", "_signature", "__weakref__")

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                break
            value = self.arguments[name]
            if param.kind == _VAR_POSITIONAL:
                args.extend(value)
            else:
                args.append(value)
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        started = False
        for name, param in self._signature.parameters.items():
            if not started:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    started = True
                elif name not in self.arguments:
                    started = True      # everything after a gap goes by keyword
                    continue
            if not started or name not in self.arguments:
                continue
            value = self.arguments[name]
            if param.kind == _VAR_KEYWORD:
                kwargs.update(value)
            else:
                kwargs[name] = value
        return kwargs

    def apply_defaults(self):
        """Fill in the defaults of what was not given."""
        arguments = self.arguments
        result = []
        for name, param in self._signature.parameters.items():
            if name in arguments:
                value = arguments[name]
            elif param.default is not _empty:
                value = param.default
            elif param.kind is _VAR_POSITIONAL:
                value = ()
            elif param.kind is _VAR_KEYWORD:
                value = {}
            else:
                continue
            result.append((name, value))
        self.arguments = dict(result)

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    def __setstate__(self, state):
        self._signature = state["_signature"]
        self.arguments = state["arguments"]

    def __getstate__(self):
        return {"_signature": self._signature, "arguments": self.arguments}

    def __repr__(self):
        args = ", ".join([f"{name}={value!r}" for name, value in self.arguments.items()])
        return f"<{self.__class__.__name__} ({args})>"


class Signature:
    """The parameters of a callable and the annotation of its result."""

    __slots__ = ("_return_annotation", "_parameters")

    _parameter_cls = Parameter
    _bound_arguments_cls = BoundArguments
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        params = OrderedDict()
        if parameters is not None:
            if __validate_parameters__:
                top_kind = _POSITIONAL_ONLY
                seen_default = False
                for param in parameters:
                    kind, name = param.kind, param.name
                    if kind < top_kind:
                        raise ValueError(f"wrong parameter order: {top_kind.description} parameter before "
                                         f"{kind.description} parameter")
                    if kind > top_kind:
                        top_kind = kind
                    if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                        if param.default is not _empty:
                            seen_default = True
                        elif seen_default:
                            raise ValueError("non-default argument follows default argument")
                    if name in params:
                        raise ValueError(f"duplicate parameter name: {name!r}")
                    params[name] = param
            else:
                params = OrderedDict([(param.name, param) for param in parameters])
        self._parameters = types.MappingProxyType(params)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        """The signature of a callable."""
        return _signature_from_callable(obj, sigcls=cls, follow_wrapper_chains=follow_wrapped,
                                        globals=globals,
                                        locals=locals, eval_str=eval_str)

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_void, return_annotation=_void):
        """A copy with some attributes changed."""
        return type(self)(self.parameters.values() if parameters is _void else parameters,
                          return_annotation=(self._return_annotation if return_annotation is _void
                                             else return_annotation))

    def _basis(self):
        positional = tuple([p for p in self.parameters.values() if p.kind != _KEYWORD_ONLY])
        keyword = {p.name: p for p in self.parameters.values() if p.kind == _KEYWORD_ONLY}
        return positional, keyword, self.return_annotation

    def __hash__(self):
        positional, keyword, annotation = self._basis()
        return hash((positional, frozenset(keyword.values()), annotation))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Signature):
            return NotImplemented
        return self._basis() == other._basis()

    def _bind(self, args, kwargs, *, partial=False):
        arguments = {}
        params = list(self.parameters.values())
        given = list(args)
        position = 0            # of the next positional argument
        index = 0               # of the next parameter
        while position < len(given):
            if index == len(params) or params[index].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                raise TypeError("too many positional arguments")
            param = params[index]
            index += 1
            if param.kind == _VAR_POSITIONAL:
                arguments[param.name] = tuple(given[position:])
                position = len(given)
                break
            if param.name in kwargs and param.kind != _POSITIONAL_ONLY:
                raise TypeError(f"multiple values for argument {param.name!r}")
            arguments[param.name] = given[position]
            position += 1
        kwargs_param = params[-1] if params and params[-1].kind == _VAR_KEYWORD else None
        for param in params[index:]:
            kind, name = param.kind, param.name
            if kind == _VAR_KEYWORD or kind == _VAR_POSITIONAL:
                continue
            if kind == _POSITIONAL_ONLY:
                if name in kwargs:
                    raise TypeError(f"{name!r} parameter is positional only, but was passed as a keyword")
                if param.default is _empty and not partial:
                    raise TypeError(f"missing a required argument: {name!r}")
                continue
            if name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif not partial and param.default is _empty:
                raise TypeError(f"missing a required argument: {name!r}")
        if kwargs:
            if kwargs_param is not None:
                arguments[kwargs_param.name] = kwargs
            else:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return self._bound_arguments_cls(self, arguments)

    def bind(self, /, *args, **kwargs):
        """The BoundArguments of a call; TypeError if it would fail."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """bind() that lets arguments be missing."""
        return self._bind(args, kwargs, partial=True)

    def __reduce__(self):
        return type(self), (tuple(self._parameters.values()),
                            ), {"_return_annotation": self._return_annotation}

    def __setstate__(self, state):
        self._return_annotation = state["_return_annotation"]

    def __repr__(self):
        return f"<{self.__class__.__name__} {self}>"

    def __str__(self):
        result = []
        render_slash = False
        render_star = True
        for param in self.parameters.values():
            kind = param.kind
            if kind == _POSITIONAL_ONLY:
                render_slash = True
            elif render_slash:
                result.append("/")
                render_slash = False
            if kind == _VAR_POSITIONAL:
                render_star = False
            elif kind == _KEYWORD_ONLY and render_star:
                result.append("*")
                render_star = False
            result.append(str(param))
        if render_slash:
            result.append("/")
        text = f"({', '.join(result)})"
        if self.return_annotation is not _empty:
            text += f" -> {formatannotation(self.return_annotation)}"
        return text


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """The Signature of a callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals, locals=locals,
                                   eval_str=eval_str)


__all__ = [name for name, value in list(globals().items())
           if name[0] != "_" and not ismodule(value) and name not in ("OrderedDict", "iskeyword")]
