"""The timeline as SVG, for documents and slides: one file that needs nothing else, light or dark as the page is.

What is narrower than a step of the grid is drawn as the state that takes most of the step, so the picture's size does
not depend on the number of events.
"""
from .axis import ticks
from .colors import FORCED, STATES as COLORS
from .recording import BAR_NAMES, RUN, STATE_NAMES, STATES, WAIT
from .report import missing
from .states import stays
from .terminal import wrapped
from .units import count, duration, exact, percent, printable, shortened

WIDTH = 1000
LEFT, RIGHT = 190, 12           # the labels; the space after the plot
PLOT = WIDTH - LEFT - RIGHT
TOP = 64
GRID = 4                        # steps per unit of the plot
# Rows: as high as there is room for, and so many at most; the rest is summed up.
HEIGHT, HIGH, LOW = 560, 22, 7
MOST_ROWS = 80
MOST_ARROWS = 120
# Rectangles altogether; with more rows each gets a coarser grid.
MOST_RECTANGLES = 3500
# A bar bears its name when there is room for so much per character, in units.
LETTER = 6.2
# Two stays in the same state that are wider have a seam between them.
SEAM = 4

STYLE = """
svg{color-scheme:light dark;background:#fff;font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}
.bg{fill:#fff}.t{fill:#1a1a1a;font-size:12px}.h{font-size:16px;font-weight:600}.d{fill:#5a5a5a;font-size:11px}
.p{font-weight:600}.n{fill:#1a1a1a;font-size:10.5px;text-anchor:middle}.g{stroke:#d8d8d8;stroke-width:1}
.alive{fill:#f1f1f1}.lost{fill:#bdbdbd}
@media (prefers-color-scheme:dark){svg,.bg{background:#16181c;fill:#16181c}.t,.h{fill:#ececec}.d{fill:#a8a8a8}
.g{stroke:#3a3d44}.alive{fill:#23262c}.lost{fill:#5a5d64}}
"""


def escaped(text):
    """Text that is allowed in XML and means itself."""
    text = printable(text).encode("utf-8", "replace").decode("utf-8")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def write_svg(recording, file):
    """Writes to a text file."""
    _Picture(recording, file).write()


def _number(x):
    """A coordinate, briefly."""
    return f"{x:.2f}".rstrip("0").rstrip(".")


class _Row:
    def __init__(self, label, threads, process=None, heading=False, indent=0):
        self.label, self.threads, self.process, self.heading, self.indent = label, threads, process, heading, indent


