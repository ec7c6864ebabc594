"""Where the marks of a time axis are, and how they are called."""

_UNITS = ("s", 10 ** 9), ("ms", 10 ** 6), ("us", 10 ** 3), ("ns", 1)


def ticks(span, most):
    """[(ns, text), ...]: up to that many round times from 0 to span. All have the same unit."""
    if span <= 0 or most < 1:
        return [(0, "0")]
    step = 1
    while span // step > most:
        leading = int(str(step)[0])
        step = step * 2 if leading in (1, 5) else step // 2 * 5
    unit, size = next((unit for unit in _UNITS if span >= unit[1] and step >= unit[1] // 1000), _UNITS[-1])
    return [(ns, f"{ns / size:g} {unit}" if ns else "0") for ns in range(0, int(span) + 1, step)]
