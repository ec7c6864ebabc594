"""Runs a script under several switch intervals and both rules of hand-over, and says which interval it would choose."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from .recording import Recording, add_sums
from .terminal import Style, can_show, wants_color, wrapped
from .units import brief, cut, exact, shortened

INTERVALS = (0.0001, 0.0005, 0.001, 0.005, 0.02, 0.1)
DEFAULT = 0.005
RULES = ("minipy", "cpython")
# Times of the same program differ by as much from run to run, or by as much as they were seen to; more proves nothing.
NOISE, NOISE_MOST = 0.05, 0.3
# Waits that are shorter are nobody's trouble: the interval need not be chosen for their sake.
UNFELT = 1_000_000
WIDTH = 80


def add_arguments(parser):
    parser.add_argument("-i", dest="intervals", default=None, metavar="SECONDS,...",
                        help="the switch intervals: " + ",".join(f"{s:g}" for s in INTERVALS) + " if not said")
    parser.add_argument("-r", dest="repeat", type=int, default=2, metavar="N",
                        help="runs of each kind, the fastest counts: 2")
    parser.add_argument("-t", dest="timeout", type=float, default=600, metavar="SECONDS", help="at most for a run: 600")
    parser.add_argument("script", help="is run with its output thrown away")
    parser.add_argument("args", nargs="...", help="its arguments")


class Failed(ValueError):
    """The script did not end well."""


class Run:
    """One run of the script: what was set, and what came of it. Times in ns."""

    def __init__(self, interval, rule, wall, recording):
        threads = recording.threads
        self.interval, self.rule, self.wall = interval, rule, wall
        waits = add_sums(s for t in threads for s in t.waits)
        self.waits, self.mean, self.longest = waits.count, waits.mean, waits.longest
        self.forced = sum(t.forced + t.broken_off for t in threads)
        self.switches = sum(t.run.count for t in threads)
        self.calls = sum(s.count for t in threads for s in t.calls.values())
        self.most = _quantile(recording, 0.99)
        self.threads = max((len(p.threads) for p in recording.processes), default=0)

    @property
    def rate(self):
        return self.calls * 1e9 / self.wall


def _quantile(recording, share):
    """The wait that this share of all waits does not exceed, as exactly as the histogram knows."""
    buckets = [sum(column) for column in zip(*(t.histogram for t in recording.threads))]
    left = share * sum(buckets)
    for i, n in enumerate(buckets):
        if n and left <= n:
            low, high = recording.rate * 2 ** i, recording.rate * 2 ** (i + 1)
            return min(round(low * (high / low) ** (left / n)), max((t.wait.longest for t in recording.threads),
                                                                    default=0))
        left -= n
    return 0


def tune(args):
    """For the command line: prints table, plot and advice; the exit status."""
    try:
        intervals = [float(text) for text in args.intervals.split(",")] if args.intervals else list(INTERVALS)
    except ValueError:
        raise ValueError(f"{args.intervals!r} is no list of seconds: use -i 0.001,0.005") from None
    if not all(0.000001 <= s <= 1000 for s in intervals):
        raise ValueError("a switch interval may be from 0.000001 to 1000 seconds")
    if not os.path.isfile(args.script):
        raise Failed(f"there is no file {args.script}")
    out = _Out(sys.stdout)
    try:
        runs, noise = measure([args.script] + args.args, sorted(set(intervals)), max(1, args.repeat), args.timeout, out)
    finally:
        out.progress("")
    out.table(args, runs, noise)
    out.plot(runs)
    out.advice(runs, noise)
    return 0


def measure(command, intervals, repeat, timeout, out=None):
    """(the fastest Run of each setting, how much runs of the same setting differ). The settings take turns, so that all
    meet the same weather."""
    best, walls = {}, {}
    settings = [(rule, interval) for interval in intervals for rule in RULES]
    total = repeat * len(settings)
    for n in range(total):
        rule, interval = settings[n % len(settings)]
        if out is not None:
            out.progress(f"run {n + 1} of {total}: {exact(round(interval * 1e9))}, {rule}'s rule")
        run = run_once(command, interval, rule, timeout)
        walls.setdefault((rule, interval), []).append(run.wall)
        old = best.get((rule, interval))
        if old is None or run.wall < old.wall:
            best[rule, interval] = run
    spreads = sorted(sorted(times)[1] / min(times) - 1 for times in walls.values() if len(times) > 1)
    noise = spreads[len(spreads) // 2] if spreads else 0
    return [best[setting] for setting in settings], min(max(noise, NOISE), NOISE_MOST)


def run_once(command, interval, rule, timeout):
    folder = tempfile.mkdtemp(prefix="minipy-tune-")
    try:
        environment = dict(os.environ, MINIPY_GIL_RECORDING=f"0:{folder}")
        options = ["-X", f"switch-interval={interval:.9f}"] + (["-X", "gil=cpython"] if rule == "cpython" else [])
        start = time.perf_counter_ns()
        try:
            ended = subprocess.run([sys.executable, *options, *command], env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=timeout)
        except subprocess.TimeoutExpired:
            raise Failed(f"{command[0]} took more than {timeout:g} s: allow it more with -t") from None
        wall = time.perf_counter_ns() - start
        if ended.returncode:
            words = ended.stderr.decode("utf-8", "replace").strip().splitlines()
            how = f"ended with status {ended.returncode}"
            if ended.returncode < 0:
                how = f"was ended by {_signal(-ended.returncode)}"
            raise Failed(f"{command[0]} {how}" + (f": {cut(words[-1], 200)}" if words else ""))
        recording = Recording(folder, events=False)
        if not recording.processes:
            raise Failed(f"{command[0]} left no recording" + "".join(f"; {p}" for p in recording.problems[:1]))
        return Run(interval, rule, wall, recording)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _signal(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def choose(runs, noise=NOISE):
    """The Run to choose: of those that are as fast as the fastest, the one with the shortest waits; the default if that
    is as good."""
    fastest = min(runs, key=lambda run: run.wall)
    good = [run for run in runs if run.wall <= (1 + noise) * fastest.wall]
    if len(good) == len(runs):      # it takes as long in any case: how much did it do in that time?
        busiest = max(runs, key=lambda run: run.rate)
        if busiest.calls >= 1000:
            good = [run for run in runs if run.rate >= (1 - 2 * noise) * busiest.rate]
    usual = next((run for run in runs if run.rule == "minipy" and abs(run.interval - DEFAULT) < 1e-9), None)
    patient = min(good, key=lambda run: (max(run.most, UNFELT), run.rule != "minipy", run.wall))
    if usual in good and max(usual.most, UNFELT) <= 1.5 * max(patient.most, UNFELT):
        return usual
    return patient


def _setting(run):
    return f"{exact(round(run.interval * 1e9))}, {run.rule}'s rule"


class _Out:
    def __init__(self, file):
        self.file = file
        self.style = Style(wants_color(file))
        self.blocks = can_show(file)
        try:
            self.terminal = sys.stderr.isatty()
        except (AttributeError, ValueError):
            self.terminal = False

    def progress(self, text):
        if self.terminal:
            sys.stderr.write(f"\r{text:<60}\r")
            sys.stderr.flush()

    def line(self, text=""):
        self.file.write(text + "\n")

    def table(self, args, runs, noise):
        how = "one run each"
        if args.repeat > 1:
            how = f"the fastest of {args.repeat} runs each, which differ by {noise:.0%}"
        self.line(self.style.bold(f"Tuning {shortened(os.path.basename(args.script), 30)}") + f": {how}")
        self.line()
        self.line("switch             wall     GIL                calls   waiting for the GIL")
        self.line(self.style.bold("interval  rule     time    taken   forced    /s     mean     99 %  longest"))
        fastest = min(run.wall for run in runs)
        last = None
        for run in runs:
            interval = exact(round(run.interval * 1e9)) if run.interval != last else ""
            last = run.interval
            wall = f"{brief(run.wall):>8}"
            self.line(f"{interval:<9} {run.rule:<7}" + (self.style.bold(wall) if run.wall <= (1 + noise) * fastest
                                                        else wall)
                      + f"{_short(run.switches):>8}{_short(run.forced):>8}{_short(run.rate):>8}"
                      f"{brief(run.mean):>9}{brief(run.most):>9}{brief(run.longest):>9}")

    def plot(self, runs):
        """Two bars side by side: the time it took, and (logarithmic) how long 99 % of the waits last at most."""
        self.line()
        half = (WIDTH - 20) // 2
        self.line(f"{'':<18}{'wall time':<{half}}  99 % of waits end within (log)")
        slowest = max(run.wall for run in runs)
        exponents = [len(str(max(run.most, 1000))) for run in runs]
        low, high = min(exponents) - 1, max(exponents)
        last = None
        for run in runs:
            interval = exact(round(run.interval * 1e9)) if run.interval != last else ""
            last = run.interval
            color = 32 if run.rule == "minipy" else 172
            wall = self.bar(run.wall / slowest * (half - 2))
            wait = self.bar((_log10(max(run.most, 1)) - low) / max(high - low, 1) * (half - 2))
            self.line(f"{interval:<9} {run.rule:<8}" + self.style.paint(wall, color) + " " * (half - len(wall)) + "  "
                      + self.style.paint(wait, color))
        ends = exact(10 ** low), exact(10 ** high)
        self.line(f"{'':<18}{'0':<{half - 10}}{brief(slowest):>8}    {ends[0]:<{half - 10}}{ends[1]:>8}")

    def bar(self, length):
        """That many characters, to an eighth."""
        if not self.blocks:
            return "#" * max(1, round(length))
        eighths = max(1, round(length * 8))
        return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()

    def advice(self, runs, noise):
        chosen = choose(runs, noise)
        usual = next((run for run in runs if run.rule == "minipy" and abs(run.interval - DEFAULT) < 1e-9), None)
        best = min(run.wall for run in runs)
        rates = max(run.wall for run in runs) <= (1 + noise) * best and chosen.calls >= 1000
        speed = f"{brief(chosen.wall)}, the best is {brief(best)}" + (f", {_short(chosen.rate)} calls a second" if rates
                                                                      else "")
        if max(run.threads for run in runs) < 2:
            text = "It has one thread, so the interval makes no difference: keep the default."
        elif chosen is usual:
            text = (f"Keep the default, {_setting(chosen)}: it is as fast as any ({speed}), and 99 % of the waits for "
                    f"the GIL end within {brief(chosen.most)}")
            text += "." if chosen.most > UNFELT else ", which nobody notices."
        else:
            text = (f"Choose {_setting(chosen)}: it is as fast as any ({speed}), and 99 % of the waits for the GIL end "
                    f"within {brief(chosen.most)}")
            if usual is not None:
                text += (f"; with the default it took {brief(usual.wall)}, and 99 % of the waits ended within "
                         f"{brief(usual.most)}")
            text += f". In the program: sys.setswitchinterval({chosen.interval:g})"
            text += ", and -X gil=cpython on the command line." if chosen.rule == "cpython" else "."
        worst = max(runs, key=lambda run: run.most)
        if worst.most > 4 * chosen.most and worst.most > UNFELT:
            text += f" Under {_setting(worst)} a hundredth of the waits takes longer than {brief(worst.most)}."
        self.line()
        for line in wrapped(text, WIDTH):
            self.line(line)


def _log10(n):
    """Good enough for a bar."""
    digits = len(str(n)) - 1
    return digits + (n / 10 ** digits - 1) / 9


def _short(n):
    n = round(n)
    return f"{n}" if n < 10_000 else f"{n / 1000:.0f}k" if n < 1_000_000 else f"{n / 1e6:.1f}M"
