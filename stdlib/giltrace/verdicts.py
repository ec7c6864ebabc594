"""What a recording means, in plain words: each verdict with the number behind it, and the remedy.

They need the counters only, so they work for --gil-report as well. Where the evidence is thin nothing is said.
"""
from .deadlock import circles, deadlocks
from .groups import batches, main_call, union
from .recording import (HOW_FORK, LOCK_JOIN, LOCK_LOCK, LOCK_NOTIFY, LOCK_START, WAIT_CALL, WAIT_FORCED, WAIT_START,
                        add_sums)
from .units import count, duration, exact, names_of, percent, printable, times

MS = 10 ** 6

# Less than this altogether says nothing about a program: starting a thread alone takes up to a tenth of it.
ENOUGH = 5 * MS
# Threads that compute: they have the GIL or want it for that share of the time in which they don't wait for work.
COMPUTING = 0.6
# ... and are in each other's way: waiting for the GIL takes at least that share of what is computed. Two that compute
# all the time wait as long as they run, five four times as long.
CONTENDED = 0.25
# ... while they have it, they do so for at least that part of the interval.
SHORT_HOLD = 5
# A gain that is none: pauses and the machine's noise make as much.
NO_GAIN = 1.3
# A gain worth a sentence.
GAIN = 1.5
# The same for processes, of which there are often two only.
PARALLEL = 1.2
# A lock serialises: that share of all lives is spent sleeping on it. Of two threads that take turns each sleeps half of
# the time at most, so a quarter to a half of their lives.
ON_LOCKS = 0.25
# The convoy: a call is followed by a wait of about the interval; the default rule makes it much shorter. Fewer of them,
# or those that make up little of the thread's time, cost nobody anything.
CONVOY_WAITS, CONVOY_INTERVAL, CONVOY_SHARE = 8, 0.5, 0.25
# A hold far beyond the interval: a few intervals come about by the machine's own pauses.
LONG_HOLD_INTERVALS, LONG_HOLD = 5, 20 * MS
# Starving: a single wait so much longer than a fair turn of all who compete, and long enough to be felt.
STARVED_TURNS, STARVED = 5, 100 * MS
# To and fro: so many changes in all and a second, each for less than that. A change of threads takes about 5 us.
PING_PONG, PING_PONG_RATE, PING_PONG_HOLD = 100, 5000, 50_000
# Had the GIL and no processor: for that share of its time, and long enough to be no matter of scheduling.
NO_PROCESSOR, NO_PROCESSOR_NS = 0.3, 50 * MS
# Workers of a pool that mostly wait for work.
IDLE = 0.75
# How processes wait for work, not for the world.
FOR_WORK = ("recv", "read", "poll", "select", "epoll_wait", "sem_wait")
# Calls in which threads may wait for each other.
FOR_OTHERS = ("recv", "read", "accept", "poll", "epoll_wait", "wait4", "connect", "sem_wait")
# So many of a kind are told; the others are counted.
MOST_OF_A_KIND = 2


class Verdict:
    """kind: one word for programs; text: a sentence with numbers; remedy: what to do, or ""; weight: ns that it is
    about."""
    __slots__ = "kind", "text", "remedy", "process", "weight"

    def __init__(self, kind, text, remedy, process, weight):
        self.kind = kind
        self.text = text
        self.remedy = remedy
        self.process = process
        self.weight = weight

    def __str__(self):
        return f"{self.text} {self.remedy}" if self.remedy else self.text

    def __repr__(self):
        return f"<Verdict {self.kind}: {self.text}>"


# In this order they are told: what is broken, what hurts, what works.
KINDS = ("deadlock", "long hold", "starvation", "convoy", "no gain", "lock", "slow under lock", "ping-pong",
         "too many processes", "little gain", "idle workers", "gain", "parallel", "one thread", "nothing",
         "no processor")


