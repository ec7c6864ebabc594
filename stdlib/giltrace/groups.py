"""Threads, or processes, that live at the same time and should be judged together."""


def batches(things):
    """Lists of those whose lives overlap, directly or through others; things have `start` and `end`.

    The next one may start a moment before the last one has ended for good and is none of the batch: a thread is joined
    before its last event. So a touch of up to a millisecond, or a tenth of the shorter life, is no overlap."""
    found = []
    until = 0
    for thing in sorted(things, key=lambda thing: (thing.start, thing.end)):
        if found and until - thing.start > min(1_000_000, (thing.end - thing.start) / 10):
            found[-1].append(thing)
        else:
            found.append([thing])
            until = thing.end
        until = max(until, thing.end)
    return found


def union(things):
    """How long at least one of them lived."""
    total = until = 0
    for thing in sorted(things, key=lambda thing: thing.start):
        if thing.end > until:
            total += thing.end - max(thing.start, until)
            until = thing.end
    return total


def main_call(threads, leave_out=()):
    """(name, sum) of the system call in which the threads were longest, or ("", None)."""
    from .recording import add_sums
    by_name = {}
    for thread in threads:
        for name, s in thread.calls.items():
            if name not in leave_out:
                by_name.setdefault(name, []).append(s)
    sums = [(name, add_sums(s)) for name, s in by_name.items()]
    return max(sums, key=lambda item: item[1].ns, default=("", None))
