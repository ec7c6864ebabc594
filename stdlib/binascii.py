"""Bytes to text and back: hexadecimal, base64; checksums."""

__all__ = ["Error", "Incomplete", "a2b_base64", "a2b_hex", "b2a_base64", "b2a_hex", "crc32", "crc_hqx",
           "hexlify", "unhexlify"]


class Error(ValueError):
    """The text does not stand for bytes."""


class Incomplete(Exception):
    """The text ends too early."""


def _ascii(data):
    # The bytes of an argument that may also be ASCII text.
    if isinstance(data, str):
        try:
            return data.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError("argument should be bytes, buffer or ASCII string, not "
                        f"{type(data).__name__!r}") from None


# -- Hexadecimal ---------------------------------------------------------------------------------------------

def b2a_hex(data, sep=None, bytes_per_sep=1):
    """Two hexadecimal digits for each byte."""
    data = bytes(memoryview(data))
    return (data.hex() if sep is None else data.hex(sep, bytes_per_sep)).encode("ascii")


hexlify = b2a_hex
_HEX = frozenset(b"0123456789abcdefABCDEF")


def a2b_hex(hexstr):
    """The bytes of pairs of hexadecimal digits."""
    data = _ascii(hexstr)
    if len(data) % 2:
        raise Error("Odd-length string")
    if not _HEX.issuperset(data):
        raise Error("Non-hexadecimal digit found")
    return bytes.fromhex(data.decode("ascii"))


unhexlify = a2b_hex

# -- Base64 --------------------------------------------------------------------------------------------------

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {c: i for i, c in enumerate(_ALPHABET)}
_pairs = []     # the two characters for every 12 bits, made at the first use


def b2a_base64(data, *, newline=True):
    """Base64 text of bytes."""
    data = bytes(memoryview(data))
    if not _pairs:
        _pairs.extend([bytes((a, b)) for a in _ALPHABET for b in _ALPHABET])
    pairs = _pairs
    rest = len(data) % 3
    padded = data + bytes(-len(data) % 3)
    pieces = []
    append = pieces.append
    for i in range(0, len(padded), 3):
        n = padded[i] << 16 | padded[i + 1] << 8 | padded[i + 2]
        append(pairs[n >> 12])
        append(pairs[n & 0xfff])
    result = b"".join(pieces)
    if rest:
        result = result[:rest - 3] + b"=" * (3 - rest)
    return result + b"\n" if newline else result


def a2b_base64(data, /, *, strict_mode=False):
    """The bytes of base64 text; characters that do not belong are skipped, or with strict_mode an error."""
    data = _ascii(data)
    values = _VALUES
    if strict_mode and data[:1] == b"=":
        raise Error("Leading padding not allowed")
    result = bytearray()
    bits = quad = pads = digits = 0
    padded = False
    for i, c in enumerate(data):
        if c == 0x3d:
            pads += 1
            if quad >= 2 and quad + pads >= 4:
                # The text is complete.
                if strict_mode and i + 1 < len(data):
                    raise Error("Excess data after padding")
                padded = True
                break
            continue
        value = values.get(c)
        if value is None:
            if strict_mode:
                raise Error("Only base64 data is allowed")
            continue
        if strict_mode and pads:
            raise Error("Discontinuous padding not allowed")
        pads = 0
        digits += 1
        bits = bits << 6 | value
        quad += 1
        if quad > 1:
            shift = 8 - 2 * quad if quad < 4 else 0
            result.append(bits >> shift & 0xff)
        if quad == 4:
            bits = quad = 0
    if quad and not padded:
        if quad == 1:
            raise Error(f"Invalid base64-encoded string: number of data characters ({digits}) cannot be 1 "
                        "more than "
                        "a multiple of 4")
        raise Error("Incorrect padding")
    return bytes(result)


# -- Checksums -----------------------------------------------------------------------------------------------

_crc_table = []


def crc32(data, value=0, /):
    """The CRC-32 of data, going on from an earlier value."""
    if not _crc_table:
        for n in range(256):
            for _ in range(8):
                n = n >> 1 ^ 0xedb88320 if n & 1 else n >> 1
            _crc_table.append(n)
    table = _crc_table
    crc = ~value & 0xffffffff
    for byte in bytes(memoryview(data)):
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xff]
    return crc ^ 0xffffffff


def crc_hqx(data, crc, /):
    """The CRC-CCITT of data, going on from crc."""
    crc &= 0xffff
    for byte in bytes(memoryview(data)):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xffff
    return crc
