# compile(): modes, flags, errors, code from trees of text.
for mode in ("exec", "eval", "single"):
    c = compile("1 + 1", "name", mode)
    print(mode, c.co_filename, eval(c))
exec(compile("x = 5\nprint(x)", "f", "exec"))
exec(compile("3 + 4", "f", "single"))
exec(compile("None", "f", "single"))
exec(compile("for i in range(2): i\n", "f", "single"))
exec(compile("if 1:\n  'shown'\n", "f", "single"))
exec(compile(b"print('bytes')", "f", "exec"))
exec(compile(bytearray(b"print('bytearray')"), "f", "exec"))
exec(compile("# coding: latin-1\nprint('é')", "f", "exec"))
exec(compile("", "f", "exec"))
exec(compile("\n\n# only a comment", "f", "exec"))
exec(compile("pass;", "f", "exec"))
for args in (("1", "f"), ("1",), (), ("1", "f", "wrong"), (1, "f", "exec"), ("1", 2, "exec"), ("1", "f", 3), ("1\0", "f", "exec"), ("a b", "f", "eval"), ("x = 1", "f", "eval"),
             ("1\n2", "f", "single"), ("", "f", "eval"), ("", "f", "single"), ("1", "f", "exec", -1), ("1", "f", "exec", 0, True, 5), ("if 1:", "f", "single"), ("1; 2", "f", "single"),
             ("def f():\n pass", "f", "single"), ("def f():\n pass\n", "f", "single"), (b"\xff", "f", "exec"), (b"# coding: nothing\n", "f", "exec"), ("1", b"bytes name", "exec"), ("1", "f", "exec", 1 << 40)):
    try:
        c = compile(*args)
        print(args, "ok", type(c).__name__)
    except Exception as e:
        print(args, type(e).__name__, e.msg if isinstance(e, SyntaxError) else e)
exec(compile("assert 0", "f", "exec", optimize=1))
print(eval(compile("__debug__", "f", "eval", optimize=1)), eval(compile("__debug__", "f", "eval", optimize=0)))
c = compile("def f():\n  'doc'\nprint(f.__doc__)", "f", "exec", optimize=2)
exec(c)
c = compile("x: undefined = 1\nprint(__annotations__)", "f", "exec", flags=__import__("__future__").annotations.compiler_flag)
exec(c, {})
try:
    exec(compile("\n\nraise ValueError('line 3')", "made up.py", "exec"))
except ValueError as e:
    tb = e.__traceback__.tb_next
    print(tb.tb_frame.f_code.co_filename, tb.tb_lineno)

# any buffer is source
import array
for source in bytearray(b'1+1'), memoryview(b'1+1'), array.array('B', b'1+1'), memoryview(b'1 1')[::2], array.array('i', [0]), 5:
    try:
        print(eval(source))
    except (SyntaxError, TypeError) as e:
        print(type(e).__name__, e)
