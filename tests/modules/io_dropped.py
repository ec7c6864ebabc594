# Not with SAN: the code of such builds leaves more on the stack that looks like an object in use
# Files of a program's own types are closed when nobody has them any more.
import io
import signal
import time

signal.alarm(30)
closed = []


def until_closed(name, make):
    make()
    while not closed:                               # the collector comes by while the program sleeps
        time.sleep(0.01)
    print(name, closed)
    closed.clear()


class Raw(io.RawIOBase):
    def close(self):
        closed.append(self.closed)
        super().close()


class Memory(io.BytesIO):
    def close(self):
        closed.append(self.closed)
        super().close()


class Text(io.TextIOWrapper):
    def close(self):
        closed.append(self.closed)
        super().close()


class File(io.FileIO):
    def close(self):
        closed.append(self.closed)
        super().close()


class Failing(io.RawIOBase):
    def close(self):
        closed.append('failing')
        raise ValueError('nobody hears of it')


class Dying:
    def __del__(self):
        closed.append('del')


until_closed('raw', Raw)
until_closed('memory', Memory)
until_closed('text', lambda: Text(io.BytesIO()))
until_closed('file', lambda: File('/dev/null'))
until_closed('failing', Failing)
until_closed('dying', Dying)
with Raw() as kept:
    pass
print(closed, kept.closed, hasattr(io.RawIOBase, '__del__'))