def verdicts(recording):
    """All of them, the most important first."""
    found = []
    for process in recording.processes:
        found += deadlocks(process, Verdict)
        if process.span_ns < ENOUGH:
            continue
        if len(process.threads) > 1:
            computing = _no_gain(process)
            found += computing
            stuck = [t for circle in circles(process) for t in circle]
            for batch in batches(t for t in process.threads if t.id != 1 and t not in stuck):
                found += _on_lock(process, batch) or _gain(process, batch) or _idle(process, batch)
            found += _slow_under_lock(process, [v for v in found if v.process is process and v.kind == "lock"])
            convoys = _convoy(process)
            found += convoys
            long_holds = _long_hold(process)
            found += long_holds
            if not convoys:
                found += _ping_pong(process)
            if not long_holds and not convoys:
                found += _starvation(process)
        for siblings in _siblings(process):
            found += _processes(process, siblings)
    if not found and len(recording.threads) == 1:
        found += _one_thread(recording.processes[0])
    if not found and recording.processes:
        found += _nothing(recording)
    crowded = [child for v in found if v.kind == "too many processes" for child in v.process.children]
    found += _no_processor(recording, crowded)
    return _most_important(found)


def _most_important(found):
    chosen = []
    for kind in KINDS:
        of_kind = sorted((v for v in found if v.kind == kind), key=lambda v: -v.weight)
        chosen += of_kind[:MOST_OF_A_KIND]
        rest = len(of_kind) - MOST_OF_A_KIND
        if rest > 0:
            last = chosen[-1]
            chosen[-1] = Verdict(kind, f"{last.text} ({count(rest, 'more case')} like this.)", last.remedy,
                                 last.process,
                                 last.weight)
    return chosen


def _line(recording, place):
    """' at script.py:12 `x = factorial(n)`', as far as it is known."""
    if place is None:
        return ""
    source = printable(recording.source(place))
    if len(source) > 60:
        source = source[:57] + "..."
    return f" at {printable(place.short)}" + (f" `{source}`" if source else f" in {printable(place.function)}")


def _processes_help(process):
    if process.cpus < 2:
        return "This process may use one processor only: nothing but faster code helps."
    return ("Processes have a GIL each: use multiprocessing.Pool or concurrent.futures.ProcessPoolExecutor, with up to "
            f"{process.cpus} workers, one for each processor.")


# -- Threads that compute ---------------------------------------------------------------------------------------

def _is_computing(thread):
    idle = thread.locks[LOCK_NOTIFY].ns + thread.locks[LOCK_JOIN].ns + thread.locks[LOCK_START].ns
    active = thread.span_ns - idle
    if thread.held_ns < MS or thread.held_ns + thread.wait.ns < COMPUTING * active:
        return False
    # Those whose short holds end by themselves are stopped by calls, not by the interval.
    return (thread.process.seed != 0 or thread.holds.mean >= thread.process.interval_ns / SHORT_HOLD
            or thread.holds.count < 3)


def _no_gain(process):
    computing = [t for t in process.threads if t.id != 1 and _is_computing(t)]
    main = process.thread(1)
    if main is not None and len(computing) < 2 and _is_computing(main) and main.held_ns >= 2 * MS and \
            main.waits[WAIT_FORCED].ns >= CONTENDED * main.held_ns:
        computing.insert(0, main)
    if len(computing) < 2:
        return []
    held = sum(t.held_ns for t in computing)
    waited = sum(t.wait.ns for t in computing) + (main.wait.ns if main is not None and main not in computing else 0)
    lived = union(computing)
    if held < 2 * ENOUGH or waited < CONTENDED * held or held < lived / 2:
        return []
    text = (f"{count(len(computing), 'thread')} ({names_of(computing)}) gain nothing because they compute: "
            f"{duration(held)} of computing took {duration(lived)}. ")
    own = sum(t.wait.ns for t in computing)
    lives = sum(t.span_ns for t in computing)
    if own >= CONTENDED * lives or main is None:
        text += f"Only the one that has the GIL runs; the others wait for it, {percent(own, lives)} of their time."
    else:
        text += (f"Only the one that has the GIL runs: they did so one after another, and {printable(main.label)} "
                 f"waited {duration(main.wait.ns)} for the GIL meanwhile.")
    return [Verdict("no gain", text, _processes_help(process), process, held)]


