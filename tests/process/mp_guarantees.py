# Time limit: 60 s
# What minipy promises when workers die, queues fill up, programs are interrupted or killed.
import multiprocessing as mp
import multiprocessing.util
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from multiprocessing.pool import WorkerDied

LIMIT = 15


def square_but_5(x):
    if x == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return x * x


def leave(code):
    sys.exit(code)


def put_much(q, conn):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for i in range(20):
            q.put("x" * 50_000)
        mp.util._run_finalizers(-5)
        conn.send([str(w.message) for w in seen])
        conn.close()


def spin(conn):
    conn.send(os.getpid())
    while True:
        pass


def killed():
    a, b = mp.Pipe()
    pool = mp.Pool(2)
    pool.map_async(spin, [b, b], 1)
    p = mp.Process(target=spin, args=(b,), daemon=True)
    p.start()
    print(a.recv(), a.recv(), a.recv(), flush=True)
    time.sleep(60)


def interrupted():
    a, b = mp.Pipe()
    with mp.Pool(2) as pool:
        result = pool.map_async(spin, [b, b], 1)
        print(a.recv(), a.recv(), flush=True)
        result.get()


def runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition):
    end = time.monotonic() + LIMIT
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def start(what):
    return subprocess.Popen([sys.executable, __file__, what], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            start_new_session=True)


def main():
    # a worker is killed, or leaves: its task fails, the others go on, the pool refills
    with mp.Pool(2) as pool:
        try:
            pool.map(square_but_5, range(10), chunksize=1)
        except WorkerDied as exc:
            text = str(exc)
            print("was killed by signal 9 (SIGKILL) while it ran square_but_5(5)" in text, "(pid " in text)
        try:
            pool.apply(leave, (3,))
        except WorkerDied as exc:
            print("ended with exit code 3 while it ran leave(3)" in str(exc))
        print(pool.map(square_but_5, range(5)), wait_until(lambda: len(pool._pool) == 2))
    # a queue that nobody reads: no hang, a warning, and nothing is lost
    q = mp.Queue()
    a, b = mp.Pipe()
    p = mp.Process(target=put_much, args=(q, b))
    p.start()
    p.join(LIMIT)
    message, = a.recv()
    print(p.exitcode, "items that it has put into the queue made at " + __file__ in message)
    print([len(q.get(timeout=LIMIT)) for i in range(20)] == [50_000] * 20)
    # the parent is killed: its workers end
    program = start("killed")
    pids = program.stdout.readline().split()
    program.kill()
    program.communicate()
    print(len(pids), wait_until(lambda: not any(map(runs, pids))))
    # an interrupt of the whole group: one traceback, nobody left
    program = start("interrupted")
    pids = program.stdout.readline().split()
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=LIMIT)
    print(program.returncode, err.count("Traceback"), err.splitlines()[-1], any(map(runs, pids)))
    # fork while other threads are busy with files
    stop = False

    def busy():
        with open(os.devnull, "w") as file:
            while not stop:
                print("x" * 100, file=file)

    threads = [threading.Thread(target=busy) for _ in range(2)]
    for t in threads:
        t.start()
    codes = set()
    for i in range(10):
        p = mp.Process(target=print, args=("",), kwargs={"end": ""})
        p.start()
        p.join(LIMIT)
        codes.add(p.exitcode)
    stop = True
    for t in threads:
        t.join()
    print(codes)
    # many children, joined or forgotten: no zombies, no descriptors
    before = len(os.listdir("/proc/self/fd"))
    for i in range(200):
        p = mp.Process(target=abs, args=(1,))
        p.start()
        if i % 3:
            p.join()
    print(wait_until(lambda: not mp.active_children()), len(os.listdir("/proc/self/fd")) - before)
    for i in range(3):
        with mp.Pool(2) as pool:
            pool.map(abs, range(5))
        pool.join()
    print(len(os.listdir("/proc/self/fd")) - before)
    # what cannot be sent to a spawned process is named
    try:
        mp.get_context("spawn").Process(target=print, args=(1, lambda: 0)).start()
    except Exception as exc:
        print(type(exc).__name__, "argument 2 of its target" in str(exc), "use the start method 'fork'" in str(exc))


if __name__ == "__main__":
    {"killed": killed, "interrupted": interrupted}[sys.argv[1]]() if sys.argv[1:] else main()
