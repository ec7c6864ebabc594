# str: split, rsplit, splitlines, join, lines of every kind.
print("a b  c".split(), "  a b ".split(), "".split(), "   ".split(), "a,b,,c".split(","), ",".split(","), "".split(","), "a b c d".split(None, 2), "  a  b  c  ".split(None, 1), "a,b,c".split(",", 1), "a,b,c".split(",", 0), " a b".split(None, 0), "a--b--c".split("--"), "abc".split("abc"), "a\tb\nc\x0bd\x0ce\x1cf\x85g\xa0h\u2003i\u3000j".split())
print("a b  c".rsplit(), "a b c d".rsplit(None, 2), "  a  b  c  ".rsplit(None, 1), "a,b,c".rsplit(",", 1), "a,b,c".rsplit(","), "a--b--c".rsplit("--", 1), "".rsplit(), "aaa".split("aa"), "aaa".rsplit("aa"), "é€é".split("€"), "x".split(sep=None, maxsplit=-1), "a b".split(maxsplit=0))
print("a\nb\r\nc\rd".splitlines(), "a\nb\n".splitlines(), "a\n\nb".splitlines(True), "".splitlines(), "\n".splitlines(), "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i".splitlines(), "a\r\n".splitlines(keepends=True), "a\n\r\nb".splitlines(), "x".splitlines(True))
print(",".join("abc"), "".join([]), "".join(["a"]), ", ".join(("x", "y")), "-".join({"k": 1}), "é".join(["a", "€"]), "😀".join("ab"), "".join(str(i) for i in range(5)), "ab".join(["", "", ""]), ",".join(["one"]), "".join(["", "a", ""]), " ".join(iter(["p", "q"])))
x = "single"
print("".join([x]) == x, ",".join([x, x]), len("".join(["ab"] * 10000)), "".join(["a", "é", "€", "😀"]).encode())
for source in ("'a'.split('')", "'a'.split(1)", "'a'.split(None, 'x')", "'a'.split(',', 1, 2)", "','.join(1)", "','.join([1])", "','.join(['a', None])", "','.join(['a', b'b'])", "''.join()", "'a'.splitlines(1, 2)", "'a'.split(maxsplit=1.5)", "'a'.rsplit('')", "','.join([['a']])", "','.join(['a', 1, 'b'])", "'a'.split(x=1)", "'a'.splitlines('yes')", "b','.join(['a'])", "','.join(None)"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")


class It:
    def __iter__(self):
        yield "a"
        raise ValueError("while joining")


try:
    ",".join(It())
except ValueError as e:
    print(e)
print("The quick  brown\tfox".split(" "), "1<>2<>3".split("<>"), "a b c".split(" ", -5), "\u2003a\u2003".split(), "a\0b".split("\0"), "a.b.c".rsplit(".", 1), "path/to/file".rpartition("/"))
