# Threads that read a file and a socket while the main thread computes. A thread that waits for the system does not have
# the GIL, so the reading costs the computing next to nothing.

import os
import socket
import tempfile
from threading import Thread
from time import perf_counter, sleep

MESSAGES = 20
PAUSE = 0.01


def read_file(path, report):
    size = lines = 0
    with open(path, "rb") as file:
        for line in file:
            size += len(line)
            lines += 1
    report.append(f"the file: {lines} lines, {size} bytes")


def read_socket(sock, report):
    count = 0
    with sock:
        while data := sock.recv(1):
            count += len(data)
    report.append(f"the socket: {count} messages")


def write_slowly(sock):
    with sock:
        for _ in range(MESSAGES):
            sleep(PAUSE)
            sock.sendall(b"x")


def compute(threads):
    # until nobody reads any more
    rounds = total = 0
    while any(thread.is_alive() for thread in threads):
        total += sum(i * i % 7 for i in range(1000))
        rounds += 1
    return rounds, total


if __name__ == "__main__":
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"a line of thirty-two characters\n" * 50_000)
    report = []
    ours, theirs = socket.socketpair()
    threads = [Thread(target=read_file, args=(file.name, report)), Thread(target=read_socket, args=(ours, report)),
               Thread(target=write_slowly, args=(theirs,))]
    start = perf_counter()
    for thread in threads:
        thread.start()
    rounds, total = compute(threads)
    for thread in threads:
        thread.join()
    took = perf_counter() - start
    os.unlink(file.name)
    print(*sorted(report), sep="\n")
    print(f"meanwhile {rounds} rounds of computing, in {took:.2f} s; waiting alone takes {MESSAGES * PAUSE:.2f} s")
