"""The HTML timeline in headless Chromium: what it shows, how it answers, how quick it is.

    minipy tests/browser/timeline.py [-s FOLDER] [NAME ...]

NAME: only these tests; FOLDER gets a picture of each. What the page says is compared with what giltrace computes from
the same recording. Times: the page measures itself, but where other programs use the processors, too, that says little;
so the limits are for the processor time of the page's thread.
"""
import os
import random
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "giltrace", "helpers")]
import synthetic
from chromium import Browser, Error, find
from giltrace import states
from giltrace.page import write_page
from giltrace.recording import CALL, END, LOCK, RUN, STATE_NAMES, WAIT, Recording
from giltrace.verdicts import verdicts
from picture import difference, mean_colour, read_png

SHIFT = 8
READY, DRAW = 2.0, 0.016        # seconds: to open a million events, to draw them


class Case:
    """A recording, its page, and the page's tab."""

    def __init__(self, browser, folder, name):
        world = synthetic.RECORDINGS.get(name, synthetic.locks)()
        written = world.write(os.path.join(folder, name))
        if name == "damaged":
            damage(written)
        self.recording = Recording(written)
        self.path = os.path.join(folder, name + ".html")
        begun = time.monotonic()
        with open(self.path, "w") as file:
            write_page(self.recording, file, verdicts(self.recording))
        self.written = time.monotonic() - begun
        self.tab = browser.open(self.path, limit=120)
        self.name = name

    def state(self):
        return self.tab.evaluate("giltrace.state()")

    def thread(self, label):
        return next(t for t in self.recording.threads if t.label == label)

    def locate(self, thread, ns):
        at = self.tab.evaluate(f"giltrace.locate({thread.process.pid}, {thread.id}, {ns})")
        return at["x"], at["y"]

    def hover(self, thread, ns):
        self.tab.mouse("mouseMoved", *self.locate(thread, ns))
        self.tab.frame()
        return self.tab.text("#tip") if not self.tab.evaluate("document.querySelector('#tip').hidden") else ""

    def check_clean(self):
        complaints = self.tab.complaints()
        assert not complaints, complaints
        asked = [url for url in self.tab.requests() if not url.startswith("data:image/svg+xml,")]   # emulation's own
        assert asked == ["file://" + self.path], asked


def damage(folder):
    """Half of all events become nonsense."""
    chosen = random.Random(3)
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "r+b") as file:
            data = bytearray(file.read())
            for at in range(synthetic.PAGE + synthetic.PLACES_BYTES + synthetic.PAGE, len(data), 16):
                if any(data[at:at + 16]) and chosen.random() < 0.5:
                    data[at:at + 16] = chosen.randbytes(16)
            file.seek(0)
            file.write(data)


def figures(text):
    """The numbers of nanoseconds in a text of the page."""
    return [int(part.replace("\u202f", "").split()[-1]) for part in text.replace("=", "\n").split(" ns")[:-1]
            if part.replace("\u202f", "").split()[-1].isdigit()]


def close(a, b, by=2):
    assert abs(a - b) <= by, (a, b)


# -- What shows -------------------------------------------------------------------------------------------------

def test_empty(case):
    assert case.tab.text("#empty") == "Nothing was recorded.", case.tab.text("#empty")
    for key in "0", "+", "ArrowLeft", "ArrowDown", ".", "f", "e", "n", "]", "t", "t", "Escape":
        case.tab.key(key)
    case.tab.drag(600, 500, 900, 500, SHIFT)
    case.tab.wheel(600, 500, 0, -300)
    assert case.state()["rows"] == 0


def test_no_events(case):
    assert "only totals" in case.tab.text("#empty")
    thread = case.recording.threads[0]
    _, y = case.locate(thread, 0)
    case.tab.click(60, y)
    text = case.tab.text("#panel")
    assert "running" in text and "98\u2009%" in text, text


