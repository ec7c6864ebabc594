"""Signals: what the _signal module does, with numbers that know their names."""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum


def _is_signal(name):
    return name.startswith("SIG") and not name.startswith("SIG_")


Signals = _IntEnum._convert_("Signals", __name__, _is_signal)
Handlers = _IntEnum._convert_("Handlers", __name__, lambda name: name in ("SIG_DFL", "SIG_IGN"))
Sigmasks = _IntEnum._convert_("Sigmasks", __name__, lambda name: name in ("SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK"))


def _named(value, kind):
    """The member of an enumeration that stands for value; value itself if there is none."""
    if not isinstance(value, int):
        return value
    try:
        return kind(value)
    except ValueError:
        return value


def _number(value):
    try:
        return int(value)
    except (TypeError, ValueError):
        return value


def _names(numbers):
    return {_named(number, Signals) for number in numbers}


def signal(signalnum, handler):
    """Set the handler of a signal: a function of its number and the frame it interrupts, SIG_DFL or SIG_IGN."""
    return _named(_signal.signal(_number(signalnum), _number(handler)), Handlers)


def getsignal(signalnum):
    """The handler of a signal: None if it was not set from Python."""
    return _named(_signal.getsignal(signalnum), Handlers)


def pthread_sigmask(how, mask):
    """Change which signals this thread blocks. Returns the old set."""
    return _names(_signal.pthread_sigmask(how, mask))


def sigpending():
    """The signals that wait because they are blocked."""
    return _names(_signal.sigpending())


def sigwait(sigset):
    """Wait until one of these signals comes and take it. Returns it."""
    return _named(_signal.sigwait(sigset), Signals)


def valid_signals():
    """All signals there are."""
    return _names(_signal.valid_signals())
