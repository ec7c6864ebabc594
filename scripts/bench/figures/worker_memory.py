# Private memory of pool workers, MB each: what only the worker has, after it has run some tasks. Beside CPython if there
# is one (PYTHON, or python3). Runs itself with the number of workers under the interpreter that is to be measured.
import os
import subprocess
import sys

WORKERS = 16


def same(x):
    return x


def private(pid):
    kb = 0
    with open(f"/proc/{pid}/smaps_rollup") as file:
        for line in file:
            name, size = line.split()[:2]
            if name in ("Private_Clean:", "Private_Dirty:"):
                kb += int(size)
    return kb / 1024


def workers(n):
    """[MB of each] with nothing done, then after 200 tasks each."""
    from multiprocessing import Pool
    with Pool(n) as pool:
        pool.map(same, range(n), chunksize=1)
        fresh = [private(w.pid) for w in pool._pool]
        pool.map(same, range(200 * n), chunksize=1)
        return fresh, [private(w.pid) for w in pool._pool]


def measure(python):
    out = subprocess.run([python, os.path.abspath(__file__), str(WORKERS)], stdout=subprocess.PIPE, text=True, check=True)
    return list(map(float, out.stdout.split()))


def main():
    ours = measure(sys.executable)
    try:
        theirs = measure(os.environ.get("PYTHON", "python3"))
    except (OSError, subprocess.CalledProcessError):
        theirs = [0.0] * 4
    names = ("fresh worker, MB", "the largest of them", "after 200 tasks, MB", "the largest of them")
    for name, our, their in zip(names, ours, theirs):
        print(f"{name}\t{our:.2f}\tCPython {their:.2f}")


if __name__ == "__main__":
    if sys.argv[1:]:
        for sizes in workers(int(sys.argv[1])):
            print(sum(sizes) / len(sizes), max(sizes))
    else:
        main()
