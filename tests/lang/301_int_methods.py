# int: methods, attributes, construction from text and bytes, conversions.
print([(n, n.bit_length(), n.bit_count()) for n in (0, 1, -1, 255, -256, 2**61, 2**62, 2**63, -2**64, 10**30)])
print((1).numerator, (5).denominator, (-3).real, (7).imag, (3).conjugate(), (10).as_integer_ratio(), True.as_integer_ratio())
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-1).to_bytes(2, "big", signed=True), (0).to_bytes(0, "big"), (255).to_bytes(), (2**64).to_bytes(9, byteorder="little"), (-2**63).to_bytes(8, "big", signed=True))
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\x00\x04", "little"), int.from_bytes(b"\xff\xff", "big", signed=True), int.from_bytes([1, 2], "big"), int.from_bytes(b"", "big"), int.from_bytes(b"\xff" * 9, "little"), int.from_bytes(b"\x80", signed=True))
print(int(), int("42"), int(" -42\n"), int("+7"), int("1_000"), int("0"), int("-0"), int("٣٤"), int(b"12"), int(bytearray(b"13")), int(3.9), int(-3.9), int(True), int("10" * 20))
print(int("ff", 16), int("0xff", 16), int("0XFF", 0), int("0b11", 0), int("0o17", 0), int("12", 0), int("z", 36), int("-0b11", 2), int("1_f", 16), int("0_1", 8), int("777", base=8), int("0x_f", 0), int("Zz", 36), int("11", True + 1))
print(int(1e20), int(-1e300) == -10**300, int(2.0**70), int("9" * 30), int("-" + "9" * 30), int("0" * 100 + "5"), int("1" * 100, 2), int("f" * 40, 16))
print((5).__add__(3), (5).__add__("x"), (5).__floordiv__(2), (5).__rsub__(10), (5).__pow__(2, 3), (5).__eq__(5), (5).__eq__("5"), (5).__lt__(6.5), (5).__bool__(), (5).__index__(), (5).__hash__(), (5).__trunc__(), (5).__floor__(), (5).__ceil__(), (5).__round__(), (5).__getnewargs__())
print(round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(5, 3), round(10**30, -29), round(7, -1), round(14, -2), round(True), round(123, -10))
for source in ("int('')", "int(' ')", "int('a')", "int('1.5')", "int('1__0')", "int('_1')", "int('1_')", "int('0x1')", "int('12', 1)", "int('12', 37)", "int('12', -1)", "int('9', 8)", "int(None)", "int([])", "int('5', 'a')", "int(5, 10)", "int(1.5, 10)", "int(base=10)", "int('1', 2, 3)",
               "int(float('nan'))", "int(float('inf'))", "int(1j)", "int('012', 0)", "int('0b2', 0)", "int(b'x')", "int('\\u0663x')", "int('1\\0')", "int(x='5')", "int('+ 1')", "int('--1')", "int('0x', 16)", "int('0x', 0)", "int('é')", "int('a' * 300)", "int(b'\\xff')",
               "(256).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')", "(1).to_bytes(1, 'middle')", "(1).to_bytes(-1, 'big')", "(128).to_bytes(1, 'big', signed=True)", "int.from_bytes('a', 'big')", "int.from_bytes([256], 'big')", "int.from_bytes(5, 'big')", "int.from_bytes(b'a', 1)",
               "(1).to_bytes(1, 5)", "(5).bit_length(1)", "int.bit_length()", "int.bit_length('a')", "(5).real = 3", "round(5, 'a')", "round(5, 1.5)", "pow(2, 3, 1.5)", "pow(2)", "(5).__add__()", "abs()", "divmod(1)"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
