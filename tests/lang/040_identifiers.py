# Identifiers: Unicode letters, normalisation to NFKC, keywords by their normal form.
größe = 1
π = 3.14
名前 = "name"
_ñ1 = 2
print(größe, π, 名前, _ñ1)
ﬁne = "ligature"
print(fine, "fine" in globals(), "ﬁne" in globals())
𝐱 = "bold x"
print(x)
ª = 5
print(a)


class Ünïcode:
    def méthode(self, ſ):
        return s


s = "s"
print(Ünïcode().méthode(1))
print(Ünïcode.__name__, Ünïcode.méthode.__name__, Ünïcode().méthode.__qualname__)
ｘ = "full width"
print(x)
for source in ("a€b = 1", "1é = 2", "x = 5 ², ", "“quoted”", "a – b", "é.ü = 1", "x\u200b = 1", "x\xa0= 1", "😀 = 1", "$x = 1",
               "x? = 1", "a`b", "x = 'a", "!x", "x ! y"):
    try:
        exec(source)
    except (SyntaxError, NameError) as e:
        print(ascii(source), type(e).__name__, ascii(e.msg if isinstance(e, SyntaxError) else e))
print("é".isidentifier(), "1a".isidentifier(), "名".isidentifier(), "ﬁ".isidentifier(), "".isidentifier(), "€".isidentifier())
