"""Tables as text: values with delimiters between them."""

import types
from _csv import (Error, reader, writer, register_dialect, unregister_dialect, get_dialect, list_dialects,
                  field_size_limit, QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE)
from _csv import Dialect as _Dialect
from io import StringIO

__all__ = ["QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "Error", "Dialect", "__doc__",
           "excel", "excel_tab", "field_size_limit", "reader", "writer", "register_dialect", "get_dialect",
           "list_dialects", "Sniffer", "unregister_dialect", "__version__", "DictReader", "DictWriter",
           "unix_dialect"]

__version__ = "1.0"


# -- Dialects as classes -------------------------------------------------------------------------------------

class Dialect:
    """Base of classes that describe a dialect by their attributes."""

    _name = ""
    _valid = False
    delimiter = None
    quotechar = None
    escapechar = None
    doublequote = None
    skipinitialspace = None
    lineterminator = None
    quoting = None

    def __init__(self):
        if self.__class__ != Dialect:
            self._valid = True
        try:
            _Dialect(self)
        except TypeError as error:
            raise Error(str(error))


class excel(Dialect):
    """What Excel writes."""
    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """What Excel writes with tabs."""
    delimiter = "\t"


class unix_dialect(Dialect):
    """What Unix programs write."""
    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\n"
    quoting = QUOTE_ALL


register_dialect("excel", excel)
register_dialect("excel-tab", excel_tab)
register_dialect("unix", unix_dialect)


# -- Rows as dictionaries ------------------------------------------------------------------------------------

class DictReader:
    """An iterator over rows as dictionaries; the keys are fieldnames, or else the first row."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._fieldnames = fieldnames
        self.restkey = restkey      # the key for values that are too many
        self.restval = restval      # the value of keys that are too many
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames     # reads the first row
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while row == []:        # empty lines
            row = next(self.reader)
        names = self.fieldnames
        result = dict(zip(names, row))
        if len(row) > len(names):
            result[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            result[name] = self.restval
        return result

    __class_getitem__ = classmethod(types.GenericAlias)


class DictWriter:
    """Writes dictionaries as rows in the order of fieldnames."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        self.fieldnames = fieldnames
        self.restval = restval
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        """Write the names as a row."""
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _dict_to_list(self, rowdict):
        if self.extrasaction == "raise":
            wrong = rowdict.keys() - self.fieldnames
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: "
                                 + ", ".join([repr(name) for name in wrong]))
        return (rowdict.get(key, self.restval) for key in self.fieldnames)

    def writerow(self, rowdict):
        """Write one row."""
        return self.writer.writerow(self._dict_to_list(rowdict))

    def writerows(self, rowdicts):
        """Write several rows."""
        return self.writer.writerows(map(self._dict_to_list, rowdicts))

    __class_getitem__ = classmethod(types.GenericAlias)


# -- Guessing ------------------------------------------------------------------------------------------------

def _is_word(c):
    return c.isalnum() or c == "_"


def _is_delimiter(c):
    return c != "" and not _is_word(c) and c not in "\n\"'"


def _quoted_at(data, i, before, after):
    # A quoted value that begins at i: (end, quote, delimiter, space after it) or None. before and after say
    # what must stand there: a delimiter, the same delimiter again ("same"), or an edge of the line.
    if before == "delimiter":
        delimiter = data[i]
        if not _is_delimiter(delimiter):
            return None
        space = " " if data[i + 1:i + 2] == " " else ""
        starts = (i + 1 + len(space),)
    else:
        delimiter = space = ""
        starts = (i,) if i == 0 or data[i - 1] == "\n" else ()
        if data[i] == "\n":
            starts += (i + 1,)
    for start in starts:
        quote = data[start:start + 1]
        if not quote or quote not in "\"'":
            continue
        end = start
        while (end := data.find(quote, end + 1)) >= 0:
            following = data[end + 1:end + 2]
            if after == "line":
                if following in ("", "\n"):
                    return end + 1, quote, delimiter, space
            elif after == "same":
                if following == delimiter:
                    return end + 2, quote, delimiter, space
            elif _is_delimiter(following):
                space = " " if data[end + 2:end + 3] == " " else ""
                return end + 2 + len(space), quote, following, space
    return None


def _find_quoted(data, before, after):
    found = []
    i = 0
    while i < len(data):
        if match := _quoted_at(data, i, before, after):
            found.append(match[1:])
            i = match[0]
        else:
            i += 1
    return found


