"""Text as a time: what time.strptime() and datetime.strptime() are built on."""

import time
from datetime import date as _date, timedelta as _timedelta, timezone as _timezone

_DIGIT = "0123456789"
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# What a number may look like: alternatives, each a class of characters for each place.
_NUMBERS = {
    "d": (("3", "01"), ("12", _DIGIT), ("0", "123456789"), ("123456789",), (" ", "123456789")),
    "H": (("2", "0123"), ("01", _DIGIT), (_DIGIT,)),
    "I": (("1", "012"), ("0", "123456789"), ("123456789",)),
    "j": (("3", "6", "0123456"), ("3", "012345", _DIGIT), ("12", _DIGIT, _DIGIT), ("0", "123456789", _DIGIT),
          ("0", "0", "123456789"), ("123456789", _DIGIT), ("0", "123456789"), ("123456789",)),
    "m": (("1", "012"), ("0", "123456789"), ("123456789",)),
    "M": (("012345", _DIGIT), (_DIGIT,)),
    "S": (("6", "01"), ("012345", _DIGIT), (_DIGIT,)),
    "U": (("5", "0123"), ("01234", _DIGIT), (_DIGIT,)),
    "V": (("5", "0123"), ("0", "123456789"), ("1234", _DIGIT), (_DIGIT,)),
    "w": (("0123456",),),
    "u": (("1234567",),),
    "y": ((_DIGIT, _DIGIT),),
    "Y": ((_DIGIT, _DIGIT, _DIGIT, _DIGIT),),
    "f": tuple((_DIGIT,) * n for n in range(6, 0, -1)),
}
_NUMBERS["W"] = _NUMBERS["U"]
_NUMBERS["G"] = _NUMBERS["Y"]

_COMPOSED = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S"}


def _names(letter):
    # The words that a directive stands for, the longest first.
    if letter == "A":
        words = _DAYS
    elif letter == "a":
        words = [day[:3] for day in _DAYS]
    elif letter == "B":
        words = _MONTHS
    elif letter == "b":
        words = [month[:3] for month in _MONTHS]
    elif letter == "p":
        words = ("am", "pm")
    else:
        words = {"utc", "gmt", time.tzname[0].lower(), time.tzname[1].lower()}
    return sorted(words, key=len, reverse=True)


def _offset_ends(s, i):
    # [+-]HH[:]MM[[:]SS[.f]] or Z: the places where it may end.
    if s[i:i + 1] == "Z":
        return [i + 1]
    if s[i:i + 1] not in ("+", "-"):
        return []

    def two(at, first):
        return len(s) >= at + 2 and s[at] in first and s[at + 1] in _DIGIT

    if not two(i + 1, _DIGIT):
        return []
    at = i + 3 + (s[i + 3:i + 4] == ":")
    if not two(at, "012345"):
        return []
    ends = [at + 2]
    at += 2 + (s[at + 2:at + 3] == ":")
    if two(at, "012345"):
        ends.append(at + 2)
        at += 2
        if s[at:at + 1] == ".":
            for n in range(1, 7):
                if s[at + n:at + n + 1] in _DIGIT and at + n < len(s):
                    ends.append(at + n + 1)
                else:
                    break
    return ends[::-1]


def _fits(places, s, i):
    return len(s) >= i + len(places) and all(s[i + k] in place for k, place in enumerate(places))


def _ends(piece, s, i):
    # Where a piece of the format may end in s if it begins at i, the most wanted first.
    kind, what = piece
    if kind == "text":
        return [i + 1] if s[i:i + 1].lower() == what else []
    if kind == "space":
        n = len(s) - i - len(s[i:].lstrip())
        return range(i + n, i, -1)
    if what == "z":
        return _offset_ends(s, i)
    numbers = _NUMBERS.get(what)
    if numbers:
        return [i + len(places) for places in numbers if _fits(places, s, i)]
    text = s[i:].lower()
    return [i + len(word) for word in _names(what) if text.startswith(word)]


def _pieces(format):
    # The format as ("text", character), ("space", ""), ("field", letter).
    pieces = []
    i, n = 0, len(format)
    seen = set()
    while i < n:
        c = format[i]
        if c.isspace():
            if not pieces or pieces[-1][0] != "space":
                pieces.append(("space", ""))
        elif c != "%":
            pieces.append(("text", c.lower()))
        else:
            i += 1
            if i == n:
                raise ValueError(f"stray % in format '{format}'")
            letter = format[i]
            if letter == "%":
                pieces.append(("text", "%"))
            elif letter in _COMPOSED:
                pieces += _pieces(_COMPOSED[letter])
            elif letter in _NUMBERS or letter in "AaBbpZz":
                if letter in seen:
                    raise ValueError(f"directive '%{letter}' twice in format '{format}'")
                seen.add(letter)
                pieces.append(("field", letter))
            else:
                bad = letter if letter != "\\" else "%"
                raise ValueError(f"'{bad}' is a bad directive in format '{format}'")
        i += 1
    return pieces


def _match(pieces, s):
    # {letter: text} and the end of the match, or None: depth first over the places where each piece may end.
    starts = [0]
    choices = []
    while len(choices) < len(pieces):
        choices.append(iter(_ends(pieces[len(choices)], s, starts[-1])))
        while True:
            end = next(choices[-1], None)
            if end is not None:
                starts.append(end)
                break
            choices.pop()
            if not choices:
                return None
            starts.pop()
    fields = {what: s[a:b] for (kind, what), a, b in zip(pieces, starts, starts[1:]) if kind == "field"}
    return fields, starts[-1]


