# String literals: quotes, prefixes, escapes, continuation, concatenation.
print('single', "double", 'it"s', "it's", 'it\'s', "\"q\"")
print('''triple 'single' "double" ''', """triple
over lines 'x' "y" \"""")
print(repr("\a\b\f\n\r\t\v\\\'\"\0\1\12\123\1234\x41\xe9\u00e9\U0001F600\N{LATIN SMALL LETTER E WITH ACUTE}\N{DIGIT ONE}"))
print(repr(r"\n\x\'"), repr(R'\"'), repr(u"u\n"), repr(U'U'), repr(r'''a\
b'''))
print(repr("line\
 joined"), repr('a\
b'))
print("one" "two" 'three' """four""", "con" r"\t" f"{1 + 1}" u"u")
print(("a"
       "b"
       'c'))
print(repr('\777'), repr('\400'), repr("\08"), repr("\x7f\x80\xff\u0100\ud800\udfff\U0010ffff"))
print(len("é"), len("😀"), len("é"), "é" == "é", "日本語", "日本語"[1], repr("\u200b\xad"))
print(repr("tab	inside"), repr("'"), repr('"'), repr("'\""), repr(''), repr("\\"))
print("" "" "", repr('' ""), ""'''''' """""" == "")
print("%s" "%s" % (1, 2), "a" "b".upper(), "a" "b" * 2, ["a" "b", "c"])
print(rb"\x", b"a" b"b", rb'\n' b'\n', Rb"x", bR"y", BR"z", rB"w", b'\x00\xff\101\'"')
print(b'''multi
line''', b"\
joined", b"\a\b\f\v\r\t\\")
print("""a""b""", """\"""", '''\'''', """""" + "", ''' ' ''')
for source in (r'"\x4"', r'"\xg1"', r'"\u12"', r'"\U0011ffff1"', r'"\N{nothing such}"', r'"\N"', r'"\N{}"', '"unterminated',
               "'''unterminated", '"a\nb"', 'b"é"', r'b"\x1"', "'", "ub'x'", "ur'x'", "bu'x'", "b'a' 'b'", "f'a' b'b'",
               r'"\U00110000"', r"'\u'", "r'\\'", "rr'x'", "x'a'"):
    try:
        print(source, "->", eval(source))
    except SyntaxError as e:
        print(f"{source!r}: {e.msg}")
