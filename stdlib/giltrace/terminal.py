"""Colours and width of what text is written to."""
import os

from .colors import TERMINAL

ESCAPE = "\x1b["


def wants_color(file):
    """Whether a person looks at it who did not ask for none (no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    try:
        return file.isatty()
    except (AttributeError, ValueError):
        return False


def can_show(file):
    """Whether more than ASCII may be written."""
    encoding = getattr(file, "encoding", None)
    try:
        "█▒─▁◆▏".encode(encoding or "utf-8")
    except (UnicodeError, LookupError):
        return False
    return True


def width_of(file, otherwise=80):
    """Columns of the terminal that file is, or $COLUMNS."""
    try:
        columns = int(os.environ.get("COLUMNS", 0))
        if columns <= 0:
            columns = os.get_terminal_size(file.fileno()).columns
    except (AttributeError, ValueError, OSError):
        columns = otherwise
    return max(40, columns) if columns > 0 else otherwise


class Style:
    """Paints text, or leaves it as it is."""

    def __init__(self, color):
        self.color = color

    def paint(self, text, number):
        """In one of 256 colours."""
        return f"{ESCAPE}38;5;{number}m{text}{ESCAPE}0m" if self.color and text.strip() else text

    def state(self, text, state):
        return self.paint(text, TERMINAL[state])

    def bold(self, text):
        return f"{ESCAPE}1m{text}{ESCAPE}0m" if self.color else text

    def dim(self, text):
        return f"{ESCAPE}2m{text}{ESCAPE}0m" if self.color else text


def wrapped(text, width, first="", rest=None):
    """Lines of at most that many columns; first and rest are what they begin with. Words are not cut."""
    rest = " " * len(first) if rest is None else rest
    line, lines = first, []
    for word in text.split():
        if len(line) + len(word) + (not line.endswith(" ")) > width and line.strip():
            lines.append(line.rstrip())
            line = rest
        line += ("" if not line or line.endswith(" ") else " ") + word
    lines.append(line.rstrip())
    return lines
