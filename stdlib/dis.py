"""Bytecode as text and as objects. The instructions are minipy's own, not CPython's: 4 bytes each, some of them
standing for a sequence of simpler ones."""

import collections
import io
import sys
import types
from _dis import handlers as _handlers, opcodes as _opcodes, stack_effect, tables as _tables

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode", "cmp_op", "hasconst", "hasname", "hasjrel", "hasjabs",
           "haslocal", "hascompare", "hasfree", "opname", "opmap", "stack_effect"]

# -- The instruction set -------------------------------------------------------------------------------------

_kinds = [kind for name, kind, text in _opcodes()]
opname = [name for name, kind, text in _opcodes()]
opmap = {name: op for op, name in enumerate(opname)}
cmp_op = ("<", "<=", "==", "!=", ">", ">=")

_JUMPS = "JUMP", "A_JUMP", "ABC"


def _having(*kinds):
    return [op for op, kind in enumerate(_kinds) if kind in kinds]


hasconst = _having("CONST")
hasname = _having("NAME", "CACHE", "A_CACHE")
hasjrel = _having(*_JUMPS)
hasjabs = []
hasfree = [opmap[name] for name in ("MAKE_CELL", "LOAD_CLOSURE", "LOAD_DEREF", "STORE_DEREF", "DELETE_DEREF",
                                    "LOAD_CLASSDEREF")]
haslocal = [op for op in _having("LOCAL", "AB", "A_INT", "A_CACHE") if op not in hasfree and opname[op] != "UNPACK_EX"]
haslocal.append(opmap["FOR_NEXT_FAST"])
hascompare = [opmap[name] for name in ("COMPARE", "COMPARE_JUMP", "COMPARE_INT_JUMP")]

# -- Instructions --------------------------------------------------------------------------------------------

Positions = collections.namedtuple("Positions", "lineno end_lineno col_offset end_col_offset", defaults=[None] * 4)

_Instruction = collections.namedtuple(
    "_Instruction", "opname opcode arg argval argrepr offset starts_line is_jump_target positions", defaults=[None])


class Instruction(_Instruction):
    """One instruction: name, number, operand, what the operand means as a value and as text, offset in bytes, line if
    one begins here, whether something jumps here, place in the source."""

    __slots__ = ()

    def _row(self, width, current, digits):
        fields = []
        if width:
            fields.append(f"{'' if self.starts_line is None else self.starts_line:>{width}}")
        fields += ["-->" if current else "   ", ">>" if self.is_jump_target else "  ", f"{self.offset:>{digits}}",
                   self.opname if self.arg is None else f"{self.opname:<20}"]
        if self.arg is not None:
            fields.append(f"{self.arg:>5}")
            if self.argrepr:
                fields.append(f"({self.argrepr})")
        return " ".join(fields).rstrip()


def _signed(number, bits):
    return number - (1 << bits) if number >> bits - 1 else number


def _words(code):
    # (offset, opcode, the 24 bits of the operand)
    for offset in range(0, len(code) - 3, 4):
        word = int.from_bytes(code[offset:offset + 4], sys.byteorder)
        yield offset, word & 255, word >> 8


def _target(offset, op, arg):
    kind = _kinds[op]
    distance = (_signed(arg, 24) if kind == "JUMP" else _signed(arg >> 8, 16) if kind == "A_JUMP"
                else _signed(arg >> 16, 8))
    return offset + 4 + 4 * distance


def findlabels(code):
    """The offsets in a string of bytecode that something jumps to."""
    labels = []
    for offset, op, arg in _words(code):
        if op < len(_kinds) and _kinds[op] in _JUMPS:
            target = _target(offset, op, arg)
            if target not in labels:
                labels.append(target)
    return labels


def findlinestarts(code):
    """The (offset, line) pairs of code where another line begins."""
    last = None
    for start, end, line in code.co_lines():
        if line is not None and line != last:
            last = line
            yield start, line


