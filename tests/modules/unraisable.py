# What nobody can catch is told in few words: nothing that came before, no notes, and the colon in any case.
import atexit
import sys

sys.stderr = sys.stdout


class Plain(Exception):
    pass


class Silent(Exception):
    def __str__(self):
        raise ValueError


def nothing():
    raise KeyError


def chained():
    try:
        1 / 0
    except ZeroDivisionError:
        raise Plain('second')


def noted():
    e = Plain('noted')
    e.add_note('not shown')
    raise e from OSError('neither')


def several():
    raise ExceptionGroup('group', [ValueError(1), TypeError(2)])


def misspelt():
    pront


def uncompilable():
    compile('a b', 'file', 'exec')


def unprintable():
    raise Silent


def interrupted():
    raise KeyboardInterrupt


class Callback:
    def __init__(self, fn):
        self.fn = fn

    def __call__(self):
        self.fn()

    def __repr__(self):
        return f'<{self.fn.__name__}>'


for fail in nothing, chained, noted, several, misspelt, uncompilable, unprintable, interrupted:
    atexit.register(Callback(fail))
