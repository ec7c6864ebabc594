"""Recordings as vm/recording.h describes them, made up: for tests of what reads them. Runs on any Python.

Programs of threads are generators that yield what they do next; a small model of the GIL runs them, so that the
events are as a recorder would have written them: nobody runs without the GIL, and only one thread has it. Times are
nanoseconds from the recording's beginning; in the files they are ticks of a clock that does 21 in 10 ns.

    python3 synthetic.py NAME FOLDER        NAME: one of RECORDINGS
"""

import heapq
import os
import struct
from collections import deque

RUN, WAIT, CALL, LOCK, COLLECT = range(5)
REQUEST, SIGNAL, FORK, SPAWN, THREAD, END = range(16, 22)
WAIT_START, WAIT_CALL, WAIT_LOCK, WAIT_FORCED, WAIT_YIELD = range(5)
LOCK_LOCK, LOCK_NOTIFY, LOCK_JOIN, LOCK_START, LOCK_IMPORT = range(5)
KEPT, BROKEN_OFF, DIRECT = 1, 2, 4
HOW_COMMAND, HOW_FORK, HOW_EXEC = range(3)
NO_VALUE = 2 ** 64 - 1
CALLS_MAX, HISTOGRAM, PAGE, PLACES_BYTES = 64, 48, 4096, 65536
CALL_NAMES = ["read", "write", "open", "close", "stat", "sleep", "wait4", "select", "poll", "epoll_wait", "connect",
              "accept", "recv", "send", "fork", "lock"]

EVENT = struct.Struct("=QBBHIQIi")
SUM = struct.Struct("=QQQII")
THREAD_HEAD = struct.Struct("=3Q64s6Q6IqQ4Q")
PROCESS = struct.Struct("=8s3Q2QQ2Q2qqqQIIIi12Q1280s2528s64s")
EPOCH_TICKS, EPOCH_NS, WALL_NS = 77_000_000_000, 36_666_666_000, 1_764_400_000_000_000_000


def ticks(ns):
    """A time in nanoseconds as the files have it."""
    return EPOCH_TICKS + ns * 21 // 10


# -- What there is in files ------------------------------------------------------------------------------------------

class Sum:
    """GilSum."""

    def __init__(self):
        self.count = self.ticks = self.longest = self.place = self.other = 0

    def add(self, length, place, other, count=1):
        self.count += count
        self.ticks += length
        if length >= self.longest:
            self.longest, self.place, self.other = length, place, other

    def packed(self):
        return SUM.pack(self.count, self.ticks, self.longest, self.place, self.other)


class Thread:
    """ThreadRecord and its ring. Keeps the counters as the recorder does."""

    def __init__(self, process, number, name, start, room=None):
        self.process, self.id, self.name, self.start, self.end = process, number, name, start, 0
        self.room = process.room if room is None else room
        self.events = deque(maxlen=self.room)
        self.written = self.forced = self.broken_off = self.requests = self.kept_ticks = self.cpu_ticks = 0
        self.present = None             # the event that began the present state, and its ticks
        self.took = 0
        self.states = [Sum() for _ in range(5)]
        self.waits = [Sum() for _ in range(5)]
        self.locks = [Sum() for _ in range(5)]
        self.calls = [Sum() for _ in range(CALLS_MAX)]
        self.holds = Sum()
        self.histogram = [0] * HISTOGRAM

    def event(self, ns, state, call=0, flags=0, place=0, value=0, other=0, result=0):
        now = ticks(ns)
        event = (now, state, call, flags, place, value, other, result)
        self.written += 1
        if self.room:
            self.events.append(EVENT.pack(*event))
        if state == REQUEST:
            self.requests += not flags & BROKEN_OFF
        if state < 16:
            self._close(now, event)
            self.present = event

    def finish(self, ns):
        """Its last event."""
        self.event(ns, END)
        self._close(ticks(ns), None)
        self.end, self.present = ns, None

    def _close(self, now, then):
        """Adds the state that ends now, before `then`, to the counters."""
        if self.present is None:
            self.took = now
            return
        since, state, call, flags, place, _, other, _ = self.present
        length = now - since
        held = state in (RUN, COLLECT) or state == CALL and flags & KEPT
        goes_on = then is not None and (then[1] in (RUN, COLLECT) or then[1] == CALL and then[3] & KEPT)
        again = state == RUN and goes_on
        self.states[state].add(length, place, other, 0 if again else 1)
        if held:
            self.cpu_ticks += length
            if not goes_on:
                self.holds.add(now - self.took, place, 0)
        elif goes_on:
            self.took = now
        if state == WAIT:
            self.waits[call].add(length, place, other)
            self.histogram[min(max(length, 1).bit_length() - 1, HISTOGRAM - 1)] += 1
        elif state == LOCK:
            self.locks[call].add(length, place, other)
        elif state == CALL:
            self.calls[call].add(length, place, 0)
            if flags & KEPT:
                self.kept_ticks += length
        if then is not None and then[1] == WAIT and then[2] == WAIT_FORCED:
            if then[3] & BROKEN_OFF:
                self.broken_off += 1
            else:
                self.forced += 1

    def packed(self):
        since, state, call, flags, place, value, other, _ = self.present or (ticks(self.end),) + (0,) * 7
        name = self.name.encode("utf-8", "surrogateescape")[:63]
        head = THREAD_HEAD.pack(
            self.id, 0x7f0000000000 + self.id * 4096, self.process.pid + self.id - 1, name, ticks(self.start),
            ticks(self.end) if self.end else 0, self.written, self.room, since, value, place, other, state, call, flags,
            0, self.cpu_ticks * 10 // 21, ticks(self.end) if self.end else since, self.kept_ticks, self.forced,
            self.broken_off, self.requests)
        sums = self.states + [self.holds] + self.waits + self.locks + self.calls
        return (head + b"".join(s.packed() for s in sums) + struct.pack("=48I", *self.histogram)).ljust(PAGE, b"\0")

    def ring(self):
        """The events, each in its slot."""
        events = list(self.events)
        if self.written > self.room > 0:
            turn = self.written % self.room
            events = events[-turn:] + events[:-turn] if turn else events
        return b"".join(events)