def _long_hold(process):
    found = []
    limit = max(LONG_HOLD, LONG_HOLD_INTERVALS * process.interval_ns)
    for thread in process.threads:
        kept, place, victim = _kept_waiting(process, thread)
        ran = thread.run.ns + thread.collect.ns
        if kept < limit or _processor_known(thread) and kept * thread.cpu_ns < limit * ran:
            continue            # or without a processor it would not have taken so long
        waited = f"{printable(victim.label)} waited" if victim else "others waited"
        intervals = f": {kept / process.interval_ns:.0f} switch intervals of {exact(process.interval_ns)}"
        found.append(Verdict(
            "long hold", f"{printable(thread.label)} held the GIL for "
            f"{duration(kept)}{_line(process.recording, place)}, while "
            f"{waited}{intervals if process.interval_ns else ''}.",
            "A single operation in C cannot be interrupted: do it in smaller pieces, or in another process.", process,
            kept))
    found.sort(key=lambda v: -v.weight)
    if len(found) > 1:      # one sentence for all
        first = found[0]
        first.text += f" {count(len(found) - 1, 'other thread')} held it for {duration(found[-1].weight)} or longer."
    return found[:1]


def _kept_waiting(process, thread):
    """(ns, place, thread): how long it kept another one waiting at a time, and where it was meanwhile."""
    answers = thread.answers
    kept, place, victim = answers.longest, answers.place, process.thread(answers.other)
    if kept:
        kept += process.interval_ns     # which had passed before it was asked
    # Those who come back from calls and locks ask in another way.
    hold = thread.holds
    for other in process.threads:
        for wait in other.waits[WAIT_START:WAIT_FORCED]:
            if wait.other == thread.id and other is not thread and wait.longest > max(kept, hold.longest / 2):
                kept, place, victim = min(wait.longest, hold.longest), hold.place, other
    return kept, place, victim


def _longest_wait(thread):
    return max(thread.waits, key=lambda s: s.longest)


def _competitors(process):
    """How many threads want the GIL to compute."""
    return max(2, sum(_is_computing(t) for t in process.threads))


def _starvation(process):
    if process.seed:
        return []           # turns are a matter of chance
    fair = process.interval_ns * _competitors(process)
    worst = max(process.threads, key=lambda t: t.wait.longest)
    if worst.wait.longest < max(STARVED, STARVED_TURNS * fair) or any(_lacks_processor(t) for t in process.threads):
        return []
    wait = _longest_wait(worst)
    other = process.thread(wait.other)
    return [Verdict("starvation", f"{printable(worst.label)} waited {duration(worst.wait.longest)} for the GIL at a "
                    f"time{_line(process.recording, wait.place)}, {worst.wait.longest / fair:.0f} times as long as a "
                    f"round of all who want it" + (f"; {printable(other.label)} had it" if other else "") + ".",
                    "Run without -X gil=cpython: its waiters stand in a queue." if process.plain else
                    "Look at the timeline for who had it meanwhile: minipy --gil-trace FILE.html.",
                    process, worst.wait.longest)]


def _convoy(process):
    found = []
    for thread in process.threads:
        waits = thread.waits[WAIT_CALL]
        calls = add_sums(thread.calls.values())
        if (waits.count < CONVOY_WAITS or waits.mean < CONVOY_INTERVAL * process.interval_ns or
                waits.ns < CONVOY_SHARE * thread.span_ns or calls.mean > waits.mean / 2):
            continue
        other = process.thread(waits.other)
        name, _ = main_call([thread])
        if process.plain:
            remedy = "Run without -X gil=cpython: then who comes back from a call has the GIL within microseconds."
        else:
            remedy = "Make fewer and larger calls, or compute in a process of its own."
        found.append(Verdict(
            "convoy", f"Convoy: {printable(thread.label)} makes short calls ({name}, {duration(calls.mean)} on "
            f"average) and waits {duration(waits.mean)} for the GIL after each, {waits.count:,} times, "
            f"{percent(waits.ns, thread.span_ns)} of its time"
            + (f", since {printable(other.label)} computes" if other is not None else "") + ".", remedy, process,
            waits.ns))
    return found


