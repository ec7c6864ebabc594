"""How a log record becomes text: the three styles of format strings, and formatters."""

import time

__all__ = ["BASIC_FORMAT", "BufferingFormatter", "Formatter", "PercentStyle", "StrFormatStyle", "StringTemplateStyle"]

BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"

# -- Checking format strings ---------------------------------------------------------------------------------


def _skip(text, i, chars):
    while i < len(text) and text[i] in chars:
        i += 1
    return i


def _skip_word(text, i):
    while i < len(text) and (text[i].isalnum() or text[i] == "_"):
        i += 1
    return i


def _skip_number_or_star(text, i):
    return i + 1 if text[i:i + 1] == "*" else _skip(text, i, "0123456789")


def _has_percent_field(text):
    # Is there a %(name)s, with whatever flags, width and precision?
    at = text.find("%(")
    while at >= 0:
        i = _skip_word(text, at + 2)
        if i > at + 2 and text[i:i + 1] == ")":
            i = _skip_number_or_star(text, _skip(text, i + 1, "#0+ -"))
            if text[i:i + 1] == ".":
                end = _skip_number_or_star(text, i + 1)
                i = end if end > i + 1 else i
            if i < len(text) and text[i].lower() in "diouxefgcrsa%":
                return True
        at = text.find("%(", at + 1)
    return False


def _is_field(text):
    # name.attribute[index] ...
    i = _skip_word(text, 0)
    if i == 0:
        return False
    while i < len(text):
        if text[i] == ".":
            end = _skip_word(text, i + 1)
            if end == i + 1:
                return False
            i = end
        elif text[i] == "[":
            end = text.find("]", i)
            if end <= i + 1:
                return False
            i = end + 1
        else:
            return False
    return True


def _skip_number_or_field(text, i):
    end = _skip(text, i, "0123456789")
    if end == i and text[i:i + 1] == "{":
        name = _skip_word(text, i + 1)
        if name > i + 1 and text[name:name + 1] == "}":
            end = name + 1
    return end


def _is_format_spec(text):
    # [[fill]align][sign][#][0][width][grouping][.precision][type]; width and precision may be {fields}
    i = 0
    if text[1:2] and text[1] in "<>=^":
        i = 2
    elif text[:1] and text[0] in "<>=^":
        i = 1
    for optional in ("+- ", "#", "0"):
        if text[i:i + 1] and text[i] in optional:
            i += 1
    i = _skip_number_or_field(text, i)
    if text[i:i + 1] and text[i] in ",_":
        i += 1
    if text[i:i + 1] == ".":
        end = _skip_number_or_field(text, i + 1)
        if end == i + 1:
            return False
        i = end
    if text[i:i + 1] and text[i].lower() in "bcdefgnosx%":
        i += 1
    return i == len(text)


# -- Styles --------------------------------------------------------------------------------------------------


class PercentStyle:
    """Format strings for the operator %."""

    default_format = "%(message)s"
    asctime_format = "%(asctime)s"
    asctime_search = "%(asctime)"

    def __init__(self, fmt, *, defaults=None):
        self._fmt = fmt or self.default_format
        self._defaults = defaults

    def usesTime(self):
        """Is the time as text needed?"""
        return self._fmt.find(self.asctime_search) >= 0

    def validate(self):
        """ValueError if the format string is not one of this style."""
        if not _has_percent_field(self._fmt):
            raise ValueError(f"Invalid format '{self._fmt}' for '{self.default_format[0]}' style")

    def _values(self, record):
        if self._defaults:
            return self._defaults | record.__dict__
        return record.__dict__

    def _format(self, record):
        return self._fmt % self._values(record)

    def format(self, record):
        try:
            return self._format(record)
        except KeyError as exc:
            raise ValueError(f"Formatting field not found in record: {exc}")


