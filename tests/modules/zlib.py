"""zlib: whole and piece by piece, both ways; checksums; what goes wrong."""
import copy
import threading
import zlib


def attempt(f, *args, **kwargs):
    try:
        result = f(*args, **kwargs)
        print(f"{getattr(f, '__name__', f)} -> {result!r}"[:150])
    except Exception as e:
        print(f"{getattr(f, '__name__', f)}: {type(e).__module__}.{type(e).__name__}: {e}")


text = b"the quick brown fox jumps over the lazy dog. " * 200
noise = bytes((i * i * 7919 >> 5) & 255 for i in range(50000))

# Whole
for data in b"", b"a", text, noise:
    for level in -1, 0, 1, 6, 9:
        packed = zlib.compress(data, level)
        assert zlib.decompress(packed) == data
        print(len(data), level, len(packed), zlib.crc32(packed))
for wbits in 15, 9, -15, -9, 31, 25:
    packed = zlib.compress(text, wbits=wbits)
    print(wbits, len(packed), packed[:2], zlib.decompress(packed, wbits) == text)
print(zlib.decompress(zlib.compress(text, wbits=31), wbits=47) == text)
print(zlib.decompress(zlib.compress(text), 47) == text)
print(zlib.decompress(zlib.compress(text), bufsize=1) == text, zlib.decompress(zlib.compress(text), bufsize=0) == text)
print(zlib.decompress(zlib.compress(b"abc") + b"trailing"))
print(zlib.compress(bytearray(b"abc")) == zlib.compress(memoryview(b"xabc")[1:]) == zlib.compress(b"abc"))

packed = zlib.compress(text)
attempt(zlib.compress, "text")
attempt(zlib.compress, b"", 10)
attempt(zlib.compress, b"", -2)
attempt(zlib.compress, b"", level="1")
attempt(zlib.compress, b"", wbits=100)
attempt(zlib.compress)
attempt(zlib.compress, data=b"")
attempt(zlib.decompress, b"")
attempt(zlib.decompress, b"not compressed")
attempt(zlib.decompress, packed[:-1])
attempt(zlib.decompress, packed[:20])
attempt(zlib.decompress, packed[:-1] + b"x")
attempt(zlib.decompress, packed[:30] + b"\xff" * 30)
attempt(zlib.decompress, packed, -15)
attempt(zlib.decompress, packed, 100)
attempt(zlib.decompress, packed, bufsize=-1)
attempt(zlib.decompress, packed, 15.0)
attempt(zlib.decompress, None)

# Checksums
for data in b"", b"a", text, noise * 10:
    print(zlib.crc32(data), zlib.adler32(data), zlib.crc32(data, 5), zlib.adler32(data, 5))
print(zlib.crc32(noise[1000:], zlib.crc32(noise[:1000])) == zlib.crc32(noise))
print(zlib.adler32(noise[1000:], zlib.adler32(noise[:1000])) == zlib.adler32(noise))
print(zlib.crc32(b"a", -1), zlib.adler32(b"a", 2 ** 70 + 3), zlib.crc32(b"a", 2 ** 32 + 1))
attempt(zlib.crc32, "a")
attempt(zlib.crc32, b"a", "b")
attempt(zlib.adler32, b"a", 1.5)

# Piece by piece
c = zlib.compressobj()
pieces = [c.compress(text[i:i + 77]) for i in range(0, len(text), 77)]
pieces.append(c.flush())
print(b"".join(pieces) == packed)
attempt(c.compress, b"more")
attempt(c.flush)
attempt(c.copy)
d = zlib.decompressobj()
out = b"".join(d.decompress(packed[i:i + 13]) for i in range(0, len(packed), 13))
print(out == text, d.eof, d.unused_data, d.unconsumed_tail, d.flush())
attempt(d.decompress, b"x")
d = zlib.decompressobj()
print(d.decompress(packed + b"rest") == text, d.eof, d.unused_data, d.unconsumed_tail)
print(d.decompress(b" and more"), d.unused_data)
d = zlib.decompressobj()
out, rest = b"", packed
while rest and not d.eof:
    out += d.decompress(rest, 100)
    rest = d.unconsumed_tail
    assert len(out) % 100 == 0 or d.eof
print(out == text, d.eof, d.unconsumed_tail)
d = zlib.decompressobj()
print(len(d.decompress(packed, 10)), len(d.unconsumed_tail), len(d.flush()), d.eof, len(d.unconsumed_tail))
d = zlib.decompressobj()
print(len(d.decompress(packed[:30])), len(d.flush()), d.eof)
d = zlib.decompressobj()
attempt(d.decompress, b"rubbish")
attempt(d.decompress, b"", -1)
attempt(d.flush, 0)
attempt(d.flush, -5)
attempt(d.decompress, "x")
attempt(setattr, d, "eof", 1)
attempt(setattr, d, "unused_data", b"")

