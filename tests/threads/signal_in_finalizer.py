# A signal that comes while a finalizer runs is not lost in it: the program gets what the handler raises.
import os
import signal
import threading
import time


class Noisy:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGUSR1)
        for _ in range(1000):                       # places where a handler could run
            done.append(None)


class Stop(Exception):
    pass


def stop(number, frame):
    raise Stop(number)


done = []
signal.alarm(30)
signal.signal(signal.SIGUSR1, stop)
for wait in (lambda: threading.Event().wait(20)), (lambda: time.sleep(20)):
    try:
        Noisy()
        wait()
    except Stop as e:
        print('stopped', e, len(done) % 1000)
