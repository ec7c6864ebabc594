"""The reading and writing behind csv."""

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)

_dialects = {}
_field_limit = 128 * 1024


class Error(Exception):
    pass


# -- Dialects ------------------------------------------------------------------------------------------------

_DEFAULTS = {"delimiter": ",", "doublequote": True, "escapechar": None, "lineterminator": "\r\n",
             "quotechar": '"', "quoting": QUOTE_MINIMAL, "skipinitialspace": False, "strict": False}


def _check_char(name, value, optional):
    if optional and value is None:
        return
    if not isinstance(value, str):
        wanted = "string or None" if optional else "string"
        raise TypeError(f'"{name}" must be {wanted}, not {type(value).__name__}')
    if len(value) != 1:
        raise TypeError(f'"{name}" must be a 1-character string')


class Dialect:
    """A checked dialect. Keywords win over the attributes of the dialect given, these over the defaults."""

    __slots__ = tuple(["_" + name for name in _DEFAULTS])

    def __init__(self, dialect=None, **fields):
        for name in fields:
            if name not in _DEFAULTS:
                raise TypeError(f"{name!r} is an invalid keyword argument for this function")
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        if dialect is not None:
            for name in _DEFAULTS:
                if name not in fields and hasattr(dialect, name):
                    fields[name] = getattr(dialect, name)
        values = {**_DEFAULTS, **fields}
        _check_char("delimiter", values["delimiter"], False)
        _check_char("escapechar", values["escapechar"], True)
        end = values["lineterminator"]
        if end is not None and not isinstance(end, str):
            raise TypeError('"lineterminator" must be a string')
        _check_char("quotechar", values["quotechar"], True)
        quoting = values["quoting"]
        if type(quoting) is not int:
            raise TypeError('"quoting" must be an integer')
        if not QUOTE_MINIMAL <= quoting <= QUOTE_NONE:
            raise TypeError('bad "quoting" value')
        if values["quotechar"] is None and "quoting" not in fields:
            values["quoting"] = QUOTE_NONE
        if values["quoting"] != QUOTE_NONE and values["quotechar"] is None:
            raise TypeError("quotechar must be set if quoting enabled")
        if end is None:
            raise TypeError("lineterminator must be set")
        for name in ("doublequote", "skipinitialspace", "strict"):
            values[name] = bool(values[name])
        for name, value in values.items():
            object.__setattr__(self, "_" + name, value)

    def __setattr__(self, name, value):
        if name in _DEFAULTS:
            raise AttributeError(f"attribute {name!r} of '_csv.Dialect' objects is not writable")
        raise AttributeError(f"'_csv.Dialect' object has no attribute {name!r}")

    delimiter = property(lambda self: self._delimiter)
    doublequote = property(lambda self: self._doublequote)
    escapechar = property(lambda self: self._escapechar)
    lineterminator = property(lambda self: self._lineterminator)
    quotechar = property(lambda self: self._quotechar)
    quoting = property(lambda self: self._quoting)
    skipinitialspace = property(lambda self: self._skipinitialspace)
    strict = property(lambda self: self._strict)


def _make_dialect(dialect, fields):
    return dialect if isinstance(dialect, Dialect) and not fields else Dialect(dialect, **fields)


