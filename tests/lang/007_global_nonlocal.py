# global and nonlocal.
x = "module"


def read():
    return x


def shadow():
    x = "local"
    return x, read()


def write():
    global x, fresh
    x = "written"
    fresh = 1


print(read(), shadow())
write()
print(x, fresh)


def counter():
    n = 0

    def up(k=1):
        nonlocal n
        n += k
        return n

    def look():
        return n
    return up, look


up, look = counter()
up(), up(5)
print(look())


def levels():
    a = 1

    def middle():
        def inner():
            nonlocal a
            a = 2
        inner()
    middle()
    return a


print(levels())


def in_class():
    v = 1

    class C:
        nonlocal v
        v = 2
        w = v
    return v, C.w, hasattr(C, "v")


print(in_class())


class G:
    global made_in_class
    made_in_class = 5


print(made_in_class, hasattr(G, "made_in_class"))


def unbound():
    try:
        print(y)
    except UnboundLocalError as e:
        print(e)
    y = 1


unbound()


def later():
    def f():
        return late
    try:
        f()
    except NameError as e:
        print(e)
    late = 3
    return f()


print(later())


def global_loop():
    global i
    for i in range(3):
        pass


global_loop()
print(i)


def nested_global():
    x = "enclosing"

    def inner():
        global x
        return x
    return inner(), x


print(nested_global())


def global_def():
    global defined, Klass, imported

    def defined():
        return "defined"

    class Klass:
        pass
    import sys as imported


global_def()
print(defined(), Klass.__qualname__, defined.__qualname__, imported.__name__)
