# match: literals, constants, value patterns, or, guards, wildcard, captures.
import math


class Color:
    RED = 1
    GREEN = "g"


def f(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case -1:
            return "minus one"
        case 1.5:
            return "float"
        case -2.5 | 3 + 4j | 1 - 2j | -0j:
            return "number"
        case "text" "joined":
            return "joined"
        case "a" | 'b':
            return "letter"
        case b"bytes":
            return "bytes"
        case None:
            return "none"
        case True:
            return "true"
        case False:
            return "false"
        case math.pi:
            return "pi"
        case Color.GREEN:
            return "green"
        case int(n) if n > 100:
            return f"big {n}"
        case str() as s if len(s) > 3:
            return f"long {s}"
        case (5):
            return "five"
        case y if y == "guard":
            return "never"
        case _:
            return "other"


for x in (0, 2, -1, 1.5, 3 + 4j, 1 - 2j, "textjoined", "b", b"bytes", None, True, False, 3.141592653589793, "g", 101, 99,
          "long one", 5, "abc", 0.0, 1.0, -2.5, [], Color, 2.0, "guard"):
    print(repr(x), f(x))

match 3:
    case n: print("captured", n)
print(n)
match (1, 2):
    case whole: print(whole)
match 1, 2:
    case a, b: print(a, b)
match 1,:
    case [a]: print(a)
match *[1, 2], 3:
    case [*a]: print(a)
match {}:
    case []: print("never")
    case {}: print("mapping")
match (x := 5):
    case 5: print("walrus", x)
match -x:
    case -5: print("unary")
match "nothing":
    case 1: print("never")
print(f(object()))


def guard_order(x):
    seen = []

    def check(name, result):
        seen.append(name)
        return result
    match x:
        case 1 if check("a", False):
            pass
        case 2 if check("never", True):
            pass
        case 1 if check("b", True):
            pass
        case _ if check("c", True):
            pass
    return seen


print(guard_order(1), guard_order(9))


class Eq:
    def __eq__(self, other):
        print("compared with", other)
        return other == 7


match Eq():
    case 6 | None: print("never")
    case 7: print("equal")
