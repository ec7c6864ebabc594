# ExceptionGroup: construction, split, subgroup, derive, attributes, errors.
g = ExceptionGroup("message", [ValueError("a"), TypeError("b"), ExceptionGroup("inner", [KeyError("c"), ValueError("d")])])
print(g, "|", repr(g))
print(g.message, g.exceptions, g.args)
print(g.subgroup(ValueError))
print(repr(g.subgroup(ValueError)))
print(repr(g.subgroup(OSError)), repr(g.subgroup(Exception)))
print(g.subgroup(ExceptionGroup) is g)
print([repr(x) for x in g.split(ValueError)])
print([repr(x) for x in g.split((KeyError, TypeError))])
print([repr(x) for x in g.split(lambda e: isinstance(e, ValueError) and e.args == ("d",))])
print(isinstance(g, Exception), isinstance(g, BaseExceptionGroup), ExceptionGroup.__mro__)
b = BaseExceptionGroup("b", [ValueError(1)])
print(type(b).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
print(repr(b.derive([TypeError(1)])), repr(b.derive([SystemExit(1)])))


class Mine(ExceptionGroup):
    def derive(self, excs):
        return Mine(self.message, excs)


m = Mine("mine", [ValueError(1), TypeError(2)])
m.__cause__ = KeyError("cause")
m.add_note("note")
left, right = m.split(ValueError)
print(type(left).__name__, type(right).__name__, repr(left.__cause__), left.__notes__, left.__notes__ is m.__notes__)


def attempt(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as e:
        print(source, "->", type(e).__name__, e)


attempt("ExceptionGroup()")
attempt("ExceptionGroup('m')")
attempt("ExceptionGroup('m', [])")
attempt("ExceptionGroup('m', 3)")
attempt("ExceptionGroup('m', [1])")
attempt("ExceptionGroup('m', [ValueError])")
attempt("ExceptionGroup(1, [ValueError()])")
attempt("ExceptionGroup('m', [KeyboardInterrupt()])")
attempt("ExceptionGroup('m', (ValueError(), OSError()))")
attempt("ExceptionGroup('m', [ValueError()]).split(3)")
attempt("ExceptionGroup('m', [ValueError()]).subgroup('x')")
attempt("str(ExceptionGroup('one', [ValueError()]))")
attempt("str(ExceptionGroup('two', [ValueError(), ValueError()]))")
attempt("ExceptionGroup[int]")
try:
    g.message = "other"
except AttributeError as e:
    print(e)
