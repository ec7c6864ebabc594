# Processes that start threads. Each thread says where it runs; the processes work side by side, and the threads in
# each of them wait side by side: everything together takes as long as one wait.

import os
from multiprocessing import Process, Queue
from threading import Thread, current_thread
from time import perf_counter, sleep

PROCESSES = 3
THREADS = 4
WAIT = 0.2


def wait_and_report(queue):
    sleep(WAIT)
    queue.put((os.getpid(), current_thread().name))


def start_threads(queue):
    threads = [Thread(target=wait_and_report, args=(queue,), name=f"thread {i}") for i in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    start = perf_counter()
    queue = Queue()
    processes = [Process(target=start_threads, args=(queue,)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    reports = sorted(queue.get() for _ in range(PROCESSES * THREADS))
    for process in processes:
        process.join()
    for process in processes:
        print(f"{process.name}: {', '.join(sorted(name for pid, name in reports if pid == process.pid))}")
    print(f"{PROCESSES * THREADS} waits of {WAIT} s took {perf_counter() - start:.2f} s")
