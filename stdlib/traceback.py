"""Tracebacks as text."""

import sys
import linecache

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list",
           "format_stack", "format_tb", "print_exc", "format_exc", "print_exception", "print_last",
           "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary", "TracebackException",
           "walk_stack", "walk_tb"]

_RECURSIVE_CUTOFF = 3       # more repetitions of a line than this are only counted
_UNIT = 2 if sys.implementation.name == "cpython" else 4   # bytes of an instruction, as tb_lasti counts them


class _Missing:
    def __repr__(self):
        return "<implicit>"


_missing = _Missing()

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


# -- Functions -----------------------------------------------------------------------------------------------

def print_list(extracted_list, file=None):
    """Print what extract_tb() or extract_stack() gave."""
    file = sys.stderr if file is None else file
    for item in StackSummary.from_list(extracted_list).format():
        print(item, file=file, end="")


def format_list(extracted_list):
    """The text of what extract_tb() or extract_stack() gave, as a list of strings."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Print the entries of a traceback."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """The text of the entries of a traceback, as a list of strings."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """The entries of a traceback, as a StackSummary."""
    return StackSummary._extract(_positions_tb(tb), limit=limit)


def _parse_value_tb(exc, value, tb):
    if (value is _missing) != (tb is _missing):
        raise ValueError("Both or neither of value and tb must be given")
    if value is not _missing:
        return value, tb
    if exc is None:
        return None, None
    if isinstance(exc, BaseException):
        return exc, exc.__traceback__
    raise TypeError(f"Exception expected for value, {type(exc).__name__} found")


def print_exception(exc, /, value=_missing, tb=_missing, limit=None, file=None, chain=True):
    """Print an exception with its traceback and those of its causes."""
    value, tb = _parse_value_tb(exc, value, tb)
    TracebackException(type(value), value, tb, limit=limit, compact=True).print(file=file, chain=chain)


def format_exception(exc, /, value=_missing, tb=_missing, limit=None, chain=True):
    """What print_exception() prints, as a list of strings."""
    value, tb = _parse_value_tb(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))


def format_exception_only(exc, /, value=_missing):
    """The last lines of what print_exception() prints, without any traceback."""
    if value is _missing:
        value = exc
    return list(TracebackException(type(value), value, None, compact=True).format_exception_only())


def print_exc(limit=None, file=None, chain=True):
    """Print the exception that is being handled."""
    print_exception(*sys.exc_info(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """What print_exc() prints, as a string."""
    return "".join(format_exception(*sys.exc_info(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the exception that ended the last interactive command."""
    if not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)


def print_stack(f=None, limit=None, file=None):
    """Print the calls that are in progress."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """What print_stack() prints, as a list of strings."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """The calls that are in progress, as a StackSummary, the innermost last."""
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    """Drop the local variables of all frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass        # still running
        tb = tb.tb_next


def walk_stack(f):
    """Yield (frame, line number) from a frame outwards."""
    if f is None:
        f = sys._getframe().f_back.f_back.f_back.f_back     # the caller of StackSummary.extract()
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Yield (frame, line number) for the entries of a traceback."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _positions_tb(tb):
    while tb is not None:
        lineno, end_lineno, colno, end_colno = _code_position(tb.tb_frame.f_code, tb.tb_lasti)
        # A traceback may carry a line of its own.
        yield tb.tb_frame, (tb.tb_lineno if lineno is None else lineno, end_lineno, colno, end_colno)
        tb = tb.tb_next


def _code_position(code, lasti):
    if lasti >= 0:
        positions = getattr(code, "co_positions", None)
        if positions is not None:
            index = lasti // _UNIT
            for i, position in enumerate(positions()):
                if i == index:
                    return position
    return None, None, None, None


# -- One frame -----------------------------------------------------------------------------------------------

