# Arguments whose __index__ cuts, clears or releases what is being worked on: the bounds are taken afterwards.
import sys


class Cut:
    def __index__(self):
        try:
            buffer.clear()
        except BufferError:
            pass
        return 5


def attempt(name, f):
    global buffer
    buffer = bytearray(range(10))
    try:
        print(name, f(), buffer)
    except Exception as e:
        print(name, type(e).__name__, e)


attempt("getitem", lambda: buffer[Cut()])
attempt("slice", lambda: buffer[Cut():])
attempt("stepped slice", lambda: buffer[:Cut():2])
attempt("setitem", lambda: buffer.__setitem__(Cut(), 1))
attempt("value", lambda: buffer.__setitem__(3, Cut()))
attempt("set slice", lambda: buffer.__setitem__(slice(1, Cut()), [1, 2, 3]))
attempt("set stepped", lambda: buffer.__setitem__(slice(0, Cut(), 2), b"abc"))
attempt("del slice", lambda: buffer.__delitem__(slice(1, Cut())))
attempt("del stepped", lambda: buffer.__delitem__(slice(1, Cut(), 2)))
attempt("insert", lambda: buffer.insert(Cut(), 1))
attempt("insert value", lambda: buffer.insert(2, Cut()))
attempt("pop", lambda: buffer.pop(Cut()))
attempt("append", lambda: buffer.append(Cut()))
attempt("remove", lambda: buffer.remove(Cut()))
attempt("extend", lambda: buffer.extend([Cut(), Cut()]))


class Release:
    def __index__(self):
        view.release()
        return 3


def attempt_view(name, f):
    global view
    view = memoryview(bytearray(b"abcdef"))
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__, e)


attempt_view("view getitem", lambda: view[Release()])
attempt_view("view tuple", lambda: view[(Release(),)])
attempt_view("view setitem", lambda: view.__setitem__(Release(), 3))
attempt_view("view value", lambda: view.__setitem__(0, Release()))


class Liar:
    def __length_hint__(self):
        return sys.maxsize

    def __iter__(self):
        return iter([1])


for make in (list, tuple, lambda x: [1].extend(x), lambda x: list(range(1 << 62)), lambda x: tuple(range(1 << 62))):
    try:
        print(make(Liar()))
    except MemoryError:
        print("MemoryError")
