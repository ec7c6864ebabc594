"""Character sets, templates and the machinery of str.format()."""

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits",
           "octdigits", "printable", "punctuation", "whitespace", "Formatter", "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdefABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Capitalize every word."""
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


# -- Template ------------------------------------------------------------------------------------------------

_IDPATTERN = r"(?a:[_a-z][_a-z0-9]*)"
_ID_START = frozenset("_" + ascii_letters)
_ID_REST = _ID_START | frozenset(digits)


class _Match:
    # One $ in a template; has what a match object of the pattern would have.
    __slots__ = ("kind", "name", "first", "last", "text")

    def __init__(self, kind, name, first, last, text):
        self.kind = kind            # "escaped", "named", "braced" or "invalid"
        self.name = name
        self.first = first
        self.last = last
        self.text = text


class Template:
    """A string with $names to be replaced."""

    delimiter = "$"
    # Subclasses may change these regular expressions; only then is the re module needed.
    idpattern = _IDPATTERN
    braceidpattern = None
    flags = None
    pattern = None

    def __init_subclass__(cls):
        super().__init_subclass__()
        if "pattern" in cls.__dict__:
            pattern = cls.pattern
        elif (cls.idpattern is not Template.idpattern or cls.braceidpattern is not None
              or cls.flags is not None):
            import re
            delim = re.escape(cls.delimiter)
            ident = cls.idpattern
            braced = cls.braceidpattern or ident
            pattern = (f"{delim}(?:(?P<escaped>{delim})|(?P<named>{ident})|{{(?P<braced>{braced})}}"
                       "|(?P<invalid>))")
        else:
            return
        import re
        flags = re.IGNORECASE if cls.flags is None else cls.flags
        cls.pattern = re.compile(pattern, flags | re.VERBOSE)

    def __init__(self, template):
        self.template = template

    def _matches(self):
        # All places where the delimiter stands, in order.
        text = self.template
        if self.pattern is not None:
            for mo in self.pattern.finditer(text):
                for kind in ("named", "braced", "escaped", "invalid"):
                    name = mo.group(kind)
                    if name is not None:
                        break
                else:
                    raise ValueError("Unrecognized named group in pattern", self.pattern)
                yield _Match(kind, name, mo.start(), mo.end(), mo.group())
            return
        delim = self.delimiter
        i = text.find(delim)
        while i >= 0:
            j = i + len(delim)
            kind, name, end = "invalid", "", j
            if text.startswith(delim, j):
                kind, name, end = "escaped", delim, j + len(delim)
            elif j < len(text):
                braced = text[j] == "{"
                start = k = j + braced
                if k < len(text) and text[k] in _ID_START:
                    k += 1
                    while k < len(text) and text[k] in _ID_REST:
                        k += 1
                    if not braced:
                        kind, name, end = "named", text[start:k], k
                    elif text.startswith("}", k):
                        kind, name, end = "braced", text[start:k], k + 1
            yield _Match(kind, name, i, end, text[i:end])
            i = text.find(delim, end)

    def _invalid(self, match):
        lines = self.template[:match.last].splitlines(keepends=True)
        if lines:
            colno = match.last - len("".join(lines[:-1]))
            lineno = len(lines)
        else:
            colno = lineno = 1
        raise ValueError(f"Invalid placeholder in string: line {lineno}, col {colno}")

    def substitute(self, mapping={}, /, **kws):
        """Replace all names; KeyError if one is missing, ValueError if a $ is stray."""
        return self._fill(mapping, kws, False)

    def safe_substitute(self, mapping={}, /, **kws):
        """Replace the names that are known; leave everything else as it is."""
        return self._fill(mapping, kws, True)

    def _fill(self, mapping, kws, safe):
        result = []
        position = 0
        for match in self._matches():
            result.append(self.template[position:match.first])
            position = match.last
            if match.kind == "escaped":
                result.append(self.delimiter)
            elif match.kind == "invalid":
                if not safe:
                    self._invalid(match)
                result.append(match.text)
            else:
                try:
                    value = kws[match.name] if match.name in kws else mapping[match.name]
                except KeyError:
                    if not safe:
                        raise
                    value = match.text
                result.append(str(value))
        result.append(self.template[position:])
        return "".join(result)

    def is_valid(self):
        """Would substitute() find no stray $?"""
        return all([match.kind != "invalid" for match in self._matches()])

    def get_identifiers(self):
        """The names in the template, each once."""
        return list(dict.fromkeys([match.name for match in self._matches()
                                   if match.kind in ("named", "braced")]))


