# Traceback objects: line numbers, chains, with_traceback, tb_next assignment, lines of long statements.
def lines(e):
    tb, result = e.__traceback__, []
    while tb:
        result.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return result


def a():
    b()


def b():
    x = 1
    c(
        x,
        1 / (x - 1),
    )


def c(*_): pass


try:
    a()
except ZeroDivisionError as e:
    print(lines(e))
    kept = e
try:
    raise kept
except ZeroDivisionError as e:
    print(lines(e))
try:
    raise kept.with_traceback(None)
except ZeroDivisionError as e:
    print(lines(e))


def again():
    try:
        b()
    except ZeroDivisionError:
        y = 1
        raise


try:
    again()
except ZeroDivisionError as e:
    print(lines(e))
    tb = e.__traceback__
    tb.tb_next = None
    print(lines(e))
    try:
        tb.tb_next = tb
    except ValueError as error:
        print(error)
    try:
        tb.tb_next = 5
    except TypeError as error:
        print(error)


def in_finally():
    try:
        b()
    finally:
        z = 1


try:
    in_finally()
except ZeroDivisionError as e:
    print(lines(e))


def gen():
    yield 1
    raise KeyError


try:
    for v in gen():
        pass
except KeyError as e:
    print(lines(e))
try:
    [1 / v for v in (1, 0)]
except ZeroDivisionError as e:
    print(lines(e))
try:
    (lambda:
        undefined)()
except NameError as e:
    print(lines(e), e.name)
try:
    sorted([1, 2], key=lambda v: v.nothing)
except AttributeError as e:
    print(lines(e), e.name, e.obj)


class K:
    try:
        raise ValueError
    except ValueError as e:
        print(lines(e))


try:
    exec("\n\n1/0")
except ZeroDivisionError as e:
    print(lines(e))
try:
    with open("/dev/null") as f:
        x = [
            1,
            f.nothing,
        ]
except AttributeError as e:
    print(lines(e))
import types
made = types.TracebackType(None, kept.__traceback__.tb_frame, 5, 77)
print(made.tb_lineno, made.tb_lasti, made.tb_next, dir(made))
