# float: parsing, hexadecimal form, methods, attributes.
for text in ("1", "1.5", " 2.5 ", "-3e5", "+.5", "5.", "1e-400", "1e400", "-1e400", "inf", "-INF", "+Infinity", "nan", "-nan", "NaN", "1_000.5", "1_0e1_0", "0x10", "", " ", "1.2.3", "e5", "1e", "1e+", "--1", "1 2", "1__0", "_1", "1_", "1_.5", "infin", "nano", "٣.٥", "1e5e5", "0.1e-5",
             "123456789012345678901234567890", "0." + "0" * 400 + "1", "1" + "0" * 400, "2.2250738585072011e-308", "1.7976931348623158e308", "1.7976931348623159e308", "4.9e-324", "2.4e-324", "2.5e-324", ".", "1\0", "1.0\n", "é", "9007199254740993", "9007199254740992.99999", "0.1" + "0" * 50 + "1"):
    try:
        print(repr(text)[:40], float(text))
    except ValueError as e:
        print(repr(text)[:40], e)
print(float(), float(5), float(True), float(b"1.5"), float(bytearray(b"2")), float(10**20), float(2**1000), float("1" * 300))
for v in (0.0, 1.0, -1.5, 0.1, 1e300, 5e-324, 2.2250738585072014e-308, float("inf"), float("-inf"), float("nan"), 255.5, -0.0, 1 / 3):
    print(v, v.hex(), v.is_integer(), hash(v) if v == v else "nan")
for text in ("0x1p0", "0x1.8p1", "-0x1.999999999999ap-4", "1", "1.8", "0x.8", "0x1p-1074", "0x1p1024", "inf", "-nan", "0x1p-1080", " 0x1 ", "0x1.00000000000008p0", "0x1.000000000000081p0", "ABC", "0xg", "", "0x", "p5", "0x1p", "0x1e5", "1e5", "0x1.8p+3", "+0x1", "0x1p1023", "0x1.fffffffffffff8p1023", "0x1_0"):
    try:
        print(repr(text), float.fromhex(text))
    except (ValueError, OverflowError) as e:
        print(repr(text), type(e).__name__, e)
print((1.5).real, (1.5).imag, (1.5).conjugate(), (0.75).as_integer_ratio(), (-2.5).as_integer_ratio(), (1e20).as_integer_ratio(), (1.5).__trunc__(), (1.5).__floor__(), (1.5).__ceil__(), (2.5).__round__(), (2.5).__add__(1), (2.5).__add__("a"), (2.5).__eq__(2.5), float.__getformat__("double"), (3.0).__int__(), (1.5).__bool__(), (1.5).__getnewargs__())
for source in ("float('a')", "float(None)", "float([])", "float(1j)", "float(10**400)", "float(x=1)", "float(1, 2)", "float(b'x')", "float.fromhex(5)", "float(object())", "1.5.hex(1)", "float('1' * 5000)", "(1.5).foo", "1.5 & 1", "~1.5", "1.5[0]", "len(1.5)", "range(1.5)", "[1][1.0]", "'a' * 1.5", "chr(1.0)", "1.5()"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
x = float("nan")
print(x == x, x != x, x is x, [x] == [x], x in [x], {x: 1}[x], min(x, 1) is x, max(1, x), sorted([3, x, 1])[0] == 3, bool(x), x < x, x > 1, -x, abs(-0.0), -0.0 == 0.0, str(-x))
