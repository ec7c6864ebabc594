# What the verdicts say of made-up programs, each made for one of them.
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "helpers"))
import synthetic
from folder import recorded
from giltrace.verdicts import KINDS, verdicts


def show(name, world):
    print("--", name)
    for verdict in verdicts(recorded(world)):
        assert verdict.kind in KINDS
        print(f"{verdict.kind}: {verdict}")


def world_of(*programs, file="x.py", **how):
    world = synthetic.Recording()
    world.process(synthetic.starting(list(programs), file), title=["minipy", file], **how)
    return world.go()


def sleeping(n, lock=None, ns=20_000_000):
    for i in range(n):
        yield "place", 5, "task", "x.py"
        if lock:
            yield "acquire", lock
        yield "call", "sleep", ns, ns, 0
        if lock:
            yield "release", lock


def computing(ms, seed=1):
    return synthetic.computing("x.py", ms, seed)


def taking(first, second):
    yield "place", 7, "take", "x.py"
    yield "acquire", first
    yield "call", "sleep", 1_000_000, 1_000_000, 0
    yield "place", 8, "take", "x.py"
    yield "acquire", second


def holding(lock):
    yield "place", 9, "hold", "x.py"
    yield "acquire", lock
    yield "place", 10, "hold", "x.py"
    yield "call", "write", 3, 30_000_000, 0
    yield "release", lock


def forking(children, program):
    def main():
        yield "place", 1, "<module>", "x.py"
        yield "compute", 1_000_000
        for i in range(children):
            yield "fork", program(i), "MainThread", ["minipy", "x.py"]
        yield "call", "wait4", 4001, 100_000_000, 4001
    world = synthetic.Recording()
    world.process(main(), title=["minipy", "x.py"])
    return world.go()


for name in "empty", "no_events", "five_computing", "five_selecting", "convoy", "locks", "killed":
    show(name, name)

show("one that computes", world_of())
world = synthetic.Recording()
world.process(sleeping(5), title=["minipy", "x.py"])
show("one that waits", world.go())
lock = synthetic.Lock(140)
show("a lock around all", world_of(*((f"t{i}", sleeping(1, lock)) for i in range(5))))
show("waiting side by side", world_of(*((f"t{i}", sleeping(1)) for i in range(5))))
show("two that compute", world_of(("one", computing(40)), ("two", computing(40, 2))))
show("too short to say anything", world_of(("one", computing(1)), ("two", computing(1, 2))))
show("lock kept in a call", world_of(("slow", holding(lock)), ("other", sleeping(1, lock, 1000))))

one, two, three = (synthetic.Lock(1000 + i) for i in range(3))
world = synthetic.Recording()
world.process(synthetic.starting([("a", taking(one, two)), ("b", taking(two, three)), ("c", taking(three, one)),
                                  ("d", taking(synthetic.Lock(5), one))], "x.py"), title=["minipy", "x.py"])
show("three in a circle, one in front of it", world.go(50_000_000))
world = synthetic.Recording()
own = synthetic.Lock(6)
world.process(taking(own, own), title=["minipy", "x.py"])
show("with itself", world.go(50_000_000))

show("two processes that compute", forking(2, lambda i: computing(30, i)))
show("one processor's worth", forking(6, lambda i: computing(30, i)))
show("processes that wait", forking(3, lambda i: sleeping(2)))