def test_five_computing(case):
    state = case.state()
    assert (state["threads"], state["rows"]) == (6, 8), state
    forced = sum(thread.forced for thread in case.recording.threads)
    assert state["arrows"] == forced + 5, (state["arrows"], forced)     # and the starts
    assert "factorize.py" in case.tab.text("h1") and "seed" in case.tab.text("#facts")
    assert case.tab.text("#verdicts").startswith(verdicts(case.recording)[0].text)
    # Every thread, many moments: what the tip says is what was recorded.
    chosen = random.Random(5)
    checked = 0
    for thread in case.recording.threads:
        stays = list(states.stays(thread))
        for start, end, what, name, flags, place, value, other, result in chosen.sample(stays, min(8, len(stays))):
            if end - start < 3_000_000:
                continue
            text = case.hover(thread, (start + end) // 2)
            assert thread.label in text, text
            if what in (RUN, WAIT):
                assert STATE_NAMES[what] in text, (what, text)
            close(figures(text)[0], start)
            close(figures(text)[1], end - start)
            if place is not None:
                assert f"{place.function}, {place.file}:{place.line}" in text, text
            if name == "forced":
                assert case.recording.threads[0].process.thread(other).label in text, text
            checked += 1
    assert checked > 20, checked


def test_zoom(case):
    thread = case.thread("Thread-3 (factorize)")
    whole = case.state()
    assert (whole["from"], whole["to"]) == (0, case.recording.end), whole
    # The wheel zooms around the pointer, down to less than a microsecond.
    x, y = map(round, case.locate(thread, 123_456_789))
    t = case.tab.evaluate(f"giltrace.time({x})")
    for _ in range(40):
        case.tab.wheel(x, y, 0, -400)
        state = case.state()
        if state["to"] - state["from"] < 900:
            break
    assert 0 < state["to"] - state["from"] < 900, state
    close(case.locate(thread, t)[0], x, 2)
    text = case.hover(thread, t)
    stay = next(s for s in states.stays(thread) if s[0] <= t < s[1])
    close(figures(text)[0], stay[0])
    # It ends somewhere.
    for _ in range(10):
        case.tab.key("+")
    state = case.state()
    assert 19 < state["to"] - state["from"] < 60, state
    for _ in range(3):
        case.tab.wheel(x, y, 0, 400)
    # Moving: by dragging, with shift and the wheel, with the keys; never beyond the ends.
    case.tab.key("0")
    for _ in range(8):
        case.tab.key("+")
    a = case.state()
    case.tab.drag(900, y, 700, y)
    b = case.state()
    close((b["from"] - a["from"]) / (a["to"] - a["from"]), 200 / 1173, 0.01)
    case.tab.wheel(800, y, 0, -100, SHIFT)
    c = case.state()
    assert c["from"] < b["from"], (b, c)
    case.tab.key("ArrowRight")
    assert case.state()["from"] > c["from"]
    case.tab.key("End")
    assert case.state()["to"] == case.recording.end
    case.tab.key("Home")
    assert case.state()["from"] == 0
    case.tab.wheel(800, y, 0, -9000, SHIFT)
    assert case.state()["from"] == 0
    case.tab.mouse("mousePressed", 800, y, "left", clickCount=1)
    case.tab.mouse("mouseReleased", 800, y, "left", clickCount=1)
    case.tab.click(800, y, 2)
    state = case.state()
    assert (state["from"], state["to"]) == (0, case.recording.end), state
    # The window in the strip at the top.
    for _ in range(6):
        case.tab.key("+")
    top = case.tab.evaluate("document.querySelector('#overview').getBoundingClientRect().top + 20")
    case.tab.click(1300, top)
    state = case.state()
    t = (1300 - 240) / 1173 * case.recording.end
    assert state["from"] < t < state["to"], state
    case.tab.key("Escape")


def test_select(case):
    thread = case.thread("worker-1")
    stays = list(states.stays(thread))
    number = next(i for i, s in enumerate(stays) if s[2] == LOCK and s[1] - s[0] > 200_000)
    start, end, *_, value, other, _ = stays[number]
    case.tab.click(*case.locate(thread, (start + end) / 2))
    selected = case.state()["selected"]
    assert (selected["thread"], selected["k"]) == ("worker-1", number), (selected, number)
    text = case.tab.text("#panel")
    assert f"0x{value:x}" in text and thread.process.thread(other).label in text, text
    # The next one, and back; that of the thread below.
    case.tab.key(".")
    assert case.state()["selected"]["k"] == number + 1
    case.tab.key(",")
    case.tab.key("f")
    state = case.state()
    assert state["from"] < start and end < state["to"] < end + (end - start), state
    case.tab.key("ArrowDown")
    assert case.state()["selected"]["thread"] == "worker-2"
    case.tab.key("Escape")
    assert case.state()["selected"] is None
    case.tab.key("0")
    # A call that failed says how.
    thread = case.thread("worker-0")
    failed = next(s for s in states.stays(thread) if s[8] == 32)
    write = next(s for s in reversed(list(states.stays(thread)))
                 if s[2] == CALL and s[3] == "write" and s[1] <= failed[0])
    text = case.hover(thread, (write[0] + write[1]) / 2)
    assert "EPIPE" in text and "write (fd 4)" in text, text
    # Instants: the signal, the fork.
    main = case.recording.processes[0].threads[0]
    for kind, word in (17, "SIGINT"), (18, "forks: process 4001"), (19, "process 4002"), (20, "starts worker-1"):
        ns = next(i[0] for i in states.instants(main) if i[1] == kind)
        x, y = case.locate(main, ns)
        case.tab.mouse("mouseMoved", x, y - case.state()["rowHeight"] / 2 + 4)
        case.tab.frame()
        assert word in case.tab.text("#tip"), case.tab.text("#tip")
    # Folding a process.
    rows = case.state()["rows"]
    case.tab.key("e")
    assert case.state()["rows"] < rows
    case.tab.key("e")
    assert case.state()["rows"] == rows


def test_span(case):
    chosen = random.Random(11)
    end = case.recording.end
    thread = case.recording.processes[0].threads[-1]
    for i in range(8):
        a, b = sorted(chosen.sample(range(end), 2))
        if b - a < end / 50:
            continue
        (x0, y), (x1, _) = case.locate(thread, a), case.locate(thread, b)
        if i % 2:
            case.tab.key("s")
            case.tab.drag(x0, y, x1, y)
            case.tab.key("s")
        else:
            case.tab.drag(x1, y, x0, y, SHIFT)
        totals = case.state()["totals"]
        close(totals["from"], a, end / 1100)
        close(totals["to"], b, end / 1100)
        calls = {}
        count = 0
        for thread_ in case.recording.threads:
            if thread_.end <= totals["from"] or thread_.start >= totals["to"]:
                continue
            sums, its_calls = states.totals(thread_, round(totals["from"]), round(totals["to"]))
            row = totals["rows"][count]
            count += 1
            assert (row["pid"], row["id"]) == (thread_.process.pid, thread_.id), row
            for got, expected in zip(row["states"], sums):
                close(got, expected, 4 + len(thread_.events) // 32)
            for name, (n, ns, _) in its_calls.items():
                entry = calls.setdefault(name, [0, 0])
                entry[0] += n
                entry[1] += ns
        assert count == len(totals["rows"]), (count, len(totals["rows"]))
        got = {call["name"]: [call["count"], call["ns"]] for call in totals["calls"]}
        assert {n for n in calls if calls[n][1] > 2} <= set(got), (calls, got)
        for name, (n, ns) in calls.items():
            close(got[name][0], n, 1)
            close(got[name][1], ns, 4 + 2 * n)
        assert "Span of" in case.tab.text("#panel")
        case.tab.key("Escape")
        assert case.state()["span"] is None and case.state()["totals"] is None


def test_search(case):
    def find_all(text):
        case.tab.key("Escape", 27)
        case.tab.key("/")
        case.tab.type(text)
        return case.state()["hits"]

    def hits_of(test):
        return sum(test(stay) for thread in case.recording.threads for stay in states.stays(thread))

    assert find_all("sleep") == hits_of(lambda s: s[2] == CALL and s[3] == "sleep") == 18
    case.tab.key("Enter", 13)
    case.tab.key("Enter", 13)
    state = case.state()
    assert state["hit"] == 2 and state["selected"], state
    case.tab.key("Enter", 13, SHIFT)
    assert case.state()["hit"] == 1
    case.tab.key("Enter", 13, SHIFT)
    assert case.state()["hit"] == 18            # round
    case.tab.key("Escape", 27)
    case.tab.key("n")
    assert case.state()["hit"] == 1
    assert find_all("locks.py:20") == hits_of(lambda s: s[5] is not None and s[5].line == 20)
    assert find_all("LOCKS.PY:2") == hits_of(lambda s: s[5] is not None and s[5].line == 2) == 0
    assert find_all("child") == hits_of(lambda s: s[5] is not None and s[5].function == "child")
    assert find_all("140000000001") == hits_of(lambda s: s[2] == LOCK and s[6] == 140_000_000_001) > 0
    assert find_all(hex(140_000_000_001)) == hits_of(lambda s: s[2] == LOCK and s[6] == 140_000_000_001)
    assert find_all("worker-2") == 1
    assert find_all("no such thing") == 0
    case.tab.key("Enter", 13)
    case.tab.key("Escape", 27)
    case.tab.key("/")
    case.tab.key("Delete", 46)
    assert case.state()["hits"] == 0 and case.tab.text("#hits") == ""
    case.tab.key("Escape", 27)
    case.tab.key("Escape", 27)


def test_notices(case):
    text = case.tab.text("#notices")
    if case.name == "wrapped":
        assert f"{case.recording.lost} events of 6 threads are lost" in text, text
        for words in "disk was full", "3 ended threads", "4 places":
            assert words in text, text
    else:
        assert "did not end" in text and "killed.py" in text, text
        thread = case.thread("spinner")
        assert "the recording ends here" in case.hover(thread, thread.end - 1_000_000)


def test_hostile(case):
    assert case.tab.evaluate("document.images.length") == 0
    assert case.tab.evaluate("document.querySelectorAll('b').length") == case.tab.evaluate(
        "document.querySelectorAll('#facts b').length")
    title = case.tab.evaluate("document.title")
    assert title.startswith("script><img src=x onerror=alert(1)>"), title
    for thread in case.recording.threads:
        text = case.hover(thread, (thread.start + thread.end) / 2)
        assert "onerror=alert(1)" in text or "first thread" in text, text
        case.tab.click(*case.locate(thread, (thread.start + thread.end) / 2))
    command = case.tab.evaluate("document.querySelector('#command').textContent")
    assert "\\u202e" in command and "\\x07" in command and "a\\nb\\tc" in command and "</script>" in command, command
    assert not any(ord(c) < 32 or c == "\u202e" for c in command), command
    assert case.tab.evaluate("document.querySelectorAll('script').length") == 2      # the events are gone


def test_damaged(case):
    """It shows what there is, and goes on."""
    for thread in case.recording.threads:
        for i in range(1, 8):
            case.hover(thread, case.recording.end * i / 8)
        case.tab.click(*case.locate(thread, case.recording.end / 2))
    case.tab.drag(300, 400, 1200, 400, SHIFT)
    case.tab.key("/")
    case.tab.type("s")
    for key in "Enter", "Escape", "+", "+", ".", ",", "f", "ArrowDown", "ArrowUp", "0", "e", "e", "Escape":
        case.tab.key(key, 13 if key == "Enter" else 0)


def test_fingers(case):
    """Two fingers zoom, one moves."""
    touch = lambda kind, *points: case.tab.call("Input.dispatchTouchEvent", {
        "type": kind, "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]})
    _, y = map(round, case.locate(case.recording.threads[1], 0))
    held = case.tab.evaluate("giltrace.time(800)")
    touch("touchStart", (700, y))
    touch("touchStart", (700, y), (900, y))
    for step in range(1, 11):
        touch("touchMove", (700 - 10 * step, y), (900 + 10 * step, y))
    touch("touchEnd")
    case.tab.frame()
    state = case.state()
    close((state["to"] - state["from"]) / case.recording.end, 0.5, 0.02)
    close(case.tab.evaluate("giltrace.time(800)"), held, case.recording.end / 200)
    touch("touchStart", (900, y))
    for step in range(1, 6):
        touch("touchMove", (900 - 20 * step, y))
    touch("touchEnd")
    case.tab.frame()
    close(case.state()["from"] - state["from"], 100 / 1173 * case.recording.end / 2, case.recording.end / 200)


# -- How it looks -----------------------------------------------------------------------------------------------

DEFICIENCIES = "none", "protanopia", "deuteranopia", "tritanopia", "achromatopsia"


def test_colours(case):
    """The legend's signs differ for everybody, in light and dark: by colour, or for those who see none by lightness."""
    boxes = case.tab.evaluate("""[...document.querySelectorAll('#legend canvas')].slice(0, 5).map(c => {
        const r = c.getBoundingClientRect();
        return [r.left, r.top, r.right, r.bottom];
    })""")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "shot.png")
        for scheme in "light", "dark":
            for deficiency in DEFICIENCIES:
                case.tab.look(scheme, deficiency)
                case.tab.screenshot(path)
                picture = read_png(path)
                colours = [mean_colour(picture, left + 1, (top + bottom) / 2 - 1, right - 1, (top + bottom) / 2 + 1)
                           for left, top, right, bottom in boxes]
                paper = mean_colour(picture, 4, 4, 16, 16)
                least = 12 if deficiency != "achromatopsia" else 0      # bars of different height help, too
                for i, a in enumerate(colours):
                    assert difference(a, paper) > 8, (scheme, deficiency, i, a, paper)
                    for k, b in enumerate(colours[:i]):
                        assert difference(a, b) > least, (scheme, deficiency, i, k, a, b)
    case.tab.look()


# -- How quick it is --------------------------------------------------------------------------------------------

def draws(case, count=30):
    """Processor seconds for drawing once, on the way through the trace, and the median the page has measured."""
    case.tab.evaluate("for (let i = 0; i < 15; i++) giltrace.redraw()")         # compiled by then
    best, clock = 1e9, 1e9
    for _ in range(4):
        begun = case.tab.processor_time()
        times = case.tab.evaluate(f"""(() => {{
            const times = [], whole = giltrace.state().end;
            for (let i = 0; i < {count}; i++) {{
                const part = whole * 0.7 ** (i % 20), from = (whole - part) * (i % 7) / 7;
                times.push(giltrace.show(from, from + part));
            }}
            giltrace.show(0, whole);
            return times.sort((a, b) => a - b);
        }})()""")
        best = min(best, (case.tab.processor_time() - begun) / (count + 1))
        clock = min(clock, times[len(times) // 2] / 1000)
    return best, clock


def test_pool(case):
    state = case.state()
    assert state["processes"] == 513 and state["rows"] == 513, state
    child = case.recording.processes[300].threads[0]
    case.tab.key("/")
    case.tab.type(f"fork {child.process.pid}")
    assert case.state()["hits"] == 1
    case.tab.key("Escape", 27)
    case.tab.evaluate("document.querySelector('#scroller').scrollTop = 5000")
    case.tab.frame()
    x, y = case.locate(child, (child.start + child.end) / 2)
    assert y > 300, y
    text = case.hover(child, (child.start + child.end) / 2)
    assert "MainThread" in text, text
    for _ in range(20):
        case.tab.key("[")
    assert case.state()["rowHeight"] == 3, case.state()
    cpu, clock = draws(case)
    print(f"    512 processes: to draw them {cpu * 1000:.1f} ms of processor time, {clock * 1000:.1f} ms by the clock")
    assert cpu < 2 * DRAW, cpu
    for _ in range(20):
        case.tab.key("]")


def test_million(case):
    size = os.path.getsize(case.path)
    state = case.state()
    print(f"    {state['count']} events: page of {size / 1e6:.1f} MB, written in {case.written:.2f} s")
    assert state["count"] > 1_000_000 and size < 20e6
    best, clock = 1e9, state["ready"] / 1000
    for _ in range(3):
        tab = case.tab.browser.open(case.path, limit=120)
        best, clock = min(best, tab.processor_time()), min(clock, tab.evaluate("giltrace.ready") / 1000)
        tab.close()
    print(f"    to open it takes {best:.2f} s of processor time, {clock:.2f} s by the clock")
    cpu, by_clock = draws(case)
    print(f"    to draw it {cpu * 1000:.1f} ms of processor time, {by_clock * 1000:.1f} ms by the clock")
    assert best < READY, best
    assert cpu < DRAW, cpu
    case.tab.key("/")
    begun = case.tab.processor_time()
    case.tab.type("recv")
    expected = sum(t.calls["recv"].count for t in case.recording.threads if "recv" in t.calls)
    assert case.state()["hits"] == expected, (case.state()["hits"], expected)
    print(f"    to search it {(case.tab.processor_time() - begun) * 1000:.0f} ms")
    for _ in range(3):
        case.tab.key("Enter", 13)
    assert case.state()["hit"] == 3
    case.tab.key("Escape", 27)


TESTS = [("empty", test_empty), ("no_events", test_no_events), ("five_computing", test_five_computing),
         ("five_computing", test_zoom), ("locks", test_select), ("locks", test_span), ("locks", test_search),
         ("convoy", test_span), ("wrapped", test_notices), ("killed", test_notices), ("hostile", test_hostile),
         ("damaged", test_damaged), ("five_computing", test_fingers),
         ("five_selecting", test_colours), ("pool", test_pool), ("million", test_million)]


def main(arguments):
    shots = None
    if arguments[:1] == ["-s"]:
        shots = arguments[1]
        del arguments[:2]
        os.makedirs(shots, exist_ok=True)
    if find() is None:
        sys.exit("timeline.py: there is no Chromium")
    failed = 0
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        for name, test in TESTS:
            if arguments and name not in arguments and test.__name__ not in arguments:
                continue
            case = Case(browser, folder, name)
            try:
                test(case)
                case.check_clean()
                print(f"ok    {test.__name__} {name}")
            except (AssertionError, Error, StopIteration) as error:
                failed += 1
                print(f"FAIL  {test.__name__} {name}: {type(error).__name__}: {error}")
                import traceback
                traceback.print_exc()
            if shots:
                for scheme, deficiency in ("light", "none"), ("dark", "none"), ("light", "deuteranopia"):
                    case.tab.look(scheme, deficiency)
                    end = f"-{deficiency}" if deficiency != "none" else "-dark" if scheme == "dark" else ""
                    case.tab.screenshot(os.path.join(shots, f"{name}{end}.png"))
            case.tab.close()
            sys.stdout.flush()
    sys.exit(f"{failed} failed" if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
