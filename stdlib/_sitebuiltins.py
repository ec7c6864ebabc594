"""What is put among the built-in names for interactive use: exit, quit, help, copyright, credits, license."""

import sys


class Quitter:
    """Ends the interpreter when called; says how to when shown."""

    def __init__(self, name, eof):
        self.name = name
        self.eof = eof

    def __repr__(self):
        return f"Use {self.name}() or {self.eof} to exit"

    def __call__(self, code=None):
        # Close the input too, so that a program reading it in another loop ends.
        try:
            sys.stdin.close()
        except Exception:
            pass
        raise SystemExit(code)


class _Printer:
    """Prints a text when called; says how to when shown."""

    def __init__(self, name, data):
        self.__name = name
        self.__data = data

    def __repr__(self):
        if self.__data.count("\n") < 20:
            return self.__data
        return f"Type {self.__name}() to see the full {self.__name} text"

    def __call__(self):
        print(self.__data)


class _Helper:
    """help(x) prints what x says of itself."""

    def __repr__(self):
        return "Type help() for interactive help, or help(object) for help about object."

    def __call__(self, *args):
        if not args:
            print(repr(self))
            return
        import inspect
        obj = args[0]
        if isinstance(obj, str) and obj in sys.modules:
            obj = sys.modules[obj]
        name = getattr(obj, "__qualname__", None) or getattr(obj, "__name__", None)
        if name is None:
            obj = type(obj)
            name = obj.__qualname__
        if inspect.isclass(obj):
            title = f"class {name}"
        elif inspect.ismodule(obj):
            title = f"module {name}"
        else:
            title = name
        try:
            if callable(obj) and not inspect.isclass(obj):
                title += str(inspect.signature(obj))
        except (TypeError, ValueError):
            title += "(...)"
        print(title)
        self._doc(obj, "    ")
        if inspect.isclass(obj) or inspect.ismodule(obj):
            for key, value in sorted(vars(obj).items()):
                if key[0] != "_" and callable(value):
                    try:
                        signature = str(inspect.signature(value))
                    except (TypeError, ValueError):
                        signature = "(...)"
                    print(f"\n    {key}{signature}")
                    self._doc(value, "        ")

    def _doc(self, obj, indent):
        import inspect
        for line in (inspect.getdoc(obj) or "").splitlines():
            print(indent + line)


def install(namespace):
    """Put the names into the namespace of builtins."""
    eof = "Ctrl-D (i.e. EOF)"
    namespace["quit"] = Quitter("quit", eof)
    namespace["exit"] = Quitter("exit", eof)
    namespace["help"] = _Helper()
    namespace["copyright"] = _Printer("copyright", getattr(sys, "copyright", ""))
    namespace["credits"] = _Printer("credits", "Thanks to the people whose work on Python this one follows.")
    namespace["license"] = _Printer("license", "See the file LICENSE of this distribution.")
