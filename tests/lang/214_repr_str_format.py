# __repr__, __str__, __format__, __bytes__ and friends: defaults and errors.
class R:
    def __repr__(self): return "R!"


class S:
    def __str__(self): return "S!"


class F:
    def __format__(self, spec): return f"F<{spec}>"


r, s, f = R(), S(), F()
print(str(r), repr(r), f"{r} {r!s} {r!r} {r!a}", "%s %r" % (r, r), [r], (r,), {r: r}, "{} {!r}".format(r, r))
print(str(s), repr(s).startswith("<__main__.S object at 0x"), f"{s}", "%s" % s, format(s), format(f, "abc"), f"{f:x{1}}", format(f))
for body, use in (("def __repr__(self): return 5", "repr(T())"), ("def __str__(self): return None", "str(T())"), ("def __format__(self, s): return 5", "format(T())"), ("def __bytes__(self): return 'x'", "bytes(T())"),
                  ("def __repr__(self): raise ValueError('r')", "[T()]"), ("def __repr__(self): return 'é€'", "ascii(T())"), ("def __bytes__(self): return b'raw'", "bytes(T())"), ("def __int__(self): return 'x'", "int(T())"),
                  ("def __int__(self): return True", "int(T())"), ("def __float__(self): return 1", "float(T())"), ("def __float__(self): return True", "float(T())"), ("def __complex__(self): return 1", "complex(T())"),
                  ("def __index__(self): return 1.5", "[1][T()]"), ("def __index__(self): return -1", "[1, 2][T()]"), ("def __index__(self): return 5", "float(T())"), ("def __index__(self): return 5", "int(T())"),
                  ("def __bool__(self): return 0", "bool(T())"), ("def __index__(self): return 5", "complex(T())"), ("def __trunc__(self): return 5", "int(T())"), ("__str__ = None", "str(T())"), ("__repr__ = lambda self: 'lambda'", "str(T())"),
                  ("def __fspath__(self): return 'p'", "__import__('os').fspath(T())"), ("def __fspath__(self): return 5", "__import__('os').fspath(T())"), ("def __sizeof__(self): return 100", "T().__sizeof__()"), ("def __dir__(self): return ['z']", "dir(T())"),
                  ("def __abs__(self): return 'abs'", "abs(T())"), ("def __round__(self): return 'r'", "round(T())"), ("pass", "round(T())"), ("pass", "abs(T())"), ("pass", "format(T(), 'x')"), ("pass", "int(T())"), ("pass", "float(T())"), ("pass", "bytes(T())"),
                  ("def __str__(self): return S2('sub')", "type(str(T())).__name__")):
    class S2(str): pass
    ns = {"S2": S2, "S": S}
    exec(f"class T:\n    {body}", ns)
    try:
        result = eval(use, ns)
        print(body, "|", use, "=", result if isinstance(result, str) else repr(result))
    except Exception as e:
        print(body, "|", use, "->", type(e).__name__, e)


class Sub(str):
    def __str__(self): return "overridden"
    def __repr__(self): return "sub repr"


x = Sub("value")
print(x, str(x), repr(x), f"{x}", "%s" % x, x + "", "{}".format(x), x.upper(), [x], "-".join([x, x]), format(x), f"{x!s}", print(x) or "")


class IntSub(int):
    def __repr__(self): return "int sub"


i = IntSub(5)
print(i, str(i), f"{i}", f"{i:d}", "%d" % i, "%s" % i, i + 1, [i], int(i), repr(int(i)))
class Rec:
    def __init__(self): self.me = [self]
    def __repr__(self): return f"Rec({self.me!r})"
try:
    repr(Rec())
except RecursionError:
    print("RecursionError")
print(object.__repr__(5).startswith("<int object at"), object.__str__(5), int.__repr__(True), str.__repr__("x"), object.__format__(5, ""), repr(type), repr(R), repr(type(r).__repr__).split(" at ")[0])
