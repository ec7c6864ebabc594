"""Pictures as the browser saves them (PNG, 8 bits, no interlacing), and how different colours are."""
import struct
import zlib


def read_png(path):
    """(width, bytes per pixel, rows)"""
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", path
    at, packed = 8, []
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            assert depth == 8 and colour in (2, 6) and not interlace
        elif kind == b"IDAT":
            packed.append(body)
        at += 12 + length
    size = 4 if colour == 6 else 3
    raw, rows, above = zlib.decompress(b"".join(packed)), [], bytes(width * size)
    for y in range(height):
        start = y * (width * size + 1)
        above = _unfiltered(raw[start], raw[start + 1:start + 1 + width * size], above, size)
        rows.append(above)
    return width, size, rows


def _unfiltered(kind, row, above, size):
    if kind == 0:
        return row
    if kind == 2:
        return bytes([(a + b) & 255 for a, b in zip(row, above)])
    out = bytearray(row)
    for i in range(len(out)):
        left = out[i - size] if i >= size else 0
        corner = above[i - size] if i >= size else 0
        if kind == 1:
            by = left
        elif kind == 3:
            by = (left + above[i]) // 2
        else:
            guess = left + above[i] - corner
            distances = abs(guess - left), abs(guess - above[i]), abs(guess - corner)
            by = (left, above[i], corner)[distances.index(min(distances))]
        out[i] = (out[i] + by) & 255
    return bytes(out)


def mean_colour(picture, left, top, right, bottom):
    """(red, green, blue) of a part, on the average."""
    _, size, rows = picture
    sums, count = [0, 0, 0], 0
    for row in rows[round(top):round(bottom)]:
        for x in range(round(left), round(right)):
            count += 1
            for i in range(3):
                sums[i] += row[x * size + i]
    return tuple(s / count for s in sums)


def _lab(colour):
    """CIE L*a*b* of sRGB."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour))
    xyz = ((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b,
           (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(a, b):
    """How different two colours look (CIE 1976): from about 2 on one can tell them apart side by side."""
    return sum((p - q) ** 2 for p, q in zip(_lab(a), _lab(b))) ** 0.5