class FrameSummary:
    """One entry of a traceback or stack."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None,
                 colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        if lookup_line:
            self.line
        self.locals = {k: _safe_string(v, "local", func=repr) for k, v in locals.items()} if locals else None
        self.end_lineno = end_lineno
        self.colno = colno
        self.end_colno = end_colno

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno
                    and self.name == other.name
                    and self.locals == other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4

    @property
    def _original_line(self):
        self.line
        return self._line

    @property
    def line(self):
        """The source line without the space around it."""
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()


class StackSummary(list):
    """A list of FrameSummary objects."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Make a StackSummary of (frame, line number) pairs."""
        frames = ((f, (lineno, None, None, None)) for f, lineno in frame_gen)
        return klass._extract(frames, limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals)

    @classmethod
    def _extract(klass, frames, *, limit=None, lookup_lines=True, capture_locals=False):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        frames = list(frames)
        if limit is not None:
            frames = frames[:limit] if limit >= 0 else frames[limit:]
        result = klass()
        names = set()
        for f, (lineno, end_lineno, colno, end_colno) in frames:
            code = f.f_code
            names.add(code.co_filename)
            linecache.lazycache(code.co_filename, f.f_globals)
            result.append(FrameSummary(
                code.co_filename, lineno, code.co_name, lookup_line=False, locals=f.f_locals if capture_locals
                else None,
                end_lineno=end_lineno, colno=colno, end_colno=end_colno))
        for name in names:
            linecache.checkcache(name)
        if lookup_lines:
            for entry in result:
                entry.line
        return result

    @classmethod
    def from_list(klass, a_list):
        """Make a StackSummary of FrameSummary objects or (file, line, name, text) tuples."""
        result = klass()
        for item in a_list:
            if not isinstance(item, FrameSummary):
                filename, lineno, name, line = item
                item = FrameSummary(filename, lineno, name, line=line)
            result.append(item)
        return result

    def format_frame_summary(self, frame_summary):
        """The text of one entry; None leaves it out."""
        f = frame_summary
        rows = [f'  File "{f.filename}", line {f.lineno}, in {f.name}\n']
        if f.line:
            rows.append(f"    {f.line}\n")
            if f.colno is not None and f.end_colno is not None:
                rows.append(_caret_row(f))
        if f.locals:
            for name, value in sorted(f.locals.items()):
                rows.append(f"    {name} = {value}\n")
        return "".join(rows)

    def format(self):
        """The text of all entries, as a list of strings."""
        result = []
        last = None
        count = 0
        for f in self:
            text = self.format_frame_summary(f)
            if text is None:
                continue
            key = f.filename, f.lineno, f.name
            if key != last:
                if count > _RECURSIVE_CUTOFF:
                    result.append(_repeated(count))
                last = key
                count = 0
            count += 1
            if count <= _RECURSIVE_CUTOFF:
                result.append(text)
        if count > _RECURSIVE_CUTOFF:
            result.append(_repeated(count))
        return result


def _repeated(count):
    count -= _RECURSIVE_CUTOFF
    return f"  [Previous line repeated {count} more time{'s' if count > 1 else ''}]\n"


# -- The ~~^~~ row -------------------------------------------------------------------------------------------

def _caret_row(f):
    line = f._original_line
    stripped = f.line
    indent = len(line) - len(line.lstrip())
    start = _char_offset(line, f.colno)
    end = _char_offset(line, f.end_colno)
    segment = line[start:end]
    anchors = None
    if f.lineno == f.end_lineno:
        anchors = _find_anchors(segment)
    else:
        end = len(line.rstrip())
    if end - start >= len(stripped) and not (anchors and anchors[1] - anchors[0] > 0):
        return ""       # the whole line: nothing to point at
    width = _display_width(line[start:end])
    if anchors:
        left, right = _display_width(segment[:anchors[0]]), _display_width(segment[:anchors[1]])
        marks = "~" * left + "^" * (right - left) + "~" * (width - right)
    else:
        marks = "^" * width
    # The first character of the row stands for the first after the stripped space.
    return "    " + " " * _display_width(line[indent:start]) + marks + "\n"


def _char_offset(text, byte_offset):
    return len(text.encode()[:byte_offset].decode(errors="replace"))


def _display_width(text):
    if text.isascii():
        return len(text)
    try:
        from unicodedata import east_asian_width
    except ImportError:
        return len(text)
    return sum([2 if east_asian_width(c) in "FW" else 1 for c in text])


_PRECEDENCE = {"|": 1, "^": 2, "&": 3, "<<": 4, ">>": 4, "+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "%": 6,
               "@": 6,
               "**": 8}
_CLOSING = {")": "(", "]": "[", "}": "{"}


