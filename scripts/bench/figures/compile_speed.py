# Lines of source compiled a second, from a thousand lines to a million.
import time

BLOCK = '''\
def f{n}(a, b=1, *args):
    total = a + b * {n}
    for i in range(10):
        if i % 2 == 0 and total > i:
            total += args[i]["key"] - 1.5
        else:
            print(f"{{i}}: {{total}}", "x", [1, 2, 3])
    return total

x{n} = f{n}(1, 2)[0].attr
'''


def source(lines):
    count = lines // BLOCK.count("\n")
    return "".join([BLOCK.format(n=n) for n in range(count)])


for lines in (1000, 10000, 100000, 1000000):
    text = source(lines)
    start = time.perf_counter()
    compile(text, "generated", "exec")
    seconds = time.perf_counter() - start
    del text
    print(f"compile {lines} lines, 1000 lines/s\t{lines / seconds / 1000:.0f}")