class _Picture:
    def __init__(self, recording, file):
        self.recording, self.file = recording, file
        self.span = max(recording.end, 1)
        self.scale = PLOT / self.span
        self.rows = self.choose_rows()
        self.row = max(LOW, min(HIGH, HEIGHT // max(1, len(self.rows))))
        self.bottom = TOP + self.row * len(self.rows) + 8
        drawn = sum(not row.heading for row in self.rows)
        self.steps = max(60, min(PLOT * GRID, MOST_RECTANGLES * 2 // max(1, drawn)))
        self.at = {}            # of (process, thread's id): its row's middle

    def choose_rows(self):
        rows = []
        processes = [p for p in self.recording.processes if p.threads]
        several = len(processes) > 1
        room = MOST_ROWS
        hidden = []
        if len(processes) > MOST_ROWS // 2:
            busiest = sorted(processes[1:], key=lambda p: -sum(t.held_ns for t in p.threads))[:MOST_ROWS // 2]
            shown = processes[:1] + sorted(busiest, key=lambda p: p.start)
            listed = set(map(id, shown))
            hidden = [p for p in processes if id(p) not in listed]
            processes = shown
        for process in processes:
            threads = process.threads
            if several and len(threads) == 1:
                rows.append(_Row(process.label, threads, process))
                continue
            if several:
                rows.append(_Row(process.label, [], process, True))
            most = max(6, (room - len(rows)) // (1 if not several else 3))
            if len(threads) > most:
                busiest = sorted(threads[1:], key=lambda t: -t.held_ns - t.wait.ns)[:most - 2]
                shown = threads[:1] + sorted(busiest, key=lambda t: (t.start, t.id))
                listed = set(map(id, shown))
                rest = [t for t in threads if id(t) not in listed]
            else:
                shown, rest = threads, []
            rows += [_Row(t.label, [t], process, indent=10 * several) for t in shown]
            if rest:
                rows.append(_Row(f"{len(rest):,} more threads", rest, process, indent=10 * several))
        if hidden:
            rows.append(_Row(f"{len(hidden):,} more processes", [t for p in hidden for t in p.threads]))
        return rows

    def write(self):
        out = self.file.write
        recording = self.recording
        notes = [line for note in missing(recording) for line in wrapped(note, 150)]
        height = self.bottom + 58 + 16 * len(notes)
        first = recording.processes[0] if recording.processes else None
        title = f"GIL timeline of {first.script}" if first else "GIL timeline: nothing was recorded"
        out(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            f'role="img" aria-labelledby="title desc">\n<title id="title">{escaped(title)}</title>\n'
            f'<desc id="desc">{escaped(self.description())}</desc>\n<style>{STYLE}</style>\n'
            f'<rect class="bg" width="{WIDTH}" height="{height}" fill="#fff"/>\n')
        out(f'<text class="t h" x="12" y="26">{escaped(shortened(title, 90))}</text>\n')
        if first:
            out(f'<text class="d" x="{WIDTH - RIGHT}" y="26" text-anchor="end">{escaped(self.facts())}</text>\n')
        self.axis(out)
        for i, row in enumerate(self.rows):
            self.draw(out, row, TOP + i * self.row)
        self.arrows(out)
        self.legend(out, self.bottom + 30)
        for i, note in enumerate(notes):
            out(f'<text class="d" x="12" y="{self.bottom + 58 + 16 * i}">{escaped(note)}</text>\n')
        out("</svg>\n")

    def facts(self):
        first = self.recording.processes[0]
        text = (f"{duration(self.recording.end)}, switch interval {exact(first.interval_ns)}, "
                f"{count(first.cpus, 'processor')}")
        return text + (", CPython's rule" if first.plain else "") + (f", seed {first.seed}" if first.seed else "")

    def description(self):
        threads = self.recording.threads
        if not threads:
            return "An empty timeline."
        lives = sum(t.span_ns for t in threads)
        shares = ", ".join(f"{percent(sum(t.states[s].ns for t in threads), lives)} {STATE_NAMES[s]}" for s in STATES
                           if any(t.states[s].ns for t in threads))
        return (f"{count(len(threads), 'thread')} in {count(len(self.recording.processes), 'process', 'processes')} "
                f"over {duration(self.recording.end)}, one row each, time to the right. Of the threads' time: "
                f"{shares}.")

    def axis(self, out):
        for ns, text in ticks(self.span, 8):
            x = _number(LEFT + ns * self.scale)
            out(f'<line class="g" stroke="#d8d8d8" x1="{x}" y1="{TOP - 8}" x2="{x}" y2="{self.bottom}"/>'
                f'<text class="d" x="{x}" y="{TOP - 13}" text-anchor="middle">{text}</text>\n')

    # -- A row ------------------------------------------------------------------------------------------------

    def draw(self, out, row, y):
        high = self.row - (3 if self.row > 12 else 1)
        middle = y + high / 2
        small = min(12, max(6, self.row - 3))
        most = int((LEFT - 20 - row.indent) / (small * 0.54))
        label = escaped(shortened(row.label, most))
        style = f' style="font-size:{small}px"' if small < 12 else ""
        kind = "t p" if row.heading else "t"
        out(f'<text class="{kind}"{style} x="{12 + row.indent}" y="{_number(middle + small * 0.36)}">{label}</text>')
        if row.heading:
            out("\n")
            return
        if len(row.threads) == 1:
            thread = row.threads[0]
            self.at[id(thread.process), thread.id] = middle
            a, b = LEFT + thread.start * self.scale, LEFT + thread.end * self.scale
            out(f'<rect class="alive" fill="#f1f1f1" x="{_number(a)}" y="{y}" width="{_number(max(b - a, 0.5))}" '
                f'height="{high}"/>')
            spans, names, known = self.spans(thread)
            if thread.lost and known > a + 0.5:
                out(f'<rect class="lost" fill="#bdbdbd" x="{_number(a)}" y="{y}" width="{_number(known - a)}" '
                    f'height="{high}"><title>{thread.lost:,} events were overwritten</title></rect>')
        else:
            spans, names = self.summed(row.threads), []
        # One path per state: short, and what belongs together stays together.
        paths = {}
        for state, a, b in spans:
            paths.setdefault(state, []).append(f"M{_number(a)} {y}h{_number(b - a)}v{high}h-{_number(b - a)}z")
        for state, pieces in paths.items():
            out(f'<path fill="{COLORS[state]}" d="{"".join(pieces)}"/>')
        if self.row >= 14:
            for state, name, a, b in names:
                out(f'<text class="n" fill="#1a1a1a" style="fill:#1a1a1a" x="{_number((a + b) / 2)}" '
                    f'y="{_number(middle + 3.8)}">{escaped(name)}</text>')
        out("\n")

    def binned(self, thread, step, sums):
        """Adds the thread's short stays to the grid; returns the long ones, names that fit, where it begins."""
        scale = self.scale
        longs, names = [], []
        known = None
        for start, end, state, name, flags, *_ in stays(thread):
            a, b = start * scale, end * scale
            if known is None:
                known = a
            if b - a >= step:
                longs.append((state, a, b))
                if name and state != WAIT and b - a > (len(BAR_NAMES.get(name, name)) + 2) * LETTER:
                    names.append((state, BAR_NAMES.get(name, name), LEFT + a, LEFT + b))
            else:
                i, j = int(a / step), int(b / step)
                if i == j:
                    sums.setdefault(i, [0.0] * 5)[state] += b - a
                else:
                    sums.setdefault(i, [0.0] * 5)[state] += j * step - a
                    sums.setdefault(j, [0.0] * 5)[state] += b - j * step
        return longs, names, LEFT + (known or 0)

    def spans(self, thread):
        """[(state, x, x)] without overlaps, neighbours of a state joined."""
        step = PLOT / self.steps
        sums = {}
        longs, names, known = self.binned(thread, step, sums)
        found = []
        for i, column in sums.items():
            if sum(column) > 0:
                found.append((max(STATES, key=lambda s: column[s]), i * step, (i + 1) * step))
        return self.joined(found, longs), names, known

    def summed(self, threads):
        """Of many threads: what most of them do in each step."""
        step = PLOT / 200
        sums = {}
        for thread in threads:
            for state, a, b in self.binned(thread, step, sums)[0]:
                i, j = int(a / step), int(b / step)
                for k in range(i, j + 1):
                    sums.setdefault(k, [0.0] * 5)[state] += min(b, (k + 1) * step) - max(a, k * step)
        found = []
        for i, column in sums.items():
            state = RUN if column[RUN] >= step / 2 else max(STATES, key=lambda s: column[s])
            if column[state] > 0:
                found.append((state, i * step, (i + 1) * step))
        return self.joined(found, [])

    @staticmethod
    def joined(shorts, longs):
        """The long ones lie over the grid's steps; all sorted, in the picture's coordinates."""
        longs.sort(key=lambda span: span[1])
        shorts.sort(key=lambda span: span[1])
        found = []
        i = 0
        for state, a, b in shorts:      # cut what a long one covers
            while i < len(longs) and longs[i][2] <= a:
                i += 1
            k = i
            while k < len(longs) and longs[k][1] < b:
                if longs[k][1] > a:
                    found.append((state, a, longs[k][1]))
                a = max(a, longs[k][2])
                k += 1
            if a < b:
                found.append((state, a, b))
        found = sorted(found + longs, key=lambda span: span[1])
        joined = []
        for state, a, b in found:
            if joined and joined[-1][0] == state and a - joined[-1][2] < 0.02:
                if b - a < SEAM or joined[-1][2] - joined[-1][1] < SEAM:
                    joined[-1] = state, joined[-1][1], max(b, joined[-1][2])
                    continue
                joined[-1] = state, joined[-1][1], joined[-1][2] - 0.6
            joined.append((state, a, b))
        return [(state, LEFT + a, min(LEFT + b, LEFT + PLOT)) for state, a, b in joined]

    def arrows(self, out):
        """From who gave way to who got the GIL."""
        if sum(t.forced + t.broken_off for t in self.recording.threads) > MOST_ARROWS or self.row < 10:
            return
        lines, heads = [], []
        for row in self.rows:
            if len(row.threads) != 1:
                continue
            thread = row.threads[0]
            for start, end, state, name, flags, place, value, other, result in stays(thread):
                if state == WAIT and name == "forced" and other:
                    a, b = self.at.get((id(thread.process), thread.id)), self.at.get((id(thread.process), other))
                    if a is not None and b is not None:
                        x = _number(LEFT + start * self.scale)
                        down = b > a
                        lines.append(f"M{x} {_number(a)}V{_number(b - 5 if down else b + 5)}")
                        heads.append(f"M{x} {_number(b)}l-3 {-6 if down else 6}h6z")
        if lines:
            self.arrow(out, "".join(lines), "".join(heads))
            out("\n")

    @staticmethod
    def arrow(out, lines, heads):
        """With a light edge, since it lies on all colours."""
        out(f'<path fill="none" stroke="#fff" stroke-opacity=".7" stroke-width="2.6" d="{lines}"/>'
            f'<path fill="none" stroke="{FORCED}" stroke-width="1.2" d="{lines}"/>'
            f'<path fill="{FORCED}" stroke="#fff" stroke-width=".5" d="{heads}"/>')

    def legend(self, out, y):
        x = LEFT
        for state in STATES:
            name = STATE_NAMES[state]
            out(f'<rect x="{x}" y="{y - 10}" width="12" height="12" rx="2" fill="{COLORS[state]}"/>'
                f'<text class="t" x="{x + 17}" y="{y}">{name}</text>')
            x += 17 + 6.4 * len(name) + 22
        if any(t.forced + t.broken_off for t in self.recording.threads):
            self.arrow(out, f"M{_number(x + 4)} {y - 11}v8", f"M{_number(x + 4)} {y + 2}l-3 -6h6z")
            out(f'<text class="t" x="{_number(x + 13)}" y="{y}">forced switch</text>')
        out("\n")