def _tokens(text):
    # (kind, text, position) of a Python expression: enough of a scanner to find operators and brackets.
    # Kinds: "a" operand, "o" operator, "(" and ")" brackets of any form. None if it is no plain expression.
    result = []
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        start = i
        if c.isspace() or c == "\\":
            i += 1
            continue
        if c == "#":
            end = text.find("\n", i)
            i = n if end < 0 else end
            continue
        if c.isalpha() or c == "_" or not c.isascii():
            while i < n and (text[i].isalnum() or text[i] == "_" or not text[i].isascii()):
                i += 1
            if i < n and text[i] in "'\"" and i - start <= 2:
                c = text[i]     # a string prefix
            else:
                result.append(("a", text[start:i], start))
                continue
        if c in "'\"":
            quote = c * 3 if text.startswith(c * 3, i) else c
            i += len(quote)
            while i < n and not text.startswith(quote, i):
                i += 2 if text[i] == "\\" else 1
            if i >= n:
                return None
            i += len(quote)
            result.append(("a", "''", start))
        elif c.isdigit() or c == "." and text[i + 1:i + 2].isdigit():
            while i < n and (text[i].isalnum() or text[i] in "._" or text[i] in "+-" and text[i - 1] in "eE"
                             and not text.startswith(("0x", "0X"), start)):
                i += 1
            result.append(("a", text[start:i], start))
        elif c in "([{":
            result.append(("(", c, start))
            i += 1
        elif c in ")]}":
            result.append((")", c, start))
            i += 1
        else:
            for length in (3, 2, 1):
                op = text[i:i + length]
                if op in _OPERATORS:
                    break
            i += len(op)
            result.append(("o", op, start))
    return result


_OPERATORS = frozenset("** // << >> <= >= == != -> := ... + - * / % @ & | ^ ~ < > ( ) , : . ; = **= //= >>= "
                       "<<= += -= "
                       "*= /= %= @= &= |= ^=".split())
_WORDS = frozenset("and or not in is if else lambda yield for return raise assert del import from global "
                   "nonlocal pass "
                   "break continue while with try class def async print match case".split()) - {"print",
                                                                                                "match",
                                                                                                "case"}


def _find_anchors(segment):
    # (start, end) of what to underline with ^ in an expression that is a binary operation or a subscript.
    tokens = _tokens(segment)
    if not tokens:
        return None
    # Operators outside of brackets; partner of every closing bracket.
    depth = 0
    opened = []
    partner = {}
    binary = []
    unary_first = tokens[0][1] in ("-", "+", "~", "await")
    operand_before = False
    for index, (kind, text, position) in enumerate(tokens):
        if kind == "(":
            opened.append(index)
            operand_before = False
        elif kind == ")":
            if not opened or tokens[opened[-1]][1] != _CLOSING[text]:
                return None
            partner[index] = opened.pop()
            operand_before = True
        elif opened:
            operand_before = kind == "a"
        elif kind == "a":
            if text in _WORDS:
                return None
            operand_before = text != "await"
        elif text in _PRECEDENCE:
            if operand_before:
                binary.append(index)
            operand_before = False
        elif text in (".", "~", "..."):
            operand_before = text == "..."
        else:
            return None     # a comparison, an assignment, a tuple ...
    if opened:
        return None
    if binary:
        lowest = min([_PRECEDENCE[tokens[i][1]] for i in binary])
        if lowest == 8:
            if unary_first and tokens[0][1] != "await":
                return None         # -a ** b is the negative of a power
            at = next(i for i in binary if tokens[i][1] == "**")
        else:
            at = [i for i in binary if _PRECEDENCE[tokens[i][1]] == lowest][-1]
        return _operator_anchors(segment, tokens, partner, at)
    last = len(tokens) - 1
    if unary_first or tokens[last][1] != "]" or partner[last] == 0:
        return None
    before = tokens[partner[last] - 1]
    if before[0] == "(" or before[0] == "o":
        return None
    return tokens[partner[last]][2], len(segment)