def _ping_pong(process):
    """Several threads that have something to do for each other, a little at a time."""
    threads = [t for t in process.threads if t.holds.count >= PING_PONG]
    if len(threads) < 2:
        return []
    lived = union(threads)
    holds = add_sums(t.holds for t in threads)
    lives = sum(t.span_ns for t in threads)
    slept = sum(t.locks[LOCK_NOTIFY].ns + t.locks[LOCK_LOCK].ns + t.wait.ns for t in threads)
    rate = holds.count * 1e9 / lived if lived else 0
    if lived < 2 * ENOUGH or rate < PING_PONG_RATE or holds.mean > PING_PONG_HOLD or \
            slept < max(lives / 4, sum(map(_outside, threads))):
        return []
    return [Verdict("ping-pong", f"{names_of(threads)} pass the GIL to and fro: {holds.count:,} times in "
                    f"{duration(lived)}, to run for {duration(holds.mean)} at a time.",
                    "Hand over more at once: lists of items instead of single ones.",
                    process, lived)]


# -- Threads that wait ------------------------------------------------------------------------------------------

def _outside(thread):
    return max(0, thread.call.ns - thread.kept_ns)


def _gain(process, batch):
    """They wait at the same time: the more, the better."""
    if len(batch) < 2:
        return []
    outside = sum(_outside(t) for t in batch)
    busy = outside + sum(t.held_ns for t in batch)
    lived = union(batch)
    if lived < ENOUGH or outside < busy / 2 or busy < GAIN * lived:
        return []
    name, s = main_call(batch)
    each = f" ({name}, {duration(s.mean)} each)" if s else ""
    took = f"{duration(outside)} outside the GIL{each} took {duration(lived)}"
    who = f"{count(len(batch), 'thread')} ({names_of(batch)})"
    if name in FOR_OTHERS:
        return [Verdict("gain", f"{who} wait side by side: {took}. Unless they wait for each other, that is "
                        f"{times(busy / lived)} times as fast as one after another.", "", process, busy)]
    return [Verdict("gain", f"{who} gain because they wait: {took}, {times(busy / lived)} times as fast as one after "
                            f"another.",
                    "", process, busy)]


def _idle(process, batch):
    if len(batch) < 3:
        return []
    lives = sum(t.span_ns for t in batch)
    idle = sum(t.locks[LOCK_NOTIFY].ns for t in batch)
    if union(batch) < 2 * ENOUGH or idle < IDLE * lives:
        return []
    return [_idle_verdict(process, batch, "thread", idle, lives, len(batch) * (1 - idle / lives))]


def _idle_verdict(process, workers, what, idle, lives, needed):
    who = count(len(workers), f"worker {what}", f"worker {what}es" if what == "process" else None)
    if what == "thread":
        who += f" ({names_of(workers)})"
    enough = max(1, round(needed + 0.4))
    return Verdict("idle workers", f"{who} mostly wait for work: {percent(idle, lives)} of their time.",
                   f"{enough} would do as much." if enough < len(workers) else "", process, idle)


# -- Locks ------------------------------------------------------------------------------------------------------

def _lock_sleep(thread):
    return thread.locks[LOCK_LOCK].ns


def _on_lock(process, batch):
    """A lock makes them work one after another."""
    if len(batch) < 2:
        return []
    lives = sum(t.span_ns for t in batch)
    slept = sum(_lock_sleep(t) for t in batch)
    busy = sum(_outside(t) + t.held_ns for t in batch)
    lived = union(batch)
    if lived < ENOUGH or slept < ON_LOCKS * lives or busy > NO_GAIN * lived:
        return []
    longest = max((t.locks[LOCK_LOCK] for t in batch), key=lambda s: s.longest)
    name, s = main_call(batch)
    outside = sum(_outside(t) for t in batch)
    if s and outside > busy / 2:
        while_held = f" Whoever had it was in {name} for {duration(s.mean)} at a time."
        remedy = f"Take the lock only around what it protects, not around {name}."
    else:
        while_held, remedy = "", "Take the lock only around what it protects, and leave the rest outside."
    return [Verdict("lock", f"A lock makes {count(len(batch), 'thread')} ({names_of(batch)}) work one after another: "
                    f"they slept {duration(slept)} on it{_line(process.recording, longest.place)} and took "
                    f"{duration(lived)} for {duration(busy)} of work.{while_held}", remedy, process, slept)]


