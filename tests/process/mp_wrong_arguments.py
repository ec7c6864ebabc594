# What connections, locks and finalizers say about arguments that they cannot use, and about messages that break off.
import multiprocessing as mp
import os
from multiprocessing import pool, util
from multiprocessing.connection import Client, Listener, wait


def attempt(label, f):
    try:
        print(label, f())
    except Exception as exc:
        print(label, type(exc).__name__, exc)


for value in 1.5, 'x', -1, None:
    attempt('wait', lambda: wait([value], 0))
attempt('family', lambda: Listener(family='AF_X'))
attempt('pipe', lambda: Listener(r'\\.\pipe\x'))
attempt('pipe', lambda: Client(('localhost', 1), family='AF_PIPE'))
attempt('key', lambda: Listener(authkey='text'))

lock = mp.Lock()
attempt('free', lambda: lock.acquire(timeout='x'))
attempt('not waiting', lambda: lock.acquire(False, 'x'))
attempt('taken', lambda: (lock.acquire(), lock.acquire(False, 3)))

for sent in b'', b'\0\0', b'\0\0\0\x05', b'\0\0\0\x05abc', b'\xff\xff\xff\xff', b'\xff\xff\xff\xff\0\0':
    a, b = mp.Pipe()
    os.write(a.fileno(), sent)
    a.close()
    attempt(sent, b.recv_bytes)

done = util.Finalize(None, print, args=('called',), exitpriority=1)
print(done, done.still_active())
done()
print(done, done.still_active())


class Named(mp.Process):
    # names that a program may take for itself
    _signals = 'mine'

    def run(self):
        print(self._signals, flush=True)


class OwnPool(pool.Pool):
    def finish(self):
        self.close()
        self.join()

    wanted = worker_died = None


if __name__ == '__main__':
    p = Named()
    p.start()
    p.join(20)
    own = OwnPool(2, context=mp.get_context())
    print(own.map(abs, [-1, -2]))
    own.finish()
