# Syntax errors of layout: indentation, tabs, joining, unterminated text, odd characters, encodings.
def show(source):
    try:
        compile(source, "f.py", "exec")
        print(repr(source), "ok")
    except SyntaxError as e:
        print(f"{source!r}: {type(e).__name__}: {e.msg} | {e.lineno}:{e.offset}")
    except (ValueError, OverflowError, MemoryError, RecursionError) as e:
        print(f"{source!r}: {type(e).__name__}: {e}")


for source in (" x", "  x = 1", "x\n y", "if 1:\nx", "if 1:\n x\n  y", "if 1:\n  x\n y", "if 1:\n  x\n z\n", "if 1:\n\tx\n        y", "if 1:\n        x\n\ty", "if 1:\n \tx\n\t y", "def f():\n  x\n\ty", "def f():\n# comment\nx", "for x in y:\n", "while 1:\n\n\n", "class A:\nx = 1", "try:\nx", "try:\n x\nexcept:\ny", "try:\n x\nfinally:\ny", "with a:\nb", "else:\n x", "if 1:\n x\nelse:\ny", "if 1:\n x\nelif 2:\ny", "for a in b:\n c\nelse:\nd", "def f(\n  x):\ny", "if 1: x\n  y", "x\\", "x\\\n", "x \\ y", "x = 1 \\\n\n+ 2", "x = \\\n", "'abc", '"abc', "'''abc", '"""abc\ndef', "'abc\n'", "'abc\\", "'abc\\\n", "f'abc", "f'''abc\n", "b'abc", "r'abc", "x = 'a' + 'b", "print('hello)", "('a'\n'b", "[1,\n2", "{1: 2,\n'a': 3", "f(1,\n  2", "f(1,\n  2\nx = 3", "(1,\n2]", "[1\n)", "(\n(\n(", ")\n", "x)", "(x))", "{(})", "[{]}", "((a, b]", "x = (\n\n\n", "x = [1, 2\nfor y in z: pass", "d = {\n 'a': 1,\n 'b' 2\n}", "d = {'a': 1 'b': 2}", "x = (1 2)", "x = [1 2 3]", "f(a\nb)", "x = (a\nb)", "$", "?", "x = 5 $ 3", "x = `a`", "a\x00b", "\x01", "x = \x7f", "x = 5\x0c", "\ufeffx = 1", "x\ufeff", "x = \u201ca\u201d", "x = \xa05", "é = 1", "x = €", "1é", "a\u2028b", "x = 1\r", "x = 1\r\ny = 2\r\n", "x\r y", "if 1:\r\n  x\r\n y", "#\\\nx y", "x = 1 # comment \\\ny z", "", "\n", "   ", "\t", "#", "   # c", "\\", "\\\n", "\\\n\n", ";", "x;;y", ";x", "x;", "x; ; y", "if 1: ; x", "if 1: x; y\nz w", "x = 1;\n  y", "def f(): x; y; return 1;", ":", ",", "x,", ", x", "x,,y", "@", "->", "...", "....", ". . .", "..", "x = ..", "...x",
               "0777", "0o8", "0b2", "0xg", "1_", "1__0", "0_x", "1e", "1e+", "1.e", "1.5.6", "1a", "1 a", "0x", "1_000_", "0b", "12abc", "1if 2else 3", "1_a", "1.0j5", "0b12", "0o19", "00", "01", "0_1", "1jx", "5l", "5L", "0xfL", "1..real", "1.real", "1 .real", "'a'b", "'a' b'c'", "b'é'", "b'a' 'c'", "'\\x1'", "'\\u123'", "'\\N{x}'", "'\\N'", "'\\U99999999'", "b'\\x1'", "f'{'", "f'}'", "f'{}'", "f'{a b}'", "f'{a!x}'", "f'{a:{b:{c}}}'", "f'{a'", "f'{a}}'", "f'{\\n}'", "f'{#}'", "f'{lambda x: 1}'", "f'{a = }' f'{b'", "x = f'{a[}'", "f'a' 5", "f'{1 +}' + 3\nx y",
               b"\xff = 1", b"x = '\xff'", b"# coding: latin-1\nx = '\xff'", b"# coding: nothing\nx", b"# coding: utf-8\nx = '\xff'", b"\xef\xbb\xbf# coding: latin-1\nx", b"\xef\xbb\xbfx y", b"x\n# coding: latin-1\ny", b"#\n# vim: fileencoding=latin-1 :\nx = '\xff'", b"x = 1\n\n# coding: latin-1\n'\xff'", b"x\0y"):
    show(source)
