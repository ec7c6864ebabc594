"""See who held the GIL, who waited for it, and why it was let go.

    minipy --gil-report script.py               a table and verdicts at the end
    minipy --gil-trace gil.html script.py       a timeline: .html, .json, .svg or .txt
    minipy -m giltrace                          the rest: dump and top for a process that runs, tune, convert

and from the program:

    with giltrace.record('part.html'):          the timeline of a part
        ...
    giltrace.start(events=0)                    counters only
    print(giltrace.stats(threading.current_thread()).waiting)
"""
import _giltrace
import sys

__all__ = ["record", "start", "stop", "report", "stats", "Stats", "holder", "waiters"]

EVENTS = 1 << 18        # what a thread's ring holds if nothing else is said


# -- Recording ----------------------------------------------------------------------------------------------------

def start(events=EVENTS):
    """Record from now on all threads of this process, and the processes that it starts. Of each thread the last
    `events` events are kept; with 0 they are only counted."""
    _giltrace.start(events)


def stop():
    """End the recording that start() began, and return it (a giltrace.recording.Recording)."""
    from .recording import Recording
    folder = _own_folder()
    _giltrace.stop()
    try:
        return Recording(folder)
    finally:
        _remove(folder)


class record:
    """with record(file=None, events=...) as r: records a part of the program. Afterwards r.recording has it, and it is
    drawn into the file if one is named (.html, .json, .svg, .txt)."""

    def __init__(self, file=None, *, events=EVENTS):
        if file is not None:
            from .write import check
            check(file)
        self.file = file
        self.events = events
        self.recording = None

    def __enter__(self):
        start(self.events)
        return self

    def __exit__(self, *exc_info):
        self.recording = stop()
        if self.file is not None:
            from .write import write
            write(self.recording, self.file)


def report(recording=None, file=None):
    """Print the report of a recording, or of the one that is being made."""
    from .recording import Recording
    from .report import report as print_report
    if recording is None:
        _giltrace.touch()
        recording = Recording(_own_folder(), events=False)
    print_report(recording, file)


def _own_folder():
    folder = _giltrace.folder()
    if folder is None:
        raise RuntimeError("the GIL is not being recorded: call giltrace.start() first, or run with --gil-report")
    return folder


def _remove(folder):
    """Only what a recording consists of: the folder may be shared with a program that adds to it meanwhile."""
    import os
    for name in os.listdir(folder):
        try:
            os.unlink(os.path.join(folder, name))
        except OSError:
            pass
    try:
        os.rmdir(folder)
    except OSError:
        pass


# -- Counters of threads --------------------------------------------------------------------------------------------

class Stats:
    """What a thread has done up to now. Times in seconds.

    running, waiting, outside, locked, collecting   with the GIL; for it; in system calls; on locks; in the collector
    calls           {name of a system call: (how often, seconds, longest)}
    forced          how often it gave the GIL away because it was asked to
    taken           how often it took it
    longest_hold, longest_wait      of the GIL
    """
    __slots__ = ("name", "ident", "running", "waiting", "outside", "locked", "collecting", "calls", "forced", "taken",
                 "longest_hold", "longest_wait")

    def __init__(self, thread):
        self.name = thread.label
        self.ident = thread.ident
        (self.running, self.waiting, self.outside, self.locked, self.collecting) = (s.ns / 1e9 for s in thread.states)
        self.calls = {name: (s.count, s.ns / 1e9, s.longest / 1e9) for name, s in thread.calls.items()}
        self.forced = thread.forced + thread.broken_off
        self.taken = thread.run.count
        self.longest_hold = thread.holds.longest / 1e9
        self.longest_wait = thread.wait.longest / 1e9

    def __repr__(self):
        return (f"<giltrace.Stats {self.name}: running {self.running:.6f}, waiting {self.waiting:.6f}, outside "
                f"{self.outside:.6f}, locked {self.locked:.6f}, collecting {self.collecting:.6f}>")


def stats(thread=None):
    """The Stats of a threading.Thread; of all threads of this process, in the order of their starts, ended ones too, if
    none is named. None: that thread was not recorded."""
    import os
    from .recording import Recording
    _giltrace.touch()
    pid = os.getpid()
    threads = [t for p in Recording(_own_folder(), events=False).processes if p.pid == pid for t in p.threads]
    if thread is None:
        return [Stats(t) for t in threads]
    for t in reversed(threads):         # an ended one may have had the same ident
        if t.ident == thread.ident:
            return Stats(t)
    return None


def _thread_of(ident):
    threading = sys.modules.get("threading")
    if threading is None:
        import threading
    for thread in threading.enumerate():
        if thread.ident == ident:
            return thread
    return None


def holder():
    """The threading.Thread that has the GIL: the one that asks."""
    return _thread_of(_giltrace.holder())


def waiters():
    """The threading.Threads that wait for the GIL at this moment."""
    return [thread for thread in map(_thread_of, _giltrace.waiters()) if thread is not None]


# -- For the command line (runtime/mod_giltrace.c) ----------------------------------------------------------------

def _prepare(path):
    """Find out before the program runs that its timeline could not be written."""
    if path is not None:
        from .write import check
        try:
            check(path)
        except (OSError, ValueError) as e:
            raise SystemExit(f"minipy: --gil-trace: {_reason(e)}") from None


def _finish(folder, with_report, path):
    """Show what was recorded, behind what the program has printed."""
    from .recording import Recording
    recording = Recording(folder, events=path is not None)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        pass                            # the interpreter will find out, too
    try:
        if with_report:
            from .report import report as print_report
            print_report(recording, sys.stderr)
        if path is not None:
            from .write import write
            write(recording, path)
    except OSError as e:
        print(f"minipy: --gil-{'trace' if path is not None else 'report'}: {_reason(e)}", file=sys.stderr)
    finally:
        _remove(folder)


def _reason(e):
    if isinstance(e, OSError) and e.strerror:
        what = "cannot write " if getattr(e, "writing", False) else ""
        return f"{what}{e.filename}: {e.strerror}" if e.filename else e.strerror
    return str(e)
