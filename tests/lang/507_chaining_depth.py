# Context and cause through functions, generators, finally, with and del; cleanup order.
def show(e, depth=0):
    while e is not None:
        print("  " * depth + repr(e), "cause" if e.__cause__ else "context" if e.__context__ and not e.__suppress_context__ else "")
        e = e.__cause__ or e.__context__
        depth += 1


def a():
    try:
        raise KeyError("a")
    finally:
        b()


def b():
    try:
        raise TypeError("b")
    except TypeError as e:
        raise OSError("b2") from e


try:
    a()
except OSError as e:
    show(e)


class Ctx:
    def __enter__(self): return self
    def __exit__(self, *args): raise RuntimeError("exit") from args[1]


try:
    with Ctx():
        raise ValueError("body")
except RuntimeError as e:
    show(e)


def gen():
    try:
        yield
    except ValueError as e:
        raise KeyError("from generator")


g = gen()
next(g)
try:
    g.throw(ValueError("thrown in"))
except KeyError as e:
    show(e)
try:
    try:
        raise ValueError(1)
    except ValueError:
        try:
            raise ValueError(2)
        except ValueError:
            try:
                raise ValueError(3)
            finally:
                try:
                    raise ValueError(4)
                except ValueError:
                    pass
except ValueError as e:
    show(e)
try:
    try:
        raise ValueError("kept")
    except ValueError as v:
        saved = v
    raise KeyError("no context outside")
except KeyError as e:
    show(e)
try:
    try:
        raise KeyError("x")
    except KeyError:
        raise saved
except ValueError as e:
    show(e)
def loop():
    last = None
    for i in range(3):
        try:
            try:
                raise ValueError(i)
            except ValueError:
                if last: raise last
                raise KeyError(i)
        except (KeyError, ValueError) as e:
            last = e
    show(last)
loop()
try:
    raise ValueError from ValueError("cause")
except ValueError as e:
    show(e)
    e.__cause__ = e.__context__ = None
    show(e)
order = []
def finals():
    for i in range(2):
        try:
            try:
                order.append(f"try {i}")
                if i: raise ValueError
            except ValueError:
                order.append("except")
                raise KeyError
            else:
                order.append("else")
            finally:
                order.append("finally")
        except KeyError:
            order.append("outer")
finals()
print(order)
