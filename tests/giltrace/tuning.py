# minipy -m giltrace tune: its table, its choice, and scripts that cannot be tuned.
# Not with STRESS: it runs a program many times, and each of them starts slowly
import os
import subprocess
import sys
import tempfile

from giltrace.tune import RULES, Failed, choose, measure, run_once


def tune(*args):
    ran = subprocess.run([sys.executable, "-m", "giltrace", "tune", *args], capture_output=True, text=True, timeout=60)
    return ran.returncode, ran.stdout, ran.stderr


def written(name, text):
    path = os.path.join(folder.name, name)
    with open(path, "w") as f:
        f.write(text)
    return path


folder = tempfile.TemporaryDirectory()
two = written("two.py", """
import sys, threading
assert sys.argv[1:] == ["a", "-b"], sys.argv
def count():
    n = 200_000
    while n:
        n -= 1
threads = [threading.Thread(target=count) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print("nobody wants to see this")
""")
status, out, err = tune("-r", "1", "-i", "0.002,0.0001", two, "a", "-b")
lines = out.splitlines()
print(status, err, max(map(len, lines)) <= 80, "nobody" in out)
print(lines[0])
print([line.split()[:2] for line in lines if " minipy " in line and "rule" not in line], sum(line.split()[:1] == ["cpython"] for line in lines))
print(lines[-3].startswith(("Choose ", "Keep ")) or "hoose " in "".join(lines[-5:]))
status, out, err = tune("-r", "2", "-i", "0.005", written("one.py", "print(1)"))
print(status, err, out.splitlines()[0].startswith("Tuning one.py: the fastest of 2 runs each, which differ by "))
print(out.splitlines()[-1])

print("-- what cannot be")
for args in (["-i", "x", two], ["-i", "0", two], ["-i", "-1", two], ["-i", "1,nan", two], [folder.name + "/no.py"],
             [written("fails.py", "import sys\nsys.exit('I will not')")], [written("raises.py", "1 / 0")], [two],
             [written("dies.py", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")],
             ["-t", "0.3", written("long.py", "import time\ntime.sleep(100)")]):
    status, out, err = tune("-r", "1", *args)
    print(status, repr(out), err.replace(folder.name, "FOLDER").strip())

print("-- measuring")
runs, noise = measure([two, "a", "-b"], [0.001, 0.01], 2, 60)
print([(run.rule, run.interval) for run in runs], 0.05 <= noise <= 0.3)
print([run.threads for run in runs], all(0 < run.mean <= run.longest and run.most <= run.longest for run in runs))
try:
    run_once([two], 0.005, "minipy", 60)
except Failed as e:
    print(str(e).replace(folder.name, "FOLDER"))

print("-- choosing")


class Fake:
    def __init__(self, interval, rule, wall, most, rate=0):
        self.interval, self.rule, self.wall, self.most, self.rate, self.calls = interval, rule, wall, most, rate, rate
        self.name = f"{interval:g} {rule}"


def chosen(*fakes):
    return choose([Fake(*fake) for fake in fakes]).name


MS = 1_000_000
print(chosen((0.005, "minipy", 100, 5 * MS), (0.001, "minipy", 100, 5 * MS)))               # the default is as good
print(chosen((0.005, "minipy", 100, 5 * MS), (0.001, "minipy", 100, 2 * MS)))               # the same speed, shorter waits
print(chosen((0.005, "minipy", 100, 900_000), (0.001, "minipy", 100, 2000)))                # waits that nobody feels
print(chosen((0.005, "minipy", 150, 5 * MS), (0.1, "minipy", 100, 50 * MS)))                # much faster
print(chosen((0.005, "minipy", 150, 5 * MS), (0.1, "cpython", 100, 5 * MS), (0.1, "minipy", 101, 5 * MS)))
print(chosen((0.005, "minipy", 100, 5 * MS, 2000), (0.1, "minipy", 100, 5 * MS, 9000)))     # does more in the same time
print(chosen((0.02, "minipy", 100, 5 * MS), (0.1, "cpython", 100, 4 * MS)))
folder.cleanup()
