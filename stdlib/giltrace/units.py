"""Numbers as people read them."""

_UNITS = (("ns", 1), ("us", 10 ** 3), ("ms", 10 ** 6), ("s", 10 ** 9))


def _scaled(ns):
    """(151.0, "ms")"""
    for unit, size in _UNITS:
        value = ns / size
        if value < 999.5:
            break
    return value, unit


def duration(ns):
    """Three digits and a unit: 151 ms."""
    if ns <= 0:
        return "0"
    value, unit = _scaled(ns)
    if unit == "ns":
        return f"{value:.0f} ns"
    return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f} {unit}"


def brief(ns):
    """Two or three digits, at most seven characters: 9.0 us, 243 ms."""
    if ns <= 0:
        return "-"
    value, unit = _scaled(ns)
    return f"{value:.{1 if value < 9.95 and unit != 'ns' else 0}f} {unit}"


def exact(ns):
    """Without needless zeros: 5 ms."""
    text, _, unit = duration(ns).partition(" ")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text} {unit}" if unit else text


def percent(part, whole):
    """80 %, 0.3 %; -, if there is nothing."""
    if not whole or part <= 0:
        return "-"
    share = 100 * part / whole
    return f"{share:.0f} %" if share >= 9.95 else f"{share:.1f} %" if share >= 0.05 else "0 %"


def count(n, what, many=None):
    """1 thread, 2 threads; many: what several are called, if it is not "what" with an s."""
    return f"{n:,} {what}" if n == 1 else f"{n:,} {many or what + 's'}"


def times(x):
    """How many times as fast: 4.9."""
    return f"{x:.1f}" if x < 9.95 else f"{x:.0f}"


def printable(text):
    """Text of somebody else, in one line that does nothing to a terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "?" for c in text)


def cut(text, width):
    """At most that many characters."""
    text = printable(text)
    return text if len(text) <= width else text[:width - 3] + "..." if width > 3 else text[:width]


def shortened(text, width):
    """At most that many characters, the middle left out: names differ at both ends."""
    text = printable(text)
    if len(text) <= width:
        return text
    tail = (width - 3) // 2
    return text[:width - 3 - tail] + "..." + text[len(text) - tail:]


def fitted(label, width):
    """A thread's name, in at most that many characters: the usual ones are told apart by their number."""
    head, found, _ = label.partition(" (")
    if len(label) > width and found and head.startswith("Thread-") and len(head) <= width:
        return head
    return shortened(label, width)


def names_of(things, most=3):
    """The labels of threads or processes, in one phrase."""
    labels = [printable(thing.label) for thing in things]
    if len(labels) <= most:
        return " and ".join([", ".join(labels[:-1])] * (len(labels) > 1) + labels[-1:])
    return f"{labels[0]} to {labels[-1]}"
