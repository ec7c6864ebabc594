"""Bytecode as text. The instructions are minipy's own, not CPython's."""

import sys
import types

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "show_code"]


def _code_of(x):
    # The code object behind a function, method, generator, ...; None if there is none.
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        code = getattr(x, name, None)
        if code is not None:
            return code
    return x if isinstance(x, types.CodeType) else None


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Print the bytecode of a function, method, class, module, code object or source text, and of the
    functions inside it; without an argument, that of the last traceback."""
    if x is None:
        distb(file=file)
        return
    code = _code_of(x)
    if code is None and isinstance(x, str):
        code = _compile(x)
    if code is not None:
        disassemble(code, file=file, depth=depth)
        return
    namespace = getattr(x, "__dict__", None)
    if namespace is None:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")
    for name, member in sorted(namespace.items()):
        if isinstance(member,
                      (types.FunctionType, types.MethodType, types.CodeType, classmethod, staticmethod,
                       type)):
            print(f"Disassembly of {name}:", file=file)
            try:
                dis(member, file=file, depth=depth)
            except TypeError as msg:
                print("Sorry:", msg, file=file)
            print(file=file)


def _compile(source):
    try:
        return compile(source, "<dis>", "eval")
    except SyntaxError:
        return compile(source, "<dis>", "exec")


def disassemble(co, lasti=-1, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Print the bytecode of a code object, and of those among its constants."""
    from _dis import disassemble_text
    print(disassemble_text(co), end="", file=file)


disco = disassemble


def distb(tb=None, *, file=None, show_caches=False, adaptive=False):
    """Print the bytecode where an exception was raised."""
    if tb is None:
        try:
            tb = sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
    while tb.tb_next:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, depth=0)


_FLAGS = {1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR",
          64: "NOFREE",
          128: "COROUTINE", 256: "ITERABLE_COROUTINE", 512: "ASYNC_GENERATOR"}


def code_info(x):
    """What is known of a code object, as text."""
    co = _code_of(x) or (_compile(x) if isinstance(x, str) else None)
    if co is None:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")
    lines = [f"Name:              {co.co_name}", f"Filename:          {co.co_filename}",
             f"Argument count:    {co.co_argcount}", f"Positional-only arguments: {co.co_posonlyargcount}",
             f"Kw-only arguments: {co.co_kwonlyargcount}", f"Number of locals:  {co.co_nlocals}",
             f"Stack size:        {co.co_stacksize}"]
    flags = [name for bit, name in _FLAGS.items() if co.co_flags & bit]
    lines.append(f"Flags:             {', '.join(flags) or '0x0'}")
    for title, items in (("Constants", [repr(c) for c in co.co_consts]), ("Names", co.co_names),
                         ("Variable names", co.co_varnames), ("Free variables", co.co_freevars),
                         ("Cell variables", co.co_cellvars)):
        if items:
            lines.append(f"{title}:")
            lines += [f"   {i}: {item}" for i, item in enumerate(items)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print code_info()."""
    print(code_info(co), file=file)