def _slow_under_lock(process, told):
    """Somebody sleeps on a lock whose owner is in a system call."""
    if told:
        return []
    worst = None
    for thread in process.threads:
        sleep = thread.locks[LOCK_LOCK]
        owner = process.thread(sleep.other)
        if sleep.longest < 2 * ENOUGH or owner is None or owner is thread or sleep.ns < thread.span_ns / 10:
            continue
        name, s = max(owner.calls.items(), key=lambda item: item[1].longest, default=("", None))
        if s is not None and s.longest >= sleep.longest / 2 and (worst is None or sleep.longest > worst[1].longest):
            worst = thread, sleep, owner, name, s
    if worst is None:
        return []
    thread, sleep, owner, name, s = worst
    return [Verdict("slow under lock", f"{printable(thread.label)} slept {duration(sleep.longest)} on a lock"
                    f"{_line(process.recording, sleep.place)} that {printable(owner.label)} had, which was in {name} "
                    f"for up to {duration(s.longest)}.", f"Let the lock go before {name}.", process, sleep.longest)]


# -- Processors and processes -----------------------------------------------------------------------------------

def _processor_known(thread):
    """Whether its processor time is that of nearly all its life: a killed process could not say."""
    return thread.cpu_at >= thread.end - thread.span_ns / 10


def _computed(thread):
    """Its processor time, as far as one can tell."""
    return thread.cpu_ns if _processor_known(thread) else max(thread.cpu_ns, thread.run.ns + thread.collect.ns)


def _lacks_processor(thread):
    ran = thread.run.ns + thread.collect.ns
    return (ran >= NO_PROCESSOR_NS and _processor_known(thread)
            and ran - thread.cpu_ns >= max(NO_PROCESSOR_NS, NO_PROCESSOR * ran))


def _no_processor(recording, crowded):
    """crowded: processes of which it is known that they are too many."""
    lacking = [t for t in recording.threads if t.process not in crowded and _lacks_processor(t)]
    if not lacking:
        return []
    ran = sum(t.run.ns + t.collect.ns for t in lacking)
    cpu = sum(t.cpu_ns for t in lacking)
    who = names_of(lacking) if len(lacking) <= 3 else count(len(lacking), "thread")
    process = lacking[0].process
    return [Verdict("no processor", f"{who} had the GIL for {duration(ran)}, but a processor for only {duration(cpu)} "
                    f"of it: {'its own processes' if crowded else 'something else'} used the "
                    f"{count(process.cpus, 'processor')}.",
                    "" if crowded else "Measure again on a machine that has nothing else to do: all times here are "
                    "longer than they need be.", process, ran - cpu)]


def _siblings(process):
    """The process's children that were started in the same way at the same time."""
    kinds = {}
    for child in process.children:
        if child.how == HOW_FORK or child.script == process.script or child.argv[1:2] == ["-c"]:
            kinds.setdefault((child.how, child.interp != 0), []).append(child)
    return [batch for kind in kinds.values() for batch in batches(kind)]


def _processes(parent, siblings):
    n = len(siblings)
    lived = union(siblings)
    if n < 2 or lived < ENOUGH:
        return []
    threads = [t for p in siblings for t in p.threads]
    lives = sum(p.span_ns for p in siblings)
    cpus = max(1, parent.cpus)
    cpu = min(sum(map(_computed, threads)), cpus * lived)      # what is not known is guessed, and may be too much
    held = sum(t.held_ns for t in threads)
    idle = sum(s.ns for t in threads for name, s in t.calls.items() if name in FOR_WORK)
    outside = max(0, sum(map(_outside, threads)) - idle)
    busy = cpu + outside
    gain = busy / lived
    found = []
    if outside > cpu:
        if gain >= GAIN:
            name, _ = main_call(threads, FOR_WORK)
            found.append(Verdict("parallel", f"{count(n, 'process', 'processes')} wait side by side: "
                                 f"{duration(outside)} in {name} took {duration(lived)}, {times(gain)} times as fast "
                                 f"as one after another.",
                                 "They compute little: threads would do the same and start faster.", parent, busy))
    elif cpu >= 2 * ENOUGH:
        found += _computing_processes(parent, siblings, cpu, held, busy, lived,
                                      not all(map(_processor_known, threads)))
    if n >= 3 and idle >= IDLE * lives and n > cpus:
        side_by_side = min(cpus, gain) if cpu > outside else gain
        found.append(_idle_verdict(parent, siblings, "process", idle, lives, side_by_side))
    return found


