# Attributes of the exceptions that have some.
def catch(source, names=()):
    try:
        exec(source, {})
    except BaseException as e:
        print(source.replace("\n", ";"), "|", type(e).__name__, e.args if not isinstance(e, SyntaxError) else e.msg, {n: getattr(e, n, "missing") for n in names})


catch("undefined", ["name"])
catch("def f():\n  x\n  x = 1\nf()", ["name"])
catch("(5).nothing", ["name", "obj"])
catch("None.x = 1", ["name", "obj"])
catch("del [].y", ["name", "obj"])
catch("import nothing_such", ["name", "path", "msg"])
catch("from itertools import nothing_such", ["name", "msg"])
catch("import math.x", ["name", "msg"])
catch("raise StopIteration(5, 6)", ["value"])
catch("raise StopIteration", ["value"])
catch("raise SystemExit", ["code"])
catch("raise SystemExit(3)", ["code"])
catch("raise SystemExit(1, 2)", ["code"])
catch("import sys; sys.exit('text')", ["code"])
catch("b'\\xff'.decode()", ["encoding", "object", "start", "end", "reason"])
catch("'é'.encode('ascii')", ["encoding", "object", "start", "end", "reason"])
catch("open('/nonexistent')", ["errno", "strerror", "filename", "filename2", "characters_written"])
catch("raise OSError(2, 'text')", ["errno", "strerror", "filename"])
catch("raise OSError(2, 'text', 'file')", ["errno", "strerror", "filename"])
catch("raise OSError(2, 'text', 'a', None, 'b')", ["errno", "filename", "filename2"])
catch("raise OSError('one')", ["errno", "strerror"])
catch("raise ImportError('m', name='n', path='p')", ["name", "path", "msg"])
catch("raise ImportError('m', foo='n')")
catch("raise AttributeError('m', name='n', obj=5)", ["name", "obj"])
catch("raise NameError('m', name='n')", ["name"])
catch("raise NameError('m', obj='n')")
catch("raise SyntaxError('m', ('file', 1, 2, 'text', 3, 4))", ["filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line"])
catch("raise SyntaxError('m', ('file', 1, 2, 'text'))", ["filename", "end_lineno"])
catch("raise SyntaxError('m', 5)")
catch("raise SyntaxError('m', (1, 2))")
catch("a b", ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"])
catch("raise UnicodeDecodeError('enc', b'obj', 1, 2, 'reason')", ["encoding", "object", "start", "end", "reason"])
catch("raise UnicodeDecodeError('enc', 'str', 1, 2, 'reason')")
catch("raise UnicodeEncodeError('enc', 'obj', 0, 9, 'reason')", ["start", "end"])
catch("raise UnicodeTranslateError('obj', 0, 1, 'reason')", ["object", "start", "end", "reason"])
catch("raise KeyError('k')")
catch("raise KeyError")
catch("raise BlockingIOError(11, 'm', 5)", ["characters_written", "errno"])
for n, name in ((1, "EPERM"), (2, "ENOENT"), (3, "ESRCH"), (4, "EINTR"), (10, "ECHILD"), (11, "EAGAIN"), (13, "EACCES"), (17, "EEXIST"), (20, "ENOTDIR"), (21, "EISDIR"), (32, "EPIPE"), (104, "ECONNRESET"), (110, "ETIMEDOUT"), (111, "ECONNREFUSED"), (9999, "none")):
    print(name, type(OSError(n, "m")).__name__, str(OSError(n, "m")), end="; ")
print()
print(str(KeyError("a")), str(KeyError(1, 2)), str(KeyError()), repr(KeyError("a")), str(OSError(1, "m", "f")), str(OSError(1, "m", "f", None, "g")), str(OSError(1)), str(SyntaxError("m", ("f", 1, 2, "t"))), str(SyntaxError("m")), str(SyntaxError("m", (None, 3, 2, "t"))), str(SyntaxError("m", ("dir/f.py", None, 2, "t"))), str(ImportError("a")), str(UnicodeDecodeError("ascii", b"abc", 1, 2, "r")), str(UnicodeDecodeError("ascii", b"abc", 0, 3, "r")), str(UnicodeEncodeError("ascii", "é", 0, 1, "r")), str(UnicodeTranslateError("é", 0, 1, "r")), sep=" | ")
class E(Exception): pass
e = E(1, 2)
e.extra = 5
print(e.args, e.extra, e.__dict__, e.__traceback__, e.__cause__, e.__context__, e.__suppress_context__, repr(e), str(e), e == E(1, 2), E.__doc__, hash(e) == hash(e))
e.args = (3,)
print(e, repr(e), e.__reduce__()[1], e.__setstate__({"s": 1}), e.s)
class NoInit(Exception):
    def __init__(self, a, b): self.a = a
print(NoInit(1, 2).args, str(NoInit(1, 2)), repr(NoInit(1, b=2)))
class Str(Exception):
    def __str__(self): return "custom str"
print(Str("x"), repr(Str("x")), f"{Str()}", [Str(1)])
class Kw(Exception): pass
try:
    Kw(a=1)
except TypeError as e:
    print(e)
