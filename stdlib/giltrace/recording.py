"""Reads recordings: the folders that the GIL observatory writes (vm/recording.h has the format).

    recording = Recording(folder)
    for process in recording.processes:
        for thread in process.threads:
            print(process.label, thread.label, thread.run.ns, thread.wait.longest, len(thread.events) // EVENT.size)

All times are nanoseconds since the recording began, on one clock for all processes. A recording may be read while it
is written, and after its processes were killed: what cannot be used is left out, and `problems` says so in words.
"""
import os
import struct
import time

# enum GilState: what a thread does, until its next event that is one of these
RUN, WAIT, CALL, LOCK, COLLECT = STATES = range(5)
STATE_NAMES = ("running", "waiting for the GIL", "in a call", "on a lock", "collecting")
# ... and what happens to it in between
REQUEST, SIGNAL, FORK, SPAWN, THREAD, END = range(16, 22)
INSTANT_NAMES = {REQUEST: "asks for the GIL", SIGNAL: "signal", FORK: "fork", SPAWN: "spawn", THREAD: "starts a thread",
                 END: "end"}
# enum GilWait: what came before WAIT
WAIT_START, WAIT_CALL, WAIT_LOCK, WAIT_FORCED, WAIT_YIELD = range(5)
WAIT_NAMES = ("start", "call", "lock", "forced", "yield")
# enum GilLock: what kind of LOCK
LOCK_LOCK, LOCK_NOTIFY, LOCK_JOIN, LOCK_START, LOCK_IMPORT = range(5)
LOCK_NAMES = ("lock", "notify", "join", "start", "import")
BAR_NAMES = {"notify": "condition"}      # in pictures
# enum GilFlags
KEPT, BROKEN_OFF, DIRECT = 1, 2, 4
NO_VALUE = 2 ** 64 - 1
# how a process came about
HOW_COMMAND, HOW_FORK, HOW_EXEC = range(3)

EVENT = struct.Struct("=QBBHIQIi")      # ticks, state, call, flags, place, value, other, result

_MAGIC = b"MPGIL001"
_PAGE = 4096
_CALLS, _BUCKETS, _NAME = 64, 48, 20
_PROCESS = struct.Struct("=8s8Q4qQ3Ii12Q")
_NAMES = _PROCESS.size
_TITLE = _NAMES + _CALLS * _NAME
_PROCESS_NAME = _PAGE - 64
_THREAD = struct.Struct("=3Q64s6Q6Iq5Q")
_SUM = struct.Struct("=3Q2I")
_SUMS = _THREAD.size
_SUM_COUNT = 5 + 1 + 5 + 5 + _CALLS
_HISTOGRAM = _SUMS + _SUM_COUNT * _SUM.size
_BUCKET_COUNTS = struct.Struct(f"={_BUCKETS}I")
_ANSWERS = _HISTOGRAM + _BUCKET_COUNTS.size
_PLACE = struct.Struct("=3I")


class Place:
    """A line of a function."""
    __slots__ = "number", "line", "function", "file"

    def __init__(self, number, line, function, file):
        self.number = number
        self.line = line
        self.function = function
        self.file = file

    @property
    def short(self):
        """Without the folders."""
        return f"{os.path.basename(self.file)}:{self.line}"

    def __str__(self):
        return f"{self.file}:{self.line}"

    def __repr__(self):
        return f"<Place {self.number} {self} in {self.function}>"


class Sum:
    """How often, how long altogether, how long at most, and where and with whom that was (a thread's id)."""
    __slots__ = "count", "ns", "longest", "place", "other"

    def __init__(self, count=0, ns=0, longest=0, place=None, other=0):
        self.count = count
        self.ns = ns
        self.longest = longest
        self.place = place
        self.other = other

    @property
    def mean(self):
        return self.ns / self.count if self.count else 0

    def __repr__(self):
        return f"<Sum {self.count} times, {self.ns} ns, longest {self.longest}>"


