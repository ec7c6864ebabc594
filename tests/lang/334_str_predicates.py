# str: the is... methods over many characters; ord and chr.
tests = "isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper".split()
samples = ["", "a", "A", "1", " ", "\n", "é", "É", "ß", "€", "😀", "²", "½", "Ⅷ", "ⅷ", "٣", "一", "ª", "ǅ", "_", "-", "a1", "aB", "Ab", "Ab Cd", "AB", "ab cd", "1a", "\x00", "\x7f", "\x80", "\xa0", "\xad", "\u200b", "\u2003", "\u2028", "\u3000", "\ufeff", "\ud800", "\U0010ffff", "\u0301", "Ab1Cd", "They'Re", "a\n", "   ", "१२", "५a", "①", "㊀", "𝟙", "ʰ", "ⓐ", "Ⓐ", "ﬁ", "\u1680", "\x1c", "\x85", "日本", "\u0378", "ა", "‿", "℘", "·", "\ue000", "\U000e0100"]
for s in samples:
    print(ascii(s), "".join("1" if getattr(s, t)() else "." for t in tests))
totals = {t: 0 for t in tests}
for code in range(0x3000):
    c = chr(code)
    for t in tests:
        totals[t] += getattr(c, t)()
for t in ("isascii", "isspace", "isdecimal"):
    print(t, totals[t])
print(totals["isalpha"] > 7000, totals["isupper"] > 900, totals["islower"] > 900)
print(ord("a"), ord("é"), ord("€"), ord("😀"), ord("\0"), ord(b"a"), ord(bytearray(b"\xff")), chr(97), chr(0x1F600), ascii(chr(0x10FFFF)), ascii(chr(0xD800)), chr(0) == "\0")
for source in ("ord('')", "ord('ab')", "ord(5)", "ord(b'ab')", "ord(None)", "chr(-1)", "chr(0x110000)", "chr('a')", "chr(10**20)", "ord()", "chr()", "'a'.isalpha(1)"):
    try:
        print(source, eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
