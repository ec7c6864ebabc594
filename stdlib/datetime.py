"""Dates, times of day, and the spans between them."""

import time as _time
from math import copysign as _copysign, floor as _floor, modf as _modf
from operator import index as _index

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")

MINYEAR = 1
MAXYEAR = 9999
_MAX_ORDINAL = 3652059              # 9999-12-31
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


# -- The calendar ------------------------------------------------------------------------------------------

_MONTH_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE_MONTH = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _MONTH_DAYS[month]


def _days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _day_of_year(year, month, day):
    return _BEFORE_MONTH[month] + (month > 2 and _is_leap(year)) + day


def _ordinal(year, month, day):
    # Days since 0001-01-00.
    return _days_before_year(year) + _day_of_year(year, month, day)


def _from_ordinal(n):
    # Counting in whole cycles of 400, 100, 4 and 1 years; the last day of a cycle would be in a fifth part.
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    leap = n1 == 3 and (n4 != 24 or n100 == 3)
    month = (n + 50) >> 5           # right, or one too high
    before = _BEFORE_MONTH[month] + (month > 2 and leap)
    if before > n:
        month -= 1
        before = _BEFORE_MONTH[month] + (month > 2 and leap)
    return year, month, n - before + 1


def _iso_week1_monday(year):
    first = _ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    monday = first - weekday
    return monday + 7 if weekday > 3 else monday