def _operator_anchors(segment, tokens, partner, at):
    # From the operator on, one character or two. What lies between the operands decides, and parentheses
    # around an operand lie between: "(a)+b" marks two characters.
    left_end = tokens[at - 1][2] + 1 if tokens[at - 1][0] == ")" else tokens[at][2]
    first, last = 0, at - 1
    while tokens[last][0] == ")" and partner[last] == first and _is_grouping(tokens, first, last):
        left_end = len(segment[:tokens[last][2]].rstrip())
        first, last = first + 1, last - 1
    if left_end == tokens[at][2]:
        left_end = len(segment[:left_end].rstrip())
    first, last = at + 1, len(tokens) - 1
    while (tokens[first][0] == "(" and tokens[last][0] == ")" and partner[last] == first
           and _is_grouping(tokens, first, last)):
        first, last = first + 1, last - 1
    between = segment[left_end:tokens[first][2]]
    skip = len(between) - len(between.lstrip())
    left = left_end + skip
    right = left + 1
    if skip + 1 < len(between) and not between[skip + 1].isspace():
        right += 1
    while left < len(segment) and (segment[left].isspace() or segment[left] in ")#"):
        left += 1
        right += 1
    return left, right


def _is_grouping(tokens, first, last):
    # Parentheses that only group, neither a tuple nor a generator expression.
    if tokens[first][1] != "(" or first + 1 == last:
        return False
    depth = 0
    for kind, text, _ in tokens[first + 1:last]:
        if kind == "(":
            depth += 1
        elif kind == ")":
            depth -= 1
        elif depth == 0 and text in (",", "for"):
            return False
    return True


# -- Exceptions ----------------------------------------------------------------------------------------------

def _safe_string(value, what, func=str):
    try:
        return func(value)
    except:
        return f"<{what} {func.__name__}() failed>"


def _final_line(name, value):
    text = _safe_string(value, "exception")
    if value is None or not text:
        return f"{name}\n"
    return f"{name}: {text}\n"


class _Margin:
    # Indentation and the | at the left of the members of exception groups.

    def __init__(self):
        self.depth = 0
        self.need_close = False

    def indent(self):
        return " " * (2 * self.depth)

    def emit(self, texts, margin_char="|"):
        prefix = self.indent()
        if self.depth:
            prefix += margin_char + " "
        for text in [texts] if isinstance(texts, str) else texts:
            yield "".join([prefix + line for line in text.splitlines(True)]) if prefix else text


