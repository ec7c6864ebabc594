"""Bytes as text: base64, base32, base16, base85."""

import binascii

__all__ = ["encode", "decode", "encodebytes", "decodebytes", "b64encode", "b64decode", "b32encode",
           "b32decode", "b32hexencode", "b32hexdecode", "b16encode", "b16decode", "b85encode", "b85decode",
           "a85encode", "a85decode", "standard_b64encode", "standard_b64decode", "urlsafe_b64encode",
           "urlsafe_b64decode"]


def _bytes_from_decode_data(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError("argument should be a bytes-like object or ASCII string, not "
                        f"{s.__class__.__name__!r}") \
            from None


def _as_bytes(b):
    return b if isinstance(b, bytes) else memoryview(b).tobytes()


# -- Base64 --------------------------------------------------------------------------------------------------

def b64encode(s, altchars=None):
    """Base64 of bytes; altchars are used in place of + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """The bytes of base64 text; with validate, characters that do not belong are an error."""
    s = _bytes_from_decode_data(s)
    if altchars is not None:
        altchars = _bytes_from_decode_data(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Base64 of bytes in the standard alphabet."""
    return b64encode(s)


def standard_b64decode(s):
    """The bytes of base64 text in the standard alphabet."""
    return b64decode(s)


def urlsafe_b64encode(s):
    """Base64 of bytes with - and _ in place of + and /."""
    return b64encode(s).translate(bytes.maketrans(b"+/", b"-_"))


def urlsafe_b64decode(s):
    """The bytes of base64 text with - and _ in place of + and /."""
    return b64decode(_bytes_from_decode_data(s).translate(bytes.maketrans(b"-_", b"+/")))


# -- Base32 --------------------------------------------------------------------------------------------------

_b32alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_b32hexalphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
_b32pairs = {}      # alphabet -> the two characters for every 10 bits
_b32values = {}     # alphabet -> {character: value}


def _b32encode(alphabet, s):
    pairs = _b32pairs.get(alphabet)
    if pairs is None:
        pairs = _b32pairs[alphabet] = [bytes((a, b)) for a in alphabet for b in alphabet]
    s = _as_bytes(s)
    rest = len(s) % 5
    if rest:
        s = s + bytes(5 - rest)
    pieces = []
    for i in range(0, len(s), 5):
        n = int.from_bytes(s[i:i + 5], "big")
        pieces += (pairs[n >> 30], pairs[n >> 20 & 0x3ff], pairs[n >> 10 & 0x3ff], pairs[n & 0x3ff])
    result = b"".join(pieces)
    if rest:
        padding = (0, 6, 4, 3, 1)[rest]
        result = result[:-padding] + b"=" * padding
    return result


def _b32decode(alphabet, s, casefold=False, map01=None):
    values = _b32values.get(alphabet)
    if values is None:
        values = _b32values[alphabet] = {c: i for i, c in enumerate(alphabet)}
    s = _bytes_from_decode_data(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _bytes_from_decode_data(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b"01", b"O" + map01))
    if casefold:
        s = s.upper()
    size = len(s)
    s = s.rstrip(b"=")
    padding = size - len(s)
    decoded = bytearray()
    acc = 0
    for i in range(0, len(s), 8):
        group = s[i:i + 8]
        acc = 0
        try:
            for c in group:
                acc = (acc << 5) + values[c]
        except KeyError:
            raise binascii.Error("Non-base32 digit found") from None
        decoded += acc.to_bytes(5, "big")
    if size % 8 or padding not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    if padding and decoded:
        acc <<= 5 * padding
        decoded[-5:] = acc.to_bytes(5, "big")[:(43 - 5 * padding) // 8]
    return bytes(decoded)


def b32encode(s):
    """Base32 of bytes."""
    return _b32encode(_b32alphabet, s)


def b32decode(s, casefold=False, map01=None):
    """The bytes of base32 text; map01 says which letter a 1 stands for."""
    return _b32decode(_b32alphabet, s, casefold, map01)


def b32hexencode(s):
    """Base32 of bytes in the alphabet that keeps the order."""
    return _b32encode(_b32hexalphabet, s)


def b32hexdecode(s, casefold=False):
    """The bytes of base32 text in the alphabet that keeps the order."""
    return _b32decode(_b32hexalphabet, s, casefold)


# -- Base16 --------------------------------------------------------------------------------------------------

_UPPER_HEX = frozenset(b"0123456789ABCDEF")


def b16encode(s):
    """Hexadecimal of bytes, in capitals."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """The bytes of hexadecimal text."""
    s = _bytes_from_decode_data(s)
    if casefold:
        s = s.upper()
    if not _UPPER_HEX.issuperset(s):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


# -- Base85 --------------------------------------------------------------------------------------------------

_A85START = b"<~"
_A85END = b"~>"
_tables85 = {}      # alphabet -> the two characters for all numbers below 85 * 85
_a85alphabet = bytes(range(33, 118))
_b85alphabet = (b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                b"!#$%&()*+-;<=>?@^_`{|}~")


def _85encode(b, alphabet, pad=False, foldnuls=False, foldspaces=False):
    b = _as_bytes(b)
    pairs = _tables85.get(alphabet)
    if pairs is None:
        pairs = _tables85[alphabet] = [bytes((x, y)) for x in alphabet for y in alphabet]
    padding = -len(b) % 4
    if padding:
        b = b + bytes(padding)
    chunks = []
    for i in range(0, len(b), 4):
        word = int.from_bytes(b[i:i + 4], "big")
        if foldnuls and not word:
            chunks.append(b"z")
        elif foldspaces and word == 0x20202020:
            chunks.append(b"y")
        else:
            high, low = divmod(word, 85)
            chunks.append(pairs[high // 7225] + pairs[high % 7225] + alphabet[low:low + 1])
    if padding and not pad:
        if chunks[-1] == b"z":
            chunks[-1] = alphabet[:1] * 5
        chunks[-1] = chunks[-1][:-padding]
    return b"".join(chunks)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Ascii85 of bytes."""
    result = _85encode(b, _a85alphabet, pad, True, foldspaces)
    if adobe:
        result = _A85START + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b"")
        result = b"\n".join(lines)
    if adobe:
        result += _A85END
    return result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    """The bytes of Ascii85 text."""
    b = _bytes_from_decode_data(b)
    if adobe:
        if not b.endswith(_A85END):
            raise ValueError(f"Ascii85 encoded byte sequences must end with {_A85END!r}")
        b = b[2:-2] if b.startswith(_A85START) else b[:-2]
    decoded = []
    group = []
    for c in b + b"u" * 4:
        if 33 <= c <= 117:
            group.append(c)
            if len(group) == 5:
                acc = 0
                for x in group:
                    acc = 85 * acc + x - 33
                if acc > 0xffffffff:
                    raise ValueError("Ascii85 overflow")
                decoded.append(acc.to_bytes(4, "big"))
                group.clear()
        elif c == 0x7a:
            if group:
                raise ValueError("z inside Ascii85 5-tuple")
            decoded.append(b"\0\0\0\0")
        elif foldspaces and c == 0x79:
            if group:
                raise ValueError("y inside Ascii85 5-tuple")
            decoded.append(b"\x20\x20\x20\x20")
        elif c not in ignorechars:
            raise ValueError(f"Non-Ascii85 digit found: {c:c}")
    result = b"".join(decoded)
    padding = 4 - len(group)
    return result[:-padding] if padding else result


def b85encode(b, pad=False):
    """Base85 of bytes, as git has it."""
    return _85encode(b, _b85alphabet, pad)


_b85values = {}


def b85decode(b):
    """The bytes of base85 text."""
    if not _b85values:
        _b85values.update({c: i for i, c in enumerate(_b85alphabet)})
    values = _b85values
    b = _bytes_from_decode_data(b)
    padding = -len(b) % 5
    b = b + b"~" * padding
    out = []
    for i in range(0, len(b), 5):
        acc = 0
        for j, c in enumerate(b[i:i + 5]):
            value = values.get(c)
            if value is None:
                raise ValueError(f"bad base85 character at position {i + j}")
            acc = acc * 85 + value
        if acc > 0xffffffff:
            raise ValueError(f"base85 overflow in hunk starting at byte {i}")
        out.append(acc.to_bytes(4, "big"))
    result = b"".join(out)
    return result[:-padding] if padding else result


# -- Files and the older interface ---------------------------------------------------------------------------

MAXLINESIZE = 76
MAXBINSIZE = MAXLINESIZE // 4 * 3


def encode(input, output):
    """Encode a file in lines of base64."""
    while s := input.read(MAXBINSIZE):
        while len(s) < MAXBINSIZE and (more := input.read(MAXBINSIZE - len(s))):
            s += more
        output.write(binascii.b2a_base64(s))


def decode(input, output):
    """Decode a file of lines of base64."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def _input_type_check(s):
    try:
        m = memoryview(s)
    except TypeError as err:
        raise TypeError(f"expected bytes-like object, not {s.__class__.__name__}") from err
    if m.format not in ("c", "b", "B"):
        raise TypeError(f"expected single byte elements, not {m.format!r} from {s.__class__.__name__}")
    if m.ndim != 1:
        raise TypeError(f"expected 1-D data, not {m.ndim}-D data from {s.__class__.__name__}")


def encodebytes(s):
    """Bytes in lines of base64."""
    _input_type_check(s)
    return b"".join([binascii.b2a_base64(s[i:i + MAXBINSIZE]) for i in range(0, len(s), MAXBINSIZE)])


def decodebytes(s):
    """The bytes of lines of base64."""
    _input_type_check(s)
    return binascii.a2b_base64(s)
