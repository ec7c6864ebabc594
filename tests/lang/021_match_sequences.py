# match: sequence patterns.
from collections import deque


def f(x):
    match x:
        case []:
            return "empty"
        case [a]:
            return f"one {a!r}"
        case [1, b]:
            return f"starts with one {b!r}"
        case (a, b):
            return f"pair {a!r} {b!r}"
        case [0, *rest, 9]:
            return f"bracketed {rest}"
        case ["go", ("north" | "south") as where, *_]:
            return f"going {where}"
        case [[a, b], [c, d], *e]:
            return f"matrix {a}{b}{c}{d} {e}"
        case [a, *_, z] if a == z:
            return "palindromic ends"
        case [a, b, *c]:
            return f"many {a} {b} {c}"
        case _:
            return "no sequence"


for x in ([], (), [1], ["x"], [1, 2], (3, 4), [0, 1, 2, 9], (0, 5, 9), ["go", "south", 1], ["go", "west", 1],
          [[1, 2], (3, 4)], [(1, 2), [3, 4], 5, 6], [7, 8, 7], [7, 8, 9], "ab", b"ab", bytearray(b"ab"), {1: 2, 3: 4}, {1, 2},
          range(2), deque([1, 2]), iter([1, 2]), 5, None, memoryview(b"ab"), [""], dict().keys()):
    print(repr(x) if type(x).__name__ not in ("list_iterator", "memoryview") else type(x).__name__, "->", f(x))

match [1, [2, [3, 4]]]:
    case [a, [b, [c, *d]]]:
        print(a, b, c, d)
match range(10):
    case a, b, *c, d:
        print(a, b, c, d)
match (1, 2, 3):
    case *a, b:
        print(a, b)
match [1, 2, 3]:
    case [_, _, _]:
        print("three")
match [1, 1]:
    case (x, 1) | (1, x):
        print(x)
match ([], []):
    case [], []:
        print("two empties")
match [1, 2]:
    case [*_]:
        print("any length")


class Seq:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return i


match Seq():
    case [a, b]: print("never")
    case _: print("not registered as a sequence")


class ListChild(list):
    pass


match ListChild([1, 2]):
    case [a, b]: print("list subclass", a, b)


class StrChild(str):
    pass


match StrChild("ab"):
    case [a, b]: print("never")
    case _: print("str subclass is no sequence")
# A pattern that fails binds nothing.
match [1, 2, 3]:
    case [first, 5, 6]: pass
    case _: print("first" in globals())
