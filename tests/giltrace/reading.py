# Recordings are read as they are, and as far as they go: damaged, cut off, of other programs, of killed processes.
# Not with STRESS: recordings of 13,000 events and more are read event by event, and a collection comes with every hundredth
import io
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "helpers"))
import synthetic
from folder import changed, recorded, the_file
from giltrace import states
from giltrace.chrome import write_chrome
from giltrace.recording import EVENT, RUN, WAIT, WAIT_START, Recording
from giltrace.report import report
from giltrace.svg import write_svg
from giltrace.text import timeline

for name in synthetic.RECORDINGS:
    if name not in ("million", "pool"):
        recording = recorded(name)
        print(name, len(recording.processes), len(recording.threads), recording.written, recording.lost, recording.problems,
              states.check(recording))

recording = recorded("five_computing")
process, = recording.processes
print(process.pid, process.ppid, process.how, process.interval_ns, process.seed, process.cpus, process.ended, process.argv)
print(process.label, process.script, process.parent, process.children, process.thread(3).label, process.thread(99))
main, first = process.threads[:2]
print(main.id, main.start, main.label, first.id, first.name, first.waits[WAIT_START].count, first.holds.longest)
print(first.calls, first.run, first.wait.longest, first.forced, first.place)
stays = list(states.stays(first))
print(stays[0][:4], [s for s in stays if s[2] == RUN][0][:4], len(stays), stays[-1][1] == first.end)
print(all(a[1] == b[0] for a, b in zip(stays, stays[1:])), states.totals(first, 0, 10 ** 15)[0][WAIT] == first.wait.ns)
print(states.totals(first, 5_000_000, 6_000_000), states.totals(first, 10 ** 12, 10 ** 13))
print(sum(len(list(states.instants(t))) for t in process.threads), list(states.instants(first))[-1])

print("-- no events wanted")
recording = recorded("five_computing", events=False)
print(recording.lost, [t.events for t in recording.threads] == [b""] * 6, recording.threads[1].run.ns == first.run.ns)

print("-- wrapped")
for thread in recorded("wrapped").threads:
    times = [EVENT.unpack_from(thread.events, at)[0] for at in range(0, len(thread.events), EVENT.size)]
    assert times == sorted(times) and thread.lost == thread.written - len(times), thread

print("-- killed")
recording = recorded("killed")
parent, child = recording.processes
print(parent.ended, parent.end, child.ended, child.parent is parent, parent.children == [child], parent.is_alive())
print([(t.label, t.ended, t.end, t.state, t.span_ns == sum(s.ns for s in t.states)) for t in parent.threads])

print("-- cut off everywhere")


def cut_at(size):
    def cut(folder):
        os.truncate(the_file(folder), size)
    return cut


size = synthetic.PAGE * 2
for size in (0, 1, 7, 8, 4095, 4096, 4097, 69_631, 69_632, 69_633, 73_727, 73_728, 73_729, 73_800, 200_000, 2_300_000):
    recording = changed("five_computing", cut_at(size))
    for thread in recording.threads:
        list(states.stays(thread)), list(states.instants(thread))
        assert len(thread.events) % EVENT.size == 0
    print(size, len(recording.processes), len(recording.threads), recording.problems)

print("-- other files")


def strangers(folder):
    os.mkdir(os.path.join(folder, "77.0"))
    for name, text in ("1.0", b"hello"), ("2.0", b"x" * 9000), ("notes.txt", b"mine"), ("3.zero", b""), ("4.0", b"\0" * 8192):
        with open(os.path.join(folder, name), "wb") as f:
            f.write(text)
    os.symlink("nowhere", os.path.join(folder, "5.0"))
    os.mkfifo(os.path.join(folder, "6.0"))


recording = changed("five_computing", strangers)
print(len(recording.processes), *recording.problems, sep="\n")
print(Recording("/nowhere/at/all").problems, Recording("/nowhere/at/all").processes)

print("-- any byte may be wrong")
random = synthetic.Random(5)


def spoiled(folder):
    path = the_file(folder)
    with open(path, "r+b") as f:
        for n in range(40):
            f.seek(8 + random.below(4096 - 8) if n % 2 else random.below(80_000))
            f.write(bytes([random.below(256)]))


for n in range(40):
    recording = changed("locks" if n % 2 else "five_computing", spoiled)
    for thread in recording.threads:
        list(states.stays(thread))
        thread.label, thread.process.label, thread.process.script
    for write in timeline, write_svg, write_chrome, report:
        write(recording, io.StringIO())
print("ok")
