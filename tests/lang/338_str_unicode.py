# str: Unicode of every width, indexing, slicing, comparison, iteration, surrogates, ascii and repr.
texts = ["ascii", "café", "naïve €", "emoji 😀!", "日本語", "a\u0301", "\ud800x", "mixed é€😀", ""]
for t in texts:
    print(ascii(t), len(t), [ascii(t[i]) for i in range(-min(3, len(t)), min(3, len(t)))], ascii(t[::-1]), ascii(t[1:3]), ascii(t * 2), t == t[:], hash(t) == hash(t[:] + ""), ascii(t + "é" + t), [ord(c) for c in t][:4])
s = "é" * 1000 + "😀" + "a" * 1000
print(len(s), s[999] == "é", s[1000] == "😀", s[1001:1003], s[-1], s.index("😀"), len(s.encode()), s[998:1003], s.count("é"), s[1000:1001] + s[:1], s[1001:] == "a" * 1000, sorted(set(s)))
print("a" < "b", "a" < "B", "é" > "z", "😀" > "\uffff", "abc" < "abcd", "" < "a", sorted(["é", "e", "z", "€", "😀", "A", ""]), max("aéz"), min("zé😀"), "é" == "e\u0301", "ß" == "ss", "\u00e9" == "é")
for c in ("\0", "\t", "\n", "\r", "\x1b", " ", "'", '"', "\\", "\x7f", "\x80", "\x9f", "\xa0", "\xad", "é", "ÿ", "Ā", "\u0300", "\u200b", "\u2028", "€", "\ud7ff", "\ud800", "\udfff", "\ue000", "\ufffe", "\uffff", "\U00010000", "😀", "\U000e0001", "\U0010ffff", "\u0378", "\u00ad", "\ufeff", "\u3000"):
    print(ascii(c), ascii(repr(c)), len(repr(c)))
print(repr("it's"), repr('say "hi"'), repr("it's \"both\""), repr("\\'"), ascii("é'€\"😀"), str("é€"), [str(x) for x in "é€"], {"é": "€"}, ("é",))
print("".join(reversed("aé€😀")), list("é€"), [*"😀a"], list(enumerate("é€")), dict.fromkeys("é€é"), set("ééé") == {"é"}, "é" in {"é": 1}, "é€"[True], "a😀b"[1:2] == "😀", "a😀b".partition("😀"), "a😀b".replace("😀", "").isascii(), ("é" + "a")[1:].isascii())
print("é" * 0, "é" * -1, 3 * "€", "ab" * 2 + "é", ("a" * 50 + "é").rstrip("é") == "a" * 50, "é€".upper(), "ÀÉ".lower(), "éa".title(), "€é".center(6, "😀"), "%s€" % "é", f"{'é':😀>3}", "é,€".split(","), "é€".encode("utf-8").decode("utf-8"), "x".join(["é", "😀"]))
