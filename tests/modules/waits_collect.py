# Not with SAN: the code of such builds leaves more on the stack that looks like an object in use
# Waits in which what nobody has any more is finalized: they end when CPython's do, and nothing is lost.
import io
import os
import resource
import select
import signal
import socket
import struct
import tempfile
import threading

signal.alarm(60)


class Noted:
    def __del__(self):
        pass


def peer_gone():
    a, b = socket.socketpair()
    return a


# the first thing that the program waits for; small and large requests
for n in 1, 100000:
    print(peer_gone().recv(n))


def writer_gone():
    r, w = os.pipe()
    w = open(w, 'wb')
    return r


r = writer_gone()
print(os.read(r, 5))

# no descriptor is left for anybody
limit = resource.getrlimit(resource.RLIMIT_NOFILE)
a = peer_gone()
resource.setrlimit(resource.RLIMIT_NOFILE, (3, limit[1]))
print(a.recv(1))
resource.setrlimit(resource.RLIMIT_NOFILE, limit)

# the kernel's own time limit, while there is always something new to finalize
a, b = socket.socketpair()
a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 2, 0))
over = threading.Event()


def busy():
    while not over.wait(0.005):
        [Noted() for _ in range(20)]


threads = [threading.Thread(target=busy), threading.Timer(20, b.send, [b'too late'])]
for t in threads:
    t.start()
try:
    print(a.recv(10))
except BlockingIOError:
    print('the limit is over')
over.set()
threads[1].cancel()
for t in threads:
    t.join()


# several files are lost at once: writing one of them runs Python code before the others are written
class Raw(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        for i in range(1000):
            pass
        return len(data)


def lose(folder):
    first = io.BufferedWriter(Raw())
    first.write(b'x')
    files = [open(os.path.join(folder, str(i)), 'w') for i in range(3)]
    for i, f in enumerate(files):
        f.write(f'file {i}')


def written(folder):
    return [open(os.path.join(folder, str(i))).read() for i in range(3)]


with tempfile.TemporaryDirectory() as folder:
    lose(folder)
    for i in range(100):
        if all(written(folder)):
            break
        select.select([], [], [], 0.1)
    print(written(folder))
