# Verdicts that need what the made-up programs do not do: counters are set to it, and to just less than it.
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "helpers"))
import synthetic
from folder import recorded
from giltrace.recording import LOCK, LOCK_LOCK, LOCK_NOTIFY, WAIT, WAIT_CALL, WAIT_FORCED, Place, Sum
from giltrace.verdicts import verdicts

MS = 1_000_000
HERE = Place(1, 7, "work", "x.py")


def show(recording, *kinds):
    found = [v for v in verdicts(recording) if v.kind in kinds]
    print(*(f"{v.kind}: {v}" for v in found) if found else ["no " + ", no ".join(kinds)], sep="\n")


def thread_with(thread, run=0, wait=0, call=0, lock=0, holds=100):
    """Sets how long it did what."""
    thread.states[:] = [Sum(holds, run, run // 10), Sum(holds, wait, wait // 10), Sum(0, call), Sum(1, lock, lock), Sum()]
    thread.waits[:] = [Sum() for _ in range(5)]
    thread.waits[WAIT_FORCED] = Sum(holds, wait, wait // 10, HERE, 1)
    thread.locks[:] = [Sum() for _ in range(5)]
    thread.holds = Sum(holds, run, run // 10, HERE)
    thread.calls = {"recv": Sum(holds, call, call, HERE)} if call else {}
    thread.cpu_ns, thread.cpu_at, thread.kept_ns = run, thread.end, 0
    thread.answers = Sum()


def fresh(world="five_computing", **how):
    recording = recorded(world)
    for thread in recording.threads:
        thread_with(thread, **how)
    return recording


print("-- long hold: 5 intervals, and 20 ms")
for kept, interval in (19, 5), (21, 5), (180, 5), (180, 50), (14, 1):
    recording = fresh(run=40 * MS, wait=40 * MS)
    recording.processes[0].interval_ns = interval * MS
    recording.threads[2].answers = Sum(1, kept * MS, kept * MS, HERE, 4)
    show(recording, "long hold")
recording = fresh(run=400 * MS, wait=40 * MS)
recording.threads[2].answers = Sum(1, 90 * MS, 90 * MS, HERE, 4)
recording.threads[4].answers = Sum(1, 150 * MS, 150 * MS, None, 77)
show(recording, "long hold")
recording.threads[2].cpu_ns = recording.threads[4].cpu_ns = 20 * MS
show(recording, "long hold")
recording = fresh(run=400 * MS, wait=40 * MS)
recording.threads[3].waits[WAIT_CALL] = Sum(1, 70 * MS, 70 * MS, HERE, recording.threads[2].id)
recording.threads[2].holds = Sum(9, 200 * MS, 80 * MS, HERE)
show(recording, "long hold")

print("-- starvation: 5 turns of all, and 100 ms")
for longest in 90, 140, 400:
    recording = fresh(run=40 * MS, wait=40 * MS)
    recording.processes[0].seed = 0
    thread = recording.threads[3]
    thread.waits[WAIT_FORCED] = Sum(3, longest * MS, longest * MS, HERE, 2)
    thread.states[WAIT] = Sum(3, longest * MS, longest * MS)
    show(recording, "starvation")
recording.processes[0].seed = 4
show(recording, "starvation")
recording.processes[0].seed, recording.processes[0].plain = 0, True
show(recording, "starvation")

print("-- convoy: 8 waits of half an interval, a quarter of the time")
for count, wait in (7, 100), (8, 60), (8, 10), (100, 60):
    recording = fresh(run=40 * MS, wait=40 * MS)
    thread = recording.threads[3]
    thread_with(thread, run=2 * MS, call=20 * MS, wait=wait * MS, holds=count)
    thread.waits[WAIT_CALL], thread.waits[WAIT_FORCED] = Sum(count, wait * MS, wait * MS // count * 2, HERE, 2), Sum()
    thread.start = thread.end - 200 * MS
    show(recording, "convoy")

print("-- to and fro")
for count, run in (80, 1), (2000, 20), (2000, 300):
    recording = fresh(holds=1)
    for thread in recording.threads[1:3]:
        thread_with(thread, run=run * MS, wait=90 * MS, lock=90 * MS, holds=count)
        thread.locks[LOCK_NOTIFY] = thread.states[LOCK]
        thread.start, thread.end = 0, 200 * MS
        thread.cpu_at = thread.end
    show(recording, "ping-pong")

print("-- workers without work")
for idle in 60, 80, 99:
    recording = fresh()
    for thread in recording.threads[1:]:
        thread.start, thread.end = 100 * MS, 200 * MS
        thread_with(thread, run=(100 - idle) * MS, lock=idle * MS)
        thread.locks[LOCK_NOTIFY] = thread.states[LOCK]
    show(recording, "idle workers")

print("-- no processor: 0.3 of the time, and 50 ms")
for run, cpu in (40, 0), (200, 160), (200, 130), (2000, 1500):
    recording = fresh()
    thread_with(recording.threads[1], run=run * MS)
    recording.threads[1].cpu_ns = cpu * MS
    show(recording, "no processor")
recording.threads[1].cpu_ns, recording.threads[1].cpu_at = 0, 1
show(recording, "no processor")

print("-- a lock's owner in a call")
for sleep in 9, 60:
    recording = fresh(run=MS)
    owner, other = recording.threads[1:3]
    thread_with(owner, run=MS, call=50 * MS, holds=1)
    other.locks[LOCK_LOCK] = Sum(1, sleep * MS, sleep * MS, HERE, owner.id)
    show(recording, "slow under lock")


print("-- processes")


def children(n, ms, cpus=2, known=True, cpu=1.0):
    def main():
        yield "compute", 1_000_000
        for i in range(n):
            yield "fork", synthetic.computing("x.py", ms, i), "MainThread", ["minipy", "x.py"]
        yield "call", "wait4", 4001, 10 * MS, 4001
    world = synthetic.Recording()
    world.process(main(), title=["minipy", "x.py"], cpus=cpus)
    recording = recorded(world.go())
    for process in recording.processes[1:]:
        for thread in process.threads:
            thread.cpu_ns = int(thread.cpu_ns * cpu) if known else 0
            if not known:
                thread.cpu_at = thread.start
    return recording


for n, ms, more in ((2, 60, {}), (2, 60, {"cpu": 0.55}), (2, 60, {"cpu": 0.4}), (2, 60, {"cpus": 1, "cpu": 0.5}), (2, 3, {}),
                    (8, 60, {"cpu": 0.25}), (8, 60, {"known": False}), (2, 60, {"known": False}), (1, 60, {})):
    print(n, ms, more)
    show(children(n, ms, **more), "parallel", "little gain", "too many processes")