def _has_doubled_quote(data, quote, delimiter):
    # Three quotes in one value, with nothing but punctuation between its ends and the outer ones?
    def reaches_edge(i, step):
        while True:
            c = data[i:i + 1] if i >= 0 else ""
            if c in ("", "\n") or delimiter in ("", c):
                return True
            if _is_word(c):
                return False
            i += step

    count = 0           # quotes in this stretch, the first of which follows an edge
    for i, c in enumerate(data):
        if c == "\n" or c == delimiter:
            count = 0
        elif c == quote:
            if count or reaches_edge(i - 1, -1):
                count += 1
            if count >= 3 and reaches_edge(i + 1, 1):
                return True
    return False


def _most_common(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return max(counts, key=counts.get) if counts else ""


class Sniffer:
    """Guesses the dialect of a sample and whether its first row is a header."""

    def __init__(self):
        self.preferred = [",", "\t", ";", " ", ":"]     # if several fit

    def sniff(self, sample, delimiters=None):
        """The dialect of the sample, as a class; delimiters: those that are possible."""
        guess = self._guess_quote_and_delimiter(sample, delimiters)
        quotechar, doublequote, delimiter, skipinitialspace = guess
        if not delimiter:
            delimiter, skipinitialspace = self._guess_delimiter(sample, delimiters)
        if not delimiter:
            raise Error("Could not determine delimiter")

        class dialect(Dialect):
            _name = "sniffed"
            lineterminator = "\r\n"
            quoting = QUOTE_MINIMAL

        dialect.doublequote = doublequote
        dialect.delimiter = delimiter
        dialect.quotechar = quotechar or '"'    # it must be something
        dialect.skipinitialspace = skipinitialspace
        return dialect

    def _guess_quote_and_delimiter(self, data, delimiters):
        # From quoted values and what stands beside them; the surest pattern first.
        for before, after in (("delimiter", "same"), ("line", "delimiter"), ("delimiter", "line"),
                              ("line", "line")):
            if found := _find_quoted(data, before, after):
                break
        else:
            return "", False, None, 0
        quote = _most_common([match[0] for match in found])
        seen = [match[1] for match in found if match[1] and (delimiters is None or match[1] in delimiters)]
        delimiter = _most_common(seen)
        skipinitialspace = 0
        if delimiter:
            skipinitialspace = seen.count(delimiter) == sum([bool(match[2]) for match in found])
            if delimiter == "\n":
                delimiter = ""
        return quote, _has_doubled_quote(data, quote, delimiter), delimiter, skipinitialspace

    def _guess_delimiter(self, data, delimiters):
        # A delimiter stands the same number of times in (nearly) every line. Ten lines more are looked at as
        # long as that leaves several characters or none.
        lines = [line for line in data.split("\n") if line]
        size = min(10, len(lines))
        frequencies = {chr(c): {} for c in range(127)}      # how many lines have it how often
        possible = {}

        def result(delimiter):
            return delimiter, lines[0].count(delimiter) == lines[0].count(delimiter + " ")

        for start in range(0, len(lines), size or 1):
            for line in lines[start:start + size]:
                for c, counts in frequencies.items():
                    n = line.count(c)
                    counts[n] = counts.get(n, 0) + 1
            modes = {}      # character: (usual number in a line, lines with it less the other lines)
            for c, counts in frequencies.items():
                if list(counts) != [0]:
                    usual = max(counts, key=counts.get)
                    modes[c] = usual, 2 * counts[usual] - sum(counts.values())
            total = min(start + size, len(lines))
            consistency = 1.0
            while not possible and consistency >= 0.9:
                possible = {c: mode for c, mode in modes.items()
                            if mode[0] > 0 and mode[1] > 0 and mode[1] / total >= consistency
                            and (delimiters is None or c in delimiters)}
                consistency -= 0.01
            if len(possible) == 1:
                return result(*possible)
        if not possible:
            return "", 0
        for delimiter in self.preferred:
            if delimiter in possible:
                return result(delimiter)
        return result(max(possible, key=lambda c: (possible[c], c)))

    def has_header(self, sample):
        """Do the columns differ in their first row, by type or length, from the rows after it?"""
        rows = reader(StringIO(sample), self.sniff(sample))
        header = next(rows)
        kinds = dict.fromkeys(range(len(header)))       # column: complex for numbers, else the length
        for checked, row in enumerate(rows):
            if checked > 20:
                break
            if len(row) != len(header):
                continue
            for column in list(kinds):
                try:
                    complex(row[column])
                    kind = complex
                except (ValueError, OverflowError):
                    kind = len(row[column])
                if kind != kinds[column]:
                    if kinds[column] is None:
                        kinds[column] = kind
                    else:
                        del kinds[column]       # not the same in all rows
        votes = 0
        for column, kind in kinds.items():
            if isinstance(kind, int):
                votes += 1 if len(header[column]) != kind else -1
            elif kind is None:      # there are no other rows
                votes += 1
            else:
                try:
                    complex(header[column])
                except ValueError:
                    votes += 1
                else:
                    votes -= 1
        return votes > 0
