# Exceptions raised and caught: in place, through frames, with finally, with context managers.
class Stop(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


def quiet(n):
    total = 0
    for i in range(n):
        try:
            total += i
        except ValueError:
            total = 0
        finally:
            total ^= 1
    return total


def local(n):
    caught = 0
    for i in range(n):
        try:
            if i & 1:
                raise ValueError(i)
        except ValueError as error:
            caught += error.args[0]
    return caught


def deep(depth):
    if depth == 0:
        raise Stop(7)
    try:
        deep(depth - 1)
    finally:
        depth += 1


def through(n):
    total = 0
    for _ in range(n):
        try:
            deep(6)
        except Stop as stop:
            total += stop.value
    return total


def lookups(n):
    table = {i: i for i in range(0, n, 2)}
    missing = 0
    for i in range(n):
        try:
            table[i]
        except KeyError:
            missing += 1
        try:
            int("12x" if i % 8 == 0 else "12")
        except (TypeError, ValueError):
            missing += 1
    return missing


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is ZeroDivisionError


def guarded(n):
    guard = Guard()
    passed = 0
    for i in range(n):
        with guard:
            1 // (i % 3)
            passed += 1
    return passed


print(quiet(1500000), local(400000), through(50000), lookups(200000), guarded(200000))
