"""JSON text to objects."""

__all__ = ["JSONDecoder", "JSONDecodeError"]

_SPACE = " \t\n\r"
_DIGITS = frozenset("0123456789")
_NUMBER = frozenset("0123456789+-.eE")
_HEX = frozenset("0123456789abcdefABCDEF")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CONSTANTS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


class JSONDecodeError(ValueError):
    """The text is no JSON; knows where."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


def _skip(s, i):
    # The next position that is not white space.
    n = len(s)
    while i < n and s[i] in _SPACE:
        i += 1
    return i


# -- Strings -------------------------------------------------------------------------------------------------

def scanstring(s, end, strict=True):
    """The string that begins behind the quote before `end`, and the position behind it."""
    quote = s.find('"', end)
    if quote < 0:
        return _scan_escaped(s, end, strict)        # raises what fits
    text = s[end:quote]
    if "\\" in text or strict and not text.isprintable():
        return _scan_escaped(s, end, strict)
    return text, quote + 1


def _scan_escaped(s, end, strict):
    begin = end - 1
    if not 0 <= end <= len(s):
        raise ValueError("end is out of bounds")
    n = len(s)
    pieces = []
    while True:
        i = end
        while i < n and (c := s[i]) != '"' and c != "\\":
            if c < " " and strict:
                raise JSONDecodeError("Invalid control character at", s, i)
            i += 1
        if i >= n:
            raise JSONDecodeError("Unterminated string starting at", s, begin)
        pieces.append(s[end:i])
        if c == '"':
            return "".join(pieces), i + 1
        if i + 1 >= n:
            raise JSONDecodeError("Unterminated string starting at", s, begin)
        esc = s[i + 1]
        if esc != "u":
            char = _ESCAPES.get(esc)
            if char is None:
                raise JSONDecodeError("Invalid \\escape", s, i)
            end = i + 2
        else:
            code = _hex4(s, i + 2)
            end = i + 6
            if 0xd800 <= code <= 0xdbff and s.startswith("\\u", end):
                # Two halves make one character.
                low = _hex4(s, end + 2)
                if 0xdc00 <= low <= 0xdfff:
                    code = 0x10000 + ((code - 0xd800) << 10 | low - 0xdc00)
                    end += 6
            char = chr(code)
        pieces.append(char)


def _hex4(s, i):
    digits = s[i:i + 4]
    if len(digits) != 4 or not _HEX.issuperset(digits):
        raise JSONDecodeError("Invalid \\uXXXX escape", s, i - 1)
    return int(digits, 16)


# -- Everything else -----------------------------------------------------------------------------------------

def _make_scanner(decoder):
    # A function (text, position) -> (value, position behind it); raises StopIteration(position) if no value
    # begins there. The decoder's options are looked up once.
    strict = decoder.strict
    parse_float = decoder.parse_float
    parse_int = decoder.parse_int
    parse_constant = decoder.parse_constant
    object_hook = decoder.object_hook
    pairs_hook = decoder.object_pairs_hook
    parse_string = decoder.parse_string
    memo = {}       # equal keys of one document are one object

    def scan(s, i):
        c = s[i:i + 1]
        if c == '"':
            return parse_string(s, i + 1, strict)
        if c == "{":
            return scan_object(s, i + 1)
        if c == "[":
            return scan_array(s, i + 1)
        if c in _DIGITS or c == "-":
            return scan_number(s, i)
        if c == "n" and s.startswith("null", i):
            return None, i + 4
        if c == "t" and s.startswith("true", i):
            return True, i + 4
        if c == "f" and s.startswith("false", i):
            return False, i + 5
        if c == "N" and s.startswith("NaN", i):
            return parse_constant("NaN"), i + 3
        if c == "I" and s.startswith("Infinity", i):
            return parse_constant("Infinity"), i + 8
        raise StopIteration(i)

    def scan_number(s, i):
        start = i
        n = len(s)
        i += 1
        while i < n and s[i] in _DIGITS:
            i += 1
        first = s[start]
        digits = i - start
        if first == "-":
            if digits == 1:
                if s.startswith("Infinity", i):
                    return parse_constant("-Infinity"), i + 8
                raise StopIteration(start)
            if s[start + 1] == "0" and digits > 2:
                i = start + 2       # "-01": the number ends behind the zero
        elif first == "0" and digits > 1:
            i = start + 1
        if i >= n or (c := s[i]) not in ".eE":
            return parse_int(s[start:i]), i
        end = i
        if c == ".":
            i += 1
            while i < n and s[i] in _DIGITS:
                i += 1
            if i == end + 1:
                return parse_int(s[start:end]), end
            end = i
        if i < n and s[i] in "eE":
            i += 1
            if i < n and s[i] in "+-":
                i += 1
            first_digit = i
            while i < n and s[i] in _DIGITS:
                i += 1
            if i > first_digit:
                end = i
        text = s[start:end]
        if "." in text or "e" in text or "E" in text:
            return parse_float(text), end
        return parse_int(text), end

    def scan_array(s, i):
        values = []
        append = values.append
        i = _skip(s, i)
        if s.startswith("]", i):
            return values, i + 1
        while True:
            try:
                value, i = scan(s, i)
            except StopIteration as err:
                raise JSONDecodeError("Expecting value", s, err.value) from None
            append(value)
            c = s[i:i + 1]
            if c and c in _SPACE:
                i = _skip(s, i)
                c = s[i:i + 1]
            if c == ",":
                i += 1
                if s[i:i + 1] != '"':
                    i = _skip(s, i)
            elif c == "]":
                return values, i + 1
            else:
                raise JSONDecodeError("Expecting ',' delimiter", s, i)

    def scan_object(s, i):
        pairs = []
        append = pairs.append
        i = _skip(s, i)
        if s.startswith("}", i):
            i += 1
        else:
            while True:
                if s[i:i + 1] != '"':
                    raise JSONDecodeError("Expecting property name enclosed in double quotes", s, i)
                key, i = scanstring(s, i + 1, strict)
                key = memo.setdefault(key, key)
                if s[i:i + 1] != ":":
                    i = _skip(s, i)
                    if s[i:i + 1] != ":":
                        raise JSONDecodeError("Expecting ':' delimiter", s, i)
                i = _skip(s, i + 1)
                try:
                    value, i = scan(s, i)
                except StopIteration as err:
                    raise JSONDecodeError("Expecting value", s, err.value) from None
                append((key, value))
                c = s[i:i + 1]
                if c and c in _SPACE:
                    i = _skip(s, i)
                    c = s[i:i + 1]
                if c == ",":
                    i = _skip(s, i + 1)
                elif c == "}":
                    i += 1
                    break
                else:
                    raise JSONDecodeError("Expecting ',' delimiter", s, i)
        if pairs_hook is not None:
            return pairs_hook(pairs), i
        result = dict(pairs)
        return (result if object_hook is None else object_hook(result)), i

    def scan_once(s, i):
        if i < 0:
            raise ValueError("idx cannot be negative")
        try:
            return scan(s, i)
        finally:
            memo.clear()

    return scan_once


class JSONDecoder:
    """Reads JSON; hooks replace the types of the result."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
                 strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self.parse_string = scanstring
        self.scan_once = _make_scanner(self)

    def decode(self, s):
        """The value of a document."""
        obj, end = self.raw_decode(s, _skip(s, 0))
        end = _skip(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return obj

    def raw_decode(self, s, idx=0):
        """The value that begins at idx, and the position behind it."""
        try:
            return self.scan_once(s, idx)
        except StopIteration as err:
            raise JSONDecodeError("Expecting value", s, err.value) from None
