# Workers that wait: only a pool's own, and nobody can tell.
import _thread
import os
import pathlib
import signal
import tempfile
import threading
import time
from multiprocessing import Pipe, Pool, Process, util


class Speaker(Process):
    def __init__(self, conn):
        super().__init__(target=self.speak)
        self._conn = conn

    def speak(self):
        self._conn.send('first word')


class Registry(dict):
    pass


registry = Registry(a=1)


def size(_):
    return len(registry)


def nap(seconds):
    time.sleep(seconds)
    return os.getpid()


def until(true, limit=20):
    end = time.monotonic() + limit
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def foreign():
    threading.current_thread()
    done.append(1)


if __name__ == '__main__':
    ours, theirs = Pipe()
    p = Speaker(theirs)
    p.start()
    print(ours.poll(20) and ours.recv())
    p.join()

    # the object of a foreign thread is not in a child
    done = []
    _thread.start_new_thread(foreign, ())
    until(lambda: done and _thread._count() == 0)
    pid = os.fork()
    if pid == 0:
        os._exit(threading.enumerate() != [threading.main_thread()])
    print('child', os.waitpid(pid, 0)[1])

    # many tasks, one at a time; tasks that were taken back from a worker don't count for it
    with Pool(2) as p:
        print(sum(p.apply(abs, (i,)) for i in range(300)))
        print(len(p._crew._hungry) <= 2 if hasattr(p, '_crew') else True)
    with Pool(2, maxtasksperchild=2) as p:
        p.map(nap, [0.3, 0, 0, 0, 0], chunksize=1)
        print(len(set(p.map(nap, [0.05] * 8, chunksize=1))) >= 4)
        print(until(lambda: len(p._pool) == 2))

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with Pool(2) as p:
        w = p._pool[0]
        os.kill(w.pid, signal.SIGINT)
        print(until(lambda: w not in p._pool or w.exitcode is not None))

    util.register_after_fork(registry, dict.clear)
    with Pool(2) as p:
        print(p.map(size, [1, 2]))

    # a hook of the program's, though it is a library's function
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'seen'
        os.register_at_fork(after_in_child=path.touch)
        with Pool(1) as p:
            print(until(path.exists))