def add_sums(sums):
    """One sum of many."""
    total = Sum()
    for s in sums:
        total.count += s.count
        total.ns += s.ns
        if s.longest > total.longest:
            total.longest, total.place, total.other = s.longest, s.place, s.other
    return total


NOTHING = Sum()         # what never happened


class Thread:
    """One thread: its counters, and its events as far as the ring has them.

    states, waits, locks    lists of Sum by RUN ..., WAIT_START ..., LOCK_LOCK ...; the unfinished last stay included
    calls                   Sum by the system call's name
    answers                 from being asked for the GIL, at the end of its interval, to letting it go; other: who asked
    events                  bytes, EVENT.size each, in order of time; `lost` older ones were overwritten
    """
    __slots__ = ("process", "id", "ident", "native_id", "name", "start", "end", "ended", "written", "room", "events",
                 "lost", "since", "value", "place", "other", "state", "state_call", "flags", "cpu_ns", "cpu_at",
                 "kept_ns",
                 "forced", "broken_off", "requests", "states", "holds", "waits", "locks", "calls", "histogram",
                 "answers")

    run = property(lambda self: self.states[RUN])
    wait = property(lambda self: self.states[WAIT])
    call = property(lambda self: self.states[CALL])
    lock = property(lambda self: self.states[LOCK])
    collect = property(lambda self: self.states[COLLECT])
    span_ns = property(lambda self: self.end - self.start)

    @property
    def label(self):
        return self.name or (f"thread {self.id}" if self.id != 1 else "first thread")

    @property
    def held_ns(self):
        """How long it had the GIL: running, collecting, and in calls that kept it."""
        return self.run.ns + self.collect.ns + self.kept_ns

    def __repr__(self):
        return f"<Thread {self.id} {self.label} of {self.process.pid}>"


class Process:
    """One interpreter in one process. `end` is when it was last seen if it has not `ended` by itself."""
    __slots__ = ("recording", "file", "pid", "ppid", "interp", "start", "end", "ended", "seen", "interval_ns", "seed",
                 "plain", "cpus", "how", "status", "room", "lost_threads", "disk_full", "lost_places", "lost_children",
                 "collections",
                 "argv", "name", "places", "call_names", "threads", "parent", "children", "clock_ticks", "clock_ns",
                 "wall_ns")

    span_ns = property(lambda self: self.end - self.start)

    @property
    def script(self):
        """What it runs, briefly: the script's name without its folders, `-m name` or `-c ...`."""
        argv = self.argv[1:]
        while argv and argv[0][:1] == "-" and argv[0] not in ("-", "-c", "-m"):
            option = argv.pop(0)
            if option in ("-X", "-W", "--gil-report", "--gil-trace") and len(argv) > (option == "--gil-report"):
                if option != "--gil-report":
                    argv.pop(0)
        if not argv:
            return os.path.basename(self.argv[0]) if self.argv else "minipy"
        if argv[0] in ("-c", "-m"):
            rest = " ".join(argv[1:2]).strip().partition("\n")[0]
            return f"{argv[0]} {rest if len(rest) < 40 else rest[:37] + '...'}"
        return os.path.basename(argv[0])

    @property
    def title(self):
        return " ".join([os.path.basename(self.argv[0])] + self.argv[1:])

    @property
    def label(self):
        number = f"{self.pid}" if not self.interp else f"{self.pid}, interpreter {self.interp}"
        if self.name:
            return f"{self.name} ({number})"
        if self.how == HOW_FORK and self.parent:
            return f"{self.script} (fork {number})"
        return f"{self.script} ({number})"

    def thread(self, id):
        """The thread with that id, or None: its record was given to another thread."""
        for thread in self.threads:
            if thread.id == id:
                return thread
        return None

    def is_alive(self):
        """Whether it still runs, as far as one can tell from its number."""
        if self.ended:
            return False
        try:
            with open(f"/proc/{self.pid}/stat") as f:
                return f.read().rpartition(")")[2].split()[0] not in "ZX"
        except (OSError, IndexError):
            return False

    def __repr__(self):
        return f"<Process {self.label}>"


