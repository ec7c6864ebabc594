# dis: it runs; the instructions themselves are each interpreter's own.
import dis, io
def f(x, y=1):
    z = x + y
    return [z, "const"]
out = io.StringIO()
dis.dis(f, file=out)
text = out.getvalue()
print(len(text.splitlines()) >= 4, "const" in text, "RETURN" in text.upper())
out = io.StringIO()
dis.dis("a = 1\nb = a", file=out)
print(len(out.getvalue()) > 20)
dis.dis(f.__code__, file=io.StringIO())
for bad in (5, None.__class__, "a b"):
    try:
        dis.dis(bad, file=io.StringIO())
        print("ok")
    except (TypeError, SyntaxError) as e:
        print(type(e).__name__)

# -- instructions as objects: what holds for both interpreters
print(dis.Instruction._fields)
code = list(dis.get_instructions(f))
names = [i.opname for i in code]
print(names[-1], all(dis.opmap[i.opname] == i.opcode and dis.opname[i.opcode] == i.opname for i in code))
print([i.starts_line for i in code if i.starts_line][-2:], [p for p in {type(i.positions).__name__ for i in code}])
print({i.argval for i in code if i.opcode in dis.hasconst}, all(i.argrepr for i in code if i.opcode in dis.hasconst))
print([i.offset for i in code] == sorted(i.offset for i in code), code[0].offset)
def loop(a):
    for x in a:
        if x < 3: continue
        print(x)
    return a.attr
labels = {i.offset for i in dis.get_instructions(loop) if i.is_jump_target}
targets = {i.argval for i in dis.get_instructions(loop) if i.opcode in dis.hasjrel or i.opcode in dis.hasjabs}
print(labels == targets == set(dis.findlabels(loop.__code__.co_code)), len(labels) >= 2)
print({i.argval for i in dis.get_instructions(loop) if i.opcode in dis.hasname} >= {"print"})
print([line for start, line in dis.findlinestarts(f.__code__)], [s for s, l in dis.findlinestarts(loop.__code__)][0])
print([i.starts_line for i in dis.get_instructions(f, first_line=100) if i.starts_line][-2:])
b = dis.Bytecode(f)
print([i.offset for i in b] == [i.offset for i in code], b.codeobj is f.__code__, b.first_line, b.current_offset,
      repr(b).startswith("Bytecode(<function f"))
print([line for line in b.info().splitlines()[:6] if not line.startswith('Filename')], b.info() == dis.code_info(f))
print("-->" in b.dis(), "-->" in dis.Bytecode(f, current_offset=code[-1].offset).dis())
try:
    f(1, "x")
except TypeError as e:
    tb = e.__traceback__
out = io.StringIO()
dis.distb(tb.tb_next, file=out)
print(sum("-->" in line for line in out.getvalue().splitlines()))
print(dis.Bytecode.from_traceback(tb).current_offset == tb.tb_next.tb_lasti, dis.Bytecode.from_traceback(tb).codeobj.co_name)
out = io.StringIO()
dis.show_code(f, file=out)
print(out.getvalue() == dis.code_info(f) + "\n")
out = io.StringIO()
class C:
    def m(self): return lambda: 1
    @classmethod
    def k(cls): pass
    x = 1
dis.dis(C, file=out, depth=0)
print([line for line in out.getvalue().splitlines() if line.startswith("Disassembly")])
out = io.StringIO()
dis.dis(C.m, file=out)
print(sum(line.startswith("Disassembly of <code object <lambda>") for line in out.getvalue().splitlines()))
dis.dis(f.__code__.co_code, file=io.StringIO())
E_ = dis.stack_effect
print(E_(dis.opmap["POP_TOP"]), E_(dis.opmap["LOAD_CONST"], 0), E_(dis.opmap["BUILD_TUPLE"], 3), E_(dis.opmap["NOP"]),
      E_(dis.opmap["LOAD_CONST"], 0, jump=True), E_(dis.opmap["LOAD_CONST"], 0, jump=False))
for args, kw in (((dis.opmap["POP_TOP"], 1), {}), ((dis.opmap["LOAD_CONST"],), {}), ((dis.opmap["LOAD_CONST"], 0), {"jump": 2})):
    try:
        E_(*args, **kw)
    except ValueError as e:
        print(e)
for bad in (5, None, 1.5):
    for call in (dis.get_instructions, dis.code_info, dis.Bytecode):
        try:
            call(bad)
        except TypeError as e:
            print(e)
try:
    dis.Bytecode("a b")
except SyntaxError as e:
    print(e.msg, e.filename)
print([i.opname for i in dis.get_instructions("1")][-1], dis.pretty_flags(3), dis.pretty_flags(0), dis.cmp_op)
