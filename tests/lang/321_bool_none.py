# bool, None, Ellipsis, NotImplemented.
print(True, False, repr(True), str(False), int(True), float(True), True + True, True * 5, -True, ~False, True == 1, True is True, isinstance(True, int), bool.__mro__)
print(bool(), bool(0), bool("0"), bool(None), bool([0]), bool(0.0), bool(object()), bool(-1), True & False, True | False, True ^ True, type(True & True).__name__, type(True & 1).__name__, type(True + True).__name__, not True)
print([10, 20][True], "ab"[False], {True: "t", 1: "one"}, {1: "one", True: "t"}, {0: "zero"}[False], sum([True, True, False]), [True, 1, 1.0].count(1), True < 2, False < True, sorted([True, False, True]), max(True, 0.5))
print(f"{True}", f"{True:d}", f"{True:>6}", f"{True:x}", "%s %d %r" % (True, True, False), format(True, "5"), True.bit_length(), True.real, type(True.real).__name__, True.numerator, (True).__and__(False), (True).__and__(1), True.__xor__(True), True.__invert__(), round(True), abs(True), divmod(True, True), True / True, True ** 2)
print(hash(True), hash(False), True.to_bytes(1, "big"), int.from_bytes(b"\1", "big") == True, True.conjugate(), bool.from_bytes(b"\1", "big"), bool("False"), bool(b""), any([0, True]), all([]))
print(None, repr(None), str(None), type(None), None is None, None == None, None == 0, bool(None), hash(None) == hash(None), type(None)() is None, [None], None.__doc__, None.__eq__(1), None.__bool__(), None.__class__, dir(None) == dir(type(None)))
print(..., repr(...), Ellipsis is ..., type(...)() is ..., bool(...), ....__class__, [...], str(...), hash(...) == hash(Ellipsis), {...: 1}[...])
print(NotImplemented, type(NotImplemented)() is NotImplemented, repr(NotImplemented), type(NotImplemented))
for source in ("bool(1, 2)", "bool(x=1)", "True.x", "None.x", "None()", "None + 1", "None[0]", "len(None)", "iter(None)", "None < None", "None < 1", "int(None)", "None.x = 1", "True = 1", "None = 1", "... = 1", "__debug__ = 1", "type(None)(1)", "type(...)(1)", "...()", "....x", "-None", "not None", "NotImplemented()", "NotImplemented.x", "f'{None:>5}'", "f'{...:>5}'", "f'{None!s:>5}'", "'%d' % None", "None in [None]", "None @ None", "del None", "True.foo = 1", "class None: pass", "def f(None): pass", "lambda True: 1", "x.None", "for None in []: pass",
               "import None", "f(True=1)", "with 1 as None: pass"):
    try:
        exec(source) if any(w in source for w in (" = ", "del", "class", "def", "for", "import", "with")) else print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
