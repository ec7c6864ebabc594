"""The report: what each thread did, and what that means. 80 columns, and short however many threads there are."""
import sys

from .recording import CALL, COLLECT, LOCK, LOCK_NAMES, RUN, WAIT, WAIT_NAMES, add_sums
from .terminal import Style, wants_color, width_of, wrapped
from .units import brief, count, cut, duration, exact, fitted, percent, printable, shortened
from .verdicts import verdicts

WIDTH = 80
NAME = 24
KIND = 22
SUMS = KIND + 32        # a kind with its sums
# So many rows of a table, the rest is summed up.
MOST_THREADS = 12
MOST_PROCESSES = 10
MOST_DETAILED = 3
MOST_CALLS = 6
MOST_PLACES = 4
# Shorter holds and waits are not worth a line of their own.
WORTH = 100_000

_LOCK_WORDS = {"lock": "a lock", "notify": "notifications", "join": "the end of a thread", "start": "a thread's start",
               "import": "an import"}
_WAIT_WORDS = {"start": "as a new thread", "call": "after a call", "lock": "after a lock",
               "forced": "for its next turn",
               "yield": "after sleep(0)"}


def report(recording, file=None, color=None):
    """Writes the report of a recording to a text file (standard output)."""
    file = sys.stdout if file is None else file
    color = wants_color(file) if color is None else color
    out = _Out(file, Style(color))
    if not recording.processes:
        out.line("GIL report: nothing was recorded")
    else:
        _head(out, recording)
        processes = recording.processes
        if len(processes) > 1:
            _process_table(out, processes)
        shown = [p for p in processes if len(p.threads) > 1] or processes[:1]
        shown.sort(key=lambda p: (p.start > 0, -sum(t.span_ns for t in p.threads)))
        for process in sorted(shown[:MOST_DETAILED], key=lambda p: p.start):
            _process(out, process, len(processes) > 1)
        if len(shown) > MOST_DETAILED:
            out.line()
            out.line(out.style.dim(f"{count(len(shown) - MOST_DETAILED, 'more process', 'more processes')} with "
                                   f"several threads not shown"))
        _verdicts(out, recording)
    for line in missing(recording):
        for part in wrapped(line, WIDTH, "! "):
            out.line(out.style.bold(part))
    out.flush()


def missing(recording):
    """What the recording does not say, and why, in words."""
    lines = []
    killed = {}
    for process in recording.processes:
        name = printable(process.label)
        if not process.ended:
            if process.is_alive():
                lines.append(f"{name} still runs: this is what it did so far")
            else:
                # who outlives its child has ended it, as pools do with their workers; otherwise something went wrong
                parent = process.parent
                expected = parent is not None and (parent.ended or parent.is_alive()) and parent.end >= process.end
                killed.setdefault((process.script, expected), []).append(process)
        if process.disk_full:
            lines.append(f"{name}: the disk was full, so {count(process.disk_full, 'ring')} could not grow")
        if process.lost_threads:
            lines.append(f"{name}: {count(process.lost_threads, 'thread')} that ended gave their records to later ones "
                         f"and are not shown")
        if process.lost_places:
            lines.append(f"{name}: {count(process.lost_places, 'place')} in the program found no room and are not "
                         f"named")
        if process.lost_children:
            lines.append(f"{name}: {count(process.lost_children, 'forked child', 'forked children')} could not be "
                         f"recorded")
    if len(lines) > 6:
        lines[5:] = [f"{len(lines) - 5} more messages like these"]
    for (script, expected), processes in killed.items():
        who = printable(processes[0].label)
        if len(processes) > 1:
            who += f" and {count(len(processes) - 1, 'other process', 'other processes')} of {printable(script)}"
        last = duration(max(p.end for p in processes))
        if expected:
            lines.append(f"{who} {'was' if len(processes) == 1 else 'were'} ended by a signal (a pool ends its workers "
                         f"so): recorded up to then, {last} after the beginning")
        else:
            lines.append(f"{who} did not end by {'itself' if len(processes) == 1 else 'themselves'} (a signal): the last "
                         f"that is known is {last} after the beginning")
    if recording.lost:
        lines.append(f"{recording.lost:,} of {recording.written:,} events were overwritten by later ones (the oldest "
                     f"of each thread): the counters have seen them, the timeline lacks them")
    problems = list(recording.problems)
    if len(problems) > 4:
        problems[3:] = [f"{len(problems) - 3} more files that cannot be used"]
    return lines + problems


class _Out:
    """Collects lines and writes them at once, whatever the encoding."""

    def __init__(self, file, style):
        self.file, self.style, self.lines = file, style, []

    def line(self, text=""):
        self.lines.append(text)

    def title(self, text):
        self.line()
        self.line(self.style.bold(text))

    def flush(self):
        text = "\n".join(self.lines) + "\n"
        encoding = getattr(self.file, "encoding", None) or "utf-8"
        try:
            text.encode(encoding)
        except (UnicodeError, LookupError):
            text = text.encode("ascii", "replace").decode("ascii")
        self.file.write(text)
        self.file.flush()


