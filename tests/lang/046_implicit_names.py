"""The module's own docstring."""
print(__doc__, __name__, __file__.replace("\\", "/"), __spec__, __package__, type(__loader__).__name__ != "")
print(type(__builtins__).__name__, __builtins__.len is len)
...
Ellipsis
print(... is Ellipsis, type(...), [...], {...: 1})
def f():
    """doc of f"""
def g():
    "con" "catenated"
def h():
    f"not a docstring"
def i():
    b"not one either"
def j():
    5
class K:
    """doc of K

    indented
    """
class L:
    """inherits nothing"""
class M(L): pass
print(f.__doc__, g.__doc__, h.__doc__, i.__doc__, j.__doc__)
print(repr(K.__doc__), M.__doc__, L().__doc__)
print(__debug__, __name__ == "__main__")
if __name__ == '__main__':
    print("main")
print([n for n in dir() if n.startswith("__")])
def k():
    __x = 1
    return __x, __name__
print(k())
