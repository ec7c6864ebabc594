# with: order of enter and exit, as-targets, several items, parentheses, suppression, control flow.
class Ctx:
    def __init__(self, name, suppress=False):
        self.name = name
        self.suppress = suppress

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value, tb is not None)
        return self.suppress


with Ctx("a"):
    print("body")
with Ctx("a") as x:
    print(x)
with Ctx("a") as x, Ctx("b") as y:
    print(x, y)
with (Ctx("a") as x, Ctx("b") as y,):
    print(x, y)
with (
    Ctx("a"),
    Ctx("b"),
):
    print("plain parentheses")
with (Ctx("a")) as x: print(x)
with Ctx("s", True):
    raise ValueError("suppressed")
print("after")
try:
    with Ctx("a"), Ctx("b"):
        raise KeyError("k")
except KeyError as e:
    print("caught", e)
with Ctx("outer", True), Ctx("inner"):
    1 / 0


def returns():
    with Ctx("r"):
        return "returned"


print(returns())
for i in range(3):
    with Ctx(str(i)):
        if i == 0:
            continue
        break


class Target:
    pass


t = Target()
d = {}
with Ctx("t") as t.attr, Ctx("d") as d["k"], Ctx("ab") as (p, q):
    pass
print(t.attr, d, p, q)


class Swap:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        raise TypeError("from exit")


try:
    with Swap():
        raise ValueError("from body")
except TypeError as e:
    print(e, "| context", repr(e.__context__))
with Ctx("x") as (y): print(y)