def _iso_to_ordinal(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53:
        # 53 weeks has a year that begins with a Thursday, and a leap year that begins with a Wednesday.
        first = _ordinal(year, 1, 1) % 7
        if not (week == 53 and (first == 4 or (first == 3 and _is_leap(year)))):
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid day: {day} (range is [1, 7])")
    return _iso_week1_monday(year) + (week - 1) * 7 + day - 1


# -- Checking ----------------------------------------------------------------------------------------------

def _need(name, position):
    raise TypeError(f"function missing required argument '{name}' (pos {position})")


def _check_date(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour, minute, second = _index(hour), _index(minute), _index(second)
    microsecond, fold = _index(microsecond), _index(fold)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond, fold


def _check_tzinfo(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{_name_of(tz)}'")


def _name_of(x):
    # A type as error messages name it: those of this module with their module.
    cls = type(x)
    return f"datetime.{cls.__qualname__}" if cls.__module__ == "datetime" else cls.__qualname__


def _cannot_compare(x, y):
    raise TypeError(f"can't compare {_name_of(x)} to {_name_of(y)}")


def _call_tzinfo(tz, method, arg):
    # utcoffset() or dst() of tz, checked.
    if tz is None:
        return None
    offset = getattr(tz, method)(arg)
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{method}() must return None or timedelta, not '{_name_of(offset)}'")
    if not -86400000000 < offset._us < 86400000000:
        raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and "
                         "timedelta(hours=24).")
    return offset


def _tz_name(tz, arg):
    if tz is None:
        return None
    name = tz.tzname(arg)
    if name is not None and not isinstance(name, str):
        raise TypeError(f"tzinfo.tzname() must return None or a string, not '{_name_of(name)}'")
    return name


# -- Text --------------------------------------------------------------------------------------------------

def _offset_text(offset, colon=":"):
    if offset is None:
        return ""
    us = offset._us
    sign = "-" if us < 0 else "+"
    seconds, us = divmod(abs(us), 1000000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{sign}{hours:02d}{colon}{minutes:02d}"
    if seconds or us:
        text += f"{colon}{seconds:02d}"
    if us:
        text += f".{us:06d}"
    return text


def _time_text(hour, minute, second, us, timespec):
    if timespec == "auto":
        timespec = "microseconds" if us else "seconds"
    if timespec == "seconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "microseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{us:06d}"
    if timespec == "milliseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{us // 1000:03d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    if timespec == "hours":
        return f"{hour:02d}"
    if not isinstance(timespec, str):
        raise TypeError(f"isoformat() argument 1 must be str, not {_name_of(timespec)}")
    raise ValueError("Unknown timespec value")


def _strftime(x, format, timetuple):
    # time.strftime() with the directives that a struct_time knows nothing of filled in.
    if not isinstance(format, str):
        raise TypeError(f"strftime() argument 1 must be str, not {_name_of(format)}")
    out = []
    i, n = 0, len(format)
    while i < n:
        at = format.find("%", i)
        if at < 0 or at + 1 >= n:
            break
        out.append(format[i:at])
        letter = format[at + 1]
        if letter == "f":
            out.append(f"{getattr(x, 'microsecond', 0):06d}")
        elif letter == "z":
            offset = x.utcoffset() if hasattr(x, "utcoffset") else None
            out.append(_offset_text(offset, ""))
        elif letter == "Z":
            name = x.tzname() if hasattr(x, "tzname") else None
            out.append((name or "").replace("%", "%%"))
        else:
            out.append("%" + letter)
        i = at + 2
    out.append(format[i:])
    return _time.strftime("".join(out), timetuple)


def _is_digits(s):
    return s.isascii() and s.isdigit()


def _digits(s):
    if not _is_digits(s):
        raise ValueError(s)
    return int(s)


def _parse_iso_date(s):
    # YYYY-MM-DD, YYYYMMDD, YYYY-Www[-D], YYYYWww[D]; ValueError for anything else.
    year = _digits(s[:4])
    dash = s[4:5] == "-"
    rest = s[4 + dash:]
    if rest[:1] == "W":
        week, day = _digits(rest[1:3]), 1
        rest = rest[3:]
        if len(s[4 + dash:]) < 3:
            raise ValueError(s)
        if rest:
            if (rest[0] == "-") != dash or len(rest) != 1 + dash:
                raise ValueError(s)
            day = _digits(rest[dash:])
        return _from_ordinal(_checked_ordinal(_iso_to_ordinal(year, week, day)))
    if len(rest) != 4 + dash or (dash and rest[2] != "-"):
        raise ValueError(s)
    return year, _digits(rest[:2]), _digits(rest[2 + dash:])


def _parse_clock(s, more=False):
    # HH[:MM[:SS[.f*]]], or without the colons -> [hour, minute, second, microsecond]. more: something follows.
    parts = [0, 0, 0, 0]
    colon = s[2:3] == ":"
    at = 0
    for i in range(3):
        if len(s) - at < 2:
            raise ValueError(s)
        parts[i] = _digits(s[at:at + 2])
        at += 2
        if at == len(s):
            return parts
        if s[at] in ".,":
            at += 1
            if at == len(s) and not more:
                raise ValueError(s)
            break
        if colon:
            if s[at] != ":":
                raise ValueError(s)
            at += 1
    fraction = s[at:]
    if fraction:
        _digits(fraction)
        parts[3] = int((fraction + "00000")[:6])
    return parts


def _parse_iso_time(s):
    # -> [hour, minute, second, microsecond], the offset or None
    at = min((i for i in map(s.find, "+-Z") if i >= 0), default=len(s))
    parts = _parse_clock(s[:at], at < len(s))
    offset = s[at + 1:]
    if at == len(s):
        return parts, None
    if s[at] == "Z":
        if offset:
            raise ValueError(s)
        return parts, timedelta(0)
    hours, minutes, seconds, us = _parse_clock(offset)
    offset = timedelta(0, seconds, us, 0, minutes, hours)
    return parts, -offset if s[at] == "-" else offset


def _zone(offset):
    return None if offset is None else timezone(offset)


# -- timedelta ---------------------------------------------------------------------------------------------

def _divide_nearest(a, b):
    # a / b to the nearest int, the even one of two.
    q, r = divmod(a, b)
    twice = 2 * r
    if (twice > b if b > 0 else twice < b) or (twice == b and q & 1):
        q += 1
    return q


class timedelta:
    """A span of time: the sum of the arguments, which are ints or floats of either sign."""

    __slots__ = ("_us", "_hash")            # all of it in microseconds

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        us = 0
        leftover = 0.0                      # fractions of microseconds
        for value, factor, name in ((microseconds, 1, "microseconds"), (milliseconds, 1000, "milliseconds"),
                                    (seconds, 1000000, "seconds"), (minutes, 60000000, "minutes"),
                                    (hours, 3600000000, "hours"), (days, 86400000000, "days"),
                                    (weeks, 604800000000, "weeks")):
            if isinstance(value, int):
                us += value * factor
            elif isinstance(value, float):
                fraction, whole = _modf(value)
                us += int(whole) * factor
                if fraction:
                    fraction, whole = _modf(fraction * factor)
                    us += int(whole)
                    leftover += fraction
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {_name_of(value)}")
        if leftover:
            whole = _floor(leftover + 0.5) if leftover > 0 else -_floor(-leftover + 0.5)
            if abs(whole - leftover) == 0.5:            # halfway: to the even sum
                odd = us & 1
                half = (leftover + odd) * 0.5
                whole = int(2 * _copysign(_floor(abs(half) + 0.5), half) - odd)
            us += whole
        return cls._from_us(us)

    @classmethod
    def _from_us(cls, us):
        days = us // 86400000000
        if not -999999999 <= days <= 999999999:
            if not -2147483648 <= days <= 2147483647:
                raise OverflowError("Python int too large to convert to C int")
            raise OverflowError(f"days={days}; must have magnitude <= 999999999")
        self = object.__new__(cls)
        self._us = us
        self._hash = -1
        return self

    @property
    def days(self):
        """The days; negative for a negative span."""
        return self._us // 86400000000

    @property
    def seconds(self):
        """The seconds beside the days: 0 to 86399."""
        return self._us % 86400000000 // 1000000

    @property
    def microseconds(self):
        """The microseconds beside the seconds: 0 to 999999."""
        return self._us % 1000000

    def total_seconds(self):
        """The whole span in seconds."""
        return self._us / 1000000

    def __repr__(self):
        parts = [f"{name}={value}" for name, value in (("days", self.days), ("seconds", self.seconds),
                                                       ("microseconds", self.microseconds)) if value]
        return f"{_name_of(self)}({', '.join(parts) or 0})"

    def __str__(self):
        days = self.days
        minutes, second = divmod(self.seconds, 60)
        hour, minute = divmod(minutes, 60)
        text = f"{hour}:{minute:02d}:{second:02d}"
        if days:
            text = f"{days} day{'' if abs(days) == 1 else 's'}, {text}"
        us = self.microseconds
        return f"{text}.{us:06d}" if us else text

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta._from_us(self._us + other._us)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._from_us(self._us - other._us)
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._from_us(other._us - self._us)
        return NotImplemented

    def __neg__(self):
        return timedelta._from_us(-self._us)

    def __pos__(self):
        return timedelta._from_us(self._us)

    def __abs__(self):
        return timedelta._from_us(abs(self._us))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._from_us(self._us * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._from_us(_divide_nearest(self._us * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._us // other._us
        if isinstance(other, int):
            return timedelta._from_us(self._us // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._us / other._us
        if isinstance(other, int):
            if other == 0:
                raise ZeroDivisionError("integer division or modulo by zero")
            return timedelta._from_us(_divide_nearest(self._us, other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            if a == 0:
                raise ZeroDivisionError("integer division or modulo by zero")
            return timedelta._from_us(_divide_nearest(b * self._us, a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta._from_us(self._us % other._us)
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._us, other._us)
            return q, timedelta._from_us(r)
        return NotImplemented

    def __eq__(self, other):
        return self._us == other._us if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._us < other._us if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._us <= other._us if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._us > other._us if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._us >= other._us if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        if self._hash == -1:
            self._hash = hash((self.days, self.seconds, self.microseconds))
        return self._hash

    def __bool__(self):
        return self._us != 0

    def __reduce__(self):
        return type(self), (self.days, self.seconds, self.microseconds)


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


# -- date --------------------------------------------------------------------------------------------------

def _checked_ordinal(n):
    if not 1 <= n <= _MAX_ORDINAL:
        raise OverflowError("date value out of range")
    return n


class _IsoCalendarDate(tuple):
    """What isocalendar() gives: a tuple whose items have the names year, week and weekday as well."""

    __slots__ = ()

    @property
    def year(self):
        return self[0]

    @property
    def week(self):
        return self[1]

    @property
    def weekday(self):
        return self[2]

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"

    def __reduce__(self):
        return tuple, (tuple(self),)


_IsoCalendarDate.__name__ = _IsoCalendarDate.__qualname__ = "IsoCalendarDate"


class date:
    """A day of the Gregorian calendar."""

    __slots__ = ("_year", "_month", "_day", "_hash")

    def __new__(cls, year=None, month=None, day=None):
        if month is None:
            if isinstance(year, bytes) and len(year) == 4 and 1 <= year[2] <= 12:       # pickled
                return cls._make((year[0] << 8) + year[1], year[2], year[3])
            if year is None:
                _need("year", 1)
            _need("month", 2)
        if day is None:
            _need("day", 3)
        return cls._make(*_check_date(year, month, day))

    @classmethod
    def _make(cls, year, month, day):
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hash = -1
        return self

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        """The local day at a number of seconds since 1970."""
        if isinstance(timestamp, float):
            if timestamp != timestamp:
                raise ValueError("Invalid value NaN (not a number)")
            if not -2.0 ** 63 <= timestamp < 2.0 ** 63:
                raise OverflowError("timestamp out of range for platform time_t")
            timestamp = _floor(timestamp)
        year, month, day = _time.localtime(timestamp)[:3]
        return cls(year, month, day)

    @classmethod
    def today(cls):
        """fromtimestamp(time.time())"""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, ordinal, /):
        """The day with the number that toordinal() gives."""
        ordinal = _index(ordinal)
        if ordinal < 1:
            raise ValueError("ordinal must be >= 1")
        if ordinal > _MAX_ORDINAL:
            raise ValueError(f"year {_from_ordinal(ordinal)[0]} is out of range")
        return cls(*_from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, string, /):
        """The day that a text in a form of ISO 8601 names."""
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            if len(string) not in (7, 8, 10):
                raise ValueError(string)
            year, month, day = _parse_iso_date(string)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {string!r}") from None
        return cls(year, month, day)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day that isocalendar() splits into these."""
        n = _iso_to_ordinal(_index(year), _index(week), _index(day))
        if not 1 <= n <= _MAX_ORDINAL:
            raise ValueError(f"year {_from_ordinal(n)[0]} is out of range")
        return cls(*_from_ordinal(n))

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def __repr__(self):
        return f"{_name_of(self)}({self._year}, {self._month}, {self._day})"

    def ctime(self):
        """As time.ctime() writes it."""
        return (f"{_DAY_NAMES[self.weekday()]} {_MONTH_NAMES[self._month - 1]} {self._day:2d} 00:00:00 "
                f"{self._year:04d}")

    def strftime(self, format):
        """As time.strftime()."""
        return _strftime(self, format, self.timetuple())

    def __format__(self, format, /):
        """strftime(format), or str() if that is empty."""
        if not isinstance(format, str):
            raise TypeError(f"__format__() argument 1 must be str, not {_name_of(format)}")
        return self.strftime(format) if format else str(self)

    def isoformat(self):
        """YYYY-MM-DD"""
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    def __str__(self):
        return self.isoformat()

    def timetuple(self):
        """As a time.struct_time."""
        y, m, d = self._year, self._month, self._day
        return _time.struct_time((y, m, d, 0, 0, 0, self.weekday(), _day_of_year(y, m, d), -1))

    def toordinal(self):
        """The number of the day: 1 is the first of January of the year 1."""
        return _ordinal(self._year, self._month, self._day)

    def weekday(self):
        """0 on Mondays, 6 on Sundays."""
        return (_ordinal(self._year, self._month, self._day) + 6) % 7

    def isoweekday(self):
        """1 on Mondays, 7 on Sundays."""
        return self.weekday() + 1

    def isocalendar(self):
        """Year, week and weekday as ISO 8601 counts them."""
        year = self._year
        monday = _iso_week1_monday(year)
        today = _ordinal(year, self._month, self._day)
        week, day = divmod(today - monday, 7)
        if week < 0:
            year -= 1
            week, day = divmod(today - _iso_week1_monday(year), 7)
        elif week >= 52 and today >= _iso_week1_monday(year + 1):
            year += 1
            week = 0
        return _IsoCalendarDate((year, week + 1, day + 1))

    def replace(self, year=None, month=None, day=None):
        """The same with other values for some fields."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    def __eq__(self, other):
        return self._parts() == other._parts() if isinstance(other, date) else NotImplemented

    def __lt__(self, other):
        return self._parts() < other._parts() if isinstance(other, date) else NotImplemented

    def __le__(self, other):
        return self._parts() <= other._parts() if isinstance(other, date) else NotImplemented

    def __gt__(self, other):
        return self._parts() > other._parts() if isinstance(other, date) else NotImplemented

    def __ge__(self, other):
        return self._parts() >= other._parts() if isinstance(other, date) else NotImplemented

    def _parts(self):
        return (self._year << 9) + (self._month << 5) + self._day

    def __hash__(self):
        if self._hash == -1:
            self._hash = hash(self._state()[0])
        return self._hash

    def __add__(self, other):
        if isinstance(other, timedelta):
            n = _checked_ordinal(self.toordinal() + other.days)
            return type(self)(*_from_ordinal(n))
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            n = _checked_ordinal(self.toordinal() - other.days)
            return type(self)(*_from_ordinal(n))
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _state(self):
        return bytes((self._year >> 8, self._year & 255, self._month, self._day)),

    def __reduce__(self):
        return type(self), self._state()


# -- tzinfo, timezone --------------------------------------------------------------------------------------

class tzinfo:
    """What all time zones derive from."""

    __slots__ = ()

    def tzname(self, dt, /):
        """The name of the zone at dt."""
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt, /):
        """How far local time is ahead of UTC at dt."""
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt, /):
        """How much of that is daylight saving."""
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt, /):
        """The local time for dt, which has this zone but counts in UTC."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc: non-None utcoffset() result required")
        dst = dt.dst()
        if dst is None:
            raise ValueError("fromutc: non-None dst() result required")
        delta = offset - dst                # the zone's standard offset
        if delta:
            dt += delta
            dst = dt.dst()
            if dst is None:
                raise ValueError("fromutc: tz.dst() gave inconsistent results; cannot convert")
        return dt + dst

    def __reduce__(self):
        getinitargs = getattr(self, "__getinitargs__", None)
        args = getinitargs() if getinitargs else ()
        return type(self), args, self.__getstate__()


_no_name = object()


class timezone(tzinfo):
    """A zone that is always as far from UTC."""

    __slots__ = ("_offset", "_name")

    def __new__(cls, offset=_no_name, name=_no_name):
        if offset is _no_name:
            raise TypeError("timezone() missing required argument 'offset' (pos 1)")
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {_name_of(offset)}")
        if name is _no_name:
            name = None
            if not offset:
                return cls.utc
        elif not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {_name_of(name)}")
        if not -86400000000 < offset._us < 86400000000:
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and "
                             f"timedelta(hours=24), not {offset!r}.")
        return cls._make(offset, name)

    @classmethod
    def _make(cls, offset, name):
        self = tzinfo.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __init_subclass__(cls, **kw):
        raise TypeError("type 'datetime.timezone' is not an acceptable base type")

    def __getinitargs__(self):
        """What the constructor was called with."""
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __reduce__(self):
        return type(self), self.__getinitargs__()

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is self.utc:
            return "datetime.timezone.utc"
        name = "" if self._name is None else f", {self._name!r}"
        return f"datetime.timezone({self._offset!r}{name})"

    def __str__(self):
        return self.tzname(None)

    def _check(self, dt, method):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f"{method}(dt) argument must be a datetime instance or None, not {_name_of(dt)}")

    def utcoffset(self, dt, /):
        """The offset it was made with."""
        self._check(dt, "utcoffset")
        return self._offset

    def tzname(self, dt, /):
        """The name it was made with, or one made of the offset."""
        self._check(dt, "tzname")
        if self._name is not None:
            return self._name
        return "UTC" + _offset_text(self._offset) if self._offset else "UTC"

    def dst(self, dt, /):
        """Nobody knows: None."""
        self._check(dt, "dst")
        return None

    def fromutc(self, dt, /):
        """The local time for dt, which has this zone but counts in UTC."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset


UTC = timezone.utc = timezone._make(timedelta(0), None)
timezone.min = timezone._make(-timedelta(hours=23, minutes=59), None)
timezone.max = timezone._make(timedelta(hours=23, minutes=59), None)


# -- time --------------------------------------------------------------------------------------------------

def _pickled_time(state, at):
    # hour, minute, second, microsecond, fold out of six bytes of a pickle; None if they cannot be that.
    hour = state[at]
    fold = hour >> 7
    hour &= 0x7f
    if hour > 23:
        return None
    return hour, state[at + 1], state[at + 2], int.from_bytes(state[at + 3:at + 6], "big"), fold


class time:
    """A time of day, with or without a zone."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold", "_hash")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if isinstance(hour, bytes) and len(hour) == 6:
            parts = _pickled_time(hour, 0)
            if parts:
                tzinfo = minute or None
                _check_tzinfo(tzinfo)
                return cls._make(*parts, tzinfo)
        parts = _check_time(hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        return cls._make(*parts, tzinfo)

    @classmethod
    def _make(cls, hour, minute, second, microsecond, fold, tzinfo):
        self = object.__new__(cls)
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._fold = fold
        self._hash = -1
        return self

    @classmethod
    def fromisoformat(cls, string, /):
        """The time that a text in a form of ISO 8601 names."""
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            text = string[1:] if string[:1] == "T" else string
            parts, offset = _parse_iso_time(text)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {string!r}") from None
        return cls(*parts, _zone(offset))

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def utcoffset(self):
        """What the zone says; None without one."""
        return _call_tzinfo(self._tzinfo, "utcoffset", None)

    def dst(self):
        """What the zone says; None without one."""
        return _call_tzinfo(self._tzinfo, "dst", None)

    def tzname(self):
        """What the zone says; None without one."""
        return _tz_name(self._tzinfo, None)

    def __repr__(self):
        text = f"{self._hour}, {self._minute}"
        if self._second or self._microsecond:
            text += f", {self._second}"
        if self._microsecond:
            text += f", {self._microsecond}"
        if self._fold:
            text += f", fold={self._fold}"
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        return f"{_name_of(self)}({text})"

    def isoformat(self, timespec="auto"):
        """HH:MM:SS[.ffffff][+HH:MM], or down to what timespec says: 'hours' ... 'microseconds'."""
        text = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        return text + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        """As time.strftime()."""
        return _strftime(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    __format__ = date.__format__

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """The same with other values for some fields."""
        return type(self)(self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    def _us(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond

    def _compare(self, other, equality):
        # What the two are to be compared by; None: they are never equal.
        if self._tzinfo is other._tzinfo:
            return self._us(), other._us()
        a, b = self.utcoffset(), other.utcoffset()
        if a == b:
            return self._us(), other._us()
        if a is None or b is None:
            if equality:
                return None
            raise TypeError("can't compare offset-naive and offset-aware times")
        return self._us() - a._us, other._us() - b._us

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        pair = self._compare(other, True)
        return pair is not None and pair[0] == pair[1]

    def __lt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._compare(other, False)
        return a < b

    def __le__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._compare(other, False)
        return a <= b

    def __gt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._compare(other, False)
        return a > b

    def __ge__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        a, b = self._compare(other, False)
        return a >= b

    def __hash__(self):
        if self._hash == -1:
            offset = (self.replace(fold=0) if self._fold else self).utcoffset()
            us = self._us()
            if offset is not None:
                us -= offset._us
            self._hash = hash(("time", us))
        return self._hash

    def _state(self, fold):
        state = bytes((self._hour | (self._fold << 7 if fold else 0), self._minute, self._second,
                       *self._microsecond.to_bytes(3, "big")))
        return (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce_ex__(self, protocol, /):
        return type(self), self._state(protocol > 3)

    def __reduce__(self):
        return self.__reduce_ex__(2)


time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)


# -- datetime ----------------------------------------------------------------------------------------------

_EPOCH_SECONDS = _ordinal(1970, 1, 1) * 86400
_MAX_FOLD = 24 * 3600


def _local(seconds):
    # Local time as seconds since the year 0, for UTC given so.
    y, m, d, hh, mm, ss = _time.localtime(seconds - _EPOCH_SECONDS)[:6]
    return _ordinal(y, m, d) * 86400 + hh * 3600 + mm * 60 + ss


def _local_to_utc(t, fold):
    # Two guesses at the offset, from both sides of a change that may lie near t.
    a = _local(t) - t
    u1 = t - a
    t1 = _local(u1)
    if t1 == t:
        u2 = u1 + (_MAX_FOLD if fold else -_MAX_FOLD)
        b = _local(u2) - u2
        if a == b:
            return u1
    else:
        b = t1 - u1
    u2 = t - b
    if _local(u2) == t:
        return u2
    if t1 == t:
        return u1
    return min(u1, u2) if fold else max(u1, u2)         # in a gap: there is no such local time


def _split_timestamp(timestamp):
    # Seconds and microseconds, rounded half to even.
    if isinstance(timestamp, float):
        if timestamp != timestamp:
            raise ValueError("Invalid value NaN (not a number)")
        if not -2.0 ** 63 <= timestamp < 2.0 ** 63:
            raise OverflowError("timestamp out of range for platform time_t")
        fraction, seconds = _modf(timestamp)
        us = round(fraction * 1e6)
        seconds = int(seconds)
        if us >= 1000000:
            return seconds + 1, us - 1000000
        if us < 0:
            return seconds - 1, us + 1000000
        return seconds, us
    return _index(timestamp), 0


class datetime(date):
    """A day and a time of it, with or without a zone."""

    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year=None, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None,
                *, fold=0):
        if day is None:
            if isinstance(year, bytes) and len(year) == 10 and 1 <= year[2] & 0x7f <= 12:       # pickled
                hour, minute, second, us, _ = _pickled_time(year, 4)
                _check_tzinfo(month)
                return cls._build((year[0] << 8) + year[1], year[2] & 0x7f, year[3], hour, minute, second, us,
                                  month, year[2] >> 7)
            if year is None:
                _need("year", 1)
            if month is None:
                _need("month", 2)
            _need("day", 3)
        year, month, day = _check_date(year, month, day)
        hour, minute, second, microsecond, fold = _check_time(hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        return cls._build(year, month, day, hour, minute, second, microsecond, tzinfo, fold)

    @classmethod
    def _build(cls, year, month, day, hour, minute, second, microsecond, tzinfo, fold):
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._fold = fold
        self._hash = -1
        return self

    hour = time.hour
    minute = time.minute
    second = time.second
    microsecond = time.microsecond
    tzinfo = time.tzinfo
    fold = time.fold

    @classmethod
    def _from_timestamp(cls, timestamp, utc, tz):
        seconds, us = _split_timestamp(timestamp)
        y, m, d, hh, mm, ss = (_time.gmtime if utc else _time.localtime)(seconds)[:6]
        ss = min(ss, 59)                    # a leap second
        fold = 0
        if not utc and tz is None:
            # The same local time a second time: is there a change of the clock within the day before?
            result = _ordinal(y, m, d) * 86400 + hh * 3600 + mm * 60 + ss
            if seconds - _MAX_FOLD + _EPOCH_SECONDS >= 86400:
                probe = _local(_EPOCH_SECONDS + seconds - _MAX_FOLD)
                transition = result - probe - _MAX_FOLD
                if transition < 0 and _local(_EPOCH_SECONDS + seconds + transition) == result:
                    fold = 1
        result = cls(y, m, d, hh, mm, ss, us, tz, fold=fold) if fold else cls(y, m, d, hh, mm, ss, us, tz)
        return tz.fromutc(result) if tz is not None else result

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The time in tz (None: here, without a zone) at a number of seconds since 1970."""
        _check_tzinfo(tz)
        return cls._from_timestamp(timestamp, tz is not None, tz)

    @classmethod
    def utcfromtimestamp(cls, timestamp, /):
        """The time in UTC, without a zone, at a number of seconds since 1970."""
        return cls._from_timestamp(timestamp, True, None)

    @classmethod
    def now(cls, tz=None):
        """fromtimestamp(time.time(), tz)"""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """utcfromtimestamp(time.time())"""
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """The time on the day, with the time's zone or another."""
        if not isinstance(date, _date):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {_name_of(date)}")
        if not isinstance(time, _clock_time):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {_name_of(time)}")
        if tzinfo is True:
            tzinfo = time._tzinfo
        if time._fold:
            return cls(date._year, date._month, date._day, time._hour, time._minute, time._second,
                       time._microsecond, tzinfo, fold=1)
        return cls(date._year, date._month, date._day, time._hour, time._minute, time._second,
                   time._microsecond, tzinfo)

    @classmethod
    def fromisoformat(cls, string, /):
        """The day and time that a text in a form of ISO 8601 names."""
        if not isinstance(string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            if len(string) < 7:
                raise ValueError(string)
            at = _end_of_iso_date(string)
            year, month, day = _parse_iso_date(string[:at])
            parts, offset = _parse_iso_time(string[at + 1:]) if len(string) > at else ((), None)
        except ValueError:
            raise ValueError(f"Invalid isoformat string: {string!r}") from None
        return cls(year, month, day, *parts, tzinfo=_zone(offset))

    @classmethod
    def strptime(cls, string, format, /):
        """Reads a text as time.strptime() does."""
        if not isinstance(string, str):
            raise TypeError(f"strptime() argument 1 must be str, not {_name_of(string)}")
        if not isinstance(format, str):
            raise TypeError(f"strptime() argument 2 must be str, not {_name_of(format)}")
        import _strptime
        return _strptime._strptime_datetime(cls, string, format)

    def timetuple(self):
        """As a time.struct_time."""
        dst = self.dst()
        dst = -1 if dst is None else 1 if dst else 0
        return self._struct(dst)

    def _struct(self, dst):
        y, m, d = self._year, self._month, self._day
        return _time.struct_time((y, m, d, self._hour, self._minute, self._second, self.weekday(),
                                  _day_of_year(y, m, d), dst))

    def utctimetuple(self):
        """As a time.struct_time in UTC."""
        offset = self.utcoffset()
        return (self - offset if offset else self)._struct(0)

    def timestamp(self):
        """Seconds since 1970; without a zone it is taken for local time."""
        if self._tzinfo is None:
            seconds = self.toordinal() * 86400 + self._hour * 3600 + self._minute * 60 + self._second
            return _local_to_utc(seconds, self._fold) - _EPOCH_SECONDS + self._microsecond / 1e6
        return (self - _EPOCH).total_seconds()

    def date(self):
        """The day."""
        return _date._make(self._year, self._month, self._day)

    def time(self):
        """The time of day, without the zone."""
        return _clock_time._make(self._hour, self._minute, self._second, self._microsecond, self._fold, None)

    def timetz(self):
        """The time of day, with the zone."""
        return _clock_time._make(self._hour, self._minute, self._second, self._microsecond, self._fold,
                                 self._tzinfo)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        """The same with other values for some fields."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day, self._hour if hour is None else hour,
                          self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo,
                          fold=self._fold if fold is None else fold)

    def _local_zone(self):
        # The zone of this naive local, or UTC, time.
        if self._tzinfo is None:
            seconds = self.toordinal() * 86400 + self._hour * 3600 + self._minute * 60 + self._second
            seconds = _local_to_utc(seconds, self._fold) - _EPOCH_SECONDS
        else:
            seconds = (self - _EPOCH) // timedelta(seconds=1)
        there = _time.localtime(seconds)
        return timezone(timedelta(seconds=there.tm_gmtoff), there.tm_zone)

    def astimezone(self, tz=None):
        """The same moment in another zone, the local one for None."""
        _check_tzinfo(tz)
        mine = self._tzinfo
        if mine is not None and mine is tz:
            return self
        offset = _call_tzinfo(mine, "utcoffset", self)
        if offset is None:
            naive = self.replace(tzinfo=None) if mine is not None else self
            mine = naive._local_zone()
            if mine is tz:
                return self
            offset = mine.utcoffset(self)
        utc = (self - offset).replace(tzinfo=UTC if tz is None else tz)
        if tz is None:
            tz = utc._local_zone()
            utc = utc.replace(tzinfo=tz)
        return tz.fromutc(utc)

    def ctime(self):
        """As time.ctime() writes it."""
        return (f"{_DAY_NAMES[self.weekday()]} {_MONTH_NAMES[self._month - 1]} {self._day:2d} "
                f"{self._hour:02d}:{self._minute:02d}:{self._second:02d} {self._year:04d}")

    def isoformat(self, sep="T", timespec="auto"):
        """YYYY-MM-DDTHH:MM:SS[.ffffff][+HH:MM], with sep for the T; timespec as time.isoformat()."""
        if not isinstance(sep, str) or len(sep) != 1:
            raise TypeError(f"isoformat() argument 1 must be a unicode character, not {_name_of(sep)}")
        text = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        return (f"{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}{text}"
                f"{_offset_text(self.utcoffset())}")

    def __repr__(self):
        text = f"{self._year}, {self._month}, {self._day}, {self._hour}, {self._minute}"
        if self._second or self._microsecond:
            text += f", {self._second}"
        if self._microsecond:
            text += f", {self._microsecond}"
        if self._fold:
            text += f", fold={self._fold}"
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        return f"{_name_of(self)}({text})"

    def __str__(self):
        return self.isoformat(" ")

    def utcoffset(self):
        """What the zone says; None without one."""
        return _call_tzinfo(self._tzinfo, "utcoffset", self)

    def dst(self):
        """What the zone says; None without one."""
        return _call_tzinfo(self._tzinfo, "dst", self)

    def tzname(self):
        """What the zone says; None without one."""
        return _tz_name(self._tzinfo, self)

    def _us(self):
        seconds = self.toordinal() * 86400 + self._hour * 3600 + self._minute * 60 + self._second
        return seconds * 1000000 + self._microsecond

    def _is_exception(self, offset):
        # Does the offset depend on fold? Such times equal none in another zone.
        return self.replace(fold=not self._fold).utcoffset() != offset

    def _compare(self, other, equality):
        if self._tzinfo is other._tzinfo:
            return self._us(), other._us()
        a, b = self.utcoffset(), other.utcoffset()
        if equality and (self._is_exception(a) or other._is_exception(b)):
            return None
        if a == b:
            return self._us(), other._us()
        if a is None or b is None:
            if equality:
                return None
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return self._us() - a._us, other._us() - b._us

    def _comparable(self, other):
        if isinstance(other, datetime):
            return True
        if isinstance(other, _date):
            _cannot_compare(self, other)
        return False

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return False if isinstance(other, _date) else NotImplemented
        pair = self._compare(other, True)
        return pair is not None and pair[0] == pair[1]

    def __lt__(self, other):
        if not self._comparable(other):
            return NotImplemented
        a, b = self._compare(other, False)
        return a < b

    def __le__(self, other):
        if not self._comparable(other):
            return NotImplemented
        a, b = self._compare(other, False)
        return a <= b

    def __gt__(self, other):
        if not self._comparable(other):
            return NotImplemented
        a, b = self._compare(other, False)
        return a > b

    def __ge__(self, other):
        if not self._comparable(other):
            return NotImplemented
        a, b = self._compare(other, False)
        return a >= b

    def _shifted(self, us):
        us += self._us()
        day, us = divmod(us, 86400000000)
        seconds, us = divmod(us, 1000000)
        year, month, day = _from_ordinal(_checked_ordinal(day))
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        cls = type(self)
        if cls is datetime:
            return cls._build(year, month, day, hour, minute, second, us, self._tzinfo, 0)
        return cls(year, month, day, hour, minute, second, us, self._tzinfo)

    def __add__(self, other):
        if isinstance(other, timedelta):
            return self._shifted(other._us)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._shifted(-other._us)
        if not isinstance(other, datetime):
            return NotImplemented
        us = self._us() - other._us()
        if self._tzinfo is not other._tzinfo:
            a, b = self.utcoffset(), other.utcoffset()
            if a != b:
                if a is None or b is None:
                    raise TypeError("can't subtract offset-naive and offset-aware datetimes")
                us += b._us - a._us
        return timedelta._from_us(us)

    def __hash__(self):
        if self._hash == -1:
            offset = (self.replace(fold=0) if self._fold else self).utcoffset()
            us = self._us()
            if offset is not None:
                us -= offset._us
            self._hash = hash(("datetime", us))
        return self._hash

    def _state(self, fold=False):
        month = self._month | (self._fold << 7 if fold else 0)
        state = bytes((self._year >> 8, self._year & 255, month, self._day, self._hour, self._minute,
                       self._second, *self._microsecond.to_bytes(3, "big")))
        return (state,) if self._tzinfo is None else (state, self._tzinfo)

    def __reduce_ex__(self, protocol, /):
        return type(self), self._state(protocol > 3)

    def __reduce__(self):
        return self.__reduce_ex__(2)


def _end_of_iso_date(s):
    # Where the date in front of a time ends, whatever the separator.
    dash = s[4] == "-"
    if s[4 + dash] != "W":
        return 10 if dash else 8
    if dash:
        # YYYY-Www-D, or YYYY-Www and a separator that is a dash and not followed by one digit alone
        return 10 if s[8:9] == "-" and s[9:10].isdigit() and not s[10:11].isdigit() else 8
    at = 7
    while at < len(s) and _is_digits(s[at]):
        at += 1
    if at < 9:
        return at
    return 7 if at % 2 == 0 else 8


_date, _clock_time = date, time         # under names that the methods' parameters do not hide

date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

for _class in (timedelta, date, datetime, time, tzinfo, timezone):
    _class.__module__ = "datetime"
del _class
