# Threads with the smallest stacks: they run, and what goes too deep for them is an exception.
# Not with STRESS: it goes as deep as it gets in every thread, and a collection at every hundredth allocation takes longer there
import json
import sys
import threading


def nested(n):
    value = []
    for _ in range(n):
        value = [value]
    return value


class Endless:
    def __repr__(self):
        return repr([self])


def deep(n=0):
    return deep(n + 1)


def attempt(name, job, results):
    try:
        results[name] = job()
    except (RecursionError, MemoryError):
        results[name] = "too deep"


JOBS = {
    "list": lambda: sum([n * n for n in range(10)]),
    "sort": lambda: sorted("small", key=lambda c: -ord(c)),
    "format": lambda: f"{1 / 3:.5} {'x':>5} {[1, 2]!r}",
    "json": lambda: json.dumps({"a": [1, 2, {"b": None}]}),
    "compile": lambda: eval("(1 + 2) * [3, 4][0] if True else None"),
    "function": deep,
    "repr": lambda: repr(Endless()),
    "list repr": lambda: repr(nested(100_000)),
    "comparison": lambda: nested(100_000) == nested(100_000),
    "unary": lambda: eval("-" * 100_000 + "1"),
}
for size in 32768, 40000, 65536, 262144, 1 << 20, 0:
    threading.stack_size(size)
    results = {}
    for name, job in JOBS.items():
        if size == 40000 and name == "function":
            sys.setrecursionlimit(5000)
        t = threading.Thread(target=attempt, args=(name, job, results))
        t.start()
        t.join(60)
    sys.setrecursionlimit(1000)
    print(size, len(results))
    if size == 32768:
        first = results
        for name, result in results.items():
            print(f"  {name}: {result}")
    print("  the same", results == first)

print("-- sizes that are no stacks")
for size in 1, 32767, -1:
    try:
        threading.stack_size(size)
    except ValueError as e:
        print(e)
print(threading.stack_size())
threading.stack_size(1 << 62)
try:
    threading.Thread(target=print).start()
except RuntimeError as e:
    print(e)
threading.stack_size(0)
