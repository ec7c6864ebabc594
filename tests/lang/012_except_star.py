# except*: splitting groups, naked exceptions, else and finally, raising inside.
def run(exc):
    try:
        try:
            if exc:
                raise exc
        except* ValueError as eg:
            print("  values", eg.exceptions)
        except* (TypeError, KeyError) as eg:
            print("  types or keys", repr(eg))
        else:
            print("  else")
        finally:
            print("  finally")
    except BaseException as e:
        print("  left over", repr(e))


for exc in (None, ValueError(1), TypeError(2), OSError(3),
            ExceptionGroup("g", [ValueError(1), TypeError(2)]),
            ExceptionGroup("g", [ValueError(1), OSError(2), ValueError(3)]),
            ExceptionGroup("out", [ExceptionGroup("in", [KeyError(1), ValueError(2)]), OSError(4)]),
            BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(5)])):
    print(repr(exc))
    run(exc)

try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("new")
except BaseException as e:
    print(repr(e), [repr(x) for x in e.exceptions])

try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise
    except* TypeError:
        pass
except BaseException as e:
    print(repr(e))

try:
    try:
        raise ValueError("naked")
    except* ValueError as eg:
        raise eg.exceptions[0]
except BaseException as e:
    print(repr(e))

try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)

try:
    try:
        raise ValueError
    except* 3:
        pass
except BaseException as e:
    print(type(e).__name__, e)


def in_loop():
    for i in range(3):
        try:
            raise ExceptionGroup("g", [ValueError(i)])
        except* ValueError as eg:
            caught = eg.exceptions[0].args[0]
        if caught == 1:
            return caught


print(in_loop())
