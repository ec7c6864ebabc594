"""What the threads of a recording did, one state after another, and whether that can be true.

A stay is a tuple (start, end, state, name, flags, place, value, other, result): times in ns, one of recording.STATES,
and what it was in words: of CALL the system call, of WAIT what came before, of LOCK what kind of lock.
"""
from .recording import (CALL, COLLECT, END, EVENT, KEPT, LOCK, LOCK_NAMES, NO_VALUE, RUN, STATES, STATE_NAMES, WAIT,
                        WAIT_NAMES)


def decoded(thread):
    """(ns, state, call, flags, place, value, other, result) of each event that makes sense; place: a Place or None."""
    recording = thread.process.recording
    origin, rate = recording.origin, recording.rate
    places = thread.process.places
    known = len(places)
    last, end = origin, recording.end
    for ticks, state, call, flags, place, value, other, result in EVENT.iter_unpack(thread.events):
        if ticks < last or state > END or LOCK < state < 16 and state != COLLECT:
            continue        # the file was damaged
        ns = int((ticks - origin) * rate + 0.5)
        if ns > end:
            continue
        last = ticks
        yield (ns, state, call, flags, places[place] if place < known else None, value,
               other, result)


def stays(thread):
    """The thread's states in order. What came before the first event that is left is not known."""
    names = thread.process.call_names
    started = None
    for ns, state, call, flags, place, value, other, result in decoded(thread):
        if state < 16:
            if started is not None:
                yield start, ns, *started
            start = ns
            if state == CALL:
                name = names[call] if call < len(names) else "?"
            elif state == WAIT:
                name = WAIT_NAMES[call] if call < len(WAIT_NAMES) else "?"
            elif state == LOCK:
                name = LOCK_NAMES[call] if call < len(LOCK_NAMES) else "?"
            else:
                name = ""
            started = state, name, flags, place, None if value == NO_VALUE else value, other, result
        elif state == END:
            if started is not None:
                yield start, ns, *started
            return
    if started is not None:
        yield start, max(thread.end, start), *started


def instants(thread):
    """(ns, kind, flags, place, value, other) of what happened at one moment: recording.INSTANT_NAMES."""
    for ns, state, call, flags, place, value, other, result in decoded(thread):
        if state >= 16:
            yield ns, state, flags, place, value, other


def holds(thread):
    """(start, end) of the times at which the thread had the GIL."""
    start = end = None
    for stay in stays(thread):
        if stay[2] == RUN or stay[2] == COLLECT or stay[2] == CALL and stay[4] & KEPT:
            if stay[0] != end:
                if end is not None:
                    yield start, end
                start = stay[0]
            end = stay[1]
    if end is not None:
        yield start, end


def totals(thread, start, end):
    """([ns of each state], {call: [how often, ns, longest]}) of the stays between two times."""
    sums = [0] * len(STATES)
    calls = {}
    for a, b, state, name, *_ in stays(thread):
        a, b = max(a, start), min(b, end)
        if a < b or a == b and start <= a < end:
            sums[state] += b - a
            if state == CALL:
                entry = calls.setdefault(name, [0, 0, 0])
                entry[0] += 1
                entry[1] += b - a
                entry[2] = max(entry[2], b - a)
    return sums, calls


# -- Can it be true? --------------------------------------------------------------------------------------------

def check(recording, share=0.001, ns=2000):
    """What contradicts itself, in words; [] is what it should be."""
    return check_sums(recording, share, ns) + check_exclusive(recording) + check_counters(recording, share, ns)


def check_sums(recording, share=0.001, ns=2000):
    """Running, waiting, outside, on locks and collecting must make up a thread's life; share and ns may be missing."""
    wrong = []
    for thread in recording.threads:
        total = sum(s.ns for s in thread.states)
        if abs(total - thread.span_ns) > max(ns, share * thread.span_ns):
            wrong.append(f"{thread!r} lived {thread.span_ns} ns, its states make up {total}")
    return wrong


def check_exclusive(recording):
    """No two threads of one interpreter have the GIL at the same time."""
    wrong = []
    for process in recording.processes:
        spans = [(start, end, thread) for thread in process.threads for start, end in holds(thread)]
        spans.sort(key=lambda span: span[:2])
        for i in range(len(spans) - 1):
            if spans[i][1] > spans[i + 1][0] and spans[i][0] < spans[i + 1][1]:
                wrong.append(f"at {spans[i + 1][0]} both {spans[i][2]!r} and {spans[i + 1][2]!r} have the GIL")
    return wrong


def check_counters(recording, share=0.001, ns=2000):
    """The counters say what the events say, where none are lost."""
    wrong = []
    for thread in recording.threads:
        if thread.lost or not thread.events:
            continue
        sums, calls = totals(thread, thread.start, thread.end + 1)
        for state in STATES:
            counted = thread.states[state].ns
            if abs(counted - sums[state]) > max(ns, share * counted):
                wrong.append(f"{thread!r}: {STATE_NAMES[state]} {counted} ns by its counter, {sums[state]} by its "
                             f"events")
        counted = {name: s.count for name, s in thread.calls.items() if s.count}
        listed = {name: entry[0] for name, entry in calls.items()}
        if counted != listed:
            wrong.append(f"{thread!r}: calls {counted} by its counters, {listed} by its events")
    return wrong
