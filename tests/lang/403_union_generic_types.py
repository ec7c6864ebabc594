# X | Y unions and parameterised built-in types.
u = int | str
print(u, repr(u), type(u), u.__args__, u == str | int, hash(u) == hash(str | int), int | int, int | str | None, (int | str) | float, None | int, int | list[int], u | u, list[int] | None, isinstance(1, u), isinstance(1.5, u), issubclass(bool, u), u != int, int | bool | int, u.__parameters__, type(None) | int)
class C: pass
print(C | int, C | None, (C | int).__args__, type[C] | int)
g = list[int]
print(g, repr(g), type(g), g.__origin__, g.__args__, g.__parameters__, dict[str, int], tuple[int, ...], tuple[()], list[list[int]], set[C], type[int], frozenset[str], list["forward"], dict[str, list[int]], tuple[int, str].__args__, g == list[int], g != list[str], hash(g) == hash(list[int]), list[int | None], g("ab"), dict[str, int](a=1), g.append is list.append, g.__class__, list[...], list[None], list[1, "a"])
class L(list[int]): pass
print(L.__bases__, L.__orig_bases__, L([1]), L[str], isinstance(L(), list))
import collections.abc, collections
print(collections.deque[int], collections.defaultdict[str, int], collections.OrderedDict[str, int], collections.Counter[str], collections.abc.Iterable[int], collections.abc.Callable[[int, str], bool], collections.abc.Callable[..., int], collections.abc.Mapping[str, int], type(collections.abc.Iterable[int]).__name__)
for source in ("int | 1", "1 | int", "int | 'str'", "'str' | int", "int[str]", "str[int]", "list[int][0]", "list[]", "isinstance(1, list[int])", "issubclass(list, list[int])", "isinstance([], list[int] | int)", "u()", "u[0]", "u.foo", "int | []", "g.__origin__ = 1", "class D(int | str): pass", "u < u", "list[int] + 1", "bool[0]", "iter(u)", "len(g)", "dict[int", "None | None", "int | type", "int | len", "range[int]", "enumerate[int]", "zip[int]", "isinstance(1, int | 'str')", "int.__or__(int, str)", "type.__or__(int, str)", "int | ...", "list[int].__mro_entries__(1)", "list(g)"):
    try:
        r = exec(source) if " = " in source or source.startswith("class") else eval(source)
        print(source, "=", r)
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
def f(a: int | None = None, *b: list[int]) -> dict[str, int] | None: return a
print(f.__annotations__, f())
match 5:
    case int() | str(): print("matched")
