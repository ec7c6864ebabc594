"""Who has the GIL in a running process, second by second."""
import sys
import time

from .recording import CALL, COLLECT, LOCK, LOCK_NAMES, RUN, WAIT, Recording
from .remote import Watch
from .terminal import ESCAPE, Style, can_show, wants_color, width_of
from .units import brief, count, cut, shortened

NAME = 20
BAR = 12
FIXED = NAME + 4 * 6 + 2 + BAR + 2 * 8 + 2


class Sample:
    """The counters of all threads at one moment."""

    def __init__(self, folder):
        recording = Recording(folder, events=False, live=True)
        self.processes = recording.processes
        self.at = max((p.end for p in recording.processes), default=0)
        self.threads = {(t.process.pid, t.id): t for t in recording.threads}
        self.source = recording.source


class Row:
    """What a thread did between two samples, as shares of the time."""

    def __init__(self, now, before, elapsed):
        self.thread = now
        old = [s.ns for s in before.states] if before else [0] * 5
        self.share = [min(max(s.ns - o, 0) / elapsed, 1) for s, o in zip(now.states, old)]
        changes = now.forced + now.broken_off
        self.switches = now.holds.count - (before.holds.count if before else 0)
        self.forced = changes - (before.forced + before.broken_off if before else 0)

    @property
    def busy(self):
        return self.share[RUN] + self.share[WAIT] + self.share[COLLECT]


def _doing(thread):
    """Its present state in a few words."""
    if thread.state == CALL:
        names = [name for i, name in enumerate(thread.process.call_names) if i == thread.state_call]
        return names[0] if names else "call"
    if thread.state == LOCK:
        return {"lock": "lock", "notify": "notification", "join": "join"}.get(LOCK_NAMES[thread.state_call], "start")
    return {RUN: "runs", WAIT: "waits", COLLECT: "collects"}[thread.state]


def _bar(row, style, fancy):
    """The shares as a bar: running, waiting, the rest."""
    cells = []
    for state, letter in zip((RUN, COLLECT, WAIT), "█▓▒" if fancy else "#gw"):
        n = round(row.share[state] * BAR)
        n = min(n, BAR - sum(len(c[1]) for c in cells))
        cells.append((state, letter * n))
    text = "".join(style.state(c, state) for state, c in cells)
    return text + ("·" if fancy else ".") * (BAR - sum(len(c) for _, c in cells))


def _lines(before, now, style, fancy, width, most):
    elapsed = max(now.at - before.at, 1)
    rows = []
    for key, thread in now.threads.items():
        old = before.threads.get(key)
        if not thread.ended or (old and not old.ended):
            rows.append(Row(thread, old, elapsed))
    rows.sort(key=lambda r: (-r.busy, r.thread.id))
    held = min(sum(r.share[RUN] + r.share[COLLECT] for r in rows), 1)
    first = now.processes[0]
    yield style.bold(f"{first.label}: {count(len(rows), 'thread')}, GIL held {held * 100:.0f} % of {brief(elapsed)}, "
                     f"{round(sum(r.switches for r in rows) * 1e9 / elapsed):,} hand-overs a second")
    yield style.dim(f"{'thread':<{NAME}}{'run':>5} {'wait':>5} {'call':>5} {'lock':>5}  {'':<{BAR}} {'/s':>7} "
                    f"{'forced':>7}  now")
    for row in rows[:most]:
        thread = row.thread
        place, where = thread.place, ""
        if place:
            where = f" {place.function} {place.file.rpartition('/')[2]}:{place.line}"
        shares = " ".join(f"{row.share[s] * 100:5.0f}" for s in (RUN, WAIT, CALL, LOCK))
        text = (f"{shortened(thread.label, NAME - 1):<{NAME}}{shares}  {_bar(row, style, fancy)} "
                f"{round(row.switches * 1e9 / elapsed):>7,} {round(row.forced * 1e9 / elapsed):>7,}  ")
        yield text + cut(_doing(thread) + where, max(width - FIXED, 12))
    if len(rows) > most:
        yield style.dim(f"{len(rows) - most} more threads, which ran less")


def top(pid, interval=1.0, times=None, most=20, file=None):
    """Shows a table every interval seconds, so many times, or until Ctrl-C or the process's end."""
    file = file or sys.stdout
    style, fancy, width = Style(wants_color(file)), can_show(file), width_of(file, 100)
    with Watch(pid) as folder:
        before = Sample(folder)
        while times is None or times > 0:
            time.sleep(interval)
            now = Sample(folder)
            if not now.processes or not any(p.is_alive() for p in now.processes):
                print(f"process {pid} has ended", file=file)
                return
            clear = f"{ESCAPE}H{ESCAPE}2J" if style.color else ""
            print(clear + "\n".join(_lines(before, now, style, fancy, width, most)), file=file, flush=True)
            if not clear:
                print(file=file)
            before = now
            if times is not None:
                times -= 1
