# Formatting with random specifications: format(), % of str and of bytes.
state = 20240


def rnd(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 33) % n


def pick(s):
    return s[rnd(len(s))]


def outcome(f, *args):
    try:
        return repr(f(*args))
    except Exception as e:
        return f"{type(e).__name__}: {e}"


ints = [0, 1, -1, 5, -7, 10, 99, 100, 255, 1234, -12345, 123456789, 2**31, 2**61 - 1, 2**61, -2**61, -2**62, 2**63,
        10**20, -10**25, 65, 0x1234, 0x1F600, True, False]
floats = [0.0, -0.0, 1.0, -1.5, 0.1, 1e10, 1e16, 1e17, 123456.789, 1e-5, 1.5e300, 1e-300, float("inf"),
    float("-inf"), 
          float("nan"), 2.5, 3.5, 0.00012345, 99999.5, 1e22, 5e-324, -0.001]
strings = ["", "a", "abc", "hello world", "é", "aéb", "\u1234x", "\U0001f600", "a\u0301", "12", "it's"]
complexes = [1 + 2j, 1j, -0.0 + 1j, complex("nan"), complex("inf+1j"), 1.5 - 2.25j, 0j]


def specification():
    s = ""
    if rnd(3) == 0:
        s += pick(["*", "x", "é", "0", " ", "\u1234", "<"]) + pick("<>=^")
    elif rnd(3) == 0:
        s += pick("<>=^")
    if rnd(3) == 0:
        s += pick("+- ")
    if rnd(8) == 0:
        s += "z"
    if rnd(4) == 0:
        s += "#"
    if rnd(4) == 0:
        s += "0"
    if rnd(2) == 0:
        s += str(rnd(25))
    if rnd(5) == 0:
        s += pick([",", "_", ",_"])
    if rnd(3) == 0:
        s += "." + (str(rnd(20)) if rnd(9) else "")
    if rnd(4):
        s += pick("bcdeEfFgGnosxX%dfgexs" + pick("qd"))
    return s


def conversion():
    s = "%"
    while rnd(3) == 0:
        s += pick("-+ #0")
    if rnd(4) == 0:
        s += str(rnd(20))
    if rnd(3) == 0:
        s += "." + (str(rnd(15)) if rnd(5) else "")
    if rnd(10) == 0:
        s += pick("hlL")
    return s + pick("diouxXeEfFgGcrsa%")


for i in range(1500):
    v = pick(pick([ints, ints, floats, strings, complexes]))
    s = specification()
    print(i, ascii(v), ascii(s), ascii(outcome(format, v, s)))

for i in range(1500):
    v = pick(pick([ints, floats, strings]))
    s = pick(["", "x", "é"]) + conversion() + pick(["", "y%%", "\u1234"])
    print(i, ascii(v), ascii(s), ascii(outcome(lambda: s % v)), ascii(outcome(lambda: s % (v,))))
    b = s.encode("latin-1", "replace")
    w = v.encode() if isinstance(v, str) else v
    print(i, ascii(b), outcome(lambda: b % w), outcome(lambda: b % (w,)))
