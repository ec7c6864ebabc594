# Imports in several threads: once, complete, no deadlock.
import sys
import threading
import time


def run(fs):
    out = []
    start = threading.Barrier(len(fs))

    def body(f):
        start.wait()
        try:
            out.append(f())
        except BaseException as e:
            out.append(f'{type(e).__name__}: {e}')

    ts = [threading.Thread(target=body, args=(f,), daemon=True) for f in fs]
    for t in ts:
        t.start()
    for t in ts:
        t.join(15)
    return out if not any(t.is_alive() for t in ts) else 'deadlock'


def slow():
    import helpers.slow
    return helpers.slow.complete


print(run([slow] * 10))
import helpers.slow
print(helpers.slow.count)


def from_slow():
    from helpers.package.inner import value
    return value


print(run([from_slow] * 5 + [lambda: __import__('helpers.package').package.inner.value] * 5))


def circle_a():
    import helpers.circle_a
    return helpers.circle_a.name


def circle_b():
    import helpers.circle_b
    return helpers.circle_b.name


print(sorted(run([circle_a, circle_b] * 3)))


def failing():
    import helpers.failing


# (those that waited for it may get the module in CPython, as far as it came)
print('ValueError: it fails' in run([failing] * 4), 'helpers.failing' in sys.modules)
sys.failing_ok = True
print(run([failing] * 4), 'helpers.failing' in sys.modules)
print(run([lambda: __import__('helpers.missing')] * 3))
print(run([lambda: __import__('helpers.starts_thread').starts_thread.result] * 2))