class _Operands:
    # What the operands of one code object mean.
    def __init__(self, code=None):
        self.consts, self.names, self.caches, self.locals = _tables(code) if code else ((), (), (), ())

    def meaning(self, offset, op, arg):
        # operand, its value, its text
        kind = _kinds[op]
        a, high = arg & 255, arg >> 8
        if kind == "NONE":
            return None, None, ""
        if kind == "INT":
            return _signed(arg, 24), _signed(arg, 24), ""
        if kind == "CONST":
            if arg < len(self.consts):
                return arg, self.consts[arg], repr(self.consts[arg])
        elif kind in ("NAME", "CACHE", "LOCAL"):
            names = self.names if kind == "NAME" else self.caches if kind == "CACHE" else self.locals
            if arg < len(names):
                return arg, names[arg], names[arg]
        elif kind in _JUMPS:
            target = _target(offset, op, arg)
            words = [f"to {target}"]
            if op in hascompare:
                if kind == "ABC":
                    words.insert(0, str(_signed(high & 255, 8)))
                words.insert(0, f"{cmp_op[a & 7]} {'true' if a & 8 else 'false'}")
            elif kind == "A_JUMP":
                words.insert(0, self.local(a))
            return _signed(arg, 24) if kind == "JUMP" else arg, target, ", ".join(words)
        elif opname[op] == "COMPARE":
            return arg, cmp_op[arg], cmp_op[arg]
        elif opname[op] == "UNPACK_EX":
            return arg, (a, high), f"{a} before, {high} after"
        elif kind == "AB":
            return arg, (self.local(a), self.local(high)), f"{self.local(a)}, {self.local(high)}"
        elif kind == "A_INT":
            number = _signed(high, 16)
            return arg, (self.local(a), number), f"{self.local(a)}, {number}"
        elif kind == "A_CACHE":
            name = self.caches[high] if high < len(self.caches) else str(high)
            return arg, (self.local(a), name), f"{self.local(a)}, {name}"
        return arg, arg, ""

    def local(self, i):
        return self.locals[i] if i < len(self.locals) else str(i)


def _instructions(code, operands, starts, handlers, places, line_offset=0):
    labels = {*findlabels(code), *(row[2] for row in handlers)}
    for offset, op, arg in _words(code):
        line = starts.get(offset)
        if op >= len(opname):
            name, meaning = f"<{op}>", (arg, arg, "")
        else:
            name, meaning = opname[op], operands.meaning(offset, op, arg)
        yield Instruction(name, op, *meaning, offset, line if line is None else line + line_offset, offset in labels,
                          Positions(*next(places, ())))


def _of_code(code, line_offset=0):
    return _instructions(code.co_code, _Operands(code), dict(findlinestarts(code)), _handlers(code),
                         code.co_positions(), line_offset)


def get_instructions(x, *, first_line=None, show_caches=False, adaptive=False):
    """The Instructions of a function, method, generator, code object or source text."""
    code = _get_code(x)
    return _of_code(code, 0 if first_line is None else first_line - code.co_firstlineno)


# -- As text -------------------------------------------------------------------------------------------------

def _code_of(x):
    # The code object behind a function, method, generator, ...; x itself if there is none.
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        code = getattr(x, name, None)
        if code is not None:
            return code
    return x


def _compile(source, name):
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        return compile(source, name, "exec")


def _get_code(x):
    code = _code_of(x)
    if isinstance(code, str):
        code = _compile(code, "<disassembly>")
    if isinstance(code, types.CodeType):
        return code
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _print_instructions(instructions, last_line, last_offset, lasti, file):
    # last_line None: no column for lines
    width = 0 if last_line is None else max(3, len(str(last_line)))
    digits = max(4, len(str(last_offset)))
    for i in instructions:
        if width and i.starts_line is not None and i.offset > 0:
            print(file=file)
        print(i._row(width, i.offset == lasti, digits), file=file)


def _print_code(code, lasti, file, line_offset=0):
    lines = [line + line_offset for start, line in findlinestarts(code)]
    _print_instructions(_of_code(code, line_offset), max(lines, default=0), len(code.co_code) - 4, lasti, file)
    table = _handlers(code)
    if table:
        print("ExceptionTable:", file=file)
    for start, end, handler, depth, keeps_lasti in table:
        print(f"  {start} to {end - 4} -> {handler} [{depth}]{' lasti' if keeps_lasti else ''}", file=file)


