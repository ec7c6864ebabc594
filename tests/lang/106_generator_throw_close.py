# Generators: throw and close, GeneratorExit, StopIteration inside, resuming after errors.
def g():
    while True:
        try:
            x = yield "waiting"
            print("got", x)
        except ValueError as e:
            print("caught", e)
        except GeneratorExit:
            print("closing")
            raise
        finally:
            print("finally")


a = g()
next(a)
print(a.throw(ValueError("thrown")), a.throw(ValueError), a.send(1))
a.close()
a.close()
try:
    a.throw(KeyError("after the end"))
except KeyError as e:
    print("out", e)
b = g()
b.close()
print(list(b))
c = g()
try:
    c.throw(TypeError("before the start"))
except TypeError as e:
    print(e, list(c))


def ignores():
    while True:
        try:
            yield
        except GeneratorExit:
            pass


d = ignores()
next(d)
try:
    d.close()
except RuntimeError as e:
    print(e)


def returns_on_close():
    try:
        yield 1
    except GeneratorExit:
        return "ignored"


e = returns_on_close()
next(e)
print(e.close())


def raises_on_close():
    try:
        yield 1
    finally:
        raise OSError("in close")


f = raises_on_close()
next(f)
try:
    f.close()
except OSError as error:
    print(error, "| context", repr(error.__context__))


def stop_inside():
    yield 1
    raise StopIteration("leaks")


h = stop_inside()
next(h)
try:
    next(h)
except RuntimeError as error:
    print(error, "| cause", repr(error.__cause__))


def next_inside():
    yield next(iter([]))


try:
    list(next_inside())
except RuntimeError as error:
    print(error)
i = stop_inside()
next(i)
try:
    i.throw(StopIteration)
except RuntimeError as error:
    print(error)


def catches_all():
    try:
        yield 1
    except Exception as error:
        yield f"seen {error!r}"


for args in ((ValueError,), (ValueError, "value"), (ValueError, ValueError("v")), (ValueError("inst"),), (ValueError, None, None), (ValueError, (1, 2)),
             (KeyError, ValueError("x"))):
    j = catches_all()
    next(j)
    print(j.throw(*args))
for args in ((1,), ("text",), (int,), (ValueError("a"), "b"), (ValueError, 1, 2), ()):
    j = catches_all()
    next(j)
    try:
        print(j.throw(*args))
    except TypeError as error:
        print("TypeError", error)


def in_handler():
    try:
        raise KeyError("active")
    except KeyError:
        yield 1
        yield 2


k = in_handler()
next(k)
try:
    k.throw(ValueError("in handler"))
except ValueError as error:
    print(repr(error.__context__))


def caller_context():
    yield 1
    raise ValueError("inner")


m = caller_context()
next(m)
try:
    try:
        raise KeyError("outer")
    except KeyError:
        next(m)
except ValueError as error:
    print(repr(error.__context__))
import sys
def sees():
    yield sys.exc_info()[0]
try:
    raise KeyError
except KeyError:
    print(list(sees()))
