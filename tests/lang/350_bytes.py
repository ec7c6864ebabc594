# bytes: construction, repr, indexing, operators, every method.
print(bytes(), bytes(3), bytes([65, 66]), bytes(b"x"), bytes("é", "utf-8"), bytes(range(3)), bytes(bytearray(b"ba")), bytes(memoryview(b"mv")), bytes((i for i in (1, 2))), b"\x00\t\n\r\\'\"\x7f\x80\xff", b"it's", b'"', b"'\"", repr(b"a"), str(b"b"), [b"c"])
b = b"hello world"
print(b[0], b[-1], b[1:4], b[::-1], len(b), b + b"!", b * 2, 2 * b"ab", b"lo" in b, 104 in b, b"" in b, list(b[:3]), b == b"hello world", b < b"i", b"a" < b"ab", hash(b) == hash(b"hello world"), bool(b""), b"a" == "a", b"a" == bytearray(b"a"), b"abc"[True], sorted(b"cab"), max(b"az"), tuple(b"ab"), b"%d %s %b %a %x %c %r" % (5, b"x", b"y", "é", 255, 65, "r"), b"%5.1f|%-5d|%05d" % (3.14159, 42, 42))
print(b.find(b"o"), b.find(111), b.rfind(b"o"), b.index(b"w"), b.rindex(b"l"), b.count(b"l"), b.count(108), b.count(b""), b.startswith(b"he"), b.startswith((b"x", b"h")), b.endswith(b"ld"), b.find(b"z"), b.find(b"o", 5), b.replace(b"o", b"0"), b.replace(b"l", b"", 1), b.replace(b"", b"-", 3))
print(b.split(), b.split(b"o"), b.split(None, 1), b.rsplit(b"o", 1), b"a,b,,c".split(b","), b" a  b ".split(), b"a\nb\r\nc".splitlines(), b"a\nb".splitlines(True), b",".join([b"a", bytearray(b"b"), memoryview(b"c")]), b.partition(b" "), b.rpartition(b"x"), b"\x0ba\x1cb".split())
print(b.upper(), b"ABC".lower(), b.title(), b.capitalize(), b"aB".swapcase(), b"\xe9".upper(), b.center(15, b"*"), b"a".ljust(3), b"a".rjust(3, b"-"), b"-5".zfill(4), b"  a ".strip(), b"xax".strip(b"x"), b"xa".lstrip(b"x"), b"ax".rstrip(b"x"), b"a\tb".expandtabs(4), b.removeprefix(b"hello "), b.removesuffix(b"d"))
print(b"abc".isalpha(), b"1".isdigit(), b"a1".isalnum(), b" ".isspace(), b"a".islower(), b"A".isupper(), b"Ab".istitle(), b"a".isascii(), b"\xe9".isalpha(), b"".isalpha(), b"\x80".isascii())
print(b"abc".translate(bytes(range(256))), b"abc".translate(None, b"b"), b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"abc".translate(bytes.maketrans(b"a", b"z"), delete=b"c"), bytes.fromhex("00 ff 1a"), bytes.fromhex(""), b"\x00\xff\x1a".hex(), b"abcdef".hex(":"), b"abcdef".hex("-", 2), b"abcdef".hex("-", -4), b"ab".hex(b" "), bytes.fromhex("aB\ncd"))
print(b"abc".decode(), b"x".__add__(b"y"), b"abc".__contains__(97), b"a".__mul__(3), b"abc".__getitem__(0), b"abc".__len__(), b"a".__eq__(b"a"), b"a".__eq__(1), b"abc".__iter__().__next__(), b"ab".__bytes__(), b"abc".__getnewargs__(), type(b"a").__name__, sorted(set(dir(bytes)) - set(dir(str))), sorted(set(m for m in dir(bytes) if m[0] != "_")) == sorted(set(m for m in dir(bytearray) if m[0] != "_") - {"append", "clear", "copy", "extend", "insert", "pop", "remove", "reverse"}))


class B:
    def __bytes__(self): return b"from __bytes__"


class I:
    def __index__(self): return 2


print(bytes(B()), bytes(I()), bytes([I()]))