def register_dialect(name, dialect=None, **fmtparams):
    """Give a dialect a name."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _make_dialect(dialect, fmtparams)


def unregister_dialect(name):
    """Forget the dialect of this name."""
    try:
        del _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def get_dialect(name):
    """The dialect of this name."""
    try:
        return _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def list_dialects():
    """The names of all dialects."""
    return list(_dialects)


def field_size_limit(*limit):
    """How long a field may be; with an argument, set it and return what it was."""
    global _field_limit
    if len(limit) > 1:
        raise TypeError(f"field_size_limit() takes at most 1 argument ({len(limit)} given)")
    old = _field_limit
    if limit:
        if not isinstance(limit[0], int):
            raise TypeError("limit must be an integer")
        _field_limit = limit[0]
    return old


# -- Reading -------------------------------------------------------------------------------------------------

(_START_RECORD, _START_FIELD, _ESCAPED, _IN_FIELD, _IN_QUOTED, _ESCAPED_IN_QUOTED, _QUOTE_IN_QUOTED, _END,
 _AFTER_ESCAPED_NEWLINE) = range(9)


class Reader:
    """An iterator over the rows of lines, as lists of str."""

    def __init__(self, dialect, lines):
        self.dialect = dialect
        self.line_num = 0
        self._lines = lines

    def __iter__(self):
        return self

    def __next__(self):
        self._fields = []
        self._text = []             # characters of the field being read
        self._numeric = False
        self._state = _START_RECORD
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if not self._text and self._state != _IN_QUOTED:
                    raise
                if self.dialect.strict:
                    raise Error("unexpected end of data") from None
                self._save()
                return self._fields
            if not isinstance(line, str):
                raise Error(f"iterator should return strings, not {type(line).__name__} (the file should be "
                            "opened in text mode)")
            self.line_num += 1
            if self._state == _START_RECORD and self._split(line):
                return self._fields
            self._parse(line)
            if self._state == _START_RECORD:
                return self._fields

    def _split(self, line):
        # The quick way for lines that have nothing special in them.
        dialect = self.dialect
        if line.endswith("\r\n"):
            line = line[:-2]
        elif line.endswith(("\n", "\r")):
            line = line[:-1]
        if (not line or "\n" in line or "\r" in line or dialect.quoting == QUOTE_NONNUMERIC
                or dialect.skipinitialspace or len(line) > _field_limit
                or dialect.quotechar is not None and dialect.quotechar in line
                or dialect.escapechar is not None and dialect.escapechar in line
                or dialect.delimiter in "\r\n"):
            return False
        self._fields = line.split(dialect.delimiter)
        return True

    def _save(self):
        field = "".join(self._text)
        self._text = []
        if self._numeric:
            self._numeric = False
            field = float(field)
        self._fields.append(field)

    def _add(self, c):
        if len(self._text) >= _field_limit:
            raise Error(f"field larger than field limit ({_field_limit})")
        self._text.append(c)

    def _end_field(self, c):
        # At a delimiter, a newline or the end of the line ("").
        self._save()
        self._state = _START_RECORD if not c else _END if c in "\r\n" else _START_FIELD

    def _parse(self, line):
        dialect = self.dialect
        delimiter, escapechar = dialect.delimiter, dialect.escapechar
        quotechar = dialect.quotechar if dialect.quoting != QUOTE_NONE else None
        add = self._add
        for c in (*line, ""):
            state = self._state
            if state == _START_RECORD:
                if not c:
                    return
                if c in "\r\n":
                    self._state = _END
                    continue
                state = _START_FIELD
            if state == _AFTER_ESCAPED_NEWLINE:
                if not c:
                    continue
                state = _IN_FIELD
            if state == _START_FIELD:
                if c in "\r\n":
                    self._end_field(c)
                elif c == quotechar:
                    self._state = _IN_QUOTED
                elif c == escapechar:
                    self._state = _ESCAPED
                elif c == " " and dialect.skipinitialspace:
                    self._state = _START_FIELD
                elif c == delimiter:
                    self._end_field(c)
                else:
                    self._numeric = dialect.quoting == QUOTE_NONNUMERIC
                    add(c)
                    self._state = _IN_FIELD
            elif state == _IN_FIELD:
                if c in "\r\n" or c == delimiter and c != escapechar:
                    self._end_field(c)
                elif c == escapechar:
                    self._state = _ESCAPED
                else:
                    add(c)
            elif state == _ESCAPED:
                add(c or "\n")
                self._state = _AFTER_ESCAPED_NEWLINE if c and c in "\r\n" else _IN_FIELD
            elif state == _IN_QUOTED:
                if not c:
                    pass
                elif c == escapechar:
                    self._state = _ESCAPED_IN_QUOTED
                elif c == quotechar:
                    self._state = _QUOTE_IN_QUOTED if dialect.doublequote else _IN_FIELD
                else:
                    add(c)
            elif state == _ESCAPED_IN_QUOTED:
                add(c or "\n")
                self._state = _IN_QUOTED
            elif state == _QUOTE_IN_QUOTED:
                if c == quotechar:
                    add(c)
                    self._state = _IN_QUOTED
                elif c == delimiter:        # it wins here, should it be a newline
                    self._save()
                    self._state = _START_FIELD
                elif c in "\r\n":
                    self._end_field(c)
                elif not dialect.strict:
                    add(c)
                    self._state = _IN_FIELD
                else:
                    raise Error(f"'{delimiter}' expected after '{quotechar}'")
            elif not c:     # _END: only newlines may follow
                self._state = _START_RECORD
            elif c not in "\r\n":
                raise Error("new-line character seen in unquoted field - do you need to open the file in "
                            "universal-newline mode?")


# -- Writing -------------------------------------------------------------------------------------------------

class Writer:
    """Writes rows to something with a write method."""

    def __init__(self, dialect, write):
        self.dialect = dialect
        self._write = write
        self._special = {c for c in (dialect.delimiter, dialect.escapechar, dialect.quotechar,
                                     *dialect.lineterminator) if c is not None}

    def writerow(self, row):
        """Write one row; return what write() returned."""
        dialect = self.dialect
        try:
            values = iter(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        fields = []
        for value in values:
            quoted = (dialect.quoting == QUOTE_ALL
                      or dialect.quoting == QUOTE_NONNUMERIC and not _number(value))
            fields.append(self._field("" if value is None else str(value), quoted))
        if fields == [""]:      # else it would look like no field at all
            if dialect.quoting == QUOTE_NONE:
                raise Error("single empty field record must be quoted")
            fields = [dialect.quotechar * 2]
        return self._write(dialect.delimiter.join(fields) + dialect.lineterminator)

    def writerows(self, rows):
        """Write several rows."""
        for row in rows:
            self.writerow(row)

    def _field(self, text, quoted):
        dialect = self.dialect
        quotechar = dialect.quotechar
        if not self._special.isdisjoint(text):
            pieces = []
            for c in text:
                if c in self._special:
                    escape = True
                    if dialect.quoting != QUOTE_NONE:
                        if c == quotechar and dialect.doublequote:
                            pieces.append(c)
                            escape = False
                        elif c != quotechar and c != dialect.escapechar:
                            escape = False
                        quoted = quoted or not escape
                    if escape:
                        if dialect.escapechar is None:
                            raise Error("need to escape, but no escapechar set")
                        pieces.append(dialect.escapechar)
                pieces.append(c)
            text = "".join(pieces)
        return quotechar + text + quotechar if quoted else text


def _number(value):
    cls = type(value)
    return hasattr(cls, "__index__") or hasattr(cls, "__int__") or hasattr(cls, "__float__") or cls is complex


def reader(iterable, /, dialect=None, **fmtparams):
    """An iterator over the rows of an iterable of lines."""
    return Reader(_make_dialect(dialect, fmtparams), iter(iterable))


def writer(fileobj, /, dialect=None, **fmtparams):
    """An object that writes rows to a file."""
    write = getattr(fileobj, "write", None)
    if not callable(write):
        raise TypeError('argument 1 must have a "write" method')
    return Writer(_make_dialect(dialect, fmtparams), write)


Reader.__name__ = Reader.__qualname__ = "reader"
Writer.__name__ = Writer.__qualname__ = "writer"
