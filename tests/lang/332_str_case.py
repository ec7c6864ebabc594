# str: upper, lower, title, capitalize, swapcase, casefold, with Unicode.
words = ["hello", "HELLO", "hELLO wORLD", "they're bill's", "straße", "ÀÉÎ", "ǆ", "ǅ", "ﬁne", "ŉ", "İI", "ΑΣ", "ὈΔΥΣΣΕΎΣ", "x1y2", "", "123", "ñandú", "ΐ", "ŉa b", "ß", "ẞ", "ı", "ſ", "Ω", "ⓐⓑ", "ⅷ", "𐐀𐐨", "don't STOP", "a-b_c.d", "日本語abc", "éÉ", "ῼ", "ᾳ", "հեր", "ა", "Ა"]
for w in words:
    print(ascii(w), ascii(w.upper()), ascii(w.lower()), ascii(w.title()), ascii(w.capitalize()), ascii(w.swapcase()), ascii(w.casefold()))
print("HELLO".lower() is not None, "abc".upper().lower() == "abc", "ΑΣ ΑΣΑ".lower(), "Σ".lower(), "aΣ".lower(), "Σa".lower(), "a.Σ".lower(), "aΣ.".lower())
for source in ("'a'.upper(1)", "str.upper()", "str.upper(1)", "'a'.title(None)", "'a'.casefold(x=1)"):
    try:
        print(source, eval(source))
    except TypeError as e:
        print(f"{source}: {e}")
