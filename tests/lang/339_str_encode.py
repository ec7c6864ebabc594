# str.encode and bytes.decode: codecs, error handlers, messages.
text = "aé€😀"
for enc in ("utf-8", "UTF8", "utf_8", "latin-1", "iso-8859-1", "ascii", "us-ascii", "nothing", "L1"):
    for t in ("abc", text):
        try:
            b = t.encode(enc)
            print(enc, b, b.decode(enc) == t)
        except (UnicodeError, LookupError) as e:
            print(enc, type(e).__name__, e)
for handler in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass", "unknown"):
    for t, enc in ((text, "ascii"), (text, "latin-1"), ("a\ud800b", "utf-8"), ("a\udcffb", "utf-8"), ("a\udcffb", "ascii")):
        try:
            print(handler, enc, t.encode(enc, handler))
        except (UnicodeError, LookupError) as e:
            print(handler, enc, type(e).__name__, e)
    for b, enc in ((b"a\xff\xe9b", "utf-8"), (b"a\xe2\x82", "utf-8"), (b"a\xffb", "ascii"), (b"\xed\xa0\x80", "utf-8")):
        try:
            print(handler, enc, ascii(b.decode(enc, handler)))
        except (UnicodeError, LookupError, TypeError) as e:
            print(handler, enc, type(e).__name__, e)
for b in (b"\x80", b"\xc0\x80", b"\xc3", b"\xc3(", b"\xe0\x80\x80", b"\xf0\x90\x80", b"\xf5\x80\x80\x80", b"\xf4\x90\x80\x80", b"ok\xfe", b"\xe2\x82\xac\xe2\x82", b"\xf0\x9f\x98\x80", b"\xed\xbf\xbf", b"\xef\xbf\xbf", b"\xc3\xa9\xff\xc3\xa9"):
    try:
        print(b, ascii(b.decode()), ascii(b.decode(errors="replace")))
    except UnicodeDecodeError as e:
        print(b, e, "|", e.encoding, e.object, e.start, e.end, e.reason, ascii(b.decode(errors="replace")), b.decode(errors="ignore"), b.decode(errors="backslashreplace"))
try:
    "aé€b".encode("ascii")
except UnicodeEncodeError as e:
    print(e.encoding, e.object, e.start, e.end, e.reason, e.args, repr(e))
print(str(b"abc", "ascii"), str(b"\xc3\xa9", encoding="utf-8"), str(b"\xff", errors="replace"), str(bytearray(b"x"), "utf-8"), str(b"raw"), str(memoryview(b"mv"), "ascii"), bytes("é", "utf-8"), bytes("a", encoding="ascii", errors="strict"), bytearray("é", "latin-1"), "".encode(), b"".decode())
for source in ("'a'.encode(1)", "'a'.encode('utf-8', 1)", "b'a'.decode(1)", "str(b'a', 1)", "str('a', 'utf-8')", "str(5, 'utf-8')", "bytes('a')", "bytes('é', 'ascii')", "bytes(5, 'ascii')", "'a'.encode('utf-8', 'strict', 1)", "b'a'.decode('nothing')", "'a'.encode('hex')", "b'a'.decode('a\\0')", "'a'.encode(errors='nothing')", "'é'.encode('ascii', 'nothing')", "''.encode('nothing')", "str(b'\\xff', 'ascii')", "str(encoding='ascii')", "str(object=b'x', encoding='ascii')", "'a'.decode()", "b'a'.encode()", "bytearray(b'\\xff').decode()"):
    try:
        print(source, "=", repr(eval(source)))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
