a, b = ValueError("a"), KeyError("b")
a.__context__ = b
b.__context__ = a
raise a
