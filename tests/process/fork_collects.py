# Not with SAN: the code of such builds leaves more on the stack that looks like an object in use
# A child waits for what it has lost itself, also when it has lost much of its parent's before.
import gc
import os
import signal
import socket


class Parents:
    def __init__(self):
        self.me = self

    def __del__(self):
        pass


def peer_gone():
    a, b = socket.socketpair()
    return a


objects = [Parents() for _ in range(300)]
pid = os.fork()
if pid == 0:
    signal.alarm(30)
    objects.clear()
    gc.collect()
    print(peer_gone().recv(1), flush=True)
    os._exit(0)
print(os.waitpid(pid, 0)[1])