def _print_nested(code, file, depth):
    _print_code(code, -1, file)
    if depth is not None and depth <= 0:
        return
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            print(file=file)
            print(f"Disassembly of {const!r}:", file=file)
            _print_nested(const, file, None if depth is None else depth - 1)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Print the bytecode of a function, method, class, module, code object, source text or bytes of bytecode, and of
    the functions inside it; without an argument, that of the last traceback."""
    if x is None:
        distb(file=file)
        return
    code = _code_of(x)
    if isinstance(code, str):
        code = _compile(code, "<dis>")
    if isinstance(code, types.CodeType):
        _print_nested(code, file, depth)
    elif isinstance(code, (bytes, bytearray)):
        _print_instructions(_instructions(code, _Operands(), {}, [], iter(())), None, len(code) - 4, -1, file)
    elif hasattr(code, "__dict__"):
        for name, member in sorted(code.__dict__.items()):
            if isinstance(member, (types.FunctionType, types.MethodType, types.CodeType, classmethod, staticmethod,
                                   type)):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(member, file=file, depth=depth)
                except TypeError as problem:
                    print("Sorry:", problem, file=file)
                print(file=file)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False):
    """Print the bytecode of a code object; an arrow points to the instruction at lasti."""
    _print_code(co, lasti, file)


disco = disassemble


def distb(tb=None, *, file=None, show_caches=False, adaptive=False):
    """Print the bytecode of the frame of a traceback; without one, of where the last uncaught exception was raised."""
    if tb is None:
        try:
            tb = sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file)


# -- Code objects --------------------------------------------------------------------------------------------

COMPILER_FLAG_NAMES = {1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR",
                       64: "NOFREE", 128: "COROUTINE", 256: "ITERABLE_COROUTINE", 512: "ASYNC_GENERATOR"}


def pretty_flags(flags):
    """The names of the bits of co_flags."""
    names = []
    for i in range(32):
        bit = 1 << i
        if flags & bit:
            names.append(COMPILER_FLAG_NAMES.get(bit, hex(bit)))
            flags ^= bit
            if not flags:
                return ", ".join(names)
    return ", ".join([*names, hex(flags)])


def code_info(x):
    """What is known of the code of x, as text."""
    co = _get_code(x)
    lines = [f"Name:              {co.co_name}", f"Filename:          {co.co_filename}",
             f"Argument count:    {co.co_argcount}", f"Positional-only arguments: {co.co_posonlyargcount}",
             f"Kw-only arguments: {co.co_kwonlyargcount}", f"Number of locals:  {co.co_nlocals}",
             f"Stack size:        {co.co_stacksize}", f"Flags:             {pretty_flags(co.co_flags)}"]
    for title, items in (("Constants", [repr(c) for c in co.co_consts]), ("Names", co.co_names),
                         ("Variable names", co.co_varnames), ("Free variables", co.co_freevars),
                         ("Cell variables", co.co_cellvars)):
        if items:
            lines.append(f"{title}:")
            lines += [f"{i:4}: {item}" for i, item in enumerate(items)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print code_info()."""
    print(code_info(co), file=file)


class Bytecode:
    """The code of x: iterate over it for its Instructions, dis() and info() give text."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False):
        self.codeobj = _get_code(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self.current_offset = current_offset
        self._line_offset = self.first_line - self.codeobj.co_firstlineno
        self._original = x

    def __iter__(self):
        return _of_code(self.codeobj, self._line_offset)

    def __repr__(self):
        return f"{type(self).__name__}({self._original!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """The code where an exception was raised, with an arrow there."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        return code_info(self.codeobj)

    def dis(self):
        out = io.StringIO()
        current = -1 if self.current_offset is None else self.current_offset
        _print_code(self.codeobj, current, out, self._line_offset)
        return out.getvalue()


def main():
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument("infile", type=argparse.FileType("rb"), nargs="?", default="-")
    args = parser.parse_args()
    with args.infile as infile:
        dis(compile(infile.read(), infile.name, "exec"))


if __name__ == "__main__":
    main()