# -- Formatter -----------------------------------------------------------------------------------------------

def _parse_format(text):
    # Yield (literal text, field name, format spec, conversion); the last three are None at the end.
    literal = []
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        if c not in "{}":
            j = i
            while j < n and text[j] not in "{}":
                j += 1
            literal.append(text[i:j])
            i = j
            continue
        if text.startswith(c, i + 1):
            literal.append(c)
            yield "".join(literal), None, None, None
            literal = []
            i += 2
            continue
        if c == "}":
            raise ValueError("Single '}' encountered in format string")
        if i + 1 >= n:
            raise ValueError("Single '{' encountered in format string")
        field, i = _field_text(text, i + 1)
        yield ("".join(literal), *_split_field(field))
        literal = []
    if literal:
        yield "".join(literal), None, None, None


def _field_text(text, start):
    depth = 1
    i = start
    while i < len(text):
        c = text[i]
        if c == "[" and depth == 1:
            end = text.find("]", i)         # braces inside an index do not count
            i = len(text) if end < 0 else end
            if end < 0:
                break
        elif c == "{":
            depth += 1
        elif c == "}":
            depth -= 1
            if depth == 0:
                return text[start:i], i + 1
        i += 1
    raise ValueError("expected '}' before end of string")


def _split_field(field):
    # "name!r:spec" -> (name, spec, conversion)
    i = 0
    while i < len(field) and field[i] not in "!:":
        if field[i] == "{":
            raise ValueError("unexpected '{' in field name")
        if field[i] == "[":
            i = field.find("]", i)
            if i < 0:
                i = len(field)
                break
        i += 1
    name, rest = field[:i], field[i:]
    conversion = None
    if rest.startswith("!"):
        if len(rest) < 2:
            raise ValueError("end of string while looking for conversion specifier")
        conversion = rest[1]
        rest = rest[2:]
        if rest and rest[0] != ":":
            raise ValueError("expected ':' after conversion specifier")
    return name, rest[1:], conversion


def _split_field_name(name):
    # "a.b[0]" -> ("a", [(True, "b"), (False, 0)]); a number becomes an int
    i = 0
    while i < len(name) and name[i] not in ".[":
        i += 1
    first = name[:i]
    rest = []
    while i < len(name):
        if name[i] == ".":
            j = i + 1
            while j < len(name) and name[j] not in ".[":
                j += 1
            key, i, is_attr = name[i + 1:j], j, True
        elif name[i] == "[":
            j = name.find("]", i)
            if j < 0:
                raise ValueError("Missing ']' in format string")
            key, i, is_attr = name[i + 1:j], j + 1, False
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if not key:
            raise ValueError("Empty attribute in format string")
        if not is_attr and key.isdecimal() and key.isascii():
            key = int(key)
        rest.append((is_attr, key))
    return int(first) if first.isdecimal() and first.isascii() else first, rest


class Formatter:
    """str.format() with methods to override."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal_text, field_name, format_spec, conversion in self.parse(format_string):
            if literal_text:
                result.append(literal_text)
            if field_name is None:
                continue
            if field_name == "":
                if auto_arg_index is False:
                    raise ValueError("cannot switch from manual field specification to automatic field "
                                     "numbering")
                field_name = str(auto_arg_index)
                auto_arg_index += 1
            elif field_name.isdigit():
                if auto_arg_index:
                    raise ValueError("cannot switch from manual field specification to automatic field "
                                     "numbering")
                auto_arg_index = False
            obj, arg_used = self.get_field(field_name, args, kwargs)
            used_args.add(arg_used)
            obj = self.convert_field(obj, conversion)
            format_spec, auto_arg_index = self._vformat(format_spec, args, kwargs, used_args,
                                                        recursion_depth - 1,
                                                        auto_arg_index=auto_arg_index)
            result.append(self.format_field(obj, format_spec))
        return "".join(result), auto_arg_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        return _parse_format(format_string)

    def get_field(self, field_name, args, kwargs):
        first, rest = _split_field_name(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attr, key in rest:
            obj = getattr(obj, key) if is_attr else obj[key]
        return obj, first
