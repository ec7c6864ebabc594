# Encodings of one byte a character.
names = """cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp858
cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 cp874 cp1125 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7
iso8859_8 iso8859_9 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16 koi8_r koi8_u koi8_t hp_roman8 cp037
cp500""".split()
for name in names:
    chars = [bytes([b]).decode(name, "replace") for b in range(256)]
    known = [c for c in chars if c != "\ufffd"]
    print(name, "".join(c if c.isprintable() else "." for c in chars[128:]), len(known))
    assert "".join(known).encode(name) == bytes(b for b in range(256) if chars[b] != "\ufffd"), name
    for errors in ("strict", "replace"):
        try:
            print(" ", "5é€😀x日本".encode(name, errors))
        except UnicodeEncodeError as e:
            print(" ", e, e.encoding, e.start, e.end)
for name in ("latin2", "Windows-1252", "ISO-8859-15", "L9", "866", "cyrillic", "csKOI8R"):
    print(name, "é€".encode(name, "xmlcharrefreplace"), b"\xe9\xa4".decode(name))
for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
    try:
        print(b"a\x81b".decode("cp1252", errors).encode("ascii", "backslashreplace"))
    except UnicodeDecodeError as e:
        print(e, e.encoding, e.object, e.start, e.end)
