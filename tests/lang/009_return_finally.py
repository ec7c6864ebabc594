# return, break and continue through finally; nested finally; the last one wins.
def a():
    try:
        return "try"
    finally:
        print("finally")


def b():
    try:
        return "try"
    finally:
        return "finally"


def c():
    for i in range(3):
        try:
            return i
        finally:
            if i < 2:
                continue
    return "end"


def d():
    while True:
        try:
            raise ValueError
        finally:
            break
    return "swallowed"


def e():
    try:
        try:
            return "inner"
        finally:
            print("first")
    finally:
        print("second")


def f():
    try:
        raise KeyError("lost")
    finally:
        return "kept"


def g():
    x = 1
    try:
        return x
    finally:
        x = 2


def h():
    try:
        pass
    except ValueError:
        return "except"
    else:
        return "else"
    finally:
        print("after else")


def i():
    result = []
    for k in range(5):
        try:
            if k == 1:
                continue
            if k == 3:
                break
            result.append(k)
        except Exception:
            result.append("never")
        else:
            result.append("else")
        finally:
            result.append("f")
    return result


def j():
    try:
        try:
            1 / 0
        finally:
            print("cleanup")
    except ZeroDivisionError:
        return "outer caught"


def k():
    try:
        yield 1
        return 2
    finally:
        print("generator finally")


def nothing():
    return


for function in (a, b, c, d, e, f, g, h, i, j, nothing):
    print(function.__name__, function())
print(list(k()))