# Flushing in the midst
for mode in "Z_NO_FLUSH", "Z_PARTIAL_FLUSH", "Z_SYNC_FLUSH", "Z_FULL_FLUSH", "Z_BLOCK":
    c, d = zlib.compressobj(), zlib.decompressobj()
    first = c.compress(b"hello ") + c.flush(getattr(zlib, mode))
    got = d.decompress(first)
    print(mode, len(first), got, got + d.decompress(c.compress(b"world") + c.flush()))
c = zlib.compressobj()
attempt(c.flush, 77)
attempt(c.flush, "x")

# Copies
c = zlib.compressobj(9)
begin = c.compress(text)
for other in c.copy(), copy.copy(c), copy.deepcopy(c):
    print(zlib.decompress(begin + other.compress(b"X") + other.flush()) == text + b"X")
print(zlib.decompress(begin + c.flush()) == text)
d = zlib.decompressobj()
begin = d.decompress(packed[:100])
for other in d.copy(), copy.copy(d), copy.deepcopy(d), zlib.decompressobj().copy():
    attempt(lambda: begin + other.decompress(packed[100:]) == text)
d = zlib.decompressobj()
d.decompress(packed + b"tail")
e = d.copy()
print(e.eof, e.unused_data, e.decompress(b"!"), e.unused_data, d.unused_data)

# Dictionaries and options
words = b"lazy dog quick brown fox the jumps over "
c = zlib.compressobj(zdict=words)
packed_with = c.compress(b"the quick brown fox") + c.flush()
print(len(packed_with), zlib.decompressobj(zdict=words).decompress(packed_with))
attempt(zlib.decompressobj().decompress, packed_with)
attempt(zlib.decompressobj(zdict=b"others").decompress, packed_with)
attempt(zlib.decompress, packed_with)
c = zlib.compressobj(wbits=-15, zdict=words)
raw = c.compress(b"the quick brown fox") + c.flush()
for d in zlib.decompressobj(-15, words), zlib.decompressobj(wbits=-15, zdict=bytearray(words)):
    print(d.decompress(raw))
attempt(zlib.compressobj, zdict="x")
attempt(zlib.decompressobj, zdict="x")
attempt(zlib.compressobj, 10)
attempt(zlib.compressobj, 6, 7)
attempt(zlib.compressobj, 6, 8, 5)
attempt(zlib.compressobj, memLevel=10)
attempt(zlib.compressobj, strategy=9)
attempt(zlib.compressobj, level=None)
attempt(zlib.decompressobj, 3)
attempt(zlib.decompressobj, 100)
for strategy in zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE, zlib.Z_FIXED:
    c = zlib.compressobj(6, zlib.DEFLATED, 15, 9, strategy)
    out = c.compress(text) + c.flush()
    print(strategy, len(out), zlib.decompress(out) == text)

# Types and names
print(type(zlib.compressobj()), type(zlib.decompressobj()), zlib.error.__mro__, zlib.error.__module__)
attempt(type(zlib.compressobj()))
for name in ("DEFLATED", "DEF_BUF_SIZE", "DEF_MEM_LEVEL", "MAX_WBITS", "Z_BEST_COMPRESSION", "Z_BEST_SPEED", "Z_BLOCK",
             "Z_DEFAULT_COMPRESSION", "Z_DEFAULT_STRATEGY", "Z_FILTERED", "Z_FINISH", "Z_FIXED", "Z_FULL_FLUSH",
             "Z_HUFFMAN_ONLY", "Z_NO_COMPRESSION", "Z_NO_FLUSH", "Z_PARTIAL_FLUSH", "Z_RLE", "Z_SYNC_FLUSH", "Z_TREES"):
    print(name, getattr(zlib, name))
print(type(zlib.ZLIB_VERSION), zlib.ZLIB_VERSION == zlib.ZLIB_RUNTIME_VERSION, zlib.__version__)

# Many objects that are dropped halfway, and threads that share one
big = noise * 40
for i in range(500):
    zlib.compressobj().compress(text)
    zlib.decompressobj().decompress(packed[:100])
results = []
threads = [threading.Thread(target=lambda: results.append(zlib.decompress(zlib.compress(big)) == big))
           for _ in range(4)]
shared = zlib.compressobj()
parts = []
more = [threading.Thread(target=lambda: parts.append(shared.compress(big))) for _ in range(4)]
for thread in threads + more:
    thread.start()
for thread in threads + more:
    thread.join()
print(results, len(parts))
shared.flush()
changing = bytearray(big)
thread = threading.Thread(target=zlib.compress, args=(changing,))
thread.start()
thread.join()
changing += b"."                # not pinned any more
