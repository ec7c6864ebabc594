# The tree of built-in exceptions, and construction of each.
import builtins
def tree(cls, depth=0):
    print("    " * depth + cls.__name__)
    for sub in sorted(cls.__subclasses__(), key=lambda c: c.__name__):
        if sub.__module__ == "builtins":
            tree(sub, depth + 1)


tree(BaseException)
classes = sorted((c for c in vars(builtins).values() if isinstance(c, type) and issubclass(c, BaseException)), key=lambda c: c.__name__)
for c in classes:
    row = []
    for args in ((), ("message",), ("a", 2)):
        try:
            e = c(*args)
            row.append((str(e), repr(e), e.args))
        except TypeError as error:
            row.append(str(error))
    print(c.__name__, c.__bases__[0].__name__, *row)
print(IOError is OSError, EnvironmentError is OSError)