def _head(out, recording):
    first = recording.processes[0]
    threads = len(recording.threads)
    span = duration(recording.end)
    out.line(out.style.bold(cut(f"GIL report: {first.script}", WIDTH - 12).ljust(WIDTH - len(span)) + span))
    facts = [count(threads, "thread")]
    if len(recording.processes) > 1:
        facts.append(count(len(recording.processes), "process", "processes"))
    facts += [count(first.cpus, "processor"), f"switch interval {exact(first.interval_ns)}",
              "CPython's rule" if first.plain else "minipy's rule"]
    collections = sum(p.collections for p in recording.processes)
    if collections:
        facts.append(count(collections, "collection"))
    for line in wrapped(", ".join(facts), WIDTH):
        out.line(line)
    seeds = sorted({p.seed for p in recording.processes if p.seed})
    if seeds:
        out.line(out.style.bold(f"seed {seeds[0]}: repeat this run with -X gil-seed={seeds[0]}"))


# -- Tables -----------------------------------------------------------------------------------------------------

_STATES = (RUN, WAIT, CALL, LOCK, COLLECT)


def _row(out, name, span, states, last, dim=False):
    """A line of a table: states are the ns of RUN ...; the first of them that matter are in their colours."""
    text = shortened(name, NAME - 1).ljust(NAME) + f"{brief(span):>7}"
    if dim:
        text = out.style.dim(text)
    for state in _STATES:
        ns = states[state]
        cell = f"{brief(ns):>8}"
        text += out.style.state(cell, state) if ns > span / 200 else out.style.dim(cell)
    return text + f"{last:>9}"


def _heading(out, name, last):
    cells = [name.ljust(NAME), f"{'alive':>7}"]
    for state, word in zip(_STATES, ("running", "waiting", "outside", "locks", "collect")):
        cells.append(out.style.state(f"{word:>8}", state))
    out.line("".join(cells) + f"{last:>9}")


def _times(thread):
    """The ns of the states as people think of them: a call that kept the GIL is a call nevertheless."""
    return [s.ns for s in thread.states]


def _summed(rows):
    return [sum(column) for column in zip(*rows)] if rows else [0] * 5


def _interest(thread):
    return thread.held_ns + thread.wait.ns + thread.locks[0].ns


def _changes(threads):
    """How often they let the GIL go of their own accord and by force, as "12/3"."""
    forced = sum(t.forced + t.broken_off for t in threads)
    own = max(0, sum(t.holds.count for t in threads) - forced)
    return f"{_short_number(own)}/{_short_number(forced)}"


def _short_number(n):
    return f"{n}" if n < 10_000 else f"{n // 1000}k" if n < 10_000_000 else f"{n // 1_000_000}M"


def _thread_table(out, threads):
    _heading(out, "thread", "switches")
    shown = threads
    if len(threads) > MOST_THREADS:
        main = [t for t in threads if t.id == 1]
        others = sorted((t for t in threads if t.id != 1), key=lambda t: -_interest(t))
        shown = sorted(main + others[:MOST_THREADS - 1 - len(main)], key=lambda t: (t.start, t.id))
    for thread in shown:
        out.line(_row(out, thread.label, thread.span_ns, _times(thread), _changes([thread])))
    if len(shown) < len(threads):
        listed = set(map(id, shown))
        rest = [t for t in threads if id(t) not in listed]
        out.line(_row(out, f"{len(rest):,} more threads", sum(t.span_ns for t in rest),
                      _summed([_times(t) for t in rest]),
                      _changes(rest), True))


def _process_table(out, processes):
    out.line()
    _heading(out, "process", "threads")
    shown = processes
    if len(processes) > MOST_PROCESSES:
        others = sorted(processes[1:], key=lambda p: -sum(map(_interest, p.threads)))
        shown = processes[:1] + sorted(others[:MOST_PROCESSES - 2], key=lambda p: p.start)
    for process in shown:
        out.line(_row(out, process.label, process.span_ns, _summed([_times(t) for t in process.threads]),
                      len(process.threads)))
    if len(shown) < len(processes):
        listed = set(map(id, shown))
        rest = [p for p in processes if id(p) not in listed]
        out.line(_row(out, f"{len(rest):,} more processes", sum(p.span_ns for p in rest),
                      _summed([_times(t) for p in rest for t in p.threads]), sum(len(p.threads) for p in rest), True))


# -- One process ------------------------------------------------------------------------------------------------

def _process(out, process, named):
    if named:
        out.title(printable(process.label))
    else:
        out.line()
    if not named or len(process.threads) > 1:
        _thread_table(out, process.threads)
    _switches(out, process)
    _holds(out, process)
    _waits(out, process)
    _calls(out, process)
    _locks(out, process)


