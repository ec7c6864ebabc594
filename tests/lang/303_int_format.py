# int formatting: format specifications, hex, oct, bin, the digits limit.
for spec in ("", "d", "5d", "<8d", ">8d", "^8d", "08d", "+d", " d", "-d", "=+8d", "*^9d", "x", "X", "#x", "#X", "#010x", "o", "#o", "b", "#b", "08b", "#012b", "c", ",", "12,", "012,", "_", "_x", "_b", "#_x", "n", "e", ".2e", "E", "f", ".1f", "g", "G", ".3g", "%", ".1%", "+,", " ,d", "0=8d", "é^7d", "<<8d", "0<5d", "5", "05", "<5", "z.1f"):
    row = []
    for n in (0, 5, -42, 1234567, 2**70):
        try:
            row.append(format(n, spec))
        except (ValueError, OverflowError) as e:
            row.append(f"{type(e).__name__}: {e}")
    print(repr(spec), row)
for spec in ("s", "q", ".5", ".2d", "5.2d", ",x", ",,", ",_", "_,", "c+", "+c", "#c", ",c", "dd", "5d5", "!", "{", "-+d", "x#", "=", ">", "99999999999999999999d", ".99999999999999999999f", "z", "zd", ",s", "_n", ",n", "_c", "10 d", "y", "d ", " ", "<", "^^", "r"):
    try:
        print(repr(spec), repr(format(42, spec)))
    except (ValueError, OverflowError) as e:
        print(repr(spec), type(e).__name__, e)
try:
    format(-1, "c")
except OverflowError as e:
    print(e)
try:
    format(0x110000, "c")
except OverflowError as e:
    print(e)
print(hex(255), hex(-255), hex(0), oct(8), oct(-8), bin(5), bin(-5), bin(0), hex(2**64), bin(True), f"{True}", f"{True:d}", f"{True:5}", format(False, "x"), f"{True!r:>6}", "%d %s %r" % (True, True, True))
for bad in ("hex(1.5)", "oct('a')", "bin(None)", "hex()", "format(5, 5)", "format(1, 2, 3)", "format()", "(5).__format__()", "(5).__format__(5)", "chr(-1)", "chr(0x110000)", "chr('a')", "chr(1.5)"):
    try:
        print(bad, eval(bad))
    except Exception as e:
        print(f"{bad}: {type(e).__name__}: {e}")