class Recording:
    """All that was recorded in a folder. events=False: the counters only; live: of processes that run, up to now."""

    def __init__(self, folder, events=True, live=False):
        self.folder = folder
        self.live = live
        self.problems = []
        self._sources = {}
        files = []
        try:
            names = sorted(os.listdir(folder))
        except OSError as e:
            names = []
            self.problems.append(f"{folder}: {e.strerror}")
        for name in names:
            pid, dot, number = name.partition(".")
            if dot and pid.isdigit() and number.isdigit():
                try:
                    file = _File(os.path.join(folder, name), events)
                except OSError as e:
                    self.problems.append(f"{name}: {e.strerror}")
                    continue
                if file.problem:
                    self.problems.append(f"{name} {file.problem}")
                if file.threads is not None:
                    files.append(file)
        self._set_clock(files)
        self.processes = [_make_process(self, file) for file in files]
        self.processes.sort(key=lambda p: (p.start, p.pid, p.interp))
        self._relate()
        self.end = max((thing.end for p in self.processes for thing in [p] + p.threads), default=0)

    @property
    def threads(self):
        return [thread for process in self.processes for thread in process.threads]

    @property
    def lost(self):
        """How many events were overwritten by later ones."""
        return sum(thread.lost for thread in self.threads)

    @property
    def written(self):
        """How many events there were."""
        return sum(thread.written for thread in self.threads)

    def ns(self, ticks):
        """The time of a tick."""
        return round((ticks - self.origin) * self.rate)

    def duration(self, ticks):
        return round(ticks * self.rate)

    def source(self, place):
        """The text of the line, "" if it cannot be read."""
        if place is None:
            return ""
        lines = self._sources.get(place.file)
        if lines is None:
            try:
                with open(place.file, encoding="utf-8", errors="replace") as f:
                    lines = f.read().split("\n")
            except (OSError, ValueError):
                lines = ()
            self._sources[place.file] = lines
        return lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""

    def _set_clock(self, files):
        """One clock for all, that of the process which was watched longest; time 0 is the first thing known."""
        best = None
        for file in files:
            if best is None or file.clock_ns[1] - file.clock_ns[0] > best.clock_ns[1] - best.clock_ns[0]:
                best = file
        self.origin = min((file.first or file.start for file in files if file.first or file.start), default=0)
        self.rate, self.origin_ns, self.wall_ns = 1.0, 0, 0
        if best is not None:
            (first, last), (first_ns, last_ns) = best.clock_ticks, best.clock_ns
            if last > first and last_ns > first_ns:
                self.rate = (last_ns - first_ns) / (last - first)
            elif first != first_ns:         # else ticks are nanoseconds
                self.problems.append("no process was seen long enough to know how long a tick is: 'ns' are ticks")
            before = round((first - self.origin) * self.rate)
            self.origin_ns = first_ns - before      # CLOCK_MONOTONIC
            self.wall_ns = best.wall_ns - before    # CLOCK_REALTIME

    def _relate(self):
        by_pid = {process.pid: process for process in reversed(self.processes) if not process.interp}
        for process in self.processes:
            parent = by_pid.get(process.pid if process.interp else process.ppid)
            if parent is not None and parent is not process and parent.start <= process.start:
                process.parent = parent
                parent.children.append(process)


# -- Files to bytes ---------------------------------------------------------------------------------------------