def _computing_processes(parent, siblings, cpu, held, busy, lived, guessed):
    n, cpus = len(siblings), max(1, parent.cpus)
    gain = busy / lived
    who = count(n, "process", "processes")
    what = f"{duration(busy)} of {'running' if guessed else 'computing'} took {duration(lived)}"
    starved = held >= 1.5 * cpu and cpu < 0.7 * min(n, cpus) * lived       # others used the processors
    found = []
    if guessed and gain >= cpus:
        found.append(Verdict("parallel", f"{who} run in parallel, each with a GIL of its own, as far as there are "
                             f"processors: {cpus} at a time.", "", parent, busy))
    elif guessed and gain < PARALLEL:
        found.append(Verdict("parallel", f"{who} run side by side for {duration(lived)}, each with a GIL of its own. "
                             f"They were ended from outside, so it is not known how long they had a processor.", "",
                             parent, busy))
    elif gain >= PARALLEL:
        found.append(Verdict("parallel", f"{who} run in parallel, each with a GIL of its own: {what}, {times(gain)} "
                             f"times as fast as in one process, on {count(cpus, 'processor')}.", "", parent, busy))
    elif cpus < 2:
        found.append(Verdict("little gain", f"{who} gain nothing, since there is one processor for them: {what}.", "",
                             parent,
                             busy))
    elif lived >= 10 * ENOUGH:
        found.append(Verdict("little gain", f"{who} gain little: {what}, on {count(cpus, 'processor')}"
                             + (", which something else used meanwhile." if starved else "."), "" if starved else
                             "Give each more work at a time: starting a process and sending data to it cost as much as "
                             "they save.", parent, busy))
    computing = [p for p in siblings if sum(map(_computed, p.threads)) >= MS]
    crowd = max(map(len, batches(computing)), default=0)
    if crowd > cpus and (cpu >= 0.6 * cpus * lived or held >= 1.3 * cpu):
        wanted = "the others wait for one" if held < 1.3 * cpu else f"they wanted one for {duration(held)}" + (
            "" if guessed else f" and had one for {duration(cpu)}")
        found.append(Verdict("too many processes",
                             f"{crowd} processes compute at a time, on {count(cpus, 'processor')}: "
                             f"{wanted}.", f"{cpus} at a time would take as long, with less memory and time to start.",
                             parent,
                             max(held - cpu, 0)))
    return found


# -- Nothing to blame -------------------------------------------------------------------------------------------

def _one_thread(process):
    thread = process.threads[0]
    outside = thread.call.ns
    if outside > thread.span_ns / 2 and process.span_ns >= ENOUGH:
        name, s = main_call([thread])
        children = thread.calls.get("vfork and execve")
        if children is not None and name in ("wait4", "read", "poll", "select", "recv", "sleep"):
            return [Verdict("one thread", f"One thread, which has nobody to share the GIL with. It waited "
                            f"{duration(outside)} of {duration(thread.span_ns)}, most of it in {name}, for "
                            f"{count(children.count, 'program')} that it "
                            f"started{'; these ran side by side' if children.count > 1 else ''}.", "", process,
                            outside)]
        return [Verdict("one thread", f"One thread, which has nobody to share the GIL with. It waited "
                        f"{duration(outside)} of {duration(thread.span_ns)}, most of it in {name} ({s.count:,} times, "
                        f"{duration(s.mean)} each), one call after another.",
                        "In threads the calls would wait side by side: the GIL is free meanwhile."
                        if s.count > 1 else "", process, outside)]
    ran = thread.run.ns + thread.collect.ns
    return [Verdict("one thread", "One thread, which has nobody to share the GIL with: it ran "
                    f"{duration(ran)} of {duration(thread.span_ns)} and waited for the GIL "
                    f"{duration(thread.wait.ns) if thread.wait.ns else 'never'}.",
                    "If its work can be divided, processes can share it; threads would take turns."
                    if ran >= 2 * ENOUGH else "", process, 0)]


def _nothing(recording):
    threads = recording.threads
    waited = sum(t.wait.ns for t in threads)
    lives = sum(t.span_ns for t in threads)
    return [Verdict("nothing", f"Nothing stands out: waiting for the GIL took "
                    f"{percent(waited, lives).replace('-', 'none')} of the time of {count(len(threads), 'thread')}.",
                    "", recording.processes[0], waited)]
