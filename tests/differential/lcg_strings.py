# Random strings and bytes through all their methods.
import warnings

warnings.simplefilter("ignore")
state = 4711


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % n


def pick(s):
    return s[rnd(len(s))]


def show(f, *args):
    try:
        print("   ", ascii(f(*args)))
    except Exception as e:
        print("   ", ascii(f"{type(e).__name__}: {e}"))


LETTERS = ["a", "b", "A", " ", ",", "é", "ß", "\u1234", "\U0001f600", "\n", "\r", "\t", "1", "\xa0", "Σ", "ǆ", "\u2028",
           "'", "\\", "\ud800", "\u0301", "_"]
BYTES = [97, 98, 65, 32, 44, 200, 10, 13, 9, 49, 39, 92, 0, 255, 0xe2, 0x82, 0xac, 0xf0, 0xed, 0xa0]
BOUNDS = [0, 1, 2, 3, 5, -1, -2, -5, 10, None]
CODECS = ["utf-8", "ascii", "latin-1", "utf-16", "utf-32-be", "unicode_escape", "raw_unicode_escape", "utf-8-sig",
          "utf-16-be"]
ERRORS = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"]
PLAIN = "capitalize isalnum isalpha isascii isdigit islower isspace istitle isupper lower lstrip rstrip strip split \
rsplit splitlines swapcase title upper expandtabs __repr__ __len__".split()


def random_str(n):
    k = 5 if rnd(3) == 0 else len(LETTERS)
    return "".join([LETTERS[rnd(k)] for _ in range(rnd(n))])


def both_kinds(s, sub, other, fill, a, b):
    """What str and bytes have in common."""
    show(getattr(s, pick(PLAIN)))
    for name in ("find", "rfind", "index", "rindex", "count", "startswith", "endswith"):
        show(getattr(s, name), sub, a, b)
    show(s.replace, sub, other)
    show(s.replace, sub, other, rnd(3))
    for name in ("split", "rsplit"):
        show(getattr(s, name), sub)
        show(getattr(s, name), sub, rnd(3))
        show(getattr(s, name), None, rnd(3))
    for name in ("partition", "rpartition", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix"):
        show(getattr(s, name), sub)
    for name in ("center", "ljust", "rjust"):
        show(getattr(s, name), rnd(20), fill)
    show(s.zfill, rnd(20))
    show(s.expandtabs, rnd(6))
    show(s.splitlines, True)
    show(lambda: s[a:b])
    show(lambda: s[a:b:pick([1, 2, 3, -1, -2])])
    show(lambda: (sub in s, s < sub, s <= sub, s == sub, s > other, s + sub, s * rnd(4)))
    show(sub.join, [s, other, sub])


for i in range(250):
    s, sub, other = random_str(14), random_str(3), random_str(4)
    a, b = pick(BOUNDS), pick(BOUNDS)
    print(i, ascii((s, sub, other, a, b)))
    both_kinds(s, sub, other, pick(LETTERS), a, b)
    show(getattr(s, pick(["casefold", "isdecimal", "isidentifier", "isnumeric", "isprintable"])))
    show(ascii, s)
    show(s.translate, {97: "xy", 98: None, 233: 0x1234, 65: 66})
    for codec in CODECS:
        errors = pick(ERRORS + ["xmlcharrefreplace"])
        show(s.encode, codec, errors)
        show(lambda: s.encode(codec, errors).decode(codec, errors))

for i in range(250):
    s = bytes([pick(BYTES) for _ in range(rnd(14))])
    sub = bytes([pick(BYTES[:6]) for _ in range(rnd(3))])
    if rnd(2):
        s = bytearray(s)
    a, b = pick(BOUNDS), pick(BOUNDS)
    print(i, (s, sub, a, b))
    both_kinds(s, sub, b"QQ", b"*", a, b)
    show(s.hex, ":", pick([1, 2, -2, 3]))
    show(s.translate, None, sub)
    for codec in CODECS:
        show(s.decode, codec, pick(ERRORS))
    if isinstance(s, bytearray):
        step = pick([None, 1, 2, -1])

        def assign():
            copy = bytearray(s)
            copy[a:b:step] = sub
            return copy

        def delete():
            copy = bytearray(s)
            del copy[a:b:step]
            copy += sub
            copy.insert(rnd(5), 7)
            copy.append(9)
            return copy.pop(0), copy

        show(assign)
        show(delete)
