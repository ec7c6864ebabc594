# and, or, not, conditional expressions: values, short circuit, precedence.
calls = []


def t(x, name=""):
    calls.append(name or x)
    return x


print(0 or "a", 1 or "a", 0 and "a", 1 and "a", "" or [] or {} or None, 1 and 2 and 3, 1 and 0 and 3, not 0, not "x")
print(t(1) or t(2), t(0) or t(3), t(4) and t(5), t(0, "zero") and t(6), calls)
calls.clear()
print(t(1) if t(0, "cond") else t(2), calls)
print(1 if True else 2 if True else 3, 1 if False else 2 if False else 3, (1 if True else 2) if False else 3)
print(not 1 == 2, not (1 and 0), not not 5, 1 or 0 and 0, (1 or 0) and 0, not 0 or 1)
print([x if x % 2 else -x for x in range(4)], {("e" if x % 2 == 0 else "o"): x for x in range(2)})
print(None is None, calls is not None, "a" in "abc", 5 not in [1, 2], not 5 in [5])
print((lambda: 1 if 0 else 2)(), [lambda: 1 if 0 else 2][0]())
x = 5
print("big" if x > 3 else "small", x > 3 and x < 10, x > 3 and "yes" or "no")


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        calls.append("bool")
        return self.value


calls.clear()
yes, no = Truth(True), Truth(False)
print((yes and no) is no, (yes or no) is yes, not yes, not no, calls)


class Bad:
    def __bool__(self):
        return 1


class Raises:
    def __bool__(self):
        raise ValueError("truth")


class BadLen:
    def __len__(self):
        return -1


class TextLen:
    def __len__(self):
        return "3"


for bad in (Bad(), Raises(), BadLen(), TextLen()):
    for use in (lambda: not bad, lambda: bad and 1, lambda: 1 if bad else 0, lambda: bool(bad), lambda: [bad] and all([bad])):
        try:
            print(use())
        except Exception as e:
            print(type(e).__name__, e)
if not (0 or (1 and not 0)):
    print("never")
elif 1 and (0 or 1) and not (0 and 1):
    print("reached")
