# Time limit: 60 s
# No zombies and no descriptors are left of CHILDREN (200) children of all sorts. `CHILDREN=10000 minipy many_children.py`
# takes some minutes.
import gc
import multiprocessing as mp
import os
import subprocess
import sys
import threading

N = int(os.environ.get("CHILDREN", 200))


def quick(x):
    return x


def fail():
    sys.stderr = None
    raise ValueError


def sleep():
    threading.Event().wait()


def by_subprocess(i):
    kind = i % 6
    if kind == 0:
        subprocess.run(["true"], check=True)
    elif kind == 1:
        assert subprocess.check_output(["echo", str(i)], text=True) == f"{i}\n"
    elif kind == 2:
        with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
            assert p.communicate(b"x" * i) == (b"x" * i, b"")
    elif kind == 3:
        try:
            subprocess.Popen(["/no/such/program"], stdout=subprocess.PIPE)
        except FileNotFoundError:
            pass
    elif kind == 4:
        with subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE) as p:
            try:
                p.wait(0.0001)
            except subprocess.TimeoutExpired:
                p.kill()
        assert p.returncode == -9
    else:
        subprocess.Popen(["true"], stdout=subprocess.PIPE)      # forgotten


def by_process(i):
    kind = i % 5
    if kind == 4:
        p = mp.Process(target=sleep)
        p.start()
        p.terminate()
        p.join()
        assert p.exitcode == -15
        return
    p = mp.Process(target=fail if kind == 1 else quick, args=() if kind == 1 else (i,))
    p.start()
    if kind == 2:
        assert mp.connection.wait([p.sentinel], 60)
    if kind != 3:                               # that one is forgotten
        p.join()
        assert p.exitcode == (kind == 1), p
    if kind == 0:
        p.close()


def by_pool():
    with mp.Pool(2, maxtasksperchild=2) as pool:
        assert pool.map(quick, range(8), 1) == list(range(8))


def descriptors():
    return sorted(os.listdir("/proc/self/fd"))


def children():
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                state, parent = file.read().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == os.getpid():
            found.append((pid, state))
    return found


def round_of(n, first=0):
    for i in range(first, first + n):
        by_subprocess(i) if i % 2 else by_process(i // 2)
        if i % 50 == 0:
            by_pool()


def settle():
    # what was forgotten is found by the collector; who still runs has a moment to end
    for _ in range(100):
        gc.collect()
        mp.active_children()
        subprocess.Popen(["true"]).wait()
        if not children():
            break
        threading.Event().wait(0.05)


import multiprocessing.connection
round_of(60)
settle()
before = descriptors()
round_of(N)
threads = [threading.Thread(target=round_of, args=(N // 10, k)) for k in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
settle()
print("children:", children())
print("descriptors:", max(len(descriptors()) - len(before), 0))      # one that was forgotten may be closed late
print("threads:", threading.active_count())
