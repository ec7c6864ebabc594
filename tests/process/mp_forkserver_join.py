# What the fork server's children leave: exit codes, also where join() has a limit.
import multiprocessing as mp
import os
import signal
import time


def leave(code):
    os._exit(code)


def main():
    ctx = mp.get_context('forkserver')
    for i in range(10):
        p = ctx.Process(target=leave, args=(i,))
        p.start()
        p.join(20)
        print(p.exitcode, p.is_alive())
    p = ctx.Process(target=time.sleep, args=(60,))
    p.start()
    for timeout in 0, -1, 0.01:
        p.join(timeout)
        print(p.exitcode, p.is_alive())
    p.terminate()
    p.join(20)
    print(p.exitcode == -signal.SIGTERM, p.is_alive())
    p.join()
    p.close()


if __name__ == '__main__':
    main()