def _offset_seconds(text):
    # "+HH:MM:SS.f" -> seconds, microseconds
    if text == "Z":
        return 0, 0
    whole = text
    text, _, fraction = text.partition(".")
    if text[3] == ":":
        if len(text) > 6 and text[6] != ":":
            raise ValueError(f"Inconsistent use of : in {whole}")
        text = text.replace(":", "")
    hours, minutes, seconds = int(text[1:3]), int(text[3:5]), int(text[5:] or 0)
    sign = -1 if text[0] == "-" else 1
    return sign * (hours * 3600 + minutes * 60 + seconds), sign * int((fraction + "000000")[:6])


def _day_of_week_year(year, week, weekday, monday_first):
    # The day of the year of a weekday in week 0, 1 ... as %W and %U count.
    first = _date(year, 1, 1).weekday()
    if not monday_first:
        first = (first + 1) % 7
        weekday = (weekday + 1) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + (7 - first) % 7 + 7 * (week - 1) + weekday


def _strptime(string, format="%a %b %d %H:%M:%S %Y"):
    """The parsed fields as (tuple of 11, microseconds of the second, microseconds of the offset)."""
    for i, arg in enumerate((string, format)):
        if not isinstance(arg, str):
            raise TypeError(f"strptime() argument {i} must be str, not {type(arg)!r}")
    found = _match(_pieces(format), string)
    if found is None:
        raise ValueError(f"time data {string!r} does not match format {format!r}")
    fields, end = found
    if end != len(string):
        raise ValueError(f"unconverted data remains: {string[end:]}")

    year = iso_year = week = iso_week = weekday = yday = None
    month = day = 1
    hour = minute = second = us = 0
    dst, offset, offset_us, zone = -1, None, 0, None
    monday_first = True
    for letter, text in fields.items():
        if letter == "y":
            year = int(text)
            year += 2000 if year <= 68 else 1900
        elif letter == "Y":
            year = int(text)
        elif letter == "G":
            iso_year = int(text)
        elif letter == "m":
            month = int(text)
        elif letter == "B":
            month = _MONTHS.index(text.lower()) + 1
        elif letter == "b":
            month = [name[:3] for name in _MONTHS].index(text.lower()) + 1
        elif letter == "d":
            day = int(text)
        elif letter == "H":
            hour = int(text)
        elif letter == "I":
            hour = int(text) % 12 + (12 if fields.get("p", "").lower() == "pm" else 0)
            if "p" not in fields:
                hour = 0 if int(text) == 12 else int(text)
        elif letter == "M":
            minute = int(text)
        elif letter == "S":
            second = int(text)
        elif letter == "f":
            us = int((text + "00000")[:6])
        elif letter == "A":
            weekday = _DAYS.index(text.lower())
        elif letter == "a":
            weekday = [name[:3] for name in _DAYS].index(text.lower())
        elif letter == "w":
            weekday = (int(text) - 1) % 7
        elif letter == "u":
            weekday = int(text) - 1
        elif letter == "j":
            yday = int(text)
        elif letter in "UW":
            week, monday_first = int(text), letter == "W"
        elif letter == "V":
            iso_week = int(text)
        elif letter == "z":
            offset, offset_us = _offset_seconds(text)
        elif letter == "Z":
            zone = text
            if text.lower() in ("utc", "gmt"):
                dst = 0
            elif time.tzname[0] != time.tzname[1] or not time.daylight:
                dst = 0 if text.lower() == time.tzname[0].lower() else 1

    if iso_year is not None:
        if yday is not None:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive '%G'. "
                             "Use '%Y' instead.")
        if iso_week is None or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' and a "
                             "weekday directive ('%A', '%a', '%w', or '%u').")
    elif iso_week is not None:
        if year is None or weekday is None:
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' and a "
                             "weekday directive ('%A', '%a', '%w', or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO "
                         "year '%G' instead.")

    leap_default = False
    if year is None:
        if month == 2 and day == 29:
            year, leap_default = 1904, True         # a leap year, so that the day exists
        else:
            year = 1900
    if yday is None and weekday is not None:
        if week is not None:
            yday = _day_of_week_year(year, week, weekday, monday_first)
        elif iso_year is not None and iso_week is not None:
            fourth = _date(iso_year, 1, 4)          # always in week 1
            year = iso_year
            yday = (fourth.toordinal() - fourth.weekday() + 7 * (iso_week - 1) + weekday
                    - _date(year, 1, 1).toordinal() + 1)
        if yday is not None and yday <= 0:
            year -= 1
            yday += 366 if _date(year, 12, 31).toordinal() - _date(year, 1, 1).toordinal() == 365 else 365
    if yday is None:
        yday = _date(year, month, day).toordinal() - _date(year, 1, 1).toordinal() + 1
    else:
        there = _date.fromordinal(yday - 1 + _date(year, 1, 1).toordinal())
        year, month, day = there.year, there.month, there.day
    if weekday is None:
        weekday = _date(year, month, day).weekday()
    if leap_default:
        year = 1900
    return (year, month, day, hour, minute, second, weekday, yday, dst, zone, offset), us, offset_us


def _strptime_time(string, format="%a %b %d %H:%M:%S %Y"):
    """What time.strptime() returns."""
    return time.struct_time(_strptime(string, format)[0])


def _strptime_datetime(cls, string, format="%a %b %d %H:%M:%S %Y"):
    """What cls.strptime() returns."""
    fields, us, offset_us = _strptime(string, format)
    zone, offset = fields[-2:]
    args = (*fields[:6], us)
    if offset is not None:
        span = _timedelta(seconds=offset, microseconds=offset_us)
        args += (_timezone(span, zone) if zone else _timezone(span),)
    return cls(*args)
