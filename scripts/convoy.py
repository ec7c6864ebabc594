# The convoy: a thread that makes short system calls beside one that only computes.
#
# An echo server and its client exchange single bytes; the client thinks for 200 microseconds between two requests. Then the
# same with a thread beside them that never waits for anything. Compare
#
#     minipy scripts/convoy.py
#     minipy -X gil=cpython scripts/convoy.py
#
# By CPython's rule each system call gives the GIL away, and getting it back takes a whole switch interval.
import os
import socket
import sys
import threading
import time

SECONDS = 1
cpus = sorted(os.sched_getaffinity(0))
stop = False


def stay_on(n):
    os.sched_setaffinity(0, {cpus[n % len(cpus)]})


def spin():
    stay_on(1)
    while not stop:
        pass


def server(connection):
    stay_on(0)
    while data := connection.recv(1):
        connection.sendall(data)


def client(connection, times):
    stay_on(0)
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        time.sleep(0.0002)
        start = time.perf_counter()
        connection.sendall(b"x")
        connection.recv(1)
        times.append(time.perf_counter() - start)
    connection.close()


def echo():
    here, there = socket.socketpair()
    times = []
    threads = [threading.Thread(target=server, args=(there,)), threading.Thread(target=client, args=(here, times))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return f"{len(times) / SECONDS:5.0f} requests a second, half of them within {times[len(times) // 2] * 1e6:.0f} us"


policy = sys._gil_policy() if hasattr(sys, "_gil_policy") else "cpython"
print(f"GIL: {policy}'s rule, switch interval {sys.getswitchinterval() * 1e3:g} ms")
print("echo alone:           ", echo())
spinner = threading.Thread(target=spin)
spinner.start()
print("beside a busy thread: ", echo())
stop = True
spinner.join()
