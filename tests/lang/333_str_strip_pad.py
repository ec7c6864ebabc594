# str: strip and its sides, justification, zfill, expandtabs.
print(repr("  a b ".strip()), repr("  a ".lstrip()), repr("  a ".rstrip()), "xxaxx".strip("x"), "xyaxy".strip("yx"), "abc".strip(""), "abc".strip("abc"), repr("\t\n a \x0b\x0c\r\x1c\x85\xa0\u2003".strip()), "www.example.com".strip("cmowz."), "..a..".lstrip("."), "..a..".rstrip("."), "é€a€é".strip("é€"), "".strip(), "a".strip(None), "xax".strip("é"))
for w in (0, 1, 5, 6, 8, 9):
    print([f.__call__(w) for f in ("abcde".center, "abcde".ljust, "abcde".rjust, "ab".center)], "a".center(w, "*"), "ab".center(w, "é"), "abc".ljust(w, "-"), "abc".rjust(w, "€"), "-42".zfill(w), "+5".zfill(w), "".zfill(w), "é".zfill(w), "--1".zfill(w))
print("abc".center(-5), "abc".zfill(-1), "abc".ljust(2**3), repr("".center(3)))
print(repr("a\tb".expandtabs()), repr("a\tb".expandtabs(4)), repr("\t".expandtabs(0)), repr("ab\tc\td".expandtabs(3)), repr("a\nb\tc".expandtabs(4)), repr("a\r\tb".expandtabs()), repr("\ta".expandtabs(tabsize=2)), repr("a\tb".expandtabs(-1)), repr("é\t€".expandtabs(4)), "none".expandtabs(5))
for source in ("'a'.center()", "'a'.center('x')", "'a'.center(5, 'ab')", "'a'.center(5, '')", "'a'.center(5, 1)", "'a'.ljust(5, b'x')", "'a'.zfill('x')", "'a'.zfill()", "'a'.strip(1)", "'a'.strip('a', 'b')", "'a'.lstrip(b'a')", "'a'.expandtabs('x')", "'a'.center(1.5)", "'a'.center(10**20)", "'a'.rjust(None)", "'a'.expandtabs(None)", "'a'.strip(['a'])"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
