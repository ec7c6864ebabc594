# What it costs to watch the GIL: a program alone, with counters (--gil-report) and with a full trace (--gil-trace), in turns.
import os
import subprocess
import sys
import tempfile
import time

MODES = "off", "counters", "trace"


# -- What is measured: each prints seconds ------------------------------------------------------------------------

def compute():
    """No system call, one thread."""
    total = 0
    for i in range(1000000):
        total += i % 7


def calls(n=20000):
    """Some 100,000 system calls a second beside a thread that sleeps: each lets the GIL go and takes it back."""
    import threading
    stop = threading.Event()
    sleeper = threading.Thread(target=stop.wait)
    sleeper.start()
    fd = os.open("/dev/zero", os.O_RDONLY)
    buffers = [bytearray(512 << 10)]
    start = time.perf_counter()
    for i in range(n):
        os.readv(fd, buffers)
    seconds = time.perf_counter() - start
    stop.set()
    sleeper.join()
    return seconds


def pairs(n=50000):
    """As many releases and takings as possible."""
    import threading
    stop = threading.Event()
    sleeper = threading.Thread(target=stop.wait)
    sleeper.start()
    fd = os.open("/dev/null", os.O_RDONLY)
    start = time.perf_counter()
    for i in range(n):
        os.lseek(fd, 0, 0)
    seconds = time.perf_counter() - start
    stop.set()
    sleeper.join()
    return seconds


def switches():
    """Two computing threads."""
    import threading
    threads = [threading.Thread(target=compute) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run(name):
    work = globals()[name]
    best = float("inf")
    for i in range(5):
        start = time.perf_counter()
        seconds = work()
        best = min(best, seconds or time.perf_counter() - start)
    print(best)


# -- In turns ---------------------------------------------------------------------------------------------------------

def measured(name, rounds=9):
    """The modes' least seconds: what else the machine does only adds to them."""
    times = {mode: [] for mode in MODES}
    with tempfile.TemporaryDirectory() as folder:
        options = {"off": [], "counters": ["--gil-report"], "trace": ["--gil-trace", os.path.join(folder, "x.txt")]}
        for i in range(rounds):
            for mode in MODES if i % 2 else reversed(MODES):
                done = subprocess.run([sys.executable, *options[mode], __file__, name], stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL, check=True)
                times[mode].append(float(done.stdout))
    return {mode: min(times[mode]) for mode in MODES}


def main():
    if sys.implementation.name != "minipy":
        return
    for name, what in ("compute", "computing"), ("calls", "reads of 512 KB"), ("switches", "two computing threads"):
        seconds = measured(name)
        if name == "calls":
            print(f"{what}, a second\t{20000 / seconds['off']:.0f}")
        for mode in MODES[1:]:
            print(f"{what}, {mode}, % more\t{100 * (seconds[mode] / seconds['off'] - 1):.1f}")
    seconds = measured("pairs")
    for mode in MODES[1:]:
        print(f"releasing and taking, {mode}, ns more\t{(seconds[mode] - seconds['off']) / 50000 * 1e9:.0f}")


run(sys.argv[1]) if len(sys.argv) > 1 else main()
