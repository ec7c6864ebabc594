# float formatting: every presentation type, width, precision, sign, grouping.
specs = ["", "f", ".0f", ".1f", ".2f", ".10f", "e", ".0e", ".3E", "g", ".0g", ".1g", ".3g", ".10g", ".17g", "G", "%", ".1%", "n", "10", "<10", "^10.2f", ">10.1e", "010.2f", "+.1f", " .1f", "-.1f", ",", ",.2f", "_.2f", "15,.3f", "015,.3f", "#.0f", "#g", "#.3g", "*>12.3f", "=+12.2f", ".5", "10.3", ".0", ".1", ".15", ".16", ".17", "#.0e", "z.1f", "z.0f", "+z.1f", "F", ".3F", ".50f", "0", "#"]
values = [0.0, -0.0, 1.0, -1.5, 3.14159, 1234567.891, 1e-5, 1e20, 123e-9, 0.5, 2.5, 99.95, float("inf"), float("-inf"), float("nan"), -0.001]
for spec in specs:
    print(repr(spec), [format(v, spec) for v in values])
for spec in ("d", "x", "c", "s", "b", ".", "5.", ".-1f", ",,", "ff", ".2.3f", "q", "Z", ",n", "_n", ".f", "=", ".2147483648f", "9" * 25, "zd", "%%", "f%", "é"):
    try:
        print(repr(spec), repr(format(1.5, spec)))
    except (ValueError, OverflowError) as e:
        print(repr(spec), type(e).__name__, e)
for template in ("%f", "%.0f", "%.3f", "%10.2f|", "%-10.2f|", "%+f", "% f", "%010.2f", "%e", "%.2E", "%g", "%.3g", "%#.3g", "%#.0f", "%G", "%d", "%i", "%s", "%r", "%.2s", "%F", "%a", "%5.1f%%"):
    row = []
    for v in (0.0, -1.5, 3.14159, 1e20, 1e-5, float("inf"), float("nan")):
        try:
            row.append(template % v)
        except (ValueError, OverflowError) as e:
            row.append(f"{type(e).__name__}: {e}")
    print(template, row)
print(f"{1e16:f}", f"{123456789.123456789:.3f}", f"{1e-300:.3e}", f"{2.0**70:f}", f"{2.0**70:,}", f"{0.1:.30f}", f"{1/3:.25f}", f"{5e-324:.5g}", f"{1.7976931348623157e308:.0f}"[:20], f"{1e100:.4g}", f"{999999.5:g}", f"{0.0001:g}", f"{0.00001:g}", f"{100000:g}", f"{1000000:g}")
print(f"{1234.5:012,.1f}", f"{-1234.5:012,.1f}", f"{1234567.0:_}", f"{1e15:,}", f"{1e16:,}", f"{0.5:%}", f"{1.005:.2f}", f"{2.675:.2f}", f"{0.125:.2f}", f"{0.375:.2f}", f"{1e22:.0f}", f"{0.5:.0f}", f"{1.5:.0f}", f"{2.5:.0f}")
