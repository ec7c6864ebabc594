# str: translate and maketrans.
t = str.maketrans("abc", "xyz", "d")
print(t, "aabbccdd".translate(t), str.maketrans({"a": 1, 98: "B", "c": None}), str.maketrans("", ""), str.maketrans({}), "é€".translate({233: "e", 8364: "EUR"}))
print("abc".translate({97: None, 98: "BB", 99: 100}), "abc".translate({}), "abc".translate({97: 0x1F600}), "abc".translate({97: "é" * 3}), "".translate({97: 1}), "hello".translate(str.maketrans("lo", "01")), "abc".translate({ord("a"): "", ord("b"): ""}))


class Table:
    def __getitem__(self, c):
        if c == 98:
            raise LookupError
        if c == 99:
            return None
        return chr(c).upper() + "."


print("abcd".translate(Table()), "ab".translate("x" * 97 + "AB"), "ab".translate([None] * 98 + ["z"]), "\u0100b".translate([0] * 99))
for source in ("str.maketrans()", "str.maketrans('a')", "str.maketrans('a', 'bc')", "str.maketrans({'ab': 1})", "str.maketrans(1, 2)", "str.maketrans('a', 1)", "str.maketrans('a', 'b', 1)", "str.maketrans({1.5: 1})", "'a'.translate(1)", "'a'.translate(None)", "'a'.translate({97: 1.5})", "'a'.translate({97: -1})", "'a'.translate({97: 0x110000})", "'a'.translate()", "'a'.translate({97: b'x'})", "str.maketrans([('a', 'b')])"):
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
