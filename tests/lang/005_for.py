# for / else, nested loops, break and continue through try, iteration over everything.
for i in range(3):
    print(i, end=" ")
else:
    print("else")
for i in range(10):
    if i == 2:
        break
else:
    print("never")
print(i)
for i in []:
    pass
print(i)
for c in "aé€😀":
    print(c, end="|")
print()
for x in (1, 2), [3], {4: 5}, {6}, b"a", range(2), iter([7]), enumerate("q"), zip([1], [2]), map(abs, [-1]):
    print(list(x))
for i in range(4):
    try:
        if i == 1:
            continue
        if i == 3:
            break
        print("body", i)
    finally:
        print("finally", i)
else:
    print("never")


def first_even(items):
    for x in items:
        try:
            if x % 2 == 0:
                return x
        finally:
            print("checked", x)
    return None


print(first_even([1, 3, 4, 5]), first_even([]))
l = [1, 2, 3]
for x in l:
    if x < 3:
        l.append(x + 10)
print(l)
for x in l[:]:
    l.remove(x)
print(l)
total = 0
for i in range(10):
    for j in range(10):
        if j == i:
            break
        if (i + j) % 2:
            continue
        total += i * j
print(total)


class Seq:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * i


print([x for x in Seq()])
for a, (b, c) in [(1, (2, 3))]:
    print(a, b, c)
for i in range(5): i *= 2; print(i, end=" ")
print()
for bad in (1, None, object, 1.5):
    try:
        for _ in bad:
            pass
    except TypeError as e:
        print(e)
for *a, b in [(1, 2, 3)]:
    print(a, b)
for x in *[1, 2], 3:
    print(x, end=",")
print()
