# match: mapping patterns.
import collections
import types


def f(x):
    match x:
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": "rect", "size": [w, h], **rest}:
            return f"rect {w} {h} {rest}"
        case {1: one, -1: minus}:
            return f"numbers {one} {minus}"
        case {"nested": {"deep": value}}:
            return f"deep {value}"
        case {None: n, True: t}:
            return f"odd keys {n} {t}"
        case {"a": 1 | 2 as n, **others} if others:
            return f"guard {n} {others}"
        case {"any": _}:
            return "any"
        case {**everything}:
            return f"rest {everything}"
        case _:
            return "no mapping"


for x in ({"type": "circle", "r": 3}, {"type": "circle", "r": 3, "extra": 1}, {"type": "rect", "size": (1, 2), "c": "red"},
          {1: "x", -1: "y"}, {"nested": {"deep": [1]}}, {None: 1, True: 2}, {"a": 2, "b": 3}, {"a": 1}, {"any": None}, {},
          {"z": 1}, [("type", "circle")], "text", None,
          collections.OrderedDict(any=1), collections.defaultdict(list, q=1), types.MappingProxyType({"any": 2})):
    print(x, "->", f(x))

d = collections.defaultdict(int)
match d:
    case {"missing": _}: print("never: no default is made")
    case _: print("kept empty", dict(d))


class K:
    key = "k"


match {"k": 5}:
    case {K.key: v}: print("value pattern as key", v)
match {"a": 1}:
    case {"a": 1, "b": 2}: print("never")
    case {"a": 1}: print("subset")
match {"x": 1, "y": 2, "z": 3}:
    case {"x": a, **rest}:
        rest["new"] = 1
        print(a, rest)
match {"a": {"b": {"c": [1, {"d": 2}]}}}:
    case {"a": {"b": {"c": [_, {"d": d}]}}}:
        print(d)
try:
    match {"k": 1}:
        case {K.key: 1, "k": 2}:
            print("never")
except ValueError as e:
    print(e)
