"""Where the marks of a time axis are, and how they are called."""
from .units import exact


def ticks(span, most):
    """[(ns, text), ...]: up to that many round times from 0 to span. All have the same unit."""
    if span <= 0 or most < 1:
        return [(0, "0")]
    step = 1
    while span // step > most:
        leading = int(str(step)[0])
        step = step * 2 if leading in (1, 5) else step // 2 * 5
    return [(ns, _text(ns, step)) for ns in range(0, int(span) + 1, step)]


def _text(ns, step):
    if ns == 0:
        return "0"
    for unit, size in (("s", 10 ** 9), ("ms", 10 ** 6), ("us", 10 ** 3)):
        if step >= size or ns >= size * 10 and step >= size // 10:
            return f"{ns / size:g} {unit}"
    return exact(ns)
