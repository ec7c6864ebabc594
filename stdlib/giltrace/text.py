"""The timeline as text: a line for each thread, a character for each moment.

Blocks are as high as the thread ran in that moment; where it didn't, the character says what it did for most of it.
Long calls and sleeps bear their names. With colours, and to be read without them.
"""
import sys

from .axis import ticks
from .colors import TERMINAL
from .recording import BAR_NAMES, CALL, COLLECT, LOCK, RUN, STATES, WAIT
from .report import missing
from .states import stays
from .terminal import ESCAPE, Style, can_show, wants_color, width_of, wrapped
from .units import count, cut, duration, printable, shortened

# How rows are written: RUN's heights, then the other states' characters; nothing known; not there.
_BLOCKS = "▁▂▃▄▅▆▇█", {WAIT: "░", CALL: "─", LOCK: "·", COLLECT: "◆"}, "?"
_ASCII = "_..,:;=#", {WAIT: "~", CALL: "-", LOCK: ".", COLLECT: "*"}, "?"
# Rows at most of a process, and processes; the rest is summed up.
MOST_THREADS = 20
MOST_PROCESSES = 24
# A stay of that many characters bears its name.
NAMED = 3


def timeline(recording, file=None, color=None, width=None):
    """Writes it to a text file (standard output); width: in columns, the terminal's by default."""
    file = sys.stdout if file is None else file
    style = Style(wants_color(file) if color is None else color)
    width = width_of(file) if width is None else max(40, width)
    lines = _Picture(recording, style, width, _BLOCKS if can_show(file) else _ASCII).lines()
    encoding = getattr(file, "encoding", None) or "utf-8"
    file.write("\n".join(lines).encode(encoding, "replace").decode(encoding) + "\n")
    file.flush()


class _Slots:
    """A row: how many ns of each slot each state takes, and which names fit where."""

    def __init__(self, n):
        self.sums = [[0.0] * n for _ in STATES]
        self.names = []         # (state, name, first slot, last slot + 1)
        self.first, self.last = n, 0


