# Syntax errors: what the parser says of plain mistakes.
def show(source):
    try:
        compile(source, "f.py", "exec")
        print(repr(source), "ok")
    except SyntaxError as e:
        print(f"{source!r}: {type(e).__name__}: {e.msg} | {e.lineno}:{e.offset}")
    except (ValueError, OverflowError, MemoryError, RecursionError) as e:
        print(f"{source!r}: {type(e).__name__}: {e}")


for source in ("a b", "1 2", "x = ", "x = = 1", "= 1", "+", "a +", "a + * b", "(", ")", "[", "]", "{", "}", "(]", "{)", "[1, 2", "(1, 2", "{1: 2", "f(1, 2", "foo(a b)", "foo(a, b c)", "[a b]", "(a b)", "{a b}", "{a: b c: d}", "{a: }", "{a: 1, b}", "{a, b: 1}", "{: 1}", "{**a, b}", "{*a, b: 1}",
               "a..b", "a.", ".a", "a.1", "1.a.b c", "a[", "a[]", "a[1", "a[1:2:3:4]", "a b c", "if", "if x", "if x:", "if x:\n", "else:", "elif x:", "while", "while x", "while x:\n", "for", "for x", "for x in", "for x in y", "for x in y:", "for in y: pass", "for x y: pass", "for 1 in y: pass", "def", "def f", "def f(", "def f()", "def f():", "def f(:", "def f()\n  pass", "def 1(): pass", "def f(1): pass",
               "class", "class A", "class A:", "class A(", "class 1: pass", "class A()\n pass", "return", "yield", "await x", "break", "continue", "pass pass", "pass 1", "import", "import 1", "import a.", "import a as", "import a.b as 1", "import a b", "from", "from a", "from a import", "from a import (", "from a import ()", "from a import b,", "from a import (b", "from a import *, b", "from a import b c", "from . import *x", "from .a.b. import c", "from import x", "import *", "import a, ", "import a as b.c", "from a import b as c.d",
               "global", "global 1", "global x.y", "nonlocal x", "del", "del 1", "del f()", "del (a, 1)", "del a +", "assert", "assert x,", "raise x from", "raise from x", "raise x y", "lambda", "lambda:", "lambda x", "lambda 1: 2", "lambda x y: 1", "with", "with x", "with x as", "with x as 1: pass", "with x as f(): pass", "with (x as y: pass", "try", "try:", "try:\n  pass", "try:\n  pass\nx = 1", "try: pass\nexcept: pass\nexcept A: pass", "except:", "finally:", "try: pass\nelse: pass", "try: pass\nexcept A, B: pass", "try: pass\nexcept A as 1: pass", "try: pass\nexcept A as b.c: pass", "try:\n pass\nexcept A:\n pass\nexcept* B:\n pass", "try: pass\nexcept*: pass", "try:\n  pass\nexcept A\n  pass"):
    show(source)
