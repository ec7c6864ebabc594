# Executors that their processes do not shut down, and workers whose parent is killed: nobody hangs, nothing is left.
import concurrent.futures as cf
import multiprocessing as mp
import os
import signal
from multiprocessing.connection import wait


def who():
    return mp.current_process().daemon


def forgets(conn):
    ex = cf.ProcessPoolExecutor(1)
    conn.send(ex.submit(who).result(20))
    conn.send(list(ex._processes))


def waits(conn):
    ex = cf.ProcessPoolExecutor(1)
    ex.submit(who).result(20)
    conn.send(list(ex._processes))
    signal.pause()


def main():
    reader, writer = mp.Pipe(False)
    p = mp.Process(target=forgets, args=(writer,))
    p.start()
    print(reader.recv())
    p.join(20)
    [worker] = reader.recv()
    try:
        os.kill(worker, 0)
        print('still there')
    except ProcessLookupError:
        print('forgets', p.exitcode)

    # a worker has no life without its parent, although it is no daemon
    p = mp.Process(target=waits, args=(writer,))
    p.start()
    [worker] = reader.recv()
    fd = os.pidfd_open(worker)
    p.kill()
    p.join(20)
    print('killed', p.exitcode, bool(mp.connection.wait([fd], 20)))


if __name__ == '__main__':
    main()