class _Picture:
    def __init__(self, recording, style, width, glyphs):
        self.recording, self.style, self.width = recording, style, width
        self.heights, self.glyphs, self.unknown = glyphs
        self.label = min(26, width // 3)
        self.n = width - self.label - 1
        self.span = max(recording.end, 1)
        self.slot = self.span / self.n

    def lines(self):
        recording = self.recording
        if not recording.processes:
            return ["Timeline: nothing was recorded"]
        first = recording.processes[0]
        span = duration(recording.end)
        title = cut(f"Timeline: {first.script}", self.width - len(span) - 1)
        lines = [self.style.bold(title.ljust(self.width - len(span)) + span)]
        if not any(thread.events for thread in recording.threads):
            lines.append("no events were recorded, only counters")
        else:
            lines += self.axis(True)
            lines += self.processes()
            lines += self.axis(False)
            lines += self.legend()
        for line in missing(recording):
            lines += [self.style.bold(part) for part in wrapped(line, self.width, "! ")]
        return lines

    def axis(self, above):
        marks = [" "] * self.n
        words = [" "] * self.n
        end = 0
        for ns, text in ticks(self.span, max(2, self.n // 12)):
            at = min(int(ns / self.slot), self.n - 1)
            marks[at] = "|" if self.heights[0] == "_" else "╷" if above else "╵"
            at = min(at, self.n - len(text))
            if at >= end:
                words[at:at + len(text)] = text
                end = at + len(text) + 1
        pair = [" " * self.label + " " + "".join(line).rstrip() for line in (words, marks)]
        return [self.style.dim(line) for line in (pair if above else pair[1:])]

    def processes(self):
        processes = self.recording.processes
        shown = processes
        if len(processes) > MOST_PROCESSES:
            busiest = sorted(processes[1:], key=lambda p: -sum(t.held_ns for t in p.threads))[:MOST_PROCESSES - 1]
            shown = [processes[0]] + sorted(busiest, key=lambda p: p.start)
        lines = []
        several = len(processes) > 1
        for process in shown:
            rows = self.threads(process)
            if several and len(rows) == 1:
                lines.append(self.named(process.label, rows[0][1]))
                continue
            if several:
                lines.append(self.style.bold(cut(process.label, self.width)))
            lines += [self.named("  " * several + label, row) for label, row in rows]
            if len(rows) > 1:
                lines.append(self.style.dim(self.named("  " * several + "any of them runs", self.running(process))))
        if len(shown) < len(processes):
            listed = set(map(id, shown))
            rest = [t for p in processes if id(p) not in listed for t in p.threads]
            lines.append(self.named(f"{len(processes) - len(shown)} more processes", self.summed(rest)))
        return lines

    def threads(self, process):
        """[(label, row), ...]"""
        threads = [t for t in process.threads if t.events]
        shown = threads
        if len(threads) > MOST_THREADS:
            busiest = sorted(threads[1:], key=lambda t: -t.held_ns - t.wait.ns)[:MOST_THREADS - 1]
            shown = threads[:1] + sorted(busiest, key=lambda t: (t.start, t.id))
        rows = [(thread.label, self.row(thread)) for thread in shown]
        if len(shown) < len(threads):
            listed = set(map(id, shown))
            rest = [t for t in threads if id(t) not in listed]
            rows.append((f"{len(rest):,} more threads", self.summed(rest)))
        return rows

    def named(self, label, row):
        return shortened(label, self.label).ljust(self.label) + " " + row

    # -- A row ------------------------------------------------------------------------------------------------

    def slots_of(self, thread):
        slots = _Slots(self.n)
        sums, slot, n = slots.sums, self.slot, self.n
        last = None
        for start, end, state, name, *_ in stays(thread):
            a, b = start / slot, min(end / slot, n)
            i, j = int(a), int(b)
            if last is None:
                slots.first = i
            last = b
            if i == j:
                if i < n:
                    sums[state][i] += b - a
                continue
            row = sums[state]
            row[i] += i + 1 - a
            for k in range(i + 1, j):
                row[k] += 1.0
            if j < n:
                row[j] += b - j
            if name and j - i > NAMED:
                slots.names.append((state, name, i + 1, j))
        if last is not None:
            slots.last = min(n, int(last) + 1)
        return slots

    def row(self, thread):
        slots = self.slots_of(thread)
        cells = [(" ", None, None)] * self.n
        begin = min(int(thread.start / self.slot), self.n - 1)
        for i in range(begin, slots.first):         # what came before the oldest event that is left
            cells[i] = (self.unknown, None, None) if thread.lost else cells[i]
        for i in range(slots.first, slots.last):
            cells[i] = self.cell([sums[i] for sums in slots.sums])
        for state, name, i, j in slots.names:
            if state == WAIT:
                continue
            name = printable(BAR_NAMES.get(name, name))
            if j - i >= len(name) + 2 and all(cells[k][1] == state for k in range(i, j)):
                at = i + (j - i - len(name)) // 2
                for k, c in enumerate(name):
                    cells[at + k] = (c, state, None)
        return self.painted(cells)

    def summed(self, threads):
        """Many threads in a row: as high as how many of them run, compared with when most do; waiting if none runs."""
        total = [[0.0] * self.n for _ in STATES]
        for thread in threads:
            slots = self.slots_of(thread)
            for sums, more in zip(total, slots.sums):
                for i in range(slots.first, slots.last):
                    sums[i] += more[i]
        most = max(total[RUN]) or 1
        cells = []
        for i in range(self.n):
            column = [sums[i] for sums in total]
            if sum(column) < 0.01:
                cells.append((" ", None, None))
            else:
                cells.append(self.cell(column, most))
        return self.painted(cells)

    def running(self, process):
        """How much of each slot somebody runs. A call that keeps the GIL because nobody wants it is none of it."""
        n, slot = self.n, self.slot
        total = [0.0] * n
        for thread in process.threads:
            for stay in stays(thread):
                if stay[2] != RUN and stay[2] != COLLECT:
                    continue
                a, b = stay[0] / slot, min(stay[1] / slot, n)
                i, j = int(a), int(b)
                if i == j:
                    if i < n:
                        total[i] += b - a
                    continue
                total[i] += i + 1 - a
                for k in range(i + 1, j):
                    total[k] += 1.0
                if j < n:
                    total[j] += b - j
        return "".join(self.heights[min(7, int(share * 8))] if share > 0.005 else " " for share in total).rstrip()

    def cell(self, column, whole=1.0):
        """(character, state of its colour, state of its background) of a slot."""
        share = column[RUN] / whole
        other = max((WAIT, CALL, LOCK, COLLECT), key=lambda state: column[state])
        if column[COLLECT] >= 0.5 * whole:
            return self.glyphs[COLLECT], COLLECT, None
        if share >= 0.94:
            return self.heights[-1], RUN, None
        if share >= 0.10:
            behind = other if column[other] >= 0.3 * whole else None
            return self.heights[min(7, int(share * 8))], RUN, behind
        if column[other] <= 0:
            return (self.heights[0], RUN, None) if column[RUN] > 0 else (" ", None, None)
        return self.glyphs[other], other, None

    def painted(self, cells):
        """Cells as text; neighbours of the same colour share it."""
        if not self.style.color:
            return "".join(cell[0] for cell in cells).rstrip()
        text, now = "", (None, None)
        for c, state, behind in cells:
            if (state, behind) != now:
                if now != (None, None):
                    text += ESCAPE + "0m"
                if state == WAIT:
                    text += f"{ESCAPE}38;5;{_WOVEN}m{ESCAPE}48;5;{TERMINAL[WAIT]}m"
                elif state is not None:
                    text += f"{ESCAPE}38;5;{TERMINAL[state]}m"
                if behind == WAIT:
                    text += f"{ESCAPE}48;5;{TERMINAL[WAIT]}m"
                now = state, behind
            text += c
        return text + (ESCAPE + "0m" if now != (None, None) else "")

    def legend(self):
        heights = self.heights
        parts = [(heights[-1] + " running", RUN), (self.glyphs[WAIT] + " waiting for the GIL", WAIT),
                 (self.glyphs[CALL] + " in a call", CALL), (self.glyphs[LOCK] + " on a lock", LOCK),
                 (self.glyphs[COLLECT] + " collecting", COLLECT)]
        lines, line, length = [], "", 0
        for text, state in parts:
            if length and length + len(text) + 2 > self.width:
                lines.append(line)
                line, length = "", 0
            line += ("  " if length else "") + self.style.state(text, state)
            length += len(text) + (2 if length else 0)
        lines.append(line)
        forced = sum(t.forced for t in self.recording.threads)
        note = f"one column is {duration(self.slot)}; {heights[1]}{heights[3]}{heights[5]} ran for a part of it"
        if forced:
            note += f"; {count(forced, 'forced switch', 'forced switches')}"
        lines += [self.style.dim(part) for part in wrapped(note, self.width)]
        return [""] + lines


# Waiting is an area, as running is, with a little texture.
_WOVEN = 136
