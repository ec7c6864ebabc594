# str: find, index, count, startswith, endswith, in, replace, partition.
s = "hello world hello"
print(s.find("hello"), s.find("hello", 1), s.find("x"), s.rfind("hello"), s.rfind("hello", 0, 10), s.index("world"), s.rindex("o"), s.count("l"), s.count("ll"), s.count(""), s.find(""), s.rfind(""), s.find("", 5), s.find("", 100), s.count("", 5, 8))
print(s.find("o", -6), s.find("o", -6, -1), s.find("hello", None, None), s.count("hello", 3), s.find("h", 10, 5), "".find(""), "".count(""), "abc".rfind("", 1), "aaaa".count("aa"), "abc".find("abcd"), "é€😀é".find("😀"), "é€😀é".rfind("é"), "é€😀é".count("é"))
print(s.startswith("hell"), s.startswith(("x", "he")), s.startswith("world", 6), s.startswith(""), s.startswith("", 100), s.startswith("", 17), s.endswith("hello"), s.endswith(("x", "lo")), s.endswith("world", 0, 11), s.endswith(""), s.startswith(()), "abc".startswith("abcd"))
print("ell" in s, "" in s, "xyz" in s, "€" in "é€", s.replace("hello", "bye"), s.replace("l", "L", 2), s.replace("", "-"), s.replace("x", "y"), "aaa".replace("a", "bb"), "aaa".replace("aa", "b"), "".replace("", "x"), "abc".replace("", "-", 2), "abc".replace("b", ""), "abc".replace("abc", "é"), "aé".replace("é", "€😀"), "abc".replace("a", "b", 0), "abc".replace("a", "x", -1))
print(s.partition(" "), s.rpartition(" "), s.partition("x"), s.rpartition("x"), "a,b".partition(","), "".partition("x"), "é=€".partition("="))
print("abcabc".removeprefix("abc"), "abcabc".removesuffix("abc"), "abc".removeprefix("x"), "abc".removesuffix(""), "abc".removeprefix("abc"), "abc".removesuffix("abcd"))
long = "ab" * 5000 + "c" + "ab" * 5000
print(long.find("c"), long.rfind("c"), long.count("ab"), long.count("ba"), long.find("bab" * 3), long.find("cab" * 2), long.index("bca"), len(long.replace("ab", "x")), long.split("c")[1] == "ab" * 5000)
for source in ("s.index('x')", "s.rindex('x')", "s.find()", "s.find(1)", "s.find('a', 'b')", "s.count(None)", "s.startswith(1)", "s.startswith([1])", "s.startswith((1,))", "s.endswith(b'a')", "s.replace('a')", "s.replace(1, 2)", "s.replace('a', 'b', 'c')", "s.replace('a', 'b', 1.5)", "s.partition('')", "s.rpartition('')", "s.partition(1)", "s.removeprefix(1)", "s.find('a', 1.5)", "1 in s", "s.startswith()", "s.index('h', 1, 2, 3)", "s.removesuffix()", "s.replace(old='a', new='b')", "'a'.startswith(prefix='a')"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
