# A join() that a signal ended says nothing about the thread; a signal that another thread gets ends it as well.
import os
import signal
import threading
import time

signal.alarm(15)
stop = threading.Event()
waiter = threading.Thread(target=stop.wait)
waiter.start()
for limit in None, 10:
    t = threading.Thread(target=lambda: (time.sleep(0.01), os.kill(os.getpid(), signal.SIGINT)))
    try:
        t.start()
        waiter.join(limit)
    except KeyboardInterrupt:
        print('interrupted', waiter.is_alive())
    t.join()
for send in signal.raise_signal, lambda n: signal.pthread_kill(waiter.ident, n):
    t = threading.Thread(target=lambda: (time.sleep(0.01), send(signal.SIGINT)))
    try:                            # it comes to a thread that runs no handlers: the main one hears of it at once
        t.start()
        waiter.join(10)
    except KeyboardInterrupt:
        print('interrupted', waiter.is_alive())
    t.join()
stop.set()
waiter.join()
print(waiter.is_alive())