class StrFormatStyle(PercentStyle):
    """Format strings for str.format()."""

    default_format = "{message}"
    asctime_format = "{asctime}"
    asctime_search = "{asctime"

    def _format(self, record):
        return self._fmt.format(**self._values(record))

    def validate(self):
        from string import Formatter as StringFormatter
        named = False
        try:
            for _, name, spec, conversion in StringFormatter().parse(self._fmt):
                if name:
                    if not _is_field(name):
                        raise ValueError(f"invalid field name/expression: {name!r}")
                    named = True
                if conversion and conversion not in "rsa":
                    raise ValueError(f"invalid conversion: {conversion!r}")
                if spec and not _is_format_spec(spec):
                    raise ValueError(f"bad specifier: {spec!r}")
        except ValueError as exc:
            raise ValueError(f"invalid format: {exc}")
        if not named:
            raise ValueError("invalid format: no fields")


class StringTemplateStyle(PercentStyle):
    """Format strings for string.Template."""

    default_format = "${message}"
    asctime_format = "${asctime}"
    asctime_search = "${asctime}"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        from string import Template
        self._tpl = Template(self._fmt)

    def usesTime(self):
        return self._fmt.find("$asctime") >= 0 or self._fmt.find(self.asctime_search) >= 0

    def _format(self, record):
        return self._tpl.substitute(**self._values(record))

    def validate(self):
        if not self._tpl.is_valid():
            raise ValueError("invalid format: bare '$' not allowed")
        if not self._tpl.get_identifiers():
            raise ValueError("invalid format: no fields")


_STYLES = {
    "%": (PercentStyle, BASIC_FORMAT),
    "{": (StrFormatStyle, "{levelname}:{name}:{message}"),
    "$": (StringTemplateStyle, "${levelname}:${name}:${message}"),
}


def style_of(sign):
    """The row of _STYLES."""
    if sign not in _STYLES:
        raise ValueError("Style must be one of: " + ",".join(_STYLES))
    return _STYLES[sign]


# -- Formatters ----------------------------------------------------------------------------------------------


class Formatter:
    """Makes text of records: of their attributes by a format string, then the exception, then the stack."""

    converter = time.localtime
    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = "%s,%03d"

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        """fmt is a format string of the style %, { or $, datefmt one for time.strftime()."""
        self._style = style_of(style)[0](fmt, defaults=defaults)
        if validate:
            self._style.validate()
        self._fmt = self._style._fmt
        self.datefmt = datefmt

    def formatTime(self, record, datefmt=None):
        """When the record was made."""
        when = self.converter(record.created)
        if datefmt:
            return time.strftime(datefmt, when)
        text = time.strftime(self.default_time_format, when)
        if self.default_msec_format:
            text = self.default_msec_format % (text, record.msecs)
        return text

    def formatException(self, ei):
        """The report of an exception, given as sys.exc_info() gives it."""
        import io
        import traceback
        out = io.StringIO()
        traceback.print_exception(ei[0], ei[1], ei[2], None, out)
        return out.getvalue().removesuffix("\n")

    def usesTime(self):
        """Does the format string ask for the time?"""
        return self._style.usesTime()

    def formatMessage(self, record):
        return self._style.format(record)

    def formatStack(self, stack_info):
        """For subclasses that want the stack to look different."""
        return stack_info

    def format(self, record):
        """The record as text. The exception's report stays with the record, for other handlers."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            text = _on_new_line(text, record.exc_text)
        if record.stack_info:
            text = _on_new_line(text, self.formatStack(record.stack_info))
        return text


def _on_new_line(text, more):
    return text + more if text[-1:] == "\n" else f"{text}\n{more}"


class BufferingFormatter:
    """Makes text of several records at once."""

    def __init__(self, linefmt=None):
        """linefmt is the formatter of the single records."""
        self.linefmt = linefmt or Formatter()

    def formatHeader(self, records):
        return ""

    def formatFooter(self, records):
        return ""

    def format(self, records):
        if not records:
            return ""
        return "".join([self.formatHeader(records), *map(self.linefmt.format, records), self.formatFooter(records)])


for _cls in PercentStyle, StrFormatStyle, StringTemplateStyle, Formatter, BufferingFormatter:
    _cls.__module__ = __package__       # where they are known
del _cls
