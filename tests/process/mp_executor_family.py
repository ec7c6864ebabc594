# Workers of an executor may have children, and so may those of a pool whose processes are no daemons. An executor that
# nobody knows any more does what it was given.
import concurrent.futures as cf
import gc
import multiprocessing as mp
import multiprocessing.pool


def who():
    me = mp.current_process()
    return me.name, me.daemon, type(me).__name__


def grandchild():
    p = mp.Process(target=print, args=('grandchild',))
    p.start()
    p.join(20)
    return p.exitcode


def executor_inside(n):
    with cf.ProcessPoolExecutor(1) as ex:
        return ex.submit(pow, n, 2).result(20)


def pool_inside(n):
    with mp.Pool(2) as pool:
        return pool.map(abs, range(-n, 0))


class NoDaemonProcess(mp.Process):
    daemon = property(lambda self: False, lambda self, value: None)


class NoDaemonContext(type(mp.get_context('fork'))):
    Process = NoDaemonProcess


class NestablePool(multiprocessing.pool.Pool):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, context=NoDaemonContext(), **kwargs)


def main():
    for method in 'fork', 'spawn', 'forkserver':
        with cf.ProcessPoolExecutor(1, mp_context=mp.get_context(method)) as ex:
            name, daemon, kind = ex.submit(who).result(20)
            print(name.rstrip('0123456789'), daemon, kind, [p.daemon for p in ex._processes.values()])
            print(ex.submit(grandchild).result(20))
    with cf.ProcessPoolExecutor(2) as ex:
        print(ex.submit(executor_inside, 5).result(20), ex.submit(pool_inside, 3).result(20))
    with NestablePool(2) as pool:
        print(pool.apply(who)[1], pool.apply(grandchild), pool.map(executor_inside, [2, 3]))
        pool.close()
        pool.join()

    ex = cf.ProcessPoolExecutor(1)
    futures = [ex.submit(pow, i, 2) for i in range(5)]
    del ex
    gc.collect()
    print([f.result(20) for f in futures])

    ex = cf.ProcessPoolExecutor(1)
    try:
        ex.submit(lambda: 1).result(20)
    except Exception as exc:
        print(type(exc).__name__, exc)
        print(type(exc.__cause__).__name__, '_pickle' in str(exc.__cause__) or 'AttributeError' in str(exc.__cause__))
    print(ex.submit(pow, 2, 3).result(20))
    ex.shutdown()


if __name__ == '__main__':
    main()