class Process:
    """ProcessRecord, and the model's GIL."""

    def __init__(self, recording, pid, ppid, how, start, room, title, interval=5_000_000, seed=0, plain=0, cpus=2,
                 interp=0):
        self.recording, self.pid, self.ppid, self.how, self.start, self.end = recording, pid, ppid, how, start, 0
        self.room, self.title, self.interval, self.seed, self.plain = room, title, interval, seed, plain
        self.cpus, self.interp, self.status, self.seen = cpus, interp, 0, start
        self.lost_threads = self.disk_full = self.lost_places = self.lost_children = self.collections = 0
        self.name = ""
        self.threads, self.places, self.number = [], {}, 0
        self.holder, self.since, self.urgent, self.ordinary = None, 0, deque(), deque()

    def place(self, line, function, file):
        key = (line, function, file)
        return self.places.setdefault(key, len(self.places) + 1)

    def thread(self, name, start, room=None):
        self.number += 1
        thread = Thread(self, self.number, name, start, room)
        self.threads.append(thread)
        return thread

    def write(self, folder):
        places = []
        for line, function, file in self.places:
            names = [s.encode("utf-8", "surrogateescape") for s in (function, file)]
            places.append(struct.pack("=III", line, len(names[0]), len(names[1])) + names[0] + names[1])
        places = b"".join(places)
        assert len(places) <= PLACES_BYTES
        stride = PAGE + -(-max([self.room] + [t.room for t in self.threads]) * 32 // PAGE) * PAGE
        title = b"\0".join(w.encode("utf-8", "surrogateescape") for w in self.title)[:2598]
        end = self.recording.length
        header = PROCESS.pack(
            b"MPGIL001", self.pid, self.ppid, self.interp, ticks(self.start), ticks(self.end) if self.end else 0,
            ticks(self.end or self.seen), EPOCH_TICKS, ticks(end), EPOCH_NS, EPOCH_NS + end, WALL_NS, self.interval,
            self.seed, self.plain, self.cpus, self.how, self.status, self.room, len(self.threads), self.lost_threads,
            self.disk_full, len(self.places), len(places), self.lost_places, self.lost_children, self.collections, PAGE,
            PAGE + PLACES_BYTES, stride, b"".join(n.encode().ljust(20, b"\0") for n in CALL_NAMES), title,
            self.name.encode("utf-8", "replace")[:63])
        with open(os.path.join(folder, f"{self.pid}.{self.interp}"), "wb") as file:
            file.write(header)
            file.write(places)
            for i, thread in enumerate(self.threads):
                file.seek(PAGE + PLACES_BYTES + i * stride)
                file.write(thread.packed())
                file.write(thread.ring())
            file.truncate(PAGE + PLACES_BYTES + len(self.threads) * stride)


# -- The model -------------------------------------------------------------------------------------------------------

class Lock:
    """A lock of the model's programs; number: its id()."""

    def __init__(self, number):
        self.id, self.owner, self.waiters = number, None, deque()


class Task:
    """A thread of the model: what a program's generator wants next, and how far it is."""

    def __init__(self, world, process, program, name):
        self.world, self.process, self.program = world, process, program
        self.log = process.thread(name, world.now)
        self.left = self.turn = 0
        self.place, self.result, self.joiners, self.done = 0, 0, [], False


class Recording:
    """A world of processes whose threads run programs, and the folder that is made of it.

    A program yields tuples: ("compute", ns), ("place", line, function, file), ("call", name, value, ns, result),
    ("kept", name, value, ns, result), ("acquire", lock), ("release", lock), ("collect", ns), ("start", program, name),
    ("join", task), ("signal", number), ("yield",), ("fork", program, name, title), ("spawn", program, name, title);
    start, fork and spawn send back the Task."""

    LATENCY = 3000                      # of a hand-over, in ns

    def __init__(self):
        self.now, self.length, self.processes, self.queue, self.count = 0, 0, [], [], 0

    def process(self, program=None, name="MainThread", pid=4000, ppid=3999, how=HOW_COMMAND, title=("minipy", "x.py"),
                room=65536, **more):
        process = Process(self, pid, ppid, how, self.now, room, title, **more)
        self.processes.append(process)
        if program is not None:
            self._wait(Task(self, process, program, name), WAIT_START, False)
        return process

    def at(self, ns, function, *args):
        self.count += 1
        heapq.heappush(self.queue, (ns, self.count, function, args))

    def go(self, until=10 ** 15):
        """Runs the programs to their end, or to a moment at which all is as it is."""
        while self.queue and self.queue[0][0] <= until:
            self.now, _, function, args = heapq.heappop(self.queue)
            function(*args)
        self.length = self.now if until == 10 ** 15 else until
        for process in self.processes:
            if not process.end:
                process.seen = self.length
        return self

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        for process in self.processes:
            process.write(folder)
        return folder

    # The GIL.

    def _wait(self, task, why, urgent, flags=0, value=0, other=None):
        process = task.process
        if why == WAIT_START:
            task.log.start = self.now
        if process.holder is None:
            if why in (WAIT_FORCED, WAIT_YIELD, WAIT_START):
                task.log.event(self.now, WAIT, why, flags, task.place, value, 0)
            return self._take(task, None)
        task.log.event(self.now, WAIT, why, flags, task.place, value, other or process.holder.log.id)
        (process.urgent if urgent else process.ordinary).append(task)
        if urgent:
            self.at(self.now + 2000, self._request, task, process.holder, process.holder.turn, BROKEN_OFF)
        else:
            self._ask_later(process)

    def _ask_later(self, process):
        """The first ordinary waiter asks when the holder's interval is over."""
        if process.ordinary and process.holder is not None:
            when = max(self.now, process.since + process.interval)
            self.at(when, self._request, process.ordinary[0], process.holder, process.holder.turn, 0)

    def _request(self, task, holder, turn, flags):
        process = task.process
        waits = task in process.urgent or task in process.ordinary
        if process.holder is not holder or holder.turn != turn or not waits:
            return
        task.log.event(self.now, REQUEST, 0, flags, task.place, 0, holder.log.id)
        if holder.left > 0:             # it computes; else it lets go by itself
            self.at(self.now + 1000, self._give_way, holder, turn, flags)

    def _give_way(self, holder, turn, flags):
        process = holder.process
        if (process.holder is not holder or holder.turn != turn or holder.left <= 0
                or not (process.urgent or process.ordinary)):
            return
        following = (process.urgent or process.ordinary)[0]
        holder.left = max(holder.left - (self.now - holder.began), 1)
        held = (self.now - process.since) * 21 // 10
        holder.log.event(self.now, WAIT, WAIT_FORCED, flags, holder.place, held, following.log.id)
        if flags:
            process.ordinary.appendleft(holder)
        else:
            process.ordinary.append(holder)
        self._let_go(holder)

    def _let_go(self, task):
        process = task.process
        task.turn += 1
        process.holder = None
        waiting = process.urgent or process.ordinary
        if waiting:
            following = waiting.popleft()
            process.holder = following  # already its own, so that nobody comes between
            self.at(self.now + self.LATENCY, self._take, following, task)

    def _take(self, task, giver):
        process = task.process
        process.holder, process.since = task, self.now
        task.turn += 1
        self._run(task, giver)
        self._ask_again(task)
        self._go_on(task)

    def _run(self, task, giver):
        result, task.result = task.result, 0
        task.log.event(self.now, RUN, 0, DIRECT if giver else 0, task.place, max(result, 0),
                       giver.log.id if giver else 0, max(-result, 0))

    def _ask_again(self, holder):
        for waiting in holder.process.urgent:
            self.at(self.now + 2000, self._request, waiting, holder, holder.turn, BROKEN_OFF)
        self._ask_later(holder.process)

    # The programs.

    def _go_on(self, task):
        if task.left > 0:
            task.began = self.now
            self.at(self.now + task.left, self._computed, task, task.turn)
        else:
            self._next(task, None)

    def _computed(self, task, turn):
        if task.turn == turn and task.process.holder is task:
            task.left = 0
            self._next(task, None)

    def _next(self, task, answer):
        process, log = task.process, task.log
        while True:
            try:
                what, *args = task.program.send(answer)
            except StopIteration:
                return self._ended(task)
            answer = None
            if what == "compute":
                task.left = args[0]
                return self._go_on(task)
            elif what == "place":
                task.place = process.place(*args)
            elif what in ("call", "kept"):
                name, value, ns, task.result = args
                flags = KEPT if what == "kept" else 0
                log.event(self.now, CALL, CALL_NAMES.index(name), flags, task.place, value)
                if flags:
                    self.at(self.now + ns, self._kept, task)
                else:
                    self.at(self.now + ns, self._back, task, WAIT_CALL)
                    self._let_go(task)
                return
            elif what == "collect":
                process.collections += 1
                log.event(self.now, COLLECT, 0, 0, task.place)
                self.at(self.now + args[0], self._kept, task)
                return
            elif what == "acquire":
                lock = args[0]
                if lock.owner is None:
                    lock.owner = task
                else:
                    log.event(self.now, LOCK, LOCK_LOCK, 0, task.place, lock.id, lock.owner.log.id)
                    lock.waiters.append(task)
                    return self._let_go(task)
            elif what == "release":
                lock = args[0]
                lock.owner = lock.waiters.popleft() if lock.waiters else None
                if lock.owner:
                    self._back(lock.owner, WAIT_LOCK)
            elif what == "start":
                answer = Task(self, process, *args)
                log.event(self.now, THREAD, 0, 0, task.place, 0, answer.log.id)
                self._wait(answer, WAIT_START, False)
            elif what == "join":
                if not args[0].done:
                    log.event(self.now, LOCK, LOCK_JOIN, 0, task.place, 0, args[0].log.id)
                    args[0].joiners.append(task)
                    return self._let_go(task)
            elif what == "signal":
                log.event(self.now, SIGNAL, 0, 0, task.place, args[0])
            elif what == "yield":
                log.event(self.now, WAIT, WAIT_YIELD, 0, task.place)
                process.ordinary.append(task)
                return self._let_go(task)
            elif what in ("fork", "spawn"):
                program, name, title = args
                pid = 4000 + len(self.processes)
                log.event(self.now, FORK if what == "fork" else SPAWN, 0, 0, task.place, pid)
                how = HOW_FORK if what == "fork" else HOW_EXEC
                child = Process(self, pid, process.pid, how, self.now, process.room, title, process.interval)
                self.processes.append(child)
                if what == "fork":
                    child.places = dict(process.places)
                answer = Task(self, child, program, name)
                answer.place = task.place if what == "fork" else 0
                self.at(self.now + 80_000, self._wait, answer, WAIT_START, False)
            else:
                raise ValueError(what)

    def _kept(self, task):
        self._run(task, None)
        self._ask_again(task)
        self._next(task, None)

    def _back(self, task, why):
        self._wait(task, why, True)

    def _ended(self, task):
        process, task.done = task.process, True
        for joiner in task.joiners:
            self._back(joiner, WAIT_LOCK)
        if task.log.id == 1:
            process.end = self.now
        task.log.finish(self.now)
        self._let_go(task)


# -- The recordings --------------------------------------------------------------------------------------------------

class Random:
    """The same numbers on every Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return (self.state >> 33) % n


def starting(programs, file, function="main"):
    """The main thread of most programs: starts threads, joins them."""
    yield "place", 1, "<module>", file
    yield "compute", 400_000
    tasks = []
    for i, (name, program) in enumerate(programs):
        yield "place", 30 + i % 3, function, file
        yield "compute", 60_000
        tasks.append((yield "start", program, name))
    yield "place", 34, function, file
    for task in tasks:
        yield "join", task
        yield "compute", 20_000
    yield "place", 36, "<module>", file
    yield "kept", "write", 1, 9_000, 18
    yield "compute", 100_000


def computing(file, ms, seed, function="factorize"):
    random = Random(seed)
    left = ms * 1_000_000
    while left > 0:
        part = min(left, 2_000_000 + random.below(14_000_000))
        left -= part
        yield "place", 8 + random.below(5), function, file
        yield "compute", part
        if random.below(9) == 0:
            yield "collect", 300_000 + random.below(2_000_000)
    yield "place", 14, function, file
    yield "kept", "write", 1, 12_000, 24


def empty():
    """A process that has not done anything."""
    return Recording()


def no_events():
    """Counters only, as --gil-report makes it."""
    world = Recording()
    world.process(starting([], "empty.py"), title=["minipy", "empty.py"], room=0)
    return world.go()


def five_computing():
    """Five threads that compute take turns, forced."""
    world = Recording()
    programs = [(f"Thread-{i + 1} (factorize)", computing("factorize.py", 60 + 11 * i, i + 1)) for i in range(5)]
    world.process(starting(programs, "factorize.py"), title=["minipy", "scripts/factorize.py"], seed=7)
    return world.go()


def five_selecting():
    """Five threads wait in select at the same time."""
    def select(i):
        yield "place", 9, "slow_systemcall", "select_threads.py"
        yield "call", "select", 100_000_000, 100_000_000 + i * 120_000, 0
        yield "compute", 30_000
    world = Recording()
    programs = [(f"Thread-{i + 1} (slow_systemcall)", select(i)) for i in range(5)]
    world.process(starting(programs, "select_threads.py"), title=["minipy", "select_threads.py"])
    return world.go()


def convoy():
    """One thread computes; each system call of the other one costs it a whole interval (as under -X gil=cpython)."""
    def reading():
        for i in range(40):
            yield "place", 12, "echo", "convoy.py"
            yield "call", "recv", 5, 60_000, 1
            yield "compute", 15_000
            yield "place", 13, "echo", "convoy.py"
            yield "kept", "send", 5, 7_000, 1

    class Plain(Recording):
        def _back(self, task, why):
            self._wait(task, why, False)
    world = Plain()
    programs = [("echo", reading()), ("spinner", computing("convoy.py", 180, 3, "spin"))]
    world.process(starting(programs, "convoy.py"), title=["minipy", "-X", "gil=cpython", "convoy.py"], plain=1)
    return world.go()


def locks():
    """Threads that share a lock, signals, errors of calls, a fork, a spawned child."""
    lock, other = Lock(140_000_000_001), Lock(140_000_000_777)

    def worker(n):
        for i in range(6):
            yield "place", 20, "work", "locks.py"
            yield "acquire", lock
            yield "compute", 500_000
            yield "place", 22, "work", "locks.py"
            yield "call", "write", 4, 350_000 + n * 10_000, -32 if i == 4 else 512
            yield "release", lock
            yield "place", 25, "work", "locks.py"
            yield "call", "sleep", 1_000_000, 1_060_000, 0
            yield "yield",

    def child():
        yield "place", 41, "child", "locks.py"
        yield "compute", 7_000_000
        yield "call", "read", 3, 2_000_000, -11

    def main():
        yield "place", 50, "<module>", "locks.py"
        yield "compute", 1_000_000
        tasks = []
        for i in range(3):
            tasks.append((yield "start", worker(i), f"worker-{i}"))
        yield "signal", 2
        yield "compute", 1_000_000
        yield "fork", child(), "MainThread", ["minipy", "locks.py"]
        yield "spawn", child(), "MainThread", ["minipy", "-c", "from locks import child; child()"]
        yield "acquire", other
        for task in tasks:
            yield "join", task
        yield "release", other
        yield "call", "wait4", 4001, 500_000, 4001
    world = Recording()
    world.process(main(), title=["minipy", "locks.py"])
    return world.go()


def pool(count=512):
    """A pool of forked processes that compute side by side."""
    def child(i):
        random = Random(i)
        yield "place", 61, "worker", "pool.py"
        for task in range(4):
            yield "call", "recv", 7, 200_000 + random.below(3_000_000), 90
            yield "place", 5, "factorize", "pool.py"
            yield "compute", 1_000_000 + random.below(9_000_000)
            yield "place", 61, "worker", "pool.py"
            yield "kept", "send", 7, 8_000, 60

    def main():
        yield "place", 70, "<module>", "pool.py"
        yield "compute", 2_000_000
        for i in range(count):
            yield "fork", child(i), "MainThread", ["minipy", "pool.py"]
            yield "compute", 150_000
        yield "place", 73, "<module>", "pool.py"
        for i in range(count):
            yield "call", "epoll_wait", 9, 50_000, 1
            yield "compute", 20_000
    world = Recording()
    world.process(main(), title=["minipy", "pool.py"], room=2048)
    return world.go()


def million(events=1_000_000):
    """Eight threads with many short calls: a million events."""
    def echo(i):
        random = Random(i)
        file = "echo.py"
        for n in range(events // 56):
            yield "place", 10 + n % 7, "echo", file
            yield "call", "recv", 4 + i, 2_000 + random.below(60_000), 16
            yield "compute", 1_000 + random.below(4_000)
            yield "place", 17, "echo", file
            yield "kept", "send", 4 + i, 2_000 + random.below(3_000), 16
    world = Recording()
    programs = [(f"echo-{i}", echo(i)) for i in range(8)]
    world.process(starting(programs, "echo.py"), title=["minipy", "echo.py"], room=min(events, 1 << 20))
    return world.go()


def wrapped():
    """Rings that are too small, a full disk, lost threads and places."""
    world = five_computing()
    small = Recording()
    programs = [(f"Thread-{i + 1} (factorize)", computing("factorize.py", 60 + 11 * i, i + 1)) for i in range(5)]
    process = small.process(starting(programs, "factorize.py"), title=["minipy", "scripts/factorize.py"], room=16)
    small.go()
    process.disk_full, process.lost_threads, process.lost_places = 2, 3, 4
    assert small.length == world.length
    return small


def killed():
    """A process that was killed in the midst, and its child that went on."""
    def child():
        yield "place", 3, "child", "killed.py"
        yield "compute", 60_000_000

    def main():
        yield "place", 9, "<module>", "killed.py"
        yield "compute", 3_000_000
        yield "fork", child(), "MainThread", ["minipy", "killed.py"]
        other = yield "start", computing("killed.py", 500, 5, "spin"), "spinner"
        yield "call", "read", 0, 1_000_000_000, 0
        yield "join", other
    world = Recording()
    process = world.process(main(), title=["minipy", "killed.py"])
    world.go(70_000_000)
    process.seen = 41_000_000
    for thread in process.threads:      # what would have come later did not happen
        late = sum(EVENT.unpack(e)[0] > ticks(process.seen) for e in thread.events)
        for _ in range(late):
            thread.events.pop()
        thread.written -= late
        states = [EVENT.unpack(e) for e in thread.events]
        thread.present = [e for e in states if e[1] < 16][-1]
    return world


def hostile():
    """Names that are no good."""
    name = "</script><img src=x onerror=alert(1)>\u202e\x07\udc80'\""

    def main():
        yield "place", 1, name, name + ".py"
        yield "compute", 1_000_000
        task = yield "start", computing(name, 3, 1, "<b>bold</b>&amp;"), name[:20] + "\udcff\U0001f40d"
        yield "join", task
    world = Recording()
    world.process(main(), name="", title=["minipy", name, "a\nb\tc", "<!--", "${x}", "\udcfe"])
    return world.go()


RECORDINGS = {f.__name__: f for f in (empty, no_events, five_computing, five_selecting, convoy, locks, pool, million,
                                      wrapped, killed, hostile)}

if __name__ == "__main__":
    import sys
    if len(sys.argv) != 3 or sys.argv[1] not in RECORDINGS:
        sys.exit("usage: synthetic.py NAME FOLDER, where NAME is one of " + " ".join(RECORDINGS))
    RECORDINGS[sys.argv[1]]().write(sys.argv[2])