class _File:
    """One file's fields as they are, times in ticks. `threads` is None if it is not usable at all."""

    def __init__(self, path, with_events):
        self.path = path
        self.problem = ""
        self.threads = None
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            self.read(fd, with_events)
        finally:
            os.close(fd)

    def read(self, fd, with_events):
        self.page = page = _pread(fd, _PAGE, 0)
        if len(page) < _PAGE or page[:8] != _MAGIC:
            self.problem = ("is empty" if not page.strip(b"\0") else
                            "is cut off" if page[:8] == _MAGIC else "is not of this format")
            return
        (_, self.pid, self.ppid, self.interp, self.start, self.end, self.seen, ticks0, ticks1, ns0, ns1, self.wall_ns,
         self.interval_ns, self.seed, self.plain, self.cpus, self.how, self.status, self.room, nthreads,
         self.lost_threads, self.disk_full, _, places_bytes, self.lost_places, self.lost_children, self.collections,
         places_at, threads_at, stride) = _PROCESS.unpack_from(page)
        self.clock_ticks, self.clock_ns = (ticks0, ticks1), (ns0, ns1)
        size = os.fstat(fd).st_size
        if not _PAGE <= places_at <= threads_at or stride < _PAGE:
            self.problem = "is damaged"
            return
        self.places = _pread(fd, min(places_bytes, threads_at - places_at), places_at)
        self.threads = []
        self.first = 0
        for i in range(min(nthreads, max(0, (size - threads_at + stride - 1) // stride))):
            at = threads_at + i * stride
            record = _pread(fd, _PAGE, at)
            if len(record) < _PAGE:
                break
            if not record[:8].strip(b"\0"):        # not used
                nthreads -= 1
                continue
            events, lost = b"", 0
            if with_events and self.room:
                events, lost = _read_ring(fd, at, record, stride, self.end)
            self.threads.append((record, events, lost))
            start = _THREAD.unpack_from(record)[4]
            if events:
                start = min(start or self.start, EVENT.unpack_from(events)[0] or self.start)
            if start and (not self.first or start < self.first):
                self.first = start
        if len(self.threads) < nthreads:
            self.problem = f"is cut off: {nthreads - len(self.threads)} of its {nthreads} threads are missing"


def _pread(fd, n, offset):
    pieces = []
    while n > 0:
        piece = os.pread(fd, min(n, 1 << 24), offset)
        if not piece:
            break
        pieces.append(piece)
        n -= len(piece)
        offset += len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _read_ring(fd, at, record, stride, ended):
    """A thread's events in order of time, and how many are lost. It may be writing meanwhile."""
    size = EVENT.size
    written, room = _THREAD.unpack_from(record)[6:8]
    room = min(room, (stride - _PAGE) // size)
    if not written or not room:
        return b"", written
    ring = _pread(fd, min(written, room) * size, at + _PAGE)
    if written <= room:
        whole = len(ring) // size
        return ring[:whole * size], written - whole
    turn = written % room * size
    if len(ring) < room * size:         # cut off: what is left of the newest
        newest = ring[:min(turn, len(ring) // size * size)]
        return newest, written - len(newest) // size
    ring = ring[turn:] + ring[:turn]
    lost = written - room
    if not ended:                       # the oldest may be overwritten just now
        now = _THREAD.unpack_from(_pread(fd, _PAGE, at).ljust(_PAGE, b"\0"))[6]
        gone = min(room, max(now - written, 0) + 1)
        ring = ring[gone * size:]
        lost += gone
    return ring, lost


# -- Bytes to objects -------------------------------------------------------------------------------------------

def _text(raw):
    return raw.partition(b"\0")[0].decode("utf-8", "replace")


def _read_places(raw):
    """[None, the first, ...], as far as they are whole."""
    places = [None]
    at = 0
    while at + _PLACE.size <= len(raw):
        line, function, file = _PLACE.unpack_from(raw, at)
        at += _PLACE.size
        if at + function + file > len(raw):
            break
        places.append(Place(len(places), line, raw[at:at + function].decode("utf-8", "replace"),
                            raw[at + function:at + function + file].decode("utf-8", "replace")))
        at += function + file
    return places


def _make_process(recording, file):
    p = Process()
    p.recording, p.file = recording, file.path
    for name in ("pid", "ppid", "interp", "interval_ns", "seed", "how", "status", "room", "lost_threads", "disk_full",
                 "lost_places", "lost_children", "collections", "cpus", "clock_ticks", "clock_ns", "wall_ns"):
        setattr(p, name, getattr(file, name))
    p.plain = bool(file.plain)
    p.ended = bool(file.end)
    p.start, p.seen = max(recording.ns(file.start), 0), max(recording.ns(max(file.seen, file.start)), 0)
    p.parent, p.children = None, []
    words = file.page[_TITLE:_PROCESS_NAME].partition(b"\0\0")[0].split(b"\0")
    p.argv = [word.decode("utf-8", "replace") for word in words]
    p.name = _text(file.page[_PROCESS_NAME:])
    p.call_names = [_text(file.page[at:at + _NAME]) or f"call {i}"
                    for i, at in enumerate(range(_NAMES, _TITLE, _NAME))]
    p.places = _read_places(file.places)
    last = max([file.seen, file.start] + [_last_tick(raw) for raw in file.threads])
    p.end = recording.ns(file.end or last)
    if recording.live and p.is_alive():
        p.end = max(p.end, time.monotonic_ns() - recording.origin_ns)
    p.threads = [_make_thread(p, *raw) for raw in file.threads]
    p.threads.sort(key=lambda t: (t.start, t.id))
    return p


def _last_tick(raw):
    """The last thing known of a thread."""
    fields = _THREAD.unpack_from(raw[0])
    return max(fields[4], fields[5], fields[8], EVENT.unpack_from(raw[1], len(raw[1]) - EVENT.size)[0] if raw[1] else 0)


def _make_thread(process, record, events, lost):
    t = Thread()
    recording = process.recording
    places = process.places
    t.process, t.events, t.lost = process, events, lost
    (t.id, t.ident, t.native_id, name, start, end, t.written, t.room, since, t.value, place, t.other, t.state,
     t.state_call, t.flags, _, t.cpu_ns, cpu_at, kept, t.forced, t.broken_off, t.requests) = _THREAD.unpack_from(record)
    t.name = _text(name)
    t.ended = bool(end)
    t.start = max(recording.ns(start), 0) if start else process.start
    t.end = max(recording.ns(end) if end else process.end, t.start)
    t.since = min(max(recording.ns(since), t.start), t.end) if since else t.end
    t.place = places[place] if place < len(places) else None
    t.cpu_at = recording.ns(cpu_at) if cpu_at else t.start
    t.kept_ns = recording.duration(kept)
    sums = [_make_sum(recording, places, *fields) for fields in _SUM.iter_unpack(record[_SUMS:_HISTOGRAM])]
    t.answers = _make_sum(recording, places, *_SUM.unpack_from(record, _ANSWERS))
    t.histogram = list(_BUCKET_COUNTS.unpack_from(record, _HISTOGRAM))
    _add_last_stay(t, sums)
    t.states, t.holds, t.waits, t.locks, calls = sums[:5], sums[5], sums[6:11], sums[11:16], sums[16:]
    t.calls = {process.call_names[i]: s for i, s in enumerate(calls) if s is not NOTHING}
    return t


def _make_sum(recording, places, count, ticks, longest, place, other):
    if not count and not ticks:
        return NOTHING
    return Sum(count, recording.duration(ticks), recording.duration(longest), places[place] if place < len(places)
               else None,
               other)


def _add_last_stay(t, sums):
    """The state in which it is, or was when it was last seen, began at `since` and is not in the sums."""
    ns = t.end - t.since
    if ns <= 0 or t.state not in STATES:
        return
    where = [t.state]
    if t.state == RUN:
        where.append(5)
    elif t.state == WAIT and t.state_call < 5:
        where.append(6 + t.state_call)
    elif t.state == LOCK and t.state_call < 5:
        where.append(11 + t.state_call)
    elif t.state == CALL and t.state_call < _CALLS:
        where.append(16 + t.state_call)
        if t.flags & KEPT:
            t.kept_ns += ns
    for i in where:
        old = sums[i]
        sums[i] = new = Sum(old.count + (t.state != RUN), old.ns + ns, old.longest, old.place, old.other)
        if ns > old.longest:
            new.longest, new.place, new.other = ns, t.place, t.other
