# f-strings, format specifications, % and str.format, repr of containers.
def fstrings(n):
    total = 0
    for i in range(n):
        total += len(f"{i}:{i * 2:>10}|{i / 7:.3f}|{i!r}|{'ab':^6}|{i:#x}")
    return total


def percent(n):
    total = 0
    for i in range(n):
        total += len("%d:%10d|%.3f|%s|%-6s|%x" % (i, i * 2, i / 7, i, "ab", i))
    return total


def formats(n):
    total = 0
    for i in range(n):
        total += len("{}:{:>10}|{:.3f}|{name!s}".format(i, i * 2, i / 7, name="ab"))
        total += len(format(i, ",")) + len(format(i / 3, "e"))
    return total


def reprs(n):
    total = 0
    for i in range(n):
        total += len(repr([i, (i, "x"), {"k": i / 3}])) + len(str(i)) + len(str(i * 0.1))
    return total


print(fstrings(110000), percent(90000), formats(80000), reprs(60000))
