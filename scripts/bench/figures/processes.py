# Microseconds for subprocess.run(['true']), beside a loop in C (../spawn.c), by turns; the best of ten.
import subprocess
import time

N = 50
LOOP = "build/spawn_loop"


def runs():
    start = time.perf_counter()
    for _ in range(N):
        subprocess.run(["true"])
    return (time.perf_counter() - start) / N * 1e6


def loop():
    return float(subprocess.run([LOOP, str(N)], stdout=subprocess.PIPE, check=True).stdout)


ours, theirs = [], []
for _ in range(10):
    ours.append(runs())
    theirs.append(loop())
print(f"run(['true']), us\t{min(ours):.0f}")
print(f"posix_spawn and waitpid in C, us\t{min(theirs):.0f}")
print(f"ratio\t{min(ours) / min(theirs):.2f}")