class TracebackException:
    """An exception as text, made while the objects are at hand and printed later."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, _seen=None):
        is_recursive = _seen is not None
        if _seen is None:
            _seen = set()
        _seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._extract(_positions_tb(exc_traceback), limit=limit,
                                           lookup_lines=lookup_lines,
                                           capture_locals=capture_locals)
        self.exc_type = exc_type
        self._str = _safe_string(exc_value, "exception")
        self.__notes__ = getattr(exc_value, "__notes__", None)
        if exc_type and issubclass(exc_type, SyntaxError):
            self.filename = exc_value.filename
            lno = exc_value.lineno
            self.lineno = str(lno) if lno is not None else None
            end_lno = exc_value.end_lineno
            self.end_lineno = str(end_lno) if end_lno is not None else None
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.end_offset = exc_value.end_offset
            self.msg = exc_value.msg
        if lookup_lines:
            self._load_lines()
        self.__suppress_context__ = exc_value.__suppress_context__ if exc_value is not None else False
        self.__cause__ = self.__context__ = self.exceptions = None
        if is_recursive:
            return      # the outermost one walks through all of them
        options = {"limit": limit, "lookup_lines": lookup_lines, "capture_locals": capture_locals,
                   "max_group_width": max_group_width, "max_group_depth": max_group_depth, "_seen": _seen}

        def wrap(e, seen_matters=True):
            if e is None or seen_matters and id(e) in _seen:
                return None
            te = TracebackException(type(e), e, e.__traceback__, **options)
            queue.append((te, e))
            return te

        queue = [(self, exc_value)]
        while queue:        # not by recursion: chains can be long
            te, e = queue.pop()
            if e is None:
                continue
            te.__cause__ = wrap(e.__cause__)
            if not compact or te.__cause__ is None and not te.__suppress_context__:
                te.__context__ = wrap(e.__context__)
            if isinstance(e, BaseExceptionGroup):
                te.exceptions = [wrap(member, False) for member in e.exceptions]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Make one of an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def _load_lines(self):
        for frame in self.stack:
            frame.line

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self):
        """The lines after the traceback."""
        if self.exc_type is None:
            yield _final_line(None, self._str)
            return
        name = self.exc_type.__qualname__
        module = self.exc_type.__module__
        if module not in ("__main__", "builtins"):
            name = f"{module if isinstance(module, str) else '<unknown>'}.{name}"
        if issubclass(self.exc_type, SyntaxError):
            yield from self._format_syntax_error(name)
        else:
            yield _final_line(name, self._str)
        notes = self.__notes__
        if notes is None:
            return
        from _collections_abc import Sequence
        if isinstance(notes, Sequence):
            for note in notes:
                for line in _safe_string(note, "note").split("\n"):
                    yield line + "\n"
        else:
            yield _safe_string(notes, "__notes__", func=repr)

    def _format_syntax_error(self, name):
        suffix = ""
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            suffix = f" ({self.filename})"
        text = self.text
        if text is not None:
            line = text.rstrip("\n")
            stripped = line.lstrip(" \n\f")
            spaces = len(line) - len(stripped)
            yield f"    {stripped}\n"
            if self.offset is not None:
                offset = self.offset
                end_offset = offset if self.end_offset in (None, 0) else self.end_offset
                if offset == end_offset or end_offset == -1:
                    end_offset = offset + 1
                start, end = offset - 1 - spaces, end_offset - 1 - spaces
                if start >= 0:
                    # tabs stay, so that the carets stand below
                    space = "".join([c if c.isspace() else " " for c in stripped[:start]])
                    yield f"    {space}{'^' * (end - start)}\n"
        yield f"{name}: {self.msg or '<no detail available>'}{suffix}\n"

    def format(self, *, chain=True, _ctx=None):
        """All the text, as an iterator of strings."""
        if _ctx is None:
            _ctx = _Margin()
        chained = []
        exc, link = self, None
        while exc is not None:
            message = following = None
            if chain:
                if exc.__cause__ is not None:
                    message, following = _CAUSE, exc.__cause__
                elif exc.__context__ is not None and not exc.__suppress_context__:
                    message, following = _CONTEXT, exc.__context__
            chained.append((message, exc))
            exc = following
        for message, exc in reversed(chained):
            if message is not None:
                yield from _ctx.emit(message)
            if exc.exceptions is not None:
                yield from self._format_group(exc, chain, _ctx)
                continue
            if exc.stack:
                yield from _ctx.emit("Traceback (most recent call last):\n")
                yield from _ctx.emit(exc.stack.format())
            yield from _ctx.emit(exc.format_exception_only())

    def _format_group(self, exc, chain, _ctx):
        if _ctx.depth > self.max_group_depth:
            yield from _ctx.emit(f"... (max_group_depth is {self.max_group_depth})\n")
            return
        is_toplevel = _ctx.depth == 0
        if is_toplevel:
            _ctx.depth = 1
        if exc.stack:
            yield from _ctx.emit("Exception Group Traceback (most recent call last):\n",
                                 margin_char="+" if is_toplevel else "|")
            yield from _ctx.emit(exc.stack.format())
        yield from _ctx.emit(exc.format_exception_only())
        total = len(exc.exceptions)
        shown = min(total, self.max_group_width)
        count = shown + (total > shown)
        _ctx.need_close = False
        for i in range(count):
            if i == count - 1:
                _ctx.need_close = True      # unless a nested group has closed the frame already
            title = i + 1 if i < shown else "..."
            yield f"{_ctx.indent()}{'+-' if i == 0 else '  '}+---------------- {title} ----------------\n"
            _ctx.depth += 1
            if i < shown:
                yield from exc.exceptions[i].format(chain=chain, _ctx=_ctx)
            else:
                rest = total - shown
                yield from _ctx.emit(f"and {rest} more exception{'s' if rest > 1 else ''}\n")
            if i == count - 1 and _ctx.need_close:
                yield f"{_ctx.indent()}+------------------------------------\n"
                _ctx.need_close = False
            _ctx.depth -= 1
        if is_toplevel:
            _ctx.depth = 0

    def print(self, *, file=None, chain=True):
        """Print all the text, to sys.stderr unless told otherwise."""
        if file is None:
            file = sys.stderr
        for line in self.format(chain=chain):
            print(line, file=file, end="")
