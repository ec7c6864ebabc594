# Names close to the one that is missing are suggested.
import math
import sys


class Point:
    def __init__(self):
        self.abscissa = 1
        self.ordinate = 2

    def method(self):
        return abscisa


def attempt(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())


def local():
    counter = 1
    return countr


attempt(lambda: Point().absissa)
attempt(lambda: Point().method())
attempt(local)
attempt(lambda: pritn("x"))
attempt(lambda: maths.sin(1))
attempt(lambda: math.sine)
attempt(lambda: [].appendd(1))
attempt(lambda: "".uper())
attempt(lambda: foo)
attempt(lambda: Point.metod)
attempt(lambda: time)
attempt(lambda: ValueErorr)
attempt(lambda: None.lower)
attempt(lambda: [].completely_different)


def importing():
    from sys import exitt


attempt(importing)
