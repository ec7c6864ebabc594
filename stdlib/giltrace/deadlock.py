"""Circles of threads that wait for each other, by what each of them does last."""
from .recording import LOCK, LOCK_IMPORT, LOCK_JOIN, LOCK_LOCK
from .units import count, printable


def waits_for(thread):
    """The thread that it waits for in the end, or None."""
    if thread.ended or thread.state != LOCK or thread.state_call not in (LOCK_LOCK, LOCK_JOIN, LOCK_IMPORT):
        return None
    other = thread.process.thread(thread.other)
    return None if other is None or other.ended else other


def circles(process):
    """Lists of threads, each waiting for the next one and the last for the first."""
    found = []
    done = set()
    for thread in process.threads:
        path = []
        while thread is not None and thread.id not in done:
            done.add(thread.id)
            path.append(thread)
            thread = waits_for(thread)
        if thread in path:
            found.append(path[path.index(thread):])
    return found


def _link(thread, other):
    source = printable(thread.process.recording.source(thread.place))
    where = f" at {printable(thread.place.short)}" + (f" `{source}`" if source else "") if thread.place else ""
    if thread.state_call == LOCK_JOIN:
        return f"{printable(thread.label)} joins {printable(other.label)}{where}"
    if thread.state_call == LOCK_IMPORT:
        return f"{printable(thread.label)} waits{where} for a module that {printable(other.label)} imports"
    if thread is other:
        return f"{printable(thread.label)} waits{where} for lock {thread.value:#x}, which it has itself"
    return f"{printable(thread.label)} waits{where} for lock {thread.value:#x}, which {printable(other.label)} has"


def deadlocks(process, make):
    """A verdict for each circle."""
    found = []
    for circle in circles(process):
        links = [_link(thread, circle[(i + 1) % len(circle)]) for i, thread in enumerate(circle)]
        if len(circle) == 1:
            text = f"Deadlock: {links[0]}."
            remedy = "An RLock may be taken again by its owner; or let it go first."
        else:
            text = f"Deadlock of {count(len(circle), 'thread')}: {'; '.join(links)}."
            remedy = "Take locks in the same order everywhere, or with a timeout: acquire(timeout=...)."
        found.append(make("deadlock", text, remedy, process, max(t.end - t.since for t in circle)))
    return found
