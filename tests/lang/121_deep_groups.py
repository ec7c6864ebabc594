# Exception groups nested deeper than the recursion limit: an error, no crash.
# Not with STRESS: what is nested a hundred thousand deep takes the collector long, and there a collection comes with every hundredth step
def deep(n):
    e = ValueError(1)
    for _ in range(n):
        e = ExceptionGroup("g", [e])
    return e


g = deep(100000)
for name, action in {"split": lambda: g.split(ValueError), "subgroup": lambda: g.subgroup(KeyError), "repr": lambda: repr(g)}.items():
    try:
        action()
        print(name, "done")
    except RecursionError:
        print(name, "RecursionError")


def star(handled):
    try:
        try:
            raise g
        except* handled:
            print("handled")
            raise
    except RecursionError:
        print("RecursionError")
    except BaseException as e:
        print(type(e).__name__)


star(ValueError)
small = deep(5)
try:
    raise small
except* ValueError as e:
    print(repr(e))
