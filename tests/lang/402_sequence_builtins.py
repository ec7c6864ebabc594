# all, any, sorted, reversed, enumerate, zip, map, filter, slice, len, iter, next, repr, ascii, format, vars, dir.
print(all([]), any([]), all([1, 0]), any([0, 1]), all("ab"), any(""), all({}), any({0: 1}), all(iter([1, 2])), any(x > 2 for x in range(5)))
log = []
print(all(log.append(x) or x for x in [1, 0, 2]), log, any(log.append(x) or x for x in [0, 3, 4]), log)
print(ascii("é€😀'"), ascii([1, "é"]), ascii(None), repr("é"), format(5, "05"), format("a", ">3"), format(None), format([1]), format(1.5, ".2f"), format(True), format(5), sorted({3: 0, 1: 0}), len("é"), len({1, 2}), len(range(10)), len(b"ab"), len({}), len(())) 
class O:
    x = 1
    def __init__(self): self.y = 2
    def m(self): pass
o = O()
print(vars(o), sorted(k for k in vars(O) if k[0] != "_"), [n for n in dir(o) if n[0] != "_"], [n for n in dir(O) if n[0] != "_"], "x" in dir(), dir.__name__, sorted(vars(type("T", (), {"a": 1})))[-1])
def f(a, b):
    c = 1
    return dir(), sorted(vars()), sorted(locals())
print(f(1, 2), "append" in dir([]), "__add__" in dir(5), "sqrt" in dir(__import__("math")), dir(None) == sorted(dir(None)))
import builtins
names = [n for n in dir(builtins) if n[0].islower() and n not in ("copyright", "credits", "license", "exit", "quit", "help", "_")]
print(names)
print([n for n in dir(builtins) if n[0].isupper()])
for source in ("all()", "all(5)", "any(None)", "any([], [])", "ascii()", "repr()", "repr(1, 2)", "format()", "format(1, 2)", "format(1, '', 3)", "format('a', 'd')", "vars(1)", "vars(o, 1)", "vars([])", "vars(object())", "dir(1, 2)", "sorted(None)", "reversed([], [])", "filter(1)", "map(1)", "iter(1, 2, 3)", "next(1)", "slice()", "all(x=[])", "isinstance()", "issubclass(1)", "type(1, 2, 3, 4)", "super(1, 2, 3)", "property(1, 2, 3, 4, 5)", "object(1)", "getattr()", "setattr(1)", "delattr(1)", "hasattr()", "print(foo=1)", "input(1, 2)", "open()", "exec()", "compile()", "__import__()", "__import__(1)", "__import__('nothing.such')", "__build_class__()", "__build_class__(1, 2)", "__build_class__(lambda: 0, 5)", "breakpoint.__name__", "globals(1)", "locals(1)", "memoryview(1)", "staticmethod()", "classmethod(1, 2)", "frozenset(1, 2)", "bytes(1, 2, 3, 4)", "enumerate()", "zip(1)", "aiter()", "anext()", "anext(1)"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
