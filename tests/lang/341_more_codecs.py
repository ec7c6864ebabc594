# Codecs beyond utf-8, latin-1 and ascii; namereplace.
text = "aé€😀"
for enc in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig", "cp1252", "raw_unicode_escape", "unicode_escape"):
    for t in ("abc", text):
        try:
            b = t.encode(enc)
            print(enc, b, b.decode(enc) == t)
        except (UnicodeError, LookupError) as e:
            print(enc, type(e).__name__, e)
print(text.encode("ascii", "namereplace"), b"\\n\\x41\\u20ac\\N{EURO SIGN}".decode("unicode_escape"))
