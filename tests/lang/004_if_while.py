# if / elif / else, while / else, break and continue, truth of everything.
def kind(x):
    if x < 0:
        return "negative"
    elif x == 0:
        return "zero"
    elif x < 10: return "small"
    else:
        return "big"


print([kind(x) for x in (-5, 0, 5, 50)])
n = 0
while n < 5:
    n += 1
    if n == 2:
        continue
    print(n, end=" ")
else:
    print("else")
while True:
    n -= 1
    if not n:
        break
else:
    print("never")
while n: pass
else: print("at once")
for value in (0, 1, -1, 0.0, -0.0, 1e-300, 0j, "", " ", b"", [], [0], (), ((),), {}, {0: 0}, set(), {0}, None, True,
              False, ..., range(0), range(1), frozenset(), bytearray(), float("nan"), 2**70):
    print(repr(value), "true" if value else "false")


class Falsy:
    def __bool__(self):
        return False


class Empty:
    def __len__(self):
        return 0


class Both:
    def __bool__(self):
        return True

    def __len__(self):
        return 0


print(bool(Falsy()), bool(Empty()), bool(Both()), not Falsy(), bool(object()), bool(Falsy))
outer = 0
while outer < 3:
    outer += 1
    inner = 0
    while True:
        inner += 1
        if inner == outer:
            break
        if inner > 10:
            print("too far")
    else:
        print("never")
    print(outer, inner)
if (k := 3) and k > 2: print(k)
if 0: print("dead")
if "": pass
elif []: pass
