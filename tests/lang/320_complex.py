# complex: literals, repr, arithmetic, parsing, formatting, errors.
values = [0j, 1j, -1j, 1 + 2j, 1.5 - 2.5j, complex(0, -0.0), complex(-0.0, 0), complex(-0.0, -0.0), complex(1e20, 1e-20), complex(float("inf"), 1), complex(float("nan"), float("-inf")), complex(3, 4), 1e16 + 1e-5j]
for v in values:
    print(repr(v), str(v), v.real, v.imag, v.conjugate(), -v, +v, bool(v), f"{v}")
a, b = 1 + 2j, 3 - 1j
print(a + b, a - b, a * b, a / b, a ** 2, a ** b, a ** 0.5, a ** -1, a ** 0, 0j ** 0, 2 ** a, a + 1, 1 - a, 2 * a, a / 2, 1 / a, a == 1 + 2j, a != b, a == 1, 1 + 0j == 1, 1 + 0j == 1.0, abs(3 + 4j), abs(complex("inf")), pow(a, 2), pow(a, 3) == a ** 3, a ** 100, 1j ** 2, 1j * 1j, (-1) ** 0.5)
print(hash(1 + 0j) == hash(1), hash(1j), hash(1 + 2j), {1 + 0j: "one"}[1], complex(), complex(1), complex(1.5, 2), complex(1j, 1j), complex(True), complex("1+2j"), complex(real=1, imag=2), complex(imag=1), complex(1j), complex(2, 3j))
for text in ("1", "1j", "-j", "+j", "1+j", "1-2J", " 1+2j ", "(1+2j)", "( 1 )", "1e5+2e-3j", "inf+nanj", "-inf-infj", "1 + 2j", "1+2", "j1", "", "1+2jj", "(1", "1_0+1_0j", "1+-2j", "nan", "1.5j", "a", "1e400j", "()", "1j+2"):
    try:
        print(repr(text), complex(text))
    except ValueError as e:
        print(repr(text), e)
for spec in ("", "f", ".2f", "e", ".3g", "20", "<20", "^20.1f", "+.1f", " .1f", ",.2f", "*>20", "#.0f", "n", "G"):
    print(repr(spec), [format(v, spec) for v in (1 + 2j, -1.5j, 1234567.891 + 0j, complex("nan+infj"))])
for source in ("format(1j, 'd')", "format(1j, '05')", "format(1j, '=10')", "format(1j, '%')", "format(1j, 's')", "1j < 2j", "1j > 1", "1j // 2", "1j % 2", "divmod(1j, 2)", "int(1j)", "float(1j)", "round(1j)", "1j / 0", "0j ** -1", "0j ** 1j", "complex('1', 2)", "complex(1, '2')", "complex(None)", "complex([])", "complex(1, None)", "complex(1, 2, 3)", "(1e200 + 0j) ** 2",
               "pow(1j, 2, 3)", "abs(complex(1e308, 1e308))", "1j.real = 1", "1j & 1", "-'1j'", "max(1j, 2j)", "sorted([2j, 1j])", "1j << 1", "complex(b'1')", "~1j", "1j[0]", "(1 + 1j).foo", "complex(10**400)", "'%d' % 1j", "'%f' % 1j", "'%s' % 1j", "hex(1j)", "(1e308+1e308j) * 10", "2j ** 1000000"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
print((1 + 2j).__eq__("x"), (1j).__add__("x"), (1 + 2j).__getnewargs__(), (3 + 4j).__abs__(), (1j).__complex__(), (1j).__bool__(), -0j, 0j - 0j, -(0j), complex(-0.0), 1 - 0j, -1 - 0j)
