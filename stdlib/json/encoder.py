"""Objects to JSON text."""

__all__ = ["JSONEncoder"]

_INFINITY = float("inf")


class _Escapes(dict):
    # Table for str.translate(): escapes of characters, made as they turn up.

    def __init__(self, ascii_only):
        self.ascii_only = ascii_only
        self.update({0x22: '\\"', 0x5c: "\\\\", 0x0a: "\\n", 0x0d: "\\r", 0x09: "\\t", 0x0c: "\\f",
                     0x08: "\\b"})

    def __missing__(self, n):
        if n < 0x20 or self.ascii_only and 0x7e < n < 0x10000:
            text = f"\\u{n:04x}"
        elif self.ascii_only and n >= 0x10000:
            n -= 0x10000
            return f"\\u{0xd800 | n >> 10:04x}\\u{0xdc00 | n & 0x3ff:04x}"
        else:
            text = chr(n)
        if n < 0x3000:      # the table must not grow without limit
            self[n] = text
        return text


_ascii_escapes = _Escapes(True)
_escapes = _Escapes(False)


def encode_basestring_ascii(s):
    """A string in quotes, with escapes for everything that is not ASCII."""
    if s.isascii() and s.isprintable() and '"' not in s and "\\" not in s:
        return f'"{str.__str__(s)}"'
    return f'"{str.translate(s, _ascii_escapes)}"'


def encode_basestring(s):
    """A string in quotes, with the escapes that must be."""
    if s.isprintable() and '"' not in s and "\\" not in s:
        return f'"{str.__str__(s)}"'
    return f'"{str.translate(s, _escapes)}"'


class JSONEncoder:
    """Writes JSON; override default() for further types."""

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True,
                 sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        """Something that can be written instead of o, or TypeError."""
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        """o as JSON text."""
        if isinstance(o, str):
            return encode_basestring_ascii(o) if self.ensure_ascii else encode_basestring(o)
        return "".join(self.iterencode(o, _one_shot=True))

    def iterencode(self, o, _one_shot=False):
        """The JSON text in pieces."""
        chunks = []
        _make_writer(self, chunks.append)(o, 0)
        return chunks if _one_shot else iter(chunks)


def _make_writer(encoder, out):
    # A function (object, depth) that gives pieces of text to out().
    string = encode_basestring_ascii if encoder.ensure_ascii else encode_basestring
    default = encoder.default
    allow_nan = encoder.allow_nan
    skipkeys = encoder.skipkeys
    sort_keys = encoder.sort_keys
    item_separator = encoder.item_separator
    key_separator = encoder.key_separator
    indent = encoder.indent
    if indent is not None and not isinstance(indent, str):
        indent = " " * indent
    markers = set() if encoder.check_circular else None
    int_repr, float_repr = int.__repr__, float.__repr__

    def number(o):
        if o != o:
            text = "NaN"
        elif o == _INFINITY:
            text = "Infinity"
        elif o == -_INFINITY:
            text = "-Infinity"
        else:
            return float_repr(o)
        if not allow_nan:
            raise ValueError("Out of range float values are not JSON compliant")
        return text

    def enter(o):
        marker = id(o)
        if marker in markers:
            raise ValueError("Circular reference detected")
        markers.add(marker)

    def write(o, depth):
        if isinstance(o, str):
            out(string(o))
        elif o is None:
            out("null")
        elif o is True:
            out("true")
        elif o is False:
            out("false")
        elif isinstance(o, int):
            out(int_repr(o))
        elif isinstance(o, float):
            out(number(o))
        elif isinstance(o, (list, tuple)):
            write_list(o, depth)
        elif isinstance(o, dict):
            write_dict(o, depth)
        else:
            if markers is not None:
                enter(o)
            write(default(o), depth)
            if markers is not None:
                markers.discard(id(o))

    def write_list(items, depth):
        if not items:
            out("[]")
            return
        if markers is not None:
            enter(items)
        depth += 1
        if indent is None:
            before, separator = "[", item_separator
        else:
            newline = "\n" + indent * depth
            before, separator = "[" + newline, item_separator + newline
        for value in items:
            out(before)
            before = separator
            write(value, depth)
        out("]" if indent is None else "\n" + indent * (depth - 1) + "]")
        if markers is not None:
            markers.discard(id(items))

    def write_dict(dct, depth):
        if not dct:
            out("{}")
            return
        if markers is not None:
            enter(dct)
        depth += 1
        if indent is None:
            newline, separator = "", item_separator
        else:
            newline = "\n" + indent * depth
            separator = item_separator + newline
        out("{")
        before = newline
        for key, value in sorted(dct.items()) if sort_keys else dct.items():
            if isinstance(key, str):
                pass
            elif isinstance(key, float):
                key = number(key)
            elif key is True:
                key = "true"
            elif key is False:
                key = "false"
            elif key is None:
                key = "null"
            elif isinstance(key, int):
                key = int_repr(key)
            elif skipkeys:
                continue
            else:
                raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")
            out(before + string(key) + key_separator)
            before = separator
            write(value, depth)
        out("}" if indent is None else "\n" + indent * (depth - 1) + "}")
        if markers is not None:
            markers.discard(id(dct))

    return write