def _switches(out, process):
    threads = process.threads
    if len(threads) < 2:
        return
    forced = sum(t.forced for t in threads)
    broken = sum(t.broken_off for t in threads)
    own = max(0, sum(t.holds.count for t in threads) - forced - broken)
    ran = sum(t.run.ns + t.collect.ns for t in threads)
    parts = [f"One of them ran for {percent(ran, process.span_ns)} of the time. Switches: {own:,} of the thread's own "
             f"accord"]
    if forced:
        parts.append(f"{forced:,} forced at the interval's end")
    if broken:
        parts.append(f"{broken:,} for one back from a call or lock")
    text = ", ".join(parts) + "." if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}."
    out.line()
    for line in wrapped(text, WIDTH):
        out.line(line)


def _where(recording, place, width):
    """The place and its source line, or its function, cut to fit."""
    if place is None:
        return ""
    short = printable(place.short)
    text = recording.source(place) or place.function
    if len(short) > width - 12:
        return shortened(short, width)
    return cut(f"{short}  {text}", width)


def _holds(out, process):
    threads = sorted((t for t in process.threads if t.holds.longest >= WORTH), key=lambda t: -t.holds.longest)
    if not threads or len(process.threads) < 2:
        return
    out.title("Longest holds")
    for thread in threads[:MOST_PLACES]:
        out.line(f"{duration(thread.holds.longest):>9}  {fitted(thread.label, 22):22}  "
                 f"{_where(process.recording, thread.holds.place, WIDTH - 35)}".rstrip())


def _waits(out, process):
    rows = []
    for thread in process.threads:
        worst = max(range(5), key=lambda kind: thread.waits[kind].longest)
        if thread.waits[worst].longest >= WORTH:
            rows.append((thread.waits[worst].longest, thread, worst))
    rows.sort(key=lambda row: -row[0])
    if not rows:
        return
    out.title("Longest waits for the GIL")
    for longest, thread, kind in rows[:MOST_PLACES]:
        other = process.thread(thread.waits[kind].other)
        why = _WAIT_WORDS[WAIT_NAMES[kind]]
        if other is not None:
            why = f"{why}: {fitted(other.label, WIDTH - 44 - len(why))} had it"
        out.line(f"{duration(longest):>9}  {fitted(thread.label, 22):22}  {why}")


def _calls(out, process):
    by_name = {}
    for thread in process.threads:
        for name, s in thread.calls.items():
            by_name.setdefault(name, []).append((thread, s))
    rows = [(name, add_sums(s for _, s in users), max(users, key=lambda user: user[1].ns)[0], len(users))
            for name, users in by_name.items()]
    rows = sorted((row for row in rows if row[1].count), key=lambda row: -row[1].ns)
    if not rows:
        return
    out.line()
    out.line(out.style.bold("System calls".ljust(KIND)) + _SUM_HEADING + "most of it by")
    for name, s, thread, users in rows[:MOST_CALLS]:
        out.line("  " + cut(name, KIND - 2).ljust(KIND - 2) + _sum_cells(out, s, CALL) + _by(thread, users))
    if len(rows) > MOST_CALLS:
        rest = rows[MOST_CALLS:]
        s = add_sums(row[1] for row in rest)
        out.line("  " + f"{len(rest)} more".ljust(KIND - 2) + _sum_cells(out, s, CALL).rstrip())


_SUM_HEADING = f"{'total':>7}{'count':>8}{'mean':>7}{'longest':>8}  "


def _sum_cells(out, s, state):
    return out.style.state(f"{brief(s.ns):>7}", state) + f"{s.count:>8,}{brief(s.mean):>7}{brief(s.longest):>8}  "


def _by(thread, users):
    more = "" if users == 1 else f", {users - 1} more"
    return fitted(thread.label, WIDTH - SUMS - len(more)) + more


def _locks(out, process):
    rows = []
    for kind, name in enumerate(LOCK_NAMES):
        users = [t for t in process.threads if t.locks[kind].count]
        if users:
            rows.append((name, kind, add_sums(t.locks[kind] for t in users), users))
    rows = sorted((row for row in rows if row[2].longest >= WORTH), key=lambda row: -row[2].ns)
    if not rows:
        return
    out.line()
    out.line(out.style.bold("Sleeping for".ljust(KIND)) + _SUM_HEADING + "where")
    for name, kind, s, users in rows:
        where = _where(process.recording, s.place, WIDTH - SUMS)
        out.line("  " + _LOCK_WORDS[name].ljust(KIND - 2) + (_sum_cells(out, s, LOCK) + where).rstrip())


# -- Verdicts ---------------------------------------------------------------------------------------------------

def _verdicts(out, recording):
    found = verdicts(recording)
    if not found:
        return
    out.title("Verdict" if len(found) == 1 else "Verdicts")
    several = len({id(verdict.process) for verdict in found}) > 1
    for verdict in found:
        text = verdict.text
        if several:
            text = f"{printable(verdict.process.label)}: {text}"
        for line in wrapped(text, WIDTH, "  * "):
            out.line(line)
        if verdict.remedy:
            for line in wrapped(verdict.remedy, WIDTH, "    -> ", "       "):
                out.line(out.style.dim(line))
